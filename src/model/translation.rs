//! The languages that people are spoken to in, and what a pack says in another one than English.

use serde::{Deserialize, Serialize};

/// The language of reports for people. What programs read stays English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// As it is typed, and as documents name it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}

/// What is said of a rule, in another language than that of its pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// One line.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What to do about it.
    pub fix: String,
}
