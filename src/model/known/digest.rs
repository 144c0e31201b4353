//! Whether what two versions of a repository taught is the same, for the files of one family: then a
//! file that is the same in both says the same.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Known, ModuleId};
use crate::model::language::Family;

/// Equal for equal values within one run.
fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Known {
    /// For each family a number that is equal where everything is that its files may ask for.
    pub fn digests(&self) -> [u64; Family::ALL.len()] {
        Family::ALL.map(|family| self.digest(family))
    }

    fn digest(&self, family: Family) -> u64 {
        let is_of = |id: ModuleId| {
            let path = self.paths.get(&id);
            path.is_some_and(|(of, _)| *of == family)
        };
        let key = |id: &ModuleId| self.modules.key(*id);
        let keys = |ids: &[ModuleId]| -> Vec<Option<&str>> { ids.iter().map(key).collect() };
        // Tables have no order: what their entries add up to has none either.
        let paths = self.paths.iter().filter(|(id, _)| is_of(**id));
        let paths = paths.map(|(id, (_, path))| hash_of((0, key(id), path)));
        let names = self.names.iter().filter(|(id, _)| is_of(**id));
        let names = names.flat_map(|(id, names)| {
            let module = hash_of(key(id));
            names.iter().map(move |entry| hash_of((1, module, entry)))
        });
        let homes = self.homes.get(&family).into_iter().flatten();
        let homes = homes.map(|(name, homes)| hash_of((2, name, keys(homes))));
        let wrappers = self.wrappers.iter().filter(|((of, _), _)| *of == family);
        let wrappers = wrappers.map(|((_, name), methods)| {
            let methods: Vec<_> = methods.iter().map(|(id, name)| (key(id), name)).collect();
            hash_of((3, name, methods))
        });
        let bases = self.bases.iter().filter(|(id, _)| is_of(**id));
        let bases = bases.map(|(id, bases)| hash_of((4, key(id), bases)));
        let sum = paths
            .chain(names)
            .chain(homes)
            .chain(wrappers)
            .chain(bases)
            .fold(0_u64, u64::wrapping_add);
        hash_of((
            sum,
            self.modules.digest(family, &is_of),
            self.usual.get(&family),
        ))
    }
}
