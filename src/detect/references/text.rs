//! References by patterns in text, around the words that lead to them.

use std::ops::Range;

use regex::bytes::Regex;

use super::{Asked, Found, Patterns, captured};
use crate::model::place::Span;
use crate::rules::pack::{Packs, TextReference};

/// How far around its word a reference reaches. Bytes.
const REACH: usize = 300;

/// Tries the patterns around their words.
pub(super) fn find(
    patterns: &Patterns,
    packs: &Packs,
    hits: &[(u16, u16, Span)],
    found: &mut Found<'_>,
) {
    let end = found.input.text.len();
    for (pack, text, word) in hits {
        let rule = &packs.references[*pack as usize].texts[*text as usize];
        if found.wants(&rule.asking, (*pack, *text, false)) {
            let start = (word.start as usize).saturating_sub(REACH);
            let end = (word.end as usize + REACH).min(end);
            let regex = patterns.texts[*pack as usize][*text as usize].as_ref();
            search(regex, rule, *pack, start..end, found);
        }
    }
}

/// Tries the patterns that the name of the file leads to, over all of it.
pub(super) fn find_by_file(patterns: &Patterns, packs: &Packs, found: &mut Found<'_>) {
    for (pack, text) in &patterns.by_file {
        let rule = &packs.references[*pack as usize].texts[*text as usize];
        if found.wants(&rule.asking, (*pack, *text, false)) {
            let regex = patterns.texts[*pack as usize][*text as usize].as_ref();
            search(regex, rule, *pack, 0..found.input.text.len(), found);
        }
    }
}

fn search(
    regex: Option<&Regex>,
    rule: &TextReference,
    pack: u16,
    within: Range<usize>,
    found: &mut Found<'_>,
) {
    let Some(regex) = regex else {
        return;
    };
    let input = found.input;
    let openers: &[String] = found
        .language
        .map_or(&[], |language| language.comments.as_slice());
    let bytes = input.text.as_bytes();
    let mut at = within.start;
    while let Some(captures) = (at < within.end)
        .then(|| regex.captures_at(&bytes[..within.end], at))
        .flatten()
    {
        let whole = captures.get(0).expect("group 0 is the whole match");
        let Some(said) = captured(&captures, input.text, 0) else {
            at = whole.end().max(at + 1);
            continue;
        };
        // What stands inside a default asks too: `${A:-${B}}`.
        at = (said.at.end as usize).max(at + 1);
        // What the window cuts off is found whole around another word.
        if whole.end() == within.end && within.end < bytes.len() {
            continue;
        }
        if !rule.comments && is_comment(input.text, said.at.start as usize, openers) {
            continue;
        }
        let name = if rule.whole {
            input.path.to_owned()
        } else {
            said.at.of(input.text).to_owned()
        };
        if rule.unassigned && assigns(input.text, &name) {
            continue;
        }
        let asked = Asked {
            why: rule.asking.why,
            key: said.key,
            into: said.into,
            consumer: said.consumer,
            has_default: said.default.is_some(),
            default: said.default,
            ..Asked::new(said.at, name, pack, rule.asking.source, rule.asking.role)
        };
        found.push(&rule.asking, asked);
    }
}

/// Whether the line around `at` is a comment up to there.
fn is_comment(text: &str, at: usize, openers: &[String]) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..at].trim_start();
    openers
        .iter()
        .any(|opener| line.starts_with(opener.as_str()) && !line.starts_with("#!"))
}

/// Whether a shell script gives `name` a value itself: `X=`, `read X`, `for X in`.
fn assigns(text: &str, name: &str) -> bool {
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    memchr::memmem::find_iter(bytes, name.as_bytes()).any(|at| {
        let end = at + name.len();
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        if before.is_some_and(|byte| is_part(byte) || matches!(byte, b'$' | b'{' | b'-' | b'^'))
            || bytes.get(end).is_some_and(is_part)
        {
            return false;
        }
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let words = text[line..at].trim_start();
        matches!(bytes.get(end), Some(b'=')) && bytes.get(end + 1) != Some(&b'=')
            || bytes[end..].starts_with(b"+=")
            || words.ends_with("for ")
            || words.starts_with("read ")
            || words.contains(" read ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_assigns_what_it_gives_a_value() {
        for text in [
            "X_KEY=1",
            "a; export X_KEY=2",
            "read -r X_KEY",
            "for X_KEY in a; do",
            "X_KEY+=1",
        ] {
            assert!(assigns(text, "X_KEY"), "{text}");
        }
        for text in [
            "echo $X_KEY",
            "${X_KEY:=1}",
            "[ $X_KEY == a ]",
            "MAX_KEY=1",
            "--X_KEY=1",
        ] {
            assert!(!assigns(text, "X_KEY"), "{text}");
        }
    }
}
