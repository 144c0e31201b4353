//! What every match of a pattern has in common: cheap byte checks that come before the regex, and
//! before it is even compiled.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// A set of bytes.
type Set = [bool; 256];

/// The shortest run that is worth looking for.
const SHORTEST_RUN: usize = 8;

/// What the pattern alone says about every text that it matches.
#[derive(Debug)]
pub(super) struct Shape {
    /// For each keyword, lower case: where a match that begins with a known text begins, counted
    /// back from the keyword, and that text. `None` where matches may begin with anything.
    starts: Option<Vec<(Vec<u8>, Vec<Start>)>>,
    /// No letter, digit or underscore stands before a match that begins with one.
    word: bool,
    /// So many bytes of a set stand in a row in every match.
    run: Option<(usize, Box<Set>)>,
    /// What a match must get to first.
    reach: Option<Reach>,
    /// The longest match, if there is one.
    pub(super) longest: Option<usize>,
}

/// How a match begins around a keyword.
#[derive(Debug)]
struct Start {
    /// How far before the keyword.
    back: usize,
    /// With which text.
    text: Vec<u8>,
}

/// In every match a stretch of known bytes leads from one text to another.
#[derive(Debug)]
struct Reach {
    /// The text before the stretch; it does not occur earlier in a match.
    lead: Vec<u8>,
    set: Box<Set>,
    /// The text behind it.
    text: Vec<u8>,
}

/// Where a match can be, given that a keyword stands somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// Nowhere.
    Nowhere,
    /// It begins here.
    Here(usize),
    /// Somewhere around.
    Around,
}

impl Shape {
    /// Reads a pattern; `None` where it is not one.
    pub(super) fn new(pattern: &str, keywords: &[String]) -> Option<Self> {
        let hir = ParserBuilder::new()
            .unicode(false)
            .utf8(false)
            .build()
            .parse(pattern)
            .ok()?;
        let mut parts = Vec::new();
        flatten(&hir, &mut parts);
        Some(Self {
            starts: starts(&hir, keywords),
            word: matches!(
                parts.first().map(|part| part.kind()),
                Some(HirKind::Look(Look::WordAscii))
            ),
            run: longest_run(&hir).filter(|(least, _)| *least >= SHORTEST_RUN),
            reach: reach(&parts),
            longest: hir.properties().maximum_len(),
        })
    }

    /// Where a match around the keyword at `start..end` of `text` begins.
    pub(super) fn locate(&self, text: &[u8], start: usize, end: usize) -> Where {
        let Some(starts) = &self.starts else {
            return Where::Around;
        };
        let word = &text[start..end];
        let known = starts
            .iter()
            .find(|(keyword, _)| keyword.eq_ignore_ascii_case(word));
        let Some((_, starts)) = known else {
            return Where::Around;
        };
        starts
            .iter()
            .filter_map(|begin| {
                let at = start.checked_sub(begin.back)?;
                (text[at..].starts_with(&begin.text) && !(self.word && inside_word(text, at)))
                    .then_some(at)
            })
            .min()
            .map_or(Where::Nowhere, Where::Here)
    }

    /// Whether a match that begins at the start of `window` can get past its first stretch.
    pub(super) fn reaches(&self, window: &[u8]) -> bool {
        let Some(Reach { lead, set, text }) = &self.reach else {
            return true;
        };
        let Some(from) = (0..window.len()).find(|at| window[*at..].starts_with(lead)) else {
            return false;
        };
        let stretch = &window[from + lead.len()..];
        for (at, byte) in stretch.iter().enumerate() {
            if *byte == text[0] && stretch[at..].starts_with(text) {
                return true;
            }
            if !set[usize::from(*byte)] {
                return false;
            }
        }
        false
    }

    /// Whether `window` holds as many bytes of one set in a row as every match does.
    pub(super) fn runs(&self, window: &[u8]) -> bool {
        let Some((least, set)) = &self.run else {
            return true;
        };
        // Look at the last byte of each possible run first; a byte outside rules out all runs over it.
        let mut from = 0;
        while from + least <= window.len() {
            let outside = window[from..from + least]
                .iter()
                .rposition(|byte| !set[usize::from(*byte)]);
            match outside {
                Some(at) => from += at + 1,
                None => return true,
            }
        }
        false
    }
}

/// Whether the byte at `at` and the one before it belong to one word. The letter of an escape such as
/// `\n` belongs to none.
fn inside_word(text: &[u8], at: usize) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let escape = at >= 2 && text[at - 2] == b'\\' && matches!(text[at - 1], b'n' | b'r' | b't');
    at > 0 && word(text[at]) && word(text[at - 1]) && !escape
}

/// The parts of a pattern in order, groups opened.
fn flatten<'h>(hir: &'h Hir, into: &mut Vec<&'h Hir>) {
    match hir.kind() {
        HirKind::Capture(group) => flatten(&group.sub, into),
        HirKind::Concat(parts) => parts.iter().for_each(|part| flatten(part, into)),
        _ => into.push(hir),
    }
}

/// For every keyword the texts that begin a match around it, if every match begins with one.
fn starts(hir: &Hir, keywords: &[String]) -> Option<Vec<(Vec<u8>, Vec<Start>)>> {
    let mut extractor = Extractor::new();
    extractor
        .limit_class(8)
        .limit_repeat(4)
        .limit_literal_len(40)
        .limit_total(64);
    let found = extractor.extract(hir);
    let literals = found.literals()?;
    let keywords: Vec<Vec<u8>> = keywords
        .iter()
        .map(|word| word.to_ascii_lowercase().into_bytes())
        .collect();
    let mut starts: Vec<(Vec<u8>, Vec<Start>)> = keywords
        .iter()
        .map(|word| (word.clone(), Vec::new()))
        .collect();
    for literal in literals {
        let text = literal.as_bytes().to_vec();
        let lower = text.to_ascii_lowercase();
        let mut covered = false;
        for (keyword, starts) in &mut starts {
            let places = lower.windows(keyword.len().max(1)).enumerate();
            for (back, _) in places.filter(|(_, part)| part == keyword) {
                covered = true;
                let text = text.clone();
                starts.push(Start { back, text });
            }
        }
        if !covered {
            return None;
        }
    }
    Some(starts)
}

/// The bytes that a part can match, added to `set`; `false` where that cannot be said.
fn add(hir: &Hir, set: &mut Set) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => {
            literal
                .0
                .iter()
                .for_each(|byte| set[usize::from(*byte)] = true);
            true
        }
        HirKind::Class(class) => match bytes_of(class) {
            Some(class) => {
                set.iter_mut()
                    .zip(class.iter())
                    .for_each(|(own, other)| *own |= *other);
                true
            }
            None => false,
        },
        HirKind::Repetition(repetition) => add(&repetition.sub, set),
        HirKind::Capture(group) => add(&group.sub, set),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().all(|part| add(part, set))
        }
    }
}

fn bytes_of(class: &Class) -> Option<Box<Set>> {
    let Class::Bytes(class) = class else {
        return None;
    };
    let mut set = Box::new([false; 256]);
    for range in class.ranges() {
        for byte in range.start()..=range.end() {
            set[usize::from(byte)] = true;
        }
    }
    Some(set)
}

/// The first fixed text behind a stretch of varying bytes, what stands before that stretch, and its
/// bytes.
fn reach(parts: &[&Hir]) -> Option<Reach> {
    /// A set of so few bytes is a spelling, not a stretch.
    const SPELLINGS: usize = 8;
    let (mut before, mut set) = ([false; 256], Box::new([false; 256]));
    let mut lead = Vec::new();
    let mut varied = false;
    for part in parts {
        if let HirKind::Literal(literal) = part.kind() {
            let text = literal.0.to_vec();
            if varied {
                return Some(Reach { lead, set, text });
            }
            // Nothing before it holds its first byte: it is found for certain.
            if !before[usize::from(text[0])] {
                set.fill(false);
                add(part, &mut before);
                lead = text;
                continue;
            }
        }
        let mut own = [false; 256];
        if !add(part, &mut own) {
            return None;
        }
        for (byte, there) in own.iter().enumerate() {
            set[byte] |= there;
            before[byte] |= there;
        }
        varied |= own.iter().filter(|there| **there).count() > SPELLINGS;
    }
    None
}

/// The longest run of one set of bytes that stands in every match.
fn longest_run(hir: &Hir) -> Option<(usize, Box<Set>)> {
    match hir.kind() {
        HirKind::Repetition(repetition) if repetition.min > 0 => match repetition.sub.kind() {
            HirKind::Class(class) => Some((repetition.min as usize, bytes_of(class)?)),
            _ => longest_run(&repetition.sub),
        },
        HirKind::Capture(group) => longest_run(&group.sub),
        HirKind::Concat(parts) => parts
            .iter()
            .filter_map(longest_run)
            .max_by_key(|(least, _)| *least),
        HirKind::Alternation(branches) => {
            let runs: Option<Vec<_>> = branches.iter().map(longest_run).collect();
            let mut runs = runs?.into_iter();
            let first = runs.next()?;
            Some(runs.fold(first, |(least, mut set), (other, more)| {
                set.iter_mut()
                    .zip(more.iter())
                    .for_each(|(own, byte)| *own |= *byte);
                (least.min(other), set)
            }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(pattern: &str, keyword: &str) -> Shape {
        Shape::new(pattern, &[keyword.to_owned()]).expect("the samples are patterns")
    }

    fn locate(shape: &Shape, text: &str, keyword: &str) -> Where {
        let at = text
            .to_ascii_lowercase()
            .find(keyword)
            .expect("the samples hold the keyword");
        shape.locate(text.as_bytes(), at, at + keyword.len())
    }

    #[test]
    fn a_literal_start_is_exact_in_case_and_begins_a_word() {
        let shape = shape(r"\b(re_[a-z]{20})\b", "re_");
        assert_eq!(locate(&shape, "x = re_abc", "re_"), Where::Here(4));
        assert_eq!(locate(&shape, "x = RE_abc", "re_"), Where::Nowhere);
        assert_eq!(locate(&shape, "x = pre_abc", "re_"), Where::Nowhere);
    }

    #[test]
    fn a_keyword_may_stand_inside_the_start() {
        let inside = shape("-----BEGIN KEY-----[a-z]+", "key--");
        assert_eq!(
            locate(&inside, "  -----BEGIN KEY-----", "key--"),
            Where::Here(2)
        );
        let free = shape("[a-z]{3}AZ[a-z]", "az");
        assert_eq!(locate(&free, "abcAZd", "az"), Where::Around);
    }

    #[test]
    fn a_run_of_the_class_must_be_there() {
        let shape = shape("(?i:key).{0,9}([a-f0-9]{12}|[A-F0-9]{16})", "key");
        assert!(shape.runs(b"key = 0123456789ab"));
        assert!(!shape.runs(b"key = 0123456789 ab"));
        assert!(!shape.runs(b"short"));
    }

    #[test]
    fn a_url_must_reach_its_mark() {
        let shape = shape(r"https?://([^/\s:@]{1,80}):([^/\s@]{3,80})@", "://");
        assert!(shape.reaches(b"https://user:word@host"));
        assert!(!shape.reaches(b"https://host/path:8@"));
        assert!(!shape.reaches(b"https://host"));
    }
}
