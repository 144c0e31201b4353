//! Finds the places a pack names in a call: arguments, keywords, fields, links of a chain.

use crate::model::facts::{Call, CallId, Facts, FunctionId, ValueId, ValueKind};
use crate::model::summary::{Slot, Wrapper};
use crate::rules::pack::Locator;

/// How many links of a method chain are looked at.
const LINKS: usize = 64;

/// What stands at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Located {
    /// An expression.
    Value(ValueId),
    /// Fixed text, or the name of a function.
    Text(String),
    /// Expressions that are printed one after the other.
    Values(Vec<ValueId>),
    /// A field of what a name stands for.
    Option(ValueId, String),
}

/// A call of a wrapper, seen as the call of the library that the wrapper makes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Through<'w>(pub(crate) &'w Wrapper);

impl Through<'_> {
    /// The argument that the library's call has at `slot`.
    fn argument(self, call: &Call<'_>, slot: &Slot) -> Option<ValueId> {
        let handed = self.0.handed.iter();
        let index = handed.into_iter().find(|(inner, _)| inner == slot)?.1;
        given(call, index, &self.0.parameters)
    }
}

/// What a call gives for the parameter `index` of a function with these parameters.
pub(crate) fn given(call: &Call<'_>, index: u16, parameters: &[Box<str>]) -> Option<ValueId> {
    let named = parameters
        .get(usize::from(index))
        .and_then(|name| keyword(call, name));
    named.or_else(|| positional(call, index))
}

/// Calls and the calls that are chained on them.
#[derive(Debug)]
pub(crate) struct Chains {
    /// For each call, the call whose receiver it is.
    outer: Vec<Option<CallId>>,
}

impl Chains {
    /// The chains of a file.
    pub(crate) fn new(facts: &Facts<'_>) -> Self {
        let mut outer = vec![None; facts.calls.len()];
        for (at, call) in facts.calls.iter().enumerate() {
            if let Some(inner) = facts.receiver(call.callee)
                && let ValueKind::Call(inner) = facts.value(inner).kind
            {
                outer[inner.0 as usize] = Some(CallId(at as u32));
            }
        }
        Self { outer }
    }

    /// The calls that `id` is chained on, nearest first: `b` and `a` of `x.a().b().c()`.
    pub(crate) fn inner<'f>(facts: &'f Facts<'_>, id: CallId) -> impl Iterator<Item = CallId> + 'f {
        let step = move |id: &CallId| {
            let receiver = facts.receiver(facts.call(*id).callee)?;
            match facts.value(receiver).kind {
                ValueKind::Call(inner) => Some(inner),
                _ => None,
            }
        };
        std::iter::successors(step(&id), step).take(LINKS)
    }

    /// The calls that are chained on `id`, nearest first.
    pub(crate) fn outer(&self, id: CallId) -> impl Iterator<Item = CallId> + '_ {
        let step = |id: &CallId| self.outer[id.0 as usize];
        std::iter::successors(step(&id), step).take(LINKS)
    }
}

/// What stands at these places, those that are there.
pub(crate) fn locate<'a>(
    facts: &'a Facts<'_>,
    chains: &'a Chains,
    id: CallId,
    places: &'a [Locator],
    through: Option<Through<'a>>,
) -> impl Iterator<Item = Located> + 'a {
    places
        .iter()
        .filter_map(move |place| at(facts, chains, id, place, through))
}

fn at(
    facts: &Facts<'_>,
    chains: &Chains,
    id: CallId,
    place: &Locator,
    through: Option<Through<'_>>,
) -> Option<Located> {
    let call = facts.call(id);
    if let Some(through) = through {
        return match place {
            Locator::Arg(index) => through
                .argument(call, &Slot::Index(*index))
                .map(Located::Value),
            Locator::Keyword(name) => through
                .argument(call, &Slot::Keyword(name.as_str().into()))
                .map(Located::Value),
            Locator::Field(base, field) => {
                field_of(facts, &at(facts, chains, id, base, Some(through))?, field)
            }
            _ => None,
        };
    }
    match place {
        Locator::Arg(index) => positional(call, *index).map(Located::Value),
        Locator::Keyword(name) => keyword(call, name).map(Located::Value),
        Locator::FromEnd(index) => {
            let count = call.args.iter().filter(|arg| arg.name.is_none()).count() as u16;
            positional(call, count.checked_sub(*index)?).map(Located::Value)
        }
        Locator::FirstString => call
            .args
            .iter()
            .filter(|arg| arg.name.is_none())
            .map(|arg| facts.plain(arg.value))
            .find(|value| is_text(facts, *value))
            .map(Located::Value),
        Locator::Field(base, field) => field_of(facts, &at(facts, chains, id, base, None)?, field),
        Locator::All(from) => {
            let plain = call.args.iter().filter(|arg| arg.name.is_none());
            let values: Vec<ValueId> = plain
                .skip(usize::from(*from))
                .map(|arg| arg.value)
                .collect();
            (!values.is_empty()).then_some(Located::Values(values))
        }
        Locator::Inner(method, index) => Chains::inner(facts, id)
            .map(|inner| facts.call(inner))
            .find(|inner| facts.last_name(inner.callee) == Some(method.as_str()))
            .and_then(|inner| positional(inner, *index))
            .map(Located::Value),
        Locator::Outer(method, index) => chains
            .outer(id)
            .map(|outer| facts.call(outer))
            .find(|outer| facts.last_name(outer.callee) == Some(method.as_str()))
            .and_then(|outer| positional(outer, *index))
            .map(Located::Value),
        Locator::Function => {
            decorated_or_around(facts, call).map(|name| Located::Text(name.to_owned()))
        }
        Locator::Text(text) => Some(Located::Text(text.clone())),
        Locator::Within(name) => {
            let mut made =
                call.args
                    .iter()
                    .filter_map(|arg| match facts.value(facts.plain(arg.value)).kind {
                        ValueKind::Call(made) => Some(facts.call(made)),
                        _ => None,
                    });
            let made = made.find(|made| facts.last_name(made.callee) == Some(name.as_str()))?;
            positional(made, 0).map(Located::Value)
        }
    }
}

fn field_of(facts: &Facts<'_>, base: &Located, field: &str) -> Option<Located> {
    let Located::Value(value) = *base else {
        return None;
    };
    match entry(facts, value, field) {
        Some(entry) => Some(Located::Value(entry)),
        None => matches!(facts.value(facts.plain(value)).kind, ValueKind::Name(_))
            .then(|| Located::Option(value, field.to_owned())),
    }
}

/// Whether an expression is written as a string here: a literal, a template, a concatenation.
pub(crate) fn is_text(facts: &Facts<'_>, id: ValueId) -> bool {
    match &facts.value(id).kind {
        ValueKind::Str(_) | ValueKind::Template(_) => true,
        ValueKind::Concat(parts) => parts.iter().any(|part| is_text(facts, facts.plain(*part))),
        ValueKind::Call(call) => {
            let call = facts.call(*call);
            matches!(
                facts.last_name(call.callee),
                Some("concat" | "format" | "Sprintf")
            ) && call
                .args
                .first()
                .is_some_and(|arg| is_text(facts, facts.plain(arg.value)))
        }
        _ => false,
    }
}

/// The positional argument `index`; a spread argument ends the count, nothing after it has a known place.
pub(crate) fn positional(call: &Call<'_>, index: u16) -> Option<ValueId> {
    let mut plain = call.args.iter().filter(|arg| arg.name.is_none());
    let arg = plain.nth(index as usize)?;
    let shifted = call
        .args
        .iter()
        .take_while(|other| other.value != arg.value)
        .any(|other| other.spread);
    (!arg.spread && !shifted).then_some(arg.value)
}

/// The keyword argument `name`.
pub(crate) fn keyword(call: &Call<'_>, name: &str) -> Option<ValueId> {
    call.args
        .iter()
        .find(|arg| arg.name == Some(name))
        .map(|arg| arg.value)
}

/// The entry `field` of a struct, map or keyword-carrying constructor.
pub(crate) fn entry(facts: &Facts<'_>, id: ValueId, field: &str) -> Option<ValueId> {
    match &facts.value(facts.plain(id)).kind {
        ValueKind::Struct { fields, .. } => {
            let own = fields.iter().find(|(name, _)| *name == field);
            own.map(|(_, value)| *value).or_else(|| {
                // What an embedded struct holds is its own too: `Opts{Common: Common{Name: "x"}}`.
                fields.iter().find_map(|(name, value)| {
                    let value = facts.plain(*value);
                    match &facts.value(value).kind {
                        ValueKind::Struct { of, .. } if facts.last_name(*of) == Some(*name) => {
                            entry(facts, value, field)
                        }
                        _ => None,
                    }
                })
            })
        }
        ValueKind::Map(entries) => entries
            .iter()
            .find(|(key, _)| {
                facts.as_str(*key) == Some(field) || facts.last_name(*key) == Some(field)
            })
            .map(|(_, value)| *value),
        // `Opts::new(name, help).namespace("x")`: a builder carries entries like a struct does.
        ValueKind::Call(call) => {
            let links = std::iter::once(*call).chain(Chains::inner(facts, *call));
            let mut links = links.map(|id| facts.call(id));
            match field.parse() {
                Ok(index) => links.last().and_then(|root| positional(root, index)),
                Err(_) => links.find_map(|link| {
                    let named = facts.last_name(link.callee) == Some(field);
                    if named {
                        positional(link, 0)
                    } else {
                        keyword(link, field)
                    }
                }),
            }
        }
        _ => None,
    }
}

fn decorated_or_around<'s>(facts: &Facts<'s>, call: &Call<'s>) -> Option<&'s str> {
    use crate::model::facts::CallKind;
    match call.kind {
        CallKind::OnFunction(function) => Some(facts.function(function).name),
        CallKind::OnType(declared) => Some(facts.type_of(declared).name),
        _ => named_function(facts, call.function).map(|id| facts.function(id).name),
    }
}

/// The nearest function around that has a name.
pub(crate) fn named_function(facts: &Facts<'_>, at: Option<FunctionId>) -> Option<FunctionId> {
    std::iter::successors(at, |id| facts.function(*id).parent)
        .find(|id| !facts.function(*id).name.is_empty())
}
