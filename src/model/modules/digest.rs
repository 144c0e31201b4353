//! Whether the modules of two versions of a repository are reached alike.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{ModuleId, Modules};
use crate::model::language::Family;

impl Modules {
    /// Equal for equal modules and equal ways to reach them, by family; the ids do not count.
    pub(in crate::model) fn digest(&self, family: Family, is_of: &dyn Fn(ModuleId) -> bool) -> u64 {
        let mut hasher = DefaultHasher::new();
        // In the order of their ids, which decides where several could be meant.
        for (at, key) in self.keys.iter().enumerate() {
            if is_of(ModuleId(at as u32)) {
                key.hash(&mut hasher);
            }
        }
        self.aliases.hash(&mut hasher);
        if family == Family::Rust {
            self.crates.hash(&mut hasher);
        }
        for ((of, name), folder) in &self.packages {
            if *of == family {
                (name, folder).hash(&mut hasher);
            }
        }
        let mut stems: Vec<(&String, Vec<Option<&str>>)> = self
            .by_stem
            .iter()
            .filter(|((of, _), _)| *of == family)
            .map(|((_, stem), modules)| (stem, modules.iter().map(|id| self.key(*id)).collect()))
            .collect();
        stems.sort_unstable();
        stems.hash(&mut hasher);
        hasher.finish()
    }
}
