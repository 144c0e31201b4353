//! Strings and symbols.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Piece, ValueId, ValueKind};

impl<'s, 't> Reader<'s, 't> {
    /// `"a #{b}"`, `'a'`, `%q(a)`, `:"a"`, and literals that stand side by side.
    pub(super) fn string(&mut self, node: Node<'t>) -> ValueId {
        let mut pieces = Vec::new();
        if Kind::of(node) == Kind::ChainedString {
            self.children(node, |reader, child, _| reader.pieces(child, &mut pieces));
        } else {
            self.pieces(node, &mut pieces);
        }
        let kind = match pieces.as_mut_slice() {
            [] => ValueKind::Str(Cow::Borrowed("")),
            [Piece::Text(text)] => ValueKind::Str(std::mem::take(text)),
            _ => ValueKind::Template(pieces),
        };
        self.build.value(kind, span(node))
    }

    fn pieces(&mut self, node: Node<'t>, pieces: &mut Vec<Piece<'s>>) {
        let plain = self.source(node).starts_with('\'');
        self.children(node, |reader, child, _| {
            let text = match Kind::of(child) {
                Kind::Interpolation => {
                    let mut hole = None;
                    reader.children(child, |reader, part, _| hole = Some(reader.value(part)));
                    let hole = hole.unwrap_or_else(|| reader.other(child));
                    pieces.push(Piece::Hole(hole));
                    return;
                }
                Kind::EscapeSequence => escape(reader.source(child)),
                // In single quotes only the quote and the backslash itself can be escaped.
                _ if plain && reader.source(child).contains('\\') => Cow::Owned(
                    reader
                        .source(child)
                        .replace("\\'", "'")
                        .replace("\\\\", "\\"),
                ),
                _ => Cow::Borrowed(reader.source(child)),
            };
            match pieces.last_mut() {
                Some(Piece::Text(before)) => before.to_mut().push_str(&text),
                _ => pieces.push(Piece::Text(text)),
            }
        });
    }
}

/// One escape; what is not legal stays as it is.
fn escape(source: &str) -> Cow<'_, str> {
    let simple = match source.as_bytes().get(1) {
        Some(b'n') => "\n",
        Some(b't') => "\t",
        Some(b'r') => "\r",
        Some(b's') => " ",
        Some(b'e') => "\u{1b}",
        Some(b'0') if source.len() == 2 => "\0",
        // The end of a line is left out.
        Some(b'\n') => "",
        Some(b'u') => {
            let digits = source[2..].trim_matches(['{', '}']);
            return u32::from_str_radix(digits, 16)
                .ok()
                .and_then(char::from_u32)
                .map_or(Cow::Borrowed(source), |letter| {
                    Cow::Owned(letter.to_string())
                });
        }
        Some(b'"' | b'\'' | b'\\' | b'#' | b'(' | b')') => &source[1..],
        _ => source,
    };
    Cow::Borrowed(simple)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded() {
        for (source, text) in [
            (r"\n", "\n"),
            (r"\'", "'"),
            (r"\u{1F600}", "😀"),
            (r"\u00e9", "é"),
            (r"\q", r"\q"),
        ] {
            assert_eq!(escape(source), text, "{source}");
        }
    }
}
