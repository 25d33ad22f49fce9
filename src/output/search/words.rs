//! Words as they are searched for: the same cut and the same spelling for the texts of pages and for what readers type.
//!
//! `search.js` does the same with what is typed; `tests/browser` holds both together with queries in several languages.
//! A word is a run of letters, marks and numbers (Unicode Standard Annex 44), which is what Annex 29 cuts at, but for signs
//! inside of words: a reader who types `example` shall find `example.org`. Scripts without spaces between words, and Korean,
//! whose words carry their particles, are cut into pairs of letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that are longer are none: addresses, or code.
const LONGEST: usize = 40;

/// Letters that a keyboard without them writes otherwise, and forms of one letter.
const SPELLED: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ı', "i"),
    ('ς', "σ"),
    ('ة', "ه"),
    ('ى', "ي"),
];

/// Calls `found` with each word of a text, in order.
pub(crate) fn each(text: &str, mut found: impl FnMut(&str)) {
    if text.is_ascii() {
        let text = text.to_ascii_lowercase().replace('\'', "");
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| is_word(w));
        return words.for_each(found);
    }
    let text = folded(text);
    for run in text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)) {
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let dense = is_dense(first);
            let end = rest.find(|c| is_dense(c) != dense).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            rest = after;
            if dense {
                pairs(part, &mut found);
            } else if is_word(part) {
                let word = without_article(part);
                found(word);
                without_particle(word).into_iter().for_each(&mut found);
            }
        }
    }
}

/// In lower case, without accents and vowel signs of scripts where readers leave them out, and without apostrophes.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // First what a sign is made of, so that `ℍ` is an `h`.
    let text: String = text.nfkd().collect();
    for c in text.to_lowercase().chars().filter(|c| !is_left_out(*c)) {
        match SPELLED.iter().find(|(letter, _)| *letter == c) {
            Some((_, spelled)) => out.push_str(spelled),
            None => out.push(c),
        }
    }
    out.nfc().collect()
}

/// Accents; the points of Hebrew; the vowel signs and the long stroke of Arabic; apostrophes.
fn is_left_out(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
        || matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

/// True for letters of Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean.
pub(super) fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}')
        || matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}')
        || matches!(c, '\u{20000}'..='\u{3ffff}')
}

/// Every two neighbours, and the last letter alone.
fn pairs(run: &str, found: &mut impl FnMut(&str)) {
    let starts = || run.char_indices().map(|(at, _)| at);
    let ends = starts().skip(2).chain([run.len(), run.len()]);
    for (start, end) in starts().zip(ends) {
        run.get(start..end).into_iter().for_each(&mut *found);
    }
}

/// One letter alone tells nothing; a digit does.
fn is_word(word: &str) -> bool {
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (None, _) => false,
        (Some(only), None) => only.is_numeric(),
        _ => chars.count() + 2 <= LONGEST,
    }
}

/// An Arabic word without its article and what is written together with that, where three letters are left.
fn without_article(word: &str) -> &str {
    let bare = word.trim_start_matches(['و', 'ف', 'ب', 'ك']);
    let one_sign_less = word.chars().count() - bare.chars().count() <= 1;
    let rest = match bare.strip_prefix("ال") {
        Some(rest) if one_sign_less => rest,
        _ => word.strip_prefix("ال").or_else(|| word.strip_prefix("لل")).unwrap_or(word),
    };
    if rest.chars().count() >= 3 { rest } else { word }
}

/// An Arabic word without the letter for "and", "to", "by", "as" or "so" that may be the first of it, where three letters are
/// left. It may as well belong to the word, so both are found.
fn without_particle(word: &str) -> Option<&str> {
    let rest = word.strip_prefix(['و', 'ف', 'ب', 'ك', 'ل'])?;
    (rest.chars().count() >= 3).then_some(rest)
}

#[cfg(test)]
mod tests {
    fn words(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        super::each(text, |word| out.push(word.to_owned()));
        out
    }

    #[test]
    fn words_are_folded_and_cut_in_every_script() {
        assert_eq!(
            words("Don’t give up: step 5, a friend's letter!"),
            ["dont", "give", "up", "step", "5", "friends", "letter"]
        );
        assert_eq!(words("Don't give up: step 5"), ["dont", "give", "up", "step", "5"]);
        assert_eq!(words("Élan, Straße, ŁÓDŹ, İstanbul"), ["elan", "strasse", "lodz", "istanbul"]);
        assert_eq!(words("ΦΊΛΟΣ φίλος"), ["φιλοσ", "φιλοσ"]);
        assert_eq!(words("友達に会う"), ["友達", "達に", "に会", "会う", "う"]);
        assert_eq!(words("ガギ と abc友"), ["ガギ", "ギ", "と", "abc", "友"]);
        assert_eq!(words("친구와"), ["친구", "구와", "와"]);
        assert_eq!(words("الاِعْتِذار وبالصديق للصديق الم"), ["اعتذار", "وبالصديق", "بالصديق", "صديق", "الم"]);
        assert_eq!(words("दोस्ती"), ["दोस्ती"]);
        assert_eq!(words("see example.org"), ["see", "example", "org"]);
    }
}
