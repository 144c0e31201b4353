//! Settings inside a value: `NAME=value`, as lists of variables and command lines hold them.

/// The name of `NAME=value`, and where in `text` its value begins and ends.
pub(super) fn assignment(text: &str) -> Option<(&str, (usize, usize))> {
    let (name, value) = text.split_once('=')?;
    let name = name
        .strip_prefix("export ")
        .unwrap_or(name)
        .trim_start_matches('-');
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    if !is_name || value.contains('\n') {
        return None;
    }
    let start = text.len() - value.len();
    let inside = value
        .strip_prefix(['"', '\''])
        .and_then(|rest| rest.strip_suffix(['"', '\'']));
    Some(match inside {
        Some(inside) => (name, (start + 1, start + 1 + inside.len())),
        None => (name, (start, text.len())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_a_sign_and_a_value() {
        let read =
            |text: &'static str| assignment(text).map(|(name, at)| (name, &text[at.0..at.1]));
        assert_eq!(read("DB_PASS=a=b"), Some(("DB_PASS", "a=b")));
        assert_eq!(read("--token='x y'"), Some(("token", "x y")));
        assert_eq!(read("SELECT a = b"), None);
        assert_eq!(read("a=b\nc=d"), None);
    }
}
