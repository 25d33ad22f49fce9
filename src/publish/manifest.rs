//! What we wrote: the file `.reconnect-gen` at the top of an output. Relative paths, hashes and sizes; no time, no
//! machine, so that the same site has the same bytes, this file included.
//!
//! ```text
//! reconnect-gen manifest 2
//! file <hash> <size> <path>
//! end <hash of all lines above>
//! ```
//!
//! The journal is made of the same lines. Whatever does not read exactly so is corrupt, and a corrupt list is no proof
//! that anything is ours. A hash is XXH3 of 128 bits, as 32 digits: it tells files apart by chance, and guards against nobody, as
//! whoever can change the files of a site can change this one.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Component, Path};
use std::sync::OnceLock;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::path::OutPath;

/// The manifest's name in the output.
pub(super) const NAME: &str = ".reconnect-gen";
/// A file on its way into the output, where it has to be copied in. Known as ours while there is a journal.
pub(super) const PART: &str = ".reconnect-gen.part";

const HEADER: &str = "reconnect-gen manifest 2";

/// What tells the bytes of a file from others.
pub(crate) type Hash = u128;

/// One file: where, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) path: OutPath,
    pub(crate) hash: Hash,
    pub(crate) size: u64,
}

/// Every file of a site, sorted by path.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(super) entries: Vec<Entry>,
    /// The file as it is on disk.
    pub(crate) text: String,
    /// Of the text: a name for exactly this site.
    pub(super) hash: Hash,
    index: OnceLock<Index>,
}

/// Where each path stands.
#[derive(Debug)]
pub(super) struct Index(HashMap<OutPath, usize>);

impl Index {
    /// Of paths in their order.
    pub(super) fn of<'a>(paths: impl Iterator<Item = &'a OutPath>) -> Self {
        Self(paths.cloned().enumerate().map(|(at, path)| (path, at)).collect())
    }

    pub(super) fn find(&self, path: &str) -> Option<usize> {
        self.0.get(path).copied()
    }
}

/// Why there is no manifest to go by.
#[derive(Debug)]
pub(super) enum Unreadable {
    Io(io::Error),
    Corrupt,
}

impl Manifest {
    /// From entries that are sorted by path.
    pub(crate) fn new(entries: Vec<Entry>) -> Self {
        let mut text = format!("{HEADER}\n");
        text.push_str(&written(entries.len(), |at, text| {
            entries.get(at).into_iter().for_each(|entry| write_line(text, "file", entry));
        }));
        write_end(&mut text);
        let hash = xxh3_128(text.as_bytes());
        Self { entries, text, hash, index: OnceLock::new() }
    }

    /// The manifest in a folder, if it has one.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, Unreadable> {
        let path = folder.join(NAME);
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Err(Unreadable::Corrupt),
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Unreadable::Io(e)),
        }
        let bytes = fs::read(&path).map_err(Unreadable::Io)?;
        let text = String::from_utf8(bytes).map_err(|_| Unreadable::Corrupt)?;
        let entries = parse(&text).ok_or(Unreadable::Corrupt)?;
        let hash = xxh3_128(text.as_bytes());
        Ok(Some(Self { entries, text, hash, index: OnceLock::new() }))
    }

    /// Where a path stands among the entries.
    pub(crate) fn find(&self, path: &str) -> Option<usize> {
        self.index.get_or_init(|| Index::of(self.entries.iter().map(|entry| &entry.path))).find(path)
    }
}

/// Whether a path begins with a name that is not for the files of a site.
pub(crate) fn is_reserved(path: &str) -> bool {
    let top = path.split('/').next().unwrap_or(path);
    [".git", NAME, PART].iter().any(|name| top.eq_ignore_ascii_case(name))
}

pub(crate) fn parse(text: &str) -> Option<Vec<Entry>> {
    let lines = sealed_lines(text, HEADER)?;
    let lines: Vec<&str> = lines.collect();
    let entries: Vec<Entry> = lines.par_iter().map(|line| read_line("file", line)).collect::<Option<_>>()?;
    let in_order = entries.is_sorted_by(|one, next| one.path.as_str() < next.path.as_str());
    let safe = entries.iter().all(|entry| !is_reserved(entry.path.as_str()));
    (in_order && safe).then_some(entries)
}

/// One line: `verb hash size path`.
pub(crate) fn write_line(text: &mut String, verb: &str, entry: &Entry) {
    let mut path = Cow::Borrowed(entry.path.as_str());
    if path.contains(['\\', '\n', '\r']) {
        path = path.replace('\\', r"\\").replace('\n', r"\n").replace('\r', r"\r").into();
    }
    let _ = writeln!(text, "{verb} {:032x} {} {path}", entry.hash, entry.size);
}

/// So many lines, each written by its number, in their order.
pub(super) fn written(lines: usize, write: impl Fn(usize, &mut String) + Sync) -> String {
    const IN_A_ROW: usize = 1_024;
    let begins: Vec<usize> = (0..lines).step_by(IN_A_ROW).collect();
    let some = |begin: &usize| {
        let mut text = String::with_capacity(100 * IN_A_ROW.min(lines - begin));
        (*begin..lines.min(begin + IN_A_ROW)).for_each(|at| write(at, &mut text));
        text
    };
    begins.par_iter().map(some).collect::<Vec<String>>().concat()
}

/// The last line, by which a text that was cut or changed is known.
pub(crate) fn write_end(text: &mut String) {
    let _ = writeln!(text, "end {:032x}", xxh3_128(text.as_bytes()));
}

/// The lines between the header and a last line that is right.
pub(super) fn sealed_lines<'t>(text: &'t str, header: &str) -> Option<impl Iterator<Item = &'t str>> {
    let body_end = text.strip_suffix('\n')?.rfind('\n')? + 1;
    let body = text.get(..body_end)?;
    let lines = body.strip_prefix(header)?.strip_prefix('\n')?;
    let mut sealed = body.to_owned();
    write_end(&mut sealed);
    // Every line ends, so splitting gives an empty one at the end; `lines` would take a return away, too.
    (sealed == text).then(|| lines.split_terminator('\n'))
}

/// The entry of a line with this verb.
pub(crate) fn read_line(verb: &str, line: &str) -> Option<Entry> {
    let mut parts = line.strip_prefix(verb)?.strip_prefix(' ')?.splitn(3, ' ');
    let hash = Hash::from_str_radix(parts.next()?, 16).ok()?;
    let size = parts.next()?.parse().ok()?;
    let path = OutPath::new(&unescape(parts.next()?)?).ok()?;
    let entry = Entry { path, hash, size };
    // One entry has one line: no other letters for the hash, no sign or zeros before the size.
    let mut written = String::with_capacity(line.len() + 1);
    write_line(&mut written, verb, &entry);
    (is_relative(entry.path.as_str()) && written.strip_suffix('\n') == Some(line)).then_some(entry)
}

fn unescape(path: &str) -> Option<Cow<'_, str>> {
    if !path.contains('\\') {
        return Some(path.into());
    }
    let mut plain = String::with_capacity(path.len());
    let mut chars = path.chars();
    while let Some(c) = chars.next() {
        plain.push(match c {
            '\\' => match chars.next()? {
                '\\' => '\\',
                'n' => '\n',
                'r' => '\r',
                _ => return None,
            },
            c => c,
        });
    }
    Some(plain.into())
}

/// Whether joining the path to a folder stays in that folder, on this system: on Windows `C:x` does not.
fn is_relative(path: &str) -> bool {
    let mut plain = 0;
    let mut parts = Path::new(path).components().inspect(|_| plain += 1);
    let are_plain = parts.all(|part| matches!(part, Component::Normal(_)));
    are_plain && plain == path.split('/').count() && !path.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry { path: OutPath::new(path).expect("a path"), hash: xxh3_128(path.as_bytes()), size: 7 }
    }

    #[test]
    fn reads_what_it_writes() {
        let entries = vec![entry("a b/c.html"), entry("new\nline"), entry("ü.html")];
        let manifest = Manifest::new(entries.clone());
        assert_eq!(parse(&manifest.text), Some(entries));
        assert_eq!(parse(&Manifest::new(Vec::new()).text), Some(Vec::new()));
    }

    #[test]
    fn takes_nothing_that_is_cut_changed_unsorted_or_reserved() {
        let text = Manifest::new(vec![entry("a"), entry("b")]).text;
        for end in 0..text.len() {
            assert_eq!(parse(&text[..end]), None, "cut at {end}");
        }
        assert_eq!(parse(&text.replace(" 7 ", " 8 ")), None);
        assert_eq!(parse(&Manifest::new(vec![entry("b"), entry("a")]).text), None);
        assert_eq!(parse(&Manifest::new(vec![entry(".git/config")]).text), None);
    }

    #[test]
    fn takes_no_path_that_leaves_the_folder() {
        let zero = "0".repeat(64);
        for path in ["../a", "/a", "a/../b", "a//b", "", "./a", "a/"] {
            assert_eq!(read_line("file", &format!("file {zero} 1 {path}")), None, "{path}");
        }
    }
}
