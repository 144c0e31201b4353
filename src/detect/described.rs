//! Metrics that configuration describes: `metadata.yaml` of the OpenTelemetry collector's components,
//! the rules of `jmx_exporter`, the mappings of `statsd_exporter`, queries of `postgres_exporter`.

mod queries;

use memchr::memmem;

use super::exposition::Announced;
use crate::lang::entries::{self, Held, Inside, NodeId, Tree};
use crate::model::language::Format;
use crate::model::signal::Instrument;

/// The collector's components say here what they emit of themselves, and what they collect.
/// Source: the metadata schema of mdatagen.
const COLLECTOR: &str = "otel/metadata";

/// Before the names of what a component emits of itself, where it does not say otherwise.
const OWN_PREFIX: &str = "otelcol_";

/// Every metric that a YAML file describes.
pub(super) fn described(path: &str, text: &str) -> Vec<Announced> {
    let has = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let file = path.rsplit('/').next().unwrap_or(path);
    let collector =
        matches!(file, "metadata.yaml" | "metadata.yml") && has("metrics:") && has("unit:");
    let rules = has("pattern:") && has("rules:") && has("name:");
    let mappings = has("mappings:") && has("match:") && has("name:");
    let mut found = Vec::new();
    if queries::may_stand_in(&has) {
        queries::read(&Inside::file(text), 1, &mut found);
    }
    if !collector && !rules && !mappings {
        return found;
    }
    let tree = entries::read(Format::Yaml, text);
    let children = children(&tree);
    let file = Described {
        tree: &tree,
        children: &children,
    };
    for document in file.roots() {
        if collector {
            file.component(document, &mut found);
        }
        if rules {
            file.listed(
                document,
                "rules",
                "pattern",
                "java/jmx-exporter",
                &mut found,
            );
        }
        if mappings {
            file.listed(
                document,
                "mappings",
                "match",
                "text/statsd-exporter",
                &mut found,
            );
        }
    }
    found
}

fn children(tree: &Tree<'_>) -> Vec<Vec<NodeId>> {
    let mut all = vec![Vec::new(); tree.nodes.len()];
    for (at, node) in tree.nodes.iter().enumerate() {
        if let Some(parent) = node.parent {
            all[parent as usize].push(at as NodeId);
        }
    }
    all
}

/// One file as a tree that can be asked for keys.
struct Described<'t> {
    tree: &'t Tree<'t>,
    children: &'t [Vec<NodeId>],
}

impl Described<'_> {
    fn roots(&self) -> Vec<NodeId> {
        let nodes = self.tree.nodes.iter().enumerate();
        nodes
            .filter(|(_, node)| node.parent.is_none())
            .map(|(at, _)| at as NodeId)
            .collect()
    }

    fn get(&self, of: NodeId, key: &str) -> Option<NodeId> {
        let mut all = self.children[of as usize].iter().copied();
        all.find(|child| self.tree.node(*child).key == key)
    }

    fn text(&self, of: NodeId, key: &str) -> Option<String> {
        let (text, _) = self.tree.scalar(self.get(of, key)?)?;
        Some(text.to_owned()).filter(|text| !text.is_empty())
    }

    /// The metrics of a component, its own and those it collects.
    fn component(&self, document: NodeId, found: &mut Vec<Announced>) {
        let own = self
            .get(document, "telemetry")
            .and_then(|telemetry| self.get(telemetry, "metrics"));
        let collected = self.get(document, "metrics");
        for (metrics, prefix) in [(own, OWN_PREFIX), (collected, "")] {
            let Some(metrics) = metrics else { continue };
            for metric in self.children[metrics as usize].iter().copied() {
                if let Some(instrument) = self.kind(metric) {
                    let said = self.text(metric, "prefix");
                    let prefix = said.as_deref().unwrap_or(prefix);
                    found.push(self.metric(document, metric, instrument, prefix));
                }
            }
        }
    }

    fn metric(
        &self,
        document: NodeId,
        metric: NodeId,
        instrument: Instrument,
        prefix: &str,
    ) -> Announced {
        let node = self.tree.node(metric);
        let keys = self.get(metric, "attributes");
        let keys = keys.map_or(&[][..], |keys| &self.children[keys as usize]);
        let labels = keys.iter().filter_map(|key| {
            let (key, _) = self.tree.scalar(*key)?;
            Some(self.renamed(document, key))
        });
        Announced {
            at: node.key_span,
            name: format!("{prefix}{}", node.key),
            instrument,
            help: self.text(metric, "description"),
            unit: self.text(metric, "unit"),
            labels: labels.collect(),
            library: COLLECTOR,
        }
    }

    /// What the attribute `key` is called where it is emitted.
    fn renamed(&self, document: NodeId, key: &str) -> String {
        let attributes = self.get(document, "attributes");
        let attribute = attributes.and_then(|attributes| self.get(attributes, key));
        let name = attribute.and_then(|attribute| self.text(attribute, "name_override"));
        name.unwrap_or_else(|| key.to_owned())
    }

    fn kind(&self, metric: NodeId) -> Option<Instrument> {
        if let Some(sum) = self.get(metric, "sum") {
            let monotonic = self
                .text(sum, "monotonic")
                .is_some_and(|text| text == "true");
            return Some(if monotonic {
                Instrument::Counter
            } else {
                Instrument::UpDownCounter
            });
        }
        let has = |key: &str| self.get(metric, key).is_some();
        if has("gauge") {
            return Some(Instrument::Gauge);
        }
        has("histogram").then_some(Instrument::Histogram)
    }

    /// The metrics that the items of a list name, where each also says what it is made of.
    fn listed(
        &self,
        document: NodeId,
        list: &str,
        from: &str,
        library: &'static str,
        found: &mut Vec<Announced>,
    ) {
        let Some(list) = self.get(document, list) else {
            return;
        };
        for item in self.children[list as usize].iter().copied() {
            let (Some(_), Some(name)) = (self.get(item, from), self.get(item, "name")) else {
                continue;
            };
            let Some((text, span)) = self.tree.scalar(name) else {
                continue;
            };
            let name = with_holes(text);
            if !name.contains(|c: char| c.is_ascii_alphabetic()) || name.contains(' ') {
                continue;
            }
            let labels = self.get(item, "labels");
            let labels = labels.filter(|labels| matches!(self.tree.node(*labels).value, Held::Map));
            let labels = labels.map_or(&[][..], |labels| &self.children[labels as usize]);
            let told = ["type", "match_metric_type", "observer_type", "timer_type"];
            let told = told.iter().find_map(|key| self.text(item, key));
            found.push(Announced {
                at: span,
                name,
                instrument: told.map_or(Instrument::Unknown, |told| instrument(&told)),
                help: self.text(item, "help"),
                unit: None,
                labels: labels
                    .iter()
                    .map(|label| self.tree.node(*label).key.to_string())
                    .collect(),
                library,
            });
        }
    }
}

/// `kafka_$1_${2}_total` with holes for what the pattern fills in.
fn with_holes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = rest[at + 1..].trim_start_matches('{');
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        out.extend(["{", &rest[..end], "}"]);
        rest = rest[end..].trim_start_matches('}');
    }
    out.push_str(rest);
    out
}

fn instrument(kind: &str) -> Instrument {
    match kind.to_ascii_lowercase().as_str() {
        "counter" => Instrument::Counter,
        "gauge" => Instrument::Gauge,
        "histogram" => Instrument::Histogram,
        "summary" => Instrument::Summary,
        "timer" => Instrument::Timer,
        _ => Instrument::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &str, text: &str) -> Vec<String> {
        let found = described(path, text);
        let shown = found.iter().map(|metric| {
            format!(
                "{} {} [{}] {} at {}",
                metric.instrument,
                metric.name,
                metric.labels.join(","),
                metric.unit.as_deref().unwrap_or("-"),
                metric.at.of(text)
            )
        });
        shown.collect()
    }

    #[test]
    fn components_of_the_collector_describe_what_they_emit_and_collect() {
        let text = "\
type: till
attributes:
  drawer:
    description: Which drawer.
    type: string
  coin:
    name_override: coin.kind
metrics:
  till.coins:
    enabled: true
    description: Coins in the till.
    unit: \"{coin}\"
    sum:
      value_type: int
      monotonic: false
    attributes: [drawer, coin]
telemetry:
  metrics:
    till_opened:
      description: Times it was opened.
      unit: \"1\"
      sum:
        monotonic: true
    wait:
      prefix: shop.
      unit: s
      histogram:
        value_type: double
";
        assert_eq!(
            shown("receiver/till/metadata.yaml", text),
            [
                "counter otelcol_till_opened [] 1 at till_opened",
                "histogram shop.wait [] s at wait",
                "updowncounter till.coins [drawer,coin.kind] {coin} at till.coins",
            ]
        );
        assert!(shown("chart/values.yaml", text).is_empty());
    }

    #[test]
    fn mappings_name_metrics_with_holes_for_what_a_pattern_fills_in() {
        let text = "\
rules:
  - pattern: 'shop<type=(.+)><>Count'
    name: shop_$1_total
    type: COUNTER
    help: Counted.
    labels:
      zone: \"$2\"
  - pattern: '.*'
";
        assert_eq!(
            shown("jmx.yml", text),
            ["counter shop_{1}_total [zone] - at shop_$1_total"]
        );
        let text = "\
mappings:
- match: \"shop.*.took\"
  observer_type: histogram
  name: \"shop_took\"
  labels:
    till: \"$1\"
";
        assert_eq!(
            shown("statsd.yaml", text),
            ["histogram shop_took [till] - at shop_took"]
        );
    }
}
