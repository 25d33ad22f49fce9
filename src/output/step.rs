//! Steps: what only a step has, and the tips of a guide.

use super::cards::Cards;
use super::pages::linked;
use crate::body::Block;
use crate::site::PageId;
use crate::view::{ChoiceView, Html, StepView};

/// What only a step has.
pub(super) fn view(cards: &Cards<'_>, id: PageId) -> Option<StepView> {
    let book = cards.book;
    let guide = book.site.guide(id)?;
    let (part, _) = guide.place_of(id)?;
    let (number, total) = cards.step_number(id)?;
    let matter = &book.page(id).step;
    let cover = guide.parts.get(part)?.cover;
    let choice = |choice: &crate::parse::Choice| {
        let to = linked(cards, id, choice.to)?;
        Some(ChoiceView { label: cards.html(id, &choice.label), title: to.title, href: to.href })
    };
    let wait = |wait: crate::parse::Wait| {
        let values = [("n", wait.count.to_string())];
        cards.words.say(&book.page(id).lang, &format!("wait-{}", wait.unit), &values)
    };
    let place = |key: &str, number: usize, total: usize| {
        cards.words.say(&book.page(id).lang, key, &[("number", number.to_string()), ("total", total.to_string())])
    };
    let parts = guide.parts.iter().filter(|p| p.cover.is_some()).count();
    Some(StepView {
        number,
        total,
        place: place("step-of", number, total),
        part_number: cover.map(|_| part + 1),
        parts,
        part_place: cover.map(|_| place("part-of", part + 1, parts)),
        part: cover.map(|c| cards.link(c)),
        minutes: matter.minutes,
        time: matter
            .minutes
            .filter(|n| *n > 0)
            .map(|n| cards.words.say(&book.page(id).lang, "minutes", &[("n", n.to_string())])),
        needs: cards.htmls(id, &matter.needs),
        tips: cards.htmls(id, &matter.tips),
        warnings: cards.htmls(id, &matter.warnings),
        done_when: matter.done_when.as_ref().map(|t| cards.html(id, t)),
        requires: matter.requires.iter().filter_map(|l| linked(cards, id, *l)).collect(),
        choices: matter.choices.iter().filter_map(choice).collect(),
        wait: matter.wait.map(wait),
        wait_duration: matter
            .wait
            .map(|w| format!("P{}{}", w.count, w.unit.chars().take(1).collect::<String>().to_uppercase())),
        wait_script: None,
        worksheets: book.sheets_of(id).into_iter().map(|s| cards.sheet(s)).collect(),
    })
}

/// The tips of a step: those of its front matter, and its callouts.
pub(super) fn tips(cards: &Cards<'_>, id: PageId) -> Vec<Html> {
    let page = cards.book.page(id);
    let markup = cards.markup(id);
    let callout = |blocks: &crate::body::Blocks| match &**blocks {
        [Block::Paragraph(inlines)] => Html(markup.inlines(inlines)),
        blocks => Html(markup.blocks(blocks)),
    };
    cards.htmls(id, &page.step.tips).into_iter().chain(page.tip_callouts().map(callout)).collect()
}

/// The content of `tips.md` in two: what stands around its lists, and the items of its lists, each a tip.
pub(super) fn split_tips(cards: &Cards<'_>, id: PageId) -> (Html, Vec<Html>) {
    let body = &cards.book.page(id).body;
    let markup = cards.markup(id);
    let mut rest = crate::body::Body { footnotes: body.footnotes.clone(), ..Default::default() };
    let mut around: Vec<Block> = Vec::new();
    let mut tips = Vec::new();
    for block in &body.blocks {
        match block {
            Block::List(list) => tips.extend(list.items.iter().map(|item| match &*item.blocks {
                [Block::Plain(inlines) | Block::Paragraph(inlines)] => Html(markup.inlines(inlines)),
                blocks => Html(markup.blocks(blocks)),
            })),
            other => around.push(other.clone()),
        }
    }
    rest.blocks = around.into();
    (Html(markup.body(&rest)), tips)
}
