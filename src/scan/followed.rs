//! Names that are open after the whole was read: whether they stand in a file all the same, and what
//! is said of those that do not.

use std::collections::BTreeSet;
use std::sync::Mutex;

use aho_corasick::AhoCorasick;

use super::walk::{Bytes, Files};
use crate::detect::Engine;
use crate::link::references::{self, Open};
use crate::model::inventory::Inventory;
use crate::model::settings::Settings;
use crate::source::{Languages, decode};

/// Adds what follows from all names and values together.
pub(super) fn judge(
    engine: &Engine,
    files: &Files,
    settings: &Settings,
    threads: usize,
    inventory: &mut Inventory,
) {
    let open = references::open(engine.packs(), settings, &inventory.references);
    let elsewhere = elsewhere(engine, files, threads, &open);
    let found = references::findings(
        engine.packs(),
        settings,
        open,
        &elsewhere,
        &inventory.references,
        &inventory.findings,
    );
    inventory.findings.extend(found);
}

/// Which of the names stand in a file that may mean something by it, however they are joined.
fn elsewhere(engine: &Engine, files: &Files, threads: usize, open: &[Open]) -> BTreeSet<usize> {
    let mut written: Vec<(String, usize)> = Vec::new();
    for (index, open) in open.iter().enumerate() {
        let lower = open.name.to_lowercase();
        let spellings: BTreeSet<String> = ["_", "-", ".", ":", "__", ""]
            .iter()
            .map(|joint| lower.replace(['_', '-', '.', ':'], joint))
            .collect();
        written.extend(spellings.into_iter().map(|spelling| (spelling, index)));
    }
    if written.is_empty() {
        return BTreeSet::new();
    }
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(written.iter().map(|(spelling, _)| spelling))
        .expect("a few names fit an automaton");
    let languages = Languages::new(&engine.packs().languages);
    let found: Mutex<BTreeSet<usize>> = Mutex::default();
    files.each(threads, || {
        let (automaton, written, languages, found) = (&automaton, &written, &languages, &found);
        let mut buffer = Vec::new();
        move |path: &str| {
            let Bytes::Read(bytes) = files.read(path, &mut buffer) else {
                return;
            };
            let Some(text) = decode(bytes) else {
                return;
            };
            let bytes = text.as_bytes();
            let is_code = engine.dialect(languages.of(path, bytes)).is_some();
            let mut here: BTreeSet<usize> = BTreeSet::new();
            for hit in automaton.find_overlapping_iter(bytes) {
                let index = written[hit.pattern().as_usize()].1;
                let open = &open[index];
                let is_part = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
                let before = hit.start().checked_sub(1).and_then(|at| bytes.get(at));
                let whole = !is_part(before) && !is_part(bytes.get(hit.end()));
                if (!open.in_code || whole && !is_code) && !open.files().contains(path) {
                    here.insert(index);
                }
            }
            if !here.is_empty() {
                found
                    .lock()
                    .expect("extending does not panic")
                    .append(&mut here);
            }
        }
    });
    found.into_inner().expect("extending does not panic")
}
