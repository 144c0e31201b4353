//! Types, their bases and bodies, values and variables.

use tree_sitter::Node;

use super::super::tree::span;
use super::functions::Modifiers;
use super::{Home, Kind, Reader};
use crate::model::facts::{BindingKind, CallKind, Function, Type, TypeId, ValueId};

impl<'s, 't> Reader<'s, 't> {
    /// A class, trait, object or enum. A companion adds to the type that it accompanies.
    pub(super) fn type_definition(&mut self, node: Node<'t>) {
        if self.build.down() {
            let name = self
                .part(node, self.fields.name)
                .map_or("", |name| self.name(name));
            let types = &self.build.facts.types;
            let known = types.iter().position(|declared| declared.name == name);
            let id = if let Some(at) = known {
                self.build.enter_owner(name);
                TypeId(at as u32)
            } else {
                self.build.enter_type(Type {
                    name,
                    bases: Vec::new(),
                    span: span(node),
                    exported: true,
                })
            };
            self.type_parts(node, id);
            self.build.leave_type();
        }
        self.build.up();
    }

    fn type_parts(&mut self, node: Node<'t>, id: TypeId) {
        let home = match Kind::of(node) {
            Kind::Object => Home::Object,
            _ => Home::Type,
        };
        let fields = self.fields;
        // What stands in a body is run when the type is made.
        self.build.enter_function(Function {
            name: "constructor",
            owner: self.build.owner(),
            receiver: Some("this"),
            parent: None,
            returns: None,
            span: span(node),
            name_span: self
                .part(node, fields.name)
                .map_or_else(|| span(node), span),
            parameters: 0,
            variadic: false,
            exported: true,
            is_macro: false,
        });
        let outside = std::mem::replace(&mut self.member_of, Home::None);
        let locals = std::mem::replace(&mut self.locals, self.build.facts.bindings.len());
        self.children(node, |reader, child, field| match Kind::of(child) {
            _ if field == fields.name => {}
            Kind::Modifiers => {
                let private = reader.modifiers(child).private;
                reader.build.facts.types[id.0 as usize].exported &= !private;
            }
            Kind::Annotation => reader.annotation(child, CallKind::OnType(id)),
            Kind::ClassParameters => reader.class_parameters(child),
            Kind::Extends => reader.extends(child, Some(id)),
            Kind::TemplateBody | Kind::WithTemplateBody | Kind::EnumBody => {
                reader.template(child, home, Some(id));
            }
            Kind::TypeParameters | Kind::AccessModifier => {}
            _ => reader.visit(child),
        });
        self.member_of = outside;
        self.locals = locals;
        self.build.leave_function();
    }

    /// The members of a type.
    pub(super) fn template(&mut self, node: Node<'t>, home: Home, id: Option<TypeId>) {
        self.children(node, |reader, child, _| {
            if Kind::of(child) == Kind::SelfType {
                // `self: A with B =>`: whoever mixes this in is an A too.
                reader.children(child, |reader, part, _| {
                    if !matches!(Kind::of(part), Kind::Identifier)
                        && let Some(id) = id
                    {
                        reader.bases(part, id);
                    }
                });
                return;
            }
            reader.member_of = home;
            reader.visit(child);
        });
    }

    /// `extends A(x) with B`.
    pub(super) fn extends(&mut self, node: Node<'t>, id: Option<TypeId>) {
        let fields = self.fields;
        let mut first = None;
        self.children(node, |reader, child, field| {
            if Kind::of(child) == Kind::Arguments {
                if let Some(base) = first {
                    reader.construction(node, base, child);
                }
            } else if field == fields.kind {
                first.get_or_insert(child);
                if let Some(id) = id {
                    reader.bases(child, id);
                }
            }
        });
    }

    /// Adds the types that `A with B[C]` names.
    fn bases(&mut self, node: Node<'t>, id: TypeId) {
        for text in self.source(node).split(" with ") {
            let name = text.split(['[', '(', '{']).next().unwrap_or(text).trim();
            let bases = &mut self.build.facts.types[id.0 as usize].bases;
            if !name.is_empty() && !bases.contains(&name) {
                bases.push(name);
            }
        }
    }

    /// `(val a: A, b: B = x)(implicit c: C)`: in reach of the whole type.
    fn class_parameters(&mut self, node: Node<'t>) {
        let fields = self.fields;
        self.children(node, |reader, parameter, _| {
            let mut at = None;
            let mut private = false;
            reader.children(parameter, |reader, child, field| {
                if field == fields.name {
                    let name = reader.name(child);
                    reader.build.bind(BindingKind::Field, name, span(child));
                    at = Some(reader.build.facts.bindings.len() - 1);
                } else if field == fields.kind {
                    let declared = reader.declared(child);
                    if let Some(at) = at {
                        reader.build.facts.bindings[at].declared = Some(declared);
                    }
                } else if field == fields.default {
                    let value = reader.value(child);
                    if let Some(at) = at {
                        reader.build.facts.bindings[at].value = Some(value);
                    }
                } else if Kind::of(child) == Kind::Modifiers {
                    private = reader.modifiers(child).private;
                } else {
                    reader.visit(child);
                }
            });
            if let Some(at) = at {
                let binding = &mut reader.build.facts.bindings[at];
                binding.exported = !private;
                binding.scope = None;
            }
        });
    }

    /// A type as written, without the marks of parameters that are evaluated late or repeated.
    pub(super) fn declared(&self, node: Node<'t>) -> &'s str {
        self.source(node)
            .trim_start_matches("=>")
            .trim_end_matches('*')
            .trim()
    }

    /// `val a: T = x`, `var a, b = x`, `val (a, b) = x`, `lazy val a = x`.
    pub(super) fn value_definition(&mut self, node: Node<'t>) {
        let home = std::mem::replace(&mut self.member_of, Home::None);
        let fields = self.fields;
        let kind = binding_kind(home);
        let first = self.build.facts.bindings.len();
        let mut modifiers = Modifiers::default();
        let mut bound = first..first;
        let mut tuple = None;
        self.children(node, |reader, child, field| {
            if field == fields.pattern {
                let at = reader.build.facts.bindings.len();
                tuple = (Kind::of(child) == Kind::TuplePattern).then_some(child);
                match Kind::of(child) {
                    Kind::Identifier => {
                        let name = reader.name(child);
                        reader.build.bind(kind, name, span(child));
                    }
                    Kind::Identifiers => reader.children(child, |reader, one, _| {
                        let name = reader.name(one);
                        reader.build.bind(kind, name, span(one));
                    }),
                    _ => reader.pattern(child, kind),
                }
                bound = at..reader.build.facts.bindings.len();
            } else if field == fields.kind {
                let declared = reader.declared(child);
                for at in bound.clone() {
                    reader.build.facts.bindings[at].declared = Some(declared);
                }
            } else if field == fields.value {
                reader.given(child, bound.clone(), tuple.is_some());
            } else if Kind::of(child) == Kind::Modifiers {
                modifiers = reader.modifiers(child);
            } else {
                reader.visit(child);
            }
        });
        let constant = home == Home::Object && Kind::of(node) == Kind::ValDefinition;
        for at in bound {
            let binding = &mut self.build.facts.bindings[at];
            binding.exported =
                !modifiers.private && (home != Home::None || binding.scope.is_none());
            if home != Home::None {
                binding.scope = None;
            }
            if constant {
                binding.kind = BindingKind::Constant;
            }
        }
        self.member_of = home;
    }

    /// Gives a value to what was bound: to the first name, or one by one where both are lists.
    fn given(&mut self, node: Node<'t>, bound: std::ops::Range<usize>, tuple: bool) {
        if tuple && Kind::of(node) == Kind::Tuple && node.named_child_count() == bound.len() {
            let mut at = bound.start;
            self.children(node, |reader, child, _| {
                let value = reader.value(child);
                if let Some(binding) = reader.build.facts.bindings.get_mut(at) {
                    binding.value = Some(value);
                }
                at += 1;
            });
            return;
        }
        let value = self.value(node);
        if !bound.is_empty() {
            self.build.facts.bindings[bound.start].value = Some(value);
        }
    }

    /// `val a: T` without a value.
    pub(super) fn value_declaration(&mut self, node: Node<'t>) {
        let kind = binding_kind(self.member_of);
        let fields = self.fields;
        let first = self.build.facts.bindings.len();
        self.children(node, |reader, child, field| {
            if field == fields.name {
                let name = reader.name(child);
                let binding = reader.build.bind(kind, name, span(child));
                binding.exported = true;
                if kind == BindingKind::Field {
                    binding.scope = None;
                }
            } else if field == fields.kind {
                let declared = reader.declared(child);
                for binding in &mut reader.build.facts.bindings[first..] {
                    binding.declared = Some(declared);
                }
            }
        });
    }

    /// `x = v`, `this.x = v`: one more binding.
    pub(super) fn assignment(&mut self, node: Node<'t>) {
        let left = self.part(node, self.fields.left);
        let target = left.and_then(|left| self.target(left));
        if let (None, Some(left)) = (target, left) {
            self.visit(left);
        }
        let Some(right) = self.part(node, self.fields.right) else {
            return;
        };
        let value = self.value(right);
        if let Some(at) = target {
            self.build.facts.bindings[at].value = Some(value);
        }
    }

    /// Binds what is assigned: a local name, or else a field of the type around.
    fn target(&mut self, node: Node<'t>) -> Option<usize> {
        let (name, own) = match Kind::of(node) {
            Kind::Identifier => (node, false),
            Kind::FieldExpression => {
                let object = self.part(node, self.fields.value)?;
                if self.source(object) != "this" {
                    return None;
                }
                (self.part(node, self.fields.field)?, true)
            }
            _ => return None,
        };
        let text = self.name(name);
        let known = self.build.facts.bindings.get(self.locals..).unwrap_or(&[]);
        let local = !own
            && known
                .iter()
                .any(|binding| binding.name == text && binding.owner.is_none());
        let kind = if local || self.build.owner().is_none() {
            BindingKind::Variable
        } else {
            BindingKind::Field
        };
        self.build.bind(kind, text, span(name));
        Some(self.build.facts.bindings.len() - 1)
    }

    /// A field that is called like a method without parameters, and holds what that gives.
    pub(super) fn fetched(
        &mut self,
        name: Node<'t>,
        home: Home,
        declared: Option<&'s str>,
        value: Option<ValueId>,
        scope: Option<crate::model::facts::FunctionId>,
        exported: bool,
    ) {
        let text = self.name(name);
        let constant = home == Home::Object;
        let binding = self.build.bind(BindingKind::Field, text, span(name));
        binding.declared = declared;
        binding.value = value;
        binding.scope = scope;
        binding.exported = exported;
        if constant {
            binding.kind = BindingKind::Constant;
        }
    }
}

/// The kind of name that a definition gives.
fn binding_kind(home: Home) -> BindingKind {
    match home {
        Home::None => BindingKind::Variable,
        Home::Type | Home::Object => BindingKind::Field,
    }
}
