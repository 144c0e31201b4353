//! How soon somebody must act: the scale that alerts, routes and changes share.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::signal::vocabulary;

vocabulary! {
    /// How soon somebody must act. Ordered: `P0` is worst.
    Priority {
        /// Users are cut off now: wake somebody.
        P0 = "P0",
        /// Users are hurt now, or soon will be: wake somebody.
        P1 = "P1",
        /// Something will hurt unless it is seen to today.
        P2 = "P2",
        /// Worth a look this week.
        P3 = "P3",
    }
}
