//! The browser suite: builds sites with the program and has them looked at in Chromium, by `tests/browser/run.mjs`.
//!
//! Where Chromium, Node, Java or the packages are missing this says so and passes; with `BROWSER_SUITE=required` it fails.

#![allow(clippy::disallowed_methods, reason = "the program is run on a real disk")]

mod support;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use support::{Folder, copy, copy_shipped_guide, program, repository, run};

/// What `run.mjs` exits with where something is missing.
const MISSING: i32 = 77;

fn suite() -> PathBuf {
    repository().join("tests/browser")
}

/// The sites that are looked at, by the name of the folder they are built into.
fn sites(folder: &Folder) -> Vec<PathBuf> {
    let sources = folder.join("sources");
    copy_shipped_guide(&sources.join("guide"));
    copy_shipped_guide(&sources.join("plain"));
    let settings = sources.join("plain/book.toml");
    let before = std::fs::read_to_string(&settings).expect("book.toml");
    std::fs::write(&settings, before + "\n[output.html]\ntheme = \"plain\"\n").expect("book.toml with another theme");
    copy(&suite().join("arabic"), &sources.join("arabic"));
    ["arabic", "guide", "plain"].map(|name| build(&sources.join(name), &folder.join(name))).into()
}

fn build(source: &Path, site: &Path) -> PathBuf {
    let mut command = program(source);
    command.args(["build", "--strict", "-d"]).arg(site);
    let ran = run(&mut command);
    assert_eq!(ran.exit, 0, "{}: {}", source.display(), ran.stderr);
    site.to_owned()
}

/// Says past the harness, which shows nothing of a test that passes.
fn skip(why: &str) {
    let required = std::env::var("BROWSER_SUITE").is_ok_and(|how| how == "required");
    let install = suite().join("install.sh");
    let line = format!("the browser suite was not run: {why}; to install: bash {}", install.display());
    assert!(!required, "{line}");
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[test]
fn pages_are_fine_in_a_browser() {
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !node.is_ok_and(|status| status.success()) {
        return skip("missing: node");
    }
    let folder = Folder::new();
    let script = suite().join("run.mjs");
    // First that the checks can fail, so that it means something when they do not.
    let shown = run(Command::new("node").arg(&script).arg("--self-test"));
    if shown.exit == MISSING {
        return skip(shown.stderr.trim());
    }
    assert_eq!(shown.exit, 0, "a check that cannot fail\n{}{}", shown.stdout, shown.stderr);
    let ran = run(Command::new("node").arg(&script).args(sites(&folder)));
    assert_eq!(ran.exit, 0, "\n{}{}", ran.stdout, ran.stderr);
    let readers = suite().join("readers.mjs");
    let ran = run(Command::new("node").arg(readers).arg(env!("CARGO_BIN_EXE_reconnect-gen")).arg("http"));
    assert_eq!(ran.exit, 0, "\n{}{}", ran.stdout, ran.stderr);
}
