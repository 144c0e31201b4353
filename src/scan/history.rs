//! Every version of every file, each content once: what it held, since which commit, and whether it
//! still does. Memory grows with what is found and with the number of versions, not with their size.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::one::{self, Asked, Outcome};
use super::walk::{Files, STACK};
use super::{Progress, ScanError};
use crate::detect::{Engine, Worker};
use crate::model::inventory::{Finding, History as Since, Skip, SkipReason, Statistics};
use crate::model::suppression::{Mark, Marked};
use crate::model::text::{Scrubber, SecretId};
use crate::source::Languages;
use crate::vcs::{Contents, History, Repository, VcsError, Version};

/// What the history held.
#[derive(Debug, Default)]
pub(super) struct Past {
    pub(super) findings: Vec<Finding>,
    pub(super) marks: Vec<Marked>,
    pub(super) skips: Vec<Skip>,
    pub(super) statistics: Statistics,
}

/// One finding over all versions that hold it: the first version tells where it stands.
struct Group {
    first: usize,
    finding: Finding,
    at_head: bool,
    versions: u32,
    /// The mark of the last version that has one.
    mark: Option<(usize, Mark)>,
}

/// A place without its ordinal, and the value: what makes a finding the same from version to version.
type Key = (String, Option<SecretId>, u32);

#[derive(Default)]
struct Collected {
    groups: HashMap<Key, Group>,
    skips: BTreeMap<String, Skip>,
    statistics: Statistics,
}

/// How many versions a thread takes at once.
const BLOCK: usize = 64;

/// Reads every version.
pub(super) fn read(
    engine: &Engine,
    files: &Files,
    repository: &Repository,
    history: &History,
    threads: usize,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Past, ScanError> {
    let languages = Languages::new(&engine.packs().languages);
    let (next, collected) = (AtomicUsize::new(0), Mutex::new(Collected::default()));
    // Versions of one file build on each other where git keeps them: one thread reads them in a row.
    let mut order: Vec<usize> = (0..history.versions.len()).collect();
    order.sort_by_key(|index| (&history.versions[*index].path, std::cmp::Reverse(*index)));
    let order = &order;
    std::thread::scope(|scope| -> Result<(), ScanError> {
        let mut workers = Vec::new();
        for _ in 0..threads {
            let work = || -> Result<(), VcsError> {
                let mut reader = Reader {
                    engine,
                    files,
                    languages: &languages,
                    contents: repository.contents()?,
                    worker: Worker::default(),
                    buffer: Vec::new(),
                };
                loop {
                    let start = next.fetch_add(BLOCK, Ordering::Relaxed);
                    let end = order.len().min(start + BLOCK);
                    let Some(block) = order.get(start..end).filter(|block| !block.is_empty())
                    else {
                        return Ok(());
                    };
                    progress(Progress {
                        round: 1,
                        files: end as u64,
                    });
                    for index in block {
                        let version = &history.versions[*index];
                        if !files.excluded(&version.path) {
                            reader.version(*index, version, &collected);
                        }
                    }
                }
            };
            let worker = std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, work)
                .map_err(|error| ScanError::Threads(error.to_string()))?;
            workers.push(worker);
        }
        for worker in workers {
            worker
                .join()
                .expect("each version is caught at its border")?;
        }
        Ok(())
    })?;
    let collected = collected.into_inner().expect("no worker panics holding it");
    Ok(past(collected, history))
}

/// What one thread reads versions with.
struct Reader<'e> {
    engine: &'e Engine,
    files: &'e Files,
    languages: &'e Languages,
    contents: Contents,
    worker: Worker,
    buffer: Vec<u8>,
}

impl Reader<'_> {
    fn version(&mut self, index: usize, version: &Version, collected: &Mutex<Collected>) {
        let skip = |reason, detail: Option<&str>| {
            let detail = detail.map(|why| Scrubber::default().clean(why));
            let skip = Skip {
                path: version.path.clone(),
                reason,
                detail,
            };
            let mut collected = collected.lock().expect("no worker panics holding it");
            collected
                .skips
                .entry(version.path.to_string())
                .or_insert(skip);
        };
        let absent = Some("a version of it is not in this clone");
        let Some(size) = self.contents.size(version.blob) else {
            return skip(SkipReason::Unreadable, absent);
        };
        if size > self.files.max_bytes() {
            return skip(SkipReason::TooLarge, None);
        }
        let Some(bytes) = self.contents.read(version.blob, &mut self.buffer) else {
            return skip(SkipReason::Unreadable, absent);
        };
        let asked = Asked {
            path: &version.path,
            bytes,
            passing: true,
            force: false,
            known: None,
        };
        let summary = match one::read(self.engine, self.languages, &mut self.worker, asked) {
            Outcome::Read(summary) => summary,
            // Most of what is binary says nothing: it is not told version by version.
            Outcome::Binary => return,
            Outcome::Panicked => return skip(SkipReason::Panicked, None),
        };
        let mut collected = collected.lock().expect("no worker panics holding it");
        collected.statistics.files += 1;
        collected.statistics.bytes += size;
        // The same value may stand in one place twice.
        let mut twice: HashMap<(String, Option<SecretId>), u32> = HashMap::new();
        for finding in summary.findings {
            let id = finding.evidence.as_ref().map(|evidence| evidence.id);
            let place = place_of(&finding.fingerprint).to_owned();
            let nth = twice.entry((place.clone(), id)).or_default();
            *nth += 1;
            let marks = summary.marks.iter();
            let mark = marks
                .filter(|mark| mark.fault().is_none())
                .find(|mark| mark.covers(&finding))
                .map(|mark| (index, mark.clone()));
            collected.add((place, id, *nth), index, version.at_head, finding, mark);
        }
    }
}

impl Collected {
    fn add(
        &mut self,
        key: Key,
        index: usize,
        at_head: bool,
        finding: Finding,
        mark: Option<(usize, Mark)>,
    ) {
        match self.groups.entry(key) {
            std::collections::hash_map::Entry::Vacant(vacant) => {
                vacant.insert(Group {
                    first: index,
                    finding,
                    at_head,
                    versions: 1,
                    mark,
                });
            }
            std::collections::hash_map::Entry::Occupied(mut known) => {
                let known = known.get_mut();
                known.at_head |= at_head;
                known.versions += 1;
                if index < known.first {
                    known.first = index;
                    known.finding = finding;
                }
                let newer =
                    |new: &(usize, Mark)| known.mark.as_ref().is_none_or(|old| new.0 > old.0);
                if mark.as_ref().is_some_and(newer) {
                    known.mark = mark;
                }
            }
        }
    }
}

fn past(collected: Collected, history: &History) -> Past {
    let mut groups: Vec<Group> = collected.groups.into_values().collect();
    groups.sort_by(|a, b| {
        (a.first, &a.finding.at, &a.finding.rule).cmp(&(b.first, &b.finding.at, &b.finding.rule))
    });
    let mut ordinals: HashMap<String, u32> = HashMap::new();
    let mut past = Past {
        statistics: collected.statistics,
        skips: collected.skips.into_values().collect(),
        ..Past::default()
    };
    for group in groups {
        let Group {
            first,
            mut finding,
            at_head,
            versions,
            mark,
        } = group;
        let place = place_of(&finding.fingerprint).to_owned();
        let ordinal = ordinals.entry(place.clone()).or_default();
        *ordinal += 1;
        finding.fingerprint = format!("{place}:{ordinal}");
        finding.history = Some(Since {
            commit: history.commits[history.versions[first].commit as usize].clone(),
            at_head,
            versions,
        });
        past.marks.extend(mark.map(|(_, mark)| Marked {
            path: finding.at.path.clone(),
            mark,
            prose: false,
            only: Some(finding.fingerprint.clone()),
        }));
        past.findings.push(finding);
    }
    past
}

/// A fingerprint without its ordinal.
fn place_of(fingerprint: &str) -> &str {
    fingerprint
        .rsplit_once(':')
        .map_or(fingerprint, |(place, _)| place)
}
