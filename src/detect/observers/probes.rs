//! Questions whether a workload lives: probes of Kubernetes, health checks of Compose.

use super::document::Document;
use super::{Draft, Query};
use crate::lang::entries::NodeId;
use crate::model::observer::{ObserverKind, QueryLanguage};

/// Finds every probe and health check.
pub(super) fn read(document: &Document<'_>, found: &mut Vec<Draft>) {
    for node in document.maps() {
        let key = document.key(node);
        let draft = match key {
            "livenessProbe" | "readinessProbe" | "startupProbe" => kubernetes(document, node),
            "healthcheck" => compose(document, node),
            _ => None,
        };
        found.extend(draft);
    }
}

fn kubernetes(document: &Document<'_>, node: NodeId) -> Option<Draft> {
    let way = document.items(node).find(|item| {
        matches!(
            document.key(*item),
            "httpGet" | "exec" | "tcpSocket" | "grpc"
        )
    })?;
    let mut draft = Draft::new(ObserverKind::Probe, "kubernetes", document.key_span(node));
    draft.name = Some(document.key(node).to_owned());
    draft.within = document
        .parent(node)
        .and_then(|container| document.first(container, &["name"]));
    let asked = match document.key(way) {
        "exec" => {
            let command = document.get(way, "command");
            let words: Vec<&str> = command
                .iter()
                .flat_map(|list| document.items(*list))
                .filter_map(|word| document.said(word))
                .collect();
            format!("exec {}", words.join(" "))
        }
        key => {
            let port = document.first(way, &["port"]).unwrap_or_default();
            let path = document
                .first(way, &["path", "service"])
                .unwrap_or_default();
            format!("{key} {port} {path}")
        }
    };
    draft.queries.push(Query::new(
        asked.trim(),
        document.key_span(node),
        Some(QueryLanguage::Other),
    ));
    Some(draft)
}

fn compose(document: &Document<'_>, node: NodeId) -> Option<Draft> {
    let test = document.get(node, "test")?;
    let service = document.parent(node)?;
    let services = document.parent(service)?;
    if document.key(services) != "services" {
        return None;
    }
    let mut draft = Draft::new(ObserverKind::Probe, "compose", document.key_span(node));
    draft.name = Some("healthcheck".to_owned());
    draft.within = Some(document.key(service).to_owned());
    let asked = document.said(test).map_or_else(
        || {
            let words: Vec<&str> = document
                .items(test)
                .filter_map(|word| document.said(word))
                .collect();
            words.join(" ")
        },
        str::to_owned,
    );
    if asked == "NONE" {
        return None;
    }
    draft.queries.push(Query::new(
        asked,
        document.key_span(node),
        Some(QueryLanguage::Other),
    ));
    Some(draft)
}
