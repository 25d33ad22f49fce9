//! The document as a whole: fonts, what describes it, paper, and that nothing in it acts.

use super::Look;
use crate::reader::{dictionary, get, get_dictionary, items, name, rectangle, text};
use lopdf::{Dictionary, Document, Object};

/// A4 and US Letter, in points.
const PAPERS: [(f32, f32); 2] = [(595.276, 841.89), (612.0, 792.0)];

/// Fonts are in the file (ISO 14289-1, 7.21.4), and their letters can be read out (7.21.7).
pub(super) fn fonts_are_embedded(look: &mut Look<'_>) {
    let fonts: Vec<&Dictionary> = look
        .doc
        .objects
        .values()
        .filter_map(|object| dictionary(look.doc, object))
        .filter(|d| name(look.doc, d, "Type").as_deref() == Some("Font"))
        .collect();
    look.holds(!fonts.is_empty(), "there is none");
    let shown = look.pages.iter().flat_map(|(_, pieces)| pieces).filter_map(|piece| piece.text.as_ref());
    let unread: Vec<String> = shown.filter(|t| t.words.contains('\u{fffd}')).map(|t| t.words.clone()).collect();
    look.holds(unread.is_empty(), format!("letters that are not known: {unread:?}"));
    for font in fonts {
        let sort = name(look.doc, font, "Subtype").unwrap_or_default();
        let own = name(look.doc, font, "BaseFont").unwrap_or_default();
        let can_be_read = match sort.as_str() {
            // A part of the fonts of the next kind.
            "CIDFontType0" | "CIDFontType2" => true,
            "Type0" => font.has(b"ToUnicode") && !items(look.doc, font, "DescendantFonts").is_empty(),
            "TrueType" => name(look.doc, font, "Encoding").as_deref() == Some("WinAnsiEncoding"),
            _ => false,
        };
        look.holds(can_be_read, format!("{own} ({sort}) cannot be read out"));
        let descriptor = get_dictionary(look.doc, font, "FontDescriptor");
        let file =
            descriptor.is_some_and(|d| ["FontFile2", "FontFile3"].iter().any(|key| get(look.doc, d, key).is_some()));
        look.holds(file || sort == "Type0", format!("{own} ({sort}) is not in the file"));
    }
}

/// ISO 14289-1, 5 and 7.1 and 7.2.
pub(super) fn the_document_is_described(look: &mut Look<'_>) {
    let doc = look.doc;
    let catalog = doc.catalog().expect("a catalog");
    let lang = text(doc, catalog, "Lang").unwrap_or_default();
    look.holds(!lang.is_empty(), "there is no language");
    let is_true = |within: &str, key: &str| {
        let inner = get_dictionary(doc, catalog, within)?;
        get(doc, inner, key)?.as_bool().ok()
    };
    look.holds(is_true("MarkInfo", "Marked") == Some(true), "it is not marked");
    look.holds(is_true("MarkInfo", "Suspects") != Some(true), "it is suspect");
    look.holds(is_true("ViewerPreferences", "DisplayDocTitle") == Some(true), "its title is not shown");
    let metadata = get(doc, catalog, "Metadata").and_then(|m| m.as_stream().ok()?.get_plain_content().ok());
    let metadata = String::from_utf8(metadata.unwrap_or_default()).unwrap_or_default();
    look.holds(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "it is not said to be PDF/UA-1");
    let title = metadata.split_once("<dc:title>").and_then(|(_, rest)| rest.split_once("</dc:title>"));
    let title =
        title.map(|(title, _)| title.split('>').map(|part| part.split('<').next().unwrap_or_default()).collect());
    look.holds(title.is_some_and(|title: String| !title.trim().is_empty()), "it has no title");
    let outline = get_dictionary(doc, catalog, "Outlines").and_then(|outline| get_dictionary(doc, outline, "First"));
    let first = outline.and_then(|first| text(doc, first, "Title")).unwrap_or_default();
    look.holds(!first.trim().is_empty(), "it has no outline");
    look.holds(doc.version.as_str() == "1.7", format!("its version is {}", doc.version));
}

pub(super) fn pages_are_paper(look: &mut Look<'_>) {
    let mut papers = Vec::new();
    for n in 0..look.pages.len() {
        let page = look.doc.get_dictionary(look.pages[n].0).expect("a page");
        let near = |a: f32, b: f32| (a - b).abs() < 0.1;
        let [left, bottom, right, top] = rectangle(look.doc, page, "MediaBox").unwrap_or_default();
        let size = (right - left, top - bottom);
        let paper = PAPERS.iter().position(|(width, height)| near(size.0, *width) && near(size.1, *height));
        look.holds(paper.is_some(), format!("page {} is {size:?} points large", n + 1));
        let crop = rectangle(look.doc, page, "CropBox").unwrap_or([left, bottom, right, top]);
        let is_whole = crop.into_iter().zip([left, bottom, right, top]).all(|(a, b)| near(a, b));
        look.holds(is_whole, format!("page {} is cut", n + 1));
        papers.push(paper);
    }
    look.holds(papers.windows(2).all(|two| two[0] == two[1]), format!("pages of {papers:?}"));
}

/// No program in it, nothing that opens, sends or carries a file. What people click leads to the web, a letter or a call.
pub(super) fn nothing_acts(look: &mut Look<'_>) {
    let mut found = Vec::new();
    look.doc.objects.values().for_each(|object| acts(look.doc, object, &mut found));
    look.faults.extend(found);
}

fn acts(doc: &Document, object: &Object, found: &mut Vec<String>) {
    let dictionary = match object {
        Object::Array(items) => return items.iter().for_each(|item| acts(doc, item, found)),
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        _ => return,
    };
    let is_action = name(doc, dictionary, "Type").is_none_or(|sort| sort == "Action");
    let sort = name(doc, dictionary, "S").filter(|_| is_action).unwrap_or_default();
    let acting =
        ["JavaScript", "Launch", "GoToR", "GoToE", "SubmitForm", "ImportData", "ResetForm", "Named", "Rendition"];
    if acting.contains(&sort.as_str()) {
        found.push(format!("an action {sort}"));
    }
    for key in ["JS", "AA", "OpenAction", "EmbeddedFiles", "EF", "XFA"] {
        if dictionary.has(key.as_bytes()) {
            found.push(format!("a key {key}"));
        }
    }
    if sort == "URI" {
        let address = get(doc, dictionary, "URI").and_then(|o| o.as_str().ok()).unwrap_or_default();
        let address = String::from_utf8_lossy(address);
        if !["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme)) {
            found.push(format!("a link to {address}"));
        }
    }
    dictionary.iter().for_each(|(_, object)| acts(doc, object, found));
}
