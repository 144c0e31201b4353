//! Every folder under `fixtures/observers` is a small repository whose lines say who listens there:
//! `listens: alert "Name" in "group" {metric=verdict}`, and what is found there: `finds: rule`.
//! Exactly that must be read, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use vigie::model::inventory::Inventory;
use vigie::model::observer::Observer;
use vigie::model::settings::Settings;
use vigie::model::signal::Topic;
use vigie::rules::Rules;

/// File and line → what is said there.
type Said = BTreeMap<(String, u32), Vec<String>>;

/// What the lines of a folder say of themselves under a mark.
fn marked(folder: &Path, mark: &str) -> Said {
    let mut found = Said::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(&at).expect("fixtures can be read") {
            let path = entry.expect("fixtures can be read").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("fixtures are text");
            let parts = path.strip_prefix(folder).expect("it lies in the folder");
            let name: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
            for (at, line) in text.lines().enumerate() {
                // Where a format has no comments behind what it says, the line above says it.
                let below = line.split_once(&format!("below {mark}"));
                let Some((_, said)) = below.or_else(|| line.split_once(mark)) else {
                    continue;
                };
                let at = at + usize::from(below.is_some());
                let said = said.split("  # ").next().unwrap_or(said);
                let said = said.split("  // ").next().unwrap_or(said);
                let mut said: Vec<String> = if mark.starts_with("finds") {
                    said.split(',').map(|one| one.trim().to_owned()).collect()
                } else {
                    vec![said.trim().to_owned()]
                };
                said.sort();
                found.insert((name.join("/"), at as u32 + 1), said);
            }
        }
    }
    found
}

fn described(observer: &Observer) -> String {
    let mut line = observer.kind.to_string();
    for (word, text) in [
        (" ", &observer.name),
        (" in ", &observer.within),
        (" to ", &observer.receiver),
    ] {
        if let Some(text) = text {
            line = format!("{line}{word}{:?}", text.as_str());
        }
    }
    let uses: BTreeSet<(String, String)> = observer
        .uses
        .iter()
        .map(|used| (used.name.to_string(), used.verdict.to_string()))
        .collect();
    let mut listed = Vec::new();
    for used in &observer.uses {
        let one = format!("{}={}", used.name, used.verdict);
        if !listed.contains(&one) {
            listed.push(one);
        }
    }
    assert!(uses.len() == listed.len());
    format!("{line} {{{}}}", listed.join(", "))
}

fn scanned(folder: &Path) -> Inventory {
    let settings = Settings::default();
    vigie::scan(
        folder,
        &settings,
        &Rules::builtin(),
        vigie::From::WorkTree,
        &|_| {},
    )
    .expect("fixtures can be scanned")
}

fn listening(inventory: &Inventory) -> Said {
    let mut found = Said::new();
    for observer in &inventory.observers {
        let place = (observer.at.path.to_string(), observer.at.start.line);
        found.entry(place).or_default().push(described(observer));
    }
    found
}

fn findings(inventory: &Inventory) -> Said {
    let mut found = Said::new();
    for finding in &inventory.findings {
        let about = inventory
            .rules
            .iter()
            .find(|rule| rule.id == finding.rule)
            .map(|rule| rule.topic);
        assert_eq!(about, Some(Topic::Observability), "{}", finding.rule);
        let place = (finding.at.path.to_string(), finding.at.start.line);
        found
            .entry(place)
            .or_default()
            .push(finding.rule.to_string());
    }
    for said in found.values_mut() {
        said.sort();
    }
    found
}

fn differences(said: &Said, found: &Said) -> Vec<String> {
    let places: BTreeSet<_> = said.keys().chain(found.keys()).collect();
    places
        .into_iter()
        .filter(|place| said.get(*place) != found.get(*place))
        .map(|place| {
            let (path, line) = place;
            let (said, found) = (said.get(place), found.get(place));
            format!("{path}:{line}\n  says  {said:?}\n  found {found:?}")
        })
        .collect()
}

fn folders() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/observers");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(all)
        .expect("fixtures can be read")
        .map(|entry| entry.expect("fixtures can be read").path())
        .collect();
    folders.sort();
    folders
}

#[test]
fn every_marked_line_listens_to_what_it_says_and_no_other_line_does() {
    for folder in folders() {
        let inventory = scanned(&folder);
        let said = marked(&folder, "listens: ");
        assert!(!said.is_empty(), "{} says nothing", folder.display());
        let faults = differences(&said, &listening(&inventory));
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

#[test]
fn every_marked_line_is_found_and_no_other_is() {
    for folder in folders() {
        let inventory = scanned(&folder);
        let faults = differences(&marked(&folder, "finds: "), &findings(&inventory));
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

#[test]
fn points_know_who_watches_them() {
    let folder = folders().pop().expect("there is one");
    let inventory = scanned(&folder);
    let watchers = |name: &str| -> Vec<String> {
        let point = inventory
            .points
            .iter()
            .find(|point| point.name.as_deref() == Some(name))
            .expect("it is emitted");
        point
            .watched_by
            .iter()
            .map(|at| {
                let observer = &inventory.observers[*at as usize];
                observer
                    .name
                    .as_ref()
                    .map_or_else(String::new, ToString::to_string)
            })
            .collect()
    };
    assert!(watchers("shop_orders_total").contains(&"Quiet".to_owned()));
    assert!(watchers("shop_refunds_total").contains(&"Many refunds".to_owned()));
    let logs = inventory
        .points
        .iter()
        .find(|point| point.template.is_some())
        .expect("it logs");
    assert_eq!(logs.watched_by.len(), 1);
}

#[test]
fn one_thread_reads_what_many_read() {
    for folder in folders() {
        let read = |threads| {
            let settings = Settings {
                threads,
                ..Settings::default()
            };
            let rules = Rules::builtin();
            vigie::scan(&folder, &settings, &rules, vigie::From::WorkTree, &|_| {})
                .expect("fixtures can be scanned")
                .observers
        };
        assert_eq!(read(1), read(4));
    }
}
