//! A whole guide on one page, or one part of it: to print, and to read in one go.

use super::cards::Cards;
use super::covers::subtitle;
use super::markup::Markup;
use super::pages::{Draft, cards, finish, frame, long_tips};
use super::search::passages;
use super::{Output, jsonld, sheets, step};
use crate::diag::Diagnostic;
use crate::parse::Kind;
use crate::path::OutPath;
use crate::resolve::Book;
use crate::site::{Guide, PageId};
use crate::view::{Html, PageView, PrintPart, PrintStep, PrintView};
use std::collections::HashMap;
use tera::Context;

/// So many letters fill a page of A4 in the built-in themes, with their headings, lists and boxes: the shipped guide, as Chromium
/// prints it, has 1,100 of them on a page, and the manual 1,200.
const LETTERS_OF_SHEET: usize = 1150;
/// So many pictures do, between texts.
const PICTURES_OF_SHEET: usize = 5;

/// The page with all of a guide, or with one of its parts.
pub(super) fn file(book: &Book, g: usize, part: Option<usize>) -> Option<OutPath> {
    let guide = book.site.nth_guide(g);
    let folder = match part {
        None => guide.folder.clone(),
        Some(p) => {
            let cover = book.site.address(guide.parts.get(p)?.cover?).file.to_string();
            cover.strip_suffix("index.html")?.to_owned()
        }
    };
    OutPath::new(&format!("{folder}print.html")).ok()
}

/// A guide on one page, or the part of it that is meant. Ids carry the step's own as a prefix, and links between what is on
/// the page stay on it.
pub(super) fn print(output: &Output, g: usize, only: Option<usize>) -> Result<Vec<u8>, Diagnostic> {
    let book = &output.book;
    let guide = book.site.nth_guide(g);
    let lead = only.and_then(|p| guide.parts.get(p)?.cover).unwrap_or(guide.cover);
    let page = book.page(lead);
    let file = file(book, g, only).unwrap_or_else(|| book.site.address(lead).file.clone());
    let cards = cards(output, file.depth());
    let chosen = || guide.parts.iter().enumerate().filter(|(p, _)| only.is_none_or(|o| o == *p));
    let here = anchors(guide, only);
    let one = One { cards, here: &here };
    let parts = chosen().map(|(p, part)| PrintPart {
        number: p + 1,
        id: format!("part-{}", p + 1),
        title: part.cover.map(|id| book.page(id).name.to_string()),
        heading: part.cover.map(|id| cards.html(id, &book.page(id).title)),
        body: part.cover.filter(|_| only.is_none()).map(|id| one.body(id, 1)).unwrap_or_default(),
        steps: part.steps.iter().filter_map(|id| one.step(*id)).collect(),
    });
    let whole = only.is_none();
    let tips = guide.tips.filter(|_| whole).map(|id| step::split_tips(&cards, id).1).unwrap_or_default();
    let matter = &page.guide;
    let (pages, pages_plain) = estimate(book, guide, only);
    let print = PrintView {
        whole,
        subtitle: if whole { subtitle(&cards, guide) } else { book.page(guide.cover).name.to_string() },
        pages,
        pages_plain,
        audience: matter.audience.as_ref().map(|t| cards.html(lead, t)),
        not_for: matter.not_for.as_ref().map(|t| cards.html(lead, t)),
        parts: parts.collect(),
        parts_total: guide.parts.len(),
        tips,
        long_tips: if whole { long_tips(&cards, guide, 2) } else { Vec::new() },
        sources: cards.htmls(lead, &matter.sources),
    };
    let title = output.theme.words.say(&page.lang, "print-title", &[("title", page.name.to_string())]);
    let shown = chosen().flat_map(|(_, part)| part.cover.iter().chain(&part.steps)).chain([&lead]);
    let shows_draft = shown.into_iter().any(|id| book.page(*id).meta.draft);
    let markup = Markup { prefix: "cover--", here: Some(&here), is_apart: false, ..cards.markup(lead) };
    let covers = [Some(guide.cover), Some(lead).filter(|id| *id != guide.cover)];
    let view = PageView {
        heading: cards.html(lead, &page.title),
        summary: cards.summary(lead),
        description: page.description(),
        image: cards.image(lead),
        body: Html(markup.body(&page.body)),
        breadcrumb: covers.into_iter().flatten().map(|id| cards.link(id)).collect(),
        json_ld: if whole { jsonld::guide(&cards, g) } else { None },
        css: sheets::files(output, "css", sheets::any(book, sheets::in_order(guide)), file.depth()),
        noindex: shows_draft,
        ..frame(output, "print", title, &page.lang, &file)
    };
    let mut context = Context::new();
    context.insert("print", &print);
    finish(output, "print.html", &Draft { view, file, guide: Some(g), current: None }, context)
}

/// The places of pages on the one page.
fn anchors(guide: &Guide, only: Option<usize>) -> HashMap<PageId, String> {
    let mut here = HashMap::new();
    let mut number = 0;
    for (p, part) in guide.parts.iter().enumerate() {
        let is_here = only.is_none_or(|o| o == p);
        for step in &part.steps {
            number += 1;
            if is_here {
                here.insert(*step, format!("step-{number}"));
            }
        }
        here.extend(part.cover.filter(|_| is_here).map(|cover| (cover, format!("part-{}", p + 1))));
    }
    here
}

/// About how many pages of A4 it takes, with pictures and without. Each part begins a new one.
fn estimate(book: &Book, guide: &Guide, only: Option<usize>) -> (usize, usize) {
    let parts = guide.parts.iter().enumerate().filter(|(p, _)| only.is_none_or(|o| o == *p));
    let others = sheets::in_order(guide).filter(|id| only.is_none() && book.page(*id).kind != Kind::Step);
    let of_parts = parts.map(|(_, part)| part.steps.clone());
    let groups = of_parts.chain([others.collect()]).filter(|group| !group.is_empty());
    let group = |ids: Vec<PageId>| {
        let pages = || ids.iter().map(|id| book.page(*id));
        let letters: usize = pages().flat_map(passages::of).map(|p| p.text.chars().count()).sum();
        let pictures = pages().filter(|page| page.image.is_some()).count();
        let plain = letters.div_ceil(LETTERS_OF_SHEET);
        (plain + pictures.div_ceil(PICTURES_OF_SHEET), plain)
    };
    // A part on its own begins with its cover and the list of what is on the page; those of a guide are counted above.
    let head = usize::from(only.is_some());
    groups.map(group).fold((head, head), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

/// Pages as sections of the one page.
struct One<'a> {
    cards: Cards<'a>,
    here: &'a HashMap<PageId, String>,
}

impl One<'_> {
    fn body(&self, id: PageId, shift: u8) -> Html {
        let prefix = format!("{}--", self.here.get(&id).map_or("page", String::as_str));
        let markup = Markup { prefix: &prefix, shift, here: Some(self.here), is_apart: false, ..self.cards.markup(id) };
        Html(markup.body(&self.cards.book.page(id).body))
    }

    fn step(&self, id: PageId) -> Option<PrintStep> {
        Some(PrintStep {
            id: self.here.get(&id)?.clone(),
            title: self.cards.book.page(id).name.to_string(),
            heading: self.cards.html(id, &self.cards.book.page(id).title),
            summary: self.cards.summary(id),
            image: self.cards.image(id),
            body: self.body(id, 2),
            step: step::view(&self.cards, id)?,
        })
    }
}
