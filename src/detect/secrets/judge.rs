//! Whether a string beside a credential's name is a credential: more than entropy.

use super::dummy::{self, is_sequence};
use super::names;
use crate::model::signal::Confidence;

/// Shortest value that is taken for a password.
const SHORTEST: usize = 6;
/// Longest value that is taken for a generic secret.
const LONGEST: usize = 512;
/// Bits per byte from which on a value looks random rather than chosen.
const RANDOM: f32 = 3.3;

/// Words that make a value an example, a template or a state rather than a secret.
const PLACEHOLDERS: [&str; 41] = [
    "example",
    "changeme",
    "change_me",
    "change-me",
    "placeholder",
    "your_",
    "your-",
    "yourpass",
    "yourkey",
    "yourtoken",
    "insert",
    "replace",
    "todo",
    "dummy",
    "redacted",
    "xxxx",
    "****",
    "....",
    "<",
    "sample",
    "fake",
    "mock",
    "secret_name",
    "password_here",
    "not-a-real",
    "notreal",
    "undefined",
    "not-set",
    "not_set",
    "notset",
    "_here",
    "-here",
    "change_in",
    "change-in",
    "required",
    "optional",
    "disabled",
    "enabled",
    "default",
    "null",
    "none",
];

/// Whole values that people write where a secret goes.
const WORDS: [&str; 24] = [
    "password",
    "passwd",
    "secret",
    "token",
    "test",
    "testing",
    "admin",
    "root",
    "user",
    "username",
    "string",
    "bearer",
    "basic",
    "true",
    "false",
    "apikey",
    "api_key",
    "access_token",
    "key",
    "value",
    "foobar",
    "foo",
    "bar",
    "unknown",
];

/// How sure a value beside a credential's name is a secret; `None` when it is not one.
pub(crate) fn judge(name: &str, value: &str) -> Option<Confidence> {
    let value = value.trim();
    if value.len() < SHORTEST
        || value.len() > LONGEST
        || is_reference(value)
        || is_spelled_out(value)
    {
        return None;
    }
    if value
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || !c.is_alphanumeric() && !c.is_ascii())
    {
        return None;
    }
    // A letter with an accent counts as the letter; other scripts write words.
    let plain: String;
    let value = if value.is_ascii() {
        value
    } else if value
        .chars()
        .filter(|c| !c.is_ascii())
        .all(|c| ('\u{c0}'..='\u{24f}').contains(&c))
    {
        plain = value
            .chars()
            .map(|c| if c.is_ascii() { c } else { 'e' })
            .collect();
        &plain
    } else {
        return None;
    };
    let is_password =
        name.to_ascii_lowercase().contains("pass") || name.to_ascii_lowercase().contains("pwd");
    // People join two words to a password, and more of them to an identifier.
    let joined = if is_password { 3 } else { 2 };
    if is_noise(value) {
        return Some(Confidence::Likely);
    }
    if is_placeholder(value) || is_algorithm(value) {
        return None;
    }
    if same_as_name(name, value) || is_structure(value) || is_worded(value, joined) {
        return None;
    }
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let upper = value.bytes().any(|byte| byte.is_ascii_uppercase());
    let lower = value.bytes().any(|byte| byte.is_ascii_lowercase());
    let entropy = entropy::shannon_entropy(value);
    if is_uuid(value) {
        return Some(Confidence::Possible);
    }
    // Random text of some length mixes digits in; words and identifiers do not.
    if value.len() >= 16 && digits >= 2 && entropy >= RANDOM {
        return Some(Confidence::Likely);
    }
    // Half the letters of hex are digits: its random text never gets far above 3 bits.
    let hex = value.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hex && value.len() >= 16 && digits >= 4 && value.len() - digits >= 3 && entropy >= 2.8 {
        return Some(Confidence::Likely);
    }
    let classes = usize::from(digits > 0)
        + usize::from(upper)
        + usize::from(lower)
        + usize::from(has_symbol(value));
    if classes >= 3 && value.len() >= 8 && entropy >= 2.5 && digits > 0 {
        return Some(if is_password {
            Confidence::Likely
        } else {
            Confidence::Possible
        });
    }
    (is_password && digits > 0 && (upper || lower)).then_some(Confidence::Possible)
}

/// Signs, letters of both cases and digits in a mix that neither code nor an address has.
fn is_noise(value: &str) -> bool {
    let count = |is: fn(&u8) -> bool| value.as_bytes().iter().filter(|byte| is(byte)).count();
    let signs = count(u8::is_ascii_punctuation);
    (20..=128).contains(&value.len())
        && signs * 6 >= value.len()
        && count(u8::is_ascii_digit) >= 2
        && count(u8::is_ascii_uppercase) * 8 >= value.len()
        && count(u8::is_ascii_lowercase) * 8 >= value.len()
        && entropy::shannon_entropy(value) >= 4.3
        && !value.contains("://")
        && !value.contains("()")
}

/// Whether a value that looks like words is a password all the same, though a poor one.
pub(crate) fn is_chosen(name: &str, value: &str) -> bool {
    /// What is longer is a sentence or an identifier.
    const LONGEST_WORD: usize = 24;
    let lower = name.to_ascii_lowercase();
    let is_password = lower.contains("pass")
        || lower.contains("pwd")
        || names::split(name).last().is_some_and(|last| last == "pw");
    let code = value.contains([
        '(', ')', '[', ']', '{', '}', '<', '>', '/', '\\', ',', ';', ':', '.', '|',
    ]);
    let state = [
        "true",
        "false",
        "none",
        "null",
        "undef",
        "unset",
        "notset",
        "not_set",
        "not-set",
        "undefined",
        "optional",
        "required",
        "enabled",
        "disabled",
        "string",
        "default",
    ];
    is_password
        && (SHORTEST..=LONGEST_WORD).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_graphic())
        && !code
        && !is_reference(value)
        && !is_no_password(value)
        && !is_mask(value)
        && !state.contains(&value.to_ascii_lowercase().as_str())
        && !named_alike(name, value)
}

/// Whether nobody would write a word where any would do: none that says what it is for.
pub(crate) fn is_unlikely_dummy(value: &str) -> bool {
    const SAYING: [&str; 22] = [
        "pass", "pwd", "wrong", "invalid", "correct", "valid", "bad", "good", "new", "old",
        "strong", "weak", "short", "long", "some", "any", "other", "bogus", "blah", "test", "user",
        "nope",
    ];
    let lower = value.to_ascii_lowercase();
    dummy::of_password(value.as_bytes()) == dummy::Standing::Real
        && !SAYING.iter().any(|word| lower.contains(word))
        && !value.contains(['-', '_'])
}

/// What stands in the place of a password and is none, by its form: the name of a variable, a range
/// of versions, a method, an element of a page.
pub(super) fn is_no_password(value: &str) -> bool {
    is_named_in_capitals(value) || is_version(value) || is_algorithm(value) || is_selector(value)
}

/// The name of a variable that holds it: `DB_PASSWORD`.
pub(super) fn is_named_in_capitals(value: &str) -> bool {
    let capitals = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    value.contains('_')
        && value.bytes().all(capitals)
        && ["PASS", "PWD", "SECRET", "TOKEN", "KEY"]
            .iter()
            .any(|word| value.contains(word))
}

/// Letters of another script, spelled out as `.properties` files and JSON do.
fn is_spelled_out(value: &str) -> bool {
    let spelled = value.match_indices("\\u").filter(|(at, _)| {
        let digits = value.get(at + 2..at + 6);
        digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    });
    spelled.count() >= 2
}

/// The name of a method: `sha-512`, `aes_256`.
fn is_algorithm(value: &str) -> bool {
    const METHODS: [&str; 12] = [
        "sha", "md", "aes", "des", "rsa", "hmac", "bcrypt", "scrypt", "argon", "pbkdf", "ripemd",
        "blowfish",
    ];
    let lower = value.to_ascii_lowercase();
    let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/'));
    METHODS.contains(&stem)
}

/// A range of versions, where a package is called after a credential: `^4.0.17`.
fn is_version(value: &str) -> bool {
    let number = value.trim_start_matches(['^', '~', '>', '<', '=', 'v']);
    number.contains('.')
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// The name of an element of a page: `#add-password`.
fn is_selector(value: &str) -> bool {
    value.strip_prefix('#').is_some_and(|name| {
        name.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    })
}

/// One character over and over, as a form shows in place of a password.
fn is_mask(value: &str) -> bool {
    let mut bytes = value.bytes();
    let first = bytes.next();
    bytes.all(|byte| Some(byte) == first)
        || value.contains("***")
        || value.contains("xxx")
        || value.contains("###")
}

/// The value is the name itself, or a part of it: `password: "password"`, `pass: "Password"`.
fn named_alike(name: &str, value: &str) -> bool {
    let alone = ["pass", "pw", "pwd", "passwd"];
    let last = name.rsplit(['.', '_', '-']).next().unwrap_or(name);
    if value.eq_ignore_ascii_case("password")
        && alone.iter().any(|word| last.eq_ignore_ascii_case(word))
    {
        return true;
    }
    let squeeze = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase()
    };
    squeeze(name).contains(&squeeze(value))
}

/// An identifier by form; some services hand them out as tokens all the same.
fn is_uuid(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && value
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn has_symbol(value: &str) -> bool {
    value
        .bytes()
        .any(|byte| byte.is_ascii_punctuation() && !matches!(byte, b'-' | b'_' | b'.' | b'/'))
}

/// A value that names where the value comes from.
fn is_reference(value: &str) -> bool {
    // A shell closes one quote before it writes the variable: `"'$PASSWORD'"`.
    let value = value.trim_start_matches(['\'', '"']);
    let inside = [
        "${",
        "{{",
        "$(",
        "%(",
        "#{",
        "<%",
        "$ENV",
        "process.env",
        "os.environ",
        "secretRef",
        "ref+",
    ];
    inside.iter().any(|mark| value.contains(mark))
        || value.starts_with(['$', '%', '@', '{', '<', '[', '&'])
        || value.starts_with("vault:")
        || value.starts_with("op://")
        || value.starts_with("arn:")
        || value.starts_with("env:")
        || value.starts_with("file:")
        || value.starts_with("projects/")
        || value.starts_with("ENC[")
        // What a cloud's key service encrypted.
        || value.starts_with("AQICAH")
        || value.starts_with("$ANSIBLE_VAULT")
}

fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    if WORDS.contains(&lower.as_str()) || PLACEHOLDERS.iter().any(|word| lower.contains(word)) {
        return true;
    }
    let mut bytes = lower.bytes();
    let first = bytes.next();
    if bytes.all(|byte| Some(byte) == first) {
        return true;
    }
    is_sequence(lower.as_bytes())
}

/// `password` given `"user_password"`: the value is another name for the same thing.
fn same_as_name(name: &str, value: &str) -> bool {
    let squeeze = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect::<String>()
    };
    let (name, value) = (squeeze(name), squeeze(value));
    !name.is_empty() && (value.contains(&name) || name.contains(&value))
}

/// At least so many words and numbers, joined: `scram-sha-256`, `indexer/test-node/index:0`.
fn is_worded(value: &str, least: usize) -> bool {
    let pieces = value
        .split(['/', ':', '-', '_', '.', '*', ','])
        .filter(|piece| !piece.is_empty());
    let is_word = |piece: &str| {
        let word = piece.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = piece.len() - word.len();
        word.bytes().all(|byte| byte.is_ascii_lowercase()) && (word.is_empty() || digits <= 3)
    };
    pieces.clone().count() >= least
        && pieces.clone().all(is_word)
        && pieces
            .filter(|piece| piece.starts_with(|c: char| c.is_ascii_alphabetic()))
            .count()
            * 2
            >= least
}

/// A name that ends as files do: `keys/server.pem`.
fn is_file(value: &str) -> bool {
    const ENDINGS: [&str; 26] = [
        "pem",
        "key",
        "crt",
        "cer",
        "der",
        "p12",
        "pfx",
        "jks",
        "pub",
        "json",
        "yaml",
        "yml",
        "toml",
        "ini",
        "conf",
        "env",
        "txt",
        "xml",
        "properties",
        "sh",
        "py",
        "js",
        "ts",
        "go",
        "java",
        "html",
    ];
    let ending = value
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Identifiers, paths, addresses, types, times: structure that people write and machines do not.
fn is_structure(value: &str) -> bool {
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    if value.contains("://")
        || value.starts_with('/')
        || value.starts_with("./")
        || value.starts_with("../")
        || is_file(value)
        || value.starts_with("~/")
    {
        return true;
    }
    if value.contains('(') || value.contains(';') || value.contains("=>") || value.contains("::") {
        return true;
    }
    // `some.setting.name`, `some-header-name`, `SOME_VARIABLE`: words with one kind of joint.
    let word_like =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    for joint in ['_', '-', '.', '/', ':'] {
        if value.contains(joint) && value.split(joint).all(word_like) {
            return true;
        }
    }
    if !has_digit
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && entropy::shannon_entropy(value) < 3.9
    {
        return true;
    }
    // A version, a date, an amount.
    value.bytes().all(|byte| {
        byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b':' | b'T' | b'Z' | b'_' | b',')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters that look random and are the same in every run.
    fn random(length: usize) -> String {
        let alphabet = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        (0..length)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                alphabet[(state % alphabet.len() as u64) as usize] as char
            })
            .collect()
    }

    #[test]
    fn random_text_beside_a_name_is_likely() {
        assert_eq!(judge("api_key", &random(32)), Some(Confidence::Likely));
        assert_eq!(
            judge("db_password", &format!("{}7!", random(8))),
            Some(Confidence::Likely)
        );
        assert_eq!(judge("password", "kipper94"), Some(Confidence::Possible));
    }

    #[test]
    fn a_poor_password_is_one_where_its_name_says_so() {
        for value in ["super$ecret", "open_sesame", "whiteduke"] {
            assert_eq!(judge("db_password", value), None, "{value}");
            assert!(is_chosen("db_password", value), "{value}");
            assert!(!is_chosen("api_key", value), "{value}");
        }
        for value in [
            "password",
            "******",
            "$PASSWORD",
            "a b c d e",
            "form.password",
            "true",
            "x",
        ] {
            assert!(!is_chosen("db_password", value), "{value}");
        }
        // Signs all over are no code.
        let noise = ["7`D9'}/vYR)T;W", "]5EBrf;_&k>qX??"].concat();
        assert_eq!(judge("jwtsecret", &noise), Some(Confidence::Likely));
    }

    #[test]
    fn what_people_write_in_its_place_is_not() {
        for value in [
            "changeme",
            "your-api-key",
            "${DB_PASSWORD}",
            "{{ .Values.password }}",
            "$PASSWORD",
            "<password>",
            "xxxxxxxxxxxx",
            "1234567890",
            "abcdefghij",
            "user_password",
            "some.setting.name",
            "x-auth-header",
            "/run/secrets/db",
            "https://example.org/x",
            "getToken()",
            "SOME_VARIABLE",
            "keys/ed25519-private-key.pem",
            "A1B2C3D4E5F6G7H8I9J0",
            "scram-sha-256",
            "indexer/test-node/test-index:0/test-source/0100000000",
            "a b c d e f",
            "2024-01-01",
            "ENC[AES256]",
            "\\u8bf7\\u8f93\\u5165",
            "short",
        ] {
            assert_eq!(judge("password", value), None, "{value}");
        }
    }
}
