//! What the registries that metrics go to put before their names.

use std::collections::{BTreeSet, HashMap};

use crate::model::known::Known;
use crate::model::modules::ModuleId;
use crate::model::summary::{Registry, Summary};

/// How many functions a registry is handed through.
const THROUGH: u8 = 8;

/// Whoever hands on a registry: the function and the parameter → the registries handed in.
type Carried<'s> = HashMap<(&'s str, u16), Vec<&'s Registry>>;

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
        let Some(module) = &summary.module else {
            continue;
        };
        for (function, index, registry) in &module.carried {
            let all = carried.entry((function, *index)).or_default();
            all.push(registry);
        }
        if let Some(own) = module_of(known, summary) {
            for (name, registry) in &module.registered {
                registered.entry((own, name)).or_default().push(registry);
            }
        }
    }
    let mut found = Vec::new();
    for (at, summary) in summaries.iter().enumerate() {
        let mut add = |point: u32, registries: &mut dyn Iterator<Item = &Registry>| {
            let mut all = BTreeSet::new();
            for registry in registries {
                put_before(&carried, registry, THROUGH, &mut all);
            }
            all.remove("");
            // Where it goes to several, its name alone is certain.
            if all.len() == 1 {
                found.extend(all.into_iter().map(|prefix| (at, point, prefix)));
            }
        };
        for (point, registry) in &summary.registries {
            add(*point, &mut std::iter::once(registry));
        }
        let Some(own) = module_of(known, summary) else {
            continue;
        };
        for (point, name) in &summary.given_names {
            if let Some(all) = registered.get(&(own, &**name)) {
                add(*point, &mut all.iter().copied());
            }
        }
    }
    found
}

/// Everything that a registry may put before names.
fn put_before(carried: &Carried<'_>, registry: &Registry, through: u8, all: &mut BTreeSet<String>) {
    let before = registry.of.as_ref().and_then(|(function, index)| {
        through
            .checked_sub(1)
            .zip(carried.get(&(&**function, *index)))
    });
    let Some((through, next)) = before else {
        all.insert(registry.prefix.to_string());
        return;
    };
    let mut outer = BTreeSet::new();
    for next in next {
        if *next != registry {
            put_before(carried, next, through, &mut outer);
        }
    }
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
