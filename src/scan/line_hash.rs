//! The rolling line hash by which GitHub code scanning tracks a result from one commit to the next.
//!
//! Same values as `fingerprints.ts` of github/codeql-action: 100 UTF-16 code units from the line's
//! start on, blanks left out, carriage returns read as newlines, arithmetic on 64-bit integers.

use std::collections::HashMap;
use std::fmt;

/// How many code units a hash covers.
const BLOCK: usize = 100;
/// The base of the polynomial.
const MOD: u64 = 37;
/// Marks the end of the text.
const END: u16 = 65_535;

/// A hash, and how often it came up to this line.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineHash(u64, u32);

impl fmt::Display for LineHash {
    /// As in `40e6df5ff3516bd5:1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}:{}", self.0, self.1)
    }
}

/// Calls `act` with the number of each line up to `last`, from 1, and its hash.
pub(super) fn each(text: &str, last: usize, mut act: impl FnMut(usize, LineHash)) {
    let mut state = State::new();
    for unit in text.encode_utf16() {
        state.process(unit, &mut act);
        if state.told >= last {
            return;
        }
    }
    state.process(END, &mut act);
    for _ in 0..BLOCK {
        if state.lines[state.index] != 0 {
            state.output(&mut act);
        }
        state.update(0);
    }
}

struct State {
    window: [u16; BLOCK],
    /// The line that starts at this place of the window; 0 for none.
    lines: [usize; BLOCK],
    hash: u64,
    first: u64,
    index: usize,
    line: usize,
    /// The last line whose hash is known: they become known in order.
    told: usize,
    at_start: bool,
    after_return: bool,
    counts: HashMap<u64, u32>,
}

impl State {
    fn new() -> Self {
        let first = (0..BLOCK).fold(1_u64, |product, _| product.wrapping_mul(MOD));
        Self {
            window: [0; BLOCK],
            lines: [0; BLOCK],
            hash: 0,
            first,
            index: 0,
            line: 0,
            told: 0,
            at_start: true,
            after_return: false,
            counts: HashMap::new(),
        }
    }

    fn output(&mut self, act: &mut impl FnMut(usize, LineHash)) {
        let count = self.counts.entry(self.hash).or_default();
        *count += 1;
        self.told = self.lines[self.index];
        act(self.told, LineHash(self.hash, *count));
        self.lines[self.index] = 0;
    }

    fn update(&mut self, unit: u16) {
        let begin = std::mem::replace(&mut self.window[self.index], unit);
        self.hash = MOD
            .wrapping_mul(self.hash)
            .wrapping_add(u64::from(unit))
            .wrapping_sub(self.first.wrapping_mul(u64::from(begin)));
        self.index = (self.index + 1) % BLOCK;
    }

    fn process(&mut self, unit: u16, act: &mut impl FnMut(usize, LineHash)) {
        let newline = u16::from(b'\n');
        let blank = unit == u16::from(b' ') || unit == u16::from(b'\t');
        if blank || self.after_return && unit == newline {
            self.after_return = false;
            return;
        }
        self.after_return = unit == u16::from(b'\r');
        let unit = if self.after_return { newline } else { unit };
        if self.lines[self.index] != 0 {
            self.output(act);
        }
        if self.at_start {
            self.at_start = false;
            self.line += 1;
            self.lines[self.index] = self.line;
        }
        self.at_start |= unit == newline;
        self.update(unit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<(usize, String)> {
        let mut all = Vec::new();
        each(text, usize::MAX, |line, hash| {
            all.push((line, hash.to_string()));
        });
        all
    }

    #[test]
    fn what_comes_later_is_not_read() {
        let text = "a\nb\na\n".repeat(200);
        let (all, mut some) = (hashes(&text), Vec::new());
        each(&text, 40, |line, hash| some.push((line, hash.to_string())));
        assert_eq!(some, all[..40]);
    }

    #[test]
    fn blanks_and_line_ends_do_not_count_and_equal_lines_are_numbered() {
        let unix = hashes("a b\nc\n");
        assert_eq!(unix, hashes("a  b\r\n\tc\r\n"));
        assert_eq!(unix.len(), 3);
        let long = "x".repeat(300);
        let twice = hashes(&format!("{long}\n{long}\n"));
        assert_eq!(
            twice[0].1.trim_end_matches(":1"),
            twice[1].1.trim_end_matches(":2")
        );
    }
}
