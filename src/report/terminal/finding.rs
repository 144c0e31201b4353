//! One finding as compilers show one: what, where, the line with the hit underlined, and what to do.

use std::fmt::Write as _;

use super::paint::Paint;
use super::{FITS, at};
use crate::model::inventory::{Context, Excerpt, Finding, RuleInfo};
use crate::report::legible::{
    char_width, cut_end, cut_middle, push_visible, visible, width, wrapped,
};
use crate::report::words::Words;

/// Columns that a tab moves to the next multiple of.
const TAB: usize = 4;
/// Columns of a line that stay visible left of a hit when the line is cut.
const BEFORE: usize = 20;

/// The finding in four or five lines, each at most `columns` wide where its parts can be cut.
pub(super) fn block(
    finding: &Finding,
    info: Option<&RuleInfo>,
    paint: Paint,
    columns: usize,
    words: &Words,
) -> String {
    let mut text = String::new();
    let rule = visible(&finding.rule);
    let head = format!(
        "{}[{}]",
        words.severity(finding.severity),
        cut_end(&rule, columns / 2)
    );
    let message = words.say(&finding.message, |text| visible(text).into_owned());
    let left = columns.saturating_sub(width(&head) + 2);
    writeln!(
        text,
        "{}: {}",
        paint.severity(finding.severity, &head),
        paint.bold(&cut_end(&message, left))
    )
    .expect(FITS);

    let number = finding.at.start.line.to_string();
    let margin = number.len();
    let place = at(&finding.at);
    let place = cut_middle(&place, columns.saturating_sub(margin + 4));
    writeln!(text, "{:margin$}{} {place}", "", paint.frame("-->")).expect(FITS);
    if let Some(excerpt) = &finding.excerpt {
        let (line, before, under) = drawn(excerpt, columns.saturating_sub(margin + 3));
        let bar = paint.frame("|");
        writeln!(text, "{} {bar} {line}", paint.frame(&number)).expect(FITS);
        let marks = paint.severity(finding.severity, &"^".repeat(under));
        writeln!(text, "{:margin$} {bar} {:before$}{marks}", "", "").expect(FITS);
    }
    for (label, note) in notes(finding, info, words) {
        let indent = margin + 5 + width(&label);
        let mut lines = wrapped(&note, columns.saturating_sub(indent).max(1)).into_iter();
        let first = lines.next().unwrap_or_default();
        writeln!(
            text,
            "{:margin$} {} {}: {first}",
            "",
            paint.frame("="),
            paint.bold(&label)
        )
        .expect(FITS);
        for line in lines {
            writeln!(text, "{:indent$}{line}", "").expect(FITS);
        }
    }
    text
}

/// What to know and what to do, each with its label.
fn notes(finding: &Finding, info: Option<&RuleInfo>, words: &Words) -> Vec<(String, String)> {
    let mut notes = Vec::new();
    let mut remarks = Vec::new();
    if finding.context != Context::Product {
        remarks.push(words.context(finding.context));
    }
    if finding.copies > 1 {
        remarks.push(words.with("note-copies", &[("count", finding.copies.into())]));
    }
    remarks.extend(finding.history.as_ref().map(|history| words.since(history)));
    if !remarks.is_empty() {
        notes.push((words.of("terminal-note"), remarks.join("; ")));
    }
    if finding.flow.len() > 1 {
        notes.push((words.of("terminal-way"), way(finding)));
    }
    if let Some(data) = finding
        .data
        .as_ref()
        .filter(|data| !data.controls.is_empty())
    {
        let controls = data.controls.iter().map(|control| visible(control));
        let controls = controls.collect::<Vec<_>>().join(", ");
        notes.push((words.of("terminal-touches"), controls));
    }
    if let Some(step) = info.and_then(|info| {
        let fix = info.told(words.lang()).fix;
        fix.or(info.revoke.as_deref()).or(info.rotate.as_deref())
    }) {
        notes.push((words.of("terminal-help"), visible(step).into_owned()));
    }
    notes
}

/// Where the data comes from and what it goes through: lines of the file, other files by their path.
fn way(finding: &Finding) -> String {
    let mut steps: Vec<String> = Vec::new();
    for step in &finding.flow {
        let place = if step.path == finding.at.path {
            step.start.line.to_string()
        } else {
            visible(&format!("{}:{}", step.path, step.start.line)).into_owned()
        };
        if steps.last() != Some(&place) {
            steps.push(place);
        }
    }
    steps.join(" → ")
}

/// The line in at most `columns`, the columns before the hit, and the columns of the hit.
fn drawn(excerpt: &Excerpt, columns: usize) -> (String, usize, usize) {
    // Each code point as it is shown, so that marks stand under what they mean.
    let cells = cells(&excerpt.line);
    let start = (excerpt.start_column.saturating_sub(1) as usize).min(cells.len());
    let end = (excerpt.end_column.saturating_sub(1) as usize).clamp(start, cells.len());
    let wide = |cells: &[String]| cells.iter().map(|cell| width(cell)).sum::<usize>();

    let indent = cells[..start]
        .iter()
        .take_while(|cell| cell.trim().is_empty())
        .count();
    let mut from = indent;
    if wide(&cells[from..]) > columns {
        while from < start && wide(&cells[from..start]) > BEFORE {
            from += 1;
        }
    }
    let is_cut = cells[indent..from]
        .iter()
        .any(|cell| !cell.trim().is_empty());
    let lead = if is_cut { "…" } else { "" };
    let rest: String = cells[from..].concat();
    let room = columns.saturating_sub(width(lead));
    let line = format!("{lead}{}", cut_end(&rest, room));
    let before = width(lead) + wide(&cells[from..start]);
    let under = wide(&cells[start..end])
        .min(width(&line).saturating_sub(before))
        .max(1);
    (line, before, under)
}

/// Every code point of a line as a terminal may show it: tabs as spaces, what steers it spelt out.
fn cells(line: &str) -> Vec<String> {
    let mut column = 0;
    line.chars()
        .map(|c| {
            let mut cell = String::new();
            if c == '\t' {
                cell = " ".repeat(TAB - column % TAB);
            } else {
                push_visible(&mut cell, c);
            }
            column += if cell.len() > 1 {
                width(&cell)
            } else {
                char_width(c)
            };
            cell
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::Scrubber;

    fn excerpt(line: &str, start_column: u32, end_column: u32) -> Excerpt {
        Excerpt {
            line: Scrubber::default().clean(line),
            start_column,
            end_column,
            line_hash: String::new(),
        }
    }

    #[test]
    fn marks_stand_under_the_hit_behind_tabs_and_wide_characters() {
        assert_eq!(
            drawn(&excerpt("\ta日 = KEY", 7, 10), 40),
            ("a日 = KEY".to_owned(), 6, 3)
        );
        assert_eq!(
            drawn(&excerpt("x\tKEY", 3, 6), 40),
            ("x   KEY".to_owned(), 4, 3)
        );
        assert_eq!(
            drawn(&excerpt("\u{1b}KEY", 2, 5), 40),
            ("\\u{1b}KEY".to_owned(), 6, 3)
        );
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides_of_the_hit() {
        let line = format!("{}KEY{}", "a".repeat(500), "b".repeat(500));
        let (shown, before, under) = drawn(&excerpt(&line, 501, 504), 60);
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert_eq!(width(&shown), 60);
        assert_eq!(
            &shown.chars().skip(before).take(under).collect::<String>(),
            "KEY"
        );
    }

    #[test]
    fn columns_beyond_the_line_do_no_harm() {
        assert_eq!(drawn(&excerpt("ab", 9, 12), 40).2, 1);
        assert_eq!(drawn(&excerpt("", 1, 1), 40), (String::new(), 0, 1));
    }
}
