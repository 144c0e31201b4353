//! Functions, parameters, closures and what they return.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{BindingKind, Function, FunctionId, ValueId, ValueKind};

impl<'t> Reader<'_, '_, 't> {
    /// `T C::f(A a, …) { … }`
    pub(super) fn function_definition(&mut self, node: Node<'t>) {
        if self.build.down() {
            self.function_within_depth(node);
        }
        self.build.up();
    }

    fn function_within_depth(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let declarator = self.part(node, fields.declarator);
        let Some(called) = declarator.and_then(|declarator| self.called(declarator)) else {
            return self.visit_children(node);
        };
        let mut name = self.part(called, fields.declarator);
        let mut owner = self.build.owner();
        let mut outside = false;
        while let Some(qualified) = name.filter(|name| self.kind(*name) == Kind::Qualified) {
            if let Some(scope) = self.part(qualified, fields.scope) {
                let scope = self.source(scope);
                owner = Some(scope.split('<').next().unwrap_or(scope));
                outside = true;
            }
            name = self.part(qualified, fields.name);
        }
        let whole = self.source(node);
        let head = whole.split(['(', '{']).next().unwrap_or(whole);
        let returns = self.part(node, fields.kind).map(|kind| self.source(kind));
        if outside && let Some(owner) = owner {
            self.build.enter_owner(owner);
        }
        let id = self.build.enter_function(Function {
            name: name.map_or("", |name| self.source(name)),
            owner,
            receiver: owner.map(|_| "this"),
            parent: None,
            returns,
            span: span(node),
            name_span: span(name.unwrap_or(called)),
            parameters: 0,
            variadic: false,
            exported: !head.split_whitespace().any(|word| word == "static"),
            is_macro: false,
        });
        if let Some(list) = self.part(called, fields.parameters) {
            self.parameters(id, list);
        }
        self.children(node, |reader, child, field| {
            if field != fields.declarator && field != fields.kind {
                reader.visit(child);
            }
        });
        self.build.leave_function();
        if outside && owner.is_some() {
            self.build.leave_type();
        }
    }

    /// The declarator of a function, behind pointers and references.
    pub(super) fn called(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut at = node;
        loop {
            match self.kind(at) {
                Kind::FunctionDeclarator => return Some(at),
                Kind::PointerDeclarator => at = self.part(at, self.fields.declarator)?,
                Kind::ReferenceDeclarator | Kind::ParenthesizedDeclarator => {
                    at = at.named_child(0)?;
                }
                _ => return None,
            }
        }
    }

    fn parameters(&mut self, id: FunctionId, list: Node<'t>) {
        let fields = self.fields;
        let mut count = 0_u16;
        let mut cursor = self.cursors.at(list);
        let mut more = cursor.goto_first_child();
        while more {
            let child = cursor.node();
            more = cursor.goto_next_sibling();
            match self.kind(child) {
                Kind::Parameter | Kind::OptionalParameter => {
                    let declared = self.part(child, fields.kind);
                    let declarator = self.part(child, fields.declarator);
                    if let Some(name) = declarator.and_then(|of| self.declared_name(of)) {
                        let declared = declared.map(|kind| self.source(kind));
                        let text = self.source(name);
                        let binding = self.build.bind(BindingKind::Parameter, text, span(name));
                        binding.index = count;
                        binding.declared = declared;
                        let at = self.build.facts.bindings.len() - 1;
                        if let Some(default) = self.part(child, fields.default) {
                            let value = self.value(default);
                            self.build.facts.bindings[at].value = Some(value);
                        }
                    }
                    count = count.saturating_add(1);
                }
                _ if matches!(child.kind(), "..." | "variadic_parameter") => {
                    self.build.facts.functions[id.0 as usize].variadic = true;
                }
                _ => {}
            }
        }
        self.cursors.put(cursor);
        self.build.facts.functions[id.0 as usize].parameters = count;
    }

    /// `[&](A a) { … }`
    pub(super) fn lambda(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let id = self.build.enter_closure(span(node), 1);
        self.children(node, |reader, child, field| {
            if field == fields.declarator {
                if let Some(list) = reader.part(child, fields.parameters) {
                    reader.parameters(id, list);
                }
            } else {
                reader.visit(child);
            }
        });
        self.build.leave_function();
        self.build.value(ValueKind::Closure(id), span(node))
    }

    /// `return x;`
    pub(super) fn return_statement(&mut self, node: Node<'t>) {
        let Some(function) = self.build.function() else {
            return self.visit_children(node);
        };
        self.children(node, |reader, child, _| {
            let place = reader.build.start_return(function);
            let value = reader.value(child);
            reader.build.finish_return(place, value);
        });
    }
}
