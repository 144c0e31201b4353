//! What a program is sent: requests, what their senders chose, and what stands in them as a whole.

use super::classes::type_names;
use super::trace::{Tracer, Verdict, What, begins};
use crate::model::facts::{Binding, BindingKind, Call, FunctionId, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::place::Span;
use crate::model::signal::Confidence;

/// Whatever a web framework calls the answer that goes with a request.
const ANSWERS: [&str; 8] = ["res", "resp", "response", "reply", "w", "rw", "next", "ctx"];

/// Frameworks of Python whose `request` is the one being served.
const SERVED: [&str; 8] = [
    "flask",
    "django",
    "quart",
    "bottle",
    "sanic",
    "rest_framework",
    "fastapi",
    "starlette",
];

/// Whether a module is one of a framework of Python that serves requests.
fn is_framework(module: &str) -> bool {
    SERVED.iter().any(|served| module.starts_with(served))
}

impl<'s> Tracer<'_, 's> {
    /// Whether a name stands for a request that the program serves.
    fn is_request(&self, name: &str, binding: Option<&Binding<'s>>) -> bool {
        let words = &self.index.words;
        if !words.request_names.contains(name) {
            return matches!(
                name,
                "_GET"
                    | "_POST"
                    | "_REQUEST"
                    | "_COOKIE"
                    | "$_GET"
                    | "$_POST"
                    | "$_REQUEST"
                    | "$_COOKIE"
            );
        }
        let facts = self.facts();
        let Some(binding) = binding else {
            return self.family() == Family::Python
                && facts
                    .imports
                    .iter()
                    .any(|import| import.local == name && is_framework(&import.module));
        };
        if let Some(declared) = binding.declared {
            let served = type_names(declared).any(|of| {
                let last = of.rsplit(['.', ':']).next().unwrap_or(of);
                // `Request` alone is anybody's but where the language has only one.
                let anybodys = last == "Request" && of == last;
                let known = words.request_types.contains(of) || words.request_types.contains(last);
                known && (!anybodys || self.family() == Family::JavaScript || self.is_served())
            });
            return served;
        }
        if binding.kind != BindingKind::Parameter || self.family() != Family::JavaScript {
            return false;
        }
        let mut beside = facts
            .bindings
            .iter()
            .filter(|other| other.kind == BindingKind::Parameter && other.scope == binding.scope);
        beside.any(|other| ANSWERS.contains(&other.name))
    }

    /// Whether a framework of Python is imported whose requests are those being served.
    fn is_served(&self) -> bool {
        let mut imports = self.facts().imports.iter();
        self.family() == Family::Python && imports.any(|import| is_framework(&import.module))
    }

    /// What a name tells that stands for a request.
    pub(super) fn request(
        &self,
        name: &str,
        binding: Option<&Binding<'s>>,
        span: Span,
        _at: Option<FunctionId>,
    ) -> Option<Verdict> {
        // Elsewhere a request that is printed shows little more than its address.
        let prints = matches!(self.family(), Family::Go | Family::JavaScript | Family::Php);
        (prints && self.is_request(name, binding))
            .then(|| begins(What::Request, Confidence::Likely, span))
    }

    /// Whether an expression is a request that is served.
    fn serves(&self, id: ValueId, at: Option<FunctionId>) -> bool {
        let facts = self.facts();
        let id = facts.plain(id);
        match facts.value(id).kind {
            ValueKind::Name(name) => {
                let mut scope = at;
                let binding = loop {
                    let mut own = self.resolver.bindings_of(name);
                    let found = own.find(|binding| {
                        binding.scope == scope && binding.kind != BindingKind::Field
                    });
                    match (found, scope) {
                        (Some(found), _) => break Some(found),
                        (None, Some(id)) => scope = facts.function(id).parent,
                        (None, None) => break None,
                    }
                };
                self.is_request(name, binding)
            }
            // `self.request`, `ctx.request`, `c.Request`
            ValueKind::Member { base, name } => {
                matches!(name, "request" | "Request" | "req")
                    && matches!(
                        facts.value(facts.plain(base)).kind,
                        ValueKind::Name("ctx" | "c" | "context" | "HttpContext" | "self")
                    )
            }
            _ => false,
        }
    }

    /// What a member tells of a request.
    pub(super) fn request_member(
        &self,
        base: ValueId,
        name: &'s str,
        span: Span,
        at: Option<FunctionId>,
    ) -> Option<Verdict> {
        let words = &self.index.words;
        if self.serves(base, at) {
            if words.request_parts.contains(name) {
                return Some(begins(What::Request, Confidence::Likely, span));
            }
            let input = words.request_inputs.contains(name);
            return Some(if input {
                begins(What::Input, Confidence::Likely, span)
            } else {
                self.named(name, &[], span, at)
            });
        }
        // `req.query.name`, `req.body.email`
        let facts = self.facts();
        if let ValueKind::Member {
            base: inner,
            name: part,
        } = facts.value(facts.plain(base)).kind
            && self.serves(inner, at)
            && (words.request_inputs.contains(part) || words.request_parts.contains(part))
        {
            return Some(match self.named(name, &[], span, at) {
                Verdict::Tainted(mut taint) => {
                    // The sender names it so: a key of the request.
                    taint.confidence = Confidence::Likely;
                    Verdict::Tainted(taint)
                }
                _ if matches!(name, "length" | "size" | "method") => Verdict::Clean,
                _ => begins(What::Input, Confidence::Likely, span),
            });
        }
        None
    }

    /// What an entry tells of a request's headers, parameters or body.
    pub(super) fn request_index(
        &self,
        base: ValueId,
        span: Span,
        at: Option<FunctionId>,
    ) -> Option<Verdict> {
        let facts = self.facts();
        let base = facts.plain(base);
        let whole = match facts.value(base).kind {
            ValueKind::Member { base: inner, name } => {
                self.serves(inner, at)
                    && (self.index.words.request_inputs.contains(name)
                        || self.index.words.request_parts.contains(name))
            }
            ValueKind::Name(name) => {
                name.trim_start_matches('$').starts_with('_') && self.serves(base, at)
            }
            _ => false,
        };
        whole.then(|| begins(What::Input, Confidence::Likely, span))
    }

    /// What a call gives that asks a request for something.
    pub(super) fn request_call(
        &self,
        receiver: Option<ValueId>,
        name: &str,
        call: &Call<'s>,
        at: Option<FunctionId>,
    ) -> Option<Verdict> {
        let facts = self.facts();
        let receiver = receiver?;
        let part = match facts.value(facts.plain(receiver)).kind {
            ValueKind::Member { base, name: part } => {
                self.serves(base, at)
                    && (self.index.words.request_inputs.contains(part)
                        || self.index.words.request_parts.contains(part))
            }
            // `r.URL.Query().Get("x")`
            ValueKind::Call(inner) => {
                let inner = facts.call(inner);
                let of = facts.receiver(inner.callee);
                of.is_some_and(|of| match facts.value(of).kind {
                    ValueKind::Member { base, .. } => self.serves(base, at),
                    _ => self.serves(of, at),
                })
            }
            _ => false,
        };
        let itself = self.serves(receiver, at) && self.index.words.request_inputs.contains(name);
        let quoted = call.args.first().and_then(|arg| facts.as_str(arg.value));
        let asks =
            (part && self.index.words.getters.contains(name) || itself) && !call.args.is_empty();
        if asks {
            let quoted = quoted?;
            return Some(match self.keyed(quoted, call.span, at) {
                Verdict::Unknown => begins(What::Input, Confidence::Likely, call.span),
                told => told,
            });
        }
        if itself {
            let whole = self.index.words.request_parts.contains(name);
            let what = if whole { What::Request } else { What::Input };
            return Some(begins(what, Confidence::Likely, call.span));
        }
        None
    }
}
