//! Names that no import binds: which module of the repository may declare them.

use super::{Path, Resolver};
use crate::model::language::Family;
use crate::model::modules::ModuleId;
use crate::model::summary::What;

/// How many modules a type stands in, for it to be looked for in a file of its own.
const NESTED: usize = 4;

impl<'a> Resolver<'a, '_> {
    /// The module that declares `names`, or of the type they name the member, and how many of the
    /// names it took to say the module.
    pub(super) fn home(&self, names: &[String], member: Option<&str>) -> Option<(ModuleId, usize)> {
        let around = self.around?;
        let known = around.known;
        let declares = |module: ModuleId, names: &[String]| self.declares_in(module, names, member);
        let mut homes = self.homes().into_iter();
        if let Some(module) = homes.find(|module| declares(*module, names)) {
            return Some((module, 0));
        }
        // A type of the repository that nothing here leads to, but that no other is called like.
        for (taken, name) in names.iter().enumerate().take(NESTED) {
            let mut called = known.modules.called(self.family, name).iter();
            if let Some(module) = called.find(|module| declares(**module, &names[taken..])) {
                return Some((*module, taken));
            }
        }
        // A whole name, namespace and all.
        let parts: Vec<&str> = names.iter().map(String::as_str).collect();
        let whole = known.modules.resolve(self.family, self.path, "", &parts);
        if let Some((module, taken)) = whole
            && declares(module, &names[taken..])
        {
            return Some((module, taken));
        }
        // Only one module of the repository declares it.
        let homes = known.homes.get(&self.family)?;
        let only = (0..names.len().min(NESTED)).find_map(|taken| {
            match homes.get(key(&names[taken..], member).as_str())?.as_slice() {
                [only] => Some((*only, taken)),
                _ => None,
            }
        });
        Some(only.unwrap_or((around.module, 0)))
    }

    /// The same for a path whose beginning an import says. `A.B` may be type B of namespace A, or
    /// namespace A.B: it is the one that declares what is asked for.
    pub(super) fn imported_home(
        &self,
        path: &Path,
        member: Option<&str>,
    ) -> Option<(ModuleId, usize)> {
        let modules = &self.around?.known.modules;
        let names: Vec<&str> = path.names.iter().map(String::as_str).collect();
        (0..=names.len()).rev().find_map(|taken| {
            let found = modules.resolve(self.family, self.path, &path.module, &names[..taken])?;
            let (module, used) = found;
            (used == taken && self.declares_in(module, &path.names[taken..], member))
                .then_some(found)
        })
    }

    fn declares_in(&self, module: ModuleId, names: &[String], member: Option<&str>) -> bool {
        self.around
            .and_then(|around| around.known.names.get(&module))
            .is_some_and(|all| all.contains_key(key(names, member).as_str()))
    }

    /// The modules whose names are in reach without a word: the own one, those around it, and those
    /// that are imported whole.
    fn homes(&self) -> Vec<ModuleId> {
        let Some(around) = self.around else {
            return Vec::new();
        };
        if let Some(homes) = &*self.around_here.borrow() {
            return homes.clone();
        }
        let modules = &around.known.modules;
        let mut homes = vec![around.module];
        if self.family == Family::CSharp {
            let mut namespace = self.facts.package.unwrap_or("");
            while let Some((outer, _)) = namespace.rsplit_once('.') {
                homes.extend(modules.named(self.family, outer));
                namespace = outer;
            }
        }
        let globs = self.globs.iter();
        homes.extend(globs.filter_map(|at| {
            let module = &self.facts.imports[*at as usize].module;
            modules
                .resolve(self.family, self.path, module, &[])
                .map(|(id, _)| id)
        }));
        *self.around_here.borrow_mut() = Some(homes.clone());
        homes
    }

    /// What the repository knows about a method that `owner` inherits from a type it names.
    pub(crate) fn inherited(
        &self,
        owner: &str,
        name: &str,
    ) -> Option<(ModuleId, String, &'a What)> {
        let known = self.around?.known;
        let declared = &self.facts.types[*self.types.get(owner)? as usize];
        declared.bases.iter().find_map(|base| {
            let super::Meaning::Instance(path) = self.declared_type(base)?.meaning else {
                return None;
            };
            let (module, type_name) = self.type_home(&path, name)?;
            let key = format!("{type_name}.{name}");
            let what = known.look_up(module, &key)?;
            Some((module, key, what))
        })
    }
}

/// How a declaration is known in its module: the names down to it, joined.
fn key(names: &[String], member: Option<&str>) -> String {
    let mut key = names.join(".");
    if let Some(member) = member {
        if !key.is_empty() {
            key.push('.');
        }
        key.push_str(member);
    }
    key
}
