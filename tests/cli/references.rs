//! Names followed across a checkout: declared, handed on, read; and what is said of those that are not.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::run_in;

/// A program with its deployment. Credentials are put together here, so that they stand in no file.
fn shop() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    let password = ["kT9", "vQ2", "mX7", "wZ4", "pL8"].concat();
    let files = [
        (
            "app.py",
            format!(
                "import os\n\na = os.environ[\"DB_PASSWORD\"]\nb = os.environ[\"API_TOKEN\"]\n\
                 c = os.environ[\"MAIL_SECRET\"]\nd = os.environ[\"LOST_SECRET\"]\n\
                 e = os.environ.get(\"ADMIN_PASSWORD\", \"{password}\")\n\
                 f = os.environ[\"TOLD_SECRET\"]\n"
            ),
        ),
        (
            ".env.example",
            "DB_PASSWORD=\nAPI_TOKEN=\nMAIL_SECRET=\nADMIN_PASSWORD=\nSHIPPING_API_KEY=\n".to_owned(),
        ),
        (
            "deploy.yaml",
            "kind: Deployment\nmetadata:\n  name: api\nspec:\n  env:\n    - name: DB_PASSWORD\n      \
             valueFrom:\n        secretKeyRef:\n          name: db\n          key: password\n"
                .to_owned(),
        ),
        ("README.md", "Set `TOLD_SECRET` first.\n".to_owned()),
        ("other.py", format!("admin_password = \"{password}\"\n")),
    ];
    for (name, text) in files {
        fs::write(root.path().join(name), text).expect("the folder can be written");
    }
    root
}

fn inventory(root: &TempDir, arguments: &[&str]) -> Value {
    let all = [&["scan", "--format", "json"], arguments].concat();
    let run = run_in(root.path(), &all);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    serde_json::from_str(&run.stdout).expect("the inventory is JSON")
}

fn said(inventory: &Value, rule: &str) -> Vec<String> {
    let findings = inventory["findings"].as_array().expect("a list");
    let own = findings.iter().filter(|finding| finding["rule"] == rule);
    own.map(|finding| {
        let place = &finding["at"];
        format!(
            "{} {}",
            place["path"].as_str().unwrap_or(""),
            finding["name"]
        )
    })
    .collect()
}

#[test]
fn a_secret_is_followed_from_the_store_into_the_variable() {
    let inventory = inventory(&shop(), &[]);
    let references = inventory["references"].as_array().expect("a list");
    let injected = references
        .iter()
        .find(|reference| reference["role"] == "injects")
        .expect("the manifest hands one on");
    for (key, value) in [
        ("name", "db"),
        ("key", "password"),
        ("into", "DB_PASSWORD"),
        ("consumer", "api"),
        ("source", "kubernetes"),
        ("why", "store"),
        ("context", "product"),
    ] {
        assert_eq!(injected[key], value, "{key}");
    }
    let read = references
        .iter()
        .find(|reference| reference["role"] == "reads" && reference["name"] == "DB_PASSWORD");
    assert_eq!(read.expect("the code reads it")["why"], "name");
}

/// The built-in pack of the rules that are off, turned on.
fn turned_on() -> TempDir {
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/findings/names.toml");
    let text = fs::read_to_string(built_in).expect("the pack is there");
    let root = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(root.path().join("findings")).expect("it can be made");
    fs::write(
        root.path().join("findings/names.toml"),
        text.replace("off = true", "off = false"),
    )
    .expect("it can be written");
    root
}

#[test]
fn names_that_lead_nowhere_are_findings() {
    let root = shop();
    let plain = inventory(&root, &[]);
    assert!(said(&plain, "secret-read-never-provided").is_empty());
    let packs = turned_on();
    let rules = packs.path().to_str().expect("the folder's name is text");
    let all = inventory(&root, &["--rules", rules]);
    let lost = said(&all, "secret-read-never-provided");
    assert_eq!(
        lost,
        ["app.py \"LOST_SECRET\""],
        "a manual tells of the other"
    );
    let forgotten = said(&all, "secret-provided-never-read");
    assert_eq!(forgotten, [".env.example \"SHIPPING_API_KEY\""]);
    let default = said(&all, "default-is-a-secret");
    assert_eq!(default, ["app.py \"ADMIN_PASSWORD\""]);
    assert_eq!(said(&all, "same-value-in-two-places").len(), 1);
}
