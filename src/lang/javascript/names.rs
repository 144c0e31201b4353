//! Names: variables, assignments, and the patterns that take values apart.

use std::collections::HashMap;

use tree_sitter::Node;

use super::super::builder::PLACES;
use super::super::tree::span;
use super::functions::Naming;
use super::{Kind, Reader};
use crate::model::facts::{BindingKind, FunctionId, ValueId, ValueKind};

impl<'s, 't> Reader<'s, 't> {
    /// `const a = 1, { b } = c`.
    pub(super) fn variables(&mut self, node: Node<'t>) {
        let exported = std::mem::take(&mut self.exporting);
        let constant = node
            .child_by_field_id(self.fields.kind)
            .is_some_and(|kind| self.source(kind) == "const");
        let kind = if constant {
            BindingKind::Constant
        } else {
            BindingKind::Variable
        };
        self.children(node, |reader, child, _| {
            if reader.kind(child) == Kind::VariableDeclarator {
                reader.declarator(child, kind, exported);
            } else {
                reader.visit(child);
            }
        });
    }

    fn declarator(&mut self, node: Node<'t>, kind: BindingKind, exported: bool) {
        let fields = self.fields;
        let first = self.build.facts.bindings.len();
        let name = node.child_by_field_id(fields.name);
        let value = node.child_by_field_id(fields.value);
        let imported = match (name, value) {
            (Some(name), Some(value)) => self.import_required(name, value),
            _ => false,
        };
        let simple = name.filter(|name| self.kind(*name) == Kind::Identifier);
        let mut naming = simple.map(|name| Naming {
            name: self.source(name),
            span: Some(span(name)),
            exported,
            ..Naming::default()
        });
        if let (Some(name), true) = (name, imported) {
            self.visit(name);
        }
        // A plain name is bound before its value is read, a pattern after.
        let binding = simple
            .filter(|_| !imported)
            .map(|name| self.bind(kind, name));
        self.children(node, |reader, child, field| {
            if field == fields.r#type {
                if let Some(binding) = binding {
                    reader.build.facts.bindings[binding].declared = Some(reader.type_text(child));
                }
                reader.visit(child);
            } else if field == fields.value {
                let value = reader.named_value(child, naming.take());
                if let Some(binding) = binding {
                    reader.build.facts.bindings[binding].value = Some(value);
                } else if let (Some(name), false) = (name, imported) {
                    reader.pattern(name, kind, Some(value));
                }
            } else if field != fields.name {
                reader.visit(child);
            }
        });
        if value.is_none()
            && binding.is_none()
            && let Some(name) = name
        {
            self.pattern(name, kind, None);
        }
        if exported {
            let here = self.build.function();
            for binding in &mut self.build.facts.bindings[first..] {
                binding.exported |= binding.kind == kind && binding.scope == here;
            }
        }
    }

    /// Adds a binding for the name at `node` and tells where it stands.
    pub(super) fn bind(&mut self, kind: BindingKind, node: Node<'t>) -> usize {
        let name = self.source(node);
        self.build.bind(kind, name, span(node));
        self.build.facts.bindings.len() - 1
    }

    /// Binds every name of a pattern to its part of `source`.
    pub(super) fn pattern(&mut self, node: Node<'t>, kind: BindingKind, source: Option<ValueId>) {
        if !self.build.down() {
            self.build.up();
            return;
        }
        match self.kind(node) {
            Kind::Identifier | Kind::ShorthandPattern => {
                let binding = self.bind(kind, node);
                self.build.facts.bindings[binding].value = source;
            }
            Kind::RestPattern => self.children(node, |reader, child, _| {
                reader.pattern(child, kind, source);
            }),
            Kind::AssignmentPattern | Kind::ObjectAssignmentPattern => {
                self.default_pattern(node, kind, source, None);
            }
            Kind::ObjectPattern => self.children(node, |reader, child, _| {
                reader.object_part(child, kind, source);
            }),
            Kind::ArrayPattern => self.array_pattern(node, kind, source),
            Kind::MemberExpression => self.bind_own(node, source),
            _ => self.visit(node),
        }
        self.build.up();
    }

    /// `a = 1` in a pattern: the part or the default. `key` is where the part's name stands.
    fn default_pattern(
        &mut self,
        node: Node<'t>,
        kind: BindingKind,
        source: Option<ValueId>,
        key: Option<Node<'t>>,
    ) {
        let fields = self.fields;
        let mut left = None;
        let mut default = None;
        self.children(node, |reader, child, field| {
            if field == fields.left {
                left = Some(child);
            } else if field == fields.right {
                let naming = left.and_then(|left| reader.assigned_naming(left));
                default = Some(reader.named_value(child, naming));
            } else {
                reader.visit(child);
            }
        });
        let Some(left) = left else { return };
        let source = match key {
            Some(key) => source.and_then(|source| self.part(source, key)),
            None => source,
        };
        let value = match (source, default) {
            (Some(part), Some(default)) => {
                let either = ValueKind::Either(vec![part, default]);
                Some(self.build.value(either, span(node)))
            }
            (part, default) => part.or(default),
        };
        self.pattern(left, kind, value);
    }

    fn object_part(&mut self, node: Node<'t>, kind: BindingKind, source: Option<ValueId>) {
        let fields = self.fields;
        match self.kind(node) {
            Kind::ShorthandPattern => {
                let part = source.and_then(|source| self.part(source, node));
                self.pattern(node, kind, part);
            }
            Kind::ObjectAssignmentPattern => {
                let key = node.child_by_field_id(fields.left);
                self.default_pattern(node, kind, source, key);
            }
            Kind::PairPattern => {
                let mut part = None;
                self.children(node, |reader, child, field| {
                    if field == fields.key {
                        part = source.and_then(|source| reader.part(source, child));
                        if reader.kind(child) == Kind::ComputedPropertyName {
                            reader.visit_children(child);
                        }
                    } else if field == fields.value {
                        reader.pattern(child, kind, part);
                    }
                });
            }
            // What is left of an object still answers for its fields.
            Kind::RestPattern => self.pattern(node, kind, source),
            _ => self.visit(node),
        }
    }

    /// `source.key`, when the key is a name.
    fn part(&mut self, source: ValueId, key: Node<'t>) -> Option<ValueId> {
        let (name, at) = self.property_name(key)?;
        let member = ValueKind::Member { base: source, name };
        Some(self.build.value(member, at))
    }

    fn array_pattern(&mut self, node: Node<'t>, kind: BindingKind, source: Option<ValueId>) {
        // Holes have no node: places are counted by commas.
        let mut places = Vec::new();
        let mut at = 0;
        let mut cursor = self.cursors.at(node);
        let mut more = cursor.goto_first_child();
        while more {
            let child = cursor.node();
            if matches!(self.kind(child), Kind::Comment | Kind::HtmlComment) {
                self.comment(child);
            } else if child.is_named() {
                places.push((at, child));
            } else if child.kind() == "," {
                at += 1;
            }
            more = cursor.goto_next_sibling();
        }
        self.cursors.put(cursor);
        let items = source.and_then(|source| match &self.build.facts.value(source).kind {
            ValueKind::List(items) if items.len() == at + 1 => Some(items.clone()),
            _ => None,
        });
        for (at, child) in places {
            let part = match &items {
                Some(items) => items.get(at).copied(),
                None => source.filter(|_| at == 0),
            };
            self.pattern(child, kind, part);
        }
    }

    /// `a = v`, `this.a = v`, `exports.a = v`, `({ a } = v)`, and any chain of them. What is assigned
    /// is what comes out.
    pub(super) fn assignment(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let mut targets = Vec::new();
        let mut naming = None;
        let mut value = None;
        let mut next = Some(node);
        while let Some(node) = next.take() {
            self.children(node, |reader, child, field| {
                if field == fields.left {
                    let target = reader.unwrap(child);
                    naming = naming.or_else(|| reader.assigned_naming(target));
                    targets.push(target);
                } else if field == fields.right {
                    let inner = reader.unwrap(child);
                    if reader.kind(inner) == Kind::AssignmentExpression {
                        next = Some(inner);
                        return;
                    }
                    let name = targets.last().copied().filter(|_| targets.len() == 1);
                    if let Some(name) = name
                        && reader.kind(name) == Kind::Identifier
                        && reader.import_required(name, inner)
                    {
                        targets.clear();
                    }
                    value = Some(reader.named_value(inner, naming.take()));
                } else {
                    reader.visit(child);
                }
            });
        }
        let value = value.unwrap_or_else(|| self.other(node));
        for target in targets {
            self.assign(target, value);
        }
        value
    }

    fn assign(&mut self, target: Node<'t>, value: ValueId) {
        if let Some((name, at)) = self.common_js(target) {
            self.export_common_js(name, at, value);
            return;
        }
        let first = self.build.facts.bindings.len();
        self.pattern(target, BindingKind::Variable, Some(value));
        self.note_assigned(first);
    }

    /// Remembers the variables bound from `first` on: they were declared elsewhere.
    fn note_assigned(&mut self, first: usize) {
        let bindings = &self.build.facts.bindings;
        let variables =
            (first..bindings.len()).filter(|at| bindings[*at].kind == BindingKind::Variable);
        self.assigned.extend(variables);
    }

    /// `x += v`, `x ||= v`: one more binding; what it is is known where text is added or one of two
    /// is chosen.
    pub(super) fn augmented(&mut self, node: Node<'t>) -> ValueId {
        let fields = self.fields;
        let operator = self.operator(node);
        let mut target = None;
        let mut added = None;
        self.children(node, |reader, child, field| {
            if field == fields.left {
                target = Some(reader.unwrap(child));
            } else if field == fields.right {
                let text = matches!(reader.kind(child), Kind::String | Kind::TemplateString);
                if matches!(operator, "||=" | "??=" | "&&=") || (operator == "+=" && text) {
                    let naming = target.and_then(|target| reader.assigned_naming(target));
                    added = Some(reader.named_value(child, naming));
                } else {
                    reader.visit(child);
                }
            } else {
                reader.visit(child);
            }
        });
        let Some(target) = target else {
            return self.other(node);
        };
        if self.kind(target) != Kind::Identifier {
            match added {
                Some(added) if operator != "+=" => self.assign(target, added),
                _ => self.visit(target),
            }
            return added.unwrap_or_else(|| self.other(node));
        }
        let first = self.build.facts.bindings.len();
        let value = added.map(|added| {
            let name = ValueKind::Name(self.source(target));
            let both = vec![self.build.value(name, span(target)), added];
            let kind = if operator == "+=" {
                ValueKind::Concat(both)
            } else {
                ValueKind::Either(both)
            };
            self.build.value(kind, span(node))
        });
        self.pattern(target, BindingKind::Variable, value);
        self.note_assigned(first);
        value.unwrap_or_else(|| self.other(node))
    }

    /// Binds `this.name`; any other member is only read for what stands in it.
    fn bind_own(&mut self, node: Node<'t>, value: Option<ValueId>) {
        let fields = self.fields;
        let own = node
            .child_by_field_id(fields.object)
            .is_some_and(|object| self.kind(object) == Kind::This);
        let name = node.child_by_field_id(fields.property);
        let (true, Some(name)) = (own, name) else {
            return self.visit(node);
        };
        let owner = self.own_type();
        let binding = self.bind(BindingKind::Field, name);
        let binding = &mut self.build.facts.bindings[binding];
        binding.value = value;
        binding.owner = owner;
        binding.exported = !binding.name.starts_with('#');
    }

    /// The type whose object `this` is here: the class around, or a function that is used as one.
    pub(super) fn own_type(&self) -> Option<&'s str> {
        let mut scope = self.build.function();
        while let Some(id) = scope {
            let function = self.build.facts.function(id);
            if function.owner.is_some() {
                return function.owner;
            }
            if function.name.starts_with(char::is_uppercase) {
                return Some(function.name);
            }
            scope = function.parent;
        }
        self.build.owner()
    }

    /// Binds the names of a `for … of` loop. The walk goes over them once more, and over what they
    /// are given.
    pub(super) fn loop_names(&mut self, node: Node<'t>) {
        if let Some(left) = node.child_by_field_id(self.fields.left) {
            let first = self.build.facts.bindings.len();
            self.only_names(left);
            if let Some(right) = node.child_by_field_id(self.fields.right)
                && self.has_token(node, "of")
            {
                self.looped = (right.id(), first..self.build.facts.bindings.len());
            }
        }
    }

    /// Reads what a loop goes over, and gives it to the names that wait.
    pub(super) fn looped_over(&mut self, node: Node<'t>) {
        let waiting = std::mem::take(&mut self.looped).1;
        let of = self.value(node);
        let at = self.build.facts.value(of).span;
        let each = self.build.value(ValueKind::Each(of), at);
        let before = waiting
            .start
            .checked_sub(1)
            .map_or(0, |last| self.build.facts.bindings[last].span.end as usize);
        let single = waiting.len() == 1;
        for (place, index) in waiting.enumerate() {
            let binding = &self.build.facts.bindings[index];
            let (name, start) = (binding.name, binding.span.start as usize);
            // `of { a, b }` names members, `of [a, b]` places.
            let opens = self.text[before.min(start)..start].rfind(['{', '[', '(']);
            let opens = opens.map(|open| self.text.as_bytes()[before.min(start) + open]);
            let value = match opens {
                Some(b'{') => Some(self.build.value(ValueKind::Member { base: each, name }, at)),
                Some(b'[') => PLACES.get(place).map(|place| {
                    let key = self.build.value(ValueKind::Number(place), at);
                    self.build.value(ValueKind::Index { base: each, key }, at)
                }),
                _ if single => Some(each),
                _ => None,
            };
            self.build.facts.bindings[index].value = value;
        }
    }

    /// Binds what a `catch` clause calls the error, likewise.
    pub(super) fn catch_name(&mut self, node: Node<'t>) {
        if let Some(name) = node.child_by_field_id(self.fields.parameter) {
            self.only_names(name);
        }
    }

    fn only_names(&mut self, node: Node<'t>) {
        let mut cursor = self.cursors.at(node);
        loop {
            let child = cursor.node();
            let into = match self.kind(child) {
                Kind::Identifier | Kind::ShorthandPattern => {
                    self.bind(BindingKind::Variable, child);
                    false
                }
                Kind::ObjectPattern | Kind::ArrayPattern | Kind::RestPattern => true,
                Kind::PairPattern => {
                    if let Some(value) = child.child_by_field_id(self.fields.value)
                        && matches!(self.kind(value), Kind::Identifier)
                    {
                        self.bind(BindingKind::Variable, value);
                    }
                    false
                }
                Kind::ObjectAssignmentPattern | Kind::AssignmentPattern => {
                    if let Some(left) = child.child_by_field_id(self.fields.left)
                        && matches!(self.kind(left), Kind::Identifier | Kind::ShorthandPattern)
                    {
                        self.bind(BindingKind::Variable, left);
                    }
                    false
                }
                _ => false,
            };
            if !super::super::walk::advance(&mut cursor, into) {
                break;
            }
        }
        self.cursors.put(cursor);
    }

    /// Gives every assignment the scope in which its name was declared. Declarations may follow their
    /// use, so this waits for the end of the file.
    pub(super) fn place_assignments(&mut self) {
        if self.assigned.is_empty() {
            return;
        }
        let mut assigned = std::mem::take(&mut self.assigned);
        assigned.sort_unstable();
        assigned.dedup();
        let facts = &mut self.build.facts;
        let mut declared: HashMap<&str, Vec<Option<FunctionId>>> = assigned
            .iter()
            .map(|at| (facts.bindings[*at].name, Vec::new()))
            .collect();
        let mut skip = assigned.iter().peekable();
        for (at, binding) in facts.bindings.iter().enumerate() {
            if skip.next_if(|next| **next == at).is_some() {
                continue;
            }
            if binding.kind != BindingKind::Field
                && let Some(scopes) = declared.get_mut(binding.name)
            {
                scopes.push(binding.scope);
            }
        }
        for at in assigned {
            let binding = &mut facts.bindings[at];
            let scopes = &declared[binding.name];
            let mut scope = binding.scope;
            while let Some(id) = scope {
                if scopes.contains(&scope) {
                    break;
                }
                scope = facts.functions[id.0 as usize].parent;
            }
            binding.scope = scope;
        }
    }
}
