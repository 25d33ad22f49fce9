//! The few things of the disk that the rest is made of: identity of a file, its hash, moving and exchanging folders,
//! getting bytes down to the platter. Knows nothing of sites.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use blake3::{Hash, Hasher};
use rayon::prelude::*;
use walkdir::WalkDir;

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

/// Whether the system can exchange two folders at all.
pub(super) const EXCHANGES: bool = cfg!(any(target_os = "linux", target_os = "macos"));

/// Two folders take each other's place, in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A folder moves to where there is none, or an empty one.
pub(super) fn settle(folder: &Path, to: &Path) -> io::Result<()> {
    fs::rename(folder, to)
}

/// Whether an exchange failed because of the place, so that going file by file may still work.
pub(super) fn cannot_exchange(e: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        e.kind(),
        Kind::ResourceBusy
            | Kind::InvalidInput
            | Kind::Unsupported
            | Kind::CrossesDevices
            | Kind::DirectoryNotEmpty
            | Kind::AlreadyExists
            | Kind::PermissionDenied
    )
}

/// Gets a whole folder down to the disk: at once where the system can, else file by file.
pub(super) fn sync_tree(folder: &Path) -> io::Result<()> {
    if sync_disk(folder)? {
        return Ok(());
    }
    let found = WalkDir::new(folder).into_iter().collect::<Result<Vec<_>, _>>().map_err(io::Error::from)?;
    let files: Vec<_> = found.iter().filter(|entry| entry.file_type().is_file()).collect();
    // Windows syncs only what is open for writing.
    let open = |path| File::options().read(true).write(cfg!(windows)).open(path);
    files.par_iter().try_for_each(|file| open(file.path())?.sync_all())?;
    for dir in found.iter().filter(|entry| entry.file_type().is_dir()) {
        sync_dir(dir.path());
    }
    Ok(())
}

/// Gets the names in folders of one disk down to it.
pub(super) fn sync_names(top: &Path, folders: &BTreeSet<PathBuf>) -> io::Result<()> {
    if !sync_disk(top)? {
        for folder in folders {
            sync_dir(folder);
        }
    }
    Ok(())
}

/// Gets all of the disk that `folder` is on down, in one call. `false`: there is no such call here.
#[cfg(target_os = "linux")]
fn sync_disk(folder: &Path) -> io::Result<bool> {
    use rustix::io::Errno;
    match rustix::fs::syncfs(File::open(folder)?) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => Ok(false),
        Err(e) => Err(e.into()),
    }
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps, reason = "it can fail where there is such a call")]
fn sync_disk(_: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Gets the names in a folder down to the disk. Not every system can; then the order is up to its file system.
pub(super) fn sync_dir(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|dir| dir.sync_all());
    }
}

/// Removes a file that may be gone already.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if is_missing(&e) => Ok(()),
        done => done,
    }
}

/// Whether there is nothing of that name: not there, or its folder is not.
pub(super) fn is_missing(e: &io::Error) -> bool {
    matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Removes the empty folders in a folder, and itself if that leaves it empty. Follows no link.
pub(super) fn remove_empty_dirs(folder: &Path) {
    for entry in WalkDir::new(folder).contents_first(true).into_iter().flatten() {
        if entry.file_type().is_dir() {
            let _ = fs::remove_dir(entry.path());
        }
    }
}

/// Removes the folders above a removed file that this left empty, up to `top`.
pub(super) fn remove_emptied_above(file: &Path, top: &Path) {
    for above in file.ancestors().skip(1).take_while(|above| *above != top) {
        if fs::remove_dir(above).is_err() {
            break;
        }
    }
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
