//! `--audit`, `--attest` and `vigie audit verify`: the trail as files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use vigie::audit::{self, Public, Run, Secret, Trail};

use super::args::AuditFlags;
use super::outputs::write_file;
use super::{Problem, legible};

/// What a scan leaves for auditors, made ready.
#[derive(Debug, Default)]
pub(crate) struct Auditing {
    trail: Option<PathBuf>,
    statement: Option<PathBuf>,
    key: Option<Secret>,
}

impl Auditing {
    /// Reads the key, so that a mistake is said before the scan.
    pub(crate) fn new(flags: &AuditFlags) -> Result<Self, Problem> {
        if let Some(path) = flags
            .sign_key
            .as_deref()
            .filter(|_| flags.audit.is_none() && flags.attest.is_none())
        {
            return Err(Problem::new(
                format!("there is nothing to sign with {}", path.display()),
                "name a trail with --audit, or a statement with --attest",
            ));
        }
        let key = flags
            .sign_key
            .as_deref()
            .map(|path| {
                key(
                    path,
                    Secret::from_pem,
                    "openssl genpkey -algorithm ed25519 writes one",
                )
            })
            .transpose()?;
        Ok(Self {
            trail: flags.audit.clone(),
            statement: flags.attest.clone(),
            key,
        })
    }

    /// Nothing was asked for.
    pub(crate) fn is_none(&self) -> bool {
        self.trail.is_none() && self.statement.is_none()
    }

    /// The files that are written: no part of the software.
    pub(crate) fn files(&self) -> impl Iterator<Item = PathBuf> {
        let head = self.trail.as_deref().map(head_of);
        self.trail
            .iter()
            .chain(&self.statement)
            .cloned()
            .chain(head)
    }

    /// Writes what was asked for; what is probably not meant, one line each.
    pub(crate) fn write(&self, run: Run) -> Result<Vec<String>, Problem> {
        let mut warnings = Vec::new();
        if let (Some(path), Some(key)) = (&self.statement, &self.key) {
            write_file(path, &audit::attest(&run, key))?;
        }
        if let Some(path) = &self.trail
            && append(path, run, self.key.as_ref())?
        {
            warnings.push(format!(
                "{}: a record that an interrupted run left half written was taken away",
                path.display()
            ));
        }
        Ok(warnings)
    }
}

/// Adds a record to a trail: the line first, on the disk, then the head. Says whether there was a
/// half-written line to take away.
fn append(path: &Path, run: Run, key: Option<&Secret>) -> Result<bool, Problem> {
    let refused = |error: io::Error| {
        Problem::new(
            format!("cannot write {}: {error}", path.display()),
            "choose a place you may write to",
        )
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(refused)?;
    }
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(refused)?;
    // Two scans at once write one after the other.
    file.lock().map_err(refused)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(refused)?;
    let text = String::from_utf8_lossy(&bytes);
    let head = fs::read_to_string(head_of(path)).ok();
    let added = Trail::add(run, &text, head.as_deref(), key).map_err(|fault| {
        Problem::new(
            format!("{}: {fault}", path.display()),
            "nothing is added to a trail that is not in order; put it aside and begin another",
        )
    })?;
    let write = |file: &mut File| {
        file.set_len(added.keep as u64)?;
        file.seek(SeekFrom::End(0))?;
        file.write_all(added.line.as_bytes())?;
        file.sync_all()
    };
    write(&mut file).map_err(refused)?;
    write_file(&head_of(path), &added.head.text())?;
    Ok(added.interrupted)
}

/// What `vigie audit verify` says, and whether all is well.
pub(crate) fn verify(file: &Path, public: Option<&Path>) -> Result<(String, bool), Problem> {
    let text = read(file)?;
    let public = public
        .map(|path| {
            key(
                path,
                Public::from_pem,
                "openssl pkey -in key.pem -pubout writes one",
            )
        })
        .transpose()?;
    let shown = file.display();
    if text.trim_start().starts_with('{') && text.contains("\"payloadType\"") {
        let Some(public) = public else {
            return Err(Problem::new(
                format!("{shown} is a statement, which is worth what its signature is"),
                "name the public key with --key",
            ));
        };
        return Ok(match audit::check(&text, &public) {
            Ok(statement) => {
                let subjects = statement["subject"].as_array().map_or(0, Vec::len);
                (
                    format!("{shown}: signed by {}, of {subjects} files\n", public.id()),
                    true,
                )
            }
            Err(why) => (format!("{shown}: {why}\n"), false),
        });
    }
    let head = fs::read_to_string(head_of(file)).ok();
    Ok(
        match audit::verify(&text, head.as_deref(), public.as_ref()) {
            Ok(verified) => {
                let signed = match (public, verified.signed) {
                    (Some(public), _) => format!(", all signed by {}", public.id()),
                    (None, 0) => String::new(),
                    (None, _) => ", signed, and not checked against a key".to_owned(),
                };
                (
                    format!("{shown}: {} records in order{signed}\n", verified.records),
                    true,
                )
            }
            Err(fault) => (format!("{shown}: {}\n", legible(&fault.to_string())), false),
        },
    )
}

/// The head of a trail stands beside it.
fn head_of(trail: &Path) -> PathBuf {
    let mut name = trail.file_name().unwrap_or_default().to_owned();
    name.push(".head");
    trail.with_file_name(name)
}

fn key<K, E: std::fmt::Display>(
    path: &Path,
    parse: impl Fn(&str) -> Result<K, E>,
    hint: &str,
) -> Result<K, Problem> {
    parse(&read(path)?).map_err(|error| Problem::new(format!("{}: {error}", path.display()), hint))
}

fn read(path: &Path) -> Result<String, Problem> {
    let bytes = fs::read(path).map_err(|error| {
        Problem::new(
            format!("cannot read {}: {error}", path.display()),
            "name a file that exists",
        )
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
