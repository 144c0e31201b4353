//! Namespaces, imports, types, constants, properties and variables.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{BindingKind, CallKind, Import, Type, ValueId, ValueKind};
use crate::model::place::Span;

impl<'s, 't> Reader<'s, 't> {
    /// The first namespace of a file is its package.
    pub(super) fn namespace(&mut self, node: Node<'t>) {
        if self.build.facts.package.is_none()
            && let Some(name) = node.child_by_field_id(self.fields.name)
        {
            self.build.facts.package = Some(self.source(name));
        }
    }

    /// `use A\B;`, `use A\B as C;`, `use function A\f;`, `use A\{B, C as D};`.
    pub(super) fn namespace_use(&mut self, node: Node<'t>) {
        let mut prefix = "";
        self.children(node, |reader, child, _| match Kind::of(child) {
            Kind::NamespaceName => prefix = reader.source(child),
            Kind::NamespaceUseClause => reader.use_clause(child, ""),
            Kind::NamespaceUseGroup => {
                reader.children(child, |reader, clause, _| reader.use_clause(clause, prefix));
            }
            _ => {}
        });
    }

    fn use_clause(&mut self, node: Node<'t>, prefix: &str) {
        let fields = self.fields;
        let mut path = None;
        let mut alias = None;
        self.children(node, |_, child, field| {
            if field == fields.alias {
                alias = Some(child);
            } else if field != fields.r#type {
                path = Some(child);
            }
        });
        let Some(path) = path else { return };
        let path = self.source(path).trim_start_matches('\\');
        let (module, name) = path.rsplit_once('\\').unwrap_or(("", path));
        let module = match (prefix.trim_matches('\\'), module) {
            ("", module) => Cow::Borrowed(module),
            (prefix, "") => Cow::Owned(prefix.to_owned()),
            (prefix, module) => Cow::Owned(format!("{prefix}\\{module}")),
        };
        self.build.facts.imports.push(Import {
            local: alias.map_or(name, |alias| self.source(alias)),
            module,
            name: Some(Cow::Borrowed(name)),
            span: span(node),
            reexported: false,
        });
    }

    /// A class, interface, trait or enum.
    pub(super) fn type_declaration(&mut self, node: Node<'t>) {
        if self.build.down() {
            let fields = self.fields;
            let name = node
                .child_by_field_id(fields.name)
                .map_or("", |name| self.source(name));
            let id = self.build.enter_type(Type {
                name,
                bases: Vec::new(),
                span: span(node),
                exported: true,
            });
            self.children(node, |reader, child, field| match Kind::of(child) {
                _ if field == fields.name => {}
                Kind::AttributeList => reader.attributes(child, CallKind::OnType(id)),
                Kind::BaseClause | Kind::InterfaceClause => reader.bases(child),
                _ => reader.visit(child),
            });
            self.build.leave_type();
        }
        self.build.up();
    }

    /// Names of types that the innermost type rests on.
    fn bases(&mut self, node: Node<'t>) {
        self.children(node, |reader, child, _| {
            if matches!(
                Kind::of(child),
                Kind::Name | Kind::QualifiedName | Kind::RelativeName
            ) {
                let text = reader.source(child).trim_start_matches('\\');
                if let Some(last) = reader.build.facts.types.last_mut() {
                    last.bases.push(text);
                }
            }
        });
    }

    /// `use SomeTrait;` in a class.
    pub(super) fn trait_use(&mut self, node: Node<'t>) {
        self.bases(node);
    }

    /// `new class(x) extends T { … }`: what is below the keyword.
    pub(super) fn anonymous_class(&mut self, node: Node<'t>) {
        if self.build.down() {
            self.build.enter_owner("");
            self.visit_children(node);
            self.build.leave_type();
        }
        self.build.up();
    }

    pub(super) fn enum_case(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let mut at = None;
        self.children(node, |reader, child, field| {
            if field == fields.name {
                let name = reader.source(child);
                reader
                    .build
                    .bind(BindingKind::Field, name, span(child))
                    .exported = true;
                at = Some(reader.build.facts.bindings.len() - 1);
            } else if field == fields.value {
                let value = reader.value(child);
                if let Some(at) = at {
                    reader.build.facts.bindings[at].value = Some(value);
                }
            }
        });
    }

    /// `const A = x, B = y;`, in a class or not.
    pub(super) fn constants(&mut self, node: Node<'t>) {
        let owner = self.build.owner();
        self.children(node, |reader, child, _| {
            if Kind::of(child) != Kind::ConstElement {
                return reader.visit(child);
            }
            let mut at = None;
            reader.children(child, |reader, part, _| {
                if at.is_none() {
                    let name = reader.source(part);
                    let binding = reader.build.bind(BindingKind::Constant, name, span(part));
                    binding.owner = owner;
                    binding.exported = true;
                    at = Some(reader.build.facts.bindings.len() - 1);
                } else if let Some(at) = at {
                    let value = reader.value(part);
                    reader.build.facts.bindings[at].value = Some(value);
                }
            });
        });
    }

    /// `private static T $a = x, $b;`
    pub(super) fn properties(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let mut declared = None;
        let mut private = false;
        self.children(node, |reader, child, field| match Kind::of(child) {
            _ if field == fields.r#type => declared = Some(reader.source(child)),
            Kind::VisibilityModifier => private = reader.source(child) == "private",
            Kind::PropertyElement => {
                let mut at = None;
                reader.children(child, |reader, part, field| {
                    if field == fields.name {
                        let (name, place) = reader.property_name(part);
                        let binding = reader.build.bind(BindingKind::Field, name, place);
                        binding.declared = declared;
                        binding.exported = !private;
                        at = Some(reader.build.facts.bindings.len() - 1);
                    } else {
                        let value = reader.value(part);
                        if let Some(at) = at {
                            reader.build.facts.bindings[at].value = Some(value);
                        }
                    }
                });
            }
            _ => reader.visit(child),
        });
    }

    /// The name of a property without its `$`, and where it stands.
    pub(super) fn property_name(&self, node: Node<'t>) -> (&'s str, Span) {
        let source = self.source(node);
        let name = source.trim_start_matches(['$', '&']);
        let start = node.start_byte() + source.len() - name.len();
        (name, Span::new(start, node.end_byte()))
    }

    /// `static $x = v;` in a function.
    pub(super) fn static_variable(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let mut at = None;
        self.children(node, |reader, child, field| {
            if field == fields.name {
                at = Some(reader.variable(child));
            } else {
                let value = reader.value(child);
                if let Some(at) = at {
                    reader.build.facts.bindings[at].value = Some(value);
                }
            }
        });
    }

    /// Binds a variable; where its binding stands.
    pub(super) fn variable(&mut self, node: Node<'t>) -> usize {
        let name = self.source(node);
        self.build.bind(BindingKind::Variable, name, span(node));
        self.build.facts.bindings.len() - 1
    }

    /// `catch (T $e)`: only the name; the walk goes on with the rest.
    pub(super) fn catch_name(&mut self, node: Node<'t>) {
        let fields = self.fields;
        if let Some(name) = node.child_by_field_id(fields.name) {
            let declared = node
                .child_by_field_id(fields.r#type)
                .map(|declared| self.source(declared));
            let at = self.variable(name);
            self.build.facts.bindings[at].declared = declared;
        }
    }

    /// `foreach ($xs as $k => $v)`: the names, without values.
    pub(super) fn loop_names(&mut self, node: Node<'t>) {
        let body = node.child_by_field_id(self.fields.body);
        let mut first = true;
        let mut names = Vec::new();
        self.cursors_each(node, |reader, child| {
            if Some(child) == body || !child.is_named() || std::mem::take(&mut first) {
                return;
            }
            match Kind::of(child) {
                Kind::VariableName => names.push(child),
                Kind::Pair => reader.cursors_each(child, |_, part| {
                    if Kind::of(part) == Kind::VariableName {
                        names.push(part);
                    }
                }),
                _ => {}
            }
        });
        for name in names {
            self.variable(name);
        }
    }

    /// Calls `each` for every child, comments untouched.
    fn cursors_each(&mut self, node: Node<'t>, mut each: impl FnMut(&mut Self, Node<'t>)) {
        let mut cursor = self.cursors.at(node);
        let mut more = cursor.goto_first_child();
        while more {
            each(self, cursor.node());
            more = cursor.goto_next_sibling();
        }
        self.cursors.put(cursor);
    }

    /// `$x = v`, `$this->x = v`, `self::$x = v`, `[$a, $b] = v`, `$x ??= v`: the value is `v`.
    pub(super) fn assignment(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let plain = node
            .child_by_field_id(fields.operator)
            .is_none_or(|operator| self.source(operator) == "??=");
        let mut target = None;
        let mut value = None;
        self.children(node, |reader, child, field| {
            if field == fields.left {
                target = plain.then(|| reader.target(child)).flatten();
                if target.is_none() {
                    reader.visit(child);
                }
            } else if field == fields.right {
                value = Some(reader.value(child));
            } else {
                reader.visit(child);
            }
        });
        let value = value.unwrap_or_else(|| self.other(node));
        if let Some(at) = target {
            self.build.facts.bindings[at].value = Some(value);
        }
        value
    }

    fn target(&mut self, node: Node<'t>) -> Option<usize> {
        let fields = self.fields;
        match Kind::of(node) {
            Kind::VariableName => Some(self.variable(node)),
            Kind::MemberAccess => {
                let object = node.child_by_field_id(fields.object)?;
                let name = node.child_by_field_id(fields.name)?;
                if self.source(object) != "$this" || Kind::of(name) != Kind::Name {
                    return None;
                }
                let text = self.source(name);
                self.build.bind(BindingKind::Field, text, span(name));
                Some(self.build.facts.bindings.len() - 1)
            }
            Kind::ScopedProperty => {
                let scope = node.child_by_field_id(fields.scope)?;
                if Kind::of(scope) != Kind::RelativeScope {
                    return None;
                }
                let (name, at) = self.property_name(node.child_by_field_id(fields.name)?);
                self.build.bind(BindingKind::Field, name, at);
                Some(self.build.facts.bindings.len() - 1)
            }
            Kind::ListLiteral | Kind::ArrayCreation => {
                let mut first = None;
                self.children(node, |reader, child, _| {
                    let mut inner = child;
                    while Kind::of(inner) == Kind::ArrayElement
                        && let Some(only) = inner.named_child(0)
                        && inner.named_child_count() == 1
                    {
                        inner = only;
                    }
                    if Kind::of(inner) == Kind::VariableName {
                        let at = reader.variable(inner);
                        first.get_or_insert(at);
                    } else {
                        reader.visit(inner);
                    }
                });
                first
            }
            _ => None,
        }
    }

    /// `define('X', v)` names a constant of the whole program.
    pub(super) fn defined(&mut self, name: ValueId, value: ValueId) {
        let at = self.build.facts.value(name).span;
        if !matches!(self.build.facts.value(name).kind, ValueKind::Str(_)) || at.end - at.start < 3
        {
            return;
        }
        let inside = Span {
            start: at.start + 1,
            end: at.end - 1,
        };
        let binding = self
            .build
            .bind(BindingKind::Constant, inside.of(self.text), inside);
        binding.value = Some(value);
        binding.scope = None;
        binding.exported = true;
    }

    /// `return x;`
    pub(super) fn return_statement(&mut self, node: Node<'t>) {
        self.children(node, |reader, child, _| reader.hand_back(child));
    }

    /// `node` is what the function around returns. Its place is kept first: a closure that is
    /// handed back has returns of its own.
    pub(super) fn hand_back(&mut self, node: Node<'t>) {
        let Some(function) = self.build.function() else {
            return self.visit(node);
        };
        let place = self.build.start_return(function);
        let value = self.value(node);
        self.build.finish_return(place, value);
    }
}
