//! Types, fields, variables and constants.

use tree_sitter::Node;

use super::super::tree::span;
use super::{Kind, Reader};
use crate::model::facts::{Arg, BindingKind, CallKind, Type};

impl<'s, 't> Reader<'_, 's, 't> {
    /// `class C : public B { … }`; whether the walk should go on into it, since it names no type.
    pub(super) fn type_specifier(&mut self, node: Node<'t>) -> bool {
        let fields = self.fields;
        let (Some(name), Some(body)) = (self.part(node, fields.name), self.part(node, fields.body))
        else {
            return self.part(node, fields.body).is_some();
        };
        if self.build.down() {
            let whole = self.source(name);
            let plain = whole.split('<').next().unwrap_or(whole);
            let mut bases = Vec::new();
            self.children(node, |reader, child, _| {
                if reader.kind(child) == Kind::BaseClause {
                    reader.children(child, |reader, base, _| {
                        if matches!(
                            reader.kind(base),
                            Kind::TypeIdentifier | Kind::Qualified | Kind::TemplateType
                        ) {
                            let text = reader.source(base);
                            bases.push(text.split('<').next().unwrap_or(text));
                        }
                    });
                }
            });
            self.build.enter_type(Type {
                name: plain.rsplit("::").next().unwrap_or(plain),
                bases,
                span: span(node),
                exported: true,
            });
            self.visit_children(body);
            self.build.leave_type();
        }
        self.build.up();
        false
    }

    /// The name that a declarator gives, behind pointers, references and brackets.
    pub(super) fn declared_name(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut at = node;
        for _ in 0..32 {
            match self.kind(at) {
                Kind::Identifier | Kind::FieldIdentifier => return Some(at),
                Kind::Qualified => at = self.part(at, self.fields.name)?,
                Kind::PointerDeclarator
                | Kind::ArrayDeclarator
                | Kind::InitDeclarator
                | Kind::FunctionDeclarator => at = self.part(at, self.fields.declarator)?,
                Kind::ReferenceDeclarator | Kind::ParenthesizedDeclarator => {
                    at = at.named_child(0)?;
                }
                _ => return None,
            }
        }
        None
    }

    /// `static const char *a = x, b;`, `T a(x);`, `T a{x};`
    pub(super) fn declaration(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let kind = self.part(node, fields.kind);
        let declared = kind.map(|kind| self.source(kind));
        let written = declared.filter(|text| *text != "auto");
        let whole = self.source(node);
        let head = whole.split(['=', '(', '{']).next().unwrap_or(whole);
        let is = |word: &str| head.split_whitespace().any(|part| part == word);
        let constant = is("const") || is("constexpr");
        let exported = !is("static");
        let has_name = written.is_some_and(|text| text != "char");
        self.children(node, |reader, child, field| {
            if field == fields.kind {
                // `struct s { … } x;`
                if matches!(reader.kind(child), Kind::Class | Kind::Struct) {
                    reader.visit(child);
                }
                return;
            }
            if field == fields.value {
                let value = reader.value(child);
                if let Some(binding) = reader.build.facts.bindings.last_mut() {
                    binding.value.get_or_insert(value);
                }
                return;
            }
            if field != fields.declarator {
                return reader.visit(child);
            }
            let Some(name) = reader.declared_name(child) else {
                return reader.visit_children(child);
            };
            // A function that is only announced, and a buffer that is yet to be filled.
            if reader.called(child).is_some() {
                return;
            }
            let value = (reader.kind(child) == Kind::InitDeclarator)
                .then(|| reader.part(child, fields.value))
                .flatten();
            if value.is_none() && !has_name {
                return;
            }
            let scope = reader.build.function();
            let binding_kind = match scope {
                None if constant => BindingKind::Constant,
                _ => BindingKind::Variable,
            };
            let text = reader.source(name);
            let binding = reader.build.bind(binding_kind, text, span(name));
            binding.declared = written;
            binding.exported = exported && scope.is_none();
            let owner = reader.qualifier(child);
            let at = reader.build.facts.bindings.len() - 1;
            if let Some(owner) = owner {
                let binding = &mut reader.build.facts.bindings[at];
                binding.kind = BindingKind::Field;
                binding.owner = Some(owner);
            }
            if let Some(value) = value {
                let value = reader.initial(kind, value, name);
                reader.build.facts.bindings[at].value = Some(value);
            }
        });
    }

    /// The type in `T C::a = x;`.
    fn qualifier(&self, node: Node<'t>) -> Option<&'s str> {
        let mut at = node;
        for _ in 0..32 {
            match self.kind(at) {
                Kind::Qualified => {
                    let scope = self.source(self.part(at, self.fields.scope)?);
                    return Some(scope.split('<').next().unwrap_or(scope));
                }
                Kind::PointerDeclarator | Kind::ArrayDeclarator | Kind::InitDeclarator => {
                    at = self.part(at, self.fields.declarator)?;
                }
                Kind::ReferenceDeclarator => at = at.named_child(0)?,
                _ => return None,
            }
        }
        None
    }

    /// What a variable begins with: a value, or what its type makes of the arguments.
    fn initial(
        &mut self,
        kind: Option<Node<'t>>,
        value: Node<'t>,
        name: Node<'t>,
    ) -> crate::model::facts::ValueId {
        let made = kind.filter(|kind| {
            matches!(
                self.kind(*kind),
                Kind::TypeIdentifier | Kind::Qualified | Kind::TemplateType
            )
        });
        let list = self.kind(value) == Kind::Arguments;
        let braces = self.kind(value) == Kind::InitializerList
            && !self.source(name).is_empty()
            && self.text[..value.start_byte()]
                .trim_end()
                .ends_with(|c| c != '=');
        if let Some(made) = made
            && (list || braces)
        {
            let call = self.build.start_call(CallKind::Constructor, span(value));
            let callee = self.path(made);
            let name_span = self.build.name_span(callee);
            let mut args = Vec::new();
            self.children(value, |reader, child, _| {
                let value = reader.value(child);
                args.push(Arg {
                    name: None,
                    value,
                    spread: false,
                });
            });
            return self.build.finish_call(call, callee, name_span, args);
        }
        self.value(value)
    }

    /// `T a;`, `static const char *a = x;` in a type.
    pub(super) fn field_declaration(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let declared = self.part(node, fields.kind).map(|kind| self.source(kind));
        self.children(node, |reader, child, field| {
            if field == fields.kind {
                if matches!(reader.kind(child), Kind::Class | Kind::Struct) {
                    reader.visit(child);
                }
            } else if field == fields.declarator && reader.called(child).is_none() {
                if let Some(name) = reader.declared_name(child)
                    && reader.build.owner().is_some()
                {
                    let text = reader.source(name);
                    let binding = reader.build.bind(BindingKind::Field, text, span(name));
                    binding.declared = declared;
                    binding.exported = true;
                }
            } else if field == fields.default {
                let value = reader.value(child);
                if let Some(binding) = reader.build.facts.bindings.last_mut() {
                    binding.value.get_or_insert(value);
                }
            } else if field != fields.declarator {
                reader.visit(child);
            }
        });
    }

    /// `C::C() : a(x), b{y} {}`
    pub(super) fn field_initializer(&mut self, node: Node<'t>) {
        let mut at = None;
        self.children(node, |reader, child, _| match reader.kind(child) {
            Kind::FieldIdentifier => {
                let text = reader.source(child);
                if reader.build.owner().is_some() {
                    reader.build.bind(BindingKind::Field, text, span(child));
                    at = Some(reader.build.facts.bindings.len() - 1);
                }
            }
            Kind::Arguments | Kind::InitializerList => {
                let mut values = Vec::new();
                reader.children(child, |reader, one, _| values.push(reader.value(one)));
                if let ([only], Some(at)) = (values.as_slice(), at) {
                    reader.build.facts.bindings[at].value = Some(*only);
                }
            }
            _ => reader.visit(child),
        });
    }

    /// `for (T a : x)`: only the name; the walk goes on with the rest.
    pub(super) fn for_range(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let declared = self.part(node, fields.kind).map(|kind| self.source(kind));
        let declarator = self.part(node, fields.declarator);
        if let Some(name) = declarator.and_then(|of| self.declared_name(of)) {
            let text = self.source(name);
            self.build
                .bind(BindingKind::Variable, text, span(name))
                .declared = declared.filter(|text| *text != "auto");
        }
    }

    /// `x = v`, `this->x = v`: one more binding.
    pub(super) fn assignment(&mut self, node: Node<'t>) {
        let fields = self.fields;
        let plain = self
            .part(node, fields.operator)
            .is_some_and(|operator| self.source(operator) == "=");
        let left = self.part(node, fields.left);
        let mut target = None;
        if let Some(left) = left {
            let own = self.kind(left) == Kind::Field
                && self
                    .part(left, fields.argument)
                    .is_some_and(|of| self.kind(of) == Kind::This);
            if plain && self.kind(left) == Kind::Identifier {
                let text = self.source(left);
                self.build.bind(BindingKind::Variable, text, span(left));
                target = Some(self.build.facts.bindings.len() - 1);
            } else if plain
                && own
                && self.build.owner().is_some()
                && let Some(name) = self.part(left, fields.field)
            {
                let text = self.source(name);
                self.build.bind(BindingKind::Field, text, span(name));
                target = Some(self.build.facts.bindings.len() - 1);
            } else {
                self.visit(left);
            }
        }
        if let Some(right) = self.part(node, fields.right) {
            let value = self.value(right);
            if let Some(at) = target {
                self.build.facts.bindings[at].value = Some(value);
            }
        }
    }
}
