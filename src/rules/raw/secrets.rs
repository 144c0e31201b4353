//! Packs of secrets and of sensitive names, as people write them.

use serde::Deserialize;

use super::flows::RawLeak;
use super::forms::Form;
use crate::model::signal::{Confidence, Severity};
use crate::rules::pack::{Checksum, SecretKind, SecretRule, Sensitive, Vendor};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawVendor {
    id: String,
    title: String,
    docs: String,
    revoke: String,
    rotate: String,
    rule: Vec<RawSecretRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSecretRule {
    id: String,
    title: String,
    #[serde(default = "token")]
    kind: SecretKind,
    #[serde(default)]
    keywords: Vec<String>,
    pattern: Option<String>,
    /// In place of a pattern: what the token looks like, anyone's, and …
    #[serde(default)]
    forms: Vec<Form>,
    /// … the words of which one stands beside it.
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    prefix: Option<String>,
    entropy: Option<f32>,
    #[serde(default)]
    min_digits: u16,
    #[serde(default)]
    published: Vec<String>,
    checksum: Option<Checksum>,
    #[serde(default = "medium")]
    severity: Severity,
    #[serde(default = "possible")]
    confidence: Confidence,
    #[serde(default = "hard_coded")]
    cwe: u32,
    #[serde(default)]
    multiline: bool,
    docs: Option<String>,
    revoke: Option<String>,
    rotate: Option<String>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    counterexamples: Vec<String>,
}

fn token() -> SecretKind {
    SecretKind::Token
}

fn medium() -> Severity {
    Severity::Medium
}

fn possible() -> Confidence {
    Confidence::Possible
}

/// CWE-798: use of hard-coded credentials.
fn hard_coded() -> u32 {
    798
}

impl RawSecretRule {
    /// Writes out what `words` and `forms` stand for. A complaint where there is neither these nor a
    /// pattern.
    fn spell_out(&mut self) -> Result<(), String> {
        let id = &self.id;
        match (&self.pattern, self.forms.is_empty(), self.words.is_empty()) {
            (Some(_), true, true) if !self.keywords.is_empty() => return Ok(()),
            (None, false, false) if self.keywords.is_empty() && self.near.is_empty() => {}
            (None, false, true) if !self.keywords.is_empty() => {}
            _ => {
                return Err(format!(
                    "rule `{id}` needs `keywords` and a `pattern` or `forms`, or `words` and `forms`"
                ));
            }
        }
        let patterns: Vec<&str> = self.forms.iter().map(|form| &*form.pattern).collect();
        self.pattern = Some(match patterns.as_slice() {
            [only] => (*only).to_owned(),
            // A name may stand once only.
            several => several.join("|").replace("(?<secret>", "("),
        });
        if self.words.is_empty() {
            for form in &self.forms {
                let form = &form.text;
                self.examples.push(form.clone());
                self.examples.push(format!("API_KEY=\"{form}\""));
                self.counterexamples.push(format!("x{form}"));
            }
            return Ok(());
        }
        self.keywords.clone_from(&self.words);
        for (word, form) in self.words.iter().zip(self.forms.iter().cycle()) {
            let form = &form.text;
            let example = format!("# {word}\napi_key = \"{form}\"");
            self.examples.push(example);
            if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                let name = word.to_ascii_uppercase();
                self.examples.push(format!("{name}_API_KEY='{form}'"));
            }
        }
        for form in &self.forms {
            let form = &form.text;
            self.counterexamples.push(format!("checksum: \"{form}\""));
        }
        Ok(())
    }
}

impl RawVendor {
    /// # Errors
    /// A rule that says neither what to search for nor what it looks like.
    pub(super) fn compile(self) -> Result<Vendor, String> {
        let Self {
            id,
            title,
            docs,
            revoke,
            rotate,
            mut rule,
        } = self;
        for raw in &mut rule {
            raw.spell_out()?;
            let is_sum = |sum: &String| {
                sum.len() == 64
                    && sum
                        .bytes()
                        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            };
            if !raw.published.iter().all(is_sum) {
                return Err(format!(
                    "{}: `published` holds SHA-256 sums: 64 lower-case hexadecimal digits each",
                    raw.id
                ));
            }
        }
        let rules = rule
            .into_iter()
            .map(|raw| SecretRule {
                id: raw.id,
                title: raw.title,
                kind: raw.kind,
                keywords: raw
                    .keywords
                    .iter()
                    .map(|word| word.to_ascii_lowercase())
                    .collect(),
                pattern: raw.pattern.unwrap_or_default(),
                beside: !raw.words.is_empty(),
                heads: heads(&raw.forms),
                near: raw
                    .near
                    .iter()
                    .map(|word| word.to_ascii_lowercase())
                    .collect(),
                prefix: raw.prefix,
                entropy: raw.entropy,
                min_digits: raw.min_digits,
                published: raw.published,
                checksum: raw.checksum,
                severity: raw.severity,
                confidence: raw.confidence,
                cwe: raw.cwe,
                multiline: raw.multiline,
                docs: raw.docs.unwrap_or_else(|| docs.clone()),
                revoke: raw.revoke.unwrap_or_else(|| revoke.clone()),
                rotate: raw.rotate.unwrap_or_else(|| rotate.clone()),
                examples: raw.examples,
                counterexamples: raw.counterexamples,
            })
            .collect();
        Ok(Vendor { id, title, rules })
    }
}

/// What the forms begin with, longest first.
fn heads(forms: &[Form]) -> Vec<String> {
    let mut heads: Vec<String> = forms.iter().map(|form| form.head().to_owned()).collect();
    heads.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    heads.dedup();
    heads
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSensitive {
    id: String,
    title: String,
    names: Vec<String>,
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    alone: Vec<String>,
    #[serde(default)]
    unless_followed_by: Vec<String>,
    #[serde(default)]
    unless_preceded_by: Vec<String>,
    leak: Option<RawLeak>,
}

impl RawSensitive {
    pub(super) fn compile(self) -> Sensitive {
        let Self {
            id,
            title,
            names,
            endings,
            alone,
            unless_followed_by,
            unless_preceded_by,
            leak,
        } = self;
        Sensitive {
            id,
            title,
            names,
            endings,
            alone,
            unless_followed_by,
            unless_preceded_by,
            leak: leak.map(RawLeak::compile),
        }
    }
}
