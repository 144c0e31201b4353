//! What can be typed after `vigie diff`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum, ValueHint};

use super::PackFlags;

/// `vigie diff`.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// What was before: a branch, tag or commit, an inventory in JSON, OLD..NEW, or OLD...NEW for
    /// what NEW brought since the two parted
    #[arg(value_name = "OLD", default_value = "HEAD")]
    pub(crate) old: String,

    /// What is now; the work tree where nothing is named
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<String>,

    /// The folder that is compared
    #[arg(long, value_name = "PATH", default_value = ".", value_hint = ValueHint::DirPath, help_heading = "What is compared")]
    pub(crate) path: PathBuf,

    /// Leave out paths, in .gitignore syntax (may be given again)
    #[arg(long, value_name = "GLOB", help_heading = "What is compared")]
    pub(crate) exclude: Vec<String>,

    /// Worker threads; 0 means one per core
    #[arg(long, value_name = "N", help_heading = "What is compared")]
    pub(crate) threads: Option<String>,

    /// Turn a rule off (may be given again)
    #[arg(long, value_name = "RULE", help_heading = "Rules")]
    pub(crate) disable: Vec<String>,

    /// Exit with 1 when the change holds one of these: breaking, secrets, p0, p1, p2, p3, never (may
    /// be given again, or with commas between)
    #[arg(long, value_name = "WHAT", help_heading = "Gate", value_delimiter = ',',
          value_parser = PossibleValuesParser::new(["never", "breaking", "secrets", "p0", "p1", "p2", "p3"]),
          hide_possible_values = true)]
    pub(crate) fail_on: Vec<String>,

    /// Print this instead of the summary
    #[arg(
        long,
        short,
        value_name = "FORMAT",
        help_heading = "Output",
        default_value = "terminal"
    )]
    pub(crate) format: DiffForm,

    /// Write it into a file as well (may be given again)
    #[arg(long, value_name = "FORMAT=FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    pub(crate) output: Vec<String>,

    /// Print nothing but errors
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,

    /// Show no progress
    #[arg(long, help_heading = "Output")]
    pub(crate) no_progress: bool,

    /// Which rules, and where the configuration is.
    #[command(flatten)]
    pub(crate) packs: PackFlags,
}

/// How a difference is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffForm {
    /// For people.
    Terminal,
    /// For a comment on a merge request.
    Markdown,
    /// For programs.
    Json,
}

/// Shown under `vigie diff --help`.
pub(super) const DIFF_EXAMPLES: &str = "\
Examples:
  vigie diff                                   what the work tree changes
  vigie diff main...HEAD --fail-on breaking    stop a branch that makes an alert deaf
  vigie diff v1.2 v1.3 --format markdown       what a release changes, for people
  vigie diff old.json new.json --format json   two inventories, for programs";
