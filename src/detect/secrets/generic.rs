//! Credentials that no vendor's form gives away: by the name beside them, by their place in a call, in
//! a table or in a configuration.

use super::dummy::{self, Standing};
use super::keyed::{Manner, Stands, beside};
use super::names::Names;
use super::{Raw, chosen, named, positional, settings, tables};
use crate::lang::entries;
use crate::model::inventory::Context;
use crate::model::place::Span;
use crate::model::signal::{Confidence, Severity};
use crate::rules::pack::Language;

/// A file, and what it is judged with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// Its path.
    pub(crate) path: &'a str,
    /// Its text.
    pub(crate) text: &'a str,
    /// What it is part of.
    pub(crate) context: Context,
    /// Its language.
    pub(crate) language: Option<&'a Language>,
    /// Names that mean a credential.
    pub(crate) names: &'a Names,
}

/// Every generic credential of a file. `hits`: where the words stand that may mean one.
pub(crate) fn find(asked: &Asked<'_>, hits: &mut [Span]) -> Vec<Raw> {
    let mut found = Vec::new();
    if hits.is_empty() {
        return found;
    }
    let prose = asked.language.is_some_and(|language| language.prose);
    hits.sort_unstable();
    let (text, id) = (
        asked.text,
        asked.language.map_or("", |language| &language.id),
    );
    let cells = match id {
        "csv" => tables::of_csv(text, asked.names),
        "sql" => tables::of_sql(text, asked.names),
        _ => Vec::new(),
    };
    for (name, span) in cells {
        consider(asked, name, span, true, &mut found);
    }
    let mut keys: Vec<Span> = Vec::new();
    if let Some(format) = asked.language.and_then(|language| language.format) {
        let tree = entries::read(format, text);
        found.extend(settings::find(&tree, hits, asked));
        keys = tree.nodes.iter().map(|node| node.key_span).collect();
        keys.sort_unstable();
    }
    let is_key = |hit: Span| {
        let behind = keys.partition_point(|key| key.start <= hit.start);
        keys[..behind].last().is_some_and(|key| key.contains(hit))
    };
    let manner = manner(asked.language);
    let weak =
        manner != Manner::Code && !prose && id != "template" && !settings::is_locale(asked.path);
    let mut last = None;
    for hit in hits.iter().filter(|hit| !is_key(**hit)) {
        if let Some((taker, span)) = positional::taken(text, *hit).filter(|_| !prose) {
            take(asked, taker.what, span, &mut found);
            continue;
        }
        if let Some(span) = of_statement(text, *hit).filter(|_| !prose) {
            take(asked, "password", span, &mut found);
            continue;
        }
        let Some(beside) = beside(text, *hit, manner, asked.names) else {
            continue;
        };
        if last.replace(beside.value) != Some(beside.value) {
            let before = found.len();
            // One of several settings, as a program writes a file: `user: joe` above `password: …`.
            let listed = beside.stands == Stands::Follows
                && manner == Manner::Words
                && settings::is_password(beside.name)
                && has_setting_beside(text, beside.value);
            let given = beside.stands == Stands::Given || listed;
            let weak = (weak || prose && listed) && given;
            consider(asked, beside.name, beside.value, weak, &mut found);
            if found.len() == before && manner == Manner::Code && beside.stands == Stands::Given {
                choose(asked, beside.name, beside.value, &mut found);
            }
            // A manual says passwords that work, and hardly any other credential.
            let password = || settings::is_password(beside.name);
            let strict =
                beside.stands == Stands::Follows && !prose && !listed || prose && !password();
            if strict
                && found[before..]
                    .iter()
                    .any(|raw| raw.confidence < Confidence::Likely)
            {
                found.truncate(before);
            }
        }
    }
    found
}

fn manner(language: Option<&Language>) -> Manner {
    let Some(language) = language else {
        return Manner::Settings;
    };
    match language.id.as_str() {
        _ if language.format.is_some() => Manner::Settings,
        _ if language.prose => Manner::Words,
        "shell" | "dockerfile" | "makefile" | "batch" | "text" | "http" | "template" | "just" => {
            Manner::Words
        }
        _ => Manner::Code,
    }
}

/// A literal in a place where only a credential can stand, whatever it looks like.
fn take(asked: &Asked<'_>, name: &str, span: Span, found: &mut Vec<Raw>) {
    /// What is shorter is a part of one.
    const SHORTEST: usize = 4;
    let before = found.len();
    consider(asked, name, span, true, found);
    let value = span.of(asked.text);
    let chosen = value.len() >= SHORTEST
        && value.bytes().all(|byte| byte.is_ascii_graphic())
        && !settings::is_elsewhere(value)
        && name == "password"
        && dummy::of_password(value.as_bytes()) != Standing::Placeholder;
    if found.len() == before
        && chosen
        && let Some((confidence, severity)) = super::guessable(value, asked.context)
    {
        found.push(Raw::named(span, name, confidence, severity));
    }
}

fn consider(asked: &Asked<'_>, name: &str, span: Span, weak: bool, found: &mut Vec<Raw>) {
    let value = span.of(asked.text);
    if let Some((span, confidence, severity)) = verdict(asked, name, value, span, weak) {
        found.push(Raw::named(span, name, confidence, severity));
    }
}

/// A word that a person chose, beside a name in code.
fn choose(asked: &Asked<'_>, name: &str, span: Span, found: &mut Vec<Raw>) {
    let value = span.of(asked.text);
    let before = line_before(asked.text, span.start as usize).trim_end_matches(['"', '\'', '`']);
    let behind = asked.text[span.end as usize..].trim_start_matches(['"', '\'', '`', ' ']);
    // The first of many arguments is what the call is about, and a choice of two is made of both.
    let first = before.ends_with('(') && behind.starts_with(',');
    let choice = before.trim_end().ends_with(':') && before.contains(" ? ");
    // `errors[PASSWORD] = "invalid_auth"`: a text filed under the name of a name.
    let filed = before
        .trim_end_matches([' ', '=', ':'])
        .strip_suffix(']')
        .is_some_and(|key| !key.ends_with(['"', '\'']));
    // What is joined to something, or has a variable in it, is put together when it runs.
    let quote = asked.text.as_bytes()[(span.start as usize).saturating_sub(1)];
    let filled = quote == b'"'
        && value
            .as_bytes()
            .windows(2)
            .any(|pair| pair[0] == b'$' && pair[1].is_ascii_alphabetic())
        && asked.language.is_some_and(|language| {
            [
                "powershell",
                "php",
                "perl",
                "groovy",
                "kotlin",
                "scala",
                "dart",
            ]
            .contains(&&*language.id)
        });
    let made = filled || behind.starts_with(['+', '%']) || behind.starts_with(". ");
    // `"hooks#update"`: what a route leads to.
    let routed = value.split_once('#').is_some_and(|(one, other)| {
        let is_name = |name: &str| {
            name.bytes()
                .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'/'))
        };
        is_name(one) && is_name(other)
    });
    let worded = routed || value.contains('_') && !value.bytes().any(|byte| byte.is_ascii_digit());
    let meant = settings::is_password(name) || settings::is_poor_secret(name, value);
    let slot = matches!(
        dummy::of_password(value.as_bytes()),
        Standing::Placeholder | Standing::MadeUp
    );
    if first
        || choice
        || filed
        || made
        || worded
        || !meant
        || slot
        || settings::is_locale(asked.path)
        || in_comment(asked.text, span)
    {
        return;
    }
    if let Some((confidence, severity)) = chosen(name, value, asked.context) {
        found.push(Raw::named(span, name, confidence, severity));
    }
}

/// Words before a credential in a header.
const SCHEMES: [&str; 7] = [
    "Bearer ", "Basic ", "Token ", "ApiKey ", "Api-Key ", "bearer ", "basic ",
];

/// Whether the value beside a name is a credential, and where without what stands before it.
/// `weak`: a word that people choose may be one.
pub(crate) fn verdict(
    asked: &Asked<'_>,
    name: &str,
    value: &str,
    span: Span,
    weak: bool,
) -> Option<(Span, Confidence, Severity)> {
    let mut span = span;
    let mut said = value.trim();
    let basic = said
        .get(..6)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic "));
    for scheme in SCHEMES {
        if let Some(rest) = said.strip_prefix(scheme) {
            if span.of(asked.text).starts_with(scheme) {
                span.start += scheme.len() as u32;
            }
            said = rest.trim();
        }
    }
    // What Spring is to take as it stands, and the quotes of a text of several lines.
    for (before, behind) in [("{noop}", ""), ("\"\"", "\"\"")] {
        if let Some(rest) = said.strip_prefix(before)
            && let Some(rest) = rest.strip_suffix(behind)
        {
            if span.of(asked.text).starts_with(before) {
                span.start += before.len() as u32;
                span.end -= behind.len() as u32;
            }
            said = rest;
        }
    }
    if is_known(said) {
        return None;
    }
    let guessed = match dummy::of_basic(said.as_bytes()) {
        Standing::Placeholder if basic => return None,
        Standing::Trivial if basic && asked.context != Context::Product => return None,
        Standing::Trivial => basic,
        _ => false,
    };
    if guessed {
        return Some((span, Confidence::Possible, Severity::Low));
    }
    let (confidence, severity) = named(name, said, asked.context).or_else(|| {
        weak.then(|| {
            // `user = '…'` above `password = 'two words'`
            let two = said.contains(' ') && behind_user(asked.text, span);
            let joined = said.replacen(' ', "-", usize::from(two));
            settings::judge_weak(name, &joined, asked.context)
        })
        .flatten()
    })?;
    // A program's words in another language: what looks random is none.
    if confidence < Confidence::Likely && settings::is_locale(asked.path) {
        return None;
    }
    // What a comment says was true once, or is how one would write it.
    let confidence = if in_comment(asked.text, span) {
        Confidence::Possible
    } else {
        confidence
    };
    Some((span, confidence, severity))
}

/// Whether the line before gives a user's name, which makes of two words a password.
fn behind_user(text: &str, span: Span) -> bool {
    let start = span.start as usize;
    let line = line_before(text, start);
    let Some(newline) = (start - line.len()).checked_sub(1) else {
        return false;
    };
    let above = line_before(text, boundary(text, newline)).to_ascii_lowercase();
    let named = above.split_once(['=', ':']).is_some_and(|(name, _)| {
        let name = name.trim_matches([' ', '\t', '"', '\'', '$']);
        ["user", "username", "login"]
            .iter()
            .any(|word| name.ends_with(word))
    });
    named && line.trim_start().to_ascii_lowercase().starts_with("pass")
}

/// Whether the line before or behind that of a value is a setting too, and begins at the same column.
fn has_setting_beside(text: &str, value: Span) -> bool {
    let start = value.start as usize - line_before(text, value.start as usize).len();
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t', '-', '*']).len();
    let own = indent(&text[start..value.start as usize]);
    let above = start
        .checked_sub(1)
        .map(|newline| line_before(text, boundary(text, newline)));
    let behind = text[value.end as usize..]
        .split('\n')
        .nth(1)
        .filter(|line| line.len() <= 200);
    [above, behind].into_iter().flatten().any(|line| {
        let is_name = |name: &str| {
            (2..=40).contains(&name.len())
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        };
        indent(line) == own
            && line
                .trim_start_matches([' ', '\t', '-', '*'])
                .trim_matches(['`', '*'])
                .split_once(':')
                .is_some_and(|(name, said)| {
                    is_name(name.trim_matches(['`', '*'])) && said.starts_with([' ', '*', '`'])
                })
    })
}

/// A sum of something else, as lock files and schemas hold it; a list of options.
fn is_known(value: &str) -> bool {
    let summed = ["sha1", "sha256", "sha384", "sha512", "md5"]
        .iter()
        .any(|method| {
            value
                .strip_prefix(method)
                .is_some_and(|rest| rest.starts_with([':', '-', '=']))
        });
    summed
        || value.contains([',', '/']) && value.matches('=').count() >= 2 && !value.ends_with("==")
}

/// The nearest place before `at`, or `at` itself, where no character is cut.
pub(super) fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What stands on the line before `at`; nothing where the line is longer than anyone writes one.
pub(super) fn line_before(text: &str, at: usize) -> &str {
    /// Longest beginning of a line that is looked at. Bytes.
    const LONGEST: usize = 1_000;
    let first = boundary(text, at.saturating_sub(LONGEST));
    let before = &text[first..at];
    match before.rfind('\n') {
        Some(newline) => &before[newline + 1..],
        None if first == 0 => before,
        None => "",
    }
}

/// Whether a place stands behind the mark of a comment at the beginning of its line.
fn in_comment(text: &str, span: Span) -> bool {
    let at = span.start as usize;
    let start = line_before(text, at).trim_start();
    [
        "//", "# ", "#", "* ", "/*", "--", ";", "<!--", "REM ", "rem ",
    ]
    .iter()
    .any(|mark| start.starts_with(mark))
        && !start.starts_with("#define")
}

/// `IDENTIFIED BY '…'` and `PASSWORD '…'` of SQL, also in a program's strings.
fn of_statement(text: &str, hit: Span) -> Option<Span> {
    /// How far before the word a statement about accounts begins. Bytes.
    const BEFORE: usize = 160;
    /// How far behind it the word stands that brings the password. Bytes.
    const METHOD: usize = 80;
    let word = hit.of(text);
    let with = word.eq_ignore_ascii_case("identified with");
    let identified = with || word.eq_ignore_ascii_case("identified by");
    if !identified && !word.eq_ignore_ascii_case("password") {
        return None;
    }
    // `IDENTIFIED WITH mysql_native_password BY '…'`
    let end = if with {
        let near = &text[hit.end as usize..boundary(text, hit.end as usize + METHOD)];
        let lower = near.to_ascii_lowercase();
        hit.end as usize + lower.find(" by ").or_else(|| lower.find(" as "))? + " by".len()
    } else {
        hit.end as usize
    };
    let rest = &text[end..];
    let gap = rest.len() - rest.trim_start_matches([' ', '\\', '=', '(']).len();
    let quote = rest[gap..]
        .chars()
        .next()
        .filter(|mark| matches!(mark, '\'' | '"'))?;
    {
        let start = boundary(text, (hit.start as usize).saturating_sub(BEFORE));
        let before = text[start..hit.start as usize].to_ascii_lowercase();
        let spaced =
            identified || before.ends_with([' ', '\n', '\t']) && rest.starts_with([' ', '(']);
        let account = ["user ", "role ", "login ", "set password", "encrypted"]
            .iter()
            .any(|word| before.contains(word));
        let statement = ["create ", "alter ", "grant ", "set "]
            .iter()
            .any(|word| before.contains(word));
        if !(spaced && account && statement) {
            return None;
        }
    }
    let start = end + gap + 1;
    let length = text[start..].find([quote, '\n'])?;
    (length > 0).then(|| Span::new(start, start + length))
}
