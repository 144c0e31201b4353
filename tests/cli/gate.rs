//! What a team needs to live with findings: marks, allow list, baseline, and files of other tools.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::{Run, checkout, planted, run_in, vigie};

const SCAN: [&str; 5] = ["scan", "--format", "json", "--fail-on", "low"];

/// The inventory of one scan, and its exit code.
fn scan(folder: &Path, more: &[&str]) -> (Value, Option<i32>) {
    let run = run_in(folder, &[&SCAN[..], more].concat());
    let inventory = serde_json::from_str(&run.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", run.stdout, run.stderr));
    assert_obeys(&inventory, "inventory");
    (inventory, run.code)
}

/// `document` obeys the published schema of that name.
fn assert_obeys(document: &Value, schema: &str) {
    let published = run_in(Path::new("."), &["schema", schema]);
    let published = serde_json::from_str(&published.stdout).expect("it is JSON");
    jsonschema::validate(&published, document).expect("it obeys its schema");
}

pub(crate) fn count(inventory: &Value, list: &str) -> usize {
    inventory[list].as_array().expect("a list").len()
}

/// A checkout of one file that holds the key, with something around it.
fn keyed(before: &str, after: &str) -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    write(
        root.path(),
        "app.py",
        &format!("{before}KEY_ID = \"{}\"{after}\n", planted()),
    );
    root
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("it can be written");
}

/// Runs with something on standard input.
pub(crate) fn fed(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let mut child = vigie(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child
        .stdin
        .take()
        .expect("it is piped")
        .write_all(input)
        .expect("it listens");
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().expect("it ends");
    Run {
        code: status.code(),
        stdout: String::from_utf8(stdout).expect("output is UTF-8"),
        stderr: String::from_utf8(stderr).expect("messages are UTF-8"),
    }
}

#[test]
fn marks_beside_a_finding_set_it_aside() {
    for (before, after) in [
        (
            "",
            "  # vigie:allow aws-access-key-id — a key of the vendor's docs",
        ),
        ("# vigie:allow aws-*: a key of the vendor's docs\n", ""),
        ("", "  # gitleaks:allow"),
        ("", "  # pragma: allowlist secret"),
        ("# pragma: allowlist nextline secret\n", ""),
        ("", "  # nosecret"),
        ("", "  # trufflehog:ignore"),
    ] {
        let root = keyed(before, after);
        let (inventory, code) = scan(root.path(), &[]);
        assert_eq!(code, Some(0), "{before}{after}");
        assert_eq!(count(&inventory, "findings"), 0, "{before}{after}");
        assert_eq!(count(&inventory, "suppressed"), 1, "{before}{after}");
        assert_eq!(count(&inventory, "unused"), 0, "{before}{after}");
        let set_aside = &inventory["suppressed"][0];
        assert_eq!(set_aside["rule"], "aws-access-key-id");
        let mark = set_aside["suppression"]["mark"].as_str().expect("a mark");
        let shown = format!("{before}{after}").replace("nextline ", "");
        assert!(shown.contains(mark), "{mark}");
        if mark == "vigie:allow" {
            assert_eq!(
                set_aside["suppression"]["reason"],
                "a key of the vendor's docs"
            );
        }
        assert_eq!(count(&inventory, "rules"), 1, "the rule is still told");

        let (strict, code) = scan(root.path(), &["--no-suppressions"]);
        assert_eq!((count(&strict, "findings"), code), (1, Some(1)));
    }
}

#[test]
fn formats_without_comments_take_a_mark_anywhere_on_the_line() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let text = format!(
        "{{\n  \"KEY_ID\": \"{}\", \"_\": \"gitleaks:allow\"\n}}\n",
        planted()
    );
    write(root.path(), "settings.json", &text);
    let (inventory, code) = scan(root.path(), &[]);
    assert_eq!((code, count(&inventory, "suppressed")), (Some(0), 1));
    let text = text.replace("gitleaks:allow", "nosecret");
    write(root.path(), "settings.json", &text);
    assert_eq!(scan(root.path(), &[]).1, Some(1), "too common a word");
}

#[test]
fn a_mark_that_does_not_fit_sets_nothing_aside_and_is_told() {
    for (before, after, why) in [
        ("", "  # vigie:allow aws-access-key-id", "no-reason"),
        ("", "  # vigie:allow — because", "no-rule"),
        ("", "  # vigie:allow jwt-token — because", "nothing-found"),
        ("first = 1  # gitleaks:allow\n", "", "nothing-found"),
        ("# gitleaks:allow\nfirst = 1\n", "", "nothing-found"),
    ] {
        let root = keyed(before, after);
        let (inventory, code) = scan(root.path(), &[]);
        assert_eq!(code, Some(1), "{before}{after}");
        assert_eq!(count(&inventory, "suppressed"), 0);
        assert_eq!(inventory["unused"][0]["why"], why, "{before}{after}");
        assert_eq!(inventory["unused"][0]["source"], "app.py");
        assert_eq!(inventory["unused"][0]["line"], 1);
        let terminal = run_in(root.path(), &["scan"]);
        assert!(
            terminal
                .stdout
                .contains("One mark or entry suppresses nothing"),
            "{}",
            terminal.stdout
        );
        assert!(terminal.stdout.contains("app.py:1"), "{}", terminal.stdout);
    }
}

#[test]
fn what_is_set_aside_is_in_every_report_and_its_text_in_none() {
    let root = keyed("", "  # vigie:allow aws-access-key-id — of the docs");
    let sarif = run_in(root.path(), &["scan", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif.stdout).expect("JSON");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["suppressions"][0]["kind"], "inSource");
    assert_eq!(
        result["suppressions"][0]["justification"],
        "vigie:allow: of the docs"
    );
    for format in ["terminal", "markdown", "html", "json", "mermaid", "sarif"] {
        let run = run_in(root.path(), &["scan", "--format", format]);
        assert!(!run.stdout.contains(&planted()[4..]), "{format}");
    }
    let terminal = run_in(root.path(), &["scan"]);
    let line = "One more finding does not count: 1 by a mark in the source";
    assert!(terminal.stdout.contains(line), "{}", terminal.stdout);
    let markdown = run_in(root.path(), &["scan", "--format", "markdown"]);
    assert!(
        markdown.stdout.contains("## Findings that do not count"),
        "{}",
        markdown.stdout
    );
}

#[test]
fn the_allow_list_speaks_by_rule_path_and_value() {
    let root = checkout();
    let hashed = fed(
        root.path(),
        &["hash"],
        format!("{}\n", planted()).as_bytes(),
    );
    assert_eq!(hashed.code, Some(0), "{}", hashed.stderr);
    let digest = hashed.stdout.trim();
    assert_eq!(digest.len(), 64);
    for (entry, allowed) in [
        ("rule = \"aws-access-key-id\"", true),
        ("rule = \"aws-*\"\npath = \"*.py\"", true),
        ("path = \"app.py\"", true),
        (&format!("sha256 = \"{digest}\""), true),
        ("rule = \"aws-*\"\nexpires = \"2026-01-31\"", true),
        ("rule = \"jwt-*\"", false),
        ("rule = \"aws-*\"\npath = \"*.go\"", false),
        (&format!("sha256 = \"{}\"", "0".repeat(64)), false),
        ("rule = \"aws-*\"\nexpires = \"2026-01-30\"", false),
    ] {
        write(
            root.path(),
            "vigie.toml",
            &format!("[[allow]]\n{entry}\nreason = \"looked at\"\n"),
        );
        let (inventory, code) = scan(root.path(), &["--date", "2026-01-31"]);
        assert_eq!(code, Some(i32::from(!allowed)), "{entry}");
        assert_eq!(
            count(&inventory, "suppressed"),
            usize::from(allowed),
            "{entry}"
        );
        assert_eq!(
            count(&inventory, "unused"),
            usize::from(!allowed),
            "{entry}"
        );
        if allowed {
            let suppression = &inventory["suppressed"][0]["suppression"];
            assert_eq!(suppression["kind"], "allow-list");
            assert_eq!(suppression["line"], 1);
            assert_eq!(suppression["reason"], "looked at");
        } else {
            let why = if entry.contains("expires") {
                "expired"
            } else {
                "nothing-found"
            };
            assert_eq!(inventory["unused"][0]["why"], why, "{entry}");
        }
    }
    let empty = fed(root.path(), &["hash"], b"\n");
    assert_eq!(empty.code, Some(2));
    assert!(
        empty.stderr.contains("nothing on standard input"),
        "{}",
        empty.stderr
    );
}

#[test]
fn a_baseline_accepts_what_is_there_and_nothing_else() {
    let root = checkout();
    let written = run_in(
        root.path(),
        &[
            "baseline",
            "--by",
            "ada",
            "--reason",
            "old",
            "--date",
            "2026-01-01",
        ],
    );
    assert_eq!(written.code, Some(0), "{}", written.stderr);
    assert_eq!(written.stdout, "vigie-baseline.json: 1 accepted, 1 new\n");
    let text = fs::read_to_string(root.path().join("vigie-baseline.json")).expect("it was written");
    assert!(!text.contains(&planted()[4..]), "{text}");
    assert_obeys(&serde_json::from_str(&text).expect("JSON"), "baseline");

    let (inventory, code) = scan(root.path(), &[]);
    assert_eq!((code, count(&inventory, "findings")), (Some(0), 0));
    let suppression = &inventory["suppressed"][0]["suppression"];
    assert_eq!(suppression["kind"], "baseline");
    assert_eq!(
        (&suppression["by"], &suppression["date"]),
        (&"ada".into(), &"2026-01-01".into())
    );
    assert_eq!(inventory["baseline"]["accepted"], 1);
    let sarif = run_in(root.path(), &["scan", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif.stdout).expect("JSON");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(
        (&result["baselineState"], &result["suppressions"][0]["kind"]),
        (&"unchanged".into(), &"external".into())
    );

    // A line above does not matter, another value in the same place does.
    let app = fs::read_to_string(root.path().join("app.py")).expect("it is there");
    write(root.path(), "app.py", &format!("# new\n{app}"));
    assert_eq!(scan(root.path(), &[]).1, Some(0));
    let other = ["AKIA", "2QYLPMN5HHHFPZAM"].concat();
    write(root.path(), "app.py", &app.replace(&planted(), &other));
    let (inventory, code) = scan(root.path(), &[]);
    assert_eq!((code, count(&inventory, "findings")), (Some(1), 1));
    assert_eq!(inventory["unused"][0]["why"], "gone");
    assert_eq!(inventory["baseline"]["gone"], 1);

    // What is gone is dropped; the second run changes nothing.
    let again = run_in(
        root.path(),
        &[
            "baseline",
            "--date",
            "2026-02-01",
            "--expires",
            "2026-03-01",
        ],
    );
    assert_eq!(
        again.stdout,
        "vigie-baseline.json: 1 accepted, 1 new, 1 gone and dropped\n"
    );
    let text = fs::read_to_string(root.path().join("vigie-baseline.json")).expect("it was written");
    let third = run_in(root.path(), &["baseline", "--date", "2026-02-02"]);
    assert_eq!(third.stdout, "vigie-baseline.json: 1 accepted, 1 kept\n");
    let same = fs::read_to_string(root.path().join("vigie-baseline.json")).expect("it was written");
    assert_eq!(text, same);

    assert_eq!(scan(root.path(), &["--date", "2026-03-01"]).1, Some(0));
    assert_eq!(scan(root.path(), &["--date", "2026-03-02"]).1, Some(1));
    assert_eq!(
        scan(root.path(), &["--no-config", "--date", "2026-03-01"]).1,
        Some(1)
    );
}

#[test]
fn a_baseline_elsewhere_is_named_and_mistakes_in_it_are_told() {
    let root = checkout();
    let written = run_in(root.path(), &["baseline", "--baseline", "known/old.json"]);
    assert_eq!(written.code, Some(0), "{}", written.stderr);
    assert_eq!(scan(root.path(), &[]).1, Some(1));
    assert_eq!(
        scan(root.path(), &["--baseline", "known/old.json"]).1,
        Some(0)
    );
    write(
        root.path(),
        "vigie.toml",
        "[gate]\nbaseline = \"known/old.json\"\n",
    );
    assert_eq!(scan(root.path(), &[]).1, Some(0));

    let missing = run_in(root.path(), &["scan", "--baseline", "nowhere.json"]);
    assert_eq!(missing.code, Some(2));
    assert!(
        missing
            .stderr
            .contains("cannot read the baseline nowhere.json"),
        "{}",
        missing.stderr
    );
    write(
        root.path(),
        "known/old.json",
        "{\n  \"version\": 1,\n  \"salt\": 3\n}\n",
    );
    let broken = run_in(root.path(), &["scan"]);
    assert_eq!(broken.code, Some(2));
    assert!(
        broken.stderr.contains("known/old.json:3:11: invalid type"),
        "{}",
        broken.stderr
    );
}

#[test]
fn a_baseline_and_an_allow_list_are_no_findings_themselves() {
    let root = checkout();
    let hashed = fed(root.path(), &["hash"], planted().as_bytes());
    write(
        root.path(),
        "vigie.toml",
        &format!(
            "[[allow]]\nsha256 = \"{}\"\nreason = \"looked at\"\n",
            hashed.stdout.trim()
        ),
    );
    write(
        root.path(),
        "other.py",
        &format!(
            "API_KEY = \"{}\"\n",
            ["q8Zr2LmX7vTb", "9KpW4nYc6HdJ"].concat()
        ),
    );
    assert_eq!(run_in(root.path(), &["baseline"]).code, Some(0));
    let (inventory, code) = scan(root.path(), &[]);
    assert_eq!(code, Some(0), "{inventory:#}");
}

#[test]
fn other_tools_files_are_taken_over() {
    let root = checkout();
    write(
        root.path(),
        ".gitleaksignore",
        "app.py:aws-access-token:5\nelsewhere.py:jwt:1\n",
    );
    let run = run_in(root.path(), &["baseline", "--from", ".gitleaksignore"]);
    assert_eq!(
        run.stdout, "vigie-baseline.json: 1 accepted, 1 new\n",
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("nothing is found at elsewhere.py:1"),
        "{}",
        run.stderr
    );
    assert_eq!(scan(root.path(), &[]).1, Some(0));

    write(
        root.path(),
        ".gitleaks.toml",
        "[allowlist]\npaths = ['''^app\\.py$''', '''a.*b''']\n",
    );
    let run = run_in(root.path(), &["import", ".gitleaks.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "\n[[allow]]\npath = \"/app.py\"\nreason = \"carried over from gitleaks\"\n"
    );
    assert!(
        run.stderr
            .contains("not carried over: a pattern of paths that no glob can say: `a.*b`"),
        "{}",
        run.stderr
    );
    write(root.path(), "vigie.toml", &run.stdout);
    fs::remove_file(root.path().join("vigie-baseline.json")).expect("it was there");
    assert_eq!(scan(root.path(), &[]).1, Some(0));

    let refused = run_in(root.path(), &["baseline", "--from", ".gitleaks.toml"]);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("vigie import .gitleaks.toml"),
        "{}",
        refused.stderr
    );
}
