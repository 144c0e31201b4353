//! The program as people run it: exit codes, what is printed where, and every mistake one can type.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

mod auditing;
mod diff;
mod documents;
mod french;
mod gate;
mod generating;
mod git;
mod leaks;
mod lifetimes;
mod mistakes;
mod references;
mod register;
mod running;
mod secrets;

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
