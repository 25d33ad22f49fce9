//! Command line transcripts: every `tests/transcripts/*.md` is run in a copy of the shipped guide, command by command.
//!
//! In a `console` block, a line beginning with `$ ` is run by a shell; what follows up to the next one is everything that it
//! says, to people and to programs, and a last line `[exit N]` where N is not 0. `BLESS=1` writes what is said now.

// The commands of all features are in what is said.
#![cfg(all(unix, feature = "serve"))]
#![allow(clippy::disallowed_methods, reason = "the program is run on a real disk")]

mod support;

use std::path::Path;
use std::process::Command;
use support::{diff::diff, repository, shipped_guide};

#[test]
fn every_transcript_is_what_the_program_says() {
    let mut files: Vec<_> = std::fs::read_dir(repository().join("tests/transcripts"))
        .expect("tests/transcripts")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = String::new();
    for file in files {
        let expected = std::fs::read_to_string(&file).expect("a transcript");
        let found = replay(&expected);
        if expected == found {
            continue;
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, found).expect("written");
        } else {
            wrong.push_str(&format!("{}\n{}\n", file.display(), diff(&expected, &found)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The transcript with everything said anew.
fn replay(text: &str) -> String {
    let folder = shipped_guide();
    let mut out = String::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        }
        let command = line.strip_prefix("$ ").filter(|_| inside);
        if command.is_some() || !inside || line.starts_with("```") {
            out.push_str(line);
            out.push('\n');
        }
        if let Some(command) = command {
            out.push_str(&said(folder.path(), command));
        }
    }
    out
}

fn said(folder: &Path, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_reconnect-gen")).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .output()
        .expect("a shell");
    let place = folder.canonicalize().expect("a folder").display().to_string();
    let mut said = String::from_utf8_lossy(&output.stdout).replace(&place, "/site");
    if let Some(code @ 1..) = output.status.code() {
        said.push_str(&format!("[exit {code}]\n"));
    }
    said
}
