//! The contents of one file, read again only where they may be others.
//!
//! In: a path and what was known of it. Out: a [`Look`]. Contents are believed to be the same where size, times and inode
//! are, and where the times were two seconds old when they were read: file systems keep coarse time, so that a later write
//! can leave a younger time as it was.
#![allow(clippy::disallowed_methods, reason = "a shell: reading the sources is where the disk is")]

use super::{is_gone, unreadable};
use crate::diag::{Code, Diagnostic, Span};
use crate::path::SourcePath;
use crate::tree::Bytes;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Seek as _};
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

const MOST_TEXT: u64 = 4 << 20;
const MOST_BYTES: u64 = 100 << 20;

/// FAT keeps times to two seconds; the others are finer.
const COARSEST: Duration = Duration::from_secs(2);

/// How often a file that is being written is read before what there is must do.
const TRIES: u64 = 5;

/// What a file was like when it was read.
#[derive(Debug)]
pub(super) struct Known {
    /// The round of reading in which it was seen last.
    pub(super) round: u64,
    /// Its contents.
    pub(super) bytes: Bytes,
    /// `None` where it changed while it was read: it must be read again.
    stamp: Option<Stamp>,
    read_at: SystemTime,
}

/// What a look at a file found.
pub(super) enum Look {
    /// It is as it was known.
    Same,
    /// It had to be read; where its contents are as they were, they are the same `Arc`.
    Read(Known),
    /// It is not there (any more).
    Gone,
}

/// Why a file is not read.
pub(super) enum Fault {
    Unreadable(String),
    TooLarge(Diagnostic),
}

impl Fault {
    /// The fault as a diagnostic.
    pub(super) fn told(self, root: &Path, full: &Path) -> Diagnostic {
        match self {
            Self::Unreadable(why) => unreadable(root, full, &why),
            Self::TooLarge(diagnostic) => diagnostic,
        }
    }
}

/// What tells one state of a file from another without its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    changed: (i64, i64),
    #[cfg(unix)]
    inode: (u64, u64),
}

impl Stamp {
    fn of(found: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt as _;
        Self {
            size: found.len(),
            modified: found.modified().ok(),
            #[cfg(unix)]
            changed: (found.ctime(), found.ctime_nsec()),
            #[cfg(unix)]
            inode: (found.dev(), found.ino()),
        }
    }

    /// True where the file was last touched long enough before `read_at` for the next write to be seen in its times.
    fn is_old_at(&self, read_at: SystemTime) -> bool {
        let Some(before) = read_at.checked_sub(COARSEST) else { return false };
        let modified = self.modified.is_some_and(|time| time < before);
        #[cfg(unix)]
        let modified = modified
            && before.duration_since(SystemTime::UNIX_EPOCH).is_ok_and(|before| {
                let before = (i64::try_from(before.as_secs()).unwrap_or(i64::MAX), i64::from(before.subsec_nanos()));
                self.changed < before
            });
        modified
    }
}

/// Looks at a file in the given round, and reads it where it may differ from what is known.
pub(super) fn look(path: &SourcePath, full: &Path, known: Option<&Known>, round: u64) -> Result<Look, Fault> {
    if let Some(known) = known {
        let stamp = match fs::metadata(full) {
            Ok(found) => Stamp::of(&found),
            Err(error) if is_gone(&error) => return Ok(Look::Gone),
            Err(error) => return Err(Fault::Unreadable(error.to_string())),
        };
        if known.stamp == Some(stamp) && stamp.is_old_at(known.read_at) {
            return Ok(Look::Same);
        }
    }
    let most = if matches!(path.extension().as_str(), "md" | "toml" | "html") { MOST_TEXT } else { MOST_BYTES };
    let mut attempt = 0;
    loop {
        attempt += 1;
        // The time before the reading: what is written while it lasts counts as later.
        let read_at = SystemTime::now();
        let (before, bytes, after) = match read(full, most) {
            Ok(read) => read,
            Err(error) if is_gone(&error) => return Ok(Look::Gone),
            Err(error) => return Err(Fault::Unreadable(error.to_string())),
        };
        if before.size > most || bytes.len() as u64 > most {
            return Err(too_large(path, before.size.max(after.size), most));
        }
        let whole = before == after && bytes.len() as u64 == after.size;
        if whole || attempt == TRIES {
            let same = known.filter(|known| *known.bytes == *bytes);
            let bytes = same.map_or_else(|| bytes.into(), |known| known.bytes.clone());
            return Ok(Look::Read(Known { round, bytes, stamp: whole.then_some(after), read_at }));
        }
        thread::sleep(Duration::from_millis(attempt));
    }
}

/// The contents, with what the file was like before and after they were read. One byte more than `most` at most.
fn read(full: &Path, most: u64) -> io::Result<(Stamp, Vec<u8>, Stamp)> {
    let file = open(full)?;
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(io::Error::other("it is not an ordinary file"));
    }
    let before = Stamp::of(&found);
    let mut bytes = Vec::new();
    if before.size <= most {
        // What a file says of its size is mostly true, and then its end need not be looked for.
        bytes.resize(usize::try_from(before.size).unwrap_or(0), 0);
        let is_whole = match (&file).read_exact(&mut bytes) {
            Ok(()) => Stamp::of(&file.metadata()?) == before && before.size > 0,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => false,
            Err(error) => return Err(error),
        };
        if is_whole {
            return Ok((before, bytes, before));
        }
        bytes.clear();
        let mut file = &file;
        file.rewind()?;
        file.take(most + 1).read_to_end(&mut bytes)?;
    }
    Ok((before, bytes, Stamp::of(&file.metadata()?)))
}

/// Opens a file without waiting: a pipe would wait for somebody to write into it.
fn open(full: &Path) -> io::Result<File> {
    let mut options = File::options();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let flag = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or(0);
        options.custom_flags(flag);
    }
    options.read(true).open(full)
}

fn too_large(path: &SourcePath, size: u64, most: u64) -> Fault {
    let message = format!("`{path}` has {} MiB, and {} MiB is the most", size >> 20, most >> 20);
    let help = match path.extension().as_str() {
        "md" => "divide the page into several; what is that long was perhaps put here by mistake",
        "toml" | "html" => "that is no file that people write: put the right one in its place",
        _ => "shrink it, or put it on a host made for large files and link to it there",
    };
    Fault::TooLarge(Diagnostic::new(Code::TooLarge, message).at(Span::start_of(path)).help(help))
}
