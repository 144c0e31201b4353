//! Which package a file belongs to that nobody parsed yet.

use std::collections::HashMap;

use crate::model::language::Family;
use crate::model::summary::Summary;

/// The package of each folder of Java, Kotlin and Scala, by those of its files that were parsed.
pub(super) fn by_folder(summaries: &[Summary]) -> HashMap<&str, &str> {
    let mut found = HashMap::new();
    for summary in summaries {
        if let Some(module) = &summary.module
            && module.family == Family::Java
            && let Some(package) = module.package.as_deref()
        {
            found.entry(folder(&summary.path)).or_insert(package);
        }
    }
    found
}

/// The folder of a path.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
