//! Neighbours: what comes before and after each page.

use crate::site::{PageId, PerPage, Site};

/// The pages before and after a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The one before.
    pub previous: Option<PageId>,
    /// The one after.
    pub next: Option<PageId>,
}

/// The neighbours of every page, in order. Steps lead from step to step; covers of parts stand before their first steps.
pub(super) fn neighbours(site: &Site) -> PerPage<Neighbours> {
    let mut out = PerPage::same(&site.pages, Neighbours::default());
    for guide in &site.guides {
        let mut before = guide.cover;
        for part in &guide.parts {
            if let Some(cover) = part.cover {
                out[cover] = Neighbours { previous: Some(before), next: part.steps.first().copied() };
                if before == guide.cover {
                    out[before].next = Some(cover);
                }
            }
            for step in &part.steps {
                out[*step].previous = Some(before);
                if before != guide.cover || part.cover.is_none() {
                    out[before].next = Some(*step);
                }
                before = *step;
            }
        }
    }
    out
}
