//! A rule as code scanning shows it: what it is called, why it matters, and what to do.

use super::shape::{Configuration, Help, Rule, RuleProperties, Text};
use super::{level, sentence, shortened};
use crate::model::inventory::RuleInfo;
use crate::model::signal::{Confidence, Severity, Topic};
use crate::report::HOME;
use crate::report::grouped::Grouped;
use crate::report::legible::is_address;
use crate::report::markdown::prose;

/// Longest descriptions, in characters.
const MAX_DESCRIPTION: usize = 1_024;
/// Longest rule name, in characters.
const MAX_NAME: usize = 255;

/// The rule `id`, with what is known of it and with the least confidence among its findings: a
/// reader who filters by precision should not be promised too much.
pub(super) fn describe(id: &str, grouped: &Grouped<'_>) -> Rule {
    let info = grouped.info(id);
    let group = grouped.rules.iter().find(|group| group.id == id);
    let severity = info.map_or_else(
        || group.map_or(Severity::Info, |group| group.worst),
        |info| info.severity,
    );
    let confidence = group.map_or(Confidence::Likely, |group| group.least_confidence);
    let title = sentence(info.map_or(id, |info| info.title.as_str()));
    let help = paragraphs(info, &title);
    Rule {
        id: id.to_owned(),
        name: name(id),
        short_description: Text {
            text: shortened(&title, MAX_DESCRIPTION),
        },
        full_description: Text {
            text: shortened(&help[0], MAX_DESCRIPTION),
        },
        help: Help {
            text: help.join(" "),
            markdown: help
                .iter()
                .map(|paragraph| prose(paragraph))
                .collect::<Vec<_>>()
                .join(
                    "

",
                ),
        },
        help_uri: help_uri(info),
        default_configuration: Configuration {
            level: level(severity),
        },
        properties: RuleProperties {
            tags: tags(info),
            precision: match confidence {
                Confidence::Confirmed => "very-high",
                Confidence::Likely => "high",
                Confidence::Possible => "medium",
            },
            problem_severity: match severity {
                Severity::Critical | Severity::High => "error",
                Severity::Medium => "warning",
                Severity::Low | Severity::Info => "recommendation",
            },
            security_severity: match severity {
                // No weakness of the software's.
                _ if info.is_some_and(|info| info.topic == Topic::Observability) => None,
                Severity::Critical => Some("9.5"),
                Severity::High => Some("8.0"),
                Severity::Medium => Some("5.5"),
                Severity::Low => Some("2.0"),
                Severity::Info => None,
            },
        },
    }
}

/// The sentences of the help: what it is and which weakness, then what to do.
fn paragraphs(info: Option<&RuleInfo>, title: &str) -> Vec<String> {
    let weakness = info
        .and_then(|info| info.cwe)
        .map_or_else(String::new, |cwe| format!(" An instance of CWE-{cwe}."));
    let mut all = vec![format!("{title}{weakness}")];
    let steps = info.map_or([None; 4], |info| {
        [&info.why, &info.fix, &info.revoke, &info.rotate].map(|step| step.as_deref())
    });
    for (what, step) in ["Why", "What to do", "Revoke", "Rotate"]
        .into_iter()
        .zip(steps)
    {
        all.extend(step.map(|step| format!("{what}: {}", sentence(step))));
    }
    all.extend(docs(info).map(|docs| format!("Read more: {docs}")));
    all
}

/// The address of the documentation, where it is one.
fn docs(info: Option<&RuleInfo>) -> Option<&str> {
    info.and_then(|info| info.docs.as_deref())
        .filter(|docs| is_address(docs))
}

fn tags(info: Option<&RuleInfo>) -> Vec<String> {
    if info.is_some_and(|info| info.topic == Topic::Observability) {
        return vec!["observability".to_owned()];
    }
    let Some(cwe) = info.and_then(|info| info.cwe) else {
        return vec!["security".to_owned()];
    };
    // The literal that GitLab reads, and the path that GitHub does.
    vec![
        "security".to_owned(),
        format!("CWE-{cwe}"),
        format!("external/cwe/cwe-{cwe:03}"),
    ]
}

fn help_uri(info: Option<&RuleInfo>) -> String {
    match (docs(info), info.and_then(|info| info.cwe)) {
        (Some(docs), _) => docs.to_owned(),
        (None, Some(cwe)) => format!("https://cwe.mitre.org/data/definitions/{cwe}.html"),
        (None, None) => HOME.to_owned(),
    }
}

/// `aws-access-key-id` as the readers want a name: `AwsAccessKeyId`.
fn name(id: &str) -> String {
    id.split(|c: char| !c.is_alphanumeric())
        .flat_map(|word| {
            let mut chars = word.chars();
            chars
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .chain(chars)
        })
        .take(MAX_NAME)
        .collect()
}
