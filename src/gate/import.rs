//! What people bring from other tools: their baselines and allow lists, in the form that the users'
//! documentation of each describes.

mod globs;

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::model::inventory::Finding;
use crate::model::settings::Allow;
use crate::model::text::sha256;

/// One finding that another tool's file accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The file it stands in.
    pub path: String,
    /// How it is known there.
    pub by: KnownBy,
}

/// How another tool knows a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KnownBy {
    /// By its line, from 1.
    Line(u32),
    /// By the SHA-1 of its value.
    Sha1(String),
}

impl Known {
    /// Whether it means this finding.
    pub fn means(&self, finding: &Finding) -> bool {
        *self.path == *finding.at.path
            && match &self.by {
                KnownBy::Line(line) => *line == finding.at.start.line,
                KnownBy::Sha1(digest) => finding
                    .evidence
                    .as_ref()
                    .is_some_and(|evidence| evidence.hash.is_sha1(digest)),
            }
    }

    /// In a few words that hold nothing secret.
    pub fn shown(&self) -> String {
        match &self.by {
            KnownBy::Line(line) => format!("{}:{line}", self.path),
            KnownBy::Sha1(digest) => {
                format!("{} ({}…)", self.path, digest.get(..8).unwrap_or(digest))
            }
        }
    }
}

/// What a file of another tool gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Entries for the allow list.
    pub allow: Vec<Allow>,
    /// Findings for the baseline.
    pub known: Vec<Known>,
    /// What could not be carried over, one line each.
    pub left: Vec<String>,
}

/// Reads a file of another tool: a gitleaks configuration, a `.gitleaksignore`, or a baseline of
/// detect-secrets; which of them is told by its form. `rules`: the ids of the rules in force.
///
/// # Errors
/// Says in one line why it is none of them.
pub fn read(text: &str, rules: &BTreeSet<&str>) -> Result<Imported, String> {
    if text.trim_start().starts_with('{') {
        return detect_secrets(text);
    }
    let fingerprints = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    if fingerprints.clone().all(is_fingerprint) {
        return Ok(gitleaks_ignore(fingerprints));
    }
    gitleaks_config(text, rules)
}

/// A baseline of detect-secrets, as far as it matters here.
#[derive(Deserialize)]
struct DetectSecrets {
    results: std::collections::BTreeMap<String, Vec<DetectSecretsResult>>,
    #[serde(default)]
    exclude: Option<serde_json::Value>,
    #[serde(default)]
    filters_used: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct DetectSecretsResult {
    hashed_secret: String,
}

fn detect_secrets(text: &str) -> Result<Imported, String> {
    let file: DetectSecrets = serde_json::from_str(text)
        .map_err(|error| format!("it is JSON, but no baseline of detect-secrets: {error}"))?;
    let mut imported = Imported::default();
    for (path, results) in file.results {
        let path = path.replace('\\', "/");
        let path = path.strip_prefix("./").unwrap_or(&path);
        imported
            .known
            .extend(results.into_iter().map(|result| Known {
                path: path.to_owned(),
                by: KnownBy::Sha1(result.hashed_secret.to_ascii_lowercase()),
            }));
    }
    let mut patterns = Vec::new();
    for filter in &file.filters_used {
        let of_paths = filter["path"]
            .as_str()
            .is_some_and(|path| path.ends_with("should_exclude_file"));
        for pattern in filter["pattern"].as_array().into_iter().flatten() {
            let pattern = pattern.as_str().unwrap_or_default();
            if of_paths {
                patterns.push(pattern.to_owned());
            } else {
                imported
                    .left
                    .push(format!("a filter that is not of paths: `{pattern}`"));
            }
        }
    }
    let old = file
        .exclude
        .as_ref()
        .and_then(|exclude| exclude["files"].as_str());
    patterns.extend(old.map(str::to_owned));
    for pattern in patterns {
        imported.paths(
            &pattern,
            None,
            "carried over from a detect-secrets baseline",
        );
    }
    Ok(imported)
}

/// `path:rule:line`, or the same behind a commit.
fn is_fingerprint(line: &str) -> bool {
    line.rsplit_once(':').is_some_and(|(rest, line)| {
        !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()) && rest.contains(':')
    })
}

fn gitleaks_ignore<'l>(lines: impl Iterator<Item = &'l str>) -> Imported {
    let mut imported = Imported::default();
    for line in lines {
        let mut parts = line.rsplitn(3, ':');
        let number = parts.next().and_then(|number| number.parse().ok());
        let rule = parts.next();
        let (Some(number), Some(_), Some(path)) = (number, rule, parts.next()) else {
            continue;
        };
        let commit = path.split_once(':').filter(|(commit, _)| {
            commit.len() >= 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        if commit.is_some() {
            imported.left.push(format!(
                "`{line}` speaks of a commit, and a baseline of what is there now"
            ));
        } else {
            imported.known.push(Known {
                path: path.to_owned(),
                by: KnownBy::Line(number),
            });
        }
    }
    imported
}

/// An allow list of gitleaks, of a rule or of all.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Allowlist {
    description: String,
    #[serde(rename = "targetRules")]
    target_rules: Vec<String>,
    condition: String,
    #[serde(rename = "regexTarget")]
    regex_target: String,
    paths: Vec<String>,
    regexes: Vec<String>,
    stopwords: Vec<String>,
    commits: Vec<String>,
}

/// A configuration of gitleaks, as far as it allows.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Gitleaks {
    allowlist: Option<Allowlist>,
    allowlists: Vec<Allowlist>,
    rules: Vec<GitleaksRule>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct GitleaksRule {
    id: String,
    allowlist: Option<Allowlist>,
    allowlists: Vec<Allowlist>,
}

fn gitleaks_config(text: &str, rules: &BTreeSet<&str>) -> Result<Imported, String> {
    let file: Gitleaks = toml::from_str(text).map_err(|error| {
        let what = error.message().trim().replace('\n', ", ");
        format!("it is no configuration of gitleaks: {what}")
    })?;
    let mut imported = Imported::default();
    for list in file.allowlist.iter().chain(&file.allowlists) {
        if list.target_rules.is_empty() {
            imported.list(list, None);
        }
        for rule in &list.target_rules {
            imported.of_rule(list, rule, rules);
        }
    }
    for rule in &file.rules {
        for list in rule.allowlist.iter().chain(&rule.allowlists) {
            imported.of_rule(list, &rule.id, rules);
        }
    }
    Ok(imported)
}

impl Imported {
    fn of_rule(&mut self, list: &Allowlist, rule: &str, rules: &BTreeSet<&str>) {
        if rules.contains(rule) {
            self.list(list, Some(rule));
        } else {
            self.left.push(format!(
                "an allow list of the rule `{rule}`, of which there is none here"
            ));
        }
    }

    fn list(&mut self, list: &Allowlist, rule: Option<&str>) {
        let kinds = [&list.paths, &list.regexes, &list.stopwords, &list.commits];
        let several = kinds.iter().filter(|kind| !kind.is_empty()).count() > 1;
        if several && matches!(list.condition.as_str(), "AND" | "&&") {
            self.left.push(format!(
                "an allow list whose conditions must all hold: {}",
                said(&list.description)
            ));
            return;
        }
        let reason = match list.description.trim() {
            "" => "carried over from gitleaks",
            description => description,
        };
        for path in &list.paths {
            self.paths(path, rule, reason);
        }
        for regex in &list.regexes {
            let of_secret = matches!(list.regex_target.as_str(), "" | "secret");
            match globs::literal(regex).filter(|_| of_secret) {
                Some(value) => self.allow.push(Allow {
                    sha256: Some(sha256(value.as_bytes())),
                    ..entry(rule, reason)
                }),
                // It may hold the value itself, so that it is not repeated.
                None => self.left.push(format!(
                    "a pattern of values, of {} characters",
                    regex.chars().count()
                )),
            }
        }
        for (count, what) in [
            (list.stopwords.len(), "stop words"),
            (list.commits.len(), "commits"),
        ] {
            if count > 0 {
                self.left.push(format!("{count} {what}"));
            }
        }
    }

    /// The globs that say what a pattern of paths says, if any do.
    fn paths(&mut self, pattern: &str, rule: Option<&str>, reason: &str) {
        match globs::from_regex(pattern) {
            Some(globs) => self.allow.extend(globs.into_iter().map(|glob| Allow {
                path: Some(glob),
                ..entry(rule, reason)
            })),
            None => self.left.push(format!(
                "a pattern of paths that no glob can say: `{pattern}`"
            )),
        }
    }
}

fn said(description: &str) -> &str {
    match description.trim() {
        "" => "without a description",
        description => description,
    }
}

fn entry(rule: Option<&str>, reason: &str) -> Allow {
    Allow {
        rule: rule.map(str::to_owned),
        path: None,
        sha256: None,
        reason: reason.to_owned(),
        expires: None,
        file: String::new(),
        line: 0,
    }
}

#[cfg(test)]
mod tests;
