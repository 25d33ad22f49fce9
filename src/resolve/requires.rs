//! `requires`: steps that must come first may not lead back to themselves.

use super::Link;
use crate::diag::{Code, Diagnostic};
use crate::site::{PageId, Site};
use std::collections::BTreeSet;

/// Says which steps require each other in a circle, each circle once.
pub(super) fn check(site: &Site, links: &[Box<[Link]>]) -> Vec<Diagnostic> {
    let required = |id: PageId| -> Vec<(PageId, usize)> {
        let ids = site.page(id).step.requires.iter();
        let to = ids.filter_map(|link| match &links[id.index()][link.0 as usize] {
            Link::Page(to, _) => Some((*to, link.0 as usize)),
            _ => None,
        });
        to.collect()
    };
    let mut done: BTreeSet<PageId> = BTreeSet::new();
    let mut out = Vec::new();
    for start in site.ids() {
        // A path of steps with, for each, the requirements that are still to be followed.
        let mut path: Vec<(PageId, Vec<(PageId, usize)>)> = Vec::new();
        if done.insert(start) {
            path.push((start, required(start)));
        }
        while let Some((at, open)) = path.last_mut() {
            let at = *at;
            let Some((next, reference)) = open.pop() else {
                path.pop();
                continue;
            };
            if let Some(from) = path.iter().position(|(id, _)| *id == next) {
                let names: Vec<String> =
                    path[from..].iter().map(|(id, _)| format!("`{}`", site.page(*id).source.name())).collect();
                let message = format!(
                    "these steps require each other in a circle: {} and again `{}`",
                    names.join(", "),
                    site.page(next).source.name()
                );
                let span = site.page(at).references[reference].span.clone();
                out.push(
                    Diagnostic::new(Code::RequiresCycle, message)
                        .at(span)
                        .help("take this `requires` out, so that one of them can be done first"),
                );
            } else if done.insert(next) {
                path.push((next, required(next)));
            }
        }
    }
    out
}
