//! One publisher at a time. In: a place. Out: a lock that the system itself takes back when its holder dies, so a
//! killed run never blocks the next.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::error::io as io_error;
use super::look;
use super::place::Place;
use super::{Error, Target};

const POLL: Duration = Duration::from_millis(20);

/// Held until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: Option<File>,
}

impl Lock {
    /// Takes the lock, waiting for another holder as long as the target's patience lasts. Makes the room if needed, and keeps it
    /// out of the author's repository.
    pub(super) fn take(place: &Place, target: &Target) -> Result<Self, Error> {
        let path = place.lock();
        let mut waited = Duration::ZERO;
        loop {
            place.make_room()?;
            look::keep_to_own_file(place, &path)?;
            let mut options = File::options();
            options.read(true).write(true).create(true).truncate(false);
            let mut file = match look::without_links(&mut options).open(&path) {
                Ok(file) => file,
                // A `clean` took the room down in between.
                Err(e) if e.kind() == io::ErrorKind::NotFound && waited < target.patience => {
                    waited += POLL;
                    continue;
                }
                Err(e) => return Err(io_error("open", &path)(e)),
            };
            match file.try_lock() {
                Ok(()) if is_still(&file, &path) => {
                    let by = format!("process {} {}", std::process::id(), target.command);
                    // Only for the message of the one that waits: not worth failing for.
                    let _ = file.set_len(0).and_then(|()| file.write_all(by.trim_end().as_bytes()));
                    place.ignore_rooms()?;
                    return Ok(Self { _file: Some(file) });
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let by = holder(&path);
                    if waited.is_zero() {
                        target.tell(&format!("waiting for another run to finish with this site ({by})"));
                    }
                    if waited >= target.patience {
                        return Err(Error::Locked { by });
                    }
                    thread::sleep(POLL);
                    waited += POLL;
                }
                // A signal came; the call is to be made again.
                Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(TryLockError::Error(e)) => return Err(io_error("lock", &path)(e)),
            }
        }
    }

    /// For a look that writes nothing: `None` if somebody is publishing. Creates nothing; where there is no lock file,
    /// nobody has published yet.
    pub(super) fn share(place: &Place) -> Result<Option<Self>, Error> {
        let path = place.lock();
        look::keep_to_own_file(place, &path)?;
        let file = match look::without_links(File::options().read(true)).open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Some(Self { _file: None })),
            Err(e) => return Err(io_error("open", &path)(e)),
        };
        loop {
            return match file.try_lock_shared() {
                Ok(()) => Ok(Some(Self { _file: Some(file) })),
                Err(TryLockError::WouldBlock) => Ok(None),
                Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(TryLockError::Error(e)) => Err(io_error("lock", &path)(e)),
            };
        }
    }
}

fn holder(path: &Path) -> String {
    match fs::read_to_string(path) {
        Ok(by) if !by.trim().is_empty() => by,
        // Windows does not let a locked file be read.
        _ => "it has not said which".to_owned(),
    }
}

/// Whether the locked file is the one that others will find: `clean` may have removed it while we waited.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(ours), Ok(found)) = (file.metadata(), fs::metadata(path)) else {
        return false;
    };
    (ours.dev(), ours.ino()) == (found.dev(), found.ino())
}

#[cfg(not(unix))]
fn is_still(_: &File, path: &Path) -> bool {
    path.exists()
}
