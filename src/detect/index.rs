//! Packs turned around: from a path, a type, a method or a name to the rule that knows it.

use foldhash::{HashMap, HashSet};

use crate::model::language::Family;
use crate::model::summary::ObjectRef;
use crate::rules::pack::{Packs, RegistryRule};

/// One method of one point rule, by index into the packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PointRef {
    pub(crate) library: u16,
    pub(crate) rule: u16,
    pub(crate) method: u16,
}

/// One read rule, by index into the packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReadRef {
    pub(crate) pack: u16,
    pub(crate) read: u16,
}

/// What the packs of one language family know, for look-up.
#[derive(Debug, Default)]
pub(crate) struct FamilyIndex {
    /// Canonical path of a call → the points it is, one a library that knows it.
    pub(crate) calls: HashMap<String, Vec<PointRef>>,
    /// Those paths without their last name: classes and modules that calls stand in.
    pub(crate) call_homes: HashSet<String>,
    /// The last two names of those paths, and the last one where a call has no other.
    pub(crate) call_tails: HashSet<String>,
    /// How metrics come to registries that put something before their names.
    pub(crate) registry: RegistryRule,
    /// Canonical path of a call that says what an exporter puts before names → its library and rule.
    pub(crate) exporters: HashMap<String, (u16, u16)>,
    /// Last names of those calls.
    pub(crate) exporter_names: HashSet<String>,
    /// Canonical path of a call that makes a sample → its library and rule.
    pub(crate) samples: HashMap<String, (u16, u16)>,
    /// Last names of those calls.
    pub(crate) sample_names: HashSet<String>,
    /// Canonical path → the object it is or gives.
    pub(crate) objects: HashMap<String, ObjectRef>,
    /// Canonical path of a type → the object its values are.
    pub(crate) types: HashMap<String, ObjectRef>,
    /// Object and method → the points it is.
    pub(crate) methods: HashMap<ObjectRef, HashMap<String, PointRef>>,
    /// Object and method → the object it gives.
    pub(crate) derived: HashMap<ObjectRef, HashMap<String, ObjectRef>>,
    /// Objects of which every other method gives the same object.
    pub(crate) fluent: HashMap<ObjectRef, ObjectRef>,
    /// Conventional receiver name → the objects called so.
    pub(crate) conventions: HashMap<String, Vec<ObjectRef>>,
    /// Macro name → the points it is when nothing says where it comes from.
    pub(crate) bare: HashMap<String, Vec<PointRef>>,
    /// Annotation on a type → the objects it gives, and the fields' names; the empty name stands for
    /// the type itself.
    pub(crate) annotations: HashMap<String, Vec<(ObjectRef, String)>>,
    /// Method names that are a point on some object.
    pub(crate) point_methods: HashSet<String>,
    /// Canonical path of a call → the read it is.
    pub(crate) reads: HashMap<String, ReadRef>,
    /// Last names of those calls: most calls are told apart by them alone.
    pub(crate) read_names: HashSet<String>,
    /// Canonical path of a map → the read that its members are.
    pub(crate) maps: HashMap<String, ReadRef>,
    /// Module path → the libraries it says are in use.
    pub(crate) modules: Vec<(String, u16)>,
}

impl FamilyIndex {
    /// The index of one family.
    pub(crate) fn new(packs: &Packs, family: Family) -> Self {
        let mut index = Self::default();
        for (library_index, library) in packs
            .libraries
            .iter()
            .enumerate()
            .filter(|(_, pack)| pack.family == family)
        {
            let library_index = library_index as u16;
            index.modules.extend(
                library
                    .modules
                    .iter()
                    .map(|module| (module.clone(), library_index)),
            );
            let kinds: HashMap<&str, ObjectRef> = library
                .objects
                .iter()
                .enumerate()
                .map(|(object, pack)| {
                    (
                        pack.kind.as_str(),
                        ObjectRef {
                            library: library_index,
                            object: object as u16,
                        },
                    )
                })
                .collect();
            for object in &library.objects {
                let this = kinds[object.kind.as_str()];
                index
                    .objects
                    .extend(object.from.iter().map(|path| (path.clone(), this)));
                index
                    .types
                    .extend(object.types.iter().map(|path| (path.clone(), this)));
                for method in &object.derives {
                    if method == "*" {
                        index.fluent.insert(this, this);
                    } else {
                        index
                            .derived
                            .entry(this)
                            .or_default()
                            .insert(method.clone(), this);
                    }
                }
                for (kind, methods) in &object.via {
                    if let Some(from) = kinds.get(kind.as_str()) {
                        let gives = index.derived.entry(*from).or_default();
                        gives.extend(methods.iter().map(|method| (method.clone(), this)));
                    }
                }
                for name in &object.names {
                    index
                        .conventions
                        .entry(name.clone())
                        .or_default()
                        .push(this);
                }
                for (path, field) in &object.annotations {
                    let gives = index.annotations.entry(path.clone()).or_default();
                    gives.push((this, field.clone()));
                }
            }
            let registry = &library.registry;
            index.registry.types.extend_from_slice(&registry.types);
            index
                .registry
                .prefixed
                .extend_from_slice(&registry.prefixed);
            index.registry.dressed.extend_from_slice(&registry.dressed);
            index
                .registry
                .register
                .extend_from_slice(&registry.register);
            index
                .registry
                .factories
                .extend_from_slice(&registry.factories);
            for (rule_index, rule) in library.exporters.iter().enumerate() {
                for path in &rule.calls {
                    let last = path.rsplit(['.', '/']).next().unwrap_or(path);
                    index.exporter_names.insert(last.to_owned());
                    let this = (library_index, rule_index as u16);
                    index.exporters.insert(path.clone(), this);
                }
            }
            for (rule_index, rule) in library.samples.iter().enumerate() {
                let names = rule.methods.keys();
                index.sample_names.extend(names.clone().cloned());
                for name in names {
                    let paths = rule.within.iter().map(|path| below(path, name));
                    let this = (library_index, rule_index as u16);
                    index.samples.extend(paths.map(|path| (path, this)));
                }
            }
            for (rule_index, rule) in library.points.iter().enumerate() {
                for (method_index, method) in rule.methods.iter().enumerate() {
                    let point = PointRef {
                        library: library_index,
                        rule: rule_index as u16,
                        method: method_index as u16,
                    };
                    for path in &rule.within {
                        index
                            .calls
                            .entry(below(path, &method.name))
                            .or_default()
                            .push(point);
                    }
                    for kind in &rule.on {
                        if let Some(object) = kinds.get(kind.as_str()) {
                            index
                                .methods
                                .entry(*object)
                                .or_default()
                                .entry(method.name.clone())
                                .or_insert(point);
                            index.point_methods.insert(method.name.clone());
                        }
                    }
                    if rule.bare {
                        index
                            .bare
                            .entry(method.name.clone())
                            .or_default()
                            .push(point);
                    }
                }
            }
        }
        for (pack_index, pack) in packs
            .references
            .iter()
            .enumerate()
            .filter(|(_, pack)| pack.family == Some(family))
        {
            for (read_index, read) in pack.reads.iter().enumerate() {
                let tails = read.calls.iter().filter_map(|path| path.rsplit('.').next());
                index.read_names.extend(tails.map(str::to_owned));
                let this = ReadRef {
                    pack: pack_index as u16,
                    read: read_index as u16,
                };
                index
                    .reads
                    .extend(read.calls.iter().map(|path| (path.clone(), this)));
                index
                    .maps
                    .extend(read.maps.iter().map(|path| (path.clone(), this)));
            }
        }
        let paths = || index.calls.keys();
        let homes = paths().filter_map(|path| Some(path.rsplit_once('.')?.0.to_owned()));
        index.call_homes = homes.collect();
        let tails = paths().flat_map(|path| {
            let mut names = path.rsplit(['.', '/']);
            let last = names.next().unwrap_or(path);
            let both = names.next().map(|before| format!("{before}.{last}"));
            [Some(last.to_owned()), both]
        });
        index.call_tails = tails.flatten().collect();
        index
    }

    /// Libraries whose module is `module` or holds it.
    pub(crate) fn libraries_of<'a>(&'a self, module: &'a str) -> impl Iterator<Item = u16> + 'a {
        self.modules
            .iter()
            .filter(move |(prefix, _)| covers(prefix, module))
            .map(|(_, library)| *library)
    }
}

/// The path of `name` in `path`; the empty path is where names stand that need no import.
fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Whether `module` is `prefix` or lies below it.
fn covers(prefix: &str, module: &str) -> bool {
    module
        .strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.', ':']))
}

/// One spelling for a module: no version, no `node:`, no Rust colons, no leading `::`.
pub(crate) fn canonical(family: Family, module: &str) -> String {
    match family {
        Family::Go => strip_version(module).to_owned(),
        Family::JavaScript => module.strip_prefix("node:").unwrap_or(module).to_owned(),
        Family::Rust | Family::C => module.trim_start_matches("::").replace("::", "."),
        Family::Php => module.trim_start_matches('\\').replace('\\', "."),
        Family::Python | Family::Java | Family::CSharp | Family::Ruby => module.to_owned(),
    }
}

/// `a/b/v2` and `gopkg.in/b.v2` without their version.
fn strip_version(module: &str) -> &str {
    for separator in ["/v", ".v"] {
        if let Some((before, version)) = module.rsplit_once(separator)
            && !version.is_empty()
            && version.bytes().all(|byte| byte.is_ascii_digit())
        {
            return before;
        }
    }
    module
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_have_one_spelling() {
        assert_eq!(canonical(Family::Go, "k8s.io/klog/v2"), "k8s.io/klog");
        assert_eq!(
            canonical(Family::Go, "gopkg.in/inconshreveable/log15.v2"),
            "gopkg.in/inconshreveable/log15"
        );
        assert_eq!(
            canonical(Family::Go, "example.com/very"),
            "example.com/very"
        );
        assert_eq!(canonical(Family::JavaScript, "node:console"), "console");
        assert_eq!(canonical(Family::Rust, "::tracing::field"), "tracing.field");
        assert!(covers("go.uber.org/zap", "go.uber.org/zap/zapcore"));
        assert!(!covers("log", "logging"));
    }
}
