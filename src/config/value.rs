//! One value of a setting: read from text or from TOML, checked, and written back.

use std::path::Path;

use toml::de::DeValue;

use super::error::choose;
use super::keys::{Kind, Setting};
use crate::model::date::Date;

/// A checked value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A number, of bytes or otherwise.
    Number(u64),
    /// Yes or no.
    Switch(bool),
    /// One of the setting's words.
    Word(&'static str),
    /// One entry of a list.
    Entry(String),
    /// A file, a path or a day.
    File(String),
}

/// Why a value was refused: what is wrong, and what to write.
pub(super) type Refusal = (String, Option<String>);

/// Reads what stands in an environment variable or after a flag. For a list: one entry.
pub(super) fn from_text(setting: &Setting, text: &str) -> Result<Value, Refusal> {
    match setting.kind {
        Kind::Count(most) => {
            let number = text
                .parse()
                .map_err(|_| (format!("expected a whole number, found `{text}`"), None))?;
            at_most(number, most).map(Value::Number)
        }
        Kind::Bytes(most) => {
            let number = bytes(text).ok_or_else(|| size_refused(text))?;
            at_most(number, most).map(Value::Number)
        }
        Kind::Switch => match text {
            "true" | "1" | "yes" => Ok(Value::Switch(true)),
            "false" | "0" | "no" => Ok(Value::Switch(false)),
            _ => Err((format!("expected true or false, found `{text}`"), None)),
        },
        Kind::Word(words) => words
            .iter()
            .find(|word| **word == text)
            .map(|word| Value::Word(word))
            .ok_or_else(|| {
                (
                    format!("`{text}` is not a value of `{}`", setting.name),
                    Some(choose(text, words, "it takes one of")),
                )
            }),
        Kind::Globs => {
            check_glob(text)?;
            Ok(Value::Entry(text.to_owned()))
        }
        Kind::Names | Kind::Folders => Ok(Value::Entry(text.to_owned())),
        Kind::Day => match text.parse::<Date>() {
            Err(error) if !text.is_empty() => Err((error.to_string(), None)),
            _ => Ok(Value::File(text.to_owned())),
        },
        Kind::Path if text.starts_with('/') || text.split('/').any(|part| part == "..") => Err((
            format!("`{text}` leads out of the scan"),
            Some("write it as a path from the root of the scan".to_owned()),
        )),
        Kind::Path => {
            let path = text.replace('\\', "/");
            Ok(Value::File(path.trim_start_matches("./").to_owned()))
        }
        Kind::File => Ok(Value::File(text.to_owned())),
    }
}

/// Reads a value of `vigie.toml`. For a list: one of its entries. `folder` holds the file.
pub(super) fn from_toml(
    setting: &Setting,
    value: &DeValue<'_>,
    folder: &Path,
) -> Result<Value, Refusal> {
    let wrong = |wanted: &str, example: &str| {
        (
            format!("expected {wanted}, found {}", describe(value)),
            Some(format!("write it as `{} = {example}`", setting.name)),
        )
    };
    match (setting.kind, value) {
        (Kind::Count(most) | Kind::Bytes(most), DeValue::Integer(number)) => {
            at_most(integer(number)?, most).map(Value::Number)
        }
        (Kind::Bytes(_) | Kind::Word(_) | Kind::Names | Kind::Globs, DeValue::String(text)) => {
            from_text(setting, text)
        }
        (Kind::Count(_), _) => Err(wrong("a whole number", "4")),
        (Kind::Bytes(_), _) => Err(wrong("a size", "\"64MiB\"")),
        (Kind::Switch, DeValue::Boolean(switch)) => Ok(Value::Switch(*switch)),
        (Kind::Switch, _) => Err(wrong("true or false", "true")),
        (Kind::Word(words), _) => Err(wrong("a word in quotes", &format!("\"{}\"", words[0]))),
        (Kind::Folders, DeValue::String(text)) => Ok(Value::Entry(
            folder.join(&**text).to_string_lossy().into_owned(),
        )),
        (Kind::Day | Kind::Path, DeValue::String(text)) => from_text(setting, text),
        (Kind::Day, DeValue::Datetime(date)) => from_text(setting, &date.to_string()),
        (Kind::Day, _) => Err(wrong("a day in quotes", "\"2026-03-31\"")),
        (Kind::Path, _) => Err(wrong("a path in quotes", "\"docs/secrets.yaml\"")),
        (Kind::File, DeValue::String(text)) if text.is_empty() => from_text(setting, text),
        (Kind::File, DeValue::String(text)) => Ok(Value::File(
            folder.join(&**text).to_string_lossy().into_owned(),
        )),
        (Kind::File, _) => Err(wrong("a file in quotes", "\"vigie-baseline.json\"")),
        (Kind::Names | Kind::Globs | Kind::Folders, _) => {
            Err(wrong("a list of strings", "[\"one\", \"two\"]"))
        }
    }
}

/// Writes a value as it would stand in `vigie.toml`.
pub(super) fn to_toml(setting: &Setting, value: &Value) -> String {
    match value {
        Value::Number(number) if matches!(setting.kind, Kind::Bytes(_)) => sized(*number),
        Value::Number(number) => number.to_string(),
        Value::Switch(switch) => switch.to_string(),
        Value::Word(word) => quoted(word),
        Value::Entry(text) | Value::File(text) => quoted(text),
    }
}

/// A TOML value in words.
pub(super) fn describe(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The value of a TOML integer, which may be negative, hexadecimal or too large.
fn integer(number: &toml::de::DeInteger<'_>) -> Result<u64, Refusal> {
    u64::from_str_radix(number.as_str(), number.radix()).map_err(|_| {
        (
            format!("expected a whole number of 0 or more, found `{number}`"),
            None,
        )
    })
}

/// `number`, unless it is above `most`.
fn at_most(number: u64, most: u64) -> Result<u64, Refusal> {
    if number <= most {
        Ok(number)
    } else {
        Err((format!("`{number}` is too large: at most {most}"), None))
    }
}

/// Units of size, the larger of each kind first.
const UNITS: &[(&str, u64)] = &[
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("KB", 1_000),
    ("kB", 1_000),
    ("B", 1),
];

/// Reads `64MiB`, `64 MiB`, `500KB`, `4096`.
fn bytes(text: &str) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = text[..digits].parse().ok()?;
    let unit = text[digits..].trim();
    if unit.is_empty() {
        return Some(number);
    }
    let (_, scale) = UNITS.iter().find(|(name, _)| *name == unit)?;
    number.checked_mul(*scale)
}

/// A size refused.
fn size_refused(text: &str) -> Refusal {
    (
        format!("expected a size, found `{text}`"),
        Some("write a number of bytes, or one with a unit: `64MiB`, `500KB`, `1GiB`".to_owned()),
    )
}

/// A size with the largest binary unit that divides it.
fn sized(number: u64) -> String {
    for (name, scale) in &UNITS[..3] {
        if number >= *scale && number.is_multiple_of(*scale) {
            return quoted(&format!("{}{name}", number / scale));
        }
    }
    number.to_string()
}

/// A TOML string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Refuses a pattern the walk could not use.
pub(super) fn check_glob(pattern: &str) -> Result<(), Refusal> {
    let mut builder = ignore::gitignore::GitignoreBuilder::new("");
    match builder.add_line(None, pattern) {
        Ok(_) => Ok(()),
        Err(error) => Err((
            format!("`{pattern}` is not a pattern: {error}"),
            Some("patterns are written as in a .gitignore: `vendor/`, `*.min.js`".to_owned()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_and_without_units() {
        assert_eq!(bytes("4096"), Some(4096));
        assert_eq!(bytes("64MiB"), Some(64 << 20));
        assert_eq!(bytes("64 MiB"), Some(64 << 20));
        assert_eq!(bytes("500KB"), Some(500_000));
        assert_eq!(bytes("64 parsecs"), None);
        assert_eq!(bytes("-1"), None);
        assert_eq!(bytes("99999999999GiB"), None);
    }

    #[test]
    fn sizes_are_written_with_the_unit_that_divides_them() {
        assert_eq!(sized(64 << 20), "\"64MiB\"");
        assert_eq!(sized(1 << 30), "\"1GiB\"");
        assert_eq!(sized(1500), "1500");
        assert_eq!(sized(0), "0");
    }
}
