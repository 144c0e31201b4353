//! What the code emits: every point as a row, the messages that stand in several places, and each
//! metric with who listens to it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Anchors, Folded, Item, PlaceCell, anchor, number, place};
use super::{Head, Page};
use crate::model::inventory::Point;
use crate::model::signal::{Confidence, Level, Signal};
use crate::report::legible::visible;
use crate::report::words::Words;

/// Observers named in a row of the catalogue.
const NAMED: usize = 1;
/// Places, components and observers shown before the others are folded away.
const SHOWN: usize = 3;
/// Observers listed in a row; each has a row of its own.
const LISTED: usize = 25;

/// A point.
pub(super) struct PointRow<'a> {
    pub id: &'a str,
    pub text: Cow<'a, str>,
    pub fields: String,
    pub signal: &'a str,
    pub level: &'a str,
    pub library: Cow<'a, str>,
    pub component: String,
    pub at: PlaceCell<'a>,
    pub function: Cow<'a, str>,
    pub notes: String,
    pub watchers: Vec<Item<'a>>,
    pub more: String,
}

/// A message that stands in several places.
pub(super) struct MessageRow<'a> {
    pub text: String,
    pub levels: String,
    pub count: usize,
    pub places: Folded<PointLink<'a>>,
}

/// A place that leads to its row in the catalogue.
pub(super) struct PointLink<'a> {
    pub id: &'a str,
    pub at: PlaceCell<'a>,
}

/// A metric, with all its points.
pub(super) struct MetricRow<'a> {
    pub id: String,
    pub name: Cow<'a, str>,
    pub help: Cow<'a, str>,
    pub instrument: String,
    pub unit: Cow<'a, str>,
    pub labels: Folded<Item<'a>>,
    pub components: Vec<String>,
    pub places: Folded<PointLink<'a>>,
    pub watchers: Folded<Item<'a>>,
    pub somebody: bool,
}

/// What to call a point: its message, or the name under which it is found.
fn text(point: &Point) -> &str {
    let names = [&point.template, &point.exposed, &point.name];
    let mut given = names.into_iter().flatten();
    given.next().map_or("", |text| text.as_str())
}

/// The id of a point: it stays when lines are added above it.
pub(super) fn id(point: &Point, anchors: &mut Anchors) -> String {
    let function = point.function.as_deref().unwrap_or_default();
    anchors.next('p', [&point.at.path, function, &point.library, text(point)])
}

/// The words of the rows, asked for once and not for every row.
pub(super) struct Spoken {
    signals: Vec<String>,
    levels: Vec<String>,
    /// A level that is decided when the program runs.
    open: String,
    test: String,
    confidences: Vec<String>,
}

impl Spoken {
    pub(super) fn new(words: &Words) -> Self {
        Self {
            signals: Signal::ALL.iter().map(|one| words.signal(*one)).collect(),
            levels: Level::ALL
                .iter()
                .map(|one| words.level(Some(*one)))
                .collect(),
            open: words.level(None),
            test: words.of("context-test"),
            confidences: Confidence::ALL
                .iter()
                .map(|one| words.confidence(*one))
                .collect(),
        }
    }
}

impl Page<'_> {
    pub(super) fn points_head(&self) -> Head {
        let columns = self.columns(
            "html-column-tells column-signal column-level column-library column-component column-place html-column-watched",
        );
        let caption = self.words.of("html-points-caption");
        Head::new("t-points", caption, "1,2,3,4,6", columns)
    }

    pub(super) fn point_rows(&self) -> impl Iterator<Item = PointRow<'_>> {
        let rows = self.grouped.points.iter().zip(&self.point_ids);
        rows.map(|(point, id)| self.point_row(point, id))
    }

    fn point_row<'a>(&'a self, point: &'a Point, id: &'a str) -> PointRow<'a> {
        let spoken = &self.spoken;
        let mut notes = Vec::new();
        if let Some(wrapper) = &point.through {
            let wrapper = visible(wrapper).into_owned();
            notes.push(
                self.words
                    .with("note-through", &[("wrapper", wrapper.into())]),
            );
        }
        if point.test {
            notes.push(spoken.test.clone());
        }
        if point.confidence != Confidence::Confirmed {
            notes.push(spoken.confidences[point.confidence as usize].clone());
        }
        let level = match (point.signal, point.level) {
            (_, Some(level)) => &spoken.levels[level as usize],
            (Signal::Log, None) => &spoken.open,
            _ => "",
        };
        let named = point.watched_by.iter().take(NAMED);
        let more = point.watched_by.len().saturating_sub(NAMED);
        let keys = point.attributes.iter().map(|field| visible(&field.key));
        PointRow {
            id,
            text: visible(text(point)),
            fields: keys.collect::<Vec<_>>().join(" "),
            signal: &spoken.signals[point.signal as usize],
            level,
            library: visible(&point.library),
            component: self.component(point.component.as_deref()),
            at: place(&point.at),
            function: visible(point.function.as_deref().unwrap_or_default()),
            notes: notes.join("; "),
            watchers: named.filter_map(|at| self.observer_item(*at)).collect(),
            more: if more == 0 {
                String::new()
            } else {
                format!("+{more}")
            },
        }
    }

    /// How many different messages there are.
    pub(super) fn message_count(&self) -> usize {
        self.messages.len()
    }

    pub(super) fn messages_lede(&self) -> String {
        let logs = self.messages.values().map(Vec::len).sum::<usize>();
        let repeated = self.messages.values().filter(|places| places.len() > 1);
        let args = [
            ("statements", number(logs).into()),
            ("messages", number(self.messages.len()).into()),
            ("repeated", repeated.count().into()),
        ];
        self.words.with("html-messages-lede", &args)
    }

    pub(super) fn messages_head(&self) -> Head {
        let columns = self.columns("column-message column-level html-column-times column-places");
        let caption = self.words.of("html-messages-caption");
        Head::new("t-messages", caption, "1", columns)
    }

    /// The messages that stand in several places, the most frequent first.
    pub(super) fn message_rows(&self) -> Vec<MessageRow<'_>> {
        let repeated = self.messages.iter().filter(|(_, places)| places.len() > 1);
        let mut repeated: Vec<_> = repeated.collect();
        repeated.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
        let row = |(text, places): (&&'_ str, &Vec<usize>)| {
            let of = |at: &usize| self.grouped.points[*at].level;
            let levels: BTreeSet<Option<Level>> = places.iter().map(of).collect();
            let levels = levels.into_iter().map(|level| self.words.level(level));
            MessageRow {
                text: visible(text).into_owned(),
                levels: levels.collect::<Vec<_>>().join(", "),
                count: places.len(),
                places: self.links(places),
            }
        };
        repeated.into_iter().map(row).collect()
    }

    /// How many metrics of different names there are.
    pub(super) fn metric_count(&self) -> usize {
        self.metrics.len()
    }

    pub(super) fn metrics_lede(&self) -> String {
        let is_heard = |places: &&Vec<usize>| {
            let mut points = places.iter().map(|at| &self.grouped.points[*at]);
            points.any(|point| !point.watched_by.is_empty())
        };
        let watched = self.metrics.values().filter(is_heard).count();
        let counts = [
            ("watched", watched.into()),
            ("all", self.metrics.len().into()),
        ];
        self.words.with("watched", &counts)
    }

    pub(super) fn metrics_head(&self) -> Head {
        let columns = self.columns(
            "column-name column-instrument column-unit column-labels column-component column-places section-observers",
        );
        let caption = self.words.of("html-metrics-caption");
        Head::new("t-metrics", caption, "1,4,6", columns)
    }

    /// Every metric by its name, with who listens to it.
    pub(super) fn metric_rows(&self) -> impl Iterator<Item = MetricRow<'_>> {
        self.metrics
            .iter()
            .map(|(name, places)| self.metric_row(name, places))
    }

    fn metric_row<'a>(&'a self, name: &'a str, places: &'a [usize]) -> MetricRow<'a> {
        let words = self.words;
        let points = || places.iter().map(|at| &self.grouped.points[*at]);
        let instruments: BTreeSet<_> = points().filter_map(|point| point.instrument).collect();
        let instruments = instruments.into_iter().map(|one| words.instrument(one));
        let keys: BTreeSet<&str> = points()
            .flat_map(|point| point.attributes.iter().map(|label| &*label.key))
            .collect();
        let components: BTreeSet<_> = points().map(|point| point.component.as_deref()).collect();
        let watchers: BTreeSet<u32> = points()
            .flat_map(|point| point.watched_by.clone())
            .collect();
        let somebody = !watchers.is_empty();
        let watchers = watchers.into_iter().filter_map(|at| self.observer_item(at));
        let first =
            |of: fn(&Point) -> Option<&str>| visible(points().find_map(of).unwrap_or_default());
        MetricRow {
            id: anchor('m', [name, "", "", ""]),
            name: visible(name),
            help: first(|point| point.help.as_deref()),
            instrument: instruments.collect::<Vec<_>>().join(", "),
            unit: first(|point| point.unit.as_deref()),
            labels: Folded::new(
                keys.into_iter().map(Item::plain).collect(),
                2 * SHOWN,
                words,
            ),
            components: components
                .into_iter()
                .map(|path| self.component(path))
                .collect(),
            places: self.links(places),
            watchers: Folded::up_to(LISTED, watchers.collect(), SHOWN, words),
            somebody,
        }
    }

    fn links<'a>(&'a self, places: &[usize]) -> Folded<PointLink<'a>> {
        let link = |at: &usize| PointLink {
            id: &self.point_ids[*at],
            at: place(&self.grouped.points[*at].at),
        };
        Folded::new(places.iter().map(link).collect(), SHOWN, self.words)
    }
}

/// Points of one signal by what they are called, in the order of the names; what has no name is left out.
pub(super) fn named(points: &[Point], signal: Signal) -> BTreeMap<&str, Vec<usize>> {
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, point) in points.iter().enumerate() {
        let name = text(point);
        if point.signal == signal && !name.is_empty() {
            named.entry(name).or_default().push(at);
        }
    }
    named
}
