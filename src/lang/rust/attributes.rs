//! Attributes of functions and types, as calls on them.

use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{AttrStyle, Attribute, Meta, Token};

use super::arguments::Style;
use super::{Reader, extent};
use crate::model::facts::{Arg, CallKind};
use crate::model::place::Span;

/// Attributes of the language itself that say nothing about what the code does.
const SILENT: [&str; 20] = [
    "allow",
    "automatically_derived",
    "cfg",
    "cold",
    "deny",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "forbid",
    "global_allocator",
    "inline",
    "macro_export",
    "macro_use",
    "must_use",
    "no_mangle",
    "non_exhaustive",
    "repr",
    "track_caller",
    "warn",
];

impl Reader<'_> {
    /// Every attribute that is not silent becomes a call of `kind`.
    pub(super) fn attributes(&mut self, attributes: &[Attribute], kind: CallKind) {
        for attribute in attributes {
            if matches!(attribute.style, AttrStyle::Outer) {
                if is_silent(&attribute.meta) {
                    continue;
                }
                let close = attribute.bracket_token.span.close();
                let span = self.between(attribute.pound_token.span, close);
                self.attribute(&attribute.meta, span, kind);
            }
        }
    }

    fn attribute(&mut self, meta: &Meta, span: Span, kind: CallKind) {
        let path = meta.path();
        if path.is_ident("cfg_attr") {
            self.conditional(meta, kind);
            return;
        }
        let call = self.builder.start_call(kind, span);
        let callee = self.path(None, path);
        let name_span = self.span(extent::path_name(path));
        let args = match meta {
            Meta::Path(_) => Vec::new(),
            Meta::NameValue(pair) => vec![Arg {
                name: None,
                value: self.value(&pair.value),
                spread: false,
            }],
            Meta::List(list) => {
                let mut args = Vec::new();
                self.tokens(&list.tokens, |reader, input| {
                    args = match reader.strict_arguments(input, Style::Attribute) {
                        Some(arguments) => reader.pass(arguments),
                        None => reader.loose_arguments(input),
                    };
                });
                args
            }
        };
        self.builder.finish_call(call, callee, name_span, args);
    }

    /// `cfg_attr(condition, attribute, …)`.
    fn conditional(&mut self, meta: &Meta, kind: CallKind) {
        let Ok(list) = meta.require_list() else {
            return;
        };
        let parser = |input: ParseStream| {
            input.parse::<Meta>()?;
            input.parse::<Token![,]>()?;
            Punctuated::<Meta, Token![,]>::parse_terminated(input)
        };
        let Ok(attributes) = list.parse_args_with(parser) else {
            return;
        };
        for meta in &attributes {
            if !is_silent(meta) && !meta.path().is_ident("cfg_attr") {
                let whole = self.meta_span(meta);
                self.attribute(meta, whole, kind);
            }
        }
    }

    fn meta_span(&self, meta: &Meta) -> Span {
        let start = extent::path_start(meta.path());
        let end = match meta {
            Meta::Path(path) => extent::path_end(path),
            Meta::List(list) => list.delimiter.span().close(),
            Meta::NameValue(pair) => extent::expr_end(&pair.value),
        };
        self.between(start, end)
    }
}

fn is_silent(meta: &Meta) -> bool {
    meta.path()
        .get_ident()
        .is_some_and(|ident| SILENT.iter().any(|silent| ident == silent))
}
