//! Calls that build strings: formats, joins, conversions.

use super::{Resolver, Written};
use crate::model::facts::{Call, CallKind, FunctionId, ValueId};
use crate::model::language::Family;
use crate::model::summary::Asks;

impl Resolver<'_, '_> {
    /// What a call that builds a string says: format functions, joins, and calls that only convert.
    pub(super) fn format_call(&self, id: crate::model::facts::CallId, hops: u8) -> Option<Written> {
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
                self.formatted(first?, call, 1, hops)
            }
            // Scala: `"a %s".format(b)`.
            (Family::Java, "format")
                if receiver.is_some_and(|of| self.facts.as_str(of).is_some()) =>
            {
                self.formatted(receiver?, call, 0, hops)
            }
            (Family::Java, "format") => self.formatted(first?, call, 1, hops),
            (Family::Python, "format") | (Family::Java, "formatted") => {
                self.formatted(receiver?, call, 0, hops)
            }
            (Family::CSharp, "Format") => {
                self.string(first?, at, hops).filter(|found| found.literal)
            }
            (Family::Php, "sprintf" | "vsprintf") => {
                self.string(first?, at, hops).filter(|found| found.literal)
            }
            (Family::Go, "BuildFQName") => Some(self.joined("_", call, hops)),
            // Dropwizard's way to put a name together.
            (Family::Java, "name")
                if receiver.and_then(|of| self.facts.last_name(of)) == Some("MetricRegistry") =>
            {
                Some(self.joined(".", call, hops))
            }
            (Family::Rust, "to_string" | "to_owned" | "into" | "as_str" | "as_ref") => self
                .string(receiver?, at, hops)
                .filter(|found| found.literal || found.is_parameter()),
            (Family::Rust, "concat") if call.kind == CallKind::Macro => {
                let mut whole = Written::default();
                for arg in &call.args {
                    whole.push(self.constant_or_hole(arg.value, at, hops));
                }
                whole.tells().then_some(whole)
            }
            // `Opts::new(name, help).const_labels(…)`
            (Family::Rust, _)
                if crate::detect::locate::Chains::inner(self.facts, id)
                    .last()
                    .is_some_and(|root| self.makes_options(root)) =>
            {
                let root = crate::detect::locate::Chains::inner(self.facts, id).last()?;
                let first = self.facts.call(root).args.first()?.value;
                self.string(first, at, hops).filter(Written::tells)
            }
            (Family::Rust, "from" | "new") | (Family::Go, "string") => {
                self.string(first?, at, hops).filter(Written::tells)
            }
            (_, "strip" | "trim" | "dedent" | "stripIndent") => self
                .string(receiver.or(first)?, at, hops)
                .filter(|found| found.literal),
            _ => self
                .join_call(call, hops)
                .or_else(|| self.converted(call, hops))
                .or_else(|| self.turned(call, hops))
                .or_else(|| self.built_elsewhere(call, hops)),
        }
    }

    /// Whether a call is `SomeOpts::new(…)`.
    fn makes_options(&self, id: crate::model::facts::CallId) -> bool {
        let callee = self.facts.call(id).callee;
        let of = self
            .facts
            .receiver(callee)
            .and_then(|of| self.facts.last_name(of));
        self.facts.last_name(callee) == Some("new") && of.is_some_and(|of| of.ends_with("Opts"))
    }

    /// A format with what is known of its arguments, which begin with positional argument `from`.
    fn formatted(
        &self,
        format: ValueId,
        call: &Call<'_>,
        from: usize,
        hops: u8,
    ) -> Option<Written> {
        let at = call.function;
        let found = self
            .string(format, at, hops)
            .filter(|found| found.literal)?;
        if found.holes {
            return Some(found);
        }
        let mut args = call
            .args
            .iter()
            .filter(|arg| arg.name.is_none() && !arg.spread)
            .skip(from);
        let mut whole = Written::default();
        let braces = matches!(self.family, Family::Rust | Family::Python);
        for piece in crate::detect::placeholders::pieces(&found.text, braces) {
            let filler = match piece {
                crate::detect::placeholders::Piece::Text(text) => {
                    whole.push(Written::literal(text));
                    continue;
                }
                crate::detect::placeholders::Piece::Next(shown) => match args.next() {
                    Some(arg) => self.constant_or_hole(arg.value, at, hops),
                    None => Written::literal(shown),
                },
                crate::detect::placeholders::Piece::Named(name) => {
                    match call.args.iter().find(|arg| arg.name == Some(name)) {
                        Some(arg) => self.constant_or_hole(arg.value, at, hops),
                        None => self.named(name, at, hops),
                    }
                }
            };
            whole.push(filler);
        }
        Some(whole)
    }

    /// What a name says that stands inside a format.
    fn named(&self, name: &str, at: Option<FunctionId>, hops: u8) -> Written {
        let told = self
            .constant_binding(name, at)
            .and_then(|binding| self.string(binding.value?, binding.scope, hops))
            .filter(Written::tells);
        told.unwrap_or_else(|| {
            let asks = match self.parameter_named(name, at) {
                Some(index) => Some(Asks::Parameter { index, field: None }),
                None => self.path_named(name, at).and_then(|path| {
                    path.imported.then(|| Asks::Name {
                        module: path.module.as_str().into(),
                        names: path.names.join(".").into(),
                    })
                }),
            };
            Written::hole(name, asks)
        })
    }
}
