//! Vendor rules: a regex on a window around a keyword, then what the token itself can prove.

use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};

use super::checksum::{Verdict, verify};
use crate::model::place::Span;
use crate::model::signal::Confidence;
use crate::rules::pack::SecretRule;

/// How far before and after a keyword a rule looks. Bytes.
const BEFORE: usize = 80;
const AFTER: usize = 240;
/// The window of a rule that spans lines, and the widest any window grows. Bytes.
const MULTILINE: usize = 8 << 10;
/// How far before the secret a word in `near` may stand. Bytes.
const NEAR: usize = 80;

/// A rule ready to run; its regex is compiled on first use.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) rule: SecretRule,
    regex: OnceLock<Option<Regex>>,
}

/// Where a rule matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// The secret's own bytes.
    pub(crate) span: Span,
    /// How sure its form, and its checksum where it has one, make us.
    pub(crate) confidence: Confidence,
}

impl Pattern {
    /// A rule, not yet compiled.
    pub(crate) fn new(rule: SecretRule) -> Self {
        Self {
            rule,
            regex: OnceLock::new(),
        }
    }

    /// The compiled pattern, or the reason why it cannot be one.
    pub(crate) fn compile(pattern: &str) -> Result<Regex, regex::Error> {
        RegexBuilder::new(pattern)
            .unicode(false)
            .size_limit(4 << 20)
            .build()
    }

    /// Matches around the keyword at `hit`, into `found`. `found` may hold matches of earlier hits.
    pub(crate) fn search(&self, text: &[u8], hit: Span, found: &mut Vec<Match>) {
        let Some(regex) = self
            .regex
            .get_or_init(|| Self::compile(&self.rule.pattern).ok())
        else {
            return;
        };
        let (before, after) = if self.rule.multiline {
            (BEFORE, MULTILINE)
        } else {
            (BEFORE, AFTER)
        };
        let mut start = (hit.start as usize).saturating_sub(before);
        let mut end = (hit.end as usize + after).min(text.len());
        while let Some(captures) = (start < end)
            .then(|| regex.captures_at(&text[..end], start))
            .flatten()
        {
            let whole = captures.get(0).expect("group 0 is the whole match");
            if whole.end() == end && end < text.len() && end - start < MULTILINE {
                // Cut by the window: look again with more behind it.
                end = (end + AFTER.max(end - start)).min(text.len());
                continue;
            }
            let secret = captures
                .name("secret")
                .or_else(|| captures.get(1))
                .unwrap_or(whole);
            let span = Span::new(secret.start(), secret.end());
            if !found.iter().any(|known| known.span == span)
                && let Some(confidence) = self.confidence(text, span)
            {
                found.push(Match { span, confidence });
            }
            start = whole.end().max(start + 1);
        }
    }

    /// How sure a match makes us; `None` when it is not one.
    fn confidence(&self, text: &[u8], span: Span) -> Option<Confidence> {
        let secret = &text[span.start as usize..span.end as usize];
        if secret.is_empty() || is_documented_example(secret) {
            return None;
        }
        if self
            .rule
            .entropy
            .is_some_and(|least| entropy::shannon_entropy(secret) < least)
        {
            return None;
        }
        let digits = secret.iter().filter(|byte| byte.is_ascii_digit()).count();
        if digits < usize::from(self.rule.min_digits) {
            return None;
        }
        if !self.rule.near.is_empty() {
            let before = &text[(span.start as usize).saturating_sub(NEAR)..span.end as usize];
            let before = before.to_ascii_lowercase();
            if !self
                .rule
                .near
                .iter()
                .any(|word| contains(&before, word.as_bytes()))
            {
                return None;
            }
        }
        Some(
            match self.rule.checksum.map(|checksum| verify(checksum, secret)) {
                Some(Verdict::Valid) => Confidence::Confirmed,
                Some(Verdict::Invalid) => Confidence::Possible,
                Some(Verdict::Unknown) | None => self.rule.confidence,
            },
        )
    }
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

/// Values that stand for a token in every manual: one character over and over, or the word itself.
fn is_documented_example(secret: &[u8]) -> bool {
    let lower = secret.to_ascii_lowercase();
    if contains(&lower, b"example")
        || contains(&lower, b"xxxxxxxx")
        || contains(&lower, b"********")
    {
        return true;
    }
    // The longest run of one character is most of the secret.
    let mut longest = 0_usize;
    let mut run = 0_usize;
    for pair in lower.windows(2) {
        run = if pair[0] == pair[1] { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest * 2 > secret.len()
}
