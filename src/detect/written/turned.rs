//! What functions of the same file make of the text that they are handed.

use super::{Resolver, Written};
use crate::detect::locate::given;
use crate::model::facts::{Call, FunctionId, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::summary::Asks;

impl Resolver<'_, '_> {
    /// One of several values: the text where all say the same, else a hole that names them.
    pub(super) fn one_of(
        &self,
        options: &[ValueId],
        at: Option<FunctionId>,
        hops: u8,
    ) -> Option<Written> {
        let mut texts: Vec<String> = Vec::new();
        let mut literal = false;
        for option in options {
            let part = self.constant_or_hole(*option, at, hops);
            literal |= part.literal;
            let text = match part
                .text
                .strip_prefix('{')
                .and_then(|hole| hole.strip_suffix('}'))
            {
                Some(name) if part.holes && !part.literal => name.to_owned(),
                _ => part.text,
            };
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        match texts.as_slice() {
            _ if !literal => None,
            [only] => Some(Written::literal(only.as_str())),
            several => Some(Written {
                text: format!("{{{}}}", several.join(" | ")),
                literal: true,
                holes: true,
                ..Written::default()
            }),
        }
    }

    /// The arguments of a call, one after the other.
    pub(super) fn joined(&self, separator: &str, call: &Call<'_>, hops: u8) -> Written {
        let args = call.args.iter();
        let parts = args.map(|arg| self.constant_or_hole(arg.value, call.function, hops));
        parts.fold(Written::default(), |whole, part| {
            whole.join(separator, part)
        })
    }

    /// The name in `Names.TOTAL()`: Java fetches what Scala declares as a value.
    pub(super) fn fetched_by(&self, id: ValueId) -> Option<ValueId> {
        let ValueKind::Call(call) = self.facts.value(self.facts.plain(id)).kind else {
            return None;
        };
        let call = self.facts.call(call);
        let callee = self.facts.plain(call.callee);
        let member = matches!(self.facts.value(callee).kind, ValueKind::Member { .. });
        let constant = self
            .facts
            .last_name(callee)
            .is_some_and(|name| !name.contains(char::is_lowercase));
        (self.family == Family::Java && call.args.is_empty() && member && constant)
            .then_some(callee)
    }

    /// What a call of a function says that puts something before or behind the text it is handed.
    /// What it puts there and nobody can read, such as labels written as text, is left out: the text
    /// is what the function is asked about.
    pub(super) fn turned(&self, call: &Call<'_>, hops: u8) -> Option<Written> {
        let hops = hops.checked_sub(1)?;
        let (id, parameters) = self.own_function(call)?;
        let mut options = Vec::new();
        for value in self.given(id) {
            let value = self.facts.plain(value);
            match &self.facts.value(value).kind {
                ValueKind::Either(either) => options.extend(either.iter().copied()),
                _ => options.push(value),
            }
        }
        let handed = |index: u16| -> Option<ValueId> { given(call, index, &parameters) };
        if let [only] = options.as_slice() {
            let made = self.text_made(*only, id, hops)?;
            if made.literal && made.has_parameter() {
                return self.put_in(&made, call, &handed, hops);
            }
        }
        let mut first = None;
        for option in &options {
            let made = self.text_made(*option, id, hops)?;
            let gap = made.gaps.first().filter(|gap| gap.start == 0)?;
            match gap.asks {
                Asks::Parameter { index, field: None }
                    if !made.literal && first.is_none_or(|first| first == index) =>
                {
                    first = Some(index);
                }
                _ => return None,
            }
        }
        let value = handed(first?)?;
        Some(self.constant_or_hole(value, call.function, hops))
    }

    /// A returned text that begins with literal text or a parameter.
    fn text_made(&self, value: ValueId, function: FunctionId, hops: u8) -> Option<Written> {
        let kind = &self.facts.value(self.facts.plain(value)).kind;
        let text = matches!(
            kind,
            ValueKind::Concat(_) | ValueKind::Template(_) | ValueKind::Call(_)
        );
        text.then(|| self.string(value, Some(function), hops))?
    }

    /// A text with what the call hands in in place of the parameters.
    fn put_in(
        &self,
        made: &Written,
        call: &Call<'_>,
        handed: &dyn Fn(u16) -> Option<ValueId>,
        hops: u8,
    ) -> Option<Written> {
        let mut whole = Written::default();
        let mut done = 0;
        let plain = |start: usize, end: usize| match &made.text[start..end] {
            "" => Written::default(),
            text => Written::literal(text),
        };
        for gap in &made.gaps {
            let (start, end) = (gap.start as usize, gap.end as usize);
            whole.push(plain(done, start));
            done = end;
            let filler = match &gap.asks {
                Asks::Parameter { index, field: None } => {
                    self.constant_or_hole(handed(*index)?, call.function, hops)
                }
                Asks::Parameter { .. } => return None,
                asks @ Asks::Name { .. } => {
                    let shown = made.text[start..end].trim_matches(['{', '}']);
                    Written::hole(shown, Some(asks.clone()))
                }
            };
            whole.push(filler);
        }
        whole.push(plain(done, made.text.len()));
        Some(whole)
    }

    /// The only function of this file that a call by a bare name, or on the own object, can mean,
    /// with the names of its parameters.
    pub(super) fn own_function(&self, call: &Call<'_>) -> Option<(FunctionId, Vec<Box<str>>)> {
        let callee = self.facts.plain(call.callee);
        let name = match self.facts.value(callee).kind {
            ValueKind::Name(name) => name,
            ValueKind::Member { base, name } => {
                let ValueKind::Name(of) = self.facts.value(self.facts.plain(base)).kind else {
                    return None;
                };
                self.own_type(of, call.function)?;
                name
            }
            _ => return None,
        };
        let id = self.only_function(name)?;
        let mut parameters: Vec<(u16, Box<str>)> = self
            .facts
            .bindings
            .iter()
            .filter(|binding| {
                binding.kind == crate::model::facts::BindingKind::Parameter
                    && binding.scope == Some(id)
            })
            .map(|binding| (binding.index, binding.name.into()))
            .collect();
        parameters.sort_unstable();
        parameters.dedup_by_key(|(index, _)| *index);
        Some((id, parameters.into_iter().map(|(_, name)| name).collect()))
    }
}
