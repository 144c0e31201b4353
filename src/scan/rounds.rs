//! The rounds: every file once, then those that other files taught something about.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::Progress;
use super::one::{self, Asked, Outcome};
use super::shared::Share;
use super::walk::{Bytes, Files};
use crate::detect::{Engine, Worker};
use crate::link::{self, Plan};
use crate::model::inventory::{Context, Skip, SkipReason};
use crate::model::known::Known;
use crate::model::register::Declaration;
use crate::model::summary::Summary;
use crate::model::text::Scrubber;
use crate::source::Languages;
use crate::source::archive::{self, Limits};

/// The last round in which a file is read a second time.
const LAST: u8 = 4;
/// The last round in which a file is parsed at all: constants may be built of constants.
const DEEPEST: u8 = 6;

/// What the rounds gave.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// One for each file, by path.
    pub(super) summaries: Vec<Summary>,
    /// Files that a later round read again.
    pub(super) reread: u64,
    /// Names that stayed unresolved.
    pub(super) unresolved: u64,
    /// What the register of secrets declares.
    pub(super) declarations: Vec<Declaration>,
}

/// Runs all rounds.
pub(super) fn run(
    engine: &Engine,
    files: &Files,
    threads: usize,
    pool: &rayon::ThreadPool,
    share: &Share,
    progress: &(dyn Fn(Progress) + Sync),
) -> Found {
    let languages = Languages::new(&engine.packs().languages);
    let read = AtomicU64::new(0);
    let tick = |round: u8| {
        progress(Progress {
            round,
            files: read.fetch_add(1, Ordering::Relaxed) + 1,
        });
    };
    let all: Mutex<Vec<Summary>> = Mutex::new(Vec::new());
    files.each(threads, || {
        let mut reader = Reader::new(engine, files, &languages);
        let (all, tick) = (&all, &tick);
        move |path: &str| {
            let mut said = share.first(files, path).unwrap_or_else(|| {
                let mut inside = Vec::new();
                let summary = reader.summary(path, false, None, Some(&mut inside));
                inside.push(summary);
                share.keep_first(files, path, &inside);
                inside
            });
            let mut all = all.lock().expect("pushing does not panic");
            all.append(&mut said);
            drop(all);
            tick(1);
        }
    });
    let mut summaries = all.into_inner().expect("pushing does not panic");
    summaries.sort_unstable_by(|a, b| a.path.cmp(&b.path));

    if engine.is_for_secrets_only() {
        return Found {
            summaries,
            ..Found::default()
        };
    }
    let mut plan = pool.install(|| link::learn(engine.packs(), &summaries, None));
    let mut reread = 0;
    for round in 2..=DEEPEST {
        let again = round <= LAST;
        let words = Words::new(&plan).filter(|_| again);
        let mut jobs: Vec<(usize, bool)> = plan.needed.iter().map(|index| (*index, true)).collect();
        if again {
            jobs.extend(plan.reread.iter().map(|index| (*index, true)));
        }
        if words.is_some() {
            jobs.extend(plan.search.iter().map(|index| (*index, false)));
        }
        if jobs.is_empty() {
            break;
        }
        let turn = share.turn(usize::from(round) - 2, &plan.known, &plan.wanted);
        let again: Vec<(usize, Summary)> = pool.install(|| {
            jobs.par_iter()
                .map_init(
                    || Reader::new(engine, files, &languages),
                    |reader, (index, certain)| {
                        let path = &summaries[*index].path;
                        let wanted = *certain
                            || words.as_ref().is_some_and(|words| {
                                turn.holds(path, || reader.holds(path, words))
                            });
                        wanted.then(|| {
                            tick(round);
                            let family = link::family(engine.packs(), &summaries[*index]);
                            let summary = turn.summary(path, family, || {
                                reader.summary(path, true, Some(&plan.known), None)
                            });
                            (*index, summary)
                        })
                    },
                )
                .flatten()
                .collect()
        });
        turn.end(&plan.wanted, &again);
        reread += again.len() as u64;
        let changed = !again.is_empty();
        for (index, summary) in again {
            summaries[index] = summary;
        }
        let next = pool.install(|| link::learn(engine.packs(), &summaries, Some(&plan)));
        plan = next;
        if !changed {
            break;
        }
    }
    link::complete(engine.packs(), &plan.known, &mut summaries);
    link::leaks(
        engine.packs(),
        &plan.known,
        engine.disabled(),
        &mut summaries,
    );
    Found {
        unresolved: link::unresolved(&plan.known, &summaries),
        summaries,
        reread,
        declarations: Vec::new(),
    }
}

/// Names of other files, searched for in files that were not parsed.
struct Words<'p> {
    plan: &'p Plan,
    automaton: AhoCorasick,
    names: Vec<&'p str>,
    tails: AhoCorasick,
    tail_names: Vec<&'p str>,
}

impl<'p> Words<'p> {
    fn new(plan: &'p Plan) -> Option<Self> {
        let names: Vec<&str> = plan.wanted.keys().map(String::as_str).collect();
        if names.is_empty() || plan.search.is_empty() {
            return None;
        }
        let automaton = AhoCorasick::new(&names).ok()?;
        let tails: std::collections::BTreeSet<&str> = plan
            .wanted
            .values()
            .flatten()
            .map(String::as_str)
            .filter(|tail| !tail.is_empty())
            .collect();
        let tail_names: Vec<&str> = tails.into_iter().collect();
        Some(Self {
            plan,
            automaton,
            names,
            tails: AhoCorasick::new(&tail_names).ok()?,
            tail_names,
        })
    }
}

/// What one thread reads files with.
struct Reader<'e> {
    engine: &'e Engine,
    files: &'e Files,
    languages: &'e Languages,
    worker: Worker,
    buffer: Vec<u8>,
}

impl<'e> Reader<'e> {
    fn new(engine: &'e Engine, files: &'e Files, languages: &'e Languages) -> Self {
        Self {
            engine,
            files,
            languages,
            worker: Worker::default(),
            buffer: Vec::new(),
        }
    }

    /// Whether a file holds a wanted name as a whole word, and the module it comes from.
    fn holds(&mut self, path: &str, words: &Words<'_>) -> bool {
        let Bytes::Read(bytes) = self.files.read(path, &mut self.buffer) else {
            return false;
        };
        let is_part =
            |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let mut checked = std::collections::HashSet::new();
        // Looked for only once a name is there.
        let mut tails: Option<std::collections::HashSet<&str>> = None;
        for hit in words.automaton.find_overlapping_iter(bytes) {
            let before = hit.start().checked_sub(1).and_then(|at| bytes.get(at));
            if is_part(before) || is_part(bytes.get(hit.end())) || !checked.insert(hit.pattern()) {
                continue;
            }
            let name = words.names[hit.pattern().as_usize()];
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let own = folder.rsplit('/').next().unwrap_or(folder);
            let tails = tails.get_or_insert_with(|| {
                let hits = words.tails.find_overlapping_iter(bytes);
                let mut tails: std::collections::HashSet<&str> = hits
                    .map(|hit| words.tail_names[hit.pattern().as_usize()])
                    .collect();
                tails.insert(own);
                tails
            });
            let wanted = &words.plan.wanted[name];
            let reached = wanted.iter().any(|tail| tails.contains(tail.as_str()));
            if reached {
                return true;
            }
        }
        false
    }

    /// Reads one file; whatever happens inside, a summary comes out.
    ///
    /// `inside` gets those of what is packed in it, where archives are opened.
    fn summary(
        &mut self,
        path: &str,
        force: bool,
        known: Option<&Known>,
        inside: Option<&mut Vec<Summary>>,
    ) -> Summary {
        let Self {
            engine,
            files,
            languages,
            worker,
            buffer,
        } = self;
        let bytes = match files.read(path, buffer) {
            Bytes::Read(bytes) => bytes,
            Bytes::TooLarge(size) => return skipped(path, size, SkipReason::TooLarge, None),
            Bytes::Unreadable(why) => return skipped(path, 0, SkipReason::Unreadable, Some(&why)),
        };
        if let (Some(inside), Some(limits)) = (inside, files.archives())
            && archive::is_archive(bytes)
        {
            return read_archive(engine, languages, worker, (path, bytes), limits, inside);
        }
        let size = bytes.len() as u64;
        let asked = Asked {
            path,
            bytes,
            passing: false,
            force,
            known,
        };
        match one::read(engine, languages, worker, asked) {
            Outcome::Read(summary) => *summary,
            Outcome::Binary => skipped(path, size, SkipReason::Binary, None),
            Outcome::Panicked => skipped(path, size, SkipReason::Panicked, None),
        }
    }
}

/// Reads what is packed in an archive: `inside` gets a summary for each member that is text, and for
/// each that was left out. The archive's own says nothing.
fn read_archive(
    engine: &Engine,
    languages: &Languages,
    worker: &mut Worker,
    (path, bytes): (&str, &[u8]),
    limits: &Limits,
    inside: &mut Vec<Summary>,
) -> Summary {
    archive::each(path, bytes, limits, &mut |found| match found {
        archive::Found::Member(path, bytes) => {
            let asked = Asked {
                path,
                bytes,
                passing: true,
                force: false,
                known: None,
            };
            match one::read(engine, languages, worker, asked) {
                Outcome::Read(summary) => inside.push(*summary),
                // Most of what is packed is binary: it is not told member by member.
                Outcome::Binary => {}
                Outcome::Panicked => inside.push(skipped(path, 0, SkipReason::Panicked, None)),
            }
        }
        archive::Found::Left(path, why) => {
            inside.push(skipped(path, 0, SkipReason::Archive, Some(why)));
        }
    });
    Summary {
        skip: None,
        ..skipped(path, bytes.len() as u64, SkipReason::Archive, None)
    }
}

fn skipped(path: &str, bytes: u64, reason: SkipReason, why: Option<&str>) -> Summary {
    let path: std::sync::Arc<str> = path.into();
    let skip = Skip {
        path: path.clone(),
        reason,
        detail: why.map(|why| Scrubber::default().clean(why)),
    };
    Summary {
        bytes,
        skip: Some(skip),
        ..Summary::empty(path, Context::Product)
    }
}
