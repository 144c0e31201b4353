//! Package, imports, types, properties and variables.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader, is_type};
use crate::model::facts::{BindingKind, CallKind, Import, Type, TypeId};

impl<'t> Reader<'_, 't> {
    /// `package a.b`
    pub(super) fn package(&mut self, node: Node<'t>) {
        let text = self.source(node);
        let name = text.trim_start_matches("package").trim();
        self.build.facts.package = Some(name.trim_end_matches(';'));
    }

    /// `import a.b.C`, `import a.b.*`, `import a.b.c as d`.
    pub(super) fn import(&mut self, node: Node<'t>) {
        let text = self.source(node).lines().next().unwrap_or("");
        let text = text
            .trim_start_matches("import")
            .trim()
            .trim_end_matches(';');
        let (path, alias) = match text.split_once(" as ") {
            Some((path, alias)) => (path.trim(), Some(alias.trim())),
            None => (text, None),
        };
        let (module, name) = path.rsplit_once('.').unwrap_or(("", path));
        let glob = name == "*";
        self.build.facts.imports.push(Import {
            local: if glob { "*" } else { alias.unwrap_or(name) },
            module: Cow::Borrowed(module),
            name: (!glob).then_some(Cow::Borrowed(name)),
            span: span(node),
            reexported: false,
        });
    }

    /// A class, interface, enum or object.
    pub(super) fn type_declaration(&mut self, node: Node<'t>) {
        if self.build.down() {
            let name = node
                .child_by_field_id(self.fields.name)
                .map_or("", |name| self.source(name));
            let id = self.build.enter_type(Type {
                name,
                bases: Vec::new(),
                span: span(node),
                exported: true,
            });
            self.type_parts(node, Some(id));
            self.build.leave_type();
        }
        self.build.up();
    }

    /// What a companion declares belongs to the type around it.
    pub(super) fn companion(&mut self, node: Node<'t>) {
        if self.build.down() {
            self.type_parts(node, None);
        }
        self.build.up();
    }

    /// `object : T { … }`: a type without a name.
    pub(super) fn object_literal(&mut self, node: Node<'t>) {
        if self.build.down() {
            self.build.enter_owner("");
            self.type_parts(node, None);
            self.build.leave_type();
        }
        self.build.up();
    }

    fn type_parts(&mut self, node: Node<'t>, id: Option<TypeId>) {
        let outside = self.in_class_body;
        self.children(node, |reader, child, field| match Kind::of(child) {
            _ if field == reader.fields.name => {}
            Kind::Modifiers => {
                let kind = id.map_or(CallKind::Function, CallKind::OnType);
                let private = reader.modifiers(child, kind).private;
                if let Some(id) = id {
                    reader.build.facts.types[id.0 as usize].exported = !private;
                }
            }
            Kind::DelegationSpecifiers => {
                reader.children(child, |reader, specifier, _| reader.base(specifier, id));
            }
            Kind::PrimaryConstructor => {
                reader.children(child, |reader, list, _| {
                    if Kind::of(list) == Kind::ClassParameters {
                        reader.children(list, |reader, parameter, _| {
                            reader.class_parameter(parameter);
                        });
                    } else {
                        reader.visit(list);
                    }
                });
            }
            Kind::ClassBody | Kind::EnumBody => {
                reader.in_class_body = true;
                reader.visit_children(child);
                reader.in_class_body = outside;
            }
            Kind::TypeParameters | Kind::TypeConstraints => {}
            _ => reader.visit(child),
        });
    }

    /// `T(x)`, `T`, `T by x`.
    fn base(&mut self, node: Node<'t>, id: Option<TypeId>) {
        let mut named = None;
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::ConstructorInvocation => {
                named = child.named_child(0);
                reader.construction(child);
            }
            Kind::ExplicitDelegation => {
                named = child.named_child(0);
                reader.visit_children(child);
            }
            _ if is_type(child) => named = Some(child),
            _ => reader.visit(child),
        });
        if let (Some(named), Some(id)) = (named, id) {
            let text = self.source(named);
            self.build.facts.types[id.0 as usize].bases.push(text);
        }
    }

    /// `private val a: T = x` in a constructor: in reach of the whole type.
    fn class_parameter(&mut self, node: Node<'t>) {
        let mut at = None;
        let mut private = false;
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::Modifiers => private = reader.modifiers(child, CallKind::Function).private,
            Kind::Identifier if at.is_none() => {
                let name = reader.source(child);
                reader
                    .build
                    .bind(BindingKind::Field, name, span(child))
                    .exported = !private;
                at = Some(reader.build.facts.bindings.len() - 1);
            }
            _ if is_type(child) => {
                if let Some(at) = at {
                    reader.build.facts.bindings[at].declared = Some(reader.source(child));
                }
            }
            _ => {
                let value = reader.value(child);
                if let Some(at) = at {
                    reader.build.facts.bindings[at].value = Some(value);
                }
            }
        });
    }

    pub(super) fn enum_entry(&mut self, node: Node<'t>) {
        let mut named = false;
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::Identifier if !named => {
                named = true;
                let name = reader.source(child);
                reader
                    .build
                    .bind(BindingKind::Field, name, span(child))
                    .exported = true;
            }
            _ => reader.visit(child),
        });
    }

    /// `val a: T = x`, `val a by lazy { x }`, `val a get() = x`, `val (a, b) = x`.
    pub(super) fn property(&mut self, node: Node<'t>) {
        let member = self.in_class_body;
        let kind = if member {
            BindingKind::Field
        } else {
            BindingKind::Variable
        };
        let mut modifiers = super::functions::Modifiers::default();
        let mut at: Option<usize> = None;
        let mut name = None;
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::Modifiers => modifiers = reader.modifiers(child, CallKind::Function),
            Kind::VariableDeclaration => {
                name = child.named_child(0);
                at = reader.declare(child, kind, 0);
            }
            Kind::MultiVariable => reader.children(child, |reader, one, _| {
                let declared = reader.declare(one, kind, 0);
                at = at.or(declared);
            }),
            Kind::Getter | Kind::Setter => reader.accessor(child, name, at),
            Kind::PropertyDelegate => {
                reader.children(child, |reader, delegate, _| {
                    let value = reader.value(delegate);
                    if let Some(at) = at {
                        reader.build.facts.bindings[at].value = Some(value);
                    }
                });
            }
            Kind::TypeParameters | Kind::TypeConstraints => {}
            // The receiver of an extension property.
            _ if is_type(child) => {}
            _ => {
                let value = reader.value(child);
                if let Some(at) = at {
                    reader.build.facts.bindings[at].value = Some(value);
                }
            }
        });
        if let Some(at) = at {
            let binding = &mut self.build.facts.bindings[at];
            binding.exported = !modifiers.private && (member || binding.scope.is_none());
            if modifiers.constant {
                binding.kind = BindingKind::Constant;
            }
        }
    }

    /// A variable that stands by itself: in a loop, a condition, a destructured lambda.
    pub(super) fn variable(&mut self, node: Node<'t>) {
        self.declare(node, BindingKind::Variable, 0);
    }

    /// `a: T`; where its binding stands.
    pub(super) fn declare(
        &mut self,
        node: Node<'t>,
        kind: BindingKind,
        index: u16,
    ) -> Option<usize> {
        let mut at = None;
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::Identifier if at.is_none() => {
                let name = reader.source(child);
                if name != "_" {
                    reader.build.bind(kind, name, span(child)).index = index;
                    at = Some(reader.build.facts.bindings.len() - 1);
                }
            }
            _ if is_type(child) => {
                if let Some(at) = at {
                    reader.build.facts.bindings[at].declared = Some(reader.source(child));
                }
            }
            _ => reader.visit(child),
        });
        at
    }

    /// `catch (e: T)`: only the name; the walk goes on with the rest.
    pub(super) fn catch_name(&mut self, node: Node<'t>) {
        let mut name = None;
        let mut declared = None;
        let mut cursor = self.cursors.at(node);
        let mut more = cursor.goto_first_child();
        while more {
            let child = cursor.node();
            match Kind::of(child) {
                Kind::Identifier => name = name.or(Some(child)),
                Kind::UserType => declared = declared.or(Some(child)),
                _ => {}
            }
            more = cursor.goto_next_sibling();
        }
        self.cursors.put(cursor);
        if let Some(name) = name {
            let declared = declared.map(|declared| self.source(declared));
            let text = self.source(name);
            self.build
                .bind(BindingKind::Variable, text, span(name))
                .declared = declared;
        }
    }

    /// `x = v`, `this.x = v`: one more binding.
    pub(super) fn assignment(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let plain = node
            .child_by_field_id(fields.operator)
            .is_some_and(|operator| self.source(operator) == "=")
            || node
                .child_by_field_id(fields.left)
                .is_some_and(|left| self.assigned(left));
        let mut target = None;
        self.children(node, |reader, child, field| {
            if field == fields.left {
                target = plain.then(|| reader.target(child)).flatten();
                if target.is_none() {
                    reader.visit(child);
                }
            } else if field == fields.right {
                match target {
                    Some(at) => {
                        let value = reader.value(child);
                        reader.build.facts.bindings[at].value = Some(value);
                    }
                    None => reader.visit(child),
                }
            }
        });
    }

    /// Binds what is assigned: a local name, or else a field of the type around.
    fn target(&mut self, node: Node<'t>) -> Option<usize> {
        let (name, own) = match Kind::of(node) {
            Kind::Identifier => (node, false),
            Kind::Navigation => {
                let (object, name) = self.ends(node)?;
                if Kind::of(object) != Kind::This || Kind::of(name) != Kind::Identifier {
                    return None;
                }
                (name, true)
            }
            _ => return None,
        };
        let text = self.source(name);
        let known = self.build.facts.bindings.get(self.locals..).unwrap_or(&[]);
        let local = !own
            && known
                .iter()
                .any(|binding| binding.name == text && binding.kind != BindingKind::Field);
        let kind = if local || self.build.owner().is_none() {
            BindingKind::Variable
        } else {
            BindingKind::Field
        };
        self.build.bind(kind, text, span(name));
        Some(self.build.facts.bindings.len() - 1)
    }

    /// `return x`
    pub(super) fn return_expression(&mut self, node: Node<'t>) {
        self.children(node, |reader, child, _| {
            if child.kind() != "label" {
                reader.hand_back(child);
            }
        });
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
