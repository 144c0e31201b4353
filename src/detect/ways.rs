//! Walking a configuration by what packs say: does an entry stand where its path of keys leads, and
//! what stands elsewhere, seen from there.

use crate::lang::entries::{Children, Held, NodeId, Tree};
use crate::model::place::Span;
use crate::rules::pack::{Route, Step};
use crate::source::matches;

/// A tree of keys and values, to walk up and down.
#[derive(Clone, Copy)]
pub(super) struct Ways<'a, 't> {
    pub(super) tree: &'a Tree<'t>,
    pub(super) children: &'a Children,
}

impl Ways<'_, '_> {
    /// Whether a path of keys, the last one first, leads to this node.
    pub(super) fn stands_at(&self, id: NodeId, steps: &[Step], rooted: bool) -> bool {
        let mut at = Some(id);
        for step in steps {
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
        !rooted || at.is_some_and(|top| self.tree.node(top).parent.is_none())
    }

    /// Whether everything stands elsewhere that must: globs over the value, of which one fits; the
    /// empty glob where nothing stands there.
    pub(super) fn is_given(&self, id: NodeId, given: &[(Route, Vec<String>)]) -> bool {
        given.iter().all(|(route, wanted)| {
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

    /// Where a way leads first.
    fn go(&self, from: NodeId, route: &Route) -> Option<NodeId> {
        let mut found = None;
        self.down(self.up(from, route)?, &route.down, &mut |node, rest| {
            if rest.is_empty() {
                found = Some(node);
            }
            found.is_none()
        });
        found
    }

    /// The way up of a route.
    pub(super) fn up(&self, from: NodeId, route: &Route) -> Option<NodeId> {
        let mut at = from;
        for _ in 0..route.up.unwrap_or(u8::MAX) {
            match self.tree.node(at).parent {
                Some(parent) => at = parent,
                None if route.up.is_none() => break,
                None => return None,
            }
        }
        Some(at)
    }

    /// Every node that keys lead down to, and those at which keys are left over; until `found` says
    /// that it is enough.
    pub(super) fn down<'k>(
        &self,
        from: NodeId,
        keys: &'k [String],
        found: &mut impl FnMut(NodeId, &'k [String]) -> bool,
    ) -> bool {
        let Some((key, rest)) = keys.split_first() else {
            return found(from, keys);
        };
        if matches!(self.tree.node(from).value, Held::Scalar { .. }) {
            return found(from, keys);
        }
        for child in self.children.of(from) {
            let own = &*self.tree.node(child).key;
            let fits = match key.as_str() {
                "-" => own.is_empty(),
                "*" => !own.is_empty(),
                key => key.split('|').any(|key| key == own),
            };
            if fits && !self.down(child, rest, found) {
                return false;
            }
        }
        true
    }

    /// What the first of these ways leads to: its text and where it stands.
    pub(super) fn said(&self, from: NodeId, routes: &[Route]) -> Option<(String, Span)> {
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
}
