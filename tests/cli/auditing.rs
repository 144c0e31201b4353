//! The trail of scans: what is added, what is signed, and what an auditor is told of tampering.

use std::fs;
use std::path::Path;

use ed25519_compact::{KeyPair, Seed};

use crate::{checkout, planted, run_in};

/// Writes a pair of keys, made of a number.
fn keys(folder: &Path, name: &str, seed: u8) {
    let pair = KeyPair::from_seed(Seed::new([seed; 32]));
    fs::write(folder.join(format!("{name}.pem")), pair.to_pem()).expect("written");
    fs::write(folder.join(format!("{name}.pub")), pair.pk.to_pem()).expect("written");
}

#[test]
fn scans_are_chained_and_tampering_is_told() {
    let root = checkout();
    let trail = tempfile::tempdir().expect("a folder");
    let file = trail.path().join("audit.jsonl");
    let file = file.to_str().expect("a path that is text");
    for _ in 0..3 {
        let scan = run_in(root.path(), &["scan", "--quiet", "--audit", file]);
        assert_eq!(scan.code, Some(0), "{}", scan.stderr);
    }
    let good = run_in(root.path(), &["audit", "verify", file]);
    assert_eq!(good.code, Some(0), "{}", good.stderr);
    assert!(
        good.stdout.contains("3 records in order"),
        "{}",
        good.stdout
    );

    let text = fs::read_to_string(file).expect("a trail");
    assert!(!text.contains(&planted()), "no secret enters a trail");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let first: serde_json::Value = serde_json::from_str(lines[0]).expect("JSON");
    let second: serde_json::Value = serde_json::from_str(lines[1]).expect("JSON");
    assert_eq!(second["previous"], first["hash"]);
    assert_eq!(
        first["inventory"], second["inventory"],
        "nothing changed between"
    );
    assert!(
        first["findings"]
            .as_object()
            .is_some_and(|found| !found.is_empty())
    );

    for (tampered, told) in [
        (
            format!("{}{}", lines[0], lines[2]),
            "record 2: it does not follow",
        ),
        (
            text.replacen("\"passed\":true", "\"passed\":false", 1),
            "record 1: it was changed",
        ),
        (lines[..2].concat(), "record 3: it is missing"),
        (text[..text.len() - 5].to_owned(), "record 3: it is cut off"),
    ] {
        fs::write(file, tampered).expect("written");
        let bad = run_in(root.path(), &["audit", "verify", file]);
        assert_eq!(bad.code, Some(1), "{}", bad.stdout);
        assert!(bad.stdout.contains(told), "{}", bad.stdout);
    }
    // Cut off is what an interrupted run leaves, but the head knows better here.
    let refused = run_in(root.path(), &["scan", "--quiet", "--audit", file]);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("not in order"),
        "{}",
        refused.stderr
    );
}

#[test]
fn what_is_signed_is_checked_with_its_key_alone() {
    let root = checkout();
    let out = tempfile::tempdir().expect("a folder");
    keys(out.path(), "one", 1);
    keys(out.path(), "two", 2);
    let at = |name: &str| out.path().join(name).to_str().expect("text").to_owned();
    let reports = at("reports");
    let scan = run_in(
        root.path(),
        &[
            "scan",
            "--quiet",
            "--out-dir",
            &reports,
            "--audit",
            &at("audit.jsonl"),
            "--attest",
            &at("scan.intoto.json"),
            "--sign-key",
            &at("one.pem"),
        ],
    );
    assert_eq!(scan.code, Some(0), "{}", scan.stderr);
    for file in ["audit.jsonl", "scan.intoto.json"] {
        let good = run_in(
            root.path(),
            &["audit", "verify", &at(file), "--key", &at("one.pub")],
        );
        assert_eq!(good.code, Some(0), "{}{}", good.stdout, good.stderr);
        let bad = run_in(
            root.path(),
            &["audit", "verify", &at(file), "--key", &at("two.pub")],
        );
        assert_eq!(bad.code, Some(1), "{}", bad.stdout);
    }
    let secret = fs::read_to_string(at("one.pem")).expect("a key");
    let body = secret.lines().nth(1).expect("a PEM has a body");
    for file in ["audit.jsonl", "audit.jsonl.head", "scan.intoto.json"] {
        assert!(
            !fs::read_to_string(at(file))
                .expect("written")
                .contains(body),
            "{file}"
        );
    }
    let wrong = run_in(
        root.path(),
        &[
            "scan",
            "--audit",
            &at("b.jsonl"),
            "--sign-key",
            &at("one.pub"),
        ],
    );
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.stderr.contains("no Ed25519 private key"),
        "{}",
        wrong.stderr
    );
    let idle = run_in(root.path(), &["scan", "--sign-key", &at("one.pem")]);
    assert_eq!(idle.code, Some(2));
}
