//! Methods, constructors, their parameters and what they return.

use super::super::tree::span;
use super::annotations::Modifiers;
use super::{Field, Kind, Walker};
use crate::model::facts::{BindingKind, CallKind, Function, FunctionId};

impl<'s> Walker<'s, '_> {
    /// A method, a constructor, or an element of an annotation type.
    pub(super) fn method(&mut self) {
        if self.build.down() {
            self.method_within_depth();
        }
        self.build.up();
    }

    fn method_within_depth(&mut self) {
        let at = span(self.node());
        let owner = self.build.owner();
        let id = self.build.enter_function(Function {
            name: "",
            owner,
            receiver: Some("this"),
            parent: None,
            returns: None,
            span: at,
            name_span: at,
            parameters: 0,
            variadic: false,
            exported: true,
            is_macro: false,
        });
        let outer = std::mem::take(&mut self.yields);
        self.children(|walker, kind| match (walker.field(), kind) {
            (_, Kind::Modifiers) => {
                let modifiers = walker.method_modifiers(id);
                let function = walker.made(id);
                function.exported = !modifiers.private;
                if modifiers.of_type {
                    function.receiver = None;
                }
            }
            (Field::Name, _) => {
                let (name, at) = (walker.written(), span(walker.node()));
                let function = walker.made(id);
                function.name = name;
                function.name_span = at;
            }
            (Field::Type, _) => {
                let returns = walker.written();
                walker.made(id).returns = Some(returns);
                walker.walk();
            }
            (_, Kind::FormalParameters) => walker.parameters(id),
            (Field::Value, _) => walker.hand_back(id),
            _ => walker.visit_or_walk(),
        });
        self.yields = outer;
        self.build.leave_function();
    }

    /// Annotations of a method stand outside it.
    fn method_modifiers(&mut self, id: FunctionId) -> Modifiers {
        let first = self.build.facts.calls.len();
        let modifiers = self.modifiers(CallKind::OnFunction(id));
        let around = self.build.facts.function(id).parent;
        for call in &mut self.build.facts.calls[first..] {
            call.function = around;
        }
        modifiers
    }

    pub(super) fn made(&mut self, id: FunctionId) -> &mut Function<'s> {
        &mut self.build.facts.functions[id.0 as usize]
    }

    /// The node under the cursor is what the function returns. Its place is kept first: a lambda
    /// handed back has returns of its own.
    fn hand_back(&mut self, function: FunctionId) {
        let place = self.build.start_return(function);
        let value = self.element();
        self.build.finish_return(place, value);
    }

    /// `return x;`
    pub(super) fn return_statement(&mut self) {
        self.children(|walker, _| match walker.build.function() {
            Some(function) => walker.hand_back(function),
            None => walker.visit_or_walk(),
        });
    }

    /// `super(x);`, `this(x);`
    pub(super) fn explicit_constructor(&mut self) {
        let at = span(self.node());
        let call = self.build.start_call(CallKind::Function, at);
        let mut callee = None;
        let mut args = Vec::new();
        self.children(|walker, kind| match kind {
            Kind::Arguments => args = walker.arguments(),
            Kind::This | Kind::Super => callee = Some(walker.expression()),
            _ => walker.visit_or_walk(),
        });
        let callee = callee.unwrap_or_else(|| self.other());
        let name_span = self.build.name_span(callee);
        self.build.finish_call(call, callee, name_span, args);
    }

    /// `(final T a, U... rest)`.
    pub(super) fn parameters(&mut self, id: FunctionId) {
        let mut count = 0_u16;
        self.children(|walker, kind| {
            if !matches!(kind, Kind::Parameter | Kind::SpreadParameter) {
                // `Server this` names the receiver.
                return;
            }
            walker.declared_name(BindingKind::Parameter, count);
            if kind == Kind::SpreadParameter {
                walker.made(id).variadic = true;
            }
            count = count.saturating_add(1);
        });
        self.made(id).parameters = count;
    }
}
