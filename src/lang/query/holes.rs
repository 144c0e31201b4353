//! What templates and dashboards fill in later, taken out of an expression so that the rest can be
//! read: `$pod`, `${pod:regex}`, `[[pod]]`, `{{ .Values.prefix }}`, `%(prefix)s`.

/// Who fills in holes, beside the dashboards and charts that always may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notation {
    /// Nobody else.
    #[default]
    Plain,
    /// Jsonnet's `%` formats: `%s`, `%(name)s`, and `%%` for one `%`.
    Format,
}

/// Marks the place of a hole inside a name of the text that is read.
const MARK: &str = "Qz";

/// An expression without holes, strings or comments.
#[derive(Debug, Default)]
pub(super) struct Plain {
    /// The text to read; a string holds its number among `strings`.
    pub(super) text: String,
    /// What stood in the strings.
    pub(super) strings: Vec<String>,
    /// What the holes are called, by the number in their mark.
    pub(super) holes: Vec<String>,
}

impl Plain {
    /// A name of the read text as it was written: holes in braces, quoted names unquoted.
    pub(super) fn name(&self, read: &str) -> String {
        if !read.is_empty() && read.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.string(read).to_owned();
        }
        let mut name = String::new();
        let mut rest = read;
        while let Some(at) = rest.find(MARK) {
            name.push_str(&rest[..at]);
            rest = &rest[at + MARK.len()..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let hole = rest[..digits]
                .parse::<usize>()
                .ok()
                .and_then(|at| self.holes.get(at));
            match hole {
                Some(hole) => {
                    name.push('{');
                    name.push_str(hole.trim_start_matches(['$', '.']));
                    name.push('}');
                }
                None => name.push_str(MARK),
            }
            rest = &rest[digits..];
            rest = rest.strip_prefix('Z').unwrap_or(rest);
        }
        name.push_str(rest);
        name
    }

    /// The string of that number.
    pub(super) fn string(&self, number: &str) -> &str {
        number
            .parse::<usize>()
            .ok()
            .and_then(|at| self.strings.get(at))
            .map_or("", String::as_str)
    }
}

/// A hole that begins `rest`: how long it is, and what it is called.
fn hole(rest: &str, notation: Notation) -> Option<(usize, &str)> {
    let bytes = rest.as_bytes();
    match bytes {
        // A brace of the language's own before it.
        [b'{', b'{', b'{', ..] => None,
        [b'{', b'{', ..] => {
            let end = rest.find("}}")?;
            let inside = rest[2..end].trim_matches(|c: char| c == '-' || c.is_whitespace());
            Some((end + 2, inside))
        }
        [b'$', b'{', ..] => {
            let end = rest.find('}')?;
            let inside = &rest[2..end];
            Some((end + 1, inside.split(':').next().unwrap_or(inside)))
        }
        [b'$', first, ..] if first.is_ascii_alphabetic() || *first == b'_' => {
            let length = bytes[1..]
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
                .count();
            Some((1 + length, &rest[1..=length]))
        }
        [b'[', b'[', ..] => {
            let end = rest.find("]]")?;
            let inside = rest[2..end].trim();
            let named = !inside.is_empty()
                && inside
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':'));
            named.then(|| (end + 2, inside.split(':').next().unwrap_or(inside)))
        }
        [b'%', b'(', ..] if notation == Notation::Format => {
            let end = rest.find(')')?;
            let flags = bytes[end + 1..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'#'))
                .count();
            let letter = bytes.get(end + 1 + flags)?;
            letter
                .is_ascii_alphabetic()
                .then(|| (end + flags + 2, &rest[2..end]))
        }
        [b'%', letter, ..] if notation == Notation::Format && letter.is_ascii_alphabetic() => {
            Some((2, &rest[1..2]))
        }
        _ => None,
    }
}

/// How a hole that stands for a whole operand is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alone {
    /// As the name of a metric.
    Name,
    /// As a number.
    Number,
}

/// Takes holes, strings and comments out of an expression.
pub(super) fn cut(text: &str, notation: Notation, alone: Alone) -> Plain {
    let mut cutter = Cutter {
        text,
        notation,
        alone,
        plain: Plain::default(),
        lists: Vec::new(),
        braces: 0,
    };
    cutter.run();
    cutter.plain
}

struct Cutter<'t> {
    text: &'t str,
    notation: Notation,
    alone: Alone,
    plain: Plain,
    /// For every open parenthesis whether it holds names of labels.
    lists: Vec<bool>,
    braces: usize,
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':')
}

impl Cutter<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = &self.text[at..];
            if let Some((length, name)) = hole(rest, self.notation) {
                at = self.fill(at, length, name);
                continue;
            }
            match bytes[at] {
                b'%' if self.notation == Notation::Format && bytes.get(at + 1) == Some(&b'%') => {
                    self.plain.text.push('%');
                    at += 2;
                }
                quote @ (b'"' | b'\'' | b'`') => at = self.string(at, quote),
                b'#' => at += rest.find('\n').unwrap_or(rest.len()),
                b'[' => at = self.range(at),
                byte => {
                    match byte {
                        b'(' => {
                            let word = last_word(&self.plain.text);
                            self.lists.push(matches!(
                                word,
                                "by" | "without" | "on" | "ignoring" | "group_left" | "group_right"
                            ));
                        }
                        b')' => {
                            self.lists.pop();
                        }
                        b'{' => self.braces += 1,
                        b'}' => self.braces = self.braces.saturating_sub(1),
                        _ => {}
                    }
                    let character = rest.chars().next().unwrap_or(' ');
                    self.plain.text.push(character);
                    at += character.len_utf8();
                }
            }
        }
    }

    /// A string is read as its number.
    fn string(&mut self, at: usize, quote: u8) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = at + 1;
        while end < bytes.len() && bytes[end] != quote {
            if bytes[end..].starts_with(b"{{") {
                // What a template says may hold quotes.
                end += self.text[end..].find("}}").map_or(1, |close| close + 1);
            } else if bytes[end] == b'\\' && quote != b'`' {
                end += 1;
            }
            end += 1;
        }
        let end = end.min(bytes.len());
        let inside = self.text.get(at + 1..end).unwrap_or("");
        let number = self.plain.strings.len();
        self.plain.strings.push(if quote == b'`' {
            inside.to_owned()
        } else {
            unescaped(inside)
        });
        self.plain.text.extend(["\"", &number.to_string(), "\""]);
        end + 1
    }

    /// What stands between brackets says how far back, and nothing else.
    fn range(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let mut end = 1;
        let bytes = rest.as_bytes();
        while end < bytes.len() && bytes[end] != b']' {
            end += hole(&rest[end..], self.notation).map_or(1, |(length, _)| length);
            while !rest.is_char_boundary(end) {
                end += 1;
            }
        }
        let inside = rest.get(1..end.min(rest.len())).unwrap_or("");
        // `${x:raw}` has a colon of its own.
        let mut steps = false;
        let mut look = 0;
        while look < inside.len() {
            if let Some((length, _)) = hole(&inside[look..], self.notation) {
                look += length;
                continue;
            }
            steps |= inside.as_bytes()[look] == b':';
            look += 1;
            while !inside.is_char_boundary(look) {
                look += 1;
            }
        }
        self.plain
            .text
            .push_str(if steps { "[5m:1m]" } else { "[5m]" });
        at + end + 1
    }

    /// Puts something that can be read where a hole was. Returns where to read on.
    fn fill(&mut self, at: usize, length: usize, name: &str) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = at + length;
        let out = &self.plain.text;
        let before = out.bytes().last();
        let after = bytes.get(end).copied();
        let next = self.text[end..].trim_start();
        let last = out.trim_end().bytes().last();
        let joined = before.is_some_and(is_part)
            || after.is_some_and(is_part)
            || hole(&self.text[end..], self.notation).is_some();
        let mark = format!("{MARK}{}Z", self.plain.holes.len());
        let text = if self.braces > 0 {
            if next.starts_with(['=', '!']) || joined {
                mark
            } else if matches!(last, Some(b'=' | b'~')) {
                self.plain.strings.push(String::new());
                format!("\"{}\"", self.plain.strings.len() - 1)
            } else {
                // Matchers that somebody adds; with them goes the comma behind.
                if next.starts_with(',') && matches!(last, Some(b'{' | b',')) {
                    end = self.text.len() - next.len() + 1;
                }
                if matches!(last, Some(b',')) && next.starts_with('}') {
                    let kept = self.plain.text.trim_end().len() - 1;
                    self.plain.text.truncate(kept);
                }
                String::new()
            }
        } else if self.lists.last() == Some(&true) || joined {
            mark
        } else if last_word(out) == "offset" {
            "5m".to_owned()
        } else if last == Some(b'@') {
            "0".to_owned()
        } else if next.starts_with('(') || next.starts_with("by") || next.starts_with("without") {
            "sum".to_owned()
        } else if next.starts_with(['{', '[']) {
            mark
        } else if matches!(
            last,
            Some(b'>' | b'<' | b'=' | b'*' | b'/' | b'+' | b'-' | b'^' | b'%')
        ) {
            // What something is compared with or counted in is a number.
            "1".to_owned()
        } else if self.alone == Alone::Name {
            mark
        } else {
            "1".to_owned()
        };
        self.plain.text.push_str(&text);
        self.plain.holes.push(name.to_owned());
        end
    }
}

/// The word that ends `text`.
pub(super) fn last_word(text: &str) -> &str {
    let text = text.trim_end();
    let start = text.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    &text[start.map_or(0, |at| at + 1)..]
}

/// A string without its backslashes.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => plain.push('\n'),
                Some('t') => plain.push('\t'),
                Some(other) => plain.push(other),
                None => plain.push('\\'),
            },
            other => plain.push(other),
        }
    }
    plain
}
