//! The register of secrets: joined with a scan, checked, and the plan of a rotation.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::{Run, clean_checkout, run_in};

const REGISTER: &str = "\
version: 1
secrets:
  - name: ORDERS_DB_PASSWORD
    aliases: [PGPASSWORD]
    type: password
    usage: The orders service signs in to its database.
    owner: team-orders
    storage: vault
    location: kv/orders/database
    rotation_interval: 90d
    last_rotation: 2026-01-15
    expiry: 2026-12-31
    consumers: [orders-api]
    classification: confidential
  - name: FORGOTTEN_TOKEN
    type: token
    usage: Nobody knows.
    owner: team-orders
    storage: ci
    rotation_interval: never
    classification: internal
";

/// A value that no one was ever given, put together here so that it stands in no file.
fn value() -> String {
    ["kX9vQ2mZ", "r7TbW4pLs8Yd"].concat()
}

/// A checkout whose code, CI and cluster ask for secrets, with a register.
fn declared(register: &str) -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    };
    write("secrets.yaml", register);
    write(
        "app.py",
        "import os\n\nPASSWORD = os.environ[\"ORDERS_DB_PASSWORD\"]\nKEY = os.getenv(\"STRIPE_API_KEY\")\n",
    );
    write(
        "deploy.yaml",
        "env:\n  - name: PGPASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: orders-db-password\n        key: password\n",
    );
    write(
        "config/a.toml",
        &format!("orders_db_password = \"{}\"\n", value()),
    );
    write(
        "config/b.toml",
        &format!("legacy_password = \"{}\"\n", value()),
    );
    root
}

fn scan(folder: &Path, more: &[&str]) -> Value {
    let run = run_in(folder, &[&["scan", "--format", "json"], more].concat());
    let inventory = serde_json::from_str(&run.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", run.stdout, run.stderr));
    let schema = run_in(folder, &["schema"]);
    let schema = serde_json::from_str(&schema.stdout).expect("it is JSON");
    jsonschema::validate(&schema, &inventory).expect("it obeys its schema");
    inventory
}

/// Rule and name of each finding of one of these rules.
fn found(inventory: &Value, prefixes: &[&str]) -> Vec<(String, String)> {
    let findings = inventory["findings"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings
        .map(|finding| (text(&finding["rule"]), text(&finding["name"])))
        .filter(|(rule, _)| prefixes.iter().any(|prefix| rule.starts_with(prefix)))
        .collect()
}

fn told(rule: &str, name: &str) -> (String, String) {
    (rule.to_owned(), name.to_owned())
}

#[test]
fn a_scan_joins_the_register_with_what_asks() {
    let root = declared(REGISTER);
    let inventory = scan(root.path(), &[]);
    assert_eq!(
        found(&inventory, &["secret-", "register-"]),
        [
            told("secret-undeclared", "STRIPE_API_KEY"),
            told("secret-unused", "FORGOTTEN_TOKEN"),
        ]
    );
    let references = inventory["references"].as_array().expect("a list");
    let owner = |name: &str| {
        let one = references.iter().find(|one| one["name"] == name);
        one.expect("it is asked for")["declared"]["owner"].clone()
    };
    assert_eq!(owner("ORDERS_DB_PASSWORD"), "team-orders");
    assert_eq!(owner("orders-db-password"), "team-orders");
    assert_eq!(owner("STRIPE_API_KEY"), Value::Null);
    let open = inventory["findings"].as_array().expect("a list").iter();
    let open = open.clone().find(|one| one["name"] == "orders_db_password");
    assert_eq!(
        open.expect("it is found")["declared"]["expiry"],
        "2026-12-31"
    );
    let declaration = &inventory["declarations"][0];
    assert_eq!(declaration["rotation_days"], 90);
    assert_eq!(declaration["references"], 2);
    assert_eq!(declaration["findings"], 1);

    let markdown = run_in(root.path(), &["scan", "--format", "markdown"]).stdout;
    assert!(markdown.contains("## Secrets declared"), "{markdown}");
    assert!(
        markdown.contains("`team-orders`; every 90 days; until 2026-12-31; confidential"),
        "{markdown}"
    );
}

#[test]
fn what_is_due_is_told_only_on_a_day_that_is_named() {
    let root = declared(REGISTER);
    let dated = ["secret-expire", "secret-overdue"];
    assert_eq!(found(&scan(root.path(), &[]), &dated), []);
    let on = |day: &str| found(&scan(root.path(), &["--date", day]), &dated);
    let name = "ORDERS_DB_PASSWORD";
    assert_eq!(on("2026-04-15"), []);
    assert_eq!(on("2026-04-16"), [told("secret-overdue", name)]);
    assert_eq!(
        on("2026-12-31"),
        [
            told("secret-expires-soon", name),
            told("secret-overdue", name)
        ]
    );
    assert_eq!(
        on("2027-01-01"),
        [told("secret-expired", name), told("secret-overdue", name)]
    );
    fs::write(
        root.path().join("vigie.toml"),
        "[gate]\ndate = \"2026-12-01\"\n[secrets]\nsoon-days = 29\n",
    )
    .expect("it can be written");
    let configured = found(&scan(root.path(), &[]), &dated);
    assert_eq!(configured, [told("secret-overdue", name)]);
}

#[test]
fn a_register_may_lie_elsewhere_and_a_file_of_others_is_none() {
    let root = declared("db_password: !secret x\nwifi: y\n");
    assert_eq!(
        found(&scan(root.path(), &[]), &["secret-", "register-"]),
        []
    );
    fs::create_dir_all(root.path().join("docs")).expect("it can be made");
    fs::write(root.path().join("docs/keys.yaml"), REGISTER).expect("it can be written");
    let there = scan(root.path(), &["--register", "docs/keys.yaml"]);
    assert_eq!(there["declarations"].as_array().map(Vec::len), Some(2));
    let out = run_in(root.path(), &["scan", "--register", "../keys.yaml"]);
    assert_eq!(out.code, Some(2));
    assert!(
        out.stderr.contains("leads out of the scan"),
        "{}",
        out.stderr
    );
}

#[test]
fn mistakes_in_the_register_are_findings_and_a_value_stands_nowhere() {
    let wrong = REGISTER
        .replace(
            "    owner: team-orders\n    storage: ci\n",
            "    storgae: ci\n",
        )
        .replace("usage: Nobody knows.", &format!("value: {}", value()));
    let root = declared(&wrong);
    let run = run_in(root.path(), &["scan", "--format", "json"]);
    let inventory: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let rules: Vec<String> = found(&inventory, &["register-", "secret-owner"])
        .into_iter()
        .map(|(rule, _)| rule)
        .collect();
    for rule in ["register-entry", "register-value", "secret-ownerless"] {
        assert!(rules.iter().any(|known| known == rule), "{rule}: {rules:?}");
    }
    let name = "secrets.yaml";
    for arguments in [
        &["scan"][..],
        &["scan", "--format", "markdown"],
        &["scan", "--format", "sarif"],
        &["scan", "--format", "json", "--disable", "register-value"],
        &["model", "check", name],
        &["model", "check", name, "--format", "json"],
        &["secrets", "rotate", "FORGOTTEN_TOKEN"],
        &[
            "secrets",
            "rotate",
            "ORDERS_DB_PASSWORD",
            "--format",
            "json",
        ],
    ] {
        let Run { stdout, stderr, .. } = run_in(root.path(), arguments);
        assert!(!stdout.contains(&value()), "{arguments:?}\n{stdout}");
        assert!(!stderr.contains(&value()), "{arguments:?}\n{stderr}");
    }
}

#[test]
fn a_model_is_checked_line_by_line() {
    let root = clean_checkout();
    let template = run_in(root.path(), &["template", "secret"]);
    assert_eq!(template.code, Some(0));
    fs::write(root.path().join("right.yaml"), &template.stdout).expect("it can be written");
    let right = run_in(root.path(), &["model", "check", "right.yaml"]);
    assert_eq!(right.code, Some(0), "{}", right.stderr);
    assert_eq!(
        (right.stdout.as_str(), right.stderr.as_str()),
        ("secret model OK: 1 entry\n", "")
    );

    let wrong = template.stdout.replace("storage: vault", "storage: vualt");
    fs::write(root.path().join("wrong.yaml"), &wrong).expect("it can be written");
    let line = 1 + wrong
        .lines()
        .take_while(|line| !line.contains("vualt"))
        .count();
    let run = run_in(root.path(), &["model", "check", "right.yaml", "wrong.yaml"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout.starts_with("secret model 1 error"),
        "{}",
        run.stdout
    );
    let said = format!("error: wrong.yaml:{line}:14: `storage` is not one of its words\n");
    assert!(run.stderr.starts_with(&said), "{}", run.stderr);
    assert!(run.stderr.contains("\nhelp: "), "{}", run.stderr);

    let run = run_in(
        root.path(),
        &["model", "check", "wrong.yaml", "--format", "json"],
    );
    let judged: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!((run.code, &judged["ok"]), (Some(1), &Value::Bool(false)));
    assert_eq!(judged["files"][0]["faults"][0]["line"], line);
    assert_eq!(judged["badge"]["label"], "secret model");
    assert_eq!(judged["badge"]["color"], "red");

    let missing = run_in(root.path(), &["model", "check", "nothing.yaml"]);
    assert_eq!(missing.code, Some(2));
    assert!(
        missing.stderr.contains("vigie template secret"),
        "{}",
        missing.stderr
    );
}

#[test]
fn the_schema_of_the_register_is_the_published_one() {
    let root = clean_checkout();
    let printed = run_in(root.path(), &["schema", "secret"]).stdout;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/secret.schema.json");
    let published = fs::read_to_string(file).expect("it is published");
    assert_eq!(
        printed, published,
        "write it anew: vigie schema secret > docs/secret.schema.json"
    );
}

#[test]
fn a_rotation_names_every_place_in_order_and_the_way_back() {
    let root = declared(REGISTER);
    let plan = run_in(root.path(), &["secrets", "rotate", "orders-db-password"]);
    assert_eq!(plan.code, Some(0), "{}", plan.stderr);
    let text = plan.stdout;
    for place in [
        "`secrets.yaml:3:11`",
        "`app.py:3:23`",
        "`deploy.yaml:5:15`",
        "`config/a.toml:1:23`",
        // The same value under another name.
        "`config/b.toml:1:20`",
        "`orders-api`",
        "`kv/orders/database`",
    ] {
        assert!(text.contains(place), "{place}\n{text}");
    }
    let at = |words: &str| {
        text.find(words)
            .unwrap_or_else(|| panic!("{words}\n{text}"))
    };
    let order = [
        "Make a new",
        "Put the new",
        "Roll the cons",
        "Check that",
        "Take the value",
        "Revoke the old",
        "Write the day",
        "## The way back",
    ];
    let places: Vec<usize> = order.iter().map(|words| at(words)).collect();
    assert!(places.is_sorted(), "{places:?}");

    let json = run_in(
        root.path(),
        &["secrets", "rotate", "PGPASSWORD", "--format", "json"],
    );
    let json: Value = serde_json::from_str(&json.stdout).expect("it is JSON");
    let steps = json["steps"].as_array().expect("a list").iter();
    let ids: Vec<&str> = steps.filter_map(|step| step["id"].as_str()).collect();
    assert_eq!(
        ids,
        [
            "create", "store", "roll", "verify", "remove", "revoke", "record"
        ]
    );
    assert_eq!(json["open"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["back"].as_array().map(Vec::len), Some(3));

    // Of a vendor that only the name tells.
    let stripe = run_in(root.path(), &["secrets", "rotate", "STRIPE_API_KEY"]);
    assert!(stripe.stdout.contains("Stripe: "), "{}", stripe.stdout);

    let unknown = run_in(root.path(), &["secrets", "rotate", "ORDERS_PASSWORD"]);
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.stderr.contains("did you mean ORDERS_DB_PASSWORD"),
        "{}",
        unknown.stderr
    );
}
