//! Files by their names, for links that lead nowhere: which file may have been meant?
//!
//! In: the files of the content folder. Out: for a path that is none of them, the file that it is most like. A site may have
//! as many broken links as files, so no link is compared letter by letter with all of them.

use crate::path::SourcePath;
use crate::slug::{letters, may_be_near, nearest, split_number};
use std::collections::HashMap;

/// With how many names one is compared letter by letter.
const MOST_COMPARED: usize = 200;

/// The files of one ending.
#[derive(Default)]
struct OfEnding<'a> {
    /// Name without its number, and the first file of that name.
    first: HashMap<String, &'a SourcePath>,
    /// The same in the order of the files, each with its [`letters`].
    all: Vec<(u64, String, &'a SourcePath)>,
}

/// Files by their names without numbers.
pub(super) struct Likely<'a>(HashMap<String, OfEnding<'a>>);

impl<'a> Likely<'a> {
    pub(super) fn new(files: impl Iterator<Item = &'a SourcePath>) -> Self {
        let mut endings: HashMap<String, OfEnding> = HashMap::new();
        for file in files {
            let name = split_number(file.name()).1;
            let of = endings.entry(file.extension()).or_default();
            if !of.first.contains_key(name) {
                of.first.insert(name.to_owned(), file);
                of.all.push((letters(name), name.to_owned(), file));
            }
        }
        Self(endings)
    }

    /// The file whose name is that of `wanted`, in another folder or with another number; or else is most like it.
    pub(super) fn file(&self, wanted: &SourcePath) -> Option<&'a SourcePath> {
        let of = self.0.get(&wanted.extension())?;
        let name = split_number(wanted.name()).1;
        if let Some(file) = of.first.get(name) {
            return Some(file);
        }
        let of_name = letters(name);
        let compared = of.all.iter().filter(|(other, ..)| may_be_near(name, of_name, *other)).take(MOST_COMPARED);
        let near = nearest(name, compared.map(|(_, other, _)| other.as_str()))?;
        of.first.get(near).copied()
    }
}
