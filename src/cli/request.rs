//! What was typed, made ready: settings merged, paths checked, outputs named.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use vigie::config::{self, Config, Key};
use vigie::gate::{Baseline, Policy};
use vigie::model::date::Date;
use vigie::model::settings::{FailOn, Format, Settings};
use vigie::model::translation::Lang;
use vigie::report::Length;

use super::args::{ConfigFile, PackFlags, Scan, SettingFlags};
use super::auditing::Auditing;
use super::outputs::{self, Outputs, Printed};

/// Something that stops the program before or after the scan, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    what: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
}

impl Problem {
    /// A problem with a hint.
    pub(crate) fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            hint: Some(hint.into()),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Problem {}

impl From<config::ConfigError> for Problem {
    fn from(error: config::ConfigError) -> Self {
        Self {
            what: error.to_string(),
            hint: error.hint,
        }
    }
}

impl From<vigie::ScanError> for Problem {
    fn from(error: vigie::ScanError) -> Self {
        use vigie::ScanError as E;
        use vigie::vcs::VcsError;
        let hint = match &error {
            E::Missing(_) => Some("it was there a moment ago; run the scan again"),
            E::Exclude { .. } => Some("patterns are written as in a .gitignore"),
            E::Vcs(VcsError::NoRepository(_)) => Some(
                "without --staged, --base, --history and revisions the folder itself is scanned",
            ),
            E::Vcs(VcsError::Bare(_)) => {
                Some("--history reads every version of its files, --base REV what its HEAD adds")
            }
            E::Vcs(VcsError::Revision(_)) => Some(
                "a clone of CI may lack it: fetch it, as in `git fetch origin main`, and write origin/main",
            ),
            E::Vcs(VcsError::Ambiguous(_)) => Some("write more of the id"),
            E::Vcs(VcsError::NoFork(_) | VcsError::NoMergeBase(..)) => Some(
                "fetch more of the history: `git fetch --unshallow`, or a greater fetch-depth in CI",
            ),
            E::Vcs(VcsError::ObjectFormat(_) | VcsError::Reftable) => {
                Some("scan the checked-out files, without --staged, --base and --history")
            }
            E::Vcs(_) => Some("`git fsck` says what is wrong with the repository"),
            E::Threads(_) => Some("ask for fewer with --threads"),
        };
        Self {
            what: error.to_string(),
            hint: hint.map(str::to_owned),
        }
    }
}

/// The environment variables whose name begins with `VIGIE_`.
pub(crate) type Variables = BTreeMap<String, String>;

/// A scan, ready to run.
#[derive(Debug)]
pub(crate) struct Request {
    /// The folder or file.
    pub(crate) root: PathBuf,
    /// Which of its states is read.
    pub(crate) from: vigie::From,
    /// What the scan obeys.
    pub(crate) settings: Settings,
    /// Folders with packs beside the built-in ones.
    pub(crate) rule_dirs: Vec<PathBuf>,
    /// From which severity on findings fail the run.
    pub(crate) fail_on: FailOn,
    /// Where the reports go.
    pub(crate) outputs: Outputs,
    /// How much of it Markdown lists.
    pub(crate) length: Length,
    /// Say how far the scan is, if someone watches.
    pub(crate) progress: bool,
    /// Name the files that were written.
    pub(crate) announce: bool,
    /// What the gate goes by.
    pub(crate) policy: Policy,
    /// The language of reports for people.
    pub(crate) lang: Lang,
    /// What is left for auditors.
    pub(crate) auditing: Auditing,
    /// The day of the scan.
    pub(crate) today: Date,
    /// Things that are probably not meant, one line each.
    pub(crate) warnings: Vec<String>,
}

impl Request {
    /// Makes a scan ready.
    pub(crate) fn new(typed: &Scan, variables: &Variables, today: Date) -> Result<Self, Problem> {
        let root = existing(&typed.path)?;
        let (config, warnings) = configuration(root, &typed.settings, variables)?;
        let view = config.view();

        let mut outputs = Outputs::default();
        for output in &typed.output {
            outputs.filed.push(outputs::parse_output(output, view)?);
        }
        if let Some(dir) = &typed.out_dir {
            outputs.filed.extend(outputs::out_dir_set(dir));
        }
        let formats: Vec<Format> = if typed.settings.format.is_empty() {
            Some(config.format())
                .filter(|_| !typed.quiet)
                .into_iter()
                .collect()
        } else {
            typed
                .settings
                .format
                .iter()
                .filter_map(|word| config::parse_word(word))
                .collect()
        };
        outputs.printed = formats
            .into_iter()
            .map(|format| Printed { format, view })
            .collect();

        let mut settings = config.settings();
        let auditing = Auditing::new(&typed.audit)?;
        let own = outputs.filed.iter().map(|filed| filed.path.clone());
        settings.exclude.extend(
            own.chain(auditing.files())
                .filter_map(|path| outputs::own_report(root, &path)),
        );
        let today = settings.date.unwrap_or(today);
        Ok(Self {
            root: root.to_owned(),
            from: source(typed),
            settings,
            rule_dirs: existing_rule_dirs(&config)?,
            policy: Policy {
                baseline: match baseline_file(root, &config, &typed.settings.file) {
                    Some(file) if !typed.no_suppressions => Some(read_baseline(&file)?),
                    _ => None,
                },
                today: Some(today),
                strict: typed.no_suppressions,
                partial: source(typed) != vigie::From::WorkTree || root.is_file(),
            },
            fail_on: config.fail_on(),
            outputs,
            length: if typed.short {
                Length::Short
            } else {
                Length::Full
            },
            progress: !typed.quiet && !typed.no_progress,
            announce: !typed.quiet,
            lang: config.lang(),
            auditing,
            today,
            warnings,
        })
    }
}

/// Where the bytes come from. Those of standard input are still to be read.
fn source(typed: &Scan) -> vigie::From {
    if typed.staged {
        vigie::From::Index
    } else if typed.history {
        vigie::From::History
    } else if let Some(revision) = &typed.base {
        vigie::From::Since(revision.clone())
    } else if typed.stdin {
        let name = typed.stdin_name.as_deref().unwrap_or("stdin");
        vigie::From::Text {
            name: name.replace('\\', "/"),
            bytes: Vec::new(),
        }
    } else {
        vigie::From::WorkTree
    }
}

/// The baseline that a scan of `root` is compared with: the one named, else the one at the root if
/// there is one. A checkout that is not trusted is not asked.
pub(super) fn baseline_file(root: &Path, config: &Config, typed: &ConfigFile) -> Option<PathBuf> {
    config.baseline().or_else(|| {
        let file = default_baseline(root);
        (!typed.no_config && file.is_file()).then_some(file)
    })
}

/// Where the baseline of `root` is unless another file is named.
pub(super) fn default_baseline(root: &Path) -> PathBuf {
    beside(root, vigie::gate::baseline::FILE_NAME)
}

/// Reads a baseline.
pub(super) fn read_baseline(file: &Path) -> Result<Baseline, Problem> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        Problem::new(
            format!("cannot read the baseline {}: {error}", file.display()),
            "`vigie baseline` writes one; --baseline and [gate] baseline name another file",
        )
    })?;
    Baseline::read(file, &text).map_err(|error| {
        Problem::new(
            error.to_string(),
            "`vigie schema baseline` describes the form; `vigie baseline` writes a new one where there is none",
        )
    })
}

/// The folders with packs that `rules` and `explain` use beside the built-in ones.
pub(crate) fn pack_dirs(typed: &PackFlags, variables: &Variables) -> Result<Vec<PathBuf>, Problem> {
    let flags = SettingFlags {
        rules: typed.rules.clone(),
        file: typed.file.clone(),
        ..SettingFlags::default()
    };
    let (config, _) = configuration(Path::new("."), &flags, variables)?;
    existing_rule_dirs(&config)
}

/// The language in which `rules` and `explain` speak.
pub(crate) fn configured_lang(typed: &PackFlags, variables: &Variables) -> Result<Lang, Problem> {
    let flags = SettingFlags {
        file: typed.file.clone(),
        ..SettingFlags::default()
    };
    Ok(configuration(Path::new("."), &flags, variables)?.0.lang())
}

/// Every layer merged for a scan of `root`; and what is probably misspelt in the environment.
pub(crate) fn configuration(
    root: &Path,
    typed: &SettingFlags,
    variables: &Variables,
) -> Result<(Config, Vec<String>), Problem> {
    let mut config = Config::default();
    if let Some(path) = config_file(root, &typed.file, variables) {
        let text = std::fs::read_to_string(&path).map_err(|error| {
            Problem::new(
                format!("cannot read {}: {error}", path.display()),
                "--config and VIGIE_CONFIG name a file in the form of vigie.toml",
            )
        })?;
        config.add_file(&path, &text)?;
    }
    let warnings = config
        .add_environment(variables)?
        .into_iter()
        .map(|(name, meant)| format!("{name} is no setting of Vigie; did you mean {meant}?"))
        .collect();

    let date = typed.date.map(|date| date.to_string());
    for (key, texts) in [
        (Key::Exclude, typed.exclude.as_slice()),
        (Key::MaxFileBytes, typed.max_file_bytes.as_slice()),
        (Key::MaxParseBytes, typed.max_parse_bytes.as_slice()),
        (Key::Only, typed.only.as_slice()),
        (Key::Threads, typed.threads.as_slice()),
        (Key::DisabledRules, typed.disable.as_slice()),
        (Key::RuleDirs, typed.rules.as_slice()),
        (Key::MinSeverity, typed.min_severity.as_slice()),
        (Key::FailOn, typed.fail_on.as_slice()),
        (Key::Baseline, typed.baseline.as_slice()),
        (Key::Date, date.as_slice()),
        (Key::Register, typed.register.as_slice()),
        (Key::SoonDays, typed.soon_days.as_slice()),
        (Key::Format, typed.format.as_slice()),
        (Key::View, typed.view.as_slice()),
        (Key::Lang, typed.file.lang.as_slice()),
    ] {
        for text in texts {
            config.add_flag(key, text)?;
        }
    }
    for (key, typed) in [
        (Key::ParseForeign, typed.parse_foreign),
        (Key::Archives, typed.archives),
    ] {
        if typed {
            config.add_flag(key, "true")?;
        }
    }
    Ok((config, warnings))
}

/// The configuration file to read: the one named, else the one at the root if there is one; for a
/// single file, the one beside it.
fn config_file(root: &Path, typed: &ConfigFile, variables: &Variables) -> Option<PathBuf> {
    if typed.no_config {
        return None;
    }
    let named = variables.get(config::FILE_VARIABLE);
    let named = named.filter(|name| !name.is_empty()).map(PathBuf::from);
    typed.config.clone().or(named).or_else(|| {
        let path = beside(root, config::FILE_NAME);
        path.is_file().then_some(path)
    })
}

/// A file at the root of a scan; for a single file, the one beside it.
fn beside(root: &Path, name: &str) -> PathBuf {
    if root.is_file() {
        root.with_file_name(name)
    } else if root == Path::new(".") {
        PathBuf::from(name)
    } else {
        root.join(name)
    }
}

/// `path`, if something is there to be scanned: a folder or a single file.
pub(crate) fn existing(path: &Path) -> Result<&Path, Problem> {
    let shown = path.display();
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() || found.is_file() => Ok(path),
        Ok(_) => Err(Problem::new(
            format!("{shown} is neither a folder nor a file"),
            "name a folder or a file",
        )),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Problem::new(
            format!("{shown} does not exist"),
            "name a folder or a file that exists, or nothing to scan the current folder",
        )),
        Err(error) => Err(Problem::new(
            format!("cannot read {shown}: {error}"),
            "name a folder or a file you may read",
        )),
    }
}

/// `path`, if it is a folder that can be scanned; `why` it must be one is the hint.
pub(crate) fn existing_folder_to_scan<'p>(
    path: &'p Path,
    why: &'static str,
) -> Result<&'p Path, Problem> {
    let path = existing(path)?;
    if path.is_dir() {
        return Ok(path);
    }
    Err(Problem::new(
        format!("{} is no folder", path.display()),
        why,
    ))
}

/// `path`, if it is a folder that packs can be read from.
pub(crate) fn existing_folder(path: &Path) -> Result<&Path, Problem> {
    if path.is_dir() {
        Ok(path)
    } else {
        Err(Problem::new(
            format!("there is no folder {}", path.display()),
            "name the folder that holds secrets/, telemetry/ and their like",
        ))
    }
}

/// The folders of packs in force; each must exist.
pub(super) fn existing_rule_dirs(config: &Config) -> Result<Vec<PathBuf>, Problem> {
    let dirs = config.rule_dirs();
    for (dir, origin) in dirs.iter().zip(config.origins(Key::RuleDirs)) {
        if !dir.is_dir() {
            return Err(Problem::new(
                format!("{origin}: there is no folder {} with packs", dir.display()),
                "relative folders in a vigie.toml count from that file",
            ));
        }
    }
    Ok(dirs)
}
