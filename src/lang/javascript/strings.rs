//! String and template literals, escapes decoded.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Piece, ValueId, ValueKind};

impl<'s, 't> Reader<'s, 't> {
    /// `"…"`, `'…'`, or a template with or without holes.
    pub(super) fn string(&mut self, node: Node<'t>) -> ValueId {
        if self.kind(node) == Kind::String {
            let text = self.literal(node);
            return self.build.string(text, span(node));
        }
        let mut pieces: Vec<Piece<'s>> = Vec::new();
        self.children(node, |reader, child, _| match reader.kind(child) {
            Kind::StringFragment => push_text(&mut pieces, Cow::Borrowed(reader.source(child))),
            Kind::EscapeSequence => push_text(&mut pieces, decode(reader.source(child))),
            Kind::TemplateSubstitution => {
                let mut hole = None;
                reader.children(child, |reader, part, _| {
                    if hole.is_none() {
                        hole = Some(reader.value(part));
                    } else {
                        reader.visit(part);
                    }
                });
                let hole = hole.unwrap_or_else(|| reader.other(child));
                pieces.push(Piece::Hole(hole));
            }
            _ => reader.visit(child),
        });
        if pieces.iter().any(|piece| matches!(piece, Piece::Hole(_))) {
            return self.build.value(ValueKind::Template(pieces), span(node));
        }
        let text = match pieces.pop() {
            Some(Piece::Text(text)) => text,
            _ => Cow::Borrowed(""),
        };
        self.build.string(text, span(node))
    }

    /// The text of a quoted literal.
    pub(super) fn literal(&self, node: Node<'t>) -> Cow<'s, str> {
        let text = self.source(node);
        let Some(quote) = text
            .chars()
            .next()
            .filter(|mark| matches!(mark, '"' | '\''))
        else {
            // A name, where the grammar allows either.
            return Cow::Borrowed(text);
        };
        let inside = &text[1..];
        // A literal that did not end has no closing quote to take off.
        decode(inside.strip_suffix(quote).unwrap_or(inside))
    }
}

/// Appends text, joining it to text before it.
fn push_text<'s>(pieces: &mut Vec<Piece<'s>>, text: Cow<'s, str>) {
    if text.is_empty() {
        return;
    }
    if let Some(Piece::Text(before)) = pieces.last_mut() {
        before.to_mut().push_str(&text);
    } else {
        pieces.push(Piece::Text(text));
    }
}

/// The text that a stretch of a literal stands for. What is no valid escape stays as it is written.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let used = escape(rest, &mut out);
        if used == 0 {
            out.push('\\');
        }
        rest = &rest[used..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Decodes the escape whose text after the backslash starts `rest`; how many bytes it took, 0 for
/// none.
fn escape(rest: &str, out: &mut String) -> usize {
    let Some(mark) = rest.chars().next() else {
        return 0;
    };
    let decoded = match mark {
        '\r' if rest.starts_with("\r\n") => return 2,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => return mark.len_utf8(),
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '0' if !rest[1..].starts_with(|digit: char| digit.is_ascii_digit()) => '\0',
        'x' => return code_points(rest, 2, out),
        'u' => return code_points(rest, 4, out),
        '0'..='9' => return 0,
        // Any other character stands for itself.
        other => other,
    };
    out.push(decoded);
    mark.len_utf8()
}

/// `x41`, `u00e9`, `u{1F600}`, and a pair of surrogates written as two escapes.
fn code_points(rest: &str, digits: usize, out: &mut String) -> usize {
    if let Some(braced) = rest.strip_prefix("u{") {
        let Some((inside, _)) = braced.split_once('}') else {
            return 0;
        };
        let decoded = hex(inside).and_then(char::from_u32);
        return decoded.map_or(0, |decoded| {
            out.push(decoded);
            inside.len() + 3
        });
    }
    let Some(unit) = rest.get(1..=digits).and_then(hex) else {
        return 0;
    };
    if let Some(decoded) = char::from_u32(unit) {
        out.push(decoded);
        return 1 + digits;
    }
    let low = rest
        .get(1 + digits..)
        .and_then(|after| after.strip_prefix("\\u"))
        .and_then(|after| after.get(..4))
        .and_then(hex)
        .filter(|low| (0xDC00..0xE000).contains(low));
    match low {
        Some(low) if (0xD800..0xDC00).contains(&unit) => {
            let decoded = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            out.extend(char::from_u32(decoded));
            1 + digits + 6
        }
        _ => 0,
    }
}

fn hex(digits: &str) -> Option<u32> {
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten()
}
