//! In: a target. Out: a [`Place`] that is safe to write to, as far as its *position* tells (what is *in* it is for
//! `survey`), with the names of what lies beside it. Creates nothing.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::path::OutPath;

use super::disk::Disk;
use super::error::io as io_error;
use super::lock::Lock;
use super::manifest;
use super::{Error, Target};

/// The folder beside the output in which every output has a room.
const YARD: &str = ".reconnect";
const OTHER_FOLDER: &str = "Choose another folder with `-d`, such as `-d dist`.";

/// An output, its links resolved, and the room beside it.
#[derive(Debug)]
pub(super) struct Place<'a> {
    /// What changes the disk.
    pub(super) disk: &'a dyn Disk,
    /// As the person named it, for messages.
    pub(super) shown: PathBuf,
    /// The real folder; it may not exist yet.
    pub(super) output: PathBuf,
    pub(super) parent: PathBuf,
    pub(super) room: PathBuf,
}

impl<'a> Place<'a> {
    /// The place that a target names, unless it is one that must not be written to.
    pub(super) fn find(target: &'a Target) -> Result<Self, Error> {
        let shown = target.output.clone();
        let refuse = |why: &str, way_out: &str| {
            Err(Error::Refused { path: shown.clone(), why: why.to_owned(), way_out: way_out.to_owned() })
        };
        let output = match resolve(&shown) {
            Ok(Resolved::Real(path)) => path,
            Ok(Resolved::Dangling(link)) => {
                let why = format!("{} is a link that leads nowhere", link.display());
                return refuse(&why, "Remove the link, or create the folder that it leads to.");
            }
            Err(e) => return Err(io_error("look at", &shown)(e)),
        };
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            return refuse("it is the root of a disk", OTHER_FOLDER);
        };
        if output.components().any(|part| part.as_os_str() == YARD) || name == ".gitignore" {
            return refuse("this program keeps its own notes under that name", OTHER_FOLDER);
        }
        if let Some(home) = &target.home
            && within(&real(home), &output)
        {
            return refuse("it is, or holds, your home folder", OTHER_FOLDER);
        }
        for source in &target.sources {
            let (at, real) = (source.display(), real(source));
            let (holds, inside) = (within(&real, &output), within(&output, &real));
            let why = match (holds, inside) {
                (true, true) => format!("the site is made from it ({at})"),
                (true, false) => format!("it holds {at}, from which the site is made"),
                (false, true) => format!("it lies inside {at}, from which the site is made"),
                (false, false) => continue,
            };
            return refuse(&why, "Choose a folder beside your sources with `-d`, such as `-d dist`.");
        }
        let yard = parent.join(YARD);
        let room = yard.join(name);
        for own in [&yard, &room] {
            if fs::symlink_metadata(own).is_ok_and(|found| !found.is_dir()) {
                let why = format!("{}, where it keeps its notes, is not a folder", own.display());
                return refuse(&why, "Remove it, then run this again.");
            }
        }
        let parent = parent.to_owned();
        Ok(Self { disk: target.disk, shown, output, parent, room })
    }

    pub(super) fn stage(&self) -> PathBuf {
        self.room.join("stage")
    }

    pub(super) fn spare(&self) -> PathBuf {
        self.room.join("spare")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.room.join("journal")
    }

    pub(super) fn stat(&self) -> PathBuf {
        self.room.join("stat")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.room.join("lock")
    }

    /// A refusal of what is in the output.
    pub(super) fn refuse(&self, why: String, way_out: &str) -> Error {
        Error::Refused { path: self.shown.clone(), why, way_out: way_out.to_owned() }
    }

    /// Makes the room. Others may be making it as well.
    pub(super) fn make_room(&self) -> Result<(), Error> {
        self.disk.create_dir_all(&self.room).map_err(io_error("create, beside the output, the folder", &self.room))
    }

    /// Keeps the rooms out of the author's repository. For whom the lock is held: the name of its own that the file has
    /// first is one for all runs of this output.
    pub(super) fn ignore_rooms(&self) -> Result<(), Error> {
        let ignore = self.parent.join(YARD).join(".gitignore");
        if ignore.exists() {
            return Ok(());
        }
        let part = self.room.join("gitignore.new");
        self.disk.write_by(&part, &ignore, b"*\n").map_err(io_error("write", &ignore))
    }

    /// Takes the room down, as far as it is ours: `left-…` folders stay, and so do the rooms of other outputs. What
    /// does not go is no harm, so nothing here fails.
    pub(super) fn leave(&self, lock: Lock) {
        for name in ["gitignore.new", "stat", "stat.new", "journal.new", "lock"] {
            let _ = self.disk.remove_file(&self.room.join(name));
        }
        let _ = self.disk.remove_dir_all(&self.spare());
        let gone = self.disk.remove_dir(&self.room).is_ok();
        drop(lock);
        let yard = self.parent.join(YARD);
        let only_ignore = || fs::read_dir(&yard).is_ok_and(|all| all.flatten().all(|e| e.file_name() == ".gitignore"));
        if gone && only_ignore() {
            let _ = self.disk.remove_file(&yard.join(".gitignore"));
            let _ = self.disk.remove_dir(&yard);
        }
    }
}

/// Refuses a site in which a file has a name that this program, or git, needs at the top of the output.
pub(super) fn keep_reserved_names(place: &Place, paths: &[OutPath]) -> Result<(), Error> {
    match paths.iter().find(|path| manifest::is_reserved(path.as_str())) {
        None => Ok(()),
        Some(path) => Err(place.refuse(
            format!("the site would have a file `{path}`, and that name is kept for other use"),
            "Rename that file in your sources.",
        )),
    }
}

enum Resolved {
    Real(PathBuf),
    Dangling(PathBuf),
}

/// The real path of what may not exist yet: that of the deepest folder that does, with the rest appended.
fn resolve(path: &Path) -> io::Result<Resolved> {
    let path = std::path::absolute(path)?;
    let mut missing = Vec::new();
    let mut here = path.as_path();
    loop {
        match here.canonicalize() {
            Ok(mut real) => {
                for part in missing.iter().rev() {
                    // What does not exist is no link, so `..` after it is plain arithmetic.
                    match part {
                        Component::ParentDir => drop(real.pop()),
                        part => real.push(part),
                    }
                }
                return Ok(Resolved::Real(real));
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                if fs::symlink_metadata(here).is_ok() {
                    return Ok(Resolved::Dangling(here.to_owned()));
                }
                missing.extend(here.components().next_back());
                match here.parent() {
                    Some(parent) => here = parent,
                    None => return Err(e),
                }
            }
            Err(e) => return Err(e),
        }
    }
}

/// The real path of a source; where it cannot be told, the path as it is, which still compares by name.
fn real(path: &Path) -> PathBuf {
    match resolve(path) {
        Ok(Resolved::Real(real)) => real,
        _ => path.to_owned(),
    }
}

/// Whether `inner` is `outer` or lies in it: by name, and by identity (bind mounts, disks that ignore case).
fn within(inner: &Path, outer: &Path) -> bool {
    inner.starts_with(outer)
        || identity(outer).is_some_and(|outer| inner.ancestors().any(|above| identity(above) == Some(outer)))
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}
