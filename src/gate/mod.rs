//! Whether a run fails: what counts after marks, allow list and baseline, and thresholds over it.

mod apply;
pub mod baseline;
pub mod import;

use crate::model::date::Date;
use crate::model::inventory::Inventory;
use crate::model::settings::FailOn;

pub use apply::apply;
pub use baseline::{Acceptance, Baseline, BaselineError, Changes};

/// What the gate goes by beside the settings.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Findings accepted on an earlier day.
    pub baseline: Option<Baseline>,
    /// The day that decides what has expired; without one nothing has.
    pub today: Option<Date>,
    /// Everything counts: no mark, no allow list, no baseline.
    pub strict: bool,
    /// Only a part was read, so that what is not found there may be elsewhere.
    pub partial: bool,
}

/// Whether `inventory` holds a finding from the threshold on. What is suppressed does not count.
pub fn fails(inventory: &Inventory, fail_on: FailOn) -> bool {
    fail_on.threshold().is_some_and(|threshold| {
        inventory
            .findings
            .iter()
            .any(|finding| finding.severity >= threshold)
    })
}
