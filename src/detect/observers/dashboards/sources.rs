//! Which language a dashboard's datasource is asked in.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use crate::detect::observers::Draft;
use crate::detect::observers::document::Document;
use crate::lang::entries::NodeId;
use crate::model::observer::{ObserverKind, QueryLanguage};

/// Finds the datasources that a file of Grafana's provisioning gives.
pub(in crate::detect::observers) fn read(document: &Document<'_>, found: &mut Vec<Draft>) {
    for node in document.maps() {
        let Some(list) = document
            .get(node, "datasources")
            .filter(|list| document.is_list(*list))
        else {
            continue;
        };
        for item in document.items(list) {
            let named = document.get(item, "name").zip(document.text(item, "type"));
            let Some((name, kind)) = named.filter(|_| document.get(item, "url").is_some()) else {
                continue;
            };
            let mut draft = Draft::new(ObserverKind::Datasource, "grafana", document.place(name));
            draft.name = document.said(name).map(str::to_owned);
            draft.within = Some(kind.to_owned());
            let own = document.text(item, "uid").map(str::to_owned);
            let name = draft.name.clone().unwrap_or_default();
            draft.sources.push(own.unwrap_or_else(|| derived(&name)));
            draft.sources.push(name);
            found.push(draft);
        }
    }
}

/// The identifier that Grafana gives a provided datasource that has none of its own.
fn derived(name: &str) -> String {
    let hash = Sha256::digest(name);
    let first = hash.first_chunk().copied().map_or(0, u64::from_be_bytes);
    format!("P{first:016X}")
}

/// What a panel's datasource is called.
pub(super) enum Called<'d> {
    /// By a variable.
    Variable(&'d str),
    /// By a name or an identifier.
    Fixed(&'d str),
}

/// What the datasource at `node` is called, unless it is Grafana's own or the one by default.
pub(super) fn called<'d>(document: &'d Document<'_>, node: NodeId) -> Option<Called<'d>> {
    let said = document.said(node).or_else(|| document.text(node, "uid"))?;
    if said.contains("{{") {
        return None;
    }
    let bare = said
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'))
        .or_else(|| said.strip_prefix("[[")?.strip_suffix("]]"))
        .or_else(|| said.strip_prefix('$'));
    if let Some(bare) = bare {
        // What puts a dashboard in its place may fill in names in braces of its own.
        let grafanas = !said.starts_with("${") || bare.starts_with("DS_") || bare == "datasource";
        if !grafanas {
            return None;
        }
        let name = bare.split(':').next().unwrap_or(bare);
        return Some(Called::Variable(name));
    }
    let own = said.starts_with("-- ")
        || said.starts_with("__")
        || matches!(said, "grafana" | "default" | "null" | "-100" | "datasource")
        || said.contains('$');
    (!own).then_some(Called::Fixed(said))
}

/// What is known of a dashboard's datasources.
#[derive(Debug, Default)]
pub(in crate::detect::observers) struct Sources {
    /// The language by the name of a variable or of an input.
    variables: HashMap<String, QueryLanguage>,
    /// Every name that a variable or an input has.
    names: HashSet<String>,
}

impl Sources {
    /// Of a dashboard: its variables for datasources, and what is asked for when it is imported.
    pub(super) fn of(document: &Document<'_>, node: NodeId) -> Self {
        let mut sources = Self::default();
        let mut names = HashSet::new();
        let mut add = |name: Option<&str>, kind: Option<&str>| {
            if let (Some(name), Some(language)) = (name, kind.and_then(language)) {
                sources.variables.insert(name.to_owned(), language);
            }
        };
        let variables = document.at(node, &["templating", "list"]);
        for item in variables.iter().flat_map(|list| document.items(*list)) {
            names.extend(document.text(item, "name").map(str::to_owned));
            if document.text(item, "type") == Some("datasource") {
                add(document.text(item, "name"), document.text(item, "query"));
            }
        }
        let second = document.get(node, "variables");
        for item in second.iter().flat_map(|list| document.items(*list)) {
            if let Some(spec) = document.get(item, "spec") {
                add(document.text(spec, "name"), document.text(spec, "pluginId"));
            }
        }
        let inputs = document.get(node, "__inputs");
        for item in inputs.iter().flat_map(|list| document.items(*list)) {
            names.extend(document.text(item, "name").map(str::to_owned));
            add(document.text(item, "name"), document.text(item, "pluginId"));
        }
        sources.names = names;
        sources
    }

    /// Whether a variable or an input of that name is there.
    pub(super) fn defines(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The language that a datasource, as it stands at `node`, is asked in.
    pub(super) fn language(&self, document: &Document<'_>, node: NodeId) -> Option<QueryLanguage> {
        if let Some(kind) = document.text(node, "type")
            && let Some(language) = self.named(kind)
        {
            return Some(language);
        }
        let named = document.said(node).or_else(|| document.text(node, "uid"))?;
        self.named(named)
    }

    /// The language of a datasource that is called or referred to like this.
    pub(super) fn named(&self, name: &str) -> Option<QueryLanguage> {
        let bare = name
            .trim_start_matches(['$', '{', '['])
            .trim_end_matches(['}', ']']);
        self.variables.get(bare).copied().or_else(|| language(bare))
    }

    /// Whether what is asked of a datasource stands in a text that is read here.
    pub(super) fn asks_by_text(&self, document: &Document<'_>, node: NodeId) -> bool {
        matches!(
            self.language(document, node),
            Some(QueryLanguage::PromQl | QueryLanguage::LogQl)
        )
    }
}

/// The language of a plugin, by its id or by what people call it.
fn language(kind: &str) -> Option<QueryLanguage> {
    let kind = kind.to_ascii_lowercase();
    let has = |word: &str| kind.contains(word);
    if has("prometheus") || has("mimir") || has("thanos") || has("victoriametrics-datasource") {
        Some(QueryLanguage::PromQl)
    } else if has("loki") {
        Some(QueryLanguage::LogQl)
    } else if has("tempo") && !has("temporal") && !has("template") {
        Some(QueryLanguage::TraceQl)
    } else if [
        "elasticsearch",
        "opensearch",
        "influxdb",
        "mysql",
        "postgres",
        "mssql",
        "cloudwatch",
        "graphite",
        "jaeger",
        "zipkin",
        "clickhouse",
        "testdata",
        "stackdriver",
        "azure-monitor",
        "infinity",
        "pyroscope",
        "phlare",
        "victorialogs",
        "datadog",
    ]
    .iter()
    .any(|word| has(word))
    {
        Some(QueryLanguage::Other)
    } else {
        None
    }
}
