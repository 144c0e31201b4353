//! String literals: quoted, with variables in them, heredoc and nowdoc.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Piece, ValueId, ValueKind};

impl<'s, 't> Reader<'s, 't> {
    /// A string of any form.
    pub(super) fn string(&mut self, node: Node<'t>) -> ValueId {
        let kind = match Kind::of(node) {
            Kind::String => {
                let text = self.source(node);
                let text = text.trim_start_matches(['b', 'B']);
                let text = text.strip_prefix('\'').unwrap_or(text);
                ValueKind::Str(single(text.strip_suffix('\'').unwrap_or(text)))
            }
            Kind::Nowdoc => {
                let body = node.child_by_field_id(self.fields.value);
                ValueKind::Str(Cow::Borrowed(
                    body.map_or("", |body| self.source(body).trim()),
                ))
            }
            Kind::Heredoc => match node.child_by_field_id(self.fields.value) {
                Some(body) => self.pieces(body),
                None => ValueKind::Str(Cow::Borrowed("")),
            },
            _ => self.pieces(node),
        };
        self.build.value(kind, span(node))
    }

    /// `"a $b {$c->d}"`.
    fn pieces(&mut self, node: Node<'t>) -> ValueKind<'s> {
        let mut pieces: Vec<Piece<'s>> = Vec::new();
        self.children(node, |reader, child, _| {
            let text = match Kind::of(child) {
                Kind::StringContent => Cow::Borrowed(reader.source(child)),
                Kind::EscapeSequence => escape(reader.source(child)),
                _ => {
                    let hole = reader.value(child);
                    pieces.push(Piece::Hole(hole));
                    return;
                }
            };
            match pieces.last_mut() {
                Some(Piece::Text(before)) => before.to_mut().push_str(&text),
                _ => pieces.push(Piece::Text(text)),
            }
        });
        match pieces.as_mut_slice() {
            [] => ValueKind::Str(Cow::Borrowed("")),
            [Piece::Text(text)] => ValueKind::Str(std::mem::take(text)),
            _ => ValueKind::Template(pieces),
        }
    }
}

/// In single quotes only the quote and the backslash itself can be escaped.
fn single(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some(next @ ('\'' | '\\'))) => {
                out.push(*next);
                letters.next();
            }
            _ => out.push(letter),
        }
    }
    Cow::Owned(out)
}

/// One escape of a double-quoted string; what is not legal stays as it is.
fn escape(source: &str) -> Cow<'_, str> {
    let simple = match source.as_bytes().get(1) {
        Some(b'n') => "\n",
        Some(b't') => "\t",
        Some(b'r') => "\r",
        Some(b'v') => "\u{b}",
        Some(b'e') => "\u{1b}",
        Some(b'f') => "\u{c}",
        Some(b'"') => "\"",
        Some(b'\\') => "\\",
        Some(b'$') => "$",
        Some(b'u') => {
            let digits = source.trim_start_matches("\\u{").trim_end_matches('}');
            return code(digits, 16, source);
        }
        Some(b'x') => return code(&source[2..], 16, source),
        Some(b'0'..=b'7') => return code(&source[1..], 8, source),
        _ => source,
    };
    Cow::Borrowed(simple)
}

fn code<'s>(digits: &str, base: u32, source: &'s str) -> Cow<'s, str> {
    u32::from_str_radix(digits, base)
        .ok()
        .and_then(char::from_u32)
        .map_or(Cow::Borrowed(source), |letter| {
            Cow::Owned(letter.to_string())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded() {
        assert_eq!(single(r"it\'s \\ \n"), r"it's \ \n");
        for (source, text) in [
            (r"\n", "\n"),
            (r"\$", "$"),
            (r"\u{1F600}", "😀"),
            (r"\x41", "A"),
            (r"\101", "A"),
            (r"\q", r"\q"),
        ] {
            assert_eq!(escape(source), text, "{source}");
        }
    }
}
