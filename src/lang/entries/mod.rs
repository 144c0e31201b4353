//! Configuration formats: the text of one file becomes a tree of keys and values with their places.
//!
//! The readers are tolerant: a half-written file, a template with `{{ }}` in it or a comment where
//! the standard allows none gives what can be read of it.

mod braces;
mod embedded;
mod escapes;
mod lines;
mod toml;
mod xml;
mod yaml;
mod yaml_scalars;

use std::borrow::Cow;

use crate::model::language::Format;
use crate::model::place::Span;

pub use embedded::Inside;

/// A place in [`Tree::nodes`].
pub type NodeId = u32;

/// One key with its value, one item of a list, or the document itself.
#[derive(Clone, Debug)]
pub struct Node<'t> {
    /// What it is part of; `None` for a document.
    pub parent: Option<NodeId>,
    /// Its key, unescaped; empty for an item of a list and for a document.
    pub key: Cow<'t, str>,
    /// Where the key stands.
    pub key_span: Span,
    /// What it holds.
    pub value: Held<'t>,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Held<'t> {
    /// Nothing that was read.
    Nothing,
    /// Keys.
    Map,
    /// Items.
    List,
    /// A value.
    Scalar {
        /// Unescaped.
        text: Cow<'t, str>,
        /// Where it stands, without its quotes.
        span: Span,
        /// It stands in quotes, or is a block of text.
        quoted: bool,
    },
}

/// What was read of one file, in the order of the text.
#[derive(Debug, Default)]
pub struct Tree<'t> {
    /// Every node; a parent stands before its children.
    pub nodes: Vec<Node<'t>>,
}

impl<'t> Tree<'t> {
    fn add(&mut self, parent: Option<NodeId>, key: Key<'t>, value: Held<'t>) -> NodeId {
        let id = self.nodes.len() as NodeId;
        self.nodes.push(Node {
            parent,
            key: key.text,
            key_span: key.span,
            value,
        });
        id
    }

    fn hold(&mut self, node: NodeId, value: Held<'t>) {
        self.nodes[node as usize].value = value;
    }

    /// For each node its first child and its next sibling.
    pub fn families(&self) -> (Vec<Option<NodeId>>, Vec<Option<NodeId>>) {
        let (mut first, mut next) = (vec![None; self.nodes.len()], vec![None; self.nodes.len()]);
        for (id, node) in self.nodes.iter().enumerate().rev() {
            if let Some(parent) = node.parent {
                next[id] = first[parent as usize].replace(id as NodeId);
            }
        }
        (first, next)
    }

    /// The node behind an id.
    pub fn node(&self, id: NodeId) -> &Node<'t> {
        &self.nodes[id as usize]
    }

    /// Where each node's children begin, to walk the tree downwards.
    pub fn children(&self) -> Children {
        let mut children = Children {
            first: vec![NONE; self.nodes.len()],
            next: vec![NONE; self.nodes.len()],
        };
        let mut last = vec![NONE; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            let Some(parent) = node.parent else { continue };
            let before = std::mem::replace(&mut last[parent as usize], at as NodeId);
            if before == NONE {
                children.first[parent as usize] = at as NodeId;
            } else {
                children.next[before as usize] = at as NodeId;
            }
        }
        children
    }

    /// The value of a node that holds one.
    pub fn scalar(&self, id: NodeId) -> Option<(&str, Span)> {
        match &self.node(id).value {
            Held::Scalar { text, span, .. } => Some((text, *span)),
            _ => None,
        }
    }
}

/// No node.
const NONE: NodeId = NodeId::MAX;

/// The children of every node of a [`Tree`].
#[derive(Debug)]
pub struct Children {
    first: Vec<NodeId>,
    next: Vec<NodeId>,
}

impl Children {
    /// The children of `node`, in order.
    pub fn of(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let real = |id: NodeId| (id != NONE).then_some(id);
        std::iter::successors(real(self.first[node as usize]), move |at| {
            real(self.next[*at as usize])
        })
    }
}

/// A key while its node is being made.
#[derive(Clone, Debug, Default)]
struct Key<'t> {
    text: Cow<'t, str>,
    span: Span,
}

impl<'t> Key<'t> {
    fn plain(text: &'t str, start: usize, end: usize) -> Self {
        Self {
            text: Cow::Borrowed(&text[start..end]),
            span: Span::new(start, end),
        }
    }
}

/// Reads a file. It does not fail: what cannot be read is left out.
pub fn read(format: Format, text: &str) -> Tree<'_> {
    let mut tree = Tree::default();
    match format {
        Format::Json => braces::read(text, braces::Notation::Json, &mut tree),
        Format::Hcl => braces::read(text, braces::Notation::Hcl, &mut tree),
        Format::Blocks => braces::read(text, braces::Notation::Arrows, &mut tree),
        Format::Yaml => yaml::read(text, &mut tree),
        Format::Toml => toml::read(text, &mut tree),
        Format::Ini => lines::read(text, false, &mut tree),
        Format::Dotenv => lines::read(text, true, &mut tree),
        Format::Xml => xml::read(text, &mut tree),
    }
    tree
}

#[cfg(test)]
mod tests;
