//! What is wrong with a configuration, where, and what to write instead.

use std::fmt;
use std::path::PathBuf;

/// A configuration that cannot be obeyed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {what}")]
pub struct ConfigError {
    /// Where it stands.
    pub at: At,
    /// What is wrong, in one line.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// Where something wrong was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// In a file. Line and column count from 1, columns in code points.
    File {
        /// The file, as it was named.
        path: PathBuf,
        /// Line.
        line: usize,
        /// Column.
        column: usize,
    },
    /// In a file as a whole.
    Whole(PathBuf),
    /// In an environment variable or a flag, by its name.
    Named(&'static str),
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, line, column } => {
                write!(f, "{}:{line}:{column}", path.display())
            }
            Self::Whole(path) => write!(f, "{}", path.display()),
            Self::Named(name) => f.write_str(name),
        }
    }
}

/// The one of `known` that `written` was most likely meant to be, if any comes close.
pub fn nearest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let written = written.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        let likeness = strsim::jaro_winkler(&written, &candidate.to_lowercase());
        if likeness >= LIKELY && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// From this likeness on (0 to 1) a name is offered as what was meant.
const LIKELY: f64 = 0.8;

/// A hint that offers the nearest known name and lists them all.
pub(super) fn choose(written: &str, known: &[&str], list_title: &str) -> String {
    let all = known
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    match nearest(written, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? {list_title}: {all}"),
        None => format!("{list_title}: {all}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_name_and_a_stranger_finds_none() {
        let known = ["exclude", "threads", "max-file-bytes"];
        assert_eq!(nearest("exlude", known), Some("exclude"));
        assert_eq!(nearest("EXCLUDES", known), Some("exclude"));
        assert_eq!(nearest("max_file_bytes", known), Some("max-file-bytes"));
        assert_eq!(nearest("colour", known), None);
    }
}
