//! The first screen: what this software tells, who listens, what it leaks, what changed, and how sure
//! that is. Each answer is one figure and the few that explain it.

use super::Page;
use super::cells::{number, percent};
use crate::model::signal::{Confidence, Level, Severity, Signal};
use crate::report::legible::visible;

/// A question and its answer.
pub(super) struct Answer {
    /// Where more of it stands on the page.
    pub href: &'static str,
    pub question: String,
    pub figure: String,
    pub unit: String,
    pub facts: Vec<Fact>,
}

/// A figure that explains an answer.
pub(super) struct Fact {
    pub figure: String,
    pub text: String,
    /// A word of ours that the style knows.
    pub class: &'static str,
}

/// A stretch of a bar, in hundredths of its length.
pub(super) struct Stretch {
    pub class: &'static str,
    pub start: f32,
    pub length: f32,
}

fn fact(count: usize, text: String) -> Fact {
    Fact {
        figure: number(count),
        text,
        class: "",
    }
}

impl Page<'_> {
    pub(super) fn answers(&self) -> Vec<Answer> {
        let mut answers = Vec::new();
        if self.grouped.shows_points() {
            answers.push(self.tells());
            answers.push(self.listens());
        }
        answers.push(self.leaks());
        answers.extend(self.changed());
        answers.push(self.sure());
        answers
    }

    fn answer(
        &self,
        href: &'static str,
        question: &str,
        count: usize,
        unit: &str,
        facts: Vec<Fact>,
    ) -> Answer {
        Answer {
            href,
            question: self.words.of(question),
            figure: number(count),
            unit: self.words.with(unit, &[("count", count.into())]),
            facts,
        }
    }

    fn tells(&self) -> Answer {
        let grouped = self.grouped;
        let signals = grouped.signals.iter();
        let mut facts: Vec<Fact> = signals
            .map(|(signal, count)| fact(*count, self.words.signal(*signal)))
            .collect();
        let tests = grouped.points.iter().filter(|point| point.test).count();
        if tests > 0 {
            facts.push(fact(tests, self.words.of("context-test")));
        }
        let count = grouped.points.len();
        self.answer("#points", "html-tells", count, "html-unit-points", facts)
    }

    fn listens(&self) -> Answer {
        let (grouped, words) = (self.grouped, self.words);
        let mut facts: Vec<Fact> = grouped
            .observer_kinds
            .iter()
            .take(3)
            .map(|(kind, count)| fact(*count, words.observers(*kind)))
            .collect();
        let nowhere = grouped.nowhere().len();
        if nowhere > 0 {
            facts.push(Fact {
                class: "nowhere",
                ..fact(nowhere, words.of("html-names-nowhere"))
            });
        }
        let silent = self.metric_rows().filter(|metric| !metric.somebody).count();
        if silent > 0 {
            facts.push(fact(silent, words.of("html-metrics-unheard")));
        }
        let count = grouped.observers.len();
        self.answer(
            "#observers",
            "html-listens",
            count,
            "html-unit-observers",
            facts,
        )
    }

    fn leaks(&self) -> Answer {
        let (grouped, words) = (self.grouped, self.words);
        let mut facts: Vec<Fact> = grouped
            .severities
            .iter()
            .map(|(severity, count)| Fact {
                class: severity.as_str(),
                ..fact(*count, words.severity(*severity))
            })
            .collect();
        if grouped.shows_secrets() {
            let names = grouped.names.iter().filter(|name| name.secret).count();
            facts.push(fact(names, words.of("html-secrets-asked")));
        }
        if !grouped.suppressed.is_empty() {
            facts.push(fact(grouped.suppressed.len(), words.of("html-set-aside")));
        }
        let count = grouped.findings.len();
        self.answer(
            "#findings",
            "html-leaks",
            count,
            "html-unit-findings",
            facts,
        )
    }

    /// Only where something was compared with.
    fn changed(&self) -> Option<Answer> {
        let (inventory, words) = (self.grouped.inventory, self.words);
        let short = |commit: &str| visible(commit.get(..12).unwrap_or(commit)).into_owned();
        if let Some(base) = &inventory.target.base {
            return Some(Answer {
                href: "#findings",
                question: words.of("html-changed"),
                figure: String::new(),
                unit: words.with("terminal-base", &[("commit", short(base).into())]),
                facts: Vec::new(),
            });
        }
        let compared = inventory.baseline.as_ref()?;
        let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let facts = vec![
            fact(count(compared.accepted), words.of("html-accepted")),
            fact(count(compared.gone), words.of("html-gone")),
        ];
        let new = self.grouped.findings.len();
        Some(self.answer("#findings", "html-changed", new, "html-unit-new", facts))
    }

    fn sure(&self) -> Answer {
        let (grouped, words) = (self.grouped, self.words);
        let statistics = &grouped.inventory.statistics;
        let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let skipped = grouped.inventory.skips.len();
        let mut facts = vec![
            fact(count(statistics.files), words.of("html-files-read")),
            fact(skipped, words.of("html-files-skipped")),
        ];
        if statistics.foreign > 0 {
            facts.push(fact(
                count(statistics.foreign),
                words.of("html-files-foreign"),
            ));
        }
        if statistics.unresolved > 0 {
            facts.push(fact(
                count(statistics.unresolved),
                words.of("html-unresolved"),
            ));
        }
        let points = grouped.points.iter().map(|point| point.confidence);
        let findings = grouped.findings.iter().map(|finding| finding.confidence);
        let confidences: Vec<Confidence> = points.chain(findings).collect();
        let sure = confidences
            .iter()
            .filter(|one| **one == Confidence::Confirmed);
        Answer {
            href: "#limits",
            question: words.of("html-sure"),
            figure: format!("{}\u{202f}%", percent(sure.count(), confidences.len())),
            unit: words.of("html-unit-confirmed"),
            facts,
        }
    }

    /// Log statements by level, as one bar; worst first.
    pub(super) fn level_bar(&self) -> Vec<Stretch> {
        let levels = &self.grouped.levels;
        let all: usize = levels.iter().map(|(_, count)| count).sum();
        let mut before = 0;
        let stretch = |(level, count): &(Option<Level>, usize)| {
            let start = tenths(before, all);
            before += count;
            Stretch {
                class: level.map_or("open", Level::as_str),
                start: f32::from(start) / 10.0,
                length: f32::from(tenths(before, all) - start) / 10.0,
            }
        };
        levels.iter().map(stretch).collect()
    }

    pub(super) fn level_facts(&self) -> Vec<(&'static str, String, String)> {
        let levels = self.grouped.levels.iter();
        levels
            .map(|(level, count)| {
                let class = level.map_or("open", Level::as_str);
                (class, self.words.level(*level), number(*count))
            })
            .collect()
    }

    pub(super) fn has_logs(&self) -> bool {
        let mut signals = self.grouped.signals.iter();
        signals.any(|(signal, _)| *signal == Signal::Log)
    }

    /// What the report says in one sentence when there is nothing bad to say.
    pub(super) fn verdict(&self) -> String {
        let bad = |severity: Severity| severity >= Severity::High;
        let worst = self.grouped.severities.iter().filter(|(one, _)| bad(*one));
        let count: usize = worst.map(|(_, count)| count).sum();
        self.words.with("html-verdict", &[("count", count.into())])
    }
}

/// Thousandths, for lengths.
fn tenths(part: usize, all: usize) -> u16 {
    u16::try_from(part * 1000 / all.max(1)).unwrap_or(1000)
}
