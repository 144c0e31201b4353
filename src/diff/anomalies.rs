//! What is out of the ordinary in a change, with its figures. The thresholds stand here and in
//! docs/diff.md.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::pairing::Pairs;
use super::side::Side;
use crate::model::change::{Anomaly, AnomalyKind, PointChange, Priority};
use crate::model::inventory::Point;
use crate::model::signal::{Level, Signal};

/// Signals a component must have had for a loss to say something.
const ENOUGH: u64 = 10;
/// The least loss that is told: this many signals, and this share of them in percent.
const LOST: u64 = 5;
const LOST_SHARE: u64 = 25;
/// How many times the share that the whole repository lost.
const USUAL: u64 = 3;
/// Logs of level error or fatal: so many times as many, and so many more.
const TIMES: u64 = 2;
const MORE_ERRORS: u64 = 10;
/// Labels of a metric: so many times as many, and so many more.
const MORE_LABELS: usize = 3;

/// Everything that is out of the ordinary.
pub(super) fn found(
    old: &Side,
    new: &Side,
    pairs: &Pairs,
    changes: &[PointChange],
) -> Vec<Anomaly> {
    let mut anomalies = lost(old, new, pairs);
    anomalies.extend(errors(old, new));
    anomalies.extend(labels(old, new, changes));
    anomalies
}

/// Points that ship, by component.
fn by_component(side: &Side, counts: impl Fn(&Point) -> bool) -> BTreeMap<&Arc<str>, u64> {
    let mut components = BTreeMap::new();
    for point in side
        .points
        .iter()
        .filter(|point| !point.test && counts(point))
    {
        if let Some(component) = &point.component {
            *components.entry(component).or_default() += 1;
        }
    }
    components
}

fn lost(old: &Side, new: &Side, pairs: &Pairs) -> Vec<Anomaly> {
    let had = by_component(old, |_| true);
    let all: u64 = had.values().sum();
    let mut gone: BTreeMap<&Arc<str>, u64> = BTreeMap::new();
    for (point, now) in old.points.iter().zip(&pairs.new_of) {
        if let (Some(component), None, false) = (&point.component, now, point.test) {
            *gone.entry(component).or_default() += 1;
        }
    }
    let all_gone: u64 = gone.values().sum();
    let there: BTreeSet<&Arc<str>> = new.components.iter().map(|one| &one.path).collect();
    let mut anomalies = Vec::new();
    for (component, gone) in gone {
        let had = had.get(component).copied().unwrap_or(0).max(gone);
        let (rest, rest_gone) = (all.saturating_sub(had), all_gone - gone);
        // Against what the others lost; a component that is alone is held against nothing.
        let unusual = gone * rest >= USUAL * rest_gone * had;
        let much = had >= ENOUGH && gone >= LOST && gone * 100 >= LOST_SHARE * had;
        // A component that is gone as a whole is no surprise.
        if much && unusual && there.contains(component) {
            anomalies.push(Anomaly {
                kind: AnomalyKind::SignalsLost,
                priority: Priority::P2,
                component: Some(component.clone()),
                name: None,
                at: None,
                before: had,
                after: had - gone,
            });
        }
    }
    anomalies
}

fn errors(old: &Side, new: &Side) -> Vec<Anomaly> {
    let bad = |point: &Point| {
        point.signal == Signal::Log && point.level.is_some_and(|level| level >= Level::Error)
    };
    let (had, has) = (by_component(old, bad), by_component(new, bad));
    let there: BTreeSet<&Arc<str>> = old.components.iter().map(|one| &one.path).collect();
    let mut anomalies = Vec::new();
    for (component, has) in has {
        let had = had.get(component).copied().unwrap_or(0);
        let multiplied = has >= TIMES * had && has >= had + MORE_ERRORS;
        if multiplied && there.contains(component) {
            anomalies.push(Anomaly {
                kind: AnomalyKind::ErrorsMultiplied,
                priority: Priority::P2,
                component: Some(component.clone()),
                name: None,
                at: None,
                before: had,
                after: has,
            });
        }
    }
    anomalies
}

fn labels(old: &Side, new: &Side, changes: &[PointChange]) -> Vec<Anomaly> {
    let count = |side: &Side, seen: &crate::model::change::Seen| {
        let found = side.points.binary_search_by(|point| point.at.cmp(&seen.at));
        let near = found.ok()?;
        Some(side.points[near].attributes.len())
    };
    let mut anomalies = Vec::new();
    for change in changes {
        let (Some(was), Some(is)) = (&change.old, &change.new) else {
            continue;
        };
        if change.signal != Signal::Metric || change.labels_added.len() < MORE_LABELS {
            continue;
        }
        let (Some(had), Some(has)) = (count(old, was), count(new, is)) else {
            continue;
        };
        if has >= 2 * had && has >= had + MORE_LABELS {
            anomalies.push(Anomaly {
                kind: AnomalyKind::LabelsExploded,
                priority: Priority::P2,
                component: is.component.clone(),
                name: is.name.clone(),
                at: Some(is.at.clone()),
                before: had as u64,
                after: has as u64,
            });
        }
    }
    anomalies
}
