//! Reading one file: keywords, facts, points, secrets.

use vigie::detect::{Engine, Input, Worker};
use vigie::model::inventory::Context;
use vigie::model::settings::Settings;
use vigie::rules::Rules;
use vigie::source::Languages;

fn main() {
    divan::main();
}

/// A Go file with as many functions that log as asked for.
fn source(functions: usize) -> String {
    let mut text = String::from("package p\n\nimport \"log/slog\"\n");
    for at in 0..functions {
        text.push_str("\nfunc f");
        text.push_str(&at.to_string());
        text.push_str("(l *slog.Logger, n int) {\n\tl.Info(\"step done\", \"n\", n)\n\tif n > 3 {\n\t\tl.Error(\"too many\", \"n\", n)\n\t}\n}\n");
    }
    text
}

#[divan::bench(args = [10, 1_000])]
fn one_go_file(bencher: divan::Bencher<'_, '_>, functions: usize) {
    let rules = Rules::builtin();
    let engine = Engine::new(&rules, &Settings::default());
    let language = Languages::new(&rules.packs.languages).of_path("p.go");
    let text = source(functions);
    let mut worker = Worker::default();
    bencher
        .counter(divan::counter::BytesCount::new(text.len()))
        .bench_local(|| {
            let input = Input {
                path: "p.go",
                text: &text,
                bytes: text.len() as u64,
                language,
                context: Context::Product,
                secrets_only: false,
            };
            engine.read(&mut worker, input, false, None)
        });
}
