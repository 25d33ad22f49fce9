//! `choices`: branches that choose nothing, and ways on which a reader gets stuck.
//!
//! In: the pages, what they point at, and what comes after each. Out: lints. A choice that leads to no page is an error
//! that `links` told of; here it counts as leading somewhere.

use super::{Link, Neighbours};
use crate::body::Role;
use crate::diag::{Code, Diagnostic, Span};
use crate::parse::Kind;
use crate::site::{PageId, Site};
use std::collections::HashSet;

/// What is wrong with the choices of all steps.
pub(super) fn check(site: &Site, links: &[Box<[Link]>], neighbours: &[Neighbours]) -> Vec<Diagnostic> {
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
        let leads_back = |to: PageId| order[to.index()].is_some_and(|place| Some(place) <= order[id.index()]);
        if out.len() == before && !ends[id.index()] && ways.chosen(id).all(|(to, _)| to.is_some_and(leads_back)) {
            out.push(ways.circle(id));
        }
    }
    out
}

/// Where one can go from each page.
struct Ways<'a> {
    site: &'a Site,
    links: &'a [Box<[Link]>],
    neighbours: &'a [Neighbours],
}

/// Where one can go from a page: nowhere further is needed, or to these pages.
enum Way {
    End,
    To(Vec<PageId>),
}

impl Ways<'_> {
    /// The choices of a step: the page that each leads to, where it leads to one, and where it is named.
    fn chosen(&self, id: PageId) -> impl Iterator<Item = (Option<PageId>, &Span)> {
        self.site.page(id).step.choices.iter().map(move |choice| {
            let to = match &self.links[id.index()][choice.to.0 as usize] {
                Link::Page(to, _) => Some(*to),
                Link::Here(_) => Some(id),
                _ => None,
            };
            (to, &self.site.page(id).references[choice.to.0 as usize].span)
        })
    }

    /// A choice to the page itself, two to one place, or only one.
    fn useless(&self, id: PageId, out: &mut Vec<Diagnostic>) {
        let page = self.site.page(id);
        let mut seen: HashSet<&Link> = HashSet::new();
        for choice in &page.step.choices {
            let link = &self.links[id.index()][choice.to.0 as usize];
            let message = match link {
                Link::Broken(_) => continue,
                // A place on the page can be worth going back to.
                Link::Page(to, None) if *to == id => "this choice leads to the step that it stands on".to_owned(),
                link if !seen.insert(link) => "another choice of this step leads there, too".to_owned(),
                _ => continue,
            };
            let span = page.references[choice.to.0 as usize].span.clone();
            let help = "lead it elsewhere, or take it out: a choice between two labels is one between two ways";
            out.push(Diagnostic::new(Code::UselessChoice, message).at(span).help(help));
        }
        if let [only] = page.step.choices.as_slice() {
            let span = page.references[only.to.0 as usize].span.clone();
            let message = "there is only one choice, so there is nothing to choose";
            let help = "add the other ways, or say it with a link in the text";
            out.push(Diagnostic::new(Code::LoneChoice, message).at(span).help(help));
        }
    }

    /// Choices that lead to plain pages from which nothing leads on.
    fn dead_ends(&self, id: PageId, goes_on: &[bool], out: &mut Vec<Diagnostic>) {
        for (to, span) in self.chosen(id) {
            let Some(to) = to.filter(|to| !goes_on[to.index()]) else { continue };
            let message = format!("a reader who goes to `{}` cannot go on from there", self.site.page(to).source);
            let help = "end that page with a link: back to this step, to the next one, or to somebody who helps";
            out.push(Diagnostic::new(Code::DeadEnd, message).at(span.clone()).help(help));
        }
    }

    fn circle(&self, id: PageId) -> Diagnostic {
        let page = self.site.page(id);
        let span = page.references[page.step.choices[0].to.0 as usize].span.clone();
        let message = "every choice of this step leads back, so whoever follows them never comes to the end";
        let next = self.neighbours[id.index()].next.map(|next| page.source.way_to(&self.site.page(next).source));
        let help = next.map_or_else(
            || "add a choice that leads on".to_owned(),
            |next| format!("add a choice that leads on, such as `to: {next}`"),
        );
        Diagnostic::new(Code::ChoiceCircle, message).at(span).help(help)
    }

    /// Which plain pages lead anywhere: by a link in their texts. All other pages have ways on by themselves.
    fn outward(&self) -> Vec<Way> {
        let way = |id: PageId| {
            let page = self.site.page(id);
            if page.kind != Kind::Page {
                return Way::End;
            }
            let mut to = Vec::new();
            for (reference, link) in page.references.iter().zip(&self.links[id.index()]) {
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
        self.site.ids().map(way).collect()
    }

    /// Where one comes by choosing, and by going to the next page where there is nothing to choose. The last step is an end,
    /// and so is every page outside of the steps.
    fn onward(&self) -> Vec<Way> {
        let way = |id: PageId| {
            let Some(next) = self.neighbours[id.index()].next else { return Way::End };
            let chosen: Option<Vec<PageId>> = self.chosen(id).map(|(to, _)| to).collect();
            match chosen {
                Some(chosen) if chosen.is_empty() => Way::To(vec![next]),
                Some(chosen) => Way::To(chosen),
                None => Way::End,
            }
        };
        self.site.ids().map(way).collect()
    }

    /// The place of each step in the order of reading; covers have that of the step after them.
    fn order(&self) -> Vec<Option<usize>> {
        let mut order = vec![None; self.site.pages.len()];
        let steps = self.site.guides.iter().flat_map(|g| &g.steps);
        for (place, step) in steps.enumerate() {
            order[step.index()] = Some(place);
        }
        for guide in &self.site.guides {
            let first = |steps: &[PageId]| steps.first().and_then(|s| order[s.index()]);
            let covers: Vec<(PageId, Option<usize>)> = std::iter::once((guide.cover, first(&guide.steps)))
                .chain(guide.parts.iter().filter_map(|p| Some((p.cover?, first(&p.steps)))))
                .collect();
            for (cover, place) in covers {
                order[cover.index()] = place;
            }
        }
        order
    }
}

/// From which pages one can come to an end, in time linear in the ways.
fn reaches(ways: &[Way]) -> Vec<bool> {
    let mut from: Vec<Vec<usize>> = vec![Vec::new(); ways.len()];
    let mut reached = vec![false; ways.len()];
    let mut open = Vec::new();
    for (at, way) in ways.iter().enumerate() {
        match way {
            Way::To(pages) => pages.iter().for_each(|to| from[to.index()].push(at)),
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
