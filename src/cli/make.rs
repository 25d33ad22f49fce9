//! Making: the site as it was compiled becomes files, for `build` and `watch` alike.

use super::report::{stops, vanished};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::judge;
use crate::output::keys::{Digests, Keys};
use crate::output::{self, Output, Purpose, Recipe};
use crate::path::{OutPath, SourcePath};
use crate::publish::{self, Error, Files, Key, Published, Target};
use crate::resolve;
use crate::session::Edit;
use crate::tree::Tree;
use rayon::prelude::*;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Whose site it is, and where it goes.
pub(super) struct Place<'a> {
    /// The site's folder.
    pub(super) folder: &'a Path,
    /// Where to, instead of book.toml's `build-dir`.
    pub(super) dest: Option<&'a Path>,
    /// Warnings stop it, too.
    pub(super) strict: bool,
}

/// What the site is made of, by its hashes.
pub(super) struct Origin {
    pub(super) digests: Digests,
    /// One hash of it all, for where there is nothing to say of it.
    pub(super) input: Key,
}

impl Origin {
    /// Of a site as it was read.
    pub(super) fn of(tree: &Tree, drafts: bool) -> Self {
        let digests = Digests::of(tree, &program());
        Self { input: digests.input(drafts), digests }
    }
}

/// What tells this program from another: its version, and when its file was written, for those who work on it.
fn program() -> Vec<u8> {
    let file = std::env::current_exe().and_then(std::fs::metadata);
    let written = file.ok().map(|found| (found.len(), found.modified().ok()));
    format!("{} {written:?} {}", env!("CARGO_PKG_VERSION"), cfg!(feature = "pdf")).into_bytes()
}

/// What was written, and where; nothing where an error, or a newer edit, stopped it.
pub(super) type Made = Result<Option<(Published, PathBuf)>, Error>;

/// Publishes the site unless something is wrong with it; gives all that is. `go_on` says no where a newer edit is there.
pub(super) fn make(
    place: &Place<'_>,
    edit: &Edit,
    origin: &Origin,
    go_on: &(dyn Fn() -> bool + Sync),
) -> (Made, Vec<Diagnostic>) {
    let mut said = edit.said.clone();
    let Some(config) = &edit.config else { return (Ok(None), said) };
    let target = target(place.folder, place.dest, config);
    // Where nothing is published, that the place is not one to publish in is told in the same run.
    let stop = || publish::check_target(&target).map(|()| None);
    let Some(compiled) = &edit.compiled else { return (stop(), said) };
    let (output, more) = match output::plan(&compiled.book, &compiled.theme, &edit.tree, Purpose::Publish) {
        Ok(planned) => planned,
        Err(more) => {
            said.extend(more);
            return (stop(), said);
        }
    };
    said.extend(more);
    said = judge(Some(config), said);
    if stops(&said, place.strict) {
        // The pages are rendered all the same, so that a template's faults are told, too.
        said.extend(render_all(&output));
        return (stop(), said);
    }
    let paths = output.files.iter().map(|(p, _)| p.clone()).collect();
    let keys = Keys::of(&output, &edit.tree, &origin.digests);
    // What is said now must be said again by the next run.
    let input = Some(origin.input).filter(|_| said.is_empty() && !output::lacks_pdf(&compiled.book));
    let pages = Pages { paths, output: &output, keys, input, faults: Mutex::default(), go_on };
    let result = publish::publish(&target, &pages);
    said.extend(pages.faults.into_inner().unwrap_or_default());
    match result {
        Ok(published) => {
            said.extend(vanished(&published));
            (Ok(Some((published, target.output.clone()))), said)
        }
        Err(Error::CalledOff) => (Ok(None), said),
        Err(error) => (Err(error), said),
    }
}

/// Says it where worksheets were to be PDF files, too, and this program was built without: the site is complete but for them.
/// True where it was said.
pub(super) fn note_without_pdf(edit: &Edit) -> bool {
    let lacks = edit.compiled.as_ref().is_some_and(|compiled| output::lacks_pdf(&compiled.book));
    if lacks {
        say!("note: this program was built without PDF: worksheets are pages alone");
    }
    lacks
}

/// Renders every file and keeps only what is wrong.
pub(super) fn render_all(output: &Output) -> Vec<Diagnostic> {
    (0..output.files.len()).into_par_iter().filter_map(|i| output.bytes(i).err()).collect()
}

/// The plan as files to publish; faults of templates are noted while they are made.
struct Pages<'a> {
    paths: Vec<OutPath>,
    output: &'a Output,
    keys: Keys,
    input: Option<Key>,
    faults: Mutex<Vec<Diagnostic>>,
    go_on: &'a (dyn Fn() -> bool + Sync),
}

impl Files for Pages<'_> {
    fn paths(&self) -> &[OutPath] {
        &self.paths
    }

    fn bytes(&self, index: usize) -> Option<Cow<'_, [u8]>> {
        if !(self.go_on)() {
            return None;
        }
        match self.output.bytes(index) {
            Ok(bytes) => Some(bytes),
            Err(fault) => {
                if let Ok(mut faults) = self.faults.lock() {
                    faults.push(fault);
                }
                None
            }
        }
    }

    fn takes_long(&self, index: usize) -> bool {
        // What lists or repeats many pages.
        !matches!(self.output.nth(index).1, Recipe::Page(_) | Recipe::Redirect(_) | Recipe::Bytes(_))
    }

    fn begin(&self, missing: &[usize]) {
        if missing.iter().any(|index| matches!(self.output.nth(*index).1, Recipe::SearchIndex(_))) {
            self.output.prepare();
        }
    }

    fn key(&self, index: usize) -> Option<Key> {
        self.keys.key(self.output, index)
    }

    fn input(&self) -> Option<Key> {
        self.input
    }
}

/// Where the site is published, and what must never be touched there.
pub(super) fn target<'a>(folder: &Path, dest: Option<&Path>, config: &Config) -> Target<'a> {
    let output = dest.map_or_else(|| folder.join(&config.build_dir), Path::to_owned);
    let names = [config.content.as_str(), resolve::STATIC, "themes", "book.toml"];
    let named = config.files().map(SourcePath::as_str);
    let sources: Vec<PathBuf> = names.into_iter().chain(named).map(|n| folder.join(n)).collect();
    let mut target = Target::new(output, sources);
    target.home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    target.command = String::from("reconnect-gen build");
    target.notice = Some(&|what| say!("note: {what}"));
    target
}
