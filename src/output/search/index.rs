//! The index: which words are on which pages, and how much that says.

use super::{passages, words};
use crate::config::StepNumbers;
use crate::parse::Page;
use crate::resolve::Book;
use crate::site::{Guide, PageId, PerPage};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// More pages than this are not told of one word: the best are.
const MOST_PAGES: usize = 400;
/// The signs of numbers, five bits each; the second half says that more follow.
const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZwxyz-_";
/// What a word says by its place: once in a page's text.
const TEXT: u8 = 0;
/// Twice or more in it.
const OFTEN: u8 = 1;
/// In a heading, the summary or a topic.
const HEADING: u8 = 2;
/// In the title.
const TITLE: u8 = 3;

/// The words of a book, file by file.
pub(in crate::output) struct Index {
    files: Vec<String>,
}

/// A page and what a word says of it.
type Posting = (u32, u8);
/// The words of a page, each with its file and what it says.
type Words = Box<[(usize, Box<str>, u8)]>;

impl Index {
    /// The index of a book in so many files, made on all cores. Never while files are rendered side by side: a thread that
    /// waits for the index would be given a file of it to render, and would wait for itself.
    pub(super) fn of(book: &Book, files: usize) -> Self {
        let numbers = Self::numbers(book);
        let sorted = |(page, number): (&Arc<Page>, &Option<usize>)| words_of(page, *number, files);
        let pages: Vec<Words> = book.site.pages.as_slice().par_iter().zip(numbers.as_slice()).map(sorted).collect();
        Self { files: (0..files).into_par_iter().map(|n| file(&pages, n)).collect() }
    }

    /// The same on the thread that asks for it, which may be one of those that render.
    pub(super) fn alone(book: &Book, files: usize) -> Self {
        let pages = book.site.pages.iter().zip(Self::numbers(book));
        let pages: Vec<Words> = pages.map(|(page, number)| words_of(page, number, files)).collect();
        Self { files: (0..files).map(|n| file(&pages, n)).collect() }
    }

    /// The number that readers see, for each page that is a step.
    fn numbers(book: &Book) -> PerPage<Option<usize>> {
        let mut numbers_of = PerPage::same(&book.site.pages, None);
        for (step, number) in book.site.guides.iter().flat_map(|guide| numbers(guide, book.config.step_numbers)) {
            numbers_of[step] = Some(number);
        }
        numbers_of
    }

    /// The words of a file: on each line a word, a space, and its pages.
    pub(super) fn file(&self, n: usize) -> &str {
        self.files.get(n).map_or("", String::as_str)
    }
}

/// The words of a page with their files, sorted by those, so that a file finds its words without a look at the others.
fn words_of(page: &Page, number: Option<usize>, files: usize) -> Words {
    let words = levels(page, number).into_iter();
    let mut words: Words = words.map(|(word, level)| (file_of(&word, files), word.into_boxed_str(), level)).collect();
    words.sort_unstable_by_key(|(file, ..)| *file);
    words
}

fn file(pages: &[Words], n: usize) -> String {
    let mut words: HashMap<&str, Vec<Posting>> = HashMap::new();
    for (page, all) in (0u32..).zip(pages) {
        let first = all.partition_point(|(file, ..)| *file < n);
        for (_, word, level) in all.iter().skip(first).take_while(|(file, ..)| *file == n) {
            words.entry(word).or_default().push((page, *level));
        }
    }
    let words: BTreeMap<&str, Vec<Posting>> = words.into_iter().collect();
    words.into_iter().map(|(word, on)| format!("{word} {}", written(on))).collect::<Vec<_>>().join("\n")
}

/// The steps of a guide with the numbers that readers see.
fn numbers(guide: &Guide, count: StepNumbers) -> Vec<(PageId, usize)> {
    let parts = guide.parts.iter();
    match count {
        StepNumbers::Guide => parts.flat_map(|part| part.steps.iter().copied()).zip(1..).collect(),
        StepNumbers::Part => parts.flat_map(|part| part.steps.iter().copied().zip(1..)).collect(),
    }
}

/// The words of a page with what each of them says; for a step, with the number that readers see.
fn levels(page: &Page, number: Option<usize>) -> HashMap<String, u8> {
    let mut out: HashMap<String, u8> = HashMap::new();
    for passage in passages::of(page) {
        words::each(&passage.text, |word| match out.get_mut(word) {
            Some(level) => *level = OFTEN,
            None => drop(out.insert(word.to_owned(), TEXT)),
        });
    }
    let mut lift = |text: &str, to: u8| {
        words::each(text, |word| {
            let level = out.entry(word.to_owned()).or_default();
            *level = to.max(*level);
        });
    };
    page.body.headings.iter().for_each(|h| lift(&h.text, HEADING));
    page.meta.topics.iter().for_each(|topic| lift(topic, HEADING));
    page.meta.summary.iter().for_each(|s| lift(&crate::body::plain_text(s), HEADING));
    lift(&page.name, TITLE);
    number.iter().for_each(|number| lift(&number.to_string(), TITLE));
    out
}

/// The file that a word is in: by its first two letters, or its first where a letter is nearly a word. `search.js` counts
/// alike.
fn file_of(word: &str, files: usize) -> usize {
    let letters = if word.starts_with(words::is_dense) { 1 } else { 2 };
    let mut units = [0; 2];
    let sum = |hash: u32, unit: u16| (hash * 31 + u32::from(unit)) & 0xffff;
    let hash = word.chars().take(letters).fold(0, |hash, c| c.encode_utf16(&mut units).iter().copied().fold(hash, sum));
    hash as usize % files
}

/// Pages as numbers: how far each is behind the one before, times four, and what the word says of it.
fn written(mut on: Vec<Posting>) -> String {
    if on.len() > MOST_PAGES {
        on.sort_by_key(|(page, level)| (std::cmp::Reverse(*level), *page));
        on.truncate(MOST_PAGES);
        on.sort_unstable();
    }
    let mut out = String::with_capacity(on.len() * 2);
    let mut before = 0;
    for (page, level) in on {
        push_number((page - before) * 4 + u32::from(level), &mut out);
        before = page;
    }
    out
}

/// A number as signs, the lowest five bits first.
fn push_number(mut number: u32, out: &mut String) {
    loop {
        let (low, rest) = (number & 31, number >> 5);
        number = rest;
        out.push(digit(if rest > 0 { low + 32 } else { low }));
        if number == 0 {
            return;
        }
    }
}

#[expect(clippy::indexing_slicing, reason = "there are 64 signs, and no number of six bits is larger")]
fn digit(number: u32) -> char {
    char::from(DIGITS[(number & 63) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_written_as_gaps() {
        assert_eq!(written(vec![(0, TEXT), (1, TITLE), (1000, HEADING)]), "07-y3");
        let many = (0..1000).map(|n| (n, if n == 999 { TITLE } else { TEXT })).collect();
        assert!(written(many).len() < 2 * MOST_PAGES);
    }

    #[test]
    fn words_that_begin_alike_are_in_one_file() {
        assert_eq!(file_of("apology", 64), file_of("apart", 64));
        assert_eq!(file_of("友達", 64), file_of("友人", 64));
        assert!((0..64).contains(&file_of("x", 64)));
    }
}
