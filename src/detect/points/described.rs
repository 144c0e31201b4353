//! What the descriptions that a call hands to a wrapper say beside the name: kind and labels.

use super::Finder;
use crate::detect::declared::is_keys;
use crate::detect::fields::{self, Field};
use crate::detect::locate::given;
use crate::detect::written::Written;
use crate::model::facts::{Call, FunctionId, ValueId, ValueKind};
use crate::model::signal::Instrument;
use crate::model::summary::{Asks, KEYS, KIND, Wrapper};

/// What descriptions among the arguments of a call say.
#[derive(Debug, Default)]
pub(super) struct Described {
    /// The instrument.
    pub(super) told: Option<Instrument>,
    /// Where another file says it.
    pub(super) asked: Option<Written>,
    /// The keys of the labels, where another file says them.
    pub(super) keys: Option<Written>,
    /// The labels that lists in it name.
    pub(super) labels: Vec<Field>,
}

impl Finder<'_, '_> {
    /// What the arguments of a call say of the metric that a wrapper makes.
    pub(super) fn described(&self, call: &Call<'_>, wrapper: &Wrapper) -> Described {
        let facts = self.facts();
        let mut found = Described::default();
        if wrapper.instrument == Some(Instrument::Unknown) {
            let mut args = call.args.iter();
            found.told = args.find_map(|arg| self.kind_in(arg.value, call.function));
        }
        // A parameter whose fields make the name describes the metric.
        let gaps = wrapper.parts.iter().flat_map(|part| &part.gaps);
        let described = gaps.filter_map(|gap| match gap.asks {
            Asks::Parameter {
                index,
                field: Some(_),
            } => Some(index),
            _ => None,
        });
        let Some(value) = described
            .into_iter()
            .find_map(|index| given(call, index, &wrapper.parameters))
        else {
            return found;
        };
        let value = facts.plain(value);
        let literal = self.resolver.literal(value, call.function);
        let (value, at) = literal.unwrap_or((value, call.function));
        let lists: Vec<ValueId> = match &facts.value(value).kind {
            ValueKind::Call(built) => {
                let args = facts.call(*built).args.iter();
                args.map(|arg| arg.value).collect()
            }
            ValueKind::Struct { fields, .. } => fields
                .iter()
                .filter(|(name, _)| is_keys(name))
                .map(|(_, value)| *value)
                .collect(),
            _ => Vec::new(),
        };
        for list in lists {
            if matches!(facts.value(facts.plain(list)).kind, ValueKind::List(_)) {
                fields::entries(self, call, list, &mut found.labels);
            }
        }
        if let Some((module, names)) = self.resolver.needed(value, at) {
            let ask = |entry: &str| {
                let names = format!("{names}.{entry}");
                let asks = Asks::Name {
                    module: module.as_str().into(),
                    names: names.as_str().into(),
                };
                Written::hole(&names, Some(asks))
            };
            found.asked = Some(ask(KIND));
            found.keys = Some(ask(KEYS));
        }
        found
    }

    /// The instrument that an argument names, itself or in a field.
    fn kind_in(&self, value: ValueId, at: Option<FunctionId>) -> Option<Instrument> {
        let facts = self.facts();
        let value = facts.plain(value);
        let named = |value: ValueId| {
            let name = facts.last_name(value)?;
            self.kind_named(value).or_else(|| Instrument::in_name(name))
        };
        let direct = matches!(
            facts.value(value).kind,
            ValueKind::Name(_) | ValueKind::Member { .. }
        );
        let literal = self.resolver.literal(value, at).map(|(literal, _)| literal);
        // The name of a table says nothing of its rows.
        if let Some(told) = literal.and_then(named) {
            return Some(told);
        }
        match &facts.value(literal.unwrap_or(value)).kind {
            ValueKind::Struct { fields, .. } => fields
                .iter()
                .find_map(|(_, value)| named(facts.plain(*value))),
            _ if direct => named(value),
            _ => None,
        }
    }

    /// The instrument that samples of a description tell which are made in the same function, of the
    /// same row.
    pub(super) fn told_by_sample(
        &self,
        is_it: &dyn Fn(ValueId) -> bool,
        bound: Option<&str>,
        around: Option<FunctionId>,
    ) -> Option<Instrument> {
        let facts = self.facts();
        let calls = facts.calls.iter().filter(|call| {
            let name = facts.last_name(call.callee);
            name.is_some_and(|name| self.resolver.index.sample_names.contains(name))
        });
        for call in calls {
            let Some(rule) = self.sample_rule(call) else {
                continue;
            };
            let of = crate::detect::locate::positional(call, rule.of);
            let fits = of.is_some_and(|of| {
                is_it(of)
                    || call.function == around
                        && bound.is_some()
                        && matches!(facts.value(facts.plain(of)).kind, ValueKind::Name(name) if Some(name) == bound)
            });
            if !fits {
                continue;
            }
            let method = facts.last_name(call.callee).unwrap_or_default();
            if let Some(fixed) = rule.methods.get(method).copied().flatten() {
                return Some(fixed);
            }
            let kind = rule
                .kind
                .and_then(|kind| crate::detect::locate::positional(call, kind));
            let told = kind.and_then(|kind| {
                self.kind_named(kind).or_else(|| {
                    let (literal, _) = self.resolver.literal(kind, call.function)?;
                    self.kind_named(literal)
                })
            });
            if told.is_some() {
                return told;
            }
        }
        None
    }
}
