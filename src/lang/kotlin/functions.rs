//! Functions, accessors, lambdas, parameters, modifiers and annotations.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader, is_type};
use crate::model::facts::{BindingKind, CallKind, Function, FunctionId, ValueId, ValueKind};

/// The modifiers that facts depend on.
#[derive(Clone, Copy, Default)]
pub(super) struct Modifiers {
    pub(super) private: bool,
    pub(super) constant: bool,
}

impl<'s, 't> Reader<'s, 't> {
    /// `fun T.f(a: A): R = x`, `constructor(a: A) : this(x) { … }`.
    pub(super) fn function_declaration(&mut self, node: Node<'t>) {
        if self.build.down() {
            self.function_within_depth(node);
        }
        self.build.up();
    }

    fn begin(&mut self, name: Option<Node<'t>>, node: Node<'t>, named: &'s str) -> FunctionId {
        let member = self.in_class_body;
        let owner = self.build.owner().filter(|_| member);
        self.build.enter_function(Function {
            name: named,
            owner,
            receiver: Some("this").filter(|_| member),
            parent: None,
            returns: None,
            span: span(node),
            name_span: span(name.unwrap_or(node)),
            parameters: 0,
            variadic: false,
            exported: true,
            is_macro: false,
        })
    }

    fn function_within_depth(&mut self, node: Node<'t>) {
        let name = node.child_by_field_id(self.fields.name);
        let named = name.map_or("constructor", |name| self.source(name));
        let id = self.begin(name, node, named);
        let outside = std::mem::replace(&mut self.in_class_body, false);
        let locals = self.locals;
        if self.build.facts.function(id).parent.is_none() {
            self.locals = self.build.facts.bindings.len();
        }
        let mut past_parameters = false;
        self.children(node, |reader, child, field| match Kind::of(child) {
            _ if field == reader.fields.name => {}
            Kind::Modifiers => {
                let first = reader.build.facts.calls.len();
                let modifiers = reader.modifiers(child, CallKind::OnFunction(id));
                let around = reader.build.facts.function(id).parent;
                for call in &mut reader.build.facts.calls[first..] {
                    call.function = around;
                }
                reader.build.facts.functions[id.0 as usize].exported = !modifiers.private;
            }
            Kind::FunctionParameters => {
                past_parameters = true;
                reader.parameters(id, child);
            }
            Kind::FunctionBody => reader.body(child),
            Kind::TypeParameters | Kind::TypeConstraints => {}
            _ if is_type(child) => {
                let text = reader.source(child);
                if past_parameters {
                    reader.build.facts.functions[id.0 as usize].returns = Some(text);
                } else {
                    // The receiver of an extension is what its body calls `this`.
                    let at = span(child);
                    reader
                        .build
                        .bind(BindingKind::Variable, "this", at)
                        .declared = Some(text);
                }
            }
            _ => reader.visit(child),
        });
        self.locals = locals;
        self.in_class_body = outside;
        self.build.leave_function();
    }

    /// `= x` or `{ … }`.
    fn body(&mut self, node: Node<'t>) {
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::Block {
                reader.visit_children(child);
            } else {
                reader.hand_back(child);
            }
        });
    }

    /// `get() = x`: a function that is called like its property. What it gives is the property's value.
    pub(super) fn accessor(&mut self, node: Node<'t>, name: Option<Node<'t>>, at: Option<usize>) {
        let named = name.map_or("", |name| self.source(name));
        let id = self.begin(name, node, named);
        let outside = std::mem::replace(&mut self.in_class_body, false);
        let returned = self.build.facts.returns.len();
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::FunctionBody => reader.body(child),
            Kind::Identifier => {
                let name = reader.source(child);
                reader.build.bind(BindingKind::Parameter, name, span(child));
                reader.build.facts.functions[id.0 as usize].parameters = 1;
            }
            _ => reader.visit(child),
        });
        if Kind::of(node) == Kind::Getter
            && let (Some(at), Some(given)) = (at, self.build.facts.returns.get(returned))
            && given.function == id
        {
            let value = given.value;
            self.build.facts.bindings[at].value.get_or_insert(value);
        }
        self.in_class_body = outside;
        self.build.leave_function();
    }

    /// `{ a, b -> … }`, `fun(a: A) { … }`. A lambda gives its last expression.
    pub(super) fn lambda(&mut self, node: Node<'t>) -> ValueId {
        let id = self.build.enter_closure(span(node), 1);
        let outside = std::mem::replace(&mut self.in_class_body, false);
        if Kind::of(node) == Kind::Lambda {
            let mut last = None;
            self.children(node, |reader, child, _| {
                if Kind::of(child) == Kind::LambdaParameters {
                    reader.lambda_parameters(id, child);
                } else if let Some(before) = last.replace(child) {
                    reader.visit(before);
                }
            });
            match last {
                Some(last) if is_expression(last) => self.hand_back(last),
                Some(last) => self.visit(last),
                None => {}
            }
        } else {
            self.children(node, |reader, child, _| match Kind::of(child) {
                Kind::FunctionParameters => reader.parameters(id, child),
                Kind::FunctionBody => reader.body(child),
                _ => {}
            });
        }
        self.in_class_body = outside;
        self.build.leave_function();
        self.build.value(ValueKind::Closure(id), span(node))
    }

    fn lambda_parameters(&mut self, id: FunctionId, node: Node<'t>) {
        let mut count = 0_u16;
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::VariableDeclaration {
                reader.declare(child, BindingKind::Parameter, count);
            } else {
                reader.visit_children(child);
            }
            count = count.saturating_add(1);
        });
        self.build.facts.functions[id.0 as usize].parameters = count;
    }

    /// `(a: A, vararg b: B = x)`.
    fn parameters(&mut self, id: FunctionId, node: Node<'t>) {
        let mut count = 0_u16;
        let mut at = None;
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::ParameterModifiers => {
                if reader.source(child).contains("vararg") {
                    reader.build.facts.functions[id.0 as usize].variadic = true;
                }
                reader.visit_children(child);
            }
            Kind::Parameter => {
                at = reader.declare(child, BindingKind::Parameter, count);
                count = count.saturating_add(1);
            }
            // A default stands beside its parameter.
            _ => {
                let value = reader.value(child);
                if let Some(at) = at {
                    reader.build.facts.bindings[at].value = Some(value);
                }
            }
        });
        self.build.facts.functions[id.0 as usize].parameters = count;
    }

    /// Reads modifiers; annotations among them become calls of `kind`.
    pub(super) fn modifiers(&mut self, node: Node<'t>, kind: CallKind) -> Modifiers {
        let mut modifiers = Modifiers::default();
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::Annotation {
                reader.annotation(child, kind);
            } else {
                match reader.source(child) {
                    "private" => modifiers.private = true,
                    "const" => modifiers.constant = true,
                    _ => {}
                }
            }
        });
        modifiers
    }

    /// `@A`, `@field:A(x)`.
    pub(super) fn annotation(&mut self, node: Node<'t>, kind: CallKind) {
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::ConstructorInvocation {
                let call = reader.build.start_call(kind, span(node));
                reader.construct(call, child);
            } else if is_type(child) {
                let call = reader.build.start_call(kind, span(node));
                let callee = reader.path(child);
                let name_span = reader.build.name_span(callee);
                reader
                    .build
                    .finish_call(call, callee, name_span, Vec::new());
            }
        });
    }
}

/// Whether a statement has a value.
pub(super) fn is_expression(node: Node<'_>) -> bool {
    !matches!(
        Kind::of(node),
        Kind::Property
            | Kind::Function
            | Kind::Class
            | Kind::Object
            | Kind::Assignment
            | Kind::Return
            | Kind::Throw
    ) && !matches!(
        node.kind(),
        "for_statement" | "while_statement" | "do_while_statement" | "type_alias"
    )
}
