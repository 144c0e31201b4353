//! Where values leave: the points of a file, and calls that raise, run, label or address.

use super::named::is_constant;
use super::trace::{Taint, Tracer, What};
use super::{Hint, Known, calls_by_name, scope, shows};
use crate::detect::locate::Chains;
use crate::detect::points::{Draft, Finder};
use crate::model::facts::{
    BindingKind, Call, CallId, CallKind, FunctionId, Piece, ValueId, ValueKind,
};
use crate::model::flow::Sink;
use crate::model::language::Family;
use crate::model::place::Span;
use crate::model::signal::{Confidence, Level, Signal};
use crate::rules::pack::SinkKind;

/// Libraries whose calls print for whoever runs the program, and only in a service for its log.
const PRINTERS: [&str; 10] = [
    "python/std",
    "javascript/console",
    "go/fmt",
    "java/std",
    "kotlin/std",
    "scala/std",
    "c/stdio",
    "c/streams",
    "csharp/console",
    "rust/std",
];

/// Words of paths below which programs talk to who runs them.
const SPOKEN: [&str; 24] = [
    "cli",
    "cmd",
    "bin",
    "scripts",
    "script",
    "tools",
    "tool",
    "bench",
    "benches",
    "benchmark",
    "benchmarks",
    "example",
    "examples",
    "demo",
    "demos",
    "samples",
    "sample",
    "hack",
    "commands",
    "command",
    "ctl",
    "devtools",
    "seed",
    "seeds",
];

/// What programs import that talk to who runs them.
const TALKERS: [&str; 14] = [
    "argparse",
    "click",
    "typer",
    "commander",
    "yargs",
    "cobra",
    "clap",
    "structopt",
    "picocli",
    "optparse",
    "inquirer",
    "thor",
    "docopt",
    "flag",
];

/// A place where values leave, and which do.
#[derive(Debug)]
pub(super) struct Arriving {
    /// Its place in the list.
    pub(super) index: usize,
    pub(super) sink: Sink,
    /// The last name of the call.
    pub(super) at: Span,
    pub(super) call: Option<CallId>,
    /// The function around.
    pub(super) function: Option<FunctionId>,
    /// The function around that has a name.
    pub(super) scope: Option<FunctionId>,
    /// What leaves, and the key beside it.
    pub(super) values: Vec<(ValueId, Option<Hint>)>,
    /// Whole objects are of interest.
    pub(super) shows_objects: bool,
    /// Values that are handed over as they are, and not put into a text.
    pub(super) direct: Vec<ValueId>,
    /// Parameters that leave without being written there: their bindings.
    pub(super) parameters: Vec<u32>,
    /// The message is a text that values are put into, and not only a key of fields.
    pub(super) text: bool,
    /// It is printed for whoever runs the program.
    spoken: bool,
    /// Nobody reads it who is not looking for it.
    quiet: bool,
}

impl Arriving {
    /// Whether what is told is worth saying at this place.
    pub(super) fn accepts(&self, taint: &Taint) -> bool {
        match taint.what {
            What::Input => self.sink == Sink::Log && self.text && !self.spoken,
            What::Request => self.sink == Sink::Log && !self.spoken,
            What::Object(_) => shows(self.sink) && !self.spoken,
            // A name alone says little of what a command line tool prints.
            What::Class(_) => !(self.spoken && taint.confidence < Confidence::Confirmed),
        }
    }

    /// Whether it is read by few: a debug or trace record.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }
}

/// All places of a file where values leave.
pub(super) fn all(
    finder: &Finder<'_, '_>,
    known: &Known<'_>,
    tracer: &Tracer<'_, '_>,
) -> Vec<Arriving> {
    let mut found: Vec<Arriving> = Vec::new();
    let facts = finder.resolver.facts;
    let calls = calls_by_name(finder);
    let mut taken = vec![false; facts.calls.len()];
    let spoken_here = known
        .input
        .path
        .split('/')
        .any(|folder| SPOKEN.contains(&folder.split('.').next().unwrap_or(folder)))
        || facts.imports.iter().any(|import| {
            let last = import.module.rsplit(['/', '.', ':']).next();
            last.is_some_and(|last| TALKERS.contains(&last)) || TALKERS.contains(&&*import.module)
        });
    let mut metrics = false;
    for draft in known.drafts {
        metrics |= draft.signal == Signal::Metric;
        let sink = match draft.signal {
            Signal::Log | Signal::Event | Signal::Audit => Sink::Log,
            Signal::ErrorReport => Sink::Error,
            Signal::Metric => Sink::Metric,
            Signal::Trace => Sink::Span,
            Signal::Health | Signal::Profile => continue,
        };
        let Some(id) = calls.get(&draft.at).copied() else {
            continue;
        };
        if std::mem::replace(&mut taken[id.0 as usize], true) {
            continue;
        }
        let call = facts.call(id);
        let mut values = Values::default();
        // An assertion prints what it was told, and not what it tests.
        if let CallKind::OnFunction(function) = call.kind {
            let parameters = recorded(tracer, call, function);
            if !parameters.is_empty() {
                found.push(Arriving {
                    index: found.len(),
                    sink: Sink::Span,
                    at: draft.at,
                    call: Some(id),
                    function: Some(function),
                    scope: scope(finder, Some(function)),
                    values: Vec::new(),
                    shows_objects: false,
                    direct: Vec::new(),
                    parameters,
                    text: false,
                    spoken: false,
                    quiet: false,
                });
            }
            continue;
        }
        let asserts = facts.last_name(call.callee) == Some("assert");
        if asserts || matches!(call.kind, CallKind::OnType(_)) {
            continue;
        }
        values.of_call(tracer, call);
        for inner in Chains::inner(facts, id) {
            values.of_call(tracer, facts.call(inner));
        }
        if matches!(sink, Sink::Span | Sink::Metric) {
            for outer in finder.chains.outer(id) {
                values.of_call(tracer, facts.call(outer));
            }
        }
        if values.all.is_empty() {
            continue;
        }
        let library = (known.libraries)(draft.library);
        found.push(Arriving {
            index: found.len(),
            sink,
            at: draft.at,
            call: Some(id),
            function: call.function,
            scope: scope(finder, call.function),
            values: values.all,
            shows_objects: shows(sink),
            direct: values.direct,
            parameters: Vec::new(),
            text: values.text || is_message(draft),
            spoken: spoken_here && PRINTERS.contains(&library),
            quiet: matches!(draft.level, Some(Level::Debug | Level::Trace)),
        });
    }
    named(finder, tracer, metrics, &mut taken, &mut found);
    addresses(finder, tracer, &mut found);
    found
}

/// The parameters that an attribute puts into the span it makes: all that are not skipped.
/// Source: the documentation of `tracing::instrument`.
fn recorded(tracer: &Tracer<'_, '_>, call: &Call<'_>, function: FunctionId) -> Vec<u32> {
    let facts = tracer.facts();
    let written = call.span.of(tracer.text);
    let all = tracer.family() == Family::Rust
        && facts.last_name(call.callee) == Some("instrument")
        && !written.contains("skip_all");
    if !all {
        return Vec::new();
    }
    let skipped = written.split_once("skip(").map_or("", |(_, rest)| {
        let end = rest.find(')').unwrap_or(rest.len());
        &rest[..end]
    });
    let is_skipped = |name: &str| skipped.split(',').any(|skipped| skipped.trim() == name);
    let bindings = facts.bindings.iter().enumerate();
    bindings
        .filter(|(_, binding)| {
            binding.kind == BindingKind::Parameter
                && binding.scope == Some(function)
                && !is_skipped(binding.name)
        })
        .map(|(at, _)| at as u32)
        .collect()
}

/// Whether the record is a text, and not an event with fields.
fn is_message(draft: &Draft) -> bool {
    draft
        .template
        .as_ref()
        .is_some_and(|template| template.holes)
}

/// What a call puts into a record.
#[derive(Default)]
struct Values {
    all: Vec<(ValueId, Option<Hint>)>,
    direct: Vec<ValueId>,
    text: bool,
}

impl Values {
    fn of_call(&mut self, tracer: &Tracer<'_, '_>, call: &Call<'_>) {
        let facts = tracer.facts();
        let mut key: Option<Span> = None;
        for (at, arg) in call.args.iter().enumerate() {
            let value = facts.plain(arg.value);
            let one = facts.value(value);
            let template = matches!(one.kind, ValueKind::Template(_) | ValueKind::Concat(_));
            self.text |= template;
            if let ValueKind::Str(text) = &one.kind {
                // `%s`, `{}`: what follows is put into it.
                self.text |=
                    at == 0 && call.args.len() > 1 && (text.contains('%') || text.contains("{}"));
                key = (!text.contains(' ') && text.len() <= 40).then_some(one.span);
                let captures = tracer.family() == Family::Rust && text.contains('{');
                if tracer.open.is_empty() && !captures {
                    continue;
                }
            }
            let name = arg.name.and_then(|name| {
                // The keyword stands right before the value.
                let before = &tracer.text[..one.span.start as usize];
                let found = before.rfind(name)?;
                (before.len() - found <= name.len() + 6)
                    .then(|| Span::new(found, found + name.len()))
            });
            let hint = name.or(key).filter(|_| !template).map(|name| Hint {
                name,
                value: one.span,
            });
            if !matches!(one.kind, ValueKind::Str(_)) {
                key = None;
            }
            if let ValueKind::Template(pieces) = &one.kind {
                for piece in pieces {
                    if let Piece::Hole(hole) = piece {
                        let shown = facts.value(*hole).span;
                        // `f"{request!r}"` quotes what it shows.
                        let after = &tracer.text[shown.end as usize..];
                        if !after.starts_with("!r") && !after.starts_with(" | safe") {
                            self.all.push((*hole, None));
                        }
                    }
                }
                continue;
            }
            if !template {
                self.direct.push(value);
            }
            self.all.push((value, hint));
        }
    }
}

/// Calls that packs know by name.
fn named(
    finder: &Finder<'_, '_>,
    tracer: &Tracer<'_, '_>,
    metrics: bool,
    taken: &mut [bool],
    found: &mut Vec<Arriving>,
) {
    let facts = finder.resolver.facts;
    let Some(sinks) = tracer.index.sinks(tracer.family()) else {
        return;
    };
    for (at, call) in facts.calls.iter().enumerate() {
        if taken[at] || call.args.is_empty() {
            continue;
        }
        let Some(name) = facts.last_name(call.callee) else {
            continue;
        };
        let receiver = match facts.receiver(call.callee) {
            None => Some(""),
            Some(of) => match &facts.value(of).kind {
                ValueKind::Call(inner) => facts.last_name(facts.call(*inner).callee),
                _ => facts.last_name(of),
            },
        };
        let fits = |sink: &&super::classes::SinkName| {
            let of = receiver.unwrap_or("?");
            (!sink.constructed || call.kind == CallKind::Constructor)
                && (sink.receiver == "*" || sink.receiver.is_empty() || sink.receiver == of)
        };
        let whole = sinks.named.get(name).and_then(|all| all.iter().find(fits));
        let ended = || {
            let mut all = sinks.ending.iter();
            let found = all.find(|(ending, sink)| name.ends_with(ending.as_str()) && fits(&sink));
            found.map(|(_, sink)| sink)
        };
        let Some(kind) = whole.or_else(ended).map(|sink| sink.kind) else {
            continue;
        };
        let sink = match kind {
            SinkKind::Error => Sink::Error,
            SinkKind::Command => Sink::Command,
            SinkKind::Span => Sink::Span,
            SinkKind::Metric if metrics => Sink::Metric,
            SinkKind::Metric => continue,
        };
        let mut values = Values::default();
        values.of_call(tracer, call);
        if sink == Sink::Command {
            // What is put into its environment or its input is not on its command line.
            values.keep_arguments(tracer, call);
        }
        if sink == Sink::Error {
            // Text, and not what an exception carries beside it.
            values.keep_texts(tracer);
        }
        taken[at] = true;
        found.push(Arriving {
            index: found.len(),
            sink,
            at: call.name_span,
            call: Some(CallId(at as u32)),
            function: call.function,
            scope: scope(finder, call.function),
            values: values.all,
            shows_objects: false,
            direct: Vec::new(),
            parameters: Vec::new(),
            text: values.text,
            spoken: false,
            quiet: false,
        });
    }
}

impl Values {
    fn keep_arguments(&mut self, tracer: &Tracer<'_, '_>, call: &Call<'_>) {
        let facts = tracer.facts();
        let named: Vec<ValueId> = call
            .args
            .iter()
            .filter(|arg| arg.name.is_some_and(|name| name != "args"))
            .map(|arg| facts.plain(arg.value))
            .collect();
        self.all.retain(|(value, _)| {
            !named.contains(value) && !matches!(facts.value(*value).kind, ValueKind::Map(_))
        });
        for (_, hint) in &mut self.all {
            *hint = None;
        }
    }

    fn keep_texts(&mut self, tracer: &Tracer<'_, '_>) {
        let facts = tracer.facts();
        let direct = std::mem::take(&mut self.direct);
        let text = self.text;
        self.all.retain(|(value, _)| {
            let built = matches!(
                facts.value(*value).kind,
                ValueKind::Template(_) | ValueKind::Concat(_) | ValueKind::Call(_)
            );
            text || built || !direct.contains(value)
        });
        for (_, hint) in &mut self.all {
            *hint = None;
        }
    }
}

/// Addresses that are built with a secret behind a `?` or `&`.
fn addresses(finder: &Finder<'_, '_>, tracer: &Tracer<'_, '_>, found: &mut Vec<Arriving>) {
    let facts = finder.resolver.facts;
    for (at, value) in facts.values.iter().enumerate() {
        let holes: Vec<(ValueId, &str)> = match &value.kind {
            ValueKind::Template(pieces) => pieces
                .windows(2)
                .filter_map(|pair| match pair {
                    [Piece::Text(text), Piece::Hole(hole)] => Some((*hole, text.as_ref())),
                    _ => None,
                })
                .collect(),
            ValueKind::Concat(parts) => parts
                .windows(2)
                .filter_map(|pair| Some((pair[1], facts.as_str(pair[0])?)))
                .collect(),
            _ => continue,
        };
        let mut values = Vec::new();
        for (hole, text) in holes {
            let Some(query) = text.strip_suffix('=') else {
                continue;
            };
            let Some(begin) = query.rfind(['?', '&']) else {
                continue;
            };
            let name = &query[begin + 1..];
            let meant = tracer.index.meaning(name, &[]);
            if !name.is_empty() && !is_constant(name) && meant.is_some() {
                values.push((hole, None));
            }
        }
        if values.is_empty() {
            continue;
        }
        let function = function_around(finder, value.span);
        found.push(Arriving {
            index: found.len(),
            sink: Sink::Url,
            at: facts.value(ValueId(at as u32)).span,
            call: None,
            function,
            scope: scope(finder, function),
            values,
            shows_objects: false,
            direct: Vec::new(),
            parameters: Vec::new(),
            text: false,
            spoken: false,
            quiet: false,
        });
    }
}

/// The innermost function around a place.
fn function_around(finder: &Finder<'_, '_>, span: Span) -> Option<FunctionId> {
    let functions = finder.resolver.facts.functions.iter().enumerate();
    let around = functions.filter(|(_, function)| function.span.contains(span));
    around
        .min_by_key(|(_, function)| function.span.end - function.span.start)
        .map(|(at, _)| FunctionId(at as u32))
}
