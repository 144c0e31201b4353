//! One line that says how far the scan is, for people who wait at a terminal: what, and when.

use std::time::Duration;

use vigie::Progress;

/// A scan shorter than this shows nothing: a line that flashes by only unsettles.
const PATIENCE: Duration = Duration::from_millis(500);
/// Time between two lines.
const PAUSE: Duration = Duration::from_millis(100);

/// Remembers when the last line was shown.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    last: Option<Duration>,
}

impl Meter {
    /// Whether a line is due `elapsed` after the start; if so, it counts as shown.
    pub(crate) fn due(&mut self, elapsed: Duration) -> bool {
        let due = elapsed >= self.last.map_or(PATIENCE, |last| last + PAUSE);
        if due {
            self.last = Some(elapsed);
        }
        due
    }

    /// Whether a line stands on the terminal that has to be wiped away.
    pub(crate) fn shown(&self) -> bool {
        self.last.is_some()
    }
}

/// What the line says.
pub(crate) fn progress_line(progress: Progress) -> String {
    let Progress { round, files } = progress;
    if round == 1 {
        format!("reading: {files} files")
    } else {
        format!("following names across files, round {round}: {files} files")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_scan_shows_nothing_and_a_long_one_a_line_now_and_then() {
        let mut meter = Meter::default();
        let due: Vec<bool> = [0, 499, 500, 550, 599, 600, 5000]
            .into_iter()
            .map(|milliseconds| meter.due(Duration::from_millis(milliseconds)))
            .collect();
        assert_eq!(due, [false, false, true, false, false, true, true]);
        assert!(meter.shown());

        let mut quick = Meter::default();
        assert!(!quick.due(Duration::from_millis(499)));
        assert!(!quick.shown());
    }
}
