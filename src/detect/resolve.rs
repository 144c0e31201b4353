//! Who is meant: from an expression to a library's object, a canonical path, or a declared type.
//!
//! Goes from certain to likely: import, binding, declared type, the same package, exports of other
//! files. What nothing explains stays unexplained here; naming conventions are the caller's last resort.

use std::cell::RefCell;
use std::collections::HashMap;

use super::index::{FamilyIndex, canonical};
use crate::model::facts::{
    Binding, BindingKind, CallId, CallKind, Facts, FunctionId, ValueId, ValueKind,
};
use crate::model::known::Known;
use crate::model::language::Family;
use crate::model::modules::ModuleId;
use crate::model::signal::ResolvedBy;
use crate::model::summary::{ObjectRef, What};

/// How long a chain of names, members and calls is followed.
const HOPS: u8 = 40;

/// The module of names that this file itself declares.
pub(crate) const HERE: &str = "";

/// What an expression stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// An object of a library.
    Object(ObjectRef),
    /// A name of a module: the module as written (canonical; [`HERE`] for this file), and the names after it.
    Path(Path),
    /// A value whose type is that path.
    Instance(Path),
}

/// A module and names in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// The module, canonical.
    pub(crate) module: String,
    /// The names after it.
    pub(crate) names: Vec<String>,
    /// It was reached through an import, and is not just a name that nothing declares.
    pub(crate) imported: bool,
}

impl Path {
    /// The path as packs write it.
    pub(crate) fn dotted(&self) -> String {
        let mut text = self.module.clone();
        for name in &self.names {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(name);
        }
        text
    }

    fn then(&self, name: &str) -> Self {
        let mut next = self.clone();
        next.names.push(name.to_owned());
        next
    }
}

/// A meaning and how it was reached.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) meaning: Meaning,
    pub(crate) by: ResolvedBy,
}

/// What later rounds know about other files, seen from this one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'k> {
    /// What the repository taught.
    pub(crate) known: &'k Known,
    /// This file's module.
    pub(crate) module: ModuleId,
}

/// Resolves expressions of one file.
pub(crate) struct Resolver<'a, 's> {
    pub(crate) facts: &'a Facts<'s>,
    pub(crate) family: Family,
    pub(crate) index: &'a FamilyIndex,
    pub(crate) path: &'a str,
    pub(crate) around: Option<Around<'a>>,
    bindings: HashMap<&'s str, Vec<u32>>,
    fields: HashMap<(&'s str, &'s str), Vec<u32>>,
    imports: HashMap<&'s str, u32>,
    globs: Vec<u32>,
    types: HashMap<&'s str, u32>,
    functions: HashMap<&'s str, Vec<u32>>,
    returns: HashMap<FunctionId, Vec<ValueId>>,
    /// Modules that were looked up before.
    reached: RefCell<HashMap<String, Option<(ModuleId, usize)>>>,
    /// Class → field → object, from annotations on the type.
    annotated: HashMap<String, (ObjectRef, String)>,
}

impl<'a, 's> Resolver<'a, 's> {
    /// A resolver over the facts of one file.
    pub(crate) fn new(
        facts: &'a Facts<'s>,
        family: Family,
        index: &'a FamilyIndex,
        path: &'a str,
        around: Option<Around<'a>>,
    ) -> Self {
        let mut bindings: HashMap<&'s str, Vec<u32>> = HashMap::new();
        let mut fields: HashMap<(&'s str, &'s str), Vec<u32>> = HashMap::new();
        for (at, binding) in facts.bindings.iter().enumerate() {
            match (binding.kind, binding.owner) {
                (BindingKind::Field, Some(owner)) => fields
                    .entry((owner, binding.name))
                    .or_default()
                    .push(at as u32),
                (_, Some(owner)) => {
                    fields
                        .entry((owner, binding.name))
                        .or_default()
                        .push(at as u32);
                    bindings.entry(binding.name).or_default().push(at as u32);
                }
                _ => bindings.entry(binding.name).or_default().push(at as u32),
            }
        }
        let mut imports = HashMap::new();
        let mut globs = Vec::new();
        for (at, import) in facts.imports.iter().enumerate() {
            if import.local == "*" {
                globs.push(at as u32);
            } else {
                imports.insert(import.local, at as u32);
            }
        }
        let types = facts
            .types
            .iter()
            .enumerate()
            .map(|(at, declared)| (declared.name, at as u32))
            .collect();
        let mut functions: HashMap<&'s str, Vec<u32>> = HashMap::new();
        for (at, function) in facts
            .functions
            .iter()
            .enumerate()
            .filter(|(_, function)| !function.name.is_empty())
        {
            functions.entry(function.name).or_default().push(at as u32);
        }
        let mut returns: HashMap<FunctionId, Vec<ValueId>> = HashMap::new();
        for given in &facts.returns {
            returns.entry(given.function).or_default().push(given.value);
        }
        let mut resolver = Self {
            facts,
            family,
            index,
            path,
            around,
            bindings,
            fields,
            imports,
            globs,
            types,
            functions,
            returns,
            reached: RefCell::default(),
            annotated: HashMap::new(),
        };
        if !index.annotations.is_empty() {
            for call in &facts.calls {
                if let CallKind::OnType(declared) = call.kind
                    && let Some(Found {
                        meaning: Meaning::Path(path),
                        ..
                    }) = resolver.identify(call.callee, None)
                    && let Some(gives) = index.annotations.get(&path.dotted())
                {
                    resolver
                        .annotated
                        .insert(facts.type_of(declared).name.to_owned(), gives.clone());
                }
            }
        }
        resolver
    }

    /// What an expression in function `at` stands for.
    pub(crate) fn identify(&self, id: ValueId, at: Option<FunctionId>) -> Option<Found> {
        self.expression(id, at, HOPS)
    }

    fn expression(&self, id: ValueId, at: Option<FunctionId>, hops: u8) -> Option<Found> {
        let hops = hops.checked_sub(1)?;
        match &self.facts.value(self.facts.plain(id)).kind {
            ValueKind::Name(name) => self.name(name, at, hops),
            ValueKind::Member { base, name } => self.member(*base, name, at, hops),
            ValueKind::Call(call) => self.result(*call, hops),
            ValueKind::Either(options) => options
                .iter()
                .find_map(|option| self.expression(*option, at, hops)),
            ValueKind::Struct { of, .. } => self.as_instance(self.expression(*of, at, hops)?),
            _ => None,
        }
    }

    /// Whether a name is what the function's body calls its own object; gives the type's name.
    pub(crate) fn own_type(&self, name: &str, at: Option<FunctionId>) -> Option<&'s str> {
        let mut at = at;
        while let Some(id) = at {
            let function = self.facts.function(id);
            if let Some(owner) = function.owner
                && (function.receiver == Some(name)
                    || name == "self"
                    || name == "this"
                    || name == "Self"
                    || name == "cls")
            {
                return Some(owner);
            }
            at = function.parent;
        }
        None
    }

    fn name(&self, name: &str, at: Option<FunctionId>, hops: u8) -> Option<Found> {
        if let Some(owner) = self.own_type(name, at) {
            let path = Path {
                module: HERE.into(),
                names: vec![owner.to_owned()],
                imported: false,
            };
            return Some(Found {
                meaning: Meaning::Instance(path),
                by: ResolvedBy::Type,
            });
        }
        let mut scope = at;
        loop {
            if let Some(binding) = self.binding_in(name, scope) {
                return self.bound(binding, hops);
            }
            match scope {
                Some(id) => {
                    // A class body's names are in reach of its methods in Java, and only there.
                    if self.family == Family::Java
                        && let Some(owner) = self.facts.function(id).owner
                        && let Some(found) = self.field(owner, name, hops)
                    {
                        return Some(found);
                    }
                    scope = self.facts.function(id).parent;
                }
                None => break,
            }
        }
        if self.types.contains_key(name) || self.functions.contains_key(name) {
            let path = Path {
                module: HERE.into(),
                names: vec![name.to_owned()],
                imported: false,
            };
            return Some(Found {
                meaning: Meaning::Path(path),
                by: ResolvedBy::Binding,
            });
        }
        if let Some(import) = self.imports.get(name) {
            return Some(self.imported(*import, None));
        }
        if let Some(around) = self.around
            && matches!(self.family, Family::Go | Family::Java)
            && let Some(found) = self.known(around.module, name, ResolvedBy::Package)
        {
            return Some(found);
        }
        for glob in &self.globs {
            let found = self.imported(*glob, Some(name));
            match &found.meaning {
                Meaning::Object(_) => return Some(found),
                Meaning::Path(path) => {
                    let dotted = path.dotted();
                    if self.index.calls.contains_key(&dotted)
                        || self.index.types.contains_key(&dotted)
                        || self.in_repository(path).is_some()
                    {
                        return Some(found);
                    }
                }
                Meaning::Instance(_) => return Some(found),
            }
        }
        let path = Path {
            module: String::new(),
            names: vec![name.to_owned()],
            imported: false,
        };
        Some(self.canonical_meaning(path, ResolvedBy::Import))
    }

    /// Every binding of a name, in source order.
    pub(crate) fn bindings_of(&self, name: &str) -> impl Iterator<Item = &Binding<'s>> {
        self.bindings
            .get(name)
            .into_iter()
            .flatten()
            .map(|at| &self.facts.bindings[*at as usize])
    }

    /// Every binding of a field or owned constant, in source order.
    pub(crate) fn fields_of(&self, owner: &str, name: &str) -> Vec<&Binding<'s>> {
        let all = self.fields.get(&(owner, name));
        all.into_iter()
            .flatten()
            .map(|at| &self.facts.bindings[*at as usize])
            .collect()
    }

    /// Whether this file declares a function, type or file-level name called so.
    pub(crate) fn declares(&self, name: &str) -> bool {
        self.types.contains_key(name)
            || self.functions.contains_key(name)
            || self.bindings.contains_key(name)
    }

    /// The value that a name in reach of `at` was given, when it is bound in this file.
    pub(crate) fn bound_value(&self, id: ValueId, at: Option<FunctionId>) -> Option<ValueId> {
        let ValueKind::Name(name) = self.facts.value(id).kind else {
            return None;
        };
        let mut scope = at;
        loop {
            if let Some(binding) = self.binding_in(name, scope) {
                return binding.value.map(|value| self.facts.plain(value));
            }
            scope = self.facts.function(scope?).parent;
        }
    }

    /// The binding of `name` in exactly this scope: the last one, since later code sees it.
    fn binding_in(&self, name: &str, scope: Option<FunctionId>) -> Option<&Binding<'s>> {
        let all = self.bindings.get(name)?;
        let mut here = all
            .iter()
            .map(|at| &self.facts.bindings[*at as usize])
            .filter(|binding| binding.scope == scope);
        let first = here.next()?;
        // A parameter's declared type says more than what it is set to later.
        Some(here.fold(
            first,
            |best, next| if best.declared.is_some() { best } else { next },
        ))
    }

    fn bound(&self, binding: &Binding<'s>, hops: u8) -> Option<Found> {
        let hops = hops.checked_sub(1)?;
        if let Some(declared) = binding.declared
            && let Some(found) = self.declared_type(declared)
        {
            return Some(found);
        }
        // A variable is looked up where it stands, so `x = x.child()` would go round: the hops end it.
        let scope = binding.scope;
        let mut found = self.expression(binding.value?, scope, hops)?;
        if found.by == ResolvedBy::Import {
            found.by = ResolvedBy::Binding;
        }
        Some(found)
    }

    /// What a type as written says about values of it.
    pub(crate) fn declared_type(&self, declared: &str) -> Option<Found> {
        let mut instance = None;
        for path in type_paths(declared) {
            let mut parts = path.split('.');
            let first = parts.next()?;
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
    fn imported(&self, at: u32, name: Option<&str>) -> Found {
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
        match (&import.name, name) {
            (_, Some(name)) => names.push(name.to_owned()),
            (Some(own), None) if own != "default" => names.push(own.clone().into_owned()),
            _ => {}
        }
        self.canonical_meaning(
            Path {
                module,
                names,
                imported: true,
            },
            ResolvedBy::Import,
        )
    }

    /// A path as what the packs or the repository know it to be.
    fn canonical_meaning(&self, path: Path, by: ResolvedBy) -> Found {
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

    /// What another file of the repository declares a path to be.
    fn in_repository(&self, path: &Path) -> Option<Found> {
        let around = self.around?;
        if !path.imported && self.family != Family::Rust {
            return None;
        }
        let (module, rest) = self.module_of(path)?;
        let name = path.names[rest..].join(".");
        if name.is_empty() {
            // A default import asks for the default export.
            return self.known(module, "default", ResolvedBy::Export);
        }
        self.known(module, &name, ResolvedBy::Export)
            .filter(|_| around.module != module || self.family == Family::Rust)
    }

    /// The repository's module that a path begins with, and how many names that took.
    pub(crate) fn module_of(&self, path: &Path) -> Option<(ModuleId, usize)> {
        self.around?;
        // In Go and JavaScript the module alone decides; elsewhere the names that follow may be modules.
        let whole = matches!(self.family, Family::Go | Family::JavaScript) && path.imported;
        let key = if whole {
            path.module.clone()
        } else {
            path.dotted()
        };
        if let Some(known) = self.reached.borrow().get(&key) {
            return *known;
        }
        let found = self.find_module(path);
        self.reached.borrow_mut().insert(key, found);
        found
    }

    fn find_module(&self, path: &Path) -> Option<(ModuleId, usize)> {
        let around = self.around?;
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

    fn known(&self, module: ModuleId, name: &str, by: ResolvedBy) -> Option<Found> {
        let known = self.around?.known;
        let (at, what) = known.look_up_at(module, name)?;
        let meaning = match what {
            What::Object(object) => Meaning::Object(*object),
            What::Typed(from, type_name) => Meaning::Instance(self.elsewhere(at, from, type_name)?),
            What::Returns(_)
            | What::ReturnsTyped(..)
            | What::Wrapper(_)
            | What::Constant(_)
            | What::Reexport(..) => {
                return None;
            }
        };
        Some(Found { meaning, by })
    }

    /// A type named in another file, as a path that this file could have imported.
    fn elsewhere(&self, declaring: ModuleId, module: &str, name: &str) -> Option<Path> {
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

    /// The module and the name of a type, when the repository declares it.
    fn type_home(&self, path: &Path) -> Option<(ModuleId, String)> {
        let around = self.around?;
        if let Some(id) = path.module.strip_prefix('#').and_then(|id| id.parse().ok()) {
            return Some((ModuleId(id), path.names.join(".")));
        }
        if path.module == HERE {
            return Some((around.module, path.names.join(".")));
        }
        let (module, taken) = self.module_of(path)?;
        Some((module, path.names[taken..].join(".")))
    }

    fn member(&self, base: ValueId, name: &str, at: Option<FunctionId>, hops: u8) -> Option<Found> {
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
                Some(self.canonical_meaning(path.then(name), found.by))
            }
            Meaning::Object(object) => {
                let given = self.index.derived.get(&object)?.get(name)?;
                Some(Found {
                    meaning: Meaning::Object(*given),
                    by: found.by,
                })
            }
            Meaning::Instance(path) => self.instance_member(&path, name, hops),
        }
    }

    fn instance_member(&self, path: &Path, name: &str, hops: u8) -> Option<Found> {
        if path.module == HERE
            && path.names.len() == 1
            && let Some(found) = self.field(&path.names[0], name, hops)
        {
            return Some(found);
        }
        let (module, type_name) = self.type_home(path)?;
        self.known(module, &format!("{type_name}.{name}"), ResolvedBy::Package)
    }

    /// The field `name` of a type declared in this file, or inherited from one that is known.
    pub(crate) fn field(&self, owner: &str, name: &str, hops: u8) -> Option<Found> {
        let hops = hops.checked_sub(1)?;
        if let Some((object, field)) = self.annotated.get(owner)
            && field == name
        {
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
                }) => self.instance_member(&path, name, hops),
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

    fn as_instance(&self, found: Found) -> Option<Found> {
        match found.meaning {
            Meaning::Path(path) => {
                let meaning = match self.index.types.get(&path.dotted()) {
                    Some(object) => Meaning::Object(*object),
                    None => Meaning::Instance(path),
                };
                Some(Found {
                    meaning,
                    by: found.by,
                })
            }
            _ => Some(found),
        }
    }

    /// What a call gives.
    fn result(&self, id: CallId, hops: u8) -> Option<Found> {
        let call = self.facts.call(id);
        let at = call.function;
        let callee = self.facts.plain(call.callee);
        if let ValueKind::Member { base, name } = self.facts.value(callee).kind
            && let Some(found) = self.expression(base, at, hops)
        {
            match &found.meaning {
                Meaning::Object(object) => {
                    let given = self
                        .index
                        .derived
                        .get(object)
                        .and_then(|methods| methods.get(name));
                    let given = given.or_else(|| self.index.fluent.get(object));
                    if let Some(given) = given {
                        return Some(Found {
                            meaning: Meaning::Object(*given),
                            by: found.by,
                        });
                    }
                    return is_transparent(name).then_some(found);
                }
                Meaning::Instance(path) => {
                    if let Some(given) = self.method_result(path, name, hops) {
                        return Some(given);
                    }
                    return is_transparent(name).then_some(found);
                }
                Meaning::Path(_) => {}
            }
        }
        if self.is_require(callee) {
            let module = self.facts.as_str(call.args.first()?.value)?;
            let path = Path {
                module: canonical(self.family, module),
                names: Vec::new(),
                imported: true,
            };
            return Some(self.canonical_meaning(path, ResolvedBy::Import));
        }
        let found = self.expression(callee, at, hops)?;
        let path = match &found.meaning {
            // A path that is an object, or gives it when called: packs need not say which.
            Meaning::Object(_) => return Some(found),
            Meaning::Path(path) => path,
            Meaning::Instance(_) => return None,
        };
        let dotted = path.dotted();
        if let Some(object) = self
            .index
            .objects
            .get(&dotted)
            .or_else(|| self.index.types.get(&dotted))
        {
            return Some(Found {
                meaning: Meaning::Object(*object),
                by: found.by,
            });
        }
        if call.kind == CallKind::Constructor {
            return Some(Found {
                meaning: Meaning::Instance(path.clone()),
                by: found.by,
            });
        }
        if path.module == HERE && !path.imported {
            if let Some(given) = self.function_result(None, path.names.last()?, hops) {
                return Some(given);
            }
            if let [name] = path.names.as_slice()
                && self.types.contains_key(name.as_str())
            {
                return Some(Found {
                    meaning: Meaning::Instance(path.clone()),
                    by: found.by,
                });
            }
        }
        if let Some(given) = self.known_result(path) {
            return Some(given);
        }
        // `Arc::new(x)`, `Some(x)`, `LazyLock::new(|| x)`: what goes in comes out.
        if self.family == Family::Rust {
            return self.wrapped(call.args.first()?.value, at, hops);
        }
        let class =
            self.family == Family::Python && path.names.last()?.starts_with(char::is_uppercase);
        class.then(|| Found {
            meaning: Meaning::Instance(path.clone()),
            by: found.by,
        })
    }

    fn wrapped(&self, id: ValueId, at: Option<FunctionId>, hops: u8) -> Option<Found> {
        let hops = hops.checked_sub(1)?;
        let found = match self.facts.value(self.facts.plain(id)).kind {
            ValueKind::Closure(function) => self.returned(function, hops),
            _ => self.expression(id, at, hops),
        }?;
        matches!(found.meaning, Meaning::Object(_)).then_some(found)
    }

    fn returned(&self, function: FunctionId, hops: u8) -> Option<Found> {
        let hops = hops.checked_sub(1)?;
        let mut values = self.returns.get(&function)?.iter();
        values.find_map(|value| self.expression(*value, Some(function), hops))
    }

    /// What the function `name` of this file, or the method of `owner`, gives.
    fn function_result(&self, owner: Option<&str>, name: &str, hops: u8) -> Option<Found> {
        let all = self.functions.get(name)?;
        for at in all
            .iter()
            .filter(|at| self.facts.functions[**at as usize].owner == owner || owner.is_none())
        {
            let function = &self.facts.functions[*at as usize];
            if let Some(found) = function
                .returns
                .and_then(|declared| self.declared_type(declared))
            {
                return Some(found);
            }
            if let Some(found) = self.returned(FunctionId(*at), hops) {
                return Some(found);
            }
        }
        None
    }

    fn method_result(&self, path: &Path, name: &str, hops: u8) -> Option<Found> {
        if path.module == HERE
            && let [owner] = path.names.as_slice()
            && let Some(found) = self.function_result(Some(owner), name, hops)
        {
            return Some(found);
        }
        let (module, type_name) = self.type_home(path)?;
        self.given_by(module, &format!("{type_name}.{name}"))
    }

    fn known_result(&self, path: &Path) -> Option<Found> {
        let (module, taken) = self.module_of(path)?;
        let name = path.names[taken..].join(".");
        let name = if name.is_empty() { "default" } else { &name };
        self.given_by(module, name)
    }

    fn given_by(&self, module: ModuleId, name: &str) -> Option<Found> {
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

    fn is_require(&self, callee: ValueId) -> bool {
        self.family == Family::JavaScript
            && matches!(self.facts.value(callee).kind, ValueKind::Name("require"))
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
                let name = path.names[taken..].join(".");
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
                let (module, type_name) = self.type_home(path)?;
                (module, format!("{type_name}.{name}"))
            }
            _ => return None,
        };
        let what = around.known.look_up(module, &name)?;
        Some((module, name, what))
    }
}

/// Methods that hand on the object they are called on.
fn is_transparent(name: &str) -> bool {
    matches!(
        name,
        "clone"
            | "unwrap"
            | "expect"
            | "as_ref"
            | "as_mut"
            | "borrow"
            | "lock"
            | "read"
            | "get"
            | "deref"
            | "to_owned"
            | "into"
            | "get_or_init"
            | "load"
            | "unwrap_or_default"
            | "bind"
            | "get_or_insert_with"
    )
}

/// The dotted paths in a type as written: `Option<Arc<slog::Logger>>` holds `Option`, `Arc`, `slog.Logger`.
fn type_paths(declared: &str) -> impl Iterator<Item = String> + '_ {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.' || c == ':' || c == '$';
    declared
        .split(move |c: char| !is_part(c))
        .map(|part| {
            part.trim_matches(|c| c == ':' || c == '.')
                .replace("::", ".")
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
