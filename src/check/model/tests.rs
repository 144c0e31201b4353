//! Registers judged.

use super::*;

const RIGHT: &str = "\
version: 1
secrets:
  - name: API_TOKEN
    type: token
    usage: The shop asks the carrier for prices.
    owner: team-shop
    storage: Vault
    location: kv/shop/carrier
    rotation_interval: 90d
    classification: confidential
";

fn checked(text: &str) -> Checked {
    check(Model::Secret, &Rules::builtin(), "secrets.yaml", text)
}

/// Line and message id of each fault.
fn faults(text: &str) -> Vec<(u32, &'static str)> {
    let faults = checked(text).faults;
    let told = faults
        .iter()
        .map(|fault| (fault.at.start.line, fault.message.id));
    told.collect()
}

#[test]
fn the_template_and_a_full_entry_are_right() {
    assert_eq!(faults(RIGHT), []);
    assert_eq!(faults(Model::Secret.template()), []);
    assert_eq!(checked(Model::Secret.template()).entries, 1);
    assert_eq!(checked("version: 1\nsecrets: []\n").faults, []);
}

#[test]
fn each_mistake_is_told_with_its_line() {
    for (from, to, line, id) in [
        ("version: 1", "version: 2", 1, "model-version"),
        ("version: 1", "versoin: 1", 1, "model-unknown-key"),
        ("secrets:", "secret:", 1, "model-no-list"),
        ("name: API_TOKEN", "title: API_TOKEN", 3, "model-missing"),
        ("usage: The", "use: The", 5, "model-unknown-key"),
        ("type: token", "type: tokne", 4, "model-word"),
        ("owner: team-shop", "owner:", 3, "model-ownerless"),
        ("    owner: team-shop\n", "", 3, "model-ownerless"),
        ("storage: Vault", "storage: drawer", 7, "model-word"),
        (
            "rotation_interval: 90d",
            "rotation_interval: often",
            9,
            "model-interval",
        ),
        (
            "rotation_interval: 90d",
            "expiry: 2026-02-30",
            9,
            "model-day",
        ),
        (
            "classification: confidential",
            "type: token",
            10,
            "model-twice",
        ),
        ("usage: The", "value: The", 5, "model-value"),
        ("    location", "\tlocation", 8, "model-tab"),
        (
            "location: kv/shop/carrier",
            "environments: production",
            8,
            "model-environments",
        ),
        (
            "location: kv/shop/carrier",
            "environments: [{owner: x}]",
            8,
            "model-missing",
        ),
        (
            "location: kv/shop/carrier",
            "consumers: [{a: b}]",
            8,
            "model-texts",
        ),
    ] {
        let text = RIGHT.replace(from, to);
        assert_ne!(text, RIGHT, "{from}");
        let found = faults(&text);
        assert!(found.contains(&(line, id)), "{to}: {found:?}");
        let errors = checked(&text).count(Weight::Error);
        assert!(errors > 0, "{to}: {found:?}");
    }
    let again = RIGHT.split_once("secrets:\n").expect("it is there").1;
    let twice = format!("{RIGHT}{}", again.replace("API_TOKEN", "api-token"));
    assert!(
        faults(&twice).contains(&(11, "model-same")),
        "{:?}",
        faults(&twice)
    );
}

#[test]
fn what_is_left_open_is_a_warning() {
    let found = checked("secrets:\n  - name: A_TOKEN\n    owner: me\n");
    assert_eq!(found.count(Weight::Error), 0);
    assert_eq!(found.count(Weight::Warning), 5, "{:?}", found.faults);
}

#[test]
fn no_value_is_ever_said() {
    let value = ["kX9", "vQ2mZr7TbW4", "pLs8Yd"].concat();
    for place in [
        format!("    value: {value}\n"),
        format!("    usage: it is {value}\n"),
        format!("    storage: {value}\n"),
        format!("    expiry: {value}\n"),
        format!("    password: \"{value}\"\n"),
        format!("    {value}: x\n"),
    ] {
        let text = format!("secrets:\n  - name: A_TOKEN\n    owner: me\n{place}");
        let found = checked(&text);
        assert!(found.count(Weight::Error) > 0, "{place}");
        let is_key = place.ends_with(": x\n");
        assert!(is_key || !format!("{found:?}").contains(&value), "{place}");
    }
}
