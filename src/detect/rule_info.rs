//! What reports need to know of rules: what they are called, why they matter, what to do.

use super::{Engine, NAMED_CREDENTIAL};
use crate::model::inventory::{RuleInfo, Topic};
use crate::model::signal::Severity;

impl Engine {
    /// What reports need to know of every rule that can be found.
    pub fn rule_info(&self, id: &str) -> Option<RuleInfo> {
        if id == NAMED_CREDENTIAL {
            return Some(named_credential());
        }
        if let Some(info) = self.stores.info(id) {
            return Some(info);
        }
        if let Some(info) = self.catalogued(id) {
            return Some(info);
        }
        let rule = &self
            .patterns
            .iter()
            .find(|pattern| pattern.rule.id == id)?
            .rule;
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(RuleInfo {
            id: rule.id.as_str().into(),
            title: rule.title.clone(),
            cwe: Some(rule.cwe),
            severity: rule.severity,
            docs: said(&rule.docs),
            revoke: said(&rule.revoke),
            rotate: said(&rule.rotate),
            topic: Topic::Secrets,
            why: None,
            fix: None,
        })
    }

    /// What reports need to know of a rule of the catalogue.
    fn catalogued(&self, id: &str) -> Option<RuleInfo> {
        let mut rules = self.packs.findings.iter().flat_map(|pack| &pack.findings);
        let rule = rules.find(|rule| rule.id == id)?;
        Some(RuleInfo {
            id: rule.id.as_str().into(),
            title: rule.title.clone(),
            cwe: rule.cwe,
            severity: rule.severity,
            docs: Some(rule.docs.clone()),
            revoke: None,
            rotate: None,
            topic: Topic::Observability,
            why: Some(rule.why.clone()),
            fix: Some(rule.fix.clone()),
        })
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
    }
}
