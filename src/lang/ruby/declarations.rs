//! Classes, modules, methods, parameters, assignments.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{BindingKind, Function, FunctionId, Type, ValueId, ValueKind};
use crate::model::place::Span;

impl<'t> Reader<'_, 't> {
    /// `class A::B < C`, `module D`.
    pub(super) fn type_declaration(&mut self, node: Node<'t>) {
        if self.build.down() {
            let fields = self.fields;
            let name = node.child_by_field_id(fields.name);
            let text = name.map_or("", |name| self.source(name));
            let last = text.rsplit("::").next().unwrap_or(text);
            let id = self.build.enter_type(Type {
                name: last,
                bases: Vec::new(),
                span: span(node),
                exported: true,
            });
            self.children(node, |reader, child, field| {
                if field == fields.name {
                    return;
                }
                if Kind::of(child) == Kind::Superclass {
                    reader.children(child, |reader, base, _| {
                        let text = reader.source(base);
                        reader.build.facts.types[id.0 as usize].bases.push(text);
                        reader.visit(base);
                    });
                } else {
                    reader.visit(child);
                }
            });
            self.build.leave_type();
        }
        self.build.up();
    }

    /// `def f(a, b = 1, *c, d:, &e)`, `def self.f`. It gives its last expression. The value is the
    /// name, as Ruby has it: `private def f`.
    pub(super) fn method(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let name = node.child_by_field_id(fields.name);
        let text = name.map_or("", |name| self.source(name));
        if self.build.down() {
            let owner = self.build.owner();
            let id = self.build.enter_function(Function {
                name: text,
                owner,
                receiver: Some("self"),
                parent: None,
                returns: None,
                span: span(node),
                name_span: span(name.unwrap_or(node)),
                parameters: 0,
                variadic: false,
                exported: true,
                is_macro: false,
            });
            self.children(node, |reader, child, field| {
                if field == fields.parameters {
                    reader.parameters(id, child);
                } else if field == fields.body {
                    reader.body(child);
                }
            });
            self.build.leave_function();
        }
        self.build.up();
        self.build.string(text, span(name.unwrap_or(node)))
    }

    /// A body, of which the last expression is handed back.
    pub(super) fn body(&mut self, node: Node<'t>) {
        if !matches!(Kind::of(node), Kind::BodyStatement | Kind::BlockBody) {
            return self.hand_back(node);
        }
        let mut last = None;
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::Rescue | Kind::Ensure | Kind::Else => {
                if let Some(before) = last.take() {
                    reader.hand_back(before);
                }
                reader.visit(child);
            }
            _ => {
                if let Some(before) = last.replace(child) {
                    reader.visit(before);
                }
            }
        });
        if let Some(last) = last {
            self.hand_back(last);
        }
    }

    /// The names between brackets or bars.
    pub(super) fn parameters(&mut self, id: FunctionId, node: Node<'t>) {
        let fields = self.fields;
        let mut count = 0_u16;
        self.children(node, |reader, child, _| {
            let kind = Kind::of(child);
            let (name, bound) = match kind {
                Kind::Identifier => (Some(child), BindingKind::Parameter),
                Kind::OptionalParameter | Kind::SplatParameter => {
                    (child.child_by_field_id(fields.name), BindingKind::Parameter)
                }
                // Not among those that are told apart by their place.
                _ => (child.child_by_field_id(fields.name), BindingKind::Variable),
            };
            let value = child
                .child_by_field_id(fields.value)
                .map(|value| reader.value(value));
            if kind == Kind::SplatParameter {
                reader.build.facts.functions[id.0 as usize].variadic = true;
            }
            if let Some(name) = name {
                let text = reader.source(name);
                let binding = reader.build.bind(bound, text, span(name));
                binding.value = value;
                if bound == BindingKind::Parameter {
                    binding.index = count;
                }
            }
            if bound == BindingKind::Parameter {
                count = count.saturating_add(1);
            }
        });
        self.build.facts.functions[id.0 as usize].parameters = count;
    }

    /// `{ |a| … }`, `do |a| … end`: a closure that gives its last expression.
    pub(super) fn block(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let id = self.build.enter_closure(span(node), 1);
        self.children(node, |reader, child, field| {
            if field == fields.parameters {
                reader.parameters(id, child);
            } else if matches!(Kind::of(child), Kind::Block | Kind::DoBlock) {
                // The body of `->(a) { … }`.
                reader.children(child, |reader, part, _| reader.body(part));
            } else {
                reader.body(child);
            }
        });
        self.build.leave_function();
        self.build.value(ValueKind::Closure(id), span(node))
    }

    /// `x = v`, `@x ||= v`, `X = v`, `self.x = v`, `a, b = v, w`: the value is `v`.
    pub(super) fn assignment(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let plain = node
            .child_by_field_id(fields.operator)
            .is_none_or(|operator| self.source(operator) == "||=");
        let mut targets: Vec<Option<usize>> = Vec::new();
        let mut value = None;
        self.children(node, |reader, child, field| {
            if field == fields.left {
                if Kind::of(child) == Kind::LeftList {
                    reader.children(child, |reader, one, _| {
                        let target = reader.target(one);
                        targets.push(target);
                    });
                } else if plain {
                    let target = reader.target(child);
                    targets.push(target);
                } else {
                    reader.visit(child);
                }
            } else if field == fields.right {
                value = Some(reader.value(child));
            }
        });
        let value = value.unwrap_or_else(|| self.other(node));
        let items = match &self.build.facts.value(value).kind {
            ValueKind::List(items) if targets.len() > 1 && items.len() == targets.len() => {
                items.clone()
            }
            _ => vec![value],
        };
        for (target, value) in targets.into_iter().zip(items) {
            if let Some(at) = target {
                self.build.facts.bindings[at].value = Some(value);
            }
        }
        value
    }

    /// Binds what is assigned; where its binding stands.
    fn target(&mut self, node: Node<'t>) -> Option<usize> {
        let owner = self.build.owner();
        let (kind, name) = match Kind::of(node) {
            Kind::Identifier | Kind::GlobalVariable => (BindingKind::Variable, node),
            Kind::InstanceVariable | Kind::ClassVariable => (BindingKind::Field, node),
            Kind::Constant => (BindingKind::Constant, node),
            Kind::Call => {
                let receiver = node.child_by_field_id(self.fields.receiver)?;
                if Kind::of(receiver) != Kind::SelfName {
                    self.visit(node);
                    return None;
                }
                (
                    BindingKind::Field,
                    node.child_by_field_id(self.fields.method)?,
                )
            }
            _ => {
                self.visit(node);
                return None;
            }
        };
        let source = self.source(name);
        let text = source.trim_start_matches('@');
        let start = name.start_byte() + source.len() - text.len();
        let binding = self
            .build
            .bind(kind, text, Span::new(start, name.end_byte()));
        match Kind::of(node) {
            Kind::Constant => {
                binding.owner = owner;
                binding.scope = None;
                binding.exported = true;
            }
            Kind::GlobalVariable => binding.scope = None,
            _ => {}
        }
        Some(self.build.facts.bindings.len() - 1)
    }

    /// `rescue => e`.
    pub(super) fn visit_target(&mut self, node: Node<'t>) {
        self.children(node, |reader, child, _| {
            reader.target(child);
        });
    }

    /// `return x`
    pub(super) fn return_statement(&mut self, node: Node<'t>) {
        self.children(node, |reader, list, _| {
            let only = list.named_child_count() == 1;
            reader.children(list, |reader, child, _| {
                if only {
                    reader.hand_back(child);
                } else {
                    reader.visit(child);
                }
            });
        });
    }

    /// `node` is what the function around gives. Its place is kept first: a closure that is handed
    /// back has returns of its own.
    pub(super) fn hand_back(&mut self, node: Node<'t>) {
        let Some(function) = self.build.function() else {
            return self.visit(node);
        };
        if Kind::of(node) == Kind::Return {
            return self.return_statement(node);
        }
        let place = self.build.start_return(function);
        let value = self.value(node);
        self.build.finish_return(place, value);
    }
}
