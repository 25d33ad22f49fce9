//! Several builds of one site at once, and one that waits for another that never ends.

use crate::author::{Versions, write};
use crate::count;
use crate::support::{Folder, program, run, tree};
use std::fs;
use std::process::Stdio;

#[test]
fn builds_at_once_take_turns() {
    const BUILDS: usize = 12;
    let versions = Versions::new(20);
    versions.write(0);
    let start = |n: usize| {
        let mut command = program(versions.folder.path());
        // Two outputs beside each other share a folder of notes.
        command.args(["build", "-d", if n.is_multiple_of(3) { "other" } else { "dist" }]).stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    };
    let builds: Vec<_> = (0..BUILDS).map(start).collect();
    for build in builds {
        let ended = build.wait_with_output().expect("ended");
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    assert!(versions.found() == versions.built[0] && tree(&versions.folder.join("other")) == versions.built[0]);
    count(&format!("{BUILDS} builds at once took turns"));
}

#[test]
fn who_waits_in_vain_says_for_whom_and_ends_with_4() {
    let folder = Folder::new();
    write(folder.path(), 1, 0);
    assert_eq!(run(program(folder.path()).arg("build")).exit, 0);
    let before = tree(&folder.join("dist"));
    let held = fs::File::open(folder.join(".reconnect/dist/lock")).expect("a lock");
    held.lock().expect("locked");
    write(folder.path(), 1, 1);
    let waited = run(program(folder.path()).arg("build"));
    assert_eq!(waited.exit, 4, "{}", waited.stderr);
    assert!(
        waited.stderr.contains("waiting for another run") && waited.stderr.contains("process"),
        "{}",
        waited.stderr
    );
    assert!(before == tree(&folder.join("dist")));
}
