//! Annotations: places to write, and links.

use super::Look;
use crate::reader::{self, dictionary, get, get_dictionary, integer, items, name, text};
use lopdf::{Object, ObjectId, Stream};

/// `F`: printed; and what would keep it from being seen or changed: hidden, no view, read only, locked (ISO 32000-1, table 165).
const PRINT: i64 = 1 << 2;
const UNUSABLE: i64 = (1 << 1) | (1 << 5) | (1 << 6) | (1 << 7);
/// `Ff`: read only, and choices (tables 221 and 226).
const READ_ONLY: i64 = 1;
const RADIO: i64 = 1 << 15;

fn subtype(look: &Look<'_>, annotation: ObjectId) -> String {
    let own = look.doc.get_dictionary(annotation).ok();
    own.and_then(|own| name(look.doc, own, "Subtype")).unwrap_or_default()
}

/// The role of the element that has an annotation.
fn role_of(look: &Look<'_>, annotation: ObjectId) -> String {
    let has_it = |inside: ObjectId| inside == annotation;
    let owner = look.elements().into_iter().find(|(e, _)| e.objects().any(has_it));
    owner.map_or_else(String::new, |(e, _)| e.role.clone())
}

/// Each is a link or a place to write, in the structure once, and leads back there (ISO 14289-1, 7.18.1); the keyboard goes by
/// the structure (7.18.3).
pub(super) fn annotations_are_in_the_structure(look: &mut Look<'_>) {
    let owners = look.owners();
    for annotation in look.annotations() {
        let sort = subtype(look, annotation);
        let wanted = match sort.as_str() {
            "Link" => "Link",
            "Widget" => "Form",
            _ => {
                look.fault(format!("{annotation:?} is a {sort}"));
                continue;
            }
        };
        let own = owners.get(&annotation).cloned().unwrap_or_default();
        look.holds(own.len() == 1, format!("{annotation:?} is in the structure {} times", own.len()));
        let back = look.parent_of(annotation);
        look.holds(back.is_some() && back == own.first().copied(), format!("{annotation:?} leads to {back:?}"));
        let role = role_of(look, annotation);
        look.holds(role == wanted, format!("{annotation:?} is a {sort} in a `{role}`"));
    }
    for n in 0..look.pages.len() {
        let page = look.doc.get_dictionary(look.pages[n].0).expect("a page");
        let has_none = get(look.doc, page, "Annots").is_none();
        let tabs = name(look.doc, page, "Tabs");
        look.holds(has_none || tabs.as_deref() == Some("S"), format!("page {}: the keyboard goes by {tabs:?}", n + 1));
    }
}

/// ISO 14289-1, 7.18.4.
pub(super) fn forms_are_one_widget(look: &mut Look<'_>) {
    let forms = look.elements().into_iter().map(|(e, _)| e).filter(|e| e.role == "Form");
    let counts: Vec<_> = forms.map(|form| (form.id, form.objects().count())).collect();
    for (form, count) in counts {
        look.holds(count == 1, format!("{form:?} has {count} widgets"));
    }
    let annotations = look.annotations();
    for (annotation, _) in look.owners() {
        look.holds(annotations.contains(&annotation), format!("{annotation:?} is on no page"));
    }
}

/// ISO 14289-1, 7.18.5.
pub(super) fn links_have_words(look: &mut Look<'_>) {
    for annotation in look.annotations() {
        if subtype(look, annotation) == "Link" {
            let own = look.doc.get_dictionary(annotation).expect("an annotation");
            let words = text(look.doc, own, "Contents").unwrap_or_default();
            look.holds(!words.trim().is_empty(), format!("{annotation:?} has no words"));
        }
    }
}

/// A place to write has a name for who cannot see it (ISO 14289-1, 7.18.1), looks like something, is printed, and is a field
/// of the form.
pub(super) fn widgets_can_be_used(look: &mut Look<'_>) {
    let fields = reader::widgets(look.doc);
    for annotation in look.annotations() {
        if subtype(look, annotation) != "Widget" {
            continue;
        }
        let own = look.doc.get_dictionary(annotation).expect("an annotation");
        let label = text(look.doc, own, "TU").unwrap_or_default();
        let flags = integer(look.doc, own, "F").unwrap_or_default();
        let looks = get_dictionary(look.doc, own, "AP").is_some_and(|looks| looks.has(b"N"));
        look.holds(!label.trim().is_empty(), format!("{annotation:?} has no name"));
        look.holds(looks, format!("{annotation:?} looks like nothing"));
        look.holds(flags & PRINT != 0 && flags & UNUSABLE == 0, format!("{annotation:?} has the flags {flags}"));
        let field = fields.iter().filter(|field| field.id == annotation);
        let usable = field.clone().all(|field| field.flags & READ_ONLY == 0);
        let count = field.count();
        look.holds(count == 1 && usable, format!("{annotation:?} is {count} fields"));
    }
    // Choices alone share a name, and each has a state of its own.
    let state = |field: &reader::Widget| field.state.clone().filter(|_| field.flags & RADIO != 0);
    let mut names: Vec<_> = fields.iter().map(|field| (field.name.as_str(), state(field))).collect();
    let form = look.doc.catalog().ok().and_then(|catalog| get_dictionary(look.doc, catalog, "AcroForm"));
    let roots = form.map(|form| items(look.doc, form, "Fields")).unwrap_or_default();
    let mut roots: Vec<_> = roots.into_iter().map(|f| text(look.doc, dictionary(look.doc, f)?, "T")).collect();
    let all = (names.len(), roots.len());
    names.sort_unstable();
    names.dedup();
    roots.sort_unstable();
    roots.dedup();
    look.holds((names.len(), roots.len()) == all, "two fields have one name");
}

/// Fields are made of links to `wsf:`, of which none is left anywhere.
pub(super) fn no_placeholder_is_left(look: &mut Look<'_>) {
    let faults: Vec<String> = look
        .doc
        .objects
        .iter()
        .filter(|(_, object)| has_placeholder(object))
        .map(|(id, _)| format!("one is left in {id:?}"))
        .collect();
    look.faults.extend(faults);
}

fn has_placeholder(object: &Object) -> bool {
    let is_one = |bytes: &[u8]| bytes.windows(4).any(|four| four == b"wsf:");
    let plain = |stream: &Stream| stream.get_plain_content().unwrap_or_else(|_| stream.content.clone());
    match object {
        Object::String(bytes, _) | Object::Name(bytes) => is_one(bytes),
        Object::Array(items) => items.iter().any(has_placeholder),
        Object::Dictionary(dictionary) => dictionary.iter().any(|(_, object)| has_placeholder(object)),
        Object::Stream(stream) => {
            stream.dict.iter().any(|(_, object)| has_placeholder(object)) || is_one(&plain(stream))
        }
        _ => false,
    }
}
