//! Expressions: left spines (chains of calls, members, sums) without recursion, the rest with a guard.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Walker, strings};
use crate::model::facts::{Arg, CallId, CallKind, ValueId, ValueKind};
use crate::model::place::Span;

/// One step down the left side of an expression: what to do with the value found there.
#[derive(Clone, Copy)]
pub(super) enum Link {
    /// It is called.
    Call(CallId),
    /// It is the argument of a conversion, two levels down.
    Convert,
    /// A member of it is read.
    Select,
    /// It is indexed.
    Index,
    /// It is the value: parentheses, `&`, `*`, `.(T)`.
    Pass,
    /// It is the left side of an operator.
    Binary,
}

/// Types whose names are known to convert when called.
const BASIC_TYPES: [&str; 22] = [
    "any",
    "bool",
    "byte",
    "complex128",
    "complex64",
    "error",
    "float32",
    "float64",
    "int",
    "int16",
    "int32",
    "int64",
    "int8",
    "rune",
    "string",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "uintptr",
    "comparable",
];

impl<'s, 't> Walker<'s, 't> {
    /// The value of the expression under the cursor.
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
        let at = span(self.node());
        let link = match self.kind() {
            Kind::Call => {
                if !self.down_to_first() {
                    return None;
                }
                if self.is_basic_conversion() {
                    if self.next() && self.down_to_first() {
                        return Some(Link::Convert);
                    }
                    // `string()` does not compile; the callee is taken as a name again.
                    self.cursor.goto_parent();
                    self.down_to_first();
                }
                return Some(Link::Call(self.build.start_call(CallKind::Function, at)));
            }
            Kind::TypeConversion => {
                if !self.down_to_first() {
                    return None;
                }
                // With one argument the grammar cannot tell `f[T](x)` from a conversion to `f[T]`.
                if self.kind() == Kind::GenericType {
                    return Some(Link::Call(self.build.start_call(CallKind::Function, at)));
                }
                if self.next() {
                    return Some(Link::Pass);
                }
                self.cursor.goto_parent();
                return None;
            }
            Kind::Selector => Link::Select,
            Kind::Index => Link::Index,
            Kind::Binary => Link::Binary,
            Kind::Parenthesized | Kind::TypeAssertion => Link::Pass,
            Kind::Unary if matches!(self.first_byte(), b'&' | b'*') => Link::Pass,
            _ => return None,
        };
        self.down_to_first().then_some(link)
    }

    /// Whether the callee under the cursor is a type: `string`, `(*T)`.
    fn is_basic_conversion(&self) -> bool {
        let text = self.text_of(self.node());
        match self.kind() {
            Kind::Identifier => BASIC_TYPES.contains(&text),
            Kind::Parenthesized => text.starts_with("(*"),
            _ => false,
        }
    }

    /// Moves back up one link, with the value of the left operand in hand.
    fn climb(&mut self, link: Link, value: ValueId) -> ValueId {
        match link {
            Link::Call(call) => {
                let mut args = Vec::new();
                while self.next() {
                    match self.kind() {
                        Kind::Arguments => args = self.arguments(),
                        Kind::TypeArguments => self.walk(),
                        _ => {
                            let value = self.expression();
                            args.push(Arg {
                                name: None,
                                value,
                                spread: false,
                            });
                        }
                    }
                }
                self.cursor.goto_parent();
                let callee = self.without_type_argument(value);
                let name_span = self.build.name_span(callee);
                self.build.finish_call(call, callee, name_span, args)
            }
            Link::Pass => {
                self.rest();
                value
            }
            Link::Convert => {
                self.rest();
                self.rest();
                value
            }
            Link::Select => {
                let mut name = "";
                while self.next() {
                    if self.kind() == Kind::FieldIdentifier {
                        name = self.text_of(self.node());
                    }
                }
                self.cursor.goto_parent();
                let at = span(self.node());
                self.build
                    .value(ValueKind::Member { base: value, name }, at)
            }
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

    /// `f` of the callee `f[T]`, which the grammar cannot tell from an index by a variable.
    fn without_type_argument(&self, callee: ValueId) -> ValueId {
        match self.build.facts.value(callee).kind {
            ValueKind::Index { base, key }
                if matches!(
                    self.build.facts.value(key).kind,
                    ValueKind::Name(_) | ValueKind::Member { .. }
                ) =>
            {
                base
            }
            _ => callee,
        }
    }

    /// Visits the remaining siblings and goes up.
    fn rest(&mut self) {
        while self.next() {
            self.visit_or_walk();
        }
        self.cursor.goto_parent();
    }

    /// The cursor stands on the left side, whose value is `left`.
    fn binary(&mut self, left: ValueId) -> ValueId {
        let mut plus = false;
        let mut right = None;
        while self.cursor.goto_next_sibling() {
            let node = self.node();
            if !node.is_named() {
                plus = self.text_of(node) == "+" && !self.is_arithmetic(left);
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
            Some(right) if self.may_be_text(left, right) => self.concat(left, right, at),
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

    /// Whether a sum may be a string: nothing in it is a number, and what is not known (`s[1:]`)
    /// stands beside a string.
    fn may_be_text(&self, left: ValueId, right: ValueId) -> bool {
        let unknown = |value| matches!(self.build.facts.value(value).kind, ValueKind::Other);
        if self.is_arithmetic(left) || self.is_arithmetic(right) {
            return false;
        }
        match (unknown(left), unknown(right)) {
            (false, false) => true,
            (false, true) => self.holds_string(left),
            (true, false) => self.holds_string(right),
            (true, true) => false,
        }
    }

    fn is_arithmetic(&self, value: ValueId) -> bool {
        matches!(
            self.build.facts.value(value).kind,
            ValueKind::Number(_) | ValueKind::Bool(_) | ValueKind::Null
        )
    }

    fn holds_string(&self, value: ValueId) -> bool {
        match &self.build.facts.value(value).kind {
            ValueKind::Str(_) => true,
            ValueKind::Concat(parts) => parts
                .iter()
                .any(|part| matches!(self.build.facts.value(*part).kind, ValueKind::Str(_))),
            _ => false,
        }
    }

    /// The arguments of a call, the cursor on their list.
    fn arguments(&mut self) -> Vec<Arg<'s>> {
        let mut args = Vec::new();
        self.children(|walker, kind| {
            let spread = kind == Kind::VariadicArgument;
            let value = if spread {
                walker.inner()
            } else {
                walker.expression()
            };
            args.push(Arg {
                name: None,
                value,
                spread,
            });
        });
        args
    }

    /// The value of the first child.
    pub(super) fn inner(&mut self) -> ValueId {
        if !self.down_to_first() {
            return self.other();
        }
        let value = self.expression();
        self.rest();
        value
    }

    /// What is left when no left operand can be followed.
    fn operand(&mut self) -> ValueId {
        let node = self.node();
        let at = span(node);
        let kind = match self.kind() {
            Kind::Identifier | Kind::TypeIdentifier => ValueKind::Name(self.text_of(node)),
            Kind::QualifiedType | Kind::GenericType | Kind::PointerType => return self.path(node),
            Kind::TypeInstantiation => match node.child_by_field_name("type") {
                Some(generic) => return self.path(generic),
                None => ValueKind::Other,
            },
            Kind::String | Kind::RawString => ValueKind::Str(strings::decode(self.text_of(node))),
            Kind::Int | Kind::Float | Kind::Imaginary => ValueKind::Number(self.text_of(node)),
            Kind::Nil => ValueKind::Null,
            Kind::True => ValueKind::Bool(true),
            Kind::False => ValueKind::Bool(false),
            Kind::FuncLiteral => ValueKind::Closure(self.function()),
            Kind::Composite => return self.composite(),
            Kind::LiteralValue => return self.literal(None),
            Kind::Unary if self.first_byte() == b'-' => self.negative(),
            _ => {
                self.walk();
                ValueKind::Other
            }
        };
        self.build.value(kind, at)
    }

    /// `-1` is a number, any other `-x` is arithmetic.
    fn negative(&mut self) -> ValueKind<'s> {
        let node = self.node();
        let number = node
            .child_by_field_name("operand")
            .is_some_and(|operand| matches!(Kind::of(operand), Kind::Int | Kind::Float));
        if number {
            return ValueKind::Number(self.text_of(node));
        }
        self.walk();
        ValueKind::Other
    }

    /// A type as a name or member, its pointer and type arguments dropped.
    pub(super) fn path(&mut self, node: Node<'t>) -> ValueId {
        let Some(named) = named_type(node) else {
            return self.build.value(ValueKind::Other, span(node));
        };
        let at = span(named);
        let kind = if Kind::of(named) == Kind::QualifiedType {
            let package = named.child_by_field_name("package");
            let name = named.child_by_field_name("name");
            match (package, name) {
                (Some(package), Some(name)) => {
                    let text = self.text_of(package);
                    let base = self.build.value(ValueKind::Name(text), span(package));
                    ValueKind::Member {
                        base,
                        name: self.text_of(name),
                    }
                }
                _ => ValueKind::Other,
            }
        } else {
            ValueKind::Name(self.text_of(named))
        };
        self.build.value(kind, at)
    }
}

/// The identifier or qualified type under pointers, parentheses and type arguments.
pub(super) fn named_type(mut node: Node<'_>) -> Option<Node<'_>> {
    // Bounded by the depth of the tree, which the bound cuts for files made to be slow.
    for _ in 0..32 {
        node = match Kind::of(node) {
            Kind::Identifier | Kind::TypeIdentifier | Kind::QualifiedType => return Some(node),
            Kind::GenericType => node.child_by_field_name("type")?,
            Kind::PointerType | Kind::ParenthesizedType => node.named_child(0)?,
            _ => return None,
        };
    }
    None
}
