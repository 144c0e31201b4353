//! Fields that hold a text: what they are given, here or by who calls the function that fills them.

use super::literal::Placed;
use super::{Resolver, Written};
use crate::detect::resolve::{HERE, Meaning};
use crate::model::facts::{FunctionId, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::summary::{Asks, Gap, REST};

/// How many different fillings of a field are looked at.
const FILLINGS: usize = 16;

/// Type and field → what literals fill it with.
pub(crate) type Literals = foldhash::HashMap<(Box<str>, Box<str>), Vec<Placed>>;

impl<'s> Resolver<'_, 's> {
    /// The key under which others know a function: a constructor is called by the name of its type.
    pub(crate) fn key_of(&self, function: FunctionId) -> String {
        let function = self.facts.function(function);
        let name = function.name;
        match function.owner {
            None => name.to_owned(),
            Some(owner) if self.family == Family::Ruby && name == "initialize" => {
                format!("{owner}.new")
            }
            Some(owner)
                if name == owner
                    || matches!(name, "__init__" | "constructor" | "__construct")
                        && !matches!(self.family, Family::Go | Family::Rust) =>
            {
                owner.to_owned()
            }
            Some(owner) => format!("{owner}.{name}"),
        }
    }

    /// The function of this file that is known by a key.
    pub(crate) fn function_keyed(&self, key: &str) -> Option<FunctionId> {
        let last = key.rsplit('.').next()?;
        let fits = |at: &usize| {
            let function = &self.facts.functions[*at];
            let named = function.name == last || function.owner == Some(last);
            (named || last == "new") && self.key_of(FunctionId(*at as u32)) == key
        };
        let at = (0..self.facts.functions.len()).find(fits)?;
        Some(FunctionId(at as u32))
    }

    /// The type of this file, and its field, that an expression is.
    pub(super) fn field_meant(
        &self,
        id: ValueId,
        at: Option<FunctionId>,
    ) -> Option<(String, &'s str)> {
        match self.facts.value(id).kind {
            ValueKind::Name(name) if self.family.reaches_members() => {
                let owners = self.owners(at);
                let mut owners = owners.iter();
                let owner = owners.find(|owner| !self.fields_of(owner, name).is_empty())?;
                Some(((*owner).to_owned(), name))
            }
            ValueKind::Member { base, name } => {
                if let ValueKind::Name(of) = self.facts.value(self.facts.plain(base)).kind
                    && let Some(owner) = self.own_type(of, at)
                {
                    return Some((owner.to_owned(), name));
                }
                match self.identify(base, at)?.meaning {
                    Meaning::Instance(path) if path.module == HERE && !path.imported => {
                        Some((path.names.last()?.clone(), name))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The field of the own object that an expression is.
    pub(super) fn own_field(&self, id: ValueId, at: Option<FunctionId>) -> Option<&'s str> {
        let ValueKind::Member { base, name } = self.facts.value(id).kind else {
            return None;
        };
        let ValueKind::Name(of) = self.facts.value(self.facts.plain(base)).kind else {
            return None;
        };
        self.own_type(of, at)?;
        (self.family != Family::Go).then_some(name)
    }

    /// Everything that a field of a type of this file is given, in assignments and in literals.
    pub(super) fn fillings(&self, owner: &str, field: &str) -> Vec<Placed> {
        let mut all: Vec<Placed> = self
            .fields_of(owner, field)
            .into_iter()
            .filter_map(|binding| Some((binding.value?, binding.scope)))
            .collect();
        if matches!(self.family, Family::Go | Family::Rust) {
            let mut literals = self.literals.borrow_mut();
            let made = literals.get_or_insert_with(|| self.read_literals());
            let made = made.get(&(Box::from(owner), Box::from(field)));
            all.extend(made.into_iter().flatten().copied());
        }
        all
    }

    /// What a field is given, where it is given one thing.
    pub(crate) fn filled_once(&self, id: ValueId, at: Option<FunctionId>) -> Option<Placed> {
        let (owner, field) = self.field_meant(id, at)?;
        let all = self.fillings(&owner, field);
        let mut given = all.into_iter().filter(|(value, _)| {
            !matches!(
                self.facts.value(self.facts.plain(*value)).kind,
                ValueKind::Null
            )
        });
        let only = given.next()?;
        given.next().is_none().then_some(only)
    }

    /// Which fields the literals of the file fill, and with what.
    fn read_literals(&self) -> Literals {
        let mut all = Literals::default();
        for value in &self.facts.values {
            let ValueKind::Struct { of, fields } = &value.kind else {
                continue;
            };
            let Some(of) = self.facts.last_name(*of) else {
                continue;
            };
            let mut functions = self.facts.functions.iter().enumerate();
            let around = functions
                .rfind(|(_, function)| function.span.contains(value.span))
                .map(|(at, _)| FunctionId(at as u32));
            let of = self.own_type(of, around).unwrap_or(of);
            for (field, value) in fields {
                let made = all.entry((of.into(), (*field).into())).or_default();
                made.push((*value, around));
            }
        }
        all
    }

    /// What a field says that stands at `id`: the one text that it is given, or that who calls the
    /// function hands in which fills it.
    pub(super) fn field_text(
        &self,
        id: ValueId,
        at: Option<FunctionId>,
        hops: u8,
    ) -> Option<Written> {
        let (owner, field) = self.field_meant(id, at)?;
        let text = self.field_of(&owner, field, hops)?;
        let own = self.own_field(id, at).is_some() || self.family.reaches_members();
        let holes = text.text.matches('{').count();
        if text.holes && !(own && text.literal) && holes > text.gaps.len() {
            return None;
        }
        if !text.gaps.is_empty() {
            return Some(text);
        }
        // A type that rests on this one may say otherwise, to what builds a text of it.
        let end = text.text.len() as u32;
        let gap = Gap {
            start: 0,
            end,
            asks: Asks::Own {
                field: field.into(),
            },
        };
        let own = own && self.family != Family::Go && end > 0;
        let gaps = own.then_some(gap).into_iter().collect();
        Some(Written { gaps, ..text })
    }

    /// What the field of a type of this file says.
    pub(super) fn field_of(&self, owner: &str, field: &str, hops: u8) -> Option<Written> {
        let hops = hops.checked_sub(1)?;
        let mut only: Option<Written> = None;
        let mut count = 0;
        for (value, scope) in self.fillings(owner, field) {
            let plain = self.facts.plain(value);
            let kind = &self.facts.value(plain).kind;
            if matches!(kind, ValueKind::Null) || self.facts.as_str(plain) == Some("") {
                continue;
            }
            count += 1;
            let text = self.constant_or_hole(plain, scope, hops);
            let text = text.handed_to(scope.map(|scope| self.key_of(scope)).as_deref());
            if count > FILLINGS || only.as_ref().is_some_and(|only| *only != text) {
                return None;
            }
            only = Some(text);
        }
        only
    }
}

impl Written {
    /// The same as another function sees it: what was a parameter is what the callers of `function`
    /// hand in.
    pub(super) fn handed_to(mut self, function: Option<&str>) -> Self {
        self.gaps.retain_mut(|gap| {
            let Asks::Parameter { index, ref field } = gap.asks else {
                return true;
            };
            let rest = field.as_deref() == Some(REST);
            let whole = rest || field.is_none();
            let Some(function) = function.filter(|_| whole) else {
                return false;
            };
            gap.asks = Asks::Handed {
                module: "".into(),
                function: function.into(),
                index,
                rest,
            };
            true
        });
        self
    }

    /// The same as a function sees it that did not make it.
    pub(crate) fn seen_elsewhere(
        self,
        resolver: &Resolver<'_, '_>,
        made: Option<FunctionId>,
    ) -> Self {
        self.handed_to(made.map(|made| resolver.key_of(made)).as_deref())
    }

    /// The one function of this file whose callers hand in all of it, and the same as that function
    /// sees it.
    pub(crate) fn made_of(&self) -> Option<(String, Self)> {
        let mut made = self.clone();
        let mut only: Option<String> = None;
        for gap in &mut made.gaps {
            let Asks::Handed {
                module,
                function,
                index,
                rest,
            } = &gap.asks
            else {
                return None;
            };
            if !module.is_empty() || only.as_ref().is_some_and(|only| **only != **function) {
                return None;
            }
            only = Some(function.to_string());
            gap.asks = Asks::Parameter {
                index: *index,
                field: rest.then(|| REST.into()),
            };
        }
        (!self.literal).then_some((only?, made))
    }

    /// The functions of this file whose callers hand in parts of it.
    pub(crate) fn handed_in(&self) -> impl Iterator<Item = &str> {
        self.gaps.iter().filter_map(|gap| match &gap.asks {
            Asks::Handed {
                module, function, ..
            } if module.is_empty() => Some(&**function),
            _ => None,
        })
    }
}
