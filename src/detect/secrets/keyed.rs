//! Credentials beside their names in text that is not parsed: `name = "…"`, `name: …`, `set("name", "…")`.

mod literal;
#[cfg(test)]
mod tests;

use super::generic;
use super::names::{self, Names};
use crate::model::place::Span;
use literal::{Sign, is_declared};

/// Longest line that is read as a setting. Bytes.
const LINE: usize = 2_000;
/// Longest name. Bytes.
const NAME: usize = 80;
/// How far behind its name a literal may end. Bytes.
const REACH: usize = 700;

/// How a text gives values to names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// A value is a literal in quotes.
    Code,
    /// A value may also stand bare: `NAME=value`, `--name value`.
    Words,
    /// And a line may be a setting: `name: value`.
    Settings,
}

/// A value and the name beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beside<'t> {
    /// The name, as far as it says what the value is.
    pub(crate) name: &'t str,
    /// The value, without quotes.
    pub(crate) value: Span,
    /// It stands in quotes.
    pub(crate) quoted: bool,
    /// What around it says that it is a value.
    pub(crate) stands: Stands,
}

/// What says that a text beside a name is its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    /// The language: an assignment, an argument, a key.
    Given,
    /// A header written as one string.
    Header,
    /// Only that it follows, as the words of a sentence do: what looks random is meant.
    Follows,
}

/// What stands beside the name around `hit`, a word that may mean a credential.
pub(crate) fn beside<'t>(
    text: &'t str,
    hit: Span,
    manner: Manner,
    names: &Names,
) -> Option<Beside<'t>> {
    let (start, end) = name_around(text, hit)?;
    let name = text[start..end].trim_start_matches(['-', '.', '$', '@']);
    let last = name.rsplit('.').next().unwrap_or(name);
    let (found, sign) = match literal::literal(text, start, end) {
        Some((value, sign)) => (Some((value, true)), Some(sign)),
        None if manner == Manner::Code => (None, None),
        None => (bare(text, start, end).map(|value| (value, false)), None),
    };
    let found = found.or_else(|| match manner {
        Manner::Settings => value_of_key(text, hit.start as usize).map(|(_, value)| (value, false)),
        Manner::Words => whole_line(text, start, end, '=').map(|value| (value, false)),
        Manner::Code => None,
    });
    let loose = || {
        let sentence = || match manner {
            Manner::Words => whole_line(text, start, end, ':'),
            // `"user=joe,password=…"`
            Manner::Code => bare(text, start, end),
            Manner::Settings => None,
        };
        of_header(text, start, end)
            .map(|value| (value, Stands::Header))
            .or_else(|| {
                let value = sentence().or_else(|| in_tag(text, start, end))?;
                Some((value, Stands::Follows))
            })
    };
    // Whether a name means something is asked last: most words stand beside nothing.
    let (value, quoted, stands) = match found {
        Some((value, quoted)) => (value, quoted, Stands::Given),
        None => loose().map(|(value, stands)| (value, false, stands))?,
    };
    let compares = matches!(last, "equals" | "equalsIgnoreCase" | "eq");
    let meant = match (manner, sign) {
        (_, Some(Sign::Calls)) => {
            compares && names.mean(name) || names.mean(last) && !names::is_verb(last)
        }
        // A member is what its last name says: `password.length` is a number.
        (Manner::Code, _) => names.mean(last),
        _ => names.mean(name),
    };
    meant.then_some(Beside {
        name,
        value,
        quoted,
        stands,
    })
}

/// Where the identifier around a word begins and ends.
fn name_around(text: &str, hit: Span) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$' | b'@')
    };
    let (from, to) = (hit.start as usize, hit.end as usize);
    let before = bytes[from.saturating_sub(NAME)..from]
        .iter()
        .rev()
        .take_while(|byte| is_part(byte))
        .count();
    let after = bytes[to..bytes.len().min(to + NAME)]
        .iter()
        .take_while(|byte| is_part(byte) && **byte != b'@' && **byte != b'$')
        .count();
    let (mut start, end) = (from - before, to + after);
    // The letter behind a backslash belongs to an escape: `\npassword`.
    if start > 0 && bytes[start - 1] == b'\\' && start < from {
        start += 1;
    }
    let end = start + text.get(start..end)?.trim_end_matches(['.', '-']).len();
    (end - start <= NAME && end >= to).then_some((start, end))
}

/// The bare word that a name is given: `NAME=value`, `--name value`, `-Dname=value`.
fn bare(text: &str, start: usize, end: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).map(|at| bytes[at]);
    let flag = text[start..end].starts_with("--");
    if !flag
        && before.is_some_and(|byte| {
            !byte.is_ascii_whitespace()
                && !matches!(
                    byte,
                    b'"' | b'\''
                        | b'`'
                        | b';'
                        | b'&'
                        | b'?'
                        | b'('
                        | b'{'
                        | b','
                        | b'['
                        | b'|'
                        | b'#'
                )
        })
    {
        return None;
    }
    let from = match bytes.get(end)? {
        b'=' if bytes.get(end + 1) != Some(&b'=') => end + 1,
        b' ' if flag => end + 1,
        // `${NAME:-value}` of a shell.
        b':' if before == Some(b'{')
            && text[..start].ends_with("${")
            && matches!(bytes.get(end + 1), Some(b'-' | b'=')) =>
        {
            end + 2
        }
        // `$password = value;` of a program inside a text.
        b' ' if text[start..end].starts_with('$') && text[end..].starts_with(" = ") => end + 3,
        b' ' | b'\t' if is_declared(text, start) => {
            let gap = bytes[end..]
                .iter()
                .take_while(|byte| matches!(byte, b' ' | b'\t'));
            end + gap.count()
        }
        _ => return None,
    };
    let length = bytes[from..]
        .iter()
        .take(REACH)
        .position(|byte| {
            byte.is_ascii_whitespace()
                || matches!(
                    byte,
                    b'"' | b'\''
                        | b'`'
                        | b';'
                        | b'&'
                        | b'|'
                        | b'<'
                        | b'>'
                        | b'('
                        | b')'
                        | b'{'
                        | b'}'
                        | b'\\'
                        | b','
                        | b']'
                )
        })
        .or_else(|| (bytes.len() - from < REACH).then_some(bytes.len() - from))?;
    // A call or a template is put together when it runs.
    let stop = bytes.get(from + length);
    if length == 0
        || matches!(stop, Some(b'(' | b'{' | b'<'))
        || text.get(from..from + length).is_none()
    {
        return None;
    }
    (!flag || bytes[from] != b'-').then(|| Span::new(from, from + length))
}

/// What stands behind a name, as far as its value may reach, and whether the text goes on behind it.
fn behind(text: &str, end: usize) -> (&str, bool) {
    let limit = generic::boundary(text, end + 2 * REACH);
    (&text[end..limit], limit < text.len())
}

/// The value of a line that is nothing but a setting: `password = value`, `- **Password:** value`.
fn whole_line(text: &str, start: usize, end: usize, sign: char) -> Option<Span> {
    /// What Markdown adds to a word.
    const MARKUP: [char; 5] = ['*', '`', '_', '-', '>'];
    let before = generic::line_before(text, start).trim();
    let (near, cut) = behind(text, end);
    let line = match near.find('\n') {
        Some(newline) => near[..newline].trim_end_matches('\r'),
        None if cut => return None,
        None => near,
    };
    let rest = line.trim_start_matches(|c| c == ' ' || c == '\t' || MARKUP.contains(&c));
    let value = rest.strip_prefix(sign)?;
    let from = end + line.len() - value.len();
    let said = value.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`'));
    let from = from + value.find(said)?;
    let bare = !said.is_empty() && said.len() <= REACH && !said.contains([' ', '\t', '"', '\'']);
    let begins = before == "export" || before.trim_matches(MARKUP).trim().is_empty();
    (begins && bare).then(|| Span::new(from, from + said.len()))
}

/// The value of a header that is one string: `"X-Api-Key: value"`, `'Authorization: Bearer value'`.
fn of_header(text: &str, start: usize, end: usize) -> Option<Span> {
    let quote = text[..start].chars().next_back()?;
    if !matches!(quote, '"' | '\'' | '`') {
        return None;
    }
    let rest = behind(text, end).0.strip_prefix(':')?;
    let rest = &rest[..rest.find([quote, '\n'])?];
    let value = rest.trim_start();
    let from = end + 1 + rest.len() - value.len();
    // What the string was escaped with ends it too.
    let value = value.trim_end_matches('\\');
    let scheme = value.split_once(' ').map_or(value, |(_, token)| token);
    (!value.is_empty() && !scheme.contains(' ')).then(|| Span::new(from, from + value.len()))
}

/// The value between two tags: `<apiToken> value </apiToken>`.
fn in_tag(text: &str, start: usize, end: usize) -> Option<Span> {
    let opened = text[..start].ends_with('<');
    let rest = behind(text, end).0.strip_prefix('>').filter(|_| opened)?;
    let rest = &rest[..rest.find('<').filter(|length| *length <= REACH)?];
    let closes = text[end + 1 + rest.len()..].starts_with("</");
    let value = rest.trim();
    let from = end + 1 + rest.len() - rest.trim_start().len();
    (closes && !value.is_empty() && !value.contains(char::is_whitespace))
        .then(|| Span::new(from, from + value.len()))
}

/// The key and the value's span of the setting around byte `at`, where the line is one.
///
/// `at` lies in the key: the word that means a credential stands there.
pub(crate) fn value_of_key(text: &str, at: usize) -> Option<(&str, Span)> {
    let bytes = text.as_bytes();
    // A line without an end, as minified files have, is not read to its end for each of its words.
    let first = at.saturating_sub(LINE);
    let line_start = match bytes[first..at].iter().rposition(|byte| *byte == b'\n') {
        Some(newline) => first + newline + 1,
        None if first > 0 => return None,
        None => 0,
    };
    let last = bytes.len().min(at + LINE);
    let line_end = match bytes[at..last].iter().position(|byte| *byte == b'\n') {
        Some(newline) => at + newline,
        None if last < bytes.len() => return None,
        None => last,
    };
    if line_end - line_start > LINE {
        return None;
    }
    let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let key_start = bytes[line_start..at]
        .iter()
        .rposition(|byte| !is_key(byte))
        .map_or(line_start, |p| line_start + p + 1);
    let key_end = bytes[at..line_end]
        .iter()
        .position(|byte| !is_key(byte))
        .map_or(line_end, |p| at + p);
    let before = text.get(line_start..key_start)?.trim_start();
    // A comment, a sentence or an expression is no setting.
    let opens = before.trim_end_matches(['"', '\'', ' ', '\t']);
    let opened = opens.is_empty()
        || opens.ends_with(['{', ',', '<', '-', ';'])
        || opens.ends_with("export")
        || opens.ends_with("ENV")
        || opens.ends_with("ARG")
        || opens.ends_with("set");
    if !opened || opens.starts_with("//") {
        return None;
    }
    let mut at = key_end;
    let skip = |mut at: usize, set: &[u8]| {
        while at < line_end && set.contains(&bytes[at]) {
            at += 1;
        }
        at
    };
    at = skip(at, b"\"'");
    at = skip(at, b" \t");
    match bytes.get(at)? {
        b'=' | b':' if at < line_end => at = skip(at + 1, b"=> \t"),
        b'>' if opens.ends_with('<') => at += 1,
        _ => return None,
    }
    let (start, end) = match bytes.get(at) {
        Some(quote @ (b'"' | b'\'')) if at < line_end => {
            let close = bytes[at + 1..line_end]
                .iter()
                .position(|byte| byte == quote)?;
            (at + 1, at + 1 + close)
        }
        Some(_) if at < line_end => {
            let rest = &text[at..line_end];
            let stop = rest
                .find(" #")
                .or_else(|| rest.find(" //"))
                .unwrap_or(rest.len());
            // A tag ends it, and so does a quote that was opened before the key.
            let stop = rest
                .find(['<', '"', '\''])
                .map_or(stop, |end| end.min(stop));
            let value = rest[..stop].trim_end_matches(['\r', ' ', '\t', ',', ';']);
            (at, at + value.len())
        }
        _ => return None,
    };
    (start < end).then(|| (&text[key_start..key_end], Span::new(start, end)))
}
