//! `requires`: steps that must come first may not lead back to themselves.

use super::Link;
use crate::body::{LinkId, Reference};
use crate::diag::{Code, Diagnostic};
use crate::site::{PageId, PerPage, Site};
use std::collections::BTreeSet;

/// How many steps of a circle are named.
const MOST_NAMES: usize = 6;

/// Says which steps require each other in a circle, each circle once.
pub(super) fn check(site: &Site, links: &PerPage<Box<[Link]>>) -> Vec<Diagnostic> {
    let required = |id: PageId| -> Vec<(PageId, &Reference)> {
        let page = site.page(id);
        let to = |link: &LinkId| match links[id].get(link.index())? {
            Link::Page(to, _) => Some((*to, page.references.get(link.index())?)),
            _ => None,
        };
        page.step.requires.iter().filter_map(to).collect()
    };
    let mut done: BTreeSet<PageId> = BTreeSet::new();
    let mut out = Vec::new();
    for start in site.ids() {
        // A path of steps with, for each, the requirements that are still to be followed.
        let mut path: Vec<(PageId, Vec<(PageId, &Reference)>)> = Vec::new();
        if done.insert(start) {
            path.push((start, required(start)));
        }
        while let Some((_, open)) = path.last_mut() {
            let Some((next, reference)) = open.pop() else {
                path.pop();
                continue;
            };
            if let Some(from) = path.iter().position(|(id, _)| *id == next) {
                let circle = path.iter().skip(from);
                let name = |(id, _): &(PageId, Vec<_>)| format!("`{}`", site.page(*id).source.name());
                let mut names: Vec<String> = circle.take(MOST_NAMES).map(name).collect();
                let more = (path.len() - from).saturating_sub(MOST_NAMES);
                if more > 0 {
                    names.push(format!("{more} more"));
                }
                let message = format!(
                    "these steps require each other in a circle: {} and again `{}`",
                    names.join(", "),
                    site.page(next).source.name()
                );
                out.push(
                    Diagnostic::new(Code::RequiresCycle, message)
                        .at(reference.span.clone())
                        .help("take this `requires` out, so that one of them can be done first"),
                );
            } else if done.insert(next) {
                path.push((next, required(next)));
            }
        }
    }
    out
}
