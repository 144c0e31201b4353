//! Dashboards of Grafana: the classic model with rows and panels, alone, inside a resource or a
//! config map, the second version's elements, and panels of a library.

pub(super) mod sources;
mod variables;

use std::collections::BTreeSet;

use self::sources::Sources;
use super::document::Document;
use super::{Draft, Query};
use crate::lang::entries::NodeId;
use crate::model::observer::{ObserverKind, QueryLanguage};

/// Keys of which one stands beside the panels of a dashboard, and not of a row.
const MARKS: &[&str] = &[
    "schemaVersion",
    "templating",
    "annotations",
    "editable",
    "timezone",
    "uid",
    "time",
];

/// Kinds of panels that show what a query gives.
const QUERYING: &[&str] = &[
    "timeseries",
    "graph",
    "stat",
    "singlestat",
    "gauge",
    "bargauge",
    "barchart",
    "table",
    "table-old",
    "heatmap",
    "histogram",
    "piechart",
    "grafana-piechart-panel",
    "state-timeline",
    "status-history",
    "xychart",
    "logs",
];

/// Finds every dashboard, and panels that stand in none.
pub(super) fn read(document: &Document<'_>, found: &mut Vec<Draft>) {
    let mut known: Vec<NodeId> = Vec::new();
    for node in document.maps() {
        let list = |key| {
            document
                .get(node, key)
                .is_some_and(|value| document.is_list(value))
        };
        let classic = (list("panels") || list("rows"))
            && MARKS.iter().any(|mark| document.get(node, mark).is_some());
        let second = document
            .get(node, "elements")
            .is_some_and(|elements| document.is_map(elements))
            && document.get(node, "layout").is_some();
        let library = list("targets") && document.get(node, "type").is_some();
        if !(classic || second || library) || is_inside(document, node, &known) {
            continue;
        }
        if classic || second {
            known.push(node);
            dashboard(document, node, found);
        } else if document.get(node, "datasource").is_some() {
            let sources = Sources::default();
            panel(document, node, None, &sources, found);
        }
    }
}

fn is_inside(document: &Document<'_>, node: NodeId, known: &[NodeId]) -> bool {
    if known.is_empty() {
        return false;
    }
    std::iter::successors(document.parent(node), |at| document.parent(*at))
        .any(|around| known.contains(&around))
}

fn dashboard(document: &Document<'_>, node: NodeId, found: &mut Vec<Draft>) {
    let title = document
        .get(node, "title")
        .filter(|title| document.said(*title).is_some());
    let name = title
        .and_then(|title| document.said(title))
        .map(str::to_owned);
    let at = title.map_or_else(|| document.key_span(node), |title| document.place(title));
    let mut draft = Draft::new(ObserverKind::Dashboard, "grafana", at);
    draft.name.clone_from(&name);
    draft.summary = document.first(node, &["description"]);
    let sources = Sources::of(document, node);
    ask(document, node, &sources, &mut draft);
    found.push(draft);

    variables::read(document, node, name.as_deref(), &sources, found);
    let mut open = vec![node];
    while let Some(at) = open.pop() {
        let in_panels = document
            .parent(at)
            .is_some_and(|list| document.key(list) == "panels" && document.is_list(list));
        let asks = document
            .get(at, "targets")
            .is_some_and(|targets| document.is_list(targets));
        let element = document
            .parent(at)
            .is_some_and(|parent| document.key(parent) == "elements")
            && document.get(at, "spec").is_some();
        if element {
            second(document, at, name.as_deref(), &sources, found);
            continue;
        }
        if document.is_map(at) && (in_panels || asks) {
            panel(document, at, name.as_deref(), &sources, found);
        }
        for item in document.items(at) {
            let skipped = matches!(
                document.key(item),
                "templating" | "annotations" | "targets" | "fieldConfig" | "variables"
            );
            if !skipped && (document.is_map(item) || document.is_list(item)) {
                open.push(item);
            }
        }
    }
}

/// Notes whom a classic dashboard's panels ask, and which variable of theirs is not there.
fn ask(document: &Document<'_>, dashboard: NodeId, sources: &Sources, draft: &mut Draft) {
    let mut open = vec![dashboard];
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    while let Some(at) = open.pop() {
        // A template fills in what is not seen here.
        if let Some(source) = document.get(at, "datasource") {
            match sources::called(document, source) {
                Some(sources::Called::Variable(name))
                    if !sources.defines(name) && missing.insert(name) =>
                {
                    let span = match document.get(source, "uid") {
                        Some(uid) => document.place(uid),
                        None => document.place(source),
                    };
                    let fault = ("dashboard-without-datasource", name.to_owned(), span);
                    draft.faults.push(fault);
                }
                Some(sources::Called::Fixed(name))
                    if !draft.sources.iter().any(|known| known == name) =>
                {
                    draft.sources.push(name.to_owned());
                }
                _ => {}
            }
        }
        for item in document.items(at) {
            let key = document.key(item);
            let within = key.is_empty() || matches!(key, "panels" | "rows" | "targets");
            if within && (document.is_map(item) || document.is_list(item)) {
                open.push(item);
            }
        }
    }
    draft.faults.sort_by_key(|(_, _, span)| *span);
}

/// Keys of a target under which a question stands, each with its language where it tells.
const QUESTIONS: &[(&str, Option<QueryLanguage>)] = &[
    ("expr", None),
    ("query", Some(QueryLanguage::Other)),
    ("rawSql", Some(QueryLanguage::Other)),
    ("rawQuery", Some(QueryLanguage::Other)),
    ("target", Some(QueryLanguage::Other)),
    ("metricName", Some(QueryLanguage::Other)),
    ("expression", Some(QueryLanguage::Other)),
];

fn panel(
    document: &Document<'_>,
    node: NodeId,
    dashboard: Option<&str>,
    sources: &Sources,
    found: &mut Vec<Draft>,
) {
    let kind = document.text(node, "type").unwrap_or("");
    let asks = document
        .get(node, "targets")
        .is_some_and(|targets| document.is_list(targets));
    if kind == "row" || document.get(node, "panels").is_some() && !asks {
        return;
    }
    let title = document
        .get(node, "title")
        .filter(|title| document.said(*title).is_some());
    let mut draft = Draft::new(ObserverKind::Panel, "grafana", document.key_span(node));
    draft.name = title
        .and_then(|title| document.said(title))
        .map(str::to_owned);
    draft.within = dashboard.map(str::to_owned);
    draft.summary = document.first(node, &["description"]);
    let own = document.get(node, "datasource");
    let targets = document.get(node, "targets");
    let (mut elsewhere, mut count) = (false, 0);
    for target in targets.iter().flat_map(|targets| document.items(*targets)) {
        count += 1;
        let source = document.get(target, "datasource").or(own);
        let language = source.and_then(|source| sources.language(document, source));
        let question = QUESTIONS.iter().find_map(|(key, fixed)| {
            let asked = document.get(target, key)?;
            let text = document.said(asked)?;
            Some(match (*fixed, language) {
                (Some(_), Some(QueryLanguage::TraceQl)) if *key == "query" => {
                    Query::new(text, document.place(asked), language)
                }
                (Some(fixed), _) => Query::new(text, document.place(asked), Some(fixed)),
                (None, language) => Query::new(text, document.place(asked), language),
            })
        });
        // Only what asks in `expr` can be said to ask nothing.
        elsewhere |= question.is_none()
            && !matches!(language, Some(QueryLanguage::PromQl | QueryLanguage::LogQl));
        draft.queries.extend(question);
    }
    draft.at = match (title, draft.queries.first()) {
        (Some(title), _) => document.place(title),
        (None, Some(query)) => query.at,
        (None, None) => targets.map_or(draft.at, |targets| document.key_span(targets)),
    };
    let silent = draft.queries.is_empty()
        && QUERYING.contains(&kind)
        && document.get(node, "libraryPanel").is_none()
        && !elsewhere
        && (count > 0 || own.is_some_and(|own| sources.asks_by_text(document, own)));
    if silent {
        let name = draft.name.clone().unwrap_or_default();
        draft.faults.push(("panel-without-query", name, draft.at));
    }
    let alert = document
        .get(node, "alert")
        .filter(|alert| document.is_map(*alert))
        .and_then(|alert| Some((alert, document.get(alert, "name")?)));
    if let Some((alert, name)) = alert {
        let mut rule = Draft::new(ObserverKind::Alert, "grafana", document.place(name));
        rule.name = document.said(name).map(str::to_owned);
        rule.within = dashboard.map(str::to_owned);
        rule.summary = document.first(alert, &["message"]);
        rule.queries.clone_from(&draft.queries);
        found.push(rule);
    }
    if targets.is_some() || QUERYING.contains(&kind) {
        found.push(draft);
    }
}

/// An element of a dashboard's second version.
fn second(
    document: &Document<'_>,
    node: NodeId,
    dashboard: Option<&str>,
    sources: &Sources,
    found: &mut Vec<Draft>,
) {
    let Some(spec) = document.get(node, "spec") else {
        return;
    };
    let title = document.get(spec, "title");
    let at = title.map_or_else(|| document.key_span(node), |title| document.place(title));
    let mut draft = Draft::new(ObserverKind::Panel, "grafana", at);
    draft.name = title
        .and_then(|title| document.said(title))
        .map(str::to_owned);
    draft.within = dashboard.map(str::to_owned);
    draft.summary = document.first(spec, &["description"]);
    let queries = document.at(spec, &["data", "spec", "queries"]);
    for asked in queries.iter().flat_map(|list| document.items(*list)) {
        let Some(query) = document.at(asked, &["spec", "query"]) else {
            continue;
        };
        let kind = document
            .first(query, &["group"])
            .or_else(|| document.first(query, &["kind"]));
        let language = kind.as_deref().and_then(|kind| sources.named(kind));
        let Some(inner) = document.get(query, "spec") else {
            continue;
        };
        for (key, fixed) in QUESTIONS {
            if let Some(asked) = document.get(inner, key)
                && let Some(text) = document.said(asked)
            {
                let language = match language {
                    Some(QueryLanguage::TraceQl) => language,
                    _ => fixed.or(language),
                };
                draft
                    .queries
                    .push(Query::new(text, document.place(asked), language));
                break;
            }
        }
    }
    found.push(draft);
}
