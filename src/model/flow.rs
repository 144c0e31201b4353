//! What flows where it must not: the half of a summary from which findings of leaks are made.

use std::sync::Arc;

use super::inventory::Context;
use super::place::Place;
use super::signal::Confidence;
use super::text::SafeText;

/// Everything that the flows of one file tell.
#[derive(Clone, Debug, Default)]
pub struct Flows {
    /// What arrives somewhere within the file.
    pub leaks: Vec<Leak>,
    /// Parameters that arrive somewhere.
    pub reaches: Vec<Reach>,
    /// What is handed to functions.
    pub passes: Vec<Pass>,
    /// Types that show a sensitive field when they are printed: type, class of data, field.
    pub shown: Vec<(Box<str>, Arc<str>, SafeText)>,
    /// Values of types of other files that are printed whole.
    pub whole: Vec<Whole>,
}

impl Flows {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.leaks.is_empty()
            && self.reaches.is_empty()
            && self.passes.is_empty()
            && self.shown.is_empty()
            && self.whole.is_empty()
    }
}

/// Where something arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// What kind of place it is.
    pub sink: Sink,
    /// Where: the last name of the call.
    pub at: Place,
    /// Few read it: a debug or trace record.
    pub quiet: bool,
    /// What it is part of.
    pub context: Context,
    /// The function around it.
    pub scope: Option<SafeText>,
}

/// The kinds of places that are read by others than those whose data it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sink {
    /// The message or a field of a log record or event.
    Log,
    /// The label of a metric.
    Metric,
    /// An attribute or event of a span.
    Span,
    /// The text of an error, or an error report.
    Error,
    /// An address.
    Url,
    /// The arguments of another program.
    Command,
}

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Data of a class, by the id of its pack.
    Class(Arc<str>),
    /// A whole request, its headers or body, or an object with such data in it; with that class.
    Object(Option<Arc<str>>),
    /// What the sender of a request chose.
    Input,
}

/// Something that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tainted {
    /// What it is.
    pub told: Told,
    /// The expression, as written.
    pub subject: SafeText,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it comes from, and what it goes through.
    pub steps: Vec<Place>,
}

/// Something that arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// What.
    pub what: Tainted,
    /// Where.
    pub arrival: Arrival,
}

/// A parameter that arrives somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The function, with its type.
    pub function: Box<str>,
    /// Which parameter, the receiver not counted.
    pub index: u16,
    /// What it is called.
    pub parameter: Box<str>,
    /// What it goes through.
    pub steps: Vec<Place>,
    /// Where.
    pub arrival: Arrival,
}

/// Something that is handed to a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// The module of the function, as written; empty for the module of the call.
    pub module: Box<str>,
    /// The function, with its type.
    pub function: Box<str>,
    /// Which positional argument it is.
    pub index: u16,
    /// The keyword, where one is written.
    pub keyword: Option<Box<str>>,
    /// Where.
    pub at: Place,
    /// What.
    pub what: Passed,
}

/// What is handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passed {
    /// Something sensitive.
    Tainted(Tainted),
    /// The parameter of the function around, by that function and its place.
    Parameter(Box<str>, u16),
}

/// A value that is printed whole, and whose type another file declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The module of the type, as written.
    pub module: Box<str>,
    /// The type.
    pub name: Box<str>,
    /// The expression, as written.
    pub subject: SafeText,
    /// Where it stands.
    pub steps: Vec<Place>,
    /// Where it arrives.
    pub arrival: Arrival,
}
