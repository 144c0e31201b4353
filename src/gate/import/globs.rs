//! Patterns of paths as globs, where a glob can say the same.

/// The most globs that one pattern becomes.
const MOST: usize = 64;

/// The globs, in .gitignore syntax, that together match what `regex` finds in a path; `None` where
/// there are none.
pub(super) fn from_regex(regex: &str) -> Option<Vec<String>> {
    let mut globs = Vec::new();
    for branch in branches(regex)? {
        globs.push(glob(&branch)?);
    }
    globs.dedup();
    Some(globs)
}

/// The one text that `regex` matches, where it is anchored and there is but one.
pub(super) fn literal(regex: &str) -> Option<String> {
    let inner = regex.strip_prefix('^')?.strip_suffix('$')?;
    let mut text = String::new();
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => text.push(characters.next().filter(|c| !c.is_alphanumeric())?),
            '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$' => {
                return None;
            }
            c => text.push(c),
        }
    }
    Some(text).filter(|text| !text.is_empty())
}

/// `regex` without its groups: every way through their alternatives.
fn branches(regex: &str) -> Option<Vec<String>> {
    let mut done = Vec::new();
    let mut open = split(regex)?;
    while let Some(branch) = open.pop() {
        if done.len() + open.len() > MOST {
            return None;
        }
        let Some((start, end)) = group(&branch).ok()? else {
            done.push(branch);
            continue;
        };
        let inner = &branch[start + 1..end];
        let inner = inner.strip_prefix("?:").unwrap_or(inner);
        let after = &branch[end + 1..];
        if inner.starts_with('?') || after.starts_with(['*', '+', '{']) {
            return None;
        }
        let optional = after.starts_with('?');
        let after = after.strip_prefix('?').unwrap_or(after);
        let mut ways = split(inner)?;
        if optional {
            ways.push(String::new());
        }
        open.extend(
            ways.iter()
                .map(|way| format!("{}{way}{after}", &branch[..start])),
        );
    }
    done.sort();
    Some(done)
}

/// The brackets of a pattern do not fit, or are of a kind that no glob has.
struct Unfit;

/// Where the first group begins and ends, if there is one.
fn group(text: &str) -> Result<Option<(usize, usize)>, Unfit> {
    let (mut depth, mut start, mut escaped) = (0, None, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => return Err(Unfit),
            '(' => {
                start.get_or_insert(at);
                depth += 1;
            }
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Ok(start.map(|start| (start, at)));
                }
                if depth < 0 {
                    return Err(Unfit);
                }
            }
            _ => {}
        }
    }
    if depth == 0 { Ok(None) } else { Err(Unfit) }
}

/// The alternatives of the outermost level.
fn split(text: &str) -> Option<Vec<String>> {
    let (mut parts, mut depth, mut escaped) = (vec![String::new()], 0, false);
    for c in text.chars() {
        let last = parts.last_mut()?;
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        last.push(c);
    }
    Some(parts)
}

/// A piece of a pattern.
#[derive(PartialEq)]
enum Piece {
    Text(String),
    /// Anything, slashes too.
    Any,
}

/// The glob of a pattern without groups.
fn glob(regex: &str) -> Option<String> {
    let (anchored, rest) = match regex.strip_prefix('^') {
        Some(rest) => (true, rest),
        None => (false, regex),
    };
    let (ends, rest) = match rest.strip_suffix('$') {
        Some(rest) if !rest.ends_with('\\') => (true, rest),
        _ => (false, rest),
    };
    let mut pieces = pieces(rest)?;
    let open_start = !anchored || pieces.first() == Some(&Piece::Any);
    let open_end = !ends || pieces.last() == Some(&Piece::Any);
    if pieces.first() == Some(&Piece::Any) {
        pieces.remove(0);
    }
    if pieces.last() == Some(&Piece::Any) {
        pieces.pop();
    }
    let mut glob = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) => glob.push_str(text),
            // What may hold slashes can be said only between two of them, or before the last name.
            Piece::Any if glob.ends_with('/') && index + 2 == pieces.len() => glob.push_str("**/*"),
            Piece::Any => return None,
        }
    }
    if glob.is_empty() {
        return None;
    }
    let inner_slash = glob.trim_matches('/').contains('/');
    if open_start {
        glob = match glob.strip_prefix('/') {
            Some(rest) => format!("**/{rest}"),
            None if inner_slash || glob.ends_with('/') => format!("**/*{glob}"),
            None => format!("*{glob}"),
        };
    } else if !glob.starts_with('/') {
        glob.insert(0, '/');
    }
    if open_end {
        glob.push_str(if glob.ends_with('/') { "**" } else { "*" });
    }
    Some(glob)
}

fn pieces(regex: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut characters = regex.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '.' => {
                // A dot alone is mostly a dot that was not escaped; a glob says it as one sign.
                if characters.next_if(|c| matches!(c, '*' | '+')).is_some() {
                    characters.next_if_eq(&'?');
                    if !text.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut text)));
                    }
                    pieces.push(Piece::Any);
                } else {
                    text.push('?');
                }
            }
            '\\' => {
                let c = characters.next().filter(|c| !c.is_alphanumeric())?;
                if "*?[]{}!#".contains(c) {
                    text.push('\\');
                }
                text.push(c);
            }
            '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$' => return None,
            c => text.push(c),
        }
        if matches!(characters.peek(), Some('*' | '+' | '?' | '{')) {
            return None;
        }
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use ignore::gitignore::GitignoreBuilder;

    use super::*;

    /// What each of these patterns finds in a path, its globs find too, and nothing else.
    #[test]
    fn globs_say_what_the_patterns_say() {
        let paths = [
            "go.sum",
            "sub/go.sum",
            "a/xgo.sum",
            "go.summary",
            "README.md",
            "docs/a.md",
            "docs/deep/b.md",
            "vendor/a/b.go",
            "x/vendor/c.go",
            "vendors/d.go",
            "test/data/e.json",
            "test/f.json",
            "testdata/g.txt",
            "a/test/h.json",
            "package-lock.json",
            "x.lock",
            "src/main.rs",
            "gitleaks.toml",
        ];
        for pattern in [
            r"^go\.sum$",
            r"go\.sum$",
            r"go\.sum",
            r".*\.md$",
            r"\.md$",
            r"^docs/",
            r"^docs/.*\.md$",
            r"(^|/)vendor/",
            r"vendor/",
            r"^vendor/.*",
            r"test/.*\.json$",
            r"(?:package-lock|x)\.(json|lock)$",
            r"(.*?)(md|lock)$",
            r"gitleaks.toml",
            r"^testdata/g\.txt$|^src/",
        ] {
            let regex = regex::Regex::new(pattern).expect("a pattern");
            let globs = from_regex(pattern).unwrap_or_else(|| panic!("{pattern}"));
            let mut builder = GitignoreBuilder::new("");
            for glob in &globs {
                builder.add_line(None, glob).expect("a glob");
            }
            let matcher = builder.build().expect("globs");
            for path in paths {
                assert_eq!(
                    matcher.matched_path_or_any_parents(path, false).is_ignore(),
                    regex.is_match(path),
                    "{pattern} → {globs:?}: {path}"
                );
            }
        }
    }

    #[test]
    fn what_a_glob_cannot_say_is_not_said() {
        for pattern in [
            r"foo.*bar",
            r"[a-z]+\.txt",
            r"(?i)readme",
            r"a{3}",
            r"\d+",
            "",
            ".*",
            "(a",
            "x?",
        ] {
            assert_eq!(from_regex(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn one_text_is_told_from_many() {
        assert_eq!(literal(r"^abc\.def$").as_deref(), Some("abc.def"));
        for pattern in ["abc", "^a.c$", "^(a|b)$", r"^\d$", "^$"] {
            assert_eq!(literal(pattern), None, "{pattern}");
        }
    }
}
