//! The register of secrets joined with the code: which names are declared, which are asked for, and
//! what is due.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::findings::{Maker, told};
use crate::model::inventory::{Context, Finding};
use crate::model::message::Message;
use crate::model::place::Place;
use crate::model::register::{About, Declaration, Terms, Weight, folded};
use crate::model::settings::Settings;
use crate::model::summary::Summary;
use crate::model::text::SafeText;
use crate::rules::pack::Packs;

/// What is known beside the summaries.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Everything was read: what is found nowhere is nowhere.
    pub whole: bool,
    /// Names that stand in files where nothing recognised them, as [`folded`] has them.
    pub mentioned: BTreeSet<String>,
}

/// Names that the register declares and that no reference and no finding has: those that are worth
/// looking for in plain text.
pub fn unmet(summaries: &[Summary]) -> Vec<SafeText> {
    let asked: BTreeSet<String> = summaries.iter().flat_map(names_asked).collect();
    let declared = declarations(summaries);
    let open = declared.filter(|one| !one.names().any(|name| asked.contains(&folded(name))));
    open.flat_map(|one| one.names().cloned().collect::<Vec<_>>())
        .collect()
}

fn declarations(summaries: &[Summary]) -> impl Iterator<Item = &Declaration> {
    summaries
        .iter()
        .filter_map(|summary| summary.register.as_deref())
        .flat_map(|register| &register.declarations)
}

fn names_asked(summary: &Summary) -> impl Iterator<Item = String> {
    let asked = summary.references.iter().map(|one| folded(&one.name));
    let found = summary.findings.iter().filter_map(|one| one.name.as_ref());
    asked.chain(found.map(|name| folded(name)))
}

/// Joins, adds the findings that follow to the files they stand in, and gives what is declared.
pub fn join(
    packs: &Packs,
    settings: &Settings,
    around: &Around,
    summaries: &mut [Summary],
) -> Vec<Declaration> {
    if summaries.iter().all(|summary| summary.register.is_none()) {
        return Vec::new();
    }
    let mut declared: Vec<Declaration> = declarations(summaries).cloned().collect();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (index, one) in declared.iter().enumerate() {
        for name in one.names() {
            by_name.entry(folded(name)).or_insert(index);
        }
    }
    let mut undeclared: BTreeMap<String, Asked> = BTreeMap::new();
    for summary in summaries.iter_mut() {
        for reference in &mut summary.references {
            let name = folded(&reference.name);
            if let Some(index) = by_name.get(&name) {
                declared[*index].references += 1;
                reference.declared = Some(declared[*index].told());
            } else if reference.secret && summary.context == Context::Product {
                let asked = undeclared.entry(name).or_insert_with(|| Asked {
                    at: reference.at.clone(),
                    name: reference.name.clone(),
                    count: 0,
                });
                asked.count += 1;
            }
        }
        for finding in &mut summary.findings {
            let index = finding
                .name
                .as_ref()
                .and_then(|name| by_name.get(&folded(name)));
            if let Some(index) = index {
                declared[*index].findings += 1;
                finding.declared = Some(declared[*index].told());
            }
        }
    }
    let mut findings = Judge {
        maker: Maker::new(packs, settings),
        settings,
        found: Vec::new(),
    };
    for asked in undeclared.values() {
        findings.undeclared(asked);
    }
    for one in &declared {
        let met = one.references + one.findings > 0;
        let mentioned = one
            .names()
            .any(|name| around.mentioned.contains(&folded(name)));
        if around.whole && !met && !mentioned {
            findings.of_entry("secret-unused", one, "", Message::new("finding-unused"));
        }
        for (environment, terms) in one.values() {
            findings.dates(one, environment, &terms);
        }
    }
    findings.faults(summaries);
    let mut found = findings.found;
    for summary in summaries.iter_mut() {
        let (own, others) = found
            .into_iter()
            .partition(|finding| finding.at.path == summary.path);
        summary.findings.extend::<Vec<Finding>>(own);
        found = others;
    }
    declared
}

/// A name that no entry has, and where it is asked for first.
struct Asked {
    at: Place,
    name: SafeText,
    count: u32,
}

struct Judge<'p> {
    maker: Maker<'p>,
    settings: &'p Settings,
    found: Vec<Finding>,
}

impl Judge<'_> {
    fn undeclared(&mut self, asked: &Asked) {
        let excepted = self.maker.rule("secret-undeclared").is_some_and(|rule| {
            let mut names = rule.except.iter();
            names.any(|name| folded(name) == folded(&asked.name))
        });
        if excepted {
            return;
        }
        let message = Message::new("finding-undeclared")
            .with("name", asked.name.clone())
            .with("count", told(asked.count));
        let key = ("", Some(&asked.name));
        let context = Context::Product;
        self.found.extend(
            self.maker
                .make("secret-undeclared", &asked.at, context, key, message),
        );
    }

    /// A finding about an entry, at its name.
    fn of_entry(&mut self, rule: &str, one: &Declaration, scope: &str, message: Message) {
        let message = message.with("name", one.name.clone());
        let key = (scope, Some(&one.name));
        let made = self
            .maker
            .make(rule, &one.at, Context::Product, key, message);
        self.found.extend(made.map(|finding| Finding {
            declared: Some(one.told()),
            ..finding
        }));
    }

    /// What is over and what is due, on the day that was named.
    fn dates(&mut self, one: &Declaration, environment: Option<&SafeText>, terms: &Terms) {
        let Some(today) = self.settings.date else {
            return;
        };
        let scope = environment.map_or("", |name| name.as_str());
        let message = |id: &'static str, day| {
            let said = Message::new(id).with("day", told(day));
            match environment {
                Some(name) => said
                    .with("there", SafeText::constant("yes"))
                    .with("environment", name.clone()),
                None => said
                    .with("there", SafeText::constant("no"))
                    .with("environment", SafeText::default()),
            }
        };
        if let Some(expiry) = terms.expiry {
            if today > expiry {
                let said = message("finding-expired", expiry);
                self.of_entry("secret-expired", one, scope, said);
            } else if today.after(self.settings.soon_days) >= expiry {
                let said = message("finding-expires-soon", expiry);
                self.of_entry("secret-expires-soon", one, scope, said);
            }
        }
        if let Some(due) = terms.due().filter(|due| today > *due) {
            let said = message("finding-overdue", due);
            self.of_entry("secret-overdue", one, scope, said);
        }
    }

    /// What is wrong with the register itself. What it holds in the open was found with the secrets.
    fn faults(&mut self, summaries: &[Summary]) {
        let registers = summaries
            .iter()
            .filter_map(|summary| summary.register.as_deref());
        for fault in registers.flat_map(|register| &register.faults) {
            let rule = match (fault.weight, fault.about) {
                (Weight::Error, About::Form) => "register-entry",
                (Weight::Error, About::Owner) => "secret-ownerless",
                _ => continue,
            };
            let key = (fault.message.id, fault.entry.as_ref());
            let message = fault.message.clone();
            let context = Context::Product;
            self.found
                .extend(self.maker.make(rule, &fault.at, context, key, message));
        }
    }
}

#[cfg(test)]
mod tests;
