//! What git knows: the index, what a merge request adds, the history; and repositories of every kind.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::gate::{count, fed};
use crate::{planted, run_in};

/// Runs git with nothing of this machine's configuration.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"])
        .args([
            "-c",
            "protocol.file.allow=always",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(Stdio::null())
        .output()
        .expect("git is there");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

pub(crate) fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
    fs::write(path, text).expect("it can be written");
}

pub(crate) fn commit(folder: &Path, message: &str) -> String {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-qm", message]);
    git(folder, &["rev-parse", "HEAD"])
}

/// A line that holds a key; each letter makes another.
fn key(letter: char) -> String {
    let key = planted().replace('Q', &letter.to_string());
    format!("KEY_{letter} = \"{key}\"\n")
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let run = run_in(folder, &[&["scan", "--format", "json"], arguments].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    serde_json::from_str(&run.stdout).expect("JSON")
}

/// Path and line of every finding.
fn places(inventory: &Value) -> Vec<(String, u64)> {
    let findings = inventory["findings"].as_array().expect("a list");
    let place = |finding: &Value| {
        let at = &finding["at"];
        let path = at["path"].as_str().expect("a path").to_owned();
        (path, at["start"]["line"].as_u64().expect("a line"))
    };
    findings.iter().map(place).collect()
}

/// A repository: main holds one key, a branch adds another, and main has moved on since.
fn branched() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    let path = root.path();
    git(path, &["init", "-q"]);
    write(path, "old.py", &format!("import os\n{}", key('R')));
    write(path, "moved.py", &format!("# moves\n{}", key('S')));
    write(path, "plain.txt", "nothing\n");
    commit(path, "first");
    git(path, &["checkout", "-qb", "topic"]);
    write(
        path,
        "old.py",
        &format!("import sys\nimport os\n{}\n{}", key('R'), key('T')),
    );
    git(path, &["mv", "moved.py", "elsewhere.py"]);
    write(path, "sub/new.py", &key('U'));
    commit(path, "second");
    git(path, &["checkout", "-q", "main"]);
    write(path, "old.py", "import os\n");
    commit(path, "the key is gone on main");
    git(path, &["checkout", "-q", "topic"]);
    root
}

#[test]
fn a_base_leaves_what_was_added_since() {
    let root = branched();
    let path = root.path();
    let fork = git(path, &["merge-base", "main", "topic"]);
    for revision in [
        "main",
        "refs/heads/main",
        "main~0",
        "main^",
        &fork,
        &fork[..9],
        "topic~1",
        "@^",
        "HEAD~",
    ] {
        let inventory = json(path, &["--base", revision]);
        assert_eq!(
            places(&inventory),
            [("old.py".to_owned(), 5), ("sub/new.py".to_owned(), 1)],
            "{revision}"
        );
        assert_eq!(inventory["target"]["base"], fork.as_str(), "{revision}");
        assert_eq!(inventory["statistics"]["files"], 2, "{revision}");
    }
    assert_eq!(places(&json(path, &["--base", "HEAD"])), []);
    assert_eq!(
        places(&json(&path.join("sub"), &["--base", "main"])),
        [("new.py".to_owned(), 1)]
    );

    // What lies in the work tree counts, committed or not.
    write(path, "loose.py", &key('V'));
    write(
        path,
        "old.py",
        &format!(
            "{}import sys\nimport os\n{}\n{}",
            key('W'),
            key('R'),
            key('T')
        ),
    );
    assert_eq!(
        places(&json(path, &["--base", "HEAD"])),
        [("loose.py".to_owned(), 1), ("old.py".to_owned(), 1)]
    );
    assert_eq!(places(&json(path, &[])).len(), 6);

    git(path, &["tag", "-a", "v1", "-m", "a tag", "main"]);
    git(path, &["pack-refs", "--all"]);
    git(path, &["gc", "-q"]);
    assert_eq!(places(&json(path, &["--base", "v1"])).len(), 4);
}

#[test]
fn a_base_that_cannot_be_is_told() {
    let root = branched();
    for (revision, error) in [
        ("nowhere", "there is no branch, tag or commit `nowhere`"),
        ("main~99", "there is no branch, tag or commit `main~99`"),
        ("../../etc/passwd", "there is no branch"),
    ] {
        let run = run_in(root.path(), &["scan", "--base", revision]);
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains(error), "{}", run.stderr);
    }
    let both = run_in(root.path(), &["scan", "--base", "main", "--staged"]);
    assert_eq!(both.code, Some(2));
    let plain = tempfile::tempdir().expect("a temporary folder");
    for flags in [["--base", "main"].as_slice(), &["--history"]] {
        let run = run_in(plain.path(), &[&["scan"], flags].concat());
        assert!(
            run.stderr.contains("is not in a git work tree"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn marks_and_baseline_hold_for_what_was_added() {
    let root = branched();
    let path = root.path();
    write(
        path,
        "sub/new.py",
        &format!("# gitleaks:allow\n{}# nosecret\n", key('U')),
    );
    write(path, "old.py", &format!("# gitleaks:allow\n{}", key('R')));
    let inventory = json(path, &["--base", "main"]);
    assert_eq!(
        (
            count(&inventory, "findings"),
            count(&inventory, "suppressed")
        ),
        (0, 1)
    );
    let unused = inventory["unused"].as_array().expect("a list");
    assert_eq!(
        unused.len(),
        1,
        "the mark beside the old key is of use: {unused:?}"
    );
    assert_eq!(unused[0]["line"], 3);
    git(path, &["checkout", "-q", "."]);
    assert_eq!(run_in(path, &["baseline"]).code, Some(0));
    let inventory = json(path, &["--base", "main"]);
    assert_eq!(
        (count(&inventory, "findings"), count(&inventory, "unused")),
        (0, 0)
    );
}

#[test]
fn the_history_tells_since_when_and_whether_still() {
    let root = branched();
    let path = root.path();
    let first = git(path, &["rev-parse", "topic~1"]);
    let second = git(path, &["rev-parse", "topic"]);
    write(path, "old.py", "import os\n");
    write(path, "sub/new.py", &format!("# a line above\n{}", key('U')));
    commit(path, "third");
    git(path, &["gc", "-q"]);
    let inventory = json(path, &["--history"]);
    let findings = inventory["findings"].as_array().expect("a list");
    let told: Vec<_> = findings
        .iter()
        .map(|finding| {
            let history = &finding["history"];
            (
                finding["at"]["path"].as_str().expect("a path"),
                finding["name"].as_str().unwrap_or_default(),
                history["commit"].as_str().expect("a commit"),
                history["at_head"].as_bool().expect("told"),
                history["versions"].as_u64().expect("a number"),
            )
        })
        .collect();
    let paths: Vec<_> = told
        .iter()
        .map(|(path, _, commit, head, versions)| (*path, *commit, *head, *versions))
        .collect();
    assert_eq!(
        paths,
        [
            ("moved.py", first.as_str(), true, 1),
            ("old.py", &first, false, 2),
            ("old.py", &second, false, 1),
            ("sub/new.py", &second, true, 2),
        ]
    );
    assert_eq!(count(&inventory, "points"), 0);
    let one = run_in(
        path,
        &["scan", "--history", "--format", "json", "--threads", "1"],
    );
    let many = run_in(
        path,
        &["scan", "--history", "--format", "json", "--threads", "8"],
    );
    assert!(one.stdout == many.stdout, "threads change nothing");
    assert!(!one.stdout.contains(&planted()[5..]));
    let terminal = run_in(path, &["scan", "--history"]);
    let line = format!(
        "since {}, no longer in the commit that is checked out",
        &first[..12]
    );
    assert!(terminal.stdout.contains(&line), "{}", terminal.stdout);

    // A mark that is there today speaks of what was there before it.
    write(
        path,
        "sub/new.py",
        &format!(
            "# a line above\n{}",
            key('U').replace('\n', "  # nosecret\n")
        ),
    );
    commit(path, "looked at");
    let inventory = json(path, &["--history"]);
    assert_eq!(
        (
            count(&inventory, "findings"),
            count(&inventory, "suppressed")
        ),
        (3, 1)
    );
    let below = json(&path.join("sub"), &["--history"]);
    assert_eq!(below["suppressed"][0]["at"]["path"], "new.py");
    assert_eq!(
        (count(&below, "findings"), count(&below, "suppressed")),
        (0, 1)
    );
}

#[test]
fn bare_linked_and_shallow_repositories_get_an_answer() {
    let root = branched();
    let path = root.path();
    let others = tempfile::tempdir().expect("a temporary folder");
    let url = format!("file://{}", path.display());

    let bare = others.path().join("bare.git");
    git(others.path(), &["clone", "-q", "--bare", &url, "bare.git"]);
    let refused = run_in(&bare, &["scan"]);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("bare git repository"),
        "{}",
        refused.stderr
    );
    assert!(refused.stderr.contains("--history"), "{}", refused.stderr);
    assert_eq!(count(&json(&bare, &["--history"]), "findings"), 4);
    assert_eq!(
        places(&json(&bare, &["--base", "main"])),
        [("old.py".to_owned(), 5), ("sub/new.py".to_owned(), 1)]
    );

    let linked = others.path().join("linked");
    git(
        path,
        &[
            "worktree",
            "add",
            "-q",
            linked.to_str().expect("Unicode"),
            "-b",
            "other",
            "topic",
        ],
    );
    assert_eq!(places(&json(&linked, &["--base", "main"])).len(), 2);
    assert_eq!(count(&json(&linked, &["--history"]), "findings"), 4);

    git(
        others.path(),
        &[
            "clone",
            "-q",
            "--depth",
            "1",
            "--no-single-branch",
            "-b",
            "topic",
            &url,
            "shallow",
        ],
    );
    let shallow = others.path().join("shallow");
    let refused = run_in(&shallow, &["scan", "--base", "origin/main"]);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("this clone is shallow"),
        "{}",
        refused.stderr
    );
    assert!(refused.stderr.contains("--unshallow"), "{}", refused.stderr);
    let history = json(&shallow, &["--history"]);
    assert_eq!(history["target"]["shallow"], true);
    let told = run_in(&shallow, &["scan", "--history"]);
    assert!(told.stdout.contains("clone is shallow"), "{}", told.stdout);

    let outer = others.path().join("outer");
    fs::create_dir(&outer).expect("it can be made");
    git(&outer, &["init", "-q"]);
    write(&outer, "a.txt", "a\n");
    commit(&outer, "first");
    git(&outer, &["submodule", "--quiet", "add", &url, "inner"]);
    commit(&outer, "second");
    assert_eq!(
        count(&json(&outer, &["--history"]), "findings"),
        0,
        "its history is its own"
    );
    assert_eq!(
        count(&json(&outer.join("inner"), &["--history"]), "findings"),
        4
    );
}

#[test]
fn a_text_on_standard_input_is_read_by_its_name() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let text = format!("import logging\nlogging.error(\"no\")\n{}", key('R'));
    let arguments = ["scan", "--stdin", "--format", "json", "--fail-on", "low"];
    let named = fed(
        root.path(),
        &[&arguments[..], &["--stdin-name", "app/x.py"]].concat(),
        text.as_bytes(),
    );
    assert_eq!(named.code, Some(1), "{}", named.stderr);
    let inventory: Value = serde_json::from_str(&named.stdout).expect("JSON");
    assert_eq!(places(&inventory), [("app/x.py".to_owned(), 3)]);
    assert_eq!(count(&inventory, "points"), 1);
    assert!(inventory["findings"][0]["excerpt"]["line"].is_string());
    let unnamed = fed(root.path(), &arguments, text.as_bytes());
    let inventory: Value = serde_json::from_str(&unnamed.stdout).expect("JSON");
    assert_eq!(places(&inventory), [("stdin".to_owned(), 3)]);
    let alone = run_in(root.path(), &["scan", "--stdin-name", "x.py"]);
    assert_eq!(alone.code, Some(2), "a name without a text is a mistake");
}
