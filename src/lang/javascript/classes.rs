//! Classes: heritage, fields, methods, decorators.

use tree_sitter::Node;

use super::super::tree::span;
use super::functions::Naming;
use super::{Kind, Reader};
use crate::model::facts::{BindingKind, CallId, CallKind, Type};
use crate::model::place::Span;

impl<'s, 't> Reader<'s, 't> {
    /// A class, under its own name or the one it is given; the name it took.
    pub(super) fn class(
        &mut self,
        node: Node<'t>,
        given: Option<&'s str>,
        mut decorators: Vec<CallId>,
    ) -> Option<&'s str> {
        if !self.build.down() {
            self.build.up();
            return None;
        }
        let fields = self.fields;
        let exported = std::mem::take(&mut self.exporting);
        let mut name = given.filter(|name| !name.is_empty());
        let mut bases = Vec::new();
        let mut body = None;
        self.children(node, |reader, child, field| match reader.kind(child) {
            Kind::Decorator => decorators.extend(reader.decorator(child)),
            Kind::ClassHeritage => reader.heritage(child, &mut bases),
            Kind::ClassBody => body = Some(child),
            _ if field == fields.name => name = name.or(Some(reader.source(child))),
            _ => reader.visit(child),
        });
        let id = self.build.enter_type(Type {
            name: name.unwrap_or(""),
            bases,
            span: span(node),
            exported,
        });
        self.decorate(&decorators, CallKind::OnType(id));
        let outside = std::mem::replace(&mut self.class_exported, exported);
        if let Some(body) = body {
            self.class_body(body);
        }
        self.class_exported = outside;
        self.build.leave_type();
        self.build.up();
        name
    }

    fn heritage(&mut self, node: Node<'t>, bases: &mut Vec<&'s str>) {
        let fields = self.fields;
        self.children(node, |reader, child, _| match reader.kind(child) {
            Kind::ExtendsClause => {
                let mut base = None;
                reader.children(child, |reader, part, field| {
                    if field == fields.value {
                        base = Some(span(part));
                    } else if field == fields.type_arguments
                        && let Some(base) = &mut base
                    {
                        base.end = span(part).end;
                    }
                    reader.visit(part);
                });
                bases.extend(base.map(|base| base.of(reader.text)));
            }
            Kind::ImplementsClause => reader.children(child, |reader, part, _| {
                bases.push(reader.source(part));
                reader.visit(part);
            }),
            _ => {
                bases.push(reader.source(child));
                reader.visit(child);
            }
        });
    }

    fn class_body(&mut self, node: Node<'t>) {
        let mut decorators = Vec::new();
        self.children(node, |reader, child, _| match reader.kind(child) {
            Kind::Decorator => decorators.extend(reader.decorator(child)),
            Kind::MethodDefinition | Kind::MethodSignature | Kind::AbstractMethodSignature => {
                reader.method(child, std::mem::take(&mut decorators), None);
            }
            Kind::FieldDefinition | Kind::PublicFieldDefinition => reader.field(child),
            _ => reader.visit(child),
        });
    }

    /// `private x: T = v`, with a function under the field's name when it is one.
    fn field(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let mut binding = None;
        let mut naming = None;
        self.children(node, |reader, child, field| {
            if field == fields.name || field == fields.property {
                let Some((name, at)) = reader.property_name(child) else {
                    return reader.visit_children(child);
                };
                let exported = reader.class_exported && !reader.is_private(node, name);
                naming = Some(Naming {
                    name,
                    span: Some(at),
                    owner: reader.build.owner(),
                    receiver: true,
                    exported,
                    ..Naming::default()
                });
                binding = Some(reader.bind_field(name, at, exported));
            } else if field == fields.r#type {
                if let Some(binding) = binding {
                    reader.build.facts.bindings[binding].declared = Some(reader.type_text(child));
                }
                reader.visit(child);
            } else if field == fields.value {
                let value = reader.named_value(child, naming.take());
                if let Some(binding) = binding {
                    reader.build.facts.bindings[binding].value = Some(value);
                }
            } else {
                reader.visit(child);
            }
        });
    }

    /// Binds a field of the innermost type and tells where the binding stands.
    pub(super) fn bind_field(&mut self, name: &'s str, at: Span, exported: bool) -> usize {
        self.build.bind(BindingKind::Field, name, at).exported = exported;
        self.build.facts.bindings.len() - 1
    }
}
