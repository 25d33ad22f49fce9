//! The document tree: what a page says, whatever it will be rendered to.
//!
//! In: built by `parse`. Out: an immutable [`Body`] behind an `Arc`, read by every renderer with an exhaustive `match`.
//! It holds no address: a link is a [`LinkId`], whose meaning `resolve` decides.

mod field;

pub(crate) use field::shortened;
pub use field::{Control, Field, FieldKind, Grid, Scale, blanks};

use crate::diag::Span;
use std::ops::Range;

/// A run of inline content.
pub type Inlines = Box<[Inline]>;
/// A run of blocks.
pub type Blocks = Box<[Block]>;

/// The place of a link or picture in its page's list of [`Reference`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

impl LinkId {
    /// The place in the page's references; beyond them for what was refused.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What an author pointed at, as written; `resolve` makes a link of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The target as written: `../2-call.md#what-to-say`.
    pub target: Box<str>,
    /// What stands there expects.
    pub role: Role,
    /// Where the reference stands.
    pub span: Span,
    /// The bytes of the target alone, where they are known exactly: what `check --fix` may replace.
    pub target_range: Option<Range<usize>>,
}

/// What a reference is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A link in a text: a page, a file, an anchor or an address.
    Link,
    /// A picture.
    Picture,
    /// A page named in the front matter (`related`, `choices`).
    Page,
    /// A step named in `requires`.
    Required,
}

/// Everything below the front matter of one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The content without the title and the step's picture, in order.
    pub blocks: Blocks,
    /// The headings below the title, in order.
    pub headings: Box<[Entry]>,
    /// The places to write, in order; blocks refer to them by index.
    pub fields: Box<[Field]>,
    /// The footnotes, in the order in which they are first referred to.
    pub footnotes: Box<[Footnote]>,
}

/// A heading as the contents of a page list it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// 2 to 6.
    pub level: u8,
    /// The anchor, unique on its page.
    pub id: Box<str>,
    /// The words.
    pub text: Box<str>,
}

/// A footnote's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote {
    /// What it says.
    pub blocks: Blocks,
    /// How often the page refers to it.
    pub references: u32,
}

/// A block of content. A site has hundreds of thousands of them, so what most are not is in a box.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(Box<Heading>),
    /// A paragraph.
    Paragraph(Inlines),
    /// Text without a paragraph around it, as in the items of a tight list.
    Plain(Inlines),
    /// A list.
    List(Box<List>),
    /// A quotation.
    Quote(Blocks),
    /// A callout: a quotation that begins with `[!WORD]`.
    Callout(Callout, Blocks),
    /// Code.
    Code(Box<Code>),
    /// A table.
    Table(Box<Table>),
    /// Terms and what they mean.
    Definitions(Box<[Definition]>),
    /// A line across.
    Rule,
    /// A picture that stands alone, with its caption where it has one.
    Picture(Box<Picture>),
    /// A text that opens on demand (`<details>`): summary and content.
    Details(Box<(Inlines, Blocks)>),
    /// A stretch in another language or direction (`<div lang dir>`).
    Stretch(Box<(Attributes, Blocks)>),
    /// A place to write: an index into [`Body::fields`].
    Field(usize),
    /// HTML that the author is trusted with (`raw-html = "trust"`).
    Raw(Box<str>),
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor, unique on its page.
    pub id: Box<str>,
    /// Classes from `{.class}`.
    pub classes: Box<[Box<str>]>,
    /// The words.
    pub content: Inlines,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The first number of a numbered list.
    pub start: Option<u64>,
    /// The items.
    pub items: Box<[Item]>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Ticked or not, in a task list.
    pub task: Option<bool>,
    /// What it says.
    pub blocks: Blocks,
}

/// The kinds of callouts: GitHub's five, and five for guides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Callout {
    /// Worth knowing.
    Note,
    /// Makes it easier.
    Tip,
    /// Must be known.
    Important,
    /// Can go wrong.
    Warning,
    /// Can do harm.
    Caution,
    /// Words to use.
    Say,
    /// What to do.
    Do,
    /// What not to do.
    Dont,
    /// How it may look.
    Example,
    /// Where help is.
    Help,
}

impl Callout {
    /// Every kind, with the word that authors write.
    pub const ALL: [(Callout, &'static str); 10] = [
        (Callout::Note, "NOTE"),
        (Callout::Tip, "TIP"),
        (Callout::Important, "IMPORTANT"),
        (Callout::Warning, "WARNING"),
        (Callout::Caution, "CAUTION"),
        (Callout::Say, "SAY"),
        (Callout::Do, "DO"),
        (Callout::Dont, "DONT"),
        (Callout::Example, "EXAMPLE"),
        (Callout::Help, "HELP"),
    ];

    /// The kind that a word means, in whatever case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, w)| w.eq_ignore_ascii_case(word)).map(|(c, _)| *c)
    }

    /// The word that authors write.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(callout, _)| *callout == self).map_or("", |(_, word)| word)
    }

    /// The word in lower case: the key of its label in a theme's strings, and its class.
    pub fn key(self) -> &'static str {
        match self {
            Callout::Note => "note",
            Callout::Tip => "tip",
            Callout::Important => "important",
            Callout::Warning => "warning",
            Callout::Caution => "caution",
            Callout::Say => "say",
            Callout::Do => "do",
            Callout::Dont => "dont",
            Callout::Example => "example",
            Callout::Help => "help",
        }
    }
}

/// Code in a block of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The first word after the fence; empty where there is none.
    pub language: Box<str>,
    /// The code.
    pub text: Box<str>,
}

/// How the cells of a column are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// As the language goes.
    Start,
    /// In the middle.
    Center,
    /// Against the language.
    End,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The columns.
    pub align: Box<[Align]>,
    /// The head of each column.
    pub head: Box<[Inlines]>,
    /// The rows.
    pub rows: Box<[Box<[Inlines]>]>,
}

/// Terms and their meanings.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Inlines,
    /// What it means.
    pub details: Box<[Blocks]>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Where it is.
    pub link: LinkId,
    /// Its words for who cannot see it; empty for a decoration.
    pub alt: Box<str>,
    /// What stands below it.
    pub caption: Option<Inlines>,
    /// Whose it is.
    pub credit: Option<Inlines>,
}

/// The attributes that a stretch of text may have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes {
    /// The language (BCP 47).
    pub lang: Option<Box<str>>,
    /// The direction: `ltr`, `rtl` or `auto`.
    pub dir: Option<Box<str>>,
    /// The full form of an abbreviation.
    pub title: Option<Box<str>>,
}

/// The elements of HTML that carry over as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `<em>`
    Emphasis,
    /// `<strong>`
    Strong,
    /// `<del>`
    Strikethrough,
    /// `<kbd>`
    Keyboard,
    /// `<sub>`
    Subscript,
    /// `<sup>`
    Superscript,
    /// `<mark>`
    Highlight,
    /// `<small>`
    Small,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words.
    Text(Box<str>),
    /// Code.
    Code(Box<str>),
    /// Words set apart.
    Marked(Mark, Inlines),
    /// An abbreviation, or words in another language.
    Stretch(Box<(Attributes, bool, Inlines)>),
    /// A link.
    Link(LinkId, Inlines),
    /// A picture in a line; `alt` is empty for a decoration.
    Picture(LinkId, Box<str>),
    /// A reference to a footnote, and which of the references to it this is, both from 0.
    Footnote(u32, u32),
    /// A line break that the author asked for.
    Break,
    /// A line break of the source.
    SoftBreak,
    /// A blank in a sentence to fill, by its number in that sentence from 0.
    Blank(u32),
    /// HTML that the author is trusted with.
    Raw(Box<str>),
}

/// The words of `inlines` without any marking.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(inlines, &mut out);
    out
}

fn push_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(t) | Inline::Code(t) => out.push_str(t),
            Inline::Marked(_, content) | Inline::Link(_, content) => push_plain(content, out),
            Inline::Stretch(stretch) => push_plain(&stretch.2, out),
            Inline::Picture(_, alt) => out.push_str(alt),
            Inline::Break | Inline::SoftBreak => out.push(' '),
            Inline::Blank(_) => out.push('…'),
            Inline::Footnote(..) | Inline::Raw(_) => {}
        }
    }
}

/// The words of `blocks`, a space between blocks: for summaries and structured data.
pub fn plain_text_of_blocks(blocks: &[Block], fields: &[Field]) -> String {
    let mut out = String::with_capacity(blocks.len() * 128);
    for block in blocks {
        push_block(block, fields, &mut out);
    }
    if is_squeezed(&out) {
        out.truncate(out.trim_end_matches(' ').len());
        return out;
    }
    let mut words = String::with_capacity(out.len());
    for word in out.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// True where all white space is single spaces between words, and perhaps one at the end.
fn is_squeezed(text: &str) -> bool {
    if text.is_ascii() {
        let bytes = text.as_bytes();
        let has_other = bytes.iter().any(|byte| (b'\t'..b' ').contains(byte));
        return !has_other && !bytes.starts_with(b" ") && memchr::memmem::find(bytes, b"  ").is_none();
    }
    let mut after_space = true;
    text.chars().all(|c| {
        let fine = if c == ' ' { !after_space } else { !c.is_whitespace() };
        after_space = c == ' ';
        fine
    })
}

fn push_block(block: &Block, fields: &[Field], out: &mut String) {
    let all = |blocks: &[Block], out: &mut String| blocks.iter().for_each(|b| push_block(b, fields, out));
    match block {
        Block::Heading(h) => push_plain(&h.content, out),
        Block::Paragraph(i) | Block::Plain(i) => push_plain(i, out),
        Block::List(list) => list.items.iter().for_each(|i| all(&i.blocks, out)),
        Block::Quote(b) | Block::Callout(_, b) => all(b, out),
        Block::Stretch(stretch) => all(&stretch.1, out),
        Block::Code(code) => out.push_str(&code.text),
        Block::Table(table) => {
            for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                push_plain(cell, out);
                out.push(' ');
            }
        }
        Block::Definitions(definitions) => {
            for definition in definitions {
                push_plain(&definition.term, out);
                out.push(' ');
                definition.details.iter().for_each(|d| all(d, out));
            }
        }
        Block::Picture(picture) => picture.caption.iter().for_each(|c| push_plain(c, out)),
        Block::Details(details) => {
            push_plain(&details.0, out);
            out.push(' ');
            all(&details.1, out);
        }
        Block::Field(index) => out.push_str(fields.get(*index).map_or("", |f| &f.name)),
        Block::Rule | Block::Raw(_) => {}
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
}
