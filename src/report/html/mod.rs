//! The inventory as one HTML file for people who would rather look: everything is in it and readable
//! as it stands; the script only searches, filters, sorts and pages what is there.

mod cells;
mod components;
mod findings;
mod map;
mod observers;
mod overview;
mod points;
mod secrets;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::grouped::Grouped;
use super::legible::visible;
use super::listening::Listening;
use super::words::Words;
use crate::model::signal::Signal;
use cells::{Anchors, number};

/// The one style and the one script. Nothing is put into them, so that one hash each names them.
const STYLE: &str = include_str!("../../../templates/html/report.css");
const SCRIPT: &str = include_str!("../../../templates/html/report.js");

/// A longer table is closed until somebody opens it, or until the script pages it.
const LONG: usize = 100;

/// Writes what the view shows as one HTML document.
pub(super) fn render(grouped: &Grouped<'_>, words: &Words) -> String {
    let mut anchors = Anchors::default();
    let page = Page {
        grouped,
        words,
        listening: Listening::new(grouped),
        point_ids: grouped
            .points
            .iter()
            .map(|point| points::id(point, &mut anchors))
            .collect(),
        observer_ids: grouped
            .observers
            .iter()
            .map(|observer| observers::id(observer, &mut anchors))
            .collect(),
        spoken: points::Spoken::new(words),
        messages: points::named(grouped.points, Signal::Log),
        metrics: points::named(grouped.points, Signal::Metric),
        words_nobody: words.of("html-nobody"),
        words_somebody: words.of("html-somebody"),
        style: STYLE,
        script: SCRIPT,
    };
    let mut text = page
        .render()
        .expect("a String takes everything, and no filter fails");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// `'sha256-…'` of an inline style or script, as a Content-Security-Policy names it.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// The whole page.
#[derive(Template)]
#[template(path = "html/report.html")]
struct Page<'a> {
    grouped: &'a Grouped<'a>,
    words: &'a Words,
    listening: Listening<'a>,
    /// The ids of the points and observers, in the order of the inventory.
    point_ids: Vec<String>,
    observer_ids: Vec<String>,
    spoken: points::Spoken,
    /// Log messages and metrics by what they are called: places in the list of points.
    messages: BTreeMap<&'a str, Vec<usize>>,
    metrics: BTreeMap<&'a str, Vec<usize>>,
    words_nobody: String,
    words_somebody: String,
    style: &'static str,
    script: &'static str,
}

/// A line of the table of contents.
struct Entry {
    id: &'static str,
    title: String,
    count: String,
}

/// The titles of a table's columns.
struct Head {
    /// Unique on the page.
    id: &'static str,
    caption: String,
    /// The columns whose values a reader may choose from, by number, as the script reads it.
    facets: &'static str,
    columns: Vec<String>,
}

impl Head {
    fn new(id: &'static str, caption: String, facets: &'static str, columns: Vec<String>) -> Self {
        Self {
            id,
            caption,
            facets,
            columns,
        }
    }
}

impl Page<'_> {
    fn columns(&self, ids: &str) -> Vec<String> {
        ids.split(' ').map(|id| self.words.of(id)).collect()
    }

    /// A language tag such as `en`.
    fn language(&self) -> &'static str {
        self.words.lang().tag()
    }

    /// What the page may do: show its own style, run its own script, and nothing else.
    fn policy(&self) -> String {
        format!(
            "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
            hash(self.style),
            hash(self.script)
        )
    }

    fn name(&self) -> String {
        visible(&self.grouped.inventory.target.name).into_owned()
    }

    /// What was scanned with what; nothing of it is a time or depends on the machine.
    fn facts(&self) -> Vec<(String, String)> {
        let words = self.words;
        let inventory = self.grouped.inventory;
        let mut facts = Vec::new();
        if let Some(revision) = &inventory.target.revision {
            let short = revision.get(..12).unwrap_or(revision);
            facts.push((words.of("overview-revision"), short.to_owned()));
        }
        let (statistics, tool) = (&inventory.statistics, &inventory.tool);
        let files = usize::try_from(statistics.files).unwrap_or(usize::MAX);
        facts.push((words.of("overview-files"), number(files)));
        facts.push((words.of("overview-skipped"), number(inventory.skips.len())));
        facts.push((
            words.of("overview-tool"),
            format!("{} {}", tool.name, tool.version),
        ));
        facts.push((words.of("overview-rules"), tool.rules_digest.clone()));
        facts.push((words.of("overview-settings"), tool.settings_digest.clone()));
        facts
    }

    fn contents(&self) -> Vec<Entry> {
        let (grouped, words) = (self.grouped, self.words);
        let entry = |id, title: &str, count: usize| Entry {
            id,
            title: words.of(title),
            count: number(count),
        };
        let mut entries = vec![Entry {
            id: "overview",
            title: words.of("section-overview"),
            count: String::new(),
        }];
        entries.push(entry(
            "findings",
            "section-findings",
            grouped.findings.len(),
        ));
        if self.has_components() {
            entries.push(entry(
                "components",
                "section-components",
                grouped.components.len(),
            ));
        }
        if grouped.shows_points() {
            if self.has_map() {
                entries.push(Entry {
                    id: "map",
                    title: words.of("html-map"),
                    count: String::new(),
                });
            }
            entries.push(entry("points", "html-points", grouped.points.len()));
            entries.push(entry("messages", "html-messages", self.message_count()));
            entries.push(entry("metrics", "section-metrics", self.metric_count()));
            entries.push(entry(
                "observers",
                "section-observers",
                grouped.observers.len(),
            ));
        }
        if grouped.shows_secrets() {
            let names = grouped.names.iter().filter(|name| name.secret).count();
            entries.push(entry("secrets", "section-references-secrets", names));
            entries.push(entry(
                "references",
                "html-references",
                grouped.references.len(),
            ));
            let declared = grouped.declarations.len();
            if declared > 0 {
                entries.push(entry("declarations", "section-declarations", declared));
            }
            let lifetimes = grouped.certificates.len() + grouped.lifetimes.len();
            if lifetimes > 0 {
                entries.push(entry("lifetimes", "html-lifetimes", lifetimes));
            }
        }
        let skips = grouped.inventory.skips.len();
        entries.push(entry("limits", "html-limits", skips));
        entries
    }

    fn has_components(&self) -> bool {
        !self.grouped.components.is_empty()
    }

    /// What a component is called on the page.
    fn component(&self, path: Option<&str>) -> String {
        self.grouped.component_label(path).map_or_else(
            || self.words.of("component-none"),
            |label| visible(label).into_owned(),
        )
    }

    fn is_long(rows: usize) -> bool {
        rows > LONG
    }

    fn opens(&self, rows: usize) -> String {
        let args = [("count", rows.into()), ("number", number(rows).into())];
        self.words.with("html-rows", &args)
    }

    fn skips(&self) -> Vec<(String, String, String)> {
        let skips = self.grouped.inventory.skips.iter();
        skips
            .map(|skip| {
                let detail = skip.detail.as_deref().unwrap_or_default();
                (
                    visible(&skip.path).into_owned(),
                    self.words.skip(skip.reason),
                    visible(detail).into_owned(),
                )
            })
            .collect()
    }

    fn skips_head(&self) -> Head {
        let columns = self.columns("column-file column-reason column-detail");
        let caption = self.words.of("section-skips");
        Head::new("t-skips", caption, "1", columns)
    }

    fn limits(&self) -> Vec<String> {
        super::limits::of(self.grouped, self.words)
    }
}
