//! Every file in `tests/sites` is one whole small site: its sources, then what the program says and writes.
//!
//! ```text
//! A sentence or two that says what this site shows.
//! args: check --fix                    (without this line: build)
//! on: linux                            (without this line: everywhere)
//!
//! === content/index.md                 a file, up to the next such line
//! === content/a.md (crlf, bom)         with Windows line ends; with a byte order mark
//! === bytes content/b.md = FF FE       a file given as bytes
//! === symlink content/c.md -> /etc/x   a link on the disk
//!
//! >>> expect                           the exit code, then what the program says to people
//! >>> stdout                           what it says to programs; without this block: nothing
//! >>> output index.html is             the whole file in dist/
//! >>> output index.html contains       each of these lines, in this order
//! >>> output index.html lacks          none of these lines
//! >>> no output draft.html             there is no such file
//! >>> source content/a.md is           a source file after the run
//! ```
//!
//! `SITE=name` runs one site. `BLESS=1` writes what the program says into `expect`, `stdout` and `is`: read it before you
//! commit it. Where the program fails, the harness also holds that there is no `dist/`: nothing was written.

#![allow(clippy::disallowed_methods, reason = "the program is run on a real disk")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use support::diff::diff;
use support::{Folder, Ran, program, run};

#[test]
fn every_site_says_and_writes_what_its_file_expects() {
    let files = files();
    assert!(!files.is_empty(), "no file in tests/sites has this name");
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(Vec::new());
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(why) = check(file) {
                failed.lock().unwrap_or_else(PoisonError::into_inner).push(why);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from).min(8) {
            scope.spawn(work);
        }
    });
    let mut failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    failed.sort();
    assert!(failed.is_empty(), "{} of {} sites:\n\n{}", failed.len(), files.len(), failed.join("\n"));
}

fn files() -> Vec<PathBuf> {
    let only = std::env::var("SITE").ok();
    let folder = support::repository().join("tests/sites");
    let entries = fs::read_dir(folder).expect("tests/sites").flatten().map(|e| e.path());
    let mut files: Vec<PathBuf> = entries
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .filter(|p| only.as_deref().is_none_or(|name| p.file_stem().is_some_and(|s| s == name)))
        .collect();
    files.sort();
    files
}

/// One section of a site file: the line that begins it, and the text below.
struct Section {
    head: String,
    text: String,
}

/// What a run must leave behind.
#[derive(PartialEq)]
enum Wanted {
    Expect,
    Stdout,
    Is(String),
    Contains(String),
    Lacks(String),
    Absent(String),
}

impl Wanted {
    fn parse(head: &str) -> Option<Wanted> {
        let words: Vec<&str> = head.strip_prefix(">>> ")?.split(' ').collect();
        let path = |sort: &str, path: &str| match sort {
            "output" => Some(format!("dist/{path}")),
            "source" => Some(path.to_owned()),
            _ => None,
        };
        Some(match words.as_slice() {
            ["expect"] => Wanted::Expect,
            ["stdout"] => Wanted::Stdout,
            [sort, file, "is"] => Wanted::Is(path(sort, file)?),
            [sort, file, "contains"] => Wanted::Contains(path(sort, file)?),
            [sort, file, "lacks"] => Wanted::Lacks(path(sort, file)?),
            ["no", sort, file] => Wanted::Absent(path(sort, file)?),
            _ => return None,
        })
    }

    /// What `BLESS=1` would write below the head; `None` where people write it.
    fn found(&self, ran: &Ran, folder: &Folder) -> Option<String> {
        match self {
            Wanted::Expect => Some(format!("exit {}\n{}", ran.exit, ran.stderr)),
            Wanted::Stdout => Some(ran.stdout.clone()),
            Wanted::Is(path) => Some(fs::read_to_string(folder.join(path)).unwrap_or_else(|e| format!("({e})\n"))),
            _ => None,
        }
    }

    /// What is wrong with what people wrote.
    fn fault(&self, text: &str, folder: &Folder) -> Option<String> {
        let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
        let read = |path: &str| fs::read_to_string(folder.join(path));
        match self {
            Wanted::Absent(path) => folder.join(path).exists().then(|| format!("  there is a file {path}\n")),
            Wanted::Contains(path) | Wanted::Lacks(path) => match read(path) {
                Err(error) => Some(format!("  {path}: {error}\n")),
                Ok(found) if matches!(self, Wanted::Lacks(_)) => {
                    lines.find(|l| found.contains(l)).map(|l| format!("  {path} should not have\n  - {l}\n"))
                }
                Ok(found) => {
                    let mut rest = found.as_str();
                    let missing = lines.find(|line| match rest.find(line) {
                        Some(at) => {
                            rest = &rest[at + line.len()..];
                            false
                        }
                        None => true,
                    });
                    missing.map(|line| {
                        format!("  {path} lacks (here or after the line above it)\n  - {line}\n{}", near(&found, line))
                    })
                }
            },
            _ => None,
        }
    }
}

/// The line of `found` that shares the longest beginning of words with `line`, so that a failure shows what is there instead.
fn near(found: &str, line: &str) -> String {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3).collect();
    let shared = |l: &&str| words.iter().filter(|w| l.contains(**w)).count();
    match found.lines().max_by_key(shared) {
        Some(like) if shared(&like) > 0 => format!("  + {}\n", like.chars().take(300).collect::<String>()),
        _ => String::new(),
    }
}

fn check(file: &Path) -> Result<(), String> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read_to_string(file).map_err(|e| format!("{name}: {e}\n"))?;
    let (intro, mut sections) = split(&text);
    let setting = |key: &str| intro.lines().find_map(|l| l.strip_prefix(key)).map(str::trim);
    let here = if cfg!(target_os = "linux") {
        ["linux", "unix"]
    } else if cfg!(unix) {
        ["unix", ""]
    } else {
        ["", ""]
    };
    if setting("on:").is_some_and(|on| !here.contains(&on)) {
        return Ok(());
    }
    let folder = Folder::new();
    let mut wanted = Vec::new();
    for section in &sections {
        let sort = Wanted::parse(&section.head);
        if sort.is_none() {
            place(section, &folder).map_err(|why| format!("{name}: {why}: {}\n", section.head))?;
        }
        wanted.push(sort);
    }
    if !wanted.contains(&Some(Wanted::Expect)) {
        return Err(format!("{name}: there is no `>>> expect` block\n"));
    }
    let args: Vec<&str> = setting("args:").unwrap_or("build").split(' ').collect();
    let ran = run(program(folder.path()).args(&args));
    let mut faults = String::new();
    if !ran.stdout.is_empty() && !wanted.contains(&Some(Wanted::Stdout)) {
        let _ = writeln!(faults, "  there is no `>>> stdout` block, but:\n{}", ran.stdout);
    }
    if (ran.exit != 0 || args[0] == "check") && folder.join("dist").exists() {
        faults.push_str("  something was written: there is a folder dist\n");
    }
    let bless = std::env::var_os("BLESS").is_some();
    for (section, wanted) in sections.iter_mut().zip(&wanted) {
        let Some(wanted) = wanted else { continue };
        match wanted.found(&ran, &folder) {
            Some(found) if found.trim_end() == section.text.trim_end() => {}
            Some(found) if bless => section.text = found,
            Some(found) => {
                let _ = writeln!(faults, "  {}\n{}", section.head, diff(section.text.trim_end(), found.trim_end()));
            }
            None => faults.extend(wanted.fault(&section.text, &folder)),
        }
    }
    if bless {
        fs::write(file, join(intro, &sections)).map_err(|e| format!("{name}: {e}\n"))?;
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("tests/sites/{name}.txt\n{faults}")) }
}

/// The words at the top, and the sections.
fn split(text: &str) -> (&str, Vec<Section>) {
    let is_head = |line: &str| line.starts_with("=== ") || line.starts_with(">>> ");
    let mut sections: Vec<Section> = Vec::new();
    let mut intro = 0;
    for line in text.split_inclusive('\n') {
        if is_head(line) {
            sections.push(Section { head: line.trim_end().to_owned(), text: String::new() });
        } else if let Some(section) = sections.last_mut() {
            section.text.push_str(line);
        } else {
            intro += line.len();
        }
    }
    (&text[..intro], sections)
}

fn join(intro: &str, sections: &[Section]) -> String {
    let mut out = format!("{}\n\n", intro.trim_end());
    for section in sections {
        let text = section.text.trim_end_matches('\n');
        let _ = write!(out, "{}\n{text}{}", section.head, if text.is_empty() { "" } else { "\n" });
        if Wanted::parse(&section.head).is_some() && !matches!(Wanted::parse(&section.head), Some(Wanted::Absent(_))) {
            out.push('\n');
        }
    }
    format!("{}\n", out.trim_end())
}

/// Puts one file of the site on the disk.
fn place(section: &Section, folder: &Folder) -> Result<(), &'static str> {
    let head = section.head.strip_prefix("=== ").ok_or("this line is not understood")?;
    if let Some(link) = head.strip_prefix("symlink ") {
        let (from, to) = link.split_once(" -> ").ok_or("a link needs ` -> `")?;
        return symlink(to, &folder.join(from));
    }
    if let Some(given) = head.strip_prefix("bytes ") {
        let (path, hex) = given.split_once(" = ").ok_or("bytes need ` = `")?;
        let bytes: Result<Vec<u8>, _> = hex.split(' ').map(|b| u8::from_str_radix(b, 16)).collect();
        folder.write(path, &bytes.map_err(|_| "bytes are two hexadecimal digits each")?);
        return Ok(());
    }
    let (path, with) = head.strip_suffix(')').and_then(|h| h.split_once(" (")).unwrap_or((head, ""));
    let mut text = match section.text.trim_end_matches('\n') {
        "" => String::new(),
        text => format!("{text}\n"),
    };
    for with in with.split(", ").filter(|w| !w.is_empty()) {
        match with {
            "crlf" => text = text.replace('\n', "\r\n"),
            "bom" => text.insert(0, '\u{feff}'),
            _ => return Err("a file can be (crlf) or (bom)"),
        }
    }
    folder.write(path, text.as_bytes());
    Ok(())
}

#[cfg(unix)]
fn symlink(to: &str, at: &Path) -> Result<(), &'static str> {
    fs::create_dir_all(at.parent().ok_or("a link lies in a folder")?).map_err(|_| "the folder cannot be made")?;
    std::os::unix::fs::symlink(to, at).map_err(|_| "the link cannot be made")
}

#[cfg(not(unix))]
fn symlink(_: &str, _: &Path) -> Result<(), &'static str> {
    Err("links are for unix: write `on: unix` at the top")
}
