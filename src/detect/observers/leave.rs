//! The border: drafts become observers, their queries are read, and every text is scrubbed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Draft, DraftBranch, Query};
use crate::detect::Input;
use crate::detect::summarise::shortened;
use crate::lang::query;
use crate::model::observer::{
    Branch, Fault, LabelRole, LabelUse, Matcher, Observer, ObserverKind, QueryLanguage, Rename,
    Use, UseForm, UseKind, Verdict,
};
use crate::model::place::{LineCounter, Place, Pos, Span};
use crate::model::text::{SafeText, Scrubber};

/// Longest text that is kept of an expression. Characters.
const LONGEST: usize = 2_000;
/// Longest text that is kept of a name or a summary. Characters.
const SHORT: usize = 300;

/// The observers of one file.
pub(in crate::detect) fn observers(
    drafts: Vec<Draft>,
    input: &Input<'_>,
    path: &Arc<str>,
    scrubber: &Scrubber,
) -> Vec<Observer> {
    let border = Border {
        places: places(input.text, &drafts),
        path,
        scrubber,
    };
    drafts
        .into_iter()
        .map(|draft| {
            let mut observer = border.observer(&draft);
            observer.context = input.context;
            observer
        })
        .collect()
}

/// Lines and columns of every place that leaves.
fn places(text: &str, drafts: &[Draft]) -> BTreeMap<u32, Pos> {
    let spans = drafts.iter().flat_map(|draft| {
        let queries = draft.queries.iter().map(|query| query.at);
        let faults = draft.faults.iter().map(|(_, _, at)| *at);
        std::iter::once(draft.at).chain(queries).chain(faults)
    });
    let offsets: BTreeSet<u32> = spans.flat_map(|span| [span.start, span.end]).collect();
    let mut lines = LineCounter::new(text);
    offsets
        .into_iter()
        .map(|offset| (offset, lines.position(offset)))
        .collect()
}

struct Border<'a> {
    places: BTreeMap<u32, Pos>,
    path: &'a Arc<str>,
    scrubber: &'a Scrubber,
}

impl Border<'_> {
    fn clean(&self, text: &str) -> SafeText {
        shortened(self.scrubber, text, SHORT)
    }

    fn place(&self, span: Span) -> Place {
        Place {
            path: self.path.clone(),
            span,
            start: self.places[&span.start],
            end: self.places[&span.end],
        }
    }

    fn observer(&self, draft: &Draft) -> Observer {
        let mut uses = Vec::new();
        let mut language = None;
        let mut partial = false;
        for query in &draft.queries {
            let (read, missing) = self.uses(query, &mut uses);
            language = language.or(read);
            partial |= missing;
        }
        let mut lines: Vec<&str> = Vec::new();
        for query in &draft.queries {
            if !lines.contains(&query.text.trim()) {
                lines.push(query.text.trim());
            }
        }
        let expression = lines.join("\n");
        let system = match (&*draft.system, language) {
            ("prometheus", Some(QueryLanguage::LogQl))
                if matches!(
                    draft.kind,
                    ObserverKind::Alert | ObserverKind::RecordingRule
                ) =>
            {
                "loki"
            }
            (system, _) => system,
        };
        let text = |text: &Option<String>| text.as_deref().map(|text| self.clean(text.trim()));
        Observer {
            at: self.place(draft.at),
            kind: draft.kind,
            system: system.into(),
            name: text(&draft.name),
            within: text(&draft.within),
            severity: text(&draft.severity),
            language,
            expression: (!expression.is_empty())
                .then(|| shortened(self.scrubber, &expression, LONGEST)),
            partial,
            uses,
            receiver: text(&draft.receiver),
            runbook: text(&draft.runbook),
            summary: text(&draft.summary),
            component: None,
            context: crate::model::inventory::Context::Product,
            faults: draft
                .faults
                .iter()
                .map(|(rule, name, at)| Fault {
                    rule,
                    name: self.clean(name),
                    at: self.place(*at),
                })
                .collect(),
            renames: draft
                .renames
                .iter()
                .map(|(pattern, replacement)| Rename {
                    pattern: self.clean(pattern),
                    replacement: self.clean(replacement),
                })
                .collect(),
            labels: draft
                .labels
                .iter()
                .map(|(label, value)| (self.clean(label), self.clean(value)))
                .collect(),
            routing: draft
                .routing
                .iter()
                .map(|branch| self.branch(branch))
                .collect(),
            sources: draft.sources.iter().map(|name| self.clean(name)).collect(),
        }
    }

    fn branch(&self, draft: &DraftBranch) -> Branch {
        let matchers = draft.matchers.iter();
        Branch {
            parent: draft.parent,
            matchers: matchers
                .map(|(label, value, pattern, not)| Matcher {
                    label: self.clean(label),
                    value: self.clean(value),
                    pattern: *pattern,
                    not: *not,
                })
                .collect(),
            receiver: self.clean(&draft.receiver),
            silent: draft.silent,
            continues: draft.continues,
        }
    }

    /// Adds what a query uses; its language, and whether some of it could not be read.
    fn uses(&self, asked: &Query, uses: &mut Vec<Use>) -> (Option<QueryLanguage>, bool) {
        let at = self.place(asked.at);
        if asked.text.is_empty() {
            if let Some(label) = asked.values.as_deref().filter(|label| !label.is_empty()) {
                let name = self.clean(label);
                uses.push(Use {
                    labels: Vec::new(),
                    ..Self::named(name, UseKind::Label, UseForm::Exact, &at)
                });
            }
            return (asked.language, asked.values.as_deref() == Some(""));
        }
        let (language, read) = query::read(&asked.text, asked.language, asked.notation);
        for name in read.names {
            let mut labels: Vec<LabelUse> = Vec::new();
            let wanted = asked
                .values
                .iter()
                .filter(|label| !label.is_empty())
                .map(|label| (label.clone(), LabelRole::Group));
            for (label, role) in name.labels.into_iter().chain(wanted) {
                let label = LabelUse {
                    name: self.clean(&label),
                    role,
                };
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
            let named = Use {
                labels,
                functions: name
                    .functions
                    .iter()
                    .map(|name| name.as_str().into())
                    .collect(),
                ..Self::named(self.clean(&name.name), name.kind, name.form, &at)
            };
            if !uses.contains(&named) {
                uses.push(named);
            }
        }
        (Some(language), read.partial)
    }

    fn named(name: SafeText, kind: UseKind, form: UseForm, at: &Place) -> Use {
        Use {
            name,
            kind,
            form,
            labels: Vec::new(),
            functions: Vec::new(),
            verdict: Verdict::Unknown,
            suggestion: None,
            at: at.clone(),
        }
    }
}
