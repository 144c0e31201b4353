//! Objects that are printed whole, and whether their types show what is sensitive in them.

use super::classes::type_names;
use super::named::is_text;
use super::trace::{Taint, Tracer, What};
use crate::detect::resolve::{HERE, Meaning};
use crate::detect::secrets::names::split;
use crate::model::facts::{BindingKind, CallKind, FunctionId, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::place::Span;
use crate::model::signal::Confidence;

/// Methods by which a type says itself how it is printed.
const PRINTS: [&str; 18] = [
    "String",
    "GoString",
    "Format",
    "MarshalLog",
    "LogValue",
    "MarshalText",
    "MarshalJSON",
    "MarshalLogObject",
    "__repr__",
    "__str__",
    "__repr_args__",
    "toString",
    "ToString",
    "toJSON",
    "to_s",
    "inspect",
    "fmt",
    "__toString",
];

/// What gives a type a printed form that shows its fields.
const SHOWING: [&str; 14] = [
    "dataclass",
    "dataclasses.dataclass",
    "attrs",
    "define",
    "attr.s",
    "s",
    "Data",
    "ToString",
    "Value",
    "BaseModel",
    "BaseSettings",
    "NamedTuple",
    "SQLModel",
    "Struct",
];

impl<'s> Tracer<'_, 's> {
    /// What an object shows whose type stands in this file.
    pub(super) fn object(
        &self,
        id: ValueId,
        at: Option<FunctionId>,
        direct: bool,
    ) -> Option<Taint> {
        if !self.is_whole(id, direct) {
            return None;
        }
        let owner = self.own_instance(id, at)?;
        let (class, field) = self.shown_by(&owner)?;
        let span = self.facts().value(id).span;
        Some(Taint {
            what: What::Object(class),
            confidence: Confidence::Likely,
            subject: span,
            steps: vec![field, span],
        })
    }

    /// The type of another file that an object is of, where it would show its fields.
    pub(super) fn foreign_type(
        &self,
        id: ValueId,
        at: Option<FunctionId>,
        direct: bool,
    ) -> Option<(String, String)> {
        if !self.is_whole(id, direct) {
            return None;
        }
        match self.resolver.identify(id, at)?.meaning {
            Meaning::Instance(path) if path.imported || path.module == HERE => {
                let name = path.names.join(".");
                (!name.is_empty()).then_some((path.module, name))
            }
            _ => None,
        }
    }

    fn is_whole(&self, id: ValueId, direct: bool) -> bool {
        let named = match self.facts().value(id).kind {
            ValueKind::Name(name) => {
                // A channel or a function is printed as its address.
                let mut bindings = self.resolver.bindings_of(name);
                let opaque = bindings.any(|binding| {
                    binding.declared.is_some_and(|declared| {
                        declared.starts_with("chan")
                            || declared.contains("<-")
                            || declared.starts_with("func")
                    })
                });
                !opaque && !matches!(name, "self" | "this" | "err" | "e" | "ex" | "error")
            }
            ValueKind::Member { name, .. } => !self.index.words.labels.contains(name),
            _ => false,
        };
        // An object in a text of JavaScript is `[object Object]`.
        named && (direct || self.family() != Family::JavaScript)
    }

    /// The field that a type of this file shows when it is printed, with the class of its data.
    fn shown_by(&self, owner: &str) -> Option<(u8, Span)> {
        if !self.shows(owner) {
            return None;
        }
        let facts = self.facts();
        let mut fields = facts
            .bindings
            .iter()
            .filter(|binding| binding.owner == Some(owner) && binding.kind == BindingKind::Field);
        fields.find_map(|field| {
            let declared = field.declared;
            if declared.is_some_and(|declared| {
                self.is_plain(declared) || self.is_hiding(declared) || !is_text(declared)
            }) || declared.is_none() && field.scope.is_some()
                || self.is_hidden(field.span)
                || self.is_excluded(owner, field.name)
            {
                return None;
            }
            let meant = self.index.meaning(field.name, &[])?;
            let words = split(owner);
            let backed = !meant.weak || {
                let around = words.into_iter().collect();
                self.index.is_backed(meant.class, &around)
            };
            // What somebody is called or reached by stands in every object of its kind.
            let grave = self.index.id(meant.class) == "credentials"
                || self.index.id(meant.class) == "finance";
            (backed && grave).then_some((meant.class, field.span))
        })
    }

    /// Whether a field is marked as one that is not printed.
    fn is_hidden(&self, field: Span) -> bool {
        let line = self.text[..field.start as usize]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let end = self.text[field.end as usize..]
            .find('\n')
            .map_or(self.text.len(), |at| field.end as usize + at);
        // The line above may hold an annotation.
        let above = self.text[..line.saturating_sub(1)]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let near = &self.text[above..end];
        [
            "repr=False",
            "`json:\"-\"",
            "json:\"-\"",
            "log:\"-\"",
            "datapolicy:",
        ]
        .iter()
        .any(|mark| near.contains(mark))
            || near.split(['@', '[']).skip(1).any(|mark| {
                let name = mark
                    .split(|c: char| !c.is_alphanumeric() && c != '.')
                    .next();
                name.is_some_and(|name| self.index.words.hiding_annotations.contains(name))
            })
    }

    /// Whether what is written on a type leaves a field out: `@ToString(exclude = "password")`.
    fn is_excluded(&self, owner: &str, field: &str) -> bool {
        let facts = self.facts();
        facts.calls.iter().any(|call| {
            let on = matches!(call.kind, CallKind::OnType(declared) if facts.type_of(declared).name == owner);
            let written = call.span.of(self.text);
            on && written.contains("xclude") && written.contains(field)
        })
    }

    /// Whether values of a type of this file show their fields when they are printed.
    fn shows(&self, owner: &str) -> bool {
        let facts = self.facts();
        let says = facts
            .functions
            .iter()
            .any(|function| function.owner == Some(owner) && PRINTS.contains(&function.name));
        if says {
            return false;
        }
        match self.family() {
            Family::Go | Family::JavaScript => true,
            Family::Python | Family::Java => {
                let based = self.resolver.bases_of(owner).iter().any(|base| {
                    type_names(base)
                        .any(|name| SHOWING.contains(&name.rsplit('.').next().unwrap_or(name)))
                });
                based
                    || self
                        .marked(owner)
                        .any(|mark| SHOWING.contains(&mark.as_str()))
            }
            Family::Rust => {
                let declared = facts.types.iter().find(|declared| declared.name == owner);
                // `#[derive(Debug)]` stands right before it, or belongs to it.
                declared.is_some_and(|declared| {
                    let start = declared.span.start as usize;
                    let from = self.text[..start]
                        .char_indices()
                        .rev()
                        .nth(200)
                        .map_or(0, |(at, _)| at);
                    let end = self.text[start..].char_indices().nth(60);
                    let end = end.map_or(self.text.len(), |(at, _)| start + at);
                    let head = &self.text[from..end];
                    let last = head.rfind("derive(");
                    last.is_some_and(|at| {
                        let list = &head[at..];
                        let list = &list[..list.find(')').unwrap_or(list.len())];
                        list.contains("Debug") && !head[at..].contains("\n}\n")
                    })
                })
            }
            _ => false,
        }
    }

    /// The names of what is written on a type.
    fn marked<'o>(&'o self, owner: &'o str) -> impl Iterator<Item = String> + 'o {
        let facts = self.facts();
        facts.calls.iter().filter_map(move |call| match call.kind {
            CallKind::OnType(declared) if facts.type_of(declared).name == owner => {
                facts.last_name(call.callee).map(str::to_owned)
            }
            _ => None,
        })
    }

    /// Types of this file that show a sensitive field: type, class, field.
    pub(super) fn all_shown(&self) -> Vec<(&'s str, u8, Span)> {
        let facts = self.facts();
        facts
            .types
            .iter()
            .filter_map(|declared| {
                let (class, field) = self.shown_by(declared.name)?;
                Some((declared.name, class, field))
            })
            .collect()
    }
}
