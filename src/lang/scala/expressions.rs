//! Expressions: values, calls and their chains.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Arg, CallId, CallKind, ValueId, ValueKind};
use crate::model::place::Span;

/// How many links of one chain (`a.b().c()…`) hang together; past that a fresh chain starts, so that
/// nobody who follows one recurses without end.
const CHAIN: usize = 200;

/// Marks a link that is no call of its own.
const NO_CALL: CallId = CallId(u32::MAX);

impl<'s, 't> Reader<'s, 't> {
    /// The value of an expression, with every fact under it.
    pub(super) fn value(&mut self, node: Node<'t>) -> ValueId {
        let node = unwrap(node);
        let id = if self.build.down() {
            match Kind::of(node) {
                Kind::Call | Kind::FieldExpression | Kind::GenericFunction => self.chain(node),
                _ => self.simple(node),
            }
        } else {
            self.other(node)
        };
        self.build.up();
        id
    }

    /// `a.b(x)(y).c`: down the left side without recursion, then up again. Lists of arguments that
    /// follow each other are one call's.
    fn chain(&mut self, node: Node<'t>) -> ValueId {
        let first = self.links.len();
        let mut node = node;
        let mut called = false;
        loop {
            let (base, call) = match Kind::of(node) {
                Kind::Call => {
                    let call = if called {
                        NO_CALL
                    } else {
                        self.build.start_call(CallKind::Function, span(node))
                    };
                    called = true;
                    (self.part(node, self.fields.function), call)
                }
                Kind::GenericFunction => (self.part(node, self.fields.function), NO_CALL),
                Kind::FieldExpression => {
                    called = false;
                    (self.part(node, self.fields.value), NO_CALL)
                }
                _ => break,
            };
            let Some(base) = base else { break };
            self.links.push((node, call));
            node = unwrap(base);
        }
        let mut name_span = span(node);
        let mut value = if self.links.len() == first {
            self.visit_children(node);
            self.other(node)
        } else {
            self.simple(node)
        };
        let mut length = 0;
        let mut args = Vec::new();
        while self.links.len() > first {
            let Some((link, call)) = self.links.pop() else {
                break;
            };
            length += 1;
            if length % CHAIN == 0 {
                value = self.build.value(ValueKind::Other, name_span);
            }
            match Kind::of(link) {
                Kind::Call => {
                    if let Some(list) = self.part(link, self.fields.arguments) {
                        self.call_arguments(list, &mut args);
                    }
                    if call != NO_CALL {
                        let args = std::mem::take(&mut args);
                        value = self.build.finish_call(call, value, name_span, args);
                        name_span = span(link);
                    }
                }
                Kind::FieldExpression => {
                    let name = self.part(link, self.fields.field);
                    let at = name.map_or_else(|| Span::new(link.end_byte(), link.end_byte()), span);
                    let name = at.of(self.text).trim_matches('`');
                    if name == "stripMargin" {
                        value = self.strip_margin(value, span(link));
                    } else if name != "asInstanceOf" {
                        let kind = ValueKind::Member { base: value, name };
                        value = self.build.value(kind, span(link));
                    }
                    name_span = at;
                }
                _ => {}
            }
        }
        value
    }

    /// `(a, b = c)`, `{ a }`, `{ x => y }`, `{ case a => b }`.
    fn call_arguments(&mut self, list: Node<'t>, args: &mut Vec<Arg<'s>>) {
        let value = match Kind::of(list) {
            Kind::Arguments => return self.arguments(list, args),
            // What a block gives is handed in, when it is asked for.
            Kind::Block => self.outcome(list).unwrap_or_else(|| self.other(list)),
            Kind::CaseBlock => self.cases(list),
            _ => {
                self.visit_children(list);
                self.other(list)
            }
        };
        args.push(Arg {
            name: None,
            value,
            spread: false,
        });
    }

    pub(super) fn arguments(&mut self, list: Node<'t>, args: &mut Vec<Arg<'s>>) {
        let fields = self.fields;
        self.children(list, |reader, child, _| {
            let mut name = None;
            let mut given = child;
            if Kind::of(child) == Kind::Assignment
                && let Some(left) = reader.part(child, fields.left)
                && Kind::of(left) == Kind::Identifier
                && let Some(right) = reader.part(child, fields.right)
            {
                name = Some(reader.name(left));
                given = right;
            }
            let spread = Kind::of(child) == Kind::Vararg
                || Kind::of(child) == Kind::Ascription && reader.source(child).ends_with("_*");
            let value = reader.value(given);
            args.push(Arg {
                name,
                value,
                spread,
            });
        });
    }

    /// `extends T(x)`: the type under a type is made.
    pub(super) fn construction(&mut self, whole: Node<'t>, of: Node<'t>, list: Node<'t>) {
        let at = Span::new(of.start_byte(), list.end_byte().min(whole.end_byte()));
        let call = self.build.start_call(CallKind::Function, at);
        let callee = self.path(of);
        let name_span = self.build.name_span(callee);
        let mut args = Vec::new();
        self.arguments(list, &mut args);
        self.build.finish_call(call, callee, name_span, args);
    }

    /// `new T(x)(y) { … }`.
    fn instance(&mut self, node: Node<'t>) -> ValueId {
        let call = self.build.start_call(CallKind::Constructor, span(node));
        let mut callee = None;
        let mut args = Vec::new();
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::Arguments => reader.arguments(child, &mut args),
            Kind::TemplateBody | Kind::WithTemplateBody => {
                // A type without a name: bare names in it are still those of the type around.
                let outside = std::mem::replace(&mut reader.member_of, super::Home::None);
                reader.template(child, super::Home::None, None);
                reader.member_of = outside;
            }
            _ if callee.is_none() => callee = Some(reader.path(child)),
            _ => reader.visit(child),
        });
        let callee = callee.unwrap_or_else(|| self.other(node));
        let name_span = self.build.name_span(callee);
        self.build.finish_call(call, callee, name_span, args)
    }

    /// A type as a value: `a.B[C]` is member B of a.
    pub(super) fn path(&mut self, node: Node<'t>) -> ValueId {
        let whole = self.source(node);
        let whole = whole.split(['[', '(', ' ', '{']).next().unwrap_or(whole);
        let mut at = node.start_byte();
        let mut value = None;
        for part in whole.split('.') {
            let end = at + part.len();
            let kind = match value {
                None => ValueKind::Name(part),
                Some(base) => ValueKind::Member { base, name: part },
            };
            value = Some(self.build.value(kind, Span::new(node.start_byte(), end)));
            at = end + 1;
        }
        value.unwrap_or_else(|| self.other(node))
    }

    /// Every expression that is no chain.
    fn simple(&mut self, node: Node<'t>) -> ValueId {
        let kind = match Kind::of(node) {
            Kind::Identifier | Kind::Operator => ValueKind::Name(self.name(node)),
            Kind::Null | Kind::Unit => ValueKind::Null,
            Kind::Boolean => ValueKind::Bool(self.source(node) == "true"),
            Kind::Integer | Kind::Float => ValueKind::Number(self.source(node)),
            Kind::String | Kind::Character => return self.literal(node),
            Kind::Interpolated => return self.interpolated(node),
            Kind::Lambda => return self.lambda(node),
            Kind::CaseBlock => return self.cases(node),
            Kind::Infix => return self.infix(node),
            Kind::Instance => return self.instance(node),
            Kind::If | Kind::Match | Kind::Try => return self.branches(node),
            Kind::Block | Kind::IndentedBlock => {
                let given = self.outcome(node);
                return given.unwrap_or_else(|| self.other(node));
            }
            Kind::Tuple => {
                let mut items = Vec::new();
                self.children(node, |reader, child, _| items.push(reader.value(child)));
                ValueKind::List(items)
            }
            Kind::Prefix if is_negative(node) && self.source(node).starts_with('-') => {
                ValueKind::Number(self.source(node))
            }
            Kind::Other
            | Kind::Prefix
            | Kind::Arguments
            | Kind::TemplateBody
            | Kind::IndentedCases => {
                self.visit_children(node);
                ValueKind::Other
            }
            _ if node.named_child_count() == 0 => ValueKind::Other,
            _ => {
                self.visit(node);
                ValueKind::Other
            }
        };
        self.build.value(kind, span(node))
    }

    /// `a + b` builds text, `a -> b` is a pair, `a op b` with a name for an operator is a call.
    fn infix(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let operator = self.part(node, fields.operator);
        let text = operator.map_or("", |operator| self.source(operator));
        if text == "+" {
            return self.sum(node);
        }
        let (Some(left), Some(right)) =
            (self.part(node, fields.left), self.part(node, fields.right))
        else {
            self.visit_children(node);
            return self.other(node);
        };
        if text == "->" {
            let pair = vec![self.value(left), self.value(right)];
            return self.build.value(ValueKind::List(pair), span(node));
        }
        let Some(operator) = operator.filter(|name| Kind::of(*name) == Kind::Identifier) else {
            self.visit(left);
            self.visit(right);
            return self.other(node);
        };
        let call = self.build.start_call(CallKind::Function, span(node));
        let base = self.value(left);
        let at = Span::new(left.start_byte(), operator.end_byte());
        let kind = ValueKind::Member { base, name: text };
        let callee = self.build.value(kind, at);
        let mut args = Vec::new();
        if Kind::of(right) == Kind::Tuple {
            self.arguments(right, &mut args);
        } else {
            let value = self.value(right);
            args.push(Arg {
                name: None,
                value,
                spread: false,
            });
        }
        self.build.finish_call(call, callee, span(operator), args)
    }

    fn is_sum(&self, node: Node<'t>) -> bool {
        Kind::of(node) == Kind::Infix
            && self
                .part(node, self.fields.operator)
                .is_some_and(|operator| self.source(operator) == "+")
    }

    /// `a + b + c`, flattened.
    fn sum(&mut self, node: Node<'t>) -> ValueId {
        let first = self.links.len();
        let mut inner = node;
        loop {
            if let Some(right) = self.part(inner, self.fields.right) {
                self.links.push((right, NO_CALL));
            }
            let Some(left) = self.part(inner, self.fields.left) else {
                break;
            };
            if self.is_sum(left) {
                inner = left;
            } else {
                self.links.push((left, NO_CALL));
                break;
            }
        }
        let number = self.links[first..]
            .iter()
            .all(|(operand, _)| matches!(Kind::of(*operand), Kind::Integer | Kind::Float));
        let mut ids = Vec::new();
        while self.links.len() > first {
            let Some((operand, _)) = self.links.pop() else {
                break;
            };
            let id = self.value(operand);
            match &self.build.facts.value(id).kind {
                ValueKind::Concat(parts) => ids.extend(parts.clone()),
                _ => ids.push(id),
            }
        }
        let kind = if number {
            ValueKind::Other
        } else {
            ValueKind::Concat(ids)
        };
        self.build.value(kind, span(node))
    }

    /// `if (c) a else b`, `x match { case p => a }`, `try a catch { case e => b }`.
    fn branches(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let mut ids = Vec::new();
        self.children(node, |reader, child, field| match Kind::of(child) {
            _ if field == fields.condition || field == fields.value => reader.visit(child),
            Kind::CaseBlock | Kind::IndentedCases => reader.clauses(child, &mut ids),
            Kind::Catch => reader.catch_clause(child, &mut ids),
            Kind::Finally => reader.visit_children(child),
            _ => ids.extend(reader.outcome(child)),
        });
        match ids.as_slice() {
            [only] => *only,
            [] => self.other(node),
            _ => self.build.value(ValueKind::Either(ids), span(node)),
        }
    }
}

/// Whether a sign stands before a number.
fn is_negative(node: Node<'_>) -> bool {
    node.named_child(0)
        .is_some_and(|operand| matches!(Kind::of(operand), Kind::Integer | Kind::Float))
}

/// The expression inside parentheses, `x: T` and `f _`.
fn unwrap(mut node: Node<'_>) -> Node<'_> {
    while matches!(
        Kind::of(node),
        Kind::Parenthesized | Kind::Ascription | Kind::MethodValue | Kind::Vararg
    ) && let Some(inner) = node.named_child(0)
        && !matches!(Kind::of(inner), Kind::Comment | Kind::BlockComment)
    {
        node = inner;
    }
    node
}
