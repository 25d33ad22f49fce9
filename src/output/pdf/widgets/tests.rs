mod sheet;

use super::*;
use lopdf::decode_text_string;
use sheet::{A_PAGE, drawn, drawn_as, font_data};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

fn text(name: &str, label: &str, multiline: bool) -> Widget {
    Widget { name: name.into(), kind: Kind::Text { multiline }, label: label.into(), option: None }
}

fn tick(name: &str, label: &str, option: &str) -> Widget {
    Widget { name: name.into(), kind: Kind::Tick, label: label.into(), option: Some(option.into()) }
}

fn choice(name: &str, label: &str, value: &str) -> Widget {
    let option = Some(format!("{label}: {value}"));
    Widget { name: name.into(), kind: Kind::Choice { value: value.into() }, label: label.into(), option }
}

/// Every kind of place; the choices of `mood` are on two pages.
fn every_kind() -> Vec<Widget> {
    let mut widgets = vec![
        text("goal", "What do you want?", false),
        text("story", "ماذا حدث؟", true),
        tick("with--friend", "Who helps?", "Who helps?: a friend"),
        tick("with--family", "Who helps?", "Who helps?: family"),
        choice("size", "How large?", "small"),
        choice("size", "How large?", "größer"),
        choice("size", "How large?", "كبير"),
        text("note", "Notes (all of them)", true),
    ];
    widgets.extend((widgets.len()..A_PAGE - 1).map(|n| text(&format!("row-{n}"), "A row", false)));
    widgets.extend(["1", "2", "3"].map(|value| choice("mood", "How is it?", value)));
    widgets.push(text("last", "The last word", false));
    widgets
}

const LOOK: Look = Look { size: 11.0, rtl: false, lang: String::new() };

fn filled(widgets: &[Widget]) -> Document {
    let bytes = fill(&drawn(widgets), widgets, &LOOK).expect("a form");
    Document::load_mem(&bytes).expect("a PDF")
}

fn fields(doc: &Document) -> Vec<&Dictionary> {
    let form = doc.catalog().unwrap().get_deref(b"AcroForm", doc).unwrap().as_dict().unwrap();
    let fields = form.get(b"Fields").unwrap().as_array().unwrap();
    fields.iter().map(|field| doc.get_dictionary(field.as_reference().unwrap()).unwrap()).collect()
}

fn said(dict: &Dictionary, key: &[u8]) -> String {
    decode_text_string(dict.get(key).unwrap()).unwrap()
}

fn kids<'a>(doc: &'a Document, field: &Dictionary) -> Vec<&'a Dictionary> {
    let kids = field.get(b"Kids").unwrap().as_array().unwrap();
    kids.iter().map(|kid| doc.get_dictionary(kid.as_reference().unwrap()).unwrap()).collect()
}

/// The values of choices whose states are numbers.
fn values(field: &Dictionary) -> Vec<String> {
    let values = field.get(b"Opt").unwrap().as_array().unwrap();
    values.iter().map(|value| decode_text_string(value).unwrap()).collect()
}

fn states(doc: &Document, widget: &Dictionary) -> Vec<String> {
    let looks = widget.get_deref(b"AP", doc).unwrap().as_dict().unwrap();
    let states = looks.get_deref(b"N", doc).unwrap().as_dict().unwrap();
    states.iter().map(|(state, _)| String::from_utf8(state.clone()).unwrap()).collect()
}

fn integer(dict: &Dictionary, key: &[u8]) -> Option<i64> {
    dict.get(key).ok().map(|o| o.as_i64().unwrap())
}

#[test]
fn fields_are_in_the_order_of_their_numbers() {
    let doc = filled(&every_kind());
    let names: Vec<String> = fields(&doc).into_iter().map(|field| said(field, b"T")).collect();
    assert_eq!(names[..6], ["goal", "story", "with--friend", "with--family", "size", "note"]);
    assert_eq!(names[names.len() - 3..], ["row-16", "mood", "last"]);
}

#[test]
fn every_field_and_every_choice_says_what_to_write() {
    let doc = filled(&every_kind());
    let fields = fields(&doc);
    let tooltips: Vec<String> = fields.iter().take(5).map(|field| said(field, b"TU")).collect();
    assert_eq!(
        tooltips,
        ["What do you want?", "ماذا حدث؟", "Who helps?: a friend", "Who helps?: family", "How large?"]
    );
    let tooltips: Vec<String> = kids(&doc, fields[4]).into_iter().map(|kid| said(kid, b"TU")).collect();
    assert_eq!(tooltips, ["How large?: small", "How large?: größer", "How large?: كبير"]);
}

#[test]
fn texts_ticks_and_choices_are_what_they_are() {
    let doc = filled(&every_kind());
    let fields = fields(&doc);
    let kind = |n: usize| fields[n].get(b"FT").unwrap().as_name().unwrap();
    assert_eq!((kind(0), integer(fields[0], b"Ff")), (b"Tx".as_slice(), Some(DO_NOT_SCROLL)));
    assert_eq!((kind(1), integer(fields[1], b"Ff")), (b"Tx".as_slice(), Some(MULTILINE | DO_NOT_SCROLL)));
    assert_eq!(fields[0].get(b"DA").unwrap().as_str().unwrap(), b"/FieldSans 11 Tf 0 g");
    assert_eq!((kind(2), integer(fields[2], b"Ff")), (b"Btn".as_slice(), None));
    assert_eq!(states(&doc, fields[2]), ["Yes", "Off"]);
    assert_eq!((kind(4), integer(fields[4], b"Ff")), (b"Btn".as_slice(), Some(RADIO)));
    let chosen: Vec<_> = kids(&doc, fields[4]).into_iter().map(|kid| states(&doc, kid)).collect();
    assert_eq!(chosen, [["0", "Off"], ["1", "Off"], ["2", "Off"]]);
    assert_eq!(values(fields[4]), ["small", "größer", "كبير"]);
    let mood = fields[fields.len() - 2];
    let chosen: Vec<_> = kids(&doc, mood).into_iter().map(|kid| states(&doc, kid)).collect();
    assert_eq!(chosen, [["1", "Off"], ["2", "Off"], ["3", "Off"]]);
    assert!(!mood.has(b"Opt"));
    for off in [fields[2], kids(&doc, fields[4])[0]] {
        assert_eq!(off.get(b"AS").unwrap().as_name().unwrap(), OFF);
    }
}

#[test]
fn one_question_may_go_over_two_pages() {
    let doc = filled(&every_kind());
    let fields = fields(&doc);
    let mood = fields[fields.len() - 2];
    let pages: Vec<ObjectId> = doc.page_iter().collect();
    let on: Vec<_> = kids(&doc, mood).into_iter().map(|kid| kid.get(b"P").unwrap().as_reference().unwrap()).collect();
    assert_eq!(on, [pages[0], pages[1], pages[1]]);
}

#[test]
fn the_lines_of_a_field_are_one_field() {
    let line = |number: u32| {
        let option = Some(format!("What happened? Line {number}"));
        Widget { name: "what".into(), kind: Kind::Line { number }, label: "What happened?".into(), option }
    };
    let doc = filled(&[text("before", "Before", false), line(1), line(2), text("after", "After", false)]);
    let all = fields(&doc);
    assert_eq!(all.iter().map(|f| said(f, b"T")).collect::<Vec<_>>(), ["before", "what", "after"]);
    assert_eq!(said(all[1], b"TU"), "What happened?");
    let lines = kids(&doc, all[1]);
    assert_eq!(lines.iter().map(|l| said(l, b"T")).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(said(lines[1], b"TU"), "What happened? Line 2");
    assert!(lines.iter().all(|l| l.get(b"FT").unwrap().as_name().unwrap() == b"Tx" && l.has(b"DA") && l.has(b"AP")));
}

#[test]
fn every_widget_is_where_the_structure_looks_for_it() {
    let widgets = every_kind();
    let doc = filled(&widgets);
    let root = doc.catalog().unwrap().get_deref(b"StructTreeRoot", &doc).unwrap().as_dict().unwrap();
    let parents = root.get_deref(b"ParentTree", &doc).unwrap().as_dict().unwrap();
    let numbers = parents.get_deref(b"Nums", &doc).unwrap().as_array().unwrap();
    let mut seen = 0;
    for page in doc.page_iter() {
        let page = doc.get_dictionary(page).unwrap();
        assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
        for annotation in page.get_deref(b"Annots", &doc).unwrap().as_array().unwrap() {
            let id = annotation.as_reference().unwrap();
            let widget = doc.get_dictionary(id).unwrap();
            assert_eq!(widget.get(b"Subtype").unwrap().as_name().unwrap(), b"Widget");
            assert_eq!(integer(widget, b"F"), Some(PRINT));
            assert!(![&b"A"[..], b"Border", b"Contents"].iter().any(|key| widget.has(key)));
            let key = integer(widget, b"StructParent").expect("a key");
            let at = numbers.iter().step_by(2).position(|n| n.as_i64().unwrap() == key).expect("a parent");
            let element = doc.dereference(&numbers[2 * at + 1]).unwrap().1.as_dict().unwrap();
            assert_eq!(element.get(b"S").unwrap().as_name().unwrap(), b"Form");
            assert_eq!(object_of(&doc, element), id);
            seen += 1;
        }
    }
    assert_eq!(seen, widgets.len());
}

/// The object that a structure element with one object reference is of.
fn object_of(doc: &Document, element: &Dictionary) -> ObjectId {
    let content = element.get_deref(b"K", doc).unwrap();
    let content = content.as_array().map_or(content, |list| &list[0]);
    let reference = doc.dereference(content).unwrap().1.as_dict().unwrap();
    assert_eq!(reference.get(b"Type").unwrap().as_name().unwrap(), b"OBJR");
    reference.get(b"Obj").unwrap().as_reference().unwrap()
}

#[test]
fn no_placeholder_is_left() {
    let widgets = every_kind();
    let before = drawn(&widgets);
    let holds = |bytes: &[u8]| bytes.windows(PLACEHOLDER.len()).any(|four| four == PLACEHOLDER);
    assert!(holds(&before), "the test looks for what is there");
    let mut doc = Document::load_mem(&fill(&before, &widgets, &LOOK).unwrap()).unwrap();
    doc.decompress();
    let mut plain = Vec::new();
    doc.save_with_options(&mut plain, SaveOptions::default()).unwrap();
    assert!(!holds(&plain));
    assert!(!plain.windows(11).any(|w| w == b"placeholder"));
}

#[test]
fn the_rest_of_the_file_stays_as_it_was() {
    let widgets = every_kind();
    let before = drawn(&widgets);
    let after = Document::load_mem(&fill(&before, &widgets, &LOOK).unwrap()).unwrap();
    let before = Document::load_mem(&before).unwrap();
    assert_eq!(after.trailer.get(b"ID").unwrap(), before.trailer.get(b"ID").unwrap());
    let mut root = after.catalog().unwrap().clone();
    root.remove(b"AcroForm");
    assert_eq!(&root, before.catalog().unwrap());
    let widgets: Vec<ObjectId> = before.page_iter().flat_map(|page| annotations(&before, page)).collect();
    let catalog = before.trailer.get(b"Root").unwrap().as_reference().unwrap();
    for (id, object) in &before.objects {
        if !widgets.contains(id) && *id != catalog {
            assert_eq!(after.objects.get(id), Some(object), "object {} is as it was", id.0);
        }
    }
}

fn annotations(doc: &Document, page: ObjectId) -> Vec<ObjectId> {
    let page = doc.get_dictionary(page).unwrap();
    let annotations = page.get_deref(b"Annots", doc).unwrap().as_array().unwrap();
    annotations.iter().map(|a| a.as_reference().unwrap()).collect()
}

#[test]
fn the_font_is_embedded_with_the_widths_of_its_signs() {
    let doc = filled(&every_kind());
    let form = doc.catalog().unwrap().get_deref(b"AcroForm", &doc).unwrap().as_dict().unwrap();
    let resources = form.get(b"DR").unwrap().as_dict().unwrap();
    let fonts = resources.get(b"Font").unwrap().as_dict().unwrap();
    let font = fonts.get_deref(font::NAME.as_bytes(), &doc).unwrap().as_dict().unwrap();
    let widths = font.get(b"Widths").unwrap().as_array().unwrap();
    assert_eq!(widths.len(), 224);
    let encoding = font.get_font_encoding(&doc).unwrap();
    let mut seen = String::new();
    let metrics = FontRef::new(font_data()).unwrap();
    let glyphs = metrics.glyph_metrics(Size::new(1000.0), LocationRef::default());
    for (code, width) in (32_u8..=255).zip(widths) {
        let shown = Document::decode_text(&encoding, &[code]).unwrap();
        let Some(c) = shown.chars().next() else { continue };
        let Some(glyph) = metrics.charmap().map(c) else { continue };
        let own = glyphs.advance_width(glyph).unwrap().round();
        assert!((own - width.as_float().unwrap()).abs() < 0.5, "{code}: {c}");
        seen.push(c);
    }
    assert!(['a', '€', 'ÿ'].iter().all(|c| seen.contains(*c)) && seen.chars().count() > 200, "{seen}");
    let descriptor = font.get_deref(b"FontDescriptor", &doc).unwrap().as_dict().unwrap();
    let file = descriptor.get_deref(b"FontFile2", &doc).unwrap().as_stream().unwrap();
    assert_eq!(file.decompressed_content().unwrap(), font_data());
    let number = |key: &[u8]| descriptor.get(key).unwrap().as_float().unwrap();
    assert!(number(b"Descent") < 0.0 && number(b"CapHeight") > 500.0 && number(b"Ascent") > number(b"CapHeight"));
    assert!((50.0..150.0).contains(&number(b"StemV")));
}

#[test]
fn right_to_left_texts_begin_at_the_right() {
    let widgets = every_kind();
    let look = Look { size: 18.0, rtl: true, lang: "ar".into() };
    let doc = Document::load_mem(&fill(&drawn(&widgets), &widgets, &look).unwrap()).unwrap();
    let story = fields(&doc)[1];
    assert_eq!(integer(story, b"Q"), Some(2));
    assert_eq!(story.get(b"DA").unwrap().as_str().unwrap(), b"/FieldSans 18 Tf 0 g");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let widgets = every_kind();
    let before = drawn(&widgets);
    assert_eq!(fill(&before, &widgets, &LOOK).unwrap(), fill(&before, &widgets, &LOOK).unwrap());
}

#[test]
fn a_value_that_cannot_be_a_state_makes_the_states_numbers() {
    for odd in ["", "Off", "two words", "ah\u{62d}", "x".repeat(128).as_str()] {
        let widgets = [choice("c", "Which?", "plain"), choice("c", "Which?", odd), choice("d", "Which?", "plain")];
        let doc = filled(&widgets);
        let fields = fields(&doc);
        let states: Vec<Vec<String>> = kids(&doc, fields[0]).into_iter().map(|kid| states(&doc, kid)).collect();
        assert_eq!(states, [["0", "Off"], ["1", "Off"]]);
        assert_eq!(values(fields[0]), ["plain", odd]);
        assert!(!fields[1].has(b"Opt"), "another question is none of its business");
    }
}

#[test]
fn placeholders_and_widgets_answer_each_other() {
    let two = [text("a", "A", false), text("b", "B", false)];
    let fault = |addresses: &[&str], widgets: &[Widget]| {
        let addresses: Vec<String> = addresses.iter().map(|a| (*a).to_owned()).collect();
        let drawn = drawn_as(&addresses, &two);
        fill(&drawn, widgets, &LOOK).err().map(|e| e.to_string()).unwrap_or_default()
    };
    assert_eq!(fault(&["wsf:1", "wsf:0"], &two), "");
    assert!(fault(&["wsf:0", "wsf:7"], &two).contains("no widget for the placeholder 7"));
    assert!(fault(&["wsf:0", "wsf:0"], &two).contains("placeholder 0 is there twice"));
    assert!(fault(&["wsf:0", "wsf:x"], &two).contains("`x`"));
    assert!(fault(&["wsf:0", "wsf:-1"], &two).contains("`-1`"));
    assert!(fault(&["wsf:0", "https://example.org/"], &two).contains("no placeholder for the widget 1"));
    assert!(fault(&["wsf:0", "wsf:1"], &[]).contains("no widget for the placeholder 0"));
    assert!(fill(b"no PDF", &two, &LOOK).is_err());
}

#[test]
fn a_name_is_one_field() {
    let fault =
        |widgets: &[Widget]| fill(&drawn(widgets), widgets, &LOOK).err().map(|e| e.to_string()).unwrap_or_default();
    assert!(fault(&[text("a", "A", false), text("a", "B", false)]).contains("two fields have the name `a`"));
    assert!(fault(&[tick("a", "A", "A: b"), choice("a", "A", "c")]).contains("that of two fields"));
    assert!(fault(&[choice("a", "A", "c"), tick("a", "A", "A: b")]).contains("two fields have the name `a`"));
    assert!(fault(&[text("a.b", "A", false)]).contains("cannot have the name `a.b`"));
    assert!(fault(&[text("", "A", false)]).contains("cannot have the name ``"));
}

#[test]
fn links_that_are_none_of_ours_stay() {
    let widgets = [text("a", "A", false)];
    let addresses = ["wsf:0".to_owned(), "https://example.org/".to_owned()];
    let drawn = drawn_as(&addresses, &[text("a", "A", false), text("b", "B", false)]);
    let doc = Document::load_mem(&fill(&drawn, &widgets, &LOOK).unwrap()).unwrap();
    let page = doc.page_iter().next().unwrap();
    let kinds: Vec<&[u8]> = annotations(&doc, page)
        .into_iter()
        .map(|id| doc.get_dictionary(id).unwrap().get(b"Subtype").unwrap().as_name().unwrap())
        .collect();
    assert_eq!(kinds, [&b"Widget"[..], b"Link"]);
}

#[test]
fn a_pdf_without_places_has_no_form() {
    let drawn = drawn_as(&["https://example.org/".to_owned()], &[text("a", "A", false)]);
    let doc = Document::load_mem(&fill(&drawn, &[], &LOOK).unwrap()).unwrap();
    assert!(!doc.catalog().unwrap().has(b"AcroForm"));
}

/// What is filled after the PDF was changed; `fault` where it cannot be.
fn changed(change: impl FnOnce(&mut Document)) -> Result<Document, String> {
    let mut doc = Document::load_mem(&drawn(&[text("a", "A", false)])).unwrap();
    change(&mut doc);
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    let look = Look { lang: "ar".into(), ..LOOK };
    let after = fill(&bytes, &[text("a", "A", false)], &look).map_err(|e| e.to_string())?;
    Ok(Document::load_mem(&after).unwrap())
}

fn placeholder(doc: &mut Document) -> &mut Dictionary {
    let page = doc.page_iter().next().unwrap();
    let id = annotations(doc, page)[0];
    doc.get_dictionary_mut(id).unwrap()
}

#[test]
fn labels_have_a_language() {
    let named = changed(|_| ()).unwrap();
    assert_eq!(said(named.catalog().unwrap(), b"Lang"), "en");
    let unnamed = changed(|doc| drop(doc.catalog_mut().unwrap().remove(b"Lang"))).unwrap();
    assert_eq!(said(unnamed.catalog().unwrap(), b"Lang"), "ar");
}

#[test]
fn odd_placeholders_are_told_or_made_the_best_of() {
    let untagged = changed(|doc| drop(placeholder(doc).remove(b"StructParent"))).unwrap();
    assert!(!fields(&untagged)[0].has(b"StructParent"));
    let three: Vec<Object> = vec![1.into(), 2.into(), 3.into()];
    let fault = changed(|doc| placeholder(doc).set("Rect", three)).unwrap_err();
    assert!(fault.contains("rectangle has 3 numbers"), "{fault}");
    assert!(changed(|doc| drop(placeholder(doc).remove(b"Rect"))).is_err());
    assert!(changed(|doc| placeholder(doc).set("Rect", "none")).is_err());
    let gone = changed(|doc| drop(placeholder(doc).remove(b"A"))).unwrap_err();
    assert!(gone.contains("no placeholder for the widget 0"), "{gone}");
}
