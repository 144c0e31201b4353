//! Expressions: left spines (chains of calls, members, sums) without recursion, the rest with a guard.

use super::super::tree::span;
use super::{Field, Kind, Walker, strings};
use crate::model::facts::{Arg, BindingKind, CallId, CallKind, Piece, ValueId, ValueKind};
use crate::model::place::Span;

/// One step down the left side of an expression: what to do with the value found there.
#[derive(Clone, Copy)]
pub(super) enum Link {
    /// A method of it is called, or it is the method.
    Call(CallId),
    /// A member of it is named.
    Select,
    /// A method of it is referred to: `X::y`.
    Refer,
    /// `X.class`.
    Class,
    /// It is indexed.
    Index,
    /// It is the value: parentheses, casts, type arguments.
    Pass,
    /// It is the left side of an operator.
    Binary,
}

impl<'s> Walker<'s, '_> {
    /// The value of the expression (or type) under the cursor.
    pub(super) fn expression(&mut self) -> ValueId {
        let value = if self.build.down() {
            self.spine()
        } else {
            self.other()
        };
        self.build.up();
        value
    }

    fn spine(&mut self) -> ValueId {
        let bottom = self.links.len();
        while let Some(link) = self.descend() {
            self.links.push(link);
        }
        let mut value = self.operand();
        while self.links.len() > bottom {
            let link = self
                .links
                .pop()
                .expect("the loop ends before the stack is empty");
            value = self.climb(link, value);
        }
        value
    }

    /// Moves to the left operand of the node under the cursor, where it has one to follow.
    fn descend(&mut self) -> Option<Link> {
        let link = match self.kind() {
            Kind::Invocation => {
                let at = span(self.node());
                if !self.down_to_first() {
                    return None;
                }
                return Some(Link::Call(self.build.start_call(CallKind::Function, at)));
            }
            Kind::Cast => {
                if !self.down_to_first() {
                    return None;
                }
                while self.field() != Field::Value {
                    self.walk();
                    if !self.next() {
                        self.cursor.goto_parent();
                        return None;
                    }
                }
                return Some(Link::Pass);
            }
            Kind::FieldAccess | Kind::ScopedIdentifier | Kind::ScopedType => Link::Select,
            Kind::Reference => Link::Refer,
            Kind::ClassLiteral => Link::Class,
            Kind::ArrayAccess => Link::Index,
            Kind::Parenthesized | Kind::GenericType => Link::Pass,
            Kind::Binary => Link::Binary,
            _ => return None,
        };
        self.down_to_first().then_some(link)
    }

    /// Moves back up one link, with the value of the left operand in hand.
    fn climb(&mut self, link: Link, value: ValueId) -> ValueId {
        match link {
            Link::Call(call) => self.finish_invocation(call, value),
            Link::Pass => {
                while self.next() {
                    self.visit_or_walk();
                }
                self.cursor.goto_parent();
                value
            }
            Link::Select => {
                let mut name = "";
                while self.next() {
                    match self.kind() {
                        Kind::Identifier | Kind::TypeIdentifier | Kind::This => {
                            name = self.written();
                        }
                        _ => self.visit_or_walk(),
                    }
                }
                self.member(value, name)
            }
            Link::Refer => {
                let mut name = "";
                while self.cursor.goto_next_sibling() {
                    if self.kind() == Kind::Identifier || self.written() == "new" {
                        name = self.written();
                    } else {
                        self.visit_or_walk();
                    }
                }
                self.member(value, name)
            }
            Link::Class => self.member(value, "class"),
            Link::Index => {
                let mut key = None;
                while self.next() {
                    key = Some(self.expression());
                }
                self.cursor.goto_parent();
                let at = span(self.node());
                match key {
                    Some(key) => self.build.value(ValueKind::Index { base: value, key }, at),
                    None => value,
                }
            }
            Link::Binary => self.binary(value),
        }
    }

    /// Goes up to the node that names a member of `base`.
    fn member(&mut self, base: ValueId, name: &'s str) -> ValueId {
        self.cursor.goto_parent();
        let at = span(self.node());
        self.build.value(ValueKind::Member { base, name }, at)
    }

    /// The cursor stands on the first child, whose value is `first`: the object, or the bare name.
    fn finish_invocation(&mut self, call: CallId, first: ValueId) -> ValueId {
        let mut callee = first;
        let mut args = Vec::new();
        let start = self.build.facts.call(call).span.start;
        while self.next() {
            match self.kind() {
                Kind::Arguments => args = self.arguments(),
                Kind::Identifier => {
                    let name = self.written();
                    let at = Span {
                        start,
                        end: self.node().end_byte() as u32,
                    };
                    callee = self
                        .build
                        .value(ValueKind::Member { base: first, name }, at);
                }
                _ => self.visit_or_walk(),
            }
        }
        self.cursor.goto_parent();
        let name_span = self.build.name_span(callee);
        self.build.finish_call(call, callee, name_span, args)
    }

    /// The arguments of a call, the cursor on their list.
    pub(super) fn arguments(&mut self) -> Vec<Arg<'s>> {
        let mut args = Vec::new();
        self.children(|walker, _| {
            let value = walker.expression();
            args.push(Arg {
                name: None,
                value,
                spread: false,
            });
        });
        args
    }

    /// The cursor stands on the left side, whose value is `left`.
    fn binary(&mut self, left: ValueId) -> ValueId {
        let mut plus = false;
        let mut right = None;
        while self.cursor.goto_next_sibling() {
            if !self.node().is_named() {
                plus = self.written() == "+";
            } else if self.settled() {
                if plus {
                    right = Some(self.expression());
                } else {
                    self.visit_or_walk();
                }
            }
        }
        self.cursor.goto_parent();
        let at = span(self.node());
        match right {
            Some(right) if self.may_be_text(left) || self.may_be_text(right) => {
                self.concat(left, right, at)
            }
            _ => self.build.value(ValueKind::Other, at),
        }
    }

    fn concat(&mut self, left: ValueId, right: ValueId, at: Span) -> ValueId {
        let parts = match &self.build.facts.value(right).kind {
            ValueKind::Concat(parts) => parts.clone(),
            _ => vec![right],
        };
        let value = &mut self.build.facts.values[left.0 as usize];
        if let ValueKind::Concat(all) = &mut value.kind {
            all.extend(parts);
            value.span = at;
            return left;
        }
        let mut all = vec![left];
        all.extend(parts);
        self.build.value(ValueKind::Concat(all), at)
    }

    /// A sum of numbers is one; anything else that `+` takes may be a string.
    fn may_be_text(&self, value: ValueId) -> bool {
        !matches!(
            self.build.facts.value(value).kind,
            ValueKind::Number(_) | ValueKind::Other | ValueKind::Bool(_) | ValueKind::Null
        )
    }

    /// What is left when no left operand can be followed.
    fn operand(&mut self) -> ValueId {
        let at = span(self.node());
        let kind = match self.kind() {
            Kind::Identifier
            | Kind::TypeIdentifier
            | Kind::This
            | Kind::Super
            | Kind::IntegralType
            | Kind::FloatingType
            | Kind::BooleanType
            | Kind::VoidType => ValueKind::Name(self.written()),
            Kind::String => self.string(),
            Kind::Character => ValueKind::Str(strings::decode(self.written())),
            Kind::Decimal
            | Kind::Hex
            | Kind::Octal
            | Kind::BinaryInteger
            | Kind::Float
            | Kind::HexFloat => ValueKind::Number(self.written()),
            Kind::Null => ValueKind::Null,
            Kind::True => ValueKind::Bool(true),
            Kind::False => ValueKind::Bool(false),
            Kind::Lambda => ValueKind::Closure(self.lambda()),
            Kind::Creation => return self.creation(),
            Kind::ArrayCreation => return self.array_creation(),
            Kind::ArrayInitializer | Kind::ElementArray => return self.element(),
            Kind::Ternary => self.ternary(),
            Kind::Switch => self.switch(),
            Kind::Assignment => return self.assignment(),
            Kind::Update => return self.counted(),
            Kind::InstanceOf => self.instance_of(),
            Kind::Template => return self.template(),
            Kind::Unary if self.written().starts_with('-') => self.negative(),
            _ => {
                self.walk();
                ValueKind::Other
            }
        };
        self.build.value(kind, at)
    }

    /// `-1` is a number, any other `-x` is arithmetic.
    fn negative(&mut self) -> ValueKind<'s> {
        let number = self
            .node()
            .child_by_field_name("operand")
            .is_some_and(|operand| matches!(Kind::of(operand), Kind::Decimal | Kind::Float));
        if number {
            return ValueKind::Number(self.written());
        }
        self.walk();
        ValueKind::Other
    }

    /// A literal; one with holes only where a template processor stands before it.
    fn string(&mut self) -> ValueKind<'s> {
        let text = self.written();
        if !text.contains("\\{") {
            return ValueKind::Str(strings::decode(text));
        }
        let mut pieces = Vec::new();
        self.children(|walker, kind| {
            if kind == Kind::Interpolation {
                let hole = if walker.down_to_first() {
                    let hole = walker.expression();
                    walker.cursor.goto_parent();
                    hole
                } else {
                    walker.other()
                };
                pieces.push(Piece::Hole(hole));
            } else {
                pieces.push(Piece::Text(strings::fragment(walker.written())));
            }
        });
        if pieces.iter().any(|piece| matches!(piece, Piece::Hole(_))) {
            ValueKind::Template(pieces)
        } else {
            ValueKind::Str(strings::decode(text))
        }
    }

    /// `STR."a \{b}"`: the string, with its holes.
    fn template(&mut self) -> ValueId {
        let mut value = None;
        self.children(|walker, kind| match kind {
            Kind::String => value = Some(walker.expression()),
            _ => walker.visit_or_walk(),
        });
        value.unwrap_or_else(|| self.other())
    }

    /// `c ? a : b`.
    fn ternary(&mut self) -> ValueKind<'s> {
        let mut either = Vec::with_capacity(2);
        self.children(|walker, _| {
            if walker.field() == Field::Condition {
                walker.visit_or_walk();
            } else {
                let value = walker.expression();
                either.push(value);
            }
        });
        ValueKind::Either(either)
    }

    /// `switch (x) { case A -> a; default -> { yield b; } }`.
    fn switch(&mut self) -> ValueKind<'s> {
        self.yields.push(Vec::new());
        self.children(|walker, _| {
            if walker.field() == Field::Body {
                walker.children(|walker, kind| {
                    if kind == Kind::SwitchRule {
                        walker.children(|walker, kind| match kind {
                            Kind::ExpressionStatement => walker.yield_statement(),
                            _ => walker.visit_or_walk(),
                        });
                    } else {
                        walker.visit_or_walk();
                    }
                });
            } else {
                walker.visit_or_walk();
            }
        });
        match self.yields.pop() {
            Some(values) if !values.is_empty() => ValueKind::Either(values),
            _ => ValueKind::Other,
        }
    }

    /// `yield x;`, and `x;` after an arrow: a result of the `switch` around.
    pub(super) fn yield_statement(&mut self) {
        self.children(|walker, _| {
            if walker.yields.is_empty() {
                walker.visit_or_walk();
                return;
            }
            let value = walker.expression();
            if let Some(values) = walker.yields.last_mut() {
                values.push(value);
            }
        });
    }

    /// `x = v`, `this.x = v`: one more binding, and the value is `v`.
    fn assignment(&mut self) -> ValueId {
        let node = self.node();
        let plain = node
            .child_by_field_name("operator")
            .is_some_and(|operator| self.text_of(operator) == "=");
        let mut target = None;
        let mut value = None;
        self.children(|walker, kind| match walker.field() {
            Field::Left => {
                target = match kind {
                    Kind::Identifier => Some(walker.rebound()),
                    Kind::FieldAccess if plain => walker.own_field(),
                    _ => None,
                };
                if target.is_none() {
                    walker.visit_or_walk();
                }
            }
            _ => value = Some(walker.expression()),
        });
        let value = value.unwrap_or_else(|| self.other());
        // `a += x` gives `a` something else: a binding without a value.
        if let Some(index) = target.filter(|_| plain) {
            self.build.facts.bindings[index].value = Some(value);
        }
        value
    }

    /// `a++`, `--a`.
    fn counted(&mut self) -> ValueId {
        self.children(|walker, kind| {
            if kind == Kind::Identifier {
                walker.rebound();
            } else {
                walker.visit_or_walk();
            }
        });
        self.other()
    }

    fn rebound(&mut self) -> usize {
        let (name, at) = (self.written(), span(self.node()));
        self.build.bind(BindingKind::Variable, name, at);
        self.build.facts.bindings.len() - 1
    }

    /// `this.x`.
    fn own_field(&mut self) -> Option<usize> {
        let node = self.node();
        let object = node.child_by_field_name("object")?;
        if Kind::of(object) != Kind::This {
            return None;
        }
        let field = node.child_by_field_name("field")?;
        let name = self.text_of(field);
        self.build.bind(BindingKind::Field, name, span(field));
        Some(self.build.facts.bindings.len() - 1)
    }

    /// `x instanceof T t`: `t` is `x`.
    fn instance_of(&mut self) -> ValueKind<'s> {
        let named = self.node().child_by_field_name("name").is_some();
        let mut value = None;
        let mut declared = None;
        self.children(|walker, _| match walker.field() {
            Field::Left if named => value = Some(walker.expression()),
            Field::Right => {
                declared = Some(walker.written());
                walker.walk();
            }
            Field::Name => {
                let (name, at) = (walker.written(), span(walker.node()));
                let binding = walker.build.bind(BindingKind::Variable, name, at);
                binding.value = value;
                binding.declared = declared;
            }
            _ => walker.visit_or_walk(),
        });
        ValueKind::Other
    }
}
