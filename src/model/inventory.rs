//! Everything found, in one fixed order: what reports render and the JSON output writes down.
//!
//! These types are the published schema (`vigie schema`): a field added here is added there.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lifetime::{Certificate, Lifetime};
use super::message::Message;
use super::observer::Observer;
use super::place::{Place, Span};
use super::register::{Declaration, Declared};
use super::signal::{
    Confidence, Instrument, Level, ResolvedBy, Role, Severity, Signal, Source, Topic, Why,
};
use super::suppression::{Marked, Suppressed, Unused};
use super::text::{Redacted, SafeText};
use super::translation::{Lang, RuleText};

/// Version of the JSON inventory: the major number changes when a field changes its meaning or goes.
pub const SCHEMA_VERSION: &str = "1.3";

/// Everything found in one scan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Inventory {
    /// Version of this document's schema.
    pub schema_version: &'static str,
    /// What wrote it.
    pub tool: Tool,
    /// What was scanned.
    pub target: Target,
    /// Counts.
    pub statistics: Statistics,
    /// Packages, services and deployables, by folder.
    pub components: Vec<Component>,
    /// What the code emits, by place.
    pub points: Vec<Point>,
    /// What listens to points, by place.
    pub observers: Vec<Observer>,
    /// What a person should look at, by place.
    pub findings: Vec<Finding>,
    /// The rules the findings name, by id.
    pub rules: Vec<RuleInfo>,
    /// Where the code asks for secrets and settings, by place.
    pub references: Vec<Reference>,
    /// What the register of secrets declares, by place.
    pub declarations: Vec<Declaration>,
    /// X.509 certificates, by place.
    pub certificates: Vec<Certificate>,
    /// Tokens that say until when they work, by place.
    pub lifetimes: Vec<Lifetime>,
    /// Files that were not fully read, by path.
    pub skips: Vec<Skip>,
    /// Findings that somebody has looked at, by place: they do not count.
    pub suppressed: Vec<Suppressed>,
    /// Marks and entries that suppress nothing, by place.
    pub unused: Vec<Unused>,
    /// What the baseline did, where one was compared with.
    pub baseline: Option<Compared>,
    /// Every mark of every file, by place, before anybody obeys them.
    #[serde(skip)]
    pub marks: Vec<Marked>,
}

/// What a baseline did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Compared {
    /// The file.
    pub file: SafeText,
    /// Findings that it accepts.
    pub accepted: u64,
    /// What it accepted and is no longer there.
    pub gone: u64,
}

/// What wrote an inventory.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Tool {
    /// Always `vigie`.
    pub name: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// Digest of the packs in force: equal digests mean equal rules.
    pub rules_digest: String,
    /// Digest of the settings that can change what is found.
    pub settings_digest: String,
}

/// What was scanned.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Target {
    /// The folder's own name.
    pub name: String,
    /// The commit checked out, if the folder is a git work tree.
    pub revision: Option<String>,
    /// The commit that was compared with: only what was added since is here.
    pub base: Option<String>,
    /// Every version of every file was read, and not only the present one.
    pub history: bool,
    /// For a scan of the history: the clone is shallow, and older commits were not in it.
    pub shallow: bool,
    /// Nothing but secrets was looked for: no points and no references are here.
    pub secrets_only: bool,
}

/// Counts over one scan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Statistics {
    /// Files read, whole or in part.
    pub files: u64,
    /// Bytes of those files.
    pub bytes: u64,
    /// Files whose syntax was read.
    pub parsed: u64,
    /// Files read a second time because another file taught the scan what to look for.
    pub reread: u64,
    /// Names that a second round would have needed and that stayed unresolved.
    pub unresolved: u64,
    /// Files that a vendored, generated or minified tree holds: read for secrets, not parsed.
    pub foreign: u64,
    /// Files per language, by name.
    pub languages: std::collections::BTreeMap<String, u64>,
}

/// A package, service or deployable: the folder of its manifest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Component {
    /// Its folder from the root, `""` for the root itself.
    pub path: Arc<str>,
    /// The name its manifest gives, else the folder's.
    pub name: SafeText,
    /// The manifest's path.
    pub manifest: Arc<str>,
}

/// One place where the code emits something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Point {
    /// Where: the last name of the call.
    pub at: Place,
    /// The library, as its pack is called: `python/logging`.
    pub library: Arc<str>,
    /// What kind of telemetry.
    pub signal: Signal,
    /// For a log: its level. `None` where it is decided when the program runs.
    pub level: Option<Level>,
    /// For a log or event: the message, holes as `{…}` in the writer's own notation.
    pub template: Option<SafeText>,
    /// For a metric or span: the name as written, prefixes joined, unknown parts as `{hole}`.
    pub name: Option<SafeText>,
    /// For a metric: the name under which it is scraped, by the rules of its client; none where the
    /// client exposes nothing by itself, or a part of the name is unknown.
    pub exposed: Option<SafeText>,
    /// For a metric: the instrument.
    pub instrument: Option<Instrument>,
    /// For a metric: the unit, as written.
    pub unit: Option<SafeText>,
    /// For a metric: its help text or description.
    pub help: Option<SafeText>,
    /// Fields, labels, attributes.
    pub attributes: Vec<Attribute>,
    /// The function around it, with its type: `Server.handle`.
    pub function: Option<SafeText>,
    /// The component it belongs to, by path.
    pub component: Option<Arc<str>>,
    /// The wrapper through which the library is reached, if one is.
    pub through: Option<SafeText>,
    /// How the receiver was recognised.
    pub resolved_by: ResolvedBy,
    /// How sure that makes us.
    pub confidence: Confidence,
    /// It stands in test code.
    pub test: bool,
    /// Who listens to it: places in the list of observers, from 0.
    pub watched_by: Vec<u32>,
}

/// A field, label or attribute of a point.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Attribute {
    /// Its key.
    pub key: SafeText,
    /// The expression that fills it, where one stands in the call.
    pub expression: Option<SafeText>,
}

/// Something a person should look at.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Finding {
    /// Where.
    pub at: Place,
    /// The rule, one of [`Inventory::rules`].
    pub rule: Arc<str>,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// What is said.
    pub message: Message,
    /// For a secret: what stands in its place.
    #[serde(rename = "mask")]
    #[schemars(with = "Option<String>")]
    #[serde(serialize_with = "only_the_mask")]
    pub evidence: Option<Redacted>,
    /// The name the value was given, where it stands beside one.
    pub name: Option<SafeText>,
    /// Survives edits above it: a hash of rule, path, scope, name and ordinal.
    pub fingerprint: String,
    /// How many findings in this inventory hold the same value, this one included.
    pub copies: u32,
    /// Other places that it speaks of, in order.
    pub related: Vec<Place>,
    /// The component it belongs to, by path.
    pub component: Option<Arc<str>>,
    /// It stands in test code, documentation, or a vendored or generated file.
    pub context: Context,
    /// The line it stands on, redacted; and the rolling hash that code scanning tracks it by.
    pub excerpt: Option<Excerpt>,
    /// For a scan of the history: since when it stands there, and whether it still does.
    pub history: Option<History>,
    /// What the register says of the secret of that name.
    pub declared: Option<Declared>,
    /// For data that reaches others: where it comes from and what it goes through, up to where it
    /// is told.
    pub flow: Vec<Place>,
    /// For data that reaches others: what it is.
    pub data: Option<Data>,
}

/// A class of sensitive data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Data {
    /// Its name, as its pack is called: `credentials`.
    pub class: Arc<str>,
    /// One line.
    pub title: SafeText,
    /// Controls that ask for its protection.
    pub controls: Vec<Arc<str>>,
}

/// Hash of what makes a finding the same finding after an edit above it: rule, path, scope and name
/// (FNV-1a, 64 bits). [`Finding::fingerprint`] holds it with an ordinal.
pub fn identity(parts: [&str; 4]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What the history tells of a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct History {
    /// The commit that brought it, in hexadecimal.
    pub commit: String,
    /// It still stands in the commit that is checked out.
    pub at_head: bool,
    /// How many versions of the file hold it.
    pub versions: u32,
}

/// What surrounds a finding.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Context {
    /// Code and configuration that ships.
    #[default]
    Product,
    /// Tests, fixtures and examples.
    Test,
    /// Documentation.
    Documentation,
    /// Vendored, generated or minified files.
    Foreign,
}

/// The line of a finding, read again after the scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Excerpt {
    /// The line without its end, every secret of the file masked; shortened around the hit when long.
    pub line: SafeText,
    /// First column of the hit in `line`, from 1, in code points.
    pub start_column: u32,
    /// One past its last column.
    pub end_column: u32,
    /// `primaryLocationLineHash` as github/codeql-action computes it.
    pub line_hash: String,
}

/// What a report needs to know of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleInfo {
    /// The id.
    pub id: Arc<str>,
    /// One line.
    pub title: String,
    /// The common weakness it is an instance of.
    pub cwe: Option<u32>,
    /// Its severity unless a finding says otherwise.
    pub severity: Severity,
    /// Where the format or the handling is documented.
    pub docs: Option<String>,
    /// How to revoke.
    pub revoke: Option<String>,
    /// How to rotate.
    pub rotate: Option<String>,
    /// What its findings are about.
    pub topic: Topic,
    /// For what is no secret itself: why it matters.
    pub why: Option<String>,
    /// For what is no secret itself: what to do about it.
    pub fix: Option<String>,
    /// The same in French, for people alone: documents for programs speak one language.
    #[serde(skip)]
    pub french: Option<RuleText>,
}

/// What is said of a rule in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'r> {
    /// One line.
    pub title: &'r str,
    /// For what is no secret itself: why it matters.
    pub why: Option<&'r str>,
    /// For what is no secret itself: what to do about it.
    pub fix: Option<&'r str>,
}

impl RuleInfo {
    /// What is said of the rule in `lang`; in English where it says nothing in that.
    pub fn told(&self, lang: Lang) -> Told<'_> {
        match (lang, &self.french) {
            (Lang::Fr, Some(text)) => Told {
                title: &text.title,
                why: Some(&text.why),
                fix: Some(&text.fix),
            },
            (Lang::En, _) | (_, None) => Told {
                title: &self.title,
                why: self.why.as_deref(),
                fix: self.fix.as_deref(),
            },
        }
    }
}

/// A place that asks for a secret or a setting by name, without holding it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Reference {
    /// Where.
    pub at: Place,
    /// The name asked for.
    pub name: SafeText,
    /// The key asked for below that name: the entry of a Kubernetes Secret, the property of a vault's.
    pub key: Option<SafeText>,
    /// Where the value comes from.
    pub source: Source,
    /// What the place has to do with the value.
    pub role: Role,
    /// It is a secret rather than a plain setting.
    pub secret: bool,
    /// Why it is taken for a secret, where it is.
    pub why: Option<Why>,
    /// The name under which it is handed on: the variable that a Kubernetes Secret becomes.
    pub into: Option<SafeText>,
    /// Who gets it, where the place says so: the workload, service, job or Secret.
    pub consumer: Option<SafeText>,
    /// The value used when nothing is provided is written in the code.
    pub has_default: bool,
    /// Where that is, in the same file.
    #[serde(skip)]
    #[schemars(skip)]
    pub default: Option<Span>,
    /// It stands in test code, documentation, or a vendored or generated file.
    pub context: Context,
    /// The rule that recognised it: `python/os`, `github-actions`.
    pub library: Arc<str>,
    /// The function around it.
    pub function: Option<SafeText>,
    /// The component it belongs to, by path.
    pub component: Option<Arc<str>>,
    /// What the register says of the secret of that name.
    pub declared: Option<Declared>,
}

/// Why a file was not fully read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// Not text.
    Binary,
    /// Larger than the limit; not read at all.
    TooLarge,
    /// Larger than the limit for parsing; searched for secrets only.
    TooLargeToParse,
    /// The system refused to read it.
    Unreadable,
    /// Some of it did not parse; what parsed was used.
    SyntaxErrors,
    /// The parser ran out of time; searched for secrets only.
    TimedOut,
    /// The scan of this file failed inside Vigie.
    Panicked,
    /// Some of what is packed in it was not read.
    Archive,
}

/// A file that was not fully read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Skip {
    /// The file.
    pub path: Arc<str>,
    /// Why.
    pub reason: SkipReason,
    /// What the system said, where it said something.
    pub detail: Option<SafeText>,
}

/// Serialises evidence as its mask alone: the id of a secret is never written.
#[expect(clippy::ref_option, reason = "serde hands a field over by reference")]
fn only_the_mask<S: serde::Serializer>(
    evidence: &Option<Redacted>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    evidence
        .as_ref()
        .map(|evidence| &evidence.mask)
        .serialize(serializer)
}
