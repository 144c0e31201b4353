//! Rust through facts: syn reads what it can, tree-sitter finds the sound pieces of the rest.

mod arguments;
mod attributes;
mod chains;
mod declarations;
mod expressions;
mod extent;
mod fallback;
mod imports;
mod literals;
mod macro_rules;
mod macros;
mod patterns;
mod places;
mod scan;
#[cfg(test)]
mod tests;

use places::Places;
use proc_macro2::{Ident, LineColumn, TokenStream};

use super::builder::Builder;
use super::{Parsers, Reading, bracket_depth};
use crate::model::facts::{CallId, CallKind, Facts, Return, ValueId};
use crate::model::place::Span;

/// Deepest nesting of brackets that syn, which recurses, is given.
const BRACKETS: usize = 150;

/// Most tokens that may nest into each other without a bracket (`!!!!x`, `else if` chains).
const CHAIN: usize = 3000;

/// The stack syn and the walk over its tree run on.
const STACK: usize = 32 << 20;

/// Reads a file.
pub fn read<'s>(parsers: &mut Parsers, text: &'s str) -> Reading<'s> {
    let scanned = scan::scan(text);
    // The first bound takes strings for code, so that it holds even where the scan errs.
    let shallow = scanned.chain <= CHAIN && bracket_depth(text) <= BRACKETS;
    let mut reading = stacker::grow(STACK, || {
        let whole = shallow.then(|| read_whole(text)).flatten();
        match whole {
            Some(facts) => Reading::whole(facts, false),
            None => fallback::read(parsers, text),
        }
    });
    // The span map of proc-macro2 grows for the life of a thread; nothing holds a span of it now.
    proc_macro2::extra::invalidate_current_thread_spans();
    if !reading.timed_out {
        reading.facts.comments = scanned.comments;
    }
    reading
}

/// The facts of a file that syn accepts.
fn read_whole(text: &str) -> Option<Facts<'_>> {
    let start = scan::code_start(text);
    let file = syn::parse_str::<syn::File>(&text[start..]).ok()?;
    let mut reader = Reader::new(text);
    reader.rebase(start);
    reader.items(&file.items);
    Some(reader.finish())
}

/// Walks syntax trees of one file and writes facts down.
struct Reader<'s> {
    text: &'s str,
    places: Places,
    /// Where in `text` the source begins whose tokens are being read, and on which line.
    base: (usize, usize),
    builder: Builder<'s>,
    /// Macros around the place being read.
    macros: u8,
    /// Bytes of failed attempts that the file may still cost.
    fuel: usize,
    /// Types this file says something about outside their declaration.
    remarks: Vec<Remark<'s>>,
}

/// What an `impl` says about a type that may be declared further down.
enum Remark<'s> {
    /// It implements a trait.
    Base(&'s str, &'s str),
    /// An attribute stands on its `impl`.
    Attribute(&'s str, CallId),
}

impl<'s> Reader<'s> {
    fn new(text: &'s str) -> Self {
        Self {
            text,
            places: Places::of(text),
            base: (0, 0),
            builder: Builder::default(),
            macros: 0,
            fuel: text.len() * 16 + 10_000,
            remarks: Vec::new(),
        }
    }

    /// Settles what waited for the end of the file and gives the facts.
    fn finish(mut self) -> Facts<'s> {
        let facts = &mut self.builder.facts;
        for remark in self.remarks {
            let (Remark::Base(name, _) | Remark::Attribute(name, _)) = remark;
            let Some(at) = facts.types.iter().position(|known| known.name == name) else {
                continue;
            };
            match remark {
                Remark::Base(_, base) => facts.types[at].bases.push(base),
                Remark::Attribute(_, call) => {
                    let on = crate::model::facts::TypeId(at as u32);
                    facts.calls[call.0 as usize].kind = CallKind::OnType(on);
                }
            }
        }
        // A pattern is bound after the value it takes apart.
        facts.bindings.sort_by_key(|binding| binding.span.start);
        self.builder.facts
    }

    /// Makes the tokens read from now on stand at `start` and after; gives what was set before.
    fn rebase(&mut self, start: usize) -> (usize, usize) {
        std::mem::replace(&mut self.base, (start, self.places.line(start)))
    }

    /// Where in `text` a place of the tokens being read is. `Span::byte_range` tells it too, but
    /// fills a map with each answer; lines and columns it has at hand.
    fn offset(&self, at: LineColumn) -> usize {
        let (base, line) = self.base;
        let start = match at.line {
            0 | 1 => base,
            further => self.places.start(line + further - 1),
        };
        self.places.advance(start, at.column)
    }

    /// The bytes of a token.
    fn span(&self, token: proc_macro2::Span) -> Span {
        Span::new(self.offset(token.start()), self.offset(token.end()))
    }

    /// The bytes from the first token to the last.
    fn between(&self, first: proc_macro2::Span, last: proc_macro2::Span) -> Span {
        Span::new(self.offset(first.start()), self.offset(last.end()))
    }

    /// The source text of a span.
    fn slice(&self, span: Span) -> &'s str {
        let text: &'s str = self.text;
        text.get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }

    /// An identifier and where it stands, without the `r#` of a raw one.
    fn name(&self, ident: &Ident) -> (&'s str, Span) {
        let span = self.span(ident.span());
        let text = self.slice(span);
        (text.strip_prefix("r#").unwrap_or(text), span)
    }

    /// The text from one token to another.
    fn text_between(&self, first: proc_macro2::Span, last: proc_macro2::Span) -> &'s str {
        self.slice(self.between(first, last))
    }

    /// Notes what the innermost function hands back.
    fn returns(&mut self, value: ValueId) {
        if let Some(function) = self.builder.function() {
            self.builder.facts.returns.push(Return { function, value });
        }
    }

    /// Reads a piece of the file that stands for itself with `parse` and hands the result to `walk`.
    fn piece<T>(
        &mut self,
        span: Span,
        parse: impl FnOnce(syn::parse::ParseStream) -> syn::Result<T>,
        walk: impl FnOnce(&mut Self, &T),
    ) -> bool {
        let Ok(tokens) = self.slice(span).parse::<TokenStream>() else {
            return false;
        };
        let Ok(parsed) = syn::parse::Parser::parse2(parse, tokens) else {
            return false;
        };
        let before = self.rebase(span.start as usize);
        walk(self, &parsed);
        self.base = before;
        true
    }
}
