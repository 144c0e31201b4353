//! Secrets alone, and what is packed: the same findings as a whole scan gives, in archives too.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{checkout, planted, run_in};

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
    fs::write(path, bytes).expect("it can be written");
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let run = run_in(folder, &[&["scan", "--format", "json"], arguments].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for secret in [planted(), password()] {
        assert!(!run.stdout.contains(&secret) && !run.stderr.contains(&secret));
    }
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn paths(inventory: &Value, of: &str) -> Vec<String> {
    let all = inventory[of].as_array().expect("a list");
    let path = |one: &Value| {
        let path = one["at"]["path"].as_str().or(one["path"].as_str());
        path.expect("a path").to_owned()
    };
    all.iter().map(path).collect()
}

/// A password that no one has, in no file as it is.
fn password() -> String {
    ["k3", "Vb9", "QzL0p", "7tRx"].concat()
}

/// Secrets in every way that syntax, and not the text alone, tells something of.
fn many_ways() -> tempfile::TempDir {
    let root = checkout();
    let (secret, (first, second)) = (password(), ("k3Vb9", "QzL0p7tRx"));
    let folder = root.path();
    write(
        folder,
        "pieces.py",
        format!(
            "import logging\n\n\nclass Store:\n    def open(self):\n        password = (\n            \"{first}\"\n            + \"{second}\"\n        )\n        api_key = \"{first}\" + \"{second}\"\n        logging.info(\"open\")\n        return connect(password=\"{secret}\")\n",
        ),
    );
    write(
        folder,
        "quiet.go",
        format!(
            "package quiet\n\nfunc token() string {{\n\tapiToken := \"{secret}\" // gitleaks:allow\n\treturn apiToken\n}}\n\nvar key = \"{}\"\n",
            planted()
        ),
    );
    write(
        folder,
        "vendor/other/client.go",
        format!(
            "package other\n\nimport \"log\"\n\nfunc f() {{ log.Print(1); password := \"{secret}\" }}\n"
        ),
    );
    write(
        folder,
        "web/config.test.ts",
        format!(
            "import pino from 'pino'\n\nexport const client = {{ clientSecret: '{secret}' }}\npino().info('x')\n"
        ),
    );
    write(
        folder,
        "deploy/values.yaml",
        format!("db:\n  password: {secret}\n"),
    );
    write(
        folder,
        "src/lib.rs",
        format!(
            "pub fn f() {{ tracing::info!(\"x\"); }}\n\n#[cfg(test)]\nmod tests {{\n    const API_KEY: &str = \"{secret}\";\n}}\n"
        ),
    );
    write(
        folder,
        "links.txt",
        format!("to=https%3A%2F%2Fada%3A{secret}%40db.internal%2Fmain\n"),
    );
    root
}

#[test]
fn secrets_alone_are_those_of_a_whole_scan() {
    let planted = many_ways();
    let repository = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        planted.path().to_path_buf(),
        repository.join("fixtures"),
        repository.join("tests/languages"),
        repository.join("src"),
    ];
    for folder in folders {
        let whole = json(&folder, &[]);
        let alone = json(&folder, &["--only", "secrets"]);
        for part in ["suppressed", "unused", "components"] {
            assert_eq!(whole[part], alone[part], "{part} of {}", folder.display());
        }
        // What follows from several facts needs all of them.
        let secrets = |of: &Value| -> Vec<Value> {
            let all = of["findings"].as_array().expect("a list of findings");
            let secret = all.iter().filter(|finding| !finding["mask"].is_null());
            secret.cloned().collect()
        };
        assert_eq!(secrets(&whole), secrets(&alone), "{}", folder.display());
        for part in ["points", "references"] {
            assert_eq!(alone[part], Value::Array(Vec::new()), "{part}");
        }
        assert_eq!(alone["target"]["secrets_only"], true);
        assert_eq!(whole["target"]["secrets_only"], false);
        if folder == planted.path() {
            let found = paths(&alone, "findings");
            for name in [
                "app.py",
                "deploy/values.yaml",
                "links.txt",
                "pieces.py",
                "quiet.go",
                "src/lib.rs",
            ] {
                assert!(found.iter().any(|path| path == name), "{name} in {found:?}");
            }
            assert_eq!(paths(&alone, "suppressed"), ["quiet.go"]);
        }
    }
}

#[test]
fn a_report_of_secrets_alone_says_nothing_of_points() {
    let root = checkout();
    let run = run_in(
        root.path(),
        &["scan", "--only", "secrets", "--format", "markdown"],
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let secrets = run_in(
        root.path(),
        &["scan", "--view", "secrets", "--format", "markdown"],
    );
    assert_eq!(
        run.stdout.lines().next(),
        secrets.stdout.lines().next(),
        "the title"
    );
    let wrong = run_in(root.path(), &["scan", "--only", "metrics"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("secrets"), "{}", wrong.stderr);
}

/// A member of a tar file.
fn packed(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut header = [0_u8; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
    header[156] = b'0';
    header[257..263].copy_from_slice(b"ustar\0");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let mut all = header.to_vec();
    all.extend(bytes);
    all.resize(all.len().next_multiple_of(512), 0);
    all
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

#[test]
fn what_is_packed_is_searched_where_archives_are_opened() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let folder = root.path();
    let code = format!(
        "import logging\n\n\ndef f():\n    logging.info('x')\n    key = '{}'\n",
        planted()
    );
    let safe = [&b"\x03\xD9\xA2\x9A\x67\xFB\x4B\xB5"[..], &[0; 64]].concat();
    let inner = [
        packed("in/app.py", code.as_bytes()),
        packed("in/safe.bin", &safe),
    ]
    .concat();
    let outer = [
        packed("inner.tgz", &gzip(&inner)),
        packed("package.json", b"{\"name\": \"packed\"}"),
    ]
    .concat();
    write(folder, "files/outer.tar", outer);
    write(folder, "files/bomb.gz", gzip(&vec![b'\n'; 80 << 20]));

    let closed = json(folder, &[]);
    assert_eq!(closed["findings"], Value::Array(Vec::new()));
    assert_eq!(
        paths(&closed, "skips"),
        ["files/bomb.gz", "files/outer.tar"]
    );

    let open = json(folder, &["--archives"]);
    let (app, safe) = (
        "files/outer.tar!inner.tgz!in/app.py",
        "files/outer.tar!inner.tgz!in/safe.bin",
    );
    assert_eq!(paths(&open, "findings"), [app, safe]);
    let line = open["findings"][0]["excerpt"]["line"].as_str();
    assert!(
        line.is_some_and(|line| line.contains("key = '")),
        "{line:?}"
    );
    assert_eq!(open["findings"][1]["rule"], "file-keepass");
    assert_eq!(open["points"], Value::Array(Vec::new()));
    assert_eq!(open["components"], Value::Array(Vec::new()));
    assert_eq!(paths(&open, "skips"), ["files/bomb.gz"]);
    assert_eq!(open["skips"][0]["reason"], "archive");
    // A baseline, a gate and every format take them as they take files.
    let gated = run_in(
        folder,
        &[
            "scan",
            "--archives",
            "--fail-on",
            "medium",
            "--format",
            "sarif",
        ],
    );
    assert_eq!(gated.code, Some(1), "{}", gated.stderr);
    assert!(gated.stdout.contains("inner.tgz"), "{}", gated.stdout);
}
