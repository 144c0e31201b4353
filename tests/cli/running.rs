//! Runs that succeed: exit codes, thresholds, and which report goes where.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use crate::{checkout, clean_checkout, planted, run, run_in, vigie};

#[test]
fn a_scan_ends_well_unless_a_threshold_is_set() {
    let root = checkout();
    let plain = run_in(root.path(), &["scan"]);
    assert_eq!(plain.code, Some(0), "{}", plain.stderr);
    assert!(plain.stdout.contains("app.py"), "{}", plain.stdout);
    assert_eq!(plain.stderr, "", "nobody watches, so nothing is said");

    assert_eq!(
        run_in(root.path(), &["scan", "--fail-on", "low"]).code,
        Some(1)
    );
    assert_eq!(
        run_in(root.path(), &["scan", "--fail-on", "never"]).code,
        Some(0)
    );
    let clean = clean_checkout();
    assert_eq!(
        run_in(clean.path(), &["scan", "--fail-on", "low"]).code,
        Some(0)
    );
}

#[test]
fn the_threshold_comes_from_file_variable_and_flag_in_that_order() {
    let root = checkout();
    fs::write(
        root.path().join("vigie.toml"),
        "[gate]\nfail-on = \"low\"\n",
    )
    .expect("written");
    assert_eq!(run_in(root.path(), &["scan"]).code, Some(1));
    assert_eq!(run_in(root.path(), &["scan", "--no-config"]).code, Some(0));
    let by_variable = run(vigie(root.path()).arg("scan").env("VIGIE_FAIL_ON", "never"));
    assert_eq!(by_variable.code, Some(0));
    let by_flag = run(vigie(root.path())
        .args(["scan", "--fail-on", "low"])
        .env("VIGIE_FAIL_ON", "never"));
    assert_eq!(by_flag.code, Some(1));

    let shown = run(vigie(root.path())
        .args(["config", "show", "--origin", "--threads", "3"])
        .env("VIGIE_MIN_SEVERITY", "low"));
    assert_eq!(shown.code, Some(0), "{}", shown.stderr);
    for line in [
        "threads = 3  # --threads",
        "min-severity = \"low\"  # VIGIE_MIN_SEVERITY",
        "fail-on = \"low\"  # vigie.toml:2",
        "view = \"all\"  # default",
    ] {
        assert!(
            shown.stdout.lines().any(|shown| shown == line),
            "{}",
            shown.stdout
        );
    }
}

#[test]
fn the_secret_itself_stands_in_no_output() {
    let root = checkout();
    let found = run_in(root.path(), &["scan", "--format", "json"]);
    assert!(
        found.stdout.contains("aws-access-key-id"),
        "{}",
        found.stdout
    );
    for format in ["terminal", "markdown", "html", "json", "mermaid", "sarif"] {
        let run = run_in(root.path(), &["scan", "--format", format]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(!run.stdout.is_empty(), "{format}");
        for text in [&run.stdout, &run.stderr] {
            assert!(!text.contains(&planted()[4..]), "{format} tells the secret");
        }
    }
}

#[test]
fn a_format_alone_prints_only_itself() {
    let root = checkout();
    let json = run_in(root.path(), &["scan", "--format", "json"]);
    let inventory: serde_json::Value = serde_json::from_str(&json.stdout).expect("one document");
    assert_eq!(inventory["tool"]["name"], "vigie");
    assert_eq!(json.stderr, "");
    let sarif = run_in(root.path(), &["scan", "-f", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif.stdout).expect("one document");
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn an_out_dir_gets_the_whole_set_and_the_summary_is_still_printed() {
    let root = checkout();
    let run = run_in(root.path(), &["scan", "--out-dir", "reports/today"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("app.py"), "{}", run.stdout);
    let mut files = Vec::new();
    list(&root.path().join("reports/today"), &mut files);
    files.sort();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "docs/auto_docs/observability_dashboard.mmd",
            "docs/auto_docs/secrets_archi.mmd",
            "observability-scan.json",
            "observability_inventory.md",
            "report.html",
            "secrets-scan.json",
            "secrets_inventory.md",
            "vigie.sarif",
        ]
    );
    let mut documents = 0;
    for (name, text) in &files {
        assert!(!text.is_empty(), "{name}");
        assert!(
            run.stderr.contains(&format!("wrote reports/today/{name}")),
            "{}",
            run.stderr
        );
        if text.starts_with('{') {
            serde_json::from_str::<serde_json::Value>(text).expect(name);
            documents += 1;
        }
    }
    assert_eq!(documents, 3, "two inventories and one SARIF log are JSON");

    // The reports of the last run are no part of the software.
    let again = run_in(root.path(), &["scan", "--out-dir", "reports/today"]);
    assert_eq!(again.stdout, run.stdout);
    let mut files_again = Vec::new();
    list(&root.path().join("reports/today"), &mut files_again);
    files_again.sort();
    assert_eq!(files, files_again);
}

/// Every file below `folder` with its text, by relative name.
fn list(folder: &Path, into: &mut Vec<(String, String)>) {
    fn walk(top: &Path, folder: &Path, into: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("the folder was made") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                walk(top, &path, into);
            } else {
                let name = path.strip_prefix(top).expect("below it").to_string_lossy();
                let text = fs::read_to_string(&path).expect("reports are text");
                into.push((name.replace('\\', "/"), text));
            }
        }
    }
    walk(folder, folder, into);
}

#[test]
fn outputs_go_where_they_are_told_and_quiet_is_quiet() {
    let root = checkout();
    let run = run_in(
        root.path(),
        &[
            "scan",
            "-q",
            "--output",
            "sarif=out/v.sarif",
            "--output",
            "markdown=out/v.md",
        ],
    );
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (Some(0), "", "")
    );
    let sarif = fs::read_to_string(root.path().join("out/v.sarif")).expect("it was written");
    assert!(sarif.contains("\"2.1.0\""), "{sarif}");
    assert!(root.path().join("out/v.md").is_file());
}

#[test]
fn files_hold_no_colours_even_where_the_terminal_has_them() {
    let root = checkout();
    let run = run_in(
        root.path(),
        &[
            "scan",
            "--color",
            "always",
            "--output",
            "terminal=summary.txt",
        ],
    );
    assert!(run.stdout.contains("\x1b["), "{}", run.stdout);
    let file = fs::read_to_string(root.path().join("summary.txt")).expect("it was written");
    assert!(!file.contains('\x1b'), "{file}");
    let plain = run_in(root.path(), &["scan"]);
    assert!(!plain.stdout.contains('\x1b'), "{}", plain.stdout);
}

#[test]
fn one_half_is_only_one_half() {
    let root = checkout();
    let secrets = run_in(
        root.path(),
        &["scan", "--format", "json", "--view", "secrets"],
    );
    let secrets: serde_json::Value = serde_json::from_str(&secrets.stdout).expect("JSON");
    assert_eq!(secrets["points"].as_array().map(Vec::len), Some(0));
    assert_eq!(secrets["references"][0]["name"], "DB_PASSWORD");
    let points = run_in(
        root.path(),
        &["scan", "--format", "json", "--view", "observability"],
    );
    let points: serde_json::Value = serde_json::from_str(&points.stdout).expect("JSON");
    assert_eq!(points["points"][0]["template"], "listening on %s");
    assert_eq!(points["references"].as_array().map(Vec::len), Some(0));
}

#[test]
fn threads_do_not_change_a_byte() {
    let root = checkout();
    for name in 0..40 {
        let text = format!("import logging\nlogging.error(\"number {name}\")\n");
        fs::write(root.path().join(format!("m{name}.py")), text).expect("it can be written");
    }
    let one = run_in(root.path(), &["scan", "--format", "json", "--threads", "1"]);
    let many = run_in(root.path(), &["scan", "--format", "json", "--threads", "8"]);
    assert!(one.stdout.contains("number 39"));
    assert!(one.stdout == many.stdout);
}

#[test]
fn what_is_excluded_is_not_read() {
    let root = checkout();
    let arguments = ["scan", "--format", "json", "--exclude"];
    let read = run_in(root.path(), &[&arguments[..], &["other.py"]].concat());
    assert!(read.stdout.contains("app.py"), "{}", read.stdout);
    let left_out = run_in(root.path(), &[&arguments[..], &["app.py"]].concat());
    assert_eq!(left_out.code, Some(0), "{}", left_out.stderr);
    assert!(!left_out.stdout.contains("app.py"), "{}", left_out.stdout);
}

#[test]
fn a_single_file_can_be_scanned() {
    let root = checkout();
    fs::write(
        root.path().join("other.py"),
        "import logging\nlogging.error(\"no\")\n",
    )
    .expect("it can be written");
    let run = run_in(root.path(), &["scan", "app.py", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("listening on"), "{}", run.stdout);
    assert!(!run.stdout.contains("other.py"), "{}", run.stdout);
    fs::write(
        root.path().join("vigie.toml"),
        "[gate]\nfail-on = \"low\"\n",
    )
    .expect("written");
    let run = run_in(root.path(), &["scan", "app.py"]);
    assert_eq!(
        run.code,
        Some(1),
        "the vigie.toml beside it counts: {}",
        run.stderr
    );
}

#[test]
fn a_rule_can_be_turned_off() {
    let root = checkout();
    let arguments = ["scan", "--fail-on", "low", "--disable"];
    let on = run_in(root.path(), &[&arguments[..], &["github-pat"]].concat());
    assert_eq!(on.code, Some(1), "{}{}", on.stdout, on.stderr);
    let off = run_in(
        root.path(),
        &[&arguments[..], &["aws-access-key-id"]].concat(),
    );
    assert_eq!(off.code, Some(0), "{}{}", off.stdout, off.stderr);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let root = clean_checkout();
    let mut child = vigie(root.path())
        .arg("schema")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("it is piped");
    stderr
        .read_to_string(&mut said)
        .expect("messages are UTF-8");
    assert_eq!(child.wait().expect("it ends").code(), Some(0), "{said}");
    assert_eq!(said, "");
}

#[cfg(unix)]
#[test]
fn a_backslash_in_a_name_stays_one_in_every_format() {
    let root = checkout();
    fs::rename(root.path().join("app.py"), root.path().join(r"odd\app.py"))
        .expect("a name may hold it");
    let json = run_in(root.path(), &["scan", "--format", "json"]);
    assert!(
        json.stdout.contains(r#""path":"odd\\app.py""#)
            || json.stdout.contains(r#""path": "odd\\app.py""#),
        "{}",
        json.stdout
    );
    let sarif = run_in(root.path(), &["scan", "--format", "sarif"]);
    // In an address it is no separator either.
    assert!(sarif.stdout.contains("odd%5Capp.py"), "{}", sarif.stdout);
    for format in ["markdown", "html", "mermaid"] {
        let run = run_in(root.path(), &["scan", "--format", format]);
        assert_eq!(run.code, Some(0), "{format}: {}", run.stderr);
        assert!(
            !run.stdout.contains("odd/app.py"),
            "{format}: {}",
            run.stdout
        );
    }
}
