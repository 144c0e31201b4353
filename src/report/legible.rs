//! Makes text from scanned files harmless and legible: on one line, within a width, with nothing
//! in it that steers a terminal or turns the order of characters round.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

use crate::model::translation::Lang;

/// Whether a character acts on what surrounds it instead of showing itself: controls, marks that
/// change the direction of writing, and characters that have no width and no purpose in a name.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// `text` on one line, with an escape such as `\n` or `\u{202e}` where a character would not be seen.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_visible(&mut shown, c);
    }
    Cow::Owned(shown)
}

/// Appends one character, as [`visible`] shows it.
pub(super) fn push_visible(shown: &mut String, c: char) {
    match c {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        c if is_unseen(c) => {
            write!(shown, "\\u{{{:x}}}", u32::from(c)).expect("a String takes everything");
        }
        c => shown.push(c),
    }
}

/// Columns that `text` takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Columns that one character takes on a terminal.
pub(super) fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The longest beginning of `text` that takes at most `columns`.
fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += char_width(c);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// The longest ending of `text` that takes at most `columns`.
fn tail(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices().rev() {
        used += char_width(c);
        if used > columns {
            return &text[at + c.len_utf8()..];
        }
    }
    text
}

/// `text` in at most `columns`, with `…` where its end was.
pub(super) fn cut_end(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{}…", head(text, columns.saturating_sub(1))))
}

/// `text` in at most `columns`, with `…` in its middle: the end of a path says more than its start.
pub(super) fn cut_middle(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let kept = columns.saturating_sub(1);
    let start = head(text, kept / 3);
    let end = tail(text, kept - width(start));
    Cow::Owned(format!("{start}…{end}"))
}

/// Whether a text can stand as an address as it is.
pub(super) fn is_address(text: &str) -> bool {
    text.strip_prefix("https://").is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&b))
    })
}

/// `text` in lines of at most `columns`, broken at spaces that may be; a longer word loses its end.
pub(super) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_ascii_whitespace() {
        let line = lines.last_mut().expect("never empty");
        if line.is_empty() {
            line.push_str(&cut_end(word, columns));
        } else if width(line) + 1 + width(word) <= columns {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(cut_end(word, columns).into_owned());
        }
    }
    lines
}

/// A number of bytes as people say it, in powers of 1024.
pub(super) fn bytes(count: u64, lang: Lang) -> String {
    const PREFIXES: [&str; 5] = ["Ki", "Mi", "Gi", "Ti", "Pi"];
    // In French a byte is an octet, and its number is not left at the end of a line.
    let (byte, comma, apart) = match lang {
        Lang::En => ('B', '.', ' '),
        Lang::Fr => ('o', ',', '\u{a0}'),
    };
    if count < 1024 {
        return format!("{count}{apart}{byte}");
    }
    let mut tenths = u128::from(count) * 10 / 1024;
    let mut unit = 0;
    while tenths >= 10_240 && unit + 1 < PREFIXES.len() {
        tenths /= 1024;
        unit += 1;
    }
    let (whole, tenth, prefix) = (tenths / 10, tenths % 10, PREFIXES[unit]);
    format!("{whole}{comma}{tenth}{apart}{prefix}{byte}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_spelt_out() {
        assert_eq!(
            visible("a\u{1b}[31mb\nc\u{202e}d\u{9b}"),
            "a\\u{1b}[31mb\\nc\\u{202e}d\\u{9b}"
        );
        assert!(matches!(visible("größe 日本 😀"), Cow::Borrowed(_)));
    }

    #[test]
    fn cuts_fit_and_keep_what_matters() {
        assert_eq!(cut_end("日本語です", 5), "日本…");
        assert_eq!(cut_end("short", 5), "short");
        assert_eq!(
            cut_middle("services/orders/src/main.rs", 12),
            "ser…/main.rs"
        );
        for columns in 0..30 {
            assert!(width(&cut_middle("日本/services/ö/main.rs", columns)) <= columns.max(1));
        }
    }

    #[test]
    fn bytes_read_as_people_say_them() {
        assert_eq!(bytes(1023, Lang::En), "1023 B");
        assert_eq!(bytes(1024, Lang::En), "1.0 KiB");
        assert_eq!(bytes(12_897_484, Lang::En), "12.2 MiB");
        assert_eq!(bytes(u64::MAX, Lang::En), "16383.9 PiB");
        assert_eq!(bytes(1023, Lang::Fr), "1023\u{a0}o");
        assert_eq!(bytes(12_897_484, Lang::Fr), "12,2\u{a0}Mio");
    }
}
