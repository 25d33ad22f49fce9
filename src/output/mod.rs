//! Output: the built site as a plan, and the bytes of each file of it.
//!
//! In: the book, the theme and the tree. Out: [`Output`]: every path with its recipe. `build` makes all of them in
//! parallel, a server the one that is asked for. Rendering is pure: the same plan gives the same bytes.

mod callouts;
mod cards;
mod contents;
mod covers;
mod feed;
mod fields;
mod figures;
pub(crate) mod jsonld;
pub mod keys;
mod labels;
mod leaflets;
mod machines;
mod markup;
mod pages;
#[cfg(feature = "pdf")]
mod pdf;
mod print;
mod redirects;
pub(crate) mod search;
mod share;
mod shared;
mod sheets;
mod sitemap;
mod step;
pub(crate) mod tags;

use crate::diag::{Code, Diagnostic, Span};
use crate::parse::Kind;
use crate::path::{OutPath, is_device};
use crate::resolve::{Book, Link, STATIC};
use crate::site::PageId;
use crate::theme::Theme;
use crate::tree::{Bytes, Tree};
use contents::Contents;
pub use leaflets::{Leaflet, LeafletOf, lacks_pdf};
pub use redirects::Redirect;
use shared::Shared;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
pub use tags::escaped;

/// How a file of the built site is made.
#[derive(Clone, Debug)]
pub enum Recipe {
    /// A page of an author's.
    Page(PageId),
    /// The tips of a guide.
    Tips(usize),
    /// The list of a guide's worksheets.
    Worksheets(usize),
    /// All worksheets of a guide, empty, on one page.
    PrintSheets(usize),
    /// A whole guide on one page, or one of its parts.
    Print(usize, Option<usize>),
    /// The list of topics, or one.
    Topics(Option<usize>),
    /// Every page, A to Z, and where readers search.
    Search,
    /// A file of the search index.
    SearchIndex(search::File),
    /// What can be hidden of a visit, and what cannot.
    Hiding,
    /// What a host shows for an address that is not there.
    NotFound,
    /// A page that leads on: an old address.
    Redirect(Redirect),
    /// Worksheets as a PDF file. Nothing plans one in a program without the feature `pdf`.
    Pdf(Leaflet),
    /// Bytes as they are.
    Bytes(Bytes),
}

/// The most bytes that the name of a file may have: what most file systems take (`NAME_MAX` of POSIX).
const MOST_NAME: usize = 255;

/// What a plan is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be published; a link that leads nowhere has stopped that.
    Publish,
    /// To be looked at by the author: a link that leads nowhere is marked.
    Preview,
}

/// The plan of the built site, sorted by path.
pub struct Output {
    /// Every file and how it is made.
    pub files: Vec<(OutPath, Recipe)>,
    book: Arc<Book>,
    theme: Arc<Theme>,
    purpose: Purpose,
    contents: Contents,
    shared: Shared,
    /// Made when the first file of it is asked for.
    search: OnceLock<search::Index>,
    #[cfg(feature = "pdf")]
    faces: pdf::Faces,
    /// What has been said of pages with letters that no face has.
    #[cfg(feature = "pdf")]
    letters: BTreeMap<PageId, Diagnostic>,
}

/// Plans the site; `Err` where the parts that all pages share cannot be rendered.
pub fn plan(
    book: &Arc<Book>,
    theme: &Arc<Theme>,
    tree: &Tree,
    purpose: Purpose,
) -> Result<(Output, Vec<Diagnostic>), Vec<Diagnostic>> {
    let texts = || rayon::join(|| Contents::new(book, theme), || shared::words(book, theme));
    let (files, (contents, words)) = rayon::join(|| files(book, theme, tree), texts);
    let Files { by_path, diagnostics } = files;
    let contents = contents.map_err(|d| vec![d])?;
    #[cfg(feature = "pdf")]
    let (faces, letters, diagnostics) = {
        let (faces, more) = pdf::Faces::new(&book.config, tree);
        let letters = pdf::check(book, tree, &faces);
        let said = diagnostics.into_iter().chain(more).chain(letters.values().cloned()).collect();
        (faces, letters, said)
    };
    let planned: Vec<_> = by_path.into_iter().map(|(path, (recipe, _))| (path, recipe)).collect();
    let pages = planned.iter().filter(|(_, recipe)| !matches!(recipe, Recipe::Bytes(_)));
    let deepest = pages.map(|(path, _)| path.depth()).max().unwrap_or(0);
    let output = Output {
        files: planned,
        book: book.clone(),
        theme: theme.clone(),
        purpose,
        contents,
        shared: Shared::new(book, theme, purpose, deepest, words),
        search: OnceLock::new(),
        #[cfg(feature = "pdf")]
        faces,
        #[cfg(feature = "pdf")]
        letters,
    };
    Ok((output, diagnostics))
}

/// Every file of the site.
fn files(book: &Book, theme: &Theme, tree: &Tree) -> Files {
    let mut files = Files { by_path: BTreeMap::new(), diagnostics: Vec::new() };
    pages(book, &mut files);
    leaflets::add(book, tree, &mut files);
    for (path, bytes) in tree.below(STATIC) {
        let below = path.as_str().strip_prefix(STATIC).unwrap_or_default().trim_start_matches('/');
        if let Ok(out) = OutPath::new(below) {
            files.add(out, Recipe::Bytes(bytes.clone()), &Span::start_of(path));
        }
    }
    for asset in &theme.assets {
        files.place(asset.file.clone(), Recipe::Bytes(asset.bytes.clone()), None);
    }
    for (source, asset) in &book.assets {
        files.add(asset.file.clone(), Recipe::Bytes(asset.bytes.clone()), &Span::start_of(source));
    }
    machines::add(book, &mut files);
    redirects::add(book, &mut files);
    files
}

/// The files of a plan while it is made.
struct Files {
    by_path: BTreeMap<OutPath, (Recipe, Option<Span>)>,
    diagnostics: Vec<Diagnostic>,
}

impl Files {
    /// Says so where some system or host would not take the path.
    fn check(&mut self, path: &OutPath, span: Option<&Span>) {
        let mut parts = path.as_str().split('/');
        let (code, message) = if let Some(part) = parts.clone().find(|part| part.len() > MOST_NAME) {
            let begin: String = part.chars().take(30).collect();
            let length = part.len();
            (
                Code::LongName,
                format!("the file name `{begin}…` of the built site has {length} bytes, and {MOST_NAME} is the most"),
            )
        } else if let Some(device) = parts.find(|part| is_device(part)) {
            (
                Code::ReservedName,
                format!("the site would have a file `{path}`, and Windows keeps the name `{device}` for a device"),
            )
        } else {
            return;
        };
        let help = "rename the file, or set another `slug:` in its front matter";
        self.diagnostics.push(Diagnostic::new(code, message).at_maybe(span.cloned()).help(help));
    }

    /// Adds a page. Where two have one path, assembling has said so: the first stays.
    fn place(&mut self, path: OutPath, recipe: Recipe, span: Option<Span>) {
        self.by_path.entry(path).or_insert((recipe, span));
    }

    /// Adds a file of the author's; says so where another has its path already.
    fn add(&mut self, path: OutPath, recipe: Recipe, span: &Span) {
        let Some((_, other)) = self.by_path.get(&path) else {
            self.check(&path, Some(span));
            self.by_path.insert(path, (recipe, Some(span.clone())));
            return;
        };
        let message = match other {
            Some(other) => format!("`{}` and `{}` would both become `{path}`", other.file, span.file),
            None => format!("the program makes `{path}` itself"),
        };
        let help = "rename one of the two, or take it out";
        self.diagnostics.push(Diagnostic::new(Code::DuplicateAddress, message).at(span.clone()).help(help));
    }
}

fn pages(book: &Book, files: &mut Files) {
    let site = &book.site;
    for id in site.ids() {
        let address = site.address(id);
        let is_sheets_cover = site.guide(id).is_some_and(|g| g.sheets_cover == Some(id));
        if book.page(id).kind != Kind::Tip && !is_sheets_cover {
            let span = &book.page(id).slug_span;
            files.check(&address.file, Some(span));
            files.place(address.file.clone(), Recipe::Page(id), Some(span.clone()));
        }
    }
    for topic in &book.topics {
        let first = topic.pages.first().map(|id| Span::start_of(&book.page(*id).source));
        files.check(&topic.file, first.as_ref());
    }
    let mut add = |path: String, recipe| {
        if let Ok(path) = OutPath::new(&path) {
            files.place(path, recipe, None);
        }
    };
    for (g, guide) in site.guides.iter().enumerate() {
        if guide.has_tips {
            add(format!("{}tips/index.html", guide.folder), Recipe::Tips(g));
        }
        if !guide.sheets.is_empty() || guide.sheets_cover.is_some() {
            add(format!("{}worksheets/index.html", guide.folder), Recipe::Worksheets(g));
        }
        if !guide.sheets.is_empty() {
            add(format!("{}worksheets/print.html", guide.folder), Recipe::PrintSheets(g));
        }
        if book.config.print {
            let parts = guide.parts.iter().enumerate().filter(|(_, part)| part.cover.is_some());
            for part in std::iter::once(None).chain(parts.map(|(p, _)| Some(p))) {
                let file = print::file(book, g, part).map(|file| file.to_string());
                file.into_iter().for_each(|file| add(file, Recipe::Print(g, part)));
            }
        }
    }
    if !book.topics.is_empty() {
        add("topics/index.html".into(), Recipe::Topics(None));
        for (t, topic) in book.topics.iter().enumerate() {
            add(topic.file.to_string(), Recipe::Topics(Some(t)));
        }
    }
    if book.config.search {
        add("search.html".into(), Recipe::Search);
        search::files(book).into_iter().for_each(|(name, file)| add(name, Recipe::SearchIndex(file)));
    }
    if has_hiding(book) {
        add(pages::HIDING.into(), Recipe::Hiding);
    }
    add("404.html".into(), Recipe::NotFound);
}

/// True where a site says what can be hidden of a visit.
fn has_hiding(book: &Book) -> bool {
    book.config.safety.sensitive || book.config.safety.exit_url.is_some()
}

impl Output {
    /// The book that it shows.
    pub fn book(&self) -> &Arc<Book> {
        &self.book
    }

    /// Makes what several files share, on all cores, before the files are rendered side by side.
    pub fn prepare(&self) {
        search::prepare(self);
    }

    /// A file and how it is made, by its place in `files`.
    #[expect(clippy::indexing_slicing, reason = "places of files are counted from this list, and it never changes")]
    pub fn nth(&self, index: usize) -> (&OutPath, &Recipe) {
        let (path, recipe) = &self.files[index];
        (path, recipe)
    }

    /// The bytes of one file, by its place in `files`, to be kept. `Err` where a template fails.
    pub fn render(&self, index: usize) -> Result<Bytes, Diagnostic> {
        match self.nth(index).1 {
            Recipe::Bytes(bytes) => Ok(bytes.clone()),
            _ => Ok(self.bytes(index)?.into_owned().into()),
        }
    }

    /// As [`Output::render`], to be used once.
    pub fn bytes(&self, index: usize) -> Result<Cow<'_, [u8]>, Diagnostic> {
        let (path, recipe) = self.nth(index);
        self.make(path, recipe).map_err(|fault| match recipe {
            Recipe::Page(id) if fault.span.is_none() => fault.at(Span::start_of(&self.book.page(*id).source)),
            _ => fault,
        })
    }

    fn make<'a>(&'a self, path: &OutPath, recipe: &'a Recipe) -> Result<Cow<'a, [u8]>, Diagnostic> {
        Ok(Cow::Owned(match recipe {
            Recipe::Bytes(bytes) => return Ok(Cow::Borrowed(bytes)),
            #[cfg(feature = "pdf")]
            Recipe::Pdf(leaflet) => pdf::file(self, *leaflet)?,
            #[cfg(not(feature = "pdf"))]
            Recipe::Pdf(_) => Vec::new(),
            Recipe::Redirect(redirect) => redirects::page(self, redirect).into_bytes(),
            Recipe::Page(id) => pages::page(self, *id)?,
            Recipe::Tips(guide) => pages::tips(self, *guide)?,
            Recipe::Worksheets(guide) => sheets::list(self, *guide)?,
            Recipe::PrintSheets(guide) => sheets::print(self, *guide)?,
            Recipe::Print(guide, part) => print::print(self, *guide, *part)?,
            Recipe::Topics(topic) => pages::topics(self, *topic, path)?,
            Recipe::Search => search::list(self)?,
            Recipe::SearchIndex(file) => search::file(self, *file).into_bytes(),
            Recipe::Hiding => pages::hiding(self)?,
            Recipe::NotFound => pages::not_found(self)?,
        }))
    }
}

/// True for links that lead to a page of the site.
fn to_page(link: &Link) -> Option<PageId> {
    match link {
        Link::Page(id, _) => Some(*id),
        _ => None,
    }
}
