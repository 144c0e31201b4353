//! `new(expression)`, which Go 1.26 allows and the grammar, made for `new(Type)`, does not.

/// A text of the same length in which every `new(` before an expression is an ordinary call, so that
/// the grammar reads it and every byte keeps its place. `None` when there is none.
pub(super) fn as_plain_calls(text: &str) -> Option<String> {
    let mut out = None;
    for (at, _) in text.match_indices("new(") {
        let part_of_name = text[..at]
            .ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | '.'));
        if part_of_name || !is_expression(argument(&text[at + "new(".len()..])) {
            continue;
        }
        out.get_or_insert_with(|| text.to_owned())
            .replace_range(at..at + "new".len(), "neW");
    }
    out
}

/// What stands before the bracket that closes the call, or as much of it as one looks at.
fn argument(text: &str) -> &str {
    let mut depth = 0_u32;
    for (at, byte) in text.bytes().enumerate().take(200) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return &text[..at],
            b')' => depth -= 1,
            // Strings may hold brackets; that there is one says enough.
            b'"' | b'`' | b'\'' => return &text[..=at],
            _ => {}
        }
    }
    ""
}

fn is_expression(argument: &str) -> bool {
    let type_keywords = ["func(", "struct", "interface", "map[", "chan", "*", "<-"];
    if type_keywords
        .iter()
        .any(|keyword| argument.starts_with(keyword))
        || argument.contains("struct{")
    {
        return false;
    }
    let marks = [
        '(', '{', '"', '`', '\'', '+', '-', '/', '=', '<', '>', '!', '&', '|',
    ];
    argument.starts_with(|first: char| first.is_ascii_digit())
        || argument.contains(marks)
        || argument.contains("].")
        // A type is qualified once at most.
        || (!argument.contains('[') && argument.matches('.').count() > 1)
}

#[cfg(test)]
mod tests {
    use super::as_plain_calls;

    #[test]
    fn only_expressions_are_rewritten() {
        for (text, rewritten) in [
            ("new(T)", None),
            ("new(p.T[int])", None),
            ("new([]T)", None),
            ("new(map[string]func(int))", None),
            ("new(struct{ a T })", None),
            ("new(func() int)", None),
            ("renew(\"x\")", None),
            ("é.new(f())", None),
            ("new(", None),
            ("new(\"x)\")", Some("neW(\"x)\")")),
            ("new(3)", Some("neW(3)")),
            ("new(true && x)", Some("neW(true && x)")),
            ("new(a.b())", Some("neW(a.b())")),
            ("new(a.b.c)", Some("neW(a.b.c)")),
            ("new(a[0].b)", Some("neW(a[0].b)")),
            ("new([3]T)", None),
            ("new(T), new(T{a: 1})", Some("new(T), neW(T{a: 1})")),
        ] {
            assert_eq!(as_plain_calls(text).as_deref(), rewritten, "{text}");
        }
    }
}
