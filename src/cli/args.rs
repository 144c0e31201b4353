//! What can be typed: the commands, their flags and their help.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use serde::Serialize;
use vigie::config;
use vigie::model::date::Date;
use vigie::report::Words;

mod audit;
mod compare;
mod declared;
mod generate;

use audit::AUDIT_EXAMPLES;
pub(crate) use audit::{AuditCommand, AuditFlags};
use compare::DIFF_EXAMPLES;
pub(crate) use compare::{Compare, DiffForm};
use declared::{MODEL_EXAMPLES, SECRETS_EXAMPLES, TEMPLATE_EXAMPLES};
pub(crate) use declared::{ModelCommand, ModelFormat, ModelKind, PlanFormat, SecretsCommand};
use generate::GENERATE_EXAMPLES;
pub(crate) use generate::Generate;

/// Reads a checkout and writes down what it will tell, who listens, and what it leaks.
///
/// Nothing is sent anywhere and nothing of the checkout is run.
#[derive(Debug, Parser)]
#[command(name = "vigie", bin_name = "vigie", version, max_term_width = 100, after_help = TOP_EXAMPLES)]
pub(crate) struct Typed {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to colour: auto, always, never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        help_heading = "Output"
    )]
    pub(crate) color: Color,

    /// The language of reports for people, and of this help
    #[arg(long, global = true, value_name = "LANG", help_heading = "Output",
          value_parser = PossibleValuesParser::new(config::LANGS))]
    pub(crate) lang: Option<String>,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read a checkout and report what it tells, what it asks for and what it leaks
    #[command(after_help = SCAN_EXAMPLES)]
    Scan(Box<Scan>),

    /// Say what a change does to what is told and who listens
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Box<Compare>),

    /// Accept what is found now, so that only what is new counts
    #[command(after_help = BASELINE_EXAMPLES)]
    Baseline(Box<Accept>),

    /// Print the SHA-256 of the value on standard input, for an allow list
    #[command(after_help = HASH_EXAMPLES)]
    Hash,

    /// Print what a configuration of another tool allows, for vigie.toml
    #[command(after_help = IMPORT_EXAMPLES)]
    Import {
        /// A configuration of gitleaks, or a baseline of detect-secrets for what it excludes
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// Which rules there are.
        #[command(flatten)]
        packs: PackFlags,
    },

    /// Make dashboards, alerts and runbooks of what the code emits
    #[command(after_help = GENERATE_EXAMPLES)]
    Generate(Box<Generate>),

    /// Show the rules in force, or check packs of your own
    #[command(subcommand, after_help = RULES_EXAMPLES)]
    Rules(RulesCommand),

    /// Say what a rule looks for, why, and how to put right what it finds
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),

    /// Check what a repository says of itself, such as its register of secrets
    #[command(subcommand, after_help = MODEL_EXAMPLES)]
    Model(ModelCommand),

    /// Plan what is to be done with a secret
    #[command(subcommand, after_help = SECRETS_EXAMPLES)]
    Secrets(SecretsCommand),

    /// Check a trail of scans, or a signed statement of one
    #[command(subcommand, after_help = AUDIT_EXAMPLES)]
    Audit(AuditCommand),

    /// Print a commented file to begin with
    #[command(after_help = TEMPLATE_EXAMPLES)]
    Template {
        /// Of what
        #[arg(value_name = "MODEL")]
        model: ModelKind,
    },

    /// Print the JSON Schema of an output, of vigie.toml, of a baseline or of a register
    Schema {
        /// Of what
        #[arg(value_name = "DOCUMENT", default_value = "inventory")]
        document: Document,
    },

    /// Show the configuration in force
    #[command(subcommand, after_help = CONFIG_EXAMPLES)]
    Config(ConfigCommand),

    /// Print a completion script for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// For which shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
}

/// `vigie scan`.
#[derive(Debug, Args)]
pub(crate) struct Scan {
    /// The folder, or single file, to scan
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) path: PathBuf,

    /// Scan what is staged in git instead of what lies in the folder
    #[arg(long, help_heading = "What is scanned", group = "source")]
    pub(crate) staged: bool,

    /// Scan what was added since this branch, tag or commit
    #[arg(
        long,
        value_name = "REV",
        help_heading = "What is scanned",
        group = "source"
    )]
    pub(crate) base: Option<String>,

    /// Scan every version of every file in git, for secrets
    #[arg(long, help_heading = "What is scanned", group = "source")]
    pub(crate) history: bool,

    /// Scan the text on standard input
    #[arg(long, help_heading = "What is scanned", group = "source")]
    pub(crate) stdin: bool,

    /// What the text on standard input is called, which says how it is read
    #[arg(
        long,
        value_name = "NAME",
        help_heading = "What is scanned",
        requires = "stdin"
    )]
    pub(crate) stdin_name: Option<String>,

    /// Let no mark, allow list or baseline hide anything: for a checkout you do not trust
    #[arg(long, help_heading = "Gate")]
    pub(crate) no_suppressions: bool,

    /// Settings.
    #[command(flatten)]
    pub(crate) settings: SettingFlags,

    /// Write a report into a file as well (may be given again)
    #[arg(long, value_name = "FORMAT=FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    pub(crate) output: Vec<String>,

    /// Write the whole set of reports into this folder
    #[arg(long, value_name = "DIR", help_heading = "Output", value_hint = ValueHint::DirPath)]
    pub(crate) out_dir: Option<PathBuf>,

    /// The trail of scans.
    #[command(flatten)]
    pub(crate) audit: AuditFlags,

    /// Shorten Markdown to what fits into a comment on a merge request
    #[arg(long, help_heading = "Output")]
    pub(crate) short: bool,

    /// Print no summary and no progress; reports asked for and errors only
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,

    /// Show no progress
    #[arg(long, help_heading = "Output")]
    pub(crate) no_progress: bool,
}

/// `vigie baseline`.
#[derive(Debug, Args)]
pub(crate) struct Accept {
    /// The folder whose findings are accepted
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) path: PathBuf,

    /// Who accepts them
    #[arg(long, value_name = "NAME", help_heading = "Entries")]
    pub(crate) by: Option<String>,

    /// Why
    #[arg(long, value_name = "TEXT", help_heading = "Entries")]
    pub(crate) reason: Option<String>,

    /// The last day on which it holds, such as 2026-12-31
    #[arg(long, value_name = "DATE", help_heading = "Entries")]
    pub(crate) expires: Option<Date>,

    /// When; today unless another day is given
    #[arg(long, value_name = "DATE", help_heading = "Entries")]
    pub(crate) date: Option<Date>,

    /// Accept only what this file knows: a .gitleaksignore, or a baseline of detect-secrets (may be
    /// given again)
    #[arg(long, value_name = "FILE", help_heading = "Entries", value_hint = ValueHint::FilePath)]
    pub(crate) from: Vec<PathBuf>,

    /// The baseline to write, instead of vigie-baseline.json in the folder
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) baseline: Option<String>,

    /// Leave out paths, in .gitignore syntax (may be given again)
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,

    /// Which rules, and where the configuration is.
    #[command(flatten)]
    pub(crate) packs: PackFlags,
}

/// The flags that are also settings: `vigie config show` takes them too, to show what they do.
#[derive(Debug, Default, Args)]
pub(crate) struct SettingFlags {
    /// Leave out paths, in .gitignore syntax (may be given again)
    #[arg(long, value_name = "GLOB", help_heading = "What is scanned")]
    pub(crate) exclude: Vec<String>,

    /// Do not read larger files, such as 64MiB
    #[arg(long, value_name = "SIZE", help_heading = "What is scanned")]
    pub(crate) max_file_bytes: Option<String>,

    /// Search larger files for secrets only, without parsing them
    #[arg(long, value_name = "SIZE", help_heading = "What is scanned")]
    pub(crate) max_parse_bytes: Option<String>,

    /// Search what is packed in zip, tar and gzip files for secrets too
    #[arg(long, help_heading = "What is scanned")]
    pub(crate) archives: bool,

    /// Look for secrets alone, several times as fast
    #[arg(long, value_name = "WHAT", help_heading = "What is scanned",
          value_parser = PossibleValuesParser::new(config::ONLY))]
    pub(crate) only: Option<String>,

    /// Parse vendored, generated and minified files too
    #[arg(long, help_heading = "What is scanned")]
    pub(crate) parse_foreign: bool,

    /// Worker threads; 0 means one per core
    #[arg(long, value_name = "N", help_heading = "What is scanned")]
    pub(crate) threads: Option<String>,

    /// Use the packs in this folder beside the built-in ones (may be given again)
    #[arg(long, value_name = "DIR", help_heading = "Rules", value_hint = ValueHint::DirPath)]
    pub(crate) rules: Vec<String>,

    /// Turn a rule off (may be given again)
    #[arg(long, value_name = "RULE", help_heading = "Rules")]
    pub(crate) disable: Vec<String>,

    /// Leave out findings below this severity
    #[arg(long, value_name = "SEVERITY", help_heading = "Rules",
          value_parser = PossibleValuesParser::new(config::SEVERITIES))]
    pub(crate) min_severity: Option<String>,

    /// Exit with 1 when a finding is at least this severe
    #[arg(long, value_name = "SEVERITY", help_heading = "Gate",
          value_parser = PossibleValuesParser::new(config::FAIL_ON))]
    pub(crate) fail_on: Option<String>,

    /// Do not count what this file accepts, instead of vigie-baseline.json at the root of the scan
    #[arg(long, value_name = "FILE", help_heading = "Gate", value_hint = ValueHint::FilePath)]
    pub(crate) baseline: Option<String>,

    /// The day that decides what has expired. Without one, acceptances end by today's date, and
    /// nothing else is judged by its date
    #[arg(long, value_name = "DATE", help_heading = "Gate")]
    pub(crate) date: Option<Date>,

    /// The register of secrets, from the root of the scan, instead of secrets.yaml
    #[arg(long, value_name = "PATH", help_heading = "Secrets")]
    pub(crate) register: Option<String>,

    /// How many days before its end something expires soon
    #[arg(long, value_name = "DAYS", help_heading = "Secrets")]
    pub(crate) soon_days: Option<String>,

    /// Print this instead of the summary (may be given again)
    #[arg(long, short, value_name = "FORMAT", help_heading = "Output",
          value_parser = PossibleValuesParser::new(config::FORMATS))]
    pub(crate) format: Vec<String>,

    /// Report one half of the inventory
    #[arg(long, value_name = "VIEW", help_heading = "Output",
          value_parser = PossibleValuesParser::new(config::VIEWS))]
    pub(crate) view: Option<String>,

    /// Where the configuration is.
    #[command(flatten)]
    pub(crate) file: ConfigFile,
}

/// Which configuration file is read.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ConfigFile {
    /// Read this file instead of the vigie.toml at the root of the scan
    #[arg(long, value_name = "FILE", help_heading = "Configuration", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,

    /// Read no vigie.toml: for a checkout you do not trust
    #[arg(long, help_heading = "Configuration", conflicts_with = "config")]
    pub(crate) no_config: bool,

    /// The language of reports for people, and of this help
    #[arg(long, value_name = "LANG", help_heading = "Output",
          value_parser = PossibleValuesParser::new(config::LANGS))]
    pub(crate) lang: Option<String>,
}

/// `vigie rules …`.
#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// List every rule in force
    List {
        /// Only rules of this kind
        #[arg(long)]
        kind: Option<RuleKind>,
        /// Which rules.
        #[command(flatten)]
        packs: PackFlags,
        /// As JSON
        #[arg(long, help_heading = "Output")]
        json: bool,
    },
    /// Show one rule; `vigie explain` is short for it
    Show(Explain),
    /// Check packs of your own: their form, and that their examples find what they say
    Check {
        /// The folder that holds them
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        dir: PathBuf,
    },
}

/// What a rule looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RuleKind {
    /// Credentials in the open.
    Secret,
    /// Telemetry libraries.
    Telemetry,
    /// Places that ask for a secret by name.
    Reference,
    /// What follows from several facts, and is no secret itself.
    Finding,
}

impl RuleKind {
    /// The message that names it.
    const fn message(self) -> &'static str {
        match self {
            Self::Secret => "card-secret",
            Self::Telemetry => "card-telemetry",
            Self::Reference => "card-reference",
            Self::Finding => "card-finding",
        }
    }

    /// How people of a language call it.
    pub(crate) fn said(self, words: &Words) -> String {
        words.of(self.message())
    }

    /// As the list spells it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Telemetry => "telemetry",
            Self::Reference => "reference",
            Self::Finding => "finding",
        }
    }
}

/// One rule.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The rule's id, as findings name it
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,
    /// Which rules.
    #[command(flatten)]
    pub(crate) packs: PackFlags,
    /// As JSON
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,
}

/// Which packs are in force.
#[derive(Debug, Args)]
pub(crate) struct PackFlags {
    /// Use the packs in this folder beside the built-in ones (may be given again)
    #[arg(long, value_name = "DIR", help_heading = "Rules", value_hint = ValueHint::DirPath)]
    pub(crate) rules: Vec<String>,
    /// Where the configuration is.
    #[command(flatten)]
    pub(crate) file: ConfigFile,
}

/// `vigie config …`.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print every setting in force, as a vigie.toml
    Show {
        /// The folder that would be scanned
        #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::DirPath)]
        path: PathBuf,
        /// Say beside each value where it came from
        #[arg(long)]
        origin: bool,
        /// Settings.
        #[command(flatten)]
        settings: Box<SettingFlags>,
    },
}

/// What has a published schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Document {
    /// The JSON inventory.
    Inventory,
    /// The JSON of a difference.
    Diff,
    /// vigie.toml.
    Config,
    /// vigie-baseline.json.
    Baseline,
    /// The register of secrets.
    Secret,
}

/// Shown under `vigie --help`.
const TOP_EXAMPLES: &str = "\
Examples:
  vigie scan                            summary of this folder
  vigie scan --out-dir reports          every report, as files
  vigie scan --staged --fail-on high    stop a commit that holds a secret
  vigie diff origin/main...HEAD         what a branch does to those who listen
  vigie explain aws-access-key-id              what a rule means and what to do

Exit codes:
  0  done
  1  a finding is at or above --fail-on
  2  could not run: bad arguments, configuration, packs or paths";

/// Shown under `vigie scan --help`.
const SCAN_EXAMPLES: &str = "\
Examples:
  vigie scan                                   summary of this folder
  vigie scan ../shop --format json | jq .      the inventory, for programs
  vigie scan --view secrets --format markdown  one half, for people
  vigie scan --output sarif=vigie.sarif --fail-on high
                                               for code review, and a gate
  vigie scan --out-dir reports                 the whole set of reports
  vigie scan --base origin/main --fail-on high what a merge request adds
  vigie scan --only secrets --fail-on high     a quick gate
  vigie scan --history                         what was ever committed
  helm template . | vigie scan --stdin --stdin-name chart.yaml

Every flag that is also a setting can stand in vigie.toml or in a variable:
`vigie config show --origin` says which of them is in force, and why.";

/// Shown under `vigie baseline --help`.
const BASELINE_EXAMPLES: &str = "\
Examples:
  vigie baseline --by ada --reason \"there before Vigie came\"
  vigie baseline --expires 2026-12-31          accept what is new for a while
  vigie baseline --from .secrets.baseline      accept what detect-secrets knows

Entries keep their day, name and reason; entries of which nothing is left are dropped.";

/// Shown under `vigie hash --help`.
const HASH_EXAMPLES: &str = "\
Examples:
  printf %s \"$VALUE\" | vigie hash
  vigie hash < file-with-the-value

One line feed at the end is not counted. The value is shown nowhere.";

/// Shown under `vigie import --help`.
const IMPORT_EXAMPLES: &str = "\
Examples:
  vigie import .gitleaks.toml >> vigie.toml

What cannot be carried over is said on standard error. A .gitleaksignore and the findings of a
baseline of detect-secrets are read by `vigie baseline --from FILE`.";

/// Shown under `vigie rules --help`.
const RULES_EXAMPLES: &str = "\
Examples:
  vigie rules list --kind secret
  vigie rules show aws-access-key-id
  vigie rules check my-packs";

/// Shown under `vigie explain --help`.
const EXPLAIN_EXAMPLES: &str = "\
Examples:
  vigie explain aws-access-key-id
  vigie explain go/zap";

/// Shown under `vigie config --help`.
const CONFIG_EXAMPLES: &str = "\
Examples:
  vigie config show --origin
  vigie config show > vigie.toml";

/// Shown under `vigie completions --help`.
const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  vigie completions bash > ~/.local/share/bash-completion/completions/vigie
  vigie completions fish > ~/.config/fish/completions/vigie.fish";

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Typed::command().debug_assert();
    }

    #[test]
    fn every_setting_has_its_flag_on_scan_and_on_config_show() {
        let top = Typed::command();
        let scan = top.find_subcommand("scan").expect("there is one");
        let show = top
            .find_subcommand("config")
            .and_then(|config| config.find_subcommand("show"))
            .expect("there is one");
        for setting in &config::SETTINGS {
            let long = &setting.flag[2..];
            for command in [scan, show] {
                assert!(
                    command
                        .get_arguments()
                        .any(|arg| arg.get_long() == Some(long)),
                    "{} lacks {}",
                    command.get_name(),
                    setting.flag
                );
            }
        }
    }
}
