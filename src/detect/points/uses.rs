//! What is done with a metric where it stands under a name: its measurements carry its attributes.

use std::collections::HashMap;

use super::{Finder, Harvest};
use crate::detect::fields::{self, Field};
use crate::detect::locate::Chains;
use crate::model::facts::{CallId, ValueId, ValueKind};
use crate::model::place::Span;
use crate::model::signal::{Instrument, Signal};

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
        let mut found: Vec<(usize, Vec<Field>)> = Vec::new();
        for (at, call) in facts.calls.iter().enumerate() {
            let on = facts.receiver(call.callee).and_then(|on| facts.last_name(on));
            let Some(metrics) = on.and_then(|on| names.get(on)) else {
                continue;
            };
            let method = facts.last_name(call.callee).unwrap_or_default();
            for index in metrics {
                let library = harvest.drafts[*index].library;
                let rules = self.packs.libraries[usize::from(library)].uses.iter();
                let fits = |method: &str| rules.clone().find(|rule| rule.methods.iter().any(|known| known == method));
                if let Some(rule) = fits(method) {
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
