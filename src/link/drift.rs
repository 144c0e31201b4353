//! What is wrong between observers and points: names that nothing emits, labels that are not there,
//! functions that do not fit, and what the files of observers themselves show.

mod heard;
mod provided;
mod routing;
mod scraped;

pub use provided::leave_to_jsonnet;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::model::inventory::{Context, Finding, Point, identity};
use crate::model::message::Message;
use crate::model::observer::{
    Built, LabelRole, Observer, ObserverKind, QueryLanguage, Use, UseForm, UseKind, Verdict,
};
use crate::model::place::Place;
use crate::model::signal::{Confidence, Instrument, Severity};
use crate::model::stored::bears;
use crate::model::text::SafeText;
use crate::rules::pack::{FindingRule, Packs};

/// Functions after which a counter says something.
const OF_COUNTERS: &[&str] = &[
    "rate",
    "irate",
    "increase",
    "delta",
    "idelta",
    "deriv",
    "resets",
    "changes",
    "count",
    "group",
    "absent",
    "absent_over_time",
    "present_over_time",
    "count_over_time",
    "timestamp",
    "predict_linear",
];

/// Everything that is found between observers and points; `disabled` rules are left out.
pub fn drift(
    packs: &Packs,
    points: &[Point],
    observers: &[Observer],
    built: &[Built],
    disabled: &[String],
) -> Vec<Finding> {
    let rules: BTreeMap<&str, &FindingRule> = packs
        .findings
        .iter()
        .flat_map(|pack| &pack.findings)
        .filter(|rule| !rule.off && !disabled.contains(&rule.id))
        .map(|rule| (rule.id.as_str(), rule))
        .collect();
    let mut drift = Drift {
        rules,
        found: Vec::new(),
        ordinals: HashMap::new(),
    };
    let watched = watched(points);
    let common: HashSet<&str> = packs
        .observers
        .iter()
        .flat_map(|pack| &pack.brings)
        .flat_map(|brings| brings.labels.iter().map(String::as_str))
        .collect();
    let elsewhere: HashSet<&str> = points
        .iter()
        .flat_map(|point| &point.attributes)
        .map(|attribute| &*attribute.key)
        .collect();
    for (index, observer) in observers.iter().enumerate() {
        if observer.context == Context::Test {
            continue;
        }
        for fault in &observer.faults {
            let message = Message::new(fault_message(fault.rule)).with("name", fault.name.clone());
            drift.add(fault.rule, &fault.at, observer, &fault.name, message);
        }
        let mut named: BTreeSet<(&str, &str)> = BTreeSet::new();
        for used in &observer.uses {
            if used.kind != UseKind::Metric {
                continue;
            }
            if used.verdict == Verdict::Nowhere && named.insert(("", &used.name)) {
                nowhere(&mut drift, observer, used);
            }
            if used.verdict != Verdict::Emitted || used.form != UseForm::Exact {
                continue;
            }
            let fitting: Vec<&Point> = watched
                .get(&(index as u32))
                .into_iter()
                .flatten()
                .map(|at| &points[*at])
                .filter(|point| bears(point, &used.name))
                .collect();
            if fitting.is_empty() {
                continue;
            }
            instruments(&mut drift, observer, used, &fitting);
            labels(&mut drift, observer, used, &fitting, &common, &elsewhere);
        }
    }
    habits(&mut drift, observers);
    unused(&mut drift, observers);
    routing::unheard(&mut drift, observers);
    provided::sources(&mut drift, observers);
    heard::components(&mut drift, points, observers);
    scraped::services(&mut drift, points, observers, built);
    heard::reworded(&mut drift, points, observers);
    drift.found
}

/// The points that each observer watches.
fn watched(points: &[Point]) -> HashMap<u32, Vec<usize>> {
    let mut watched: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, point) in points.iter().enumerate() {
        for observer in &point.watched_by {
            watched.entry(*observer).or_default().push(at);
        }
    }
    watched
}

struct Drift<'p> {
    rules: BTreeMap<&'p str, &'p FindingRule>,
    found: Vec<Finding>,
    ordinals: HashMap<u64, u32>,
}

impl Drift<'_> {
    fn add(
        &mut self,
        rule: &str,
        at: &Place,
        observer: &Observer,
        about: &SafeText,
        message: Message,
    ) {
        let Some(rule) = self.rules.get(rule) else {
            return;
        };
        let scope = observer.name.as_ref().map_or("", |name| name.as_str());
        let severity = match (observer.kind, observer.context) {
            (_, Context::Documentation) => rule.severity.min(Severity::Low),
            (ObserverKind::Alert | ObserverKind::Slo | ObserverKind::Route, _) => rule.severity,
            // A panel wakes nobody.
            (ObserverKind::Pipeline, _) => rule.severity,
            _ => rule.severity.min(Severity::Low),
        };
        let context = match observer.context {
            // What is generated from a mixin is what runs.
            Context::Foreign => Context::Product,
            context => context,
        };
        let component = observer.component.clone();
        self.push(
            rule,
            (at, scope),
            about,
            message,
            (severity, context, component),
        );
    }

    /// Says something of a component, at a point of it.
    fn of_component(&mut self, rule: &str, at: &Point, about: &SafeText, message: Message) {
        if let Some(rule) = self.rules.get(rule) {
            let set = (rule.severity, Context::Product, at.component.clone());
            self.push(rule, (&at.at, ""), about, message, set);
        }
    }

    fn push(
        &mut self,
        rule: &FindingRule,
        (at, scope): (&Place, &str),
        about: &SafeText,
        message: Message,
        (severity, context, component): (Severity, Context, Option<Arc<str>>),
    ) {
        let identity = identity([&rule.id, &at.path, scope, about]);
        let ordinal = self.ordinals.entry(identity).or_default();
        *ordinal += 1;
        self.found.push(Finding {
            at: at.clone(),
            rule: rule.id.as_str().into(),
            severity,
            confidence: rule.confidence,
            message,
            evidence: None,
            name: Some(about.clone()),
            fingerprint: format!("{identity:016x}:{ordinal}"),
            copies: 1,
            related: Vec::new(),
            declared: None,
            component,
            context,
            excerpt: None,
            history: None,
            flow: Vec::new(),
            data: None,
        });
    }
}

fn fault_message(rule: &str) -> &'static str {
    match rule {
        "receiver-undefined" => "finding-receiver-undefined",
        "receiver-unused" => "finding-receiver-unused",
        "collector-part-undefined" => "finding-collector-part-undefined",
        "collector-part-unused" => "finding-collector-part-unused",
        "dashboard-without-datasource" => "finding-datasource-undefined",
        _ => "finding-panel-without-query",
    }
}

fn nowhere(drift: &mut Drift<'_>, observer: &Observer, used: &Use) {
    let message = match &used.suggestion {
        Some(near) => Message::new("finding-metric-nowhere-near").with("near", near.clone()),
        None => Message::new("finding-metric-nowhere"),
    };
    let message = message.with("name", used.name.clone());
    drift.add("metric-nowhere", &used.at, observer, &used.name, message);
}

fn instruments(drift: &mut Drift<'_>, observer: &Observer, used: &Use, points: &[&Point]) {
    let all = |wanted: &[Instrument]| {
        points.iter().all(|point| {
            point.confidence > Confidence::Possible
                && point
                    .instrument
                    .is_some_and(|instrument| wanted.contains(&instrument))
        })
    };
    let has = |name: &str| used.functions.iter().any(|function| &**function == name);
    let nearest = used.functions.first().map(|function| &**function);
    let mut say = |rule: &str, id: &'static str| {
        let message = Message::new(id).with("name", used.name.clone());
        drift.add(rule, &used.at, observer, &used.name, message);
    };
    // A gauge that is called like a counter is set to what something else has counted.
    let counts = used.name.ends_with("_total") || used.name.ends_with("_count");
    if matches!(nearest, Some("rate" | "irate" | "increase"))
        && !counts
        && all(&[Instrument::Gauge])
    {
        say("rate-on-gauge", "finding-rate-on-gauge");
    }
    if has("histogram_quantile") && all(&[Instrument::Gauge, Instrument::Counter]) {
        say(
            "quantile-without-histogram",
            "finding-quantile-without-histogram",
        );
    }
    let over = used
        .functions
        .iter()
        .any(|function| OF_COUNTERS.contains(&&**function));
    // What was counted since, or by one and not by the other, is as good as a rate.
    let compared = observer
        .expression
        .as_ref()
        .is_some_and(|expression| expression.contains("offset"))
        || observer.uses.iter().any(|other| other.name != used.name);
    if observer.kind == ObserverKind::Alert && !over && !compared && all(&[Instrument::Counter]) {
        say("counter-without-rate", "finding-counter-without-rate");
    }
}

/// How alike two labels must be to be taken for one another.
const ALIKE: f64 = 0.6;

fn labels(
    drift: &mut Drift<'_>,
    observer: &Observer,
    used: &Use,
    points: &[&Point],
    common: &HashSet<&str>,
    elsewhere: &HashSet<&str>,
) {
    // Where one of them is not known whole, one that is missing says little.
    let known = points.iter().all(|point| {
        !point.attributes.is_empty()
            && point
                .attributes
                .iter()
                .all(|attribute| !attribute.key.contains(['{', '.']))
    });
    if !known {
        return;
    }
    let own: BTreeSet<&str> = points
        .iter()
        .flat_map(|point| &point.attributes)
        .map(|attribute| &*attribute.key)
        .collect();
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for label in &used.labels {
        let asked = matches!(
            label.role,
            LabelRole::Select | LabelRole::Group | LabelRole::Join
        );
        let name = &*label.name;
        if !asked || own.contains(name) || common.contains(name) || !said.insert(name) {
            continue;
        }
        let near = own
            .iter()
            .map(|known| (strsim::normalized_damerau_levenshtein(known, name), *known))
            .filter(|(alike, _)| *alike >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        // A label that nothing here sets comes from outside, unless it is nearly one of these.
        if near.is_none() && !elsewhere.contains(name) {
            continue;
        }
        let labels: Vec<&str> = own.iter().copied().collect();
        let message = Message::new("finding-label-missing")
            .with("label", label.name.clone())
            .with("name", used.name.clone())
            .with("labels", used.name.rewritten(labels.join(", ")));
        drift.add("label-missing", &used.at, observer, &label.name, message);
    }
}

/// What two alerts share that are one: file, group, name, expression, severity.
type Alert<'o> = (
    &'o Arc<str>,
    Option<&'o SafeText>,
    Option<&'o SafeText>,
    Option<&'o SafeText>,
    Option<&'o SafeText>,
);

/// What alerts lack that others have.
fn habits(drift: &mut Drift<'_>, observers: &[Observer]) {
    // What a mixin's function adds to its rules is not seen.
    let read = |observer: &&Observer| {
        observer.kind == ObserverKind::Alert
            && observer.context != Context::Test
            && matches!(&*observer.system, "prometheus" | "loki")
            && !observer.at.path.ends_with("sonnet")
    };
    let runbooks = observers.iter().any(|observer| observer.runbook.is_some());
    let mut seen: HashSet<Alert<'_>> = HashSet::new();
    for observer in observers.iter().filter(read) {
        let Some(name) = &observer.name else { continue };
        let mut say = |rule: &str, id: &'static str| {
            let message = Message::new(id).with("name", name.clone());
            drift.add(rule, &observer.at, observer, name, message);
        };
        if observer.severity.is_none() {
            say("alert-without-severity", "finding-alert-without-severity");
        }
        if observer.summary.is_none() {
            say("alert-without-summary", "finding-alert-without-summary");
        }
        if runbooks && observer.runbook.is_none() {
            say("alert-without-runbook", "finding-alert-without-runbook");
        }
        let same = (
            &observer.at.path,
            observer.within.as_ref(),
            observer.name.as_ref(),
            observer.expression.as_ref(),
            observer.severity.as_ref(),
        );
        // What is not known whole cannot be said to be the same.
        let open = name.contains("{{")
            || observer
                .expression
                .as_ref()
                .is_none_or(|expression| expression.contains("{{") || expression.ends_with('…'));
        if !open && !seen.insert(same) {
            say("duplicate-alert", "finding-duplicate-alert");
        }
    }
}

/// Rules that record what nothing asks for, where other recorded names are asked for.
fn unused(drift: &mut Drift<'_>, observers: &[Observer]) {
    let uses = || observers.iter().flat_map(|observer| &observer.uses);
    if !uses().any(|used| used.verdict == Verdict::RecordedHere) {
        return;
    }
    let asked: HashSet<&str> = uses()
        .filter(|used| used.form == UseForm::Exact)
        .map(|used| &*used.name)
        .collect();
    // A pattern or a name with holes may mean any of them.
    let open =
        uses().any(|used| used.form != UseForm::Exact && used.verdict == Verdict::RecordedHere);
    if open {
        return;
    }
    for observer in observers {
        let skipped = observer.kind != ObserverKind::RecordingRule
            || &*observer.system != "prometheus"
            || observer.context == Context::Test
            || observer.language == Some(QueryLanguage::LogQl)
            || observer.at.path.ends_with("sonnet");
        let Some(name) = observer.name.as_ref().filter(|_| !skipped) else {
            continue;
        };
        if !name.contains(['{', '$']) && !asked.contains(&**name) {
            let message = Message::new("finding-recording-rule-unused").with("name", name.clone());
            drift.add(
                "recording-rule-unused",
                &observer.at,
                observer,
                name,
                message,
            );
        }
    }
}
