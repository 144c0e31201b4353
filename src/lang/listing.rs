//! Facts as short text, so that a test can state a whole file's facts exactly.

use std::fmt::Write;

use crate::model::facts::{BindingKind, CallKind, Facts, Piece, ValueId, ValueKind};

/// A value as text, close to how one would write it.
pub(super) fn value(facts: &Facts<'_>, id: ValueId) -> String {
    let list = |ids: &[ValueId], between: &str| {
        let shown: Vec<String> = ids.iter().map(|id| value(facts, *id)).collect();
        shown.join(between)
    };
    match &facts.value(id).kind {
        ValueKind::Str(text) => format!("{text:?}"),
        ValueKind::Template(pieces) => {
            let mut out = String::from("`");
            for piece in pieces {
                match piece {
                    Piece::Text(text) => out.push_str(&text.escape_debug().to_string()),
                    Piece::Hole(hole) => {
                        let _ = write!(out, "${{{}}}", value(facts, *hole));
                    }
                }
            }
            out + "`"
        }
        ValueKind::Number(text) => (*text).to_owned(),
        ValueKind::Bool(truth) => truth.to_string(),
        ValueKind::Null => "null".to_owned(),
        ValueKind::Name(name) => (*name).to_owned(),
        ValueKind::Member { base, name } => format!("{}.{name}", value(facts, *base)),
        ValueKind::Index { base, key } => {
            format!("{}[{}]", value(facts, *base), value(facts, *key))
        }
        ValueKind::Call(id) => call(facts, id.0 as usize),
        ValueKind::Concat(ids) => format!("({})", list(ids, " + ")),
        ValueKind::Either(ids) => format!("({})", list(ids, " | ")),
        ValueKind::List(ids) => format!("[{}]", list(ids, ", ")),
        ValueKind::Map(entries) => {
            let shown: Vec<String> = entries
                .iter()
                .map(|(key, of)| format!("{}: {}", value(facts, *key), value(facts, *of)))
                .collect();
            format!("{{{}}}", shown.join(", "))
        }
        ValueKind::Struct { of, fields } => {
            let shown: Vec<String> = fields
                .iter()
                .map(|(name, of)| format!("{name}: {}", value(facts, *of)))
                .collect();
            format!("{}{{{}}}", value(facts, *of), shown.join(", "))
        }
        ValueKind::Each(of) => format!("each({})", value(facts, *of)),
        ValueKind::EachKey(of) => format!("key({})", value(facts, *of)),
        ValueKind::Closure(id) => format!("fn#{}", id.0),
        ValueKind::Same(inner) => value(facts, *inner),
        ValueKind::Other => "_".to_owned(),
    }
}

/// A call as text: `log.info("x", k=v)`, `new T(x)`, `@f(x) on fn#0`.
pub(super) fn call(facts: &Facts<'_>, index: usize) -> String {
    let call = &facts.calls[index];
    let args: Vec<String> = call
        .args
        .iter()
        .map(|arg| {
            let spread = if arg.spread { "*" } else { "" };
            let name = arg.name.map_or(String::new(), |name| format!("{name}="));
            format!("{spread}{name}{}", value(facts, arg.value))
        })
        .collect();
    let text = format!("{}({})", value(facts, call.callee), args.join(", "));
    match call.kind {
        CallKind::Function => text,
        CallKind::Macro => text.replacen('(', "!(", 1),
        CallKind::Constructor => format!("new {text}"),
        CallKind::OnFunction(id) => format!("@{text} on fn#{}", id.0),
        CallKind::OnType(id) => format!("@{text} on type#{}", id.0),
    }
}

/// Every call, in order.
pub(super) fn calls(facts: &Facts<'_>) -> Vec<String> {
    (0..facts.calls.len())
        .map(|index| call(facts, index))
        .collect()
}

/// Every binding, in order: `pub field C.x: T = v @f`, where `@f` is the scope's name.
pub(super) fn bindings(facts: &Facts<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for binding in &facts.bindings {
        let mut line = String::new();
        if binding.exported {
            line.push_str("pub ");
        }
        let kind = match binding.kind {
            BindingKind::Variable => "var",
            BindingKind::Constant => "const",
            BindingKind::Field => "field",
            BindingKind::Parameter => "param",
            BindingKind::Entry => "entry",
        };
        line.push_str(kind);
        if binding.kind == BindingKind::Parameter {
            let _ = write!(line, "{}", binding.index);
        }
        line.push(' ');
        if let Some(owner) = binding.owner {
            let _ = write!(line, "{owner}.");
        }
        line.push_str(binding.name);
        if let Some(declared) = binding.declared {
            let _ = write!(line, ": {declared}");
        }
        if let Some(id) = binding.value {
            let _ = write!(line, " = {}", value(facts, id));
        }
        if let Some(scope) = binding.scope {
            let _ = write!(line, " @{}", name_of(facts.function(scope).name));
        }
        out.push(line);
    }
    out
}

/// Every function: `pub C.f(2..) -> T self=self in g`.
pub(super) fn functions(facts: &Facts<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for function in &facts.functions {
        let mut line = String::new();
        if function.exported {
            line.push_str("pub ");
        }
        if let Some(owner) = function.owner {
            let _ = write!(line, "{owner}.");
        }
        let dots = if function.variadic { ".." } else { "" };
        let _ = write!(
            line,
            "{}({}{dots})",
            name_of(function.name),
            function.parameters
        );
        if let Some(returns) = function.returns {
            let _ = write!(line, " -> {returns}");
        }
        if let Some(receiver) = function.receiver {
            let _ = write!(line, " self={receiver}");
        }
        if let Some(parent) = function.parent {
            let _ = write!(line, " in {}", name_of(facts.function(parent).name));
        }
        out.push(line);
    }
    out
}

/// Every import: `local = module#name`.
pub(super) fn imports(facts: &Facts<'_>) -> Vec<String> {
    facts
        .imports
        .iter()
        .map(|import| {
            let pass = if import.reexported { "pub " } else { "" };
            let name = import
                .name
                .as_ref()
                .map_or(String::new(), |name| format!("#{name}"));
            format!("{pass}{} = {}{name}", import.local, import.module)
        })
        .collect()
}

/// Every return: `f: v`.
pub(super) fn returns(facts: &Facts<'_>) -> Vec<String> {
    facts
        .returns
        .iter()
        .map(|returned| {
            let name = name_of(facts.function(returned.function).name);
            format!("{name}: {}", value(facts, returned.value))
        })
        .collect()
}

/// Every type: `pub T(A, B)`.
pub(super) fn types(facts: &Facts<'_>) -> Vec<String> {
    facts
        .types
        .iter()
        .map(|of| {
            let public = if of.exported { "pub " } else { "" };
            format!("{public}{}({})", of.name, of.bases.join(", "))
        })
        .collect()
}

/// Every export: `name = v`.
pub(super) fn exports(facts: &Facts<'_>) -> Vec<String> {
    facts
        .exports
        .iter()
        .map(|export| format!("{} = {}", export.name, value(facts, export.value)))
        .collect()
}

fn name_of(name: &str) -> &str {
    if name.is_empty() { "<closure>" } else { name }
}
