//! What reports need to know of every rule that can be found.

use super::{Engine, NAMED_CREDENTIAL};
use crate::model::inventory::RuleInfo;
use crate::model::signal::{Severity, Topic};

impl Engine {
    /// What is known of a rule.
    pub fn rule_info(&self, id: &str) -> Option<RuleInfo> {
        if id == NAMED_CREDENTIAL {
            return Some(named_credential());
        }
        if let Some(info) = self.stores.info(id) {
            return Some(info);
        }
        if let Some(finding) = self.packs.finding(id) {
            return Some(finding.info());
        }
        let mut patterns = self.patterns.iter();
        let pattern = patterns.find(|pattern| pattern.rule.id == id)?;
        Some(pattern.rule.info())
    }
}

/// What is said of credentials that only a name gives away.
fn named_credential() -> RuleInfo {
    RuleInfo {
        id: NAMED_CREDENTIAL.into(),
        title: "Credential written beside its name".into(),
        cwe: Some(798),
        severity: Severity::High,
        docs: Some("https://cwe.mitre.org/data/definitions/798.html".into()),
        revoke: Some("Change it where it is checked: whoever has read this repository has read it.".into()),
        rotate: Some(
            "Let the program read it from its environment or a secret manager, provide a new value there, deploy, then withdraw the old one."
                .into(),
        ),
        topic: Topic::Secrets,
        why: None,
        fix: None,
        french: None,
    }
}
