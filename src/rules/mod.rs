//! Packs: what is looked for, as data. The built-in ones are in the binary, a user's come from a folder.

mod info;
pub mod pack;
pub mod placeholder;
mod raw;

use std::path::{Path, PathBuf};

pub use pack::Packs;
pub use raw::PackError;

/// Why rules could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// A pack is wrong.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// A pack or its folder could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// What could not be read.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A pack is well-formed and contradicts itself or another.
    #[error("{0}")]
    Conflict(String),
}

/// The packs in force.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What they say.
    pub packs: Packs,
    /// Digest of what they say: equal digests mean equal rules.
    pub digest: String,
}

/// The built-in packs, compiled by build.rs.
static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/packs.bin"));

impl Rules {
    /// The packs that the binary carries.
    ///
    /// # Panics
    /// Never: the same build wrote the blob with the same types.
    pub fn builtin() -> Self {
        let packs: Packs = postcard::from_bytes(BLOB)
            .expect("build.rs wrote the blob with the same types in the same build");
        Self {
            packs,
            digest: digest(BLOB),
        }
    }

    /// The built-in packs and those of these folders. A pack with the id of a built-in one takes its place.
    pub fn with_dirs(dirs: &[PathBuf]) -> Result<Self, RulesError> {
        let mut rules = Self::builtin();
        for dir in dirs {
            rules.overlay(load_dir(dir)?);
        }
        if !dirs.is_empty() {
            let bytes = postcard::to_allocvec(&rules.packs).map_err(|error| {
                RulesError::Conflict(format!("the packs cannot be put together: {error}"))
            })?;
            rules.digest = digest(&bytes);
        }
        Ok(rules)
    }

    fn overlay(&mut self, own: Packs) {
        /// Replaces items that have the same id, adds the others.
        fn merge<T>(into: &mut Vec<T>, own: Vec<T>, id: impl Fn(&T) -> &str) {
            for item in own {
                match into.iter_mut().find(|old| id(old) == id(&item)) {
                    Some(old) => *old = item,
                    None => into.push(item),
                }
            }
        }
        merge(&mut self.packs.languages, own.languages, |pack| &pack.id);
        merge(&mut self.packs.libraries, own.libraries, |pack| &pack.id);
        merge(&mut self.packs.vendors, own.vendors, |pack| &pack.id);
        merge(&mut self.packs.stores, own.stores, |pack| &pack.id);
        merge(&mut self.packs.references, own.references, |pack| &pack.id);
        merge(&mut self.packs.sensitive, own.sensitive, |pack| &pack.id);
        merge(&mut self.packs.observers, own.observers, |pack| &pack.id);
        merge(&mut self.packs.findings, own.findings, |pack| &pack.id);
        merge(&mut self.packs.flows, own.flows, |pack| &pack.id);
    }
}

/// Parses every pack below a rules folder.
pub fn load_dir(dir: &Path) -> Result<Packs, RulesError> {
    let mut packs = Packs::default();
    for (path, text) in read_packs(dir)? {
        packs.add(&path, &text)?;
    }
    Ok(packs)
}

/// Every `*.toml` below `dir` with its path relative to it, in order of path.
pub fn read_packs(dir: &Path) -> Result<Vec<(String, String)>, RulesError> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let failed = |source| RulesError::Read {
            path: folder.clone(),
            source,
        };
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let text = std::fs::read_to_string(&path).map_err(|source| RulesError::Read {
                    path: path.clone(),
                    source,
                })?;
                let relative = path.strip_prefix(dir).unwrap_or(&path);
                let parts: Vec<_> = relative
                    .components()
                    .map(|part| part.as_os_str().to_string_lossy())
                    .collect();
                found.push((parts.join("/"), text));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A short digest that is the same on every machine (FNV-1a, 64 bits): it tells rule sets apart and
/// is no protection against someone who wants them to collide.
pub(crate) fn digest(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
