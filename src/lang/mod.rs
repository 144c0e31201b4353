//! Languages: the bytes of one file become syntax facts. One folder a language.
//!
//! Nothing here knows telemetry, secrets or rules. Broken code is not an error: what parses is
//! used, and [`Reading::errors`] says that something did not.

mod builder;
#[cfg(test)]
mod listing;
#[cfg(test)]
mod show;
mod tree;
mod walk;

pub mod c;
pub mod csharp;
pub mod entries;
pub mod go;
pub mod java;
pub mod javascript;
pub mod kotlin;
pub mod php;
pub mod python;
pub mod query;
pub mod ruby;
pub mod rust;
pub mod scala;

use crate::model::facts::Facts;
use crate::model::language::Dialect;

pub use tree::Parsers;

/// What reading one file gave.
#[derive(Debug)]
pub struct Reading<'s> {
    /// The facts that could be had.
    pub facts: Facts<'s>,
    /// Some of the file did not parse; its facts may be missing.
    pub errors: bool,
    /// The parser ran out of its budget of steps and was stopped.
    pub timed_out: bool,
}

impl<'s> Reading<'s> {
    /// A reading without facts: the parser was stopped.
    pub fn stopped() -> Self {
        Self {
            facts: Facts::default(),
            errors: true,
            timed_out: true,
        }
    }

    /// A reading of everything.
    pub fn whole(facts: Facts<'s>, errors: bool) -> Self {
        Self {
            facts,
            errors,
            timed_out: false,
        }
    }
}

/// Reads `text` as `dialect`. `parsers` belongs to the calling thread and is reused from file to file.
pub fn read<'s>(parsers: &mut Parsers, dialect: Dialect, text: &'s str) -> Reading<'s> {
    match dialect {
        Dialect::Rust => rust::read(parsers, text),
        Dialect::Python => python::read(parsers, text),
        Dialect::JavaScript | Dialect::TypeScript | Dialect::Tsx => {
            javascript::read(parsers, dialect, text)
        }
        Dialect::Go => go::read(parsers, text),
        Dialect::Java => java::read(parsers, text),
        Dialect::Kotlin => kotlin::read(parsers, text),
        Dialect::Scala => scala::read(parsers, text),
        Dialect::CSharp => csharp::read(parsers, text),
        Dialect::Php => php::read(parsers, text),
        Dialect::Ruby => ruby::read(parsers, text),
        Dialect::C | Dialect::Cpp => c::read(parsers, dialect, text),
    }
}

/// The deepest nesting of brackets in `text`, strings and comments not told apart: an upper bound
/// that tells whether a recursive parser may be let loose.
pub(crate) fn bracket_depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
