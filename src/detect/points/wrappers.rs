//! Functions that hand their message or name on to a library, and the calls that go through them.

use std::collections::{BTreeMap, HashMap};

use super::{Draft, Finder, Harvest};
use crate::detect::fields::{self, Field};
use crate::detect::index::PointRef;
use crate::detect::level::normalise;
use crate::detect::locate::{Through, given, named_function};
use crate::detect::resolve::{Found, HERE, Meaning};
use crate::detect::written::Written;
use crate::model::facts::{BindingKind, Call, CallId, CallKind, FunctionId, ValueKind};
use crate::model::language::Family;
use crate::model::modules::ModuleId;
use crate::model::signal::{Instrument, Level, ResolvedBy, Signal};
use crate::model::summary::{Slot, What, Wrapper};

/// How many levels of inheritance are followed within a file.
const INHERITED: u8 = 6;

/// What a point says, as far as a wrapper around it may hand it on.
#[derive(Clone, Copy)]
pub(super) struct Said<'w> {
    pub(super) message: Option<&'w Written>,
    pub(super) name: Option<&'w Written>,
    pub(super) prefixes: &'w [Written],
    pub(super) help: Option<&'w Written>,
    pub(super) attributes: &'w [Field],
    pub(super) level: Option<Level>,
    pub(super) level_from: Option<u16>,
}

/// The wrapper that a call goes to.
pub(super) struct Goes<'w> {
    /// Its key.
    pub(super) key: String,
    pub(super) wrapper: &'w Wrapper,
    /// The module that declares it, where it is another one.
    pub(super) home: Option<ModuleId>,
    pub(super) by: ResolvedBy,
}

impl<'s> Finder<'_, 's> {
    /// Remembers the function around a point that hands on what it is given.
    pub(super) fn note_wrapper(
        &self,
        id: CallId,
        point: PointRef,
        around: FunctionId,
        said: &Said<'_>,
        harvest: &mut Harvest,
    ) {
        let function = self.facts().function(around);
        let rule = self.rule(point);
        // A macro of C that prints has nothing else to do: what it puts around the text belongs to it.
        let prints = function.is_macro && self.resolver.family == Family::C;
        let hands_on = |text: &Written| text.is_parameter() || prints && text.has_parameter();
        let message = said.message.filter(|text| hands_on(text));
        // A metric may carry any part of its name in from outside; of everything else only a whole
        // text tells a wrapper from a function that mentions what it works on.
        let composed = rule.signal == Signal::Metric
            && said
                .prefixes
                .iter()
                .chain(said.name)
                .any(Written::has_parameter);
        let name = said.name.filter(|text| composed || hands_on(text));
        let forwards_all =
            function.is_macro && said.message.or(said.name).is_none_or(|text| !text.literal);
        let named = message.is_none() && name.is_some();
        if message.is_none() && name.is_none() && !forwards_all {
            return;
        }
        let parts = match (message, name) {
            (Some(message), _) => vec![message.clone().composed(self.scrubber)],
            (None, Some(name)) => said
                .prefixes
                .iter()
                .chain([name])
                .map(|part| part.clone().composed(self.scrubber))
                .collect(),
            (None, None) => Vec::new(),
        };
        let wrapper = Wrapper {
            library: point.library,
            rule: point.rule,
            signal: rule.signal,
            parts,
            named,
            level: said.level,
            level_from: said.level_from,
            instrument: rule.methods[point.method as usize].instrument,
            help: said.help.map(|help| help.clone().composed(self.scrubber)),
            attributes: said
                .attributes
                .iter()
                .map(|field| field.key.clone().composed(self.scrubber))
                .collect(),
            handed: self.handed(id, around),
            parameters: self.parameters(around),
        };
        push_wrapper(harvest, self.resolver.key_of(around), wrapper);
    }

    /// The arguments of a call that are a parameter of the function around and nothing else.
    fn handed(&self, id: CallId, around: FunctionId) -> Vec<(Slot, u16)> {
        let facts = self.facts();
        let mut index = 0;
        let mut found = Vec::new();
        for arg in &facts.call(id).args {
            let slot = if let Some(name) = arg.name {
                Slot::Keyword(name.into())
            } else {
                index += 1;
                Slot::Index(index - 1)
            };
            let mut value = facts.plain(arg.value);
            for _ in 0..4 {
                if let Some(parameter) = self.resolver.parameter(value, Some(around)) {
                    found.push((slot, parameter));
                    break;
                }
                // `const { ttl, ...options } = given;`
                let Some(bound) = self.resolver.bound_value(value, Some(around)) else {
                    let inside = fields::parameter_inside(self, value, around);
                    found.extend(inside.map(|parameter| (slot, parameter)));
                    break;
                };
                value = bound;
            }
        }
        found
    }

    pub(super) fn parameters(&self, function: FunctionId) -> Vec<Box<str>> {
        let bindings = self.facts().bindings.iter().filter(|binding| {
            binding.kind == BindingKind::Parameter && binding.scope == Some(function)
        });
        let mut names: Vec<(u16, &str)> = bindings
            .map(|binding| (binding.index, binding.name))
            .collect();
        names.sort_unstable();
        names.dedup_by_key(|(index, _)| *index);
        let dense = names
            .iter()
            .enumerate()
            .all(|(at, (index, _))| at == usize::from(*index));
        if dense {
            names.into_iter().map(|(_, name)| name.into()).collect()
        } else {
            Vec::new()
        }
    }

    /// Makes a call of a wrapper a point; answers whether it was one.
    pub(super) fn through_wrapper(
        &self,
        id: CallId,
        local: &HashMap<String, Wrapper>,
        harvest: &mut Harvest,
    ) -> bool {
        let facts = self.facts();
        let call = facts.call(id);
        if matches!(call.kind, CallKind::OnFunction(_) | CallKind::OnType(_)) {
            return false;
        }
        let is_wrapper = |what: &'_ What| matches!(what, What::Wrapper(_));
        let called = self.called(call, &|key| local.contains_key(key), &is_wrapper);
        let goes = match called {
            Some((key, None)) => match local.get(&key) {
                Some(wrapper) => Goes {
                    key,
                    wrapper,
                    home: None,
                    by: ResolvedBy::Binding,
                },
                None => return false,
            },
            Some((key, Some((home, What::Wrapper(wrapper))))) => Goes {
                key,
                wrapper,
                home: Some(home),
                by: ResolvedBy::Export,
            },
            Some(_) => return false,
            None => match self.only_called_so(call, local) {
                Some(goes) => goes,
                None => return false,
            },
        };
        if goes.wrapper.signal == Signal::Metric {
            let mut any = false;
            self.each_row(id, harvest, |harvest| {
                any |= self.pass_through(id, &goes, harvest);
            });
            return any;
        }
        self.pass_through(id, &goes, harvest)
    }

    /// Makes a call of this wrapper a point, where it says what the wrapper needs.
    fn pass_through(&self, id: CallId, goes: &Goes<'_>, harvest: &mut Harvest) -> bool {
        let facts = self.facts();
        let call = facts.call(id);
        let (wrapper, home) = (goes.wrapper, goes.home);
        self.resolver.naming.set(wrapper.signal == Signal::Metric);
        let parts: Vec<Written> = if wrapper.parts.is_empty() {
            let mut values = call.args.iter().map(|arg| arg.value);
            let first = values.find(|value| facts.as_str(*value).is_some());
            let said = first.and_then(|value| self.read(value, call.function));
            said.into_iter().collect()
        } else {
            let filled: Option<Vec<Written>> = wrapper
                .parts
                .iter()
                .map(|part| self.filled(part, wrapper, home, call))
                .collect();
            match filled {
                Some(filled) => filled,
                None => return false,
            }
        };
        self.resolver.naming.set(false);
        // A name alone does not make a metric of which nothing is known.
        let any = |fits: fn(&Written) -> bool| parts.iter().any(fits);
        if goes.by == ResolvedBy::Convention
            && (any(Written::has_parameter) || !any(Written::tells))
        {
            return false;
        }
        let level_value = wrapper
            .level_from
            .and_then(|index| given(call, index, &wrapper.parameters));
        let rule = &self.packs.libraries[wrapper.library as usize].points[wrapper.rule as usize];
        let level = wrapper.level.or_else(|| {
            let told = self.level_of(level_value?, call.function, rule);
            if told.is_some() {
                return told;
            }
            normalise(
                &self.resolver.written(level_value?, call.function)?.text,
                &BTreeMap::new(),
            )
            .or_else(|| normalise(facts.last_name(level_value?)?, &BTreeMap::new()))
        });
        let through = Through(wrapper);
        let help = match &wrapper.help {
            Some(help) => self.filled(help, wrapper, home, call),
            None => self.text_at(id, &rule.help, Some(through)),
        };
        let own = wrapper.attributes.iter();
        let mut attributes: Vec<Field> = own
            .filter_map(|key| {
                let key = self.filled(key, wrapper, home, call)?;
                Some(Field { key, filled: None })
            })
            .collect();
        attributes.extend(fields::through(self, id, rule, through));
        let described = self.described(call, wrapper);
        let instrument = match wrapper.instrument {
            Some(Instrument::Unknown) => {
                let called = || Instrument::in_name(facts.last_name(call.callee)?);
                let told = described.told.or_else(called);
                Some(told.unwrap_or(Instrument::Unknown))
            }
            known => known,
        };
        attributes.extend(
            described
                .keys
                .into_iter()
                .map(|key| Field { key, filled: None }),
        );
        attributes.extend(described.labels);
        let around = named_function(facts, call.function);
        if let Some(around) = around
            && call.function == Some(around)
            && hands_on(wrapper, &parts)
        {
            let own = self.handed(id, around);
            let handed = |index: u16| {
                let given = own.iter().find(|(slot, _)| match slot {
                    Slot::Index(at) => *at == index,
                    Slot::Keyword(name) => wrapper.parameters.get(usize::from(index)) == Some(name),
                });
                given.map(|(_, parameter)| *parameter)
            };
            let outer = Wrapper {
                parts: parts
                    .iter()
                    .map(|part| part.clone().composed(self.scrubber))
                    .collect(),
                level,
                level_from: level_value
                    .and_then(|value| self.resolver.parameter(value, call.function)),
                help: help.clone().map(|help| help.composed(self.scrubber)),
                attributes: attributes
                    .iter()
                    .map(|field| field.key.clone().composed(self.scrubber))
                    .collect(),
                instrument,
                handed: wrapper
                    .handed
                    .iter()
                    .filter_map(|(slot, index)| Some((slot.clone(), handed(*index)?)))
                    .collect(),
                parameters: self.parameters(around),
                ..wrapper.clone()
            };
            push_wrapper(harvest, self.resolver.key_of(around), outer);
        }
        let said = parts
            .into_iter()
            .reduce(|whole, next| whole.join(&rule.separator, next));
        let (name, template) = if wrapper.named {
            (said, None)
        } else {
            (None, said)
        };
        harvest.drafts.push(Draft {
            at: call.name_span,
            library: wrapper.library,
            signal: wrapper.signal,
            level,
            template,
            name,
            instrument,
            unit: None,
            help,
            attributes,
            function: around,
            through: Some(goes.key.clone()),
            by: goes.by,
            bound: None,
            taker: None,
            kind: (instrument == Some(Instrument::Unknown))
                .then_some(described.asked)
                .flatten()
                .map(|kind| kind.composed(self.scrubber)),
        });
        true
    }

    /// The key of a function that a type has itself, or from another type of the same file.
    fn own_or_inherited(
        &self,
        owner: &str,
        name: &str,
        local: &dyn Fn(&str) -> bool,
        levels: u8,
    ) -> Option<String> {
        let levels = levels.checked_sub(1)?;
        let key = format!("{owner}.{name}");
        if local(&key) {
            return Some(key);
        }
        let mut bases = self.resolver.bases_of(owner).iter();
        bases.find_map(|base| self.own_or_inherited(base, name, local, levels))
    }

    /// The function of this file (`local` knows it by its key), or of another one (`fits`), that a
    /// call goes to.
    pub(super) fn called(
        &self,
        call: &Call<'s>,
        local: &dyn Fn(&str) -> bool,
        fits: &dyn Fn(&What) -> bool,
    ) -> Option<(String, Option<(ModuleId, &What)>)> {
        if let Some(base) = self.base_made(call) {
            let (name, found) = base;
            return self.called_by(call, name, Some(&found), local, fits);
        }
        let (name, found) = self.callee(call)?;
        self.called_by(call, name, found.as_ref(), local, fits)
    }

    /// The type whose constructor a call of a constructor goes to: `super(x)`, `super().__init__(x)`,
    /// `: base(x)`, `parent::__construct(x)`.
    fn base_made(&self, call: &Call<'s>) -> Option<(&'s str, Found)> {
        let facts = self.facts();
        let callee = facts.plain(call.callee);
        let is_base = |name: &str| matches!(name, "super" | "base" | "parent");
        match facts.value(callee).kind {
            ValueKind::Name(name) if is_base(name) => {}
            ValueKind::Member {
                base,
                name: "__init__" | "__construct",
            } => {
                let base = match facts.value(facts.plain(base)).kind {
                    ValueKind::Call(inner) => facts.call(inner).callee,
                    _ => base,
                };
                if !facts.last_name(base).is_some_and(is_base) {
                    return None;
                }
            }
            _ => return None,
        }
        let owner = self.resolver.owners(call.function).first().copied()?;
        let bases = self.resolver.bases_of(owner).iter();
        bases.copied().find_map(|base| {
            let found = self.resolver.declared_type(base)?;
            let Meaning::Instance(path) = found.meaning else {
                return None;
            };
            let name = base.rsplit(['.', '\\', ':']).next().unwrap_or(base);
            let name = name.split(['<', '(', '[']).next().unwrap_or(name);
            let meaning = Meaning::Path(path);
            Some((name, Found { meaning, ..found }))
        })
    }

    fn called_by(
        &self,
        call: &Call<'s>,
        name: &str,
        found: Option<&Found>,
        local: &dyn Fn(&str) -> bool,
        fits: &dyn Fn(&What) -> bool,
    ) -> Option<(String, Option<(ModuleId, &What)>)> {
        let key = match found.map(|found| &found.meaning) {
            Some(Meaning::Path(path)) if path.module == HERE && !path.imported => {
                path.names.join(".")
            }
            Some(Meaning::Instance(path)) if path.module == HERE => {
                format!("{}.{name}", path.names.join("."))
            }
            _ => String::new(),
        };
        if local(&key) {
            return Some((key, None));
        }
        // A method that is called by its bare name, or on the own object, may be inherited.
        let own: Vec<&str> = match found.map(|found| &found.meaning) {
            Some(Meaning::Path(path)) if !path.imported && path.names.len() == 1 => {
                self.resolver.owners(call.function)
            }
            Some(Meaning::Instance(path)) if path.module == HERE => {
                path.names.first().map(String::as_str).into_iter().collect()
            }
            _ => Vec::new(),
        };
        for own in own {
            if let Some(key) = self.own_or_inherited(own, name, local, INHERITED) {
                return Some((key, None));
            }
            if let Some((home, key, what)) = self.resolver.inherited(own, name)
                && fits(what)
            {
                return Some((key, Some((home, what))));
            }
        }
        let (home, key, what) = self.resolver.known_callee(found, name)?;
        fits(what).then_some((key, Some((home, what))))
    }

    /// The name that is called and what its receiver, or the name itself, stands for.
    fn callee(&self, call: &Call<'s>) -> Option<(&'s str, Option<Found>)> {
        let facts = self.facts();
        let callee = facts.plain(call.callee);
        match facts.value(callee).kind {
            ValueKind::Name(name) if call.kind == CallKind::Macro => {
                Some((name, Some(self.resolver.macro_named(name))))
            }
            ValueKind::Name(name) => Some((name, self.resolver.identify(callee, call.function))),
            ValueKind::Member { base, name } => {
                let found =
                    self.resolver
                        .identify(base, call.function)
                        .and_then(|found| match found.meaning {
                            Meaning::Path(_) => self.resolver.identify(callee, call.function),
                            Meaning::Instance(_) => Some(found),
                            Meaning::Object(_) => None,
                        });
                Some((name, found))
            }
            _ => None,
        }
    }
}

fn push_wrapper(harvest: &mut Harvest, key: String, wrapper: Wrapper) {
    match harvest.wrappers.iter_mut().find(|(known, _)| *known == key) {
        // One function that makes metrics of several kinds: the name alone is certain.
        // Another of the same name that says the kind of the metric says more.
        Some((_, known))
            if known.parts == wrapper.parts && known.parameters != wrapper.parameters =>
        {
            if known.instrument == Some(Instrument::Unknown) {
                *known = wrapper;
            }
        }
        Some((_, known)) if known.parts == wrapper.parts => {
            if known.instrument != wrapper.instrument {
                known.instrument = Some(Instrument::Unknown);
            }
            if known.level != wrapper.level {
                known.level = None;
            }
        }
        Some(_) => {}
        None => harvest.wrappers.push((key, wrapper)),
    }
}

/// Whether the function around the call of a wrapper is one itself.
fn hands_on(wrapper: &Wrapper, parts: &[Written]) -> bool {
    match parts {
        [] => false,
        parts if wrapper.signal == Signal::Metric => parts.iter().any(Written::has_parameter),
        parts => parts.iter().all(Written::is_parameter),
    }
}
