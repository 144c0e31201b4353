//! Which alerts the kind and the name of a metric call for.
//!
//! A threshold that only the people of a service can know is not invented: what is compared with is
//! the same service a day ago, a ratio, or zero.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentValue;

use super::families::{Family, Service, Shape, Unit};
use crate::model::aspect::Aspect;
use crate::model::priority::Priority;
use crate::report::Words;

/// The `job` that tests speak of.
pub(super) const JOB: &str = "shop";

/// An alerting rule.
#[derive(Clone, Debug)]
pub(super) struct Alert<'i> {
    /// Its name, which no other of the component has.
    pub(super) name: String,
    /// The metric it is about.
    pub(super) family: &'i Family<'i>,
    /// PromQL, one term a line.
    pub(super) expression: String,
    /// How long it must hold.
    pub(super) hold: &'static str,
    /// How soon somebody must act.
    pub(super) priority: Priority,
    /// What it says first, in Prometheus' template language.
    pub(super) summary: String,
    /// What it says then.
    pub(super) description: String,
    /// The message ids of what to look at, for the runbook.
    pub(super) advice: &'static str,
    /// How it is tried.
    pub(super) trial: Trial,
}

/// Series under which an alert fires, and others under which it does not.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    /// Series and their values, a minute apart.
    pub(super) fires: Vec<(String, String)>,
    /// The same for a service that is well.
    pub(super) quiet: Vec<(String, String)>,
    /// Minutes after the first value at which it is looked at.
    pub(super) minute: u32,
    /// The alert carries the job.
    pub(super) of_job: bool,
    /// What its summary says then.
    pub(super) summary: String,
    /// What its description says then.
    pub(super) description: String,
}

/// The alerts of a component, by metric.
pub(super) fn alerts<'i>(service: &'i Service<'i>, words: &Words) -> Vec<Alert<'i>> {
    let mut all = Vec::new();
    let by_words: BTreeMap<Vec<String>, &Family<'_>> = service
        .families
        .iter()
        .map(|family| (named(family), family))
        .collect();
    let counts_outcomes = service
        .families
        .iter()
        .any(|family| family.shape == Shape::Counter && ends(family));
    for family in service.families.iter().filter(|family| !family.alerted) {
        let make = Maker {
            family,
            words,
            service: service.name,
        };
        match family.shape {
            Shape::Counter if family.aspect == Aspect::Errors => {
                if family.says(FATAL) {
                    all.push(make.fatal());
                } else if let Some(total) = total(family, &by_words) {
                    all.extend(make.ratio(family.name, total.name, None));
                } else {
                    all.push(make.grows());
                }
            }
            Shape::Counter if ends(family) => all.extend(make.outcomes(family.name)),
            Shape::Histogram => {
                if !counts_outcomes && ends(family) {
                    all.extend(make.outcomes(&format!("{}_count", family.name)));
                }
                // Of all that is timed, only what somebody waits for is worth waking somebody.
                if family.aspect == Aspect::Latency && family.says(ASKED) {
                    all.push(make.slow());
                }
            }
            Shape::Gauge => all.extend(make.gauge(&by_words)),
            Shape::Counter | Shape::Summary | Shape::Info => {}
        }
    }
    if let Some(family) = heartbeat(service) {
        let make = Maker {
            family,
            words,
            service: service.name,
        };
        all.push(make.silent());
    }
    let mut taken = BTreeSet::new();
    all.retain(|alert: &Alert<'_>| taken.insert(alert.name.clone()));
    all
}

/// Words of errors that never belong to a normal day.
const FATAL: &[&str] = &[
    "panic",
    "crash",
    "corrupt",
    "corrupted",
    "corruption",
    "oom",
];
/// Words of something that waits.
const WAITING: &[&str] = &[
    "queue", "queued", "backlog", "pending", "waiting", "inflight", "lag",
];
/// Words of how much there may be.
const LIMITS: &[&str] = &["limit", "max", "capacity"];
/// Words of how much there is.
const USED: &[&str] = &["used", "usage", "current", "size"];
/// Words of what is done again and again, and counted.
const UNITS_OF_WORK: &[&str] = &[
    "request",
    "call",
    "operation",
    "attempt",
    "message",
    "event",
    "query",
    "rpc",
    "job",
    "task",
    "run",
    "sync",
    "reconcile",
    "response",
    "execution",
];
/// Words of what somebody waits for.
const ASKED: &[&str] = &[
    "request", "response", "query", "rpc", "call", "http", "grpc", "api", "login",
];
/// Words that say that something is as it should be.
const WELL: &[&str] = &[
    "up",
    "healthy",
    "ready",
    "online",
    "connected",
    "alive",
    "success",
    "successful",
];

/// Its series tell how a piece of work ended.
fn ends(family: &Family<'_>) -> bool {
    family.aspect != Aspect::Errors && family.says(UNITS_OF_WORK) && family.outcome().is_some()
}

/// The words of a counter's name but for what says that it is one.
fn named(family: &Family<'_>) -> Vec<String> {
    let mut words = family.words();
    words.retain(|word| !matches!(word.as_str(), "total" | "count"));
    words
}

/// The counter of all that may end as `errors` counts it.
fn total<'i>(
    errors: &Family<'_>,
    by_words: &BTreeMap<Vec<String>, &'i Family<'i>>,
) -> Option<&'i Family<'i>> {
    let mut left = named(errors);
    left.retain(|word| {
        !matches!(
            word.as_str(),
            "error" | "failure" | "failed" | "fail" | "exception"
        )
    });
    let more = UNITS_OF_WORK.iter().map(|word| {
        let mut words = left.clone();
        words.push((*word).to_owned());
        words
    });
    std::iter::once(left.clone())
        .chain(more)
        .filter(|words| !words.is_empty() && words != &named(errors))
        .find_map(|words| by_words.get(&words).copied())
        .filter(|family| family.shape == Shape::Counter && family.name != errors.name)
}

/// A metric that is there whenever the component is.
fn heartbeat<'i>(service: &'i Service<'i>) -> Option<&'i Family<'i>> {
    service
        .families
        .iter()
        .find(|family| family.shape == Shape::Info && family.says(&["build", "version"]))
}

/// Makes the alerts of one metric.
struct Maker<'i, 'w> {
    family: &'i Family<'i>,
    words: &'w Words,
    service: &'i str,
}

/// What kinds of alerts have to say for themselves.
struct Saying {
    /// Ends the name of the alert.
    ending: &'static str,
    /// Message id of summary and description: `generated-ID` and `generated-ID-more`.
    id: &'static str,
    hold: &'static str,
    priority: Priority,
    /// Template of the value, and what it says when tried.
    value: (&'static str, &'static str),
}

impl<'i> Maker<'i, '_> {
    fn alert(
        &self,
        saying: &Saying,
        expression: String,
        minute: u32,
        fires: Vec<(String, String)>,
        quiet: Vec<(String, String)>,
    ) -> Alert<'i> {
        let (template, tried) = saying.value;
        let say = |id: &str, component: &str, job: &str, value: &str| {
            self.words.with(
                id,
                &[
                    ("job", FluentValue::from(job)),
                    ("value", FluentValue::from(value)),
                    ("component", FluentValue::from(component)),
                    ("metric", FluentValue::from(self.family.name)),
                ],
            )
        };
        let component = literal(self.service);
        let more = format!("{}-more", saying.id);
        let job = "{{ $labels.job }}";
        Alert {
            name: format!("{}{}", self.family.camel(), saying.ending),
            family: self.family,
            expression,
            hold: saying.hold,
            priority: saying.priority,
            summary: say(saying.id, &component, job, template),
            description: say(&more, &component, job, template),
            advice: saying.id,
            trial: Trial {
                fires,
                quiet,
                minute,
                of_job: true,
                summary: say(saying.id, self.service, JOB, tried),
                description: say(&more, self.service, JOB, tried),
            },
        }
    }

    /// What a label tells to have ended badly.
    fn outcomes(&self, name: &str) -> Vec<Alert<'i>> {
        let Some(outcome) = self.family.outcome() else {
            return Vec::new();
        };
        let bad = format!("{name}{{{}}}", outcome.bad);
        let named = (outcome.failed.as_str(), outcome.fine.as_str());
        self.ratio(&bad, name, Some(named))
    }

    /// Too many of all end badly. `labels` are those of a failed and of a fine series of `all`.
    fn ratio(&self, bad: &str, all: &str, labels: Option<(&str, &str)>) -> Vec<Alert<'i>> {
        let series = |failed: u32, fine: u32| match labels {
            Some((bad, good)) => vec![
                (of_job(all, bad), counting(failed)),
                (of_job(all, good), counting(fine)),
            ],
            None => vec![
                (of_job(bad, ""), counting(failed)),
                (of_job(all, ""), counting(failed + fine)),
            ],
        };
        let expression = |limit: &str| {
            format!(
                "sum by (job) (rate({bad}[5m]))\n  / sum by (job) (rate({all}[5m]))\n  > {limit}"
            )
        };
        let often = Saying {
            ending: "FailsOften",
            id: "generated-ratio",
            hold: "10m",
            priority: Priority::P1,
            value: ("{{ $value | humanizePercentage }}", "50%"),
        };
        let mostly = Saying {
            ending: "FailsMostly",
            priority: Priority::P0,
            hold: "5m",
            value: ("{{ $value | humanizePercentage }}", "75%"),
            ..often
        };
        let mut alerts = Vec::new();
        if self.family.says(ASKED) {
            alerts.push(self.alert(&mostly, expression("0.5"), 45, series(9, 3), series(1, 9)));
        }
        alerts.push(self.alert(&often, expression("0.05"), 45, series(6, 6), series(0, 6)));
        alerts
    }

    /// Something that must never happen has happened.
    fn fatal(&self) -> Alert<'i> {
        let name = self.family.name;
        let saying = Saying {
            ending: "Happened",
            id: "generated-fatal",
            hold: "0m",
            priority: Priority::P1,
            value: ("{{ $value | humanize }}", "15"),
        };
        let expression = format!("sum by (job) (increase({name}[15m])) > 0");
        self.alert(
            &saying,
            expression,
            45,
            vec![(of_job(name, ""), counting(1))],
            vec![(of_job(name, ""), constant(3))],
        )
    }

    /// Errors that nothing is known to be compared with.
    fn grows(&self) -> Alert<'i> {
        let name = self.family.name;
        let saying = Saying {
            ending: "Grows",
            id: "generated-grows",
            hold: "15m",
            priority: Priority::P3,
            value: ("{{ $value | humanize }}", "1"),
        };
        let expression = format!("sum by (job) (rate({name}[15m])) > 0");
        self.alert(
            &saying,
            expression,
            45,
            vec![(of_job(name, ""), counting(60))],
            vec![(of_job(name, ""), constant(3))],
        )
    }

    /// Slower than a day ago.
    fn slow(&self) -> Alert<'i> {
        let name = self.family.name;
        let value = match self.family.unit {
            Unit::Seconds => ("{{ $value | humanizeDuration }}", "991ms"),
            Unit::Milliseconds => ("{{ $value | printf \"%.4g\" }} ms", "0.991 ms"),
            Unit::Microseconds => ("{{ $value | printf \"%.4g\" }} µs", "0.991 µs"),
            _ => ("{{ $value | printf \"%.4g\" }}", "0.991"),
        };
        let saying = Saying {
            ending: "Slower",
            id: "generated-slower",
            hold: "15m",
            priority: Priority::P2,
            value,
        };
        let quantile = |offset: &str| {
            format!("histogram_quantile(0.99, sum by (job, le) (rate({name}_bucket[10m]{offset})))")
        };
        let expression = format!("{}\n  > 2 * {}", quantile(""), quantile(" offset 1d"));
        let bucket = |le: &str| of_job(&format!("{name}_bucket"), &format!("le=\"{le}\""));
        let all = || counting_for(60, 1560);
        let fires = vec![
            (bucket("0.1"), "0+60x1440 86400x120".to_owned()),
            (bucket("1"), all()),
            (bucket("+Inf"), all()),
        ];
        let quiet = vec![
            (bucket("0.1"), all()),
            (bucket("1"), all()),
            (bucket("+Inf"), all()),
        ];
        self.alert(&saying, expression, 1500, fires, quiet)
    }

    /// What the name of a gauge calls for.
    fn gauge(&self, by_words: &BTreeMap<Vec<String>, &Family<'_>>) -> Option<Alert<'i>> {
        let family = self.family;
        let words = family.words();
        let last = words.last().map_or("", String::as_str);
        let says = |word: &str| words.iter().any(|one| one == word);
        let name = family.name;
        let one = |values: String| vec![(of_job(name, ""), values)];
        if (says("timestamp") && (says("expiry") || says("expiration")))
            || name.contains("not_after")
        {
            let saying = Saying {
                ending: "Expires",
                id: "generated-expires",
                hold: "1h",
                priority: Priority::P2,
                value: ("{{ $value | humanizeDuration }}", "11d 11h 46m 40s"),
            };
            let expression = format!("min by (job) ({name}) - time() < 14 * 86400");
            return Some(self.alert(
                &saying,
                expression,
                120,
                one(constant(1_000_000)),
                one(constant(10_000_000)),
            ));
        }
        if says("timestamp") {
            let done = [
                "success",
                "successful",
                "sync",
                "run",
                "backup",
                "update",
                "reload",
                "completed",
                "completion",
            ];
            let saying = Saying {
                ending: "Stale",
                id: "generated-stale",
                hold: "15m",
                priority: Priority::P3,
                value: ("{{ $value | humanizeDuration }}", "1d 2h 0m 0s"),
            };
            let expression = format!("time() - max by (job) ({name}) > 86400");
            return (says("last") && family.says(&done)).then(|| {
                self.alert(
                    &saying,
                    expression,
                    1560,
                    one("0x1600".to_owned()),
                    one("0+60x1600".to_owned()),
                )
            });
        }
        if WELL.contains(&last) && family.unit == Unit::Count {
            let saying = Saying {
                ending: "IsZero",
                id: "generated-not",
                hold: "5m",
                priority: if matches!(last, "success" | "successful") {
                    Priority::P2
                } else {
                    Priority::P1
                },
                value: ("", ""),
            };
            let expression = format!("min by (job) ({name}) == 0");
            return Some(self.alert(&saying, expression, 45, one(constant(0)), one(constant(1))));
        }
        if family.says(USED) {
            let limit = LIMITS.iter().find_map(|limit| {
                let swapped: Vec<String> = named(family)
                    .into_iter()
                    .map(|word| {
                        if USED.contains(&word.as_str()) {
                            (*limit).to_owned()
                        } else {
                            word
                        }
                    })
                    .collect();
                by_words
                    .get(&swapped)
                    .filter(|other| other.shape == Shape::Gauge)
            });
            if let Some(limit) = limit {
                let saying = Saying {
                    ending: "AlmostFull",
                    id: "generated-full",
                    hold: "15m",
                    priority: Priority::P2,
                    value: ("{{ $value | humanizePercentage }}", "95%"),
                };
                let limit = limit.name;
                let expression =
                    format!("sum by (job) ({name})\n  / sum by (job) ({limit})\n  > 0.9");
                let series = |used| {
                    vec![
                        (of_job(name, ""), constant(used)),
                        (of_job(limit, ""), constant(100)),
                    ]
                };
                return Some(self.alert(&saying, expression, 45, series(95), series(50)));
            }
        }
        if family.says(WAITING) && !family.says(LIMITS) {
            let saying = Saying {
                ending: "PilesUp",
                id: "generated-piles",
                hold: "15m",
                priority: Priority::P3,
                value: ("{{ $value | humanize }}", "100"),
            };
            let expression = format!(
                "min_over_time(sum by (job) ({name})[15m:1m])\n  > 2 * avg_over_time(sum by (job) ({name})[1d:5m])\nand sum by (job) ({name}) > 10"
            );
            return Some(self.alert(
                &saying,
                expression,
                1485,
                one("5x1440 100x60".to_owned()),
                one("5x1500".to_owned()),
            ));
        }
        None
    }

    /// Nothing is heard of the component.
    fn silent(&self) -> Alert<'i> {
        let name = self.family.name;
        let saying = Saying {
            ending: "",
            id: "generated-silent",
            hold: "5m",
            priority: Priority::P1,
            value: ("", ""),
        };
        let expression = format!("absent_over_time({name}[10m])");
        let elsewhere = vec![(of_job("up", ""), constant(1))];
        let mut alert = self.alert(
            &saying,
            expression,
            45,
            elsewhere,
            vec![(of_job(name, ""), constant(1))],
        );
        alert.name = format!("{}Silent", self.family.camel());
        alert.trial.of_job = false;
        alert
    }
}

/// Text that Prometheus' templates leave as it is.
pub(super) fn literal(text: &str) -> String {
    text.replace("{{", "{{ \"{{\" }}")
}

/// A series of the job that tests speak of.
fn of_job(name: &str, labels: &str) -> String {
    let comma = if labels.is_empty() { "" } else { "," };
    format!("{name}{{job=\"{JOB}\"{comma}{labels}}}")
}

/// Goes up by `each` a minute, for an hour.
fn counting(each: u32) -> String {
    counting_for(each, 60)
}

fn counting_for(each: u32, minutes: u32) -> String {
    format!("0+{each}x{minutes}")
}

/// Stays, for two hours.
fn constant(value: u32) -> String {
    format!("{value}x120")
}
