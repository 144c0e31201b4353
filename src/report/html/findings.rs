//! What a person should look at: rules worst first, each with why it matters, what to do, and the
//! redacted line of every place.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::cells::{PlaceCell, place};
use super::{Head, Page};
use crate::model::inventory::{Context, Excerpt, Finding};
use crate::model::signal::Severity;
use crate::model::suppression::Suppressed;
use crate::report::grouped::RuleGroup;
use crate::report::legible::{is_address, visible};

/// A rule with its findings.
pub(super) struct RuleCard<'a> {
    pub id: Cow<'a, str>,
    pub title: Cow<'a, str>,
    pub severity: String,
    /// The word of the vocabulary, which the style knows.
    pub class: &'static str,
    pub count: usize,
    pub open: bool,
    pub weakness: String,
    /// What is said, each with the word that introduces it.
    pub advice: Vec<(String, Cow<'a, str>)>,
    pub docs: &'a str,
    pub findings: Vec<FindingRow<'a>>,
}

/// A finding.
pub(super) struct FindingRow<'a> {
    pub id: String,
    pub message: String,
    pub severity: String,
    pub class: &'static str,
    pub confidence: String,
    pub at: PlaceCell<'a>,
    pub mask: Cow<'a, str>,
    pub excerpt: Option<Marked>,
    /// Where the data comes from and what it goes through; else the other places that it speaks of.
    pub way: Vec<PlaceCell<'a>>,
    pub component: String,
    pub notes: String,
}

/// A line with the hit marked.
pub(super) struct Marked {
    pub before: String,
    pub hit: String,
    pub after: String,
}

/// A finding that does not count.
pub(super) struct AsideRow<'a> {
    pub severity: String,
    pub rule: Cow<'a, str>,
    pub at: PlaceCell<'a>,
    pub mask: Cow<'a, str>,
    pub by: Cow<'a, str>,
    pub reason: Cow<'a, str>,
}

/// A mark or an entry that suppresses nothing.
pub(super) struct UnusedRow<'a> {
    pub names: Cow<'a, str>,
    pub source: Cow<'a, str>,
    pub why: String,
}

/// Cuts a line around its hit; columns count code points from 1.
fn marked(excerpt: &Excerpt) -> Marked {
    let start = excerpt.start_column.saturating_sub(1) as usize;
    let length = excerpt.end_column.saturating_sub(excerpt.start_column) as usize;
    let mut line = excerpt.line.chars();
    let before: String = line.by_ref().take(start).collect();
    let hit: String = line.by_ref().take(length).collect();
    let after: String = line.collect();
    Marked {
        before: visible(before.trim_start()).into_owned(),
        hit: visible(&hit).into_owned(),
        after: visible(after.trim_end()).into_owned(),
    }
}

impl Page<'_> {
    pub(super) fn severities(&self) -> Vec<(&'static str, String, usize)> {
        let severities = self.grouped.severities.iter();
        severities
            .map(|(severity, count)| (severity.as_str(), self.words.severity(*severity), *count))
            .collect()
    }

    pub(super) fn rules(&self) -> impl Iterator<Item = RuleCard<'_>> {
        self.grouped.rules.iter().map(|group| self.rule(group))
    }

    fn rule<'a>(&'a self, group: &'a RuleGroup<'a>) -> RuleCard<'a> {
        let words = self.words;
        let info = group.info;
        let mut advice = Vec::new();
        let told = info.map(|info| info.told(words.lang()));
        if let (Some(info), Some(told)) = (info, told) {
            let steps = [
                ("rule-why", told.why),
                ("rule-fix", told.fix),
                ("rule-revoke", info.revoke.as_deref()),
                ("rule-rotate", info.rotate.as_deref()),
            ];
            for (word, step) in steps {
                if let Some(step) = step {
                    advice.push((words.of(word), visible(step)));
                }
            }
        }
        let docs = info.and_then(|info| info.docs.as_deref());
        let mut findings = group.findings.clone();
        findings.sort_by_key(|finding| Reverse((finding.severity, finding.confidence)));
        RuleCard {
            id: visible(group.id),
            title: visible(told.map_or(group.id, |told| told.title)),
            severity: words.severity(group.worst),
            class: group.worst.as_str(),
            count: findings.len(),
            open: group.worst >= Severity::Medium,
            weakness: info
                .and_then(|info| info.cwe)
                .map(|cwe| words.with("rule-weakness", &[("cwe", cwe.to_string().into())]))
                .unwrap_or_default(),
            advice,
            docs: docs.filter(|docs| is_address(docs)).unwrap_or_default(),
            findings: findings
                .into_iter()
                .map(|finding| self.finding(finding))
                .collect(),
        }
    }

    fn finding<'a>(&self, finding: &'a Finding) -> FindingRow<'a> {
        let words = self.words;
        let mut notes = Vec::new();
        if finding.context != Context::Product {
            notes.push(words.context(finding.context));
        }
        if finding.copies > 1 {
            notes.push(words.with("note-copies", &[("count", finding.copies.into())]));
        }
        notes.extend(finding.history.as_ref().map(|history| words.since(history)));
        if let Some(owner) = finding
            .declared
            .as_ref()
            .and_then(|told| told.owner.as_ref())
        {
            let owner = visible(owner).into_owned();
            notes.push(words.with("html-note-owner", &[("owner", owner.into())]));
        }
        if let Some(data) = finding
            .data
            .as_ref()
            .filter(|data| !data.controls.is_empty())
        {
            let controls = data.controls.iter().map(|control| visible(control));
            let controls = controls.collect::<Vec<_>>().join(", ");
            notes.push(words.with("note-touches", &[("controls", controls.into())]));
        }
        let way = if finding.flow.is_empty() {
            &finding.related
        } else {
            &finding.flow
        };
        let mask = finding
            .evidence
            .as_ref()
            .map(|evidence| evidence.mask.as_str());
        FindingRow {
            id: format!("f-{}", finding.fingerprint),
            message: words.say(&finding.message, |text| visible(text).into_owned()),
            severity: words.severity(finding.severity),
            class: finding.severity.as_str(),
            confidence: words.confidence(finding.confidence),
            at: place(&finding.at),
            mask: visible(mask.unwrap_or_default()),
            excerpt: finding.excerpt.as_ref().map(marked),
            way: way.iter().map(place).collect(),
            component: self.component(finding.component.as_deref()),
            notes: notes.join("; "),
        }
    }

    pub(super) fn finding_columns(&self) -> Vec<String> {
        self.columns(
            "html-column-found column-severity column-confidence column-component column-place",
        )
    }

    pub(super) fn aside_head(&self) -> Head {
        let columns = self.columns(
            "column-severity column-rule column-mask column-place column-by column-reason",
        );
        let caption = self.words.of("section-suppressed");
        Head::new("t-suppressed", caption, "0,1", columns)
    }

    pub(super) fn aside_rows(&self) -> Vec<AsideRow<'_>> {
        let suppressed = self.grouped.suppressed.iter();
        suppressed.map(|one| self.aside(one)).collect()
    }

    fn aside<'a>(&self, one: &'a Suppressed) -> AsideRow<'a> {
        let (finding, suppression) = (&one.finding, &one.suppression);
        let mask = finding
            .evidence
            .as_ref()
            .map(|evidence| evidence.mask.as_str());
        AsideRow {
            severity: self.words.severity(finding.severity),
            rule: visible(&finding.rule),
            at: place(&finding.at),
            mask: visible(mask.unwrap_or_default()),
            by: Cow::Owned(visible(&suppression.told()).into_owned()),
            reason: visible(suppression.reason.as_deref().unwrap_or_default()),
        }
    }

    pub(super) fn unused_head(&self) -> Head {
        let columns = self.columns("column-entry column-place column-why");
        let caption = self.words.of("section-unused");
        Head::new("t-unused", caption, "", columns)
    }

    pub(super) fn unused_rows(&self) -> Vec<UnusedRow<'_>> {
        let unused = self.grouped.unused.iter();
        unused
            .map(|one| UnusedRow {
                names: visible(&one.names),
                source: match one.line {
                    Some(line) => {
                        Cow::Owned(visible(&format!("{}:{line}", one.source)).into_owned())
                    }
                    None => visible(&one.source),
                },
                why: self.words.unused(one.why),
            })
            .collect()
    }
}
