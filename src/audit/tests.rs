//! Whatever is done to a trail is told, and the first record it was done to is named.

use super::*;

/// A key made for this test alone, from a number.
fn key(seed: u8) -> Secret {
    let pair = ed25519_compact::KeyPair::from_seed(ed25519_compact::Seed::new([seed; 32]));
    Secret::from_pem(&pair.to_pem()).expect("what it writes it reads")
}

fn run(day: &str) -> Run {
    let run = serde_json::json!({
        "schema_version": "1.0", "sequence": 0, "previous": "", "date": day, "tool": "1.2.3",
        "rules_digest": "r", "settings_digest": "s", "target": "shop", "revision": null, "base": null,
        "inventory": sha256(day.as_bytes()), "counts": {"files": 6}, "findings": {"high": 1},
        "suppressed": {}, "suppressions": sha256(b"[]"), "passed": true,
        "reports": [Written::new("report.md", day.as_bytes())],
    });
    serde_json::from_value(run).expect("it is a run")
}

/// A trail of five, and its head.
fn trail(key: Option<&Secret>) -> (String, String) {
    let (mut text, mut head) = (String::new(), None);
    for day in 1..6 {
        let added = Trail::add(run(&format!("2026-01-0{day}")), &text, head.as_deref(), key);
        let added = added.expect("it is in order");
        text.push_str(&added.line);
        head = Some(added.head.text());
    }
    (text, head.expect("there were five"))
}

fn fault(text: &str, head: &str) -> (u64, What) {
    let fault = verify(text, Some(head), None).expect_err("something was done to it");
    (fault.record, fault.what)
}

#[test]
fn a_trail_that_nobody_touched_is_in_order() {
    let (text, head) = trail(None);
    let verified = verify(&text, Some(&head), None).expect("in order");
    assert_eq!((verified.records, verified.signed), (5, 0));
    let signer = key(1);
    let (text, head) = trail(Some(&signer));
    let verified = verify(&text, Some(&head), Some(&signer.public())).expect("in order");
    assert_eq!((verified.records, verified.signed), (5, 5));
}

#[test]
fn every_changed_byte_is_told_with_its_record() {
    let (text, head) = trail(None);
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        for offset in (0..line.len()).step_by(7) {
            let mut bytes = text.clone().into_bytes();
            bytes[at + offset] = if bytes[at + offset] == b'7' {
                b'8'
            } else {
                b'7'
            };
            let changed = String::from_utf8(bytes).expect("ASCII");
            let (record, _) = fault(&changed, &head);
            assert_eq!(record, number as u64 + 1, "byte {offset}");
        }
        at += line.len();
    }
}

#[test]
fn removed_swapped_inserted_and_cut_off_are_told() {
    let (text, head) = trail(None);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let with = |order: &[usize]| order.iter().map(|at| lines[*at]).collect::<String>();
    assert_eq!(fault(&with(&[0, 2, 3, 4]), &head), (2, What::Unchained));
    assert_eq!(fault(&with(&[1, 2, 3, 4]), &head), (1, What::Unchained));
    assert_eq!(fault(&with(&[0, 2, 1, 3, 4]), &head), (2, What::Unchained));
    assert_eq!(
        fault(&with(&[0, 1, 1, 2, 3, 4]), &head),
        (3, What::Unchained)
    );
    assert_eq!(fault(&with(&[0, 1, 2]), &head), (4, What::Missing(5)));
    assert_eq!(fault(&text[..text.len() - 9], &head), (5, What::CutOff));
    assert_eq!(fault(&text, "{}"), (5, What::NoHead));
    assert_eq!(fault("", &head), (1, What::Missing(5)));
}

#[test]
fn a_whole_new_trail_needs_the_key() {
    let signer = key(1);
    let (text, head) = trail(Some(&key(2)));
    let told = verify(&text, Some(&head), Some(&signer.public())).expect_err("another key");
    assert_eq!((told.record, told.what), (1, What::WrongKey));
    let (text, _) = trail(Some(&signer));
    let (_, unsigned) = trail(None);
    let told = verify(&text, Some(&unsigned), Some(&signer.public())).expect_err("no signature");
    assert_eq!(told.what, What::WrongKey);
}

#[test]
fn an_interrupted_run_loses_nothing_that_was_there() {
    let (text, head) = trail(None);
    for cut in 1..40 {
        let sixth = Trail::add(run("2026-02-01"), &text, Some(&head), None).expect("in order");
        let torn = format!("{text}{}", &sixth.line[..cut]);
        let next = Trail::add(run("2026-02-02"), &torn, Some(&head), None).expect("it goes on");
        assert!(next.interrupted);
        assert_eq!(next.keep, text.len());
        let whole = format!("{}{}", &torn[..next.keep], next.line);
        assert_eq!(
            verify(&whole, Some(&next.head.text()), None).map(|told| told.records),
            Ok(6)
        );
    }
    // Between the line and the head.
    let sixth = Trail::add(run("2026-02-01"), &text, Some(&head), None).expect("in order");
    let ahead = format!("{text}{}", sixth.line);
    assert!(matches!(
        fault(&ahead, &head),
        (6, What::Beyond { records: 6, .. })
    ));
    let next = Trail::add(run("2026-02-02"), &ahead, Some(&head), None).expect("it goes on");
    let whole = format!("{ahead}{}", next.line);
    assert_eq!(
        verify(&whole, Some(&next.head.text()), None).map(|told| told.records),
        Ok(7)
    );
    // What is not in order is not built on.
    let broken = text.replacen("2026-01-02", "2026-01-03", 1);
    assert!(Trail::add(run("2026-02-01"), &broken, Some(&head), None).is_err());
}

#[test]
fn a_statement_is_believed_with_its_key_alone() {
    let signer = key(1);
    let envelope = attest(&run("2026-01-01"), &signer);
    let statement = check(&envelope, &signer.public()).expect("it is signed");
    assert_eq!(statement["subject"][0]["name"], "report.md");
    assert_eq!(statement["predicate"]["date"], "2026-01-01");
    assert!(check(&envelope, &key(2).public()).is_err());
    let other: serde_json::Value =
        serde_json::from_str(&attest(&run("2026-01-02"), &signer)).expect("JSON");
    let mut swapped: serde_json::Value = serde_json::from_str(&envelope).expect("JSON");
    swapped["payload"] = other["payload"].clone();
    assert!(check(&swapped.to_string(), &signer.public()).is_err());
    assert_eq!(Secret::from_pem("nonsense").err(), Some(KeyError::NoSecret));
    assert_eq!(format!("{signer:?}"), "Secret(..)");
}

#[test]
fn a_content_identifier_is_the_one_that_others_make() {
    // Of no bytes at all, as the documentation of IPFS shows it.
    assert_eq!(
        content_id(b""),
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
    );
}
