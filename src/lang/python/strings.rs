//! String literals: prefixes, escapes, f-strings, adjacent literals, and `"…" % x`.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Piece, ValueId, ValueKind};

impl<'s, 't> Reader<'s, 't> {
    /// A literal, or several side by side, with or without holes.
    pub(super) fn string(&mut self, node: Node<'t>) -> ValueId {
        let mut pieces = Vec::new();
        if Kind::of(node) == Kind::ConcatenatedString {
            self.children(node, |reader, child, _| {
                if Kind::of(child) == Kind::String {
                    reader.literal(child, &mut pieces);
                } else {
                    reader.visit(child);
                }
            });
        } else {
            if node.named_child_count() <= 3
                && let Some(text) = self.plain_literal(node)
            {
                return self.build.string(text, span(node));
            }
            self.literal(node, &mut pieces);
        }
        if pieces.iter().any(|piece| matches!(piece, Piece::Hole(_))) {
            return self.build.value(ValueKind::Template(pieces), span(node));
        }
        let text = match pieces.pop() {
            Some(Piece::Text(text)) => text,
            _ => Cow::Borrowed(""),
        };
        self.build.string(text, span(node))
    }

    /// The literal that nearly all are: one stretch of text without anything to decode.
    fn plain_literal(&self, node: Node<'t>) -> Option<&'s str> {
        let text = self.source(node);
        let quote = text.as_bytes().first()?;
        if !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let long = text.len() >= 6 && text.as_bytes()[1] == *quote && text.as_bytes()[2] == *quote;
        let width = if long { 3 } else { 1 };
        let inside = text.get(width..text.len().checked_sub(width)?)?;
        // A literal that did not end has no closing quotes to take off.
        let closed = text.ends_with(*quote as char);
        (closed && !inside.contains('\\')).then_some(inside)
    }

    fn literal(&mut self, node: Node<'t>, pieces: &mut Vec<Piece<'s>>) {
        let mut raw = false;
        let mut format = false;
        let mut bytes = false;
        let fields = self.fields;
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::StringStart => {
                for mark in reader.source(child).bytes() {
                    match mark.to_ascii_lowercase() {
                        b'r' => raw = true,
                        b'f' | b't' => format = true,
                        b'b' => bytes = true,
                        _ => {}
                    }
                }
            }
            Kind::StringContent => {
                let text = reader.source(child);
                push_text(pieces, decode(text, raw, format, bytes));
            }
            Kind::Interpolation => {
                let mut hole = None;
                reader.children(child, |reader, part, field| {
                    if field == fields.expression && hole.is_none() {
                        hole = Some(reader.value(part));
                    } else {
                        reader.visit(part);
                    }
                });
                let hole = hole.unwrap_or_else(|| reader.other(child));
                pieces.push(Piece::Hole(hole));
            }
            Kind::StringEnd => {}
            _ => reader.visit(child),
        });
    }

    /// `left % right`: a template when the holes of a literal on the left can be paired.
    pub(super) fn percent(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let (mut left, mut right, mut right_is_tuple) = (None, None, false);
        self.children(node, |reader, child, field| {
            if field == fields.left {
                let id = reader.value(child);
                let value = &reader.build.facts.values[id.0 as usize];
                if matches!(
                    value.kind,
                    ValueKind::Str(_) | ValueKind::Template(_) | ValueKind::Concat(_)
                ) {
                    left = Some(id);
                }
            } else if field == fields.right {
                right_is_tuple = Kind::of(child) == Kind::Tuple;
                right = Some(reader.value(child));
            } else {
                reader.visit(child);
            }
        });
        let (Some(left), Some(right)) = (left, right) else {
            return self.other(node);
        };
        let kind = self
            .pair_holes(left, right, right_is_tuple)
            .map_or_else(|| ValueKind::Concat(vec![left, right]), ValueKind::Template);
        self.build.value(kind, span(node))
    }

    fn pair_holes(
        &self,
        left: ValueId,
        right: ValueId,
        right_is_tuple: bool,
    ) -> Option<Vec<Piece<'s>>> {
        let facts = &self.build.facts;
        let ValueKind::Str(text) = &facts.value(left).kind else {
            return None;
        };
        let single = [right];
        let (items, named): (&[ValueId], &[(ValueId, ValueId)]) = match &facts.value(right).kind {
            ValueKind::List(items) if right_is_tuple => (items, &[]),
            ValueKind::Map(entries) => (&[], entries),
            _ => (&single, &[]),
        };
        let mut items = items.iter().copied();
        let mut pieces = Vec::new();
        let mut rest = text.as_ref();
        while let Some(at) = rest.find('%') {
            let (before, spec) = (&rest[..at], &rest[at + 1..]);
            push_text(&mut pieces, Cow::Owned(before.to_owned()));
            let (key, spec) = match spec.strip_prefix('(') {
                Some(inside) => {
                    let (key, after) = inside.split_once(')')?;
                    (Some(key), after)
                }
                None => (None, spec),
            };
            let end = spec.find(|mark: char| !"#0- +.123456789hlL".contains(mark))?;
            rest = &spec[end + 1..];
            match spec.as_bytes()[end] {
                b'%' => push_text(&mut pieces, Cow::Borrowed("%")),
                b'a'..=b'z' | b'A'..=b'Z' => pieces.push(Piece::Hole(match key {
                    Some(key) => {
                        let (_, value) = named
                            .iter()
                            .find(|(name, _)| facts.as_str(*name) == Some(key))?;
                        *value
                    }
                    None => items.next()?,
                })),
                _ => return None,
            }
        }
        push_text(&mut pieces, Cow::Owned(rest.to_owned()));
        items.next().is_none().then_some(pieces)
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
fn decode(text: &str, raw: bool, format: bool, bytes: bool) -> Cow<'_, str> {
    let escapes = !raw && text.contains('\\');
    let doubled = format && (text.contains("{{") || text.contains("}}"));
    if !escapes && !doubled {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '{', '}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if doubled && (rest.starts_with("{{") || rest.starts_with("}}")) {
            out.push_str(&rest[..1]);
            rest = &rest[2..];
        } else if escapes && rest.starts_with('\\') {
            let used = escape(&rest[1..], bytes, &mut out);
            if used == 0 {
                out.push('\\');
                rest = &rest[1..];
                // An unknown escape keeps both its characters, also when the second is a backslash.
                if let Some(next) = rest.chars().next() {
                    out.push(next);
                    rest = &rest[next.len_utf8()..];
                }
            } else {
                rest = &rest[1 + used..];
            }
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Decodes the escape whose text after the backslash starts `rest`; how many bytes it took, 0 for
/// none.
fn escape(rest: &str, bytes: bool, out: &mut String) -> usize {
    let Some(mark) = rest.bytes().next() else {
        return 0;
    };
    let simple = match mark {
        b'\n' => return 1,
        b'\r' => return if rest.starts_with("\r\n") { 2 } else { 1 },
        b'\\' | b'\'' | b'"' => mark as char,
        b'a' => '\x07',
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'v' => '\x0b',
        b'0'..=b'7' => {
            let digits = rest
                .bytes()
                .take(3)
                .take_while(|b| matches!(b, b'0'..=b'7'));
            let digits = digits.count();
            return match u32::from_str_radix(&rest[..digits], 8)
                .ok()
                .and_then(char::from_u32)
            {
                Some(decoded) => {
                    out.push(decoded);
                    digits
                }
                None => 0,
            };
        }
        b'x' => return code_point(rest, 2, out),
        b'u' if !bytes => return code_point(rest, 4, out),
        b'U' if !bytes => return code_point(rest, 8, out),
        _ => return 0,
    };
    out.push(simple);
    1
}

/// `x41`, `u00e9`: a mark and a fixed number of hexadecimal digits.
fn code_point(rest: &str, digits: usize, out: &mut String) -> usize {
    let decoded = rest
        .get(1..=digits)
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .and_then(char::from_u32);
    match decoded {
        Some(decoded) => {
            out.push(decoded);
            1 + digits
        }
        None => 0,
    }
}
