//! rsyslog: what it takes in and where it sends it, in its statements and in lines of a selector and
//! a place.

use super::{Draft, Query};
use crate::lang::entries::Inside;
use crate::model::observer::{ObserverKind, QueryLanguage};
use crate::model::place::Span;

/// What only its configuration begins a line with.
const BEGINNINGS: &[&str] = &[
    "module(",
    "$ModLoad",
    "$IncludeConfig",
    "action(",
    "*.* @",
    "*.*\t",
];

/// Whether a line is one of its configuration's.
pub(super) fn begins(line: &str) -> bool {
    BEGINNINGS
        .iter()
        .any(|beginning| line.starts_with(beginning))
        || line.starts_with("input(type")
}

/// Finds inputs and actions.
pub(super) fn read(file: &Inside<'_>, found: &mut Vec<Draft>) {
    let text = &*file.text;
    if !text.lines().any(|line| begins(line.trim_start())) {
        return;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let said = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if said.starts_with('#') {
            continue;
        }
        let statement = ["input", "action"]
            .into_iter()
            .filter_map(|name| Some((name, said.find(&format!("{name}("))?)))
            .min_by_key(|(_, at)| *at);
        let draft = match statement {
            Some((name, offset)) => stated(file, name, start + offset),
            None => selected(file, said, start),
        };
        found.extend(draft);
    }
}

/// `action(type="omfwd" target="logs.example" port="514")`, over one line or several.
fn stated(file: &Inside<'_>, kind: &str, start: usize) -> Option<Draft> {
    let rest = &file.text[start..];
    let statement = &rest[..rest.find(')').unwrap_or(rest.len())];
    let value = |key: &str| -> Option<&str> {
        let sign = statement.to_ascii_lowercase().find(&format!("{key}=\""))?;
        statement[sign + key.len() + 2..].split('"').next()
    };
    let plugin = value("type")?;
    let end = start + statement.find('\n').unwrap_or(statement.len());
    let place = file.span(Span::new(start, end));
    let mut draft = Draft::new(ObserverKind::Shipper, "rsyslog", place);
    draft.name = Some(plugin.to_owned());
    draft.within = Some(kind.to_owned());
    let keys = ["target", "server", "file", "dynafile", "broker", "port"];
    let places: Vec<&str> = keys.into_iter().filter_map(value).collect();
    if kind == "action" {
        let named = (!places.is_empty()).then(|| places.join(":"));
        draft.receiver = Some(named.unwrap_or_else(|| plugin.to_owned()));
    } else if !places.is_empty() {
        let asked = places.join(":");
        draft
            .queries
            .push(Query::new(asked, place, Some(QueryLanguage::Other)));
    }
    Some(draft)
}

/// `*.info;mail.none  /var/log/messages`, `*.* @@logs.example:514`.
fn selected(file: &Inside<'_>, said: &str, start: usize) -> Option<Draft> {
    let (selector, place) = said.split_once([' ', '\t'])?;
    let place = place.trim();
    let legal =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '.' | ';' | ',' | '=' | '!');
    let sent =
        place.starts_with(['/', '@', '|']) || place.starts_with("-/") || place.starts_with(":om");
    if !sent || !selector.contains('.') || !selector.chars().all(legal) {
        return None;
    }
    let at = file.span(Span::new(start, start + said.len()));
    let mut draft = Draft::new(ObserverKind::Shipper, "rsyslog", at);
    draft.name = Some(selector.to_owned());
    draft.within = Some("selector".to_owned());
    let receiver = place.trim_start_matches('-');
    draft.receiver = receiver.split_whitespace().next().map(str::to_owned);
    Some(draft)
}
