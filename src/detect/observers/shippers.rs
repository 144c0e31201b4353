//! Those that read logs and send them on: Fluent Bit, Fluentd, Logstash, Filebeat, and pipelines of
//! sources and sinks.

use super::Draft;
use super::document::Document;
use crate::lang::entries::NodeId;
use crate::model::observer::ObserverKind;
use crate::model::place::Span;

/// Finds what the line-based formats say: `[INPUT]` sections and `<source>` blocks.
pub(super) fn read(text: &str, found: &mut Vec<Draft>) {
    let mut section: Option<(&str, Span)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let said = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let upper = said.to_ascii_uppercase();
        if let Some(name) = upper
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            let known = match name {
                "INPUT" => Some("input"),
                "FILTER" => Some("filter"),
                "OUTPUT" => Some("output"),
                _ => None,
            };
            section = known.map(|known| (known, Span::new(start, start + said.len())));
            continue;
        }
        if said.starts_with('<') {
            section = ["source", "match", "filter"]
                .into_iter()
                .find(|name| {
                    said[1..]
                        .strip_prefix(name)
                        .is_some_and(|rest| rest.starts_with(['>', ' ']))
                })
                .map(|name| (name, Span::new(start, start + said.len())));
            continue;
        }
        let Some((kind, place)) = section else {
            continue;
        };
        let mut words = said.split_whitespace();
        let (key, value) = (words.next().unwrap_or(""), words.next());
        let system = match key {
            "@type" => "fluentd",
            key if key.eq_ignore_ascii_case("name") => "fluent-bit",
            _ => continue,
        };
        if let Some(plugin) = value {
            let mut draft = Draft::new(ObserverKind::Shipper, system, place);
            draft.name = Some(plugin.to_owned());
            draft.within = Some(kind.to_owned());
            draft.receiver = matches!(kind, "output" | "match").then(|| plugin.to_owned());
            found.push(draft);
            section = None;
        }
    }
}

/// Finds inputs of Filebeat, and maps of sources and sinks.
pub(super) fn beats(document: &Document<'_>, found: &mut Vec<Draft>) {
    for root in document.roots() {
        let inputs = document
            .get(root, "filebeat.inputs")
            .or_else(|| document.at(root, &["filebeat", "inputs"]));
        for input in inputs.iter().flat_map(|list| document.items(*list)) {
            if let Some(kind) = document.get(input, "type") {
                let mut draft = Draft::new(ObserverKind::Shipper, "filebeat", document.place(kind));
                draft.name = document.said(kind).map(str::to_owned);
                draft.within = Some("input".to_owned());
                found.push(draft);
            }
        }
        if inputs.is_some() {
            for item in document.items(root) {
                let key = document.key(item);
                if let Some(plugin) = key.strip_prefix("output.") {
                    found.push(output(document, item, "filebeat", plugin));
                }
            }
        }
        let both = document
            .get(root, "sources")
            .zip(document.get(root, "sinks"));
        let Some((sources, sinks)) = both else {
            continue;
        };
        for (list, kind) in [(sources, "source"), (sinks, "sink")] {
            for part in document.items(list) {
                let Some(plugin) = document
                    .text(part, "type")
                    .filter(|_| document.is_map(part))
                else {
                    continue;
                };
                let mut draft =
                    Draft::new(ObserverKind::Shipper, "vector", document.key_span(part));
                draft.name = Some(document.key(part).to_owned());
                draft.within = Some(kind.to_owned());
                draft.receiver = (kind == "sink").then(|| plugin.to_owned());
                found.push(draft);
            }
        }
    }
}

fn output(document: &Document<'_>, node: NodeId, system: &'static str, plugin: &str) -> Draft {
    let mut draft = Draft::new(ObserverKind::Shipper, system, document.key_span(node));
    draft.name = Some(plugin.to_owned());
    draft.within = Some("output".to_owned());
    draft.receiver = Some(plugin.to_owned());
    draft
}
