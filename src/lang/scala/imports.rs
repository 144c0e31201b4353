//! The package and the imports of a file.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::Import;
use crate::model::place::Span;

impl<'s, 't> Reader<'s, 't> {
    /// `package a.b`; whether what stands in its braces is still to be read.
    pub(super) fn package(&mut self, node: Node<'t>) -> bool {
        let name = self.part(node, self.fields.name);
        if let Some(name) = name
            && self.build.facts.package.is_none()
        {
            self.build.facts.package = Some(self.source(name));
        }
        if let Some(body) = self.part(node, self.fields.body) {
            self.visit_children(body);
        }
        false
    }

    /// `package object a { … }`: its members belong to the package a.
    pub(super) fn package_object(&mut self, node: Node<'t>) {
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::TemplateBody {
                reader.visit_children(child);
            } else if Kind::of(child) == Kind::Extends {
                reader.extends(child, None);
            }
        });
    }

    /// `import a.b.C, d.{E, F => G, _}`.
    pub(super) fn import(&mut self, node: Node<'t>) {
        let whole: &'s str = self.source(node);
        let Some(clauses) = whole.strip_prefix("import") else {
            return;
        };
        let mut depth = 0_i32;
        for clause in clauses.split(|c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && depth == 0
        }) {
            self.clause(clause.trim().trim_end_matches(';'), span(node));
        }
    }

    /// One path with its selectors.
    fn clause(&mut self, clause: &'s str, at: Span) {
        if let Some((path, selectors)) = clause.split_once('{') {
            let path = path.trim().trim_end_matches('.');
            for selector in selectors.trim_end_matches('}').split(',') {
                self.selector(path, selector.trim(), at);
            }
            return;
        }
        let (path, selector) = clause.rsplit_once('.').unwrap_or(("", clause));
        self.selector(path, selector, at);
    }

    /// `A`, `A => B`, `A as B`, `_`, `*`.
    fn selector(&mut self, path: &'s str, selector: &'s str, span: Span) {
        let renamed = selector
            .split_once("=>")
            .or_else(|| selector.split_once(" as "));
        let (name, local) = match renamed {
            Some((name, local)) => (name.trim(), local.trim()),
            None => (selector, selector),
        };
        // `A => _` leaves it out.
        if name.is_empty() || (local == "_" && name != "_") || name == "given" {
            return;
        }
        let glob = matches!(name, "_" | "*");
        let module = self.absolute(path);
        self.build.facts.imports.push(Import {
            local: if glob { "*" } else { local.trim_matches('`') },
            module,
            name: (!glob).then_some(Cow::Borrowed(name.trim_matches('`'))),
            span,
            reexported: false,
        });
    }

    /// A path from the root: one may begin with what was imported before, or with an object of the
    /// own package.
    fn absolute(&self, path: &'s str) -> Cow<'s, str> {
        let path = path.strip_prefix("_root_.").unwrap_or(path);
        let (first, rest) = match path.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (path, None),
        };
        let before = self.build.facts.imports.iter().rev();
        let mut named = before.filter(|import| import.local == first);
        let root = if let Some(import) = named.next() {
            match import.name.as_deref() {
                Some(name) if !import.module.is_empty() => format!("{}.{name}", import.module),
                _ => return Cow::Borrowed(path),
            }
        } else if first.starts_with(char::is_uppercase)
            && let Some(package) = self.build.facts.package
        {
            format!("{package}.{first}")
        } else {
            return Cow::Borrowed(path);
        };
        Cow::Owned(match rest {
            Some(rest) => format!("{root}.{rest}"),
            None => root,
        })
    }
}
