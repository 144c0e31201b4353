//! Objectives: Sloth's specifications and resources, `OpenSLO`, Pyrra.

use super::document::Document;
use super::{Draft, Query};
use crate::lang::entries::NodeId;
use crate::model::observer::{ObserverKind, QueryLanguage};

/// Keys under which an indicator asks.
const QUESTIONS: &[&str] = &[
    "error_query",
    "errorQuery",
    "total_query",
    "totalQuery",
    "error_ratio_query",
    "errorRatioQuery",
    "query",
    "metric",
];

/// Finds every objective.
pub(super) fn read(document: &Document<'_>, found: &mut Vec<Draft>) {
    for root in document.roots() {
        let version = document.text(root, "apiVersion").unwrap_or("");
        let pyrra = version.starts_with("pyrra.dev/")
            && document.text(root, "kind") == Some("ServiceLevelObjective");
        let open = version.starts_with("openslo/") && document.text(root, "kind") == Some("SLO");
        if pyrra || open {
            let name = document.at(root, &["metadata", "name"]);
            let system = if pyrra { "pyrra" } else { "openslo" };
            if let (Some(name), Some(spec)) = (name, document.get(root, "spec")) {
                found.extend(objective(document, system, name, spec, None));
            }
            continue;
        }
        let sloth = version.starts_with("sloth.slok.dev/")
            || document
                .text(root, "version")
                .is_some_and(|version| version.starts_with("prometheus/"));
        if !sloth {
            continue;
        }
        let spec = document.get(root, "spec").unwrap_or(root);
        let service = document.first(spec, &["service"]);
        let list = document.get(spec, "slos");
        for slo in list.iter().flat_map(|list| document.items(*list)) {
            if let Some(name) = document.get(slo, "name") {
                found.extend(objective(document, "sloth", name, slo, service.as_deref()));
            }
        }
    }
}

fn objective(
    document: &Document<'_>,
    system: &'static str,
    name: NodeId,
    node: NodeId,
    service: Option<&str>,
) -> Option<Draft> {
    let mut draft = Draft::new(ObserverKind::Slo, system, document.place(name));
    draft.name = Some(document.said(name)?.to_owned());
    draft.within = service
        .map(str::to_owned)
        .or_else(|| document.first(node, &["service"]));
    draft.summary = document.first(node, &["description"]);
    let mut open = vec![node];
    while let Some(at) = open.pop() {
        for item in document.items(at) {
            if let Some(text) = document.said(item) {
                if QUESTIONS.contains(&document.key(item)) {
                    let language = Some(QueryLanguage::PromQl);
                    draft
                        .queries
                        .push(Query::new(text, document.place(item), language));
                }
            } else {
                open.push(item);
            }
        }
    }
    draft.queries.sort_by_key(|query| query.at);
    let alerting = document.get(node, "alerting");
    draft.runbook = alerting
        .and_then(|alerting| document.get(alerting, "annotations"))
        .and_then(|notes| document.first(notes, &["runbook", "runbook_url"]));
    Some(draft)
}
