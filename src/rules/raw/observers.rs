//! Packs of observers, as people write them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ways::{path, route, routes};
use super::{OneOrMany, RawExample};
use crate::model::listening::ObserverKind;
use crate::rules::pack::{Brings, ObserverEntry, ObserverFile, ObserverPack, Origin, Reader};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawObservers {
    id: String,
    title: String,
    docs: String,
    #[serde(default)]
    file: Vec<RawFile>,
    #[serde(default)]
    entry: Vec<RawEntry>,
    #[serde(default)]
    example: Vec<RawExample>,
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
struct RawEntry {
    kind: ObserverKind,
    /// Where it is not that of the pack.
    system: Option<String>,
    words: Vec<String>,
    #[serde(default)]
    files: Vec<String>,
    #[serde(default)]
    languages: Vec<String>,
    at: String,
    #[serde(default)]
    given: BTreeMap<String, OneOrMany<String>>,
    #[serde(default)]
    name: OneOrMany<String>,
    called: Option<String>,
    #[serde(default)]
    within: OneOrMany<String>,
    #[serde(default)]
    severity: OneOrMany<String>,
    #[serde(default)]
    asks: OneOrMany<String>,
    #[serde(default)]
    promql: OneOrMany<String>,
    #[serde(default)]
    receiver: OneOrMany<String>,
    channel: Option<String>,
    #[serde(default)]
    summary: OneOrMany<String>,
    #[serde(default)]
    runbook: OneOrMany<String>,
}

impl RawEntry {
    fn compile(self, pack: &str) -> Result<ObserverEntry, String> {
        let (rooted, steps) = path(&self.at)?;
        let given = self.given.into_iter().map(|(path, values)| {
            let values: Vec<String> = values.into();
            Ok::<_, String>((route(&path)?, values))
        });
        Ok(ObserverEntry {
            kind: self.kind,
            system: self.system.unwrap_or_else(|| pack.to_owned()),
            words: self.words,
            files: self.files,
            languages: self.languages,
            steps,
            rooted,
            given: given.collect::<Result<_, _>>()?,
            name: routes(self.name)?,
            called: self.called,
            within: routes(self.within)?,
            severity: routes(self.severity)?,
            asks: routes(self.asks)?,
            promql: routes(self.promql)?,
            receiver: routes(self.receiver)?,
            channel: self.channel,
            summary: routes(self.summary)?,
            runbook: routes(self.runbook)?,
        })
    }
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
    /// The pack, or what is wrong with it.
    pub(super) fn compile(self) -> Result<ObserverPack, String> {
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
        let entries = self.entry.into_iter().map(|raw| raw.compile(&self.id));
        let entries: Vec<ObserverEntry> = entries.collect::<Result<_, _>>()?;
        Ok(ObserverPack {
            entries,
            id: self.id,
            title: self.title,
            docs: self.docs,
            files: self.file.into_iter().map(file).collect(),
            examples: self.example.into_iter().map(RawExample::compile).collect(),
            brings: self.brings.into_iter().map(brings).collect(),
        })
    }
}
