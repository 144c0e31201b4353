//! Operators: what may build a string, what chooses, and what is nothing but arithmetic.

use tree_sitter::Node;

use super::super::tree::span;
use super::expressions::NO_CALL;
use super::{Kind, Reader};
use crate::model::facts::{ValueId, ValueKind};

impl<'s, 't> Reader<'s, 't> {
    pub(super) fn binary(&mut self, node: Node<'t>) -> ValueId {
        match self.operator(node) {
            "+" => self.sum(node),
            "||" | "??" | "&&" => self.either(node),
            _ => {
                self.visit_children(node);
                self.other(node)
            }
        }
    }

    pub(super) fn operator(&self, node: Node<'t>) -> &'s str {
        node.child_by_field_id(self.fields.operator)
            .map_or("", |operator| self.source(operator))
    }

    /// `a + b + c`: a string in the making, unless a number among them and no string says otherwise.
    fn sum(&mut self, node: Node<'t>) -> ValueId {
        let first = self.push_operands(node, &["+"]);
        let (mut text, mut number) = (false, false);
        for (operand, _) in &self.links[first..] {
            match self.kind(*operand) {
                Kind::String | Kind::TemplateString => text = true,
                Kind::Number => number = true,
                _ => {}
            }
        }
        let arithmetic = number && !text;
        let mut ids = Vec::new();
        while self.links.len() > first {
            let Some((operand, _)) = self.links.pop() else {
                break;
            };
            if arithmetic {
                self.visit(operand);
                continue;
            }
            let id = self.value(operand);
            match &self.build.facts.values[id.0 as usize].kind {
                ValueKind::Concat(inner) => ids.extend(inner),
                _ => ids.push(id),
            }
        }
        if arithmetic {
            self.other(node)
        } else {
            self.build.value(ValueKind::Concat(ids), span(node))
        }
    }

    /// `a || b`, `a ?? b`, `a && b`: one of the operands comes out.
    fn either(&mut self, node: Node<'t>) -> ValueId {
        let first = self.push_operands(node, &["||", "??", "&&"]);
        let mut ids = Vec::with_capacity(self.links.len() - first);
        while self.links.len() > first {
            if let Some((operand, _)) = self.links.pop() {
                ids.push(self.value(operand));
            }
        }
        self.build.value(ValueKind::Either(ids), span(node))
    }

    /// Puts the operands of a left-leaning tree of operators onto the links, the last one first, and
    /// says where they begin.
    fn push_operands(&mut self, mut node: Node<'t>, operators: &[&str]) -> usize {
        let first = self.links.len();
        let fields = self.fields;
        loop {
            let (mut left, mut right) = (None, None);
            self.children(node, |reader, child, field| {
                if field == fields.left {
                    left = Some(child);
                } else if field == fields.right {
                    right = Some(child);
                } else {
                    reader.visit(child);
                }
            });
            if let Some(right) = right {
                let right = self.unwrap(right);
                self.links.push((right, NO_CALL));
            }
            let Some(left) = left else { break };
            let inner = self.unwrap(left);
            if self.kind(inner) == Kind::BinaryExpression
                && operators.contains(&self.operator(inner))
            {
                node = inner;
            } else {
                self.links.push((inner, NO_CALL));
                break;
            }
        }
        first
    }

    /// `c ? a : d ? b : e`: one of `a`, `b`, `e`.
    pub(super) fn ternary(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let mut ids = Vec::with_capacity(2);
        let mut next = Some(node);
        while let Some(node) = next.take() {
            self.children(node, |reader, child, field| {
                if field == fields.consequence {
                    ids.push(reader.value(child));
                } else if field == fields.alternative {
                    let inner = reader.unwrap(child);
                    if reader.kind(inner) == Kind::TernaryExpression {
                        next = Some(inner);
                    } else {
                        ids.push(reader.value(inner));
                    }
                } else {
                    reader.visit(child);
                }
            });
        }
        self.build.value(ValueKind::Either(ids), span(node))
    }

    pub(super) fn unary(&mut self, node: Node<'t>) -> ValueId {
        let number = node
            .child_by_field_id(self.fields.argument)
            .is_some_and(|of| self.kind(of) == Kind::Number);
        let kind = match self.operator(node) {
            "-" | "+" if number => ValueKind::Number(self.source(node)),
            "void" if number => ValueKind::Null,
            _ => {
                self.visit_children(node);
                ValueKind::Other
            }
        };
        self.build.value(kind, span(node))
    }
}
