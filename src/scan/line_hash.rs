//! The rolling line hash by which GitHub code scanning tracks a result from one commit to the next.
//!
//! Same values as `fingerprints.ts` of github/codeql-action: 100 UTF-16 code units from the line's
//! start on, blanks left out, carriage returns read as newlines, arithmetic on 64-bit integers.

use std::collections::HashMap;

/// How many code units a hash covers.
const BLOCK: usize = 100;
/// The base of the polynomial.
const MOD: u64 = 37;
/// Marks the end of the text.
const END: u16 = 65_535;

/// Calls `act` with each line number, from 1, and its hash with the count of how often that hash
/// came before, as in `40e6df5ff3516bd5:1`.
pub(super) fn each(text: &str, mut act: impl FnMut(usize, String)) {
    let mut state = State::new();
    for unit in text.encode_utf16() {
        state.process(unit, &mut act);
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
            at_start: true,
            after_return: false,
            counts: HashMap::new(),
        }
    }

    fn output(&mut self, act: &mut impl FnMut(usize, String)) {
        let count = self.counts.entry(self.hash).or_default();
        *count += 1;
        act(self.lines[self.index], format!("{:x}:{count}", self.hash));
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

    fn process(&mut self, unit: u16, act: &mut impl FnMut(usize, String)) {
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
        each(text, |line, hash| all.push((line, hash)));
        all
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
