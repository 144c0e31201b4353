fn main() {
    let root = std::env::args().nth(1).unwrap();
    let t = std::time::Instant::now();
    let rules = vigie::rules::Rules::builtin();
    eprintln!("rules {:?}", t.elapsed());
    let mut settings = vigie::model::settings::Settings::default();
    settings.threads = std::env::args().nth(3).map_or(0, |t| t.parse().unwrap());
    let inv = vigie::scan(
        std::path::Path::new(&root),
        &settings,
        &rules,
        vigie::From::WorkTree,
        &|_| {},
    )
    .unwrap();
    eprintln!("{:?} {:?}", t.elapsed(), inv.statistics);
    let mut by = std::collections::BTreeMap::new();
    for p in &inv.points {
        *by.entry(format!("{} {} {}", p.library, p.signal, p.resolved_by))
            .or_insert(0) += 1;
    }
    eprintln!("{by:#?}");
    let mut by = std::collections::BTreeMap::new();
    for p in &inv.findings {
        *by.entry(p.rule.to_string()).or_insert(0) += 1;
    }
    eprintln!("{by:#?}");
    let mut by = std::collections::BTreeMap::new();
    for p in &inv.skips {
        *by.entry(format!("{:?}", p.reason)).or_insert(0) += 1;
    }
    eprintln!("{by:#?} refs {}", inv.references.len());
    if let Some(out) = std::env::args().nth(2) {
        std::fs::write(out, serde_json::to_string(&inv).unwrap()).unwrap();
    }
}
