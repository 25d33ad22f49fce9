//! The spare: after an exchange, the old folder without what the new site has not, kept as the beginning of the next stage.
//! Between two sites that differ in one page, this saves a link and a removal for each of the others.
//!
//! All in it is a second name of a file of the site. It has no manifest, as a stage has none that was never complete: all of
//! it is ours, and may go at any time. What is taken over from it is judged by the file (its inode), and only where the site
//! still has that file at that path.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::io as io_error;
use super::look::{self, Found, Stat};
use super::manifest::{self, Index, Manifest};
use super::place::Place;
use super::stage::{self, Staged};
use super::survey::Survey;
use super::{Error, OutPath};

/// Turns the old site, in the stage's place, into the spare. `seen` is as for [`stage::sweep`], and so is what is returned:
/// where anything is found that is not ours, nothing is spared.
pub(super) fn keep(
    place: &Place,
    old: &Manifest,
    seen: &[Option<Stat>],
    new: &Staged,
) -> Result<Option<PathBuf>, Error> {
    let folder = place.stage();
    let mut found = look::list(&folder)?;
    found.retain(|found| !new.has(found));
    let is_foreign = |found: &Found| stage::remove_listed(place, old, seen, found).map(|removed| !removed);
    if found.par_iter().map(is_foreign).try_reduce(|| false, |one, other| Ok(one | other))? {
        return stage::sweep(place, old, seen);
    }
    for found in &found {
        place.disk.remove_emptied_above(&folder.join(&found.path), &folder);
    }
    // From here on all of it is ours. The manifest goes first, so that no folder has one that does not say what is in it.
    place.disk.remove_if_there(&folder.join(manifest::NAME)).map_err(io_error("remove", &folder))?;
    match place.disk.rename(&folder, &place.spare()) {
        Ok(()) => Ok(None),
        // Something else has that name.
        Err(_) => stage::discard(place).map(|()| None),
    }
}

/// Turns the spare into the stage, without what a site of these paths has not. Says for each path whether the stage has it
/// already, as the old site has. A spare that cannot be had is none.
pub(super) fn take(place: &Place, old: &Survey, paths: &[OutPath]) -> Vec<bool> {
    let none = || vec![false; paths.len()];
    if !is_folder(&place.spare()) || place.disk.rename(&place.spare(), &place.stage()).is_err() {
        return none();
    }
    prune(place, old, paths).unwrap_or_else(|_| {
        stage::discard_quietly(place);
        none()
    })
}

fn prune(place: &Place, old: &Survey, paths: &[OutPath]) -> Result<Vec<bool>, Error> {
    let folder = place.stage();
    let index = Index::of(paths.iter());
    let at = |found: &Found| {
        let at = index.find(&found.path)?;
        (found.is_regular && old.has(&found.path, found.inode)).then_some(at)
    };
    let judged: Vec<_> = look::list(&folder)?.into_par_iter().map(|found| (at(&found), found)).collect();
    let mut has = vec![false; paths.len()];
    for (at, found) in judged {
        if let Some(has) = at.and_then(|at| has.get_mut(at)) {
            *has = true;
            continue;
        }
        let path = folder.join(&found.path);
        place.disk.remove_if_there(&path).map_err(io_error("remove", &path))?;
        place.disk.remove_emptied_above(&path, &folder);
    }
    Ok(has)
}

/// The stage, if there is one, turned out not to be needed: it is the spare again.
pub(super) fn give_back(place: &Place) {
    if is_folder(&place.stage()) && place.disk.rename(&place.stage(), &place.spare()).is_err() {
        stage::discard_quietly(place);
    }
}

/// Whether there is a folder, and no link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}
