//! The ground to build on: the site as it is, as far as scaffolding needs to know it.
//!
//! In: the tree and the settings. Out: its pages, its folders by the names that authors type, and what stands in them.

use super::{Refusal, listed};
use crate::config::Config;
use crate::memo::Pages;
use crate::parse::Page;
use crate::parse::kind::{self, Place};
use crate::path::SourcePath;
use crate::slug::{nearest, split_number};
use crate::tree::Tree;
use crate::{Parsed, parse_all};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The site as it is.
pub struct Ground<'a> {
    pub(super) tree: &'a Tree,
    pub(super) library: bool,
    pub(super) pages: Vec<Arc<Page>>,
    pub(super) failed: BTreeSet<SourcePath>,
    content: &'a str,
}

/// A numbered thing beside others: a file, or a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sibling {
    pub(super) number: Option<u32>,
    pub(super) path: SourcePath,
    /// The number is that of `order:`, not of the name.
    pub(super) by_order: bool,
}

impl<'a> Ground<'a> {
    /// Looks at a site. An error where it has no page at all.
    pub fn survey(tree: &'a Tree, config: &'a Config) -> Result<Self, Refusal> {
        let content = config.content.as_str();
        let Some(Parsed { library, mut pages, failed, .. }) = parse_all(tree, config, &mut Pages::default()) else {
            return Err(Refusal::usage(
                format!("there is no Markdown file in the folder `{content}` here"),
                "run this in the folder that holds it, or name that folder with `--site`; `reconnect-gen init` begins a new guide",
            ));
        };
        pages.sort_by(|a, b| a.source.cmp(&b.source));
        Ok(Self { tree, library, pages, failed, content })
    }

    pub(super) fn content(&self) -> &str {
        self.content
    }

    /// What could be typed for a folder or file: its path below the content folder.
    pub(super) fn below<'p>(&self, path: &'p str) -> &'p str {
        match path.strip_prefix(self.content) {
            Some("") => ".",
            Some(rest) => rest.strip_prefix('/').unwrap_or(path),
            None => path,
        }
    }

    pub(super) fn has_folder(&self, folder: &str) -> bool {
        folder == self.content || self.tree.below(folder).next().is_some()
    }

    /// The folders of the guides.
    pub(super) fn guides(&self) -> Vec<String> {
        if self.library { self.folders(&Place::GuideCover, self.content) } else { vec![self.content.to_owned()] }
    }

    /// The folders of a guide's parts.
    pub(super) fn parts(&self, guide: &str) -> Vec<String> {
        self.folders(&Place::PartCover, guide)
    }

    /// The folders directly below `above` with a cover of that place, also where the cover has a fault.
    fn folders(&self, place: &Place, above: &str) -> Vec<String> {
        let is_child = |folder: &str| folder.rsplit_once('/').is_some_and(|(parent, _)| parent == above);
        let covers = self.files().filter(|f| kind::place(f, self.content, self.library) == *place);
        covers.map(|f| f.folder().to_owned()).filter(|f| is_child(f)).collect()
    }

    fn files(&self) -> impl Iterator<Item = &SourcePath> {
        let all: BTreeSet<_> = self.pages.iter().map(|p| &p.source).chain(&self.failed).collect();
        all.into_iter()
    }

    /// The folder that an author means by `written`: below the content folder or the site's.
    pub(super) fn folder(&self, written: &str) -> Result<String, Refusal> {
        let written = &written.replace('\\', "/");
        for base in [self.content, ""].into_iter().filter(|_| !written.trim().is_empty()) {
            let Ok(path) = SourcePath::new(&format!("{base}/{written}")) else { continue };
            let inside = path.as_str() == self.content || path.as_str().starts_with(&format!("{}/", self.content));
            if inside && self.has_folder(path.as_str()) {
                return Ok(path.as_str().to_owned());
            }
        }
        let mut known = Vec::new();
        for guide in self.guides() {
            known.extend(self.parts(&guide));
            known.push(guide);
        }
        let mut known: Vec<&str> = known.iter().map(|f| self.below(f)).collect();
        known.sort_unstable();
        let bare = |name: &str| split_number(name.rsplit('/').next().unwrap_or(name)).1.to_owned();
        let near = known.iter().copied().find(|k| bare(k) == bare(written)).or_else(|| nearest(written, known.clone()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if known == ["."] => "the steps of this guide are beside its cover: write `.`".to_owned(),
            None => format!("the folders are {}", listed(known)),
        };
        Err(Refusal::usage(format!("there is no folder `{written}` in `{}`", self.content), help))
    }

    /// The guide that is meant: the only one, or in a library the one that `--in` names.
    pub(super) fn guide(&self, written: Option<&str>) -> Result<String, Refusal> {
        let guides = self.guides();
        match written {
            Some(written) => {
                let folder = self.folder(written)?;
                if guides.contains(&folder) {
                    return Ok(folder);
                }
                let names = listed(guides.iter().map(|g| self.below(g)));
                Err(Refusal::usage(
                    format!("`{written}` is not the folder of a guide"),
                    format!("the guides are {names}"),
                ))
            }
            None if !self.library => Ok(self.content.to_owned()),
            None => {
                let help = match guides.first() {
                    Some(first) => format!("name one of its guides: `--in {}`", self.below(first)),
                    None => "begin a guide first: `reconnect-gen new guide \"Title\"`".to_owned(),
                };
                Err(Refusal::usage("this site is a library of several guides", help))
            }
        }
    }

    /// The steps in a folder, in order.
    pub(super) fn steps(&self, folder: &str) -> Vec<Sibling> {
        let in_folder = |f: &SourcePath| f.folder() == folder && f.name() != "index.md";
        self.siblings(|f| in_folder(f).then(|| f.clone()), true)
    }

    /// The parts of a guide, in order.
    pub(super) fn numbered_parts(&self, guide: &str) -> Vec<Sibling> {
        let parts = self.parts(guide);
        self.siblings(
            |f| (f.name() == "index.md" && parts.iter().any(|p| p == f.folder())).then(|| folder_of(f)),
            false,
        )
    }

    /// The guides of a library, in order.
    pub(super) fn numbered_guides(&self) -> Vec<Sibling> {
        let guides = self.guides();
        self.siblings(
            |f| (f.name() == "index.md" && guides.iter().any(|p| p == f.folder())).then(|| folder_of(f)),
            false,
        )
    }

    /// All pages in a folder of tips or worksheets, in order.
    pub(super) fn inside(&self, folder: &str) -> Vec<Sibling> {
        self.siblings(|f| (f.folder() == folder && f.name() != "index.md").then(|| f.clone()), false)
    }

    /// The things that `which` makes of the files it is for; those without a number only where not all need one.
    fn siblings(&self, which: impl Fn(&SourcePath) -> Option<SourcePath>, only_numbered: bool) -> Vec<Sibling> {
        let mut out = Vec::new();
        for page in &self.pages {
            let in_name = kind::number_in_name(&page.source);
            let by_order = page.number != in_name;
            out.extend(which(&page.source).map(|path| Sibling { number: page.number, path, by_order }));
        }
        for file in &self.failed {
            let number = kind::number_in_name(file);
            out.extend(which(file).map(|path| Sibling { number, path, by_order: false }));
        }
        out.retain(|s| !only_numbered || s.number.is_some());
        out.sort_by(|a, b| (a.number.unwrap_or(u32::MAX), &a.path).cmp(&(b.number.unwrap_or(u32::MAX), &b.path)));
        out
    }
}

/// The folder of a cover, as a path.
fn folder_of(cover: &SourcePath) -> SourcePath {
    SourcePath::new(cover.folder()).unwrap_or_else(|_| cover.clone())
}
