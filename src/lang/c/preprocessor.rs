//! Includes, `using`, and macros: what a macro hands on is read as the body of a function.

use std::borrow::Cow;

use tree_sitter::{Node, Tree};

use super::super::tree::span;
use super::super::{Parsers, builder::Builder};
use super::{Fields, Kind, Reader, strings, walk};
use crate::model::facts::{BindingKind, Function, Import, ValueKind};
use crate::model::language::Dialect;
use crate::model::place::Span;

/// A macro that takes any number of arguments, or that says something of its own.
pub(super) struct Define {
    name: Span,
    whole: Span,
    variadic: bool,
    parameters: Vec<Span>,
    body: Span,
}

/// Longest macro whose body is read. Bytes.
const BODY: usize = 4096;

/// The bodies of the macros of a file that take any number of arguments or hold text: those that
/// may print.
pub(super) fn bodies(
    parsers: &mut Parsers,
    dialect: Dialect,
    text: &str,
    tree: &Tree,
) -> Vec<(Define, Tree)> {
    if !text.contains("define") {
        return Vec::new();
    }
    let kinds = Kind::table(dialect);
    let fields = Fields::of(dialect);
    let mut found = Vec::new();
    let mut cursor = tree.walk();
    let mut more = true;
    while more {
        let node = cursor.node();
        let kind = kinds.get(node.kind_id() as usize).copied();
        if kind == Some(Kind::DefineFunction)
            && let Some(define) = define(node, fields, text)
            && let Some(body) = parsers.parse_parts(dialect, text, &parts(text, define.body))
        {
            found.push((define, body));
        }
        // Macros stand at the top, or in conditions of the preprocessor and in braces around all.
        let into = node.kind().starts_with("preproc_if")
            || node.kind().starts_with("preproc_el")
            || matches!(
                node.kind(),
                "translation_unit"
                    | "linkage_specification"
                    | "declaration_list"
                    | "namespace_definition"
            );
        more = super::super::walk::advance(&mut cursor, into);
    }
    found
}

/// A body without the marks that glue names or quote them, and with the `;` that its user writes.
fn parts(text: &str, body: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut at = body.start as usize;
    for piece in body.of(text).split('#') {
        if !piece.is_empty() {
            parts.push(Span::new(at, at + piece.len()));
        }
        at += piece.len() + 1;
    }
    let end = body.end as usize;
    if let Some(found) = text[end..].find(';') {
        parts.push(Span::new(end + found, end + found + 1));
    }
    parts
}

fn define(node: Node<'_>, fields: &Fields, text: &str) -> Option<Define> {
    let list = node.child_by_field_id(fields.parameters)?;
    let body = span(node.child_by_field_id(fields.value)?);
    let name = span(node.child_by_field_id(fields.name)?);
    let source = body.of(text);
    let variadic = span(list).of(text).contains("...");
    if source.len() > BODY || !source.contains('(') || !(variadic || source.contains('"')) {
        return None;
    }
    let mut parameters = Vec::new();
    let mut at = list.start_byte() + 1;
    for part in span(list).of(text).trim_matches(['(', ')']).split(',') {
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        // `args...` gives the rest a name of its own.
        let plain = part.trim().trim_end_matches("...").trim();
        parameters.push(Span::new(start, start + plain.len()));
    }
    Some(Define {
        name,
        whole: span(node),
        variadic,
        parameters,
        body,
    })
}

/// Reads the body of a macro as that of a function with its parameters.
pub(super) fn expand<'s>(
    dialect: Dialect,
    text: &'s str,
    define: &Define,
    body: &Tree,
    build: &mut Builder<'s>,
) {
    let count = define.parameters.len() as u16;
    build.enter_function(Function {
        name: define.name.of(text),
        owner: None,
        receiver: None,
        parent: None,
        returns: None,
        span: define.whole,
        name_span: define.name,
        parameters: count,
        variadic: define.variadic,
        exported: true,
        is_macro: true,
    });
    for (index, at) in define.parameters.iter().enumerate() {
        let name = match at.of(text) {
            "" => "__VA_ARGS__",
            name => name,
        };
        build.bind(BindingKind::Parameter, name, *at).index = index as u16;
    }
    walk(dialect, text, body, build);
    build.leave_function();
}

impl<'s, 't> Reader<'_, 's, 't> {
    /// `#include <a/b.h>`
    pub(super) fn include(&mut self, node: Node<'t>) {
        let Some(path) = self.part(node, self.fields.path) else {
            return;
        };
        let module = self.source(path).trim_matches(['<', '>', '"']);
        self.import("", module, None, node);
    }

    fn import(&mut self, local: &'s str, module: &'s str, name: Option<&'s str>, node: Node<'t>) {
        self.build.facts.imports.push(Import {
            local,
            module: Cow::Borrowed(module),
            name: name.map(Cow::Borrowed),
            span: span(node),
            reexported: false,
        });
    }

    /// `using namespace a::b;`, `using a::b;`
    pub(super) fn using(&mut self, node: Node<'t>) {
        let text = self.source(node).trim_end_matches(';');
        let text = text.trim_start_matches("using").trim();
        if let Some(namespace) = text.strip_prefix("namespace") {
            return self.import("*", namespace.trim(), None, node);
        }
        if let Some((module, name)) = text.rsplit_once("::") {
            self.import(name, module, Some(name), node);
        }
    }

    /// `namespace a = b::c;`
    pub(super) fn namespace_alias(&mut self, node: Node<'t>) {
        let text = self.source(node).trim_end_matches(';');
        let Some((local, whole)) = text.trim_start_matches("namespace").split_once('=') else {
            return;
        };
        self.import(local.trim(), whole.trim(), None, node);
    }

    /// `#define NAME "text"`: a constant, where it is one.
    pub(super) fn define(&mut self, node: Node<'t>) {
        let (Some(name), Some(value)) = (
            self.part(node, self.fields.name),
            self.part(node, self.fields.value),
        ) else {
            return;
        };
        let at = span(value);
        let source: &'s str = at.of(self.text);
        let trimmed = source.trim();
        let start = at.start as usize + (source.len() - source.trim_start().len());
        let at = Span::new(start, start + trimmed.len());
        let inner = trimmed.trim_start_matches('(').trim_end_matches(')').trim();
        let kind = if let Some(text) = strings::joined(inner) {
            ValueKind::Str(text)
        } else if inner.starts_with(|c: char| c.is_ascii_digit()) {
            ValueKind::Number(inner)
        } else if !inner.is_empty() && inner.chars().all(|c| c.is_alphanumeric() || c == '_') {
            ValueKind::Name(inner)
        } else {
            return;
        };
        let value = self.build.value(kind, at);
        let text = self.source(name);
        let binding = self.build.bind(BindingKind::Constant, text, span(name));
        binding.value = Some(value);
        binding.scope = None;
        binding.exported = true;
    }
}
