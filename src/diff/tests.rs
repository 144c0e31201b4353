//! What is taken for the same, what for renamed, and what is out of the ordinary.

use super::sample::{log, metric, safe, side};
use super::{Threshold, compare, fails};
use crate::model::change::{AnomalyKind, Diff, PointChangeKind, Priority, Reason};
use crate::model::inventory::{Component, Point};
use crate::model::signal::{Instrument, Level};

fn diff(old: Vec<Point>, new: Vec<Point>) -> Diff {
    compare(&side(old), &side(new))
}

/// What happened to which name, and its new name.
fn told(diff: &Diff) -> Vec<(PointChangeKind, String, String)> {
    let name = |seen: &Option<crate::model::change::Seen>| {
        let name = seen.as_ref().and_then(|seen| seen.name.as_ref());
        name.map_or_else(String::new, ToString::to_string)
    };
    let mut told: Vec<_> = diff
        .points
        .iter()
        .map(|change| (change.kind, name(&change.old), name(&change.new)))
        .collect();
    told.sort();
    told
}

fn of(kind: PointChangeKind, old: &str, new: &str) -> (PointChangeKind, String, String) {
    (kind, old.to_owned(), new.to_owned())
}

#[test]
fn what_only_moves_is_counted_and_not_listed() {
    let old = vec![
        metric("a.py", 1, "shop_total", &["code"]),
        log("a.py", 9, "serve", Level::Info, "listening on {port}"),
    ];
    let new = vec![
        metric("b/c.py", 40, "shop_total", &["code"]),
        log(
            "b/c.py",
            90,
            "serve",
            Level::Info,
            "listening on {self.port}",
        ),
    ];
    let diff = diff(old, new);
    assert_eq!(told(&diff), []);
    assert_eq!((diff.counts.moved, diff.counts.breaking), (2, 0));
}

#[test]
fn a_metric_with_another_name_in_its_place_is_renamed() {
    let old = vec![
        metric("a.py", 1, "shop_orders_total", &[]),
        metric("a.py", 2, "shop_errors_total", &["code"]),
        metric("a.py", 3, "shop_depth", &[]),
    ];
    let mut new = old.clone();
    new[1] = metric("a.py", 2, "shop_failures_total", &["code"]);
    let diff = diff(old, new);
    assert_eq!(
        told(&diff),
        [of(
            PointChangeKind::Renamed,
            "shop_errors_total",
            "shop_failures_total"
        )]
    );
    let belief = diff.points[0].belief.as_ref().expect("it says why");
    assert!(belief.score >= 60, "{belief:?}");
    assert!(belief.because.contains(&Reason::SamePlace), "{belief:?}");
    assert_eq!(diff.points[0].priority, Priority::P2);
}

#[test]
fn names_that_change_places_are_no_change() {
    let old = vec![
        metric("a.py", 1, "shop_a_total", &[]),
        metric("a.py", 2, "shop_b_total", &[]),
    ];
    let new = vec![
        metric("a.py", 1, "shop_b_total", &[]),
        metric("a.py", 2, "shop_a_total", &[]),
    ];
    assert_eq!(told(&diff(old, new)), []);
}

#[test]
fn two_renamed_side_by_side_keep_their_own() {
    let old = vec![
        metric("a.py", 1, "shop_orders_total", &["code"]),
        metric("a.py", 2, "shop_refunds_total", &["reason"]),
    ];
    let new = vec![
        metric("a.py", 1, "store_orders_total", &["code"]),
        metric("a.py", 2, "store_refunds_total", &["reason"]),
    ];
    assert_eq!(
        told(&diff(old, new)),
        [
            of(
                PointChangeKind::Renamed,
                "shop_orders_total",
                "store_orders_total"
            ),
            of(
                PointChangeKind::Renamed,
                "shop_refunds_total",
                "store_refunds_total"
            ),
        ]
    );
}

#[test]
fn something_else_in_the_same_place_is_no_rename() {
    let mut gone = metric("a.py", 2, "shop_queue_depth", &["queue"]);
    gone.help = Some(safe("How many orders wait"));
    gone.instrument = Some(Instrument::Gauge);
    let mut came = metric("a.py", 2, "http_requests_total", &["code", "method"]);
    came.help = Some(safe("Number of HTTP requests by code"));
    let around = [metric("a.py", 1, "x", &[]), metric("a.py", 3, "y", &[])];
    let with = |one: Point| around.iter().cloned().chain([one]).collect();
    assert_eq!(
        told(&diff(with(gone), with(came))),
        [
            of(PointChangeKind::Removed, "shop_queue_depth", ""),
            of(PointChangeKind::Added, "", "http_requests_total"),
        ]
    );
    // A message that says something else is another message.
    let log = |message| vec![log("a.py", 2, "serve", Level::Info, message)];
    assert_eq!(
        told(&diff(log("listening on {port}"), log("cache was rebuilt"))).len(),
        2
    );
}

#[test]
fn a_renamed_metric_in_a_renamed_file_is_known_by_its_neighbours() {
    let names = ["shop_a_total", "shop_b_total", "shop_c_total"];
    let old = names
        .iter()
        .zip(1..)
        .map(|(name, line)| metric("old.py", line, name, &[]));
    let mut new: Vec<Point> = names
        .iter()
        .zip(1..)
        .map(|(name, line)| metric("new.py", line, name, &[]))
        .collect();
    new[1] = metric("new.py", 2, "shop_bee_total", &[]);
    let diff = diff(old.collect(), new);
    assert_eq!(
        told(&diff),
        [of(
            PointChangeKind::Renamed,
            "shop_b_total",
            "shop_bee_total"
        )]
    );
    assert_eq!(diff.counts.moved, 3);
}

#[test]
fn labels_kinds_levels_and_messages_each_have_their_word() {
    let mut gauge = metric("a.py", 2, "shop_depth", &[]);
    gauge.instrument = Some(Instrument::Gauge);
    let old = vec![
        metric("a.py", 1, "shop_total", &["code", "method"]),
        metric("a.py", 2, "shop_depth", &[]),
        log("a.py", 5, "serve", Level::Error, "cannot bind {port}"),
        log("a.py", 6, "serve", Level::Info, "listening on {port}"),
    ];
    let new = vec![
        metric("a.py", 1, "shop_total", &["code", "verb"]),
        gauge,
        log("a.py", 5, "serve", Level::Warn, "cannot bind {port}"),
        log(
            "a.py",
            6,
            "serve",
            Level::Info,
            "listening at {host}:{port}",
        ),
    ];
    let diff = diff(old, new);
    assert_eq!(
        told(&diff),
        [
            of(
                PointChangeKind::Renamed,
                "listening on {port}",
                "listening at {host}:{port}"
            ),
            of(PointChangeKind::Retyped, "shop_depth", "shop_depth"),
            of(PointChangeKind::Relabelled, "shop_total", "shop_total"),
            of(
                PointChangeKind::Level,
                "cannot bind {port}",
                "cannot bind {port}"
            ),
        ]
    );
    let labels = diff
        .points
        .iter()
        .find(|one| one.kind == PointChangeKind::Relabelled);
    let labels = labels.expect("it is there");
    assert_eq!(labels.labels_added, [safe("verb")]);
    assert_eq!(labels.labels_removed, [safe("method")]);
}

#[test]
fn the_same_in_many_places_is_one_entry_and_a_rest_is_told() {
    let places = |name: &str, lines: std::ops::Range<u32>| -> Vec<Point> {
        lines.map(|line| metric("a.py", line, name, &[])).collect()
    };
    let diff = diff(places("shop_total", 1..5), places("shop_total", 1..3));
    assert_eq!(
        told(&diff),
        [of(PointChangeKind::Removed, "shop_total", "")]
    );
    assert_eq!(diff.points[0].also.len(), 1);
    assert_eq!(diff.points[0].remaining, 2);
    assert_eq!(
        (diff.counts.removed, diff.points[0].priority),
        (2, Priority::P3)
    );
}

#[test]
fn of_several_that_say_the_same_the_changed_one_is_told() {
    let logs = |levels: [Level; 3]| -> Vec<Point> {
        let logs = levels.into_iter().zip([10, 20, 30]);
        let mut logs: Vec<Point> = logs
            .map(|(level, line)| log("a.py", line, "serve", level, "invalid token"))
            .collect();
        logs.push(log("a.py", 5, "serve", Level::Info, "first"));
        logs.push(log("a.py", 40, "serve", Level::Info, "last"));
        logs
    };
    let same = [Level::Error; 3];
    for changed in 0..3 {
        let mut now = same;
        now[changed] = Level::Warn;
        let diff = diff(logs(same), logs(now));
        let lines: Vec<u32> = diff
            .points
            .iter()
            .filter_map(|one| one.old.as_ref().map(|seen| seen.at.start.line))
            .collect();
        assert_eq!(lines, [[10, 20, 30][changed]]);
    }
}

#[test]
fn names_that_are_nothing_but_holes_are_told_apart() {
    let metric = |name, line| metric("a.rs", line, name, &[]);
    let old = vec![metric("{Name.Stored}", 1), metric("{Name.Expired}", 2)];
    let new = vec![metric("{Name.Expired}", 1), metric("{Name.Stored}", 2)];
    let mut other = new.clone();
    other[0].instrument = Some(Instrument::Timer);
    assert_eq!(told(&diff(old.clone(), new)), []);
    let told = told(&diff(old, other));
    let name = "{Name.Expired}";
    assert_eq!(told, [of(PointChangeKind::Retyped, name, name)]);
}

#[test]
fn tests_are_left_out() {
    let mut one = metric("test_a.py", 1, "shop_total", &[]);
    one.test = true;
    assert_eq!(told(&diff(vec![one], Vec::new())), []);
}

#[test]
fn another_library_for_the_same_is_no_change() {
    let mut other = log("a.py", 5, "serve", Level::Info, "listening");
    other.library = "python/other".into();
    let diff = diff(
        vec![log("a.py", 5, "serve", Level::Info, "listening")],
        vec![other],
    );
    assert_eq!(told(&diff), []);
    assert_eq!(diff.counts.ported, 1);
}

#[test]
fn what_is_out_of_the_ordinary_is_told_with_its_figures() {
    let component = |path: &str| Component {
        path: path.into(),
        name: safe(path),
        manifest: format!("{path}/Cargo.toml").into(),
    };
    let many = |component: &str, count: u32, level: Level| -> Vec<Point> {
        let points = (0..count).map(|line| {
            let path = format!("{component}/main.py");
            let mut one = log(
                &path,
                line,
                "serve",
                level,
                &format!("{component} says {line}"),
            );
            one.component = Some(component.into());
            one
        });
        points.collect()
    };
    let mut old = side([many("a", 20, Level::Info), many("b", 20, Level::Info)].concat());
    let mut new = side([many("a", 8, Level::Info), many("b", 20, Level::Info)].concat());
    for one in [&mut old, &mut new] {
        one.components = vec![component("a"), component("b")];
    }
    let diff = compare(&old, &new);
    let figures = |diff: &Diff| -> Vec<_> {
        let anomalies = diff.anomalies.iter();
        anomalies
            .map(|one| (one.kind, one.before, one.after))
            .collect()
    };
    assert_eq!(figures(&diff), [(AnomalyKind::SignalsLost, 20, 8)]);
    // Where everything shrinks, nothing stands out.
    let mut less = side([many("a", 8, Level::Info), many("b", 8, Level::Info)].concat());
    less.components = vec![component("a"), component("b")];
    assert_eq!(figures(&compare(&old, &less)), []);

    let mut loud = side([many("a", 20, Level::Error), many("b", 20, Level::Info)].concat());
    loud.components = vec![component("a"), component("b")];
    assert_eq!(
        figures(&compare(&old, &loud)),
        [(AnomalyKind::ErrorsMultiplied, 0, 20)]
    );

    let few = side(vec![metric("a.py", 1, "shop_total", &["code"])]);
    let labels = ["code", "user", "path", "host"];
    let exploded = side(vec![metric("a.py", 1, "shop_total", &labels)]);
    assert_eq!(
        figures(&compare(&few, &exploded)),
        [(AnomalyKind::LabelsExploded, 1, 4)]
    );
}

#[test]
fn a_threshold_speaks_of_its_own_and_of_worse() {
    let diff = diff(vec![metric("a.py", 1, "shop_total", &[])], Vec::new());
    assert!(fails(&diff, &[Threshold::AtLeast(Priority::P2)]));
    assert!(fails(&diff, &[Threshold::AtLeast(Priority::P3)]));
    assert!(!fails(
        &diff,
        &[
            Threshold::AtLeast(Priority::P1),
            Threshold::Breaking,
            Threshold::Secrets
        ]
    ));
    assert!(!fails(&diff, &[]));
}

#[test]
fn the_answer_does_not_depend_on_what_is_asked_first() {
    let names = |prefix: &str| -> Vec<Point> {
        (0..60)
            .map(|line| metric("a.py", line, &format!("{prefix}_of_{line}_total"), &[]))
            .collect()
    };
    let one = diff(names("shop"), names("store"));
    assert_eq!(one.counts.renamed, 60, "{:?}", told(&one));
    let again = diff(names("shop"), names("store"));
    assert_eq!(one.points, again.points);
    for change in &one.points {
        let line = |seen: &Option<crate::model::change::Seen>| {
            seen.as_ref().map(|seen| seen.at.start.line)
        };
        assert_eq!(line(&change.old), line(&change.new));
    }
}
