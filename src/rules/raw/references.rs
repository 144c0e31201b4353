//! Packs of references, as people write them.

use serde::Deserialize;

use super::{Locators, RawExample, dotted};
use crate::model::language::Family;
use crate::model::signal::Source;
use crate::rules::pack::{Read, References, TextReference};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReferences {
    id: String,
    title: String,
    docs: String,
    language: Option<Family>,
    #[serde(default)]
    read: Vec<RawRead>,
    #[serde(default)]
    text: Vec<RawText>,
    #[serde(default)]
    example: Vec<RawExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRead {
    source: Source,
    #[serde(default)]
    calls: Vec<String>,
    #[serde(default)]
    maps: Vec<String>,
    #[serde(default)]
    name: Locators,
    #[serde(default)]
    default: Locators,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawText {
    source: Source,
    keywords: Vec<String>,
    pattern: String,
    #[serde(default)]
    files: Vec<String>,
    #[serde(default)]
    secret: bool,
}

impl RawReferences {
    pub(super) fn compile(self) -> References {
        let reads = self.read.into_iter().map(|raw| Read {
            source: raw.source,
            calls: dotted(raw.calls),
            maps: dotted(raw.maps),
            name: raw.name.compile(),
            default: raw.default.compile(),
        });
        let texts = self.text.into_iter().map(|raw| TextReference {
            source: raw.source,
            keywords: raw
                .keywords
                .iter()
                .map(|word| word.to_ascii_lowercase())
                .collect(),
            pattern: raw.pattern,
            files: raw.files,
            secret: raw.secret,
        });
        References {
            reads: reads.collect(),
            texts: texts.collect(),
            id: self.id,
            title: self.title,
            docs: self.docs,
            family: self.language,
            examples: self.example.into_iter().map(RawExample::compile).collect(),
        }
    }
}
