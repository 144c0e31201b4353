//! Packs of credential stores, as people write them.

use serde::Deserialize;

use crate::model::language::Format;
use crate::model::signal::Severity;
use crate::rules::pack::{Store, StorePack};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStores {
    id: String,
    title: String,
    docs: String,
    revoke: String,
    rotate: String,
    store: Vec<RawStore>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStore {
    id: String,
    title: String,
    #[serde(default)]
    files: Vec<String>,
    format: Option<Format>,
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    patterns: Vec<String>,
    #[serde(default)]
    magic: Vec<String>,
    #[serde(default)]
    whole: bool,
    severity: Severity,
    cwe: u32,
    docs: Option<String>,
    revoke: Option<String>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    counterexamples: Vec<String>,
}

impl RawStores {
    /// The pack, or what is wrong with it.
    pub(super) fn compile(self) -> Result<StorePack, String> {
        let mut stores = Vec::new();
        for raw in self.store {
            let says = !raw.patterns.is_empty()
                || raw.format.is_some() && !raw.keys.is_empty()
                || raw.whole
                || !raw.magic.is_empty();
            if !says || raw.files.is_empty() && raw.magic.is_empty() {
                return Err(format!(
                    "`{}` needs files or magic, and patterns, a format with keys, magic or whole",
                    raw.id
                ));
            }
            let magic: Option<Vec<Vec<u8>>> = raw.magic.iter().map(|text| bytes(text)).collect();
            stores.push(Store {
                magic: magic.ok_or_else(|| format!("`{}`: magic is written in hex", raw.id))?,
                id: raw.id,
                title: raw.title,
                files: raw
                    .files
                    .iter()
                    .map(|glob| glob.to_ascii_lowercase())
                    .collect(),
                format: raw.format,
                keys: raw
                    .keys
                    .iter()
                    .map(|key| key.to_ascii_lowercase())
                    .collect(),
                patterns: raw.patterns,
                whole: raw.whole,
                severity: raw.severity,
                cwe: raw.cwe,
                docs: raw.docs.unwrap_or_else(|| self.docs.clone()),
                revoke: raw.revoke.unwrap_or_else(|| self.revoke.clone()),
                rotate: self.rotate.clone(),
                examples: raw.examples,
                counterexamples: raw.counterexamples,
            });
        }
        Ok(StorePack {
            id: self.id,
            title: self.title,
            stores,
        })
    }
}

/// The bytes that hex digits stand for.
fn bytes(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() || !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}
