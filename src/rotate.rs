//! `vigie secrets rotate`: one scan's inventory becomes the plan by which one secret is replaced.
//!
//! The order is the point: the new value works before the old one stops, and until then there is a
//! way back.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::inventory::{Finding, Inventory, RuleInfo};
use crate::model::message::Message;
use crate::model::place::Place;
use crate::model::register::{Declaration, folded};
use crate::model::rotation::{Asked, Consumer, Open, Plan, Provider, Step};
use crate::model::signal::Source;
use crate::model::text::{SafeText, SecretId};
use crate::rules::Rules;

/// Every name that a secret of this inventory has, for "did you mean".
pub fn known(inventory: &Inventory) -> BTreeSet<String> {
    let declared = inventory.declarations.iter().flat_map(Declaration::names);
    let asked = inventory.references.iter().map(|one| &one.name);
    let open = findings(inventory).filter_map(|one| one.name.as_ref());
    let all = declared.chain(asked).chain(open);
    all.map(ToString::to_string).collect()
}

/// Every name that means the same secret as `name`, the first as the repository writes it; none
/// where nothing is called so.
pub fn names(inventory: &Inventory, name: &str) -> Vec<SafeText> {
    let wanted = folded(name);
    let declaration = declaration(inventory, &wanted);
    let mut all: Vec<SafeText> = declaration
        .iter()
        .flat_map(|one| one.names().cloned())
        .collect();
    let same: BTreeSet<String> = if all.is_empty() {
        [wanted].into()
    } else {
        all.iter().map(|name| folded(name)).collect()
    };
    let asked = inventory.references.iter().map(|one| &one.name);
    let open = findings(inventory).filter_map(|one| one.name.as_ref());
    for one in asked.chain(open) {
        if same.contains(&folded(one)) && !all.contains(one) {
            all.push(one.clone());
        }
    }
    all
}

fn declaration<'i>(inventory: &'i Inventory, wanted: &str) -> Option<&'i Declaration> {
    let mut all = inventory.declarations.iter();
    all.find(|one| one.names().any(|name| folded(name) == wanted))
}

/// What was found, also what somebody has looked at: a value that was accepted is rotated all the
/// same.
fn findings(inventory: &Inventory) -> impl Iterator<Item = &Finding> {
    let aside = inventory.suppressed.iter().map(|one| &one.finding);
    let all = inventory.findings.iter().chain(aside);
    all.filter(|finding| finding.evidence.is_some())
}

/// The plan for the secret that [`names`] told of. `mentioned`: where those names stand at all.
pub fn plan(
    inventory: &Inventory,
    rules: &Rules,
    names: Vec<SafeText>,
    mentioned: Vec<Place>,
) -> Option<Plan> {
    let name = names.first()?.clone();
    let same: BTreeSet<String> = names.iter().map(|name| folded(name)).collect();
    let declaration = declaration(inventory, &folded(&name)).cloned();
    let (open, infos) = open(inventory, &same);
    let mut asked: Vec<Asked> = inventory
        .references
        .iter()
        .filter(|one| same.contains(&folded(&one.name)))
        .map(|one| Asked {
            at: one.at.clone(),
            name: one.name.clone(),
            source: one.source,
            component: one.component.clone(),
            function: one.function.clone(),
        })
        .collect();
    asked.sort();
    let told: BTreeSet<(&str, u32)> = asked
        .iter()
        .map(|one| &one.at)
        .chain(open.iter().map(|one| &one.at))
        .chain(declaration.iter().map(|one| &one.at))
        .map(|at| (&*at.path, at.start.line))
        .collect();
    let registers: BTreeSet<&str> = inventory
        .declarations
        .iter()
        .map(|one| &*one.at.path)
        .collect();
    let mentioned: Vec<Place> = mentioned
        .into_iter()
        .filter(|at| !told.contains(&(&*at.path, at.start.line)) && !registers.contains(&*at.path))
        .collect();
    let consumers = consumers(inventory, declaration.as_ref(), &asked);
    let infos = if infos.is_empty() {
        by_name(rules, &names)
    } else {
        infos
    };
    let mut plan = Plan {
        name,
        names,
        declaration,
        open,
        asked,
        mentioned,
        consumers,
        steps: Vec::new(),
        back: [
            "rotation-back-store",
            "rotation-back-roll",
            "rotation-back-late",
        ]
        .map(Message::new)
        .to_vec(),
    };
    plan.steps = steps(&plan, &infos);
    Some(plan)
}

/// Where the value stands in the open: under one of the names, or as the same value elsewhere; and
/// the rules that know whose it is.
fn open(inventory: &Inventory, same: &BTreeSet<String>) -> (Vec<Open>, Vec<RuleInfo>) {
    let named = |finding: &Finding| {
        let own = finding.name.as_ref().map(|name| folded(name));
        own.is_some_and(|name| same.contains(&name))
    };
    let values: BTreeSet<SecretId> = findings(inventory)
        .filter(|finding| named(finding))
        .filter_map(|finding| finding.evidence.as_ref().map(|evidence| evidence.id))
        .collect();
    let is_same = |finding: &Finding| {
        let evidence = finding.evidence.as_ref();
        evidence.is_some_and(|evidence| values.contains(&evidence.id))
    };
    let mut rules: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<Open> = Vec::new();
    for finding in findings(inventory).filter(|one| named(one) || is_same(one)) {
        rules.insert(&finding.rule);
        open.push(Open {
            at: finding.at.clone(),
            rule: finding.rule.to_string(),
            severity: finding.severity,
            mask: finding.evidence.as_ref().map(|one| one.mask.clone()),
            name: finding.name.clone(),
            same_value: !named(finding),
        });
    }
    open.sort();
    let infos = inventory.rules.iter();
    let infos = infos.filter(|info| rules.contains(&*info.id));
    let infos = infos.cloned().collect();
    (open, infos)
}

/// What the register names, and the components whose files ask for the value.
fn consumers(
    inventory: &Inventory,
    declaration: Option<&Declaration>,
    asked: &[Asked],
) -> Vec<Consumer> {
    let mut all: BTreeMap<String, Consumer> = BTreeMap::new();
    for name in declaration.iter().flat_map(|one| &one.consumers) {
        all.insert(
            folded(name),
            Consumer {
                name: name.clone(),
                declared: true,
                seen: false,
            },
        );
    }
    let folders: BTreeSet<&str> = asked
        .iter()
        .filter_map(|one| one.component.as_deref())
        .collect();
    for component in &inventory.components {
        if folders.contains(&*component.path) {
            let consumer = all.entry(folded(&component.name));
            consumer
                .or_insert_with(|| Consumer {
                    name: component.name.clone(),
                    declared: false,
                    seen: false,
                })
                .seen = true;
        }
    }
    let mut all: Vec<Consumer> = all.into_values().collect();
    all.sort();
    all
}

/// What is known of the vendor whose id is a word, or two, of one of the names: `STRIPE_API_KEY`.
fn by_name(rules: &Rules, names: &[SafeText]) -> Vec<RuleInfo> {
    let mut words: BTreeSet<String> = BTreeSet::new();
    for name in names {
        let parts: Vec<String> = name
            .split(['_', '-', '.', ' '])
            .map(str::to_lowercase)
            .collect();
        words.extend(parts.windows(2).map(<[String]>::concat));
        words.extend(parts);
    }
    let vendors = rules.packs.vendors.iter();
    let known = vendors.filter(|vendor| vendor.id.len() > 2 && words.contains(&folded(&vendor.id)));
    known
        .filter_map(|vendor| {
            let rule = vendor.rules.first()?;
            Some(RuleInfo {
                title: vendor.title.clone(),
                ..rule.info()
            })
        })
        .collect()
}

fn steps(plan: &Plan, infos: &[RuleInfo]) -> Vec<Step> {
    let says = |text: fn(&RuleInfo) -> Option<&String>| {
        let told = infos.iter().filter_map(|info| {
            Some(Provider {
                title: info.title.clone(),
                text: text(info)?.clone(),
                docs: info.docs.clone(),
            })
        });
        told.collect::<Vec<_>>()
    };
    // What a program reads is the consumer's; everything else is on the way to it.
    let places = |read: bool| {
        let asked = plan.asked.iter();
        let asked = asked.filter(|one| (one.source == Source::Environment) == read);
        asked.map(|one| one.at.clone()).collect::<Vec<_>>()
    };
    let step = |id: &'static str, message: &'static str| Step {
        id,
        message: Message::new(message),
        details: Vec::new(),
        provider: Vec::new(),
        places: Vec::new(),
    };
    let mut steps = vec![
        Step {
            provider: says(|info| info.rotate.as_ref()),
            ..step("create", "rotation-create")
        },
        Step {
            details: stores(plan.declaration.as_ref()),
            places: places(false),
            ..step("store", "rotation-store")
        },
        Step {
            details: plan
                .consumers
                .iter()
                .map(|one| Message::new("rotation-consumer").with("name", one.name.clone()))
                .collect(),
            places: places(true),
            ..step("roll", "rotation-roll")
        },
        step("verify", "rotation-verify"),
    ];
    if !plan.open.is_empty() {
        steps.push(Step {
            places: plan.open.iter().map(|one| one.at.clone()).collect(),
            ..step("remove", "rotation-remove")
        });
    }
    steps.push(Step {
        provider: says(|info| info.revoke.as_ref()),
        ..step("revoke", "rotation-revoke")
    });
    steps.push(match &plan.declaration {
        Some(one) => Step {
            places: vec![one.at.clone()],
            ..step("record", "rotation-record")
        },
        None => step("record", "rotation-declare"),
    });
    steps
}

/// What keeps each value, as the register says.
fn stores(declaration: Option<&Declaration>) -> Vec<Message> {
    let text = |text: Option<&str>| SafeText::default().rewritten(text.unwrap_or("?").to_owned());
    let values = declaration.into_iter().flat_map(Declaration::values);
    let told = values.filter(|(_, terms)| terms.storage.is_some() || terms.location.is_some());
    told.map(|(environment, terms)| {
        let id = match environment {
            Some(_) => "rotation-store-there",
            None => "rotation-store-here",
        };
        Message::new(id)
            .with("environment", environment.cloned().unwrap_or_default())
            .with("storage", text(terms.storage))
            .with("location", text(terms.location.as_deref()))
            .with("owner", text(terms.owner.as_deref()))
    })
    .collect()
}
