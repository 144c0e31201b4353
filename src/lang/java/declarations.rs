//! Types, fields, and variables in all the places where Java declares them.

use super::super::tree::span;
use super::annotations::Modifiers;
use super::{Field, Kind, Walker};
use crate::model::facts::{Binding, BindingKind, CallKind, Type, TypeId, ValueKind};
use crate::model::place::Span;

impl<'s> Walker<'s, '_> {
    /// A class, interface, enum, record or annotation type.
    pub(super) fn type_declaration(&mut self) {
        if self.build.down() {
            self.type_within_depth();
        }
        self.build.up();
    }

    fn type_within_depth(&mut self) {
        let node = self.node();
        let name = node
            .child_by_field_name("name")
            .map_or("", |name| self.text_of(name));
        let local = self.build.function().is_some();
        let id = self.build.enter_type(Type {
            name,
            bases: Vec::new(),
            span: span(node),
            exported: !local,
        });
        self.children(|walker, kind| match kind {
            Kind::Modifiers => {
                let modifiers = walker.modifiers(CallKind::OnType(id));
                walker.build.facts.types[id.0 as usize].exported = !local && !modifiers.private;
            }
            Kind::Superclass => walker.bases(id),
            Kind::Implements | Kind::Extends => walker.children(|walker, kind| match kind {
                Kind::TypeList => walker.bases(id),
                _ => walker.visit_or_walk(),
            }),
            Kind::FormalParameters => walker.children(|walker, kind| match kind {
                Kind::Parameter | Kind::SpreadParameter => {
                    walker.declared_name(BindingKind::Field, 0);
                }
                _ => {}
            }),
            _ => walker.walk(),
        });
        self.build.leave_type();
    }

    /// The types below the cursor are ones the declared type rests on.
    fn bases(&mut self, id: TypeId) {
        self.children(|walker, _| {
            let text = walker.written();
            walker.build.facts.types[id.0 as usize].bases.push(text);
            walker.walk();
        });
    }

    /// `A`, `A(x)`, `A(x) { … }` in an enum.
    pub(super) fn enum_constant(&mut self) {
        let Some(owner) = self.build.owner() else {
            return;
        };
        let mut at = Span::default();
        let mut field = None;
        self.children(|walker, kind| match (walker.field(), kind) {
            (_, Kind::Modifiers) => {
                walker.modifiers(CallKind::Function);
            }
            (Field::Name, _) => {
                at = span(walker.node());
                let name = walker.written();
                walker.build.bind(BindingKind::Field, name, at).exported = true;
                field = Some(walker.build.facts.bindings.len() - 1);
            }
            (_, Kind::Arguments) => {
                let whole = Span {
                    start: at.start,
                    end: walker.node().end_byte() as u32,
                };
                let call = walker.build.start_call(CallKind::Constructor, whole);
                let callee = walker.build.value(ValueKind::Name(owner), at);
                let args = walker.arguments();
                let value = walker.build.finish_call(call, callee, at, args);
                if let Some(index) = field {
                    walker.build.facts.bindings[index].value = Some(value);
                }
            }
            (_, Kind::ClassBody) => walker.anonymous_body(owner),
            _ => walker.visit_or_walk(),
        });
    }

    /// Fields, constants of interfaces, local variables: `T a = x, b;`
    pub(super) fn variables(&mut self) {
        let kind = self.kind();
        let mut modifiers = Modifiers::default();
        let mut declared = None;
        self.children(|walker, child| match child {
            Kind::Modifiers => modifiers = walker.modifiers(CallKind::Function),
            Kind::Declarator => {
                let local = kind == Kind::Local;
                let constant = kind == Kind::ConstantDeclaration || modifiers.constant();
                let index = walker.declarator(if local {
                    BindingKind::Variable
                } else {
                    BindingKind::Field
                });
                if let Some(index) = index {
                    let binding: &mut Binding<'s> = &mut walker.build.facts.bindings[index];
                    binding.declared = declared;
                    binding.exported = !local && !modifiers.private;
                    if !local && constant && binding.value.is_some() {
                        binding.kind = BindingKind::Constant;
                    }
                }
            }
            _ if walker.field() == Field::Type => declared = walker.declared_type(),
            _ => walker.visit_or_walk(),
        });
    }

    /// A declared type as written; `var` declares none.
    fn declared_type(&mut self) -> Option<&'s str> {
        let text = self.written();
        self.walk();
        (text != "var").then_some(text)
    }

    /// `name = value`; the index of its binding.
    fn declarator(&mut self, kind: BindingKind) -> Option<usize> {
        let mut bound = None;
        self.children(|walker, _| match walker.field() {
            Field::Name => bound = walker.name(kind),
            Field::Value => {
                let value = walker.element();
                if let Some(index) = bound {
                    walker.build.facts.bindings[index].value = Some(value);
                }
            }
            _ => walker.visit_or_walk(),
        });
        bound
    }

    /// Binds the name under the cursor; `None` for `_`.
    fn name(&mut self, kind: BindingKind) -> Option<usize> {
        let (name, at) = (self.written(), span(self.node()));
        if name == "_" || name.is_empty() {
            return None;
        }
        self.build.bind(kind, name, at);
        Some(self.build.facts.bindings.len() - 1)
    }

    /// One parameter or record component: modifiers, type, name.
    pub(super) fn declared_name(&mut self, kind: BindingKind, index: u16) {
        let spread = self.kind() == Kind::SpreadParameter;
        let mut start = None;
        let mut declared = None;
        let mut bound = None;
        self.children(|walker, child| match child {
            Kind::Modifiers => {
                walker.modifiers(CallKind::Function);
            }
            Kind::Declarator => {
                bound = walker.declarator(kind);
                if spread && let Some(start) = start {
                    // `T... name`: the dots belong to the type.
                    let before = walker.text.get(start..walker.node().start_byte());
                    declared = before.map(str::trim_end).or(declared);
                }
            }
            _ if walker.field() == Field::Name => bound = walker.name(kind),
            _ if start.is_none() => {
                start = Some(walker.node().start_byte());
                declared = walker.declared_type();
            }
            _ => walker.visit_or_walk(),
        });
        if let Some(bound) = bound {
            let binding = &mut self.build.facts.bindings[bound];
            binding.index = index;
            binding.exported = kind == BindingKind::Field;
            binding.declared = declared;
        }
    }

    /// `catch (A | B e)`, `try (T x = y)`.
    pub(super) fn single_variable(&mut self) {
        let mut declared = None;
        let mut bound = None;
        self.children(|walker, kind| match (walker.field(), kind) {
            (_, Kind::Modifiers) => {
                walker.modifiers(CallKind::Function);
            }
            (Field::Name, _) => {
                bound = walker.name(BindingKind::Variable);
                if let Some(index) = bound {
                    walker.build.facts.bindings[index].declared = declared;
                }
            }
            (Field::Type, _) | (_, Kind::CatchType) => declared = walker.declared_type(),
            (Field::Value, _) => {
                let value = walker.expression();
                if let Some(index) = bound {
                    walker.build.facts.bindings[index].value = Some(value);
                }
            }
            _ => walker.visit_or_walk(),
        });
    }

    /// `for (T x : xs)`: only the head; the body is walked as any statement.
    pub(super) fn loop_variable(&mut self) {
        let node = self.node();
        let Some(name) = node.child_by_field_name("name") else {
            return;
        };
        let declared = node
            .child_by_field_name("type")
            .map(|declared| self.text_of(declared))
            .filter(|declared| *declared != "var");
        let text = self.text_of(name);
        if text != "_" {
            self.build
                .bind(BindingKind::Variable, text, span(name))
                .declared = declared;
        }
    }

    /// `T x` in a pattern.
    pub(super) fn pattern(&mut self) {
        let mut declared = None;
        self.children(|walker, kind| match kind {
            Kind::Identifier => {
                if let Some(index) = walker.name(BindingKind::Variable) {
                    walker.build.facts.bindings[index].declared = declared;
                }
            }
            _ => declared = walker.declared_type(),
        });
    }
}
