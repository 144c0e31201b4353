//! Calls on metrics and on their exporters, as packs write them.

use serde::Deserialize;

use super::{Locators, RawFields, dotted};
use crate::rules::pack::{ExporterRule, UseRule};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawUse {
    methods: Vec<String>,
    fields: Vec<RawFields>,
    of: Option<u16>,
}

impl RawUse {
    pub(super) fn compile(self) -> UseRule {
        UseRule {
            methods: self.methods,
            fields: self.fields.into_iter().map(RawFields::compile).collect(),
            of: self.of,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExporter {
    calls: Vec<String>,
    prefix: Locators,
}

impl RawExporter {
    pub(super) fn compile(self) -> ExporterRule {
        ExporterRule {
            calls: dotted(self.calls),
            prefix: self.prefix.compile(),
        }
    }
}
