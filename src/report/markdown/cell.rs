//! Text in Markdown: untrusted text only ever stands in code spans that it cannot leave.

use crate::report::legible::{cut_end, cut_middle, is_address, visible};

/// What stands in a cell that has nothing to say.
pub(super) const NOTHING: &str = "–";

/// `text` as a code span, also inside a table: one backtick more than it holds in a row, bars
/// escaped, everything on one line.
pub fn code(text: &str) -> String {
    let shown = visible(text);
    let shown = shown.trim_matches(' ');
    if shown.is_empty() {
        return "`\"\"`".to_owned();
    }
    let mut longest = 0;
    let mut run = 0;
    for byte in shown.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let mut span = String::with_capacity(shown.len() + 2 * fence.len() + 2);
    span.push_str(&fence);
    // One space on both sides is taken off again, and keeps a backtick apart from the fence.
    let pad = shown.starts_with('`') || shown.ends_with('`');
    if pad {
        span.push(' ');
    }
    let mut previous = ' ';
    for c in shown.chars() {
        match c {
            // Readers disagree on what a backslash before an escaped bar means.
            '|' if previous == '\\' => span.push_str("u{7c}"),
            '|' => span.push_str("\\|"),
            c => span.push(c),
        }
        previous = c;
    }
    if pad {
        span.push(' ');
    }
    span.push_str(&fence);
    span
}

/// `text` as a code span, or a dash where there is none.
pub(super) fn code_or_dash(text: Option<&str>) -> String {
    text.map_or_else(|| NOTHING.to_owned(), code)
}

/// `text` as a code span of at most `columns`, without its end.
pub(super) fn short(text: &str, columns: usize) -> String {
    code(&cut_end(&visible(text), columns))
}

/// A path as a code span of at most `columns`, without its middle.
pub(super) fn short_path(text: &str, columns: usize) -> String {
    code(&cut_middle(&visible(text), columns))
}

/// Prose from a pack: its code spans stay, addresses become links, and nothing else is markup.
pub(in crate::report) fn prose(text: &str) -> String {
    worded(text, push_linked)
}

/// A name or title from a pack: prose without links.
pub(super) fn title(text: &str) -> String {
    worded(text, push_word)
}

fn worded(text: &str, push: fn(&mut String, &str)) -> String {
    let shown = visible(text);
    let parts: Vec<&str> = shown.split('`').collect();
    let balanced = parts.len() % 2 == 1;
    let mut markdown = String::with_capacity(shown.len() + 16);
    for (index, part) in parts.iter().enumerate() {
        if balanced && index % 2 == 1 {
            markdown.push_str(&code(part));
            continue;
        }
        if !balanced && index > 0 {
            markdown.push_str("\\`");
        }
        for (number, word) in part.split(' ').enumerate() {
            if number > 0 {
                markdown.push(' ');
            }
            push(&mut markdown, word);
        }
    }
    markdown
}

fn push_linked(markdown: &mut String, word: &str) {
    let bare = word.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
    if is_address(bare) {
        markdown.push_str(&link(bare));
        escape(markdown, &word[bare.len()..]);
    } else {
        push_word(markdown, word);
    }
}

fn push_word(markdown: &mut String, word: &str) {
    if word.contains("://") || word.contains('@') || word.to_ascii_lowercase().contains("www.") {
        // Some readers make links of these by themselves.
        markdown.push_str(&code(word));
    } else {
        escape(markdown, word);
    }
}

fn escape(markdown: &mut String, text: &str) {
    for c in text.chars() {
        if "\\`*_{}[]<>#|~&$@!+=".contains(c) {
            markdown.push('\\');
        }
        markdown.push(c);
    }
}

/// An address as a link, or as code where it is none.
pub(super) fn link(address: &str) -> String {
    if is_address(address) {
        format!("<{}>", address.replace('|', "%7C"))
    } else {
        code(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_span_has_one_backtick_more_than_its_text() {
        assert_eq!(code("plain"), "`plain`");
        assert_eq!(code("a ``b`` c"), "```a ``b`` c```");
        assert_eq!(code("`x`"), "`` `x` ``");
        assert_eq!(code("a|b\n\\|"), "`a\\|b\\n\\u{7c}`");
        assert_eq!(code("  "), "`\"\"`");
    }

    #[test]
    fn prose_keeps_code_and_addresses_and_nothing_else() {
        assert_eq!(
            prose("Run `a|b`, see https://example.org/x. <b> [x](y)"),
            "Run `a\\|b`, see <https://example.org/x>. \\<b\\> \\[x\\](y)"
        );
        assert_eq!(prose("one ` tick"), "one \\` tick");
        assert_eq!(
            prose("http://x www.example.org a@example.org"),
            "`http://x` `www.example.org` `a@example.org`"
        );
    }
}
