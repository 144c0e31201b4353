//! Members, fields, imports and declared types.

use super::{BASE, Found, HERE, Meaning, Path, Resolver};
use crate::detect::index::canonical;
use crate::model::facts::{FunctionId, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::signal::ResolvedBy;

impl Resolver<'_, '_> {
    /// What a type as written says about values of it.
    pub(crate) fn declared_type(&self, declared: &str) -> Option<Found> {
        let mut instance = None;
        for path in type_paths(declared) {
            let mut parts = path.split('.');
            let first = parts.next()?;
            if let Some(object) = self.mirrored(first) {
                return Some(Found {
                    meaning: Meaning::Object(object),
                    by: ResolvedBy::Convention,
                });
            }
            let start = if self.types.contains_key(first) {
                Path {
                    module: HERE.into(),
                    names: vec![first.to_owned()],
                    imported: false,
                }
            } else if let Some(import) = self.imports.get(first) {
                match self.imported(*import, None).meaning {
                    Meaning::Path(path) => path,
                    Meaning::Object(object) => {
                        return Some(Found {
                            meaning: Meaning::Object(object),
                            by: ResolvedBy::Type,
                        });
                    }
                    Meaning::Instance(path) => path,
                }
            } else {
                let globbed = self.globs.iter().find_map(|glob| {
                    match self.imported(*glob, Some(first)).meaning {
                        Meaning::Path(path) if self.index.types.contains_key(&path.dotted()) => {
                            Some(path)
                        }
                        _ => None,
                    }
                });
                globbed.unwrap_or(Path {
                    module: String::new(),
                    names: vec![first.to_owned()],
                    imported: false,
                })
            };
            let full = parts.fold(start, |path, part| path.then(part));
            if let Some(object) = self.index.types.get(&full.dotted()) {
                return Some(Found {
                    meaning: Meaning::Object(*object),
                    by: ResolvedBy::Type,
                });
            }
            if self.family == Family::Go
                && full.imported
                && let Some(found) = self.in_repository(&full)
                && matches!(found.meaning, Meaning::Object(_))
            {
                return Some(found);
            }
            // Another file of the package may give a library's type another name.
            if let Some(around) = self.around
                && self.family == Family::Go
                && !full.imported
                && !path.contains('.')
                && !self.types.contains_key(first)
                && let Some(found) = self.known(around.module, first, ResolvedBy::Package)
                && matches!(found.meaning, Meaning::Object(_))
            {
                return Some(found);
            }
            if full.imported || self.types.contains_key(first) || instance.is_none() {
                instance = Some(full);
            }
        }
        Some(Found {
            meaning: Meaning::Instance(instance?),
            by: ResolvedBy::Type,
        })
    }

    /// What import number `at` binds; for a glob, what `name` in it would be.
    pub(super) fn imported(&self, at: u32, name: Option<&str>) -> Found {
        self.canonical_meaning(self.import_path(at, name), ResolvedBy::Import)
    }

    /// The module and the name under which another file declares what a name, or a member of a
    /// module, stands for; no module for a name of the own package.
    pub(crate) fn declared_as(&self, id: ValueId) -> Option<(String, String)> {
        let (first, rest) = match self.facts.value(id).kind {
            ValueKind::Name(name) => (name, None),
            ValueKind::Member { base, name } => {
                match self.facts.value(self.facts.plain(base)).kind {
                    ValueKind::Name(first) => (first, Some(name)),
                    _ => return None,
                }
            }
            _ => return None,
        };
        if let Some(at) = self.imports.get(first) {
            let mut path = self.import_path(*at, None);
            path.names.extend(rest.map(str::to_owned));
            return Some((path.module, path.names.join(".")));
        }
        let own = self.family.shares_modules() && !self.declares(first);
        own.then(|| {
            let names = rest.map_or_else(|| first.to_owned(), |rest| format!("{first}.{rest}"));
            (String::new(), names)
        })
    }

    fn import_path(&self, at: u32, name: Option<&str>) -> Path {
        let import = &self.facts.imports[at as usize];
        let mut module = canonical(self.family, &import.module);
        let mut names = Vec::new();
        if self.family == Family::Java {
            // Static imports and nested classes name a class as part of the module.
            while let Some((before, class)) = module.rsplit_once('.')
                && class.starts_with(char::is_uppercase)
            {
                names.insert(0, class.to_owned());
                module = before.to_owned();
            }
        }
        if self.family == Family::Rust {
            // Any part of the path may be a name that its module hands on.
            let whole = std::mem::take(&mut module);
            let mut parts = whole.split('.').map(str::to_owned);
            module = parts.next().unwrap_or_default();
            names.extend(parts);
        }
        match (&import.name, name) {
            (_, Some(name)) => names.push(name.to_owned()),
            (Some(own), None) if own != "default" => names.push(own.clone().into_owned()),
            _ => {}
        }
        Path {
            module,
            names,
            imported: true,
        }
    }

    /// A path as what the packs or the repository know it to be.
    pub(super) fn canonical_meaning(&self, path: Path, by: ResolvedBy) -> Found {
        if let Some(object) = self.index.objects.get(&path.dotted()) {
            return Found {
                meaning: Meaning::Object(*object),
                by,
            };
        }
        self.in_repository(&path).unwrap_or(Found {
            meaning: Meaning::Path(path),
            by,
        })
    }

    pub(super) fn member(
        &self,
        base: ValueId,
        name: &str,
        at: Option<FunctionId>,
        hops: u8,
    ) -> Option<Found> {
        let found = self.expression(base, at, hops)?;
        match found.meaning {
            Meaning::Path(path) => {
                if path.module == HERE
                    && !path.imported
                    && path.names.len() == 1
                    && let Some(field) = self.field(&path.names[0], name, hops)
                {
                    return Some(field);
                }
                if path.module == HERE
                    && path.names.len() == 1
                    && let Some(given) = self.fetched(&path.names[0], name, hops)
                {
                    return Some(given);
                }
                Some(self.canonical_meaning(path.then(name), found.by))
            }
            Meaning::Object(object) => {
                let derived = self.index.derived.get(&object);
                let given = derived
                    .and_then(|given| given.get(name))
                    .or_else(|| self.index.fluent.get(&object))?;
                Some(Found {
                    meaning: Meaning::Object(*given),
                    by: found.by,
                })
            }
            Meaning::Instance(path) => self.instance_member(&path, name, hops),
        }
    }

    pub(super) fn instance_member(&self, path: &Path, name: &str, hops: u8) -> Option<Found> {
        if path.module == HERE
            && path.names.len() == 1
            && let Some(found) = self.field(&path.names[0], name, hops)
        {
            return Some(found);
        }
        if path.module == HERE
            && path.names.len() == 1
            && let Some(given) = self.fetched(&path.names[0], name, hops)
        {
            return Some(given);
        }
        let (module, type_name) = self.type_home(path, name)?;
        self.known(module, &format!("{type_name}.{name}"), ResolvedBy::Package)
    }

    /// What a method of a type gives, in a language that calls it as it reads a field.
    pub(super) fn fetched(&self, owner: &str, name: &str, hops: u8) -> Option<Found> {
        if self.family != Family::Ruby {
            return None;
        }
        self.function_result(Some(owner), name, hops)
    }

    /// The field `name` of a type declared in this file, or inherited from one that is known.
    pub(crate) fn field(&self, owner: &str, name: &str, hops: u8) -> Option<Found> {
        let hops = hops.checked_sub(1)?;
        let mut annotated = self.annotated(owner).iter();
        if let Some((object, _)) = annotated.find(|(_, field)| field == name) {
            return Some(Found {
                meaning: Meaning::Object(*object),
                by: ResolvedBy::Type,
            });
        }
        if let Some(all) = self.fields.get(&(owner, name)) {
            let bindings = all.iter().map(|at| &self.facts.bindings[*at as usize]);
            if let Some(found) = bindings
                .into_iter()
                .find_map(|binding| self.bound(binding, hops))
            {
                return Some(found);
            }
        }
        let declared = self
            .types
            .get(owner)
            .map(|at| &self.facts.types[*at as usize]);
        for base in declared
            .into_iter()
            .flat_map(|declared| declared.bases.iter())
        {
            let found = match self.declared_type(base) {
                Some(Found {
                    meaning: Meaning::Instance(path),
                    ..
                }) if path.module == HERE && path.names == [owner] => None,
                Some(Found {
                    meaning: Meaning::Instance(path),
                    ..
                }) => self.instance_member(&path, name, hops.saturating_sub(BASE)),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        // Java and Go: the type may be declared, or continued, in another file of the package.
        if let Some(around) = self.around {
            return self.known(
                around.module,
                &format!("{owner}.{name}"),
                ResolvedBy::Package,
            );
        }
        None
    }

    pub(super) fn as_instance(&self, found: Found) -> Found {
        match found.meaning {
            Meaning::Path(path) => {
                let meaning = match self.index.types.get(&path.dotted()) {
                    Some(object) => Meaning::Object(*object),
                    None => Meaning::Instance(path),
                };
                Found {
                    meaning,
                    by: found.by,
                }
            }
            _ => found,
        }
    }
}

/// The dotted paths in a type as written: `Option<Arc<slog::Logger>>` holds `Option`, `Arc`, `slog.Logger`.
fn type_paths(declared: &str) -> impl Iterator<Item = String> + '_ {
    let is_part =
        |c: char| c.is_alphanumeric() || c == '_' || c == '.' || c == ':' || c == '$' || c == '\\';
    declared
        .split(move |c: char| !is_part(c))
        .map(|part| {
            part.trim_matches(|c| c == ':' || c == '.' || c == '\\')
                .replace("::", ".")
                .replace('\\', ".")
        })
        .filter(|part| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_') && !part.contains(':')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_types_are_found_whatever_wraps_them() {
        let paths: Vec<_> = type_paths("Option<Arc<slog::Logger>>").collect();
        assert_eq!(paths, ["Option", "Arc", "slog.Logger"]);
        assert_eq!(
            type_paths("*zap.Logger").collect::<Vec<_>>(),
            ["zap.Logger"]
        );
        assert_eq!(
            type_paths("logging.Logger | None").collect::<Vec<_>>(),
            ["logging.Logger", "None"]
        );
    }
}
