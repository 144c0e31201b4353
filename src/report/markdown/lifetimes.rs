//! Rows of what ends by itself.

use super::cell::{NOTHING, code, code_or_dash};
use super::rows::place;
use crate::model::date::Date;
use crate::model::inventory::Context;
use crate::model::lifetime::{Certificate, Lifetime};
use crate::report::words::Words;

/// A certificate.
pub(super) struct CertificateRow {
    pub subject: String,
    pub issuer: String,
    pub from: String,
    pub until: String,
    pub key: String,
    pub signature: String,
    pub place: String,
    pub notes: String,
}

/// A token that says until when it works.
pub(super) struct LifetimeRow {
    pub kind: String,
    pub signature: String,
    pub from: String,
    pub until: String,
    pub place: String,
    pub notes: String,
}

/// Every certificate.
pub(super) fn certificates(all: &[Certificate], words: &Words) -> Vec<CertificateRow> {
    let row = |one: &Certificate| CertificateRow {
        subject: code(&one.subject),
        issuer: code(&one.issuer),
        from: one.not_before.to_string(),
        until: one.not_after.to_string(),
        key: match one.key_bits {
            Some(bits) => format!("{} {bits}", code(&one.key)),
            None => code(&one.key),
        },
        signature: code(&one.signature),
        place: place(&one.at),
        notes: notes(one.context, words),
    };
    all.iter().map(row).collect()
}

/// Every token with an end.
pub(super) fn lifetimes(all: &[Lifetime], words: &Words) -> Vec<LifetimeRow> {
    let day = |day: Option<Date>| day.map_or_else(|| NOTHING.to_owned(), |day| day.to_string());
    let row = |one: &Lifetime| LifetimeRow {
        kind: one.kind.as_str().to_owned(),
        signature: code_or_dash(one.algorithm.as_deref()),
        from: day(one.issued),
        until: day(one.expires),
        place: place(&one.at),
        notes: notes(one.context, words),
    };
    all.iter().map(row).collect()
}

fn notes(context: Context, words: &Words) -> String {
    match context {
        Context::Product => NOTHING.to_owned(),
        other => words.context(other),
    }
}
