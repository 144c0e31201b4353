//! The small parts of YAML: lines, keys, plain values, block texts.

use std::borrow::Cow;

use super::escapes::{self, Escape};

/// A line that says something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Its first character that is no blank.
    pub(super) start: usize,
    /// Its last, blanks left out.
    pub(super) end: usize,
    /// How far it is indented.
    pub(super) column: usize,
}

/// The next line that holds more than a comment.
pub(super) fn next(text: &str, at: &mut usize) -> Option<Line> {
    while *at < text.len() {
        let first = *at;
        let end = text[first..]
            .find('\n')
            .map_or(text.len(), |end| first + end);
        *at = end + 1;
        let line = text[first..end].trim_end();
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let column = line.len() - content.len();
        return Some(Line {
            start: first + column,
            end: first + line.len(),
            column,
        });
    }
    None
}

/// The key of `key: value`, by its place in the content.
pub(super) struct Name<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The key that `content` begins with, and where its value may begin.
pub(super) fn key(content: &str) -> Option<(Name<'_>, usize)> {
    let bytes = content.as_bytes();
    let first = *bytes.first()?;
    let separated = |at: usize| {
        bytes.get(at) == Some(&b':')
            && bytes
                .get(at + 1)
                .is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
    };
    if matches!(first, b'"' | b'\'') {
        let escape = if first == b'"' {
            Escape::Backslash
        } else {
            Escape::Doubled
        };
        let close = escapes::close(bytes, 1, first, escape);
        let after = close + 1 + content.get(close + 1..)?.len()
            - content.get(close + 1..)?.trim_start().len();
        return separated(after).then(|| {
            let name = Name {
                text: escapes::plain(&content[1..close], first, escape),
                from: 1,
                to: close,
            };
            (name, after + 1)
        });
    }
    if matches!(first, b'[' | b'#' | b'|' | b'>' | b'*' | b'!' | b'%' | b'@')
        || first == b'{' && !content.starts_with("{{")
    {
        return None;
    }
    let mut at = 0;
    while at < bytes.len() {
        if separated(at) {
            let name = content[..at].trim_end();
            return (!name.is_empty()).then(|| {
                let name = Name {
                    text: Cow::Borrowed(name),
                    from: 0,
                    to: name.len(),
                };
                (name, at + 1)
            });
        }
        // A comment begins before any key ended.
        if bytes[at] == b'#' && at > 0 && bytes[at - 1] == b' ' {
            return None;
        }
        // What a template says may hold the mark.
        if bytes[at..].starts_with(b"{{")
            && let Some(close) = content[at..].find("}}")
        {
            at += close + 2;
            continue;
        }
        at += 1;
    }
    None
}

/// A value without quotes, without the comment behind it.
pub(super) fn plain(rest: &str) -> &str {
    let stop = rest.find(" #").or_else(|| rest.find("\t#"));
    rest[..stop.unwrap_or(rest.len())].trim_end()
}

/// Whether a value is the head of a block text: `|`, `>-`, `|2+ # comment`.
pub(super) fn is_block(rest: &str) -> bool {
    let marks =
        rest[1..].trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let marks = marks.trim_start();
    marks.is_empty() || marks.starts_with('#')
}

/// The lines of a block text whose key stands at `column`: where they begin and end.
pub(super) fn block(text: &str, at: &mut usize, column: usize) -> (usize, usize) {
    let mut first = None;
    let mut last = *at;
    while *at < text.len() {
        let end = text[*at..].find('\n').map_or(text.len(), |end| *at + end);
        let line = text[*at..end].trim_end();
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if !content.is_empty() {
            if indent <= column {
                break;
            }
            first.get_or_insert(*at + indent);
            last = *at + line.len();
        }
        *at = end + 1;
    }
    *at = (*at).min(text.len());
    let start = first.unwrap_or(last.min(text.len()));
    (start, last.min(text.len()).max(start))
}

/// The lines of a block text, which stands from `from` to `to`, without their indentation: that of
/// the first line, as YAML has it, or less where a later line has less.
pub(super) fn dedent(text: &str, from: usize, to: usize) -> Cow<'_, str> {
    let block = &text[from..to];
    if !block.contains('\n') {
        return Cow::Borrowed(block);
    }
    // The first line begins where its text does.
    let first = from - text[..from].rfind('\n').map_or(0, |end| end + 1);
    let indent = block
        .lines()
        .skip(1)
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .fold(first, usize::min);
    let mut plain = String::with_capacity(block.len());
    for (number, line) in block.lines().enumerate() {
        if number > 0 {
            plain.push('\n');
        }
        let from = if number == 0 { 0 } else { indent };
        plain.push_str(line.get(from..).unwrap_or(line.trim_start()));
    }
    Cow::Owned(plain)
}
