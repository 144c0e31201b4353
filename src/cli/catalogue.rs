//! Every rule in force as one list, whatever kind of pack it comes from.

use serde::Serialize;
use vigie::detect::{Engine, NAMED_CREDENTIAL};
use vigie::model::settings::Settings;
use vigie::model::signal::Severity;
use vigie::model::translation::RuleText;
use vigie::rules::Rules;
use vigie::rules::pack::{Example, FindingRule, SecretRule, Store};

use super::args::RuleKind;

/// What a person needs to know of a rule.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RuleCard {
    /// As findings, points and references name it.
    pub(crate) id: String,
    /// What it looks for.
    pub(crate) kind: RuleKind,
    /// One line.
    pub(crate) title: String,
    /// How bad it is to find it; only secrets are findings.
    pub(crate) severity: Option<Severity>,
    /// The common weakness it is an instance of.
    pub(crate) cwe: Option<u32>,
    /// Where the format or the library is documented.
    pub(crate) docs: Option<String>,
    /// Why it matters.
    pub(crate) why: Option<String>,
    /// What to do about it.
    pub(crate) fix: Option<String>,
    /// How to revoke.
    pub(crate) revoke: Option<String>,
    /// How to rotate.
    pub(crate) rotate: Option<String>,
    /// What it finds, with placeholders in place of secrets.
    pub(crate) examples: Vec<String>,
    /// What is said of it in French; programs read English.
    #[serde(skip)]
    pub(crate) french: Option<RuleText>,
}

/// Every rule in force: secrets, then libraries, then references, each in order of id.
pub(crate) fn catalogue(rules: &Rules) -> Vec<RuleCard> {
    let packs = &rules.packs;
    let secrets = packs.vendors.iter().flat_map(|vendor| &vendor.rules);
    let stores = packs.stores.iter().flat_map(|pack| &pack.stores).map(store);
    let findings = packs.findings.iter().flat_map(|pack| &pack.findings);
    let findings = findings.map(finding);
    let libraries = packs.libraries.iter().map(|library| {
        let examples = &library.examples;
        plain(
            RuleKind::Telemetry,
            &library.id,
            &library.title,
            &library.docs,
            examples,
        )
    });
    let references = packs.references.iter().map(|pack| {
        plain(
            RuleKind::Reference,
            &pack.id,
            &pack.title,
            &pack.docs,
            &pack.examples,
        )
    });
    let mut cards: Vec<RuleCard> = secrets
        .map(secret)
        .chain(stores)
        .chain(named_credential())
        .chain(libraries)
        .chain(references)
        .chain(findings)
        .collect();
    cards.sort_by(|one, other| (one.kind, &one.id).cmp(&(other.kind, &other.id)));
    cards
}

fn finding(rule: &FindingRule) -> RuleCard {
    let shown = rule.examples.iter().flat_map(|example| &example.wrong);
    RuleCard {
        id: rule.id.clone(),
        kind: RuleKind::Finding,
        title: rule.title.clone(),
        severity: Some(rule.severity),
        cwe: rule.cwe,
        docs: said(&rule.docs),
        why: said(&rule.why),
        fix: said(&rule.fix),
        revoke: None,
        rotate: None,
        examples: shown.map(|(_, text)| text.trim().to_owned()).collect(),
        french: rule.french.clone(),
    }
}

fn store(store: &Store) -> RuleCard {
    RuleCard {
        id: store.id.clone(),
        kind: RuleKind::Secret,
        title: store.title.clone(),
        severity: Some(store.severity),
        cwe: Some(store.cwe),
        docs: said(&store.docs),
        why: None,
        fix: None,
        revoke: said(&store.revoke),
        rotate: said(&store.rotate),
        examples: store.examples.clone(),
        french: None,
    }
}

fn secret(rule: &SecretRule) -> RuleCard {
    RuleCard {
        id: rule.id.clone(),
        kind: RuleKind::Secret,
        title: rule.title.clone(),
        severity: Some(rule.severity),
        cwe: Some(rule.cwe),
        docs: said(&rule.docs),
        why: None,
        fix: None,
        revoke: said(&rule.revoke),
        rotate: said(&rule.rotate),
        examples: rule.examples.clone(),
        french: None,
    }
}

/// The one rule that is no pack: a name and a value that speak for each other.
fn named_credential() -> Option<RuleCard> {
    let nothing = Rules {
        packs: vigie::rules::Packs::default(),
        digest: String::new(),
    };
    let info = Engine::new(&nothing, &Settings::default()).rule_info(NAMED_CREDENTIAL)?;
    Some(RuleCard {
        id: info.id.to_string(),
        kind: RuleKind::Secret,
        title: info.title,
        severity: Some(info.severity),
        cwe: info.cwe,
        docs: info.docs,
        why: None,
        fix: None,
        revoke: info.revoke,
        rotate: info.rotate,
        examples: Vec::new(),
        french: None,
    })
}

fn plain(kind: RuleKind, id: &str, title: &str, docs: &str, examples: &[Example]) -> RuleCard {
    let shown = examples.iter().filter(|example| !example.finds.is_empty());
    RuleCard {
        id: id.to_owned(),
        kind,
        title: title.to_owned(),
        severity: None,
        cwe: None,
        docs: said(docs),
        why: None,
        fix: None,
        revoke: None,
        rotate: None,
        examples: shown
            .map(|example| example.code.trim().to_owned())
            .collect(),
        french: None,
    }
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
