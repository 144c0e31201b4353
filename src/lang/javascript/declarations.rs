//! What only TypeScript declares: interfaces, type aliases, enums, import aliases.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{BindingKind, Type, ValueKind};

impl<'s, 't> Reader<'s, 't> {
    /// `interface I extends J { a: T }`.
    pub(super) fn interface(&mut self, node: Node<'t>) {
        let exported = std::mem::take(&mut self.exporting);
        let fields = self.fields;
        let mut bases = Vec::new();
        let mut bodies = Vec::new();
        self.children(node, |reader, child, _| match reader.kind(child) {
            Kind::ExtendsTypeClause => reader.children(child, |reader, base, field| {
                if field == fields.r#type {
                    bases.push(reader.source(base));
                }
                reader.visit(base);
            }),
            Kind::InterfaceBody | Kind::ObjectType => bodies.push(child),
            _ => reader.visit(child),
        });
        self.shape(node, bases, &bodies, exported);
    }

    /// `type T = { a: U } & V`.
    pub(super) fn type_alias(&mut self, node: Node<'t>) {
        let exported = std::mem::take(&mut self.exporting);
        let value = self.fields.value;
        let mut bases = Vec::new();
        let mut bodies = Vec::new();
        self.children(node, |reader, child, field| {
            if field != value {
                return reader.visit(child);
            }
            // `A & B & C` leans to the left, one level for each `&`.
            let mut rest = Some(child);
            while let Some(part) = rest.take() {
                match reader.kind(part) {
                    Kind::ObjectType => bodies.push(part),
                    Kind::IntersectionType => {
                        reader.children(part, |reader, member, _| match reader.kind(member) {
                            Kind::ObjectType => bodies.push(member),
                            Kind::IntersectionType => rest = Some(member),
                            _ => {
                                bases.push(reader.source(member));
                                reader.visit(member);
                            }
                        });
                    }
                    _ => reader.visit(part),
                }
            }
        });
        if !bodies.is_empty() {
            self.shape(node, bases, &bodies, exported);
        }
    }

    fn shape(&mut self, node: Node<'t>, bases: Vec<&'s str>, bodies: &[Node<'t>], exported: bool) {
        let name = node.child_by_field_id(self.fields.name);
        self.build.enter_type(Type {
            name: name.map_or("", |name| self.source(name)),
            bases,
            span: span(node),
            exported,
        });
        let outside = std::mem::replace(&mut self.class_exported, exported);
        for body in bodies {
            self.children(*body, |reader, member, _| match reader.kind(member) {
                Kind::PropertySignature => reader.property_signature(member, exported),
                Kind::MethodSignature => {
                    reader.method(member, Vec::new(), None);
                }
                _ => reader.visit(member),
            });
        }
        self.class_exported = outside;
        self.build.leave_type();
    }

    fn property_signature(&mut self, node: Node<'t>, exported: bool) {
        let fields = self.fields;
        let mut binding = None;
        self.children(node, |reader, child, field| {
            if field == fields.name {
                binding = reader
                    .property_name(child)
                    .map(|(name, at)| reader.bind_field(name, at, exported));
            } else {
                if field == fields.r#type
                    && let Some(binding) = binding
                {
                    reader.build.facts.bindings[binding].declared = Some(reader.type_text(child));
                }
                reader.visit(child);
            }
        });
    }

    /// `enum E { A = "a", B }`.
    pub(super) fn enumeration(&mut self, node: Node<'t>) {
        let exported = std::mem::take(&mut self.exporting);
        let fields = self.fields;
        let name = node.child_by_field_id(fields.name);
        self.build.enter_type(Type {
            name: name.map_or("", |name| self.source(name)),
            bases: Vec::new(),
            span: span(node),
            exported,
        });
        self.children(node, |reader, child, field| {
            if field != fields.body {
                return;
            }
            reader.children(child, |reader, member, _| {
                if reader.kind(member) != Kind::EnumAssignment {
                    if let Some((name, at)) = reader.property_name(member) {
                        reader.bind_field(name, at, exported);
                    }
                    return;
                }
                let mut binding = None;
                reader.children(member, |reader, part, field| {
                    if field == fields.name {
                        binding = reader
                            .property_name(part)
                            .map(|(name, at)| reader.bind_field(name, at, exported));
                    } else {
                        let value = reader.value(part);
                        if let Some(binding) = binding {
                            reader.build.facts.bindings[binding].value = Some(value);
                        }
                    }
                });
            });
        });
        self.build.leave_type();
    }

    /// `import a = b.c`.
    pub(super) fn import_alias(&mut self, node: Node<'t>) {
        let exported = std::mem::take(&mut self.exporting);
        let mut binding = None;
        self.children(node, |reader, child, _| {
            if let Some(binding) = binding {
                let value = reader.dotted(child);
                reader.build.facts.bindings[binding as usize].value = value;
            } else {
                let name = reader.source(child);
                let bound = reader.build.bind(BindingKind::Constant, name, span(child));
                bound.exported = exported;
                binding = Some(reader.build.facts.bindings.len() as u32 - 1);
            }
        });
    }

    /// `a.b.c` where a type's name is written.
    fn dotted(&mut self, node: Node<'t>) -> Option<crate::model::facts::ValueId> {
        let mut end = node.start_byte();
        let mut value = None;
        for name in self.source(node).split('.') {
            let start = end;
            end = start + name.len();
            let at = crate::model::place::Span::new(start, end);
            let whole = crate::model::place::Span::new(node.start_byte(), end);
            value = Some(match value {
                None => self.build.value(ValueKind::Name(name), at),
                Some(base) => self.build.value(ValueKind::Member { base, name }, whole),
            });
            end += 1;
        }
        value
    }
}
