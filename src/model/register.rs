//! The register of secrets: what a repository says of the secrets it uses, without holding them.
//!
//! [`FIELDS`] is the one list of what may be said. The reader, the messages, the published schema
//! and the template all come from it.

mod schema;

pub use schema::schema;

use schemars::JsonSchema;
use serde::Serialize;

use super::date::Date;
use super::message::Message;
use super::place::Place;
use super::text::SafeText;

/// Where a register is looked for, from the root of the scan.
pub const PLACES: [&str; 4] = [
    "secrets.yaml",
    "secrets.yml",
    ".vigie/secrets.yaml",
    ".vigie/secrets.yml",
];

/// Something that an entry may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// An entry without it is wrong.
    pub required: bool,
    /// What it says, in one sentence.
    pub says: &'static str,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// One word of these, in any case.
    Word(&'static [&'static str]),
    /// A day, such as 2026-03-31.
    Day,
    /// A stretch of time, such as `90d`.
    Interval,
    /// A list of environments: names, or what [`ENVIRONMENT`] lists.
    Environments,
}

/// Kinds of secrets.
pub const TYPES: &[&str] = &[
    "api-key",
    "token",
    "password",
    "private-key",
    "certificate",
    "connection-string",
    "webhook-url",
    "encryption-key",
    "signing-key",
    "oauth-client",
    "ssh-key",
    "service-account",
    "other",
];

/// Where secrets are kept.
pub const STORAGES: &[&str] = &[
    "vault",
    "kms",
    "sops",
    "gpg",
    "age",
    "ci",
    "kubernetes",
    "sealed-secret",
    "external-secret",
    "aws-secrets-manager",
    "aws-ssm",
    "gcp-secret-manager",
    "azure-key-vault",
    "ansible-vault",
    "1password",
    "bitwarden",
    "doppler",
    "infisical",
    "hsm",
    "environment",
    "file",
    "other",
];

/// How closely a secret is to be kept.
pub const CLASSES: &[&str] = &["public", "internal", "confidential", "restricted", "secret"];

/// What an entry may say, in the order of the template.
pub const FIELDS: [Field; 14] = [
    Field {
        name: "name",
        takes: Takes::Text,
        required: true,
        says: "The name under which code and configuration ask for it.",
    },
    Field {
        name: "aliases",
        takes: Takes::Texts,
        required: false,
        says: "Other names under which it is asked for.",
    },
    Field {
        name: "type",
        takes: Takes::Word(TYPES),
        required: false,
        says: "What kind of secret it is.",
    },
    Field {
        name: "usage",
        takes: Takes::Text,
        required: false,
        says: "What it is for.",
    },
    Field {
        name: "scope",
        takes: Takes::Text,
        required: false,
        says: "What it opens: rights, resources, limits.",
    },
    Field {
        name: "owner",
        takes: Takes::Text,
        required: true,
        says: "Who answers for it: a team or a person.",
    },
    Field {
        name: "storage",
        takes: Takes::Word(STORAGES),
        required: false,
        says: "What keeps the value.",
    },
    Field {
        name: "location",
        takes: Takes::Text,
        required: false,
        says: "Where in the storage it stands: a path, a key, the name of a variable; never the value.",
    },
    Field {
        name: "rotation_interval",
        takes: Takes::Interval,
        required: false,
        says: "How long a value may serve: 90d, 12w, 6m, 1y, P90D, or never.",
    },
    Field {
        name: "last_rotation",
        takes: Takes::Day,
        required: false,
        says: "The day on which the present value was made.",
    },
    Field {
        name: "expiry",
        takes: Takes::Day,
        required: false,
        says: "The last day on which the present value works.",
    },
    Field {
        name: "consumers",
        takes: Takes::Texts,
        required: false,
        says: "What uses it: services, jobs, people.",
    },
    Field {
        name: "classification",
        takes: Takes::Word(CLASSES),
        required: false,
        says: "How closely it is to be kept.",
    },
    Field {
        name: "environments",
        takes: Takes::Environments,
        required: false,
        says: "Where it has a value of its own, and what differs there.",
    },
];

/// What may be said of one environment of an entry.
pub const ENVIRONMENT: [Field; 8] = [
    Field {
        name: "name",
        takes: Takes::Text,
        required: true,
        says: "The environment: production, staging.",
    },
    Field {
        name: "aliases",
        takes: Takes::Texts,
        required: false,
        says: "Names under which it is asked for there.",
    },
    Field {
        name: "owner",
        takes: Takes::Text,
        required: false,
        says: "Who answers for it there.",
    },
    Field {
        name: "storage",
        takes: Takes::Word(STORAGES),
        required: false,
        says: "What keeps the value there.",
    },
    Field {
        name: "location",
        takes: Takes::Text,
        required: false,
        says: "Where in that storage it stands.",
    },
    Field {
        name: "rotation_interval",
        takes: Takes::Interval,
        required: false,
        says: "How long a value may serve there.",
    },
    Field {
        name: "last_rotation",
        takes: Takes::Day,
        required: false,
        says: "The day on which the value there was made.",
    },
    Field {
        name: "expiry",
        takes: Takes::Day,
        required: false,
        says: "The last day on which the value there works.",
    },
];

/// An entry of the register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Declaration {
    /// Where: its name.
    pub at: Place,
    /// The name under which the secret is asked for.
    pub name: SafeText,
    /// Other names.
    pub aliases: Vec<SafeText>,
    /// What kind of secret it is.
    #[serde(rename = "type")]
    pub kind: Option<&'static str>,
    /// What it is for.
    pub usage: Option<SafeText>,
    /// What it opens.
    pub scope: Option<SafeText>,
    /// What keeps it, how long it serves and who answers for it, where no environment says otherwise.
    #[serde(flatten)]
    pub terms: Terms,
    /// What uses it.
    pub consumers: Vec<SafeText>,
    /// How closely it is to be kept.
    pub classification: Option<&'static str>,
    /// Where it has a value of its own.
    pub environments: Vec<Environment>,
    /// How many references of this inventory ask for it.
    pub references: u32,
    /// How many findings of this inventory stand under its name.
    pub findings: u32,
}

/// Who answers for a value, what keeps it and how long it serves.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Terms {
    /// Who answers for it.
    pub owner: Option<SafeText>,
    /// What keeps it.
    pub storage: Option<&'static str>,
    /// Where it stands there.
    pub location: Option<SafeText>,
    /// How long a value may serve. Days; none for ever or unsaid.
    pub rotation_days: Option<u32>,
    /// When the present value was made.
    pub last_rotation: Option<Date>,
    /// The last day on which the present value works.
    pub expiry: Option<Date>,
}

impl Terms {
    /// The last day on which the present value may serve by its interval.
    pub fn due(&self) -> Option<Date> {
        Some(self.last_rotation?.after(self.rotation_days?))
    }

    /// These, and what they leave open as `other` says.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self {
            owner: self.owner.clone().or_else(|| other.owner.clone()),
            storage: self.storage.or(other.storage),
            location: self.location.clone().or_else(|| other.location.clone()),
            rotation_days: self.rotation_days.or(other.rotation_days),
            last_rotation: self.last_rotation.or(other.last_rotation),
            expiry: self.expiry.or(other.expiry),
        }
    }
}

/// What differs in one environment.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Environment {
    /// Which.
    pub name: SafeText,
    /// Names under which it is asked for there.
    pub aliases: Vec<SafeText>,
    /// What is said of the value there.
    #[serde(flatten)]
    pub terms: Terms,
}

impl Declaration {
    /// Every name under which it is asked for.
    pub fn names(&self) -> impl Iterator<Item = &SafeText> {
        let there = self.environments.iter().flat_map(|one| &one.aliases);
        [&self.name].into_iter().chain(&self.aliases).chain(there)
    }

    /// What is said of each of its values: environment, terms. One without an environment where
    /// none is listed.
    pub fn values(&self) -> Vec<(Option<&SafeText>, Terms)> {
        if self.environments.is_empty() {
            return vec![(None, self.terms.clone())];
        }
        let there = self.environments.iter();
        there
            .map(|one| (Some(&one.name), one.terms.or(&self.terms)))
            .collect()
    }

    /// What is told beside a reference or a finding of that name.
    pub fn told(&self) -> Declared {
        Declared {
            name: self.name.clone(),
            owner: self.terms.owner.clone(),
            storage: self.terms.storage,
            rotation_days: self.terms.rotation_days,
            last_rotation: self.terms.last_rotation,
            expiry: self.terms.expiry,
            classification: self.classification,
        }
    }
}

/// What the register says of the secret that is asked for, or that stands in the open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Declared {
    /// The name of the entry.
    pub name: SafeText,
    /// Who answers for it.
    pub owner: Option<SafeText>,
    /// What keeps it.
    pub storage: Option<&'static str>,
    /// How long a value may serve. Days.
    pub rotation_days: Option<u32>,
    /// When the present value was made.
    pub last_rotation: Option<Date>,
    /// The last day on which the present value works.
    pub expiry: Option<Date>,
    /// How closely it is to be kept.
    pub classification: Option<&'static str>,
}

/// One register, as it was read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// What it declares, in its own order.
    pub declarations: Vec<Declaration>,
    /// What is wrong with it, by place.
    pub faults: Vec<Fault>,
}

/// Something wrong with a register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Fault {
    /// Where.
    pub at: Place,
    /// How bad.
    pub weight: Weight,
    /// What it is about: decides which finding it becomes.
    pub about: About,
    /// The entry, by name.
    pub entry: Option<SafeText>,
    /// What is wrong.
    pub message: Message,
    /// What to write instead.
    pub hint: Option<Message>,
}

/// How bad something wrong with a register is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// The register is not valid.
    Error,
    /// Something is left open that should be said.
    Warning,
}

/// What something wrong with a register is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// Its form.
    Form,
    /// An entry that nobody answers for.
    Owner,
    /// It holds what looks like a value.
    Value,
}

/// A name as names are compared: letters and digits alone, whatever their case.
pub fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '-' | '_' | '.' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// How many days a stretch of time has: `90d`, `12w`, `6m`, `1y`, `90 days`, `P90D`, or a number of
/// days. `Some(None)` for `never`.
pub fn interval(text: &str) -> Option<Option<u32>> {
    let text = text.trim().to_ascii_lowercase();
    if text == "never" {
        return Some(None);
    }
    let plain = text.strip_prefix('p').unwrap_or(&text);
    let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
    let count: u32 = plain[..digits].parse().ok()?;
    let days = match plain[digits..].trim() {
        "" | "d" | "day" | "days" => 1,
        "w" | "week" | "weeks" => 7,
        "m" | "month" | "months" => 30,
        "y" | "year" | "years" => 365,
        _ => return None,
    };
    let days = count.checked_mul(days)?;
    (1..=36_500).contains(&days).then_some(Some(days))
}

/// The word of `known` that `text` is, in any case and with `_` or blanks for `-`.
pub fn word(known: &[&'static str], text: &str) -> Option<&'static str> {
    let text = folded(text);
    known.iter().copied().find(|word| folded(word) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_however_they_are_joined() {
        for name in ["DB_PASSWORD", "db-password", "dbPassword", "db.password"] {
            assert_eq!(folded(name), "dbpassword");
        }
        assert_ne!(folded("DB_PASSWORD2"), folded("DB_PASSWORD"));
    }

    #[test]
    fn stretches_of_time_are_days() {
        for (text, days) in [
            ("90d", Some(90)),
            ("90 days", Some(90)),
            ("12w", Some(84)),
            ("6m", Some(180)),
            ("1y", Some(365)),
            ("P90D", Some(90)),
            ("30", Some(30)),
            ("never", None),
        ] {
            assert_eq!(interval(text), Some(days), "{text}");
        }
        for text in [
            "",
            "often",
            "0d",
            "-1d",
            "90x",
            "d",
            "99999999999d",
            "9999999y",
        ] {
            assert_eq!(interval(text), None, "{text}");
        }
    }

    #[test]
    fn an_environment_says_what_differs_and_no_more() {
        let day = |text: &str| text.parse::<Date>().ok();
        let common = Terms {
            storage: Some("vault"),
            rotation_days: Some(30),
            last_rotation: day("2026-01-01"),
            ..Terms::default()
        };
        let there = Terms {
            last_rotation: day("2026-02-01"),
            ..Terms::default()
        };
        let both = there.or(&common);
        assert_eq!(both.storage, Some("vault"));
        assert_eq!(both.due(), day("2026-03-03"));
    }

    #[test]
    fn words_are_known_in_any_spelling() {
        assert_eq!(word(STORAGES, "Vault"), Some("vault"));
        assert_eq!(
            word(STORAGES, "AWS Secrets_Manager"),
            Some("aws-secrets-manager")
        );
        assert_eq!(word(STORAGES, "drawer"), None);
    }
}
