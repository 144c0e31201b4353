//! Imports and the names that assignments and their kin give.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::builder::PLACES;
use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{BindingKind, Import, ValueId, ValueKind};

/// A name on the left of an assignment, waiting for the value on its right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    /// Where the binding stands.
    binding: usize,
    part: Part,
}

/// Which part of the value a target takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// All of it.
    Whole,
    /// Its place among the names of a tuple, and how many there are.
    Item(usize, usize),
    /// Something deeper inside, which is not followed.
    Deeper,
}

impl<'s, 't> Reader<'s, 't> {
    /// `import a.b, c as d`, `from __future__ import x`.
    pub(super) fn import(&mut self, node: Node<'t>) {
        let future = Kind::of(node) == Kind::FutureImport;
        self.children(node, |reader, child, _| {
            if future {
                reader.import_name(child, "__future__");
                return;
            }
            let (local, module) = match Kind::of(child) {
                Kind::AliasedImport => {
                    let Some((name, alias)) = reader.aliased(child) else {
                        return;
                    };
                    (alias, name)
                }
                Kind::DottedName => {
                    let whole = reader.source(child);
                    let head = whole.split('.').next().unwrap_or(whole).trim_end();
                    (head, head)
                }
                _ => return reader.visit(child),
            };
            reader.build.facts.imports.push(Import {
                local,
                module: Cow::Borrowed(module),
                name: None,
                span: span(child),
                reexported: false,
            });
        });
    }

    /// `from .m import a, b as c`, `from m import *`.
    pub(super) fn import_from(&mut self, node: Node<'t>) {
        let field = self.fields.module_name;
        let module = node
            .child_by_field_id(field)
            .map_or("", |module| self.source(module));
        self.children(node, |reader, child, at| {
            if at == field {
                return;
            }
            if Kind::of(child) == Kind::WildcardImport {
                reader.build.facts.imports.push(Import {
                    local: "*",
                    module: Cow::Borrowed(module),
                    name: None,
                    span: span(child),
                    reexported: false,
                });
            } else {
                reader.import_name(child, module);
            }
        });
    }

    fn import_name(&mut self, node: Node<'t>, module: &'s str) {
        let (name, local) = match Kind::of(node) {
            Kind::AliasedImport => match self.aliased(node) {
                Some(pair) => pair,
                None => return,
            },
            Kind::DottedName => (self.source(node), self.source(node)),
            _ => return self.visit(node),
        };
        self.build.facts.imports.push(Import {
            local,
            module: Cow::Borrowed(module),
            name: Some(Cow::Borrowed(name)),
            span: span(node),
            reexported: false,
        });
    }

    fn aliased(&self, node: Node<'t>) -> Option<(&'s str, &'s str)> {
        let name = node.child_by_field_id(self.fields.name)?;
        let alias = node.child_by_field_id(self.fields.alias)?;
        Some((self.source(name), self.source(alias)))
    }

    /// `a = b = v`, `a: T = v`, `a, b = v`, `self.a = v`.
    pub(super) fn assignment(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let first = self.targets.len();
        let mut value = None;
        let mut next = Some(node);
        while let Some(node) = next.take() {
            let declared = node.child_by_field_id(fields.r#type);
            let declared = declared.map(|declared| self.source(declared));
            self.children(node, |reader, child, field| {
                if field == fields.left {
                    let from = reader.build.facts.bindings.len();
                    reader.target(child, Part::Whole);
                    if let Some(binding) = reader.build.facts.bindings.get_mut(from) {
                        binding.declared = declared;
                    }
                } else if field == fields.right {
                    if Kind::of(child) == Kind::Assignment {
                        next = Some(child);
                    } else if reader.targets.len() == first {
                        reader.visit(child);
                    } else {
                        value = Some(reader.value(child));
                    }
                } else {
                    reader.visit(child);
                }
            });
        }
        self.give(first, value);
    }

    /// Hands `value` to the targets from `first` on.
    fn give(&mut self, first: usize, value: Option<ValueId>) {
        while self.targets.len() > first {
            let (Some(target), Some(value)) = (self.targets.pop(), value) else {
                continue;
            };
            let facts = &mut self.build.facts;
            let value = match (target.part, &facts.values[value.0 as usize].kind) {
                (Part::Whole, _) => Some(value),
                (Part::Item(at, of), ValueKind::List(items)) if items.len() == of => {
                    items.get(at).copied()
                }
                (Part::Item(at, _), _) => (at == 0).then_some(value),
                (Part::Deeper, _) => None,
            };
            facts.bindings[target.binding].value = value;
        }
    }

    /// Binds the names of one target.
    fn target(&mut self, node: Node<'t>, part: Part) {
        match Kind::of(node) {
            Kind::Identifier => {
                let kind = if self.in_class_body {
                    BindingKind::Field
                } else {
                    BindingKind::Variable
                };
                let binding = self.bind(kind, node);
                self.targets.push(Target { binding, part });
            }
            Kind::Attribute if self.own_field(node).is_some() => {
                if let Some(name) = self.own_field(node) {
                    let binding = self.bind(BindingKind::Field, name);
                    self.targets.push(Target { binding, part });
                }
            }
            Kind::PatternList
            | Kind::TuplePattern
            | Kind::ListPattern
            | Kind::Tuple
            | Kind::List
            | Kind::ExpressionList => {
                let of = node.named_child_count();
                let mut at = 0;
                self.children(node, |reader, child, _| {
                    if reader.build.down() {
                        let part = if part == Part::Whole {
                            Part::Item(at, of)
                        } else {
                            Part::Deeper
                        };
                        reader.target(child, part);
                    }
                    reader.build.up();
                    at += 1;
                });
            }
            Kind::ListSplatPattern => {
                self.children(node, |reader, child, _| {
                    reader.target(child, Part::Deeper);
                });
            }
            Kind::AsPatternTarget | Kind::Parenthesized => {
                let mut only = None;
                self.children(node, |_, child, _| only = Some(child));
                if let Some(only) = only {
                    if self.build.down() {
                        self.target(only, part);
                    }
                    self.build.up();
                }
            }
            _ => self.visit(node),
        }
    }

    /// The name of `self.name`, when the object is what the method calls its own.
    fn own_field(&self, node: Node<'t>) -> Option<Node<'t>> {
        let object = node.child_by_field_id(self.fields.object)?;
        if Kind::of(object) != Kind::Identifier {
            return None;
        }
        let object = self.source(object);
        let mut scope = self.build.function();
        while let Some(id) = scope {
            let function = self.build.facts.function(id);
            if let Some(receiver) = function.receiver {
                return (receiver == object)
                    .then(|| node.child_by_field_id(self.fields.attribute))
                    .flatten();
            }
            scope = function.parent;
        }
        None
    }

    /// Adds a binding for the name at `node`, in the scope that `global` and `nonlocal` say, and
    /// tells where it stands.
    pub(super) fn bind(&mut self, kind: BindingKind, node: Node<'t>) -> usize {
        let name = self.source(node);
        let outer = self.build.function().and_then(|function| {
            self.outer_names
                .iter()
                .find(|(of, outer, _)| *of == function && *outer == name)
                .map(|(_, _, scope)| *scope)
        });
        let binding = self.build.bind(kind, name, span(node));
        if kind != BindingKind::Field
            && let Some(scope) = outer
        {
            binding.scope = scope;
        }
        binding.exported =
            !name.starts_with('_') && (kind == BindingKind::Field || binding.scope.is_none());
        self.build.facts.bindings.len() - 1
    }

    /// `x += v`: one more binding; what it is is known only where text is added.
    pub(super) fn augmented(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let first = self.targets.len();
        let adds = node
            .child_by_field_id(fields.operator)
            .is_some_and(|operator| self.source(operator) == "+=");
        let mut old = None;
        let mut value = None;
        self.children(node, |reader, child, field| {
            if field == fields.left {
                reader.target(child, Part::Whole);
                if adds && reader.targets.len() > first && Kind::of(child) == Kind::Identifier {
                    old = Some(child);
                }
            } else if field == fields.right
                && let Some(old) = old
                && matches!(Kind::of(child), Kind::String | Kind::ConcatenatedString)
            {
                let name = ValueKind::Name(reader.source(old));
                let old = reader.build.value(name, span(old));
                let added = reader.value(child);
                let sum = ValueKind::Concat(vec![old, added]);
                value = Some(reader.build.value(sum, span(node)));
            } else {
                reader.visit(child);
            }
        });
        self.give(first, value);
    }

    /// `with v as name`, `except E as name`, `case p as name`.
    pub(super) fn as_pattern(&mut self, node: Node<'t>) {
        let first = self.targets.len();
        let alias = self.fields.alias;
        let nameless = node.id() == self.except;
        let mut in_case = false;
        let mut value = None;
        self.children(node, |reader, child, field| {
            if field == alias {
                reader.target(child, Part::Whole);
            } else if Kind::of(child) == Kind::CasePattern {
                in_case = true;
                reader.visit(child);
            } else if in_case {
                reader.target(child, Part::Whole);
            } else if nameless {
                reader.visit(child);
            } else {
                value = Some(reader.value(child));
            }
        });
        self.give(first, value);
    }

    /// Binds the name of an `except` clause, which the walk meets next.
    pub(super) fn except_name(&mut self, node: Node<'t>) {
        if let Some(value) = node.child_by_field_id(self.fields.value)
            && Kind::of(value) == Kind::AsPattern
        {
            self.except = value.id();
        }
    }

    /// Binds the names of a `for` loop. The walk goes over it once more: for what else may stand
    /// there, and for what the names are given.
    pub(super) fn loop_names(&mut self, node: Node<'t>) {
        let left = node.child_by_field_id(self.fields.left);
        let right = node.child_by_field_id(self.fields.right);
        if let (Some(left), Some(right)) = (left, right) {
            let first = self.targets.len();
            let in_class_body = std::mem::take(&mut self.in_class_body);
            let bindings = self.build.facts.bindings.len();
            self.pattern_names(left, Part::Whole);
            self.in_class_body = in_class_body;
            if Kind::of(node) == Kind::ForInClause {
                self.within_comprehension(first, bindings);
            }
            // A walk that does not reach what the last loop goes over leaves its names without values.
            self.looped = (right.id(), first);
        }
    }

    /// The names of a comprehension, from `bindings` on, are its own: nobody else sees them, and they
    /// stand back where the function has the name already.
    fn within_comprehension(&mut self, first: usize, bindings: usize) {
        /// How many names before are looked at.
        const NEAR: usize = 100;
        let all = &mut self.build.facts.bindings;
        let (before, own) = all.split_at_mut(bindings);
        let known = |name: &str, scope| {
            let near = before.iter().rev().take(NEAR);
            near.into_iter()
                .any(|binding| binding.name == name && binding.scope == scope)
        };
        if own.iter().any(|binding| known(binding.name, binding.scope)) {
            all.truncate(bindings);
            self.targets.truncate(first);
            return;
        }
        for binding in own {
            binding.exported = false;
        }
    }

    /// Reads what a loop goes over, and gives it to the names that wait.
    pub(super) fn looped_over(&mut self, node: Node<'t>) {
        let first = self.looped.1;
        self.looped = (0, 0);
        let of = self.value(node);
        let at = self.build.facts.value(of).span;
        let each = self.build.value(ValueKind::Each(of), at);
        while self.targets.len() > first {
            let Some(target) = self.targets.pop() else {
                break;
            };
            let value = match target.part {
                Part::Whole => Some(each),
                Part::Item(place, _) => PLACES.get(place).map(|place| {
                    let key = self.build.value(ValueKind::Number(place), at);
                    self.build.value(ValueKind::Index { base: each, key }, at)
                }),
                Part::Deeper => None,
            };
            self.build.facts.bindings[target.binding].value = value;
        }
    }

    fn pattern_names(&mut self, node: Node<'t>, part: Part) {
        match Kind::of(node) {
            Kind::Identifier => {
                let binding = self.bind(BindingKind::Variable, node);
                self.targets.push(Target { binding, part });
            }
            Kind::PatternList | Kind::TuplePattern | Kind::ListPattern | Kind::ListSplatPattern => {
                let of = node.named_child_count();
                let mut at = 0;
                if self.build.down() {
                    let mut cursor = self.cursors.at(node);
                    let mut more = cursor.goto_first_child();
                    while more {
                        if cursor.node().is_named() {
                            let part = match part {
                                Part::Whole => Part::Item(at, of),
                                _ => Part::Deeper,
                            };
                            self.pattern_names(cursor.node(), part);
                            at += 1;
                        }
                        more = cursor.goto_next_sibling();
                    }
                    self.cursors.put(cursor);
                }
                self.build.up();
            }
            _ => {}
        }
    }

    /// `global a, b`, `nonlocal a`.
    pub(super) fn outer_names(&mut self, node: Node<'t>, global: bool) {
        let Some(function) = self.build.function() else {
            return;
        };
        let scope = if global {
            None
        } else {
            self.build.facts.function(function).parent
        };
        self.children(node, |reader, child, _| {
            let name = reader.source(child);
            reader.outer_names.push((function, name, scope));
        });
    }
}
