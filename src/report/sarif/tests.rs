//! What readers of SARIF trip over, and that ours does not have.

use serde_json::Value;

use super::super::sample;
use super::*;
use crate::model::inventory::{Compared, Inventory};
use crate::model::settings::View;

fn run(inventory: &Inventory) -> Value {
    let text = render(&Grouped::new(inventory, View::All));
    let log: Value = serde_json::from_str(&text).expect("JSON");
    log["runs"][0].clone()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[test]
fn every_result_names_a_rule_and_a_place() {
    let run = run(&sample::inventory());
    let rules = list(&run["tool"]["driver"]["rules"]);
    assert_eq!(list(&run["results"]).len(), 2 * sample::HOSTILE.len());
    for result in list(&run["results"]) {
        let index = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["note", "warning", "error"].contains(&text(&result["level"])));
        assert!(text(&result["message"]["text"]).ends_with('.'));
        let physical = &result["locations"][0]["physicalLocation"];
        let uri = text(&physical["artifactLocation"]["uri"]);
        assert!(
            uri.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)),
            "{uri}"
        );
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(physical["region"][key].as_u64() >= Some(1));
        }
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
        assert!(!text(&result["message"]["text"]).contains("]("));
    }
}

#[test]
fn rules_keep_within_the_limits_of_code_scanning() {
    let mut inventory = sample::inventory();
    inventory.rules[0].title = "long ".repeat(1000);
    for rule in list(&run(&inventory)["tool"]["driver"]["rules"]) {
        assert!(text(&rule["name"]).chars().count() <= 255);
        assert!(text(&rule["shortDescription"]["text"]).chars().count() <= 1024);
        assert!(text(&rule["fullDescription"]["text"]).chars().count() <= 1024);
        assert!(list(&rule["properties"]["tags"]).contains(&"CWE-798".into()));
        assert_eq!(rule["properties"]["security-severity"], "8.0");
        assert!(rule["help"]["markdown"].is_string() && rule["helpUri"].is_string());
    }
}

#[test]
fn findings_of_one_rule_on_one_line_are_one_result() {
    let mut inventory = sample::empty();
    for (line, rule, severity) in [
        (3, "a", Severity::Low),
        (3, "a", Severity::Critical),
        (3, "b", Severity::Low),
        (4, "a", Severity::Low),
    ] {
        inventory
            .findings
            .push(sample::finding("x.py", line, rule, severity));
    }
    let run = run(&inventory);
    let results = list(&run["results"]);
    assert_eq!(results.len(), 3);
    assert_eq!(results[0]["level"], "error");
    assert_eq!(results[0]["properties"]["merged"], 2);
    assert_eq!(
        text(&results[0]["message"]["text"]),
        "A key in the open. One more of this rule stands on this line."
    );
    let hashes: BTreeSet<_> = results
        .iter()
        .map(|result| {
            (
                text(&result["ruleId"]),
                text(&result["partialFingerprints"]["primaryLocationLineHash"]),
            )
        })
        .collect();
    assert_eq!(hashes.len(), 3);
}

#[test]
fn what_does_not_count_says_so() {
    let mut inventory = sample::inventory();
    inventory.baseline = Some(Compared {
        file: sample::safe("vigie-baseline.json"),
        accepted: 1,
        gone: 0,
    });
    let run = run(&inventory);
    let (counting, aside) = list(&run["results"]).split_at(sample::HOSTILE.len());
    for result in counting {
        assert!(result.get("suppressions").is_none());
        assert_eq!(result["baselineState"], "new");
    }
    for (index, result) in aside.iter().enumerate() {
        let suppression = &list(&result["suppressions"])[0];
        assert_eq!(suppression["status"], "accepted");
        let (kind, state) = [
            ("inSource", "new"),
            ("external", "new"),
            ("external", "unchanged"),
        ][index % 3];
        assert_eq!(suppression["kind"], kind);
        assert_eq!(result["baselineState"], state);
        assert!(!text(&suppression["justification"]).contains("]("));
    }
    assert!(text(&aside[0]["suppressions"][0]["justification"]).starts_with("vigie:allow: "));
}

#[test]
fn the_worst_results_are_kept_and_the_cut_is_told() {
    let inventory = sample::large(6_000);
    let run = run(&inventory);
    let results = list(&run["results"]);
    assert_eq!(results.len(), MAX_RESULTS);
    let errors = results
        .iter()
        .filter(|result| result["level"] == "error")
        .count();
    assert_eq!(
        errors, 2_400,
        "two of five severities are errors, and all of them are kept"
    );
    let uris: Vec<&str> = results
        .iter()
        .map(|result| text(&result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]))
        .collect();
    assert!(uris.is_sorted());
    let notes = list(&run["invocations"][0]["toolExecutionNotifications"]);
    assert_eq!(
        text(&notes[0]["message"]["text"]),
        "1000 results were left out: only the worst 5000 are kept by readers of this format."
    );
    assert_eq!(
        run["tool"]["driver"]["notifications"][0]["id"],
        notes[0]["descriptor"]["id"]
    );
}

#[test]
fn paths_and_messages_are_made_fit() {
    assert_eq!(encoded("a b/é:%#?.py"), "a%20b/%C3%A9%3A%25%23%3F.py");
    assert_eq!(sentence("x"), "x.");
    assert_eq!(sentence("x."), "x.");
    assert_eq!(shortened(&"é".repeat(50), 10).chars().count(), 10);
    assert_eq!(unlinked("[a](b)\n"), "[a]\\(b)\\n");
}
