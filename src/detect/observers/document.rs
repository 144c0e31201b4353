//! A file of keys and values, or one inside a value of another, to walk downwards.

use crate::detect::ways::Ways;
use crate::lang::entries::{self, Children, Held, Inside, NodeId, Tree};
use crate::model::language::Format;
use crate::model::place::Span;

/// Shortest text that may hold a document of its own. Bytes.
const SHORTEST: usize = 40;

/// A text with its keys and values.
pub(super) struct Document<'t> {
    text: &'t Inside<'t>,
    tree: Tree<'t>,
    children: Children,
}

impl<'t> Document<'t> {
    /// Reads a text.
    pub(super) fn new(text: &'t Inside<'t>, format: Format) -> Self {
        let tree = entries::read(format, &text.text);
        let children = tree.children();
        Self {
            text,
            tree,
            children,
        }
    }

    /// The tree, to walk by what packs say.
    pub(super) fn ways(&self) -> Ways<'_, 't> {
        Ways {
            tree: &self.tree,
            children: &self.children,
        }
    }

    /// A text of this document as one of its own.
    pub(super) fn inside<'v>(&self, said: &'v str, span: Span) -> Inside<'v> {
        self.text.value(said, span)
    }

    /// The documents: values that are part of nothing.
    pub(super) fn roots(&self) -> impl Iterator<Item = NodeId> + '_ {
        let nodes = self.tree.nodes.iter().zip(0..);
        nodes.filter_map(|(node, at)| node.parent.is_none().then_some(at))
    }

    /// Every map, in order of the text.
    pub(super) fn maps(&self) -> impl Iterator<Item = NodeId> + '_ {
        let nodes = self.tree.nodes.iter().zip(0..);
        nodes.filter_map(|(node, at)| matches!(node.value, Held::Map).then_some(at))
    }

    /// What a node is part of.
    pub(super) fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.tree.node(node).parent
    }

    /// The key of a node.
    pub(super) fn key(&self, node: NodeId) -> &str {
        &self.tree.node(node).key
    }

    /// Where the key of a node stands in the file.
    pub(super) fn key_span(&self, node: NodeId) -> Span {
        self.text.span(self.tree.node(node).key_span)
    }

    /// The entries of a map, or the items of a list.
    pub(super) fn items(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.children.of(node)
    }

    /// The value of a key.
    pub(super) fn get(&self, node: NodeId, key: &str) -> Option<NodeId> {
        self.items(node).find(|item| self.key(*item) == key)
    }

    /// The value at the end of several keys.
    pub(super) fn at(&self, node: NodeId, path: &[&str]) -> Option<NodeId> {
        path.iter().try_fold(node, |node, key| self.get(node, key))
    }

    /// What a node says, where it is a text.
    pub(super) fn said(&self, node: NodeId) -> Option<&str> {
        let (said, _) = self.tree.scalar(node)?;
        (!said.is_empty()).then_some(said)
    }

    /// What the value of a key says.
    pub(super) fn text(&self, node: NodeId, key: &str) -> Option<&str> {
        self.said(self.get(node, key)?)
    }

    /// What the first of several keys that says something says.
    pub(super) fn first(&self, node: NodeId, keys: &[&str]) -> Option<String> {
        keys.iter()
            .find_map(|key| self.text(node, key))
            .map(str::to_owned)
    }

    /// The first of some nodes that holds a text, and the text.
    pub(super) fn first_said<const N: usize>(
        &self,
        of: [Option<NodeId>; N],
    ) -> Option<(NodeId, &str)> {
        of.into_iter()
            .flatten()
            .find_map(|node| Some((node, self.said(node)?)))
    }

    /// Where a value stands in the file, or its key where it is no text.
    pub(super) fn place(&self, node: NodeId) -> Span {
        match self.tree.scalar(node) {
            Some((_, span)) => self.text.span(span),
            None => self.key_span(node),
        }
    }

    /// Whether a node is a list.
    pub(super) fn is_list(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).value, Held::List)
    }

    /// Whether a node is a map.
    pub(super) fn is_map(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).value, Held::Map)
    }

    /// Texts that are long enough to hold a document.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, Span)> {
        self.tree.nodes.iter().filter_map(|node| match &node.value {
            Held::Scalar {
                text,
                span,
                quoted: true,
            } if text.len() >= SHORTEST => Some((text.as_ref(), *span)),
            _ => None,
        })
    }

    /// The kind of a Kubernetes resource, if a document is one.
    pub(super) fn kind(&self, root: NodeId) -> Option<&str> {
        self.get(root, "apiVersion")?;
        self.text(root, "kind")
    }
}
