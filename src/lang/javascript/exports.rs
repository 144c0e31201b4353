//! What a file hands out: `export` in all its forms, `module.exports` and `exports`.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::functions::Naming;
use super::{Kind, Reader};
use crate::model::facts::{Export, Import, ValueId, ValueKind};
use crate::model::place::Span;

impl<'s, 't> Reader<'s, 't> {
    /// The `export` statement.
    pub(super) fn export(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let default = self.has_token(node, "default") || self.has_token(node, "=");
        let module = node
            .child_by_field_id(fields.source)
            .map(|source| self.literal(source));
        let mut decorators = Vec::new();
        let mut everything = module.is_some();
        self.children(node, |reader, child, field| {
            if field == fields.source {
                return;
            }
            match reader.kind(child) {
                Kind::Decorator => decorators.extend(reader.decorator(child)),
                Kind::ExportClause => {
                    everything = false;
                    reader.children(child, |reader, specifier, _| {
                        reader.export_specifier(specifier, module.as_ref());
                    });
                }
                Kind::NamespaceExport => {
                    everything = false;
                    reader.export_namespace(child, module.as_ref());
                }
                _ if field == fields.declaration => {
                    reader.exporting = true;
                    let name = child.child_by_field_id(fields.name);
                    if matches!(
                        reader.kind(child),
                        Kind::ClassDeclaration | Kind::AbstractClassDeclaration
                    ) {
                        reader.class(child, None, std::mem::take(&mut decorators));
                    } else {
                        reader.visit(child);
                    }
                    reader.exporting = false;
                    if let (true, Some(name)) = (default, name) {
                        let kind = ValueKind::Name(reader.source(name));
                        let value = reader.build.value(kind, span(name));
                        reader.add_export(Cow::Borrowed("default"), value, span(node));
                    }
                }
                _ if default => {
                    reader.exporting = reader.kind(child) == Kind::Class;
                    let value = reader.value(child);
                    reader.exporting = false;
                    if let ValueKind::Closure(id) = reader.build.facts.value(value).kind {
                        reader.build.facts.functions[id.0 as usize].exported = true;
                    }
                    reader.add_export(Cow::Borrowed("default"), value, span(node));
                }
                _ => reader.visit(child),
            }
        });
        if let (true, Some(module)) = (everything, module) {
            self.build.facts.imports.push(Import {
                local: "*",
                module,
                name: None,
                span: span(node),
                reexported: true,
            });
        }
    }

    fn add_export(&mut self, name: Cow<'s, str>, value: ValueId, span: Span) {
        self.build.facts.exports.push(Export { name, value, span });
    }

    fn export_specifier(&mut self, node: Node<'t>, module: Option<&Cow<'s, str>>) {
        if self.kind(node) != Kind::ExportSpecifier {
            return;
        }
        let fields = self.fields;
        let Some(name) = node.child_by_field_id(fields.name) else {
            return;
        };
        let outside = node.child_by_field_id(fields.alias).unwrap_or(name);
        if let Some(module) = module {
            let local = self
                .property_name(outside)
                .map_or_else(|| self.source(outside), |(local, _)| local);
            self.build.facts.imports.push(Import {
                local,
                module: module.clone(),
                name: Some(self.literal(name)),
                span: span(node),
                reexported: true,
            });
        } else {
            let kind = ValueKind::Name(self.source(name));
            let value = self.build.value(kind, span(name));
            let outside = self.literal(outside);
            self.add_export(outside, value, span(node));
        }
    }

    /// `export * as ns from "m"`.
    fn export_namespace(&mut self, node: Node<'t>, module: Option<&Cow<'s, str>>) {
        let Some(module) = module else { return };
        self.children(node, |reader, name, _| {
            reader.build.facts.imports.push(Import {
                local: reader
                    .property_name(name)
                    .map_or_else(|| reader.source(name), |(local, _)| local),
                module: module.clone(),
                name: None,
                span: span(node),
                reexported: true,
            });
        });
    }

    /// The name under which an assignment to `left` hands something out: `default` for
    /// `module.exports`, `a` for `exports.a` and `module.exports.a`.
    pub(super) fn common_js(&self, left: Node<'t>) -> Option<(&'s str, Span)> {
        let fields = self.fields;
        let kind = self.kind(left);
        if !matches!(kind, Kind::MemberExpression | Kind::SubscriptExpression) {
            return None;
        }
        let object = left.child_by_field_id(fields.object)?;
        if self.is_module_exports(left) {
            return Some(("default", span(left)));
        }
        let is_exports = self.kind(object) == Kind::Identifier && self.source(object) == "exports";
        if !is_exports && !self.is_module_exports(object) {
            return None;
        }
        let key = if kind == Kind::MemberExpression {
            fields.property
        } else {
            fields.index
        };
        self.property_name(left.child_by_field_id(key)?)
    }

    fn is_module_exports(&self, node: Node<'t>) -> bool {
        let fields = self.fields;
        self.kind(node) == Kind::MemberExpression
            && node.child_by_field_id(fields.object).is_some_and(|object| {
                self.kind(object) == Kind::Identifier && self.source(object) == "module"
            })
            && node
                .child_by_field_id(fields.property)
                .is_some_and(|property| self.source(property) == "exports")
    }

    /// Hands `value` out as `name`; the keys of an object that is the whole of `module.exports` too.
    pub(super) fn export_common_js(&mut self, name: &'s str, at: Span, value: ValueId) {
        if matches!(self.build.facts.value(value).kind, ValueKind::Null) {
            // Compilers write `exports.a = void 0` ahead of the module's body.
            return;
        }
        self.add_export(Cow::Borrowed(name), value, at);
        if name != "default" {
            return;
        }
        let ValueKind::Map(entries) = &self.build.facts.value(value).kind else {
            return;
        };
        for (key, value) in entries.clone() {
            let key_value = self.build.facts.value(key);
            let at = key_value.span;
            if let ValueKind::Str(name) = &key_value.kind {
                let name = name.clone();
                self.add_export(name, value, at);
            }
        }
    }

    /// What a function takes from the place it is assigned to: `A.prototype.f = function () {}`.
    pub(super) fn assigned_naming(&self, left: Node<'t>) -> Option<Naming<'s>> {
        let fields = self.fields;
        match self.kind(left) {
            Kind::Identifier => Some(Naming {
                name: self.source(left),
                span: Some(span(left)),
                ..Naming::default()
            }),
            Kind::MemberExpression if self.is_module_exports(left) => Some(Naming {
                exported: true,
                ..Naming::default()
            }),
            Kind::MemberExpression => {
                let object = left.child_by_field_id(fields.object)?;
                let (name, at) = self.property_name(left.child_by_field_id(fields.property)?)?;
                let text = self.source(object);
                let own = self.kind(object) == Kind::This;
                let owner = match text.strip_suffix(".prototype") {
                    Some(owner) => Some(owner),
                    None if own => self.own_type(),
                    None => None,
                };
                Some(Naming {
                    name,
                    span: Some(at),
                    owner,
                    receiver: owner.is_some(),
                    exported: self.common_js(left).is_some(),
                    name_read: false,
                })
            }
            _ => None,
        }
    }
}
