//! Functions, methods, closures, parameters and attributes.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{BindingKind, CallKind, Function, FunctionId, ValueId, ValueKind};
use crate::model::place::Span;

impl<'t> Reader<'_, 't> {
    /// `function f(T $a): R { … }`, in a class or not.
    pub(super) fn function_declaration(&mut self, node: Node<'t>) {
        if self.build.down() {
            let fields = self.fields;
            let method = Kind::of(node) == Kind::Method;
            let name = node.child_by_field_id(fields.name);
            let owner = self.build.owner().filter(|_| method);
            let returns = node
                .child_by_field_id(fields.return_type)
                .map(|returns| self.source(returns));
            let id = self.build.enter_function(Function {
                name: name.map_or("", |name| self.source(name)),
                owner,
                receiver: Some("$this").filter(|_| method),
                parent: None,
                returns,
                span: span(node),
                name_span: span(name.unwrap_or(node)),
                parameters: 0,
                variadic: false,
                exported: true,
                is_macro: false,
            });
            self.children(node, |reader, child, field| match Kind::of(child) {
                Kind::AttributeList => {
                    let first = reader.build.facts.calls.len();
                    reader.attributes(child, CallKind::OnFunction(id));
                    let around = reader.build.facts.function(id).parent;
                    for call in &mut reader.build.facts.calls[first..] {
                        call.function = around;
                    }
                }
                Kind::VisibilityModifier => {
                    let private = reader.source(child) == "private";
                    reader.build.facts.functions[id.0 as usize].exported = !private;
                }
                Kind::FormalParameters => reader.parameters(id, child),
                _ if field == fields.name || field == fields.return_type => {}
                _ => reader.visit(child),
            });
            self.build.leave_function();
        }
        self.build.up();
    }

    /// `function ($a) use ($b) { … }`, `fn ($a) => x`.
    pub(super) fn closure(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let id = self.build.enter_closure(span(node), "fn".len());
        let arrow = Kind::of(node) == Kind::ArrowFunction;
        self.children(node, |reader, child, field| {
            if field == fields.parameters {
                reader.parameters(id, child);
            } else if field == fields.body {
                if arrow {
                    reader.hand_back(child);
                } else {
                    reader.visit(child);
                }
            }
        });
        self.build.leave_function();
        self.build.value(ValueKind::Closure(id), span(node))
    }

    fn parameters(&mut self, id: FunctionId, node: Node<'t>) {
        let fields = self.fields;
        let mut count = 0_u16;
        self.children(node, |reader, child, _| {
            let kind = Kind::of(child);
            if !matches!(
                kind,
                Kind::SimpleParameter | Kind::VariadicParameter | Kind::PromotedParameter
            ) {
                return reader.visit(child);
            }
            if kind == Kind::VariadicParameter {
                reader.build.facts.functions[id.0 as usize].variadic = true;
            }
            let declared = child
                .child_by_field_id(fields.r#type)
                .map(|declared| reader.source(declared));
            let mut at = None;
            reader.children(child, |reader, part, field| {
                if field == fields.name {
                    let (plain, place) = reader.property_name(part);
                    if kind == Kind::PromotedParameter {
                        let field = reader.build.bind(BindingKind::Field, plain, place);
                        field.declared = declared;
                        field.exported = true;
                    }
                    // The `$` belongs to the name of a variable.
                    let place = Span {
                        start: place.start.saturating_sub(1),
                        end: place.end,
                    };
                    let name = place.of(reader.text);
                    let binding = reader.build.bind(BindingKind::Parameter, name, place);
                    binding.index = count;
                    binding.declared = declared;
                    at = Some(reader.build.facts.bindings.len() - 1);
                } else if field == fields.default_value {
                    let value = reader.value(part);
                    if let Some(at) = at {
                        reader.build.facts.bindings[at].value = Some(value);
                    }
                } else if field != fields.r#type {
                    reader.visit(part);
                }
            });
            count = count.saturating_add(1);
        });
        self.build.facts.functions[id.0 as usize].parameters = count;
    }

    /// `#[A, B(x)]`: each is a call.
    pub(super) fn attributes(&mut self, list: Node<'t>, kind: CallKind) {
        self.children(list, |reader, group, _| {
            reader.children(group, |reader, child, _| {
                if Kind::of(child) == Kind::Attribute {
                    reader.attribute(child, kind);
                }
            });
        });
    }

    /// `A(x)` in `#[…]`.
    pub(super) fn attribute(&mut self, node: Node<'t>, kind: CallKind) {
        let call = self.build.start_call(kind, span(node));
        let mut callee = None;
        let mut args = Vec::new();
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::Arguments {
                args = reader.arguments(child);
            } else if callee.is_none() {
                callee = Some(reader.value(child));
            }
        });
        let callee = callee.unwrap_or_else(|| self.other(node));
        let name_span = self.build.name_span(callee);
        self.build.finish_call(call, callee, name_span, args);
    }
}
