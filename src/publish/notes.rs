//! Notes on what we wrote, beside the output: when and as which file (what has the noted time and inode needs no reading), and
//! from what (what would be made from the same needs no making). They hold for one manifest, and may be lost without harm.
//!
//! ```text
//! reconnect-gen notes 1 <hash of the manifest> <hash of all input, or ->
//! <mtime> <inode> <key, or ->                   for each file of the manifest, in its order
//! ```

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _};
use std::num::ParseIntError;

use super::Key;
use super::look::{self, Stat};
use super::manifest::{self, Manifest};
use super::place::Place;

const HEADER: &str = "reconnect-gen notes 1";

/// Bytes: no first line is longer.
const MOST_OF_A_HEADER: u64 = 200;

/// What is to be noted.
pub(super) struct Notes<'a> {
    pub(super) manifest: &'a Manifest,
    /// For each entry of the manifest.
    pub(super) stats: Vec<Stat>,
    /// For each entry of the manifest.
    pub(super) keys: Vec<Option<Key>>,
    pub(super) input: Option<Key>,
}

/// What was noted of a manifest.
pub(super) struct Recalled {
    /// For each entry; `None` where a change might have left the time as it was.
    pub(super) stats: Vec<Option<Stat>>,
    /// For each entry.
    pub(super) keys: Vec<Option<Key>>,
    pub(super) input: Option<Key>,
}

impl Notes<'_> {
    /// Writes the notes down. A note that fails is one that is not there.
    pub(super) fn remember(&self, place: &Place) {
        let mut text = format!("{HEADER} {:032x} {}\n", self.manifest.hash, shown(self.input));
        text.push_str(&manifest::written(self.stats.len(), |at, text| {
            if let (Some(Stat { mtime, inode }), Some(key)) = (self.stats.get(at), self.keys.get(at)) {
                let _ = writeln!(text, "{mtime} {inode} {}", shown(*key));
            }
        }));
        let new = place.room.join("stat.new");
        let _ = place.disk.write_by(&new, &place.stat(), text.as_bytes());
    }
}

/// Whether anything was noted as made from `input`: no look at what is there, but enough to know that a look is not worth it.
pub(super) fn is_of(place: &Place, input: Key) -> bool {
    let mut header = String::new();
    let mut options = File::options();
    let opened = look::without_links(options.read(true)).open(place.stat());
    let read = opened.and_then(|file| BufReader::new(file.take(MOST_OF_A_HEADER)).read_line(&mut header));
    let noted = header.trim_end().strip_prefix(HEADER).and_then(|rest| rest.rsplit(' ').next());
    read.is_ok() && noted.is_some_and(|noted| read_key(noted) == Ok(Some(input)))
}

/// The notes for exactly this manifest, if there are any.
pub(super) fn recall(place: &Place, manifest: &Manifest) -> Option<Recalled> {
    let found = fs::symlink_metadata(place.stat()).ok().filter(fs::Metadata::is_file)?;
    let noted = Stat::of(&found).mtime;
    let text = fs::read_to_string(place.stat()).ok()?;
    let (header, lines) = text.split_once('\n')?;
    let input = header.strip_prefix(&format!("{HEADER} {:032x} ", manifest.hash)).map(read_key)?.ok()?;
    let mut recalled = Recalled { stats: Vec::new(), keys: Vec::new(), input };
    for line in lines.strip_suffix('\n').unwrap_or_default().split('\n').filter(|line| !line.is_empty()) {
        let (mtime, rest) = line.split_once(' ')?;
        let (inode, key) = rest.split_once(' ')?;
        let stat = Stat { mtime: mtime.parse().ok()?, inode: inode.parse().ok()? };
        // As git does: written in the same tick as the note, so a later change might have the same time.
        recalled.stats.push((stat.mtime < noted).then_some(stat));
        recalled.keys.push(read_key(key).ok()?);
    }
    (recalled.stats.len() == manifest.entries.len()).then_some(recalled)
}

fn shown(key: Option<Key>) -> String {
    key.map_or_else(|| "-".to_owned(), |key| format!("{key:032x}"))
}

/// A key, or none; an error where it is neither.
fn read_key(text: &str) -> Result<Option<Key>, ParseIntError> {
    if text == "-" { Ok(None) } else { Key::from_str_radix(text, 16).map(Some) }
}
