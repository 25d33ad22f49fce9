//! The whole program on a machine that does it no good: killed, told to stop, out of space, in the wrong place, and with
//! system calls that fail. The old site or the new one is there, never half, and the next build is right.
//!
//! `KILLS=1000 cargo test --release --test machine kills` for more kills. `MACHINE_SUITE=required`: what this system does not
//! let a test do (`strace`, a name space of its own for disks) is a failure then, not a reason to leave it out.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "the program is run on a real disk, against a real clock")]

#[path = "../support/mod.rs"]
mod support;

mod author;
#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod disks;
mod kills;
mod together;

use std::io::Write as _;

/// A number from the environment.
fn number(name: &str, or: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or)
}

/// Says how much was tried, past the test harness, which shows nothing of tests that pass.
fn count(what: &str) {
    let _ = writeln!(std::io::stderr(), "machine: {what}");
}

/// Leaves something out that this system does not let a test do, unless it is required.
#[cfg(target_os = "linux")]
fn leave_out(what: &str) {
    assert!(std::env::var_os("MACHINE_SUITE").is_none_or(|value| value != "required"), "not possible here: {what}");
    count(&format!("not tested here: {what}"));
}
