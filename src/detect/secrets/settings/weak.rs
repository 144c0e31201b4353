//! Values that nobody would take for a secret, were it not for where they stand.

use crate::detect::secrets::dummy::{self, Standing};
use crate::detect::secrets::judge::{is_named_in_capitals, is_no_password};
use crate::detect::secrets::names::{Names, split};
use crate::detect::secrets::{guessable, named_after};
use crate::model::inventory::Context;
use crate::model::signal::{Confidence, Severity};

/// Last words of a name that mean a password: what people choose and machines do not make.
const PASSWORDS: [&str; 13] = [
    "password",
    "passwords",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "pass",
    "pw",
    "passwort",
    "kennwort",
    "mdp",
    "senha",
    "contrasena",
];

/// What stands in the place of a password without being one: types, states, kinds.
const NO_VALUES: [&str; 49] = [
    "undef",
    "string",
    "str",
    "text",
    "boolean",
    "bool",
    "int",
    "integer",
    "number",
    "object",
    "array",
    "null",
    "nil",
    "none",
    "true",
    "false",
    "yes",
    "no",
    "on",
    "off",
    "undefined",
    "required",
    "optional",
    "hidden",
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "plain",
    "plaintext",
    "md5",
    "sha256",
    "sha512",
    "bcrypt",
    "scram",
    "basic",
    "digest",
    "prompt",
    "ask",
    "always",
    "never",
    "removed",
    "masked",
    "missing",
    "disabled",
    "enabled",
    "input",
    "sensitive",
];

/// Marks of a value that names where the value comes from, or what goes there.
const ELSEWHERE: [&str; 15] = [
    "${",
    "{{",
    "$(",
    "%(",
    "#{",
    "<%",
    "{%",
    "((",
    "[[",
    "process.env",
    "os.environ",
    "secretref",
    "valuefrom",
    "://",
    "@{",
];

/// Whether a value names its source rather than being one.
pub(in crate::detect::secrets) fn is_elsewhere(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    ELSEWHERE.iter().any(|mark| lower.contains(mark))
        || value.starts_with("__")
        || value.starts_with("'$")
        || value.starts_with("\"$")
        || value.starts_with(['$', '%', '<', '{', '[', '&', '*', '`']) && !is_hash(value)
        || [
            "{cipher}", "vault:", "op://", "arn:", "env:", "env.", "file:", "ref+", "enc[", "enc(",
            "var.", "local.", "data.", "secrets.",
        ]
        .iter()
        .any(|prefix| lower.starts_with(prefix))
}

/// `$6$salt$…` and `{SSHA}…`: a mark of the method, then what it made of a password.
fn is_hash(value: &str) -> bool {
    let (open, close) = match value.as_bytes().first() {
        Some(b'$') => ("$", '$'),
        Some(b'{') => ("{", '}'),
        _ => return false,
    };
    value
        .strip_prefix(open)
        .and_then(|rest| rest.split_once(close))
        .is_some_and(|(method, rest)| {
            (1..=16).contains(&method.len())
                && method
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && rest.len() >= 13
                && !rest.contains(['{', '}', '(', ' '])
        })
}

/// A word in the place of a password, in a file that ships: it may guard something.
pub(in crate::detect::secrets) fn judge(
    name: &str,
    value: &str,
    context: Context,
) -> Option<(Confidence, Severity)> {
    /// The shortest and the longest word that is taken for a chosen password.
    const LENGTHS: std::ops::RangeInclusive<usize> = 4..=40;
    /// The longest number.
    const DIGITS: usize = 128;
    if is_scrambled(value) {
        let severity = match context {
            Context::Product => Severity::Medium,
            _ => Severity::Low,
        };
        return Some((Confidence::Possible, severity));
    }
    let number = value.bytes().all(|byte| byte.is_ascii_digit()) && value.len() <= DIGITS;
    if !(is_password(name) || is_poor_secret(name, value))
        || !(LENGTHS.contains(&value.len()) || number)
        || !value.bytes().all(|byte| byte.is_ascii_graphic())
        || is_elsewhere(value)
        || is_path_or_call(value)
        || is_no_password(value)
        || is_joined(value)
        || NO_VALUES.contains(&value.to_ascii_lowercase().as_str())
    {
        return None;
    }
    match dummy::of_password(value.as_bytes()) {
        Standing::Placeholder => None,
        Standing::MadeUp => named_after(value, context),
        _ => guessable(value, context),
    }
}

/// Whether a name means what people choose.
pub(in crate::detect::secrets) fn is_password(name: &str) -> bool {
    let last = split(name).pop().unwrap_or_default();
    let last = last.trim_end_matches(|c: char| c.is_ascii_digit());
    PASSWORDS
        .iter()
        .any(|word| last == *word || word.len() > 4 && last.ends_with(word))
}

/// What people write for a secret that a machine should have made, where it can be no name of one.
pub(in crate::detect::secrets) fn is_poor_secret(name: &str, value: &str) -> bool {
    let words = split(name);
    let Some(last) = words.last() else {
        return false;
    };
    // The name of a part, as an object that holds a secret has it.
    let part = ["user", "username", "email", "name", "value"];
    if part.iter().any(|part| value.eq_ignore_ascii_case(part)) {
        return false;
    }
    let qualifier = words.len().checked_sub(2).map(|at| words[at].as_str());
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let one_word = value.bytes().all(|byte| byte.is_ascii_lowercase());
    // Nothing joins two words, as in the name of an object that holds a secret.
    let unjoined = value.len() >= 6
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !is_identifier(value);
    let mixed = unjoined
        && value.len() >= 8
        && !digits
        && value.bytes().filter(u8::is_ascii_digit).count() >= 2;
    match last.as_str() {
        "secret" => {
            let signs = qualifier.is_some_and(|word| SIGNING.contains(&word));
            let marked = value.contains(['#', '!', '^', '~']);
            digits || marked || mixed || signs && unjoined
        }
        "key" => {
            one_word && (value.len() >= 16 || value.len() > 8 && value.ends_with("secret"))
                || unjoined
                    && words.len() <= 4
                    && words[..words.len() - 1].iter().any(|word| word == "secret")
        }
        _ => false,
    }
}

/// Words joined by their capitals, as the name of a thing in a program: `cookiePrivateKey`.
fn is_identifier(value: &str) -> bool {
    value
        .as_bytes()
        .windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
        && !value.bytes().any(|byte| byte.is_ascii_digit())
}

/// What comes before `secret` where it signs or opens something, and is no object's name.
const SIGNING: [&str; 13] = [
    "jwt",
    "session",
    "cookie",
    "app",
    "api",
    "hmac",
    "signing",
    "shared",
    "auth",
    "flask",
    "express",
    "component",
    "access",
];

/// Letters in no order that a word or an identifier has: their case changes at every third or oftener.
fn is_scrambled(value: &str) -> bool {
    // Base64 ends in what fills it up.
    let value = value.trim_end_matches('=');
    let letters = value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let changes = value
        .as_bytes()
        .windows(2)
        .filter(|pair| pair[0].is_ascii_lowercase() != pair[1].is_ascii_lowercase())
        .count();
    letters
        && (16..=128).contains(&value.len())
        && changes * 3 >= value.len()
        && !dummy::is_sequence(value.as_bytes())
}

/// A value of an object whose only purpose is to hold secrets.
pub(super) fn secret(
    key: &str,
    value: &str,
    names: &Names,
    context: Context,
) -> Option<(Confidence, Severity)> {
    if value.len() < 4 || is_elsewhere(value) || is_named_in_capitals(value) {
        return None;
    }
    let standing = dummy::of_password(value.as_bytes());
    if standing == Standing::Placeholder {
        return None;
    }
    let meant = names.mean(key) || value.contains("PRIVATE KEY");
    if !meant && is_word(value) || NO_VALUES.contains(&value.to_ascii_lowercase().as_str()) {
        return None;
    }
    if matches!(standing, Standing::Trivial | Standing::MadeUp) {
        return Some((Confidence::Possible, Severity::Low));
    }
    // A user, a host and a certificate stand beside the secret they belong to.
    if !meant && (is_plain_name(key) || value.contains("BEGIN CERTIFICATE")) {
        return None;
    }
    let severity = match (context, meant) {
        (Context::Product, true) => Severity::High,
        (Context::Product, false) => Severity::Medium,
        _ => Severity::Low,
    };
    let confidence = if meant && context == Context::Product {
        Confidence::Likely
    } else {
        Confidence::Possible
    };
    Some((confidence, severity))
}

/// A word, a number, a time, an address: what a setting holds that is no secret.
fn is_word(value: &str) -> bool {
    let letters = value
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_' | b'.'));
    let number = value.bytes().all(|byte| {
        byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b':' | b'T' | b'Z' | b'+')
    });
    letters || number || value.contains("://") || value.contains(": ")
}

/// Keys of a Secret that hold what is no secret.
fn is_plain_name(key: &str) -> bool {
    const PLAIN: [&str; 30] = [
        "user",
        "username",
        "login",
        "email",
        "name",
        "host",
        "hostname",
        "port",
        "database",
        "dbname",
        "db",
        "url",
        "uri",
        "endpoint",
        "server",
        "region",
        "bucket",
        "namespace",
        "ca",
        "crt",
        "cert",
        "certificate",
        "hosts",
        "version",
        "id",
        "type",
        "issuer",
        "domain",
        "schema",
        "pub",
    ];
    split(key)
        .last()
        .is_some_and(|word| PLAIN.contains(&word.as_str()))
}

/// Three words and more, joined: a name, not a password.
fn is_joined(value: &str) -> bool {
    let mut words = value.split(['-', '_', '.', ':', '/']);
    words.clone().count() >= 3
        && words.all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

fn is_path_or_call(value: &str) -> bool {
    value.starts_with(['/', '.', '~'])
        || value.contains('(') && value.ends_with(')')
        || value.ends_with(':')
        || value.contains('\\')
}

/// Whether a file translates a program's words: `password` is a label there.
pub(in crate::detect::secrets) fn is_locale(path: &str) -> bool {
    const FOLDERS: [&str; 9] = [
        "locale",
        "locales",
        "i18n",
        "l10n",
        "lang",
        "langs",
        "languages",
        "translations",
        "translation",
    ];
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or(path).to_ascii_lowercase();
    let stem = file.split('.').next().unwrap_or(&file);
    parts.any(|folder| {
        FOLDERS.contains(&folder.to_ascii_lowercase().as_str()) || folder.starts_with("values-")
    }) || [
        "messages",
        "translation",
        "strings",
        "i18n",
        "locale",
        "labels",
    ]
    .iter()
    .any(|word| {
        stem == *word
            || stem.starts_with(&format!("{word}_"))
            || stem.starts_with(&format!("{word}-"))
    }) || file.contains(".i18n.")
        || file.contains(".locale.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_out_of_order_are_no_identifier() {
        let mixed: String = (0..24_u32)
            .map(|at| {
                let letter = b'a' + ((at * 7 + at * at) % 26) as u8;
                char::from(if at % 3 == 1 {
                    letter.to_ascii_uppercase()
                } else {
                    letter
                })
            })
            .collect();
        assert!(is_scrambled(&mixed));
        for name in [
            "someVeryLongIdentifierName",
            "SOMEVARIABLENAMEINCAPS",
            "alllowercaseletters",
        ] {
            assert!(!is_scrambled(name), "{name}");
        }
    }

    #[test]
    fn what_refers_is_no_value() {
        for value in [
            "${X}",
            "{{ x }}",
            "$(cat x)",
            "vault:a/b",
            "__X__",
            "<x>",
            "ENC[a]",
        ] {
            assert!(is_elsewhere(value), "{value}");
        }
        for value in ["kitten", "$6$saltsalt$hashhashhashhash", "a$b"] {
            assert!(!is_elsewhere(value), "{value}");
        }
    }
}
