//! `vigie secrets rotate`, made ready: what is scanned, and what is said of a name that is not there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use vigie::config::nearest;
use vigie::model::register::folded;
use vigie::model::settings::Settings;
use vigie::model::translation::Lang;

use super::args::{PackFlags, SettingFlags};
use super::request::existing_rule_dirs;
use super::{Problem, Variables, configuration, existing};

/// Most names that are offered.
const NEAR: usize = 5;

/// A plan about to be made.
#[derive(Debug)]
pub(crate) struct Rotating {
    /// The folder.
    pub(crate) root: PathBuf,
    /// What the scan obeys.
    pub(crate) settings: Settings,
    /// Folders with packs beside the built-in ones.
    pub(crate) rule_dirs: Vec<PathBuf>,
    /// The language of what people read.
    pub(crate) lang: Lang,
    /// Things that are probably not meant, one line each.
    pub(crate) warnings: Vec<String>,
}

impl Rotating {
    /// Makes the command ready.
    pub(crate) fn new(
        path: &Path,
        exclude: &[String],
        register: Option<&String>,
        packs: &PackFlags,
        variables: &Variables,
    ) -> Result<Self, Problem> {
        let root = existing(path)?;
        let flags = SettingFlags {
            exclude: exclude.to_vec(),
            rules: packs.rules.clone(),
            register: register.cloned(),
            file: packs.file.clone(),
            ..SettingFlags::default()
        };
        let (config, warnings) = configuration(root, &flags, variables)?;
        Ok(Self {
            root: root.to_owned(),
            settings: config.settings(),
            rule_dirs: existing_rule_dirs(&config)?,
            lang: config.lang(),
            warnings,
        })
    }
}

/// What is said of a name that nothing has.
pub(crate) fn unknown(name: &str, known: &BTreeSet<String>) -> Problem {
    let wanted = folded(name);
    let alike = |one: &&String| {
        let one = folded(one);
        wanted.len() > 3 && (one.contains(&wanted) || wanted.contains(&one))
    };
    let mut near: Vec<&str> = nearest(name, known.iter().map(String::as_str))
        .into_iter()
        .chain(known.iter().filter(alike).map(String::as_str))
        .collect();
    let mut seen = BTreeSet::new();
    near.retain(|one| seen.insert(*one));
    near.truncate(NEAR);
    let hint = if near.is_empty() {
        "`vigie scan --view secrets` lists the secrets that are asked for and declared".to_owned()
    } else {
        format!("did you mean {}?", near.join(", "))
    };
    Problem::new(
        format!("nothing here declares, asks for or holds a secret called `{name}`"),
        hint,
    )
}
