//! Puts facts together while a tree is walked: the arenas, the scope the walk is in, the depth guard.

use std::borrow::Cow;

use crate::model::facts::{
    Arg, Binding, BindingKind, Call, CallId, CallKind, Comment, Facts, Function, FunctionId,
    Return, Type, TypeId, Value, ValueId, ValueKind,
};
use crate::model::place::Span;

/// How deep expressions are followed; deeper ones become [`ValueKind::Other`]. Real code stays
/// under 60, and a walk that recurses must not meet a file that was made to overflow it.
const DEPTH: u16 = 200;

/// The places in a tuple, as one writes them.
pub(super) const PLACES: [&str; 8] = ["0", "1", "2", "3", "4", "5", "6", "7"];

/// Facts in the making.
#[derive(Debug, Default)]
pub(super) struct Builder<'s> {
    /// The facts so far.
    pub(super) facts: Facts<'s>,
    functions: Vec<FunctionId>,
    types: Vec<(&'s str, TypeId)>,
    depth: u16,
}

impl<'s> Builder<'s> {
    /// Adds a value.
    pub(super) fn value(&mut self, kind: ValueKind<'s>, span: Span) -> ValueId {
        self.facts.values.push(Value { kind, span });
        ValueId(self.facts.values.len() as u32 - 1)
    }

    /// Adds a string literal.
    pub(super) fn string(&mut self, text: impl Into<Cow<'s, str>>, span: Span) -> ValueId {
        self.value(ValueKind::Str(text.into()), span)
    }

    /// Reserves a place for a call before its arguments are read, so that calls stand in the order
    /// in which they start. Fill it with [`Builder::finish_call`].
    pub(super) fn start_call(&mut self, kind: CallKind, span: Span) -> CallId {
        let function = self.function();
        self.facts.calls.push(Call {
            kind,
            callee: ValueId(0),
            args: Vec::new(),
            span,
            name_span: span,
            function,
        });
        CallId(self.facts.calls.len() as u32 - 1)
    }

    /// Completes a call and gives its value.
    pub(super) fn finish_call(
        &mut self,
        id: CallId,
        callee: ValueId,
        name_span: Span,
        args: Vec<Arg<'s>>,
    ) -> ValueId {
        let call = &mut self.facts.calls[id.0 as usize];
        call.callee = callee;
        call.name_span = name_span;
        call.args = args;
        let span = call.span;
        self.value(ValueKind::Call(id), span)
    }

    /// Where the last name of a callee stands: `info` of `log.info`; the whole of anything else.
    pub(super) fn name_span(&self, callee: ValueId) -> Span {
        let value = self.facts.value(callee);
        match value.kind {
            // A member ends with its name.
            ValueKind::Member { name, .. } => Span {
                start: value.span.end.saturating_sub(name.len() as u32),
                end: value.span.end,
            },
            ValueKind::Closure(id) => self.facts.function(id).name_span,
            _ => value.span,
        }
    }

    /// The innermost function the walk is in.
    pub(super) fn function(&self) -> Option<FunctionId> {
        self.functions.last().copied()
    }

    /// The name of the innermost type the walk is in.
    pub(super) fn owner(&self) -> Option<&'s str> {
        self.types.last().map(|(name, _)| *name)
    }

    /// Enters a function; its `parent` is filled in here. Leave it with [`Builder::leave_function`].
    pub(super) fn enter_function(&mut self, mut function: Function<'s>) -> FunctionId {
        function.parent = self.function();
        self.facts.functions.push(function);
        let id = FunctionId(self.facts.functions.len() as u32 - 1);
        self.functions.push(id);
        id
    }

    /// Enters a function without a name. `mark` bytes at its beginning stand for the name. Leave it with
    /// [`Builder::leave_function`].
    pub(super) fn enter_closure(&mut self, span: Span, mark: usize) -> FunctionId {
        let start = span.start as usize;
        self.enter_function(Function {
            name: "",
            owner: None,
            receiver: None,
            parent: None,
            returns: None,
            span,
            name_span: Span::new(start, start + mark),
            parameters: 0,
            variadic: false,
            exported: false,
            is_macro: false,
        })
    }

    /// Reserves a place for what `function` returns before that is read: a closure that is handed back
    /// has returns of its own. Fill it with [`Builder::finish_return`].
    pub(super) fn start_return(&mut self, function: FunctionId) -> usize {
        self.facts.returns.push(Return {
            function,
            value: ValueId(0),
        });
        self.facts.returns.len() - 1
    }

    /// Says what is returned in a place that was reserved.
    pub(super) fn finish_return(&mut self, place: usize, value: ValueId) {
        self.facts.returns[place].value = value;
    }

    /// Adds a comment. The end of its line is no part of it, whichever way lines end.
    pub(super) fn comment(&mut self, text: &'s str, start: usize) {
        let text = text.trim_end_matches(['\r', '\n']);
        self.facts.comments.push(Comment {
            text,
            span: Span::new(start, start + text.len()),
        });
    }

    /// Leaves the innermost function.
    pub(super) fn leave_function(&mut self) {
        self.functions.pop();
    }

    /// Enters a type. Leave it with [`Builder::leave_type`].
    pub(super) fn enter_type(&mut self, declared: Type<'s>) -> TypeId {
        let name = declared.name;
        self.facts.types.push(declared);
        let id = TypeId(self.facts.types.len() as u32 - 1);
        self.types.push((name, id));
        id
    }

    /// Enters the body of a type declared elsewhere (`impl T`).
    pub(super) fn enter_owner(&mut self, name: &'s str) {
        self.types.push((name, TypeId(u32::MAX)));
    }

    /// Leaves the innermost type or owner.
    pub(super) fn leave_type(&mut self) {
        self.types.pop();
    }

    /// Adds a binding in the current scope. Parameters take their `index`; fields take the current
    /// owner unless one is set afterwards on the returned binding.
    pub(super) fn bind(
        &mut self,
        kind: BindingKind,
        name: &'s str,
        span: Span,
    ) -> &mut Binding<'s> {
        let owner = if kind == BindingKind::Field {
            self.owner()
        } else {
            None
        };
        self.facts.bindings.push(Binding {
            kind,
            name,
            scope: self.function(),
            owner,
            index: 0,
            value: None,
            declared: None,
            span,
            exported: false,
        });
        self.facts
            .bindings
            .last_mut()
            .expect("one was pushed on the line above")
    }

    /// The facts, every list that a reader may have filled out of turn put back into source order.
    /// Readers look at targets before values and at values before the defaults of a pattern.
    pub(super) fn finish(self) -> Facts<'s> {
        let mut facts = self.facts;
        facts.imports.sort_by_key(|import| import.span.start);
        facts.exports.sort_by_key(|export| export.span.start);
        facts.comments.sort_by_key(|comment| comment.span.start);
        facts.bindings.sort_by_key(|binding| binding.span.start);
        if facts.calls.is_sorted_by_key(|call| call.span.start) {
            return facts;
        }
        let mut order: Vec<usize> = (0..facts.calls.len()).collect();
        order.sort_by_key(|at| facts.calls[*at].span.start);
        let mut moved = vec![CallId(0); order.len()];
        for (new, old) in order.iter().enumerate() {
            moved[*old] = CallId(new as u32);
        }
        // Outer calls stay before the inner ones that start with them: the sort keeps equals in order.
        facts.calls.sort_by_key(|call| call.span.start);
        for value in &mut facts.values {
            if let ValueKind::Call(id) = &mut value.kind {
                *id = moved[id.0 as usize];
            }
        }
        facts
    }

    /// Whether one level more may be followed; pair with [`Builder::up`].
    pub(super) fn down(&mut self) -> bool {
        self.depth += 1;
        self.depth <= DEPTH
    }

    /// Leaves a level entered with [`Builder::down`], whatever it answered.
    pub(super) fn up(&mut self) {
        self.depth -= 1;
    }
}
