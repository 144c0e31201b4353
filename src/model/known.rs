//! What the repository itself taught the scan, for the rounds after the first.

mod digest;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::language::Family;
use super::modules::{ModuleId, Modules};
use super::summary::{Asks, Composed, Gap, ObjectRef, What, Wrapper};
use super::text::SafeText;

/// How many modules are searched along re-exports before a name counts as unresolved.
const HOPS: usize = 64;

/// How many constants that are built of one another are followed.
const NESTED: u8 = 8;

/// How many levels of inheritance are followed.
const INHERITED: u8 = 6;

/// The types of a module and what each rests on: module as written, name.
pub type Bases = BTreeMap<Box<str>, Vec<(Box<str>, Box<str>)>>;

/// Methods: the module and the key of each.
pub type Methods = Vec<(ModuleId, Box<str>)>;

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
    /// The methods that hand the name of a metric on to a library, by their own names.
    pub wrappers: HashMap<(Family, Box<str>), Methods>,
    /// Type → what it rests on: module as written, name.
    pub bases: BTreeMap<ModuleId, Bases>,
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
            .or_else(|| self.inherited(module, name, INHERITED))
    }

    /// What a member of a type means that the type has from what it rests on.
    fn inherited(&self, module: ModuleId, name: &str, levels: u8) -> Option<(ModuleId, &What)> {
        let levels = levels.checked_sub(1)?;
        let (of, member) = name.rsplit_once('.')?;
        let bases = self.bases.get(&module)?.get(of)?;
        bases.iter().find_map(|(from, base)| {
            let (target, base) = self.base(module, from, base)?;
            let key = format!("{base}.{member}");
            self.follow(target, &key, &mut Vec::new())
                .or_else(|| self.inherited(target, &key, levels))
        })
    }

    /// The types and the members that tell something, which types that rest on others have from
    /// them: module, type, then the module and the name of the member.
    pub fn handed_down(&self) -> Vec<(ModuleId, &str, ModuleId, &str)> {
        let mut members: HashMap<(ModuleId, &str), Vec<&str>> = HashMap::new();
        let telling = self.names.iter().flat_map(|(module, names)| {
            let own = names.iter();
            let own = own.filter(|(_, meanings)| meanings.iter().any(What::tells));
            own.filter_map(|(name, _)| Some((*module, name.rsplit_once('.')?.0, &**name)))
        });
        for (module, of, name) in telling {
            members.entry((module, of)).or_default().push(name);
        }
        let mut all = Vec::new();
        for (module, types) in &self.bases {
            for of in types.keys() {
                let mut open = vec![(*module, of.to_string(), INHERITED)];
                while let Some((at, name, levels)) = open.pop() {
                    if levels < INHERITED {
                        let told = members.get(&(at, name.as_str())).into_iter().flatten();
                        all.extend(told.map(|name| (*module, &**of, at, *name)));
                    }
                    let Some(levels) = levels.checked_sub(1) else {
                        continue;
                    };
                    let bases = self.bases.get(&at).and_then(|types| types.get(&*name));
                    for (from, base) in bases.into_iter().flatten() {
                        if let Some((target, base)) = self.base(at, from, base) {
                            open.push((target, base, levels));
                        }
                    }
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The module and the name there of what a type of `module` rests on.
    fn base(&self, module: ModuleId, from: &str, base: &str) -> Option<(ModuleId, String)> {
        if from.is_empty() {
            return Some((module, base.to_owned()));
        }
        let (family, path) = self.paths.get(&module)?;
        let parts: Vec<&str> = base.split('.').collect();
        let (target, taken) = self.modules.resolve(*family, path, from, &parts)?;
        Some((target, parts.get(taken..)?.join(".")))
    }

    /// The name of a library that a name of `module` hands on: module as written, name.
    pub fn outside(&self, module: ModuleId, name: &str) -> Option<(String, String)> {
        self.leave(module, name, &mut Vec::new())
    }

    fn leave(
        &self,
        module: ModuleId,
        name: &str,
        seen: &mut Vec<ModuleId>,
    ) -> Option<(String, String)> {
        if seen.len() >= HOPS || seen.contains(&module) {
            return None;
        }
        seen.push(module);
        let (family, path) = self.paths.get(&module)?;
        let names = self.names.get(&module)?;
        let own = names
            .get(name)
            .into_iter()
            .flatten()
            .map(|what| (what, false));
        let stars = names
            .get("*")
            .into_iter()
            .flatten()
            .map(|what| (what, true));
        for (what, star) in own.chain(stars) {
            let What::Reexport(from, original) = what else {
                continue;
            };
            match self.modules.resolve(*family, path, from, &[]) {
                Some((target, _)) => {
                    let name = if star { name } else { original };
                    if let Some(found) = self.leave(target, name, seen) {
                        return Some(found);
                    }
                }
                // What `*` of a library holds, nobody here knows.
                None if star || matches!(&**original, "*" | "") => {}
                None => return Some((from.to_string(), original.to_string())),
            }
        }
        let (head, rest) = name.split_once('.')?;
        for what in names.get(head).into_iter().flatten() {
            let What::Reexport(from, original) = what else {
                continue;
            };
            let name = below(original, rest);
            match self.modules.resolve(*family, path, from, &[]) {
                Some((target, _)) => {
                    if let Some(found) = self.leave(target, &name, seen) {
                        return Some(found);
                    }
                }
                None => return Some((from.to_string(), name)),
            }
        }
        None
    }

    /// The names that `module` hands on with `*` and that tell what a call or a receiver is.
    pub fn all_told(
        &self,
        module: ModuleId,
        seen: &mut Vec<ModuleId>,
        told: &mut BTreeSet<(ModuleId, String)>,
    ) {
        if seen.len() >= HOPS || seen.contains(&module) {
            return;
        }
        seen.push(module);
        let Some(((family, path), names)) = self.paths.get(&module).zip(self.names.get(&module))
        else {
            return;
        };
        for what in names.get("*").into_iter().flatten() {
            let What::Reexport(from, _) = what else {
                continue;
            };
            let Some((target, _)) = self.modules.resolve(*family, path, from, &[]) else {
                continue;
            };
            let own = self.names.get(&target).into_iter().flatten();
            let tell = own.filter(|(_, meanings)| meanings.iter().any(What::tells));
            told.extend(tell.map(|(name, _)| (target, name.to_string())));
            self.all_told(target, seen, told);
        }
    }

    /// Where a name stands that `from` asks of `module`, as `from` writes it: its module, and the
    /// names that are left to look up there.
    pub fn target(&self, from: ModuleId, module: &str, names: &str) -> Option<(ModuleId, String)> {
        if let Some(key) = module.strip_prefix('=') {
            return Some((self.modules.of_key(key)?, names.to_owned()));
        }
        let (family, path) = self.paths.get(&from)?;
        let mut parts: Vec<&str> = names.split('.').collect();
        let module = match (module.is_empty(), family) {
            (false, _) => module,
            // A path of Rust begins with its crate or module.
            (true, Family::Rust) => parts.remove(0),
            (true, family) if family.is_ambient() => {
                let (target, taken) = self.only_home(*family, from, &parts);
                return Some((target, parts.get(taken..)?.join(".")));
            }
            (true, _) => return Some((from, names.to_owned())),
        };
        if family.is_ambient() {
            // `A.B` may be type B of namespace A, or namespace A.B: it is the one that declares it.
            let declaring = (0..=parts.len()).rev().find_map(|taken| {
                let found = self
                    .modules
                    .resolve(*family, path, module, &parts[..taken])?;
                let rest = parts[taken..].join(".");
                (found.1 == taken && self.declares(found.0, &rest)).then_some((found.0, rest))
            });
            if declaring.is_some() {
                return declaring;
            }
        }
        let (target, taken) = self.modules.resolve(*family, path, module, &parts)?;
        Some((target, parts.get(taken..)?.join(".")))
    }

    /// The only module that declares these names, and how many of them it took to say the module;
    /// the own module comes first, and stands for what nobody declares.
    fn only_home(&self, family: Family, from: ModuleId, parts: &[&str]) -> (ModuleId, usize) {
        if self.declares(from, &parts.join(".")) {
            return (from, 0);
        }
        let homes = self.homes.get(&family);
        let only = (0..parts.len()).find_map(|taken| {
            match homes?.get(parts[taken..].join(".").as_str())?.as_slice() {
                [only] => Some((*only, taken)),
                _ => None,
            }
        });
        only.unwrap_or((from, 0))
    }

    fn declares(&self, module: ModuleId, name: &str) -> bool {
        let names = self.names.get(&module);
        names.is_some_and(|names| names.contains_key(name))
    }

    /// The text of a string constant, the parts that other files tell filled in; with the places of
    /// those that nobody told yet.
    pub fn constant(
        &self,
        module: ModuleId,
        name: &str,
    ) -> Option<(String, Vec<(ModuleId, String)>)> {
        let (at, What::Constant(constant)) = self.look_up_at(module, name)? else {
            return None;
        };
        let mut open = Vec::new();
        let text = self.filled(at, constant, NESTED, &mut open);
        Some((text, open))
    }

    /// The methods called `name` that hand the name of a metric on, each with its module and key.
    pub fn wrappers_called(
        &self,
        family: Family,
        name: &str,
    ) -> impl Iterator<Item = (ModuleId, &str, &Wrapper)> {
        let all = self.wrappers.get(&(family, Box::from(name)));
        all.into_iter().flatten().filter_map(|(module, key)| {
            let meanings = self.names.get(module)?.get(key)?;
            meanings.iter().find_map(|what| match what {
                What::Wrapper(wrapper) => Some((*module, &**key, wrapper)),
                _ => None,
            })
        })
    }

    /// What a name of another file says, asked for as `from` writes it.
    pub fn told(&self, from: ModuleId, module: &str, names: &str) -> Option<String> {
        let (target, name) = self.target(from, module, names)?;
        Some(self.constant(target, &name)?.0)
    }

    /// The same question, put so that every file may ask it.
    pub fn asked_of(&self, from: ModuleId, module: &str, names: &str) -> Option<Asks> {
        let (target, name) = self.target(from, module, names)?;
        Some(Asks::Name {
            module: format!("={}", self.modules.key(target)?).into(),
            names: name.into(),
        })
    }

    /// A text of the module `at` with what other files tell filled in; `None` when none of them
    /// tells anything.
    pub fn complete(&self, at: ModuleId, text: &SafeText, gaps: &[Gap]) -> Option<SafeText> {
        let composed = Composed {
            text: text.clone(),
            gaps: gaps.to_vec(),
        };
        let filled = self.filled(at, &composed, NESTED, &mut Vec::new());
        (*filled != **text).then(|| SafeText::joined(filled))
    }

    fn filled(
        &self,
        at: ModuleId,
        constant: &Composed,
        nested: u8,
        open: &mut Vec<(ModuleId, String)>,
    ) -> String {
        let mut text = String::new();
        let mut done = 0;
        for Gap { start, end, asks } in &constant.gaps {
            let Asks::Name { module, names } = asks else {
                continue;
            };
            let (start, end) = (*start as usize, *end as usize);
            text.push_str(&constant.text[done..start]);
            done = end;
            let target = self.target(at, module, names);
            let found = target.as_ref().and_then(|(module, name)| {
                match self.look_up_at(*module, name)? {
                    (at, What::Constant(inner)) if nested > 0 => {
                        Some(self.filled(at, inner, nested - 1, open))
                    }
                    _ => None,
                }
            });
            if let Some(found) = found {
                text.push_str(&found);
            } else {
                text.push_str(&constant.text[start..end]);
                open.extend(target);
            }
        }
        text.push_str(&constant.text[done..]);
        text
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
        self.search(module, name, seen)
    }

    fn search(
        &self,
        module: ModuleId,
        name: &str,
        seen: &mut Vec<ModuleId>,
    ) -> Option<(ModuleId, &What)> {
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
        // A member of a type that is handed on.
        if let Some((head, rest)) = name.split_once('.') {
            for what in names.get(head).into_iter().flatten() {
                if let What::Reexport(from, original) = what
                    && let Some(found) = self.through(module, from, &below(original, rest), seen)
                {
                    return Some(found);
                }
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
        // `crate::prelude::Name`: a module that is written inside the file, whose names are its own.
        let inside = matches!(self.paths.get(&module), Some((Family::Rust, _)));
        let (_, rest) = name.split_once('.').filter(|_| inside)?;
        self.search(module, rest, seen)
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

/// The path of `rest` in `name`; the empty name is a whole module.
fn below(name: &str, rest: &str) -> String {
    if name.is_empty() {
        rest.to_owned()
    } else {
        format!("{name}.{rest}")
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
        let constant = What::Constant(Composed {
            text: SafeText::constant("requests"),
            gaps: Vec::new(),
        });
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
