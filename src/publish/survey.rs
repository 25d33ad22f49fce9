//! In: a place. Out: a [`Survey`] of what is in the output, file by file as its manifest says, or a refusal that names
//! what is not ours or not as we left it. Reads only, and follows no link.
//!
//! What has the time and inode that was noted (`notes`) needs no reading.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::disk;
use super::error::io as io_error;
use super::journal::Journal;
use super::look::{self, Found, Stat};
use super::manifest::{self, Entry, Hash, Manifest, Unreadable};
use super::notes::{self, Recalled};
use super::place::Place;
use super::{Error, Key, Target};

/// What is in the output. Every file of it is ours, and as we left it.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) exists: bool,
    pub(super) manifest: Option<Manifest>,
    /// For each entry of the manifest: the file as it is; `None` if it is gone.
    pub(super) intact: Vec<Option<Stat>>,
    /// Whether a file had to be read, because the notes did not know it.
    pub(super) hashed: bool,
    /// For each entry of the manifest: what it was made from, where that was noted. Empty where nothing was.
    pub(super) keys: Vec<Option<Key>>,
    /// What the whole was made from, where that was noted.
    pub(super) input: Option<Key>,
    git: bool,
}

impl Survey {
    /// The file at `path`, if it is there and has these bytes already.
    pub(super) fn intact(&self, path: &str, hash: Hash) -> Option<Stat> {
        let manifest = self.manifest.as_ref()?;
        let at = manifest.find(path)?;
        let same = manifest.entries.get(at).is_some_and(|entry| entry.hash == hash);
        self.intact.get(at).copied().flatten().filter(|_| same)
    }

    /// Whether the file at `path` is this one (not 0).
    pub(super) fn has(&self, path: &str, inode: u64) -> bool {
        let at = self.manifest.as_ref().and_then(|manifest| manifest.find(path));
        let there = at.and_then(|at| self.intact.get(at).copied().flatten());
        inode != 0 && there.is_some_and(|stat| stat.inode == inode)
    }

    /// The file at `path`, if it is there and was made from what `key` names.
    pub(super) fn made_from(&self, path: &str, key: Key) -> Option<(&Entry, Stat)> {
        let manifest = self.manifest.as_ref()?;
        let at = manifest.find(path)?;
        let is_same = self.keys.get(at).is_some_and(|known| *known == Some(key));
        Some((manifest.entries.get(at)?, self.intact.get(at).copied().flatten()?)).filter(|_| is_same)
    }

    /// Why the output must not be put in place as a whole, if there is a reason; a clause about "it".
    pub(super) fn obstacle(&self, place: &Place, target: &Target) -> Option<&'static str> {
        if !self.exists {
            None
        } else if self.git {
            // Moving `.git` from the old folder to the new is a moment in which a kill would leave it in neither.
            Some("it has a `.git`, which has to stay where it is")
        } else if target.force_per_file {
            Some("that was asked for")
        } else if look::on_other_disk(&place.output, &place.parent) {
            Some("it is on another disk than its parent folder")
        } else if self.manifest.is_some() && !disk::EXCHANGES {
            Some("this system cannot exchange one folder for another")
        } else {
            None
        }
    }
}

/// What is kept at the top of an output.
const GIT: &str = ".git";

enum Verdict {
    /// As the manifest has it at this place.
    Intact(usize, Stat),
    /// As the journal has it.
    Known,
    Edited(String),
    Foreign(String),
}

/// All that says which files are ours.
struct Known<'a> {
    manifest: Option<&'a Manifest>,
    stats: Option<Vec<Option<Stat>>>,
    journal: Option<&'a Journal>,
    hashed: AtomicBool,
}

impl Known<'_> {
    fn judge(&self, place: &Place, found: Found, entry: &DirEntry) -> Result<Verdict, Error> {
        let in_transit = found.path == manifest::PART && self.journal.is_some();
        if found.path == manifest::NAME || in_transit {
            return Ok(Verdict::Known);
        }
        let listed = self.manifest.and_then(|manifest| {
            let at = manifest.find(&found.path)?;
            Some((at, manifest.entries.get(at)?))
        });
        let claimed = self.journal.and_then(|journal| journal.claim(&found.path));
        if !found.is_regular || (listed.is_none() && claimed.is_none()) {
            return Ok(Verdict::Foreign(found.path));
        }
        let path = || place.output.join(&found.path);
        let seen = look::metadata(entry).map_err(|e| io_error("look at", &path())(e))?;
        let stat = Stat::of(&seen);
        let listed = listed.filter(|(_, entry)| entry.size == seen.len());
        let claimed = claimed.filter(|entry| entry.size == seen.len());
        match (listed, &self.stats) {
            (Some((at, _)), Some(stats)) if stats.get(at) == Some(&Some(stat)) => {
                return Ok(Verdict::Intact(at, stat));
            }
            (None, _) if claimed.is_none() => return Ok(Verdict::Edited(found.path)),
            _ => {}
        }
        self.hashed.store(true, Ordering::Relaxed);
        let path = path();
        let hash = look::hash(&path).map_err(io_error("read", &path))?;
        Ok(match (listed, claimed) {
            (Some((at, entry)), _) if entry.hash == hash => Verdict::Intact(at, stat),
            (_, Some(entry)) if entry.hash == hash => Verdict::Known,
            _ => Verdict::Edited(found.path),
        })
    }
}

/// Looks at everything in the output. With a journal, a file may be as before or as after.
pub(super) fn survey(place: &Place, journal: Option<&Journal>) -> Result<Survey, Error> {
    match fs::symlink_metadata(&place.output) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => {
            return Err(place.refuse("it is a file, not a folder".to_owned(), "Choose another folder with `-d`."));
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Survey::default()),
        Err(e) => return Err(io_error("look at", &place.output)(e)),
    }
    let manifest = read_manifest(place)?;
    let git = fs::symlink_metadata(place.output.join(GIT)).is_ok();
    let recalled = manifest.as_ref().and_then(|manifest| notes::recall(place, manifest));
    let (stats, keys, input) = match recalled {
        Some(Recalled { stats, keys, input }) => (Some(stats), keys, input),
        None => (None, Vec::new(), None),
    };
    let known = Known { manifest: manifest.as_ref(), stats, journal, hashed: AtomicBool::new(false) };
    let verdicts = look::judge_all(&place.output, Some(GIT), &|found, entry| known.judge(place, found, entry))?;
    let hashed = known.hashed.into_inner();

    let mut intact = vec![None; manifest.as_ref().map_or(0, |manifest| manifest.entries.len())];
    let (mut strangers, mut edited) = (Vec::new(), Vec::new());
    for verdict in verdicts {
        match verdict {
            Verdict::Intact(at, stat) => {
                if let Some(place) = intact.get_mut(at) {
                    *place = Some(stat);
                }
            }
            Verdict::Known => {}
            Verdict::Edited(path) => edited.push(path),
            Verdict::Foreign(path) => strangers.push(path),
        }
    }
    if !strangers.is_empty() {
        return Err(foreign(place, strangers));
    }
    if !edited.is_empty() {
        return Err(place.refuse(
            format!(
                "{} changed by hand since this program wrote it: {}",
                a_file_or_files(edited.len()),
                first_few(edited)
            ),
            "Move what you want to keep into your sources, delete it here, then run this again.",
        ));
    }
    Ok(Survey { exists: true, manifest, intact, hashed, keys, input, git })
}

fn read_manifest(place: &Place) -> Result<Option<Manifest>, Error> {
    Manifest::read(&place.output).map_err(|unreadable| match unreadable {
        Unreadable::Io(e) => io_error("read", &place.output.join(manifest::NAME))(e),
        Unreadable::Corrupt => place.refuse(
            format!("its list of what this program wrote, `{}`, is damaged", manifest::NAME),
            "Remove the folder yourself if nothing in it is yours, then run this again.",
        ),
    })
}

fn a_file_or_files(count: usize) -> &'static str {
    if count == 1 { "a file in it was" } else { "files in it were" }
}

fn foreign(place: &Place, paths: Vec<String>) -> Error {
    place.refuse(
        format!("it has files that this program did not write: {}", first_few(paths)),
        "Move them elsewhere (what belongs to the site goes into `static/`), or choose another folder with `-d`.",
    )
}

fn first_few(mut paths: Vec<String>) -> String {
    const FEW: usize = 3;
    paths.sort_unstable();
    let more = paths.len().saturating_sub(FEW);
    paths.truncate(FEW);
    let named = paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    if more == 0 { named } else { format!("{named} and {more} more") }
}

/// Whether the file at `path` is a regular one with the bytes of `entry`.
pub(super) fn is_intact(path: &Path, entry: &Entry) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == entry.size)
        && look::hash(path).is_ok_and(|hash| hash == entry.hash)
}
