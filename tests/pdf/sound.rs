//! Every PDF keeps the rules, and the rules find what breaks them.

use crate::built::{self, TESTED};
use crate::reader::name;
use crate::rules::{faults, names};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::BTreeSet;

#[test]
fn every_pdf_keeps_every_rule() {
    let pdfs = built::all();
    let looked_at = |site: &str| pdfs.iter().filter(|(path, _)| path.starts_with(site)).count();
    // Six sheets and their pack, two and theirs, two and theirs: on two papers, in two prints.
    assert_eq!(["shipped", "arabic", "tested"].map(looked_at), [28, 12, 12]);
    for (path, bytes) in pdfs {
        let doc = Document::load_mem(bytes).expect("a PDF");
        let faults = faults(&doc);
        assert!(faults.is_empty(), "{path}: {faults:#?}");
    }
}

/// The first object that is so.
fn first(doc: &Document, is_so: impl Fn(&Dictionary) -> bool) -> ObjectId {
    let found = doc.objects.iter().find(|(_, object)| object.as_dict().is_ok_and(&is_so));
    *found.expect("an object to spoil").0
}

/// The first element of the structure with this role.
fn element<'a>(doc: &'a mut Document, role: &str) -> &'a mut Dictionary {
    let id = first(doc, |d| d.has(b"S") && d.has(b"P") && name(doc, d, "S").as_deref() == Some(role));
    doc.get_dictionary_mut(id).expect("an element")
}

fn widget(doc: &mut Document) -> &mut Dictionary {
    let id = first(doc, |d| name(doc, d, "Subtype").as_deref() == Some("Widget"));
    doc.get_dictionary_mut(id).expect("a widget")
}

fn link(doc: &mut Document) -> &mut Dictionary {
    let id = first(doc, |d| name(doc, d, "Subtype").as_deref() == Some("Link"));
    doc.get_dictionary_mut(id).expect("a link")
}

fn font<'a>(doc: &'a mut Document, sort: &str) -> &'a mut Dictionary {
    let id = first(doc, |d| d.has(b"BaseFont") && name(doc, d, "Subtype").as_deref() == Some(sort));
    doc.get_dictionary_mut(id).expect("a font")
}

fn page(doc: &mut Document) -> &mut Dictionary {
    let id = doc.page_iter().next().expect("a page");
    doc.get_dictionary_mut(id).expect("a page")
}

fn catalog(doc: &mut Document) -> &mut Dictionary {
    doc.catalog_mut().expect("a catalog")
}

fn within<'a>(doc: &'a mut Document, key: &str) -> &'a mut Dictionary {
    let inner = catalog(doc).get_mut(key.as_bytes()).expect("a key");
    inner.as_dict_mut().expect("a dictionary in its place")
}

/// Other words in the content of the first page.
fn redraw(doc: &mut Document, old: &str, new: &str) {
    let page = doc.page_iter().next().expect("a page");
    let content = doc.get_page_content(page);
    let text: String = content.iter().map(|byte| char::from(*byte)).collect();
    assert!(text.contains(old), "{old}");
    let bytes = text.replacen(old, new, 1).chars().map(|c| u8::try_from(c).expect("a byte")).collect();
    doc.change_page_content(page, bytes).expect("another content");
}

fn kids(of: &mut Dictionary) -> &mut Vec<Object> {
    if !matches!(of.get(b"K"), Ok(Object::Array(_))) {
        let only = of.remove(b"K").expect("something in it");
        of.set("K", vec![only]);
    }
    of.get_mut(b"K").and_then(Object::as_array_mut).expect("what is in it")
}

/// A fault: the rule that it breaks, and how.
type Fault = (&'static str, fn(&mut Document));

const FAULTS: &[Fault] = &[
    ("marked", |doc| redraw(doc, "/Artifact<</Type/Layout>>BDC", "")),
    ("marked", |doc| redraw(doc, "/Span<</MCID 0>>BDC", "/Artifact BMC /Span<</MCID 0>>BDC")),
    ("marked", |doc| redraw(doc, "/Span<</MCID 1>>BDC", "EMC /Span BMC")),
    ("once", |doc| redraw(doc, "/MCID 1>>", "/MCID 4711>>")),
    ("once", |doc| {
        let twice = kids(element(doc, "H1")).clone();
        kids(element(doc, "H1")).extend(twice);
    }),
    ("once", |doc| drop(element(doc, "H1").remove(b"K"))),
    ("parent-tree", |doc| page(doc).set("StructParents", 4711)),
    ("nesting", |doc| element(doc, "TBody").set("S", Object::Name(b"TR".to_vec()))),
    ("nesting", |doc| element(doc, "LBody").set("S", Object::Name(b"Lbl".to_vec()))),
    ("nesting", |doc| element(doc, "LI").set("S", Object::Name(b"P".to_vec()))),
    ("nesting", |doc| element(doc, "H1").set("S", Object::Name(b"Sparkle".to_vec()))),
    ("nesting", |doc| element(doc, "P").set("S", Object::Name(b"Div".to_vec()))),
    ("nesting", |doc| element(doc, "Form").set("S", Object::Name(b"P".to_vec()))),
    ("nesting", |doc| kids(element(doc, "Form")).clear()),
    ("cells", |doc| drop(kids(element(doc, "TR")).pop())),
    ("scope", |doc| drop(element(doc, "TH").remove(b"A"))),
    ("scope", |doc| element(doc, "TH").set("A", dictionary! { "O" => "Table", "Scope" => "Diagonal" })),
    ("headings", |doc| element(doc, "H1").set("S", Object::Name(b"H2".to_vec()))),
    ("headings", |doc| element(doc, "H2").set("S", Object::Name(b"H4".to_vec()))),
    ("figures", |doc| drop(element(doc, "Figure").remove(b"Alt"))),
    ("figures", |doc| element(doc, "Figure").set("Alt", Object::string_literal(" "))),
    ("annotations", |doc| drop(widget(doc).remove(b"StructParent"))),
    ("annotations", |doc| widget(doc).set("StructParent", 0)),
    ("annotations", |doc| link(doc).set("Subtype", Object::Name(b"Popup".to_vec()))),
    ("annotations", |doc| element(doc, "Link").set("S", Object::Name(b"Span".to_vec()))),
    ("annotations", |doc| page(doc).set("Tabs", Object::Name(b"R".to_vec()))),
    ("annotations", |doc| kids(element(doc, "Link")).retain(|kid| kid.as_dict().is_err())),
    ("forms", |doc| {
        let twice = kids(element(doc, "Form")).clone();
        kids(element(doc, "Form")).extend(twice);
    }),
    ("forms", |doc| drop(page(doc).remove(b"Annots"))),
    ("links", |doc| drop(link(doc).remove(b"Contents"))),
    ("widgets", |doc| drop(widget(doc).remove(b"TU"))),
    ("widgets", |doc| drop(widget(doc).remove(b"AP"))),
    ("widgets", |doc| widget(doc).set("F", 0)),
    ("widgets", |doc| widget(doc).set("F", 4 + 2)),
    ("widgets", |doc| widget(doc).set("Ff", 1)),
    ("widgets", |doc| {
        let id = catalog(doc).get(b"AcroForm").and_then(Object::as_reference).expect("a form");
        let form = doc.get_dictionary_mut(id).expect("a form");
        form.get_mut(b"Fields").and_then(Object::as_array_mut).expect("fields").pop();
    }),
    ("widgets", |doc| {
        let texts: Vec<ObjectId> = doc
            .objects
            .iter()
            .filter(|(_, o)| o.as_dict().is_ok_and(|d| d.has(b"FT") && !d.has(b"Parent")))
            .map(|(id, _)| *id)
            .collect();
        for id in &texts[..2] {
            doc.get_dictionary_mut(*id).expect("a field").set("T", Object::string_literal("one"));
        }
    }),
    ("placeholders", |doc| widget(doc).set("Note", Object::string_literal("wsf:3"))),
    ("placeholders", |doc| redraw(doc, "/Artifact<</Type/Layout>>BDC", "/Artifact<</Type/Layout/X(wsf:3)>>BDC")),
    ("fonts", |doc| drop(font(doc, "Type0").remove(b"ToUnicode"))),
    ("fonts", |doc| drop(font(doc, "TrueType").remove(b"Encoding"))),
    ("fonts", |doc| drop(font(doc, "TrueType").remove(b"FontDescriptor"))),
    ("fonts", |doc| drop(font(doc, "CIDFontType2").remove(b"FontDescriptor"))),
    ("catalog", |doc| drop(catalog(doc).remove(b"Lang"))),
    ("catalog", |doc| drop(catalog(doc).remove(b"StructTreeRoot"))),
    ("catalog", |doc| drop(catalog(doc).remove(b"Outlines"))),
    ("catalog", |doc| drop(catalog(doc).remove(b"Metadata"))),
    ("catalog", |doc| within(doc, "MarkInfo").set("Marked", false)),
    ("catalog", |doc| drop(within(doc, "ViewerPreferences").remove(b"DisplayDocTitle"))),
    ("catalog", |doc| doc.version = "2.0".into()),
    ("pages", |doc| page(doc).set("MediaBox", vec![0.into(), 0.into(), 500.into(), 500.into()])),
    ("pages", |doc| page(doc).set("MediaBox", vec![0.into(), 0.into(), 612.into(), 792.into()])),
    ("pages", |doc| page(doc).set("CropBox", vec![0.into(), 0.into(), 100.into(), 100.into()])),
    ("actions", |doc| link(doc).set("A", dictionary! { "S" => "Launch", "F" => Object::string_literal("a.exe") })),
    ("actions", |doc| catalog(doc).set("OpenAction", dictionary! { "S" => "JavaScript" })),
    ("actions", |doc| widget(doc).set("AA", Dictionary::new())),
    ("actions", |doc| {
        let address = Object::string_literal("file:///etc/passwd");
        link(doc).set("A", dictionary! { "S" => "URI", "URI" => address });
    }),
];

#[test]
fn every_rule_finds_what_breaks_it() {
    let whole = Document::load_mem(&TESTED["worksheets/every-kind-a4.pdf"]).expect("a PDF");
    assert!(faults(&whole).is_empty());
    for (n, (rule, spoil)) in FAULTS.iter().enumerate() {
        let mut doc = whole.clone();
        spoil(&mut doc);
        let found = faults(&doc);
        let is_found = found.iter().any(|fault| fault.starts_with(&format!("{rule}: ")));
        assert!(is_found, "fault {n}, of the rule `{rule}`, is not found, but {found:#?}");
    }
    let planted: BTreeSet<&str> = FAULTS.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(planted, names().into_iter().collect(), "each rule has a fault");
}
