//! Inventories for the tests of this room, as short as they can be written.

use std::sync::Arc;

use super::Side;
use crate::model::inventory::{Attribute, Point};
use crate::model::place::{Place, Pos, Span};
use crate::model::signal::{Confidence, Instrument, Level, ResolvedBy, Signal};
use crate::model::text::{SafeText, Scrubber};

/// Text as a worker without secrets would clean it.
pub(super) fn safe(text: &str) -> SafeText {
    Scrubber::default().clean(text)
}

/// The beginning of a line.
pub(super) fn at(path: &str, line: u32) -> Place {
    Place {
        path: Arc::from(path),
        span: Span {
            start: line * 100,
            end: line * 100 + 10,
        },
        start: Pos { line, column: 1 },
        end: Pos { line, column: 11 },
    }
}

fn point(signal: Signal, path: &str, line: u32) -> Point {
    Point {
        at: at(path, line),
        library: "python/some".into(),
        signal,
        level: None,
        template: None,
        name: None,
        exposed: None,
        instrument: None,
        unit: None,
        help: None,
        attributes: Vec::new(),
        function: None,
        component: None,
        through: None,
        resolved_by: ResolvedBy::Import,
        confidence: Confidence::Confirmed,
        test: false,
        watched_by: Vec::new(),
    }
}

/// A counter with labels.
pub(super) fn metric(path: &str, line: u32, name: &str, labels: &[&str]) -> Point {
    let labels = labels.iter().map(|key| Attribute {
        key: safe(key),
        expression: None,
    });
    Point {
        name: Some(safe(name)),
        exposed: Some(safe(name)),
        instrument: Some(Instrument::Counter),
        attributes: labels.collect(),
        ..point(Signal::Metric, path, line)
    }
}

/// A log in a function.
pub(super) fn log(path: &str, line: u32, function: &str, level: Level, message: &str) -> Point {
    Point {
        template: Some(safe(message)),
        level: Some(level),
        function: Some(safe(function)),
        ..point(Signal::Log, path, line)
    }
}

/// An inventory of nothing but points.
pub(super) fn side(mut points: Vec<Point>) -> Side {
    points.sort();
    Side {
        name: "sample".to_owned(),
        revision: None,
        rules_digest: String::new(),
        settings_digest: String::new(),
        components: Vec::new(),
        points,
        observers: Vec::new(),
        secrets: Vec::new(),
        asked: Vec::new(),
    }
}
