//! The literal that an expression stands for: through names, members of literals, loops over tables
//! and functions that hand one back.

use super::Resolver;
use crate::detect::locate::entry;
use crate::model::facts::{
    Binding, BindingKind, Call, CallId, CallKind, FunctionId, ValueId, ValueKind,
};

/// How many names, members and loops are followed.
const STEPS: u8 = 8;

/// Most rows of one table that are told apart.
const ROWS: usize = 400;

/// A value and the function in which its names are known.
pub(crate) type Placed = (ValueId, Option<FunctionId>);

/// Which part of a row the parameter of a closure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The row.
    Whole,
    /// The key of an entry, or the row where there are no keys.
    First,
    /// The value of an entry.
    Second,
}

/// One row of a table that is walked in a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its key, where the table is a map.
    key: Option<ValueId>,
    /// What stands there.
    value: ValueId,
    /// The function around the table.
    at: Option<FunctionId>,
}

impl Resolver<'_, '_> {
    /// The literal, or the call, that a name or a member stands for.
    pub(crate) fn literal(&self, id: ValueId, at: Option<FunctionId>) -> Option<Placed> {
        let found = self.stands_for(id, at, STEPS)?;
        (found.0 != self.facts.plain(id)).then_some(found)
    }

    fn stands_for(&self, id: ValueId, at: Option<FunctionId>, steps: u8) -> Option<Placed> {
        let steps = steps.checked_sub(1)?;
        let id = self.facts.plain(id);
        match self.facts.value(id).kind {
            ValueKind::Name(name) => {
                if let Some(((table, _), part)) = self.closure_over(name, at) {
                    let row = self.row_of(table)?;
                    let stands = match (part, row.key) {
                        (Part::First, Some(key)) => key,
                        (Part::Second, None) => return None,
                        _ => row.value,
                    };
                    return Some(self.reached(stands, row.at, steps));
                }
                let given = self.given_to(id, name, at);
                let (value, scope) = given.or_else(|| self.given_to_own(name, at))?;
                Some(self.reached(value, scope, steps))
            }
            ValueKind::Member { base, name } => {
                if let Some((value, scope)) = self.given_to_member(base, name, at) {
                    return Some(self.reached(value, scope, steps));
                }
                let (whole, scope) = self.stands_for(base, at, steps)?;
                let part = entry(self.facts, whole, name)
                    .filter(|_| !matches!(self.facts.value(whole).kind, ValueKind::Call(_)))?;
                Some(self.reached(part, scope, steps))
            }
            ValueKind::Index { base, key } => {
                let key = self.facts.plain(key);
                if let (ValueKind::Each(of), ValueKind::Number(place)) = (
                    &self.facts.value(self.facts.plain(base)).kind,
                    &self.facts.value(key).kind,
                ) && let Some(row) = self.row_of(*of)
                    && let Some(key) = row.key
                {
                    let part = if *place == "0" { key } else { row.value };
                    return Some(self.reached(part, row.at, steps));
                }
                let (whole, scope) = self.stands_for(base, at, steps)?;
                let part = match (&self.facts.value(whole).kind, &self.facts.value(key).kind) {
                    (ValueKind::List(items), ValueKind::Number(place)) => {
                        *items.get(place.parse::<usize>().ok()?)?
                    }
                    (ValueKind::Map(_), ValueKind::Str(name)) => entry(self.facts, whole, name)?,
                    _ => return None,
                };
                Some(self.reached(part, scope, steps))
            }
            ValueKind::Each(of) => {
                let row = self.row_of(of)?;
                Some(self.reached(row.value, row.at, steps))
            }
            ValueKind::EachKey(of) => {
                let row = self.row_of(of)?;
                Some(self.reached(row.key?, row.at, steps))
            }
            _ => Some((id, at)),
        }
    }

    /// What a value that a name was given stands for, or the value itself where nobody here knows.
    fn reached(&self, id: ValueId, at: Option<FunctionId>, steps: u8) -> Placed {
        let further = self.stands_for(id, at, steps);
        further.unwrap_or((self.facts.plain(id), at))
    }

    /// What the name that stands at `id` was given, when it was given one thing; of several loops over
    /// the same name it is the one that the name stands in.
    fn given_to(&self, id: ValueId, name: &str, at: Option<FunctionId>) -> Option<Placed> {
        let mut scope = at;
        loop {
            let here: Vec<&Binding<'_>> = self
                .bindings_of(name)
                .filter(|binding| binding.scope == scope && binding.owner.is_none())
                .collect();
            if let [only] = here.as_slice() {
                return (only.kind != BindingKind::Parameter).then_some((only.value?, scope));
            }
            if !here.is_empty() {
                let in_loops = here
                    .iter()
                    .all(|binding| binding.value.is_none_or(|value| self.is_of_loop(value)));
                let used = self.facts.value(id).span.start;
                let before = here.iter().rfind(|binding| binding.span.start <= used);
                // In `[f(x) for x in xs]` the name is used before it is given.
                let chosen = before.or(here.first()).filter(|_| in_loops)?;
                return Some((chosen.value?, scope));
            }
            scope = self.facts.function(scope?).parent;
        }
    }

    /// What a constant of a type around was given, where methods reach it by its bare name.
    fn given_to_own(&self, name: &str, at: Option<FunctionId>) -> Option<Placed> {
        if !self.family.reaches_members() {
            return None;
        }
        let owners = self.owners(at);
        let constants = owners.iter().flat_map(|owner| self.fields_of(owner, name));
        let mut constants = constants.filter(|binding| binding.kind == BindingKind::Constant);
        let only = constants.next()?;
        constants.next().is_none().then_some((only.value?, None))
    }

    fn is_of_loop(&self, value: ValueId) -> bool {
        match self.facts.value(value).kind {
            ValueKind::Each(_) | ValueKind::EachKey(_) => true,
            ValueKind::Index { base, .. } | ValueKind::Member { base, .. } => {
                matches!(self.facts.value(base).kind, ValueKind::Each(_))
            }
            _ => false,
        }
    }

    /// The table that a closure is called for each row of, where `name` is one of its parameters:
    /// `rows.forEach(row => …)`, `rows.each do |name, help|`.
    fn closure_over(&self, name: &str, at: Option<FunctionId>) -> Option<(Placed, Part)> {
        let function = at.filter(|at| self.facts.function(*at).name.is_empty())?;
        let mut here = self.bindings_of(name);
        let parameter = here.find(|binding| {
            binding.scope == at && binding.kind == BindingKind::Parameter && binding.index < 2
        })?;
        let is_it = |value: ValueId| matches!(self.facts.value(self.facts.plain(value)).kind, ValueKind::Closure(of) if of == function);
        let call = self
            .facts
            .calls
            .iter()
            .find(|call| call.args.iter().any(|arg| is_it(arg.value)))?;
        let walks = matches!(
            self.facts.last_name(call.callee)?,
            "forEach"
                | "for_each"
                | "foreach"
                | "each"
                | "each_pair"
                | "map"
                | "flatMap"
                | "flat_map"
        );
        let table = self.facts.receiver(call.callee).filter(|_| walks)?;
        let both = self.facts.bindings.iter().any(|binding| {
            binding.scope == at && binding.kind == BindingKind::Parameter && binding.index == 1
        });
        let part = match (parameter.index, both) {
            (0, false) => Part::Whole,
            (0, true) => Part::First,
            _ => Part::Second,
        };
        Some(((table, call.function), part))
    }

    /// Everything that a name in reach was given, in source order.
    pub(crate) fn all_given(&self, name: &str, at: Option<FunctionId>) -> Vec<Placed> {
        let mut scope = at;
        loop {
            let here: Vec<Placed> = self
                .bindings_of(name)
                .filter(|binding| binding.scope == scope && binding.owner.is_none())
                .filter(|binding| binding.kind != BindingKind::Parameter)
                .filter_map(|binding| Some((binding.value?, scope)))
                .collect();
            if !here.is_empty() {
                return here;
            }
            match scope {
                Some(id) => scope = self.facts.function(id).parent,
                None => return Vec::new(),
            }
        }
    }

    /// What `self.name`, or `Type.name`, was given, when it was given one thing.
    fn given_to_member(&self, base: ValueId, name: &str, at: Option<FunctionId>) -> Option<Placed> {
        let ValueKind::Name(owner) = self.facts.value(self.facts.plain(base)).kind else {
            return None;
        };
        let owner = self.own_type(owner, at).unwrap_or(owner);
        let fields = self.fields_of(owner, name);
        let mut given = fields
            .iter()
            .filter_map(|binding| Some((binding.value?, binding.scope)));
        let first = given.next()?;
        given.next().is_none().then_some(first)
    }

    /// The values that a call of a function of this file hands back, with that function.
    pub(crate) fn handed_back(&self, id: CallId) -> Vec<(ValueId, FunctionId)> {
        let call = self.facts.call(id);
        if call.kind != CallKind::Function {
            return Vec::new();
        }
        match self.own_function(call) {
            Some((function, _)) => self
                .given(function)
                .map(|value| (value, function))
                .collect(),
            None => Vec::new(),
        }
    }

    fn row_of(&self, of: ValueId) -> Option<Row> {
        let rows = self.rows.borrow();
        rows.iter()
            .rev()
            .find(|(table, _)| *table == of)
            .map(|(_, row)| *row)
    }

    /// Does `each` once for every row of the tables that loops around a call walk and whose rows its
    /// arguments are made of; once where there is no such table.
    pub(crate) fn for_each_row(&self, call: &Call<'_>, each: &mut dyn FnMut()) {
        let table = call
            .args
            .iter()
            .find_map(|arg| self.walked(arg.value, call.function, STEPS));
        let rows = table.map_or_else(Vec::new, |(of, at)| self.rows_of(of, at));
        let Some((of, _)) = table.filter(|_| !rows.is_empty()) else {
            each();
            return;
        };
        for row in rows {
            self.rows.borrow_mut().push((of, row));
            self.for_each_row(call, each);
            self.rows.borrow_mut().pop();
        }
    }

    /// The table that a loop walks to make an expression, if no row of it is chosen yet.
    fn walked(&self, id: ValueId, at: Option<FunctionId>, steps: u8) -> Option<Placed> {
        let steps = steps.checked_sub(1)?;
        let id = self.facts.plain(id);
        let all = |ids: &[ValueId]| ids.iter().find_map(|id| self.walked(*id, at, steps));
        match &self.facts.value(id).kind {
            ValueKind::Each(of) | ValueKind::EachKey(of) => {
                self.row_of(*of).is_none().then_some((*of, at))
            }
            ValueKind::Name(name) => {
                if let Some(((table, at), _)) = self.closure_over(name, at) {
                    return self.row_of(table).is_none().then_some((table, at));
                }
                let (value, scope) = self.given_to(id, name, at)?;
                self.walked(value, scope, steps)
            }
            ValueKind::Member { base, .. } => self.walked(*base, at, steps),
            ValueKind::Index { base, key } => self
                .walked(*base, at, steps)
                .or_else(|| self.walked(*key, at, steps)),
            ValueKind::Template(pieces) => pieces.iter().find_map(|piece| match piece {
                crate::model::facts::Piece::Hole(hole) => self.walked(*hole, at, steps),
                crate::model::facts::Piece::Text(_) => None,
            }),
            ValueKind::Concat(parts) | ValueKind::List(parts) => all(parts),
            ValueKind::Struct { fields, .. } => fields
                .iter()
                .find_map(|(_, value)| self.walked(*value, at, steps)),
            ValueKind::Map(entries) => entries
                .iter()
                .find_map(|(_, value)| self.walked(*value, at, steps)),
            ValueKind::Call(call) => {
                let call = self.facts.call(*call);
                let receiver = self.facts.receiver(call.callee);
                receiver
                    .and_then(|receiver| self.walked(receiver, at, steps))
                    .or_else(|| {
                        let mut args = call.args.iter();
                        args.find_map(|arg| self.walked(arg.value, at, steps))
                    })
            }
            _ => None,
        }
    }

    /// The rows of a table: the elements of a list, the entries of a map.
    fn rows_of(&self, of: ValueId, at: Option<FunctionId>) -> Vec<Row> {
        let Some((table, at)) = self.table(of, at) else {
            return Vec::new();
        };
        match &self.facts.value(table).kind {
            ValueKind::List(items) if items.len() <= ROWS => {
                let plain = |value: &ValueId| Row {
                    key: None,
                    value: *value,
                    at,
                };
                items.iter().map(plain).collect()
            }
            ValueKind::Call(id) => {
                let args = self.facts.call(*id).args.iter().take(ROWS);
                let plain = |value: ValueId| Row {
                    key: None,
                    value,
                    at,
                };
                args.map(|arg| plain(arg.value)).collect()
            }
            ValueKind::Map(entries) if entries.len() <= ROWS => {
                let entry = |(key, value): &(ValueId, ValueId)| Row {
                    key: Some(*key),
                    value: *value,
                    at,
                };
                entries.iter().map(entry).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The literal of a table that is walked: `t`, `t.items()`, `t.iter()`, `Object.entries(t)`,
    /// `enumerate(t)`, `vec![…]`.
    fn table(&self, of: ValueId, at: Option<FunctionId>) -> Option<Placed> {
        let mut of = (self.facts.plain(of), at);
        for _ in 0..STEPS {
            of = self.stands_for(of.0, of.1, STEPS)?;
            let ValueKind::Call(id) = self.facts.value(of.0).kind else {
                return Some(of);
            };
            let call = self.facts.call(id);
            let name = self.facts.last_name(call.callee)?;
            let receiver = self.facts.receiver(call.callee);
            of = match name {
                "items" | "iter" | "into_iter" | "values" | "entrySet" | "entries" | "stream"
                    if call.args.is_empty() =>
                {
                    (receiver?, call.function)
                }
                "vec" | "listOf" | "setOf" | "asList" | "of" | "arrayOf" | "List" | "Seq"
                | "Set"
                    if !call.args.is_empty() =>
                {
                    return Some(of);
                }
                "entries" | "values" | "enumerate" | "sorted" | "list" | "from" | "tuple"
                | "freeze" => {
                    let first = call.args.first()?;
                    (first.value, call.function)
                }
                _ => return None,
            };
        }
        None
    }
}
