//! Counts and groups of one inventory, made once and read by every format.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::inventory::{Finding, Inventory, Point, Reference, RuleInfo};
use crate::model::lifetime::{Certificate, Lifetime};
use crate::model::observer::{Observer, ObserverKind, Use, Verdict};
use crate::model::register::Declaration;
use crate::model::settings::View;
use crate::model::signal::{Confidence, Level, Severity, Signal, Source, Topic};
use crate::model::suppression::{Suppressed, Unused};

/// One inventory, as far as a view shows it, with what is counted over it.
#[derive(Debug)]
pub(super) struct Grouped<'i> {
    /// All of it; what a view hides is empty in the fields below.
    pub inventory: &'i Inventory,
    /// Which half is shown.
    pub view: View,
    /// The points shown.
    pub points: &'i [Point],
    /// The observers shown.
    pub observers: &'i [Observer],
    /// Observers per kind, in the order of the vocabulary; only those that occur.
    pub observer_kinds: Vec<(ObserverKind, usize)>,
    /// Names that observers use, by verdict, in the order of the vocabulary; each name once.
    pub verdicts: Vec<(Verdict, usize)>,
    /// The findings shown.
    pub findings: Vec<&'i Finding>,
    /// What somebody has looked at, as far as it is shown.
    pub suppressed: Vec<&'i Suppressed>,
    /// Marks and entries that suppress nothing, as far as they are shown.
    pub unused: &'i [Unused],
    /// The rules of those findings.
    pub infos: Vec<&'i RuleInfo>,
    /// The same, by id.
    infos_by_id: BTreeMap<&'i str, &'i RuleInfo>,
    /// The references shown.
    pub references: &'i [Reference],
    /// What the register declares, as far as it is shown.
    pub declarations: &'i [Declaration],
    /// The certificates shown.
    pub certificates: &'i [Certificate],
    /// The tokens with an end that are shown.
    pub lifetimes: &'i [Lifetime],
    /// Points per signal, in the order of the vocabulary; only those that occur.
    pub signals: Vec<(Signal, usize)>,
    /// Log points per level, worst first, undecided last; only those that occur.
    pub levels: Vec<(Option<Level>, usize)>,
    /// Points per library, most first.
    pub libraries: Vec<(&'i str, usize)>,
    /// Points per signal and library, by signal and then library.
    pub signal_libraries: BTreeMap<(Signal, &'i str), usize>,
    /// What each component holds, by path; what belongs to none is last.
    pub components: Vec<ComponentGroup<'i>>,
    /// Where in that list the component of a path stands.
    component_at: BTreeMap<Option<&'i str>, usize>,
    /// Findings per severity, worst first; only those that occur.
    pub severities: Vec<(Severity, usize)>,
    /// Findings per rule, worst rule first.
    pub rules: Vec<RuleGroup<'i>>,
    /// References by the name they ask for, secrets first.
    pub names: Vec<NameGroup<'i>>,
}

/// What one component holds.
#[derive(Debug, Default)]
pub(super) struct ComponentGroup<'i> {
    /// Its folder; `None` for what belongs to no component.
    pub path: Option<&'i str>,
    /// Its name, where a manifest gives one.
    pub name: Option<&'i str>,
    /// Its points by signal.
    pub signals: BTreeMap<Signal, usize>,
    /// All its points.
    pub points: usize,
    /// Its findings by rule.
    pub rules: BTreeMap<&'i str, usize>,
    /// All its findings.
    pub findings: usize,
    /// Its references.
    pub references: usize,
}

impl<'i> ComponentGroup<'i> {
    /// What to call it: its name, else its folder, else a dot for the root; `None` for no component.
    pub(super) fn label(&self) -> Option<&'i str> {
        let path = self.path?;
        let name = self.name.filter(|name| !name.is_empty()).unwrap_or(path);
        Some(if name.is_empty() { "." } else { name })
    }
}

/// The findings of one rule.
#[derive(Debug)]
pub(super) struct RuleGroup<'i> {
    /// The rule's id.
    pub id: &'i str,
    /// What is known of it.
    pub info: Option<&'i RuleInfo>,
    /// Its findings, in the order of the inventory.
    pub findings: Vec<&'i Finding>,
    /// The worst severity among them.
    pub worst: Severity,
    /// The least confidence among them.
    pub least_confidence: Confidence,
}

/// All references to one name.
#[derive(Debug)]
pub(super) struct NameGroup<'i> {
    /// The name.
    pub name: &'i str,
    /// It suggests a secret, at one place at least.
    pub secret: bool,
    /// A default is written in the code, at one place at least.
    pub has_default: bool,
    /// How often it is asked of each source.
    pub sources: BTreeMap<Source, usize>,
    /// The names under which it is handed on, and to which component, how often.
    pub handed: BTreeMap<(&'i str, Option<&'i str>), usize>,
    /// How often each component asks for it under its own name.
    pub components: BTreeMap<Option<&'i str>, usize>,
    /// How often it is asked for.
    pub count: usize,
}

impl<'i> Grouped<'i> {
    /// Groups what `view` shows of `inventory`.
    pub(super) fn new(inventory: &'i Inventory, view: View) -> Self {
        let points = if view == View::Secrets {
            &[]
        } else {
            inventory.points.as_slice()
        };
        let observers = if view == View::Secrets {
            &[]
        } else {
            inventory.observers.as_slice()
        };
        let secrets = view != View::Observability;
        let infos: Vec<&'i RuleInfo> = inventory
            .rules
            .iter()
            .filter(|info| match view {
                View::All => true,
                View::Secrets => info.topic == Topic::Secrets,
                View::Observability => info.topic == Topic::Observability,
            })
            .collect();
        // A rule of which nothing is known is one for secrets.
        let of_observers = |finding: &Finding| {
            let mut rules = inventory.rules.iter();
            rules.any(|info| info.id == finding.rule && info.topic == Topic::Observability)
        };
        let shown = |finding: &Finding| match view {
            View::All => true,
            View::Secrets => !of_observers(finding),
            View::Observability => of_observers(finding),
        };
        let findings: Vec<&'i Finding> = inventory
            .findings
            .iter()
            .filter(|finding| shown(finding))
            .collect();
        let suppressed: Vec<&'i Suppressed> = inventory
            .suppressed
            .iter()
            .filter(|one| shown(&one.finding))
            .collect();
        let unused = if secrets {
            inventory.unused.as_slice()
        } else {
            &[]
        };
        let references = if secrets {
            inventory.references.as_slice()
        } else {
            &[]
        };

        let mut observer_kinds = BTreeMap::new();
        let mut names_used = BTreeMap::new();
        for observer in observers {
            *observer_kinds.entry(observer.kind).or_insert(0) += 1;
            for used in &observer.uses {
                names_used.insert((used.kind, used.form, &used.name), used.verdict);
            }
        }
        let mut verdicts = BTreeMap::new();
        for verdict in names_used.into_values() {
            *verdicts.entry(verdict).or_insert(0) += 1;
        }
        let (declarations, certificates, lifetimes) = if secrets {
            (
                inventory.declarations.as_slice(),
                inventory.certificates.as_slice(),
                inventory.lifetimes.as_slice(),
            )
        } else {
            (&[][..], &[][..], &[][..])
        };

        let mut signals = BTreeMap::new();
        let mut levels = BTreeMap::new();
        let mut libraries = BTreeMap::new();
        let mut signal_libraries = BTreeMap::new();
        for point in points {
            *signals.entry(point.signal).or_insert(0) += 1;
            *libraries.entry(&*point.library).or_insert(0) += 1;
            *signal_libraries
                .entry((point.signal, &*point.library))
                .or_insert(0) += 1;
            if point.signal == Signal::Log {
                *levels.entry(Reverse(point.level)).or_insert(0) += 1;
            }
        }
        let mut severities = BTreeMap::new();
        for finding in &findings {
            *severities.entry(Reverse(finding.severity)).or_insert(0) += 1;
        }

        let infos_by_id: BTreeMap<&'i str, &'i RuleInfo> =
            infos.iter().map(|info| (&*info.id, *info)).collect();
        let components = components(inventory, points, &findings, references);
        let component_at = components
            .iter()
            .zip(0..)
            .map(|(component, at)| (component.path, at))
            .collect();

        let rules = rules(&infos_by_id, &findings);
        Self {
            inventory,
            view,
            points,
            observers,
            observer_kinds: observer_kinds.into_iter().collect(),
            verdicts: verdicts.into_iter().collect(),
            findings,
            suppressed,
            unused,
            infos,
            references,
            declarations,
            certificates,
            lifetimes,
            signals: signals.into_iter().collect(),
            levels: levels
                .into_iter()
                .map(|(Reverse(level), count)| (level, count))
                .collect(),
            libraries: most_first(libraries),
            signal_libraries,
            components,
            component_at,
            severities: severities
                .into_iter()
                .map(|(Reverse(severity), count)| (severity, count))
                .collect(),
            rules,
            infos_by_id,
            names: names(references),
        }
    }

    /// Metrics that are listened to and that nothing emits: the first use of each name, and how many
    /// observers use it.
    pub(super) fn nowhere(&self) -> Vec<(&'i Use, usize)> {
        let mut names: BTreeMap<&str, (&'i Use, usize)> = BTreeMap::new();
        for observer in self.observers {
            let mut counted: Vec<&str> = Vec::new();
            for used in &observer.uses {
                if used.verdict == Verdict::Nowhere && !counted.contains(&&*used.name) {
                    counted.push(&used.name);
                    names.entry(&used.name).or_insert((used, 0)).1 += 1;
                }
            }
        }
        names.into_values().collect()
    }

    /// Whether this view shows points.
    pub(super) fn shows_points(&self) -> bool {
        self.view != View::Secrets
    }

    /// Whether this view shows findings and references.
    pub(super) fn shows_secrets(&self) -> bool {
        self.view != View::Observability
    }

    /// The findings, worst first; among equals the surer, then what ships, then by place.
    pub(super) fn worst_findings(&self) -> Vec<&'i Finding> {
        let mut worst = self.findings.clone();
        worst.sort_by(|a, b| badness(a).cmp(&badness(b)));
        worst
    }

    /// What is known of a rule.
    pub(super) fn info(&self, rule: &str) -> Option<&'i RuleInfo> {
        self.infos_by_id.get(rule).copied()
    }

    /// What to call the component at `path`.
    pub(super) fn component_label(&self, path: Option<&str>) -> Option<&'i str> {
        self.components[*self.component_at.get(&path)?].label()
    }
}

fn badness(finding: &Finding) -> impl Ord + '_ {
    (
        Reverse(finding.severity),
        Reverse(finding.confidence),
        finding.context,
        &finding.at,
        &finding.rule,
    )
}

fn most_first<K: Ord>(counts: BTreeMap<K, usize>) -> Vec<(K, usize)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts
}

fn components<'i>(
    inventory: &'i Inventory,
    points: &'i [Point],
    findings: &[&'i Finding],
    references: &'i [Reference],
) -> Vec<ComponentGroup<'i>> {
    let mut groups: BTreeMap<Option<&'i str>, ComponentGroup<'i>> = BTreeMap::new();
    for component in &inventory.components {
        groups.entry(Some(&*component.path)).or_default().name = Some(&component.name);
    }
    for point in points {
        let group = groups.entry(point.component.as_deref()).or_default();
        *group.signals.entry(point.signal).or_insert(0) += 1;
        group.points += 1;
    }
    for finding in findings {
        let group = groups.entry(finding.component.as_deref()).or_default();
        *group.rules.entry(&*finding.rule).or_insert(0) += 1;
        group.findings += 1;
    }
    for reference in references {
        groups
            .entry(reference.component.as_deref())
            .or_default()
            .references += 1;
    }
    let nowhere = groups.remove(&None);
    let mut sorted: Vec<_> = groups
        .into_iter()
        .map(|(path, group)| ComponentGroup { path, ..group })
        .collect();
    sorted.extend(nowhere);
    sorted
}

fn rules<'i>(
    infos: &BTreeMap<&'i str, &'i RuleInfo>,
    findings: &[&'i Finding],
) -> Vec<RuleGroup<'i>> {
    let mut by_rule: BTreeMap<&'i str, Vec<&'i Finding>> = BTreeMap::new();
    for finding in findings {
        by_rule.entry(&*finding.rule).or_default().push(finding);
    }
    let mut groups: Vec<_> = by_rule
        .into_iter()
        .map(|(id, findings)| RuleGroup {
            id,
            info: infos.get(id).copied(),
            worst: findings
                .iter()
                .map(|f| f.severity)
                .max()
                .unwrap_or(Severity::Info),
            least_confidence: findings
                .iter()
                .map(|f| f.confidence)
                .min()
                .unwrap_or(Confidence::Possible),
            findings,
        })
        .collect();
    groups.sort_by_key(|group| Reverse(group.worst));
    groups
}

fn names(references: &[Reference]) -> Vec<NameGroup<'_>> {
    let mut by_name: BTreeMap<&str, NameGroup<'_>> = BTreeMap::new();
    for reference in references {
        let group = by_name.entry(&reference.name).or_insert_with(|| NameGroup {
            name: &reference.name,
            secret: false,
            has_default: false,
            sources: BTreeMap::new(),
            handed: BTreeMap::new(),
            components: BTreeMap::new(),
            count: 0,
        });
        group.secret |= reference.secret;
        group.has_default |= reference.has_default;
        group.count += 1;
        *group.sources.entry(reference.source).or_insert(0) += 1;
        let component = reference.component.as_deref();
        *match reference.into.as_deref() {
            Some(into) if into != group.name => group.handed.entry((into, component)).or_insert(0),
            _ => group.components.entry(component).or_insert(0),
        } += 1;
    }
    let mut groups: Vec<_> = by_name.into_values().collect();
    groups.sort_by_key(|group| (!group.secret, Reverse(group.count)));
    groups
}
