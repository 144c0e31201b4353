//! Commits and trees: who came from whom, what two of them share, and which blobs each brought.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use gix_hash::ObjectId;

use super::{Objects, Repository, VcsError, entries, flatten, read};

/// A commit, as far as it matters here.
#[derive(Clone, Debug)]
pub(super) struct Commit {
    pub(super) tree: ObjectId,
    /// None for a commit at which a shallow clone ends.
    pub(super) parents: Vec<ObjectId>,
    /// When it was made: seconds since 1970.
    time: i64,
}

/// A version of a file, and the commit that brought it.
#[derive(Clone, Debug)]
pub struct Version {
    /// Path from the folder that was asked for, with `/`.
    pub path: Arc<str>,
    /// Its content.
    pub blob: Blob,
    /// The commit, by its place in [`History::commits`].
    pub commit: u32,
    /// The commit that is checked out holds it.
    pub at_head: bool,
}

/// The id of a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Blob(pub(super) ObjectId);

/// Every version of every file that any reference leads to, each content once, the oldest first.
#[derive(Debug)]
pub struct History {
    /// Commits in hexadecimal, parents first.
    pub commits: Vec<String>,
    /// The versions.
    pub versions: Vec<Version>,
    /// The clone is shallow: there is more history elsewhere.
    pub shallow: bool,
}

/// What stood at an earlier commit.
#[derive(Debug)]
pub struct Base {
    /// The commit, in hexadecimal.
    pub commit: String,
    /// Every file below the folder that was asked for.
    files: HashMap<String, ObjectId>,
    /// Every content of those files.
    contents: HashMap<ObjectId, String>,
}

impl Base {
    /// What stood at `path`.
    pub fn blob(&self, path: &str) -> Option<Blob> {
        self.files.get(path).copied().map(Blob)
    }

    /// A path that held this content.
    pub fn home(&self, blob: Blob) -> Option<&str> {
        self.contents.get(&blob.0).map(String::as_str)
    }
}

/// Every file that a commit holds below a folder.
#[derive(Debug)]
pub struct Tree {
    /// The commit, in hexadecimal.
    pub commit: String,
    /// Path from the folder, with `/`, and content.
    pub files: BTreeMap<String, Blob>,
}

impl Repository {
    /// What stood below `folder` at `revision`. Symbolic links and submodules are no files.
    pub fn tree(&self, folder: &Path, revision: &str) -> Result<Tree, VcsError> {
        let objects = self.objects()?;
        let id = self.resolve(&objects, revision)?;
        let prefix = self.prefix(folder)?;
        let mut files = BTreeMap::new();
        let tree = self.commit(&objects, id)?.tree;
        files_below(&objects, tree, "", &prefix, &mut files)?;
        Ok(Tree {
            commit: id.to_string(),
            files,
        })
    }

    /// The newest commit that both come from, in hexadecimal.
    pub fn merge_base(&self, one: &str, other: &str) -> Result<String, VcsError> {
        let objects = self.objects()?;
        let (left, right) = (self.resolve(&objects, one)?, self.resolve(&objects, other)?);
        let fork = self.fork(&objects, left, right)?;
        let fork = fork.ok_or_else(|| VcsError::NoMergeBase(one.to_owned(), other.to_owned()))?;
        Ok(fork.to_string())
    }

    /// A commit; where a shallow clone ends it has no parents.
    pub(super) fn commit(&self, objects: &Objects, id: ObjectId) -> Result<Commit, VcsError> {
        let mut commit = read(objects, &id, &mut Vec::new(), parse)?;
        if self.shallow.contains(&id) {
            commit.parents.clear();
        }
        Ok(commit)
    }

    /// What stood below `folder` where the checked-out commit and `revision` part.
    pub fn base(&self, folder: &Path, revision: &str) -> Result<Base, VcsError> {
        let objects = self.objects()?;
        let other = self.resolve(&objects, revision)?;
        let head = self.resolve(&objects, "HEAD")?;
        let id = match self.fork(&objects, head, other)? {
            Some(id) => id,
            None if self.shallow.is_empty() => other,
            None => return Err(VcsError::NoFork(revision.to_owned())),
        };
        let files = self.files_at(&objects, folder, id)?;
        let contents = files.iter().map(|(path, id)| (*id, path.clone())).collect();
        Ok(Base {
            commit: id.to_string(),
            files,
            contents,
        })
    }

    /// Every file below `folder` at the checked-out commit whose content is not that of `base`.
    pub fn changed_at_head(
        &self,
        folder: &Path,
        base: &Base,
    ) -> Result<Vec<super::Staged>, VcsError> {
        let objects = self.objects()?;
        let head = self.resolve(&objects, "HEAD")?;
        let files = self.files_at(&objects, folder, head)?;
        let mut changed = Vec::new();
        let sorted: BTreeMap<&String, &ObjectId> = files.iter().collect();
        for (path, id) in sorted {
            let moved = base
                .home(Blob(*id))
                .is_some_and(|home| !files.contains_key(home));
            if base.files.get(path) == Some(id) || moved {
                continue;
            }
            // A submodule is no blob of this repository.
            if let Ok(bytes) = read(&objects, id, &mut Vec::new(), |data| Some(data.to_vec())) {
                changed.push(super::Staged {
                    path: path.clone(),
                    bytes,
                });
            }
        }
        Ok(changed)
    }

    fn files_at(
        &self,
        objects: &Objects,
        folder: &Path,
        commit: ObjectId,
    ) -> Result<HashMap<String, ObjectId>, VcsError> {
        let prefix = self.prefix(folder)?;
        let tree = self.commit(objects, commit)?.tree;
        let mut all = HashMap::new();
        flatten(objects, tree, "", &mut all)?;
        Ok(all
            .into_iter()
            .filter_map(|(path, id)| Some((path.strip_prefix(&prefix)?.to_owned(), id)))
            .collect())
    }

    /// The newest commit that both come from.
    fn fork(
        &self,
        objects: &Objects,
        one: ObjectId,
        other: ObjectId,
    ) -> Result<Option<ObjectId>, VcsError> {
        const BOTH: u8 = 3;
        let mut seen: HashMap<ObjectId, u8> = HashMap::new();
        let mut queue: BinaryHeap<(i64, ObjectId)> = BinaryHeap::new();
        for (id, side) in [(one, 1), (other, 2)] {
            *seen.entry(id).or_default() |= side;
            queue.push((self.commit(objects, id)?.time, id));
        }
        // Of what both come from, the first that is met is the newest.
        while let Some((_, id)) = queue.pop() {
            let side = seen[&id];
            if side == BOTH {
                return Ok(Some(id));
            }
            for parent in self.commit(objects, id)?.parents {
                let known = seen.entry(parent).or_default();
                if *known | side != *known {
                    *known |= side;
                    queue.push((self.commit(objects, parent)?.time, parent));
                }
            }
        }
        Ok(None)
    }

    /// Every version of every file below `folder` that any reference leads to.
    pub fn history(&self, folder: &Path) -> Result<History, VcsError> {
        let objects = self.remembering_objects()?;
        let prefix = self.prefix(folder)?;
        let order = self.oldest_first(&objects)?;
        let mut at_head = HashSet::new();
        if let Some(head) = self.reference("HEAD")? {
            let mut files = HashMap::new();
            flatten(&objects, self.commit(&objects, head)?.tree, "", &mut files)?;
            at_head.extend(files.into_values());
        }
        let mut walk = Walk {
            objects: &objects,
            prefix: &prefix,
            seen: HashSet::new(),
            at_head: &at_head,
            versions: Vec::new(),
            paths: HashSet::new(),
        };
        for (index, (_, tree)) in order.iter().enumerate() {
            walk.tree(*tree, "", index as u32)?;
        }
        Ok(History {
            commits: order.iter().map(|(id, _)| id.to_string()).collect(),
            versions: walk.versions,
            shallow: !self.shallow.is_empty(),
        })
    }

    /// Every commit that a reference leads to, with its tree: parents before children, and the older
    /// of two first.
    fn oldest_first(&self, objects: &Objects) -> Result<Vec<(ObjectId, ObjectId)>, VcsError> {
        let mut open: Vec<ObjectId> = self.tips(objects)?.into_iter().collect();
        let mut commits: HashMap<ObjectId, Commit> = HashMap::new();
        while let Some(id) = open.pop() {
            if let Entry::Vacant(vacant) = commits.entry(id) {
                let commit = self.commit(objects, id)?;
                open.extend(&commit.parents);
                vacant.insert(commit);
            }
        }
        let mut children: HashMap<ObjectId, Vec<ObjectId>> = HashMap::new();
        let mut waiting: HashMap<ObjectId, usize> = HashMap::new();
        let mut ready: BinaryHeap<Reverse<(i64, ObjectId)>> = BinaryHeap::new();
        let ids: BTreeSet<ObjectId> = commits.keys().copied().collect();
        for id in ids {
            let commit = &commits[&id];
            let parents: BTreeSet<&ObjectId> = commit.parents.iter().collect();
            for parent in &parents {
                children.entry(**parent).or_default().push(id);
            }
            waiting.insert(id, parents.len());
            if parents.is_empty() {
                ready.push(Reverse((commit.time, id)));
            }
        }
        let mut order = Vec::with_capacity(commits.len());
        while let Some(Reverse((_, id))) = ready.pop() {
            order.push((id, commits[&id].tree));
            for child in children.remove(&id).unwrap_or_default() {
                let left = waiting.get_mut(&child).expect("every commit was counted");
                *left -= 1;
                if *left == 0 {
                    ready.push(Reverse((commits[&child].time, child)));
                }
            }
        }
        Ok(order)
    }
}

/// Walks the trees of many commits, each tree and each blob once.
struct Walk<'w> {
    objects: &'w Objects,
    prefix: &'w str,
    seen: HashSet<ObjectId>,
    at_head: &'w HashSet<ObjectId>,
    versions: Vec<Version>,
    /// Most versions are of a file that is known: each path is kept once.
    paths: HashSet<Arc<str>>,
}

impl Walk<'_> {
    fn tree(&mut self, tree: ObjectId, folder: &str, commit: u32) -> Result<(), VcsError> {
        // The folder counts: the same tree elsewhere may lie outside of what was asked for.
        let inside = folder.starts_with(self.prefix);
        if inside && !self.seen.insert(tree) {
            return Ok(());
        }
        for entry in entries(self.objects, tree)? {
            let path = format!("{folder}{}", entry.name);
            if entry.is_tree {
                let below = format!("{path}/");
                if below.starts_with(self.prefix) || self.prefix.starts_with(&below) {
                    self.tree(entry.id, &below, commit)?;
                }
            } else if entry.is_file
                && let Some(relative) = path.strip_prefix(self.prefix)
                && self.seen.insert(entry.id)
            {
                let path = self.paths.get(relative).cloned();
                let path = path.unwrap_or_else(|| {
                    let path: Arc<str> = relative.into();
                    self.paths.insert(path.clone());
                    path
                });
                self.versions.push(Version {
                    path,
                    blob: Blob(entry.id),
                    commit,
                    at_head: self.at_head.contains(&entry.id),
                });
            }
        }
        Ok(())
    }
}

/// Every file below a tree whose path begins with `prefix`, by the rest of that path.
fn files_below(
    objects: &Objects,
    tree: ObjectId,
    folder: &str,
    prefix: &str,
    files: &mut BTreeMap<String, Blob>,
) -> Result<(), VcsError> {
    for entry in entries(objects, tree)? {
        let path = format!("{folder}{}", entry.name);
        if entry.is_tree {
            let below = format!("{path}/");
            if below.starts_with(prefix) || prefix.starts_with(&below) {
                files_below(objects, entry.id, &below, prefix, files)?;
            }
        } else if entry.is_file
            && let Some(relative) = path.strip_prefix(prefix)
        {
            files.insert(relative.to_owned(), Blob(entry.id));
        }
    }
    Ok(())
}

/// Reads a commit as git writes one.
fn parse(data: &[u8]) -> Option<Commit> {
    let (mut tree, mut parents, mut time) = (None, Vec::new(), 0);
    for line in data.split(|byte| *byte == b'\n') {
        if line.is_empty() {
            break;
        }
        if let Some(id) = line.strip_prefix(b"tree ") {
            tree = ObjectId::from_hex(id).ok();
        } else if let Some(id) = line.strip_prefix(b"parent ") {
            parents.push(ObjectId::from_hex(id).ok()?);
        } else if let Some(who) = line.strip_prefix(b"committer ") {
            let who = String::from_utf8_lossy(who);
            let mut parts = who.rsplitn(3, ' ').skip(1);
            time = parts.next().and_then(|time| time.parse().ok()).unwrap_or(0);
        }
    }
    Some(Commit {
        tree: tree?,
        parents,
        time,
    })
}

/// What a tag means.
pub(super) fn target(data: &[u8]) -> Option<ObjectId> {
    let line = data.split(|byte| *byte == b'\n').next()?;
    ObjectId::from_hex(line.strip_prefix(b"object ")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_read_with_its_parents_and_its_time() {
        let (tree, one, two) = ("a".repeat(40), "b".repeat(40), "c".repeat(40));
        let text = format!(
            "tree {tree}\nparent {one}\nparent {two}\nauthor A <a@b.c> 1 +0000\ncommitter A B <a@b.c> 1700000000 +0100\ngpgsig x\n y\n\nparent of nothing\n"
        );
        let commit = parse(text.as_bytes()).expect("it is a commit");
        assert_eq!(commit.tree.to_string(), tree);
        let parents: Vec<String> = commit.parents.iter().map(ToString::to_string).collect();
        assert_eq!(parents, [one, two]);
        assert_eq!(commit.time, 1_700_000_000);
        assert!(parse(b"object x\n").is_none());
    }
}
