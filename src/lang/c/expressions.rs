//! Expressions: values, calls and their chains.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Arg, BindingKind, CallId, CallKind, ValueId, ValueKind};
use crate::model::place::Span;

/// How many links of one chain (`a.b()->c()…`) hang together; past that a fresh chain starts, so
/// that nobody who follows one recurses without end.
const CHAIN: usize = 200;

/// Marks a link that is no call.
const NO_CALL: CallId = CallId(u32::MAX);

impl<'s, 't> Reader<'_, 's, 't> {
    /// The value of an expression, with every fact under it.
    pub(super) fn value(&mut self, node: Node<'t>) -> ValueId {
        let node = self.unwrap(node);
        let id = if self.build.down() {
            match self.kind(node) {
                Kind::Call | Kind::Field | Kind::Subscript => self.chain(node),
                _ => self.simple(node),
            }
        } else {
            self.other(node)
        };
        self.build.up();
        id
    }

    /// The expression inside parentheses, casts, `&x` and `*x`.
    fn unwrap(&self, mut node: Node<'t>) -> Node<'t> {
        loop {
            let inner = match self.kind(node) {
                Kind::Parenthesized => node.named_child(0),
                Kind::Pointer => self.part(node, self.fields.argument),
                Kind::Cast => self.part(node, self.fields.value),
                _ => None,
            };
            match inner {
                Some(inner) if self.kind(inner) != Kind::Comment => node = inner,
                _ => return node,
            }
        }
    }

    /// `a->b(x)[y].c`: down the left side without recursion, then up again.
    fn chain(&mut self, node: Node<'t>) -> ValueId {
        let first = self.links.len();
        let mut node = node;
        loop {
            let base = match self.kind(node) {
                Kind::Call => self.part(node, self.fields.function),
                Kind::Field | Kind::Subscript => self.part(node, self.fields.argument),
                _ => break,
            };
            let Some(base) = base else { break };
            let call = if self.kind(node) == Kind::Call {
                self.build.start_call(CallKind::Function, span(node))
            } else {
                NO_CALL
            };
            self.links.push((node, call));
            node = self.unwrap(base);
        }
        let mut name_span = span(node);
        let mut value = if self.links.len() == first {
            self.visit_children(node);
            self.other(node)
        } else {
            let value = self.simple(node);
            if matches!(self.kind(node), Kind::Qualified | Kind::TemplateFunction) {
                name_span = self.build.name_span(value);
            }
            value
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
            match self.kind(link) {
                Kind::Call => {
                    value = self.call(link, call, value, name_span);
                    name_span = span(link);
                }
                Kind::Field => {
                    let name = self.part(link, self.fields.field);
                    let at = name.map_or_else(|| Span::new(link.end_byte(), link.end_byte()), span);
                    let whole = at.of(self.text);
                    let name = whole.split('<').next().unwrap_or(whole);
                    let kind = ValueKind::Member { base: value, name };
                    value = self.build.value(
                        kind,
                        Span::new(link.start_byte(), at.start as usize + name.len()),
                    );
                    name_span = Span::new(at.start as usize, at.start as usize + name.len());
                }
                _ => {
                    let mut key = None;
                    let mut base = true;
                    self.children(link, |reader, child, _| {
                        if !std::mem::take(&mut base) {
                            key = Some(reader.index(child));
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

    /// `[x]` of C++ is a list of one.
    fn index(&mut self, node: Node<'t>) -> ValueId {
        if node.kind() == "subscript_argument_list"
            && let Some(only) = node.named_child(0)
        {
            return self.value(only);
        }
        self.value(node)
    }

    fn call(&mut self, node: Node<'t>, id: CallId, callee: ValueId, name_span: Span) -> ValueId {
        let mut args = Vec::new();
        if let Some(list) = self.part(node, self.fields.arguments) {
            self.arguments(list, &mut args);
        }
        self.filled(callee, &args);
        // `std::make_shared<T>(x)` is `new T(x)` in other words.
        if let ValueKind::Name(name) | ValueKind::Member { name, .. } =
            self.build.facts.value(callee).kind
            && matches!(name, "make_shared" | "make_unique")
            && let Some(function) = self.part(node, self.fields.function)
            && let Some(made) = self.first_type(function)
        {
            let callee = self.path(made);
            self.call_mut(id).kind = CallKind::Constructor;
            let name_span = self.build.name_span(callee);
            return self.build.finish_call(id, callee, name_span, args);
        }
        self.build.finish_call(id, callee, name_span, args)
    }

    /// The type in `a::b<T>`.
    fn first_type(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut at = node;
        while self.kind(at) == Kind::Qualified {
            at = self.part(at, self.fields.name)?;
        }
        let list = self.part(at, self.fields.arguments)?;
        let first = list.named_child(0)?;
        self.part(first, self.fields.kind)
    }

    /// `snprintf(buffer, n, format, …)` and its kin give the buffer a value: the format.
    fn filled(&mut self, callee: ValueId, args: &[Arg<'s>]) {
        let Some(name) = self.build.facts.last_name(callee) else {
            return;
        };
        let format = match name {
            "sprintf" | "vsprintf" | "asprintf" | "vasprintf" | "strcpy" => 1,
            "snprintf" | "vsnprintf" | "scnprintf" | "vscnprintf" => 2,
            _ => return,
        };
        let (Some(buffer), Some(format)) = (args.first(), args.get(format)) else {
            return;
        };
        let target = self.build.facts.value(buffer.value);
        if let ValueKind::Name(name) = target.kind {
            let at = target.span;
            let value = Some(format.value);
            self.build.bind(BindingKind::Variable, name, at).value = value;
        }
    }

    pub(super) fn arguments(&mut self, list: Node<'t>, args: &mut Vec<Arg<'s>>) {
        self.children(list, |reader, child, _| {
            let spread = child.kind() == "parameter_pack_expansion";
            let value = reader.value(child);
            args.push(Arg {
                name: None,
                value,
                spread,
            });
        });
    }

    /// `new T(x)`
    fn new_expression(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let call = self.build.start_call(CallKind::Constructor, span(node));
        let callee = match self.part(node, fields.kind) {
            Some(kind) => self.path(kind),
            None => self.other(node),
        };
        let name_span = self.build.name_span(callee);
        let mut args = Vec::new();
        if let Some(list) = self.part(node, fields.arguments) {
            self.arguments(list, &mut args);
        }
        self.build.finish_call(call, callee, name_span, args)
    }

    /// A name or a type as a value: `a::B<C>` is member B of a.
    pub(super) fn path(&mut self, node: Node<'t>) -> ValueId {
        let whole = self.source(node);
        let whole = whole.split(['<', ' ', '*', '&']).next().unwrap_or(whole);
        let mut at = node.start_byte();
        let mut value = None;
        for part in whole.split("::") {
            let end = at + part.len();
            if !part.is_empty() {
                let kind = match value {
                    None => ValueKind::Name(part),
                    Some(base) => ValueKind::Member { base, name: part },
                };
                value = Some(self.build.value(kind, Span::new(node.start_byte(), end)));
            }
            at = end + 2;
        }
        value.unwrap_or_else(|| self.other(node))
    }

    /// Every expression that is no chain.
    fn simple(&mut self, node: Node<'t>) -> ValueId {
        let kind = match self.kind(node) {
            Kind::Identifier
            | Kind::FieldIdentifier
            | Kind::TypeIdentifier
            | Kind::NamespaceIdentifier => match self.source(node) {
                "NULL" | "nullptr" => ValueKind::Null,
                name => ValueKind::Name(name),
            },
            Kind::This => ValueKind::Name("this"),
            Kind::Qualified | Kind::TemplateFunction => return self.path(node),
            Kind::Null => ValueKind::Null,
            Kind::True => ValueKind::Bool(true),
            Kind::False => ValueKind::Bool(false),
            Kind::Number => ValueKind::Number(self.source(node)),
            Kind::String | Kind::RawString | Kind::Character => return self.string(node),
            Kind::Concatenated => return self.concatenated(node),
            Kind::Binary => return self.binary(node),
            Kind::Conditional => return self.conditional(node),
            Kind::Lambda => return self.lambda(node),
            Kind::New => return self.new_expression(node),
            Kind::InitializerList => return self.list(node),
            Kind::CompoundLiteral => return self.compound(node),
            Kind::Unary => {
                let negative = self.source(node).starts_with('-')
                    && self
                        .part(node, self.fields.argument)
                        .is_some_and(|of| self.kind(of) == Kind::Number);
                if negative {
                    ValueKind::Number(self.source(node))
                } else {
                    self.visit_children(node);
                    ValueKind::Other
                }
            }
            Kind::Assignment => {
                self.assignment(node);
                ValueKind::Other
            }
            _ if node.named_child_count() == 0 => ValueKind::Other,
            _ => {
                self.visit_children(node);
                ValueKind::Other
            }
        };
        self.build.value(kind, span(node))
    }

    /// `{a, b}`, `{{"k", v}, …}`, `{.a = x}`
    fn list(&mut self, node: Node<'t>) -> ValueId {
        let mut items = Vec::new();
        let mut pairs = Vec::new();
        self.children(node, |reader, child, _| {
            if reader.kind(child) == Kind::InitializerPair {
                let name = child.named_child(0);
                let value = reader.part(child, reader.fields.value);
                if let (Some(name), Some(value)) = (name, value) {
                    let text = reader.source(name).trim_matches(['.', '[', ']']);
                    let key = reader.build.string(text, span(name));
                    pairs.push((key, reader.value(value)));
                }
            } else {
                items.push(reader.value(child));
            }
        });
        let entries = items
            .iter()
            .map(|item| match &self.build.facts.value(*item).kind {
                ValueKind::List(pair) => match pair.as_slice() {
                    [key, value]
                        if matches!(
                            self.build.facts.value(*key).kind,
                            ValueKind::Str(_) | ValueKind::Name(_) | ValueKind::Member { .. }
                        ) =>
                    {
                        Some((*key, *value))
                    }
                    _ => None,
                },
                _ => None,
            });
        let entries: Option<Vec<_>> = entries.collect();
        let kind = match entries {
            _ if !pairs.is_empty() => ValueKind::Map(pairs),
            Some(entries) if !entries.is_empty() => ValueKind::Map(entries),
            _ => ValueKind::List(items),
        };
        self.build.value(kind, span(node))
    }

    /// `(struct s){.a = x}`
    fn compound(&mut self, node: Node<'t>) -> ValueId {
        match self.part(node, self.fields.value) {
            Some(value) => self.value(value),
            None => self.other(node),
        }
    }
}
