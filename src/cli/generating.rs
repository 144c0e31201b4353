//! `vigie generate`, made ready and carried out: what is scanned, and what is written over what.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use vigie::generate::{Drafts, Kind};
use vigie::model::settings::Settings;
use vigie::model::translation::Lang;

use super::args::{Generate, SettingFlags};
use super::outputs::{own_report, write_file};
use super::request::existing_rule_dirs;
use super::{Problem, Variables, configuration, existing_folder_to_scan};

/// What tells a file of rules that was made here.
const MARK: &str = "vigie:begin ";

/// Files about to be made.
#[derive(Debug)]
pub(crate) struct Generating {
    /// The folder whose code they are made for.
    pub(crate) root: PathBuf,
    /// What the scan obeys.
    pub(crate) settings: Settings,
    /// Folders with packs beside the built-in ones.
    pub(crate) rule_dirs: Vec<PathBuf>,
    /// The language of what people read.
    pub(crate) lang: Lang,
    /// Things that are probably not meant, one line each.
    pub(crate) warnings: Vec<String>,
    /// What is made.
    pub(crate) kinds: Vec<Kind>,
    /// For this component only.
    pub(crate) component: Option<String>,
    out_dir: PathBuf,
    write: bool,
    check: bool,
}

/// What writing gave.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// A line for each file.
    pub(crate) said: String,
    /// What could not be written as it should, one line each.
    pub(crate) warnings: Vec<String>,
    /// Files are not what they would be, and were to be checked only.
    pub(crate) stale: bool,
}

impl Generating {
    /// Makes the command ready.
    pub(crate) fn new(typed: &Generate, variables: &Variables) -> Result<Self, Problem> {
        let root = existing_folder_to_scan(&typed.path, "what is made is made for a whole folder")?;
        let flags = SettingFlags {
            exclude: typed.exclude.clone(),
            rules: typed.packs.rules.clone(),
            file: typed.packs.file.clone(),
            ..SettingFlags::default()
        };
        let (config, warnings) = configuration(root, &flags, variables)?;
        let mut settings = config.settings();
        settings.exclude.extend(made_before(root, &typed.out_dir));
        Ok(Self {
            root: root.to_owned(),
            settings,
            rule_dirs: existing_rule_dirs(&config)?,
            lang: config.lang(),
            warnings,
            kinds: typed.what.kinds(),
            component: typed.component.clone(),
            out_dir: typed.out_dir.clone(),
            write: !typed.dry_run && !typed.check,
            check: typed.check,
        })
    }

    /// Writes the files, or says what would be written.
    pub(crate) fn write(&self, drafts: &Drafts) -> Result<Written, Problem> {
        if drafts.files.is_empty() {
            return Err(match &self.component {
                Some(name) => Problem::new(
                    format!(
                        "no component called `{name}` emits a metric that Prometheus would know"
                    ),
                    "`vigie scan` names the components",
                ),
                None => Problem::new(
                    "nothing here emits a metric that Prometheus would know",
                    "`vigie scan --view observability` shows what is emitted",
                ),
            });
        }
        let mut written = Written::default();
        let mut kept = BTreeSet::new();
        for draft in &drafts.files {
            let path = self.out_dir.join(&draft.path);
            let existing = read(&path)?;
            let merged = match draft.over(existing.as_deref(), &kept) {
                Ok(merged) => merged,
                Err(why) => {
                    written
                        .warnings
                        .push(format!("{} is left as it is: {why}", path.display()));
                    continue;
                }
            };
            let differs = existing.as_deref() != Some(merged.text.as_str());
            if differs && self.write {
                write_file(&path, &merged.text)?;
            }
            written.stale |= differs && self.check;
            let verb = match (differs, self.write) {
                (false, _) => "unchanged",
                (true, true) => "wrote",
                (true, false) => "would write",
            };
            let _ = write!(written.said, "{verb} {}", path.display());
            let counts = [
                (merged.added, "new"),
                (merged.changed, "changed"),
                (merged.removed, "gone"),
                (merged.kept.len(), "yours"),
            ];
            let counts: Vec<String> = counts
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, what)| format!("{count} {what}"))
                .collect();
            if !counts.is_empty() {
                let _ = write!(written.said, ": {}", counts.join(", "));
            }
            written.said.push('\n');
            kept.extend(merged.kept);
        }
        if drafts.unnamed > 0 {
            let _ = writeln!(
                written.said,
                "left out: {} metrics whose name for Prometheus is not known",
                drafts.unnamed
            );
        }
        Ok(written)
    }
}

/// What a file holds; nothing where there is none.
fn read(path: &Path) -> Result<Option<String>, Problem> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Problem::new(
            format!("cannot read {}: {error}", path.display()),
            "name another folder with --out-dir",
        )),
    }
}

/// Alerts that were made here are no reason to make none: their files, as patterns to leave out.
fn made_before(root: &Path, out_dir: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(out_dir.join("alerts")) else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let ours = fs::read_to_string(&path).ok()?.contains(MARK);
            own_report(root, &path).filter(|_| ours)
        })
        .collect()
}
