//! References by the keys of a configuration: the name stands at a path of keys, and what else is
//! known of it stands beside.

use super::{Asked, Found, Patterns, captured};
use crate::lang::entries::{self, Held, NodeId, Tree};
use crate::model::language::Format;
use crate::model::place::Span;
use crate::rules::pack::{EntryReference, Packs, Route, Step};
use crate::source::matches;

/// Looks for the entries whose words stand in the file.
pub(super) fn find(patterns: &Patterns, packs: &Packs, hits: &[(u16, u16)], found: &mut Found<'_>) {
    let wanted: Vec<(u16, u16)> = hits
        .iter()
        .filter(|(pack, at)| {
            let entry = &packs.references[*pack as usize].entries[*at as usize];
            found.wants(&entry.asking, (*pack, *at, true))
        })
        .copied()
        .collect();
    if wanted.is_empty() {
        return;
    }
    let input = found.input;
    let format = found.language.and_then(|language| language.format);
    // A chart's template reads as what it becomes.
    let tree = entries::read(format.unwrap_or(Format::Yaml), input.text);
    let places = Places {
        first_and_next: tree.families(),
        tree: &tree,
        text: input.text,
    };
    for id in 0..tree.nodes.len() as NodeId {
        for (pack, at) in &wanted {
            let entry = &packs.references[*pack as usize].entries[*at as usize];
            if places.stands_at(id, entry) && places.is_given(id, entry) {
                let pattern = patterns.entries[*pack as usize][*at as usize].as_ref();
                places.take(id, entry, pattern, *pack, found);
            }
        }
    }
}

struct Places<'a, 't> {
    tree: &'a Tree<'t>,
    /// For each node its first child and its next sibling.
    first_and_next: (Vec<Option<NodeId>>, Vec<Option<NodeId>>),
    text: &'a str,
}

impl Places<'_, '_> {
    fn stands_at(&self, id: NodeId, entry: &EntryReference) -> bool {
        let mut at = Some(id);
        for step in &entry.steps {
            let Some(here) = at else {
                return false;
            };
            let node = self.tree.node(here);
            let fits = node.parent.is_some()
                && match step {
                    Step::Any => !node.key.is_empty(),
                    Step::Item => node.key.is_empty(),
                    Step::Key(keys) => keys.iter().any(|key| matches(key, &node.key)),
                };
            if !fits {
                return false;
            }
            at = node.parent;
        }
        !entry.rooted || at.is_some_and(|top| self.tree.node(top).parent.is_none())
    }

    fn is_given(&self, id: NodeId, entry: &EntryReference) -> bool {
        entry.given.iter().all(|(route, wanted)| {
            let there = self.go(id, route);
            wanted.iter().any(|glob| match there {
                None => glob.is_empty(),
                Some(there) => {
                    glob == "*"
                        || !glob.is_empty()
                            && self
                                .tree
                                .scalar(there)
                                .is_some_and(|(value, _)| matches(glob, value))
                }
            })
        })
    }

    fn child(&self, of: NodeId, key: &str) -> Option<NodeId> {
        let (first, next) = &self.first_and_next;
        let mut at = first[of as usize];
        while let Some(here) = at {
            if self.tree.node(here).key == key {
                return Some(here);
            }
            at = next[here as usize];
        }
        None
    }

    fn go(&self, from: NodeId, route: &Route) -> Option<NodeId> {
        let mut at = from;
        for _ in 0..route.up.unwrap_or(u8::MAX) {
            match self.tree.node(at).parent {
                Some(parent) => at = parent,
                None if route.up.is_none() => break,
                None => return None,
            }
        }
        for key in &route.down {
            at = self.child(at, key)?;
        }
        Some(at)
    }

    /// What the first of these ways leads to: its text and where it stands.
    fn said(&self, from: NodeId, routes: &[Route]) -> Option<(String, Span)> {
        routes.iter().find_map(|route| {
            let node = self.go(from, route)?;
            let (text, span) = if route.value {
                let (text, span) = self.tree.scalar(node)?;
                (text.to_owned(), span)
            } else {
                let node = self.tree.node(node);
                (node.key.to_string(), node.key_span)
            };
            (!text.is_empty()).then_some((text, span))
        })
    }

    fn take(
        &self,
        id: NodeId,
        entry: &EntryReference,
        pattern: Option<&regex::bytes::Regex>,
        pack: u16,
        found: &mut Found<'_>,
    ) {
        let node = self.tree.node(id);
        let (whole, span) = match &node.value {
            _ if entry.of_key => (node.key.to_string(), node.key_span),
            Held::Scalar { text, span, .. } => (text.to_string(), *span),
            _ => return,
        };
        let default = self.said(id, &entry.default).map(|(_, span)| span);
        let asked = |at: Span, name: String| Asked {
            why: entry.asking.why,
            key: self.said(id, &entry.key).map(|(text, _)| text),
            into: self.said(id, &entry.into).map(|(text, _)| text),
            consumer: self.said(id, &entry.consumer).map(|(text, _)| text),
            has_default: default.is_some(),
            default,
            ..Asked::new(at, name, pack, entry.asking.source, entry.asking.role)
        };
        let named = self.said(id, &entry.name).map(|(text, _)| text);
        let Some(pattern) = pattern else {
            found.push(&entry.asking, asked(span, named.unwrap_or(whole)));
            return;
        };
        let base = span.start as usize;
        for captures in pattern.captures_iter(span.of(self.text).as_bytes()) {
            let Some(said) = captured(&captures, self.text, base) else {
                continue;
            };
            let name = named
                .clone()
                .unwrap_or_else(|| said.at.of(self.text).to_owned());
            let mut one = asked(said.at, name);
            one.key = said.key.or(one.key);
            one.into = said.into.or(one.into);
            one.consumer = said.consumer.or(one.consumer);
            one.default = said.default.or(one.default);
            one.has_default = one.default.is_some();
            found.push(&entry.asking, one);
        }
    }
}
