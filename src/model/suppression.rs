//! What says that a finding is all right: marks in the source, allow lists, the baseline.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::date::Date;
use super::inventory::Finding;
use super::place::Span;
use super::text::SafeText;

/// A mark that people write beside what they have looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub enum MarkWord {
    /// Vigie's own; names rules and a reason.
    #[serde(rename = "vigie:allow")]
    Vigie,
    /// Of gitleaks.
    #[serde(rename = "gitleaks:allow")]
    Gitleaks,
    /// Of detect-secrets, on the line itself or, with `nextline`, above it.
    #[serde(rename = "pragma: allowlist secret")]
    Pragma,
    /// Of several.
    #[serde(rename = "nosecret")]
    NoSecret,
    /// Of trufflehog.
    #[serde(rename = "trufflehog:ignore")]
    Trufflehog,
}

impl MarkWord {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vigie => "vigie:allow",
            Self::Gitleaks => "gitleaks:allow",
            Self::Pragma => "pragma: allowlist secret",
            Self::NoSecret => "nosecret",
            Self::Trufflehog => "trufflehog:ignore",
        }
    }
}

/// A mark in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which.
    pub word: MarkWord,
    /// Where its word stands. Bytes.
    pub span: Span,
    /// The line it stands on, from 1.
    pub line: u32,
    /// The last line it speaks of: its own, or the next one of code where it stands alone.
    pub last: u32,
    /// The rules it names; `*` stands for any letters. Empty for marks that name none.
    pub rules: Vec<SafeText>,
    /// Why.
    pub reason: Option<SafeText>,
}

impl Mark {
    /// Why it cannot suppress anything, if it cannot.
    pub fn fault(&self) -> Option<UnusedWhy> {
        match self.word {
            MarkWord::Vigie if self.rules.is_empty() => Some(UnusedWhy::NoRule),
            MarkWord::Vigie if self.reason.is_none() => Some(UnusedWhy::NoReason),
            _ => None,
        }
    }

    /// Whether it speaks of this finding of its file.
    pub fn covers(&self, finding: &Finding) -> bool {
        let (first, last) = (finding.at.start.line, finding.at.end.line);
        // What looks like a mark inside the secret is part of the secret.
        self.line <= last
            && first <= self.last
            && !finding.at.span.contains(self.span)
            && (self.word != MarkWord::Vigie
                || self.rules.iter().any(|rule| names(rule, &finding.rule)))
    }
}

/// Whether `pattern` names `rule`; `*` stands for any letters.
pub fn names(pattern: &str, rule: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else {
        return pattern == rule;
    };
    rule.strip_prefix(head).is_some_and(|rest| {
        (0..=rest.len())
            .filter(|at| rest.is_char_boundary(*at))
            .any(|at| names(tail, &rest[at..]))
    })
}

/// A mark, and the file it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The file.
    pub path: Arc<str>,
    /// The mark.
    pub mark: Mark,
    /// The file is prose, which may speak of marks without meaning them.
    pub prose: bool,
    /// For the history: the fingerprint of the one finding that it speaks of, in another version.
    pub only: Option<String>,
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SuppressionKind {
    /// A comment beside it.
    Mark,
    /// An `[[allow]]` of the configuration.
    AllowList,
    /// The baseline.
    Baseline,
}

/// Why a finding counts as looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Suppression {
    /// Who says so.
    pub kind: SuppressionKind,
    /// For a mark: as it is written.
    pub mark: Option<MarkWord>,
    /// The file that says so.
    pub source: SafeText,
    /// The line in it, from 1; none for a baseline.
    pub line: Option<u32>,
    /// Why, where a reason is given.
    pub reason: Option<SafeText>,
    /// For a baseline: who accepted it.
    pub by: Option<SafeText>,
    /// For a baseline: when.
    pub date: Option<Date>,
    /// The last day on which it counts.
    pub expires: Option<Date>,
}

impl Suppression {
    /// Who says so, in one text: the mark, the line of the list, or the baseline and who accepted it.
    pub fn told(&self) -> String {
        match (self.mark, self.line, &self.by) {
            (Some(mark), _, _) => mark.as_str().to_owned(),
            (None, Some(line), _) => format!("{}:{line}", self.source),
            (None, None, Some(by)) => format!("{}, {by}", self.source),
            (None, None, None) => self.source.to_string(),
        }
    }
}

/// A finding that somebody has looked at.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Suppressed {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Why it does not count.
    pub suppression: Suppression,
}

/// Why a mark or an entry suppresses nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnusedWhy {
    /// Nothing is found that it speaks of.
    NothingFound,
    /// It names no rule.
    NoRule,
    /// It gives no reason.
    NoReason,
    /// Its last day is over.
    Expired,
    /// What the baseline accepted is no longer there.
    Gone,
}

/// A mark or an entry that suppresses nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Unused {
    /// The file it stands in.
    pub source: SafeText,
    /// The line in it, from 1; none for a baseline.
    pub line: Option<u32>,
    /// What it is.
    pub kind: SuppressionKind,
    /// Why it suppresses nothing.
    pub why: UnusedWhy,
    /// What it names: a mark, a rule, a path.
    pub names: SafeText,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_named_whole_or_with_stars() {
        assert!(names("aws-access-key-id", "aws-access-key-id"));
        assert!(!names("aws", "aws-access-key-id"));
        assert!(names("aws-*", "aws-access-key-id"));
        assert!(names("*-key-*", "aws-access-key-id"));
        assert!(names("*", "anything"));
        assert!(!names("*-token", "aws-access-key-id"));
    }
}
