//! Which class of data a name or a type means, and what words around a name make of it.

use foldhash::{HashMap, HashSet};

use crate::detect::secrets::names::split;
use crate::model::language::Family;
use crate::rules::pack::{FlowPack, Packs, Sensitive, SinkKind};

/// Longest name, in words, that is taken for the name of a value.
const LONGEST: usize = 6;

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meant {
    /// Index of the class.
    pub(crate) class: u8,
    /// It means many other things too.
    pub(crate) weak: bool,
}

/// The words before the last one of a name, and whether the name is weak; `None` for harmless.
type Spelled = (Vec<String>, Option<bool>);

/// A class of sensitive data, for look-up.
#[derive(Debug)]
struct Class {
    id: String,
    /// Last word of a name → the words before it, and whether the name is weak; `None` for harmless.
    names: HashMap<String, Vec<Spelled>>,
    endings: Vec<String>,
    alone: HashSet<String>,
    not_after: Vec<Vec<String>>,
    contexts: HashSet<String>,
    /// Names of two words that are not weak, joined with `_`.
    certain: HashSet<String>,
    unless: HashSet<String>,
    types: HashSet<String>,
}

/// A place where values leave, by the names of its call.
#[derive(Debug)]
pub(crate) struct SinkName {
    /// The receiver's last name; `*` for any, empty for none.
    pub(crate) receiver: String,
    pub(crate) kind: SinkKind,
    pub(crate) constructed: bool,
}

/// Sinks of one family: by the whole last name, and by what it ends with.
#[derive(Debug, Default)]
pub(crate) struct Sinks {
    pub(crate) named: HashMap<String, Vec<SinkName>>,
    pub(crate) ending: Vec<(String, SinkName)>,
}

/// Words of the packs as sets.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) cleaners: HashSet<String>,
    pub(crate) carriers: HashSet<String>,
    pub(crate) carriers_of_last: HashSet<String>,
    pub(crate) getters: HashSet<String>,
    pub(crate) through: HashSet<String>,
    pub(crate) labels: HashSet<String>,
    speaks: HashSet<String>,
    spoilt: HashSet<String>,
    neutral: HashSet<String>,
    pub(crate) plain_types: HashSet<String>,
    pub(crate) hiding_types: HashSet<String>,
    pub(crate) hiding_annotations: HashSet<String>,
    pub(crate) request_types: HashSet<String>,
    pub(crate) request_parts: HashSet<String>,
    pub(crate) request_inputs: HashSet<String>,
    pub(crate) request_names: HashSet<String>,
}

/// Everything that packs say of flows, for look-up.
#[derive(Debug, Default)]
pub(crate) struct FlowIndex {
    classes: Vec<Class>,
    pub(crate) words: Vocabulary,
    sinks: Vec<(Family, Sinks)>,
}

impl FlowIndex {
    /// The index of these packs.
    pub(crate) fn new(packs: &Packs) -> Self {
        let mut index = Self::default();
        for pack in &packs.sensitive {
            index.classes.extend(Class::new(pack));
        }
        for pack in &packs.flows {
            index.words.add(pack);
            let Some(family) = pack.family else { continue };
            let mut sinks = Sinks::default();
            for rule in &pack.sinks {
                for call in &rule.calls {
                    let (receiver, name) = call.rsplit_once('.').unwrap_or(("", call));
                    let receiver = receiver.rsplit('.').next().unwrap_or(receiver);
                    let sink = SinkName {
                        receiver: receiver.to_owned(),
                        kind: rule.kind,
                        constructed: rule.constructed,
                    };
                    match name.strip_prefix('*') {
                        Some(ending) => sinks.ending.push((ending.to_owned(), sink)),
                        None => sinks.named.entry(name.to_owned()).or_default().push(sink),
                    }
                }
            }
            index.sinks.push((family, sinks));
        }
        index
    }

    /// Whether any class of data is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.classes.is_empty()
    }

    /// The sinks of a family.
    pub(crate) fn sinks(&self, family: Family) -> Option<&Sinks> {
        let own = self.sinks.iter().find(|(of, _)| *of == family);
        own.map(|(_, sinks)| sinks)
    }

    /// The class of that id.
    pub(crate) fn class(&self, id: &str) -> Option<u8> {
        let at = self.classes.iter().position(|class| class.id == id)?;
        u8::try_from(at).ok()
    }

    /// The id of a class.
    pub(crate) fn id(&self, class: u8) -> &str {
        &self.classes[usize::from(class)].id
    }

    /// What a name means, `before` being the words of what it is a member of.
    pub(crate) fn meaning(&self, name: &str, before: &[String]) -> Option<Meant> {
        let mut words = split(name);
        while words.len() > 1
            && words.last().is_some_and(|last| {
                self.words.neutral.contains(last) || last.bytes().all(|byte| byte.is_ascii_digit())
            })
        {
            // `cvv2` is a name of its own.
            if words.len() == 2 && self.means(&words).is_some() {
                break;
            }
            words.pop();
        }
        if words.is_empty()
            || words.len() > LONGEST
            || words.iter().any(|word| self.words.spoilt.contains(word))
        {
            return None;
        }
        let own = words.len();
        let mut whole = before.to_vec();
        whole.append(&mut words);
        let (meant, start) = self.means(&whole)?;
        // It must be the name that means it, and not only what stands before the dot.
        let begins = whole.len() - own;
        // `idsWithoutEmail`: the words before it speak of it.
        let spoken = |word: &String| self.words.speaks.contains(word);
        if start > begins && whole[begins..start].iter().any(spoken) {
            return None;
        }
        // `session.id` is an id of something, and no `session_id`.
        if start < begins && meant.weak {
            return None;
        }
        let weak = meant.weak
            && !whole[..start].iter().any(|word| {
                self.classes[usize::from(meant.class)]
                    .contexts
                    .contains(word)
            });
        Some(Meant { weak, ..meant })
    }

    /// The class that words mean by their end, and where its name begins.
    fn means(&self, words: &[String]) -> Option<(Meant, usize)> {
        let (last, rest) = words.split_last()?;
        let mut best: Option<(usize, Option<Meant>)> = None;
        for (at, class) in self.classes.iter().enumerate() {
            for (before, weak) in class.names.get(last).into_iter().flatten() {
                if !rest.ends_with(before) {
                    continue;
                }
                let start = rest.len() - before.len();
                let spoken = class
                    .not_after
                    .iter()
                    .any(|not| rest[..start].ends_with(not));
                if best.is_none_or(|(known, _)| start < known) {
                    let meant = weak.filter(|_| !spoken).map(|weak| Meant {
                        class: at as u8,
                        weak,
                    });
                    best = Some((start, meant));
                }
            }
            if best.is_none() {
                let together = class.endings.iter().any(|ending| {
                    last.strip_suffix(ending.as_str()).is_some_and(|rest| {
                        rest.len() > 1
                            && !class.not_after.iter().any(|not| *not == [rest.to_owned()])
                            && !self.words.spoilt.contains(rest)
                    })
                });
                let alone = words.len() == 1 && class.alone.contains(last);
                let spoken = class.not_after.iter().any(|not| rest.ends_with(not));
                if (together || alone) && !spoken {
                    let class = at as u8;
                    let weak = alone || last.ends_with("token") && last.len() < 9;
                    best = Some((rest.len(), Some(Meant { class, weak })));
                }
            }
        }
        let (start, meant) = best?;
        Some((meant?, start))
    }

    /// The class whose values a declared type holds.
    pub(crate) fn of_type(&self, declared: &str) -> Option<Meant> {
        let mut pieces = type_names(declared);
        pieces.find_map(|name| {
            let last = name.rsplit(['.', ':']).next().unwrap_or(name);
            let class = self
                .classes
                .iter()
                .position(|class| class.types.contains(name) || class.types.contains(last))?;
            Some(Meant {
                class: class as u8,
                weak: false,
            })
        })
    }

    /// Whether words around a weak name speak for its class and none against it. A name of several
    /// words that means the class for certain stands there joined with `_`.
    pub(crate) fn is_backed(&self, class: u8, around: &HashSet<String>) -> bool {
        let class = &self.classes[usize::from(class)];
        !around.iter().any(|word| class.unless.contains(word))
            && around
                .iter()
                .any(|word| class.contexts.contains(word) || class.certain.contains(word))
    }
}

/// The names in a declared type: `Option<&'a str>` is `Option` and `str`.
pub(crate) fn type_names(declared: &str) -> impl Iterator<Item = &str> {
    declared
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | ':'))
        .filter(|name| !name.is_empty())
}

impl Class {
    fn new(pack: &Sensitive) -> Option<Self> {
        let leak = pack.leak.as_ref()?;
        let spelled = |name: &str| split(name);
        let mut names: HashMap<String, Vec<Spelled>> = HashMap::default();
        let all = pack.names.iter().chain(&leak.names).chain(&leak.weak);
        for name in all.chain(&leak.harmless) {
            let words = spelled(name);
            let Some((last, before)) = words.split_last() else {
                continue;
            };
            let weak = leak.weak.contains(name);
            let meant = (!leak.harmless.contains(name)).then_some(weak);
            let known = names.entry(last.clone()).or_default();
            if !known.iter().any(|(words, _)| words == before) {
                known.push((before.to_vec(), meant));
            }
        }
        Some(Self {
            id: pack.id.clone(),
            names,
            endings: pack.endings.clone(),
            alone: pack.alone.iter().cloned().collect(),
            not_after: pack
                .unless_preceded_by
                .iter()
                .map(|not| split(not))
                .collect(),
            contexts: leak.contexts.iter().cloned().collect(),
            certain: {
                let all = pack.names.iter().chain(&leak.names);
                let known =
                    |name: &&String| !leak.weak.contains(*name) && !leak.harmless.contains(*name);
                let pairs = all.filter(known).map(|name| spelled(name));
                let pairs = pairs.filter(|words| words.len() == 2);
                pairs.map(|words| words.join("_")).collect()
            },
            unless: leak.unless_contexts.iter().cloned().collect(),
            types: leak.types.iter().cloned().collect(),
        })
    }
}

impl Vocabulary {
    fn add(&mut self, pack: &FlowPack) {
        let sets: [(&mut HashSet<String>, &Vec<String>); 16] = [
            (&mut self.cleaners, &pack.cleaners),
            (&mut self.carriers, &pack.carriers),
            (&mut self.carriers_of_last, &pack.carriers_of_last),
            (&mut self.getters, &pack.getters),
            (&mut self.through, &pack.through),
            (&mut self.labels, &pack.labels),
            (&mut self.speaks, &pack.speaks),
            (&mut self.spoilt, &pack.spoilt),
            (&mut self.neutral, &pack.neutral),
            (&mut self.plain_types, &pack.plain_types),
            (&mut self.hiding_types, &pack.hiding_types),
            (&mut self.hiding_annotations, &pack.hiding_annotations),
            (&mut self.request_types, &pack.request_types),
            (&mut self.request_parts, &pack.request_parts),
            (&mut self.request_inputs, &pack.request_inputs),
            (&mut self.request_names, &pack.request_names),
        ];
        for (set, words) in sets {
            set.extend(words.iter().cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    #[test]
    fn every_class_knows_its_examples() {
        let rules = Rules::builtin();
        let index = FlowIndex::new(&rules.packs);
        for pack in &rules.packs.sensitive {
            let Some(leak) = &pack.leak else { continue };
            let means = |name: &str| {
                let meant = index.meaning(name, &[]);
                meant.is_some_and(|meant| index.id(meant.class) == pack.id)
            };
            assert!(!leak.examples.is_empty() && !leak.counterexamples.is_empty());
            for name in &leak.examples {
                assert!(means(name), "{}: {name}", pack.id);
            }
            for name in &leak.counterexamples {
                assert!(!means(name), "{}: {name}", pack.id);
            }
        }
    }

    #[test]
    fn what_stands_before_the_dot_counts() {
        let index = FlowIndex::new(&Rules::builtin().packs);
        let before = |words: &[&str]| {
            words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        let weak = |of: &[&str]| index.meaning("token", &before(of)).map(|meant| meant.weak);
        assert_eq!(weak(&["auth"]), Some(false));
        assert_eq!(weak(&["page"]), None);
        assert_eq!(weak(&["thing"]), Some(true));
    }

    #[test]
    fn types_are_found_whatever_wraps_them() {
        let index = FlowIndex::new(&Rules::builtin().packs);
        assert!(index.of_type("Option<SecretString>").is_some());
        assert!(index.of_type("*oauth2.Token").is_some());
        assert!(index.of_type("String").is_none());
    }
}
