//! Where reports go: standard output, files named one by one, or the whole set in a folder.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use vigie::config;
use vigie::model::settings::{Format, View};

use super::Problem;

/// A report for standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// How it is written.
    pub(crate) format: Format,
    /// Which half it shows.
    pub(crate) view: View,
}

/// A report for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filed {
    /// How it is written.
    pub(crate) format: Format,
    /// Which half it shows.
    pub(crate) view: View,
    /// Where it goes.
    pub(crate) path: PathBuf,
}

impl Filed {
    /// The name of the file, without the folder it is in.
    pub(crate) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

/// Every report that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outputs {
    /// To standard output, in this order.
    pub(crate) printed: Vec<Printed>,
    /// Into files, in this order.
    pub(crate) filed: Vec<Filed>,
}

/// The set of reports that `--out-dir` writes.
const OUT_DIR_SET: [(&str, Format, View); 8] = [
    ("report.html", Format::Html, View::All),
    (
        "observability_inventory.md",
        Format::Markdown,
        View::Observability,
    ),
    ("observability-scan.json", Format::Json, View::Observability),
    ("secrets_inventory.md", Format::Markdown, View::Secrets),
    ("secrets-scan.json", Format::Json, View::Secrets),
    ("vigie.sarif", Format::Sarif, View::All),
    (
        "docs/auto_docs/observability_dashboard.mmd",
        Format::Mermaid,
        View::Observability,
    ),
    (
        "docs/auto_docs/secrets_archi.mmd",
        Format::Mermaid,
        View::Secrets,
    ),
];

/// The set of reports that `--out-dir` writes, in `dir`.
pub(crate) fn out_dir_set(dir: &Path) -> impl Iterator<Item = Filed> {
    OUT_DIR_SET.iter().map(move |(name, format, view)| Filed {
        format: *format,
        view: *view,
        path: dir.join(name),
    })
}

/// Reads `--output FORMAT=FILE`.
pub(super) fn parse_output(typed: &str, view: View) -> Result<Filed, Problem> {
    let example = "write it as --output sarif=vigie.sarif";
    let (word, path) = typed.split_once('=').ok_or_else(|| {
        Problem::new(
            format!("--output `{typed}` does not say both a format and a file"),
            example,
        )
    })?;
    let Some(format) = config::parse_word(word) else {
        let formats = config::FORMATS.join(", ");
        let hint = match config::nearest(word, config::FORMATS.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? the formats are: {formats}"),
            None => format!("the formats are: {formats}"),
        };
        return Err(Problem::new(
            format!("--output: there is no format `{word}`"),
            hint,
        ));
    };
    if path.is_empty() {
        return Err(Problem::new(
            format!("--output `{typed}` names no file"),
            example,
        ));
    }
    Ok(Filed {
        format,
        view,
        path: path.into(),
    })
}

/// The pattern that leaves a report out of the scan, when it is written inside the scanned folder:
/// the report of the last run is no part of the software. `None` when it lies elsewhere.
pub(super) fn own_report(root: &Path, report: &Path) -> Option<String> {
    let inside = settled(report)?
        .strip_prefix(settled(root)?)
        .ok()?
        .to_owned();
    let mut pattern = String::new();
    for part in inside.components() {
        let Component::Normal(part) = part else {
            return None;
        };
        pattern.push('/');
        for character in part.to_str()?.chars() {
            if "\\*?[]{}!# ".contains(character) {
                pattern.push('\\');
            }
            pattern.push(character);
        }
    }
    (!pattern.is_empty()).then_some(pattern)
}

/// The absolute path, links followed as far as it exists.
fn settled(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let existing = absolute.ancestors().find(|ancestor| ancestor.exists())?;
    let rest = absolute.strip_prefix(existing).ok()?;
    Some(existing.canonicalize().ok()?.join(rest))
}

/// Writes `text` to `path` at once or not at all, making the folders above it. Something that is
/// no ordinary file (a pipe, a device) is written to instead of replaced.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<(), Problem> {
    let refused = |verb: &str, what: &Path, error: &io::Error| {
        Problem::new(
            format!("cannot {verb} {}: {error}", what.display()),
            "choose a place you may write to",
        )
    };
    let present = fs::metadata(path).ok();
    if present.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(Problem::new(
            format!("cannot write {}: it is a folder", path.display()),
            "name a file; --out-dir takes a folder",
        ));
    }
    if present.as_ref().is_some_and(|present| !present.is_file()) {
        return fs::write(path, text).map_err(|error| refused("write", path, &error));
    }
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder).map_err(|error| refused("make the folder", folder, &error))?;
    }
    replace(path, text, present.map(|present| present.permissions()))
        .map_err(|error| refused("write", path, &error))
}

/// Writes beside `path`, then renames: a reader sees the old file or the new one, never half.
fn replace(path: &Path, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().ok_or(io::ErrorKind::InvalidFilename)?);
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(name);
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        drop(file);
        fs::rename(&beside, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_a_format_and_a_file() {
        let filed = parse_output("sarif=a=b.sarif", View::Secrets).expect("it is both");
        assert_eq!(filed.format, Format::Sarif);
        assert_eq!(filed.path, Path::new("a=b.sarif"));
        for (typed, what) in [
            (
                "sarif",
                "--output `sarif` does not say both a format and a file",
            ),
            ("sarif=", "--output `sarif=` names no file"),
            ("sarf=x", "--output: there is no format `sarf`"),
        ] {
            let problem = parse_output(typed, View::All).expect_err(typed);
            assert_eq!(problem.to_string(), what);
        }
        let problem = parse_output("sarf=x", View::All).expect_err("no such format");
        assert!(
            problem
                .hint
                .expect("it has one")
                .contains("did you mean `sarif`?")
        );
    }

    #[test]
    fn a_report_inside_the_scan_is_left_out_and_one_outside_is_not() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let inside = root.path().join("out [1]/vigie.sarif");
        assert_eq!(
            own_report(root.path(), &inside).as_deref(),
            Some("/out\\ \\[1\\]/vigie.sarif")
        );
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(
            own_report(root.path(), &elsewhere.path().join("vigie.sarif")),
            None
        );
        assert_eq!(own_report(root.path(), root.path()), None);
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let path = root.path().join("deep/er/report.md");
        write_file(&path, "one").expect("the folder can be written");
        write_file(&path, "two").expect("the file can be replaced");
        assert_eq!(fs::read_to_string(&path).expect("it was written"), "two");
        let beside = fs::read_dir(root.path().join("deep/er")).expect("it exists");
        assert_eq!(beside.count(), 1);
    }

    #[test]
    fn a_folder_or_a_file_in_the_way_is_told() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let problem = write_file(root.path(), "x").expect_err("it is a folder");
        assert!(problem.to_string().ends_with("it is a folder"), "{problem}");
        fs::write(root.path().join("file"), "x").expect("the folder can be written");
        let problem =
            write_file(&root.path().join("file/report.md"), "x").expect_err("a file is no folder");
        assert!(problem.to_string().contains("cannot "), "{problem}");
    }
}
