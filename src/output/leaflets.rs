//! Leaflets: worksheets as PDF files, each on its own and all of a guide in one, for each paper and size of print.
//!
//! In: the book. Out: which of them this build makes and where, and the links with which pages offer them. A program without
//! the feature `pdf` makes none, and its pages offer none. What is in them is made elsewhere.

use super::cards::Cards;
use super::{Files, Recipe};
use crate::config::Paper;
use crate::diag::{Code, Diagnostic};
use crate::path::{OutPath, SourcePath};
use crate::resolve::Book;
use crate::site::PageId;
use crate::tree::Tree;
use crate::view::PdfView;
use std::collections::BTreeSet;

/// True where this program can make PDF files.
const CAN: bool = cfg!(feature = "pdf");

/// A worksheet, or all of a guide, as a PDF file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaflet {
    /// What is in it.
    pub of: LeafletOf,
    /// What it is printed on.
    pub paper: Paper,
    /// True for large print.
    pub large: bool,
}

/// What is in a leaflet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafletOf {
    /// A worksheet.
    Sheet(PageId),
    /// All worksheets of a guide, by its place among the guides.
    Pack(usize),
}

impl Leaflet {
    /// Where it is in the built site. It keeps its place whatever is in it, since people link to it. No sheet can be called
    /// `worksheets`, so none takes the place of a pack.
    pub fn file(&self, book: &Book) -> Option<OutPath> {
        let stem = match self.of {
            LeafletOf::Sheet(id) => book.site.address(id).file.as_str().strip_suffix(".html")?.to_owned(),
            LeafletOf::Pack(g) => format!("{}worksheets/worksheets", book.site.nth_guide(g).folder),
        };
        OutPath::new(&format!("{stem}-{}.pdf", self.edition())).ok()
    }

    /// True for one of its papers and prints: what is wrong in that is wrong in all.
    pub fn stands_for_its_sizes(&self, book: &Book) -> bool {
        !self.large && book.config.pdf.papers.first() == Some(&self.paper)
    }

    /// True where it is made of one of `files`: its text, the settings or the fonts. What a pack is made of, its sheets are.
    pub fn is_made_of(&self, book: &Book, files: &BTreeSet<SourcePath>) -> bool {
        let LeafletOf::Sheet(id) = self.of else { return false };
        let fonts = book.config.pdf.fonts.iter().map(|(font, _)| font);
        fonts.chain([&book.page(id).source, &book.config.file]).any(|file| files.contains(file))
    }

    /// The word for its paper and print: `a4-large`.
    fn edition(&self) -> String {
        format!("{}{}", self.paper.word(), if self.large { "-large" } else { "" })
    }
}

/// Adds those that this build makes to the plan, and says what fonts are not there.
pub(super) fn add(book: &Book, tree: &Tree, files: &mut Files) {
    for g in 0..book.site.guides.len() {
        let sheets = book.site.nth_guide(g).sheets.iter().map(|id| LeafletOf::Sheet(*id));
        for leaflet in sheets.chain([LeafletOf::Pack(g)]).flat_map(|of| editions(book, of)) {
            let span = match leaflet.of {
                LeafletOf::Sheet(id) => Some(book.page(id).slug_span.clone()),
                LeafletOf::Pack(_) => None,
            };
            if let Some(file) = leaflet.file(book) {
                files.place(file, Recipe::Pdf(leaflet), span);
            }
        }
    }
    for (font, span) in book.config.pdf.fonts.iter().filter(|(font, _)| tree.get(font).is_none()) {
        let fault = Diagnostic::new(Code::BrokenLink, format!("there is no file `{font}`")).at(span.clone());
        files.diagnostics.push(fault.help("paths in book.toml are relative to book.toml"));
    }
}

impl Cards<'_> {
    /// The links with which a page in `lang` offers leaflets; none where this build makes none.
    pub(super) fn leaflets(&self, of: LeafletOf, lang: &str) -> Vec<PdfView> {
        let view = |leaflet: Leaflet| {
            Some(PdfView {
                label: self.words.say(lang, &format!("pdf-{}", leaflet.edition()), &[]),
                href: leaflet.file(self.book)?.url_from(self.depth),
                paper: leaflet.paper.word(),
                large: leaflet.large,
            })
        };
        editions(self.book, of).into_iter().filter_map(view).collect()
    }
}

/// True where book.toml asks for PDF files, there are worksheets for them, and this program cannot make any.
pub fn lacks_pdf(book: &Book) -> bool {
    !CAN && book.config.pdf.enable && book.site.guides.iter().any(|guide| !guide.sheets.is_empty())
}

/// The leaflets that this build makes of something: for each paper the usual print, then the large one.
fn editions(book: &Book, of: LeafletOf) -> Vec<Leaflet> {
    let pdf = &book.config.pdf;
    let is_empty = matches!(of, LeafletOf::Pack(g) if book.site.nth_guide(g).sheets.is_empty());
    if !CAN || !pdf.enable || is_empty {
        return Vec::new();
    }
    let prints = [false, true].into_iter().filter(|large| !large || pdf.large);
    let of_paper = |paper: &Paper| prints.clone().map(|large| Leaflet { of, paper: *paper, large }).collect::<Vec<_>>();
    pdf.papers.iter().flat_map(of_paper).collect()
}
