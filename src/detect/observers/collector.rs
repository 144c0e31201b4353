//! Pipelines of an OpenTelemetry collector: receivers, processors and exporters in a row, and what of
//! these is used without being defined, or defined without being used.

use std::collections::BTreeSet;

use super::document::Document;
use super::{Draft, Query};
use crate::lang::entries::NodeId;
use crate::model::observer::{ObserverKind, QueryLanguage};

/// Sections that define parts, in the order in which data passes them.
const SECTIONS: &[&str] = &["receivers", "processors", "exporters"];

/// Finds every collector configuration.
pub(super) fn read(document: &Document<'_>, found: &mut Vec<Draft>) {
    for node in document.maps() {
        let Some(pipelines) = document.at(node, &["service", "pipelines"]) else {
            continue;
        };
        if document.is_map(pipelines) {
            configuration(document, node, pipelines, found);
        }
    }
}

fn configuration(document: &Document<'_>, node: NodeId, pipelines: NodeId, found: &mut Vec<Draft>) {
    let defined = |section: &str| -> Option<Vec<NodeId>> {
        let section = document
            .get(node, section)
            .filter(|section| document.is_map(*section))?;
        Some(document.items(section).collect())
    };
    let named = |parts: &Option<Vec<NodeId>>| -> BTreeSet<String> {
        let parts = parts.iter().flatten();
        parts.map(|part| document.key(*part).to_owned()).collect()
    };
    let connectors = defined("connectors");
    let connects = named(&connectors);
    let sections: Vec<Option<Vec<NodeId>>> =
        SECTIONS.iter().map(|section| defined(section)).collect();
    // A values file or an overlay is laid over something that defines the rest.
    let resource = document.parent(node).is_some_and(|around| {
        document.key(around) == "spec"
            || document.key(node) == "config"
                && document.parent(around).is_none()
                && document.kind(around).is_some()
    });
    let alone = document.parent(node).is_none() || resource;
    let whole = alone && sections[0].is_some() && sections[2].is_some();
    let mut used: BTreeSet<(usize, String)> = BTreeSet::new();
    let mut open = false;
    for pipeline in document.items(pipelines) {
        let mut draft = Draft::new(
            ObserverKind::Pipeline,
            "opentelemetry",
            document.key_span(pipeline),
        );
        draft.name = Some(document.key(pipeline).to_owned());
        let mut steps = Vec::new();
        for (at, section) in SECTIONS.iter().enumerate() {
            let parts = document.get(pipeline, section);
            let mut names = Vec::new();
            for part in parts.iter().flat_map(|list| document.items(*list)) {
                let Some(name) = document.said(part) else {
                    continue;
                };
                names.push(name.to_owned());
                open |= name.contains(['$', '{']);
                used.insert((at, name.to_owned()));
                let there =
                    named(&sections[at]).contains(name) || at != 1 && connects.contains(name);
                if whole && !there && !name.contains(['$', '{']) {
                    let what = format!("{} {name}", section.trim_end_matches('s'));
                    draft
                        .faults
                        .push(("collector-part-undefined", what, document.place(part)));
                }
            }
            if !names.is_empty() {
                steps.push(names.join(", "));
            }
            if at == 2 && !names.is_empty() {
                draft.receiver = Some(names.join(", "));
            }
        }
        let at = draft.at;
        draft.queries.push(Query::new(
            steps.join(" → "),
            at,
            Some(QueryLanguage::Other),
        ));
        found.push(draft);
    }
    if !whole || open || used.is_empty() {
        return;
    }
    for (at, parts) in sections.iter().enumerate() {
        for part in parts.iter().flatten() {
            let name = document.key(*part);
            if name.contains(['$', '{']) || used.contains(&(at, name.to_owned())) {
                continue;
            }
            let section = SECTIONS[at].trim_end_matches('s');
            let span = document.key_span(*part);
            if let Some(draft) = found.last_mut() {
                draft
                    .faults
                    .push(("collector-part-unused", format!("{section} {name}"), span));
            }
        }
    }
}
