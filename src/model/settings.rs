//! Settings as a scan obeys them: every layer merged, nothing optional that has a default.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::signal::Severity;

/// What a scan obeys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Worker threads; 0 means one per core. Does not change what is found.
    #[serde(skip)]
    pub threads: usize,
    /// Larger files are not read. Bytes.
    pub max_file_bytes: u64,
    /// Larger files are not parsed. Bytes.
    pub max_parse_bytes: u64,
    /// Paths left out, in .gitignore syntax, relative to the root.
    pub exclude: Vec<String>,
    /// Parse vendored, generated and minified files too.
    pub parse_foreign: bool,
    /// Archives are opened.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub archives: bool,
    /// What is looked for.
    #[serde(skip_serializing_if = "Only::is_all")]
    pub only: Only,
    /// Rules that are off, by id.
    pub disabled_rules: Vec<String>,
    /// Findings below this severity are left out.
    pub min_severity: Severity,
    /// The register of secrets, from the root; empty for the usual places.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub register: String,
    /// The day that decides what has expired; without one nothing is judged by its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// How many days before its end something expires soon.
    pub soon_days: u32,
    /// Findings that somebody has looked at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<Allow>,
}

/// Findings that somebody has looked at: what everything given here speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Allow {
    /// The rule; `*` stands for any letters.
    pub rule: Option<String>,
    /// The files, in .gitignore syntax, relative to the root.
    pub path: Option<String>,
    /// The SHA-256 of the value, in lower-case hexadecimal.
    pub sha256: Option<String>,
    /// Why.
    pub reason: String,
    /// The last day on which it counts.
    pub expires: Option<Date>,
    /// The file it stands in, as it was named.
    #[serde(skip)]
    pub file: String,
    /// The line in it, from 1.
    #[serde(skip)]
    pub line: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            threads: 0,
            max_file_bytes: 64 << 20,
            max_parse_bytes: 2 << 20,
            exclude: Vec::new(),
            parse_foreign: false,
            archives: false,
            only: Only::All,
            disabled_rules: Vec::new(),
            min_severity: Severity::Info,
            register: String::new(),
            date: None,
            soon_days: 30,
            allow: Vec::new(),
        }
    }
}

/// What a scan looks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Only {
    /// Telemetry, secrets and references to secrets.
    #[default]
    All,
    /// Secrets alone, and those it finds are the ones that a whole scan finds.
    Secrets,
}

impl Only {
    /// Whether nothing is left out.
    pub const fn is_all(&self) -> bool {
        matches!(self, Self::All)
    }
}

/// From which severity on findings fail the run.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Findings never fail the run.
    #[default]
    Never,
    /// Any finding of low severity or worse.
    Low,
    /// Medium or worse.
    Medium,
    /// High or worse.
    High,
    /// Critical only.
    Critical,
}

impl FailOn {
    /// The severity from which on the run fails, if any.
    pub const fn threshold(self) -> Option<Severity> {
        match self {
            Self::Never => None,
            Self::Low => Some(Severity::Low),
            Self::Medium => Some(Severity::Medium),
            Self::High => Some(Severity::High),
            Self::Critical => Some(Severity::Critical),
        }
    }
}

/// Which half of the inventory a report shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// Both.
    #[default]
    All,
    /// Points and components.
    Observability,
    /// Secrets and references.
    Secrets,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A summary for people at a terminal.
    Terminal,
    /// The full inventory as Markdown.
    Markdown,
    /// The full inventory as one page for a browser.
    Html,
    /// The inventory for programs.
    Json,
    /// A diagram.
    Mermaid,
    /// Findings for code review.
    Sarif,
}
