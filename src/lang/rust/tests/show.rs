//! Prints facts, so that a test is one line.

use std::fmt::Write as _;

use crate::lang::rust::read;
use crate::lang::{Parsers, Reading};
use crate::model::facts::{
    Arg, BindingKind, Call, CallKind, Facts, FunctionId, Piece, ValueId, ValueKind,
};

/// Reads a file that must parse.
pub(super) fn facts(text: &str) -> Facts<'_> {
    let reading = reading(text);
    assert!(!reading.errors, "does not parse: {text}");
    reading.facts
}

/// Reads any file.
pub(super) fn reading(text: &str) -> Reading<'_> {
    read(&mut Parsers::default(), text)
}

/// Every call: `function> callee(args)`.
pub(super) fn calls(facts: &Facts<'_>) -> Vec<String> {
    facts
        .calls
        .iter()
        .map(|call| match call.function {
            Some(function) => format!("{}> {}", path(facts, function), show_call(facts, call)),
            None => show_call(facts, call),
        })
        .collect()
}

/// Every binding: `kind scope.name: type = value`.
pub(super) fn bindings(facts: &Facts<'_>) -> Vec<String> {
    facts
        .bindings
        .iter()
        .map(|binding| {
            let mut line = String::new();
            if binding.exported {
                line.push_str("pub ");
            }
            line.push_str(match binding.kind {
                BindingKind::Variable => "let ",
                BindingKind::Constant => "const ",
                BindingKind::Field => "field ",
                BindingKind::Parameter => "param ",
                BindingKind::Entry => "entry ",
            });
            if binding.kind == BindingKind::Parameter {
                write!(line, "{} ", binding.index).expect("a string takes everything");
            }
            if let Some(scope) = binding.scope {
                write!(line, "{}> ", path(facts, scope)).expect("a string takes everything");
            }
            if let Some(owner) = binding.owner {
                write!(line, "{owner}.").expect("a string takes everything");
            }
            line.push_str(binding.name);
            if let Some(declared) = binding.declared {
                write!(line, ": {declared}").expect("a string takes everything");
            }
            if let Some(value) = binding.value {
                write!(line, " = {}", show(facts, value)).expect("a string takes everything");
            }
            line
        })
        .collect()
}

/// Every returned value: `function> value`.
pub(super) fn returns(facts: &Facts<'_>) -> Vec<String> {
    facts
        .returns
        .iter()
        .map(|back| {
            format!(
                "{}> {}",
                path(facts, back.function),
                show(facts, back.value)
            )
        })
        .collect()
}

/// Every import: `local = module :: name`.
pub(super) fn imports(facts: &Facts<'_>) -> Vec<String> {
    facts
        .imports
        .iter()
        .map(|import| {
            let again = if import.reexported { "pub " } else { "" };
            match &import.name {
                Some(name) => format!("{again}{} = {} :: {name}", import.local, import.module),
                None => format!("{again}{} = {}", import.local, import.module),
            }
        })
        .collect()
}

/// A function and those around it.
pub(super) fn path(facts: &Facts<'_>, id: FunctionId) -> String {
    let function = facts.function(id);
    let name = match (function.owner, function.name) {
        (_, "") => "||".to_owned(),
        (Some(owner), name) => format!("{owner}.{name}"),
        (None, name) => name.to_owned(),
    };
    match function.parent {
        Some(parent) => format!("{}/{name}", path(facts, parent)),
        None => name,
    }
}

fn show_call(facts: &Facts<'_>, call: &Call<'_>) -> String {
    let mark = match call.kind {
        CallKind::Macro => "!",
        CallKind::Function | CallKind::Constructor => "",
        CallKind::OnFunction(id) => return on(facts, call, facts.function(id).name),
        CallKind::OnType(id) => return on(facts, call, facts.type_of(id).name),
    };
    let args = args(facts, &call.args);
    format!("{}{mark}({args})", show(facts, call.callee))
}

fn on(facts: &Facts<'_>, call: &Call<'_>, name: &str) -> String {
    let args = args(facts, &call.args);
    format!("#[{}({args})] {name}", show(facts, call.callee))
}

fn args(facts: &Facts<'_>, args: &[Arg<'_>]) -> String {
    let shown: Vec<String> = args
        .iter()
        .map(|arg| match arg.name {
            Some(name) => format!("{name}={}", show(facts, arg.value)),
            None => show(facts, arg.value),
        })
        .collect();
    shown.join(", ")
}

/// A value as text.
pub(super) fn show(facts: &Facts<'_>, id: ValueId) -> String {
    let list = |ids: &[ValueId], by: &str| {
        let shown: Vec<String> = ids.iter().map(|id| show(facts, *id)).collect();
        shown.join(by)
    };
    match &facts.value(id).kind {
        ValueKind::Str(text) => format!("{text:?}"),
        ValueKind::Template(pieces) => pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.to_string(),
                Piece::Hole(id) => format!("{{{}}}", show(facts, *id)),
            })
            .collect(),
        ValueKind::Number(text) | ValueKind::Name(text) => (*text).to_owned(),
        ValueKind::Bool(bool) => bool.to_string(),
        ValueKind::Null => "null".to_owned(),
        ValueKind::Member { base, name } => format!("{}.{name}", show(facts, *base)),
        ValueKind::Index { base, key } => format!("{}[{}]", show(facts, *base), show(facts, *key)),
        ValueKind::Call(id) => show_call(facts, facts.call(*id)),
        ValueKind::Concat(ids) => format!("<{}>", list(ids, " + ")),
        ValueKind::Either(ids) => format!("<{}>", list(ids, " | ")),
        ValueKind::List(ids) => format!("[{}]", list(ids, ", ")),
        ValueKind::Map(entries) => {
            let shown: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", show(facts, *key), show(facts, *value)))
                .collect();
            format!("{{{}}}", shown.join(", "))
        }
        ValueKind::Struct { of, fields } => {
            let shown: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{name}: {}", show(facts, *value)))
                .collect();
            format!("{}{{{}}}", show(facts, *of), shown.join(", "))
        }
        ValueKind::Each(of) => format!("each({})", show(facts, *of)),
        ValueKind::EachKey(of) => format!("key({})", show(facts, *of)),
        ValueKind::Closure(_) => "||".to_owned(),
        ValueKind::Same(id) => show(facts, *id),
        ValueKind::Other => "?".to_owned(),
    }
}
