//! Who listens, as tables: how many of which kind, what is nowhere, and each with what it uses.

use super::cell::{NOTHING, code, code_or_dash};
use super::rows;
use crate::model::observer::{Observer, Verdict};
use crate::model::signal::Signal;
use crate::report::grouped::Grouped;
use crate::report::words::Words;

/// Everything that is said of observers.
pub(super) struct Section {
    pub kinds: Vec<(String, usize)>,
    pub verdicts: Vec<(String, usize)>,
    pub watched: String,
    pub nowhere: Vec<NowhereRow>,
    pub groups: Vec<Group>,
}

/// A name that nothing emits.
pub(super) struct NowhereRow {
    pub name: String,
    pub nearest: String,
    pub count: usize,
    pub place: String,
}

/// The observers of one kind.
pub(super) struct Group {
    pub title: String,
    pub rows: Vec<Row>,
}

/// An observer.
pub(super) struct Row {
    pub name: String,
    pub within: String,
    pub severity: String,
    pub uses: String,
    pub place: String,
    pub notes: String,
}

pub(super) fn section(grouped: &Grouped<'_>, words: &Words) -> Section {
    let metrics = || {
        grouped
            .points
            .iter()
            .filter(|point| point.signal == Signal::Metric && !point.test)
    };
    let watched = metrics().filter(|point| !point.watched_by.is_empty());
    let counts = [
        ("watched", watched.count().into()),
        ("all", metrics().count().into()),
    ];
    Section {
        kinds: grouped
            .observer_kinds
            .iter()
            .map(|(kind, count)| (words.observers(*kind), *count))
            .collect(),
        verdicts: grouped
            .verdicts
            .iter()
            .map(|(verdict, count)| (words.verdict(*verdict), *count))
            .collect(),
        watched: words.with("watched", &counts),
        nowhere: grouped
            .nowhere()
            .into_iter()
            .map(|(used, count)| NowhereRow {
                name: code(&used.name),
                nearest: code_or_dash(used.suggestion.as_deref()),
                count,
                place: rows::place(&used.at),
            })
            .collect(),
        groups: grouped
            .observer_kinds
            .iter()
            .map(|(kind, _)| Group {
                title: words.with(
                    "section-of-observers",
                    &[("kind", words.observers(*kind).into())],
                ),
                rows: grouped
                    .observers
                    .iter()
                    .filter(|observer| observer.kind == *kind)
                    .map(|observer| row(observer, words))
                    .collect(),
            })
            .collect(),
    }
}

fn row(observer: &Observer, words: &Words) -> Row {
    let uses = observer.uses.iter().map(|used| match used.verdict {
        Verdict::Emitted | Verdict::RecordedHere => code(&used.name),
        verdict => format!("{} ({})", code(&used.name), words.verdict(verdict)),
    });
    let uses: Vec<String> = uses.collect();
    let mut notes = Vec::new();
    if let Some(receiver) = &observer.receiver {
        notes.push(code(receiver));
    }
    if observer.partial {
        notes.push(words.of("note-partial"));
    }
    if observer.context != crate::model::inventory::Context::Product {
        notes.push(words.context(observer.context));
    }
    let or_dash = |texts: Vec<String>, joint: &str| {
        if texts.is_empty() {
            NOTHING.to_owned()
        } else {
            texts.join(joint)
        }
    };
    Row {
        name: code_or_dash(observer.name.as_deref()),
        within: code_or_dash(observer.within.as_deref()),
        severity: code_or_dash(observer.severity.as_deref()),
        uses: or_dash(uses, ", "),
        place: rows::place(&observer.at),
        notes: or_dash(notes, "; "),
    }
}
