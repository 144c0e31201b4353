//! Under which name a metric is stored, and which used names are its own.

use super::inventory::Point;

/// What the series of one metric add to its name.
const SERIES: &[&str] = &[
    "", "_bucket", "_sum", "_count", "_total", "_max", "_created", "_info",
];

/// Letters, digits, `_` and `:`; anything else is one `_`.
pub fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '_' || c == ':' {
            out.push(c);
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    if out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, '_');
    }
    out
}

/// Whether a point's stored name is a used one, or that of a family the used one belongs to.
pub fn bears(point: &Point, used: &str) -> bool {
    let stored = point.exposed.as_deref().or(point.name.as_deref());
    stored.is_some_and(|stored| series(&plain(stored), used).is_some())
}

/// What a series of the metric stored as `stored` adds to that name, where `used` is one of them.
pub fn series<'u>(stored: &str, used: &'u str) -> Option<&'u str> {
    let rest = used.strip_prefix(stored)?;
    SERIES.contains(&rest).then_some(rest)
}
