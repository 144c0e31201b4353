//! The program as people run it: exit codes, what is printed where, and every mistake one can type.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The program in `folder`, with nothing of this machine's environment.
fn vigie(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.env_clear().current_dir(folder).stdin(Stdio::null());
    command
}

/// What one run gave.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(command: &mut Command) -> Run {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the program starts");
    Run {
        code: status.code(),
        stdout: String::from_utf8(stdout).expect("output is UTF-8"),
        stderr: String::from_utf8(stderr).expect("messages are UTF-8"),
    }
}

fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    run(vigie(folder).args(arguments))
}

/// A token that no one was ever given, put together here so that it stands in no file.
fn planted() -> String {
    ["AKIA", "QYLPMN5HHHFPZAM2"].concat()
}

/// A checkout with a log, a metric-free module, a reference and a secret in the open.
fn checkout() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    fs::write(
        root.path().join("app.py"),
        format!(
            "import logging\nimport os\n\nlog = logging.getLogger(__name__)\n\
             AWS_ACCESS_KEY_ID = \"{}\"\nDB_PASSWORD = os.environ[\"DB_PASSWORD\"]\n\n\n\
             def serve(port):\n    log.info(\"listening on %s\", port)\n",
            planted()
        ),
    )
    .expect("the folder can be written");
    root
}

/// A checkout with nothing to look at.
fn clean_checkout() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    fs::write(root.path().join("README.md"), "# Nothing here\n").expect("it can be written");
    root
}

/// Asserts a run that could not do what was asked, and says so in one `error:` and one `help:` line.
fn assert_refused(run: &Run, error: &str, help: &str) {
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert_eq!(run.stdout, "");
    let lines: Vec<&str> = run.stderr.lines().collect();
    let [first, second] = lines[..] else {
        panic!("not two lines:\n{}", run.stderr);
    };
    assert!(first.starts_with("error: "), "{first}");
    assert!(first.contains(error), "{first}\nlacks {error}");
    assert!(second.starts_with("help: "), "{second}");
    assert!(second.contains(help), "{second}\nlacks {help}");
}

#[test]
fn a_scan_ends_well_unless_a_threshold_is_set() {
    let root = checkout();
    let plain = run_in(root.path(), &["scan"]);
    assert_eq!(plain.code, Some(0), "{}", plain.stderr);
    assert!(plain.stdout.contains("app.py"), "{}", plain.stdout);
    assert_eq!(plain.stderr, "", "nobody watches, so nothing is said");

    assert_eq!(
        run_in(root.path(), &["scan", "--fail-on", "low"]).code,
        Some(1)
    );
    assert_eq!(
        run_in(root.path(), &["scan", "--fail-on", "never"]).code,
        Some(0)
    );
    let clean = clean_checkout();
    assert_eq!(
        run_in(clean.path(), &["scan", "--fail-on", "low"]).code,
        Some(0)
    );
}

#[test]
fn the_threshold_comes_from_file_variable_and_flag_in_that_order() {
    let root = checkout();
    fs::write(
        root.path().join("vigie.toml"),
        "[gate]\nfail-on = \"low\"\n",
    )
    .expect("written");
    assert_eq!(run_in(root.path(), &["scan"]).code, Some(1));
    assert_eq!(run_in(root.path(), &["scan", "--no-config"]).code, Some(0));
    let by_variable = run(vigie(root.path()).arg("scan").env("VIGIE_FAIL_ON", "never"));
    assert_eq!(by_variable.code, Some(0));
    let by_flag = run(vigie(root.path())
        .args(["scan", "--fail-on", "low"])
        .env("VIGIE_FAIL_ON", "never"));
    assert_eq!(by_flag.code, Some(1));

    let shown = run(vigie(root.path())
        .args(["config", "show", "--origin", "--threads", "3"])
        .env("VIGIE_MIN_SEVERITY", "low"));
    assert_eq!(shown.code, Some(0), "{}", shown.stderr);
    for line in [
        "threads = 3  # --threads",
        "min-severity = \"low\"  # VIGIE_MIN_SEVERITY",
        "fail-on = \"low\"  # vigie.toml:2",
        "view = \"all\"  # default",
    ] {
        assert!(
            shown.stdout.lines().any(|shown| shown == line),
            "{}",
            shown.stdout
        );
    }
}

#[test]
fn the_secret_itself_stands_in_no_output() {
    let root = checkout();
    let found = run_in(root.path(), &["scan", "--format", "json"]);
    assert!(
        found.stdout.contains("aws-access-key-id"),
        "{}",
        found.stdout
    );
    for format in ["terminal", "markdown", "json", "mermaid", "sarif"] {
        let run = run_in(root.path(), &["scan", "--format", format]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(!run.stdout.is_empty(), "{format}");
        for text in [&run.stdout, &run.stderr] {
            assert!(!text.contains(&planted()[4..]), "{format} tells the secret");
        }
    }
}

#[test]
fn a_format_alone_prints_only_itself() {
    let root = checkout();
    let json = run_in(root.path(), &["scan", "--format", "json"]);
    let inventory: serde_json::Value = serde_json::from_str(&json.stdout).expect("one document");
    assert_eq!(inventory["tool"]["name"], "vigie");
    assert_eq!(json.stderr, "");
    let sarif = run_in(root.path(), &["scan", "-f", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif.stdout).expect("one document");
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn the_inventory_obeys_the_published_schema() {
    let root = checkout();
    let schema = run_in(root.path(), &["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&schema.stdout).expect("it is JSON");
    jsonschema::meta::validate(&schema).expect("it is a schema");
    let inventory = run_in(root.path(), &["scan", "--format", "json"]);
    let inventory = serde_json::from_str(&inventory.stdout).expect("it is JSON");
    jsonschema::validate(&schema, &inventory).expect("what is written obeys what is published");
    assert!(!jsonschema::is_valid(
        &schema,
        &serde_json::json!({ "points": 1 })
    ));
}

#[test]
fn the_configuration_schema_accepts_what_is_shown() {
    let root = clean_checkout();
    let schema = run_in(root.path(), &["schema", "config"]);
    let schema: serde_json::Value = serde_json::from_str(&schema.stdout).expect("it is JSON");
    let shown = run_in(root.path(), &["config", "show", "--exclude", "dist/"]);
    let shown: toml::Value = toml::from_str(&shown.stdout).expect("it is TOML");
    let shown = serde_json::to_value(shown).expect("TOML fits into JSON");
    jsonschema::validate(&schema, &shown).expect("what is shown obeys what is published");
}

#[test]
fn an_out_dir_gets_the_whole_set_and_the_summary_is_still_printed() {
    let root = checkout();
    let run = run_in(root.path(), &["scan", "--out-dir", "reports/today"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("app.py"), "{}", run.stdout);
    let mut files = Vec::new();
    list(&root.path().join("reports/today"), &mut files);
    files.sort();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "docs/auto_docs/observability_dashboard.mmd",
            "docs/auto_docs/secrets_archi.mmd",
            "observability-scan.json",
            "observability_inventory.md",
            "secrets-scan.json",
            "secrets_inventory.md",
            "vigie.sarif",
        ]
    );
    let mut documents = 0;
    for (name, text) in &files {
        assert!(!text.is_empty(), "{name}");
        assert!(
            run.stderr.contains(&format!("wrote reports/today/{name}")),
            "{}",
            run.stderr
        );
        if text.starts_with('{') {
            serde_json::from_str::<serde_json::Value>(text).expect(name);
            documents += 1;
        }
    }
    assert_eq!(documents, 3, "two inventories and one SARIF log are JSON");

    // The reports of the last run are no part of the software.
    let again = run_in(root.path(), &["scan", "--out-dir", "reports/today"]);
    assert_eq!(again.stdout, run.stdout);
    let mut files_again = Vec::new();
    list(&root.path().join("reports/today"), &mut files_again);
    files_again.sort();
    assert_eq!(files, files_again);
}

/// Every file below `folder` with its text, by relative name.
fn list(folder: &Path, into: &mut Vec<(String, String)>) {
    fn walk(top: &Path, folder: &Path, into: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("the folder was made") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                walk(top, &path, into);
            } else {
                let name = path.strip_prefix(top).expect("below it").to_string_lossy();
                let text = fs::read_to_string(&path).expect("reports are text");
                into.push((name.replace('\\', "/"), text));
            }
        }
    }
    walk(folder, folder, into);
}

#[test]
fn outputs_go_where_they_are_told_and_quiet_is_quiet() {
    let root = checkout();
    let run = run_in(
        root.path(),
        &[
            "scan",
            "-q",
            "--output",
            "sarif=out/v.sarif",
            "--output",
            "markdown=out/v.md",
        ],
    );
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (Some(0), "", "")
    );
    let sarif = fs::read_to_string(root.path().join("out/v.sarif")).expect("it was written");
    assert!(sarif.contains("\"2.1.0\""), "{sarif}");
    assert!(root.path().join("out/v.md").is_file());
}

#[test]
fn files_hold_no_colours_even_where_the_terminal_has_them() {
    let root = checkout();
    let run = run_in(
        root.path(),
        &[
            "scan",
            "--color",
            "always",
            "--output",
            "terminal=summary.txt",
        ],
    );
    assert!(run.stdout.contains("\x1b["), "{}", run.stdout);
    let file = fs::read_to_string(root.path().join("summary.txt")).expect("it was written");
    assert!(!file.contains('\x1b'), "{file}");
    let plain = run_in(root.path(), &["scan"]);
    assert!(!plain.stdout.contains('\x1b'), "{}", plain.stdout);
}

#[test]
fn one_half_is_only_one_half() {
    let root = checkout();
    let secrets = run_in(
        root.path(),
        &["scan", "--format", "json", "--view", "secrets"],
    );
    let secrets: serde_json::Value = serde_json::from_str(&secrets.stdout).expect("JSON");
    assert_eq!(secrets["points"].as_array().map(Vec::len), Some(0));
    assert_eq!(secrets["references"][0]["name"], "DB_PASSWORD");
    let points = run_in(
        root.path(),
        &["scan", "--format", "json", "--view", "observability"],
    );
    let points: serde_json::Value = serde_json::from_str(&points.stdout).expect("JSON");
    assert_eq!(points["points"][0]["template"], "listening on %s");
    assert_eq!(points["references"].as_array().map(Vec::len), Some(0));
}

#[test]
fn threads_do_not_change_a_byte() {
    let root = checkout();
    for name in 0..40 {
        let text = format!("import logging\nlogging.error(\"number {name}\")\n");
        fs::write(root.path().join(format!("m{name}.py")), text).expect("it can be written");
    }
    let one = run_in(root.path(), &["scan", "--format", "json", "--threads", "1"]);
    let many = run_in(root.path(), &["scan", "--format", "json", "--threads", "8"]);
    assert!(one.stdout.contains("number 39"));
    assert!(one.stdout == many.stdout);
}

#[test]
fn what_is_excluded_is_not_read() {
    let root = checkout();
    let arguments = ["scan", "--format", "json", "--exclude"];
    let read = run_in(root.path(), &[&arguments[..], &["other.py"]].concat());
    assert!(read.stdout.contains("app.py"), "{}", read.stdout);
    let left_out = run_in(root.path(), &[&arguments[..], &["app.py"]].concat());
    assert_eq!(left_out.code, Some(0), "{}", left_out.stderr);
    assert!(!left_out.stdout.contains("app.py"), "{}", left_out.stdout);
}

#[test]
fn a_rule_can_be_turned_off() {
    let root = checkout();
    let arguments = ["scan", "--fail-on", "low", "--disable"];
    let on = run_in(root.path(), &[&arguments[..], &["github-pat"]].concat());
    assert_eq!(on.code, Some(1), "{}{}", on.stdout, on.stderr);
    let off = run_in(
        root.path(),
        &[&arguments[..], &["aws-access-key-id"]].concat(),
    );
    assert_eq!(off.code, Some(0), "{}{}", off.stdout, off.stderr);
}

#[test]
fn a_path_that_is_no_folder_is_told() {
    let root = checkout();
    assert_refused(
        &run_in(root.path(), &["scan", "no/such/place"]),
        "there is no folder no/such/place",
        "name an existing folder",
    );
    assert_refused(
        &run_in(root.path(), &["scan", "app.py"]),
        "app.py is a file, and a scan reads a folder",
        "vigie scan .",
    );
}

#[test]
fn a_broken_configuration_is_told_with_its_place() {
    let root = checkout();
    let file = root.path().join("vigie.toml");
    for (text, error, help) in [
        (
            "[scan]\nexlude = [\"a\"]\n",
            "vigie.toml:2:1: [scan] has no key `exlude`",
            "did you mean `exclude`?",
        ),
        (
            "[gate]\n\nfail-on = \"loud\"\n",
            "vigie.toml:3:11: `loud` is not a value of `fail-on`",
            "`critical`",
        ),
        (
            "[scan]\nthreads = \"2\"\n",
            "vigie.toml:2:11: expected a whole number, found a string",
            "threads = 4",
        ),
        (
            "[rules]\ndirs = [\"packs\"]\n",
            "vigie.toml:2: there is no folder packs with packs",
            "count from that file",
        ),
    ] {
        fs::write(&file, text).expect("it can be written");
        assert_refused(&run_in(root.path(), &["scan"]), error, help);
    }
    fs::write(&file, "[scan\n").expect("it can be written");
    let run = run_in(root.path(), &["scan"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.starts_with("error: vigie.toml:1:"),
        "{}",
        run.stderr
    );

    assert_refused(
        &run_in(root.path(), &["scan", "--config", "other.toml"]),
        "cannot read other.toml",
        "--config",
    );
}

#[test]
fn what_a_stranger_wrote_does_not_steer_the_terminal() {
    let root = clean_checkout();
    let text = "[scan]\n\"\\u001b[2J\" = 1\n";
    fs::write(root.path().join("vigie.toml"), text).expect("it can be written");
    let run = run_in(root.path(), &["scan", "--color", "always"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("no key `\\u{1b}[2J`"),
        "{:?}",
        run.stderr
    );
}

#[test]
fn a_bad_variable_is_told_and_a_misspelt_one_is_mentioned() {
    let root = clean_checkout();
    let bad = run(vigie(root.path()).arg("scan").env("VIGIE_THREADS", "many"));
    assert_eq!(bad.code, Some(2));
    assert!(
        bad.stderr
            .starts_with("error: VIGIE_THREADS: expected a whole number, found `many`"),
        "{}",
        bad.stderr
    );
    let misspelt = run(vigie(root.path()).arg("scan").env("VIGIE_FAILON", "high"));
    assert_eq!(misspelt.code, Some(0));
    assert_eq!(
        misspelt.stderr,
        "warning: VIGIE_FAILON is no setting of Vigie; did you mean VIGIE_FAIL_ON?\n"
    );
}

#[test]
fn an_unknown_format_lists_the_known_ones() {
    let root = clean_checkout();
    let run = run_in(root.path(), &["scan", "--format", "jsn"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("invalid value 'jsn'"), "{}", run.stderr);
    assert!(run.stderr.contains("'json'"), "{}", run.stderr);
    assert_refused(
        &run_in(root.path(), &["scan", "--output", "jsn=x"]),
        "there is no format `jsn`",
        "did you mean `json`?",
    );
}

#[test]
fn an_unknown_rule_offers_near_ones() {
    let root = clean_checkout();
    for command in [
        ["explain", "aws-access-key"].as_slice(),
        &["rules", "show", "aws-access-key"],
    ] {
        assert_refused(
            &run_in(root.path(), command),
            "there is no rule `aws-access-key`",
            "aws-access-key-id",
        );
    }
    assert_refused(
        &run_in(root.path(), &["explain", "zzzzzz"]),
        "there is no rule `zzzzzz`",
        "`vigie rules list` lists them all",
    );
}

#[test]
fn a_place_that_cannot_be_written_is_told() {
    let root = checkout();
    assert_refused(
        &run_in(root.path(), &["scan", "--out-dir", "app.py/reports"]),
        "cannot make the folder app.py/reports",
        "choose a place you may write to",
    );
    fs::create_dir(root.path().join("folder")).expect("it can be made");
    assert_refused(
        &run_in(root.path(), &["scan", "--output", "json=folder"]),
        "cannot write folder: it is a folder",
        "--out-dir takes a folder",
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_a_device_is_not_replaced() {
    let root = checkout();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("Linux has it");
    let run = run(vigie(root.path()).args(["schema"]).stdout(full));
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .starts_with("error: cannot write to standard output: "),
        "{}",
        run.stderr
    );
    let code = run_in(root.path(), &["scan", "-q", "--output", "json=/dev/null"]).code;
    assert_eq!(code, Some(0));
    let null = fs::metadata("/dev/null").expect("Linux has it");
    assert!(!null.is_file(), "/dev/null was replaced by a file");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let root = clean_checkout();
    let mut child = vigie(root.path())
        .arg("schema")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("it is piped");
    stderr
        .read_to_string(&mut said)
        .expect("messages are UTF-8");
    assert_eq!(child.wait().expect("it ends").code(), Some(0), "{said}");
    assert_eq!(said, "");
}

#[test]
fn help_shows_examples_that_parse() {
    let root = clean_checkout();
    for (arguments, example) in [
        ([].as_slice(), "vigie scan --staged --fail-on high"),
        (&["scan"], "vigie scan --out-dir reports"),
        (&["rules"], "vigie rules check my-packs"),
        (&["explain"], "vigie explain aws-access-key-id"),
        (&["config"], "vigie config show --origin"),
        (&["completions"], "vigie completions fish"),
    ] {
        let run = run(vigie(root.path()).args(arguments).arg("--help"));
        assert_eq!(run.code, Some(0));
        assert!(run.stdout.contains("Examples:"), "{}", run.stdout);
        assert!(
            run.stdout.contains(example),
            "{}\nlacks {example}",
            run.stdout
        );
        assert_eq!(run.stderr, "");
    }
    let nothing = run_in(root.path(), &[]);
    assert_eq!(nothing.code, Some(2));
    assert!(
        nothing.stderr.contains("Usage: vigie"),
        "{}",
        nothing.stderr
    );
    let version = run_in(root.path(), &["--version"]);
    assert_eq!(
        version.stdout,
        format!("vigie {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn shells_get_completions() {
    let root = clean_checkout();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let run = run_in(root.path(), &["completions", shell]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stdout.contains("out-dir"), "{shell}");
    }
    assert_eq!(run_in(root.path(), &["completions", "tcsh"]).code, Some(2));
}

#[test]
fn rules_are_listed_shown_and_checked() {
    let root = clean_checkout();
    let listed = run_in(root.path(), &["rules", "list", "--kind", "secret"]);
    assert_eq!(listed.code, Some(0), "{}", listed.stderr);
    assert!(
        listed
            .stdout
            .lines()
            .any(|line| line.starts_with("aws-access-key-id "))
    );
    assert!(!listed.stdout.contains("python/logging"));
    let all = run_in(root.path(), &["rules", "list", "--json"]);
    let all: serde_json::Value = serde_json::from_str(&all.stdout).expect("it is JSON");
    let ids = all
        .as_array()
        .expect("a list")
        .iter()
        .map(|card| card["id"].as_str());
    assert!(ids.clone().any(|id| id == Some("python/logging")));

    let page = run_in(root.path(), &["explain", "aws-access-key-id"]);
    assert_eq!(page.code, Some(0), "{}", page.stderr);
    assert!(
        page.stdout.starts_with("aws-access-key-id\n"),
        "{}",
        page.stdout
    );
    assert!(page.stdout.contains("CWE-"), "{}", page.stdout);

    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let checked = run(vigie(root.path()).args(["rules", "check"]).arg(built_in));
    assert_eq!(
        checked.code,
        Some(0),
        "{}{}",
        checked.stdout,
        checked.stderr
    );
    assert_refused(
        &run_in(root.path(), &["rules", "check", "nowhere"]),
        "there is no folder nowhere",
        "name an existing folder",
    );
}

#[test]
fn a_wrong_pack_is_told_with_its_place() {
    let root = checkout();
    fs::create_dir_all(root.path().join("packs/secrets")).expect("it can be made");
    fs::write(
        root.path().join("packs/secrets/own.toml"),
        "id = \"own\"\ntitle = \"Own\"\ncolour = \"red\"\n",
    )
    .expect("it can be written");
    for arguments in [
        ["scan", "--rules", "packs"].as_slice(),
        &["rules", "check", "packs"],
    ] {
        let run = run_in(root.path(), arguments);
        assert_eq!(run.code, Some(2), "{}", run.stdout);
        assert!(run.stderr.contains("own.toml:3:1"), "{}", run.stderr);
        assert!(run.stderr.contains("colour"), "{}", run.stderr);
    }
}

#[test]
fn the_packs_in_the_documentation_are_right() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let root = clean_checkout();
    let mut packs = 0;
    for block in page.split("```toml\n# ").skip(1) {
        let (block, _) = block.split_once("\n```").expect("the block ends");
        let (name, text) = block
            .split_once('\n')
            .expect("the name stands on the first line");
        let path = root.path().join("packs").join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
        packs += 1;
    }
    assert_eq!(packs, 5, "one of each kind");
    let run = run_in(root.path(), &["rules", "check", "packs"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
}

#[test]
fn the_readme_shows_the_help_as_it_is() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).expect("there is a README");
    let root = clean_checkout();
    let mut blocks = 0;
    for (at, _) in readme.match_indices("```text\n$ vigie ") {
        let block = &readme[at + "```text\n$ vigie ".len()..];
        let (block, _) = block.split_once("\n```").expect("the block ends");
        let (typed, shown) = block.split_once('\n').expect("the command is one line");
        if !typed.ends_with("--help") {
            continue;
        }
        let arguments: Vec<&str> = typed.split(' ').collect();
        let run = run_in(root.path(), &arguments);
        let trimmed: Vec<&str> = run.stdout.lines().map(str::trim_end).collect();
        assert_eq!(trimmed.join("\n"), shown, "vigie {typed}");
        blocks += 1;
    }
    assert_eq!(
        blocks, 2,
        "the README shows `vigie --help` and `vigie scan --help`"
    );
}

#[test]
fn the_readme_and_the_schema_name_every_setting() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).expect("there is a README");
    for setting in &vigie::config::SETTINGS {
        let row = format!("| `[{}] {}` |", setting.table, setting.name);
        let row = readme
            .lines()
            .find(|line| line.starts_with(&row))
            .expect(&row);
        for name in [setting.variable, setting.flag] {
            assert!(row.contains(&format!("`{name}`")), "{row}\nlacks {name}");
        }
    }
}

#[test]
fn this_repository_has_a_configuration_that_is_accepted() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown = run_in(here, &["config", "show", "--origin"]);
    assert_eq!(shown.code, Some(0), "{}", shown.stderr);
    assert!(shown.stdout.contains("# vigie.toml:"), "{}", shown.stdout);
}
