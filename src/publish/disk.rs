//! What changes a disk: every way in which publishing does, and nothing else in this room calls the system for that.
//!
//! It is a trait so that tests can put one in between that fails, does half, or stops for good at any change
//! (`tests/publish/`). What only looks is in `look`.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::look;

/// Changes to a disk. The provided methods are the real ones; each follows no link in the last part of a path, and its
/// errors are those of the system.
pub trait Disk: fmt::Debug + Sync {
    /// Makes a folder and those above it; fine where it is there.
    fn create_dir_all(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    /// Writes a file that must not be there yet, and looks at it. It is not on the disk before a sync.
    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<Metadata> {
        let mut file = File::options().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        file.metadata()
    }

    /// Copies a file; what is at `to` is overwritten.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::copy(from, to).map(drop)
    }

    /// Gives a file a second name.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    /// Moves a file to where there may be another, or a folder to where there is none or an empty one.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    /// Two folders take each other's place, in one step (`renameat2` on Linux, `renamex_np` on macOS).
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        exchange(one, other)
    }

    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    /// Removes an empty folder.
    fn remove_dir(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    /// Removes a folder with all that is in it.
    fn remove_dir_all(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir_all(folder)
    }

    /// Says who may do what with a folder.
    fn set_permissions(&self, folder: &Path, permissions: Permissions) -> io::Result<()> {
        fs::set_permissions(folder, permissions)
    }

    /// Gets one file's bytes down to the disk.
    fn sync_file(&self, path: &Path) -> io::Result<()> {
        // Windows syncs only what is open for writing.
        File::options().read(true).write(cfg!(windows)).open(path)?.sync_all()
    }

    /// Gets the names in a folder down to the disk. Not every system can; then the order is up to its file system.
    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    /// Gets all of the disk that `folder` is on down, in one call. `false`: there is no such call here.
    fn sync_disk(&self, folder: &Path) -> io::Result<bool> {
        sync_disk(folder)
    }
}

/// The disk itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl Disk for RealDisk {}

/// Whether the system can exchange two folders at all.
pub(super) const EXCHANGES: bool = cfg!(any(target_os = "linux", target_os = "macos"));

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
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

impl dyn Disk + '_ {
    /// Gets a whole folder down to the disk: at once where the system can, else file by file.
    pub(super) fn sync_tree(&self, folder: &Path) -> io::Result<()> {
        if self.sync_disk(folder)? {
            return Ok(());
        }
        let found = WalkDir::new(folder).into_iter().collect::<Result<Vec<_>, _>>().map_err(io::Error::from)?;
        let files: Vec<_> = found.iter().filter(|entry| entry.file_type().is_file()).collect();
        files.par_iter().try_for_each(|file| self.sync_file(file.path()))?;
        for dir in found.iter().filter(|entry| entry.file_type().is_dir()) {
            let _ = self.sync_dir(dir.path());
        }
        Ok(())
    }

    /// Gets the names in folders of one disk down to it.
    pub(super) fn sync_names(&self, top: &Path, folders: &BTreeSet<PathBuf>) -> io::Result<()> {
        if !self.sync_disk(top)? {
            for folder in folders {
                let _ = self.sync_dir(folder);
            }
        }
        Ok(())
    }

    /// Writes a file under a name of its own first, so that at its place it is whole, or as it was before.
    pub(super) fn write_by(&self, part: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.remove_if_there(part)?;
        self.write_new(part, bytes)?;
        self.rename(part, path)
    }

    /// The same for what must outlive a power cut: the bytes are on the disk before the name is.
    pub(super) fn write_synced(&self, part: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.remove_if_there(part)?;
        self.write_new(part, bytes)?;
        self.sync_file(part)?;
        self.rename(part, path)
    }

    /// Removes a file that may be gone already.
    pub(super) fn remove_if_there(&self, path: &Path) -> io::Result<()> {
        match self.remove_file(path) {
            Err(e) if look::is_missing(&e) => Ok(()),
            done => done,
        }
    }

    /// Removes the empty folders in a folder, and itself if that leaves it empty. Follows no link.
    pub(super) fn remove_empty_dirs(&self, folder: &Path) {
        for entry in WalkDir::new(folder).contents_first(true).into_iter().flatten() {
            if entry.file_type().is_dir() {
                let _ = self.remove_dir(entry.path());
            }
        }
    }

    /// Removes the folders above a removed file that this left empty, up to `top`.
    pub(super) fn remove_emptied_above(&self, file: &Path, top: &Path) {
        for above in file.ancestors().skip(1).take_while(|above| *above != top) {
            if self.remove_dir(above).is_err() {
                break;
            }
        }
    }
}
