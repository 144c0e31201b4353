//! Secrets that are asked for, each with its way through the repository: who declares it, who provides
//! it, who hands it on, who reads it; what the register says of it; and what ends by itself.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cells::{Folded, PlaceCell, anchor, place};
use super::{Head, Page};
use crate::model::date::Date;
use crate::model::inventory::{Context, Reference};
use crate::model::register::{Declaration, Declared};
use crate::model::signal::Role;
use crate::report::legible::visible;

/// Places shown before the others are folded away.
const SHOWN: usize = 1;

/// A secret that is asked for by name.
pub(super) struct SecretRow<'a> {
    pub id: String,
    pub name: Cow<'a, str>,
    /// Where values come from, most first.
    pub sources: Vec<String>,
    /// What hands it on under this name: other names of the same value.
    pub from: Vec<Handed>,
    /// The places, by what they do with it, in the order in which a value travels.
    pub steps: [Folded<Step<'a>>; 4],
    pub told: String,
}

/// A name that is handed on under another one.
pub(super) struct Handed {
    pub id: String,
    pub name: String,
}

/// A place on the way of a value.
pub(super) struct Step<'a> {
    pub at: PlaceCell<'a>,
    pub key: Cow<'a, str>,
    /// The name under which it is handed on.
    pub into: Cow<'a, str>,
    pub into_id: String,
    pub consumer: Cow<'a, str>,
}

/// A place that asks for a value.
pub(super) struct ReferenceRow<'a> {
    pub id: String,
    pub name: Cow<'a, str>,
    pub key: Cow<'a, str>,
    pub secret: String,
    pub because: String,
    pub source: String,
    pub role: String,
    pub into: Cow<'a, str>,
    pub consumer: Cow<'a, str>,
    pub default: bool,
    pub component: String,
    pub at: PlaceCell<'a>,
    pub function: Cow<'a, str>,
}

/// One value that the register declares.
pub(super) struct DeclarationRow<'a> {
    pub name: Cow<'a, str>,
    pub environment: Cow<'a, str>,
    pub kind: &'static str,
    pub owner: String,
    pub storage: &'static str,
    pub location: String,
    pub rotation: String,
    pub last: String,
    pub expiry: String,
    pub class: &'static str,
    pub references: u32,
    pub findings: u32,
    pub at: PlaceCell<'a>,
}

/// Something that ends by itself.
pub(super) struct LifetimeRow<'a> {
    pub what: Cow<'a, str>,
    pub by: Cow<'a, str>,
    pub kind: String,
    pub from: String,
    pub until: String,
    pub at: PlaceCell<'a>,
    pub notes: String,
}

fn secret_id(name: &str) -> String {
    anchor('s', [name, "", "", ""])
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn shown(text: Option<&str>) -> Cow<'_, str> {
    visible(text.unwrap_or_default())
}

fn step(reference: &Reference) -> Step<'_> {
    let into = reference
        .into
        .as_deref()
        .filter(|into| **into != *reference.name);
    Step {
        at: place(&reference.at),
        key: shown(reference.key.as_deref()),
        into: shown(into),
        into_id: into.map(secret_id).unwrap_or_default(),
        consumer: shown(reference.consumer.as_deref()),
    }
}

impl Page<'_> {
    pub(super) fn secrets_head(&self) -> Head {
        let mut columns = self.columns(
            "column-name column-source html-column-declared html-column-provided html-column-handed html-column-read",
        );
        if self.has_register() {
            columns.push(self.words.of("html-column-register"));
        }
        let caption = self.words.of("html-secrets-caption");
        Head::new("t-secrets", caption, "1", columns)
    }

    /// Whether there is a register that could say something of a secret.
    pub(super) fn has_register(&self) -> bool {
        !self.grouped.declarations.is_empty()
    }

    /// The secrets that are asked for, by name, each with its places.
    pub(super) fn secret_rows(&self) -> Vec<SecretRow<'_>> {
        let mut by_name: BTreeMap<&str, Vec<&Reference>> = BTreeMap::new();
        let mut from: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for reference in self.grouped.references {
            by_name.entry(&reference.name).or_default().push(reference);
            if let Some(into) = reference
                .into
                .as_deref()
                .filter(|into| **into != *reference.name)
            {
                let names = from.entry(into).or_default();
                if !names.contains(&&*reference.name) {
                    names.push(&reference.name);
                }
            }
        }
        let secrets = self.grouped.names.iter().filter(|name| name.secret);
        let rows = secrets.map(|group| {
            let places = by_name.get(group.name).map_or(&[][..], Vec::as_slice);
            let of = |role: Role| {
                let those = places.iter().filter(|one| one.role == role);
                Folded::new(those.map(|one| step(one)).collect(), SHOWN, self.words)
            };
            let told = places.iter().find_map(|one| one.declared.as_ref());
            SecretRow {
                id: secret_id(group.name),
                name: visible(group.name),
                sources: group
                    .sources
                    .keys()
                    .map(|source| self.words.source(*source))
                    .collect(),
                from: from
                    .get(group.name)
                    .into_iter()
                    .flatten()
                    .map(|name| Handed {
                        id: secret_id(name),
                        name: visible(name).into_owned(),
                    })
                    .collect(),
                steps: [Role::Declares, Role::Provides, Role::Injects, Role::Reads].map(of),
                told: self.told(told),
            }
        });
        rows.collect()
    }

    /// Owner, rotation, expiry and classification in one cell.
    fn told(&self, declared: Option<&Declared>) -> String {
        let Some(declared) = declared else {
            return String::new();
        };
        let until = |day: Date| {
            self.words
                .with("note-until", &[("day", day.to_string().into())])
        };
        let parts = [
            declared
                .owner
                .as_deref()
                .map(|owner| visible(owner).into_owned()),
            self.every(declared.rotation_days),
            declared.expiry.map(until),
            declared.classification.map(str::to_owned),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    fn every(&self, days: Option<u32>) -> Option<String> {
        Some(self.words.with("note-days", &[("days", days?.into())]))
    }

    pub(super) fn references_head(&self) -> Head {
        let columns = self.columns(
            "column-name html-column-secret column-source column-role column-into column-consumer column-component column-place",
        );
        let caption = self.words.of("html-references-caption");
        Head::new("t-references", caption, "1,2,3,6", columns)
    }

    /// Every place that asks for a secret or a setting.
    pub(super) fn reference_rows(&self) -> impl Iterator<Item = ReferenceRow<'_>> {
        self.grouped
            .references
            .iter()
            .map(|one| self.reference(one))
    }

    fn reference<'a>(&self, one: &'a Reference) -> ReferenceRow<'a> {
        let words = self.words;
        ReferenceRow {
            id: if one.secret {
                secret_id(&one.name)
            } else {
                String::new()
            },
            name: visible(&one.name),
            key: shown(one.key.as_deref()),
            secret: words.of(if one.secret { "yes" } else { "no" }),
            because: one.why.map(|why| words.because(why)).unwrap_or_default(),
            source: words.source(one.source),
            role: words.role(one.role),
            into: shown(one.into.as_deref()),
            consumer: shown(one.consumer.as_deref()),
            default: one.has_default,
            component: self.component(one.component.as_deref()),
            at: place(&one.at),
            function: shown(one.function.as_deref()),
        }
    }

    pub(super) fn declarations_head(&self) -> Head {
        let columns = self.columns(
            "column-name column-type column-owner column-storage column-rotation column-last-rotation column-expiry column-classification column-references column-findings column-place",
        );
        let caption = self.words.of("html-declarations-caption");
        Head::new("t-declarations", caption, "1,2,3,7", columns)
    }

    /// Every value that the register declares.
    pub(super) fn declaration_rows(&self) -> Vec<DeclarationRow<'_>> {
        let rows = self.grouped.declarations.iter();
        rows.flat_map(|one| self.declaration(one)).collect()
    }

    fn declaration<'a>(&self, one: &'a Declaration) -> Vec<DeclarationRow<'a>> {
        let text = |text: Option<&str>| shown(text).into_owned();
        let values = one.values().into_iter();
        let rows = values.map(|(environment, terms)| DeclarationRow {
            name: visible(&one.name),
            environment: Cow::Owned(text(environment.map(|there| &**there))),
            kind: one.kind.unwrap_or_default(),
            owner: text(terms.owner.as_deref()),
            storage: terms.storage.unwrap_or_default(),
            location: text(terms.location.as_deref()),
            rotation: self.every(terms.rotation_days).unwrap_or_default(),
            last: day(terms.last_rotation),
            expiry: day(terms.expiry),
            class: one.classification.unwrap_or_default(),
            references: one.references,
            findings: one.findings,
            at: place(&one.at),
        });
        rows.collect()
    }

    pub(super) fn lifetimes_head(&self) -> Head {
        let columns = self.columns(
            "column-what column-issuer column-kind column-from column-until column-place column-notes",
        );
        let caption = self.words.of("html-lifetimes-caption");
        Head::new("t-lifetimes", caption, "2", columns)
    }

    /// Certificates and tokens, what ends first at the top.
    pub(super) fn lifetime_rows(&self) -> Vec<LifetimeRow<'_>> {
        let notes = |context| match context {
            Context::Product => String::new(),
            other => self.words.context(other),
        };
        let certificates = self.grouped.certificates.iter().map(|one| LifetimeRow {
            what: visible(&one.subject),
            by: visible(&one.issuer),
            kind: match one.key_bits {
                Some(bits) => format!("{} {bits}, {}", visible(&one.key), visible(&one.signature)),
                None => format!("{}, {}", visible(&one.key), visible(&one.signature)),
            },
            from: one.not_before.to_string(),
            until: one.not_after.to_string(),
            at: place(&one.at),
            notes: notes(one.context),
        });
        let tokens = self.grouped.lifetimes.iter().map(|one| LifetimeRow {
            what: Cow::Borrowed(one.kind.as_str()),
            by: Cow::Borrowed(""),
            kind: shown(one.algorithm.as_deref()).into_owned(),
            from: day(one.issued),
            until: day(one.expires),
            at: place(&one.at),
            notes: notes(one.context),
        });
        let mut rows: Vec<_> = certificates.chain(tokens).collect();
        rows.sort_by(|a, b| (a.until.is_empty(), &a.until).cmp(&(b.until.is_empty(), &b.until)));
        rows
    }
}
