//! What git knows, read from its own files: which paths are tracked, what the index holds, which
//! commit is checked out, what a commit brought. Git itself is never run: a checkout's configuration can name programs.

mod commits;
mod refs;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use gix_object::Find as _;
use gix_odb::Header as _;

pub use commits::{Base, Blob, History, Tree, Version};

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
    /// There is no such branch, tag or commit.
    #[error("there is no branch, tag or commit `{0}` in this repository")]
    Revision(String),
    /// Several objects begin like this.
    #[error("`{0}` is the beginning of more than one git object")]
    Ambiguous(String),
    /// A shallow clone ends before the two histories meet.
    #[error("this clone is shallow, and where HEAD and `{0}` part is not in it")]
    NoFork(String),
    /// Two histories do not meet, or not in this clone.
    #[error("`{0}` and `{1}` have no commit in common, or this clone does not hold it")]
    NoMergeBase(String, String),
    /// A bare repository has no files.
    #[error("{0} is a bare git repository: no files are checked out in it")]
    Bare(PathBuf),
    /// Object ids are not SHA-1.
    #[error("this repository names its objects by {0}, which is not supported")]
    ObjectFormat(String),
    /// References are kept in a table.
    #[error("this repository keeps its references in a reftable, which is not supported")]
    Reftable,
}

/// Where objects are.
type Objects = gix_odb::Handle;

/// A git work tree.
#[derive(Clone, Debug)]
pub struct Repository {
    /// Its root.
    root: PathBuf,
    /// Where this work tree's own HEAD and index are.
    git_dir: PathBuf,
    /// Where objects and shared references are.
    common_dir: PathBuf,
    /// No files are checked out.
    bare: bool,
    /// The commits at which a shallow clone ends.
    shallow: HashSet<gix_hash::ObjectId>,
}

/// Reads contents; one for each thread.
pub struct Contents(Objects);

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contents(..)")
    }
}

impl Contents {
    /// How large a content is, in bytes; `None` where this clone does not hold it.
    pub fn size(&self, blob: Blob) -> Option<u64> {
        let header = self.0.try_header(&blob.0).ok()??;
        Some(header.size())
    }

    /// A content; `None` where this clone does not hold it.
    pub fn read<'b>(&self, blob: Blob, buffer: &'b mut Vec<u8>) -> Option<&'b [u8]> {
        let data = self.0.try_find(&blob.0, buffer).ok()??;
        Some(data.data)
    }
}

/// What the index remembers of a file on disk.
#[derive(Clone, Copy, Debug)]
pub struct Remembered {
    blob: Blob,
    size: u32,
    seconds: u32,
    nanoseconds: u32,
}

/// The content that a file on disk has, for a file of the index that was not touched since without
/// reading it. `None` where that cannot be told.
pub fn untouched(remembered: &Remembered, data: &std::fs::Metadata, index: u64) -> Option<Blob> {
    let modified = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let same = u64::from(remembered.size) == data.len()
        && u64::from(remembered.seconds) == modified.as_secs()
        && remembered.nanoseconds == modified.subsec_nanos()
        // What was written in the second of the index may have been written after it.
        && modified.as_secs() < index;
    same.then_some(remembered.blob)
}

/// The content id of these bytes.
pub fn blob_of(bytes: &[u8]) -> Option<Blob> {
    gix_object::compute_hash(gix_hash::Kind::Sha1, gix_object::Kind::Blob, bytes)
        .ok()
        .map(Blob)
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
        if is_bare(&folder) {
            return Some(Self {
                root: folder.clone(),
                git_dir: folder.clone(),
                shallow: shallow(&folder),
                common_dir: folder,
                bare: true,
            });
        }
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
                shallow: shallow(&common_dir),
                common_dir,
                bare: false,
            });
        }
        None
    }

    /// Its root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether no files are checked out in it.
    pub fn is_bare(&self) -> bool {
        self.bare
    }

    /// Reads contents.
    pub fn contents(&self) -> Result<Contents, VcsError> {
        Ok(Contents(self.remembering_objects()?))
    }

    /// Objects for one who reads many that build on each other.
    fn remembering_objects(&self) -> Result<Objects, VcsError> {
        /// What one thread keeps of what it has unpacked. Bytes.
        const KEPT: usize = 24 << 20;
        let mut objects = self.objects()?;
        objects.set_pack_cache(|| Box::new(gix_pack::cache::lru::MemoryCappedHashmap::new(KEPT)));
        Ok(objects)
    }

    fn objects(&self) -> Result<Objects, VcsError> {
        let config = std::fs::read_to_string(self.common_dir.join("config")).unwrap_or_default();
        let format = config.lines().find_map(|line| {
            let (name, value) = line.trim().split_once('=')?;
            let named = name.trim().eq_ignore_ascii_case("objectformat");
            named.then(|| value.trim().to_ascii_lowercase())
        });
        if let Some(format) = format.filter(|format| format != "sha1") {
            return Err(VcsError::ObjectFormat(format));
        }
        gix_odb::at(self.common_dir.join("objects"), gix_hash::Kind::Sha1)
            .map_err(|error| VcsError::Object(error.to_string()))
    }

    /// What the index remembers of every file below `folder`, and in which second it was written.
    pub fn remembered(
        &self,
        folder: &Path,
    ) -> Result<(HashMap<String, Remembered>, u64), VcsError> {
        let prefix = self.prefix(folder)?;
        let index = self.index()?;
        let written = std::fs::metadata(self.git_dir.join("index"))
            .and_then(|data| data.modified())
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .map_or(0, |since| since.as_secs());
        let files = index.entries().iter().filter(|entry| is_file(entry));
        let files = files.filter_map(|entry| {
            let path = entry.path(&index).to_string();
            let remembered = Remembered {
                blob: Blob(entry.id),
                size: entry.stat.size,
                seconds: entry.stat.mtime.secs,
                nanoseconds: entry.stat.mtime.nsecs,
            };
            Some((path.strip_prefix(&prefix)?.to_owned(), remembered))
        });
        Ok((files.collect(), written))
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
        let objects = self.objects()?;
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

/// An entry of a tree.
struct Entry {
    name: String,
    id: gix_hash::ObjectId,
    is_tree: bool,
    /// Neither a symbolic link nor a submodule.
    is_file: bool,
}

/// What stands in a tree.
fn entries(objects: &Objects, tree: gix_hash::ObjectId) -> Result<Vec<Entry>, VcsError> {
    read(objects, &tree, &mut Vec::new(), |data| {
        gix_object::TreeRefIter::from_bytes(data, gix_hash::Kind::Sha1)
            .map(|entry| {
                let entry = entry.ok()?;
                Some(Entry {
                    name: entry.filename.to_string(),
                    id: entry.oid.to_owned(),
                    is_tree: entry.mode.is_tree(),
                    is_file: entry.mode.is_blob(),
                })
            })
            .collect()
    })
}

/// Every blob below a tree, by path.
fn flatten(
    objects: &Objects,
    tree: gix_hash::ObjectId,
    prefix: &str,
    blobs: &mut HashMap<String, gix_hash::ObjectId>,
) -> Result<(), VcsError> {
    for entry in entries(objects, tree)? {
        let path = format!("{prefix}{}", entry.name);
        if entry.is_tree {
            flatten(objects, entry.id, &format!("{path}/"), blobs)?;
        } else {
            blobs.insert(path, entry.id);
        }
    }
    Ok(())
}

/// The commits at which a shallow clone ends.
fn shallow(common_dir: &Path) -> HashSet<gix_hash::ObjectId> {
    let text = std::fs::read_to_string(common_dir.join("shallow")).unwrap_or_default();
    text.lines()
        .filter_map(|line| gix_hash::ObjectId::from_hex(line.trim().as_bytes()).ok())
        .collect()
}

/// Whether a folder is itself what others keep in `.git`.
fn is_bare(folder: &Path) -> bool {
    folder.join("HEAD").is_file()
        && folder.join("objects").is_dir()
        && folder.join("refs").is_dir()
        && !folder.join(".git").exists()
}
