//! The catalogue of findings, as people write it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::signal::{Confidence, Severity};
use crate::rules::pack::{FindingExample, FindingPack, FindingRule};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFindings {
    id: String,
    title: String,
    finding: Vec<RawFinding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFinding {
    id: String,
    title: String,
    why: String,
    fix: String,
    docs: String,
    severity: Severity,
    confidence: Confidence,
    cwe: Option<u32>,
    example: Vec<RawExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExample {
    wrong: BTreeMap<String, String>,
    right: BTreeMap<String, String>,
}

impl RawFindings {
    pub(super) fn compile(self) -> FindingPack {
        let example = |raw: RawExample| FindingExample {
            wrong: raw.wrong,
            right: raw.right,
        };
        let rule = |raw: RawFinding| FindingRule {
            id: raw.id,
            title: raw.title,
            why: raw.why,
            fix: raw.fix,
            docs: raw.docs,
            severity: raw.severity,
            confidence: raw.confidence,
            cwe: raw.cwe,
            examples: raw.example.into_iter().map(example).collect(),
        };
        FindingPack {
            id: self.id,
            title: self.title,
            rules: self.finding.into_iter().map(rule).collect(),
        }
    }
}
