//! Where code asks for a value by name: calls that read, and maps whose members are values.

use super::{Asked, fields};
use crate::detect::index::ReadRef;
use crate::detect::locate::{Chains, Located, locate, named_function};
use crate::detect::resolve::{Meaning, Resolver};
use crate::model::facts::{Call, CallId, FunctionId, ValueId, ValueKind};
use crate::model::place::Span;
use crate::model::signal::Role;
use crate::rules::pack::{Packs, Read};

/// The reads in code.
pub(crate) fn in_code(
    resolver: &Resolver<'_, '_>,
    packs: &Packs,
    chains: &Chains,
    text: &str,
) -> Vec<Asked> {
    let facts = resolver.facts;
    let mut found = fields::filled(resolver, packs);
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
        let default = locate(facts, chains, id, &read.default, None)
            .find_map(|default| match default {
                Located::Value(value) => literal(resolver, value),
                _ => None,
            })
            .or_else(|| defaulted(resolver, call.span));
        // One variable, or several of which the first that is set counts.
        let names = match &facts.value(facts.plain(value)).kind {
            ValueKind::List(names) => names.as_slice(),
            _ => std::slice::from_ref(&value),
        };
        for value in names {
            let named = resolver
                .written(*value, call.function)
                .filter(|name| name.literal && !name.holes && !name.text.is_empty());
            if let Some(name) = named {
                let at = facts.value(*value).span;
                found.push(asked(read_ref, read, at, name.text, default, call.function));
            }
        }
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
        // A name taken out of the map stands where its default is given: `const { X = "y" } = env`.
        if value.span.contains(facts.value(base).span) && is_given(text, value.span) {
            continue;
        }
        let default = defaulted(resolver, value.span);
        let read = read_rule(packs, *read_ref);
        found.push(asked(*read_ref, read, at, name, default, function));
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
    default: Option<Span>,
    function: Option<FunctionId>,
) -> Asked {
    Asked {
        why: read.why,
        has_default: default.is_some(),
        default,
        function,
        ..Asked::new(at, name, reference.pack, read.source, Role::Reads)
    }
}

fn called(resolver: &Resolver<'_, '_>, call: &Call<'_>) -> Option<ReadRef> {
    let name = resolver.facts.last_name(call.callee)?;
    let index = resolver.index;
    if index.read_names.contains(name) {
        if let Some(found) = resolver.identify(call.callee, call.function)
            && let Meaning::Path(path) = found.meaning
            && let Some(read) = index.reads.get(&path.dotted())
        {
            return Some(*read);
        }
        // A method of an object whose type is known: `this.configService.get("X")`.
        if let Some(base) = resolver.facts.receiver(call.callee)
            && let Some(of) = type_of(resolver, base, call.function)
        {
            return index.reads.get(&format!("{of}.{name}")).copied();
        }
        return None;
    }
    // An object that is called itself: `env = environ.Env()`, `env("X")`.
    if index.read_names.contains(CALLED)
        && let ValueKind::Name(_) = resolver.facts.value(call.callee).kind
    {
        let of = type_of(resolver, call.callee, call.function)?;
        return index.reads.get(&format!("{of}.{CALLED}")).copied();
    }
    None
}

/// What packs write for calling an object itself.
const CALLED: &str = "__call__";

/// The type of a value, as packs write it.
fn type_of(resolver: &Resolver<'_, '_>, value: ValueId, at: Option<FunctionId>) -> Option<String> {
    match resolver.identify(value, at)?.meaning {
        Meaning::Instance(path) => Some(path.dotted()),
        _ => None,
    }
}

/// Where a value is written that is a text and not an empty one.
fn literal(resolver: &Resolver<'_, '_>, value: ValueId) -> Option<Span> {
    let plain = resolver.facts.value(resolver.facts.plain(value));
    match &plain.kind {
        ValueKind::Str(text) if !text.is_empty() => Some(plain.span),
        _ => None,
    }
}

/// `process.env.X || "y"`: one of several, another of which is written here.
fn defaulted(resolver: &Resolver<'_, '_>, span: Span) -> Option<Span> {
    let facts = resolver.facts;
    facts.values.iter().find_map(|value| match &value.kind {
        ValueKind::Either(options) if value.span.contains(span) => {
            let here = |option: &ValueId| facts.value(facts.plain(*option)).span == span;
            let one = options.iter().any(here);
            let mut others = options.iter().filter(|option| !here(option));
            one.then(|| others.find_map(|option| literal(resolver, *option)))
                .flatten()
        }
        _ => None,
    })
}

/// Whether a value is given something there: `ENV["X"] = y`, which sets it and does not ask.
fn is_given(text: &str, span: Span) -> bool {
    let rest = text[span.end as usize..].trim_start_matches([' ', '\t']);
    rest.strip_prefix('=')
        .is_some_and(|rest| !rest.starts_with(['=', '~', '>']))
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
            | "fetch"
            | "key?"
            | "has_key?"
            | "delete"
    )
}

fn function_around(resolver: &Resolver<'_, '_>, span: Span) -> Option<FunctionId> {
    let mut functions = resolver.facts.functions.iter().enumerate();
    let around = functions.rfind(|(_, function)| function.span.contains(span));
    named_function(resolver.facts, around.map(|(at, _)| FunctionId(at as u32)))
}
