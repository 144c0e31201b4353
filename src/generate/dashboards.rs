//! A Grafana dashboard for each component: rate, errors and duration first, then what fills up, then
//! the rest. Classic model, which every Grafana reads.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::families::{Family, Service, Shape, Unit};
use super::panels;
use crate::model::aspect::Aspect;
use crate::report::Words;

/// The version of the classic model that Grafana 11 and later write.
const SCHEMA_VERSION: u32 = 39;
/// Columns of a dashboard.
const WIDTH: u32 = 24;
/// Height of a panel, in rows of the grid.
pub(super) const HEIGHT: u32 = 8;
/// Most panels of a row that is open at first: all of them ask at once.
const UNFOLDED: usize = 12;
/// Panels beside each other.
const BESIDE: u32 = 3;
/// Most variables made of labels.
const MOST_VARIABLES: usize = 4;
/// Most labels a panel is split by.
const MOST_SPLITS: usize = 2;

/// Rows of the dashboard: message id, and what stands in it.
const ROWS: [(&str, &[Aspect]); 6] = [
    ("generated-row-rate", &[Aspect::Traffic]),
    ("generated-row-errors", &[Aspect::Errors]),
    ("generated-row-duration", &[Aspect::Latency]),
    ("generated-row-saturation", &[Aspect::Saturation]),
    (
        "generated-row-purpose",
        &[
            Aspect::Business,
            Aspect::MachineLearning,
            Aspect::Security,
            Aspect::Privacy,
        ],
    ),
    ("generated-row-rest", &[Aspect::Other]),
];

/// The dashboard of a component, as pretty JSON.
pub(super) fn dashboard(service: &Service<'_>, words: &Words) -> String {
    let variables = variables(service);
    let mut list = Vec::new();
    let mut y = 0;
    let mut id = 0;
    let mut next = || {
        id += 1;
        id
    };
    for (title, aspects) in ROWS {
        let families: Vec<&Family<'_>> = service
            .families
            .iter()
            .filter(|family| family.shape != Shape::Info && aspects.contains(&family.aspect))
            .collect();
        if families.is_empty() {
            continue;
        }
        let folded = families.len() > UNFOLDED || aspects == [Aspect::Other];
        let mut header = row(&words.of(title), y, next(), folded);
        y += 1;
        let mut panels = Vec::new();
        for (at, family) in families.iter().enumerate() {
            let at = at as u32;
            let mut panel = panel(family, &variables);
            panel["id"] = next().into();
            panel["gridPos"] = json!({
                "h": HEIGHT,
                "w": WIDTH / BESIDE,
                "x": at % BESIDE * (WIDTH / BESIDE),
                "y": y + at / BESIDE * HEIGHT,
            });
            panels::sign(&mut panel, family.name);
            panels.push(panel);
        }
        if folded {
            header["panels"] = panels.into();
            list.push(header);
        } else {
            y += (panels.len() as u32).div_ceil(BESIDE) * HEIGHT;
            list.push(header);
            list.append(&mut panels);
        }
    }
    let dashboard = json!({
        "uid": uid(service),
        "title": service.name,
        "description": words.of("generated-dashboard"),
        "tags": ["vigie"],
        "editable": true,
        "graphTooltip": 1,
        "schemaVersion": SCHEMA_VERSION,
        "version": 1,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "annotations": {"list": []},
        "links": [],
        "templating": {"list": templating(service, &variables)},
        "panels": list,
    });
    panels::pretty(&dashboard)
}

/// A row, under which panels stand; in it, where it is folded.
fn row(title: &str, y: u32, id: u32, folded: bool) -> Value {
    json!({
        "type": "row",
        "id": id,
        "title": title,
        "collapsed": folded,
        "gridPos": {"h": 1, "w": WIDTH, "x": 0, "y": y},
        "panels": [],
    })
}

/// Labels that the whole dashboard can be narrowed by, with the metric whose values they are.
fn variables<'s>(service: &'s Service<'_>) -> Vec<(&'s str, &'s str)> {
    let mut uses: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for family in &service.families {
        for label in family.bounded() {
            uses.entry(label).or_insert((0, family.name)).0 += 1;
        }
    }
    let mut uses: Vec<_> = uses
        .into_iter()
        .filter(|(_, (count, _))| *count > 1)
        .collect();
    uses.sort_by_key(|(label, (count, _))| (std::cmp::Reverse(*count), *label));
    uses.truncate(MOST_VARIABLES);
    uses.sort_by_key(|(label, _)| *label);
    uses.into_iter()
        .map(|(label, (_, metric))| (label, metric))
        .collect()
}

fn templating(service: &Service<'_>, variables: &[(&str, &str)]) -> Vec<Value> {
    let mut list = vec![json!({
        "name": "datasource",
        "type": "datasource",
        "query": "prometheus",
        "hide": 0,
    })];
    let job = service.families.first().map(|family| ("job", family.name));
    for (label, metric) in job.iter().chain(variables) {
        let query = format!("label_values({}, {label})", series(metric, service));
        list.push(json!({
            "name": label,
            "type": "query",
            "datasource": {"type": "prometheus", "uid": "${datasource}"},
            "query": {"query": query, "refId": label},
            "refresh": 2,
            "sort": 1,
            "multi": true,
            "includeAll": true,
            "allValue": ".*",
            "current": {"text": "All", "value": "$__all"},
            "hide": 0,
        }));
    }
    list
}

/// A series of the family of this name.
fn series(name: &str, service: &Service<'_>) -> String {
    let family = service.families.iter().find(|family| family.name == name);
    match family.map(|family| family.shape) {
        Some(Shape::Histogram | Shape::Summary) => format!("{name}_count"),
        _ => name.to_owned(),
    }
}

fn panel(family: &Family<'_>, variables: &[(&str, &str)]) -> Value {
    let name = family.name;
    let mut matchers = "job=~\"$job\"".to_owned();
    for (label, _) in variables
        .iter()
        .filter(|(label, _)| family.labels.contains(label))
    {
        let _ = write!(matchers, ",{label}=~\"${label}\"");
    }
    let splits: Vec<&str> = family.bounded().take(MOST_SPLITS).collect();
    let by = if splits.is_empty() {
        "job".to_owned()
    } else {
        splits.join(", ")
    };
    let legend = if splits.is_empty() {
        "{{job}}".to_owned()
    } else {
        let shown: Vec<String> = splits
            .iter()
            .map(|label| format!("{{{{{label}}}}}"))
            .collect();
        shown.join(" ")
    };
    let rate = "$__rate_interval";
    let (queries, unit) = match family.shape {
        Shape::Counter => {
            let unit = match family.unit {
                Unit::Bytes => "Bps",
                Unit::Seconds => "percentunit",
                _ => "ops",
            };
            let query = format!("sum by ({by}) (rate({name}{{{matchers}}}[{rate}]))");
            (vec![(query, legend)], unit)
        }
        Shape::Gauge | Shape::Info if family.says(&["timestamp"]) => {
            let query = format!("max by ({by}) ({name}{{{matchers}}}) * 1000");
            (vec![(query, legend)], "dateTimeFromNow")
        }
        Shape::Gauge | Shape::Info => {
            let fold = match family.unit {
                Unit::Ratio | Unit::Percent => "avg",
                _ => "sum",
            };
            let query = format!("{fold} by ({by}) ({name}{{{matchers}}})");
            (vec![(query, legend)], format_of(family.unit))
        }
        Shape::Histogram => {
            let queries =
                [("p50", "0.5"), ("p95", "0.95"), ("p99", "0.99")].map(|(word, quantile)| {
                    let rate = format!("rate({name}_bucket{{{matchers}}}[{rate}])");
                    (
                        format!("histogram_quantile({quantile}, sum by (le) ({rate}))"),
                        word.to_owned(),
                    )
                });
            (queries.to_vec(), format_of(family.unit))
        }
        Shape::Summary => {
            let sum = |ending: &str| {
                format!("sum by ({by}) (rate({name}_{ending}{{{matchers}}}[{rate}]))")
            };
            let query = format!("{} / {}", sum("sum"), sum("count"));
            (vec![(query, legend)], format_of(family.unit))
        }
    };
    let source = json!({"type": "prometheus", "uid": "${datasource}"});
    let targets: Vec<Value> = queries
        .into_iter()
        .zip('A'..)
        .map(|((query, legend), letter)| {
            json!({
                "refId": letter.to_string(),
                "datasource": source,
                "expr": query,
                "legendFormat": legend,
            })
        })
        .collect();
    json!({
        "type": "timeseries",
        "title": family.title(),
        "description": family.help.map(str::trim).unwrap_or_default(),
        "datasource": source,
        "targets": targets,
        "fieldConfig": {"defaults": {"unit": unit}, "overrides": []},
        "options": {
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": true},
            "tooltip": {"mode": "multi", "sort": "desc"},
        },
    })
}

/// Grafana's name for a unit.
fn format_of(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "s",
        Unit::Milliseconds => "ms",
        Unit::Microseconds => "µs",
        Unit::Bytes => "bytes",
        Unit::Ratio => "percentunit",
        Unit::Percent => "percent",
        Unit::Count => "short",
    }
}

/// What Grafana knows the dashboard by: at most 40 characters, the same for the same component.
fn uid(service: &Service<'_>) -> String {
    let slug = service.slug.get(..32).unwrap_or(&service.slug);
    format!("vigie-{}", slug.trim_end_matches('-'))
}
