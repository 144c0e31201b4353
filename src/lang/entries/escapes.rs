//! Quoted strings: where they end, and what they say once their escapes are taken away.

use std::borrow::Cow;

/// How a quoted string hides its own quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// `\"`, `\n`, `\u0041`.
    Backslash,
    /// `''`.
    Doubled,
    /// Not at all.
    None,
}

/// The end of the quoted string whose text begins at `start`: the place of its closing quote.
/// Without one, the end of the line.
pub(super) fn close(bytes: &[u8], start: usize, quote: u8, escape: Escape) -> usize {
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if escape == Escape::Backslash => at += 1,
            byte if byte == quote => {
                if escape == Escape::Doubled && bytes.get(at + 1) == Some(&quote) {
                    at += 1;
                } else {
                    return at;
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes[start.min(bytes.len())..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |newline| start + newline)
}

/// What a quoted text says.
pub(super) fn plain(text: &str, quote: u8, escape: Escape) -> Cow<'_, str> {
    match escape {
        Escape::Backslash if text.contains('\\') => Cow::Owned(backslashes(text)),
        Escape::Doubled if text.as_bytes().windows(2).any(|two| two == [quote; 2]) => {
            let quote = char::from(quote).to_string();
            Cow::Owned(text.replace(&quote.repeat(2), &quote))
        }
        _ => Cow::Borrowed(text),
    }
}

/// A text without backslash escapes, as JSON, YAML, TOML and HCL write them.
pub(super) fn backslashes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(mark) = rest.chars().next() else {
            plain.push('\\');
            break;
        };
        rest = &rest[mark.len_utf8()..];
        let digits = match mark {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let coded = (digits > 0)
            .then(|| rest.get(..digits))
            .flatten()
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32);
        if let Some(coded) = coded {
            plain.push(coded);
            rest = &rest[digits..];
            continue;
        }
        match mark {
            'n' => plain.push('\n'),
            'r' => plain.push('\r'),
            't' => plain.push('\t'),
            '0' => plain.push('\0'),
            '\n' => rest = rest.trim_start_matches([' ', '\t']),
            other => plain.push(other),
        }
    }
    plain.push_str(rest);
    plain
}
