//! One record: what was scanned, with which rules, what was found, and which reports say so.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::key::Secret;
use super::{content_id, sha256};
use crate::model::date::Date;
use crate::model::inventory::Inventory;
use crate::model::suppression::SuppressionKind;

/// Version of a record.
const VERSION: &str = "1.0";

/// A record as it stands in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What is said.
    #[serde(flatten)]
    pub run: Run,
    /// SHA-256 of all that stands before, as JSON without white space.
    pub hash: String,
    /// The signature of that hash, where a key was given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signed: Option<Signed>,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The first 16 hexadecimal digits of the SHA-256 of the public key.
    pub key: String,
    /// Ed25519, base64.
    pub signature: String,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Version of the record.
    pub schema_version: String,
    /// Its number, from 1.
    pub sequence: u64,
    /// The hash of the record before; zeros for the first.
    pub previous: String,
    /// The day of the scan.
    pub date: String,
    /// The version of the program.
    pub tool: String,
    /// Digest of the packs in force.
    pub rules_digest: String,
    /// Digest of the settings that can change what is found.
    pub settings_digest: String,
    /// The name of the folder.
    pub target: String,
    /// The commit, where it is a git work tree.
    pub revision: Option<String>,
    /// The commit that it was compared with.
    pub base: Option<String>,
    /// SHA-256 of the whole inventory as JSON.
    pub inventory: String,
    /// How many of each there are.
    pub counts: BTreeMap<String, u64>,
    /// Findings that count, by severity.
    pub findings: BTreeMap<String, u64>,
    /// Findings that do not, by who says so.
    pub suppressed: BTreeMap<String, u64>,
    /// SHA-256 of what is suppressed and why, as JSON.
    pub suppressions: String,
    /// Whether the gate held.
    pub passed: bool,
    /// The reports that were written.
    pub reports: Vec<Written>,
}

/// A report that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The name of the file.
    pub name: String,
    /// Its content identifier.
    pub cid: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl Written {
    /// Of a report with these bytes.
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            cid: content_id(bytes),
            sha256: sha256(bytes),
        }
    }
}

impl Run {
    /// What is said of a scan. `json` is its whole inventory. Number and predecessor are filled in
    /// when it joins a trail.
    pub fn new(
        inventory: &Inventory,
        json: &str,
        date: Date,
        passed: bool,
        reports: Vec<Written>,
    ) -> Self {
        let mut counts = BTreeMap::new();
        for (what, count) in [
            ("files", inventory.statistics.files),
            ("points", inventory.points.len() as u64),
            ("observers", inventory.observers.len() as u64),
            ("references", inventory.references.len() as u64),
            ("skips", inventory.skips.len() as u64),
        ] {
            counts.insert(what.to_owned(), count);
        }
        let mut findings = BTreeMap::new();
        for finding in &inventory.findings {
            *findings.entry(finding.severity.to_string()).or_insert(0) += 1;
        }
        let mut suppressed = BTreeMap::new();
        for one in &inventory.suppressed {
            let by = match one.suppression.kind {
                SuppressionKind::Mark => "mark",
                SuppressionKind::AllowList => "allow-list",
                SuppressionKind::Baseline => "baseline",
            };
            *suppressed.entry(by.to_owned()).or_insert(0) += 1;
        }
        let reasons: Vec<_> = inventory
            .suppressed
            .iter()
            .map(|one| (&one.finding.fingerprint, &one.suppression))
            .collect();
        Self {
            schema_version: VERSION.to_owned(),
            sequence: 0,
            previous: String::new(),
            date: date.to_string(),
            tool: inventory.tool.version.to_owned(),
            rules_digest: inventory.tool.rules_digest.clone(),
            settings_digest: inventory.tool.settings_digest.clone(),
            target: inventory.target.name.clone(),
            revision: inventory.target.revision.clone(),
            base: inventory.target.base.clone(),
            inventory: sha256(json.as_bytes()),
            counts,
            findings,
            suppressed,
            suppressions: sha256(&compact(&reasons)),
            passed,
            reports,
        }
    }

    /// The hash of what is said.
    pub(super) fn hash(&self) -> String {
        sha256(&compact(self))
    }
}

impl Record {
    /// The record of a run, signed where there is a key.
    pub(super) fn new(run: Run, key: Option<&Secret>) -> Self {
        let hash = run.hash();
        let signed = key.map(|key| Signed {
            key: key.public().id(),
            signature: key.sign(hash.as_bytes()),
        });
        Self { run, hash, signed }
    }

    /// The line that holds it, without its end.
    pub(super) fn line(&self) -> String {
        String::from_utf8(compact(self)).unwrap_or_default()
    }
}

/// JSON without white space, fields in their order.
pub(super) fn compact(value: &impl Serialize) -> Vec<u8> {
    // Strings, numbers, lists and maps with string keys always serialise.
    serde_json::to_vec(value).unwrap_or_default()
}
