//! What the registries that metrics go to put before their names.

use std::collections::{BTreeSet, HashMap};

use crate::model::known::Known;
use crate::model::modules::ModuleId;
use crate::model::summary::{Registry, Summary};

/// How many functions a registry is handed through.
const THROUGH: usize = 8;

/// A parameter of a function of a module, or a field of one of its types.
type Place<'s> = (ModuleId, &'s str, u16);

/// What is handed in there, and the module that hands it in.
type Carried<'s> = HashMap<Place<'s>, Vec<(ModuleId, &'s Registry)>>;

/// For each point of each file whose registry is known, and is one, what it puts before the name:
/// index of the file, index of the point, prefix.
pub(super) fn prefixes(
    known: &Known,
    summaries: &[Summary],
    module_of: impl Fn(&Known, &Summary) -> Option<ModuleId>,
) -> Vec<(usize, u32, String)> {
    let mut carried: Carried<'_> = HashMap::new();
    let mut registered: HashMap<(ModuleId, &str), Vec<&Registry>> = HashMap::new();
    for summary in summaries.iter().filter(|summary| !is_test(&summary.path)) {
        let (Some(module), Some(own)) = (&summary.module, module_of(known, summary)) else {
            continue;
        };
        for one in &module.carried {
            let (name, index) = &one.into;
            let home = if one.module.is_empty() {
                Some(own)
            } else {
                let found = known.target(own, &one.module, name);
                found.map(|(home, _)| home)
            };
            if let Some(home) = home {
                let all = carried.entry((home, name, *index)).or_default();
                all.push((own, &one.registry));
            }
        }
        for (name, registry) in &module.registered {
            registered.entry((own, name)).or_default().push(registry);
        }
    }
    let mut found = Vec::new();
    for (at, summary) in summaries.iter().enumerate() {
        let Some(own) = module_of(known, summary) else {
            continue;
        };
        let mut add = |point: u32, registries: &mut dyn Iterator<Item = &Registry>| {
            let mut all = BTreeSet::new();
            for registry in registries {
                put_before(&carried, own, registry, &mut Vec::new(), &mut all);
            }
            // Where it goes to several, its name alone is certain.
            if all.len() == 1 {
                let told = all.into_iter().filter(|prefix| !prefix.is_empty());
                found.extend(told.map(|prefix| (at, point, prefix)));
            }
        };
        for (point, registry) in &summary.registries {
            add(*point, &mut std::iter::once(registry));
        }
        for (point, name) in &summary.given_names {
            if let Some(all) = registered.get(&(own, &**name)) {
                add(*point, &mut all.iter().copied());
            }
        }
    }
    found
}

/// Everything that a registry of `module` may put before names. `way`: the places it came through.
fn put_before<'s>(
    carried: &Carried<'s>,
    module: ModuleId,
    registry: &'s Registry,
    way: &mut Vec<Place<'s>>,
    all: &mut BTreeSet<String>,
) {
    let place = registry
        .of
        .as_ref()
        .map(|(name, index)| (module, &**name, *index));
    let before = place
        .filter(|_| way.len() < THROUGH)
        .and_then(|place| Some((place, carried.get(&place)?)));
    let Some((place, next)) = before else {
        all.insert(registry.prefix.to_string());
        return;
    };
    // What leads back to where it came from says nothing new.
    if way.contains(&place) {
        return;
    }
    way.push(place);
    let mut outer = BTreeSet::new();
    for (home, next) in next {
        put_before(carried, *home, next, way, &mut outer);
    }
    way.pop();
    all.extend(
        outer
            .into_iter()
            .map(|outer| format!("{outer}{}", registry.prefix)),
    );
}

/// Tests wrap registries as they like.
pub(super) fn is_test(path: &str) -> bool {
    path.contains("_test.") || path.contains("/testdata/") || path.contains("/test/")
}
