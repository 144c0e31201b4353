//! Compiles every pack under rules/ into one blob, through the parser that `--rules DIR` uses.

#![allow(clippy::disallowed_methods)] // cargo tells a build script where to write by its environment
#![allow(unreachable_pub)] // the modules below are public in the library they come from

#[path = "src/model"]
#[allow(dead_code, missing_docs)]
mod model {
    pub(crate) mod language;
    pub(crate) mod listening;
    pub(crate) mod signal;
    pub(crate) mod translation;
}

#[path = "src/rules"]
#[allow(dead_code, missing_docs)]
mod rules {
    pub(crate) mod pack;
    pub(crate) mod raw;
}

use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/rules/pack.rs");
    println!("cargo::rerun-if-changed=src/rules/pack");
    println!("cargo::rerun-if-changed=src/rules/raw.rs");
    println!("cargo::rerun-if-changed=src/rules/raw");
    let mut files = Vec::new();
    collect(Path::new("rules"), &mut files);
    files.sort();
    let mut packs = rules::pack::Packs::default();
    let mut failed = false;
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a pack listed a moment ago can be read");
        let relative = path.strip_prefix("rules").expect("collected below rules");
        if let Err(error) = packs.add(&relative.to_string_lossy().replace('\\', "/"), &text) {
            println!("cargo::error=rules/{error}");
            failed = true;
        }
    }
    if failed {
        return;
    }
    let blob = postcard::to_allocvec(&packs).expect("packs are plain data");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("packs.bin");
    std::fs::write(out, blob).expect("cargo made the folder");
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("rules/ is part of the package") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            files.push(path);
        }
    }
}
