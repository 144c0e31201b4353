//! Dashboards, rules and runbooks from an inventory: a beginning that a person goes on from.
//!
//! Everything is made of what the code emits: real metric names, real labels. Whatever is written
//! can be written again over itself: see `blocks` and `panels` for which lines are whose.

mod alertmanager;
mod alerts;
mod blocks;
mod dashboards;
mod families;
mod panels;
mod recording;
mod rules;
mod runbooks;
mod trials;

use std::collections::BTreeSet;

use crate::model::inventory::Inventory;
use crate::model::settings::{Format, View};
use crate::report::{self, Options, Words};

use blocks::Comments;
use families::Families;

/// What can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A Grafana dashboard for each component.
    Dashboards,
    /// Prometheus alerting rules for each component, and tests of them for `promtool`.
    Alerts,
    /// Prometheus recording rules for each component.
    RecordingRules,
    /// A runbook for each component, with a chapter for each alert.
    Runbook,
    /// An Alertmanager configuration that routes by severity.
    Alertmanager,
    /// The two diagrams of what tells whom, and of where secrets come from.
    Mermaid,
}

impl Kind {
    /// Every kind, in the order in which they build on each other.
    pub const ALL: [Self; 6] = [
        Self::Alerts,
        Self::RecordingRules,
        Self::Dashboards,
        Self::Runbook,
        Self::Alertmanager,
        Self::Mermaid,
    ];
}

/// One file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Below the folder of all that is made, with `/`.
    pub path: String,
    /// What it holds when nothing is there yet.
    pub text: String,
    style: Style,
}

/// How a file says which of its parts are whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// Marks in comments around each block.
    Blocks(Comments),
    /// The tests of the rules in the file of this name: as blocks, but for those of rules that are a
    /// person's by now.
    Trials,
    /// A mark in the description of each panel.
    Panels,
    /// All of it is ours.
    Whole,
}

/// Files to be written, and what had to be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    /// The files, in an order in which they can be merged.
    pub files: Vec<Draft>,
    /// Metrics without a name that Prometheus would know them by.
    pub unnamed: usize,
}

/// What writing a file over itself does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// What the file holds then.
    pub text: String,
    /// Parts that are new.
    pub added: usize,
    /// Parts that say something else now.
    pub changed: usize,
    /// Parts whose metric is gone, and that are gone with it.
    pub removed: usize,
    /// Parts that a person has made their own.
    pub kept: BTreeSet<String>,
}

/// Drafts `kinds` from an inventory; for the component of this name or path only, where one is given.
pub fn drafts(
    inventory: &Inventory,
    kinds: &[Kind],
    component: Option<&str>,
    words: &Words,
) -> Drafts {
    let families = Families::new(inventory, component);
    let mut files = Vec::new();
    for kind in kinds {
        match kind {
            Kind::Alerts => {
                for service in &families.services {
                    let alerts = alerts::alerts(service, words);
                    if alerts.is_empty() {
                        continue;
                    }
                    let slug = &service.slug;
                    files.push(Draft {
                        path: format!("alerts/{slug}.rules.yml"),
                        text: rules::alerting(service, &alerts, words),
                        style: Style::Blocks(Comments::Hash),
                    });
                    files.push(Draft {
                        path: format!("alerts/{slug}.rules.test.yml"),
                        text: trials::file(service, &alerts, words),
                        style: Style::Trials,
                    });
                }
            }
            Kind::RecordingRules => {
                for service in &families.services {
                    let rules = recording::rules(service);
                    if !rules.is_empty() {
                        files.push(Draft {
                            path: format!("recording/{}.rules.yml", service.slug),
                            text: rules::recording(service, &rules, words),
                            style: Style::Blocks(Comments::Hash),
                        });
                    }
                }
            }
            Kind::Dashboards => {
                for service in &families.services {
                    files.push(Draft {
                        path: format!("dashboards/{}.json", service.slug),
                        text: dashboards::dashboard(service, words),
                        style: Style::Panels,
                    });
                }
            }
            Kind::Runbook => {
                for service in &families.services {
                    let alerts = alerts::alerts(service, words);
                    files.push(Draft {
                        path: format!("runbooks/{}.md", service.slug),
                        text: runbooks::runbook(service, &alerts, words),
                        style: Style::Blocks(Comments::Html),
                    });
                }
            }
            Kind::Alertmanager => files.push(Draft {
                path: "alertmanager.yml".to_owned(),
                text: alertmanager::configuration(words),
                style: Style::Blocks(Comments::Hash),
            }),
            Kind::Mermaid => {
                for (view, name) in [
                    (View::Observability, "observability_dashboard.mmd"),
                    (View::Secrets, "secrets_archi.mmd"),
                ] {
                    let options = Options {
                        view,
                        ..Options::default()
                    };
                    files.push(Draft {
                        path: format!("diagrams/{name}"),
                        text: report::render(inventory, Format::Mermaid, &options, words),
                        style: Style::Whole,
                    });
                }
            }
        }
    }
    Drafts {
        files,
        unnamed: families.unnamed,
    }
}

impl Draft {
    /// What the file holds after this is written over `existing`. `kept` are the parts of files
    /// merged before that are a person's by now.
    ///
    /// # Errors
    /// A sentence, where the existing file is not what was once written here.
    pub fn over(
        &self,
        existing: Option<&str>,
        kept: &BTreeSet<String>,
    ) -> Result<Merged, &'static str> {
        match self.style {
            Style::Blocks(comments) => Ok(blocks::merge(&self.text, existing, comments, &|_| true)),
            Style::Trials => Ok(blocks::merge(
                &self.text,
                existing,
                Comments::Hash,
                &|key| !kept.contains(key),
            )),
            Style::Panels => panels::merge(&self.text, existing),
            Style::Whole => {
                let same = existing == Some(self.text.as_str());
                Ok(Merged {
                    text: self.text.clone(),
                    added: usize::from(existing.is_none()),
                    changed: usize::from(existing.is_some() && !same),
                    ..Merged::default()
                })
            }
        }
    }
}

#[cfg(test)]
mod tests;
