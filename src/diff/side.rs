//! One side of a comparison: as much of an inventory as is compared, from a scan or from its JSON.

use std::sync::Arc;

use serde::Deserialize;

use crate::model::inventory::{Component, Context, Finding, Inventory, Point, Reference};
use crate::model::observer::Observer;
use crate::model::place::Place;
use crate::model::settings::View;
use crate::model::signal::{Role, Severity, Source, Topic};
use crate::model::text::SafeText;

/// The first version of the JSON inventory that says who listens.
const LEAST: (u32, u32) = (1, 2);

/// Why a text is no side of a comparison.
#[derive(Debug, thiserror::Error)]
pub enum SideError {
    /// It is no inventory.
    #[error("it is no JSON inventory: {0}")]
    Form(String),
    /// Its schema is not understood.
    #[error("it is an inventory of version {0}, and {least}.x from {least}.{from} on is understood", least = LEAST.0, from = LEAST.1)]
    Schema(String),
    /// It holds only a part of what was scanned.
    #[error("it holds only a part: {0}")]
    Partial(&'static str),
}

/// As much of an inventory as is compared.
#[derive(Clone, Debug)]
pub struct Side {
    /// The folder's own name.
    pub name: String,
    /// The commit.
    pub revision: Option<String>,
    /// Digest of the packs in force.
    pub rules_digest: String,
    /// Digest of the settings in force.
    pub settings_digest: String,
    /// The folders of components.
    pub components: Vec<Component>,
    /// What the code emits, by place.
    pub points: Vec<Point>,
    /// What listens, by place.
    pub observers: Vec<Observer>,
    /// Secrets in the open, by place.
    pub(super) secrets: Vec<Held>,
    /// Secrets asked for by name, by place.
    pub(super) asked: Vec<Asked>,
}

/// A secret in the open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) at: Place,
    pub(super) rule: Arc<str>,
    pub(super) title: String,
    pub(super) severity: Severity,
    pub(super) name: Option<SafeText>,
    pub(super) fingerprint: String,
}

/// A place that asks for a secret by name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Asked {
    pub(super) at: Place,
    pub(super) name: SafeText,
    pub(super) key: Option<SafeText>,
    pub(super) source: Source,
    pub(super) role: Role,
    pub(super) secret: bool,
    pub(super) context: Context,
}

/// The JSON inventory, as far as it is read.
#[derive(Deserialize)]
struct Document {
    schema_version: String,
    view: View,
    tool: Tool,
    target: Target,
    components: Vec<Component>,
    points: Vec<Point>,
    observers: Vec<Observer>,
    findings: Vec<Found>,
    rules: Vec<Rule>,
    references: Vec<Asked>,
}

#[derive(Deserialize)]
struct Tool {
    rules_digest: String,
    settings_digest: String,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    revision: Option<String>,
    base: Option<String>,
    history: bool,
}

#[derive(Deserialize)]
struct Found {
    at: Place,
    rule: Arc<str>,
    severity: Severity,
    name: Option<SafeText>,
    fingerprint: String,
}

#[derive(Deserialize)]
struct Rule {
    id: Arc<str>,
    title: String,
    topic: Topic,
}

/// Enough of a document to say what is wrong with the rest.
#[derive(Deserialize)]
struct Head {
    schema_version: String,
}

impl Side {
    /// Of a scan.
    pub fn of(inventory: Inventory) -> Self {
        let rules = inventory.rules.iter();
        let rules: Vec<Rule> = rules
            .map(|rule| Rule {
                id: rule.id.clone(),
                title: rule.title.clone(),
                topic: rule.topic,
            })
            .collect();
        let found = inventory.findings.into_iter().map(found).collect();
        Self {
            name: inventory.target.name,
            revision: inventory.target.revision,
            rules_digest: inventory.tool.rules_digest,
            settings_digest: inventory.tool.settings_digest,
            components: inventory.components,
            points: inventory.points,
            observers: inventory.observers,
            secrets: held(found, &rules),
            asked: secret(inventory.references.into_iter().map(asked).collect()),
        }
    }

    /// Of the JSON that a scan wrote.
    pub fn read(text: &str) -> Result<Self, SideError> {
        let form = |error: serde_json::Error| SideError::Form(error.to_string());
        let head: Head = serde_json::from_str(text).map_err(form)?;
        let version = head.schema_version.split_once('.');
        let version =
            version.and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
        if version.is_none_or(|version: (u32, u32)| version.0 != LEAST.0 || version < LEAST) {
            return Err(SideError::Schema(head.schema_version));
        }
        let document: Document = serde_json::from_str(text).map_err(form)?;
        if document.view != View::All {
            return Err(SideError::Partial(
                "it was written with --view, or of secrets alone",
            ));
        }
        if document.target.base.is_some() {
            return Err(SideError::Partial("it was made with --base"));
        }
        if document.target.history {
            return Err(SideError::Partial("it was made with --history"));
        }
        debug_assert_eq!(head.schema_version, document.schema_version);
        Ok(Self {
            name: document.target.name,
            revision: document.target.revision,
            rules_digest: document.tool.rules_digest,
            settings_digest: document.tool.settings_digest,
            components: document.components,
            points: document.points,
            observers: document.observers,
            secrets: held(document.findings, &document.rules),
            asked: secret(document.references),
        })
    }
}

fn found(finding: Finding) -> Found {
    Found {
        at: finding.at,
        rule: finding.rule,
        severity: finding.severity,
        name: finding.name,
        fingerprint: finding.fingerprint,
    }
}

/// The findings that are about secrets.
fn held(found: Vec<Found>, rules: &[Rule]) -> Vec<Held> {
    let rule_of = |id: &str| rules.iter().find(|rule| &*rule.id == id);
    let found = found.into_iter().filter_map(|one| {
        let rule = rule_of(&one.rule)?;
        (rule.topic == Topic::Secrets).then(|| Held {
            at: one.at,
            title: rule.title.clone(),
            rule: one.rule,
            severity: one.severity,
            name: one.name,
            fingerprint: one.fingerprint,
        })
    });
    found.collect()
}

fn asked(reference: Reference) -> Asked {
    Asked {
        at: reference.at,
        name: reference.name,
        key: reference.key,
        source: reference.source,
        role: reference.role,
        secret: reference.secret,
        context: reference.context,
    }
}

/// What tests and manuals ask for, nobody has to provide.
fn secret(mut asked: Vec<Asked>) -> Vec<Asked> {
    asked.retain(|one| one.secret && one.context == Context::Product && one.role != Role::Provides);
    asked
}
