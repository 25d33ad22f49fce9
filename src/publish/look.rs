//! What only looks at the disk: which file it is, its hash, its permissions, and what an error means.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::ffi::OsStr;
use std::fs::{self, DirEntry, File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::Error;
use super::error::io as io_error;
use super::manifest::Hash;
use super::place::Place;

/// Of so many files in one folder, other threads take some.
const MANY_IN_A_FOLDER: usize = 256;

/// One thing in a folder that is not a folder.
pub(super) struct Found {
    /// Relative, as the manifest spells it.
    pub(super) path: String,
    pub(super) is_regular: bool,
    /// Which file it is; 0 where that takes more than listing the folder.
    pub(super) inode: u64,
}

/// Everything below `top` but folders.
pub(super) fn list(top: &Path) -> Result<Vec<Found>, Error> {
    judge_all(top, None, &|found, _| Ok(found))
}

/// What is said of one thing, which may be looked at from its open folder.
type Judge<'a, T> = &'a (dyn Fn(Found, &DirEntry) -> Result<T, Error> + Sync);

/// What `judge` says of everything below `top` but folders, and but what is called `except` at its top, which is not looked into.
pub(super) fn judge_all<T: Send>(top: &Path, except: Option<&str>, judge: Judge<T>) -> Result<Vec<T>, Error> {
    judge_below(&Folder { at: top.to_owned(), below: String::new(), is_unicode: true }, except, judge)
}

/// A folder below the top of a list.
struct Folder {
    at: PathBuf,
    /// The way to it from the top, as the manifest spells it, with a closing `/` where there is any.
    below: String,
    is_unicode: bool,
}

impl Folder {
    fn fault(&self, e: io::Error) -> Error {
        io_error("look into", &self.at)(e)
    }
}

/// All folders in a folder are listed at once; they are no deeper than paths can be.
fn judge_below<T: Send>(folder: &Folder, except: Option<&str>, judge: Judge<T>) -> Result<Vec<T>, Error> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(&folder.at).map_err(|e| folder.fault(e))? {
        let entry = entry.map_err(|e| folder.fault(e))?;
        let (kind, name) = (entry.file_type().map_err(|e| folder.fault(e))?, entry.file_name());
        if except.is_some_and(|except| name == OsStr::new(except)) {
            continue;
        }
        let path = format!("{}{}", folder.below, name.to_string_lossy());
        let is_unicode = folder.is_unicode && name.to_str().is_some();
        if kind.is_dir() {
            folders.push(Folder { at: entry.path(), below: path + "/", is_unicode });
        } else {
            // A name that is no Unicode is none of ours: judged as foreign by any spelling.
            let is_regular = kind.is_file() && is_unicode;
            files.push((Found { path, is_regular, inode: listed_inode(&entry) }, entry));
        }
    }
    // In large pieces: a thread that waits for another takes on a further folder meanwhile, and this one stays open.
    let judged = files.into_par_iter().with_min_len(MANY_IN_A_FOLDER).map(|(found, entry)| judge(found, &entry));
    let mut judged = judged.collect::<Result<Vec<T>, Error>>()?;
    let inside = folders.par_iter().map(|folder| judge_below(folder, None, judge));
    judged.extend(inside.collect::<Result<Vec<Vec<T>>, Error>>()?.into_iter().flatten());
    Ok(judged)
}

/// What a file is like, and no link followed: from its open folder, which is sooner than by its whole path.
#[cfg(unix)]
pub(super) fn metadata(entry: &DirEntry) -> io::Result<Metadata> {
    entry.metadata()
}

/// The same by its path: what Windows notes in a folder of a file with several names may be old.
#[cfg(not(unix))]
pub(super) fn metadata(entry: &DirEntry) -> io::Result<Metadata> {
    fs::symlink_metadata(entry.path())
}

#[cfg(unix)]
fn listed_inode(entry: &DirEntry) -> u64 {
    std::os::unix::fs::DirEntryExt::ino(entry)
}

#[cfg(not(unix))]
fn listed_inode(_: &DirEntry) -> u64 {
    0
}

/// When a file was last changed (nanoseconds since 1970) and which one it is. Both the same: not touched since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) mtime: u128,
    pub(super) inode: u64,
}

impl Stat {
    pub(super) fn of(found: &Metadata) -> Self {
        let mtime = found.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self { mtime: mtime.map_or(0, |since| since.as_nanos()), inode: inode(found) }
    }
}

#[cfg(unix)]
fn inode(found: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}

/// Whether two folders are known to be on different disks.
#[cfg(unix)]
pub(super) fn on_other_disk(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(one), fs::metadata(other)) {
        (Ok(one), Ok(other)) => one.dev() != other.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
pub(super) fn on_other_disk(_: &Path, _: &Path) -> bool {
    false
}

/// How much of a file is read at once.
const PIECE: usize = 64 << 10;

/// The hash of a file, read in pieces.
pub(super) fn hash(path: &Path) -> io::Result<Hash> {
    let (mut file, mut hasher, mut piece) = (File::open(path)?, Xxh3::new(), vec![0; PIECE]);
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(hasher.digest128()),
            Ok(read) => hasher.update(piece.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Whether there is nothing of that name: not there, or its folder is not.
pub(super) fn is_missing(e: &io::Error) -> bool {
    matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// These permissions, and all of them for the owner of a folder.
#[cfg(unix)]
pub(super) fn own(mut permissions: fs::Permissions) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    permissions.set_mode(permissions.mode() | 0o700);
    permissions
}

/// These permissions, as they are.
#[cfg(not(unix))]
pub(super) fn own(permissions: fs::Permissions) -> fs::Permissions {
    permissions
}

/// Refuses what stands in the place of a note of ours and is no file of ours: a link would lead the writing elsewhere, a second
/// name would share it, and a pipe would be waited for.
pub(super) fn keep_to_own_file(place: &Place, path: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() || has_more_names(&found) => Err(place.refuse(
            format!("{}, where it keeps its notes, is not an ordinary file of its own", path.display()),
            "Remove it, then run this again.",
        )),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn has_more_names(found: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(found) > 1
}

#[cfg(not(unix))]
fn has_more_names(_: &Metadata) -> bool {
    false
}

/// Opens no link, and waits for no pipe, even where one came in the place of a file just now.
#[cfg(unix)]
pub(super) fn without_links(options: &mut OpenOptions) -> &mut OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    options.custom_flags(i32::try_from(flags.bits()).unwrap_or(0))
}

#[cfg(not(unix))]
pub(super) fn without_links(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}
