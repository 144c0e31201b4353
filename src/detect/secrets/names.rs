//! Whether a name means a credential, by the words it is made of.

use std::collections::HashMap;

use crate::rules::pack::Sensitive;

/// Knows the names of one `rules/sensitive` pack.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// First word → the words that follow it.
    meant: HashMap<String, Vec<Vec<String>>>,
    endings: Vec<String>,
    alone: Vec<String>,
    not_before: Vec<String>,
    not_after: Vec<String>,
}

impl Names {
    /// The names of a pack.
    pub(crate) fn new(pack: &Sensitive) -> Self {
        let mut names: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for name in &pack.names {
            let mut words = name.split('_').map(str::to_owned);
            if let Some(first) = words.next() {
                names.entry(first).or_default().push(words.collect());
            }
        }
        Self {
            meant: names,
            endings: pack.endings.clone(),
            alone: pack.alone.clone(),
            not_before: pack.unless_followed_by.clone(),
            not_after: pack.unless_preceded_by.clone(),
        }
    }

    /// Whether `name` means what the pack is about: `dbPassword`, `DB_PASSWORD`, `db-password`.
    pub(crate) fn mean(&self, name: &str) -> bool {
        // What a name ends with is what it names: `bearerProtocolPrefix`.
        const ABOUT: [&str; 11] = [
            "prefix", "suffix", "regex", "pattern", "url", "uri", "endpoint", "path", "name",
            "header", "label",
        ];
        // Of a sentence only its end can be a name.
        let name = match name.rmatch_indices(' ').nth(1) {
            Some((at, _)) => &name[at + 1..],
            None => name,
        };
        // The path of a file: `lib/password.rb`.
        if name.contains('/')
            && name
                .rsplit('/')
                .next()
                .is_some_and(|file| file.contains('.'))
        {
            return false;
        }
        let words = split(name);
        // Random text falls into many short pieces, some of which are words by chance.
        // A setting's path has many short ones too, between its dots.
        if words.len() >= 7
            && name.matches('.').count() < 2
            && words.iter().filter(|word| word.len() <= 2).count() * 2 >= words.len()
        {
            return false;
        }
        let about = words
            .last()
            .is_some_and(|last| ABOUT.contains(&last.as_str()));
        let followed = |end: usize| {
            let next = words.get(end);
            about && end < words.len() || next.is_some_and(|word| self.not_before.contains(word))
        };
        for at in 0..words.len() {
            for rest in self.meant.get(&words[at]).into_iter().flatten() {
                let end = at + 1 + rest.len();
                if words
                    .get(at + 1..end)
                    .is_none_or(|following| following != rest.as_slice())
                {
                    continue;
                }
                let preceded = self.is_preceded(&words[..at]);
                // A header's name means one unless it goes on: `authorization.k8s.io`.
                let goes_on = words[at] == "authorization" && end < words.len();
                if !followed(end) && !preceded && !goes_on {
                    return true;
                }
            }
            let written_together = self.endings.iter().any(|ending| {
                words[at].strip_suffix(ending.as_str()).is_some_and(|rest| {
                    rest.len() > 1 && !self.not_after.iter().any(|not| not == rest)
                })
            });
            if written_together && !followed(at + 1) {
                return true;
            }
        }
        let last = name
            .rsplit(['.', '/', ':', '[', '>'])
            .next()
            .unwrap_or(name);
        let last = last.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
        self.alone
            .iter()
            .any(|word| last.eq_ignore_ascii_case(word))
    }
}

impl Names {
    /// Whether the words before a name make it something else.
    fn is_preceded(&self, before: &[String]) -> bool {
        self.not_after.iter().any(|not| {
            let mut words = not.rsplit('_');
            let mut before = before.iter().rev();
            words.all(|word| before.next().is_some_and(|before| before == word))
        })
    }
}

/// Whether a name means what is mixed in beside a key, and not the key: a salt, a nonce.
pub(crate) fn is_mixed_in(name: &str) -> bool {
    split(name)
        .last()
        .is_some_and(|last| matches!(last.as_str(), "salt" | "nonce" | "iv" | "vector" | "seed"))
}

/// Whether a call of this name does something with a credential instead of taking it for its own:
/// `validatePassword`, `isToken`.
pub(crate) fn is_verb(name: &str) -> bool {
    const VERBS: [&str; 56] = [
        "is", "has", "validate", "verify", "check", "get", "find", "fetch", "parse", "decode",
        "encode", "compare", "hash", "encrypt", "decrypt", "create", "generate", "test", "assert",
        "expect", "delete", "remove", "revoke", "match", "matches", "read", "load", "refresh",
        "rotate", "mask", "redact", "to", "from", "format", "build", "sign", "require", "contains",
        "update", "change", "reset", "make", "request", "list", "describe", "should", "can",
        "lookup", "resolve", "extract", "strip", "split", "print", "show", "on", "handle",
    ];
    split(name)
        .first()
        .is_some_and(|word| VERBS.contains(&word.as_str()))
}

/// The words of an identifier, lower case: `myAPIKey2` is `my`, `api`, `key`, `2`.
pub(crate) fn split(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let chars: Vec<char> = name.chars().collect();
    let mut word = String::new();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let next_lower = chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        let starts = match before {
            Some(before) => {
                before.is_lowercase() && c.is_uppercase()
                    || before.is_uppercase() && c.is_uppercase() && next_lower
                    || before.is_alphabetic() && c.is_numeric()
                    || before.is_numeric() && c.is_alphabetic()
            }
            None => false,
        };
        if (starts || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_fall_into_words() {
        assert_eq!(split("myAPIKey"), ["my", "api", "key"]);
        assert_eq!(split("DB_PASSWORD"), ["db", "password"]);
        assert_eq!(
            split("spring.datasource.password"),
            ["spring", "datasource", "password"]
        );
        assert_eq!(split("s3SecretKey"), ["s", "3", "secret", "key"]);
    }

    #[test]
    fn neighbours_change_what_a_name_means() {
        let names = Names::new(&Sensitive {
            id: "credentials".into(),
            title: "Credentials".into(),
            names: vec![
                "password".into(),
                "api_key".into(),
                "key".into(),
                "token".into(),
            ],
            endings: vec!["secret".into()],
            alone: vec!["pass".into()],
            unless_followed_by: vec!["field".into(), "length".into()],
            unless_preceded_by: vec!["public".into(), "next".into()],
            leak: None,
        });
        for name in [
            "password",
            "dbPassword",
            "MY_API_KEY",
            "private-key",
            "auth.token",
            "jwtsecret",
            "conn.pass",
            "pass1",
        ] {
            assert!(names.mean(name), "{name}");
        }
        for name in [
            "passwordField",
            "publicKey",
            "next_token",
            "monkey",
            "keyboard",
            "tokenLength",
            "The new password to set",
            "publicsecret",
            "pass_rate",
            "jwtsecret_field",
        ] {
            assert!(!names.mean(name), "{name}");
        }
    }
}
