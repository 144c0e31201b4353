//! Packs of observers, as people write them.

use serde::Deserialize;

use crate::rules::pack::{Brings, ObserverFile, ObserverPack, Origin, Reader};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawObservers {
    id: String,
    title: String,
    docs: String,
    #[serde(default)]
    file: Vec<RawFile>,
    #[serde(default)]
    brings: Vec<RawBrings>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    reader: Reader,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBrings {
    origin: Origin,
    #[serde(default)]
    prefixes: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    tails: Vec<String>,
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    counterexamples: Vec<String>,
}

impl RawObservers {
    pub(super) fn compile(self) -> ObserverPack {
        let file = |raw: RawFile| ObserverFile {
            reader: raw.reader,
            words: raw.words,
        };
        let brings = |raw: RawBrings| Brings {
            origin: raw.origin,
            prefixes: raw.prefixes,
            names: raw.names,
            tails: raw.tails,
            parts: raw.parts,
            labels: raw.labels,
            examples: raw.examples,
            counterexamples: raw.counterexamples,
        };
        ObserverPack {
            id: self.id,
            title: self.title,
            docs: self.docs,
            files: self.file.into_iter().map(file).collect(),
            brings: self.brings.into_iter().map(brings).collect(),
        }
    }
}
