//! TOML: tables by their headers, keys with dots, values by the reader of braces.

use std::borrow::Cow;

use super::braces::{self, Notation};
use super::escapes::{self, Escape};
use super::{Held, Key, NodeId, Tree};
use crate::model::place::Span;

/// Reads a file.
pub(super) fn read<'t>(text: &'t str, tree: &mut Tree<'t>) {
    let bytes = text.as_bytes();
    let root = tree.add(None, Key::default(), Held::Map);
    let mut table = root;
    let mut at = 0;
    while at < bytes.len() {
        let end = line_end(text, at);
        let line = text[at..end].trim_start();
        let start = end - line.len();
        if line.starts_with('[') {
            let open = line.len() - line.trim_start_matches('[').len();
            let close = line.find(']').unwrap_or(line.len());
            let key = Key::plain(text, start + open.min(close), start + close);
            table = tree.add(Some(root), key, Held::Map);
            at = end + 1;
        } else if line.is_empty() || line.starts_with('#') {
            at = end + 1;
        } else {
            at = setting(text, start, end, table, tree);
        }
    }
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// `key = value` at `start`. Returns where to read on.
fn setting<'t>(
    text: &'t str,
    start: usize,
    end: usize,
    table: NodeId,
    tree: &mut Tree<'t>,
) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    // A key may be quoted and hold the sign.
    while at < end && bytes[at] != b'=' {
        if matches!(bytes[at], b'"' | b'\'') {
            at = escapes::close(bytes, at + 1, bytes[at], Escape::Backslash).min(end);
        }
        at += 1;
    }
    if at >= end {
        return end + 1;
    }
    let written = text[start..at].trim_end();
    let key = Key {
        text: if written.contains(['"', '\'']) {
            Cow::Owned(written.replace(['"', '\''], ""))
        } else {
            Cow::Borrowed(written)
        },
        span: Span::new(start, start + written.len()),
    };
    let mut value = at + 1;
    while value < end && matches!(bytes[value], b' ' | b'\t') {
        value += 1;
    }
    let node = tree.add(Some(table), key, Held::Nothing);
    let Some(first) = bytes.get(value).filter(|_| value < end) else {
        return end + 1;
    };
    let (held, after) = match *first {
        b'{' | b'[' => {
            let after = braces::read_value(text, value, Notation::TomlInline, node, tree);
            return line_end(text, after.min(text.len())) + 1;
        }
        quote @ (b'"' | b'\'') => string(text, value, quote),
        _ => {
            let line = &text[value..end];
            let stop = line.find('#').unwrap_or(line.len());
            let said = line[..stop].trim_end();
            let held = Held::Scalar {
                text: Cow::Borrowed(said),
                span: Span::new(value, value + said.len()),
                quoted: false,
            };
            (held, end)
        }
    };
    tree.hold(node, held);
    line_end(text, after.min(text.len())) + 1
}

/// A string at `at`, over one line or many.
fn string(text: &str, at: usize, quote: u8) -> (Held<'_>, usize) {
    let bytes = text.as_bytes();
    let escape = if quote == b'"' {
        Escape::Backslash
    } else {
        Escape::None
    };
    let (start, end, after) = if bytes[at..].starts_with(&[quote; 3]) {
        let mark = char::from(quote).to_string().repeat(3);
        let start = at + 3 + usize::from(bytes.get(at + 3) == Some(&b'\n'));
        let end = text[start..]
            .find(&mark)
            .map_or(text.len(), |end| start + end);
        (start, end, end + 3)
    } else {
        let end = escapes::close(bytes, at + 1, quote, escape);
        (at + 1, end, end + 1)
    };
    let held = Held::Scalar {
        text: escapes::plain(&text[start..end], quote, escape),
        span: Span::new(start, end),
        quoted: true,
    };
    (held, after)
}
