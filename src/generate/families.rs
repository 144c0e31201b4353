//! Metrics as Prometheus knows them, by the component that emits them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::aspect::{Aspect, singular, words};
use crate::model::inventory::{Inventory, Point};
use crate::model::observer::ObserverKind;
use crate::model::place::Place;
use crate::model::signal::{Instrument, Signal};
use crate::model::text::SafeText;

/// Labels that may have as many values as there are requests: nothing is grouped by them.
const UNBOUNDED: &[&str] = &[
    "id", "ids", "uuid", "guid", "path", "uri", "url", "query", "sql", "email", "ip", "addr",
    "address", "message", "error", "err", "trace", "span", "session", "token", "user", "username",
    "key", "hash", "digest", "file", "filename", "cid", "commit",
    // What Prometheus itself groups by.
    "le", "quantile", "job", "instance",
];

/// Words of a label that tells how something ended.
const OUTCOMES: &[&str] = &[
    "code",
    "status",
    "result",
    "outcome",
    "success",
    "error_type",
];

/// How a family is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One series that only goes up.
    Counter,
    /// One series, as it is now.
    Gauge,
    /// `_bucket`, `_sum` and `_count`.
    Histogram,
    /// `_sum` and `_count`.
    Summary,
    /// Labels on the value 1: nothing to draw.
    Info,
}

/// What a value is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Microseconds.
    Microseconds,
    /// Bytes.
    Bytes,
    /// From 0 to 1.
    Ratio,
    /// From 0 to 100.
    Percent,
    /// Something that is counted.
    Count,
}

/// One metric family.
#[derive(Clone, Debug)]
pub(super) struct Family<'i> {
    /// The name under which it is scraped.
    pub(super) name: &'i str,
    /// Its help text.
    pub(super) help: Option<&'i str>,
    /// How it is stored.
    pub(super) shape: Shape,
    /// What it is counted in.
    pub(super) unit: Unit,
    /// What it speaks of.
    pub(super) aspect: Aspect,
    /// Its labels.
    pub(super) labels: BTreeSet<&'i str>,
    /// Where it is emitted, the first place.
    pub(super) at: &'i Place,
    /// An alert of the repository uses it already.
    pub(super) alerted: bool,
}

/// How a label tells what ended badly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Takes every series of what ended badly.
    pub(super) bad: String,
    /// One such series.
    pub(super) failed: String,
    /// A series of what ended well.
    pub(super) fine: String,
}

/// A component that emits metrics.
#[derive(Clone, Debug)]
pub(super) struct Service<'i> {
    /// What it is called.
    pub(super) name: &'i str,
    /// Its name in files: `quickwit-ingest`.
    pub(super) slug: String,
    /// Its metrics, by name.
    pub(super) families: Vec<Family<'i>>,
}

/// All that emit metrics.
#[derive(Clone, Debug, Default)]
pub(super) struct Families<'i> {
    /// By path.
    pub(super) services: Vec<Service<'i>>,
    /// Metrics without a name that Prometheus would know them by.
    pub(super) unnamed: usize,
}

impl<'i> Families<'i> {
    /// The families of shipped code; of one component, by name or path, where one is asked for. A
    /// family that two components emit belongs to the first of them.
    pub(super) fn new(inventory: &'i Inventory, only: Option<&str>) -> Self {
        let mut by_component: BTreeMap<&str, BTreeMap<&str, Family<'i>>> = BTreeMap::new();
        let mut home: BTreeMap<&str, &str> = BTreeMap::new();
        let mut unnamed = BTreeSet::new();
        for point in &inventory.points {
            if point.signal != Signal::Metric || point.test {
                continue;
            }
            let Some(name) = point.exposed.as_ref().map(SafeText::as_str) else {
                unnamed.extend(point.name.as_ref().map(SafeText::as_str));
                continue;
            };
            let Some(shape) = shape(name, point.instrument).filter(|_| is_metric_name(name)) else {
                continue;
            };
            let component = *home
                .entry(name)
                .or_insert_with(|| point.component.as_deref().unwrap_or(""));
            let family = by_component
                .entry(component)
                .or_default()
                .entry(name)
                .or_insert_with(|| Family {
                    name,
                    help: None,
                    shape,
                    unit: unit(name, point),
                    aspect: Aspect::of(name, point.instrument),
                    labels: BTreeSet::new(),
                    at: &point.at,
                    alerted: false,
                });
            family.help = family.help.or(point.help.as_ref().map(SafeText::as_str));
            let keys = point.attributes.iter().map(|one| one.key.as_str());
            family.labels.extend(keys.filter(|key| is_label_name(key)));
            family.alerted |= alerted(inventory, point);
        }
        let names: BTreeMap<&str, &str> = inventory
            .components
            .iter()
            .map(|component| (&*component.path, component.name.as_str()))
            .collect();
        let mut taken = BTreeSet::new();
        let mut services = Vec::new();
        for (path, families) in by_component {
            let name = names
                .get(path)
                .copied()
                .filter(|name| !name.is_empty())
                .unwrap_or(&inventory.target.name);
            if only.is_some_and(|only| only != name && only != path) {
                continue;
            }
            services.push(Service {
                name,
                slug: slug(name, &mut taken),
                families: families.into_values().collect(),
            });
        }
        Self {
            services,
            unnamed: unnamed.len(),
        }
    }
}

impl Family<'_> {
    /// The words of its name, singular.
    pub(super) fn words(&self) -> Vec<String> {
        words(self.name)
            .iter()
            .map(|word| singular(word).to_owned())
            .collect()
    }

    /// Its name says one of these words.
    pub(super) fn says(&self, any: &[&str]) -> bool {
        self.words().iter().any(|word| any.contains(&word.as_str()))
    }

    /// The labels that something may be grouped by.
    pub(super) fn bounded(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().copied().filter(|label| {
            !words(label)
                .iter()
                .any(|word| UNBOUNDED.contains(&word.as_str()))
        })
    }

    /// The label that tells how something ended.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        let label = OUTCOMES.iter().find_map(|wanted| {
            self.labels
                .iter()
                .find(|label| words(label).iter().any(|word| word == wanted))
        })?;
        let words = words(label);
        let has = |word: &str| words.iter().any(|one| one == word);
        let (bad, failed, fine) = if has("grpc") {
            ("!~\"OK|0\"", "UNAVAILABLE", "OK")
        } else if has("success") {
            ("=~\"false|0|no\"", "false", "true")
        } else if has("http") || (has("code") && self.says(&["http", "request", "response"])) {
            ("=~\"5..\"", "503", "200")
        } else {
            (
                "=~\"5..|(?i:.*(err|fail|timeout|abort|reject|denied).*)\"",
                "error",
                "ok",
            )
        };
        Some(Outcome {
            bad: format!("{label}{bad}"),
            failed: format!("{label}=\"{failed}\""),
            fine: format!("{label}=\"{fine}\""),
        })
    }

    /// Its name without `_total` and the like, and without words of what is counted.
    pub(super) fn stem(&self) -> &str {
        self.name
            .strip_suffix("_total")
            .unwrap_or(self.name)
            .trim_end_matches('_')
    }

    /// `QueueLength` for `queue_length`.
    pub(super) fn camel(&self) -> String {
        words(self.stem())
            .iter()
            .map(|word| capitalised(word))
            .collect()
    }

    /// What stands first in a sentence about it: its help, or its name in words.
    pub(super) fn title(&self) -> String {
        let text = self.help.map_or("", str::trim);
        let first = text
            .split(['\n', '\r'])
            .next()
            .unwrap_or("")
            .trim()
            .trim_end_matches('.');
        if first.is_empty() || first.chars().count() > 70 {
            let words = words(self.stem());
            return capitalised(&words.join(" "));
        }
        capitalised(first)
    }
}

/// With a capital first letter.
fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

/// An alert of the repository uses it.
fn alerted(inventory: &Inventory, point: &Point) -> bool {
    point.watched_by.iter().any(|watcher| {
        inventory
            .observers
            .get(*watcher as usize)
            .is_some_and(|observer| observer.kind == ObserverKind::Alert)
    })
}

fn shape(name: &str, instrument: Option<Instrument>) -> Option<Shape> {
    if name.ends_with("_info") {
        return Some(Shape::Info);
    }
    Some(match instrument? {
        Instrument::Info => Shape::Info,
        Instrument::Counter => Shape::Counter,
        Instrument::Gauge | Instrument::UpDownCounter | Instrument::Set => Shape::Gauge,
        Instrument::Histogram => Shape::Histogram,
        Instrument::Summary | Instrument::Timer => Shape::Summary,
        Instrument::Meter | Instrument::Unknown => return None,
    })
}

fn unit(name: &str, point: &Point) -> Unit {
    let written = point.unit.as_ref().map_or("", |unit| unit.as_str());
    let words = words(name);
    let has = |word: &str| words.iter().any(|one| one == word);
    if has("seconds") || has("secs") || matches!(written, "s" | "seconds") {
        Unit::Seconds
    } else if has("milliseconds") || has("ms") || matches!(written, "ms" | "milliseconds") {
        Unit::Milliseconds
    } else if has("microseconds") || has("micros") || has("us") || matches!(written, "us" | "µs") {
        Unit::Microseconds
    } else if has("bytes") || matches!(written, "By" | "bytes") {
        Unit::Bytes
    } else if has("ratio") || has("utilization") {
        Unit::Ratio
    } else if has("percent") || has("percentage") || written == "%" {
        Unit::Percent
    } else {
        Unit::Count
    }
}

/// What Prometheus of any age takes for the name of a metric.
fn is_metric_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == ':')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':')
}

fn is_label_name(name: &str) -> bool {
    is_metric_name(name) && !name.contains(':') && !name.starts_with("__")
}

/// A name of a file that no other component has.
fn slug(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    let slug = if slug.is_empty() { "component" } else { slug };
    let mut one = slug.to_owned();
    let mut number = 2;
    while !taken.insert(one.clone()) {
        one = format!("{slug}-{number}");
        number += 1;
    }
    one
}
