//! Operators: sums that build text, choices, and streams that text is sent into.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Arg, CallId, CallKind, ValueId, ValueKind};

/// The keyword under which what is sent into a stream stands among the arguments of a call.
const SENT: &str = "<<";

/// Marks an operand among the links.
const OPERAND: CallId = CallId(u32::MAX);

/// What is sent into a stream to end a line or to empty it, and is no text.
const MANIPULATORS: &[&str] = &[
    "endl",
    "flush",
    "ends",
    "hex",
    "dec",
    "noshowbase",
    "boolalpha",
    "noflush",
];

impl<'s, 't> Reader<'_, 's, 't> {
    fn operator(&self, node: Node<'t>) -> &'s str {
        self.part(node, self.fields.operator)
            .map_or("", |operator| self.source(operator))
    }

    /// `a << b << c`, `"a" + b`; what else stands between operands is only searched.
    pub(super) fn binary(&mut self, node: Node<'t>) -> ValueId {
        let operator = self.operator(node);
        // Flags: a level may be one of them.
        if operator == "|" {
            return self.flags(node);
        }
        if operator != "<<" && operator != "+" {
            self.visit_children(node);
            return self.other(node);
        }
        let first = self.links.len();
        let mut inner = node;
        loop {
            if let Some(right) = self.part(inner, self.fields.right) {
                self.links.push((right, OPERAND));
            }
            let Some(left) = self.part(inner, self.fields.left) else {
                break;
            };
            if self.kind(left) == Kind::Binary && self.operator(left) == operator {
                inner = left;
            } else {
                self.links.push((left, OPERAND));
                break;
            }
        }
        let id = if operator == "<<" {
            self.stream(node, first)
        } else {
            self.sum(node, first)
        };
        self.links.truncate(first);
        id
    }

    fn flags(&mut self, node: Node<'t>) -> ValueId {
        let (left, right) = (
            self.part(node, self.fields.left),
            self.part(node, self.fields.right),
        );
        let is_name = |part: &Node<'t>| self.kind(*part) == Kind::Identifier;
        let Some((left, right)) = left.filter(is_name).zip(right.filter(is_name)) else {
            self.visit_children(node);
            return self.other(node);
        };
        let either = vec![self.value(left), self.value(right)];
        self.build.value(ValueKind::Either(either), span(node))
    }

    fn sum(&mut self, node: Node<'t>, first: usize) -> ValueId {
        let count = self.links.len();
        let mut ids = Vec::new();
        for at in (first..count).rev() {
            let operand = self.links[at].0;
            let id = self.value(operand);
            match &self.build.facts.value(id).kind {
                ValueKind::Concat(parts) => ids.extend(parts.clone()),
                _ => ids.push(id),
            }
        }
        let number = ids.iter().all(|id| {
            let kind = &self.build.facts.value(*id).kind;
            matches!(kind, ValueKind::Number(_) | ValueKind::Other)
        });
        let kind = if number {
            ValueKind::Other
        } else {
            ValueKind::Concat(ids)
        };
        self.build.value(kind, span(node))
    }

    /// Text that is sent into a call or a name is one more argument of it.
    fn stream(&mut self, node: Node<'t>, first: usize) -> ValueId {
        let count = self.links.len();
        let head = self.links[count - 1].0;
        let called = self.kind(head) == Kind::Call;
        let named = matches!(
            self.kind(head),
            Kind::Identifier | Kind::Qualified | Kind::Field
        );
        let speaks = (first..count - 1).any(|at| self.is_text(self.links[at].0));
        // `LOG4CXX_INFO(log, "a " << b)`: the macro opens a stream for it.
        if self.is_text(head) {
            return self.sum(node, first);
        }
        if !(called || named && speaks) {
            for at in (first..count).rev() {
                let operand = self.links[at].0;
                self.visit(operand);
            }
            return self.other(node);
        }
        let own = named.then(|| self.build.start_call(CallKind::Function, span(node)));
        let value = self.value(head);
        let mut sent = Vec::new();
        for at in (first..count - 1).rev() {
            let operand = self.links[at].0;
            let id = self.value(operand);
            let kind = &self.build.facts.value(id).kind;
            match kind {
                ValueKind::Name(name) | ValueKind::Member { name, .. }
                    if MANIPULATORS.contains(name) => {}
                ValueKind::Concat(parts) => sent.extend(parts.clone()),
                _ => sent.push(id),
            }
        }
        let message = match sent.as_slice() {
            [only] => *only,
            _ => self.build.value(ValueKind::Concat(sent), span(node)),
        };
        let arg = Arg {
            name: Some(SENT),
            value: message,
            spread: false,
        };
        if let Some(call) = own {
            let name_span = self.build.name_span(value);
            return self.build.finish_call(call, value, name_span, vec![arg]);
        }
        if let ValueKind::Call(call) = self.build.facts.value(value).kind {
            self.call_mut(call).args.push(arg);
        }
        value
    }

    /// `c ? a : b`
    pub(super) fn conditional(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let mut ids = Vec::new();
        self.children(node, |reader, child, field| {
            if field == fields.condition {
                reader.visit(child);
            } else {
                ids.push(reader.value(child));
            }
        });
        self.build.value(ValueKind::Either(ids), span(node))
    }
}
