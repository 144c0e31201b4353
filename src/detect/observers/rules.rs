//! Alerting and recording rules: Prometheus, its operator, Loki, Mimir, Thanos, `VictoriaMetrics`
//! and Grafana's own, in files of rules, resources, charts and config maps alike.

use super::document::Document;
use super::{Draft, Query};
use crate::lang::entries::NodeId;
use crate::model::observer::{ObserverKind, QueryLanguage};

/// Finds every rule: a map with an expression and a name for what it gives.
pub(super) fn read(document: &Document<'_>, found: &mut Vec<Draft>) {
    for node in document.maps() {
        if let Some(draft) = rule(document, node) {
            found.push(draft);
        } else if let Some(draft) = managed(document, node) {
            found.push(draft);
        }
    }
}

fn rule(document: &Document<'_>, node: NodeId) -> Option<Draft> {
    let asked = document.get(node, "expr")?;
    let text = document.said(asked)?;
    let (kind, name) = match document.get(node, "alert") {
        Some(name) => (ObserverKind::Alert, name),
        None => (ObserverKind::RecordingRule, document.get(node, "record")?),
    };
    let said = document.said(name)?;
    let group = document
        .parent(node)
        .filter(|list| document.key(*list) == "rules")
        .and_then(|list| document.parent(list));
    let language = match group.and_then(|group| document.text(group, "type")) {
        Some("graphite" | "vlogs") => Some(QueryLanguage::Other),
        _ => None,
    };
    let mut draft = Draft::new(kind, "prometheus", document.place(name));
    draft.name = Some(said.to_owned());
    draft.within = group.and_then(|group| document.first(group, &["name"]));
    draft
        .queries
        .push(Query::new(text, document.place(asked), language));
    describe(document, node, &mut draft);
    if kind == ObserverKind::Alert {
        draft.labels.push(("alertname".to_owned(), said.to_owned()));
        let labels = document.get(node, "labels");
        for label in labels.iter().flat_map(|labels| document.items(*labels)) {
            if let Some(value) = document.said(label) {
                let name = document.key(label).to_owned();
                draft.labels.push((name, value.to_owned()));
            }
        }
    }
    Some(draft)
}

/// A rule that Grafana itself evaluates.
fn managed(document: &Document<'_>, node: NodeId) -> Option<Draft> {
    let data = document
        .get(node, "data")
        .filter(|data| document.is_list(*data))?;
    document.get(node, "condition")?;
    let name = document.get(node, "title")?;
    let mut draft = Draft::new(ObserverKind::Alert, "grafana", document.place(name));
    draft.name = document.said(name).map(str::to_owned);
    let group = document.parent(node).and_then(|list| document.parent(list));
    draft.within = group.and_then(|group| document.first(group, &["name", "title"]));
    for item in document.items(data) {
        let Some(model) = document.get(item, "model") else {
            continue;
        };
        if document.text(item, "datasourceUid") == Some("__expr__") {
            continue;
        }
        for key in ["expr", "query"] {
            if let Some(asked) = document.get(model, key)
                && let Some(text) = document.said(asked)
            {
                let language = (key == "query").then_some(QueryLanguage::Other);
                draft
                    .queries
                    .push(Query::new(text, document.place(asked), language));
            }
        }
    }
    describe(document, node, &mut draft);
    draft.receiver = document
        .get(node, "notification_settings")
        .and_then(|settings| document.first(settings, &["receiver"]));
    Some(draft)
}

/// What labels and annotations say of a rule.
pub(super) fn describe(document: &Document<'_>, node: NodeId, draft: &mut Draft) {
    if let Some(labels) = document.get(node, "labels") {
        draft.severity = document.first(labels, &["severity", "priority", "level", "urgency"]);
    }
    if let Some(notes) = document.get(node, "annotations") {
        draft.runbook = document.first(
            notes,
            &[
                "runbook_url",
                "runbookUrl",
                "runbook",
                "runbook_uri",
                "runbookURL",
            ],
        );
        draft.summary = document.first(notes, &["summary", "message", "description", "title"]);
    }
}
