//! `init`: begins a new site with a small guide.
#![allow(clippy::disallowed_methods, reason = "a shell: the folder is looked at here")]

use super::{InitArgs, MACHINE, UNSAFE, USAGE, carry, new::refused};
use crate::scaffold;
use crate::slug::as_title;
use std::fs;
use std::path::Path;

/// The title where a folder has no name to make one of.
const UNTITLED: &str = "A new guide";
const IGNORE: &str = ".gitignore";

pub(super) fn init(args: &InitArgs) -> u8 {
    let folder = &args.folder;
    if fs::symlink_metadata(folder).is_ok() && !folder.is_dir() {
        say!("error: `{}` is a file, not a folder", folder.display());
        say!("help: name a new folder: `reconnect-gen init my-guide`");
        return USAGE;
    }
    let title = args.title.clone().unwrap_or_else(|| title_of(folder));
    let mut plan = match scaffold::starter(&title) {
        Ok(plan) => plan,
        Err(refusal) => return refused(&refusal),
    };
    if let Some(code) = has_pages(folder) {
        return code;
    }
    // A list of what git ignores is the author's; it is kept, and the lines that it lacks are told.
    let kept = fs::read_to_string(folder.join(IGNORE)).ok();
    if kept.is_some() {
        plan.files.retain(|(path, _)| path.as_str() != IGNORE);
    }
    if let Err(code) = carry::out(folder, &plan) {
        return code;
    }
    next_steps(folder, plan.files.len(), kept.as_deref());
    0
}

/// A title from the folder's name: `my-guide` is `My guide`.
fn title_of(folder: &Path) -> String {
    let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let name = real.file_name().and_then(|n| n.to_str()).unwrap_or("").trim_matches(['.', '-', '_', ' ']);
    if name.is_empty() { UNTITLED.to_owned() } else { as_title(name) }
}

/// Refuses a folder `content` with something in it: the pages would get mixed up.
fn has_pages(folder: &Path) -> Option<u8> {
    let content = folder.join("content");
    let entries = match fs::read_dir(&content) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => {
            say!("error: `{}` cannot be read: {error}", content.display());
            return Some(MACHINE);
        }
    };
    let mut names: Vec<String> = entries.flatten().map(|e| format!("`content/{}`", e.file_name().display())).collect();
    names.sort();
    let more = names.len().saturating_sub(5);
    names.truncate(5);
    let and = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!names.is_empty()).then(|| {
        say!("error: there is a guide in `{}` already, with {}{and}: nothing was written", folder.display(), names.join(", "));
        say!("help: choose another folder, `reconnect-gen init my-guide`; to add to this one, there is `reconnect-gen new`");
        UNSAFE
    })
}

fn next_steps(folder: &Path, count: usize, kept: Option<&str>) {
    let here = folder == Path::new(".") || folder == Path::new("");
    let (place, go) = if here {
        ("this folder".to_owned(), String::new())
    } else {
        let shown = folder.display().to_string();
        // For a shell to take it as it is.
        let is_plain = shown.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c)) && !shown.starts_with('-');
        let quoted = if is_plain { shown } else { format!("'{}'", shown.replace('\'', "'\\''")) };
        (quoted.clone(), format!("`cd {quoted}`, then "))
    };
    answer!("A small guide to begin with is in {place}: {count} files.");
    if cfg!(feature = "serve") {
        answer!("See it:    {go}`reconnect-gen serve --open`.");
        answer!("Build it:  `reconnect-gen build` writes it to `dist/`, for any web space.");
    } else {
        answer!("Build it:  {go}`reconnect-gen build`, and open `dist/index.html`.");
    }
    answer!("Change it: write in `content/`; `reconnect-gen new step . \"Title\"` adds a step.");
    let lines = ["/dist", "/.reconnect"];
    let lacks = |text: &str| -> Vec<&str> {
        let has = |line: &str| text.lines().any(|l| l.trim().trim_matches('/') == line.trim_matches('/'));
        lines.into_iter().filter(|l| !has(l)).collect()
    };
    if let Some(lacking) = kept.map(lacks).filter(|l| !l.is_empty()) {
        say!(
            "note: your `{IGNORE}` was kept: add {} to it",
            lacking.iter().map(|l| format!("`{l}`")).collect::<Vec<_>>().join(" and ")
        );
    }
}
