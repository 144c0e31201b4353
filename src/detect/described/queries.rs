//! Queries whose columns become metrics: what `postgres_exporter` and operators of databases are
//! handed, in a file of its own or inside a config map.

use super::{Announced, Described, children};
use crate::lang::entries::{self, Held, Inside};
use crate::model::language::Format;
use crate::model::signal::Instrument;

const LIBRARY: &str = "text/postgres-queries";

/// Whether a text may hold such queries.
pub(super) fn may_stand_in(has: &dyn Fn(&str) -> bool) -> bool {
    has("query:") && has("metrics:") && has("usage:")
}

/// Adds the metrics of every query, and of those in texts inside, `depth` deep.
pub(super) fn read(text: &Inside<'_>, depth: u8, found: &mut Vec<Announced>) {
    let tree = entries::read(Format::Yaml, &text.text);
    let children = children(&tree);
    let file = Described {
        tree: &tree,
        children: &children,
    };
    for query in 0..tree.nodes.len() as entries::NodeId {
        let parts = file.get(query, "query").zip(file.get(query, "metrics"));
        let Some((_, metrics)) = parts else { continue };
        let columns = children[metrics as usize]
            .iter()
            .flat_map(|item| &children[*item as usize]);
        let used = |column: entries::NodeId| file.text(column, "usage");
        let labels: Vec<String> = columns
            .clone()
            .filter(|column| used(**column).is_some_and(|usage| usage == "LABEL"))
            .map(|column| tree.node(*column).key.to_string())
            .collect();
        for column in columns {
            let instrument = match used(*column).as_deref() {
                Some("GAUGE" | "DURATION") => Instrument::Gauge,
                Some("COUNTER") => Instrument::Counter,
                Some("HISTOGRAM") => Instrument::Histogram,
                _ => continue,
            };
            let node = tree.node(*column);
            found.push(Announced {
                at: text.span(node.key_span),
                // Who runs the query may put a word of its own before it.
                name: format!("{{prefix}}{}_{}", tree.node(query).key, node.key),
                instrument,
                help: file.text(*column, "description"),
                unit: None,
                labels: labels.clone(),
                library: LIBRARY,
            });
        }
    }
    if depth == 0 {
        return;
    }
    for node in &tree.nodes {
        if let Held::Scalar {
            text: said,
            span,
            quoted: true,
        } = &node.value
            && may_stand_in(&|word| said.contains(word))
        {
            read(&text.value(said, *span), depth - 1, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_query_are_metrics_also_inside_a_config_map() {
        let text = "kind: ConfigMap\ndata:\n  queries: |\n    shop_orders:\n      query: SELECT state, n FROM orders\n      \
                    metrics:\n        - state:\n            usage: LABEL\n        - n:\n            usage: GAUGE\n            \
                    description: Orders\n";
        let mut found = Vec::new();
        read(&Inside::file(text), 1, &mut found);
        let [metric] = &found[..] else {
            panic!("one is described: {found:?}");
        };
        assert_eq!(metric.name, "{prefix}shop_orders_n");
        assert_eq!(metric.labels, ["state"]);
        assert_eq!(metric.at.of(text), "n");
        assert_eq!(metric.instrument, Instrument::Gauge);
    }
}
