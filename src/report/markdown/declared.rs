//! Rows of the register: what it declares, and what it says of a secret that is asked for.

use super::cell::{NOTHING, code, code_or_dash};
use super::rows::place;
use crate::model::date::Date;
use crate::model::register::{Declaration, Declared};
use crate::model::text::SafeText;
use crate::report::words::Words;

/// One value of an entry: the entry itself, or one of its environments.
pub(super) struct DeclarationRow {
    pub name: String,
    pub kind: String,
    pub owner: String,
    pub storage: String,
    pub rotation: String,
    pub last: String,
    pub expiry: String,
    pub class: String,
    pub consumers: String,
    pub references: u32,
    pub findings: u32,
    pub place: String,
}

/// Every value that the register declares.
pub(super) fn rows(all: &[Declaration], words: &Words) -> Vec<DeclarationRow> {
    let day = |day: Option<Date>| day.map_or_else(|| NOTHING.to_owned(), |day| day.to_string());
    let word = |word: Option<&str>| word.unwrap_or(NOTHING).to_owned();
    let row = |one: &Declaration| {
        let values = one.values().into_iter();
        let rows = values.map(|(environment, terms)| DeclarationRow {
            name: match environment {
                Some(there) => format!("{} {}", code(&one.name), code(there)),
                None => code(&one.name),
            },
            kind: word(one.kind),
            owner: code_or_dash(terms.owner.as_deref()),
            storage: match (terms.storage, &terms.location) {
                (storage, Some(location)) => format!("{} {}", word(storage), code(location)),
                (storage, None) => word(storage),
            },
            rotation: every(terms.rotation_days, words).unwrap_or_else(|| NOTHING.to_owned()),
            last: day(terms.last_rotation),
            expiry: day(terms.expiry),
            class: word(one.classification),
            consumers: texts(&one.consumers),
            references: one.references,
            findings: one.findings,
            place: place(&one.at),
        });
        rows.collect::<Vec<_>>()
    };
    all.iter().flat_map(row).collect()
}

/// Owner, rotation, expiry and classification in one cell.
pub(super) fn told(declared: Option<&Declared>, words: &Words) -> String {
    let Some(declared) = declared else {
        return NOTHING.to_owned();
    };
    let until = |day: Date| words.with("note-until", &[("day", day.to_string().into())]);
    let parts = [
        Some(code_or_dash(declared.owner.as_deref())),
        every(declared.rotation_days, words),
        declared.expiry.map(until),
        declared.classification.map(str::to_owned),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn every(days: Option<u32>, words: &Words) -> Option<String> {
    Some(words.with("note-days", &[("days", days?.into())]))
}

fn texts(all: &[SafeText]) -> String {
    if all.is_empty() {
        return NOTHING.to_owned();
    }
    all.iter()
        .map(|text| code(text))
        .collect::<Vec<_>>()
        .join(", ")
}
