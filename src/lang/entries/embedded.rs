//! Documents that stand inside a value of another one, and where their text stands in the file.

use std::borrow::Cow;

use crate::model::place::Span;

/// A text inside a file, with the way back to where it stands there.
#[derive(Clone, Debug)]
pub struct Inside<'t> {
    /// The text, unescaped.
    pub text: Cow<'t, str>,
    /// All of it in the file.
    whole: Span,
    /// Where each line begins: in the text, in the file. Empty where the two differ by more than
    /// their indentation.
    lines: Vec<(u32, u32)>,
}

impl<'t> Inside<'t> {
    /// The file itself.
    pub fn file(text: &'t str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            whole: Span::new(0, text.len()),
            lines: vec![(0, 0)],
        }
    }

    /// A value of this text: what it says, and where it stands in this text.
    pub fn value<'v>(&self, said: &'v str, span: Span) -> Inside<'v> {
        let covered = span.of(&self.text);
        let mut lines = Vec::new();
        let (mut inner, mut outer) = (0_u32, span.start);
        let mut covered_lines = covered.split('\n');
        for line in said.split('\n') {
            let Some(full) = covered_lines.next() else {
                break;
            };
            let bare = full.strip_suffix('\r').unwrap_or(full);
            let known = bare.ends_with(line.strip_suffix('\r').unwrap_or(line));
            if !known {
                lines.clear();
                break;
            }
            let indent = (bare.len() - line.strip_suffix('\r').unwrap_or(line).len()) as u32;
            lines.push((inner, self.at(outer + indent)));
            inner += line.len() as u32 + 1;
            outer += full.len() as u32 + 1;
        }
        Inside {
            text: Cow::Borrowed(said),
            whole: self.span(span),
            lines,
        }
    }

    /// Where a place of this text stands in the file.
    pub fn span(&self, span: Span) -> Span {
        if self.lines.is_empty() {
            return self.whole;
        }
        let (start, end) = (self.at(span.start), self.at(span.end));
        Span {
            start,
            end: end.max(start),
        }
    }

    fn at(&self, offset: u32) -> u32 {
        let line = self.lines.partition_point(|(inner, _)| *inner <= offset);
        match self.lines.get(line.wrapping_sub(1)) {
            Some((inner, outer)) => (outer + (offset - inner)).min(self.whole.end),
            None => self.whole.start,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::entries::{Held, read};
    use crate::model::language::Format;

    /// What a word covers in the file, found through a value of it.
    fn covered(format: Format, text: &str, word: &str) -> String {
        let tree = read(format, text);
        let file = Inside::file(text);
        for node in &tree.nodes {
            if let Held::Scalar {
                text: said, span, ..
            } = &node.value
                && let Some(at) = said.find(word)
            {
                let inside = file.value(said, *span);
                return inside
                    .span(Span::new(at, at + word.len()))
                    .of(text)
                    .to_owned();
            }
        }
        String::new()
    }

    #[test]
    fn a_block_text_is_found_line_by_line() {
        let text = "data:\n  x.json: |\n    {\"a\": 1,\n      \"bé\": \"wanted\"\n    }\nz: 1\n";
        assert_eq!(covered(Format::Yaml, text, "wanted"), "wanted");
    }

    #[test]
    fn an_escaped_text_is_found_as_a_whole() {
        let text = "{\"a\": \"{\\\"b\\\": \\\"wanted\\\"}\"}";
        assert_eq!(
            covered(Format::Json, text, "wanted"),
            "{\\\"b\\\": \\\"wanted\\\"}"
        );
    }
}
