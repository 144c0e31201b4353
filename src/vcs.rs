//! What git knows, read from its own files: which paths are tracked, what the index holds, which
//! commit is checked out. Git itself is never run: a checkout's configuration can name programs.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use gix_object::Find as _;

/// Why git's files could not be used.
#[derive(Debug, thiserror::Error)]
pub enum VcsError {
    /// There is no git work tree around the folder.
    #[error("{0} is not in a git work tree")]
    NoRepository(PathBuf),
    /// The index could not be read.
    #[error("cannot read the git index: {0}")]
    Index(String),
    /// An object could not be read.
    #[error("cannot read git object {0}")]
    Object(String),
}

/// A git work tree.
#[derive(Debug)]
pub struct Repository {
    /// Its root.
    root: PathBuf,
    /// Where this work tree's own HEAD and index are.
    git_dir: PathBuf,
    /// Where objects and shared references are.
    common_dir: PathBuf,
}

/// A file as the index holds it.
#[derive(Debug)]
pub struct Staged {
    /// Path from the folder that was asked for, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Repository {
    /// The work tree that `folder` lies in, if there is one.
    pub fn around(folder: &Path) -> Option<Self> {
        let folder = folder.canonicalize().ok()?;
        for root in folder.ancestors() {
            let dot_git = root.join(".git");
            let git_dir = if dot_git.is_dir() {
                dot_git
            } else if dot_git.is_file() {
                // A linked work tree or a submodule: the file says where the folder is.
                let text = std::fs::read_to_string(&dot_git).ok()?;
                root.join(text.strip_prefix("gitdir:")?.trim())
            } else {
                continue;
            };
            let common_dir = std::fs::read_to_string(git_dir.join("commondir"))
                .map_or_else(|_| git_dir.clone(), |text| git_dir.join(text.trim()));
            return Some(Self {
                root: root.to_path_buf(),
                git_dir,
                common_dir,
            });
        }
        None
    }

    /// The commit that is checked out, in hexadecimal; `None` before the first commit.
    pub fn head(&self) -> Option<String> {
        let head = std::fs::read_to_string(self.git_dir.join("HEAD")).ok()?;
        let Some(name) = head.trim().strip_prefix("ref: ") else {
            return Some(head.trim().to_owned());
        };
        for dir in [&self.git_dir, &self.common_dir] {
            if let Ok(id) = std::fs::read_to_string(dir.join(name)) {
                return Some(id.trim().to_owned());
            }
        }
        let packed = std::fs::read_to_string(self.common_dir.join("packed-refs")).ok()?;
        packed.lines().find_map(|line| {
            Some(line.strip_suffix(name)?.trim().to_owned()).filter(|id| !id.is_empty())
        })
    }

    /// Paths that git tracks below `folder`, relative to it, with `/`.
    pub fn tracked(&self, folder: &Path) -> Result<Vec<String>, VcsError> {
        let prefix = self.prefix(folder)?;
        let index = self.index()?;
        let paths = index
            .entries()
            .iter()
            .filter(|entry| is_file(entry))
            .map(|entry| entry.path(&index).to_string());
        Ok(paths
            .filter_map(|path| path.strip_prefix(prefix.as_str()).map(str::to_owned))
            .collect())
    }

    /// Files below `folder` whose content in the index differs from the commit that is checked out:
    /// what a commit made now would bring.
    pub fn staged(&self, folder: &Path) -> Result<Vec<Staged>, VcsError> {
        let prefix = self.prefix(folder)?;
        let index = self.index()?;
        let objects = gix_odb::at(self.common_dir.join("objects"), gix_hash::Kind::Sha1)
            .map_err(|error| VcsError::Object(error.to_string()))?;
        let mut committed = HashMap::new();
        if let Some(head) = self.head() {
            let commit = gix_hash::ObjectId::from_hex(head.as_bytes())
                .map_err(|_| VcsError::Object(head.clone()))?;
            let mut buffer = Vec::new();
            let tree = read(&objects, &commit, &mut buffer, |data| {
                gix_object::CommitRefIter::from_bytes(data, gix_hash::Kind::Sha1)
                    .tree_id()
                    .ok()
            })?;
            flatten(&objects, tree, "", &mut committed)?;
        }
        let mut staged = Vec::new();
        for entry in index.entries().iter().filter(|entry| is_file(entry)) {
            let path = entry.path(&index).to_string();
            let Some(relative) = path.strip_prefix(prefix.as_str()) else {
                continue;
            };
            if committed.get(&path) == Some(&entry.id) {
                continue;
            }
            let mut buffer = Vec::new();
            let bytes = read(&objects, &entry.id, &mut buffer, |data| Some(data.to_vec()))?;
            staged.push(Staged {
                path: relative.to_owned(),
                bytes,
            });
        }
        Ok(staged)
    }

    fn index(&self) -> Result<gix_index::File, VcsError> {
        let path = self.git_dir.join("index");
        if !path.exists() {
            // A repository without a first `git add` has no index yet.
            let state = gix_index::State::new(gix_hash::Kind::Sha1);
            return Ok(gix_index::File::from_state(state, path));
        }
        gix_index::File::at(
            path,
            gix_hash::Kind::Sha1,
            true,
            gix_index::decode::Options::default(),
        )
        .map_err(|error| VcsError::Index(error.to_string()))
    }

    /// `folder` as a prefix of index paths: empty, or ending in a slash.
    fn prefix(&self, folder: &Path) -> Result<String, VcsError> {
        let outside = || VcsError::NoRepository(folder.to_path_buf());
        let folder = folder.canonicalize().map_err(|_| outside())?;
        let root = self.root.canonicalize().map_err(|_| outside())?;
        let relative = folder.strip_prefix(root).map_err(|_| outside())?;
        let mut prefix = String::new();
        for part in relative.components() {
            prefix.push_str(&part.as_os_str().to_string_lossy());
            prefix.push('/');
        }
        Ok(prefix)
    }
}

/// Regular files; symbolic links and submodules are not read.
fn is_file(entry: &gix_index::Entry) -> bool {
    use gix_index::entry::Mode;
    entry.mode == Mode::FILE || entry.mode == Mode::FILE_EXECUTABLE
}

fn read<T>(
    objects: &gix_odb::Handle,
    id: &gix_hash::ObjectId,
    buffer: &mut Vec<u8>,
    then: impl FnOnce(&[u8]) -> Option<T>,
) -> Result<T, VcsError> {
    let missing = || VcsError::Object(id.to_string());
    let data = objects
        .try_find(id, buffer)
        .map_err(|_| missing())?
        .ok_or_else(missing)?;
    then(data.data).ok_or_else(missing)
}

/// Every blob below a tree, by path.
fn flatten(
    objects: &gix_odb::Handle,
    tree: gix_hash::ObjectId,
    prefix: &str,
    blobs: &mut HashMap<String, gix_hash::ObjectId>,
) -> Result<(), VcsError> {
    let mut buffer = Vec::new();
    let entries: Vec<(bool, String, gix_hash::ObjectId)> =
        read(objects, &tree, &mut buffer, |data| {
            gix_object::TreeRefIter::from_bytes(data, gix_hash::Kind::Sha1)
                .map(|entry| {
                    entry.ok().map(|entry| {
                        (
                            entry.mode.is_tree(),
                            entry.filename.to_string(),
                            entry.oid.to_owned(),
                        )
                    })
                })
                .collect()
        })?;
    for (is_tree, name, id) in entries {
        if is_tree {
            flatten(objects, id, &format!("{prefix}{name}/"), blobs)?;
        } else {
            blobs.insert(format!("{prefix}{name}"), id);
        }
    }
    Ok(())
}
