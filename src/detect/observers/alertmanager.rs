//! Where alerts go: routes and receivers of Alertmanager, its operator's resource, and Grafana's
//! contact points.

use std::collections::BTreeSet;

use super::document::Document;
use super::{Draft, DraftBranch};
use crate::lang::entries::NodeId;
use crate::model::observer::ObserverKind;

/// Finds every configuration that has a tree of routes and a list of receivers, and Grafana's.
pub(super) fn read(document: &Document<'_>, found: &mut Vec<Draft>) {
    for node in document.maps() {
        let receivers = document
            .get(node, "receivers")
            .filter(|receivers| document.is_list(*receivers));
        let route = document
            .get(node, "route")
            .filter(|route| document.is_map(*route));
        if let (Some(receivers), Some(route)) = (receivers, route) {
            configuration(document, node, (receivers, route), found);
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
        let policies = document
            .get(node, "policies")
            .filter(|policies| document.is_list(*policies));
        for policy in policies.iter().flat_map(|list| document.items(*list)) {
            if document.get(policy, "receiver").is_some() {
                routes(document, policy, "grafana", found);
            }
        }
    }
}

fn receiver(document: &Document<'_>, name: NodeId, system: &'static str) -> Draft {
    let mut draft = Draft::new(ObserverKind::Receiver, system, document.place(name));
    draft.name = document.said(name).map(str::to_owned);
    draft
}

/// Whether something else fills a name in.
fn is_open(name: &str) -> bool {
    name.contains("{{") || name.contains('$')
}

/// Adds every route below and with `top` that names a receiver, and says where each was added.
fn routes(
    document: &Document<'_>,
    top: NodeId,
    system: &'static str,
    found: &mut Vec<Draft>,
) -> Vec<usize> {
    let mut added = Vec::new();
    let mut open = vec![(top, true)];
    while let Some((at, root)) = open.pop() {
        if let Some(to) = document.get(at, "receiver")
            && let Some(name) = document.said(to)
        {
            let mut draft = Draft::new(ObserverKind::Route, system, document.place(to));
            draft.name = matched(document, at).or_else(|| root.then(|| "*".to_owned()));
            draft.receiver = Some(name.to_owned());
            added.push(found.len());
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
    added
}

fn configuration(
    document: &Document<'_>,
    node: NodeId,
    (receivers, route): (NodeId, NodeId),
    found: &mut Vec<Draft>,
) {
    let names: Vec<NodeId> = document
        .items(receivers)
        .filter_map(|receiver| document.get(receiver, "name"))
        .collect();
    let defined: BTreeSet<&str> = names
        .iter()
        .filter_map(|name| document.said(*name))
        .collect();
    let whole = !defined.iter().any(|name| is_open(name));
    let added = routes(document, route, "alertmanager", found);
    let mut used: BTreeSet<String> = BTreeSet::new();
    for at in &added {
        let draft = &mut found[*at];
        let Some(name) = draft.receiver.clone() else {
            continue;
        };
        if whole && !is_open(&name) && !defined.contains(name.as_str()) {
            let fault = ("receiver-undefined", name.clone(), draft.at);
            draft.faults.push(fault);
        }
        used.insert(name);
    }
    let all_known = !used.iter().any(|name| is_open(name)) && !used.is_empty();
    let mut silent: BTreeSet<&str> = BTreeSet::new();
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
        if let Some(said) = document.said(name) {
            if draft.receiver.is_none() {
                silent.insert(said);
            }
            if all_known && whole && !used.contains(said) {
                let fault = ("receiver-unused", said.to_owned(), draft.at);
                draft.faults.push(fault);
            }
        }
        found.push(draft);
    }
    // The operator puts a resource's routes below its own; where a template fills something in, the
    // tree is not known; and one whose receivers are all empty waits to be filled in.
    let top = std::iter::successors(Some(node), |at| document.parent(*at))
        .last()
        .unwrap_or(node);
    let alone = (top == node || document.key(node) == "config") && document.kind(top).is_none();
    if alone
        && whole
        && all_known
        && silent.len() < defined.len()
        && let Some(top) = added.first()
    {
        let mut tree = Vec::new();
        if grow(document, route, None, &silent, &mut tree).is_some() {
            found[*top].routing = tree;
        }
    }
}

/// Adds a route and those below it, in the order in which alerts are offered to them; none where it
/// asks something that is not read.
fn grow(
    document: &Document<'_>,
    at: NodeId,
    parent: Option<u32>,
    silent: &BTreeSet<&str>,
    tree: &mut Vec<DraftBranch>,
) -> Option<()> {
    let inherited = parent.map(|parent| tree[parent as usize].receiver.clone());
    let own = document.text(at, "receiver").map(str::to_owned);
    let receiver = own.or(inherited).unwrap_or_default();
    let id = tree.len() as u32;
    tree.push(DraftBranch {
        parent,
        matchers: matchers(document, at)?,
        silent: silent.contains(receiver.as_str()),
        receiver,
        continues: document.text(at, "continue") == Some("true"),
    });
    let routes = document.get(at, "routes");
    for route in routes.iter().flat_map(|routes| document.items(*routes)) {
        grow(document, route, Some(id), silent, tree)?;
    }
    Some(())
}

/// What a route asks of an alert's labels: label, value, whether that is a pattern, whether it must
/// not be so.
fn matchers(document: &Document<'_>, route: NodeId) -> Option<Vec<(String, String, bool, bool)>> {
    let mut all = Vec::new();
    for (key, pattern) in [("match", false), ("match_re", true)] {
        let list = document.get(route, key);
        for item in list.iter().flat_map(|list| document.items(*list)) {
            let label = document.key(item).to_owned();
            let value = document.said(item).unwrap_or("").to_owned();
            all.push((label, value, pattern, false));
        }
    }
    let list = document.get(route, "matchers");
    for item in list.iter().flat_map(|list| document.items(*list)) {
        let read = matcher(document.said(item)?);
        if read.is_empty() {
            return None;
        }
        all.extend(read);
    }
    Some(all)
}

/// `severity="page"`, `team=~db|web`, `env!=dev`, with or without braces around several.
fn matcher(said: &str) -> Vec<(String, String, bool, bool)> {
    let said = said.trim().trim_start_matches('{').trim_end_matches('}');
    let Some(sign) = said.find(['=', '!']) else {
        return Vec::new();
    };
    let label = said[..sign].trim().trim_matches('"').to_owned();
    let (pattern, not, skip) = match &said.as_bytes()[sign..] {
        [b'=', b'~', ..] => (true, false, 2),
        [b'!', b'~', ..] => (true, true, 2),
        [b'!', b'=', ..] => (false, true, 2),
        _ => (false, false, 1),
    };
    let rest = said[sign + skip..].trim_start();
    let (value, behind) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => rest
            .split_once(',')
            .map_or((rest, ""), |(value, behind)| (value, behind)),
    };
    let mut all = vec![(label, value.trim().to_owned(), pattern, not)];
    let behind = behind.trim_start_matches([',', ' ']);
    if !behind.is_empty() {
        all.extend(matcher(behind));
    }
    all
}

/// What a route says of the alerts it takes.
fn matched(document: &Document<'_>, route: NodeId) -> Option<String> {
    let mut said = Vec::new();
    for key in ["match", "match_re", "matchers", "object_matchers"] {
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
            } else if document.is_list(item) {
                // Label, operator, value.
                let words: Vec<&str> = document
                    .items(item)
                    .filter_map(|word| document.said(word))
                    .collect();
                said.push(words.concat());
            }
        }
    }
    (!said.is_empty()).then(|| said.join(", "))
}
