//! Hard-coded secrets of one file: vendor tokens by pattern, credentials by the name beside them.

pub(crate) mod assigned;
pub(crate) mod checksum;
mod judge;
mod keyed;
pub(crate) mod names;
pub(crate) mod pattern;

use crate::model::inventory::Context;
use crate::model::place::Span;
use crate::model::signal::{Confidence, Severity};

pub(crate) use judge::judge;
pub(crate) use keyed::value_of_key;

/// Which rule found a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RuleRef {
    /// A vendor rule, by its place among the patterns.
    Vendor(u16),
    /// A value beside a name that means a credential.
    Named,
}

/// A secret while its file is still in memory.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub(crate) span: Span,
    pub(crate) rule: RuleRef,
    pub(crate) severity: Severity,
    pub(crate) confidence: Confidence,
    /// The name it was given, where it stands beside one.
    pub(crate) name: Option<String>,
}

/// How bad a credential known by its name alone is, given what surrounds it.
pub(crate) fn named_severity(confidence: Confidence, context: Context) -> Severity {
    match (context, confidence) {
        (Context::Product, Confidence::Possible) => Severity::Medium,
        (Context::Product, _) => Severity::High,
        _ => Severity::Low,
    }
}

/// One finding for each stretch of text: where several rules claim it, the surest one stays, then
/// the worst, then the one with a form of its own, then the longest.
pub(crate) fn settle(mut all: Vec<Raw>) -> Vec<Raw> {
    all.sort_by_key(|raw| {
        (
            std::cmp::Reverse(raw.confidence),
            raw.rule == RuleRef::Named,
            std::cmp::Reverse(raw.severity),
            std::cmp::Reverse(raw.span.end - raw.span.start),
            raw.rule,
            raw.span,
        )
    });
    let mut kept: Vec<Raw> = Vec::with_capacity(all.len());
    for raw in all {
        match kept.iter_mut().find(|known| known.span.overlaps(raw.span)) {
            // The name a weaker claim knew is worth keeping.
            Some(known) => known.name = known.name.take().or(raw.name),
            None => kept.push(raw),
        }
    }
    kept.sort_by_key(|raw| (raw.span, raw.rule));
    kept
}
