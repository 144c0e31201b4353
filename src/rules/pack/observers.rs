//! What packs say of files that listen, of names that others bring, and of findings that are no
//! secrets.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Example, Route, Step};
use crate::model::listening::ObserverKind;
use crate::model::signal::{Confidence, Severity, Topic};
use crate::model::translation::RuleText;

/// Files that listen, and what others bring for them to listen to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ObserverPack {
    /// `prometheus`.
    pub id: String,
    /// `Prometheus`.
    pub title: String,
    /// Where it is documented.
    pub docs: String,
    /// Which files are worth reading, and how.
    pub files: Vec<ObserverFile>,
    /// What listens, by the keys that lead to it.
    pub entries: Vec<ObserverEntry>,
    /// Example sources that are the pack's tests.
    pub examples: Vec<Example>,
    /// The names that come with it.
    pub brings: Vec<Brings>,
}

/// A kind of file that listens.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ObserverFile {
    /// How it is read.
    pub reader: Reader,
    /// Words of which one must stand in it.
    pub words: Vec<String>,
}

/// Something that listens, by its path of keys in a configuration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ObserverEntry {
    /// What it is.
    pub kind: ObserverKind,
    /// Whose it is: `datadog`.
    pub system: String,
    /// Words of which one must stand in the file.
    pub words: Vec<String>,
    /// Globs over the file name, or the end of the path where they hold a `/`; without any, every
    /// file of a language that is read as a tree, and documents inside of others.
    pub files: Vec<String>,
    /// Ids of languages; without any, all.
    pub languages: Vec<String>,
    /// The keys that lead to it, the last one first.
    pub steps: Vec<Step>,
    /// The first key stands at the top of the document.
    pub rooted: bool,
    /// What must stand elsewhere: globs over the value, of which one fits. The empty glob: nothing
    /// stands there.
    pub given: Vec<(Route, Vec<String>)>,
    /// Where its name stands.
    pub name: Vec<Route>,
    /// Its name, where none stands there.
    pub called: Option<String>,
    /// Where the name of what it is part of stands.
    pub within: Vec<Route>,
    /// Where its severity stands.
    pub severity: Vec<Route>,
    /// Where its questions stand, in a language that is kept and not read: all that are there.
    pub asks: Vec<Route>,
    /// Where its questions to a Prometheus stand.
    pub promql: Vec<Route>,
    /// Where it says who is told: all that are there.
    pub receiver: Vec<Route>,
    /// Who is told, where nothing stands there.
    pub channel: Option<String>,
    /// Where it says what it means.
    pub summary: Vec<Route>,
    /// Where it says where its runbook is.
    pub runbook: Vec<Route>,
}

/// How a file of observers is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reader {
    /// Alerting and recording rules, wherever they stand in a file.
    Rules,
    /// Dashboards of Grafana.
    Dashboards,
    /// Scrape configurations.
    Scrapes,
    /// Monitors of the Prometheus operator.
    Monitors,
    /// Routes and receivers of alerts.
    Alertmanager,
    /// Datasources of Grafana.
    Datasources,
    /// Pipelines of an OpenTelemetry collector.
    Collector,
    /// Probes of Kubernetes and health checks of Compose.
    Probes,
    /// Services of Compose, by what they are built from.
    Services,
    /// Objectives.
    Slos,
    /// Those that read logs and send them on.
    Shippers,
    /// Rules and panels in Jsonnet; the words are functions that are handed expressions.
    Jsonnet,
}

/// Names that come with something that others run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Brings {
    /// Whose they are.
    pub origin: Origin,
    /// What all their names begin with.
    pub prefixes: Vec<String>,
    /// Whole names.
    pub names: Vec<String>,
    /// What follows the program's own first word in the names of libraries that are given a prefix.
    pub tails: Vec<String>,
    /// What stands somewhere behind that first word.
    pub parts: Vec<String>,
    /// Labels that they come with, or that scraping adds to everything.
    pub labels: Vec<String>,
    /// Names that are some of them.
    pub examples: Vec<String>,
    /// Names that are none of them.
    pub counterexamples: Vec<String>,
}

/// Whose names they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The platform's or a runtime's own.
    Platform,
    /// Another product's.
    ThirdParty,
}

impl Brings {
    /// Whether a name is one of these.
    pub fn holds(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
            || self
                .prefixes
                .iter()
                .any(|prefix| name.starts_with(prefix.as_str()))
            || self.continues(name)
    }

    /// Whether a name goes on, behind its first word, as a library's names do.
    pub fn continues(&self, name: &str) -> bool {
        let Some(first) = name.find('_') else {
            return false;
        };
        let rest = &name[first..];
        let base = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|suffix| rest.strip_suffix(suffix))
            .unwrap_or(rest);
        self.tails.iter().any(|tail| tail == base || tail == rest)
            || self.parts.iter().any(|part| rest.contains(part.as_str()))
    }
}

/// Findings that follow from several facts, and are no secrets themselves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindingPack {
    /// `register`.
    pub id: String,
    /// One line.
    pub title: String,
    /// The findings.
    pub findings: Vec<FindingRule>,
}

/// What is said of one such finding. The mechanism that makes it is code, and knows it by its id.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindingRule {
    /// `secret-undeclared`.
    pub id: String,
    /// One line.
    pub title: String,
    /// What it is about.
    pub topic: Topic,
    /// Why it matters.
    pub why: String,
    /// What to do about it.
    pub fix: String,
    /// The same in French.
    pub french: Option<RuleText>,
    /// How bad it is in what ships.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// The common weakness, where it is an instance of one.
    pub cwe: Option<u32>,
    /// Where it is documented.
    pub docs: String,
    /// Names of which it is not said.
    pub except: Vec<String>,
    /// It is not said at all, until a pack of the same id takes the place of this one.
    pub off: bool,
    /// Files that show it, and the same files mended.
    pub examples: Vec<FindingExample>,
}

/// Files that show a finding.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindingExample {
    /// Path → text; the rule finds something in them.
    pub wrong: BTreeMap<String, String>,
    /// Path → text; the rule finds nothing.
    pub right: BTreeMap<String, String>,
}
