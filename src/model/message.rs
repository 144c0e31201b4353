//! Messages as ids with arguments: what is said is decided here, in which words by the report.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::SafeText;

/// A message id of `src/report/locales/*.ftl` with its arguments.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Message {
    /// The id.
    pub id: &'static str,
    /// The arguments, by name.
    pub args: BTreeMap<&'static str, SafeText>,
}

impl Message {
    /// A message without arguments.
    pub const fn new(id: &'static str) -> Self {
        Self {
            id,
            args: BTreeMap::new(),
        }
    }

    /// The same message with one argument more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: SafeText) -> Self {
        self.args.insert(name, value);
        self
    }
}
