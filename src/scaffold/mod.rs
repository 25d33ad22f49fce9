//! Scaffolding: what `init`, `new` and `theme eject` would write, as a plan.
//!
//! In: the tree of a site and what its author asks for. Out: a [`Plan`] of new files, renamed ones and edits, or a
//! [`Refusal`] that says what to type instead. Nothing is read or written here: `cli` carries a plan out.

mod ground;
mod links;
mod numbers;
mod pages;
mod sheets;
mod starter;
mod texts;
mod themes;

pub use ground::Ground;
pub use pages::{Spot, guide, part, step};
pub use sheets::{tip, worksheet};
pub use starter::starter;
pub use texts::Name;
pub use themes::{eject, theme};

use crate::compile;
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Fix, replace};
use crate::path::SourcePath;
use crate::tree::{Bytes, Tree};
use std::collections::BTreeMap;

/// What is to be done to the files of a site, in this order: edits, renames, new files.
#[derive(Debug, Default, PartialEq)]
pub struct Plan {
    /// Edits of files, by the names that they have before the renames.
    pub fixes: Vec<Fix>,
    /// Files and folders with their new names, in an order in which no new name is still taken.
    pub renames: Vec<(SourcePath, SourcePath)>,
    /// New files with their bytes.
    pub files: Vec<(SourcePath, Bytes)>,
    /// What the author has to do by hand, or may want to know.
    pub notes: Vec<String>,
}

/// Why nothing is done.
#[derive(Debug, PartialEq)]
pub struct Refusal {
    /// What is wrong, in one line.
    pub message: String,
    /// What to type or to do instead.
    pub help: String,
    /// True where it could be done and would do harm; false where what was asked for cannot be.
    pub is_harm: bool,
}

impl Refusal {
    /// What was asked for cannot be.
    fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), is_harm: false }
    }

    /// It would do harm.
    fn harm(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), is_harm: true }
    }
}

impl Plan {
    /// A plan of new files alone.
    fn of_files<'a>(files: impl IntoIterator<Item = (String, &'a str)>) -> Result<Self, Refusal> {
        let mut plan = Self::default();
        for (path, text) in files {
            plan.add(&path, text)?;
        }
        Ok(plan)
    }

    fn add(&mut self, path: &str, text: &str) -> Result<(), Refusal> {
        self.files.push((source(path)?, Bytes::copy_from_slice(text.as_bytes())));
        Ok(())
    }

    /// The tree as it will be.
    #[must_use]
    pub fn after(&self, tree: &Tree) -> Tree {
        let mut fixes: BTreeMap<&SourcePath, Vec<&Fix>> = BTreeMap::new();
        for fix in &self.fixes {
            fixes.entry(&fix.span.file).or_default().push(fix);
        }
        let moved = tree.iter().map(|(path, bytes)| {
            let bytes = match (fixes.get(path), std::str::from_utf8(bytes)) {
                (Some(fixes), Ok(text)) => replace(text, fixes.clone()).0.into_bytes().into(),
                _ => bytes.clone(),
            };
            (self.renamed(path), bytes)
        });
        Tree::from_pairs(moved.chain(self.files.iter().cloned()).collect::<Vec<_>>())
    }

    /// The name that a file or folder will have.
    #[must_use]
    pub fn renamed(&self, path: &SourcePath) -> SourcePath {
        renamed(path, &self.renames)
    }

    /// The errors that the plan would bring into the site, drafts with it; none where it only leaves what was there before.
    pub fn harm(&self, tree: &Tree, after: &Tree, config: &Config) -> Vec<Diagnostic> {
        let errors = |tree: &Tree| -> Vec<Diagnostic> {
            compile(tree, config, true).1.into_iter().filter(Diagnostic::stops).collect()
        };
        let mut before: BTreeMap<Code, usize> = BTreeMap::new();
        let old = errors(tree);
        for diagnostic in old.iter().filter(|d| d.code != Code::NoBook) {
            *before.entry(diagnostic.code).or_default() += 1;
        }
        let mut new = errors(after);
        let all = new.clone();
        new.retain(|d| all.iter().filter(|o| o.code == d.code).count() > before.get(&d.code).copied().unwrap_or(0));
        new.retain(|d| !old.iter().any(|o| o.code == d.code && o.message == d.message));
        new
    }
}

fn renamed(path: &SourcePath, renames: &[(SourcePath, SourcePath)]) -> SourcePath {
    let new = renames.iter().find_map(|(from, to)| {
        let rest = path.as_str().strip_prefix(from.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
    });
    new.and_then(|new| SourcePath::new(&new).ok()).unwrap_or_else(|| path.clone())
}

/// A path of the site's. The parts it is made of are slugs and folders that are there, so that an error is the author's.
fn source(path: &str) -> Result<SourcePath, Refusal> {
    SourcePath::new(path).map_err(|why| Refusal::usage(why, "name a place below the content folder"))
}

/// The names of `all` for a sentence: `` `a`, `b` ``.
fn listed<S: AsRef<str>>(all: impl IntoIterator<Item = S>) -> String {
    all.into_iter().map(|n| format!("`{}`", n.as_ref())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
