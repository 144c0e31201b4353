//! The literal in quotes that a name is given, whatever the language writes between the two.

use crate::detect::secrets::generic::{boundary, line_before};
use crate::model::place::Span;

/// How far behind its name a literal may end. Bytes.
const REACH: usize = 700;

/// A reader of one line and a little more.
struct Cursor<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), b' ' | b'\t') {
            self.at += 1;
        }
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.bytes[self.at.min(self.bytes.len())..].starts_with(word.as_bytes());
        self.at += if there { word.len() } else { 0 };
        there
    }

    /// `: String`, ` string`, `: Option<&str>` before the sign that gives a value.
    fn declared_type(&mut self) {
        let from = self.at;
        self.take(":");
        self.blanks();
        let start = self.at;
        while self.at - start < 40
            && (self.peek().is_ascii_alphanumeric()
                || matches!(
                    self.peek(),
                    b'_' | b'.'
                        | b'<'
                        | b'>'
                        | b'?'
                        | b'['
                        | b']'
                        | b'&'
                        | b'|'
                        | b'*'
                        | b' '
                        | b'\''
                ))
        {
            self.at += 1;
        }
        let gives = self.peek() == b'=' && self.bytes.get(self.at + 1) != Some(&b'=');
        if !(gives
            && self.bytes[start..self.at]
                .iter()
                .any(u8::is_ascii_alphabetic))
        {
            self.at = from;
        }
    }
}

/// What joins a name to its literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// It is given, defaulted or compared.
    Gives,
    /// It is the next argument of a call, or the next item of a list.
    Next,
    /// It is the argument of the call that has the name.
    Calls,
}

const SIGNS: [(&str, Sign); 25] = [
    (":::=", Sign::Gives),
    ("::=", Sign::Gives),
    (".=", Sign::Gives),
    ("===", Sign::Gives),
    ("!==", Sign::Gives),
    ("==", Sign::Gives),
    ("!=", Sign::Gives),
    ("=~", Sign::Gives),
    (":=", Sign::Gives),
    ("=>", Sign::Gives),
    ("||=", Sign::Gives),
    ("??=", Sign::Gives),
    ("?=", Sign::Gives),
    ("+=", Sign::Gives),
    ("?:", Sign::Gives),
    ("||", Sign::Gives),
    ("??", Sign::Gives),
    (":-", Sign::Gives),
    ("<-", Sign::Gives),
    ("=", Sign::Gives),
    (":", Sign::Gives),
    ("eq ", Sign::Gives),
    ("or ", Sign::Gives),
    (",", Sign::Next),
    ("(", Sign::Calls),
];

/// Calls and marks that may stand between a sign and a literal without changing what it is.
const WRAPPERS: [&str; 16] = [
    "from(",
    "String(",
    "string(",
    "bytes(",
    "Bytes(",
    "byte(",
    "encode(",
    "SecretStr(",
    "Some(",
    "strdup(",
    "_T(",
    "TEXT(",
    "str(",
    "Secret(",
    "fromhex(",
    "Password(",
];

/// The literal in quotes that the name from `start` to `end` is given.
pub(super) fn literal(text: &str, start: usize, end: usize) -> Option<(Span, Sign)> {
    let limit = boundary(text, end + REACH);
    let mut cursor = Cursor {
        bytes: &text.as_bytes()[..limit],
        at: end,
    };
    // The name itself may be quoted, also inside a string.
    let escapes = cursor.bytes[end..]
        .iter()
        .take_while(|byte| **byte == b'\\')
        .count();
    let quoted_name = matches!(cursor.bytes.get(end + escapes), Some(b'"' | b'\'' | b'`'));
    if quoted_name {
        cursor.at += escapes + 1;
    }
    cursor.blanks();
    let closed = cursor.at;
    while matches!(cursor.peek(), b')' | b']') {
        cursor.at += 1;
    }
    let in_brackets = cursor.at > closed;
    cursor.blanks();
    if cursor.peek() == b'[' {
        // `char password[64] = `
        let from = cursor.at;
        cursor.at += 1;
        while cursor.peek().is_ascii_digit() {
            cursor.at += 1;
        }
        if !cursor.take("]") {
            cursor.at = from;
        }
        cursor.blanks();
    }
    // `<Password label="…">` is no declaration.
    let tag = start
        .checked_sub(1)
        .is_some_and(|at| text.as_bytes()[at] == b'<');
    if !quoted_name && !in_brackets && !tag {
        cursor.declared_type();
    }
    let signs = matches!(
        cursor.peek(),
        b'=' | b'!'
            | b':'
            | b'.'
            | b'|'
            | b'?'
            | b'+'
            | b'<'
            | b'e'
            | b'o'
            | b'v'
            | b','
            | b'('
            | b'"'
            | b'\''
    );
    if !signs {
        return None;
    }
    let sign = SIGNS
        .iter()
        .find(|(word, _)| cursor.take(word))
        .map(|(_, sign)| *sign)
        // `<add key="Password" value="…"/>`
        .or_else(|| (quoted_name && cursor.take("value=")).then_some(Sign::Gives))
        .or_else(|| {
            let quote = matches!(cursor.peek(), b'"' | b'\'');
            (quote && !quoted_name && is_declared(text, start)).then_some(Sign::Gives)
        })?;
    // `ENV["X"] or "…"`, and not `'x' or 'y'` of a sentence.
    if quoted_name && !in_brackets && text.as_bytes()[..cursor.at].ends_with(b"or ") {
        return None;
    }
    match sign {
        Sign::Next if in_brackets => return None,
        Sign::Next
            if !(quoted_name && before_is(text, start, escapes, b'(')
                || is_symbol(text, start)
                || quoted_name && is_build_field(text, start)) =>
        {
            return None;
        }
        Sign::Calls if quoted_name || in_brackets => return None,
        _ => {}
    }
    cursor.blanks();
    if matches!(cursor.peek(), b'\n' | b'\r') {
        while cursor.peek().is_ascii_whitespace() {
            cursor.at += 1;
        }
    }
    wrapped(&mut cursor);
    let value = unquoted(text, quoted(text, &mut cursor)?);
    if sign == Sign::Calls {
        cursor.blanks();
        if !matches!(cursor.peek(), b')' | b',') {
            return None;
        }
    }
    Some((value, sign))
}

/// Goes past what may stand before a literal: `new String(`, `Buffer.from(`, `b`, `@`, `$`.
fn wrapped(cursor: &mut Cursor<'_>) {
    let from = cursor.at;
    let mut at = from;
    while at - from < 40
        && cursor.bytes.get(at).is_some_and(|byte| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'_' | b'.' | b':' | b' ' | b'&' | b'@' | b'[' | b']')
        })
    {
        at += 1;
    }
    if cursor.bytes.get(at) == Some(&b'(') {
        let word = &cursor.bytes[from..=at];
        if WRAPPERS
            .iter()
            .any(|known| word.ends_with(known.as_bytes()))
        {
            cursor.at = at + 1;
            cursor.blanks();
        }
    }
    let marks = cursor.bytes[cursor.at.min(cursor.bytes.len())..]
        .iter()
        .take(3)
        .take_while(|byte| {
            matches!(
                byte,
                b'b' | b'r' | b'u' | b'f' | b'B' | b'R' | b'U' | b'L' | b'N' | b'@' | b'$' | b'&'
            )
        })
        .count();
    if matches!(
        cursor.bytes.get(cursor.at + marks),
        Some(b'"' | b'\'' | b'`')
    ) {
        cursor.at += marks;
    }
}

/// The text in quotes at the cursor, also where the quotes are escaped. It ends on its line.
fn quoted(text: &str, cursor: &mut Cursor<'_>) -> Option<Span> {
    let bytes = cursor.bytes;
    let escapes = bytes[cursor.at.min(bytes.len())..]
        .iter()
        .take_while(|byte| **byte == b'\\')
        .count();
    let quote = *bytes.get(cursor.at + escapes)?;
    if !matches!(quote, b'"' | b'\'' | b'`') || escapes > 7 {
        return None;
    }
    let mut start = cursor.at + escapes + 1;
    if escapes == 0 && bytes[start..].starts_with(&[quote, quote]) {
        start += 2;
    }
    let mut at = start;
    let mut slashes = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => return None,
            b'\\' => slashes += 1,
            byte => {
                if *byte == quote
                    && (if escapes == 0 {
                        slashes % 2 == 0
                    } else {
                        slashes <= escapes
                    })
                {
                    let end = if escapes == 0 { at } else { at - slashes };
                    cursor.at = at + 1;
                    return (start < end && text.get(start..end).is_some())
                        .then(|| Span::new(start, end));
                }
                slashes = 0;
            }
        }
        at += 1;
    }
    None
}

/// A literal in a literal, as one language writes another: `'"…"'`, `"\"…\""`.
fn unquoted(text: &str, value: Span) -> Span {
    let said = value.of(text);
    ["\\\"", "\"", "'"]
        .into_iter()
        .find(|quote| {
            said.len() > 2 * quote.len() && said.starts_with(quote) && said.ends_with(quote)
        })
        .map_or(value, |quote| Span {
            start: value.start + quote.len() as u32,
            end: value.end - quote.len() as u32,
        })
}

/// `buildConfigField "String", "NAME", "…"` and `resValue "string", "name", "…"` of an Android build.
fn is_build_field(text: &str, start: usize) -> bool {
    let before = line_before(text, start).trim_start();
    before.starts_with("buildConfigField") || before.starts_with("resValue")
}

/// Whether `mark` stands before the opening quote of the name at `start`.
fn before_is(text: &str, start: usize, escapes: usize, mark: u8) -> bool {
    let before = &text.as_bytes()[..start.saturating_sub(1 + escapes)];
    before
        .iter()
        .rev()
        .find(|byte| !byte.is_ascii_whitespace())
        .is_some_and(|byte| *byte == mark)
}

/// `#define NAME value`, `ENV NAME value`: a word says that the next one is given a value.
pub(super) fn is_declared(text: &str, start: usize) -> bool {
    let before = line_before(text, start).trim();
    [
        "#define", "ENV", "setx", "setenv", "set -x", "set -gx", "set -Ux",
    ]
    .iter()
    .any(|word| {
        before
            .strip_suffix(word)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '\\']))
    })
}

/// `set :password, "…"`
fn is_symbol(text: &str, start: usize) -> bool {
    let before = &text[..start];
    before.ends_with(" :")
        && before
            .trim_end_matches(" :")
            .ends_with(|c: char| c.is_ascii_alphabetic())
}
