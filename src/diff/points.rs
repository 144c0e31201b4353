//! What became of the points: one entry for each that is not what it was.

use std::collections::BTreeMap;

use super::hearing::{self, Heard};
use super::listening::Ears;
use super::observers::Met;
use super::pairing::{Pairs, shape, text};
use crate::model::change::{Listener, PointChange, PointChangeKind, Priority, Seen};
use crate::model::inventory::Point;
use crate::model::observer::Observer;
use crate::model::signal::{Instrument, Level, Signal};
use crate::model::text::SafeText;

/// Everything about an entry but where it stands: equal ones are one.
type Same<'p> = (
    PointChangeKind,
    Signal,
    Option<Told<'p>>,
    Option<Told<'p>>,
    (Vec<SafeText>, Vec<SafeText>),
);

/// What a point tells.
type Told<'p> = (&'p str, Option<&'p str>, Option<Level>, Option<Instrument>);

/// An entry being made, and the priority that those whom it breaks give it.
struct Draft {
    change: PointChange,
    worst: Option<Priority>,
}

/// Every change, the worst first.
pub(super) fn changes(
    before: &Ears<'_>,
    after: &Ears<'_>,
    met: &Met,
    pairs: &Pairs,
    heard: &Heard,
) -> Vec<PointChange> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut known: BTreeMap<Same<'_>, usize> = BTreeMap::new();
    let mut add = |old: Option<u32>, new: Option<u32>, kind: PointChangeKind| {
        let was = old.map(|at| before.point(at));
        let is = new.map(|at| after.point(at));
        let (added, removed) = match (was, is) {
            (Some(was), Some(is)) => (keys_only_in(is, was), keys_only_in(was, is)),
            _ => (Vec::new(), Vec::new()),
        };
        let Some(point) = is.or(was) else { return };
        let (mut listeners, worst) = match (old, new) {
            (Some(old), _) => listening_before(before, after, met, heard, old),
            (None, Some(new)) => (listening_after(after, new), None),
            (None, None) => (Vec::new(), None),
        };
        // What nothing tells apart but its place is one entry with many places; a message without
        // words is nothing to go by.
        if !text(point).is_empty() {
            let labels = (added.clone(), removed.clone());
            let same = (kind, point.signal, was.map(told), is.map(told), labels);
            if let Some(index) = known.get(&same) {
                let first = &mut drafts[*index];
                first.change.also.push(point.at.clone());
                first.change.listeners.append(&mut listeners);
                first.worst = first.worst.into_iter().chain(worst).min();
                return;
            }
            known.insert(same, drafts.len());
        }
        let remaining = match (was, kind) {
            (Some(was), PointChangeKind::Removed | PointChangeKind::Renamed) => {
                after.called(text(was))
            }
            _ => 0,
        };
        let change = PointChange {
            kind,
            priority: Priority::P3,
            breaking: false,
            signal: point.signal,
            old: was.map(seen),
            new: is.map(seen),
            labels_added: added,
            labels_removed: removed,
            remaining,
            belief: old.and_then(|at| pairs.beliefs.get(&at).cloned()),
            listeners,
            also: Vec::new(),
        };
        drafts.push(Draft { change, worst });
    };
    for (at, was) in before.side.points.iter().enumerate() {
        if was.test {
            continue;
        }
        match pairs.new_of[at] {
            None => add(Some(at as u32), None, PointChangeKind::Removed),
            Some(new) => {
                if let Some(kind) = difference(was, after.point(new)) {
                    add(Some(at as u32), Some(new), kind);
                }
            }
        }
    }
    for (at, is) in after.side.points.iter().enumerate() {
        if !is.test && pairs.old_of[at].is_none() {
            add(None, Some(at as u32), PointChangeKind::Added);
        }
    }
    let mut changes: Vec<PointChange> = drafts.into_iter().map(judged).collect();
    changes.sort_by(|a, b| {
        let place = |change: &PointChange| {
            let seen = change.new.as_ref().or(change.old.as_ref());
            seen.map(|seen| seen.at.clone())
        };
        let key = |change: &PointChange| (change.priority, !change.breaking, change.kind);
        (key(a), place(a)).cmp(&(key(b), place(b)))
    });
    changes
}

/// What happened to a point, if anything did.
fn difference(was: &Point, is: &Point) -> Option<PointChangeKind> {
    if shape(was) != shape(is) || was.exposed != is.exposed {
        return Some(PointChangeKind::Renamed);
    }
    let known = |one: Option<Instrument>| one.filter(|one| *one != Instrument::Unknown);
    let (before, after) = (known(was.instrument), known(is.instrument));
    if before.is_some() && after.is_some() && before != after || was.unit != is.unit {
        return Some(PointChangeKind::Retyped);
    }
    if !keys_only_in(was, is).is_empty() || !keys_only_in(is, was).is_empty() {
        return Some(PointChangeKind::Relabelled);
    }
    (was.level != is.level).then_some(PointChangeKind::Level)
}

/// The keys that one point has and the other has not, in order.
fn keys_only_in(one: &Point, other: &Point) -> Vec<SafeText> {
    let keys = one.attributes.iter().map(|attribute| &attribute.key);
    let mut only: Vec<SafeText> = keys
        .filter(|key| !other.attributes.iter().any(|theirs| theirs.key == **key))
        .cloned()
        .collect();
    only.sort();
    only.dedup();
    only
}

fn told(point: &Point) -> Told<'_> {
    (
        text(point),
        point.exposed.as_deref(),
        point.level,
        point.instrument,
    )
}

fn seen(point: &Point) -> Seen {
    let name = match text(point) {
        "" => None,
        _ => [&point.name, &point.template]
            .into_iter()
            .flatten()
            .find(|one| one.as_str() == text(point))
            .cloned(),
    };
    Seen {
        at: point.at.clone(),
        library: point.library.clone(),
        name,
        exposed: point.exposed.clone(),
        level: point.level,
        instrument: point.instrument,
        unit: point.unit.clone(),
        function: point.function.clone(),
        component: point.component.clone(),
    }
}

/// Who listened to an old point and still stands somewhere; and how bad it is for those who no
/// longer hear it.
fn listening_before(
    before: &Ears<'_>,
    after: &Ears<'_>,
    met: &Met,
    heard: &Heard,
    old: u32,
) -> (Vec<Listener>, Option<Priority>) {
    let missing = heard.missed.get(&old);
    let mut worst = None;
    let mut listeners = Vec::new();
    for observer in &before.point(old).watched_by {
        let Some(new) = met.new_of.get(*observer as usize).copied().flatten() else {
            continue;
        };
        let one = after.observer(new);
        let broken = missing.is_some_and(|missing| missing.contains(observer));
        if broken {
            let bad = hearing::priority(one, false);
            worst = worst.into_iter().chain([bad]).min();
        }
        listeners.push(listener(one, broken));
    }
    (listeners, worst)
}

fn listening_after(after: &Ears<'_>, new: u32) -> Vec<Listener> {
    let observers = after.point(new).watched_by.iter();
    let there = observers.filter(|at| (**at as usize) < after.side.observers.len());
    there
        .map(|at| listener(after.observer(*at), false))
        .collect()
}

fn listener(one: &Observer, broken: bool) -> Listener {
    Listener {
        kind: one.kind,
        name: one.name.clone(),
        within: one.within.clone(),
        at: one.at.clone(),
        broken,
    }
}

/// The entry with what it amounts to.
fn judged(draft: Draft) -> PointChange {
    let Draft { mut change, worst } = draft;
    let list = &mut change.listeners;
    list.sort_by(|a, b| (!a.broken, a).cmp(&(!b.broken, b)));
    list.dedup();
    // Another instrument or unit: the name is heard, and means something else.
    let misread = change.kind == PointChangeKind::Retyped && !change.listeners.is_empty();
    change.breaking = worst.is_some() || misread;
    let plain = if misread {
        Priority::P1
    } else {
        unheard(&change)
    };
    change.priority = worst.map_or(plain, |worst| worst.min(plain));
    change
}

/// How much it matters where nobody here is hurt.
fn unheard(change: &PointChange) -> Priority {
    let is_log = change.signal == Signal::Log;
    let bad = |level: Option<Level>| level.is_some_and(|level| level >= Level::Error);
    match change.kind {
        PointChangeKind::Removed | PointChangeKind::Renamed if change.remaining > 0 => Priority::P3,
        PointChangeKind::Removed | PointChangeKind::Renamed | PointChangeKind::Retyped => {
            if is_log { Priority::P3 } else { Priority::P2 }
        }
        PointChangeKind::Relabelled
            if change.signal == Signal::Metric && !change.labels_removed.is_empty() =>
        {
            Priority::P2
        }
        PointChangeKind::Level => {
            let was = change.old.as_ref().and_then(|seen| seen.level);
            let is = change.new.as_ref().and_then(|seen| seen.level);
            if bad(was) == bad(is) {
                Priority::P3
            } else {
                Priority::P2
            }
        }
        _ => Priority::P3,
    }
}
