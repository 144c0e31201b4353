//! Modifiers and annotations: an annotation is a call.

use super::super::tree::span;
use super::{Field, Kind, Walker};
use crate::model::facts::{Arg, CallKind, ValueId, ValueKind};

/// The modifiers that facts depend on.
#[derive(Clone, Copy, Default)]
pub(super) struct Modifiers {
    pub(super) private: bool,
    pub(super) fixed: bool,
    pub(super) of_type: bool,
}

impl Modifiers {
    /// `static final`.
    pub(super) const fn constant(self) -> bool {
        self.fixed && self.of_type
    }
}

impl<'s> Walker<'s, '_> {
    /// Reads modifiers; annotations among them become calls of `kind`.
    pub(super) fn modifiers(&mut self, kind: CallKind) -> Modifiers {
        let mut modifiers = Modifiers::default();
        if !self.cursor.goto_first_child() {
            return modifiers;
        }
        loop {
            match self.kind() {
                Kind::Annotation | Kind::Marker => {
                    self.annotation(kind);
                }
                _ if self.comment() => {}
                _ => match self.written() {
                    "private" => modifiers.private = true,
                    "final" => modifiers.fixed = true,
                    "static" => modifiers.of_type = true,
                    _ => {}
                },
            }
            if !self.cursor.goto_next_sibling() {
                break;
            }
        }
        self.cursor.goto_parent();
        modifiers
    }

    /// `@Name`, `@Name(x)`, `@Name(a = x, b = {y, z})`.
    pub(super) fn annotation(&mut self, kind: CallKind) -> ValueId {
        let value = if self.build.down() {
            self.annotation_within_depth(kind)
        } else {
            self.other()
        };
        self.build.up();
        value
    }

    fn annotation_within_depth(&mut self, kind: CallKind) -> ValueId {
        let at = span(self.node());
        let call = self.build.start_call(kind, at);
        let mut callee = None;
        let mut args = Vec::new();
        self.children(|walker, kind| match kind {
            Kind::AnnotationArguments => args = walker.annotation_arguments(),
            _ if callee.is_none() => callee = Some(walker.expression()),
            _ => walker.visit_or_walk(),
        });
        let callee = callee.unwrap_or_else(|| self.other());
        let name_span = self.build.name_span(callee);
        self.build.finish_call(call, callee, name_span, args)
    }

    fn annotation_arguments(&mut self) -> Vec<Arg<'s>> {
        let mut args = Vec::new();
        self.children(|walker, kind| {
            let mut name = None;
            let value = if kind == Kind::ElementPair {
                let mut value = None;
                walker.children(|walker, _| match walker.field() {
                    Field::Key => name = Some(walker.written()),
                    _ => value = Some(walker.element()),
                });
                value.unwrap_or_else(|| walker.other())
            } else {
                walker.element()
            };
            args.push(Arg {
                name,
                value,
                spread: false,
            });
        });
        args
    }

    /// What an annotation is given: an expression, a list, another annotation.
    pub(super) fn element(&mut self) -> ValueId {
        match self.kind() {
            Kind::Annotation | Kind::Marker => self.annotation(CallKind::Function),
            Kind::ElementArray | Kind::ArrayInitializer => self.list(),
            _ => self.expression(),
        }
    }

    /// `{a, b}`.
    fn list(&mut self) -> ValueId {
        let at = span(self.node());
        let mut items = Vec::new();
        if self.build.down() {
            self.children(|walker, _| {
                let item = walker.element();
                items.push(item);
            });
        }
        self.build.up();
        self.build.value(ValueKind::List(items), at)
    }
}
