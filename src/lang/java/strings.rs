//! String literals, text blocks and characters: escapes decoded, indentation taken off.

use std::borrow::Cow;

/// The text of a literal, its quotes included.
pub(super) fn decode(literal: &str) -> Cow<'_, str> {
    if let Some(rest) = literal.strip_prefix("\"\"\"") {
        return Cow::Owned(block(rest.strip_suffix("\"\"\"").unwrap_or(rest)));
    }
    let quote = if literal.starts_with('\'') { '\'' } else { '"' };
    let rest = literal.strip_prefix(quote).unwrap_or(literal);
    fragment(rest.strip_suffix(quote).unwrap_or(rest))
}

/// A piece of a literal, without quotes.
pub(in crate::lang) fn fragment(text: &str) -> Cow<'_, str> {
    if text.contains('\\') {
        Cow::Owned(escapes(text))
    } else {
        Cow::Borrowed(text)
    }
}

/// A text block without its quotes: the line of the opening quotes goes, and so does the
/// indentation that all lines share, the line of the closing quotes included.
fn block(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let body = text
        .split_once('\n')
        .map_or(text.as_str(), |(_, body)| body);
    let lines: Vec<&str> = body.split('\n').collect();
    let last = lines.len() - 1;
    let indentation = lines
        .iter()
        .enumerate()
        .filter(|(index, line)| *index == last || !line.trim().is_empty())
        .map(|(_, line)| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let stripped: Vec<&str> = lines
        .iter()
        .map(|line| {
            line.get(indentation..)
                .unwrap_or("")
                .trim_end_matches([' ', '\t'])
        })
        .collect();
    escapes(&stripped.join("\n"))
}

/// Decodes escapes; those that are not legal stay as they are.
fn escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let used = escape(rest, &mut out);
        if used == 0 {
            out.push('\\');
            rest = &rest[1..];
        } else {
            rest = &rest[used..];
        }
    }
    out.push_str(rest);
    out
}

/// Decodes the escape at the start of `text`; how many bytes it took, 0 when it is none.
fn escape(text: &str, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let simple = match bytes.get(1) {
        Some(b'b') => '\u{8}',
        Some(b't') => '\t',
        Some(b'n') => '\n',
        Some(b'f') => '\u{c}',
        Some(b'r') => '\r',
        Some(b's') => ' ',
        Some(same @ (b'"' | b'\'' | b'\\')) => char::from(*same),
        // The end of the line is left out of a text block.
        Some(b'\n') => return 2,
        Some(first @ b'0'..=b'7') => {
            let most = if *first <= b'3' { 3 } else { 2 };
            let digits = bytes[1..]
                .iter()
                .take(most)
                .take_while(|digit| (b'0'..=b'7').contains(*digit))
                .count();
            let value = bytes[1..=digits]
                .iter()
                .fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
            out.extend(char::from_u32(value));
            return 1 + digits;
        }
        Some(b'u') => return unicode(text, out),
        _ => return 0,
    };
    out.push(simple);
    2
}

/// `\u00e9`, a pair of them where the first is half a letter.
fn unicode(text: &str, out: &mut String) -> usize {
    let Some((first, used)) = unit(text) else {
        return 0;
    };
    if let Some(letter) = char::from_u32(first) {
        out.push(letter);
        return used;
    }
    let Some((second, more)) = unit(&text[used..]) else {
        return 0;
    };
    let pair = [first as u16, second as u16];
    let Some(Ok(letter)) = char::decode_utf16(pair).next() else {
        return 0;
    };
    out.push(letter);
    used + more
}

/// One UTF-16 unit, written `\u00e9` with one `u` or more, and its length.
fn unit(text: &str) -> Option<(u32, usize)> {
    let rest = text.strip_prefix('\\')?;
    let digits = rest.trim_start_matches('u');
    let marks = rest.len() - digits.len();
    let digits = digits.get(..4).filter(|_| marks > 0)?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    Some((value, 1 + marks + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_decoded() {
        for (literal, text) in [
            (r#""plain""#, "plain"),
            (r#""""#, ""),
            (r#""a\tb\n\"q\" \\ \' \s.""#, "a\tb\n\"q\" \\ '  ."),
            (r#""\0\101\377\400""#, "\0Aÿ 0"),
            (r#""\u00e9\uu00e9\uD83D\uDE00""#, "éé😀"),
            (r#""\q \u12 \ud800""#, r"\q \u12 \ud800"),
            ("'x'", "x"),
            (r"'\''", "'"),
            (r#""not closed"#, "not closed"),
            ("\"\"\"\n    a\n      b\n    \"\"\"", "a\n  b\n"),
            ("\"\"\"\n    a\n  b\"\"\"", "  a\nb"),
            (
                "\"\"\"\r\n\ta\\\r\n\tb  \r\n\n\tc\\n\r\n\t\"\"\"",
                "ab\n\nc\n\n",
            ),
            ("\"\"\"\n  \"q\" \\\"\"\" é\n  \"\"\"", "\"q\" \"\"\" é\n"),
            ("\"\"\"\"\"\"", ""),
        ] {
            assert_eq!(decode(literal), text, "{literal}");
        }
        assert!(matches!(decode(r#""plain""#), Cow::Borrowed("plain")));
    }
}
