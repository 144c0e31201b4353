//! Who is meant: from an expression to a library's object, a canonical path, or a declared type.
//!
//! Goes from certain to likely: import, binding, declared type, the same package, exports of other
//! files. What nothing explains stays unexplained here; naming conventions are the caller's last resort.

mod calls;
mod members;
mod mirrors;
mod repository;
mod unimported;

use std::cell::{Cell, RefCell};

use foldhash::HashMap;

use super::index::{FamilyIndex, canonical};
use crate::model::facts::{Binding, BindingKind, CallKind, Facts, FunctionId, ValueId, ValueKind};
use crate::model::known::Known;
use crate::model::language::Family;
use crate::model::modules::ModuleId;
use crate::model::signal::ResolvedBy;
use crate::model::summary::ObjectRef;

/// How long a chain of names, members and calls is followed.
const HOPS: u8 = 40;

/// What following a base type costs: inheritance is shallow, and each level may name several bases.
const BASE: u8 = 6;

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

/// How far the look-up of a value is.
#[derive(Clone, Debug)]
enum Meant {
    /// Nobody asked.
    Unasked,
    /// It is being looked up.
    Asked,
    /// It was looked up.
    Known(Option<Found>),
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
    /// What each value was found to mean, once it was asked for.
    meanings: RefCell<Vec<Meant>>,
    /// Where names that no import binds may be declared, once it was asked for.
    around_here: RefCell<Option<Vec<ModuleId>>>,
    /// Modules that were looked up before.
    reached: RefCell<HashMap<String, Option<(ModuleId, usize)>>>,
    /// The rows that are chosen of the tables which loops walk.
    pub(crate) rows: RefCell<Vec<(ValueId, super::written::Row)>>,
    /// The texts that literals fill fields with, once they were asked for.
    pub(crate) literals: RefCell<Option<super::written::Literals>>,
    /// The name of a metric is read: what functions of other files make of it is worth knowing.
    pub(crate) naming: Cell<bool>,
    /// The interfaces of this file that say again what a library's object can do.
    mirrors: HashMap<&'s str, ObjectRef>,
    /// Class → field → object, from annotations on the type.
    annotated: HashMap<String, Vec<(ObjectRef, String)>>,
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
        let mut bindings: HashMap<&'s str, Vec<u32>> = HashMap::default();
        let mut fields: HashMap<(&'s str, &'s str), Vec<u32>> = HashMap::default();
        for (at, binding) in facts.bindings.iter().enumerate() {
            match (binding.kind, binding.owner) {
                (BindingKind::Entry | BindingKind::Field, Some(owner)) => fields
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
        let mut imports = HashMap::default();
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
        let mut functions: HashMap<&'s str, Vec<u32>> = HashMap::default();
        for (at, function) in facts
            .functions
            .iter()
            .enumerate()
            .filter(|(_, function)| !function.name.is_empty())
        {
            functions.entry(function.name).or_default().push(at as u32);
        }
        let mut returns: HashMap<FunctionId, Vec<ValueId>> = HashMap::default();
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
            meanings: RefCell::new(vec![Meant::Unasked; facts.values.len()]),
            around_here: RefCell::default(),
            reached: RefCell::default(),
            rows: RefCell::default(),
            literals: RefCell::default(),
            naming: Cell::new(false),
            mirrors: HashMap::default(),
            annotated: HashMap::default(),
        };
        resolver.mirrors = resolver.read_mirrors();
        if !index.annotations.is_empty() {
            for call in &facts.calls {
                if let CallKind::OnType(declared) = call.kind
                    && let Some(Found {
                        meaning: Meaning::Path(path),
                        ..
                    }) = resolver.identify(call.callee, None)
                    && let Some(gives) = index.annotations.get(&path.dotted())
                {
                    let name = facts.type_of(declared).name.to_owned();
                    let has = resolver.annotated.entry(name).or_default();
                    has.extend(gives.iter().cloned());
                }
            }
            for declared in &facts.types {
                for base in &declared.bases {
                    if let Some(Found {
                        meaning: Meaning::Instance(path),
                        ..
                    }) = resolver.declared_type(base)
                        && let Some(gives) = index.annotations.get(&path.dotted())
                    {
                        let name = declared.name.to_owned();
                        let has = resolver.annotated.entry(name).or_default();
                        has.extend(gives.iter().cloned());
                    }
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
        // A value stands in one place, so that what it means does not depend on who asks; and a
        // value that is asked for while it is looked up stands in a circle, which means nothing.
        let at_once =
            std::mem::replace(&mut self.meanings.borrow_mut()[id.0 as usize], Meant::Asked);
        let found = match at_once {
            Meant::Unasked => self.meaning_of(id, at, hops),
            Meant::Asked => None,
            Meant::Known(found) => found,
        };
        self.meanings.borrow_mut()[id.0 as usize] = Meant::Known(found.clone());
        found
    }

    fn meaning_of(&self, id: ValueId, at: Option<FunctionId>, hops: u8) -> Option<Found> {
        match &self.facts.value(self.facts.plain(id)).kind {
            ValueKind::Name(name) => self.name(name, at, hops),
            ValueKind::Member { base, name } => self.member(*base, name, at, hops),
            ValueKind::Call(call) => self.result(*call, hops),
            ValueKind::Either(options) => options
                .iter()
                .find_map(|option| self.expression(*option, at, hops)),
            ValueKind::Struct { of, .. } => Some(self.as_instance(self.expression(*of, at, hops)?)),
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
                    || name == "cls"
                    || name == "__CLASS__")
            {
                return Some(owner);
            }
            at = function.parent;
        }
        None
    }

    fn name(&self, name: &str, at: Option<FunctionId>, hops: u8) -> Option<Found> {
        if let Some(rooted) = name.strip_prefix('\\') {
            let path = Path {
                module: String::new(),
                names: vec![rooted.to_owned()],
                imported: false,
            };
            return Some(self.canonical_meaning(path, ResolvedBy::Import));
        }
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
                    // A class body's names are in reach of its methods by themselves in some languages.
                    if self.family.reaches_members()
                        && let Some(owner) = self.facts.function(id).owner
                        && let Some(found) = self
                            .field(owner, name, hops)
                            .or_else(|| self.fetched(owner, name, hops))
                    {
                        return Some(found);
                    }
                    scope = self.facts.function(id).parent;
                }
                None => break,
            }
        }
        // What a field is given stands in no function, and may name another field.
        if at.is_none() && self.family.reaches_members() {
            let owners = self.facts.types.iter().map(|declared| declared.name);
            let mut homes = owners.filter(|owner| self.fields.contains_key(&(*owner, name)));
            if let (Some(owner), None) = (homes.next(), homes.next())
                && let Some(found) = self.field(owner, name, hops)
            {
                return Some(found);
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
            && self.family.shares_modules()
            && let Some(found) = self.known(around.module, name, ResolvedBy::Package)
        {
            return Some(found);
        }
        if let Some(found) = self.globbed(name) {
            return Some(found);
        }
        // A type of PHP that nothing imports stands in the namespace of the file.
        let own = self.facts.package.filter(|_| {
            self.family == Family::Php && name.starts_with(|first: char| first.is_ascii_uppercase())
        });
        let path = Path {
            module: own.map_or_else(String::new, |own| canonical(self.family, own)),
            names: vec![name.to_owned()],
            imported: own.is_some(),
        };
        Some(self.canonical_meaning(path, ResolvedBy::Import))
    }

    /// The path that a name stands for, when that is all that is known of it.
    pub(crate) fn path_named(&self, name: &str, at: Option<FunctionId>) -> Option<Path> {
        match self.name(name, at, HOPS)?.meaning {
            Meaning::Path(path) => Some(path),
            _ => None,
        }
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

    /// What a function or closure of this file hands back, in source order.
    pub(crate) fn given(&self, function: FunctionId) -> impl Iterator<Item = ValueId> + '_ {
        self.returns.get(&function).into_iter().flatten().copied()
    }

    /// The objects that a type has by what is written on it or mixed into it, and the fields' names.
    pub(crate) fn annotated(&self, of: &str) -> &[(ObjectRef, String)] {
        self.annotated.get(of).map_or(&[], Vec::as_slice)
    }

    /// The names of the types around a function, from the inside out.
    pub(crate) fn owners(&self, at: Option<FunctionId>) -> Vec<&'s str> {
        let mut owners = Vec::new();
        let mut at = at;
        while let Some(id) = at {
            let function = self.facts.function(id);
            if let Some(owner) = function.owner
                && !owners.contains(&owner)
            {
                owners.push(owner);
            }
            at = function.parent;
        }
        owners
    }

    /// The object that a type is by what is mixed into it, so that its methods are bare names.
    pub(crate) fn mixed_in(&self, owner: &str) -> Option<ObjectRef> {
        let own = self.annotated(owner).iter();
        let mut own = own.filter(|(_, field)| field.is_empty());
        if let Some((object, _)) = own.next() {
            return Some(*object);
        }
        match self.inherited(owner, "")? {
            (_, _, crate::model::summary::What::Object(object)) => Some(*object),
            _ => None,
        }
    }

    /// What a type of this file rests on, as written.
    pub(crate) fn bases_of(&self, owner: &str) -> &[&'s str] {
        let declared = self.types.get(owner);
        declared.map_or(&[], |at| &self.facts.types[*at as usize].bases)
    }

    /// The function of that name, when the file has just one.
    pub(crate) fn only_function(&self, name: &str) -> Option<FunctionId> {
        match self.functions.get(name)?.as_slice() {
            [only] => Some(FunctionId(*only)),
            _ => None,
        }
    }

    /// Whether this file declares a function, type or file-level name called so.
    pub(crate) fn declares(&self, name: &str) -> bool {
        self.types.contains_key(name)
            || self.functions.contains_key(name)
            || self.bindings.contains_key(name)
    }

    /// Whether a name is that of a type or function of this file.
    pub(crate) fn is_type_or_function(&self, name: &str) -> bool {
        self.types.contains_key(name) || self.functions.contains_key(name)
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

    /// What a glob import that is known to hold `name` makes of it.
    fn globbed(&self, name: &str) -> Option<Found> {
        for glob in &self.globs {
            let found = self.imported(*glob, Some(name));
            match &found.meaning {
                Meaning::Object(_) => return Some(found),
                Meaning::Path(path) => {
                    let dotted = path.dotted();
                    if self.index.calls.contains_key(&dotted)
                        || self.index.types.contains_key(&dotted)
                        || self.index.call_homes.contains(&dotted)
                        || self.in_repository(path).is_some()
                        || self.holds_constant(path)
                    {
                        return Some(found);
                    }
                }
                Meaning::Instance(_) => return Some(found),
            }
        }
        None
    }

    /// What the name of a macro stands for: variables of the same name live beside it, not before it.
    pub(crate) fn macro_named(&self, name: &str) -> Found {
        let own = self.functions.get(name).into_iter().flatten();
        if own
            .into_iter()
            .any(|at| self.facts.functions[*at as usize].is_macro)
        {
            let path = Path {
                module: HERE.into(),
                names: vec![name.to_owned()],
                imported: false,
            };
            return Found {
                meaning: Meaning::Path(path),
                by: ResolvedBy::Binding,
            };
        }
        if let Some(import) = self.imports.get(name) {
            return self.imported(*import, None);
        }
        self.globbed(name).unwrap_or_else(|| {
            let path = Path {
                module: String::new(),
                names: vec![name.to_owned()],
                imported: false,
            };
            self.canonical_meaning(path, ResolvedBy::Import)
        })
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
}
