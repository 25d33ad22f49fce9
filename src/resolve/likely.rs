//! Files by their names, for links that lead nowhere: which file may have been meant?
//!
//! In: the files of the site. Out: for a path that is none of them, the file that it is most like. A site may have
//! as many broken links as files, so no link is compared letter by letter with all of them.

use crate::path::SourcePath;
use crate::slug::{letters, may_be_near, nearest, split_number};
use crate::tree::Tree;
use std::collections::HashMap;

/// With how many names one is compared letter by letter.
const MOST_COMPARED: usize = 50;

/// The files of one ending.
#[derive(Default)]
struct OfEnding<'a> {
    /// Name without its number, and the first file of that name.
    first: HashMap<String, &'a SourcePath>,
    /// The same in the order of the files, each with its [`letters`].
    all: Vec<(u64, String, &'a SourcePath)>,
}

/// Files by what they might be called.
pub(super) struct Likely<'a> {
    /// By their paths in lower case.
    folded: HashMap<String, &'a SourcePath>,
    /// Those of the content folder, by their paths without numbers.
    without_numbers: HashMap<String, Vec<&'a SourcePath>>,
    /// The same, by the endings of their names.
    endings: HashMap<String, OfEnding<'a>>,
}

impl<'a> Likely<'a> {
    pub(super) fn new(tree: &'a Tree, content: &str) -> Self {
        let mut endings: HashMap<String, OfEnding> = HashMap::new();
        let mut by_path: HashMap<String, Vec<&SourcePath>> = HashMap::new();
        for (file, _) in tree.below(content) {
            by_path.entry(without_numbers(file)).or_default().push(file);
            let name = split_number(file.name()).1;
            let of = endings.entry(file.extension()).or_default();
            if !of.first.contains_key(name) {
                of.first.insert(name.to_owned(), file);
                of.all.push((letters(name), name.to_owned(), file));
            }
        }
        // Of two that are one in lower case the first counts.
        let folded = tree.iter().map(|(file, _)| (file.as_str().to_lowercase(), file));
        let folded = folded.collect::<Vec<_>>().into_iter().rev().collect();
        Self { folded, without_numbers: by_path, endings }
    }

    /// The one file whose path differs from `wanted` in its numbers alone.
    pub(super) fn with_other_numbers(&self, wanted: &SourcePath) -> Option<&'a SourcePath> {
        match self.without_numbers.get(&without_numbers(wanted))?.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The file whose path differs from `wanted` in upper and lower case alone.
    pub(super) fn in_other_case(&self, wanted: &SourcePath) -> Option<&'a SourcePath> {
        self.folded.get(&wanted.as_str().to_lowercase()).copied()
    }

    /// The file whose name is that of `wanted`, in another folder or with another number; or else is most like it.
    pub(super) fn file(&self, wanted: &SourcePath) -> Option<&'a SourcePath> {
        let of = self.endings.get(&wanted.extension())?;
        let name = split_number(wanted.name()).1;
        if let Some(file) = of.first.get(name) {
            return Some(file);
        }
        let may_be = may_be_near(name);
        let compared = of.all.iter().filter(|(other, ..)| may_be(*other)).take(MOST_COMPARED);
        let near = nearest(name, compared.map(|(_, other, _)| other.as_str()))?;
        of.first.get(near).copied()
    }
}

fn without_numbers(path: &SourcePath) -> String {
    path.as_str().split('/').map(|part| split_number(part).1).collect::<Vec<_>>().join("/")
}
