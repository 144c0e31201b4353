//! Summaries of all files together: what one file taught about another, and which files must be
//! read again because of it. No IO, no syntax.

mod complete;
mod drift;
mod exposed;
mod findings;
mod leaks;
pub mod lifetimes;
mod packages;
pub mod references;
pub mod register;
mod registries;
mod watch;

pub use complete::complete;
pub use drift::{drift, leave_to_jsonnet};
pub use leaks::leaks;
pub use watch::watch;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::known::{Known, Methods};
use crate::model::language::Family;
use crate::model::modules::ModuleId;
use crate::model::signal::{ResolvedBy, Signal};
use crate::model::summary::{Declared, Module, ObjectRef, PREFIX, Summary, What, name_hash};
use crate::rules::pack::Packs;

/// Names shorter than this are not searched for in files that no word of a library led to.
const SHORTEST: usize = 4;

/// How many modules a type stands in, for it to be looked for in a file of its own.
const NESTED: usize = 4;

/// How many files may be called like a type for all of them to be read.
const NAMESAKES: usize = 8;

/// How files say that they hand on every name of another one.
const STARS: &[&str] = &["export *", "import *", "::*"];

/// The word by which a file says that only the whole repository can tell a receiver's library.
const USUAL: &str = "?usual";

/// What the next round has to do.
#[derive(Debug, Default)]
pub struct Plan {
    /// What is known by now.
    pub known: Known,
    /// Files to read and parse again, by index.
    pub reread: Vec<usize>,
    /// Files that nobody parsed yet and that declare a name another file asks for, by index.
    pub needed: Vec<usize>,
    /// Names to search for in files that were not parsed, with the last segments of which one must
    /// stand in the file too (`None`: the file is in the same package).
    pub wanted: BTreeMap<String, BTreeSet<String>>,
    /// Files to search for them, by index.
    pub search: Vec<usize>,
    /// What is declared by now, and whether it tells what a call or receiver is: to see what a later
    /// round adds.
    declared: HashSet<(ModuleId, Box<str>, bool)>,
}

/// The family a file belongs to, parsed or not.
pub fn family(packs: &Packs, summary: &Summary) -> Option<Family> {
    let language = packs.languages.get(usize::from(summary.language?))?;
    language
        .dialect
        .map(crate::model::language::Dialect::family)
}

/// Learns from all summaries and plans the next round. `before` is the plan of the round that was.
pub fn learn(packs: &Packs, summaries: &[Summary], before: Option<&Plan>) -> Plan {
    let mut plan = Plan::default();
    let modules = &mut plan.known.modules;
    let mut module_of: Vec<Option<ModuleId>> = Vec::with_capacity(summaries.len());
    let packages = packages::by_folder(summaries);
    for summary in summaries {
        let own = family(packs, summary).map(|family| {
            let package = match &summary.module {
                Some(module) => module.package.as_deref(),
                // What nobody parsed yet belongs to the package of its neighbours.
                None if family == Family::Java => {
                    packages.get(packages::folder(&summary.path)).copied()
                }
                None => None,
            };
            let id = modules.add_file(family, &summary.path, package);
            plan.known
                .paths
                .entry(id)
                .or_insert_with(|| (family, summary.path.as_ref().into()));
            id
        });
        module_of.push(own);
    }
    for manifest in summaries
        .iter()
        .filter_map(|summary| summary.manifest.as_ref())
    {
        let Some(family) = manifest.family else {
            continue;
        };
        if let (Some(package), Some(component)) = (&manifest.package, &manifest.component) {
            modules.add_package(family, package, &component.path);
        }
        for (prefix, folder) in &manifest.aliases {
            modules.add_alias(prefix, folder);
        }
    }
    for (summary, own) in summaries.iter().zip(&module_of) {
        let (Some(module), Some(own)) = (&summary.module, own) else {
            continue;
        };
        for (of, from, base) in &module.bases {
            let bases = plan.known.bases.entry(*own).or_default();
            let bases = bases.entry(of.clone()).or_default();
            bases.push((from.clone(), base.clone()));
        }
        let names = plan.known.names.entry(*own).or_default();
        for declared in &module.declared {
            let meanings: &mut Vec<What> = names.entry(declared.name.clone()).or_default();
            if !meanings.contains(&declared.what) {
                meanings.push(declared.what.clone());
            }
            if let What::Wrapper(wrapper) = &declared.what
                && wrapper.signal == Signal::Metric
                && wrapper.named
                && let Some((_, method)) = declared.name.rsplit_once('.')
            {
                let called = plan.known.wrappers.entry((module.family, method.into()));
                let called: &mut Methods = called.or_default();
                let one = (*own, declared.name.clone());
                if !called.contains(&one) {
                    called.push(one);
                }
            }
            plan.declared
                .insert((*own, declared.name.clone(), declared.what.tells()));
            if module.family.is_ambient() {
                let homes = plan.known.homes.entry(module.family).or_default();
                let homes: &mut Vec<ModuleId> = homes.entry(declared.name.clone()).or_default();
                if !homes.contains(own) {
                    homes.push(*own);
                }
            }
        }
    }
    plan.known.usual = usual(packs, summaries);
    let new_as = |id: ModuleId, name: &str, tells: bool| {
        before.is_none_or(|before| !before.declared.contains(&(id, Box::from(name), tells)))
    };
    let fresh = |id: ModuleId, name: &str| new_as(id, name, true) && new_as(id, name, false);
    let telling = |id: ModuleId, name: &str| new_as(id, name, true);

    // Last name → modules that declare something of that name which the files before did not know.
    let mut by_hash: BTreeMap<u32, Vec<ModuleId>> = BTreeMap::new();
    let mut tails: BTreeMap<ModuleId, String> = BTreeMap::new();
    for summary_module in summaries.iter().zip(&module_of) {
        let (
            Summary {
                module: Some(module),
                path,
                ..
            },
            Some(own),
        ) = summary_module
        else {
            continue;
        };
        for declared in &module.declared {
            if !new_as(*own, &declared.name, declared.what.tells()) {
                continue;
            }
            let last = declared.name.rsplit('.').next().unwrap_or(&declared.name);
            let tells = declared.what.tells();
            let handed_on = matches!(declared.what, What::Reexport(..))
                && plan.known.look_up(*own, &declared.name).is_some();
            let built = matches!(declared.what, What::Text(..));
            if tells || handed_on || built {
                by_hash.entry(name_hash(last)).or_default().push(*own);
            }
            if tells && last.len() >= SHORTEST {
                let tail = tails
                    .entry(*own)
                    .or_insert_with(|| tail(module.family, path));
                let tails = plan.wanted.entry(last.to_owned()).or_default();
                tails.insert(tail.clone());
                // Who calls a method names its type, wherever that was imported from.
                if let Some((owner, _)) = declared.name.rsplit_once('.') {
                    tails.insert(owner.rsplit('.').next().unwrap_or(owner).to_owned());
                }
            }
        }
    }
    // What a type has from another one is a name of its own module too.
    let mut inherited: Vec<(ModuleId, String)> = Vec::new();
    for (heir, of, home, name) in plan.known.handed_down() {
        let is_new = before.is_none_or(|before| {
            let types = before.known.bases.get(&heir);
            types.is_none_or(|types| !types.contains_key(of))
        });
        let last = name.rsplit('.').next().unwrap_or(name);
        if is_new || telling(home, name) {
            by_hash.entry(name_hash(last)).or_default().push(heir);
            inherited.push((heir, last.to_owned()));
        }
    }
    for (heir, last) in inherited {
        if last.len() >= SHORTEST
            && let Some((family, path)) = plan.known.paths.get(&heir)
        {
            let tail = tail(*family, path);
            plan.wanted.entry(last).or_default().insert(tail);
        }
    }
    stars(
        &mut plan,
        summaries,
        &module_of,
        &mut by_hash,
        &fresh,
        &telling,
    );
    for modules in by_hash.values_mut() {
        modules.sort_unstable();
        modules.dedup();
    }

    let beyond = handed_on(&plan.known, summaries, &module_of);
    // Methods that hand the name of a metric on are called on what nobody knows the type of, too.
    let by_name: BTreeSet<u32> = {
        let all = plan.known.wrappers.iter();
        let new = all.filter(|(_, homes)| homes.iter().any(|(module, key)| telling(*module, key)));
        new.map(|((_, method), _)| name_hash(method)).collect()
    };
    let mut needed: BTreeSet<usize> = BTreeSet::new();
    let mut files_of: HashMap<ModuleId, Vec<usize>> = HashMap::new();
    let mut stems: HashMap<(Family, String), Vec<usize>> = HashMap::new();
    for (index, own) in module_of.iter().enumerate() {
        if let Some(family) = family(packs, &summaries[index])
            && let Some(stem) = crate::model::modules::stem(family, &summaries[index].path)
        {
            stems
                .entry((family, stem.to_owned()))
                .or_default()
                .push(index);
        }
        if let Some(own) = own {
            files_of.entry(*own).or_default().push(index);
        }
    }
    for (index, summary) in summaries.iter().enumerate() {
        let Some(own) = module_of[index] else {
            continue;
        };
        let Some(module) = &summary.module else {
            if !summary.foreign {
                plan.search.push(index);
            }
            continue;
        };
        if module.family.is_ambient() {
            for (_, names) in &module.needs {
                let named = names.split('.').take(NESTED).filter_map(|name| {
                    let stem = crate::model::modules::stem_of(module.family, name);
                    stems.get(&(module.family, stem.into_owned()))
                });
                let files = named.filter(|files| files.len() <= NAMESAKES).flatten();
                needed.extend(
                    files.filter(|file| !summaries[**file].parsed && !summaries[**file].foreign),
                );
            }
        }
        for target in targets(&plan.known, module, &summary.path, own) {
            let unread = files_of.get(&target).into_iter().flatten();
            // A generated file may declare what is asked for; what others wrote is theirs.
            needed.extend(unread.filter(|file| {
                let summary = &summaries[**file];
                !summary.parsed && !summary.vendored
            }));
        }
        if calls_wrapper(module, &by_name)
            || wants_more(&plan.known, module, &summary.path, own, &by_hash, &beyond)
            || before.is_none() && wants_usual(module)
            || leads_outside(&plan.known, module, own, &fresh)
        {
            plan.reread.push(index);
        }
    }
    plan.search.retain(|index| !needed.contains(index));
    plan.needed = needed.into_iter().collect();
    plan
}

/// Names that a module hands on with `*` are its own names to those who import it.
fn stars(
    plan: &mut Plan,
    summaries: &[Summary],
    module_of: &[Option<ModuleId>],
    by_hash: &mut BTreeMap<u32, Vec<ModuleId>>,
    fresh: &dyn Fn(ModuleId, &str) -> bool,
    telling: &dyn Fn(ModuleId, &str) -> bool,
) {
    // Whoever hands on all of a module that tells something has to be read itself.
    let tails: BTreeSet<String> = plan.wanted.values().flatten().cloned().collect();
    for mark in STARS {
        plan.wanted.insert((*mark).to_owned(), tails.clone());
    }
    for (summary, own) in summaries.iter().zip(module_of) {
        let (Some(module), Some(own)) = (&summary.module, own) else {
            continue;
        };
        let is_star = |declared: &&Declared| {
            &*declared.name == "*" && matches!(declared.what, What::Reexport(..))
        };
        if module.declared.iter().find(is_star).is_none() {
            continue;
        }
        let mut told = BTreeSet::new();
        plan.known.all_told(*own, &mut Vec::new(), &mut told);
        let tail = tail(module.family, &summary.path);
        let is_new = fresh(*own, "*");
        let told = told.into_iter();
        for (_, name) in told.filter(|(target, name)| is_new || telling(*target, name)) {
            by_hash.entry(name_hash(&name)).or_default().push(*own);
            if name.len() >= SHORTEST {
                plan.wanted.entry(name).or_default().insert(tail.clone());
            }
        }
    }
}

/// How many names stayed unresolved that a point needs to be complete.
pub fn unresolved(known: &Known, summaries: &[Summary]) -> u64 {
    let mut count = 0;
    for summary in summaries {
        let Some(module) = &summary.module else {
            continue;
        };
        let own = known
            .modules
            .of_file(module.family, &summary.path, module.package.as_deref());
        for (from, names) in &module.needs {
            // What nothing stands before, nothing is missing from.
            if !names.ends_with(PREFIX)
                && let Some((target, name)) = own.and_then(|own| known.target(own, from, names))
                && known.look_up(target, &name).is_none()
            {
                count += 1;
            }
        }
    }
    count
}

fn wants_usual(module: &Module) -> bool {
    module.wants.binary_search(&name_hash(USUAL)).is_ok()
}

/// Whether a name that a file needs turned out to be a library's, handed on by another module.
fn leads_outside(
    known: &Known,
    module: &Module,
    own: ModuleId,
    fresh: &dyn Fn(ModuleId, &str) -> bool,
) -> bool {
    module.needs.iter().any(|(from, names)| {
        let Some((target, name)) = known.target(own, from, names) else {
            return false;
        };
        let head = name.split('.').next().unwrap_or(&name);
        target != own
            && (fresh(target, head) || fresh(target, "*"))
            && known.outside(target, &name).is_some()
    })
}

/// Modules that a file needs something of and that nobody read yet.
fn targets(known: &Known, module: &Module, path: &str, own: ModuleId) -> Vec<ModuleId> {
    let mut found = Vec::new();
    for (from, names) in &module.needs {
        // No module: another file of the same package, where packages span files.
        if from.is_empty() && !matches!(module.family, Family::Go | Family::Java | Family::Rust) {
            continue;
        }
        if let Some((target, name)) = known.target(own, from, names) {
            found.push(target);
            // What that name is built of may stand in yet another file.
            if let Some((_, open)) = known.constant(target, &name) {
                found.extend(open.into_iter().map(|(module, _)| module));
            }
        }
    }
    for declared in &module.declared {
        if let What::Reexport(from, _) = &declared.what
            && let Some((target, _)) = known.modules.resolve(module.family, path, from, &[])
            && module.family != Family::Python
        {
            found.push(target);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a file calls a method that turned out to hand the name of a metric on.
fn calls_wrapper(module: &Module, methods: &BTreeSet<u32>) -> bool {
    methods
        .iter()
        .any(|method| module.wants.binary_search(method).is_ok())
}

/// Whether something that became known could change what this file tells.
fn wants_more(
    known: &Known,
    module: &Module,
    path: &str,
    own: ModuleId,
    by_hash: &BTreeMap<u32, Vec<ModuleId>>,
    beyond: &HashMap<ModuleId, Vec<ModuleId>>,
) -> bool {
    let own_names: HashSet<u32> = module
        .declared
        .iter()
        .map(|declared| name_hash(declared.name.rsplit('.').next().unwrap_or(&declared.name)))
        .collect();
    let mut visible: Option<HashSet<ModuleId>> = None;
    for want in &module.wants {
        let Some(candidates) = by_hash.get(want) else {
            continue;
        };
        let visible = visible.get_or_insert_with(|| sees(known, module, path, beyond));
        let elsewhere = candidates.iter().any(|candidate| {
            if *candidate == own {
                // The file's own package: another of its files declares the name.
                module.family.shares_modules() && !own_names.contains(want)
            } else if matches!(module.family, Family::Ruby | Family::C) {
                // What is loaded, or linked, anywhere can be named everywhere.
                let loaded = known.paths.get(candidate);
                loaded.is_some_and(|(family, _)| *family == module.family)
            } else {
                visible.contains(candidate)
            }
        });
        if elsewhere {
            return true;
        }
    }
    false
}

/// For each module, those whose names it hands on. In Python every import can be imported again:
/// there only packages count, which exist to hand on.
fn handed_on(
    known: &Known,
    summaries: &[Summary],
    module_of: &[Option<ModuleId>],
) -> HashMap<ModuleId, Vec<ModuleId>> {
    let mut targets: HashMap<ModuleId, Vec<ModuleId>> = HashMap::new();
    for (summary, own) in summaries.iter().zip(module_of) {
        let (Some(module), Some(own)) = (&summary.module, own) else {
            continue;
        };
        if module.family == Family::Python && !summary.path.ends_with("__init__.py") {
            continue;
        }
        let mut found: Vec<ModuleId> = Vec::new();
        for declared in &module.declared {
            if let What::Reexport(from, _) = &declared.what {
                let target = known
                    .modules
                    .resolve(module.family, &summary.path, from, &[]);
                found.extend(target.map(|(target, _)| target));
            }
        }
        if !found.is_empty() {
            found.sort_unstable();
            found.dedup();
            targets.entry(*own).or_default().extend(found);
        }
    }
    targets
}

/// How many modules that hand on each other's names a file sees through.
const THROUGH: usize = 3;

/// The modules a file imports, and those whose names these hand on.
fn sees(
    known: &Known,
    module: &Module,
    path: &str,
    beyond: &HashMap<ModuleId, Vec<ModuleId>>,
) -> HashSet<ModuleId> {
    let mut visible = HashSet::new();
    if module.family == Family::CSharp {
        let mut namespace = module.package.as_deref().unwrap_or("");
        while let Some((outer, _)) = namespace.rsplit_once('.') {
            visible.extend(known.modules.named(module.family, outer));
            namespace = outer;
        }
    }
    for import in &module.imports {
        if let Some((id, _)) = known.modules.resolve(module.family, path, import, &[]) {
            visible.insert(id);
        }
    }
    // `import package` and `crate::` paths reach modules that no import clause names whole.
    for (from, names) in &module.needs {
        let parts: Vec<&str> = names.split('.').collect();
        if let Some((id, _)) = known.modules.resolve(module.family, path, from, &parts) {
            visible.insert(id);
        }
    }
    let mut edge: Vec<ModuleId> = visible.iter().copied().collect();
    for _ in 0..THROUGH {
        let next = edge
            .iter()
            .filter_map(|module| beyond.get(module))
            .flatten();
        let next: Vec<ModuleId> = next
            .filter(|module| !visible.contains(module))
            .copied()
            .collect();
        visible.extend(next.iter().copied());
        edge = next;
    }
    visible
}

/// What stands in a file that imports this one: the last segment of its module.
fn tail(family: Family, path: &str) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.split('.').next().unwrap_or(file);
    let folder_tail = folder.rsplit('/').next().unwrap_or(folder);
    let by_folder = matches!(family, Family::Go | Family::Java)
        || matches!(stem, "__init__" | "index" | "mod" | "lib");
    if by_folder {
        folder_tail.to_owned()
    } else {
        stem.to_owned()
    }
}

/// For each family, the objects of its libraries in order of how many certain points they have;
/// those that only a manifest asks for come last.
fn usual(packs: &Packs, summaries: &[Summary]) -> HashMap<Family, Vec<ObjectRef>> {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for point in summaries.iter().flat_map(|summary| &summary.points) {
        if point.resolved_by != ResolvedBy::Convention {
            *counts.entry(&point.library).or_default() += 1;
        }
    }
    let asked: HashSet<(Family, &str)> = summaries
        .iter()
        .filter_map(|summary| summary.manifest.as_ref())
        .flat_map(|manifest| {
            let names = manifest.dependencies.iter();
            names.filter_map(|name| Some((manifest.family?, name.as_ref())))
        })
        .collect();
    let is_asked = |family: Family, module: &str| {
        let ends = module.match_indices(['/', '.', ':']).map(|(at, _)| at);
        ends.chain([module.len()])
            .any(|end| asked.contains(&(family, &module[..end])))
    };
    let mut ranked: HashMap<Family, Vec<(u64, u16, usize)>> = HashMap::new();
    for (index, library) in packs.libraries.iter().enumerate() {
        let count = counts.get(library.id.as_str()).copied().or_else(|| {
            let mut modules = library.modules.iter();
            modules
                .any(|module| is_asked(library.family, module))
                .then_some(0)
        });
        if let Some(count) = count {
            ranked.entry(library.family).or_default().push((
                count,
                index as u16,
                library.objects.len(),
            ));
        }
    }
    let order = |mut libraries: Vec<(u64, u16, usize)>| {
        libraries.sort_by_key(|(count, index, _)| (std::cmp::Reverse(*count), *index));
        libraries
            .into_iter()
            .flat_map(|(_, library, objects)| {
                (0..objects as u16).map(move |object| ObjectRef { library, object })
            })
            .collect()
    };
    Family::ALL
        .iter()
        .filter_map(|family| Some((*family, order(ranked.remove(family)?))))
        .collect()
}
