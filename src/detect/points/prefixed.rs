//! What the object that metrics are made on puts before their names: a client's prefix, a scope.

use super::Finder;
use crate::detect::resolve::{Found, Meaning};
use crate::detect::written::Written;
use crate::model::facts::{CallId, FunctionId, ValueId, ValueKind};
use crate::model::signal::Signal;
use crate::model::summary::{Asks, Gap, ObjectRef, PREFIX};
use crate::rules::pack::Object;

/// How many names, fields and calls are followed to where an object is made.
const STEPS: u8 = 8;

impl Finder<'_, '_> {
    /// What the object `on` puts before names.
    pub(super) fn put_before(
        &self,
        on: ValueId,
        at: Option<FunctionId>,
        separator: &str,
    ) -> Option<Written> {
        let Meaning::Object(object) = self.resolver.identify(on, at)?.meaning else {
            return None;
        };
        if !self.may_prefix(object) {
            return None;
        }
        let found = self.before(on, at, separator, STEPS)?;
        self.ask(&found);
        Some(found)
    }

    /// What the objects that this file declares put before names, by their names.
    pub(crate) fn prefixes(&self) -> Vec<(String, Written)> {
        let facts = self.facts();
        let mut found = Vec::new();
        for binding in &facts.bindings {
            let shown = binding.scope.is_none() || binding.owner.is_some();
            let Some(value) = binding.value.filter(|_| shown) else {
                continue;
            };
            let Some(Meaning::Object(object)) = self
                .resolver
                .identify(value, binding.scope)
                .map(|found| found.meaning)
            else {
                continue;
            };
            let separator = self.separator_of(object);
            if let Some(before) = self.put_before(value, binding.scope, separator)
                && (before.literal || !before.gaps.is_empty())
                && !before.has_parameter()
            {
                let name = match binding.owner {
                    Some(owner) => format!("{owner}.{}", binding.name),
                    None => binding.name.to_owned(),
                };
                let end = Written::literal(separator);
                let before = if before.text.is_empty() {
                    before
                } else {
                    before.join("", end)
                };
                found.push((format!("{name}.{PREFIX}"), before));
            }
        }
        found
    }

    /// What stands between the prefix of an object and the names on it.
    fn separator_of(&self, object: ObjectRef) -> &str {
        let library = &self.packs.libraries[usize::from(object.library)];
        let kind = &library.objects[usize::from(object.object)].kind;
        let mut rules = library.points.iter();
        let rule = rules.find(|rule| rule.signal == Signal::Metric && rule.on.contains(kind));
        rule.map_or("", |rule| rule.separator.as_str())
    }

    fn object(&self, object: ObjectRef) -> &Object {
        &self.packs.libraries[usize::from(object.library)].objects[usize::from(object.object)]
    }

    /// Whether objects of this kind may put something before names.
    pub(crate) fn may_prefix(&self, object: ObjectRef) -> bool {
        let object = self.object(object);
        !object.prefix.is_empty() || !object.scopes.is_empty()
    }

    fn before(
        &self,
        on: ValueId,
        at: Option<FunctionId>,
        separator: &str,
        steps: u8,
    ) -> Option<Written> {
        let steps = steps.checked_sub(1)?;
        let facts = self.facts();
        let on = facts.plain(on);
        match &facts.value(on).kind {
            ValueKind::Call(call) => self.made_by(*call, separator, steps),
            ValueKind::Either(options) => options
                .iter()
                .find_map(|option| self.before(*option, at, separator, steps)),
            ValueKind::Name(_) | ValueKind::Member { .. } => {
                if let Some(bound) = self.resolver.bound_value(on, at) {
                    return self.before(bound, at, separator, steps);
                }
                if let Some((value, scope)) = self.resolver.filled_once(on, at) {
                    let found = self.before(value, scope, separator, steps)?;
                    return Some(found.seen_elsewhere(self.resolver, scope));
                }
                // An object of another file: what it puts before names stands beside it there.
                let (module, names) = self.resolver.declared_as(on)?;
                let asks = Asks::Name {
                    module: module.into(),
                    names: format!("{names}.{PREFIX}").into(),
                };
                Some(Written {
                    gaps: vec![Gap {
                        start: 0,
                        end: 0,
                        asks,
                    }],
                    ..Written::default()
                })
            }
            _ => None,
        }
    }

    /// What the object that a call gives puts before names.
    fn made_by(&self, id: CallId, separator: &str, steps: u8) -> Option<Written> {
        let facts = self.facts();
        let call = facts.call(id);
        let callee = facts.plain(call.callee);
        if let ValueKind::Member { base, name } = facts.value(callee).kind
            && let Some(Found {
                meaning: Meaning::Object(object),
                ..
            }) = self.resolver.identify(base, call.function)
        {
            let outer = self.before(base, call.function, separator, steps);
            if !self.object(object).scopes.iter().any(|scope| scope == name) {
                return outer;
            }
            let own = call.args.first()?;
            let own = self.resolver.written(own.value, call.function)?;
            return Some(match outer {
                Some(outer) => outer.join(separator, own),
                None => own,
            });
        }
        let Meaning::Path(path) = self.resolver.identify(callee, call.function)?.meaning else {
            return self.configured(id, callee, separator);
        };
        let index = self.resolver.index;
        let dotted = path.dotted();
        let object = index.objects.get(&dotted).or(index.types.get(&dotted))?;
        self.text_of(id, *object, separator)
    }

    /// A path that is the object itself is looked up as one, called or not.
    fn configured(&self, id: CallId, callee: ValueId, separator: &str) -> Option<Written> {
        let call = self.facts().call(id);
        let found = self.resolver.identify(callee, call.function)?;
        match found.meaning {
            Meaning::Object(object) => self.text_of(id, object, separator),
            _ => None,
        }
    }

    fn text_of(&self, id: CallId, object: ObjectRef, separator: &str) -> Option<Written> {
        let places = &self.object(object).prefix;
        let mut said = self
            .text_at(id, places, None)
            .filter(|said| !said.text.is_empty())?;
        if !separator.is_empty() && !said.holes && said.text.ends_with(separator) {
            said = Written::literal(said.text.trim_end_matches(separator));
        }
        Some(said)
    }
}
