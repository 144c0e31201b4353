//! Facts as short text, so that tests of languages read as tables.

use crate::model::facts::{
    BindingKind, Call, CallKind, Facts, FunctionId, Piece, ValueId, ValueKind,
};

/// A value, roughly as one would write it.
pub(super) fn value(facts: &Facts<'_>, id: ValueId) -> String {
    let one = |id: &ValueId| value(facts, *id);
    let list =
        |ids: &[ValueId], between: &str| ids.iter().map(one).collect::<Vec<_>>().join(between);
    match &facts.value(id).kind {
        ValueKind::Str(text) => format!("{text:?}"),
        ValueKind::Template(pieces) => pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.to_string(),
                Piece::Hole(id) => format!("{{{}}}", one(id)),
            })
            .collect::<String>(),
        ValueKind::Number(text) | ValueKind::Name(text) => (*text).to_owned(),
        ValueKind::Bool(truth) => truth.to_string(),
        ValueKind::Null => "null".to_owned(),
        ValueKind::Member { base, name } => format!("{}.{name}", one(base)),
        ValueKind::Index { base, key } => format!("{}[{}]", one(base), one(key)),
        ValueKind::Call(id) => call(facts, facts.call(*id)),
        ValueKind::Concat(parts) => format!("({})", list(parts, " + ")),
        ValueKind::Either(parts) => format!("({})", list(parts, " | ")),
        ValueKind::List(items) => format!("[{}]", list(items, ", ")),
        ValueKind::Map(pairs) => {
            let pairs: Vec<_> = pairs
                .iter()
                .map(|(key, value)| format!("{}: {}", one(key), one(value)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
        ValueKind::Struct { of, fields } => {
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| format!("{name}: {}", one(value)))
                .collect();
            format!("{}{{{}}}", one(of), fields.join(", "))
        }
        ValueKind::Each(of) => format!("each({})", one(of)),
        ValueKind::EachKey(of) => format!("key({})", one(of)),
        ValueKind::Closure(id) => format!("func#{}", id.0),
        ValueKind::Same(inner) => format!("same({})", one(inner)),
        ValueKind::Other => "_".to_owned(),
    }
}

/// A call with its arguments.
pub(super) fn call(facts: &Facts<'_>, call: &Call<'_>) -> String {
    let args: Vec<_> = call
        .args
        .iter()
        .map(|arg| {
            let name = arg.name.map(|name| format!("{name}=")).unwrap_or_default();
            let spread = if arg.spread { "..." } else { "" };
            format!("{name}{}{spread}", value(facts, arg.value))
        })
        .collect();
    let kind = match call.kind {
        CallKind::Function => String::new(),
        CallKind::Macro => "macro ".to_owned(),
        CallKind::Constructor => "new ".to_owned(),
        CallKind::OnFunction(id) => format!("@{} ", facts.function(id).name),
        CallKind::OnType(id) => format!("@{} ", facts.type_of(id).name),
    };
    format!("{kind}{}({})", value(facts, call.callee), args.join(", "))
}

/// Every call, each with the function around it.
pub(super) fn calls(facts: &Facts<'_>) -> Vec<String> {
    facts
        .calls
        .iter()
        .map(|one| format!("{}{}", scope(facts, one.function), call(facts, one)))
        .collect()
}

/// Every binding: `scope: kind owner.name declared = value`, with `^` where it is exported.
pub(super) fn bindings(facts: &Facts<'_>) -> Vec<String> {
    facts
        .bindings
        .iter()
        .map(|one| {
            let kind = match one.kind {
                BindingKind::Variable => "var".to_owned(),
                BindingKind::Constant => "const".to_owned(),
                BindingKind::Field => "field".to_owned(),
                BindingKind::Parameter => format!("param{}", one.index),
                BindingKind::Entry => "entry".to_owned(),
            };
            let owner = one
                .owner
                .map(|owner| format!("{owner}."))
                .unwrap_or_default();
            let declared = one
                .declared
                .map(|text| format!(" {text}"))
                .unwrap_or_default();
            let given = one
                .value
                .map(|id| format!(" = {}", value(facts, id)))
                .unwrap_or_default();
            let mark = if one.exported { "^" } else { "" };
            format!(
                "{}{kind} {mark}{owner}{}{declared}{given}",
                scope(facts, one.scope),
                one.name
            )
        })
        .collect()
}

/// Every function: `parent: owner(receiver).name/parameters returns`.
pub(super) fn functions(facts: &Facts<'_>) -> Vec<String> {
    facts
        .functions
        .iter()
        .map(|one| {
            let owner = one
                .owner
                .map(|owner| format!("{owner}."))
                .unwrap_or_default();
            let receiver = one
                .receiver
                .map(|name| format!("({name})"))
                .unwrap_or_default();
            let returns = one
                .returns
                .map(|text| format!(" {text}"))
                .unwrap_or_default();
            let variadic = if one.variadic { "..." } else { "" };
            let mark = if one.exported { "^" } else { "" };
            format!(
                "{}{mark}{receiver}{owner}{}/{}{variadic}{returns}",
                scope(facts, one.parent),
                one.name,
                one.parameters
            )
        })
        .collect()
}

/// Every return with its function.
pub(super) fn returns(facts: &Facts<'_>) -> Vec<String> {
    facts
        .returns
        .iter()
        .map(|one| {
            format!(
                "{}{}",
                scope(facts, Some(one.function)),
                value(facts, one.value)
            )
        })
        .collect()
}

/// Every type: `name < bases`.
pub(super) fn declared_types(facts: &Facts<'_>) -> Vec<String> {
    facts
        .types
        .iter()
        .map(|one| {
            let mark = if one.exported { "^" } else { "" };
            if one.bases.is_empty() {
                format!("{mark}{}", one.name)
            } else {
                format!("{mark}{} < {}", one.name, one.bases.join(", "))
            }
        })
        .collect()
}

/// Every import: `local <- module name`.
pub(super) fn imports(facts: &Facts<'_>) -> Vec<String> {
    facts
        .imports
        .iter()
        .map(|one| {
            let name = one
                .name
                .as_ref()
                .map(|name| format!(" {name}"))
                .unwrap_or_default();
            format!("{} <- {}{name}", one.local, one.module)
        })
        .collect()
}

fn scope(facts: &Facts<'_>, id: Option<FunctionId>) -> String {
    match id {
        Some(id) if facts.function(id).name.is_empty() => format!("#{}: ", id.0),
        Some(id) => format!("{}: ", facts.function(id).name),
        None => String::new(),
    }
}
