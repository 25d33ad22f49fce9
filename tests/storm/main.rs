//! An edit storm: after every step, what `serve` answers (apart from its tag) and what `watch` wrote are what a clean build
//! gives, byte for byte.
//!
//! `STORM_STEPS=5000 STORM_SEED=7 cargo test --release --test storm` for a longer one.
#![cfg(all(unix, feature = "serve"))]
#![allow(clippy::disallowed_methods, reason = "the programs are run on a real disk, as authors have it")]

#[path = "../support/mod.rs"]
mod support;

mod author;
mod followers;
mod steady;

use author::Author;
use followers::{Built, Server, Watching, clean_build};
use std::time::{Duration, Instant};
use support::Folder;

/// Longer than any machine takes; whoever waits this long has lost an edit.
const LONGEST: Duration = Duration::from_secs(20);

/// By then an edit has been seen, on most machines: long enough for a test of what must not happen.
const NOTICED: Duration = Duration::from_millis(150);

fn number(name: &str, or: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or)
}

/// Waits until `is_right` says nothing any more.
fn until_right(what: &str, step: &str, is_right: impl Fn() -> Result<(), String>) {
    let start = Instant::now();
    while let Err(wrong) = is_right() {
        assert!(start.elapsed() < LONGEST, "{what} after {step}: {wrong}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn serve_and_watch_are_a_clean_build_after_every_step_of_a_storm() {
    let (steps, seed) = (number("STORM_STEPS", 300), number("STORM_SEED", 1));
    let folder = Folder::new();
    let mut author = Author::begin(folder.path(), seed);
    let server = Server::start(folder.path(), &[]);
    let watching = Watching::start(folder.path());
    let mut last: Option<Built> = None;
    let mut good = 0;
    for step in 0..steps {
        let (done, edits) = author.step();
        let done = format!("step {step} of seed {seed}: {done}");
        // What is shown, drafts with it; of a site with errors only `serve` shows something, and it is no build's.
        if let Some(shown) = clean_build(folder.path(), true) {
            until_right("serve", &done, || server.shows(&shown));
        }
        match clean_build(folder.path(), false) {
            Some(built) => {
                until_right("watch", &done, || watching.wrote(&built));
                good += 1;
                last = Some(built);
            }
            // Of several edits the first ones may have been built before the one with the error came.
            None if edits > 1 => last = None,
            None => {
                if let Some(last) = &last {
                    std::thread::sleep(NOTICED);
                    watching.wrote(last).unwrap_or_else(|wrong| panic!("{done}: an error changed dist: {wrong}"));
                }
            }
        }
    }
    assert!(good * 2 > steps, "only {good} of {steps} steps gave a site without errors");
    watching.end();
    server.end();
}
