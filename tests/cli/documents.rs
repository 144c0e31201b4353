//! What is published about the program is what it does: help, schemas, README, packs.

use std::fs;
use std::path::Path;

use crate::{checkout, clean_checkout, run, run_in, vigie};

#[test]
fn the_inventory_obeys_the_published_schema() {
    let root = checkout();
    let schema = run_in(root.path(), &["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&schema.stdout).expect("it is JSON");
    jsonschema::meta::validate(&schema).expect("it is a schema");
    let inventory = run_in(root.path(), &["scan", "--format", "json"]);
    let inventory = serde_json::from_str(&inventory.stdout).expect("it is JSON");
    jsonschema::validate(&schema, &inventory).expect("what is written obeys what is published");
    assert!(!jsonschema::is_valid(
        &schema,
        &serde_json::json!({ "points": 1 })
    ));
}

#[test]
fn the_configuration_schema_accepts_what_is_shown() {
    let root = clean_checkout();
    let schema = run_in(root.path(), &["schema", "config"]);
    let schema: serde_json::Value = serde_json::from_str(&schema.stdout).expect("it is JSON");
    let shown = run_in(root.path(), &["config", "show", "--exclude", "dist/"]);
    let shown: toml::Value = toml::from_str(&shown.stdout).expect("it is TOML");
    let shown = serde_json::to_value(shown).expect("TOML fits into JSON");
    jsonschema::validate(&schema, &shown).expect("what is shown obeys what is published");
}

#[test]
fn help_shows_examples_that_parse() {
    let root = clean_checkout();
    for (arguments, example) in [
        ([].as_slice(), "vigie scan --staged --fail-on high"),
        (&["scan"], "vigie scan --out-dir reports"),
        (&["diff"], "vigie diff main...HEAD"),
        (&["rules"], "vigie rules check my-packs"),
        (&["explain"], "vigie explain aws-access-key-id"),
        (&["config"], "vigie config show --origin"),
        (&["completions"], "vigie completions fish"),
    ] {
        let run = run(vigie(root.path()).args(arguments).arg("--help"));
        assert_eq!(run.code, Some(0));
        assert!(run.stdout.contains("Examples:"), "{}", run.stdout);
        assert!(
            run.stdout.contains(example),
            "{}\nlacks {example}",
            run.stdout
        );
        assert_eq!(run.stderr, "");
    }
    let nothing = run_in(root.path(), &[]);
    assert_eq!(nothing.code, Some(2));
    assert!(
        nothing.stderr.contains("Usage: vigie"),
        "{}",
        nothing.stderr
    );
    let version = run_in(root.path(), &["--version"]);
    assert_eq!(
        version.stdout,
        format!("vigie {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn shells_get_completions() {
    let root = clean_checkout();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let run = run_in(root.path(), &["completions", shell]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stdout.contains("out-dir"), "{shell}");
    }
    assert_eq!(run_in(root.path(), &["completions", "tcsh"]).code, Some(2));
}

#[test]
fn rules_are_listed_shown_and_checked() {
    let root = clean_checkout();
    let listed = run_in(root.path(), &["rules", "list", "--kind", "secret"]);
    assert_eq!(listed.code, Some(0), "{}", listed.stderr);
    assert!(
        listed
            .stdout
            .lines()
            .any(|line| line.starts_with("aws-access-key-id "))
    );
    assert!(!listed.stdout.contains("python/logging"));
    let all = run_in(root.path(), &["rules", "list", "--json"]);
    let all: serde_json::Value = serde_json::from_str(&all.stdout).expect("it is JSON");
    let ids = all
        .as_array()
        .expect("a list")
        .iter()
        .map(|card| card["id"].as_str());
    assert!(ids.clone().any(|id| id == Some("python/logging")));

    let page = run_in(root.path(), &["explain", "aws-access-key-id"]);
    assert_eq!(page.code, Some(0), "{}", page.stderr);
    assert!(
        page.stdout.starts_with("aws-access-key-id\n"),
        "{}",
        page.stdout
    );
    assert!(page.stdout.contains("CWE-"), "{}", page.stdout);

    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let checked = run(vigie(root.path()).args(["rules", "check"]).arg(built_in));
    assert_eq!(
        checked.code,
        Some(0),
        "{}{}",
        checked.stdout,
        checked.stderr
    );
}

#[test]
fn the_packs_in_the_documentation_are_right() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let root = clean_checkout();
    let mut packs = 0;
    for block in page.split("```toml\n# ").skip(1) {
        let (block, _) = block.split_once("\n```").expect("the block ends");
        let (name, text) = block
            .split_once('\n')
            .expect("the name stands on the first line");
        let path = root.path().join("packs").join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
        packs += 1;
    }
    assert_eq!(
        packs, 12,
        "one of each kind, and every way to write a secret rule and a reference"
    );
    let run = run_in(root.path(), &["rules", "check", "packs"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
}

#[test]
fn the_readme_shows_the_program_as_it_is() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).expect("there is a README");
    // Outside this repository, whose commit would stand in the summary.
    let root = tempfile::tempdir().expect("a temporary folder");
    let shop = root.path().join("shop");
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/shop");
    for name in [
        "api/orders.py",
        "api/pyproject.toml",
        "worker/go.mod",
        "worker/main.go",
    ] {
        let copy = shop.join(name);
        fs::create_dir_all(copy.parent().expect("it has a folder")).expect("it can be made");
        fs::copy(sources.join(name), copy).expect("it can be copied");
    }
    let mut blocks = 0;
    for (at, _) in readme.match_indices("```text\n$ vigie ") {
        let block = &readme[at + "```text\n$ vigie ".len()..];
        let (block, _) = block.split_once("\n```").expect("the block ends");
        let (typed, shown) = block.split_once('\n').expect("the command is one line");
        let arguments: Vec<&str> = typed.split(' ').collect();
        let run = run_in(&shop, &arguments);
        let trimmed: Vec<&str> = run.stdout.lines().map(str::trim_end).collect();
        assert_eq!(trimmed.join("\n"), shown, "vigie {typed}");
        blocks += 1;
    }
    assert_eq!(blocks, 3, "a scan, `vigie --help` and `vigie scan --help`");
}

#[test]
fn the_readme_and_the_schema_name_every_setting() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).expect("there is a README");
    for setting in &vigie::config::SETTINGS {
        let row = format!("| `[{}] {}` |", setting.table, setting.name);
        let row = readme
            .lines()
            .find(|line| line.starts_with(&row))
            .expect(&row);
        for name in [setting.variable, setting.flag] {
            assert!(row.contains(&format!("`{name}`")), "{row}\nlacks {name}");
        }
    }
}

#[test]
fn this_repository_has_a_configuration_that_is_accepted() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown = run_in(here, &["config", "show", "--origin"]);
    assert_eq!(shown.code, Some(0), "{}", shown.stderr);
    assert!(shown.stdout.contains("# vigie.toml:"), "{}", shown.stdout);
}
