//! What a string expression says: literal text, followed names, and holes where only running tells.

mod formats;
mod handed;
mod joined;
mod literal;
mod options;
mod turned;

pub(crate) use handed::Literals;
pub(crate) use literal::Row;
pub(crate) use options::Entry;

use super::resolve::{Found, Meaning, Resolver};
use crate::model::facts::{Binding, BindingKind, FunctionId, Piece, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::summary::{Asks, Composed, Gap};
use crate::model::text::Scrubber;

/// How deep names, concatenations and format calls are followed.
const HOPS: u8 = 12;
/// Longest expression that is shown inside a hole; longer ones become `{…}`. Characters.
const HOLE: usize = 60;

/// A string as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Text with `{expression}` for each hole.
    pub(crate) text: String,
    /// Some of it is literal text.
    pub(crate) literal: bool,
    /// Some of it is a hole.
    pub(crate) holes: bool,
    /// The holes that another file or the caller may fill, in order.
    pub(crate) gaps: Vec<Gap>,
}

impl Written {
    pub(crate) fn literal(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            literal: true,
            ..Self::default()
        }
    }

    /// A hole that who calls the function around fills.
    fn asked(shown: &str, index: u16, field: Option<&str>) -> Self {
        let asks = Asks::Parameter {
            index,
            field: field.map(Into::into),
        };
        Self::hole(shown, Some(asks))
    }

    pub(crate) fn hole(shown: &str, asks: Option<Asks>) -> Self {
        let text = format!("{{{shown}}}");
        let end = text.len() as u32;
        let gap = asks.map(|asks| Gap {
            start: 0,
            end,
            asks,
        });
        Self {
            text,
            holes: true,
            gaps: gap.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Whether it is a parameter of the function around, whole, and nothing else.
    pub(crate) fn is_parameter(&self) -> bool {
        matches!(self.gaps.as_slice(), [gap]
            if matches!(gap.asks, Asks::Parameter { field: None, .. })
                && gap.start == 0
                && gap.end as usize == self.text.len())
    }

    /// Whether a parameter of the function around is part of it.
    pub(crate) fn has_parameter(&self) -> bool {
        self.gaps
            .iter()
            .any(|gap| matches!(gap.asks, Asks::Parameter { .. }))
    }

    /// Whether a name of another file may fill all of it.
    pub(crate) fn is_asked_elsewhere(&self) -> bool {
        matches!(self.gaps.as_slice(), [gap] if matches!(gap.asks, Asks::Name { .. }))
    }

    /// The same without the end of the line that a format of C closes with.
    pub(crate) fn without_end_of_line(mut self) -> Self {
        let whole = self.text.trim_end_matches(['\n', '\r']).len();
        self.text.truncate(whole);
        self
    }

    /// Whether there is something to show, now or once other files were read.
    pub(crate) fn tells(&self) -> bool {
        let asks = |gap: &Gap| !matches!(gap.asks, Asks::Own { .. });
        self.literal || self.gaps.iter().any(asks)
    }

    /// The same as a string that may leave the file; a text that is masked has its holes elsewhere,
    /// and keeps none.
    pub(crate) fn composed(self, scrubber: &Scrubber) -> Composed {
        let text = scrubber.clean(&self.text);
        let gaps = if *text == self.text {
            self.gaps
        } else {
            Vec::new()
        };
        Composed { text, gaps }
    }

    /// Both, with `separator` between them where both say something.
    pub(crate) fn join(mut self, separator: &str, next: Self) -> Self {
        if !self.text.is_empty() && !next.text.is_empty() {
            self.text.push_str(separator);
        }
        self.push(next);
        self
    }

    fn push(&mut self, part: Self) {
        let shift = self.text.len() as u32;
        self.text.push_str(&part.text);
        self.literal |= part.literal;
        self.holes |= part.holes;
        self.gaps.extend(part.gaps.into_iter().map(|gap| Gap {
            start: gap.start + shift,
            end: gap.end + shift,
            ..gap
        }));
    }
}

impl Resolver<'_, '_> {
    /// What the expression `id` in function `at` says, when it may be a string at all.
    pub(crate) fn written(&self, id: ValueId, at: Option<FunctionId>) -> Option<Written> {
        self.string(id, at, HOPS)
    }

    /// The source of an expression on one line, short enough to show.
    pub(crate) fn source(&self, id: ValueId, text: &str) -> String {
        let source = self.facts.value(id).span.of(text).trim();
        if source.chars().count() > HOLE || source.contains('\n') {
            "…".to_owned()
        } else {
            source.to_owned()
        }
    }

    pub(crate) fn string(&self, id: ValueId, at: Option<FunctionId>, hops: u8) -> Option<Written> {
        let hops = hops.checked_sub(1)?;
        let id = self.facts.plain(id);
        match &self.facts.value(id).kind {
            ValueKind::Str(text) => Some(Written::literal(&**text)),
            ValueKind::Template(pieces) => {
                let mut whole = Written::default();
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => whole.push(Written::literal(&**text)),
                        Piece::Hole(hole) => whole.push(self.constant_or_hole(*hole, at, hops)),
                    }
                }
                Some(whole)
            }
            ValueKind::Concat(parts) => {
                let mut whole = Written::default();
                // The kernel writes the level before the text.
                let level = parts.iter().take(1).filter(|part| {
                    let name = self.facts.last_name(**part);
                    self.family == Family::C && name.is_some_and(|name| name.starts_with("KERN_"))
                });
                for part in parts.iter().skip(level.count()) {
                    whole.push(self.constant_or_hole(*part, at, hops));
                }
                whole.tells().then_some(whole)
            }
            ValueKind::Name(_) | ValueKind::Member { .. } | ValueKind::Index { .. } => {
                Some(self.constant_or_hole(id, at, hops))
            }
            ValueKind::Call(call) => {
                let found = self.constant_or_hole(id, at, hops);
                // `log(fmt.Sprintf(format, args...))` hands its format on like `log(format)` does.
                let call = self.facts.call(*call);
                if found.holes
                    && !found.literal
                    && matches!(
                        self.facts.last_name(call.callee),
                        Some("Sprintf" | "format" | "Errorf" | "Sprint")
                    )
                    && let Some(format) = call.args.first()
                    && let Some(index) = self.parameter(format.value, at)
                {
                    return Some(Written::asked(&self.hole_name(format.value), index, None));
                }
                Some(found)
            }
            // A message that is only built when somebody listens.
            ValueKind::Closure(function) => self
                .given(*function)
                .find_map(|value| self.string(value, Some(*function), hops)),
            ValueKind::Either(options) => self.one_of(options, at, hops),
            // Rust: `HistogramOpts { common_opts: opts, … }`.
            ValueKind::Struct { fields, .. } => {
                let common = fields.iter().find(|(name, _)| *name == "common_opts")?;
                self.string(common.1, at, hops)
            }
            ValueKind::Each(_) | ValueKind::EachKey(_) => {
                let (value, at) = self.literal(id, at)?;
                self.string(value, at, hops)
            }
            _ => None,
        }
    }

    /// Which parameter of the nearest named function an expression is, if it is nothing else.
    pub(crate) fn parameter(&self, id: ValueId, at: Option<FunctionId>) -> Option<u16> {
        let ValueKind::Name(name) = self.facts.value(self.facts.plain(id)).kind else {
            return None;
        };
        self.parameter_named(name, at)
    }

    /// Whether a parameter is declared to be a string.
    fn is_text(&self, id: ValueId, at: Option<FunctionId>) -> bool {
        let Some(name) = self.facts.last_name(id) else {
            return false;
        };
        let mut here = self.bindings_of(name).filter(|binding| binding.scope == at);
        here.any(|binding| {
            let declared = binding
                .declared
                .map(|declared| declared.trim_start_matches('&'));
            matches!(declared, Some("string" | "str" | "String" | "Text"))
        })
    }

    fn parameter_named(&self, name: &str, at: Option<FunctionId>) -> Option<u16> {
        let mut at = at?;
        let (first, mut here) = loop {
            let mut here = self
                .bindings_of(name)
                .filter(move |binding| binding.scope == Some(at));
            match here.next() {
                Some(first) => break (first, here),
                None if self.facts.function(at).name.is_empty() => {
                    at = self.facts.function(at).parent?;
                }
                None => return None,
            }
        };
        // What is set anew is no longer what was handed in.
        (first.kind == BindingKind::Parameter && here.all(|next| self.is_turned(name, next.value)))
            .then_some(first.index)
    }

    /// Whether a parameter is set to a call on itself: PHP's parameters take anything, and code that
    /// wants text turns what is none into it, `$text = var_export($text, true)`, and goes on.
    fn is_turned(&self, name: &str, value: Option<ValueId>) -> bool {
        let Some(value) = value.filter(|_| self.family == Family::Php) else {
            return false;
        };
        let ValueKind::Call(call) = self.facts.value(self.facts.plain(value)).kind else {
            return false;
        };
        let call = self.facts.call(call);
        let first = call.args.first().map(|arg| arg.value);
        let mut given = self.facts.receiver(call.callee).into_iter().chain(first);
        given.any(|of| self.facts.last_name(of) == Some(name))
    }

    fn constant_or_hole(&self, id: ValueId, at: Option<FunctionId>, hops: u8) -> Written {
        let id = self.facts.plain(id);
        let followed = match &self.facts.value(id).kind {
            ValueKind::Str(_) | ValueKind::Template(_) | ValueKind::Concat(_) => {
                self.string(id, at, hops)
            }
            ValueKind::Name(_) | ValueKind::Member { .. } | ValueKind::Index { .. } => {
                self.constant(id, at, hops)
            }
            ValueKind::Call(call) => self.format_call(*call, hops).or_else(|| {
                let constant = self.fetched_by(id)?;
                self.constant(constant, at, hops)
            }),
            _ => None,
        };
        followed.unwrap_or_else(|| {
            let shown = self.hole_name(id);
            if let Some(index) = self.parameter(id, at) {
                return Written::asked(&shown, index, None);
            }
            if let Some((index, field)) = self.parameter_field(id, at) {
                return Written::asked(&shown, index, Some(field));
            }
            let needed = self.needed(id, at).or_else(|| self.builder_needed(id));
            let asks = needed.map(|(module, names)| Asks::Name {
                module: module.into(),
                names: names.into(),
            });
            let own = || {
                Some(Asks::Own {
                    field: self.own_field(id, at)?.into(),
                })
            };
            Written::hole(&shown, asks.or_else(own))
        })
    }

    /// What to call a hole: the path of names it is, or `…`.
    fn hole_name(&self, id: ValueId) -> String {
        let mut parts = Vec::new();
        let mut at = self.facts.plain(id);
        for _ in 0..8 {
            match self.facts.value(at).kind {
                ValueKind::Name(name) => {
                    parts.push(name);
                    parts.reverse();
                    return parts.join(".");
                }
                ValueKind::Member { base, name } => {
                    parts.push(name);
                    at = self.facts.plain(base);
                }
                ValueKind::Call(call) => at = self.facts.plain(self.facts.call(call).callee),
                _ => break,
            }
        }
        "…".to_owned()
    }

    fn constant(&self, id: ValueId, at: Option<FunctionId>, hops: u8) -> Option<Written> {
        if let ValueKind::Name(name) = self.facts.value(id).kind
            && let Some(binding) = self.constant_binding(name, at)
            && let Some(value) = binding.value
        {
            if let ValueKind::Number(number) = self.facts.value(self.facts.plain(value)).kind
                && binding.kind == BindingKind::Constant
            {
                return Some(Written::literal(number));
            }
            let told = self.string(value, binding.scope, hops)?;
            // What a function makes is called by the name it is given, as long as nobody tells it.
            if let ([gap], false) = (told.gaps.as_slice(), told.literal)
                && matches!(&gap.asks, Asks::Name { names, .. } if names.ends_with("()"))
            {
                return Some(Written::hole(name, Some(gap.asks.clone())));
            }
            return Some(told).filter(Written::tells);
        }
        if let Some(told) = self.field_text(id, at, hops).filter(Written::tells) {
            return Some(told);
        }
        if let ValueKind::Member { base, name } = self.facts.value(id).kind
            && let ValueKind::Name(owner) = self.facts.value(self.facts.plain(base)).kind
            && let [only] = self.fields_of(owner, name).as_slice()
            && let Some(value) = only.value
        {
            return self.string(value, None, hops).filter(Written::tells);
        }
        if let Some((value, scope)) = self.literal(id, at)
            && let Some(told) = self.string(value, scope, hops).filter(Written::tells)
        {
            return Some(told);
        }
        self.known_constant(id, at)
    }

    /// The binding of a name that is bound exactly once in reach, and not by a caller.
    fn constant_binding(&self, name: &str, at: Option<FunctionId>) -> Option<&Binding<'_>> {
        let mut scope = at;
        loop {
            let mut here = self.bindings_of(name).filter(|binding| {
                binding.scope == scope && (binding.owner.is_none() || scope.is_none())
            });
            if let Some(first) = here.next() {
                let alone = here.all(|next| self.is_dressed(name, next.value))
                    && first.kind != BindingKind::Parameter;
                return alone.then_some(first);
            }
            scope = self.facts.function(scope?).parent;
        }
    }

    /// Whether what a name is given anew is what it was, with something put on that changes no text
    /// of it: `opts = opts.const_label(…)`.
    fn is_dressed(&self, name: &str, value: Option<ValueId>) -> bool {
        let Some(value) = value.map(|value| self.facts.plain(value)) else {
            return false;
        };
        match &self.facts.value(value).kind {
            ValueKind::Name(same) => *same == name,
            ValueKind::Either(options) => options
                .iter()
                .all(|option| self.is_dressed(name, Some(*option))),
            ValueKind::Call(call) => {
                let callee = self.facts.call(*call).callee;
                matches!(
                    self.facts.last_name(callee),
                    Some("const_label" | "const_labels" | "buckets" | "clone" | "variable_labels")
                ) && self.is_dressed(name, self.facts.receiver(callee))
            }
            _ => false,
        }
    }

    /// What another file says that a name or path holds.
    fn known_constant(&self, id: ValueId, at: Option<FunctionId>) -> Option<Written> {
        let around = self.around?;
        let Found {
            meaning: Meaning::Path(path),
            ..
        } = self.identify(id, at)?
        else {
            return None;
        };
        let (module, taken) = self.module_of(&path)?;
        let name = path.names.get(taken..)?.join(".");
        let (text, open) = around.known.constant(module, &name)?;
        Some(Written {
            holes: !open.is_empty(),
            ..Written::literal(text)
        })
    }

    /// The module and name that would complete a hole.
    pub(crate) fn needed(&self, id: ValueId, at: Option<FunctionId>) -> Option<(String, String)> {
        let id = self.fetched_by(id).unwrap_or(id);
        if !matches!(
            self.facts.value(id).kind,
            ValueKind::Name(_) | ValueKind::Member { .. }
        ) {
            return None;
        }
        match self.identify(id, at)?.meaning {
            Meaning::Path(path) if path.imported => Some((path.module, path.names.join("."))),
            // A bare name may be a constant of another file of the same package.
            Meaning::Path(path) if matches!(self.family, Family::Go | Family::Java) => {
                Some((String::new(), path.names.join(".")))
            }
            Meaning::Path(path) if path.names.len() > 1 => {
                Some((String::new(), path.names.join(".")))
            }
            _ => None,
        }
    }
}
