//! Worksheets: how their answers are kept, the list of a guide's sheets, and all of them on one page to print.
//!
//! In: the plan and a guide. Out: views and pages. Answers never pass through here: they stay in the reader's browser, under
//! the keys that are made here.

use super::markup::Markup;
use super::pages::{Draft, cards, finish, frame, made_for_guide};
use super::{LeafletOf, Output};
use crate::diag::Diagnostic;
use crate::path::OutPath;
use crate::resolve::Book;
use crate::site::{Guide, PageId};
use crate::view::{
    FormLink, FormView, Html, LinkView, PageView, PrintSheet, PrintSheetsView, ProgressView, SheetsView,
};
use std::collections::HashMap;
use tera::Context;

/// How the answers of a page are kept; none where there is no place to write.
pub(super) fn form(output: &Output, id: PageId) -> Option<FormView> {
    let book = &output.book;
    let depth = book.site.address(id).file.depth();
    any(book, [id]).then(|| {
        let earlier = book.page(id).meta.aliases.iter().filter_map(|(alias, _)| super::redirects::alias_file(alias));
        FormView {
            key: key(book, &book.site.address(id).file),
            earlier: earlier.map(|file| key(book, &file)).collect(),
            save: book.config.reader.save,
            days: book.config.reader.expiry_days,
            file_script: output.theme.files_for("js", Some("file")).map(|f| f.url_from(depth)).next(),
        }
    })
}

/// True where one of the pages has a place to write.
pub(super) fn any(book: &Book, pages: impl IntoIterator<Item = PageId>) -> bool {
    pages.into_iter().any(|id| !book.page(id).body.fields.is_empty())
}

/// The style sheets or scripts for places to write, for a page `depth` folders deep that has some.
pub(super) fn files(output: &Output, extension: &str, has_fields: bool, depth: usize) -> Vec<String> {
    if has_fields { group(output, extension, "form", depth) } else { Vec::new() }
}

/// The style sheets or scripts of a group, for a page `depth` folders deep.
pub(super) fn group(output: &Output, extension: &str, group: &str, depth: usize) -> Vec<String> {
    output.theme.files_for(extension, Some(group)).map(|f| f.url_from(depth)).collect()
}

/// What the answers of the page in `file` are kept under. A folder's own page goes by `index`.
fn key(book: &Book, file: &OutPath) -> String {
    format!("{}{}", keys(book, ""), path_in_key(file))
}

/// The path without its extension; spaces and the like as they stand in an address, so that a key is one word.
fn path_in_key(file: &OutPath) -> String {
    let path = file.encoded();
    path.strip_suffix(".html").unwrap_or(&path).to_owned()
}

/// What begins the keys of all answers of the guide in `folder`.
fn keys(book: &Book, folder: &str) -> String {
    format!("{}:sheet:{}", book.reader_id(), crate::path::percent_encode(folder))
}

/// What the ticks of the guide in `folder` are kept under.
pub(super) fn progress(book: &Book, folder: &str) -> ProgressView {
    let key = format!("{}:done:{}", book.reader_id(), crate::path::percent_encode(folder));
    ProgressView { key, days: book.config.reader.expiry_days }
}

/// The list of a guide's worksheets.
pub(super) fn list(output: &Output, g: usize) -> Result<Vec<u8>, Diagnostic> {
    let book = &output.book;
    let guide = book.site.nth_guide(g);
    let mut draft = made_for_guide(output, g, "worksheets", "worksheets", guide.sheets_cover);
    let depth = draft.file.depth();
    let cards = cards(output, depth);
    let sheets = book.sheets_in_order(guide);
    let view = SheetsView {
        print: (!sheets.is_empty()).then(|| cards.made(&guide.folder, "worksheets/print.html")),
        pdfs: cards.leaflets(LeafletOf::Pack(g), &draft.view.lang),
        keys: keys(book, &guide.folder),
        forms: pages_of(guide).filter(|id| any(book, [*id])).map(|id| link(output, id, depth)).collect(),
        days: book.config.reader.expiry_days,
        sheets: sheets.into_iter().map(|s| cards.sheet(s)).collect(),
    };
    // Even a guide without a place to write may have had some, and readers may have answers.
    draft.view.css = files(output, "css", true, depth);
    draft.view.js = [files(output, "js", true, depth), group(output, "js", "kept", depth)].concat();
    let mut context = Context::new();
    context.insert("sheets", &view);
    finish(output, "worksheets.html", &draft, context)
}

/// The cover of a guide, its parts and steps, and its tips: what is on the one page.
pub(super) fn in_order(guide: &Guide) -> impl Iterator<Item = PageId> + '_ {
    let covers = guide.parts.iter().filter_map(|p| p.cover);
    let tips = guide.tips.iter().chain(&guide.long_tips).copied();
    [guide.cover].into_iter().chain(covers).chain(guide.steps.iter().copied()).chain(tips)
}

/// The pages of a guide that can have a form: tips have none.
fn pages_of(guide: &Guide) -> impl Iterator<Item = PageId> + '_ {
    let others = guide.sheets_cover.into_iter().chain(guide.sheets.iter().copied()).chain(guide.plain.iter().copied());
    in_order(guide).filter(|id| guide.tips != Some(*id) && !guide.long_tips.contains(id)).chain(others)
}

fn link(output: &Output, id: PageId, depth: usize) -> FormLink {
    let LinkView { title, href } = cards(output, depth).link(id);
    FormLink { key: key(&output.book, &output.book.site.address(id).file), title, href }
}

/// All worksheets of a guide, empty, on one page. Links between the sheets stay on it.
pub(super) fn print(output: &Output, g: usize) -> Result<Vec<u8>, Diagnostic> {
    let book = &output.book;
    let guide = book.site.nth_guide(g);
    let cover = book.page(guide.cover);
    let name = format!("{}worksheets/print.html", guide.folder);
    let file = OutPath::new(&name).unwrap_or_else(|_| book.site.address(guide.cover).file.clone());
    let cards = cards(output, file.depth());
    let sheets = book.sheets_in_order(guide);
    let places: Vec<(PageId, String)> = sheets.iter().zip(1..).map(|(id, n)| (*id, format!("sheet-{n}"))).collect();
    let here: HashMap<PageId, String> = places.iter().cloned().collect();
    let sheet = |(id, place): &(PageId, String)| {
        let page = book.page(*id);
        let prefix = format!("{place}--");
        let markup = Markup { prefix: &prefix, shift: 1, here: Some(&here), is_apart: false, ..cards.markup(*id) };
        PrintSheet {
            id: place.clone(),
            title: page.name.to_string(),
            heading: cards.html(*id, &page.title),
            summary: cards.summary(*id),
            minutes: page.step.minutes,
            canonical: book.config.site_url.as_ref().map(|base| book.site.address(*id).file.public(base)),
            body: Html(markup.body(&page.body)),
        }
    };
    let view = PrintSheetsView {
        sheets: places.iter().map(sheet).collect(),
        pdfs: cards.leaflets(LeafletOf::Pack(g), &cover.lang),
    };
    let words = &output.theme.words;
    let title = words.say(&cover.lang, "print-sheets-title", &[("title", cover.name.to_string())]);
    let list = LinkView {
        title: words.say(&cover.lang, "worksheets-title", &[]),
        href: cards.made(&guide.folder, "worksheets/index.html"),
    };
    let view_of_page = PageView {
        breadcrumb: vec![cards.link(guide.cover), list],
        css: files(output, "css", true, file.depth()),
        noindex: cover.meta.draft || sheets.iter().any(|id| book.page(*id).meta.draft),
        ..frame(output, "print-sheets", title, &cover.lang, &file)
    };
    let mut context = Context::new();
    context.insert("print_sheets", &view);
    finish(output, "print-sheets.html", &Draft { view: view_of_page, file, guide: Some(g), current: None }, context)
}
