//! What many pages share: the views `site` and `guide`, made once for each depth instead of for each page, that of a guide when a
//! page asks for it.

use super::cards::Cards;
use super::contents::{self, MARK};
use super::pages::{HIDING, POLICY};
use super::{Purpose, feed, has_hiding, sheets};
use crate::resolve::Book;
use crate::theme::Theme;
use crate::view::{ExitView, GuideView, HelpView, Html, SiteView};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use tera::Value;

/// The views that are ready.
pub(super) struct Shared {
    /// By depth.
    sites: Vec<Value>,
    /// By guide and depth.
    guides: BTreeMap<(usize, usize), OnceLock<Value>>,
    words: Words,
}

/// The words of the theme, by language.
pub(super) type Words = BTreeMap<String, Value>;

/// The words of the theme in every language of the book.
pub(super) fn words(book: &Book, theme: &Theme) -> Words {
    let langs: BTreeSet<&str> =
        book.site.pages.iter().map(|page| &*page.lang).chain([&*book.config.language]).collect();
    langs.into_iter().map(|lang| (lang.to_owned(), theme.words_in(lang))).collect()
}

impl Shared {
    /// Makes the views for pages of up to `deepest` folders; `words` as [`words`] makes them.
    pub(super) fn new(book: &Book, theme: &Theme, purpose: Purpose, deepest: usize, words: Words) -> Self {
        let cards = |depth| Cards { book, words: &theme.words, depth, purpose, own: None };
        let sites = (0..=deepest).map(|depth| Value::from_serializable(&site(theme, &cards(depth)))).collect();
        Self { sites, guides: contents::depths(book).map(|wanted| (wanted, OnceLock::new())).collect(), words }
    }

    /// The view `words` of a page in `lang`.
    pub(super) fn words(&self, theme: &Theme, lang: &str) -> Value {
        self.words.get(lang).cloned().unwrap_or_else(|| theme.words_in(lang))
    }

    /// The view `site` of a page as deep as `cards` says.
    pub(super) fn site(&self, theme: &Theme, cards: &Cards<'_>) -> Value {
        let ready = self.sites.get(cards.depth).cloned();
        ready.unwrap_or_else(|| Value::from_serializable(&site(theme, cards)))
    }

    /// The view `guide` of a page as deep as `cards` says.
    pub(super) fn guide(&self, cards: &Cards<'_>, g: usize) -> Value {
        let view = |cards: &Cards<'_>| Value::from_serializable(&guide(cards, g));
        // On the cover itself the way to a place on it is another one.
        let is_cover = cards.own == Some(cards.book.site.nth_guide(g).cover);
        match self.guides.get(&(g, cards.depth)).filter(|_| !is_cover) {
            Some(ready) => ready.get_or_init(|| view(&Cards { own: None, ..*cards })).clone(),
            None => view(cards),
        }
    }
}

fn site(theme: &Theme, cards: &Cards<'_>) -> SiteView {
    let book = cards.book;
    let all = |extension| theme.files_for(extension, None).map(|f| f.url_from(cards.depth)).collect();
    let apart = |extension| theme.files_for(extension, Some("search")).map(|f| f.url_from(cards.depth)).next();
    SiteView {
        title: book.title(),
        description: book.config.description.clone().unwrap_or_default(),
        authors: book.config.authors.clone(),
        home: cards.made("", "index.html"),
        url: book.config.site_url.clone(),
        feed: (!book.recent.is_empty()).then(|| cards.made("", feed::NAME)),
        css: all("css"),
        js: all("js"),
        search: book.config.search.then(|| cards.made("", "search.html")),
        search_script: apart("js").filter(|_| book.config.search),
        search_style: apart("css").filter(|_| book.config.search),
        exit: book.config.safety.exit_url.clone().map(|href| ExitView { href, keys: format!("{}:", book.reader_id()) }),
        hiding: has_hiding(book).then(|| cards.made("", HIDING)),
        sensitive: book.config.safety.sensitive,
        topics: (!book.topics.is_empty()).then(|| cards.made("", "topics/index.html")),
        repository: book.config.repository.clone(),
        policy: POLICY.to_owned(),
    }
}

fn guide(cards: &Cards<'_>, g: usize) -> GuideView {
    let book = cards.book;
    let guide = book.site.nth_guide(g);
    let link = cards.link(guide.cover);
    let cover = book.page(guide.cover);
    let sheets = !guide.sheets.is_empty() || guide.sheets_cover.is_some();
    let help = cover.guide.help.as_ref().map(|help| HelpView {
        name: help.name.clone(),
        phone: help.phone.clone(),
        phone_href: help
            .phone
            .as_ref()
            .map(|p| format!("tel:{}", p.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>())),
        url: help.url.and_then(|l| cards.markup(guide.cover).href(book.link(guide.cover, l)?)),
        hours: help.hours.clone(),
    });
    GuideView {
        title: link.title,
        href: link.href,
        steps: guide.steps.len(),
        contents: Html(MARK.to_owned()),
        tips: guide.has_tips.then(|| cards.made(&guide.folder, "tips/index.html")),
        worksheets: sheets.then(|| cards.made(&guide.folder, "worksheets/index.html")),
        print: book.config.print.then(|| cards.made(&guide.folder, "print.html")),
        help,
        progress: book.config.reader.progress.then(|| sheets::progress(book, &guide.folder)),
    }
}
