//! Format strings taken apart: text, and places that an argument fills.

/// A piece of a format string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// Text that stays.
    Text(&'t str),
    /// The next argument; as it is written.
    Next(&'t str),
    /// The argument, or the name in reach, of that name.
    Named(&'t str),
}

/// The pieces of a format with `{}` (`braces`) or with `%s`.
pub(crate) fn pieces(format: &str, braces: bool) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = format;
    let mark = if braces { ['{', '}'] } else { ['%', '%'] };
    while let Some(at) = rest.find(mark) {
        if at > 0 {
            found.push(Piece::Text(&rest[..at]));
        }
        let (piece, length) = if braces {
            brace(&rest[at..])
        } else {
            percent(&rest[at..])
        };
        found.push(piece);
        rest = &rest[at + length..];
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

/// `{}`, `{0}`, `{name:>8}`; `{{` and `}}` stand for themselves.
fn brace(text: &str) -> (Piece<'_>, usize) {
    if text.starts_with("{{") || text.starts_with("}}") {
        return (Piece::Text(&text[..1]), 2);
    }
    let Some(end) = text.find('}').filter(|_| text.starts_with('{')) else {
        return (Piece::Text(&text[..1]), 1);
    };
    let name = text[1..end].split([':', '!']).next().unwrap_or("").trim();
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let piece = if is_name {
        Piece::Named(name)
    } else {
        Piece::Next(&text[..=end])
    };
    (piece, end + 1)
}

/// `%s`, `%-20.3f`, `%[1]v`; `%%` stands for itself.
fn percent(text: &str) -> (Piece<'_>, usize) {
    if text.starts_with("%%") {
        return (Piece::Text(&text[..1]), 2);
    }
    let flags = text[1..]
        .bytes()
        .take_while(|byte| {
            matches!(
                byte,
                b'-' | b'+' | b'#' | b' ' | b'.' | b'*' | b'[' | b']' | b'$' | b'0'..=b'9'
            )
        })
        .count();
    match text[1 + flags..].chars().next() {
        Some(verb) if verb.is_ascii_alphabetic() => {
            let length = 1 + flags + 1;
            (Piece::Next(&text[..length]), length)
        }
        _ => (Piece::Text(&text[..1]), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_taken_apart_at_their_places() {
        assert_eq!(
            pieces("a_{}_{name:>3} {{x}}", true),
            [
                Piece::Text("a_"),
                Piece::Next("{}"),
                Piece::Text("_"),
                Piece::Named("name"),
                Piece::Text(" "),
                Piece::Text("{"),
                Piece::Text("x"),
                Piece::Text("}"),
            ]
        );
        assert_eq!(
            pieces("%s_total %-5.2f%% of", false),
            [
                Piece::Next("%s"),
                Piece::Text("_total "),
                Piece::Next("%-5.2f"),
                Piece::Text("%"),
                Piece::Text(" of"),
            ]
        );
        assert_eq!(
            pieces("50% { é", true),
            [Piece::Text("50% "), Piece::Text("{"), Piece::Text(" é")]
        );
    }
}
