//! `vigie generate`: what is written, written again, and left to people.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::run_in;

const CODE: &str = r#"package main

import "github.com/prometheus/client_golang/prometheus"

var (
	requests = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "shop_requests_total", Help: "Requests.",
	}, []string{"code"})
	panics = prometheus.NewCounter(prometheus.CounterOpts{Name: "shop_panics_total", Help: "Panics."})
	queue  = prometheus.NewGauge(prometheus.GaugeOpts{Name: "shop_queue_length", Help: "Orders that wait."})
)
"#;

fn shop() -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    fs::write(root.path().join("go.mod"), "module example.com/shop/v2\n").expect("written");
    fs::write(root.path().join("main.go"), CODE).expect("written");
    root
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join("observability").join(path)).expect("it was written")
}

#[test]
fn everything_is_made_once_and_the_same_again() {
    let root = shop();
    let first = run_in(root.path(), &["generate", "all"]);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    assert!(
        first
            .stdout
            .contains("wrote observability/alerts/shop.rules.yml: 4 new"),
        "{}",
        first.stdout
    );
    let rules = read(root.path(), "alerts/shop.rules.yml");
    assert!(
        rules.contains("shop_requests_total{code=~\\\"5..\\\"}")
            || rules.contains("shop_requests_total{code=~\"5..\"}"),
        "{rules}"
    );
    let again = run_in(root.path(), &["generate", "all"]);
    assert!(
        again
            .stdout
            .lines()
            .all(|line| line.starts_with("unchanged")),
        "{}",
        again.stdout
    );
    assert_eq!(
        run_in(root.path(), &["generate", "all", "--check"]).code,
        Some(0)
    );
}

#[test]
fn what_a_person_changed_stays_and_the_rest_follows_the_code() {
    let root = shop();
    run_in(root.path(), &["generate", "alerts"]);
    let path = root.path().join("observability/alerts/shop.rules.yml");
    let edited = read(root.path(), "alerts/shop.rules.yml").replace("for: 0m", "for: 2m");
    fs::write(&path, &edited).expect("written");
    let code = CODE.replace("shop_queue_length", "shop_backlog_length");
    fs::write(root.path().join("main.go"), code).expect("written");

    let checked = run_in(root.path(), &["generate", "alerts", "--check"]);
    assert_eq!(checked.code, Some(1));
    assert_eq!(
        read(root.path(), "alerts/shop.rules.yml"),
        edited,
        "nothing was written"
    );
    let dry = run_in(root.path(), &["generate", "alerts", "--dry-run"]);
    assert_eq!(dry.code, Some(0));
    assert!(dry.stdout.contains("would write"), "{}", dry.stdout);

    let written = run_in(root.path(), &["generate", "alerts"]);
    assert!(
        written.stdout.contains("1 new, 1 gone, 1 yours"),
        "{}",
        written.stdout
    );
    let rules = read(root.path(), "alerts/shop.rules.yml");
    assert!(rules.contains("for: 2m"));
    assert!(rules.contains("ShopBacklogLengthPilesUp") && !rules.contains("ShopQueueLength"));
    let tests = read(root.path(), "alerts/shop.rules.test.yml");
    assert!(
        !tests.contains("ShopPanicsHappened"),
        "its rule is a person's by now"
    );
}

#[test]
fn what_was_made_listens_to_what_exists() {
    let root = shop();
    run_in(root.path(), &["generate", "all"]);
    let scan = run_in(root.path(), &["scan", "--format", "json"]);
    let scan: serde_json::Value = serde_json::from_str(&scan.stdout).expect("it is JSON");
    let uses: Vec<&serde_json::Value> = scan["observers"]
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|observer| observer["uses"].as_array().expect("a list"))
        .filter(|one| one["kind"] == "metric")
        .collect();
    assert!(
        uses.len() > 8,
        "alerts, recording rules and panels: {}",
        uses.len()
    );
    for one in uses {
        assert_eq!(one["verdict"], "emitted", "{one}");
    }
    for point in scan["points"].as_array().expect("a list") {
        let watchers = point["watched_by"].as_array().expect("a list");
        assert!(!watchers.is_empty(), "{point}");
    }
}

#[test]
fn an_alert_of_the_repository_comes_first() {
    let root = shop();
    let own = "groups:\n- name: own\n  rules:\n  - alert: Panicked\n    expr: increase(shop_panics_total[5m]) > 0\n";
    fs::write(root.path().join("own.rules.yml"), own).expect("written");
    run_in(root.path(), &["generate", "alerts"]);
    let rules = read(root.path(), "alerts/shop.rules.yml");
    assert!(!rules.contains("ShopPanics"), "{rules}");
    assert!(rules.contains("ShopQueueLengthPilesUp"));
}

#[test]
fn a_component_that_is_not_there_is_said() {
    let root = shop();
    let run = run_in(root.path(), &["generate", "alerts", "--component", "nope"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("no component called `nope`"),
        "{}",
        run.stderr
    );
    let empty = tempfile::tempdir().expect("a folder");
    let run = run_in(empty.path(), &["generate", "dashboards"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("nothing here emits a metric"),
        "{}",
        run.stderr
    );
    fs::create_dir_all(root.path().join("observability/dashboards")).expect("made");
    fs::write(root.path().join("observability/dashboards/shop.json"), "[]").expect("written");
    let run = run_in(root.path(), &["generate", "dashboards"]);
    assert!(
        run.stderr
            .contains("is left as it is: it holds no dashboard"),
        "{}",
        run.stderr
    );
    assert_eq!(read(root.path(), "dashboards/shop.json"), "[]");
}
