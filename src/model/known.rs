//! What the repository itself taught the scan, for the rounds after the first.

use std::collections::HashMap;

use super::language::Family;
use super::modules::{ModuleId, Modules};
use super::summary::{ObjectRef, What};

/// How many modules are searched along re-exports before a name counts as unresolved.
const HOPS: usize = 64;

/// Names with a meaning, by the module that declares them.
#[derive(Debug, Default)]
pub struct Known {
    /// Every module.
    pub modules: Modules,
    /// The folder-relative path of a module's file, for resolving its own imports; the first one seen.
    pub paths: HashMap<ModuleId, (Family, Box<str>)>,
    /// Name → what it means.
    pub names: HashMap<ModuleId, HashMap<Box<str>, Vec<What>>>,
    /// The same the other way round, for families whose names are in reach without an import.
    pub homes: HashMap<Family, HashMap<Box<str>, Vec<ModuleId>>>,
    /// The library that a conventional receiver name most often meant, by family.
    pub usual: HashMap<Family, Vec<ObjectRef>>,
}

impl Known {
    /// What `name` means in `module`, re-exports followed.
    pub fn look_up(&self, module: ModuleId, name: &str) -> Option<&What> {
        self.look_up_at(module, name).map(|(_, what)| what)
    }

    /// The same, with the module that really declares it.
    pub fn look_up_at(&self, module: ModuleId, name: &str) -> Option<(ModuleId, &What)> {
        self.follow(module, name, &mut Vec::new())
    }

    /// `seen` keeps re-exports that go round, or meet again, from being followed twice.
    fn follow(
        &self,
        module: ModuleId,
        name: &str,
        seen: &mut Vec<ModuleId>,
    ) -> Option<(ModuleId, &What)> {
        if seen.len() >= HOPS || seen.contains(&module) {
            return None;
        }
        seen.push(module);
        let names = self.names.get(&module)?;
        for what in names.get(name).into_iter().flatten() {
            match what {
                What::Reexport(from, original) => {
                    if let Some(found) = self.through(module, from, original, seen) {
                        return Some(found);
                    }
                }
                what => return Some((module, what)),
            }
        }
        for what in names.get("*").into_iter().flatten() {
            if let What::Reexport(from, star) = what
                && &**star == "*"
                && let Some(found) = self.through(module, from, name, seen)
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
        seen: &mut Vec<ModuleId>,
    ) -> Option<(ModuleId, &What)> {
        let (family, path) = self.paths.get(&module)?;
        let (target, _) = self.modules.resolve(*family, path, from, &[])?;
        self.follow(target, name, seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::SafeText;

    #[test]
    fn re_exports_that_go_round_end() {
        let mut known = Known::default();
        let ids = ["a/x.ts", "a/y.ts", "a/z.ts"].map(|path| {
            let id = known.modules.add_file(Family::JavaScript, path, None);
            known.paths.insert(id, (Family::JavaScript, path.into()));
            id
        });
        let star = |from: &str| What::Reexport(from.into(), "*".into());
        let constant = What::Constant(SafeText::constant("requests"));
        let mut declare = |at: usize, name: &str, what: Vec<What>| {
            known
                .names
                .entry(ids[at])
                .or_default()
                .insert(name.into(), what);
        };
        declare(0, "*", vec![star("./y"), star("./z")]);
        declare(1, "*", vec![star("./x")]);
        declare(2, "NAME", vec![constant.clone()]);
        assert_eq!(known.look_up_at(ids[1], "NAME"), Some((ids[2], &constant)));
        assert_eq!(known.look_up(ids[0], "OTHER"), None);
    }
}
