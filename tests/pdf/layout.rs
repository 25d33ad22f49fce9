//! Where things stand: on paper, in sight, far enough apart to write, and in the order in which they are read.

use crate::built::{self, Built, SHIPPED, TESTED};
use crate::content::{self, Mark, Piece, Text};
use crate::reader::{self, Widget, rectangle};
use crate::structure::{self, Element, Kid};
use crate::support::html;
use lopdf::{Document, ObjectId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;
/// Numbers in a PDF are rounded.
const NEARLY: f32 = 0.05;
/// `Ff`: text of several lines (ISO 32000-1, table 228).
const MULTILINE: i64 = 1 << 12;

/// From the edges of a page to what stands on it, at the least: at the sides and above, and below, where the footer is.
const MARGIN: f32 = 16.0 * MM;
const FOOT: f32 = 20.0 * MM;

/// A PDF with what is on its pages.
pub(crate) struct Paper {
    file: String,
    pub(crate) doc: Document,
    pages: Vec<Sheet>,
    is_large: bool,
}

/// A page.
struct Sheet {
    id: ObjectId,
    size: (f32, f32),
    pieces: Vec<Piece>,
    /// Its places to write: left, bottom, right, top.
    places: Vec<(Widget, [f32; 4])>,
}

impl Paper {
    pub(crate) fn read(file: &str, bytes: &[u8]) -> Self {
        let doc = Document::load_mem(bytes).expect("a PDF");
        let widgets = reader::widgets(&doc);
        let sheet = |id: ObjectId| {
            let page = doc.get_dictionary(id).expect("a page");
            let [left, bottom, right, top] = rectangle(&doc, page, "MediaBox").expect("a size");
            let own: BTreeSet<ObjectId> =
                reader::items(&doc, page, "Annots").into_iter().filter_map(|a| a.as_reference().ok()).collect();
            let place = |widget: &Widget| {
                let own = doc.get_dictionary(widget.id).expect("a widget");
                (widget.clone(), rectangle(&doc, own, "Rect").expect("a rectangle"))
            };
            Sheet {
                id,
                size: (right - left, top - bottom),
                pieces: content::pieces(&doc, id).0,
                places: widgets.iter().filter(|w| own.contains(&w.id)).map(place).collect(),
            }
        };
        let pages: Vec<Sheet> = doc.page_iter().map(sheet).collect();
        Self { file: file.to_owned(), pages, is_large: file.contains("-large"), doc }
    }

    /// From one writing line to the next.
    fn pitch(&self) -> f32 {
        if self.is_large { 10.0 * MM } else { 8.0 * MM }
    }

    /// The text of each piece of marked content.
    fn marked(&self) -> BTreeMap<(ObjectId, i64), String> {
        let mut out: BTreeMap<_, String> = BTreeMap::new();
        for sheet in &self.pages {
            for piece in &sheet.pieces {
                if let (Mark::Content(number), Some(text)) = (piece.mark, &piece.text) {
                    *out.entry((sheet.id, number)).or_default() += &text.words;
                }
            }
        }
        out
    }

    /// All words in the order of the structure.
    pub(crate) fn words(&self) -> Vec<String> {
        fn push(element: &Element, marked: &BTreeMap<(ObjectId, i64), String>, out: &mut String) {
            for kid in &element.inside {
                match kid {
                    Kid::Content(page, number) => out.extend(marked.get(&(*page, *number)).map(String::as_str)),
                    Kid::Element(inner) => push(inner, marked, out),
                    Kid::Object(_) => {}
                }
            }
            if !["Span", "Link", "Form", "Code"].contains(&element.role.as_str()) {
                out.push(' ');
            }
        }
        let mut out = String::new();
        push(&structure::tree(&self.doc).expect("a structure"), &self.marked(), &mut out);
        words(&out)
    }

    /// The page, by its number from 0, of each annotation.
    fn page_of(&self, widget: ObjectId) -> usize {
        let is_here = |sheet: &Sheet| sheet.places.iter().any(|(w, _)| w.id == widget);
        self.pages.iter().position(is_here).expect("a page")
    }
}

/// Words without the signs around them.
fn words(text: &str) -> Vec<String> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

/// All PDFs of the three sites.
static ALL: LazyLock<Vec<Paper>> =
    LazyLock::new(|| built::all().into_iter().map(|(file, bytes)| Paper::read(&file, bytes)).collect());

fn paper(site: &Built, file: &str) -> Paper {
    Paper::read(file, &site[file])
}

#[test]
fn places_stand_within_the_margins_and_beside_each_other() {
    for paper in &*ALL {
        for (n, sheet) in paper.pages.iter().enumerate() {
            let (width, height) = sheet.size;
            for (i, (widget, [left, bottom, right, top])) in sheet.places.iter().enumerate() {
                let at = format!("{}, page {}: {}", paper.file, n + 1, widget.name);
                assert!(left < right && bottom < top, "{at} has a size");
                assert!(*left >= MARGIN && *right <= width - MARGIN, "{at} is beside the text: {left} to {right}");
                assert!(*top <= height - MARGIN && *bottom >= FOOT, "{at} is in the margin: {bottom} to {top}");
                for (other, [l, b, r, t]) in &sheet.places[..i] {
                    let apart =
                        *l >= right - NEARLY || *r <= left + NEARLY || *b >= top - NEARLY || *t <= bottom + NEARLY;
                    assert!(apart, "{at} lies on {}", other.name);
                }
            }
        }
    }
}

#[test]
fn text_stands_within_the_margins() {
    let mut lines_to_the_end = 0;
    for paper in &*ALL {
        for (n, sheet) in paper.pages.iter().enumerate() {
            for piece in &sheet.pieces {
                let Some(text) = &piece.text else { continue };
                let (x, y) = text.at;
                let foot = if piece.mark == Mark::Artifact { 8.0 * MM } else { FOOT };
                // A space at the end of a line shows nothing.
                let end = if text.words.trim().is_empty() { x } else { x + text.width - trailing(text) };
                let (right, top) = (sheet.size.0 - MARGIN, sheet.size.1 - MARGIN);
                let is_within = x >= MARGIN && end <= right && y >= foot && y <= top;
                assert!(is_within, "{}, page {}: `{}` from {x} to {end}, {y}", paper.file, n + 1, text.words);
                lines_to_the_end += usize::from(end > right - 20.0 * MM);
            }
        }
    }
    assert!(lines_to_the_end > 200, "{lines_to_the_end} lines are full");
}

/// How wide the space at the end of a text is, at the most.
fn trailing(text: &Text) -> f32 {
    if text.words.ends_with(' ') { text.size * 0.62 } else { 0.0 }
}

/// Single lines are as far apart as people write, and a place of several lines has room for one.
#[test]
fn there_is_room_to_write() {
    for paper in &*ALL {
        let pitch = paper.pitch() - NEARLY;
        for sheet in &paper.pages {
            let texts: Vec<_> = sheet.places.iter().filter(|(widget, _)| widget.sort == "Tx").collect();
            for (i, (widget, [left, bottom, right, top])) in texts.iter().enumerate() {
                let at = format!("{}: {}", paper.file, widget.name);
                assert!(right - left >= 25.0 * MM, "{at} is {} wide", right - left);
                if widget.flags & MULTILINE != 0 {
                    assert!(top - bottom >= pitch, "{at} is {} high", top - bottom);
                    continue;
                }
                for (other, [l, b, r, _]) in texts[..i].iter().filter(|(w, _)| w.flags & MULTILINE == 0) {
                    let is_below = *l < *right && *r > *left;
                    assert!(!is_below || (b - bottom).abs() >= pitch, "{at} is too close to {}", other.name);
                }
            }
        }
    }
}

/// Below each line to write on a line is drawn, and around each box and ring its edge.
#[test]
fn what_is_written_on_is_drawn() {
    for paper in &*ALL {
        for sheet in &paper.pages {
            let drawn: Vec<[f32; 4]> = sheet.pieces.iter().filter_map(|piece| piece.bounds).collect();
            for (widget, [left, bottom, right, top]) in &sheet.places {
                let near = |a: f32, b: f32, far: f32| (a - b).abs() <= far;
                let line = |[l, b, r, t]: &[f32; 4]| {
                    near(*b, *t, NEARLY) && near(*b, *bottom, 1.0) && *l <= left + 1.0 && *r >= right - 1.0
                };
                let edge = |[l, b, r, t]: &[f32; 4]| {
                    near(*l, *left, 1.0) && near(*b, *bottom, 1.0) && near(*r, *right, 1.0) && near(*t, *top, 1.0)
                };
                let is_shown = match (widget.sort.as_str(), widget.flags & MULTILINE) {
                    ("Btn", _) => drawn.iter().any(edge),
                    (_, 0) => drawn.iter().any(line),
                    // Boxes and cells, whose edges lie around the place.
                    _ => {
                        drawn.iter().any(|[l, b, r, _]| *l <= left + 1.0 && *r >= right - 1.0 && near(*b, *bottom, 4.0))
                    }
                };
                assert!(is_shown, "{}: nothing is drawn for {}", paper.file, widget.name);
            }
        }
    }
}

/// The pages of what is written in each field: its words and its places. Each with the field's id.
fn pages_of_fields(paper: &Paper) -> Vec<(String, Vec<usize>)> {
    let tree = structure::tree(&paper.doc).expect("a structure");
    let number = |id: ObjectId| paper.pages.iter().position(|sheet| sheet.id == id).expect("a page");
    let mut out = Vec::new();
    for (element, _) in tree.all() {
        let Some(id) = element.own_id(&paper.doc) else { continue };
        let mut pages: Vec<usize> = element.content().into_iter().map(|(page, _)| number(page)).collect();
        let widgets = element.all().into_iter().flat_map(|(e, _)| e.objects().collect::<Vec<_>>());
        let places: Vec<usize> = widgets.filter(|id| is_widget(paper, *id)).map(|id| paper.page_of(id)).collect();
        assert!(!places.is_empty(), "{}: nothing can be written in {id}", paper.file);
        if let Some(label) = pages.first() {
            assert_eq!(*label, places[0], "{}: the label of {id} stands on another page", paper.file);
        }
        pages.extend(places);
        out.push((id, pages));
    }
    out
}

fn is_widget(paper: &Paper, id: ObjectId) -> bool {
    paper.pages.iter().flat_map(|sheet| &sheet.places).any(|(widget, _)| widget.id == id)
}

#[test]
fn a_field_stands_on_one_page_with_its_label() {
    for paper in &*ALL {
        for (id, pages) in pages_of_fields(paper) {
            assert!(pages.windows(2).all(|two| two[0] == two[1]), "{}: {id} is divided: {pages:?}", paper.file);
        }
    }
}

#[test]
fn large_print_is_large_and_upright() {
    let (mut large, mut italic) = (0, 0);
    for paper in &*ALL {
        for text in paper.pages.iter().flat_map(|sheet| &sheet.pieces).filter_map(|piece| piece.text.as_ref()) {
            let is_italic = text.font.contains("Italic") || text.font.contains("Oblique");
            if !paper.is_large {
                italic += usize::from(is_italic);
                continue;
            }
            large += 1;
            assert!(text.size >= 18.0 - NEARLY, "{}: `{}` is {} points large", paper.file, text.words, text.size);
            assert!(!is_italic, "{}: `{}` is set in {}", paper.file, text.words, text.font);
        }
    }
    assert!(large > 1000 && italic > 10, "{large} {italic}");
}

/// What can be read on a page of the site, without what is there for who cannot see it.
fn visible(element: &html::Element, out: &mut String) {
    let is_cell = element.is(&["td"]) && element.has_class("cell");
    if is_cell || element.has_class("unseen") || element.is(&["textarea", "button", "svg"]) {
        out.push(' ');
        return;
    }
    for node in &element.inside {
        match node {
            html::Node::Text(text) => out.push_str(text),
            html::Node::Element(inner) => visible(inner, out),
        }
    }
    if !element.is(&["a", "em", "strong", "code", "span", "mark", "sub", "sup", "abbr"]) {
        out.push(' ');
    }
}

/// The words of a page stand in its PDF in the same order; what else is there is no sentence.
#[test]
fn words_are_read_in_their_order() {
    let mut count = 0;
    for (site, files) in [("shipped", &*SHIPPED), ("tested", &*TESTED)] {
        for (path, page) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let Some(bytes) = files.get(&path.replace(".html", "-a4.pdf")) else { continue };
            let page = html::Element::read(&String::from_utf8_lossy(page));
            let form = page.find(|e| e.is(&["form"]) && e.has_class("body")).expect("a form");
            let mut text = String::new();
            visible(form, &mut text);
            let large = &files[&path.replace(".html", "-a4-large.pdf")];
            for bytes in [bytes, large] {
                let found = Paper::read(path, bytes).words();
                let mut rest = found.iter();
                for word in words(&text) {
                    assert!(
                        rest.any(|w| *w == word),
                        "{site}/{path}: `{word}` does not come in its place in {found:?}"
                    );
                    count += 1;
                }
            }
        }
    }
    assert!(count > 2000, "{count} words");
}

#[test]
fn a_long_table_has_its_head_on_every_page() {
    let rows = (1..=40).map(|n| format!("| Day {n} |   |")).collect::<Vec<_>>().join("\n");
    let site = built::sheet(&format!("# Long\n\nWhat came?\n\n| The day | What came |\n|---|---|\n{rows}"));
    for edition in ["a4", "letter-large"] {
        let paper = paper(&site, &format!("worksheets/sheet-{edition}.pdf"));
        assert!(paper.pages.len() > 1, "{edition}: 40 rows are longer than a page");
        let mut cells = 0;
        for (n, sheet) in paper.pages.iter().enumerate() {
            let is_head = |piece: &&Piece| piece.text.as_ref().is_some_and(|t| t.words.trim() == "What came");
            let heads: Vec<&Piece> = sheet.pieces.iter().filter(is_head).collect();
            assert_eq!(heads.len(), usize::from(!sheet.places.is_empty()), "{edition}: page {} has a head", n + 1);
            for head in heads {
                assert_eq!(head.mark == Mark::Artifact, n > 0, "{edition}: the head is read out once, at first");
                let head = head.text.as_ref().expect("words").at.1;
                assert!(sheet.places.iter().all(|(_, place)| place[3] < head), "{edition}: the head stands above");
            }
            cells += sheet.places.len();
        }
        assert_eq!(cells, 40);
    }
}

#[test]
fn many_lines_are_divided_and_the_label_stands_above_the_first() {
    let site = built::sheet("# Long\n\n```worksheet\n- lines: What happened?\n  rows: 60\n- line: And then?\n```\n");
    for edition in ["a4", "letter-large"] {
        let paper = paper(&site, &format!("worksheets/sheet-{edition}.pdf"));
        let fields = pages_of_fields(&paper);
        let pages: Vec<usize> = paper.pages.iter().map(|sheet| sheet.places.len()).collect();
        assert_eq!(pages.iter().sum::<usize>(), 61);
        let (first, last) = (fields[0].1.iter().min(), fields[0].1.iter().max());
        assert!(first < last, "{edition}: 60 lines are longer than a page: {pages:?}");
        // No page is left half empty.
        let full = pages.iter().copied().max().unwrap_or_default();
        assert!(pages[1..pages.len() - 1].iter().all(|lines| *lines == full), "{edition}: {pages:?}");
    }
}
