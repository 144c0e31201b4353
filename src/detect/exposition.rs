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
    pub(crate) labels: Vec<String>,
}

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
        for part in rest[..end].split(',') {
            let Some((key, _)) = part.trim().split_once('=') else {
                continue;
            };
            let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if is_key && !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        }
    }
    keys
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
            "write(`# TYPE ${prefix}_jobs_total counter\\n`)\n",
            "// # TYPE only_said counter\n",
            "x = \"# TYPE of thing\"\n",
        );
        let found = announced(text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].name, "shop_open");
        assert_eq!(found[0].at.of(text), "shop_open");
        assert_eq!(found[0].instrument, Instrument::Gauge);
        assert_eq!(found[0].help.as_deref(), Some("Open doors."));
        assert_eq!(found[0].labels, ["door", "zone"]);
        assert_eq!(found[1].name, "{prefix}_jobs_total");
        assert_eq!(found[1].instrument, Instrument::Counter);
    }
}
