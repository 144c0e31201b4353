//! The difference of two inventories: which points are the same under another name, who no longer
//! hears, and what else came, went or multiplied. Computes on what it is handed.

mod anomalies;
mod hearing;
mod items;
mod listening;
mod observers;
mod pairing;
mod points;
mod rename;
mod side;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use side::{Side, SideError};

use crate::model::change::{DIFF_VERSION, Diff, DiffCounts, PointChangeKind, Version};
use crate::model::change::{ItemChangeKind, Priority};

/// What `old` has become in `new`.
pub fn compare(old: &Side, new: &Side) -> Diff {
    let pairs = pairing::pair(&old.points, &new.points);
    let met = observers::pair(&old.observers, &new.observers);
    let (before, after) = (listening::Ears::new(old), listening::Ears::new(new));
    let heard = hearing::judge(&before, &after, &met, &pairs);
    let mut counts = DiffCounts {
        moved: pairs.moved,
        ported: pairs.ported,
        observers_moved: met.moved,
        broken: heard.broken.len() as u64,
        mended: heard.mended.len() as u64,
        ..DiffCounts::default()
    };
    let points = points::changes(&before, &after, &met, &pairs, &heard);
    for change in &points {
        let places = 1 + change.also.len() as u64;
        *match change.kind {
            PointChangeKind::Added => &mut counts.added,
            PointChangeKind::Removed => &mut counts.removed,
            PointChangeKind::Renamed => &mut counts.renamed,
            PointChangeKind::Retyped => &mut counts.retyped,
            PointChangeKind::Relabelled => &mut counts.relabelled,
            PointChangeKind::Level => &mut counts.level,
        } += places;
    }
    let breaking = points.iter().filter(|change| change.breaking).count();
    counts.breaking = counts.broken + breaking as u64;
    let secrets = items::secrets(old, new);
    let references = items::references(old, new);
    for change in &secrets {
        match change.kind {
            ItemChangeKind::Added => counts.secrets_added += 1,
            ItemChangeKind::Removed => counts.secrets_removed += 1,
            ItemChangeKind::Changed => {}
        }
    }
    for change in &references {
        match change.kind {
            ItemChangeKind::Added => counts.references_added += 1,
            ItemChangeKind::Removed => counts.references_removed += 1,
            ItemChangeKind::Changed => {}
        }
    }
    let version = |side: &Side| Version {
        name: side.name.clone(),
        revision: side.revision.clone(),
        points: side.points.iter().filter(|point| !point.test).count() as u64,
        observers: side.observers.len() as u64,
    };
    Diff {
        schema_version: DIFF_VERSION,
        old: version(old),
        new: version(new),
        same_rules: old.rules_digest == new.rules_digest
            && old.settings_digest == new.settings_digest,
        observers: observers::changes(&old.observers, &new.observers, &met),
        anomalies: anomalies::found(old, new, &pairs, &points),
        broken: heard.broken,
        mended: heard.mended,
        points,
        secrets,
        references,
        counts,
    }
}

/// What of a difference fails a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// An entry that breaks an observer of this repository.
    Breaking,
    /// A secret in the open that is new.
    Secrets,
    /// An entry of this priority or worse.
    AtLeast(Priority),
}

/// Whether a difference holds what one of the thresholds speaks of.
pub fn fails(diff: &Diff, thresholds: &[Threshold]) -> bool {
    thresholds.iter().any(|threshold| match threshold {
        Threshold::Breaking => diff.counts.breaking > 0,
        Threshold::Secrets => diff.counts.secrets_added > 0,
        Threshold::AtLeast(least) => priorities(diff).any(|priority| priority <= *least),
    })
}

/// The priority of every entry.
fn priorities(diff: &Diff) -> impl Iterator<Item = Priority> + '_ {
    let broken = diff.broken.iter().map(|one| one.priority);
    broken
        .chain(diff.points.iter().map(|one| one.priority))
        .chain(diff.observers.iter().map(|one| one.priority))
        .chain(diff.secrets.iter().map(|one| one.priority))
        .chain(diff.references.iter().map(|one| one.priority))
        .chain(diff.anomalies.iter().map(|one| one.priority))
}
