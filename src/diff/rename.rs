//! Which of what is gone stands under another name where something new stands: a score over what
//! the two share, the best of each other first.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::pairing::{Pairs, shape, text};
use crate::model::change::{Belief, Reason};
use crate::model::inventory::Point;
use crate::model::signal::{Instrument, Signal};

/// The score from which two points are taken for one, of 100.
const BELIEVED: u32 = 50;
/// How alike names must be, of 100, where neither help nor a place that nothing else takes speaks.
const ALIKE: u32 = 30;
/// How alike they are, of 100, where nothing but another order could speak against it.
const CERTAIN: u32 = 70;
/// How many new points of a file an old one is held against, at most: those nearest in order.
const NEAR: usize = 24;
/// How much of a long message is compared. Bytes.
const COMPARED: usize = 160;

/// What speaks for two points being one; all of them together are [`ALL`].
const FUNCTION: u32 = 20;
const PLACE: u32 = 20;
const ORDER: u32 = 10;
const LIBRARY: u32 = 5;
const TEXT: u32 = 35;
const HELP: u32 = 15;
const LABELS: u32 = 10;
const KIND: u32 = 5;
/// All of it together.
const ALL: u32 = FUNCTION + PLACE + ORDER + LIBRARY + TEXT + HELP + LABELS + KIND;
/// What speaks against it: another help text, another instrument.
const AGAINST: u32 = 15;

/// A point that is still alone, and where it stands among the others of its file.
struct Alone<'p> {
    at: u32,
    point: &'p Point,
    /// The old points that stand before and after it and are paired.
    gap: (Option<u32>, Option<u32>),
    /// The how many-th it is of those that are alone in its gap, of its signal.
    nth: u32,
    /// How many of those there are.
    of: u32,
    /// What it is called.
    shape: Cow<'p, str>,
    /// The pairs of letters of that, sorted; and of its help.
    letters: Vec<u16>,
    help: Vec<u16>,
}

/// Pairs what is left in the files that stand in both, moved or not.
pub(super) fn pair(
    pairs: &mut Pairs,
    old: &[Point],
    new: &[Point],
    home: &dyn Fn(&Point) -> Arc<str>,
) {
    let gone = alone(old, &pairs.new_of, |at| at);
    if gone.is_empty() {
        return;
    }
    let came = alone(new, &pairs.old_of, |at| {
        pairs.old_of[at as usize].unwrap_or(at)
    });
    in_place(pairs, &gone, &came, home);
    let mut by_file: HashMap<(Signal, Arc<str>), Vec<usize>> = HashMap::new();
    for (index, one) in came.iter().enumerate() {
        if pairs.old_of[one.at as usize].is_some() {
            continue;
        }
        by_file
            .entry((one.point.signal, one.point.at.path.clone()))
            .or_default()
            .push(index);
    }
    let mut taken: HashMap<(Signal, Arc<str>), usize> = HashMap::new();
    let mut judged: Vec<(u32, usize, u32, u32, Belief)> = Vec::new();
    for one in &gone {
        if pairs.new_of[one.at as usize].is_some() {
            continue;
        }
        let file = (one.point.signal, home(one.point));
        let Some(others) = by_file.get(&file) else {
            continue;
        };
        let rank = taken.entry(file).or_default();
        let from = rank
            .saturating_sub(NEAR / 2)
            .min(others.len().saturating_sub(NEAR));
        for (distance, other) in others.iter().enumerate().skip(from).take(NEAR) {
            let other = &came[*other];
            if let Some((score, because)) = score(one, other) {
                let belief = belief(score, because);
                judged.push((score, distance.abs_diff(*rank), one.at, other.at, belief));
            }
        }
        *rank += 1;
    }
    judged.sort_by(|a, b| {
        let key = |one: &(u32, usize, u32, u32, Belief)| (u32::MAX - one.0, one.1, one.2, one.3);
        key(a).cmp(&key(b))
    });
    for (_, _, gone, came, belief) in judged {
        if pairs.new_of[gone as usize].is_none() && pairs.old_of[came as usize].is_none() {
            pairs.join(gone, came);
            pairs.beliefs.insert(gone, belief);
        }
    }
}

/// Pairs what stands in the same place in the same order and is called much alike: what is left to be
/// held against many is little, also where a whole repository was renamed.
fn in_place(
    pairs: &mut Pairs,
    gone: &[Alone<'_>],
    came: &[Alone<'_>],
    home: &dyn Fn(&Point) -> Arc<str>,
) {
    let mut places = HashMap::new();
    for one in came {
        let file = one.point.at.path.clone();
        places.insert((one.point.signal, file, one.gap, one.nth, one.of), one);
    }
    for one in gone {
        let place = (one.point.signal, home(one.point), one.gap, one.nth, one.of);
        let Some(other) = places.get(&place) else {
            continue;
        };
        let free = pairs.old_of[other.at as usize].is_none();
        if free
            && alike(&one.letters, &other.letters) >= CERTAIN
            && let Some((points, because)) = score(one, other)
        {
            pairs.join(one.at, other.at);
            pairs.beliefs.insert(one.at, belief(points, because));
        }
    }
}

fn belief(points: u32, because: Vec<Reason>) -> Belief {
    Belief {
        score: (points * 100 / ALL) as u8,
        because,
    }
}

/// The points that are alone, those of tests left out, with the old points around each.
fn alone<'p>(
    points: &'p [Point],
    paired: &[Option<u32>],
    old: impl Fn(u32) -> u32,
) -> Vec<Alone<'p>> {
    let mut found: Vec<Alone<'p>> = Vec::new();
    let mut before: Option<u32> = None;
    let mut open = 0;
    for (at, point) in points.iter().enumerate() {
        if at > 0 && points[at - 1].at.path != point.at.path {
            close(&mut found[open..], None);
            open = found.len();
            before = None;
        }
        if point.test {
            continue;
        }
        if paired[at].is_some() {
            let anchor = Some(old(at as u32));
            close(&mut found[open..], anchor);
            open = found.len();
            before = anchor;
        } else {
            found.push(Alone {
                at: at as u32,
                point,
                gap: (before, None),
                nth: 0,
                of: 0,
                shape: shape(point),
                letters: letters(text(point)),
                help: letters(point.help.as_deref().unwrap_or("")),
            });
        }
    }
    close(&mut found[open..], None);
    found
}

/// Says of those between two neighbours what stands behind them, and their order.
fn close(gap: &mut [Alone<'_>], after: Option<u32>) {
    let mut counts: HashMap<Signal, u32> = HashMap::new();
    for one in &mut *gap {
        one.gap.1 = after;
        let nth = counts.entry(one.point.signal).or_default();
        one.nth = *nth;
        *nth += 1;
    }
    for one in gap {
        one.of = counts[&one.point.signal];
    }
}

/// How much two points share, and what it is; `None` where that is not enough.
fn score(gone: &Alone<'_>, came: &Alone<'_>) -> Option<(u32, Vec<Reason>)> {
    let (old, new) = (gone.point, came.point);
    let mut because = Vec::new();
    let mut score = 0;
    let mut add = |speaks: bool, points: u32, reason: Reason| {
        if speaks {
            score += points;
            because.push(reason);
        }
        speaks
    };
    add(old.function == new.function, FUNCTION, Reason::SameFunction);
    let same_gap = add(gone.gap == came.gap, PLACE, Reason::SamePlace);
    let same_order = add(
        same_gap && gone.of == came.of && gone.nth == came.nth,
        ORDER,
        Reason::SameOrder,
    );
    add(old.library == new.library, LIBRARY, Reason::SameLibrary);
    let alike = alike(&gone.letters, &came.letters);
    let written = !gone.shape.is_empty() && gone.shape == came.shape;
    let same_help = old.help.is_some() && old.help == new.help;
    if written {
        add(true, TEXT, Reason::SameWritten);
    } else if alike >= ALIKE {
        add(true, TEXT * alike / 100, Reason::SimilarText);
    }
    add(same_help, HELP, Reason::SameHelp);
    let same_keys = old.attributes.len() == new.attributes.len()
        && (old.attributes.iter().zip(&new.attributes)).all(|(one, other)| one.key == other.key);
    add(same_keys, LABELS, Reason::SameLabels);
    let known = |kind: Option<Instrument>| kind.filter(|kind| *kind != Instrument::Unknown);
    let (before, after) = (known(old.instrument), known(new.instrument));
    let same_kind = before == after && old.unit == new.unit && old.level == new.level;
    add(same_kind, KIND, Reason::SameKind);
    let told_help = !gone.help.is_empty() && !came.help.is_empty();
    let other_help = told_help && self::alike(&gone.help, &came.help) < ALIKE;
    for against in [
        other_help,
        before.is_some() && after.is_some() && before != after,
    ] {
        score = score.saturating_sub(if against { AGAINST } else { 0 });
    }
    // Of two that stand alone in one place and are otherwise the same, one took the other's place.
    // Messages are not names: what says something else is something else.
    let only = same_order && gone.of == 1 && old.signal == Signal::Metric && !other_help;
    let told = written || alike >= ALIKE || same_help || only;
    (told && score * 100 / ALL >= BELIEVED).then_some((score, because))
}

/// Each two letters that follow each other, without regard to case and to what joins words.
fn letters(text: &str) -> Vec<u16> {
    let bytes = text.as_bytes();
    let bytes = bytes[..bytes.len().min(COMPARED)].iter();
    let plain: Vec<u8> = bytes
        .filter(|byte| byte.is_ascii_alphanumeric() || **byte >= 0x80)
        .map(u8::to_ascii_lowercase)
        .collect();
    let mut all: Vec<u16> = plain
        .windows(2)
        .map(|two| u16::from(two[0]) << 8 | u16::from(two[1]))
        .collect();
    all.sort_unstable();
    all
}

/// How many of their pairs of letters two texts share, of 100 (Sørensen–Dice).
fn alike(one: &[u16], other: &[u16]) -> u32 {
    if one.is_empty() || other.is_empty() {
        return 0;
    }
    let (mut left, mut right, mut shared) = (0, 0, 0);
    while left < one.len() && right < other.len() {
        match one[left].cmp(&other[right]) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                left += 1;
                right += 1;
            }
        }
    }
    (200 * shared / (one.len() + other.len())) as u32
}

/// How alike two names are, of 100.
pub(super) fn likeness(one: &str, other: &str) -> u32 {
    alike(&letters(one), &letters(other))
}
