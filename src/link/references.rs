//! Names followed across the repository: what is read and nobody gives, what is given and nobody
//! reads, and values that stand in more than one place.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::{Maker, told};
use crate::model::inventory::{Context, Finding, Reference};
use crate::model::message::Message;
use crate::model::place::Place;
use crate::model::settings::Settings;
use crate::model::signal::{Confidence, Role, Severity, Source};
use crate::model::text::{SafeText, SecretId};
use crate::rules::pack::Packs;

const NEVER_PROVIDED: &str = "secret-read-never-provided";
const NEVER_READ: &str = "secret-provided-never-read";
const DEFAULT: &str = "default-is-a-secret";
const SAME_VALUE: &str = "same-value-in-two-places";

/// How many names must be both given and read for the repository to be one that lists what it
/// needs.
const LISTED: usize = 3;

/// How a name is compared: `mail.password`, `MAIL_PASSWORD` and `mailPassword` are one.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// One name, followed.
#[derive(Debug, Default)]
struct Followed<'i> {
    /// Where it is read.
    reads: Vec<&'i Reference>,
    /// Where a template of an environment file asks for it.
    templates: Vec<&'i Reference>,
    /// It is given or declared somewhere.
    given: bool,
    /// It is read, or handed on to somebody who may read it.
    used: bool,
}

/// Every name, by its folded form.
fn follow(references: &[Reference]) -> BTreeMap<String, Followed<'_>> {
    let mut names: BTreeMap<String, Followed<'_>> = BTreeMap::new();
    for reference in references
        .iter()
        .filter(|reference| !reference.name.contains('{'))
    {
        let own = names.entry(folded(&reference.name)).or_default();
        match (reference.role, reference.source) {
            (Role::Reads, _) => {
                own.used = true;
                own.reads.push(reference);
                // A pipeline's secrets are kept where the repository does not show them.
                own.given |= matches!(reference.source, Source::Ci | Source::Vault);
            }
            (Role::Injects, _) => {
                own.used = true;
                own.given |= reference.source != Source::Environment;
            }
            (Role::Declares, Source::EnvFile) => {
                own.given = true;
                own.templates.push(reference);
            }
            (Role::Declares | Role::Provides, _) => own.given = true,
        }
        // Under its own name it is given, and a key of a Secret may become a variable as it is.
        for other in [&reference.into, &reference.key].into_iter().flatten() {
            names.entry(folded(other)).or_default().given = true;
        }
    }
    names
}

/// What may be said of one name, if it stands nowhere else.
#[derive(Debug)]
pub struct Open {
    rule: &'static str,
    /// The name as it is written.
    pub name: SafeText,
    /// Where: the first is where it is said.
    at: Vec<Place>,
    /// Files whose code may hold it all the same.
    pub in_code: bool,
}

/// The names of which something may be said, by their first place.
pub fn open(packs: &Packs, settings: &Settings, references: &[Reference]) -> Vec<Open> {
    let names = follow(references);
    let on = |id: &str| {
        let disabled = settings.disabled_rules.iter().any(|off| off == id);
        packs.finding(id).is_some_and(|rule| !rule.off) && !disabled
    };
    let excepted = |rule: &str, name: &str| {
        packs.finding(rule).is_none_or(|rule| {
            let mut except = rule.except.iter();
            except.any(|glob| matches(glob, name))
        })
    };
    let mut found = Vec::new();
    let secret_reads = |followed: &Followed<'_>| -> Vec<Place> {
        let reads = followed.reads.iter().filter(|read| {
            read.secret
                && read.source == Source::Environment
                && read.context == Context::Product
                && !read.has_default
        });
        reads.map(|read| read.at.clone()).collect()
    };
    let asked = names.values().filter(|name| !secret_reads(name).is_empty());
    let (given, lacking): (Vec<_>, Vec<_>) = asked.partition(|name| name.given);
    let listed = names
        .values()
        .filter(|name| name.given && !name.reads.is_empty())
        .count();
    if on(NEVER_PROVIDED) && listed >= LISTED && given.len() >= lacking.len() {
        for followed in lacking {
            let name = &followed.reads[0].name;
            let defaulted = followed.reads.iter().any(|read| read.has_default);
            if !defaulted && !excepted(NEVER_PROVIDED, name) {
                found.push(Open {
                    rule: NEVER_PROVIDED,
                    name: name.clone(),
                    at: secret_reads(followed),
                    in_code: true,
                });
            }
        }
    }
    let read = names
        .values()
        .filter(|name| name.used && !name.templates.is_empty())
        .count();
    if on(NEVER_READ) && read >= LISTED {
        for followed in names.values().filter(|name| !name.used) {
            let templates = followed.templates.iter();
            let product = templates
                .filter(|template| template.secret && template.context == Context::Product);
            let at: Vec<Place> = product.map(|template| template.at.clone()).collect();
            let Some(first) = followed.templates.first().filter(|_| !at.is_empty()) else {
                continue;
            };
            if !excepted(NEVER_READ, &first.name) {
                found.push(Open {
                    rule: NEVER_READ,
                    name: first.name.clone(),
                    at,
                    in_code: false,
                });
            }
        }
    }
    found.sort_by(|a, b| a.at.cmp(&b.at));
    found
}

impl Open {
    /// The files that are known to hold the name, and that say nothing more by it.
    pub fn files(&self) -> BTreeSet<&str> {
        self.at.iter().map(|at| &*at.path).collect()
    }
}

/// The findings: of the open names, but for those that stand elsewhere after all, and of values.
pub fn findings(
    packs: &Packs,
    settings: &Settings,
    open: Vec<Open>,
    elsewhere: &BTreeSet<usize>,
    references: &[Reference],
    all: &[Finding],
) -> Vec<Finding> {
    let mut maker = Maker::new(packs, settings);
    let mut found = Vec::new();
    for (index, open) in open.into_iter().enumerate() {
        if elsewhere.contains(&index) {
            continue;
        }
        let id = match open.rule {
            NEVER_PROVIDED => "finding-never-provided",
            _ => "finding-never-read",
        };
        let message = Message::new(id).with("name", open.name.clone());
        let Some((first, others)) = open.at.split_first() else {
            continue;
        };
        let made = maker.make(
            open.rule,
            first,
            Context::Product,
            ("", Some(&open.name)),
            message,
        );
        found.extend(made.map(|mut made| {
            made.related = others.to_vec();
            made
        }));
    }
    found.extend(defaults(&mut maker, references, all));
    // In a store even a weak word is one, and weak words stand in many places by chance.
    let stores = packs.stores.iter().flat_map(|pack| &pack.stores);
    let stores: BTreeSet<&str> = stores.map(|store| store.id.as_str()).collect();
    let told = all.iter().filter(|one| !stores.contains(&*one.rule));
    found.extend(same_values(&mut maker, told));
    found
}

/// One finding for each place that asks by name and falls back on a credential.
fn defaults(maker: &mut Maker<'_>, references: &[Reference], all: &[Finding]) -> Vec<Finding> {
    let mut held: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in all
        .iter()
        .filter(|one| one.evidence.is_some() && one.severity > Severity::Info)
    {
        held.entry(&finding.at.path).or_default().push(finding);
    }
    let mut found = Vec::new();
    for reference in references {
        let asks = matches!(reference.role, Role::Reads | Role::Injects);
        let (Some(default), Some(held)) = (
            reference.default.filter(|_| asks),
            held.get(&*reference.at.path),
        ) else {
            continue;
        };
        let is_default = |finding: &&&Finding| {
            default.contains(finding.at.span) || finding.at.span.contains(default)
        };
        let Some(secret) = held.iter().find(is_default) else {
            continue;
        };
        let message = Message::new("finding-default").with("name", reference.name.clone());
        let made = maker.make(
            DEFAULT,
            &reference.at,
            secret.context,
            ("", Some(&reference.name)),
            message,
        );
        found.extend(made.map(|mut made| {
            made.severity = made.severity.min(secret.severity);
            made.confidence = made.confidence.min(secret.confidence);
            made.related = vec![secret.at.clone()];
            made.component.clone_from(&reference.component);
            made
        }));
    }
    found
}

/// One finding for each value that stands in more than one file.
fn same_values<'f>(maker: &mut Maker<'_>, all: impl Iterator<Item = &'f Finding>) -> Vec<Finding> {
    let mut values: BTreeMap<SecretId, Vec<&Finding>> = BTreeMap::new();
    let sure =
        all.filter(|one| one.severity >= Severity::Medium && one.confidence >= Confidence::Likely);
    for finding in sure {
        if let Some(evidence) = &finding.evidence {
            values.entry(evidence.id).or_default().push(finding);
        }
    }
    // The ids are other ones in each run: the places say the order.
    let mut groups: Vec<Vec<&Finding>> = values.into_values().collect();
    groups.sort_by(|a, b| a[0].at.cmp(&b[0].at));
    let mut found = Vec::new();
    for group in groups {
        let first = group[0];
        if group.iter().all(|other| other.at.path == first.at.path) {
            continue;
        }
        let message = Message::new("finding-same-value").with("count", told(group.len()));
        let made = maker.make(
            SAME_VALUE,
            &first.at,
            first.context,
            (&first.rule, first.name.as_ref()),
            message,
        );
        found.extend(made.map(|mut made| {
            made.related = group[1..].iter().map(|other| other.at.clone()).collect();
            made.component.clone_from(&first.component);
            made
        }));
    }
    found
}

/// Whether a name fits a glob that may end with `*`.
fn matches(glob: &str, name: &str) -> bool {
    match glob.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => glob == name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::{Pos, Span};

    fn reference(name: &'static str, role: Role, source: Source, path: &str) -> Reference {
        let start = Pos { line: 1, column: 1 };
        Reference {
            at: Place {
                path: path.into(),
                span: Span::new(0, 1),
                start,
                end: start,
            },
            name: SafeText::constant(name),
            key: None,
            source,
            role,
            secret: name.contains("KEY"),
            why: None,
            into: None,
            consumer: None,
            has_default: false,
            default: None,
            context: Context::Product,
            library: "x".into(),
            function: None,
            component: None,
            declared: None,
        }
    }

    fn said(references: &[Reference]) -> Vec<(&'static str, String)> {
        let mut packs = crate::rules::Rules::builtin().packs;
        for pack in &mut packs.findings {
            pack.findings.iter_mut().for_each(|rule| rule.off = false);
        }
        let open = open(&packs, &Settings::default(), references);
        open.iter()
            .map(|open| (open.rule, open.name.to_string()))
            .collect()
    }

    #[test]
    fn a_name_is_open_where_others_are_given_and_read() {
        let mut all = Vec::new();
        for name in ["A_KEY", "B_KEY", "C_KEY"] {
            all.push(reference(name, Role::Reads, Source::Environment, "a.py"));
            all.push(reference(
                name,
                Role::Declares,
                Source::EnvFile,
                ".env.example",
            ));
        }
        assert!(said(&all).is_empty());
        all.push(reference("D_KEY", Role::Reads, Source::Environment, "a.py"));
        all.push(reference(
            "E_KEY",
            Role::Declares,
            Source::EnvFile,
            ".env.example",
        ));
        all.push(reference(
            "PLAIN",
            Role::Declares,
            Source::EnvFile,
            ".env.example",
        ));
        assert_eq!(
            said(&all),
            [
                (NEVER_READ, "E_KEY".to_owned()),
                (NEVER_PROVIDED, "D_KEY".to_owned())
            ]
        );
        // A Secret becomes the variable.
        let mut injected = reference("db", Role::Injects, Source::Kubernetes, "d.yaml");
        injected.into = Some(SafeText::constant("D_KEY"));
        all.push(injected);
        // The configuration asks for it by another spelling.
        all.push(reference(
            "e.key",
            Role::Reads,
            Source::Configuration,
            "A.java",
        ));
        assert!(said(&all).is_empty());
    }

    #[test]
    fn nothing_is_open_where_nothing_is_listed() {
        let read = reference("D_KEY", Role::Reads, Source::Environment, "a.py");
        assert!(said(&[read]).is_empty());
    }
}
