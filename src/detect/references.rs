//! Where code and text ask for a value by name.

use super::index::ReadRef;
use super::locate::{Chains, Located, locate, named_function};
use super::resolve::{Meaning, Resolver};
use crate::model::facts::{Call, CallId, FunctionId, ValueId, ValueKind};
use crate::model::place::Span;
use crate::rules::pack::{Packs, Read};

/// A reference while its file is still in memory.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) at: Span,
    pub(crate) name: String,
    /// Index of the pack.
    pub(crate) pack: u16,
    pub(crate) source: crate::model::signal::Source,
    /// It is a secret whatever its name; `None` leaves that to the name.
    pub(crate) secret: Option<bool>,
    pub(crate) has_default: bool,
    pub(crate) function: Option<FunctionId>,
}

/// The reads in code.
pub(crate) fn in_code(resolver: &Resolver<'_, '_>, packs: &Packs, chains: &Chains) -> Vec<Asked> {
    let facts = resolver.facts;
    let mut found = Vec::new();
    if resolver.index.reads.is_empty() && resolver.index.maps.is_empty() {
        return found;
    }
    for (at, call) in facts.calls.iter().enumerate() {
        let Some(read_ref) = called(resolver, call) else {
            continue;
        };
        let read = read_rule(packs, read_ref);
        let id = CallId(at as u32);
        let Some(Located::Value(value)) = locate(facts, chains, id, &read.name, None).next() else {
            continue;
        };
        let Some(name) = resolver
            .written(value, call.function)
            .filter(|name| name.literal && !name.holes)
        else {
            continue;
        };
        let has_default = locate(facts, chains, id, &read.default, None)
            .next()
            .is_some_and(|default| match default {
                Located::Value(value) => is_literal(resolver, value),
                _ => false,
            });
        found.push(asked(
            read_ref,
            read,
            facts.value(value).span,
            name.text,
            has_default,
            call.function,
        ));
    }
    let tails: Vec<&str> = resolver
        .index
        .maps
        .keys()
        .map(|path| path.rsplit('.').next().unwrap_or(path))
        .collect();
    for value in &facts.values {
        let (base, name, at) = match &value.kind {
            ValueKind::Member { base, name } => (*base, (*name).to_owned(), value.span),
            ValueKind::Index { base, key } => match facts.as_str(*key) {
                Some(name) => (*base, name.to_owned(), facts.value(*key).span),
                None => continue,
            },
            _ => continue,
        };
        if !facts
            .last_name(base)
            .is_some_and(|last| tails.contains(&last))
        {
            continue;
        }
        let function = function_around(resolver, value.span);
        let Some(Meaning::Path(path)) =
            resolver.identify(base, function).map(|found| found.meaning)
        else {
            continue;
        };
        let Some(read_ref) = resolver.index.maps.get(&path.dotted()) else {
            continue;
        };
        if is_method_of_map(&name) && matches!(value.kind, ValueKind::Member { .. }) {
            continue;
        }
        let has_default = defaulted(resolver, value.span);
        found.push(asked(
            *read_ref,
            read_rule(packs, *read_ref),
            at,
            name,
            has_default,
            function,
        ));
    }
    found.sort_by_key(|asked| asked.at);
    found
}

fn read_rule(packs: &Packs, read: ReadRef) -> &Read {
    &packs.references[read.pack as usize].reads[read.read as usize]
}

fn asked(
    reference: ReadRef,
    read: &Read,
    at: Span,
    name: String,
    has_default: bool,
    function: Option<FunctionId>,
) -> Asked {
    Asked {
        at,
        name,
        pack: reference.pack,
        source: read.source,
        secret: None,
        has_default,
        function,
    }
}

fn called(resolver: &Resolver<'_, '_>, call: &Call<'_>) -> Option<ReadRef> {
    let name = resolver.facts.last_name(call.callee)?;
    if !resolver.index.read_names.contains(name) {
        return None;
    }
    match resolver.identify(call.callee, call.function)?.meaning {
        Meaning::Path(path) => resolver.index.reads.get(&path.dotted()).copied(),
        _ => None,
    }
}

fn is_literal(resolver: &Resolver<'_, '_>, value: ValueId) -> bool {
    matches!(resolver.facts.value(resolver.facts.plain(value)).kind, ValueKind::Str(ref text) if !text.is_empty())
}

/// `process.env.X || "y"`: one of several, another of which is written here.
fn defaulted(resolver: &Resolver<'_, '_>, span: Span) -> bool {
    resolver.facts.values.iter().any(|value| match &value.kind {
        ValueKind::Either(options) if value.span.contains(span) => {
            options
                .iter()
                .any(|option| resolver.facts.value(*option).span == span)
                && options.iter().any(|option| is_literal(resolver, *option))
        }
        _ => false,
    })
}

/// What maps themselves can do, as opposed to what stands in them.
fn is_method_of_map(name: &str) -> bool {
    matches!(
        name,
        "get"
            | "items"
            | "keys"
            | "values"
            | "setdefault"
            | "pop"
            | "copy"
            | "update"
            | "hasOwnProperty"
    )
}

fn function_around(resolver: &Resolver<'_, '_>, span: Span) -> Option<FunctionId> {
    let mut functions = resolver.facts.functions.iter().enumerate();
    let around = functions.rfind(|(_, function)| function.span.contains(span));
    named_function(resolver.facts, around.map(|(at, _)| FunctionId(at as u32)))
}
