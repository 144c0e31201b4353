//! What a file offers to others: loggers, wrappers, constants, types and re-exports, by name.

use super::points::Harvest;
use super::resolve::{HERE, Meaning, Path, Resolver};
use super::written::Written;
use crate::model::facts::{Binding, BindingKind, Facts, FunctionId, Type, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::signal::Instrument;
use crate::model::summary::{BETWEEN, Composed, Declared, KEYS, KIND, ObjectRef, What, called};
use crate::model::text::Scrubber;

/// Longest constant that is kept for other files. Bytes.
const CONSTANT: usize = 200;

/// Everything this file declares that may mean something elsewhere.
pub(crate) fn declared(
    resolver: &Resolver<'_, '_>,
    harvest: &Harvest,
    prefixes: Vec<(String, Written)>,
    scrubber: &Scrubber,
) -> Vec<Declared> {
    let facts = resolver.facts;
    let mut all: Vec<Declared> = Vec::new();
    let mut add = |name: String, what: What| {
        all.push(Declared {
            name: name.into(),
            what,
        });
    };
    for (name, wrapper) in &harvest.wrappers {
        add(name.clone(), What::Wrapper(wrapper.clone()));
    }
    for (name, parameters) in &harvest.takers {
        add(name.clone(), What::Taker(parameters.clone()));
    }
    for (name, text) in prefixes {
        add(name, What::Constant(text.composed(scrubber)));
    }
    for binding in facts.bindings.iter().filter(|binding| reachable(binding)) {
        let name = match binding.owner {
            Some(owner) => format!("{owner}.{}", binding.name),
            None => binding.name.to_owned(),
        };
        if binding.scope.is_none()
            && let Some(value) = binding.value
        {
            for (field, text) in entries(resolver, value, scrubber) {
                add(format!("{name}.{field}"), What::Constant(text));
            }
        }
        if let Some(what) = of_binding(resolver, binding, scrubber) {
            add(name, what);
        }
    }
    for (at, function) in facts.functions.iter().enumerate() {
        if function.name.is_empty() || function.parent.is_some() {
            continue;
        }
        let built = resolver.options_built(FunctionId(at as u32));
        if !built.is_empty() {
            let entries = built
                .into_iter()
                .map(|(name, text)| (name.into(), text.composed(scrubber)));
            let name = function.owner.map_or_else(
                || function.name.to_owned(),
                |owner| format!("{owner}.{}", function.name),
            );
            add(
                name,
                What::Options(entries.collect(), parameters(facts, FunctionId(at as u32))),
            );
        }
        if let Some(text) = resolver.text_built(FunctionId(at as u32)) {
            let name = called(&resolver.key_of(FunctionId(at as u32)));
            let parameters = parameters(facts, FunctionId(at as u32));
            add(name, What::Text(text.composed(scrubber), parameters));
        }
        if let Some(what) = gives(resolver, FunctionId(at as u32)) {
            add(
                function.owner.map_or_else(
                    || function.name.to_owned(),
                    |owner| format!("{owner}.{}", function.name),
                ),
                what,
            );
        }
    }
    for declared in &facts.types {
        for (object, field) in resolver.annotated(declared.name) {
            add(format!("{}.{field}", declared.name), What::Object(*object));
        }
        let other = || resolver.mirrored(declared.name);
        if let Some(object) = other_name_for(resolver, declared).or_else(other) {
            add(declared.name.to_owned(), What::Object(object));
        }
    }
    for import in facts
        .imports
        .iter()
        .filter(|import| import.reexported || resolver.family == Family::Python)
    {
        // In Python every imported name can be imported again from here.
        let whole = if import.local == "*" { "*" } else { "" };
        let original = import.name.as_deref().unwrap_or(whole);
        add(
            import.local.to_owned(),
            What::Reexport(import.module.as_ref().into(), original.into()),
        );
    }
    for export in &facts.exports {
        let what = match &facts.value(facts.plain(export.value)).kind {
            ValueKind::Str(text) if text.len() <= CONSTANT => Some(What::Constant(Composed {
                text: scrubber.clean(text),
                gaps: Vec::new(),
            })),
            _ => resolver
                .identify(export.value, None)
                .and_then(|found| as_value(found.meaning)),
        };
        match what {
            Some(what) => add(export.name.clone().into_owned(), what),
            None => {
                // The same thing under another name: hand on what the local name means.
                if let Some(local) = facts.last_name(export.value)
                    && let Some((_, wrapper)) =
                        harvest.wrappers.iter().find(|(name, _)| name == local)
                {
                    add(
                        export.name.clone().into_owned(),
                        What::Wrapper(wrapper.clone()),
                    );
                }
            }
        }
    }
    all.dedup();
    all
}

/// The types of this file and what each rests on, where a member may be called by its bare name, or
/// is one of an embedded type.
pub(crate) fn bases(resolver: &Resolver<'_, '_>) -> Vec<(Box<str>, Box<str>, Box<str>)> {
    if !resolver.family.reaches_members() && resolver.family != Family::Go {
        return Vec::new();
    }
    let mut all = Vec::new();
    for declared in &resolver.facts.types {
        for base in &declared.bases {
            if let Some(found) = resolver.declared_type(base)
                && let Meaning::Instance(path) = found.meaning
                && !path.module.starts_with('#')
                && (path.module != HERE || path.names != [declared.name])
            {
                let names = path.names.join(".");
                all.push((declared.name.into(), path.module.into(), names.into()));
            }
        }
    }
    all
}

/// The library's object that a type is when it only gives the library's type another name: it rests
/// on it and adds nothing.
fn other_name_for(resolver: &Resolver<'_, '_>, declared: &Type<'_>) -> Option<ObjectRef> {
    let facts = resolver.facts;
    let own = Some(declared.name);
    let adds = facts.bindings.iter().any(|binding| binding.owner == own)
        || facts.functions.iter().any(|function| function.owner == own);
    if declared.bases.is_empty() || adds {
        return None;
    }
    declared
        .bases
        .iter()
        .find_map(|base| match resolver.declared_type(base)?.meaning {
            Meaning::Object(object) => Some(object),
            _ => None,
        })
}

/// How many entries an object of constants may have; more make a table of texts, not of names.
const ENTRIES: usize = 64;

/// The texts in a literal with named entries: `Instrument{name: "requests", …}`, `{ ORDERS: "orders" }`.
/// What describes a metric says its kind and its labels too.
fn entries(
    resolver: &Resolver<'_, '_>,
    value: ValueId,
    scrubber: &Scrubber,
) -> Vec<(String, Composed)> {
    let facts = resolver.facts;
    let named: Vec<(&str, ValueId)> = match &facts.value(facts.plain(value)).kind {
        ValueKind::Struct { fields, .. } => fields.clone(),
        ValueKind::Map(entries) => {
            let named = entries.iter().filter_map(|(key, value)| {
                let key = facts.as_str(*key).or_else(|| facts.last_name(*key))?;
                Some((key, *value))
            });
            named.collect()
        }
        _ => return Vec::new(),
    };
    if named.len() > ENTRIES {
        return Vec::new();
    }
    let mut texts: Vec<(String, Composed)> = Vec::new();
    let mut add = |key: &str, written: Written| {
        let tells = written.literal || !written.gaps.is_empty();
        if tells && !written.has_parameter() && written.text.len() <= CONSTANT {
            texts.push((key.to_owned(), written.composed(scrubber)));
        }
    };
    for (key, value) in named {
        let value = facts.plain(value);
        match &facts.value(value).kind {
            ValueKind::Str(text) => add(key, Written::literal(&**text)),
            ValueKind::Name(name) | ValueKind::Member { name, .. } => {
                if Instrument::in_name(name).is_some() {
                    add(KIND, Written::literal(*name));
                } else if let Some(written) = resolver.written(value, None) {
                    add(key, written);
                }
            }
            ValueKind::Concat(_) | ValueKind::Template(_) => {
                if let Some(written) = resolver.written(value, None) {
                    add(key, written);
                }
            }
            ValueKind::List(items) if is_keys(key) => {
                let keys = items.iter().filter_map(|item| {
                    let item = match &facts.value(facts.plain(*item)).kind {
                        ValueKind::Struct { fields, .. } => {
                            fields.iter().find(|(name, _)| is_name(name))?.1
                        }
                        _ => *item,
                    };
                    resolver.written(item, None)
                });
                let all = keys.reduce(|all, key| all.join(BETWEEN, key));
                if let Some(all) = all {
                    add(KEYS, all);
                }
            }
            _ => {}
        }
    }
    texts
}

/// Whether a field of a description holds the keys of labels.
pub(crate) fn is_keys(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("labels")
        || matches!(
            name.as_str(),
            "labelnames" | "labelkeys" | "keys" | "attributes" | "tags" | "tagkeys" | "dimensions"
        )
}

/// Whether a field of a small struct holds the name of what it describes.
pub(crate) fn is_name(name: &str) -> bool {
    matches!(name, "name" | "Name" | "key" | "Key" | "label" | "Label")
}

/// The names of a function's parameters, by place.
fn parameters(facts: &Facts<'_>, function: FunctionId) -> Vec<Box<str>> {
    let own = facts.bindings.iter().filter(|binding| {
        binding.kind == BindingKind::Parameter && binding.scope == Some(function)
    });
    let mut names: Vec<(u16, &str)> = own.map(|binding| (binding.index, binding.name)).collect();
    names.sort_unstable();
    names.dedup_by_key(|(index, _)| *index);
    names.into_iter().map(|(_, name)| name.into()).collect()
}

fn reachable(binding: &Binding<'_>) -> bool {
    !matches!(binding.kind, BindingKind::Parameter | BindingKind::Entry)
        && (binding.scope.is_none() || binding.owner.is_some())
}

fn of_binding(
    resolver: &Resolver<'_, '_>,
    binding: &Binding<'_>,
    scrubber: &Scrubber,
) -> Option<What> {
    if let Some(value) = binding.value
        && is_short_text(resolver.facts, value)
        && let Some(written) = resolver.written(value, binding.scope)
        && (written.literal || !written.gaps.is_empty())
        && !written.has_parameter()
    {
        return Some(What::Constant(written.composed(scrubber)));
    }
    if let Some(declared) = binding.declared
        && let Some(found) = resolver.declared_type(declared)
    {
        return as_value(found.meaning);
    }
    let value = binding.value?;
    let found = resolver.identify(value, binding.scope)?;
    as_value(found.meaning).or_else(|| {
        // `const Namespace = common.Namespace`: another name for a constant of another file.
        let written = (binding.kind == BindingKind::Constant)
            .then(|| resolver.written(value, binding.scope))
            .flatten()?;
        let asks = !written.gaps.is_empty() && !written.has_parameter();
        asks.then(|| What::Constant(written.composed(scrubber)))
    })
}

fn is_short_text(facts: &Facts<'_>, value: crate::model::facts::ValueId) -> bool {
    let value = facts.value(facts.plain(value));
    (value.span.end - value.span.start) as usize <= CONSTANT
        && matches!(
            value.kind,
            ValueKind::Str(_) | ValueKind::Concat(_) | ValueKind::Template(_) | ValueKind::Call(_)
        )
}

fn as_value(meaning: Meaning) -> Option<What> {
    match meaning {
        Meaning::Object(object) => Some(What::Object(object)),
        Meaning::Instance(path) => typed(&path).map(|(module, name)| What::Typed(module, name)),
        Meaning::Path(_) => None,
    }
}

/// What calling a function gives, when others may care.
fn gives(resolver: &Resolver<'_, '_>, id: FunctionId) -> Option<What> {
    let facts = resolver.facts;
    let function = facts.function(id);
    let declared = function
        .returns
        .and_then(|declared| resolver.declared_type(declared));
    let found = declared.or_else(|| {
        let mut values = facts.returns.iter().filter(|given| given.function == id);
        values.find_map(|given| resolver.identify(given.value, Some(id)))
    })?;
    match found.meaning {
        Meaning::Object(object) => Some(What::Returns(object)),
        Meaning::Instance(path) => {
            typed(&path).map(|(module, name)| What::ReturnsTyped(module, name))
        }
        Meaning::Path(_) => None,
    }
}

/// A type as module and name; only types that the repository may declare are worth keeping.
fn typed(path: &Path) -> Option<(Box<str>, Box<str>)> {
    let name = path.names.last()?;
    if path.module == HERE && !path.imported && !name.starts_with(char::is_uppercase) {
        return None;
    }
    if path.module.starts_with('#') {
        return None;
    }
    Some((
        path.module.as_str().into(),
        path.names.join(".").into_boxed_str(),
    ))
}
