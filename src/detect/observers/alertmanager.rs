//! Where alerts go: routes and receivers of Alertmanager, its operator's resource, and Grafana's
//! contact points.

use std::collections::BTreeSet;

use super::Draft;
use super::document::Document;
use crate::lang::entries::NodeId;
use crate::model::observer::ObserverKind;

/// Finds every configuration that has a tree of routes and a list of receivers.
pub(super) fn read(document: &Document<'_>, found: &mut Vec<Draft>) {
    for node in document.maps() {
        let receivers = document
            .get(node, "receivers")
            .filter(|receivers| document.is_list(*receivers));
        let route = document
            .get(node, "route")
            .filter(|route| document.is_map(*route));
        if let (Some(receivers), Some(route)) = (receivers, route) {
            configuration(document, receivers, route, found);
        }
        let points = document
            .get(node, "contactPoints")
            .filter(|points| document.is_list(*points));
        for point in points.iter().flat_map(|points| document.items(*points)) {
            if let Some(name) = document.get(point, "name") {
                let mut draft = receiver(document, name, "grafana");
                let kinds = document.get(point, "receivers");
                let kinds: Vec<&str> = kinds
                    .iter()
                    .flat_map(|list| document.items(*list))
                    .filter_map(|item| document.text(item, "type"))
                    .collect();
                draft.receiver = (!kinds.is_empty()).then(|| kinds.join(", "));
                found.push(draft);
            }
        }
    }
}

fn receiver(document: &Document<'_>, name: NodeId, system: &'static str) -> Draft {
    let mut draft = Draft::new(ObserverKind::Receiver, system, document.place(name));
    draft.name = document.said(name).map(str::to_owned);
    draft
}

fn configuration(
    document: &Document<'_>,
    receivers: NodeId,
    route: NodeId,
    found: &mut Vec<Draft>,
) {
    let names: Vec<NodeId> = document
        .items(receivers)
        .filter_map(|receiver| document.get(receiver, "name"))
        .collect();
    let is_open = |name: &str| name.contains("{{") || name.contains('$');
    let defined: BTreeSet<&str> = names
        .iter()
        .filter_map(|name| document.said(*name))
        .collect();
    let whole = !defined.iter().any(|name| is_open(name));
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![(route, true)];
    while let Some((at, root)) = open.pop() {
        if let Some(to) = document.get(at, "receiver")
            && let Some(name) = document.said(to)
        {
            used.insert(name);
            let mut draft = Draft::new(ObserverKind::Route, "alertmanager", document.place(to));
            draft.name = matched(document, at).or_else(|| root.then(|| "*".to_owned()));
            draft.receiver = Some(name.to_owned());
            if whole && !is_open(name) && !defined.contains(name) {
                draft
                    .faults
                    .push(("receiver-undefined", name.to_owned(), draft.at));
            }
            found.push(draft);
        }
        let routes = document.get(at, "routes");
        open.extend(
            routes
                .iter()
                .flat_map(|routes| document.items(*routes))
                .map(|route| (route, false)),
        );
    }
    let all_known = !used.iter().any(|name| is_open(name)) && !used.is_empty();
    for name in names {
        let mut draft = receiver(document, name, "alertmanager");
        let kinds: Vec<&str> = document
            .parent(name)
            .iter()
            .flat_map(|around| document.items(*around))
            .filter_map(|item| {
                let key = document.key(item);
                key.strip_suffix("_configs")
                    .or_else(|| key.strip_suffix("Configs"))
            })
            .collect();
        draft.receiver = (!kinds.is_empty()).then(|| kinds.join(", "));
        if let Some(said) = document.said(name)
            && all_known
            && whole
            && !used.contains(said)
        {
            draft
                .faults
                .push(("receiver-unused", said.to_owned(), draft.at));
        }
        found.push(draft);
    }
}

/// What a route says of the alerts it takes.
fn matched(document: &Document<'_>, route: NodeId) -> Option<String> {
    let mut said = Vec::new();
    for key in ["match", "match_re", "matchers"] {
        let Some(list) = document.get(route, key) else {
            continue;
        };
        for item in document.items(list) {
            if let Some(value) = document.said(item) {
                let key = document.key(item);
                said.push(if key.is_empty() {
                    value.to_owned()
                } else {
                    format!("{key}={value}")
                });
            } else if let (Some(name), Some(value)) =
                (document.text(item, "name"), document.text(item, "value"))
            {
                said.push(format!("{name}={value}"));
            }
        }
    }
    (!said.is_empty()).then(|| said.join(", "))
}
