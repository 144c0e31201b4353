//! What flows where it must not: the way is told in every report, across files, and ends where a value
//! is made harmless.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::run_in;

/// A program whose password reaches a log through a function of another file.
fn checkout() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    let files = [
        (
            "show.py",
            "import logging\nlog = logging.getLogger(__name__)\n\n\n\
             def show(label, value):\n    log.info(\"%s is %s\", label, value)\n",
        ),
        (
            "main.py",
            "import logging\nimport os\nfrom show import show\nlog = logging.getLogger(__name__)\n\n\n\
             def main():\n    password = os.environ[\"DB_PASSWORD\"]\n    \
             show(\"length\", len(password))\n    show(\"it\", password)\n",
        ),
    ];
    for (name, text) in files {
        fs::write(root.path().join(name), text).expect("the folder can be written");
    }
    root
}

fn lines(flow: &Value, path: &str, line: &str) -> Vec<String> {
    let steps = flow.as_array().expect("a list of steps");
    let shown = steps.iter().map(|step| {
        let at = |pointer: &str| step.pointer(pointer).cloned().unwrap_or_default();
        format!("{}:{}", at(path).as_str().unwrap_or("?"), at(line))
    });
    shown.collect()
}

#[test]
fn a_way_through_two_files_is_told_in_json_and_in_sarif() {
    let root = checkout();
    let run = run_in(root.path(), &["scan", "--format", "json"]);
    let inventory: Value = serde_json::from_str(&run.stdout).expect("the inventory is JSON");
    let findings = inventory["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = &findings[0];
    assert_eq!(finding["rule"], "secret-in-log");
    assert_eq!(finding["data"]["class"], "credentials");
    assert_eq!(finding["confidence"], "likely");
    let way = lines(&finding["flow"], "/path", "/start/line");
    assert_eq!(
        way,
        [
            "main.py:8",
            "main.py:8",
            "main.py:10",
            "show.py:6",
            "show.py:6"
        ]
    );

    let run = run_in(root.path(), &["scan", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&run.stdout).expect("SARIF is JSON");
    let steps = &sarif["runs"][0]["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"];
    let place = "/location/physicalLocation";
    let told = lines(
        steps,
        &format!("{place}/artifactLocation/uri"),
        &format!("{place}/region/startLine"),
    );
    assert_eq!(told, way);
}

#[test]
fn the_terminal_and_markdown_show_the_way() {
    let root = checkout();
    let run = run_in(root.path(), &["scan"]);
    assert!(run.stdout.contains("way: main.py:8"), "{}", run.stdout);
    assert!(run.stdout.contains("touches: "), "{}", run.stdout);
    let run = run_in(root.path(), &["scan", "--format", "markdown"]);
    assert!(
        run.stdout.contains("by lines `main.py:8`"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_mark_sets_a_leak_aside_and_a_disabled_rule_says_nothing() {
    let root = checkout();
    let path = root.path().join("show.py");
    let text = fs::read_to_string(&path).expect("it was written");
    let marked = text.replace(
        "label, value)\n",
        "label, value)  # vigie:allow secret-in-log - a local tool\n",
    );
    // The definition above ends alike and holds no finding.
    fs::write(&path, marked).expect("the folder can be written");
    let run = run_in(root.path(), &["scan", "--format", "json"]);
    let inventory: Value = serde_json::from_str(&run.stdout).expect("the inventory is JSON");
    assert_eq!(inventory["findings"].as_array().map(Vec::len), Some(0));
    assert_eq!(inventory["suppressed"].as_array().map(Vec::len), Some(1));

    fs::write(
        root.path().join("vigie.toml"),
        "[rules]\ndisable = [\"secret-in-log\"]\n",
    )
    .expect("the folder can be written");
    let run = run_in(
        root.path(),
        &["scan", "--format", "json", "--no-suppressions"],
    );
    let inventory: Value = serde_json::from_str(&run.stdout).expect("the inventory is JSON");
    assert_eq!(inventory["findings"].as_array().map(Vec::len), Some(0));
}
