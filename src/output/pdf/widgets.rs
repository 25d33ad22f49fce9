//! Places to write in a PDF: a form out of placeholders.
//!
//! In: a finished PDF whose links to `wsf:<n>` are placeholders, and what the place with each number is. Out: the same PDF
//! with a widget in the object of each placeholder, where the structure tree knows it already, and an `AcroForm`. Pages,
//! structure and metadata stay as they are. krilla has no form fields; this room goes when it has.

mod font;
mod marks;
#[cfg(test)]
mod tests;

use lopdf::{Dictionary, Document, Error, Object, ObjectId, SaveOptions, dictionary, text_string};
use marks::{Mark, Marks};
use std::collections::{BTreeMap, BTreeSet};

/// A place to write in a PDF: what becomes of the placeholder with the same number.
pub(super) struct Widget {
    /// The name of the field; its choices or lines share it. Without full stops, which PDF keeps for itself (ISO 32000-1,
    /// 12.7.3.2).
    pub(super) name: String,
    pub(super) kind: Kind,
    /// What to write, for who cannot see the page: the field's tooltip (`TU`). For choices and lines: the question.
    pub(super) label: String,
    /// The widget's own tooltip where it is one of several: question and option, or question and line.
    pub(super) option: Option<String>,
}

/// How a place is written in.
pub(super) enum Kind {
    /// By typing.
    Text {
        /// On several lines.
        multiline: bool,
    },
    /// By typing, on one of the lines of a field.
    Line {
        /// Which of them, from 1; the full name is the field's, a full stop, and this.
        number: u32,
    },
    /// By ticking.
    Tick,
    /// By choosing it and none of the others with its name.
    Choice {
        /// What the field's value is then.
        value: String,
    },
}

/// How typed text looks.
pub(super) struct Look {
    /// Its size in points.
    pub(super) size: f32,
    /// From right to left.
    pub(super) rtl: bool,
    /// The language of labels, where the PDF names none.
    pub(super) lang: String,
}

/// What a placeholder's address begins with; its number follows.
const PLACEHOLDER: &[u8] = b"wsf:";
/// A ticked box is in this state.
const TICKED: &[u8] = b"Yes";
/// Boxes that are not ticked, and choices that are not chosen (ISO 32000-1, 12.7.4.2.3).
const OFF: &[u8] = b"Off";
/// The longest name that every reader takes, in bytes (ISO 32000-1, annex C).
const LONGEST_NAME: usize = 127;
/// `Ff`: text of several lines (ISO 32000-1, table 228).
const MULTILINE: i64 = 1 << 12;
/// `Ff`: no more text than there is room for (table 228): what is scrolled out of sight would be missing on paper.
const DO_NOT_SCROLL: i64 = 1 << 23;
/// `Ff`: choices (table 226). `NoToggleToOff` is not set: who chose by mistake may take it back.
const RADIO: i64 = 1 << 15;
/// `F`: the annotation is printed (table 165).
const PRINT: i64 = 1 << 2;

/// Makes the placeholders `wsf:<n>` widgets. `Err` where the PDF cannot be read, where placeholders and widgets do not
/// answer each other one to one, where fields that are not choices of one kind share a name, and where a name has a full
/// stop.
pub(super) fn fill(pdf: &[u8], widgets: &[Widget], look: &Look) -> Result<Vec<u8>, Error> {
    let mut doc = Document::load_mem(pdf)?;
    let places = places(&doc, widgets)?;
    if !widgets.is_empty() {
        let mut form = Form::new(&mut doc, widgets, look);
        for (widget, place) in widgets.iter().zip(places) {
            form.add(widget, place)?;
        }
        form.finish()?;
    }
    let mut out = Vec::new();
    // Level 2 takes half of the time of level 6, and the file is a twentieth larger.
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true);
    let options = options.max_objects_per_stream(200).compression_level(2).build();
    doc.save_with_options(&mut out, options)?;
    Ok(out)
}

/// An error of the caller's, in words.
fn fault(words: String) -> Error {
    Error::Syntax(words)
}

/// Where a placeholder is.
struct Place {
    id: ObjectId,
    page: ObjectId,
    rect: Object,
    /// Its key in the parent tree, where the PDF is tagged.
    struct_parent: Option<Object>,
    /// In points.
    width: f32,
    height: f32,
}

/// The places of all widgets, in their order.
fn places(doc: &Document, widgets: &[Widget]) -> Result<Vec<Place>, Error> {
    let mut found: Vec<Option<Place>> = widgets.iter().map(|_| None).collect();
    for page in doc.page_iter() {
        let Ok(annotations) = doc.get_dictionary(page)?.get_deref(b"Annots", doc).and_then(Object::as_array) else {
            continue;
        };
        // krilla gives every annotation an object of its own.
        for id in annotations.iter().filter_map(|a| a.as_reference().ok()) {
            let annotation = doc.get_dictionary(id)?;
            let Some(n) = number(annotation, doc)? else { continue };
            let slot = found.get_mut(n).ok_or_else(|| fault(format!("there is no widget for the placeholder {n}")))?;
            if slot.replace(place(annotation, id, page)?).is_some() {
                return Err(fault(format!("the placeholder {n} is there twice")));
            }
        }
    }
    let all = found.into_iter().enumerate();
    all.map(|(n, place)| place.ok_or_else(|| fault(format!("there is no placeholder for the widget {n}")))).collect()
}

/// The number of a placeholder; `None` for other annotations.
fn number(annotation: &Dictionary, doc: &Document) -> Result<Option<usize>, Error> {
    let action = annotation.get_deref(b"A", doc).and_then(Object::as_dict);
    let address = action.and_then(|a| a.get_deref(b"URI", doc)).and_then(Object::as_str);
    let Some(digits) = address.ok().and_then(|a| a.strip_prefix(PLACEHOLDER)) else { return Ok(None) };
    let number = std::str::from_utf8(digits).ok().and_then(|d| d.parse().ok());
    let shown = || fault(format!("a placeholder has the number `{}`", String::from_utf8_lossy(digits)));
    number.map(Some).ok_or_else(shown)
}

fn place(annotation: &Dictionary, id: ObjectId, page: ObjectId) -> Result<Place, Error> {
    let rect = annotation.get(b"Rect")?;
    let corners: Vec<f32> = rect.as_array()?.iter().map(Object::as_float).collect::<Result<_, _>>()?;
    let &[left, bottom, right, top] = corners.as_slice() else {
        return Err(fault(format!("a placeholder's rectangle has {} numbers", corners.len())));
    };
    let struct_parent = annotation.get(b"StructParent").ok().cloned();
    let (width, height) = ((right - left).abs(), (top - bottom).abs());
    Ok(Place { id, page, rect: rect.clone(), struct_parent, width, height })
}

/// The form while it is made.
struct Form<'a> {
    doc: &'a mut Document,
    look: &'a Look,
    marks: Marks,
    /// The fields in reading order.
    fields: Vec<Object>,
    /// The names in use, and the parts of those that have several.
    names: BTreeMap<&'a str, Option<Parts>>,
    /// The names of choices whose states are numbers.
    numbered: BTreeSet<&'a str>,
}

/// A field of several widgets: choices of which one can be chosen, or lines.
struct Parts {
    id: ObjectId,
    label: String,
    kids: Vec<Object>,
    /// The values of choices; lines have none.
    values: Vec<Object>,
    are_choices: bool,
}

impl<'a> Form<'a> {
    fn new(doc: &'a mut Document, widgets: &'a [Widget], look: &'a Look) -> Self {
        let odd = |widget: &&Widget| matches!(&widget.kind, Kind::Choice { value } if !can_be_state(value));
        let numbered = widgets.iter().filter(odd).map(|widget| widget.name.as_str()).collect();
        Self { doc, look, marks: Marks::default(), fields: Vec::new(), names: BTreeMap::new(), numbered }
    }

    /// Puts a widget into the object of its placeholder.
    fn add(&mut self, widget: &'a Widget, place: Place) -> Result<(), Error> {
        let tooltip = text_string(widget.option.as_deref().unwrap_or(&widget.label));
        let own = match &widget.kind {
            Kind::Text { multiline } => {
                let name = self.claim(widget, place.id)?;
                self.text(name, *multiline, &place)?
            }
            Kind::Line { number } => {
                let parts = self.part(widget, place.id, false)?;
                let parent = parts.id;
                let mut own = self.text(text_string(&number.to_string()), false, &place)?;
                own.set("Parent", parent);
                own
            }
            Kind::Tick => {
                let name = self.claim(widget, place.id)?;
                let mut own = self.marked(Mark::Check, TICKED, &place)?;
                own.extend(&dictionary! { "FT" => "Btn", "T" => name, "V" => off() });
                own
            }
            Kind::Choice { value } => {
                let (parent, state) = self.choice(widget, value, place.id)?;
                let mut own = self.marked(Mark::Dot, &state, &place)?;
                own.set("Parent", parent);
                own
            }
        };
        let mut annotation = dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "Rect" => place.rect, "P" => place.page, "F" => PRINT,
        };
        if let Some(key) = place.struct_parent {
            annotation.set("StructParent", key);
        }
        annotation.set("TU", tooltip);
        annotation.extend(&own);
        self.doc.set_object(place.id, annotation);
        // Tab goes by the structure; krilla says so for tagged pages (ISO 14289-1, 7.18.3).
        self.doc.get_dictionary_mut(place.page)?.set("Tabs", "S");
        Ok(())
    }

    /// The name of a field that is one widget.
    fn claim(&mut self, widget: &'a Widget, id: ObjectId) -> Result<Object, Error> {
        let name = checked(&widget.name)?;
        if self.names.insert(name, None).is_some() {
            return Err(fault(format!("two fields have the name `{name}`")));
        }
        self.fields.push(id.into());
        Ok(text_string(name))
    }

    /// What a text has of its own. Each has its own appearance: programs that fill forms write into it.
    fn text(&mut self, name: Object, multiline: bool, place: &Place) -> Result<Dictionary, Error> {
        let empty = marks::picture((place.width, place.height), b"/Tx BMC\nEMC".to_vec());
        let looks = dictionary! { "N" => self.doc.try_add_object(empty)? };
        let typed = text_look(self.look);
        let mut own =
            dictionary! { "FT" => "Tx", "T" => name, "DA" => typed, "Q" => quadding(self.look), "AP" => looks };
        own.set("Ff", if multiline { MULTILINE | DO_NOT_SCROLL } else { DO_NOT_SCROLL });
        Ok(own)
    }

    /// What a box or ring has of its own: how it looks, and that it is empty.
    fn marked(&mut self, mark: Mark, on: &[u8], place: &Place) -> Result<Dictionary, Error> {
        let looks = self.marks.states(self.doc, mark, on, (place.width, place.height))?;
        let caption = dictionary! { "CA" => Object::string_literal(mark.caption()) };
        Ok(dictionary! { "AS" => off(), "MK" => caption, "AP" => looks })
    }

    /// The field of a choice, and the choice's state when it is chosen: its value, or its number from 0.
    fn choice(&mut self, widget: &'a Widget, value: &str, id: ObjectId) -> Result<(ObjectId, Vec<u8>), Error> {
        let is_numbered = self.numbered.contains(widget.name.as_str());
        let parts = self.part(widget, id, true)?;
        let number = parts.values.len();
        parts.values.push(text_string(value));
        let state = if is_numbered { number.to_string() } else { value.to_owned() };
        Ok((parts.id, state.into_bytes()))
    }

    /// The field that a widget is a part of, with the widget added to it.
    fn part(&mut self, widget: &'a Widget, id: ObjectId, are_choices: bool) -> Result<&mut Parts, Error> {
        let name = checked(&widget.name)?;
        if !self.names.contains_key(name) {
            let parent = self.doc.try_new_object_id()?;
            let (label, kids, values) = (widget.label.clone(), Vec::new(), Vec::new());
            self.names.insert(name, Some(Parts { id: parent, label, kids, values, are_choices }));
            self.fields.push(parent.into());
        }
        match self.names.get_mut(name) {
            Some(Some(parts)) if parts.are_choices == are_choices => {
                parts.kids.push(id.into());
                Ok(parts)
            }
            _ => Err(fault(format!("the name `{name}` is that of two fields"))),
        }
    }

    /// Adds the fields of several widgets, and the form itself.
    fn finish(self) -> Result<(), Error> {
        let Self { doc, look, fields, names, numbered, .. } = self;
        for (name, parts) in names {
            let Some(Parts { id, label, kids, values, are_choices }) = parts else { continue };
            let mut field = dictionary! { "T" => text_string(name), "TU" => text_string(&label), "Kids" => kids };
            if are_choices {
                field.extend(&dictionary! { "FT" => "Btn", "Ff" => RADIO, "V" => off() });
            }
            if numbered.contains(name) {
                field.set("Opt", values);
            }
            doc.set_object(id, field);
        }
        let fonts = dictionary! { font::NAME => font::embed(doc)? };
        let form = dictionary! {
            "Fields" => fields, "DR" => dictionary! { "Font" => fonts }, "DA" => text_look(look), "Q" => quadding(look),
        };
        let form = doc.try_add_object(form)?;
        let catalog = doc.catalog_mut()?;
        catalog.set("AcroForm", form);
        // Tooltips must have a language (ISO 14289-1, 7.2).
        if !catalog.has(b"Lang") {
            catalog.set("Lang", text_string(&look.lang));
        }
        Ok(())
    }
}

/// A field's name, where it may be one.
fn checked(name: &str) -> Result<&str, Error> {
    let good = !name.is_empty() && !name.contains('.');
    if good { Ok(name) } else { Err(fault(format!("a field cannot have the name `{name}`"))) }
}

fn off() -> Object {
    Object::Name(OFF.to_vec())
}

/// Typed text: its font and size, in black.
fn text_look(look: &Look) -> Object {
    Object::string_literal(format!("/{} {} Tf 0 g", font::NAME, look.size))
}

/// Where a line of typed text begins: 0 left, 2 right (ISO 32000-1, table 222).
fn quadding(look: &Look) -> i64 {
    if look.rtl { 2 } else { 0 }
}

/// Whether a value can be the name of a state. Readers do not agree on names beyond ASCII (Chromium writes some of them
/// wrongly); `Opt` has such values as text, and the states are numbers then (ISO 32000-1, table 227).
fn can_be_state(value: &str) -> bool {
    let plain = !value.is_empty() && value.bytes().all(|b| b.is_ascii_graphic());
    plain && value.len() <= LONGEST_NAME && value.as_bytes() != OFF
}
