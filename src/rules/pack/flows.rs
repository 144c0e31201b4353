//! Where values must not arrive, and what names of calls and members say of the values behind them.

use serde::{Deserialize, Serialize};

use crate::model::language::Family;
use crate::model::signal::Severity;

/// Which findings a class of data leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeakFinding {
    /// It opens something.
    Secret,
    /// It is about a person.
    PersonalData,
}

/// What of a class of data may not reach a log, a label, a span or an error.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Leak {
    /// What kind of finding it is.
    pub finding: LeakFinding,
    /// How bad it is where a path of resolved steps leads there.
    pub severity: Severity,
    /// Controls that it touches: `GDPR Art. 5(1)(f)`.
    pub controls: Vec<String>,
    /// Names beside those of the pack.
    pub names: Vec<String>,
    /// Names of the pack that are no leak.
    pub harmless: Vec<String>,
    /// Names that mean many other things: they count where one of `contexts` stands around.
    pub weak: Vec<String>,
    /// Words around a weak name that make it one of these.
    pub contexts: Vec<String>,
    /// Words around a weak name that make it something else.
    pub unless_contexts: Vec<String>,
    /// Types whose values are such data.
    pub types: Vec<String>,
    /// Names that are such data.
    pub examples: Vec<String>,
    /// Names that are none.
    pub counterexamples: Vec<String>,
}

/// A place where a value leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SinkKind {
    /// The text of an error or exception.
    Error,
    /// The arguments of another program.
    Command,
    /// An attribute or event of a span.
    Span,
    /// The label of a metric.
    Metric,
}

/// Calls that are such a place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SinkRule {
    /// What kind.
    pub kind: SinkKind,
    /// Names: of the call, or of its receiver and the call; `*` stands for any beginning.
    pub calls: Vec<String>,
    /// Only constructors.
    pub constructed: bool,
}

/// Words of one language, or of all.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FlowPack {
    /// `go`.
    pub id: String,
    /// One line.
    pub title: String,
    /// Whose calls these are; `None` for every language's.
    pub family: Option<Family>,
    /// Places where values leave.
    pub sinks: Vec<SinkRule>,
    /// Words of calls that leave nothing of a value.
    pub cleaners: Vec<String>,
    /// Calls that hand a value on.
    pub carriers: Vec<String>,
    /// Calls that hand on what stands last, behind its key.
    pub carriers_of_last: Vec<String>,
    /// Calls that fetch by a name in quotes.
    pub getters: Vec<String>,
    /// Members that are the value.
    pub through: Vec<String>,
    /// What holds words about values.
    pub labels: Vec<String>,
    /// First words of names that speak about a value.
    pub speaks: Vec<String>,
    /// Words of names whose value is no longer itself.
    pub spoilt: Vec<String>,
    /// Words behind a name that leave it what it is.
    pub neutral: Vec<String>,
    /// Types that say nothing.
    pub plain_types: Vec<String>,
    /// Types that hide what they hold.
    pub hiding_types: Vec<String>,
    /// Annotations that hide a field.
    pub hiding_annotations: Vec<String>,
    /// Types of requests.
    pub request_types: Vec<String>,
    /// Members of a request that carry what its sender put there.
    pub request_parts: Vec<String>,
    /// Members of a request of which its sender chooses the values.
    pub request_inputs: Vec<String>,
    /// What a request is called.
    pub request_names: Vec<String>,
}
