//! Hard-coded secrets of one file: vendor tokens by pattern, credentials by the name beside them.

pub(crate) mod assigned;
mod beside;
pub(crate) mod checksum;
mod dummy;
pub(crate) mod encoded;
pub(crate) mod example;
#[cfg(test)]
mod gated;
pub(crate) mod generic;
mod judge;
mod keyed;
pub(crate) mod names;
pub(crate) mod pattern;
pub(crate) mod pem;
pub(crate) mod positional;
pub(crate) mod promising;
mod settings;
mod shape;
pub(crate) mod stores;
mod tables;

use std::collections::BTreeMap;

use crate::model::inventory::Context;
use crate::model::place::Span;
use crate::model::signal::{Confidence, Severity};
use crate::rules::pack::SecretKind;

use dummy::Standing;
use judge::{is_chosen, judge};
use pattern::{Hits, Pattern, Worth};

/// Which rule found a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RuleRef {
    /// A vendor rule, by its place among the patterns.
    Vendor(u16),
    /// A store of credentials, by its place among the stores.
    Store(u16),
    /// A value in the register of secrets, which should hold none.
    Register,
    /// A value beside a name that means a credential.
    Named,
}

/// A secret while its file is still in memory.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub(crate) span: Span,
    pub(crate) rule: RuleRef,
    pub(crate) severity: Severity,
    pub(crate) confidence: Confidence,
    /// The name it was given, where it stands beside one.
    pub(crate) name: Option<String>,
}

impl Raw {
    /// A value that its name makes a secret.
    pub(crate) fn named(
        span: Span,
        name: &str,
        confidence: Confidence,
        severity: Severity,
    ) -> Self {
        Self {
            span,
            rule: RuleRef::Named,
            severity,
            confidence,
            name: Some(name.to_owned()),
        }
    }
}

/// How bad a credential known by its name alone is, given what surrounds it.
fn named_severity(confidence: Confidence, context: Context) -> Severity {
    match (context, confidence) {
        (Context::Product, Confidence::Possible) => Severity::Medium,
        (Context::Product, _) => Severity::High,
        _ => Severity::Low,
    }
}

/// What a value beside a credential's name is, given what surrounds it.
pub(crate) fn named(name: &str, value: &str, context: Context) -> Option<(Confidence, Severity)> {
    let confidence = judge(name, value)?;
    match dummy::of_password(value.as_bytes()) {
        Standing::Placeholder => None,
        Standing::MadeUp => named_after(value, context),
        Standing::Trivial => guessable(value, context),
        Standing::Doubtful | Standing::Real => {
            let severity = named_severity(confidence, context);
            // What is mixed in beside a key opens nothing by itself.
            let most = if names::is_mixed_in(name) {
                Severity::Medium
            } else {
                Severity::Critical
            };
            Some((confidence, severity.min(most)))
        }
    }
}

/// The name of what goes there, in words that somebody may have left: `smtp_password`.
pub(crate) fn named_after(value: &str, context: Context) -> Option<(Confidence, Severity)> {
    let lower = value.bytes().any(|byte| byte.is_ascii_lowercase());
    let told = ["your", "here", "replace", "insert", "my-", "my_"]
        .iter()
        .any(|word| value.to_ascii_lowercase().contains(word));
    let left = context == Context::Product && lower && !told;
    left.then_some((Confidence::Possible, Severity::Info))
}

/// A password that everyone guesses: worth a word where it may ship, and a note where it is no mere
/// word.
fn guessable(value: &str, context: Context) -> Option<(Confidence, Severity)> {
    /// What is shorter is any number or code.
    const SHORTEST: usize = 5;
    let worded = value.bytes().all(|byte| byte.is_ascii_alphabetic());
    match context {
        Context::Product => Some((Confidence::Possible, Severity::Low)),
        _ if worded || value.len() < SHORTEST => None,
        _ => Some((Confidence::Possible, Severity::Info)),
    }
}

/// The same for a word that a person chose, which only its name makes a secret.
pub(crate) fn chosen(name: &str, value: &str, context: Context) -> Option<(Confidence, Severity)> {
    // A test's own word opens nothing else, unless it is one that nobody writes for a dummy.
    let kept = context == Context::Test
        && settings::is_password(name)
        && is_chosen(name, value)
        && judge::is_unlikely_dummy(value);
    let chosen = kept
        || context == Context::Product
            && (is_chosen(name, value)
                || settings::is_poor_secret(name, value)
                    && settings::judge_weak(name, value, context).is_some());
    chosen.then_some((Confidence::Possible, Severity::Low))
}

/// How bad a vendor's secret is, given what surrounds it. What proves itself is as bad anywhere.
fn vendor_severity(
    rule: Severity,
    is_key: bool,
    found: &pattern::Match,
    context: Context,
) -> Severity {
    match (context, found.confidence) {
        _ if found.worth == Worth::Nothing => Severity::Info,
        _ if found.worth == Worth::Little => rule.min(Severity::Low),
        (Context::Product, Confidence::Possible) => rule.min(Severity::Medium),
        (Context::Product, _) => rule,
        // A key that serves tests is a key all the same, and serves tests.
        (_, Confidence::Confirmed | Confidence::Likely) if is_key => rule.min(Severity::Medium),
        (_, Confidence::Confirmed) => rule,
        (_, _) => rule.min(Severity::Low),
    }
}

/// What the vendor rules find in one file. Kept from file to file for its memory.
#[derive(Debug, Default)]
pub(crate) struct Search {
    /// One for each rule.
    hits: Vec<Hits>,
    /// The rules that looked at this file.
    tried: Vec<u16>,
}

impl Search {
    /// A new file begins.
    pub(crate) fn begin(&mut self, rules: usize) {
        self.hits.resize_with(rules, Hits::default);
        for rule in self.tried.drain(..) {
            self.hits[usize::from(rule)].clear();
        }
    }

    /// A keyword of a rule stands at `hit`.
    pub(crate) fn try_rule(&mut self, patterns: &[Pattern], rule: u16, text: &[u8], hit: Span) {
        let hits = &mut self.hits[usize::from(rule)];
        if !hits.tried {
            hits.tried = true;
            self.tried.push(rule);
        }
        patterns[usize::from(rule)].search(text, hit, hits);
    }

    /// Everything found, each once.
    pub(crate) fn take(&mut self, patterns: &[Pattern], context: Context) -> Vec<Raw> {
        let mut all = Vec::new();
        for rule in &self.tried {
            let found = &mut self.hits[usize::from(*rule)].found;
            found.sort_unstable();
            found.dedup_by_key(|found| found.span);
            let known = &patterns[usize::from(*rule)].rule;
            let is_key = known.kind == SecretKind::PrivateKey;
            // What guards nothing is worth a word only where it may ship.
            let told = found
                .iter()
                .filter(|found| found.worth != Worth::Little || context == Context::Product);
            all.extend(told.map(|found| Raw {
                span: found.span,
                rule: RuleRef::Vendor(*rule),
                severity: vendor_severity(known.severity, is_key, found, context),
                confidence: found.confidence,
                name: None,
            }));
        }
        all
    }
}

/// How much a rule knows of what it finds: more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Knows {
    /// Only the name beside it.
    Name,
    /// The rest of something that was cut off, or a form that many things have.
    Little,
    /// The form, whoever made it.
    Form,
    /// Who made it.
    Vendor,
}

impl Knows {
    /// What the id of a vendor rule says of it.
    pub(crate) fn of(id: &str) -> Self {
        /// Packs of forms that no vendor owns.
        const FORMS: [&str; 8] = [
            "command-line",
            "connection-string",
            "ethereum",
            "http-authorization",
            "jwt",
            "kubernetes-secret",
            "password-hash",
            "private-key",
        ];
        if id.ends_with("-cut") || id.ends_with("-loose") {
            Self::Little
        } else if FORMS.iter().any(|form| id.starts_with(form)) {
            Self::Form
        } else {
            Self::Vendor
        }
    }
}

/// One finding for each stretch of text: where several rules claim it, the one that knows most of it
/// and is surest stays, then the worst, then the longest.
pub(crate) fn settle(mut all: Vec<Raw>, patterns: &[Pattern]) -> Vec<Raw> {
    let knows = |raw: &Raw| match raw.rule {
        RuleRef::Vendor(rule) => patterns[usize::from(rule)].knows,
        RuleRef::Store(_) | RuleRef::Register => Knows::Form,
        RuleRef::Named => Knows::Name,
    };
    all.sort_by_cached_key(|raw| {
        let knows = knows(raw);
        // A form that proves itself is worth a vendor's that only looks right.
        // So is a place that exists to hold secrets.
        let sure = knows == Knows::Vendor || matches!(raw.rule, RuleRef::Store(_));
        let worth = raw.confidence as u8 + u8::from(sure);
        std::cmp::Reverse((
            knows.min(Knows::Form),
            worth,
            knows,
            raw.severity,
            raw.span.end - raw.span.start,
            std::cmp::Reverse((raw.rule, raw.span)),
        ))
    });
    // By where they begin; disjoint.
    let mut kept: BTreeMap<u32, Raw> = BTreeMap::new();
    for raw in all {
        let claims: Vec<u32> = kept
            .range(..raw.span.end)
            .rev()
            .take_while(|(_, known)| known.span.overlaps(raw.span))
            .map(|(start, _)| *start)
            .collect();
        if claims.is_empty() {
            kept.insert(raw.span.start, raw);
            continue;
        }
        // What the weaker claim covers beyond the stronger ones is hidden with them, and the name it
        // knew is worth keeping.
        let mut end = raw.span.end;
        for start in claims {
            let mut known = kept.remove(&start).expect("its key was just read");
            known.span.end = known.span.end.max(end);
            end = known.span.start;
            if known.name.is_none() {
                known.name.clone_from(&raw.name);
            }
            // Form and name are two witnesses.
            if known.span == raw.span
                && raw.rule == RuleRef::Named
                && known.severity > Severity::Info
                && known.confidence < raw.confidence
            {
                known.confidence = raw.confidence;
                known.severity = known.severity.max(raw.severity);
            }
            kept.insert(start, known);
        }
        if raw.span.start < end
            && let Some(mut first) = kept.remove(&end)
        {
            first.span.start = raw.span.start;
            kept.insert(raw.span.start, first);
        }
    }
    kept.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    fn patterns(ids: &[&str]) -> Vec<Pattern> {
        let rules = Rules::builtin();
        let all = || rules.packs.vendors.iter().flat_map(|vendor| &vendor.rules);
        ids.iter()
            .map(|id| {
                let rule = all().find(|rule| rule.id == *id);
                Pattern::new(rule.expect("a built-in rule").clone())
            })
            .collect()
    }

    fn raw(rule: RuleRef, span: (usize, usize), confidence: Confidence) -> Raw {
        Raw {
            span: Span::new(span.0, span.1),
            rule,
            severity: Severity::High,
            confidence,
            name: (rule == RuleRef::Named).then(|| "token".to_owned()),
        }
    }

    #[test]
    fn who_knows_most_keeps_the_stretch() {
        let patterns = patterns(&["jwt-token", "github-pat", "private-key-pem-cut"]);
        let (jwt, github, cut) = (RuleRef::Vendor(0), RuleRef::Vendor(1), RuleRef::Vendor(2));
        let winner = |all: Vec<Raw>| {
            let kept = settle(all, &patterns);
            assert_eq!(kept.len(), 1);
            kept[0].clone()
        };
        // A vendor's rule over a form of equal worth, a proved form over a vendor's guess.
        let pair =
            |vendor, form| winner(vec![raw(jwt, (0, 90), form), raw(github, (0, 40), vendor)]).rule;
        assert_eq!(pair(Confidence::Likely, Confidence::Confirmed), github);
        assert_eq!(pair(Confidence::Possible, Confidence::Confirmed), jwt);
        // Anything with a form over what was cut off, and over a name, whose name it takes.
        let cut = raw(cut, (0, 90), Confidence::Likely);
        assert_eq!(
            winner(vec![cut, raw(jwt, (5, 50), Confidence::Possible)]).rule,
            jwt
        );
        let named = raw(RuleRef::Named, (0, 90), Confidence::Likely);
        let kept = winner(vec![named, raw(jwt, (5, 50), Confidence::Possible)]);
        assert_eq!((kept.rule, kept.name.as_deref()), (jwt, Some("token")));
    }

    #[test]
    fn what_a_weaker_claim_covers_stays_hidden() {
        let patterns = patterns(&["jwt-token", "github-pat"]);
        let (jwt, github) = (RuleRef::Vendor(0), RuleRef::Vendor(1));
        let all = vec![
            raw(github, (10, 20), Confidence::Likely),
            raw(github, (30, 40), Confidence::Likely),
            raw(jwt, (5, 50), Confidence::Likely),
        ];
        let kept = settle(all, &patterns);
        let spans: Vec<(u32, u32)> = kept
            .iter()
            .map(|raw| (raw.span.start, raw.span.end))
            .collect();
        assert_eq!(spans, [(5, 30), (30, 50)]);
        assert!(kept.iter().all(|raw| raw.rule == github));
    }

    #[test]
    fn neighbours_stay_apart() {
        let all = vec![
            raw(RuleRef::Named, (10, 20), Confidence::Likely),
            raw(RuleRef::Named, (0, 10), Confidence::Likely),
            raw(RuleRef::Named, (20, 30), Confidence::Possible),
        ];
        let kept: Vec<u32> = settle(all, &[]).iter().map(|raw| raw.span.start).collect();
        assert_eq!(kept, [0, 10, 20]);
    }
}
