//! `check --fix`: writes the cures that are certain into the author's files.
#![allow(clippy::disallowed_methods, reason = "a shell: the author's files are changed here, on request")]

use super::beside;
use crate::diag::{Fix, replace};
use crate::path::SourcePath;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Applies `fixes` below `root`; gives how many were made. All new texts are written beside their files before the first is
/// renamed, so that a full or read-only disk changes nothing, and a crash leaves each file old or new. Of two that overlap,
/// the first is made; the next run finds the other.
pub(super) fn apply(root: &Path, fixes: &[Fix]) -> Result<usize, String> {
    let mut ready: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut made = 0;
    let written = by_file(root, fixes).and_then(|files| {
        files.into_iter().try_for_each(|(full, (file, fixes))| {
            let fault = |error: std::io::Error| format!("`{file}` could not be changed: {error}");
            let text = fs::read_to_string(&full).map_err(fault)?;
            let (fixed, count) = replace(&text, fixes.clone());
            if count > 0 {
                let permissions = fs::metadata(&full).map_err(fault)?.permissions();
                ready.push((beside::write(&full, fixed.as_bytes(), Some(permissions)).map_err(fault)?, full));
                made += count;
            }
            Ok(())
        })
    });
    let renamed = written.and_then(|()| {
        let rename = |(beside, full): &(PathBuf, PathBuf)| {
            fs::rename(beside, full).map_err(|error| format!("`{}` could not be changed: {error}", full.display()))
        };
        ready.iter().try_for_each(rename)
    });
    if renamed.is_err() {
        ready.iter().for_each(|(beside, _)| drop(fs::remove_file(beside)));
    }
    renamed.map(|()| made)
}

type ByFile<'f> = BTreeMap<PathBuf, (&'f SourcePath, Vec<&'f Fix>)>;

/// The fixes by the file on the disk, with the name that it goes by. A link is kept: what it leads to is changed, and once where two names lead to it.
fn by_file<'f>(root: &Path, fixes: &'f [Fix]) -> Result<ByFile<'f>, String> {
    let mut files = ByFile::new();
    for fix in fixes {
        let file = &fix.span.file;
        let full = fs::canonicalize(root.join(file.as_str()))
            .map_err(|error| format!("`{file}` could not be changed: {error}"))?;
        let (_, of_file) = files.entry(full).or_insert_with(|| (file, Vec::new()));
        if !of_file.iter().any(|f| f.span.range == fix.span.range) {
            of_file.push(fix);
        }
    }
    Ok(files)
}
