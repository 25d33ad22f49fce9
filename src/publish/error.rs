//! What can go wrong, in the words of somebody who writes guides.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a site was not published, or not cleaned.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The output is no safe place. Exit code 5.
    Refused {
        /// The folder, as the person named it.
        path: PathBuf,
        /// What is wrong with it: a clause that goes on after the path.
        why: String,
        /// What to do: a sentence.
        way_out: String,
    },
    /// Another run is publishing to the same folder. Exit code 4.
    Locked {
        /// Who: process number and command.
        by: String,
    },
    /// The disk said no. Exit code 3.
    Io {
        /// What was tried: a verb that takes the path as its object.
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the site could not be made, and whoever makes them has said why. Exit code 1.
    CalledOff,
}

impl Error {
    /// What to do about it: a sentence, where there is something to say.
    pub fn way_out(&self) -> Option<String> {
        match self {
            Self::Refused { way_out, .. } => Some(way_out.clone()),
            Self::Locked { .. } => Some("Wait until it has finished, or stop it, then run this again.".to_owned()),
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(
                    "The disk is full: free some space, then run this again. Nothing of the site is lost.".to_owned(),
                ),
                io::ErrorKind::ReadOnlyFilesystem => {
                    Some("This disk can only be read: choose another folder with `-d`.".to_owned())
                }
                io::ErrorKind::PermissionDenied => Some(
                    "You may not write there: change the rights of the folder, or choose another one with `-d`. The \
                     folder in which the output lies has to be writable too."
                        .to_owned(),
                ),
                _ => None,
            },
            Self::CalledOff => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { path, why, .. } => {
                write!(f, "will not write to {}: {why}.", path.display())
            }
            Self::Locked { by } => write!(f, "this site is being published by another run ({by})."),
            Self::Io { action, path, source } => {
                write!(f, "could not {action} {}: {source}.", path.display())
            }
            Self::CalledOff => {
                f.write_str("nothing was published: a page could not be made. The old site is as it was.")
            }
        }?;
        match self.way_out() {
            Some(way_out) => write!(f, " {way_out}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// For `map_err`: `action` takes the path as its object ("write", "look into").
pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { action, path, source }
}
