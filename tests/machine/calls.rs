//! System calls that fail: one after the other, each that a build makes, as `strace` can have it.
//!
//! Unlike the faults of `tests/publish`, these reach reading, too: a source that could not be read must be told of, never left
//! out of the site in silence.

use crate::author::{Versions, is_old_or_new, write};
use crate::support::{program, tree};
use crate::{count, leave_out};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What each call is answered with. An interruption is no error: the call is to be made again.
const ERRORS: &[(&str, &[&str])] = &[
    ("openat", &["EIO", "EACCES", "EMFILE"]),
    ("read", &["EIO"]),
    ("write", &["ENOSPC", "EIO", "EINTR"]),
    ("statx", &["EIO", "EACCES"]),
    ("getdents64", &["EIO"]),
    ("readlink", &["EIO"]),
    ("mkdir", &["ENOSPC", "EROFS"]),
    ("linkat", &["EXDEV", "EMLINK", "EPERM"]),
    ("unlink", &["EIO", "EACCES"]),
    ("unlinkat", &["EIO"]),
    ("rmdir", &["EIO"]),
    ("rename", &["EIO", "ENOSPC"]),
    ("renameat2", &["EBUSY", "EINVAL", "ENOSYS", "EXDEV", "EIO"]),
    ("fsync", &["EIO"]),
    ("syncfs", &["EIO", "ENOSYS"]),
    ("flock", &["ENOLCK", "EINTR"]),
    ("mmap", &["ENOMEM"]),
];

/// More than one thread makes of any of them.
const MOST: usize = 400;

fn strace(folder: &Path, arguments: &[&str]) -> std::io::Result<Output> {
    let built = program(folder);
    let mut command = Command::new("strace");
    // One thread of rayon's, so that the calls come in the same order each time.
    command.args(["-f", "-qq", "-o", "calls"]).args(arguments).arg(built.get_program()).arg("build");
    command.current_dir(folder).env("NO_COLOR", "1").env("RAYON_NUM_THREADS", "1").output()
}

/// How often the busiest thread makes each of the calls.
fn counted(folder: &Path) -> Option<BTreeMap<String, usize>> {
    let ran = strace(folder, &[]).ok()?;
    if !ran.status.success() {
        return None;
    }
    let text = fs::read_to_string(folder.join("calls")).ok()?;
    let mut by_thread: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for line in text.lines() {
        let (thread, call) = line.split_once(' ')?;
        if let Some((name, _)) = call.trim_start().split_once('(') {
            *by_thread.entry((name, thread)).or_default() += 1;
        }
    }
    let mut most = BTreeMap::new();
    for ((name, _), times) in by_thread {
        let entry: &mut usize = most.entry(name.to_owned()).or_default();
        *entry = times.max(*entry);
    }
    Some(most)
}

/// One call that fails.
struct Case {
    call: &'static str,
    error: &'static str,
    at: usize,
}

/// Makes the call fail in a build of version `next`, and looks at what is left.
fn try_case(versions: &Versions, case: &Case, next: usize) -> Result<(), String> {
    let folder = versions.folder.path();
    let inject = format!("inject={}:error={}:when={}", case.call, case.error, case.at);
    let ran = strace(folder, &["-e", &format!("trace={}", case.call), "-e", &inject]).map_err(|e| e.to_string())?;
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    let found = tree(&folder.join("dist"));
    let [old, new] = [&versions.built[1 - next], &versions.built[next]];
    let wrong = |why: &str| Err(format!("{why} (exit {:?}): {said}", ran.status.code()));
    match ran.status.code() {
        Some(0) if found == *new => {}
        Some(0) => return wrong("it said that all went well"),
        // It never began: the system could not load it.
        Some(127) if found == *old && said.contains("loading shared libraries") => {}
        // Its own words may be the very thing that could not be written.
        Some(1..=5) if said.trim().is_empty() && case.call != "write" => return wrong("it said nothing"),
        Some(1..=5) if said.contains("file by file") => is_old_or_new(&found, old, new)?,
        Some(1..=5) if found == *old || found == *new => {}
        // Without memory, an allocation or the start of a thread may end the program, as anything else could.
        None | Some(101 | 127) if case.error == "ENOMEM" && (found == *old || found == *new) => {}
        code => return wrong(&format!("ended with {code:?} by {:?}", ran.status.signal())),
    }
    if case.error == "EINTR" && ran.status.code() != Some(0) {
        return wrong("an interruption is no error");
    }
    Ok(())
}

#[test]
fn whichever_call_fails_the_site_is_old_or_new_and_nothing_is_left_out() {
    let first = Versions::new(3);
    first.settle(0, "at the start");
    write(first.folder.path(), 3, 1);
    let Some(most) = counted(first.folder.path()) else { return leave_out("system calls that fail (strace)") };
    let mut cases = Vec::new();
    for &(call, errors) in ERRORS {
        for &error in errors {
            let times = most.get(call).copied().unwrap_or(0);
            assert!(times < MOST, "{call}: {times}");
            // There are many looks at files, and it is one that fails that matters, less the reason why.
            let step = if (call, error) == ("statx", "EACCES") { 3 } else { 1 };
            cases.extend((1..=times).step_by(step).map(|at| Case { call, error, at }));
        }
    }
    assert!(cases.len() > 300, "{most:?}");

    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let take = || {
        let round = next.fetch_add(1, Ordering::Relaxed);
        cases.get(round).map(|case| (round, case))
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let versions = Versions::new(3);
                let mut now = 1;
                while let Some((round, case)) = take() {
                    let name = format!("{} {} at call {}", case.call, case.error, case.at);
                    versions.write(1 - now);
                    if let Err(why) = try_case(&versions, case, 1 - now) {
                        wrong.lock().expect("unpoisoned").push(format!("{name}: {why}"));
                    }
                    // Every few cases a build without a fault; else the next case is the build that carries on.
                    let found = versions.found();
                    if found == versions.built[1 - now] {
                        now = 1 - now;
                    } else if round % 4 == 0 || found != versions.built[now] {
                        versions.settle(1 - now, &format!("after {name}"));
                        now = 1 - now;
                    }
                }
                versions.settle(1 - now, "at the end");
            });
        }
    });
    let wrong = wrong.into_inner().expect("unpoisoned");
    count(&format!("{} system calls failed in turn", cases.len()));
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
