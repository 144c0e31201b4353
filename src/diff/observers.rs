//! Which observer of the old inventory is which of the new one, and what of it changed.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use crate::model::change::{ItemChangeKind, ObserverChange, ObserverPart, Priority};
use crate::model::inventory::Context;
use crate::model::observer::{Observer, ObserverKind};

/// Which observer is which; told by their places in the two lists.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// For each old observer, the new one that it is.
    pub(super) new_of: Vec<Option<u32>>,
    /// For each new observer, the old one that it was.
    pub(super) old_of: Vec<Option<u32>>,
    /// How many only stand in another file.
    pub(super) moved: u64,
}

/// Pairs the observers of two inventories.
pub(super) fn pair(old: &[Observer], new: &[Observer]) -> Met {
    let mut met = Met {
        new_of: vec![None; old.len()],
        old_of: vec![None; new.len()],
        moved: 0,
    };
    same(&mut met, old, new, |one| {
        let called = (&one.name, &one.within, &one.severity);
        Some((one.kind, &one.at.path, called, &one.expression))
    });
    same(&mut met, old, new, |one| {
        Some((one.kind, &one.at.path, (&one.name, &one.within)))
    });
    // What has no name is known by what it asks.
    same(&mut met, old, new, |one| {
        let named = one.name.is_some() || one.expression.is_some();
        named.then_some((one.kind, (&one.name, &one.within), &one.expression))
    });
    same(&mut met, old, new, |one| {
        one.name.as_ref().map(|name| (one.kind, name, &one.within))
    });
    same(&mut met, old, new, |one| {
        let asks = one.expression.as_ref();
        asks.map(|asks| (one.kind, &one.at.path, asks))
    });
    let moved = met.new_of.iter().enumerate().filter(|(at, found)| {
        found.is_some_and(|found| old[*at].at.path != new[found as usize].at.path)
    });
    met.moved = moved.count() as u64;
    met
}

fn same<'o, K: Hash + Eq>(
    met: &mut Met,
    old: &'o [Observer],
    new: &'o [Observer],
    key: impl Fn(&'o Observer) -> Option<K>,
) {
    let mut open: HashMap<K, VecDeque<u32>> = HashMap::new();
    for (at, one) in new.iter().enumerate() {
        if met.old_of[at].is_none()
            && let Some(key) = key(one)
        {
            open.entry(key).or_default().push_back(at as u32);
        }
    }
    for (at, one) in old.iter().enumerate() {
        if met.new_of[at].is_none()
            && let Some(key) = key(one)
            && let Some(found) = open.get_mut(&key).and_then(VecDeque::pop_front)
        {
            met.new_of[at] = Some(found);
            met.old_of[found as usize] = Some(at as u32);
        }
    }
}

/// What came, went and changed, the worst first.
pub(super) fn changes(old: &[Observer], new: &[Observer], met: &Met) -> Vec<ObserverChange> {
    let mut changes = Vec::new();
    for (at, one) in old.iter().enumerate() {
        match met.new_of[at] {
            None => changes.push(change(ItemChangeKind::Removed, one, None, Vec::new())),
            Some(found) => {
                let now = &new[found as usize];
                let parts = parts(one, now);
                if !parts.is_empty() {
                    let was = one.name.clone().filter(|_| one.name != now.name);
                    changes.push(change(ItemChangeKind::Changed, now, was, parts));
                }
            }
        }
    }
    for (at, one) in new.iter().enumerate() {
        if met.old_of[at].is_none() {
            changes.push(change(ItemChangeKind::Added, one, None, Vec::new()));
        }
    }
    changes.sort_by(|a, b| (a.priority, a.kind, &a.at).cmp(&(b.priority, b.kind, &b.at)));
    changes
}

fn change(
    kind: ItemChangeKind,
    one: &Observer,
    was: Option<crate::model::text::SafeText>,
    parts: Vec<ObserverPart>,
) -> ObserverChange {
    let wakes = wakes(one) && one.context == Context::Product;
    let matters = match kind {
        ItemChangeKind::Removed => true,
        ItemChangeKind::Changed => parts.iter().any(|part| {
            matches!(
                part,
                ObserverPart::Severity | ObserverPart::Expression | ObserverPart::Receiver
            )
        }),
        ItemChangeKind::Added => false,
    };
    ObserverChange {
        kind,
        priority: if wakes && matters {
            Priority::P2
        } else {
            Priority::P3
        },
        observer: one.kind,
        name: one.name.clone(),
        was,
        within: one.within.clone(),
        at: one.at.clone(),
        parts,
    }
}

/// Whether it wakes people, or decides who is woken.
pub(super) fn wakes(one: &Observer) -> bool {
    matches!(
        one.kind,
        ObserverKind::Alert | ObserverKind::Slo | ObserverKind::Route | ObserverKind::Receiver
    )
}

fn parts(old: &Observer, new: &Observer) -> Vec<ObserverPart> {
    let mut parts = Vec::new();
    for (part, differs) in [
        (ObserverPart::Name, old.name != new.name),
        (ObserverPart::Within, old.within != new.within),
        (ObserverPart::Expression, old.expression != new.expression),
        (ObserverPart::Severity, old.severity != new.severity),
        (ObserverPart::Receiver, old.receiver != new.receiver),
        (ObserverPart::Runbook, old.runbook != new.runbook),
        (ObserverPart::Summary, old.summary != new.summary),
    ] {
        if differs {
            parts.push(part);
        }
    }
    parts
}
