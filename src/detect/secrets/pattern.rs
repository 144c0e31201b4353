//! Vendor rules: a regex on a window around a keyword, then what the token itself can prove.

use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};

use super::Knows;
use super::beside::{Beside, beside, looks_random, stands_free};
use super::checksum::{Verdict, is_form, verify};
use super::dummy::{self, Standing};
use super::pem;
use super::shape::{Shape, Where};
use crate::model::place::Span;
use crate::model::signal::{Confidence, Severity};
use crate::model::text::{sha256, unescape};
use crate::rules::pack::{Checksum, SecretKind, SecretRule};

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
    /// What it can open.
    pub(crate) worth: Worth,
}

/// What a secret can open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Worth {
    /// What it was made for, for all we know.
    Something,
    /// Nothing of others: the password everyone knows, on a machine of one's own.
    Little,
    /// Nothing: it has the form of a token and was made up for a manual or a test.
    Nothing,
}

/// Where unescaped text is worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// Where the keyword says that a match begins.
    Here,
    /// All around the keyword.
    Around,
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
        let Some(look) = self.look(shape, text, hit, hits) else {
            return;
        };
        // The same once more as the text reads where it is inside a string literal.
        let (before, after) = self.reach(shape);
        let first = (hit.start as usize).saturating_sub(before);
        let end = text.len().min(hit.end as usize + after);
        if !text[first..end].contains(&b'\\') {
            return;
        }
        let (plain, places) = unescape(&text[first..end], first);
        let at = |place: u32| places.partition_point(|known| *known < place as usize);
        let hit = Span::new(at(hit.start), at(hit.end));
        let mut inside = Hits::default();
        if look == Look::Around {
            self.search_text(&plain, 0..plain.len(), &mut inside.found);
        } else {
            self.look(shape, &plain, hit, &mut inside);
        }
        hits.found
            .extend(inside.found.into_iter().map(|found| Match {
                span: Span::new(
                    places[found.span.start as usize],
                    places[found.span.end as usize],
                ),
                ..found
            }));
    }

    /// How far before and after a keyword a match can stand.
    fn reach(&self, shape: &Shape) -> (usize, usize) {
        match shape.longest {
            _ if self.rule.multiline => (BEFORE, MULTILINE),
            Some(longest) => (
                longest.clamp(BEFORE, AFTER),
                longest.clamp(AFTER, MULTILINE),
            ),
            None => (BEFORE, AFTER),
        }
    }

    /// Looks around one keyword. What it says is where else it is worth to look once the text is
    /// unescaped: `None` for nowhere.
    fn look(&self, shape: &Shape, text: &[u8], hit: Span, hits: &mut Hits) -> Option<Look> {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let (before, after) = self.reach(shape);
        match shape.locate(text, start, end) {
            Where::Nowhere => shape.escapes.then_some(Look::Here),
            Where::Here(at) => {
                // One byte more, for what must or must not stand behind the match.
                let longest = shape.longest.map_or(after, |longest| longest + 1);
                let window = at..text.len().min(at + longest.min(MULTILINE));
                if shape.reaches(&text[window.clone()]) && shape.runs(&text[window.clone()]) {
                    self.search_text(text, window, &mut hits.found);
                }
                (shape.escapes || behind_escape(text, at)).then_some(Look::Here)
            }
            Where::Around => {
                let first = start.saturating_sub(before);
                if hits.searched.contains(&first)
                    && text.len().min(end + after) <= hits.searched.end
                {
                    return None;
                }
                // Looking twice as far makes the next keyword's window one that is known already.
                hits.searched = first..text.len().min(end + 2 * after);
                if !shape.runs(&text[hits.searched.clone()]) {
                    return None;
                }
                self.search_text(text, hits.searched.clone(), &mut hits.found);
                Some(Look::Around)
            }
        }
    }

    /// Every match that begins in `window`.
    fn search_text(&self, text: &[u8], window: Range<usize>, found: &mut Vec<Match>) {
        let regex = self
            .regex
            .get_or_init(|| Self::compile(&self.rule.pattern).ok());
        let Some(regex) = regex else {
            return;
        };
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
            let secret = secret_of(&captures);
            let span = whole_characters(text, secret.start, secret.end);
            if let Some((confidence, worth)) = self.judge(text, whole.range(), span) {
                found.push(Match {
                    span,
                    confidence,
                    worth,
                });
            }
            // What stood behind the secret may stand before the next one.
            start = if self.rule.beside {
                secret.end
            } else {
                whole.end()
            }
            .max(start + 1);
        }
    }

    /// Every match of the rule, wherever its keywords stand: what the windows are measured against.
    #[cfg(test)]
    pub(crate) fn search_all(&self, text: &str) -> Vec<Match> {
        let mut found = Vec::new();
        self.search_text(text.as_bytes(), 0..text.len(), &mut found);
        let (plain, places) = unescape(text.as_bytes(), 0);
        let mut inside = Vec::new();
        self.search_text(&plain, 0..plain.len(), &mut inside);
        found.extend(inside.into_iter().map(|found| Match {
            span: Span::new(
                places[found.span.start as usize],
                places[found.span.end as usize],
            ),
            ..found
        }));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How sure a match makes us, and what it is worth; `None` when it is no secret.
    fn judge(&self, text: &[u8], whole: Range<usize>, span: Span) -> Option<(Confidence, Worth)> {
        let at = span.start as usize..span.end as usize;
        let secret = &text[at.clone()];
        let standing = self.standing(&text[whole], secret);
        if secret.is_empty() || standing == Standing::Placeholder {
            return None;
        }
        if self.is_formed() && !stands_free(text, &at) {
            return None;
        }
        if !self.rule.published.is_empty() && self.rule.published.contains(&sha256(secret)) {
            return None;
        }
        let mut sure = self.rule.confidence;
        if self.rule.beside {
            match beside(text, &at, &self.rule.keywords)? {
                Beside::Credential if self.rule.kind != SecretKind::Identifier => {
                    sure = sure.max(Confidence::Likely);
                }
                _ => {}
            }
        }
        if !self.rule.near.is_empty() {
            let before = &text[at.start.saturating_sub(NEAR)..at.end];
            let before = before.to_ascii_lowercase();
            let near = |word: &String| contains(&before, word.as_bytes());
            if !self.rule.near.iter().any(near) {
                return None;
            }
        }
        let checksum = self.rule.checksum;
        let confidence = match checksum.map(|checksum| (checksum, verify(checksum, secret))) {
            // A pair of user and password is one whatever it opens.
            Some((Checksum::HttpBasic, Verdict::Valid)) => sure,
            Some((_, Verdict::Valid)) => Confidence::Confirmed,
            // What does not decode is something else; what only adds up wrongly was typed or cut.
            Some((Checksum::Jwt, Verdict::Invalid)) if is_json(secret) => {
                return Some((Confidence::Possible, Worth::Nothing));
            }
            // Marks that a program looks for, and nothing between them.
            Some((Checksum::PemKey, Verdict::Invalid)) if !pem::has_body(secret) => return None,
            Some((checksum, Verdict::Invalid)) if is_form(checksum) => return None,
            Some((_, Verdict::Invalid)) => Confidence::Possible,
            Some((_, Verdict::Unknown)) | None => sure,
        };
        match standing {
            Standing::Placeholder => None,
            // A mere name is worth a word only where it may ship.
            _ if self.rule.severity == Severity::Info => Some((confidence, Worth::Little)),
            Standing::Real => Some((confidence, Worth::Something)),
            Standing::Doubtful => Some((confidence.min(Confidence::Possible), Worth::Something)),
            Standing::Trivial => Some((Confidence::Possible, Worth::Little)),
            Standing::MadeUp => Some((Confidence::Possible, Worth::Nothing)),
        }
    }

    /// What it finds shows whose it is.
    fn has_mark(&self) -> bool {
        self.rule.prefix.is_some() || self.rule.checksum.is_some()
    }

    /// It was written as forms rather than as a pattern.
    fn is_formed(&self) -> bool {
        !self.rule.heads.is_empty()
    }

    /// What differs from one token to the next.
    fn own_part<'t>(&self, secret: &'t [u8]) -> &'t [u8] {
        let mut heads = self.rule.heads.iter();
        heads
            .find_map(|head| secret.strip_prefix(head.as_bytes()))
            .or_else(|| secret.strip_prefix(self.rule.prefix.as_deref()?.as_bytes()))
            .filter(|own| !own.is_empty())
            .unwrap_or(secret)
    }

    /// What the text of a match alone says: whether it may open something.
    fn standing(&self, whole: &[u8], secret: &[u8]) -> Standing {
        if self.rule.checksum == Some(Checksum::HttpBasic) {
            return dummy::of_basic(secret);
        }
        let random = self
            .rule
            .entropy
            .unwrap_or_else(|| least_entropy(self.is_formed(), secret));
        let digits = secret.iter().filter(|byte| byte.is_ascii_digit()).count();
        let random = entropy::shannon_entropy(secret) >= random
            && digits >= usize::from(self.rule.min_digits);
        if self.is_formed() && random && !looks_random(self.own_part(secret)) {
            return Standing::Placeholder;
        }
        match self.rule.kind {
            // A name may have a part that only running fills.
            SecretKind::Identifier if dummy::is_blank(secret) => Standing::MadeUp,
            SecretKind::ConnectionString => dummy::standing(whole, secret),
            SecretKind::Password => dummy::of_password(secret),
            _ => match dummy::of_token(self.own_part(secret), random) {
                // Who writes a vendor's prefix means a token, real or not.
                Standing::Placeholder
                    if self.has_mark() && !dummy::is_blank(self.own_part(secret)) =>
                {
                    Standing::MadeUp
                }
                standing => standing,
            },
        }
    }
}

/// What random text of that length has at the least, in bits per byte, where the rule says no more
/// than how the text is made up.
fn least_entropy(formed: bool, secret: &[u8]) -> f32 {
    match secret.len() {
        _ if !formed => 0.0,
        _ if secret.iter().all(u8::is_ascii_digit) => 1.8,
        0..16 => 2.4,
        16..28 => 2.8,
        _ => 3.0,
    }
}

/// Where the secret stands in a match: its group, or all of it.
pub(super) fn secret_of(captures: &regex::bytes::Captures<'_>) -> Range<usize> {
    captures
        .name("secret")
        .or_else(|| captures.iter().skip(1).flatten().next())
        .or_else(|| captures.get(0))
        .expect("group 0 is the whole match")
        .range()
}

/// Base64 of `{"`, once or twice: whatever else is wrong with it, a token was meant.
fn is_json(secret: &[u8]) -> bool {
    secret.starts_with(b"eyJ") || secret.starts_with(b"ZXlK")
}

/// Whether the letter before `at` ends an escape such as `\n`.
fn behind_escape(text: &[u8], at: usize) -> bool {
    at >= 2 && text[at - 2] == b'\\' && matches!(text[at - 1], b'n' | b'r' | b't')
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
