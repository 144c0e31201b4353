//! Reads a register of secrets: what it declares, and what is wrong with it, each with its place.
//!
//! No value of it is ever quoted in a message: whoever writes a secret into the wrong field must not
//! find it in a log.

mod values;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use values::values;

use crate::lang::entries::{Held, NodeId, Tree};
use crate::model::date::Date;
use crate::model::message::Message;
use crate::model::place::{LineCounter, Place, Span};
use crate::model::register::{
    About, Declaration, ENVIRONMENT, Environment, FIELDS, Fault, Field, PLACES, Read, Takes, Terms,
    Weight, folded, interval, word,
};
use crate::model::text::{SafeText, Scrubber};

/// Keys that may stand beside the list of secrets.
pub(crate) const TOP: [&str; 2] = ["version", "secrets"];
/// The version that this program reads.
const VERSION: &str = "1";

/// Whether a file at this path may be a register; `Some(true)` where it must be one.
pub(crate) fn expected(path: &str, named: &str) -> Option<bool> {
    if !named.is_empty() {
        return (path == named).then_some(true);
    }
    // A `secrets.yaml` at the root belongs to many programs; a folder of ours is ours.
    PLACES.contains(&path).then(|| path.starts_with(".vigie/"))
}

/// Whether a file has the form of a register: a list of secrets that have names and say more.
pub(crate) fn is_register(tree: &Tree<'_>) -> bool {
    let book = Book::new(tree);
    book.roots().any(|root| {
        let Some(list) = book.child(root, "secrets") else {
            return false;
        };
        let items = book.children(list);
        let says = |item: NodeId| {
            let known = |key: &str| FIELDS.iter().any(|field| field.name == key);
            let keys = book.children(item).iter();
            let keys: Vec<&str> = keys.map(|at| &*tree.node(*at).key).collect();
            keys.contains(&"name") && keys.iter().filter(|key| known(key)).count() > 1
        };
        matches!(tree.node(list).value, Held::List)
            && (items.iter().any(|item| says(*item))
                || items.is_empty() && book.child(root, "version").is_some())
    })
}

/// The tree with its children at hand.
struct Book<'t> {
    tree: &'t Tree<'t>,
    children: Vec<Vec<NodeId>>,
}

impl<'t> Book<'t> {
    fn new(tree: &'t Tree<'t>) -> Self {
        let mut children = vec![Vec::new(); tree.nodes.len()];
        for (id, node) in tree.nodes.iter().enumerate() {
            if let Some(parent) = node.parent {
                children[parent as usize].push(id as NodeId);
            }
        }
        Self { tree, children }
    }

    fn roots(&self) -> impl Iterator<Item = NodeId> {
        let nodes = self.tree.nodes.iter().enumerate();
        nodes
            .filter(|(_, node)| node.parent.is_none())
            .map(|(id, _)| id as NodeId)
    }

    fn children(&self, of: NodeId) -> &[NodeId] {
        &self.children[of as usize]
    }

    fn child(&self, of: NodeId, key: &str) -> Option<NodeId> {
        let mut all = self.children(of).iter().copied();
        all.find(|at| self.tree.node(*at).key == key)
    }
}

/// Reads a register.
pub(crate) fn read(tree: &Tree<'_>, path: &str, text: &str, scrubber: &Scrubber) -> Read {
    let mut reader = Reader {
        book: Book::new(tree),
        path: path.into(),
        lines: LineCounter::new(text),
        scrubber,
        entry: None,
        read: Read::default(),
    };
    if let Some(at) = tabbed(text) {
        reader.wrong(at, Message::new("model-tab"), None);
    }
    reader.documents();
    reader.same_names();
    reader.read.faults.sort();
    reader.read
}

/// The first tab that indents a line: no reader of YAML takes one.
fn tabbed(text: &str) -> Option<Span> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        let said = !line[blank..].trim_end().is_empty() && !line[blank..].starts_with('#');
        if said && let Some(tab) = line[..blank].find('\t') {
            return Some(Span::new(at + tab, at + tab + 1));
        }
        at += line.len();
    }
    None
}

struct Reader<'t> {
    book: Book<'t>,
    path: Arc<str>,
    lines: LineCounter<'t>,
    scrubber: &'t Scrubber,
    /// The name of the entry being read.
    entry: Option<SafeText>,
    read: Read,
}

/// What the fields of an entry or an environment say.
#[derive(Default)]
struct Said {
    name: Option<(SafeText, Span)>,
    texts: BTreeMap<&'static str, SafeText>,
    lists: BTreeMap<&'static str, Vec<SafeText>>,
    words: BTreeMap<&'static str, &'static str>,
    days: BTreeMap<&'static str, Date>,
    rotation_days: Option<u32>,
    /// Keys that stand there, whether or not what they say is right.
    keys: Vec<&'static str>,
    environments: Vec<Environment>,
}

impl Said {
    fn terms(&mut self) -> Terms {
        Terms {
            owner: self.texts.remove("owner"),
            storage: self.words.get("storage").copied(),
            location: self.texts.remove("location"),
            rotation_days: self.rotation_days,
            last_rotation: self.days.get("last_rotation").copied(),
            expiry: self.days.get("expiry").copied(),
        }
    }
}

impl Reader<'_> {
    fn place(&mut self, span: Span) -> Place {
        Place {
            path: self.path.clone(),
            span,
            start: self.lines.position(span.start),
            end: self.lines.position(span.end),
        }
    }

    fn clean(&self, text: &str) -> SafeText {
        self.scrubber.clean(text.trim())
    }

    fn fault(
        &mut self,
        at: Span,
        weight: Weight,
        about: About,
        message: Message,
        hint: Option<Message>,
    ) {
        let at = self.place(at);
        self.read.faults.push(Fault {
            at,
            weight,
            about,
            entry: self.entry.clone(),
            message,
            hint,
        });
    }

    fn wrong(&mut self, at: Span, message: Message, hint: Option<Message>) {
        self.fault(at, Weight::Error, About::Form, message, hint);
    }

    /// Where a node stands: its key, else its value, else the first of what it holds.
    fn span(&self, node: NodeId) -> Span {
        let known = self.book.tree.node(node);
        if !known.key.is_empty() {
            return known.key_span;
        }
        match &known.value {
            Held::Scalar { span, .. } => *span,
            _ => self
                .book
                .children(node)
                .first()
                .map_or(known.key_span, |first| self.span(*first)),
        }
    }

    fn documents(&mut self) {
        let roots: Vec<NodeId> = self.book.roots().collect();
        let mut lists = 0;
        for root in roots {
            let mut seen: Vec<String> = Vec::new();
            for at in self.book.children(root).to_vec() {
                let key = self.book.tree.node(at).key.to_string();
                let span = self.span(at);
                if seen.contains(&key) {
                    let key = self.clean(&key);
                    self.wrong(span, Message::new("model-twice").with("key", key), None);
                    continue;
                }
                match key.as_str() {
                    "secrets" => {
                        lists += 1;
                        self.list(at);
                    }
                    "version" => {
                        let right = matches!(&self.book.tree.node(at).value, Held::Scalar { text, .. } if text.trim() == VERSION);
                        if !right {
                            self.wrong(span, Message::new("model-version"), None);
                        }
                    }
                    _ => self.unknown_key(span, &key, &TOP),
                }
                seen.push(key);
            }
        }
        if lists == 0 {
            let message = Message::new("model-no-list");
            self.wrong(
                Span::new(0, 0),
                message,
                Some(Message::new("model-no-list-hint")),
            );
        }
    }

    fn unknown_key(&mut self, span: Span, key: &str, known: &[&'static str]) {
        let shown = self.clean(key);
        let message = Message::new("model-unknown-key").with("key", shown);
        let hint = Message::new("model-keys").with("keys", listed(known));
        // `rotationInterval` and `rotation-interval` are read by people as one word.
        let near = known.iter().find(|name| folded(name) == folded(key));
        let hint = match near {
            Some(near) => Message::new("model-key-meant").with("key", SafeText::constant(near)),
            None => hint,
        };
        self.wrong(span, message, Some(hint));
    }

    fn list(&mut self, list: NodeId) {
        let items = self.book.children(list).to_vec();
        if !matches!(self.book.tree.node(list).value, Held::List) && !(items.is_empty()) {
            let span = self.span(list);
            let hint = Message::new("model-list-hint");
            self.wrong(span, Message::new("model-list"), Some(hint));
            return;
        }
        for item in items {
            self.entry = None;
            self.declaration(item);
        }
        self.entry = None;
    }

    fn declaration(&mut self, item: NodeId) {
        let span = self.span(item);
        if !matches!(self.book.tree.node(item).value, Held::Map) {
            let hint = Message::new("model-entry-hint");
            return self.wrong(span, Message::new("model-entry"), Some(hint));
        }
        self.entry = self.name_of(item);
        let mut said = self.fields(item, &FIELDS);
        let Some((name, at)) = said.name.take() else {
            return;
        };
        if !said.keys.contains(&"owner") || !said.texts.contains_key("owner") {
            let message = Message::new("model-ownerless").with("name", name.clone());
            let hint = Some(Message::new("model-ownerless-hint"));
            self.fault(at, Weight::Error, About::Owner, message, hint);
        }
        for open in ["type", "usage", "storage", "classification"] {
            if !said.keys.contains(&open) {
                self.open(at, &name, SafeText::constant(open));
            }
        }
        let dated = ["rotation_interval", "expiry"];
        let there = said.environments.iter();
        if !dated.iter().any(|key| said.keys.contains(key))
            && !there
                .clone()
                .any(|one| one.terms.rotation_days.is_some() || one.terms.expiry.is_some())
        {
            self.open(at, &name, listed(&dated));
        }
        let at = self.place(at);
        let declaration = Declaration {
            at,
            name,
            aliases: said.lists.remove("aliases").unwrap_or_default(),
            kind: said.words.get("type").copied(),
            usage: said.texts.remove("usage"),
            scope: said.texts.remove("scope"),
            consumers: said.lists.remove("consumers").unwrap_or_default(),
            classification: said.words.get("classification").copied(),
            terms: said.terms(),
            environments: said.environments,
            references: 0,
            findings: 0,
        };
        self.read.declarations.push(declaration);
    }

    /// Says that something is left open.
    fn open(&mut self, at: Span, name: &SafeText, key: SafeText) {
        let message = Message::new("model-open")
            .with("name", name.clone())
            .with("key", key);
        self.fault(at, Weight::Warning, About::Form, message, None);
    }

    fn name_of(&self, item: NodeId) -> Option<SafeText> {
        let (name, _) = self.book.tree.scalar(self.book.child(item, "name")?)?;
        Some(self.clean(name))
    }

    /// Reads the fields of an entry or an environment.
    fn fields(&mut self, item: NodeId, fields: &'static [Field]) -> Said {
        let mut said = Said::default();
        let names: Vec<&'static str> = fields.iter().map(|field| field.name).collect();
        for at in self.book.children(item).to_vec() {
            let key = self.book.tree.node(at).key.to_string();
            let span = self.span(at);
            let Some(field) = fields.iter().find(|field| field.name == key) else {
                if values::holds_value(self.book.tree, at) {
                    let shown = self.clean(&key);
                    let message = Message::new("model-value").with("key", shown);
                    let hint = Some(Message::new("model-value-hint"));
                    self.fault(span, Weight::Error, About::Value, message, hint);
                } else {
                    self.unknown_key(span, &key, &names);
                }
                continue;
            };
            if said.keys.contains(&field.name) {
                let key = SafeText::constant(field.name);
                self.wrong(span, Message::new("model-twice").with("key", key), None);
                continue;
            }
            said.keys.push(field.name);
            self.field(field, at, &mut said);
        }
        for field in fields.iter().filter(|field| field.name == "name") {
            if said.name.is_none() && !said.keys.contains(&field.name) {
                let span = self.span(item);
                let key = SafeText::constant(field.name);
                self.wrong(span, Message::new("model-missing").with("key", key), None);
            }
        }
        said
    }

    fn field(&mut self, field: &'static Field, at: NodeId, said: &mut Said) {
        match field.takes {
            Takes::Texts => {
                let list = self.texts(field, at);
                said.lists.insert(field.name, list);
            }
            Takes::Environments => said.environments = self.environments(at),
            takes => {
                let Some((text, span)) = self.text(field, at) else {
                    return;
                };
                match takes {
                    Takes::Word(words) => match word(words, &text) {
                        Some(word) => {
                            said.words.insert(field.name, word);
                        }
                        None => self.no_word(field, words, &text, span),
                    },
                    Takes::Day => match text.parse() {
                        Ok(day) => {
                            said.days.insert(field.name, day);
                        }
                        Err(_) => self.refused("model-day", field, span),
                    },
                    Takes::Interval => match interval(&text) {
                        Some(days) => said.rotation_days = days,
                        None => self.refused("model-interval", field, span),
                    },
                    _ => {
                        let text = self.clean(&text);
                        if field.name == "name" {
                            said.name = Some((text, span));
                        } else {
                            said.texts.insert(field.name, text);
                        }
                    }
                }
            }
        }
    }

    fn refused(&mut self, id: &'static str, field: &Field, span: Span) {
        let key = SafeText::constant(field.name);
        self.wrong(span, Message::new(id).with("key", key), None);
    }

    /// A word that is not one of those a field takes.
    fn no_word(&mut self, field: &Field, words: &[&'static str], text: &str, span: Span) {
        let message = Message::new("model-word").with("key", SafeText::constant(field.name));
        let near = near(words, text).map_or_else(
            || Message::new("model-words").with("words", listed(words)),
            |near| {
                Message::new("model-word-meant")
                    .with("word", SafeText::constant(near))
                    .with("words", listed(words))
            },
        );
        self.wrong(span, message, Some(near));
    }

    /// The text of a field, where it is one and not empty.
    fn text(&mut self, field: &Field, at: NodeId) -> Option<(String, Span)> {
        let found = self.book.tree.scalar(at);
        let found = found.map(|(text, span)| (text.trim().to_owned(), span));
        match found {
            Some((text, span)) if !is_nothing(&text) => Some((text, span)),
            Some(_) | None if self.book.children(at).is_empty() => {
                let span = self.span(at);
                // An entry without an owner is told as that.
                if field.name != "owner" {
                    self.refused("model-empty", field, span);
                }
                None
            }
            _ => {
                let span = self.span(at);
                self.refused("model-text", field, span);
                None
            }
        }
    }

    /// A list of texts; one text is a list of one.
    fn texts(&mut self, field: &Field, at: NodeId) -> Vec<SafeText> {
        if let Some((text, _)) = self.book.tree.scalar(at) {
            return vec![self.clean(text)];
        }
        let mut list = Vec::new();
        for item in self.book.children(at).to_vec() {
            match self.book.tree.scalar(item) {
                Some((text, _)) if self.book.tree.node(item).key.is_empty() => {
                    list.push(self.clean(text));
                }
                _ => {
                    let span = self.span(item);
                    self.refused("model-texts", field, span);
                }
            }
        }
        list
    }

    fn environments(&mut self, at: NodeId) -> Vec<Environment> {
        let mut all: Vec<Environment> = Vec::new();
        let items = self.book.children(at).to_vec();
        if items.is_empty() || !matches!(self.book.tree.node(at).value, Held::List) {
            let span = self.span(at);
            self.refused("model-environments", &FIELDS[FIELDS.len() - 1], span);
            return all;
        }
        for item in items {
            if let Some((text, _)) = self.book.tree.scalar(item) {
                all.push(Environment {
                    name: self.clean(text),
                    ..Environment::default()
                });
                continue;
            }
            let mut said = self.fields(item, &ENVIRONMENT);
            if let Some((name, _)) = said.name.take() {
                all.push(Environment {
                    name,
                    aliases: said.lists.remove("aliases").unwrap_or_default(),
                    terms: said.terms(),
                });
            }
        }
        all
    }

    /// Two entries that claim one name.
    fn same_names(&mut self) {
        let mut owners: BTreeMap<String, usize> = BTreeMap::new();
        let mut twice: Vec<(usize, usize, SafeText)> = Vec::new();
        for (index, declaration) in self.read.declarations.iter().enumerate() {
            for name in declaration.names() {
                match owners.get(&folded(name)) {
                    Some(first) if *first != index => twice.push((index, *first, name.clone())),
                    Some(_) => {}
                    None => {
                        owners.insert(folded(name), index);
                    }
                }
            }
        }
        for (index, first, name) in twice {
            let line = self.read.declarations[first].at.start.line;
            let line = SafeText::default().rewritten(line.to_string());
            let message = Message::new("model-same")
                .with("name", name)
                .with("line", line);
            let declaration = &self.read.declarations[index];
            let (span, entry) = (declaration.at.span, declaration.name.clone());
            self.entry = Some(entry);
            self.wrong(span, message, None);
        }
    }
}

/// Whether a text says nothing.
fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Words of this program, for a message.
fn listed(words: &[&'static str]) -> SafeText {
    SafeText::default().rewritten(words.join(", "))
}

/// The word that shares its beginning with what was written, if one does.
fn near<'w>(words: &[&'w str], text: &str) -> Option<&'w str> {
    let text = folded(text);
    let alike = |word: &str| {
        let word = folded(word);
        word.bytes()
            .zip(text.bytes())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let best = words.iter().copied().max_by_key(|word| alike(word))?;
    (alike(best) >= 3).then_some(best)
}
