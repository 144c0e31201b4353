//! Two inventories of 50,000 points held against each other: one in a hundred renamed, and all of them.

use std::fmt::Write as _;

use vigie::diff::{Side, compare};

fn main() {
    divan::main();
}

/// An inventory of so many points; every `every`-th has another name.
fn side(points: usize, every: usize, word: &str) -> Side {
    let mut listed = String::new();
    for at in 0..points {
        let (file, line) = (at / 50, at % 50 + 1);
        let word = if at % every == 0 { word } else { "same" };
        let comma = if at == 0 { "" } else { "," };
        write!(
            listed,
            r#"{comma}{{"at":{{"path":"src/file_{file:05}.py","span":{{"start":{start},"end":{end}}},
            "start":{{"line":{line},"column":1}},"end":{{"line":{line},"column":9}}}},
            "library":"python/logging","signal":"log","level":"info",
            "template":"the {word} number {at} of the shop was served","name":null,"exposed":null,
            "instrument":null,"unit":null,"help":null,"attributes":[],"function":"serve",
            "component":"","through":null,"resolved_by":"import","confidence":"confirmed",
            "test":false,"watched_by":[]}}"#,
            start = line * 100,
            end = line * 100 + 9,
        )
        .expect("a String takes everything");
    }
    let text = format!(
        r#"{{"schema_version":"1.2","view":"all","tool":{{"rules_digest":"","settings_digest":""}},
        "target":{{"name":"big","revision":null,"base":null,"history":false}},"components":[],
        "points":[{listed}],"observers":[],"findings":[],"rules":[],"references":[]}}"#
    );
    Side::read(&text).expect("it is an inventory")
}

#[divan::bench(args = [1, 100])]
fn fifty_thousand(bencher: divan::Bencher<'_, '_>, every: usize) {
    let (old, new) = (side(50_000, every, "order"), side(50_000, every, "basket"));
    bencher.bench_local(|| compare(&old, &new).counts.renamed);
}
