//! What only looks at the disk: which file it is, its hash, its permissions, and what an error means.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use blake3::{Hash, Hasher};

use super::Error;
use super::place::Place;

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

/// The hash of a file, read in pieces.
pub(super) fn hash(path: &Path) -> io::Result<Hash> {
    let mut hasher = Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize())
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
