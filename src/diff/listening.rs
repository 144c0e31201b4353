//! What the observers of one inventory hear, and through which points.

use std::collections::HashMap;

use super::side::Side;
use crate::model::inventory::Point;
use crate::model::observer::{Observer, Use, UseKind, Verdict};
use crate::model::signal::Signal;
use crate::model::stored::{bears, plain};

/// One inventory, to be asked who hears what.
pub(super) struct Ears<'s> {
    pub(super) side: &'s Side,
    /// For each observer, the points it watches, those of tests left out.
    watched: Vec<Vec<u32>>,
    /// For each observer, the points of tests that it watches.
    tests: Vec<Vec<u32>>,
    /// The names of metrics, for what no observer asks for yet.
    names: HashMap<&'s str, u32>,
}

impl<'s> Ears<'s> {
    pub(super) fn new(side: &'s Side) -> Self {
        let mut watched = vec![Vec::new(); side.observers.len()];
        let mut tests = vec![Vec::new(); side.observers.len()];
        let mut names = HashMap::new();
        for (at, point) in side.points.iter().enumerate() {
            for observer in &point.watched_by {
                // A document may say anything.
                let lists = if point.test { &mut tests } else { &mut watched };
                if let Some(list) = lists.get_mut(*observer as usize) {
                    list.push(at as u32);
                }
            }
            if !point.test {
                *names.entry(super::pairing::text(point)).or_default() += 1;
            }
        }
        Self {
            side,
            watched,
            tests,
            names,
        }
    }

    pub(super) fn observer(&self, at: u32) -> &'s Observer {
        &self.side.observers[at as usize]
    }

    pub(super) fn point(&self, at: u32) -> &'s Point {
        &self.side.points[at as usize]
    }

    /// How many points are called so, in either spelling.
    pub(super) fn called(&self, text: &str) -> u32 {
        self.names.get(text).copied().unwrap_or(0)
    }

    /// The points through which an observer hears a name.
    pub(super) fn sources(&self, observer: u32, used: &Use) -> Vec<u32> {
        let watched = &self.watched[observer as usize];
        let of_signal = |signal: Signal| {
            let watched = watched.iter().copied();
            watched.filter(move |at| self.point(*at).signal == signal)
        };
        match used.kind {
            UseKind::Metric => {
                let all: Vec<u32> = of_signal(Signal::Metric).collect();
                let only = |fits: &dyn Fn(&Point) -> bool| -> Vec<u32> {
                    let all = all.iter().copied();
                    all.filter(|at| fits(self.point(*at))).collect()
                };
                let bearing = only(&|point| bears(point, &used.name));
                if !bearing.is_empty() {
                    return bearing;
                }
                // A unit or a prefix that is added elsewhere; else a pattern.
                let part = only(&|point| {
                    let stored = point.exposed.as_deref().or(point.name.as_deref());
                    stored.is_some_and(|stored| used.name.contains(&plain(stored)))
                });
                if part.is_empty() { all } else { part }
            }
            UseKind::LogText => {
                let holds = |at: &u32| super::pairing::text(self.point(*at)).contains(&*used.name);
                let all: Vec<u32> = of_signal(Signal::Log).collect();
                let holding: Vec<u32> = all.iter().copied().filter(holds).collect();
                if holding.is_empty() { all } else { holding }
            }
            UseKind::Span => of_signal(Signal::Trace).collect(),
            UseKind::Label => Vec::new(),
        }
    }

    /// Whether what an observer asks for is there, for the program and not for its tests alone.
    pub(super) fn hears(&self, observer: u32, used: &Use) -> bool {
        match used.verdict {
            Verdict::Emitted | Verdict::MatchesComposed => {
                let tests = &self.tests[observer as usize];
                if used.kind == UseKind::Label || tests.is_empty() {
                    return true;
                }
                let bears = |at: &u32| bears(self.point(*at), &used.name);
                let mut sources = self.sources(observer, used).into_iter();
                if tests.iter().any(bears) {
                    sources.any(|at| bears(&at))
                } else {
                    sources.next().is_some()
                }
            }
            Verdict::RecordedHere => true,
            _ => false,
        }
    }

    /// The labels of the metrics through which an observer hears a name, as they are stored; `None`
    /// where some may not be known.
    pub(super) fn labels(&self, observer: u32, used: &Use) -> Option<Vec<String>> {
        let sources = self.sources(observer, used);
        let bearing = sources.iter().map(|at| self.point(*at));
        let mut labels: Vec<String> = bearing
            .filter(|point| bears(point, &used.name))
            .flat_map(|point| &point.attributes)
            .map(|one| one.key.replace('.', "_"))
            .collect();
        labels.sort_unstable();
        labels.dedup();
        (!sources.is_empty()).then_some(labels)
    }
}
