//! String literals: escapes decoded, raw strings as they are.

use std::borrow::Cow;

/// The text of a literal, its quotes included.
pub(super) fn decode(literal: &str) -> Cow<'_, str> {
    if let Some(rest) = literal.strip_prefix('`') {
        let raw = rest.strip_suffix('`').unwrap_or(rest);
        // The language drops carriage returns from raw strings.
        return if raw.contains('\r') {
            Cow::Owned(raw.replace('\r', ""))
        } else {
            Cow::Borrowed(raw)
        };
    }
    let rest = literal.strip_prefix('"').unwrap_or(literal);
    let inner = rest.strip_suffix('"').unwrap_or(rest);
    if inner.contains('\\') {
        Cow::Owned(escapes(inner))
    } else {
        Cow::Borrowed(inner)
    }
}

/// Decodes escapes; those that are not legal stay as they are.
fn escapes(text: &str) -> String {
    // Bytes and not characters: `\xc3\xa9` is one letter.
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let used = escape(rest, &mut out);
        if used == 0 {
            out.push(b'\\');
            rest = &rest[1..];
        } else {
            rest = &rest[used..];
        }
    }
    out.extend_from_slice(rest);
    String::from_utf8(out)
        .unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned())
}

/// Decodes the escape at the start of `bytes`; how many bytes it took, 0 when it is none.
fn escape(bytes: &[u8], out: &mut Vec<u8>) -> usize {
    let simple = match bytes.get(1) {
        Some(b'a') => 7,
        Some(b'b') => 8,
        Some(b'f') => 12,
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(b'v') => 11,
        Some(same @ (b'\\' | b'\'' | b'"')) => *same,
        Some(b'x') => {
            return match number(bytes, 2, 2, 16) {
                Some(value) => {
                    out.push(value as u8);
                    4
                }
                None => 0,
            };
        }
        Some(b'0'..=b'7') => {
            return match number(bytes, 1, 3, 8) {
                Some(value @ 0..=255) => {
                    out.push(value as u8);
                    4
                }
                _ => 0,
            };
        }
        Some(long @ (b'u' | b'U')) => {
            let digits = if *long == b'u' { 4 } else { 8 };
            let Some(letter) = number(bytes, 2, digits, 16).and_then(char::from_u32) else {
                return 0;
            };
            out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            return 2 + digits;
        }
        _ => return 0,
    };
    out.push(simple);
    2
}

fn number(bytes: &[u8], from: usize, digits: usize, radix: u32) -> Option<u32> {
    let text = std::str::from_utf8(bytes.get(from..from + digits)?).ok()?;
    if text.starts_with('+') {
        return None;
    }
    u32::from_str_radix(text, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_decoded() {
        for (literal, text) in [
            (r#""plain""#, "plain"),
            (r#""""#, ""),
            ("``", ""),
            (r#""a\tb\n\"q\" \\ \'""#, "a\tb\n\"q\" \\ '"),
            (r#""\x41\101\u00e9\U0001F600""#, "AAé😀"),
            (r#""\xc3\xa9""#, "é"),
            (r#""\q \x4 \u12 \9""#, r"\q \x4 \u12 \9"),
            (r#""\xff""#, "\u{fffd}"),
            (r#""\x+1 \ud800""#, r"\x+1 \ud800"),
            ("`a\\n\r\nb`", "a\\n\nb"),
            ("`a\"b`", "a\"b"),
            (r#""not closed"#, "not closed"),
        ] {
            assert_eq!(decode(literal), text, "{literal}");
        }
        assert!(matches!(decode(r#""plain""#), Cow::Borrowed("plain")));
        assert!(matches!(decode("`raw`"), Cow::Borrowed("raw")));
    }
}
