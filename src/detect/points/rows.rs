//! Metrics that a loop makes of the rows of a table: one point for each row.

use super::{Finder, Harvest};
use crate::model::facts::CallId;

impl Finder<'_, '_> {
    /// Does `emit` once for each row of the table that a loop around a call walks, and keeps one
    /// point of those that are named alike.
    pub(super) fn each_row(
        &self,
        id: CallId,
        harvest: &mut Harvest,
        mut emit: impl FnMut(&mut Harvest),
    ) {
        let first = harvest.drafts.len();
        let call = self.facts().call(id);
        self.resolver.for_each_row(call, &mut || emit(harvest));
        let mut at = first + 1;
        while at < harvest.drafts.len() {
            let name = |at: usize| harvest.drafts[at].name.as_ref().map(|name| &name.text);
            if (first..at).any(|before| name(before) == name(at)) {
                harvest.drafts.remove(at);
            } else {
                at += 1;
            }
        }
    }
}
