//! Values in a register, which should hold none: found before anything of the file leaves, so that
//! they are masked wherever they would be shown.

use super::Book;
use crate::detect::secrets::{self, Raw, RuleRef};
use crate::lang::entries::{Held, NodeId, Tree};
use crate::model::inventory::Context;
use crate::model::place::Span;
use crate::model::register::{FIELDS, Takes, folded, interval, word};
use crate::model::signal::{Confidence, Severity};

/// Keys under which people write a value.
const KEYS: [&str; 14] = [
    "value",
    "values",
    "secret",
    "password",
    "passwd",
    "token",
    "key",
    "apikey",
    "privatekey",
    "content",
    "data",
    "plaintext",
    "current",
    "default",
];
/// The shortest word of a text that may be a value. Bytes.
const SHORTEST: usize = 12;

/// Whether a key that no entry has holds a value.
pub(super) fn holds_value(tree: &Tree<'_>, node: NodeId) -> bool {
    let known = tree.node(node);
    KEYS.contains(&folded(&known.key).as_str())
        && matches!(&known.value, Held::Scalar { text, .. } if is_said(text))
}

/// Whether a text is something, and no template or reference that stands for something.
fn is_said(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && !text.starts_with(['$', '<', '{', '*'])
        && !matches!(text, "null" | "~" | "true" | "false")
}

/// Everything in a register that looks like a value.
pub(crate) fn values(tree: &Tree<'_>) -> Vec<Raw> {
    let book = Book::new(tree);
    let mut found = Vec::new();
    for root in book.roots() {
        let Some(list) = book.child(root, "secrets") else {
            continue;
        };
        for node in below(&book, list) {
            let Held::Scalar { text, span, .. } = &tree.node(node).value else {
                continue;
            };
            if holds_value(tree, node) {
                found.push(raw(*span, Confidence::Likely));
            } else if !is_word(tree, node, text) {
                looks_like(text, *span, &mut found);
            }
        }
    }
    found
}

/// Every node below one.
fn below(book: &Book<'_>, node: NodeId) -> Vec<NodeId> {
    let mut all = book.children(node).to_vec();
    let mut at = 0;
    while at < all.len() {
        all.extend_from_slice(book.children(all[at]));
        at += 1;
    }
    all
}

/// Whether a field says one of the words that it takes.
fn is_word(tree: &Tree<'_>, node: NodeId, text: &str) -> bool {
    let known = tree.node(node);
    let field = FIELDS.iter().find(|field| field.name == known.key);
    field.is_some_and(|field| match field.takes {
        Takes::Word(words) => word(words, text).is_some(),
        Takes::Day => text.trim().len() == 10,
        Takes::Interval => interval(text).is_some(),
        _ => false,
    })
}

/// The words of a text that look random, as a value does and prose, names and paths do not.
fn looks_like(text: &str, span: Span, found: &mut Vec<Raw>) {
    let plain = (span.end - span.start) as usize == text.len();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let said = word.trim_end();
        let named = secrets::named("secret", said, Context::Product);
        let is_path = said.contains(['/', ':', '#', '@', '.']);
        if said.len() >= SHORTEST
            && !is_path
            && named.is_some_and(|(confidence, _)| confidence >= Confidence::Likely)
        {
            let start = span.start as usize + at;
            // Where escapes moved things, the whole text stands for the word.
            found.push(raw(
                if plain {
                    Span::new(start, start + said.len())
                } else {
                    span
                },
                Confidence::Possible,
            ));
        }
        at += word.len();
    }
}

fn raw(span: Span, confidence: Confidence) -> Raw {
    Raw {
        span,
        rule: RuleRef::Register,
        severity: Severity::High,
        confidence,
        name: None,
    }
}
