//! What fills a dashboard's variables, and the marks on its time axis.

use super::sources::Sources;
use crate::detect::observers::document::Document;
use crate::detect::observers::{Draft, Query};
use crate::lang::entries::NodeId;
use crate::model::observer::{ObserverKind, QueryLanguage};
use crate::model::place::Span;

/// Finds the variables and annotations of a dashboard.
pub(super) fn read(
    document: &Document<'_>,
    node: NodeId,
    dashboard: Option<&str>,
    sources: &Sources,
    found: &mut Vec<Draft>,
) {
    let lists = [
        document.at(node, &["templating", "list"]),
        document.get(node, "variables"),
    ];
    for item in lists
        .iter()
        .flatten()
        .flat_map(|list| document.items(*list))
    {
        let spec = document.get(item, "spec").unwrap_or(item);
        let kind = document
            .text(item, "type")
            .or_else(|| document.text(item, "kind"));
        if !matches!(kind, Some("query" | "QueryVariable")) {
            continue;
        }
        let source = document
            .get(spec, "datasource")
            .and_then(|source| sources.language(document, source))
            .or_else(|| {
                let query = document.get(spec, "query")?;
                let kind = document
                    .text(query, "group")
                    .or_else(|| document.text(query, "kind"))?;
                sources.named(kind)
            });
        if !matches!(source, None | Some(QueryLanguage::PromQl)) {
            continue;
        }
        let Some((asked, text)) = document.first_said([
            document.get(spec, "query"),
            document.at(spec, &["query", "query"]),
            document.at(spec, &["query", "spec", "query"]),
            document.get(spec, "definition"),
        ]) else {
            continue;
        };
        let Some(query) = question(text, document.place(asked)) else {
            continue;
        };
        let mut draft = Draft::new(ObserverKind::Variable, "grafana", document.place(asked));
        draft.name = document.first(spec, &["name"]);
        draft.within = dashboard.map(str::to_owned);
        draft.queries.push(query);
        found.push(draft);
    }
    let marks = document
        .at(node, &["annotations", "list"])
        .or_else(|| document.get(node, "annotations"));
    for item in marks.iter().flat_map(|list| document.items(*list)) {
        let spec = document.get(item, "spec").unwrap_or(item);
        let Some((asked, text)) = document.first_said([
            document.get(spec, "expr"),
            document.at(spec, &["target", "expr"]),
            document.at(spec, &["query", "spec", "expr"]),
        ]) else {
            continue;
        };
        let language = document
            .get(spec, "datasource")
            .and_then(|source| sources.language(document, source));
        let mut draft = Draft::new(ObserverKind::Annotation, "grafana", document.place(asked));
        draft.name = document.first(spec, &["name"]);
        draft.within = dashboard.map(str::to_owned);
        draft
            .queries
            .push(Query::new(text, document.place(asked), language));
        found.push(draft);
    }
}

/// What a variable asks Prometheus for: `label_values(metric, label)`, `query_result(…)`.
fn question(text: &str, at: Span) -> Option<Query> {
    let text = text.trim();
    let inside = |function: &str| {
        text.strip_prefix(function)?
            .trim_start()
            .strip_prefix('(')?
            .trim_end()
            .strip_suffix(')')
    };
    if let Some(inside) = inside("label_values") {
        let (metric, label) = match inside.rsplit_once(',') {
            Some((metric, label)) => (metric.trim(), label.trim()),
            None => ("", inside.trim()),
        };
        let mut query = Query::new(metric, at, Some(QueryLanguage::PromQl));
        let plain = !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        query.values = Some(if plain { label } else { "" }.to_owned());
        return Some(query);
    }
    if let Some(inside) = inside("query_result") {
        return Some(Query::new(inside, at, Some(QueryLanguage::PromQl)));
    }
    if text.starts_with("label_names") || text.is_empty() || !text.contains(['(', '{', '_']) {
        return None;
    }
    if let Some(inside) = inside("metrics") {
        let pattern = format!("{{__name__=~\"{inside}\"}}");
        return Some(Query::new(pattern, at, Some(QueryLanguage::PromQl)));
    }
    Some(Query::new(text, at, Some(QueryLanguage::PromQl)))
}
