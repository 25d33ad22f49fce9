//! The files of the site's folders, listed level by level: all folders of one depth in parallel.
//!
//! In: the site's folder and the folders of it that count. Out: the files, in an order that depends on their names alone,
//! what cannot be listed, and where links led.
#![allow(clippy::disallowed_methods, reason = "a shell: finding the sources is where the disk is")]

use super::{is_gone, source_path, unreadable};
use crate::diag::{Code, Diagnostic, Span};
use crate::path::SourcePath;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Links behind links: more than this many lead in a circle.
const MOST_LINKS: usize = 8;

/// Links to folders in all. Folders that show each other have more ways through them than there are atoms.
const MOST_LINKED: usize = 1_000;

/// How often a folder that changes while it is listed is listed before what there is must do.
const TRIES: u32 = 3;

/// What is in the folders.
#[derive(Default)]
pub(super) struct Found {
    /// The files, by what they are called in the site and on the disk.
    pub(super) files: Vec<(SourcePath, PathBuf)>,
    /// What cannot be read or followed.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The real folders into which links lead.
    pub(super) followed: BTreeSet<PathBuf>,
}

/// A folder that is to be listed.
struct Folder {
    /// As it is called below the site's folder; links are in it as they are.
    at: PathBuf,
    /// Without links.
    real: PathBuf,
    /// The number of links on the way to it.
    links: usize,
}

/// What one folder holds.
#[derive(Default)]
struct Listed {
    found: Found,
    folders: Vec<Folder>,
}

/// Lists everything below `folders` of the site; a folder that is not there has nothing in it.
pub(super) fn walk(root: &Path, folders: &[&str]) -> Found {
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let site = Site { root, real_root: &real_root, linked: AtomicUsize::new(0) };
    // Links are followed by hand, so that one that leaves the folder is never opened; a top itself may be one.
    let mut tops = Listed::default();
    for folder in folders {
        let at = root.join(folder);
        let found = match fs::symlink_metadata(&at) {
            Ok(found) => found,
            Err(error) if is_gone(&error) => continue,
            Err(error) => {
                tops.found.diagnostics.push(unreadable(root, &at, &error.to_string()));
                continue;
            }
        };
        if found.is_symlink() {
            let above = fs::canonicalize(at.parent().unwrap_or(root)).unwrap_or_else(|_| real_root.clone());
            site.link(&at, &above, 0, &mut tops);
        } else {
            let real = fs::canonicalize(&at).unwrap_or_else(|_| at.clone());
            tops.folders.push(Folder { at, real, links: 0 });
        }
    }
    let own: Vec<PathBuf> = tops.folders.iter().filter(|top| top.links == 0).map(|top| top.real.clone()).collect();
    let Listed { mut found, folders: mut level } = tops;
    while !level.is_empty() {
        let listed: Vec<Listed> = level.par_iter().map(|folder| site.list(folder)).collect();
        level = Vec::new();
        for Listed { found: more, folders } in listed {
            found.files.extend(more.files);
            found.diagnostics.extend(more.diagnostics);
            found.followed.extend(more.followed);
            level.extend(folders);
        }
    }
    found.followed.retain(|real| !own.iter().any(|top| real.starts_with(top)));
    found
}

struct Site<'a> {
    root: &'a Path,
    real_root: &'a Path,
    /// How many links to folders were followed.
    linked: AtomicUsize,
}

impl Site<'_> {
    fn list(&self, folder: &Folder) -> Listed {
        let mut out = Listed::default();
        if folder.links > 0 {
            out.found.followed.insert(folder.real.clone());
        }
        let entries = match entries(&folder.at) {
            Ok(entries) => entries,
            Err(error) if is_gone(&error) => return out,
            Err(error) => {
                out.found.diagnostics.push(unreadable(self.root, &folder.at, &error.to_string()));
                return out;
            }
        };
        for (name, kind) in entries {
            let at = folder.at.join(&name);
            match kind {
                Err(error) if is_gone(&error) => {}
                Err(error) => out.found.diagnostics.push(unreadable(self.root, &at, &error.to_string())),
                Ok(kind) if kind.is_symlink() => self.link(&at, &folder.real, folder.links, &mut out),
                Ok(kind) if kind.is_file() => match source_path(self.root, &at) {
                    Ok(path) => out.found.files.push((path, at)),
                    Err(diagnostic) => out.found.diagnostics.push(diagnostic),
                },
                Ok(kind) if kind.is_dir() => {
                    out.folders.push(Folder { at, real: folder.real.join(&name), links: folder.links });
                }
                Ok(_) => out.found.diagnostics.push(unreadable(self.root, &at, "it is not an ordinary file")),
            }
        }
        out
    }

    /// Follows a link that stays in the site; says so where it does not. `above`: the real folder that holds it.
    fn link(&self, at: &Path, above: &Path, links: usize, out: &mut Listed) {
        let diagnostics = &mut out.found.diagnostics;
        let path = match source_path(self.root, at) {
            Ok(path) => path,
            Err(diagnostic) => return diagnostics.push(diagnostic),
        };
        match fs::canonicalize(at) {
            Ok(real) if !real.starts_with(self.real_root) => diagnostics.push(
                Diagnostic::new(
                    Code::SymlinkOutside,
                    format!("`{path}` is a link out of the site's folder, so it is not read"),
                )
                .at(Span::start_of(&path))
                .help("copy the file into the folder instead of linking to it"),
            ),
            Ok(real) if above.starts_with(&real) || at.starts_with(&real) || links > MOST_LINKS => {
                diagnostics.push(unreadable(self.root, at, "it is a link that leads back to a folder above it"));
            }
            Ok(real) if real.is_dir() && self.linked.fetch_add(1, Ordering::Relaxed) >= MOST_LINKED => {
                let many = format!("more than {MOST_LINKED} links lead to folders here, perhaps in a circle");
                diagnostics.push(unreadable(self.root, at, &many));
            }
            Ok(real) if real.is_dir() => out.folders.push(Folder { at: at.to_owned(), real, links: links + 1 }),
            Ok(real) if real.is_file() => {
                out.found.followed.extend(real.parent().map(Path::to_owned));
                out.found.files.push((path, at.to_owned()));
            }
            Ok(_) => {
                diagnostics.push(unreadable(self.root, at, "it leads to something that is not an ordinary file"));
            }
            // The link itself went between the listing and now.
            Err(_) if fs::symlink_metadata(at).is_err() => {}
            Err(_) => diagnostics.push(
                Diagnostic::new(Code::Unreadable, format!("`{path}` is a link to a file that is not there"))
                    .at(Span::start_of(&path))
                    .help("remove it, or put the file itself there"),
            ),
        }
    }
}

/// What is in a folder and not litter, sorted by name. A folder that changes meanwhile may show a file under no name or
/// under two, so it is listed again.
fn entries(folder: &Path) -> io::Result<Vec<(OsString, io::Result<FileType>)>> {
    let modified = || fs::metadata(folder).and_then(|found| found.modified()).ok();
    let mut out = Vec::new();
    for _ in 0..TRIES {
        let before = modified();
        out.clear();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            if !is_litter(&name) {
                out.push((name, entry.file_type()));
            }
        }
        if before == modified() {
            break;
        }
    }
    out.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Ok(out)
}

/// Hidden files, backups and what editors, file managers and word processors leave behind.
fn is_litter(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let known = name.starts_with('.') && name != ".well-known";
    let backup = name.ends_with('~') || (name.starts_with('#') && name.ends_with('#')) || name.starts_with("~$");
    let temporary =
        [".swp", ".swo", ".swx", ".tmp", ".bak", ".orig", ".part", ".crdownload"].iter().any(|e| name.ends_with(e));
    known || backup || temporary || matches!(&*name, "Thumbs.db" | "desktop.ini" | "4913")
}
