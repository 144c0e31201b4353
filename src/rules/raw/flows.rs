//! Packs of flows, as people write them, and the part of a sensitive pack that speaks of leaks.

use serde::Deserialize;

use crate::model::language::Family;
use crate::model::signal::Severity;
use crate::rules::pack::{FlowPack, Leak, LeakFinding, SinkKind, SinkRule};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLeak {
    finding: LeakFinding,
    severity: Severity,
    #[serde(default)]
    controls: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    harmless: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    unless_contexts: Vec<String>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    counterexamples: Vec<String>,
}

impl RawLeak {
    pub(super) fn compile(self) -> Leak {
        let Self {
            finding,
            severity,
            controls,
            names,
            harmless,
            weak,
            contexts,
            unless_contexts,
            types,
            examples,
            counterexamples,
        } = self;
        Leak {
            finding,
            severity,
            controls,
            names,
            harmless,
            weak,
            contexts,
            unless_contexts,
            types,
            examples,
            counterexamples,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSink {
    kind: SinkKind,
    calls: Vec<String>,
    #[serde(default)]
    constructed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFlows {
    id: String,
    title: String,
    #[serde(rename = "docs")]
    _docs: String,
    language: Option<Family>,
    #[serde(default)]
    sink: Vec<RawSink>,
    #[serde(default)]
    cleaners: Vec<String>,
    #[serde(default)]
    carriers: Vec<String>,
    #[serde(default)]
    carriers_of_last: Vec<String>,
    #[serde(default)]
    getters: Vec<String>,
    #[serde(default)]
    through: Vec<String>,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    speaks: Vec<String>,
    #[serde(default)]
    spoilt: Vec<String>,
    #[serde(default)]
    neutral: Vec<String>,
    #[serde(default)]
    plain_types: Vec<String>,
    #[serde(default)]
    hiding_types: Vec<String>,
    #[serde(default)]
    hiding_annotations: Vec<String>,
    #[serde(default)]
    request_types: Vec<String>,
    #[serde(default)]
    request_parts: Vec<String>,
    #[serde(default)]
    request_inputs: Vec<String>,
    #[serde(default)]
    request_names: Vec<String>,
}

impl RawFlows {
    pub(super) fn compile(self) -> FlowPack {
        let sinks = self.sink.into_iter().map(|raw| SinkRule {
            kind: raw.kind,
            calls: raw.calls,
            constructed: raw.constructed,
        });
        FlowPack {
            sinks: sinks.collect(),
            id: self.id,
            title: self.title,
            family: self.language,
            cleaners: self.cleaners,
            carriers: self.carriers,
            carriers_of_last: self.carriers_of_last,
            getters: self.getters,
            through: self.through,
            labels: self.labels,
            speaks: self.speaks,
            spoilt: self.spoilt,
            neutral: self.neutral,
            plain_types: self.plain_types,
            hiding_types: self.hiding_types,
            hiding_annotations: self.hiding_annotations,
            request_types: self.request_types,
            request_parts: self.request_parts,
            request_inputs: self.request_inputs,
            request_names: self.request_names,
        }
    }
}
