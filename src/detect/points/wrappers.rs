//! Functions that hand their message or name on to a library, and the calls that go through them.

use std::collections::{BTreeMap, HashMap};

use super::{Draft, Finder, Harvest, join};
use crate::detect::index::PointRef;
use crate::detect::level::normalise;
use crate::detect::locate::{named_function, positional};
use crate::detect::resolve::{Found, HERE, Meaning};
use crate::detect::written::Written;
use crate::model::facts::{Call, CallId, CallKind, FunctionId, ValueKind};
use crate::model::signal::{Level, ResolvedBy, Signal};
use crate::model::summary::{What, Wrapper};

impl<'s> Finder<'_, 's> {
    /// Remembers the function around a point that only hands on what it is given.
    #[expect(
        clippy::too_many_arguments,
        reason = "each is one part of what a wrapper hands on"
    )]
    pub(super) fn note_wrapper(
        &self,
        id: CallId,
        point: PointRef,
        around: Option<FunctionId>,
        level: Option<Level>,
        level_from: Option<u16>,
        text: Option<&Written>,
        prefix: &str,
        harvest: &mut Harvest,
    ) {
        let Some(around) = around else { return };
        let function = self.facts().function(around);
        let parameter = text.and_then(|text| text.parameter);
        let forwards_all = function.is_macro && text.is_none_or(|text| !text.literal);
        if parameter.is_none() && !forwards_all || self.facts().call(id).function != Some(around) {
            return;
        }
        let rule = self.rule(point);
        let wrapper = Wrapper {
            library: point.library,
            signal: rule.signal,
            text: parameter,
            level,
            level_from,
            instrument: rule.methods[point.method as usize].instrument,
            prefix: (!prefix.is_empty()).then(|| self.scrubber.clean(prefix)),
        };
        push_wrapper(harvest, function.owner, function.name, wrapper);
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
        let Some((name, found)) = self.callee(call) else {
            return false;
        };
        let key = match found.as_ref().map(|found| &found.meaning) {
            Some(Meaning::Path(path)) if path.module == HERE && !path.imported => {
                path.names.join(".")
            }
            Some(Meaning::Instance(path)) if path.module == HERE => {
                format!("{}.{name}", path.names.join("."))
            }
            _ => String::new(),
        };
        // A method that is called by its bare name, or on the own object, may be inherited.
        let own = match found.as_ref().map(|found| &found.meaning) {
            Some(Meaning::Path(path)) if !path.imported && path.names.len() == 1 => {
                self.resolver.own_type("this", call.function)
            }
            Some(Meaning::Instance(path)) if path.module == HERE => {
                path.names.first().map(String::as_str)
            }
            _ => None,
        };
        let own_key = own.map_or_else(String::new, |owner| format!("{owner}.{name}"));
        let inherited = || match self.resolver.inherited(own?, name)? {
            (key, What::Wrapper(wrapper)) => Some((key, wrapper.clone())),
            _ => None,
        };
        let (key, wrapper, by) = if let Some(wrapper) = local.get(&key) {
            (key, wrapper.clone(), ResolvedBy::Binding)
        } else if let Some(wrapper) = local.get(&own_key) {
            (own_key, wrapper.clone(), ResolvedBy::Binding)
        } else if let Some((key, wrapper)) = inherited() {
            (key, wrapper, ResolvedBy::Export)
        } else {
            match self.resolver.known_callee(found.as_ref(), name) {
                Some((_, key, What::Wrapper(wrapper))) => {
                    (key, wrapper.clone(), ResolvedBy::Export)
                }
                _ => return false,
            }
        };
        let text = match wrapper.text {
            Some(index) => match positional(call, index) {
                Some(value) => self.resolver.written(value, call.function),
                None => return false,
            },
            None => call
                .args
                .iter()
                .map(|arg| arg.value)
                .find(|value| facts.as_str(*value).is_some())
                .and_then(|value| self.resolver.written(value, call.function)),
        };
        let level_value = wrapper.level_from.and_then(|index| positional(call, index));
        let level = wrapper.level.or_else(|| {
            normalise(
                &self.resolver.written(level_value?, call.function)?.text,
                &BTreeMap::new(),
            )
            .or_else(|| normalise(facts.last_name(level_value?)?, &BTreeMap::new()))
        });
        let around = named_function(facts, call.function);
        if let (Some(around), Some(parameter)) =
            (around, text.as_ref().and_then(|text| text.parameter))
            && call.function == Some(around)
        {
            let function = facts.function(around);
            let level_from =
                level_value.and_then(|value| self.resolver.parameter(value, call.function));
            let outer = Wrapper {
                text: Some(parameter),
                level,
                level_from,
                ..wrapper.clone()
            };
            push_wrapper(harvest, function.owner, function.name, outer);
        }
        if let Some(text) = &text {
            harvest.needs.extend(text.needs.iter().cloned());
        }
        let said = text.map(|text| text.text);
        let is_named = matches!(wrapper.signal, Signal::Metric | Signal::Trace);
        let prefix = wrapper.prefix.as_ref().map_or("", |prefix| prefix.as_str());
        harvest.drafts.push(Draft {
            at: call.name_span,
            library: wrapper.library,
            signal: wrapper.signal,
            level,
            template: if is_named { None } else { said.clone() },
            name: if is_named {
                said.map(|name| join(prefix, &name, "_"))
            } else {
                None
            },
            instrument: wrapper.instrument,
            unit: None,
            help: None,
            attributes: Vec::new(),
            function: around,
            through: Some(key),
            by,
        });
        true
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

fn push_wrapper(harvest: &mut Harvest, owner: Option<&str>, name: &str, wrapper: Wrapper) {
    let key = owner.map_or_else(|| name.to_owned(), |owner| format!("{owner}.{name}"));
    if !harvest.wrappers.iter().any(|(known, _)| *known == key) {
        harvest.wrappers.push((key, wrapper));
    }
}
