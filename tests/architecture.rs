//! Holds the house to its floor plan: who may import whom, where input and output may happen, and
//! how a file looks. The plan with its reasons stands in docs/architecture.md; when a better one
//! shows itself, change both in one commit.

use std::fs;
use std::path::{Path, PathBuf};

/// Every room of the library and the rooms it may import. A room imports only rooms below it.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("lang", &["model"]),
    ("source", &["model", "rules"]),
    ("vcs", &["model"]),
    ("cache", &["model"]),
    ("config", &["model"]),
    ("rules", &["model"]),
    ("detect", &["model", "lang", "source", "rules"]),
    ("link", &["model", "rules"]),
    (
        "scan",
        &["model", "source", "vcs", "cache", "rules", "detect", "link"],
    ),
    ("check", &["model", "rules", "detect", "link"]),
    ("gate", &["model", "vcs"]),
    ("diff", &["model"]),
    ("report", &["model"]),
    ("generate", &["model", "report"]),
    ("audit", &["model"]),
    ("rotate", &["model", "rules"]),
];

/// Rooms that compute on what they are handed: no files, no environment, no processes.
const WITHOUT_IO: &[&str] = &[
    "model", "lang", "detect", "link", "diff", "report", "generate", "audit", "rotate",
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "common", "helpers", "types", "misc"];

/// The longest a file may be, in lines.
const LONGEST: usize = 600;

/// One source file.
struct File {
    /// Relative to src/, with `/`.
    name: String,
    /// Its place in the module tree: `["lang", "go"]`; empty for the two roots.
    modules: Vec<String>,
    /// As written.
    text: String,
    /// The same lines without comments and without what stands in strings.
    code: String,
    /// Belongs to tests as a whole.
    test: bool,
}

impl File {
    /// The room it stands in; `main` and `lib` for the roots.
    fn room(&self) -> &str {
        self.modules
            .first()
            .map_or_else(|| self.name.trim_end_matches(".rs"), String::as_str)
    }

    /// Belongs to the binary, whose `crate::` is not the library's.
    fn in_binary(&self) -> bool {
        matches!(self.room(), "main" | "cli")
    }

    /// The code that ships: without an inline test module, which stands at the end.
    fn shipped(&self) -> &str {
        if self.test {
            return "";
        }
        let cut = [
            "\n#[cfg(test)]\nmod tests {",
            "\n#[cfg(test)]\npub(crate) mod tests {",
        ]
        .iter()
        .find_map(|mark| self.code.find(mark));
        &self.code[..cut.unwrap_or(self.code.len())]
    }
}

fn source_files() -> Vec<File> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&src, &mut paths);
    paths.sort();
    let mut files: Vec<File> = paths
        .iter()
        .map(|path| {
            let relative = path.strip_prefix(&src).expect("collected below it");
            let parts: Vec<String> = relative
                .iter()
                .map(|part| part.to_string_lossy().into_owned())
                .collect();
            let name = parts.join("/");
            let mut modules = parts;
            let last = modules.pop().expect("a file has a name");
            if last != "mod.rs" && name != "lib.rs" && name != "main.rs" {
                modules.push(last.trim_end_matches(".rs").to_owned());
            }
            let text = fs::read_to_string(path).expect("a listed file can be read");
            let code = bare(&text);
            File {
                name,
                modules,
                text,
                code,
                test: false,
            }
        })
        .collect();
    // `#[cfg(test)] mod sample;` makes a whole file part of the tests.
    let declared: Vec<Vec<String>> = files.iter().flat_map(test_modules).collect();
    for file in &mut files {
        file.test = declared.iter().any(|test| file.modules.starts_with(test));
    }
    files
}

fn collect(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("src/ can be listed") {
        let path = entry.expect("src/ can be listed").path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// The modules a file declares for tests only, by their place in the tree.
fn test_modules(file: &File) -> Vec<Vec<String>> {
    let lines: Vec<&str> = file.code.lines().collect();
    lines
        .windows(2)
        .filter(|pair| pair[0].trim() == "#[cfg(test)]")
        .filter_map(|pair| pair[1].trim().strip_suffix(';')?.split_once("mod "))
        .map(|(_, name)| {
            let mut modules = file.modules.clone();
            modules.push(name.to_owned());
            modules
        })
        .collect()
}

/// `text` with comments and the insides of strings blanked, line by line as before.
fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_string(rest, out.chars().last()) {
            let close = format!("\"{}", "#".repeat(hashes));
            let open = rest.find('"').expect("a raw string has a quote") + 1;
            rest[open..]
                .find(&close)
                .map_or(rest.len(), |end| open + end + close.len())
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' && is_character(rest) {
            quoted(rest, '\'')
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        out.extend(
            rest[..skipped]
                .chars()
                .filter(|character| *character == '\n'),
        );
        // Something must stand there, or `"a"` between two words would join them.
        out.push(' ');
        rest = &rest[skipped..];
    }
    out
}

/// The number of hashes of the raw string that begins here, if one does.
fn raw_string(rest: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(|before| before.is_alphanumeric() || before == '_') {
        return None;
    }
    let after = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// Where the literal that begins here ends.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Whether a quote begins a character rather than a lifetime.
fn is_character(rest: &str) -> bool {
    let mut characters = rest.chars().skip(1);
    characters.next() == Some('\\') || characters.next() == Some('\'')
}

/// Every name that stands first after the crate's root in a path: `model` of `crate::model::place`,
/// of `use crate::{model::place}` and of as many `super::` as lead there.
fn reached_from_root(file: &File) -> Vec<(usize, String)> {
    let mut reached = Vec::new();
    let mut inline: Vec<usize> = Vec::new();
    let mut offset = 0;
    for (number, line) in file.code.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        if !line.trim().is_empty() {
            inline.retain(|module| *module < indent);
        }
        let supers = "super::".repeat(file.modules.len() + inline.len());
        for root in ["crate::", supers.as_str()] {
            if root.is_empty() {
                continue;
            }
            for (at, _) in line.match_indices(root) {
                let before = &line[..at];
                if before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
                    continue;
                }
                let after = &file.code[offset + at + root.len()..];
                for name in first_names(after) {
                    if name != "super" {
                        reached.push((number + 1, name));
                    }
                }
            }
        }
        let opens = line.trim().strip_suffix(" {");
        if opens.is_some_and(|opens| opens.starts_with("mod ") || opens.contains(" mod ")) {
            inline.push(indent);
        }
        offset += line.len() + 1;
    }
    reached
}

/// The first name of a path, or of each path in a group.
fn first_names(after: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        let text = text.trim_start();
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
        text[..end.unwrap_or(text.len())].to_owned()
    };
    let Some(group) = after.strip_prefix('{') else {
        return vec![name(after)];
    };
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(name(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(name(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Fails with every line that is wrong, not only the first.
fn assert_none(wrong: &[String], hint: &str) {
    assert!(wrong.is_empty(), "\n{}\n\n{hint}\n", wrong.join("\n"));
}

#[test]
fn a_room_imports_only_rooms_below_it() {
    let mut wrong = Vec::new();
    for file in source_files() {
        if file.in_binary() || file.room() == "lib" {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == file.room()) else {
            wrong.push(format!(
                "src/{}: no room `{}` in the table",
                file.name,
                file.room()
            ));
            continue;
        };
        for (line, name) in reached_from_root(&file) {
            if name != file.room() && !allowed.contains(&name.as_str()) {
                let (file, room) = (&file.name, file.room());
                wrong.push(format!("src/{file}:{line}: {room} may not import {name}"));
            }
        }
    }
    assert_none(
        &wrong,
        "a new room needs its line in ROOMS and in the table of docs/architecture.md",
    );
}

#[test]
fn the_binary_sees_the_library_and_nothing_the_library_sees_is_the_binary() {
    let mut wrong = Vec::new();
    for file in source_files() {
        if file.in_binary() {
            for (line, name) in reached_from_root(&file) {
                if name != "cli" && file.room() != name {
                    wrong.push(format!("src/{}:{line}: reaches for {name}", file.name));
                }
            }
        } else if file.code.contains("mod cli") {
            wrong.push(format!(
                "src/{}: the library holds no command line",
                file.name
            ));
        }
    }
    assert_none(
        &wrong,
        "the binary says `vigie::…`, as any other user of the library",
    );
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    let mut wrong = Vec::new();
    for file in source_files() {
        let says = file
            .text
            .strip_prefix("//! ")
            .and_then(|text| text.lines().next());
        if says.is_none_or(|says| says.trim().len() < 10) {
            wrong.push(format!(
                "src/{}: does not open with a `//!` line",
                file.name
            ));
        }
        let lines = file.text.lines().count();
        if lines > LONGEST {
            wrong.push(format!("src/{}: {lines} lines", file.name));
        }
        for module in &file.modules {
            if EMPTY_NAMES.contains(&module.as_str()) {
                wrong.push(format!("src/{}: `{module}` says nothing", file.name));
            }
        }
    }
    assert_none(
        &wrong,
        &format!("at most {LONGEST} lines; split by what changes together"),
    );
}

#[test]
fn only_main_prints_and_reads_the_environment() {
    let mut wrong = Vec::new();
    for file in source_files().iter().filter(|file| file.name != "main.rs") {
        for (number, line) in file.shipped().lines().enumerate() {
            for word in [
                "print!(",
                "println!(",
                "eprint!(",
                "eprintln!(",
                "dbg!(",
                "io::stdout",
                "io::stderr",
                "env::var",
                "anyhow",
            ] {
                if line.contains(word) {
                    wrong.push(format!("src/{}:{}: {word}", file.name, number + 1));
                }
            }
        }
    }
    assert_none(
        &wrong,
        "hand the text to main.rs, or take what was read there as an argument",
    );
}

#[test]
fn parsers_live_with_the_languages() {
    let mut wrong = Vec::new();
    for file in source_files().iter().filter(|file| file.room() != "lang") {
        for (number, line) in file.code.lines().enumerate() {
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            for word in words {
                if word.starts_with("tree_sitter") || matches!(word, "syn" | "proc_macro2") {
                    wrong.push(format!("src/{}:{}: {word}", file.name, number + 1));
                }
            }
        }
    }
    assert_none(&wrong, "everything else reads facts (src/model/facts.rs)");
}

#[test]
fn rooms_that_compute_touch_no_files_and_nobody_touches_the_network() {
    let mut wrong = Vec::new();
    for file in source_files() {
        let without_io = WITHOUT_IO.contains(&file.room());
        for (number, line) in file.shipped().lines().enumerate() {
            let mut forbidden = vec!["std::net", "TcpStream", "UdpSocket", "Command::new"];
            if without_io {
                forbidden.extend(["std::fs", "fs::", "std::env", "File::open", "SystemTime"]);
            }
            for word in forbidden {
                let clap = word == "Command::new" && file.in_binary();
                if line.contains(word) && !clap {
                    wrong.push(format!("src/{}:{}: {word}", file.name, number + 1));
                }
            }
        }
    }
    assert_none(
        &wrong,
        "scan obtains bytes; a scan sends nothing and runs nothing",
    );
}

#[test]
fn the_check_itself_sees_what_it_should() {
    let file = |modules: &[&str], text: &str| File {
        name: "x.rs".to_owned(),
        modules: modules.iter().map(|module| (*module).to_owned()).collect(),
        text: text.to_owned(),
        code: bare(text),
        test: false,
    };
    let names = |file: &File| -> Vec<String> {
        reached_from_root(file)
            .into_iter()
            .map(|(_, name)| name)
            .collect()
    };
    let sly = file(
        &["report", "markdown"],
        "use crate::{model::place, lang::{read, Parsers},\n    rules};\nuse super::super::scan;\n\
         use super::grouped;\n// crate::detect\nconst A: &str = \"crate::gate\";\n\
         fn f<'a>(x: &'a str) -> char { '\"' }\nfn g() { crate::vcs::head() }\n\
         mod tests {\n    use super::*;\n    use super::super::grouped;\n    use super::super::super::link;\n}\n",
    );
    assert_eq!(
        names(&sly),
        ["model", "lang", "rules", "scan", "vcs", "link"]
    );
    assert_eq!(
        bare("a(r#\"x \" y\"#, 'b', \"c\\\"d\") // e"),
        "a( ,  ,  )  "
    );
}
