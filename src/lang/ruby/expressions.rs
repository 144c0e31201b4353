//! Expressions: values, calls and their chains.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Arg, CallId, CallKind, ValueId, ValueKind};
use crate::model::place::Span;

/// How many links of one chain (`a.b(1).c(2)…`) hang together; past that a fresh chain starts, so
/// that nobody who follows one recurses without end.
const CHAIN: usize = 200;

/// Marks a link that is no call.
const NO_CALL: CallId = CallId(u32::MAX);

impl<'s, 't> Reader<'s, 't> {
    /// The value of an expression, with every fact under it.
    pub(super) fn value(&mut self, node: Node<'t>) -> ValueId {
        let node = unwrap(node);
        let id = if self.build.down() {
            match Kind::of(node) {
                Kind::Call | Kind::ElementReference | Kind::ScopeResolution => self.chain(node),
                _ => self.simple(node),
            }
        } else {
            self.other(node)
        };
        self.build.up();
        id
    }

    /// What a link of a chain hangs on.
    fn base_of(&self, node: Node<'t>) -> Option<Node<'t>> {
        let fields = self.fields;
        match Kind::of(node) {
            Kind::Call => node.child_by_field_id(fields.receiver),
            Kind::ElementReference => node.child_by_field_id(fields.object),
            Kind::ScopeResolution => node.child_by_field_id(fields.scope),
            _ => None,
        }
    }

    /// Whether a node is surely a call: it has arguments, a block, or makes an object.
    fn is_call(&self, node: Node<'t>) -> bool {
        let fields = self.fields;
        Kind::of(node) == Kind::Call
            && (node.child_by_field_id(fields.arguments).is_some()
                || node.child_by_field_id(fields.block).is_some()
                || self.makes(node))
    }

    /// `T.new`
    fn makes(&self, node: Node<'t>) -> bool {
        let fields = self.fields;
        node.child_by_field_id(fields.receiver).is_some()
            && node
                .child_by_field_id(fields.method)
                .is_some_and(|method| self.source(method) == "new")
    }

    /// `a.b(x)[y]::C`: down the left side without recursion, then up again.
    fn chain(&mut self, node: Node<'t>) -> ValueId {
        let first = self.links.len();
        let mut node = node;
        loop {
            let call = if self.is_call(node) {
                let kind = if self.makes(node) {
                    CallKind::Constructor
                } else {
                    CallKind::Function
                };
                self.build.start_call(kind, span(node))
            } else {
                NO_CALL
            };
            match self.base_of(node) {
                Some(base) => {
                    self.links.push((node, call));
                    node = unwrap(base);
                }
                None if matches!(Kind::of(node), Kind::Call | Kind::ScopeResolution) => {
                    self.links.push((node, call));
                    break;
                }
                None => break,
            }
        }
        // The bottom is a call without receiver, `::A`, or any other expression.
        let bottom = matches!(Kind::of(node), Kind::Call | Kind::ScopeResolution);
        let mut value = if bottom {
            None
        } else {
            Some(self.simple(node))
        };
        let mut length = 0;
        while self.links.len() > first {
            let Some((link, call)) = self.links.pop() else {
                break;
            };
            length += 1;
            if length % CHAIN == 0 {
                value = Some(self.build.value(ValueKind::Other, span(link)));
            }
            value = Some(self.climb(link, call, value));
        }
        value.unwrap_or_else(|| self.other(node))
    }

    /// One link up, with the value below it in hand.
    fn climb(&mut self, link: Node<'t>, call: CallId, base: Option<ValueId>) -> ValueId {
        let fields = self.fields;
        let name = match Kind::of(link) {
            Kind::ElementReference => return self.index(link, base),
            Kind::ScopeResolution => link.child_by_field_id(fields.name),
            _ => link.child_by_field_id(fields.method),
        };
        let end = Span::new(link.end_byte(), link.end_byte());
        let at = name.map_or(end, span);
        let text = at.of(self.text);
        let whole = Span {
            start: link.start_byte() as u32,
            end: at.end,
        };
        let made = call != NO_CALL && self.makes(link);
        let callee = match base {
            Some(base) if made => base,
            Some(base) => self
                .build
                .value(ValueKind::Member { base, name: text }, whole),
            None => self.build.value(ValueKind::Name(text), at),
        };
        // A literal that is frozen stays what it says.
        if let Some(base) = base
            && text == "freeze"
            && matches!(
                self.build.facts.value(base).kind,
                ValueKind::Str(_) | ValueKind::Template(_) | ValueKind::List(_) | ValueKind::Map(_)
            )
        {
            return base;
        }
        if call == NO_CALL {
            return callee;
        }
        let mut args = Vec::new();
        let mut block = None;
        self.children(link, |reader, child, field| {
            if field == fields.arguments {
                args = reader.arguments(child);
            } else if field == fields.block {
                block = Some(reader.value(child));
            }
        });
        if let Some(value) = block {
            args.push(Arg {
                name: None,
                value,
                spread: false,
            });
        }
        self.build.finish_call(call, callee, at, args)
    }

    fn index(&mut self, link: Node<'t>, base: Option<ValueId>) -> ValueId {
        let object = self.fields.object;
        let mut key = None;
        self.children(link, |reader, child, field| {
            if field != object {
                key = Some(reader.value(child));
            }
        });
        match (base, key) {
            (Some(base), Some(key)) => self.build.value(ValueKind::Index { base, key }, span(link)),
            (Some(base), None) => base,
            _ => self.other(link),
        }
    }

    /// `(a, b: c, "d" => e, *f, **g, &h)`.
    fn arguments(&mut self, list: Node<'t>) -> Vec<Arg<'s>> {
        let fields = self.fields;
        let mut args = Vec::new();
        self.children(list, |reader, child, _| {
            let kind = Kind::of(child);
            let (name, value, spread) = match kind {
                Kind::Pair => {
                    let key = child.child_by_field_id(fields.key);
                    let name = key.and_then(|key| reader.key_name(key));
                    if let (None, Some(key)) = (name, key) {
                        reader.visit(key);
                    }
                    if let Some(value) = child.child_by_field_id(fields.value) {
                        (name, reader.value(value), name.is_none())
                    } else {
                        // `a:` stands for `a: a`.
                        let at = key.map_or(span(child), span);
                        let kind = name.map_or(ValueKind::Other, ValueKind::Name);
                        (name, reader.build.value(kind, at), false)
                    }
                }
                Kind::Splat | Kind::HashSplat | Kind::BlockArgument => {
                    let mut value = None;
                    reader.children(child, |reader, inner, _| value = Some(reader.value(inner)));
                    let value = value.unwrap_or_else(|| reader.other(child));
                    (None, value, true)
                }
                _ => (None, reader.value(child), false),
            };
            args.push(Arg {
                name,
                value,
                spread,
            });
        });
        args
    }

    /// The text of a key that is written out: `a:`, `:a`, `"a"`.
    fn key_name(&self, node: Node<'t>) -> Option<&'s str> {
        match Kind::of(node) {
            Kind::HashKeySymbol => Some(self.source(node)),
            Kind::SimpleSymbol => Some(self.source(node).trim_start_matches(':')),
            Kind::String if node.named_child_count() == 1 => {
                let content = node.named_child(0)?;
                (Kind::of(content) == Kind::StringContent).then(|| self.source(content))
            }
            _ => None,
        }
    }

    /// Every expression that is no chain.
    fn simple(&mut self, node: Node<'t>) -> ValueId {
        let kind = match Kind::of(node) {
            Kind::Identifier | Kind::Constant | Kind::GlobalVariable | Kind::Super => {
                ValueKind::Name(self.source(node))
            }
            Kind::SelfName => ValueKind::Name("self"),
            Kind::InstanceVariable | Kind::ClassVariable => {
                let base = self.build.value(ValueKind::Name("self"), span(node));
                let name = self.source(node).trim_start_matches('@');
                ValueKind::Member { base, name }
            }
            Kind::Integer | Kind::Float => ValueKind::Number(self.source(node)),
            Kind::True => ValueKind::Bool(true),
            Kind::False => ValueKind::Bool(false),
            Kind::Nil => ValueKind::Null,
            Kind::SimpleSymbol => ValueKind::Str(self.source(node).trim_start_matches(':').into()),
            Kind::HashKeySymbol => ValueKind::Str(self.source(node).into()),
            Kind::String | Kind::ChainedString | Kind::DelimitedSymbol => {
                return self.string(node);
            }
            Kind::StringArray | Kind::SymbolArray => {
                let mut items = Vec::new();
                self.children(node, |reader, child, _| items.push(reader.string(child)));
                ValueKind::List(items)
            }
            Kind::Array | Kind::RightList => {
                let mut items = Vec::new();
                self.children(node, |reader, child, _| match Kind::of(child) {
                    Kind::Splat | Kind::Pair => reader.visit_children(child),
                    _ => items.push(reader.value(child)),
                });
                ValueKind::List(items)
            }
            Kind::Hash => self.hash(node),
            Kind::Block | Kind::DoBlock | Kind::Lambda => return self.block(node),
            Kind::Assignment | Kind::OperatorAssignment => return self.assignment(node),
            Kind::Method | Kind::SingletonMethod => return self.method(node),
            Kind::Binary => return self.binary(node),
            Kind::Conditional => self.conditional(node),
            Kind::Unary => self.unary(node),
            Kind::Class | Kind::Module | Kind::Return => {
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

    fn hash(&mut self, node: Node<'t>) -> ValueKind<'s> {
        let fields = self.fields;
        let mut entries = Vec::new();
        self.children(node, |reader, child, _| {
            let key = child.child_by_field_id(fields.key);
            let value = child.child_by_field_id(fields.value);
            match (key, value) {
                (Some(key), Some(value)) => {
                    let key = reader.value(key);
                    let value = reader.value(value);
                    entries.push((key, value));
                }
                _ => reader.visit_children(child),
            }
        });
        ValueKind::Map(entries)
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

    fn conditional(&mut self, node: Node<'t>) -> ValueKind<'s> {
        let condition = self.fields.condition;
        let mut ids = Vec::with_capacity(2);
        self.children(node, |reader, child, field| {
            if field == condition {
                reader.visit(child);
            } else {
                ids.push(reader.value(child));
            }
        });
        ValueKind::Either(ids)
    }

    fn operator(&self, node: Node<'t>) -> &'s str {
        match node.child_by_field_id(self.fields.operator) {
            Some(operator) => match self.source(operator) {
                "or" => "||",
                other => other,
            },
            None => "",
        }
    }

    /// `a + b`, `a || b`, flattened, and `"…" % x`; what else stands between operands is only visited.
    fn binary(&mut self, node: Node<'t>) -> ValueId {
        let operator = self.operator(node);
        let (left, right) = (
            node.child_by_field_id(self.fields.left),
            node.child_by_field_id(self.fields.right),
        );
        if operator == "%"
            && let (Some(left), Some(right)) = (left, right)
            && matches!(Kind::of(left), Kind::String | Kind::ChainedString)
        {
            let format = self.value(left);
            self.visit(right);
            return format;
        }
        if operator != "+" && operator != "||" {
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
                .any(|(operand, _)| matches!(Kind::of(*operand), Kind::Integer | Kind::Float));
        let mut ids = Vec::new();
        while self.links.len() > first {
            let Some((operand, _)) = self.links.pop() else {
                break;
            };
            let id = self.value(operand);
            match &self.build.facts.value(id).kind {
                ValueKind::Concat(parts) if operator == "+" => ids.extend(parts.clone()),
                ValueKind::Either(parts) if operator == "||" => ids.extend(parts.clone()),
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
}

/// The expression inside brackets.
fn unwrap(mut node: Node<'_>) -> Node<'_> {
    while Kind::of(node) == Kind::Parenthesized
        && node.named_child_count() == 1
        && let Some(inner) = node.named_child(0)
        && Kind::of(inner) != Kind::Comment
    {
        node = inner;
    }
    node
}
