//! Expressions: values, calls and their chains, object and array literals.

use tree_sitter::Node;

use super::super::tree::span;
use super::functions::Naming;
use super::{Kind, Reader};
use crate::model::facts::{Arg, CallId, CallKind, ValueId, ValueKind};
use crate::model::place::Span;

/// How many links of one chain (`a.b().c()…`) hang together; past that a fresh chain starts, so that
/// nobody who follows one recurses without end.
const CHAIN: usize = 200;

/// Marks a link that is no call.
pub(super) const NO_CALL: CallId = CallId(u32::MAX);

impl<'s, 't> Reader<'s, 't> {
    /// The value of an expression, with every fact under it.
    pub(super) fn value(&mut self, node: Node<'t>) -> ValueId {
        self.named_value(node, None)
    }

    /// The value of an expression that is given a name: a function or class takes it.
    pub(super) fn named_value(&mut self, node: Node<'t>, name: Option<Naming<'s>>) -> ValueId {
        let node = self.unwrap(node);
        let id = if self.build.down() {
            match self.kind(node) {
                Kind::CallExpression
                | Kind::NewExpression
                | Kind::MemberExpression
                | Kind::SubscriptExpression => self.chain(node),
                Kind::ArrowFunction | Kind::FunctionExpression | Kind::GeneratorFunction => {
                    self.closure(node, name)
                }
                Kind::Class => {
                    let given = name.map(|name| name.name);
                    match self.class(node, given, Vec::new()) {
                        Some(name) => self.build.value(ValueKind::Name(name), span(node)),
                        None => self.other(node),
                    }
                }
                _ => self.simple(node),
            }
        } else {
            self.other(node)
        };
        self.build.up();
        id
    }

    /// The expression inside parentheses, casts, `await`, and the last one of `(0, a.b)`.
    pub(super) fn unwrap(&mut self, mut node: Node<'t>) -> Node<'t> {
        loop {
            let last = match self.kind(node) {
                Kind::ParenthesizedExpression
                | Kind::AwaitExpression
                | Kind::AsExpression
                | Kind::SatisfiesExpression
                | Kind::NonNullExpression => false,
                Kind::TypeAssertion | Kind::SequenceExpression => true,
                _ => return node,
            };
            let mut inner = None;
            self.children(node, |reader, child, _| {
                if last {
                    if let Some(before) = inner.replace(child) {
                        reader.visit(before);
                    }
                } else if inner.is_none() {
                    inner = Some(child);
                } else {
                    reader.visit(child);
                }
            });
            match inner {
                Some(inner) => node = inner,
                None => return node,
            }
        }
    }

    /// Calls, members and subscripts, however many hang on each other: down to the first name, then
    /// out again, without recursion.
    fn chain(&mut self, outermost: Node<'t>) -> ValueId {
        let first = self.links.len();
        let mut node = outermost;
        loop {
            let kind = self.kind(node);
            let inner = match kind {
                Kind::CallExpression => self.fields.function,
                Kind::NewExpression => self.fields.constructor,
                Kind::MemberExpression | Kind::SubscriptExpression => self.fields.object,
                _ => break,
            };
            let Some(inner) = node.child_by_field_id(inner) else {
                break;
            };
            let call = match kind {
                Kind::CallExpression => self.build.start_call(CallKind::Function, span(node)),
                Kind::NewExpression => self.build.start_call(CallKind::Constructor, span(node)),
                _ => NO_CALL,
            };
            self.links.push((node, call));
            node = self.unwrap(inner);
        }
        let mut name_span = span(node);
        let mut value = match self.kind(node) {
            _ if self.links.len() == first => {
                self.visit_children(node);
                self.other(node)
            }
            Kind::ArrowFunction | Kind::FunctionExpression | Kind::GeneratorFunction => {
                self.closure(node, None)
            }
            Kind::Class => self.named_value(node, None),
            _ => self.simple(node),
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
            if call == NO_CALL {
                (value, name_span) = self.access(link, value);
            } else {
                let args = self.arguments(link);
                value = self.build.finish_call(call, value, name_span, args);
                name_span = span(link);
            }
        }
        value
    }

    /// One `.name` or `[key]` on `base`, and where its name stands.
    fn access(&mut self, link: Node<'t>, base: ValueId) -> (ValueId, Span) {
        let fields = self.fields;
        let (mut name, mut key) = (None, None);
        self.children(link, |reader, child, field| {
            if field == fields.property {
                name = Some(span(child));
            } else if field == fields.index {
                key = Some(reader.value(child));
            } else if field != fields.object {
                reader.visit(child);
            }
        });
        let end = link.end_byte();
        let name = name.unwrap_or(Span::new(end, end));
        if self.kind(link) == Kind::MemberExpression {
            let kind = ValueKind::Member {
                base,
                name: name.of(self.text),
            };
            return (self.build.value(kind, span(link)), name);
        }
        let key = key.unwrap_or_else(|| self.other(link));
        let value = self.build.value(ValueKind::Index { base, key }, span(link));
        (value, span(link))
    }

    fn arguments(&mut self, call: Node<'t>) -> Vec<Arg<'s>> {
        let mut args = Vec::new();
        let fields = self.fields;
        self.children(call, |reader, child, field| {
            if field == fields.function || field == fields.constructor {
                return;
            }
            match reader.kind(child) {
                Kind::Arguments => reader.children(child, |reader, child, _| {
                    if let Some(arg) = reader.argument(child) {
                        args.push(arg);
                    }
                }),
                // A tag before a template.
                Kind::TemplateString => {
                    let value = reader.value(child);
                    args.push(Arg {
                        name: None,
                        value,
                        spread: false,
                    });
                }
                _ => reader.visit(child),
            }
        });
        args
    }

    fn argument(&mut self, node: Node<'t>) -> Option<Arg<'s>> {
        let (value, spread) = if self.kind(node) == Kind::SpreadElement {
            let mut value = None;
            self.children(node, |reader, child, _| value = Some(reader.value(child)));
            (value?, true)
        } else if node.is_error() {
            self.visit_children(node);
            return None;
        } else {
            (self.value(node), false)
        };
        Some(Arg {
            name: None,
            value,
            spread,
        })
    }

    /// Every expression that is no chain and opens no scope.
    fn simple(&mut self, node: Node<'t>) -> ValueId {
        let kind = match self.kind(node) {
            Kind::Identifier | Kind::This | Kind::Super | Kind::Import | Kind::Shorthand => {
                ValueKind::Name(self.source(node))
            }
            Kind::Number => ValueKind::Number(self.source(node)),
            Kind::True => ValueKind::Bool(true),
            Kind::False => ValueKind::Bool(false),
            Kind::Null | Kind::Undefined => ValueKind::Null,
            Kind::String | Kind::TemplateString => return self.string(node),
            Kind::Array => ValueKind::List(self.items(node)),
            Kind::Object => ValueKind::Map(self.entries(node)),
            Kind::BinaryExpression => return self.binary(node),
            Kind::TernaryExpression => return self.ternary(node),
            Kind::UnaryExpression => return self.unary(node),
            Kind::AssignmentExpression => return self.assignment(node),
            Kind::AugmentedAssignment => return self.augmented(node),
            Kind::MetaProperty => return self.meta_property(node),
            // Statements that broken code puts where an expression belongs.
            Kind::VariableDeclaration
            | Kind::LexicalDeclaration
            | Kind::FunctionDeclaration
            | Kind::ClassDeclaration
            | Kind::Decorator => {
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

    /// `import.meta`, `new.target`.
    fn meta_property(&mut self, node: Node<'t>) -> ValueId {
        let text = self.source(node);
        let (Some((base, _)), Some((_, name))) = (text.split_once('.'), text.rsplit_once('.'))
        else {
            return self.other(node);
        };
        let start = node.start_byte();
        let base_span = Span::new(start, start + base.len());
        let base = self
            .build
            .value(ValueKind::Name(base.trim_end()), base_span);
        let name = name.trim_start();
        self.build
            .value(ValueKind::Member { base, name }, span(node))
    }

    fn items(&mut self, node: Node<'t>) -> Vec<ValueId> {
        let mut items = Vec::with_capacity(node.named_child_count());
        self.children(node, |reader, child, _| {
            if reader.kind(child) == Kind::SpreadElement {
                let mut inner = None;
                reader.children(child, |reader, child, _| inner = Some(reader.value(child)));
                if let Some(inner) = inner {
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
        self.children(node, |reader, child, _| match reader.kind(child) {
            Kind::Pair => entries.extend(reader.pair(child)),
            Kind::Shorthand => {
                let name = reader.source(child);
                let key = reader.build.string(name, span(child));
                let value = reader.build.value(ValueKind::Name(name), span(child));
                entries.push((key, value));
            }
            Kind::MethodDefinition => {
                let naming = Naming {
                    receiver: true,
                    name_read: true,
                    ..Naming::default()
                };
                if let Some(name) = child.child_by_field_id(reader.fields.name)
                    && let Some(key) = reader.key(name)
                    && let Some(id) = reader.method(child, Vec::new(), Some(naming))
                {
                    let value = reader.build.value(ValueKind::Closure(id), span(child));
                    entries.push((key, value));
                }
            }
            _ => reader.visit_children(child),
        });
        entries
    }

    fn pair(&mut self, node: Node<'t>) -> Option<(ValueId, ValueId)> {
        let fields = self.fields;
        let (mut key, mut value, mut name) = (None, None, None);
        self.children(node, |reader, child, field| {
            if field == fields.key {
                name = reader.naming(child);
                key = reader.key(child);
            } else if field == fields.value {
                value = Some(reader.named_value(child, name.take()));
            } else {
                reader.visit(child);
            }
        });
        key.zip(value)
    }

    /// The name that a property's key gives to a function.
    fn naming(&self, key: Node<'t>) -> Option<Naming<'s>> {
        let (name, span) = self.property_name(key)?;
        Some(Naming {
            name,
            span: Some(span),
            ..Naming::default()
        })
    }

    /// The name of a property where it is written as a name or a plain string.
    pub(super) fn property_name(&self, key: Node<'t>) -> Option<(&'s str, Span)> {
        match self.kind(key) {
            Kind::PropertyIdentifier
            | Kind::PrivatePropertyIdentifier
            | Kind::Identifier
            | Kind::Shorthand
            | Kind::ShorthandPattern
            | Kind::Number => Some((self.source(key), span(key))),
            Kind::String => {
                let text = self.source(key);
                let inside = text.get(1..text.len().checked_sub(1)?)?;
                let at = key.start_byte() + 1;
                (!inside.contains('\\')).then(|| (inside, Span::new(at, at + inside.len())))
            }
            _ => None,
        }
    }

    /// A property's key as a value.
    fn key(&mut self, key: Node<'t>) -> Option<ValueId> {
        match self.kind(key) {
            Kind::String => Some(self.value(key)),
            Kind::ComputedPropertyName => {
                let mut value = None;
                self.children(key, |reader, child, _| value = Some(reader.value(child)));
                value
            }
            _ => {
                let (name, at) = self.property_name(key)?;
                Some(self.build.string(name, at))
            }
        }
    }
}
