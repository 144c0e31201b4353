//! The report room: an inventory, seen by one kind of reader. One module per format; what several
//! of them need to count is counted once, in `grouped`.

mod diff;
mod grouped;
mod html;
mod json;
mod legible;
mod limits;
mod listening;
mod markdown;
mod mermaid;
mod rotation;
mod sarif;
mod terminal;
mod words;

#[cfg(test)]
mod sample;
#[cfg(test)]
pub(crate) use sample::inventory as sample_inventory;

pub use diff::{DiffFormat, diff, diff_schema};
pub use json::schema;
pub use markdown::code as code_span;
pub use rotation::{json as rotation_json, markdown as rotation_markdown};
pub use words::Words;

use crate::model::inventory::Inventory;
use crate::model::settings::{Format, View};
use grouped::Grouped;

/// Where people read about Vigie; the root of every address that outputs name.
pub const HOME: &str = "https://vigie.dev";

/// What a reader asked for beside the format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which half of the inventory is shown.
    pub view: View,
    /// Columns of the reader's terminal; 80 where nobody knows. Only the terminal format asks.
    pub width: Option<usize>,
    /// Write ANSI colours. Only the terminal format has any.
    pub color: bool,
    /// How much of it. Only Markdown has a short form.
    pub length: Length,
}

/// How much of an inventory a report lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Length {
    /// Everything.
    #[default]
    Full,
    /// What fits into a comment on a merge request: at most 60,000 characters.
    Short,
}

/// Writes `inventory` down in `format`. The result ends in a line feed, and equal input gives equal
/// bytes. People's formats speak `words`; JSON and SARIF stay English.
pub fn render(inventory: &Inventory, format: Format, options: &Options, words: &Words) -> String {
    // Where only secrets were looked for, no points means nothing.
    let view = match options.view {
        View::All if inventory.target.secrets_only => View::Secrets,
        view => view,
    };
    let grouped = Grouped::new(inventory, view);
    match format {
        Format::Terminal => terminal::render(&grouped, options, words),
        Format::Markdown => markdown::render(&grouped, options.length, words),
        Format::Html => html::render(&grouped, words),
        Format::Json => json::render(&grouped),
        Format::Mermaid => mermaid::render(&grouped, words),
        Format::Sarif => sarif::render(&grouped),
    }
}

#[cfg(test)]
mod tests;
