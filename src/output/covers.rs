//! Covers: what only the first page of a guide or of a part has.

use super::cards::Cards;
use super::{Output, print};
use crate::site::{Guide, PageId};
use crate::view::{CoverView, PartCard, PartView, StepNeeds};

/// "12 steps", or "12 steps, with pictures" where every step has one.
pub(super) fn subtitle(cards: &Cards<'_>, guide: &Guide) -> String {
    let pictures = !guide.steps.is_empty() && guide.steps.iter().all(|s| cards.book.page(*s).image.is_some());
    let key = if pictures { "subtitle-pictures" } else { "subtitle" };
    cards.words.say(&cards.book.page(guide.cover).lang, key, &[("n", guide.steps.len().to_string())])
}

pub(super) fn cover(output: &Output, cards: &Cards<'_>, g: usize) -> CoverView {
    let guide = output.book.site.nth_guide(g);
    let matter = &output.book.page(guide.cover).guide;
    let part = |(p, part): (usize, &crate::site::Part)| PartCard {
        number: p + 1,
        link: part.cover.map(|id| cards.link(id)),
        summary: part.cover.and_then(|id| cards.summary(id)),
        image: part.cover.and_then(|id| cards.image(id)),
        steps: part.steps.iter().map(|s| cards.step(*s)).collect(),
    };
    let needs = |id: &PageId| {
        let needs = cards.htmls(*id, &output.book.page(*id).step.needs);
        (!needs.is_empty()).then(|| StepNeeds { step: cards.step(*id), needs })
    };
    CoverView {
        subtitle: subtitle(cards, guide),
        audience: matter.audience.as_ref().map(|t| cards.html(guide.cover, t)),
        not_for: matter.not_for.as_ref().map(|t| cards.html(guide.cover, t)),
        sources: cards.htmls(guide.cover, &matter.sources),
        minutes: cards.minutes(&guide.steps),
        parts: guide.parts.iter().enumerate().map(part).collect(),
        needs: guide.steps.iter().filter_map(needs).collect(),
        worksheets: output.book.sheets_in_order(guide).into_iter().map(|s| cards.sheet(s)).collect(),
        popular: cards.popular(Some(g)),
    }
}

pub(super) fn part(cards: &Cards<'_>, g: usize, id: PageId) -> Option<PartView> {
    let guide = cards.book.site.nth_guide(g);
    let (number, part) = guide.parts.iter().enumerate().find(|(_, p)| p.cover == Some(id))?;
    let steps = part.steps.iter().map(|s| cards.step(*s)).collect();
    let print = print::file(cards.book, g, Some(number)).filter(|_| cards.book.config.print);
    let print = print.map(|file| file.url_from(cards.depth));
    Some(PartView { number: number + 1, total: guide.parts.len(), steps, print })
}
