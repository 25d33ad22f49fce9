//! Notes on what we wrote, beside the output: when and as which file (what has the noted time and inode needs no reading), and
//! from what (what would be made from the same needs no making). They hold for one manifest, and may be lost without harm.
//!
//! ```text
//! reconnect-gen notes 1 <hash of the manifest> <hash of all input, or ->
//! <mtime> <inode> <key, or ->                   for each file of the manifest, in its order
//! ```

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::fmt::Write as _;
use std::fs;
use std::num::ParseIntError;

use super::Key;
use super::look::Stat;
use super::manifest::Manifest;
use super::place::Place;

const HEADER: &str = "reconnect-gen notes 1";

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
        let mut text = String::with_capacity(100 * (self.stats.len() + 1));
        let _ = writeln!(text, "{HEADER} {:032x} {}", self.manifest.hash, shown(self.input));
        for (Stat { mtime, inode }, key) in self.stats.iter().zip(&self.keys) {
            let _ = writeln!(text, "{mtime} {inode} {}", shown(*key));
        }
        let new = place.room.join("stat.new");
        let _ = place.disk.write_by(&new, &place.stat(), text.as_bytes());
    }
}

/// The notes for exactly this manifest, if there are any.
pub(super) fn recall(place: &Place, manifest: &Manifest) -> Option<Recalled> {
    let found = fs::symlink_metadata(place.stat()).ok().filter(fs::Metadata::is_file)?;
    let noted = Stat::of(&found).mtime;
    let text = fs::read_to_string(place.stat()).ok()?;
    let (header, lines) = text.split_once('\n')?;
    let input = header.strip_prefix(&format!("{HEADER} {:032x} ", manifest.hash)).map(read)?.ok()?;
    let mut recalled = Recalled { stats: Vec::new(), keys: Vec::new(), input };
    for line in lines.strip_suffix('\n').unwrap_or_default().split('\n').filter(|line| !line.is_empty()) {
        let (mtime, rest) = line.split_once(' ')?;
        let (inode, key) = rest.split_once(' ')?;
        let stat = Stat { mtime: mtime.parse().ok()?, inode: inode.parse().ok()? };
        // As git does: written in the same tick as the note, so a later change might have the same time.
        recalled.stats.push((stat.mtime < noted).then_some(stat));
        recalled.keys.push(read(key).ok()?);
    }
    (recalled.stats.len() == manifest.entries.len()).then_some(recalled)
}

fn shown(key: Option<Key>) -> String {
    key.map_or_else(|| "-".to_owned(), |key| format!("{key:032x}"))
}

/// A key, or none; an error where it is neither.
fn read(text: &str) -> Result<Option<Key>, ParseIntError> {
    if text == "-" { Ok(None) } else { Key::from_str_radix(text, 16).map(Some) }
}
