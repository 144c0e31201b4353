//! Every setting, once: its place in `vigie.toml`, its variable, its flag and what it takes.
//!
//! The error messages, `vigie config show`, the published schema and the table in the README all
//! come from this list, so that a new setting is one entry here and one line in `Config::settings`.

/// A setting; [`SETTINGS`] has the entries in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Paths left out.
    Exclude,
    /// The size above which a file is not read.
    MaxFileBytes,
    /// The size above which a file is not parsed.
    MaxParseBytes,
    /// Whether vendored, generated and minified files are parsed.
    ParseForeign,
    /// Whether archives are opened.
    Archives,
    /// What is looked for.
    Only,
    /// How many workers.
    Threads,
    /// Rules that are off.
    DisabledRules,
    /// Folders with more packs.
    RuleDirs,
    /// The least severity that is reported.
    MinSeverity,
    /// The least severity that fails the run.
    FailOn,
    /// The file with findings accepted on an earlier day.
    Baseline,
    /// The day that decides what has expired.
    Date,
    /// The register of secrets.
    Register,
    /// How many days before its end something expires soon.
    SoonDays,
    /// What is printed when no format is asked for.
    Format,
    /// Which half of the inventory is printed.
    View,
    /// The language of reports for people.
    Lang,
}

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number up to a limit.
    Count(u64),
    /// A number of bytes up to a limit, also written with a unit.
    Bytes(u64),
    /// Yes or no.
    Switch,
    /// One word of a fixed set.
    Word(&'static [&'static str]),
    /// A list of names.
    Names,
    /// A list of patterns in .gitignore syntax.
    Globs,
    /// A file; a relative one counts from the file that names it. Empty for none.
    File,
    /// A list of folders; relative ones count from the file that names them.
    Folders,
    /// A day, such as 2026-03-31. Empty for none.
    Day,
    /// A path from the root of the scan. Empty for none.
    Path,
}

/// Where a setting stands and how it may be given.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Which.
    pub key: Key,
    /// Its table in `vigie.toml`.
    pub table: &'static str,
    /// Its name in that table.
    pub name: &'static str,
    /// Its environment variable.
    pub variable: &'static str,
    /// Its flag on the command line.
    pub flag: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What it does, in one sentence.
    pub says: &'static str,
}

/// The longest file a place in it can be told of: positions are 32 bits wide.
const LARGEST_FILE: u64 = u32::MAX as u64;

/// The words of [`Key::Only`].
pub const ONLY: &[&str] = &["all", "secrets"];
/// The words of [`Key::MinSeverity`].
pub const SEVERITIES: &[&str] = &["info", "low", "medium", "high", "critical"];
/// The words of [`Key::FailOn`].
pub const FAIL_ON: &[&str] = &["never", "low", "medium", "high", "critical"];
/// The words of [`Key::Format`].
pub const FORMATS: &[&str] = &["terminal", "markdown", "html", "json", "mermaid", "sarif"];
/// The words of [`Key::View`].
pub const VIEWS: &[&str] = &["all", "observability", "secrets"];

/// The words of [`Key::Lang`].
pub const LANGS: &[&str] = &["en", "fr"];

/// Every setting, in the order in which they are shown.
pub const SETTINGS: [Setting; 18] = [
    Setting {
        key: Key::Exclude,
        table: "scan",
        name: "exclude",
        variable: "VIGIE_EXCLUDE",
        flag: "--exclude",
        kind: Kind::Globs,
        says: "Paths left out, in .gitignore syntax, from the root of the scan.",
    },
    Setting {
        key: Key::MaxFileBytes,
        table: "scan",
        name: "max-file-bytes",
        variable: "VIGIE_MAX_FILE_BYTES",
        flag: "--max-file-bytes",
        kind: Kind::Bytes(LARGEST_FILE),
        says: "Larger files are not read, and listed as skipped.",
    },
    Setting {
        key: Key::MaxParseBytes,
        table: "scan",
        name: "max-parse-bytes",
        variable: "VIGIE_MAX_PARSE_BYTES",
        flag: "--max-parse-bytes",
        kind: Kind::Bytes(LARGEST_FILE),
        says: "Larger files are searched for secrets but not parsed for telemetry.",
    },
    Setting {
        key: Key::ParseForeign,
        table: "scan",
        name: "parse-foreign",
        variable: "VIGIE_PARSE_FOREIGN",
        flag: "--parse-foreign",
        kind: Kind::Switch,
        says: "Parse vendored, generated and minified files too.",
    },
    Setting {
        key: Key::Archives,
        table: "scan",
        name: "archives",
        variable: "VIGIE_ARCHIVES",
        flag: "--archives",
        kind: Kind::Switch,
        says: "Search what is packed in zip, tar and gzip files for secrets too.",
    },
    Setting {
        key: Key::Only,
        table: "scan",
        name: "only",
        variable: "VIGIE_ONLY",
        flag: "--only",
        kind: Kind::Word(ONLY),
        says: "What is looked for: secrets alone are found several times as fast.",
    },
    Setting {
        key: Key::Threads,
        table: "scan",
        name: "threads",
        variable: "VIGIE_THREADS",
        flag: "--threads",
        kind: Kind::Count(1024),
        says: "Worker threads; 0 means one per core. Does not change what is found.",
    },
    Setting {
        key: Key::DisabledRules,
        table: "rules",
        name: "disable",
        variable: "VIGIE_DISABLE",
        flag: "--disable",
        kind: Kind::Names,
        says: "Rules that are off, by id.",
    },
    Setting {
        key: Key::RuleDirs,
        table: "rules",
        name: "dirs",
        variable: "VIGIE_RULES",
        flag: "--rules",
        kind: Kind::Folders,
        says: "Folders with packs of your own, used beside the built-in ones.",
    },
    Setting {
        key: Key::MinSeverity,
        table: "rules",
        name: "min-severity",
        variable: "VIGIE_MIN_SEVERITY",
        flag: "--min-severity",
        kind: Kind::Word(SEVERITIES),
        says: "Findings below this severity are left out.",
    },
    Setting {
        key: Key::FailOn,
        table: "gate",
        name: "fail-on",
        variable: "VIGIE_FAIL_ON",
        flag: "--fail-on",
        kind: Kind::Word(FAIL_ON),
        says: "Exit with 1 when a finding is at least this severe.",
    },
    Setting {
        key: Key::Baseline,
        table: "gate",
        name: "baseline",
        variable: "VIGIE_BASELINE",
        flag: "--baseline",
        kind: Kind::File,
        says: "Findings accepted on an earlier day; vigie-baseline.json at the root unless another is named.",
    },
    Setting {
        key: Key::Date,
        table: "gate",
        name: "date",
        variable: "VIGIE_DATE",
        flag: "--date",
        kind: Kind::Day,
        says: "The day that decides what has expired. Without one, acceptances end by today's date and nothing else is judged by its date.",
    },
    Setting {
        key: Key::Register,
        table: "secrets",
        name: "register",
        variable: "VIGIE_REGISTER",
        flag: "--register",
        kind: Kind::Path,
        says: "The register of secrets, from the root of the scan; secrets.yaml or .vigie/secrets.yaml unless another is named.",
    },
    Setting {
        key: Key::SoonDays,
        table: "secrets",
        name: "soon-days",
        variable: "VIGIE_SOON_DAYS",
        flag: "--soon-days",
        kind: Kind::Count(3650),
        says: "How many days before its end something expires soon.",
    },
    Setting {
        key: Key::Format,
        table: "output",
        name: "format",
        variable: "VIGIE_FORMAT",
        flag: "--format",
        kind: Kind::Word(FORMATS),
        says: "What is printed when no format is asked for.",
    },
    Setting {
        key: Key::View,
        table: "output",
        name: "view",
        variable: "VIGIE_VIEW",
        flag: "--view",
        kind: Kind::Word(VIEWS),
        says: "Which half of the inventory is printed.",
    },
    Setting {
        key: Key::Lang,
        table: "output",
        name: "lang",
        variable: "VIGIE_LANG",
        flag: "--lang",
        kind: Kind::Word(LANGS),
        says: "The language of reports for people, and of --help; what programs read stays English.",
    },
];

impl Key {
    /// Where this setting stands.
    pub fn setting(self) -> &'static Setting {
        // The entries stand in the order of the keys; a test checks it.
        &SETTINGS[self as usize]
    }
}

/// The tables of `vigie.toml`, in order.
pub(super) fn tables() -> Vec<&'static str> {
    let mut tables: Vec<&str> = SETTINGS.iter().map(|setting| setting.table).collect();
    tables.dedup();
    tables
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::settings::{FailOn, Format, Only, View};
    use crate::model::signal::Severity;
    use crate::model::translation::Lang;

    #[test]
    fn every_key_has_one_entry_and_no_name_is_given_twice() {
        let all = [
            Key::Exclude,
            Key::MaxFileBytes,
            Key::MaxParseBytes,
            Key::ParseForeign,
            Key::Archives,
            Key::Only,
            Key::Threads,
            Key::DisabledRules,
            Key::RuleDirs,
            Key::MinSeverity,
            Key::FailOn,
            Key::Baseline,
            Key::Date,
            Key::Register,
            Key::SoonDays,
            Key::Format,
            Key::View,
            Key::Lang,
        ];
        assert_eq!(all.len(), SETTINGS.len());
        for key in all {
            assert_eq!(key.setting().key, key);
        }
        for (index, one) in SETTINGS.iter().enumerate() {
            for other in &SETTINGS[index + 1..] {
                assert_ne!((one.table, one.name), (other.table, other.name));
                assert_ne!(one.variable, other.variable);
                assert_ne!(one.flag, other.flag);
            }
        }
    }

    /// The words must be exactly what the model spells; the error serde gives for a word it does
    /// not know lists the ones it does.
    fn assert_words<T: serde::de::DeserializeOwned + std::fmt::Debug>(words: &[&str]) {
        for word in words {
            serde_json::from_value::<T>((*word).into()).expect(word);
        }
        let refusal = serde_json::from_value::<T>("no such word".into())
            .expect_err("the word does not exist")
            .to_string();
        assert_eq!(
            refusal.matches('`').count() / 2 - 1,
            words.len(),
            "{refusal}"
        );
    }

    #[test]
    fn the_words_are_those_of_the_model() {
        assert_words::<Severity>(SEVERITIES);
        assert_words::<FailOn>(FAIL_ON);
        assert_words::<Format>(FORMATS);
        assert_words::<View>(VIEWS);
        assert_words::<Lang>(LANGS);
        assert_words::<Only>(ONLY);
    }
}
