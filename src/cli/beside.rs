//! Files written beside their places, to be renamed into them: each is old or new, and a link that somebody planted under
//! the name is never followed.
#![allow(clippy::disallowed_methods, reason = "a shell: the author's files are written here, on request")]

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes `bytes` under the name of `full` with `.reconnect~` behind it, down to the disk; gives that name.
pub(super) fn write(full: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<PathBuf> {
    let mut beside = full.to_owned().into_os_string();
    beside.push(".reconnect~");
    let beside = PathBuf::from(beside);
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = OpenOptions::new().write(true).create_new(true).open(&beside).and_then(|mut file| {
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.write_all(bytes)?;
        file.sync_all()
    });
    if let Err(error) = written {
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    Ok(beside)
}
