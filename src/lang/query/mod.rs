//! Query languages: the text of an expression becomes the names, labels and texts it asks for.
//!
//! What templates and dashboards fill in later is a hole: it is cut out before the text is read, and
//! names keep it as `{hole}`.

mod holes;
mod logs;
mod loose;
mod promql;
mod traces;

#[cfg(test)]
mod tests;

use crate::model::observer::{LabelRole, QueryLanguage, UseForm, UseKind};

pub use holes::Notation;

/// What one expression asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The names, in order of the text, each once.
    pub names: Vec<Name>,
    /// Some of it could not be read, or is not known before it runs.
    pub partial: bool,
}

/// A name that an expression asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name, with `{hole}` for parts that are not known.
    pub name: String,
    /// What it is the name of.
    pub kind: UseKind,
    /// How it is given.
    pub form: UseForm,
    /// Labels it is asked by.
    pub labels: Vec<(String, LabelRole)>,
    /// Functions it is handed to, the nearest first.
    pub functions: Vec<String>,
}

impl Name {
    fn new(kind: UseKind, form: UseForm, name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind,
            form,
            labels: Vec::new(),
            functions: Vec::new(),
        }
    }
}

impl Asked {
    /// Adds a name, or what is new about one that is there.
    fn add(&mut self, name: Name) {
        let same = self.names.iter_mut().find(|known| {
            (&known.name, known.kind, known.form) == (&name.name, name.kind, name.form)
                && known.functions == name.functions
        });
        match same {
            Some(known) => {
                for label in name.labels {
                    if !known.labels.contains(&label) {
                        known.labels.push(label);
                    }
                }
            }
            None => self.names.push(name),
        }
    }
}

/// The longest expression that is read. Bytes.
const LONGEST: usize = 64 << 10;
/// The deepest nesting of brackets that is read: what walks the tree recurses.
const DEEPEST: usize = 120;

/// Reads an expression. Without a language the text itself tells which one it is.
pub fn read(
    text: &str,
    language: Option<QueryLanguage>,
    notation: Notation,
) -> (QueryLanguage, Asked) {
    if text.len() > LONGEST || crate::lang::bracket_depth(text) > DEEPEST {
        let asked = Asked {
            partial: true,
            ..Asked::default()
        };
        return (language.unwrap_or(QueryLanguage::Other), asked);
    }
    match language {
        Some(QueryLanguage::Other) => (QueryLanguage::Other, Asked::default()),
        Some(QueryLanguage::TraceQl) => (QueryLanguage::TraceQl, traces::read(text)),
        Some(QueryLanguage::LogQl) => (QueryLanguage::LogQl, logs::read(text)),
        Some(QueryLanguage::PromQl) => (QueryLanguage::PromQl, promql::read(text, notation)),
        None if logs::is_logql(text) => (QueryLanguage::LogQl, logs::read(text)),
        None => (QueryLanguage::PromQl, promql::read(text, notation)),
    }
}
