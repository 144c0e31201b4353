//! `--lang fr`: what people read is French, what programs read is English, and nothing is mixed.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{planted, run, run_in, vigie};

/// The shop with what listens to it, a register, and a secret in the open.
fn shop() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/shop");
    let mut files = vec![
        (
            "rules.yml".to_owned(),
            "groups:\n  - name: shop\n    rules:\n      - alert: NoOrders\n        expr: rate(shop_orders_sum[5m]) == 0\n      - alert: Orders\n        expr: rate(shop_orders_total{currency=\"x\"}[5m]) == 0\n        labels: {severity: page}\n        annotations: {summary: Nobody buys}\n".to_owned(),
        ),
        (
            "secrets.yaml".to_owned(),
            "version: 1\nsecrets:\n  - name: DB_PASSWORD\n    type: password\n    usage: orders\n  - name: OLD_TOKEN\n    owner: team-orders\n    last_rotation: 2020-01-01\n    rotation_interval: 90d\n    expiry: 2021-01-01\n".to_owned(),
        ),
        (
            "api/settings.py".to_owned(),
            format!(
                "import logging, os\nlog = logging.getLogger(__name__)\nAWS_ACCESS_KEY_ID = \"{}\"\npassword = os.environ[\"DB_PASSWORD\"]\nkey = os.environ[\"PAY_API_KEY\"]\nlog.error(\"cannot use %s\", password)\n",
                planted()
            ),
        ),
        ("api/broken.py".to_owned(), "import logging\nlogging.error('x'\ndef (:\n".to_owned()),
    ];
    for name in [
        "api/orders.py",
        "api/pyproject.toml",
        "worker/go.mod",
        "worker/main.go",
    ] {
        let text = fs::read_to_string(sources.join(name)).expect("it is there");
        files.push((name.to_owned(), text));
    }
    for (name, text) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    root
}

/// Stretches of at least three words that only the English messages hold.
fn english() -> Vec<String> {
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/locales");
    let text = |name: &str| fs::read_to_string(locales.join(name)).expect("it is there");
    let french = text("fr.ftl") + &text("fr.generate.ftl");
    let mut stretches = Vec::new();
    for line in (text("en.ftl") + &text("en.generate.ftl")).lines() {
        let value = match line.split_once(" = ") {
            _ if line.starts_with('#') || line.contains("->") => continue,
            Some((_, value)) => value,
            None => line
                .trim()
                .split_once("] ")
                .map_or(line, |(_, value)| value),
        };
        for piece in value.split(['{', '}']).step_by(2) {
            let piece = piece.trim_matches([' ', '.', ':', ',', ';']);
            if piece.split_whitespace().count() > 2 && !french.contains(piece) {
                stretches.push(piece.to_owned());
            }
        }
    }
    assert!(stretches.len() > 200, "{}", stretches.len());
    stretches
}

#[test]
fn a_scan_in_french_holds_no_english_message() {
    let root = shop();
    let english = english();
    for arguments in [
        &["scan", "--date", "2026-01-01"][..],
        &["scan", "--date", "2026-01-01", "--view", "observability"],
        &["scan", "--date", "2026-01-01", "--format", "markdown"],
        &["scan", "--format", "markdown", "--short"],
        &["scan", "--date", "2026-01-01", "--format", "html"],
        &["scan", "--format", "mermaid"],
        &["scan", "--date", "2026-01-01", "--no-config"],
        &["secrets", "rotate", "DB_PASSWORD"],
        &["explain", "metric-nowhere"],
    ] {
        let run = run_in(root.path(), &[arguments, &["--lang", "fr"]].concat());
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
        for stretch in &english {
            assert!(
                !run.stdout.contains(stretch),
                "{arguments:?} says `{stretch}`"
            );
        }
    }
}

#[test]
fn people_read_french_and_programs_english() {
    let root = shop();
    let said = |arguments: &[&str]| run_in(root.path(), &[&["scan"], arguments].concat()).stdout;
    let terminal = said(&["--lang", "fr"]);
    assert!(terminal.contains("\u{a0}: 8 fichiers, "), "{terminal}");
    assert!(terminal.contains("journaux"), "{terminal}");
    assert!(
        terminal.contains("Clé") || terminal.contains("en clair"),
        "{terminal}"
    );
    let markdown = said(&["--lang", "fr", "--format", "markdown"]);
    assert!(markdown.contains("## Vue d’ensemble"), "{markdown}");
    assert!(
        markdown.contains("| Gravité | Confiance | Endroit |"),
        "{markdown}"
    );
    assert!(
        markdown.contains("Une alerte n’a pas de gravité"),
        "{markdown}"
    );
    assert!(said(&["--lang", "fr", "--format", "html"]).contains("<html lang=\"fr\">"));
    for format in ["json", "sarif"] {
        assert_eq!(
            said(&["--lang", "fr", "--format", format]),
            said(&["--format", format]),
            "{format}"
        );
    }
}

#[test]
fn the_language_is_a_setting_like_others() {
    let root = shop();
    let french = |output: &str| output.contains(" fichiers, ");
    let variable = run(vigie(root.path()).arg("scan").env("VIGIE_LANG", "fr"));
    assert!(french(&variable.stdout), "{}", variable.stdout);
    fs::write(root.path().join("vigie.toml"), "[output]\nlang = \"fr\"\n")
        .expect("it can be written");
    assert!(french(&run_in(root.path(), &["scan"]).stdout));
    assert!(!french(
        &run_in(root.path(), &["--lang", "en", "scan"]).stdout
    ));
    let shown = run_in(root.path(), &["config", "show", "--origin", "--lang", "en"]).stdout;
    assert!(shown.contains("lang = \"en\"  # --lang"), "{shown}");
    let refused = run_in(root.path(), &["scan", "--lang", "de"]);
    assert_eq!(refused.code, Some(2));
}

#[test]
fn every_finding_of_the_program_has_its_french() {
    let rules = vigie::rules::Rules::builtin();
    for rule in rules.packs.findings.iter().flat_map(|pack| &pack.findings) {
        let french = rule.french.as_ref().expect(&rule.id);
        assert_ne!(french.title, rule.title, "{}", rule.id);
        assert_ne!(french.why, rule.why, "{}", rule.id);
        assert_ne!(french.fix, rule.fix, "{}", rule.id);
    }
}

#[test]
fn help_speaks_french_when_asked() {
    let root = tempfile::tempdir().expect("a temporary folder");
    for arguments in [
        &["--help", "--lang", "fr"][..],
        &["--lang=fr", "help"],
        &["--lang", "fr", "scan", "-h"],
    ] {
        let help = run_in(root.path(), arguments);
        assert_eq!(help.code, Some(0), "{}", help.stderr);
        assert!(
            help.stdout.contains("Utilisation\u{a0}: vigie"),
            "{}",
            help.stdout
        );
        for english in [
            "Usage:",
            "Print help",
            "Commands:",
            "Examples:",
            "possible values",
            "[default",
        ] {
            assert!(!help.stdout.contains(english), "{english}: {}", help.stdout);
        }
    }
}

#[test]
fn generated_files_and_differences_are_french_too() {
    let root = shop();
    let made = run_in(root.path(), &["generate", "all", "--lang", "fr"]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let mut texts = String::new();
    for folder in ["alerts", "recording", "runbooks", "dashboards"] {
        let folder = root.path().join("observability").join(folder);
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            texts += &fs::read_to_string(entry.path()).unwrap_or_default();
        }
    }
    assert!(texts.contains("Écrit par `vigie generate`"), "{texts}");
    for stretch in &english() {
        assert!(!texts.contains(stretch), "generated files say `{stretch}`");
    }

    let json = |name: &str| {
        let inventory = run_in(
            root.path(),
            &["scan", "--format", "json", "--exclude", "*.json"],
        );
        fs::write(root.path().join(name), inventory.stdout).expect("it can be written");
    };
    json("old.json");
    let orders = root.path().join("api/orders.py");
    let text = fs::read_to_string(&orders).expect("it is there");
    fs::write(
        &orders,
        text.replace("shop_orders_total", "shop_sales_total"),
    )
    .expect("it can be written");
    json("new.json");
    for format in ["terminal", "markdown"] {
        let told = run_in(
            root.path(),
            &[
                "diff", "old.json", "new.json", "--lang", "fr", "--format", format,
            ],
        );
        assert_eq!(told.code, Some(0), "{}", told.stderr);
        assert!(told.stdout.contains("shop_sales_total"), "{}", told.stdout);
        for stretch in &english() {
            assert!(
                !told.stdout.contains(stretch),
                "says `{stretch}`: {}",
                told.stdout
            );
        }
    }
}
