//! Where code, text and configuration ask for a value by name, say that there is one, provide it or
//! hand it on.

mod code;
mod entries;
mod fields;
mod text;

use foldhash::{HashMap, HashSet};
use regex::bytes::Regex;

use super::Input;
use super::secrets::names::Names;
use crate::model::facts::FunctionId;
use crate::model::place::Span;
use crate::model::signal::{Role, Source, Why};
use crate::rules::pack::{self, Language, Packs};

pub(super) use code::in_code;

/// A reference while its file is still in memory.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) at: Span,
    pub(crate) name: String,
    /// Index of the pack.
    pub(crate) pack: u16,
    pub(crate) source: Source,
    pub(crate) role: Role,
    /// Why it is a secret whatever its names; `None` leaves that to them.
    pub(crate) why: Option<Why>,
    pub(crate) key: Option<String>,
    pub(crate) into: Option<String>,
    pub(crate) consumer: Option<String>,
    pub(crate) has_default: bool,
    /// Where that is written.
    pub(crate) default: Option<Span>,
    pub(crate) function: Option<FunctionId>,
}

impl Asked {
    fn new(at: Span, name: String, pack: u16, source: Source, role: Role) -> Self {
        Self {
            at,
            name,
            pack,
            source,
            role,
            why: None,
            key: None,
            into: None,
            consumer: None,
            has_default: false,
            default: None,
            function: None,
        }
    }
}

/// What the words of one file led to.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    /// Patterns to try: pack, pattern, where the word stands.
    texts: Vec<(u16, u16, Span)>,
    /// Entries to look for: pack, entry.
    entries: Vec<(u16, u16)>,
}

impl Hits {
    pub(crate) fn text(&mut self, pack: u16, text: u16, word: Span) {
        self.texts.push((pack, text, word));
    }

    pub(crate) fn entry(&mut self, pack: u16, entry: u16) {
        let this = (pack, entry);
        if !self.entries.contains(&this) {
            self.entries.push(this);
        }
    }
}

/// The patterns of all packs, compiled.
#[derive(Debug)]
pub(crate) struct Patterns {
    texts: Vec<Vec<Option<Regex>>>,
    entries: Vec<Vec<Option<Regex>>>,
    /// Patterns that no word leads to, but the name of the file: pack, pattern.
    by_file: Vec<(u16, u16)>,
}

impl Patterns {
    pub(crate) fn new(packs: &Packs) -> Self {
        let compiled = |pattern: &str| super::Pattern::compile(pattern).ok();
        let texts = packs.references.iter().map(|pack| {
            let texts = pack.texts.iter();
            texts.map(|text| compiled(&text.pattern)).collect()
        });
        let entries = packs.references.iter().map(|pack| {
            let entries = pack.entries.iter();
            let patterns = entries.map(|entry| entry.pattern.as_deref().and_then(compiled));
            patterns.collect()
        });
        let by_file = packs.references.iter().enumerate().flat_map(|(pack, own)| {
            let texts = own.texts.iter().enumerate();
            let wordless = texts.filter(|(_, text)| text.asking.keywords.is_empty());
            wordless.map(move |(text, _)| (pack as u16, text as u16))
        });
        Self {
            texts: texts.collect(),
            entries: entries.collect(),
            by_file: by_file.collect(),
        }
    }

    /// What a file asks for outside of its code.
    pub(crate) fn find(
        &self,
        packs: &Packs,
        input: &Input<'_>,
        language: Option<&Language>,
        names: &Names,
        hits: &Hits,
    ) -> Vec<Asked> {
        let mut found = Found {
            input,
            language,
            names,
            asked: Vec::new(),
            taken: HashSet::default(),
            wanted: HashMap::default(),
        };
        // What the keys of a file say is more than what a line of it says.
        entries::find(self, packs, &hits.entries, &mut found);
        text::find(self, packs, &hits.texts, &mut found);
        text::find_by_file(self, packs, &mut found);
        found.asked
    }
}

/// What was found in one file so far.
struct Found<'a> {
    input: &'a Input<'a>,
    language: Option<&'a Language>,
    names: &'a Names,
    asked: Vec<Asked>,
    /// Where those begin: a place is taken once.
    taken: HashSet<u32>,
    /// Whether a pack's place may stand in this file: pack, place, of an entry.
    wanted: HashMap<(u16, u16, bool), bool>,
}

impl Found<'_> {
    /// Whether places of this kind may stand in this file at all.
    fn wants(&mut self, asking: &pack::Asking, id: (u16, u16, bool)) -> bool {
        let (input, language) = (self.input, self.language);
        *self
            .wanted
            .entry(id)
            .or_insert_with(|| may_hold(asking, input, language))
    }

    fn push(&mut self, asking: &pack::Asking, asked: Asked) {
        let name = asked.name.trim();
        if name.is_empty()
            || asking.except.iter().any(|except| except == name)
            || asking.named && !self.names.mean(name)
            || !self.taken.insert(asked.at.start)
        {
            return;
        }
        self.asked.push(asked);
    }
}

fn may_hold(asking: &pack::Asking, input: &Input<'_>, language: Option<&Language>) -> bool {
    let any = asking.files.is_empty() && asking.languages.is_empty();
    let spoken = || language.is_some_and(|language| asking.languages.contains(&language.id));
    let called = || asking.files.iter().any(|glob| fits(glob, input.path));
    let beside = &asking.beside;
    (any || spoken() || called())
        && (beside.is_empty() || beside.iter().any(|word| input.text.contains(word.as_str())))
}

/// Whether the end of a path fits a glob: its last name, or as many names as the glob has.
pub(super) fn fits(glob: &str, path: &str) -> bool {
    let depth = glob.matches('/').count();
    let tail = match path.rmatch_indices('/').nth(depth) {
        Some((at, _)) => &path[at + 1..],
        None => path,
    };
    crate::source::matches(glob, tail)
}

/// The name and what else the groups of a pattern say.
fn captured(captures: &regex::bytes::Captures<'_>, text: &str, base: usize) -> Option<Captured> {
    let name = captures.name("name").or_else(|| captures.get(1))?;
    let span = |found: regex::bytes::Match<'_>| Span::new(base + found.start(), base + found.end());
    let said = |group: &str| captures.name(group).map(span);
    let owned = |group: &str| said(group).map(|span| span.of(text).to_owned());
    Some(Captured {
        at: span(name),
        key: owned("key"),
        into: owned("into"),
        consumer: owned("consumer"),
        default: said("default").filter(|default| {
            let written = default.of(text).trim_matches(['"', '\'', ' ']);
            !written.is_empty() && !written.contains(['$', '{'])
        }),
    })
}

/// What the groups of a pattern say.
struct Captured {
    at: Span,
    key: Option<String>,
    into: Option<String>,
    consumer: Option<String>,
    default: Option<Span>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_fits_as_many_names_as_it_has() {
        assert!(fits("*.yml", "a/b/c.yml"));
        assert!(fits(".circleci/*.yml", "x/.circleci/config.yml"));
        assert!(fits(".circleci/*.yml", ".circleci/config.yml"));
        assert!(!fits(".circleci/*.yml", "config.yml"));
        assert!(!fits(".circleci/*.yml", "x/circleci/config.yml"));
    }
}
