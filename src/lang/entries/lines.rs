//! Formats of one setting a line: INI with its relatives, properties, environment files.

use std::borrow::Cow;

use super::escapes::{self, Escape};
use super::{Held, Key, NodeId, Tree};
use crate::model::place::Span;

/// Words that may stand before a setting.
const BEFORE: [&str; 5] = ["export ", "set ", "setenv ", "declare -x ", "local "];

/// Reads a file. `shell`: quotes may run over lines, and ` #` begins a comment.
pub(super) fn read<'t>(text: &'t str, shell: bool, tree: &mut Tree<'t>) {
    let root = tree.add(None, Key::default(), Held::Map);
    let mut section = root;
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let line = text[at..end].trim_start();
        let start = end - line.len();
        let line = line.trim_end();
        if !shell && line.starts_with('[') && line.ends_with(']') {
            let key = Key::plain(text, start + 1, start + line.len() - 1);
            section = tree.add(Some(root), key, Held::Map);
        } else if !line.is_empty() && !line.starts_with(['#', ';', '!']) {
            let after = setting(text, start, start + line.len(), shell, section, tree);
            if after > end {
                at = text[after..]
                    .find('\n')
                    .map_or(text.len(), |next| after + next + 1);
                continue;
            }
        }
        at = end + 1;
    }
}

/// One setting between `start` and `end`. Returns where its value ends, which may be lines below.
fn setting<'t>(
    text: &'t str,
    mut start: usize,
    end: usize,
    shell: bool,
    section: NodeId,
    tree: &mut Tree<'t>,
) -> usize {
    let bytes = text.as_bytes();
    for word in BEFORE {
        if text[start..end].starts_with(word) {
            start += word.len();
            start += text[start..end].len() - text[start..end].trim_start().len();
        }
    }
    let line = &text[start..end];
    let quoted = line.starts_with(['"', '\'']);
    let skip = if quoted {
        line[1..].find(&line[..1]).map_or(0, |close| close + 2)
    } else {
        0
    };
    let is_blank = |c: char| c == ' ' || c == '\t';
    let Some(sign) = line[skip..]
        .find(|c: char| c == '=' || !shell && c == ':' || is_blank(c))
        .map(|sign| skip + sign)
    else {
        return end;
    };
    let key = line[..sign].trim_matches(['"', '\'']);
    if key.is_empty() {
        return end;
    }
    let key_start = start + usize::from(quoted);
    let rest = &line[sign..];
    let gap = rest.trim_start_matches(is_blank);
    let (signed, after) = match gap.as_bytes().first() {
        Some(b'=') => (true, gap[1..].trim_start_matches(['>', ' ', '\t'])),
        Some(b':') if !shell => (true, gap[1..].trim_start_matches(['=', ' ', '\t'])),
        _ => (false, gap),
    };
    let value = start + line.len() - after.len();
    let (said, span, close, quoted) = match after.as_bytes().first() {
        None => return end,
        Some(quote @ (b'"' | b'\'')) => {
            let escape = if *quote == b'"' {
                Escape::Backslash
            } else {
                Escape::None
            };
            let reach = if shell { bytes.len() } else { end };
            let close = escapes::close(&bytes[..reach], value + 1, *quote, escape);
            let inside = &text[value + 1..close];
            let said = escapes::plain(inside, *quote, escape);
            (said, Span::new(value + 1, close), close, true)
        }
        Some(_) => {
            let comment = after
                .find(" #")
                .or_else(|| after.find("\t#"))
                .or_else(|| if shell { None } else { after.find(" ;") });
            let said = after[..comment.unwrap_or(after.len())].trim_end();
            // Without a sign, only a single word can be a value: anything else is a sentence.
            if !signed && said.contains(is_blank) {
                return end;
            }
            let span = Span::new(value, value + said.len());
            (Cow::Borrowed(said), span, end, false)
        }
    };
    let key = Key::plain(text, key_start, key_start + key.len());
    let held = Held::Scalar {
        text: said,
        span,
        quoted,
    };
    if signed || !shell {
        tree.add(Some(section), key, held);
    }
    close
}
