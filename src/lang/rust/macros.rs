//! Macro calls: their arguments where they are arguments, and whatever can be read where not.

use proc_macro2::TokenStream;
use syn::ext::IdentExt as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse as _, ParseStream, Parser as _};
use syn::{Block, Expr, Ident, Macro, MacroDelimiter, Path, Stmt, Token, Type, Visibility};

use super::arguments::{Style, group, skip};
use super::imports::is_public;
use super::{Reader, extent};
use crate::model::facts::{Arg, BindingKind, CallKind, ValueId, ValueKind};
use crate::model::place::Span;

/// Macros inside macros are followed this far: the tokens of each are copied to be parsed.
const NESTED: u8 = 16;

impl<'s> Reader<'s> {
    /// `path!(…)`.
    pub(super) fn macro_call(&mut self, mac: &Macro) -> ValueId {
        let span = self.between(extent::path_start(&mac.path), mac.delimiter.span().close());
        let call = self.builder.start_call(CallKind::Macro, span);
        let callee = self.path(None, &mac.path);
        let name_span = self.span(extent::path_name(&mac.path));
        let braced = matches!(mac.delimiter, MacroDelimiter::Brace(_));
        let mut args = Vec::new();
        self.tokens(&mac.tokens, |reader, input| {
            args = reader.macro_body(input, braced);
        });
        self.builder.finish_call(call, callee, name_span, args)
    }

    /// Tokens that syn made nothing of.
    pub(super) fn unknown(&mut self, tokens: &TokenStream) {
        self.tokens(tokens, Self::islands);
    }

    /// Opens a stream for `read`, which takes from it what it can.
    pub(super) fn tokens(
        &mut self,
        tokens: &TokenStream,
        read: impl FnOnce(&mut Self, ParseStream),
    ) {
        if tokens.is_empty() || self.macros == NESTED {
            return;
        }
        self.macros += 1;
        if self.builder.down() {
            let parser = |input: ParseStream| {
                read(self, input);
                Ok(())
            };
            // What was read is written down already; tokens left over are no error here.
            let _ = parser.parse2(tokens.clone());
        }
        self.builder.up();
        self.macros -= 1;
    }

    fn macro_body(&mut self, input: ParseStream, braced: bool) -> Vec<Arg<'s>> {
        if let Some(arguments) = self.strict_arguments(input, Style::Macro) {
            return self.pass(arguments);
        }
        if let Some(statements) = self.attempt(input, Block::parse_within) {
            self.statements(&statements);
            return Vec::new();
        }
        if braced {
            self.islands(input);
            return Vec::new();
        }
        self.loose_arguments(input)
    }

    /// Arguments between commas, those that are none searched.
    pub(super) fn loose_arguments(&mut self, input: ParseStream) -> Vec<Arg<'s>> {
        let mut args = Vec::new();
        while !input.is_empty() {
            let ahead = input.fork();
            match self.argument(&ahead, Style::Macro, &[]) {
                Some(argument) if at_end(&ahead) => {
                    input.advance_to(&ahead);
                    args.extend(self.pass(vec![argument]));
                }
                _ => {
                    let start = self.span(input.span()).start;
                    while !at_end(input) {
                        self.island(input);
                    }
                    let end = self.span(input.cursor().prev_span()).end;
                    let value = self.builder.value(ValueKind::Other, Span { start, end });
                    args.push(Arg {
                        name: None,
                        value,
                        spread: false,
                    });
                }
            }
            if !input.is_empty() {
                skip(input);
            }
        }
        args
    }

    /// Reads what it can out of tokens in no known notation.
    pub(super) fn islands(&mut self, input: ParseStream) {
        while !input.is_empty() {
            self.island(input);
        }
    }

    /// Reads one statement or expression, or passes over one token and looks into it.
    fn island(&mut self, input: ParseStream) {
        if input.peek(Token![#]) {
            skip(input);
            if input.peek(Token![!]) {
                skip(input);
            }
            if input.peek(syn::token::Bracket) {
                skip(input);
            }
            return;
        }
        let declares = input.peek(Token![static])
            || (input.peek(Token![pub])
                && (input.peek2(Token![static]) || input.peek2(syn::token::Paren)));
        if declares && let Some(declared) = self.attempt(input, lazy_static) {
            self.lazy_static(&declared);
            return;
        }
        if input.peek(syn::token::Brace) {
            self.braced_island(input);
            return;
        }
        if starts_statement(input)
            && let Some(statement) = self.attempt(input, Stmt::parse)
        {
            self.statements(std::slice::from_ref(&statement));
            return;
        }
        if starts_expression(input) && self.expression_island(input) {
            return;
        }
        if input.peek(Ident::peek_any) && self.macro_island(input) {
            return;
        }
        match group(input) {
            Some((content, ..)) => self.deeper(|reader| reader.islands(&content)),
            None => skip(input),
        }
    }

    fn braced_island(&mut self, input: ParseStream) {
        let Some((content, ..)) = group(input) else {
            skip(input);
            return;
        };
        self.deeper(|reader| {
            if let Some(statements) = reader.attempt(&content, Block::parse_within) {
                reader.statements(&statements);
            } else {
                reader.islands(&content);
            }
        });
    }

    fn expression_island(&mut self, input: ParseStream) -> bool {
        let expr = self
            .attempt(input, Expr::parse)
            .or_else(|| self.attempt(input, Expr::parse_without_eager_brace));
        match expr {
            // A lone name or literal says nothing.
            Some(Expr::Path(_) | Expr::Lit(_)) => true,
            Some(expr) => {
                self.visit(&expr);
                true
            }
            None => false,
        }
    }

    /// `path!(…)`, found where nothing around it could be read.
    fn macro_island(&mut self, input: ParseStream) -> bool {
        let ahead = input.fork();
        if ahead.call(Path::parse_mod_style).is_err() || !ahead.peek(Token![!]) {
            return false;
        }
        let ahead = input.fork();
        match ahead.parse::<Macro>() {
            Ok(mac) => {
                input.advance_to(&ahead);
                self.macro_call(&mac);
                true
            }
            Err(_) => false,
        }
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Self)) {
        if self.builder.down() {
            read(self);
        }
        self.builder.up();
    }

    fn lazy_static(&mut self, declared: &LazyStatic) {
        let (name, span) = self.name(&declared.ident);
        let ty = self.type_text(&declared.ty);
        let value = self.value(&declared.value);
        let binding = self.builder.bind(BindingKind::Constant, name, span);
        binding.value = Some(value);
        binding.declared = Some(ty);
        binding.exported = is_public(&declared.vis);
    }
}

/// `static ref NAME: T = value;` of `lazy_static!`, and statics whose last `;` is left out.
struct LazyStatic {
    vis: Visibility,
    ident: Ident,
    ty: Type,
    value: Expr,
}

fn lazy_static(input: ParseStream) -> syn::Result<LazyStatic> {
    let vis = input.parse()?;
    input.parse::<Token![static]>()?;
    input.parse::<Option<Token![ref]>>()?;
    let ident = input.parse()?;
    input.parse::<Token![:]>()?;
    let ty = input.parse()?;
    input.parse::<Token![=]>()?;
    let value = input.parse()?;
    input.parse::<Option<Token![;]>>()?;
    Ok(LazyStatic {
        vis,
        ident,
        ty,
        value,
    })
}

/// Whether an argument ends here.
fn at_end(input: ParseStream) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![;])
}

/// Whether a keyword stands here that opens a statement.
fn starts_statement(input: ParseStream) -> bool {
    input.peek(Token![let])
        || input.peek(Token![fn])
        || input.peek(Token![pub])
        || input.peek(Token![struct])
        || input.peek(Token![enum])
        || input.peek(Token![impl])
        || input.peek(Token![use])
        || input.peek(Token![mod])
        || input.peek(Token![const])
        || input.peek(Token![static])
        || input.peek(Token![trait])
        || input.peek(Token![type])
        || input.peek(Token![unsafe])
        || input.peek(Token![async])
        || input.peek(Token![extern])
        || input.peek(Token![if])
        || input.peek(Token![match])
        || input.peek(Token![for])
        || input.peek(Token![while])
        || input.peek(Token![loop])
        || (input.peek(Ident) && input.peek2(Token![!]) && input.peek3(Ident))
}

/// Whether an expression may begin here.
fn starts_expression(input: ParseStream) -> bool {
    match input.cursor().punct() {
        Some((punct, _)) => matches!(punct.as_char(), '&' | '*' | '|' | '-' | '!' | ':'),
        None => true,
    }
}
