//! Expressions: values, calls and their chains, creation and initialisers.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader, bare_name, strings};
use crate::model::facts::{Arg, BindingKind, CallId, CallKind, ValueId, ValueKind};
use crate::model::place::Span;

/// How many links of one chain (`a.B().C()…`) hang together; past that a fresh chain starts, so that
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
                Kind::Invocation
                | Kind::MemberAccess
                | Kind::ConditionalAccess
                | Kind::ElementAccess => self.chain(node),
                _ => self.simple(node),
            }
        } else {
            self.other(node)
        };
        self.build.up();
        id
    }

    /// The expression inside parentheses, casts, `await` and `x!`.
    fn unwrap(&mut self, mut node: Node<'t>) -> Node<'t> {
        loop {
            let inner = match Kind::of(node) {
                Kind::Parenthesized | Kind::Await | Kind::Checked | Kind::Ref => {
                    node.named_child(0)
                }
                Kind::PostfixUnary if self.source(node).ends_with('!') => node.named_child(0),
                Kind::Cast => node.child_by_field_id(self.fields.value),
                Kind::As => node.child_by_field_id(self.fields.left),
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
        let field = match Kind::of(node) {
            Kind::Invocation => fields.function,
            Kind::MemberAccess | Kind::ElementAccess => fields.expression,
            Kind::ConditionalAccess => fields.condition,
            _ => return None,
        };
        node.child_by_field_id(field)
    }

    /// `a.B(x)[y]?.C`: down the left side without recursion, then up again.
    fn chain(&mut self, node: Node<'t>) -> ValueId {
        let first = self.links.len();
        let mut node = node;
        while let Some(base) = self.base_of(node) {
            let call = if Kind::of(node) == Kind::Invocation {
                self.build.start_call(CallKind::Function, span(node))
            } else {
                NO_CALL
            };
            self.links.push((node, call));
            node = self.unwrap(base);
        }
        let mut name_span = span(bare_name(node));
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
            (value, name_span) = self.climb(link, call, value, name_span);
        }
        value
    }

    /// One link up, with the value below it in hand; the value, and where its last name stands.
    fn climb(
        &mut self,
        link: Node<'t>,
        call: CallId,
        base: ValueId,
        name_span: Span,
    ) -> (ValueId, Span) {
        let fields = self.fields;
        match Kind::of(link) {
            Kind::Invocation => {
                let args = link
                    .child_by_field_id(fields.arguments)
                    .map_or_else(Vec::new, |list| self.arguments(list));
                if let ValueKind::Name("nameof") = self.facts_of(base)
                    && let [arg] = args.as_slice()
                    && let Some(name) = self.build.facts.last_name(arg.value)
                {
                    self.build.finish_call(call, base, name_span, args);
                    return (self.build.string(name, span(link)), span(link));
                }
                let value = self.build.finish_call(call, base, name_span, args);
                (value, span(link))
            }
            Kind::MemberAccess => {
                let name = link.child_by_field_id(fields.name);
                self.member(link, base, name)
            }
            Kind::ConditionalAccess => {
                let mut binding = None;
                self.children(link, |_, child, field| {
                    if field != fields.condition {
                        binding = Some(child);
                    }
                });
                match binding {
                    Some(part) if Kind::of(part) == Kind::MemberBinding => {
                        let name = part.child_by_field_id(fields.name);
                        self.member(link, base, name)
                    }
                    Some(part) => (self.index(link, part, base), span(link)),
                    None => (base, name_span),
                }
            }
            _ => {
                let list = link.child_by_field_id(fields.subscript).unwrap_or(link);
                (self.index(link, list, base), span(link))
            }
        }
    }

    fn facts_of(&self, value: ValueId) -> &ValueKind<'s> {
        &self.build.facts.value(value).kind
    }

    fn member(&mut self, link: Node<'t>, base: ValueId, name: Option<Node<'t>>) -> (ValueId, Span) {
        let end = Span::new(link.end_byte(), link.end_byte());
        let at = name.map_or(end, |name| span(bare_name(name)));
        let whole = Span {
            start: link.start_byte() as u32,
            end: at.end,
        };
        let name = at.of(self.text);
        let value = self.build.value(ValueKind::Member { base, name }, whole);
        (value, at)
    }

    fn index(&mut self, link: Node<'t>, list: Node<'t>, base: ValueId) -> ValueId {
        let args = self.arguments(list);
        let key = match args.as_slice() {
            [only] => only.value,
            _ => self.other(list),
        };
        self.build.value(ValueKind::Index { base, key }, span(link))
    }

    /// The arguments in a list of any brackets.
    pub(super) fn arguments(&mut self, list: Node<'t>) -> Vec<Arg<'s>> {
        let name_field = self.fields.name;
        let mut args = Vec::new();
        self.children(list, |reader, child, _| {
            if Kind::of(child) != Kind::Argument {
                return reader.visit(child);
            }
            let mut name = None;
            let mut value = None;
            reader.children(child, |reader, part, field| {
                if field == name_field {
                    name = Some(reader.source(part));
                } else if Kind::of(part) == Kind::DeclarationExpression {
                    reader.visit(part);
                } else {
                    value = Some(reader.value(part));
                }
            });
            let value = value.unwrap_or_else(|| reader.other(child));
            args.push(Arg {
                name,
                value,
                spread: false,
            });
        });
        args
    }

    /// A type or attribute name as a value: `A.B<C>` is member B of A.
    pub(super) fn path(&mut self, node: Node<'t>) -> ValueId {
        let whole = span(bare_name(node));
        match Kind::of(node) {
            Kind::QualifiedName => {
                let mut parts = self.source(node).split('.');
                let mut at = node.start_byte();
                let first = parts.next().unwrap_or("");
                let mut value = self.build.value(
                    ValueKind::Name(bare(first)),
                    Span::new(at, at + bare(first).len()),
                );
                at += first.len();
                for part in parts {
                    at += 1;
                    let end = Span::new(node.start_byte(), at + bare(part).len());
                    value = self.build.value(
                        ValueKind::Member {
                            base: value,
                            name: bare(part),
                        },
                        end,
                    );
                    at += part.len();
                }
                value
            }
            Kind::NullableType => match node.child_by_field_id(self.fields.r#type) {
                Some(inner) => self.path(inner),
                None => self.other(node),
            },
            _ => self
                .build
                .value(ValueKind::Name(whole.of(self.text)), whole),
        }
    }

    /// Every expression that is no chain.
    fn simple(&mut self, node: Node<'t>) -> ValueId {
        let kind = match Kind::of(node) {
            Kind::Identifier | Kind::PredefinedType => ValueKind::Name(self.source(node)),
            Kind::GenericName => {
                let name = bare_name(node);
                return self
                    .build
                    .value(ValueKind::Name(self.source(name)), span(name));
            }
            Kind::QualifiedName => return self.path(node),
            Kind::Integer | Kind::Real => ValueKind::Number(self.source(node)),
            Kind::Boolean => ValueKind::Bool(self.source(node) == "true"),
            Kind::Null => ValueKind::Null,
            Kind::String | Kind::VerbatimString | Kind::RawString | Kind::Character => {
                ValueKind::Str(strings::decode(self.source(node)))
            }
            Kind::InterpolatedString => return self.interpolated(node),
            Kind::Binary => return self.binary(node),
            Kind::Conditional => return self.conditional(node),
            Kind::Switch => return self.switch(node),
            Kind::Assignment => return self.assignment(node),
            Kind::Lambda | Kind::AnonymousMethod => return self.lambda(node),
            Kind::ObjectCreation | Kind::ImplicitObject => return self.creation(node),
            Kind::ArrayCreation | Kind::ImplicitArray => return self.array(node),
            Kind::AnonymousObject => return self.anonymous_object(node),
            Kind::Initializer | Kind::Collection | Kind::Tuple => {
                let items = self.items(node);
                ValueKind::List(items)
            }
            Kind::PrefixUnary | Kind::Unary => self.unary(node),
            Kind::TypeOf => ValueKind::Other,
            _ => match node.kind() {
                "this" | "base" => ValueKind::Name(self.source(node)),
                "default_expression" => ValueKind::Null,
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
            && let Some(operand) = node.named_child(0)
            && matches!(Kind::of(operand), Kind::Integer | Kind::Real)
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

    /// `a + b + c` and `a ?? b`, flattened; what else stands between operands is only visited.
    fn binary(&mut self, node: Node<'t>) -> ValueId {
        let operator = self.operator(node);
        if operator != "+" && operator != "??" {
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
                .all(|(operand, _)| matches!(Kind::of(*operand), Kind::Integer | Kind::Real));
        let mut ids = Vec::new();
        while self.links.len() > first {
            let Some((operand, _)) = self.links.pop() else {
                break;
            };
            let id = self.value(operand);
            match self.facts_of(id) {
                ValueKind::Concat(parts) if operator == "+" => ids.extend(parts.clone()),
                ValueKind::Either(parts) if operator == "??" => ids.extend(parts.clone()),
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

    fn conditional(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let mut ids = Vec::with_capacity(2);
        self.children(node, |reader, child, field| {
            if field == fields.condition {
                reader.visit(child);
            } else {
                ids.push(reader.value(child));
            }
        });
        self.build.value(ValueKind::Either(ids), span(node))
    }

    /// `x switch { P => a, _ => b }`.
    fn switch(&mut self, node: Node<'t>) -> ValueId {
        let mut ids = Vec::new();
        self.children(node, |reader, child, _| {
            if Kind::of(child) != Kind::SwitchArm {
                return reader.visit(child);
            }
            let mut last = None;
            reader.children(child, |reader, part, _| {
                if let Some(before) = last.replace(part) {
                    reader.visit(before);
                }
            });
            match last {
                Some(result) if Kind::of(result) != Kind::Throw => ids.push(reader.value(result)),
                Some(result) => reader.visit(result),
                None => {}
            }
        });
        self.build.value(ValueKind::Either(ids), span(node))
    }

    /// `x = v`, `this.x = v`, `x ??= v`: one more binding, and the value is `v`.
    fn assignment(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let plain = matches!(self.operator(node), "=" | "??=");
        let mut target = None;
        let mut value = None;
        self.children(node, |reader, child, field| {
            if field == fields.left {
                target = plain.then(|| reader.target(child)).flatten();
                if target.is_none() {
                    reader.visit(child);
                }
            } else if field == fields.right {
                value = Some(reader.value(child));
            }
        });
        let value = value.unwrap_or_else(|| self.other(node));
        if let Some(target) = target {
            self.build.facts.bindings[target].value = Some(value);
        }
        value
    }

    /// Binds what is assigned: a local name, or else a field of the type around.
    fn target(&mut self, node: Node<'t>) -> Option<usize> {
        let (name, own) = match Kind::of(node) {
            Kind::Identifier => (node, false),
            Kind::MemberAccess => {
                let object = node.child_by_field_id(self.fields.expression)?;
                if object.kind() != "this" {
                    return None;
                }
                (node.child_by_field_id(self.fields.name)?, true)
            }
            _ => return None,
        };
        let text = self.source(name);
        let local = !own
            && self.build.facts.bindings[self.locals.min(self.build.facts.bindings.len())..]
                .iter()
                .any(|binding| binding.name == text && binding.kind != BindingKind::Field);
        let kind = if local || self.build.owner().is_none() {
            BindingKind::Variable
        } else {
            BindingKind::Field
        };
        self.build.bind(kind, text, span(name));
        Some(self.build.facts.bindings.len() - 1)
    }

    /// `new T(x) { A = y }`, `new(x)`: a call; what the initialiser sets stands as keywords.
    fn creation(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let call = self.build.start_call(CallKind::Constructor, span(node));
        let mut callee = None;
        let mut args = Vec::new();
        let mut collection = None;
        self.children(node, |reader, child, field| {
            if field == fields.r#type {
                callee = Some(reader.path(child));
            } else {
                match Kind::of(child) {
                    Kind::ArgumentList => args = reader.arguments(child),
                    Kind::Initializer => collection = reader.initializer(child, &mut args),
                    _ => reader.visit(child),
                }
            }
        });
        let callee = callee.unwrap_or_else(|| {
            let start = node.start_byte();
            self.build
                .value(ValueKind::Other, Span::new(start, start + "new".len()))
        });
        let name_span = self.build.name_span(callee);
        let created = self.build.finish_call(call, callee, name_span, args);
        match collection {
            Some(kind) => self.build.value(kind, span(node)),
            None => created,
        }
    }

    /// `{ A = x }` adds keywords; `{ { "k", v } }`, `{ ["k"] = v }` are a map; `{ a, b }` a list.
    fn initializer(&mut self, node: Node<'t>, args: &mut Vec<Arg<'s>>) -> Option<ValueKind<'s>> {
        let fields = self.fields;
        let mut entries = Vec::new();
        let mut items = Vec::new();
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::Assignment => {
                let (left, right) = (
                    child.child_by_field_id(fields.left),
                    child.child_by_field_id(fields.right),
                );
                let (Some(left), Some(right)) = (left, right) else {
                    return reader.visit(child);
                };
                if Kind::of(left) == Kind::Identifier {
                    let name = Some(reader.source(left));
                    let value = reader.value(right);
                    args.push(Arg {
                        name,
                        value,
                        spread: false,
                    });
                } else {
                    let mut key = None;
                    reader.children(left, |reader, part, _| {
                        if Kind::of(part) == Kind::BracketedArguments {
                            key = reader.arguments(part).first().map(|arg| arg.value);
                        } else if Kind::of(part) == Kind::Argument {
                            reader.children(part, |reader, inner, _| {
                                key = Some(reader.value(inner));
                            });
                        } else {
                            reader.visit(part);
                        }
                    });
                    let value = reader.value(right);
                    if let Some(key) = key {
                        entries.push((key, value));
                    }
                }
            }
            Kind::Initializer if child.named_child_count() == 2 => {
                if let [key, value] = reader.items(child).as_slice() {
                    entries.push((*key, *value));
                }
            }
            _ => items.push(reader.value(child)),
        });
        if !entries.is_empty() {
            Some(ValueKind::Map(entries))
        } else if !items.is_empty() {
            Some(ValueKind::List(items))
        } else {
            None
        }
    }

    /// The values in brackets of any kind.
    fn items(&mut self, node: Node<'t>) -> Vec<ValueId> {
        let mut items = Vec::with_capacity(node.named_child_count());
        self.children(node, |reader, child, _| {
            let mut inner = child;
            while matches!(
                Kind::of(inner),
                Kind::CollectionElement | Kind::ExpressionElement | Kind::Argument
            ) && let Some(last) = inner.named_child(inner.named_child_count() as u32 - 1)
            {
                inner = last;
            }
            match Kind::of(inner) {
                Kind::DeclarationExpression => reader.visit(inner),
                _ => items.push(reader.value(inner)),
            }
        });
        items
    }

    /// `new[] { a }`, `new T[] { a }`, `new T[n]`.
    fn array(&mut self, node: Node<'t>) -> ValueId {
        let mut items = Vec::new();
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::Initializer {
                items = reader.items(child);
            } else {
                reader.visit(child);
            }
        });
        self.build.value(ValueKind::List(items), span(node))
    }

    /// `new { A = x, b.C }`.
    fn anonymous_object(&mut self, node: Node<'t>) -> ValueId {
        let mut entries = Vec::new();
        let mut name: Option<Node<'t>> = None;
        self.children(node, |reader, child, _| {
            // Asking the tree for a sibling would take as long as it is deep.
            let rest = reader
                .text
                .get(child.end_byte()..)
                .unwrap_or("")
                .trim_start();
            let assigned = rest.starts_with('=') && !rest.starts_with("==");
            if assigned && Kind::of(child) == Kind::Identifier {
                name = Some(child);
                return;
            }
            let value = reader.value(child);
            let key = match name.take() {
                Some(name) => Some((reader.source(name), span(name))),
                None => reader
                    .build
                    .facts
                    .last_name(value)
                    .map(|name| (name, span(child))),
            };
            if let Some((key, at)) = key {
                let key = reader.build.string(key, at);
                entries.push((key, value));
            }
        });
        self.build.value(ValueKind::Map(entries), span(node))
    }
}

/// A name without its type arguments and the blanks around it.
fn bare(name: &str) -> &str {
    name.split(['<', ' ', '\n', '\r'])
        .next()
        .unwrap_or(name)
        .trim_start_matches("global::")
}
