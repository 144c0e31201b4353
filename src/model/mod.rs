//! What everything else talks about: facts, points, findings, the inventory. No IO, no clock.

pub mod aspect;
pub mod change;
pub mod date;
pub mod facts;
pub mod flow;
pub mod inventory;
pub mod known;
pub mod language;
pub mod lifetime;
pub mod listening;
pub mod message;
pub mod modules;
pub mod observer;
pub mod place;
pub mod priority;
pub mod register;
pub mod rotation;
pub mod settings;
pub mod signal;
pub mod stored;
pub mod summary;
pub mod suppression;
pub mod text;
pub mod translation;
