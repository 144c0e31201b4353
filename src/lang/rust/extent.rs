//! The first and last token of syntax: syn computes them only with printing, which costs a copy.

use proc_macro2::Span;
use syn::{Expr, Member, Path, PathArguments, RangeLimits, ReturnType, Type, TypeParamBound, UnOp};

/// The first token of an expression, its attributes not counted.
pub(super) fn expr_start(mut expr: &Expr) -> Span {
    loop {
        return match expr {
            Expr::Array(e) => e.bracket_token.span.open(),
            Expr::Assign(e) => {
                expr = &e.left;
                continue;
            }
            Expr::Async(e) => e.async_token.span,
            Expr::Await(e) => {
                expr = &e.base;
                continue;
            }
            Expr::Binary(e) => {
                expr = &e.left;
                continue;
            }
            Expr::Block(e) => e.label.as_ref().map_or_else(
                || e.block.brace_token.span.open(),
                |label| label.name.apostrophe,
            ),
            Expr::Break(e) => e.break_token.span,
            Expr::Call(e) => {
                expr = &e.func;
                continue;
            }
            Expr::Cast(e) => {
                expr = &e.expr;
                continue;
            }
            Expr::Closure(e) => e
                .lifetimes
                .as_ref()
                .map(|lifetimes| lifetimes.for_token.span)
                .or(e.constness.as_ref().map(|token| token.span))
                .or(e.asyncness.as_ref().map(|token| token.span))
                .or(e.capture.as_ref().map(|token| token.span))
                .unwrap_or(e.inputs_begin.span),
            Expr::Const(e) => e.const_token.span,
            Expr::Continue(e) => e.continue_token.span,
            Expr::Field(e) => {
                expr = &e.base;
                continue;
            }
            Expr::ForLoop(e) => e
                .label
                .as_ref()
                .map_or(e.for_token.span, |label| label.name.apostrophe),
            Expr::Group(e) => {
                expr = &e.expr;
                continue;
            }
            Expr::If(e) => e.if_token.span,
            Expr::Index(e) => {
                expr = &e.expr;
                continue;
            }
            Expr::Infer(e) => e.underscore_token.span,
            Expr::Let(e) => e.let_token.span,
            Expr::Lit(e) => e.lit.span(),
            Expr::Loop(e) => e
                .label
                .as_ref()
                .map_or(e.loop_token.span, |label| label.name.apostrophe),
            Expr::Macro(e) => path_start(&e.mac.path),
            Expr::Match(e) => e.match_token.span,
            Expr::MethodCall(e) => {
                expr = &e.receiver;
                continue;
            }
            Expr::Paren(e) => e.paren_token.span.open(),
            Expr::Path(e) => e
                .qself
                .as_ref()
                .map_or_else(|| path_start(&e.path), |qself| qself.lt_token.span),
            Expr::Range(e) => match (&e.start, &e.limits) {
                (Some(start), _) => {
                    expr = start;
                    continue;
                }
                (None, RangeLimits::HalfOpen(dots)) => dots.spans[0],
                (None, RangeLimits::Closed(dots)) => dots.spans[0],
            },
            Expr::RawAddr(e) => e.and_token.span,
            Expr::Reference(e) => e.and_token.span,
            Expr::Repeat(e) => e.bracket_token.span.open(),
            Expr::Return(e) => e.return_token.span,
            Expr::Struct(e) => e
                .qself
                .as_ref()
                .map_or_else(|| path_start(&e.path), |qself| qself.lt_token.span),
            Expr::Try(e) => {
                expr = &e.expr;
                continue;
            }
            Expr::TryBlock(e) => e.try_token.span,
            Expr::Tuple(e) => e.paren_token.span.open(),
            Expr::Unary(e) => match &e.op {
                UnOp::Deref(op) => op.span,
                UnOp::Not(op) => op.span,
                UnOp::Neg(op) => op.span,
                _ => {
                    expr = &e.expr;
                    continue;
                }
            },
            Expr::Unsafe(e) => e.unsafe_token.span,
            Expr::While(e) => e
                .label
                .as_ref()
                .map_or(e.while_token.span, |label| label.name.apostrophe),
            Expr::Yield(e) => e.yield_token.span,
            Expr::Verbatim(tokens) => first_token(tokens),
            _ => Span::call_site(),
        };
    }
}

/// The last token of an expression.
pub(super) fn expr_end(mut expr: &Expr) -> Span {
    loop {
        return match expr {
            Expr::Array(e) => e.bracket_token.span.close(),
            Expr::Assign(e) => {
                expr = &e.right;
                continue;
            }
            Expr::Async(e) => e.block.brace_token.span.close(),
            Expr::Await(e) => e.await_token.span,
            Expr::Binary(e) => {
                expr = &e.right;
                continue;
            }
            Expr::Block(e) => e.block.brace_token.span.close(),
            Expr::Break(e) => match (&e.expr, &e.label) {
                (Some(value), _) => {
                    expr = value;
                    continue;
                }
                (None, Some(label)) => label.ident.span(),
                (None, None) => e.break_token.span,
            },
            Expr::Call(e) => e.paren_token.span.close(),
            Expr::Cast(e) => type_end(&e.ty),
            Expr::Closure(e) => {
                expr = &e.body;
                continue;
            }
            Expr::Const(e) => e.block.brace_token.span.close(),
            Expr::Continue(e) => e
                .label
                .as_ref()
                .map_or(e.continue_token.span, |label| label.ident.span()),
            Expr::Field(e) => member(&e.member),
            Expr::ForLoop(e) => e.body.brace_token.span.close(),
            Expr::Group(e) => {
                expr = &e.expr;
                continue;
            }
            Expr::If(e) => match &e.else_branch {
                Some((_, branch)) => {
                    expr = branch;
                    continue;
                }
                None => e.then_branch.brace_token.span.close(),
            },
            Expr::Index(e) => e.bracket_token.span.close(),
            Expr::Infer(e) => e.underscore_token.span,
            Expr::Let(e) => {
                expr = &e.expr;
                continue;
            }
            Expr::Lit(e) => e.lit.span(),
            Expr::Loop(e) => e.body.brace_token.span.close(),
            Expr::Macro(e) => e.mac.delimiter.span().close(),
            Expr::Match(e) => e.brace_token.span.close(),
            Expr::MethodCall(e) => e.paren_token.span.close(),
            Expr::Paren(e) => e.paren_token.span.close(),
            Expr::Path(e) => path_end(&e.path),
            Expr::Range(e) => match (&e.end, &e.limits) {
                (Some(end), _) => {
                    expr = end;
                    continue;
                }
                (None, RangeLimits::HalfOpen(dots)) => dots.spans[1],
                (None, RangeLimits::Closed(dots)) => dots.spans[2],
            },
            Expr::RawAddr(e) => {
                expr = &e.expr;
                continue;
            }
            Expr::Reference(e) => {
                expr = &e.expr;
                continue;
            }
            Expr::Repeat(e) => e.bracket_token.span.close(),
            Expr::Return(e) => match &e.expr {
                Some(value) => {
                    expr = value;
                    continue;
                }
                None => e.return_token.span,
            },
            Expr::Struct(e) => e.brace_token.span.close(),
            Expr::Try(e) => e.question_token.span,
            Expr::TryBlock(e) => e.block.brace_token.span.close(),
            Expr::Tuple(e) => e.paren_token.span.close(),
            Expr::Unary(e) => {
                expr = &e.expr;
                continue;
            }
            Expr::Unsafe(e) => e.block.brace_token.span.close(),
            Expr::While(e) => e.body.brace_token.span.close(),
            Expr::Yield(e) => match &e.expr {
                Some(value) => {
                    expr = value;
                    continue;
                }
                None => e.yield_token.span,
            },
            Expr::Verbatim(tokens) => last_token(tokens),
            _ => Span::call_site(),
        };
    }
}

fn first_token(tokens: &proc_macro2::TokenStream) -> Span {
    let first = tokens.clone().into_iter().next();
    first.map_or_else(Span::call_site, |token| token.span())
}

fn last_token(tokens: &proc_macro2::TokenStream) -> Span {
    let last = tokens.clone().into_iter().last();
    last.map_or_else(Span::call_site, |token| token.span())
}

/// The token of a field's name.
pub(super) fn member(member: &Member) -> Span {
    match member {
        Member::Named(ident) => ident.span(),
        Member::Unnamed(index) => index.span,
    }
}

/// The first token of a path, a leading `::` included.
pub(super) fn path_start(path: &Path) -> Span {
    match (&path.leading_colon, path.segments.first()) {
        (Some(colons), _) => colons.spans[0],
        (None, Some(first)) => first.ident.span(),
        (None, None) => Span::call_site(),
    }
}

/// The last name of a path, where a person would point.
pub(super) fn path_name(path: &Path) -> Span {
    path.segments
        .last()
        .map_or_else(Span::call_site, |last| last.ident.span())
}

/// The last token of a path, generic arguments included.
pub(super) fn path_end(path: &Path) -> Span {
    let Some(last) = path.segments.last() else {
        return Span::call_site();
    };
    match &last.arguments {
        PathArguments::None => last.ident.span(),
        PathArguments::AngleBracketed(generic) => generic.gt_token.span,
        PathArguments::Parenthesized(types) => {
            return_end(&types.output).unwrap_or(types.paren_token.span.close())
        }
    }
}

/// The last token of a return type, where one is declared.
fn return_end(output: &ReturnType) -> Option<Span> {
    match output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some(type_end(ty)),
    }
}

/// The first token of a type.
pub(super) fn type_start(ty: &Type) -> Span {
    match ty {
        Type::Array(t) => t.bracket_token.span.open(),
        Type::FnPtr(t) => t
            .lifetimes
            .as_ref()
            .map(|lifetimes| lifetimes.for_token.span)
            .or(t.unsafety.as_ref().map(|token| token.span))
            .or(t.abi.as_ref().map(|abi| abi.extern_token.span))
            .unwrap_or(t.fn_token.span),
        Type::Group(t) => type_start(&t.elem),
        Type::ImplTrait(t) => t.impl_token.span,
        Type::Infer(t) => t.underscore_token.span,
        Type::Macro(t) => path_start(&t.mac.path),
        Type::Never(t) => t.bang_token.span,
        Type::Paren(t) => t.paren_token.span.open(),
        Type::Path(t) => t
            .qself
            .as_ref()
            .map_or_else(|| path_start(&t.path), |qself| qself.lt_token.span),
        Type::Ptr(t) => t.star_token.span,
        Type::Reference(t) => t.and_token.span,
        Type::Slice(t) => t.bracket_token.span.open(),
        Type::TraitObject(t) => match (&t.dyn_token, t.bounds.first()) {
            (Some(token), _) => token.span,
            (None, Some(bound)) => bound_start(bound),
            (None, None) => Span::call_site(),
        },
        Type::Tuple(t) => t.paren_token.span.open(),
        Type::Verbatim(tokens) => first_token(tokens),
        _ => Span::call_site(),
    }
}

/// The last token of a type.
pub(super) fn type_end(mut ty: &Type) -> Span {
    loop {
        return match ty {
            Type::Array(t) => t.bracket_token.span.close(),
            Type::FnPtr(t) => return_end(&t.output).unwrap_or(t.paren_token.span.close()),
            Type::Group(t) => {
                ty = &t.elem;
                continue;
            }
            Type::ImplTrait(t) => t.bounds.last().map_or(t.impl_token.span, bound_end),
            Type::Infer(t) => t.underscore_token.span,
            Type::Macro(t) => t.mac.delimiter.span().close(),
            Type::Never(t) => t.bang_token.span,
            Type::Paren(t) => t.paren_token.span.close(),
            Type::Path(t) => path_end(&t.path),
            Type::Ptr(t) => {
                ty = &t.elem;
                continue;
            }
            Type::Reference(t) => {
                ty = &t.elem;
                continue;
            }
            Type::Slice(t) => t.bracket_token.span.close(),
            Type::TraitObject(t) => t.bounds.last().map_or_else(Span::call_site, bound_end),
            Type::Tuple(t) => t.paren_token.span.close(),
            Type::Verbatim(tokens) => last_token(tokens),
            _ => Span::call_site(),
        };
    }
}

/// The first token of a bound.
pub(super) fn bound_start(bound: &TypeParamBound) -> Span {
    match bound {
        TypeParamBound::Trait(t) => t
            .paren_token
            .as_ref()
            .map(|paren| paren.span.open())
            .or(t.maybe.as_ref().map(|token| token.span))
            .or(t
                .lifetimes
                .as_ref()
                .map(|lifetimes| lifetimes.for_token.span))
            .unwrap_or_else(|| path_start(&t.path)),
        TypeParamBound::Lifetime(lifetime) => lifetime.apostrophe,
        TypeParamBound::PreciseCapture(capture) => capture.use_token.span,
        TypeParamBound::Verbatim(tokens) => first_token(tokens),
        _ => Span::call_site(),
    }
}

/// The last token of a bound.
pub(super) fn bound_end(bound: &TypeParamBound) -> Span {
    match bound {
        TypeParamBound::Trait(t) => t
            .paren_token
            .as_ref()
            .map_or_else(|| path_end(&t.path), |paren| paren.span.close()),
        TypeParamBound::Lifetime(lifetime) => lifetime.ident.span(),
        TypeParamBound::PreciseCapture(capture) => capture.gt_token.span,
        TypeParamBound::Verbatim(tokens) => last_token(tokens),
        _ => Span::call_site(),
    }
}
