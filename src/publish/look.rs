//! What only looks at the disk: which file it is, its hash, its permissions, and what an error means.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::ffi::OsStr;
use std::fs::{self, DirEntry, File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::{MAIN_SEPARATOR_STR, Path};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::Error;
use super::error::io as io_error;
use super::manifest::Hash;
use super::place::Place;

/// One thing in a folder that is not a folder.
pub(super) struct Found {
    /// Relative, as the manifest spells it.
    pub(super) path: String,
    pub(super) is_regular: bool,
    /// Which file it is; 0 where that takes more than listing the folder.
    pub(super) inode: u64,
}

/// Everything below `top` but folders, and but what is called `except` at its top, which is not looked into.
pub(super) fn list(top: &Path, except: Option<&str>) -> Result<Vec<Found>, Error> {
    list_below(top, top, except)
}

/// All folders in a folder are listed at once; they are no deeper than paths can be.
fn list_below(top: &Path, folder: &Path, except: Option<&str>) -> Result<Vec<Found>, Error> {
    let fault = |e| io_error("look into", folder)(e);
    let (mut found, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let (kind, path) = (entry.file_type().map_err(fault)?, entry.path());
        if except.is_some_and(|except| folder == top && entry.file_name() == OsStr::new(except)) {
            continue;
        }
        if kind.is_dir() {
            folders.push(path);
        } else {
            let below = path.strip_prefix(top).unwrap_or(&path);
            // A name that is no Unicode is none of ours: judged as foreign by any spelling.
            let is_regular = kind.is_file() && below.to_str().is_some();
            found.push(Found { path: slashed(below), is_regular, inode: listed_inode(&entry) });
        }
    }
    let inside: Vec<Vec<Found>> =
        folders.par_iter().map(|inner| list_below(top, inner, except)).collect::<Result<_, _>>()?;
    found.extend(inside.into_iter().flatten());
    Ok(found)
}

/// A relative path as the manifest spells it.
fn slashed(path: &Path) -> String {
    let path = path.to_string_lossy();
    if MAIN_SEPARATOR_STR == "/" { path.into_owned() } else { path.replace(MAIN_SEPARATOR_STR, "/") }
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
