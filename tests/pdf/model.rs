//! One model, three outputs: the controls of the page, the form of the PDF and its structure are the same fields, in the same
//! order, with the same names and labels.

use crate::built::{Built, SHIPPED, TESTED};
use crate::reader::{self, Widget};
use crate::structure;
use crate::support::html::{Element, spaced};
use lopdf::Document;
use std::collections::{BTreeMap, BTreeSet};

/// `Ff`: text of several lines, and choices (ISO 32000-1, tables 228 and 226).
const MULTILINE: i64 = 1 << 12;
const RADIO: i64 = 1 << 15;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Sort {
    Text,
    Tick,
    Choice,
}

/// A place to write, as an output has it.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    /// The id of the field that it is a place of.
    field: String,
    /// What an answer is kept under.
    name: String,
    sort: Sort,
    /// Which of several choices it is.
    value: Option<String>,
    /// What is to be written here: of ticks and choices the question, a colon, and the option.
    label: String,
}

/// The places of the form on a page.
fn on_the_page(page: &[u8]) -> Vec<Place> {
    let page = Element::read(&String::from_utf8_lossy(page));
    let form = page.find(|e| e.is(&["form"]) && e.has_class("body")).expect("a form");
    let mut out = Vec::new();
    for field in form.all().into_iter().filter(|e| e.has_class("field")) {
        let id = field.attribute("id").and_then(|id| id.strip_prefix("field-")).expect("a field has an id");
        let question = field.elements().find(|e| e.is(&["legend"])).map(Element::words);
        for control in field.all().into_iter().filter(|e| e.is(&["input", "textarea"])) {
            let sort = match control.attribute("type") {
                Some("checkbox") => Sort::Tick,
                Some("radio") => Sort::Choice,
                _ => Sort::Text,
            };
            let own = label_of(field, control);
            let label = match (&question, sort) {
                (Some(question), Sort::Tick | Sort::Choice) => {
                    format!("{}: {}", question.trim_end_matches(':'), option_of(field, control, &own))
                }
                _ => own,
            };
            out.push(Place {
                field: id.to_owned(),
                name: control.attribute("name").expect("a control has a name").to_owned(),
                sort,
                value: control.attribute("value").map(str::to_owned),
                label,
            });
        }
    }
    let controls = form.all().into_iter().filter(|e| e.is(&["input", "textarea", "select"])).count();
    assert_eq!(out.len(), controls, "every control is in a field");
    out
}

/// The accessible name of a control: of its own, of the label for it, or of the label around it.
fn label_of(field: &Element, control: &Element) -> String {
    if let Some(label) = control.attribute("aria-label") {
        return spaced(label);
    }
    let id = control.attribute("id");
    let labels = field.all().into_iter().filter(|e| e.is(&["label"])).filter(|label| match label.attribute("for") {
        Some(of) => Some(of) == id,
        None => label.all().iter().any(|e| std::ptr::eq(*e, control)),
    });
    let labels: Vec<String> = labels.map(Element::words).collect();
    assert_eq!(labels.len(), 1, "{:?} has one label", control.attribute("name"));
    labels.concat()
}

/// All words of an option: its label ends before the first blank in it.
fn option_of(field: &Element, control: &Element, label: &str) -> String {
    let has_it = |e: &&Element| e.is(&["li"]) && e.all().iter().any(|e| std::ptr::eq(*e, control));
    let words = field.all().into_iter().find(has_it).expect("an option is an item").words();
    assert!(words.starts_with(label), "`{label}` begins `{words}`");
    words
}

/// The places of a form in a PDF, by their widgets in some order: the lines of one field are one place.
fn of_widgets(widgets: &[Widget], field_of: impl Fn(&Widget) -> String) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    let mut line = 0;
    for widget in widgets {
        let sort = match (widget.sort.as_str(), widget.flags & RADIO) {
            ("Tx", _) => Sort::Text,
            ("Btn", 0) => Sort::Tick,
            ("Btn", _) => Sort::Choice,
            other => panic!("{other:?}"),
        };
        let mut place = Place {
            field: field_of(widget),
            name: widget.name.clone(),
            sort,
            value: widget.value.clone().filter(|_| sort == Sort::Choice),
            label: widget.label.clone(),
        };
        if let Some((name, number)) = widget.name.split_once('.') {
            let question = widget.question.clone().expect("lines have a label together");
            line = if number == "1" { 1 } else { line + 1 };
            assert_eq!(number, line.to_string(), "the lines of `{name}` are in their order");
            let total = widgets.iter().filter(|w| w.name.starts_with(&format!("{name}."))).count();
            assert_eq!(widget.label, format!("{question} Line {line} of {total}"));
            assert_eq!(widget.flags & MULTILINE, 0, "{name}: a line is a line");
            (place.name, place.label) = (name.to_owned(), question);
            if line > 1 {
                assert_eq!(out.last(), Some(&place), "nothing stands between the lines of a field");
                continue;
            }
        } else if let Some(question) = &widget.question {
            let start = format!("{}: ", question.trim_end_matches(':'));
            assert!(widget.label.starts_with(&start), "`{}` begins with `{start}`", widget.label);
        }
        out.push(place);
    }
    out.iter_mut().for_each(|place| place.label = spaced(&place.label));
    out
}

/// Both orders of a PDF's places: that of its structure, and that of its form.
fn in_the_pdf(pdf: &[u8]) -> (Vec<Place>, Vec<Place>) {
    let doc = Document::load_mem(pdf).expect("a PDF");
    let widgets = reader::widgets(&doc);
    let by_id: BTreeMap<_, _> = widgets.iter().map(|w| (w.id, w)).collect();
    let tree = structure::tree(&doc).expect("a structure");
    let mut tagged = Vec::new();
    let mut fields = BTreeMap::new();
    for (element, above) in tree.all() {
        if element.role != "Form" {
            continue;
        }
        let field = above.iter().rev().find_map(|e| e.own_id(&doc)).expect("a place is in a field");
        let objects: Vec<_> = element.objects().collect();
        assert_eq!(objects.len(), 1, "{field}: a place is one widget");
        let widget = by_id.get(&objects[0]).unwrap_or_else(|| panic!("{field}: a place has a widget"));
        fields.insert(widget.id, field);
        tagged.push((*widget).clone());
    }
    assert_eq!(tagged.len(), widgets.len(), "every widget is in the structure");
    let field_of = |widget: &Widget| fields[&widget.id].clone();
    (of_widgets(&tagged, field_of), of_widgets(&widgets, field_of))
}

/// In the order of a form: all choices with the first of their name.
fn by_name(places: &[Place]) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    let names: Vec<&str> = places.iter().map(|p| p.name.as_str()).filter(|name| seen.insert(*name)).collect();
    names.iter().flat_map(|name| places.iter().filter(move |p| p.name == **name).cloned()).collect()
}

/// Holds a PDF to the page.
fn agree(file: &str, page: &[Place], pdf: &[u8]) {
    let (tagged, form) = in_the_pdf(pdf);
    same(&tagged, page, &format!("{file}: the structure and the page"));
    same(&form, &by_name(page), &format!("{file}: the form and the page"));
}

fn same(found: &[Place], wanted: &[Place], what: &str) {
    for (found, wanted) in found.iter().zip(wanted) {
        assert_eq!(found, wanted, "{what}");
    }
    assert_eq!(found.len(), wanted.len(), "{what}");
}

const EDITIONS: [&str; 4] = ["a4", "a4-large", "letter", "letter-large"];

/// Holds all PDFs of a site to its pages; the number of places on these. `order` is that of the sheets in the pack.
fn site_agrees(site: &Built, order: &[&str]) -> usize {
    let pages: Vec<Vec<Place>> =
        order.iter().map(|sheet| on_the_page(&site[&format!("worksheets/{sheet}.html")])).collect();
    let in_pack = |(n, places): (usize, &Vec<Place>)| {
        let prefix = format!("sheet-{}--", n + 1);
        let prefixed = |place: &Place| Place {
            field: format!("{prefix}{}", place.field),
            name: format!("{prefix}{}", place.name),
            ..place.clone()
        };
        places.iter().map(prefixed).collect::<Vec<_>>()
    };
    let all: Vec<Place> = pages.iter().enumerate().flat_map(in_pack).collect();
    for edition in EDITIONS {
        for (sheet, page) in order.iter().zip(&pages) {
            let file = format!("worksheets/{sheet}-{edition}.pdf");
            agree(&file, page, &site[&file]);
        }
        let file = format!("worksheets/worksheets-{edition}.pdf");
        agree(&file, &all, &site[&file]);
    }
    let pdfs = site.keys().filter(|path| path.ends_with(".pdf")).count();
    assert_eq!(pdfs, EDITIONS.len() * (order.len() + 1), "no PDF is left out");
    all.len()
}

#[test]
fn the_sheet_with_every_kind_is_the_same_fields_everywhere() {
    site_agrees(&TESTED, &["every-kind", "once-more"]);
}

#[test]
fn the_shipped_sheets_are_the_same_fields_everywhere() {
    let list = Element::read(&String::from_utf8_lossy(&SHIPPED["worksheets/print.html"]));
    let titles: Vec<String> = list.all().into_iter().filter(|e| e.is(&["h1", "h2"])).map(Element::words).collect();
    let mut sheets: Vec<(usize, &str)> = Vec::new();
    for path in SHIPPED.keys().filter(|path| path.ends_with("-a4.pdf")) {
        let Some(sheet) = path.strip_prefix("worksheets/").and_then(|p| p.strip_suffix("-a4.pdf")) else { continue };
        let Some(page) = SHIPPED.get(&format!("worksheets/{sheet}.html")) else { continue };
        let page = Element::read(&String::from_utf8_lossy(page));
        let title = page.find(|e| e.is(&["h1"])).expect("a title").words();
        let at = titles.iter().position(|t| *t == title).unwrap_or_else(|| panic!("`{title}` is in {titles:?}"));
        sheets.push((at, sheet));
    }
    sheets.sort_unstable();
    assert_eq!(sheets.len(), 6, "{sheets:?}");
    let order: Vec<&str> = sheets.into_iter().map(|(_, sheet)| sheet).collect();
    assert!(site_agrees(&SHIPPED, &order) > 60);
}

/// The sheet is what it says: nothing can be taken out of it unseen.
#[test]
fn the_sheet_with_every_kind_has_every_kind() {
    let page = Element::read(&String::from_utf8_lossy(&TESTED["worksheets/every-kind.html"]));
    let all = page.all();
    let kinds: BTreeSet<&str> = all.iter().filter_map(|e| e.attribute("class")?.strip_prefix("field field-")).collect();
    let every = ["box", "check", "choose", "date", "fill", "lines", "rate", "sign", "table"];
    assert_eq!(kinds, BTreeSet::from(every));
    let places = on_the_page(&TESTED["worksheets/every-kind.html"]);
    let has = |name: &str, value: Option<&str>, label: &str| {
        assert!(
            places.iter().any(|p| p.name == name && p.value.as_deref() == value && p.label == label),
            "{name} {value:?} {label}\n{places:#?}"
        );
    };
    has("street", None, "What does “Straße” mean to you?");
    has("how", Some("un-abrazo-señor"), "How will you begin?: Un abrazo señor");
    has("how-warm-is-it", Some("-3"), "How warm is it?: -3");
    has("how-ready-are-you", Some("1"), "How ready are you: 1 Not yet");
    has("which-of-these-is-one-word-twice--tea-tea", None, "Which of these is one word twice?: Tea & tea");
    has("what-stands-above-as-a-heading", None, "What stands above as a heading");
}
