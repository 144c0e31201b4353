//! Packages, services and deployables: what each tells, who watches it, and what it leaks.

use std::borrow::Cow;

use super::cells::anchor;
use super::{Head, Page};
use crate::model::observer::ObserverKind;
use crate::report::legible::visible;

/// A component and what it holds.
pub(super) struct ComponentRow<'a> {
    pub id: String,
    pub name: String,
    pub folder: Cow<'a, str>,
    pub points: usize,
    /// By signal.
    pub signals: String,
    /// Observers that watch it, by kind: what the kind is called, for one and for several, and how many.
    pub watched: Vec<(String, String, usize)>,
    pub findings: usize,
    pub references: usize,
}

impl Page<'_> {
    pub(super) fn components_head(&self) -> Head {
        let mut ids = String::from("column-component");
        if self.grouped.shows_points() {
            ids.push_str(" column-points column-signals html-column-watched");
        }
        ids.push_str(" column-findings column-references");
        let caption = self.words.of("html-components-caption");
        Head::new("t-components", caption, "", self.columns(&ids))
    }

    pub(super) fn component_rows(&self) -> Vec<ComponentRow<'_>> {
        let rows = self.grouped.components.iter().map(|component| {
            let signals = component.signals.iter();
            let signals =
                signals.map(|(signal, count)| format!("{} {count}", self.words.signal(*signal)));
            let watched = self
                .listening
                .watched
                .get(&component.path)
                .into_iter()
                .flatten();
            let watched = watched.map(|(kind, count)| self.watched(*kind, *count));
            ComponentRow {
                id: match component.path {
                    Some(path) => anchor('c', [path, "", "", ""]),
                    None => "c-none".to_owned(),
                },
                name: self.component(component.path),
                folder: match component.path {
                    Some("") => Cow::Borrowed("."),
                    path => visible(path.unwrap_or_default()),
                },
                points: component.points,
                signals: signals.collect::<Vec<_>>().join(", "),
                watched: watched.collect(),
                findings: component.findings,
                references: component.references,
            }
        });
        rows.collect()
    }

    fn watched(&self, kind: ObserverKind, count: usize) -> (String, String, usize) {
        (self.words.listener(kind), self.words.observers(kind), count)
    }
}
