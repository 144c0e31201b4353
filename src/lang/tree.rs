//! What every tree-sitter language shares: parsers kept per thread, a budget, kinds by id.

use std::ops::ControlFlow;

use tree_sitter::{Language, Node, ParseOptions, ParseState, Parser, Point, Range, Tree};

use crate::model::language::Dialect;
use crate::model::place::Span;

/// How many steps one parse may take: calls of tree-sitter's progress callback, some 10 to 50 a
/// millisecond. Steps and not time, so that a busy machine reads what an idle one reads.
const STEPS: u64 = 20_000;

/// Steps a file may take beside them for each KiB. Ordinary sources take 5 to 13; nested brackets
/// that make a grammar go back and forth take hundreds.
const STEPS_PER_KIB: u64 = 50;

/// One thread's parsers, made on first use.
#[derive(Default)]
pub struct Parsers {
    made: Vec<(Dialect, Parser)>,
}

impl std::fmt::Debug for Parsers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parsers")
            .field("made", &self.made.len())
            .finish()
    }
}

impl Parsers {
    /// Parses `text`; `None` when the budget ran out.
    pub(super) fn parse(&mut self, dialect: Dialect, text: &str) -> Option<Tree> {
        let parser = self.parser(dialect);
        let budget = STEPS + STEPS_PER_KIB * (text.len() as u64 / 1024);
        let mut steps = 0;
        let mut over = |_: &ParseState| {
            steps += 1;
            if steps > budget {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let bytes = text.as_bytes();
        let tree = parser.parse_with_options(
            &mut |at, _| bytes.get(at..).unwrap_or(&[]),
            None,
            Some(ParseOptions::new().progress_callback(&mut over)),
        );
        if tree.is_none() {
            parser.reset();
        }
        tree
    }

    /// Parses only these parts of `text`, in order, places being those of the whole; `None` when the
    /// budget ran out.
    pub(super) fn parse_parts(
        &mut self,
        dialect: Dialect,
        text: &str,
        parts: &[Span],
    ) -> Option<Tree> {
        // Rows and columns are asked of nobody.
        let zero = Point { row: 0, column: 0 };
        let ranges: Vec<Range> = parts
            .iter()
            .map(|part| Range {
                start_byte: part.start as usize,
                end_byte: part.end as usize,
                start_point: zero,
                end_point: zero,
            })
            .collect();
        self.parser(dialect).set_included_ranges(&ranges).ok()?;
        let tree = self.parse(dialect, text);
        self.parser(dialect)
            .set_included_ranges(&[])
            .expect("no ranges cannot overlap");
        tree
    }

    fn parser(&mut self, dialect: Dialect) -> &mut Parser {
        let index = if let Some(index) = self.made.iter().position(|(made, _)| *made == dialect) {
            index
        } else {
            let mut parser = Parser::new();
            parser
                .set_language(&language(dialect))
                .expect("the grammar crates in Cargo.lock speak this tree-sitter's ABI");
            self.made.push((dialect, parser));
            self.made.len() - 1
        };
        &mut self.made[index].1
    }
}

/// The grammar of a dialect.
pub(super) fn language(dialect: Dialect) -> Language {
    match dialect {
        Dialect::Rust => tree_sitter_rust::LANGUAGE.into(),
        Dialect::Python => tree_sitter_python::LANGUAGE.into(),
        Dialect::JavaScript => tree_sitter_javascript::LANGUAGE.into(),
        Dialect::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        Dialect::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
        Dialect::Go => tree_sitter_go::LANGUAGE.into(),
        Dialect::Java => tree_sitter_java::LANGUAGE.into(),
        Dialect::Kotlin => tree_sitter_kotlin_ng::LANGUAGE.into(),
        Dialect::Scala => tree_sitter_scala::LANGUAGE.into(),
        Dialect::Php => tree_sitter_php::LANGUAGE_PHP.into(),
        Dialect::Ruby => tree_sitter_ruby::LANGUAGE.into(),
        Dialect::C => tree_sitter_c::LANGUAGE.into(),
        Dialect::Cpp => tree_sitter_cpp::LANGUAGE.into(),
        Dialect::CSharp => tree_sitter_c_sharp::LANGUAGE.into(),
    }
}

/// The bytes of a node as a span.
pub(super) fn span(node: Node<'_>) -> crate::model::place::Span {
    crate::model::place::Span::new(node.start_byte(), node.end_byte())
}

/// Declares the node kinds a language folder cares about, looked up by kind id.
///
/// `kinds! { Kind for Dialect::Go; Call = "call_expression", … }` gives an enum with `Kind::of(node)`;
/// every kind not listed is `Kind::Other`. The table is built once from the grammar.
///
/// Kind ids differ from grammar to grammar, so a folder that reads several writes
/// `kinds! { Kind for [Dialect::TypeScript, …]; … }` and gets `Kind::table(dialect)`, a slice to be
/// indexed with `node.kind_id()`.
macro_rules! kinds {
    ($name:ident for [$($dialect:expr),+ $(,)?]; $($variant:ident = $text:literal),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum $name { $($variant,)* Other }

        impl $name {
            /// The kinds of `dialect`, by kind id.
            fn table(dialect: $crate::model::language::Dialect) -> &'static [$name] {
                static TABLES: std::sync::LazyLock<
                    Vec<($crate::model::language::Dialect, Vec<$name>)>,
                > = std::sync::LazyLock::new(|| {
                    [$($dialect),+]
                        .into_iter()
                        .map(|dialect| {
                            let language = $crate::lang::tree::language(dialect);
                            let kinds = (0..language.node_kind_count() as u16)
                                .map(|id| match language.node_kind_for_id(id) {
                                    $(Some($text) if language.node_kind_is_named(id) => $name::$variant,)*
                                    _ => $name::Other,
                                })
                                .collect();
                            (dialect, kinds)
                        })
                        .collect()
                });
                TABLES
                    .iter()
                    .find(|(of, _)| *of == dialect)
                    .map(|(_, kinds)| kinds.as_slice())
                    .expect("a language folder asks only for the dialects it declared")
            }

            /// The grammar's names that this enum lists, for the test that they exist.
            #[cfg(test)]
            const NAMES: &[&str] = &[$($text),*];
        }
    };
    ($name:ident for $dialect:expr; $($variant:ident = $text:literal),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum $name { $($variant,)* Other }

        impl $name {
            /// The kind of `node`.
            fn of(node: tree_sitter::Node<'_>) -> Self {
                static TABLE: std::sync::LazyLock<Vec<$name>> = std::sync::LazyLock::new(|| {
                    let language = $crate::lang::tree::language($dialect);
                    (0..language.node_kind_count() as u16)
                        .map(|id| match language.node_kind_for_id(id) {
                            $(Some($text) if language.node_kind_is_named(id) => $name::$variant,)*
                            _ => $name::Other,
                        })
                        .collect()
                });
                TABLE.get(node.kind_id() as usize).copied().unwrap_or($name::Other)
            }

            /// The grammar's names that this enum lists, for the test that they exist.
            #[cfg(test)]
            const NAMES: &[&str] = &[$($text),*];
        }
    };
}
pub(super) use kinds;

/// Declares the fields a language folder cares about, looked up by field id, as [`kinds!`] does for
/// kinds: `Field::of(cursor.field_id())`.
macro_rules! fields {
    ($name:ident for $dialect:expr; $($variant:ident = $text:literal),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum $name { $($variant,)* Other }

        impl $name {
            /// The field behind an id.
            fn of(id: Option<std::num::NonZeroU16>) -> Self {
                static TABLE: std::sync::LazyLock<Vec<$name>> = std::sync::LazyLock::new(|| {
                    let language = $crate::lang::tree::language($dialect);
                    (0..=language.field_count() as u16)
                        .map(|id| match language.field_name_for_id(id) {
                            $(Some($text) => $name::$variant,)*
                            _ => $name::Other,
                        })
                        .collect()
                });
                id.and_then(|id| TABLE.get(usize::from(id.get())).copied())
                    .unwrap_or($name::Other)
            }

            /// The grammar's names that this enum lists, for the test that they exist.
            #[cfg(test)]
            const NAMES: &[&str] = &[$($text),*];
        }
    };
}
pub(super) use fields;

/// A grammar update that renames a node must fail a test, not lose facts silently.
#[cfg(test)]
pub(super) fn assert_kinds_exist(dialect: Dialect, names: &[&str]) {
    let language = language(dialect);
    for name in names {
        assert!(
            language.id_for_node_kind(name, true) != 0,
            "{dialect:?} has no node kind {name}"
        );
    }
}

/// The same for fields.
#[cfg(test)]
pub(super) fn assert_fields_exist(dialect: Dialect, names: &[&str]) {
    let language = language(dialect);
    for name in names {
        assert!(
            language.field_id_for_name(name).is_some(),
            "{dialect:?} has no field {name}"
        );
    }
}
