//! Vigie reads a checkout and writes down what the software will tell when it runs, who listens,
//! which secrets it holds and which it asks for.

pub mod check;
pub mod config;
pub mod detect;
pub mod gate;
pub mod lang;
pub mod link;
pub mod model;
pub mod report;
pub mod rules;
pub mod scan;
pub mod source;
pub mod vcs;

pub use report::render;
pub use scan::{From, Progress, ScanError, run as scan};
