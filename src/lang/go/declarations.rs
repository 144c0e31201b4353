//! Declarations: constants, variables, assignments, functions, parameters, types, fields.

use tree_sitter::Node;

use super::super::tree::span;
use super::expressions::named_type;
use super::{Field, Kind, Receiver, Walker};
use crate::model::facts::{BindingKind, Function, FunctionId, Type, TypeId, ValueId, ValueKind};
use crate::model::place::Span;

impl<'s, 't> Walker<'s, 't> {
    /// Declared in the package and not in a function: visible to its other files.
    fn at_package_level(&self) -> bool {
        self.build.function().is_none()
    }

    /// Binds the name under the cursor; `None` for `_`.
    fn name(&mut self, kind: BindingKind) -> Option<usize> {
        let node = self.node();
        let name = self.text_of(node);
        if name == "_" || name.is_empty() {
            return None;
        }
        let exported = self.at_package_level();
        self.build.bind(kind, name, span(node)).exported = exported;
        Some(self.build.facts.bindings.len() - 1)
    }

    fn declare(&mut self, from: usize, declared: &'s str) {
        for binding in &mut self.build.facts.bindings[from..] {
            binding.declared = Some(declared);
        }
    }

    /// `var a, b T = x, y` and `const a, b T = x, y`.
    pub(super) fn named_values(&mut self, kind: BindingKind) {
        let (targets, values) = (self.targets.len(), self.values.len());
        let first = self.build.facts.bindings.len();
        self.children(|walker, _| match walker.field() {
            Field::Name => {
                let target = walker.name(kind);
                walker.targets.push(target);
            }
            Field::Type => {
                let declared = walker.text_of(walker.node());
                walker.declare(first, declared);
                walker.walk();
            }
            Field::Value => walker.values_for(targets),
            _ => walker.visit_or_walk(),
        });
        self.pair(targets, values);
        if kind == BindingKind::Constant {
            // `iota` and arithmetic with it name nothing that could be followed.
            for binding in &mut self.build.facts.bindings[first..] {
                let other = binding.value.is_some_and(|value| {
                    matches!(
                        self.build.facts.values[value.0 as usize].kind,
                        ValueKind::Other
                    )
                });
                if other {
                    binding.value = None;
                }
            }
        }
    }

    /// `a, b := x, y`, `a, b = x, y`, `a, b := range x`, `a, b := <-x`.
    pub(super) fn assignment(&mut self) {
        let node = self.node();
        let kind = Kind::of(node);
        let plain = kind != Kind::Assignment
            || node
                .child_by_field_name("operator")
                .is_some_and(|operator| self.text_of(operator) == "=");
        let (targets, values) = (self.targets.len(), self.values.len());
        self.children(|walker, _| match walker.field() {
            Field::Right if kind == Kind::RangeClause => walker.ranged(targets),
            // `a += x` gives `a` something else: a binding without a value.
            Field::Left => walker.assigned_names(),
            Field::Right if plain && matches!(kind, Kind::ShortVar | Kind::Assignment) => {
                walker.values_for(targets);
            }
            _ => walker.visit_or_walk(),
        });
        self.pair(targets, values);
    }

    /// `range x`: the first name is a key, the second what stands there.
    fn ranged(&mut self, targets: usize) {
        let names: Vec<Option<usize>> = self.targets[targets..].to_vec();
        if names.iter().all(Option::is_none) {
            self.visit_or_walk();
            return;
        }
        let of = self.expression();
        let at = self.build.facts.value(of).span;
        let each = [ValueKind::EachKey(of), ValueKind::Each(of)];
        for (name, kind) in names.into_iter().zip(each) {
            if let Some(index) = name {
                let value = self.build.value(kind, at);
                self.build.facts.bindings[index].value = Some(value);
            }
        }
        self.targets.truncate(targets);
    }

    /// `a++`, `a--`.
    pub(super) fn counted(&mut self) {
        let targets = self.targets.len();
        self.assigned_names();
        self.targets.truncate(targets);
    }

    /// The left side of an assignment.
    fn assigned_names(&mut self) {
        self.children(|walker, kind| {
            let target = match kind {
                Kind::Identifier => walker.name(BindingKind::Variable),
                Kind::Selector => walker.own_field().or_else(|| walker.filled_entry()),
                _ => None,
            };
            if target.is_none() {
                walker.visit_or_walk();
            }
            walker.targets.push(target);
        });
    }

    /// `s.name` where `s` is the receiver of the method around.
    fn own_field(&mut self) -> Option<usize> {
        let receiver = self.receiver?;
        let node = self.node();
        let operand = node.child_by_field_name("operand")?;
        if Kind::of(operand) != Kind::Identifier || self.text_of(operand) != receiver.name {
            return None;
        }
        let field = node.child_by_field_name("field")?;
        let name = self.text_of(field);
        let binding = self.build.bind(BindingKind::Field, name, span(field));
        binding.owner = Some(receiver.owner);
        binding.exported = true;
        Some(self.build.facts.bindings.len() - 1)
    }

    /// `opts.name` where `opts` is a variable.
    fn filled_entry(&mut self) -> Option<usize> {
        let node = self.node();
        let operand = node.child_by_field_name("operand")?;
        if Kind::of(operand) != Kind::Identifier {
            return None;
        }
        let field = node.child_by_field_name("field")?;
        let (owner, name) = (self.text_of(operand), self.text_of(field));
        let binding = self.build.bind(BindingKind::Entry, name, span(field));
        binding.owner = Some(owner);
        Some(self.build.facts.bindings.len() - 1)
    }

    /// The right side: values where a name waits for one, otherwise only the calls in it.
    fn values_for(&mut self, targets: usize) {
        let wanted = self.targets[targets..].iter().any(Option::is_some);
        self.children(|walker, kind| {
            if wanted {
                let value = walker.expression();
                walker.values.push(value);
            } else if matches!(kind, Kind::Composite | Kind::Unary) {
                // `x.y = T{…}`: what stands in the literal belongs together.
                walker.expression();
            } else {
                walker.visit_or_walk();
            }
        });
    }

    /// Gives the names above `targets` the values above `values`.
    fn pair(&mut self, targets: usize, values: usize) {
        let (names, given) = (&self.targets[targets..], &self.values[values..]);
        let bindings = &mut self.build.facts.bindings;
        if names.len() == given.len() || given.len() == 1 {
            for (name, value) in names.iter().zip(given) {
                if let Some(index) = name {
                    bindings[*index].value = Some(*value);
                }
            }
        }
        self.targets.truncate(targets);
        self.values.truncate(values);
    }

    /// `switch x := v.(type)`: only the head; the cases are walked as any statement.
    pub(super) fn type_switch_head(&mut self) {
        let node = self.node();
        let Some(alias) = node
            .child_by_field_name("alias")
            .and_then(|list| list.named_child(0))
        else {
            return;
        };
        let value = node
            .child_by_field_name("value")
            .and_then(|value| self.plain_path(value));
        let name = self.text_of(alias);
        if name != "_" {
            self.build
                .bind(BindingKind::Variable, name, span(alias))
                .value = value;
        }
    }

    /// `a` or `a.b`, read beside the cursor.
    fn plain_path(&mut self, node: Node<'t>) -> Option<ValueId> {
        let kind = match Kind::of(node) {
            Kind::Identifier => ValueKind::Name(self.text_of(node)),
            Kind::Selector => {
                let operand = node.child_by_field_name("operand")?;
                if Kind::of(operand) != Kind::Identifier {
                    return None;
                }
                let name = self.text_of(node.child_by_field_name("field")?);
                let text = self.text_of(operand);
                let base = self.build.value(ValueKind::Name(text), span(operand));
                ValueKind::Member { base, name }
            }
            _ => return None,
        };
        Some(self.build.value(kind, span(node)))
    }

    /// `return x, err`: the first value, which is what a first name is bound to.
    pub(super) fn return_statement(&mut self) {
        self.children(|walker, _| {
            let mut first = walker.build.function();
            walker.children(|walker, _| match first.take() {
                Some(function) => {
                    // A place is kept first: a closure handed back has returns of its own.
                    let place = walker.build.start_return(function);
                    let value = walker.expression();
                    walker.build.finish_return(place, value);
                }
                None => walker.visit_or_walk(),
            });
        });
    }

    /// A function, a method, a method of an interface, or a function literal.
    pub(super) fn function(&mut self) -> FunctionId {
        let node = self.node();
        let kind = Kind::of(node);
        let start = node.start_byte();
        let exported = kind != Kind::FuncLiteral && self.at_package_level();
        let owner = (kind == Kind::MethodElem)
            .then(|| self.build.owner())
            .flatten();
        let id = self.build.enter_function(Function {
            name: "",
            owner,
            receiver: None,
            parent: None,
            returns: None,
            span: span(node),
            name_span: Span::new(start, start + "func".len()),
            parameters: 0,
            variadic: false,
            exported,
            is_macro: false,
        });
        let outer = self.receiver;
        self.children(|walker, _| match walker.field() {
            Field::Receiver => walker.read_receiver(id),
            Field::Name => {
                let name = walker.node();
                let text = walker.text_of(name);
                let function = walker.made(id);
                function.name = text;
                function.name_span = span(name);
            }
            Field::Parameters => walker.parameters(id),
            Field::Result => walker.result(id),
            _ => walker.visit_or_walk(),
        });
        self.receiver = outer;
        self.build.leave_function();
        id
    }

    fn made(&mut self, id: FunctionId) -> &mut Function<'s> {
        &mut self.build.facts.functions[id.0 as usize]
    }

    /// `(s *Server[T])`.
    fn read_receiver(&mut self, id: FunctionId) {
        self.children(|walker, _| {
            let node = walker.node();
            let owner = node
                .child_by_field_name("type")
                .and_then(named_type)
                .map(|named| walker.text_of(named));
            let name = node
                .child_by_field_name("name")
                .map(|name| walker.text_of(name))
                .filter(|name| *name != "_");
            let function = walker.made(id);
            function.owner = owner;
            function.receiver = name;
            walker.receiver = match (name, owner) {
                (Some(name), Some(owner)) => Some(Receiver { name, owner }),
                _ => None,
            };
        });
    }

    /// `(a, b T, rest ...U)`.
    fn parameters(&mut self, id: FunctionId) {
        let mut count = 0_u16;
        let mut variadic = false;
        self.children(|walker, kind| {
            let whole = walker.node();
            let first = walker.build.facts.bindings.len();
            let before = count;
            walker.children(|walker, _| match walker.field() {
                Field::Name => {
                    if let Some(index) = walker.name(BindingKind::Parameter) {
                        walker.build.facts.bindings[index].index = count;
                    }
                    count = count.saturating_add(1);
                }
                Field::Type => {
                    let mut declared = walker.text_of(walker.node());
                    if kind == Kind::Variadic {
                        variadic = true;
                        let text = walker.text_of(whole);
                        declared = text.find("...").map_or(declared, |at| &text[at..]);
                    }
                    walker.declare(first, declared);
                    walker.walk();
                }
                _ => walker.visit_or_walk(),
            });
            if count == before && matches!(kind, Kind::Parameter | Kind::Variadic) {
                count = count.saturating_add(1);
            }
        });
        let function = self.made(id);
        function.parameters = count;
        function.variadic = variadic;
    }

    /// `T`, `(T, error)`, `(x T, err error)`: named results are variables of the body.
    fn result(&mut self, id: FunctionId) {
        if self.kind() != Kind::ParameterList {
            let text = self.text_of(self.node());
            self.made(id).returns = Some(text);
            self.walk();
            return;
        }
        let mut returns = None;
        self.children(|walker, _| {
            let first = walker.build.facts.bindings.len();
            walker.children(|walker, _| match walker.field() {
                Field::Name => {
                    walker.name(BindingKind::Variable);
                }
                Field::Type => {
                    let declared = walker.text_of(walker.node());
                    walker.declare(first, declared);
                    returns.get_or_insert(declared);
                    walker.walk();
                }
                _ => walker.visit_or_walk(),
            });
        });
        self.made(id).returns = returns;
    }

    /// `T struct {…}`, `T interface {…}`, `T U`, `T = U`.
    pub(super) fn type_spec(&mut self) {
        let node = self.node();
        let name = node
            .child_by_field_name("name")
            .map_or("", |name| self.text_of(name));
        let exported = self.at_package_level();
        let id = self.build.enter_type(Type {
            name,
            bases: Vec::new(),
            span: span(node),
            exported,
        });
        self.children(|walker, kind| match kind {
            Kind::StructType => walker.children(|walker, _| walker.fields(id)),
            Kind::InterfaceType => walker.interface(id),
            _ if walker.field() != Field::Type => {}
            _ if named_type(walker.node()).is_some() => walker.base(id),
            _ => walker.walk(),
        });
        self.build.leave_type();
    }

    /// The type under the cursor is one the declared type rests on.
    fn base(&mut self, id: TypeId) {
        let text = self.text_of(self.node());
        self.build.facts.types[id.0 as usize].bases.push(text);
    }

    /// The body of a struct.
    fn fields(&mut self, id: TypeId) {
        self.children(|walker, kind| {
            if kind != Kind::Field {
                walker.visit_or_walk();
                return;
            }
            let whole = walker.node();
            let first = walker.build.facts.bindings.len();
            let mut named = false;
            walker.children(|walker, _| match walker.field() {
                Field::Name => {
                    named = true;
                    walker.name(BindingKind::Field);
                }
                Field::Type if named => {
                    let declared = walker.text_of(walker.node());
                    walker.declare(first, declared);
                    walker.walk();
                }
                Field::Type => walker.embedded(id, whole),
                _ => {}
            });
        });
    }

    /// `T` or `*p.T` without a name: the field is called `T`.
    fn embedded(&mut self, id: TypeId, whole: Node<'t>) {
        self.base(id);
        let node = self.node();
        let Some(mut named) = named_type(node) else {
            return;
        };
        if Kind::of(named) == Kind::QualifiedType {
            named = named.child_by_field_name("name").unwrap_or(named);
        }
        let declared = self
            .text
            .get(whole.start_byte()..node.end_byte())
            .unwrap_or("");
        let (name, exported) = (self.text_of(named), self.at_package_level());
        let binding = self.build.bind(BindingKind::Field, name, span(named));
        binding.declared = Some(declared);
        binding.exported = exported;
    }

    /// The body of an interface.
    fn interface(&mut self, id: TypeId) {
        self.children(|walker, kind| match kind {
            Kind::MethodElem => {
                walker.function();
            }
            Kind::TypeElem if walker.node().named_child_count() == 1 => {
                walker.children(|walker, _| {
                    if named_type(walker.node()).is_some() {
                        walker.base(id);
                    }
                });
            }
            _ => walker.visit_or_walk(),
        });
    }
}
