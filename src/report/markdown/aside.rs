//! Rows of what does not count, and of what suppresses nothing.

use super::cell::{code, code_or_dash};
use super::rows::place;
use crate::model::suppression::{Suppressed, Unused};
use crate::report::words::Words;

/// A finding that does not count.
pub(super) struct AsideRow {
    pub severity: String,
    pub rule: String,
    pub place: String,
    pub mask: String,
    pub by: String,
    pub reason: String,
}

/// A mark or an entry that suppresses nothing.
pub(super) struct UnusedRow {
    pub names: String,
    pub place: String,
    pub why: String,
}

/// Every finding that does not count.
pub(super) fn suppressed(all: &[&Suppressed], words: &Words) -> Vec<AsideRow> {
    let row = |one: &Suppressed| {
        let (finding, suppression) = (&one.finding, &one.suppression);
        let mask = finding.evidence.as_ref();
        AsideRow {
            severity: words.severity(finding.severity),
            rule: code(&finding.rule),
            place: place(&finding.at),
            mask: code_or_dash(mask.map(|evidence| evidence.mask.as_str())),
            by: code(&suppression.told()),
            reason: code_or_dash(suppression.reason.as_deref()),
        }
    };
    all.iter().copied().map(row).collect()
}

/// Everything that suppresses nothing.
pub(super) fn unused(all: &[Unused], words: &Words) -> Vec<UnusedRow> {
    let row = |unused: &Unused| UnusedRow {
        names: code(&unused.names),
        place: match unused.line {
            Some(line) => code(&format!("{}:{line}", unused.source)),
            None => code(&unused.source),
        },
        why: words.unused(unused.why),
    };
    all.iter().map(row).collect()
}
