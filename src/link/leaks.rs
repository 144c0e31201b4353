//! What flows where it must not, once every file was read: ways that go through several functions
//! are joined, and findings made of all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::complete::module_of;
use super::findings::{Maker, told};
use crate::model::flow::{Arrival, Flows, Leak, Pass, Passed, Reach, Sink, Tainted, Told, Whole};
use crate::model::inventory::{Data, Finding};
use crate::model::known::Known;
use crate::model::message::Message;
use crate::model::modules::ModuleId;
use crate::model::place::Place;
use crate::model::signal::{Confidence, Severity};
use crate::model::summary::Summary;
use crate::model::text::SafeText;
use crate::rules::pack::{LeakFinding, Packs, Sensitive};

/// Through how many functions a value is followed.
const THROUGH: usize = 3;

/// Ways that are joined at most: what is handed on everywhere tells nothing of one place.
const MOST: usize = 20_000;

/// Makes findings of everything that flows where it must not.
pub fn leaks(packs: &Packs, known: &Known, disabled: &[String], summaries: &mut [Summary]) {
    let files: Vec<(Option<ModuleId>, Box<Flows>)> = summaries
        .iter_mut()
        .filter_map(|summary| {
            let flows = summary.flows.take()?;
            Some((module_of(known, summary), flows))
        })
        .collect();
    if files.is_empty() {
        return;
    }
    let mut all: Vec<Leak> = Vec::new();
    for (_, flows) in &files {
        all.extend(flows.leaks.iter().cloned());
    }
    joined(known, &files, &mut all);
    whole(known, &files, &mut all);
    let mut by_path: HashMap<Arc<str>, Vec<Finding>> = HashMap::new();
    let mut maker = Maker::of(packs, disabled);
    for leak in settled(all) {
        if let Some(finding) = finding(packs, &mut maker, &leak) {
            by_path
                .entry(finding.at.path.clone())
                .or_default()
                .push(finding);
        }
    }
    for summary in summaries {
        if let Some(own) = by_path.remove(&summary.path) {
            summary.findings.extend(own);
        }
    }
}

/// A function: its module, and its name with its type.
type Function = (ModuleId, String);

/// The way out of a parameter: its place, its name, what it goes through, and where it arrives.
type Way = (u16, String, Vec<Place>, Arrival);

/// The ways out of functions.
type Ways = HashMap<Function, Vec<Way>>;

/// Joins what is handed to functions with what these let out.
fn joined(known: &Known, files: &[(Option<ModuleId>, Box<Flows>)], all: &mut Vec<Leak>) {
    let mut reaches: Ways = HashMap::new();
    for (own, reach) in each(files, |flows| &flows.reaches) {
        let Reach {
            function,
            index,
            parameter,
            steps,
            arrival,
        } = reach;
        reaches
            .entry((own, function.to_string()))
            .or_default()
            .push((
                *index,
                parameter.to_string(),
                steps.clone(),
                arrival.clone(),
            ));
    }
    if reaches.is_empty() {
        return;
    }
    let target = |own: ModuleId, pass: &Pass| -> Option<(ModuleId, String)> {
        if pass.module.is_empty() {
            let here = (own, pass.function.to_string());
            if reaches.contains_key(&here) {
                return Some(here);
            }
        }
        known.target(own, &pass.module, &pass.function)
    };
    let passes: Vec<(ModuleId, &Pass, Function)> = each(files, |flows| &flows.passes)
        .filter_map(|(own, pass)| Some((own, pass, target(own, pass)?)))
        .collect();
    // Functions that only hand on reach what those reach to which they hand.
    for _ in 0..THROUGH {
        let mut further: Vec<(Function, Way)> = Vec::new();
        for (own, pass, to) in &passes {
            let Passed::Parameter(function, index) = &pass.what else {
                continue;
            };
            let from = (*own, function.to_string());
            if from == *to {
                continue;
            }
            for (_, _, steps, arrival) in fitting(&reaches, to, pass) {
                let there = reaches.get(&from).into_iter().flatten();
                let known = there.filter(|(at, _, _, known)| at == index && known.at == arrival.at);
                if known.count() == 0 && steps.len() <= THROUGH {
                    let mut way = vec![pass.at.clone()];
                    way.extend(steps.iter().cloned());
                    further.push((from.clone(), (*index, String::new(), way, arrival.clone())));
                }
            }
        }
        if further.is_empty() {
            break;
        }
        for (from, reach) in further {
            let there = reaches.entry(from).or_default();
            if !there
                .iter()
                .any(|known| known.0 == reach.0 && known.3.at == reach.3.at)
            {
                there.push(reach);
            }
        }
    }
    for (_, pass, to) in &passes {
        let Passed::Tainted(what) = &pass.what else {
            continue;
        };
        for (_, _, steps, arrival) in fitting(&reaches, to, pass) {
            if all.len() >= MOST {
                return;
            }
            let mut way = what.steps.clone();
            way.push(pass.at.clone());
            way.extend(steps.iter().cloned());
            way.dedup();
            all.push(Leak {
                what: Tainted {
                    steps: way,
                    // Through another function nothing is more than likely.
                    confidence: what.confidence.min(Confidence::Likely),
                    ..what.clone()
                },
                arrival: arrival.clone(),
            });
        }
    }
}

/// The ways out of the parameter that an argument fills.
fn fitting<'r>(reaches: &'r Ways, to: &Function, pass: &'r Pass) -> impl Iterator<Item = &'r Way> {
    let all = reaches.get(to).into_iter().flatten();
    all.filter(move |(index, parameter, _, _)| match &pass.keyword {
        Some(keyword) => parameter.as_str() == &**keyword,
        None => *index == pass.index,
    })
}

fn each<'f, T: 'f>(
    files: &'f [(Option<ModuleId>, Box<Flows>)],
    of: impl Fn(&'f Flows) -> &'f Vec<T> + 'f,
) -> impl Iterator<Item = (ModuleId, &'f T)> + 'f {
    files
        .iter()
        .filter_map(|(own, flows)| Some(((*own)?, flows)))
        .flat_map(move |(own, flows)| of(flows).iter().map(move |one| (own, one)))
}

/// Objects that are printed whole, and whose types other files declare.
fn whole(known: &Known, files: &[(Option<ModuleId>, Box<Flows>)], all: &mut Vec<Leak>) {
    let mut shown: HashMap<(ModuleId, &str), (&Arc<str>, &SafeText)> = HashMap::new();
    for (own, (name, class, field)) in each(files, |flows| &flows.shown) {
        shown.insert((own, name), (class, field));
    }
    if shown.is_empty() {
        return;
    }
    for (own, one) in each(files, |flows| &flows.whole) {
        let Whole {
            module,
            name,
            subject,
            steps,
            arrival,
        } = one;
        let here = module.is_empty().then(|| (own, name.to_string()));
        let found = here
            .filter(|(own, name)| shown.contains_key(&(*own, name.as_str())))
            .or_else(|| known.target(own, module, name));
        let Some((home, name)) = found else { continue };
        if let Some((class, _)) = shown.get(&(home, name.as_str())) {
            all.push(Leak {
                what: Tainted {
                    told: Told::Object(Some((*class).clone())),
                    subject: subject.clone(),
                    confidence: Confidence::Likely,
                    steps: steps.clone(),
                },
                arrival: arrival.clone(),
            });
        }
    }
}

/// What makes leaks one finding: the place, the rule, and the class of data.
type Kind = (Place, Option<&'static str>, Option<Arc<str>>);

/// One leak for each kind of finding at a place: the surest, and of those the one with the longest way.
fn settled(all: Vec<Leak>) -> Vec<Leak> {
    let mut best: BTreeMap<Kind, Leak> = BTreeMap::new();
    let mut order: BTreeSet<Kind> = BTreeSet::new();
    for leak in all {
        let class = match &leak.what.told {
            Told::Class(class) | Told::Object(Some(class)) => Some(class.clone()),
            Told::Object(None) | Told::Input => None,
        };
        let key = (
            leak.arrival.at.clone(),
            rule_of(&leak.what.told, leak.arrival.sink, None),
            class,
        );
        order.insert(key.clone());
        let rank = |leak: &Leak| (leak.what.confidence, leak.what.steps.len());
        match best.get(&key) {
            Some(known) if rank(known) >= rank(&leak) => {}
            _ => {
                best.insert(key, leak);
            }
        }
    }
    order
        .into_iter()
        .filter_map(|key| best.remove(&key))
        .collect()
}

/// The rule of a finding.
fn rule_of(told: &Told, sink: Sink, class: Option<LeakFinding>) -> Option<&'static str> {
    Some(match (told, sink) {
        (Told::Input, Sink::Log) => "log-injection",
        (Told::Input, _) => return None,
        (Told::Object(_), _) => "whole-object-logged",
        (Told::Class(_), Sink::Log) if class == Some(LeakFinding::PersonalData) => {
            "personal-data-in-log"
        }
        (Told::Class(_), Sink::Log) => "secret-in-log",
        (Told::Class(_), Sink::Metric) => "sensitive-metric-label",
        (Told::Class(_), Sink::Span) => "sensitive-span-attribute",
        (Told::Class(_), Sink::Error) => "sensitive-error-text",
        (Told::Class(_), Sink::Url) => "sensitive-url",
        (Told::Class(_), Sink::Command) => "sensitive-command-line",
    })
}

fn finding(packs: &Packs, maker: &mut Maker<'_>, leak: &Leak) -> Option<Finding> {
    let Leak { what, arrival } = leak;
    let class = match &what.told {
        Told::Class(class) | Told::Object(Some(class)) => Some(class),
        Told::Object(None) | Told::Input => None,
    };
    let pack: Option<&Sensitive> =
        class.and_then(|class| packs.sensitive.iter().find(|pack| pack.id == **class));
    let of = pack.and_then(|pack| pack.leak.as_ref());
    // Whoever gets an error, an address or a command line may know how the person is reached.
    let grave =
        of.is_none_or(|of| of.finding == LeakFinding::Secret || of.severity >= Severity::High);
    if matches!(arrival.sink, Sink::Error | Sink::Url | Sink::Command) && !grave {
        return None;
    }
    let rule = rule_of(&what.told, arrival.sink, of.map(|of| of.finding))?;
    let message = match (&what.told, arrival.sink) {
        (Told::Input, _) => Message::new("finding-leak-input"),
        (Told::Object(None), _) => Message::new("finding-leak-request"),
        (Told::Object(Some(_)), _) => Message::new("finding-leak-object"),
        (Told::Class(_), Sink::Log) => Message::new("finding-leak-log"),
        (Told::Class(_), Sink::Metric) => Message::new("finding-leak-metric"),
        (Told::Class(_), Sink::Span) => Message::new("finding-leak-span"),
        (Told::Class(_), Sink::Error) => Message::new("finding-leak-error"),
        (Told::Class(_), Sink::Url) => Message::new("finding-leak-url"),
        (Told::Class(_), Sink::Command) => Message::new("finding-leak-command"),
    };
    let title = pack.map_or_else(SafeText::default, |pack| told(&pack.title));
    let message = message
        .with("subject", what.subject.clone())
        .with("data", title.clone());
    let scope = arrival.scope.as_ref().map_or("", |scope| scope.as_str());
    let mut finding = maker.make(
        rule,
        &arrival.at,
        arrival.context,
        (scope, Some(&what.subject)),
        message,
    )?;
    let worst = match (of, rule) {
        (Some(of), "secret-in-log" | "personal-data-in-log") => of.severity,
        (Some(of), _) => of.severity.min(finding.severity),
        (None, _) => finding.severity,
    };
    finding.severity = match arrival.context {
        crate::model::inventory::Context::Product if what.confidence == Confidence::Possible => {
            lower(worst)
        }
        crate::model::inventory::Context::Product => worst,
        _ => finding.severity.min(Severity::Low),
    };
    finding.confidence = what.confidence;
    finding.flow.clone_from(&what.steps);
    if finding.flow.last() != Some(&arrival.at) {
        finding.flow.push(arrival.at.clone());
    }
    finding.data = pack.map(|pack| Data {
        class: pack.id.as_str().into(),
        title,
        controls: of
            .map(|of| of.controls.iter().map(|one| one.as_str().into()).collect())
            .unwrap_or_default(),
    });
    Some(finding)
}

/// One severity less.
const fn lower(severity: Severity) -> Severity {
    match severity {
        Severity::Critical => Severity::High,
        Severity::High => Severity::Medium,
        Severity::Medium => Severity::Low,
        Severity::Low | Severity::Info => Severity::Info,
    }
}
