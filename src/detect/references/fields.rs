//! Types whose fields are filled by name: settings of pydantic and its kin.

use std::borrow::Cow;

use super::Asked;
use crate::detect::resolve::{Meaning, Resolver};
use crate::model::facts::{BindingKind, Facts, Type, ValueId, ValueKind};
use crate::model::signal::{Role, Why};
use crate::rules::pack::{Filled, Packs};

/// The fields of such types, by the names under which their values are asked for.
pub(super) fn filled(resolver: &Resolver<'_, '_>, packs: &Packs) -> Vec<Asked> {
    let facts = resolver.facts;
    let mut found = Vec::new();
    let own = packs
        .references
        .iter()
        .enumerate()
        .filter(|(_, pack)| pack.family == Some(resolver.family) && !pack.fields.is_empty());
    for (pack, references) in own {
        for filled in &references.fields {
            for declared in &facts.types {
                if rests_on(resolver, declared, filled, 0) {
                    let prefix = prefix(facts, declared, filled);
                    let prefix = prefix.map_or(Cow::Borrowed(HIDDEN), Cow::Owned);
                    fields(facts, declared, filled, &prefix, pack as u16, &mut found);
                }
            }
        }
    }
    found
}

/// What stands before a name whose beginning is made elsewhere.
const HIDDEN: &str = "{prefix}";

/// How many types of the same file may stand between.
const DEPTH: u8 = 4;

fn rests_on(resolver: &Resolver<'_, '_>, declared: &Type<'_>, filled: &Filled, depth: u8) -> bool {
    declared.bases.iter().any(|base| {
        let ends = filled.bases.iter().any(|known| {
            known
                .strip_prefix('*')
                .is_some_and(|end| base.split('[').next().unwrap_or(base).ends_with(end))
        });
        if ends {
            return true;
        }
        match resolver.declared_type(base).map(|found| found.meaning) {
            Some(Meaning::Instance(path) | Meaning::Path(path)) => {
                let dotted = path.dotted();
                filled.bases.contains(&dotted)
                    || depth < DEPTH
                        && resolver
                            .facts
                            .types
                            .iter()
                            .filter(|other| other.name == dotted && other.span != declared.span)
                            .any(|other| rests_on(resolver, other, filled, depth + 1))
            }
            _ => false,
        }
    })
}

/// What all names of a type begin with; `None` where something says so that cannot be read.
fn prefix(facts: &Facts<'_>, declared: &Type<'_>, filled: &Filled) -> Option<String> {
    for way in &filled.prefixes {
        let (holder, key) = way.split_once('.')?;
        // A type inside the type: `class Config: env_prefix = "X_"`.
        let inner = facts.bindings.iter().find(|binding| {
            binding.owner == Some(holder)
                && binding.name == key
                && declared.span.contains(binding.span)
        });
        // A field of the type: `model_config = SettingsConfigDict(env_prefix="X_")`.
        let field = facts.bindings.iter().find(|binding| {
            binding.owner == Some(declared.name)
                && binding.name == holder
                && declared.span.contains(binding.span)
        });
        if let Some(value) = inner.and_then(|binding| binding.value) {
            return facts.as_str(value).map(str::to_owned);
        }
        let Some(value) = field.and_then(|binding| binding.value) else {
            continue;
        };
        match argument(facts, value, key) {
            Told::Value(value) => return facts.as_str(value).map(str::to_owned),
            Told::Absent => return Some(String::new()),
            Told::Hidden => return None,
        }
    }
    Some(String::new())
}

/// What a table of settings says of one key.
enum Told {
    Value(ValueId),
    Absent,
    /// It is made elsewhere.
    Hidden,
}

fn argument(facts: &Facts<'_>, value: ValueId, key: &str) -> Told {
    match &facts.value(facts.plain(value)).kind {
        ValueKind::Call(call) => {
            let args = &facts.call(*call).args;
            if let Some(arg) = args.iter().find(|arg| arg.name == Some(key)) {
                Told::Value(arg.value)
            } else if args.iter().all(|arg| arg.name.is_some() && !arg.spread) {
                Told::Absent
            } else {
                Told::Hidden
            }
        }
        ValueKind::Map(entries) => entries
            .iter()
            .find(|(name, _)| facts.as_str(*name) == Some(key))
            .map_or(Told::Absent, |(_, value)| Told::Value(*value)),
        _ => Told::Hidden,
    }
}

fn fields(
    facts: &Facts<'_>,
    declared: &Type<'_>,
    filled: &Filled,
    prefix: &str,
    pack: u16,
    found: &mut Vec<Asked>,
) {
    let own = facts.bindings.iter().filter(|binding| {
        binding.kind == BindingKind::Field
            && binding.scope.is_none()
            && binding.owner == Some(declared.name)
            && declared.span.contains(binding.span)
    });
    for field in own {
        let Some(typed) = field.declared else {
            continue;
        };
        if field.name.starts_with('_')
            || filled.except.iter().any(|except| except == field.name)
            || typed.contains("ClassVar")
        {
            continue;
        }
        let marked = filled
            .marks
            .iter()
            .any(|mark| typed.contains(mark.as_str()));
        let default = field.value.and_then(|value| written(facts, value));
        found.push(Asked {
            why: marked.then_some(Why::Marked),
            has_default: default.is_some(),
            default,
            ..Asked::new(
                field.span,
                if prefix == HIDDEN {
                    format!("{HIDDEN}{}", field.name.to_uppercase())
                } else {
                    format!("{prefix}{}", field.name).to_uppercase()
                },
                pack,
                filled.source,
                Role::Reads,
            )
        });
    }
}

/// Where the default of a field is written: the value itself, or what `Field(default=…)` is given.
fn written(facts: &Facts<'_>, value: ValueId) -> Option<crate::model::place::Span> {
    let plain = facts.value(facts.plain(value));
    match &plain.kind {
        ValueKind::Str(text) if !text.is_empty() => Some(plain.span),
        ValueKind::Number(_) | ValueKind::Bool(_) => Some(plain.span),
        ValueKind::Call(call) => {
            let args = &facts.call(*call).args;
            let first = args.first().filter(|arg| arg.name.is_none());
            let default = args
                .iter()
                .find(|arg| arg.name == Some("default"))
                .or(first)?;
            match &facts.value(default.value).kind {
                ValueKind::Call(_) | ValueKind::Null | ValueKind::Other => None,
                _ => written(facts, default.value),
            }
        }
        _ => None,
    }
}
