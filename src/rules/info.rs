//! What reports need to know of a rule, taken from its pack.

use crate::model::inventory::RuleInfo;
use crate::model::signal::Topic;
use crate::rules::pack::{FindingRule, SecretRule, Store};

/// A text, where there is one.
fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl SecretRule {
    /// What reports say of a kind of secret.
    pub fn info(&self) -> RuleInfo {
        RuleInfo {
            id: self.id.as_str().into(),
            title: self.title.clone(),
            cwe: Some(self.cwe),
            severity: self.severity,
            docs: said(&self.docs),
            revoke: said(&self.revoke),
            rotate: said(&self.rotate),
            topic: Topic::Secrets,
            why: None,
            fix: None,
            french: None,
        }
    }
}

impl Store {
    /// What reports say of a store of credentials.
    pub fn info(&self) -> RuleInfo {
        RuleInfo {
            id: self.id.as_str().into(),
            title: self.title.clone(),
            cwe: Some(self.cwe),
            severity: self.severity,
            docs: said(&self.docs),
            revoke: said(&self.revoke),
            rotate: said(&self.rotate),
            topic: Topic::Secrets,
            why: None,
            fix: None,
            french: None,
        }
    }
}

impl FindingRule {
    /// What reports say of a finding that follows from several facts.
    pub fn info(&self) -> RuleInfo {
        RuleInfo {
            id: self.id.as_str().into(),
            title: self.title.clone(),
            cwe: self.cwe,
            severity: self.severity,
            docs: said(&self.docs),
            revoke: None,
            rotate: None,
            topic: self.topic,
            why: said(&self.why),
            fix: said(&self.fix),
            french: self.french.clone(),
        }
    }
}
