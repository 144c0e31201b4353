//! Obtains bytes: the work tree by a parallel walk, or what the index holds.
//!
//! The answer must not depend on the machine: the repository's own `.gitignore` and `.vigieignore`
//! count, global and parent ignore files do not, hidden files are read, symbolic links are not
//! followed, and what git tracks is read whatever an ignore file says.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{WalkBuilder, WalkState};

use super::ScanError;
use crate::model::settings::Settings;
use crate::source::archive::Limits;
use crate::vcs::{self, Base, Blob, Contents, Remembered, Repository, Staged, Tree};

/// Stack of a worker: parsers recurse. Bytes; only what is touched is taken.
pub(super) const STACK: usize = 16 << 20;

/// Where files are and how to read them.
#[derive(Debug)]
pub(super) struct Files {
    root: PathBuf,
    /// The one file to scan, when the root is not a folder.
    single: Option<String>,
    exclude: Override,
    tracked: Vec<String>,
    /// Files that do not come from the disk.
    held: Option<HashMap<String, Vec<u8>>>,
    /// Files as a commit holds them.
    committed: Option<Committed>,
    /// What git remembers of the files on disk, where their contents are told from others.
    remembered: Option<(HashMap<String, Remembered>, u64)>,
    /// What need not be read, because it was there before.
    before: Option<Before>,
    max_bytes: u64,
    /// How far archives are unpacked, where they are.
    archives: Option<Limits>,
}

/// Files as a commit holds them.
#[derive(Debug)]
struct Committed {
    files: BTreeMap<String, Blob>,
    repository: Repository,
    /// Each reads for one thread at a time, and remembers what it has unpacked.
    readers: Mutex<Vec<Contents>>,
}

impl Committed {
    /// Does something with a reader.
    fn with<T>(&self, work: impl FnOnce(&Contents) -> T) -> Option<T> {
        let idle = self.readers.lock().ok()?.pop();
        let reader = match idle {
            Some(reader) => reader,
            None => self.repository.contents().ok()?,
        };
        let done = work(&reader);
        self.readers.lock().ok()?.push(reader);
        Some(done)
    }

    fn read<'b>(&self, path: &str, max_bytes: u64, buffer: &'b mut Vec<u8>) -> Bytes<'b> {
        let absent = || Bytes::Unreadable("not in this clone".to_owned());
        let Some(blob) = self.files.get(path).copied() else {
            return Bytes::Unreadable("not in the commit".to_owned());
        };
        let found = self.with(|reader| {
            let size = reader.size(blob)?;
            if size > max_bytes {
                return Some(Some(size));
            }
            let read = reader.read(blob, buffer)?.len();
            buffer.truncate(read);
            Some(None)
        });
        match found.flatten() {
            Some(None) => Bytes::Read(buffer),
            Some(Some(size)) => Bytes::TooLarge(size),
            None => absent(),
        }
    }
}

/// What was there before, and what git remembers of the files on disk.
#[derive(Debug)]
pub(super) struct Before {
    base: Arc<Base>,
    remembered: HashMap<String, Remembered>,
    /// When the index was written: seconds since 1970.
    written: u64,
}

impl Before {
    /// Whether a file holds something that the base does not hold in its place; a file that was only
    /// moved does not.
    fn differs(&self, root: &Path, path: &str) -> bool {
        let file = root.join(path);
        let untouched = self.remembered.get(path).and_then(|remembered| {
            let data = file.metadata().ok()?;
            vcs::untouched(remembered, &data, self.written)
        });
        let blob = untouched.or_else(|| vcs::blob_of(&std::fs::read(&file).ok()?));
        let Some(blob) = blob else {
            return true;
        };
        let moved = |home: &str| root.join(home).symlink_metadata().is_err();
        self.base.blob(path) != Some(blob) && !self.base.home(blob).is_some_and(moved)
    }
}

/// What reading one file gave.
#[derive(Debug)]
pub(super) enum Bytes<'b> {
    /// Its bytes.
    Read(&'b [u8]),
    /// It is larger than the limit. Bytes.
    TooLarge(u64),
    /// The system refused.
    Unreadable(String),
}

impl Files {
    /// The files of a work tree, or one file.
    pub(super) fn work_tree(
        root: &Path,
        settings: &Settings,
        repository: Option<&Repository>,
    ) -> Result<Self, ScanError> {
        if root.is_file() {
            let name = root
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            let folder = root.parent().unwrap_or(Path::new("")).to_path_buf();
            return Ok(Self {
                single: name,
                ..Self::new(folder, settings)?
            });
        }
        let mut files = Self::new(root.to_path_buf(), settings)?;
        if let Some(repository) = repository {
            // An index that cannot be read only means that ignored files stay ignored.
            files.tracked = repository.tracked(root).unwrap_or_default();
        }
        Ok(files)
    }

    /// The files of a work tree that hold something the base does not.
    pub(super) fn since(
        root: &Path,
        settings: &Settings,
        repository: &Repository,
        base: Arc<Base>,
    ) -> Result<Self, ScanError> {
        let mut files = Self::work_tree(root, settings, Some(repository))?;
        let folder = files.root.clone();
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &folder
        };
        let (remembered, written) = repository.remembered(folder)?;
        files.before = Some(Before {
            base,
            remembered,
            written,
        });
        Ok(files)
    }

    /// What a commit holds.
    pub(super) fn committed(
        tree: Tree,
        repository: &Repository,
        settings: &Settings,
    ) -> Result<Self, ScanError> {
        let mut files = Self::new(PathBuf::new(), settings)?;
        files.committed = Some(Committed {
            files: tree.files,
            repository: repository.clone(),
            readers: Mutex::default(),
        });
        Ok(files)
    }

    /// The same files, of which each can say what content it has.
    pub(super) fn remembering(mut self, repository: &Repository) -> Result<Self, ScanError> {
        let folder = if self.root.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &self.root
        };
        self.remembered = Some(repository.remembered(folder)?);
        Ok(self)
    }

    /// The content that a file has.
    pub(super) fn blob(&self, path: &str) -> Option<Blob> {
        if let Some(committed) = &self.committed {
            return committed.files.get(path).copied();
        }
        let (remembered, written) = self.remembered.as_ref()?;
        let file = self.root.join(path);
        let data = file.metadata().ok()?;
        remembered
            .get(path)
            .and_then(|remembered| vcs::untouched(remembered, &data, *written))
            .or_else(|| {
                // What is too large is told by its size alone.
                (data.len() <= self.max_bytes)
                    .then(|| std::fs::read(&file).ok())?
                    .and_then(|bytes| vcs::blob_of(&bytes))
            })
    }

    /// Nothing on disk: for what is read from elsewhere.
    pub(super) fn nowhere(settings: &Settings) -> Result<Self, ScanError> {
        Self::new(PathBuf::new(), settings)
    }

    /// The size above which a file is not read. Bytes.
    pub(super) fn max_bytes(&self) -> u64 {
        self.max_bytes
    }

    /// How far archives are unpacked, where they are.
    pub(super) fn archives(&self) -> Option<&Limits> {
        self.archives.as_ref()
    }

    /// One text that lies nowhere.
    pub(super) fn text(
        name: String,
        bytes: Vec<u8>,
        settings: &Settings,
    ) -> Result<Self, ScanError> {
        let file = Staged { path: name, bytes };
        Self::staged(vec![file], settings)
    }

    /// What the index holds.
    pub(super) fn staged(staged: Vec<Staged>, settings: &Settings) -> Result<Self, ScanError> {
        let mut files = Self::new(PathBuf::new(), settings)?;
        files.held = Some(
            staged
                .into_iter()
                .map(|file| (file.path, file.bytes))
                .collect(),
        );
        Ok(files)
    }

    fn new(root: PathBuf, settings: &Settings) -> Result<Self, ScanError> {
        let mut exclude = OverrideBuilder::new(&root);
        for pattern in &settings.exclude {
            // In an override a plain glob is what to keep, and `!` what to leave out.
            exclude
                .add(&format!("!{pattern}"))
                .map_err(|error| ScanError::Exclude {
                    pattern: pattern.clone(),
                    why: error.to_string(),
                })?;
        }
        let exclude = exclude.build().map_err(|error| ScanError::Exclude {
            pattern: settings.exclude.join(", "),
            why: error.to_string(),
        })?;
        Ok(Self {
            root,
            single: None,
            exclude,
            tracked: Vec::new(),
            held: None,
            committed: None,
            remembered: None,
            before: None,
            max_bytes: settings.max_file_bytes,
            archives: settings
                .archives
                .then(|| Limits::new(settings.max_file_bytes)),
        })
    }

    /// Calls a visitor of each thread for every file, with its path from the root.
    pub(super) fn each<V: FnMut(&str) + Send>(&self, threads: usize, visitor: impl Fn() -> V) {
        let visitor = || {
            let mut visit = visitor();
            move |path: &str| {
                let before = self.before.as_ref();
                if before.is_none_or(|before| before.differs(&self.root, path)) {
                    visit(path);
                }
            }
        };
        if let Some(name) = &self.single {
            return visitor()(name);
        }
        if let Some(held) = &self.held {
            let mut visit = visitor();
            let paths: BTreeSet<&String> =
                held.keys().filter(|path| !self.excluded(path)).collect();
            return paths.into_iter().for_each(|path| visit(path));
        }
        if let Some(committed) = &self.committed {
            return self.each_committed(committed, threads, visitor);
        }
        let seen: Mutex<HashSet<String>> = Mutex::new(HashSet::new());
        let tracks = !self.tracked.is_empty();
        WalkBuilder::new(&self.root)
            .hidden(false)
            .parents(false)
            .git_global(false)
            .git_exclude(false)
            .ignore(false)
            .require_git(false)
            .follow_links(false)
            .add_custom_ignore_filename(".vigieignore")
            .overrides(self.exclude.clone())
            .threads(threads)
            .filter_entry(|entry| entry.file_name() != ".git")
            .build_parallel()
            .run(|| {
                let mut visit = visitor();
                let seen = &seen;
                Box::new(move |entry| {
                    if let Ok(entry) = entry
                        && entry.file_type().is_some_and(|kind| kind.is_file())
                        && let Some(path) = slashed(&self.root, entry.path())
                    {
                        if tracks {
                            seen.lock()
                                .expect("no visitor panics: each file is caught at its border")
                                .insert(path.clone());
                        }
                        visit(&path);
                    }
                    WalkState::Continue
                })
            });
        if tracks {
            let seen = seen
                .into_inner()
                .expect("no visitor panics: each file is caught at its border");
            let mut visit = visitor();
            for path in self
                .tracked
                .iter()
                .filter(|path| !seen.contains(*path) && !self.excluded(path))
            {
                if self
                    .root
                    .join(path)
                    .symlink_metadata()
                    .is_ok_and(|data| data.is_file())
                {
                    visit(path);
                }
            }
        }
    }

    /// The files of a commit, a few in a row to each thread: neighbours are packed alike.
    fn each_committed<V: FnMut(&str) + Send>(
        &self,
        committed: &Committed,
        threads: usize,
        visitor: impl Fn() -> V,
    ) {
        const BLOCK: usize = 64;
        let paths = committed.files.keys().filter(|path| !self.excluded(path));
        let paths: Vec<&String> = paths.collect();
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..threads.max(1) {
                let mut visit = visitor();
                let (paths, next) = (&paths, &next);
                let work = move || loop {
                    let start = next.fetch_add(BLOCK, Ordering::Relaxed);
                    let end = paths.len().min(start + BLOCK);
                    let Some(block) = paths.get(start..end).filter(|block| !block.is_empty())
                    else {
                        return;
                    };
                    for path in block {
                        visit(path);
                    }
                };
                let started = std::thread::Builder::new()
                    .stack_size(STACK)
                    .spawn_scoped(scope, work);
                // Where no thread can be had, those that run do the work.
                if started.is_err() {
                    return;
                }
            }
        });
    }

    pub(super) fn excluded(&self, path: &str) -> bool {
        let whole = Path::new(path);
        whole
            .ancestors()
            .take_while(|part| !part.as_os_str().is_empty())
            .any(|part| {
                let is_dir = part != whole;
                self.exclude
                    .matched(self.root.join(part), is_dir)
                    .is_ignore()
            })
    }

    /// Reads one file into `buffer`, which keeps its room from file to file.
    pub(super) fn read<'b>(&'b self, path: &str, buffer: &'b mut Vec<u8>) -> Bytes<'b> {
        if let Some(held) = &self.held {
            return match held.get(path) {
                Some(bytes) if bytes.len() as u64 > self.max_bytes => {
                    Bytes::TooLarge(bytes.len() as u64)
                }
                Some(bytes) => Bytes::Read(bytes),
                None => Bytes::Unreadable("not in the index".to_owned()),
            };
        }
        if let Some(committed) = &self.committed {
            return committed.read(path, self.max_bytes, buffer);
        }
        buffer.clear();
        let mut open = || -> std::io::Result<Option<u64>> {
            let mut file = File::open(self.root.join(path))?;
            let size = file.metadata()?.len();
            if size > self.max_bytes {
                return Ok(Some(size));
            }
            buffer.reserve(size as usize + 1);
            file.read_to_end(buffer)?;
            Ok(None)
        };
        match open() {
            Ok(None) => Bytes::Read(buffer),
            Ok(Some(size)) => Bytes::TooLarge(size),
            // The kind only: the system's own text may hold an absolute path.
            Err(error) => Bytes::Unreadable(error.kind().to_string()),
        }
    }
}

/// A path from `root`, with `/` on every platform; a name that is not Unicode is shown with U+FFFD.
fn slashed(root: &Path, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    let parts: Vec<_> = relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_forward_slashes_everywhere() {
        let root = Path::new("top");
        let below: PathBuf = ["top", "a", "b.txt"].iter().collect();
        assert_eq!(slashed(root, &below).as_deref(), Some("a/b.txt"));
        assert_eq!(slashed(root, root), None);
    }

    #[cfg(windows)]
    #[test]
    fn backslashes_part_names_on_windows() {
        let below = Path::new(r"top\a\b.txt");
        assert_eq!(slashed(Path::new("top"), below).as_deref(), Some("a/b.txt"));
    }

    #[cfg(unix)]
    #[test]
    fn backslashes_belong_to_a_name_on_unix() {
        let below = Path::new(r"top/a\b.txt");
        assert_eq!(
            slashed(Path::new("top"), below).as_deref(),
            Some(r"a\b.txt")
        );
    }
}
