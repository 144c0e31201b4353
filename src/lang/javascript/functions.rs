//! Functions, methods, their parameters and returns, and decorators.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{
    BindingKind, CallId, CallKind, Function, FunctionId, Return, ValueId, ValueKind,
};
use crate::model::place::Span;

/// What the place of a function says about it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Naming<'s> {
    /// The name it is given.
    pub(super) name: &'s str,
    /// Where that name stands.
    pub(super) span: Option<Span>,
    /// The type it belongs to.
    pub(super) owner: Option<&'s str>,
    /// Its body calls its own object `this`.
    pub(super) receiver: bool,
    /// Others can see it.
    pub(super) exported: bool,
    /// The facts in its computed name are taken already.
    pub(super) name_read: bool,
}

impl<'s, 't> Reader<'s, 't> {
    /// `function f() {}`, and its signature alone.
    pub(super) fn function_declaration(&mut self, node: Node<'t>) {
        let exported = std::mem::take(&mut self.exporting);
        let name = node.child_by_field_id(self.fields.name);
        self.function(
            node,
            Naming {
                name: name.map_or("", |name| self.source(name)),
                span: name.map(span),
                exported,
                ..Naming::default()
            },
            &[],
        );
    }

    /// A function that is an expression. A name it is given outdoes its own.
    pub(super) fn closure(&mut self, node: Node<'t>, naming: Option<Naming<'s>>) -> ValueId {
        let mut naming = naming.unwrap_or_default();
        if naming.name.is_empty()
            && let Some(name) = node.child_by_field_id(self.fields.name)
        {
            naming.name = self.source(name);
            naming.span = Some(span(name));
        }
        match self.function(node, naming, &[]) {
            Some(id) => self.build.value(ValueKind::Closure(id), span(node)),
            None => self.other(node),
        }
    }

    /// A method of a class, an interface or an object literal. In a class, `naming` is `None`.
    pub(super) fn method(
        &mut self,
        node: Node<'t>,
        mut decorators: Vec<CallId>,
        naming: Option<Naming<'s>>,
    ) -> Option<FunctionId> {
        let field = self.fields.decorator;
        if node.child_by_field_id(field).is_some() {
            let mut cursor = self.cursors.at(node);
            let mut more = cursor.goto_first_child();
            while more {
                let child = cursor.node();
                if self.kind(child) == Kind::Decorator {
                    decorators.extend(self.decorator(child));
                }
                more = cursor.goto_next_sibling();
            }
            self.cursors.put(cursor);
        }
        let name = node.child_by_field_id(self.fields.name);
        let named = name.and_then(|name| self.property_name(name));
        let mut naming = naming.unwrap_or(Naming {
            owner: self.build.owner(),
            receiver: true,
            ..Naming::default()
        });
        if let Some((name, at)) = named {
            naming.name = name;
            naming.span = Some(at);
            naming.exported =
                naming.owner.is_some() && self.class_exported && !self.is_private(node, name);
        }
        self.function(node, naming, &decorators)
    }

    /// Whether a member of a class says that it is private.
    pub(super) fn is_private(&mut self, node: Node<'t>, name: &str) -> bool {
        if name.starts_with('#') {
            return true;
        }
        let mut private = false;
        let mut cursor = self.cursors.at(node);
        let mut more = cursor.goto_first_child();
        while more && !private {
            let child = cursor.node();
            private =
                self.kind(child) == Kind::AccessibilityModifier && self.source(child) == "private";
            more = cursor.goto_next_sibling();
        }
        self.cursors.put(cursor);
        private
    }

    fn function(
        &mut self,
        node: Node<'t>,
        naming: Naming<'s>,
        decorators: &[CallId],
    ) -> Option<FunctionId> {
        if !self.build.down() {
            self.build.up();
            return None;
        }
        let fields = self.fields;
        let start = node.start_byte();
        let returns = node
            .child_by_field_id(fields.return_type)
            .map(|returns| self.type_text(returns));
        let id = self.build.enter_function(Function {
            name: naming.name,
            owner: naming.owner,
            receiver: naming.receiver.then_some("this"),
            parent: None,
            returns,
            span: span(node),
            name_span: naming.span.unwrap_or(Span::new(start, start + 1)),
            parameters: 0,
            variadic: false,
            exported: naming.exported,
            is_macro: false,
        });
        self.decorate(decorators, CallKind::OnFunction(id));
        let exporting = std::mem::take(&mut self.exporting);
        let class_exported = std::mem::take(&mut self.class_exported);
        self.children(node, |reader, child, field| {
            if field == fields.parameters {
                reader.parameters(id, child);
            } else if field == fields.parameter {
                reader.parameter(child, 0);
                reader.build.facts.functions[id.0 as usize].parameters = 1;
            } else if field == fields.name {
                if reader.kind(child) == Kind::ComputedPropertyName && !naming.name_read {
                    reader.visit_children(child);
                }
            } else if field == fields.body && reader.kind(child) != Kind::StatementBlock {
                let value = reader.value(child);
                reader.build.facts.returns.push(Return {
                    function: id,
                    value,
                });
            } else if field != fields.decorator {
                reader.visit(child);
            }
        });
        self.exporting = exporting;
        self.class_exported = class_exported;
        self.build.leave_function();
        self.build.up();
        Some(id)
    }

    /// The text of a type, without the colon before it.
    pub(super) fn type_text(&self, annotation: Node<'t>) -> &'s str {
        self.source(annotation).trim_start_matches(':').trim()
    }

    fn parameters(&mut self, function: FunctionId, node: Node<'t>) {
        let mut index = 0_u16;
        let mut variadic = false;
        self.children(node, |reader, child, _| {
            if let Some(many) = reader.parameter(child, index) {
                variadic = many;
                index = index.saturating_add(1);
            }
        });
        let function = &mut self.build.facts.functions[function.0 as usize];
        function.parameters = index;
        function.variadic = variadic;
    }

    /// Binds one parameter; whether it takes all the rest, `None` when it is none.
    fn parameter(&mut self, node: Node<'t>, index: u16) -> Option<bool> {
        match self.kind(node) {
            Kind::RequiredParameter | Kind::OptionalParameter => self.typed_parameter(node, index),
            Kind::Identifier
            | Kind::AssignmentPattern
            | Kind::RestPattern
            | Kind::ObjectPattern
            | Kind::ArrayPattern => {
                let first = self.build.facts.bindings.len();
                self.pattern(node, BindingKind::Parameter, None);
                let here = self.build.function();
                for binding in &mut self.build.facts.bindings[first..] {
                    if binding.kind == BindingKind::Parameter && binding.scope == here {
                        binding.index = index;
                    }
                }
                Some(self.kind(node) == Kind::RestPattern)
            }
            _ => {
                self.visit(node);
                None
            }
        }
    }

    fn typed_parameter(&mut self, node: Node<'t>, index: u16) -> Option<bool> {
        let fields = self.fields;
        let first = self.build.facts.bindings.len();
        let (mut pattern, mut declared, mut value, mut property) = (None, None, None, false);
        self.children(node, |reader, child, field| {
            if field == fields.pattern {
                pattern = Some(child);
                if reader.kind(child) != Kind::This {
                    reader.pattern(child, BindingKind::Parameter, None);
                }
            } else if field == fields.r#type {
                declared = Some(reader.type_text(child));
                reader.visit(child);
            } else if field == fields.value {
                let naming = pattern.and_then(|pattern| reader.assigned_naming(pattern));
                value = Some(reader.named_value(child, naming));
            } else if matches!(
                reader.kind(child),
                Kind::AccessibilityModifier | Kind::OverrideModifier
            ) {
                property = true;
            } else {
                reader.visit(child);
            }
        });
        let pattern = pattern?;
        let plain = matches!(self.kind(pattern), Kind::Identifier | Kind::RestPattern);
        let here = self.build.function();
        for binding in &mut self.build.facts.bindings[first..] {
            if binding.kind != BindingKind::Parameter || binding.scope != here {
                continue;
            }
            binding.index = index;
            if plain {
                binding.declared = declared;
                binding.value = value;
            }
        }
        if self.kind(pattern) == Kind::Identifier
            && pattern.start_byte() != node.start_byte()
            && (property || self.has_token(node, "readonly"))
        {
            self.parameter_property(node, pattern, declared);
        }
        (self.kind(pattern) != Kind::This).then(|| self.kind(pattern) == Kind::RestPattern)
    }

    /// `constructor(private logger: Logger)` declares a field too, and fills it.
    fn parameter_property(&mut self, node: Node<'t>, name: Node<'t>, declared: Option<&'s str>) {
        let text = self.source(name);
        let hidden = self.is_private(node, text);
        let value = self.build.value(ValueKind::Name(text), span(name));
        let binding = self.build.bind(BindingKind::Field, text, span(name));
        binding.declared = declared;
        binding.value = Some(value);
        binding.exported = !hidden;
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

    /// A decorator is a call of what it names, written out or not.
    pub(super) fn decorator(&mut self, node: Node<'t>) -> Option<CallId> {
        let mut inner = None;
        self.children(node, |_, child, _| inner = Some(child));
        let inner = self.unwrap(inner?);
        if self.kind(inner) == Kind::CallExpression {
            let next = CallId(self.build.facts.calls.len() as u32);
            self.value(inner);
            return ((next.0 as usize) < self.build.facts.calls.len()).then_some(next);
        }
        let call = self.build.start_call(CallKind::Function, span(inner));
        let callee = self.value(inner);
        let name = inner
            .child_by_field_id(self.fields.property)
            .unwrap_or(inner);
        self.build.finish_call(call, callee, span(name), Vec::new());
        Some(call)
    }
}
