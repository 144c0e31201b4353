//! What the scan of one version of a repository keeps for that of another: a file that is the same
//! in both is read and summarised once, as long as what others taught about it is the same too.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use super::walk::Files;
use crate::model::known::Known;
use crate::model::language::Family;
use crate::model::summary::Summary;
use crate::vcs::Blob;

/// What one scan keeps of its work.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// What each file held, and what the first round said of it and of what is packed in it.
    first: HashMap<Arc<str>, (Blob, Vec<Summary>)>,
    /// The later rounds, from the second on.
    rounds: Vec<Round>,
    /// The names that were searched for in every file.
    names: BTreeSet<String>,
    /// In which files they stand.
    named: HashMap<Arc<str>, Vec<Standing>>,
}

/// A name that stands in a file.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    /// As it is searched for.
    pub(super) name: String,
    /// It stands there as a whole word of what is no code.
    pub(super) whole: bool,
}

/// What a later round did.
#[derive(Debug)]
struct Round {
    /// What was known by then, by family.
    digests: [u64; Family::ALL.len()],
    /// The names it searched for.
    wanted: Wanted,
    /// Whether each file that it searched holds one.
    held: HashMap<Arc<str>, bool>,
    /// What it said of each file that it read.
    summaries: HashMap<Arc<str>, Summary>,
}

/// Names to search for, as a plan of the link room has them.
type Wanted = BTreeMap<String, BTreeSet<String>>;

/// Whether a scan is alone, keeps its work, or uses that of another.
#[derive(Debug, Default)]
pub(super) enum Share {
    /// Nobody comes after it.
    #[default]
    Alone,
    /// Another one comes after it.
    Keeps(Mutex<Kept>),
    /// One came before it; with the files that hold what they held then.
    Uses(Kept, Mutex<HashSet<Arc<str>>>),
}

const WHOLE: &str = "adding to a table does not panic";

impl Share {
    /// The share of the scan that comes next.
    pub(super) fn next(self) -> Self {
        match self {
            Self::Keeps(kept) => Self::Uses(kept.into_inner().expect(WHOLE), Mutex::default()),
            other => other,
        }
    }

    /// What the first round of the scan before said of a file that held the same.
    pub(super) fn first(&self, files: &Files, path: &str) -> Option<Vec<Summary>> {
        let Self::Uses(kept, same) = self else {
            return None;
        };
        let (path, (blob, summaries)) = kept.first.get_key_value(path)?;
        if files.blob(path)? != *blob {
            return None;
        }
        same.lock().expect(WHOLE).insert(path.clone());
        Some(summaries.clone())
    }

    /// Keeps what the first round says of a file.
    pub(super) fn keep_first(&self, files: &Files, path: &str, said: &[Summary]) {
        if let Self::Keeps(kept) = self
            && let Some(blob) = files.blob(path)
        {
            let mut kept = kept.lock().expect(WHOLE);
            kept.first.insert(path.into(), (blob, said.to_vec()));
        }
    }

    /// Whether a file holds what it held for the scan before.
    fn is_same(&self, path: &str) -> bool {
        match self {
            Self::Uses(_, same) => same.lock().expect(WHOLE).contains(path),
            _ => false,
        }
    }

    /// Begins a later round, the second being number 0.
    pub(super) fn turn(&self, number: usize, known: &Known, wanted: &Wanted) -> Turn<'_> {
        let digests = match self {
            Self::Alone => Default::default(),
            _ => known.digests(),
        };
        let before = match self {
            Self::Uses(kept, _) => kept.rounds.get(number),
            _ => None,
        };
        Turn {
            share: self,
            before: before.map(|round| (round, round.wanted == *wanted)),
            digests,
            held: Mutex::default(),
        }
    }

    /// Which of these names stand in a file, where the scan before has searched for all of them.
    pub(super) fn standing(&self, path: &str, names: &BTreeSet<String>) -> Option<&[Standing]> {
        match self {
            Self::Uses(kept, _) if self.is_same(path) && names.is_subset(&kept.names) => {
                Some(kept.named.get(path).map_or(&[], Vec::as_slice))
            }
            _ => None,
        }
    }

    /// Whether another scan comes after this one.
    pub(super) fn keeps(&self) -> bool {
        matches!(self, Self::Keeps(_))
    }

    /// Keeps which names stand in which files.
    pub(super) fn keep_names(
        &self,
        names: BTreeSet<String>,
        named: HashMap<Arc<str>, Vec<Standing>>,
    ) {
        if let Self::Keeps(kept) = self {
            let mut kept = kept.lock().expect(WHOLE);
            kept.names = names;
            kept.named = named;
        }
    }
}

/// A later round, while it runs.
pub(super) struct Turn<'s> {
    share: &'s Share,
    /// The same round of the scan before, and whether it searched for the same names.
    before: Option<(&'s Round, bool)>,
    digests: [u64; Family::ALL.len()],
    held: Mutex<HashMap<Arc<str>, bool>>,
}

impl Turn<'_> {
    /// Whether a file holds one of the names that are searched for.
    pub(super) fn holds(&self, path: &Arc<str>, search: impl FnOnce() -> bool) -> bool {
        if let Some((round, true)) = self.before
            && let Some(holds) = round.held.get(path)
            && self.share.is_same(path)
        {
            return *holds;
        }
        let holds = search();
        if self.share.keeps() {
            self.held.lock().expect(WHOLE).insert(path.clone(), holds);
        }
        holds
    }

    /// What a file says, which is of this family if it is of one.
    pub(super) fn summary(
        &self,
        path: &Arc<str>,
        family: Option<Family>,
        read: impl FnOnce() -> Summary,
    ) -> Summary {
        if let Some((round, _)) = self.before
            && let Some(summary) = round.summaries.get(path)
            && match family {
                Some(family) => round.digests[family as usize] == self.digests[family as usize],
                None => round.digests == self.digests,
            }
            && self.share.is_same(path)
        {
            return summary.clone();
        }
        read()
    }

    /// Keeps what this round did.
    pub(super) fn end(self, wanted: &Wanted, said: &[(usize, Summary)]) {
        if let Share::Keeps(kept) = self.share {
            let said = said.iter().map(|(_, summary)| summary);
            let round = Round {
                digests: self.digests,
                wanted: wanted.clone(),
                held: self.held.into_inner().expect(WHOLE),
                summaries: said
                    .map(|summary| (summary.path.clone(), summary.clone()))
                    .collect(),
            };
            kept.lock().expect(WHOLE).rounds.push(round);
        }
    }
}
