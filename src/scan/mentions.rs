//! Looks for names in plain text: where nothing recognised them, and yet they stand there.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::ScanError;
use super::walk::{Bytes, Files};
use crate::model::place::{LineCounter, Place, Span};
use crate::model::register::folded;
use crate::model::settings::Settings;
use crate::model::text::SafeText;
use crate::source::decode;
use crate::vcs::Repository;

/// Shorter names are words of anything.
const SHORTEST: usize = 4;
/// Most places that are told of one file.
const MOST: usize = 50;

/// Names as they may be written: joined by `_`, by `-`, by `.` or not at all, in any case.
pub(super) struct Names {
    automaton: AhoCorasick,
    folded: Vec<String>,
}

impl Names {
    pub(super) fn new<'n>(names: impl IntoIterator<Item = &'n SafeText>) -> Option<Self> {
        let mut written: BTreeSet<String> = BTreeSet::new();
        for name in names.into_iter().filter(|name| name.len() >= SHORTEST) {
            let lower = name.to_lowercase();
            for joint in ["_", "-", ".", ""] {
                written.insert(lower.replace(['_', '-', '.', ' '], joint));
            }
            written.insert(lower);
        }
        if written.is_empty() {
            return None;
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(&written)
            .ok()?;
        Some(Self {
            automaton,
            folded: written.iter().map(|name| folded(name)).collect(),
        })
    }

    /// Every whole word of `text` that is one of the names: which, and where.
    fn each<'n>(&'n self, text: &'n str) -> impl Iterator<Item = (&'n str, Span)> + 'n {
        let bytes = text.as_bytes();
        let is_part = |byte: Option<&u8>| {
            byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        };
        let hits = self.automaton.find_overlapping_iter(bytes);
        hits.filter(move |hit| {
            let before = hit.start().checked_sub(1).and_then(|at| bytes.get(at));
            !is_part(before) && !is_part(bytes.get(hit.end()))
        })
        .map(|hit| {
            let name = self.folded[hit.pattern().as_usize()].as_str();
            (name, Span::new(hit.start(), hit.end()))
        })
    }
}

/// Which of these names stand in these files.
pub(super) fn which(files: &Files, paths: &[&str], names: &Names) -> BTreeSet<String> {
    paths
        .par_iter()
        .map_init(Vec::new, |buffer, path| {
            let Bytes::Read(bytes) = files.read(path, buffer) else {
                return BTreeSet::new();
            };
            let text = decode(bytes);
            let found = text.iter().flat_map(|text| names.each(text));
            found.map(|(name, _)| name.to_owned()).collect()
        })
        .reduce(BTreeSet::new, |mut all, mut more| {
            all.append(&mut more);
            all
        })
}

/// Every place where one of these names stands in the files of a work tree, in order.
///
/// # Panics
/// Never: pushing does not panic.
pub fn everywhere(
    root: &Path,
    settings: &Settings,
    names: &[SafeText],
) -> Result<Vec<Place>, ScanError> {
    let Some(names) = Names::new(names) else {
        return Ok(Vec::new());
    };
    let folder = if root.is_dir() { root } else { Path::new(".") };
    let repository = Repository::around(folder);
    let files = Files::work_tree(root, settings, repository.as_ref())?;
    let places = std::sync::Mutex::new(Vec::new());
    let threads = settings.threads.max(1);
    files.each(threads, || {
        let (files, names, places) = (&files, &names, &places);
        let mut buffer = Vec::new();
        move |path: &str| {
            let Bytes::Read(bytes) = files.read(path, &mut buffer) else {
                return;
            };
            let Some(text) = decode(bytes) else {
                return;
            };
            let shared: Arc<str> = path.into();
            let mut lines = LineCounter::new(&text);
            let mut last = 0;
            let mut found: Vec<Place> = Vec::new();
            for (_, span) in names.each(&text).take(MOST) {
                let start = lines.position(span.start);
                // One place a line is enough to find it.
                if start.line != last {
                    last = start.line;
                    found.push(Place {
                        path: shared.clone(),
                        span,
                        start,
                        end: lines.position(span.end),
                    });
                }
            }
            let mut all = places.lock().expect("pushing does not panic");
            all.append(&mut found);
        }
    });
    let mut places = places.into_inner().expect("pushing does not panic");
    places.sort();
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_met_as_whole_words_in_every_spelling() {
        let names = [SafeText::constant("DB_PASSWORD"), SafeText::constant("API")];
        let names = Names::new(&names).expect("one is long enough");
        let text = "db-password: $DB_PASSWORD dbPassword MY_DB_PASSWORD API db.password2";
        let found: Vec<&str> = names.each(text).map(|(_, span)| span.of(text)).collect();
        assert_eq!(found, ["db-password", "DB_PASSWORD", "dbPassword"]);
    }
}
