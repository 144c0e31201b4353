//! What can be typed about what a repository declares of itself: its models, and its secrets.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum, ValueHint};
use vigie::check::model::Model;

use super::PackFlags;

/// `vigie model …`.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    /// Check files: exit code 1 when one of them has an error
    #[command(after_help = MODEL_EXAMPLES)]
    Check {
        /// The files
        #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
        /// What they are
        #[arg(long, value_name = "MODEL", default_value = "secret")]
        kind: ModelKind,
        /// How it is said
        #[arg(
            long,
            short,
            value_name = "FORMAT",
            default_value = "terminal",
            help_heading = "Output"
        )]
        format: ModelFormat,
    },
}

/// `vigie secrets …`.
#[derive(Debug, Subcommand)]
pub(crate) enum SecretsCommand {
    /// Print how to rotate a secret: every place, every consumer, the order, the way back
    #[command(after_help = SECRETS_EXAMPLES)]
    Rotate {
        /// Its name, in any spelling, or one of its aliases
        #[arg(value_name = "NAME")]
        name: String,
        /// The folder that uses it
        #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::DirPath)]
        path: PathBuf,
        /// How it is written
        #[arg(
            long,
            short,
            value_name = "FORMAT",
            default_value = "markdown",
            help_heading = "Output"
        )]
        format: PlanFormat,
        /// Leave out paths, in .gitignore syntax (may be given again)
        #[arg(long, value_name = "GLOB")]
        exclude: Vec<String>,
        /// The register of secrets, from the root of the folder, instead of secrets.yaml
        #[arg(long, value_name = "FILE")]
        register: Option<String>,
        /// Which rules, and where the configuration is.
        #[command(flatten)]
        packs: PackFlags,
    },
}

/// How a plan is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    /// For people.
    Markdown,
    /// For programs.
    Json,
}

/// What a repository can say of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModelKind {
    /// The register of secrets.
    Secret,
}

impl From<ModelKind> for Model {
    fn from(kind: ModelKind) -> Self {
        match kind {
            ModelKind::Secret => Self::Secret,
        }
    }
}

/// How a judgement is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModelFormat {
    /// For people.
    Terminal,
    /// For programs.
    Json,
}

/// Shown under `vigie model --help`.
pub(super) const MODEL_EXAMPLES: &str = "\
Examples:
  vigie model check secrets.yaml
  vigie model check secrets.yaml --format json | jq .badge";

/// Shown under `vigie secrets --help`.
pub(super) const SECRETS_EXAMPLES: &str = "\
Examples:
  vigie secrets rotate DB_PASSWORD > plan.md
  vigie secrets rotate db-password ../shop --format json

The value is never asked for, shown or stored.";

/// Shown under `vigie template --help`.
pub(super) const TEMPLATE_EXAMPLES: &str = "\
Examples:
  vigie template secret > secrets.yaml";
