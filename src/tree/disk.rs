//! The tree from the disk: the one place where sources are read.
//!
//! In: the site's folder and the folders and files of it that count. Out: a [`Tree`] and what could not be read. Hidden
//! files and the litter of editors are never opened; a link that leaves the site's folder is an error and not followed.
#![allow(clippy::disallowed_methods, reason = "a shell: reading the sources is where the disk is")]

use super::{Bytes, Tree};
use crate::diag::{Code, Diagnostic, Span};
use crate::path::SourcePath;
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

const MOST_TEXT: u64 = 4 << 20;
const MOST_BYTES: u64 = 100 << 20;

/// Reads one file of the site; nothing where it is not there.
pub fn read_file(root: &Path, path: &SourcePath) -> (Tree, Vec<Diagnostic>) {
    let full = root.join(path.as_str());
    match fs::symlink_metadata(&full) {
        Ok(_) => collect(root, vec![(path.clone(), full)]),
        Err(_) => (Tree::default(), Vec::new()),
    }
}

/// Reads everything below `folders` of the site, in parallel; a folder that is not there has nothing in it.
pub fn read_folders(root: &Path, folders: &[&str]) -> (Tree, Vec<Diagnostic>) {
    let mut files = Vec::new();
    let mut diagnostics = Vec::new();
    for folder in folders {
        let top = root.join(folder);
        if fs::symlink_metadata(&top).is_err() {
            continue;
        }
        walk(root, &top, &mut files, &mut diagnostics);
    }
    let (mut tree, more) = collect(root, files);
    diagnostics.extend(more);
    for span in diagnostics.iter().filter_map(|d| d.span.as_ref()) {
        tree = tree.without(span.file.clone());
    }
    (tree, diagnostics)
}

fn walk(root: &Path, top: &Path, files: &mut Vec<(SourcePath, PathBuf)>, diagnostics: &mut Vec<Diagnostic>) {
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    // Links are followed by hand, so that one that leaves the folder is never opened; the top itself may be one.
    let mut open = Vec::new();
    match fs::symlink_metadata(top) {
        Ok(found) if found.is_symlink() => link(&real_root, root, top, 0, &mut open, files, diagnostics),
        _ => open.push((top.to_owned(), 0)),
    }
    while let Some((start, links)) = open.pop() {
        let walker = WalkDir::new(&start).sort_by_file_name().into_iter();
        for entry in walker.filter_entry(|e| e.path() == start || !is_litter(e)) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(&start).to_owned();
                    diagnostics.push(unreadable(root, &path, &error.to_string()));
                    continue;
                }
            };
            if entry.file_type().is_symlink() {
                link(&real_root, root, entry.path(), links, &mut open, files, diagnostics);
            } else if entry.file_type().is_file() {
                match source_path(root, entry.path()) {
                    Ok(path) => files.push((path, entry.into_path())),
                    Err(diagnostic) => diagnostics.push(diagnostic),
                }
            } else if !entry.file_type().is_dir() {
                diagnostics.push(unreadable(root, entry.path(), "it is not an ordinary file"));
            }
        }
    }
}

/// Follows a link that stays in the site; says so where it does not.
fn link(
    real_root: &Path,
    root: &Path,
    at: &Path,
    links: usize,
    open: &mut Vec<(PathBuf, usize)>,
    files: &mut Vec<(SourcePath, PathBuf)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let path = match source_path(root, at) {
        Ok(path) => path,
        Err(diagnostic) => return diagnostics.push(diagnostic),
    };
    match fs::canonicalize(at) {
        Ok(real) if !real.starts_with(real_root) => diagnostics.push(
            Diagnostic::new(
                Code::SymlinkOutside,
                format!("`{path}` is a link out of the site's folder, so it is not read"),
            )
            .at(Span::start_of(&path))
            .help("copy the file into the folder instead of linking to it"),
        ),
        Ok(real) if at.starts_with(&real) || links > 8 => {
            diagnostics.push(unreadable(root, at, "it is a link that leads back to a folder above it"));
        }
        Ok(real) if real.is_dir() => open.push((at.join(""), links + 1)),
        Ok(real) if real.is_file() => files.push((path, at.to_owned())),
        Ok(_) => diagnostics.push(unreadable(root, at, "it leads to something that is not an ordinary file")),
        Err(_) => diagnostics.push(
            Diagnostic::new(Code::Unreadable, format!("`{path}` is a link to a file that is not there"))
                .at(Span::start_of(&path))
                .help("remove it, or put the file itself there"),
        ),
    }
}

/// Hidden files, backups and what editors, file managers and word processors leave behind.
fn is_litter(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let known = name.starts_with('.') && name != ".well-known";
    let backup = name.ends_with('~') || (name.starts_with('#') && name.ends_with('#')) || name.starts_with("~$");
    let temporary =
        [".swp", ".swo", ".swx", ".tmp", ".bak", ".orig", ".part", ".crdownload"].iter().any(|e| name.ends_with(e));
    known || backup || temporary || matches!(&*name, "Thumbs.db" | "desktop.ini" | "4913")
}

fn source_path(root: &Path, full: &Path) -> Result<SourcePath, Diagnostic> {
    let below = full.strip_prefix(root).unwrap_or(full);
    let shown = below.to_string_lossy();
    let parts: Option<Vec<&str>> = below.components().map(|c| c.as_os_str().to_str()).collect();
    let good = parts.filter(|parts| parts.iter().all(|p| !p.contains(['\\', ':']) && !p.chars().any(char::is_control)));
    let path = good.and_then(|parts| SourcePath::new(&parts.join("/")).ok());
    path.ok_or_else(|| {
        let clean: String = shown.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
        Diagnostic::new(Code::BadFileName, format!("the name `{clean}` cannot be used on every system"))
            .help("rename the file: letters, digits, hyphens and dots always work")
    })
}

fn unreadable(root: &Path, at: &Path, why: &str) -> Diagnostic {
    let shown = at.strip_prefix(root).unwrap_or(at).to_string_lossy().into_owned();
    let diagnostic = Diagnostic::new(Code::Unreadable, format!("`{shown}` cannot be read: {why}"));
    match source_path(root, at) {
        Ok(path) => diagnostic.at(Span::start_of(&path)),
        Err(_) => diagnostic,
    }
}

fn collect(root: &Path, files: Vec<(SourcePath, PathBuf)>) -> (Tree, Vec<Diagnostic>) {
    let read: Vec<_> = files.into_par_iter().map(|(path, full)| read_one(root, path, &full)).collect();
    let mut pairs = Vec::with_capacity(read.len());
    let mut diagnostics = Vec::new();
    for one in read {
        match one {
            Ok(pair) => pairs.push(pair),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    (Tree::from_pairs(pairs), diagnostics)
}

fn read_one(root: &Path, path: SourcePath, full: &Path) -> Result<(SourcePath, Bytes), Diagnostic> {
    let metadata = fs::metadata(full).map_err(|e| unreadable(root, full, &e.to_string()))?;
    if !metadata.is_file() {
        return Err(unreadable(root, full, "it is not an ordinary file"));
    }
    let is_text = matches!(path.extension().as_str(), "md" | "toml" | "html");
    let most = if is_text { MOST_TEXT } else { MOST_BYTES };
    if metadata.len() > most {
        let message = format!("`{path}` has {} MiB, and {} MiB is the most", metadata.len() >> 20, most >> 20);
        return Err(Diagnostic::new(Code::TooLarge, message).at(Span::start_of(&path)));
    }
    let bytes = fs::read(full).map_err(|e| unreadable(root, full, &e.to_string()))?;
    Ok((path, bytes.into()))
}
