//! `choices`: branches that choose nothing, and ways on which a reader gets stuck.
//!
//! In: the pages, what they point at, and what comes after each. Out: lints. A choice that leads to no page is an error
//! that `links` told of; here it counts as leading somewhere.

use super::{Link, Neighbours};
use crate::body::{Reference, Role};
use crate::diag::{Code, Diagnostic, Span};
use crate::parse::Kind;
use crate::site::{PageId, PerPage, Site};
use std::collections::HashSet;

/// What is wrong with the choices of all steps.
pub(super) fn check(site: &Site, links: &PerPage<Box<[Link]>>, neighbours: &PerPage<Neighbours>) -> Vec<Diagnostic> {
    if site.ids().all(|id| site.page(id).step.choices.is_empty()) {
        return Vec::new();
    }
    let ways = Ways { site, links, neighbours };
    let goes_on = reaches(&ways.outward());
    let ends = reaches(&ways.onward());
    let order = ways.order();
    let mut out = Vec::new();
    for id in site.ids().filter(|id| !site.page(*id).step.choices.is_empty()) {
        let before = out.len();
        ways.useless(id, &mut out);
        ways.dead_ends(id, &goes_on, &mut out);
        // What is wrong already may be why nothing leads on.
        let leads_back = |to: PageId| order[to].is_some_and(|place| Some(place) <= order[id]);
        if out.len() == before && !ends[id] && ways.chosen(id).all(|(to, _)| to.is_some_and(leads_back)) {
            out.extend(ways.circle(id));
        }
    }
    out
}

/// Where one can go from each page.
struct Ways<'a> {
    site: &'a Site,
    links: &'a PerPage<Box<[Link]>>,
    neighbours: &'a PerPage<Neighbours>,
}

/// Where one can go from a page: nowhere further is needed, or to these pages.
enum Way {
    End,
    To(Vec<PageId>),
}

impl Ways<'_> {
    /// The choices of a step: what each means, and as it was written.
    fn choices(&self, id: PageId) -> impl Iterator<Item = (&Link, &Reference)> {
        let (page, links) = (self.site.page(id), &self.links[id]);
        page.step.choices.iter().filter_map(|c| Some((links.get(c.to.index())?, page.references.get(c.to.index())?)))
    }

    /// The choices of a step: the page that each leads to, where it leads to one, and where it is named.
    fn chosen(&self, id: PageId) -> impl Iterator<Item = (Option<PageId>, &Span)> {
        self.choices(id).map(move |(link, reference)| {
            let to = match link {
                Link::Page(to, _) => Some(*to),
                Link::Here(_) => Some(id),
                _ => None,
            };
            (to, &reference.span)
        })
    }

    /// A choice to the page itself, two to one place, or only one.
    fn useless(&self, id: PageId, out: &mut Vec<Diagnostic>) {
        let mut seen: HashSet<&Link> = HashSet::new();
        for (link, reference) in self.choices(id) {
            let message = match link {
                Link::Broken(_) => continue,
                // A place on the page can be worth going back to.
                Link::Page(to, None) if *to == id => "this choice leads to the step that it stands on".to_owned(),
                link if !seen.insert(link) => "another choice of this step leads there, too".to_owned(),
                _ => continue,
            };
            let help = "lead it elsewhere, or take it out: a choice between two labels is one between two ways";
            out.push(Diagnostic::new(Code::UselessChoice, message).at(reference.span.clone()).help(help));
        }
        let mut choices = self.choices(id);
        if let (Some((_, only)), None) = (choices.next(), choices.next()) {
            let message = "there is only one choice, so there is nothing to choose";
            let help = "add the other ways, or say it with a link in the text";
            out.push(Diagnostic::new(Code::LoneChoice, message).at(only.span.clone()).help(help));
        }
    }

    /// Choices that lead to plain pages from which nothing leads on.
    fn dead_ends(&self, id: PageId, goes_on: &PerPage<bool>, out: &mut Vec<Diagnostic>) {
        for (to, span) in self.chosen(id) {
            let Some(to) = to.filter(|to| !goes_on[*to]) else { continue };
            let message = format!("a reader who goes to `{}` cannot go on from there", self.site.page(to).source);
            let help = "end that page with a link: back to this step, to the next one, or to somebody who helps";
            out.push(Diagnostic::new(Code::DeadEnd, message).at(span.clone()).help(help));
        }
    }

    fn circle(&self, id: PageId) -> Option<Diagnostic> {
        let page = self.site.page(id);
        let (_, first) = self.choices(id).next()?;
        let message = "every choice of this step leads back, so whoever follows them never comes to the end";
        let next = self.neighbours[id].next.map(|next| page.source.way_to(&self.site.page(next).source));
        let help = next.map_or_else(
            || "add a choice that leads on".to_owned(),
            |next| format!("add a choice that leads on, such as `to: {next}`"),
        );
        Some(Diagnostic::new(Code::ChoiceCircle, message).at(first.span.clone()).help(help))
    }

    /// Which plain pages lead anywhere: by a link in their texts. All other pages have ways on by themselves.
    fn outward(&self) -> PerPage<Way> {
        let way = |id: PageId| {
            let page = self.site.page(id);
            if page.kind != Kind::Page {
                return Way::End;
            }
            let mut to = Vec::new();
            for (reference, link) in page.references.iter().zip(&self.links[id]) {
                match link {
                    Link::Page(other, _) => to.push(*other),
                    Link::Here(_) => {}
                    _ if reference.role == Role::Picture => {}
                    Link::Worksheets(_) | Link::Asset(_) | Link::Static(_) | Link::Address(_) | Link::Broken(_) => {
                        return Way::End;
                    }
                }
            }
            Way::To(to)
        };
        PerPage::new(&self.site.pages, way)
    }

    /// Where one comes by choosing, and by going to the next page where there is nothing to choose. The last step is an end,
    /// and so is every page outside of the steps.
    fn onward(&self) -> PerPage<Way> {
        let way = |id: PageId| {
            let Some(next) = self.neighbours[id].next else { return Way::End };
            let chosen: Option<Vec<PageId>> = self.chosen(id).map(|(to, _)| to).collect();
            match chosen {
                Some(chosen) if chosen.is_empty() => Way::To(vec![next]),
                Some(chosen) => Way::To(chosen),
                None => Way::End,
            }
        };
        PerPage::new(&self.site.pages, way)
    }

    /// The place of each step in the order of reading; covers have that of the step after them.
    fn order(&self) -> PerPage<Option<usize>> {
        let mut order = PerPage::same(&self.site.pages, None);
        let steps = self.site.guides.iter().flat_map(|g| &g.steps);
        for (place, step) in steps.enumerate() {
            order[*step] = Some(place);
        }
        for guide in &self.site.guides {
            let first = |steps: &[PageId]| steps.first().and_then(|s| order[*s]);
            let covers: Vec<(PageId, Option<usize>)> = std::iter::once((guide.cover, first(&guide.steps)))
                .chain(guide.parts.iter().filter_map(|p| Some((p.cover?, first(&p.steps)))))
                .collect();
            for (cover, place) in covers {
                order[cover] = place;
            }
        }
        order
    }
}

/// From which pages one can come to an end, in time linear in the ways.
fn reaches(ways: &PerPage<Way>) -> PerPage<bool> {
    let mut from: PerPage<Vec<PageId>> = PerPage::same(ways, Vec::new());
    let mut reached = PerPage::same(ways, false);
    let mut open = Vec::new();
    for at in ways.ids() {
        match &ways[at] {
            Way::To(pages) => pages.iter().for_each(|to| from[*to].push(at)),
            Way::End => {
                reached[at] = true;
                open.push(at);
            }
        }
    }
    while let Some(at) = open.pop() {
        for before in std::mem::take(&mut from[at]) {
            if !reached[before] {
                reached[before] = true;
                open.push(before);
            }
        }
    }
    reached
}
