//! Methods, constructors, local functions, lambdas, their parameters and attributes.

use tree_sitter::Node;

use super::super::tree::span;
use super::declarations::Modifiers;
use super::{Kind, Reader};
use crate::model::facts::{Arg, BindingKind, CallKind, Function, FunctionId, ValueId, ValueKind};
use crate::model::place::Span;

impl<'t> Reader<'_, 't> {
    /// Everything with a name, parameters and a body.
    pub(super) fn function_declaration(&mut self, node: Node<'t>) {
        if self.build.down() {
            self.function_within_depth(node);
        }
        self.build.up();
    }

    fn function_within_depth(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let kind = Kind::of(node);
        let local = kind == Kind::LocalFunction;
        let name = node.child_by_field_id(fields.name);
        let returns = node
            .child_by_field_id(fields.returns)
            .or_else(|| node.child_by_field_id(fields.r#type))
            .map(|returns| self.source(returns));
        let owner = self.build.owner().filter(|_| !local);
        let id = self.build.enter_function(Function {
            name: name.map_or("", |name| self.source(name)),
            owner,
            receiver: Some("this").filter(|_| !local),
            parent: None,
            returns,
            span: span(node),
            name_span: span(name.unwrap_or(node)),
            parameters: 0,
            variadic: false,
            exported: false,
            is_macro: false,
        });
        let outermost = self.build.facts.functions[id.0 as usize].parent.is_none();
        let outside = self.locals;
        if outermost {
            self.locals = self.build.facts.bindings.len();
        }
        let mut modifiers = Modifiers::default();
        self.children(node, |reader, child, field| match Kind::of(child) {
            Kind::Modifier => modifiers.add(reader.source(child)),
            Kind::AttributeList => {
                let first = reader.build.facts.calls.len();
                reader.attributes(child, CallKind::OnFunction(id));
                // They stand outside.
                let around = reader.build.facts.function(id).parent;
                for call in &mut reader.build.facts.calls[first..] {
                    call.function = around;
                }
            }
            Kind::ParameterList => reader.parameters(id, child),
            Kind::ConstructorInitializer => reader.constructor_initializer(child),
            _ if field == fields.body => {
                reader.body(id, child);
            }
            _ if field == fields.name || field == fields.returns || field == fields.r#type => {}
            _ => reader.visit(child),
        });
        self.locals = outside;
        let function = &mut self.build.facts.functions[id.0 as usize];
        function.exported = modifiers.open;
        if modifiers.of_type {
            function.receiver = None;
        }
        self.build.leave_function();
    }

    /// A block, an arrow or an expression; the value of the latter two.
    pub(super) fn body(&mut self, _function: FunctionId, node: Node<'t>) -> Option<ValueId> {
        let expression = match Kind::of(node) {
            Kind::Arrow => node.named_child(0)?,
            _ if node.kind() == "block" => {
                self.visit_children(node);
                return None;
            }
            _ => node,
        };
        let at = self.build.facts.returns.len();
        self.hand_back(expression);
        self.build.facts.returns.get(at).map(|given| given.value)
    }

    /// `: base(x)`, `: this(x)`.
    fn constructor_initializer(&mut self, node: Node<'t>) {
        let start = node.start_byte();
        let word = if self.source(node).contains("base") {
            "base"
        } else {
            "this"
        };
        let at = self.source(node).find(word).map_or(span(node), |offset| {
            Span::new(start + offset, start + offset + word.len())
        });
        let call = self.build.start_call(CallKind::Function, span(node));
        let callee = self.build.value(ValueKind::Name(at.of(self.text)), at);
        let mut args = Vec::new();
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::ArgumentList {
                args = reader.arguments(child);
            }
        });
        self.build.finish_call(call, callee, at, args);
    }

    /// `x => y`, `(a, b) => { … }`, `delegate (T a) { … }`.
    pub(super) fn lambda(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let id = self.build.enter_closure(span(node), 1);
        self.children(node, |reader, child, field| match Kind::of(child) {
            Kind::ParameterList => reader.parameters(id, child),
            Kind::ImplicitParameter => {
                let name = reader.source(child);
                reader.build.bind(BindingKind::Parameter, name, span(child));
                reader.build.facts.functions[id.0 as usize].parameters = 1;
            }
            _ if field == fields.body || child.kind() == "block" => {
                reader.body(id, child);
            }
            _ => {}
        });
        self.build.leave_function();
        self.build.value(ValueKind::Closure(id), span(node))
    }

    /// `(T a, params U[] rest)`.
    fn parameters(&mut self, id: FunctionId, node: Node<'t>) {
        let mut count = 0_u16;
        self.parameter_nodes(node, &mut |reader, parameter| {
            let text = reader.source(parameter);
            if text.starts_with("params ") {
                reader.build.facts.functions[id.0 as usize].variadic = true;
            }
            // The receiver of an extension method is no argument of its calls.
            if count == 0 && text.starts_with("this ") {
                reader.parameter(parameter, BindingKind::Variable, 0);
                return;
            }
            reader.parameter(parameter, BindingKind::Parameter, count);
            count = count.saturating_add(1);
        });
        // `params T[] rest` stands without a node of its own.
        if let Some(name) = node.child_by_field_id(self.fields.name) {
            let text = self.source(name);
            let declared = node
                .child_by_field_id(self.fields.r#type)
                .map(|declared| self.source(declared));
            let binding = self.build.bind(BindingKind::Parameter, text, span(name));
            binding.index = count;
            binding.declared = declared;
            self.build.facts.functions[id.0 as usize].variadic = true;
            count = count.saturating_add(1);
        }
        self.build.facts.functions[id.0 as usize].parameters = count;
    }

    /// Calls `each` for the parameters in a list.
    pub(super) fn parameter_nodes(
        &mut self,
        list: Node<'t>,
        each: &mut dyn FnMut(&mut Self, Node<'t>),
    ) {
        self.children(list, |reader, child, _| match Kind::of(child) {
            Kind::Parameter => each(reader, child),
            Kind::AttributeList => reader.attributes(child, CallKind::Function),
            _ => {}
        });
    }

    /// One parameter: `[A] ref T name = x`.
    pub(super) fn parameter(&mut self, node: Node<'t>, kind: BindingKind, index: u16) {
        let fields = self.fields;
        let declared = node
            .child_by_field_id(fields.r#type)
            .map(|declared| self.source(declared));
        let mut at = None;
        self.children(node, |reader, child, field| {
            if field == fields.name {
                let name = reader.source(child);
                let binding = reader.build.bind(kind, name, span(child));
                binding.index = index;
                binding.declared = declared;
                binding.exported = kind == BindingKind::Field;
                at = Some(reader.build.facts.bindings.len() - 1);
            } else if field == fields.r#type || Kind::of(child) == Kind::Modifier {
            } else if Kind::of(child) == Kind::AttributeList {
                reader.attributes(child, CallKind::Function);
            } else {
                let value = reader.value(child);
                if let Some(at) = at {
                    reader.build.facts.bindings[at].value = Some(value);
                }
            }
        });
    }

    /// `[A, B(x)]`: each is a call.
    pub(super) fn attributes(&mut self, list: Node<'t>, kind: CallKind) {
        self.children(list, |reader, child, _| {
            if Kind::of(child) == Kind::Attribute {
                reader.attribute_of(child, kind);
            }
        });
    }

    /// An attribute that stands on nothing the facts name.
    pub(super) fn attribute(&mut self, node: Node<'t>) {
        self.attribute_of(node, CallKind::Function);
    }

    fn attribute_of(&mut self, node: Node<'t>, kind: CallKind) {
        let fields = self.fields;
        let call = self.build.start_call(kind, span(node));
        let mut callee = None;
        let mut args = Vec::new();
        self.children(node, |reader, child, field| {
            if field == fields.name {
                callee = Some(reader.path(child));
            } else if Kind::of(child) == Kind::AttributeArguments {
                reader.children(child, |reader, argument, _| {
                    let name = argument
                        .child_by_field_id(fields.name)
                        .map(|name| reader.source(name));
                    let mut value = None;
                    reader.children(argument, |reader, part, field| {
                        if field != fields.name {
                            value = Some(reader.value(part));
                        }
                    });
                    let value = value.unwrap_or_else(|| reader.other(argument));
                    args.push(Arg {
                        name,
                        value,
                        spread: false,
                    });
                });
            }
        });
        let callee = callee.unwrap_or_else(|| self.other(node));
        let name_span = self.build.name_span(callee);
        self.build.finish_call(call, callee, name_span, args);
    }
}
