//! Chains of calls, fields and indices, read without recursion however long they are.

use syn::Expr;

use super::{Reader, extent};
use crate::model::facts::{Arg, CallId, CallKind, ValueId, ValueKind};
use crate::model::place::Span;

/// Links of a chain that one value leads back through; whoever follows values recurses.
const LINKS: usize = 200;

impl<'s> Reader<'s> {
    /// `a.b(c)?.d[e].await`: calls, fields and the like, however many, without recursion.
    pub(super) fn postfix(&mut self, expr: &Expr) -> ValueId {
        let start = self.span(extent::expr_start(expr)).start;
        let mut steps: Vec<(&Expr, Option<CallId>)> = Vec::new();
        let mut inner = expr;
        loop {
            let (base, close) = match inner {
                Expr::Call(e) => (&*e.func, Some(e.paren_token.span.close())),
                Expr::MethodCall(e) => (&*e.receiver, Some(e.paren_token.span.close())),
                Expr::Field(e) => (&*e.base, None),
                Expr::Index(e) => (&*e.expr, None),
                Expr::Try(e) => (&*e.expr, None),
                Expr::Await(e) => (&*e.base, None),
                _ => break,
            };
            let call = close.map(|close| {
                let end = self.span(close).end;
                self.builder
                    .start_call(CallKind::Function, Span { start, end })
            });
            steps.push((inner, call));
            inner = base;
        }
        let mut value = self.value(inner);
        // Where a person points when what stands so far is called.
        let mut name_span = match inner {
            Expr::Path(path) => match path.path.segments.last() {
                Some(last) => self.span(last.ident.span()),
                None => self.extent(inner),
            },
            _ => self.builder.facts.value(value).span,
        };
        for (index, (step, call)) in steps.into_iter().rev().enumerate() {
            if index % LINKS == LINKS - 1 {
                let span = self.builder.facts.value(value).span;
                value = self.builder.value(ValueKind::Other, span);
            }
            match (step, call) {
                (Expr::Call(e), Some(call)) => {
                    let args = self.arguments(e.args.iter());
                    value = self.builder.finish_call(call, value, name_span, args);
                }
                (Expr::MethodCall(e), Some(call)) => {
                    let (name, span) = self.name(&e.method);
                    let callee = self.member(value, name, start, span);
                    let args = self.arguments(e.args.iter());
                    value = self.builder.finish_call(call, callee, span, args);
                }
                (Expr::Field(e), _) => {
                    let span = self.span(extent::member(&e.member));
                    let written = self.slice(span);
                    let name = written.strip_prefix("r#").unwrap_or(written);
                    value = self.member(value, name, start, span);
                    name_span = span;
                }
                (Expr::Index(e), _) => {
                    let key = self.value(&e.index);
                    let end = self.span(e.bracket_token.span.close()).end;
                    let kind = ValueKind::Index { base: value, key };
                    value = self.builder.value(kind, Span { start, end });
                    name_span = Span { start, end };
                }
                _ => name_span = self.builder.facts.value(value).span,
            }
        }
        value
    }

    fn member(&mut self, base: ValueId, name: &'s str, start: u32, at: Span) -> ValueId {
        let span = Span { start, end: at.end };
        self.builder.value(ValueKind::Member { base, name }, span)
    }

    fn arguments<'e>(&mut self, args: impl Iterator<Item = &'e Expr>) -> Vec<Arg<'s>> {
        args.map(|arg| Arg {
            name: None,
            value: self.value(arg),
            spread: false,
        })
        .collect()
    }
}
