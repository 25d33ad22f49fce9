//! `check --fix`: writes the cures that are certain into the author's files.
#![allow(clippy::disallowed_methods, reason = "a shell: the author's files are changed here, on request")]

use crate::diag::{Fix, replace};
use crate::path::SourcePath;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Applies `fixes` below `root`; gives how many were made. Each file is written beside itself and renamed, so that a
/// crash leaves it old or new. Of two that overlap, the first is made; the next run finds the other.
pub(super) fn apply(root: &Path, fixes: &[Fix]) -> Result<usize, String> {
    let mut by_file: BTreeMap<&SourcePath, Vec<&Fix>> = BTreeMap::new();
    for fix in fixes {
        by_file.entry(&fix.span.file).or_default().push(fix);
    }
    let mut made = 0;
    for (file, fixes) in by_file {
        let full = root.join(file.as_str());
        let fault = |error: std::io::Error| format!("`{file}` could not be changed: {error}");
        // A link on the disk is kept: what it leads to is changed.
        let full = fs::canonicalize(&full).map_err(fault)?;
        let text = fs::read_to_string(&full).map_err(fault)?;
        let (fixed, count) = replace(&text, fixes);
        if count == 0 {
            continue;
        }
        let mut beside = full.clone().into_os_string();
        beside.push(".reconnect-fix~");
        fs::write(&beside, fixed).map_err(fault)?;
        let permissions = fs::metadata(&full).map_err(fault)?.permissions();
        fs::set_permissions(&beside, permissions).map_err(fault)?;
        fs::rename(&beside, &full).map_err(fault)?;
        made += count;
    }
    Ok(made)
}
