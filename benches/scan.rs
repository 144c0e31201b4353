//! A whole scan of this repository's own sources, and the start of one on an empty folder.

use std::path::Path;

use vigie::model::settings::Settings;
use vigie::rules::Rules;

fn main() {
    divan::main();
}

#[divan::bench]
fn own_sources() -> usize {
    scan(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")))
}

#[divan::bench]
fn empty_folder(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    bencher.bench_local(|| scan(folder.path()));
}

fn scan(root: &Path) -> usize {
    let rules = Rules::builtin();
    let settings = Settings::default();
    vigie::scan(root, &settings, &rules, vigie::From::WorkTree, &|_| {})
        .expect("the folder is there")
        .points
        .len()
}
