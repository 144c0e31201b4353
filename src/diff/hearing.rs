//! Who no longer hears what they ask for, and who hears it again.

use std::collections::{BTreeMap, BTreeSet};

use super::listening::Ears;
use super::observers::Met;
use super::pairing::Pairs;
use super::rename::likeness;
use crate::model::change::{Hearing, HearingCause, Loss, Priority};
use crate::model::inventory::{Context, Point};
use crate::model::observer::{LabelRole, Observer, ObserverKind, Use, UseForm, UseKind, Verdict};
use crate::model::place::Place;
use crate::model::stored::{bears, plain, series};
use crate::model::text::SafeText;

/// What became of those who listen.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub(super) broken: Vec<Hearing>,
    pub(super) mended: Vec<Hearing>,
    /// Which old observers each old point is missing to.
    pub(super) missed: BTreeMap<u32, BTreeSet<u32>>,
}

/// Judges every observer that stands in both inventories.
pub(super) fn judge(before: &Ears<'_>, after: &Ears<'_>, met: &Met, pairs: &Pairs) -> Heard {
    let mut judge = Judge {
        before,
        after,
        met,
        pairs,
        heard: Heard::default(),
    };
    // What each observer of the new inventory lost, for those that rest on it.
    let mut losses: BTreeMap<u32, Vec<Loss>> = BTreeMap::new();
    for (old, new) in met.new_of.iter().enumerate() {
        let Some(new) = *new else { continue };
        let (lost, found) = judge.observer(old as u32, new);
        if !lost.is_empty() {
            losses.insert(new, lost);
        }
        if !found.is_empty() {
            let one = after.observer(new);
            judge.heard.mended.push(hearing(one, Priority::P3, found));
        }
    }
    handed_on(after, met, &mut losses);
    let mut heard = judge.heard;
    for (new, lost) in losses {
        let one = after.observer(new);
        heard.broken.push(hearing(
            one,
            priority(one, lost.iter().all(|loss| loss.uncertain)),
            lost,
        ));
    }
    for list in [&mut heard.broken, &mut heard.mended] {
        list.sort_by(|a, b| (a.priority, a.kind, &a.at).cmp(&(b.priority, b.kind, &b.at)));
    }
    heard
}

/// What a recording rule no longer hears, those who ask for its record do not get.
fn handed_on(after: &Ears<'_>, met: &Met, losses: &mut BTreeMap<u32, Vec<Loss>>) {
    let observers = &after.side.observers;
    let mut makers: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (at, one) in observers.iter().enumerate() {
        if one.kind == ObserverKind::RecordingRule
            && let Some(name) = one.name.as_deref()
        {
            makers.entry(name).or_default().push(at as u32);
        }
    }
    // Records of records: as often as something new is lost.
    loop {
        let mut more: Vec<(u32, Loss)> = Vec::new();
        for (at, one) in observers.iter().enumerate() {
            let at = at as u32;
            if met.old_of[at as usize].is_none() {
                continue;
            }
            for used in &one.uses {
                let recorded =
                    used.verdict == Verdict::RecordedHere && used.kind == UseKind::Metric;
                let Some(makers) = makers.get(&*used.name).filter(|_| recorded) else {
                    continue;
                };
                let known = losses.get(&at);
                if makers.contains(&at)
                    || !makers.iter().all(|maker| losses.contains_key(maker))
                    || known.is_some_and(|lost| lost.iter().any(|loss| loss.name == used.name))
                {
                    continue;
                }
                let maker = after.observer(makers[0]);
                more.push((
                    at,
                    Loss {
                        cause: HearingCause::Name,
                        what: UseKind::Metric,
                        name: used.name.clone(),
                        label: None,
                        uncertain: true,
                        at: used.at.clone(),
                        point: Some(maker.at.clone()),
                        likely: None,
                    },
                ));
            }
        }
        if more.is_empty() {
            return;
        }
        for (at, loss) in more {
            let lost = losses.entry(at).or_default();
            if !lost.iter().any(|known| known.name == loss.name) {
                lost.push(loss);
            }
        }
    }
}

fn hearing(one: &Observer, priority: Priority, mut losses: Vec<Loss>) -> Hearing {
    // A name that several queries ask for is lost once.
    let name = |loss: &Loss| (loss.cause, loss.name.clone(), loss.label.clone());
    losses.sort_by(|a, b| (name(a), &a.at).cmp(&(name(b), &b.at)));
    losses.dedup_by(|later, first| name(later) == name(first));
    Hearing {
        priority,
        kind: one.kind,
        name: one.name.clone(),
        within: one.within.clone(),
        at: one.at.clone(),
        losses,
    }
}

/// How much it matters that an observer no longer hears.
pub(super) fn priority(one: &Observer, uncertain: bool) -> Priority {
    match (one.kind, one.context) {
        (_, Context::Test | Context::Documentation) => Priority::P3,
        (ObserverKind::Alert | ObserverKind::Slo, _) if !uncertain => Priority::P0,
        (ObserverKind::Alert | ObserverKind::Slo, _) => Priority::P1,
        _ if uncertain => Priority::P2,
        _ => Priority::P1,
    }
}

struct Judge<'e, 's> {
    before: &'e Ears<'s>,
    after: &'e Ears<'s>,
    met: &'e Met,
    pairs: &'e Pairs,
    heard: Heard,
}

impl Judge<'_, '_> {
    /// What one observer lost, and what it found again.
    fn observer(&mut self, old: u32, new: u32) -> (Vec<Loss>, Vec<Loss>) {
        let (was, is) = (self.before.observer(old), self.after.observer(new));
        let (mut lost, mut found) = (Vec::new(), Vec::new());
        let same = |one: &Use, other: &Use| {
            (one.kind, one.form, &one.name) == (other.kind, other.form, &other.name)
        };
        for used in &is.uses {
            let Some(before) = was.uses.iter().find(|one| same(one, used)) else {
                if used.verdict == Verdict::Nowhere {
                    let likely = used.suggestion.clone();
                    lost.push(loss(HearingCause::Edit, used, None, None, likely));
                }
                continue;
            };
            let heard = self.before.hears(old, before);
            let hears = self.after.hears(new, used);
            if heard && !hears {
                lost.push(self.vanished(old, before, used, false));
            } else if heard && self.is_swallowed(old, before, used) {
                lost.push(self.vanished(old, before, used, true));
            } else if heard {
                self.labels((old, before), (new, used), &mut lost, &mut found);
            } else if hears && matches!(before.verdict, Verdict::Nowhere | Verdict::Unknown) {
                let point = self.after.sources(new, used).first().copied();
                let place = point.map(|at| self.after.point(at).at.clone());
                found.push(loss(HearingCause::Name, used, None, place, None));
            }
        }
        let gone = |one: &&Use| {
            one.verdict == Verdict::Nowhere && !is.uses.iter().any(|used| same(one, used))
        };
        if let Some(mistaken) = was.uses.iter().find(gone) {
            let instead = is.uses.iter().find(|used| {
                let is_new = !was.uses.iter().any(|one| same(one, used));
                is_new && self.after.hears(new, used)
            });
            if let Some(used) = instead {
                let mut mended = loss(HearingCause::Edit, used, None, None, None);
                mended.likely = Some(used.name.clone());
                mended.name = mistaken.name.clone();
                found.push(mended);
            }
        }
        (lost, found)
    }

    /// Whether everything that bore a name is gone, and only something composed may still be it.
    fn is_swallowed(&self, old: u32, before: &Use, used: &Use) -> bool {
        before.verdict == Verdict::Emitted
            && used.verdict == Verdict::MatchesComposed
            && used.form == UseForm::Exact
            && {
                let sources = self.before.sources(old, before);
                !sources.is_empty() && sources.iter().all(|at| self.is_gone(*at, used))
            }
    }

    /// Whether an old point no longer bears a name.
    fn is_gone(&self, old: u32, used: &Use) -> bool {
        self.pairs.new_of[old as usize]
            .is_none_or(|new| is_another(self.before.point(old), self.after.point(new), used))
    }

    /// The loss of a name, with what bore it.
    fn vanished(&mut self, old: u32, before: &Use, used: &Use, uncertain: bool) -> Loss {
        let sources = self.before.sources(old, before);
        let gone: Vec<u32> = sources
            .into_iter()
            .filter(|at| self.is_gone(*at, used))
            .collect();
        for at in &gone {
            self.heard.missed.entry(*at).or_default().insert(old);
        }
        let mut place = gone.first().map(|at| self.before.point(*at).at.clone());
        let renamed = gone
            .iter()
            .find_map(|at| Some((*at, self.pairs.new_of[*at as usize]?)));
        let mut likely = renamed.and_then(|(at, new)| {
            let (old, new) = (self.before.point(at), self.after.point(new));
            new_name(old, new, used)
        });
        if before.verdict == Verdict::RecordedHere {
            let observers = self.before.side.observers.iter().enumerate();
            let mut rules = observers.filter(|(_, one)| {
                one.kind == ObserverKind::RecordingRule && one.name.as_ref() == Some(&used.name)
            });
            if let Some((at, rule)) = rules.next() {
                place = Some(rule.at.clone());
                let now = self.met.new_of[at].map(|new| self.after.observer(new));
                likely = now.and_then(|rule| rule.name.clone());
            }
        }
        let likely = likely.filter(|likely| *likely != used.name);
        let mut loss = loss(
            HearingCause::Name,
            used,
            None,
            place,
            likely.or_else(|| used.suggestion.clone()),
        );
        loss.uncertain = uncertain;
        loss
    }

    /// The labels that are asked for, and that what is heard no longer has or has again.
    fn labels(
        &mut self,
        (old, before): (u32, &Use),
        (new, used): (u32, &Use),
        lost: &mut Vec<Loss>,
        found: &mut Vec<Loss>,
    ) {
        if used.kind != UseKind::Metric || used.labels.is_empty() {
            return;
        }
        let (Some(had), Some(has)) = (
            self.before.labels(old, before),
            self.after.labels(new, used),
        ) else {
            return;
        };
        for label in &used.labels {
            if label.role == LabelRole::Drop {
                continue;
            }
            let in_old = had.iter().any(|one| **one == *label.name);
            let in_new = has.iter().any(|one| **one == *label.name);
            if in_old == in_new {
                continue;
            }
            let has_label = |at: &u32, ears: &Ears<'_>| {
                let mut keys = ears.point(*at).attributes.iter();
                keys.any(|one| one.key.replace('.', "_") == *label.name)
            };
            if in_old {
                let sources = self.before.sources(old, before);
                let bore: Vec<u32> = sources
                    .into_iter()
                    .filter(|at| has_label(at, self.before))
                    .collect();
                for at in &bore {
                    self.heard.missed.entry(*at).or_default().insert(old);
                }
                let place = bore.first().map(|at| self.before.point(*at).at.clone());
                let came: Vec<&String> = has.iter().filter(|one| !had.contains(one)).collect();
                let likely = came
                    .iter()
                    .max_by_key(|one| likeness(one, &label.name))
                    .map(|one| label.name.rewritten((*one).clone()));
                let cause = HearingCause::Label;
                lost.push(loss(cause, used, Some(&label.name), place, likely));
            } else {
                let sources = self.after.sources(new, used);
                let bears = sources.iter().find(|at| has_label(at, self.after));
                let place = bears.map(|at| self.after.point(*at).at.clone());
                let cause = HearingCause::Label;
                found.push(loss(cause, used, Some(&label.name), place, None));
            }
        }
    }
}

/// Whether a point no longer bears the name by which its old self was heard.
fn is_another(old: &Point, new: &Point, used: &Use) -> bool {
    match used.kind {
        UseKind::Metric if bears(old, &used.name) => {
            !bears(new, &used.name) || old.instrument != new.instrument
        }
        UseKind::Metric => {
            let stored = |point: &Point| (point.exposed.clone(), point.unit.clone());
            let kind = old.instrument != new.instrument;
            kind || stored(old) != stored(new)
                || super::pairing::shape(old) != super::pairing::shape(new)
        }
        _ => super::pairing::shape(old) != super::pairing::shape(new),
    }
}

/// The name that an expression would have to ask for now.
fn new_name(old: &Point, new: &Point, used: &Use) -> Option<SafeText> {
    if used.kind != UseKind::Metric {
        return new.name.clone().or_else(|| new.template.clone());
    }
    let stored = |point: &Point| {
        let name = point.exposed.as_ref().or(point.name.as_ref())?;
        Some(name.rewritten(plain(name)))
    };
    let now = stored(new)?;
    let suffix = stored(old).and_then(|old| Some(series(&old, &used.name)?.to_owned()));
    Some(match suffix {
        Some(suffix) => now.rewritten(format!("{now}{suffix}")),
        None => now,
    })
}

fn loss(
    cause: HearingCause,
    used: &Use,
    label: Option<&SafeText>,
    point: Option<Place>,
    likely: Option<SafeText>,
) -> Loss {
    Loss {
        cause,
        what: used.kind,
        name: used.name.clone(),
        label: label.cloned(),
        uncertain: false,
        at: used.at.clone(),
        point,
        likely,
    }
}
