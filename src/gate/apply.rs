//! Goes through the findings once: what a mark, the allow list or the baseline speaks of is set
//! aside, and what speaks of nothing is told.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Policy;
use super::baseline::{Baseline, Matched};
use crate::model::date::Date;
use crate::model::inventory::{Compared, Finding, Inventory, SkipReason};
use crate::model::settings::{Allow, Settings};
use crate::model::suppression::{
    MarkWord, Marked, Suppressed, Suppression, SuppressionKind, Unused, UnusedWhy, names,
};
use crate::model::text::{SafeText, Scrubber};

/// Sets aside what somebody has looked at, says what suppresses nothing, and leaves out what is
/// below the least severity.
pub fn apply(inventory: &mut Inventory, settings: &Settings, policy: &Policy) {
    if !policy.strict {
        set_aside(inventory, settings, policy);
    }
    // Only now: what is not reported is hidden in the lines of what is, and used its suppression.
    let least = settings.min_severity;
    inventory
        .findings
        .retain(|finding| finding.severity >= least);
    inventory
        .suppressed
        .retain(|suppressed| suppressed.finding.severity >= least);
    let named: BTreeSet<&str> = inventory
        .findings
        .iter()
        .chain(inventory.suppressed.iter().map(|one| &one.finding))
        .map(|finding| finding.rule.as_ref())
        .collect();
    inventory
        .rules
        .retain(|rule| named.contains(rule.id.as_ref()));
}

fn set_aside(inventory: &mut Inventory, settings: &Settings, policy: &Policy) {
    let marks = std::mem::take(&mut inventory.marks);
    let mut marks = Marks::new(&marks, &settings.disabled_rules);
    let mut allowed = Allowed::new(&settings.allow, policy.today);
    let matched = policy
        .baseline
        .as_ref()
        .map(|baseline| baseline.matched(&inventory.findings));
    let mut accepted = 0;
    let findings = std::mem::take(&mut inventory.findings);
    for (index, finding) in findings.into_iter().enumerate() {
        // Each of them is asked, so that none counts as unused because another was first.
        let by_mark = marks.speak_of(&finding);
        let by_list = allowed.speaks_of(&finding);
        let by_baseline = policy
            .baseline
            .as_ref()
            .zip(matched.as_ref())
            .and_then(|(baseline, matched)| accepts(baseline, matched, index, policy.today));
        accepted += u64::from(by_baseline.is_some());
        match by_mark.or(by_list).or(by_baseline) {
            Some(suppression) => inventory.suppressed.push(Suppressed {
                finding,
                suppression,
            }),
            None => inventory.findings.push(finding),
        }
    }
    let mut unused = marks.unused();
    unused.extend(allowed.unused(policy.partial));
    if let (Some(baseline), Some(matched)) = (&policy.baseline, &matched) {
        let unread = unread(inventory);
        let gone: Vec<Unused> = matched
            .rest(baseline)
            .filter(|entry| !policy.partial && !unread.contains(entry.path.as_str()))
            .map(|entry| Unused {
                source: safe(&baseline.file),
                line: None,
                kind: SuppressionKind::Baseline,
                why: UnusedWhy::Gone,
                names: safe(&format!("{} {}", entry.rule, entry.path)),
            })
            .collect();
        inventory.baseline = Some(Compared {
            file: safe(&baseline.file),
            accepted,
            gone: gone.len() as u64,
        });
        unused.extend(gone);
    }
    unused.sort();
    inventory.unused = unused;
}

/// What stands in the user's own configuration holds no text of a scanned file.
fn safe(text: &str) -> SafeText {
    Scrubber::default().clean(text)
}

fn expired(expires: Option<Date>, today: Option<Date>) -> bool {
    expires.zip(today).is_some_and(|(last, today)| today > last)
}

/// Files in which nothing could be found.
fn unread(inventory: &Inventory) -> HashSet<&str> {
    let unread = inventory.skips.iter().filter(|skip| {
        matches!(
            skip.reason,
            SkipReason::TooLarge | SkipReason::Unreadable | SkipReason::Panicked
        )
    });
    unread.map(|skip| skip.path.as_ref()).collect()
}

/// What the baseline says of the finding of that index.
fn accepts(
    baseline: &Baseline,
    matched: &Matched,
    index: usize,
    today: Option<Date>,
) -> Option<Suppression> {
    let entry = &baseline.findings[matched.of(index)?];
    if expired(entry.expires, today) {
        return None;
    }
    Some(Suppression {
        kind: SuppressionKind::Baseline,
        mark: None,
        source: safe(&baseline.file),
        line: None,
        reason: entry.reason.as_deref().map(safe),
        by: entry.by.as_deref().map(safe),
        date: Some(entry.date),
        expires: entry.expires,
    })
}

/// The marks of all files, and which of them were of use.
struct Marks<'m> {
    all: &'m [Marked],
    used: Vec<bool>,
    by_path: HashMap<Arc<str>, Vec<usize>>,
    disabled: &'m [String],
}

impl<'m> Marks<'m> {
    fn new(all: &'m [Marked], disabled: &'m [String]) -> Self {
        let mut by_path: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
        for (index, marked) in all.iter().enumerate() {
            by_path.entry(marked.path.clone()).or_default().push(index);
        }
        Self {
            all,
            used: vec![false; all.len()],
            by_path,
            disabled,
        }
    }

    fn speak_of(&mut self, finding: &Finding) -> Option<Suppression> {
        let mut first = None;
        for index in self.by_path.get(&finding.at.path)? {
            let Marked { mark, only, .. } = &self.all[*index];
            let covers = match only {
                Some(fingerprint) => *fingerprint == finding.fingerprint,
                None => mark.covers(finding),
            };
            if mark.fault().is_some() || !covers {
                continue;
            }
            self.used[*index] = true;
            first.get_or_insert_with(|| Suppression {
                kind: SuppressionKind::Mark,
                mark: Some(mark.word),
                source: safe(&finding.at.path),
                line: Some(mark.line),
                reason: mark.reason.clone(),
                by: None,
                date: None,
                expires: None,
            });
        }
        first
    }

    fn unused(&self) -> Vec<Unused> {
        let rest = self.all.iter().zip(&self.used).filter(|(_, used)| !**used);
        rest.filter_map(|(marked, _)| {
            let mark = &marked.mark;
            let off = |rule: &str| self.disabled.iter().any(|off| names(rule, off));
            // Prose speaks of marks without meaning them; a rule that is off finds nothing.
            if marked.prose || mark.rules.iter().any(|rule| off(rule)) {
                return None;
            }
            let rules: Vec<&str> = mark.rules.iter().map(SafeText::as_str).collect();
            let names = match mark.word {
                MarkWord::Vigie => format!("{} {}", mark.word.as_str(), rules.join(", ")),
                word => word.as_str().to_owned(),
            };
            Some(Unused {
                source: safe(&marked.path),
                line: Some(mark.line),
                kind: SuppressionKind::Mark,
                why: mark.fault().unwrap_or(UnusedWhy::NothingFound),
                names: safe(names.trim_end()),
            })
        })
        .collect()
    }
}

/// The allow list, and which of its entries were of use.
struct Allowed<'a> {
    entries: Vec<(&'a Allow, Option<Gitignore>)>,
    used: Vec<bool>,
    today: Option<Date>,
}

impl<'a> Allowed<'a> {
    fn new(entries: &'a [Allow], today: Option<Date>) -> Self {
        let with_globs = entries.iter().map(|allow| {
            let glob = allow.path.as_ref().map(|path| {
                let mut builder = GitignoreBuilder::new("");
                // The configuration refused what is no pattern.
                let _ = builder.add_line(None, path);
                builder.build().unwrap_or_else(|_| Gitignore::empty())
            });
            (allow, glob)
        });
        Self {
            entries: with_globs.collect(),
            used: vec![false; entries.len()],
            today,
        }
    }

    fn speaks_of(&mut self, finding: &Finding) -> Option<Suppression> {
        let mut first = None;
        for ((allow, glob), used) in self.entries.iter().zip(&mut self.used) {
            let by_rule = allow
                .rule
                .as_ref()
                .is_none_or(|rule| names(rule, &finding.rule));
            let by_path = glob.as_ref().is_none_or(|glob| {
                glob.matched_path_or_any_parents(finding.at.path.as_ref(), false)
                    .is_ignore()
            });
            let by_value = allow.sha256.as_ref().is_none_or(|digest| {
                finding
                    .evidence
                    .as_ref()
                    .is_some_and(|evidence| evidence.hash.is_sha256(digest))
            });
            if !(by_rule && by_path && by_value) || expired(allow.expires, self.today) {
                continue;
            }
            *used = true;
            first.get_or_insert_with(|| Suppression {
                kind: SuppressionKind::AllowList,
                mark: None,
                source: safe(&allow.file),
                line: Some(allow.line as u32),
                reason: Some(safe(&allow.reason)),
                by: None,
                date: None,
                expires: allow.expires,
            });
        }
        first
    }

    /// Entries that suppress nothing. Where only a part was read, only those that cannot.
    fn unused(&self, partial: bool) -> impl Iterator<Item = Unused> {
        let rest = self.entries.iter().zip(&self.used);
        rest.filter_map(move |((allow, _), used)| {
            let why = if expired(allow.expires, self.today) {
                UnusedWhy::Expired
            } else if *used || partial {
                return None;
            } else {
                UnusedWhy::NothingFound
            };
            let digest = allow.sha256.as_ref().map(|digest| digest[..8].to_owned());
            let parts: Vec<String> = [&allow.rule, &allow.path, &digest]
                .into_iter()
                .flatten()
                .cloned()
                .collect();
            Some(Unused {
                source: safe(&allow.file),
                line: Some(allow.line as u32),
                kind: SuppressionKind::AllowList,
                why,
                names: safe(&parts.join(" ")),
            })
        })
    }
}
