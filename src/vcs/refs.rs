//! Names of commits: branches, tags, abbreviated ids, and steps back from them.

use std::collections::BTreeSet;
use std::path::Path;

use gix_hash::{ObjectId, Prefix};
use gix_object::{Find as _, Kind};

use super::commits;
use super::{Objects, Repository, VcsError};

/// How often a name may lead to another name, or a tag to another tag.
const DEEPEST: usize = 8;

impl Repository {
    /// The commit that `revision` names: a branch, a tag, `HEAD`, an id or its beginning, with
    /// `~N`, `^` and `^N` behind it.
    pub(super) fn resolve(&self, objects: &Objects, revision: &str) -> Result<ObjectId, VcsError> {
        let unknown = || VcsError::Revision(revision.to_owned());
        let end = revision.find(['~', '^']).unwrap_or(revision.len());
        let (name, mut steps) = revision.split_at(end);
        let id = self.named(objects, name)?.ok_or_else(unknown)?;
        let mut id = peel(objects, id)?.ok_or_else(unknown)?;
        while let Some(step) = steps.chars().next() {
            steps = &steps[1..];
            if let Some(rest) = steps.strip_prefix("{commit}").or(steps.strip_prefix("{}")) {
                steps = rest;
                continue;
            }
            let digits = steps.bytes().take_while(u8::is_ascii_digit).count();
            let (number, rest) = steps.split_at(digits);
            steps = rest;
            let number: usize = match number {
                "" => 1,
                number => number.parse().map_err(|_| unknown())?,
            };
            match step {
                '~' => {
                    for _ in 0..number {
                        let commit = self.commit(objects, id)?;
                        id = *commit.parents.first().ok_or_else(unknown)?;
                    }
                }
                '^' if number == 0 => {}
                '^' => {
                    let commit = self.commit(objects, id)?;
                    id = *commit.parents.get(number - 1).ok_or_else(unknown)?;
                }
                _ => return Err(unknown()),
            }
        }
        Ok(id)
    }

    /// What a name without steps stands for.
    fn named(&self, objects: &Objects, name: &str) -> Result<Option<ObjectId>, VcsError> {
        let name = if name == "@" { "HEAD" } else { name };
        let odd = |part: &str| part.is_empty() || part.starts_with('.');
        if name.contains('\\') || name.split('/').any(odd) {
            return Ok(None);
        }
        if let Ok(id) = ObjectId::from_hex(name.as_bytes()) {
            return Ok(Some(id));
        }
        for full in [
            name.to_owned(),
            format!("refs/{name}"),
            format!("refs/tags/{name}"),
            format!("refs/heads/{name}"),
            format!("refs/remotes/{name}"),
            format!("refs/remotes/{name}/HEAD"),
        ] {
            if let Some(id) = self.reference(&full)? {
                return Ok(Some(id));
            }
        }
        let Ok(prefix) = Prefix::from_hex(name) else {
            return Ok(None);
        };
        match objects.lookup_prefix(prefix, None) {
            Ok(Some(Ok(id))) => Ok(Some(id)),
            Ok(Some(Err(()))) => Err(VcsError::Ambiguous(name.to_owned())),
            _ => Ok(None),
        }
    }

    /// What a full name stands for.
    pub(super) fn reference(&self, name: &str) -> Result<Option<ObjectId>, VcsError> {
        if self.common_dir.join("reftable").is_dir() {
            return Err(VcsError::Reftable);
        }
        let mut name = name.to_owned();
        for _ in 0..DEEPEST {
            let loose = [&self.git_dir, &self.common_dir]
                .into_iter()
                .find_map(|dir| std::fs::read_to_string(dir.join(&name)).ok());
            if let Some(text) = loose {
                let Some(next) = text.trim().strip_prefix("ref: ") else {
                    // FETCH_HEAD and its like say more behind the id.
                    let id = text.split_whitespace().next().unwrap_or_default();
                    return Ok(ObjectId::from_hex(id.as_bytes()).ok());
                };
                next.trim().clone_into(&mut name);
                continue;
            }
            return Ok(self
                .packed()
                .into_iter()
                .find(|(packed, _)| *packed == name)
                .map(|(_, id)| id));
        }
        Ok(None)
    }

    /// The references that are kept in one file.
    fn packed(&self) -> Vec<(String, ObjectId)> {
        let text = std::fs::read_to_string(self.common_dir.join("packed-refs"));
        text.unwrap_or_default()
            .lines()
            .filter_map(|line| {
                let (id, name) = line.split_once(' ')?;
                Some((name.to_owned(), ObjectId::from_hex(id.as_bytes()).ok()?))
            })
            .collect()
    }

    /// The commits that any reference leads to, heads of linked work trees included.
    pub(super) fn tips(&self, objects: &Objects) -> Result<BTreeSet<ObjectId>, VcsError> {
        let mut names = vec!["HEAD".to_owned()];
        list(&self.common_dir, "refs", &mut names);
        let mut ids: BTreeSet<ObjectId> = BTreeSet::new();
        for name in names {
            ids.extend(self.reference(&name)?);
        }
        ids.extend(self.packed().into_iter().map(|(_, id)| id));
        let others = std::fs::read_dir(self.common_dir.join("worktrees"));
        for other in others.into_iter().flatten().flatten() {
            let text = std::fs::read_to_string(other.path().join("HEAD")).unwrap_or_default();
            ids.extend(ObjectId::from_hex(text.trim().as_bytes()));
        }
        let mut commits = BTreeSet::new();
        for id in ids {
            commits.extend(peel(objects, id)?);
        }
        Ok(commits)
    }
}

/// The commit that an object is or, as a tag, means; `None` for a tag of something else.
fn peel(objects: &Objects, mut id: ObjectId) -> Result<Option<ObjectId>, VcsError> {
    let mut buffer = Vec::new();
    for _ in 0..DEEPEST {
        let missing = || VcsError::Object(id.to_string());
        let data = objects
            .try_find(&id, &mut buffer)
            .map_err(|_| missing())?
            .ok_or_else(missing)?;
        match data.kind {
            Kind::Commit => return Ok(Some(id)),
            Kind::Tag => id = commits::target(data.data).ok_or_else(missing)?,
            Kind::Tree | Kind::Blob => return Ok(None),
        }
    }
    Ok(None)
}

/// Every file below `name` as a reference.
fn list(dir: &Path, name: &str, names: &mut Vec<String>) {
    let entries = std::fs::read_dir(dir.join(name));
    for entry in entries.into_iter().flatten().flatten() {
        let below = format!("{name}/{}", entry.file_name().to_string_lossy());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => list(dir, &below, names),
            Ok(kind) if kind.is_file() => names.push(below),
            _ => {}
        }
    }
}
