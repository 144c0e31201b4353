//! Which lines of a text file are whose, and how it is written over itself.
//!
//! A block stands between two marks, and its first mark holds a digest of what was written. Lines
//! outside of blocks are a person's. A block whose lines still have that digest is ours: it is
//! written again, and goes when nothing calls for it any more. A block with other lines has become a
//! person's: it stays as it is. To have a block no more, empty it and leave its marks.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::Merged;

/// How comments are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comments {
    /// `# …`
    Hash,
    /// `<!-- … -->`
    Html,
}

const BEGIN: &str = "vigie:begin ";
const END: &str = "vigie:end";

impl Comments {
    fn around(self, text: &str) -> String {
        match self {
            Self::Hash => format!("# {text}"),
            Self::Html => format!("<!-- {text} -->"),
        }
    }

    /// What a comment line says.
    fn inside(self, line: &str) -> Option<&str> {
        let line = line.trim();
        match self {
            Self::Hash => Some(line.strip_prefix('#')?.trim()),
            Self::Html => Some(line.strip_prefix("<!--")?.strip_suffix("-->")?.trim()),
        }
    }
}

/// `lines` between their marks, which are indented by `indent`. `key` has no white space.
pub(super) fn block(comments: Comments, indent: usize, key: &str, lines: &str) -> String {
    let margin = " ".repeat(indent);
    let begin = comments.around(&format!("{BEGIN}{key} {}", digest(lines)));
    let end = comments.around(END);
    format!("{margin}{begin}\n{lines}{margin}{end}\n")
}

/// Of what an editor changes in passing (white space at the ends of lines) nothing is seen.
pub(super) fn digest(lines: &str) -> String {
    let mut hasher = Sha256::new();
    for line in lines
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
    {
        hasher.update(line);
        hasher.update("\n");
    }
    let digest = hasher.finalize();
    data_encoding::HEXLOWER.encode(&digest[..6])
}

/// A part of a file.
enum Part<'t> {
    /// A line outside of blocks.
    Line(&'t str),
    /// A block, marks included.
    Block {
        key: &'t str,
        whole: &'t str,
        ours: bool,
    },
}

/// What a file holds after `fresh` is written over `existing`. A block that is not there yet is
/// added if `wanted` says so of its key.
pub(super) fn merge(
    fresh: &str,
    existing: Option<&str>,
    comments: Comments,
    wanted: &dyn Fn(&str) -> bool,
) -> Merged {
    let mut merged = Merged::default();
    let mut new: BTreeMap<&str, &str> = BTreeMap::new();
    let mut order = Vec::new();
    let fresh_parts = parts(fresh, comments);
    for part in &fresh_parts {
        if let Part::Block { key, whole, .. } = part
            && wanted(key)
        {
            new.insert(key, whole);
            order.push(*key);
        }
    }
    let Some(existing) = existing else {
        for part in &fresh_parts {
            match part {
                Part::Line(line) => merged.text.push_str(line),
                Part::Block { key, whole, .. } => {
                    if new.contains_key(key) {
                        merged.text.push_str(whole);
                        merged.added += 1;
                    }
                }
            }
        }
        return merged;
    };
    let mut seen = BTreeSet::new();
    // Where what is new is put: behind the last block, or at the end.
    let mut behind = None;
    for part in parts(existing, comments) {
        match part {
            Part::Line(line) => merged.text.push_str(line),
            Part::Block { key, whole, ours } => {
                seen.insert(key);
                match new.get(key) {
                    _ if !ours => {
                        merged.kept.insert(key.to_owned());
                        merged.text.push_str(whole);
                    }
                    Some(fresh) => {
                        merged.changed += usize::from(*fresh != whole);
                        merged.text.push_str(fresh);
                    }
                    None => merged.removed += 1,
                }
                behind = Some(merged.text.len());
            }
        }
    }
    if !merged.text.is_empty() && !merged.text.ends_with('\n') {
        merged.text.push('\n');
    }
    let mut added = String::new();
    for key in order {
        if seen.insert(key) {
            added.push_str(new[key]);
            merged.added += 1;
        }
    }
    merged.text.insert_str(
        behind.unwrap_or(merged.text.len()).min(merged.text.len()),
        &added,
    );
    merged
}

/// The parts of a file, in order. A mark that is never closed is a line like any other.
fn parts(text: &str, comments: Comments) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let line = text[at..].split_inclusive('\n').next().unwrap_or("");
        let body = at + line.len();
        let found = opening(line, comments).and_then(|(key, written)| {
            let (lines, end) = closing(text, body, comments)?;
            Some((key, digest(lines) == written, end))
        });
        if let Some((key, ours, end)) = found {
            parts.push(Part::Block {
                key,
                whole: &text[at..end],
                ours,
            });
            at = end;
        } else {
            parts.push(Part::Line(line));
            at = body;
        }
    }
    parts
}

/// Key and digest of the block that a line opens.
fn opening(line: &str, comments: Comments) -> Option<(&str, &str)> {
    comments
        .inside(line)?
        .strip_prefix(BEGIN)?
        .trim()
        .split_once(' ')
}

/// The lines from `body` up to the mark that ends the block, and where that mark ends.
fn closing(text: &str, body: usize, comments: Comments) -> Option<(&str, usize)> {
    let mut at = body;
    for line in text[body..].split_inclusive('\n') {
        let said = comments.inside(line);
        if said == Some(END) {
            return Some((&text[body..at], at + line.len()));
        }
        if said.is_some_and(|said| said.starts_with(BEGIN)) {
            return None;
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: Comments = Comments::Hash;

    fn file(blocks: &[(&str, &str)]) -> String {
        let blocks: String = blocks
            .iter()
            .map(|(key, lines)| block(HASH, 2, key, lines))
            .collect();
        format!("# preface\nrules:\n{blocks}")
    }

    fn over(fresh: &str, existing: &str) -> Merged {
        merge(fresh, Some(existing), HASH, &|_| true)
    }

    #[test]
    fn written_again_it_is_the_same() {
        let text = file(&[("A", "  - a\n"), ("B", "  - b\n")]);
        let first = merge(&text, None, HASH, &|_| true);
        assert_eq!((first.text.as_str(), first.added), (text.as_str(), 2));
        let again = over(&text, &text);
        assert_eq!(
            again,
            Merged {
                text,
                ..Merged::default()
            }
        );
    }

    #[test]
    fn what_nobody_touched_follows_the_code() {
        let old = file(&[("A", "  - a\n"), ("B", "  - b\n")]);
        let new = file(&[("A", "  - a2\n"), ("C", "  - c\n")]);
        let merged = over(&new, &old);
        assert_eq!(merged.text, new);
        assert_eq!((merged.added, merged.changed, merged.removed), (1, 1, 1));
    }

    #[test]
    fn what_a_person_wrote_stays_where_it_stands() {
        let old = file(&[("A", "  - a\n"), ("B", "  - b\n"), ("C", "  - c\n")]);
        let edited = old
            .replace("  - b\n", "  - mine\n")
            .replace("rules:\n", "rules:\n  - own\n")
            + "other: 1\n";
        let new = file(&[("A", "  - a2\n"), ("B", "  - b2\n"), ("D", "  - d\n")]);
        let merged = over(&new, &edited);
        assert_eq!(merged.kept, BTreeSet::from(["B".to_owned()]));
        let bare: Vec<&str> = merged
            .text
            .lines()
            .filter(|line| !line.contains("vigie:"))
            .collect();
        assert_eq!(
            bare,
            [
                "# preface",
                "rules:",
                "  - own",
                "  - a2",
                "  - mine",
                "  - d",
                "other: 1"
            ]
        );
        assert_eq!(
            over(&new, &merged.text).text,
            merged.text,
            "and a third time nothing changes"
        );
    }

    #[test]
    fn an_emptied_block_stays_empty_and_a_file_without_end_is_no_trap() {
        let old = file(&[("A", "  - a\n")]);
        let emptied = old.replace("  - a\n", "");
        let merged = over(&old, &emptied);
        assert_eq!(merged.text, emptied);
        let unclosed = old.replace("  # vigie:end\n", "");
        let merged = over(&old, &unclosed);
        assert!(merged.text.starts_with(&unclosed), "{}", merged.text);
        assert_eq!(over(&old, &merged.text).text, merged.text);
        let windows = old.replace('\n', "\r\n");
        assert!(
            over(&old, &windows).kept.is_empty(),
            "line ends are no edit"
        );
    }
}
