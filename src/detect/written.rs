//! What a string expression says: literal text, followed names, and holes where only running tells.

use super::resolve::{Found, Meaning, Resolver};
use crate::model::facts::{BindingKind, CallKind, FunctionId, Piece, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::summary::What;

/// How deep names, concatenations and format calls are followed.
const HOPS: u8 = 12;
/// Longest expression that is shown inside a hole; longer ones become `{…}`. Characters.
const HOLE: usize = 60;

/// A string as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Text with `{expression}` for each hole.
    pub(crate) text: String,
    /// Some of it is literal text.
    pub(crate) literal: bool,
    /// Some of it is a hole.
    pub(crate) holes: bool,
    /// It is nothing but the parameter of the function around it.
    pub(crate) parameter: Option<u16>,
    /// Names of other modules that would complete it: module as written, names.
    pub(crate) needs: Vec<(String, String)>,
}

impl Written {
    fn literal(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            literal: true,
            ..Self::default()
        }
    }

    fn push(&mut self, part: Self) {
        self.text.push_str(&part.text);
        self.literal |= part.literal;
        self.holes |= part.holes;
        self.needs.extend(part.needs);
    }
}

impl Resolver<'_, '_> {
    /// What the expression `id` in function `at` says, when it may be a string at all.
    pub(crate) fn written(&self, id: ValueId, at: Option<FunctionId>) -> Option<Written> {
        self.string(id, at, HOPS)
    }

    /// The source of an expression on one line, short enough to show.
    pub(crate) fn source(&self, id: ValueId, text: &str) -> String {
        let source = self.facts.value(id).span.of(text).trim();
        if source.chars().count() > HOLE || source.contains('\n') {
            "…".to_owned()
        } else {
            source.to_owned()
        }
    }

    fn string(&self, id: ValueId, at: Option<FunctionId>, hops: u8) -> Option<Written> {
        let hops = hops.checked_sub(1)?;
        let id = self.facts.plain(id);
        match &self.facts.value(id).kind {
            ValueKind::Str(text) => Some(Written::literal(&**text)),
            ValueKind::Template(pieces) => {
                let mut whole = Written::default();
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => whole.push(Written::literal(&**text)),
                        Piece::Hole(hole) => whole.push(self.constant_or_hole(*hole, at, hops)),
                    }
                }
                Some(whole)
            }
            ValueKind::Concat(parts) => {
                let mut whole = Written::default();
                for part in parts {
                    whole.push(self.constant_or_hole(*part, at, hops));
                }
                whole.literal.then_some(whole)
            }
            ValueKind::Name(_) | ValueKind::Member { .. } | ValueKind::Index { .. } => {
                let mut found = self.constant_or_hole(id, at, hops);
                if found.holes {
                    found.parameter = self.parameter(id, at);
                }
                Some(found)
            }
            ValueKind::Call(call) => {
                let mut found = self.constant_or_hole(id, at, hops);
                // `log(fmt.Sprintf(format, args...))` hands its format on like `log(format)` does.
                let call = self.facts.call(*call);
                if found.holes
                    && !found.literal
                    && matches!(
                        self.facts.last_name(call.callee),
                        Some("Sprintf" | "format" | "Errorf" | "Sprint")
                    )
                {
                    found.parameter = call
                        .args
                        .first()
                        .and_then(|arg| self.parameter(arg.value, at));
                }
                Some(found)
            }
            // A message that is only built when somebody listens.
            ValueKind::Closure(function) => self
                .given(*function)
                .find_map(|value| self.string(value, Some(*function), hops)),
            ValueKind::Either(options) => options
                .iter()
                .find_map(|option| self.string(*option, at, hops).filter(|found| found.literal)),
            _ => None,
        }
    }

    /// Which parameter of the nearest named function an expression is, if it is nothing else.
    pub(crate) fn parameter(&self, id: ValueId, at: Option<FunctionId>) -> Option<u16> {
        let ValueKind::Name(name) = self.facts.value(self.facts.plain(id)).kind else {
            return None;
        };
        let at = at?;
        self.bindings_of(name)
            .find(|binding| binding.kind == BindingKind::Parameter && binding.scope == Some(at))
            .map(|binding| binding.index)
    }

    fn constant_or_hole(&self, id: ValueId, at: Option<FunctionId>, hops: u8) -> Written {
        let id = self.facts.plain(id);
        let followed = match &self.facts.value(id).kind {
            ValueKind::Str(_) | ValueKind::Template(_) | ValueKind::Concat(_) => {
                self.string(id, at, hops)
            }
            ValueKind::Name(_) | ValueKind::Member { .. } => self.constant(id, at, hops),
            ValueKind::Call(call) => self.format_call(*call, hops),
            _ => None,
        };
        followed.unwrap_or_else(|| {
            let needs = self.needed(id, at).into_iter().collect();
            Written {
                text: format!("{{{}}}", self.hole_name(id)),
                holes: true,
                needs,
                ..Written::default()
            }
        })
    }

    /// What to call a hole: the path of names it is, or `…`.
    fn hole_name(&self, id: ValueId) -> String {
        let mut parts = Vec::new();
        let mut at = self.facts.plain(id);
        for _ in 0..8 {
            match self.facts.value(at).kind {
                ValueKind::Name(name) => {
                    parts.push(name);
                    parts.reverse();
                    return parts.join(".");
                }
                ValueKind::Member { base, name } => {
                    parts.push(name);
                    at = self.facts.plain(base);
                }
                ValueKind::Call(call) => at = self.facts.plain(self.facts.call(call).callee),
                _ => break,
            }
        }
        "…".to_owned()
    }

    fn constant(&self, id: ValueId, at: Option<FunctionId>, hops: u8) -> Option<Written> {
        if let ValueKind::Name(name) = self.facts.value(id).kind
            && let Some(value) = self.constant_binding(name, at)
        {
            return self.string(value, None, hops).filter(|found| found.literal);
        }
        if let ValueKind::Member { base, name } = self.facts.value(id).kind
            && let ValueKind::Name(owner) = self.facts.value(self.facts.plain(base)).kind
        {
            let owner = self.own_type(owner, at).unwrap_or(owner);
            if let [only] = self.fields_of(owner, name).as_slice()
                && let Some(value) = only.value
            {
                return self.string(value, None, hops).filter(|found| found.literal);
            }
        }
        match self.known_name(id, at)? {
            What::Constant(text) => Some(Written::literal(text.as_str())),
            _ => None,
        }
    }

    /// The value of a name that is bound exactly once in reach.
    fn constant_binding(&self, name: &str, at: Option<FunctionId>) -> Option<ValueId> {
        let mut scope = at;
        loop {
            let mut here = self.bindings_of(name).filter(|binding| {
                binding.scope == scope && (binding.owner.is_none() || scope.is_none())
            });
            if let Some(first) = here.next() {
                return if here.next().is_none() && first.kind != BindingKind::Parameter {
                    first.value
                } else {
                    None
                };
            }
            scope = self.facts.function(scope?).parent;
        }
    }

    /// What another file says a name or path is.
    fn known_name(&self, id: ValueId, at: Option<FunctionId>) -> Option<&What> {
        let around = self.around?;
        let Found {
            meaning: Meaning::Path(path),
            ..
        } = self.identify(id, at)?
        else {
            return None;
        };
        let (module, taken) = self.module_of(&path)?;
        around
            .known
            .look_up(module, &path.names.get(taken..)?.join("."))
    }

    /// The module and name that would complete a hole.
    fn needed(&self, id: ValueId, at: Option<FunctionId>) -> Option<(String, String)> {
        if !matches!(
            self.facts.value(id).kind,
            ValueKind::Name(_) | ValueKind::Member { .. }
        ) {
            return None;
        }
        match self.identify(id, at)?.meaning {
            Meaning::Path(path) if path.imported => Some((path.module, path.names.join("."))),
            // A bare name may be a constant of another file of the same package.
            Meaning::Path(path) if matches!(self.family, Family::Go | Family::Java) => {
                Some((String::new(), path.names.join(".")))
            }
            Meaning::Path(path) if path.names.len() > 1 => {
                Some((String::new(), path.names.join(".")))
            }
            _ => None,
        }
    }

    /// What a call that builds a string says: format functions, joins, and calls that only convert.
    fn format_call(&self, id: crate::model::facts::CallId, hops: u8) -> Option<Written> {
        let call = self.facts.call(id);
        let at = call.function;
        let name = self.facts.last_name(call.callee)?;
        let first = call.args.first().map(|arg| arg.value);
        let receiver = self.facts.receiver(call.callee);
        match (self.family, name) {
            (Family::Go, "Sprintf" | "Errorf")
            | (Family::Rust, "format" | "format_args")
            | (_, "gettext" | "_") => {
                if name == "format" && call.kind != CallKind::Macro {
                    return None;
                }
                self.string(first?, at, hops).filter(|found| found.literal)
            }
            (Family::Java, "format") | (Family::CSharp, "Format") => {
                self.string(first?, at, hops).filter(|found| found.literal)
            }
            (Family::Php, "sprintf" | "vsprintf") => {
                self.string(first?, at, hops).filter(|found| found.literal)
            }
            (Family::Python, "format") | (Family::Java, "formatted") => self
                .string(receiver?, at, hops)
                .filter(|found| found.literal),
            (Family::Go, "BuildFQName") => {
                let mut parts = Vec::new();
                let mut whole = Written::default();
                for arg in &call.args {
                    let part = self.constant_or_hole(arg.value, at, hops);
                    if !part.text.is_empty() {
                        parts.push(part.text.clone());
                    }
                    whole.push(part);
                }
                whole.text = parts.join("_");
                Some(whole)
            }
            (Family::Rust, "to_string" | "to_owned" | "into" | "as_str" | "as_ref") => self
                .string(receiver?, at, hops)
                .filter(|found| found.literal),
            (Family::Rust, "concat") if call.kind == CallKind::Macro => {
                let mut whole = Written::default();
                for arg in &call.args {
                    whole.push(self.constant_or_hole(arg.value, at, hops));
                }
                whole.literal.then_some(whole)
            }
            (Family::Rust, "from" | "new") | (Family::Go, "string") => {
                self.string(first?, at, hops).filter(|found| found.literal)
            }
            (_, "strip" | "trim" | "dedent" | "stripIndent") => self
                .string(receiver.or(first)?, at, hops)
                .filter(|found| found.literal),
            _ => None,
        }
    }
}
