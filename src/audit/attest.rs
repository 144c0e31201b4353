//! A statement of a scan that other programs can check: in-toto, in a DSSE envelope.
//!
//! Sources: <https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md> and
//! <https://github.com/secure-systems-lab/dsse/blob/master/protocol.md>.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::key::{Public, Secret};
use super::record::{Run, compact};

/// What the payload is.
const PAYLOAD: &str = "application/vnd.in-toto+json";
/// What the statement is.
const STATEMENT: &str = "https://in-toto.io/Statement/v1";
/// What is stated.
const PREDICATE: &str = "https://vigie.dev/scan/v1";

/// The statement of a run in its envelope, signed.
pub fn attest(run: &Run, key: &Secret) -> String {
    let mut subjects: Vec<Value> = run
        .reports
        .iter()
        .map(|report| json!({"name": report.name, "digest": {"sha256": report.sha256}}))
        .collect();
    subjects.push(json!({"name": "inventory", "digest": {"sha256": run.inventory}}));
    let mut predicate = json!(run);
    // Its place in a trail is not stated: it may be in none.
    if let Some(predicate) = predicate.as_object_mut() {
        predicate.remove("sequence");
        predicate.remove("previous");
    }
    let statement = json!({
        "_type": STATEMENT,
        "subject": subjects,
        "predicateType": PREDICATE,
        "predicate": predicate,
    });
    let payload = compact(&statement);
    let envelope = json!({
        "payload": BASE64.encode(&payload),
        "payloadType": PAYLOAD,
        "signatures": [{"keyid": key.public().id(), "sig": key.sign(&encoded(&payload))}],
    });
    format!("{envelope:#}\n")
}

/// What an envelope states, when one of its signatures is by `key`.
///
/// # Errors
/// A sentence that says why it cannot be believed.
pub fn check(envelope: &str, key: &Public) -> Result<Value, &'static str> {
    let envelope: Value = serde_json::from_str(envelope).map_err(|_| "it is no envelope")?;
    if envelope["payloadType"] != PAYLOAD {
        return Err("its payload is no in-toto statement");
    }
    let payload = envelope["payload"]
        .as_str()
        .and_then(|payload| BASE64.decode(payload.as_bytes()).ok())
        .ok_or("its payload is no base64")?;
    let message = encoded(&payload);
    let signatures = envelope["signatures"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let signed = signatures.iter().any(|one| {
        one["sig"]
            .as_str()
            .is_some_and(|signature| key.signed(&message, signature))
    });
    if !signed {
        return Err("no signature is by this key");
    }
    let statement: Value =
        serde_json::from_slice(&payload).map_err(|_| "its payload is no statement")?;
    if statement["_type"] != STATEMENT {
        return Err("its payload is no statement");
    }
    Ok(statement)
}

/// What is signed: the pre-authentication encoding of DSSE.
fn encoded(payload: &[u8]) -> Vec<u8> {
    let mut bytes = format!("DSSEv1 {} {PAYLOAD} {} ", PAYLOAD.len(), payload.len()).into_bytes();
    bytes.extend_from_slice(payload);
    bytes
}
