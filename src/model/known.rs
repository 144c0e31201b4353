//! What the repository itself taught the scan, for the rounds after the first.

use std::collections::HashMap;

use super::language::Family;
use super::modules::{ModuleId, Modules};
use super::summary::{ObjectRef, What};

/// How many re-exports are followed before a name counts as unresolved.
const HOPS: usize = 8;

/// Names with a meaning, by the module that declares them.
#[derive(Debug, Default)]
pub struct Known {
    /// Every module.
    pub modules: Modules,
    /// The folder-relative path of a module's file, for resolving its own imports; the first one seen.
    pub paths: HashMap<ModuleId, (Family, Box<str>)>,
    /// Name → what it means.
    pub names: HashMap<ModuleId, HashMap<Box<str>, Vec<What>>>,
    /// The library that a conventional receiver name most often meant, by family.
    pub usual: HashMap<Family, Vec<ObjectRef>>,
}

impl Known {
    /// What `name` means in `module`, re-exports followed.
    pub fn look_up(&self, module: ModuleId, name: &str) -> Option<&What> {
        self.follow(module, name, HOPS).map(|(_, what)| what)
    }

    /// The same, with the module that really declares it.
    pub fn look_up_at(&self, module: ModuleId, name: &str) -> Option<(ModuleId, &What)> {
        self.follow(module, name, HOPS)
    }

    fn follow(&self, module: ModuleId, name: &str, hops: usize) -> Option<(ModuleId, &What)> {
        let hops = hops.checked_sub(1)?;
        let names = self.names.get(&module)?;
        for what in names.get(name).into_iter().flatten() {
            match what {
                What::Reexport(from, original) => {
                    if let Some(found) = self.through(module, from, original, hops) {
                        return Some(found);
                    }
                }
                what => return Some((module, what)),
            }
        }
        for what in names.get("*").into_iter().flatten() {
            if let What::Reexport(from, star) = what
                && &**star == "*"
                && let Some(found) = self.through(module, from, name, hops)
            {
                return Some(found);
            }
        }
        None
    }

    fn through(
        &self,
        module: ModuleId,
        from: &str,
        name: &str,
        hops: usize,
    ) -> Option<(ModuleId, &What)> {
        let (family, path) = self.paths.get(&module)?;
        let (target, _) = self.modules.resolve(*family, path, from, &[])?;
        self.follow(target, name, hops)
    }
}
