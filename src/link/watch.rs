//! Who listens to what: every name that an observer uses is looked up among the points.

mod names;

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::model::inventory::Point;
use crate::model::observer::{Observer, ObserverKind, Use, UseForm, UseKind, Verdict};
use crate::model::signal::Signal;
use crate::model::text::SafeText;
use crate::rules::pack::{Brings, Origin, Packs};

pub(super) use names::whole;
use names::{Names, Pieces, first_word};

/// First words of names that anybody's metrics may begin with: they make no name this repository's.
const ANYBODYS: &[&str] = &[
    "http",
    "https",
    "grpc",
    "rpc",
    "request",
    "requests",
    "response",
    "process",
    "system",
    "db",
    "sql",
    "cache",
    "queue",
    "server",
    "client",
    "api",
    "app",
    "application",
    "job",
    "jobs",
    "task",
    "tasks",
    "worker",
    "workers",
    "event",
    "events",
    "error",
    "errors",
    "node",
    "nodes",
    "cluster",
    "service",
    "metrics",
    "metric",
    "memory",
    "mem",
    "cpu",
    "disk",
    "net",
    "network",
    "file",
    "connection",
    "connections",
    "user",
    "users",
    "total",
    "go",
    "jvm",
    "python",
    "rust",
    "test",
    "build",
    "num",
    "number",
    "counter",
    "gauge",
    "histogram",
    "max",
    "min",
    "avg",
    "current",
    "active",
    "otel",
    "otelcol",
    "kube",
    "container",
    "database",
    "message",
    "messages",
    "storage",
    "traces",
    "span",
    "spans",
    "log",
    "logs",
    "data",
    "health",
    "up",
    "uptime",
    "version",
    "the",
    "my",
    "foo",
    "some",
    "example",
    "demo",
    "thread",
    "threads",
    "pool",
    "session",
    "sessions",
];

/// Own names with one first word that make a further one with it this repository's too.
const KIN: usize = 3;

/// Gives every name that observers use its verdict, and every point those who watch it.
/// `watched_by` holds places in `observers`, which must be in their final order.
pub fn watch(packs: &Packs, points: &mut [Point], observers: &mut [Observer]) {
    if observers.is_empty() {
        return;
    }
    let join = Join::new(packs, points, observers);
    let mut judged: HashMap<(UseKind, UseForm, SafeText), (Verdict, Vec<usize>)> = HashMap::new();
    let mut watchers: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); points.len()];
    for (index, observer) in observers.iter_mut().enumerate() {
        for used in &mut observer.uses {
            let key = (used.kind, used.form, used.name.clone());
            let (verdict, found) = judged
                .entry(key)
                .or_insert_with(|| join.judge(used, points));
            used.verdict = *verdict;
            for at in found {
                watchers[*at].insert(index as u32);
            }
            if *verdict == Verdict::Nowhere {
                used.suggestion = join
                    .names
                    .nearest(&used.name)
                    .map(|near| used.name.rewritten(near));
            }
        }
    }
    for (point, watchers) in points.iter_mut().zip(watchers) {
        point.watched_by = watchers.into_iter().collect();
    }
}

/// What names are looked up in.
struct Join<'p> {
    names: Names,
    /// Names that recording rules make, whole and with holes.
    recorded: HashSet<String>,
    recorded_in_part: Vec<Pieces>,
    /// What others bring; what this repository itself is the maker of is left out.
    brought: Vec<&'p Brings>,
    labels: HashSet<&'p str>,
    keys: HashSet<String>,
}

impl<'p> Join<'p> {
    fn new(packs: &'p Packs, points: &[Point], observers: &[Observer]) -> Self {
        let renames: Vec<_> = observers
            .iter()
            .flat_map(|observer| &observer.renames)
            .collect();
        let names = Names::new(points, &renames);
        let mut recorded = HashSet::new();
        let mut recorded_in_part = Vec::new();
        for observer in observers {
            // What a cloud counts of logs is no metric that expressions ask for.
            let asked_for = matches!(&*observer.system, "prometheus" | "loki");
            if observer.kind != ObserverKind::RecordingRule || !asked_for {
                continue;
            }
            let Some(name) = observer.name.as_deref() else {
                continue;
            };
            match normal(name) {
                Some(holed) => recorded_in_part.push(Pieces::new(&holed)),
                None => {
                    recorded.insert(name.to_owned());
                }
            }
        }
        recorded_in_part.retain(|pieces| pieces.known() >= 6);
        let brought: Vec<&Brings> = packs
            .observers
            .iter()
            .flat_map(|pack| &pack.brings)
            .collect();
        Self {
            labels: brought
                .iter()
                .flat_map(|brings| brings.labels.iter().map(String::as_str))
                .collect(),
            brought,
            names,
            recorded,
            recorded_in_part,
            keys: points
                .iter()
                .filter(|point| point.signal == Signal::Metric)
                .flat_map(|point| &point.attributes)
                .map(|attribute| attribute.key.replace('.', "_"))
                .collect(),
        }
    }

    /// Whether a used name exists, and the points that bear it.
    fn judge(&self, used: &Use, points: &[Point]) -> (Verdict, Vec<usize>) {
        match used.kind {
            UseKind::Metric => self.metric(used, points),
            UseKind::Label if self.keys.contains(&*used.name) => (Verdict::Emitted, Vec::new()),
            UseKind::Label if self.labels.contains(&*used.name) => (Verdict::Platform, Vec::new()),
            UseKind::Label => (Verdict::Unknown, Vec::new()),
            UseKind::LogText => emitted(text_of(used, points)),
            UseKind::Span => emitted(span_of(used, points)),
        }
    }

    fn metric(&self, used: &Use, points: &[Point]) -> (Verdict, Vec<usize>) {
        let name = &*used.name;
        let (found, head) = match used.form {
            UseForm::Exact => (self.names.of(name, points), name.to_owned()),
            UseForm::Pattern => {
                let Some(pattern) = whole(name) else {
                    return (Verdict::Unknown, Vec::new());
                };
                let known = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':');
                let head = name.trim_start_matches(['^', '(']).chars();
                let head: String = head.take_while(known).collect();
                if self.recorded.iter().any(|name| pattern.is_match(name)) {
                    return (Verdict::RecordedHere, Vec::new());
                }
                (self.names.matching(|name| pattern.is_match(name)), head)
            }
            UseForm::Template => {
                let pieces = Pieces::new(name);
                if self.recorded.iter().any(|name| pieces.fit(name)) {
                    return (Verdict::RecordedHere, Vec::new());
                }
                let mut found = self.names.matching(|name| pieces.fit(name));
                found.extend(self.names.alike(&pieces));
                if !found.is_empty() {
                    return (Verdict::MatchesComposed, found);
                }
                (found, pieces.head().to_owned())
            }
        };
        if !found.is_empty() {
            return (Verdict::Emitted, found);
        }
        if used.form == UseForm::Exact {
            if self.recorded.contains(name)
                || self.recorded_in_part.iter().any(|part| part.fit(name))
            {
                return (Verdict::RecordedHere, Vec::new());
            }
            let mut composed = self.names.composed(name);
            if composed.is_empty() {
                composed = self.names.prefixed(name, points);
            }
            if !composed.is_empty() {
                return (Verdict::MatchesComposed, composed);
            }
        }
        let own = self.names.kin(&head) >= KIN;
        // Who makes a product holds its own names, but not those of the libraries in it.
        let brought = self.brought.iter().find(|brings| {
            let holds = brings.holds(&head) || used.form != UseForm::Exact && begins(brings, &head);
            holds
                && (!own
                    || brings.origin == Origin::Platform
                    || brings.names.contains(&head)
                    || brings.continues(&head))
        });
        if let Some(brings) = brought {
            let verdict = match brings.origin {
                Origin::Platform => Verdict::Platform,
                Origin::ThirdParty => Verdict::ThirdParty,
            };
            return (verdict, Vec::new());
        }
        let word = first_word(name).to_ascii_lowercase();
        let can_know = used.form == UseForm::Exact
            && own
            && word.len() >= 2
            && !name.contains(':')
            && !ANYBODYS.contains(&word.as_str())
            // Where most names are not known, one that is missing says little.
            && self.names.unread * 2 <= self.names.len();
        if can_know {
            (Verdict::Nowhere, Vec::new())
        } else {
            (Verdict::Unknown, Vec::new())
        }
    }
}

/// A name of a recording rule with holes, or nothing where it has none.
fn normal(name: &str) -> Option<String> {
    if !name.contains(['{', '%', '$']) {
        return None;
    }
    let mut holed = String::new();
    let mut rest = name;
    while let Some(at) = rest.find(['{', '%', '$']) {
        holed.push_str(&rest[..at]);
        holed.push_str("{x}");
        rest = &rest[at..];
        let end = if rest.starts_with("{{") {
            rest.find("}}").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("%(") {
            rest.find(')')
                .map_or(rest.len(), |end| (end + 2).min(rest.len()))
        } else if rest.starts_with("${") || rest.starts_with('{') {
            rest.find('}').map_or(rest.len(), |end| end + 1)
        } else {
            rest.len().min(2)
        };
        rest = rest.get(end..).unwrap_or("");
    }
    holed.push_str(rest);
    Some(holed)
}

/// Whether a part of a name may begin one that is brought.
fn begins(brings: &Brings, head: &str) -> bool {
    let begins = |known: &String| head.len() >= 4 && known.starts_with(head);
    brings.prefixes.iter().any(begins)
}

fn emitted(found: Vec<usize>) -> (Verdict, Vec<usize>) {
    let verdict = if found.is_empty() {
        Verdict::Unknown
    } else {
        Verdict::Emitted
    };
    (verdict, found)
}

/// The logs in whose text a searched one stands.
fn text_of(used: &Use, points: &[Point]) -> Vec<usize> {
    let pattern = (used.form == UseForm::Pattern)
        .then(|| {
            regex::RegexBuilder::new(&used.name)
                .size_limit(1 << 20)
                .build()
                .ok()
        })
        .flatten();
    let found = points.iter().enumerate().filter(|(_, point)| {
        point.signal == Signal::Log
            && point
                .template
                .as_deref()
                .is_some_and(|template| match used.form {
                    UseForm::Pattern => pattern
                        .as_ref()
                        .is_some_and(|pattern| pattern.is_match(template)),
                    _ => template.contains(&*used.name),
                })
    });
    found.map(|(at, _)| at).collect()
}

/// The spans that bear a name.
fn span_of(used: &Use, points: &[Point]) -> Vec<usize> {
    let pattern = (used.form == UseForm::Pattern)
        .then(|| whole(&used.name))
        .flatten();
    let found = points.iter().enumerate().filter(|(_, point)| {
        point.signal == Signal::Trace
            && point.name.as_deref().is_some_and(|name| match used.form {
                UseForm::Pattern => pattern
                    .as_ref()
                    .is_some_and(|pattern| pattern.is_match(name)),
                _ => name == &*used.name || name.contains('{') && Pieces::new(name).fit(&used.name),
            })
    });
    found.map(|(at, _)| at).collect()
}
