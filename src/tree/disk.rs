//! The tree from the disk: the one place where sources are read.
//!
//! In: the site's folder and the folders and files of it that count. Out: a [`Tree`] and what could not be read. Hidden
//! files and the litter of editors are never opened; a link that leaves the site's folder is an error and not followed.
//!
//! A [`Disk`] remembers what it has read. The folders are listed and the files looked at each time, whatever a watcher
//! says; contents are read again only where they may be others (`contents`), and what stayed the same is handed out again
//! as the same [`super::Bytes`], so that later stages see by [`super::is_same`] what did not change.
#![allow(clippy::disallowed_methods, reason = "a shell: reading the sources is where the disk is")]

mod contents;
mod walk;

use super::Tree;
use crate::diag::{Code, Diagnostic, Span};
use crate::path::{SourcePath, unusable};
use contents::{Known, Look};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use walk::Found;

/// Files that a thread reads at once, before another may take some of those that are left.
const MOST_IN_A_ROW: usize = 16;

/// A site's folder, and what was read of it before.
#[derive(Debug, Default)]
pub struct Disk {
    root: PathBuf,
    known: HashMap<SourcePath, Known>,
    /// Counts the readings of the whole site.
    round: u64,
    folders: Vec<String>,
    /// The single files that were asked for, and the round of that.
    files: HashMap<SourcePath, u64>,
    followed: BTreeSet<PathBuf>,
}

impl Disk {
    /// The site in the folder `root`; nothing is read yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), ..Self::default() }
    }

    /// The site's folder, as it was given.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads one file of the site; nothing where it is not there.
    pub fn read_file(&mut self, path: &SourcePath) -> (Tree, Vec<Diagnostic>) {
        self.files.insert(path.clone(), self.round);
        let full = self.root.join(path.as_str());
        match fs::symlink_metadata(&full) {
            Err(error) if is_gone(&error) => (Tree::default(), Vec::new()),
            _ => self.collect(vec![(path.clone(), full)]),
        }
    }

    /// Reads everything below `folders` of the site, in parallel; a folder that is not there has nothing in it.
    pub fn read_folders(&mut self, folders: &[&str]) -> (Tree, Vec<Diagnostic>) {
        self.folders = folders.iter().map(|&folder| folder.to_owned()).collect();
        let Found { files, mut diagnostics, followed } = walk::walk(&self.root, folders);
        self.followed = followed;
        let (mut tree, more) = self.collect(files);
        diagnostics.extend(more);
        for span in diagnostics.iter().filter_map(|d| d.span.as_ref()) {
            tree = tree.without(span.file.clone());
        }
        (tree, diagnostics)
    }

    /// Forgets what was not seen since this was called last: called when a whole site has been read.
    pub fn forget(&mut self) {
        let round = self.round;
        self.known.retain(|_, known| known.round == round);
        self.files.retain(|_, asked| *asked == round);
        self.round += 1;
    }

    /// The folders of the site that were read, and the single files that were asked for, there or not.
    pub fn asked(&self) -> (&[String], impl Iterator<Item = &SourcePath>) {
        (&self.folders, self.files.keys())
    }

    /// The real folders, outside of those that were asked for, into which links were followed, and those that hold the
    /// files to which links lead: the contents of each count, but not what is below it unless that is named too.
    pub fn followed(&self) -> &BTreeSet<PathBuf> {
        &self.followed
    }

    fn collect(&mut self, files: Vec<(SourcePath, PathBuf)>) -> (Tree, Vec<Diagnostic>) {
        let (root, known, round) = (&self.root, &self.known, self.round);
        let looked: Vec<_> = files
            .into_par_iter()
            .with_max_len(MOST_IN_A_ROW)
            .map(|(path, full)| {
                let look = contents::look(&path, &full, known.get(&path), round);
                (path, look.map_err(|why| why.told(root, &full)))
            })
            .collect();
        let mut pairs = Vec::with_capacity(looked.len());
        self.known.reserve(looked.len());
        let mut diagnostics = Vec::new();
        for (path, look) in looked {
            match look {
                Ok(Look::Same) => {
                    if let Some(known) = self.known.get_mut(&path) {
                        known.round = round;
                        pairs.push((path, known.bytes.clone()));
                    }
                }
                Ok(Look::Read(now)) => {
                    pairs.push((path.clone(), now.bytes.clone()));
                    self.known.insert(path, now);
                }
                Ok(Look::Gone) => {
                    self.known.remove(&path);
                }
                Err(diagnostic) => {
                    self.known.remove(&path);
                    diagnostics.push(diagnostic);
                }
            }
        }
        (Tree::from_pairs(pairs), diagnostics)
    }
}

/// Where a file or folder went between two looks at it, which is no fault of its author.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The path of a file below `root`; a diagnostic where not every system could have a file of that name.
fn source_path(root: &Path, full: &Path) -> Result<SourcePath, Diagnostic> {
    let below = full.strip_prefix(root).unwrap_or(full);
    let parts: Option<Vec<&str>> = below.components().map(|c| c.as_os_str().to_str()).collect();
    let why = match &parts {
        None => Some("it is not UTF-8"),
        Some(parts) => parts.iter().find_map(|part| unusable(part)),
    };
    let path = parts.filter(|_| why.is_none()).and_then(|parts| SourcePath::new(&parts.join("/")).ok());
    path.ok_or_else(|| {
        let shown: String = below.to_string_lossy().chars().map(|c| if c.is_control() { '?' } else { c }).collect();
        let why = why.unwrap_or("it names no file");
        Diagnostic::new(Code::BadFileName, format!("the name `{shown}` cannot be used on every system: {why}"))
            .help("rename the file: letters, digits, hyphens and dots always work")
    })
}

fn unreadable(root: &Path, at: &Path, why: &str) -> Diagnostic {
    let shown = at.strip_prefix(root).unwrap_or(at).to_string_lossy().into_owned();
    let diagnostic = Diagnostic::new(Code::Unreadable, format!("`{shown}` cannot be read: {why}"))
        .help("remove it from the site, or put an ordinary file or folder there that you may read");
    match source_path(root, at) {
        Ok(path) => diagnostic.at(Span::start_of(&path)),
        Err(_) => diagnostic,
    }
}
