//! Judges bytes: text or not, in which encoding, how large, in which language, and whether anyone
//! here wrote them.

pub mod archive;
pub mod manifest;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::model::inventory::Context;
use crate::rules::pack::Language;

/// How far into a file a NUL byte makes it binary. Bytes.
const SNIFF: usize = 8 << 10;

/// Decodes a file, or says that it is not text. Invalid UTF-8 is tolerated: each bad sequence
/// becomes U+FFFD. A byte order mark is taken off; UTF-16 is told by its mark.
pub fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return Some(utf8(rest));
    }
    match bytes {
        [0xFF, 0xFE, rest @ ..] => {
            return Some(encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0);
        }
        [0xFE, 0xFF, rest @ ..] => {
            return Some(encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0);
        }
        _ => {}
    }
    if memchr::memchr(0, &bytes[..bytes.len().min(SNIFF)]).is_some() {
        return None;
    }
    Some(utf8(bytes))
}

/// Tolerating what is invalid costs a look at every byte: most files are valid, which is seen faster.
fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Recognises languages by name, extension and `#!` line.
#[derive(Debug)]
pub struct Languages {
    names: HashMap<String, u16>,
    extensions: HashMap<String, u16>,
    shebangs: HashMap<String, u16>,
    tests: Vec<Vec<String>>,
    prose: Vec<bool>,
}

impl Languages {
    /// The languages of these packs; the index of a language is its place in `packs`.
    pub fn new(packs: &[Language]) -> Self {
        let table = |words: fn(&Language) -> &Vec<String>| {
            packs
                .iter()
                .enumerate()
                .flat_map(|(index, pack)| {
                    words(pack)
                        .iter()
                        .map(move |word| (word.clone(), index as u16))
                })
                .collect()
        };
        Self {
            names: table(|pack| &pack.names),
            extensions: table(|pack| &pack.extensions),
            shebangs: table(|pack| &pack.shebangs),
            tests: packs.iter().map(|pack| pack.tests.clone()).collect(),
            prose: packs.iter().map(|pack| pack.prose).collect(),
        }
    }

    /// The language of a file, from its path, else from its first bytes.
    pub fn of(&self, path: &str, bytes: &[u8]) -> Option<u16> {
        self.of_path(path).or_else(|| self.of_shebang(bytes))
    }

    /// The language that a path alone suggests.
    pub fn of_path(&self, path: &str) -> Option<u16> {
        let name = file_name(path);
        if let Some(index) = self.names.get(name) {
            return Some(*index);
        }
        // Longest ending first: `d.ts` before `ts`.
        let mut rest = name;
        while let Some(at) = rest.find('.') {
            rest = &rest[at + 1..];
            if let Some(index) = self.extensions.get(rest) {
                return Some(*index);
            }
            if rest.bytes().any(|byte| byte.is_ascii_uppercase())
                && let Some(index) = self.extensions.get(&rest.to_ascii_lowercase())
            {
                return Some(*index);
            }
        }
        None
    }

    fn of_shebang(&self, bytes: &[u8]) -> Option<u16> {
        let line = bytes.strip_prefix(b"#!")?;
        let line =
            std::str::from_utf8(&line[..line.iter().position(|byte| *byte == b'\n')?.min(200)])
                .ok()?;
        let mut words = line
            .split_whitespace()
            .map(|word| word.rsplit('/').next().unwrap_or(word));
        let mut program = words.next()?;
        if program == "env" {
            program = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
        }
        let bare = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        self.shebangs
            .get(program)
            .or_else(|| self.shebangs.get(bare))
            .copied()
    }

    /// What a file is part of, judged by its path and its first bytes.
    pub fn context(&self, language: Option<u16>, path: &str, bytes: &[u8]) -> Context {
        if is_foreign(path, bytes) {
            return Context::Foreign;
        }
        // A page is a page, also in a folder called `examples`.
        let documented = language.is_some_and(|index| self.prose[index as usize])
            && folders(path).any(|folder| folder == "docs");
        let test = is_test(path) || language.is_some_and(|index| self.is_test_name(index, path));
        if test && !documented {
            return Context::Test;
        }
        if language.is_some_and(|index| self.prose[index as usize])
            || folders(path).any(|folder| folder == "docs")
        {
            return Context::Documentation;
        }
        Context::Product
    }

    fn is_test_name(&self, language: u16, path: &str) -> bool {
        let name = file_name(path);
        self.tests[language as usize]
            .iter()
            .any(|glob| matches(glob, name))
    }
}

/// Whether `name` matches a glob in which `*` stands for any run of characters.
pub fn matches(glob: &str, name: &str) -> bool {
    let mut parts = glob.split('*');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// The last name of a path, also of one inside an archive.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', archive::INSIDE]).next().unwrap_or(path)
}

fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.rsplit_once('/')
        .map_or("", |(folders, _)| folders)
        .split('/')
}

/// Folders that hold what others wrote.
const FOREIGN_FOLDERS: [&str; 12] = [
    "vendor",
    "node_modules",
    "third_party",
    "third-party",
    "bower_components",
    "Godeps",
    "_vendor",
    "site-packages",
    ".yarn",
    "jspm_packages",
    "Pods",
    "external_libs",
];

/// How much of a file's beginning may say that it was generated. Bytes.
const HEADER: usize = 1 << 10;

/// Whether a file lies in a folder for what others wrote.
pub fn is_vendored(path: &str) -> bool {
    folders(path).any(|folder| FOREIGN_FOLDERS.contains(&folder))
}

/// Vendored, generated or minified: seen, labelled, and by default not parsed.
fn is_foreign(path: &str, bytes: &[u8]) -> bool {
    if is_vendored(path) {
        return true;
    }
    let name = file_name(path);
    if name.contains(".min.")
        || name.ends_with(".pb.go")
        || name.ends_with("_pb2.py")
        || name.ends_with(".bundle.js")
    {
        return true;
    }
    let head = &bytes[..bytes.len().min(HEADER)];
    let says = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
    // The marks that the Go project, Meta's tools and protoc settled on.
    if says(b"DO NOT EDIT") && (says(b"enerated") || says(b"GENERATED")) || says(b"@generated") {
        return true;
    }
    is_minified(name, bytes)
}

/// A script without lines: on average more than 500 bytes each.
fn is_minified(name: &str, bytes: &[u8]) -> bool {
    let script = [".js", ".mjs", ".cjs", ".css"]
        .iter()
        .any(|ending| name.ends_with(ending));
    script && bytes.len() > 5_000 && bytes.len() / bytes.split(|byte| *byte == b'\n').count() > 500
}

/// Whether a file lies in the folder `spec` of a language whose tests stand there; in others it is
/// where a specification stands.
fn is_spec(path: &str) -> bool {
    let name = file_name(path);
    let tested = [
        ".rb", ".cr", ".lua", ".php", ".js", ".coffee", ".groovy", ".yml",
    ];
    tested.iter().any(|ending| name.ends_with(ending))
        && folders(path).any(|folder| folder == "spec")
}

/// Folders whose content is there to be tested with.
fn is_test(path: &str) -> bool {
    folders(path).any(|folder| {
        matches!(
            folder,
            "test"
                | "tests"
                | "testing"
                | "__tests__"
                | "__mocks__"
                | "__snapshots__"
                | "testdata"
                | "test-data"
                | "test_data"
                | "fixtures"
                | "__fixtures__"
                | "e2e"
                | "mocks"
                | "examples"
                | "example"
                | "benches"
                | "benchmarks"
                | "testutil"
                | "testutils"
                | "integration-tests"
                | "integration-test"
                | "integrationTest"
                | "functionalTest"
                | "androidTest"
                | "cypress"
                | "jmh-benchmarks"
        ) || folder.ends_with("-tests")
            || folder.ends_with("_tests")
            || folder.ends_with("-e2e")
            || folder.ends_with(".Tests")
            || folder.ends_with(".UnitTests")
            || folder.ends_with(".IntegrationTests")
    }) || is_spec(path)
        // What the tests of an integration read.
        || ["integration/resources/", "integration/testfiles/"]
            .iter()
            .any(|part| path.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> Languages {
        let pack = |id: &str, extensions: &[&str], shebangs: &[&str], tests: &[&str]| Language {
            id: id.into(),
            title: id.into(),
            dialect: None,
            format: None,
            extensions: extensions.iter().map(ToString::to_string).collect(),
            names: Vec::new(),
            shebangs: shebangs.iter().map(ToString::to_string).collect(),
            tests: tests.iter().map(ToString::to_string).collect(),
            comments: Vec::new(),
            prose: id == "markdown",
        };
        Languages::new(&[
            pack("python", &["py"], &["python"], &["test_*.py", "*_test.py"]),
            pack("typescript", &["ts", "d.ts"], &["node"], &["*.test.ts"]),
            pack("markdown", &["md"], &[], &[]),
        ])
    }

    #[test]
    fn every_encoding_is_read_and_binaries_are_not() {
        assert_eq!(decode(b"\xEF\xBB\xBFa\xC3\xA9").as_deref(), Some("aé"));
        assert_eq!(decode(b"\xFF\xFEa\0\xE9\0").as_deref(), Some("aé"));
        assert_eq!(decode(b"\xFE\xFF\0a\0\xE9").as_deref(), Some("aé"));
        assert_eq!(decode(b"a\xFFb").as_deref(), Some("a\u{FFFD}b"));
        assert_eq!(decode(b"\x7FELF\0\0"), None);
        assert_eq!(decode(b"").as_deref(), Some(""));
    }

    #[test]
    fn a_language_is_known_by_extension_or_first_line() {
        let languages = languages();
        assert_eq!(languages.of("a/b.PY", b""), Some(0));
        assert_eq!(languages.of("a/x.d.ts", b""), Some(1));
        assert_eq!(
            languages.of("bin/run", b"#!/usr/bin/env -S python3.11 -u\n"),
            Some(0)
        );
        assert_eq!(languages.of("bin/run", b"#!/bin/zsh\n"), None);
    }

    #[test]
    fn others_code_is_told_from_ours() {
        let languages = languages();
        let context =
            |path: &str, bytes: &[u8]| languages.context(languages.of(path, bytes), path, bytes);
        assert_eq!(context("vendor/x/y.py", b""), Context::Foreign);
        assert_eq!(
            context("x/y.py", b"# Code generated by x. DO NOT EDIT.\n"),
            Context::Foreign
        );
        assert_eq!(context("x/test_y.py", b""), Context::Test);
        assert_eq!(context("x/tests/y.py", b""), Context::Test);
        assert_eq!(context("README.md", b""), Context::Documentation);
        assert_eq!(context("x/vendors.py", b""), Context::Product);
        assert_eq!(
            context("x/app.js", "a".repeat(9_000).as_bytes()),
            Context::Foreign
        );
    }

    #[test]
    fn globs_know_the_star_only() {
        assert!(matches("*_test.go", "a_test.go"));
        assert!(matches("test_*.py", "test_a.py"));
        assert!(!matches("test_*.py", "test_a.pyc"));
        assert!(matches("*.test.*", "a.test.ts"));
        assert!(!matches("a", "ab"));
    }
}
