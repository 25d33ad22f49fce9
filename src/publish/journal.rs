//! Where folders cannot be exchanged: a list of renames, on the disk before the first of them is done. In: what is
//! staged. Out: the output, file by file: assets, pages, the manifest, then what is no longer wanted.
//!
//! A run that finds a journal carries it on from any point: a file that is no longer in the stage is in its place. The
//! journal also tells `survey` which files are ours while the manifest is half true.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::path::OutPath;

use super::Error;
use super::error::io as io_error;
use super::look::{self, Stat};
use super::manifest::{self, Entry, Hash, Manifest};
use super::place::Place;
use super::stage::Staged;
use super::survey::{self, Survey};

const HEADER: &str = "reconnect-gen journal 2";

/// The steps from an old site to a new one.
#[derive(Debug)]
pub(super) struct Journal {
    steps: Vec<Step>,
    /// Every file that the steps name, sorted by path.
    claims: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Put(Entry),
    /// The manifest comes when all that it lists is there.
    Manifest {
        hash: Hash,
    },
    Remove(Entry),
}

impl Step {
    fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Put(entry) | Self::Remove(entry) => Some(entry),
            Self::Manifest { .. } => None,
        }
    }

    fn path(&self) -> &str {
        self.entry().map_or(manifest::NAME, |entry| entry.path.as_str())
    }
}

impl Journal {
    /// The steps from the old site to the staged one.
    pub(super) fn plan(old: &Survey, staged: &Staged) -> Self {
        let new = &staged.manifest;
        let fresh = new.entries.iter().zip(&staged.fresh).filter(|(_, fresh)| **fresh).map(|(entry, _)| entry.clone());
        let (pages, assets): (Vec<_>, Vec<_>) = fresh.partition(|entry| is_page(entry.path.as_str()));
        let unwanted = old.manifest.iter().flat_map(|old| &old.entries);
        let unwanted = unwanted.filter(|entry| new.find(entry.path.as_str()).is_none()).cloned();
        let blocks = blocks(new);
        let (first, last): (Vec<_>, Vec<_>) = unwanted.partition(|entry| blocks(entry.path.as_str()));

        let mut steps: Vec<Step> = first.into_iter().map(Step::Remove).collect();
        steps.extend(assets.into_iter().chain(pages).map(Step::Put));
        steps.push(Step::Manifest { hash: new.hash });
        steps.extend(last.into_iter().map(Step::Remove));
        Self::new(steps)
    }

    fn new(steps: Vec<Step>) -> Self {
        let mut claims: Vec<_> = steps.iter().filter_map(Step::entry).cloned().collect();
        claims.sort_unstable_by(|one, other| one.path.as_str().cmp(other.path.as_str()));
        Self { steps, claims }
    }

    /// What the journal says of a file, if it names it.
    pub(super) fn claim(&self, path: &str) -> Option<&Entry> {
        self.claims.get(self.claims.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok()?)
    }

    /// The journal of a killed run.
    pub(super) fn read(place: &Place) -> Result<Option<Self>, Error> {
        let path = place.journal();
        look::keep_to_own_file(place, &path)?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if look::is_missing(&e) => return Ok(None),
            Err(e) => return Err(io_error("read", &path)(e)),
        };
        match parse(&text) {
            Some(steps) => Ok(Some(Self::new(steps))),
            None => Err(place.refuse(
                format!(
                    "an earlier run was stopped amid it, and its list of what was left to do, {}, is damaged",
                    path.display()
                ),
                "Remove that list and the output folder, if nothing in the folder is yours, then run this again.",
            )),
        }
    }

    /// Puts the journal on the disk. From here on the new site comes, whatever happens.
    pub(super) fn write(&self, place: &Place) -> Result<(), Error> {
        let (path, new) = (place.journal(), place.room.join("journal.new"));
        place.disk.write_synced(&new, &path, self.text().as_bytes()).map_err(io_error("write", &path))?;
        let _ = place.disk.sync_dir(&place.room);
        Ok(())
    }

    /// Removes the journal: all of it is done, and on the disk.
    pub(super) fn forget(place: &Place) -> Result<(), Error> {
        let path = place.journal();
        place.disk.remove_if_there(&path).map_err(io_error("remove", &path))?;
        let _ = place.disk.sync_dir(&place.room);
        Ok(())
    }

    /// Does every step that is not done yet.
    pub(super) fn apply(&self, place: &Place) -> Result<(), Error> {
        for step in &self.steps {
            match step {
                Step::Put(entry) => {
                    put(place, entry.path.as_str())?;
                }
                Step::Manifest { hash } => {
                    let put = put(place, manifest::NAME)?;
                    let done = || look::hash(&place.output.join(manifest::NAME)).is_ok_and(|found| found == *hash);
                    if !put && !done() {
                        self.claim_what_is_there(place)?;
                        break;
                    }
                }
                Step::Remove(entry) => remove(place, entry)?,
            }
        }
        let part = place.output.join(manifest::PART);
        place.disk.remove_if_there(&part).map_err(io_error("remove", &part))?;
        let dirs: BTreeSet<_> =
            self.steps.iter().filter_map(|step| place.output.join(step.path()).parent().map(Path::to_owned)).collect();
        place.disk.sync_names(&place.output, &dirs).map_err(io_error("get to the disk what is in", &place.output))
    }

    /// The stage is gone, so the new site cannot be completed. The manifest becomes what is in the output, old or new:
    /// then the next publication knows it as ours.
    fn claim_what_is_there(&self, place: &Place) -> Result<(), Error> {
        let old = Manifest::read(&place.output).ok().flatten();
        let known: BTreeSet<&OutPath> =
            old.iter().flat_map(|old| &old.entries).chain(&self.claims).map(|entry| &entry.path).collect();
        let mut entries = Vec::new();
        for path in known {
            let at = place.output.join(path.as_str());
            if let Some(found) = fs::symlink_metadata(&at).ok().filter(fs::Metadata::is_file) {
                let hash = look::hash(&at).map_err(io_error("read", &at))?;
                entries.push(Entry { path: path.clone(), hash, size: found.len() });
            }
        }
        let part = place.output.join(manifest::PART);
        let path = place.output.join(manifest::NAME);
        let text = Manifest::new(entries).text;
        place.disk.write_synced(&part, &path, text.as_bytes()).map_err(io_error("write", &path))
    }

    /// The staged files as they are in the output: a file that had to be copied there has another time and inode.
    pub(super) fn restat(place: &Place, staged: &Staged) -> Vec<Stat> {
        let all = staged.manifest.entries.iter().zip(&staged.stats).zip(&staged.fresh);
        all.map(|((entry, stat), fresh)| match fs::symlink_metadata(place.output.join(entry.path.as_str())) {
            Ok(found) if *fresh => Stat::of(&found),
            _ => *stat,
        })
        .collect()
    }

    fn text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for step in &self.steps {
            match step {
                Step::Put(entry) => manifest::write_line(&mut text, "put", entry),
                Step::Manifest { hash } => {
                    let _ = writeln!(text, "manifest {hash:032x}");
                }
                Step::Remove(entry) => manifest::write_line(&mut text, "remove", entry),
            }
        }
        manifest::write_end(&mut text);
        text
    }
}

fn parse(text: &str) -> Option<Vec<Step>> {
    let steps = manifest::sealed_lines(text, HEADER)?.map(|line| {
        if let Some(hash) = line.strip_prefix("manifest ") {
            return Some(Step::Manifest { hash: Hash::from_str_radix(hash, 16).ok()? });
        }
        let put = manifest::read_line("put", line).map(Step::Put);
        let step = put.or_else(|| manifest::read_line("remove", line).map(Step::Remove))?;
        (!manifest::is_reserved(step.path())).then_some(step)
    });
    steps.collect()
}

fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("html"))
}

/// Whether an old file has to go before the new ones can come: a file where a folder is to be, one in a folder where a
/// file is to be, or one whose name differs in case alone, which on some disks is the same file.
fn blocks(new: &Manifest) -> impl Fn(&str) -> bool {
    let new: BTreeSet<String> = new.entries.iter().map(|entry| entry.path.as_str().to_lowercase()).collect();
    move |old| {
        let old = old.to_lowercase();
        let folder = format!("{old}/");
        let above_new = new.range(folder.clone()..).next().is_some_and(|path| path.starts_with(&folder));
        let below_new = old.match_indices('/').any(|(at, _)| old.get(..at).is_some_and(|above| new.contains(above)));
        above_new || below_new || new.contains(&old)
    }
}

/// Moves one file from the stage to its place. `false`: it is not in the stage, so that is done.
fn put(place: &Place, path: &str) -> Result<bool, Error> {
    let (from, to) = (place.stage().join(path), place.output.join(path));
    match fs::symlink_metadata(&from) {
        Ok(_) => {}
        Err(e) if look::is_missing(&e) => return Ok(false),
        Err(e) => return Err(io_error("look at", &from)(e)),
    }
    if let Some(parent) = to.parent() {
        place.disk.create_dir_all(parent).map_err(io_error("create", parent))?;
    }
    if to.is_dir() {
        place.disk.remove_empty_dirs(&to);
    }
    let moved = match place.disk.rename(&from, &to) {
        Err(e) if e.kind() == io::ErrorKind::CrossesDevices => copy_in(place, &from, &to),
        moved => moved,
    };
    moved.map_err(io_error("put the new version in the place of", &to)).map(|()| true)
}

/// From another disk: a copy first, under a name that is known as ours, so that the last step is a rename here too.
fn copy_in(place: &Place, from: &Path, to: &Path) -> io::Result<()> {
    let part = place.output.join(manifest::PART);
    place.disk.copy(from, &part)?;
    place.disk.sync_file(&part)?;
    place.disk.rename(&part, to)
}

/// Removes one file that the new site has not, unless somebody changed it in the meantime.
fn remove(place: &Place, entry: &Entry) -> Result<(), Error> {
    let path = place.output.join(entry.path.as_str());
    if survey::is_intact(&path, entry) {
        place.disk.remove_if_there(&path).map_err(io_error("remove", &path))?;
    }
    place.disk.remove_emptied_above(&path, &place.output);
    Ok(())
}
