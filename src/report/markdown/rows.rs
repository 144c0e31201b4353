//! The lines of the tables, every cell ready to stand in one.

use super::cell::{NOTHING, code, code_or_dash, link, prose, short, short_path, title};
use super::declared;
use crate::model::inventory::{Attribute, Context, Finding, Point, Reference, RuleInfo, Skip};
use crate::model::place::Place;
use crate::model::signal::Confidence;
use crate::report::grouped::{ComponentGroup, Grouped, RuleGroup};
use crate::report::legible;
use crate::report::words::Words;

/// Columns of a cell of the short form, at most.
const SHORT_CELL: usize = 100;

/// A component and what it holds.
pub(super) struct ComponentRow {
    pub name: String,
    pub folder: String,
    pub signals: String,
    pub points: usize,
    pub findings: usize,
    pub references: usize,
}

/// A point of any signal; a table takes the cells it has columns for.
pub(super) struct PointRow {
    pub template: String,
    pub name: String,
    pub signal: String,
    pub instrument: String,
    pub unit: String,
    pub help: String,
    pub attributes: String,
    pub library: String,
    pub place: String,
    pub function: String,
    pub notes: String,
}

/// A finding.
pub(super) struct FindingRow {
    pub severity: String,
    pub confidence: String,
    pub rule: String,
    pub place: String,
    pub mask: String,
    pub name: String,
    pub message: String,
    pub notes: String,
}

/// A rule with its findings.
pub(super) struct RuleSection {
    pub id: String,
    pub title: String,
    pub weakness: String,
    pub why: String,
    pub fix: String,
    pub revoke: String,
    pub rotate: String,
    pub docs: String,
    pub findings: Vec<FindingRow>,
}

/// A place that asks for a value.
pub(super) struct ReferenceRow {
    pub name: String,
    pub source: String,
    pub role: String,
    pub because: String,
    pub into: String,
    pub consumer: String,
    pub default: String,
    pub library: String,
    pub place: String,
    pub function: String,
    pub component: String,
    pub declared: String,
}

/// A name of a secret, with all that ask for it.
pub(super) struct NameRow {
    pub name: String,
    pub sources: String,
    pub count: usize,
}

/// A file that was not fully read.
pub(super) struct SkipRow {
    pub path: String,
    pub reason: String,
    pub detail: String,
}

pub(super) fn place(at: &Place) -> String {
    code(&format!(
        "{}:{}:{}",
        at.path, at.start.line, at.start.column
    ))
}

fn joined(parts: impl IntoIterator<Item = String>, separator: &str) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    if parts.is_empty() {
        NOTHING.to_owned()
    } else {
        parts.join(separator)
    }
}

fn keys(attributes: &[Attribute]) -> String {
    joined(
        attributes.iter().map(|attribute| code(&attribute.key)),
        ", ",
    )
}

/// What was scanned with what, and how much of it there is.
pub(super) fn overview(grouped: &Grouped<'_>, words: &Words) -> Vec<(String, String)> {
    let inventory = grouped.inventory;
    let statistics = &inventory.statistics;
    let mut rows = vec![
        (words.of("overview-target"), code(&inventory.target.name)),
        (
            words.of("overview-revision"),
            code_or_dash(inventory.target.revision.as_deref()),
        ),
        (
            words.of("overview-tool"),
            code(&format!(
                "{} {}",
                inventory.tool.name, inventory.tool.version
            )),
        ),
        (
            words.of("overview-rules"),
            code(&inventory.tool.rules_digest),
        ),
        (
            words.of("overview-settings"),
            code(&inventory.tool.settings_digest),
        ),
        (words.of("overview-files"), statistics.files.to_string()),
        (
            words.of("overview-bytes"),
            legible::bytes(statistics.bytes, words.lang()),
        ),
        (words.of("overview-parsed"), statistics.parsed.to_string()),
        (
            words.of("overview-skipped"),
            inventory.skips.len().to_string(),
        ),
    ];
    let languages = statistics
        .languages
        .iter()
        .map(|(name, files)| format!("{} {files}", title(name)));
    rows.push((words.of("overview-languages"), joined(languages, ", ")));
    if grouped.shows_points() {
        let tests = grouped.points.iter().filter(|point| point.test).count();
        rows.push((
            words.of("overview-points"),
            grouped.points.len().to_string(),
        ));
        rows.push((words.of("overview-test-points"), tests.to_string()));
    }
    if grouped.shows_secrets() {
        rows.push((
            words.of("overview-findings"),
            grouped.findings.len().to_string(),
        ));
        rows.push((
            words.of("overview-references"),
            grouped.references.len().to_string(),
        ));
    }
    rows
}

/// Points per signal.
pub(super) fn signals(grouped: &Grouped<'_>, words: &Words) -> Vec<(String, usize)> {
    grouped
        .signals
        .iter()
        .map(|(signal, count)| (words.signal(*signal), *count))
        .collect()
}

/// Findings per severity.
pub(super) fn severities(grouped: &Grouped<'_>, words: &Words) -> Vec<(String, usize)> {
    grouped
        .severities
        .iter()
        .map(|(severity, count)| (words.severity(*severity), *count))
        .collect()
}

/// What each component holds, at most `limit` of them, the fullest first where some are left out.
pub(super) fn components(grouped: &Grouped<'_>, words: &Words, limit: usize) -> Vec<ComponentRow> {
    let mut shown: Vec<&ComponentGroup<'_>> = grouped.components.iter().collect();
    if shown.len() > limit {
        shown.sort_by_key(|c| std::cmp::Reverse((c.findings, c.points, c.references)));
        shown.truncate(limit);
    }
    let is_short = limit != usize::MAX;
    let show = |text: &str| {
        if is_short {
            short_path(text, SHORT_CELL)
        } else {
            code(text)
        }
    };
    shown
        .into_iter()
        .map(|component| ComponentRow {
            name: component
                .label()
                .map_or_else(|| words.of("component-none"), show),
            folder: match component.path {
                Some("") => code("."),
                Some(path) => show(path),
                None => NOTHING.to_owned(),
            },
            signals: joined(
                component
                    .signals
                    .iter()
                    .map(|(signal, count)| format!("{} {count}", words.signal(*signal))),
                ", ",
            ),
            points: component.points,
            findings: component.findings,
            references: component.references,
        })
        .collect()
}

/// A point.
pub(super) fn point(point: &Point, words: &Words) -> PointRow {
    let mut notes = Vec::new();
    if let Some(wrapper) = &point.through {
        notes.push(words.with("note-through", &[("wrapper", code(wrapper).into())]));
    }
    if !point.watched_by.is_empty() {
        let count = point.watched_by.len();
        notes.push(words.with("note-watched", &[("count", count.into())]));
    }
    if point.test {
        notes.push(words.of("context-test"));
    }
    if point.confidence != Confidence::Confirmed {
        notes.push(words.confidence(point.confidence));
    }
    PointRow {
        template: code_or_dash(point.template.as_deref()),
        name: code_or_dash(point.name.as_deref().or(point.template.as_deref())),
        signal: words.signal(point.signal),
        instrument: point.instrument.map_or_else(
            || NOTHING.to_owned(),
            |instrument| words.instrument(instrument),
        ),
        unit: code_or_dash(point.unit.as_deref()),
        help: code_or_dash(point.help.as_deref()),
        attributes: keys(&point.attributes),
        library: code(&point.library),
        place: place(&point.at),
        function: code_or_dash(point.function.as_deref()),
        notes: joined(notes, "; "),
    }
}

/// The rules with findings, worst first, each with all of them.
pub(super) fn rules(grouped: &Grouped<'_>, words: &Words) -> Vec<RuleSection> {
    grouped
        .rules
        .iter()
        .map(|group| rule(group, words))
        .collect()
}

fn rule(group: &RuleGroup<'_>, words: &Words) -> RuleSection {
    let step = |text: Option<&str>| text.map(prose).unwrap_or_default();
    let info = group.info;
    let told = info.map(|info| info.told(words.lang()));
    RuleSection {
        id: code(group.id),
        title: told.map(|told| title(told.title)).unwrap_or_default(),
        weakness: info
            .and_then(|info| info.cwe)
            .map(|cwe| words.with("rule-weakness", &[("cwe", cwe.to_string().into())]))
            .unwrap_or_default(),
        why: step(told.and_then(|told| told.why)),
        fix: step(told.and_then(|told| told.fix)),
        revoke: step(info.and_then(|info| info.revoke.as_deref())),
        rotate: step(info.and_then(|info| info.rotate.as_deref())),
        docs: info
            .and_then(|info| info.docs.as_deref())
            .map(link)
            .unwrap_or_default(),
        findings: group
            .findings
            .iter()
            .map(|finding| full_finding(finding, info, words))
            .collect(),
    }
}

fn full_finding(finding: &Finding, info: Option<&RuleInfo>, words: &Words) -> FindingRow {
    FindingRow {
        severity: words.severity(finding.severity),
        confidence: words.confidence(finding.confidence),
        rule: code(&finding.rule),
        place: place(&finding.at),
        mask: code_or_dash(
            finding
                .evidence
                .as_ref()
                .map(|evidence| evidence.mask.as_str()),
        ),
        name: code_or_dash(finding.name.as_deref()),
        message: said(finding, info, words, code),
        notes: notes(finding, words),
    }
}

/// What a finding says. The title of its rule is our own prose; everything else it quotes may come
/// from a file.
fn said(
    finding: &Finding,
    info: Option<&RuleInfo>,
    words: &Words,
    show: fn(&str) -> String,
) -> String {
    words.say(&finding.message, |text| {
        if info.is_some_and(|info| info.title == text) {
            title(text)
        } else {
            show(text)
        }
    })
}

/// A finding of the short form: no cell is long.
pub(super) fn short_finding(finding: &Finding, grouped: &Grouped<'_>, words: &Words) -> FindingRow {
    let at = format!("{}:{}", finding.at.path, finding.at.start.line);
    let show: fn(&str) -> String = |text| short(text, SHORT_CELL);
    FindingRow {
        severity: words.severity(finding.severity),
        confidence: words.confidence(finding.confidence),
        rule: show(&finding.rule),
        place: short_path(&at, SHORT_CELL),
        mask: finding
            .evidence
            .as_ref()
            .map_or_else(|| NOTHING.to_owned(), |evidence| show(&evidence.mask)),
        name: finding
            .name
            .as_deref()
            .map_or_else(|| NOTHING.to_owned(), show),
        message: said(finding, grouped.info(&finding.rule), words, show),
        notes: notes(finding, words),
    }
}

fn notes(finding: &Finding, words: &Words) -> String {
    let mut notes = Vec::new();
    if finding.context != Context::Product {
        notes.push(words.context(finding.context));
    }
    if finding.copies > 1 {
        notes.push(words.with("note-copies", &[("count", finding.copies.into())]));
    }
    notes.extend(finding.history.as_ref().map(|history| words.since(history)));
    notes.extend(way(finding, words));
    if let Some(data) = finding
        .data
        .as_ref()
        .filter(|data| !data.controls.is_empty())
    {
        let controls = data
            .controls
            .iter()
            .map(|control| short(control, SHORT_CELL));
        let controls = controls.collect::<Vec<_>>().join(", ");
        notes.push(words.with("note-touches", &[("controls", controls.into())]));
    }
    joined(notes, "; ")
}

/// Where the data of a finding comes from and what it goes through, one place after the other.
fn way(finding: &Finding, words: &Words) -> Option<String> {
    let mut steps: Vec<String> = Vec::new();
    for step in &finding.flow {
        let line = step.start.line;
        let shown = if step.path == finding.at.path {
            line.to_string()
        } else {
            code(&format!("{}:{line}", step.path))
        };
        if steps.last() != Some(&shown) {
            steps.push(shown);
        }
    }
    (steps.len() > 1).then(|| words.with("note-way", &[("steps", steps.join(" → ").into())]))
}

/// A reference.
pub(super) fn reference(
    reference: &Reference,
    grouped: &Grouped<'_>,
    words: &Words,
) -> ReferenceRow {
    ReferenceRow {
        name: match &reference.key {
            Some(key) => format!("{} {}", code(&reference.name), code(key)),
            None => code(&reference.name),
        },
        source: words.source(reference.source),
        role: words.role(reference.role),
        because: reference
            .why
            .map_or_else(String::new, |why| words.because(why)),
        into: code_or_dash(reference.into.as_deref()),
        consumer: code_or_dash(reference.consumer.as_deref()),
        default: words.of(if reference.has_default { "yes" } else { "no" }),
        library: code(&reference.library),
        place: place(&reference.at),
        function: code_or_dash(reference.function.as_deref()),
        component: code_or_dash(grouped.component_label(reference.component.as_deref())),
        declared: declared::told(reference.declared.as_ref(), words),
    }
}

/// The names of secrets that are asked for, at most `limit` of them.
pub(super) fn secret_names(grouped: &Grouped<'_>, words: &Words, limit: usize) -> Vec<NameRow> {
    grouped
        .names
        .iter()
        .filter(|name| name.secret)
        .take(limit)
        .map(|name| NameRow {
            name: short(name.name, SHORT_CELL),
            sources: joined(
                name.sources.keys().map(|source| words.source(*source)),
                ", ",
            ),
            count: name.count,
        })
        .collect()
}

/// The files that were not fully read.
pub(super) fn skips(skips: &[Skip], words: &Words) -> Vec<SkipRow> {
    skips
        .iter()
        .map(|skip| SkipRow {
            path: code(&skip.path),
            reason: words.skip(skip.reason),
            detail: code_or_dash(skip.detail.as_deref()),
        })
        .collect()
}
