//! The languages whose facts are read, as a closed set; their names, extensions and marks are packs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A grammar. A language pack names the one its files are read with.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Rust.
    Rust,
    /// Python 3.
    Python,
    /// JavaScript with JSX.
    JavaScript,
    /// TypeScript without JSX (`<T>x` is a cast).
    TypeScript,
    /// TypeScript with JSX.
    Tsx,
    /// Go.
    Go,
    /// Java.
    Java,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 7] = [
        Self::Rust,
        Self::Python,
        Self::JavaScript,
        Self::TypeScript,
        Self::Tsx,
        Self::Go,
        Self::Java,
    ];

    /// The family whose packs apply: TypeScript and TSX are read with JavaScript's.
    pub const fn family(self) -> Family {
        match self {
            Self::Rust => Family::Rust,
            Self::Python => Family::Python,
            Self::JavaScript | Self::TypeScript | Self::Tsx => Family::JavaScript,
            Self::Go => Family::Go,
            Self::Java => Family::Java,
        }
    }
}

/// Languages that share libraries and rules of resolution.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Rust.
    Rust,
    /// Python.
    Python,
    /// JavaScript, TypeScript and their JSX forms.
    JavaScript,
    /// Go.
    Go,
    /// Java.
    Java,
}

impl Family {
    /// Every family, in the order of their discriminants.
    pub const ALL: [Self; 5] = [
        Self::Rust,
        Self::Python,
        Self::JavaScript,
        Self::Go,
        Self::Java,
    ];

    /// The one spelling, as in packs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Python => "python",
            Self::JavaScript => "javascript",
            Self::Go => "go",
            Self::Java => "java",
        }
    }
}

/// How a configuration file is written, as far as its keys and values are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// JSON with comments, trailing commas and bare keys (JSON5), and one value a line (NDJSON).
    Json,
    /// YAML 1.2, many documents.
    Yaml,
    /// TOML.
    Toml,
    /// `[section]`, `key = value`, `key: value`, `key value`.
    Ini,
    /// `KEY=value`, as a shell would read it.
    Dotenv,
    /// XML.
    Xml,
    /// HCL: blocks with labels, `key = value`.
    Hcl,
}
