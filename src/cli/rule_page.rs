//! Rules as text: one line each in a list, one page each when explained.

use std::fmt::Write;

use vigie::config::nearest;
use vigie::model::signal::Severity;
use vigie::model::translation::Lang;
use vigie::report::Words;

use super::Problem;
use super::args::RuleKind;
use super::catalogue::RuleCard;

/// The rules of a kind, or all: one line each with id, kind, severity and title; or as JSON.
pub(crate) fn list(cards: &[RuleCard], kind: Option<RuleKind>, json: bool) -> String {
    let cards: Vec<&RuleCard> = cards
        .iter()
        .filter(|card| kind.is_none_or(|kind| card.kind == kind))
        .collect();
    if json {
        return as_json(&cards);
    }
    let longest = cards.iter().map(|card| card.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for card in cards {
        let severity = card.severity.map_or("", Severity::as_str);
        let (id, kind, title) = (&card.id, card.kind.word(), &card.title);
        writeln!(text, "{id:longest$}  {kind:<9}  {severity:<8}  {title}")
            .expect("writing into a string does not fail");
    }
    text
}

/// As JSON with a line feed at its end.
fn as_json(cards: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(cards).expect("rule cards are plain data");
    text.push('\n');
    text
}

/// The rule called `id`, or the ones that are called nearly so.
pub(crate) fn find<'c>(cards: &'c [RuleCard], id: &str) -> Result<&'c RuleCard, Problem> {
    if let Some(card) = cards.iter().find(|card| card.id == id) {
        return Ok(card);
    }
    let mut near: Vec<&str> = cards
        .iter()
        .map(|card| card.id.as_str())
        .filter(|known| known.contains(id) || id.contains(known))
        .collect();
    near.extend(nearest(id, cards.iter().map(|card| card.id.as_str())));
    near.sort_unstable();
    near.dedup();
    near.truncate(NEAR);
    let hint = if near.is_empty() {
        "`vigie rules list` lists them all".to_owned()
    } else {
        format!(
            "did you mean {}? `vigie rules list` lists them all",
            near.join(", ")
        )
    };
    Err(Problem::new(format!("there is no rule `{id}`"), hint))
}

/// How many near names are offered.
const NEAR: usize = 5;

/// Everything a person needs to know of a rule; for programs, which read English, as JSON.
pub(crate) fn page(card: &RuleCard, json: bool, words: &Words) -> String {
    if json {
        return as_json(&card);
    }
    let french = card.french.as_ref().filter(|_| words.lang() == Lang::Fr);
    let told = |own: &Option<String>, other: Option<&String>| other.or(own.as_ref()).cloned();
    let title = french.map_or(&card.title, |text| &text.title);
    let weakness = card
        .cwe
        .map(|cwe| format!("CWE-{cwe}  https://cwe.mitre.org/data/definitions/{cwe}.html"));
    let rows = [
        ("card-kind", Some(card.kind.said(words))),
        (
            "card-severity",
            card.severity.map(|severity| words.severity(severity)),
        ),
        ("card-weakness", weakness),
        ("card-docs", card.docs.clone()),
        ("card-why", told(&card.why, french.map(|text| &text.why))),
        ("card-fix", told(&card.fix, french.map(|text| &text.fix))),
        ("card-revoke", card.revoke.clone()),
        ("card-rotate", card.rotate.clone()),
    ];
    let rows = rows.map(|(label, value)| (words.of(label), value));
    let widest = rows.iter().map(|(label, _)| label.chars().count()).max();
    let width = widest.unwrap_or(0) + 1;
    let mut text = format!("{}\n{title}\n\n", card.id);
    for (label, value) in &rows {
        if let Some(value) = value {
            writeln!(text, "{label:<width$} {value}").expect("writing into a string does not fail");
        }
    }
    if !card.examples.is_empty() {
        writeln!(text, "\n{}", words.of("card-examples"))
            .expect("writing into a string does not fail");
        for line in card.examples.iter().flat_map(|example| example.lines()) {
            text.push_str("  ");
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}
