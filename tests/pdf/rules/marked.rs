//! Everything on a page is marked, and everything marked is in the structure.

use super::Look;
use crate::content::Mark;
use crate::reader::{direct, get};
use crate::structure::Kid;
use lopdf::{Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// What is drawn is part of the text or marked as not being so (ISO 14289-1, 7.1).
pub(super) fn everything_is_marked(look: &mut Look<'_>) {
    for n in 0..look.pages.len() {
        let bare = look.pages[n].1.iter().filter(|piece| piece.mark == Mark::Nothing);
        let bare: Vec<_> = bare.map(|piece| piece.text.as_ref().map_or("lines or a picture", |t| &t.words)).collect();
        if let Some(first) = bare.first() {
            let fault = format!("page {}: {} pieces, the first: {first}", n + 1, bare.len());
            look.fault(fault);
        }
    }
}

/// Marked content: its page and number.
type Marked = (ObjectId, i64);

/// The numbers on the pages, and those in the structure with the element that has them.
fn numbers(look: &Look<'_>) -> (BTreeSet<Marked>, BTreeMap<Marked, Vec<ObjectId>>) {
    let mut drawn = BTreeSet::new();
    for (page, pieces) in &look.pages {
        drawn.extend(pieces.iter().filter_map(|piece| match piece.mark {
            Mark::Content(number) => Some((*page, number)),
            _ => None,
        }));
    }
    let mut named: BTreeMap<_, Vec<ObjectId>> = BTreeMap::new();
    for (element, _) in look.elements() {
        for kid in &element.inside {
            if let Kid::Content(page, number) = kid {
                named.entry((*page, *number)).or_default().push(element.id);
            }
        }
    }
    (drawn, named)
}

pub(super) fn marked_content_is_in_the_structure_once(look: &mut Look<'_>) {
    let (drawn, named) = numbers(look);
    look.holds(!drawn.is_empty(), "nothing is marked");
    for content in &drawn {
        let times = named.get(content).map_or(0, Vec::len);
        look.holds(times == 1, format!("content {content:?} is in the structure {times} times"));
    }
    for content in named.keys() {
        look.holds(drawn.contains(content), format!("there is no content {content:?}"));
    }
}

/// From content to its element, by the parent tree (ISO 32000-1, 14.7.4.4).
pub(super) fn content_leads_back(look: &mut Look<'_>) {
    let (_, named) = numbers(look);
    let mut faults = Vec::new();
    let parents = look.parents();
    for ((page, number), elements) in named {
        let key = look.doc.get_dictionary(page).ok().and_then(|page| get(look.doc, page, "StructParents"));
        let all = key.and_then(|key| parents.get(&key.as_i64().ok()?));
        let all = all.and_then(|all| direct(look.doc, all).as_array().ok());
        let back = all.and_then(|all| usize::try_from(number).ok().and_then(|n| all.get(n)));
        if back.and_then(|back| Object::as_reference(back).ok()) != elements.first().copied() {
            faults.push(format!("content {number} of {page:?} does not lead to {elements:?}"));
        }
    }
    look.faults.extend(faults);
}
