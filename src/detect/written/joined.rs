//! Lists of texts that are put together to one, and what a standard library makes of a text.

use super::{Resolver, Written};
use crate::model::facts::{Call, FunctionId, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::summary::{Asks, REST};

/// Most parts of one text.
const PARTS: usize = 32;

impl Resolver<'_, '_> {
    /// What the parts of a list say with `separator` between them.
    pub(crate) fn listed(
        &self,
        id: ValueId,
        at: Option<FunctionId>,
        separator: &str,
        hops: u8,
    ) -> Option<Written> {
        let mut parts = Vec::new();
        self.parts(id, at, hops, &mut parts)?;
        let parts = parts.into_iter().take(PARTS);
        parts.reduce(|whole, part| whole.join(separator, part))
    }

    /// Whether an expression is a list that stands here, or is made here.
    pub(crate) fn is_list(&self, id: ValueId, at: Option<FunctionId>) -> bool {
        let list = |id: ValueId| match self.facts.value(self.facts.plain(id)).kind {
            ValueKind::List(_) => true,
            ValueKind::Call(call) => {
                self.facts.last_name(self.facts.call(call).callee) == Some("append")
            }
            _ => false,
        };
        list(id) || self.literal(id, at).is_some_and(|(id, _)| list(id))
    }

    fn parts(
        &self,
        id: ValueId,
        at: Option<FunctionId>,
        hops: u8,
        parts: &mut Vec<Written>,
    ) -> Option<()> {
        let hops = hops.checked_sub(1)?;
        let id = self.facts.plain(id);
        match &self.facts.value(id).kind {
            ValueKind::List(items) => {
                for item in items {
                    match self.facts.value(*item).kind {
                        ValueKind::Same(list) if self.is_list(list, at) => {
                            self.parts(list, at, hops, parts)?;
                        }
                        _ => self.part(*item, at, hops, parts),
                    }
                }
                Some(())
            }
            ValueKind::Concat(lists) => {
                for list in lists {
                    self.parts(*list, at, hops, parts)?;
                }
                Some(())
            }
            ValueKind::Call(call) => {
                let call = self.facts.call(*call);
                if self.facts.last_name(call.callee) != Some("append") || call.args.is_empty() {
                    return None;
                }
                self.parts(call.args[0].value, at, hops, parts)?;
                self.appended(call, 1, hops, parts);
                Some(())
            }
            ValueKind::Name(name) => {
                if let Some(index) = self.parameter(id, at) {
                    parts.push(self.list_asked(id, index, at));
                    return Some(());
                }
                self.grown(name, at, hops, parts)
            }
            ValueKind::Member { .. } => {
                if let Some((list, scope)) = self.literal(id, at)
                    && self.is_list(list, scope)
                {
                    return self.parts(list, scope, hops, parts);
                }
                let (owner, field) = self.field_meant(id, at)?;
                let [(list, scope)] = self.fillings(&owner, field)[..] else {
                    return None;
                };
                let mut own = Vec::new();
                self.parts(list, scope, hops, &mut own)?;
                let key = scope.map(|scope| self.key_of(scope));
                parts.extend(own.into_iter().map(|part| part.handed_to(key.as_deref())));
                Some(())
            }
            _ => None,
        }
    }

    /// A list that is a parameter: all of it, or all arguments from there on.
    fn list_asked(&self, id: ValueId, index: u16, at: Option<FunctionId>) -> Written {
        let shown = self.hole_name(id);
        let function = at.map(|at| self.facts.function(at));
        let rest = function.is_some_and(|of| of.variadic && of.parameters == index + 1);
        Written::asked(&shown, index, rest.then_some(REST))
    }

    fn part(&self, id: ValueId, at: Option<FunctionId>, hops: u8, parts: &mut Vec<Written>) {
        if !matches!(
            self.facts.value(self.facts.plain(id)).kind,
            ValueKind::Null | ValueKind::Number(_)
        ) {
            parts.push(self.constant_or_hole(id, at, hops));
        }
    }

    fn appended(&self, call: &Call<'_>, from: usize, hops: u8, parts: &mut Vec<Written>) {
        for arg in call.args.iter().skip(from) {
            if !arg.spread || self.parts(arg.value, call.function, hops, parts).is_none() {
                self.part(arg.value, call.function, hops, parts);
            }
        }
    }

    /// A list that begins with what it is given and grows: `parts = []`, `parts.append(x)`,
    /// `parts = append(parts, x)`. What is added under a condition is taken for added.
    fn grown(
        &self,
        name: &str,
        at: Option<FunctionId>,
        hops: u8,
        parts: &mut Vec<Written>,
    ) -> Option<()> {
        let mut scope = at;
        let here = loop {
            let here: Vec<_> = self
                .bindings_of(name)
                .filter(|binding| binding.scope == scope && binding.value.is_some())
                .collect();
            if !here.is_empty() {
                break here;
            }
            scope = self.facts.function(scope?).parent;
        };
        let is_it = |id: ValueId| matches!(self.facts.value(self.facts.plain(id)).kind, ValueKind::Name(other) if other == name);
        let (first, later) = here.split_first()?;
        self.parts(first.value?, scope, hops, parts)?;
        for binding in later {
            let value = self.facts.plain(binding.value?);
            let ValueKind::Call(call) = self.facts.value(value).kind else {
                return None;
            };
            let call = self.facts.call(call);
            if self.facts.last_name(call.callee) != Some("append")
                || !call.args.first().is_some_and(|arg| is_it(arg.value))
            {
                return None;
            }
            self.appended(call, 1, hops, parts);
        }
        if self.family != Family::Go {
            let grows = self.facts.calls.iter().filter(|call| {
                call.function == scope
                    && matches!(
                        self.facts.last_name(call.callee),
                        Some("append" | "push" | "add" | "Add")
                    )
                    && self.facts.receiver(call.callee).is_some_and(is_it)
            });
            for call in grows {
                self.appended(call, 0, hops, parts);
            }
        }
        Some(())
    }

    /// `"_".join(parts)`, `strings.Join(parts, "_")`, `String.join("_", a, b)` and their kin.
    pub(super) fn join_call(&self, call: &Call<'_>, hops: u8) -> Option<Written> {
        let name = self.facts.last_name(call.callee)?;
        let at = call.function;
        let receiver = self.facts.receiver(call.callee);
        let arg = |index: usize| call.args.get(index).map(|arg| arg.value);
        let text = |id: ValueId| {
            let said = self.string(id, at, hops)?;
            (!said.holes).then_some(said.text)
        };
        let of = receiver.and_then(|of| self.facts.last_name(of));
        match (self.family, name) {
            (Family::Python, "join") => self.listed(arg(0)?, at, &text(receiver?)?, hops),
            (Family::Go, "Join") => match of {
                Some("path" | "filepath") => Some(self.joined("/", call, hops)),
                Some("strings") => self.listed(arg(0)?, at, &text(arg(1)?)?, hops),
                _ => None,
            },
            (Family::Java, "join") | (Family::CSharp, "Join")
                if matches!(of, Some("String" | "string")) =>
            {
                let separator = text(arg(0)?)?;
                if call.args.len() == 2 && self.is_list(arg(1)?, at) {
                    return self.listed(arg(1)?, at, &separator, hops);
                }
                let mut parts = Vec::new();
                self.appended(call, 1, hops, &mut parts);
                parts
                    .into_iter()
                    .reduce(|whole, part| whole.join(&separator, part))
            }
            (Family::Php, "implode" | "join") => self.listed(arg(1)?, at, &text(arg(0)?)?, hops),
            (Family::JavaScript | Family::Ruby | Family::Rust, "join")
            | (Family::Java, "joinToString" | "mkString") => {
                let separator = match arg(0) {
                    Some(separator) => text(separator)?,
                    None => match self.family {
                        Family::JavaScript => ",".to_owned(),
                        _ => String::new(),
                    },
                };
                self.listed(receiver?, at, &separator, hops)
            }
            _ => None,
        }
    }

    /// What a call of a standard library makes of a text: `.lower()`, `strings.ReplaceAll(x, a, b)`.
    pub(super) fn converted(&self, call: &Call<'_>, hops: u8) -> Option<Written> {
        let name = self.facts.last_name(call.callee)?;
        let at = call.function;
        let receiver = self.facts.receiver(call.callee);
        let arg = |index: usize| call.args.get(index).map(|arg| arg.value);
        let of = receiver.and_then(|of| self.facts.last_name(of));
        // Go and PHP have functions for it, the others methods.
        let go = self.family == Family::Go && of == Some("strings");
        let plain = go || self.family == Family::Php && receiver.is_none();
        if self.family == Family::Go && !go {
            return match (of, name) {
                (Some("fmt"), "Sprint") => Some(self.joined("", call, hops)),
                _ => None,
            };
        }
        let subject = match name {
            "str_replace" => arg(2)?,
            _ if plain => arg(0)?,
            _ => receiver?,
        };
        let text = |index: usize| self.facts.as_str(arg(index + usize::from(plain))?);
        let said = || self.string(subject, at, hops).filter(|said| said.literal);
        match name {
            "lower" | "toLowerCase" | "ToLower" | "ToLowerInvariant" | "downcase"
            | "to_lowercase" | "to_ascii_lowercase" | "lowercase" | "strtolower" | "toLower" => {
                said()?.outside_holes(str::to_ascii_lowercase)
            }
            "upper" | "toUpperCase" | "ToUpper" | "ToUpperInvariant" | "upcase"
            | "to_uppercase" | "to_ascii_uppercase" | "uppercase" | "strtoupper" | "toUpper" => {
                said()?.outside_holes(str::to_ascii_uppercase)
            }
            "replace" | "replaceAll" | "Replace" | "ReplaceAll" | "gsub" | "tr" => {
                let (from, to) = (text(0)?, text(1)?);
                let once = self.family == Family::JavaScript && name == "replace";
                // `tr` maps letter by letter.
                if name == "tr" && (from.len(), to.len()) != (1, 1) {
                    return None;
                }
                let most = if once { 1 } else { usize::MAX };
                said()?.outside_holes(|text| text.replacen(from, to, most))
            }
            "str_replace" => {
                let (from, to) = (self.facts.as_str(arg(0)?)?, self.facts.as_str(arg(1)?)?);
                said()?.outside_holes(|text| text.replace(from, to))
            }
            "TrimPrefix" | "removeprefix" | "removePrefix" | "delete_prefix" => {
                let prefix = text(0)?;
                let said = said().filter(|said| !said.holes)?;
                let rest = said.text.strip_prefix(prefix).unwrap_or(&said.text);
                Some(Written::literal(rest))
            }
            "TrimSuffix" | "removesuffix" | "removeSuffix" | "delete_suffix" => {
                let suffix = text(0)?;
                let said = said().filter(|said| !said.holes)?;
                let rest = said.text.strip_suffix(suffix).unwrap_or(&said.text);
                Some(Written::literal(rest))
            }
            "toString" | "ToString" | "to_s" | "to_sym" if call.args.is_empty() => said(),
            _ => None,
        }
    }
}

impl Written {
    /// The same with something made of its literal text; its holes, and what fills them, stay.
    fn outside_holes(self, make: impl Fn(&str) -> String) -> Option<Self> {
        if !self.holes && self.gaps.is_empty() {
            return Some(Self::literal(make(&self.text)));
        }
        // Without a place for each hole nobody knows which braces are meant.
        let holes = self.text.matches('{').count();
        if holes != self.gaps.len() || self.gaps.iter().any(|gap| gap.asks.is_own()) {
            return None;
        }
        let mut made = Self::default();
        let mut done = 0;
        for gap in &self.gaps {
            let (start, end) = (gap.start as usize, gap.end as usize);
            if start > done {
                made.push(Self::literal(make(&self.text[done..start])));
            }
            let shown = self.text[start..end].trim_matches(['{', '}']);
            made.push(Self::hole(shown, Some(gap.asks.clone())));
            done = end;
        }
        if done < self.text.len() {
            made.push(Self::literal(make(&self.text[done..])));
        }
        Some(made)
    }
}

impl Asks {
    fn is_own(&self) -> bool {
        matches!(self, Self::Own { .. })
    }
}
