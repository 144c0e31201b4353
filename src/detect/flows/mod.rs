//! What flows where others read it: from names, types, references and requests to logs, labels,
//! spans, errors, addresses and command lines, within one file.
//!
//! Everything is asked backwards, from the places where values leave: a file without such a place
//! costs nothing.

mod calls;
mod classes;
mod named;
mod objects;
mod requests;
mod safe;
mod sinks;
mod trace;

pub(crate) use classes::FlowIndex;

use std::sync::Arc;

use foldhash::HashMap;

use super::input::Input;
use super::locate::named_function;
use super::points::{Draft, Finder};
use super::references::Asked;
use super::resolve::{HERE, Meaning};
use super::secrets::Raw;
use crate::model::facts::{CallId, FunctionId, Value, ValueId, ValueKind};
use crate::model::flow::{Flows, Sink};
use crate::model::inventory::Context;
use crate::model::place::Span;
use crate::model::signal::{Confidence, Severity};
use crate::model::text::Scrubber;
use safe::Safe;
use sinks::Arriving;
use trace::{Taint, Tracer, Verdict, What};

/// How many parameters that arrive somewhere, and calls that hand something on, are kept of a file.
const MOST: usize = 400;

/// What is known of a file when its flows are looked for.
pub(crate) struct Known<'k> {
    pub(crate) input: &'k Input<'k>,
    pub(crate) index: &'k FlowIndex,
    pub(crate) path: &'k Arc<str>,
    pub(crate) drafts: &'k [Draft],
    pub(crate) asked: &'k [Asked],
    pub(crate) raw: &'k [Raw],
    pub(crate) scrubber: &'k Scrubber,
    /// Ids of libraries, by index.
    pub(crate) libraries: &'k dyn Fn(u16) -> &'k str,
    /// Whether a name that is asked for means a secret.
    pub(crate) is_secret: &'k dyn Fn(&Asked) -> bool,
}

/// Finds the flows of one file.
pub(crate) fn find(finder: &Finder<'_, '_>, known: &Known<'_>) -> Option<Box<Flows>> {
    if known.index.is_empty()
        || matches!(
            known.input.context,
            Context::Foreign | Context::Documentation
        )
    {
        return None;
    }
    let resolver = finder.resolver;
    let facts = resolver.facts;
    // A store holds nothing but secrets; elsewhere a name must mean one, and no file of them.
    let asked = known.asked.iter().filter(|asked| {
        let named = known.index.meaning(&asked.name, &[]).is_some();
        (known.is_secret)(asked) && (named || asked.why.is_some())
    });
    let tracer = Tracer::new(
        resolver,
        known.index,
        finder.text,
        known.input.path,
        asked.map(|asked| asked.at).collect(),
        known
            .raw
            .iter()
            .filter(|raw| raw.confidence > Confidence::Possible && raw.severity > Severity::Low)
            .map(|raw| raw.span)
            .collect(),
    );
    let arriving = sinks::all(finder, known, &tracer);
    let mut found = Found {
        leaks: Vec::new(),
        reaches: Vec::new(),
        passes: Vec::new(),
        wholes: Vec::new(),
    };
    let mut is_sink: Vec<bool> = vec![false; facts.calls.len()];
    for one in &arriving {
        if let Some(call) = one.call {
            is_sink[call.0 as usize] = true;
        }
        arrive(&tracer, one, &mut found);
    }
    if !arriving.is_empty() || !facts.calls.is_empty() {
        handed_on(&tracer, &is_sink, &mut found);
    }
    let mut safe = Safe::new(known, facts);
    let flows = safe.flows(&tracer, &arriving, &found);
    (!flows.is_empty()).then(|| Box::new(flows))
}

/// What was found, in terms of the file.
struct Found {
    /// What arrives: index of the place.
    leaks: Vec<(usize, Taint)>,
    /// Parameters that arrive: index of the place, function, parameter, argument.
    reaches: Vec<(usize, FunctionId, u16, Span)>,
    /// What is handed on: call, argument, what.
    passes: Vec<HandedOn>,
    /// Values of types of other files: index of the place, module, name, expression.
    wholes: Vec<(usize, String, String, Span)>,
}

/// Something that is handed to a function.
struct HandedOn {
    module: String,
    function: String,
    index: u16,
    keyword: Option<String>,
    at: Span,
    what: Result<Taint, (FunctionId, u16)>,
}

/// What of the values of one place arrives there.
fn arrive(tracer: &Tracer<'_, '_>, one: &Arriving, found: &mut Found) {
    let facts = tracer.facts();
    let index = one.index;
    let mut worst: Vec<Taint> = Vec::new();
    for (value, hint) in &one.values {
        let plain = facts.plain(*value);
        let told = tracer.told(plain, one.function);
        let met = std::mem::take(&mut *tracer.met.borrow_mut());
        let span = facts.value(plain).span;
        let told = match told {
            Verdict::Unknown => match hint.and_then(|hint| tracer.meant_by(hint, one.function)) {
                Some(taint) if tracer.may_be(plain) => Verdict::Tainted(taint),
                _ => Verdict::Unknown,
            },
            told => told,
        };
        match told {
            Verdict::Tainted(taint) => worst.push(taint),
            Verdict::Unknown if one.shows_objects => {
                if let Some(taint) = tracer.object(plain, one.function, one.direct.contains(&plain))
                {
                    worst.push(taint);
                } else if let Some((module, name)) =
                    tracer.foreign_type(plain, one.function, one.direct.contains(&plain))
                    && found.wholes.len() < MOST
                {
                    found.wholes.push((index, module, name, span));
                }
            }
            _ => {}
        }
        for (function, parameter) in met {
            if found.reaches.len() < MOST {
                found.reaches.push((index, function, parameter, span));
            }
        }
    }
    for at in &one.parameters {
        let binding = &facts.bindings[*at as usize];
        let value = Value {
            kind: ValueKind::Name(binding.name),
            span: binding.span,
        };
        if let Verdict::Tainted(taint) = tracer.named_here(binding.name, &value, one.function) {
            worst.push(taint);
        }
    }
    // One finding for each kind of data at a place.
    worst.sort_by_key(|taint| std::cmp::Reverse(taint.confidence));
    let mut seen: Vec<What> = Vec::new();
    for taint in worst {
        if seen.contains(&taint.what) || !one.accepts(&taint) {
            continue;
        }
        seen.push(taint.what);
        found.leaks.push((index, taint));
    }
}

/// What calls that are no such place themselves hand to functions of this repository.
fn handed_on(tracer: &Tracer<'_, '_>, is_sink: &[bool], found: &mut Found) {
    let facts = tracer.facts();
    for (at, call) in facts.calls.iter().enumerate() {
        if is_sink[at] || call.args.is_empty() || found.passes.len() >= MOST {
            continue;
        }
        let Some(name) = facts.last_name(call.callee) else {
            continue;
        };
        if tracer.index.words.carriers.contains(name) || tracer.index.words.getters.contains(name) {
            continue;
        }
        let mut target: Option<Option<(String, String)>> = None;
        for (place, arg) in call.args.iter().enumerate() {
            let value = facts.plain(arg.value);
            if !tracer.may_be(value) || arg.spread {
                continue;
            }
            let told = tracer.told(value, call.function);
            let met = std::mem::take(&mut *tracer.met.borrow_mut());
            let bare = matches!(facts.value(value).kind, ValueKind::Name(_));
            let what = match told {
                Verdict::Tainted(taint) if taint.confidence > Confidence::Possible => Ok(taint),
                _ => match met.first() {
                    Some(parameter) if bare => Err(*parameter),
                    _ => continue,
                },
            };
            let target = target.get_or_insert_with(|| callee(tracer, CallId(at as u32)));
            let Some((module, function)) = target else {
                break;
            };
            found.passes.push(HandedOn {
                module: module.clone(),
                function: function.clone(),
                index: place as u16,
                keyword: arg.name.map(str::to_owned),
                at: facts.value(value).span,
                what,
            });
        }
    }
}

/// The function that a call goes to: its module as written, and its name with its type.
fn callee(tracer: &Tracer<'_, '_>, id: CallId) -> Option<(String, String)> {
    let facts = tracer.facts();
    let call = facts.call(id);
    let callee = facts.plain(call.callee);
    let path = |found: &Meaning, method: Option<&str>| match found {
        Meaning::Path(path) | Meaning::Instance(path) => {
            let mut names = path.names.join(".");
            if let Some(method) = method {
                if !names.is_empty() {
                    names.push('.');
                }
                names.push_str(method);
            }
            (!names.is_empty() && (path.imported || path.module == HERE))
                .then(|| (path.module.clone(), names))
        }
        Meaning::Object(_) => None,
    };
    match facts.value(callee).kind {
        ValueKind::Name(_) => {
            let found = tracer.resolver.identify(callee, call.function)?;
            path(&found.meaning, None)
        }
        ValueKind::Member { base, name } => {
            let found = tracer.resolver.identify(base, call.function)?;
            path(&found.meaning, Some(name))
        }
        _ => None,
    }
}

impl Tracer<'_, '_> {
    /// Whether an expression may be a value that nobody could read, and not only syntax.
    fn may_be(&self, id: ValueId) -> bool {
        matches!(
            self.facts().value(id).kind,
            ValueKind::Name(_)
                | ValueKind::Member { .. }
                | ValueKind::Index { .. }
                | ValueKind::Template(_)
                | ValueKind::Concat(_)
                | ValueKind::Map(_)
                | ValueKind::Struct { .. }
        )
    }

    /// What the text before a value, or its key, says it is.
    fn meant_by(&self, hint: Hint, at: Option<FunctionId>) -> Option<Taint> {
        let text = hint.name.of(self.text).trim_matches(['"', '\'', '`']);
        let key = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if !key
            || matches!(
                hint.value.of(self.text),
                "err" | "error" | "e" | "ex" | "exc"
            )
        {
            return None;
        }
        let meant = self.index.meaning(text, &[]).filter(|meant| !meant.weak)?;
        let _ = at;
        Some(Taint {
            what: What::Class(meant.class),
            confidence: Confidence::Possible,
            subject: hint.value,
            steps: vec![hint.value],
        })
    }
}

/// The key that stands beside a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hint {
    /// The key's own bytes.
    pub(super) name: Span,
    /// The value's.
    pub(super) value: Span,
}

/// Whether a type of another file is likely enough to hold a credential that its file is read for it.
pub(crate) fn is_worth_reading(name: &str) -> bool {
    const HOLDERS: [&str; 16] = [
        "config",
        "configuration",
        "conf",
        "cfg",
        "settings",
        "options",
        "opts",
        "credentials",
        "credential",
        "connection",
        "account",
        "login",
        "auth",
        "properties",
        "datasource",
        "secrets",
    ];
    super::secrets::names::split(name)
        .iter()
        .any(|word| HOLDERS.contains(&word.as_str()))
}

/// The kinds of places whose whole objects are of interest.
const fn shows(sink: Sink) -> bool {
    matches!(sink, Sink::Log | Sink::Error)
}

/// Calls by where their last names stand.
fn calls_by_name(finder: &Finder<'_, '_>) -> HashMap<Span, CallId> {
    let calls = finder.resolver.facts.calls.iter().enumerate();
    calls
        .map(|(at, call)| (call.name_span, CallId(at as u32)))
        .collect()
}

/// The function around a call that has a name.
fn scope(finder: &Finder<'_, '_>, at: Option<FunctionId>) -> Option<FunctionId> {
    named_function(finder.resolver.facts, at)
}
