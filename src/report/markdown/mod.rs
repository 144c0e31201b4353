//! The inventory as Markdown: everything, for an artifact; or the worst of it, for a comment.

mod aside;
mod cell;
mod declared;
mod diff;
mod lifetimes;
mod observers;
mod rotation;
mod rows;

pub use cell::code;
pub(super) use cell::prose;
pub(super) use diff::diff;
pub(super) use rotation::rotation;

#[cfg(test)]
mod tests;

use askama::Template;

use super::Length;
use super::grouped::Grouped;
use super::limits;
use super::mermaid;
use super::words::Words;
use crate::model::inventory::Finding;
use crate::model::settings::View;
use crate::model::signal::{Level, Signal};
use rows::{ComponentRow, FindingRow, NameRow, PointRow, ReferenceRow, RuleSection, SkipRow};

/// Characters of the short form, at most: a comment on a merge request holds 65,536.
pub(super) const SHORT: usize = 60_000;
/// Lines per table of the short form, at first; fewer until it fits.
const SHORT_ROWS: [usize; 7] = [50, 30, 20, 10, 5, 2, 0];

/// Writes what the view shows as Markdown.
pub(super) fn render(grouped: &Grouped<'_>, length: Length, words: &Words) -> String {
    match length {
        Length::Full => tidy(&written(&Full { grouped, words })),
        Length::Short => {
            let mut text = String::new();
            for rows in SHORT_ROWS {
                text = tidy(&written(&Summary {
                    grouped,
                    words,
                    rows,
                }));
                if text.chars().count() <= SHORT {
                    break;
                }
            }
            text
        }
    }
}

fn written(template: &impl Template) -> String {
    template
        .render()
        .expect("a String takes everything, and no filter fails")
}

/// At most one empty line in a row, none at the end, and no spaces at the end of a line.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && empty) {
            tidied.push_str(line);
            tidied.push('\n');
        }
        empty = line.is_empty();
    }
    while tidied.ends_with("\n\n") {
        tidied.pop();
    }
    tidied
}

/// The full form.
#[derive(Template)]
#[template(path = "inventory.md")]
struct Full<'a> {
    grouped: &'a Grouped<'a>,
    words: &'a Words,
}

/// The short form, with at most so many lines per table.
#[derive(Template)]
#[template(path = "summary.md")]
struct Summary<'a> {
    grouped: &'a Grouped<'a>,
    words: &'a Words,
    rows: usize,
}

/// The head of a table whose column titles have these ids.
fn columns(words: &Words, ids: &str) -> String {
    let mut titles = String::from("|");
    let mut rule = String::from("|");
    for id in ids.split(' ') {
        titles.push(' ');
        titles.push_str(&words.of(id));
        titles.push_str(" |");
        rule.push_str(" --- |");
    }
    format!("{titles}\n{rule}")
}

/// The title of the document.
fn title(grouped: &Grouped<'_>, words: &Words) -> String {
    let name = cell::code(&grouped.inventory.target.name);
    let args = [("name", name.into())];
    match grouped.view {
        View::All => words.with("title-all", &args),
        View::Observability => words.with("title-observability", &args),
        View::Secrets => words.with("title-secrets", &args),
    }
}

/// What stands under the title of the short form and as rows of the full one.
fn scanned(grouped: &Grouped<'_>, words: &Words) -> String {
    let statistics = &grouped.inventory.statistics;
    let mut text = words.with(
        "scanned",
        &[
            ("files", statistics.files.into()),
            (
                "bytes",
                super::legible::bytes(statistics.bytes, words.lang()).into(),
            ),
        ],
    );
    let skipped = grouped.inventory.skips.len();
    if skipped > 0 {
        text.push(' ');
        text.push_str(&words.with("scanned-skipped", &[("count", skipped.into())]));
    }
    text
}

impl Full<'_> {
    fn columns(&self, ids: &str) -> String {
        columns(self.words, ids)
    }

    fn title(&self) -> String {
        title(self.grouped, self.words)
    }

    fn overview(&self) -> Vec<(String, String)> {
        rows::overview(self.grouped, self.words)
    }

    fn components(&self) -> Vec<ComponentRow> {
        rows::components(self.grouped, self.words, usize::MAX)
    }

    fn signals(&self) -> Vec<(String, usize)> {
        rows::signals(self.grouped, self.words)
    }

    fn severities(&self) -> Vec<(String, usize)> {
        rows::severities(self.grouped, self.words)
    }

    fn suppressed(&self) -> Vec<aside::AsideRow> {
        aside::suppressed(&self.grouped.suppressed, self.words)
    }

    fn unused(&self) -> Vec<aside::UnusedRow> {
        aside::unused(self.grouped.unused, self.words)
    }

    fn libraries(&self) -> Vec<(String, usize)> {
        self.grouped
            .libraries
            .iter()
            .map(|(library, count)| (cell::code(library), *count))
            .collect()
    }

    fn observability_map(&self) -> String {
        mermaid::diagram(self.grouped, View::Observability, self.words)
            .trim_end()
            .to_owned()
    }

    fn secrets_map(&self) -> String {
        mermaid::diagram(self.grouped, View::Secrets, self.words)
            .trim_end()
            .to_owned()
    }

    fn observers(&self) -> observers::Section {
        observers::section(self.grouped, self.words)
    }

    fn levels(&self) -> impl Iterator<Item = LevelSection<'_>> {
        self.grouped
            .levels
            .iter()
            .map(|(level, count)| LevelSection {
                full: self,
                level: *level,
                count: *count,
            })
    }

    fn metrics(&self) -> impl Iterator<Item = PointRow> {
        self.points(|signal, _| signal == Signal::Metric)
    }

    fn spans(&self) -> impl Iterator<Item = PointRow> {
        self.points(|signal, _| signal == Signal::Trace)
    }

    fn others(&self) -> impl Iterator<Item = PointRow> {
        self.points(|signal, _| is_other(signal))
    }

    fn points(
        &self,
        wanted: impl Fn(Signal, Option<Level>) -> bool,
    ) -> impl Iterator<Item = PointRow> {
        self.grouped
            .points
            .iter()
            .filter(move |point| wanted(point.signal, point.level))
            .map(|point| rows::point(point, self.words))
    }

    fn has_metrics(&self) -> bool {
        self.has(|signal| signal == Signal::Metric)
    }

    fn has_spans(&self) -> bool {
        self.has(|signal| signal == Signal::Trace)
    }

    fn has_others(&self) -> bool {
        self.has(is_other)
    }

    fn has(&self, wanted: impl Fn(Signal) -> bool) -> bool {
        self.grouped
            .signals
            .iter()
            .any(|(signal, _)| wanted(*signal))
    }

    fn certificates(&self) -> Vec<lifetimes::CertificateRow> {
        lifetimes::certificates(self.grouped.certificates, self.words)
    }

    fn lifetimes(&self) -> Vec<lifetimes::LifetimeRow> {
        lifetimes::lifetimes(self.grouped.lifetimes, self.words)
    }

    fn declarations(&self) -> Vec<declared::DeclarationRow> {
        declared::rows(self.grouped.declarations, self.words)
    }

    fn rules(&self) -> Vec<RuleSection> {
        rows::rules(self.grouped, self.words)
    }

    fn secret_references(&self) -> impl Iterator<Item = ReferenceRow> {
        self.references(true)
    }

    fn setting_references(&self) -> impl Iterator<Item = ReferenceRow> {
        self.references(false)
    }

    fn references(&self, secret: bool) -> impl Iterator<Item = ReferenceRow> {
        self.grouped
            .references
            .iter()
            .filter(move |reference| reference.secret == secret)
            .map(|reference| rows::reference(reference, self.grouped, self.words))
    }

    fn has_secret_references(&self) -> bool {
        self.grouped
            .references
            .iter()
            .any(|reference| reference.secret)
    }

    fn has_setting_references(&self) -> bool {
        self.grouped
            .references
            .iter()
            .any(|reference| !reference.secret)
    }

    fn skips(&self) -> Vec<SkipRow> {
        rows::skips(&self.grouped.inventory.skips, self.words)
    }

    fn limits(&self) -> Vec<String> {
        limits::of(self.grouped, self.words)
    }
}

/// The log statements of one level.
struct LevelSection<'a> {
    full: &'a Full<'a>,
    level: Option<Level>,
    count: usize,
}

impl LevelSection<'_> {
    fn title(&self) -> String {
        let words = self.full.words;
        words.with("section-logs", &[("level", words.level(self.level).into())])
    }

    fn counted(&self) -> String {
        self.full
            .words
            .with("count-statements", &[("count", self.count.into())])
    }

    fn rows(&self) -> impl Iterator<Item = PointRow> {
        let level = self.level;
        self.full
            .points(move |signal, of| signal == Signal::Log && of == level)
    }
}

impl Summary<'_> {
    fn observers(&self) -> observers::Section {
        observers::section(self.grouped, self.words)
    }

    fn signals(&self) -> Vec<(String, usize)> {
        rows::signals(self.grouped, self.words)
    }

    fn levels(&self) -> Vec<(String, usize)> {
        self.grouped
            .levels
            .iter()
            .map(|(level, count)| (self.words.level(*level), *count))
            .collect()
    }

    fn severities(&self) -> Vec<(String, usize)> {
        rows::severities(self.grouped, self.words)
    }

    fn columns(&self, ids: &str) -> String {
        columns(self.words, ids)
    }

    fn title(&self) -> String {
        title(self.grouped, self.words)
    }

    fn scanned(&self) -> String {
        scanned(self.grouped, self.words)
    }

    fn worst(&self) -> Vec<FindingRow> {
        let mut worst: Vec<&Finding> = self.grouped.worst_findings();
        worst.truncate(self.rows);
        worst
            .into_iter()
            .map(|finding| rows::short_finding(finding, self.grouped, self.words))
            .collect()
    }

    fn components(&self) -> Vec<ComponentRow> {
        rows::components(self.grouped, self.words, self.rows)
    }

    fn libraries(&self) -> Vec<(String, usize)> {
        self.grouped
            .libraries
            .iter()
            .take(self.rows)
            .map(|(library, count)| (cell::short(library, 100), *count))
            .collect()
    }

    fn names(&self) -> Vec<NameRow> {
        rows::secret_names(self.grouped, self.words, self.rows)
    }

    fn more_findings(&self) -> String {
        self.left_out(self.grouped.findings.len())
    }

    fn more_names(&self) -> String {
        self.left_out(self.grouped.names.iter().filter(|name| name.secret).count())
    }

    fn more_libraries(&self) -> String {
        self.left_out(self.grouped.libraries.len())
    }

    fn more_components(&self) -> String {
        self.left_out(self.grouped.components.len())
    }

    /// What a table of `all` lines leaves out, if anything.
    fn left_out(&self, all: usize) -> String {
        match all.saturating_sub(self.rows) {
            0 => String::new(),
            left => self.words.with("and-more", &[("count", left.into())]),
        }
    }
}

const fn is_other(signal: Signal) -> bool {
    !matches!(signal, Signal::Log | Signal::Metric | Signal::Trace)
}
