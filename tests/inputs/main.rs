//! Inputs as they come: odd encodings, odd names, odd kinds of files, far too much of everything. Each gives a clear error with
//! its path, or the right page; never a panic, a wait without end, or a page that is missing without a word.
//!
//! What is small and can be written down stands in `tests/sites` instead.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "the program is run on a real disk, against a real clock")]

#[path = "../support/mod.rs"]
mod support;

mod files;
mod many;
mod names;
mod settings;

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use support::{Folder, Ran, program};

/// Longer than any machine takes for any of these; whoever takes this long does not come to an end.
const LONGEST: Duration = Duration::from_mins(1);

/// What must come of an input.
#[derive(Clone, Copy)]
enum Comes {
    /// An error that names the path, and says these words.
    Error(&'static str, &'static str),
    /// A page at this address with these words, and not a word besides.
    Page(&'static str, &'static str),
    /// A warning that says these words; the site is built.
    Warning(&'static str),
}

use Comes::{Error, Page, Warning};

/// A small guide that is fine.
fn guide() -> Folder {
    let folder = Folder::new();
    folder.write("content/index.md", b"# Guide\n");
    folder.write("content/1-first.md", b"# First\n\nText.\n");
    folder
}

/// Runs the program in the folder, for [`LONGEST`] at most.
fn bounded(folder: &Path, args: &[&str]) -> Ran {
    let mut child =
        program(folder).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let streams = (child.stdout.take().expect("a stream"), child.stderr.take().expect("a stream"));
    let text = |mut from: Box<dyn std::io::Read + Send>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = from.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let (stdout, stderr) = (text(Box::new(streams.0)), text(Box::new(streams.1)));
    let clock = Instant::now();
    let exit = loop {
        if let Some(status) = child.try_wait().expect("a state") {
            break status.code().unwrap_or(-1);
        }
        if clock.elapsed() > LONGEST {
            let _ = child.kill();
            let _ = child.wait();
            break -2;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    Ran { exit, stdout: stdout.join().expect("read"), stderr: stderr.join().expect("read") }
}

/// Builds, and says what is wrong with what comes of it.
fn judge(folder: &Folder, comes: &Comes) -> Result<(), String> {
    let Ran { exit, stderr, .. } = bounded(folder.path(), &["build"]);
    let begin: String = stderr.chars().take(600).collect();
    let fine = match *comes {
        Error(path, words) => matches!(exit, 1 | 2) && stderr.contains(path) && stderr.contains(words),
        Warning(words) => exit == 0 && stderr.contains(words),
        Page(path, words) => {
            let page = std::fs::read_to_string(folder.join("dist").join(path)).unwrap_or_default();
            exit == 0 && stderr.is_empty() && page.contains(words)
        }
    };
    let help = !matches!(comes, Error(..)) || stderr.contains("help:");
    let whole = !matches!(comes, Error(..)) || !folder.join("dist").exists();
    match (fine, help, whole) {
        (true, true, true) => Ok(()),
        (false, ..) => Err(format!("exit {exit}, and it says:\n{begin}")),
        (_, false, _) => Err(format!("it does not say what to do:\n{begin}")),
        (.., false) => Err("something was written".to_owned()),
    }
}

/// Inputs of one sort, and what is wrong with what came of them.
#[derive(Default)]
struct Tally {
    tried: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// A guide with one thing more in it.
    fn try_one(&mut self, name: &str, put: impl FnOnce(&Folder), comes: Comes) {
        let folder = guide();
        put(&folder);
        self.note(name, judge(&folder, &comes));
    }

    /// A guide with one file more in it.
    fn try_file(&mut self, path: &str, bytes: &[u8], comes: Comes) {
        let name = format!("{path:?} {:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
        self.try_file_named(&name, path, bytes, comes);
    }

    fn try_file_named(&mut self, name: &str, path: &str, bytes: &[u8], comes: Comes) {
        self.try_one(name, |folder| folder.write(path, bytes), comes);
    }

    fn note(&mut self, name: &str, result: Result<(), String>) {
        self.tried += 1;
        if let Err(why) = result {
            self.wrong.push(format!("{name}: {why}"));
        }
    }

    fn end(self, what: &str) {
        // Past the test harness, which shows nothing of tests that pass.
        let _ = writeln!(std::io::stderr(), "inputs: {} {what}", self.tried);
        assert!(self.wrong.is_empty(), "{} of {}:\n{}", self.wrong.len(), self.tried, self.wrong.join("\n"));
    }
}
