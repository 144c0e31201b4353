//! Paths of keys, as people write them: where an entry stands, and the ways from there.

use super::OneOrMany;
use crate::rules::pack::{Route, Step};

/// A path that ends at an entry, the last key first, and whether it begins at the top.
pub(super) fn path(at: &str) -> Result<(bool, Vec<Step>), String> {
    let (rooted, path) = match at.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, at),
    };
    let mut steps: Vec<Step> = path.split('/').map(step).collect();
    steps.reverse();
    if !matches!(steps.first(), Some(Step::Key(_) | Step::Item | Step::Any)) || path.is_empty() {
        return Err(format!("`{at}` is no path of keys"));
    }
    Ok((rooted, steps))
}

/// `*`, `-`, or a key with its alternatives: `data|stringData`.
fn step(text: &str) -> Step {
    match text {
        "*" => Step::Any,
        "-" => Step::Item,
        keys => Step::Key(keys.split('|').map(str::to_owned).collect()),
    }
}

/// Several ways, of which the first that leads somewhere counts.
pub(super) fn routes(written: OneOrMany<String>) -> Result<Vec<Route>, String> {
    let written: Vec<String> = written.into();
    written.iter().map(|text| route(text)).collect()
}

/// `/metadata/name` from the top, `../key` beside, `../..` the key of what is around, `.` the own
/// key, `./value` below, `=` the own value. On the way down `-` is every item of a list and `*` every
/// key.
pub(super) fn route(text: &str) -> Result<Route, String> {
    let keys = |rest: &str| -> Vec<String> {
        let parts = rest.split('/').filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    if text == "=" {
        return Ok(Route {
            up: Some(0),
            down: Vec::new(),
            value: true,
        });
    }
    if let Some(rest) = text.strip_prefix('/') {
        return Ok(Route {
            up: None,
            down: keys(rest),
            value: true,
        });
    }
    let mut up = 0_u8;
    let mut rest = text;
    loop {
        if rest == ".." || rest.starts_with("../") {
            up = up.saturating_add(1);
            rest = rest[2..].trim_start_matches('/');
        } else if rest == "." || rest.starts_with("./") {
            rest = rest[1..].trim_start_matches('/');
        } else {
            break;
        }
    }
    if !text.starts_with('.') {
        return Err(format!(
            "`{text}` leads nowhere: a way begins with `/`, `./` or `../`, or is `.` or `=`"
        ));
    }
    let down = keys(rest);
    Ok(Route {
        up: Some(up),
        value: !down.is_empty(),
        down,
    })
}
