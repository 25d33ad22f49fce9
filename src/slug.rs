//! Names made from words: URL names of pages and anchors of headings.
//!
//! In: any text. Out: lower-case words with hyphens between them, in NFC (Unicode Standard Annex 15). Never empty output
//! without the caller knowing: an empty string means that the text held no letter or digit.

use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// `text` in NFC and lower case, letters, digits and marks kept, everything else one hyphen, none at the ends.
pub fn slugify(text: &str) -> String {
    if text.is_ascii() {
        return joined(text.chars().map(|c| c.to_ascii_lowercase()), text.len());
    }
    let slug = joined(text.nfc().flat_map(char::to_lowercase), text.len());
    // A small letter may have a mark that its capital had inside, and an apostrophe may have stood before a mark.
    if is_nfc(&slug) { slug } else { slug.nfc().collect() }
}

/// The words that `letters` make, with hyphens between them.
fn joined(letters: impl Iterator<Item = char>, length: usize) -> String {
    let mut out = String::with_capacity(length);
    let mut gap = false;
    for c in letters {
        if c.is_alphanumeric() || (!c.is_ascii() && is_mark(c)) {
            if gap && !out.is_empty() {
                out.push('-');
            }
            gap = false;
            out.push(c);
        } else if !matches!(c, '\'' | '\u{2019}') {
            gap = true;
        }
    }
    out
}

/// `text` as a key: its slug, or the code points of its first signs where it has no letter or digit. The same text always
/// has the same key.
pub fn key(text: &str) -> String {
    let slug = slugify(text);
    if !slug.is_empty() {
        return slug;
    }
    let points = text.nfc().filter(|c| !c.is_whitespace()).take(8).map(|c| format!("u{:x}", u32::from(c)));
    points.collect::<Vec<_>>().join("-")
}

/// Marks combine with the letter before them; without them words of many scripts fall apart.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

/// The ids in use on one page; each is given out once.
#[derive(Debug, Default)]
pub struct Anchors {
    used: BTreeSet<String>,
    /// The last number that was given out for a name: those before it are in use, and stay so.
    last: BTreeMap<String, usize>,
}

impl Anchors {
    /// An id for `text` that is not yet in use: `plan`, then `plan-1`, `plan-2`. `fallback` names what has no letters.
    pub fn unique(&mut self, text: &str, fallback: &str) -> String {
        let base = match slugify(text) {
            slug if slug.is_empty() => fallback.to_owned(),
            slug => slug,
        };
        if self.used.insert(base.clone()) {
            return base;
        }
        let last = self.last.entry(base.clone()).or_default();
        loop {
            *last += 1;
            let id = format!("{base}-{last}");
            if self.used.insert(id.clone()) {
                return id;
            }
        }
    }

    /// Takes `id` as it is; false where it is in use already, or the theme's.
    pub fn claim(&mut self, id: &str) -> bool {
        !Self::is_reserved(id) && self.used.insert(id.to_owned())
    }

    /// The theme's own begin with an underscore, or are names that its scripts look for in the window, where every id is.
    pub fn is_reserved(id: &str) -> bool {
        id.starts_with('_') || matches!(id, "guideSearch" | "guideReader")
    }
}

/// The number that a name begins with, and the rest: 1 to 4 digits and a hyphen (`02-plan`).
pub fn split_number(name: &str) -> (Option<u32>, &str) {
    let is_number = |digits: &str| (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    match name.split_once('-') {
        Some((digits, rest)) if is_number(digits) && !rest.is_empty() => (digits.parse().ok(), rest),
        _ => (None, name),
    }
}

/// A file's name as a title: `win-back` is `Win back`.
pub fn as_title(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The candidate nearest to `word`, where it is near enough to be meant (Damerau-Levenshtein distance of a third of the
/// word's length at most).
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Nobody mistypes a word of more letters; and comparing two of them takes the product of their lengths.
    const LONGEST: usize = 200;
    let word = word.to_lowercase();
    let letters = word.chars().count();
    if letters > LONGEST {
        return None;
    }
    let limit = most_distance(letters);
    // As many letters as one is longer have to come or go.
    let fitting = candidates.into_iter().filter(|c| c.chars().count().abs_diff(letters) <= limit);
    let near = fitting.map(|c| (distance(&word, c), c)).filter(|(distance, _)| *distance <= limit);
    near.min_by_key(|(distance, _)| *distance).map(|(_, c)| c)
}

fn most_distance(letters: usize) -> usize {
    (letters / 3).max(1)
}

/// Which letters a word has, without case: each sets one of 64 bits.
pub fn letters(word: &str) -> u64 {
    word.chars().flat_map(char::to_lowercase).fold(0, |all, c| all | 1 << (u32::from(c) % 64))
}

/// Tells of the [`letters`] of words whether [`nearest`] might find them near to `word`; where not, they are not: each
/// difference changes two letters at most.
pub fn may_be_near(word: &str) -> impl Fn(u64) -> bool {
    let most = 2 * most_distance(word.to_lowercase().chars().count());
    let of_word = letters(word);
    move |of_other| (of_word ^ of_other).count_ones() as usize <= most
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    // The rows of the two letters of `a` before the one that is looked at, the nearer one last.
    let (mut earlier, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    let mut letter_before = None;
    for (letter, first) in a.chars().zip(1..) {
        let mut row = vec![first];
        let mut best = first;
        let mut other_before = None;
        for (j, (other, near)) in b.iter().zip(last.windows(2)).enumerate() {
            let [corner, above] = near else { continue };
            best = (above + 1).min(best + 1).min(corner + usize::from(letter != *other));
            let is_swapped = letter_before == Some(*other) && other_before == Some(letter);
            let swapped = j.checked_sub(1).filter(|_| is_swapped).and_then(|j| earlier.get(j));
            best = swapped.map_or(best, |swapped| best.min(swapped + 1));
            row.push(best);
            other_before = Some(*other);
        }
        letter_before = Some(letter);
        earlier = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_lower_case_words() {
        assert_eq!(slugify("What you'll need — today!"), "what-youll-need-today");
        assert_eq!(slugify("U\u{308}bung Nr. 5"), "übung-nr-5");
        assert_eq!(slugify("نصيحة أولى"), "نصيحة-أولى");
        assert_eq!(slugify("!?"), "");
    }

    #[test]
    fn anchors_are_given_out_once() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.unique("Plan", "section"), "plan");
        assert_eq!(anchors.unique("Plan", "section"), "plan-1");
        assert_eq!(anchors.unique("…", "section"), "section");
        assert!(!anchors.claim("plan"));
    }

    #[test]
    fn numbers_are_one_to_four_digits_and_a_hyphen() {
        assert_eq!(split_number("02-plan"), (Some(2), "plan"));
        assert_eq!(split_number("2plan"), (None, "2plan"));
        assert_eq!(split_number("2026-plan"), (Some(2026), "plan"));
        assert_eq!(split_number("12345-plan"), (None, "12345-plan"));
        assert_eq!(split_number("7-"), (None, "7-"));
    }

    #[test]
    fn the_nearest_word_is_near() {
        assert_eq!(nearest("sumary", ["summary", "slug"]), Some("summary"));
        assert_eq!(nearest("tilte", ["title", "tips"]), Some("title"));
        assert_eq!(nearest("weather", ["title", "tips"]), None);
    }

    #[test]
    fn what_is_near_has_mostly_the_same_letters() {
        for (word, other) in [("sumary", "summary"), ("Tilte", "title"), ("breath", "breathe"), ("ab", "a"), ("ß", "s")]
        {
            assert!(may_be_near(word)(letters(other)), "{word} and {other}");
        }
        assert!(!may_be_near("breathe")(letters("worksheet-in-full")));
    }
}
