//! Findings accepted on an earlier day: the file, what it matches, and how it is brought up to date.
//!
//! An entry holds the fingerprint of a finding and a short tag of its value, salted for this file, so
//! that a new secret in the old place is new, and so that nobody can try guesses against the file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::import::Known;
use crate::model::date::Date;
use crate::model::inventory::Finding;

/// The name of the file that is looked for at the root of a scan.
pub const FILE_NAME: &str = "vigie-baseline.json";

/// The version of the file's form.
const VERSION: u32 = 1;

/// Findings accepted on an earlier day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Vigie baseline")]
pub struct Baseline {
    /// The version of this form: 1.
    pub version: u32,
    /// What the tags of this file are mixed with.
    #[schemars(extend("pattern" = "^[0-9a-f]{32}$"))]
    pub salt: String,
    /// What is accepted, by path, rule and fingerprint.
    pub findings: Vec<Accepted>,
    /// The file, as it was named.
    #[serde(skip)]
    pub file: String,
}

/// One finding that is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The file it stands in.
    pub path: String,
    /// The rule that found it.
    pub rule: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Tells its value from another; none for a file that is a secret as a whole.
    pub tag: Option<String>,
    /// When it was accepted.
    pub date: Date,
    /// Who accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The last day on which it is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

/// What is wrong with a baseline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {what}", place(file, *line, *column))]
pub struct BaselineError {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
}

fn place(file: &Path, line: usize, column: usize) -> String {
    match line {
        0 => file.display().to_string(),
        _ => format!("{}:{line}:{column}", file.display()),
    }
}

/// With what findings are accepted.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// By whom.
    pub by: Option<String>,
    /// When.
    pub date: Date,
    /// Why.
    pub reason: Option<String>,
    /// The last day on which it holds.
    pub expires: Option<Date>,
}

/// What bringing a baseline up to date did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Entries that stay as they were.
    pub kept: usize,
    /// Findings accepted for the first time.
    pub added: usize,
    /// Findings whose acceptance had expired, accepted again.
    pub renewed: usize,
    /// Entries of which nothing is left.
    pub gone: usize,
}

/// Which entry speaks of which finding.
#[derive(Clone, Debug)]
pub(super) struct Matched {
    entries: Vec<Option<usize>>,
    used: Vec<bool>,
}

impl Matched {
    /// The entry for the finding of that index.
    pub(super) fn of(&self, finding: usize) -> Option<usize> {
        self.entries[finding]
    }

    /// The entries that speak of none.
    pub(super) fn rest<'b>(&self, baseline: &'b Baseline) -> impl Iterator<Item = &'b Accepted> {
        let entries = baseline.findings.iter().zip(&self.used);
        entries
            .filter(|(_, used)| !**used)
            .map(|(entry, _)| entry)
            .collect::<Vec<_>>()
            .into_iter()
    }
}

impl Baseline {
    /// One that accepts nothing. `salt`: 32 random hexadecimal digits.
    pub fn new(file: &Path, salt: String) -> Self {
        Self {
            version: VERSION,
            salt,
            findings: Vec::new(),
            file: file.to_string_lossy().into_owned(),
        }
    }

    /// Reads a file.
    pub fn read(file: &Path, text: &str) -> Result<Self, BaselineError> {
        let refused = |line, column, what: String| BaselineError {
            file: file.to_owned(),
            line,
            column,
            what,
        };
        let mut baseline: Self = serde_json::from_str(text).map_err(|error| {
            let said = error.to_string();
            let what = said
                .rsplit_once(" at line ")
                .map_or(&*said, |(what, _)| what);
            refused(error.line(), error.column(), what.to_owned())
        })?;
        if baseline.version != VERSION {
            let what = format!(
                "its version is {}, and this vigie reads version {VERSION}",
                baseline.version
            );
            return Err(refused(0, 0, what));
        }
        let salted =
            baseline.salt.len() == 32 && baseline.salt.bytes().all(|b| b.is_ascii_hexdigit());
        if !salted {
            let what = "its salt is not 32 hexadecimal digits".to_owned();
            return Err(refused(0, 0, what));
        }
        baseline.file = file.to_string_lossy().into_owned();
        Ok(baseline)
    }

    /// The file's text.
    ///
    /// # Panics
    /// Never in practice: it holds nothing that JSON cannot say.
    pub fn write(&self) -> String {
        let mut text = serde_json::to_string_pretty(self)
            .expect("strings, numbers and lists always serialise");
        text.push('\n');
        text
    }

    /// Which entry speaks of which finding; each entry of one. The ordinal of a fingerprint may have
    /// moved on where another secret was put before it: the tag tells.
    pub(super) fn matched(&self, findings: &[Finding]) -> Matched {
        let mut by_key: HashMap<(&str, Option<String>), Vec<usize>> = HashMap::new();
        for (index, entry) in self.findings.iter().enumerate().rev() {
            let key = (place_of(&entry.fingerprint), entry.tag.clone());
            by_key.entry(key).or_default().push(index);
        }
        let mut used = vec![false; self.findings.len()];
        let entries = findings
            .iter()
            .map(|finding| {
                let key = (place_of(&finding.fingerprint), self.tag(finding));
                let index = by_key.get_mut(&key)?.pop()?;
                used[index] = true;
                Some(index)
            })
            .collect();
        Matched { entries, used }
    }

    fn tag(&self, finding: &Finding) -> Option<String> {
        finding
            .evidence
            .as_ref()
            .map(|evidence| evidence.hash.tag(&self.salt))
    }

    /// Brings it up to date with `findings`, of which every one is accepted that counts, or, where
    /// `only` is given, that another tool's file knows. Gives what changed, and which entries of
    /// `only` found nothing.
    pub fn update(
        &mut self,
        findings: &[&Finding],
        with: &Acceptance,
        only: Option<&[Known]>,
    ) -> (Changes, Vec<usize>) {
        let owned: Vec<Finding> = findings.iter().map(|finding| (*finding).clone()).collect();
        let matched = self.matched(&owned);
        let mut changes = Changes {
            gone: matched.rest(self).count(),
            ..Changes::default()
        };
        let mut met = vec![false; only.map_or(0, <[Known]>::len)];
        let mut entries = Vec::new();
        for (index, finding) in findings.iter().enumerate() {
            let fresh = Accepted {
                path: finding.at.path.to_string(),
                rule: finding.rule.to_string(),
                fingerprint: finding.fingerprint.clone(),
                tag: self.tag(finding),
                date: with.date,
                by: with.by.clone(),
                reason: with.reason.clone(),
                expires: with.expires,
            };
            let mut known = only.is_none();
            for (met, only) in met.iter_mut().zip(only.unwrap_or_default()) {
                if only.means(finding) {
                    *met = true;
                    known = true;
                }
            }
            match matched.of(index).map(|entry| &self.findings[entry]) {
                Some(entry) if entry.expires.is_some_and(|last| with.date > last) => {
                    if known {
                        changes.renewed += 1;
                        entries.push(fresh);
                    } else {
                        entries.push(entry.clone());
                        changes.kept += 1;
                    }
                }
                Some(entry) => {
                    changes.kept += 1;
                    entries.push(Accepted {
                        fingerprint: fresh.fingerprint,
                        ..entry.clone()
                    });
                }
                None if known => {
                    changes.added += 1;
                    entries.push(fresh);
                }
                None => {}
            }
        }
        entries.sort_by(|a, b| {
            (&a.path, &a.rule, &a.fingerprint).cmp(&(&b.path, &b.rule, &b.fingerprint))
        });
        self.findings = entries;
        let unmet = met.iter().enumerate().filter(|(_, met)| !**met);
        (changes, unmet.map(|(index, _)| index).collect())
    }
}

/// A fingerprint without its ordinal.
fn place_of(fingerprint: &str) -> &str {
    fingerprint
        .rsplit_once(':')
        .map_or(fingerprint, |(place, _)| place)
}

/// The JSON Schema of the file.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Baseline).to_value()
}

#[cfg(test)]
mod tests;
