//! String literals: escapes, prefixes, raw strings, and literals that stand side by side.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{ValueId, ValueKind};
use crate::model::place::Span;

impl<'t> Reader<'_, '_, 't> {
    /// `"a" "b" NAME "c"`: text, and names of macros that hold text.
    pub(super) fn concatenated(&mut self, node: Node<'t>) -> ValueId {
        let mut parts: Vec<ValueId> = Vec::new();
        let mut text: Option<(String, Span)> = None;
        self.children(node, |reader, child, _| {
            if let Some(piece) = literal(reader.source(child)) {
                let (whole, at) = text.get_or_insert_with(|| (String::new(), span(child)));
                whole.push_str(&piece);
                at.end = child.end_byte() as u32;
            } else {
                if let Some((text, at)) = text.take() {
                    parts.push(reader.build.string(text, at));
                }
                parts.push(reader.value(child));
            }
        });
        if let Some((text, at)) = text {
            let at = if parts.is_empty() { span(node) } else { at };
            parts.push(self.build.string(text, at));
        }
        match parts.as_slice() {
            [only] => *only,
            _ => self.build.value(ValueKind::Concat(parts), span(node)),
        }
    }

    /// One literal.
    pub(super) fn string(&mut self, node: Node<'t>) -> ValueId {
        let source = self.source(node);
        let text = literal(source).unwrap_or(Cow::Borrowed(source));
        self.build.string(text, span(node))
    }

    pub(super) fn is_text(&self, node: Node<'t>) -> bool {
        matches!(
            self.kind(node),
            Kind::String | Kind::Concatenated | Kind::RawString
        )
    }
}

/// The text of a literal, or of several that stand side by side; `None` when it is anything else.
pub(super) fn joined(source: &str) -> Option<Cow<'_, str>> {
    let mut whole: Option<Cow<'_, str>> = None;
    let mut rest = source;
    while !rest.is_empty() {
        let end = end(rest)?;
        let piece = literal(&rest[..end])?;
        whole = Some(match whole {
            None => piece,
            Some(before) => Cow::Owned(before.into_owned() + &piece),
        });
        rest = rest[end..].trim_start_matches([' ', '\t', '\\', '\r', '\n']);
    }
    whole
}

/// Where the literal at the start of `text` ends.
fn end(text: &str) -> Option<usize> {
    let open = text.find('"')?;
    if open > 2 {
        return None;
    }
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(open + 1) {
        match byte {
            b'"' if !escaped => return Some(at + 1),
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

/// The text of one literal: `"a"`, `L"a"`, `u8"a"`, `'a'`, `R"x(a)x"`.
fn literal(source: &str) -> Option<Cow<'_, str>> {
    let open = source.find(['"', '\''])?;
    let prefix = &source[..open];
    if !matches!(
        prefix,
        "" | "L" | "u" | "U" | "u8" | "R" | "LR" | "uR" | "UR" | "u8R"
    ) {
        return None;
    }
    let body = source[open + 1..].strip_suffix(['"', '\''])?;
    if prefix.ends_with('R') {
        let (mark, rest) = body.split_once('(')?;
        let rest = rest.strip_suffix(mark)?;
        return Some(Cow::Borrowed(rest.strip_suffix(')').unwrap_or(rest)));
    }
    Some(decode(body))
}

/// Text with its escapes decoded; those that are not legal stay as they are.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let used = escape(rest, &mut out);
        if used == 0 {
            out.push('\\');
        }
        rest = &rest[used.max(1)..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Decodes the escape at the start of `text`; how many bytes it took, 0 when it is none.
fn escape(text: &str, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let simple = match bytes.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'a') => '\u{7}',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'v') => '\u{b}',
        Some(b'e') => '\u{1b}',
        Some(same @ (b'"' | b'\'' | b'\\' | b'?')) => char::from(*same),
        // The end of the line is left out.
        Some(b'\n') => return 2,
        Some(b'\r') if bytes.get(2) == Some(&b'\n') => return 3,
        Some(b'0'..=b'7') => {
            let digits = digits(&bytes[1..], 3, 8);
            let value = u32::from_str_radix(&text[1..=digits], 8).unwrap_or(0);
            out.extend(char::from_u32(value));
            return 1 + digits;
        }
        Some(mark @ (b'x' | b'u' | b'U')) => {
            let most = match mark {
                b'x' => 2,
                b'u' => 4,
                _ => 8,
            };
            let digits = digits(&bytes[2..], most, 16);
            let value = u32::from_str_radix(&text[2..2 + digits], 16);
            let Some(letter) = value.ok().and_then(char::from_u32) else {
                return 0;
            };
            out.push(letter);
            return 2 + digits;
        }
        _ => return 0,
    };
    out.push(simple);
    2
}

fn digits(bytes: &[u8], most: usize, radix: u32) -> usize {
    let digits = bytes.iter().take(most);
    digits
        .take_while(|byte| char::from(**byte).is_digit(radix))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_decoded_and_joined() {
        for (source, text) in [
            (r#""plain""#, "plain"),
            (r#"L"a\n\t\"\\""#, "a\n\t\"\\"),
            (r#""\x41\101\u00e9""#, "AAé"),
            (r#""\q""#, "\\q"),
            (r#"R"x(a\n)x""#, "a\\n"),
            (r#""a" "b"  "c""#, "abc"),
        ] {
            assert_eq!(joined(source).as_deref(), Some(text), "{source}");
        }
        assert_eq!(joined("NAME"), None);
        assert_eq!(joined("\"a\" NAME"), None);
    }
}
