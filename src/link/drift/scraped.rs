//! Services that are scraped and measure nothing, and services that measure and are not scraped,
//! where Compose says what they are built from.

use std::collections::{BTreeMap, BTreeSet};

use super::Drift;
use crate::model::inventory::{Context, Point};
use crate::model::message::Message;
use crate::model::observer::{Built, Observer, ObserverKind};
use crate::model::signal::Signal;

/// Says both, where every scrape of this repository names its targets.
pub(super) fn services(
    drift: &mut Drift<'_>,
    points: &[Point],
    observers: &[Observer],
    built: &[Built],
) {
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for service in built {
        let known = folders.entry(&service.name).or_default();
        known.insert(&service.folder);
    }
    // A name that means one thing here and another there says nothing.
    let folder = |name: &str| -> Option<&str> {
        let known = folders.get(name)?;
        known.first().copied().filter(|_| known.len() == 1)
    };
    let inside = |folder: &str, point: &Point| {
        !point.test
            && (folder.is_empty()
                || point
                    .at
                    .path
                    .strip_prefix(folder)
                    .is_some_and(|rest| rest.starts_with('/')))
    };
    let metrics = |folder: &str| -> Vec<&Point> {
        let own = points.iter().filter(|point| inside(folder, point));
        own.filter(|point| point.signal == Signal::Metric).collect()
    };
    let mut scraped: BTreeSet<&str> = BTreeSet::new();
    let mut all_named = true;
    let jobs = observers.iter().filter(|observer| {
        observer.kind == ObserverKind::Scrape && observer.context == Context::Product
    });
    for job in jobs {
        let asked = job.expression.as_deref().unwrap_or("");
        let hosts: Vec<&str> = asked
            .lines()
            .skip(1)
            .filter_map(|target| target.split(':').next())
            .collect();
        all_named &= &*job.system == "prometheus" && !hosts.is_empty();
        for host in hosts {
            let Some(folder) = folder(host) else { continue };
            scraped.insert(folder);
            let any = points.iter().any(|point| inside(folder, point));
            if let Some(name) = job.name.as_ref()
                && any
                && metrics(folder).is_empty()
            {
                let service = name.rewritten(host.to_owned());
                let message =
                    Message::new("finding-scrape-without-metrics").with("name", service.clone());
                drift.add("scrape-without-metrics", &job.at, job, &service, message);
            }
        }
    }
    if !all_named || scraped.is_empty() {
        return;
    }
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for service in built {
        let Some(folder) = folder(&service.name) else {
            continue;
        };
        // What is built from the folder of another may be any part of it.
        let shared = scraped.iter().any(|other| {
            folder.is_empty()
                || other.is_empty()
                || folder.starts_with(other)
                || other.starts_with(folder)
        });
        if shared || !said.insert(folder) {
            continue;
        }
        let exposed = metrics(folder)
            .into_iter()
            .find(|point| point.exposed.is_some());
        if let Some(point) = exposed {
            let message =
                Message::new("finding-metrics-without-scrape").with("name", service.name.clone());
            drift.of_component("metrics-without-scrape", point, &service.name, message);
        }
    }
}
