//! How soon somebody must act: the scale that alerts, routes and changes share.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::signal::vocabulary;

vocabulary! {
    /// How soon somebody must act. Ordered: the worst first.
    Priority {
        /// Users are cut off now: wake somebody. Of a change: somebody who would have been woken no
        /// longer is, or a critical secret is in the open.
        P0 = "P0",
        /// Users are hurt now, or soon will be: wake somebody. Of a change: something that people look
        /// at or build on no longer hears what it asks for, or a secret of high severity is in the open.
        P1 = "P1",
        /// Something will hurt unless it is seen to today. Of a change: nobody in this repository is
        /// hurt, and somebody outside may be.
        P2 = "P2",
        /// Worth a look this week. Of a change: worth knowing.
        P3 = "P3",
    }
}
