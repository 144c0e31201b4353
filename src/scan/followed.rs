//! Names that are open after the whole was read: whether they stand in a file all the same, and what
//! is said of those that do not.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use aho_corasick::AhoCorasick;

use super::shared::{Share, Standing};
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
    share: &Share,
    inventory: &mut Inventory,
) {
    let open = references::open(engine.packs(), settings, &inventory.references);
    let elsewhere = elsewhere(engine, files, threads, share, &open);
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
fn elsewhere(
    engine: &Engine,
    files: &Files,
    threads: usize,
    share: &Share,
    open: &[Open],
) -> BTreeSet<usize> {
    let mut written: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, open) in open.iter().enumerate() {
        let lower = open.name.to_lowercase();
        let spellings: BTreeSet<String> = ["_", "-", ".", ":", "__", ""]
            .iter()
            .map(|joint| lower.replace(['_', '-', '.', ':'], joint))
            .collect();
        for spelling in spellings {
            written.entry(spelling).or_default().push(index);
        }
    }
    if written.is_empty() {
        return BTreeSet::new();
    }
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(written.keys())
        .expect("a few names fit an automaton");
    let names: BTreeSet<String> = written.keys().cloned().collect();
    let spelled: Vec<&String> = names.iter().collect();
    let languages = Languages::new(&engine.packs().languages);
    let found: Mutex<BTreeSet<usize>> = Mutex::default();
    let named: Mutex<HashMap<Arc<str>, Vec<Standing>>> = Mutex::default();
    files.each(threads, || {
        let (automaton, written, spelled) = (&automaton, &written, &spelled);
        let (languages, found, named, names) = (&languages, &found, &named, &names);
        let mut buffer = Vec::new();
        move |path: &str| {
            let mut searched = Vec::new();
            let standing = share.standing(path, names).unwrap_or_else(|| {
                searched = standing(
                    engine,
                    files,
                    languages,
                    (automaton, spelled),
                    path,
                    &mut buffer,
                );
                &searched
            });
            let mut here: BTreeSet<usize> = BTreeSet::new();
            for one in standing {
                for index in written.get(&one.name).into_iter().flatten() {
                    let open = &open[*index];
                    if (!open.in_code || one.whole) && !open.files().contains(path) {
                        here.insert(*index);
                    }
                }
            }
            if !here.is_empty() {
                found
                    .lock()
                    .expect("extending does not panic")
                    .append(&mut here);
            }
            if share.keeps() && !searched.is_empty() {
                let mut named = named.lock().expect("inserting does not panic");
                named.insert(path.into(), searched);
            }
        }
    });
    let named = named.into_inner().expect("inserting does not panic");
    share.keep_names(names, named);
    found.into_inner().expect("extending does not panic")
}

/// Which of the names stand in one file, each told once.
fn standing(
    engine: &Engine,
    files: &Files,
    languages: &Languages,
    (automaton, spelled): (&AhoCorasick, &[&String]),
    path: &str,
    buffer: &mut Vec<u8>,
) -> Vec<Standing> {
    let Bytes::Read(bytes) = files.read(path, buffer) else {
        return Vec::new();
    };
    let Some(text) = decode(bytes) else {
        return Vec::new();
    };
    let bytes = text.as_bytes();
    let is_code = engine.dialect(languages.of(path, bytes)).is_some();
    let mut here: BTreeMap<usize, bool> = BTreeMap::new();
    for hit in automaton.find_overlapping_iter(bytes) {
        let is_part = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let before = hit.start().checked_sub(1).and_then(|at| bytes.get(at));
        let whole = !is_part(before) && !is_part(bytes.get(hit.end())) && !is_code;
        *here.entry(hit.pattern().as_usize()).or_default() |= whole;
    }
    here.into_iter()
        .map(|(name, whole)| Standing {
            name: spelled[name].clone(),
            whole,
        })
        .collect()
}
