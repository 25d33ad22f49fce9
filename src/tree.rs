//! The input as a value: every file of the site, by its path.
//!
//! In: pairs of path and bytes, from the disk (`tree::disk`) or from a test. Out: an immutable [`Tree`]. What is not in
//! the tree does not exist for any later stage.

pub mod disk;

use crate::diag::{Code, Diagnostic, Span};
use crate::path::SourcePath;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use unicode_normalization::UnicodeNormalization as _;

/// The bytes of one file: shared, and for a built-in one where they are in the program.
pub use bytes::Bytes;

/// True where they are not only alike, but the same bytes in memory.
pub fn is_same(one: &Bytes, other: &Bytes) -> bool {
    one.len() == other.len() && one.as_ptr() == other.as_ptr()
}

/// So many digits tell files of one name apart.
const HASH_DIGITS: usize = 8;

/// What a file's name says of its bytes: the beginning of their hash (BLAKE3), in hexadecimal digits.
pub fn short_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(HASH_DIGITS).collect()
}

/// Every file of a site, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    files: BTreeMap<SourcePath, Bytes>,
    refused: BTreeSet<SourcePath>,
}

impl Tree {
    /// A tree of these files; of two with one path the later counts.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (SourcePath, Bytes)>) -> Self {
        Self { files: pairs.into_iter().collect(), refused: BTreeSet::new() }
    }

    /// This tree with the files of `other`, which count where both have one.
    #[must_use]
    pub fn with(mut self, mut other: Tree) -> Self {
        self.files.append(&mut other.files);
        self.refused.extend(other.refused);
        self
    }

    /// The bytes of a file.
    pub fn get(&self, path: &SourcePath) -> Option<&Bytes> {
        self.files.get(path)
    }

    /// The text of a file; `None` where it is not there or not UTF-8.
    pub fn text(&self, path: &SourcePath) -> Option<&str> {
        self.get(path).and_then(|b| std::str::from_utf8(b).ok())
    }

    /// All files below `folder`, sorted by path.
    pub fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a SourcePath, &'a Bytes)> + use<'a> {
        let prefix = format!("{folder}/");
        self.files.iter().filter(move |(path, _)| path.as_str().starts_with(&prefix))
    }

    /// All files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &Bytes)> {
        self.files.iter()
    }

    /// Says which files or folders have names that differ in upper and lower case alone, or in how accents are spelled (Unicode
    /// NFC and NFD): on Windows and macOS they are one.
    pub fn case_collisions(&self) -> Vec<Diagnostic> {
        let mut seen: HashMap<String, &str> = HashMap::new();
        let mut out = Vec::new();
        for path in self.files.keys() {
            let text = path.as_str();
            let ends = text.match_indices('/').map(|(i, _)| i).chain([text.len()]);
            for end in ends {
                let Some(name) = text.get(..end) else { continue };
                let first = *seen.entry(folded(name)).or_insert(name);
                if first != name {
                    let how = if first.to_lowercase() == name.to_lowercase() {
                        "differ in upper and lower case alone"
                    } else {
                        "look the same, and differ in how an accent is stored"
                    };
                    let message = format!("`{first}` and `{name}` {how}");
                    let help = "rename one of them: on many systems they are the same file";
                    out.push(Diagnostic::new(Code::CaseCollision, message).at(Span::start_of(path)).help(help));
                    break;
                }
            }
        }
        out
    }

    /// The files that are other ones than in `before`, or in only one of the two.
    pub fn changed_since(&self, before: &Tree) -> BTreeSet<SourcePath> {
        let same = |a: &Bytes, b: &Bytes| is_same(a, b) || a == b;
        let new = self.files.iter().filter(|(path, bytes)| before.get(path).is_none_or(|b| !same(bytes, b)));
        let gone = before.files.keys().filter(|path| !self.files.contains_key(*path));
        let refused = self.refused.symmetric_difference(&before.refused);
        new.map(|(path, _)| path).chain(gone).chain(refused).cloned().collect()
    }

    /// The files that are there, but were not read; why has been said.
    pub fn refused(&self) -> impl Iterator<Item = &SourcePath> {
        self.refused.iter()
    }

    /// True for a file that is there, but was not read; why has been said.
    pub fn is_refused(&self, path: &SourcePath) -> bool {
        self.refused.contains(path)
    }

    /// This tree with a file that is there and was not read.
    #[must_use]
    pub fn without(mut self, path: SourcePath) -> Self {
        self.refused.insert(path);
        self
    }
}

/// A name as systems that ignore case and spelling of accents compare it.
pub(crate) fn folded(name: &str) -> String {
    if name.is_ascii() { name.to_ascii_lowercase() } else { name.nfc().collect::<String>().to_lowercase() }
}
