//! Secrets in the open and secrets asked for by name: which came, and which went.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::side::{Asked, Held, Side};
use crate::model::change::{ItemChangeKind, Priority, ReferenceChange, SecretChange};
use crate::model::signal::{Severity, Source};
use crate::model::text::SafeText;

/// Secrets in the open; one that only stands in another file is no change.
pub(super) fn secrets(old: &Side, new: &Side) -> Vec<SecretChange> {
    let mut gone: Vec<&Held> = old.secrets.iter().collect();
    let mut came: Vec<&Held> = new.secrets.iter().collect();
    drop_pairs(&mut gone, &mut came, |one| one.fingerprint.as_str());
    // The value is not known any more: a place of the same rule and name in another file.
    drop_pairs(&mut gone, &mut came, |one| {
        let file = one.at.path.rsplit('/').next().unwrap_or("");
        (&one.rule, &one.name, one.name.is_none().then_some(file))
    });
    let gone = gone.into_iter().map(|one| (ItemChangeKind::Removed, one));
    let came = came.into_iter().map(|one| (ItemChangeKind::Added, one));
    let mut changes: Vec<SecretChange> = came
        .chain(gone)
        .map(|(kind, one)| SecretChange {
            kind,
            priority: match (kind, one.severity) {
                (ItemChangeKind::Added, Severity::Critical) => Priority::P0,
                (ItemChangeKind::Added, Severity::High) => Priority::P1,
                (ItemChangeKind::Added, Severity::Medium) => Priority::P2,
                _ => Priority::P3,
            },
            rule: one.rule.clone(),
            title: one.title.clone(),
            severity: one.severity,
            name: one.name.clone(),
            at: one.at.clone(),
        })
        .collect();
    changes.sort_by(|a, b| {
        (a.priority, a.kind, &a.at, &a.rule).cmp(&(b.priority, b.kind, &b.at, &b.rule))
    });
    changes
}

/// Takes out what stands in both by a key.
fn drop_pairs<'h, K: std::hash::Hash + Eq>(
    gone: &mut Vec<&'h Held>,
    came: &mut Vec<&'h Held>,
    key: impl Fn(&'h Held) -> K,
) {
    let mut open: HashMap<K, VecDeque<usize>> = HashMap::new();
    for (at, one) in came.iter().enumerate() {
        open.entry(key(one)).or_default().push_back(at);
    }
    let mut met = vec![false; came.len()];
    gone.retain(|one| {
        let found = open.get_mut(&key(one)).and_then(VecDeque::pop_front);
        if let Some(at) = found {
            met[at] = true;
        }
        found.is_none()
    });
    let mut met = met.into_iter();
    came.retain(|_| !met.next().unwrap_or(false));
}

/// What tells one secret that is asked for from another.
type Name<'s> = (&'s SafeText, Option<&'s SafeText>, Source);

/// Secrets asked for by name: one entry a name, however many places ask.
pub(super) fn references(old: &Side, new: &Side) -> Vec<ReferenceChange> {
    let (before, after) = (by_name(&old.asked), by_name(&new.asked));
    let mut changes = Vec::new();
    for (kind, these, others) in [
        (ItemChangeKind::Added, &after, &before),
        (ItemChangeKind::Removed, &before, &after),
    ] {
        for (name, (first, places)) in these {
            if others.contains_key(name) {
                continue;
            }
            changes.push(ReferenceChange {
                kind,
                // Somebody has to provide what is newly asked for, before it runs.
                priority: match kind {
                    ItemChangeKind::Added => Priority::P2,
                    _ => Priority::P3,
                },
                name: first.name.clone(),
                key: first.key.clone(),
                source: first.source,
                at: first.at.clone(),
                places: *places,
            });
        }
    }
    changes.sort_by(|a, b| (a.priority, a.kind, &a.at).cmp(&(b.priority, b.kind, &b.at)));
    changes
}

fn by_name(asked: &[Asked]) -> BTreeMap<Name<'_>, (&Asked, u32)> {
    let mut names: BTreeMap<Name<'_>, (&Asked, u32)> = BTreeMap::new();
    for one in asked {
        let name = (&one.name, one.key.as_ref(), one.source);
        names.entry(name).or_insert((one, 0)).1 += 1;
    }
    names
}
