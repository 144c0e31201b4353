//! Texts inside a text: base64, hex and `%XX` that stand for something readable.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use crate::model::place::Span;

/// Shortest run that may hold a credential with a form of its own. Bytes.
const SHORTEST: usize = 28;
/// Shortest text written with escapes that may hold one. Bytes.
const SHORTEST_ESCAPED: usize = 14;
/// Longest run that is decoded. Bytes.
const LONGEST: usize = 64 << 10;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, LENIENT);

const PARTS: [bool; 256] = {
    let mut parts = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let letter = byte as u8;
        parts[byte] = letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/' | b'-' | b'_');
        byte += 1;
    }
    parts
};

/// What is part of a run: the letters of both alphabets of base64, of which hex is a part.
#[inline]
fn is_part(byte: u8) -> bool {
    PARTS[usize::from(byte)]
}

/// Calls `act` for every run of `text` that stands for readable text, with its place and that text.
pub(crate) fn each(text: &str, mut act: impl FnMut(Span, &str)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at + SHORTEST <= bytes.len() {
        // From the far end: in most text one look is enough to go on by a whole run.
        let window = &bytes[at..at + SHORTEST];
        if let Some(gap) = window.iter().rposition(|byte| !is_part(*byte)) {
            at += gap + 1;
            continue;
        }
        let length = bytes[at..]
            .iter()
            .take_while(|byte| is_part(**byte))
            .count();
        let padding = bytes[at + length..]
            .iter()
            .take(2)
            .take_while(|byte| **byte == b'=')
            .count();
        let end = at + length + padding;
        // A token's own header is known by its form.
        if length <= LONGEST
            && !bytes[at..].starts_with(b"eyJ")
            && let Some(decoded) = decode(&text[at..end])
        {
            act(Span::new(at, end), &decoded);
        }
        at = end + 1;
    }
}

/// Calls `act` for every run of `text` in which signs are written as `%XX`, with its place and what it
/// stands for. What separates the parts of an address ends a run.
pub(crate) fn each_escaped(text: &str, mut act: impl FnMut(Span, &str)) {
    /// A run with fewer escapes says what it says without them.
    const FEWEST: usize = 2;
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"%_-.~+*".contains(byte);
    let mut done = 0;
    while let Some(found) = memchr::memchr(b'%', &bytes[done..]) {
        let first = done + found;
        if escaped(&bytes[first..]).is_none() {
            done = first + 1;
            continue;
        }
        let before = bytes[done..first].iter().rev();
        let start = first
            - before
                .take(LONGEST)
                .take_while(|byte| is_part(byte))
                .count();
        let after = bytes[first..].iter().take(LONGEST);
        let end = first + after.take_while(|byte| is_part(byte)).count();
        done = end;
        let (mut said, mut escapes, mut at) = (Vec::with_capacity(end - start), 0, start);
        while at < end {
            if let Some(byte) = escaped(&bytes[at..end]) {
                said.push(byte);
                escapes += 1;
                at += 3;
            } else {
                said.push(bytes[at]);
                at += 1;
            }
        }
        if escapes >= FEWEST
            && said.len() >= SHORTEST_ESCAPED
            && is_readable(&said)
            && let Ok(said) = String::from_utf8(said)
        {
            act(Span::new(start, end), &said);
        }
    }
}

/// The byte that `%XX` at the beginning stands for.
fn escaped(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    match bytes.first() {
        Some(b'%') => Some((digit(1)? * 16 + digit(2)?) as u8),
        _ => None,
    }
}

/// The readable text that a run stands for.
fn decode(run: &str) -> Option<String> {
    let hex = run.len().is_multiple_of(2) && run.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bytes = if hex {
        (0..run.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&run[at..at + 2], 16).ok())
            .collect::<Option<Vec<u8>>>()?
    } else {
        // Most runs are names and sums: their first bytes say so.
        let head = run.get(..16)?;
        let engine = if run.contains(['-', '_']) {
            &URL_SAFE
        } else {
            &STANDARD
        };
        if !is_readable(&engine.decode(head).ok()?) {
            return None;
        }
        engine.decode(run).ok()?
    };
    if !is_readable(&bytes) {
        return None;
    }
    String::from_utf8(bytes).ok()
}

fn is_readable(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let mut all = Vec::new();
        each(text, |span, decoded| {
            all.push((span.of(text).to_owned(), decoded.to_owned()));
        });
        all
    }

    #[test]
    fn readable_texts_are_found_wherever_they_stand() {
        let said = "the quick brown fox jumps over";
        let coded = STANDARD.encode(said);
        let digits = b"0123456789abcdef";
        let hex: String = said
            .bytes()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .map(|digit| char::from(digits[usize::from(digit)]))
            .collect();
        for before in 0..40 {
            let text = format!("{} {coded}\n\"{hex}\"", ".".repeat(before));
            let all = found(&text);
            assert_eq!(all.len(), 2, "{before}");
            assert_eq!(all[0], (coded.clone(), said.to_owned()));
            assert_eq!(all[1], (hex.clone(), said.to_owned()));
        }
    }

    #[test]
    fn escapes_are_read_between_the_parts_of_an_address() {
        let mut all = Vec::new();
        each_escaped(
            "GET /in?to=https%3A%2F%2Fa%3Ab%40host&q=two%20words \"%d%c of 100%\" %41",
            |span, said| all.push((span.start, said.to_owned())),
        );
        assert_eq!(all, [(11, "https://a:b@host".to_owned())]);
    }

    #[test]
    fn names_paths_and_sums_are_not_texts() {
        for text in [
            "pkg/controller/volume/persistentvolume/testing",
            "ThisIsAVeryLongIdentifierInSomeProgramOfOurs",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
