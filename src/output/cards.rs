//! Cards: the small views of other pages that a page shows: links, pictures, steps, worksheets, topics.

use super::Purpose;
use super::markup::Markup;
use crate::body::{Inline, Picture};
use crate::parse::Kind;
use crate::path::OutPath;
use crate::resolve::Book;
use crate::site::PageId;
use crate::theme::Words;
use crate::view::{CardView, Html, LinkView, PictureView, StepLink, TopicLink, TopicPage};

/// Makes small views for a page that is `depth` folders deep.
#[derive(Clone, Copy)]
pub(super) struct Cards<'a> {
    pub(super) book: &'a Book,
    pub(super) words: &'a Words,
    pub(super) depth: usize,
    pub(super) purpose: Purpose,
    /// The page whose own file it is for, where it is an author's.
    pub(super) own: Option<PageId>,
}

impl<'a> Cards<'a> {
    /// The markup of a page's own content, as it stands on this page.
    pub(super) fn markup(&self, page: PageId) -> Markup<'a> {
        let Cards { book, words, depth, purpose, own } = *self;
        Markup {
            book,
            words,
            page,
            depth,
            purpose,
            prefix: "",
            shift: 0,
            here: None,
            is_apart: own != Some(page),
            is_form: false,
            sentence: None,
        }
    }

    /// A run of a page's inlines as markup.
    pub(super) fn html(&self, page: PageId, inlines: &[Inline]) -> Html {
        Html(self.markup(page).inlines(inlines))
    }

    /// Several runs.
    pub(super) fn htmls(&self, page: PageId, texts: &[Box<[Inline]>]) -> Vec<Html> {
        texts.iter().map(|t| self.html(page, t)).collect()
    }

    /// A page's summary as markup.
    pub(super) fn summary(&self, page: PageId) -> Option<Html> {
        self.book.page(page).meta.summary.as_ref().map(|s| self.html(page, s))
    }

    /// A link to a page.
    pub(super) fn link(&self, page: PageId) -> LinkView {
        LinkView { title: self.book.page(page).name.to_string(), href: self.markup(page).way_to(page, None) }
    }

    /// The way to a page that the program makes, below a guide's folder.
    pub(super) fn made(&self, folder: &str, name: &str) -> String {
        OutPath::new(&format!("{folder}{name}")).map(|p| p.url_from(self.depth)).unwrap_or_default()
    }

    /// A picture of a page's.
    pub(super) fn picture(&self, page: PageId, picture: &Picture) -> Option<PictureView> {
        let (src, size) = self.markup(page).picture(picture.link)?;
        Some(PictureView {
            src,
            alt: picture.alt.to_string(),
            width: size.map(|s| s.0),
            height: size.map(|s| s.1),
            caption: picture.caption.as_ref().map(|c| self.html(page, c)),
            credit: picture.credit.as_ref().map(|c| self.html(page, c)),
        })
    }

    /// The picture at the head of a page.
    pub(super) fn image(&self, page: PageId) -> Option<PictureView> {
        self.book.page(page).image.as_ref().and_then(|i| self.picture(page, i))
    }

    /// The number of a step as readers see it, and how many there are in what it counts through.
    pub(super) fn step_number(&self, step: PageId) -> Option<(usize, usize)> {
        let guide = self.book.site.guide(step)?;
        let (part, place) = guide.place_of(step)?;
        Some(match self.book.config.step_numbers {
            crate::config::StepNumbers::Part => (place + 1, guide.parts.get(part)?.steps.len()),
            crate::config::StepNumbers::Guide => (guide.number_of(step)?, guide.steps.len()),
        })
    }

    /// A step in a list.
    pub(super) fn step(&self, step: PageId) -> StepLink {
        let link = self.link(step);
        StepLink {
            number: self.step_number(step).map_or(0, |n| n.0),
            title: link.title,
            href: link.href,
            summary: self.summary(step),
            minutes: self.book.page(step).step.minutes,
            image: self.image(step),
        }
    }

    /// A worksheet as a card.
    pub(super) fn sheet(&self, sheet: PageId) -> CardView {
        let link = self.link(sheet);
        let steps = self.book.steps_of_sheet.get(&sheet).map(Vec::as_slice).unwrap_or_default();
        CardView {
            title: link.title,
            href: link.href,
            summary: self.summary(sheet),
            minutes: self.book.page(sheet).step.minutes,
            steps_total: None,
            steps: steps.iter().map(|s| self.link(*s)).collect(),
            image: None,
        }
    }

    /// A guide as a card of a library.
    pub(super) fn guide(&self, guide: &crate::site::Guide) -> CardView {
        let link = self.link(guide.cover);
        CardView {
            title: link.title,
            href: link.href,
            summary: self.summary(guide.cover),
            minutes: self.minutes(&guide.steps),
            steps_total: Some(guide.steps.len()),
            steps: Vec::new(),
            image: self.image(guide.cover),
        }
    }

    /// The sum of the steps' minutes, where every step states them.
    pub(super) fn minutes(&self, steps: &[PageId]) -> Option<u32> {
        let mut minutes = steps.iter().map(|s| self.book.page(*s).step.minutes);
        let sum = minutes.try_fold(0_u32, |sum, minutes| Some(sum.saturating_add(minutes?)));
        sum.filter(|m| *m > 0)
    }

    /// The popular topics of a guide, or of the library.
    pub(super) fn popular(&self, guide: Option<usize>) -> Vec<TopicLink> {
        let place = guide.unwrap_or(self.book.site.guides.len());
        let topics = self.book.popular.get(place).map(Vec::as_slice).unwrap_or_default();
        let link = |t: &usize| {
            let topic = self.book.nth_topic(*t);
            TopicLink { title: topic.title.clone(), href: topic.file.url_from(self.depth), pages: topic.pages.len() }
        };
        topics.iter().map(link).collect()
    }

    /// The topics of a page.
    pub(super) fn topics_of(&self, page: PageId) -> Vec<LinkView> {
        let topics = self.book.topics_of[page].iter().map(|t| self.book.nth_topic(*t));
        topics.map(|t| LinkView { title: t.title.clone(), href: t.file.url_from(self.depth) }).collect()
    }

    /// A page in a list of pages of all kinds.
    pub(super) fn listed(&self, page: PageId) -> TopicPage {
        let link = self.link(page);
        let guide = self.book.site.library.is_some().then(|| self.book.site.guide(page)).flatten();
        TopicPage {
            kind: kind_word(self.book.page(page).kind),
            title: link.title,
            href: link.href,
            summary: self.summary(page),
            guide: guide.map(|g| self.book.page(g.cover).name.to_string()),
        }
    }
}

/// The word that templates see for a kind.
pub(super) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Tip => "tips",
        other => other.word(),
    }
}
