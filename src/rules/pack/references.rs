//! What packs say of the places that ask for a value by name.

use serde::{Deserialize, Serialize};

use super::{Example, Locator, Route, Step};
use crate::model::language::Family;
use crate::model::signal::{Role, Source, Why};

/// How one language or file format asks for values by name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct References {
    /// `python/os`.
    pub id: String,
    /// One line.
    pub title: String,
    /// Where it is documented.
    pub docs: String,
    /// The language, for reads in code.
    pub family: Option<Family>,
    /// Reads in code.
    pub reads: Vec<Read>,
    /// Types whose fields are filled by name.
    pub fields: Vec<Filled>,
    /// Patterns in text.
    pub texts: Vec<TextReference>,
    /// Places in configuration, by their path of keys.
    pub entries: Vec<EntryReference>,
    /// Example sources that are the pack's tests.
    pub examples: Vec<Example>,
}

/// A read in code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Read {
    /// Where the value comes from.
    pub source: Source,
    /// What is asked for is a secret whatever its name, and why.
    pub why: Option<Why>,
    /// Paths of functions, macros or annotations that read.
    pub calls: Vec<String>,
    /// Paths of maps whose members or entries are the values.
    pub maps: Vec<String>,
    /// Words of which one stands in a file that is worth parsing; by themselves those of the paths.
    pub words: Vec<String>,
    /// Where the name stands in a call.
    pub name: Vec<Locator>,
    /// Where a default stands in a call.
    pub default: Vec<Locator>,
}

/// Types whose fields are filled from the environment or a configuration, each by its name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Filled {
    /// Where the values come from.
    pub source: Source,
    /// Types that such a type rests on. One that begins with `*` is the end of a name.
    pub bases: Vec<String>,
    /// Words of which one stands in a file that is worth parsing.
    pub words: Vec<String>,
    /// Fields that say what all names begin with: `Config.env_prefix`, `model_config.env_prefix`.
    pub prefixes: Vec<String>,
    /// Fields that are none.
    pub except: Vec<String>,
    /// Declared types that mark a value as secret.
    pub marks: Vec<String>,
}

/// What every place in a file, as opposed to one in code, says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asking {
    /// Where the value comes from.
    pub source: Source,
    /// What the place has to do with it.
    pub role: Role,
    /// What is asked for is a secret whatever its name, and why.
    pub why: Option<Why>,
    /// Literals of which one stands in the match, lower case. Without any the whole file is searched,
    /// which its name alone decides.
    pub keywords: Vec<String>,
    /// Globs over the file name, or the end of the path where they hold a `/`; `*` only.
    pub files: Vec<String>,
    /// Ids of languages; with no glob and no language any file will do.
    pub languages: Vec<String>,
    /// Words of which one must stand somewhere in the file, where there are any.
    pub beside: Vec<String>,
    /// Names that are none.
    pub except: Vec<String>,
    /// Only names that mean a credential count.
    pub named: bool,
}

/// A pattern in text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TextReference {
    /// What it says of itself.
    pub asking: Asking,
    /// A `regex` pattern over bytes; group 1, or the group `name`, is the name. The groups `key`,
    /// `into`, `consumer` and `default` say more.
    pub pattern: String,
    /// Names that the file itself assigns do not count.
    pub unassigned: bool,
    /// What stands in a comment counts too.
    pub comments: bool,
    /// The file as a whole is what is named.
    pub whole: bool,
}

/// A place in configuration, by its path of keys.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EntryReference {
    /// What it says of itself.
    pub asking: Asking,
    /// The keys that lead to it, the last one first.
    pub steps: Vec<Step>,
    /// The first key stands at the top of the document.
    pub rooted: bool,
    /// The key is what counts, and not the value.
    pub of_key: bool,
    /// What is taken of it; without a pattern all of it. Groups as in [`TextReference::pattern`].
    pub pattern: Option<String>,
    /// Where the name stands, if not here: the first that leads somewhere.
    pub name: Vec<Route>,
    /// Where the key below the name stands.
    pub key: Vec<Route>,
    /// Where the name stands under which it is handed on.
    pub into: Vec<Route>,
    /// Where it is said who gets it.
    pub consumer: Vec<Route>,
    /// Where the value that is used by default stands.
    pub default: Vec<Route>,
    /// What must stand elsewhere: globs over the value, of which one fits. The empty glob: nothing
    /// stands there.
    pub given: Vec<(Route, Vec<String>)>,
}
