//! Resolve: what every page points at, and what comes before and after it.
//!
//! In: the assembled site and the tree. Out: a [`Book`], complete and immutable: all that a renderer needs.

mod choices;
mod likely;
mod links;
mod nav;
mod pictures;
mod requires;
mod seen;
mod share;
mod topics;

pub use nav::Neighbours;
pub use pictures::Asset;
pub use seen::Seen;
pub use share::SharedPicture;
pub use topics::Topic;

use crate::body::LinkId;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::parse::Page;
use crate::path::{OutPath, SourcePath};
use crate::site::{PageId, PerPage, Site};
use crate::slug::slugify;
use crate::tree::Tree;
use std::collections::BTreeMap;

/// The site with every link resolved.
#[derive(Clone, Debug)]
pub struct Book {
    /// The settings.
    pub config: Config,
    /// The pages.
    pub site: Site,
    /// What each page's references mean, in the order of those.
    pub links: PerPage<Box<[Link]>>,
    /// What comes before and after each page.
    pub neighbours: PerPage<Neighbours>,
    /// The pictures and files of the content folder that pages refer to.
    pub assets: BTreeMap<SourcePath, Asset>,
    /// The picture of book.toml for pages that have none to share.
    pub share_image: Option<Asset>,
    /// The pages that last changed, the newest first, at most fifty: those of the feed. None where there is no feed.
    pub recent: Vec<PageId>,
    /// The topics, sorted by title.
    pub topics: Vec<Topic>,
    /// The topics of each page, as places in `topics`, in their order.
    pub topics_of: PerPage<Vec<usize>>,
    /// The topics that each guide shows first, as places in `topics`; after the guides, those of the library.
    pub popular: Vec<Vec<usize>>,
    /// The steps that link to each worksheet.
    pub steps_of_sheet: BTreeMap<PageId, Vec<PageId>>,
}

/// What a reference means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    /// A page of the site, or a place on it.
    Page(PageId, Option<Box<str>>),
    /// A place on the same page.
    Here(Box<str>),
    /// The list of a guide's worksheets, which has no file of its own.
    Worksheets(usize),
    /// A picture or file of the content folder.
    Asset(SourcePath),
    /// A file of the static folder.
    Static(OutPath),
    /// An address elsewhere.
    Address(Box<str>),
    /// Nothing; the author has been told.
    Broken(Box<str>),
}

impl Book {
    /// A page.
    pub fn page(&self, id: PageId) -> &Page {
        self.site.page(id)
    }

    /// The links of a page.
    pub fn links(&self, id: PageId) -> &[Link] {
        &self.links[id]
    }

    /// A link of a page; none for what is no reference: a picture whose address was refused.
    pub fn link(&self, page: PageId, link: LinkId) -> Option<&Link> {
        self.links[page].get(link.index())
    }

    /// The topic at a place among the topics.
    #[expect(clippy::indexing_slicing, reason = "places of topics are counted from this list, and it never changes")]
    pub fn nth_topic(&self, t: usize) -> &Topic {
        &self.topics[t]
    }

    /// The site's title: book.toml's, else the first page's.
    pub fn title(&self) -> String {
        let home = || self.site.home().map(|id| self.page(id).name.to_string());
        self.config.title.clone().or_else(home).unwrap_or_default()
    }

    /// What begins the names of all that is kept for readers: the id that book.toml gives, or one made of the title.
    pub fn reader_id(&self) -> String {
        let id = self.config.reader.id.clone().unwrap_or_else(|| slugify(&self.title()));
        if id.is_empty() { "guide".to_owned() } else { id }
    }

    /// The worksheets that a page links to, in the order of the links.
    pub fn sheets_of(&self, id: PageId) -> Vec<PageId> {
        let mut out = Vec::new();
        for link in self.links(id) {
            if let Link::Page(to, _) = link
                && self.page(*to).kind == crate::parse::Kind::Worksheet
                && !out.contains(to)
            {
                out.push(*to);
            }
        }
        out
    }

    /// The worksheets of a guide as readers meet them: numbered ones first, by number; then by the first step that links to
    /// each; the others last, by name.
    pub fn sheets_in_order(&self, guide: &crate::site::Guide) -> Vec<PageId> {
        let mut sheets = guide.sheets.clone();
        let place = |sheet: &PageId| {
            let first = self.steps_of_sheet.get(sheet)?.first()?;
            guide.steps.iter().position(|s| s == first)
        };
        // Stable: what is equal stays in the order of numbers and names.
        sheets.sort_by_cached_key(|s| match self.page(*s).number {
            Some(number) => (false, number as usize),
            None => (true, place(s).unwrap_or(usize::MAX)),
        });
        sheets
    }
}

/// The folder that is copied as it is.
pub const STATIC: &str = "static";

/// Resolves every reference of every page. Pictures that were `seen` and did not change are not looked through again.
pub fn resolve(config: Config, site: Site, tree: &Tree, seen: &mut Seen) -> (Book, Vec<Diagnostic>) {
    let (links, mut diagnostics) = links::all(&config, &site, tree);
    diagnostics.extend(requires::check(&site, &links));
    let shown = || pictures::assets(&config, &site, &links, (tree, seen));
    let ordered = || {
        let (topics, popular, said) = topics::gather(&site);
        (topics::by_page(&site, &topics), topics, popular, said, nav::neighbours(&site))
    };
    let ((assets, share_image, more), (topics_of, topics, popular, said, neighbours)) = rayon::join(shown, ordered);
    diagnostics.extend(more);
    diagnostics.extend(said);
    diagnostics.extend(choices::check(&site, &links, &neighbours));
    let recent = share::recent(&config, &site);
    let steps_of_sheet = BTreeMap::new();
    let mut book = Book {
        config,
        site,
        links,
        neighbours,
        assets,
        share_image,
        recent,
        topics,
        topics_of,
        popular,
        steps_of_sheet,
    };
    let steps: Vec<PageId> = book.site.guides.iter().flat_map(|g| g.steps.iter().copied()).collect();
    for step in steps {
        for sheet in book.sheets_of(step) {
            book.steps_of_sheet.entry(sheet).or_default().push(step);
        }
    }
    (book, diagnostics)
}
