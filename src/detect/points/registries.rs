//! Which registry a metric goes to, where a registry may put something before its name.

use std::collections::HashMap;

use memchr::memmem;

use super::{Finder, Harvest};
use crate::detect::locate::{Chains, named_function, positional};
use crate::model::facts::{BindingKind, CallId, FunctionId, ValueId, ValueKind};
use crate::model::signal::Signal;
use crate::model::summary::{Carried, Registry};
use crate::model::text::SafeText;

/// How many names and calls are followed to a registry.
const STEPS: u8 = 6;

impl Finder<'_, '_> {
    /// Collects which registries are handed to whom, and what is registered on them.
    pub(super) fn registries(&self, harvest: &mut Harvest) {
        let rule = &self.resolver.index.registry;
        // Whoever touches a registry says so.
        let says = |word: &String| memmem::find(self.text.as_bytes(), word.as_bytes()).is_some();
        if !rule.types.iter().chain(&rule.register).any(says) {
            return;
        }
        let facts = self.facts();
        let mut inline: HashMap<CallId, Registry> = HashMap::new();
        for call in &facts.calls {
            let Some(name) = facts.last_name(call.callee) else {
                continue;
            };
            if rule.register.iter().any(|method| method == name) {
                let registry = facts
                    .receiver(call.callee)
                    .and_then(|on| self.registry(on, call.function, STEPS));
                let Some(registry) = registry else { continue };
                for arg in &call.args {
                    let value = facts.plain(arg.value);
                    match facts.value(value).kind {
                        ValueKind::Call(made) => {
                            inline.insert(made, registry.clone());
                        }
                        _ => harvest.registered.extend(
                            facts
                                .last_name(value)
                                .map(|name| (name.into(), registry.clone())),
                        ),
                    }
                }
            } else if !rule
                .factories
                .iter()
                .chain(&rule.dressed)
                .chain(&rule.prefixed)
                .any(|known| known == name)
            {
                for (at, arg) in call.args.iter().enumerate().take(16) {
                    if let Some(registry) = self.registry(arg.value, call.function, STEPS) {
                        harvest.carried.push(Carried {
                            module: self.home_of(call.callee).into(),
                            into: (name.into(), at as u16),
                            registry,
                        });
                    }
                }
            }
        }
        self.put_in_fields(harvest);
        self.of_metrics(&inline, harvest);
    }

    /// Registries that are put into fields.
    fn put_in_fields(&self, harvest: &mut Harvest) {
        let facts = self.facts();
        for binding in &facts.bindings {
            if binding.kind == BindingKind::Field
                && let Some(value) = binding.value
                && let Some(registry) = self.registry(value, binding.scope, STEPS)
            {
                harvest.carried.push(Carried {
                    module: "".into(),
                    into: (format!(".{}", binding.name).into(), 0),
                    registry,
                });
            }
        }
    }

    /// The module of a function that is called, as written; empty for the file's own, and for a
    /// method, which is looked for here.
    fn home_of(&self, callee: ValueId) -> &str {
        let facts = self.facts();
        let said = facts.receiver(callee).unwrap_or(callee);
        let ValueKind::Name(local) = facts.value(facts.plain(said)).kind else {
            return "";
        };
        let import = facts.imports.iter().find(|import| import.local == local);
        import.map_or("", |import| &*import.module)
    }

    /// What is told of each metric: its registry, or the name under which it is registered.
    fn of_metrics(&self, inline: &HashMap<CallId, Registry>, harvest: &mut Harvest) {
        let facts = self.facts();
        let rule = &self.resolver.index.registry;
        let places: HashMap<u32, CallId> = (0..facts.calls.len())
            .map(|at| CallId(at as u32))
            .map(|id| (facts.call(id).name_span.start, id))
            .collect();
        let mut names: HashMap<CallId, &str> = HashMap::new();
        let made = |value: ValueId| match facts.value(facts.plain(value)).kind {
            ValueKind::Call(call) => Some(call),
            _ => None,
        };
        for binding in &facts.bindings {
            if let Some(call) = binding.value.and_then(made) {
                names.insert(call, binding.name);
            }
        }
        for value in &facts.values {
            if let ValueKind::Struct { fields, .. } = &value.kind {
                for (name, value) in fields {
                    if let Some(call) = made(*value) {
                        names.insert(call, name);
                    }
                }
            }
        }
        for (at, draft) in harvest.drafts.iter().enumerate() {
            let id = places.get(&draft.at.start).copied();
            let Some(id) = id.filter(|_| draft.signal == Signal::Metric) else {
                continue;
            };
            let factory = Chains::inner(facts, id).find(|inner| {
                let name = facts.last_name(facts.call(*inner).callee);
                rule.factories
                    .iter()
                    .any(|known| Some(known.as_str()) == name)
            });
            let of_factory = factory.and_then(|factory| {
                let factory = facts.call(factory);
                self.registry(positional(factory, 0)?, factory.function, STEPS)
            });
            if let Some(registry) = inline.get(&id).cloned().or(of_factory) {
                harvest.registries.push((at as u32, registry));
            } else if let Some(name) = names.get(&id) {
                harvest.given_names.push((at as u32, (*name).into()));
            }
        }
    }

    /// The registry that an expression is.
    fn registry(&self, id: ValueId, at: Option<FunctionId>, steps: u8) -> Option<Registry> {
        let steps = steps.checked_sub(1)?;
        let facts = self.facts();
        let id = facts.plain(id);
        let rule = &self.resolver.index.registry;
        match facts.value(id).kind {
            ValueKind::Name(name) => {
                if let Some(index) = self.resolver.parameter(id, at) {
                    let mut here = self.resolver.bindings_of(name);
                    let declared = here.any(|binding| {
                        binding.kind == BindingKind::Parameter
                            && binding.declared.is_some_and(|declared| {
                                rule.types.iter().any(|of| declared.ends_with(of.as_str()))
                            })
                    });
                    let around = named_function(facts, at).filter(|_| declared)?;
                    return Some(Registry {
                        prefix: SafeText::constant(""),
                        of: Some((facts.function(around).name.into(), index)),
                    });
                }
                let given = self.resolver.all_given(name, at);
                given
                    .into_iter()
                    .find_map(|(value, at)| self.registry(value, at, steps))
            }
            ValueKind::Member { name, .. } => {
                let lower = name.to_ascii_lowercase();
                let fits = lower.starts_with("reg") || lower.ends_with("registerer");
                fits.then(|| Registry {
                    prefix: SafeText::constant(""),
                    of: Some((format!(".{name}").into(), 0)),
                })
            }
            ValueKind::Call(call) => {
                let made = facts.call(call);
                let name = facts.last_name(made.callee)?;
                let is = |names: &[String]| names.iter().any(|known| known == name);
                if is(&rule.dressed) {
                    return self.registry(positional(made, 1)?, made.function, steps);
                }
                if !is(&rule.prefixed) {
                    let mut given = self.resolver.handed_back(call).into_iter();
                    return given.find_map(|(value, at)| self.registry(value, Some(at), steps));
                }
                let prefix = self.read(positional(made, 0)?, made.function)?;
                if prefix.holes || !prefix.literal {
                    return None;
                }
                let next =
                    positional(made, 1).and_then(|next| self.registry(next, made.function, steps));
                let (before, of) = match next {
                    Some(next) => (next.prefix.to_string(), next.of),
                    None => (String::new(), None),
                };
                let prefix = format!("{before}{}", prefix.text);
                Some(Registry {
                    prefix: self.scrubber.clean(&prefix),
                    of,
                })
            }
            _ => None,
        }
    }
}
