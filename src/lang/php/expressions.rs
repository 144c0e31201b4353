//! Expressions: values, calls and their chains.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Arg, CallId, CallKind, ValueId, ValueKind};
use crate::model::place::Span;

/// How many links of one chain (`$a->b()->c()…`) hang together; past that a fresh chain starts, so
/// that nobody who follows one recurses without end.
const CHAIN: usize = 200;

/// Marks a link that is no call.
const NO_CALL: CallId = CallId(u32::MAX);

impl<'s, 't> Reader<'s, 't> {
    /// The value of an expression, with every fact under it.
    pub(super) fn value(&mut self, node: Node<'t>) -> ValueId {
        let node = self.unwrap(node);
        let id = if self.build.down() {
            if self.base_of(node).is_some() {
                self.chain(node)
            } else {
                self.simple(node)
            }
        } else {
            self.other(node)
        };
        self.build.up();
        id
    }

    /// The expression inside parentheses, casts, `@`, `&` and `clone`.
    fn unwrap(&mut self, mut node: Node<'t>) -> Node<'t> {
        loop {
            let inner = match Kind::of(node) {
                Kind::Parenthesized | Kind::ErrorSuppression | Kind::Clone | Kind::ByRef => {
                    node.named_child(0)
                }
                Kind::Cast => node.child_by_field_id(self.fields.value),
                _ => None,
            };
            match inner {
                Some(inner) if Kind::of(inner) != Kind::Comment => node = inner,
                _ => return node,
            }
        }
    }

    /// What a link of a chain hangs on.
    fn base_of(&self, node: Node<'t>) -> Option<Node<'t>> {
        let fields = self.fields;
        match Kind::of(node) {
            Kind::FunctionCall => node.child_by_field_id(fields.function),
            Kind::MemberCall | Kind::NullsafeCall | Kind::MemberAccess | Kind::NullsafeAccess => {
                node.child_by_field_id(fields.object)
            }
            Kind::ScopedCall | Kind::ScopedProperty => node.child_by_field_id(fields.scope),
            Kind::ClassConstant | Kind::Subscript => node.named_child(0),
            _ => None,
        }
    }

    /// `$a->b(x)['y']::C`: down the left side without recursion, then up again.
    fn chain(&mut self, node: Node<'t>) -> ValueId {
        let first = self.links.len();
        let mut node = node;
        while let Some(base) = self.base_of(node) {
            let call = match Kind::of(node) {
                Kind::FunctionCall | Kind::MemberCall | Kind::NullsafeCall | Kind::ScopedCall => {
                    self.build.start_call(CallKind::Function, span(node))
                }
                _ => NO_CALL,
            };
            self.links.push((node, call));
            node = self.unwrap(base);
        }
        let mut value = self.simple(node);
        let mut length = 0;
        while self.links.len() > first {
            let Some((link, call)) = self.links.pop() else {
                break;
            };
            length += 1;
            if length % CHAIN == 0 {
                value = self.build.value(ValueKind::Other, span(link));
            }
            value = self.climb(link, call, value);
        }
        value
    }

    /// One link up, with the value below it in hand.
    fn climb(&mut self, link: Node<'t>, call: CallId, base: ValueId) -> ValueId {
        let fields = self.fields;
        let (mut callee, mut name_span) = (base, self.build.name_span(base));
        match Kind::of(link) {
            Kind::FunctionCall => {}
            Kind::Subscript => {
                let mut key = None;
                let mut skipped = false;
                self.children(link, |reader, child, _| {
                    if std::mem::replace(&mut skipped, true) {
                        key = Some(reader.value(child));
                    }
                });
                return match key {
                    Some(key) => self.build.value(ValueKind::Index { base, key }, span(link)),
                    None => base,
                };
            }
            Kind::ClassConstant => {
                let name = link.named_child(1);
                return self.member(link, base, name).0;
            }
            Kind::MemberAccess | Kind::NullsafeAccess | Kind::ScopedProperty => {
                let name = link.child_by_field_id(fields.name);
                return self.member(link, base, name).0;
            }
            _ => {
                let name = link.child_by_field_id(fields.name);
                (callee, name_span) = self.member(link, base, name);
            }
        }
        let args = link
            .child_by_field_id(fields.arguments)
            .map_or_else(Vec::new, |list| self.arguments(list));
        if let [name, value] = args.as_slice()
            && matches!(
                self.build.facts.value(callee).kind,
                ValueKind::Name("define")
            )
        {
            self.defined(name.value, value.value);
        }
        self.build.finish_call(call, callee, name_span, args)
    }

    /// The member of `base` that a link names, and where its name stands.
    fn member(&mut self, link: Node<'t>, base: ValueId, name: Option<Node<'t>>) -> (ValueId, Span) {
        let end = Span::new(link.end_byte(), link.end_byte());
        let mut at = end;
        let mut text = "";
        if let Some(name) = name {
            match Kind::of(name) {
                Kind::Name => (text, at) = (self.source(name), span(name)),
                Kind::VariableName if Kind::of(link) == Kind::ScopedProperty => {
                    (text, at) = self.property_name(name);
                }
                _ => {
                    at = span(name);
                    self.visit(name);
                }
            }
        }
        let whole = Span {
            start: link.start_byte() as u32,
            end: at.end,
        };
        let value = self
            .build
            .value(ValueKind::Member { base, name: text }, whole);
        (value, at)
    }

    /// `(a, name: b, ...$c)`.
    pub(super) fn arguments(&mut self, list: Node<'t>) -> Vec<Arg<'s>> {
        let name_field = self.fields.name;
        let mut args = Vec::new();
        self.children(list, |reader, child, _| {
            if Kind::of(child) != Kind::Argument {
                return reader.visit(child);
            }
            let mut name = None;
            let mut value = None;
            let mut spread = false;
            reader.children(child, |reader, part, field| {
                if field == name_field {
                    name = Some(reader.source(part));
                } else if Kind::of(part) == Kind::VariadicUnpacking {
                    spread = true;
                    reader.children(part, |reader, inner, _| value = Some(reader.value(inner)));
                } else {
                    value = Some(reader.value(part));
                }
            });
            let value = value.unwrap_or_else(|| reader.other(child));
            args.push(Arg {
                name,
                value,
                spread,
            });
        });
        args
    }

    /// A name with its namespace: `\A\b` is member b of \A.
    fn path(&mut self, node: Node<'t>) -> ValueId {
        let source = self.source(node);
        let inner = source.strip_prefix("namespace\\").unwrap_or(source);
        let mut at = node.end_byte() - inner.len();
        let start = at;
        let mut value = None;
        // A backslash in front says that the name begins at the root, and stays with its first part.
        let root = usize::from(inner.starts_with('\\'));
        let first = inner[root..]
            .find('\\')
            .map_or(inner.len(), |end| root + end);
        let (head, rest) = inner.split_at(first);
        for part in std::iter::once(head).chain(rest.split('\\').skip(1)) {
            let end = at + part.len();
            let kind = match value {
                None => ValueKind::Name(part),
                Some(base) => ValueKind::Member { base, name: part },
            };
            value = Some(self.build.value(kind, Span::new(start, end)));
            at = end + 1;
        }
        value.unwrap_or_else(|| self.other(node))
    }

    /// Every expression that is no chain.
    fn simple(&mut self, node: Node<'t>) -> ValueId {
        let kind = match Kind::of(node) {
            Kind::VariableName | Kind::Name => ValueKind::Name(self.source(node)),
            Kind::QualifiedName | Kind::RelativeName => return self.path(node),
            // `static` means what `self` does, as far as names are concerned.
            Kind::RelativeScope if self.source(node) != "parent" => ValueKind::Name("self"),
            Kind::RelativeScope => ValueKind::Name("parent"),
            Kind::Integer | Kind::Float => ValueKind::Number(self.source(node)),
            Kind::Boolean => ValueKind::Bool(self.source(node).eq_ignore_ascii_case("true")),
            Kind::Null => ValueKind::Null,
            Kind::String | Kind::Encapsed | Kind::Heredoc | Kind::Nowdoc => {
                return self.string(node);
            }
            Kind::AnonymousFunction | Kind::ArrowFunction => return self.closure(node),
            Kind::Assignment | Kind::ReferenceAssignment | Kind::Augmented => {
                return self.assignment(node);
            }
            Kind::Binary => return self.binary(node),
            Kind::Conditional => self.conditional(node),
            Kind::Match => self.matched(node),
            Kind::ObjectCreation => return self.creation(node),
            Kind::ArrayCreation => self.array(node),
            Kind::Unary => self.unary(node),
            _ => {
                self.visit_children(node);
                ValueKind::Other
            }
        };
        self.build.value(kind, span(node))
    }

    /// `-1` is a number, any other `-x` is arithmetic.
    fn unary(&mut self, node: Node<'t>) -> ValueKind<'s> {
        if self.source(node).starts_with('-')
            && let Some(operand) = node.named_child(0)
            && matches!(Kind::of(operand), Kind::Integer | Kind::Float)
        {
            return ValueKind::Number(self.source(node));
        }
        self.visit_children(node);
        ValueKind::Other
    }

    fn operator(&self, node: Node<'t>) -> &'s str {
        node.child_by_field_id(self.fields.operator)
            .map_or("", |operator| self.source(operator))
    }

    /// `$a . $b` and `$a ?? $b`, flattened; what else stands between operands is only visited.
    fn binary(&mut self, node: Node<'t>) -> ValueId {
        let operator = self.operator(node);
        if operator != "." && operator != "??" {
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
        let mut ids = Vec::new();
        while self.links.len() > first {
            let Some((operand, _)) = self.links.pop() else {
                break;
            };
            let id = self.value(operand);
            match &self.build.facts.value(id).kind {
                ValueKind::Concat(parts) if operator == "." => ids.extend(parts.clone()),
                ValueKind::Either(parts) if operator == "??" => ids.extend(parts.clone()),
                _ => ids.push(id),
            }
        }
        let kind = if operator == "." {
            ValueKind::Concat(ids)
        } else {
            ValueKind::Either(ids)
        };
        self.build.value(kind, span(node))
    }

    /// `$c ? $a : $b`, `$a ?: $b`.
    fn conditional(&mut self, node: Node<'t>) -> ValueKind<'s> {
        let fields = self.fields;
        let short = node.child_by_field_id(fields.body).is_none();
        let mut ids = Vec::with_capacity(2);
        self.children(node, |reader, child, field| {
            if field == fields.condition && !short {
                reader.visit(child);
            } else {
                ids.push(reader.value(child));
            }
        });
        ValueKind::Either(ids)
    }

    /// `match ($x) { 1 => $a, default => $b }`.
    fn matched(&mut self, node: Node<'t>) -> ValueKind<'s> {
        let result = self.fields.return_expression;
        let mut ids = Vec::new();
        self.children(node, |reader, child, _| {
            if Kind::of(child) != Kind::MatchBlock {
                return reader.visit(child);
            }
            reader.children(child, |reader, arm, _| {
                reader.children(arm, |reader, part, field| {
                    if field == result {
                        ids.push(reader.value(part));
                    } else {
                        reader.visit(part);
                    }
                });
            });
        });
        ValueKind::Either(ids)
    }

    /// `new T($x)`, `new class($x) { … }`.
    fn creation(&mut self, node: Node<'t>) -> ValueId {
        let call = self.build.start_call(CallKind::Constructor, span(node));
        let mut callee = None;
        let mut args = Vec::new();
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::Arguments => args = reader.arguments(child),
            Kind::AnonymousClass => reader.visit(child),
            _ if callee.is_none() => callee = Some(reader.value(child)),
            _ => reader.visit(child),
        });
        let callee = callee.unwrap_or_else(|| {
            let start = node.start_byte();
            self.build
                .value(ValueKind::Other, Span::new(start, start + "new".len()))
        });
        let name_span = self.build.name_span(callee);
        self.build.finish_call(call, callee, name_span, args)
    }

    /// `['k' => $v, …]` is a map, `[$a, $b]` a list.
    fn array(&mut self, node: Node<'t>) -> ValueKind<'s> {
        let mut entries = Vec::new();
        let mut items = Vec::new();
        self.children(node, |reader, child, _| {
            let mut parts = Vec::with_capacity(2);
            reader.children(child, |reader, part, _| {
                if Kind::of(part) == Kind::VariadicUnpacking {
                    reader.visit_children(part);
                } else {
                    parts.push(reader.value(part));
                }
            });
            match parts.as_slice() {
                [key, value] => entries.push((*key, *value)),
                [only] => items.push(*only),
                _ => {}
            }
        });
        if entries.is_empty() {
            ValueKind::List(items)
        } else {
            ValueKind::Map(entries)
        }
    }
}
