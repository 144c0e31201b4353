//! Packs of references, as people write them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ways::{path, route, routes};
use super::{Locators, OneOrMany, RawExample, dotted};
use crate::model::language::Family;
use crate::model::signal::{Role, Source, Why};
use crate::rules::pack::{Asking, EntryReference, Filled, Read, References, TextReference};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReferences {
    id: String,
    title: String,
    docs: String,
    language: Option<Family>,
    #[serde(default)]
    read: Vec<RawRead>,
    #[serde(default)]
    fields: Vec<RawFilled>,
    #[serde(default)]
    text: Vec<RawText>,
    #[serde(default)]
    entry: Vec<RawEntry>,
    #[serde(default)]
    example: Vec<RawExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRead {
    source: Source,
    #[serde(default)]
    secret: bool,
    #[serde(default)]
    calls: Vec<String>,
    #[serde(default)]
    maps: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    name: Locators,
    #[serde(default)]
    default: Locators,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFilled {
    source: Source,
    bases: Vec<String>,
    words: Vec<String>,
    #[serde(default)]
    prefixes: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    marks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawText {
    source: Source,
    role: Option<Role>,
    #[serde(default)]
    secret: bool,
    why: Option<Why>,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    files: Vec<String>,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    beside: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    named: bool,
    pattern: String,
    #[serde(default)]
    unassigned: bool,
    #[serde(default)]
    comments: bool,
    #[serde(default)]
    whole: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    source: Source,
    role: Option<Role>,
    #[serde(default)]
    secret: bool,
    why: Option<Why>,
    keywords: Vec<String>,
    #[serde(default)]
    files: Vec<String>,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    beside: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    named: bool,
    at: String,
    #[serde(default)]
    take: Take,
    pattern: Option<String>,
    #[serde(default)]
    name: OneOrMany<String>,
    #[serde(default)]
    key: OneOrMany<String>,
    #[serde(default)]
    into: OneOrMany<String>,
    #[serde(default)]
    consumer: OneOrMany<String>,
    #[serde(default)]
    default: OneOrMany<String>,
    #[serde(default)]
    given: BTreeMap<String, OneOrMany<String>>,
}

/// What of an entry is the name.
#[derive(Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Take {
    #[default]
    Value,
    Key,
}

/// What is kept for secrets alone speaks for itself, unless the pack knows another reason.
fn why(secret: bool, why: Option<Why>) -> Option<Why> {
    why.or(secret.then_some(Why::Store))
}

fn lower(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.to_ascii_lowercase()).collect()
}

impl RawReferences {
    /// The pack, or what is wrong with it.
    pub(super) fn compile(self) -> Result<References, String> {
        let reads = self.read.into_iter().map(|raw| Read {
            source: raw.source,
            why: why(raw.secret, None),
            calls: dotted(raw.calls),
            maps: dotted(raw.maps),
            words: raw.words,
            name: raw.name.compile(),
            default: raw.default.compile(),
        });
        let fields = self.fields.into_iter().map(|raw| Filled {
            source: raw.source,
            bases: raw.bases,
            words: raw.words,
            prefixes: raw.prefixes,
            except: raw.except,
            marks: raw.marks,
        });
        let entries: Result<Vec<EntryReference>, String> =
            self.entry.into_iter().map(RawEntry::compile).collect();
        Ok(References {
            reads: reads.collect(),
            fields: fields.collect(),
            texts: self.text.into_iter().map(RawText::compile).collect(),
            entries: entries?,
            id: self.id,
            title: self.title,
            docs: self.docs,
            family: self.language,
            examples: self.example.into_iter().map(RawExample::compile).collect(),
        })
    }
}

impl RawText {
    fn compile(self) -> TextReference {
        TextReference {
            asking: Asking {
                source: self.source,
                role: self.role.unwrap_or(Role::Reads),
                why: why(self.secret, self.why),
                keywords: lower(&self.keywords),
                files: self.files,
                languages: self.languages,
                beside: self.beside,
                except: self.except,
                named: self.named,
            },
            pattern: self.pattern,
            unassigned: self.unassigned,
            comments: self.comments,
            whole: self.whole,
        }
    }
}

impl RawEntry {
    fn compile(self) -> Result<EntryReference, String> {
        let (rooted, steps) = path(&self.at)?;
        let given = self.given.into_iter().map(|(path, values)| {
            let values: Vec<String> = values.into();
            Ok::<_, String>((route(&path)?, values))
        });
        Ok(EntryReference {
            asking: Asking {
                source: self.source,
                role: self.role.unwrap_or(Role::Reads),
                why: why(self.secret, self.why),
                keywords: lower(&self.keywords),
                files: self.files,
                languages: self.languages,
                beside: self.beside,
                except: self.except,
                named: self.named,
            },
            steps,
            rooted,
            of_key: self.take == Take::Key,
            pattern: self.pattern,
            name: routes(self.name)?,
            key: routes(self.key)?,
            into: routes(self.into)?,
            consumer: routes(self.consumer)?,
            default: routes(self.default)?,
            given: given.collect::<Result<_, _>>()?,
        })
    }
}
