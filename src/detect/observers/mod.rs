//! Files that listen: alert rules, dashboards, scrapes, pipelines become observers with the names
//! that they use. One module a kind of file; which files are worth reading is said by packs.

mod alertmanager;
mod collector;
mod dashboards;
mod document;
mod entries;
mod jsonnet;
mod leave;
mod probes;
mod rules;
mod scrapes;
mod services;
mod shippers;
mod slos;
mod syslog;

use std::borrow::Cow;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use self::document::Document;
use self::entries::EntryRef;
use self::services::Service;
use super::{Engine, Input};
use crate::lang::entries::Inside;
use crate::lang::query::Notation;
use crate::model::inventory::Context;
use crate::model::language::Format;
use crate::model::observer::{Built, Observer, ObserverKind, QueryLanguage};
use crate::model::place::Span;
use crate::model::text::Scrubber;
use crate::rules::pack::{Packs, Reader};

/// An observer while its file is being read.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    at: Span,
    kind: ObserverKind,
    system: Cow<'static, str>,
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
    /// The labels that an alert is given.
    labels: Vec<(String, String)>,
    /// The tree of routes whose top this is.
    routing: Vec<DraftBranch>,
    /// The datasources that a dashboard names, or that are provided.
    sources: Vec<String>,
}

/// A route while its file is being read.
#[derive(Clone, Debug)]
struct DraftBranch {
    parent: Option<u32>,
    /// Label, value, whether that is a pattern, whether it must not be so.
    matchers: Vec<(String, String, bool, bool)>,
    receiver: String,
    silent: bool,
    continues: bool,
}

impl Draft {
    fn new(kind: ObserverKind, system: impl Into<Cow<'static, str>>, at: Span) -> Self {
        Self {
            at,
            kind,
            system: system.into(),
            name: None,
            within: None,
            severity: None,
            queries: Vec::new(),
            receiver: None,
            runbook: None,
            summary: None,
            faults: Vec::new(),
            renames: Vec::new(),
            labels: Vec::new(),
            routing: Vec::new(),
            sources: Vec::new(),
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

/// Says of a text which readers and which entries of packs may find something in it.
#[derive(Debug)]
pub(super) struct Gate {
    automaton: AhoCorasick,
    /// What each of its words leads to.
    leads: Vec<Lead>,
    /// Functions of Jsonnet that are handed expressions.
    functions: Vec<String>,
}

/// What a word leads to.
#[derive(Clone, Copy, Debug)]
enum Lead {
    Reader(Reader),
    Entry(EntryRef),
}

/// What may find something in a text, each once, in order.
#[derive(Debug, Default)]
struct Wanted {
    readers: Vec<Reader>,
    entries: Vec<EntryRef>,
}

impl Wanted {
    fn is_empty(&self) -> bool {
        self.readers.is_empty() && self.entries.is_empty()
    }
}

impl Gate {
    /// The words of these packs.
    pub(super) fn new(packs: &Packs) -> Self {
        let files = packs.observers.iter().flat_map(|pack| &pack.files);
        let (calls, files): (Vec<_>, Vec<_>) =
            files.partition(|file| file.reader == Reader::Jsonnet);
        let mut words: Vec<(&str, Lead)> = files
            .into_iter()
            .flat_map(|file| {
                let words = file.words.iter();
                words.map(|word| (word.as_str(), Lead::Reader(file.reader)))
            })
            .collect();
        for (pack, own) in packs.observers.iter().enumerate() {
            for (at, entry) in own.entries.iter().enumerate() {
                let lead = Lead::Entry((pack as u16, at as u16));
                words.extend(entry.words.iter().map(|word| (word.as_str(), lead)));
            }
        }
        Self {
            automaton: AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::DFA))
                .build(words.iter().map(|(word, _)| word))
                .expect("a few hundred short words fit an automaton"),
            functions: calls
                .into_iter()
                .flat_map(|file| file.words.clone())
                .collect(),
            leads: words.iter().map(|(_, lead)| *lead).collect(),
        }
    }

    /// What `text` has words of.
    fn wanted(&self, text: &str) -> Wanted {
        let mut wanted = Wanted::default();
        for hit in self.automaton.find_overlapping_iter(text) {
            match self.leads[hit.pattern().as_usize()] {
                Lead::Reader(reader) if !wanted.readers.contains(&reader) => {
                    wanted.readers.push(reader);
                }
                Lead::Entry(entry) if !wanted.entries.contains(&entry) => {
                    wanted.entries.push(entry);
                }
                _ => {}
            }
        }
        wanted.readers.sort_unstable();
        wanted.entries.sort_unstable();
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
    ) -> (Vec<Observer>, Vec<Built>) {
        let others = input.context == Context::Foreign && crate::source::is_vendored(input.path);
        let Some(language) = input.language.filter(|_| !others) else {
            return (Vec::new(), Vec::new());
        };
        let language = &self.packs.languages[usize::from(language)];
        let (drafts, services) = find(
            (&self.listening, &self.packs),
            input,
            &language.id,
            language.format,
        );
        let built = services.into_iter().filter_map(|(name, written)| {
            Some(Built {
                name: scrubber.clean(&name),
                folder: scrubber.clean(&services::folder(input.path, &written)?),
            })
        });
        let built = built.collect();
        if drafts.is_empty() {
            return (Vec::new(), built);
        }
        (leave::observers(drafts, input, path, scrubber), built)
    }
}

/// Every observer of a file.
fn find(
    (gate, packs): (&Gate, &Packs),
    input: &Input<'_>,
    language: &str,
    format: Option<Format>,
) -> (Vec<Draft>, Vec<Service>) {
    let mut found = Vec::new();
    let mut services = Vec::new();
    if language == "jsonnet" {
        jsonnet::read(input.text, &gate.functions, &mut found);
    } else {
        // Charts keep rules in files of other names, too.
        let format = format.or_else(|| {
            let ending = input.path.rsplit('.').next();
            (ending == Some("tpl")).then_some(Format::Yaml)
        });
        if let Some(format) = format {
            let mut wanted = gate.wanted(input.text);
            wanted.entries = entries::possible(packs, &wanted.entries, input, language);
            if !wanted.is_empty() {
                let file = Inside::file(input.text);
                let mut reading = Reading {
                    gate,
                    packs,
                    found: &mut found,
                    services: &mut services,
                };
                if format == Format::Ini {
                    reading.lines(&file, &wanted);
                } else {
                    reading.tree(&file, format, &wanted, 2);
                }
            }
        }
    }
    found.sort_by_key(|draft| draft.at);
    (found, services)
}

/// One file while it is read.
struct Reading<'a> {
    gate: &'a Gate,
    packs: &'a Packs,
    found: &'a mut Vec<Draft>,
    services: &'a mut Vec<Service>,
}

impl Reading<'_> {
    /// A configuration of a shipper in a language of its own.
    fn lines(&mut self, file: &Inside<'_>, wanted: &Wanted) {
        if wanted.readers.contains(&Reader::Shippers) {
            shippers::read(file, self.found);
        }
        if !wanted.entries.is_empty() {
            // Some write XML under that name.
            let tags = file.text.trim_start().starts_with('<');
            let format = if tags { Format::Xml } else { Format::Ini };
            let document = Document::new(file, format);
            entries::read(&document, self.packs, &wanted.entries, self.found);
        }
    }

    /// Reads a text and, `depth` texts deep, what stands inside its values.
    fn tree(&mut self, text: &Inside<'_>, format: Format, wanted: &Wanted, depth: u8) {
        let document = Document::new(text, format);
        let found = &mut *self.found;
        // The other formats have no rules, no dashboards and no scrapes of their own.
        let all = matches!(format, Format::Json | Format::Yaml);
        for reader in wanted.readers.iter().filter(|_| all) {
            match reader {
                Reader::Rules => rules::read(&document, found),
                Reader::Dashboards => dashboards::read(&document, found),
                Reader::Scrapes => scrapes::read(&document, found),
                Reader::Monitors => scrapes::monitors(&document, found),
                Reader::Alertmanager => alertmanager::read(&document, found),
                Reader::Datasources => dashboards::sources::read(&document, found),
                Reader::Collector => collector::read(&document, found),
                Reader::Probes => probes::read(&document, found),
                Reader::Services => services::read(&document, self.services),
                Reader::Slos => slos::read(&document, found),
                Reader::Shippers if format == Format::Yaml && shippers::is_one(&text.text) => {
                    shippers::read(text, found);
                }
                // What is told by keys stands in packs.
                Reader::Shippers | Reader::Jsonnet => {}
            }
        }
        if !wanted.entries.is_empty() {
            entries::read(&document, self.packs, &wanted.entries, found);
        }
        if depth == 0 {
            return;
        }
        for (said, span) in document.texts() {
            let mut wanted = self.gate.wanted(said);
            if wanted.is_empty() {
                continue;
            }
            let format = match said.trim_start().bytes().next() {
                Some(b'{') if !said.trim_start().starts_with("{{") => Format::Json,
                _ if said.contains('\n') => Format::Yaml,
                _ => continue,
            };
            wanted.entries = entries::inside(self.packs, &wanted.entries, format);
            if !wanted.is_empty() {
                self.tree(&text.value(said, span), format, &wanted, depth - 1);
            }
        }
    }
}
