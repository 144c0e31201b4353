//! Every mistake one can type, and every place that cannot be read or written.

use std::fs;

use crate::{Run, checkout, clean_checkout, run, run_in, vigie};

/// Asserts a run that could not do what was asked, and says so in one `error:` and one `help:` line.
fn assert_refused(run: &Run, error: &str, help: &str) {
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert_eq!(run.stdout, "");
    let lines: Vec<&str> = run.stderr.lines().collect();
    let [first, second] = lines[..] else {
        panic!("not two lines:\n{}", run.stderr);
    };
    assert!(first.starts_with("error: "), "{first}");
    assert!(first.contains(error), "{first}\nlacks {error}");
    assert!(second.starts_with("help: "), "{second}");
    assert!(second.contains(help), "{second}\nlacks {help}");
}

#[test]
fn a_path_that_is_not_there_is_told() {
    let root = checkout();
    assert_refused(
        &run_in(root.path(), &["scan", "no/such/place"]),
        "no/such/place does not exist",
        "name a folder or a file that exists",
    );
    assert_refused(
        &run_in(root.path(), &["config", "show", "no/such/place"]),
        "no/such/place does not exist",
        "name a folder or a file that exists",
    );
    assert_refused(
        &run_in(root.path(), &["rules", "check", "nowhere"]),
        "there is no folder nowhere",
        "name the folder that holds secrets/",
    );
}

#[test]
fn staged_needs_a_repository() {
    let root = checkout();
    assert_refused(
        &run_in(root.path(), &["scan", "--staged"]),
        "is not in a git work tree",
        "without --staged",
    );
}

#[test]
fn a_broken_configuration_is_told_with_its_place() {
    let root = checkout();
    let file = root.path().join("vigie.toml");
    for (text, error, help) in [
        (
            "[scan]\nexlude = [\"a\"]\n",
            "vigie.toml:2:1: [scan] has no key `exlude`",
            "did you mean `exclude`?",
        ),
        (
            "[gate]\n\nfail-on = \"loud\"\n",
            "vigie.toml:3:11: `loud` is not a value of `fail-on`",
            "`critical`",
        ),
        (
            "[scan]\nthreads = \"2\"\n",
            "vigie.toml:2:11: expected a whole number, found a string",
            "threads = 4",
        ),
        (
            "[rules]\ndirs = [\"packs\"]\n",
            "vigie.toml:2: there is no folder packs with packs",
            "count from that file",
        ),
    ] {
        fs::write(&file, text).expect("it can be written");
        assert_refused(&run_in(root.path(), &["scan"]), error, help);
    }
    fs::write(&file, "[scan\n").expect("it can be written");
    let run = run_in(root.path(), &["scan"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.starts_with("error: vigie.toml:1:"),
        "{}",
        run.stderr
    );

    assert_refused(
        &run_in(root.path(), &["scan", "--config", "other.toml"]),
        "cannot read other.toml",
        "--config",
    );
}

#[test]
fn what_a_stranger_wrote_does_not_steer_the_terminal() {
    let root = clean_checkout();
    let text = "[scan]\n\"\\u001b[2J\" = 1\n";
    fs::write(root.path().join("vigie.toml"), text).expect("it can be written");
    let run = run_in(root.path(), &["scan", "--color", "always"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("no key `\\u{1b}[2J`"),
        "{:?}",
        run.stderr
    );
}

#[test]
fn a_bad_variable_is_told_and_a_misspelt_one_is_mentioned() {
    let root = clean_checkout();
    let bad = run(vigie(root.path()).arg("scan").env("VIGIE_THREADS", "many"));
    assert_eq!(bad.code, Some(2));
    assert!(
        bad.stderr
            .starts_with("error: VIGIE_THREADS: expected a whole number, found `many`"),
        "{}",
        bad.stderr
    );
    let misspelt = run(vigie(root.path()).arg("scan").env("VIGIE_FAILON", "high"));
    assert_eq!(misspelt.code, Some(0));
    assert_eq!(
        misspelt.stderr,
        "warning: VIGIE_FAILON is no setting of Vigie; did you mean VIGIE_FAIL_ON?\n"
    );
}

#[test]
fn an_unknown_format_lists_the_known_ones() {
    let root = clean_checkout();
    let run = run_in(root.path(), &["scan", "--format", "jsn"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("invalid value 'jsn'"), "{}", run.stderr);
    assert!(run.stderr.contains("'json'"), "{}", run.stderr);
    assert_refused(
        &run_in(root.path(), &["scan", "--output", "jsn=x"]),
        "there is no format `jsn`",
        "did you mean `json`?",
    );
}

#[test]
fn an_unknown_rule_offers_near_ones() {
    let root = clean_checkout();
    for command in [
        ["explain", "aws-access-key"].as_slice(),
        &["rules", "show", "aws-access-key"],
    ] {
        assert_refused(
            &run_in(root.path(), command),
            "there is no rule `aws-access-key`",
            "aws-access-key-id",
        );
    }
    assert_refused(
        &run_in(root.path(), &["explain", "zzzzzz"]),
        "there is no rule `zzzzzz`",
        "`vigie rules list` lists them all",
    );
}

#[test]
fn a_place_that_cannot_be_written_is_told() {
    let root = checkout();
    assert_refused(
        &run_in(root.path(), &["scan", "--out-dir", "app.py/reports"]),
        "cannot make the folder app.py/reports",
        "choose a place you may write to",
    );
    fs::create_dir(root.path().join("folder")).expect("it can be made");
    assert_refused(
        &run_in(root.path(), &["scan", "--output", "json=folder"]),
        "cannot write folder: it is a folder",
        "--out-dir takes a folder",
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_a_device_is_not_replaced() {
    let root = checkout();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("Linux has it");
    let run = run(vigie(root.path()).args(["schema"]).stdout(full));
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .starts_with("error: cannot write to standard output: "),
        "{}",
        run.stderr
    );
    let code = run_in(root.path(), &["scan", "-q", "--output", "json=/dev/null"]).code;
    assert_eq!(code, Some(0));
    let null = fs::metadata("/dev/null").expect("Linux has it");
    assert!(!null.is_file(), "/dev/null was replaced by a file");
}

#[test]
fn a_wrong_pack_is_told_with_its_place() {
    let root = checkout();
    fs::create_dir_all(root.path().join("packs/secrets")).expect("it can be made");
    fs::write(
        root.path().join("packs/secrets/own.toml"),
        "id = \"own\"\ntitle = \"Own\"\ncolour = \"red\"\n",
    )
    .expect("it can be written");
    for arguments in [
        ["scan", "--rules", "packs"].as_slice(),
        &["rules", "check", "packs"],
    ] {
        let run = run_in(root.path(), arguments);
        assert_eq!(run.code, Some(2), "{}", run.stdout);
        assert!(run.stderr.contains("own.toml:3:1"), "{}", run.stderr);
        assert!(run.stderr.contains("colour"), "{}", run.stderr);
    }
}
