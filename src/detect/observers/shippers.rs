//! Those that read logs and send them on, where they are told so in a language of their own: Fluent
//! Bit, Fluentd, Logstash and rsyslog. What is told by keys stands in packs.

use super::document::Document;
use super::{Draft, Query, syslog};
use crate::lang::entries::{Inside, NodeId};
use crate::model::language::Format;
use crate::model::observer::{ObserverKind, QueryLanguage};
use crate::model::place::Span;

/// Sections of Logstash, in the order in which an event passes them.
const SECTIONS: &[&str] = &["input", "filter", "output"];

/// Whether a text is one of these, and no YAML.
pub(super) fn is_one(text: &str) -> bool {
    text.lines().any(|line| {
        let said = line.trim_start();
        line.starts_with('[')
            || said.starts_with("<source") && said.contains('>')
            || said.starts_with("<match") && said.contains('>')
            || syslog::begins(said)
            || SECTIONS.iter().any(|section| {
                let rest = said.strip_prefix(section);
                rest.is_some_and(|rest| rest.trim_start().starts_with('{'))
            })
    })
}

/// Finds what a configuration in one of these languages says.
pub(super) fn read(file: &Inside<'_>, found: &mut Vec<Draft>) {
    let before = found.len();
    sections(file, found);
    syslog::read(file, found);
    if found.len() == before {
        let document = Document::new(file, Format::Blocks);
        for root in document.roots() {
            for section in document.items(root) {
                let kind = document.key(section);
                if SECTIONS.contains(&kind) && document.is_map(section) {
                    plugins(&document, section, kind, found);
                }
            }
        }
    }
}

/// `[INPUT]` sections and `<source>` blocks.
fn sections(file: &Inside<'_>, found: &mut Vec<Draft>) {
    let mut section: Option<(&str, Span)> = None;
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        let said = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let place = Span::new(start, start + said.len());
        if let Some(name) = said
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            section = ["input", "filter", "output"]
                .into_iter()
                .find(|known| name.eq_ignore_ascii_case(known))
                .map(|known| (known, place));
            continue;
        }
        if let Some(tag) = said.strip_prefix('<') {
            // Copies are sent to stores inside of a match.
            section = ["source", "match", "filter", "store"]
                .into_iter()
                .find(|name| {
                    tag.strip_prefix(name)
                        .is_some_and(|rest| rest.starts_with(['>', ' ']))
                })
                .map(|name| (name, place));
            continue;
        }
        let Some((kind, place)) = section else {
            continue;
        };
        let mut words = said.split_whitespace();
        let (key, value) = (words.next().unwrap_or(""), words.next());
        let system = match key {
            "@type" | "type" if !matches!(kind, "input" | "output") => "fluentd",
            key if key.eq_ignore_ascii_case("name") => "fluent-bit",
            _ => continue,
        };
        if let Some(plugin) = value {
            let plugin = plugin.trim_matches('"');
            let mut draft = Draft::new(ObserverKind::Shipper, system, file.span(place));
            draft.name = Some(plugin.to_owned());
            draft.within = Some(kind.to_owned());
            let sends = matches!(kind, "output" | "match" | "store");
            draft.receiver = sends.then(|| plugin.to_owned());
            found.push(draft);
            section = None;
        }
    }
}

/// Keys of a plugin that say what it reads, how it reads it, and where it sends it.
const SAID: &[&str] = &[
    "path", "port", "hosts", "host", "url", "index", "topics", "topic_id", "match", "pattern",
    "codec",
];

/// The plugins of a section of Logstash, under conditions or not.
fn plugins(document: &Document<'_>, section: NodeId, kind: &str, found: &mut Vec<Draft>) {
    for node in document
        .items(section)
        .filter(|node| document.is_map(*node))
    {
        let name = document.key(node);
        if matches!(name, "if" | "else") {
            plugins(document, node, kind, found);
            continue;
        }
        if name.is_empty() || name.contains('.') {
            continue;
        }
        let mut draft = Draft::new(ObserverKind::Shipper, "logstash", document.key_span(node));
        draft.name = Some(name.to_owned());
        draft.within = Some(kind.to_owned());
        draft.receiver = (kind == "output").then(|| name.to_owned());
        for said in document.items(node) {
            if SAID.contains(&document.key(said)) {
                let values = document.items(said);
                for value in std::iter::once(said).chain(values) {
                    if let Some(text) = document.said(value) {
                        let at = document.place(value);
                        draft
                            .queries
                            .push(Query::new(text, at, Some(QueryLanguage::Other)));
                    }
                }
            }
        }
        found.push(draft);
    }
}
