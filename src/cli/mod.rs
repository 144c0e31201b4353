//! The command line: what was typed becomes settings and ready parts.
//!
//! Nothing here prints, reads the environment or looks at the clock: `main.rs` does, and hands in
//! what it saw.

mod accept;
mod args;
mod auditing;
mod catalogue;
mod comparing;
mod generating;
mod legible;
mod model;
mod outputs;
mod progress;
mod request;
mod rotation;
mod rule_page;
mod speech;

pub(crate) use accept::{Accepting, imported, value_hash};
pub(crate) use args::{
    AuditCommand, Color, Command, ConfigCommand, Document, ModelCommand, ModelFormat, PlanFormat,
    RulesCommand, SecretsCommand, Typed,
};
pub(crate) use auditing::verify;
pub(crate) use catalogue::catalogue;
pub(crate) use comparing::Comparing;
pub(crate) use generating::Generating;
pub(crate) use legible::legible;
pub(crate) use model::Judged;
pub(crate) use outputs::write_file;
pub(crate) use progress::{Meter, progress_line};
pub(crate) use request::{
    Problem, Request, Variables, configuration, configured_lang, existing, existing_folder,
    existing_folder_to_scan, pack_dirs,
};
pub(crate) use rotation::{Rotating, unknown};
pub(crate) use rule_page::{find, list, page};
pub(crate) use speech::{command, lang};
