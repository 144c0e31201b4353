//! What a change does: each kind of change, each way to name two versions, and that what is read once
//! for both says what two scans say.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::git::{commit, git, write};
use crate::{planted, run_in};

const APP: &str = r#"import logging

from prometheus_client import Counter, Gauge, Histogram

from shop import names
from shop.reporting import report

log = logging.getLogger(__name__)

ORDERS = Counter("shop_orders_total", "Orders taken", ["method", "code"])
ERRORS = Counter("shop_errors_total", "Errors met", ["code"])
DEPTH = Gauge("shop_queue_depth", "Orders that wait")
LATENCY = Histogram(names.LATENCY, "How long it takes", ["method"])


def serve(port):
    log.info("listening on %s", port)
    report("order %s taken", port)
    log.error("cannot bind %s", port)
"#;

const RULES: &str = r"groups:
  - name: shop
    rules:
      - alert: ShopErrors
        expr: sum by (code) (rate(shop_errors_total[5m])) > 1
        labels: {severity: page}
        annotations: {summary: many errors}
      - alert: ShopDeep
        expr: shop_queue_depth > 100
        labels: {severity: page}
        annotations: {summary: a long queue}
      - record: shop:orders:rate5m
        expr: sum by (method) (rate(shop_orders_total[5m]))
      - alert: ShopQuiet
        expr: shop:orders:rate5m < 1
        labels: {severity: page}
        annotations: {summary: nobody orders}
      - alert: ShopSlow
        expr: histogram_quantile(0.9, sum by (le) (rate(shop_latency_seconds_bucket[5m]))) > 1
        labels: {severity: page}
        annotations: {summary: slow}
";

/// A shop with metrics, a wrapper and a constant in other files, and rules over its metrics.
fn shop() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    let path = root.path();
    git(path, &["init", "-q"]);
    write(path, "shop/__init__.py", "");
    write(path, "shop/app.py", APP);
    write(
        path,
        "shop/names.py",
        "LATENCY = \"shop_latency_seconds\"\n",
    );
    write(
        path,
        "shop/reporting.py",
        "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef report(message, *args):\n    log.warning(message, *args)\n",
    );
    write(
        path,
        "shop/settings.py",
        "import os\n\nPASSWORD = os.environ[\"DB_PASSWORD\"]\n",
    );
    write(path, "rules.yml", RULES);
    write(path, "pyproject.toml", "[project]\nname = \"shop\"\n");
    commit(path, "first");
    root
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let run = run_in(folder, &[&["diff", "--format", "json"], arguments].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn edit(folder: &Path, name: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(name)).expect("it is there");
    assert!(text.contains(from), "{name} lacks {from}");
    write(folder, name, &text.replace(from, to));
}

/// Kind, priority, whether it breaks, and the old and the new name of every point.
fn points(diff: &Value) -> Vec<String> {
    let points = diff["points"].as_array().expect("a list").iter();
    let told = points.map(|one| {
        format!(
            "{} {} {}{} {}",
            one["priority"].as_str().expect("a word"),
            one["kind"].as_str().expect("a word"),
            if one["breaking"] == true {
                "breaking "
            } else {
                ""
            },
            one["old"]["name"].as_str().unwrap_or("-"),
            one["new"]["name"].as_str().unwrap_or("-"),
        )
    });
    told.collect()
}

/// Priority and name of every observer of a list, with what it misses and what that is called now.
fn heard(diff: &Value, list: &str) -> Vec<String> {
    let observers = diff[list].as_array().expect("a list").iter();
    let told = observers.map(|one| {
        let losses = one["losses"].as_array().expect("a list").iter();
        let losses: Vec<String> = losses
            .map(|loss| {
                let label = loss["label"]
                    .as_str()
                    .map_or_else(String::new, |one| format!("/{one}"));
                let likely = loss["likely"].as_str().unwrap_or("-");
                format!(
                    "{}{label} → {likely}",
                    loss["name"].as_str().expect("a name")
                )
            })
            .collect();
        format!(
            "{} {}: {}",
            one["priority"].as_str().expect("a word"),
            one["name"].as_str().unwrap_or("-"),
            losses.join(", ")
        )
    });
    told.collect()
}

#[test]
fn a_renamed_metric_makes_an_alert_deaf_and_the_way_back_mends_it() {
    let root = shop();
    let path = root.path();
    edit(
        path,
        "shop/app.py",
        "shop_errors_total",
        "shop_failures_total",
    );
    let second = commit(path, "rename");
    let diff = json(path, &["HEAD~1", "HEAD"]);
    assert_eq!(
        heard(&diff, "broken"),
        ["P0 ShopErrors: shop_errors_total → shop_failures_total"]
    );
    assert_eq!(
        points(&diff),
        ["P0 renamed breaking shop_errors_total shop_failures_total"]
    );
    let loss = &diff["broken"][0]["losses"][0];
    assert_eq!(loss["at"]["path"], "rules.yml");
    assert_eq!(loss["point"]["path"], "shop/app.py");
    assert_eq!(loss["point"]["start"]["line"], 11);
    assert_eq!(diff["new"]["revision"], second.as_str());

    let back = json(path, &["HEAD", "HEAD~1"]);
    assert_eq!(heard(&back, "broken"), Vec::<String>::new());
    assert_eq!(
        heard(&back, "mended"),
        ["P3 ShopErrors: shop_errors_total → -"]
    );

    // Where the rule follows, nothing breaks.
    edit(
        path,
        "rules.yml",
        "shop_errors_total",
        "shop_failures_total",
    );
    let together = json(path, &["HEAD~1"]);
    assert_eq!(together["counts"]["breaking"], 0);
    assert_eq!(
        points(&together),
        ["P2 renamed shop_errors_total shop_failures_total"]
    );
    assert_eq!(
        together["observers"][0]["parts"],
        serde_json::json!(["expression"])
    );
}

#[test]
fn what_only_a_test_still_emits_is_not_heard() {
    let root = shop();
    let path = root.path();
    let double = "from prometheus_client import Counter\n\nERRORS = Counter(\"shop_errors_total\", \"Errors\", [\"code\"])\n";
    write(path, "tests/test_app.py", double);
    commit(path, "a test");
    edit(
        path,
        "shop/app.py",
        "shop_errors_total",
        "shop_failures_total",
    );
    let diff = json(path, &[]);
    assert_eq!(heard(&diff, "broken").len(), 1, "{diff:#}");
}

#[test]
fn every_kind_of_change_is_told() {
    let root = shop();
    let path = root.path();
    edit(
        path,
        "shop/app.py",
        "[\"method\", \"code\"]",
        "[\"verb\", \"code\"]",
    );
    edit(
        path,
        "shop/app.py",
        "DEPTH = Gauge(\"shop_queue_depth\", \"Orders that wait\")\n",
        "",
    );
    edit(
        path,
        "shop/app.py",
        "log.error(\"cannot",
        "log.warning(\"cannot",
    );
    edit(
        path,
        "shop/app.py",
        "listening on %s",
        "now listening on %s",
    );
    edit(
        path,
        "shop/app.py",
        "report(\"order %s taken\", port)",
        "report(\"order %s taken\", port)\n    log.info(\"done\")",
    );
    edit(
        path,
        "shop/names.py",
        "shop_latency_seconds",
        "shop_duration_seconds",
    );
    edit(path, "shop/settings.py", "DB_PASSWORD", "DB_SECRET");
    edit(
        path,
        "rules.yml",
        "{summary: many errors}",
        "{summary: too many errors}",
    );
    write(
        path,
        "shop/keys.py",
        &format!("AWS_ACCESS_KEY_ID = \"{}\"\n", planted()),
    );
    commit(path, "much");
    let diff = json(path, &["HEAD~1", "HEAD"]);
    assert_eq!(
        heard(&diff, "broken"),
        [
            "P0 ShopDeep: shop_queue_depth → -",
            "P0 ShopSlow: shop_latency_seconds_bucket → shop_duration_seconds_bucket",
            "P1 ShopQuiet: shop:orders:rate5m → -",
            "P1 shop:orders:rate5m: shop_orders_total/method → verb",
        ]
    );
    assert_eq!(
        points(&diff),
        [
            "P0 removed breaking shop_queue_depth -",
            "P0 renamed breaking shop_latency_seconds shop_duration_seconds",
            "P1 relabelled breaking shop_orders_total shop_orders_total",
            "P2 level cannot bind %s cannot bind %s",
            "P3 renamed listening on %s now listening on %s",
            "P3 added - done",
        ]
    );
    let secret = &diff["secrets"][0];
    assert_eq!(
        (&secret["kind"], &secret["at"]["path"]),
        (&"added".into(), &"shop/keys.py".into())
    );
    let references = diff["references"].as_array().expect("a list").iter();
    let references: Vec<(&Value, &Value)> =
        references.map(|one| (&one["kind"], &one["name"])).collect();
    assert_eq!(
        references,
        [
            (&"added".into(), &"DB_SECRET".into()),
            (&"removed".into(), &"DB_PASSWORD".into())
        ]
    );
    assert_eq!(
        diff["observers"][0]["parts"],
        serde_json::json!(["summary"])
    );

    let schema = run_in(path, &["schema", "diff"]);
    let schema: Value = serde_json::from_str(&schema.stdout).expect("it is JSON");
    jsonschema::meta::validate(&schema).expect("it is a schema");
    jsonschema::validate(&schema, &diff).expect("what is written obeys what is published");

    for format in ["terminal", "markdown", "json"] {
        let run = run_in(path, &["diff", "HEAD~1", "HEAD", "--format", format]);
        assert!(run.stdout.contains("shop_queue_depth"), "{format}");
        assert!(!run.stdout.contains(&planted()), "{format}");
    }
    for (what, code) in [
        ("breaking", 1),
        ("secrets", 1),
        ("p0", 1),
        ("never", 0),
        ("never,p3", 1),
    ] {
        let run = run_in(
            path,
            &["diff", "HEAD~1", "HEAD", "--quiet", "--fail-on", what],
        );
        assert_eq!((run.code, run.stdout.as_str()), (Some(code), ""), "{what}");
    }
}

#[test]
fn what_is_read_once_says_what_two_scans_say() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let origin = shop();
    let path = origin.path();
    let first = git(path, &["rev-parse", "HEAD"]);
    // What others teach about an untouched file is another thing in each of these.
    edit(path, "shop/reporting.py", "log.warning", "log.error");
    let second = commit(path, "the wrapper is louder");
    edit(path, "shop/names.py", "shop_latency", "shop_wait");
    write(
        path,
        "shop/more.py",
        "import os\n\nTOKEN = os.environ[\"SHOP_TOKEN\"]\n",
    );
    write(path, "go.mod", "module example.org/shop\n");
    write(
        path,
        "main.go",
        "package main\n\nimport \"log\"\n\nfunc main() {\n\tlog.Println(\"up\")\n}\n",
    );
    write(
        path,
        "templates/.env.example",
        "DB_PASSWORD=\nSHOP_TOKEN=\nNOBODY_SECRET=\n",
    );
    let third = commit(path, "a constant, more files");
    git(path, &["mv", "shop/app.py", "shop/main.py"]);
    git(path, &["rm", "-q", "main.go"]);
    edit(path, "shop/reporting.py", "def report(", "def tell(");
    let fourth = commit(path, "moved, gone, and no wrapper of that name");

    let scanned = |commit: &str| {
        let folder = root.path().join(commit).join("shop");
        git(path, &["clone", "-q", ".", folder.to_str().expect("UTF-8")]);
        git(&folder, &["checkout", "-q", commit]);
        let run = run_in(&folder, &["scan", "--format", "json"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let file = root.path().join(format!("{commit}.json"));
        fs::write(&file, run.stdout).expect("it can be written");
        file
    };
    let commits = [&first, &second, &third, &fourth];
    let files = commits.map(|commit| scanned(commit));
    let here = root.path().join(&fourth).join("shop");
    for (old, before) in commits.iter().zip(&files) {
        for (new, after) in commits.iter().zip(&files) {
            let (before, after) = (
                before.to_str().expect("UTF-8"),
                after.to_str().expect("UTF-8"),
            );
            let scans = run_in(&here, &["diff", before, after, "--format", "json"]);
            let once = run_in(&here, &["diff", old, new, "--format", "json"]);
            assert_eq!(once.code, Some(0), "{}", once.stderr);
            assert!(
                scans.stdout == once.stdout,
                "{}\n\n{}",
                scans.stdout,
                once.stdout
            );
            assert_eq!(
                old == new,
                once.stdout.contains("\"points\": []"),
                "{old} {new}"
            );
        }
    }
    // A clean work tree is the commit that is checked out.
    let mut loose = json(&here, &[&second]);
    loose["new"]["revision"] = fourth.as_str().into();
    assert_eq!(loose, json(&here, &[&second, &fourth]));
}

#[test]
fn versions_can_be_named_in_many_ways() {
    let root = shop();
    let path = root.path();
    let first = git(path, &["rev-parse", "HEAD"]);
    git(path, &["checkout", "-qb", "topic"]);
    edit(
        path,
        "shop/app.py",
        "shop_errors_total",
        "shop_failures_total",
    );
    commit(path, "rename");
    git(path, &["checkout", "-q", "main"]);
    edit(path, "shop/app.py", "shop_queue_depth", "shop_queue_length");
    commit(path, "main moves on");
    let names = |arguments: &[&str]| points(&json(path, arguments)).len();
    assert_eq!(names(&["main", "topic"]), 2);
    assert_eq!(names(&["main..topic"]), 2);
    assert_eq!(names(&["main...topic"]), 1);
    assert_eq!(names(&["..topic"]), 2);
    assert_eq!(names(&[&first]), 1);
    assert_eq!(names(&["topic"]), 2);
    assert_eq!(names(&[]), 0);
    let nothing = run_in(path, &["diff"]);
    assert_eq!(nothing.stdout.lines().count(), 2, "{}", nothing.stdout);
    assert!(
        nothing.stdout.contains("nothing changed"),
        "{}",
        nothing.stdout
    );
    write(path, "loose.py", APP);
    assert_eq!(names(&[]), 7);
    assert_eq!(names(&["--exclude", "loose.py"]), 0);
    assert_eq!(names(&["main...topic", "--path", "shop"]), 1);

    let inventory = run_in(path, &["scan", "--format", "json"]).stdout;
    fs::write(path.join("old.json"), inventory).expect("it can be written");
    assert_eq!(names(&["old.json", "--exclude", "loose.py"]), 7);
    assert_eq!(names(&["HEAD", "old.json"]), 7);

    let bare = tempfile::tempdir().expect("a temporary folder");
    git(
        bare.path(),
        &[
            "clone",
            "-q",
            "--bare",
            path.to_str().expect("UTF-8"),
            "shop.git",
        ],
    );
    let bare = bare.path().join("shop.git");
    assert_eq!(points(&json(&bare, &["main...topic"])).len(), 1);
    let run = run_in(&bare, &["diff", "main"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("bare"), "{}", run.stderr);
}

#[test]
fn mistakes_are_told_with_their_cure() {
    let root = shop();
    let path = root.path();
    let secrets = run_in(path, &["scan", "--view", "secrets", "--format", "json"]).stdout;
    fs::write(path.join("half.json"), secrets).expect("it can be written");
    fs::write(path.join("other.json"), "{\"a\": 1}").expect("it can be written");
    for (arguments, what) in [
        (
            &["nowhere"][..],
            "there is no branch, tag or commit `nowhere`",
        ),
        (&["HEAD", "gone.json"], "there is no inventory gone.json"),
        (
            &["half.json"],
            "half.json cannot be compared: it holds only a part",
        ),
        (
            &["other.json"],
            "other.json cannot be compared: it is no JSON inventory",
        ),
        (
            &["HEAD", "--output", "markdown"],
            "does not say both a format and a file",
        ),
        (&["HEAD", "--path", "nowhere"], "nowhere does not exist"),
        (&["HEAD", "--fail-on", "high"], "invalid value 'high'"),
    ] {
        let run = run_in(path, &[&["diff"], arguments].concat());
        assert_eq!(run.code, Some(2), "{arguments:?}");
        assert!(run.stderr.contains(what), "{arguments:?}\n{}", run.stderr);
    }
    let outside = tempfile::tempdir().expect("a temporary folder");
    let run = run_in(outside.path(), &["diff", "main"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("not in a git work tree"),
        "{}",
        run.stderr
    );
}

#[test]
fn reports_are_written_beside_what_is_printed_and_are_no_part_of_it() {
    let root = shop();
    let path = root.path();
    edit(
        path,
        "shop/app.py",
        "shop_errors_total",
        "shop_failures_total",
    );
    let arguments = [
        "diff",
        "--output",
        "markdown=out/comment.md",
        "--output",
        "json=diff.json",
    ];
    for _ in 0..2 {
        let run = run_in(path, &arguments);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stdout.contains("P0[renamed]"), "{}", run.stdout);
    }
    let comment = fs::read_to_string(path.join("out/comment.md")).expect("it was written");
    assert!(comment.starts_with("<!-- vigie diff -->\n"), "{comment}");
    let diff = fs::read_to_string(path.join("diff.json")).expect("it was written");
    let diff: Value = serde_json::from_str(&diff).expect("JSON");
    assert_eq!(diff["counts"]["renamed"], 1);
}
