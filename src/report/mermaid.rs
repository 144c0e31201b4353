//! A picture of an inventory: where values come from, what asks for them, and what each component
//! tells. Small enough to be drawn: what does not fit is drawn as one node that says how much it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::grouped::Grouped;
use super::legible::{cut_end, visible};
use super::words::Words;
use crate::model::settings::View;
use crate::model::signal::{Signal, Source};

/// Renderers refuse 501 edges and are slow long before.
const MAX_EDGES: usize = 100;
/// Over 50,000 characters a renderer draws a picture that only says so.
const MAX_BYTES: usize = 50_000;
/// Longest label, in columns.
const MAX_LABEL: usize = 60;
/// How many nodes of a kind are drawn one by one, at the most; fewer until the diagram fits.
const KEEP: [usize; 15] = [64, 56, 48, 40, 32, 26, 20, 16, 12, 10, 8, 6, 4, 2, 1];

/// The diagram of everything that the view shows.
pub(super) fn render(grouped: &Grouped<'_>, words: &Words) -> String {
    diagram(grouped, grouped.view, words)
}

/// The diagram of one half, or of both, of what is shown.
pub(super) fn diagram(grouped: &Grouped<'_>, half: View, words: &Words) -> String {
    let mut text = String::new();
    for keep in KEEP {
        let graph = Graph::new(grouped, half, keep);
        text = graph.write(words);
        if graph.edges.len() <= MAX_EDGES && text.len() <= MAX_BYTES {
            break;
        }
    }
    text
}

/// The columns of the diagram, from left to right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Sources,
    Names,
    Handed,
    Exposed,
    Components,
    Signals,
    Libraries,
}

impl Column {
    const ALL: [Self; 7] = [
        Self::Sources,
        Self::Names,
        Self::Handed,
        Self::Exposed,
        Self::Components,
        Self::Signals,
        Self::Libraries,
    ];

    fn title(self, words: &Words) -> String {
        match self {
            Self::Sources => words.of("map-sources"),
            Self::Names => words.of("map-names"),
            Self::Handed => words.of("map-handed"),
            Self::Exposed => words.of("map-exposed"),
            Self::Components => words.of("map-components"),
            Self::Signals => words.of("map-signals"),
            Self::Libraries => words.of("map-libraries"),
        }
    }
}

/// What a node stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node<'i> {
    Named(&'i str),
    Component(Option<&'i str>),
    Signal(Signal),
    Source(Source),
    /// All the nodes of its column that are not drawn one by one.
    Rest,
}

type Key<'i> = (Column, Node<'i>);

/// Nodes and weighted edges, both in the order of their keys.
struct Graph<'i> {
    grouped: &'i Grouped<'i>,
    edges: BTreeMap<(Key<'i>, Key<'i>), usize>,
    /// What each `Rest` node stands for.
    rest: BTreeMap<Column, BTreeSet<Node<'i>>>,
}

impl<'i> Graph<'i> {
    fn new(grouped: &'i Grouped<'i>, half: View, keep: usize) -> Self {
        let mut graph = Self {
            grouped,
            edges: BTreeMap::new(),
            rest: BTreeMap::new(),
        };
        let components = largest(
            grouped.components.iter().map(|c| {
                (
                    Node::Component(c.path),
                    c.points + c.findings + c.references,
                )
            }),
            keep,
        );
        if half != View::Secrets {
            let libraries = largest(
                grouped
                    .libraries
                    .iter()
                    .map(|(name, count)| (Node::Named(name), *count)),
                keep,
            );
            for component in &grouped.components {
                let from = graph.place(
                    Column::Components,
                    Node::Component(component.path),
                    &components,
                );
                for (signal, count) in &component.signals {
                    graph.join(from, (Column::Signals, Node::Signal(*signal)), *count);
                }
            }
            for ((signal, library), count) in &grouped.signal_libraries {
                let to = graph.place(Column::Libraries, Node::Named(library), &libraries);
                graph.join((Column::Signals, Node::Signal(*signal)), to, *count);
            }
        }
        if half != View::Observability {
            let secret_names = || grouped.names.iter().filter(|name| name.secret);
            let names = largest(
                secret_names().map(|name| (Node::Named(name.name), name.count)),
                keep,
            );
            let handed = largest(handed(grouped).into_iter(), keep);
            for name in secret_names() {
                let middle = graph.place(Column::Names, Node::Named(name.name), &names);
                for (source, count) in &name.sources {
                    graph.join((Column::Sources, Node::Source(*source)), middle, *count);
                }
                for ((into, component), count) in &name.handed {
                    let under = graph.place(Column::Handed, Node::Named(into), &handed);
                    let to =
                        graph.place(Column::Components, Node::Component(*component), &components);
                    graph.join(middle, under, *count);
                    graph.join(under, to, *count);
                }
                for (component, count) in &name.components {
                    let to =
                        graph.place(Column::Components, Node::Component(*component), &components);
                    graph.join(middle, to, *count);
                }
            }
            let rules = largest(
                grouped
                    .rules
                    .iter()
                    .map(|rule| (Node::Named(rule.id), rule.findings.len())),
                keep,
            );
            for component in &grouped.components {
                for (rule, count) in &component.rules {
                    let from = graph.place(Column::Exposed, Node::Named(rule), &rules);
                    let to = graph.place(
                        Column::Components,
                        Node::Component(component.path),
                        &components,
                    );
                    graph.join(from, to, *count);
                }
            }
        }
        graph
    }

    /// The node itself if it is drawn, else its column's `Rest`.
    fn place(&mut self, column: Column, node: Node<'i>, drawn: &BTreeSet<Node<'i>>) -> Key<'i> {
        if drawn.contains(&node) {
            return (column, node);
        }
        self.rest.entry(column).or_default().insert(node);
        (column, Node::Rest)
    }

    fn join(&mut self, from: Key<'i>, to: Key<'i>, count: usize) {
        *self.edges.entry((from, to)).or_insert(0) += count;
    }

    fn label(&self, (column, node): Key<'_>, words: &Words) -> String {
        match node {
            Node::Named(id) if column == Column::Exposed => self
                .grouped
                .info(id)
                .map_or(id, |info| info.told(words.lang()).title)
                .to_owned(),
            Node::Named(name) => name.to_owned(),
            Node::Component(path) => self
                .grouped
                .component_label(path)
                .map_or_else(|| words.of("component-none"), str::to_owned),
            Node::Signal(signal) => words.signal(signal),
            Node::Source(source) => words.source(source),
            Node::Rest => {
                let count = self.rest.get(&column).map_or(0, BTreeSet::len);
                words.with("map-more", &[("count", count.into())])
            }
        }
    }

    fn write(&self, words: &Words) -> String {
        let nodes: BTreeSet<Key<'_>> = self
            .edges
            .keys()
            .flat_map(|(from, to)| [*from, *to])
            .collect();
        let ids: BTreeMap<Key<'_>, usize> = nodes.iter().copied().zip(0..).collect();
        let mut text = String::from("flowchart LR\n");
        if nodes.is_empty() {
            writeln!(text, "  n0[\"{}\"]", escaped(&words.of("map-nothing"))).expect(FITS);
        }
        for column in Column::ALL {
            if !nodes.iter().any(|(of, _)| *of == column) {
                continue;
            }
            let title = escaped(&column.title(words));
            writeln!(text, "  subgraph g{} [\"{title}\"]", column as usize).expect(FITS);
            for node in nodes.iter().filter(|(of, _)| *of == column) {
                writeln!(
                    text,
                    "    n{}[\"{}\"]",
                    ids[node],
                    escaped(&self.label(*node, words))
                )
                .expect(FITS);
            }
            text.push_str("  end\n");
        }
        for ((from, to), count) in &self.edges {
            writeln!(text, "  n{} -->|\"{count}\"| n{}", ids[from], ids[to]).expect(FITS);
        }
        text
    }
}

const FITS: &str = "a String takes everything";

/// The names under which secrets are handed on, each with how often.
fn handed<'i>(grouped: &Grouped<'i>) -> BTreeMap<Node<'i>, usize> {
    let mut all = BTreeMap::new();
    for name in grouped.names.iter().filter(|name| name.secret) {
        for ((into, _), count) in &name.handed {
            *all.entry(Node::Named(into)).or_insert(0) += count;
        }
    }
    all
}

/// The `keep` heaviest nodes; where one alone would be left over, it is drawn too.
fn largest<'i>(nodes: impl Iterator<Item = (Node<'i>, usize)>, keep: usize) -> BTreeSet<Node<'i>> {
    let mut nodes: Vec<_> = nodes.filter(|(_, weight)| *weight > 0).collect();
    nodes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if nodes.len() > keep + 1 {
        nodes.truncate(keep);
    }
    nodes.into_iter().map(|(node, _)| node).collect()
}

/// A label that no renderer reads as anything but text: every ASCII character outside
/// `[A-Za-z0-9 _./-]` by its number, everything else as it is.
fn escaped(label: &str) -> String {
    let shown = visible(label);
    let mut text = String::with_capacity(shown.len());
    for c in cut_end(&shown, MAX_LABEL).chars() {
        if !c.is_ascii() || c.is_ascii_alphanumeric() || " _./-".contains(c) {
            text.push(c);
        } else {
            write!(text, "#{};", u32::from(c)).expect(FITS);
        }
    }
    if text.trim().is_empty() {
        "#34;#34;".to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn hostile_labels_are_numbers_and_letters() {
        assert_eq!(
            escaped("a\"]|b`#;<i>é\n"),
            "a#34;#93;#124;b#96;#35;#59;#60;i#62;é#92;n"
        );
        assert_eq!(escaped(" "), "#34;#34;");
    }

    #[test]
    fn every_line_is_one_of_four_forms() {
        let inventory = sample::inventory();
        let text = render(&Grouped::new(&inventory, View::All), &Words::english());
        for line in text.lines().skip(1) {
            let line = line.trim();
            let label = line.split('"').nth(1).unwrap_or("");
            assert!(
                label
                    .chars()
                    .all(|c| !c.is_ascii() || c.is_ascii_alphanumeric() || " _./-#;".contains(c)),
                "{line}"
            );
            let is_node =
                line.starts_with('n') && line.ends_with("\"]") && line.matches('"').count() == 2;
            let is_edge = line.starts_with('n') && line.contains(" -->|\"");
            let is_group = line.starts_with("subgraph g") && line.matches('"').count() == 2;
            assert!(is_node || is_edge || is_group || line == "end", "{line}");
        }
    }

    #[test]
    fn what_does_not_fit_is_counted_in_a_node() {
        let inventory = sample::large(300);
        for view in [View::All, View::Observability, View::Secrets] {
            let grouped = Grouped::new(&inventory, view);
            let text = render(&grouped, &Words::english());
            assert!(text.matches("-->").count() <= MAX_EDGES);
            assert!(text.len() <= MAX_BYTES, "{}", text.len());
            assert!(text.contains("#43;"), "{text}");
        }
    }

    #[test]
    fn nothing_found_is_said() {
        let inventory = sample::empty();
        let text = render(&Grouped::new(&inventory, View::All), &Words::english());
        assert!(text.contains("n0["), "{text}");
    }
}
