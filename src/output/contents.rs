//! The contents of a guide: rendered once for each depth, when a page asks for them, and spliced into every page with that page
//! marked.
//!
//! Templates never receive copies of all pages: `guide.contents` is one opaque mark, replaced after rendering. In the
//! contents, marks of their own stand where `aria-current` belongs; they are taken out once and their places remembered.

use super::Purpose;
use super::cards::Cards;
use crate::diag::Diagnostic;
use crate::path::percent_encode;
use crate::resolve::Book;
use crate::site::{Guide, PageId};
use crate::theme::Theme;
use crate::view::{ContentsPart, ContentsView, EntryView, Html};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Stands for the contents of a guide in a rendered page; control characters, which no text has when it is rendered.
pub(super) const MARK: &str = "\u{1}contents\u{2}";
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// As many steps as a screen holds beside the names of parts and pages.
const MOST_STEPS: usize = 16;

/// The contents of every guide, by guide and depth; each is rendered when it is asked for first.
pub(super) struct Contents(BTreeMap<(usize, usize), OnceLock<Result<Ready, Diagnostic>>>);

/// The contents of one guide, for pages of one depth.
pub(super) struct Ready {
    /// What stands before each mark.
    pieces: Vec<(String, Mark)>,
    /// What stands behind the last one.
    end: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Page(usize),
    Part(usize),
}

/// Every guide with the depths that its pages have: its own folder's, and that of the folders in it.
pub(super) fn depths(book: &Book) -> impl Iterator<Item = (usize, usize)> + '_ {
    let depths = |(g, guide): (usize, &Guide)| {
        let top = guide.folder.matches('/').count();
        [(g, top), (g, top + 1)]
    };
    book.site.guides.iter().enumerate().flat_map(depths)
}

impl Contents {
    /// Of every guide, for the depths that its pages have. `Err` where they cannot be rendered: so much is tried at once that this
    /// is told before a page is made, and not by each of them.
    pub(super) fn new(book: &Book, theme: &Theme) -> Result<Self, Diagnostic> {
        let contents = Self(depths(book).map(|wanted| (wanted, OnceLock::new())).collect());
        // In a built-in template a word may be missing. That of an author may fail in any guide.
        let tried = if theme.is_built_in() { 1 } else { contents.0.len() };
        let wanted: Vec<_> = contents.0.keys().take(tried).collect();
        let fault = |wanted: &&(usize, usize)| contents.ready(book, theme, **wanted).err();
        // All of them, then the first fault: which thread is faster must not matter.
        let faults: Vec<_> = wanted.par_iter().with_max_len(1).map(fault).collect();
        faults.into_iter().flatten().next().map_or(Ok(contents), Err)
    }

    /// Those of a guide for pages so many folders deep; `None` where there are no such pages.
    pub(super) fn ready(
        &self,
        book: &Book,
        theme: &Theme,
        wanted: (usize, usize),
    ) -> Result<Option<&Ready>, Diagnostic> {
        let Some(ready) = self.0.get(&wanted) else { return Ok(None) };
        ready.get_or_init(|| render(book, theme, wanted)).as_ref().map(Some).map_err(Diagnostic::clone)
    }
}

fn render(book: &Book, theme: &Theme, (g, depth): (usize, usize)) -> Result<Ready, Diagnostic> {
    let mut context = tera::Context::new();
    context.insert("contents", &view(book, theme, g, depth));
    context.insert("lang", &*book.page(book.site.nth_guide(g).cover).lang);
    let rendered = theme.render("contents.html", &context)?;
    Ok(without_marks(&String::from_utf8_lossy(&rendered)))
}

impl Ready {
    /// Writes them, with `current` and `part` marked in them.
    pub(super) fn write(&self, current: Option<PageId>, part: Option<usize>, out: &mut Vec<u8>) {
        for (html, mark) in &self.pieces {
            out.extend_from_slice(html.as_bytes());
            match mark {
                Mark::Page(id) if current.is_some_and(|c| c.index() == *id) => {
                    out.extend_from_slice(b" aria-current=\"page\"");
                }
                Mark::Part(n) if part == Some(*n) => out.extend_from_slice(b" data-current"),
                _ => {}
            }
        }
        out.extend_from_slice(self.end.as_bytes());
    }
}

fn view(book: &Book, theme: &Theme, g: usize, depth: usize) -> ContentsView {
    let guide = book.site.nth_guide(g);
    let cards = Cards { book, words: &theme.words, depth, purpose: Purpose::Publish, own: None };
    // All of it, and every page that shows it, is in the guide's folder: the way need not lead out of there.
    let out_of = format!("{}{}", "../".repeat(depth), percent_encode(&guide.folder));
    let back = "../".repeat(depth.saturating_sub(guide.folder.matches('/').count()));
    let near = |href: String| href.strip_prefix(&out_of).map(|rest| format!("{back}{rest}")).unwrap_or(href);
    let entry = |id: PageId, number: Option<usize>| {
        let link = cards.link(id);
        let minutes = number.and(book.page(id).step.minutes);
        EntryView {
            number,
            title: link.title,
            href: near(link.href),
            minutes,
            current: Html(format!("{OPEN}p{}{CLOSE}", id.index())),
        }
    };
    let part = |(p, part): (usize, &crate::site::Part)| ContentsPart {
        number: p + 1,
        entry: part.cover.map(|id| entry(id, None)),
        current: Html(format!("{OPEN}g{p}{CLOSE}")),
        steps: part.steps.iter().map(|id| entry(*id, cards.step_number(*id).map(|n| n.0))).collect(),
    };
    let made = |title: String, href: String| EntryView {
        number: None,
        title,
        href: near(href),
        minutes: None,
        current: Html(String::new()),
    };
    let mut more = Vec::new();
    let lang = &book.page(guide.cover).lang;
    if guide.has_tips {
        let title =
            guide.tips.map_or_else(|| theme.words.say(lang, "tips-title", &[]), |id| book.page(id).name.to_string());
        let mut tips = made(title, cards.made(&guide.folder, "tips/index.html"));
        tips.current =
            guide.tips.map_or_else(|| Html(format!("{OPEN}p{}{CLOSE}", usize::MAX)), |id| entry(id, None).current);
        more.push(tips);
    }
    if !guide.sheets.is_empty() || guide.sheets_cover.is_some() {
        let title = guide
            .sheets_cover
            .map_or_else(|| theme.words.say(lang, "worksheets-title", &[]), |id| book.page(id).name.to_string());
        more.push(made(title, cards.made(&guide.folder, "worksheets/index.html")));
    }
    more.extend(guide.plain.iter().map(|id| entry(*id, None)));
    let parts: Vec<ContentsPart> = guide.parts.iter().enumerate().map(part).collect();
    let is_long = guide.steps.len() > MOST_STEPS && guide.parts.iter().all(|p| p.cover.is_some());
    ContentsView { cover: entry(guide.cover, None), parts, is_long, more }
}

/// The contents without their marks, and where those stood.
fn without_marks(rendered: &str) -> Ready {
    let mut pieces = Vec::new();
    let mut html = String::new();
    let mut rest = rendered;
    while let Some((before, after)) = rest.split_once(OPEN) {
        html.push_str(before);
        rest = after;
        match after.split_once(CLOSE).and_then(|(mark, behind)| Some((mark_of(mark)?, behind))) {
            Some((mark, behind)) => {
                pieces.push((std::mem::take(&mut html), mark));
                rest = behind;
            }
            // A character of the author's own.
            None => html.push(OPEN),
        }
    }
    html.push_str(rest);
    Ready { pieces, end: html }
}

/// The mark that is written as `p` or `g` and a number.
fn mark_of(text: &str) -> Option<Mark> {
    let page = text.strip_prefix('p').and_then(|number| number.parse().ok()).map(Mark::Page);
    page.or_else(|| text.strip_prefix('g')?.parse().ok().map(Mark::Part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_author_writes_is_no_mark() {
        for title in ["\u{e000}\u{e9}1\u{e001}", "\u{e000}\u{e001}", "\u{e000}", "\u{e001}", "\u{e000}p\u{e001}"] {
            let ready = without_marks(&format!("<a{OPEN}p7{CLOSE}>{title}</a>"));
            assert_eq!(ready.pieces.len(), 1);
            assert_eq!(ready.end, format!(">{title}</a>"));
        }
    }
}
