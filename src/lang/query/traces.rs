//! `TraceQL`: the names of spans that are searched for.

use super::logs::close;
use super::{Asked, Name};
use crate::model::observer::{UseForm, UseKind};

/// Reads an expression.
pub(super) fn read(text: &str) -> Asked {
    let mut asked = Asked::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    // The field and the operator in front of a value.
    let (mut field, mut operator) = ("", String::new());
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'`') => {
                let end = close(bytes, at, quote);
                let said = text.get(at + 1..end).unwrap_or("");
                let form = match operator.as_str() {
                    "=" => Some(UseForm::Exact),
                    "=~" => Some(UseForm::Pattern),
                    _ => None,
                };
                let holed = said.contains('$') || said.contains("[[");
                if matches!(field, "name" | "span:name") && !said.is_empty() {
                    match form {
                        Some(form) if !holed => {
                            asked.add(Name::new(UseKind::Span, form, said));
                        }
                        _ => asked.partial |= holed,
                    }
                }
                at = end + 1;
            }
            b'=' | b'!' | b'~' | b'<' | b'>' => {
                operator.push(char::from(bytes[at]));
                at += 1;
            }
            byte if byte.is_ascii_alphabetic() || byte == b'.' => {
                let word = bytes[at..]
                    .iter()
                    .take_while(|byte| {
                        byte.is_ascii_alphanumeric()
                            || matches!(byte, b'_' | b'.' | b':' | b'-' | b'/')
                    })
                    .count();
                field = &text[at..at + word];
                operator.clear();
                at += word;
            }
            _ => at += 1,
        }
    }
    asked
}
