//! Literals: strings decoded, and borrowed where nothing had to be.

use std::borrow::Cow;

use syn::Lit;

use super::Reader;
use crate::model::facts::{ValueId, ValueKind};

impl Reader<'_> {
    /// A literal's value.
    pub(super) fn literal(&mut self, literal: &Lit) -> ValueId {
        let span = self.span(literal.span());
        let written = self.slice(span);
        let kind = match literal {
            Lit::Bool(bool) => ValueKind::Bool(bool.value),
            Lit::Int(_) | Lit::Float(_) => ValueKind::Number(written),
            Lit::Str(text) => ValueKind::Str(match undecoded(written) {
                Some(plain) => Cow::Borrowed(plain),
                None => Cow::Owned(text.value()),
            }),
            Lit::ByteStr(bytes) => match undecoded(written) {
                Some(plain) => ValueKind::Str(Cow::Borrowed(plain)),
                None => of_bytes(bytes.value()),
            },
            Lit::CStr(text) => match undecoded(written) {
                Some(plain) => ValueKind::Str(Cow::Borrowed(plain)),
                None => of_bytes(text.value().into_bytes()),
            },
            _ => ValueKind::Other,
        };
        self.builder.value(kind, span)
    }
}

fn of_bytes(bytes: Vec<u8>) -> ValueKind<'static> {
    String::from_utf8(bytes).map_or(ValueKind::Other, |text| ValueKind::Str(Cow::Owned(text)))
}

/// The inside of a string literal that says what it means: raw, or without escapes. A carriage
/// return before a line feed is dropped by the language, so such a string is decoded too.
fn undecoded(written: &str) -> Option<&str> {
    let literal = written.trim_start_matches(['b', 'c']);
    let (raw, literal) = match literal.strip_prefix('r') {
        Some(rest) => (true, rest),
        None => (false, literal),
    };
    // A suffix may follow the closing quote of a literal that only a macro can take.
    let end = literal.rfind('"')?;
    let start = literal.find('"')?;
    let inner = literal.get(start + 1..end)?;
    let plain = !inner.contains('\r') && (raw || !inner.contains('\\'));
    plain.then_some(inner)
}
