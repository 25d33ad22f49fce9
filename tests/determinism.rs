//! The same sources give the same bytes: twice, in another folder, in another language and time zone, on one core or four.

#![allow(clippy::disallowed_methods, reason = "the program is run on a real disk")]

mod support;

use std::path::Path;
use std::time::{Duration, Instant};
use support::{Folder, program, run, shipped_guide, tree};

fn build(folder: &Path, settings: &[(&str, &str)]) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut command = program(folder);
    command.arg("build").envs(settings.iter().copied());
    let ran = run(&mut command);
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    tree(&folder.join("dist"))
}

#[test]
fn the_shipped_guide_is_the_same_bytes_everywhere() {
    let (one, other) = (shipped_guide(), shipped_guide());
    let first = build(one.path(), &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C"), ("TZ", "UTC")]);
    assert!(first.len() > 40, "the guide has its pages");
    let again = build(one.path(), &[("RAYON_NUM_THREADS", "4")]);
    assert!(first == again, "a second build in the same folder");
    let elsewhere =
        [("RAYON_NUM_THREADS", "4"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Tokyo")];
    assert!(first == build(other.path(), &elsewhere), "another folder, locale, time zone and number of threads");
}

#[test]
fn no_byte_tells_of_the_machine() {
    let folder = shipped_guide();
    let place = folder.path().to_string_lossy().into_owned();
    for (path, bytes) in build(folder.path(), &[]) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&place), "{path} names the folder it was built in");
    }
}

#[test]
fn a_second_build_touches_nothing() {
    let folder = shipped_guide();
    build(folder.path(), &[]);
    let times = |folder: &Path| -> Vec<std::time::SystemTime> {
        let files = tree(folder);
        files.keys().map(|f| std::fs::metadata(folder.join(f)).and_then(|m| m.modified()).expect("a time")).collect()
    };
    let before = times(&folder.join("dist"));
    build(folder.path(), &[]);
    assert_eq!(before, times(&folder.join("dist")));
}

/// The search index is shared by files in the middle of the site. A thread that waited for it used to be given one of them.
#[test]
fn many_threads_do_not_wait_for_themselves() {
    let folder = Folder::new();
    let words = (0..200).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
    folder.write("content/index.md", b"# Many\n");
    for part in 1..=8 {
        // Half of the pages come before `search-index`, half behind it.
        let name = if part % 2 == 0 { 'a' } else { 'z' };
        folder.write(&format!("content/{part}-{name}{part}/index.md"), format!("# Part {part}\n").as_bytes());
        for step in 1..=50 {
            let text = format!("# Step {part} {step}\n\n{words}\n");
            folder.write(&format!("content/{part}-{name}{part}/{step}-s{step}.md"), text.as_bytes());
        }
    }
    let mut child =
        program(folder.path()).arg("build").env("RAYON_NUM_THREADS", "8").spawn().expect("the program starts");
    let end = Instant::now() + Duration::from_mins(2);
    let status = loop {
        match child.try_wait().expect("its state") {
            Some(status) => break Some(status),
            None if Instant::now() > end => break None,
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    };
    if status.is_none() {
        child.kill().expect("it ends");
    }
    assert!(status.is_some_and(|s| s.success()), "it did not come to an end");
    assert!(folder.join("dist/search-index-w15.js").is_file(), "words in several files");
}
