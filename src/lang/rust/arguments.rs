//! Arguments of macros and attributes: expressions, and the forms that macros add to them.

use proc_macro2::extra::DelimSpan;
use proc_macro2::{Delimiter, Punct, Spacing, Span as TokenSpan};
use syn::buffer::Cursor;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse as _, ParseBuffer, ParseStream};
use syn::{Expr, Lit, Member, Path, Token};

use super::{Reader, extent};
use crate::model::facts::{Arg, CallKind, ValueId, ValueKind};
use crate::model::place::Span;

/// Whose arguments they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// A macro's.
    Macro,
    /// An attribute's, where `skip(a)` has arguments of the same forms.
    Attribute,
}

/// One argument, parsed but not yet turned into facts.
pub(super) struct Argument<'s> {
    name: Option<&'s str>,
    passed: Passed<'s>,
}

/// What an argument passes.
enum Passed<'s> {
    Expr(Box<Expr>),
    /// `fields(k = v)` in an attribute.
    Nested(Path, Vec<Argument<'s>>, TokenSpan),
    /// `{"k": v}`, which is no Rust by itself.
    Map(Vec<(Expr, Passed<'s>)>, DelimSpan),
    /// `[…]` with such maps in it.
    List(Vec<Passed<'s>>, DelimSpan),
    /// The key itself: `key:?`.
    Key(Span),
}

/// What stands before a value: `name =`, `name:`, `"name" =>`.
struct Key {
    first: TokenSpan,
    last: TokenSpan,
    quoted: bool,
    /// Nothing follows: `key:?` alone.
    alone: bool,
}

impl<'s> Reader<'s> {
    /// Tries to parse something; `input` moves on only when that works.
    pub(super) fn attempt<T>(
        &mut self,
        input: ParseStream,
        parse: impl FnOnce(ParseStream) -> syn::Result<T>,
    ) -> Option<T> {
        if self.fuel == 0 || input.is_empty() {
            return None;
        }
        let ahead = input.fork();
        match parse(&ahead) {
            Ok(parsed) => {
                input.advance_to(&ahead);
                Some(parsed)
            }
            Err(error) => {
                // What was read in vain is paid for, so that attempts inside attempts stay cheap.
                let start = self.span(input.span()).start;
                let stopped = self.span(error.span()).start;
                let cost = stopped.saturating_sub(start) as usize + 16;
                self.fuel = self.fuel.saturating_sub(cost);
                None
            }
        }
    }

    /// Every argument in `input`, when all of it is arguments.
    pub(super) fn strict_arguments(
        &mut self,
        input: ParseStream,
        style: Style,
    ) -> Option<Vec<Argument<'s>>> {
        let ahead = input.fork();
        let mut arguments = Vec::new();
        let mut semicolon = false;
        while !ahead.is_empty() {
            let argument = self.argument(&ahead, style, &arguments)?;
            arguments.push(argument);
            if ahead.is_empty() {
                break;
            }
            if ahead.peek(Token![;]) && !semicolon {
                semicolon = true;
            } else if !ahead.peek(Token![,]) {
                return None;
            }
            skip(&ahead);
        }
        input.advance_to(&ahead);
        Some(arguments)
    }

    /// One argument; `before` stand in front of it.
    pub(super) fn argument(
        &mut self,
        input: ParseStream,
        style: Style,
        before: &[Argument<'s>],
    ) -> Option<Argument<'s>> {
        if style == Style::Attribute && input.peek(syn::Ident) && input.peek2(syn::token::Paren) {
            return self.nested(input);
        }
        if sigils(input) {
            let expr = self.attempt(input, Expr::parse)?;
            return Some(Argument {
                name: self.dotted(&expr),
                passed: Passed::Expr(Box::new(expr)),
            });
        }
        if let Some(key) = key(input) {
            let span = self.between(key.first, key.last);
            let written = self.slice(span);
            let name = if key.quoted {
                written.trim_matches('"')
            } else {
                written.strip_prefix("r#").unwrap_or(written)
            };
            let passed = if key.alone {
                Passed::Key(span)
            } else {
                sigils(input);
                self.passed(input)?
            };
            return Some(Argument {
                name: Some(name),
                passed,
            });
        }
        let passed = self.passed(input)?;
        let name = match &passed {
            Passed::Expr(expr) => match &**expr {
                // `let` belongs to statements.
                Expr::Let(_) => return None,
                Expr::Field(_) if !before.iter().any(Argument::is_text) => {
                    self.dotted(expr).filter(|name| !name.starts_with("self."))
                }
                _ => None,
            },
            _ => None,
        };
        Some(Argument { name, passed })
    }

    fn nested(&mut self, input: ParseStream) -> Option<Argument<'s>> {
        let path = input.call(Path::parse_mod_style).ok()?;
        let (content, _, delimiters) = group(input)?;
        let arguments = self.strict_arguments(&content, Style::Attribute)?;
        Some(Argument {
            name: None,
            passed: Passed::Nested(path, arguments, delimiters.close()),
        })
    }

    /// An expression, or a literal in the notation of JSON.
    fn passed(&mut self, input: ParseStream) -> Option<Passed<'s>> {
        let map = is_map(input);
        self.passed_as(input, map)
    }

    /// A value inside such a literal.
    fn element(&mut self, input: ParseStream) -> Option<Passed<'s>> {
        let json = input.peek(syn::token::Bracket) || is_map(input);
        self.passed_as(input, json)
    }

    /// Tries each notation once: twice at every level would double with the depth.
    fn passed_as(&mut self, input: ParseStream, json_first: bool) -> Option<Passed<'s>> {
        if json_first && let Some(json) = self.json(input) {
            return Some(json);
        }
        if let Some(expr) = self.attempt(input, Expr::parse) {
            return Some(Passed::Expr(Box::new(expr)));
        }
        if json_first { None } else { self.json(input) }
    }

    /// `{"k": v}` or `[v]`.
    fn json(&mut self, input: ParseStream) -> Option<Passed<'s>> {
        let braced = input.peek(syn::token::Brace);
        if !braced && !input.peek(syn::token::Bracket) || self.fuel == 0 {
            return None;
        }
        if !self.builder.down() {
            self.builder.up();
            return None;
        }
        let ahead = input.fork();
        let passed = group(&ahead).and_then(|(content, _, delimiters)| {
            if braced {
                Some(Passed::Map(self.entries(&content)?, delimiters))
            } else {
                Some(Passed::List(self.elements(&content)?, delimiters))
            }
        });
        self.builder.up();
        if passed.is_some() {
            input.advance_to(&ahead);
        } else {
            self.fuel = self.fuel.saturating_sub(64);
        }
        passed
    }

    fn entries(&mut self, input: ParseStream) -> Option<Vec<(Expr, Passed<'s>)>> {
        let mut entries = Vec::new();
        while !input.is_empty() {
            let key = self.attempt(input, Expr::parse)?;
            if input.peek(Token![=>]) {
                skip(input);
            } else if !input.peek(Token![:]) {
                return None;
            }
            skip(input);
            entries.push((key, self.element(input)?));
            if !input.is_empty() {
                input.parse::<Token![,]>().ok()?;
            }
        }
        Some(entries)
    }

    fn elements(&mut self, input: ParseStream) -> Option<Vec<Passed<'s>>> {
        let mut elements = Vec::new();
        while !input.is_empty() {
            elements.push(self.element(input)?);
            if !input.is_empty() {
                input.parse::<Token![,]>().ok()?;
            }
        }
        Some(elements)
    }

    /// The text of `name` or `name.field.field`.
    fn dotted(&self, expr: &Expr) -> Option<&'s str> {
        let mut base = expr;
        while let Expr::Field(field) = base {
            let Member::Named(_) = field.member else {
                return None;
            };
            base = &field.base;
        }
        let Expr::Path(path) = base else {
            return None;
        };
        path.path.get_ident()?;
        let written = self.slice(self.extent(expr));
        Some(written.strip_prefix("r#").unwrap_or(written))
    }

    /// Turns arguments into facts.
    pub(super) fn pass(&mut self, arguments: Vec<Argument<'s>>) -> Vec<Arg<'s>> {
        arguments
            .into_iter()
            .map(|argument| Arg {
                name: argument.name,
                value: self.pass_one(argument.passed),
                spread: false,
            })
            .collect()
    }

    fn pass_one(&mut self, passed: Passed<'s>) -> ValueId {
        match passed {
            Passed::Expr(expr) => self.value(&expr),
            Passed::Nested(path, arguments, close) => {
                let span = self.between(extent::path_start(&path), close);
                let call = self.builder.start_call(CallKind::Function, span);
                let callee = self.path(None, &path);
                let name_span = self.span(extent::path_name(&path));
                let args = self.pass(arguments);
                self.builder.finish_call(call, callee, name_span, args)
            }
            Passed::Map(entries, delimiters) => {
                let span = self.between(delimiters.open(), delimiters.close());
                let entries = entries
                    .into_iter()
                    .map(|(key, passed)| (self.value(&key), self.pass_one(passed)))
                    .collect();
                self.builder.value(ValueKind::Map(entries), span)
            }
            Passed::List(elements, delimiters) => {
                let span = self.between(delimiters.open(), delimiters.close());
                let elements = elements
                    .into_iter()
                    .map(|passed| self.pass_one(passed))
                    .collect();
                self.builder.value(ValueKind::List(elements), span)
            }
            Passed::Key(span) => {
                let name = self.slice(span);
                self.builder.value(ValueKind::Name(name), span)
            }
        }
    }
}

impl Argument<'_> {
    /// A string literal without a name: a message stands before its own arguments.
    fn is_text(&self) -> bool {
        self.name.is_none()
            && matches!(&self.passed, Passed::Expr(expr)
                if matches!(&**expr, Expr::Lit(literal) if matches!(literal.lit, Lit::Str(_))))
    }
}

/// Moves past one token.
pub(super) fn skip(input: ParseStream) {
    let skipped = input.step(|cursor| match cursor.token_tree() {
        Some((_, rest)) => Ok(((), rest)),
        None => Err(cursor.error("nothing left")),
    });
    debug_assert!(skipped.is_ok() || input.is_empty());
}

/// Whether a brace opens here with `"k":` or `k:`, which no block does.
fn is_map(input: ParseStream) -> bool {
    let Some((inside, ..)) = input.cursor().group(Delimiter::Brace) else {
        return false;
    };
    let key = match inside.literal() {
        Some((_, rest)) => Some(rest),
        None => inside.ident().map(|(_, rest)| rest),
    };
    key.and_then(Cursor::punct)
        .is_some_and(|(sign, rest)| sign.as_char() == ':' && !is_punct(rest, ':'))
}

/// Takes `%`, `?` and slog's `#` from in front of a value.
fn sigils(input: ParseStream) -> bool {
    let mut any = false;
    while input.peek(Token![%])
        || input.peek(Token![?])
        || (input.peek(Token![#]) && !input.peek2(syn::token::Bracket))
    {
        skip(input);
        any = true;
    }
    any
}

/// Opens the group at the front of `input`.
pub(super) fn group<'a>(
    input: &ParseBuffer<'a>,
) -> Option<(ParseBuffer<'a>, Delimiter, DelimSpan)> {
    fn braces<'a>(input: &ParseBuffer<'a>) -> syn::Result<(ParseBuffer<'a>, DelimSpan)> {
        let content;
        let token = syn::braced!(content in input);
        Ok((content, token.span))
    }
    fn parens<'a>(input: &ParseBuffer<'a>) -> syn::Result<(ParseBuffer<'a>, DelimSpan)> {
        let content;
        let token = syn::parenthesized!(content in input);
        Ok((content, token.span))
    }
    fn brackets<'a>(input: &ParseBuffer<'a>) -> syn::Result<(ParseBuffer<'a>, DelimSpan)> {
        let content;
        let token = syn::bracketed!(content in input);
        Ok((content, token.span))
    }
    let (opened, delimiter) = if input.peek(syn::token::Brace) {
        (braces(input), Delimiter::Brace)
    } else if input.peek(syn::token::Paren) {
        (parens(input), Delimiter::Parenthesis)
    } else if input.peek(syn::token::Bracket) {
        (brackets(input), Delimiter::Bracket)
    } else {
        return None;
    };
    let (content, span) = opened.ok()?;
    Some((content, delimiter, span))
}

/// Takes `name =`, `a.b =`, `name:`, `"name" =>` and log's `name:? =` from the front of `input`.
fn key(input: ParseStream) -> Option<Key> {
    let maybe = input.peek2(Token![=])
        || input.peek2(Token![:])
        || (input.peek2(Token![.]) && !input.peek(Token![self]));
    if !maybe {
        return None;
    }
    input
        .step(|cursor| match key_at(*cursor) {
            Some(found) => Ok(found),
            None => Err(cursor.error("no key")),
        })
        .ok()
}

fn key_at(cursor: Cursor<'_>) -> Option<(Key, Cursor<'_>)> {
    let first = cursor.span();
    let mut last = first;
    let mut quoted = false;
    let mut at = match cursor.literal() {
        Some((literal, rest)) => {
            quoted = literal.to_string().starts_with('"');
            if !quoted {
                return None;
            }
            rest
        }
        None => cursor.ident()?.1,
    };
    while let Some((dot, rest)) = at.punct()
        && dot.as_char() == '.'
        && !quoted
    {
        let (ident, rest) = rest.ident()?;
        last = ident.span();
        at = rest;
    }
    let key = Key {
        first,
        last,
        quoted,
        alone: false,
    };
    let (sign, rest) = at.punct()?;
    match sign.as_char() {
        '=' => Some((key, after_equals(&sign, rest)?)),
        ':' if sign.spacing() == Spacing::Alone || !is_punct(rest, ':') => {
            Some(after_colon(key, rest))
        }
        _ => None,
    }
}

/// Past `=` or `=>`, not `==`.
fn after_equals<'a>(sign: &Punct, rest: Cursor<'a>) -> Option<Cursor<'a>> {
    if sign.spacing() == Spacing::Alone {
        return Some(rest);
    }
    match rest.punct() {
        Some((next, _)) if next.as_char() == '=' => None,
        Some((next, after)) if next.as_char() == '>' => Some(after),
        _ => Some(rest),
    }
}

/// Past `:`, and past how log captures a value: `key:? = v`, `key:err = v`, `key:%`.
fn after_colon(key: Key, rest: Cursor<'_>) -> (Key, Cursor<'_>) {
    let captured = match (rest.punct(), rest.ident()) {
        (Some((sigil, after)), _) if matches!(sigil.as_char(), '?' | '%') => after,
        (_, Some((ident, after)))
            if ["debug", "display", "err", "sval", "serde"]
                .iter()
                .any(|known| ident == known) =>
        {
            after
        }
        _ => return (key, rest),
    };
    match captured.punct() {
        Some((sign, after)) if sign.as_char() == '=' && sign.spacing() == Spacing::Alone => {
            (key, after)
        }
        Some((sign, _)) if !matches!(sign.as_char(), ',' | ';') => (key, rest),
        None if !captured.eof() => (key, rest),
        // `error: err` passes what is called `err`; `error:?` has nothing else to pass.
        _ if rest.ident().is_some() => (key, rest),
        _ => (Key { alone: true, ..key }, captured),
    }
}

fn is_punct(cursor: Cursor<'_>, sign: char) -> bool {
    cursor
        .punct()
        .is_some_and(|(punct, _)| punct.as_char() == sign)
}
