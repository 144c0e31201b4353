//! What a merge request adds: of everything found, what stands on lines that the base does not hold.

use std::collections::HashMap;
use std::sync::Arc;

use super::walk::{Bytes, Files};
use crate::model::inventory::{Finding, Inventory};
use crate::model::place::Place;
use crate::model::suppression::Marked;
use crate::source::decode;
use crate::vcs::{Base, Contents};

/// Leaves what stands on added lines.
pub(super) fn keep(inventory: &mut Inventory, files: &Files, base: &Base, contents: &Contents) {
    let mut added = Added {
        files,
        base,
        contents,
        by_path: HashMap::new(),
    };
    inventory.points.retain(|point| added.holds(&point.at));
    let mut kept = 0;
    let moved: Vec<Option<u32>> = inventory
        .observers
        .iter()
        .map(|observer| {
            let holds =
                added.holds(&observer.at) || observer.uses.iter().any(|used| added.holds(&used.at));
            kept += u32::from(holds);
            holds.then(|| kept - 1)
        })
        .collect();
    let mut holds = moved.iter();
    inventory
        .observers
        .retain(|_| holds.next().is_some_and(Option::is_some));
    for point in &mut inventory.points {
        let watchers = std::mem::take(&mut point.watched_by);
        let watchers = watchers.into_iter().filter_map(|at| moved[at as usize]);
        point.watched_by = watchers.collect();
    }
    inventory
        .references
        .retain(|reference| added.holds(&reference.at));
    let all = std::mem::take(&mut inventory.findings);
    let (kept, dropped): (Vec<Finding>, Vec<Finding>) = all
        .into_iter()
        .partition(|finding| added.holds(&finding.at));
    inventory.findings = kept;
    // A mark that speaks of something older is of use, and not of this merge request.
    let covers = |marked: &Marked, findings: &[Finding]| {
        findings
            .iter()
            .any(|finding| finding.at.path == marked.path && marked.mark.covers(finding))
    };
    inventory.marks.retain(|marked| {
        covers(marked, &inventory.findings)
            || added.line(&marked.path, marked.mark.line) && !covers(marked, &dropped)
    });
}

struct Added<'a> {
    files: &'a Files,
    base: &'a Base,
    contents: &'a Contents,
    /// Of each line of a file, from 1, whether it is new; `None` where all of them are.
    by_path: HashMap<Arc<str>, Option<Vec<bool>>>,
}

impl Added<'_> {
    fn holds(&mut self, at: &Place) -> bool {
        (at.start.line..=at.end.line).any(|line| self.line(&at.path, line))
    }

    fn line(&mut self, path: &Arc<str>, line: u32) -> bool {
        let (files, base, contents) = (self.files, self.base, self.contents);
        let lines = self
            .by_path
            .entry(path.clone())
            .or_insert_with(|| lines(files, base, contents, path));
        match lines {
            Some(lines) => lines.get(line as usize - 1).copied().unwrap_or(true),
            None => true,
        }
    }
}

fn lines(files: &Files, base: &Base, contents: &Contents, path: &str) -> Option<Vec<bool>> {
    let mut buffer = Vec::new();
    let old = contents.read(base.blob(path)?, &mut buffer)?;
    let old = decode(old)?;
    let mut buffer = Vec::new();
    let Bytes::Read(new) = files.read(path, &mut buffer) else {
        return None;
    };
    Some(new_lines(&old, &decode(new)?))
}

/// Of each line of `new`, whether `old` lacks it. A line that only moved is not new; of a line that
/// stands there more often than before the last ones are.
fn new_lines(old: &str, new: &str) -> Vec<bool> {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for line in old.lines() {
        *left.entry(line).or_default() += 1;
    }
    let is_new = |line: &str| match left.get_mut(line) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        _ => true,
    };
    new.lines().map(is_new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_new_that_the_base_lacks() {
        assert_eq!(new_lines("a\nb\n", "b\r\nx\na\n"), [false, true, false]);
        assert_eq!(new_lines("a\n", "a\na\n"), [false, true]);
        assert_eq!(new_lines("", "a"), [true]);
    }
}
