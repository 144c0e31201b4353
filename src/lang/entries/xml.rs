//! XML: elements with their attributes and texts. An attribute is a child of its element.

use std::borrow::Cow;

use super::{Held, Key, NodeId, Tree};
use crate::model::place::Span;

/// Reads a file.
pub(super) fn read<'t>(text: &'t str, tree: &mut Tree<'t>) {
    let root = tree.add(None, Key::default(), Held::Map);
    let mut open: Vec<NodeId> = vec![root];
    let mut at = 0;
    while let Some(tag) = text[at..].find('<').map(|tag| at + tag) {
        let inside = *open.last().expect("the document is never closed");
        words(text, at, tag, inside, root, tree);
        let rest = &text[tag..];
        let past = |mark: &str| {
            rest.find(mark)
                .map_or(text.len(), |end| tag + end + mark.len())
        };
        if rest.starts_with("<!--") {
            at = past("-->");
        } else if rest.starts_with("<![CDATA[") {
            let end = past("]]>");
            let start = tag + "<![CDATA[".len();
            words(
                text,
                start,
                end.saturating_sub(3).max(start),
                inside,
                root,
                tree,
            );
            at = end;
        } else if rest.starts_with("<?") {
            at = past("?>");
        } else if rest.starts_with("<!") {
            at = past(">");
        } else if let Some(closing) = rest.strip_prefix("</") {
            let name = closing.split('>').next().unwrap_or("").trim();
            // What was left open inside closes with it.
            if let Some(depth) = open
                .iter()
                .rposition(|node| *node != root && tree.node(*node).key == name)
            {
                open.truncate(depth.max(1));
            }
            at = past(">");
        } else if rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_') {
            at = element(text, tag, &mut open, tree);
        } else {
            at = tag + 1;
        }
    }
}

/// A text between two tags: what the element around it holds.
fn words<'t>(
    text: &'t str,
    start: usize,
    end: usize,
    inside: NodeId,
    root: NodeId,
    tree: &mut Tree<'t>,
) {
    let Some(between) = text.get(start..end).filter(|_| inside != root) else {
        return;
    };
    let said = between.trim();
    if said.is_empty() || matches!(tree.node(inside).value, Held::Scalar { .. }) {
        return;
    }
    let from = start + (between.len() - between.trim_start().len());
    let held = Held::Scalar {
        text: entities(said),
        span: Span::new(from, from + said.len()),
        quoted: true,
    };
    tree.hold(inside, held);
}

/// The element that begins at `at`. Returns where its tag ends.
fn element<'t>(text: &'t str, at: usize, open: &mut Vec<NodeId>, tree: &mut Tree<'t>) -> usize {
    let bytes = text.as_bytes();
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'=' | b'<');
    let name_end = bytes[at + 1..]
        .iter()
        .position(ends)
        .map_or(bytes.len(), |end| at + 1 + end);
    let node = tree.add(
        open.last().copied(),
        Key::plain(text, at + 1, name_end),
        Held::Nothing,
    );
    let mut at = name_end;
    loop {
        while at < bytes.len() && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        match bytes.get(at) {
            None => return at,
            Some(b'<') => {
                // The tag was never closed.
                open.push(node);
                return at;
            }
            Some(b'>') => {
                open.push(node);
                return at + 1;
            }
            Some(b'/') if bytes.get(at + 1) == Some(&b'>') => return at + 2,
            _ => {}
        }
        let start = at;
        while at < bytes.len() && !ends(&bytes[at]) {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        let key = Key::plain(text, start, at);
        while at < bytes.len() && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        if bytes.get(at) != Some(&b'=') {
            continue;
        }
        at += 1;
        while at < bytes.len() && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let Some(quote @ (b'"' | b'\'')) = bytes.get(at) else {
            continue;
        };
        let close = bytes[at + 1..]
            .iter()
            .position(|byte| byte == quote)
            .map_or(bytes.len(), |end| at + 1 + end);
        let held = Held::Scalar {
            text: entities(&text[at + 1..close]),
            span: Span::new(at + 1, close),
            quoted: true,
        };
        tree.add(Some(node), key, held);
        at = (close + 1).min(bytes.len());
    }
}

/// A text with its entities written out.
fn entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let named = rest
            .find(';')
            .filter(|end| *end <= 10)
            .map(|end| &rest[1..end]);
        let character = named.and_then(|name| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => {
                let code = name.strip_prefix('#')?;
                let code = match code.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => code.parse().ok()?,
                };
                char::from_u32(code)
            }
        });
        if let (Some(character), Some(name)) = (character, named) {
            plain.push(character);
            rest = &rest[name.len() + 2..];
        } else {
            plain.push('&');
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}
