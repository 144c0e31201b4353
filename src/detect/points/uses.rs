//! What is done with a metric where it stands under a name: its measurements carry its attributes.

use std::collections::HashMap;

use super::{Finder, Harvest};
use crate::detect::fields::{self, Field};
use crate::detect::locate::{Chains, positional};
use crate::detect::resolve::Meaning;
use crate::model::facts::{CallId, ValueId, ValueKind};
use crate::model::place::Span;
use crate::model::signal::{Instrument, Signal};
use crate::model::summary::{EXPORTER, Registry};
use crate::rules::pack::UseRule;

impl<'s> Finder<'_, 's> {
    /// Gives metrics the attributes that their measurements in this file carry.
    pub(super) fn uses(&self, harvest: &mut Harvest) {
        let used = |library: u16| !self.packs.libraries[usize::from(library)].uses.is_empty();
        let drafts = harvest.drafts.iter().enumerate();
        let metrics: HashMap<Span, usize> = drafts
            .filter(|(_, draft)| draft.signal == Signal::Metric && used(draft.library))
            .map(|(index, draft)| (draft.at, index))
            .collect();
        if metrics.is_empty() {
            return;
        }
        let facts = self.facts();
        let mut names: HashMap<&'s str, Vec<usize>> = HashMap::new();
        let mut add = |name: &'s str, value: ValueId| {
            let ValueKind::Call(made) = facts.value(facts.plain(value)).kind else {
                return;
            };
            let mut made = std::iter::once(made).chain(Chains::inner(facts, made));
            if let Some(index) = made.find_map(|made| metrics.get(&facts.call(made).name_span)) {
                names.entry(name).or_default().push(*index);
            }
        };
        for binding in &facts.bindings {
            if let Some(value) = binding.value {
                add(binding.name, value);
            }
        }
        for value in &facts.values {
            if let ValueKind::Struct { fields, .. } = &value.kind {
                for (name, value) in fields {
                    add(name, *value);
                }
            }
        }
        if names.is_empty() {
            return;
        }
        let mut libraries: Vec<u16> = harvest.drafts.iter().map(|draft| draft.library).collect();
        libraries.sort_unstable();
        libraries.dedup();
        let libraries = libraries.into_iter().map(usize::from);
        let rules: Vec<&UseRule> = libraries
            .flat_map(|library| &self.packs.libraries[library].uses)
            .collect();
        let mut found: Vec<(usize, Vec<Field>)> = Vec::new();
        for (at, call) in facts.calls.iter().enumerate() {
            let method = facts.last_name(call.callee).unwrap_or_default();
            let on = facts.receiver(call.callee);
            for rule in &rules {
                if !rule.methods.iter().any(|known| known == method) {
                    continue;
                }
                let metric = match rule.of {
                    Some(of) => positional(call, of),
                    None => on,
                };
                let named = metric.and_then(|metric| names.get(facts.last_name(metric)?));
                for index in named.into_iter().flatten() {
                    let carried = fields::of(self, CallId(at as u32), &rule.fields);
                    found.push((*index, carried));
                }
            }
        }
        for (index, carried) in found {
            let attributes = &mut harvest.drafts[index].attributes;
            for field in carried {
                if !attributes.iter().any(|known| known.key == field.key) {
                    attributes.push(field);
                }
            }
        }
    }

    /// Collects what exporters put before all names.
    pub(super) fn exporters(&self, harvest: &mut Harvest) {
        let index = self.resolver.index;
        if index.exporter_names.is_empty() {
            return;
        }
        let facts = self.facts();
        for (at, call) in facts.calls.iter().enumerate() {
            let name = facts.last_name(call.callee);
            if !name.is_some_and(|name| index.exporter_names.contains(name)) {
                continue;
            }
            let Some(Meaning::Path(path)) = self
                .resolver
                .identify(call.callee, call.function)
                .map(|found| found.meaning)
            else {
                continue;
            };
            let Some((library, rule)) = index.exporters.get(&path.dotted()).copied() else {
                continue;
            };
            let library = &self.packs.libraries[usize::from(library)];
            let places = &library.exporters[usize::from(rule)].prefix;
            let said = self.text_at(CallId(at as u32), places, None);
            if let Some(said) = said.filter(|said| !said.holes && !said.text.is_empty()) {
                let registry = Registry {
                    prefix: self.scrubber.clean(&said.text),
                    of: None,
                };
                let name = format!("{EXPORTER}{}", library.id);
                harvest.registered.push((name.into(), registry));
            }
        }
    }

    /// The instrument that an argument of a call says by its name, `metric.Gauge`, `:counter`, or the
    /// class that is made: `Counter.new`.
    pub(super) fn told_by_argument(&self, id: CallId) -> Option<Instrument> {
        let facts = self.facts();
        let call = facts.call(id);
        let exact = |name: &str| {
            let told = Instrument::in_name(name)?;
            name.eq_ignore_ascii_case(told.as_str()).then_some(told)
        };
        let receiver = facts.receiver(call.callee);
        let made = receiver.and_then(|of| exact(facts.last_name(of)?));
        made.or_else(|| {
            call.args.iter().find_map(|arg| {
                let value = facts.plain(arg.value);
                match &facts.value(value).kind {
                    ValueKind::Member { name, .. } => exact(name),
                    ValueKind::Str(text) => exact(text),
                    _ => None,
                }
            })
        })
    }
}
