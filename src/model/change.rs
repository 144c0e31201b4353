//! What a change does to what is told and to who listens: the difference of two inventories.
//!
//! These types are the published schema (`vigie schema diff`).

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::observer::{ObserverKind, UseKind};
use super::place::Place;
pub use super::priority::Priority;
use super::signal::{Instrument, Level, Severity, Signal, Source, vocabulary};
use super::text::SafeText;

/// Version of the JSON of a difference: the major number changes when a field changes its meaning
/// or goes.
pub const DIFF_VERSION: &str = "1.0";

vocabulary! {
    /// What happened to a point.
    PointChangeKind {
        /// It is gone, and nothing took its place.
        Removed = "removed",
        /// It has another name or message.
        Renamed = "renamed",
        /// A metric is of another kind or unit.
        Retyped = "retyped",
        /// It has other labels, fields or attributes.
        Relabelled = "relabelled",
        /// A log is of another level.
        Level = "level",
        /// It is new.
        Added = "added",
    }
}

vocabulary! {
    /// What speaks for two points being one under another name.
    Reason {
        /// They stand in the same function, or both outside of any.
        SameFunction = "same-function",
        /// They stand between the same neighbours.
        SamePlace = "same-place",
        /// They are the same one of those that changed there.
        SameOrder = "same-order",
        /// They are made with the same library.
        SameLibrary = "same-library",
        /// Their names or messages are alike.
        SimilarText = "similar-text",
        /// They have the same help text.
        SameHelp = "same-help",
        /// They have the same labels.
        SameLabels = "same-labels",
        /// They are of the same kind, unit or level.
        SameKind = "same-kind",
        /// Only what the registry or exporter adds to the name is another.
        SameWritten = "same-written",
    }
}

vocabulary! {
    /// What happened to an observer, a secret or a reference.
    ItemChangeKind {
        /// It is gone.
        Removed = "removed",
        /// It is not what it was.
        Changed = "changed",
        /// It is new.
        Added = "added",
    }
}

vocabulary! {
    /// What of an observer is not what it was.
    ObserverPart {
        /// Its name.
        Name = "name",
        /// What it is part of.
        Within = "within",
        /// What it asks.
        Expression = "expression",
        /// Its severity.
        Severity = "severity",
        /// Who is told.
        Receiver = "receiver",
        /// Where its runbook is.
        Runbook = "runbook",
        /// What it says of itself.
        Summary = "summary",
    }
}

vocabulary! {
    /// Why an observer no longer hears, or hears again.
    HearingCause {
        /// What emitted the name no longer does, or does again.
        Name = "name",
        /// What emits the name no longer has the label, or has it again.
        Label = "label",
        /// The observer itself was edited.
        Edit = "edit",
    }
}

vocabulary! {
    /// What is out of the ordinary.
    AnomalyKind {
        /// A component lost far more of its signals than the rest of the repository.
        SignalsLost = "signals-lost",
        /// A component has many times as many logs of level error or fatal.
        ErrorsMultiplied = "errors-multiplied",
        /// A metric has many more labels: each multiplies its series.
        LabelsExploded = "labels-exploded",
    }
}

/// What one inventory has become in another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Diff {
    /// Version of this document's schema.
    #[schemars(extend("pattern" = r"^1\.[0-9]+$"))]
    pub schema_version: &'static str,
    /// What was before.
    pub old: Version,
    /// What is now.
    pub new: Version,
    /// Both were made with the same rules and settings; where not, a part of the difference may be
    /// theirs.
    pub same_rules: bool,
    /// How much there is of everything.
    pub counts: DiffCounts,
    /// Observers that no longer hear what they ask for, the worst first.
    pub broken: Vec<Hearing>,
    /// Observers that hear again, the worst first.
    pub mended: Vec<Hearing>,
    /// Points that are not what they were, the worst first. Those of tests are left out.
    pub points: Vec<PointChange>,
    /// Observers that are not what they were, the worst first.
    pub observers: Vec<ObserverChange>,
    /// Secrets in the open that came or went, the worst first.
    pub secrets: Vec<SecretChange>,
    /// Secrets asked for by name that came or went, the worst first.
    pub references: Vec<ReferenceChange>,
    /// What is out of the ordinary.
    pub anomalies: Vec<Anomaly>,
}

/// What was compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Version {
    /// The folder's own name.
    pub name: String,
    /// The commit, where it is one.
    pub revision: Option<String>,
    /// Points in it; those of tests are left out.
    pub points: u64,
    /// Observers in it.
    pub observers: u64,
}

/// How much there is of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiffCounts {
    /// Entries that break something, observers and points together.
    pub breaking: u64,
    /// Observers that no longer hear.
    pub broken: u64,
    /// Observers that hear again.
    pub mended: u64,
    /// Points added.
    pub added: u64,
    /// Points removed.
    pub removed: u64,
    /// Points with another name or message.
    pub renamed: u64,
    /// Metrics of another kind or unit.
    pub retyped: u64,
    /// Points with other labels, fields or attributes.
    pub relabelled: u64,
    /// Logs of another level.
    pub level: u64,
    /// Points that only stand in another file. They are not listed.
    pub moved: u64,
    /// Points that are made with another library and are otherwise the same. They are not listed.
    pub ported: u64,
    /// Observers that only stand in another file. They are not listed.
    pub observers_moved: u64,
    /// Secrets in the open that are new.
    pub secrets_added: u64,
    /// Secrets in the open that are gone.
    pub secrets_removed: u64,
    /// Secrets that are newly asked for.
    pub references_added: u64,
    /// Secrets that are no longer asked for.
    pub references_removed: u64,
}

/// A point as one inventory holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Seen {
    /// Where.
    pub at: Place,
    /// The library it is made with.
    pub library: Arc<str>,
    /// Its name as written, or the message of a log.
    pub name: Option<SafeText>,
    /// For a metric: the name under which it is scraped.
    pub exposed: Option<SafeText>,
    /// For a log: its level.
    pub level: Option<Level>,
    /// For a metric: its instrument.
    pub instrument: Option<Instrument>,
    /// For a metric: its unit.
    pub unit: Option<SafeText>,
    /// The function around it.
    pub function: Option<SafeText>,
    /// The component it belongs to, by path.
    pub component: Option<Arc<str>>,
}

/// Why two points are believed to be one under another name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Belief {
    /// From 0 to 100.
    pub score: u8,
    /// What speaks for it, in a fixed order.
    pub because: Vec<Reason>,
}

/// Somebody who listens to a point.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Listener {
    /// What kind of configuration.
    pub kind: ObserverKind,
    /// Its name or title.
    pub name: Option<SafeText>,
    /// What it is part of.
    pub within: Option<SafeText>,
    /// Where: in the new inventory, or in the old one where it is gone.
    pub at: Place,
    /// It no longer hears because of this.
    pub broken: bool,
}

/// A point that is not what it was; where it stands in several places, the first of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PointChange {
    /// What happened; where several things did, the one that comes first in the vocabulary.
    pub kind: PointChangeKind,
    /// How much it matters.
    pub priority: Priority,
    /// It breaks an observer of this repository.
    pub breaking: bool,
    /// What kind of telemetry.
    pub signal: Signal,
    /// As it was.
    pub old: Option<Seen>,
    /// As it is.
    pub new: Option<Seen>,
    /// Labels, fields and attributes that it has now and had not.
    pub labels_added: Vec<SafeText>,
    /// Labels, fields and attributes that it had and has no more.
    pub labels_removed: Vec<SafeText>,
    /// For what was removed or renamed: how many points still bear the old name.
    pub remaining: u32,
    /// Why it is taken for the same point, where that was judged.
    pub belief: Option<Belief>,
    /// Who listens, those that break first.
    pub listeners: Vec<Listener>,
    /// The other places where the same happened to it.
    pub also: Vec<Place>,
}

/// An observer that no longer hears, or hears again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Hearing {
    /// How much it matters.
    pub priority: Priority,
    /// What kind of configuration.
    pub kind: ObserverKind,
    /// Its name or title.
    pub name: Option<SafeText>,
    /// What it is part of.
    pub within: Option<SafeText>,
    /// Where it stands now.
    pub at: Place,
    /// What it asks for.
    pub losses: Vec<Loss>,
}

/// A name or label that an observer asks for, which vanished or came back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Loss {
    /// Why.
    pub cause: HearingCause,
    /// What is asked for.
    pub what: UseKind,
    /// The name, as the expression asks for it.
    pub name: SafeText,
    /// The label, where it is one.
    pub label: Option<SafeText>,
    /// Something whose name is put together when the program runs may still be it.
    pub uncertain: bool,
    /// Where the expression stands.
    pub at: Place,
    /// Where what vanished stood before, or what came back stands now.
    pub point: Option<Place>,
    /// What it is called now, as far as that can be told.
    pub likely: Option<SafeText>,
}

/// An observer that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ObserverChange {
    /// What happened.
    pub kind: ItemChangeKind,
    /// How much it matters.
    pub priority: Priority,
    /// What kind of configuration.
    pub observer: ObserverKind,
    /// Its name or title.
    pub name: Option<SafeText>,
    /// What it was called, where it has another name now.
    pub was: Option<SafeText>,
    /// What it is part of.
    pub within: Option<SafeText>,
    /// Where it stands; for one that is gone, where it stood.
    pub at: Place,
    /// What of it is not what it was.
    pub parts: Vec<ObserverPart>,
}

/// A secret in the open that came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SecretChange {
    /// What happened.
    pub kind: ItemChangeKind,
    /// How much it matters.
    pub priority: Priority,
    /// The rule that knows it.
    pub rule: Arc<str>,
    /// What that rule looks for.
    pub title: String,
    /// How bad.
    pub severity: Severity,
    /// The name the value is given.
    pub name: Option<SafeText>,
    /// Where it stands; for one that is gone, where it stood.
    pub at: Place,
}

/// A secret asked for by name that came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReferenceChange {
    /// What happened.
    pub kind: ItemChangeKind,
    /// How much it matters.
    pub priority: Priority,
    /// The name asked for.
    pub name: SafeText,
    /// The key asked for below that name.
    pub key: Option<SafeText>,
    /// Where the value comes from.
    pub source: Source,
    /// The first place; for one that is gone, the first place of before.
    pub at: Place,
    /// How many places ask.
    pub places: u32,
}

/// Something out of the ordinary, with its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Anomaly {
    /// What.
    pub kind: AnomalyKind,
    /// How much it matters.
    pub priority: Priority,
    /// The component, by path, where it is about one.
    pub component: Option<Arc<str>>,
    /// The metric, where it is about one.
    pub name: Option<SafeText>,
    /// Where that stands.
    pub at: Option<Place>,
    /// How many there were.
    pub before: u64,
    /// How many there are, or are left.
    pub after: u64,
}
