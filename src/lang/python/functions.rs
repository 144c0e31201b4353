//! Functions and classes with their decorators, parameters and returns.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{BindingKind, CallId, CallKind, Function, FunctionId, Return, Type};
use crate::model::place::Span;

impl<'s, 't> Reader<'s, 't> {
    /// Decorators and what they stand on.
    pub(super) fn decorated(&mut self, node: Node<'t>) {
        let mut decorators = Vec::new();
        let mut is_static = false;
        let definition = self.fields.definition;
        self.children(node, |reader, child, field| {
            if field == definition {
                match Kind::of(child) {
                    Kind::FunctionDefinition => {
                        reader.function_definition(child, &decorators, is_static);
                    }
                    Kind::ClassDefinition => reader.class_definition(child, &decorators),
                    _ => reader.visit(child),
                }
            } else if Kind::of(child) == Kind::Decorator {
                reader.children(child, |reader, expression, _| {
                    is_static |= reader.source(expression) == "staticmethod";
                    if let Some(call) = reader.decorator(expression) {
                        decorators.push(call);
                    }
                });
            } else {
                reader.visit(child);
            }
        });
    }

    /// A decorator is a call of what it names, written out or not.
    fn decorator(&mut self, node: Node<'t>) -> Option<CallId> {
        let next = CallId(self.build.facts.calls.len() as u32);
        if Kind::of(node) == Kind::Call {
            self.value(node);
            return ((next.0 as usize) < self.build.facts.calls.len()).then_some(next);
        }
        let call = self.build.start_call(CallKind::Function, span(node));
        let callee = self.value(node);
        let name = node
            .child_by_field_id(self.fields.attribute)
            .unwrap_or(node);
        self.build.finish_call(call, callee, span(name), Vec::new());
        Some(call)
    }

    pub(super) fn function_definition(
        &mut self,
        node: Node<'t>,
        decorators: &[CallId],
        is_static: bool,
    ) {
        if !self.build.down() {
            self.build.up();
            return;
        }
        let fields = self.fields;
        let method = self.in_class_body;
        let name = node.child_by_field_id(fields.name);
        let receiver = (method && !is_static)
            .then(|| node.child_by_field_id(fields.parameters))
            .flatten()
            .and_then(|parameters| self.receiver(parameters));
        let returns = node.child_by_field_id(fields.return_type);
        let start = node.start_byte();
        let name_text = name.map_or("", |name| self.source(name));
        let visible = self.build.function().is_none();
        let id = self.build.enter_function(Function {
            name: name_text,
            owner: if method { self.build.owner() } else { None },
            receiver,
            parent: None,
            returns: returns.map(|returns| self.source(returns)),
            span: span(node),
            name_span: name.map_or(Span::new(start, start), span),
            parameters: 0,
            variadic: false,
            exported: visible && !name_text.starts_with('_'),
            is_macro: false,
        });
        self.decorate(decorators, CallKind::OnFunction(id));
        self.in_class_body = false;
        let outer_names = self.outer_names.len();
        self.children(node, |reader, child, field| {
            if field == fields.parameters {
                reader.parameters(id, child, receiver.is_some());
            } else if field != fields.name {
                reader.visit(child);
            }
        });
        self.outer_names.truncate(outer_names);
        self.in_class_body = method;
        self.build.leave_function();
        self.build.up();
    }

    /// What a method calls its own object: the name of its first parameter.
    fn receiver(&self, parameters: Node<'t>) -> Option<&'s str> {
        let mut first = parameters.named_child(0)?;
        if Kind::of(first) == Kind::TypedParameter {
            first = first.named_child(0)?;
        }
        (Kind::of(first) == Kind::Identifier).then(|| self.source(first))
    }

    /// Binds the parameters of `function`; `skip_first` leaves the receiver out.
    pub(super) fn parameters(&mut self, function: FunctionId, node: Node<'t>, skip_first: bool) {
        let mut index = 0_u16;
        let mut variadic = false;
        let mut skip = skip_first;
        self.children(node, |reader, child, _| {
            if std::mem::take(&mut skip) {
                reader.visit_children(child);
                return;
            }
            if let Some(many) = reader.parameter(child, index) {
                variadic |= many;
                index = index.saturating_add(1);
            }
        });
        let function = &mut self.build.facts.functions[function.0 as usize];
        function.parameters = index;
        function.variadic = variadic;
    }

    /// Binds one parameter; whether it takes all remaining positional ones, `None` when it is none.
    fn parameter(&mut self, node: Node<'t>, index: u16) -> Option<bool> {
        let fields = self.fields;
        match Kind::of(node) {
            Kind::Identifier => {
                self.bind_parameter(node, index);
                Some(false)
            }
            Kind::ListSplatPattern | Kind::DictionarySplatPattern => {
                let many = Kind::of(node) == Kind::ListSplatPattern;
                self.children(node, |reader, child, _| {
                    reader.bind_parameter(child, index);
                });
                Some(many)
            }
            Kind::TypedParameter => {
                let mut many = false;
                let first = self.build.facts.bindings.len();
                self.children(node, |reader, child, field| {
                    if field == fields.r#type {
                        reader.visit(child);
                    } else {
                        many |= reader.parameter(child, index) == Some(true);
                    }
                });
                let declared = node.child_by_field_id(fields.r#type);
                let declared = declared.map(|declared| self.source(declared));
                if let Some(binding) = self.build.facts.bindings.get_mut(first) {
                    binding.declared = declared;
                }
                Some(many)
            }
            Kind::DefaultParameter | Kind::TypedDefaultParameter => {
                let first = self.build.facts.bindings.len();
                let (mut declared, mut value) = (None, None);
                self.children(node, |reader, child, field| {
                    if field == fields.name {
                        reader.parameter(child, index);
                    } else if field == fields.r#type {
                        declared = Some(reader.source(child));
                        reader.visit(child);
                    } else if field == fields.value {
                        value = Some(reader.value(child));
                    } else {
                        reader.visit(child);
                    }
                });
                if let Some(binding) = self.build.facts.bindings.get_mut(first)
                    && binding.kind == BindingKind::Parameter
                {
                    binding.declared = declared;
                    binding.value = value;
                }
                Some(false)
            }
            Kind::TuplePattern => {
                self.children(node, |reader, child, _| {
                    reader.parameter(child, index);
                });
                Some(false)
            }
            _ => {
                self.visit(node);
                None
            }
        }
    }

    fn bind_parameter(&mut self, name: Node<'t>, index: u16) {
        let text = self.source(name);
        let binding = self.build.bind(BindingKind::Parameter, text, span(name));
        binding.index = index;
    }

    pub(super) fn class_definition(&mut self, node: Node<'t>, decorators: &[CallId]) {
        if !self.build.down() {
            self.build.up();
            return;
        }
        let fields = self.fields;
        let name = node.child_by_field_id(fields.name);
        let name = name.map_or("", |name| self.source(name));
        let mut bases = Vec::new();
        let mut body = None;
        self.children(node, |reader, child, field| {
            if field == fields.superclasses {
                reader.children(child, |reader, base, _| {
                    if Kind::of(base) != Kind::KeywordArgument {
                        bases.push(reader.source(base));
                    }
                    reader.visit(base);
                });
            } else if field == fields.body {
                body = Some(child);
            } else if field != fields.name {
                reader.visit(child);
            }
        });
        let exported = self.build.function().is_none() && !name.starts_with('_');
        let id = self.build.enter_type(Type {
            name,
            bases,
            span: span(node),
            exported,
        });
        self.decorate(decorators, CallKind::OnType(id));
        let outside = std::mem::replace(&mut self.in_class_body, true);
        if let Some(body) = body {
            self.visit(body);
        }
        self.in_class_body = outside;
        self.build.leave_type();
        self.build.up();
    }

    pub(super) fn return_statement(&mut self, node: Node<'t>) {
        let function = self.build.function();
        self.children(node, |reader, child, _| match function {
            Some(function) => {
                let value = reader.value(child);
                reader.build.facts.returns.push(Return { function, value });
            }
            None => reader.visit(child),
        });
    }
}
