//! The `[[allow]]` entries of `vigie.toml`: what somebody has looked at, by rule, path and value.

use std::fmt::Write as _;

use toml::de::{DeTable, DeValue};

use super::error::{ConfigError, choose};
use super::file::Reader;
use super::value::{Refusal, check_glob, describe, quoted};
use crate::model::settings::Allow;

const FITS: &str = "a String takes everything";

/// The name of the list.
pub(super) const NAME: &str = "allow";

/// The keys of an entry, with what each takes, in words.
pub(super) const KEYS: [(&str, &str); 5] = [
    ("rule", "The rule it speaks of; `*` stands for any letters."),
    (
        "path",
        "The files it speaks of, in .gitignore syntax, from the root of the scan.",
    ),
    (
        "sha256",
        "The SHA-256 of the value it speaks of, as `vigie hash` prints it.",
    ),
    ("reason", "Why; every entry has one."),
    ("expires", "The last day on which it counts, as 2026-12-31."),
];

/// Reads the whole list.
pub(super) fn read(
    reader: &Reader<'_>,
    list: &toml::Spanned<DeValue<'_>>,
) -> Result<Vec<Allow>, ConfigError> {
    let wrong = || {
        let what = "`allow` is a list of tables".to_owned();
        (what, Some("write `[[allow]]` above each entry".to_owned()))
    };
    let DeValue::Array(entries) = list.get_ref() else {
        return Err(reader.refuse(&list.span(), wrong()));
    };
    entries
        .iter()
        .map(|entry| match entry.get_ref() {
            DeValue::Table(table) => one(reader, table, entry.span().start),
            _ => Err(reader.refuse(&entry.span(), wrong())),
        })
        .collect()
}

fn one(reader: &Reader<'_>, table: &DeTable<'_>, start: usize) -> Result<Allow, ConfigError> {
    let mut allow = Allow {
        rule: None,
        path: None,
        sha256: None,
        reason: String::new(),
        expires: None,
        file: reader.path.to_string_lossy().into_owned(),
        line: reader.position(start).0,
    };
    let mut keys: Vec<_> = table.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in keys {
        take(&mut allow, key.get_ref(), value.get_ref()).map_err(|(refusal, of_key)| {
            let span = if of_key { key.span() } else { value.span() };
            reader.refuse(&span, refusal)
        })?;
    }
    let missing = if allow.rule.is_none() && allow.path.is_none() && allow.sha256.is_none() {
        (
            "an entry that names no rule, path or sha256 would allow everything",
            "name what it speaks of: `rule`, `path`, `sha256`, or several of them",
        )
    } else if allow.reason.trim().is_empty() {
        ("an entry needs a reason", "say why in `reason = \"…\"`")
    } else {
        return Ok(allow);
    };
    let (what, hint) = missing;
    Err(reader.refuse(&(start..start), (what.to_owned(), Some(hint.to_owned()))))
}

/// Takes one key. What is refused is the key itself or its value.
fn take(allow: &mut Allow, key: &str, value: &DeValue<'_>) -> Result<(), (Refusal, bool)> {
    let known = KEYS.map(|(name, _)| name);
    if !known.contains(&key) {
        let hint = choose(key, &known, "the keys of [[allow]] are");
        return Err(((format!("[[allow]] has no key `{key}`"), Some(hint)), true));
    }
    let refuse = |what: String, hint: &str| ((what, Some(hint.to_owned())), false);
    let text = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(date) if key == "expires" => date.to_string(),
        _ => {
            let what = format!("expected a string, found {}", describe(value));
            let hint = format!("write it as `{key} = \"…\"`");
            return Err(((what, Some(hint)), false));
        }
    };
    match key {
        "rule" => allow.rule = Some(text),
        "path" => {
            check_glob(&text).map_err(|refusal| (refusal, false))?;
            allow.path = Some(text);
        }
        "sha256" => {
            let digest = text.to_ascii_lowercase();
            if digest.len() != 64 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                // What stands there may be the secret itself, so that it is not repeated.
                return Err(refuse(
                    "this is no SHA-256: 64 hexadecimal digits".to_owned(),
                    "`vigie hash` reads a value from standard input and prints it",
                ));
            }
            allow.sha256 = Some(digest);
        }
        "reason" => allow.reason = text,
        _ => {
            let date = text.parse().map_err(|error| {
                refuse(format!("{error}"), "write it as `expires = \"2026-12-31\"`")
            })?;
            allow.expires = Some(date);
        }
    }
    Ok(())
}

/// Entries as they would stand in `vigie.toml`; with the origin of each if asked for.
pub fn show(entries: &[Allow], with_origin: bool) -> String {
    let mut shown = String::new();
    for entry in entries {
        shown.push_str("\n[[allow]]");
        if with_origin {
            write!(shown, "  # {}:{}", entry.file, entry.line).expect(FITS);
        }
        shown.push('\n');
        let expires = entry.expires.map(|date| date.to_string());
        for (key, value) in [
            ("rule", entry.rule.as_ref()),
            ("path", entry.path.as_ref()),
            ("sha256", entry.sha256.as_ref()),
            ("reason", Some(&entry.reason)),
            ("expires", expires.as_ref()),
        ] {
            if let Some(value) = value {
                writeln!(shown, "{key} = {}", quoted(value)).expect(FITS);
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Config;
    use super::*;

    fn config(text: &str) -> Result<Config, ConfigError> {
        let mut config = Config::default();
        config.add_file(Path::new("vigie.toml"), text)?;
        Ok(config)
    }

    fn refusal(text: &str) -> (String, String) {
        let error = config(text).expect_err("it is wrong");
        (error.to_string(), error.hint.unwrap_or_default())
    }

    #[test]
    fn entries_are_read_in_order_and_shown_again() {
        let digest = "A".repeat(64);
        let text = format!(
            "[scan]\nthreads = 2\n\n[[allow]]\nrule = \"aws-*\"\npath = \"docs/\"\nreason = \"an example\"\nexpires = 2026-12-31\n\n[[allow]]\nsha256 = \"{digest}\"\nreason = \"public\"\n"
        );
        let config = config(&text).expect("it is right");
        let allow = config.settings().allow;
        assert_eq!(allow.len(), 2);
        assert_eq!(
            (allow[0].rule.as_deref(), allow[0].line),
            (Some("aws-*"), 4)
        );
        assert_eq!(
            allow[0].expires.map(|date| date.to_string()).as_deref(),
            Some("2026-12-31")
        );
        assert_eq!(allow[1].sha256, Some("a".repeat(64)));
        let shown = config.show(true);
        assert!(
            shown.contains("\n[[allow]]  # vigie.toml:4\nrule = \"aws-*\"\npath = \"docs/\"\nreason = \"an example\"\nexpires = \"2026-12-31\"\n"),
            "{shown}"
        );
        let again = self::config(&config.show(false)).expect("what is shown can be read");
        assert_eq!(again.settings().allow.len(), 2);
    }

    #[test]
    fn what_is_wrong_is_placed_and_told() {
        for (text, what, hint) in [
            (
                "[[allow]]\nreason = \"x\"\n",
                "vigie.toml:1:1: an entry that names no rule",
                "`sha256`",
            ),
            (
                "[[allow]]\nrule = \"x\"\n",
                "vigie.toml:1:1: an entry needs a reason",
                "say why",
            ),
            (
                "[[allow]]\nrules = \"x\"\n",
                "vigie.toml:2:1: [[allow]] has no key `rules`",
                "did you mean `rule`?",
            ),
            (
                "[[allow]]\nrule = 1\n",
                "vigie.toml:2:8: expected a string, found a whole number",
                "rule = \"…\"",
            ),
            (
                "[[allow]]\npath = \"a{b\"\n",
                "vigie.toml:2:8: `a{b` is not a pattern",
                ".gitignore",
            ),
            (
                "[[allow]]\nexpires = \"soon\"\n",
                "vigie.toml:2:11: `soon` is no day",
                "2026-12-31",
            ),
            (
                "[allow]\nrule = \"x\"\n",
                "`allow` is a list of tables",
                "[[allow]]",
            ),
        ] {
            let (said, helped) = refusal(text);
            assert!(said.contains(what), "{said}");
            assert!(helped.contains(hint), "{helped}");
        }
        let (said, _) = refusal("[[allow]]\nsha256 = \"hunter2hunter2\"\n");
        assert!(!said.contains("hunter2"), "{said}");
    }
}
