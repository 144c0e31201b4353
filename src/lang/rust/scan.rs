//! What syn does not tell about a file: its comments, and how long its unbracketed chains are.

use crate::model::facts::Comment;
use crate::model::place::Span;

/// What one pass over the bytes finds.
#[derive(Debug, Default)]
pub(super) struct Scanned<'s> {
    /// Every comment, in order.
    pub(super) comments: Vec<Comment<'s>>,
    /// The most tokens on the way down to any place that no separator parts: an upper bound on how
    /// deep a recursive parser goes there.
    pub(super) chain: usize,
}

/// Tokens of the bracket being read and of those around it.
#[derive(Default)]
struct Chains {
    around: Vec<(usize, usize)>,
    tokens: usize,
    angles: usize,
    outer: usize,
    /// A brace was closed, and what follows tells whether a chain goes on.
    closed: bool,
    longest: usize,
}

impl Chains {
    fn token(&mut self) {
        self.tokens += 1;
        self.longest = self.longest.max(self.outer + self.tokens + self.angles);
    }

    fn word(&mut self, word: &[u8]) {
        if self.closed && !matches!(word, b"else" | b"as") {
            self.tokens = 0;
            self.angles = 0;
        }
        self.closed = false;
        self.token();
    }

    fn open(&mut self) {
        self.closed = false;
        self.token();
        self.around.push((self.tokens, self.angles));
        self.outer += self.tokens + self.angles;
        (self.tokens, self.angles) = (0, 0);
    }

    fn close(&mut self, brace: bool) {
        (self.tokens, self.angles) = self.around.pop().unwrap_or_default();
        self.outer = self.outer.saturating_sub(self.tokens + self.angles);
        self.closed = brace;
    }

    fn punctuation(&mut self, byte: u8, before: u8) {
        match byte {
            b';' => (self.tokens, self.angles) = (0, 0),
            b',' => self.tokens = 0,
            b'<' => {
                self.angles += 1;
                self.token();
            }
            b'>' if !matches!(before, b'-' | b'=') => {
                self.angles = self.angles.saturating_sub(1);
                self.token();
            }
            b'#' if self.closed => (self.tokens, self.angles) = (1, 0),
            _ => self.token(),
        }
        self.closed = false;
    }
}

/// Passes over `text` once.
pub(super) fn scan(text: &str) -> Scanned<'_> {
    let bytes = text.as_bytes();
    let mut scanned = Scanned::default();
    let mut chains = Chains::default();
    let mut at = code_start(text);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'/' if matches!(bytes.get(at + 1), Some(b'/' | b'*')) => {
                let end = if bytes[at + 1] == b'/' {
                    line_end(bytes, at)
                } else {
                    block_end(bytes, at)
                };
                scanned.comments.push(Comment {
                    text: text.get(at..end).unwrap_or(""),
                    span: Span::new(at, end),
                });
                at = end;
            }
            b'"' => {
                chains.word(b"");
                at = string_end(bytes, at);
            }
            b'\'' => {
                chains.word(b"");
                at = quote_end(text, at);
            }
            b'(' | b'[' | b'{' => {
                chains.open();
                at += 1;
            }
            b')' | b']' | b'}' => {
                chains.close(byte == b'}');
                at += 1;
            }
            _ if is_word(byte) => {
                let end = bytes[at..]
                    .iter()
                    .position(|byte| !is_word(*byte))
                    .map_or(bytes.len(), |length| at + length);
                let word = &bytes[at..end];
                chains.word(word);
                at = after_prefix(bytes, word, end);
            }
            _ => {
                chains.punctuation(byte, if at > 0 { bytes[at - 1] } else { 0 });
                at += 1;
            }
        }
    }
    scanned.chain = chains.longest;
    scanned
}

/// Where the code begins: past a byte order mark and a `#!` line.
pub(super) fn code_start(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let rest = &text[mark..];
    // `#![…]` is an attribute, whatever space stands in it.
    if rest.starts_with("#!") && !rest[2..].trim_start().starts_with('[') {
        mark + rest.find('\n').unwrap_or(rest.len())
    } else {
        mark
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Where the token ends that begins with a word: a raw or byte string is more than the word.
fn after_prefix(bytes: &[u8], word: &[u8], end: usize) -> usize {
    match (word, bytes.get(end)) {
        (b"b" | b"c", Some(b'"')) => string_end(bytes, end),
        (b"b", Some(b'\'')) => byte_end(bytes, end),
        (b"r" | b"br" | b"cr", Some(b'"' | b'#')) => raw_end(bytes, end).unwrap_or(end),
        _ => end,
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    let end = bytes[at..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |length| at + length);
    if bytes[end - 1] == b'\r' {
        end - 1
    } else {
        end
    }
}

fn block_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'/', b'*') => {
                depth += 1;
                at += 2;
            }
            (b'*', b'/') => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn byte_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\'' => return at + 1,
            b'\n' => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The end of a raw string whose hashes or quote stand at `at`; `None` for a raw identifier.
fn raw_end(bytes: &[u8], at: usize) -> Option<usize> {
    let hashes = bytes[at..].iter().take_while(|byte| **byte == b'#').count();
    let open = at + hashes;
    if bytes.get(open) != Some(&b'"') {
        return None;
    }
    let mut from = open + 1;
    while let Some(quote) = bytes[from..].iter().position(|byte| *byte == b'"') {
        from += quote + 1;
        let closing = bytes[from..].iter().take_while(|byte| **byte == b'#');
        if closing.take(hashes).count() == hashes {
            return Some(from + hashes);
        }
    }
    Some(bytes.len())
}

/// The end of a character literal, or of the quote alone where it opens a lifetime.
fn quote_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if bytes.get(at + 1) == Some(&b'\\') {
        return byte_end(bytes, at);
    }
    let width = text[at + 1..].chars().next().map_or(0, char::len_utf8);
    if width > 0 && bytes.get(at + 1 + width) == Some(&b'\'') {
        at + width + 2
    } else {
        at + 1
    }
}
