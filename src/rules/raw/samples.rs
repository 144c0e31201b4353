//! Calls that make a sample of a metric, as people write them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{OneOrMany, dotted};
use crate::model::signal::Instrument;
use crate::rules::pack::SampleRule;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSample {
    #[serde(rename = "in")]
    within: OneOrMany<String>,
    #[serde(default)]
    methods: Vec<String>,
    #[serde(default)]
    instruments: BTreeMap<String, Instrument>,
    of: u16,
    kind: Option<u16>,
    #[serde(default)]
    kinds: BTreeMap<String, Instrument>,
}

impl RawSample {
    pub(super) fn compile(self) -> SampleRule {
        let fixed = self
            .instruments
            .into_iter()
            .map(|(name, tells)| (name, Some(tells)));
        let methods = self.methods.into_iter().map(|name| (name, None));
        SampleRule {
            within: dotted(self.within.into()),
            methods: methods.chain(fixed).collect(),
            of: self.of,
            kind: self.kind,
            kinds: self.kinds,
        }
    }
}
