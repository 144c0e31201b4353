//! What a change does, for a comment on a merge request: what is cut is said.

use std::fmt::Write as _;

use super::cell::{code, short};
use super::{SHORT, columns, tidy};
use crate::model::change::Diff;
use crate::report::diff::{Section, counts, is_empty, sections, version};
use crate::report::words::Words;

/// By what a comment that is brought up to date is found again.
const MARKER: &str = "<!-- vigie diff -->";
/// Rows of a table, at first; fewer until it fits.
const ROWS: [usize; 9] = [1000, 400, 200, 100, 50, 20, 8, 2, 0];
/// Columns of a name; a longer one loses its end.
const LONGEST: usize = 120;
const FITS: &str = "a String takes everything";

/// Writes the difference.
pub(in crate::report) fn diff(diff: &Diff, words: &Words) -> String {
    let sections = sections(diff, words, &|text| short(text, LONGEST));
    let mut text = String::new();
    for rows in ROWS {
        text = tidy(&page(diff, &sections, rows, words));
        if text.chars().count() <= SHORT {
            break;
        }
    }
    text
}

fn page(diff: &Diff, sections: &[Section], rows: usize, words: &Words) -> String {
    let mut text = format!("{MARKER}\n## {}\n\n", words.of("diff-title"));
    let names = [
        ("old", code(version(&diff.old)).into()),
        ("new", code(version(&diff.new)).into()),
        ("points", diff.new.points.into()),
        ("observers", diff.new.observers.into()),
    ];
    if is_empty(diff) {
        writeln!(text, "{}", words.with("diff-nothing", &names)).expect(FITS);
    } else {
        writeln!(text, "{}\n", words.with("diff-compared", &names)).expect(FITS);
        writeln!(text, "**{}**", counts(diff, words).join(", ")).expect(FITS);
    }
    if !diff.same_rules {
        writeln!(text, "\n{}", words.of("diff-other-rules")).expect(FITS);
    }
    for section in sections {
        writeln!(
            text,
            "\n### {} ({})\n",
            section.title,
            section.entries.len()
        )
        .expect(FITS);
        if rows > 0 {
            let titles = columns(
                words,
                "diff-column-priority diff-column-what diff-column-place diff-column-notes",
            );
            writeln!(text, "{titles}").expect(FITS);
        }
        for entry in section.entries.iter().take(rows) {
            let place = entry
                .at
                .as_ref()
                .map_or_else(String::new, super::rows::place);
            let notes = entry.notes.iter();
            let notes: Vec<String> = notes
                .map(|(label, note)| format!("{label}: {note}"))
                .collect();
            let notes = notes.join("<br>");
            writeln!(
                text,
                "| {} | {} | {place} | {notes} |",
                entry.priority, entry.text
            )
            .expect(FITS);
        }
        let cut = section.entries.len().saturating_sub(rows);
        if cut > 0 {
            writeln!(
                text,
                "\n{}",
                words.with("diff-cut", &[("count", cut.into())])
            )
            .expect(FITS);
        }
    }
    text
}
