//! Killed, or told to stop, at random instants.

use crate::author::{Versions, is_old_or_new};
use crate::support::program;
use crate::{count, number};
use reconnect_gen::publish::Target;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

const STEPS: usize = 120;

/// A linear congruential generator (Knuth, MMIX): the instants are random, and the same in every run of the test.
struct Instants(u64);

impl Instants {
    /// A part of `whole`, and at times a little more.
    fn next(&mut self, whole: Duration) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        whole * ((self.0 >> 40) as u32 % 1_100) / 1_000
    }
}

/// Ends builds with `signals` in turn, and looks at what they leave. Gives how many were ended at work.
fn end_builds(versions: &Versions, rounds: u64, signals: &[Signal], by_file: bool) -> u64 {
    let clock = Instant::now();
    versions.settle(0, "at the start");
    let whole = clock.elapsed();
    let mut instants = Instants(20_261_123);
    let (mut ended, mut now) = (0, 0);
    for (round, &signal) in (0..rounds).zip(signals.iter().cycle()) {
        let next = 1 - now;
        versions.write(next);
        let mut child =
            program(versions.folder.path()).arg("build").stderr(Stdio::null()).spawn().expect("the program starts");
        sleep(instants.next(whole));
        let at_work = child.try_wait().expect("a state").is_none();
        ended += u64::from(at_work);
        let _ = kill_process(Pid::from_child(&child), signal);
        let status = child.wait().expect("ended");
        let fine = status.signal() == Some(signal.as_raw()) || status.code() == Some(0);
        assert!(fine || status.code() == Some(128 + signal.as_raw()), "round {round}: {status}");

        let found = versions.found();
        let [old, new] = [now, next].map(|version| &versions.built[version]);
        if found == *new {
            now = next;
        } else if found != *old {
            assert!(by_file, "round {round}: half a site of {} files; the old one has {}", found.len(), old.len());
            is_old_or_new(&found, old, new).unwrap_or_else(|why| panic!("round {round}: {why}"));
        }
        if by_file || round % 10 == 9 {
            // The next build is right, whatever was left behind, and waits for nobody.
            let clock = Instant::now();
            versions.settle(next, &format!("round {round}"));
            assert!(clock.elapsed() < Duration::from_secs(9), "round {round}: it waited for the lock of a dead run");
            now = next;
        }
    }
    assert!(ended * 5 > rounds, "{ended} of {rounds} were ended at work: the instants do not fit this machine");
    ended
}

#[test]
fn killed_at_any_instant_the_site_is_old_or_new() {
    let rounds = number("KILLS", 100);
    let killed = end_builds(&Versions::new(STEPS), rounds, &[Signal::KILL], false);
    count(&format!("{killed} kills at work of {rounds} survived"));
}

#[test]
fn killed_at_any_instant_a_site_that_keeps_a_spare_is_old_or_new() {
    let rounds = number("KILLS", 100).div_ceil(3);
    let versions = Versions::inside(STEPS / 4, |folder| {
        fs::create_dir_all(folder.join("static/many")).expect("a folder");
        for number in 0..Target::MANY {
            fs::write(folder.join(format!("static/many/{number}.txt")), format!("{number}\n")).expect("a file");
        }
    });
    assert!(versions.folder.join(".reconnect/dist/spare").is_dir());
    let killed = end_builds(&versions, rounds, &[Signal::KILL], false);
    count(&format!("{killed} kills at work of {rounds} survived, with a spare"));
}

#[test]
fn killed_at_any_instant_each_file_beside_a_git_folder_is_old_or_new() {
    let rounds = number("KILLS", 100).div_ceil(3);
    let versions = Versions::inside(STEPS, |folder| {
        fs::create_dir_all(folder.join("dist/.git")).expect("a folder");
        fs::write(folder.join("dist/.git/config"), "mine").expect("a file");
    });
    let killed = end_builds(&versions, rounds, &[Signal::KILL], true);
    count(&format!("{killed} kills at work of {rounds} survived, file by file"));
}

#[test]
fn told_to_stop_it_stops_and_the_site_is_old_or_new() {
    let rounds = number("KILLS", 100).div_ceil(3);
    let stopped = end_builds(&Versions::new(STEPS), rounds, &[Signal::INT, Signal::TERM, Signal::HUP], false);
    count(&format!("{stopped} signals at work of {rounds} survived"));
}
