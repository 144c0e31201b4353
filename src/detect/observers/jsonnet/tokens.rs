//! The words of a Jsonnet file: names, literals and marks, with their places.

use crate::model::place::Span;

/// A word with its place.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) what: What,
    pub(super) span: Span,
}

/// What a word is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A name or keyword; `$` is one.
    Name,
    /// A string, unescaped.
    Text(String),
    /// Any other sign.
    Mark(u8),
}

/// Splits a text into words; comments and numbers are left out.
pub(super) fn of(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        match bytes[at] {
            byte if byte.is_ascii_whitespace() => at += 1,
            b'#' => at += line(rest),
            b'/' if rest.starts_with(b"//") => at += line(rest),
            b'/' if rest.starts_with(b"/*") => {
                at += text[at..].find("*/").map_or(rest.len(), |end| end + 2);
            }
            b'|' if rest.starts_with(b"|||") => {
                let (said, end) = block(text, at);
                tokens.push(Token {
                    what: What::Text(said),
                    span: Span::new(at, end),
                });
                at = end;
            }
            b'@' if matches!(rest.get(1), Some(b'"' | b'\'')) => {
                let quote = rest[1];
                let end = rest[2..]
                    .iter()
                    .position(|byte| *byte == quote)
                    .map_or(bytes.len(), |end| at + 2 + end);
                tokens.push(Token {
                    what: What::Text(text.get(at + 2..end).unwrap_or("").to_owned()),
                    span: Span::new(at, (end + 1).min(bytes.len())),
                });
                at = end + 1;
            }
            quote @ (b'"' | b'\'') => {
                let mut end = at + 1;
                while end < bytes.len() && bytes[end] != quote {
                    end += 1 + usize::from(bytes[end] == b'\\');
                }
                let end = end.min(bytes.len());
                let inside = text.get(at + 1..end).unwrap_or("");
                tokens.push(Token {
                    what: What::Text(unescaped(inside)),
                    span: Span::new(at, (end + 1).min(bytes.len())),
                });
                at = end + 1;
            }
            byte if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$') => {
                let length = rest
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
                    .count();
                tokens.push(Token {
                    what: What::Name,
                    span: Span::new(at, at + length),
                });
                at += length;
            }
            byte if byte.is_ascii_digit() => {
                at += rest
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'.')
                    .count();
                // A number is an operand, and no text.
                tokens.push(Token {
                    what: What::Mark(b'0'),
                    span: Span::new(at, at),
                });
            }
            byte => {
                tokens.push(Token {
                    what: What::Mark(byte),
                    span: Span::new(at, at + 1),
                });
                at += 1;
            }
        }
    }
    tokens
}

fn line(rest: &[u8]) -> usize {
    rest.iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(rest.len())
}

/// `||| … |||`: what it says, and where it ends.
fn block(text: &str, at: usize) -> (String, usize) {
    let Some(first) = text[at..].find('\n').map(|newline| at + newline + 1) else {
        return (String::new(), text.len());
    };
    let body = &text[first..];
    let indent = body.len() - body.trim_start_matches([' ', '\t']).len();
    let mut said = String::new();
    let mut end = first;
    for line in body.split_inclusive('\n') {
        if line.trim_start().starts_with("|||") {
            let mark = line.len() - line.trim_start().len();
            return (said, end + mark + 3);
        }
        said.push_str(line.get(indent..).unwrap_or("\n"));
        end += line.len();
    }
    (said, text.len())
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => plain.push('\n'),
                Some('t') => plain.push('\t'),
                Some(other) => plain.push(other),
                None => {}
            },
            other => plain.push(other),
        }
    }
    plain
}
