//! Who fetches metrics: scrape configurations of Prometheus, and the operator's monitors.

use super::document::Document;
use super::{Draft, Query};
use crate::lang::entries::NodeId;
use crate::model::observer::{ObserverKind, QueryLanguage};

/// Finds the jobs of every `scrape_configs`.
pub(super) fn read(document: &Document<'_>, found: &mut Vec<Draft>) {
    for node in document.maps() {
        for item in document.items(node) {
            if document.key(item) != "scrape_configs" || !document.is_list(item) {
                continue;
            }
            // With clients to push to, it is Promtail that reads logs.
            let logs = document.get(node, "clients").is_some();
            for job in document.items(item) {
                let mut draft = scrape(document, job);
                if let Some(draft) = draft.as_mut().filter(|_| logs) {
                    draft.kind = ObserverKind::Shipper;
                    draft.system = "promtail".into();
                    draft.queries.clear();
                }
                found.extend(draft);
            }
        }
    }
}

fn scrape(document: &Document<'_>, job: NodeId) -> Option<Draft> {
    let name = document.get(job, "job_name")?;
    let mut draft = Draft::new(ObserverKind::Scrape, "prometheus", document.place(name));
    draft.name = document.said(name).map(str::to_owned);
    let path = document.text(job, "metrics_path").unwrap_or("/metrics");
    let mut asked = vec![path.to_owned()];
    for group in items(document, job, "static_configs") {
        let targets = items(document, group, "targets");
        asked.extend(targets.filter_map(|target| document.said(target).map(str::to_owned)));
    }
    draft.queries.push(Query::new(
        asked.join("\n"),
        document.place(name),
        Some(QueryLanguage::Other),
    ));
    relabelled(document, job, "metric_relabel_configs", &mut draft);
    Some(draft)
}

fn items<'d>(
    document: &'d Document<'_>,
    node: NodeId,
    key: &str,
) -> impl Iterator<Item = NodeId> + 'd {
    let list = document.get(node, key);
    list.into_iter().flat_map(|list| document.items(list))
}

/// Kinds of resources that say what is scraped, and where their endpoints stand.
const MONITORS: &[(&str, &[&str])] = &[
    ("ServiceMonitor", &["endpoints"]),
    ("PodMonitor", &["podMetricsEndpoints"]),
    ("Probe", &[]),
    ("ScrapeConfig", &[]),
    ("VMServiceScrape", &["endpoints"]),
    ("VMPodScrape", &["podMetricsEndpoints"]),
];

/// Finds the operator's monitors.
pub(super) fn monitors(document: &Document<'_>, found: &mut Vec<Draft>) {
    for root in document.roots() {
        let resources = std::iter::once(root).chain(items(document, root, "items"));
        for resource in resources {
            found.extend(monitor(document, resource));
        }
    }
}

fn monitor(document: &Document<'_>, node: NodeId) -> Option<Draft> {
    let kind = document.kind(node)?;
    let (_, endpoints) = MONITORS.iter().find(|(known, _)| *known == kind)?;
    let spec = document.get(node, "spec")?;
    let name = document.at(node, &["metadata", "name"])?;
    let mut draft = Draft::new(
        ObserverKind::Scrape,
        "prometheus-operator",
        document.place(name),
    );
    draft.name = document.said(name).map(str::to_owned);
    draft.within = Some(kind.to_owned());
    let mut asked = Vec::new();
    for endpoint in endpoints.iter().flat_map(|key| items(document, spec, key)) {
        let port = document
            .first(endpoint, &["port", "targetPort", "portNumber"])
            .unwrap_or_default();
        let path = document.text(endpoint, "path").unwrap_or("/metrics");
        asked.push(format!("{port} {path}").trim().to_owned());
        relabelled(document, endpoint, "metricRelabelings", &mut draft);
        relabelled(document, endpoint, "metricRelabelConfigs", &mut draft);
    }
    if !asked.is_empty() {
        draft.queries.insert(
            0,
            Query::new(
                asked.join("\n"),
                document.place(name),
                Some(QueryLanguage::Other),
            ),
        );
    }
    Some(draft)
}

/// What relabelling keeps, drops and renames by the name of a metric.
fn relabelled(document: &Document<'_>, node: NodeId, key: &str, draft: &mut Draft) {
    for rule in items(document, node, key) {
        let sources = document
            .get(rule, "source_labels")
            .or_else(|| document.get(rule, "sourceLabels"));
        let only_name = sources.is_some_and(|sources| {
            let mut labels = document.items(sources);
            labels.next().and_then(|label| document.said(label)) == Some("__name__")
                && labels.next().is_none()
        });
        let Some(regex) = document.get(rule, "regex").filter(|_| only_name) else {
            continue;
        };
        let Some(pattern) = document.said(regex) else {
            continue;
        };
        let target = document.first(rule, &["target_label", "targetLabel"]);
        match document.text(rule, "action").unwrap_or("replace") {
            "keep" | "drop" | "Keep" | "Drop" => {
                let pattern = pattern.replace('\\', "\\\\").replace('"', "\\\"");
                draft.queries.push(Query::new(
                    format!("{{__name__=~\"{pattern}\"}}"),
                    document.place(regex),
                    Some(QueryLanguage::PromQl),
                ));
            }
            "replace" | "Replace" if target.as_deref() == Some("__name__") => {
                let replacement = document
                    .first(rule, &["replacement"])
                    .unwrap_or_else(|| "$1".to_owned());
                draft.renames.push((pattern.to_owned(), replacement));
            }
            _ => {}
        }
    }
}
