//! Steps: what only a step has, the tips of a guide, and the whole guide on one page.

use super::cards::Cards;
use super::covers::subtitle;
use super::markup::Markup;
use super::pages::{Draft, cards, finish, frame, linked, long_tips};
use super::{Output, jsonld, sheets};
use crate::body::Block;
use crate::diag::Diagnostic;
use crate::path::OutPath;
use crate::site::PageId;
use crate::view::{ChoiceView, Html, PageView, PrintPart, PrintStep, PrintView, StepView};
use std::collections::HashMap;
use tera::Context;

/// What only a step has.
pub(super) fn view(cards: &Cards<'_>, id: PageId) -> Option<StepView> {
    let book = cards.book;
    let guide = book.site.guide(id)?;
    let (part, _) = guide.place_of(id)?;
    let (number, total) = cards.step_number(id)?;
    let matter = &book.page(id).step;
    let cover = guide.parts[part].cover;
    let choice = |choice: &crate::parse::Choice| {
        let to = linked(cards, id, choice.to)?;
        Some(ChoiceView { label: cards.html(id, &choice.label), title: to.title, href: to.href })
    };
    let wait = |wait: crate::parse::Wait| {
        let values = [("n", wait.count.to_string())];
        cards.words.say(&book.page(id).lang, &format!("wait-{}", wait.unit), &values)
    };
    Some(StepView {
        number,
        total,
        part_number: cover.map(|_| part + 1),
        parts: guide.parts.iter().filter(|p| p.cover.is_some()).count(),
        part: cover.map(|c| cards.link(c)),
        minutes: matter.minutes,
        needs: cards.htmls(id, &matter.needs),
        tips: cards.htmls(id, &matter.tips),
        warnings: cards.htmls(id, &matter.warnings),
        done_when: matter.done_when.as_ref().map(|t| cards.html(id, t)),
        requires: matter.requires.iter().filter_map(|l| linked(cards, id, *l)).collect(),
        choices: matter.choices.iter().filter_map(choice).collect(),
        wait: matter.wait.map(wait),
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

/// A whole guide on one page. Ids carry the step's own as a prefix, and links between its steps stay on the page.
pub(super) fn print(output: &Output, g: usize) -> Result<String, Diagnostic> {
    let book = &output.book;
    let guide = &book.site.guides[g];
    let cover = book.page(guide.cover);
    let fallback = book.site.address(guide.cover).file.clone();
    let file = OutPath::new(&format!("{}print.html", guide.folder)).unwrap_or(fallback);
    let cards = cards(output, file.depth());
    let mut here: HashMap<PageId, String> =
        guide.steps.iter().zip(1..).map(|(id, n)| (*id, format!("step-{n}"))).collect();
    here.extend(guide.parts.iter().zip(1..).filter_map(|(p, n)| Some((p.cover?, format!("part-{n}")))));
    let one = One { cards, here: &here };
    let parts = guide.parts.iter().enumerate().map(|(p, part)| PrintPart {
        number: p + 1,
        id: format!("part-{}", p + 1),
        title: part.cover.map(|id| book.page(id).name.to_string()),
        heading: part.cover.map(|id| cards.html(id, &book.page(id).title)),
        body: part.cover.map(|id| one.body(id, 1)).unwrap_or_default(),
        steps: part.steps.iter().filter_map(|id| one.step(*id)).collect(),
    });
    let tips = guide.tips.map(|id| split_tips(&cards, id).1).unwrap_or_default();
    let print = PrintView {
        subtitle: subtitle(&cards, guide),
        audience: cover.guide.audience.as_ref().map(|t| cards.html(guide.cover, t)),
        not_for: cover.guide.not_for.as_ref().map(|t| cards.html(guide.cover, t)),
        parts: parts.collect(),
        tips,
        long_tips: long_tips(&cards, guide, 2),
        sources: cards.htmls(guide.cover, &cover.guide.sources),
    };
    let title = output.theme.words.say(&cover.lang, "print-title", &[("title", cover.name.to_string())]);
    let prefix = "cover--";
    let markup = Markup { prefix, here: Some(&here), ..cards.markup(guide.cover) };
    let view = PageView {
        heading: cards.html(guide.cover, &cover.title),
        summary: cards.summary(guide.cover),
        description: cover.description(),
        image: cards.image(guide.cover),
        body: Html(markup.body(&cover.body)),
        breadcrumb: vec![cards.link(guide.cover)],
        json_ld: jsonld::guide(&cards, g),
        css: sheets::files(output, "css", sheets::any(book, sheets::in_order(guide)), file.depth()),
        ..frame(output, "print", title, &cover.lang, &file)
    };
    let mut context = Context::new();
    context.insert("print", &print);
    finish(output, "print.html", &Draft { view, file, guide: Some(g), current: None }, context)
}

/// Pages as sections of the one page.
struct One<'a> {
    cards: Cards<'a>,
    here: &'a HashMap<PageId, String>,
}

impl One<'_> {
    fn body(&self, id: PageId, shift: u8) -> Html {
        let prefix = format!("{}--", self.here.get(&id).map_or("page", String::as_str));
        let markup = Markup { prefix: &prefix, shift, here: Some(self.here), ..self.cards.markup(id) };
        Html(markup.body(&self.cards.book.page(id).body))
    }

    fn step(&self, id: PageId) -> Option<PrintStep> {
        Some(PrintStep {
            id: self.here.get(&id)?.clone(),
            title: self.cards.book.page(id).name.to_string(),
            heading: self.cards.html(id, &self.cards.book.page(id).title),
            summary: self.cards.summary(id),
            image: self.cards.image(id),
            body: self.body(id, 2),
            step: view(&self.cards, id)?,
        })
    }
}
