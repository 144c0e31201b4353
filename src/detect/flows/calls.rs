//! What comes out of a call: what went in, what is fetched by name, what a function of the file
//! gives, or nothing of it.

use super::trace::{Tracer, Verdict, further, worse};
use crate::detect::secrets::names::split;
use crate::model::facts::{CallId, CallKind, FunctionId, ValueId, ValueKind};
use crate::model::language::Family;

/// How many arguments a call may have that is asked for a value by its own name.
const GETTER_ARGS: usize = 2;

/// How deep calls of functions of the same file are followed.
const INTO: u8 = 6;

impl<'s> Tracer<'_, 's> {
    /// What a call gives.
    pub(super) fn called(&self, id: CallId, hops: u8) -> Verdict {
        let facts = self.facts();
        let call = facts.call(id);
        let at = call.function;
        let words = &self.index.words;
        let receiver = facts.receiver(call.callee);
        let Some(name) = facts.last_name(call.callee) else {
            return Verdict::Unknown;
        };
        if let Some(told) = self.request_call(receiver, name, call, at) {
            return told;
        }
        if words.hiding_types.contains(name)
            || receiver
                .and_then(|of| facts.last_name(of))
                .is_some_and(|of| words.hiding_types.contains(of))
                && !matches!(name, "expose_secret" | "get_secret_value")
        {
            return Verdict::Clean;
        }
        let first = call.args.first().map(|arg| arg.value);
        let quoted = first.and_then(|first| facts.as_str(first));
        // Logging libraries' own `String("key", value)` and the like.
        if words.carriers_of_last.contains(name)
            && call.args.len() >= 2
            && quoted.is_some()
            && let Some(last) = call.args.last()
        {
            let told = self.value(last.value, at, hops);
            return match (told, receiver) {
                (Verdict::Tainted(taint), _) => Verdict::Tainted(taint),
                (told, Some(receiver)) => worse(told, self.chained(receiver, at, hops)),
                (told, None) => told,
            };
        }
        let carries = words.carriers.contains(name)
            || call.kind == CallKind::Macro && matches!(name, "format" | "format_args" | "concat");
        // `config.get("password")`; `"{}".format(password)` is none.
        if words.getters.contains(name)
            && let Some(quoted) = quoted
        {
            let of = receiver.and_then(|of| facts.last_name(of));
            let labels = of.is_some_and(|of| words.labels.contains(&of.to_ascii_lowercase()));
            // A setter has its value behind the name.
            let names = call.args.len() <= 2 && !labels;
            return if names {
                self.keyed(quoted, call.span, at)
            } else {
                Verdict::Unknown
            };
        }
        if carries {
            let parts = call.args.iter().map(|arg| arg.value);
            let args = self.any(parts, at, hops);
            let told = match receiver {
                Some(receiver) if !self.is_module(receiver, at) => {
                    worse(args, self.value(receiver, at, hops))
                }
                _ => args,
            };
            return further(told, call.span);
        }
        // The words of a getter say what it gives: `isValid`, `hashPassword`, `getPassword`.
        let mut spelled = split(name);
        let cleans = |word: &String| words.cleaners.contains(word);
        if spelled.iter().any(cleans) {
            return Verdict::Clean;
        }
        if let Some(told) = self.own_function(call.callee, name, call, at, hops) {
            return told;
        }
        let constructor = call.kind == CallKind::Constructor
            || name.starts_with(|first: char| first.is_ascii_uppercase())
                && !matches!(self.family(), Family::Go | Family::CSharp);
        if constructor || call.args.len() > GETTER_ARGS {
            return Verdict::Unknown;
        }
        let fetches = spelled.first().is_some_and(|word| {
            matches!(
                word.as_str(),
                "get" | "fetch" | "read" | "load" | "obtain" | "retrieve" | "resolve" | "acquire"
            )
        });
        if fetches && spelled.len() > 1 {
            spelled.remove(0);
        } else if !call.args.is_empty() {
            // `password(user)` may do anything.
            return Verdict::Unknown;
        }
        let before: Vec<String> = receiver
            .and_then(|of| facts.last_name(of))
            .map(split)
            .unwrap_or_default();
        if before.last().is_some_and(|of| words.labels.contains(of)) {
            return Verdict::Clean;
        }
        let joined = spelled.join("_");
        match self
            .index
            .meaning(&joined, &before)
            .and_then(|meant| self.backed(meant, at))
        {
            Some(class) => super::trace::begins(
                super::trace::What::Class(class),
                crate::model::signal::Confidence::Possible,
                call.span,
            ),
            None => Verdict::Unknown,
        }
    }

    /// What the calls put in that a call is chained on.
    fn chained(&self, receiver: ValueId, at: Option<FunctionId>, hops: u8) -> Verdict {
        match self.facts().value(receiver).kind {
            ValueKind::Call(_) => self.value(receiver, at, hops),
            _ => Verdict::Unknown,
        }
    }

    /// Whether an expression is a module or type, and no value.
    pub(super) fn is_module(&self, id: ValueId, at: Option<FunctionId>) -> bool {
        let ValueKind::Name(name) = self.facts().value(self.facts().plain(id)).kind else {
            return false;
        };
        let bound = self
            .resolver
            .bound_value(self.facts().plain(id), at)
            .is_some();
        !bound
            && (name.starts_with(|first: char| first.is_ascii_uppercase())
                || self
                    .resolver
                    .path_named(name, at)
                    .is_some_and(|path| path.imported))
    }

    /// What a function of this file gives when it is called so.
    fn own_function(
        &self,
        callee: ValueId,
        name: &str,
        call: &crate::model::facts::Call<'s>,
        at: Option<FunctionId>,
        hops: u8,
    ) -> Option<Verdict> {
        let facts = self.facts();
        let own = match facts.value(facts.plain(callee)).kind {
            ValueKind::Name(_) => true,
            ValueKind::Member { base, .. } => match facts.value(facts.plain(base)).kind {
                ValueKind::Name(base) => self.resolver.own_type(base, at).is_some(),
                _ => false,
            },
            _ => false,
        };
        if !own || hops < INTO {
            return None;
        }
        let function = self.resolver.only_function(name)?;
        let declared = facts.function(function).returns;
        if declared.is_some_and(|declared| self.is_plain(declared) || self.is_hiding(declared)) {
            return Some(Verdict::Clean);
        }
        let met = self.met.borrow().len();
        let mut any = false;
        let mut told = Verdict::Clean;
        for value in self.resolver.given(function) {
            any = true;
            told = worse(told, self.value(value, Some(function), hops - INTO / 2));
        }
        // Of its parameters, those that come out are what this call puts in.
        let inside: Vec<_> = self.met.borrow_mut().drain(met..).collect();
        for (of, index) in inside {
            if of == function
                && let Some(value) = crate::detect::locate::positional(call, index)
            {
                let given = self.value(value, at, hops - 1);
                // What its name says of a parameter, what is put in says better.
                told = match (told, given) {
                    (Verdict::Tainted(known), Verdict::Clean)
                        if known.confidence == crate::model::signal::Confidence::Possible =>
                    {
                        Verdict::Clean
                    }
                    (told, given) => worse(told, given),
                };
            }
        }
        match told {
            _ if !any => None,
            Verdict::Unknown => None,
            told => Some(further(told, call.span)),
        }
    }
}
