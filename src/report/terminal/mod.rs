//! The summary for people at a terminal: what was scanned, how much of what, and the worst first.

mod diff;
mod finding;
mod paint;

#[cfg(test)]
mod tests;

pub(super) use diff::diff;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Options;
use super::grouped::{ComponentGroup, Grouped};
use super::legible::{self, cut_end, cut_middle, visible, width, wrapped};
use super::words::Words;
use crate::model::place::Place;
use crate::model::settings::View;
use crate::model::signal::{Instrument, Level, Severity, Signal};
use crate::model::suppression::SuppressionKind;
use paint::Paint;

const FITS: &str = "a String takes everything";
/// Columns of a terminal that does not say how many it has.
const WIDTH: usize = 80;
/// Narrower than this nothing can be laid out.
const MIN_WIDTH: usize = 40;
/// Findings shown whole.
const WORST: usize = 10;
/// Lines of a list.
const LINES: usize = 8;

/// Writes the summary.
pub(super) fn render(grouped: &Grouped<'_>, options: &Options, words: &Words) -> String {
    let mut page = Page {
        grouped,
        words,
        paint: Paint {
            color: options.color,
        },
        width: options.width.unwrap_or(WIDTH).max(MIN_WIDTH),
        text: String::new(),
    };
    page.header();
    if grouped.shows_points() {
        page.signals();
        page.libraries();
        page.components();
        page.observers();
    }
    if grouped.view == View::Observability {
        page.metrics();
        page.errors();
    }
    if grouped.shows_secrets() {
        page.names();
        page.findings();
        page.suppressed();
    } else if !grouped.findings.is_empty() {
        page.findings();
    }
    page.text
}

/// The page being written.
struct Page<'a> {
    grouped: &'a Grouped<'a>,
    words: &'a Words,
    paint: Paint,
    width: usize,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        writeln!(self.text, "{}", line.trim_end()).expect(FITS);
    }

    /// What was scanned, and what of it was not read.
    fn header(&mut self) {
        let inventory = self.grouped.inventory;
        let statistics = &inventory.statistics;
        let name = cut_end(&visible(&inventory.target.name), self.width / 4).into_owned();
        let mut args = vec![
            ("name", self.paint.bold(&name).into()),
            ("files", statistics.files.into()),
            (
                "bytes",
                legible::bytes(statistics.bytes, self.words.lang()).into(),
            ),
        ];
        let text = match &inventory.target.revision {
            Some(revision) => {
                args.push((
                    "revision",
                    cut_end(&visible(revision), 13).into_owned().into(),
                ));
                self.words.with("terminal-scanned-at", &args)
            }
            None => self.words.with("terminal-scanned", &args),
        };
        self.line(&text);
        if let Some(base) = &inventory.target.base {
            let commit = cut_end(&visible(base), 13).into_owned();
            let text = self
                .words
                .with("terminal-base", &[("commit", commit.into())]);
            self.line(&text);
        }
        if inventory.target.shallow {
            let text = self.words.of("terminal-shallow");
            for line in wrapped(&text, self.width) {
                self.line(&line);
            }
        }
        if !inventory.skips.is_empty() {
            let mut reasons: Vec<(String, usize)> = Vec::new();
            for skip in &inventory.skips {
                let reason = self.words.skip(skip.reason);
                match reasons.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, count)) => *count += 1,
                    None => reasons.push((reason, 1)),
                }
            }
            reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let reasons: Vec<String> = reasons
                .iter()
                .map(|(reason, count)| self.words.counted(*count, reason))
                .collect();
            let text = self.words.with(
                "terminal-skipped",
                &[
                    ("count", inventory.skips.len().into()),
                    ("reasons", reasons.join("; ").into()),
                ],
            );
            for line in wrapped(&text, self.width) {
                self.line(&self.paint.dim(&line));
            }
        }
    }

    /// Points per signal, each with what is known of its parts.
    fn signals(&mut self) {
        let grouped = self.grouped;
        if grouped.points.is_empty() {
            self.title(&self.words.of("no-points"));
            return;
        }
        let components = grouped
            .components
            .iter()
            .filter(|c| c.points > 0 && c.path.is_some())
            .count();
        let tests = grouped.points.iter().filter(|point| point.test).count();
        let title = self.words.with(
            "terminal-points",
            &[
                ("count", grouped.points.len().into()),
                ("components", components.into()),
                ("tests", tests.into()),
            ],
        );
        self.title(&title);
        let rows = grouped
            .signals
            .iter()
            .map(|(signal, count)| (self.words.signal(*signal), *count, self.parts(*signal)))
            .collect();
        self.table(rows, usize::MAX);
    }

    /// Levels of logs, instruments of metrics.
    fn parts(&self, signal: Signal) -> String {
        let parts: Vec<(String, usize)> = match signal {
            Signal::Log => self
                .grouped
                .levels
                .iter()
                .map(|(level, count)| (self.words.level(*level), *count))
                .collect(),
            Signal::Metric => Instrument::ALL
                .iter()
                .map(|instrument| {
                    let count = self
                        .grouped
                        .points
                        .iter()
                        .filter(|p| p.instrument == Some(*instrument))
                        .count();
                    (self.words.instrument(*instrument), count)
                })
                .filter(|(_, count)| *count > 0)
                .collect(),
            _ => Vec::new(),
        };
        counted(&parts)
    }

    fn libraries(&mut self) {
        if self.grouped.libraries.is_empty() {
            return;
        }
        self.title(&self.words.of("terminal-libraries"));
        let rows = self
            .grouped
            .libraries
            .iter()
            .map(|(library, count)| (visible(library).into_owned(), *count, String::new()))
            .collect();
        self.table(rows, LINES);
    }

    fn components(&mut self) {
        let mut shown: Vec<&ComponentGroup<'_>> = self
            .grouped
            .components
            .iter()
            .filter(|c| c.points > 0)
            .collect();
        if shown.len() < 2 {
            return;
        }
        shown.sort_by_key(|component| std::cmp::Reverse(component.points));
        self.title(&self.words.of("terminal-components"));
        let rows = shown
            .into_iter()
            .map(|component| {
                let name = component.label().map_or_else(
                    || self.words.of("component-none"),
                    |l| visible(l).into_owned(),
                );
                let parts: Vec<_> = component
                    .signals
                    .iter()
                    .map(|(signal, count)| (self.words.signal(*signal), *count))
                    .collect();
                (name, component.points, counted(&parts))
            })
            .collect();
        self.table(rows, LINES);
    }

    /// Metric names with their places.
    fn metrics(&mut self) {
        let mut rows: Vec<(String, String)> = self
            .grouped
            .points
            .iter()
            .filter(|point| point.signal == Signal::Metric)
            .filter_map(|point| Some((visible(point.name.as_deref()?).into_owned(), at(&point.at))))
            .collect();
        rows.dedup_by(|a, b| a.0 == b.0);
        self.places("terminal-metrics", &rows);
    }

    /// The messages of the worst logs with their places.
    fn errors(&mut self) {
        let mut errors: Vec<_> = self
            .grouped
            .points
            .iter()
            .filter(|point| point.signal == Signal::Log && point.level >= Some(Level::Error))
            .collect();
        errors.sort_by_key(|point| std::cmp::Reverse(point.level));
        let rows: Vec<(String, String)> = errors
            .into_iter()
            .filter_map(|point| {
                Some((
                    visible(point.template.as_deref()?).into_owned(),
                    at(&point.at),
                ))
            })
            .collect();
        self.places("terminal-errors", &rows);
    }

    /// Who listens, to how many names, and which of these are nowhere.
    fn observers(&mut self) {
        let grouped = self.grouped;
        if grouped.observers.is_empty() {
            return;
        }
        let kinds: Vec<String> = grouped
            .observer_kinds
            .iter()
            .map(|(kind, count)| format!("{} {count}", self.words.observers(*kind)))
            .collect();
        let title = self.words.with(
            "terminal-observers",
            &[
                ("count", grouped.observers.len().into()),
                ("kinds", kinds.join(", ").into()),
            ],
        );
        self.text.push('\n');
        for line in wrapped(&title, self.width) {
            self.line(&self.paint.bold(&line));
        }
        let names: usize = grouped.verdicts.iter().map(|(_, count)| count).sum();
        if names > 0 {
            let verdicts: Vec<String> = grouped
                .verdicts
                .iter()
                .map(|(verdict, count)| self.words.counted(*count, &self.words.verdict(*verdict)))
                .collect();
            let text = self.words.with(
                "terminal-verdicts",
                &[
                    ("names", names.into()),
                    ("verdicts", verdicts.join(", ").into()),
                ],
            );
            for line in wrapped(&text, self.width.saturating_sub(2)) {
                self.line(&format!("  {line}"));
            }
        }
        let rows: Vec<(String, String)> = grouped
            .nowhere()
            .into_iter()
            .map(|(used, _)| {
                let name = visible(&used.name).into_owned();
                (name, at(&used.at))
            })
            .collect();
        self.places("terminal-nowhere", &rows);
    }

    /// Names of secrets that the code asks for.
    fn names(&mut self) {
        let secrets: Vec<_> = self
            .grouped
            .names
            .iter()
            .filter(|name| name.secret)
            .collect();
        if secrets.is_empty() {
            return;
        }
        let title = self
            .words
            .with("terminal-names", &[("count", secrets.len().into())]);
        self.title(&title);
        let rows = secrets
            .into_iter()
            .map(|name| {
                let sources: Vec<String> = name
                    .sources
                    .keys()
                    .map(|source| self.words.source(*source))
                    .collect();
                (
                    visible(name.name).into_owned(),
                    name.count,
                    sources.join(", "),
                )
            })
            .collect();
        self.table(rows, LINES);
    }

    /// The worst findings, and how many there are beyond them.
    fn findings(&mut self) {
        let grouped = self.grouped;
        if grouped.findings.is_empty() {
            self.title(&self.words.of("no-findings"));
            return;
        }
        let title = |shown: &dyn Fn(Severity, &str) -> String| {
            let severities: Vec<String> = grouped
                .severities
                .iter()
                .map(|(severity, count)| {
                    let args = [
                        ("count", (*count).into()),
                        ("what", self.words.severity(*severity).into()),
                    ];
                    shown(*severity, &self.words.with("counted-severity", &args))
                })
                .collect();
            let args = [
                ("count", grouped.findings.len().into()),
                ("severities", severities.join(", ").into()),
            ];
            self.words.with("terminal-findings", &args)
        };
        // Colours have no width, and what is wrapped has none.
        let plain = title(&|_, text| text.to_owned());
        let colored = title(&|severity, text| self.paint.severity(severity, text));
        if width(&plain) <= self.width {
            self.title(&colored);
        } else {
            self.text.push('\n');
            for line in wrapped(&plain, self.width) {
                self.line(&self.paint.bold(&line));
            }
        }
        let worst = grouped.worst_findings();
        for finding in worst.iter().take(WORST) {
            self.text.push('\n');
            let block = finding::block(
                finding,
                grouped.info(&finding.rule),
                self.paint,
                self.width,
                self.words,
            );
            self.text.push_str(&block);
        }
        if let Some(more @ 1..) = worst.len().checked_sub(WORST) {
            self.text.push('\n');
            self.line(&self.words.with("terminal-more", &[("count", more.into())]));
        }
    }

    /// How much does not count and why, and what suppresses nothing.
    fn suppressed(&mut self) {
        let grouped = self.grouped;
        let mut counts: BTreeMap<SuppressionKind, usize> = BTreeMap::new();
        for one in &grouped.suppressed {
            *counts.entry(one.suppression.kind).or_default() += 1;
        }
        if !counts.is_empty() {
            let kinds: Vec<String> = counts
                .iter()
                .map(|(kind, count)| self.words.counted(*count, &self.words.suppression(*kind)))
                .collect();
            let title = self.words.with(
                "terminal-suppressed",
                &[
                    ("count", grouped.suppressed.len().into()),
                    ("kinds", kinds.join(", ").into()),
                ],
            );
            self.text.push('\n');
            for line in wrapped(&title, self.width) {
                self.line(&self.paint.bold(&line));
            }
        }
        let rows: Vec<(String, String)> = grouped
            .unused
            .iter()
            .map(|unused| {
                let names = visible(&unused.names).into_owned();
                let why = self.words.unused(unused.why);
                let place = match unused.line {
                    Some(line) => format!("{}:{line}", visible(&unused.source)),
                    None => visible(&unused.source).into_owned(),
                };
                (format!("{names}: {why}"), place)
            })
            .collect();
        self.places("terminal-unused", &rows);
    }

    fn title(&mut self, title: &str) {
        self.text.push('\n');
        let title = self.paint.bold(title);
        self.line(&title);
    }

    /// A name, a number and a remark per line, in columns, at most `limit` lines.
    fn table(&mut self, rows: Vec<(String, usize, String)>, limit: usize) {
        let more = rows.len().saturating_sub(limit);
        let longest = self.width / 2;
        let rows: Vec<_> = rows
            .into_iter()
            .take(limit)
            .map(|(name, count, remark)| {
                (
                    cut_end(&name, longest).into_owned(),
                    count.to_string(),
                    remark,
                )
            })
            .collect();
        let names = rows
            .iter()
            .map(|(name, _, _)| width(name))
            .max()
            .unwrap_or(0);
        let counts = rows
            .iter()
            .map(|(_, count, _)| count.len())
            .max()
            .unwrap_or(0);
        for (name, count, remark) in rows {
            let gap = names - width(&name);
            let left = self.width.saturating_sub(2 + names + 2 + counts + 2);
            let mut remarks = wrapped(&remark, left.max(1)).into_iter();
            let remark = self.paint.dim(&remarks.next().unwrap_or_default());
            let line = format!("  {name}{:gap$}  {count:>counts$}  {remark}", "");
            self.line(&line);
            let indent = 2 + names + 2 + counts + 2;
            for remark in remarks {
                let line = format!("{:indent$}{}", "", self.paint.dim(&remark));
                self.line(&line);
            }
        }
        self.more(more);
    }

    /// A text and a place per line, in columns.
    fn places(&mut self, title: &str, rows: &[(String, String)]) {
        if rows.is_empty() {
            return;
        }
        self.title(&self.words.with(title, &[("count", rows.len().into())]));
        let half = (self.width - 4) / 2;
        let names = rows
            .iter()
            .take(LINES)
            .map(|(name, _)| width(name))
            .max()
            .unwrap_or(0)
            .min(half);
        for (name, place) in rows.iter().take(LINES) {
            let name = cut_end(name, names);
            let gap = names - width(&name);
            let place = cut_middle(place, self.width - 4 - names);
            let line = format!("  {name}{:gap$}  {}", "", self.paint.dim(&place));
            self.line(&line);
        }
        self.more(rows.len().saturating_sub(LINES));
    }

    fn more(&mut self, count: usize) {
        if count > 0 {
            let text = format!(
                "  {}",
                self.words.with("and-more", &[("count", count.into())])
            );
            self.line(&self.paint.dim(&text));
        }
    }
}

/// `error 3, info 12`.
fn counted(parts: &[(String, usize)]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    parts.join(", ")
}

/// A place as terminals make it a link: path, line and column.
fn at(place: &Place) -> String {
    format!(
        "{}:{}:{}",
        visible(&place.path),
        place.start.line,
        place.start.column
    )
}
