//! `vigie model check`: files read, judged, and what is said of them.

use std::path::PathBuf;

use serde_json::json;
use vigie::check::model::{Checked, Model, check};
use vigie::model::register::{Fault, Weight};
use vigie::report::Words;
use vigie::rules::Rules;

use super::Problem;

/// What checking some files gave.
#[derive(Debug)]
pub(crate) struct Judged {
    model: Model,
    files: Vec<Checked>,
}

/// One line for standard error: its label and its text.
pub(crate) type Line = (&'static str, String);

impl Judged {
    /// Reads and judges the files.
    pub(crate) fn new(model: Model, files: &[PathBuf], rules: &Rules) -> Result<Self, Problem> {
        let mut judged = Vec::new();
        for file in files {
            let shown = file.display().to_string().replace('\\', "/");
            let text = std::fs::read_to_string(file).map_err(|error| {
                Problem::new(
                    format!("cannot read {shown}: {error}"),
                    format!(
                        "`vigie template {}` prints one to begin with",
                        model.as_str()
                    ),
                )
            })?;
            judged.push(check(model, rules, &shown, &text));
        }
        Ok(Self {
            model,
            files: judged,
        })
    }

    fn count(&self, weight: Weight) -> usize {
        self.files.iter().map(|file| file.count(weight)).sum()
    }

    /// Whether no file has an error.
    pub(crate) fn ok(&self) -> bool {
        self.count(Weight::Error) == 0
    }

    /// What a badge says.
    fn says(&self) -> String {
        match self.count(Weight::Error) {
            0 => "OK".to_owned(),
            1 => "1 error".to_owned(),
            errors => format!("{errors} errors"),
        }
    }

    /// Each thing that is wrong, as compilers say it.
    pub(crate) fn lines(&self, words: &Words) -> Vec<Line> {
        let mut lines = Vec::new();
        for fault in self.files.iter().flat_map(|file| &file.faults) {
            let label = match fault.weight {
                Weight::Error => "error:",
                Weight::Warning => "warning:",
            };
            let at = &fault.at;
            let (line, column) = (at.start.line, at.start.column);
            let (text, hint) = said(fault, words);
            lines.push((label, format!("{}:{line}:{column}: {text}", at.path)));
            lines.extend(hint.map(|hint| ("help:", hint)));
        }
        lines
    }

    /// One line for all.
    pub(crate) fn summary(&self) -> String {
        let entries: usize = self.files.iter().map(|file| file.entries).sum();
        let counted = |count: usize, one: &str, more: &str| match count {
            1 => format!("1 {one}"),
            count => format!("{count} {more}"),
        };
        let mut parts = vec![counted(entries, "entry", "entries")];
        let warnings = self.count(Weight::Warning);
        if warnings > 0 {
            parts.push(counted(warnings, "warning", "warnings"));
        }
        let (model, says) = (self.model.as_str(), self.says());
        format!("{model} model {says}: {}\n", parts.join(", "))
    }

    /// The same for programs; `badge` is what shields.io reads from an endpoint.
    pub(crate) fn json(&self, words: &Words) -> String {
        let files: Vec<_> = self
            .files
            .iter()
            .map(|file| {
                let faults: Vec<_> = file.faults.iter().map(|fault| one(fault, words)).collect();
                json!({
                    "file": file.file,
                    "entries": file.entries,
                    "errors": file.count(Weight::Error),
                    "warnings": file.count(Weight::Warning),
                    "faults": faults,
                })
            })
            .collect();
        let label = format!("{} model", self.model.as_str());
        let document = json!({
            "model": self.model,
            "ok": self.ok(),
            "text": format!("{label} {}", self.says()),
            "badge": {
                "schemaVersion": 1,
                "label": label,
                "message": self.says(),
                "color": if self.ok() { "brightgreen" } else { "red" },
            },
            "files": files,
        });
        format!("{document:#}\n")
    }
}

fn said(fault: &Fault, words: &Words) -> (String, Option<String>) {
    let say = |message| words.say(message, str::to_owned);
    (say(&fault.message), fault.hint.as_ref().map(say))
}

fn one(fault: &Fault, words: &Words) -> serde_json::Value {
    let (text, hint) = said(fault, words);
    json!({
        "line": fault.at.start.line,
        "column": fault.at.start.column,
        "weight": fault.weight,
        "about": fault.about,
        "entry": fault.entry,
        "id": fault.message.id,
        "text": text,
        "hint": hint,
    })
}
