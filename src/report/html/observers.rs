//! Who listens: each observer with what it asks for and which components that comes from, and whether
//! what is asked for exists.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Anchors, Folded, Item, PlaceCell, anchor, place};
use super::{Head, Page};
use crate::model::inventory::Context;
use crate::model::observer::{Observer, Use, UseKind, Verdict};
use crate::report::legible::visible;

/// Names shown before the others are folded away.
const SHOWN: usize = 4;

/// An observer.
pub(super) struct ObserverRow<'a> {
    pub id: &'a str,
    pub name: Cow<'a, str>,
    pub summary: Cow<'a, str>,
    pub kind: String,
    pub within: Cow<'a, str>,
    pub severity: Cow<'a, str>,
    pub components: Vec<String>,
    pub uses: Folded<Item<'a>>,
    pub expression: &'a str,
    pub at: PlaceCell<'a>,
    pub notes: Vec<Cow<'a, str>>,
}

/// A line of a matrix: how many different names of each verdict.
pub(super) struct MatrixRow {
    pub title: String,
    pub counts: Vec<usize>,
    pub all: usize,
}

/// A name that is listened to and that nothing emits.
pub(super) struct NowhereRow<'a> {
    pub name: Cow<'a, str>,
    pub nearest: Cow<'a, str>,
    pub count: usize,
    pub at: PlaceCell<'a>,
}

/// The id of an observer: it stays when lines are added above it.
pub(super) fn id(observer: &Observer, anchors: &mut Anchors) -> String {
    let within = observer.within.as_deref().unwrap_or_default();
    let name = observer.name.as_deref().unwrap_or_default();
    anchors.next(
        'o',
        [&observer.at.path, observer.kind.as_str(), within, name],
    )
}

fn is_told(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Emitted | Verdict::RecordedHere)
}

impl Page<'_> {
    /// The observer at a place of the list, as something to go to.
    pub(super) fn observer_item(&self, at: u32) -> Option<Item<'_>> {
        let observer = self.grouped.observers.get(at as usize)?;
        let name = observer.name.as_ref().or(observer.within.as_ref());
        Some(Item {
            href: format!("#{}", self.observer_ids.get(at as usize)?),
            text: match name {
                Some(name) => visible(name),
                None => Cow::Owned(self.words.of("html-nameless")),
            },
            note: self.words.listener(observer.kind),
            class: "",
        })
    }

    pub(super) fn observers_head(&self) -> Head {
        let columns = self.columns(
            "column-name column-kind column-severity html-column-watches column-uses column-within column-place",
        );
        let caption = self.words.of("html-observers-caption");
        Head::new("t-observers", caption, "1,2,3,5", columns)
    }

    pub(super) fn observer_rows(&self) -> impl Iterator<Item = ObserverRow<'_>> {
        let observers = self.grouped.observers.iter().zip(&self.observer_ids);
        observers
            .zip(&self.listening.watches)
            .map(|((observer, id), watches)| self.observer_row(observer, id, watches))
    }

    fn observer_row<'a>(
        &'a self,
        observer: &'a Observer,
        id: &'a str,
        watches: &BTreeSet<Option<&str>>,
    ) -> ObserverRow<'a> {
        let words = self.words;
        let mut notes = Vec::new();
        if let Some(receiver) = &observer.receiver {
            notes.push(visible(receiver));
        }
        if let Some(runbook) = &observer.runbook {
            notes.push(visible(runbook));
        }
        if observer.partial {
            notes.push(words.of("note-partial").into());
        }
        if observer.context != Context::Product {
            notes.push(words.context(observer.context).into());
        }
        let uses = observer.uses.iter().map(|used| self.use_item(used));
        ObserverRow {
            id,
            name: match &observer.name {
                Some(name) => visible(name),
                None => Cow::Owned(words.of("html-nameless")),
            },
            summary: visible(observer.summary.as_deref().unwrap_or_default()),
            kind: words.listener(observer.kind),
            within: visible(observer.within.as_deref().unwrap_or_default()),
            severity: visible(observer.severity.as_deref().unwrap_or_default()),
            components: watches.iter().map(|path| self.component(*path)).collect(),
            uses: Folded::new(uses.collect(), SHOWN, words),
            expression: observer.expression.as_deref().unwrap_or_default(),
            at: place(&observer.at),
            notes,
        }
    }

    fn use_item<'a>(&self, used: &'a Use) -> Item<'a> {
        let is_here = used.kind == UseKind::Metric && self.metrics.contains_key(used.name.as_str());
        Item {
            href: if is_here {
                format!("#{}", anchor('m', [&used.name, "", "", ""]))
            } else {
                String::new()
            },
            text: visible(&used.name),
            note: if is_told(used.verdict) {
                self.words.verdict(used.verdict)
            } else {
                String::new()
            },
            class: if used.verdict == Verdict::Nowhere {
                "nowhere"
            } else {
                ""
            },
        }
    }

    pub(super) fn matrix_head(&self, id: &'static str) -> Head {
        let first = if id == "t-kinds" {
            "column-observers"
        } else {
            "column-within"
        };
        let mut columns = vec![self.words.of(first)];
        let verdicts = self.grouped.verdicts.iter();
        columns.extend(verdicts.map(|(verdict, _)| self.words.verdict(*verdict)));
        columns.push(self.words.of("html-column-all"));
        let caption = match id {
            "t-kinds" => self.words.of("html-drift-kinds-caption"),
            _ => self.words.of("html-drift-within-caption"),
        };
        Head::new(id, caption, "", columns)
    }

    /// Kinds of observers against verdicts.
    pub(super) fn kinds_matrix(&self) -> Vec<MatrixRow> {
        self.matrix(|observer| Some(self.words.observers(observer.kind)))
    }

    /// Dashboards, groups of rules and jobs against verdicts.
    pub(super) fn within_matrix(&self) -> Vec<MatrixRow> {
        self.matrix(|observer| Some(visible(observer.within.as_deref()?).into_owned()))
    }

    fn matrix(&self, title: impl Fn(&Observer) -> Option<String>) -> Vec<MatrixRow> {
        let mut lines: BTreeMap<String, BTreeSet<(Verdict, &str)>> = BTreeMap::new();
        for observer in self.grouped.observers {
            if let (Some(title), false) = (title(observer), observer.uses.is_empty()) {
                let names = observer.uses.iter().map(|used| (used.verdict, &*used.name));
                lines.entry(title).or_default().extend(names);
            }
        }
        let row = |(title, names): (String, BTreeSet<(Verdict, &str)>)| MatrixRow {
            title,
            counts: self
                .grouped
                .verdicts
                .iter()
                .map(|(of, _)| names.iter().filter(|(verdict, _)| verdict == of).count())
                .collect(),
            all: names.len(),
        };
        lines.into_iter().map(row).collect()
    }

    pub(super) fn nowhere_head(&self) -> Head {
        let columns = self.columns("column-name column-nearest column-used-by column-place");
        let caption = self.words.of("html-nowhere-caption");
        Head::new("t-nowhere", caption, "", columns)
    }

    pub(super) fn nowhere_rows(&self) -> Vec<NowhereRow<'_>> {
        let names = self.grouped.nowhere().into_iter();
        let rows = names.map(|(used, count)| NowhereRow {
            name: visible(&used.name),
            nearest: visible(used.suggestion.as_deref().unwrap_or_default()),
            count,
            at: place(&used.at),
        });
        rows.collect()
    }
}
