//! What other files of the repository say about a path, a type or a call.

use super::{Found, HERE, Meaning, Path, Resolver};
use crate::detect::index::canonical;
use crate::model::language::Family;
use crate::model::modules::ModuleId;
use crate::model::signal::ResolvedBy;
use crate::model::summary::What;

impl<'a> Resolver<'a, '_> {
    /// What another file of the repository declares a path to be.
    pub(super) fn in_repository(&self, path: &Path) -> Option<Found> {
        let around = self.around?;
        if !path.imported && !self.sees_unimported() {
            return None;
        }
        let (module, rest) = self.module_of(path)?;
        let name = path.names.get(rest..)?.join(".");
        if name.is_empty() {
            // A default import asks for the default export.
            return self.known(module, "default", ResolvedBy::Export);
        }
        if around.module == module && !self.sees_unimported() {
            return None;
        }
        self.known(module, &name, ResolvedBy::Export)
            .or_else(|| self.handed_on(module, &name))
    }

    /// Whether a path is a string constant of another file.
    pub(super) fn holds_constant(&self, path: &Path) -> bool {
        let Some((around, (module, taken))) = self.around.zip(self.module_of(path)) else {
            return false;
        };
        let name = path.names.get(taken..).unwrap_or(&[]).join(".");
        around.known.constant(module, &name).is_some()
    }

    /// What a library's name means that a module of the repository hands on.
    fn handed_on(&self, module: ModuleId, name: &str) -> Option<Found> {
        let (from, original) = self.around?.known.outside(module, name)?;
        let mut path = Path {
            module: canonical(self.family, &from),
            names: Vec::new(),
            imported: true,
        };
        if original != "default" {
            path.names.extend(original.split('.').map(str::to_owned));
        }
        let dotted = path.dotted();
        let meaning = match self.index.objects.get(&dotted) {
            Some(object) => Meaning::Object(*object),
            None if self.index.calls.contains_key(&dotted)
                || self.index.call_homes.contains(&dotted)
                || self.index.types.contains_key(&dotted) =>
            {
                Meaning::Path(path)
            }
            None => return None,
        };
        Some(Found {
            meaning,
            by: ResolvedBy::Export,
        })
    }

    /// Whether a type is declared in this file, or in one that is no library's the packs know.
    pub(crate) fn is_own_type(&self, path: &Path) -> bool {
        match (path.module == HERE, path.names.last()) {
            (true, Some(name)) => self.types.contains_key(name.as_str()),
            _ if path.module.starts_with('#') => true,
            _ => path.imported && self.index.libraries_of(&path.module).next().is_none(),
        }
    }

    /// Whether a macro of that path is one that the repository wrote itself.
    pub(crate) fn is_own_macro(&self, path: &Path) -> bool {
        let Some((around, (module, taken))) = self.around.zip(self.module_of(path)) else {
            return false;
        };
        let Some(name) = path.names.get(taken..).map(|names| names.join(".")) else {
            return false;
        };
        path.imported && around.known.outside(module, &name).is_none()
    }

    /// The repository's module that a path begins with, and how many names that took.
    pub(crate) fn module_of(&self, path: &Path) -> Option<(ModuleId, usize)> {
        self.around?;
        // In Go and JavaScript the module alone decides; elsewhere the names that follow may be modules.
        let whole = matches!(self.family, Family::Go | Family::JavaScript) && path.imported;
        let key = if whole {
            path.module.clone()
        } else {
            format!("{}\n{}", path.module, path.names.join("."))
        };
        if let Some(known) = self.reached.borrow().get(&key) {
            return *known;
        }
        let found = self.find_module(path);
        self.reached.borrow_mut().insert(key, found);
        found
    }

    pub(super) fn find_module(&self, path: &Path) -> Option<(ModuleId, usize)> {
        let around = self.around?;
        if path.module == HERE && !path.imported && self.family.is_ambient() {
            return self.home(&path.names, None);
        }
        if self.family.is_ambient()
            && let Some(found) = self.imported_home(path, None)
        {
            return Some(found);
        }
        if path.module == HERE && !path.imported {
            return if self.family == Family::Rust && path.names.len() > 1 {
                let names: Vec<&str> = path.names[1..path.names.len() - 1]
                    .iter()
                    .map(String::as_str)
                    .collect();
                let (module, taken) =
                    around
                        .known
                        .modules
                        .resolve(self.family, self.path, &path.names[0], &names)?;
                Some((module, taken + 1))
            } else {
                Some((around.module, 0))
            };
        }
        let names: Vec<&str> = path.names.iter().map(String::as_str).collect();
        around
            .known
            .modules
            .resolve(self.family, self.path, &path.module, &names)
    }

    pub(super) fn known(&self, module: ModuleId, name: &str, by: ResolvedBy) -> Option<Found> {
        let known = self.around?.known;
        let (at, what) = known.look_up_at(module, name)?;
        let meaning = match what {
            // What is fetched and what is called are written alike.
            What::Returns(object) if self.family == Family::Ruby => Meaning::Object(*object),
            What::ReturnsTyped(from, type_name) if self.family == Family::Ruby => {
                Meaning::Instance(self.elsewhere(at, from, type_name)?)
            }
            What::Object(object) => Meaning::Object(*object),
            What::Typed(from, type_name) => Meaning::Instance(self.elsewhere(at, from, type_name)?),
            What::Returns(_)
            | What::ReturnsTyped(..)
            | What::Wrapper(_)
            | What::Taker(_)
            | What::Options(..)
            | What::Text(..)
            | What::Constant(_)
            | What::Reexport(..) => {
                return None;
            }
        };
        Some(Found { meaning, by })
    }

    /// A type named in another file, as a path that this file could have imported.
    pub(super) fn elsewhere(&self, declaring: ModuleId, module: &str, name: &str) -> Option<Path> {
        let known = self.around?.known;
        let (family, path) = known.paths.get(&declaring)?;
        let target = if module == HERE {
            declaring
        } else {
            known.modules.resolve(*family, path, module, &[])?.0
        };
        Some(Path {
            module: format!("#{}", target.0),
            names: vec![name.to_owned()],
            imported: true,
        })
    }

    /// Whether names that no import binds may be declared in other files.
    fn sees_unimported(&self) -> bool {
        self.family == Family::Rust || self.family.is_ambient()
    }

    /// The module and the name of a type, when the repository declares it. Where several types may
    /// be meant, it is the one of which `member` is known.
    pub(super) fn type_home(&self, path: &Path, member: &str) -> Option<(ModuleId, String)> {
        let around = self.around?;
        if let Some(id) = path.module.strip_prefix('#').and_then(|id| id.parse().ok()) {
            return Some((ModuleId(id), path.names.join(".")));
        }
        if path.module == HERE && !path.imported && self.family.is_ambient() {
            let (module, taken) = self.home(&path.names, Some(member))?;
            return Some((module, path.names.get(taken..)?.join(".")));
        }
        if self.family.is_ambient()
            && let Some((module, taken)) = self.imported_home(path, Some(member))
        {
            return Some((module, path.names.get(taken..)?.join(".")));
        }
        if path.module == HERE {
            return Some(
                self.globbed_home(path, member)
                    .unwrap_or_else(|| (around.module, path.names.join("."))),
            );
        }
        let (module, taken) = self.module_of(path)?;
        Some((module, path.names.get(taken..)?.join(".")))
    }

    /// The home of a type that an import of all names of a module brings in.
    fn globbed_home(&self, path: &Path, member: &str) -> Option<(ModuleId, String)> {
        let known = self.around?.known;
        let first = path.names.first()?;
        if path.imported || self.types.contains_key(first.as_str()) {
            return None;
        }
        self.globs.iter().find_map(|glob| {
            let Meaning::Path(whole) = self.imported(*glob, Some(first)).meaning else {
                return None;
            };
            let (module, taken) = self.module_of(&whole)?;
            let mut names = whole.names.get(taken..)?.to_vec();
            names.extend(path.names.iter().skip(1).cloned());
            let name = names.join(".");
            let told = known.look_up(module, &format!("{name}.{member}"));
            told.is_some().then_some((module, name))
        })
    }

    pub(super) fn known_result(&self, path: &Path) -> Option<Found> {
        let (module, taken) = self.module_of(path)?;
        let name = path.names.get(taken..)?.join(".");
        let name = if name.is_empty() { "default" } else { &name };
        self.given_by(module, name)
    }

    pub(super) fn given_by(&self, module: ModuleId, name: &str) -> Option<Found> {
        let (at, what) = self.around?.known.look_up_at(module, name)?;
        let meaning = match what {
            What::Returns(object) => Meaning::Object(*object),
            What::ReturnsTyped(from, type_name) => {
                Meaning::Instance(self.elsewhere(at, from, type_name)?)
            }
            _ => return None,
        };
        Some(Found {
            meaning,
            by: ResolvedBy::Export,
        })
    }

    /// What the repository knows about calling `callee`: a wrapper, usually.
    pub(crate) fn known_callee(
        &self,
        found: Option<&Found>,
        name: &str,
    ) -> Option<(ModuleId, String, &'a What)> {
        let around = self.around?;
        let (module, name) = match found.map(|found| &found.meaning) {
            Some(Meaning::Path(path)) => {
                let (module, taken) = self.module_of(path)?;
                let name = path.names.get(taken..)?.join(".");
                (
                    module,
                    if name.is_empty() {
                        "default".to_owned()
                    } else {
                        name
                    },
                )
            }
            Some(Meaning::Instance(path)) => {
                let (module, type_name) = self.type_home(path, name)?;
                (module, format!("{type_name}.{name}"))
            }
            _ => return None,
        };
        let (at, what) = around.known.look_up_at(module, &name)?;
        Some((at, name, what))
    }
}
