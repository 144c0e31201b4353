//! What is made of an inventory, and that it can be made again.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::model::inventory::{Attribute, Component, Context, Point};
use crate::model::observer::{Observer, ObserverKind};
use crate::model::place::{Place, Pos, Span};
use crate::model::signal::{Confidence, Instrument, ResolvedBy, Signal};
use crate::model::text::Scrubber;

fn metric(name: &str, instrument: Instrument, labels: &[&str]) -> Point {
    let text = |text: &str| Scrubber::default().clean(text);
    let at = Pos { line: 1, column: 1 };
    Point {
        at: Place {
            path: "src/metrics.go".into(),
            span: Span::new(0, 1),
            start: at,
            end: at,
        },
        library: "go/prometheus".into(),
        signal: Signal::Metric,
        level: None,
        template: None,
        name: Some(text(name)),
        exposed: Some(text(name)),
        instrument: Some(instrument),
        unit: None,
        help: None,
        attributes: labels
            .iter()
            .map(|key| Attribute {
                key: text(key),
                expression: None,
            })
            .collect(),
        function: None,
        component: Some(Arc::from("svc")),
        through: None,
        resolved_by: ResolvedBy::Import,
        confidence: Confidence::Confirmed,
        test: false,
        watched_by: Vec::new(),
    }
}

fn inventory(points: Vec<Point>) -> Inventory {
    let mut inventory = report::sample_inventory();
    inventory.points = points;
    inventory.observers.clear();
    inventory.components = vec![Component {
        path: "svc".into(),
        name: Scrubber::default().clean("Check out"),
        manifest: "svc/go.mod".into(),
    }];
    inventory
}

fn shop() -> Inventory {
    inventory(vec![
        metric(
            "shop_requests_total",
            Instrument::Counter,
            &["code", "user_id"],
        ),
        metric("shop_sync_errors_total", Instrument::Counter, &[]),
        metric("shop_syncs_total", Instrument::Counter, &[]),
        metric("shop_parse_failures_total", Instrument::Counter, &["kind"]),
        metric("shop_panics_total", Instrument::Counter, &[]),
        metric(
            "shop_request_duration_seconds",
            Instrument::Histogram,
            &["code"],
        ),
        metric("shop_queue_length", Instrument::Gauge, &[]),
        metric("shop_memory_used_bytes", Instrument::Gauge, &[]),
        metric("shop_memory_limit_bytes", Instrument::Gauge, &[]),
        metric("shop_cache_up", Instrument::Gauge, &[]),
        metric("shop_last_backup_timestamp_seconds", Instrument::Gauge, &[]),
        metric("shop_certificate_not_after", Instrument::Gauge, &[]),
        metric("shop_build_info", Instrument::Info, &["version"]),
    ])
}

fn names(inventory: &Inventory) -> Vec<String> {
    let words = Words::english();
    let families = Families::new(inventory, None);
    families
        .services
        .iter()
        .flat_map(|service| alerts::alerts(service, &words))
        .map(|alert| format!("{} {}", alert.name, alert.priority))
        .collect()
}

#[test]
fn kind_and_name_of_a_metric_call_for_its_alert() {
    assert_eq!(
        names(&shop()),
        [
            "ShopCacheUpIsZero P1",
            "ShopCertificateNotAfterExpires P2",
            "ShopLastBackupTimestampSecondsStale P3",
            "ShopMemoryUsedBytesAlmostFull P2",
            "ShopPanicsHappened P1",
            "ShopParseFailuresGrows P3",
            "ShopQueueLengthPilesUp P3",
            "ShopRequestDurationSecondsSlower P2",
            "ShopRequestsFailsMostly P0",
            "ShopRequestsFailsOften P1",
            "ShopSyncErrorsFailsOften P1",
            "ShopBuildInfoSilent P1",
        ]
    );
}

#[test]
fn what_an_alert_uses_already_gets_no_other() {
    let mut watched = shop();
    watched.observers = vec![Observer {
        at: watched.points[0].at.clone(),
        kind: ObserverKind::Alert,
        system: "prometheus".into(),
        name: None,
        within: None,
        severity: None,
        language: None,
        expression: None,
        partial: false,
        uses: Vec::new(),
        receiver: None,
        runbook: None,
        summary: None,
        component: None,
        context: Context::Product,
        labels: Vec::new(),
        routing: Vec::new(),
        sources: Vec::new(),
        faults: Vec::new(),
        renames: Vec::new(),
    }];
    watched.points[0].watched_by = vec![0];
    let left = names(&watched);
    assert!(
        !left
            .iter()
            .any(|name| name.starts_with("ShopRequestsFails")),
        "{left:?}"
    );
    assert!(left.iter().any(|name| name.starts_with("ShopPanics")));
}

#[test]
fn tests_and_names_that_prometheus_cannot_know_are_left_out() {
    let mut test = metric("shop_test_total", Instrument::Counter, &[]);
    test.test = true;
    let mut open = metric("x", Instrument::Counter, &[]);
    open.exposed = None;
    let words = Words::english();
    let drafts = drafts(
        &inventory(vec![test, open]),
        &[Kind::Alerts, Kind::Dashboards],
        None,
        &words,
    );
    assert_eq!(
        drafts,
        Drafts {
            files: Vec::new(),
            unnamed: 1
        }
    );
}

#[test]
fn every_file_written_over_itself_is_the_same() {
    let words = Words::english();
    let drafts = drafts(&shop(), &Kind::ALL, None, &words);
    let paths: Vec<&str> = drafts
        .files
        .iter()
        .map(|draft| draft.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "alerts/check-out.rules.yml",
            "alerts/check-out.rules.test.yml",
            "recording/check-out.rules.yml",
            "dashboards/check-out.json",
            "runbooks/check-out.md",
            "alertmanager.yml",
            "diagrams/observability_dashboard.mmd",
            "diagrams/secrets_archi.mmd",
        ]
    );
    for draft in &drafts.files {
        let none = BTreeSet::new();
        let first = draft.over(None, &none).expect("nothing is in the way");
        assert_eq!(first.text, draft.text);
        let again = draft.over(Some(&first.text), &none).expect("it is ours");
        assert_eq!(
            again,
            Merged {
                text: first.text,
                ..Merged::default()
            },
            "{}",
            draft.path
        );
    }
}

#[test]
fn the_test_of_a_rule_that_a_person_changed_goes() {
    let words = Words::english();
    let drafts = drafts(&shop(), &[Kind::Alerts], None, &words);
    let [rules, trials] = &drafts.files[..] else {
        panic!("rules and their tests");
    };
    let edited = rules.text.replace(
        "[15m])) > 0\"\n        for: 0m",
        "[15m])) > 3\"\n        for: 0m",
    );
    let kept = rules
        .over(Some(&edited), &BTreeSet::new())
        .expect("rules")
        .kept;
    assert_eq!(kept, BTreeSet::from(["ShopPanicsHappened".to_owned()]));
    let merged = trials.over(Some(&trials.text), &kept).expect("tests");
    assert_eq!(merged.removed, 1);
    assert!(!merged.text.contains("ShopPanicsHappened"));
}

#[test]
fn a_dashboard_asks_for_real_names_and_splits_by_bounded_labels_only() {
    let words = Words::english();
    let drafts = drafts(&shop(), &[Kind::Dashboards], None, &words);
    let text = &drafts.files[0].text;
    assert!(text.contains("sum by (code) (rate(shop_requests_total{job=~\\\"$job\\\",code=~\\\"$code\\\"}[$__rate_interval]))"), "{text}");
    assert!(text.contains(
        "histogram_quantile(0.99, sum by (le) (rate(shop_request_duration_seconds_bucket{"
    ));
    assert!(!text.contains("user_id"), "as many values as users");
    assert!(!text.contains("vigie:shop_build_info"), "nothing to draw");
}
