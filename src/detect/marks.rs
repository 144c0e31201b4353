//! Marks that people write beside what they have looked at: where they stand, and of which lines
//! they speak.

use aho_corasick::AhoCorasick;

use crate::model::facts::Comment;
use crate::model::place::Span;
use crate::model::suppression::{Mark, MarkWord};
use crate::model::text::Scrubber;

/// The words that are searched for, and which mark each begins.
pub(super) const WORDS: [(&str, MarkWord); 5] = [
    ("vigie:allow", MarkWord::Vigie),
    ("gitleaks:allow", MarkWord::Gitleaks),
    ("pragma: allowlist", MarkWord::Pragma),
    ("nosecret", MarkWord::NoSecret),
    ("trufflehog:ignore", MarkWord::Trufflehog),
];

/// What begins a comment in a file whose language says nothing of it, or is not known.
const OPENERS: [&str; 8] = ["#", "//", "--", ";", "/*", "<!--", "%", "*"];

/// Longest reason that is kept. Characters.
const LONGEST: usize = 300;

/// Finds marks; one for a whole scan.
#[derive(Debug)]
pub(super) struct Marks(AhoCorasick);

/// A file that may hold marks.
pub(super) struct Asked<'a> {
    pub(super) text: &'a str,
    /// The comments its parser saw, where it was parsed.
    pub(super) comments: Option<&'a [Comment<'a>]>,
    /// What begins a comment in its language; empty where nobody knows.
    pub(super) openers: &'a [String],
    pub(super) scrubber: &'a Scrubber,
}

impl Marks {
    pub(super) fn new() -> Self {
        let words = WORDS.map(|(word, _)| word);
        Self(AhoCorasick::new(words).expect("five short words make an automaton"))
    }

    /// Every mark of a file, in order.
    pub(super) fn find(&self, asked: &Asked<'_>) -> Vec<Mark> {
        let mut marks = Vec::new();
        let (mut line, mut counted) = (1, 0);
        for hit in self.0.find_iter(asked.text) {
            let between = &asked.text.as_bytes()[counted..hit.start()];
            line += memchr::memchr_iter(b'\n', between).count() as u32;
            counted = hit.start();
            let word = WORDS[hit.pattern().as_usize()].1;
            marks.extend(asked.mark(word, hit.start(), hit.end(), line));
        }
        marks
    }
}

impl Asked<'_> {
    /// The mark whose word stands at `start`, if it is one.
    fn mark(&self, word: MarkWord, start: usize, end: usize, line: u32) -> Option<Mark> {
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[end..]
            .find(['\n', '\r'])
            .map_or(self.text.len(), |at| end + at);
        let before = &self.text[line_start..start];
        let after = &self.text[end..line_end];
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        // Between backticks it is spoken of.
        if before.ends_with(is_part) || before.ends_with('`') || after.starts_with(is_part) {
            return None;
        }
        let mut next_line = false;
        if word == MarkWord::Pragma {
            // Its two forms: on the line itself, and above it.
            let rest = after.trim_start();
            let rest = rest.strip_prefix("nextline").map_or(rest, |rest| {
                next_line = true;
                rest.trim_start()
            });
            let rest = rest.strip_prefix("secret")?;
            if rest.starts_with(is_part) {
                return None;
            }
        }
        let alone = self.commented(start, before, after, word)?;
        let mut last = line;
        if alone || next_line {
            last = line + 1 + self.comment_lines(line_end);
        }
        let (rules, reason) = match word {
            MarkWord::Vigie => read(after),
            _ => (Vec::new(), None),
        };
        let clean = |text: &str| {
            let cleaned = self.scrubber.clean(text);
            match cleaned.char_indices().nth(LONGEST) {
                Some((cut, _)) => self.scrubber.clean(&cleaned[..cut]),
                None => cleaned,
            }
        };
        Some(Mark {
            word,
            span: Span::new(start, end),
            line: if next_line { last } else { line },
            last,
            rules: rules.into_iter().map(clean).collect(),
            reason: reason.map(clean),
        })
    }

    /// Whether the word at `start` stands in a comment; if so, whether the comment stands alone.
    fn commented(&self, start: usize, before: &str, after: &str, word: MarkWord) -> Option<bool> {
        let around = self.comments.and_then(|comments| {
            comments
                .iter()
                .find(|comment| comment.span.contains(Span::new(start, start + 1)))
        });
        if let Some(comment) = around {
            let shown = before.len() - (start - comment.span.start as usize).min(before.len());
            return Some(before[..shown].trim().is_empty());
        }
        let known: Vec<&str> = match self.openers {
            [] => OPENERS.to_vec(),
            openers => openers
                .iter()
                .map(|opener| opener.trim_end())
                .chain(["/*", "*", "<!--"])
                .collect(),
        };
        if known
            .iter()
            .any(|opener| before.trim_start().starts_with(opener))
        {
            return Some(true);
        }
        let opened = known
            .iter()
            .filter(|opener| **opener != "*")
            .filter_map(|opener| before.rfind(opener))
            .filter(|at| before[..*at].ends_with(|c: char| !is_word(c)))
            .max();
        match opened {
            Some(at) => (!in_string(&before[..at], after)).then_some(false),
            // Formats without comments have nowhere else to put a mark.
            None => (self.openers.is_empty() && word != MarkWord::NoSecret).then_some(false),
        }
    }

    /// How many lines behind `line_end` are comments and nothing else.
    fn comment_lines(&self, line_end: usize) -> u32 {
        let rest = self.text[line_end..].split_inclusive('\n').skip(1);
        rest.take_while(|line| {
            let line = line.trim_start();
            let mut openers = self.openers.iter().map(String::as_str);
            match self.openers {
                [] => OPENERS.iter().any(|opener| line.starts_with(opener)),
                _ => openers.any(|opener| line.starts_with(opener)) || line.starts_with("*/"),
            }
        })
        .count() as u32
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | ':' | '/')
}

/// Whether a string is open where a comment seems to begin, and closes behind the mark.
fn in_string(before: &str, after: &str) -> bool {
    ['"', '\'', '`']
        .iter()
        .any(|quote| before.matches(*quote).count() % 2 == 1 && after.contains(*quote))
}

/// The rules and the reason that follow `vigie:allow`.
fn read(after: &str) -> (Vec<&str>, Option<&str>) {
    let mut rest = after.trim();
    for close in ["*/", "-->", "#}", "%>", "\"\"\""] {
        rest = rest.strip_suffix(close).map_or(rest, str::trim_end);
    }
    let mut rules = Vec::new();
    loop {
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || "-_/.*".contains(c)))
            .unwrap_or(rest.len());
        let rule = &rest[..end];
        if !rule.contains(|c: char| c.is_ascii_alphanumeric() || c == '*') {
            break;
        }
        rules.push(rule.trim_end_matches('.'));
        rest = &rest[end..];
        let Some(more) = rest.trim_start().strip_prefix(',') else {
            break;
        };
        rest = more.trim_start();
    }
    let rest = rest.trim_start();
    let reason = ["—", "–", "--", "-", ":"]
        .iter()
        .find_map(|divider| rest.strip_prefix(divider))
        .map(str::trim)
        .filter(|reason| reason.contains(char::is_alphanumeric));
    (rules, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, openers: &[&str], comments: Option<&[Comment<'_>]>) -> Vec<Mark> {
        let openers: Vec<String> = openers.iter().map(|opener| (*opener).to_owned()).collect();
        Marks::new().find(&Asked {
            text,
            comments,
            openers: &openers,
            scrubber: &Scrubber::default(),
        })
    }

    /// Word, first and last line of every mark.
    fn lines(text: &str, openers: &[&str]) -> Vec<(MarkWord, u32, u32)> {
        let marks = find(text, openers, None);
        marks
            .iter()
            .map(|mark| (mark.word, mark.line, mark.last))
            .collect()
    }

    #[test]
    fn rules_and_reason_are_divided_in_every_usual_way() {
        let whole = (vec!["aws-access-key-id"], Some("a key of the docs"));
        for divider in ["—", "–", "--", "-", ":"] {
            let text = format!(" aws-access-key-id {divider} a key of the docs");
            assert_eq!(read(&text), whole, "{divider}");
        }
        assert_eq!(read(" aws-access-key-id: a key of the docs */"), whole);
        assert_eq!(read(" a, b-* — why").0, ["a", "b-*"]);
        assert_eq!(read(" a").1, None);
        assert_eq!(read(" a — "), (vec!["a"], None));
        assert_eq!(read(" a because"), (vec!["a"], None));
        assert_eq!(read(" — because"), (vec![], Some("because")));
    }

    #[test]
    fn a_mark_behind_code_speaks_of_its_line_and_one_alone_of_the_next() {
        use MarkWord::{Gitleaks, NoSecret, Pragma, Vigie};
        assert_eq!(
            lines("k = 1 # gitleaks:allow\nl = 2\n", &["#"]),
            [(Gitleaks, 1, 1)]
        );
        assert_eq!(
            lines(
                "\n  # vigie:allow a — x\n  # vigie:allow b — y\nk = 1\n",
                &["#"]
            ),
            [(Vigie, 2, 4), (Vigie, 3, 4)]
        );
        assert_eq!(
            lines(
                "k: 1 # pragma: allowlist secret\n# pragma: allowlist nextline secret\nk: 1\n",
                &["#"]
            ),
            [(Pragma, 1, 1), (Pragma, 3, 3)]
        );
        assert_eq!(lines("a // nosecret\r\n", &["//"]), [(NoSecret, 1, 1)]);
    }

    #[test]
    fn what_is_no_comment_is_no_mark() {
        for text in [
            "x = \"gitleaks:allow\"\n",
            "x = 'see # nosecret'\n",
            "nosecret_mode = 1 # plain\n",
            "x = 1 # nosecrets\n",
            "pragma: allowlist\n",
            "x = 1 # beside `gitleaks:allow`\n",
            "url = \"http://x/#nosecret\"\n",
        ] {
            assert_eq!(lines(text, &["#"]), [], "{text}");
        }
        // JSON has no other place for one.
        assert_eq!(
            lines("{\"a\": \"b\", \"_\": \"gitleaks:allow\"}", &[]).len(),
            1
        );
        assert_eq!(lines("{\"mode\": \"nosecret\"}", &[]), []);
        assert_eq!(lines("don't # nosecret\n", &["#"]).len(), 1);
    }

    #[test]
    fn what_the_parser_calls_a_comment_is_one() {
        let text = "f(a /* gitleaks:allow */, b)\n";
        let comments = [Comment {
            text: &text[4..24],
            span: Span::new(4, 24),
        }];
        let marks = find(text, &["//"], Some(&comments));
        assert_eq!((marks.len(), marks[0].last), (1, 1));
    }

    #[test]
    fn a_reason_holds_no_secret_of_its_file() {
        let scrubber = Scrubber::new([b"hunter2hunter2".as_slice()]);
        let marks = Marks::new().find(&Asked {
            text: "# vigie:allow x — it is hunter2hunter2 still\n",
            comments: None,
            openers: &[],
            scrubber: &scrubber,
        });
        assert_eq!(marks[0].reason.as_deref(), Some("it is **** still"));
    }
}
