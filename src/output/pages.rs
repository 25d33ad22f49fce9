//! Pages: the views of every kind of page, and their templates.

use super::cards::{Cards, kind_word};
use super::contents::MARK;
use super::markup::Markup;
use super::{LeafletOf, Output, covers, jsonld, share, sheets, step};
use crate::config::{Config, Direction};
use crate::diag::Diagnostic;
use crate::parse::{Kind, Page};
use crate::path::OutPath;
use crate::resolve::Link;
use crate::site::{Guide, PageId};
use crate::theme::Insert;
use crate::view::{
    HeadingView, Html, LibraryView, LinkView, LongTip, PageView, SheetView, StepTips, StepView, TipsView, TopicView,
    TopicsView,
};
use std::borrow::Cow;
use tera::{Context, Value};

/// The policy of every page (W3C Content Security Policy Level 3): nothing from elsewhere, no inline script, and no form that
/// sends anything. The pages have no style element or attribute; readers may add theirs, with a tool that widens the spacing
/// of text (WCAG 2.2, 1.4.12) for example. A style can load nothing from elsewhere either.
pub(super) const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; \
                      base-uri 'none'; form-action 'none'";

/// The page that says what can be hidden.
pub(super) const HIDING: &str = "leave-quickly.html";

/// A page that is about to be rendered.
pub(super) struct Draft {
    pub(super) view: PageView,
    pub(super) file: OutPath,
    pub(super) guide: Option<usize>,
    pub(super) current: Option<PageId>,
}

/// Renders a draft: the shared views, the template, and the contents spliced in.
pub(super) fn finish(
    output: &Output,
    template: &str,
    draft: &Draft,
    mut context: Context,
) -> Result<Vec<u8>, Diagnostic> {
    let cards = Cards { own: draft.current, ..cards(output, draft.file.depth()) };
    context.insert("lang", &draft.view.lang);
    context.insert_value("words", output.shared.words(&output.theme, &draft.view.lang));
    context.insert_value("site", output.shared.site(&output.theme, &cards));
    context.insert_value("guide", draft.guide.map_or_else(Value::none, |g| output.shared.guide(&cards, g)));
    context.insert("page", &draft.view);
    context.insert("share", &share::view(output, draft));
    let Some(g) = draft.guide else { return output.theme.render(template, &context) };
    let site = &output.book.site;
    let part = draft.current.and_then(|id| {
        let guide = site.nth_guide(g);
        let of_step = guide.place_of(id).map(|(part, _)| part);
        of_step.or_else(|| guide.parts.iter().position(|p| p.cover == Some(id)))
    });
    let contents = output.contents.ready(&output.book, &output.theme, (g, draft.file.depth()))?;
    let write = |out: &mut Vec<u8>| contents.into_iter().for_each(|c| c.write(draft.current, part, out));
    output.theme.render_with(template, &context, Some(&Insert { mark: MARK, write: &write }))
}

pub(super) fn cards(output: &Output, depth: usize) -> Cards<'_> {
    Cards { book: &output.book, words: &output.theme.words, depth, purpose: output.purpose, own: None }
}

/// A page of an author's.
pub(super) fn page(output: &Output, id: PageId) -> Result<Vec<u8>, Diagnostic> {
    let page = output.book.page(id);
    let draft = draft(output, id);
    let cards = Cards { own: Some(id), ..cards(output, draft.file.depth()) };
    let mut context = Context::new();
    let guide = draft.guide;
    let template = match page.kind {
        Kind::Library => {
            let guides = output.book.site.guides.iter().map(|g| cards.guide(g)).collect();
            context.insert("library", &LibraryView { guides, popular: cards.popular(None) });
            "library.html"
        }
        Kind::Guide => {
            context.insert("cover", &guide.map(|g| covers::cover(output, &cards, g)));
            "guide.html"
        }
        // A part or step without a guide has been told of; it is shown as a plain page.
        Kind::Part => guide.and_then(|g| covers::part(&cards, g, id)).map_or("page.html", |part| {
            context.insert("part", &part);
            "part.html"
        }),
        Kind::Step => step::view(&cards, id).map_or("page.html", |step| {
            let wait_script = sheets::group(output, "js", "wait", cards.depth).pop();
            let step = StepView { wait_script, ..step };
            context.insert("step", &step);
            "step.html"
        }),
        Kind::Worksheet => {
            let card = cards.sheet(id);
            let pdfs = cards.leaflets(LeafletOf::Sheet(id), &page.lang);
            context.insert("sheet", &SheetView { minutes: card.minutes, steps: card.steps, pdfs });
            "worksheet.html"
        }
        Kind::Page | Kind::Tip => "page.html",
    };
    let own = page.meta.template.as_ref().map(|(own, _)| own.as_str());
    // A template that is not there has been told of.
    let template = own.filter(|t| output.theme.has(t)).unwrap_or(template);
    finish(output, template, &draft, context)
}

/// What every page has, for a page of an author's.
fn draft(output: &Output, id: PageId) -> Draft {
    let book = &output.book;
    let page = book.page(id);
    let file = book.site.address(id).file.clone();
    let cards = Cards { own: Some(id), ..cards(output, file.depth()) };
    let form = sheets::form(output, id);
    let markup = Markup { is_form: form.is_some(), ..cards.markup(id) };
    let neighbours = book.neighbours[id];
    let view = PageView {
        heading: cards.html(id, &page.title),
        summary: cards.summary(id),
        description: page.description(),
        noindex: page.meta.draft,
        draft: page.meta.draft,
        json_ld: jsonld::of_page(&cards, id, &file),
        updated: page.meta.updated.map(|d| d.to_string()),
        reviewed: page.meta.reviewed.map(|d| d.to_string()),
        authors: page.meta.authors.clone(),
        topics: cards.topics_of(id),
        related: page
            .meta
            .related
            .iter()
            .filter_map(|l| super::to_page(book.link(id, *l)?))
            .map(|p| cards.link(p))
            .collect(),
        edit_url: book.config.edit_url.as_ref().map(|u| u.replace("{path}", page.source.as_str())),
        extra: page.meta.extra.clone(),
        image: cards.image(id),
        body: Html(markup.body(&page.body)),
        css: sheets::files(output, "css", form.is_some(), file.depth()),
        js: sheets::files(output, "js", form.is_some(), file.depth()),
        form,
        headings: page.body.headings.iter().map(heading).collect(),
        breadcrumb: breadcrumb(&cards, id),
        previous: neighbours.previous.map(|p| cards.link(p)),
        next: neighbours.next.map(|p| cards.link(p)),
        ..frame(output, kind_word(page.kind), page.name.to_string(), &page.lang, &file)
    };
    Draft { view, file, guide: book.site.guide_of[id], current: Some(id) }
}

fn heading(entry: &crate::body::Entry) -> HeadingView {
    HeadingView { level: entry.level, id: entry.id.to_string(), text: entry.text.to_string() }
}

/// What every page has, for a page that the program makes.
pub(super) fn frame(output: &Output, kind: &'static str, title: String, lang: &str, file: &OutPath) -> PageView {
    let book = &output.book;
    let site = book.title();
    let tab = if straight(&title) == straight(&site) { title.clone() } else { format!("{title} – {site}") };
    PageView {
        kind,
        heading: Html(super::tags::escaped(&title)),
        description: book.config.description.clone().unwrap_or_else(|| title.clone()),
        tab,
        title,
        lang: lang.to_owned(),
        dir: direction(&book.config),
        canonical: book.config.site_url.as_ref().map(|base| file.public(base)),
        ..PageView::default()
    }
}

/// The direction of every page, as HTML has it.
pub(super) fn direction(config: &Config) -> &'static str {
    if config.direction() == Direction::Rtl { "rtl" } else { "ltr" }
}

/// `text` with straight quotes, as it is in book.toml: a title in Markdown has typographic ones.
fn straight(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let text = text.replace(['\u{2018}', '\u{2019}'], "'");
    text.replace(['\u{201c}', '\u{201d}'], "\"").into()
}

fn breadcrumb(cards: &Cards<'_>, id: PageId) -> Vec<LinkView> {
    let site = &cards.book.site;
    let mut out = Vec::new();
    out.extend(site.library.as_ref().map(|l| l.cover).filter(|c| *c != id).map(|c| cards.link(c)));
    let Some(guide) = site.guide(id) else { return out };
    if guide.cover != id {
        out.push(cards.link(guide.cover));
    }
    let part = guide.place_of(id).and_then(|(part, _)| guide.parts.get(part)?.cover);
    out.extend(part.map(|p| cards.link(p)));
    if guide.sheets.contains(&id) {
        let title = cards.words.say(&cards.book.page(id).lang, "worksheets-title", &[]);
        out.push(LinkView { title, href: cards.made(&guide.folder, "worksheets/index.html") });
    }
    out
}

/// A page that the program makes for a guide: the author's own words where there are any, else the theme's.
pub(super) fn made_for_guide(output: &Output, g: usize, name: &str, kind: &'static str, own: Option<PageId>) -> Draft {
    let book = &output.book;
    let guide = book.site.nth_guide(g);
    let lang = book.page(guide.cover).lang.clone();
    let file = OutPath::new(&format!("{}{name}/index.html", guide.folder))
        .unwrap_or_else(|_| book.site.address(guide.cover).file.clone());
    let cards = cards(output, file.depth());
    let title = match own {
        Some(id) => book.page(id).name.to_string(),
        None => output.theme.words.say(&lang, &format!("{kind}-title"), &[]),
    };
    let mut view = match own {
        Some(id) => PageView { kind, ..draft(output, id).view },
        None => frame(output, kind, title, &lang, &file),
    };
    view.breadcrumb = own.map_or_else(
        || {
            let library = book.site.library.as_ref().map(|l| cards.link(l.cover));
            library.into_iter().chain([cards.link(guide.cover)]).collect()
        },
        |id| breadcrumb(&cards, id),
    );
    Draft { view, file, guide: Some(g), current: own }
}

/// The tips of a guide.
pub(super) fn tips(output: &Output, g: usize) -> Result<Vec<u8>, Diagnostic> {
    let book = &output.book;
    let guide = book.site.nth_guide(g);
    let mut draft = made_for_guide(output, g, "tips", "tips", guide.tips);
    let cards = Cards { own: guide.tips, ..cards(output, draft.file.depth()) };
    let mut short = Vec::new();
    if let Some(id) = guide.tips {
        let (rest, tips) = step::split_tips(&cards, id);
        // The fields of a page that is taken apart are no form.
        draft.view = PageView { body: rest, form: None, js: Vec::new(), ..draft.view };
        short = tips;
    }
    let by_step = guide.steps.iter().filter_map(|id| {
        let tips = step::tips(&cards, *id);
        (!tips.is_empty()).then(|| StepTips { step: cards.step(*id), tips })
    });
    // What is shown of tips and steps may have places to write, which are only printed here.
    let has_fields = sheets::any(book, sheets::in_order(guide));
    draft.view.css = sheets::files(output, "css", has_fields, draft.file.depth());
    let view = TipsView {
        tips: short,
        long: long_tips(&cards, guide, 1),
        by_step: by_step.collect(),
        popular: cards.popular(Some(g)),
    };
    let mut context = Context::new();
    context.insert("tips", &view);
    finish(output, "tips.html", &draft, context)
}

/// The long tips, with ids that begin with each tip's own.
pub(super) fn long_tips(cards: &Cards<'_>, guide: &Guide, shift: u8) -> Vec<LongTip> {
    let tip = |id: &PageId| {
        let page: &Page = cards.book.page(*id);
        let prefix = format!("{}--", page.slug);
        let markup = Markup { prefix: &prefix, shift, is_apart: false, ..cards.markup(*id) };
        LongTip {
            id: page.slug.to_string(),
            heading: cards.html(*id, &page.title),
            body: Html(markup.body(&page.body)),
        }
    };
    guide.long_tips.iter().map(tip).collect()
}

/// A page that belongs to the site and not to a guide; a site of one guide shows that guide's contents.
pub(super) fn made_for_site(output: &Output, name: &str, kind: &'static str, title: String) -> Draft {
    let file = OutPath::new(name).unwrap_or_else(|_| OutPath::index());
    let cards = cards(output, file.depth());
    let mut view = frame(output, kind, title, &output.book.config.language, &file);
    view.breadcrumb = output.book.site.home().map(|id| cards.link(id)).into_iter().collect();
    let guide = (output.book.site.library.is_none() && !output.book.site.guides.is_empty()).then_some(0);
    Draft { view, file, guide, current: None }
}

/// How many pages of each topic the list of topics shows: what a reader looks through before going to the topic's own page.
const MOST_LISTED: usize = 24;

/// The list of topics, or one topic.
pub(super) fn topics(output: &Output, only: Option<usize>, file: &OutPath) -> Result<Vec<u8>, Diagnostic> {
    let book = &output.book;
    let title = match only {
        Some(t) => book.nth_topic(t).title.clone(),
        None => output.theme.words.say(&book.config.language, "topics-title", &[]),
    };
    let mut draft = made_for_site(output, file.as_str(), "topics", title);
    let cards = cards(output, draft.file.depth());
    if only.is_some() {
        let title = output.theme.words.say(&book.config.language, "topics-title", &[]);
        draft.view.breadcrumb.push(LinkView { title, href: cards.made("", "topics/index.html") });
    }
    let chosen = book.topics.iter().enumerate().filter(|(t, _)| only.is_none_or(|o| o == *t));
    let most = if only.is_some() { usize::MAX } else { MOST_LISTED };
    let topics = chosen.map(|(_, topic)| TopicView {
        title: topic.title.clone(),
        href: topic.file.url_from(cards.depth),
        pages: topic.pages.iter().take(most).map(|id| cards.listed(*id)).collect(),
        total: Some(topic.pages.len()).filter(|total| *total > most),
    });
    let mut context = Context::new();
    context.insert("topics", &TopicsView { topics: topics.collect(), single: only.is_some() });
    finish(output, "topics.html", &draft, context)
}

/// What can be hidden of a visit, and what cannot.
pub(super) fn hiding(output: &Output) -> Result<Vec<u8>, Diagnostic> {
    let title = output.theme.words.say(&output.book.config.language, "hiding-title", &[]);
    finish(output, "hiding.html", &made_for_site(output, HIDING, "hiding", title), Context::new())
}

/// What a host shows for an address that is not there: words alone, since nobody knows at which depth.
pub(super) fn not_found(output: &Output) -> Result<Vec<u8>, Diagnostic> {
    let title = output.theme.words.say(&output.book.config.language, "not-found-title", &[]);
    let mut draft = made_for_site(output, "404.html", "404", title);
    draft.guide = None;
    draft.view.canonical = None;
    draft.view.noindex = true;
    finish(output, "404.html", &draft, Context::new())
}

/// The link that stands in a page's head matter, where it leads to a page.
pub(super) fn linked(cards: &Cards<'_>, page: PageId, link: crate::body::LinkId) -> Option<LinkView> {
    match cards.book.link(page, link)? {
        Link::Page(to, anchor) => {
            let href = cards.markup(page).way_to(*to, anchor.as_deref());
            Some(LinkView { title: cards.book.page(*to).name.to_string(), href })
        }
        _ => None,
    }
}
