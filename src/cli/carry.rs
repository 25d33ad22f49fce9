//! Carries a plan out on the disk, so that a crash loses nothing and nothing is overwritten.
//!
//! New texts are written beside their places first: a full or read-only disk is met before anything else has changed. Then
//! come the edits of links, each file old or new; then the renames, from the highest number down; the new files take their
//! names last. Where this is cut off, `check --fix` brings links and names together again.
#![allow(clippy::disallowed_methods, reason = "a shell: the author's files are written here, on request")]

use super::{MACHINE, UNSAFE, beside, fix};
use crate::path::SourcePath;
use crate::scaffold::Plan;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Does what `plan` says below `root`. `Err` is the exit code; why has been said.
pub(super) fn out(root: &Path, plan: &Plan) -> Result<(), u8> {
    let taken = taken(root, plan);
    if !taken.is_empty() {
        let names: Vec<String> = taken.iter().map(|p| format!("`{p}`")).collect();
        let (verb, them) = if taken.len() == 1 { ("is", "it") } else { ("are", "them") };
        say!("error: {} {verb} there already: nothing was written", names.join(", "));
        say!("help: move or rename {them} first, or choose another name or folder");
        return Err(UNSAFE);
    }
    let mut made = Made::default();
    let written = write_beside(root, plan, &mut made).and_then(|()| fix::apply(root, &plan.fixes));
    let begun = written.is_ok();
    let result = written.and_then(|_| {
        plan.renames.iter().try_for_each(|(from, to)| rename_new(&place(root, from), &place(root, to)))?;
        let mut files = made.files.iter().zip(&plan.files);
        files.try_for_each(|(beside, (path, _))| rename_new(beside, &place(root, path)))
    });
    result.map_err(|why: String| {
        made.remove();
        say!("error: {why}");
        if begun && !plan.renames.is_empty() {
            say!(
                "help: where files have been renamed already, `reconnect-gen check --fix` brings the links after them"
            );
        }
        MACHINE
    })
}

/// What is there already and would be overwritten, in the order of the plan.
fn taken<'p>(root: &Path, plan: &'p Plan) -> Vec<&'p SourcePath> {
    let moves_away = |path: &SourcePath| plan.renames.iter().any(|(from, _)| from == path);
    let new = plan.files.iter().map(|(path, _)| path).chain(plan.renames.iter().map(|(_, to)| to));
    new.filter(|path| !moves_away(path) && is_there(&place(root, path))).collect()
}

fn place(root: &Path, path: &SourcePath) -> PathBuf {
    if root == Path::new(".") { PathBuf::from(path.as_str()) } else { root.join(path.as_str()) }
}

/// True for links that lead nowhere, too.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// What was made so far, to be taken back where the rest fails.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    /// Removes what was made and has not got its name yet; a folder with something in it stays.
    fn remove(&self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn write_beside(root: &Path, plan: &Plan, made: &mut Made) -> Result<(), String> {
    for (path, bytes) in &plan.files {
        let full = place(root, path);
        let fault = |error: io::Error| format!("`{}` could not be written: {error}", full.display());
        if let Some(folder) = full.parent() {
            make_folders(folder, made).map_err(fault)?;
        }
        made.files.push(beside::write(&full, bytes, None).map_err(fault)?);
    }
    Ok(())
}

/// Makes a folder and those above it, noting which.
fn make_folders(folder: &Path, made: &mut Made) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_folders(above, made)?;
    }
    fs::create_dir(folder)?;
    made.folders.push(folder.to_owned());
    Ok(())
}

/// Renames where the new name is free.
fn rename_new(from: &Path, to: &Path) -> Result<(), String> {
    if is_there(to) {
        return Err(format!("`{}` is there already, so `{}` keeps its name", to.display(), from.display()));
    }
    fs::rename(from, to).map_err(|error| format!("`{}` could not be renamed: {error}", from.display()))
}
