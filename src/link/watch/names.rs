//! The names that points bear where they are stored, to be looked up by what observers ask for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use regex::Regex;

use crate::model::inventory::Point;
use crate::model::observer::Rename;
use crate::model::signal::{Instrument, Signal};
use crate::model::stored::plain;

/// What a family of series adds to its name, and which instruments do.
const FAMILIES: &[(&str, &[Instrument])] = &[
    ("_bucket", &[Instrument::Histogram, Instrument::Timer]),
    (
        "_sum",
        &[
            Instrument::Histogram,
            Instrument::Summary,
            Instrument::Timer,
        ],
    ),
    (
        "_count",
        &[
            Instrument::Histogram,
            Instrument::Summary,
            Instrument::Timer,
        ],
    ),
    (
        "_max",
        &[
            Instrument::Histogram,
            Instrument::Summary,
            Instrument::Timer,
        ],
    ),
    ("_total", &[Instrument::Counter, Instrument::Meter]),
    (
        "_created",
        &[
            Instrument::Counter,
            Instrument::Histogram,
            Instrument::Summary,
        ],
    ),
    ("_info", &[Instrument::Info]),
];

/// What exporters of names that are not Prometheus' own add to them: units, and what a sample is.
const ADDED: &[&str] = &[
    "_bucket",
    "_sum",
    "_count",
    "_max",
    "_min",
    "_mean",
    "_total",
    "_created",
    "_ratio",
    "_seconds",
    "_milliseconds",
    "_microseconds",
    "_nanoseconds",
    "_bytes",
    "_percent",
    "_value",
    "_Value",
    "_Count",
    "_Mean",
    "_Max",
    "_info",
];

/// Fewest letters of a composed name that must be known for it to be compared with others.
const TELLING: usize = 5;

/// Names of the points of an inventory.
pub(super) struct Names {
    /// Every name that is known whole, as it is stored, with its points.
    whole: BTreeMap<String, Vec<usize>>,
    /// Names whose exporter may add something, as far as they are known.
    loose: HashMap<String, Vec<usize>>,
    /// Names with holes: what is known of them, and the point.
    composed: Vec<(Pieces, usize)>,
    /// Points whose name is not known at all.
    pub(super) unread: usize,
    /// How many names begin with each first word; those of tests left out.
    words: HashMap<String, usize>,
}

/// A name with holes.
#[derive(Debug)]
pub(super) struct Pieces {
    /// What stands before, between and behind the holes.
    parts: Vec<String>,
}

impl Pieces {
    /// The known parts of a name that is written with `{hole}`.
    pub(super) fn new(name: &str) -> Self {
        let mut parts = vec![String::new()];
        let mut depth = 0_usize;
        for character in name.chars() {
            match character {
                '{' => {
                    if depth == 0 {
                        parts.push(String::new());
                    }
                    depth += 1;
                }
                '}' if depth > 0 => depth -= 1,
                _ if depth == 0 => parts
                    .last_mut()
                    .expect("there is one from the start")
                    .push(character),
                _ => {}
            }
        }
        let parts = parts
            .into_iter()
            .enumerate()
            .map(|(at, part)| {
                if part.is_empty() {
                    return part;
                }
                let bare = plain(&part);
                // A digit that follows a hole begins no name.
                if at > 0 && part.starts_with(|c: char| c.is_ascii_digit()) {
                    bare.trim_start_matches('_').to_owned()
                } else {
                    bare
                }
            })
            .collect();
        Self { parts }
    }

    /// Letters that are known.
    pub(super) fn known(&self) -> usize {
        let letters = self.parts.iter().flat_map(|part| part.bytes());
        letters.filter(u8::is_ascii_alphanumeric).count()
    }

    /// What the name begins with, as far as it is known.
    pub(super) fn head(&self) -> &str {
        self.parts.first().map_or("", String::as_str)
    }

    /// Whether `name` may be this one.
    pub(super) fn fit(&self, name: &str) -> bool {
        let (Some(first), Some(last)) = (self.parts.first(), self.parts.last()) else {
            return false;
        };
        let Some(mut rest) = name.strip_prefix(first.as_str()) else {
            return false;
        };
        if self.parts.len() == 1 {
            return rest.is_empty();
        }
        for part in &self.parts[1..self.parts.len() - 1] {
            match rest.find(part.as_str()) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

/// The first word of a name: what stands before its first `_` or `:`.
pub(super) fn first_word(name: &str) -> &str {
    name.split(['_', ':']).next().unwrap_or(name)
}

impl Names {
    /// Of these points.
    pub(super) fn new(points: &[Point], renames: &[&Rename]) -> Self {
        let mut names = Self {
            whole: BTreeMap::new(),
            loose: HashMap::new(),
            composed: Vec::new(),
            unread: 0,
            words: HashMap::new(),
        };
        let mut own: BTreeSet<String> = BTreeSet::new();
        for (at, point) in points.iter().enumerate() {
            if point.signal != Signal::Metric {
                continue;
            }
            let Some(written) = point.name.as_deref().filter(|name| !name.is_empty()) else {
                continue;
            };
            if written.contains('{') {
                let pieces = Pieces::new(written);
                if pieces.known() >= TELLING {
                    names.composed.push((pieces, at));
                } else if !point.test {
                    names.unread += 1;
                }
                continue;
            }
            let bare = plain(written);
            let stored = point.exposed.as_deref().unwrap_or(&bare);
            if !point.test {
                own.insert(stored.to_owned());
            }
            if point.exposed.as_deref() != Some(written) {
                let key = stripped(&bare.to_ascii_lowercase()).to_owned();
                names.loose.entry(key).or_default().push(at);
            }
            names.whole.entry(stored.to_owned()).or_default().push(at);
        }
        names.rename(renames);
        for name in &own {
            *names.words.entry(first_word(name).to_owned()).or_default() += 1;
        }
        names
    }

    /// Adds the names under which relabelling stores metrics.
    fn rename(&mut self, renames: &[&Rename]) {
        for rename in renames {
            let Some(pattern) = whole(&rename.pattern) else {
                continue;
            };
            let renamed: Vec<(String, Vec<usize>)> = self
                .whole
                .iter()
                .filter(|(name, _)| pattern.is_match(name))
                .map(|(name, at)| {
                    let new = pattern.replace(name, rename.replacement.as_str());
                    (new.into_owned(), at.clone())
                })
                .collect();
            for (name, at) in renamed {
                self.whole.entry(name).or_insert(at);
            }
        }
    }

    /// The points that bear this name, or one of whose series does.
    pub(super) fn of(&self, name: &str, points: &[Point]) -> Vec<usize> {
        if let Some(known) = self.whole.get(name) {
            return known.clone();
        }
        for (suffix, instruments) in FAMILIES {
            let Some(known) = name
                .strip_suffix(suffix)
                .and_then(|base| self.whole.get(base))
            else {
                continue;
            };
            let fit = |at: &&usize| match points[**at].instrument {
                None | Some(Instrument::Unknown) => true,
                Some(instrument) => instruments.contains(&instrument),
            };
            let fitting: Vec<usize> = known.iter().filter(fit).copied().collect();
            if !fitting.is_empty() {
                return fitting;
            }
        }
        let lower = name.to_ascii_lowercase();
        self.loose
            .get(stripped(&lower))
            .cloned()
            .unwrap_or_default()
    }

    /// The points whose names may be this one under a prefix that a registry adds.
    pub(super) fn prefixed(&self, name: &str, points: &[Point]) -> Vec<usize> {
        /// Fewest bytes of a name that tell it from others; and words.
        const LONG: usize = 12;
        let starts = name.match_indices('_').map(|(at, _)| at + 1);
        for start in starts {
            let rest = &name[start..];
            if rest.len() < LONG || rest.matches('_').count() < 2 {
                break;
            }
            let known = self.of(rest, points);
            if !known.is_empty() {
                return known;
            }
        }
        Vec::new()
    }

    /// The points whose composed names may be this one.
    pub(super) fn composed(&self, name: &str) -> Vec<usize> {
        let bases: Vec<&str> = FAMILIES
            .iter()
            .filter_map(|(suffix, _)| name.strip_suffix(suffix))
            .chain([name])
            .collect();
        self.composed
            .iter()
            .filter(|(pieces, _)| bases.iter().any(|base| pieces.fit(base)))
            .map(|(_, at)| *at)
            .collect()
    }

    /// The points of whose series one fits `fits`.
    pub(super) fn matching(&self, fits: impl Fn(&str) -> bool) -> Vec<usize> {
        let mut found = BTreeSet::new();
        for (name, known) in &self.whole {
            let series = FAMILIES
                .iter()
                .map(|(suffix, _)| format!("{name}{suffix}"))
                .chain([name.clone()]);
            if series.into_iter().any(|series| fits(&series)) {
                found.extend(known);
            }
        }
        found.into_iter().collect()
    }

    /// The points whose composed names have the same known parts.
    pub(super) fn alike(&self, pieces: &Pieces) -> Vec<usize> {
        let alike = |(known, _): &&(Pieces, usize)| known.parts == pieces.parts;
        self.composed
            .iter()
            .filter(alike)
            .map(|(_, at)| *at)
            .collect()
    }

    /// How many of the repository's own names begin with the first word of this one.
    pub(super) fn kin(&self, name: &str) -> usize {
        self.words.get(first_word(name)).copied().unwrap_or(0)
    }

    /// How many names are known whole.
    pub(super) fn len(&self) -> usize {
        self.whole.len()
    }

    /// The known name that comes nearest, if one comes near.
    pub(super) fn nearest(&self, name: &str) -> Option<String> {
        /// How alike two names must be to be taken for one another.
        const ALIKE: f64 = 0.72;
        let family = FAMILIES.iter().map(|(suffix, _)| *suffix).find(|suffix| {
            matches!(*suffix, "_bucket" | "_sum" | "_count") && name.ends_with(suffix)
        });
        let base = family.map_or(name, |suffix| &name[..name.len() - suffix.len()]);
        if self.whole.contains_key(base) {
            // It is there, and of another kind.
            return Some(base.to_owned());
        }
        let mut best: Option<(f64, &str)> = None;
        for known in self.whole.keys() {
            if first_word(known) != first_word(name) || known.len().abs_diff(base.len()) > 24 {
                continue;
            }
            let alike = strsim::normalized_damerau_levenshtein(base, known)
                .max(strsim::jaro_winkler(base, known) - 0.18);
            if alike >= ALIKE && best.is_none_or(|(found, _)| alike > found) {
                best = Some((alike, known));
            }
        }
        best.map(|(_, known)| match family {
            Some(suffix) => format!("{known}{suffix}"),
            None => known.to_owned(),
        })
    }
}

/// A name without what exporters add to it.
fn stripped(name: &str) -> &str {
    let mut rest = name;
    for _ in 0..3 {
        match ADDED.iter().find_map(|added| rest.strip_suffix(added)) {
            Some(base) if !base.is_empty() => rest = base,
            _ => break,
        }
    }
    rest
}

/// A regular expression over whole names.
pub(in crate::link) fn whole(pattern: &str) -> Option<Regex> {
    regex::RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(1 << 20)
        .build()
        .ok()
}
