//! References by the keys of a configuration: the name stands at a path of keys, and what else is
//! known of it stands beside.

use super::{Asked, Found, Patterns, captured};
use crate::detect::ways::Ways;
use crate::lang::entries::{self, Held, NodeId};
use crate::model::language::Format;
use crate::model::place::Span;
use crate::rules::pack::{EntryReference, Packs};

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
    let children = tree.children();
    let ways = Ways {
        tree: &tree,
        children: &children,
    };
    let places = Places {
        ways,
        text: input.text,
    };
    for id in 0..tree.nodes.len() as NodeId {
        for (pack, at) in &wanted {
            let entry = &packs.references[*pack as usize].entries[*at as usize];
            if ways.stands_at(id, &entry.steps, entry.rooted) && ways.is_given(id, &entry.given) {
                let pattern = patterns.entries[*pack as usize][*at as usize].as_ref();
                places.take(id, entry, pattern, *pack, found);
            }
        }
    }
}

struct Places<'a, 't> {
    ways: Ways<'a, 't>,
    text: &'a str,
}

impl Places<'_, '_> {
    fn take(
        &self,
        id: NodeId,
        entry: &EntryReference,
        pattern: Option<&regex::bytes::Regex>,
        pack: u16,
        found: &mut Found<'_>,
    ) {
        let node = self.ways.tree.node(id);
        let (whole, span) = match &node.value {
            _ if entry.of_key => (node.key.to_string(), node.key_span),
            Held::Scalar { text, span, .. } => (text.to_string(), *span),
            _ => return,
        };
        let default = self.ways.said(id, &entry.default).map(|(_, span)| span);
        let asked = |at: Span, name: String| Asked {
            why: entry.asking.why,
            key: self.ways.said(id, &entry.key).map(|(text, _)| text),
            into: self.ways.said(id, &entry.into).map(|(text, _)| text),
            consumer: self.ways.said(id, &entry.consumer).map(|(text, _)| text),
            has_default: default.is_some(),
            default,
            ..Asked::new(at, name, pack, entry.asking.source, entry.asking.role)
        };
        let named = self.ways.said(id, &entry.name).map(|(text, _)| text);
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
