//! Which calls are points, and what each of them says.

mod described;
mod filled;
mod given;
mod levels;
mod named;
mod prefixed;
mod registries;
mod rows;
mod samples;
mod uses;
mod wrappers;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::fields::{self, Field};
use super::index::PointRef;
use super::level::normalise;
use super::locate::{Chains, Located, Through, locate, named_function};
use super::resolve::{Found, HERE, Meaning, Resolver};
use super::written::{Entry, Written};
use crate::model::facts::{CallId, CallKind, FunctionId, ValueId, ValueKind};
use crate::model::language::{Dialect, Family};
use crate::model::place::Span;
use crate::model::signal::{Instrument, Level, ResolvedBy, Signal};
use crate::model::summary::{
    Asks, Carried, Composed, Given, ObjectRef, Registry, Wrapper, name_hash,
};
use crate::model::text::Scrubber;
use crate::rules::pack::{Locator, Packs, PointRule};

/// How often wrappers of wrappers are looked for within a file.
const WRAPPER_ROUNDS: usize = 3;

/// The name under which a file asks for another round only because a receiver's name may belong to
/// several libraries: the whole repository tells which one is usual.
pub(crate) const USUAL: &str = "?usual";

/// A point while its file is still in memory.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) at: Span,
    pub(crate) library: u16,
    pub(crate) signal: Signal,
    pub(crate) level: Option<Level>,
    pub(crate) template: Option<Written>,
    pub(crate) name: Option<Written>,
    pub(crate) instrument: Option<Instrument>,
    pub(crate) unit: Option<String>,
    pub(crate) help: Option<Written>,
    pub(crate) attributes: Vec<Field>,
    pub(crate) function: Option<FunctionId>,
    pub(crate) through: Option<String>,
    pub(crate) by: ResolvedBy,
    /// The name that a metric of unknown kind is given here.
    pub(crate) bound: Option<String>,
    /// The function around it that builds the name of what it is given.
    pub(crate) taker: Option<String>,
    /// What another file says of its kind.
    pub(crate) kind: Option<Composed>,
}

/// Everything that the calls of one file tell about telemetry.
#[derive(Debug, Default)]
pub(crate) struct Harvest {
    pub(crate) drafts: Vec<Draft>,
    /// Functions that hand on what they are given, by `Type.name` or name.
    pub(crate) wrappers: Vec<(String, Wrapper)>,
    /// Functions that build names of what they are given, with the names of their parameters.
    pub(crate) takers: BTreeMap<String, Vec<Box<str>>>,
    /// Texts that are handed to such functions.
    pub(crate) given: Vec<Given>,
    /// Names of metrics of which samples are made, with the instrument that tells.
    pub(crate) samples: Vec<(String, Instrument)>,
    /// Registries handed to functions: function, parameter.
    pub(crate) carried: Vec<Carried>,
    /// Registries on which metrics are registered, by the metrics' names.
    pub(crate) registered: Vec<(Box<str>, Registry)>,
    /// Registries of metrics, by index of the draft.
    pub(crate) registries: Vec<(u32, Registry)>,
    /// The names that metrics are given, by index of the draft.
    pub(crate) given_names: Vec<(u32, Box<str>)>,
    /// Hashes of names that other files may explain.
    pub(crate) wants: BTreeSet<u32>,
    /// Modules of Rust that are reached by a path and not by an import.
    pub(crate) beside: BTreeSet<String>,
    /// Names of certain modules that would complete a point.
    pub(crate) needs: BTreeSet<(String, String)>,
}

/// Finds the points of one file.
pub(crate) struct Finder<'a, 's> {
    pub(crate) resolver: &'a Resolver<'a, 's>,
    pub(crate) packs: &'a Packs,
    pub(crate) chains: Chains,
    pub(crate) text: &'s str,
    /// Knows the file's secrets: nothing that stays behind is built without it.
    scrubber: &'a Scrubber,
    dialect: Dialect,
    /// Libraries that the file's imports say are in use.
    in_use: Vec<u16>,
    /// Names of other modules that would fill a hole of a point.
    open: RefCell<BTreeSet<(String, String)>>,
}

impl<'a, 's> Finder<'a, 's> {
    /// A finder over resolved facts.
    pub(crate) fn new(
        resolver: &'a Resolver<'a, 's>,
        packs: &'a Packs,
        dialect: Dialect,
        text: &'s str,
        scrubber: &'a Scrubber,
    ) -> Self {
        let mut in_use: Vec<u16> = Vec::new();
        for import in &resolver.facts.imports {
            let module = super::index::canonical(resolver.family, &import.module);
            in_use.extend(resolver.index.libraries_of(&module));
            if let Some(name) = &import.name {
                in_use.extend(resolver.index.libraries_of(&format!("{module}.{name}")));
            }
        }
        in_use.sort_unstable();
        in_use.dedup();
        Self {
            resolver,
            packs,
            chains: Chains::new(resolver.facts),
            dialect,
            text,
            scrubber,
            in_use,
            open: RefCell::default(),
        }
    }

    /// All points, and what the file needs from others or offers them.
    pub(crate) fn harvest(&self) -> Harvest {
        let mut harvest = Harvest::default();
        let mut open = Vec::new();
        for at in 0..self.resolver.facts.calls.len() {
            let id = CallId(at as u32);
            match self.recognise(id, &mut harvest) {
                Some((point, by)) if self.is_used_here(point.library) => {
                    if self.rule(point).signal == Signal::Metric {
                        self.each_row(id, &mut harvest, |harvest| {
                            self.emit(id, point, by, harvest);
                        });
                    } else {
                        self.emit(id, point, by, &mut harvest);
                    }
                }
                _ => open.push(id),
            }
        }
        self.samples(&mut harvest);
        self.uses(&mut harvest);
        self.exporters(&mut harvest);
        let mut known = 0;
        for _ in 0..WRAPPER_ROUNDS {
            let local: HashMap<String, Wrapper> = harvest.wrappers.iter().cloned().collect();
            if local.len() == known && known > 0
                || local.is_empty() && self.resolver.around.is_none()
            {
                break;
            }
            known = local.len();
            open.retain(|id| !self.through_wrapper(*id, &local, &mut harvest));
            if local.is_empty() {
                break;
            }
        }
        self.given(&open, &mut harvest);
        harvest.drafts.sort_by_key(|draft| (draft.at, draft.signal));
        self.registries(&mut harvest);
        for (module, names) in self.open.take() {
            let last = names.rsplit('.').next().unwrap_or(&names);
            harvest.wants.insert(name_hash(last));
            harvest.needs.insert((module, names));
        }
        harvest
    }

    /// Whether a library is used from the dialect of this file.
    fn is_used_here(&self, library: u16) -> bool {
        let dialects = &self.packs.libraries[library as usize].dialects;
        dialects.is_empty() || dialects.contains(&self.dialect)
    }

    fn facts(&self) -> &'a crate::model::facts::Facts<'s> {
        self.resolver.facts
    }

    /// The point a call is, and how its receiver was recognised.
    fn recognise(&self, id: CallId, harvest: &mut Harvest) -> Option<(PointRef, ResolvedBy)> {
        let facts = self.facts();
        let call = facts.call(id);
        let index = self.resolver.index;
        // What is called alike in two dialects is what this one calls so.
        let usable = |points: &'a Vec<PointRef>| {
            let mut points = points.iter();
            points.find(|point| self.is_used_here(point.library))
        };
        match facts.value(facts.plain(call.callee)).kind {
            ValueKind::Member { base, name } => {
                let found = self.resolver.identify(base, call.function);
                match found.as_ref().map(|found| &found.meaning) {
                    Some(Meaning::Object(object)) => {
                        let point = index
                            .methods
                            .get(object)
                            .and_then(|methods| methods.get(name))?;
                        return Some((*point, found?.by));
                    }
                    Some(Meaning::Path(path)) => {
                        let mut dotted = path.dotted();
                        dotted.push('.');
                        dotted.push_str(name);
                        if let Some(point) = index.calls.get(&dotted).and_then(usable) {
                            return Some((*point, found?.by));
                        }
                        if path.imported {
                            harvest.wants.insert(name_hash(name));
                            let tail = path.names.last();
                            let tail = tail.map(|tail| format!("{tail}.{name}"));
                            if index.point_methods.contains(name)
                                || tail.is_some_and(|tail| index.call_tails.contains(&tail))
                            {
                                harvest
                                    .needs
                                    .insert((path.module.clone(), path.names.join(".")));
                            }
                            return self.by_convention(call, base, name, harvest);
                        }
                        if self.resolver.family == Family::Rust {
                            // `metrics::counter(…)`: a module that is declared, not imported.
                            harvest.beside.insert(path.names.join("::"));
                        }
                    }
                    // Its type is known, and is no library's: the name alone says that it logs, not
                    // that it counts or traces.
                    Some(Meaning::Instance(path)) if self.resolver.is_own_type(path) => {
                        harvest.wants.insert(name_hash(name));
                        // It may turn out to be a library's under another name.
                        if index.point_methods.contains(name) {
                            harvest
                                .wants
                                .extend(path.names.last().map(|last| name_hash(last)));
                        }
                        return self
                            .by_convention(call, base, name, harvest)
                            .filter(|(point, _)| self.rule(*point).signal == Signal::Log);
                    }
                    // Its type may turn out to be a library's under another name.
                    Some(Meaning::Instance(path)) if index.point_methods.contains(name) => {
                        let last = path.names.last();
                        harvest.wants.extend(last.map(|last| name_hash(last)));
                    }
                    Some(Meaning::Instance(_)) | None => {}
                }
                // `logger.once.info`: a property of a logger that can do what the logger can.
                if let ValueKind::Member { base: whole, .. } = facts.value(facts.plain(base)).kind
                    && let Some(Found {
                        meaning: Meaning::Object(object),
                        ..
                    }) = self.resolver.identify(whole, call.function)
                    && let Some(point) = index
                        .methods
                        .get(&object)
                        .and_then(|methods| methods.get(name))
                {
                    return Some((*point, ResolvedBy::Convention));
                }
                harvest.wants.insert(name_hash(name));
                if let ValueKind::Call(inner) = facts.value(facts.plain(base)).kind
                    && let Some(asked) = self.resolver.asked_for(facts.call(inner))
                {
                    harvest.wants.insert(name_hash(asked));
                }
                self.by_convention(call, base, name, harvest)
            }
            ValueKind::Name(name) => {
                let found = match call.kind {
                    CallKind::Macro => self.resolver.macro_named(name),
                    _ => self.resolver.identify(call.callee, call.function)?,
                };
                let path = match &found.meaning {
                    Meaning::Path(path) => path,
                    // Without arguments it is only fetched.
                    Meaning::Object(_) if call.args.is_empty() => return None,
                    Meaning::Object(object) => {
                        return Some((self.called_itself(*object)?, found.by));
                    }
                    Meaning::Instance(_) => return None,
                };
                // Where a bare name may be a method, the own one hides what needs no import.
                if found.by == ResolvedBy::Binding
                    && path.module == HERE
                    && self.resolver.family.reaches_members()
                {
                    return None;
                }
                if let Some(point) = index.calls.get(&path.dotted()).and_then(usable) {
                    return Some((*point, found.by));
                }
                if call.kind != CallKind::Macro
                    && path.module == HERE
                    && !path.imported
                    && self.resolver.declares(name)
                {
                    return None;
                }
                let last = path.names.last().map_or(name, String::as_str);
                harvest.wants.insert(name_hash(last));
                if !path.imported
                    && index.point_methods.contains(name)
                    && let Some(point) = self.mixed_in(name, call.function)
                {
                    return Some((point, ResolvedBy::Type));
                }
                if path.imported && index.call_tails.contains(last) {
                    let asked = (path.module.clone(), path.names.join("."));
                    harvest.needs.insert(asked);
                }
                if call.kind == CallKind::Macro
                    && let Some(points) = index.bare.get(name)
                    && !self.resolver.is_own_macro(path)
                {
                    let point = points
                        .iter()
                        .find(|point| self.in_use.contains(&point.library))
                        .or(points.first())?;
                    return Some((*point, ResolvedBy::Convention));
                }
                None
            }
            ValueKind::Call(_) => match self.resolver.identify(call.callee, call.function)? {
                Found {
                    meaning: Meaning::Object(object),
                    by,
                } => Some((self.called_itself(object)?, by)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The point that a bare name is where a type around is a library's object.
    fn mixed_in(&self, name: &str, at: Option<FunctionId>) -> Option<PointRef> {
        if !self.resolver.family.reaches_members() {
            return None;
        }
        let owners = self.resolver.owners(at);
        let mut objects = owners
            .iter()
            .filter_map(|owner| self.resolver.mixed_in(owner));
        objects.find_map(|object| self.resolver.index.methods.get(&object)?.get(name).copied())
    }

    /// The point that calling an object itself is: a method without a name.
    fn called_itself(&self, object: ObjectRef) -> Option<PointRef> {
        self.resolver.index.methods.get(&object)?.get("").copied()
    }

    fn rule(&self, point: PointRef) -> &'a PointRule {
        &self.packs.libraries[point.library as usize].points[point.rule as usize]
    }

    fn emit(&self, id: CallId, point: PointRef, by: ResolvedBy, harvest: &mut Harvest) {
        let facts = self.facts();
        let call = facts.call(id);
        let rule = self.rule(point);
        let method = &rule.methods[point.method as usize];
        self.resolver.naming.set(rule.signal == Signal::Metric);
        let message = self.text_at(id, &rule.message, None);
        let message = message.map(|message| self.passed_on(id, message));
        let name = match locate(facts, &self.chains, id, &rule.name, None).next() {
            Some(Located::Value(value)) => self.read_name(value, call.function, &rule.separator),
            _ => self.text_at(id, &rule.name, None),
        };
        if rule.needs_name && name.is_none() {
            return;
        }
        let mut level_from = None;
        let level = method
            .level
            .or_else(|| {
                Chains::inner(facts, id).find_map(|link| {
                    let name = facts.last_name(facts.call(link).callee)?;
                    rule.chain_levels.get(name).copied()
                })
            })
            .or_else(|| match self.located(id, &rule.level)? {
                Located::Value(value) => {
                    level_from = self.level_parameter(value, call.function);
                    self.level_of(value, call.function, rule)
                }
                Located::Text(text) => normalise(&text, &rule.level_names),
                Located::Option(..) | Located::Values(_) => None,
            });
        if rule.needs_level && level.is_none() {
            return;
        }
        let help = self.text_at(id, &rule.help, None);
        let prefixes = rule.prefixes.iter();
        let prefixes = prefixes.filter_map(|places| self.text_at(id, places, None));
        let object = || facts.receiver(call.callee).filter(|_| !rule.on.is_empty());
        let object = (rule.signal == Signal::Metric).then(object).flatten();
        let before = object.and_then(|on| self.put_before(on, call.function, &rule.separator));
        let prefixes: Vec<Written> = before.into_iter().chain(prefixes).collect();
        self.resolver.naming.set(false);
        let attributes = fields::of(self, id, &rule.fields);
        let at_function = named_function(facts, call.function);
        let mut taker = None;
        // The name of a metric is handed on from inside of a closure too.
        let hands_on =
            |around: &FunctionId| call.function == Some(*around) || rule.signal == Signal::Metric;
        if let Some(around) = at_function.filter(hands_on) {
            let said = wrappers::Said {
                message: message.as_ref(),
                name: name.as_ref(),
                prefixes: &prefixes,
                help: help.as_ref(),
                attributes: &attributes,
                level,
                level_from,
            };
            // The name is the function's own, what stands before it the caller's: one metric, and
            // not one for each call.
            let takes = rule.signal == Signal::Metric
                && name.as_ref().is_some_and(|name| !name.has_parameter())
                && prefixes.iter().any(Written::has_parameter);
            let made = name.as_ref().and_then(Written::made_of);
            if let Some((key, made)) = made.filter(|_| rule.signal == Signal::Metric)
                && let Some(maker) = self.resolver.function_keyed(&key)
            {
                let said = wrappers::Said {
                    name: Some(&made),
                    ..said
                };
                self.note_wrapper(id, point, maker, &said, harvest);
            } else {
                self.note_handed(prefixes.iter().chain(&name), harvest);
            }
            if takes {
                taker = Some(self.note_taker(around, harvest));
            } else {
                self.note_wrapper(id, point, around, &said, harvest);
            }
        }
        let name = name.map(|name| {
            let prefix = prefixes
                .into_iter()
                .reduce(|whole, next| whole.join(&rule.separator, next));
            match prefix {
                Some(prefix) => prefix.join(&rule.separator, name),
                None => name,
            }
        });
        let (instrument, bound) = match method.instrument {
            Some(Instrument::Unknown) => match self.told_beside(id) {
                (Some(Instrument::Unknown), bound) => {
                    let named = self.told_by_argument(id).unwrap_or(Instrument::Unknown);
                    (Some(named), bound)
                }
                told => told,
            },
            instrument => (instrument, None),
        };
        harvest.drafts.push(Draft {
            at: call.name_span,
            library: point.library,
            signal: rule.signal,
            level,
            template: message,
            name,
            instrument,
            unit: self.text_at(id, &rule.unit, None).map(|unit| unit.text),
            help,
            attributes,
            function: at_function,
            through: None,
            by,
            bound,
            taker,
            kind: None,
        });
    }

    /// What an expression says; the names that would fill its holes are asked of other files.
    pub(crate) fn read(&self, value: ValueId, at: Option<FunctionId>) -> Option<Written> {
        let written = self.resolver.written(value, at)?;
        self.ask(&written);
        Some(written)
    }

    /// Asks other files for what would fill the holes of a text.
    pub(super) fn ask(&self, written: &Written) {
        let mut open = self.open.borrow_mut();
        for gap in &written.gaps {
            if let Asks::Name { module, names } = &gap.asks {
                open.insert((module.to_string(), names.to_string()));
            }
        }
    }

    /// What stands at the first of these places, names of option objects left out.
    fn located(&self, id: CallId, places: &[Locator]) -> Option<Located> {
        locate(self.facts(), &self.chains, id, places, None)
            .find(|located| !matches!(located, Located::Option(..)))
    }

    /// The expression at the first of these places.
    pub(crate) fn value_at(
        &self,
        id: CallId,
        places: &[Locator],
        through: Option<Through<'_>>,
    ) -> Option<ValueId> {
        let at = self.facts().call(id).function;
        locate(self.facts(), &self.chains, id, places, through).find_map(|located| match located {
            Located::Value(value) => Some(value),
            Located::Option(value, field) => match self.resolver.option(value, at, &field)? {
                Entry::Value(value) => Some(value),
                Entry::Asked(_) => None,
            },
            Located::Text(_) | Located::Values(_) => None,
        })
    }

    /// What is printed when these are, with blanks between.
    fn printed(&self, values: &[ValueId], at: Option<FunctionId>) -> Option<Written> {
        let parts = values.iter().map(|value| {
            let hole = || Written::hole("…", None);
            self.read(*value, at).unwrap_or_else(hole)
        });
        parts.reduce(|whole, next| whole.join(" ", next))
    }

    /// What the first of these places says.
    pub(crate) fn text_at(
        &self,
        id: CallId,
        places: &[Locator],
        through: Option<Through<'_>>,
    ) -> Option<Written> {
        let at = self.facts().call(id).function;
        let mut located = locate(self.facts(), &self.chains, id, places, through);
        // What is there and says nothing ends the search: a later place means something else.
        located
            .find_map(|located| match located {
                Located::Value(value) => Some(self.read(value, at)),
                Located::Text(text) => Some(Some(Written::literal(text))),
                Located::Values(values) => Some(self.printed(&values, at)),
                Located::Option(value, field) => match self.resolver.option(value, at, &field)? {
                    Entry::Value(value) => Some(self.read(value, at)),
                    Entry::Asked(written) => {
                        self.ask(&written);
                        Some(Some(written))
                    }
                },
            })
            .flatten()
    }
}
