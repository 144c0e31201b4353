//! Of which kind a metric is that is declared as a mere description: samples of it tell.

use super::{Finder, Harvest};
use crate::detect::locate::positional;
use crate::detect::resolve::Meaning;
use crate::model::facts::{Call, CallId, ValueId, ValueKind};
use crate::model::signal::Instrument;
use crate::rules::pack::SampleRule;

/// How many functions of one file are followed that make samples.
const MAKERS: usize = 32;

/// A function that makes a sample of the metric it is handed.
struct Maker<'s> {
    name: &'s str,
    metric: u16,
    told: Told,
}

/// Who tells the instrument.
#[derive(Clone, Copy)]
enum Told {
    Here(Instrument),
    Parameter(u16),
}

impl<'s> Finder<'_, 's> {
    /// Collects every sample of a metric that has a name.
    pub(super) fn samples(&self, harvest: &mut Harvest) {
        let facts = self.facts();
        let index = self.resolver.index;
        if index.samples.is_empty() {
            return;
        }
        let mut makers: Vec<Maker<'s>> = Vec::new();
        for (at, call) in facts.calls.iter().enumerate() {
            let Some(rule) = self.sample_rule(call) else {
                continue;
            };
            let Some(metric) = positional(call, rule.of) else {
                continue;
            };
            let method = facts.last_name(call.callee).unwrap_or_default();
            let fixed = rule.methods.get(method).copied().flatten();
            let kind = rule.kind.and_then(|kind| positional(call, kind));
            let named = kind.and_then(|kind| rule.kinds.get(facts.last_name(kind)?).copied());
            let told = match (fixed.or(named), kind) {
                (Some(told), _) => Some(Told::Here(told)),
                (None, Some(kind)) => self
                    .resolver
                    .parameter(kind, call.function)
                    .map(Told::Parameter),
                (None, None) => None,
            };
            let Some(told) = told else { continue };
            match self.resolver.parameter(metric, call.function) {
                Some(metric) => {
                    makers.extend(self.name_around(CallId(at as u32)).map(|name| Maker {
                        name,
                        metric,
                        told,
                    }));
                }
                None => {
                    if let (Some(name), Told::Here(told)) = (facts.last_name(metric), told) {
                        harvest.samples.push((name.to_owned(), told));
                    }
                }
            }
        }
        self.makers_of_makers(&mut makers);
        for call in facts.calls.iter().filter(|_| !makers.is_empty()) {
            let called = facts.last_name(call.callee);
            for maker in makers.iter().filter(|maker| Some(maker.name) == called) {
                let told = match maker.told {
                    Told::Here(told) => Some(told),
                    Told::Parameter(index) => {
                        positional(call, index).and_then(|kind| self.kind_named(kind))
                    }
                };
                let name = positional(call, maker.metric).and_then(|name| facts.last_name(name));
                if let (Some(name), Some(told)) = (name, told) {
                    harvest.samples.push((name.to_owned(), told));
                }
            }
        }
        self.beside_names(harvest);
        self.under_other_names(harvest);
        harvest.samples.sort_unstable();
        harvest.samples.dedup();
    }

    /// Functions that hand what they are given on to a function that makes samples.
    fn makers_of_makers(&self, makers: &mut Vec<Maker<'s>>) {
        let facts = self.facts();
        let mut next = 0;
        while next < makers.len() && makers.len() < MAKERS {
            let (name, metric, told) = (makers[next].name, makers[next].metric, makers[next].told);
            next += 1;
            for (at, call) in facts.calls.iter().enumerate() {
                if facts.last_name(call.callee) != Some(name) {
                    continue;
                }
                let handed = positional(call, metric)
                    .and_then(|metric| self.resolver.parameter(metric, call.function));
                let (Some(metric), Some(around)) = (handed, self.name_around(CallId(at as u32)))
                else {
                    continue;
                };
                let told = match told {
                    Told::Parameter(index) => positional(call, index).and_then(|kind| {
                        let parameter = self.resolver.parameter(kind, call.function);
                        let named = || self.kind_named(kind).map(Told::Here);
                        parameter.map(Told::Parameter).or_else(named)
                    }),
                    here @ Told::Here(_) => Some(here),
                };
                if let Some(told) = told
                    && around != name
                    && !makers.iter().any(|known| known.name == around)
                {
                    makers.push(Maker {
                        name: around,
                        metric,
                        told,
                    });
                }
            }
        }
    }

    /// A metric of which samples are made under the name of a field: `collector{cpu: cpuDesc}`.
    fn under_other_names(&self, harvest: &mut Harvest) {
        let facts = self.facts();
        let mut others = Vec::new();
        for value in &facts.values {
            let ValueKind::Struct { fields, .. } = &value.kind else {
                continue;
            };
            for (field, value) in fields {
                let told = harvest.samples.iter().find(|(name, _)| name == field);
                if let Some((_, told)) = told
                    && let ValueKind::Name(name) = facts.value(facts.plain(*value)).kind
                    && name != *field
                {
                    others.push((name.to_owned(), *told));
                }
            }
        }
        harvest.samples.extend(others);
    }

    /// The kind of a metric stands beside its name in a literal: `{desc: readsDesc, kind: Gauge}`.
    fn beside_names(&self, harvest: &mut Harvest) {
        let facts = self.facts();
        for value in &facts.values {
            let parts: Vec<ValueId> = match &value.kind {
                ValueKind::List(items) if items.len() <= 8 => items.clone(),
                ValueKind::Struct { fields, .. } => {
                    fields.iter().map(|(_, value)| *value).collect()
                }
                _ => continue,
            };
            let Some(told) = parts.iter().find_map(|part| self.kind_named(*part)) else {
                continue;
            };
            for part in parts {
                let part = facts.plain(part);
                if let ValueKind::Name(name) | ValueKind::Member { name, .. } =
                    facts.value(part).kind
                    && self.kind_named(part).is_none()
                {
                    harvest.samples.push((name.to_owned(), told));
                }
            }
        }
    }

    /// What stands beside the description `id` in the same literal tells its kind; else the name
    /// that it is given may, where samples are made.
    pub(super) fn told_beside(&self, id: CallId) -> (Option<Instrument>, Option<String>) {
        let facts = self.facts();
        let is_it = |value: ValueId| matches!(facts.value(facts.plain(value)).kind, ValueKind::Call(call) if call == id);
        let mut bound = facts
            .bindings
            .iter()
            .find(|binding| binding.value.is_some_and(is_it))
            .map(|binding| binding.name.to_owned());
        let around = facts.call(id).function;
        if let Some(told) = self.told_by_sample(&is_it, bound.as_deref(), around) {
            return (Some(told), None);
        }
        for value in &facts.values {
            let beside: Vec<ValueId> = match &value.kind {
                ValueKind::List(items) if items.iter().copied().any(is_it) => items.clone(),
                ValueKind::Struct { fields, .. } => {
                    match fields.iter().find(|(_, value)| is_it(*value)) {
                        Some((name, _)) => {
                            bound.get_or_insert_with(|| (*name).to_owned());
                            fields.iter().map(|(_, value)| *value).collect()
                        }
                        None => continue,
                    }
                }
                _ => continue,
            };
            if let Some(told) = beside.into_iter().find_map(|value| self.kind_named(value)) {
                return (Some(told), None);
            }
        }
        (Some(Instrument::Unknown), bound)
    }

    /// The instrument that a name such as `prometheus.GaugeValue` means.
    pub(super) fn kind_named(&self, value: ValueId) -> Option<Instrument> {
        let name = self.facts().last_name(value)?;
        let samples = self.resolver.index.samples.values();
        let mut rules = samples.map(|at| self.sample_at(*at));
        rules.find_map(|rule| rule.kinds.get(name).copied())
    }

    fn sample_at(&self, (library, rule): (u16, u16)) -> &SampleRule {
        &self.packs.libraries[usize::from(library)].samples[usize::from(rule)]
    }

    pub(super) fn sample_rule(&self, call: &Call<'s>) -> Option<&SampleRule> {
        let facts = self.facts();
        let index = self.resolver.index;
        let name = facts.last_name(call.callee)?;
        if !index.sample_names.contains(name) {
            return None;
        }
        let Meaning::Path(path) = self.resolver.identify(call.callee, call.function)?.meaning
        else {
            return None;
        };
        Some(self.sample_at(*index.samples.get(&path.dotted())?))
    }

    /// The name of the function around a call, or the one that the closure around it is given.
    fn name_around(&self, id: CallId) -> Option<&'s str> {
        let facts = self.facts();
        let around = facts.call(id).function?;
        let name = facts.function(around).name;
        if !name.is_empty() {
            return Some(name);
        }
        let binding = facts.bindings.iter().find(|binding| {
            binding.value.is_some_and(|value| {
                matches!(facts.value(facts.plain(value)).kind, ValueKind::Closure(of) if of == around)
            })
        });
        binding.map(|binding| binding.name)
    }
}
