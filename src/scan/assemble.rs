//! Summaries become the inventory: components assigned, copies counted, everything in one order.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::rounds::Found;
use crate::detect::Engine;
use crate::model::inventory::{
    Component, Context, Inventory, SCHEMA_VERSION, SkipReason, Statistics, Target, Tool,
};
use crate::model::settings::Settings;
use crate::model::summary::Summary;
use crate::model::suppression::Marked;
use crate::model::text::SecretId;
use crate::rules::Rules;

/// Builds the inventory of one scan.
pub(super) fn inventory(
    engine: &Engine,
    rules: &Rules,
    settings: &Settings,
    target: Target,
    found: Found,
) -> Inventory {
    let Found {
        mut summaries,
        reread,
        unresolved,
        declarations,
    } = found;
    let mut statistics = Statistics {
        reread,
        unresolved,
        ..Statistics::default()
    };
    crate::link::leave_to_jsonnet(&mut summaries);
    let components = components(&summaries);
    let folders: HashMap<&str, Arc<str>> = components
        .iter()
        .map(|component| (component.path.as_ref(), component.path.clone()))
        .collect();
    let mut inventory = Inventory {
        schema_version: SCHEMA_VERSION,
        tool: Tool {
            name: "vigie",
            version: env!("CARGO_PKG_VERSION"),
            rules_digest: rules.digest.clone(),
            settings_digest: crate::rules::digest(
                &serde_json::to_vec(settings).expect("settings are plain data without maps"),
            ),
        },
        target,
        statistics: Statistics::default(),
        components: Vec::new(),
        points: Vec::new(),
        observers: Vec::new(),
        findings: Vec::new(),
        rules: Vec::new(),
        references: Vec::new(),
        declarations,
        certificates: Vec::new(),
        lifetimes: Vec::new(),
        skips: Vec::new(),
        suppressed: Vec::new(),
        unused: Vec::new(),
        baseline: None,
        marks: Vec::new(),
    };
    let mut built = Vec::new();
    for mut summary in summaries {
        count(engine, &summary, &mut statistics);
        let component = component_of(&folders, &summary.path);
        for point in &mut summary.points {
            point.component.clone_from(&component);
        }
        for finding in &mut summary.findings {
            finding.component.clone_from(&component);
        }
        for reference in &mut summary.references {
            reference.component.clone_from(&component);
        }
        for observer in &mut summary.observers {
            observer.component.clone_from(&component);
        }
        for certificate in &mut summary.certificates {
            certificate.component.clone_from(&component);
        }
        for lifetime in &mut summary.lifetimes {
            lifetime.component.clone_from(&component);
        }
        inventory.certificates.append(&mut summary.certificates);
        inventory.lifetimes.append(&mut summary.lifetimes);
        inventory.points.append(&mut summary.points);
        inventory.observers.append(&mut summary.observers);
        if summary.context == Context::Product {
            built.append(&mut summary.built);
        }
        inventory.findings.append(&mut summary.findings);
        inventory.references.append(&mut summary.references);
        inventory.skips.extend(summary.skip);
        let prose = summary
            .language
            .is_some_and(|language| engine.packs().languages[usize::from(language)].prose);
        let path = &summary.path;
        inventory
            .marks
            .extend(summary.marks.into_iter().map(|mark| Marked {
                path: path.clone(),
                mark,
                prose,
                only: None,
            }));
    }
    drop(folders);
    inventory.components = components;
    inventory.statistics = statistics;
    inventory.points.sort();
    inventory.observers.sort();
    inventory.references.sort();
    inventory.declarations.sort();
    inventory.certificates.sort();
    inventory.lifetimes.sort();
    inventory.skips.sort();
    crate::link::watch(
        engine.packs(),
        &mut inventory.points,
        &mut inventory.observers,
    );
    let drift = crate::link::drift(
        engine.packs(),
        &inventory.points,
        &inventory.observers,
        &built,
        &settings.disabled_rules,
    );
    inventory.findings.extend(drift);
    settle(engine, &mut inventory);
    inventory
}

/// Puts the findings in order, and says beside them what follows from all of them.
pub(super) fn settle(engine: &Engine, inventory: &mut Inventory) {
    inventory
        .findings
        .sort_by(|a, b| (&a.at, &a.rule, &a.fingerprint).cmp(&(&b.at, &b.rule, &b.fingerprint)));
    count_copies(inventory);
    let named: BTreeSet<Arc<str>> = inventory
        .findings
        .iter()
        .map(|finding| finding.rule.clone())
        .collect();
    inventory.rules = named
        .iter()
        .filter_map(|rule| engine.rule_info(rule))
        .collect();
}

fn count(engine: &Engine, summary: &Summary, statistics: &mut Statistics) {
    let unread = summary.skip.as_ref().is_some_and(|skip| {
        matches!(
            skip.reason,
            SkipReason::Binary | SkipReason::TooLarge | SkipReason::Unreadable
        )
    });
    if unread {
        return;
    }
    statistics.files += 1;
    statistics.bytes += summary.bytes;
    statistics.parsed += u64::from(summary.parsed);
    statistics.foreign += u64::from(summary.foreign);
    if let Some(language) = summary.language {
        let title = &engine.packs().languages[usize::from(language)].title;
        *statistics.languages.entry(title.clone()).or_default() += 1;
    }
}

/// One component a folder: the manifest whose path sorts first names it.
fn components(summaries: &[Summary]) -> Vec<Component> {
    let manifests = summaries
        .iter()
        .filter(|summary| !summary.foreign)
        .filter_map(|summary| summary.manifest.as_ref());
    let mut by_folder: BTreeMap<Arc<str>, Component> = BTreeMap::new();
    for component in manifests.filter_map(|manifest| manifest.component.as_ref()) {
        by_folder
            .entry(component.path.clone())
            .or_insert_with(|| component.clone());
    }
    by_folder.into_values().collect()
}

/// The component of the nearest folder around a path.
fn component_of(folders: &HashMap<&str, Arc<str>>, path: &str) -> Option<Arc<str>> {
    let mut folder = path;
    loop {
        folder = folder.rfind('/').map_or("", |at| &folder[..at]);
        if let Some(component) = folders.get(folder) {
            return Some(component.clone());
        }
        if folder.is_empty() {
            return None;
        }
    }
}

fn count_copies(inventory: &mut Inventory) {
    let mut copies: HashMap<SecretId, u32> = HashMap::new();
    for evidence in inventory
        .findings
        .iter()
        .filter_map(|finding| finding.evidence.as_ref())
    {
        *copies.entry(evidence.id).or_default() += 1;
    }
    for finding in &mut inventory.findings {
        if let Some(evidence) = &finding.evidence {
            finding.copies = copies[&evidence.id];
        }
    }
}
