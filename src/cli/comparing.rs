//! `vigie diff`, made ready: which two versions, and what fails the run.

use std::path::{Path, PathBuf};

use vigie::Version;
use vigie::diff::{Side, Threshold};
use vigie::gate::Policy;
use vigie::model::change::Priority;
use vigie::model::date::Date;
use vigie::model::settings::Settings;
use vigie::model::translation::Lang;
use vigie::report::DiffFormat;
use vigie::scan::At;

use super::args::{Compare, DiffForm, SettingFlags};
use super::outputs;
use super::request::{baseline_file, existing_rule_dirs, read_baseline};
use super::{Problem, Variables, configuration, existing};

/// A comparison about to be made.
#[derive(Debug)]
pub(crate) struct Comparing {
    /// The folder.
    pub(crate) root: PathBuf,
    /// What is compared with what.
    pub(crate) versions: (Version, Version),
    /// What the scans obey.
    pub(crate) settings: Settings,
    /// Folders with packs beside the built-in ones.
    pub(crate) rule_dirs: Vec<PathBuf>,
    /// What the gate goes by.
    pub(crate) policy: Policy,
    /// What of the difference fails the run.
    pub(crate) fail_on: Vec<Threshold>,
    /// How it is printed, if it is.
    pub(crate) printed: Option<DiffFormat>,
    /// Where it is written besides.
    pub(crate) filed: Vec<(DiffFormat, PathBuf)>,
    /// Say how far it is, if someone watches.
    pub(crate) progress: bool,
    /// The language of what people read.
    pub(crate) lang: Lang,
    /// Things that are probably not meant, one line each.
    pub(crate) warnings: Vec<String>,
}

impl Comparing {
    /// Makes a comparison ready.
    pub(crate) fn new(
        typed: &Compare,
        variables: &Variables,
        today: Date,
    ) -> Result<Self, Problem> {
        let root = existing(&typed.path)?;
        if !root.is_dir() {
            return Err(Problem::new(
                format!("{} is no folder", root.display()),
                "--path names the folder that is compared",
            ));
        }
        let flags = SettingFlags {
            exclude: typed.exclude.clone(),
            threads: typed.threads.clone(),
            disable: typed.disable.clone(),
            rules: typed.packs.rules.clone(),
            file: typed.packs.file.clone(),
            ..SettingFlags::default()
        };
        let (config, warnings) = configuration(root, &flags, variables)?;
        let settings = config.settings();
        let today = settings.date.unwrap_or(today);
        let mut filed = Vec::new();
        for output in &typed.output {
            filed.push(parse_output(output)?);
        }
        let mut settings = settings;
        settings.exclude.extend(
            filed
                .iter()
                .filter_map(|(_, path)| outputs::own_report(root, path)),
        );
        Ok(Self {
            root: root.to_owned(),
            versions: versions(&typed.old, typed.new.as_deref())?,
            rule_dirs: existing_rule_dirs(&config)?,
            lang: config.lang(),
            policy: Policy {
                baseline: baseline_file(root, &config, &typed.packs.file)
                    .map(|file| read_baseline(&file))
                    .transpose()?,
                today: Some(today),
                strict: false,
                partial: false,
            },
            settings,
            fail_on: typed
                .fail_on
                .iter()
                .filter_map(|word| threshold(word))
                .collect(),
            printed: (!typed.quiet).then_some(format(typed.format)),
            filed,
            progress: !typed.quiet && !typed.no_progress,
            warnings,
        })
    }
}

fn format(form: DiffForm) -> DiffFormat {
    match form {
        DiffForm::Terminal => DiffFormat::Terminal,
        DiffForm::Markdown => DiffFormat::Markdown,
        DiffForm::Json => DiffFormat::Json,
    }
}

/// Reads `--output FORMAT=FILE`.
fn parse_output(typed: &str) -> Result<(DiffFormat, PathBuf), Problem> {
    let wrong = || {
        Problem::new(
            format!("--output `{typed}` does not say both a format and a file"),
            "write it as --output markdown=comment.md; the formats are terminal, markdown and json",
        )
    };
    let (word, path) = typed.split_once('=').ok_or_else(wrong)?;
    let form = match word {
        "terminal" => DiffFormat::Terminal,
        "markdown" => DiffFormat::Markdown,
        "json" => DiffFormat::Json,
        _ => return Err(wrong()),
    };
    if path.is_empty() {
        return Err(wrong());
    }
    Ok((form, path.into()))
}

fn threshold(word: &str) -> Option<Threshold> {
    Some(match word {
        "breaking" => Threshold::Breaking,
        "secrets" => Threshold::Secrets,
        "p0" => Threshold::AtLeast(Priority::P0),
        "p1" => Threshold::AtLeast(Priority::P1),
        "p2" => Threshold::AtLeast(Priority::P2),
        "p3" => Threshold::AtLeast(Priority::P3),
        _ => return None,
    })
}

/// The two versions that are meant.
fn versions(old: &str, new: Option<&str>) -> Result<(Version, Version), Problem> {
    let at = |revision: &str| {
        let revision = if revision.is_empty() {
            "HEAD"
        } else {
            revision
        };
        At::Revision(revision.to_owned())
    };
    if new.is_none() && !names_file(old) {
        if let Some((one, other)) = old.split_once("...") {
            let named = |name: &str| {
                if name.is_empty() {
                    "HEAD".to_owned()
                } else {
                    name.to_owned()
                }
            };
            let fork = At::MergeBase(named(one), named(other));
            return Ok((Version::At(fork), Version::At(at(other))));
        }
        if let Some((one, other)) = old.split_once("..") {
            return Ok((Version::At(at(one)), Version::At(at(other))));
        }
    }
    let new = match new {
        Some(new) => version(new)?,
        None => Version::At(At::WorkTree),
    };
    Ok((version(old)?, new))
}

/// Whether a file is meant; no branch is called like an inventory.
fn names_file(typed: &str) -> bool {
    let path = Path::new(typed);
    path.is_file() || path.extension().is_some_and(|ending| ending == "json")
}

/// An inventory where a file is named, else a revision.
fn version(typed: &str) -> Result<Version, Problem> {
    let path = Path::new(typed);
    if !path.is_file() {
        if names_file(typed) {
            return Err(Problem::new(
                format!("there is no inventory {typed}"),
                "`vigie scan --format json` writes one",
            ));
        }
        return Ok(Version::At(At::Revision(typed.to_owned())));
    }
    let text = std::fs::read_to_string(path).map_err(|error| {
        Problem::new(
            format!("cannot read {typed}: {error}"),
            "name an inventory that `vigie scan --format json` wrote, or a branch, tag or commit",
        )
    })?;
    let side = Side::read(&text).map_err(|error| {
        Problem::new(
            format!("{typed} cannot be compared: {error}"),
            "`vigie scan --format json` writes an inventory of everything",
        )
    })?;
    Ok(Version::Made(Box::new(side)))
}
