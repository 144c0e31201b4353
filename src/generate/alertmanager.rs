//! An Alertmanager configuration that routes by severity, with receivers to be filled in.

use std::fmt::Write as _;

use super::blocks::{Comments, block};
use super::rules::preface;
use crate::model::priority::Priority;
use crate::report::Words;

/// The configuration.
pub(super) fn configuration(words: &Words) -> String {
    let mut text = preface(words);
    let mut routes = String::new();
    for priority in Priority::ALL {
        // The sooner somebody must act, the less is waited for others to go with it.
        let (wait, again) = match priority {
            Priority::P0 => ("0s", "30m"),
            Priority::P1 => ("30s", "1h"),
            Priority::P2 => ("5m", "12h"),
            Priority::P3 => ("30m", "7d"),
        };
        let _ = writeln!(routes, "    - matchers: ['severity=\"{priority}\"']");
        let _ = writeln!(routes, "      receiver: {priority}");
        let _ = writeln!(routes, "      group_wait: {wait}");
        let _ = writeln!(routes, "      repeat_interval: {again}");
    }
    let route = format!(
        "route:\n  receiver: {}\n  group_by: [alertname, job]\n  routes:\n{routes}",
        Priority::P3
    );
    text.push_str(&block(Comments::Hash, 0, "route", &route));

    let mut inhibit = "inhibit_rules:\n".to_owned();
    for (above, below) in Priority::ALL.iter().zip(Priority::ALL.iter().skip(1)) {
        let _ = writeln!(inhibit, "  - source_matchers: ['severity=\"{above}\"']");
        let _ = writeln!(inhibit, "    target_matchers: ['severity=\"{below}\"']");
        let _ = writeln!(inhibit, "    equal: [job, component]");
    }
    text.push_str(&block(Comments::Hash, 0, "inhibit", &inhibit));

    text.push_str("receivers:\n");
    for priority in Priority::ALL {
        let meaning = words.of(&format!("priority-{priority}"));
        let lines = format!("  # {meaning}\n  - name: {priority}\n");
        text.push_str(&block(
            Comments::Hash,
            2,
            &format!("receiver-{priority}"),
            &lines,
        ));
    }
    text
}
