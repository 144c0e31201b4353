//! The form of a token, written with the placeholders of examples: `key-{hex:32}`, `{alnum:20-40}`.
//!
//! One spelling gives both the pattern and an example, so that neither can contradict the other.

use serde::Deserialize;

/// What a token looks like.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Form {
    /// As it is written: an example with placeholders.
    pub(super) text: String,
    /// As a pattern over bytes, with what must stand before and behind it.
    pub(super) pattern: String,
}

impl Form {
    /// The text that every token of this form begins with.
    pub(super) fn head(&self) -> &str {
        self.text.split('{').next().unwrap_or_default()
    }
}

impl TryFrom<String> for Form {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut pieces: Vec<(String, bool)> = Vec::new();
        let mut rest = text.as_str();
        while let Some(first) = rest.chars().next() {
            if rest.starts_with("{{") || rest.starts_with("}}") {
                pieces.push((escape(first), false));
                rest = &rest[2..];
            } else if let Some(behind) = rest.strip_prefix('{') {
                let close = behind.find('}').ok_or("a brace does not close")?;
                pieces.push(piece(&behind[..close])?);
                rest = &behind[close + 1..];
            } else if first == '}' {
                return Err("a closing brace stands alone: write `}}`".to_owned());
            } else {
                let is_word = first.is_ascii_alphanumeric() || first == '_';
                pieces.push((escape(first), is_word));
                rest = &rest[first.len_utf8()..];
            }
        }
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return Err("a form is not empty".to_owned());
        };
        let before = if first.1 {
            r"\b"
        } else {
            "(?:^|[^A-Za-z0-9_/+-])"
        };
        let behind = if last.1 {
            "(?:[^A-Za-z0-9_]|$)"
        } else {
            "(?:[^A-Za-z0-9_/+=-]|$)"
        };
        let inner: String = pieces.iter().map(|(piece, _)| piece.as_str()).collect();
        Ok(Self {
            pattern: format!("{before}(?<secret>{inner}){behind}"),
            text,
        })
    }
}

fn escape(c: char) -> String {
    if c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/' | '=' | ':' | ',' | '@' | '%') {
        c.to_string()
    } else {
        format!("\\{c}")
    }
}

/// A placeholder as a pattern, and whether it holds letters, digits and underscores only.
fn piece(name: &str) -> Result<(String, bool), String> {
    if name == "uuid" {
        let parts = [8, 4, 4, 4, 12].map(|length| format!("[A-Fa-f0-9]{{{length}}}"));
        return Ok((parts.join("-"), true));
    }
    let unknown = || format!("no form is called `{{{name}}}`");
    let (class, length) = name.rsplit_once(':').ok_or_else(unknown)?;
    let set = match class {
        "upper" => "[A-Z]",
        "lower" => "[a-z]",
        "letter" => "[A-Za-z]",
        "digit" => "[0-9]",
        "hex" => "[a-f0-9]",
        "HEX" => "[A-F0-9]",
        "anyhex" => "[A-Fa-f0-9]",
        "alnum" => "[A-Za-z0-9]",
        "alnum_upper" => "[A-Z0-9]",
        "alnum_lower" => "[a-z0-9]",
        "base32" => "[A-Z2-7]",
        "base64" => "[A-Za-z0-9+/]",
        "base64url" => "[A-Za-z0-9_-]",
        "base58" => "[1-9A-HJ-NP-Za-km-z]",
        set if set.starts_with('[') && set.ends_with(']') && set.len() > 2 => set,
        _ => return Err(unknown()),
    };
    let number = |text: &str| text.parse::<u16>().map_err(|_| unknown());
    let counts = match length.split_once('-') {
        Some((least, most)) => format!("{{{},{}}}", number(least)?, number(most)?),
        None => format!("{{{}}}", number(length)?),
    };
    let inside = &set[1..set.len() - 1];
    let is_word = inside.strip_suffix('-').unwrap_or(inside) == inside
        && inside
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    Ok((format!("{set}{counts}"), is_word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> String {
        Form::try_from(text.to_owned()).expect("a form").pattern
    }

    #[test]
    fn a_form_is_a_pattern_with_edges() {
        assert_eq!(
            pattern("key-{hex:32}"),
            r"\b(?<secret>key-[a-f0-9]{32})(?:[^A-Za-z0-9_]|$)"
        );
        assert_eq!(
            pattern("{base64url:20-40}.x"),
            r"(?:^|[^A-Za-z0-9_/+-])(?<secret>[A-Za-z0-9_-]{20,40}\.x)(?:[^A-Za-z0-9_]|$)"
        );
        assert_eq!(
            pattern("{alnum:4}{[=]:0-2}"),
            r"\b(?<secret>[A-Za-z0-9]{4}[=]{0,2})(?:[^A-Za-z0-9_/+=-]|$)"
        );
    }

    #[test]
    fn mistakes_are_named() {
        for wrong in ["", "{hex}", "{nope:3}", "{hex:x}", "a}", "{hex:3"] {
            assert!(Form::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
