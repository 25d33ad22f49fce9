//! kill -9 at random instants: the old site or the new one is there, never half, and the next build is right.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "the program is run on a real disk, against a real clock")]

mod support;

use std::process::Stdio;
use std::thread::sleep;
use std::time::Instant;
use support::{Folder, program, run, tree};

const KILLS: u64 = 100;
const STEPS: usize = 120;

/// A guide whose every page says which version it is.
fn write(folder: &Folder, version: usize) {
    folder.write("content/index.md", format!("# Version {version}\n\nThe cover.\n").as_bytes());
    for step in 1..=STEPS {
        let text = format!("# Step {step} of version {version}\n\n{}\n", "Words that fill the page. ".repeat(60));
        folder.write(&format!("content/{step}-step-{step}.md"), text.as_bytes());
    }
    // A page that only one of the versions has: deletions are part of a publication, too.
    let only = folder.join("content/odd.md");
    if version % 2 == 1 { std::fs::write(&only, "# Odd\n").expect("a page") } else { drop(std::fs::remove_file(&only)) }
}

#[test]
fn killed_at_any_instant_the_site_is_old_or_new() {
    let folder = Folder::new();
    let build = || {
        let ran = run(program(folder.path()).arg("build"));
        assert_eq!(ran.exit, 0, "{}", ran.stderr);
        tree(&folder.join("dist"))
    };
    write(&folder, 0);
    let even = build();
    write(&folder, 1);
    let clock = Instant::now();
    let odd = build();
    let whole = clock.elapsed();
    assert!(even != odd && odd.len() > STEPS);

    // A linear congruential generator (Knuth, MMIX): the instants are random, and the same in every run of the test.
    let mut seed: u64 = 20_261_123;
    let (mut killed, mut old, mut new) = (0, 0, 0);
    let mut now = &odd;
    for round in 0..KILLS {
        let (next, version) = if *now == odd { (&even, 0) } else { (&odd, 1) };
        write(&folder, version);
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (seed >> 40) as u32 % 1_100;
        let mut child = program(folder.path()).arg("build").stderr(Stdio::null()).spawn().expect("the program starts");
        sleep(whole * share / 1_000);
        killed += usize::from(child.try_wait().expect("a state").is_none());
        child.kill().expect("killed, or ended already");
        child.wait().expect("ended");
        let found = tree(&folder.join("dist"));
        match found {
            f if f == *now => old += 1,
            f if f == *next => {
                new += 1;
                now = next;
            }
            f => panic!(
                "round {round}: half a site of {} files; the old one has {}, the new one {}",
                f.len(),
                now.len(),
                next.len()
            ),
        }
        if round % 10 == 9 {
            // The next build is right, whatever was left behind.
            assert!(build() == *next, "round {round}: the build after a kill");
            now = next;
        }
    }
    assert!(killed > 20, "{killed} of {KILLS} were killed at work: the instants do not fit this machine");
    assert!(old + new == KILLS);
}
