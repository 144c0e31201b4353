//! Vigie reads a checkout and writes down what the software will tell when it runs, who listens,
//! which secrets it holds and which it asks for.

pub mod config;
pub mod detect;
pub mod lang;
pub mod model;
pub mod report;
pub mod rules;
pub mod source;
