//! Who listens: alert rules, dashboards, scrapes and pipelines, and the names they listen to.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inventory::Context;
pub use super::listening::{ObserverKind, QueryLanguage};
use super::place::Place;
use super::signal::vocabulary;
use super::text::SafeText;

vocabulary! {
    /// What a name that an observer uses is the name of.
    UseKind {
        /// A metric, as it is stored.
        Metric = "metric",
        /// A label whose values are asked for, whatever metric carries it.
        Label = "label",
        /// A piece of a log's text.
        LogText = "log-text",
        /// A span.
        Span = "span",
    }
}

vocabulary! {
    /// How a used name is given.
    UseForm {
        /// The whole name.
        Exact = "exact",
        /// A regular expression over whole names.
        Pattern = "pattern",
        /// A name with holes that something else fills, written `{hole}`.
        Template = "template",
    }
}

vocabulary! {
    /// What a label does in an expression.
    LabelRole {
        /// Only series that have it with a certain value are taken.
        Select = "select",
        /// Series that have it with a certain value are left out.
        Exclude = "exclude",
        /// What is left has it: `by`.
        Group = "group",
        /// Two sides are matched on it: `on`.
        Join = "join",
        /// It is left out of account: `without`, `ignoring`.
        Drop = "drop",
    }
}

vocabulary! {
    /// Whether what an observer listens to exists.
    Verdict {
        /// A point of this repository emits it.
        Emitted = "emitted",
        /// A point whose name is put together when the program runs may be it.
        MatchesComposed = "matches-composed",
        /// A recording rule of this repository makes it.
        RecordedHere = "recorded-here",
        /// A well-known exporter or a runtime's own collector brings it.
        Platform = "platform",
        /// Another well-known product brings it.
        ThirdParty = "third-party",
        /// Nothing here speaks for or against it.
        Unknown = "unknown",
        /// It looks like one of this repository's own, and nothing emits it.
        Nowhere = "nowhere",
    }
}

/// One configuration that listens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Observer {
    /// Where its name stands, or its expression where it has none.
    pub at: Place,
    /// What kind of configuration.
    pub kind: ObserverKind,
    /// Whose it is: `prometheus`, `grafana`, `loki`, `alertmanager`, `opentelemetry`, `kubernetes`.
    pub system: Arc<str>,
    /// Its name or title.
    pub name: Option<SafeText>,
    /// What it is part of: a group of rules, a dashboard, a job.
    pub within: Option<SafeText>,
    /// Its severity, as written.
    pub severity: Option<SafeText>,
    /// The language of its expression, where it has one.
    pub language: Option<QueryLanguage>,
    /// What it asks, one query a line, shortened when long.
    pub expression: Option<SafeText>,
    /// Some of the expression could not be read: names may be missing from `uses`.
    pub partial: bool,
    /// The names it uses.
    pub uses: Vec<Use>,
    /// Who is told, or where what was read is sent.
    pub receiver: Option<SafeText>,
    /// Where its runbook is.
    pub runbook: Option<SafeText>,
    /// What it says of itself: a summary or description.
    pub summary: Option<SafeText>,
    /// The component it belongs to, by path.
    pub component: Option<Arc<str>>,
    /// Whether it ships.
    pub context: Context,
    /// What is wrong with it that its own file shows.
    #[serde(skip)]
    pub faults: Vec<Fault>,
    /// Metrics that it stores under another name than the one they are scraped under.
    #[serde(skip)]
    pub renames: Vec<Rename>,
    /// The labels that an alert is given.
    #[serde(skip)]
    pub labels: Vec<(SafeText, SafeText)>,
    /// The tree of routes whose top this is; a branch stands behind the one it grows from.
    #[serde(skip)]
    pub routing: Vec<Branch>,
    /// The datasources that a dashboard names, by name or identifier; those that are provided.
    #[serde(skip)]
    pub sources: Vec<SafeText>,
}

/// A service that is built from a folder of this repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Built {
    /// The name under which others reach it.
    pub name: SafeText,
    /// The folder, from the root.
    pub folder: SafeText,
}

/// A route from alerts to a receiver.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Branch {
    /// The branch it grows from, none for the top.
    pub parent: Option<u32>,
    /// What an alert's labels must be like, all of them.
    pub matchers: Vec<Matcher>,
    /// Its receiver, its own or that of the branch it grows from.
    pub receiver: SafeText,
    /// That receiver tells nobody.
    pub silent: bool,
    /// What it has taken is offered to the branches behind it, too.
    pub continues: bool,
}

/// What a label must be like.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Matcher {
    /// The label.
    pub label: SafeText,
    /// The value, or a regular expression over the whole of it.
    pub value: SafeText,
    /// It is an expression.
    pub pattern: bool,
    /// It must not be like this.
    pub not: bool,
}

/// Metrics that are stored under another name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rename {
    /// A regular expression over the whole name.
    pub pattern: SafeText,
    /// The new name, with `$1` for groups.
    pub replacement: SafeText,
}

/// A name that an observer uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Use {
    /// The name as the expression asks for it.
    pub name: SafeText,
    /// What it is the name of.
    pub kind: UseKind,
    /// How it is given.
    pub form: UseForm,
    /// The labels it is asked by.
    pub labels: Vec<LabelUse>,
    /// The functions it is handed to, the nearest first.
    pub functions: Vec<Arc<str>>,
    /// Whether it exists.
    pub verdict: Verdict,
    /// For what is nowhere: the name that comes nearest.
    pub suggestion: Option<SafeText>,
    /// Where the expression stands.
    pub at: Place,
}

/// A label that an expression uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct LabelUse {
    /// Its name.
    pub name: SafeText,
    /// What it does.
    pub role: LabelRole,
}

/// What the file of an observer shows to be wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The rule of the catalogue.
    pub rule: &'static str,
    /// What it is about.
    pub name: SafeText,
    /// Where.
    pub at: Place,
}
