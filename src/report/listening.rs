//! Which components each observer watches, and by whom each component is watched: through the points
//! that observers listen to, and through the recording rules that stand between.

use std::collections::{BTreeMap, BTreeSet};

use super::grouped::Grouped;
use crate::model::observer::{ObserverKind, Verdict};

/// Components and observers, seen from both sides.
#[derive(Debug, Default)]
pub(super) struct Listening<'i> {
    /// For each observer, in the order of the inventory: the components it watches.
    pub watches: Vec<BTreeSet<Option<&'i str>>>,
    /// For each component: how many observers of each kind watch it.
    pub watched: BTreeMap<Option<&'i str>, BTreeMap<ObserverKind, usize>>,
}

impl<'i> Listening<'i> {
    /// Looks at what is shown.
    pub(super) fn new(grouped: &Grouped<'i>) -> Self {
        let observers = grouped.observers;
        let mut watches: Vec<BTreeSet<Option<&'i str>>> = vec![BTreeSet::new(); observers.len()];
        for point in grouped.points {
            for observer in &point.watched_by {
                if let Some(watches) = watches.get_mut(*observer as usize) {
                    watches.insert(point.component.as_deref());
                }
            }
        }
        let mut recorders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, observer) in observers.iter().enumerate() {
            if let (ObserverKind::RecordingRule, Some(name)) = (observer.kind, &observer.name) {
                recorders.entry(name).or_default().push(at);
            }
        }
        // A rule may build on a rule: as long as something new is learnt, and each round can only
        // add components.
        loop {
            let mut learnt = false;
            for (at, observer) in observers.iter().enumerate() {
                let recorded = observer.uses.iter();
                for used in recorded.filter(|used| used.verdict == Verdict::RecordedHere) {
                    for from in recorders.get(&*used.name).into_iter().flatten() {
                        let more: Vec<_> =
                            watches[*from].difference(&watches[at]).copied().collect();
                        learnt |= !more.is_empty();
                        watches[at].extend(more);
                    }
                }
            }
            if !learnt {
                break;
            }
        }
        let mut watched: BTreeMap<Option<&'i str>, BTreeMap<ObserverKind, usize>> = BTreeMap::new();
        for (observer, components) in observers.iter().zip(&watches) {
            for component in components {
                let kinds = watched.entry(*component).or_default();
                *kinds.entry(observer.kind).or_insert(0) += 1;
            }
        }
        Self { watches, watched }
    }
}
