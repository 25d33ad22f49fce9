//! Very many files, very deep folders.

use crate::{Error, Page, Tally, bounded, guide};
use rustix::fs::{CWD, Mode, OFlags, mkdirat, openat};
use std::fs;

#[test]
fn ten_thousand_tiny_files() {
    let mut tally = Tally::default();
    let steps = |folder: &crate::support::Folder| {
        for guide in 1..=250 {
            folder.write(&format!("content/guide-{guide}/index.md"), format!("# Guide {guide}\n").as_bytes());
            for step in 1..=40 {
                let path = format!("content/guide-{guide}/{step}-step-{step}.md");
                folder.write(&path, format!("# S{step}\n").as_bytes());
            }
        }
        fs::remove_file(folder.join("content/1-first.md")).expect("removed");
        folder.write("content/index.md", b"---\nkind: library\n---\n# Library\n");
    };
    tally.try_one("10,000 steps", steps, Page("guide-250/step-40.html", "<h1>S40</h1>"));
    let files = |folder: &crate::support::Folder| {
        (0..10_000).for_each(|n| folder.write(&format!("static/{n}.txt"), b""));
    };
    tally.try_one("10,000 empty files", files, Page("first.html", "First"));
    tally.end("sites of 10,000 files");
}

/// Makes folders below each other, by their parents: the whole path is longer than a system takes.
fn deep(top: &std::path::Path, levels: usize) {
    fs::create_dir_all(top).expect("a folder");
    let open = |at: &rustix::fd::OwnedFd| openat(at, "a", OFlags::DIRECTORY, Mode::empty()).expect("a folder");
    let mut here = openat(CWD, top, OFlags::DIRECTORY, Mode::empty()).expect("a folder");
    for _ in 0..levels {
        mkdirat(&here, "a", Mode::RWXU).expect("a folder");
        here = open(&here);
    }
    let file = openat(&here, "1-x.md", OFlags::CREATE | OFlags::WRONLY, Mode::RUSR).expect("a file");
    rustix::io::write(&file, b"# X\n").expect("written");
}

/// Removes them again: the standard library would need a path, or a stack as deep.
fn shallow(top: &std::path::Path) {
    assert!(std::process::Command::new("rm").arg("-rf").arg(top).status().is_ok_and(|status| status.success()));
}

#[test]
fn deep_folders() {
    let mut tally = Tally::default();
    tally.try_one(
        "content, 100 deep",
        |folder| deep(&folder.join("content/a"), 100),
        Error("content/a/a", "misplaced-file"),
    );
    let copied = Box::leak(format!("{}1-x.md", "a/".repeat(101)).into_boxed_str());
    tally.try_one("static, 100 deep", |folder| deep(&folder.join("static/a"), 100), Page(copied, "# X"));
    for top in ["content", "static"] {
        let folder = guide();
        deep(&folder.join(&format!("{top}/a")), 3000);
        let ran = bounded(folder.path(), &["build"]);
        let fine = ran.exit == 1 && ran.stderr.contains("cannot be read") && !folder.join("dist").exists();
        tally.note(&format!("{top}, 3,000 deep"), if fine { Ok(()) } else { Err(format!("exit {}", ran.exit)) });
        shallow(&folder.join(top));
    }
    tally.end("deep folders");
}
