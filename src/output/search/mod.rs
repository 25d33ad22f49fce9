//! Search, for readers, without a server: an index in files that the search script asks for, and the page with all titles.
//!
//! In: the book. Out: `search-index.js` with what there is, `search-index-w<n>.js` with words and the pages they are on, and
//! `search-index-t<n>.js` with the texts of pages, to show the passage. They are scripts, since pages that are opened from a
//! disk cannot read other files; each calls `guideSearch` with its name and content. A word is looked up in one file of
//! words, chosen by its first letters, so that a reader loads a small part of a large site.

mod index;
pub(super) mod passages;
pub(crate) mod words;

use super::Output;
use super::cards::kind_word;
use super::pages::{cards, finish, made_for_site};
use super::sheets;
use crate::diag::Diagnostic;
use crate::parse::Kind;
use crate::resolve::Book;
use crate::site::PageId;
use crate::view::{LetterView, SearchView};
pub(super) use index::Index;
use serde_json::{Value, json};
use tera::Context;

/// A file of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// What there is, and the words that the script says.
    Head,
    /// Words that begin alike.
    Words(usize),
    /// The texts of some pages.
    Texts(usize),
}

/// So many pages share a file of texts.
const PAGES_OF_FILE: usize = 8;
/// A site of so many pages has one file of words: nobody who sees which files are asked for learns how words begin. Which
/// files of texts are asked for tells of which pages were found.
const PAGES_FOR_ONE: usize = 48;
/// The most files of words.
const MOST_FILES: usize = 256;

/// The files of a book's index, with their names.
pub(super) fn files(book: &Book) -> Vec<(String, File)> {
    let pages = book.site.pages.len();
    let words = (0..words_files(pages)).map(|n| (format!("search-index-w{n}.js"), File::Words(n)));
    let texts = (0..pages.div_ceil(PAGES_OF_FILE)).map(|n| (format!("search-index-t{n}.js"), File::Texts(n)));
    [("search-index.js".to_owned(), File::Head)].into_iter().chain(words).chain(texts).collect()
}

/// How many files the words of so many pages are in: a power of two.
fn words_files(pages: usize) -> usize {
    if pages <= PAGES_FOR_ONE { 1 } else { (pages / 32).next_power_of_two().min(MOST_FILES) }
}

/// Makes the index, where the site has one.
pub(super) fn prepare(output: &Output) {
    if output.book.config.search {
        output.search.get_or_init(|| Index::of(&output.book, words_files(output.book.site.pages.len())));
    }
}

/// The bytes of a file of the index.
pub(super) fn file(output: &Output, file: File) -> String {
    let book = &output.book;
    let pages = book.site.pages.len();
    let call = |name: &str, content: &Value| format!("guideSearch({},{content});\n", json!(name));
    match file {
        File::Head => {
            let lang = &book.config.language;
            let forms = |key: &str| output.theme.words.forms(lang, key);
            let words = [
                "search-label",
                "search-hint",
                "search-none",
                "search-failed",
                "search-close",
                "search-list",
                "search-all",
            ];
            let words: serde_json::Map<String, Value> = words
                .iter()
                .map(|key| {
                    (key.trim_start_matches("search-").to_owned(), output.theme.words.say(lang, key, &[]).into())
                })
                .collect();
            let head = json!({
                "pages": pages, "files": words_files(pages), "size": PAGES_OF_FILE, "words": words,
                "found": forms("search-found"),
            });
            call("", &head)
        }
        File::Words(n) => {
            let index = output.search.get_or_init(|| Index::alone(book, words_files(pages)));
            call(&format!("w{n}"), &json!(index.file(n)))
        }
        File::Texts(n) => {
            let first = n * PAGES_OF_FILE;
            let texts = book.site.ids().skip(first).take(PAGES_OF_FILE).map(|id| text(output, id));
            call(&format!("t{n}"), &texts.collect())
        }
    }
}

/// A page as the search script shows it: title, address from the site's root, what it is, and its passages.
fn text(output: &Output, id: PageId) -> Value {
    let cards = cards(output, 0);
    let book = &output.book;
    let link = cards.link(id);
    let words = &output.theme.words;
    let page = book.page(id);
    let kind = match (page.kind, cards.step_number(id)) {
        (Kind::Step, Some((number, total))) => {
            words.say(&page.lang, "step-of", &[("number", number.to_string()), ("total", total.to_string())])
        }
        (kind, _) => words.say(&page.lang, &format!("kind-{}", kind_word(kind)), &[]),
    };
    let guide = cards.listed(id).guide.filter(|_| page.kind != Kind::Guide);
    let kind = guide.map_or(kind.clone(), |guide| format!("{kind} · {guide}"));
    let passages: Vec<Value> = passages::of(page).into_iter().map(|p| json!([p.anchor, p.text])).collect();
    json!([link.title, link.href, kind, passages])
}

/// Every page, A to Z.
pub(super) fn list(output: &Output) -> Result<Vec<u8>, Diagnostic> {
    let book = &output.book;
    let title = output.theme.words.say(&book.config.language, "search-title", &[]);
    let mut draft = made_for_site(output, "search.html", "search", title);
    let cards = cards(output, draft.file.depth());
    draft.view.css = sheets::group(output, "css", "search", 0);
    draft.view.js = sheets::group(output, "js", "search", 0);
    let mut pages: Vec<_> = book.site.ids().map(|id| cards.listed(id)).collect();
    pages.sort_by_cached_key(|p| (p.title.to_lowercase(), p.href.clone()));
    let mut letters: Vec<LetterView> = Vec::new();
    for page in pages {
        let first = page.title.chars().find(|c| c.is_alphanumeric());
        let letter: String = first.map_or_else(|| "#".into(), |c| c.to_uppercase().collect());
        match letters.last_mut() {
            Some(last) if last.letter == letter => last.pages.push(page),
            _ => letters.push(LetterView { letter, pages: vec![page] }),
        }
    }
    let mut context = Context::new();
    context.insert("search", &SearchView { letters });
    finish(output, "search.html", &draft, context)
}
