//! The border that raw secrets do not cross: redacted evidence, and text that was scrubbed.
//!
//! A worker that finds a secret keeps its bytes only as long as it holds the file. What leaves is a
//! [`Redacted`] (a mask, and an id that answers "same value twice?" within one run) and
//! [`SafeText`], which only a [`Scrubber`] that knows every secret of its file can build.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What stands in an output where a secret stood.
pub const MASK: &str = "****";

/// Identifies a secret value within one run: equal values have equal ids. It is a hash under a
/// random key of the run, so that it says nothing about the value, and it is never written anywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretId(u64);

impl std::fmt::Debug for SecretId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretId(..)")
    }
}

/// Makes [`SecretId`]s; one per run, shared by its workers.
#[derive(Clone, Debug, Default)]
pub struct SecretKey(RandomState);

impl SecretKey {
    /// The id of a value in this run.
    pub fn id(&self, secret: &[u8]) -> SecretId {
        SecretId(self.0.hash_one(secret))
    }
}

/// Evidence of a secret without the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// The vendor's public prefix, if it has one, and a mask of fixed length.
    pub mask: SafeText,
    /// Answers whether two findings hold the same value.
    pub id: SecretId,
}

impl Redacted {
    /// Redacts `secret`; `prefix` is shown only where it is what the secret starts with.
    pub fn new(secret: &[u8], prefix: Option<&str>, key: &SecretKey) -> Self {
        let shown = prefix.filter(|prefix| {
            secret.len() > prefix.len() + 4 && secret.starts_with(prefix.as_bytes())
        });
        Self {
            mask: SafeText(format!("{}{MASK}", shown.unwrap_or("")).into()),
            id: key.id(secret),
        }
    }
}

/// Text that holds no secret of the file it came from.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct SafeText(Arc<str>);

impl SafeText {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Text that stands in this program, not in a scanned file.
    pub fn constant(text: &'static str) -> Self {
        Self(text.into())
    }
}

impl std::ops::Deref for SafeText {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for SafeText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// Knows every secret of one file and builds text without them.
#[derive(Debug, Default)]
pub struct Scrubber {
    /// Longest first, so that a secret inside a longer one does not leave half of it.
    secrets: Vec<String>,
}

impl Scrubber {
    /// The shortest value that is replaced wherever it occurs; anything shorter is no secret that
    /// a rule reports, and replacing it would tear ordinary words.
    pub const SHORTEST: usize = 4;

    /// A scrubber for a file that holds these secrets.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut secrets: Vec<String> = secrets
            .into_iter()
            .filter(|secret| secret.len() >= Self::SHORTEST)
            .map(|secret| String::from_utf8_lossy(secret).into_owned())
            .collect();
        secrets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        secrets.dedup();
        Self { secrets }
    }

    /// `text` with every secret masked.
    pub fn clean(&self, text: &str) -> SafeText {
        if self
            .secrets
            .iter()
            .all(|secret| !text.contains(secret.as_str()))
        {
            return SafeText(text.into());
        }
        let mut cleaned = text.to_owned();
        for secret in &self.secrets {
            if cleaned.contains(secret.as_str()) {
                cleaned = cleaned.replace(secret.as_str(), MASK);
            }
        }
        SafeText(cleaned.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_shows_the_vendor_prefix_and_nothing_else() {
        let key = SecretKey::default();
        let secret = [b"ghp_".as_slice(), &[b'x'; 20]].concat();
        assert_eq!(
            Redacted::new(&secret, Some("ghp_"), &key).mask.as_str(),
            "ghp_****"
        );
        assert_eq!(
            Redacted::new(&secret, Some("xoxb-"), &key).mask.as_str(),
            "****"
        );
        assert_eq!(
            Redacted::new(b"ghp_abc", Some("ghp_"), &key).mask.as_str(),
            "****"
        );
    }

    #[test]
    fn equal_values_have_equal_ids_and_the_id_prints_nothing() {
        let key = SecretKey::default();
        assert_eq!(key.id(b"one"), key.id(b"one"));
        assert_ne!(key.id(b"one"), key.id(b"two"));
        assert_eq!(format!("{:?}", key.id(b"one")), "SecretId(..)");
    }

    #[test]
    fn longer_secrets_go_first_and_short_ones_are_left() {
        let scrubber = Scrubber::new([b"abcd".as_slice(), b"abcdefgh", b"ab"]);
        assert_eq!(
            scrubber.clean("x abcdefgh abcd ab").as_str(),
            "x **** **** ab"
        );
    }
}
