//! Reading PDFs: objects wherever they stand, text strings, fields with what they inherit.

use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};

/// An object, whether it stands in its place or is referred to.
pub(crate) fn direct<'a>(doc: &'a Document, object: &'a Object) -> &'a Object {
    doc.dereference(object).map_or(object, |(_, object)| object)
}

/// A dictionary, or that of a stream.
pub(crate) fn dictionary<'a>(doc: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    match direct(doc, object) {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// What a dictionary has below a key.
pub(crate) fn get<'a>(doc: &'a Document, dictionary: &'a Dictionary, key: &str) -> Option<&'a Object> {
    dictionary.get(key.as_bytes()).ok().map(|object| direct(doc, object))
}

pub(crate) fn get_dictionary<'a>(doc: &'a Document, within: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
    dictionary(doc, get(doc, within, key)?)
}

/// What stands in an array; where there is no array, the one object.
pub(crate) fn items<'a>(doc: &'a Document, within: &'a Dictionary, key: &str) -> Vec<&'a Object> {
    match get(doc, within, key) {
        Some(Object::Array(items)) => items.iter().collect(),
        // The reference, not what it leads to.
        Some(_) => within.get(key.as_bytes()).ok().into_iter().collect(),
        None => Vec::new(),
    }
}

/// A text string.
pub(crate) fn text(doc: &Document, within: &Dictionary, key: &str) -> Option<String> {
    decode_text_string(get(doc, within, key)?).ok()
}

pub(crate) fn name(doc: &Document, within: &Dictionary, key: &str) -> Option<String> {
    get(doc, within, key)?.as_name().ok().map(|name| String::from_utf8_lossy(name).into_owned())
}

pub(crate) fn integer(doc: &Document, within: &Dictionary, key: &str) -> Option<i64> {
    get(doc, within, key)?.as_i64().ok()
}

/// Four numbers: left, bottom, right, top.
pub(crate) fn rectangle(doc: &Document, within: &Dictionary, key: &str) -> Option<[f32; 4]> {
    let numbers = items(doc, within, key).into_iter().map(|n| direct(doc, n).as_float());
    numbers.collect::<Result<Vec<_>, _>>().ok()?.try_into().ok()
}

/// A place to write in a form: a widget, and what the fields above it say.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Widget {
    pub(crate) id: ObjectId,
    /// Names from the root to the field, joined with full stops (ISO 32000-1, 12.7.3.2).
    pub(crate) name: String,
    /// `Tx` or `Btn`.
    pub(crate) sort: String,
    pub(crate) flags: i64,
    /// Its own tooltip.
    pub(crate) label: String,
    /// The tooltip of the field above, where there is one.
    pub(crate) question: Option<String>,
    /// The state in which it is chosen, and the value that this stands for.
    pub(crate) state: Option<String>,
    pub(crate) value: Option<String>,
}

/// All widgets by their fields, in the order of the form.
pub(crate) fn widgets(doc: &Document) -> Vec<Widget> {
    let form = doc.catalog().ok().and_then(|catalog| get_dictionary(doc, catalog, "AcroForm"));
    let mut out = Vec::new();
    for field in form.map(|form| items(doc, form, "Fields")).unwrap_or_default() {
        push_widgets(doc, field.as_reference().expect("a field is an object"), &[], &mut out);
    }
    out
}

fn push_widgets<'a>(doc: &'a Document, id: ObjectId, above: &[&'a Dictionary], out: &mut Vec<Widget>) {
    let own = doc.get_dictionary(id).expect("a field");
    let line: Vec<&Dictionary> = above.iter().copied().chain([own]).collect();
    if own.has(b"Kids") {
        for kid in items(doc, own, "Kids") {
            let kid = kid.as_reference().expect("a kid is an object");
            let parent = doc.get_dictionary(kid).and_then(|kid| kid.get(b"Parent")).and_then(Object::as_reference);
            assert_eq!(parent.ok(), Some(id), "a kid knows its field");
            push_widgets(doc, kid, &line, out);
        }
        return;
    }
    let nearest = |key: &str| line.iter().rev().find_map(|d| get(doc, d, key));
    let names: Vec<String> = line.iter().filter_map(|d| text(doc, d, "T")).collect();
    let looks = get_dictionary(doc, own, "AP").and_then(|looks| get_dictionary(doc, looks, "N"));
    let states = looks.map(|looks| looks.iter().map(|(state, _)| String::from_utf8_lossy(state).into_owned()));
    let sort = nearest("FT").and_then(|o| o.as_name().ok()).map(|n| String::from_utf8_lossy(n).into_owned());
    let sort = sort.expect("a field has a type");
    let state = states.filter(|_| sort == "Btn").and_then(|mut states| states.find(|state| state != "Off"));
    let parent = above.last();
    let opt = parent.filter(|parent| parent.has(b"Opt")).map(|parent| items(doc, parent, "Opt"));
    let value = match (&state, opt) {
        (Some(state), Some(opt)) => {
            let number: usize = state.parse().expect("a state that is a number");
            Some(decode_text_string(direct(doc, opt[number])).expect("a value"))
        }
        _ => state.clone(),
    };
    out.push(Widget {
        id,
        name: names.join("."),
        sort,
        flags: nearest("Ff").and_then(|o| o.as_i64().ok()).unwrap_or(0),
        label: text(doc, own, "TU").unwrap_or_default(),
        question: parent.and_then(|parent| text(doc, parent, "TU")),
        state,
        value,
    });
}
