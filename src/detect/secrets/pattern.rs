//! Vendor rules: a regex on a window around a keyword, then what the token itself can prove.

use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};

use super::Knows;
use super::checksum::{Verdict, is_form, verify};
use super::dummy::{self, Standing};
use super::shape::{Shape, Where};
use crate::model::place::Span;
use crate::model::signal::Confidence;
use crate::model::text::unescape;
use crate::rules::pack::{SecretKind, SecretRule};

/// How far before and after a keyword a rule looks. Bytes.
const BEFORE: usize = 80;
const AFTER: usize = 240;
/// The window of a rule that spans lines, and the widest any window grows. Bytes.
const MULTILINE: usize = 8 << 10;
/// How far before the secret a word in `near` may stand. Bytes.
const NEAR: usize = 80;

/// A rule ready to run. Its shape is read when its first keyword is met, its regex compiled when a
/// text has that shape.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) rule: SecretRule,
    pub(crate) knows: Knows,
    shape: OnceLock<Option<Shape>>,
    regex: OnceLock<Option<Regex>>,
}

/// Where a rule matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Match {
    /// The secret's own bytes.
    pub(crate) span: Span,
    /// How sure its form, and its checksum where it has one, make us.
    pub(crate) confidence: Confidence,
    /// It guards nothing: the password everyone knows, on a machine of one's own.
    pub(crate) trivial: bool,
}

/// What one rule found in one file so far, and how far it has looked.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    pub(crate) found: Vec<Match>,
    /// It has looked at this file.
    pub(crate) tried: bool,
    /// The last window that was searched to its end.
    searched: Range<usize>,
}

impl Hits {
    /// Forgets the file.
    pub(crate) fn clear(&mut self) {
        self.found.clear();
        self.tried = false;
        self.searched = 0..0;
    }
}

impl Pattern {
    /// A rule, not yet compiled.
    pub(crate) fn new(rule: SecretRule) -> Self {
        Self {
            knows: Knows::of(&rule.id),
            rule,
            shape: OnceLock::new(),
            regex: OnceLock::new(),
        }
    }

    /// The compiled pattern, or the reason why it cannot be one.
    pub(crate) fn compile(pattern: &str) -> Result<Regex, regex::Error> {
        RegexBuilder::new(pattern)
            .unicode(false)
            .size_limit(4 << 20)
            .build()
    }

    /// Matches around the keyword at `hit`, into `hits`, which may hold those of earlier keywords.
    /// The same match may be there twice.
    pub(crate) fn search(&self, text: &[u8], hit: Span, hits: &mut Hits) {
        let shape = self
            .shape
            .get_or_init(|| Shape::new(&self.rule.pattern, &self.rule.keywords));
        let Some(shape) = shape else {
            return;
        };
        let (start, end) = (hit.start as usize, hit.end as usize);
        let (before, after) = match shape.longest {
            _ if self.rule.multiline => (BEFORE, MULTILINE),
            Some(longest) => (
                longest.clamp(BEFORE, AFTER),
                longest.clamp(AFTER, MULTILINE),
            ),
            None => (BEFORE, AFTER),
        };
        let window = match shape.locate(text, start, end) {
            Where::Nowhere => return,
            Where::Here(at) => {
                // One byte more, for what must or must not stand behind the match.
                let longest = shape.longest.map_or(after, |longest| longest + 1);
                let window = at..text.len().min(at + longest.min(MULTILINE));
                if !shape.reaches(&text[window.clone()]) {
                    return;
                }
                window
            }
            Where::Around => {
                let first = start.saturating_sub(before);
                if hits.searched.contains(&first)
                    && text.len().min(end + after) <= hits.searched.end
                {
                    return;
                }
                // Looking twice as far makes the next keyword's window one that is known already.
                hits.searched = first..text.len().min(end + 2 * after);
                hits.searched.clone()
            }
        };
        if shape.runs(&text[window.clone()]) {
            self.search_window(text, window, &mut hits.found);
        }
    }

    /// Every match that begins in `window`, in the text as it is written and as it reads where it is
    /// inside a string literal.
    fn search_window(&self, text: &[u8], window: Range<usize>, found: &mut Vec<Match>) {
        let regex = self
            .regex
            .get_or_init(|| Self::compile(&self.rule.pattern).ok());
        let Some(regex) = regex else {
            return;
        };
        self.search_text(regex, text, window.clone(), found);
        let escapes = text[window.clone()]
            .iter()
            .filter(|byte| **byte == b'\\')
            .count();
        if escapes > 0 {
            // What stands before the window says whether a word begins with it, and which words are near.
            let first = window.start.saturating_sub(NEAR);
            let end = text.len().min(window.end + escapes);
            let (plain, places) = unescape(&text[first..end], first);
            let start = places.partition_point(|place| *place < window.start);
            let mut inside = Vec::new();
            self.search_text(regex, &plain, start..plain.len(), &mut inside);
            found.extend(inside.into_iter().map(|found| Match {
                span: Span::new(
                    places[found.span.start as usize],
                    places[found.span.end as usize],
                ),
                ..found
            }));
        }
    }

    fn search_text(
        &self,
        regex: &Regex,
        text: &[u8],
        window: Range<usize>,
        found: &mut Vec<Match>,
    ) {
        let Range { mut start, mut end } = window;
        while let Some(captures) = (start < end)
            .then(|| regex.captures_at(&text[..end], start))
            .flatten()
        {
            let whole = captures.get(0).expect("group 0 is the whole match");
            if whole.end() == end && end < text.len() && end - start < MULTILINE {
                // Cut by the window: look again with more behind it.
                end = (end + AFTER.max(end - start)).min(text.len());
                continue;
            }
            let secret = captures
                .name("secret")
                .or_else(|| captures.get(1))
                .unwrap_or(whole);
            let span = whole_characters(text, secret.start(), secret.end());
            if let Some((confidence, trivial)) = self.judge(text, whole.range(), span) {
                found.push(Match {
                    span,
                    confidence,
                    trivial,
                });
            }
            start = whole.end().max(start + 1);
        }
    }

    /// Every match of the rule, wherever its keywords stand: what the windows are measured against.
    #[cfg(test)]
    pub(crate) fn search_all(&self, text: &str) -> Vec<Match> {
        let mut found = Vec::new();
        self.search_window(text.as_bytes(), 0..text.len(), &mut found);
        found
    }

    /// How sure a match makes us, and whether it guards nothing; `None` when it is no secret.
    fn judge(&self, text: &[u8], whole: Range<usize>, span: Span) -> Option<(Confidence, bool)> {
        let at = span.start as usize..span.end as usize;
        let secret = &text[at.clone()];
        if secret.is_empty() || is_documented_example(secret) {
            return None;
        }
        if self
            .rule
            .entropy
            .is_some_and(|least| entropy::shannon_entropy(secret) < least)
        {
            return None;
        }
        let digits = secret.iter().filter(|byte| byte.is_ascii_digit()).count();
        if digits < usize::from(self.rule.min_digits) {
            return None;
        }
        if !self.rule.near.is_empty() {
            let before = &text[at.start.saturating_sub(NEAR)..at.end];
            let before = before.to_ascii_lowercase();
            if !self
                .rule
                .near
                .iter()
                .any(|word| contains(&before, word.as_bytes()))
            {
                return None;
            }
        }
        let standing = match self.rule.kind {
            SecretKind::ConnectionString => dummy::standing(&text[whole], secret),
            SecretKind::Password => dummy::of_password(secret),
            _ => Standing::Real,
        };
        let confidence = match self
            .rule
            .checksum
            .map(|checksum| (checksum, verify(checksum, secret)))
        {
            Some((_, Verdict::Valid)) => Confidence::Confirmed,
            // What does not decode is something else; what only adds up wrongly was typed or cut.
            Some((checksum, Verdict::Invalid)) if is_form(checksum) => return None,
            Some((_, Verdict::Invalid)) => Confidence::Possible,
            Some((_, Verdict::Unknown)) | None => self.rule.confidence,
        };
        match standing {
            Standing::Real => Some((confidence, false)),
            Standing::Doubtful => Some((confidence.min(Confidence::Possible), false)),
            Standing::Trivial => Some((Confidence::Possible, true)),
            Standing::Placeholder => None,
        }
    }
}

/// The span of `start..end`, widened where it cuts a character: patterns see bytes.
fn whole_characters(text: &[u8], mut start: usize, mut end: usize) -> Span {
    let goes_on = |at: usize| text.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
    while start > 0 && goes_on(start) {
        start -= 1;
    }
    while goes_on(end) {
        end += 1;
    }
    Span::new(start, end)
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

/// Values that stand for a token in every manual: one character over and over, or the word itself.
fn is_documented_example(secret: &[u8]) -> bool {
    let lower = secret.to_ascii_lowercase();
    if names_an_example(&lower) || contains(&lower, b"xxxxxxxx") || contains(&lower, b"********") {
        return true;
    }
    // The longest run of one character is most of the secret.
    let mut longest = 0_usize;
    let mut run = 0_usize;
    for pair in lower.windows(2) {
        run = if pair[0] == pair[1] { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest * 2 > secret.len()
}

/// The word, unless it is part of a host's name: an address at `example.com` may hold a real token.
fn names_an_example(lower: &[u8]) -> bool {
    const WORD: &[u8] = b"example";
    (0..lower.len())
        .any(|at| lower[at..].starts_with(WORD) && lower.get(at + WORD.len()) != Some(&b'.'))
}
