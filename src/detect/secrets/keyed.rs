//! Credentials in configuration: `key = value`, `key: value`, `"key": "value"`, `<key>value</key>`.

use crate::model::place::Span;

/// Longest line that is read as a setting. Bytes.
const LINE: usize = 2_000;

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

    fn read(text: &str) -> Option<(&str, &str)> {
        let at = text.find("assword").expect("the samples hold the word");
        value_of_key(text, at).map(|(key, span)| (key, span.of(text)))
    }

    #[test]
    fn settings_of_every_format_are_read() {
        assert_eq!(
            read("a: 1\n  db_password: s3cret # x\n"),
            Some(("db_password", "s3cret"))
        );
        assert_eq!(
            read("DB_PASSWORD=x\npassword=a b\r\n"),
            Some(("password", "a b"))
        );
        assert_eq!(
            read("{ \"password\": \"a,b\", \"x\": 1 }"),
            Some(("password", "a,b"))
        );
        assert_eq!(read("<password>abc</password>"), Some(("password", "abc")));
        assert_eq!(read("export app.password='x'"), Some(("app.password", "x")));
    }

    #[test]
    fn sentences_and_expressions_are_not() {
        assert_eq!(read("the password: it is long\n"), None);
        assert_eq!(read("check(password == other)"), None);
        assert_eq!(read("// password: x"), None);
        assert_eq!(read("password:\n  x"), None);
    }
}
