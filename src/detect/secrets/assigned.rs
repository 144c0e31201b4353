//! Credentials in code, through facts: a string literal assigned, passed, defaulted or used as a
//! map value beside a name that means a credential.

use super::names::Names;
use super::{Raw, chosen, named};
use crate::model::facts::{Facts, ValueId, ValueKind};
use crate::model::inventory::Context;
use crate::model::place::Span;

/// Every credential that stands beside its name.
pub(crate) fn find(facts: &Facts<'_>, text: &str, names: &Names, context: Context) -> Vec<Raw> {
    let mut found = Vec::new();
    let mut add = |name: &str, value: ValueId| {
        if names.mean(name) {
            consider(facts, text, name, value, context, &mut found);
        }
    };
    for binding in &facts.bindings {
        if let Some(value) = binding.value {
            add(binding.name, value);
        }
    }
    for value in &facts.values {
        match &value.kind {
            ValueKind::Map(entries) => {
                for (key, value) in entries {
                    if let Some(name) = facts.as_str(*key).or_else(|| facts.last_name(*key)) {
                        add(name, *value);
                    }
                }
            }
            ValueKind::Struct { fields, .. } => {
                for (name, value) in fields {
                    add(name, *value);
                }
            }
            _ => {}
        }
    }
    for call in &facts.calls {
        for arg in &call.args {
            if let Some(name) = arg.name {
                add(name, arg.value);
            }
        }
        // `getenv("DB_PASSWORD", "…")`, `setPassword("…")`, `put("password", "…")`.
        if let Some(first) = call.args.first()
            && let Some(name) = facts.as_str(first.value)
            && let Some(second) = call.args.get(1)
        {
            add(name, second.value);
        }
        if let (Some(name), [only]) = (facts.last_name(call.callee), call.args.as_slice())
            && let Some(property) = name
                .strip_prefix("set")
                .or_else(|| name.strip_prefix("with"))
            && !property.is_empty()
        {
            add(property, only.value);
        }
    }
    found
}

fn consider(
    facts: &Facts<'_>,
    text: &str,
    name: &str,
    value: ValueId,
    context: Context,
    found: &mut Vec<Raw>,
) {
    let value = facts.plain(value);
    match &facts.value(value).kind {
        ValueKind::Str(said) => {
            if let Some((confidence, severity)) =
                named(name, said, context).or_else(|| chosen(name, said, context))
            {
                let span = inside_quotes(facts.value(value).span, text);
                found.push(Raw::named(span, name, confidence, severity));
            }
        }
        // `"…" + "…"`: read as one, from its first quote to its last.
        ValueKind::Concat(parts) => {
            let said: Option<Vec<&str>> = parts.iter().map(|part| facts.as_str(*part)).collect();
            let ends = parts.first().zip(parts.last());
            if let (Some(said), Some((first, last))) = (said, ends)
                && let Some((confidence, severity)) = named(name, &said.concat(), context)
            {
                let first = inside_quotes(facts.value(facts.plain(*first)).span, text);
                let last = inside_quotes(facts.value(facts.plain(*last)).span, text);
                found.push(Raw::named(
                    Span {
                        start: first.start,
                        end: last.end,
                    },
                    name,
                    confidence,
                    severity,
                ));
            }
        }
        // `env.PASSWORD || "…"`
        ValueKind::Either(options) => {
            for option in options {
                consider(facts, text, name, *option, context, found);
            }
        }
        // `String::from("…")`, `"…".to_string()`, `Secret("…")`
        ValueKind::Call(call) => {
            let call = facts.call(*call);
            let inner = match call.args.as_slice() {
                [only] => Some(only.value),
                [] => facts.receiver(call.callee),
                _ => None,
            };
            if let Some(inner) = inner
                && matches!(facts.value(facts.plain(inner)).kind, ValueKind::Str(_))
                && facts.last_name(call.callee).is_some_and(is_conversion)
            {
                consider(facts, text, name, inner, context, found);
            }
        }
        _ => {}
    }
}

/// Calls that only make another type of a string.
fn is_conversion(name: &str) -> bool {
    matches!(
        name,
        "from"
            | "to_string"
            | "to_owned"
            | "into"
            | "new"
            | "byte"
            | "bytes"
            | "encode"
            | "getBytes"
            | "toCharArray"
            | "as_bytes"
            | "SecretStr"
            | "String"
            | "Some"
    )
}

/// The span of a string literal without its quotes and prefixes.
fn inside_quotes(span: Span, text: &str) -> Span {
    let source = span.of(text);
    let open = source.find(['"', '\'', '`']).unwrap_or(0);
    let quote = source.as_bytes().get(open).copied().unwrap_or(b'"');
    let run = source.as_bytes()[open.min(source.len())..]
        .iter()
        .take_while(|byte| **byte == quote)
        .count();
    let run = if run >= 6 || run == 3 { 3 } else { 1 };
    let start = open + run;
    let end = source
        .rfind(quote as char)
        .map_or(source.len(), |at| (at + 1).saturating_sub(run));
    if start < end {
        Span::new(span.start as usize + start, span.start as usize + end)
    } else {
        span
    }
}
