//! Expressions: values, calls and their chains.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Arg, BindingKind, CallId, CallKind, Return, ValueId, ValueKind};
use crate::model::place::Span;

/// How many links of one chain (`a.b().c()…`) hang together; past that a fresh chain starts, so that
/// nobody who follows one recurses without end.
const CHAIN: usize = 200;

/// Marks a link that is no call.
const NO_CALL: CallId = CallId(u32::MAX);

impl<'s, 't> Reader<'s, 't> {
    /// The value of an expression, with every fact under it.
    pub(super) fn value(&mut self, node: Node<'t>) -> ValueId {
        let node = self.unwrap(node);
        let id = if self.build.down() {
            match Kind::of(node) {
                Kind::Call | Kind::Attribute | Kind::Subscript => self.chain(node),
                _ => self.simple(node),
            }
        } else {
            self.other(node)
        };
        self.build.up();
        id
    }

    /// The expression inside parentheses and `await`.
    fn unwrap(&mut self, mut node: Node<'t>) -> Node<'t> {
        while matches!(
            Kind::of(node),
            Kind::Parenthesized | Kind::Await | Kind::AsPatternTarget
        ) {
            let mut inner = None;
            self.children(node, |reader, child, _| {
                if inner.is_none() && !child.is_error() {
                    inner = Some(child);
                } else {
                    reader.visit(child);
                }
            });
            match inner {
                Some(inner) => node = inner,
                None => break,
            }
        }
        node
    }

    /// Calls, members and subscripts, however many hang on each other: down to the first name, then
    /// out again, without recursion.
    fn chain(&mut self, outermost: Node<'t>) -> ValueId {
        let first = self.links.len();
        let mut node = outermost;
        loop {
            let kind = Kind::of(node);
            let inner = match kind {
                Kind::Call => self.fields.function,
                Kind::Attribute => self.fields.object,
                Kind::Subscript => self.fields.value,
                _ => break,
            };
            let Some(inner) = node.child_by_field_id(inner) else {
                break;
            };
            let call = if kind == Kind::Call {
                self.build.start_call(CallKind::Function, span(node))
            } else {
                NO_CALL
            };
            self.links.push((node, call));
            node = self.unwrap(inner);
        }
        let mut name_span = span(node);
        let mut value = if self.links.len() == first {
            self.visit_children(node);
            self.other(node)
        } else {
            self.simple(node)
        };
        let mut length = 0;
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
                    let args = self.arguments(link);
                    value = self.build.finish_call(call, value, name_span, args);
                    name_span = span(link);
                }
                Kind::Attribute => {
                    let mut name = None;
                    let fields = self.fields;
                    self.children(link, |_, child, field| {
                        if field == fields.attribute {
                            name = Some(child);
                        }
                    });
                    let name = name.map_or(Span::new(link.end_byte(), link.end_byte()), span);
                    value = self.build.value(
                        ValueKind::Member {
                            base: value,
                            name: name.of(self.text),
                        },
                        span(link),
                    );
                    name_span = name;
                }
                _ => {
                    let key = self.subscript_key(link);
                    value = self
                        .build
                        .value(ValueKind::Index { base: value, key }, span(link));
                    name_span = span(link);
                }
            }
        }
        value
    }

    fn subscript_key(&mut self, node: Node<'t>) -> ValueId {
        let mut first = None;
        let mut rest = Vec::new();
        let field = self.fields.subscript;
        self.children(node, |reader, child, at| {
            if at == field {
                let key = reader.value(child);
                match first {
                    None => first = Some(key),
                    Some(first) if rest.is_empty() => rest.extend([first, key]),
                    Some(_) => rest.push(key),
                }
            }
        });
        match first {
            Some(first) if rest.is_empty() => first,
            Some(_) => self.build.value(ValueKind::List(rest), span(node)),
            None => self.other(node),
        }
    }

    fn arguments(&mut self, call: Node<'t>) -> Vec<Arg<'s>> {
        let mut args = Vec::new();
        let fields = self.fields;
        self.children(call, |reader, child, field| {
            if field == fields.function {
                return;
            }
            if Kind::of(child) == Kind::ArgumentList {
                reader.children(child, |reader, child, _| {
                    if let Some(arg) = reader.argument(child) {
                        args.push(arg);
                    }
                });
            } else if field == fields.arguments {
                // A generator that is the only argument stands without parentheses of its own.
                let value = reader.value(child);
                args.push(Arg {
                    name: None,
                    value,
                    spread: false,
                });
            } else {
                reader.visit(child);
            }
        });
        args
    }

    fn argument(&mut self, node: Node<'t>) -> Option<Arg<'s>> {
        let (name, value, spread) = match Kind::of(node) {
            Kind::KeywordArgument => {
                let name = node.child_by_field_id(self.fields.name);
                let mut value = None;
                let field = self.fields.value;
                self.children(node, |reader, child, at| {
                    if at == field {
                        value = Some(reader.value(child));
                    }
                });
                (name.map(|name| self.source(name)), value?, false)
            }
            Kind::ListSplat | Kind::DictionarySplat => (None, self.only_child(node)?, true),
            Kind::ParenthesizedListSplat => {
                let mut inner = None;
                self.children(node, |_, child, _| inner = Some(child));
                (None, self.only_child(inner?)?, true)
            }
            _ if node.is_error() => {
                self.visit_children(node);
                return None;
            }
            _ => (None, self.value(node), false),
        };
        Some(Arg {
            name,
            value,
            spread,
        })
    }

    /// The value of the one expression in `node`.
    fn only_child(&mut self, node: Node<'t>) -> Option<ValueId> {
        let mut value = None;
        self.children(node, |reader, child, _| value = Some(reader.value(child)));
        value
    }

    /// `print >>f, a, b` as a call of `print`.
    pub(super) fn print_statement(&mut self, node: Node<'t>) {
        let start = node.start_byte();
        let keyword = Span::new(start, start + "print".len());
        let call = self.build.start_call(CallKind::Function, span(node));
        let callee = self
            .build
            .value(ValueKind::Name(keyword.of(self.text)), keyword);
        let mut args = Vec::new();
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::Chevron {
                reader.visit_children(child);
            } else {
                let value = reader.value(child);
                args.push(Arg {
                    name: None,
                    value,
                    spread: false,
                });
            }
        });
        self.build.finish_call(call, callee, keyword, args);
    }

    /// Every expression that is no chain.
    fn simple(&mut self, node: Node<'t>) -> ValueId {
        let kind = match Kind::of(node) {
            Kind::Identifier => ValueKind::Name(self.source(node)),
            Kind::Integer | Kind::Float => ValueKind::Number(self.source(node)),
            Kind::True => ValueKind::Bool(true),
            Kind::False => ValueKind::Bool(false),
            Kind::None => ValueKind::Null,
            Kind::String | Kind::ConcatenatedString => return self.string(node),
            Kind::List
            | Kind::Tuple
            | Kind::Set
            | Kind::ExpressionList
            | Kind::PatternList
            | Kind::TuplePattern
            | Kind::ListPattern => ValueKind::List(self.items(node)),
            Kind::Dictionary => ValueKind::Map(self.entries(node)),
            Kind::Lambda => return self.lambda(node),
            Kind::BooleanOperator => return self.either(node),
            Kind::ConditionalExpression => return self.conditional(node),
            Kind::BinaryOperator => return self.binary(node),
            Kind::UnaryOperator => {
                let number = node
                    .child_by_field_id(self.fields.argument)
                    .is_some_and(|of| matches!(Kind::of(of), Kind::Integer | Kind::Float));
                if number {
                    ValueKind::Number(self.source(node))
                } else {
                    self.visit_children(node);
                    ValueKind::Other
                }
            }
            Kind::NamedExpression => return self.walrus(node),
            Kind::Type => match self.only_child(node) {
                Some(value) => return value,
                None => ValueKind::Other,
            },
            Kind::Assignment | Kind::AugmentedAssignment | Kind::Comment => {
                self.visit(node);
                ValueKind::Other
            }
            _ => {
                self.visit_children(node);
                ValueKind::Other
            }
        };
        self.build.value(kind, span(node))
    }

    fn items(&mut self, node: Node<'t>) -> Vec<ValueId> {
        let mut items = Vec::with_capacity(node.named_child_count());
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::ListSplat {
                if let Some(inner) = reader.only_child(child) {
                    let whole = ValueKind::Same(inner);
                    items.push(reader.build.value(whole, span(child)));
                }
            } else if child.is_error() {
                reader.visit_children(child);
            } else {
                items.push(reader.value(child));
            }
        });
        items
    }

    fn entries(&mut self, node: Node<'t>) -> Vec<(ValueId, ValueId)> {
        let mut entries = Vec::with_capacity(node.named_child_count());
        let fields = self.fields;
        self.children(node, |reader, child, _| {
            if Kind::of(child) != Kind::Pair {
                reader.visit_children(child);
                return;
            }
            let (mut key, mut value) = (None, None);
            reader.children(child, |reader, part, field| {
                if field == fields.key {
                    key = Some(reader.value(part));
                } else if field == fields.value {
                    value = Some(reader.value(part));
                } else {
                    reader.visit(part);
                }
            });
            if let (Some(key), Some(value)) = (key, value) {
                entries.push((key, value));
            }
        });
        entries
    }

    fn lambda(&mut self, node: Node<'t>) -> ValueId {
        let id = self.build.enter_closure(span(node), "lambda".len());
        let outside = std::mem::replace(&mut self.in_class_body, false);
        let fields = self.fields;
        self.children(node, |reader, child, field| {
            if field == fields.parameters {
                reader.parameters(id, child, false);
            } else if field == fields.body {
                let value = reader.value(child);
                reader.build.facts.returns.push(Return {
                    function: id,
                    value,
                });
            } else {
                reader.visit(child);
            }
        });
        self.in_class_body = outside;
        self.build.leave_function();
        self.build.value(ValueKind::Closure(id), span(node))
    }

    /// `a or b or c`, `a and b`: one of the operands comes out.
    fn either(&mut self, node: Node<'t>) -> ValueId {
        let first = self.push_operands(node, |node| Kind::of(node) == Kind::BooleanOperator);
        let mut ids = Vec::with_capacity(self.links.len() - first);
        while self.links.len() > first {
            if let Some((operand, _)) = self.links.pop() {
                ids.push(self.value(operand));
            }
        }
        self.build.value(ValueKind::Either(ids), span(node))
    }

    fn conditional(&mut self, node: Node<'t>) -> ValueId {
        let mut ids = Vec::with_capacity(2);
        let mut at = 0;
        self.children(node, |reader, child, _| {
            if at == 1 {
                reader.visit(child);
            } else {
                ids.push(reader.value(child));
            }
            at += 1;
        });
        self.build.value(ValueKind::Either(ids), span(node))
    }

    fn binary(&mut self, node: Node<'t>) -> ValueId {
        match self.operator(node) {
            "+" => self.sum(node),
            "%" => self.percent(node),
            _ => {
                self.visit_children(node);
                self.other(node)
            }
        }
    }

    fn operator(&self, node: Node<'t>) -> &'s str {
        node.child_by_field_id(self.fields.operator)
            .map_or("", |operator| self.source(operator))
    }

    /// `a + b + c`: a string in the making, unless a number says otherwise.
    fn sum(&mut self, node: Node<'t>) -> ValueId {
        let operator = self.fields.operator;
        let text = self.text;
        let first = self.push_operands(node, |node| {
            Kind::of(node) == Kind::BinaryOperator
                && node
                    .child_by_field_id(operator)
                    .is_some_and(|operator| span(operator).of(text) == "+")
        });
        let number = self.links[first..]
            .iter()
            .any(|(operand, _)| matches!(Kind::of(*operand), Kind::Integer | Kind::Float));
        let mut ids = Vec::new();
        while self.links.len() > first {
            let Some((operand, _)) = self.links.pop() else {
                break;
            };
            if number {
                self.visit(operand);
                continue;
            }
            let id = self.value(operand);
            match &self.build.facts.values[id.0 as usize].kind {
                ValueKind::Concat(inner) => ids.extend(inner),
                _ => ids.push(id),
            }
        }
        if number {
            self.other(node)
        } else {
            self.build.value(ValueKind::Concat(ids), span(node))
        }
    }

    /// Puts the operands of a left-leaning tree of operators onto the links, the last one first, and
    /// says where they begin.
    fn push_operands(&mut self, node: Node<'t>, same: impl Fn(Node<'t>) -> bool) -> usize {
        let first = self.links.len();
        let mut node = node;
        loop {
            let (left, right) = (
                node.child_by_field_id(self.fields.left),
                node.child_by_field_id(self.fields.right),
            );
            let (left_field, right_field) = (self.fields.left, self.fields.right);
            self.children(node, |reader, child, field| {
                if field != left_field && field != right_field {
                    reader.visit(child);
                }
            });
            if let Some(right) = right {
                self.links.push((right, NO_CALL));
            }
            let Some(left) = left else { break };
            let inner = self.unwrap(left);
            if same(inner) {
                node = inner;
            } else {
                self.links.push((inner, NO_CALL));
                break;
            }
        }
        first
    }

    fn walrus(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let mut bound = None;
        let mut value = None;
        self.children(node, |reader, child, field| {
            if field == fields.name {
                bound = Some(reader.bind(BindingKind::Variable, child));
            } else if field == fields.value {
                value = Some(reader.value(child));
            }
        });
        if let Some(bound) = bound {
            self.build.facts.bindings[bound].value = value;
        }
        value.unwrap_or_else(|| self.other(node))
    }
}
