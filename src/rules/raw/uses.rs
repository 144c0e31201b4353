//! Calls on metrics, as packs write them.

use serde::Deserialize;

use super::RawFields;
use crate::rules::pack::UseRule;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawUse {
    methods: Vec<String>,
    fields: Vec<RawFields>,
}

impl RawUse {
    pub(super) fn compile(self) -> UseRule {
        UseRule {
            methods: self.methods,
            fields: self.fields.into_iter().map(RawFields::compile).collect(),
        }
    }
}
