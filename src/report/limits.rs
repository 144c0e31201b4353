//! What an inventory cannot know, said in every report that people read.

use super::grouped::Grouped;
use super::words::Words;
use crate::model::inventory::SkipReason;

/// One sentence for each limit that holds for what is shown.
pub(super) fn of(grouped: &Grouped<'_>, words: &Words) -> Vec<String> {
    let statistics = &grouped.inventory.statistics;
    let syntax = grouped
        .inventory
        .skips
        .iter()
        .filter(|skip| skip.reason == SkipReason::SyntaxErrors)
        .count();
    let mut limits = Vec::new();
    if grouped.shows_points() {
        limits.push(words.of("limit-holes"));
        limits.push(words.with(
            "limit-unresolved",
            &[("count", statistics.unresolved.into())],
        ));
        limits.push(words.with("limit-syntax", &[("count", syntax.into())]));
        limits.push(words.with("limit-foreign", &[("count", statistics.foreign.into())]));
    }
    if grouped.shows_secrets() {
        limits.push(words.of("limit-not-tried"));
        if !grouped.inventory.target.history {
            limits.push(words.of("limit-now"));
        }
    }
    limits
}
