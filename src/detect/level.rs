//! Levels as languages spell them, mapped to the six.

use std::collections::BTreeMap;

use crate::model::signal::Level;

/// The level that a name, constant or number stands for: `LevelWarn`, `Level::ERROR`, `"info"`, `30`.
pub(crate) fn normalise(word: &str, own: &BTreeMap<String, Level>) -> Option<Level> {
    let whole = spelled(word, own);
    // `LL_WARNING`, `NGX_LOG_ERR`, `AV_LOG_ERROR`: the last word of a constant says it.
    let constant = |word: &str| !word.contains(|c: char| c.is_lowercase() || c == '.');
    whole.or_else(|| {
        let (_, last) = word.rsplit_once('_').filter(|_| constant(word))?;
        spelled(last, own).filter(|_| !last.starts_with(|c: char| c.is_ascii_digit()))
    })
}

fn spelled(word: &str, own: &BTreeMap<String, Level>) -> Option<Level> {
    let word = word.trim_matches(|c: char| c == '"' || c == '\'');
    let last = word.rsplit(['.', ':']).next().unwrap_or(word);
    if let Some(level) = own.get(last) {
        return Some(*level);
    }
    let mut name = last.to_ascii_lowercase();
    // What holds a level says nothing of which.
    if matches!(name.as_str(), "loglevel" | "log_level") {
        return None;
    }
    for mark in ["log_level_", "loglevel", "level", "log_", "lvl", "severity"] {
        if let Some(rest) = name.strip_prefix(mark).or_else(|| name.strip_suffix(mark))
            && !rest.is_empty()
        {
            name = rest.trim_matches('_').to_owned();
        }
    }
    Some(match name.as_str() {
        "trace" | "verbose" | "finest" | "finer" | "silly" | "all" => Level::Trace,
        "debug" | "fine" | "dbg" | "10" => Level::Debug,
        "info" | "information" | "notice" | "log" | "success" | "config" | "20" => Level::Info,
        "warn" | "warning" | "30" => Level::Warn,
        "error" | "err" | "severe" | "exception" | "40" => Level::Error,
        "fatal" | "critical" | "crit" | "alert" | "emerg" | "emergency" | "panic" | "dpanic"
        | "50" => Level::Fatal,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_many_libraries_are_understood() {
        let none = BTreeMap::new();
        for (word, level) in [
            ("LevelWarn", Level::Warn),
            ("Level::ERROR", Level::Error),
            ("\"info\"", Level::Info),
            ("logging.CRITICAL", Level::Fatal),
            ("InfoLevel", Level::Info),
            ("DEBUG", Level::Debug),
            ("LOG_ERR", Level::Error),
            ("40", Level::Error),
            ("AV_LOG_ERROR", Level::Error),
            ("LL_WARNING", Level::Warn),
        ] {
            assert_eq!(normalise(word, &none), Some(level), "{word}");
        }
        assert_eq!(normalise("lvl", &none), None);
        assert_eq!(normalise("logLevel", &none), None);
        assert_eq!(
            normalise("loud", &BTreeMap::from([("loud".to_owned(), Level::Fatal)])),
            Some(Level::Fatal)
        );
    }
}
