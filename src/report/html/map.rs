//! A drawing of how telemetry travels: components, the signals they emit, the systems that listen to
//! them, and the observers there. Plain SVG, laid out here, so that nothing has to be loaded to see it.

use std::collections::BTreeMap;

use super::Page;
use crate::model::observer::ObserverKind;
use crate::model::signal::Signal;
use crate::report::grouped::ComponentGroup;
use crate::report::legible::{cut_end, visible};

/// Components drawn one by one; the others are one node that says how many they are.
const COMPONENTS: usize = 60;
/// Columns of a label, at most.
const LABEL: usize = 28;
/// Between the tops of two nodes. Units of the drawing.
const STEP: usize = 24;
/// Where the columns begin, and the width of a node.
const COLUMNS: [usize; 4] = [0, 330, 580, 810];
const WIDTH: usize = 150;
/// Above the first node stand the titles.
const TOP: usize = 34;

/// What a node stands for; the order is the one from top to bottom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node<'i> {
    Component(Option<&'i str>),
    OtherComponents,
    Signal(Signal),
    System(&'i str),
    Nobody,
    Observers(ObserverKind),
}

impl Node<'_> {
    const fn column(self) -> usize {
        match self {
            Self::Component(_) | Self::OtherComponents => 0,
            Self::Signal(_) => 1,
            Self::System(_) | Self::Nobody => 2,
            Self::Observers(_) => 3,
        }
    }
}

/// The drawing, ready to be written down.
pub(super) struct Drawing {
    pub height: usize,
    pub titles: Vec<(usize, String)>,
    pub nodes: Vec<DrawnNode>,
    pub edges: Vec<DrawnEdge>,
}

/// A node with its label.
pub(super) struct DrawnNode {
    pub x: usize,
    pub y: usize,
    pub label_y: usize,
    pub label: String,
    pub whole: String,
    pub count: usize,
    pub count_x: usize,
    pub class: &'static str,
}

/// A stroke from one node to another.
pub(super) struct DrawnEdge {
    pub path: String,
    pub width: usize,
    pub what: String,
    pub class: &'static str,
}

impl<'i> Page<'i> {
    pub(super) fn has_map(&self) -> bool {
        !self.grouped.points.is_empty()
    }

    pub(super) fn map(&self) -> Drawing {
        let edges = self.map_edges();
        let mut weights: BTreeMap<Node<'i>, usize> = BTreeMap::new();
        for ((from, to), count) in &edges {
            *weights.entry(*from).or_insert(0) += count;
            if to.column() == 3 || *to == Node::Nobody {
                *weights.entry(*to).or_insert(0) += count;
            } else {
                weights.entry(*to).or_insert(0);
            }
        }
        let mut columns: [Vec<Node<'i>>; 4] = Default::default();
        for node in weights.keys() {
            columns[node.column()].push(*node);
        }
        let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
        let height = TOP + rows * STEP;
        let mut places: BTreeMap<Node<'i>, usize> = BTreeMap::new();
        for column in &columns {
            // Shorter columns stand in the middle of the longest, a little apart.
            let apart = (rows * STEP / column.len().max(1)).min(3 * STEP);
            let start = TOP + (rows * STEP - apart * column.len()) / 2 + (apart - STEP) / 2;
            for (node, row) in column.iter().zip(0..) {
                places.insert(*node, start + row * apart);
            }
        }
        let most = edges.values().copied().max().unwrap_or(1);
        let strokes = edges.iter().map(|((from, to), count)| {
            let (x1, x2) = (
                COLUMNS[from.column()] + WIDTH + 60 * usize::from(from.column() == 0),
                COLUMNS[to.column()],
            );
            let (y1, y2) = (places[from] + STEP / 2 - 2, places[to] + STEP / 2 - 2);
            let middle = usize::midpoint(x1, x2);
            DrawnEdge {
                path: format!("M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"),
                width: stroke(*count, most),
                what: format!(
                    "{} → {}: {count}",
                    self.map_label(*from),
                    self.map_label(*to)
                ),
                class: if *to == Node::Nobody { "e nobody" } else { "e" },
            }
        });
        let edges = strokes.collect();
        let titles = [
            "map-components",
            "map-signals",
            "html-map-systems",
            "section-observers",
        ];
        let titles = COLUMNS
            .iter()
            .zip(titles)
            .map(|(x, id)| (*x, self.words.of(id)));
        let nodes = places.iter().map(|(node, y)| {
            let whole = self.map_label(*node);
            let x = COLUMNS[node.column()];
            let wider = 60 * usize::from(node.column() == 0);
            DrawnNode {
                x,
                y: *y,
                label_y: y + 14,
                label: cut_end(&whole, if wider > 0 { LABEL } else { LABEL - 12 }).into_owned(),
                whole,
                count: weights[node],
                count_x: x + WIDTH + wider - 6,
                class: if *node == Node::Nobody { "nobody" } else { "" },
            }
        });
        Drawing {
            height,
            titles: titles.collect(),
            nodes: nodes.collect(),
            edges,
        }
    }

    fn map_edges(&self) -> BTreeMap<(Node<'i>, Node<'i>), usize> {
        let grouped = self.grouped;
        let mut heaviest: Vec<&ComponentGroup<'i>> = grouped.components.iter().collect();
        heaviest.sort_by_key(|component| (std::cmp::Reverse(component.points), component.path));
        let mut edges = BTreeMap::new();
        for (component, at) in heaviest.into_iter().zip(0..) {
            let from = if at < COMPONENTS {
                Node::Component(component.path)
            } else {
                Node::OtherComponents
            };
            for (signal, count) in &component.signals {
                *edges.entry((from, Node::Signal(*signal))).or_insert(0) += count;
            }
        }
        for point in grouped.points {
            let from = Node::Signal(point.signal);
            let mut systems: Vec<&'i str> = point
                .watched_by
                .iter()
                .filter_map(|at| Some(&*grouped.observers.get(*at as usize)?.system))
                .collect();
            systems.sort_unstable();
            systems.dedup();
            if systems.is_empty() {
                *edges.entry((from, Node::Nobody)).or_insert(0) += 1;
            }
            for system in systems {
                *edges.entry((from, Node::System(system))).or_insert(0) += 1;
            }
        }
        for observer in grouped.observers {
            let edge = (
                Node::System(&observer.system),
                Node::Observers(observer.kind),
            );
            *edges.entry(edge).or_insert(0) += 1;
        }
        edges
    }

    fn map_label(&self, node: Node<'_>) -> String {
        match node {
            Node::Component(path) => self.component(path),
            Node::OtherComponents => {
                let count = self.grouped.components.len().saturating_sub(COMPONENTS);
                self.words.with("map-more", &[("count", count.into())])
            }
            Node::Signal(signal) => self.words.signal(signal),
            Node::System(system) => visible(system).into_owned(),
            Node::Nobody => self.words.of("html-nobody"),
            Node::Observers(kind) => self.words.observers(kind),
        }
    }
}

/// From 1 to 10, by orders of magnitude: a tenth of the points is still seen.
fn stroke(count: usize, most: usize) -> usize {
    let (count, most) = (count.max(1).ilog2() as usize, most.max(2).ilog2() as usize);
    1 + 9 * count / most.max(1)
}
