//! What everything else talks about: facts, points, findings, the inventory. No IO, no clock.

pub mod facts;
pub mod language;
pub mod place;
pub mod signal;
