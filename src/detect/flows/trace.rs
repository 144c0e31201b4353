//! Where a value comes from: backwards from a place through names, members, containers and calls.

use std::cell::{Cell, OnceCell, RefCell};

use foldhash::{HashMap, HashSet};

use super::classes::{FlowIndex, Meant};
use crate::detect::resolve::Resolver;
use crate::detect::secrets::names::split;
use crate::model::facts::{Facts, FunctionId, Piece, Value, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::place::Span;
use crate::model::signal::Confidence;

/// How long a way is followed.
const HOPS: u8 = 24;

/// How many values are looked at for one place.
const BUDGET: u32 = 600;

/// What a value turned out to be.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    /// It tells nothing.
    Clean,
    /// Nobody knows.
    Unknown,
    /// It tells something.
    Tainted(Taint),
}

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Data of that class.
    Class(u8),
    /// A request, its headers or body.
    Request,
    /// An object that shows data of that class.
    Object(u8),
    /// What the sender of a request chose.
    Input,
}

/// Something that a value tells.
#[derive(Clone, Debug)]
pub(super) struct Taint {
    pub(super) what: What,
    pub(super) confidence: Confidence,
    /// The expression it begins with.
    pub(super) subject: Span,
    /// What it goes through, the beginning first.
    pub(super) steps: Vec<Span>,
}

impl Taint {
    pub(super) fn at(what: What, confidence: Confidence, subject: Span) -> Self {
        Self {
            what,
            confidence,
            subject,
            steps: vec![subject],
        }
    }

    /// The same, one step further.
    pub(super) fn then(mut self, step: Span) -> Self {
        if self.steps.last() != Some(&step) {
            self.steps.push(step);
        }
        self
    }

    /// Which of two is told rather.
    fn rank(&self) -> (bool, Confidence, bool) {
        let data = matches!(self.what, What::Class(_) | What::Object(_));
        (data, self.confidence, matches!(self.what, What::Class(_)))
    }
}

/// A parameter that a value holds.
pub(super) type Parameter = (FunctionId, u16);

/// What is known of one file.
pub(super) struct Tracer<'a, 's> {
    pub(super) resolver: &'a Resolver<'a, 's>,
    pub(super) index: &'a FlowIndex,
    pub(super) text: &'s str,
    pub(super) path: &'a str,
    /// Names of secrets that are asked for, in order.
    pub(super) asked: Vec<Span>,
    /// Secrets in the open, in order.
    pub(super) open: Vec<Span>,
    /// Parameters met since this was emptied, with what they went through.
    pub(super) met: RefCell<Vec<Parameter>>,
    meanings: RefCell<HashMap<&'s str, Option<Meant>>>,
    around: RefCell<HashMap<Option<FunctionId>, HashSet<String>>>,
    pairs: OnceCell<HashSet<String>>,
    budget: Cell<u32>,
}

impl<'a, 's> Tracer<'a, 's> {
    pub(super) fn new(
        resolver: &'a Resolver<'a, 's>,
        index: &'a FlowIndex,
        text: &'s str,
        path: &'a str,
        mut asked: Vec<Span>,
        mut open: Vec<Span>,
    ) -> Self {
        asked.sort_unstable();
        open.sort_unstable();
        Self {
            resolver,
            index,
            text,
            path,
            asked,
            open,
            met: RefCell::default(),
            meanings: RefCell::default(),
            around: RefCell::default(),
            pairs: OnceCell::new(),
            budget: Cell::new(BUDGET),
        }
    }

    pub(super) fn facts(&self) -> &'a Facts<'s> {
        self.resolver.facts
    }

    pub(super) fn family(&self) -> Family {
        self.resolver.family
    }

    /// What a value tells that stands in function `at`; the parameters it holds are in `met`.
    pub(super) fn told(&self, id: ValueId, at: Option<FunctionId>) -> Verdict {
        self.met.borrow_mut().clear();
        self.budget.set(BUDGET);
        self.value(id, at, HOPS)
    }

    /// What a name tells that stands nowhere as an expression.
    pub(super) fn named_here(
        &self,
        name: &'s str,
        value: &Value<'s>,
        at: Option<FunctionId>,
    ) -> Verdict {
        self.budget.set(BUDGET);
        self.name(name, value, at, HOPS)
    }

    pub(super) fn value(&self, id: ValueId, at: Option<FunctionId>, hops: u8) -> Verdict {
        let (Some(hops), Some(left)) = (hops.checked_sub(1), self.budget.get().checked_sub(1))
        else {
            return Verdict::Unknown;
        };
        self.budget.set(left);
        let facts = self.facts();
        let id = facts.plain(id);
        let value = facts.value(id);
        if let Some(taint) = self.provided(value) {
            return Verdict::Tainted(taint);
        }
        match &value.kind {
            ValueKind::Str(_) if self.family() == Family::Rust => worse(
                self.literal(value.span),
                self.captured(value.span, at, hops),
            ),
            ValueKind::Str(_) => self.literal(value.span),
            ValueKind::Number(_) | ValueKind::Bool(_) | ValueKind::Null | ValueKind::EachKey(_) => {
                Verdict::Clean
            }
            ValueKind::Template(pieces) => {
                let holes = pieces.iter().filter_map(|piece| match piece {
                    Piece::Hole(hole) => Some(*hole),
                    Piece::Text(_) => None,
                });
                self.any(holes, at, hops)
            }
            ValueKind::Concat(parts) | ValueKind::Either(parts) | ValueKind::List(parts) => {
                self.any(parts.iter().copied(), at, hops)
            }
            ValueKind::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| {
                    let name = facts.as_str(*key).or_else(|| facts.last_name(*key));
                    (name, *value)
                });
                self.entries(entries, at, hops)
            }
            ValueKind::Struct { fields, .. } => {
                let entries = fields.iter().map(|(name, value)| (Some(*name), *value));
                self.entries(entries, at, hops)
            }
            ValueKind::Each(of) => self.value(*of, at, hops),
            ValueKind::Closure(function) => {
                self.any(self.resolver.given(*function), Some(*function), hops)
            }
            ValueKind::Name(name) => self.name(name, value, at, hops),
            ValueKind::Member { base, name } => self.member(*base, name, value.span, at, hops),
            ValueKind::Index { base, key } => self.indexed(*base, *key, value.span, at, hops),
            ValueKind::Call(call) => self.called(*call, hops),
            ValueKind::Same(_) | ValueKind::Other => Verdict::Unknown,
        }
    }

    /// What the environment or a vault gives by a name that means a secret.
    fn provided(&self, value: &Value<'_>) -> Option<Taint> {
        if !matches!(
            value.kind,
            ValueKind::Call(_) | ValueKind::Member { .. } | ValueKind::Index { .. }
        ) {
            return None;
        }
        let from = self
            .asked
            .partition_point(|span| span.start < value.span.start);
        let asked = self.asked.get(from)?;
        // A read, and not a call that has one somewhere among its arguments.
        let near = value.span.contains(*asked)
            && asked.start - value.span.start <= 64
            && value.span.end - asked.end <= 48;
        if !near {
            return None;
        }
        if let ValueKind::Call(call) = value.kind {
            let call = self.facts().call(call);
            let direct = call.args.first().is_some_and(|arg| {
                self.facts()
                    .value(self.facts().plain(arg.value))
                    .span
                    .contains(*asked)
            });
            let reads = self
                .facts()
                .last_name(call.callee)
                .is_some_and(|name| self.index.words.getters.contains(name));
            if !direct || !reads {
                return None;
            }
        }
        let class = self.credentials()?;
        Some(Taint::at(
            What::Class(class),
            Confidence::Confirmed,
            value.span,
        ))
    }

    /// The class of credentials.
    fn credentials(&self) -> Option<u8> {
        self.index.class("credentials")
    }

    fn literal(&self, span: Span) -> Verdict {
        let from = self.open.partition_point(|open| open.end <= span.start);
        let open = self.open.get(from).filter(|open| open.overlaps(span));
        match (open, self.credentials()) {
            (Some(_), Some(class)) => {
                Verdict::Tainted(Taint::at(What::Class(class), Confidence::Confirmed, span))
            }
            _ => Verdict::Clean,
        }
    }

    /// What the names tell that a format string of Rust takes by itself: `"{token:?}"`.
    fn captured(&self, span: Span, at: Option<FunctionId>, hops: u8) -> Verdict {
        let text = span.of(self.text);
        let mut told = Verdict::Clean;
        for (open, _) in text.match_indices('{') {
            let rest = &text[open + 1..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let name = &rest[..end.unwrap_or(rest.len())];
            let closed = rest[name.len()..].starts_with(['}', ':']);
            if name.is_empty() || !closed || name.starts_with(|first: char| first.is_ascii_digit())
            {
                continue;
            }
            let start = span.start as usize + open + 1;
            let value = Value {
                kind: ValueKind::Name(name),
                span: Span::new(start, start + name.len()),
            };
            told = worse(told, self.name(name, &value, at, hops));
        }
        told
    }

    /// The worst of several values.
    pub(super) fn any(
        &self,
        values: impl Iterator<Item = ValueId>,
        at: Option<FunctionId>,
        hops: u8,
    ) -> Verdict {
        let verdicts = values.map(|value| self.value(value, at, hops));
        verdicts.fold(Verdict::Clean, worse)
    }

    /// The worst of the entries of a map or struct; what a key calls so is so, where the value does
    /// not say.
    fn entries<'n>(
        &self,
        entries: impl Iterator<Item = (Option<&'n str>, ValueId)>,
        at: Option<FunctionId>,
        hops: u8,
    ) -> Verdict {
        entries.fold(Verdict::Clean, |worst, (name, value)| {
            let told = match self.value(value, at, hops) {
                Verdict::Unknown => match name.and_then(|name| self.index.meaning(name, &[])) {
                    Some(meant) if !meant.weak && self.is_value(value) => {
                        let span = self.facts().value(value).span;
                        let taint = Taint::at(What::Class(meant.class), Confidence::Possible, span);
                        Verdict::Tainted(taint)
                    }
                    _ => Verdict::Unknown,
                },
                told => told,
            };
            worse(worst, told)
        })
    }

    /// Whether an expression is more than a piece of syntax that nobody could read.
    fn is_value(&self, id: ValueId) -> bool {
        let facts = self.facts();
        matches!(
            facts.value(facts.plain(id)).kind,
            ValueKind::Name(_) | ValueKind::Member { .. } | ValueKind::Index { .. }
        )
    }

    /// Pairs of words that stand beside each other in names that the file declares or brings in.
    fn pairs(&self) -> &HashSet<String> {
        self.pairs.get_or_init(|| {
            let facts = self.facts();
            let names = facts.bindings.iter().map(|binding| binding.name);
            let names = names
                .chain(facts.types.iter().map(|declared| declared.name))
                .chain(facts.functions.iter().map(|function| function.name))
                .chain(facts.imports.iter().map(|import| import.local));
            let mut seen: HashSet<&str> = HashSet::default();
            let mut pairs = HashSet::default();
            for name in names.filter(|name| seen.insert(name)) {
                let words = split(name);
                pairs.extend(words.windows(2).map(|pair| pair.join("_")));
            }
            pairs
        })
    }

    /// What a name means here: weak ones only where the words around speak for it.
    pub(super) fn meant(
        &self,
        name: &'s str,
        before: &[String],
        at: Option<FunctionId>,
    ) -> Option<u8> {
        let meant = if before.is_empty() {
            let known = self.meanings.borrow().get(name).copied();
            known.unwrap_or_else(|| {
                let meant = self.index.meaning(name, before);
                self.meanings.borrow_mut().insert(name, meant);
                meant
            })
        } else {
            self.index.meaning(name, before)
        }?;
        self.backed(meant, at)
    }

    /// The class, unless the name is weak and nothing around speaks for it.
    pub(super) fn backed(&self, meant: Meant, at: Option<FunctionId>) -> Option<u8> {
        if !meant.weak {
            return Some(meant.class);
        }
        if !self.around.borrow().contains_key(&at) {
            let words = self.words_around(at);
            self.around.borrow_mut().insert(at, words);
        }
        let around = self.around.borrow();
        let words = around.get(&at)?;
        self.index
            .is_backed(meant.class, words)
            .then_some(meant.class)
    }

    /// The words of the path, the imports, the types and the functions around, and the pairs of words
    /// that stand in names of the file.
    fn words_around(&self, at: Option<FunctionId>) -> HashSet<String> {
        let facts = self.facts();
        let mut words: HashSet<String> = HashSet::default();
        let near: Vec<Vec<String>> = self.path.rsplit('/').take(3).map(split).collect();
        for part in &near {
            words.extend(part.windows(2).map(|pair| pair.join("_")));
        }
        words.extend(near.into_iter().flatten());
        for import in &facts.imports {
            let last = import.module.rsplit(['/', '.', ':']).next();
            words.extend(last.into_iter().flat_map(split));
            words.extend(split(import.local));
        }
        words.extend(facts.package.into_iter().flat_map(split));
        words.extend(self.pairs().iter().cloned());
        let mut function = at;
        while let Some(id) = function {
            let one = facts.function(id);
            words.extend(split(one.name));
            words.extend(one.owner.into_iter().flat_map(split));
            function = one.parent;
        }
        words
    }
}

/// The worse of two verdicts.
pub(super) fn worse(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::Tainted(one), Verdict::Tainted(other)) => {
            Verdict::Tainted(if other.rank() > one.rank() {
                other
            } else {
                one
            })
        }
        (Verdict::Tainted(taint), _) | (_, Verdict::Tainted(taint)) => Verdict::Tainted(taint),
        (Verdict::Unknown, _) | (_, Verdict::Unknown) => Verdict::Unknown,
        (Verdict::Clean, Verdict::Clean) => Verdict::Clean,
    }
}

/// A verdict of a beginning, for the other files of this room.
pub(super) fn begins(what: What, confidence: Confidence, span: Span) -> Verdict {
    Verdict::Tainted(Taint::at(what, confidence, span))
}

/// The same verdict, one step further.
pub(super) fn further(told: Verdict, step: Span) -> Verdict {
    match told {
        Verdict::Tainted(taint) => Verdict::Tainted(taint.then(step)),
        told => told,
    }
}
