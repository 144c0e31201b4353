//! One content, from bytes to its summary, whatever happens inside.

use std::panic::AssertUnwindSafe;

use super::evidence;
use crate::detect::{Engine, Input, Worker};
use crate::model::known::Known;
use crate::model::summary::Summary;
use crate::source::{Languages, decode};

/// A content, and how it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// What it is called.
    pub(super) path: &'a str,
    /// Its bytes.
    pub(super) bytes: &'a [u8],
    /// It is read once, for its secrets: what reports show of them is taken now.
    pub(super) passing: bool,
    /// It is parsed whether or not a word of a library stands in it.
    pub(super) force: bool,
    /// What earlier rounds learnt from other files.
    pub(super) known: Option<&'a Known>,
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Outcome {
    /// A summary.
    Read(Box<Summary>),
    /// It is not text.
    Binary,
    /// The engine failed; the worker is as new.
    Panicked,
}

/// Reads one content.
pub(super) fn read(
    engine: &Engine,
    languages: &Languages,
    worker: &mut Worker,
    asked: Asked<'_>,
) -> Outcome {
    let Asked { path, bytes, .. } = asked;
    let caught = std::panic::catch_unwind(AssertUnwindSafe(|| {
        if let Some(summary) = engine.read_binary(path, bytes, languages.context(None, path, bytes))
        {
            return Some(summary);
        }
        let text = decode(bytes)?;
        let language = languages.of(path, text.as_bytes());
        let input = Input {
            path,
            text: &text,
            bytes: bytes.len() as u64,
            language,
            context: languages.context(language, path, text.as_bytes()),
            secrets_only: asked.passing,
        };
        let mut summary = engine.read(worker, input, asked.force, asked.known);
        if asked.passing && !summary.findings.is_empty() {
            let marked = bytes.starts_with(&[0xEF, 0xBB, 0xBF]);
            evidence::of_file(&text, marked, summary.findings.iter_mut().collect());
        }
        Some(summary)
    }));
    match caught {
        Ok(Some(summary)) => Outcome::Read(Box::new(summary)),
        Ok(None) => Outcome::Binary,
        Err(_) => {
            *worker = Worker::default();
            Outcome::Panicked
        }
    }
}
