//! SARIF 2.1.0 for code review: findings only, shaped for what GitHub, GitLab and Azure DevOps read.

mod rule;
mod shape;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::HOME;
use super::grouped::Grouped;
use super::words::Words;
use crate::model::inventory::{Finding, Inventory, SkipReason};
use crate::model::place::Place;
use crate::model::signal::Severity;
use crate::model::suppression::{Suppressed, SuppressionKind};
use shape::{
    Artifact, Aside, CodeFlow, ContextRegion, Described, Descriptor, DescriptorReference, Driver,
    Found, FoundProperties, Id, Invocation, Location, Log, Notification, Physical, Region, Run,
    RunProperties, Step, Text, ThreadFlow, Tool,
};

/// GitHub keeps so many results of a run; which ones it drops beyond that is not ours to choose.
const MAX_RESULTS: usize = 5_000;
/// Files that are named one by one as not fully read; beyond it, and for binary files, they are counted.
const MAX_SKIPS: usize = 500;
/// Longest message text, in characters.
const MAX_MESSAGE: usize = 2_048;

const BASE: &str = "SRCROOT";
const SKIPPED: [&str; 3] = [
    "vigie/not-fully-read",
    "A file was not fully read.",
    "What was not read was not searched. Raise the limits in the settings, or correct the file.",
];
const CUT: [&str; 3] = [
    "vigie/results-left-out",
    "Results were left out.",
    "Readers of this format keep a limited number of results. The JSON inventory holds all of them.",
];

/// Writes the findings as SARIF.
pub(super) fn render(grouped: &Grouped<'_>) -> String {
    let words = Words::english();
    let inventory = grouped.inventory;
    let (kept, left_out) = worst(merged(&grouped.findings));
    // Readers that keep a limited number of results are to keep those that count.
    let room = MAX_RESULTS - kept.len();
    let set_aside = &grouped.suppressed[..grouped.suppressed.len().min(room)];

    let named: BTreeSet<&str> = kept
        .iter()
        .map(|same_line| &*same_line[0].rule)
        .chain(set_aside.iter().map(|one| &*one.finding.rule))
        .chain(grouped.infos.iter().map(|info| &*info.id))
        .collect();
    let indexes: BTreeMap<&str, usize> = named.iter().copied().zip(0..).collect();
    let rules = named.iter().map(|id| rule::describe(id, grouped)).collect();

    let mut notes = Notes::default();
    if left_out > 0 {
        notes.add(
            CUT,
            "warning",
            &words.with(
                "sarif-left-out",
                &[("count", left_out.into()), ("kept", kept.len().into())],
            ),
            None,
        );
    }
    skipped(grouped, &words, &mut notes);

    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: inventory.tool.name,
                    organization: "Vigie",
                    version: inventory.tool.version,
                    semantic_version: inventory.tool.version,
                    information_uri: HOME,
                    rules,
                    notifications: notes.descriptors,
                },
            },
            automation_details: Id { id: "vigie/" },
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: BTreeMap::from([(
                BASE,
                Described {
                    description: Text {
                        text: "The root of the scanned folder.".to_owned(),
                    },
                },
            )]),
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: notes.notifications,
            }],
            results: kept
                .iter()
                .map(|same_line| Found {
                    baseline_state: inventory.baseline.as_ref().map(|_| "new"),
                    ..found(same_line, &indexes, &words)
                })
                .chain(
                    set_aside
                        .iter()
                        .map(|one| aside(one, inventory, &indexes, &words)),
                )
                .collect(),
            properties: RunProperties {
                target: inventory.target.name.clone(),
                revision: inventory.target.revision.clone(),
                rules_digest: inventory.tool.rules_digest.clone(),
                settings_digest: inventory.tool.settings_digest.clone(),
            },
        }],
    };
    let mut text =
        serde_json::to_string_pretty(&log).expect("strings, numbers and lists always serialise");
    text.push('\n');
    text
}

/// Findings of one rule on one line, the worst first: they share a line hash, and of results that
/// share one GitHub shows one. In the order of the inventory.
fn merged<'i>(findings: &[&'i Finding]) -> Vec<Vec<&'i Finding>> {
    let mut by_line: BTreeMap<(&str, u32, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().copied() {
        by_line
            .entry((&finding.at.path, finding.at.start.line, &finding.rule))
            .or_default()
            .push(finding);
    }
    let mut lines: Vec<_> = by_line.into_values().collect();
    for line in &mut lines {
        line.sort_by(|a, b| {
            (b.severity, b.confidence)
                .cmp(&(a.severity, a.confidence))
                .then_with(|| a.at.cmp(&b.at))
        });
    }
    lines
}

/// As many as readers keep, the worst of them, in the order they came in; and how many that leaves out.
fn worst(lines: Vec<Vec<&Finding>>) -> (Vec<Vec<&Finding>>, usize) {
    let left_out = lines.len().saturating_sub(MAX_RESULTS);
    if left_out == 0 {
        return (lines, 0);
    }
    let mut ranked: Vec<(usize, Vec<&Finding>)> = lines.into_iter().enumerate().collect();
    ranked.sort_by_key(|(order, line)| {
        (
            std::cmp::Reverse((line[0].severity, line[0].confidence)),
            line[0].context,
            *order,
        )
    });
    ranked.truncate(MAX_RESULTS);
    ranked.sort_by_key(|(order, _)| *order);
    (ranked.into_iter().map(|(_, line)| line).collect(), left_out)
}

fn found(same_line: &[&Finding], indexes: &BTreeMap<&str, usize>, words: &Words) -> Found {
    let first = same_line[0];
    let mut text = sentence(&words.say(&first.message, unlinked));
    if same_line.len() > 1 {
        text.push(' ');
        text.push_str(&words.with(
            "sarif-same-line",
            &[("count", (same_line.len() - 1).into())],
        ));
    }
    let mut partial = BTreeMap::from([("vigie/v1", first.fingerprint.clone())]);
    if let Some(excerpt) = &first.excerpt {
        partial.insert("primaryLocationLineHash", excerpt.line_hash.clone());
    }
    Found {
        rule_id: first.rule.to_string(),
        rule_index: indexes[&*first.rule],
        level: level(first.severity),
        message: Text {
            text: shortened(&text, MAX_MESSAGE),
        },
        locations: [Location {
            physical_location: physical(first),
        }],
        code_flows: code_flow(first).into_iter().collect(),
        fingerprints: BTreeMap::from([("vigie/v1", first.fingerprint.clone())]),
        partial_fingerprints: partial,
        baseline_state: None,
        suppressions: Vec::new(),
        properties: FoundProperties {
            severity: first.severity.as_str(),
            confidence: first.confidence.as_str(),
            data: first.data.clone(),
            merged: (same_line.len() > 1).then_some(same_line.len()),
            history: first.history.clone(),
        },
    }
}

/// The way that the data takes, where there is one.
fn code_flow(finding: &Finding) -> Option<CodeFlow> {
    let step = |at: &Place| Step {
        location: Location {
            physical_location: Physical {
                artifact_location: artifact(&at.path),
                region: Some(region(at)),
                context_region: None,
            },
        },
    };
    (!finding.flow.is_empty()).then(|| CodeFlow {
        thread_flows: [ThreadFlow {
            locations: finding.flow.iter().map(step).collect(),
        }],
    })
}

/// A result that does not count, and why.
fn aside(
    one: &Suppressed,
    inventory: &Inventory,
    indexes: &BTreeMap<&str, usize>,
    words: &Words,
) -> Found {
    let suppression = &one.suppression;
    let accepted = suppression.kind == SuppressionKind::Baseline;
    let who = match (&suppression.mark, suppression.line) {
        (Some(mark), _) => mark.as_str().to_owned(),
        (None, Some(line)) => format!("{}:{line}", unlinked(&suppression.source)),
        (None, None) => unlinked(&suppression.source),
    };
    let justification = match &suppression.reason {
        Some(reason) => format!("{who}: {}", unlinked(reason)),
        None => who,
    };
    Found {
        baseline_state: inventory
            .baseline
            .as_ref()
            .map(|_| if accepted { "unchanged" } else { "new" }),
        suppressions: vec![Aside {
            kind: match suppression.kind {
                SuppressionKind::Mark => "inSource",
                SuppressionKind::AllowList | SuppressionKind::Baseline => "external",
            },
            status: "accepted",
            justification: Some(shortened(&justification, MAX_MESSAGE)),
        }],
        ..found(&[&one.finding], indexes, words)
    }
}

fn physical(finding: &Finding) -> Physical {
    let region = region(&finding.at);
    Physical {
        artifact_location: artifact(&finding.at.path),
        region: Some(region),
        context_region: finding
            .excerpt
            .as_ref()
            .filter(|_| region.start_line == region.end_line)
            .map(|excerpt| ContextRegion {
                start_line: region.start_line,
                end_line: region.end_line,
                snippet: Text {
                    text: excerpt.line.to_string(),
                },
            }),
    }
}

fn region(at: &Place) -> Region {
    Region {
        start_line: at.start.line,
        start_column: at.start.column,
        end_line: at.end.line,
        end_column: at.end.column,
    }
}

fn artifact(path: &str) -> Artifact {
    Artifact {
        uri: encoded(path),
        uri_base_id: BASE,
    }
}

/// A path as a relative URI: everything but letters, digits, `-._~` and the slash is percent-encoded.
fn encoded(path: &str) -> String {
    use std::fmt::Write as _;
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            write!(uri, "%{byte:02X}").expect("a String takes everything");
        }
    }
    uri
}

/// What the readers' three levels make of a severity.
const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

fn plain(text: &str) -> Text {
    Text {
        text: text.to_owned(),
    }
}

/// `text` with a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with('.') {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// `text` in at most `limit` characters; a cut one ends in an ellipsis and a full stop.
fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit - 3).collect();
    format!("{kept} ….")
}

/// Text from a file as a message shows it: on one line, and never a link, which a message may hold.
fn unlinked(text: &str) -> String {
    super::legible::visible(text).replace("](", "]\\(")
}

/// Notifications and the descriptors they name.
#[derive(Default)]
struct Notes {
    descriptors: Vec<Descriptor>,
    notifications: Vec<Notification>,
}

impl Notes {
    fn add(
        &mut self,
        [id, title, help]: [&'static str; 3],
        level: &'static str,
        text: &str,
        path: Option<&str>,
    ) {
        let known = self
            .descriptors
            .iter()
            .position(|descriptor| descriptor.id == id);
        let index = known.unwrap_or_else(|| {
            self.descriptors.push(Descriptor {
                id,
                short_description: plain(title),
                full_description: plain(title),
                help: plain(help),
            });
            self.descriptors.len() - 1
        });
        self.notifications.push(Notification {
            descriptor: DescriptorReference { id, index },
            level,
            message: Text {
                text: shortened(&sentence(text), MAX_MESSAGE),
            },
            locations: path
                .map(|path| Location {
                    physical_location: Physical {
                        artifact_location: artifact(path),
                        region: None,
                        context_region: None,
                    },
                })
                .into_iter()
                .collect(),
        });
    }
}

/// One note for each file that was not fully read, and a count for those that are not named.
fn skipped(grouped: &Grouped<'_>, words: &Words, notes: &mut Notes) {
    let (binary, other): (Vec<_>, Vec<_>) = grouped
        .inventory
        .skips
        .iter()
        .partition(|skip| skip.reason == SkipReason::Binary);
    for skip in other.iter().take(MAX_SKIPS) {
        let why = words.skip(skip.reason);
        let text = match &skip.detail {
            Some(detail) => format!("{why}: {}", unlinked(detail)),
            None => why,
        };
        notes.add(SKIPPED, "note", &text, Some(&skip.path));
    }
    if other.len() > MAX_SKIPS {
        let count = other.len() - MAX_SKIPS;
        notes.add(
            SKIPPED,
            "note",
            &words.with("sarif-more-skips", &[("count", count.into())]),
            None,
        );
    }
    if !binary.is_empty() {
        notes.add(
            SKIPPED,
            "note",
            &words.with("sarif-binary", &[("count", binary.len().into())]),
            None,
        );
    }
}
