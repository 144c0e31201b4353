//! Functions, closures, parameters, modifiers and annotations.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Home, Kind, Reader};
use crate::model::facts::{
    BindingKind, CallKind, Function, FunctionId, Return, ValueId, ValueKind,
};

/// The modifiers that facts depend on.
#[derive(Clone, Copy, Default)]
pub(super) struct Modifiers {
    pub(super) private: bool,
}

impl<'t> Reader<'_, 't> {
    /// `def f(a: A)(b: => B): R = x`, with or without a body.
    pub(super) fn function_definition(&mut self, node: Node<'t>) {
        if self.build.down() {
            self.function_within_depth(node);
        }
        self.build.up();
    }

    fn function_within_depth(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let home = std::mem::replace(&mut self.member_of, Home::None);
        let name = self.part(node, fields.name);
        let owner = self.build.owner().filter(|_| home != Home::None);
        let id = self.build.enter_function(Function {
            name: name.map_or("", |name| self.name(name)),
            owner,
            receiver: owner.map(|_| "this"),
            parent: None,
            returns: None,
            span: span(node),
            name_span: span(name.unwrap_or(node)),
            parameters: 0,
            variadic: false,
            exported: true,
            is_macro: false,
        });
        let made = self.build.facts.function(id).parent;
        // A method stands in what its type stands in.
        if let (Some(_), Some(made)) = (owner, made) {
            let around = self.build.facts.function(made).parent;
            self.build.facts.functions[id.0 as usize].parent = around;
        }
        let locals = self.locals;
        if owner.is_some() || made.is_none() {
            self.locals = self.build.facts.bindings.len();
        }
        let mut count = 0;
        let mut lists = false;
        let mut private = false;
        self.children(node, |reader, child, field| match Kind::of(child) {
            _ if field == fields.name => {}
            Kind::Modifiers => private = reader.modifiers(child).private,
            Kind::Annotation => {
                let first = reader.build.facts.calls.len();
                reader.annotation(child, CallKind::OnFunction(id));
                for call in &mut reader.build.facts.calls[first..] {
                    call.function = made;
                }
            }
            Kind::TypeParameters => {}
            Kind::Parameters => {
                lists = true;
                count = reader.parameters(id, child, count);
            }
            _ if field == fields.returns => {
                let text = reader.declared(child);
                reader.build.facts.functions[id.0 as usize].returns = Some(text);
            }
            _ if field == fields.body => reader.hand_back(child),
            _ => reader.visit(child),
        });
        let function = &mut self.build.facts.functions[id.0 as usize];
        function.parameters = count;
        function.exported = !private;
        let returns = function.returns;
        self.locals = locals;
        self.build.leave_function();
        // A method without parameters is fetched like a field.
        if !lists
            && home != Home::None
            && let Some(name) = name
        {
            let mut given = self.build.facts.returns.iter();
            let value = given
                .find(|given| given.function == id)
                .map(|given| given.value);
            self.fetched(name, home, returns, value, Some(id), !private);
        }
        self.member_of = home;
    }

    /// One list of parameters; those of all lists are counted on.
    fn parameters(&mut self, id: FunctionId, node: Node<'t>, first: u16) -> u16 {
        let fields = self.fields;
        let mut count = first;
        self.children(node, |reader, parameter, _| {
            if Kind::of(parameter) != Kind::Parameter {
                return;
            }
            let mut at = None;
            reader.children(parameter, |reader, child, field| {
                if field == fields.name {
                    let name = reader.name(child);
                    let binding = reader.build.bind(BindingKind::Parameter, name, span(child));
                    binding.index = count;
                    at = Some(reader.build.facts.bindings.len() - 1);
                } else if field == fields.kind {
                    if Kind::of(child) == Kind::RepeatedType {
                        reader.build.facts.functions[id.0 as usize].variadic = true;
                    }
                    let declared = reader.declared(child);
                    if let Some(at) = at {
                        reader.build.facts.bindings[at].declared = Some(declared);
                    }
                } else if field == fields.default {
                    let value = reader.value(child);
                    if let Some(at) = at {
                        reader.build.facts.bindings[at].value = Some(value);
                    }
                } else {
                    reader.visit(child);
                }
            });
            count = count.saturating_add(1);
        });
        count
    }

    /// `x => y`, `(a: A, b) => { … }`. A closure gives its last expression.
    pub(super) fn lambda(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let id = self.build.enter_closure(span(node), 1);
        let outside = std::mem::replace(&mut self.member_of, Home::None);
        let mut count = 0_u16;
        let mut last = None;
        self.children(node, |reader, child, field| {
            if field == fields.parameters {
                if Kind::of(child) == Kind::Bindings {
                    reader.children(child, |reader, binding, _| {
                        let name = reader.part(binding, fields.name);
                        let declared = reader.part(binding, fields.kind);
                        reader.closure_parameter(name, declared, count);
                        count = count.saturating_add(1);
                    });
                } else if Kind::of(child) == Kind::Identifier {
                    reader.closure_parameter(Some(child), None, count);
                    count = count.saturating_add(1);
                }
            } else if let Some(before) = last.replace(child) {
                reader.visit(before);
            }
        });
        match last {
            Some(last) if is_expression(last) => self.hand_back(last),
            Some(last) => self.visit(last),
            None => {}
        }
        self.build.facts.functions[id.0 as usize].parameters = count;
        self.member_of = outside;
        self.build.leave_function();
        self.build.value(ValueKind::Closure(id), span(node))
    }

    fn closure_parameter(
        &mut self,
        name: Option<Node<'t>>,
        declared: Option<Node<'t>>,
        index: u16,
    ) {
        let Some(name) = name else { return };
        let declared = declared.map(|declared| self.declared(declared));
        let text = self.name(name);
        let binding = self.build.bind(BindingKind::Parameter, text, span(name));
        binding.index = index;
        binding.declared = declared;
    }

    /// `{ case A => x; case B => y }` as a closure.
    pub(super) fn cases(&mut self, node: Node<'t>) -> ValueId {
        let id = self.build.enter_closure(span(node), 1);
        let outside = std::mem::replace(&mut self.member_of, Home::None);
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::CaseClause {
                let mut given = None;
                reader.case_clause(child, &mut given);
                if let Some(value) = given {
                    reader.build.facts.returns.push(Return {
                        function: id,
                        value,
                    });
                }
            } else {
                reader.visit(child);
            }
        });
        self.member_of = outside;
        self.build.leave_function();
        self.build.value(ValueKind::Closure(id), span(node))
    }

    /// `return x`
    pub(super) fn return_expression(&mut self, node: Node<'t>) {
        self.children(node, |reader, child, _| reader.hand_back(child));
    }

    /// `node` is what the function around returns. Its place is kept first: a closure that is
    /// handed back has returns of its own.
    pub(super) fn hand_back(&mut self, node: Node<'t>) {
        let Some(function) = self.build.function() else {
            return self.visit(node);
        };
        let place = self.build.start_return(function);
        // A block that ends with a `return`, or with a statement, gives nothing by itself.
        match self.outcome(node) {
            Some(value) => self.build.finish_return(place, value),
            None => {
                self.build.facts.returns.remove(place);
            }
        }
    }

    /// Reads modifiers. What only a package may see is seen by other files.
    pub(super) fn modifiers(&mut self, node: Node<'t>) -> Modifiers {
        let mut modifiers = Modifiers::default();
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::AccessModifier {
                let text = reader.source(child);
                modifiers.private = text == "private" || text == "private[this]";
            }
        });
        modifiers
    }

    /// `@A`, `@A(x = 1)`.
    pub(super) fn annotation(&mut self, node: Node<'t>, kind: CallKind) {
        let Some(name) = self.part(node, self.fields.name) else {
            return;
        };
        let call = self.build.start_call(kind, span(node));
        let callee = self.path(name);
        let name_span = self.build.name_span(callee);
        let mut args = Vec::new();
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::Arguments {
                reader.arguments(child, &mut args);
            }
        });
        self.build.finish_call(call, callee, name_span, args);
    }
}

/// Whether a statement has a value.
pub(super) fn is_expression(node: Node<'_>) -> bool {
    !matches!(
        Kind::of(node),
        Kind::ValDefinition
            | Kind::VarDefinition
            | Kind::ValDeclaration
            | Kind::VarDeclaration
            | Kind::FunctionDefinition
            | Kind::FunctionDeclaration
            | Kind::Class
            | Kind::Object
            | Kind::Trait
            | Kind::Enum
            | Kind::Import
            | Kind::Assignment
            | Kind::Return
            | Kind::Throw
            | Kind::TypeDefinition
    ) && !matches!(
        node.kind(),
        "while_expression" | "do_while_expression" | "for_expression" | "end_marker"
    )
}
