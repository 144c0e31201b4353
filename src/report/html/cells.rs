//! What stands in the cells of the page: places, links, folded lists, numbers, and the ids that links
//! lead to.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::model::inventory::identity;
use crate::model::place::Place;
use crate::report::legible::visible;
use crate::report::words::Words;

/// A place, its file apart from its folder so that the eye finds it.
pub(super) struct PlaceCell<'a> {
    pub folder: Cow<'a, str>,
    pub file: Cow<'a, str>,
    pub line: u32,
}

/// The cell of a place.
pub(super) fn place(at: &Place) -> PlaceCell<'_> {
    let cut = at.path.rfind('/').map_or(0, |slash| slash + 1);
    PlaceCell {
        folder: visible(&at.path[..cut]),
        file: visible(&at.path[cut..]),
        line: at.start.line,
    }
}

/// A text that may lead somewhere, with what is said beside it.
pub(super) struct Item<'a> {
    /// Where it leads, `#` and an id; empty for nowhere.
    pub href: String,
    /// The text.
    pub text: Cow<'a, str>,
    /// What is said beside it.
    pub note: String,
    /// A word of ours that the style knows, for the note.
    pub class: &'static str,
}

impl<'a> Item<'a> {
    pub(super) fn plain(text: &'a str) -> Self {
        Self {
            href: String::new(),
            text: visible(text),
            note: String::new(),
            class: "",
        }
    }
}

/// A list of which a reader sees the first few and can open the others.
pub(super) struct Folded<T> {
    pub first: Vec<T>,
    pub rest: Vec<T>,
    /// What opens the others.
    pub more: String,
    /// What is said of those that are not even folded away.
    pub left: String,
}

impl<T> Folded<T> {
    /// Shows `keep` of `all` and folds the others away; one alone is not worth folding.
    pub(super) fn new(all: Vec<T>, keep: usize, words: &Words) -> Self {
        Self::up_to(usize::MAX, all, keep, words)
    }

    /// The same, where all that is listed here is listed elsewhere too: at most `most` of it.
    pub(super) fn up_to(most: usize, mut all: Vec<T>, keep: usize, words: &Words) -> Self {
        let left = all.len().saturating_sub(most);
        let more = |count: usize| words.with("and-more", &[("count", count.into())]);
        let folded = all.len() - keep.min(all.len());
        all.truncate(most);
        let rest = if all.len() > keep + 1 {
            all.split_off(keep)
        } else {
            Vec::new()
        };
        Self {
            first: all,
            more: if rest.is_empty() {
                String::new()
            } else {
                more(folded)
            },
            rest,
            left: if left == 0 { String::new() } else { more(left) },
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// A number in groups of three digits, apart by a narrow space, as every language reads it.
pub(super) fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// `part` of `all` in hundredths; only all of it is 100.
pub(super) fn percent(part: usize, all: usize) -> usize {
    if part == all {
        100
    } else {
        (part * 100 / all.max(1)).min(99)
    }
}

/// Ids for links. Each is a hash of what makes a thing what it is, so that a link still leads there
/// when something else was added above it; the second of two equal things says so.
#[derive(Default)]
pub(super) struct Anchors {
    taken: HashMap<u64, u32, foldhash::fast::FixedState>,
}

impl Anchors {
    /// The next id for a thing of these parts: a letter, then letters and digits only.
    pub(super) fn next(&mut self, kind: char, parts: [&str; 4]) -> String {
        let hash = short(parts);
        let earlier = self
            .taken
            .entry(hash ^ (u64::from(u32::from(kind)) << 48))
            .or_insert(0);
        *earlier += 1;
        match *earlier {
            1 => anchor(kind, parts),
            count => format!("{}-{count}", anchor(kind, parts)),
        }
    }
}

/// The id of the only thing of these parts.
pub(super) fn anchor(kind: char, parts: [&str; 4]) -> String {
    let mut hash = short(parts);
    let mut id = String::from(kind);
    for _ in 0..8 {
        let digit = u32::try_from(hash % 36).unwrap_or(0);
        id.push(char::from_digit(digit, 36).unwrap_or('0'));
        hash /= 36;
    }
    id
}

/// 41 bits: one chance in ten thousand that two of 20,000 share one, and then they are told apart.
fn short(parts: [&str; 4]) -> u64 {
    identity(parts) % 36_u64.pow(8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_threes() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
    }

    #[test]
    fn only_all_of_it_is_a_hundred_in_a_hundred() {
        assert_eq!(percent(3, 3), 100);
        assert_eq!(percent(9_999, 10_000), 99);
        assert_eq!(percent(0, 0), 100);
        assert_eq!(percent(0, 7), 0);
    }

    #[test]
    fn ids_are_stable_plain_and_taken_once() {
        let mut anchors = Anchors::default();
        let first = anchors.next('p', ["a", "b", "c", "<&\">"]);
        assert!(first.chars().all(|c| c.is_ascii_alphanumeric()), "{first}");
        assert_eq!(first, anchor('p', ["a", "b", "c", "<&\">"]));
        let second = anchors.next('p', ["a", "b", "c", "<&\">"]);
        assert_eq!(second, format!("{first}-2"));
        assert_ne!(anchors.next('o', ["a", "b", "c", "<&\">"]), first);
    }
}
