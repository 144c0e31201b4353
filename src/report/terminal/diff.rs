//! What a change does, for people at a terminal: the worst first, each with its place, who listens
//! and what to do.

use std::fmt::Write as _;

use super::paint::Paint;
use super::{FITS, MIN_WIDTH, WIDTH, at};
use crate::model::change::{Diff, Priority};
use crate::model::signal::Severity;
use crate::report::Options;
use crate::report::diff::{Entry, counts, is_empty, sections, version};
use crate::report::legible::{cut_end, cut_middle, visible, width, wrapped};
use crate::report::words::Words;

/// Entries of one section that are shown.
const SHOWN: usize = 12;

/// Writes the difference.
pub(in crate::report) fn diff(diff: &Diff, options: &Options, words: &Words) -> String {
    let paint = Paint {
        color: options.color,
    };
    let columns = options.width.unwrap_or(WIDTH).max(MIN_WIDTH);
    let mut text = String::new();
    let show = |text: &str| format!("`{}`", visible(text));
    let mut hidden = 0;
    for section in sections(diff, words, &show) {
        // What is only worth knowing is counted below, unless there is nothing else.
        let (worse, rest): (Vec<&Entry>, Vec<&Entry>) = section
            .entries
            .iter()
            .partition(|entry| entry.priority < Priority::P3);
        hidden += rest.len() + worse.len().saturating_sub(SHOWN);
        for entry in worse.iter().take(SHOWN) {
            block(&mut text, entry, paint, columns);
            text.push('\n');
        }
    }
    let names = [
        ("old", show(version(&diff.old)).into()),
        ("new", show(version(&diff.new)).into()),
        ("points", diff.new.points.into()),
        ("observers", diff.new.observers.into()),
    ];
    if is_empty(diff) {
        push(&mut text, &words.with("diff-nothing", &names), columns);
    } else {
        push(&mut text, &words.with("diff-compared", &names), columns);
        push(
            &mut text,
            &paint.bold(&counts(diff, words).join(", ")),
            columns,
        );
        if hidden > 0 {
            push(
                &mut text,
                &words.with("diff-hidden", &[("count", hidden.into())]),
                columns,
            );
        }
    }
    if !diff.same_rules {
        push(&mut text, &words.of("diff-other-rules"), columns);
    }
    text
}

fn push(text: &mut String, line: &str, columns: usize) {
    for line in wrapped(line, columns) {
        writeln!(text, "{line}").expect(FITS);
    }
}

/// One entry in a few lines.
fn block(text: &mut String, entry: &Entry, paint: Paint, columns: usize) {
    let severity = match entry.priority {
        Priority::P0 => Severity::Critical,
        Priority::P1 => Severity::High,
        Priority::P2 => Severity::Medium,
        Priority::P3 => Severity::Low,
    };
    let head = format!("{}[{}]", entry.priority, entry.tag);
    let mut said =
        wrapped(&entry.text, columns.saturating_sub(width(&head) + 2).max(1)).into_iter();
    let first = said.next().unwrap_or_default();
    writeln!(
        text,
        "{}: {}",
        paint.severity(severity, &head),
        paint.bold(&first)
    )
    .expect(FITS);
    for line in said {
        writeln!(
            text,
            "{:indent$}{}",
            "",
            paint.bold(&line),
            indent = width(&head) + 2
        )
        .expect(FITS);
    }
    if let Some(place) = &entry.at {
        let place = cut_middle(&at(place), columns.saturating_sub(6)).into_owned();
        writeln!(text, "  {} {place}", paint.frame("-->")).expect(FITS);
    }
    for (label, note) in &entry.notes {
        let label = cut_end(label, columns / 3);
        let indent = 6 + width(&label);
        let mut lines = wrapped(note, columns.saturating_sub(indent).max(1)).into_iter();
        let first = lines.next().unwrap_or_default();
        writeln!(
            text,
            "  {} {}: {first}",
            paint.frame("="),
            paint.bold(&label)
        )
        .expect(FITS);
        for line in lines {
            writeln!(text, "{:indent$}{line}", "").expect(FITS);
        }
    }
}
