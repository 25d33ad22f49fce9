//! Composing: inlines of a page become one text with its styles, and groups of the structure where they mean something.

use super::tags::{Group, Leaf, Role};
use super::typeset::{Piece, Style, Text};
use super::widgets::Kind;
use super::writer::Writer;
use crate::body::{Attributes, Control, Inline, LinkId, Mark};
use crate::output::labels;
use crate::resolve::Link;
use std::rc::Rc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How wide a blank is: 6 cm, as on the screen and on paper.
const BLANK: f32 = 60.0 * super::sizes::MM;

/// A sentence with blanks, or an option with some.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'a> {
    /// What the names of its blanks begin with.
    pub(super) name: &'a str,
    pub(super) words: &'a str,
    pub(super) total: u32,
}

/// A text, and the places to write in its gaps.
#[derive(Default)]
pub(super) struct Composed {
    pub(super) text: Text,
    /// For each gap its widget and its leaf; none where a blank is no place of a field.
    pub(super) blanks: Vec<Option<(usize, Leaf)>>,
}

/// What inlines are set in: a group, a style, and what they are within.
#[derive(Clone)]
pub(super) struct Within<'a> {
    pub(super) group: Group,
    pub(super) style: Style,
    pub(super) sentence: Option<Sentence<'a>>,
    link: Option<(Rc<str>, Leaf)>,
    lang: Option<String>,
}

impl<'a> Within<'a> {
    /// In a group, in a style.
    pub(super) fn new(group: Group, style: Style) -> Self {
        Self { group, style, sentence: None, link: None, lang: None }
    }

    /// With blanks of a sentence.
    pub(super) fn sentence(self, sentence: Option<Sentence<'a>>) -> Self {
        Self { sentence, ..self }
    }

    fn style(&self, style: Style) -> Self {
        Self { style, ..self.clone() }
    }
}

impl Writer<'_> {
    /// Inlines as one text.
    pub(super) fn compose(&mut self, inlines: &[Inline], within: &Within<'_>) -> Composed {
        let mut out = Composed::default();
        self.push_inlines(inlines, within, &mut out);
        out
    }

    /// Words of the program's as one text.
    pub(super) fn words(&mut self, words: &str, within: &Within<'_>) -> Composed {
        let mut out = Composed::default();
        self.push_words(words, within, &mut out);
        out
    }

    /// Words that are no part of the text.
    pub(super) fn artifact(words: &str, style: Style) -> Text {
        let string = cleaned(words);
        let piece = Piece { range: 0..string.len(), style, leaf: None, link: None, lang: None };
        Text { string, pieces: vec![piece], gaps: Vec::new() }
    }

    pub(super) fn push_inlines(&mut self, inlines: &[Inline], within: &Within<'_>, out: &mut Composed) {
        inlines.iter().for_each(|inline| self.push_inline(inline, within, out));
    }

    fn push_inline(&mut self, inline: &Inline, within: &Within<'_>, out: &mut Composed) {
        match inline {
            Inline::Text(text) => self.push_words(text, within, out),
            Inline::Code(code) => {
                let style = Style { code: true, ..within.style };
                self.push_words(code, &within.style(style), out);
            }
            Inline::Marked(mark, inside) => {
                let style = self.style_of(*mark, within.style);
                self.push_inlines(inside, &within.style(style), out);
            }
            Inline::Stretch(stretch) => self.push_stretch(&stretch.0, &stretch.2, within, out),
            Inline::Link(link, inside) => self.push_link(*link, inside, within, out),
            Inline::Picture(_, alt) => self.push_words(alt, within, out),
            Inline::Footnote(index, _) => {
                let style = within.style;
                let size = self.sizes.smaller(style.size, 0.7);
                let raised = Style { size, raised: style.size * 0.35, ..style };
                self.push_words(&(index + 1).to_string(), &within.style(raised), out);
            }
            Inline::Break => self.push_text("\n", within, out),
            Inline::SoftBreak => self.push_text(" ", within, out),
            Inline::Blank(number) => self.push_blank(*number, within, out),
            Inline::Raw(_) => {}
        }
    }

    fn style_of(&self, mark: Mark, style: Style) -> Style {
        let Style { size, .. } = style;
        let less = self.sizes.smaller(size, 0.7);
        match mark {
            // In large print nothing is set in italics: bold is easier to read.
            Mark::Emphasis if self.sizes.large => Style { bold: true, ..style },
            Mark::Emphasis => Style { italic: true, ..style },
            Mark::Strong => Style { bold: true, ..style },
            Mark::Strikethrough => Style { strike: true, ..style },
            Mark::Keyboard => Style { code: true, marked: true, ..style },
            Mark::Subscript => Style { size: less, raised: size * -0.15, ..style },
            Mark::Superscript => Style { size: less, raised: size * 0.35, ..style },
            Mark::Highlight => Style { marked: true, ..style },
            Mark::Small => Style { size: size.min(self.sizes.small), ..style },
        }
    }

    fn push_stretch(&mut self, attributes: &Attributes, inside: &[Inline], within: &Within<'_>, out: &mut Composed) {
        let lang = attributes.lang.as_deref().map(str::to_owned);
        let expanded = attributes.title.as_deref().map(str::to_owned);
        if lang.is_none() && expanded.is_none() {
            return self.push_inlines(inside, within, out);
        }
        let group = self.tags.group(within.group, Role::Span { lang: lang.clone(), expanded });
        let lang = lang.or_else(|| within.lang.clone());
        self.push_inlines(inside, &Within { group, lang, ..within.clone() }, out);
    }

    /// A link with its whole address, which stands behind its words, too: paper cannot be clicked.
    fn push_link(&mut self, link: LinkId, inside: &[Inline], within: &Within<'_>, out: &mut Composed) {
        let Some(address) = self.address(link).filter(|_| within.link.is_none()) else {
            return self.push_inlines(inside, within, out);
        };
        let words = crate::body::plain_text(inside);
        let group = self.tags.group(within.group, Role::Link);
        let leaf = self.tags.leaf(group);
        let style = Style { underline: true, ..within.style };
        let inner = Within { group, style, link: Some((address.as_str().into(), leaf)), ..within.clone() };
        self.push_inlines(inside, &inner, out);
        let shown = address.split_once("://").map_or(&*address, |(_, rest)| rest).trim_end_matches('/');
        if address.starts_with("http") && !words.contains(shown) {
            self.push_words(&format!(" ({shown})"), within, out);
        }
    }

    /// The public address of a link; none for what has none, such as a page of a site whose own address is not known.
    fn address(&self, link: LinkId) -> Option<String> {
        let site = &self.book.site;
        let base = self.book.config.site_url.as_deref();
        let public = |file: &crate::path::OutPath| base.map(|base| file.public(base));
        match self.book.link(self.page, link)? {
            Link::Address(address) => {
                Some(address.strip_prefix("//").map_or_else(|| address.to_string(), |rest| format!("https://{rest}")))
            }
            Link::Page(id, _) => public(&site.address(*id).file),
            Link::Worksheets(guide) => {
                let list = format!("{}worksheets/index.html", site.nth_guide(*guide).folder);
                public(&crate::path::OutPath::new(&list).ok()?)
            }
            Link::Asset(source) => public(&self.book.assets.get(source)?.file),
            Link::Static(file) => public(file),
            Link::Here(_) | Link::Broken(_) => None,
        }
    }

    fn push_blank(&mut self, number: u32, within: &Within<'_>, out: &mut Composed) {
        // Outside of sentences and options, in a heading for one, a blank is only a line.
        let place = within.sentence.map(|sentence| {
            let group = self.tags.group(within.group, Role::Form);
            let leaf = self.tags.leaf(group);
            let say = |key: &str, values: &[(&str, String)]| self.say(key, values);
            let label = labels::blank(&say, sentence.words, number, sentence.total);
            let name = Control::blank(sentence.name, number).name;
            (self.widget(&name, Kind::Text { multiline: false }, label, None), leaf)
        });
        out.blanks.push(place);
        out.text.gaps.push((out.text.string.len(), BLANK));
    }

    pub(super) fn push_words(&mut self, words: &str, within: &Within<'_>, out: &mut Composed) {
        self.push_text(&cleaned(words), within, out);
    }

    /// Goes on in the piece before where that is the same: one leaf for each stretch between other groups.
    fn push_text(&mut self, words: &str, within: &Within<'_>, out: &mut Composed) {
        if words.is_empty() {
            return;
        }
        let start = out.text.string.len();
        out.text.string.push_str(words);
        let end = out.text.string.len();
        let leaf = self.tags.last_leaf(within.group).unwrap_or_else(|| self.tags.leaf(within.group));
        out.text.pieces.push(Piece {
            range: start..end,
            style: within.style,
            leaf: Some(leaf),
            link: within.link.clone(),
            lang: within.lang.clone(),
        });
    }
}

/// As many marks are set on one letter, the number that Unicode calls safe for streams (UAX 15, 13.1): no writing needs more,
/// and to set each, all those before it are looked at.
const MOST_MARKS: usize = 30;

/// Words without what cannot be set: composed (Unicode NFC), a space for tabs and line breaks, no control characters, and no
/// heaps of marks.
fn cleaned(words: &str) -> String {
    let space = |c: char| if matches!(c, '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}') { ' ' } else { c };
    let is_set = |c: &char| !c.is_control() && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    let mut marks = 0;
    let is_safe = |c: &char| {
        marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
        marks <= MOST_MARKS
    };
    words.nfc().map(space).filter(is_set).filter(is_safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_has_as_many_marks_as_can_be_set() {
        let heap = format!("a{}b\u{301}", "\u{301}".repeat(1000));
        // One of them is in the letter already.
        assert_eq!(cleaned(&heap).chars().count(), 1 + MOST_MARKS + 2);
    }
}
