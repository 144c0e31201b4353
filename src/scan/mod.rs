//! One scan: obtains bytes, runs the rounds, reads evidence again, and puts the inventory in order.

mod assemble;
mod evidence;
mod line_hash;
mod rounds;
mod walk;

use std::path::{Path, PathBuf};

use crate::detect::Engine;
use crate::model::inventory::{Inventory, Target};
use crate::model::settings::Settings;
use crate::rules::Rules;
use crate::vcs::{Repository, VcsError};

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From {
    /// The files of the work tree.
    #[default]
    WorkTree,
    /// What the git index holds beyond the commit that is checked out.
    Index,
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
    let engine = Engine::new(rules, settings);
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
    let files = match from {
        From::WorkTree => walk::Files::work_tree(root, settings, repository.as_ref())?,
        From::Index => {
            let repository = repository
                .as_ref()
                .ok_or_else(|| VcsError::NoRepository(root.to_path_buf()))?;
            walk::Files::staged(repository.staged(folder)?, settings)?
        }
    };
    let threads = match settings.threads {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        threads => threads,
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(walk::STACK)
        .build()
        .map_err(|error| ScanError::Threads(error.to_string()))?;
    let found = rounds::run(&engine, &files, threads, &pool, progress);
    let target = Target {
        name: name_of(root),
        revision: repository.as_ref().and_then(Repository::head),
    };
    let mut inventory = assemble::inventory(&engine, rules, settings, target, found);
    pool.install(|| evidence::fill(&files, &mut inventory));
    Ok(inventory)
}

/// The last name of a path, also where it is written as `.`.
fn name_of(root: &Path) -> String {
    let whole = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    whole.file_name().map_or_else(
        || "/".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}
