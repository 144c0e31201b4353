//! One scan: obtains bytes, runs the rounds, reads evidence again, and puts the inventory in order.

mod added;
mod assemble;
mod declared;
mod evidence;
mod followed;
mod history;
mod line_hash;
mod mentions;
mod one;
mod rounds;
mod shared;
mod versions;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use mentions::everywhere;
pub use versions::{At, both};

use crate::detect::Engine;
use crate::model::inventory::{Inventory, Target};
use crate::model::settings::{Only, Settings};
use crate::rules::Rules;
use crate::vcs::{Base, Repository, VcsError};
use shared::Share;

/// Why a scan could not run. A strange file is never a reason.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The path to scan is not there.
    #[error("{0} does not exist")]
    Missing(PathBuf),
    /// A pattern to exclude is no pattern.
    #[error("`{pattern}` cannot be excluded: {why}")]
    Exclude {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
    /// What git knows was asked for and could not be had.
    #[error(transparent)]
    Vcs(#[from] VcsError),
    /// Threads could not be started.
    #[error("cannot start worker threads: {0}")]
    Threads(String),
}

/// Where the bytes come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum From {
    /// The files of the work tree.
    #[default]
    WorkTree,
    /// What the git index holds beyond the commit that is checked out.
    Index,
    /// One text that lies in no file, under this name.
    Text {
        /// What it is called, which says how it is read.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// What the work tree, or in a bare repository the commit that is checked out, adds since it
    /// parted from this revision.
    Since(String),
    /// Every version of every file, from all branches and tags.
    History,
}

/// How far a scan is, for a progress line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which round, from 1.
    pub round: u8,
    /// Files read in it so far.
    pub files: u64,
}

/// Scans `root`, a folder or a single file.
pub fn run(
    root: &Path,
    settings: &Settings,
    rules: &Rules,
    from: From,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Inventory, ScanError> {
    if !root.exists() {
        return Err(ScanError::Missing(root.to_path_buf()));
    }
    // Only secrets are told of earlier versions.
    let only = match from {
        From::History => Only::Secrets,
        _ => settings.only,
    };
    let engine = Engine::new(
        rules,
        &Settings {
            only,
            ..settings.clone()
        },
    );
    let folder = if root.is_dir() {
        root
    } else {
        root.parent().unwrap_or(root)
    };
    let repository = Repository::around(if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    });
    let given = match from {
        From::WorkTree | From::Text { .. } => None,
        _ => Some(
            repository
                .as_ref()
                .ok_or_else(|| VcsError::NoRepository(root.to_path_buf()))?,
        ),
    };
    let all_versions = from == From::History;
    let whole = from == From::WorkTree && root.is_dir() && only.is_all();
    let mut base: Option<Arc<Base>> = None;
    let files = match (from, given) {
        (From::Text { name, bytes }, _) => walk::Files::text(name, bytes, settings)?,
        (From::Index, Some(repository)) => {
            walk::Files::staged(repository.staged(folder)?, settings)?
        }
        (From::Since(revision), Some(repository)) => {
            let before = Arc::new(repository.base(folder, &revision)?);
            base = Some(before.clone());
            if repository.is_bare() {
                walk::Files::staged(repository.changed_at_head(folder, &before)?, settings)?
            } else {
                walk::Files::since(root, settings, repository, before)?
            }
        }
        (From::History, Some(_)) => walk::Files::nowhere(settings)?,
        _ => {
            if let Some(bare) = repository.as_ref().filter(|found| found.is_bare()) {
                return Err(VcsError::Bare(bare.root().to_path_buf()).into());
            }
            walk::Files::work_tree(root, settings, repository.as_ref())?
        }
    };
    let threads = threads(settings);
    let pool = pool(threads)?;
    let past = match given.filter(|_| all_versions) {
        Some(repository) => {
            let versions = repository.history(folder)?;
            let past = history::read(&engine, &files, repository, &versions, threads, progress)?;
            Some((past, versions.shallow))
        }
        None => None,
    };
    let mut found = match past {
        Some(_) => rounds::Found::default(),
        None => rounds::run(&engine, &files, threads, &pool, &Share::Alone, progress),
    };
    if past.is_none() {
        pool.install(|| declared::settle(&engine, &files, settings, whole, &mut found));
    }
    let target = Target {
        name: name_of(root),
        revision: repository.as_ref().and_then(Repository::head),
        secrets_only: engine.is_for_secrets_only(),
        ..Target::default()
    };
    let mut inventory = assemble::inventory(&engine, rules, settings, target, found);
    if let Some((past, shallow)) = past {
        inventory.findings = past.findings;
        inventory.marks = past.marks;
        inventory.skips = past.skips;
        inventory.statistics = past.statistics;
        inventory.target.history = true;
        inventory.target.shallow = shallow;
        assemble::settle(&engine, &mut inventory);
        return Ok(inventory);
    }
    if whole {
        followed::judge(
            &engine,
            &files,
            settings,
            threads,
            &Share::Alone,
            &mut inventory,
        );
        assemble::settle(&engine, &mut inventory);
    }
    if let (Some(base), Some(repository)) = (&base, given) {
        added::keep(&mut inventory, &files, base, &repository.contents()?);
        assemble::settle(&engine, &mut inventory);
        inventory.target.base = Some(base.commit.clone());
    }
    pool.install(|| evidence::fill(&files, &mut inventory));
    Ok(inventory)
}

/// How many threads work.
fn threads(settings: &Settings) -> usize {
    match settings.threads {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        threads => threads,
    }
}

fn pool(threads: usize) -> Result<rayon::ThreadPool, ScanError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(walk::STACK)
        .build()
        .map_err(|error| ScanError::Threads(error.to_string()))
}

/// The last name of a path, also where it is written as `.`.
fn name_of(root: &Path) -> String {
    let whole = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    whole.file_name().map_or_else(
        || "/".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}
