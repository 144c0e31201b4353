//! Packs of findings that are no secrets themselves, as people write them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::signal::{Confidence, Severity, Topic};
use crate::model::translation::RuleText;
use crate::rules::pack::{FindingExample, FindingPack, FindingRule};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFindings {
    id: String,
    title: String,
    docs: String,
    #[serde(default = "secrets")]
    topic: Topic,
    finding: Vec<RawFinding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFinding {
    id: String,
    title: String,
    why: String,
    fix: String,
    /// The same in French.
    fr: Option<RuleText>,
    severity: Severity,
    confidence: Confidence,
    cwe: Option<u32>,
    docs: Option<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    off: bool,
    #[serde(default)]
    example: Vec<RawExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExample {
    wrong: BTreeMap<String, String>,
    right: BTreeMap<String, String>,
}

const fn secrets() -> Topic {
    Topic::Secrets
}

impl RawFindings {
    pub(super) fn compile(self) -> FindingPack {
        let example = |raw: RawExample| FindingExample {
            wrong: raw.wrong,
            right: raw.right,
        };
        let findings = self.finding.into_iter().map(|raw| FindingRule {
            id: raw.id,
            title: raw.title,
            topic: self.topic,
            why: raw.why,
            fix: raw.fix,
            french: raw.fr,
            severity: raw.severity,
            confidence: raw.confidence,
            cwe: raw.cwe,
            docs: raw.docs.unwrap_or_else(|| self.docs.clone()),
            except: raw.except,
            examples: raw.example.into_iter().map(example).collect(),
            off: raw.off,
        });
        FindingPack {
            findings: findings.collect(),
            id: self.id,
            title: self.title,
        }
    }
}
