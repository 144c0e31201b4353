//! Calls on what nobody knows the type of: a receiver that is called like a logger, a method that is
//! called like a wrapper's.

use std::collections::HashMap;

use memchr::memmem;

use super::wrappers::Goes;
use super::{Finder, Harvest, USUAL};
use crate::detect::index::PointRef;
use crate::detect::resolve::{HERE, Meaning};
use crate::model::facts::{Call, CallKind, ValueId, ValueKind};
use crate::model::modules::ModuleId;
use crate::model::signal::{ResolvedBy, Signal};
use crate::model::summary::{ObjectRef, Wrapper, name_hash};

impl<'s> Finder<'_, 's> {
    /// The wrapper of metrics that is the only one called so, where the type of the receiver is
    /// unknown and the file names the wrapper's type, or one it rests on: `tracing(_.count(HITS))`, a
    /// value of an interface.
    pub(super) fn only_called_so<'w>(
        &'w self,
        call: &Call<'_>,
        local: &'w HashMap<String, Wrapper>,
    ) -> Option<Goes<'w>> {
        let facts = self.facts();
        let ValueKind::Member { base, name } = facts.value(facts.plain(call.callee)).kind else {
            return None;
        };
        if call.args.is_empty() || call.kind != CallKind::Function {
            return None;
        }
        let family = self.resolver.family;
        let own = local.iter().filter_map(|(key, wrapper)| {
            let (_, method) = key.rsplit_once('.')?;
            let fits = method == name && wrapper.signal == Signal::Metric && wrapper.named;
            fits.then_some((None, key.as_str(), wrapper))
        });
        let around = self.resolver.around.map(|around| around.known);
        let others = around.into_iter().flat_map(|known| {
            let all = known.wrappers_called(family, name);
            all.map(|(module, key, wrapper)| (Some(module), key, wrapper))
        });
        let mut all: Vec<(Option<ModuleId>, &str, &Wrapper)> = own.chain(others).collect();
        if all.is_empty() {
            return None;
        }
        match self
            .resolver
            .identify(base, call.function)
            .map(|found| found.meaning)
        {
            None => {}
            Some(Meaning::Instance(path)) if self.resolver.is_own_type(&path) => {}
            Some(Meaning::Instance(path)) if path.module == HERE && !path.imported => {}
            // A name that nothing here declares, and no type by the look of it.
            Some(Meaning::Path(path))
                if path.module == HERE
                    && !path.imported
                    && !path
                        .names
                        .iter()
                        .any(|name| name.starts_with(char::is_uppercase)) => {}
            Some(_) => return None,
        }
        all.retain(|(module, key, _)| self.speaks_of(*module, key));
        let (home, key, wrapper) = *all.first()?;
        let alike = all.iter().all(|(_, _, other)| {
            other.parts == wrapper.parts && other.instrument == wrapper.instrument
        });
        alike.then(|| Goes {
            key: key.to_owned(),
            wrapper,
            home,
            by: ResolvedBy::Convention,
        })
    }

    /// Whether this file names the type that a method belongs to, or one that the type rests on.
    fn speaks_of(&self, module: Option<ModuleId>, key: &str) -> bool {
        let Some((owner, _)) = key.rsplit_once('.') else {
            return false;
        };
        let text = self.text.as_bytes();
        let names = |name: &str| {
            let last = name.rsplit('.').next().unwrap_or(name);
            memmem::find(text, last.as_bytes()).is_some()
        };
        if module.is_none() || names(owner) {
            return true;
        }
        let bases = module
            .zip(self.resolver.around)
            .and_then(|(module, around)| around.known.bases.get(&module)?.get(owner));
        bases.into_iter().flatten().any(|(_, base)| names(base))
    }

    /// The last resort: the receiver is called what people call a logger.
    pub(super) fn by_convention(
        &self,
        call: &Call<'s>,
        base: ValueId,
        method: &str,
        harvest: &mut Harvest,
    ) -> Option<(PointRef, ResolvedBy)> {
        let index = self.resolver.index;
        if !index.point_methods.contains(method) {
            return None;
        }
        let facts = self.facts();
        let receiver = match facts.value(facts.plain(base)).kind {
            ValueKind::Call(inner) => facts.last_name(facts.call(inner).callee),
            _ => facts.last_name(base),
        }?;
        // A variable is called like the thing, behind its mark.
        let receiver = receiver.trim_start_matches('$');
        harvest.wants.insert(name_hash(receiver));
        if let ValueKind::Member { base, .. } = self.facts().value(base).kind
            && let Some(name) = self.facts().last_name(base)
        {
            harvest.wants.insert(name_hash(name));
        }
        if call.args.is_empty() {
            return None;
        }
        let fits = |object: &&ObjectRef| {
            self.is_used_here(object.library)
                && index
                    .methods
                    .get(*object)
                    .is_some_and(|methods| methods.contains_key(method))
        };
        // `run_logger` and `childLogger` are loggers too.
        let named = index.conventions.get(receiver).or_else(|| {
            let last = crate::detect::secrets::names::split(receiver).pop()?;
            index.conventions.get(&last).filter(|_| last == "logger")
        })?;
        let candidates: Vec<ObjectRef> = named.iter().filter(fits).copied().collect();
        let chosen = match candidates.as_slice() {
            [] => return None,
            [only] => *only,
            several => {
                let used: Vec<ObjectRef> = several
                    .iter()
                    .filter(|object| self.in_use.contains(&object.library))
                    .copied()
                    .collect();
                let among = if used.is_empty() { several } else { &used };
                let usual = || {
                    let known = self.resolver.around?.known;
                    known
                        .usual
                        .get(&self.resolver.family)?
                        .iter()
                        .find(|object| among.contains(object))
                };
                let only = if let [only] = used.as_slice() {
                    Some(only)
                } else {
                    None
                };
                if let Some(object) = only.or_else(usual) {
                    *object
                } else {
                    harvest.wants.insert(name_hash(USUAL));
                    among[0]
                }
            }
        };
        Some((
            *index.methods.get(&chosen)?.get(method)?,
            ResolvedBy::Convention,
        ))
    }
}
