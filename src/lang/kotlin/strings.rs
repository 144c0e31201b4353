//! String literals: templates, raw strings, escapes.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::Reader;
use crate::model::facts::{Piece, ValueId, ValueKind};
use crate::model::place::Span;

impl<'s, 't> Reader<'s, 't> {
    /// `"a $b ${c.d}"`, `"""…"""`.
    pub(super) fn string(&mut self, node: Node<'t>) -> ValueId {
        let mut pieces: Vec<Piece<'s>> = Vec::new();
        // Literal text that is not taken yet. The grammar splits it, and may take `$b` for text.
        let mut plain: Option<Span> = None;
        self.children(node, |reader, child, _| {
            let at = span(child);
            match child.kind() {
                "string_content" => match &mut plain {
                    Some(before) if before.end == at.start => before.end = at.end,
                    _ => {
                        reader.plain(plain.take(), &mut pieces);
                        plain = Some(at);
                    }
                },
                "escape_sequence" => {
                    reader.plain(plain.take(), &mut pieces);
                    push(&mut pieces, decode(reader.source(child)));
                }
                _ => {
                    reader.plain(plain.take(), &mut pieces);
                    let mut hole = None;
                    reader.children(child, |reader, part, _| hole = Some(reader.value(part)));
                    let hole = hole.unwrap_or_else(|| reader.other(child));
                    pieces.push(Piece::Hole(hole));
                }
            }
        });
        self.plain(plain, &mut pieces);
        let kind = match pieces.as_mut_slice() {
            [] => ValueKind::Str(Cow::Borrowed("")),
            [Piece::Text(text)] => ValueKind::Str(std::mem::take(text)),
            _ => ValueKind::Template(pieces),
        };
        self.build.value(kind, span(node))
    }

    /// Takes literal text, in which `$name` is a hole.
    fn plain(&mut self, at: Option<Span>, pieces: &mut Vec<Piece<'s>>) {
        let Some(at) = at else { return };
        let text: &'s str = at.of(self.text);
        let mut done = 0;
        while let Some(found) = text[done..].find('$') {
            let mark = done + found;
            let name = &text[mark + 1..];
            let length = name
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(name.len());
            let name = &name[..length];
            if name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                push(pieces, Cow::Borrowed(&text[..mark][done..]));
                let start = at.start as usize + mark + 1;
                let hole = Span::new(start, start + length);
                pieces.push(Piece::Hole(self.build.value(ValueKind::Name(name), hole)));
            } else {
                push(pieces, Cow::Borrowed(&text[done..=mark]));
                push(pieces, Cow::Borrowed(name));
            }
            done = mark + 1 + length;
        }
        push(pieces, Cow::Borrowed(&text[done..]));
    }
}

/// Adds literal text to what stands before it.
fn push<'s>(pieces: &mut Vec<Piece<'s>>, text: Cow<'s, str>) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.to_mut().push_str(&text),
        _ => pieces.push(Piece::Text(text)),
    }
}

/// Text with its escapes decoded; those that are not legal stay as they are.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let simple = match rest.as_bytes().get(1) {
            Some(b'n') => Some('\n'),
            Some(b't') => Some('\t'),
            Some(b'r') => Some('\r'),
            Some(b'b') => Some('\u{8}'),
            Some(same @ (b'"' | b'\'' | b'\\' | b'$')) => Some(char::from(*same)),
            _ => None,
        };
        if let Some(letter) = simple {
            out.push(letter);
            rest = &rest[2..];
        } else if let Some(used) = unicode(rest, &mut out) {
            rest = &rest[used..];
        } else {
            out.push('\\');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// `\u00e9`, a pair of them where the first is half a letter; how many bytes it took.
fn unicode(text: &str, out: &mut String) -> Option<usize> {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let first = unit(text)?;
    if let Some(letter) = char::from_u32(u32::from(first)) {
        out.push(letter);
        return Some(6);
    }
    let second = unit(text.get(6..)?)?;
    let letter = char::decode_utf16([first, second]).next()?.ok()?;
    out.push(letter);
    Some(12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded() {
        for (source, text) in [
            ("plain", "plain"),
            (r#"a\n\t\"\$\\"#, "a\n\t\"$\\"),
            (r"\u00e9\uD83D\uDE00", "é😀"),
            (r"\q \u12", r"\q \u12"),
        ] {
            assert_eq!(decode(source), text, "{source}");
        }
    }
}
