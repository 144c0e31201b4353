//! String literals of every form: escapes decoded, doubled quotes and braces undone.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Piece, ValueId, ValueKind};

impl<'t> Reader<'_, 't> {
    /// `$"a {b}"`, `$@"…"`, `$"""…"""`.
    pub(super) fn interpolated(&mut self, node: Node<'t>) -> ValueId {
        let opening = self
            .source(node)
            .split(|c: char| c != '$' && c != '@' && c != '"')
            .next()
            .unwrap_or("");
        let raw = opening.ends_with("\"\"\"") && !opening.contains('@');
        let verbatim = opening.contains('@');
        // `$$"""` makes two braces a hole.
        let single_braces = opening.bytes().filter(|byte| *byte == b'$').count() == 1;
        let mut pieces: Vec<Piece<'_>> = Vec::new();
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::Interpolation => {
                let mut hole = None;
                reader.children(child, |reader, part, _| {
                    if Kind::of(part) == Kind::InterpolationBrace {
                        return;
                    }
                    if hole.is_none() {
                        hole = Some(reader.value(part));
                    } else {
                        reader.visit_children(part);
                    }
                });
                let hole = hole.unwrap_or_else(|| reader.other(child));
                pieces.push(Piece::Hole(hole));
            }
            Kind::InterpolationStart | Kind::InterpolationQuote | Kind::InterpolationBrace => {}
            _ => {
                let source = reader.source(child);
                let text = if raw {
                    Cow::Borrowed(source)
                } else if verbatim {
                    doubled(source)
                } else {
                    escapes(source)
                };
                let text = if single_braces && (text.contains("{{") || text.contains("}}")) {
                    Cow::Owned(text.replace("{{", "{").replace("}}", "}"))
                } else {
                    text
                };
                match pieces.last_mut() {
                    Some(Piece::Text(before)) => before.to_mut().push_str(&text),
                    _ => pieces.push(Piece::Text(text)),
                }
            }
        });
        let kind = match pieces.as_mut_slice() {
            [] => ValueKind::Str(Cow::Borrowed("")),
            [Piece::Text(text)] => ValueKind::Str(std::mem::take(text)),
            _ => ValueKind::Template(pieces),
        };
        self.build.value(kind, span(node))
    }
}

/// The text of a literal without holes, its quotes included.
pub(super) fn decode(literal: &str) -> Cow<'_, str> {
    let literal = literal.strip_suffix("u8").unwrap_or(literal);
    if literal.starts_with("\"\"\"") {
        return raw(literal);
    }
    if let Some(rest) = literal.strip_prefix("@\"") {
        return doubled(rest.strip_suffix('"').unwrap_or(rest));
    }
    let quote = if literal.starts_with('\'') { '\'' } else { '"' };
    let rest = literal.strip_prefix(quote).unwrap_or(literal);
    escapes(rest.strip_suffix(quote).unwrap_or(rest))
}

/// `"""…"""`: a block's indentation is that of its closing quotes.
fn raw(literal: &str) -> Cow<'_, str> {
    let quotes = literal.len() - literal.trim_start_matches('"').len();
    let rest = &literal[quotes..];
    let Some(body) = rest
        .len()
        .checked_sub(quotes)
        .and_then(|end| rest.get(..end))
    else {
        return Cow::Borrowed("");
    };
    let Some((first, lines)) = body.split_once('\n') else {
        return Cow::Borrowed(body);
    };
    if !first.trim().is_empty() {
        return Cow::Borrowed(body);
    }
    let (lines, indentation) = lines.rsplit_once('\n').unwrap_or(("", lines));
    let stripped: Vec<&str> = lines
        .lines()
        .map(|line| line.strip_prefix(indentation).unwrap_or(line))
        .collect();
    Cow::Owned(stripped.join("\n"))
}

/// `""` in a verbatim string is one quote.
fn doubled(text: &str) -> Cow<'_, str> {
    if text.contains("\"\"") {
        Cow::Owned(text.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Decodes escapes; those that are not legal stay as they are.
fn escapes(text: &str) -> Cow<'_, str> {
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
            rest = &rest[1..];
        } else {
            rest = &rest[used..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Decodes the escape at the start of `text`; how many bytes it took, 0 when it is none.
fn escape(text: &str, out: &mut String) -> usize {
    let simple = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'0') => '\0',
        Some(b'a') => '\u{7}',
        Some(b'b') => '\u{8}',
        Some(b'e') => '\u{1b}',
        Some(b'f') => '\u{c}',
        Some(b'v') => '\u{b}',
        Some(same @ (b'"' | b'\'' | b'\\')) => char::from(*same),
        Some(b'u') => return hexadecimal(text, 4, 4, out),
        Some(b'U') => return hexadecimal(text, 8, 8, out),
        Some(b'x') => return hexadecimal(text, 1, 4, out),
        _ => return 0,
    };
    out.push(simple);
    2
}

/// `\u00e9` and its kin; a pair of halves is one letter.
fn hexadecimal(text: &str, least: usize, most: usize, out: &mut String) -> usize {
    let Some((first, used)) = unit(text, least, most) else {
        return 0;
    };
    if let Some(letter) = char::from_u32(first) {
        out.push(letter);
        return used;
    }
    let Some((second, more)) = unit(&text[used..], least, most) else {
        return 0;
    };
    let Some(Ok(letter)) = char::decode_utf16([first as u16, second as u16]).next() else {
        return 0;
    };
    out.push(letter);
    used + more
}

fn unit(text: &str, least: usize, most: usize) -> Option<(u32, usize)> {
    let digits = text.strip_prefix('\\')?.get(1..)?;
    let count = digits
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_hexdigit)
        .count();
    if count < least {
        return None;
    }
    let value = u32::from_str_radix(&digits[..count], 16).ok()?;
    Some((value, 2 + count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_decoded() {
        for (literal, text) in [
            (r#""plain""#, "plain"),
            (r#""""#, ""),
            (r#""a\tb\n\"q\" \\ \q""#, "a\tb\n\"q\" \\ \\q"),
            (r#""\u00e9\x41\U0001F600\uD83D\uDE00""#, "éA😀😀"),
            (r#"@"c:\dir ""q""""#, r#"c:\dir "q""#),
            ("\"\"\"a \"b\" c\"\"\"", "a \"b\" c"),
            ("\"\"\"\n    a\n      b\n    \"\"\"", "a\n  b"),
            (r#""bytes"u8"#, "bytes"),
            (r"'\''", "'"),
        ] {
            assert_eq!(decode(literal), text, "{literal}");
        }
        assert!(matches!(decode(r#""plain""#), Cow::Borrowed("plain")));
    }
}
