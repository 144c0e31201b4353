//! Metrics that code writes in the Prometheus text format itself: `# TYPE name counter` in a string.

use memchr::memmem;

use crate::model::place::Span;
use crate::model::signal::Instrument;

/// What every metric of the format is announced with.
const MARK: &[u8] = b"# TYPE ";

/// Longest name that is read. Bytes.
const LONGEST: usize = 200;

/// A metric announced in the text format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Announced {
    /// Where its name stands.
    pub(crate) at: Span,
    /// The name, parts that the program fills in as `{…}`.
    pub(crate) name: String,
    pub(crate) instrument: Instrument,
    pub(crate) help: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) labels: Vec<String>,
    /// Whose format it is announced in.
    pub(crate) library: &'static str,
}

/// The library that code which writes the text format itself is said to use.
pub(crate) const TEXT_FORMAT: &str = "text/prometheus";

/// Every metric that a source text announces.
pub(crate) fn announced(text: &str) -> Vec<Announced> {
    let mut found: Vec<Announced> = Vec::new();
    for at in memmem::find_iter(text.as_bytes(), MARK) {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = text[line..at].trim_start();
        // A comment about the format is no metric.
        if !before.is_empty() && !before.contains(['"', '\'', '`']) {
            continue;
        }
        let start = at + MARK.len();
        let rest = &text[start..];
        let Some(length) = rest
            .find(char::is_whitespace)
            .filter(|length| *length <= LONGEST)
        else {
            continue;
        };
        let written = &rest[..length];
        let kind = rest[length + 1..]
            .split(|c: char| !c.is_ascii_alphabetic())
            .next()
            .unwrap_or_default();
        let (Some(name), Some(instrument)) = (name(written), instrument(kind)) else {
            continue;
        };
        if found.iter().any(|known| known.name == name) {
            continue;
        }
        found.push(Announced {
            at: Span::new(start, start + length),
            help: help(text, written),
            labels: labels(text, written),
            unit: None,
            library: TEXT_FORMAT,
            name,
            instrument,
        });
    }
    found
}

/// A name as the format allows it, with the placeholders of format strings as holes.
fn name(written: &str) -> Option<String> {
    let mut name = String::new();
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        let hole = match c {
            '{' | '$' | '#' if rest.contains('}') => rest.find('}'),
            '%' => rest.find(|c: char| c.is_ascii_alphabetic()),
            _ => None,
        };
        if let Some(end) = hole {
            let inside = rest[..=end].trim_matches(['$', '#', '{', '}', '%']);
            name.extend(["{", inside, "}"]);
            rest = &rest[end + 1..];
        } else if c.is_ascii_alphanumeric() || c == '_' || c == ':' {
            name.push(c);
            rest = &rest[1..];
        } else {
            return None;
        }
    }
    name.contains(|c: char| c.is_ascii_alphabetic())
        .then_some(name)
}

fn instrument(kind: &str) -> Option<Instrument> {
    Some(match kind {
        "counter" => Instrument::Counter,
        "gauge" => Instrument::Gauge,
        "histogram" => Instrument::Histogram,
        "summary" => Instrument::Summary,
        "untyped" | "unknown" => Instrument::Unknown,
        _ => return None,
    })
}

/// The text of `# HELP name …`, to the end of the line or of the string.
fn help(text: &str, name: &str) -> Option<String> {
    let mark = format!("# HELP {name} ");
    let start = memmem::find(text.as_bytes(), mark.as_bytes())? + mark.len();
    let rest = &text[start..];
    let end = rest.find(['\n', '"', '\\', '`']).unwrap_or(rest.len());
    let help = rest[..end].trim();
    (!help.is_empty()).then(|| help.to_owned())
}

/// The keys of `name{key="…",…}`.
fn labels(text: &str, name: &str) -> Vec<String> {
    let mark = format!("{name}{{");
    let mut keys: Vec<String> = Vec::new();
    for at in memmem::find_iter(text.as_bytes(), mark.as_bytes()).take(4) {
        let rest = &text[at + mark.len()..];
        let mut quoted = false;
        let closes = |c: char| {
            quoted ^= c == '"';
            c == '\n' || c == '}' && !quoted
        };
        let end = rest.find(closes).unwrap_or(rest.len());
        let inside = rest[..end].trim_start_matches('{');
        if inside.contains('=') {
            keys_in(inside, &mut keys);
        } else if let Some(variable) = filler(inside, &rest[end..]) {
            defined(text, variable, &mut keys);
        }
    }
    keys
}

/// The keys of `key="…",other="…"`.
fn keys_in(inside: &str, keys: &mut Vec<String>) {
    for (at, _) in inside.match_indices('=') {
        let quoted = inside[at + 1..].trim_start_matches('\\');
        if !quoted.starts_with(['"', '\'']) {
            continue;
        }
        let key = inside[..at].trim_end();
        let start = key
            .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .map_or(0, |before| before + 1);
        let key = &key[start..];
        if !key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            continue;
        }
        if !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
}

/// The variable that a placeholder is filled with: `{labels}`, `{0}` before `.format(labels, …)`.
fn filler<'t>(placeholder: &'t str, after: &'t str) -> Option<&'t str> {
    /// How far behind a text its arguments begin. Bytes.
    const REACH: usize = 120;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = placeholder.trim_end_matches(['}', ':']);
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return name.chars().all(is_part).then_some(name);
    }
    let place: usize = if name.is_empty() {
        0
    } else {
        name.parse().ok()?
    };
    let call = after.find(".format(").filter(|at| *at < REACH)?;
    let mut args = after[call + ".format(".len()..].split([',', ')']);
    let name = args.nth(place)?.trim();
    (!name.is_empty() && name.chars().all(is_part)).then_some(name)
}

/// The keys in the text that a variable is given.
fn defined(text: &str, variable: &str, keys: &mut Vec<String>) {
    for (at, _) in text.match_indices(variable) {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
            continue;
        }
        let rest = text[at + variable.len()..].trim_start();
        let rest = rest.trim_start_matches(':').trim_start();
        if let Some(given) = rest.strip_prefix('=')
            && !given.starts_with('=')
        {
            let line = given.split('\n').next().unwrap_or("");
            keys_in(line, keys);
            if !keys.is_empty() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_code_announces_is_found_with_its_help_and_labels() {
        let text = concat!(
            "out.append(\"# HELP shop_open Open doors.\")\n",
            "out.append(\"# TYPE shop_open gauge\")\n",
            "out.append('shop_open{door=\"{}\",zone=\"x\"} 1')\n",
            "labels = f'{{shop=\"{name}\",floor=\"{floor}\"}}'\n",
            "out.append('# TYPE shop_lit gauge')\n",
            "out.append('shop_lit{0} {1}'.format(labels, lit))\n",
            "write(`# TYPE ${prefix}_jobs_total counter\\n`)\n",
            "// # TYPE only_said counter\n",
            "x = \"# TYPE of thing\"\n",
        );
        let found = announced(text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0].name, "shop_open");
        assert_eq!(found[0].at.of(text), "shop_open");
        assert_eq!(found[0].instrument, Instrument::Gauge);
        assert_eq!(found[0].help.as_deref(), Some("Open doors."));
        assert_eq!(found[0].labels, ["door", "zone"]);
        assert_eq!(found[1].labels, ["shop", "floor"]);
        assert_eq!(found[2].name, "{prefix}_jobs_total");
        assert_eq!(found[2].instrument, Instrument::Counter);
    }
}
