//! Which themes there are, and which of their files a site can take over.

use super::{BUILT_IN, DEFAULT, Keys, embedded, layers, read_keys, themes_of};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::path::SourcePath;
use crate::slug::slugify;
use crate::tree::{Bytes, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// A theme that a site can use.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed {
    /// The name of its folder, by which book.toml names it.
    pub name: String,
    /// What theme.toml calls it, where that says more than the name.
    pub title: Option<String>,
    /// The program brings it along.
    pub is_built_in: bool,
    /// How many files of it the site has.
    pub in_site: usize,
    /// The theme below it.
    pub extends: Option<String>,
    /// book.toml names it, or nothing else.
    pub in_use: bool,
}

/// A file of a theme, by its name in the theme's folder: `templates/step.html`.
#[derive(Debug)]
pub struct Ejectable {
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub state: State,
}

/// Whose a file is.
#[derive(Debug)]
pub enum State {
    /// The program's; copied to `to`, it would count and change nothing.
    BuiltIn {
        /// Where the copy belongs.
        to: SourcePath,
        /// What it holds.
        bytes: Bytes,
    },
    /// The site's own.
    Own(SourcePath),
}

/// The folders of a theme that a site can take files over from.
const FOLDERS: &[&str] = &["templates/", "assets/", "strings/"];

/// All themes, the built-in ones first.
pub fn list(config: &Config, tree: &Tree) -> Vec<Listed> {
    let files = embedded().with(themes_of(tree));
    let names: BTreeSet<&str> = files.iter().filter_map(|(p, _)| theme_of(p)).collect();
    let one = |name: &str| {
        let toml = SourcePath::new(&format!("themes/{name}/theme.toml")).ok();
        let text = toml.as_ref().and_then(|file| Some((file, files.text(file)?)));
        // What is wrong with it is told when it is used.
        let keys = text.and_then(|(file, text)| read_keys(file, text, &mut Vec::new()).ok()).unwrap_or_default();
        let Keys { name: title, extends } = keys;
        Listed {
            title: title.filter(|t| slugify(t) != name),
            is_built_in: BUILT_IN.get_dir(name).is_some(),
            in_site: tree.below(&format!("themes/{name}")).count(),
            extends: (name != DEFAULT).then(|| extends.unwrap_or_else(|| DEFAULT.to_owned())),
            in_use: config.theme.0 == name,
            name: name.to_owned(),
        }
    };
    let mut all: Vec<Listed> = names.into_iter().map(one).collect();
    all.sort_by_key(|t| !t.is_built_in);
    all
}

fn theme_of(path: &SourcePath) -> Option<&str> {
    let mut parts = path.as_str().split('/').skip(1);
    let name = parts.next()?;
    parts.next().map(|_| name)
}

/// The files of the theme in use that can be taken over, by name. `Err` where the theme cannot be used.
///
/// A theme of the site's own takes them into its folder. A built-in one has no folder in the site: there the file goes to the
/// layer that it comes from, since a site's file counts before the built-in one of the same place. So each page stays as it was.
pub fn ejectable(config: &Config, tree: &Tree) -> Result<Vec<Ejectable>, Vec<Diagnostic>> {
    let own = themes_of(tree);
    let built_in = embedded();
    let files = built_in.clone().with(own.clone());
    let layers = layers(config, &files, &mut Vec::new())?;
    let in_use = layers.first().filter(|l| built_in.below(l).next().is_none());
    let mut out: BTreeMap<String, State> = BTreeMap::new();
    for layer in &layers {
        for (path, bytes) in files.below(layer) {
            let name = path.as_str().strip_prefix(&format!("{layer}/")).unwrap_or_default();
            if out.contains_key(name) || !FOLDERS.iter().any(|f| name.starts_with(f)) {
                continue;
            }
            let place = SourcePath::new(&format!("{}/{name}", in_use.unwrap_or(layer)));
            let state = match place {
                Ok(to) if own.get(path).is_none() => State::BuiltIn { to, bytes: bytes.clone() },
                _ => State::Own(path.clone()),
            };
            out.insert(name.to_owned(), state);
        }
    }
    // What only the site has is not the program's to give.
    let known = |name: &str| {
        layers.iter().any(|l| SourcePath::new(&format!("{l}/{name}")).is_ok_and(|p| built_in.get(&p).is_some()))
    };
    Ok(out.into_iter().filter(|(name, _)| known(name)).map(|(name, state)| Ejectable { name, state }).collect())
}
