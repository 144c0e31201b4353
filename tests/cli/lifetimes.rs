//! Certificates and tokens with an end: certificates are put together here byte by byte, so that no
//! key ever existed for them.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::{clean_checkout, run_in};

/// A value of DER: tag, length, content.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut der = vec![tag];
    match length {
        0..128 => der.push(length as u8),
        128..256 => der.extend([0x81, length as u8]),
        _ => der.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    der.extend_from_slice(content);
    der
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// An object identifier, its arcs as bytes.
fn oid(arcs: &[u8]) -> Vec<u8> {
    tlv(0x06, arcs)
}

/// The common name of something.
fn name(text: &str) -> Vec<u8> {
    let part = sequence(&[oid(&[0x55, 4, 3]), tlv(0x0c, text.as_bytes())]);
    sequence(&[tlv(0x31, &part)])
}

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
const SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5];
const SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11];

/// A certificate with a modulus of so many bits, all of them ones.
fn certificate(subject: &str, issuer: &str, until: &str, bits: usize, signature: &[u8]) -> Vec<u8> {
    let null = tlv(0x05, &[]);
    let algorithm = sequence(&[oid(signature), null.clone()]);
    let mut modulus = vec![0];
    modulus.extend(vec![0xff; bits / 8]);
    let key = sequence(&[tlv(0x02, &modulus), tlv(0x02, &[1, 0, 1])]);
    let bits = |content: &[u8]| tlv(0x03, &[&[0], content].concat());
    let validity = sequence(&[tlv(0x17, b"240101000000Z"), tlv(0x17, until.as_bytes())]);
    let key = sequence(&[sequence(&[oid(RSA), null]), bits(&key)]);
    let body = sequence(&[
        tlv(0xa0, &tlv(0x02, &[2])),
        tlv(0x02, &[7]),
        algorithm.clone(),
        name(issuer),
        validity,
        name(subject),
        key,
    ]);
    sequence(&[body, algorithm, bits(&[0; 64])])
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = (0..text.len())
        .step_by(64)
        .map(|at| &text[at..text.len().min(at + 64)])
        .collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}

fn scan(folder: &Path, more: &[&str]) -> Value {
    let run = run_in(folder, &[&["scan", "--format", "json"], more].concat());
    let inventory = serde_json::from_str(&run.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", run.stdout, run.stderr));
    let schema = run_in(folder, &["schema"]);
    let schema = serde_json::from_str(&schema.stdout).expect("it is JSON");
    jsonschema::validate(&schema, &inventory).expect("it obeys its schema");
    inventory
}

/// Path, rule and severity of each finding of one of these rules.
fn found(inventory: &Value, prefix: &str) -> Vec<(String, String, String)> {
    let findings = inventory["findings"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings
        .map(|one| {
            (
                text(&one["at"]["path"]),
                text(&one["rule"]),
                text(&one["severity"]),
            )
        })
        .filter(|(_, rule, _)| rule.starts_with(prefix))
        .collect()
}

fn told(path: &str, rule: &str, severity: &str) -> (String, String, String) {
    (path.to_owned(), rule.to_owned(), severity.to_owned())
}

#[test]
fn certificates_are_listed_and_what_is_weak_is_told() {
    let root = clean_checkout();
    let write = |name: &str, bytes: &[u8]| {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        fs::write(path, bytes).expect("it can be written");
    };
    let good = certificate("api.example.org", "Some CA", "270331235959Z", 2048, SHA256);
    let weak = certificate("old.example.org", "Some CA", "270331235959Z", 1024, SHA1);
    let root_ca = certificate("Some Root", "Some Root", "490331235959Z", 2048, SHA1);
    write("tls/good.pem", pem(&good).as_bytes());
    write("tls/good.der", &good);
    write("tls/weak.crt", &weak);
    write("tls/root.pem", pem(&root_ca).as_bytes());
    write("tests/data/weak.pem", pem(&weak).as_bytes());
    let literal = pem(&good).replace('\n', "\\n");
    write(
        "main.go",
        format!("package main\n\nconst ca = \"{literal}\"\n").as_bytes(),
    );
    let secret = format!(
        "kind: Secret\ndata:\n  tls.crt: {}\n",
        STANDARD.encode(pem(&good) + &pem(&root_ca))
    );
    write("tls.yaml", secret.as_bytes());
    write("tls/broken.pem", pem(&good[..300]).as_bytes());

    let inventory = scan(root.path(), &[]);
    let listed: Vec<(String, u64)> = inventory["certificates"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            let place = &one["at"];
            let line = place["start"]["line"].as_u64().unwrap_or_default();
            let path = place["path"].as_str().unwrap_or_default();
            let said = format!("{path} {} {}", text("subject"), text("not_after"));
            (said, line)
        })
        .collect();
    let listed: Vec<(&str, u64)> = listed
        .iter()
        .map(|(said, line)| (said.as_str(), *line))
        .collect();
    assert_eq!(
        listed,
        [
            ("main.go CN=api.example.org 2027-03-31", 3),
            ("tests/data/weak.pem CN=old.example.org 2027-03-31", 1),
            ("tls.yaml CN=api.example.org 2027-03-31", 3),
            ("tls.yaml CN=Some Root 2049-03-31", 3),
            ("tls/good.der CN=api.example.org 2027-03-31", 1),
            ("tls/good.pem CN=api.example.org 2027-03-31", 1),
            ("tls/root.pem CN=Some Root 2049-03-31", 1),
            ("tls/weak.crt CN=old.example.org 2027-03-31", 1),
        ]
    );
    let good = &inventory["certificates"][5];
    assert_eq!(
        (&good["key"], &good["key_bits"]),
        (&"RSA".into(), &2048.into())
    );
    assert_eq!(good["signature"], "sha256WithRSA");
    assert_eq!(
        (&good["issuer"], &good["self_signed"]),
        (&"CN=Some CA".into(), &false.into())
    );
    assert_eq!(
        found(&inventory, "certificate-"),
        [
            told("tests/data/weak.pem", "certificate-weak-key", "low"),
            told("tests/data/weak.pem", "certificate-weak-signature", "low"),
            told("tls/weak.crt", "certificate-weak-key", "medium"),
            told("tls/weak.crt", "certificate-weak-signature", "medium"),
        ]
    );
    let skips = inventory["skips"].to_string();
    assert!(!skips.contains("good.der"), "{skips}");

    let ended = |day: &str, rule: &str| found(&scan(root.path(), &["--date", day]), rule).len();
    assert_eq!(ended("2027-02-28", "certificate-expire"), 0);
    assert_eq!(ended("2027-03-01", "certificate-expires-soon"), 6);
    assert_eq!(ended("2027-03-31", "certificate-expired"), 0);
    assert_eq!(ended("2027-04-01", "certificate-expired"), 6);
    let markdown = run_in(root.path(), &["scan", "--format", "markdown"]).stdout;
    assert!(markdown.contains("## Certificates\n"), "{markdown}");
    assert!(
        markdown.contains(
            "| `CN=api.example.org` | `CN=Some CA` | 2024-01-01 | 2027-03-31 | `RSA` 2048 |"
        ),
        "{markdown}"
    );
}

#[test]
fn tokens_are_listed_with_their_end_and_no_part_of_them() {
    let root = clean_checkout();
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let signature = part(&"\u{e9}\u{1f}zQ7".repeat(6));
    let payload = part(r#"{"sub":"job-4711","iat":1767225600,"exp":1798761599}"#);
    let signed = format!(
        "{}.{payload}.{signature}",
        part(r#"{"alg":"HS256","typ":"JWT"}"#)
    );
    let open = format!("{}.{payload}.", part(r#"{"alg":"none","typ":"JWT"}"#));
    let sas = format!(
        "https://x.blob.core.windows.net/c?sv=2022-11-02&se=2026-06-30T00%3A00Z&sp=r&sig={signature}"
    );
    let text = format!("[a]\njwt = \"{signed}\"\nopen = \"{open}\"\nurl = \"{sas}\"\n");
    fs::write(root.path().join("tokens.toml"), text).expect("it can be written");

    let inventory = scan(root.path(), &[]);
    let listed: Vec<String> = inventory["lifetimes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            format!("{} {} {}", one["kind"], one["algorithm"], one["expires"]).replace('"', "")
        })
        .collect();
    assert_eq!(
        listed,
        [
            "jwt HS256 2026-12-31",
            "jwt none 2026-12-31",
            "azure-sas null 2026-06-30"
        ]
    );
    let tokens = |more: &[&str]| found(&scan(root.path(), more), "token-");
    let path = "tokens.toml";
    assert_eq!(tokens(&[]), [told(path, "token-unsigned", "medium")]);
    assert_eq!(
        tokens(&["--date", "2026-07-01"]),
        [
            told(path, "token-unsigned", "medium"),
            told(path, "token-expired", "info")
        ]
    );
    for format in ["terminal", "markdown", "json", "sarif"] {
        let run = run_in(
            root.path(),
            &["scan", "--format", format, "--date", "2027-01-01"],
        );
        for secret in [&payload, &signature] {
            assert!(
                !run.stdout.contains(secret.as_str()),
                "{format}\n{}",
                run.stdout
            );
        }
    }
}

#[test]
fn a_private_key_that_is_none_ranks_below_one() {
    let root = clean_checkout();
    let key = sequence(&[
        tlv(0x02, &[0]),
        tlv(
            0x02,
            &(0..=255)
                .map(|at: u16| (at * 167 % 251) as u8)
                .collect::<Vec<u8>>(),
        ),
    ]);
    let marked = |body: &str| {
        format!(
            "-----BEGIN RSA {0}-----\n{body}\n-----END RSA {0}-----\n",
            "PRIVATE KEY"
        )
    };
    fs::write(
        root.path().join("right.pem"),
        marked(&STANDARD.encode(&key)),
    )
    .expect("it can be written");
    let cut = &STANDARD.encode(&key)[..50];
    fs::write(root.path().join("short.pem"), marked(cut)).expect("it can be written");
    let inventory = scan(root.path(), &[]);
    let sure = |path: &str| {
        let findings = inventory["findings"].as_array().expect("a list").iter();
        let mut own = findings.filter(|one| one["at"]["path"] == path);
        own.next()
            .map(|one| (one["confidence"].clone(), one["severity"].clone()))
    };
    assert_eq!(
        sure("right.pem"),
        Some(("confirmed".into(), "critical".into()))
    );
    assert_eq!(
        sure("short.pem"),
        Some(("possible".into(), "medium".into()))
    );
}
