//! What nobody listens to: components whose metrics no one watches while others' are, errors that no
//! one is told of, and texts that are searched for in logs and were reworded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Drift;
use crate::model::inventory::{Context, Point};
use crate::model::message::Message;
use crate::model::observer::{Observer, ObserverKind, UseForm, UseKind, Verdict};
use crate::model::signal::{Level, Signal};
use crate::model::text::SafeText;

/// Metrics of their own that make a component one that should be watched.
const ENOUGH: usize = 5;

/// Logged errors that make a component one whose errors somebody should hear of.
const ERRORS: usize = 5;

/// What is known of a component.
#[derive(Default)]
struct Heard<'p> {
    /// Its metrics, by name.
    metrics: BTreeSet<&'p str>,
    first_metric: Option<&'p Point>,
    first_error: Option<&'p Point>,
    errors: usize,
    reports: bool,
    /// Somebody watches a metric, a log or a span of it.
    watched: bool,
}

/// Says which components have signals that nobody listens to, where others' are listened to.
pub(super) fn components(drift: &mut Drift<'_>, points: &[Point], observers: &[Observer]) {
    let listens = |at: &u32| {
        let observer = &observers[*at as usize];
        observer.context != Context::Test && observer.kind != ObserverKind::Scrape
    };
    let mut all: BTreeMap<&Arc<str>, Heard<'_>> = BTreeMap::new();
    for point in points.iter().filter(|point| !point.test) {
        let Some(component) = &point.component else {
            continue;
        };
        let heard = all.entry(component).or_default();
        heard.watched |= point.watched_by.iter().any(listens);
        match point.signal {
            Signal::Metric => {
                // A name that nobody knows cannot be watched for by name.
                if let Some(name) = point.exposed.as_deref()
                    && !name.contains('{')
                {
                    heard.metrics.insert(name);
                    heard.first_metric.get_or_insert(point);
                }
            }
            Signal::ErrorReport => heard.reports = true,
            Signal::Log if matches!(point.level, Some(Level::Error | Level::Fatal)) => {
                heard.errors += 1;
                heard.first_error.get_or_insert(point);
            }
            _ => {}
        }
    }
    let any_watched = all
        .values()
        .any(|heard| heard.watched && !heard.metrics.is_empty());
    let any_reports = all.values().any(|heard| heard.reports);
    // Who reads everything that is written hears every error.
    let all_read = observers.iter().any(|observer| {
        observer.context == Context::Product
            && (observer.kind == ObserverKind::Shipper
                || observer.kind == ObserverKind::Pipeline
                    && observer
                        .name
                        .as_deref()
                        .is_some_and(|name| name.starts_with("logs")))
    });
    for (component, heard) in &all {
        if any_watched
            && !heard.watched
            && heard.metrics.len() >= ENOUGH
            && let Some(point) = heard.first_metric
        {
            let name = named(point, component);
            let message = Message::new("finding-component-unwatched")
                .with("name", name.clone())
                .with("count", name.rewritten(heard.metrics.len().to_string()));
            drift.of_component("component-unwatched", point, &name, message);
        }
        if any_reports
            && !all_read
            && !heard.reports
            && !heard.watched
            && heard.errors >= ERRORS
            && let Some(point) = heard.first_error
        {
            let name = named(point, component);
            let message = Message::new("finding-errors-unheard")
                .with("name", name.clone())
                .with("count", name.rewritten(heard.errors.to_string()));
            drift.of_component("errors-unheard", point, &name, message);
        }
    }
}

/// A component's path, as one may write it.
fn named(point: &Point, component: &str) -> SafeText {
    let shown = if component.is_empty() { "." } else { component };
    let own = point.name.as_ref().or(point.template.as_ref());
    own.map_or_else(SafeText::default, Clone::clone)
        .rewritten(shown.to_owned())
}

/// How alike a text and what is logged must be for one to be the other, reworded.
const ALIKE: f64 = 0.8;

/// Shortest text that is compared. Bytes; shorter ones are alike by chance.
const SHORTEST: usize = 16;

/// Says which texts that are searched for in logs are nearly what is logged, and not quite.
pub(super) fn reworded(drift: &mut Drift<'_>, points: &[Point], observers: &[Observer]) {
    let searched = |kind: UseKind, form: UseForm, verdict: Verdict, name: &str| {
        kind == UseKind::LogText
            && form == UseForm::Exact
            && verdict == Verdict::Unknown
            && name.len() >= SHORTEST
            && name.matches(' ').count() >= 2
    };
    for observer in observers {
        if observer.context == Context::Test {
            continue;
        }
        for used in &observer.uses {
            if !searched(used.kind, used.form, used.verdict, &used.name) {
                continue;
            }
            let logged = points.iter().filter(|point| !point.test);
            let near = logged
                .filter_map(|point| point.template.as_ref())
                .filter(|text| text.len().abs_diff(used.name.len()) * 4 <= used.name.len())
                .map(|text| {
                    (
                        strsim::normalized_damerau_levenshtein(text, &used.name),
                        text,
                    )
                })
                .filter(|(alike, _)| *alike >= ALIKE)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, near)) = near {
                let message = Message::new("finding-log-text-nowhere")
                    .with("name", used.name.clone())
                    .with("near", near.clone());
                drift.add("log-text-nowhere", &used.at, observer, &used.name, message);
            }
        }
    }
}
