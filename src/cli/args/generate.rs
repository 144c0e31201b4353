//! What can be typed about what is made of an inventory.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use vigie::generate::Kind;

use super::PackFlags;

/// `vigie generate`.
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// What to make
    #[arg(value_name = "WHAT")]
    pub(crate) what: Made,

    /// The folder whose code it is made for
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) path: PathBuf,

    /// The folder it is written into
    #[arg(long, value_name = "DIR", default_value = "observability", help_heading = "Output", value_hint = ValueHint::DirPath)]
    pub(crate) out_dir: PathBuf,

    /// Only for the component of this name or path
    #[arg(long, value_name = "NAME")]
    pub(crate) component: Option<String>,

    /// Say what would be written, and write nothing
    #[arg(long, help_heading = "Output")]
    pub(crate) dry_run: bool,

    /// Write nothing, and exit with 1 when something would be
    #[arg(long, help_heading = "Output", conflicts_with = "dry_run")]
    pub(crate) check: bool,

    /// Leave out paths, in .gitignore syntax (may be given again)
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,

    /// Which rules, and where the configuration is.
    #[command(flatten)]
    pub(crate) packs: PackFlags,
}

/// What can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Made {
    /// Prometheus alerting rules by component, with tests for promtool
    Alerts,
    /// Prometheus recording rules by component
    RecordingRules,
    /// Grafana dashboards by component
    Dashboards,
    /// Runbooks by component, with a chapter for each alert
    Runbook,
    /// An Alertmanager configuration that routes by severity
    Alertmanager,
    /// Diagrams of who tells whom, and of where secrets come from
    Mermaid,
    /// All of these
    All,
}

impl Made {
    /// What is made for it.
    pub(crate) fn kinds(self) -> Vec<Kind> {
        match self {
            Self::Alerts => vec![Kind::Alerts],
            Self::RecordingRules => vec![Kind::RecordingRules],
            Self::Dashboards => vec![Kind::Dashboards],
            Self::Runbook => vec![Kind::Runbook],
            Self::Alertmanager => vec![Kind::Alertmanager],
            Self::Mermaid => vec![Kind::Mermaid],
            Self::All => Kind::ALL.to_vec(),
        }
    }
}

pub(super) const GENERATE_EXAMPLES: &str = "\
Examples:
  vigie generate all                            everything, into observability/
  vigie generate alerts --out-dir ops           alerting rules and their tests
  vigie generate dashboards --component checkout
  vigie generate all --check                    for CI: is what was made still up to date?

What was written can be edited: a part that you change is yours from then on, and is not written
again. Run the command again after the code has changed.";
