//! Credentials in configuration files: the tree of keys and values, judged by the names in it.

mod pairs;
#[cfg(test)]
mod tests;
mod weak;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::generic::{Asked, verdict};
use super::names::split;
use super::{Raw, named};
use crate::lang::entries::{Held, NodeId, Tree};
use crate::model::place::Span;
use crate::model::signal::{Confidence, Severity};

pub(super) use weak::{is_elsewhere, is_locale, is_password, is_poor_secret, judge as judge_weak};

/// Keys that say what the value beside them is called.
const NAMING: [&str; 16] = [
    "name",
    "key",
    "Name",
    "Key",
    "id",
    "Id",
    "var",
    "variable",
    "ParameterKey",
    "OptionName",
    "k",
    "field",
    "env",
    "keyName",
    "property",
    "label",
];

/// Keys of the value beside a name.
const VALUE: [&str; 14] = [
    "value",
    "Value",
    "default",
    "Default",
    "defaultValue",
    "default_value",
    "text",
    "string",
    "content",
    "ParameterValue",
    "val",
    "v",
    "plaintext",
    "initial",
];

/// Every credential among the settings of a file. `hits`: where the words stand that may mean one,
/// in order.
pub(crate) fn find(tree: &Tree<'_>, hits: &[Span], judge: &Asked<'_>) -> Vec<Raw> {
    let (first, next) = tree.families();
    let mut finder = Finder {
        tree,
        judge,
        first,
        next,
        weak: !weak::is_locale(judge.path),
        found: Vec::new(),
    };
    for id in 0..tree.nodes.len() as NodeId {
        let node = tree.node(id);
        if !node.key.is_empty() && holds(hits, node.key_span) {
            finder.key(id);
        }
        if let Held::Scalar { text, span, .. } = &node.value {
            if node.key == "kind" && text == "Secret" {
                finder.secret_object(id);
            } else if holds(hits, *span) {
                finder.value(id, text, *span);
            }
        }
    }
    finder.found
}

/// Whether a map of this name holds credentials under names of their own: `secrets`, `api_keys`.
fn holds_many(key: &str) -> bool {
    let words = split(key);
    words.last().is_some_and(|last| {
        matches!(
            last.as_str(),
            "secrets" | "secret" | "credentials" | "credential" | "passwords" | "tokens" | "keys"
        )
    })
}

/// Names of what stands beside credentials and looks like one.
fn is_neutral(key: &str) -> bool {
    const NEUTRAL: [&str; 16] = [
        "ref",
        "integrity",
        "checksum",
        "resolved",
        "hash",
        "sha",
        "digest",
        "license",
        "type",
        "version",
        "project",
        "description",
        "pattern",
        "format",
        "example",
        "link",
    ];
    split(key)
        .iter()
        .any(|word| NEUTRAL.contains(&word.as_str()))
}

/// A name without the prefix of its namespace: `android:name`.
fn local(key: &str) -> &str {
    key.strip_prefix("android:").unwrap_or(key)
}

/// Whether one of the words stands inside a span.
fn holds(hits: &[Span], span: Span) -> bool {
    let first = hits.partition_point(|hit| hit.start < span.start);
    hits.get(first).is_some_and(|hit| hit.end <= span.end)
}

struct Finder<'a, 't> {
    tree: &'a Tree<'t>,
    judge: &'a Asked<'a>,
    /// For each node its first child, and the child of its parent that comes after it.
    first: Vec<Option<NodeId>>,
    next: Vec<Option<NodeId>>,
    /// Weak words count as passwords.
    weak: bool,
    found: Vec<Raw>,
}

impl Finder<'_, '_> {
    fn children(&self, of: NodeId) -> impl Iterator<Item = NodeId> {
        let mut next = self.first[of as usize];
        std::iter::from_fn(move || {
            let here = next?;
            next = self.next[here as usize];
            Some(here)
        })
    }

    /// Whether a value stands in an example of a schema or a manual.
    fn is_example(&self, id: NodeId) -> bool {
        let mut at = Some(id);
        while let Some(here) = at {
            let node = self.tree.node(here);
            // A program may be called `sample`: what is described beside one is a schema's.
            let described = || {
                node.parent.is_some_and(|parent| {
                    self.child(parent, &["type", "description", "schema", "title"])
                        .is_some()
                })
            };
            match &*node.key {
                "example" | "examples" | "x-example" | "x-codeSamples" => return true,
                "sample" | "samples" if described() => return true,
                _ => {}
            }
            at = node.parent;
        }
        false
    }

    fn child(&self, of: NodeId, keys: &[&str]) -> Option<NodeId> {
        self.children(of)
            .find(|id| keys.contains(&local(&self.tree.node(*id).key)))
    }

    /// The key of what a node stands in, items of lists left out.
    fn key_around(&self, id: NodeId) -> &str {
        let mut at = self.tree.node(id).parent;
        while let Some(parent) = at {
            let node = self.tree.node(parent);
            if !node.key.is_empty() {
                return &node.key;
            }
            at = node.parent;
        }
        ""
    }

    fn means(&self, key: &str, around: &str) -> bool {
        if self.judge.names.mean(key) {
            return true;
        }
        // `auth: { pass: … }`, `smtp: { pw: … }`, `encryption: { key: … }`.
        let short = key.len() <= 6
            && ["pass", "pw", "key", "keys", "tokens"]
                .iter()
                .any(|word| key.eq_ignore_ascii_case(word));
        short && !around.is_empty() && self.judge.names.mean(&format!("{around}_{key}"))
    }

    fn push(&mut self, name: &str, span: Span, confidence: Confidence, severity: Severity) {
        if span.start < span.end {
            self.found
                .push(Raw::named(span, name, confidence, severity));
        }
    }

    /// A key that holds one of the words.
    fn key(&mut self, id: NodeId) {
        let node = self.tree.node(id);
        let key = node.key.to_string();
        if !self.means(&key, self.key_around(id)) || self.is_of_baseline(id) {
            return;
        }
        match &node.value {
            Held::Scalar { .. } => {
                // `<key name="…">`, a name in the place of a value.
                self.consider(id, &key, true);
            }
            Held::List => {
                let items: Vec<NodeId> = self.children(id).collect();
                for item in items {
                    self.consider(item, &key, false);
                }
            }
            Held::Map => {
                let inside: Vec<NodeId> = self.children(id).collect();
                let many = holds_many(&key);
                for child in inside {
                    let own = self.tree.node(child).key.to_string();
                    if VALUE.contains(&&*own) {
                        self.consider(child, &key, true);
                    } else if many
                        && !is_neutral(&own)
                        && self.judge.names.mean(&format!("{key}_{own}"))
                        && !self.judge.names.mean(&own)
                    {
                        self.consider(child, &own, false);
                    }
                }
            }
            Held::Nothing => {
                // `<password value="…"/>`
                if let Some(value) = self.child(id, &VALUE) {
                    self.consider(value, &key, true);
                }
            }
        }
    }

    /// Whether this is the salt of a baseline of ours, which is no secret: it only keeps equal tags of
    /// two files apart.
    fn is_of_baseline(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        let beside = |key: &str| {
            let parent = node.parent;
            parent.is_some_and(|parent| self.child(parent, &[key]).is_some())
        };
        node.key == "salt" && beside("version") && beside("findings")
    }

    /// A value that holds one of the words: the name of the value beside it, or a text of its own.
    fn value(&mut self, id: NodeId, text: &str, span: Span) {
        let node = self.tree.node(id);
        let Some(parent) = node.parent else {
            return;
        };
        let key = local(&node.key);
        if NAMING.contains(&key) && self.judge.names.mean(text) {
            let name = text.to_owned();
            // A property list has many keys in one map, each before its value.
            let listed = (key == "key")
                .then(|| self.next[id as usize])
                .flatten()
                .filter(|next| matches!(&*self.tree.node(*next).key, "string" | "data"));
            let beside = listed.or_else(|| self.child(parent, &VALUE)).or_else(|| {
                // `<string name="…">text</string>`, and the property list's `<key>` before its value.
                let own = matches!(self.tree.node(parent).value, Held::Scalar { .. });
                let next = || {
                    self.children(parent)
                        .find(|other| *other > id)
                        .filter(|next| matches!(&*self.tree.node(*next).key, "string" | "data"))
                };
                if own { Some(parent) } else { next() }
            });
            if let Some(value) = beside {
                self.consider(value, &name, true);
            }
            return;
        }
        // `- DB_PASSWORD=…` of a list, the value of a `run:` and whatever else has lines of its own.
        if let Some((name, value)) = pairs::assignment(span.of(self.judge.text))
            && self.judge.names.mean(name)
        {
            let value = Span::new(span.start as usize + value.0, span.start as usize + value.1);
            let said = value.of(self.judge.text).to_owned();
            self.judged(name, &said, value, true);
        }
    }

    fn consider(&mut self, id: NodeId, name: &str, weak: bool) {
        if let Some((text, span)) = self.tree.scalar(id) {
            let text = text.to_owned();
            let weak = weak && !self.is_example(id);
            self.judged(name, &text, span, weak);
        }
    }

    /// A value beside a name that means a credential.
    fn judged(&mut self, name: &str, value: &str, span: Span, weak: bool) {
        if let Some((span, confidence, severity)) =
            verdict(self.judge, name, value, span, weak && self.weak)
        {
            self.push(name, span, confidence, severity);
        }
    }

    /// A Kubernetes Secret: whatever its `data` and `stringData` hold was meant to be secret.
    fn secret_object(&mut self, kind: NodeId) {
        let Some(object) = self.tree.node(kind).parent else {
            return;
        };
        for (holder, encoded) in [("data", true), ("stringData", false)] {
            let Some(holder) = self.child(object, &[holder]) else {
                continue;
            };
            let values: Vec<NodeId> = self.children(holder).collect();
            for id in values {
                let Some((text, span)) = self.tree.scalar(id) else {
                    continue;
                };
                let key = self.tree.node(id).key.to_string();
                let decoded = if encoded {
                    match decode(text) {
                        Some(decoded) => decoded,
                        None => continue,
                    }
                } else {
                    text.to_owned()
                };
                self.secret_value(&key, decoded.trim(), span);
            }
        }
    }

    fn secret_value(&mut self, key: &str, value: &str, span: Span) {
        let name = if self.judge.names.mean(key) {
            key.to_owned()
        } else {
            format!("secret {key}")
        };
        let verdict = named(&name, value, self.judge.context)
            .or_else(|| weak::secret(key, value, self.judge.names, self.judge.context));
        if let Some((confidence, severity)) = verdict {
            self.push(key, span, confidence, severity);
        }
    }
}

/// The text that base64 stands for, where it is text.
fn decode(text: &str) -> Option<String> {
    let joined: String = text.split_whitespace().collect();
    String::from_utf8(STANDARD.decode(joined).ok()?).ok()
}
