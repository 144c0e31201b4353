//! Examples of packs, as people write them.

use serde::Deserialize;

use crate::model::language::Dialect;
use crate::rules::pack::Example;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExample {
    code: String,
    dialect: Option<Dialect>,
    file: Option<String>,
    #[serde(default)]
    finds: Vec<String>,
}

impl RawExample {
    /// The example.
    pub(super) fn compile(self) -> Example {
        Example {
            code: self.code,
            dialect: self.dialect,
            file: self.file,
            finds: self.finds,
        }
    }
}
