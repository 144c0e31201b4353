//! What a call gives: an object, an instance, or what it was handed.

use super::{Found, HERE, Meaning, Path, Resolver};
use crate::detect::index::canonical;
use crate::model::facts::{Call, CallId, CallKind, FunctionId, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::signal::ResolvedBy;

impl Resolver<'_, '_> {
    /// What a call gives.
    pub(super) fn result(&self, id: CallId, hops: u8) -> Option<Found> {
        let call = self.facts.call(id);
        let at = call.function;
        let callee = self.facts.plain(call.callee);
        if let ValueKind::Member { base, name } = self.facts.value(callee).kind
            && let Some(found) = self.expression(base, at, hops)
        {
            match &found.meaning {
                Meaning::Object(object) => {
                    let given = self
                        .index
                        .derived
                        .get(object)
                        .and_then(|methods| methods.get(name));
                    let given = given.or_else(|| self.index.fluent.get(object));
                    if let Some(given) = given {
                        return Some(Found {
                            meaning: Meaning::Object(*given),
                            by: found.by,
                        });
                    }
                    return is_transparent(name).then_some(found);
                }
                Meaning::Instance(path) => {
                    if let Some(given) = self.method_result(path, name, hops) {
                        return Some(given);
                    }
                    return is_transparent(name).then_some(found);
                }
                Meaning::Path(_) => {}
            }
        }
        if self.is_require(callee) {
            let module = self.facts.as_str(call.args.first()?.value)?;
            let path = Path {
                module: canonical(self.family, module),
                names: Vec::new(),
                imported: true,
            };
            return Some(self.canonical_meaning(path, ResolvedBy::Import));
        }
        // A container that is asked for a type by its name gives that type.
        if let Some(base) = self.type_argument(call) {
            match self.expression(base, at, hops).map(|found| found.meaning) {
                Some(Meaning::Path(path)) => {
                    if let Some(object) = self.index.types.get(&path.dotted()) {
                        return Some(Found {
                            meaning: Meaning::Object(*object),
                            by: ResolvedBy::Type,
                        });
                    }
                }
                Some(Meaning::Instance(own)) => {
                    return Some(Found {
                        meaning: Meaning::Instance(own),
                        by: ResolvedBy::Type,
                    });
                }
                Some(Meaning::Object(object)) => {
                    return Some(Found {
                        meaning: Meaning::Object(object),
                        by: ResolvedBy::Export,
                    });
                }
                _ => {}
            }
        }
        let found = self.expression(callee, at, hops)?;
        let path = match &found.meaning {
            // A path that is an object, or gives it when called: packs need not say which.
            Meaning::Object(object) => {
                // The empty name stands for calling the object itself.
                let given = self
                    .index
                    .derived
                    .get(object)
                    .and_then(|methods| methods.get(""));
                let meaning = Meaning::Object(*given.unwrap_or(object));
                return Some(Found {
                    meaning,
                    by: found.by,
                });
            }
            Meaning::Path(path) => path,
            // `new self`
            Meaning::Instance(_) if call.kind == CallKind::Constructor => return Some(found),
            Meaning::Instance(_) => return None,
        };
        let dotted = path.dotted();
        if let Some(object) = self
            .index
            .objects
            .get(&dotted)
            .or_else(|| self.index.types.get(&dotted))
        {
            return Some(Found {
                meaning: Meaning::Object(*object),
                by: found.by,
            });
        }
        if call.kind == CallKind::Constructor {
            return Some(Found {
                meaning: Meaning::Instance(path.clone()),
                by: found.by,
            });
        }
        if path.module == HERE && !path.imported {
            if let Some(given) = self.function_result(None, path.names.last()?, hops) {
                return Some(given);
            }
            if let [name] = path.names.as_slice()
                && self.types.contains_key(name.as_str())
            {
                return Some(Found {
                    meaning: Meaning::Instance(path.clone()),
                    by: found.by,
                });
            }
        }
        if let Some(given) = self.known_result(path) {
            return Some(given);
        }
        // `Arc::new(x)`, `Some(x)`, `LazyLock::new(|| x)`: what goes in comes out.
        if self.family == Family::Rust {
            return self.wrapped(call.args.first()?.value, at, hops);
        }
        // `val x by lazy { y }`
        if self.family == Family::Java && path.names == ["lazy"] {
            return self.wrapped(call.args.last()?.value, at, hops);
        }
        let class = matches!(self.family, Family::Python | Family::Java)
            && path.names.last()?.starts_with(char::is_uppercase);
        class.then(|| Found {
            meaning: Meaning::Instance(path.clone()),
            by: found.by,
        })
    }

    /// The type in `get(T::class)`.
    fn type_argument(&self, call: &Call<'_>) -> Option<ValueId> {
        if self.family != Family::Php {
            return None;
        }
        let arg = self.facts.plain(call.args.first()?.value);
        match self.facts.value(arg).kind {
            ValueKind::Name("__CLASS__") => Some(arg),
            ValueKind::Member {
                base,
                name: "class",
            } => Some(base),
            _ => None,
        }
    }

    /// The name of the type that a container is asked for.
    pub(crate) fn asked_for(&self, call: &Call<'_>) -> Option<&str> {
        self.facts.last_name(self.type_argument(call)?)
    }

    pub(super) fn wrapped(&self, id: ValueId, at: Option<FunctionId>, hops: u8) -> Option<Found> {
        let hops = hops.checked_sub(1)?;
        let found = match self.facts.value(self.facts.plain(id)).kind {
            ValueKind::Closure(function) => self.returned(function, hops),
            _ => self.expression(id, at, hops),
        }?;
        matches!(found.meaning, Meaning::Object(_)).then_some(found)
    }

    pub(super) fn returned(&self, function: FunctionId, hops: u8) -> Option<Found> {
        let hops = hops.checked_sub(1)?;
        let mut values = self.returns.get(&function)?.iter();
        values.find_map(|value| self.expression(*value, Some(function), hops))
    }

    /// What the function `name` of this file, or the method of `owner`, gives.
    pub(super) fn function_result(
        &self,
        owner: Option<&str>,
        name: &str,
        hops: u8,
    ) -> Option<Found> {
        let all = self.functions.get(name)?;
        for at in all
            .iter()
            .filter(|at| self.facts.functions[**at as usize].owner == owner || owner.is_none())
        {
            let function = &self.facts.functions[*at as usize];
            if let Some(found) = function
                .returns
                .and_then(|declared| self.declared_type(declared))
            {
                return Some(found);
            }
            if let Some(found) = self.returned(FunctionId(*at), hops) {
                return Some(found);
            }
        }
        None
    }

    pub(super) fn method_result(&self, path: &Path, name: &str, hops: u8) -> Option<Found> {
        if path.module == HERE
            && let [owner] = path.names.as_slice()
            && let Some(found) = self.function_result(Some(owner), name, hops)
        {
            return Some(found);
        }
        let (module, type_name) = self.type_home(path, name)?;
        self.given_by(module, &format!("{type_name}.{name}"))
    }

    pub(super) fn is_require(&self, callee: ValueId) -> bool {
        self.family == Family::JavaScript
            && matches!(self.facts.value(callee).kind, ValueKind::Name("require"))
    }
}

/// Methods that hand on the object they are called on.
fn is_transparent(name: &str) -> bool {
    matches!(
        name,
        "clone"
            | "unwrap"
            | "expect"
            | "as_ref"
            | "as_mut"
            | "borrow"
            | "lock"
            | "read"
            | "get"
            | "deref"
            | "to_owned"
            | "into"
            | "get_or_init"
            | "load"
            | "unwrap_or_default"
            | "bind"
            | "get_or_insert_with"
            // Kotlin: the object, after something was done with it.
            | "also"
            | "apply"
    )
}
