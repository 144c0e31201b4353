//! Which point of the old inventory is which of the new one.
//!
//! The same library, signal and name are the same point, wherever they stand; what is left is held
//! against what is new in the same place. Every step is one pass over hash tables or sorted lists.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::rename;
use crate::model::change::Belief;
use crate::model::inventory::Point;
use crate::model::signal::{Level, Signal};

/// Which point is which; points are told by their places in the two lists.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// For each old point, the new one that it is.
    pub(super) new_of: Vec<Option<u32>>,
    /// For each new point, the old one that it was.
    pub(super) old_of: Vec<Option<u32>>,
    /// Why, where the name is another; by the old point.
    pub(super) beliefs: BTreeMap<u32, Belief>,
    /// How many only stand in another file.
    pub(super) moved: u64,
    /// How many are only made with another library.
    pub(super) ported: u64,
}

impl Pairs {
    pub(super) fn join(&mut self, old: u32, new: u32) {
        self.new_of[old as usize] = Some(new);
        self.old_of[new as usize] = Some(old);
    }
}

/// What a point is called: of a metric both the written and the stored name, of a log its message.
pub(super) fn text(point: &Point) -> &str {
    let text = match point.signal {
        Signal::Metric | Signal::Trace => point.name.as_deref().or(point.template.as_deref()),
        _ => point.template.as_deref().or(point.name.as_deref()),
    };
    text.unwrap_or("")
}

/// The same without what stands in its holes: how a variable is called is no part of a message.
pub(super) fn shape(point: &Point) -> Cow<'_, str> {
    let text = text(point);
    // Of a metric the hole is a part of the name.
    if point.signal == Signal::Metric || !text.contains('{') {
        return Cow::Borrowed(text);
    }
    let mut shape = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '{' => {
                if depth == 0 {
                    shape.push('{');
                }
                depth += 1;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    shape.push('}');
                }
            }
            c if depth == 0 => shape.push(c),
            _ => {}
        }
    }
    // What is nothing but a hole is known by what fills it.
    if shape.contains(char::is_alphabetic) {
        Cow::Owned(shape)
    } else {
        Cow::Borrowed(text)
    }
}

/// A point with what it is called.
struct Named<'p> {
    point: &'p Point,
    shape: Cow<'p, str>,
    /// Hashes of what the points before and after it in its file are called.
    around: (u64, u64),
}

impl Named<'_> {
    fn all(points: &[Point]) -> Vec<Named<'_>> {
        let named = points.iter().map(|point| Named {
            point,
            shape: shape(point),
            around: (0, 0),
        });
        let mut named: Vec<Named<'_>> = named.collect();
        for at in 1..named.len() {
            let (before, after) = named.split_at_mut(at);
            let (before, after) = (&mut before[at - 1], &mut after[0]);
            if before.path() == after.path() {
                before.around.1 = hash(&after.shape);
                after.around.0 = hash(&before.shape);
            }
        }
        named
    }

    fn path(&self) -> &Arc<str> {
        &self.point.at.path
    }

    /// What makes two points the same.
    fn name(&self) -> (Signal, &str, &str, Option<&str>, Option<Level>) {
        let point = self.point;
        let exposed = point.exposed.as_deref();
        (
            point.signal,
            &point.library,
            &self.shape,
            exposed,
            point.level,
        )
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Pairs the points of two inventories; those of tests stay alone.
pub(super) fn pair(old: &[Point], new: &[Point]) -> Pairs {
    let mut pairs = Pairs {
        new_of: vec![None; old.len()],
        old_of: vec![None; new.len()],
        ..Pairs::default()
    };
    let (before, after) = (Named::all(old), Named::all(new));
    // From what must be the same place to what may have moved, so that each keeps its own.
    same(&mut pairs, &before, &after, |one| {
        (
            one.name(),
            one.path(),
            one.point.function.as_deref(),
            one.around,
        )
    });
    same(&mut pairs, &before, &after, |one| {
        let place = (one.path(), one.point.function.as_deref());
        (one.name(), place, one.point.attributes.len())
    });
    same(&mut pairs, &before, &after, |one| {
        (one.name(), one.path(), one.point.function.as_deref())
    });
    same(&mut pairs, &before, &after, |one| (one.name(), one.path()));
    // What bears no name is known by its place alone.
    same(&mut pairs, &before, &after, |one| {
        (one.name(), one.shape.is_empty().then_some(one.path()))
    });
    let homes = homes(old, new, &pairs);
    let home = |point: &Point| homes.get(&point.at.path).unwrap_or(&point.at.path).clone();
    let until_now = pairs.new_of.iter().flatten().count();
    same_at(&mut pairs, &before, &after, &home, |one| {
        let (signal, _, shape, exposed, level) = one.name();
        (!shape.is_empty()).then_some((signal, shape, exposed, level))
    });
    pairs.ported = (pairs.new_of.iter().flatten().count() - until_now) as u64;
    same_at(&mut pairs, &before, &after, &home, |one| {
        let (signal, library, shape, ..) = one.name();
        let is_log = signal == Signal::Log && !shape.is_empty();
        is_log.then_some((library, shape, one.point.function.as_deref()))
    });
    same_at(&mut pairs, &before, &after, &home, |one| {
        let (signal, library, shape, ..) = one.name();
        let is_log = signal == Signal::Log && !shape.is_empty();
        is_log.then_some((library, shape))
    });
    rename::pair(&mut pairs, old, new, &home);
    let moved = pairs.new_of.iter().enumerate().filter(|(at, found)| {
        found.is_some_and(|found| old[*at].at.path != new[found as usize].at.path)
    });
    pairs.moved = moved.count() as u64;
    pairs
}

/// Pairs what is left of both by a key, in the order of their places.
fn same<'n, K: Hash + Eq>(
    pairs: &mut Pairs,
    old: &'n [Named<'n>],
    new: &'n [Named<'n>],
    key: impl Fn(&'n Named<'n>) -> K,
) {
    by_key(pairs, old, new, |one| Some(key(one)), |one| Some(key(one)));
}

/// The same for what stands in the same file, moved or not. A key of `None` pairs nothing.
fn same_at<'n, K: Hash + Eq>(
    pairs: &mut Pairs,
    old: &'n [Named<'n>],
    new: &'n [Named<'n>],
    home: &dyn Fn(&Point) -> Arc<str>,
    key: impl Fn(&'n Named<'n>) -> Option<K>,
) {
    let before = |one: &'n Named<'n>| Some((key(one)?, home(one.point)));
    let after = |one: &'n Named<'n>| Some((key(one)?, one.path().clone()));
    by_key(pairs, old, new, before, after);
}

fn by_key<'n, K: Hash + Eq>(
    pairs: &mut Pairs,
    old: &'n [Named<'n>],
    new: &'n [Named<'n>],
    before: impl Fn(&'n Named<'n>) -> Option<K>,
    after: impl Fn(&'n Named<'n>) -> Option<K>,
) {
    let mut open: HashMap<K, VecDeque<u32>> = HashMap::new();
    for (at, one) in new.iter().enumerate() {
        if pairs.old_of[at].is_none()
            && !one.point.test
            && let Some(key) = after(one)
        {
            open.entry(key).or_default().push_back(at as u32);
        }
    }
    if open.is_empty() {
        return;
    }
    for (at, one) in old.iter().enumerate() {
        if pairs.new_of[at].is_none()
            && !one.point.test
            && let Some(key) = before(one)
            && let Some(found) = open.get_mut(&key).and_then(VecDeque::pop_front)
        {
            pairs.join(at as u32, found);
        }
    }
}

/// The file in which most of what stood in a file that is gone stands now.
fn homes(old: &[Point], new: &[Point], pairs: &Pairs) -> HashMap<Arc<str>, Arc<str>> {
    let there: HashSet<&Arc<str>> = new.iter().map(|point| &point.at.path).collect();
    let mut votes: BTreeMap<(&Arc<str>, &Arc<str>), u32> = BTreeMap::new();
    for (at, found) in pairs.new_of.iter().enumerate() {
        let path = &old[at].at.path;
        if let Some(found) = found
            && !there.contains(path)
        {
            *votes
                .entry((path, &new[*found as usize].at.path))
                .or_default() += 1;
        }
    }
    let mut best: HashMap<Arc<str>, (u32, Arc<str>)> = HashMap::new();
    for ((from, to), count) in votes {
        let known = best.get(from);
        if known.is_none_or(|(most, _)| count > *most) {
            best.insert(from.clone(), (count, to.clone()));
        }
    }
    best.into_iter().map(|(from, (_, to))| (from, to)).collect()
}
