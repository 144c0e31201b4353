//! Dashboards that ask a datasource which nobody provides, where this repository provides some.

use std::collections::HashSet;

use super::Drift;
use crate::model::inventory::Context;
use crate::model::message::Message;
use crate::model::observer::{Observer, ObserverKind};
use crate::model::summary::Summary;
use crate::model::text::SafeText;

/// Takes back what was said of the datasources of dashboards that stand beside Jsonnet: it imports
/// them and gives them the variables that they lack.
pub fn leave_to_jsonnet(summaries: &mut [Summary]) {
    let folder = |path: &str| {
        path.rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned()
    };
    let completed: HashSet<String> = summaries
        .iter()
        .filter(|summary| summary.path.ends_with("sonnet"))
        .map(|summary| folder(&summary.path))
        .collect();
    for summary in summaries {
        if !summary.observers.is_empty() && completed.contains(&folder(&summary.path)) {
            for observer in &mut summary.observers {
                let faults = &mut observer.faults;
                faults.retain(|fault| fault.rule != "dashboard-without-datasource");
            }
        }
    }
}

/// Says which dashboards name a datasource, by name or identifier, that is none of those provided
/// here; only where others name one that is.
pub(super) fn sources(drift: &mut Drift<'_>, observers: &[Observer]) {
    let product = |observer: &&Observer| observer.context == Context::Product;
    let provided: HashSet<&str> = observers
        .iter()
        .filter(product)
        .filter(|observer| observer.kind == ObserverKind::Datasource)
        .flat_map(|observer| &observer.sources)
        .map(SafeText::as_str)
        .collect();
    if provided.is_empty() || provided.iter().any(|name| name.contains(['{', '$'])) {
        return;
    }
    let dashboards = || {
        observers
            .iter()
            .filter(product)
            .filter(|observer| observer.kind == ObserverKind::Dashboard)
    };
    let some = dashboards()
        .flat_map(|observer| &observer.sources)
        .any(|name| provided.contains(name.as_str()));
    if !some {
        return;
    }
    for dashboard in dashboards() {
        for name in &dashboard.sources {
            if provided.contains(name.as_str()) {
                continue;
            }
            let message =
                Message::new("finding-datasource-not-provided").with("name", name.clone());
            drift.add(
                "dashboard-without-datasource",
                &dashboard.at,
                dashboard,
                name,
                message,
            );
        }
    }
}
