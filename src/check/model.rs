//! Models that a repository keeps of itself, judged: what `vigie model check` runs.
//!
//! A model is a file of a known form that says what should be. There is one kind so far, the
//! register of secrets; another is a variant of [`Model`] and its arm in each function here.

use serde::Serialize;

use crate::detect::{Engine, REGISTER_VALUE};
use crate::model::message::Message;
use crate::model::register::{About, Fault, Weight};
use crate::model::settings::Settings;
use crate::model::text::SafeText;
use crate::rules::Rules;

/// A kind of model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Model {
    /// The register of secrets.
    Secret,
}

impl Model {
    /// As people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
        }
    }

    /// A commented file to begin with.
    pub const fn template(self) -> &'static str {
        match self {
            Self::Secret => include_str!("../../templates/secrets.yaml"),
        }
    }

    /// The JSON Schema (draft 2020-12) of such a file.
    pub fn schema(self) -> serde_json::Value {
        match self {
            Self::Secret => crate::model::register::schema(),
        }
    }
}

/// What checking one file gave.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The file, as it was named.
    pub file: String,
    /// How many entries could be read.
    pub entries: usize,
    /// What is wrong, by place.
    pub faults: Vec<Fault>,
}

impl Checked {
    /// How many faults are of that weight.
    pub fn count(&self, weight: Weight) -> usize {
        let mut faults = self.faults.iter();
        faults
            .by_ref()
            .filter(|fault| fault.weight == weight)
            .count()
    }
}

/// Judges the text of one file. `file` is only named in messages.
pub fn check(model: Model, rules: &Rules, file: &str, text: &str) -> Checked {
    match model {
        Model::Secret => secrets(rules, file, text),
    }
}

/// A register of secrets, which must hold none.
fn secrets(rules: &Rules, file: &str, text: &str) -> Checked {
    let settings = Settings {
        register: file.to_owned(),
        ..Settings::default()
    };
    let summary = Engine::new(rules, &settings).read_source(file, text);
    let read = summary.register.map(|read| *read).unwrap_or_default();
    let mut faults = read.faults;
    let told: Vec<u32> = faults
        .iter()
        .filter(|fault| fault.about == About::Value)
        .map(|fault| fault.at.start.line)
        .collect();
    for finding in summary.findings {
        if told.contains(&finding.at.start.line) {
            continue;
        }
        let title = match &*finding.rule {
            REGISTER_VALUE => None,
            rule => rules
                .packs
                .vendors
                .iter()
                .flat_map(|vendor| &vendor.rules)
                .find(|known| known.id == rule)
                .map(|known| SafeText::default().rewritten(known.title.clone())),
        };
        let message = match title {
            Some(title) => Message::new("model-secret").with("title", title),
            None => Message::new("model-random"),
        };
        faults.push(Fault {
            at: finding.at,
            weight: Weight::Error,
            about: About::Value,
            entry: None,
            message,
            hint: Some(Message::new("model-value-hint")),
        });
    }
    faults.sort();
    Checked {
        file: file.to_owned(),
        entries: read.declarations.len(),
        faults,
    }
}

#[cfg(test)]
mod tests;
