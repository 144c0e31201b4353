//! `macro_rules!`: a function whose parameters are the metavariables of its first arm.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::{Block, ItemMacro};

use super::{Reader, extent};
use crate::model::facts::{BindingKind, Function};

impl Reader<'_> {
    /// A definition: every arm's body is read as if it were the body of one function.
    pub(super) fn macro_definition(&mut self, item: &ItemMacro, ident: &Ident) {
        let (name, name_span) = self.name(ident);
        let end = item
            .semi_token
            .as_ref()
            .map_or(item.mac.delimiter.span().close(), |semi| semi.span);
        let mut arms = arms(&item.mac.tokens).into_iter();
        let first = arms.next();
        let mut metavariables = Vec::new();
        let mut variadic = false;
        if let Some((matcher, _)) = &first {
            collect(matcher, false, &mut metavariables);
            variadic = metavariables.last().is_some_and(|last| last.repeated);
        }
        self.builder.enter_function(Function {
            name,
            owner: None,
            receiver: None,
            parent: None,
            returns: None,
            span: self.between(extent::path_start(&item.mac.path), end),
            name_span,
            parameters: metavariables.len() as u16,
            variadic,
            exported: item
                .attrs
                .iter()
                .any(|attr| attr.path().is_ident("macro_export")),
            is_macro: true,
        });
        for (index, metavariable) in metavariables.iter().enumerate() {
            let (name, span) = self.name(&metavariable.name);
            let (kind, _) = self.name(&metavariable.kind);
            let binding = self.builder.bind(BindingKind::Parameter, name, span);
            binding.index = index as u16;
            binding.declared = Some(kind);
        }
        for (_, body) in first.into_iter().chain(arms) {
            self.tokens(&plain(body), |reader, input| {
                if let Some(statements) = reader.attempt(input, Block::parse_within) {
                    if let Some(value) = reader.statements(&statements) {
                        reader.returns(value);
                    }
                } else {
                    reader.islands(input);
                }
            });
        }
        self.builder.leave_function();
    }
}

/// `$name:kind`.
struct Metavariable {
    name: Ident,
    kind: Ident,
    repeated: bool,
}

/// The arms: what each matches and what it writes.
fn arms(tokens: &TokenStream) -> Vec<(TokenStream, TokenStream)> {
    let mut arms = Vec::new();
    let mut matcher = None;
    for token in tokens.clone() {
        if let TokenTree::Group(group) = token {
            match matcher.take() {
                None => matcher = Some(group.stream()),
                Some(matcher) => arms.push((matcher, group.stream())),
            }
        }
    }
    arms
}

fn collect(tokens: &TokenStream, repeated: bool, found: &mut Vec<Metavariable>) {
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => collect(&group.stream(), repeated, found),
            TokenTree::Punct(punct) if punct.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Group(group)) => collect(&group.stream(), true, found),
                Some(TokenTree::Ident(name)) => {
                    let colon = matches!(tokens.peek(),
                        Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
                    if !colon {
                        continue;
                    }
                    tokens.next();
                    if let Some(TokenTree::Ident(kind)) = tokens.next() {
                        found.push(Metavariable {
                            name,
                            kind,
                            repeated,
                        });
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
}

/// A body with its metavariables as plain names and each repetition written once, so that it reads
/// as Rust: `$crate::log!($($arg)*)` becomes `crate::log!(arg)`. Every token keeps its place.
fn plain(tokens: TokenStream) -> TokenStream {
    let mut written = Vec::new();
    write_plain(tokens, &mut written);
    written.into_iter().collect()
}

fn write_plain(tokens: TokenStream, written: &mut Vec<TokenTree>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), plain(group.stream()));
                inner.set_span(group.span());
                written.push(TokenTree::Group(inner));
            }
            TokenTree::Punct(punct) if punct.as_char() == '$' => match tokens.peek() {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                    write_plain(group.stream(), written);
                    tokens.next();
                    // The separator, if any, and the sign of repetition.
                    let sign = |token: Option<&TokenTree>| {
                        matches!(token, Some(TokenTree::Punct(punct))
                            if matches!(punct.as_char(), '*' | '+' | '?'))
                    };
                    if !sign(tokens.peek()) {
                        tokens.next();
                    }
                    if sign(tokens.peek()) {
                        tokens.next();
                    }
                }
                _ => {}
            },
            _ => written.push(token),
        }
    }
}
