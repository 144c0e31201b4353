//! A runbook for each component: what each alert means, what to look at, and room for what people learn.

use std::fmt::Write as _;

use super::alerts::Alert;
use super::blocks::{Comments, block};
use super::families::Service;
use crate::report::{Words, code_span};

/// The runbook of a component.
pub(super) fn runbook(service: &Service<'_>, alerts: &[Alert<'_>], words: &Words) -> String {
    let mut text = format!(
        "# {}\n\n",
        words.with(
            "generated-runbook",
            &[("component", code_span(service.name).into())]
        )
    );
    for line in words.of("generated-preface").lines() {
        let _ = writeln!(text, "<!-- {line} -->");
    }
    if alerts.is_empty() {
        let _ = writeln!(text, "\n{}", words.of("generated-runbook-empty"));
    }
    for alert in alerts {
        text.push('\n');
        text.push_str(&block(
            Comments::Html,
            0,
            &alert.name,
            &chapter(alert, words),
        ));
    }
    text
}

fn chapter(alert: &Alert<'_>, words: &Words) -> String {
    let mut text = format!("\n## {}\n\n", alert.name);
    let priority = words.of(&format!("priority-{}", alert.priority));
    let _ = writeln!(text, "**{}**: {priority}\n", alert.priority);
    let advice = |part: &str| {
        words.with(
            &format!("{}-{part}", alert.advice),
            &[("metric", code_span(alert.family.name).into())],
        )
    };
    let _ = writeln!(text, "{}\n", advice("means"));
    let _ = writeln!(text, "```promql\n{}\n```\n", alert.expression);
    let at = alert.family.at;
    let place = format!("{}:{}", at.path, at.start.line);
    for (id, value) in [
        ("generated-emitted", code_span(&place)),
        (
            "generated-help",
            alert.family.help.map(code_span).unwrap_or_default(),
        ),
    ] {
        if !value.is_empty() {
            let _ = writeln!(text, "- {} {value}", words.of(id));
        }
    }
    let _ = writeln!(text, "- {}", advice("look"));
    let _ = writeln!(text, "- {}\n", words.of("generated-write-down"));
    text
}
