//! Recording rules: the rates, ratios and quantiles that dashboards and alerts ask for again and again.
//!
//! Names are `level:metric:operations`, as the Prometheus documentation on recording rules asks for.

use super::families::{Service, Shape};
use crate::model::aspect::Aspect;

/// A recording rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// The name it is stored under.
    pub(super) name: String,
    /// PromQL.
    pub(super) expression: String,
}

/// The recording rules of a component, by metric.
pub(super) fn rules(service: &Service<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut push = |name: String, expression: String| rules.push(Rule { name, expression });
    for family in &service.families {
        let (name, stem) = (family.name, family.stem());
        match family.shape {
            Shape::Counter => {
                push(
                    format!("job:{stem}:rate5m"),
                    format!("sum by (job) (rate({name}[5m]))"),
                );
                if let Some(outcome) = family.outcome().filter(|_| family.aspect != Aspect::Errors)
                {
                    let bad = format!("{name}{{{}}}", outcome.bad);
                    push(
                        format!("job:{stem}:failed_ratio5m"),
                        format!(
                            "sum by (job) (rate({bad}[5m]))\n  / sum by (job) (rate({name}[5m]))"
                        ),
                    );
                }
            }
            Shape::Histogram => {
                for (word, quantile) in [("p50", "0.5"), ("p95", "0.95"), ("p99", "0.99")] {
                    push(
                        format!("job:{stem}:{word}_5m"),
                        format!(
                            "histogram_quantile({quantile}, sum by (job, le) (rate({name}_bucket[5m])))"
                        ),
                    );
                }
            }
            Shape::Summary => push(
                format!("job:{stem}:mean5m"),
                format!(
                    "sum by (job) (rate({name}_sum[5m]))\n  / sum by (job) (rate({name}_count[5m]))"
                ),
            ),
            Shape::Gauge | Shape::Info => {}
        }
    }
    rules
}
