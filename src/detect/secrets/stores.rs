//! Files whose very format is a store of credentials: whatever stands where one belongs is one.

use std::collections::HashMap;
use std::sync::OnceLock;

use regex::bytes::Regex;

use super::dummy::{self, Standing};
use super::settings::is_elsewhere;
use super::{Pattern, Raw, RuleRef};
use crate::lang::entries::{self, Held, NodeId, Tree};
use crate::model::inventory::{Context, RuleInfo};
use crate::model::place::Span;
use crate::model::signal::{Confidence, Severity};
use crate::rules::pack::{Packs, Store};
use crate::source::matches;

/// Longest text of a store that is read. Bytes.
const LONGEST: usize = 4 << 20;

/// Every store, found by the names of its files.
#[derive(Debug, Default)]
pub(crate) struct Stores {
    all: Vec<Ready>,
    /// File name → globs that end with it, and their stores.
    names: HashMap<String, Vec<Glob>>,
    /// Extension → stores.
    extensions: HashMap<String, Vec<u16>>,
    /// Other globs.
    globs: Vec<Glob>,
    /// Stores known by their first bytes whatever they are called.
    nameless: Vec<u16>,
}

/// A glob for paths, and the store of what it matches.
#[derive(Debug)]
struct Glob {
    text: String,
    /// How many folders it names.
    depth: usize,
    /// What every name that it matches begins and ends with.
    head: String,
    tail: String,
    store: u16,
}

impl Glob {
    fn new(text: &str, store: u16) -> Self {
        let name = text.rsplit('/').next().unwrap_or(text);
        let part = |part: Option<&str>| part.unwrap_or("").to_owned();
        Self {
            text: text.to_owned(),
            depth: text.matches('/').count(),
            head: part(name.split('*').next()),
            tail: part(name.rsplit('*').next()),
            store,
        }
    }

    /// Whether it matches a path, lower case, that ends in `name`.
    fn matches(&self, path: &str, name: &str) -> bool {
        if !name.starts_with(&self.head) || !name.ends_with(&self.tail) {
            return false;
        }
        let tail = match self.depth {
            0 => Some(name),
            depth => path
                .rmatch_indices('/')
                .nth(depth)
                .map(|(at, _)| &path[at + 1..])
                .or_else(|| (path.matches('/').count() == depth).then_some(path)),
        };
        tail.is_some_and(|tail| matches(&self.text, tail))
    }
}

/// A store and its patterns, compiled when the first such file is met.
#[derive(Debug)]
struct Ready {
    store: Store,
    patterns: Vec<OnceLock<Option<Regex>>>,
}

impl Stores {
    /// The stores of these packs whose rules are on.
    pub(crate) fn new(packs: &Packs, enabled: impl Fn(&str) -> bool) -> Self {
        let mut stores = Self::default();
        let on = packs.stores.iter().flat_map(|pack| &pack.stores);
        for store in on.filter(|store| enabled(&store.id)) {
            let index = stores.all.len() as u16;
            for glob in &store.files {
                let name = glob.rsplit('/').next().unwrap_or(glob);
                match glob.strip_prefix("*.") {
                    Some(ending) if !ending.contains(['*', '/', '.']) => stores
                        .extensions
                        .entry(ending.to_owned())
                        .or_default()
                        .push(index),
                    _ if !name.contains('*') => stores
                        .names
                        .entry(name.to_owned())
                        .or_default()
                        .push(Glob::new(glob, index)),
                    _ => stores.globs.push(Glob::new(glob, index)),
                }
            }
            if store.files.is_empty() {
                stores.nameless.push(index);
            }
            stores.all.push(Ready {
                patterns: store.patterns.iter().map(|_| OnceLock::new()).collect(),
                store: store.clone(),
            });
        }
        stores
    }

    /// The store behind an index.
    pub(crate) fn store(&self, index: u16) -> &Store {
        &self.all[usize::from(index)].store
    }

    /// What reports say of a store.
    pub(crate) fn info(&self, id: &str) -> Option<RuleInfo> {
        let ready = self.all.iter().find(|ready| ready.store.id == id)?;
        Some(ready.store.info())
    }

    /// The stores that a file may be by its path.
    fn of(&self, path: &str) -> Vec<u16> {
        let lower = path.to_ascii_lowercase();
        let name = crate::source::file_name(&lower);
        let mut found: Vec<u16> = Vec::new();
        if let Some((_, ending)) = name.rsplit_once('.') {
            found.extend(self.extensions.get(ending).into_iter().flatten());
        }
        let globs = self.names.get(name).into_iter().flatten();
        let matching = globs
            .chain(&self.globs)
            .filter(|glob| glob.matches(&lower, name));
        found.extend(matching.map(|glob| glob.store));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The store that a file is as a whole: by its first bytes, or by its name where that is enough.
    pub(crate) fn binary(&self, path: &str, bytes: &[u8]) -> Option<u16> {
        let begins = |index: u16| {
            let magic = &self.store(index).magic;
            magic.iter().any(|magic| bytes.starts_with(magic))
        };
        if let Some(index) = self.nameless.iter().find(|index| begins(**index)) {
            return Some(*index);
        }
        self.of(path).into_iter().find(|index| {
            let store = self.store(*index);
            store.whole && store.magic.is_empty() && !bytes.is_empty() || begins(*index)
        })
    }

    /// Every credential of a file that is a store.
    pub(crate) fn find(&self, path: &str, text: &str, context: Context, raw: &mut Vec<Raw>) {
        for index in self.of(path) {
            if text.len() > LONGEST {
                return;
            }
            let ready = &self.all[usize::from(index)];
            let severity = match context {
                Context::Product => ready.store.severity,
                _ => Severity::Low,
            };
            let mut add = |span: Span, value: &str| {
                if is_filled(value) {
                    // A file to test with holds what its tests need.
                    let guessed = matches!(
                        dummy::of_password(value.as_bytes()),
                        Standing::Trivial | Standing::Placeholder
                    );
                    let product = context == Context::Product;
                    let (confidence, severity) = match guessed {
                        true => (Confidence::Possible, severity.min(Severity::Medium)),
                        false if value.len() < 8 && !product => (Confidence::Possible, severity),
                        false => (Confidence::Likely, severity),
                    };
                    raw.push(Raw {
                        span,
                        rule: RuleRef::Store(index),
                        severity,
                        confidence,
                        name: None,
                    });
                }
            };
            ready.by_pattern(text, &mut add);
            if let Some(format) = ready.store.format
                && !ready.store.keys.is_empty()
            {
                ready.by_key(&entries::read(format, text), &mut add);
            }
        }
    }
}

impl Ready {
    fn by_pattern(&self, text: &str, add: &mut impl FnMut(Span, &str)) {
        for (pattern, regex) in self.store.patterns.iter().zip(&self.patterns) {
            let Some(regex) = regex.get_or_init(|| Pattern::compile(pattern).ok()) else {
                continue;
            };
            for captures in regex.captures_iter(text.as_bytes()) {
                let group = (1..captures.len()).find_map(|group| captures.get(group));
                if let Some(group) = group {
                    let span = Span::new(group.start(), group.end());
                    add(span, span.of(text));
                }
            }
        }
    }

    fn by_key(&self, tree: &Tree<'_>, add: &mut impl FnMut(Span, &str)) {
        let is_key = |key: &str| {
            self.store
                .keys
                .iter()
                .any(|known| known == "*" || known.eq_ignore_ascii_case(key))
        };
        for (id, node) in tree.nodes.iter().enumerate() {
            if let Held::Scalar { text, span, .. } = &node.value {
                let parent = node.parent.map(|parent| tree.node(parent));
                let item = node.key.is_empty()
                    && parent.is_some_and(|parent| !parent.key.is_empty() && is_key(&parent.key));
                if !node.key.is_empty() && is_key(&node.key) || item {
                    add(*span, text);
                }
            }
            debug_assert!(node.parent.is_none_or(|parent| parent < id as NodeId));
        }
    }
}

/// Whether a place for a credential holds one: not nothing, no reference, nothing that says what is
/// to be put there.
fn is_filled(value: &str) -> bool {
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    let told = lower.starts_with("your")
        || lower.starts_with('<') && lower.ends_with('>')
        || [
            "xxxx",
            "****",
            "....",
            "redacted",
            "placeholder",
            "put your",
            "put_your",
            "insert_",
            "replace",
            "example_",
            "_here",
            " here",
        ]
        .iter()
        .any(|mark| lower.contains(mark));
    // Jenkins writes what it encrypted in braces.
    let braced = value.starts_with('{') && value.ends_with('}') && value.len() > 20;
    value.len() >= 2
        && !told
        && (braced || !is_elsewhere(value))
        && !matches!(
            lower.as_str(),
            "null" | "none" | "true" | "false" | "nil" | "undefined" | "''" | "\"\""
        )
}
