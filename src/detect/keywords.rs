//! Every word of every pack: a single pass says which rules to try, and where.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::lifetimes::{Seed, WORDS};
use super::secrets::positional::TAKERS;
use super::words::Words;
use crate::model::language::Family;
use crate::model::place::Span;
use crate::rules::pack::{Packs, Read};

/// What a word asks for when it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    /// Try this vendor rule around it.
    Secret(u16),
    /// A file of this family is worth parsing.
    Telemetry(Family),
    /// A name that may mean a credential stands here.
    Credential,
    /// Try this text reference around it: pack, pattern.
    Reference(u16, u16),
    /// Look for this place among the keys of the file: pack, entry.
    Entry(u16, u16),
    /// Somebody may have marked what stands here as looked at.
    Mark,
    /// Something that ends by itself may stand here.
    Dated(Seed),
}

/// The words of all packs.
#[derive(Debug)]
pub(crate) struct Keywords {
    words: Words,
    uses: Vec<Vec<Use>>,
    /// Words that lead to parsing count only as they are written: `Print(` is not `print(`.
    exact: Vec<Vec<String>>,
}

impl Keywords {
    /// Compiles the words of these packs. `secrets` are the rules in force, in order.
    pub(crate) fn new<'p>(packs: &'p Packs, secrets: impl Iterator<Item = &'p [String]>) -> Self {
        Self::compiled(packs, secrets, true)
    }

    /// The same without the words that lead to telemetry and to references.
    pub(crate) fn of_secrets<'p>(
        packs: &'p Packs,
        secrets: impl Iterator<Item = &'p [String]>,
    ) -> Self {
        Self::compiled(packs, secrets, false)
    }

    fn compiled<'p>(
        packs: &'p Packs,
        secrets: impl Iterator<Item = &'p [String]>,
        whole: bool,
    ) -> Self {
        let mut words: HashMap<String, Vec<Use>> = HashMap::new();
        let mut add = |word: &str, wanted: Use| {
            if !word.is_empty() {
                words
                    .entry(word.to_ascii_lowercase())
                    .or_default()
                    .push(wanted);
            }
        };
        let mut exact: HashMap<String, Vec<String>> = HashMap::new();
        for (index, keywords) in secrets.enumerate() {
            for word in keywords {
                add(word, Use::Secret(index as u16));
                // Inside a string literal.
                if word.contains('"') {
                    add(&word.replace('"', "\\\""), Use::Secret(index as u16));
                }
            }
        }
        for (word, seed) in WORDS {
            add(word, Use::Dated(seed));
        }
        for library in packs.libraries.iter().filter(|_| whole) {
            for word in gate_words(library) {
                add(&word, Use::Telemetry(library.family));
                exact
                    .entry(word.to_ascii_lowercase())
                    .or_default()
                    .push(word);
            }
        }
        for (pack, references) in packs.references.iter().enumerate().filter(|_| whole) {
            if let Some(family) = references.family {
                let reads = references
                    .reads
                    .iter()
                    .flat_map(|read| asked_by(family, read));
                let filled = references.fields.iter();
                let words = filled.flat_map(|filled| filled.words.iter().cloned());
                for word in reads.chain(words) {
                    add(&word, Use::Telemetry(family));
                    exact
                        .entry(word.to_ascii_lowercase())
                        .or_default()
                        .push(word);
                }
            }
            for (text, reference) in references.texts.iter().enumerate() {
                for word in &reference.asking.keywords {
                    add(word, Use::Reference(pack as u16, text as u16));
                }
            }
            for (at, entry) in references.entries.iter().enumerate() {
                for word in &entry.asking.keywords {
                    add(word, Use::Entry(pack as u16, at as u16));
                }
            }
        }
        for sensitive in packs
            .sensitive
            .iter()
            .filter(|pack| pack.id == "credentials")
        {
            let alone = sensitive.endings.iter().chain(&sensitive.alone);
            for word in telling_words(&sensitive.names)
                .into_iter()
                .chain(alone.map(String::as_str))
            {
                add(word, Use::Credential);
            }
        }
        if packs.sensitive.iter().any(|pack| pack.id == "credentials") {
            for taker in &TAKERS {
                add(taker.word, Use::Credential);
            }
        }
        for (word, _) in super::marks::WORDS {
            add(word, Use::Mark);
        }
        let mut pairs: Vec<(String, Vec<Use>)> = words.into_iter().collect();
        pairs.sort();
        for (_, uses) in &mut pairs {
            uses.sort_unstable();
            uses.dedup();
        }
        Self {
            words: Words::new(pairs.iter().map(|(word, _)| word.as_bytes())),
            exact: pairs
                .iter()
                .map(|(word, _)| exact.remove(word).unwrap_or_default())
                .collect(),
            uses: pairs.into_iter().map(|(_, uses)| uses).collect(),
        }
    }

    /// Calls `act` for every use of every word in `text`, in order of where the word ends.
    pub(crate) fn scan(&self, text: &str, mut act: impl FnMut(Use, Span)) {
        self.words.each(text.as_bytes(), |hit| {
            for wanted in &self.uses[hit.word] {
                if matches!(wanted, Use::Telemetry(_))
                    && !self.is_exact(hit.word, text.as_bytes(), hit.start)
                {
                    continue;
                }
                act(*wanted, Span::new(hit.start, hit.end));
            }
        });
    }
}

impl Keywords {
    /// Whether a word that leads to parsing stands at `at` as it is written in its pack, and begins
    /// there if it begins with a letter.
    fn is_exact(&self, pattern: usize, text: &[u8], at: usize) -> bool {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let inside = at > 0 && is_part(text[at - 1]);
        self.exact[pattern].iter().any(|word| {
            text[at..].starts_with(word.as_bytes())
                && !(inside && word.as_bytes().first().is_some_and(|first| is_part(*first)))
        })
    }
}

/// The words of which one stands in a file that reads this way.
fn asked_by(family: Family, read: &Read) -> Vec<String> {
    if !read.words.is_empty() {
        return read.words.clone();
    }
    let paths = read.calls.iter().chain(&read.maps);
    paths.flat_map(|path| asking(family, path)).collect()
}

/// One word of each name, which finds it however its words are joined: `api_key` is also written
/// `apiKey` and `api-key`. As few words as do, and none that stands everywhere.
fn telling_words(names: &[String]) -> BTreeSet<&str> {
    const EVERYWHERE: [&str; 6] = ["id", "url", "str", "string", "code", "codes"];
    let (parts, whole): (Vec<&str>, Vec<&str>) = names
        .iter()
        .map(String::as_str)
        .partition(|name| name.contains('_'));
    let mut chosen: BTreeSet<&str> = whole.into_iter().collect();
    loop {
        let mut leads: BTreeMap<&str, usize> = BTreeMap::new();
        for name in &parts {
            let found = chosen.iter().any(|word| {
                let mut words = name.split('_');
                words.any(|part| part.contains(word))
            });
            let words = name.split('_').filter(|_| !found);
            let rare = words.clone().filter(|word| !EVERYWHERE.contains(word));
            let rarest = if rare.clone().next().is_some() {
                rare.collect::<Vec<_>>()
            } else {
                words.collect()
            };
            for word in rarest {
                *leads.entry(word).or_default() += 1;
            }
        }
        let most = leads
            .into_iter()
            .max_by_key(|(word, names)| (*names, word.len(), *word));
        let Some((word, _)) = most else {
            return chosen;
        };
        chosen.insert(word);
    }
}

/// How a path that is read stands in a file: its last name, or its last two where one is too short.
fn asking(family: Family, path: &str) -> Vec<String> {
    let word = tail(path);
    if word.len() >= 5 {
        return vec![word.to_owned()];
    }
    let joint = if family == Family::Rust { "::" } else { "." };
    let mut parts = path.rsplit('.');
    match (parts.next(), parts.next()) {
        (Some(last), Some(before)) => vec![format!("{before}{joint}{last}")],
        _ => vec![format!("{word}!"), format!("{word}(")],
    }
}

/// The words that say a file may use a library: its modules, which a file must import to reach what
/// is in them; what people call its objects; and what needs no import.
fn gate_words(library: &crate::rules::pack::Library) -> Vec<String> {
    let mut words = library.words.clone();
    for module in &library.modules {
        match library.family {
            Family::Rust => words.push(tail(module).to_owned()),
            // An import path stands in quotes.
            Family::Go => words.extend([format!("\"{module}\""), format!("\"{module}/")]),
            Family::Ruby => words.push(module.replace('.', "::")),
            Family::Php => words.push(module.replace('.', "\\")),
            _ => words.push(module.clone()),
        }
    }
    for object in &library.objects {
        if library.family != Family::Rust {
            let joint = if library.family == Family::Php {
                "->"
            } else {
                "."
            };
            words.extend(object.names.iter().map(|name| format!("{name}{joint}")));
        }
        words.extend(object.annotations.keys().map(|path| tail(path).to_owned()));
    }
    let reached = |path: &str| {
        library
            .modules
            .iter()
            .any(|module| path.starts_with(module.as_str()))
    };
    let paths = library
        .objects
        .iter()
        .flat_map(|object| object.from.iter().chain(&object.types));
    words.extend(
        paths
            .filter(|path| !reached(path))
            .filter_map(|path| telling(path)),
    );
    for rule in &library.points {
        for path in rule.within.iter().filter(|path| !reached(path)) {
            if path.is_empty() {
                words.extend(
                    rule.methods
                        .iter()
                        .map(|method| format!("{}(", method.name)),
                );
            } else {
                words.extend(telling(path));
            }
        }
        if rule.bare {
            words.extend(
                rule.methods
                    .iter()
                    .map(|method| format!("{}!", method.name)),
            );
        }
    }
    words.retain(|word| word.len() >= 3);
    words.sort();
    words.dedup();
    words
}

/// The part of a path that stands in a file that uses it.
fn telling(path: &str) -> Option<String> {
    let word = tail(path);
    (word.len() >= 4).then(|| word.to_owned())
}

fn tail(path: &str) -> &str {
    path.rsplit(['.', '/']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_words_are_all_found_whatever_their_case() {
        let packs = Packs::default();
        let rules = [
            vec!["akia".to_owned()],
            vec!["kia".to_owned(), "token".to_owned()],
        ];
        let keywords = Keywords::new(&packs, rules.iter().map(Vec::as_slice));
        let mut hits = Vec::new();
        keywords.scan("x AKIA Token", |wanted, span| {
            hits.push((wanted, span.start));
        });
        assert_eq!(
            hits,
            [
                (Use::Secret(0), 2),
                (Use::Secret(1), 3),
                (Use::Secret(1), 7)
            ]
        );
    }
}
