//! Patterns: what a `case`, a `for` or a `val` takes apart.

use tree_sitter::Node;

use super::super::tree::span;
use super::functions::is_expression;
use super::{Kind, Reader};
use crate::model::facts::{BindingKind, ValueId};

impl<'t> Reader<'_, 't> {
    /// Binds the names of a pattern.
    pub(super) fn pattern(&mut self, node: Node<'t>, kind: BindingKind) {
        if self.build.down() {
            self.pattern_within_depth(node, kind);
        }
        self.build.up();
    }

    fn pattern_within_depth(&mut self, node: Node<'t>, kind: BindingKind) {
        let fields = self.fields;
        match Kind::of(node) {
            Kind::Identifier => {
                let name = self.name(node);
                // What begins with a capital letter is compared and not bound.
                let compared = name.starts_with(char::is_uppercase);
                if name != "_" && !compared {
                    self.build.bind(kind, name, span(node));
                }
            }
            Kind::TypedPattern => {
                let first = self.build.facts.bindings.len();
                if let Some(inner) = self.part(node, fields.pattern) {
                    self.pattern(inner, kind);
                }
                let declared = self.part(node, fields.kind);
                let declared = declared.map(|declared| self.declared(declared));
                if let Some(binding) = self.build.facts.bindings.get_mut(first) {
                    binding.declared = declared;
                }
            }
            Kind::Capture => {
                if let Some(name) = self.part(node, fields.name) {
                    self.pattern(name, kind);
                }
                if let Some(inner) = self.part(node, fields.pattern) {
                    self.pattern(inner, kind);
                }
            }
            Kind::CaseClassPattern | Kind::InfixPattern => {
                self.children(node, |reader, child, field| {
                    if field == fields.pattern || field == fields.left || field == fields.right {
                        reader.pattern(child, kind);
                    }
                });
            }
            Kind::Interpolated | Kind::String => {}
            _ => self.children(node, |reader, child, _| reader.pattern(child, kind)),
        }
    }

    /// `case p if c => x`; what it gives goes to `given`.
    pub(super) fn case_clause(&mut self, node: Node<'t>, given: &mut Option<ValueId>) {
        let fields = self.fields;
        let mut last = None;
        self.children(node, |reader, child, field| {
            if field == fields.pattern {
                reader.pattern(child, BindingKind::Variable);
            } else if let Some(before) = last.replace(child) {
                reader.visit(before);
            }
        });
        *given = last.and_then(|last| self.outcome(last));
    }

    /// `catch { case e: E => x }`.
    pub(super) fn catch_clause(&mut self, node: Node<'t>, given: &mut Vec<ValueId>) {
        let fields = self.fields;
        self.children(node, |reader, child, field| match Kind::of(child) {
            Kind::CaseBlock | Kind::IndentedCases => reader.clauses(child, given),
            _ if field == fields.pattern => reader.pattern(child, BindingKind::Variable),
            _ => reader.visit(child),
        });
    }

    /// The cases of a `match` or a `catch`.
    pub(super) fn clauses(&mut self, node: Node<'t>, given: &mut Vec<ValueId>) {
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::CaseClause {
                let mut value = None;
                reader.case_clause(child, &mut value);
                given.extend(value);
            } else {
                reader.visit(child);
            }
        });
    }

    /// `x <- xs`, `y = f(x)` in a `for`.
    pub(super) fn enumerator(&mut self, node: Node<'t>) {
        let mut first = true;
        self.children(node, |reader, child, _| {
            if std::mem::take(&mut first) && Kind::of(child) != Kind::Guard {
                reader.pattern(child, BindingKind::Variable);
            } else {
                reader.visit(child);
            }
        });
    }

    /// What a branch gives: its last expression.
    pub(super) fn outcome(&mut self, node: Node<'t>) -> Option<ValueId> {
        if !matches!(Kind::of(node), Kind::Block | Kind::IndentedBlock) {
            if is_expression(node) {
                return Some(self.value(node));
            }
            self.visit(node);
            return None;
        }
        if !self.build.down() {
            self.build.up();
            return None;
        }
        let mut last = None;
        self.children(node, |reader, child, _| {
            if let Some(before) = last.replace(child) {
                reader.visit(before);
            }
        });
        let given = match last {
            Some(last) if is_expression(last) => Some(self.value(last)),
            Some(last) => {
                self.visit(last);
                None
            }
            None => None,
        };
        self.build.up();
        given
    }
}
