//! Assemble: pages become a site of guides, parts and steps, in order and each with its address.
//!
//! In: every page that could be parsed. Out: a complete [`Site`], and everything that is wrong with its structure. Links
//! between pages are not looked at here.

mod addresses;
mod guides;
mod per_page;

pub use per_page::PerPage;

use crate::diag::Diagnostic;
use crate::parse::{Kind, Page};
use crate::path::{OutPath, SourcePath};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A page of a [`Site`], by its place in [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(u32);

impl PageId {
    /// The place in [`Site::pages`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where a page is in the built site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The file.
    pub file: OutPath,
    /// The place in the file, for what has no file of its own (long tips).
    pub anchor: Option<Box<str>>,
}

/// All pages, placed.
#[derive(Clone, Debug)]
pub struct Site {
    /// The pages that will be built, sorted by source.
    pub pages: PerPage<Arc<Page>>,
    /// The address of each page.
    pub addresses: PerPage<Address>,
    /// The guide of each page, by its place among the guides.
    pub guide_of: PerPage<Option<usize>>,
    /// The guides in order: one, or a library's.
    pub guides: Vec<Guide>,
    /// The library's cover and its own pages.
    pub library: Option<Library>,
    /// Drafts that are left out.
    pub drafts: BTreeSet<SourcePath>,
    /// Files of which no page could be made; what follows from that is not said again.
    pub failed: BTreeSet<SourcePath>,
    by_source: HashMap<SourcePath, PageId>,
}

/// The root of a site of several guides.
#[derive(Clone, Debug)]
pub struct Library {
    /// Its cover.
    pub cover: PageId,
    /// Its plain pages.
    pub pages: Vec<PageId>,
}

/// A guide.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Its cover.
    pub cover: PageId,
    /// Its folder in the built site: empty, or a name and `/`.
    pub folder: String,
    /// Its parts in order; one without a cover where it has only steps.
    pub parts: Vec<Part>,
    /// The part of each step, and its place in it.
    places: HashMap<PageId, (usize, usize)>,
    /// Its steps in order.
    pub steps: Vec<PageId>,
    /// True where it has a page of tips: its own, or those of its steps.
    pub has_tips: bool,
    /// `tips.md`.
    pub tips: Option<PageId>,
    /// The files in `tips/`.
    pub long_tips: Vec<PageId>,
    /// Its worksheets in order.
    pub sheets: Vec<PageId>,
    /// The words above the list of worksheets.
    pub sheets_cover: Option<PageId>,
    /// Its plain pages, those of its parts with them.
    pub plain: Vec<PageId>,
}

/// A part of a guide.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its cover; none for the only part of a guide without parts.
    pub cover: Option<PageId>,
    /// Its steps in order.
    pub steps: Vec<PageId>,
}

/// What assembling needs to know besides the pages.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The content folder.
    pub content: String,
    /// True where the root says `kind: library`.
    pub library: bool,
    /// True where drafts are built.
    pub drafts: bool,
}

impl Site {
    /// A page.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id]
    }

    /// The address of a page.
    pub fn address(&self, id: PageId) -> &Address {
        &self.addresses[id]
    }

    /// The guide that a page belongs to.
    pub fn guide(&self, id: PageId) -> Option<&Guide> {
        self.guide_of[id].map(|g| self.nth_guide(g))
    }

    /// The guide at a place among the guides.
    #[expect(clippy::indexing_slicing, reason = "places of guides are counted from this list, and it never changes")]
    pub fn nth_guide(&self, g: usize) -> &Guide {
        &self.guides[g]
    }

    /// The page made of a file.
    pub fn by_source(&self, source: &SourcePath) -> Option<PageId> {
        self.by_source.get(source).copied()
    }

    /// Every page.
    pub fn ids(&self) -> impl Iterator<Item = PageId> + use<> {
        self.pages.ids()
    }

    /// The first page.
    pub fn home(&self) -> Option<PageId> {
        self.library.as_ref().map(|l| l.cover).or_else(|| self.guides.first().map(|g| g.cover))
    }
}

impl Guide {
    /// The part that a step is in, from 0, and its place in that part, from 0.
    pub fn place_of(&self, step: PageId) -> Option<(usize, usize)> {
        self.places.get(&step).copied()
    }

    /// The number of a step among all steps of the guide, from 1.
    pub fn number_of(&self, step: PageId) -> Option<usize> {
        let (part, place) = self.place_of(step)?;
        let before: usize = self.parts.iter().take(part).map(|p| p.steps.len()).sum();
        Some(before + place + 1)
    }

    /// True where it has parts with covers.
    pub fn has_parts(&self) -> bool {
        self.parts.iter().any(|p| p.cover.is_some())
    }
}

/// Places every page. `pages` may be in any order; `failed` are the files of which no page could be made.
pub fn assemble(mut pages: Vec<Arc<Page>>, failed: BTreeSet<SourcePath>, plan: &Plan) -> (Site, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    pages.sort_by(|a, b| a.source.cmp(&b.source));
    let drafts = if plan.drafts { BTreeSet::new() } else { draft_files(&pages) };
    pages.retain(|p| !drafts.contains(&p.source));
    guides::misplaced(&mut pages, plan, &mut diagnostics);
    let by_source = pages.iter().zip(0..).map(|(p, i)| (p.source.clone(), PageId(i))).collect();
    let pages = PerPage::from_pages(pages);
    let mut site = Site {
        // The addresses are made of all the rest.
        addresses: PerPage::same(&pages, Address { file: OutPath::index(), anchor: None }),
        guide_of: PerPage::same(&pages, None),
        guides: Vec::new(),
        library: None,
        pages,
        drafts,
        failed,
        by_source,
    };
    guides::gather(&mut site, plan, &mut diagnostics);
    let addresses = addresses::of(&site, &plan.content, &mut diagnostics);
    (Site { addresses, ..site }, diagnostics)
}

/// The drafts, and everything below the folder of a cover that is one.
fn draft_files(pages: &[Arc<Page>]) -> BTreeSet<SourcePath> {
    let folders: Vec<String> = pages
        .iter()
        .filter(|p| p.meta.draft && matches!(p.kind, Kind::Guide | Kind::Part) && p.source.name() == "index.md")
        .map(|p| format!("{}/", p.source.folder()))
        .collect();
    let is_draft = |p: &&Arc<Page>| p.meta.draft || folders.iter().any(|f| p.source.as_str().starts_with(f));
    pages.iter().filter(is_draft).map(|p| p.source.clone()).collect()
}
