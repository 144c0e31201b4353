//! Reads `vigie.toml`: a walk over tables and keys that knows where each of them stands.
//!
//! Written by hand rather than derived, because the point of it is the message: file, line and
//! column, the keys that exist, and the one that was probably meant.

use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::allow;
use super::error::{At, ConfigError, choose};
use super::keys::{Kind, SETTINGS, Setting, tables};
use super::value::{self, Refusal, Value};
use crate::model::settings::Allow;

/// One value of a file, with the line it stands on.
pub(super) struct Entry {
    /// Of which setting.
    pub(super) setting: &'static Setting,
    /// What.
    pub(super) value: Value,
    /// On which line, from 1.
    pub(super) line: usize,
}

/// Every value of a configuration file, in the order of the settings; and what it allows.
pub(super) fn read(path: &Path, text: &str) -> Result<(Vec<Entry>, Vec<Allow>), ConfigError> {
    let reader = Reader { path, text };
    let document = DeTable::parse(text).map_err(|error| {
        let (what, hint) = (error.message().trim().replace('\n', ", "), None);
        match error.span() {
            Some(span) => reader.refuse(&span, (what, hint)),
            None => ConfigError {
                at: At::Whole(path.to_owned()),
                what,
                hint,
            },
        }
    })?;
    let (mut entries, mut allowed) = (Vec::new(), Vec::new());
    // The tables come sorted by name; the first thing wrong is the first in the file.
    let mut parts: Vec<_> = document.get_ref().iter().collect();
    parts.sort_by_key(|(name, _)| name.span().start);
    for (name, part) in parts {
        if name.get_ref() == allow::NAME {
            allowed = allow::read(&reader, part)?;
            continue;
        }
        let DeValue::Table(table) = part.get_ref() else {
            return Err(reader.refuse(&name.span(), no_table(name.get_ref())));
        };
        if !tables().contains(&&**name.get_ref()) {
            let what = format!("there is no table [{}]", name.get_ref());
            let hint = choose(name.get_ref(), &all_tables(), "the tables are");
            return Err(reader.refuse(&name.span(), (what, Some(hint))));
        }
        reader.table(name.get_ref(), table, &mut entries)?;
    }
    entries.sort_by_key(|entry| entry.setting.key);
    Ok((entries, allowed))
}

/// Everything that may stand in brackets.
fn all_tables() -> Vec<&'static str> {
    let mut all = tables();
    all.push(allow::NAME);
    all
}

/// A key that stands above every table, or in place of one.
fn no_table(name: &str) -> Refusal {
    let home = SETTINGS.iter().find(|setting| setting.name == name);
    let hint = home.map_or_else(
        || choose(name, &all_tables(), "the tables are"),
        |setting| {
            format!(
                "`{name}` belongs to [{}]: write that line above it",
                setting.table
            )
        },
    );
    (
        format!("`{name}` stands outside the tables that hold settings"),
        Some(hint),
    )
}

/// A file being read.
pub(super) struct Reader<'f> {
    pub(super) path: &'f Path,
    text: &'f str,
}

impl Reader<'_> {
    /// Reads the keys of one table.
    fn table(
        &self,
        name: &str,
        table: &DeTable<'_>,
        entries: &mut Vec<Entry>,
    ) -> Result<(), ConfigError> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let mut keys: Vec<_> = table.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        for (key, given) in keys {
            let setting = SETTINGS
                .iter()
                .find(|setting| setting.table == name && setting.name == *key.get_ref())
                .ok_or_else(|| self.refuse(&key.span(), unknown_key(name, key.get_ref())))?;
            let mut take = |value: &toml::Spanned<DeValue<'_>>| {
                let read = value::from_toml(setting, value.get_ref(), folder)
                    .map_err(|refusal| self.refuse(&value.span(), refusal))?;
                entries.push(Entry {
                    setting,
                    value: read,
                    line: self.position(value.span().start).0,
                });
                Ok(())
            };
            match (setting.kind, given.get_ref()) {
                (Kind::Names | Kind::Globs | Kind::Folders, DeValue::Array(list)) => {
                    list.iter().try_for_each(take)?;
                }
                (Kind::Names | Kind::Globs | Kind::Folders, _) => {
                    let what = format!("`{}` takes a list of strings", setting.name);
                    let hint = format!("write it as `{} = [\"…\"]`", setting.name);
                    return Err(self.refuse(&given.span(), (what, Some(hint))));
                }
                _ => take(given)?,
            }
        }
        Ok(())
    }

    /// An error at a place of the file.
    pub(super) fn refuse(&self, span: &Range<usize>, (what, hint): Refusal) -> ConfigError {
        let (line, column) = self.position(span.start);
        ConfigError {
            at: At::File {
                path: self.path.to_owned(),
                line,
                column,
            },
            what,
            hint,
        }
    }

    /// Line and column of a byte, from 1; columns count code points.
    pub(super) fn position(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..offset.min(self.text.len())];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (
            before.matches('\n').count() + 1,
            before[line_start..].chars().count() + 1,
        )
    }
}

/// A key that its table does not have.
fn unknown_key(table: &str, key: &str) -> Refusal {
    let known: Vec<&str> = SETTINGS
        .iter()
        .filter(|setting| setting.table == table)
        .map(|setting| setting.name)
        .collect();
    let elsewhere = SETTINGS.iter().find(|setting| setting.name == key);
    let hint = elsewhere.map_or_else(
        || choose(key, &known, &format!("the keys of [{table}] are")),
        |setting| format!("`{key}` belongs to [{}]", setting.table),
    );
    (format!("[{table}] has no key `{key}`"), Some(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> (String, String) {
        let Err(error) = read(Path::new("vigie.toml"), text) else {
            panic!("accepted: {text}");
        };
        let hint = error.hint.clone().unwrap_or_default();
        (error.to_string(), hint)
    }

    #[test]
    fn an_unknown_key_is_placed_and_the_meant_one_offered() {
        let (what, hint) = refusal("[scan]\n  exlude = []\n");
        assert_eq!(what, "vigie.toml:2:3: [scan] has no key `exlude`");
        assert!(hint.starts_with("did you mean `exclude`?"), "{hint}");
        assert!(hint.contains("`parse-foreign`"), "{hint}");
    }

    #[test]
    fn a_key_in_the_wrong_table_is_sent_home() {
        let (what, hint) = refusal("[scan]\nfail-on = \"high\"\n");
        assert_eq!(what, "vigie.toml:2:1: [scan] has no key `fail-on`");
        assert_eq!(hint, "`fail-on` belongs to [gate]");
    }

    #[test]
    fn a_key_outside_every_table_is_sent_home() {
        let (what, hint) = refusal("threads = 2\n");
        assert_eq!(
            what,
            "vigie.toml:1:1: `threads` stands outside the tables that hold settings"
        );
        assert_eq!(
            hint,
            "`threads` belongs to [scan]: write that line above it"
        );
    }

    #[test]
    fn an_unknown_table_lists_the_known_ones() {
        let (what, hint) = refusal("\n[gates]\n");
        assert_eq!(what, "vigie.toml:2:2: there is no table [gates]");
        assert_eq!(
            hint,
            "did you mean `gate`? the tables are: `scan`, `rules`, `gate`, `secrets`, `output`, `allow`"
        );
    }

    #[test]
    fn a_wrong_type_says_what_was_found_and_how_to_write_it() {
        for (text, what, hint) in [
            (
                "[scan]\nthreads = \"four\"\n",
                "vigie.toml:2:11: expected a whole number, found a string",
                "write it as `threads = 4`",
            ),
            (
                "[scan]\nparse-foreign = \"yes\"\n",
                "vigie.toml:2:17: expected true or false, found a string",
                "write it as `parse-foreign = true`",
            ),
            (
                "[scan]\nmax-file-bytes = 1.5\n",
                "vigie.toml:2:18: expected a size, found a number with a fraction",
                "write it as `max-file-bytes = \"64MiB\"`",
            ),
            (
                "[scan]\nexclude = \"vendor\"\n",
                "vigie.toml:2:11: `exclude` takes a list of strings",
                "write it as `exclude = [\"…\"]`",
            ),
            (
                "[rules]\ndisable = [\n  \"a\",\n  7,\n]\n",
                "vigie.toml:4:3: expected a list of strings, found a whole number",
                "write it as `disable = [\"one\", \"two\"]`",
            ),
            (
                "[gate]\nfail-on = true\n",
                "vigie.toml:2:11: expected a word in quotes, found true or false",
                "write it as `fail-on = \"never\"`",
            ),
        ] {
            assert_eq!(refusal(text), (what.to_owned(), hint.to_owned()));
        }
    }

    #[test]
    fn a_wrong_word_offers_the_near_one() {
        let (what, hint) = refusal("[gate]\nfail-on = \"hihg\"\n");
        assert_eq!(what, "vigie.toml:2:11: `hihg` is not a value of `fail-on`");
        assert!(hint.starts_with("did you mean `high`?"), "{hint}");
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        assert_eq!(
            refusal("[scan]\nthreads = -1\n").0,
            "vigie.toml:2:11: expected a whole number of 0 or more, found `-1`"
        );
        assert_eq!(
            refusal("[scan]\nthreads = 5000\n").0,
            "vigie.toml:2:11: `5000` is too large: at most 1024"
        );
        assert_eq!(
            refusal("[scan]\nmax-file-bytes = \"8GiB\"\n").0,
            "vigie.toml:2:18: `8589934592` is too large: at most 4294967295"
        );
    }

    #[test]
    fn a_bad_pattern_is_refused() {
        let (what, hint) = refusal("[scan]\nexclude = [\"a{b\"]\n");
        assert!(
            what.starts_with("vigie.toml:2:12: `a{b` is not a pattern"),
            "{what}"
        );
        assert!(hint.contains(".gitignore"), "{hint}");
    }

    #[test]
    fn broken_toml_is_placed() {
        let (what, _) = refusal("[scan]\nexclude = [\n");
        assert!(what.starts_with("vigie.toml:"), "{what}");
        assert!(!what.contains('\n'), "{what}");
        let (what, _) = refusal("[scan]\nthreads = 1\nthreads = 2\n");
        assert!(what.starts_with("vigie.toml:3:1: duplicate key"), "{what}");
    }

    #[test]
    fn columns_count_code_points() {
        let (what, _) = refusal("[rules]\ndisable = [\"é\", 1]\n");
        assert!(what.starts_with("vigie.toml:2:17:"), "{what}");
    }

    #[test]
    fn folders_count_from_the_file_that_names_them() {
        let (entries, _) = read(
            Path::new("conf/vigie.toml"),
            "[rules]\ndirs = [\"packs\"]\n",
        )
        .expect("the file is right");
        assert_eq!(entries[0].value, Value::Entry("conf/packs".to_owned()));
        assert_eq!(entries[0].line, 2);
    }
}
