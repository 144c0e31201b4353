//! Walking a tree without recursion where it can be had, and fields by id instead of by name.

use tree_sitter::{Node, TreeCursor};

/// Cursors for reuse: making one allocates, resetting one does not.
#[derive(Default)]
pub(super) struct Cursors<'t> {
    free: Vec<TreeCursor<'t>>,
}

impl<'t> Cursors<'t> {
    /// A cursor that stands on `node`. Hand it back with [`Cursors::put`].
    pub(super) fn at(&mut self, node: Node<'t>) -> TreeCursor<'t> {
        match self.free.pop() {
            Some(mut cursor) => {
                cursor.reset(node);
                cursor
            }
            None => node.walk(),
        }
    }

    /// Takes back a cursor.
    pub(super) fn put(&mut self, cursor: TreeCursor<'t>) {
        self.free.push(cursor);
    }
}

/// Moves `cursor` to the next node in document order: into the children when `into`, past them
/// otherwise. `false` when the tree it was set on is done.
pub(super) fn advance(cursor: &mut TreeCursor<'_>, into: bool) -> bool {
    if into && cursor.goto_first_child() {
        return true;
    }
    loop {
        if cursor.goto_next_sibling() {
            return true;
        }
        if !cursor.goto_parent() {
            return false;
        }
    }
}

/// Declares the fields a language folder asks for, as ids, one table for each dialect.
///
/// `fields! { Fields for [Dialect::Go]; name = "name", … }` gives a struct with `Fields::of(dialect)`.
/// A field that a grammar lacks has an id that no node answers to.
macro_rules! fields {
    ($name:ident for [$($dialect:expr),+ $(,)?]; $($field:ident = $text:literal),* $(,)?) => {
        #[derive(Clone, Copy, Debug)]
        struct $name { $($field: u16,)* }

        impl $name {
            /// The field ids of `dialect`.
            fn of(dialect: $crate::model::language::Dialect) -> &'static Self {
                static TABLES: std::sync::LazyLock<Vec<($crate::model::language::Dialect, $name)>> =
                    std::sync::LazyLock::new(|| {
                        [$($dialect),+]
                            .into_iter()
                            .map(|dialect| {
                                let language = $crate::lang::tree::language(dialect);
                                let id = |text| {
                                    language
                                        .field_id_for_name(text)
                                        .map_or(u16::MAX, std::num::NonZero::get)
                                };
                                (dialect, $name { $($field: id($text),)* })
                            })
                            .collect()
                    });
                TABLES
                    .iter()
                    .find(|(of, _)| *of == dialect)
                    .map(|(_, fields)| fields)
                    .expect("a language folder asks only for the dialects it declared")
            }

            /// The grammar's names that this struct lists, for the test that they exist.
            #[cfg(test)]
            const NAMES: &[&str] = &[$($text),*];
        }
    };
}
pub(super) use fields;

/// Gives a reader the methods of a walk from node to node: `visit`, `visit_children`, `children`, and
/// `comment`, which takes a comment met on the way.
///
/// `walks! { reader, node => Kind::of(node) == Kind::Comment }` stands in the reader's `impl`. The
/// reader has `cursors`, `build` and the methods `source`, the text of a node, and `enter`, which takes
/// the facts of one; the expression tells comments from other nodes.
macro_rules! walks {
    ($reader:ident, $node:ident => $is_comment:expr) => {
        /// Finds every fact in and under `node`, building no value for `node` itself.
        fn visit(&mut self, node: tree_sitter::Node<'t>) {
            let mut cursor = self.cursors.at(node);
            loop {
                let into = self.enter(cursor.node());
                if !$crate::lang::walk::advance(&mut cursor, into) {
                    break;
                }
            }
            self.cursors.put(cursor);
        }

        /// Finds every fact under `node`.
        fn visit_children(&mut self, node: tree_sitter::Node<'t>) {
            self.children(node, |reader, child, _| reader.visit(child));
        }

        /// Calls `each` for every named child that is no comment, with the id of its field or 0.
        fn children(
            &mut self,
            node: tree_sitter::Node<'t>,
            mut each: impl FnMut(&mut Self, tree_sitter::Node<'t>, u16),
        ) {
            let is_comment = |$reader: &Self, $node: tree_sitter::Node<'t>| $is_comment;
            let mut cursor = self.cursors.at(node);
            if cursor.goto_first_child() {
                loop {
                    let child = cursor.node();
                    if is_comment(self, child) {
                        self.comment(child);
                    } else if child.is_named() {
                        let field = cursor.field_id().map_or(0, std::num::NonZero::get);
                        each(self, child, field);
                    }
                    if !cursor.goto_next_sibling() {
                        break;
                    }
                }
            }
            self.cursors.put(cursor);
        }

        fn comment(&mut self, node: tree_sitter::Node<'t>) {
            let text = self.source(node);
            self.build.comment(text, node.start_byte());
        }
    };
}
pub(super) use walks;
