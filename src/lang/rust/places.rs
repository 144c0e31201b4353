//! From lines and columns, which count characters, to bytes, in a time that no long line stretches.

/// Where the lines of a text begin and where its characters are wider than a byte.
pub(super) struct Places {
    /// The first byte of each line.
    lines: Vec<u32>,
    /// Every character of more than one byte: how many characters stand before it, and how many
    /// bytes more than characters there are up to its end.
    wide: Vec<(u32, u32)>,
}

impl Places {
    /// The places of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut lines = vec![0];
        let mut wide = Vec::new();
        if text.is_ascii() {
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            lines.extend(ends.map(|(at, _)| at as u32 + 1));
            return Self { lines, wide };
        }
        let mut extra = 0;
        for (index, (at, character)) in text.char_indices().enumerate() {
            if character == '\n' {
                lines.push(at as u32 + 1);
            } else if !character.is_ascii() {
                extra += character.len_utf8() as u32 - 1;
                wide.push((index as u32, extra));
            }
        }
        Self { lines, wide }
    }

    /// The line, from 0, that the byte `at` stands on.
    pub(super) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|line| *line as usize <= at) - 1
    }

    /// The first byte of a line, counted from 0.
    pub(super) fn start(&self, line: usize) -> usize {
        let last = self.lines.last().expect("a text has a first line");
        *self.lines.get(line).unwrap_or(last) as usize
    }

    /// The byte that stands `characters` after the byte `start`.
    pub(super) fn advance(&self, start: usize, characters: usize) -> usize {
        if self.wide.is_empty() {
            return start + characters;
        }
        // A wide character ends at its own index, itself, and the bytes beyond characters so far.
        let before = self
            .wide
            .partition_point(|(index, extra)| (index + 1 + extra) as usize <= start);
        let index = start - self.extra(before) + characters;
        let passed = self
            .wide
            .partition_point(|(wide, _)| (*wide as usize) < index);
        index + self.extra(passed)
    }

    /// How many bytes more than characters the first `count` wide characters bring.
    fn extra(&self, count: usize) -> usize {
        match count.checked_sub(1) {
            Some(last) => self.wide[last].1 as usize,
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn columns_lead_to_bytes() {
        for text in ["ab\ncd", "é a\r\nb\u{1f600}c\n\nüü", "", "\u{feff}x"] {
            let places = Places::of(text);
            for (start, _) in text.char_indices() {
                let rest = &text[start..];
                for (count, (offset, _)) in rest.char_indices().enumerate() {
                    assert_eq!(places.advance(start, count), start + offset, "{text:?}");
                }
                let line = text[..start].matches('\n').count();
                assert_eq!(places.line(start), line);
                let begin = text[..start].rfind('\n').map_or(0, |end| end + 1);
                assert_eq!(places.start(line), begin);
            }
        }
    }
}
