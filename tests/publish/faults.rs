//! Publishing on a disk that fails: at each change that a publication makes, every kind of fault, and the run that comes
//! after it.
//!
//! What must hold, whatever happens: the site is the old one or the new one (where it goes file by file, each file is);
//! who says that all went well has published the new one; nobody else's file is touched, and nothing outside of the output
//! and the room beside it; the next run on a disk that works again brings the new site, and leaves nothing behind.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use reconnect_gen::publish::{Disk, Error, Target, clean, publish};

use crate::faulty::{Change, Faulty, How};
use crate::folder::{Folder, Site, site, small};

/// Errors by numbers that Linux and macOS share.
const ERRORS: [i32; 7] = [
    1,  // EPERM
    5,  // EIO: the disk is broken
    13, // EACCES
    16, // EBUSY: a mount point
    18, // EXDEV: another disk
    28, // ENOSPC: the disk is full
    30, // EROFS: the disk can only be read
];

/// What stands before a publication, and what is to stand after it.
struct Scenario {
    name: &'static str,
    /// What was there even before, so that the old site has a spare.
    first: Option<Site>,
    old: Option<Site>,
    new: Site,
    per_file: bool,
    git: bool,
}

fn scenarios() -> Vec<Scenario> {
    let changed = || site(&[("index.html", "new cover"), ("part/step.html", "step"), ("new/a/b.html", "page")]);
    let turned = || site(&[("index.html/x.html", "a folder now"), ("part", "a file now"), ("assets/main.css", "css")]);
    let new = |name, old, new| Scenario { name, first: None, old, new, per_file: false, git: false };
    vec![
        new("the first time", None, small()),
        new("changes, a new folder, one that goes", Some(small()), changed()),
        new("all but one goes", Some(small()), site(&[("index.html", "cover")])),
        Scenario { per_file: true, ..new("file by file", Some(small()), changed()) },
        Scenario { per_file: true, ..new("file by file, a file for a folder", Some(small()), turned()) },
        Scenario { git: true, ..new("beside a .git", Some(small()), changed()) },
        Scenario { first: Some(turned()), ..new("with a spare", Some(small()), changed()) },
        Scenario { first: Some(changed()), ..new("with a spare, a file for a folder", Some(small()), turned()) },
        Scenario { first: Some(small()), per_file: true, ..new("a spare of no use", Some(changed()), small()) },
    ]
}

impl Scenario {
    fn begin(&self) -> Folder {
        let folder = Folder::new();
        folder.write("beside.txt", "mine");
        if self.git {
            folder.write("dist/.git/config", "mine");
        }
        let spared = Target { spare_from: 0, ..folder.target() };
        if let Some(first) = &self.first {
            publish(&spared, first).expect("published");
        }
        if let Some(old) = &self.old {
            let disk = Faulty::none();
            let target = if self.first.is_some() { spared } else { self.target(&folder, &disk) };
            publish(&target, old).expect("published");
        }
        assert_eq!(folder.exists(SPARE), self.first.is_some());
        folder
    }

    fn target<'a>(&self, folder: &Folder, disk: &'a dyn Disk) -> Target<'a> {
        let spare_from = if self.first.is_some() { 0 } else { Target::MANY };
        Target { force_per_file: self.per_file, spare_from, disk, ..folder.target() }
    }

    /// Publishes on a faulty disk; gives what the disk was asked for.
    fn run(&self, folder: &Folder, disk: &Faulty) -> (Result<(), Error>, Vec<Change>) {
        let done = publish(&self.target(folder, disk), &self.new).map(drop);
        (done, disk.asked())
    }

    /// Every change of a run in which nothing fails.
    fn whole(&self) -> Vec<Change> {
        let (done, asked) = self.run(&self.begin(), &Faulty::none());
        done.expect("published");
        asked
    }

    /// Says what is wrong with what a run left behind.
    fn judge(&self, folder: &Folder, done: &Result<(), Error>, asked: &[Change]) -> Result<(), String> {
        let texts = |site: &Site| -> BTreeMap<String, String> {
            site.0.iter().map(ToString::to_string).zip(site.1.iter().flatten().cloned()).collect()
        };
        let (old, new) = (self.old.as_ref().map(texts).unwrap_or_default(), texts(&self.new));
        // Also where an exchange was refused.
        let by_file = asked.iter().any(|change| change.paths.iter().any(|path| path.ends_with("journal")));
        let mut found = folder.tree("dist");
        let git = found.remove(".git/config");
        found.retain(|path, _| !path.starts_with(".reconnect-gen"));
        keeps_to_its_places(folder, asked)?;
        if folder.read("beside.txt").as_deref() != Some("mine") || git.is_some() != self.git {
            return Err("somebody else's file is gone".to_owned());
        }
        match done {
            Ok(()) if found == new => Ok(()),
            Ok(()) => Err(format!("it said that all went well, and left {found:?}")),
            Err(Error::Io { .. }) if found == old || found == new => Ok(()),
            Err(Error::Io { .. }) if by_file || self.per_file || self.git => {
                let fine = |path: &String| [old.get(path), new.get(path)].contains(&found.get(path));
                let mut every = old.keys().chain(new.keys()).chain(found.keys());
                every.all(fine).then_some(()).ok_or_else(|| format!("a file is neither old nor new: {found:?}"))
            }
            Err(Error::Io { .. }) => Err(format!("half a site: {found:?}")),
            Err(other) => Err(format!("an odd error: {other}")),
        }
    }

    /// A spare has nothing but files of the site that is there; no scenario but those that ask for one has any.
    fn spares_what_is_published(&self, folder: &Folder) -> bool {
        let site = folder.tree("dist");
        let spare = folder.tree(SPARE);
        (self.first.is_some() || !folder.exists(SPARE)) && spare.iter().all(|(path, text)| site.get(path) == Some(text))
    }

    /// A run on a disk that works again, and what it must leave.
    fn recover(&self, folder: &Folder) -> Result<(), String> {
        let (done, asked) = self.run(folder, &Faulty::none());
        if let Err(e) = &done {
            return Err(format!("the next run: {e}"));
        }
        self.judge(folder, &done, &asked).map_err(|why| format!("the next run: {why}"))?;
        let mut room: Vec<_> = folder.tree(".reconnect").into_keys().collect();
        room.retain(|name| !matches!(name.as_str(), ".gitignore" | "dist/lock" | "dist/stat"));
        // One of these may be left where even the cleaning up was cut short; it is written over by the next run.
        room.retain(|name| !matches!(name.as_str(), "dist/gitignore.new" | "dist/journal.new" | "dist/stat.new"));
        room.retain(|name| !name.starts_with("dist/spare/"));
        if !self.spares_what_is_published(folder) {
            return Err(format!("the spare has {:?}", folder.tree(SPARE)));
        }
        if !room.is_empty() || folder.exists("dist/.reconnect-gen.part") {
            return Err(format!("the next run left {room:?}"));
        }
        if folder.read(".reconnect/.gitignore").as_deref() != Some("*\n") {
            return Err("the room is not kept out of repositories".to_owned());
        }
        Ok(())
    }
}

/// Where the beginning of the next site is kept.
const SPARE: &str = ".reconnect/dist/spare";

/// Every path that is changed lies in the output or in our room.
fn keeps_to_its_places(folder: &Folder, asked: &[Change]) -> Result<(), String> {
    let (output, yard) = (folder.at("dist"), folder.at(".reconnect"));
    let ours = |path: &Path| path.starts_with(&output) || path.starts_with(&yard);
    let strays = |change: &&Change| !change.verb.starts_with("sync") && !change.paths.iter().all(|path| ours(path));
    match asked.iter().find(strays) {
        None => Ok(()),
        Some(change) => Err(format!("{} {:?} is none of its business", change.verb, change.paths)),
    }
}

/// Counts what was tried, and fails with all that was wrong.
#[derive(Default)]
struct Tally {
    tried: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn note(&mut self, what: impl Fn() -> String, result: Result<(), String>) {
        self.tried += 1;
        if let Err(why) = result {
            self.wrong.push(format!("{}: {why}", what()));
        }
    }

    fn end(self, what: &str) {
        // Past the test harness, which shows nothing of tests that pass.
        let _ = writeln!(std::io::stderr(), "publish: {} {what}", self.tried);
        assert!(self.wrong.is_empty(), "{} of {}:\n{}", self.wrong.len(), self.tried, self.wrong.join("\n"));
    }
}

fn said(asked: &[Change], at: usize) -> String {
    asked.get(at).map_or_else(String::new, |change| format!("{} {:?}", change.verb, change.paths))
}

#[test]
fn at_every_change_every_fault_leaves_the_old_site_or_the_new_one() {
    let full = [How::Half(28), How::FromHereOn(28), How::Half(5), How::FromHereOn(5), How::FromHereOn(30)];
    let killed = [How::Killed { amid: false }, How::Killed { amid: true }];
    let faults: Vec<How> = ERRORS.into_iter().map(How::Once).chain(full).chain(killed).collect();
    let mut tally = Tally::default();
    for scenario in scenarios() {
        let whole = scenario.whole();
        assert!(whole.len() > 8, "{}: {whole:?}", scenario.name);
        for &how in &faults {
            for at in 0..whole.len() {
                let folder = scenario.begin();
                let (done, asked) = scenario.run(&folder, &Faulty::new(at, how));
                let result = scenario.judge(&folder, &done, &asked).and_then(|()| scenario.recover(&folder));
                tally.note(|| format!("{}, {how:?} at {at}, {}", scenario.name, said(&whole, at)), result);
            }
        }
    }
    tally.end("faults of a disk, each at one change of a publication");
}

#[test]
fn a_run_that_carries_on_from_a_kill_may_be_killed_too() {
    let mut tally = Tally::default();
    for scenario in scenarios() {
        let most = scenario.whole().len();
        // Where folders are exchanged, what a kill leaves is a stage or an old site, at whatever change it was.
        let step = if scenario.per_file || scenario.git { 1 } else { 4 };
        for first in (0..most).step_by(step) {
            for second in 0..most {
                let amid = (first + second) % 2 == 0;
                let folder = scenario.begin();
                let (_, one) = scenario.run(&folder, &Faulty::new(first, How::Killed { amid }));
                let (done, two) = scenario.run(&folder, &Faulty::new(second, How::Killed { amid: !amid }));
                let both = [one, two].concat();
                let result = scenario.judge(&folder, &done, &both).and_then(|()| scenario.recover(&folder));
                tally.note(|| format!("{}, killed at {first}, then at {second}", scenario.name), result);
            }
        }
    }
    tally.end("pairs of kills, one after the other");
}

#[test]
fn cleaning_may_be_cut_short_anywhere() {
    let mut tally = Tally::default();
    let faults = [How::Once(5), How::Once(13), How::FromHereOn(30), How::Killed { amid: true }];
    for scenario in scenarios().into_iter().filter(|scenario| scenario.old.is_some()) {
        let run = |folder: &Folder, disk: &Faulty| clean(&scenario.target(folder, disk));
        let disk = Faulty::none();
        run(&scenario.begin(), &disk).expect("cleaned");
        let whole = disk.asked();
        for how in faults {
            for at in 0..whole.len() {
                let folder = scenario.begin();
                let disk = Faulty::new(at, how);
                let done = run(&folder, &disk);
                let fine = |ok: bool, why: &str| ok.then_some(()).ok_or_else(|| format!("{why}; {done:?}"));
                let mine = |folder: &Folder| {
                    let mut left = folder.tree(".");
                    left.retain(|path, _| !path.starts_with(".reconnect/"));
                    left.into_keys()
                        .all(|path| matches!(&*path, "beside.txt" | "content/index.md" | "dist/.git/config"))
                };
                let result = keeps_to_its_places(&folder, &disk.asked())
                    .and_then(|()| fine(done.is_err() || mine(&folder), "it said that all was removed"))
                    .and_then(|()| run(&folder, &Faulty::none()).map(drop).map_err(|e| format!("again: {e}")))
                    .and_then(|()| fine(mine(&folder), "the second time leaves something"))
                    .and_then(|()| fine(folder.exists("dist/.git") == scenario.git, "the .git"))
                    .and_then(|()| scenario.recover(&folder));
                tally.note(|| format!("{}, {how:?} at {at}, {}", scenario.name, said(&whole, at)), result);
            }
        }
    }
    tally.end("faults of a disk while the site is removed");
}

/// What a power cut takes is what was not synced. The order in which things get to the disk is what keeps a site whole then.
#[test]
fn nothing_is_relied_on_before_it_is_on_the_disk() {
    for scenario in scenarios() {
        let asked = scenario.whole();
        let is = |change: &Change, verb: &str, end: &str| {
            change.verb == verb && change.paths.iter().any(|path| path.to_string_lossy().ends_with(end))
        };
        let last = |verb: &str, end: &str, before: usize| asked[..before].iter().rposition(|c| is(c, verb, end));
        let first = |verb: &str, end: &str| asked.iter().position(|c| is(c, verb, end));
        let has = |path: &Path, part: &str| path.components().any(|of| of.as_os_str() == part);
        let live = match first("rename", "/journal") {
            // The list of what is to do is on the disk before it counts, and it counts before anything is done.
            Some(journal) => {
                assert!(last("sync", "/journal.new", journal) > last("write", "/journal.new", journal));
                let forgotten = first("remove", "/journal").expect("it goes in the end");
                let done = asked[..forgotten].iter().rposition(|change| {
                    matches!(change.verb, "rename" | "remove")
                        && change.paths.iter().any(|path| !has(path, ".reconnect"))
                });
                assert!(last("sync all", "/dist", forgotten) > done, "{}: {asked:?}", scenario.name);
                journal
            }
            None => first("exchange", "/dist").or_else(|| first("rename", "/dist")).expect("it goes live"),
        };
        let staged = asked[..live].iter().rposition(|change| {
            matches!(change.verb, "write" | "link" | "copy" | "rename")
                && change.paths.iter().any(|path| has(path, "stage"))
        });
        assert!(staged.is_some() && last("sync all", "/stage", live) > staged, "{}: {asked:?}", scenario.name);
    }
}
