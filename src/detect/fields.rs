//! Fields, labels and attributes of a call.

use super::locate::{Chains, Through, positional};
use super::points::Finder;
use super::written::Written;
use crate::model::facts::{Call, CallId, CallKind, FunctionId, ValueId, ValueKind};
use crate::model::language::Family;
use crate::rules::pack::{Fields, PointRule};

/// The fields of a call, in the order they are written: key, and the expression that fills it.
pub(crate) fn of(finder: &Finder<'_, '_>, id: CallId, places: &[Fields]) -> Found {
    let facts = finder.resolver.facts;
    let call = facts.call(id);
    let mut found = Found::new();
    for fields in places {
        match fields {
            Fields::Keywords { except } => keywords(finder, call, except, &mut found),
            Fields::Pairs(from) => pairs(finder, call, *from as usize, &mut found),
            Fields::Map(place) => {
                if let Some(value) = finder.value_at(id, std::slice::from_ref(place), None) {
                    entries(finder, call, value, &mut found);
                }
            }
            Fields::Chain(methods) => {
                let links: Vec<CallId> = Chains::inner(facts, id).collect();
                // Nearest first; people write them outermost last.
                let root = usize::from(methods.is_empty());
                let kept = links.len().saturating_sub(root);
                for link in links[..kept].iter().rev() {
                    chained(finder, *link, methods, &mut found);
                }
            }
            Fields::Outer(methods) => {
                for link in finder.chains.outer(id) {
                    chained(finder, link, methods, &mut found);
                }
            }
            Fields::Within(name) => {
                for arg in &call.args {
                    if let ValueKind::Call(inner) = facts.value(facts.plain(arg.value)).kind
                        && facts.last_name(facts.call(inner).callee) == Some(name.as_str())
                    {
                        let inner = facts.call(inner);
                        keywords(finder, inner, &[], &mut found);
                        for arg in inner.args.iter().filter(|arg| arg.name.is_none()) {
                            match facts.value(facts.plain(arg.value)).kind {
                                // `WithAttributes(attribute.String("key", value))`
                                ValueKind::Call(made) => {
                                    carried(finder, facts.call(made), NESTED, &mut found);
                                }
                                _ if finder.resolver.family == Family::Go => {
                                    if arg.spread {
                                        entries(finder, inner, arg.value, &mut found);
                                    }
                                }
                                // `fields(status)`: a key that is filled later.
                                _ => {
                                    let key = facts.last_name(arg.value);
                                    found.extend(key.map(|key| Field::new(key, None)));
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    found
}

/// The fields that the call of a wrapper hands on to the library's call.
pub(crate) fn through(
    finder: &Finder<'_, '_>,
    id: CallId,
    rule: &PointRule,
    wrapper: Through<'_>,
) -> Found {
    let call = finder.resolver.facts.call(id);
    let mut found = Found::new();
    for fields in &rule.fields {
        if let Fields::Map(place) = fields
            && let Some(value) = finder.value_at(id, std::slice::from_ref(place), Some(wrapper))
        {
            entries(finder, call, value, &mut found);
        }
    }
    found
}

/// A field of a call.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Its key.
    pub(crate) key: Written,
    /// The expression that fills it.
    pub(crate) filled: Option<String>,
}

impl Field {
    fn new(key: impl Into<String>, filled: Option<String>) -> Self {
        let key = Written::literal(key);
        Self { key, filled }
    }
}

type Found = Vec<Field>;

/// A call that carries a key and a value, or several calls that do: `attribute.NewSet(…)`.
fn carried(finder: &Finder<'_, '_>, made: &Call<'_>, nested: u8, found: &mut Found) {
    let facts = finder.resolver.facts;
    let Some(nested) = nested.checked_sub(1) else {
        return;
    };
    let first = made.args.first().map(|arg| arg.value);
    if let Some(key) = first.and_then(|key| key_text(finder, key, made.function)) {
        let filled = positional(made, 1).map(|value| finder.resolver.source(value, finder.text));
        found.push(Field { key, filled });
        return;
    }
    for arg in &made.args {
        match facts.value(facts.plain(arg.value)).kind {
            ValueKind::Call(inner) => carried(finder, facts.call(inner), nested, found),
            _ if arg.spread => entries(finder, made, arg.value, found),
            _ => {}
        }
    }
}

fn keywords(finder: &Finder<'_, '_>, call: &Call<'_>, except: &[String], found: &mut Found) {
    for arg in &call.args {
        if let Some(name) = arg.name
            && !except.iter().any(|word| word == name)
        {
            found.push(Field::new(
                name,
                Some(finder.resolver.source(arg.value, finder.text)),
            ));
        }
    }
}

/// Key, value, key, value; among them calls that carry both: `zap.String("k", v)`, `slog.Int("k", v)`.
fn pairs(finder: &Finder<'_, '_>, call: &Call<'_>, from: usize, found: &mut Found) {
    let facts = finder.resolver.facts;
    let mut args = call
        .args
        .iter()
        .filter(|arg| arg.name.is_none())
        .skip(from)
        .peekable();
    while let Some(arg) = args.next() {
        let value = facts.plain(arg.value);
        match &facts.value(value).kind {
            ValueKind::Call(inner) => {
                let inner = facts.call(*inner);
                let key = inner
                    .args
                    .first()
                    .and_then(|arg| key_text(finder, arg.value, call.function));
                match key {
                    Some(key) => {
                        let filled = positional(inner, 1)
                            .map(|value| finder.resolver.source(value, finder.text));
                        found.push(Field { key, filled });
                    }
                    None => {
                        if let Some(name) = facts.last_name(inner.callee) {
                            let filled = positional(inner, 0)
                                .map(|value| finder.resolver.source(value, finder.text));
                            found.push(Field::new(name.to_lowercase(), filled));
                        }
                    }
                }
            }
            ValueKind::Map(_) | ValueKind::Struct { .. } => entries(finder, call, value, found),
            _ => {
                if let Some(key) = key_text(finder, value, call.function)
                    && let Some(next) = args.next_if(|next| !next.spread)
                {
                    let filled = Some(finder.resolver.source(next.value, finder.text));
                    found.push(Field { key, filled });
                }
            }
        }
    }
}

/// Functions that make a list or a map of their arguments, or put lists together.
const MAKERS: [&str; 24] = [
    "append",
    "concat",
    "Concat",
    "plus",
    "listOf",
    "setOf",
    "arrayOf",
    "asList",
    "of",
    "List",
    "Set",
    "Seq",
    "Array",
    "list",
    "tuple",
    "set",
    "sorted",
    "frozenset",
    "dict",
    "Clone",
    "union",
    "merge",
    "from",
    "to_vec",
];

/// The parameter of a function that a list is made of, others' items aside:
/// `append([]string{"a"}, given...)`, `given.iter().map(…).collect()`.
pub(crate) fn parameter_inside(
    finder: &Finder<'_, '_>,
    value: ValueId,
    around: FunctionId,
) -> Option<u16> {
    inside(finder, value, around, NESTED)
}

fn inside(finder: &Finder<'_, '_>, value: ValueId, around: FunctionId, nested: u8) -> Option<u16> {
    let nested = nested.checked_sub(1)?;
    let facts = finder.resolver.facts;
    let value = facts.plain(value);
    match &facts.value(value).kind {
        ValueKind::Name(_) => finder.resolver.parameter(value, Some(around)),
        ValueKind::Call(call) => {
            let call = facts.call(*call);
            let name = facts.last_name(call.callee)?;
            if MAKERS.contains(&name) {
                let mut args = call.args.iter();
                let found = args.find_map(|arg| inside(finder, arg.value, around, nested));
                if found.is_some() {
                    return found;
                }
            }
            let passes = matches!(
                name,
                "iter" | "map" | "collect" | "as_slice" | "as_ref" | "to_vec" | "into_iter"
            );
            let receiver = facts.receiver(call.callee).filter(|_| passes);
            inside(finder, receiver?, around, nested)
        }
        ValueKind::Concat(parts) | ValueKind::List(parts) => parts
            .iter()
            .filter(|part| !matches!(facts.value(facts.plain(**part)).kind, ValueKind::Str(_)))
            .find_map(|part| inside(finder, *part, around, nested)),
        _ => None,
    }
}

/// How deep lists that are put together of lists are followed.
const NESTED: u8 = 6;

/// The entries of a map or struct, or the names in a list.
pub(crate) fn entries(finder: &Finder<'_, '_>, call: &Call<'_>, value: ValueId, found: &mut Found) {
    let mut listed = Listed {
        finder,
        found: Found::new(),
    };
    listed.add(value, call.function, NESTED);
    for field in listed.found {
        let known = |known: &Field| known.key == field.key;
        if field.filled.is_some() || !found.iter().any(known) {
            found.push(field);
        }
    }
}

/// Collects fields out of a value that holds several: a map, a struct, a list of names, lists put
/// together.
struct Listed<'f, 'a, 's> {
    finder: &'f Finder<'a, 's>,
    found: Found,
}

impl Listed<'_, '_, '_> {
    fn source(&self, value: ValueId) -> String {
        let finder = self.finder;
        finder.resolver.source(value, finder.text)
    }

    fn add(&mut self, value: ValueId, at: Option<FunctionId>, nested: u8) {
        let Some(nested) = nested.checked_sub(1) else {
            return;
        };
        let finder = self.finder;
        let facts = finder.resolver.facts;
        let value = facts.plain(value);
        match &facts.value(value).kind {
            ValueKind::Map(entries) => {
                for (key, value) in entries {
                    let named = key_text(finder, *key, at).filter(|key| !key.is_parameter());
                    let bare = || facts.last_name(*key).map(Written::literal);
                    if let Some(key) = named.or_else(bare) {
                        let filled = Some(self.source(*value));
                        self.found.push(Field { key, filled });
                    }
                }
            }
            ValueKind::Struct { fields, .. } => {
                for (key, value) in fields {
                    let filled = Some(self.source(*value));
                    self.found.push(Field::new(*key, filled));
                }
            }
            ValueKind::List(items) => {
                for item in items {
                    self.item(*item, at, nested);
                }
            }
            ValueKind::Concat(parts) | ValueKind::Either(parts) => {
                for part in parts {
                    self.add(*part, at, nested);
                }
            }
            ValueKind::Call(inner) => self.of_call(*inner, nested),
            // `labels := []string{…}; labels = append(labels, …)`
            ValueKind::Name(name) => {
                for (list, at) in finder.resolver.all_given(name, at) {
                    self.add(list, at, nested);
                }
            }
            ValueKind::Member { .. } => {
                if let Some((list, at)) = finder.resolver.literal(value, at) {
                    self.add(list, at, nested);
                }
            }
            _ => {}
        }
    }

    /// An item of a list: a name, a pair or a small struct that holds one, or a list put in whole.
    fn item(&mut self, item: ValueId, at: Option<FunctionId>, nested: u8) {
        let finder = self.finder;
        let facts = finder.resolver.facts;
        let item = facts.plain(item);
        match &facts.value(item).kind {
            ValueKind::Struct { fields, .. } => {
                let named = fields
                    .iter()
                    .find(|(name, _)| super::declared::is_name(name));
                if let Some((_, key)) = named {
                    self.key(*key, at);
                }
            }
            // `("key", value)`
            ValueKind::List(pair) => {
                if let [key, _] = pair.as_slice() {
                    self.key(*key, at);
                }
            }
            ValueKind::Call(inner) => {
                let made = facts.call(*inner);
                let first = made.args.first().map(|arg| arg.value);
                match key_text(finder, item, at) {
                    Some(key) => self.found.push(Field { key, filled: None }),
                    // `KeyValue::new("key", value)`
                    None => {
                        if let Some(key) = first.and_then(|key| key_text(finder, key, at)) {
                            let filled = positional(made, 1).map(|value| self.source(value));
                            self.found.push(Field { key, filled });
                        }
                    }
                }
            }
            ValueKind::Name(_) | ValueKind::Member { .. } => {
                match finder.resolver.literal(item, at) {
                    Some((list, of)) if self.is_list(list) => self.add(list, of, nested),
                    Some((one, of))
                        if matches!(facts.value(one).kind, ValueKind::Struct { .. }) =>
                    {
                        self.item(one, of, nested);
                    }
                    _ => self.key(item, at),
                }
            }
            _ => self.key(item, at),
        }
    }

    fn is_list(&self, value: ValueId) -> bool {
        let facts = self.finder.resolver.facts;
        match facts.value(value).kind {
            ValueKind::List(_) | ValueKind::Map(_) | ValueKind::Concat(_) => true,
            ValueKind::Call(call) => facts
                .last_name(facts.call(call).callee)
                .is_some_and(|name| MAKERS.contains(&name)),
            _ => false,
        }
    }

    fn key(&mut self, key: ValueId, at: Option<FunctionId>) {
        if let Some(key) = key_text(self.finder, key, at) {
            self.found.push(Field { key, filled: None });
        }
    }

    /// `dict(a=1)`, `vec!["a", "b"]`, `append([]string{"a"}, more...)`, `LABELS.concat(["b"])`,
    /// `ownLabels()`.
    fn of_call(&mut self, id: CallId, nested: u8) {
        let finder = self.finder;
        let facts = finder.resolver.facts;
        let call = facts.call(id);
        let given = finder.resolver.handed_back(id);
        if !given.is_empty() {
            for (value, function) in given {
                self.add(value, Some(function), nested);
            }
            return;
        }
        if let Some(receiver) = facts.receiver(call.callee)
            && !matches!(facts.value(receiver).kind, ValueKind::Str(_))
        {
            self.add(receiver, call.function, nested);
        }
        // What any other function makes of its arguments, nobody here knows.
        let makes = call.kind != CallKind::Function
            || facts
                .last_name(call.callee)
                .is_some_and(|name| MAKERS.contains(&name));
        for arg in &call.args {
            match arg.name {
                Some(name) => {
                    let filled = Some(self.source(arg.value));
                    self.found.push(Field::new(name, filled));
                }
                None if !makes && facts.as_str(arg.value).is_none() => {}
                None if arg.spread => self.add(arg.value, call.function, nested),
                None => match &facts.value(facts.plain(arg.value)).kind {
                    ValueKind::List(_) | ValueKind::Call(_) | ValueKind::Concat(_) => {
                        self.add(arg.value, call.function, nested);
                    }
                    _ => self.item(arg.value, call.function, nested),
                },
            }
        }
    }
}

/// A link of a chain that carries a field: `.Str("k", v)`, `.tag("k", v)`.
fn chained(finder: &Finder<'_, '_>, link: CallId, methods: &[String], found: &mut Found) {
    let facts = finder.resolver.facts;
    let link = facts.call(link);
    let Some(name) = facts.last_name(link.callee) else {
        return;
    };
    if !methods.is_empty() && !methods.iter().any(|method| method == name) {
        return;
    }
    match link
        .args
        .first()
        .and_then(|arg| key_text(finder, arg.value, link.function))
    {
        Some(key) => {
            let filled =
                positional(link, 1).map(|value| finder.resolver.source(value, finder.text));
            found.push(Field { key, filled });
        }
        None if name == "Err" => {
            let filled =
                positional(link, 0).map(|value| finder.resolver.source(value, finder.text));
            found.push(Field::new("error", filled));
        }
        None => {
            if let Some(first) = link.args.first() {
                entries(finder, link, first.value, found);
            }
        }
    }
}

/// A key: a string, or a constant that is one, here or in another file.
fn key_text(finder: &Finder<'_, '_>, value: ValueId, at: Option<FunctionId>) -> Option<Written> {
    let written = finder.read(value, at)?;
    if written.literal || written.is_asked_elsewhere() {
        return Some(written);
    }
    let facts = finder.resolver.facts;
    // A constant of another library: `semconv.HTTPMethodKey` names the key better than nothing.
    match facts.value(facts.plain(value)).kind {
        ValueKind::Member { name, .. } if name.starts_with(char::is_uppercase) => {
            Some(Written::hole(name, None))
        }
        _ => None,
    }
}
