//! Whether a run fails: thresholds over an inventory.

use crate::model::inventory::Inventory;
use crate::model::settings::FailOn;

/// Whether `inventory` holds a finding from the threshold on.
pub fn fails(inventory: &Inventory, fail_on: FailOn) -> bool {
    fail_on.threshold().is_some_and(|threshold| {
        inventory
            .findings
            .iter()
            .any(|finding| finding.severity >= threshold)
    })
}
