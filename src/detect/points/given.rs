//! Functions that build the names of their metrics of what they are given, and what calls give them.

use std::collections::BTreeMap;

use super::{Finder, Harvest};
use crate::detect::locate::given;
use crate::detect::written::Written;
use crate::model::facts::{CallId, CallKind, FunctionId};
use crate::model::summary::{Given, What};

/// How often functions that hand on what they are given are looked for within a file.
const ROUNDS: usize = 3;

impl Finder<'_, '_> {
    /// Remembers a function that builds names of what it is given; its key.
    pub(super) fn note_taker(&self, function: FunctionId, harvest: &mut Harvest) -> String {
        let key = self.resolver.key_of(function);
        if !harvest.takers.contains_key(&key) {
            let parameters = self.parameters(function);
            harvest.takers.insert(key.clone(), parameters);
        }
        key
    }

    /// Remembers the functions that fill the fields which texts hold.
    pub(super) fn note_handed<'w>(
        &self,
        texts: impl Iterator<Item = &'w Written>,
        harvest: &mut Harvest,
    ) {
        let all: Vec<&str> = texts.flat_map(Written::handed_in).collect();
        for key in all {
            if let Some(function) = self.resolver.function_keyed(key) {
                self.note_taker(function, harvest);
            }
        }
    }

    /// Collects what the calls that are no points themselves give to such functions.
    pub(super) fn given(&self, calls: &[CallId], harvest: &mut Harvest) {
        let facts = self.facts();
        let is_taker = |what: &What| matches!(what, What::Taker(_));
        let mut left: Vec<CallId> = calls
            .iter()
            .copied()
            .filter(|id| {
                let kind = facts.call(*id).kind;
                matches!(kind, CallKind::Function | CallKind::Constructor)
            })
            .collect();
        for _ in 0..ROUNDS {
            if harvest.takers.is_empty() && self.resolver.around.is_none() {
                return;
            }
            let takers: BTreeMap<String, Vec<Box<str>>> = harvest.takers.clone();
            let known = takers.len();
            left.retain(|id| {
                let call = facts.call(*id);
                let called = self.called(call, &|key| takers.contains_key(key), &is_taker);
                let (function, module, parameters) = match called {
                    Some((key, None)) => {
                        let parameters = takers[&key].clone();
                        (key, String::new(), parameters)
                    }
                    Some((key, Some((home, What::Taker(parameters))))) => {
                        let around = self.resolver.around.expect("it was found around");
                        let Some(module) = around.known.modules.key(home) else {
                            return true;
                        };
                        (key, format!("={module}"), parameters.clone())
                    }
                    _ => return true,
                };
                for index in 0..parameters.len() as u16 {
                    let written = given(call, index, &parameters)
                        .and_then(|value| self.read(value, call.function));
                    let Some(written) = written else { continue };
                    let around = call.function.filter(|_| written.has_parameter());
                    if !written.literal && written.gaps.is_empty() {
                        continue;
                    }
                    let around = around.map(|around| self.note_taker(around, harvest).into());
                    harvest.given.push(Given {
                        module: module.as_str().into(),
                        function: function.as_str().into(),
                        index,
                        text: written.composed(self.scrubber),
                        around,
                    });
                }
                false
            });
            if harvest.takers.len() == known {
                return;
            }
        }
    }
}
