//! Formats that nest by braces: JSON with its relatives, HCL, and what YAML and TOML write on one line.

use std::borrow::Cow;

use super::escapes::{self, Escape};
use super::{Held, Key, NodeId, Tree};
use crate::model::place::Span;

/// Whose habits a text in braces has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// `key: value`, comments allowed.
    Json,
    /// `key: value` where bare words may hold blanks.
    YamlFlow,
    /// `key = value` inside a value of TOML.
    TomlInline,
    /// `key = value` by lines, `word "label" { … }`.
    Hcl,
    /// `word { … }` with `key => value`, as Logstash is told.
    Arrows,
}

impl Notation {
    /// Whether words before a brace name what it opens.
    fn has_blocks(self) -> bool {
        matches!(self, Self::Hcl | Self::Arrows)
    }
}

/// Reads a whole file: every value in it is a document.
pub(super) fn read<'t>(text: &'t str, notation: Notation, tree: &mut Tree<'t>) {
    let root = notation
        .has_blocks()
        .then(|| tree.add(None, Key::default(), Held::Map));
    let mut reader = Reader::new(text, notation, tree, root);
    reader.run(0, false);
}

/// Reads the one value that begins with a bracket at `at`, into `node`. Returns where it ends.
pub(super) fn read_value<'t>(
    text: &'t str,
    at: usize,
    notation: Notation,
    node: NodeId,
    tree: &mut Tree<'t>,
) -> usize {
    let held = match text.as_bytes()[at] {
        b'{' => Held::Map,
        _ => Held::List,
    };
    tree.hold(node, held);
    let mut reader = Reader::new(text, notation, tree, Some(node));
    reader.run(at + 1, true)
}

struct Reader<'t, 'tree> {
    text: &'t str,
    notation: Notation,
    tree: &'tree mut Tree<'t>,
    /// The containers that are open, innermost last.
    open: Vec<NodeId>,
    /// A key that waits for its value.
    key: Option<Key<'t>>,
    /// Words of a line that may become a block: `resource "a" "b"`.
    words: Vec<Key<'t>>,
}

impl<'t, 'tree> Reader<'t, 'tree> {
    fn new(
        text: &'t str,
        notation: Notation,
        tree: &'tree mut Tree<'t>,
        root: Option<NodeId>,
    ) -> Self {
        Self {
            text,
            notation,
            tree,
            open: root.into_iter().collect(),
            key: None,
            words: Vec::new(),
        }
    }

    /// Reads on from `at`; with `one`, until the container it began with closes.
    fn run(&mut self, mut at: usize, one: bool) -> usize {
        let bytes = self.text.as_bytes();
        while at < bytes.len() {
            match bytes[at] {
                b'{' | b'[' => {
                    self.begin(bytes[at], at);
                    at += 1;
                }
                b'}' | b']' => {
                    self.open.pop();
                    self.key = None;
                    self.words.clear();
                    at += 1;
                    if one && self.open.is_empty() {
                        return at;
                    }
                }
                b',' => {
                    self.key = None;
                    self.words.clear();
                    at += 1;
                }
                b'\n' => {
                    if self.notation == Notation::Hcl {
                        self.key = None;
                        self.words.clear();
                    }
                    at += 1;
                }
                b'#' if self.comments(at) => at = self.line_end(at),
                b'/' if bytes.get(at + 1) == Some(&b'/')
                    && !matches!(self.notation, Notation::YamlFlow | Notation::Arrows) =>
                {
                    at = self.line_end(at);
                }
                b'/' if bytes.get(at + 1) == Some(&b'*') && self.notation != Notation::Arrows => {
                    at = self.text[at..]
                        .find("*/")
                        .map_or(bytes.len(), |end| at + end + 2);
                }
                b'"' | b'\'' => at = self.quoted(at),
                b'<' if self.notation == Notation::Hcl && bytes[at..].starts_with(b"<<") => {
                    at = self.heredoc(at);
                }
                b'>' if self.notation == Notation::Arrows => at += 1,
                byte if byte.is_ascii_whitespace() || matches!(byte, b':' | b'=') => at += 1,
                _ => at = self.bare(at),
            }
        }
        at
    }

    /// Whether `#` at `at` begins a comment.
    fn comments(&self, at: usize) -> bool {
        match self.notation {
            Notation::YamlFlow => at == 0 || self.text.as_bytes()[at - 1].is_ascii_whitespace(),
            _ => true,
        }
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..]
            .find('\n')
            .map_or(self.text.len(), |newline| at + newline)
    }

    fn begin(&mut self, bracket: u8, at: usize) {
        let held = if bracket == b'{' {
            Held::Map
        } else {
            Held::List
        };
        let key = match self.key.take() {
            Some(key) => key,
            None if !self.words.is_empty() => block(&self.words),
            None => Key {
                text: Cow::Borrowed(""),
                span: Span::new(at, at),
            },
        };
        self.words.clear();
        let node = self.tree.add(self.open.last().copied(), key, held);
        self.open.push(node);
    }

    /// Whether a key separator stands at or after `at`, on the same line.
    fn is_key(&self, at: usize) -> bool {
        let rest = self.text[at..].trim_start_matches([' ', '\t']);
        let rest = if self.notation == Notation::Json {
            rest.trim_start()
        } else {
            rest
        };
        match self.notation {
            Notation::Json | Notation::YamlFlow => rest.starts_with(':'),
            Notation::TomlInline => rest.starts_with('='),
            Notation::Arrows => rest.starts_with("=>"),
            Notation::Hcl => {
                rest.starts_with('=') && !rest.starts_with("==") || rest.starts_with(':')
            }
        }
    }

    fn in_map(&self) -> bool {
        self.open
            .last()
            .is_none_or(|node| matches!(self.tree.node(*node).value, Held::Map))
    }

    /// A word that stands alone: a key, a value, or one of the words before a block.
    fn word(&mut self, word: Key<'t>, end: usize, quoted: bool) {
        if self.key.is_none() && self.in_map() && self.is_key(end) {
            self.key = Some(word);
            self.words.clear();
            return;
        }
        if self.notation.has_blocks() && self.key.is_none() && self.in_map() {
            self.words.push(word);
            return;
        }
        let key = self.key.take().unwrap_or_default();
        let held = Held::Scalar {
            text: word.text,
            span: word.span,
            quoted,
        };
        self.tree.add(self.open.last().copied(), key, held);
    }

    fn quoted(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let quote = bytes[at];
        let escape = match (self.notation, quote) {
            (Notation::YamlFlow, b'\'') => Escape::Doubled,
            (Notation::TomlInline, b'\'') | (Notation::Arrows, _) => Escape::None,
            _ => Escape::Backslash,
        };
        let triple = self.notation == Notation::TomlInline && bytes[at..].starts_with(&[quote; 3]);
        let (start, end, after) = if triple {
            let mark = char::from(quote).to_string().repeat(3);
            let end = self.text[at + 3..]
                .find(&mark)
                .map_or(bytes.len(), |end| at + 3 + end);
            (at + 3, end, (end + 3).min(bytes.len()))
        } else {
            let end = match self.notation {
                Notation::Hcl => close_template(bytes, at + 1),
                _ => escapes::close(bytes, at + 1, quote, escape),
            };
            // A string of JSON ends with its line, whether its quote was forgotten or not.
            let newline = match self.notation {
                Notation::Json => bytes[at..end].iter().position(|byte| *byte == b'\n'),
                _ => None,
            };
            let cut = newline.is_some_and(|newline| !self.text[at..at + newline].ends_with('\\'));
            let end = newline.filter(|_| cut).map_or(end, |newline| at + newline);
            (at + 1, end, (end + usize::from(!cut)).min(bytes.len()))
        };
        let word = Key {
            text: escapes::plain(&self.text[start..end], quote, escape),
            span: Span::new(start, end),
        };
        self.word(word, after, true);
        after
    }

    fn bare(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let stops = |byte: u8| match self.notation {
            Notation::YamlFlow => matches!(byte, b',' | b'{' | b'}' | b'[' | b']' | b'\n'),
            Notation::Hcl => {
                byte.is_ascii_whitespace()
                    || matches!(byte, b',' | b'{' | b'}' | b'[' | b']' | b'=' | b'"')
            }
            Notation::TomlInline | Notation::Arrows => {
                byte.is_ascii_whitespace()
                    || matches!(byte, b',' | b'{' | b'}' | b'[' | b']' | b'=')
            }
            Notation::Json => {
                byte.is_ascii_whitespace()
                    || matches!(byte, b',' | b'{' | b'}' | b'[' | b']' | b':' | b'"')
            }
        };
        let mut end = at;
        while end < bytes.len() && !stops(bytes[end]) {
            let next = bytes.get(end + 1);
            if self.notation == Notation::YamlFlow
                && (bytes[end] == b':'
                    && next.is_none_or(|byte| byte.is_ascii_whitespace() || stops(*byte))
                    || bytes[end] == b'#' && end > at && bytes[end - 1] == b' ')
            {
                break;
            }
            end += 1;
        }
        if end == at {
            return at + 1;
        }
        let word = &self.text[at..end];
        if self.notation == Notation::YamlFlow && bytes[at] == b'!' {
            // A tag says of what kind the value is that follows.
            let tag = word.find([' ', '\t']).map_or(end, |blank| at + blank);
            return tag;
        }
        if self.notation == Notation::Arrows
            && matches!(word, "if" | "else")
            && self.key.is_none()
            && self.in_map()
        {
            // A condition is no part of a name: what it guards stands in the next braces.
            self.words = vec![Key::plain(self.text, at, end)];
            return self.text[end..]
                .find('{')
                .map_or(bytes.len(), |brace| end + brace);
        }
        let trimmed = at + self.text[at..end].trim_end().len();
        self.word(Key::plain(self.text, at, trimmed), end, false);
        end
    }

    /// `<<EOF … EOF`.
    fn heredoc(&mut self, at: usize) -> usize {
        let first = self.line_end(at);
        let mark = self.text[at..first].trim_start_matches(['<', '-']).trim();
        if mark.is_empty() || first >= self.text.len() {
            return at + 2;
        }
        let start = first + 1;
        let mut end = start;
        while end < self.text.len() {
            let line = &self.text[end..self.line_end(end)];
            if line.trim() == mark {
                break;
            }
            end = (self.line_end(end) + 1).min(self.text.len());
        }
        let body = &self.text[start..end];
        if self.key.is_some() {
            let word = Key {
                text: Cow::Borrowed(body),
                span: Span::new(start, start + body.trim_end().len()),
            };
            self.word(word, end, true);
        }
        self.line_end(end)
    }
}

/// The key of a block: its words joined, `variable.db_password`.
fn block<'t>(words: &[Key<'t>]) -> Key<'t> {
    let span = Span {
        start: words.first().map_or(0, |word| word.span.start),
        end: words.last().map_or(0, |word| word.span.end),
    };
    let joined: Vec<&str> = words.iter().map(|word| &*word.text).collect();
    Key {
        text: Cow::Owned(joined.join(".")),
        span,
    }
}

/// The closing quote of a template that may hold `${ "…" }`.
fn close_template(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'$' | b'%' if bytes.get(at + 1) == Some(&b'{') => {
                depth += 1;
                at += 1;
            }
            b'}' if depth > 0 => depth -= 1,
            b'"' if depth == 0 => return at,
            b'\n' => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
