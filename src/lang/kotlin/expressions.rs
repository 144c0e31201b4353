//! Expressions: values, calls and their chains.

use tree_sitter::Node;

use super::super::tree::span;
use super::functions::is_expression;
use super::{Kind, Reader, strings};
use crate::model::facts::{Arg, CallId, CallKind, ValueId, ValueKind};
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
                Kind::Call | Kind::Navigation | Kind::Index => self.chain(node),
                _ => self.simple(node),
            }
        } else {
            self.other(node)
        };
        self.build.up();
        id
    }

    /// The expression inside parentheses, casts, labels, annotations and `x!!`.
    fn unwrap(&mut self, mut node: Node<'t>) -> Node<'t> {
        loop {
            let inner = match Kind::of(node) {
                Kind::Parenthesized | Kind::Spread => node.named_child(0),
                Kind::As => node.child_by_field_id(self.fields.left),
                Kind::Unary if self.source(node).ends_with("!!") => {
                    node.child_by_field_id(self.fields.argument)
                }
                Kind::Labeled | Kind::AnnotatedExpression | Kind::AnnotatedLambda => {
                    self.ends(node).map(|(_, last)| last)
                }
                _ => None,
            };
            match inner {
                Some(inner)
                    if !matches!(Kind::of(inner), Kind::LineComment | Kind::BlockComment) =>
                {
                    node = inner;
                }
                _ => return node,
            }
        }
    }

    /// `a.b(x)[y].c`: down the left side without recursion, then up again.
    fn chain(&mut self, node: Node<'t>) -> ValueId {
        let first = self.links.len();
        let mut node = node;
        while matches!(Kind::of(node), Kind::Call | Kind::Navigation | Kind::Index) {
            let Some(base) = node.named_child(0) else {
                break;
            };
            let call = if Kind::of(node) == Kind::Call {
                self.build.start_call(CallKind::Function, span(node))
            } else {
                NO_CALL
            };
            self.links.push((node, call));
            let base = match bracketed(node) {
                Some(inner) => inner.named_child(0).unwrap_or(base),
                None => base,
            };
            node = self.unwrap(base);
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
                    let args = self.call_arguments(link);
                    value = self.build.finish_call(call, value, name_span, args);
                    name_span = span(link);
                }
                Kind::Navigation => {
                    let mut name = None;
                    let mut base = true;
                    self.children(link, |_, child, _| {
                        if !std::mem::take(&mut base) {
                            name = Some(child);
                        }
                    });
                    let end = Span::new(link.end_byte(), link.end_byte());
                    let at = name.map_or(end, span);
                    let name = at.of(self.text);
                    let kind = ValueKind::Member { base: value, name };
                    value = self.build.value(kind, span(link));
                    name_span = at;
                }
                _ => {
                    let mut key = None;
                    let mut base = true;
                    self.children(link, |reader, child, _| {
                        if !std::mem::take(&mut base) {
                            key = Some(reader.value(child));
                        }
                    });
                    if let Some(key) = key {
                        let kind = ValueKind::Index { base: value, key };
                        value = self.build.value(kind, span(link));
                    }
                    name_span = span(link);
                }
            }
        }
        value
    }

    /// The arguments of a call, the lambda behind the brackets as the last of them.
    fn call_arguments(&mut self, call: Node<'t>) -> Vec<Arg<'s>> {
        let mut args = match bracketed(call) {
            Some(inner) => self.call_arguments(inner),
            None => Vec::new(),
        };
        let mut base = true;
        self.children(call, |reader, child, _| {
            if std::mem::take(&mut base) {
                return;
            }
            match Kind::of(child) {
                Kind::ValueArguments => reader.arguments(child, &mut args),
                Kind::AnnotatedLambda | Kind::Lambda => {
                    let value = reader.value(child);
                    args.push(Arg {
                        name: None,
                        value,
                        spread: false,
                    });
                }
                Kind::TypeArguments => {}
                _ => reader.visit(child),
            }
        });
        args
    }

    fn arguments(&mut self, list: Node<'t>, args: &mut Vec<Arg<'s>>) {
        self.children(list, |reader, child, _| {
            if Kind::of(child) != Kind::ValueArgument {
                return reader.visit(child);
            }
            let mut name = None;
            let mut value = None;
            reader.children(child, |reader, part, _| {
                let named = reader.assigned(part);
                if named && value.is_none() && Kind::of(part) == Kind::Identifier {
                    name = Some(reader.source(part));
                } else {
                    value = Some(reader.value(part));
                }
            });
            let value = value.unwrap_or_else(|| reader.other(child));
            let spread = reader.source(child).starts_with('*');
            args.push(Arg {
                name,
                value,
                spread,
            });
        });
    }

    /// Whether `=` follows a node. Asking the tree for a sibling would take as long as it is deep.
    pub(super) fn assigned(&self, node: Node<'t>) -> bool {
        let rest = self.text.get(node.end_byte()..).unwrap_or("");
        let rest = rest.trim_start();
        rest.starts_with('=') && !rest.starts_with("==")
    }

    /// `T(x)` where a type is constructed by its declaration: bases, `this(x)`.
    pub(super) fn construction(&mut self, node: Node<'t>) {
        let call = self.build.start_call(CallKind::Function, span(node));
        self.construct(call, node);
    }

    /// Fills a call from a type and its arguments.
    pub(super) fn construct(&mut self, call: CallId, node: Node<'t>) {
        let mut callee = None;
        let mut args = Vec::new();
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::ValueArguments {
                reader.arguments(child, &mut args);
            } else if super::is_type(child) && callee.is_none() {
                callee = Some(reader.path(child));
            } else {
                reader.visit(child);
            }
        });
        let callee = callee.unwrap_or_else(|| {
            let start = node.start_byte();
            let end = start + self.source(node).find('(').unwrap_or(0);
            let at = Span::new(start, end);
            self.build.value(ValueKind::Name(at.of(self.text)), at)
        });
        let name_span = self.build.name_span(callee);
        self.build.finish_call(call, callee, name_span, args);
    }

    /// A type as a value: `a.B<C>` is member B of a.
    pub(super) fn path(&mut self, node: Node<'t>) -> ValueId {
        let whole = self.source(node);
        let whole = whole.split(['<', '?', ' ']).next().unwrap_or(whole);
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
            Kind::Identifier => match self.source(node) {
                "null" => ValueKind::Null,
                "true" => ValueKind::Bool(true),
                "false" => ValueKind::Bool(false),
                name => ValueKind::Name(name),
            },
            Kind::This => {
                let start = node.start_byte();
                let at = Span::new(start, start + "this".len());
                return self.build.value(ValueKind::Name("this"), at);
            }
            Kind::Super => ValueKind::Name("super"),
            Kind::Number | Kind::Float => ValueKind::Number(self.source(node)),
            Kind::Character => {
                let literal = self.source(node).trim_matches('\'');
                ValueKind::Str(strings::decode(literal))
            }
            Kind::String | Kind::MultilineString => return self.string(node),
            Kind::Lambda | Kind::AnonymousFunction => return self.lambda(node),
            Kind::Binary => return self.binary(node),
            Kind::Infix => self.infix(node),
            Kind::If => return self.branches(node),
            Kind::When | Kind::Try => return self.branches(node),
            Kind::CollectionLiteral => {
                let mut items = Vec::new();
                self.children(node, |reader, child, _| items.push(reader.value(child)));
                ValueKind::List(items)
            }
            Kind::Unary => self.unary(node),
            Kind::Assignment | Kind::Return | Kind::ObjectLiteral | Kind::Property => {
                self.visit(node);
                ValueKind::Other
            }
            Kind::CallableReference => ValueKind::Other,
            _ => match node.kind() {
                "null" => ValueKind::Null,
                "true" => ValueKind::Bool(true),
                "false" => ValueKind::Bool(false),
                _ if Kind::of(node) != Kind::Other && is_declaration(node) => {
                    self.visit(node);
                    ValueKind::Other
                }
                _ => {
                    self.visit_children(node);
                    ValueKind::Other
                }
            },
        };
        self.build.value(kind, span(node))
    }

    /// `-1` is a number, any other `-x` is arithmetic.
    fn unary(&mut self, node: Node<'t>) -> ValueKind<'s> {
        if self.source(node).starts_with('-')
            && let Some(operand) = node.child_by_field_id(self.fields.argument)
            && matches!(Kind::of(operand), Kind::Number | Kind::Float)
        {
            return ValueKind::Number(self.source(node));
        }
        self.visit_children(node);
        ValueKind::Other
    }

    /// `a to b` is a pair; other infix calls are only searched.
    fn infix(&mut self, node: Node<'t>) -> ValueKind<'s> {
        let mut parts = Vec::new();
        self.children(node, |_, child, _| parts.push(child));
        if let [left, name, right] = parts.as_slice()
            && self.source(*name) == "to"
        {
            let pair = vec![self.value(*left), self.value(*right)];
            return ValueKind::List(pair);
        }
        for part in parts {
            self.visit(part);
        }
        ValueKind::Other
    }

    fn operator(&self, node: Node<'t>) -> &'s str {
        node.child_by_field_id(self.fields.operator)
            .map_or("", |operator| self.source(operator))
    }

    /// `a + b + c` and `a ?: b`, flattened; what else stands between operands is only visited.
    fn binary(&mut self, node: Node<'t>) -> ValueId {
        let operator = self.operator(node);
        if operator != "+" && operator != "?:" {
            self.visit_children(node);
            return self.other(node);
        }
        let first = self.links.len();
        let mut inner = node;
        loop {
            let (left, right) = (
                inner.child_by_field_id(self.fields.left),
                inner.child_by_field_id(self.fields.right),
            );
            if let Some(right) = right {
                self.links.push((right, NO_CALL));
            }
            let Some(left) = left else { break };
            if Kind::of(left) == Kind::Binary && self.operator(left) == operator {
                inner = left;
            } else {
                self.links.push((left, NO_CALL));
                break;
            }
        }
        let number = operator == "+"
            && self.links[first..]
                .iter()
                .all(|(operand, _)| matches!(Kind::of(*operand), Kind::Number | Kind::Float));
        let mut ids = Vec::new();
        while self.links.len() > first {
            let Some((operand, _)) = self.links.pop() else {
                break;
            };
            let id = self.value(operand);
            match &self.build.facts.value(id).kind {
                ValueKind::Concat(parts) if operator == "+" => ids.extend(parts.clone()),
                ValueKind::Either(parts) if operator == "?:" => ids.extend(parts.clone()),
                _ => ids.push(id),
            }
        }
        let kind = match operator {
            _ if number => ValueKind::Other,
            "+" => ValueKind::Concat(ids),
            _ => ValueKind::Either(ids),
        };
        self.build.value(kind, span(node))
    }

    /// `if (c) a else b`, `when (x) { 1 -> a; else -> b }`, `try { a } catch … { b }`.
    fn branches(&mut self, node: Node<'t>) -> ValueId {
        let condition = self.fields.condition;
        let mut ids = Vec::new();
        self.children(node, |reader, child, field| match Kind::of(child) {
            _ if field == condition => reader.visit(child),
            Kind::WhenSubject | Kind::Finally => reader.visit_children(child),
            Kind::WhenEntry => {
                let mut last = None;
                reader.children(child, |reader, part, _| {
                    if let Some(before) = last.replace(part) {
                        reader.visit(before);
                    }
                });
                if let Some(last) = last {
                    ids.extend(reader.outcome(last));
                }
            }
            Kind::Catch => {
                reader.catch_name(child);
                reader.children(child, |reader, part, _| {
                    if Kind::of(part) == Kind::Block {
                        ids.extend(reader.outcome(part));
                    }
                });
            }
            _ => ids.extend(reader.outcome(child)),
        });
        match ids.as_slice() {
            [only] => *only,
            [] => self.other(node),
            _ => self.build.value(ValueKind::Either(ids), span(node)),
        }
    }

    /// What a branch gives: its last expression.
    fn outcome(&mut self, node: Node<'t>) -> Option<ValueId> {
        if Kind::of(node) != Kind::Block {
            if is_expression(node) {
                return Some(self.value(node));
            }
            self.visit(node);
            return None;
        }
        let mut last = None;
        self.children(node, |reader, child, _| {
            if let Some(before) = last.replace(child) {
                reader.visit(before);
            }
        });
        match last {
            Some(last) if is_expression(last) => Some(self.value(last)),
            Some(last) => {
                self.visit(last);
                None
            }
            None => None,
        }
    }
}

/// Whether the walk has a way of its own for a node.
fn is_declaration(node: Node<'_>) -> bool {
    matches!(
        Kind::of(node),
        Kind::Function | Kind::Class | Kind::Object | Kind::Companion | Kind::VariableDeclaration
    )
}

/// The call that `f(x) { … }` may be read as being made of: `f(x)`, called once more.
fn bracketed(call: Node<'_>) -> Option<Node<'_>> {
    if Kind::of(call) != Kind::Call || call.named_child_count() != 2 {
        return None;
    }
    let inner = call.named_child(0)?;
    let lambda = call.named_child(1)?;
    let last = inner.named_child(inner.named_child_count().checked_sub(1)? as u32)?;
    (Kind::of(lambda) == Kind::AnnotatedLambda
        && Kind::of(inner) == Kind::Call
        && Kind::of(last) == Kind::ValueArguments)
        .then_some(inner)
}
