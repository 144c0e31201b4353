//! Interfaces of a repository's own that say again what a library's object can do.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::Resolver;
use crate::detect::index::canonical;
use crate::model::language::Family;
use crate::model::summary::ObjectRef;

/// How many methods an interface has in common with a library's object to stand for it.
const ALIKE: usize = 3;

impl<'s> Resolver<'_, 's> {
    /// The interfaces of this file that declare several methods of an object of a library which the
    /// file imports. Whoever is handed one is handed that object, or what stands in for it.
    pub(super) fn read_mirrors(&self) -> HashMap<&'s str, ObjectRef> {
        let mut found = HashMap::default();
        // Only Go is known to tell the methods of an interface from others here.
        if self.family != Family::Go {
            return found;
        }
        let mut methods: BTreeMap<&'s str, Vec<&'s str>> = BTreeMap::new();
        for function in &self.facts.functions {
            if let Some(owner) = function.owner
                && function.receiver.is_none()
                && self.index.point_methods.contains(function.name)
                && self.types.contains_key(owner)
            {
                methods.entry(owner).or_default().push(function.name);
            }
        }
        methods.retain(|_, names| names.len() >= ALIKE);
        if methods.is_empty() {
            return found;
        }
        let imports = self.facts.imports.iter();
        let mut used: Vec<u16> = imports
            .flat_map(|import| {
                let module = canonical(self.family, &import.module);
                self.index.libraries_of(&module).collect::<Vec<_>>()
            })
            .collect();
        used.sort_unstable();
        for (owner, names) in methods {
            let objects = self.index.methods.iter();
            let mut alike: Vec<(usize, ObjectRef)> = objects
                .filter(|(object, _)| used.binary_search(&object.library).is_ok())
                .map(|(object, known)| {
                    let common = names.iter().filter(|name| known.contains_key(**name));
                    (common.count(), *object)
                })
                .filter(|(common, _)| *common >= ALIKE && *common == names.len())
                .collect();
            alike.sort_unstable_by_key(|(common, object)| (std::cmp::Reverse(*common), *object));
            if let Some((_, object)) = alike.first() {
                found.insert(owner, *object);
            }
        }
        found
    }

    /// The library's object that a type of this file stands for.
    pub(crate) fn mirrored(&self, name: &str) -> Option<ObjectRef> {
        self.mirrors.get(name).copied()
    }
}
