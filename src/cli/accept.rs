//! `vigie baseline`, `vigie hash` and `vigie import`, made ready: what is accepted, and from whom it
//! is taken over.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use vigie::config;
use vigie::gate::import::{self, Imported, Known};
use vigie::gate::{Acceptance, Baseline, Policy};
use vigie::model::date::Date;
use vigie::model::inventory::{Finding, Inventory};
use vigie::model::settings::Settings;
use vigie::model::signal::Severity;
use vigie::model::suppression::SuppressionKind;
use vigie::model::text::sha256;

use super::args::{Accept, SettingFlags};
use super::catalogue::RuleCard;
use super::request::{default_baseline, existing_rule_dirs, read_baseline};
use super::{Problem, Variables, configuration, existing_folder_to_scan};

/// A baseline about to be written.
#[derive(Debug)]
pub(crate) struct Accepting {
    /// The folder.
    pub(crate) root: PathBuf,
    /// The file.
    pub(crate) file: PathBuf,
    /// What the scan obeys.
    pub(crate) settings: Settings,
    /// Folders with packs beside the built-in ones.
    pub(crate) rule_dirs: Vec<PathBuf>,
    /// What the gate goes by: the file as it is now.
    pub(crate) policy: Policy,
    /// Things that are probably not meant, one line each.
    pub(crate) warnings: Vec<String>,
    /// The least severity that is accepted.
    least: Severity,
    with: Acceptance,
    foreign: Vec<PathBuf>,
    only: Option<Vec<Known>>,
}

impl Accepting {
    /// Makes the command ready. `salt`: for a file that is not there yet.
    pub(crate) fn new(
        typed: &Accept,
        variables: &Variables,
        today: Date,
        salt: &str,
    ) -> Result<Self, Problem> {
        let root = existing_folder_to_scan(&typed.path, "a baseline is of a whole folder")?;
        let flags = SettingFlags {
            exclude: typed.exclude.clone(),
            rules: typed.packs.rules.clone(),
            baseline: typed.baseline.clone(),
            file: typed.packs.file.clone(),
            ..SettingFlags::default()
        };
        let (config, warnings) = configuration(root, &flags, variables)?;
        let file = config.baseline().unwrap_or_else(|| default_baseline(root));
        let baseline = if file.exists() {
            read_baseline(&file)?
        } else {
            Baseline::new(&file, salt.to_owned())
        };
        let date = typed.date.or(config.settings().date).unwrap_or(today);
        if let Some(expires) = typed.expires.filter(|expires| *expires < date) {
            return Err(Problem::new(
                format!("--expires {expires} lies before {date}"),
                "name a day that is still to come",
            ));
        }
        let mut settings = config.settings();
        let least = std::mem::replace(&mut settings.min_severity, Severity::Info);
        Ok(Self {
            root: root.to_owned(),
            file,
            settings,
            rule_dirs: existing_rule_dirs(&config)?,
            policy: Policy {
                baseline: Some(baseline),
                today: Some(date),
                ..Policy::default()
            },
            warnings,
            least,
            with: Acceptance {
                by: typed.by.clone(),
                date,
                reason: typed.reason.clone(),
                expires: typed.expires,
            },
            foreign: typed.from.clone(),
            only: None,
        })
    }

    /// Reads the files of other tools.
    pub(crate) fn read_foreign(&mut self, cards: &[RuleCard]) -> Result<(), Problem> {
        for file in &self.foreign {
            let imported = read(file, cards)?;
            if imported.known.is_empty() && !imported.allow.is_empty() {
                return Err(Problem::new(
                    format!("{} holds no findings, only what is allowed", file.display()),
                    format!(
                        "`vigie import {}` prints that for vigie.toml",
                        file.display()
                    ),
                ));
            }
            self.warnings.extend(left(&imported, file));
            self.only.get_or_insert_default().extend(imported.known);
        }
        Ok(())
    }

    /// The new text of the file, what is said of it, and what could not be carried over.
    pub(crate) fn update(&mut self, inventory: &Inventory) -> (String, String, Vec<String>) {
        let accepted = inventory
            .suppressed
            .iter()
            .filter(|one| one.suppression.kind == SuppressionKind::Baseline)
            .map(|one| &one.finding);
        let mut findings: Vec<&Finding> = inventory
            .findings
            .iter()
            .filter(|finding| finding.severity >= self.least)
            .chain(accepted)
            .collect();
        findings.sort_by(|a, b| (&a.at, &a.rule).cmp(&(&b.at, &b.rule)));
        let baseline = self
            .policy
            .baseline
            .as_mut()
            .expect("it was put there when the command was made ready");
        let (changes, unmet) = baseline.update(&findings, &self.with, self.only.as_deref());
        let mut said = format!(
            "{}: {} accepted",
            self.file.display(),
            baseline.findings.len()
        );
        for (count, what) in [
            (changes.added, "new"),
            (changes.renewed, "renewed"),
            (changes.kept, "kept"),
            (changes.gone, "gone and dropped"),
        ] {
            if count > 0 {
                write!(said, ", {count} {what}").expect("a String takes everything");
            }
        }
        said.push('\n');
        let only = self.only.as_deref().unwrap_or_default();
        let left = unmet
            .into_iter()
            .map(|index| format!("nothing is found at {}", only[index].shown()));
        (baseline.write(), said, left.collect())
    }
}

/// The SHA-256 of what stood on standard input, one line feed at its end not counted.
pub(crate) fn value_hash(input: &[u8]) -> Result<String, Problem> {
    let value = input.strip_suffix(b"\n").unwrap_or(input);
    let value = value.strip_suffix(b"\r").unwrap_or(value);
    if value.is_empty() {
        return Err(Problem::new(
            "there is nothing on standard input",
            "write it as: printf %s \"$VALUE\" | vigie hash",
        ));
    }
    Ok(format!("{}\n", sha256(value)))
}

/// What a file of another tool allows, as `vigie.toml` says it; and what could not be carried over.
pub(crate) fn imported(file: &Path, cards: &[RuleCard]) -> Result<(String, Vec<String>), Problem> {
    let imported = read(file, cards)?;
    let mut left = left(&imported, file);
    if !imported.known.is_empty() {
        left.push(format!(
            "{}: {} findings belong into a baseline: vigie baseline --from {}",
            file.display(),
            imported.known.len(),
            file.display()
        ));
    }
    Ok((config::show_allowed(&imported.allow, false), left))
}

fn left(imported: &Imported, file: &Path) -> Vec<String> {
    let left = imported.left.iter();
    left.map(|what| format!("{}: not carried over: {what}", file.display()))
        .collect()
}

fn read(file: &Path, cards: &[RuleCard]) -> Result<Imported, Problem> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| {
        Problem::new(
            format!("cannot read {shown}: {error}"),
            "name a .gitleaks.toml, a .gitleaksignore or a baseline of detect-secrets",
        )
    })?;
    let rules: BTreeSet<&str> = cards.iter().map(|card| card.id.as_str()).collect();
    import::read(&text, &rules).map_err(|what| {
        Problem::new(
            format!("{shown}: {what}"),
            "it takes a .gitleaks.toml, a .gitleaksignore or a baseline of detect-secrets",
        )
    })
}
