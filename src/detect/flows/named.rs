//! What names, members and entries tell: what they were given, and else what they are called.

use super::classes::type_names;
use super::trace::{Taint, Tracer, Verdict, What, begins, worse};
use crate::detect::secrets::names::split;
use crate::model::facts::{Binding, BindingKind, CallKind, FunctionId, Value, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::place::Span;
use crate::model::signal::Confidence;

/// Words of calls that give pieces of a text: what is weakly called a token is one of these.
const PIECES: [&str; 14] = [
    "split",
    "splitn",
    "fields",
    "parse",
    "scan",
    "next",
    "lex",
    "tokenize",
    "peek",
    "consume",
    "advance",
    "match",
    "partition",
    "shift",
];

impl<'s> Tracer<'_, 's> {
    /// The binding of a name that a use of it at `used` sees: the last one before it.
    fn binding(&self, name: &str, used: Span, at: Option<FunctionId>) -> Option<&Binding<'s>> {
        let facts = self.facts();
        let mut scope = at;
        loop {
            let here = self.resolver.bindings_of(name).filter(|binding| {
                binding.scope == scope
                    && !(binding.kind == BindingKind::Field)
                    // Not what is made of the name itself.
                    && !binding.value.is_some_and(|value| facts.value(value).span.contains(used))
            });
            let mut best: Option<&Binding<'s>> = None;
            for binding in here {
                let earlier = binding.span.start <= used.start;
                match best {
                    Some(known) if known.span.start <= used.start && !earlier => {}
                    _ => best = Some(binding),
                }
                if !earlier {
                    break;
                }
            }
            if best.is_some() {
                return best;
            }
            scope = facts.function(scope?).parent;
        }
    }

    pub(super) fn name(
        &self,
        name: &'s str,
        value: &Value<'s>,
        at: Option<FunctionId>,
        hops: u8,
    ) -> Verdict {
        let span = value.span;
        if matches!(name, "self" | "this" | "cls" | "err" | "error" | "e" | "ex") {
            return Verdict::Unknown;
        }
        let Some(binding) = self.binding(name, span, at) else {
            if let Some(told) = self.request(name, None, span, at) {
                return told;
            }
            // A name of another file of the package: a constant, or a function.
            if self.family() == Family::Go {
                return Verdict::Unknown;
            }
            // A name that stands for a type or function, or is spelled as a constant, is no value.
            if self.resolver.is_type_or_function(name) || is_constant(name) {
                return Verdict::Unknown;
            }
            // A field or getter of the own type, where its name alone reaches it.
            let owners = self.resolver.owners(at);
            let field = owners.iter().find_map(|owner| {
                let fields = self.resolver.fields_of(owner, name);
                (!fields.is_empty()).then_some(fields)
            });
            if let Some(fields) = field {
                return self.field(name, &fields, &[], span, at, hops);
            }
            return self.named(name, &[], span, at);
        };
        if binding.kind == BindingKind::Parameter {
            let parameter = binding.scope.map(|function| (function, binding.index));
            self.met.borrow_mut().extend(parameter);
        }
        if let Some(declared) = binding.declared {
            if self.is_plain(declared) || self.is_hiding(declared) {
                return Verdict::Clean;
            }
            if let Some(meant) = self.index.of_type(declared)
                && !declared.contains("Provider")
            {
                let taint = Taint::at(What::Class(meant.class), Confidence::Likely, span);
                return Verdict::Tainted(taint.then(span));
            }
        }
        if let Some(told) = self.request(name, Some(binding), span, at) {
            return told;
        }
        let given = match binding.value {
            Some(given) if binding.kind != BindingKind::Parameter => {
                match self.value(given, binding.scope.or(at), hops) {
                    Verdict::Tainted(taint) => {
                        // What a sender put there is what it is called here.
                        let sent = matches!(taint.what, What::Input | What::Request);
                        let class = self.meant(name, &[], at).filter(|_| sent);
                        let what = class.map_or(taint.what, What::Class);
                        return Verdict::Tainted(Taint { what, ..taint }.then(binding.span));
                    }
                    Verdict::Clean => return Verdict::Clean,
                    Verdict::Unknown => Some(given),
                }
            }
            _ => None,
        };
        // What a name is bound to several times is worth asking twice only where nothing was said.
        let told = self.named(name, &[], span, at);
        match (told, binding.declared) {
            // A weak name of a type of its own is some other thing.
            (Verdict::Tainted(taint), declared) => {
                if self.is_odd(name, declared, given) {
                    return Verdict::Unknown;
                }
                Verdict::Tainted(Taint {
                    steps: vec![binding.span, span],
                    ..taint
                })
            }
            (other, _) => other,
        }
    }

    /// Whether what is called weakly is, by its declared type or what it was given, no text.
    fn is_odd(&self, name: &str, declared: Option<&str>, given: Option<ValueId>) -> bool {
        let weak = self
            .index
            .meaning(name, &[])
            .is_some_and(|meant| meant.weak);
        let typed = declared.is_some_and(|declared| !is_text(declared));
        let built = given.is_some_and(|given| {
            let facts = self.facts();
            match &facts.value(facts.plain(given)).kind {
                ValueKind::Call(call) => {
                    let call = facts.call(*call);
                    let name = facts.last_name(call.callee).unwrap_or_default();
                    call.kind == CallKind::Constructor
                        || split(name)
                            .iter()
                            .any(|word| PIECES.contains(&word.as_str()))
                }
                _ => false,
            }
        });
        (weak || self.family() == Family::Go) && typed || weak && built
    }

    /// A value that its name alone tells of.
    pub(super) fn named(
        &self,
        name: &'s str,
        before: &[String],
        span: Span,
        at: Option<FunctionId>,
    ) -> Verdict {
        match self.meant(name, before, at) {
            Some(class) => {
                Verdict::Tainted(Taint::at(What::Class(class), Confidence::Possible, span))
            }
            None => Verdict::Unknown,
        }
    }

    pub(super) fn member(
        &self,
        base: ValueId,
        name: &'s str,
        span: Span,
        at: Option<FunctionId>,
        hops: u8,
    ) -> Verdict {
        let facts = self.facts();
        let base = facts.plain(base);
        if let Some(told) = self.request_member(base, name, span, at) {
            return told;
        }
        let of = facts.last_name(base);
        if self.family() == Family::Go && self.is_module(base, at) {
            return Verdict::Unknown;
        }
        if let Some(of) = of {
            let lower = of.to_ascii_lowercase();
            let constants = of.starts_with(|first: char| first.is_ascii_uppercase())
                && (is_constant(name)
                    || self.family() != Family::Go && self.family() != Family::CSharp)
                && !matches!(lower.as_str(), "settings" | "config" | "env");
            if self.index.words.labels.contains(&lower) || constants {
                return Verdict::Clean;
            }
            if is_constant(name)
                && !matches!(
                    lower.as_str(),
                    "settings" | "config" | "conf" | "cfg" | "env" | "environ" | "constance"
                )
            {
                return Verdict::Unknown;
            }
        }
        let before = of.map(split).unwrap_or_default();
        if let ValueKind::Name(own) = facts.value(base).kind
            && let Some(owner) = self.resolver.own_type(own, at)
        {
            let fields = self.resolver.fields_of(owner, name);
            if !fields.is_empty() {
                return self.field(name, &fields, &[], span, at, hops);
            }
        }
        if self.index.words.through.contains(name) {
            if let Verdict::Tainted(taint) = self.value(base, at, hops) {
                return Verdict::Tainted(taint.then(span));
            }
            return Verdict::Unknown;
        }
        // A type of this file tells what its field is.
        if let Some(owner) = self.own_instance(base, at) {
            let fields = self.resolver.fields_of(&owner, name);
            if !fields.is_empty() {
                return self.field(name, &fields, &before, span, at, hops);
            }
        }
        match self.named(name, &before, span, at) {
            Verdict::Unknown => {
                // What is asked of a request or record that was built here, field by field.
                let bound = self.resolver.bound_value(base, at);
                let entry =
                    bound.and_then(|bound| crate::detect::locate::entry(facts, bound, name));
                entry.map_or(Verdict::Unknown, |entry| self.value(entry, at, hops))
            }
            told => told,
        }
    }

    /// The type of this file that an expression is a value of.
    pub(super) fn own_instance(&self, id: ValueId, at: Option<FunctionId>) -> Option<String> {
        use crate::detect::resolve::{HERE, Meaning};
        match self.resolver.identify(id, at)?.meaning {
            Meaning::Instance(path) if path.module == HERE => path.names.first().cloned(),
            _ => None,
        }
    }

    /// A field of a type of this file: what it was given, else what its type and name say.
    fn field(
        &self,
        name: &'s str,
        fields: &[&Binding<'s>],
        before: &[String],
        span: Span,
        at: Option<FunctionId>,
        hops: u8,
    ) -> Verdict {
        let declared = fields.iter().find_map(|field| field.declared);
        if let Some(declared) = declared {
            if self.is_plain(declared) || self.is_hiding(declared) {
                return Verdict::Clean;
            }
            if let Some(meant) = self.index.of_type(declared) {
                let taint = Taint::at(What::Class(meant.class), Confidence::Likely, fields[0].span);
                return Verdict::Tainted(taint.then(span));
            }
            if !is_text(declared) && self.index.meaning(name, before).is_some_and(|m| m.weak) {
                return Verdict::Unknown;
            }
        }
        let mut told = Verdict::Clean;
        let mut given = 0;
        for field in fields {
            if let Some(value) = field.value {
                given += 1;
                // What the parameter of a constructor is, only its callers know.
                let met = self.met.borrow().len();
                told = worse(told, self.value(value, field.scope, hops));
                self.met.borrow_mut().truncate(met);
            }
        }
        match told {
            Verdict::Tainted(taint) if taint.confidence > Confidence::Possible => {
                return Verdict::Tainted(taint.then(span));
            }
            Verdict::Clean if given > 0 && given == fields.len() => return Verdict::Clean,
            _ => {}
        }
        match self.named(name, before, span, at) {
            // The type says that it has such a field: more than a name that anything may have.
            Verdict::Tainted(mut taint) if declared.is_some_and(is_text) => {
                taint.confidence = Confidence::Likely;
                taint.steps.insert(0, fields[0].span);
                Verdict::Tainted(taint)
            }
            told => told,
        }
    }

    pub(super) fn indexed(
        &self,
        base: ValueId,
        key: ValueId,
        span: Span,
        at: Option<FunctionId>,
        hops: u8,
    ) -> Verdict {
        let facts = self.facts();
        let key = facts.plain(key);
        match &facts.value(key).kind {
            ValueKind::Str(name) => {
                if let Some(told) = self.request_index(base, span, at)
                    && self.index.meaning(name, &[]).is_none()
                {
                    return told;
                }
                let of = facts.last_name(base).map(str::to_ascii_lowercase);
                if of.is_some_and(|of| self.index.words.labels.contains(&of)) {
                    return Verdict::Unknown;
                }
                self.keyed(name, span, at)
            }
            ValueKind::Number(_) | ValueKind::Name(_) => match self.value(base, at, hops) {
                Verdict::Tainted(taint) if taint.what == What::Request => {
                    begins(What::Input, taint.confidence, span)
                }
                Verdict::Tainted(taint) => Verdict::Tainted(taint.then(span)),
                told => told,
            },
            // A slice leaves a part.
            _ => Verdict::Unknown,
        }
    }

    /// What is fetched by a name in quotes.
    pub(super) fn keyed(&self, name: &str, span: Span, at: Option<FunctionId>) -> Verdict {
        let meant = self.index.meaning(name, &[]);
        match meant.and_then(|meant| self.backed(meant, at)) {
            Some(class) => {
                Verdict::Tainted(Taint::at(What::Class(class), Confidence::Likely, span))
            }
            None => Verdict::Unknown,
        }
    }

    /// Whether values of a declared type tell nothing.
    pub(super) fn is_plain(&self, declared: &str) -> bool {
        let mut names = type_names(declared)
            .filter(|name| !is_wrapper(name))
            .peekable();
        names.peek().is_some()
            && names.all(|name| {
                let last = name.rsplit(['.', ':']).next().unwrap_or(name);
                self.index.words.plain_types.contains(name)
                    || self.index.words.plain_types.contains(last)
            })
    }

    /// Whether values of a declared type hide what they hold.
    pub(super) fn is_hiding(&self, declared: &str) -> bool {
        type_names(declared).any(|name| {
            let last = name.rsplit(['.', ':']).next().unwrap_or(name);
            self.index.words.hiding_types.contains(last)
        })
    }
}

/// What only holds another type.
fn is_wrapper(name: &str) -> bool {
    matches!(
        name,
        "Option"
            | "Optional"
            | "Arc"
            | "Rc"
            | "Box"
            | "a"
            | "mut"
            | "const"
            | "final"
            | "readonly"
            | "static"
            | "private"
    )
}

/// Whether a declared type is text, bytes, or says nothing.
pub(super) fn is_text(declared: &str) -> bool {
    type_names(declared).any(|name| {
        let last = name.rsplit(['.', ':']).next().unwrap_or(name);
        matches!(
            last.to_ascii_lowercase().as_str(),
            "string"
                | "str"
                | "text"
                | "byte"
                | "bytes"
                | "u8"
                | "char"
                | "any"
                | "object"
                | "charsequence"
                | "anystr"
                | "interface"
                | "cow"
                | "bytestring"
                | "osstring"
                | "nullablestring"
                | "chararray"
                | "bytearray"
                | "uint8array"
                | "wchar_t"
        )
    })
}

/// Whether a name is spelled as constants are.
pub(super) fn is_constant(name: &str) -> bool {
    name.len() > 1
        && name.bytes().any(|byte| byte.is_ascii_uppercase())
        && !name.bytes().any(|byte| byte.is_ascii_lowercase())
}
