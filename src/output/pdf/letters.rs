//! Letters: whether the faces have every character of a worksheet, said before anything is made.

use super::faces::Faces;
use super::missing_glyph;
use crate::body::{Field, FieldKind, Inlines, plain_text, plain_text_of_blocks};
use crate::diag::{Diagnostic, Span};
use crate::parse::Page;
use crate::resolve::Book;
use crate::site::PageId;
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// What the faces lack, one message for each file, at the first place of the first character.
pub(in crate::output) fn check(book: &Book, tree: &Tree, faces: &Faces) -> BTreeMap<PageId, Diagnostic> {
    if !book.config.pdf.enable {
        return BTreeMap::new();
    }
    let sheets = book.site.guides.iter().filter(|guide| !guide.sheets.is_empty());
    let pages: BTreeSet<PageId> = sheets.flat_map(|g| g.sheets.iter().copied().chain([g.cover])).collect();
    let texts = |id: &PageId| {
        let is_cover = book.site.guide(*id).is_some_and(|g| g.cover == *id);
        let page = book.page(*id);
        (page, if is_cover { of_cover(page) } else { of_sheet(page) })
    };
    let fault = |id: PageId| {
        let (page, text) = texts(&id);
        Some((id, fault(page, &text, tree, faces)?))
    };
    pages.into_iter().filter_map(fault).collect()
}

fn fault(page: &Page, text: &str, tree: &Tree, faces: &Faces) -> Option<Diagnostic> {
    let mut seen = BTreeSet::new();
    let missing: Vec<char> = text.chars().filter(|c| seen.insert(*c) && !faces.has(*c)).collect();
    let first = *missing.first()?;
    let at = tree.text(&page.source).and_then(|source| source.find(first));
    let span = match at {
        Some(at) => Span { file: page.source.clone(), range: at..at + first.len_utf8() },
        None => Span::start_of(&page.source),
    };
    Some(missing_glyph(first, missing.len() - 1).at(span))
}

/// What stands on every sheet of a guide.
fn of_cover(page: &Page) -> String {
    let help = page.guide.help.as_ref();
    let help =
        help.map(|h| format!("{} {} {}", h.name, h.phone.as_deref().unwrap_or(""), h.hours.as_deref().unwrap_or("")));
    format!("{} {}", page.name, help.unwrap_or_default())
}

fn of_sheet(page: &Page) -> String {
    let body = &page.body;
    let mut out = plain_text(&page.title);
    let mut push = |text: &str| {
        out.push(' ');
        out.push_str(text);
    };
    page.meta.summary.iter().for_each(|summary| push(&plain_text(summary)));
    push(&plain_text_of_blocks(&body.blocks, &body.fields));
    body.footnotes.iter().for_each(|note| push(&plain_text_of_blocks(&note.blocks, &body.fields)));
    body.fields.iter().flat_map(texts_of).for_each(|text| push(&plain_text(text)));
    out
}

fn texts_of(field: &Field) -> Vec<&Inlines> {
    let mut out: Vec<&Inlines> = [&field.label].into_iter().chain(&field.hint).chain(&field.example).collect();
    match &field.kind {
        FieldKind::Check(options) | FieldKind::Choose(options) => out.extend(options),
        FieldKind::Rate(scale) => out.extend(scale.labels.iter().flat_map(|(first, last)| [first, last])),
        FieldKind::Table(grid) => {
            out.extend(&grid.columns);
            out.extend(grid.rows.iter().flatten().flatten());
        }
        FieldKind::Lines(_) | FieldKind::Box(_) | FieldKind::Fill(_) | FieldKind::Date | FieldKind::Sign => {}
    }
    out
}
