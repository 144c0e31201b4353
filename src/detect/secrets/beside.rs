//! Tokens that look like anyone's: what stands around one makes it a vendor's, or a mere number.

use std::ops::Range;

/// How far before the value its vendor's word may stand. Bytes.
const WORD: usize = 44;
/// How far it may stand where a name that means a credential lies between, or the value is given to
/// one. Bytes.
const NAME: usize = 120;
/// How far behind the value, on the same line, as the address of a request does. Bytes.
const BEHIND: usize = 120;

/// What makes a name that of a credential.
const TELLING: [&str; 15] = [
    "key",
    "token",
    "secret",
    "passw",
    "pwd",
    "auth",
    "cred",
    "bearer",
    "login",
    "sid",
    "_pat",
    "access",
    "signature",
    "apik",
    "client",
];

/// What gives a value another meaning: a sum over something, or its name.
const SUMS: [&str; 17] = [
    "sha1",
    "sha256",
    "sha-256",
    "sha512",
    "sha384",
    "md5",
    "checksum",
    "digest",
    "integrity",
    "commit",
    "revision",
    "etag",
    "fingerprint",
    "/tree/",
    "/blob/",
    "hash",
    "thumbprint",
];

/// How a value and its vendor's word stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Beside {
    /// The word stands somewhere near.
    Near,
    /// The value is given to a name that the word is part of.
    Named,
    /// Such a name, and it means a credential.
    Credential,
}

/// Whether one of `words` stands beside the value at `at`. `None` where none does, or where the text
/// says that the value is something else.
pub(super) fn beside(text: &[u8], at: &Range<usize>, words: &[String]) -> Option<Beside> {
    let secret = &text[at.clone()];
    let from = at.start.saturating_sub(NAME);
    let before = text[from..at.start].to_ascii_lowercase();
    let name = name_before(&before);
    let tells = |part: &[u8]| TELLING.iter().any(|word| holds(part, word.as_bytes()));
    let sums = |part: &[u8]| SUMS.iter().any(|word| holds(part, word.as_bytes()));
    let word = words
        .iter()
        .filter_map(|word| last_word(&text[from..at.start], word.as_bytes()))
        .max();
    let Some(end) = word else {
        // `curl -H "X-Api-Key: …" https://api.acme.com/`
        let behind = &text[at.end..text.len().min(at.end + BEHIND)];
        let line = behind.split(|byte| *byte == b'\n').next().unwrap_or(behind);
        let follows = words
            .iter()
            .any(|word| last_word(line, word.as_bytes()).is_some());
        let given = name
            .as_ref()
            .is_some_and(|name| tells(&before[name.clone()]));
        return (follows && given).then_some(Beside::Near);
    };
    let between = &before[end..];
    if let Some(name) = &name
        && (name.clone().contains(&(end - 1))
            || before
                .get(end..name.start)
                .is_some_and(|gap| matches!(gap, b"" | b" ")))
    {
        let name = &before[name.clone()];
        return match tells(name) {
            true => Some(Beside::Credential),
            false if sums(name) || is_sum_like(secret) && numbers(name) => None,
            false => Some(Beside::Named),
        };
    }
    if is_sum_like(secret) && name.clone().is_some_and(|name| numbers(&before[name])) {
        return None;
    }
    let line = before
        .rsplit(|byte| *byte == b'\n')
        .next()
        .unwrap_or(&before);
    if sums(between) || sums(line) {
        return None;
    }
    let told = tells(between);
    let given = name.is_some_and(|name| tells(&before[name]));
    let least = match (given, told) {
        (true, _) => NAME,
        (false, true) if !is_sum_like(secret) => NAME / 2,
        _ => WORD,
    };
    (between.len() <= least && (told || given || !is_sum_like(secret))).then_some(Beside::Near)
}

/// A name of something that is numbered or versioned: `instance_id`, `sha`.
fn numbers(name: &[u8]) -> bool {
    let last = name
        .rsplit(|byte| !byte.is_ascii_alphabetic())
        .next()
        .unwrap_or(name);
    matches!(
        last,
        b"sha" | b"rev" | b"ref" | b"version" | b"uuid" | b"guid" | b"oid" | b"id"
    )
}

/// Where the name stands that the text at the end of `before` is given to: `"api-key": "`,
/// `token => `, `--key `, `Authorization: Bearer `.
fn name_before(before: &[u8]) -> Option<Range<usize>> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let is_joint = |byte: u8| !is_name(byte) && !matches!(byte, b'{' | b'}' | b'/');
    let mut end = before.len();
    for _ in 0..2 {
        let joint = before[..end]
            .iter()
            .rposition(|byte| !is_joint(*byte))
            .map_or(0, |at| at + 1);
        let between = &before[joint..end];
        // A line of its own belongs to the name before it only where that line says so.
        let goes_on = between.iter().any(|byte| b">:=(".contains(byte));
        if between.len() > 24 || joint == 0 || between.contains(&b'\n') && !goes_on {
            return None;
        }
        let start = before[..joint]
            .iter()
            .rposition(|byte| !is_name(*byte))
            .map_or(0, |at| at + 1);
        if start == joint {
            return None;
        }
        // A scheme stands between the name and the value.
        if !matches!(
            &before[start..joint],
            b"bearer" | b"basic" | b"token" | b"string"
        ) {
            return Some(start..joint);
        }
        end = start;
    }
    None
}

/// Where the last `word` ends that begins where a word does. Short ones must end there too.
fn last_word(text: &[u8], word: &[u8]) -> Option<usize> {
    /// What is longer is a name, whatever follows.
    const SHORT: usize = 8;
    if word.is_empty() || text.len() < word.len() {
        return None;
    }
    (0..=text.len() - word.len()).rev().find_map(|start| {
        let end = start + word.len();
        if !text[start..end].eq_ignore_ascii_case(word) {
            return None;
        }
        let begins = !word[0].is_ascii_alphabetic()
            || start == 0
            || !text[start - 1].is_ascii_alphabetic()
            || text[start - 1].is_ascii_lowercase() && text[start].is_ascii_uppercase()
            || start > 1 && text[start - 2] == b'\\';
        let last = text[end - 1];
        let rest = &text[end..];
        let ends = word.len() > SHORT
            || !last.is_ascii_alphabetic()
            || !rest.first().is_some_and(u8::is_ascii_alphabetic)
            || last.is_ascii_lowercase() && rest[0].is_ascii_uppercase()
            || [
                "key", "token", "api", "secret", "app", "auth", "pass", "id", "url", "account",
            ]
            .iter()
            .any(|word| {
                rest.get(..word.len())
                    .is_some_and(|rest| rest.eq_ignore_ascii_case(word.as_bytes()))
            });
        (begins && ends).then_some(end)
    })
}

/// Nothing around it makes it part of something longer, or the sum of something: a file's name, a
/// pinned version (`…/checkout@0f3b…`, `…/x.tgz#0f3b…`), a line of `go.sum` (`h1:…`).
pub(super) fn stands_free(text: &[u8], at: &Range<usize>) -> bool {
    // A sum in base64 may have a slash inside.
    let run = text[at.start.saturating_sub(64)..at.start]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        .count();
    let sum = &text[(at.start - run).saturating_sub(8)..at.start - run];
    let lead = &text[at.start.saturating_sub(8)..at.start];
    let secret = &text[at.clone()];
    let pinned = lead.ends_with(b"@") || lead.ends_with(b"#");
    let pinned = pinned && secret.iter().all(u8::is_ascii_hexdigit);
    let sums = [
        &b"h1:"[..],
        b"sha1-",
        b"sha256-",
        b"sha384-",
        b"sha512-",
        b"sha256:",
        b"sha1:",
        b"md5:",
    ];
    if pinned || sums.iter().any(|mark| sum.ends_with(mark)) {
        return false;
    }
    let before = at.start.checked_sub(1).map(|place| text[place]);
    let behind = text.get(at.end).copied();
    let then = text.get(at.end + 1).copied();
    let is_part = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let goes_on =
        matches!(behind, Some(b'-' | b'+' | b'(')) || behind == Some(b'.') && is_part(then);
    !goes_on && !matches!(before, Some(b'-' | b'+' | b'.'))
}

/// The length and the letters of a sum over something: anyone may write one anywhere.
fn is_sum_like(secret: &[u8]) -> bool {
    let hex = secret.iter().all(u8::is_ascii_hexdigit);
    let digits = secret.iter().all(u8::is_ascii_digit);
    let parts = secret.split(|byte| *byte == b'-').map(<[u8]>::len);
    let uuid = parts.eq([8, 4, 4, 4, 12])
        && secret
            .iter()
            .all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
    hex && matches!(secret.len(), 32 | 40 | 56 | 64 | 96 | 128)
        || uuid
        || digits
        || secret.len() < 20
}

/// Digits and capitals are as many as chance makes them, unlike in words joined to a name.
pub(super) fn looks_random(secret: &[u8]) -> bool {
    let share = |is: fn(&u8) -> bool| {
        secret.iter().filter(|byte| is(byte)).count() * 100 / secret.len().max(1)
    };
    let digits = share(u8::is_ascii_digit);
    let (small, large) = (share(u8::is_ascii_lowercase), share(u8::is_ascii_uppercase));
    // The parts of a UUID, whatever its letters.
    let parts = secret.split(|byte| *byte == b'-').map(<[u8]>::len);
    if parts.eq([8, 4, 4, 4, 12]) {
        return digits > 0;
    }
    // Groups of one length, as keys are printed to be typed.
    let mut groups = secret.split(|byte| *byte == b'-').map(<[u8]>::len);
    let first = groups.next().unwrap_or(0);
    if (3..=8).contains(&first) && groups.clone().count() >= 2 && groups.all(|next| next == first) {
        return digits > 0;
    }
    if is_worded(secret) {
        return false;
    }
    match (digits, small > 0, large > 0) {
        (0, true, true) => !humps(secret),
        // Of one case only; a word is shorter.
        (0, _, _) => secret.len() >= 24,
        (_, true, true) => {
            let least = if secret.len() < 20 { 20 } else { 28 };
            digits >= 12 || digits + large >= least || !speaks(secret)
        }
        _ => digits >= 7 || !speaks(secret),
    }
}

/// Two or more words with joints between them: `grpc_server_max_streams`, `JSON_FILE_BASE64`.
fn is_worded(secret: &[u8]) -> bool {
    let is_word = |piece: &[u8]| {
        let stem = piece
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let (stem, rest) = piece.split_at(stem);
        let inner = stem.get(1..).unwrap_or_default();
        let one_case =
            inner.iter().all(u8::is_ascii_lowercase) || stem.iter().all(u8::is_ascii_uppercase);
        one_case && rest.len() <= 3 && rest.iter().all(u8::is_ascii_digit) || humps(piece)
    };
    let pieces = secret.split(|byte| matches!(byte, b'_' | b'-' | b'.' | b'/' | b'~'));
    let pieces: Vec<&[u8]> = pieces.filter(|piece| !piece.is_empty()).collect();
    pieces.len() > 1 && pieces.iter().all(|piece| is_word(piece))
}

/// As many of its letters are vowels as in text that can be spoken.
fn speaks(text: &[u8]) -> bool {
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic());
    let (all, vowels) = letters.fold((0_usize, 0_usize), |(all, vowels), byte| {
        let vowel = b"aeiouy".contains(&byte.to_ascii_lowercase());
        (all + 1, vowels + usize::from(vowel))
    });
    vowels * 10 >= all * 3
}

/// Words that only capitals tell apart: letters with fewer capitals than chance has it, or with
/// capitals in a row.
fn humps(piece: &[u8]) -> bool {
    let changes = piece
        .windows(2)
        .filter(|pair| pair[0].is_ascii_uppercase() != pair[1].is_ascii_uppercase())
        .count();
    let large = piece
        .iter()
        .filter(|byte| byte.is_ascii_uppercase())
        .count();
    piece.iter().all(u8::is_ascii_alphabetic)
        && speaks(piece)
        && (piece.len() >= 4 * large || piece.len() >= 3 * changes && piece.len() >= 2 * large)
}

fn holds(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value of no vendor, and how it stands in `line`, in which it is written `@`.
    fn of(line: &str, value: &str) -> Option<Beside> {
        let start = line.find('@').expect("the samples hold a place");
        let text = line.replace('@', value);
        let words = ["acme".to_owned(), "roadrunner".to_owned()];
        let at = start..start + value.len();
        stands_free(text.as_bytes(), &at)
            .then(|| beside(text.as_bytes(), &at, &words))
            .flatten()
    }

    const HEX: &str = "0f3b9a7d1c5e82604b7f9d3a1e6c8052";
    const MIXED: &str = "q7Rz0LmX4vTb9KsW2nHd";

    #[test]
    fn the_name_it_is_given_to_says_most() {
        for line in [
            "ACME_API_KEY=@",
            "acme-token: '@'",
            "\"acmeSecret\" => \"@\"",
        ] {
            assert_eq!(of(line, HEX), Some(Beside::Credential), "{line}");
        }
        assert_eq!(of("acme = '@'", HEX), Some(Beside::Named));
        assert_eq!(of("roadrunnerkey(\"@\")", MIXED), Some(Beside::Credential));
    }

    #[test]
    fn a_word_near_is_enough_for_what_looks_random() {
        assert_eq!(of("# acme\nvalue @", MIXED), Some(Beside::Near));
        assert_eq!(of("# acme\nvalue @", HEX), None);
        assert_eq!(of("# acme\nkey @", HEX), Some(Beside::Near));
        assert_eq!(of("acme:\n  api_key: \"@\"", HEX), Some(Beside::Near));
        let curl = "curl -H 'Authorization: Bearer @' https://api.acme.com/";
        assert_eq!(of(curl, HEX), Some(Beside::Near));
    }

    #[test]
    fn sums_names_and_other_words_are_not_tokens() {
        for line in [
            "acme_sha256: @",
            "acme commit @",
            "acmeists key: @",
            "key: @",
            "acme/@.tar.gz",
            "acme key-@-x",
            "acme token: h1:@",
            "acme/create-token-1.2.tgz#@",
            "acme_instance_id: @",
        ] {
            assert_eq!(of(line, HEX), None, "{line}");
        }
        assert!(!looks_random(b"someRatherLongIdentifier2"));
        assert!(!looks_random(b"some_rather_long_identifier"));
        assert!(!looks_random(b"JSON_FILE_BASE64_ENCODED"));
        assert!(!looks_random(b"gcpServiceAccountKeyJSON"));
        assert!(!looks_random(b"EnvAlibabaCloudAccessKeySecret"));
        assert!(looks_random(MIXED.as_bytes()) && looks_random(HEX.as_bytes()));
    }
}
