//! The structure tree of a PDF (ISO 32000-1, 14.7).

use crate::reader::{dictionary, direct, get, get_dictionary, items, name};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// An element with what is in it.
#[derive(Debug)]
pub(crate) struct Element {
    /// Its object; the root of the tree is one, too.
    pub(crate) id: ObjectId,
    /// Its role, a standard one.
    pub(crate) role: String,
    pub(crate) inside: Vec<Kid>,
}

#[derive(Debug)]
pub(crate) enum Kid {
    Element(Element),
    /// Marked content: its page and number.
    Content(ObjectId, i64),
    /// An annotation.
    Object(ObjectId),
}

/// The tree, from its root on; `None` where there is none.
pub(crate) fn tree(doc: &Document) -> Option<Element> {
    let id = doc.catalog().ok()?.get(b"StructTreeRoot").ok()?.as_reference().ok()?;
    let root = doc.get_dictionary(id).ok()?;
    let roles = get_dictionary(doc, root, "RoleMap");
    Some(Element { id, role: "StructTreeRoot".into(), inside: kids(doc, root, None, roles) })
}

fn kids(doc: &Document, of: &Dictionary, page: Option<ObjectId>, roles: Option<&Dictionary>) -> Vec<Kid> {
    let page = of.get(b"Pg").and_then(Object::as_reference).ok().or(page);
    items(doc, of, "K").into_iter().filter_map(|kid| self::kid(doc, kid, page, roles)).collect()
}

fn kid(doc: &Document, kid: &Object, page: Option<ObjectId>, roles: Option<&Dictionary>) -> Option<Kid> {
    if let Ok(number) = direct(doc, kid).as_i64() {
        return Some(Kid::Content(page?, number));
    }
    let own = dictionary(doc, kid)?;
    let page = own.get(b"Pg").and_then(Object::as_reference).ok().or(page);
    match name(doc, own, "Type").as_deref() {
        Some("MCR") => Some(Kid::Content(page?, own.get(b"MCID").ok()?.as_i64().ok()?)),
        Some("OBJR") => Some(Kid::Object(own.get(b"Obj").ok()?.as_reference().ok()?)),
        _ => {
            let role = name(doc, own, "S")?;
            let role = roles.and_then(|roles| name(doc, roles, &role)).unwrap_or(role);
            Some(Kid::Element(Element { id: kid.as_reference().ok()?, role, inside: kids(doc, own, page, roles) }))
        }
    }
}

impl Element {
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.inside.iter().filter_map(|kid| match kid {
            Kid::Element(element) => Some(element),
            _ => None,
        })
    }

    pub(crate) fn objects(&self) -> impl Iterator<Item = ObjectId> {
        self.inside.iter().filter_map(|kid| match kid {
            Kid::Object(id) => Some(*id),
            _ => None,
        })
    }

    /// It and all elements in it, in reading order, each with those above it, the nearest last.
    pub(crate) fn all(&self) -> Vec<(&Element, Vec<&Element>)> {
        fn push<'a>(element: &'a Element, above: &[&'a Element], out: &mut Vec<(&'a Element, Vec<&'a Element>)>) {
            out.push((element, above.to_vec()));
            let above: Vec<&Element> = above.iter().copied().chain([element]).collect();
            element.elements().for_each(|inner| push(inner, &above, out));
        }
        let mut out = Vec::new();
        push(self, &[], &mut out);
        out
    }

    /// The marked content in it, in reading order.
    pub(crate) fn content(&self) -> Vec<(ObjectId, i64)> {
        let mut out = Vec::new();
        for kid in &self.inside {
            match kid {
                Kid::Content(page, number) => out.push((*page, *number)),
                Kid::Element(element) => out.extend(element.content()),
                Kid::Object(_) => {}
            }
        }
        out
    }

    /// Its id, as the program gave it: the PDF library puts a `U` before it. Ids are bytes, not text.
    pub(crate) fn own_id(&self, doc: &Document) -> Option<String> {
        let id = get(doc, doc.get_dictionary(self.id).ok()?, "ID")?.as_str().expect("an id");
        let id = String::from_utf8(id.to_vec()).expect("UTF-8");
        Some(id.strip_prefix('U').unwrap_or_else(|| panic!("the id `{id}`")).to_owned())
    }
}
