//! Files that listen: alert rules, dashboards, scrapes, pipelines become observers with the names
//! that they use. One module a kind of file; which files are worth reading is said by packs.

mod alertmanager;
mod collector;
mod dashboards;
mod document;
mod jsonnet;
mod leave;
mod probes;
mod rules;
mod scrapes;
mod shippers;
mod slos;

use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use self::document::Document;
use super::{Engine, Input};
use crate::lang::entries::Inside;
use crate::lang::query::Notation;
use crate::model::inventory::Context;
use crate::model::language::Format;
use crate::model::observer::{Observer, ObserverKind, QueryLanguage};
use crate::model::place::Span;
use crate::model::text::Scrubber;
use crate::rules::pack::{Packs, Reader};

/// An observer while its file is being read.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    at: Span,
    kind: ObserverKind,
    system: &'static str,
    name: Option<String>,
    within: Option<String>,
    severity: Option<String>,
    queries: Vec<Query>,
    receiver: Option<String>,
    runbook: Option<String>,
    summary: Option<String>,
    faults: Vec<(&'static str, String, Span)>,
    /// Pattern and replacement of metrics that are stored under another name.
    renames: Vec<(String, String)>,
}

impl Draft {
    fn new(kind: ObserverKind, system: &'static str, at: Span) -> Self {
        Self {
            at,
            kind,
            system,
            name: None,
            within: None,
            severity: None,
            queries: Vec::new(),
            receiver: None,
            runbook: None,
            summary: None,
            faults: Vec::new(),
            renames: Vec::new(),
        }
    }
}

/// Something that an observer asks.
#[derive(Clone, Debug)]
struct Query {
    text: String,
    at: Span,
    language: Option<QueryLanguage>,
    notation: Notation,
    /// It asks for the values of this label: of what it selects, or of everything.
    values: Option<String>,
}

impl Query {
    fn new(text: impl Into<String>, at: Span, language: Option<QueryLanguage>) -> Self {
        Self {
            text: text.into(),
            at,
            language,
            notation: Notation::Plain,
            values: None,
        }
    }
}

/// Says of a text which readers may find something in it.
#[derive(Debug)]
pub(super) struct Gate {
    automaton: AhoCorasick,
    readers: Vec<Reader>,
    /// Functions of Jsonnet that are handed expressions.
    functions: Vec<String>,
}

impl Gate {
    /// The words of these packs.
    pub(super) fn new(packs: &Packs) -> Self {
        let files: Vec<_> = packs
            .observers
            .iter()
            .flat_map(|pack| &pack.files)
            .collect();
        let (calls, files): (Vec<_>, Vec<_>) = files
            .into_iter()
            .partition(|file| file.reader == Reader::Jsonnet);
        let words: Vec<(&str, Reader)> = files
            .into_iter()
            .flat_map(|file| file.words.iter().map(|word| (word.as_str(), file.reader)))
            .collect();
        Self {
            automaton: AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::DFA))
                .build(words.iter().map(|(word, _)| word))
                .expect("a few dozen short words fit an automaton"),
            functions: calls
                .into_iter()
                .flat_map(|file| file.words.clone())
                .collect(),
            readers: words.iter().map(|(_, reader)| *reader).collect(),
        }
    }

    /// The readers whose words stand in `text`, each once, in order.
    fn wanted(&self, text: &str) -> Vec<Reader> {
        let mut wanted: Vec<Reader> = Vec::new();
        for hit in self.automaton.find_overlapping_iter(text) {
            let reader = self.readers[hit.pattern().as_usize()];
            if !wanted.contains(&reader) {
                wanted.push(reader);
            }
        }
        wanted.sort_unstable();
        wanted
    }
}

impl Engine {
    /// What in a file listens. What others wrote is left to them.
    pub(super) fn listeners(
        &self,
        input: &Input<'_>,
        scrubber: &Scrubber,
        path: &Arc<str>,
    ) -> Vec<Observer> {
        let others = input.context == Context::Foreign && crate::source::is_vendored(input.path);
        let Some(language) = input.language.filter(|_| !others) else {
            return Vec::new();
        };
        let language = &self.packs.languages[usize::from(language)];
        let drafts = find(&self.listening, input, &language.id, language.format);
        if drafts.is_empty() {
            return Vec::new();
        }
        leave::observers(drafts, input, path, scrubber)
    }
}

/// Every observer of a file.
fn find(gate: &Gate, input: &Input<'_>, language: &str, format: Option<Format>) -> Vec<Draft> {
    let mut found = Vec::new();
    match (language, format) {
        ("jsonnet", _) => jsonnet::read(input.text, &gate.functions, &mut found),
        (_, Some(format @ (Format::Json | Format::Yaml))) => {
            let wanted = gate.wanted(input.text);
            if !wanted.is_empty() {
                read(
                    &Inside::file(input.text),
                    format,
                    &wanted,
                    gate,
                    2,
                    &mut found,
                );
            }
        }
        (_, Some(Format::Toml)) => {
            let wanted = gate.wanted(input.text);
            let shippers: Vec<Reader> = wanted
                .into_iter()
                .filter(|reader| *reader == Reader::Shippers)
                .collect();
            let file = Inside::file(input.text);
            if !shippers.is_empty() {
                read(&file, Format::Toml, &shippers, gate, 0, &mut found);
            }
        }
        _ => match input.path.rsplit('.').next() {
            Some("conf") if gate.wanted(input.text).contains(&Reader::Shippers) => {
                shippers::read(input.text, &mut found);
            }
            // Charts keep rules in files of other names, too.
            Some("tpl") => {
                let wanted = gate.wanted(input.text);
                if !wanted.is_empty() {
                    let file = Inside::file(input.text);
                    read(&file, Format::Yaml, &wanted, gate, 2, &mut found);
                }
            }
            _ => {}
        },
    }
    found.sort_by_key(|draft| draft.at);
    found
}

/// Reads a text and, `depth` texts deep, what stands inside its values.
fn read(
    text: &Inside<'_>,
    format: Format,
    wanted: &[Reader],
    gate: &Gate,
    depth: u8,
    found: &mut Vec<Draft>,
) {
    let document = Document::new(text, format);
    for reader in wanted {
        match reader {
            Reader::Rules => rules::read(&document, found),
            Reader::Dashboards => dashboards::read(&document, found),
            Reader::Scrapes => scrapes::read(&document, found),
            Reader::Monitors => scrapes::monitors(&document, found),
            Reader::Alertmanager => alertmanager::read(&document, found),
            Reader::Datasources => dashboards::sources::read(&document, found),
            Reader::Collector => collector::read(&document, found),
            Reader::Probes => probes::read(&document, found),
            Reader::Slos => slos::read(&document, found),
            Reader::Shippers => {
                if format == Format::Yaml && text.text.contains("\n[") {
                    shippers::read(&text.text, found);
                } else {
                    shippers::beats(&document, found);
                }
            }
            // Its files are no trees.
            Reader::Jsonnet => {}
        }
    }
    if depth == 0 {
        return;
    }
    for (said, span) in document.texts() {
        let wanted = gate.wanted(said);
        if wanted.is_empty() {
            continue;
        }
        let inside = text.value(said, span);
        let format = match said.trim_start().bytes().next() {
            Some(b'{') if !said.trim_start().starts_with("{{") => Format::Json,
            _ if said.contains('\n') => Format::Yaml,
            _ => continue,
        };
        read(&inside, format, &wanted, gate, depth - 1, found);
    }
}
