//! The border that raw secrets do not cross: redacted evidence, and text that was scrubbed.
//!
//! A worker that finds a secret keeps its bytes only as long as it holds the file. What leaves is a
//! [`Redacted`] (a mask, and an id that answers "same value twice?" within one run) and
//! [`SafeText`], which only a [`Scrubber`] that knows every secret of its file can build.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

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

/// Recognises a secret value that somebody else has hashed. It is kept in memory, prints nothing and
/// is never written: what leaves of it is a [`ValueHash::tag`] in a baseline that was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ValueHash {
    sha256: [u8; 32],
    sha1: [u8; 20],
}

impl std::fmt::Debug for ValueHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ValueHash(..)")
    }
}

impl ValueHash {
    fn new(secret: &[u8]) -> Self {
        let mut sha1 = gix_hash::hasher(gix_hash::Kind::Sha1);
        sha1.update(secret);
        let mut short = [0; 20];
        // Refused only for input made to collide: that is no value anybody has hashed in earnest.
        if let Ok(digest) = sha1.try_finalize() {
            short.copy_from_slice(digest.as_slice());
        }
        Self {
            sha256: Sha256::digest(secret).into(),
            sha1: short,
        }
    }

    /// Whether the value has this SHA-256, in lower-case hexadecimal.
    pub fn is_sha256(&self, digest: &str) -> bool {
        hex(&self.sha256) == digest
    }

    /// Whether the value has this SHA-1, in lower-case hexadecimal.
    pub fn is_sha1(&self, digest: &str) -> bool {
        hex(&self.sha1) == digest
    }

    /// Four hexadecimal digits that tell this value from another beside the same salt. So few that
    /// they confirm no guess: of a million guessed values fifteen have the same.
    pub fn tag(&self, salt: &str) -> String {
        let mut digest = Sha256::new();
        digest.update(salt.as_bytes());
        digest.update([0]);
        digest.update(self.sha256);
        hex(&digest.finalize()[..2])
    }
}

/// The SHA-256 of a value in lower-case hexadecimal, as allow lists name it.
pub fn sha256(value: &[u8]) -> String {
    hex(&Sha256::digest(value))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes everything");
        text
    })
}

/// Evidence of a secret without the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// The vendor's public prefix, if it has one, and a mask of fixed length.
    pub mask: SafeText,
    /// Answers whether two findings hold the same value.
    pub id: SecretId,
    /// Answers whether it is a value that somebody allowed or accepted.
    pub hash: ValueHash,
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
            hash: ValueHash::new(secret),
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

    /// Text put together from pieces of texts that are safe themselves.
    pub(super) fn joined(pieces: String) -> Self {
        Self(pieces.into())
    }

    /// The same text in another spelling: letters and digits in their order, other signs replaced,
    /// words of this program added.
    #[must_use]
    pub fn rewritten(&self, text: String) -> Self {
        Self(text.into())
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
#[derive(Default)]
pub struct Scrubber {
    /// The secrets and their parts.
    secrets: Vec<Vec<u8>>,
    /// Finds them; made when the first text is cleaned.
    finder: OnceLock<AhoCorasick>,
}

impl std::fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scrubber(..)")
    }
}

impl Scrubber {
    /// The shortest value that is replaced wherever it occurs; anything shorter is no secret that
    /// a rule reports, and replacing it would tear ordinary words.
    pub const SHORTEST: usize = 4;
    /// The shortest part of a secret that is replaced alone. A key over several lines, or one that is
    /// written with escapes, is met again line by line and unescaped.
    const SHORTEST_PART: usize = 10;

    /// A scrubber for a file that holds these secrets.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut all: Vec<Vec<u8>> = Vec::new();
        for secret in secrets {
            if secret.len() >= Self::SHORTEST {
                all.push(secret.to_vec());
            }
            let parts = parts(secret).filter(|part| part.len() >= Self::SHORTEST_PART);
            all.extend(parts.map(<[u8]>::to_vec));
            if secret.contains(&b'\\') {
                let (plain, _) = unescape(secret, 0);
                all.extend((plain.len() >= Self::SHORTEST).then_some(plain));
            }
        }
        all.sort_unstable();
        all.dedup();
        Self {
            secrets: all,
            finder: OnceLock::new(),
        }
    }

    /// `text` with every secret masked, also where two of them overlap.
    ///
    /// # Panics
    /// Never in practice: plain texts make an automaton unless there are gigabytes of them, and files
    /// are read up to a limit far below.
    pub fn clean(&self, text: &str) -> SafeText {
        if self.secrets.is_empty() {
            return SafeText(text.into());
        }
        // It is asked about a few lines: what is quickest to build.
        let secrets = self.finder.get_or_init(|| {
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::NoncontiguousNFA))
                .build(&self.secrets)
                .expect("the secrets of one file fit an automaton")
        });
        let mut hidden: Vec<(usize, usize)> = secrets
            .find_overlapping_iter(text)
            .map(|hit| (hit.start(), hit.end()))
            .collect();
        if hidden.is_empty() {
            return SafeText(text.into());
        }
        hidden.sort_unstable();
        let (mut cleaned, mut shown) = (String::new(), 0);
        let mut open: Option<(usize, usize)> = None;
        for (start, end) in hidden {
            match &mut open {
                Some((_, last)) if start < *last => *last = end.max(*last),
                _ => {
                    if let Some(whole) = open.replace((start, end)) {
                        mask(text, whole, &mut shown, &mut cleaned);
                    }
                }
            }
        }
        if let Some(whole) = open {
            mask(text, whole, &mut shown, &mut cleaned);
        }
        cleaned.push_str(text.get(shown..).unwrap_or(""));
        SafeText(cleaned.into())
    }
}

/// Adds what stands before a hidden stretch, and the mask in its place.
fn mask(text: &str, (start, end): (usize, usize), shown: &mut usize, cleaned: &mut String) {
    cleaned.push_str(text.get(*shown..start).unwrap_or(""));
    cleaned.push_str(MASK);
    *shown = end;
}

/// `text` without the escapes that string literals of most languages share, and for each byte, and
/// for the end, where it stood; `text` begins at `offset` there.
pub(crate) fn unescape(text: &[u8], offset: usize) -> (Vec<u8>, Vec<usize>) {
    let (mut plain, mut places) = (Vec::with_capacity(text.len()), Vec::new());
    let mut at = 0;
    while at < text.len() {
        let known = match (text[at], text.get(at + 1)) {
            (b'\\', Some(b'n')) => Some(b'\n'),
            (b'\\', Some(b'r')) => Some(b'\r'),
            (b'\\', Some(b't')) => Some(b'\t'),
            (b'\\', Some(mark @ (b'"' | b'\'' | b'`' | b'\\' | b'/' | b'$'))) => Some(*mark),
            _ => None,
        };
        places.push(offset + at);
        plain.push(known.unwrap_or(text[at]));
        at += 1 + usize::from(known.is_some());
    }
    places.push(offset + text.len());
    (plain, places)
}

/// The stretches of a secret between its line ends, blanks, quotes and escapes.
fn parts(secret: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut escaped = false;
    secret.split(move |byte| {
        // The letter behind a backslash belongs to the escape.
        let letter = std::mem::replace(&mut escaped, *byte == b'\\');
        letter || byte.is_ascii_whitespace() || matches!(byte, b'\\' | b'"' | b'\'' | b'`')
    })
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
    fn a_value_is_known_by_its_hash_and_the_hash_prints_nothing() {
        let hash = Redacted::new(b"abc", None, &SecretKey::default()).hash;
        // The examples of FIPS 180.
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert!(hash.is_sha256(&sha256(b"abc")) && !hash.is_sha256(&sha256(b"abd")));
        assert!(hash.is_sha1("a9993e364706816aba3e25717850c26c9cd0d89d"));
        assert_eq!(format!("{hash:?}"), "ValueHash(..)");
        assert_eq!(hash.tag("salt").len(), 4);
        assert_ne!(hash.tag("salt"), hash.tag("other"));
    }

    #[test]
    fn longer_secrets_go_first_and_short_ones_are_left() {
        let scrubber = Scrubber::new([b"abcd".as_slice(), b"abcdefgh", b"ab"]);
        assert_eq!(
            scrubber.clean("x abcdefgh abcd ab").as_str(),
            "x **** **** ab"
        );
    }

    #[test]
    fn overlapping_secrets_leave_nothing() {
        let scrubber = Scrubber::new([b"abcdXYZ".as_slice(), b"XYZefgh"]);
        assert_eq!(scrubber.clean("-abcdXYZefgh-").as_str(), "-****-");
    }

    #[test]
    fn a_secret_is_met_again_line_by_line_and_unescaped() {
        let scrubber = Scrubber::new([br"firstlineof\nsecondlineof\n".as_slice()]);
        assert_eq!(
            scrubber.clean("a firstlineof\nsecondlineof b").as_str(),
            "a ****\n**** b"
        );
        let scrubber = Scrubber::new([b"firstlineof\n  secondlineof".as_slice()]);
        assert_eq!(scrubber.clean("  secondlineof").as_str(), "  ****");
    }
}
