//! Where something stands: byte spans while a file is being read, lines and columns once it leaves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open range of bytes in the decoded UTF-8 text of one file.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; files over 4 GiB never reach this.
    pub const fn new(start: usize, end: usize) -> Self {
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// The text this span covers, or `""` where it does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A line and a column, both counted from 1; columns count code points.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Pos {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in Unicode code points.
    pub column: u32,
}

/// One stretch of one file, ready to be shown.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Place {
    /// Path from the root of the scan, with `/` on every platform.
    pub path: std::sync::Arc<str>,
    /// Bytes of the decoded text.
    pub span: Span,
    /// First character.
    pub start: Pos,
    /// One past the last character.
    pub end: Pos,
}

/// Finds lines and columns for spans of one text. Ask in ascending order: each look-up counts on
/// from the one before, so that a file is counted once however many hits it has.
#[derive(Debug)]
pub struct LineCounter<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    line_start: usize,
}

impl<'t> LineCounter<'t> {
    /// A counter at the start of `text`.
    pub const fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            line_start: 0,
        }
    }

    /// The position of byte `offset`. An offset before the last one asked for starts over.
    pub fn position(&mut self, offset: u32) -> Pos {
        let offset = (offset as usize).min(self.text.len());
        if offset < self.at {
            *self = Self::new(self.text);
        }
        for (index, byte) in self.text.as_bytes()[self.at..offset].iter().enumerate() {
            if *byte == b'\n' {
                self.line += 1;
                self.line_start = self.at + index + 1;
            }
        }
        self.at = offset;
        let before = &self.text.as_bytes()[self.line_start..offset];
        // Code points are the bytes that do not continue one.
        let column = before.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32 + 1;
        Pos {
            line: self.line,
            column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points_and_lines_from_one() {
        let mut lines = LineCounter::new("é a\r\nb\n\nç");
        assert_eq!(lines.position(0), Pos { line: 1, column: 1 });
        assert_eq!(lines.position(3), Pos { line: 1, column: 3 });
        assert_eq!(lines.position(6), Pos { line: 2, column: 1 });
        assert_eq!(lines.position(9), Pos { line: 4, column: 1 });
        assert_eq!(lines.position(0), Pos { line: 1, column: 1 });
    }
}
