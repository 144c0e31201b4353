//! Every folder under `fixtures/telemetry` is a small repository whose lines say what they emit:
//! `emits: log info "text"`, several parted by `;`. Exactly that must be found, and nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use vigie::model::settings::Settings;
use vigie::rules::Rules;

/// File and line → what is emitted there.
type Emitted = BTreeMap<(String, u32), Vec<String>>;

/// What the lines of a folder say of themselves.
fn marked(folder: &Path) -> Emitted {
    let mut found = Emitted::new();
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
                let Some((_, said)) = line.split_once("emits: ") else {
                    continue;
                };
                let said = said.trim_end_matches("*/").trim_end_matches("-->");
                let mut said: Vec<String> =
                    said.split(';').map(|one| one.trim().to_owned()).collect();
                said.sort();
                found.insert((name.join("/"), at as u32 + 1), said);
            }
        }
    }
    found
}

/// What the scan says of a folder.
fn scanned(folder: &Path, rules: &Rules) -> Emitted {
    let settings = Settings::default();
    let inventory = vigie::scan(folder, &settings, rules, vigie::From::WorkTree, &|_| {})
        .expect("fixtures can be scanned");
    let mut found = Emitted::new();
    for point in &inventory.points {
        let mut said = vigie::check::described(point);
        if let Some(through) = &point.through {
            said.extend([" through ", through.as_str()]);
        }
        let place = (point.at.path.to_string(), point.at.start.line);
        found.entry(place).or_default().push(said);
    }
    for said in found.values_mut() {
        said.sort();
    }
    found
}

#[test]
fn every_marked_line_emits_what_it_says_and_no_other_line_does() {
    let rules = Rules::builtin();
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/telemetry");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&all)
        .expect("fixtures can be read")
        .map(|entry| entry.expect("fixtures can be read").path())
        .collect();
    folders.sort();
    assert!(folders.len() >= 5, "a folder for each language at least");
    let mut faults = Vec::new();
    for folder in &folders {
        let (marked, scanned) = (marked(folder), scanned(folder, &rules));
        assert!(!marked.is_empty(), "{} says nothing", folder.display());
        let places: std::collections::BTreeSet<_> = marked.keys().chain(scanned.keys()).collect();
        for place in places {
            let (said, found) = (marked.get(place), scanned.get(place));
            if said != found {
                let name = folder.file_name().expect("it has a name").to_string_lossy();
                let (path, line) = place;
                faults.push(format!(
                    "{name}/{path}:{line}\n  says  {said:?}\n  found {found:?}"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
