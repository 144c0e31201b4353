//! What listens by its place among the keys of a configuration: packs say where it stands, and
//! where beside it its name, its questions and its receivers do.

use super::document::Document;
use super::{Draft, Query};
use crate::detect::Input;
use crate::detect::references::fits;
use crate::detect::ways::Ways;
use crate::lang::entries::NodeId;
use crate::model::language::Format;
use crate::model::observer::QueryLanguage;
use crate::model::place::Span;
use crate::rules::pack::{ObserverEntry, Packs, Route};

/// A place of an entry: its pack, and its place in it.
pub(super) type EntryRef = (u16, u16);

/// Longest text inside which a way goes on. Bytes.
const LONGEST: usize = 1 << 18;

/// The entries of these that a file may hold, by its name and its language.
pub(super) fn possible(
    packs: &Packs,
    wanted: &[EntryRef],
    input: &Input<'_>,
    language: &str,
) -> Vec<EntryRef> {
    let possible = wanted.iter().filter(|(pack, at)| {
        let entry = &packs.observers[usize::from(*pack)].entries[usize::from(*at)];
        (entry.files.is_empty() || entry.files.iter().any(|glob| fits(glob, input.path)))
            && (entry.languages.is_empty() || entry.languages.iter().any(|own| own == language))
    });
    possible.copied().collect()
}

/// The entries of these that a document inside another one may hold.
pub(super) fn inside(packs: &Packs, wanted: &[EntryRef], format: Format) -> Vec<EntryRef> {
    let language = match format {
        Format::Json => "json",
        _ => "yaml",
    };
    let possible = wanted.iter().filter(|(pack, at)| {
        let entry = &packs.observers[usize::from(*pack)].entries[usize::from(*at)];
        entry.files.is_empty()
            && (entry.languages.is_empty() || entry.languages.iter().any(|own| own == language))
    });
    possible.copied().collect()
}

/// Finds everything that stands where these entries say.
pub(super) fn read(
    document: &Document<'_>,
    packs: &Packs,
    wanted: &[EntryRef],
    found: &mut Vec<Draft>,
) {
    let entries: Vec<&ObserverEntry> = wanted
        .iter()
        .map(|(pack, at)| &packs.observers[usize::from(*pack)].entries[usize::from(*at)])
        .collect();
    let ways = document.ways();
    for id in 0..ways.tree.nodes.len() as NodeId {
        // The first that fits has it.
        let entry = entries.iter().find(|entry| {
            ways.stands_at(id, &entry.steps, entry.rooted) && ways.is_given(id, &entry.given)
        });
        if let Some(entry) = entry {
            found.push(draft(document, ways, id, entry));
        }
    }
}

fn draft(document: &Document<'_>, ways: Ways<'_, '_>, id: NodeId, entry: &ObserverEntry) -> Draft {
    let first = |routes: &[Route]| -> Option<(String, Span)> {
        routes.iter().find_map(|route| {
            let said = said(document, ways, id, route);
            said.into_iter().next()
        })
    };
    let text = |routes: &[Route]| first(routes).map(|(text, _)| text);
    let all = |routes: &[Route]| -> Vec<(String, Span)> {
        let mut all: Vec<(String, Span)> = Vec::new();
        for route in routes {
            for one in said(document, ways, id, route) {
                if !all.iter().any(|known| known.0 == one.0) {
                    all.push(one);
                }
            }
        }
        all
    };
    let name = first(&entry.name);
    let at = name
        .as_ref()
        .map_or_else(|| document.place(id), |(_, span)| *span);
    let mut draft = Draft::new(entry.kind, entry.system.clone(), at);
    draft.name = name.map(|(name, _)| name).or_else(|| entry.called.clone());
    draft.within = text(&entry.within);
    draft.severity = text(&entry.severity);
    draft.summary = text(&entry.summary);
    draft.runbook = text(&entry.runbook);
    let told: Vec<String> = all(&entry.receiver)
        .into_iter()
        .map(|(text, _)| text)
        .collect();
    draft.receiver = if told.is_empty() {
        entry.channel.clone()
    } else {
        Some(told.join(", "))
    };
    for (routes, language) in [
        (&entry.promql, QueryLanguage::PromQl),
        (&entry.asks, QueryLanguage::Other),
    ] {
        let asked = all(routes).into_iter();
        draft
            .queries
            .extend(asked.map(|(text, span)| Query::new(text.trim(), span, Some(language))));
    }
    draft
}

/// Everything that a way leads to; where keys are left over at a text that is a document of its own,
/// the way goes on inside of it.
fn said(
    document: &Document<'_>,
    ways: Ways<'_, '_>,
    from: NodeId,
    route: &Route,
) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let Some(top) = ways.up(from, route) else {
        return found;
    };
    if !route.value {
        // The labels of a block are one key: its own name is the last of them.
        let key = document.key(top);
        let name = key.rsplit('.').next().unwrap_or(key);
        if !name.is_empty() {
            found.push((name.to_owned(), document.key_span(top)));
        }
        return found;
    }
    ways.down(top, &route.down, &mut |node, rest| {
        if let Some((text, span)) = ways.tree.scalar(node) {
            if rest.is_empty() {
                // The name of a function whose arguments are not read says nothing.
                if !text.is_empty() && !text.ends_with('(') {
                    found.push((text.to_owned(), document.place(node)));
                }
            } else if text.len() <= LONGEST && text.trim_start().starts_with(['{', '[']) {
                let inside = document.inside(text, span);
                let inner = Document::new(&inside, Format::Json);
                let route = Route {
                    up: None,
                    down: rest.to_vec(),
                    value: true,
                };
                if let Some(root) = inner.roots().next() {
                    found.extend(said(&inner, inner.ways(), root, &route));
                }
            }
        }
        true
    });
    found
}
