//! String literals: interpolation, triple quotes, escapes, `stripMargin`.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::java::fragment as unescape;
use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Piece, ValueId, ValueKind};
use crate::model::place::Span;

impl<'s, 't> Reader<'s, 't> {
    /// `"a"`, `"""a"""`, `'a'`.
    pub(super) fn literal(&mut self, node: Node<'t>) -> ValueId {
        let text = self.source(node);
        let decoded = match unquoted(text, "\"\"\"") {
            Some(raw) => Cow::Borrowed(raw),
            None => unescape(
                unquoted(text, "\"")
                    .or_else(|| unquoted(text, "'"))
                    .unwrap_or(text),
            ),
        };
        self.build.string(decoded, span(node))
    }

    /// `s"a $b ${c.d}"`, `f"$x%2.2f"`, `raw"…"` and whatever else interpolates.
    pub(super) fn interpolated(&mut self, node: Node<'t>) -> ValueId {
        let interpolator = self
            .part(node, self.fields.interpolator)
            .map_or("s", |name| self.source(name));
        let mut pieces: Vec<Piece<'s>> = Vec::new();
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::InterpolatedString {
                reader.pieces(child, interpolator, &mut pieces);
            }
        });
        let kind = match pieces.as_mut_slice() {
            [] => ValueKind::Str(Cow::Borrowed("")),
            [Piece::Text(text)] => ValueKind::Str(std::mem::take(text)),
            _ => ValueKind::Template(pieces),
        };
        self.build.value(kind, span(node))
    }

    fn pieces(&mut self, node: Node<'t>, interpolator: &str, pieces: &mut Vec<Piece<'s>>) {
        let whole = self.source(node);
        let quotes = if whole.starts_with("\"\"\"") { 3 } else { 1 };
        let mut at = node.start_byte() + quotes;
        let end = (node.end_byte()).saturating_sub(quotes).max(at);
        self.children(node, |reader, child, _| {
            if Kind::of(child) != Kind::Interpolation {
                return;
            }
            reader.text_between(at, child.start_byte(), interpolator, pieces);
            let mut hole = None;
            reader.children(child, |reader, part, _| {
                hole = Some(match Kind::of(part) {
                    Kind::Block => reader.outcome(part).unwrap_or_else(|| reader.other(part)),
                    _ => reader.value(part),
                });
            });
            let hole = hole.unwrap_or_else(|| reader.other(child));
            pieces.push(Piece::Hole(hole));
            at = child.end_byte();
        });
        self.text_between(at, end, interpolator, pieces);
    }

    /// Takes the literal text between two holes.
    fn text_between(
        &mut self,
        start: usize,
        end: usize,
        interpolator: &str,
        pieces: &mut Vec<Piece<'s>>,
    ) {
        if start >= end {
            return;
        }
        let mut text: &'s str = Span::new(start, end).of(self.text);
        if interpolator == "f" && matches!(pieces.last(), Some(Piece::Hole(_))) {
            text = past_format(text);
        }
        let mut decoded = match interpolator {
            "raw" => Cow::Borrowed(text),
            _ => unescape(text),
        };
        if decoded.contains("$$") {
            decoded = Cow::Owned(decoded.replace("$$", "$"));
        }
        if interpolator == "f" && decoded.contains("%%") {
            decoded = Cow::Owned(decoded.replace("%%", "%"));
        }
        if !decoded.is_empty() {
            pieces.push(Piece::Text(decoded));
        }
    }

    /// `"""a\n  |b""".stripMargin`: what stands before the bars goes.
    pub(super) fn strip_margin(&mut self, id: ValueId, whole: Span) -> ValueId {
        let kind = match &self.build.facts.value(id).kind {
            ValueKind::Str(text) => ValueKind::Str(Cow::Owned(without_margin(text, true))),
            ValueKind::Template(pieces) => {
                let mut first = true;
                let pieces = pieces
                    .iter()
                    .map(|piece| {
                        let begins = std::mem::take(&mut first);
                        match piece {
                            Piece::Text(text) => {
                                Piece::Text(Cow::Owned(without_margin(text, begins)))
                            }
                            Piece::Hole(hole) => Piece::Hole(*hole),
                        }
                    })
                    .collect();
                ValueKind::Template(pieces)
            }
            _ => return id,
        };
        self.build.value(kind, whole)
    }
}

/// What stands between quotes of that kind.
fn unquoted<'s>(text: &'s str, quotes: &str) -> Option<&'s str> {
    text.strip_prefix(quotes)?.strip_suffix(quotes)
}

/// `%2.2f rest` without the format.
fn past_format(text: &str) -> &str {
    let Some(format) = text.strip_prefix('%') else {
        return text;
    };
    let plain = format.trim_start_matches(|c: char| "-#+ 0,(.".contains(c) || c.is_ascii_digit());
    let mut letters = plain.chars();
    match letters.next() {
        Some('t' | 'T') => plain.get(2..).unwrap_or(""),
        Some(letter) if letter.is_ascii_alphabetic() => letters.as_str(),
        _ => text,
    }
}

/// Every line without what stands before its bar; the first line only when the text begins there.
fn without_margin(text: &str, begins: bool) -> String {
    let lines = text.split('\n').enumerate().map(|(at, line)| {
        let bar = line.trim_start().strip_prefix('|');
        bar.filter(|_| at > 0 || begins).unwrap_or(line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_margins_go() {
        assert_eq!(past_format("%2.2f MB"), " MB");
        assert_eq!(past_format("%tY."), ".");
        assert_eq!(past_format(" left"), " left");
        assert_eq!(without_margin("a\n  |b\n c", true), "a\nb\n c");
    }
}
