//! `use` trees flattened, and `extern crate`.

use std::borrow::Cow;

use proc_macro2::Span as TokenSpan;
use syn::{ItemExternCrate, ItemUse, UseTree, Visibility};

use super::Reader;
use crate::model::facts::Import;
use crate::model::place::Span;

/// What all names of one `use` share.
struct Clause {
    span: Span,
    reexported: bool,
}

/// The path walked so far, as text.
#[derive(Clone)]
enum Prefix<'s> {
    Empty,
    /// Written in one piece: the text from its first byte on, and where its last name ends.
    Written(&'s str, Span),
    /// Put together from both sides of a brace.
    Joined(String, &'s str),
}

impl<'s> Prefix<'s> {
    fn module(&self) -> Cow<'s, str> {
        match self {
            Prefix::Empty => Cow::Borrowed(""),
            Prefix::Written(text, _) => Cow::Borrowed(text),
            Prefix::Joined(text, _) => Cow::Owned(text.clone()),
        }
    }
}

impl<'s> Reader<'s> {
    /// A `use` declaration.
    pub(super) fn use_item(&mut self, item: &ItemUse) {
        let clause = Clause {
            span: self.between(
                visibility_start(&item.vis, item.use_token.span),
                item.semi_token.span,
            ),
            reexported: is_public(&item.vis),
        };
        self.use_tree(&item.tree, &Prefix::Empty, false, &clause);
    }

    fn use_tree(&mut self, tree: &UseTree, prefix: &Prefix<'s>, grouped: bool, clause: &Clause) {
        let mut prefix = prefix.clone();
        let mut grouped = grouped;
        let mut tree = tree;
        while let UseTree::Path(path) = tree {
            prefix = self.longer(&prefix, &path.ident, grouped);
            grouped = false;
            tree = &path.tree;
        }
        match tree {
            UseTree::Name(leaf) => {
                let (name, _) = self.name(&leaf.ident);
                if name == "self" {
                    let local = last(&prefix);
                    self.import(local, prefix.module(), None, clause);
                } else {
                    self.import_name(name, name, &prefix, clause);
                }
            }
            UseTree::Rename(leaf) => {
                let (name, _) = self.name(&leaf.ident);
                let (local, _) = self.name(&leaf.rename);
                if name == "self" {
                    self.import(local, prefix.module(), None, clause);
                } else {
                    self.import_name(local, name, &prefix, clause);
                }
            }
            UseTree::Glob(_) => self.import("*", prefix.module(), None, clause),
            UseTree::Group(group) => {
                if self.builder.down() {
                    for tree in &group.items {
                        self.use_tree(tree, &prefix, true, clause);
                    }
                }
                self.builder.up();
            }
            UseTree::Path(_) => {}
        }
    }

    /// `prefix` with one more name behind it.
    fn longer(&self, prefix: &Prefix<'s>, ident: &proc_macro2::Ident, grouped: bool) -> Prefix<'s> {
        let (name, span) = self.name(ident);
        match prefix {
            Prefix::Empty => Prefix::Written(name, span),
            Prefix::Written(_, start) if !grouped => {
                let whole = Span {
                    start: start.start,
                    end: span.end,
                };
                let text = self.slice(whole);
                if text.contains(|c: char| c.is_whitespace() || c == '/') {
                    return Prefix::Joined(format!("{}::{name}", prefix.module()), name);
                }
                Prefix::Written(text, whole)
            }
            _ => Prefix::Joined(format!("{}::{name}", prefix.module()), name),
        }
    }

    fn import_name(&mut self, local: &'s str, name: &'s str, prefix: &Prefix<'s>, clause: &Clause) {
        match prefix {
            Prefix::Empty => self.import(local, Cow::Borrowed(name), None, clause),
            _ => self.import(local, prefix.module(), Some(name), clause),
        }
    }

    fn import(
        &mut self,
        local: &'s str,
        module: Cow<'s, str>,
        name: Option<&'s str>,
        clause: &Clause,
    ) {
        self.builder.facts.imports.push(Import {
            local,
            module,
            name: name.map(Cow::Borrowed),
            span: clause.span,
            reexported: clause.reexported,
        });
    }

    /// `extern crate x as y`, with every macro of `x` where `#[macro_use]` says so.
    pub(super) fn extern_crate(&mut self, item: &ItemExternCrate) {
        let (name, _) = self.name(&item.ident);
        let local = match &item.rename {
            Some((_, rename)) => self.name(rename).0,
            None => name,
        };
        let clause = Clause {
            span: self.between(
                visibility_start(&item.vis, item.extern_token.span),
                item.semi_token.span,
            ),
            reexported: is_public(&item.vis),
        };
        self.import(local, Cow::Borrowed(name), None, &clause);
        if item
            .attrs
            .iter()
            .any(|attr| attr.path().is_ident("macro_use"))
        {
            self.import("*", Cow::Borrowed(name), None, &clause);
        }
    }
}

fn last<'s>(prefix: &Prefix<'s>) -> &'s str {
    match prefix {
        Prefix::Empty => "self",
        Prefix::Written(text, _) => text.rsplit("::").next().unwrap_or(text),
        Prefix::Joined(_, name) => name,
    }
}

/// `pub` in any form.
pub(super) fn is_public(vis: &Visibility) -> bool {
    !matches!(vis, Visibility::Inherited)
}

/// The first token of a declaration that may begin with a visibility.
pub(super) fn visibility_start(vis: &Visibility, otherwise: TokenSpan) -> TokenSpan {
    match vis {
        Visibility::Public(token) => token.span,
        Visibility::Restricted(vis) => vis.pub_token.span,
        Visibility::Inherited => otherwise,
    }
}
