//! Objects of options: what an entry of one says.

use super::{Resolver, Written};
use crate::detect::locate::{entry, given};
use crate::model::facts::{BindingKind, Call, CallId, FunctionId, ValueId, ValueKind};
use crate::model::modules::ModuleId;
use crate::model::summary::{Asks, Gap, What};

/// How deep the texts of options are followed that a function builds.
const BUILT: u8 = 6;

/// How deep options inside of options are followed.
const NESTED: u8 = 3;

/// What an entry of an object of options is.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    /// An expression of this file.
    Value(ValueId),
    /// What the caller gives.
    Asked(Written),
}

impl Resolver<'_, '_> {
    /// The entry `field` of an object of options that a name stands for: of the literal that it was
    /// given, or of the parameter that it is.
    pub(crate) fn option(&self, id: ValueId, at: Option<FunctionId>, field: &str) -> Option<Entry> {
        let mut id = self.facts.plain(id);
        for _ in 0..4 {
            if let Some(entry) = self.put_in_before(id, at, field) {
                return Some(Entry::Value(entry));
            }
            if let Some(entry) = entry(self.facts, id, field) {
                return Some(Entry::Value(entry));
            }
            if let ValueKind::Call(call) = self.facts.value(id).kind
                && let Some(built) = self.built(call, field)
            {
                return Some(Entry::Asked(built));
            }
            if let Some(index) = self.parameter(id, at) {
                if self.is_text(id, at) {
                    return None;
                }
                let shown = format!("{}.{field}", self.hole_name(id));
                return Some(Entry::Asked(Written::asked(&shown, index, Some(field))));
            }
            // Which loop a name stands in, its bindings alone do not tell.
            let bound = self
                .bound_value(id, at)
                .filter(|bound| !matches!(self.facts.value(*bound).kind, ValueKind::Each(_)));
            let Some(bound) = bound else {
                let (whole, at) = self.literal(id, at).unwrap_or((id, at));
                return match entry(self.facts, whole, field) {
                    Some(entry) => Some(Entry::Value(entry)),
                    None => self.option_elsewhere(whole, at, field),
                };
            };
            id = bound;
        }
        None
    }

    /// What is put into the object of options that a name is: `opts.Namespace = "shop"`.
    fn put_in_before(&self, id: ValueId, at: Option<FunctionId>, field: &str) -> Option<ValueId> {
        let ValueKind::Name(name) = self.facts.value(id).kind else {
            return None;
        };
        let all = self.fields_of(name, field);
        let mut here = all
            .iter()
            .filter(|binding| binding.kind == BindingKind::Entry && binding.scope == at);
        let only = here.next()?;
        here.next().is_none().then_some(only.value)?
    }

    /// The entry of an object that another file declares.
    fn option_elsewhere(&self, id: ValueId, at: Option<FunctionId>, field: &str) -> Option<Entry> {
        let (module, names) = self.needed(id, at)?;
        let shown = format!("{}.{field}", self.hole_name(id));
        let asks = Asks::Name {
            module: module.into(),
            names: format!("{names}.{field}").into(),
        };
        Some(Entry::Asked(Written::hole(&shown, Some(asks))))
    }

    /// The field of a parameter that an expression is: `options.name`.
    pub(super) fn parameter_field(
        &self,
        id: ValueId,
        at: Option<FunctionId>,
    ) -> Option<(u16, &str)> {
        match self.facts.value(self.facts.plain(id)).kind {
            ValueKind::Member { base, name } => Some((self.parameter(base, at)?, name)),
            _ => None,
        }
    }

    /// What the entry `field` of the options says that a call builds.
    fn built(&self, id: CallId, field: &str) -> Option<Written> {
        let call = self.facts.call(id);
        if let Some((function, parameters)) = self.own_function(call) {
            let mut given = self.given(function);
            let value = given.find_map(|value| entry(self.facts, value, field))?;
            let made = self.string(value, Some(function), BUILT)?;
            return self.filled_in(&made.text, &made.gaps, call, &parameters, None);
        }
        let callee = self.facts.plain(call.callee);
        let found = self.identify(callee, call.function);
        let name = self.facts.last_name(callee)?;
        let (home, _, what) = self.known_callee(found.as_ref(), name)?;
        let What::Options(entries, parameters) = what else {
            return None;
        };
        let (_, made) = entries.iter().find(|(name, _)| **name == *field)?;
        self.filled_in(&made.text, &made.gaps, call, parameters, Some(home))
    }

    /// A text of a function with what a call of it hands in.
    fn filled_in(
        &self,
        text: &str,
        gaps: &[Gap],
        call: &Call<'_>,
        parameters: &[Box<str>],
        home: Option<ModuleId>,
    ) -> Option<Written> {
        let mut whole = Written::default();
        let mut done = 0;
        let plain = |part: &str| match part {
            "" => Written::default(),
            part => Written::literal(part),
        };
        for gap in gaps {
            let (start, end) = (gap.start as usize, gap.end as usize);
            whole = whole.join("", plain(&text[done..start]));
            done = end;
            let shown = text[start..end].trim_matches(['{', '}']);
            let part = match &gap.asks {
                Asks::Parameter { index, field: None } => {
                    let value = given(call, *index, parameters)?;
                    self.written(value, call.function)?
                }
                Asks::Parameter { .. } | Asks::Handed { .. } => return None,
                Asks::Own { .. } => plain(&text[start..end]),
                Asks::Name { module, names } => {
                    let asks = match home {
                        None => Some(gap.asks.clone()),
                        Some(home) => self.around?.known.asked_of(home, module, names),
                    };
                    Written::hole(shown, asks)
                }
            };
            whole = whole.join("", part);
        }
        Some(whole.join("", plain(&text[done..])))
    }

    /// The texts of the options that a function of this file builds of its parameters.
    pub(crate) fn options_built(&self, function: FunctionId) -> Vec<(&str, Written)> {
        let mut found = Vec::new();
        for value in self.given(function) {
            self.entries_built(value, function, NESTED, &mut found);
        }
        if !found.iter().any(|(_, written)| written.has_parameter()) {
            found.clear();
        }
        found
    }

    fn entries_built<'r>(
        &'r self,
        value: ValueId,
        function: FunctionId,
        nested: u8,
        found: &mut Vec<(&'r str, Written)>,
    ) {
        let ValueKind::Struct { fields, .. } = &self.facts.value(self.facts.plain(value)).kind
        else {
            return;
        };
        for (name, value) in fields {
            let value = self.facts.plain(*value);
            match self.facts.value(value).kind {
                ValueKind::Struct { .. } if nested > 0 => {
                    self.entries_built(value, function, nested - 1, found);
                }
                ValueKind::Str(_)
                | ValueKind::Template(_)
                | ValueKind::Concat(_)
                | ValueKind::Name(_)
                | ValueKind::Member { .. } => {
                    let written = self.string(value, Some(function), BUILT);
                    found.extend(written.filter(Written::tells).map(|text| (*name, text)));
                }
                _ => {}
            }
        }
    }
}
