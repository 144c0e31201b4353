//! Whether a name in code is given a literal that may be a credential: what makes a file worth
//! parsing for its secrets.

use super::names::Names;
use super::{chosen, named};
use crate::model::inventory::Context;
use crate::model::place::Span;

/// How much besides literals may stand between a name and its value. Bytes.
const REACH: usize = 48;
/// Longest literal that is looked at. Bytes.
const LONGEST: usize = 600;

/// Whether the identifier around the word at `hit` means a credential and is given a literal that may
/// be one or the first piece of one: on its line, or where that does not end what it says, below it.
pub(crate) fn is_given_secret(text: &str, hit: Span, names: &Names, context: Context) -> bool {
    let bytes = text.as_bytes();
    let mut at = hit.end as usize;
    while bytes.get(at).is_some_and(|byte| is_part(*byte)) {
        at += 1;
    }
    let (mut left, mut given, mut open) = (REACH, false, false);
    // What is cheap to see comes first: most words are given nothing.
    let mut name: Option<&str> = None;
    while let Some(byte) = bytes.get(at).filter(|_| left > 0) {
        left -= 1;
        match byte {
            b'=' | b':' | b',' | b'(' | b'|' | b'?' => given = true,
            b'"' | b'\'' | b'`' if given => {
                if let Some((literal, end)) = literal(text, at) {
                    let may_be = !literal.is_empty()
                        && literal
                            .bytes()
                            .all(|byte| !byte.is_ascii_whitespace() && byte.is_ascii());
                    if may_be {
                        let name = *name.get_or_insert_with(|| identifier_around(text, hit));
                        let secret = goes_on(bytes, end)
                            || named(name, literal, context).is_some()
                            || chosen(name, literal, context).is_some();
                        if secret && names.mean(name) {
                            return true;
                        }
                    }
                    (at, open) = (end, false);
                    continue;
                }
            }
            b'\n' if !open => return false,
            b';' | b'{' | b'}' => return false,
            _ => {}
        }
        // What ends a line without ending a statement.
        if !byte.is_ascii_whitespace() {
            open = given && matches!(byte, b'=' | b'(' | b'+' | b'\\' | b':');
        }
        at += 1;
    }
    false
}

/// The identifier of which `span` is a part.
fn identifier_around(text: &str, span: Span) -> &str {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let (start, end) = (span.start as usize, span.end as usize);
    let before = text.as_bytes()[..start]
        .iter()
        .rev()
        .take(64)
        .take_while(|byte| is_part(byte))
        .count();
    let after = text.as_bytes()[end..]
        .iter()
        .take(64)
        .take_while(|byte| is_part(byte))
        .count();
    text.get(start - before..end + after).unwrap_or("")
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The text of the literal whose quote stands at `at`, and where it ends.
fn literal(text: &str, at: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let quote = bytes[at];
    let rest = &bytes[at..bytes.len().min(at + LONGEST)];
    if rest.starts_with(&[quote, quote, quote]) {
        let inside = &rest[3..];
        let end = inside
            .windows(3)
            .position(|window| window.iter().all(|byte| *byte == quote))?;
        return Some((text.get(at + 3..at + 3 + end)?.trim(), at + end + 6));
    }
    let mut length = 1;
    while let Some(byte) = rest.get(length) {
        match byte {
            b'\\' => length += 1,
            b'\n' => return None,
            byte if *byte == quote => {
                return Some((text.get(at + 1..at + length)?, at + length + 1));
            }
            _ => {}
        }
        length += 1;
    }
    None
}

/// Whether the literal that ends at `at` is the first piece of a longer one: `"…" +`, `"…" "…"`.
fn goes_on(bytes: &[u8], at: usize) -> bool {
    bytes[at..]
        .iter()
        .take(80)
        .find(|byte| !byte.is_ascii_whitespace() && **byte != b'\\')
        .is_some_and(|byte| matches!(byte, b'+' | b'.' | b'"' | b'\''))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::pack::Sensitive;

    fn promises(line: &str) -> bool {
        let names = Names::new(&Sensitive {
            id: "credentials".into(),
            title: "Credentials".into(),
            names: vec!["password".into(), "api_key".into()],
            unless_followed_by: vec!["field".into()],
            unless_preceded_by: Vec::new(),
            alone: Vec::new(),
            endings: Vec::new(),
            leak: None,
        });
        let lower = line.to_ascii_lowercase();
        let (at, word) = ["password", "key"]
            .iter()
            .find_map(|word| Some((lower.find(word)?, word)))
            .expect("the samples hold a word");
        let hit = Span::new(at, at + word.len());
        is_given_secret(line, hit, &names, Context::Product)
    }

    #[test]
    fn a_literal_that_may_be_a_secret_is_worth_a_look() {
        let secret = ["k3", "Vb", "9Q", "zL", "0p"].concat();
        for line in [
            format!("password := \"{secret}\""),
            format!("\"dbPassword\": '{secret}',"),
            format!("os.environ.get(\"DB_PASSWORD\", \"{secret}\")"),
            format!("password = read(\"x\") || \"{secret}\""),
            format!("apiKey = \"\"\"{secret}\"\"\""),
            format!("API_KEY = (\n    \"{secret}\"\n)"),
            "apiKey = \"k3\" +\n  \"Vb9QzL0p\"".to_owned(),
        ] {
            assert!(promises(&line), "{line}");
        }
    }

    #[test]
    fn what_cannot_be_one_is_not() {
        let secret = ["k3", "Vb", "9Q", "zL", "0p"].concat();
        for line in [
            "password := os.Getenv(\"X\")".to_owned(),
            "password = \"\"".to_owned(),
            "password = \"Enter your password\"".to_owned(),
            format!("passwordField = \"{secret}\""),
            format!("password = x; y = \"{secret}\""),
            format!("password\n= \"{secret}\""),
        ] {
            assert!(!promises(&line), "{line}");
        }
    }
}
