//! Expressions that no parser takes, read word by word: dialects of PromQL, and what holes tore.

use super::holes::{Plain, last_word};
use super::promql::formed;
use super::{Asked, Name};
use crate::model::observer::UseKind;

/// Words that are no names.
const KEYWORDS: &[&str] = &[
    "and",
    "or",
    "unless",
    "by",
    "without",
    "on",
    "ignoring",
    "group_left",
    "group_right",
    "bool",
    "offset",
    "atan2",
    "inf",
    "nan",
    "start",
    "end",
    "default",
    "if",
    "ifnot",
    "limit",
    "keep_metric_names",
    "with",
    "sum",
    "min",
    "max",
    "avg",
    "count",
    "topk",
    "bottomk",
];

/// Adds the words of a text that can only be metrics.
pub(super) fn read(plain: &Plain, asked: &mut Asked) {
    asked.partial = true;
    let text = plain.text.as_str();
    let bytes = text.as_bytes();
    let (mut at, mut braces) = (0, 0_usize);
    let mut lists: Vec<bool> = Vec::new();
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') {
            let length = bytes[at..]
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':'))
                .count();
            let word = &text[at..at + length];
            let next = text[at + length..].trim_start();
            let selected = next.starts_with(['{', '[']);
            let is_name = braces == 0
                && lists.last() != Some(&true)
                && !next.starts_with(['(', '='])
                && !KEYWORDS.contains(&word.to_ascii_lowercase().as_str())
                && (selected || word.contains('_') || word.contains(':'));
            // What a list of labels follows is an aggregation.
            let aggregates = ["by", "without"].iter().any(|mark| {
                next.strip_prefix(mark)
                    .is_some_and(|rest| rest.trim_start().starts_with('('))
            });
            if is_name
                && !aggregates
                && let Some((name, form)) = formed(plain.name(word))
            {
                asked.add(Name::new(UseKind::Metric, form, name));
            }
            at += length;
            continue;
        }
        if byte.is_ascii_digit() {
            at += bytes[at..]
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'.')
                .count();
            continue;
        }
        match byte {
            b'"' => at += text[at + 1..].find('"').map_or(0, |end| end + 1),
            b'{' => braces += 1,
            b'}' => braces = braces.saturating_sub(1),
            b'(' => lists.push(matches!(
                last_word(&text[..at]),
                "by" | "without" | "on" | "ignoring" | "group_left" | "group_right"
            )),
            b')' => {
                lists.pop();
            }
            _ => {}
        }
        at += 1;
    }
}
