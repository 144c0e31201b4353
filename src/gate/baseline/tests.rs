//! What a baseline matches, and what an update does to it.

use super::*;
use crate::model::inventory::Context;
use crate::model::message::Message;
use crate::model::place::{Place, Pos, Span};
use crate::model::signal::{Confidence, Severity};
use crate::model::text::{Redacted, SecretKey};

fn finding(fingerprint: &str, value: &[u8]) -> Finding {
    Finding {
        at: Place {
            path: "a.py".into(),
            span: Span::new(0, 3),
            start: Pos { line: 3, column: 1 },
            end: Pos { line: 3, column: 4 },
        },
        rule: "r".into(),
        severity: Severity::High,
        confidence: Confidence::Likely,
        message: Message::new("finding-secret"),
        evidence: Some(Redacted::new(value, None, &SecretKey::default())),
        name: None,
        fingerprint: fingerprint.to_owned(),
        copies: 1,
        related: Vec::new(),
        component: None,
        context: Context::Product,
        excerpt: None,
        history: None,
        declared: None,
        flow: Vec::new(),
        data: None,
    }
}

fn acceptance(date: &str, expires: Option<&str>) -> Acceptance {
    Acceptance {
        by: Some("someone".to_owned()),
        date: date.parse().expect("a day"),
        reason: None,
        expires: expires.map(|date| date.parse().expect("a day")),
    }
}

fn accepting(findings: &[&Finding]) -> Baseline {
    let mut baseline = Baseline::new(Path::new("b.json"), "0".repeat(32));
    baseline.update(findings, &acceptance("2026-01-01", None), None);
    baseline
}

#[test]
fn it_is_read_as_it_was_written_and_mistakes_are_placed() {
    let baseline = accepting(&[&finding("aa:1", b"one")]);
    let text = baseline.write();
    let again = Baseline::read(Path::new("b.json"), &text).expect("it is right");
    assert_eq!(again, baseline);
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    jsonschema::validate(&schema(), &document).expect("it obeys its schema");

    let wrong = text.replace("\"rule\"", "\"ruel\"");
    let error = Baseline::read(Path::new("b.json"), &wrong).expect_err("it is wrong");
    assert!(error.to_string().starts_with("b.json:7:"), "{error}");
    assert!(error.what.contains("unknown field `ruel`"), "{error}");
    let newer = text.replace("\"version\": 1", "\"version\": 2");
    let error = Baseline::read(Path::new("b.json"), &newer).expect_err("it is too new");
    assert_eq!(
        error.to_string(),
        "b.json: its version is 2, and this vigie reads version 1"
    );
}

#[test]
fn a_new_secret_in_the_old_place_is_new_and_an_old_one_that_moved_on_is_not() {
    let baseline = accepting(&[&finding("aa:1", b"one"), &finding("aa:2", b"two")]);
    let now = [
        finding("aa:1", b"zero"),
        finding("aa:2", b"one"),
        finding("aa:3", b"two"),
        finding("bb:1", b"one"),
    ];
    let matched = baseline.matched(&now);
    let accepted: Vec<bool> = (0..4).map(|index| matched.of(index).is_some()).collect();
    assert_eq!(accepted, [false, true, true, false]);
    assert_eq!(matched.rest(&baseline).count(), 0);
}

#[test]
fn each_entry_speaks_of_one_finding() {
    let baseline = accepting(&[&finding("aa:1", b"one")]);
    let matched = baseline.matched(&[finding("aa:1", b"one"), finding("aa:2", b"one")]);
    assert_eq!((matched.of(0), matched.of(1)), (Some(0), None));
}

#[test]
fn an_update_keeps_adds_renews_and_drops() {
    let (one, two, three) = (
        finding("aa:1", b"one"),
        finding("bb:1", b"two"),
        finding("cc:1", b"three"),
    );
    let mut baseline = Baseline::new(Path::new("b.json"), "0".repeat(32));
    baseline.update(&[&one], &acceptance("2026-01-01", None), None);
    baseline.update(
        &[&one, &two],
        &acceptance("2026-01-02", Some("2026-02-01")),
        None,
    );
    let (changes, _) = baseline.update(&[&two, &three], &acceptance("2026-03-01", None), None);
    assert_eq!(
        changes,
        Changes {
            kept: 0,
            added: 1,
            renewed: 1,
            gone: 1
        }
    );
    let dates: Vec<String> = baseline
        .findings
        .iter()
        .map(|entry| entry.date.to_string())
        .collect();
    assert_eq!(dates, ["2026-03-01", "2026-03-01"]);
}

#[test]
fn with_another_tools_file_only_what_it_knows_is_accepted() {
    use super::super::import::KnownBy;
    let (one, two) = (finding("aa:1", b"abc"), finding("bb:1", b"two"));
    let known = |by| Known {
        path: "a.py".to_owned(),
        by,
    };
    let only = [
        known(KnownBy::Sha1(
            "a9993e364706816aba3e25717850c26c9cd0d89d".to_owned(),
        )),
        known(KnownBy::Line(99)),
    ];
    let mut baseline = Baseline::new(Path::new("b.json"), "0".repeat(32));
    let (changes, unmet) =
        baseline.update(&[&one, &two], &acceptance("2026-01-01", None), Some(&only));
    assert_eq!((changes.added, unmet), (1, vec![1]));
    assert_eq!(baseline.findings[0].fingerprint, "aa:1");
}
