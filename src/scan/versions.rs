//! Two versions of one repository, scanned whole: what is the same in both is read once.

use std::path::Path;

use super::shared::Share;
use super::walk::Files;
use super::{Progress, ScanError, assemble, declared, followed, name_of, pool, rounds, threads};
use crate::detect::Engine;
use crate::model::inventory::{Inventory, Target};
use crate::model::settings::Settings;
use crate::rules::Rules;
use crate::vcs::{Repository, VcsError};

/// Which version of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// What lies in the work tree.
    WorkTree,
    /// What a branch, tag or commit holds.
    Revision(String),
    /// What the newest commit holds that both of these come from.
    MergeBase(String, String),
}

/// Scans the folder `root` in each of these versions, one after the other. What reports show of the
/// line of a finding is not filled in.
pub fn both(
    root: &Path,
    settings: &Settings,
    rules: &Rules,
    versions: &[At],
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<Inventory>, ScanError> {
    if !root.exists() {
        return Err(ScanError::Missing(root.to_path_buf()));
    }
    let engine = Engine::new(rules, settings);
    let repository = Repository::around(root);
    let needed = || {
        let found = repository.as_ref();
        found.ok_or_else(|| VcsError::NoRepository(root.to_path_buf()))
    };
    let threads = threads(settings);
    let pool = pool(threads)?;
    let several = versions.len() > 1 && repository.is_some();
    let mut share = if several {
        Share::Keeps(std::sync::Mutex::default())
    } else {
        Share::Alone
    };
    let mut inventories = Vec::new();
    for version in versions {
        if !inventories.is_empty() {
            share = share.next();
        }
        let (files, revision) = match version {
            At::WorkTree => {
                if let Some(bare) = repository.as_ref().filter(|found| found.is_bare()) {
                    return Err(VcsError::Bare(bare.root().to_path_buf()).into());
                }
                let files = Files::work_tree(root, settings, repository.as_ref())?;
                let files = match &repository {
                    Some(repository) if several => files.remembering(repository)?,
                    _ => files,
                };
                (files, repository.as_ref().and_then(Repository::head))
            }
            At::Revision(revision) => committed(needed()?, root, settings, revision)?,
            At::MergeBase(one, other) => {
                let repository = needed()?;
                let fork = repository.merge_base(one, other)?;
                committed(repository, root, settings, &fork)?
            }
        };
        let mut found = rounds::run(&engine, &files, threads, &pool, &share, progress);
        pool.install(|| declared::settle(&engine, &files, settings, true, &mut found));
        let target = Target {
            name: name_of(root),
            revision,
            ..Target::default()
        };
        let mut inventory = assemble::inventory(&engine, rules, settings, target, found);
        followed::judge(&engine, &files, settings, threads, &share, &mut inventory);
        assemble::settle(&engine, &mut inventory);
        inventories.push(inventory);
    }
    Ok(inventories)
}

/// The files of a commit, and which commit it is.
fn committed(
    repository: &Repository,
    root: &Path,
    settings: &Settings,
    revision: &str,
) -> Result<(Files, Option<String>), ScanError> {
    let tree = repository.tree(root, revision)?;
    let commit = tree.commit.clone();
    Ok((Files::committed(tree, repository, settings)?, Some(commit)))
}
