//! What makes new things: constructors, anonymous classes, arrays, lambdas.

use super::super::tree::span;
use super::{Field, Kind, Walker};
use crate::model::facts::{BindingKind, CallKind, Function, FunctionId, Type, ValueId, ValueKind};

impl<'s> Walker<'s, '_> {
    /// `new T(x)`, `new T(x) { … }`, `outer.new T(x)`.
    pub(super) fn creation(&mut self) -> ValueId {
        let at = span(self.node());
        let call = self.build.start_call(CallKind::Constructor, at);
        let mut callee = None;
        let mut made = "";
        let mut args = Vec::new();
        self.children(|walker, kind| match kind {
            Kind::Arguments => args = walker.arguments(),
            Kind::ClassBody => walker.anonymous_body(made),
            _ if walker.field() == Field::Type => {
                made = walker.written();
                callee = Some(walker.expression());
            }
            _ => walker.visit_or_walk(),
        });
        let callee = callee.unwrap_or_else(|| self.other());
        let name_span = self.build.name_span(callee);
        self.build.finish_call(call, callee, name_span, args)
    }

    /// The body of an anonymous class: a type without a name, whose members belong to what it extends.
    pub(super) fn anonymous_body(&mut self, base: &'s str) {
        if self.build.down() {
            let at = span(self.node());
            let bases = if base.is_empty() { vec![] } else { vec![base] };
            self.build.enter_type(Type {
                name: "",
                bases,
                span: at,
                exported: false,
            });
            let plain = base.split('<').next().unwrap_or(base);
            let owner = plain.rsplit('.').next().unwrap_or(plain).trim();
            self.build.enter_owner(owner);
            self.walk();
            self.build.leave_type();
            self.build.leave_type();
        }
        self.build.up();
    }

    /// `new T[] {a, b}` is a list; `new T[n]` says nothing.
    pub(super) fn array_creation(&mut self) -> ValueId {
        let at = span(self.node());
        let mut value = None;
        self.children(|walker, kind| match kind {
            Kind::ArrayInitializer => value = Some(walker.element()),
            _ => walker.visit_or_walk(),
        });
        match value {
            Some(value) => {
                self.build.facts.values[value.0 as usize].span = at;
                value
            }
            None => self.build.value(ValueKind::Other, at),
        }
    }

    /// `x -> y`, `(a, b) -> { … }`, `(T a) -> y`.
    pub(super) fn lambda(&mut self) -> FunctionId {
        let node = self.node();
        let parameters = node.child_by_field_name("parameters").unwrap_or(node);
        let id = self.build.enter_function(Function {
            name: "",
            owner: None,
            receiver: None,
            parent: None,
            returns: None,
            span: span(node),
            name_span: span(parameters),
            parameters: 0,
            variadic: false,
            exported: false,
            is_macro: false,
        });
        // What is yielded inside belongs to the lambda.
        let outer = std::mem::take(&mut self.yields);
        self.children(|walker, kind| match walker.field() {
            Field::Parameters => match kind {
                Kind::FormalParameters => walker.parameters(id),
                Kind::InferredParameters => {
                    let mut index = 0;
                    walker.children(|walker, _| {
                        walker.inferred_parameter(index);
                        index += 1;
                    });
                    walker.made(id).parameters = index;
                }
                _ => {
                    walker.inferred_parameter(0);
                    walker.made(id).parameters = 1;
                }
            },
            Field::Body if walker.node().kind() != "block" => {
                let place = walker.build.start_return(id);
                let value = walker.expression();
                walker.build.finish_return(place, value);
            }
            _ => walker.visit_or_walk(),
        });
        self.yields = outer;
        self.build.leave_function();
        id
    }

    fn inferred_parameter(&mut self, index: u16) {
        let (name, at) = (self.written(), span(self.node()));
        self.build.bind(BindingKind::Parameter, name, at).index = index;
    }
}
