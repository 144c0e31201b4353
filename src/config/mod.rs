//! Configuration: built-in defaults, then `vigie.toml`, then `VIGIE_*` variables, then flags.
//!
//! A later layer replaces a single value and adds to a list. Every value remembers where it came
//! from, so that `vigie config show --origin` can answer "why is this set". What is wrong is
//! refused early, with its place and a hint.

mod allow;
mod error;
mod file;
mod keys;
mod schema;
mod value;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer;

use crate::model::settings::{Allow, FailOn, Format, Only, Settings, View};
use crate::model::signal::Severity;
use crate::model::translation::Lang;

use value::Value;

pub use allow::show as show_allowed;
pub use error::{At, ConfigError, nearest};
pub use keys::{FAIL_ON, FORMATS, Key, Kind, LANGS, ONLY, SETTINGS, SEVERITIES, Setting, VIEWS};
pub use schema::schema;

/// The name of the file that is looked for at the root of a scan.
pub const FILE_NAME: &str = "vigie.toml";

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Default,
    /// A line of a file.
    File {
        /// The file, as it was named.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// An environment variable.
    Variable(&'static str),
    /// A flag.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Variable(name) | Self::Flag(name) => f.write_str(name),
        }
    }
}

/// Every layer merged, each value with its origin.
#[derive(Clone, Debug)]
pub struct Config {
    values: BTreeMap<Key, Vec<(Value, Origin)>>,
    allowed: Vec<Allow>,
}

impl Default for Config {
    /// The built-in layer.
    fn default() -> Self {
        let settings = Settings::default();
        let mut values = BTreeMap::new();
        for (key, value) in [
            (Key::MaxFileBytes, Value::Number(settings.max_file_bytes)),
            (Key::MaxParseBytes, Value::Number(settings.max_parse_bytes)),
            (Key::ParseForeign, Value::Switch(settings.parse_foreign)),
            (Key::Archives, Value::Switch(settings.archives)),
            (Key::Only, Value::Word(ONLY[0])),
            (Key::Threads, Value::Number(settings.threads as u64)),
            (
                Key::MinSeverity,
                Value::Word(settings.min_severity.as_str()),
            ),
            (Key::FailOn, Value::Word(FAIL_ON[0])),
            (Key::Baseline, Value::File(String::new())),
            (Key::Date, Value::File(String::new())),
            (Key::Register, Value::File(String::new())),
            (Key::SoonDays, Value::Number(settings.soon_days.into())),
            (Key::Format, Value::Word(FORMATS[0])),
            (Key::View, Value::Word(VIEWS[0])),
            (Key::Lang, Value::Word(LANGS[0])),
        ] {
            values.insert(key, vec![(value, Origin::Default)]);
        }
        Self {
            values,
            allowed: Vec::new(),
        }
    }
}

impl Config {
    /// Adds the layer of a configuration file. `path` is only named in messages, and is where
    /// relative rule folders count from.
    pub fn add_file(&mut self, path: &Path, text: &str) -> Result<(), ConfigError> {
        let (entries, allowed) = file::read(path, text)?;
        self.allowed.extend(allowed);
        for entry in entries {
            let origin = Origin::File {
                path: path.to_owned(),
                line: entry.line,
            };
            self.put(entry.setting, entry.value, origin);
        }
        Ok(())
    }

    /// Adds the layer of environment variables, given as a map. Lists are separated by commas.
    /// An empty variable counts as not set. Returns the variables that look like a setting
    /// misspelt, each with the one that was probably meant: the environment is shared with
    /// others, so that a foreign name is no error.
    pub fn add_environment(
        &mut self,
        variables: &BTreeMap<String, String>,
    ) -> Result<Vec<(String, &'static str)>, ConfigError> {
        for setting in &SETTINGS {
            let Some(text) = variables.get(setting.variable) else {
                continue;
            };
            let texts: Vec<&str> = match setting.kind {
                Kind::Names | Kind::Globs | Kind::Folders => text.split(',').collect(),
                _ => vec![text],
            };
            for text in texts.into_iter().map(str::trim).filter(|t| !t.is_empty()) {
                let origin = Origin::Variable(setting.variable);
                self.add_text(setting, text, origin, setting.variable)?;
            }
        }
        let known = || {
            SETTINGS
                .iter()
                .map(|setting| setting.variable)
                .chain([FILE_VARIABLE])
        };
        let misspelt = variables
            .keys()
            .filter(|name| name.starts_with("VIGIE_") && known().all(|known| known != *name))
            // The prefix is the same for all, so that only the rest may speak for a likeness.
            .filter_map(|name| {
                let meant = nearest(&name[6..], known().map(|known| &known[6..]))?;
                let meant = known().find(|known| &known[6..] == meant)?;
                Some((name.clone(), meant))
            })
            .collect();
        Ok(misspelt)
    }

    /// Adds one value given by a flag; for a list, one entry.
    pub fn add_flag(&mut self, key: Key, text: &str) -> Result<(), ConfigError> {
        let setting = key.setting();
        self.add_text(setting, text, Origin::Flag(setting.flag), setting.flag)
    }

    /// Adds a value given as text.
    fn add_text(
        &mut self,
        setting: &'static Setting,
        text: &str,
        origin: Origin,
        name: &'static str,
    ) -> Result<(), ConfigError> {
        let value = value::from_text(setting, text).map_err(|(what, hint)| ConfigError {
            at: At::Named(name),
            what,
            hint,
        })?;
        self.put(setting, value, origin);
        Ok(())
    }

    /// Adds to a list, replaces anything else.
    fn put(&mut self, setting: &Setting, value: Value, origin: Origin) {
        let values = self.values.entry(setting.key).or_default();
        if !matches!(value, Value::Entry(_)) {
            values.clear();
        }
        values.push((value, origin));
    }

    /// What the scan obeys.
    pub fn settings(&self) -> Settings {
        Settings {
            threads: usize::try_from(self.number(Key::Threads)).unwrap_or(0),
            max_file_bytes: self.number(Key::MaxFileBytes),
            max_parse_bytes: self.number(Key::MaxParseBytes),
            exclude: self.list(Key::Exclude),
            parse_foreign: self.switch(Key::ParseForeign),
            archives: self.switch(Key::Archives),
            only: self.word::<Only>(Key::Only),
            disabled_rules: self.list(Key::DisabledRules),
            min_severity: self.word::<Severity>(Key::MinSeverity),
            register: self.text(Key::Register).to_owned(),
            date: self.text(Key::Date).parse().ok(),
            soon_days: self.number(Key::SoonDays) as u32,
            allow: self.allowed.clone(),
        }
    }

    /// Folders with packs beside the built-in ones.
    pub fn rule_dirs(&self) -> Vec<PathBuf> {
        self.list(Key::RuleDirs)
            .into_iter()
            .map(PathBuf::from)
            .collect()
    }

    /// From which severity on findings fail the run.
    pub fn fail_on(&self) -> FailOn {
        self.word(Key::FailOn)
    }

    /// The file with findings accepted on an earlier day, where one is named.
    pub fn baseline(&self) -> Option<PathBuf> {
        let file = self.text(Key::Baseline);
        Some(PathBuf::from(file)).filter(|_| !file.is_empty())
    }

    /// What is printed when no format is asked for.
    pub fn format(&self) -> Format {
        self.word(Key::Format)
    }

    /// Which half of the inventory is printed.
    pub fn view(&self) -> View {
        self.word(Key::View)
    }

    /// The language of reports for people.
    pub fn lang(&self) -> Lang {
        self.word(Key::Lang)
    }

    /// Where the entries of a setting came from, in order.
    pub fn origins(&self, key: Key) -> impl Iterator<Item = &Origin> {
        self.values
            .get(&key)
            .into_iter()
            .flatten()
            .map(|(_, origin)| origin)
    }

    /// Everything in force, as a `vigie.toml`; with its origin beside each value if asked for.
    pub fn show(&self, with_origin: bool) -> String {
        let mut shown = String::new();
        let mut line = |text: &str, origin: Option<&Origin>| {
            shown.push_str(text);
            if let Some(origin) = origin.filter(|_| with_origin) {
                shown.push_str("  # ");
                shown.push_str(&origin.to_string());
            }
            shown.push('\n');
        };
        let mut table = "";
        for setting in &SETTINGS {
            if setting.table != table {
                if !table.is_empty() {
                    line("", None);
                }
                table = setting.table;
                line(&format!("[{table}]"), None);
            }
            let name = setting.name;
            let values = self.values.get(&setting.key).map_or(&[][..], Vec::as_slice);
            match values {
                [(value, origin)] if !matches!(value, Value::Entry(_)) => {
                    let text = value::to_toml(setting, value);
                    line(&format!("{name} = {text}"), Some(origin));
                }
                [] => line(&format!("{name} = []"), Some(&Origin::Default)),
                entries => {
                    line(&format!("{name} = ["), None);
                    for (value, origin) in entries {
                        let text = value::to_toml(setting, value);
                        line(&format!("  {text},"), Some(origin));
                    }
                    line("]", None);
                }
            }
        }
        shown.push_str(&allow::show(&self.allowed, with_origin));
        shown
    }

    /// The value of a setting that always has exactly one.
    fn single(&self, key: Key) -> &Value {
        &self.values[&key]
            .last()
            .expect("the built-in layer sets it and later layers replace it")
            .0
    }

    fn number(&self, key: Key) -> u64 {
        match self.single(key) {
            Value::Number(number) => *number,
            other => unreachable!("{key:?} holds {other:?}"),
        }
    }

    fn text(&self, key: Key) -> &str {
        match self.single(key) {
            Value::File(text) => text,
            other => unreachable!("{key:?} holds {other:?}"),
        }
    }

    fn switch(&self, key: Key) -> bool {
        match self.single(key) {
            Value::Switch(switch) => *switch,
            other => unreachable!("{key:?} holds {other:?}"),
        }
    }

    fn word<T: DeserializeOwned>(&self, key: Key) -> T {
        match self.single(key) {
            Value::Word(word) => parse_word(word).expect("a test holds the words to the model's"),
            other => unreachable!("{key:?} holds {other:?}"),
        }
    }

    fn list(&self, key: Key) -> Vec<String> {
        let entries = self.values.get(&key).map_or(&[][..], Vec::as_slice);
        entries
            .iter()
            .filter_map(|(value, _)| match value {
                Value::Entry(text) => Some(text.clone()),
                _ => None,
            })
            .collect()
    }
}

/// The variable that names the configuration file, as `--config` does.
pub const FILE_VARIABLE: &str = "VIGIE_CONFIG";

/// The value of the model that is spelt `word`.
pub fn parse_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    let deserializer: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
        word.into_deserializer();
    T::deserialize(deserializer).ok()
}

#[cfg(test)]
mod tests;
