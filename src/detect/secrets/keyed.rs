//! Credentials beside their names in text that is not parsed: `name = "…"`, `name: …`, `set("name", "…")`.

use crate::detect::secrets::names::Names;
use crate::model::place::Span;

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
    let meant = match manner {
        // A member is what its last name says: `password.length` is a number.
        Manner::Code => {
            let last = name.rsplit('.').next().unwrap_or(name);
            names.mean(last) || matches!(last, "equals" | "eq") && names.mean(name)
        }
        _ => names.mean(name),
    };
    if !meant {
        return None;
    }
    let found = literal(text, start, end)
        .map(|value| (value, true))
        .or_else(|| match manner {
            Manner::Code => None,
            _ => bare(text, start, end).map(|value| (value, false)),
        });
    let found = found.or_else(|| match manner {
        Manner::Settings => value_of_key(text, hit.start as usize).map(|(_, value)| (value, false)),
        _ => None,
    });
    let (value, quoted) = found?;
    Some(Beside {
        name,
        value,
        quoted,
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
enum Sign {
    /// It is given, defaulted or compared.
    Gives,
    /// It is the next argument of a call, or the next item of a list.
    Next,
    /// It is the argument of the call that has the name.
    Calls,
}

const SIGNS: [(&str, Sign); 22] = [
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
fn literal(text: &str, start: usize, end: usize) -> Option<Span> {
    let limit = text.floor_char_boundary((end + REACH).min(text.len()));
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
    if !quoted_name && !in_brackets {
        cursor.declared_type();
    }
    let sign = SIGNS
        .iter()
        .find(|(word, _)| cursor.take(word))
        .map(|(_, sign)| *sign)?;
    match sign {
        Sign::Next
            if !(quoted_name && before_is(text, start, escapes, b'(')
                || is_symbol(text, start)) =>
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
    let value = quoted(text, &mut cursor)?;
    if sign == Sign::Calls {
        cursor.blanks();
        if !matches!(cursor.peek(), b')' | b',') {
            return None;
        }
    }
    Some(value)
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

/// Whether `mark` stands before the opening quote of the name at `start`.
fn before_is(text: &str, start: usize, escapes: usize, mark: u8) -> bool {
    let before = &text.as_bytes()[..start.saturating_sub(1 + escapes)];
    before
        .iter()
        .rev()
        .find(|byte| !byte.is_ascii_whitespace())
        .is_some_and(|byte| *byte == mark)
}

/// `set :password, "…"`
fn is_symbol(text: &str, start: usize) -> bool {
    let before = &text[..start];
    before.ends_with(" :")
        && before
            .trim_end_matches(" :")
            .ends_with(|c: char| c.is_ascii_alphabetic())
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
        .unwrap_or(bytes.len() - from);
    // A call or a template is put together when it runs.
    let stop = bytes.get(from + length);
    if length == 0
        || matches!(stop, Some(b'(' | b'{' | b'<'))
        || text.get(from..from + length).is_none()
    {
        return None;
    }
    (flag && bytes[from] != b'-' || !flag).then(|| Span::new(from, from + length))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    fn names() -> Names {
        let rules = Rules::builtin();
        let pack = rules
            .packs
            .sensitive
            .iter()
            .find(|pack| pack.id == "credentials");
        Names::new(pack.expect("the pack is built in"))
    }

    fn read(text: &str, manner: Manner) -> Option<(&str, &str)> {
        let at = text
            .to_ascii_lowercase()
            .find("password")
            .expect("the samples hold the word");
        beside(text, Span::new(at, at + 8), manner, &names())
            .map(|beside| (beside.name, beside.value.of(text)))
    }

    #[test]
    fn literals_of_every_language_are_read() {
        for (text, name) in [
            ("const char *db_password = \"v4lue\";", "db_password"),
            ("char password[64] = \"v4lue\";", "password"),
            ("$config['password'] = 'v4lue';", "password"),
            ("@password = 'v4lue'", "password"),
            ("  :password => 'v4lue',", "password"),
            ("define('DB_PASSWORD', 'v4lue');", "DB_PASSWORD"),
            ("conf.setPassword(\"v4lue\");", "conf.setPassword"),
            ("val password: String? = \"v4lue\"", "password"),
            ("var password string = \"v4lue\"", "password"),
            ("let s = \"{\\\"password\\\": \\\"v4lue\\\"}\"", "password"),
            ("getenv('DB_PASSWORD') ?: 'v4lue'", "DB_PASSWORD"),
            ("if (password == \"v4lue\")", "password"),
            ("if (password.equals(\"v4lue\"))", "password.equals"),
            ("set :password, \"v4lue\"", "password"),
            ("password =\n    b'v4lue'", "password"),
            ("PASSWORD := `v4lue`", "PASSWORD"),
            ("curl --password 'v4lue'", "--"),
        ] {
            let found = read(text, Manner::Code);
            if name == "--" {
                assert_eq!(found, None, "{text}");
            } else {
                assert_eq!(found, Some((name, "v4lue")), "{text}");
            }
        }
    }

    #[test]
    fn bare_words_are_read_where_they_are_values() {
        for text in [
            "export DB_PASSWORD=v4lue",
            "docker run -e DB_PASSWORD=v4lue image",
            "tool --password v4lue x",
            "tool --password=v4lue",
            "GET /login?user=x&password=v4lue HTTP/1.1",
        ] {
            assert_eq!(
                read(text, Manner::Words).map(|found| found.1),
                Some("v4lue"),
                "{text}"
            );
            assert_eq!(read(text, Manner::Code), None, "{text}");
        }
    }

    #[test]
    fn settings_of_every_format_are_read() {
        assert_eq!(
            read("a: 1\n  db_password: s3cret # x\n", Manner::Settings),
            Some(("db_password", "s3cret"))
        );
        assert_eq!(
            read("password=a b\r\n", Manner::Settings),
            Some(("password", "a"))
        );
        assert_eq!(
            read("{ \"password\": \"a,b\", \"x\": 1 }", Manner::Settings),
            Some(("password", "a,b"))
        );
        assert_eq!(
            read("<password>abc</password>", Manner::Settings),
            Some(("password", "abc"))
        );
        assert_eq!(
            read("export app.password='x'", Manner::Settings),
            Some(("app.password", "x"))
        );
    }

    #[test]
    fn sentences_and_expressions_are_not() {
        for text in [
            "the password: it is long\n",
            "check(password == other)",
            "// password: x",
            "password:\n  x",
            "labels = ['password', 'v4lue']",
            "password.length = \"v4lue\"",
            "password = $(cat file)",
        ] {
            assert_eq!(read(text, Manner::Settings), None, "{text}");
        }
    }
}
