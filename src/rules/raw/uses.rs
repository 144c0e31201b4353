//! Places of fields, and calls on metrics and on their exporters, as packs write them.

use serde::Deserialize;

use super::{Locators, RawLocator, dotted};
use crate::rules::pack::{ExporterRule, Fields, UseRule};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) enum RawFields {
    Keywords {
        #[serde(default)]
        except: Vec<String>,
    },
    Pairs(u16),
    Map(RawLocator),
    Chain(Vec<String>),
    Outer(Vec<String>),
    Within(String),
}

impl RawFields {
    pub(super) fn compile(self) -> Fields {
        match self {
            Self::Keywords { except } => Fields::Keywords { except },
            Self::Pairs(from) => Fields::Pairs(from),
            Self::Map(place) => Fields::Map(place.compile()),
            Self::Chain(methods) => Fields::Chain(methods),
            Self::Outer(methods) => Fields::Outer(methods),
            Self::Within(name) => Fields::Within(name),
        }
    }
}

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
