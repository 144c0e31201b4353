//! Composite literals: structs, maps and lists, with the types of elided inner ones.

use tree_sitter::Node;

use super::super::tree::span;
use super::expressions::named_type;
use super::{Kind, Walker};
use crate::model::facts::{ValueId, ValueKind};
use crate::model::place::Span;

/// The key of an element: a bare identifier may be a field or a constant.
enum Key<'s> {
    Bare(&'s str, Span),
    Value(ValueId),
}

impl<'s, 't> Walker<'s, 't> {
    /// `T{…}`, `[]T{…}`, `map[K]V{…}`.
    pub(super) fn composite(&mut self) -> ValueId {
        let at = span(self.node());
        let mut of = None;
        let mut value = None;
        self.children(|walker, kind| match kind {
            Kind::LiteralValue => value = Some(walker.literal(of)),
            _ if of.is_none() => of = Some(walker.node()),
            _ => walker.visit_or_walk(),
        });
        match value {
            Some(value) => {
                self.build.facts.values[value.0 as usize].span = at;
                value
            }
            None => self.other(),
        }
    }

    /// `{…}` of type `of`.
    pub(super) fn literal(&mut self, of: Option<Node<'t>>) -> ValueId {
        let value = if self.build.down() {
            self.literal_within_depth(of)
        } else {
            self.other()
        };
        self.build.up();
        value
    }

    fn literal_within_depth(&mut self, of: Option<Node<'t>>) -> ValueId {
        let at = span(self.node());
        let shape = of.map_or(Kind::Other, Kind::of);
        let (key_type, element_type) = match (shape, of) {
            (Kind::MapType, Some(of)) => (
                of.child_by_field_name("key"),
                of.child_by_field_name("value"),
            ),
            (Kind::SliceType | Kind::ArrayType | Kind::ImplicitArrayType, Some(of)) => {
                (None, of.child_by_field_name("element"))
            }
            _ => (None, None),
        };
        let list = matches!(
            shape,
            Kind::SliceType | Kind::ArrayType | Kind::ImplicitArrayType
        );
        let mut items = Vec::new();
        let mut entries = Vec::new();
        self.children(|walker, kind| match kind {
            Kind::KeyedElement => entries.extend(walker.entry(key_type, element_type)),
            Kind::LiteralElement => items.push(walker.element(element_type)),
            _ => walker.visit_or_walk(),
        });
        let bare = entries.iter().all(|(key, _)| matches!(key, Key::Bare(..)));
        let kind = if let Some(fields) = self.in_order(of, &items) {
            let of = self.build.value(
                ValueKind::Other,
                Span::new(at.start as usize, at.start as usize),
            );
            ValueKind::Struct { of, fields }
        } else if entries.is_empty() && (list || !items.is_empty()) {
            ValueKind::List(items)
        } else if bare && !list && shape != Kind::MapType {
            let of = match of {
                Some(of) => self.path(of),
                None => self.build.value(
                    ValueKind::Other,
                    Span::new(at.start as usize, at.start as usize),
                ),
            };
            let fields = entries
                .into_iter()
                .filter_map(|(key, value)| match key {
                    Key::Bare(name, _) => Some((name, value)),
                    Key::Value(_) => None,
                })
                .collect();
            ValueKind::Struct { of, fields }
        } else {
            let pairs = entries
                .into_iter()
                .map(|(key, value)| match key {
                    Key::Bare(name, at) => (self.build.value(ValueKind::Name(name), at), value),
                    Key::Value(key) => (key, value),
                })
                .collect();
            ValueKind::Map(pairs)
        };
        self.build.value(kind, at)
    }

    /// The fields of `{a, b}` whose type `struct{x, y T}` is written beside it.
    fn in_order(&self, of: Option<Node<'t>>, items: &[ValueId]) -> Option<Vec<(&'s str, ValueId)>> {
        let body = of.filter(|of| Kind::of(*of) == Kind::StructType && !items.is_empty())?;
        let list = body.named_child(0)?;
        let mut names = Vec::new();
        let mut fields = list.walk();
        for field in list.named_children(&mut fields) {
            let mut parts = field.walk();
            let named = field.children_by_field_name("name", &mut parts);
            names.extend(named.map(|name| self.text_of(name)));
        }
        Some(names.into_iter().zip(items.iter().copied()).collect())
    }

    /// `key: value`.
    fn entry(
        &mut self,
        key_type: Option<Node<'t>>,
        element_type: Option<Node<'t>>,
    ) -> Option<(Key<'s>, ValueId)> {
        let mut key = None;
        let mut value = None;
        self.children(|walker, _| {
            if key.is_none() {
                key = Some(walker.key(key_type));
            } else {
                value = Some(walker.element(element_type));
            }
        });
        Some((key?, value?))
    }

    fn key(&mut self, of: Option<Node<'t>>) -> Key<'s> {
        if let Some(inner) = self.node().named_child(0)
            && Kind::of(inner) == Kind::Identifier
        {
            return Key::Bare(self.text_of(inner), span(inner));
        }
        Key::Value(self.element(of))
    }

    /// An element: an expression, or a literal whose type is left out.
    fn element(&mut self, of: Option<Node<'t>>) -> ValueId {
        if !self.down_to_first() {
            return self.other();
        }
        let value = if self.kind() == Kind::LiteralValue {
            self.literal(of.map(elided))
        } else {
            self.expression()
        };
        self.cursor.goto_parent();
        value
    }
}

/// The type of a literal that leaves it out: `&T` may be left out as well as `T`.
fn elided(of: Node<'_>) -> Node<'_> {
    match Kind::of(of) {
        Kind::PointerType | Kind::ParenthesizedType => named_type(of).unwrap_or(of),
        _ => of,
    }
}
