//! The rules that every PDF of the program keeps: PDF/UA-1 (ISO 14289-1) where a program can tell, the grammar of the
//! structure (ISO 32000-1, 14.8.4), and what a worksheet must never hold.

mod catalog;
mod fields;
mod marked;
mod nesting;

use crate::content::{self, Piece};
use crate::reader::{dictionary, get, get_dictionary, items};
use crate::structure::{self, Element, Kid};
use lopdf::{Document, Object, ObjectId};
use std::collections::BTreeMap;

/// A PDF while it is looked at.
struct Look<'a> {
    doc: &'a Document,
    tree: Element,
    /// Each page with what stands on it.
    pages: Vec<(ObjectId, Vec<Piece>)>,
    faults: Vec<String>,
}

/// A rule: its name, and what looks for faults.
type Rule = (&'static str, fn(&mut Look<'_>));

/// Every rule.
const RULES: [Rule; 17] = [
    ("marked", marked::everything_is_marked),
    ("once", marked::marked_content_is_in_the_structure_once),
    ("parent-tree", marked::content_leads_back),
    ("nesting", nesting::elements_fit),
    ("cells", nesting::rows_have_the_same_cells),
    ("scope", nesting::heads_have_a_scope),
    ("headings", nesting::headings_skip_no_level),
    ("figures", nesting::figures_have_words),
    ("annotations", fields::annotations_are_in_the_structure),
    ("forms", fields::forms_are_one_widget),
    ("links", fields::links_have_words),
    ("widgets", fields::widgets_can_be_used),
    ("placeholders", fields::no_placeholder_is_left),
    ("fonts", catalog::fonts_are_embedded),
    ("catalog", catalog::the_document_is_described),
    ("pages", catalog::pages_are_paper),
    ("actions", catalog::nothing_acts),
];

/// The names of all rules.
pub(crate) fn names() -> Vec<&'static str> {
    RULES.map(|(name, _)| name).to_vec()
}

/// What is wrong with a PDF, each fault with the name of its rule before it.
pub(crate) fn faults(doc: &Document) -> Vec<String> {
    let Some(tree) = structure::tree(doc) else { return vec!["catalog: there is no structure".into()] };
    let mut out = Vec::new();
    let pages = doc.page_iter().map(|page| {
        let (pieces, faults) = content::pieces(doc, page);
        out.extend(faults.into_iter().map(|fault| format!("marked: {fault}")));
        (page, pieces)
    });
    let mut look = Look { doc, pages: pages.collect(), tree, faults: Vec::new() };
    for (name, rule) in RULES {
        rule(&mut look);
        out.extend(look.faults.drain(..).map(|fault| format!("{name}: {fault}")));
    }
    out
}

impl Look<'_> {
    fn fault(&mut self, fault: impl Into<String>) {
        self.faults.push(fault.into());
    }

    fn holds(&mut self, is_so: bool, otherwise: impl Into<String>) {
        if !is_so {
            self.fault(otherwise);
        }
    }

    /// All elements, each with those above it.
    fn elements(&self) -> Vec<(&Element, Vec<&Element>)> {
        self.tree.all()
    }

    /// Each annotation of each page.
    fn annotations(&self) -> Vec<ObjectId> {
        let pages = self.pages.iter().filter_map(|(page, _)| self.doc.get_dictionary(*page).ok());
        pages.flat_map(|page| items(self.doc, page, "Annots")).filter_map(|a| a.as_reference().ok()).collect()
    }

    /// The elements that have each annotation.
    fn owners(&self) -> BTreeMap<ObjectId, Vec<ObjectId>> {
        let mut out: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
        for (element, _) in self.elements() {
            for kid in &element.inside {
                if let Kid::Object(id) = kid {
                    out.entry(*id).or_default().push(element.id);
                }
            }
        }
        out
    }

    /// The parent tree: what each key leads to.
    fn parents(&self) -> BTreeMap<i64, &Object> {
        let root = self.doc.get_dictionary(self.tree.id).ok();
        let mut nodes: Vec<_> =
            root.and_then(|root| get_dictionary(self.doc, root, "ParentTree")).into_iter().collect();
        let mut out = BTreeMap::new();
        while let Some(node) = nodes.pop() {
            nodes.extend(items(self.doc, node, "Kids").into_iter().filter_map(|kid| dictionary(self.doc, kid)));
            for pair in items(self.doc, node, "Nums").chunks(2) {
                if let (Ok(key), Some(value)) = (pair[0].as_i64(), pair.get(1)) {
                    out.insert(key, *value);
                }
            }
        }
        out
    }

    /// The element to which the key of an annotation leads.
    fn parent_of(&self, annotation: ObjectId) -> Option<ObjectId> {
        let key = get(self.doc, self.doc.get_dictionary(annotation).ok()?, "StructParent")?.as_i64().ok()?;
        self.parents().get(&key)?.as_reference().ok()
    }
}
