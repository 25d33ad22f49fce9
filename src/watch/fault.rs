//! Why the system's events cannot be used, in plain words.
//!
//! In: an error of the system. Out: a [`Fault`], which the author hears of once, with what can be done.

use notify::{Error, ErrorKind};
use std::io;
use std::path::Path;

/// Why the program must look for changes itself.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    what: String,
    cure: &'static str,
}

impl Fault {
    /// Nothing can be watched at all.
    pub(super) fn at_the_start(error: &Error) -> Self {
        let cure = if cfg!(target_os = "linux") {
            "; if too many programs watch already, `sudo sysctl fs.inotify.max_user_instances=512` makes room"
        } else {
            ""
        };
        Self { what: format!("the system does not announce changes to this program ({error})"), cure }
    }

    /// A path that exists cannot be watched.
    pub(super) fn at(path: &Path, error: &Error) -> Self {
        let what = || format!("the system does not announce changes in `{}` ({error})", path.display());
        Self::exhausted(error).unwrap_or_else(|| Self { what: what(), cure: "" })
    }

    /// The system watches as many folders as it may; `None` for other errors.
    pub(super) fn exhausted(error: &Error) -> Option<Self> {
        let full = match &error.kind {
            ErrorKind::MaxFilesWatch => true,
            ErrorKind::Io(error) => error.kind() == io::ErrorKind::StorageFull,
            _ => false,
        };
        full.then(|| Self {
            what: "the system watches as many folders as it may".to_owned(),
            cure: "; `sudo sysctl fs.inotify.max_user_watches=524288` lets it watch more",
        })
    }

    /// Errors come instead of events.
    pub(super) fn noise(error: &Error) -> Self {
        Self { what: format!("the system cannot say what changes ({error})"), cure: "" }
    }

    /// A change was found that no event announced.
    pub(super) fn silence() -> Self {
        Self {
            what: "the system does not announce changes here, as in some network folders and containers".to_owned(),
            cure: "",
        }
    }

    /// What the author hears.
    pub(super) fn told(&self) -> String {
        format!("{}, so the program looks for changes itself, about every half second{}", self.what, self.cure)
    }
}

/// True where a path went away while it was to be watched.
pub(super) fn is_gone(error: &Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory),
        _ => false,
    }
}
