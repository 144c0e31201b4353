//! Reads the files that hold findings once more, for the line each stands on and its hash.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::line_hash;
use super::walk::{Bytes, Files};
use crate::model::inventory::{Excerpt, Finding, Inventory};
use crate::model::place::Span;
use crate::model::text::{MASK, Scrubber};
use crate::source::decode;

/// Longest excerpt. Characters; a longer line is cut around the hit.
const LONGEST: usize = 160;

/// Fills in the excerpt of every finding whose file still holds what was found.
pub(super) fn fill(files: &Files, inventory: &mut Inventory) {
    let mut by_file: HashMap<Arc<str>, Vec<&mut Finding>> = HashMap::new();
    for finding in &mut inventory.findings {
        by_file
            .entry(finding.at.path.clone())
            .or_default()
            .push(finding);
    }
    let mut jobs: Vec<(Arc<str>, Vec<&mut Finding>)> = by_file.into_iter().collect();
    jobs.sort_by(|a, b| a.0.cmp(&b.0));
    jobs.into_par_iter()
        .for_each_init(Vec::new, |buffer, (path, findings)| {
            let Bytes::Read(bytes) = files.read(&path, buffer) else {
                return;
            };
            let marked = bytes.starts_with(&[0xEF, 0xBB, 0xBF]);
            if let Some(text) = decode(bytes) {
                of_file(&text, marked, findings);
            }
        });
}

/// `marked`: the file begins with a byte order mark, which counts for the hash and for nothing else.
pub(super) fn of_file(text: &str, marked: bool, findings: Vec<&mut Finding>) {
    let held = findings.iter().filter(|finding| finding.evidence.is_some());
    let spans: Vec<Span> = held.map(|finding| finding.at.span).collect();
    let scrubber = Scrubber::new(spans.iter().map(|span| span.of(text).as_bytes()));
    let wanted: HashSet<usize> = findings
        .iter()
        .map(|finding| finding.at.start.line as usize)
        .collect();
    let mut hashes: HashMap<usize, String> = HashMap::new();
    let keep = |line: usize, hash: line_hash::LineHash| {
        if wanted.contains(&line) {
            hashes.insert(line, hash.to_string());
        }
    };
    let last = wanted.iter().copied().max().unwrap_or(0);
    if marked {
        line_hash::each(&format!("\u{FEFF}{text}"), last, keep);
    } else {
        line_hash::each(text, last, keep);
    }
    for finding in findings {
        let span = finding.at.span;
        if span.of(text).is_empty() {
            continue; // The file changed under the scan.
        }
        let (line, start, end) = if let Some(evidence) = &finding.evidence {
            excerpt(text, span, &evidence.mask, &spans)
        } else {
            // Of what is no secret the hit alone is shown: beside it may stand one that is not among
            // the findings, because its rule is off.
            let line = span.of(text).lines().next().unwrap_or("");
            let line: String = line.chars().take(LONGEST).collect();
            let end = line.chars().count() as u32 + 1;
            (line, 1, end)
        };
        finding.excerpt = Some(Excerpt {
            line: scrubber.clean(&line),
            start_column: start,
            end_column: end,
            line_hash: hashes
                .remove(&(finding.at.start.line as usize))
                .unwrap_or_default(),
        });
        if let Some(hash) = finding
            .excerpt
            .as_ref()
            .map(|excerpt| excerpt.line_hash.clone())
        {
            hashes.insert(finding.at.start.line as usize, hash);
        }
    }
}

/// The line of `span` with every secret on it masked, and the columns of this one's mask.
fn excerpt(text: &str, span: Span, mask: &str, secrets: &[Span]) -> (String, u32, u32) {
    let at = span.start as usize;
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..]
        .find(['\n', '\r'])
        .map_or(text.len(), |newline| at + newline);
    let mut others: Vec<Span> = secrets
        .iter()
        .copied()
        .filter(|other| other.overlaps(Span::new(start, end)))
        .collect();
    others.sort_unstable();
    let (mut line, mut from) = (String::new(), start);
    let (mut hit_start, mut hit_end) = (0, 0);
    for other in others {
        let (open, close) = (
            (other.start as usize).max(from),
            (other.end as usize).min(end),
        );
        if open >= close && other != span {
            continue;
        }
        line.push_str(text.get(from..open).unwrap_or(""));
        if other == span {
            hit_start = line.chars().count();
            line.push_str(mask);
            hit_end = line.chars().count();
        } else {
            line.push_str(MASK);
        }
        from = close.max(from);
    }
    line.push_str(text.get(from..end).unwrap_or(""));
    let count = line.chars().count();
    if count > LONGEST {
        let first = hit_start
            .saturating_sub(LONGEST / 2)
            .min(count.saturating_sub(LONGEST));
        line = line.chars().skip(first).take(LONGEST).collect();
        hit_start -= first;
        hit_end = (hit_end - first).min(LONGEST);
    }
    (line, hit_start as u32 + 1, hit_end as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_secret_on_the_line_is_masked_and_the_hit_is_found_again() {
        let text = "x\na = first, b = second\r\n";
        let (first, second) = (Span::new(6, 11), Span::new(17, 23));
        assert_eq!(first.of(text), "first");
        let (line, start, end) = excerpt(text, second, "tok_****", &[first, second]);
        assert_eq!(line, "a = ****, b = tok_****");
        assert_eq!((start, end), (15, 23));
    }

    #[test]
    fn a_long_line_is_cut_around_the_hit() {
        let text = format!("{}SECRET{}", "a".repeat(500), "b".repeat(500));
        let (line, start, end) =
            excerpt(&text, Span::new(500, 506), "****", &[Span::new(500, 506)]);
        assert_eq!(line.chars().count(), LONGEST);
        assert_eq!(
            line.chars()
                .skip(start as usize - 1)
                .take((end - start) as usize)
                .collect::<String>(),
            "****"
        );
    }

    #[test]
    fn a_secret_over_several_lines_shows_its_first() {
        let text = "k: |\n  BEGIN\n  body\n";
        let (line, ..) = excerpt(text, Span::new(7, 19), "****", &[Span::new(7, 19)]);
        assert_eq!(line, "  ****");
    }
}
