//! The stage: the new folder, made beside the output. In: a place, its survey, the files. Out: [`Staged`], a complete
//! folder on the disk. Also what takes folders away again: a stage given up, and the old site after the exchange.
//!
//! A stage without a manifest was never complete, so all in it is ours. With one it may be the *old site*, in which
//! somebody can have put a file before the exchange: only what the manifest lists, unchanged, is removed, and the rest
//! is set aside in `left-1`, `left-2`, ….

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use super::error::io as io_error;
use super::look::{self, Found, Stat};
use super::manifest::{self, Entry, Manifest, Unreadable};
use super::notes::Notes;
use super::place::Place;
use super::spare;
use super::survey::{self, Survey};
use super::{Error, Files, Key, OutPath};

/// Files that a thread makes at once. Some take a hundred times as long as others, and nobody helps with those that it has.
const MOST_IN_A_ROW: usize = 4;

/// The new site: its manifest, and what of it is in the stage.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) manifest: Manifest,
    /// For each entry: the file, staged or in the output.
    pub(super) stats: Vec<Stat>,
    /// For each entry: whether it is new or has new bytes, and therefore is in the stage.
    pub(super) fresh: Vec<bool>,
    /// For each entry: whether it is not new, and yet in the stage, which was the spare.
    spared: Vec<bool>,
    /// For each entry: what it was made from, where that has a name.
    pub(super) keys: Vec<Option<Key>>,
    pub(super) written: usize,
    pub(super) unchanged: usize,
    /// Paths of the old site that the new one has not.
    pub(super) removed: Vec<OutPath>,
    /// Whether anything at all is other than in the output.
    pub(super) changes: bool,
}

/// A file that is to be in the new site.
struct Asked<'a> {
    index: usize,
    path: &'a OutPath,
    key: Option<Key>,
    /// What the old site has of it, made from the same.
    there: Option<(&'a Entry, Stat)>,
}

/// A file of the new site.
struct Made {
    entry: Entry,
    stat: Stat,
    key: Option<Key>,
    is_fresh: bool,
}

impl Staged {
    /// Whether this is a file of the new site, at its path.
    pub(super) fn has(&self, found: &Found) -> bool {
        let stat = self.manifest.find(&found.path).and_then(|at| self.stats.get(at));
        found.is_regular && found.inode != 0 && stat.is_some_and(|stat| stat.inode == found.inode)
    }

    /// What is to be noted of the site once it is in place.
    pub(super) fn notes(&self, files: &dyn Files) -> Notes<'_> {
        Notes { manifest: &self.manifest, stats: self.stats.clone(), keys: self.keys.clone(), input: files.input() }
    }
}

/// Makes every file that the old site has not from the same key, and writes those that changed into the stage. The stage comes to be with the first of them.
pub(super) fn fill<'f>(place: &Place, old: &'f Survey, files: &'f dyn Files) -> Result<Staged, Error> {
    let stage = place.stage();
    let called_off = AtomicBool::new(false);
    let ask = |(index, path): (usize, &'f OutPath)| {
        let key = files.key(index);
        Asked { index, path, key, there: key.and_then(|key| old.made_from(path.as_str(), key)) }
    };
    let asked: Vec<Asked<'_>> = files.paths().par_iter().enumerate().map(ask).collect();
    let missing: Vec<_> = asked.iter().filter(|asked| asked.there.is_none()).map(|asked| asked.index).collect();
    files.begin(&missing);
    let before = old.manifest.as_ref().map_or(&[][..], |manifest| &manifest.entries);
    let is_same = missing.is_empty() && before.len() == asked.len();
    let spared = if is_same { Vec::new() } else { spare::take(place, old, files.paths()) };
    let make = |asked: &Asked<'_>| -> Result<Option<Made>, Error> {
        let Asked { index, path, key, there } = *asked;
        if let Some((entry, stat)) = there {
            return Ok(Some(Made { entry: entry.clone(), stat, key, is_fresh: false }));
        }
        let Some(bytes) = files.bytes(index) else {
            called_off.store(true, Ordering::Relaxed);
            return Ok(None);
        };
        if called_off.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let entry = Entry { path: path.clone(), hash: xxh3_128(&bytes), size: bytes.len() as u64 };
        if let Some(stat) = old.intact(path.as_str(), entry.hash) {
            return Ok(Some(Made { entry, stat, key, is_fresh: false }));
        }
        let at = stage.join(path.as_str());
        if spared.get(index) == Some(&true) {
            place.disk.remove_if_there(&at).map_err(io_error("remove", &at))?;
        }
        let stat = write_new(place, &at, &bytes).map_err(io_error("write", &at))?;
        Ok(Some(Made { entry, stat, key, is_fresh: true }))
    };
    let (mut order, others): (Vec<_>, Vec<_>) = asked.iter().partition(|asked| files.takes_long(asked.index));
    order.extend(others);
    // Of a small site, too, each thread gets its share.
    let in_a_row = (order.len() / 64).clamp(1, MOST_IN_A_ROW);
    let made = order.par_iter().with_max_len(in_a_row).map(|asked| make(asked)).collect::<Result<Vec<_>, Error>>()?;
    if called_off.into_inner() {
        return Err(Error::CalledOff);
    }

    let mut all: Vec<_> = order.into_iter().map(|asked| asked.index).zip(made).collect();
    all.sort_unstable_by_key(|(index, _)| *index);
    let mut entries = Vec::with_capacity(all.len());
    let (mut stats, mut fresh, mut keys) = (Vec::new(), Vec::new(), Vec::new());
    for made in all.into_iter().filter_map(|(_, made)| made) {
        entries.push(made.entry);
        stats.push(made.stat);
        fresh.push(made.is_fresh);
        keys.push(made.key);
    }
    let written = fresh.iter().filter(|fresh| **fresh).count();
    let manifest = Manifest::new(entries);
    let gone = before.iter().filter(|entry| manifest.find(entry.path.as_str()).is_none());
    let removed = gone.map(|entry| entry.path.clone()).collect();
    let changes = written > 0 || old.manifest.as_ref().is_none_or(|old| old.hash != manifest.hash);
    Ok(Staged { unchanged: fresh.len() - written, manifest, stats, fresh, spared, keys, written, removed, changes })
}

fn write_new(place: &Place, path: &Path, bytes: &[u8]) -> io::Result<Stat> {
    Ok(Stat::of(&with_parent(place, path, || place.disk.write_new(path, bytes))?))
}

/// Does something that needs the folder of `path`, making that folder only where it turns out to be missing.
fn with_parent<T>(place: &Place, path: &Path, make: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match (make(), path.parent()) {
        (Err(e), Some(parent)) if e.kind() == io::ErrorKind::NotFound => {
            place.disk.create_dir_all(parent)?;
            make()
        }
        (done, _) => done,
    }
}

/// How what did not change came into the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Linked {
    /// As second names of the files in the output.
    All,
    /// Some as copies: a file system without hard links, or one that allows no more of them.
    Copied,
    /// Not at all: the two are on different disks.
    OtherDisk,
}

/// Links what did not change from the old output into the stage.
pub(super) fn link_unchanged(place: &Place, staged: &Staged) -> Result<Linked, Error> {
    let stage = place.stage();
    let copied = AtomicBool::new(false);
    let link = |(at, entry): (usize, &Entry)| -> Result<(), Error> {
        if [&staged.fresh, &staged.spared].iter().any(|there| there.get(at) == Some(&true)) {
            return Ok(());
        }
        let (from, to) = (place.output.join(entry.path.as_str()), stage.join(entry.path.as_str()));
        match with_parent(place, &to, || place.disk.hard_link(&from, &to)) {
            Err(e) if e.kind() != io::ErrorKind::CrossesDevices => {
                copied.store(true, Ordering::Relaxed);
                place.disk.copy(&from, &to).map_err(io_error("copy", &from))
            }
            linked => linked.map_err(io_error("link", &from)),
        }
    };
    match staged.manifest.entries.par_iter().enumerate().try_for_each(link) {
        Err(Error::Io { source, .. }) if source.kind() == io::ErrorKind::CrossesDevices => Ok(Linked::OtherDisk),
        done => done.map(|()| if copied.into_inner() { Linked::Copied } else { Linked::All }),
    }
}

/// Writes the manifest, last of all, and gets the whole stage down to the disk.
pub(super) fn seal(place: &Place, old: &Survey, staged: &Staged) -> Result<(), Error> {
    let stage = place.stage();
    let (part, path) = (stage.join(manifest::PART), stage.join(manifest::NAME));
    write_new(place, &part, staged.manifest.text.as_bytes())
        .and_then(|_| place.disk.rename(&part, &path))
        .map_err(io_error("write", &path))?;
    if old.exists {
        // Who may read the folder is the person's choice, and outlives an exchange.
        // We must be able to move it, and to carry on from it later.
        let _ = fs::metadata(&place.output)
            .and_then(|found| place.disk.set_permissions(&stage, look::own(found.permissions())));
    }
    place.disk.sync_tree(&stage).map_err(io_error("get to the disk what is in", &stage))
}

/// Removes a stage that never became the site.
pub(super) fn discard(place: &Place) -> Result<(), Error> {
    let stage = place.stage();
    match place.disk.remove_dir_all(&stage) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(io_error("remove", &stage)(e)),
        _ => Ok(()),
    }
}

/// The same where something else is already wrong, or all is done: the next run does it again.
pub(super) fn discard_quietly(place: &Place) {
    let _ = discard(place);
}

/// Removes what a killed run left in the stage's place. Returns where anything went that is not ours.
pub(super) fn sweep_stale(place: &Place) -> Result<Option<PathBuf>, Error> {
    let stage = place.stage();
    match fs::symlink_metadata(&stage) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return set_aside(place).map(Some),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(io_error("look at", &stage)(e)),
    }
    match Manifest::read(&stage) {
        Ok(None) => discard(place).map(|()| None),
        Ok(Some(manifest)) => sweep(place, &manifest, &[]),
        Err(Unreadable::Corrupt) => set_aside(place).map(Some),
        Err(Unreadable::Io(e)) => Err(io_error("read", &stage.join(manifest::NAME))(e)),
    }
}

/// Removes, from a folder in the stage's place, what its manifest lists and nobody changed (`seen`: as it was when last
/// looked at, in the order of the manifest; what is not as seen is read). Returns where the rest went.
pub(super) fn sweep(place: &Place, manifest: &Manifest, seen: &[Option<Stat>]) -> Result<Option<PathBuf>, Error> {
    let stage = place.stage();
    let stays = |found: &Found| remove_listed(place, manifest, seen, found).map(|removed| !removed);
    let stay = look::list(&stage)?.par_iter().map(stays).try_reduce(|| false, |one, other| Ok(one | other))?;
    place.disk.remove_empty_dirs(&stage);
    if stay {
        // With its manifest, so that a kill right here finds the same rule at work.
        return set_aside(place).map(Some);
    }
    // The manifest goes last: without it, a folder counts as a stage, all of it ours.
    place.disk.remove_if_there(&stage.join(manifest::NAME)).map_err(io_error("remove", &stage))?;
    discard(place).map(|()| None)
}

/// The same for one file. `false`: it is not ours, and stays. The manifest itself stays too, and is ours.
pub(super) fn remove_listed(
    place: &Place,
    manifest: &Manifest,
    seen: &[Option<Stat>],
    found: &Found,
) -> Result<bool, Error> {
    if found.path == manifest::NAME {
        return Ok(true);
    }
    let Some((at, listed)) = manifest.find(&found.path).and_then(|at| Some((at, manifest.entries.get(at)?))) else {
        return Ok(false);
    };
    let path = place.stage().join(&found.path);
    let as_seen = || {
        let seen = seen.get(at).copied().flatten();
        fs::symlink_metadata(&path).is_ok_and(|now| seen == Some(Stat::of(&now)))
    };
    if !found.is_regular || !(as_seen() || survey::is_intact(&path, listed)) {
        return Ok(false);
    }
    place.disk.remove_if_there(&path).map_err(io_error("remove", &path))?;
    Ok(true)
}

/// Moves what is in the stage's place to a name of its own, where this program does not come again.
fn set_aside(place: &Place) -> Result<PathBuf, Error> {
    let stage = place.stage();
    let mut n = 1;
    loop {
        let left = place.room.join(format!("left-{n}"));
        if fs::symlink_metadata(&left).is_err() {
            place.disk.rename(&stage, &left).map_err(io_error("move aside", &stage))?;
            return Ok(left);
        }
        n += 1;
    }
}

/// Removes the site itself: every file that the manifest lists, the manifest last, and the folders this leaves empty.
pub(super) fn remove_site(place: &Place, manifest: &Manifest, old: &Survey) -> Result<usize, Error> {
    let there = || manifest.entries.par_iter().zip(&old.intact).filter(|(_, stat)| stat.is_some());
    there().try_for_each(|(entry, _)| {
        let path = place.output.join(entry.path.as_str());
        place.disk.remove_if_there(&path).map_err(io_error("remove", &path))
    })?;
    for entry in &manifest.entries {
        place.disk.remove_emptied_above(&place.output.join(entry.path.as_str()), &place.output);
    }
    let marker = place.output.join(manifest::NAME);
    place.disk.remove_if_there(&marker).map_err(io_error("remove", &marker))?;
    // Stays if there is a `.git` in it.
    let _ = place.disk.remove_dir(&place.output);
    Ok(there().count())
}
