//! Who listens: alert rules, dashboards, scrapes and pipelines, and the names they listen to.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inventory::Context;
use super::place::Place;
use super::signal::vocabulary;
use super::text::SafeText;

vocabulary! {
    /// What kind of configuration listens.
    ObserverKind {
        /// A rule that fires.
        Alert = "alert",
        /// A rule that stores what its expression gives under a name of its own.
        RecordingRule = "recording-rule",
        /// A dashboard as a whole.
        Dashboard = "dashboard",
        /// A panel of a dashboard, or of a library of panels.
        Panel = "panel",
        /// A variable of a dashboard that is filled by a query.
        Variable = "variable",
        /// Marks on a dashboard's time axis that a query gives.
        Annotation = "annotation",
        /// An objective over an indicator.
        Slo = "slo",
        /// Who fetches metrics, and from where.
        Scrape = "scrape",
        /// A tree of routes from alerts to receivers.
        Route = "route",
        /// Somebody that alerts are sent to.
        Receiver = "receiver",
        /// A source of data that dashboards ask.
        Datasource = "datasource",
        /// Receivers, processors and exporters in a row.
        Pipeline = "pipeline",
        /// Somebody that reads logs and sends them on.
        Shipper = "shipper",
        /// A question whether a workload lives or is ready.
        Probe = "probe",
    }
}

vocabulary! {
    /// The language of an expression.
    QueryLanguage {
        /// Prometheus, and what speaks like it.
        PromQl = "promql",
        /// Loki.
        LogQl = "logql",
        /// Tempo.
        TraceQl = "traceql",
        /// Another one, whose expressions are kept and not read.
        Other = "other",
    }
}

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
