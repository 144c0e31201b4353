//! What functions of the same file make of the text that they are handed.

use super::{Resolver, Written};
use crate::detect::locate::given;
use crate::detect::resolve::Meaning;
use crate::model::facts::{Call, FunctionId, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::modules::ModuleId;
use crate::model::summary::{Asks, Gap, What, called};

/// How deep a text is followed that a function builds, and how many types inheritance is.
const BUILT: u8 = 6;

/// Longest text that a function builds and others may want. Bytes.
const LONGEST: usize = 200;

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
            if made.literal && (made.has_parameter() || !made.holes || !made.gaps.is_empty()) {
                return self.put_in(&made, call, &handed, None, hops);
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
            ValueKind::Concat(_)
                | ValueKind::Template(_)
                | ValueKind::Call(_)
                | ValueKind::Str(_)
                | ValueKind::Name(_)
        );
        text.then(|| self.string(value, Some(function), hops))?
    }

    /// The one text that a function gives, as far as it says something whoever calls it.
    pub(crate) fn text_built(&self, function: FunctionId) -> Option<Written> {
        let mut given = self.given(function);
        let only = given.next()?;
        if given.next().is_some() {
            return None;
        }
        let own = matches!(
            self.facts.value(self.facts.plain(only)).kind,
            ValueKind::Member { .. }
        );
        let made = if own {
            self.field_text(only, Some(function), BUILT)
        } else {
            self.text_made(only, function, BUILT)
        }?;
        let short = made.text.len() <= LONGEST && !made.text.contains(['\n', ' ']);
        let by_field =
            |gap: &Gap| !matches!(gap.asks, Asks::Parameter { ref field, .. } if field.is_some());
        // What a function always gives, another platform's may give otherwise.
        (short && !made.gaps.is_empty() && made.gaps.iter().all(by_field)).then_some(made)
    }

    /// What a call says of a function of another file that builds a text of what it is given.
    pub(super) fn built_elsewhere(&self, call: &Call<'_>, hops: u8) -> Option<Written> {
        let hops = hops.checked_sub(1).filter(|_| self.naming.get())?;
        let (name, owner) = self.own_method(call).unzip();
        let inherited = name.zip(owner).and_then(|(name, owner)| {
            let name = called(name);
            let mut bases = vec![owner];
            let mut levels = BUILT;
            // A base of this file has bases too.
            while let Some(of) = bases.pop() {
                if let Some(found) = self.inherited(of, &name) {
                    return Some(found);
                }
                levels = levels.checked_sub(1)?;
                bases.extend(self.bases_of(of).iter().copied().filter(|base| *base != of));
            }
            None
        });
        let (home, _, what) = inherited.or_else(|| {
            let name = called(self.facts.last_name(call.callee)?);
            let receiver = self.facts.receiver(call.callee);
            let of = receiver.and_then(|of| self.identify(of, call.function));
            let of = of.filter(|of| matches!(of.meaning, Meaning::Instance(_)));
            let found = of.or_else(|| {
                let mut found = self.identify(call.callee, call.function)?;
                if let Meaning::Path(path) = &mut found.meaning {
                    *path.names.last_mut()? = name.clone();
                }
                Some(found)
            });
            self.known_callee(found.as_ref(), &name)
        })?;
        let What::Text(made, parameters) = what else {
            return None;
        };
        let made = Written {
            text: made.text.to_string(),
            literal: true,
            holes: !made.gaps.is_empty(),
            gaps: made.gaps.clone(),
        };
        let handed = |index: u16| -> Option<ValueId> { given(call, index, parameters) };
        self.put_in(&made, call, &handed, Some(home), hops)
    }

    /// The module and the name of the function that a call asks for a text, where another file
    /// declares it.
    pub(super) fn builder_needed(&self, id: ValueId) -> Option<(String, String)> {
        let ValueKind::Call(call) = self.facts.value(id).kind else {
            return None;
        };
        let call = Some(self.facts.call(call)).filter(|_| self.naming.get())?;
        let path = match self.own_method(call) {
            Some((name, owner)) => {
                let bases = self.bases_of(owner).iter();
                let mut bases = bases.filter_map(|base| match self.declared_type(base)?.meaning {
                    Meaning::Instance(path) => Some(path),
                    _ => None,
                });
                let mut path = bases.find(|path| path.imported)?;
                path.names.push(name.to_owned());
                path
            }
            None => match self.identify(call.callee, call.function)?.meaning {
                Meaning::Path(path) if path.imported => path,
                _ => return None,
            },
        };
        Some((path.module, called(&path.names.join("."))))
    }

    /// The method that is called on the own object, and the object's type.
    pub(crate) fn own_method(&self, call: &Call<'_>) -> Option<(&str, &str)> {
        let callee = self.facts.plain(call.callee);
        match self.facts.value(callee).kind {
            ValueKind::Member { base, name } => {
                let ValueKind::Name(of) = self.facts.value(self.facts.plain(base)).kind else {
                    return None;
                };
                Some((name, self.own_type(of, call.function)?))
            }
            ValueKind::Name(name) if self.family.reaches_members() => {
                Some((name, self.owners(call.function).first().copied()?))
            }
            _ => None,
        }
    }

    /// A text with what the call hands in in place of the parameters.
    fn put_in(
        &self,
        made: &Written,
        call: &Call<'_>,
        handed: &dyn Fn(u16) -> Option<ValueId>,
        home: Option<ModuleId>,
        hops: u8,
    ) -> Option<Written> {
        let known = home.zip(self.around.map(|around| around.known));
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
                Asks::Own { field } => {
                    let own = self
                        .own_method(call)
                        .and_then(|(_, owner)| self.field_of(owner, field, hops));
                    own.unwrap_or_else(|| plain_or_hole(&made.text[start..end]))
                }
                Asks::Name { module, names } => {
                    let shown = made.text[start..end].trim_matches(['{', '}']);
                    let told = known.and_then(|(home, known)| known.told(home, module, names));
                    let hole = || {
                        let asks = match known {
                            Some((home, known)) => known.asked_of(home, module, names),
                            None => Some(gap.asks.clone()),
                        };
                        Written::hole(shown, asks)
                    };
                    told.map_or_else(hole, Written::literal)
                }
                Asks::Handed {
                    module,
                    function,
                    index,
                    rest,
                } => {
                    let shown = made.text[start..end].trim_matches(['{', '}']);
                    let module = match known {
                        Some((home, known)) if module.is_empty() => {
                            format!("={}", known.modules.key(home)?).into()
                        }
                        _ => module.clone(),
                    };
                    let asks = Asks::Handed {
                        module,
                        function: function.clone(),
                        index: *index,
                        rest: *rest,
                    };
                    Written::hole(shown, Some(asks))
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

/// A part of a text that nobody told more of: a hole stays one.
fn plain_or_hole(part: &str) -> Written {
    match part
        .strip_prefix('{')
        .and_then(|part| part.strip_suffix('}'))
    {
        Some(shown) => Written::hole(shown, None),
        None => Written::literal(part),
    }
}
