//! Alerts that reach nobody: the tree of routes is walked with an alert's labels, as Alertmanager
//! does it.

use super::Drift;
use crate::model::inventory::Context;
use crate::model::message::Message;
use crate::model::observer::{Branch, Matcher, Observer, ObserverKind};

/// Severities that mean that somebody should look.
const LOUD: &[&str] = &[
    "critical", "crit", "page", "pager", "high", "error", "major", "warning", "warn", "p0", "p1",
    "p2", "sev0", "sev1", "sev2",
];

/// Says which alerts end at a receiver that tells nobody. Only where one tree of routes is known.
pub(super) fn unheard(drift: &mut Drift<'_>, observers: &[Observer]) {
    let mut trees = observers
        .iter()
        .filter(|observer| observer.context == Context::Product && !observer.routing.is_empty());
    let Some(tree) = trees.next() else { return };
    if trees.next().is_some() {
        return;
    }
    for alert in observers {
        let read = alert.kind == ObserverKind::Alert
            && alert.context == Context::Product
            && matches!(&*alert.system, "prometheus" | "loki")
            && !alert.at.path.ends_with("sonnet");
        let loud = alert.severity.as_ref().is_some_and(|severity| {
            let severity = severity.to_ascii_lowercase();
            LOUD.contains(&severity.as_str())
        });
        let Some(name) = alert.name.as_ref().filter(|_| read && loud) else {
            continue;
        };
        let mut ends = Vec::new();
        walk(&tree.routing, 0, alert, &mut ends);
        // Who silences an alert by its name means it.
        let meant = |end: &usize| {
            let way = std::iter::successors(Some(*end), |at| {
                tree.routing[*at].parent.map(|parent| parent as usize)
            });
            way.flat_map(|at| &tree.routing[at].matchers)
                .any(|matcher| &*matcher.label == "alertname" && !matcher.not)
        };
        if ends.is_empty()
            || !ends
                .iter()
                .all(|end| tree.routing[*end].silent && !meant(end))
        {
            continue;
        }
        let message = Message::new("finding-alert-without-receiver")
            .with("name", name.clone())
            .with("receiver", tree.routing[ends[0]].receiver.clone());
        drift.add("alert-without-receiver", &alert.at, alert, name, message);
    }
}

/// Whether an alert passes a matcher.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Passes {
    Yes,
    No,
    Perhaps,
}

/// Adds every branch at which an alert may end, and says whether `at` takes it.
fn walk(tree: &[Branch], at: usize, alert: &Observer, ends: &mut Vec<usize>) -> Passes {
    let mut passes = Passes::Yes;
    for matcher in &tree[at].matchers {
        match matched(matcher, alert) {
            Passes::No => return Passes::No,
            Passes::Perhaps => passes = Passes::Perhaps,
            Passes::Yes => {}
        }
    }
    let mut taken = false;
    let below = (at + 1..tree.len()).filter(|below| tree[*below].parent == Some(at as u32));
    for child in below {
        if walk(tree, child, alert, ends) == Passes::Yes {
            taken = true;
            if !tree[child].continues {
                break;
            }
        }
    }
    if !taken {
        ends.push(at);
    }
    passes
}

fn matched(matcher: &Matcher, alert: &Observer) -> Passes {
    let own = alert
        .labels
        .iter()
        .find(|(label, _)| *label == matcher.label);
    let value = match own {
        // What an expression fills in.
        Some((_, value)) if value.contains("{{") || value.contains('$') => return Passes::Perhaps,
        Some((_, value)) => value.as_str(),
        // Series carry labels of their own; a severity is given by the rule.
        None if &*matcher.label == "severity" => "",
        None => return Passes::Perhaps,
    };
    let like = if matcher.pattern {
        let Some(pattern) = crate::link::watch::whole(&matcher.value) else {
            return Passes::Perhaps;
        };
        pattern.is_match(value)
    } else {
        value == matcher.value.as_str()
    };
    if like == matcher.not {
        Passes::No
    } else {
        Passes::Yes
    }
}
