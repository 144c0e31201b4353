//! Every rule's secret, planted in many shapes: all of them are reported, and nothing of them is in
//! any output.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use base64::Engine as _;
use regex::bytes::{Regex, RegexBuilder};
use vigie::model::inventory::Inventory;
use vigie::model::settings::{Format, Settings, View};
use vigie::report::{Length, Options, Words, render};
use vigie::rules::Rules;
use vigie::rules::pack::SecretRule;

/// The shortest piece of a secret that must not be seen. Bytes.
const PIECE: usize = 10;

/// A secret in a file.
struct Planted {
    path: String,
    rule: String,
    secret: String,
}

/// How often a secret is drawn until it does not look like words by chance.
const DRAWS: u64 = 8;

/// Whether a fifth of its letters and digits are digits: what looks like words is left alone.
fn is_mixed(secret: &str) -> bool {
    let count = |is: fn(&u8) -> bool| secret.as_bytes().iter().filter(|byte| is(byte)).count();
    count(u8::is_ascii_digit) * 5 >= count(u8::is_ascii_alphanumeric)
}

/// One rule's example and the secret in it, for one seed.
fn sample(rule: &SecretRule, pattern: &Regex, example: &str, seed: u64) -> (String, String) {
    let text = vigie::check::example(rule, example, seed).expect("examples expand");
    let captures = pattern
        .captures(text.as_bytes())
        .unwrap_or_else(|| panic!("{} does not match its example", rule.id));
    let secret = captures
        .name("secret")
        .or_else(|| captures.get(1))
        .unwrap_or_else(|| captures.get(0).expect("group 0 is the whole match"));
    let secret = String::from_utf8(secret.as_bytes().to_vec()).expect("examples are text");
    (text, secret)
}

/// `text` as the inside of a string literal that all of the five languages read.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out
}

/// A file name and what stands in it, for every shape that a text is planted in.
fn shapes(text: &str) -> Vec<(&'static str, String)> {
    let literal = quoted(text);
    let braces = literal.replace('{', "{{").replace('}', "}}");
    let indented = text.replace('\n', "\n    ");
    vec![
        ("alone.txt", format!("{text}\n")),
        (
            "value.yaml",
            format!("settings:\n  note: |\n    {indented}\n  size: 3\n"),
        ),
        (
            "message.py",
            format!(
                "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef run(size):\n    log.error(\"cannot use {literal}\", size)\n"
            ),
        ),
        (
            "field.py",
            format!(
                "import structlog\n\nlog = structlog.get_logger()\n\n\ndef run():\n    log.info(\"cannot\", value=\"{literal}\")\n"
            ),
        ),
        (
            "default.py",
            format!("import os\n\nvalue = os.environ.get(\"SETTING\", \"{literal}\")\n"),
        ),
        (
            "message.go",
            format!(
                "package p\n\nimport \"log/slog\"\n\nfunc run() {{\n\tslog.Error(\"cannot use {literal}\")\n\tslog.Info(\"cannot\", \"value\", \"{literal}\")\n}}\n"
            ),
        ),
        (
            "message.js",
            format!(
                "const pino = require('pino');\nconst log = pino();\nlog.error(\"cannot use {literal}\");\nlog.info({{ value: \"{literal}\" }}, 'cannot');\nconst value = process.env.SETTING || \"{literal}\";\n"
            ),
        ),
        (
            "Message.java",
            format!(
                "import org.slf4j.Logger;\nimport org.slf4j.LoggerFactory;\n\nclass Message {{\n    private static final Logger log = LoggerFactory.getLogger(Message.class);\n\n    void run() {{\n        log.error(\"cannot use {literal}\");\n        log.atInfo().addKeyValue(\"value\", \"{literal}\").log(\"cannot\");\n    }}\n}}\n"
            ),
        ),
        (
            "message.rs",
            format!(
                "fn run() {{\n    tracing::error!(\"cannot use {braces}\");\n    tracing::info!(value = \"{literal}\", \"cannot\");\n}}\n"
            ),
        ),
        // What does not parse.
        (
            "broken.py",
            format!("import logging\n\ndef run(:\n    logging.error(\"cannot use {literal}\"\n"),
        ),
        (
            "broken.go",
            format!(
                "package p\n\nimport \"log\"\n\nfunc run( {{ log.Fatal(\"cannot use {literal}\" }}\n"
            ),
        ),
    ]
}

/// Pieces of text, looked up by their bytes; first through a table of bits, since most are not there.
struct Pieces {
    bits: Vec<u64>,
    known: BTreeMap<[u8; PIECE], usize>,
}

impl Pieces {
    fn slot(piece: &[u8]) -> (usize, u64) {
        let head = u64::from_le_bytes(piece[..8].try_into().expect("a piece is longer than that"));
        let hash = head.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 42;
        ((hash >> 6) as usize, 1 << (hash & 63))
    }

    fn new() -> Self {
        Self {
            bits: vec![0; 1 << 16],
            known: BTreeMap::new(),
        }
    }

    fn add(&mut self, text: &[u8], owner: usize, public: &[u8]) {
        for piece in text.windows(PIECE) {
            if public.windows(PIECE).any(|known| known == piece) {
                continue;
            }
            let (word, bit) = Self::slot(piece);
            self.bits[word] |= bit;
            let piece = piece.try_into().expect("windows of that length");
            self.known.entry(piece).or_insert(owner);
        }
    }

    /// Forgets the pieces of a public text: a secret that begins like the name of a folder.
    fn forget(&mut self, public: &str) {
        for piece in public.as_bytes().windows(PIECE) {
            let piece: [u8; PIECE] = piece.try_into().expect("windows of that length");
            self.known.remove(&piece);
        }
    }

    /// The owners of the pieces that stand in `text`, with where.
    fn find(&self, text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (at, piece) in text.as_bytes().windows(PIECE).enumerate() {
            let (word, bit) = Self::slot(piece);
            if self.bits[word] & bit != 0
                && let Some(owner) = self.known.get(piece)
            {
                found.push((*owner, at));
            }
        }
        found
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().expect("a file stands in a folder"))
        .expect("a temporary folder takes folders");
    std::fs::write(path, text).expect("a temporary folder takes files");
}

fn scan(root: &Path) -> Inventory {
    let rules = Rules::builtin();
    let from = vigie::From::WorkTree;
    vigie::scan(root, &Settings::default(), &rules, from, &|_| {}).expect("the folder is there")
}

/// Every output there is, by name.
fn outputs(inventory: &Inventory) -> Vec<(String, String)> {
    let mut all = vec![("debug".to_owned(), format!("{inventory:?}"))];
    let words = Words::english();
    for format in [
        Format::Terminal,
        Format::Markdown,
        Format::Html,
        Format::Json,
        Format::Mermaid,
        Format::Sarif,
    ] {
        for view in [View::All, View::Observability, View::Secrets] {
            for length in [Length::Full, Length::Short] {
                let options = Options {
                    view,
                    width: Some(400),
                    length,
                    ..Options::default()
                };
                let name = format!("{format:?} {view:?} {length:?}");
                all.push((name, render(inventory, format, &options, &words)));
            }
        }
    }
    all
}

#[test]
fn planted_secrets_are_reported_and_appear_nowhere() {
    let folder = tempfile::tempdir().expect("the system gives temporary folders");
    let rules = Rules::builtin();
    let mut planted: Vec<Planted> = Vec::new();
    let mut pieces = Pieces::new();
    for rule in rules.packs.vendors.iter().flat_map(|vendor| &vendor.rules) {
        let pattern = RegexBuilder::new(&rule.pattern)
            .unicode(false)
            .build()
            .expect("patterns compile");
        for (at, example) in rule.examples.iter().enumerate() {
            let first = 2 * DRAWS * planted.len() as u64;
            let seed = (0..DRAWS)
                .map(|draw| first + 2 * draw)
                .find(|seed| is_mixed(&sample(rule, &pattern, example, *seed).1))
                .unwrap_or(first);
            let (text, secret) = sample(rule, &pattern, example, seed);
            // What does not change from one secret to the next is public.
            let (_, other) = sample(rule, &pattern, example, seed + 1);
            let owner = planted.len();
            pieces.add(secret.as_bytes(), owner, other.as_bytes());
            let base64 = |text: &str| base64::engine::general_purpose::STANDARD_NO_PAD.encode(text);
            pieces.add(base64(&secret).as_bytes(), owner, base64(&other).as_bytes());
            let hex = |text: &str| {
                text.bytes().fold(String::new(), |mut out, byte| {
                    write!(out, "{byte:02x}").expect("text takes text");
                    out
                })
            };
            pieces.add(hex(&secret).as_bytes(), owner, hex(&other).as_bytes());
            for (name, shape) in shapes(&text) {
                let path = format!("{}/{at}/{name}", rule.id);
                write(folder.path(), &path, &shape);
                planted.push(Planted {
                    path,
                    rule: rule.id.clone(),
                    secret: secret.clone(),
                });
            }
        }
    }
    for planted in &planted {
        pieces.forget(&planted.path);
    }
    let inventory = scan(folder.path());

    // Found: in every file something covers the secret; alone, most by their own rule.
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for finding in &inventory.findings {
        found
            .entry(&finding.at.path)
            .or_default()
            .push(&finding.rule);
    }
    let missed: Vec<String> = planted
        .iter()
        .filter(|planted| !found.contains_key(planted.path.as_str()))
        .map(|planted| format!("{} in {}", planted.rule, planted.path))
        .collect();
    // Hidden: nothing of any secret in any output.
    let mut leaks: BTreeMap<String, usize> = BTreeMap::new();
    for (name, output) in outputs(&inventory) {
        for (owner, at) in pieces.find(&output) {
            let start = output.floor_char_boundary(at.saturating_sub(120));
            let end = output.ceil_char_boundary((at + 60).min(output.len()));
            let around = output[start..end].replace('\n', "⏎");
            let key = format!("{} leaks into {name}", planted[owner].rule);
            if leaks.values().sum::<usize>() < 40_000 {
                let count = leaks.entry(key.clone()).or_default();
                if *count == 0 && leaks.len() < 30 {
                    println!("{key}: …{around}…");
                }
                *leaks.entry(key).or_default() += 1;
            }
        }
    }
    assert!(
        missed.is_empty(),
        "{} not found:\n{}",
        missed.len(),
        missed.join("\n")
    );
    assert!(leaks.is_empty(), "{} leaks: {leaks:#?}", leaks.len());
    assert!(planted.iter().all(|planted| planted.secret.len() >= 3));
}
