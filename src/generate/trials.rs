//! Unit tests of alerting rules, as `promtool test rules` runs them: each alert fires, and is quiet.

use std::fmt::Write as _;

use super::alerts::{Alert, JOB};
use super::blocks::{Comments, block};
use super::families::Service;
use super::rules::{preface, quoted, runbook};
use crate::report::Words;

/// The tests of the rules of a component.
pub(super) fn file(service: &Service<'_>, alerts: &[Alert<'_>], words: &Words) -> String {
    let mut text = preface(words);
    let _ = writeln!(text, "rule_files:\n  - {}.rules.yml", service.slug);
    text.push_str("evaluation_interval: 5m\ntests:\n");
    for alert in alerts {
        let mut lines = String::new();
        for fires in [true, false] {
            test(&mut lines, service, alert, fires);
        }
        text.push_str(&block(Comments::Hash, 2, &alert.name, &lines));
    }
    text
}

fn test(lines: &mut String, service: &Service<'_>, alert: &Alert<'_>, fires: bool) {
    let trial = &alert.trial;
    let series = if fires { &trial.fires } else { &trial.quiet };
    lines.push_str("  - interval: 1m\n    input_series:\n");
    for (name, values) in series {
        let _ = writeln!(lines, "      - series: {}", quoted(name));
        let _ = writeln!(lines, "        values: {}", quoted(values));
    }
    lines.push_str("    alert_rule_test:\n");
    let _ = writeln!(lines, "      - eval_time: {}m", trial.minute);
    let _ = writeln!(lines, "        alertname: {}", alert.name);
    if !fires {
        lines.push_str("        exp_alerts: []\n");
        return;
    }
    lines.push_str("        exp_alerts:\n          - exp_labels:\n");
    let _ = writeln!(lines, "              severity: {}", alert.priority);
    let _ = writeln!(lines, "              component: {}", quoted(service.name));
    if trial.of_job {
        let _ = writeln!(lines, "              job: {JOB}");
    }
    lines.push_str("            exp_annotations:\n");
    let _ = writeln!(lines, "              summary: {}", quoted(&trial.summary));
    let _ = writeln!(
        lines,
        "              description: {}",
        quoted(&trial.description)
    );
    let _ = writeln!(
        lines,
        "              runbook_url: {}",
        quoted(&runbook(service, alert))
    );
}
