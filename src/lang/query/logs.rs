//! `LogQL`: the texts that lines are searched for.

use super::{Asked, Name};
use crate::model::observer::{UseForm, UseKind};

/// Whether an expression selects streams of logs: it pipes them, or its selector has no name.
pub(super) fn is_logql(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut nameless = false;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'' | b'`') => at = close(bytes, at, quote),
            b'|' => return true,
            b'{' if bytes.get(at + 1) == Some(&b'{') => {
                at += text[at..].find("}}").map_or(1, |end| end + 1);
            }
            b'{' => {
                let before = text[..at].trim_end().bytes().last();
                let named = before.is_some_and(|byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'$' | b'}')
                });
                let end = text[at..].find('}').map_or(text.len(), |end| at + end);
                let inside = &text[at..end];
                nameless |= !named
                    && inside.contains('=')
                    && !inside.contains("__name__")
                    // `{"http.requests"}` is a name.
                    && !inside[1..].trim_start().starts_with(['"', '\'']);
            }
            b'$' if bytes.get(at + 1) == Some(&b'{') => {
                at += text[at..].find('}').unwrap_or(0);
            }
            _ => {}
        }
        at += 1;
    }
    nameless
}

/// Where the string that opens at `at` closes.
pub(super) fn close(bytes: &[u8], at: usize, quote: u8) -> usize {
    let mut end = at + 1;
    while end < bytes.len() && bytes[end] != quote {
        if bytes[end] == b'\\' && quote != b'`' {
            end += 1;
        }
        end += 1;
    }
    end.min(bytes.len())
}

/// Reads an expression.
pub(super) fn read(text: &str) -> Asked {
    let mut asked = Asked::default();
    let bytes = text.as_bytes();
    let (mut at, mut braces) = (0, 0_usize);
    // The filter whose texts are being read.
    let mut filter: Option<UseForm> = None;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'' | b'`') => {
                let end = close(bytes, at, quote);
                if let (Some(form), Some(said)) = (filter, text.get(at + 1..end))
                    && braces == 0
                {
                    add(&mut asked, form, said);
                }
                at = end;
            }
            b'{' => braces += 1,
            b'}' => {
                braces = braces.saturating_sub(1);
                filter = None;
            }
            b'|' if braces == 0 => {
                filter = match bytes.get(at + 1) {
                    Some(b'=') => Some(UseForm::Exact),
                    Some(b'~') => Some(UseForm::Pattern),
                    _ => None,
                };
                at += usize::from(filter.is_some());
            }
            b'!' | b')' | b'[' => filter = None,
            byte if byte.is_ascii_alphabetic() => {
                let word = bytes[at..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
                    .count();
                if &bytes[at..at + word] != b"or" {
                    filter = None;
                }
                at += word;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    asked
}

/// Fewest characters of a text that tell one log line from another.
const TELLING: usize = 4;

fn add(asked: &mut Asked, form: UseForm, said: &str) {
    let holed = said.contains('$') || said.contains("{{") || said.contains("[[");
    if said.trim().chars().count() >= TELLING && !holed {
        asked.add(Name::new(UseKind::LogText, form, said));
    } else if holed {
        asked.partial = true;
    }
}
