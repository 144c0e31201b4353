//! Rule files as Prometheus reads them.

use std::fmt::Write as _;

use super::alerts::{Alert, literal};
use super::blocks::{Comments, block};
use super::families::Service;
use super::recording::Rule;
use crate::report::Words;

/// The alerting rules of a component.
pub(super) fn alerting(service: &Service<'_>, alerts: &[Alert<'_>], words: &Words) -> String {
    let mut text = opened(service, "", words);
    for alert in alerts {
        let mut lines = String::new();
        let _ = writeln!(lines, "      - alert: {}", alert.name);
        expression(&mut lines, &alert.expression);
        let _ = writeln!(lines, "        for: {}", alert.hold);
        let _ = writeln!(lines, "        labels:");
        let _ = writeln!(lines, "          severity: {}", alert.priority);
        let _ = writeln!(
            lines,
            "          component: {}",
            quoted(&literal(service.name))
        );
        let _ = writeln!(lines, "        annotations:");
        let _ = writeln!(lines, "          summary: {}", quoted(&alert.summary));
        let _ = writeln!(
            lines,
            "          description: {}",
            quoted(&alert.description)
        );
        let _ = writeln!(
            lines,
            "          runbook_url: {}",
            quoted(&runbook(service, alert))
        );
        text.push_str(&block(Comments::Hash, 6, &alert.name, &lines));
    }
    text
}

/// The recording rules of a component.
pub(super) fn recording(service: &Service<'_>, rules: &[Rule], words: &Words) -> String {
    let mut text = opened(service, " (recording)", words);
    for rule in rules {
        let mut lines = format!("      - record: {}\n", rule.name);
        expression(&mut lines, &rule.expression);
        text.push_str(&block(Comments::Hash, 6, &rule.name, &lines));
    }
    text
}

/// Where the runbook of an alert stands, from the folder of all that is made.
pub(super) fn runbook(service: &Service<'_>, alert: &Alert<'_>) -> String {
    format!(
        "runbooks/{}.md#{}",
        service.slug,
        alert.name.to_ascii_lowercase()
    )
}

/// A string as YAML and JSON write it.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What every file says first, as comments.
pub(super) fn preface(words: &Words) -> String {
    let mut text = String::new();
    for line in words.of("generated-preface").lines() {
        let _ = writeln!(text, "# {line}");
    }
    text
}

fn opened(service: &Service<'_>, more: &str, words: &Words) -> String {
    let name = quoted(&format!("{}{more}", service.name));
    format!("{}groups:\n  - name: {name}\n    rules:\n", preface(words))
}

fn expression(lines: &mut String, expression: &str) {
    if expression.contains('\n') {
        let _ = writeln!(lines, "        expr: |-");
        for line in expression.lines() {
            let _ = writeln!(lines, "          {line}");
        }
    } else {
        let _ = writeln!(lines, "        expr: {}", quoted(expression));
    }
}
