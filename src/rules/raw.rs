//! Packs as people write them: the TOML shapes, and their compilation into `pack.rs`.
//!
//! build.rs and `--rules DIR` go through here alike. An unknown key, a missing key or a wrong value
//! is an error with file, line and, for keys, the legal ones.

mod example;
mod findings;
mod flows;
mod forms;
mod observers;
mod references;
mod samples;
mod secrets;
mod stores;
mod uses;
mod ways;

use std::collections::BTreeMap;

use serde::Deserialize;

use self::example::RawExample;
use self::findings::RawFindings;
use self::flows::RawFlows;
use self::observers::RawObservers;
use self::references::RawReferences;
use self::samples::RawSample;
use self::secrets::{RawSensitive, RawVendor};
use self::stores::RawStores;
use self::uses::RawFields;
use super::pack::{
    Exposition, Language, Library, Locator, Method, Object, Packs, PointRule, RegistryRule,
};
use crate::model::language::{Dialect, Family, Format};
use crate::model::signal::{Instrument, Level, Signal};

/// A pack that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}:{column}: {what}")]
pub struct PackError {
    /// The pack.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in bytes.
    pub column: usize,
    /// What is wrong, with the legal keys where a key is unknown.
    pub what: String,
}

impl PackError {
    fn at(file: &str, text: &str, offset: usize, what: impl Into<String>) -> Self {
        let before = text.get(..offset).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
        Self {
            file: file.to_owned(),
            line,
            column,
            what: what.into(),
        }
    }
}

impl Packs {
    /// Parses one pack into this set. `path` is relative to the rules folder, with `/`; its first
    /// segment says what kind of pack it is.
    pub fn add(&mut self, path: &str, text: &str) -> Result<(), PackError> {
        match path.split('/').next().unwrap_or("") {
            "languages" => self
                .languages
                .push(parse::<RawLanguage>(path, text)?.compile()),
            "telemetry" => self
                .libraries
                .push(parse::<RawLibrary>(path, text)?.compile()),
            "secrets" => {
                let vendor = parse::<RawVendor>(path, text)?.compile();
                let complain = |what: String| {
                    let rule = what.split('`').nth(1).unwrap_or("");
                    let at = text.find(&format!("\"{rule}\"")).unwrap_or(0);
                    PackError::at(path, text, at, what)
                };
                self.vendors.push(vendor.map_err(complain)?);
            }
            "references" => self.references.push(
                parse::<RawReferences>(path, text)?
                    .compile()
                    .map_err(|what| PackError::at(path, text, 0, what))?,
            ),
            "sensitive" => self
                .sensitive
                .push(parse::<RawSensitive>(path, text)?.compile()),
            "stores" => self.stores.push(
                parse::<RawStores>(path, text)?
                    .compile()
                    .map_err(|what| PackError::at(path, text, 0, what))?,
            ),
            "observers" => self.observers.push(
                parse::<RawObservers>(path, text)?
                    .compile()
                    .map_err(|what| PackError::at(path, text, 0, what))?,
            ),
            "findings" => self
                .findings
                .push(parse::<RawFindings>(path, text)?.compile()),
            "flows" => self.flows.push(parse::<RawFlows>(path, text)?.compile()),
            other => {
                let what = format!(
                    "no kind of pack is called `{other}`: a pack stands under languages, telemetry, secrets, stores, references, sensitive, flows, observers or findings"
                );
                return Err(PackError::at(path, text, 0, what));
            }
        }
        Ok(())
    }
}

fn parse<T: for<'de> Deserialize<'de>>(path: &str, text: &str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        PackError::at(path, text, offset, error.message().trim())
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLanguage {
    id: String,
    title: String,
    dialect: Option<Dialect>,
    format: Option<Format>,
    #[serde(default)]
    extensions: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    shebangs: Vec<String>,
    #[serde(default)]
    tests: Vec<String>,
    #[serde(default)]
    comments: Vec<String>,
    #[serde(default)]
    prose: bool,
}

impl RawLanguage {
    fn compile(self) -> Language {
        let Self {
            id,
            title,
            dialect,
            format,
            extensions,
            names,
            shebangs,
            tests,
            comments,
            prose,
        } = self;
        Language {
            id,
            title,
            dialect,
            format,
            extensions,
            names,
            shebangs,
            tests,
            comments,
            prose,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLibrary {
    id: String,
    title: String,
    docs: String,
    language: Family,
    #[serde(default)]
    dialects: Vec<Dialect>,
    #[serde(default)]
    modules: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    object: Vec<RawObject>,
    #[serde(default)]
    point: Vec<RawPoint>,
    #[serde(default)]
    exporter: Vec<uses::RawExporter>,
    #[serde(default, rename = "use")]
    uses: Vec<uses::RawUse>,
    #[serde(default)]
    sample: Vec<RawSample>,
    #[serde(default)]
    registry: RegistryRule,
    exposition: Option<Exposition>,
    #[serde(default)]
    example: Vec<RawExample>,
}

impl RawLibrary {
    fn compile(self) -> Library {
        Library {
            id: self.id,
            title: self.title,
            docs: self.docs,
            family: self.language,
            dialects: self.dialects,
            modules: dotted(self.modules),
            words: self.words,
            objects: self.object.into_iter().map(RawObject::compile).collect(),
            points: self.point.into_iter().map(RawPoint::compile).collect(),
            uses: self.uses.into_iter().map(uses::RawUse::compile).collect(),
            exporters: self
                .exporter
                .into_iter()
                .map(uses::RawExporter::compile)
                .collect(),
            samples: self.sample.into_iter().map(RawSample::compile).collect(),
            registry: self.registry,
            exposition: self.exposition,
            examples: self.example.into_iter().map(RawExample::compile).collect(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawObject {
    kind: String,
    #[serde(default)]
    from: Vec<String>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    derives: Vec<String>,
    #[serde(default)]
    via: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
    #[serde(default)]
    prefix: Locators,
    #[serde(default)]
    scopes: Vec<String>,
}

impl RawObject {
    fn compile(self) -> Object {
        let Self {
            kind,
            from,
            types,
            derives,
            via,
            names,
            annotations,
            prefix,
            scopes,
        } = self;
        Object {
            kind,
            from: dotted(from),
            types: dotted(types),
            derives,
            via,
            names,
            annotations,
            prefix: prefix.compile(),
            scopes,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPoint {
    signal: Signal,
    #[serde(default)]
    on: OneOrMany<String>,
    #[serde(default, rename = "in")]
    within: OneOrMany<String>,
    #[serde(default)]
    methods: Vec<String>,
    #[serde(default)]
    levels: BTreeMap<String, Level>,
    #[serde(default)]
    instruments: BTreeMap<String, Instrument>,
    #[serde(default)]
    level: Locators,
    #[serde(default)]
    level_names: BTreeMap<String, Level>,
    #[serde(default)]
    chain_levels: BTreeMap<String, Level>,
    #[serde(default)]
    message: Locators,
    #[serde(default)]
    name: Locators,
    #[serde(default)]
    namespace: Locators,
    #[serde(default)]
    subsystem: Locators,
    #[serde(default = "underscore")]
    separator: String,
    #[serde(default)]
    help: Locators,
    #[serde(default)]
    unit: Locators,
    #[serde(default)]
    fields: Vec<RawFields>,
    #[serde(default)]
    bare: bool,
    #[serde(default)]
    needs_name: bool,
    #[serde(default)]
    needs_level: bool,
}

fn underscore() -> String {
    "_".to_owned()
}

impl RawPoint {
    fn compile(self) -> PointRule {
        let mut methods: BTreeMap<String, Method> = BTreeMap::new();
        let plain = |name: &String| Method {
            name: name.clone(),
            level: None,
            instrument: None,
        };
        for name in self
            .methods
            .iter()
            .chain(self.levels.keys())
            .chain(self.instruments.keys())
        {
            let method = methods.entry(name.clone()).or_insert_with(|| plain(name));
            method.level = self.levels.get(name).copied();
            method.instrument = self.instruments.get(name).copied();
        }
        let prefixes = [self.namespace, self.subsystem];
        PointRule {
            signal: self.signal,
            on: self.on.into(),
            within: dotted(self.within.into()),
            methods: methods.into_values().collect(),
            level: self.level.compile(),
            level_names: self.level_names,
            chain_levels: self.chain_levels,
            message: self.message.compile(),
            name: self.name.compile(),
            prefixes: prefixes
                .into_iter()
                .map(Locators::compile)
                .filter(|prefix| !prefix.is_empty())
                .collect(),
            separator: self.separator,
            help: self.help.compile(),
            unit: self.unit.compile(),
            fields: self.fields.into_iter().map(RawFields::compile).collect(),
            bare: self.bare,
            needs_name: self.needs_name,
            needs_level: self.needs_level,
        }
    }
}

/// `"x"` or `["x", "y"]`.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl<T> From<OneOrMany<T>> for Vec<T> {
    fn from(value: OneOrMany<T>) -> Self {
        match value {
            OneOrMany::Many(many) => many,
            OneOrMany::One(one) => vec![one],
        }
    }
}

/// `0`, `"name"`, `{ arg = 0, field = "Name" }`, or a list of alternatives.
#[derive(Default, Deserialize)]
#[serde(transparent)]
struct Locators(OneOrMany<RawLocator>);

impl Locators {
    fn compile(self) -> Vec<Locator> {
        Vec::from(self.0)
            .into_iter()
            .map(RawLocator::compile)
            .collect()
    }
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a place in a call is an argument's index, a keyword, or a table with `arg`, `keyword`, `field`, `inner`, `outer`, `first_string`, `from_end`, `all`, `within`, `function` or `text`"
)]
enum RawLocator {
    Arg(u16),
    Keyword(String),
    Table(RawPlace),
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlace {
    arg: Option<u16>,
    keyword: Option<String>,
    field: Option<String>,
    inner: Option<String>,
    outer: Option<String>,
    #[serde(default)]
    first_string: bool,
    from_end: Option<u16>,
    all: Option<u16>,
    #[serde(default)]
    function: bool,
    text: Option<String>,
    within: Option<String>,
}

impl RawLocator {
    fn compile(self) -> Locator {
        let place = match self {
            Self::Arg(index) => return Locator::Arg(index),
            Self::Keyword(name) => return Locator::Keyword(name),
            Self::Table(place) => place,
        };
        let index = place.arg.unwrap_or(0);
        let base = if let Some(method) = place.inner {
            Locator::Inner(method, index)
        } else if let Some(method) = place.outer {
            Locator::Outer(method, index)
        } else if let Some(name) = place.within {
            Locator::Within(name)
        } else if let Some(text) = place.text {
            Locator::Text(text)
        } else if let Some(name) = place.keyword {
            Locator::Keyword(name)
        } else if let Some(index) = place.from_end {
            Locator::FromEnd(index)
        } else if let Some(index) = place.all {
            Locator::All(index)
        } else if place.first_string {
            Locator::FirstString
        } else if place.function {
            Locator::Function
        } else {
            Locator::Arg(index)
        };
        match place.field {
            Some(field) => Locator::Field(Box::new(base), field),
            None => base,
        }
    }
}

/// One spelling for paths inside the engine: Rust's `a::b` and PHP's `a\b` become `a.b`.
fn dotted(paths: Vec<String>) -> Vec<String> {
    paths
        .into_iter()
        .map(|path| path.replace("::", ".").replace('\\', "."))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_names_the_line_and_the_legal_keys() {
        let text = "id = \"x/y\"\ntitle = \"Y\"\ndocs = \"d\"\nlanguage = \"go\"\n[[point]]\nsignal = \"log\"\nlevles = {}\n";
        let error = Packs::default()
            .add("telemetry/go/y.toml", text)
            .expect_err("levles is no key");
        assert_eq!((error.line, error.column), (7, 1));
        assert!(
            error.what.contains("levles") && error.what.contains("levels"),
            "{}",
            error.what
        );
    }

    #[test]
    fn places_have_three_spellings() {
        let text = "id = \"x/y\"\ntitle = \"Y\"\ndocs = \"d\"\nlanguage = \"go\"\n[[point]]\nsignal = \"metric\"\nin = \"a::b\"\ninstruments = { C = \"counter\" }\nname = [0, \"name\", { arg = 0, field = \"Name\" }]\n";
        let mut packs = Packs::default();
        packs
            .add("telemetry/go/y.toml", text)
            .expect("the pack is right");
        let rule = &packs.libraries[0].points[0];
        assert_eq!(rule.within, ["a.b"]);
        assert_eq!(
            rule.name,
            [
                Locator::Arg(0),
                Locator::Keyword("name".into()),
                Locator::Field(Box::new(Locator::Arg(0)), "Name".into())
            ]
        );
    }

    #[test]
    fn a_pack_in_no_known_folder_is_refused() {
        let error = Packs::default()
            .add("secret/x.toml", "")
            .expect_err("the folder is `secrets`");
        assert!(error.what.contains("`secret`"));
    }
}
