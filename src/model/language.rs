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
    /// Kotlin.
    Kotlin,
    /// Scala.
    Scala,
    /// C#.
    CSharp,
    /// PHP.
    Php,
    /// Ruby.
    Ruby,
    /// C.
    C,
    /// C++.
    Cpp,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 14] = [
        Self::Rust,
        Self::Python,
        Self::JavaScript,
        Self::TypeScript,
        Self::Tsx,
        Self::Go,
        Self::Java,
        Self::Kotlin,
        Self::Scala,
        Self::CSharp,
        Self::Php,
        Self::Ruby,
        Self::C,
        Self::Cpp,
    ];

    /// The family whose packs apply: TypeScript and TSX are read with JavaScript's, Kotlin and Scala with Java's.
    pub const fn family(self) -> Family {
        match self {
            Self::Rust => Family::Rust,
            Self::Python => Family::Python,
            Self::JavaScript | Self::TypeScript | Self::Tsx => Family::JavaScript,
            Self::Go => Family::Go,
            Self::Java | Self::Kotlin | Self::Scala => Family::Java,
            Self::CSharp => Family::CSharp,
            Self::Php => Family::Php,
            Self::Ruby => Family::Ruby,
            Self::C | Self::Cpp => Family::C,
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
    /// Java, Kotlin and Scala, which see each other's packages.
    Java,
    /// C#.
    CSharp,
    /// PHP.
    Php,
    /// Ruby.
    Ruby,
    /// C and C++, which include each other's headers.
    C,
}

impl Family {
    /// Every family, in the order of their discriminants.
    pub const ALL: [Self; 9] = [
        Self::Rust,
        Self::Python,
        Self::JavaScript,
        Self::Go,
        Self::Java,
        Self::CSharp,
        Self::Php,
        Self::Ruby,
        Self::C,
    ];

    /// Whether files reach each other's types without importing each by name: through namespaces
    /// that are imported whole, or through a loader that knows where a name lives.
    pub const fn is_ambient(self) -> bool {
        matches!(self, Self::CSharp | Self::Php | Self::Ruby | Self::C)
    }

    /// Whether several files make up one module: a package or a namespace.
    pub const fn shares_modules(self) -> bool {
        matches!(self, Self::Go | Self::Java | Self::CSharp | Self::Php)
    }

    /// Whether a bare name in a method may be a member of its type.
    pub const fn reaches_members(self) -> bool {
        matches!(self, Self::Java | Self::CSharp | Self::Ruby | Self::C)
    }

    /// The one spelling, as in packs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Python => "python",
            Self::JavaScript => "javascript",
            Self::Go => "go",
            Self::Java => "java",
            Self::CSharp => "csharp",
            Self::Php => "php",
            Self::Ruby => "ruby",
            Self::C => "c",
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
    /// Blocks with `key => value`, as Logstash is told.
    Blocks,
}
