//! Fields, labels and attributes of a call.

use super::locate::{Chains, Through, positional};
use super::points::Finder;
use super::written::Written;
use crate::model::facts::{Call, CallId, ValueId, ValueKind};
use crate::rules::pack::{Fields, PointRule};

/// The fields of a call, in the order they are written: key, and the expression that fills it.
pub(crate) fn of(finder: &Finder<'_, '_>, id: CallId, rule: &PointRule) -> Found {
    let facts = finder.resolver.facts;
    let call = facts.call(id);
    let mut found = Found::new();
    for fields in &rule.fields {
        match fields {
            Fields::Keywords { except } => keywords(finder, call, except, &mut found),
            Fields::Pairs(from) => pairs(finder, call, *from as usize, &mut found),
            Fields::Map(place) => {
                if let Some(value) = finder.value_at(id, std::slice::from_ref(place), None) {
                    entries(finder, call, value, &mut found);
                }
            }
            Fields::Chain(methods) => {
                let links: Vec<CallId> = Chains::inner(facts, id).collect();
                // Nearest first; people write them outermost last.
                let root = usize::from(methods.is_empty());
                let kept = links.len().saturating_sub(root);
                for link in links[..kept].iter().rev() {
                    chained(finder, *link, methods, &mut found);
                }
            }
            Fields::Outer(methods) => {
                for link in finder.chains.outer(id) {
                    chained(finder, link, methods, &mut found);
                }
            }
            Fields::Within(name) => {
                for arg in &call.args {
                    if let ValueKind::Call(inner) = facts.value(facts.plain(arg.value)).kind
                        && facts.last_name(facts.call(inner).callee) == Some(name.as_str())
                    {
                        let inner = facts.call(inner);
                        keywords(finder, inner, &[], &mut found);
                        // `fields(status)`: a key that is filled later.
                        let bare = inner.args.iter().filter(|arg| arg.name.is_none());
                        found.extend(
                            bare.filter_map(|arg| {
                                Some(Field::new(facts.last_name(arg.value)?, None))
                            }),
                        );
                    }
                }
            }
        }
    }
    found
}

/// The fields that the call of a wrapper hands on to the library's call.
pub(crate) fn through(
    finder: &Finder<'_, '_>,
    id: CallId,
    rule: &PointRule,
    wrapper: Through<'_>,
) -> Found {
    let call = finder.resolver.facts.call(id);
    let mut found = Found::new();
    for fields in &rule.fields {
        if let Fields::Map(place) = fields
            && let Some(value) = finder.value_at(id, std::slice::from_ref(place), Some(wrapper))
        {
            entries(finder, call, value, &mut found);
        }
    }
    found
}

/// A field of a call.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Its key.
    pub(crate) key: Written,
    /// The expression that fills it.
    pub(crate) filled: Option<String>,
}

impl Field {
    fn new(key: impl Into<String>, filled: Option<String>) -> Self {
        let key = Written::literal(key);
        Self { key, filled }
    }
}

type Found = Vec<Field>;

fn keywords(finder: &Finder<'_, '_>, call: &Call<'_>, except: &[String], found: &mut Found) {
    for arg in &call.args {
        if let Some(name) = arg.name
            && !except.iter().any(|word| word == name)
        {
            found.push(Field::new(
                name,
                Some(finder.resolver.source(arg.value, finder.text)),
            ));
        }
    }
}

/// Key, value, key, value; among them calls that carry both: `zap.String("k", v)`, `slog.Int("k", v)`.
fn pairs(finder: &Finder<'_, '_>, call: &Call<'_>, from: usize, found: &mut Found) {
    let facts = finder.resolver.facts;
    let mut args = call
        .args
        .iter()
        .filter(|arg| arg.name.is_none())
        .skip(from)
        .peekable();
    while let Some(arg) = args.next() {
        let value = facts.plain(arg.value);
        match &facts.value(value).kind {
            ValueKind::Call(inner) => {
                let inner = facts.call(*inner);
                let key = inner
                    .args
                    .first()
                    .and_then(|arg| key_text(finder, arg.value, call));
                match key {
                    Some(key) => {
                        let filled = positional(inner, 1)
                            .map(|value| finder.resolver.source(value, finder.text));
                        found.push(Field { key, filled });
                    }
                    None => {
                        if let Some(name) = facts.last_name(inner.callee) {
                            let filled = positional(inner, 0)
                                .map(|value| finder.resolver.source(value, finder.text));
                            found.push(Field::new(name.to_lowercase(), filled));
                        }
                    }
                }
            }
            ValueKind::Map(_) | ValueKind::Struct { .. } => entries(finder, call, value, found),
            _ => {
                if let Some(key) = key_text(finder, value, call)
                    && let Some(next) = args.next_if(|next| !next.spread)
                {
                    let filled = Some(finder.resolver.source(next.value, finder.text));
                    found.push(Field { key, filled });
                }
            }
        }
    }
}

/// The entries of a map or struct, or the names in a list.
fn entries(finder: &Finder<'_, '_>, call: &Call<'_>, value: ValueId, found: &mut Found) {
    let facts = finder.resolver.facts;
    match &facts.value(facts.plain(value)).kind {
        ValueKind::Map(entries) => {
            for (key, value) in entries {
                let key = facts.as_str(*key).or_else(|| facts.last_name(*key));
                if let Some(key) = key {
                    let filled = Some(finder.resolver.source(*value, finder.text));
                    found.push(Field::new(key, filled));
                }
            }
        }
        ValueKind::Struct { fields, .. } => {
            for (key, value) in fields {
                let filled = Some(finder.resolver.source(*value, finder.text));
                found.push(Field::new(*key, filled));
            }
        }
        ValueKind::List(items) => {
            for item in items {
                if let Some(key) = key_text(finder, *item, call) {
                    found.push(Field { key, filled: None });
                }
            }
        }
        ValueKind::Call(inner) => {
            let inner = facts.call(*inner);
            for arg in &inner.args {
                match arg.name {
                    // `dict(a=1)`
                    Some(name) => found.push(Field::new(
                        name,
                        Some(finder.resolver.source(arg.value, finder.text)),
                    )),
                    // `vec!["a", "b"]`, `Arrays.asList("a", "b")`
                    None => found.extend(
                        key_text(finder, arg.value, call).map(|key| Field { key, filled: None }),
                    ),
                }
            }
        }
        ValueKind::Name(_) | ValueKind::Member { .. } => {
            if let Some(list) = finder
                .resolver
                .bound_value(facts.plain(value), call.function)
                && !matches!(
                    facts.value(list).kind,
                    ValueKind::Name(_) | ValueKind::Member { .. }
                )
            {
                entries(finder, call, list, found);
            }
        }
        _ => {}
    }
}

/// A link of a chain that carries a field: `.Str("k", v)`, `.tag("k", v)`.
fn chained(finder: &Finder<'_, '_>, link: CallId, methods: &[String], found: &mut Found) {
    let facts = finder.resolver.facts;
    let link = facts.call(link);
    let Some(name) = facts.last_name(link.callee) else {
        return;
    };
    if !methods.is_empty() && !methods.iter().any(|method| method == name) {
        return;
    }
    match link
        .args
        .first()
        .and_then(|arg| key_text(finder, arg.value, link))
    {
        Some(key) => {
            let filled =
                positional(link, 1).map(|value| finder.resolver.source(value, finder.text));
            found.push(Field { key, filled });
        }
        None if name == "Err" => {
            let filled =
                positional(link, 0).map(|value| finder.resolver.source(value, finder.text));
            found.push(Field::new("error", filled));
        }
        None => {
            if let Some(first) = link.args.first() {
                entries(finder, link, first.value, found);
            }
        }
    }
}

/// A key: a string, or a constant that is one, here or in another file.
fn key_text(finder: &Finder<'_, '_>, value: ValueId, call: &Call<'_>) -> Option<Written> {
    let written = finder.read(value, call.function)?;
    if written.literal || written.is_asked_elsewhere() {
        return Some(written);
    }
    let facts = finder.resolver.facts;
    // A constant of another library: `semconv.HTTPMethodKey` names the key better than nothing.
    match facts.value(facts.plain(value)).kind {
        ValueKind::Member { name, .. } if name.starts_with(char::is_uppercase) => {
            Some(Written::hole(name, None))
        }
        _ => None,
    }
}
