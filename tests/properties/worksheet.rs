//! Worksheets: what the model says there is to fill in is what pages and PDF files have.

use super::html::Element;
use super::markdown::SETTINGS;
use super::places::file;
use super::site::{Extent, Made, make};
use crate::body::Control;
use crate::diag::Code;
use std::collections::HashSet;

/// The input is a worksheet.
pub fn holds(data: &[u8]) {
    look(data, Extent::PdfToo);
}

/// As [`holds`], with or without PDF files.
pub(super) fn look(data: &[u8], extent: Extent) {
    let files: [(&str, &[u8]); 4] = [
        ("book.toml", SETTINGS),
        ("content/index.md", b"# Be heard\n"),
        ("content/1-step.md", b"# Step\n\n[The sheet](worksheets/sheet.md)\n"),
        ("content/worksheets/sheet.md", data),
    ];
    if let Some(made) = make(&files, extent) {
        same_fields(&made);
    }
}

fn same_fields(made: &Made) {
    let site = &made.book.site;
    let Some(id) = site.by_source(&file("content/worksheets/sheet.md")) else { return };
    let fields = &made.book.page(id).body.fields;
    let mut ids = HashSet::new();
    for field in fields {
        is_legal(&field.id);
        assert!(ids.insert(&field.id), "the id {:?} twice", field.id);
        assert!(!made.is_published || !field.name.trim().is_empty(), "a label without words: {field:?}");
    }
    let page = &made.pages[site.address(id).file.as_str()];
    let found = controls_of(page);
    // Nobody sees a footnote that nothing refers to, which has been said.
    let is_lost = made.said.iter().any(|d| d.code == Code::BrokenFootnote);
    let mut seen = HashSet::new();
    let mut count = 0;
    for field in fields {
        let controls = field.controls();
        for control in &controls {
            assert!(seen.insert((control.name.clone(), control.value.clone())), "{control:?} twice");
            assert!(!control.name.contains(|c: char| c.is_whitespace() || c.is_control()), "{control:?}");
        }
        let is_there = controls.is_empty() || found.windows(controls.len()).any(|some| some == controls);
        assert!(is_there || is_lost, "the page has the places of the model, in their order: {controls:?}");
        count += if is_there { controls.len() } else { 0 };
    }
    assert_eq!(found.len(), count, "the page has no place besides: {found:?}");
}

/// Letters, digits and marks, and single hyphens between them.
fn is_legal(id: &str) {
    assert_eq!(crate::slug::slugify(id), id, "an id is its own slug");
    assert!(!id.is_empty());
}

/// What there is to fill in on a page, as a reader finds it.
fn controls_of(page: &Element) -> Vec<Control> {
    let is_control = |e: &&&Element| e.is(&["input", "textarea"]) && e.attribute("name").is_some();
    let control = |e: &&Element| Control {
        name: e.attribute("name").unwrap_or_default().to_owned(),
        value: e.attribute("value").map(str::to_owned),
    };
    page.all().iter().filter(is_control).map(control).collect()
}
