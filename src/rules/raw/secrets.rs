//! Packs of secrets and of sensitive names, as people write them.

use serde::Deserialize;

use crate::model::signal::{Confidence, Severity};
use crate::rules::pack::{Checksum, SecretKind, SecretRule, Sensitive, Vendor};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawVendor {
    id: String,
    title: String,
    docs: String,
    revoke: String,
    rotate: String,
    rule: Vec<RawSecretRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSecretRule {
    id: String,
    title: String,
    kind: SecretKind,
    keywords: Vec<String>,
    pattern: String,
    #[serde(default)]
    near: Vec<String>,
    prefix: Option<String>,
    entropy: Option<f32>,
    #[serde(default)]
    min_digits: u16,
    checksum: Option<Checksum>,
    severity: Severity,
    confidence: Confidence,
    cwe: u32,
    #[serde(default)]
    multiline: bool,
    docs: Option<String>,
    revoke: Option<String>,
    rotate: Option<String>,
    examples: Vec<String>,
    counterexamples: Vec<String>,
}

impl RawVendor {
    pub(super) fn compile(self) -> Vendor {
        let Self {
            id,
            title,
            docs,
            revoke,
            rotate,
            rule,
        } = self;
        let rules = rule
            .into_iter()
            .map(|raw| SecretRule {
                id: raw.id,
                title: raw.title,
                kind: raw.kind,
                keywords: raw
                    .keywords
                    .iter()
                    .map(|word| word.to_ascii_lowercase())
                    .collect(),
                pattern: raw.pattern,
                near: raw
                    .near
                    .iter()
                    .map(|word| word.to_ascii_lowercase())
                    .collect(),
                prefix: raw.prefix,
                entropy: raw.entropy,
                min_digits: raw.min_digits,
                checksum: raw.checksum,
                severity: raw.severity,
                confidence: raw.confidence,
                cwe: raw.cwe,
                multiline: raw.multiline,
                docs: raw.docs.unwrap_or_else(|| docs.clone()),
                revoke: raw.revoke.unwrap_or_else(|| revoke.clone()),
                rotate: raw.rotate.unwrap_or_else(|| rotate.clone()),
                examples: raw.examples,
                counterexamples: raw.counterexamples,
            })
            .collect();
        Vendor { id, title, rules }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSensitive {
    id: String,
    title: String,
    names: Vec<String>,
    #[serde(default)]
    unless_followed_by: Vec<String>,
    #[serde(default)]
    unless_preceded_by: Vec<String>,
}

impl RawSensitive {
    pub(super) fn compile(self) -> Sensitive {
        let Self {
            id,
            title,
            names,
            unless_followed_by,
            unless_preceded_by,
        } = self;
        Sensitive {
            id,
            title,
            names,
            unless_followed_by,
            unless_preceded_by,
        }
    }
}
