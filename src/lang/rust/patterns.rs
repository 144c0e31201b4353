//! Names that patterns give, and what they are given.

use syn::{Expr, Member, Pat, PatIdent};

use super::super::builder::PLACES;
use super::{Reader, extent};
use crate::model::facts::{BindingKind, ValueId, ValueKind};
use crate::model::place::Span;

/// What a pattern is matched against.
#[derive(Clone, Copy, Default)]
pub(super) struct Given<'s> {
    /// The value, where it is known.
    pub(super) value: Option<ValueId>,
    /// The declared type.
    pub(super) declared: Option<&'s str>,
    /// The position, where the pattern is a parameter.
    pub(super) parameter: Option<u16>,
    /// The pattern may fail, so that a capitalised name in it is a constant or a variant.
    pub(super) refutable: bool,
}

impl Given<'_> {
    fn without_value(self) -> Self {
        Self {
            value: None,
            declared: None,
            ..self
        }
    }
}

impl<'s> Reader<'s> {
    /// Binds every name of `pattern`. Of a tuple the first name takes the value.
    pub(super) fn pattern(&mut self, pattern: &Pat, given: Given<'s>) {
        if !self.builder.down() {
            self.builder.up();
            return;
        }
        match pattern {
            Pat::Ident(ident) => self.pattern_name(ident, given),
            Pat::Type(typed) => {
                let declared = self.type_text(&typed.ty);
                let given = Given {
                    declared: Some(declared),
                    ..given
                };
                self.pattern(&typed.pat, given);
            }
            Pat::Paren(inner) => self.pattern(&inner.pat, given),
            Pat::Reference(inner) => self.pattern(&inner.pat, given),
            Pat::Guard(guarded) => {
                self.pattern(&guarded.pat, given);
                self.visit(&guarded.guard);
            }
            Pat::Or(or) => {
                for case in &or.cases {
                    self.pattern(case, given);
                }
            }
            Pat::Tuple(tuple) => self.pattern_list(tuple.elems.iter(), given),
            Pat::TupleStruct(tuple) => {
                // `Some(x)` and `Ok(x)` only unwrap; of `Err(e)` the value says nothing.
                let given = match tuple.path.segments.last() {
                    Some(last) if last.ident == "Err" => given.without_value(),
                    _ => given,
                };
                self.pattern_list(tuple.elems.iter(), given);
            }
            Pat::Slice(slice) => self.pattern_list(slice.elems.iter(), given.without_value()),
            Pat::Struct(fields) => {
                for field in &fields.fields {
                    let value = given.value.and_then(|base| {
                        let Member::Named(ident) = &field.member else {
                            return None;
                        };
                        let (name, span) = self.name(ident);
                        let kind = ValueKind::Member { base, name };
                        Some(self.builder.value(kind, span))
                    });
                    let inner = Given {
                        value,
                        declared: None,
                        ..given
                    };
                    self.pattern(&field.pat, inner);
                }
            }
            Pat::Macro(mac) => {
                self.macro_call(&mac.mac);
            }
            _ => {}
        }
        self.builder.up();
    }

    fn pattern_list<'p>(&mut self, patterns: impl Iterator<Item = &'p Pat>, given: Given<'s>) {
        let mut given = given;
        for pattern in patterns {
            self.pattern(pattern, given);
            given = given.without_value();
        }
    }

    fn pattern_name(&mut self, ident: &PatIdent, given: Given<'s>) {
        let (name, span) = self.name(&ident.ident);
        let plain = ident.by_ref.is_none() && ident.mutability.is_none() && ident.subpat.is_none();
        let constant = given.refutable && plain && name.starts_with(char::is_uppercase);
        if !constant {
            self.bind(name, span, given);
        }
        if let Some((_, inner)) = &ident.subpat {
            self.pattern(inner, given.without_value());
        }
    }

    fn bind(&mut self, name: &'s str, span: Span, given: Given<'s>) {
        let kind = match given.parameter {
            Some(_) => BindingKind::Parameter,
            None => BindingKind::Variable,
        };
        let binding = self.builder.bind(kind, name, span);
        binding.index = given.parameter.unwrap_or(0);
        binding.value = given.value;
        binding.declared = given.declared;
    }

    /// The pattern of a loop over `of`.
    pub(super) fn loop_pattern(&mut self, pattern: &Pat, of: ValueId) {
        let at = self.builder.facts.value(of).span;
        let each = self.builder.value(ValueKind::Each(of), at);
        let mut plain = pattern;
        while let Pat::Reference(inner) = plain {
            plain = &inner.pat;
        }
        let given = |value| Given {
            value,
            ..Given::default()
        };
        let Pat::Tuple(tuple) = plain else {
            self.pattern(pattern, given(Some(each)));
            return;
        };
        for (at_place, part) in tuple.elems.iter().enumerate() {
            let value = PLACES.get(at_place).map(|place| {
                let key = self.builder.value(ValueKind::Number(place), at);
                self.builder.value(ValueKind::Index { base: each, key }, at)
            });
            // What stands deeper inside is not followed.
            let value = value.filter(|_| !matches!(part, Pat::Tuple(_)));
            self.pattern(part, given(value));
        }
    }

    /// `pattern = value` of a `let`. Tuples of equal length are paired.
    pub(super) fn let_pattern(&mut self, pattern: &Pat, value: Option<&Expr>, refutable: bool) {
        let plain = match pattern {
            Pat::Type(typed) => &typed.pat,
            _ => pattern,
        };
        if let (Pat::Tuple(names), Some(Expr::Tuple(values))) = (plain, value)
            && names.elems.len() == values.elems.len()
        {
            for (name, value) in names.elems.iter().zip(&values.elems) {
                self.let_pattern(name, Some(value), refutable);
            }
            return;
        }
        let value = value.map(|value| self.value(value));
        let given = Given {
            value,
            refutable,
            ..Given::default()
        };
        self.pattern(pattern, given);
    }

    /// `target = value`: one more binding of a name, or of a field of `self`.
    pub(super) fn assign(&mut self, target: &Expr, value: &Expr) {
        if let (Expr::Tuple(names), Expr::Tuple(values)) = (target, value)
            && names.elems.len() == values.elems.len()
        {
            for (name, value) in names.elems.iter().zip(&values.elems) {
                self.assign(name, value);
            }
            return;
        }
        let value = self.value(value);
        self.assign_to(target, Some(value));
    }

    fn assign_to(&mut self, target: &Expr, value: Option<ValueId>) {
        let mut target = target;
        loop {
            target = match target {
                Expr::Paren(inner) => &inner.expr,
                Expr::Unary(inner) => &inner.expr,
                _ => break,
            };
        }
        match target {
            Expr::Path(path) => {
                if let Some(ident) = path.path.get_ident() {
                    let (name, span) = self.name(ident);
                    self.builder.bind(BindingKind::Variable, name, span).value = value;
                }
            }
            Expr::Field(field) => {
                if let (Expr::Path(base), Member::Named(ident)) = (&*field.base, &field.member)
                    && base.path.is_ident("self")
                {
                    let (name, span) = self.name(ident);
                    self.builder.bind(BindingKind::Field, name, span).value = value;
                } else {
                    self.visit(target);
                }
            }
            Expr::Tuple(tuple) => self.assign_list(tuple.elems.iter(), value),
            Expr::Call(call) => self.assign_list(call.args.iter(), value),
            _ => self.visit(target),
        }
    }

    fn assign_list<'p>(&mut self, targets: impl Iterator<Item = &'p Expr>, value: Option<ValueId>) {
        if self.builder.down() {
            let mut value = value;
            for target in targets {
                self.assign_to(target, value.take());
            }
        }
        self.builder.up();
    }

    /// A type as written.
    pub(super) fn type_text(&self, ty: &syn::Type) -> &'s str {
        self.text_between(extent::type_start(ty), extent::type_end(ty))
    }
}
