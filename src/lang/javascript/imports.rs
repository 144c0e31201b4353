//! What a file brings in: `import`, `require`, and a dynamic import that is given a name.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::Import;

impl<'s, 't> Reader<'s, 't> {
    /// Every form of the `import` statement. One that only runs a module has the local name `""`.
    pub(super) fn import(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let mut module = Cow::Borrowed("");
        let first = self.build.facts.imports.len();
        self.children(node, |reader, child, field| {
            if field == fields.source {
                module = reader.literal(child);
                return;
            }
            match reader.kind(child) {
                Kind::ImportClause => reader.children(child, |reader, part, _| {
                    reader.import_part(part);
                }),
                Kind::ImportRequireClause => reader.children(child, |reader, part, field| {
                    if field == fields.source {
                        module = reader.literal(part);
                    } else if reader.kind(part) == Kind::Identifier {
                        reader.add_import(part, part, None);
                    }
                }),
                _ => reader.visit(child),
            }
        });
        if self.build.facts.imports.len() == first && !module.is_empty() {
            self.build.facts.imports.push(Import {
                local: "",
                module: module.clone(),
                name: None,
                span: span(node),
                reexported: false,
            });
        }
        for import in &mut self.build.facts.imports[first..] {
            import.module.clone_from(&module);
        }
    }

    fn import_part(&mut self, node: Node<'t>) {
        match self.kind(node) {
            Kind::Identifier => self.add_import(node, node, Some(Cow::Borrowed("default"))),
            Kind::NamespaceImport => self.children(node, |reader, local, _| {
                reader.add_import(node, local, None);
            }),
            Kind::NamedImports => self.children(node, |reader, specifier, _| {
                if reader.kind(specifier) != Kind::ImportSpecifier {
                    return;
                }
                let Some(name) = specifier.child_by_field_id(reader.fields.name) else {
                    return;
                };
                let local = specifier
                    .child_by_field_id(reader.fields.alias)
                    .unwrap_or(name);
                let name = reader.literal(name);
                reader.add_import(specifier, local, Some(name));
            }),
            _ => self.visit(node),
        }
    }

    fn add_import(&mut self, clause: Node<'t>, local: Node<'t>, name: Option<Cow<'s, str>>) {
        self.build.facts.imports.push(Import {
            local: self.source(local),
            module: Cow::Borrowed(""),
            name,
            span: span(clause),
            reexported: false,
        });
    }

    /// Imports what `const x = require("m")`, `{ a: b } = require("m")` and `x = require("m").y`
    /// bind. `false` when `value` is no such thing, or the pattern takes more than names.
    pub(super) fn import_required(&mut self, pattern: Node<'t>, value: Node<'t>) -> bool {
        let Some((module, member)) = self.required(value) else {
            return false;
        };
        let fields = self.fields;
        let first = self.build.facts.imports.len();
        match (self.kind(pattern), member) {
            (Kind::Identifier, member) => {
                let name = member.map(|member| Cow::Borrowed(self.source(member)));
                self.add_import(pattern, pattern, name);
            }
            (Kind::ObjectPattern, None) => {
                let mut cursor = self.cursors.at(pattern);
                let mut more = cursor.goto_first_child();
                let mut only_names = true;
                while more {
                    let child = cursor.node();
                    match self.kind(child) {
                        Kind::ShorthandPattern => {
                            let name = Cow::Borrowed(self.source(child));
                            self.add_import(child, child, Some(name));
                        }
                        Kind::PairPattern => {
                            let key = child.child_by_field_id(fields.key);
                            let local = child.child_by_field_id(fields.value);
                            if let (Some(key), Some(local)) = (key, local)
                                && self.kind(local) == Kind::Identifier
                                && let Some((name, _)) = self.property_name(key)
                            {
                                self.add_import(child, local, Some(Cow::Borrowed(name)));
                            } else {
                                only_names = false;
                            }
                        }
                        _ => only_names &= !child.is_named() || child.is_extra(),
                    }
                    more = cursor.goto_next_sibling();
                }
                self.cursors.put(cursor);
                if !only_names {
                    self.build.facts.imports.truncate(first);
                    return false;
                }
            }
            _ => return false,
        }
        for import in &mut self.build.facts.imports[first..] {
            import.module.clone_from(&module);
        }
        true
    }

    /// The module of `require("m")` or `await import("m")`, and the member taken out of it.
    fn required(&self, mut node: Node<'t>) -> Option<(Cow<'s, str>, Option<Node<'t>>)> {
        let fields = self.fields;
        let mut awaited = false;
        let mut member = None;
        // Parentheses, casts, `await` and one member, in the order in which they may be written.
        for _ in 0..8 {
            match self.kind(node) {
                Kind::AwaitExpression => {
                    awaited = true;
                    node = node.named_child(0)?;
                }
                Kind::ParenthesizedExpression
                | Kind::AsExpression
                | Kind::SatisfiesExpression
                | Kind::NonNullExpression => node = node.named_child(0)?,
                Kind::MemberExpression if member.is_none() => {
                    member = Some(node.child_by_field_id(fields.property)?);
                    node = node.child_by_field_id(fields.object)?;
                }
                _ => break,
            }
        }
        if self.kind(node) != Kind::CallExpression {
            return None;
        }
        let callee = node.child_by_field_id(fields.function)?;
        let loads = match self.kind(callee) {
            Kind::Identifier => self.source(callee) == "require",
            Kind::Import => awaited,
            _ => false,
        };
        let module = node.child_by_field_id(fields.arguments)?.named_child(0)?;
        let is_text = self.kind(module) == Kind::String;
        (loads && is_text).then(|| (self.literal(module), member))
    }
}
