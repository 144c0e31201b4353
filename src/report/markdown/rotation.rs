//! The plan of a rotation as Markdown.

use askama::Template;

use super::cell::{NOTHING, code, code_or_dash, prose};
use super::rows::place;
use super::{columns, tidy, written};
use crate::model::rotation::{Plan, Step};
use crate::report::words::Words;

/// Writes the plan.
pub(in crate::report) fn rotation(plan: &Plan, words: &Words) -> String {
    tidy(&written(&Page { plan, words }))
}

#[derive(Template)]
#[template(path = "rotation.md")]
struct Page<'a> {
    plan: &'a Plan,
    words: &'a Words,
}

/// A place where the secret or its name stands.
struct PlaceRow {
    what: String,
    name: String,
    place: String,
    function: String,
    notes: String,
}

/// A step, ready to stand in a list.
struct StepItem {
    number: usize,
    text: String,
    lines: Vec<String>,
}

impl Page<'_> {
    fn columns(&self, ids: &str) -> String {
        columns(self.words, ids)
    }

    fn title(&self) -> String {
        let name = code(&self.plan.name);
        self.words.with("title-rotation", &[("name", name.into())])
    }

    fn names(&self) -> String {
        let names = self.plan.names.iter();
        names.map(|name| code(name)).collect::<Vec<_>>().join(", ")
    }

    /// What the register says.
    fn told(&self) -> Vec<(String, String)> {
        let Some(one) = &self.plan.declaration else {
            return Vec::new();
        };
        let words = self.words;
        let mut rows = vec![
            (words.of("column-place"), place(&one.at)),
            (
                words.of("column-owner"),
                code_or_dash(one.terms.owner.as_deref()),
            ),
            (
                words.of("column-type"),
                one.kind.unwrap_or(NOTHING).to_owned(),
            ),
            (words.of("column-usage"), code_or_dash(one.usage.as_deref())),
            (words.of("column-scope"), code_or_dash(one.scope.as_deref())),
        ];
        let days = one.terms.rotation_days;
        let days = days.map(|days| words.with("note-days", &[("days", days.into())]));
        let day = |day: Option<crate::model::date::Date>| day.map(|day| day.to_string());
        for (id, value) in [
            ("column-rotation", days),
            ("column-last-rotation", day(one.terms.last_rotation)),
            ("column-expiry", day(one.terms.expiry)),
            (
                "column-classification",
                one.classification.map(str::to_owned),
            ),
        ] {
            let value = value.unwrap_or_else(|| NOTHING.to_owned());
            rows.push((words.of(id), value));
        }
        rows
    }

    fn places(&self) -> Vec<PlaceRow> {
        let words = self.words;
        let mut rows = Vec::new();
        for one in &self.plan.open {
            let same = one.same_value.then(|| words.of("rotation-same-value"));
            rows.push(PlaceRow {
                what: words.of("rotation-open"),
                name: code_or_dash(one.name.as_deref()),
                place: place(&one.at),
                function: NOTHING.to_owned(),
                notes: [Some(code(&one.rule)), same]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join("; "),
            });
        }
        for one in &self.plan.asked {
            rows.push(PlaceRow {
                what: words.source(one.source),
                name: code(&one.name),
                place: place(&one.at),
                function: code_or_dash(one.function.as_deref()),
                notes: code_or_dash(one.component.as_deref().filter(|path| !path.is_empty())),
            });
        }
        for at in &self.plan.mentioned {
            rows.push(PlaceRow {
                what: words.of("rotation-mentioned"),
                name: NOTHING.to_owned(),
                place: place(at),
                function: NOTHING.to_owned(),
                notes: NOTHING.to_owned(),
            });
        }
        rows
    }

    fn consumers(&self) -> Vec<String> {
        let consumers = self.plan.consumers.iter();
        let line = consumers.map(|one| {
            let id = match (one.declared, one.seen) {
                (true, true) => "rotation-both",
                (true, false) => "rotation-declared-only",
                _ => "rotation-seen-only",
            };
            self.words.with(id, &[("name", code(&one.name).into())])
        });
        line.collect()
    }

    fn steps(&self) -> Vec<StepItem> {
        let numbered = self.plan.steps.iter().zip(1..);
        numbered
            .map(|(step, number)| self.step(step, number))
            .collect()
    }

    fn step(&self, step: &Step, number: usize) -> StepItem {
        let say = |message| self.words.say(message, code);
        let mut lines: Vec<String> = step.details.iter().map(say).collect();
        for provider in &step.provider {
            let docs = provider.docs.as_deref().map(super::cell::link);
            let docs = docs.map_or_else(String::new, |docs| format!(" {docs}"));
            lines.push(format!(
                "{}: {}{docs}",
                super::cell::title(&provider.title),
                prose(&provider.text)
            ));
        }
        lines.extend(step.places.iter().map(place));
        StepItem {
            number,
            text: say(&step.message),
            lines,
        }
    }

    fn back(&self) -> Vec<String> {
        let back = self.plan.back.iter();
        back.map(|message| self.words.say(message, code)).collect()
    }
}
