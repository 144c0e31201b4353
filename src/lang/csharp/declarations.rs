//! Namespaces, using directives, types, fields, properties and variables.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{BindingKind, CallKind, Function, Import, Type, ValueId};

/// The modifiers that facts depend on.
#[derive(Clone, Copy, Default)]
pub(super) struct Modifiers {
    pub(super) open: bool,
    pub(super) of_type: bool,
    pub(super) fixed: bool,
}

impl Modifiers {
    /// Takes one more modifier.
    pub(super) fn add(&mut self, text: &str) {
        match text {
            "public" | "internal" | "protected" => self.open = true,
            "static" => self.of_type = true,
            "readonly" => self.fixed = true,
            "const" => (self.fixed, self.of_type) = (true, true),
            _ => {}
        }
    }
}

impl<'s, 't> Reader<'s, 't> {
    /// `using A.B;`, `using static A.B;`, `using X = A.B;`, `global using A.B;`.
    pub(super) fn using(&mut self, node: Node<'t>) {
        let source = self.source(node);
        let global = source.starts_with("global");
        let alias = node.child_by_field_id(self.fields.name);
        let mut path = None;
        self.children(node, |_, child, _| {
            if Some(child) != alias {
                path = Some(child);
            }
        });
        let Some(path) = path else { return };
        let whole = self.source(path);
        let whole = whole.split('<').next().unwrap_or(whole);
        let whole = whole.strip_prefix("global::").unwrap_or(whole);
        let (local, module, name) = match alias {
            Some(alias) => {
                let (module, name) = whole.rsplit_once('.').unwrap_or(("", whole));
                (self.source(alias), module, Some(Cow::Borrowed(name)))
            }
            None => ("*", whole, None),
        };
        self.build.facts.imports.push(Import {
            local,
            module: Cow::Borrowed(module),
            name,
            span: span(node),
            reexported: global,
        });
    }

    /// The first namespace of a file is its package.
    pub(super) fn namespace(&mut self, node: Node<'t>) {
        if self.build.facts.package.is_none()
            && let Some(name) = node.child_by_field_id(self.fields.name)
        {
            self.build.facts.package = Some(self.source(name));
        }
    }

    /// A class, struct, record, interface or enum.
    pub(super) fn type_declaration(&mut self, node: Node<'t>) {
        if self.build.down() {
            self.type_within_depth(node);
        }
        self.build.up();
    }

    fn type_within_depth(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let name = node
            .child_by_field_id(fields.name)
            .map_or("", |name| self.source(name));
        let id = self.build.enter_type(Type {
            name,
            bases: Vec::new(),
            span: span(node),
            exported: true,
        });
        self.children(node, |reader, child, field| match Kind::of(child) {
            _ if field == fields.name => {}
            Kind::Modifier => {
                if reader.source(child) == "private" {
                    reader.build.facts.types[id.0 as usize].exported = false;
                }
            }
            Kind::AttributeList => reader.attributes(child, CallKind::OnType(id)),
            Kind::BaseList => reader.children(child, |reader, base, _| {
                let named = match Kind::of(base) {
                    Kind::PrimaryBase => {
                        let named = base.child_by_field_id(fields.r#type);
                        reader.visit_children(base);
                        named
                    }
                    Kind::ArgumentList => {
                        reader.visit(base);
                        None
                    }
                    _ => Some(base),
                };
                if let Some(named) = named {
                    let text = reader.source(named);
                    reader.build.facts.types[id.0 as usize].bases.push(text);
                }
            }),
            // The parameters of a primary constructor are in reach of the whole type.
            Kind::ParameterList => {
                reader.parameter_nodes(child, &mut |reader, parameter| {
                    reader.parameter(parameter, BindingKind::Field, 0);
                });
            }
            _ => reader.visit(child),
        });
        self.build.leave_type();
    }

    pub(super) fn enum_member(&mut self, node: Node<'t>) {
        let fields = self.fields;
        self.children(node, |reader, child, field| {
            if field == fields.name {
                let name = reader.source(child);
                reader
                    .build
                    .bind(BindingKind::Field, name, span(child))
                    .exported = true;
            } else {
                reader.visit(child);
            }
        });
    }

    /// `static readonly T a = x, b;`
    pub(super) fn field_declaration(&mut self, node: Node<'t>) {
        let mut modifiers = Modifiers::default();
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::Modifier => modifiers.add(reader.source(child)),
            Kind::VariableDeclaration => {
                reader.variables(child, |reader, at| {
                    let binding = &mut reader.build.facts.bindings[at];
                    binding.exported = modifiers.open;
                    if modifiers.fixed && modifiers.of_type && binding.value.is_some() {
                        binding.kind = BindingKind::Constant;
                    }
                });
            }
            _ => reader.visit(child),
        });
    }

    /// `var a = x;`, `const T a = x;` in a body.
    pub(super) fn local_variables(&mut self, node: Node<'t>) {
        self.variables(node, |_, _| {});
    }

    /// The declarators of one declaration; `each` is told where each binding stands.
    fn variables(&mut self, node: Node<'t>, mut each: impl FnMut(&mut Self, usize)) {
        let fields = self.fields;
        let kind = if self.build.function().is_none() && self.build.owner().is_some() {
            BindingKind::Field
        } else {
            BindingKind::Variable
        };
        let declared = node
            .child_by_field_id(fields.r#type)
            .map(|declared| self.source(declared))
            .filter(|declared| *declared != "var");
        self.children(node, |reader, child, _| {
            if Kind::of(child) != Kind::VariableDeclarator {
                return;
            }
            let mut at = None;
            reader.children(child, |reader, part, field| {
                if field == fields.name {
                    let name = reader.source(part);
                    reader.build.bind(kind, name, span(part)).declared = declared;
                    at = Some(reader.build.facts.bindings.len() - 1);
                } else if Kind::of(part) == Kind::BracketedArguments {
                    reader.visit(part);
                } else {
                    let value = reader.value(part);
                    if let Some(at) = at {
                        reader.build.facts.bindings[at].value = Some(value);
                    }
                }
            });
            if let Some(at) = at {
                each(reader, at);
            }
        });
    }

    /// `T Name { get; } = x;`, `T Name => x;`: a field, and a function for each body.
    pub(super) fn property(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let Some(name) = node.child_by_field_id(fields.name) else {
            return self.visit_children(node);
        };
        let declared = node
            .child_by_field_id(fields.r#type)
            .map(|declared| self.source(declared));
        let text = self.source(name);
        self.build
            .bind(BindingKind::Field, text, span(name))
            .declared = declared;
        let at = self.build.facts.bindings.len() - 1;
        self.children(node, |reader, child, field| match Kind::of(child) {
            Kind::Modifier => {
                if matches!(reader.source(child), "public" | "internal" | "protected") {
                    reader.build.facts.bindings[at].exported = true;
                }
            }
            Kind::AccessorList => reader.children(child, |reader, accessor, _| {
                reader.accessor(accessor, name, declared);
            }),
            Kind::Arrow => {
                let value = reader.body_of(child, name, declared);
                reader.build.facts.bindings[at].value = value;
            }
            _ if field == fields.value => {
                let value = reader.value(child);
                reader.build.facts.bindings[at].value = Some(value);
            }
            _ if field == fields.name || field == fields.r#type => {}
            _ => reader.visit(child),
        });
    }

    fn accessor(&mut self, node: Node<'t>, name: Node<'t>, declared: Option<&'s str>) {
        match node.child_by_field_id(self.fields.body) {
            Some(body) => {
                self.body_of(body, name, declared);
            }
            None => self.visit_children(node),
        }
    }

    /// A body that belongs to the property `name`; what an arrow gives.
    fn body_of(
        &mut self,
        body: Node<'t>,
        name: Node<'t>,
        declared: Option<&'s str>,
    ) -> Option<ValueId> {
        let owner = self.build.owner();
        let id = self.build.enter_function(Function {
            name: self.source(name),
            owner,
            receiver: Some("this"),
            parent: None,
            returns: declared,
            span: span(body),
            name_span: span(name),
            parameters: 0,
            variadic: false,
            exported: true,
            is_macro: false,
        });
        let outside = std::mem::replace(&mut self.locals, self.build.facts.bindings.len());
        let value = self.body(id, body);
        self.locals = outside;
        self.build.leave_function();
        value
    }

    /// `catch (T e)`, `out var x`, `is T x`.
    pub(super) fn typed_name(&mut self, node: Node<'t>) {
        if let Some(name) = node.child_by_field_id(self.fields.name) {
            let declared = node
                .child_by_field_id(self.fields.r#type)
                .map(|declared| self.source(declared))
                .filter(|declared| *declared != "var");
            let text = self.source(name);
            self.build
                .bind(BindingKind::Variable, text, span(name))
                .declared = declared;
        }
    }

    /// `foreach (T x in xs)`: only the head; the walk goes on with the rest.
    pub(super) fn loop_name(&mut self, node: Node<'t>) {
        if let Some(left) = node.child_by_field_id(self.fields.left)
            && Kind::of(left) == Kind::Identifier
        {
            let declared = node
                .child_by_field_id(self.fields.r#type)
                .map(|declared| self.source(declared))
                .filter(|declared| *declared != "var");
            let text = self.source(left);
            self.build
                .bind(BindingKind::Variable, text, span(left))
                .declared = declared;
        }
    }

    /// `return x;`
    pub(super) fn return_statement(&mut self, node: Node<'t>) {
        self.children(node, |reader, child, _| reader.hand_back(child));
    }

    /// `node` is what the function around returns. Its place is kept first: a closure that is
    /// handed back has returns of its own.
    pub(super) fn hand_back(&mut self, node: Node<'t>) {
        let Some(function) = self.build.function() else {
            return self.visit(node);
        };
        let place = self.build.start_return(function);
        let value = self.value(node);
        self.build.finish_return(place, value);
    }
}
