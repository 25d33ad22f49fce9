//! Parse: one Markdown file becomes one [`Page`]. Pure, file by file, so that it runs on every core and can be remembered.
//!
//! In: the bytes of a file, its path, and whether the site is a library. Out: a complete page, and everything that is
//! wrong with it. What other files say is not looked at here.

mod almost;
mod blocks;
mod callouts;
mod dos;
mod events;
mod field_kinds;
mod fields;
mod front;
mod html;
mod html_blocks;
mod inlines;
mod keys;
pub mod kind;
mod matter;
mod notes;
mod run;
mod worksheet;
pub mod yaml;
mod yaml_faults;

pub use kind::{Kind, Place};
pub use matter::{Choice, Date, GuideMatter, Help, Meta, StepMatter, Wait};

use crate::body::{Block, Blocks, Body, Callout, Inline, Inlines, Picture, Reference, plain_text};
use crate::diag::{Code, Diagnostic, Span};
use crate::dialect::Dialect;
use crate::path::SourcePath;
use crate::slug;
use memchr::memchr;
use std::sync::Arc;

/// A page as its author wrote it: complete, but not yet placed among the others.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its file.
    pub source: SourcePath,
    /// What it is, by its place.
    pub kind: Kind,
    /// Its language (BCP 47).
    pub lang: Arc<str>,
    /// The title, as shown at its head.
    pub title: Inlines,
    /// The title in plain words.
    pub name: Box<str>,
    /// The number that sorts it: `order:`, else the number in its file's or folder's name.
    pub number: Option<u32>,
    /// Its part of the address.
    pub slug: Box<str>,
    /// Where `slug:` stands, or the start of the file.
    pub slug_span: Span,
    /// The picture at its head.
    pub image: Option<Picture>,
    /// What every page may say of itself.
    pub meta: Meta,
    /// What a guide says of itself; empty elsewhere.
    pub guide: GuideMatter,
    /// What a step says of itself; empty elsewhere, but for a worksheet's minutes.
    pub step: StepMatter,
    /// The content.
    pub body: Arc<Body>,
    /// The byte of the file at which the content begins, behind the front matter.
    pub content_at: usize,
    /// What the page points at; `LinkId`s are indices into it.
    pub references: Box<[Reference]>,
}

/// What parsing needs to know besides the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// The content folder: `content`.
    pub content: Box<str>,
    /// True where the root `index.md` says `kind: library`.
    pub library: bool,
    /// The site's language.
    pub lang: Arc<str>,
    /// The Markdown that is spoken.
    pub dialect: Dialect,
}

/// The most bytes of a worksheet, which is set for paper up to eight times: two papers, two prints, alone and in a pack.
const MOST_OF_A_SHEET: usize = 128 << 10;

/// Reads the page at `path`. `Err` where no page can be made at all.
pub fn parse(
    path: &SourcePath,
    bytes: &[u8],
    around: &Surroundings,
) -> Result<(Page, Vec<Diagnostic>), Vec<Diagnostic>> {
    let text = decode(path, bytes).map_err(|d| vec![d])?;
    let mut diagnostics = Vec::new();
    let matter = yaml::split(text, path).map_err(|d| vec![d])?;
    let place = kind::place(path, &around.content, around.library);
    let body_offset = matter.as_ref().map_or(bom_length(text), |m| m.body_offset);
    let front = front::read(matter.as_ref(), path, text, &around.dialect, &mut diagnostics)?;
    let kind = kind::decide(&place, front.number(path), around.library);
    front.check_kind(kind, &mut diagnostics);
    if kind == Kind::Worksheet && text.len() > MOST_OF_A_SHEET {
        let message =
            format!("this worksheet has {} KiB, and {} KiB is the most", text.len() >> 10, MOST_OF_A_SHEET >> 10);
        let fault = Diagnostic::new(Code::TooLarge, message).at(Span::start_of(path));
        return Err(vec![
            fault.help("divide it into several worksheets: this would be more than fifty sheets of paper"),
        ]);
    }

    let source = events::Source { file: path, text, offset: body_offset };
    let mut content =
        blocks::read(&source, &around.dialect, kind == Kind::Worksheet, front.references.clone(), &mut diagnostics)
            .map_err(|d| vec![d])?;
    content.dos.iter().for_each(|list| list.check(&around.lang, text, &mut diagnostics));
    let title = title(&front, &mut content, path, &mut diagnostics);
    let image = front.image.clone().or_else(|| lead_picture(kind, &mut content.blocks));
    let name: Box<str> = plain_text(&title).trim().into();
    let (slug, slug_span) = page_slug(&front, path, &place, &mut diagnostics);
    let page = Page {
        source: path.clone(),
        kind,
        lang: around.lang.clone(),
        title,
        name,
        number: front.number(path),
        slug,
        slug_span,
        image,
        meta: front.meta,
        guide: front.guide,
        step: front.step,
        body: Arc::new(Body {
            blocks: content.blocks.into(),
            headings: content.headings.into(),
            fields: content.fields.into(),
            footnotes: content.footnotes.into(),
        }),
        content_at: body_offset,
        references: content.references.into(),
    };
    Ok((page, diagnostics))
}

/// The JSON Schema of front matter, the same for every kind of page.
pub fn front_matter_schema() -> serde_json::Value {
    front::schema()
}

/// The `kind:` that the root page states, read before all else because it decides what the folders mean.
pub fn states_library(path: &SourcePath, bytes: &[u8]) -> bool {
    let Ok(text) = decode(path, bytes) else { return false };
    let Ok(Some(matter)) = yaml::split(text, path) else { return false };
    front::stated_kind(&matter, path) == Some(Kind::Library)
}

impl Page {
    /// The `[!TIP]` callouts among the blocks of the page, as texts.
    pub fn tip_callouts(&self) -> impl Iterator<Item = &Blocks> {
        self.body.blocks.iter().filter_map(|b| match b {
            Block::Callout(Callout::Tip, blocks) => Some(blocks),
            _ => None,
        })
    }

    /// The summary in plain words; the beginning of the first paragraph where there is none.
    pub fn description(&self) -> String {
        if let Some(summary) = &self.meta.summary {
            return plain_text(summary);
        }
        let first = self.body.blocks.iter().find_map(|b| match b {
            Block::Paragraph(i) => Some(plain_text(i)),
            _ => None,
        });
        shorten(&first.unwrap_or_else(|| self.name.to_string()), 155)
    }
}

/// The words of `text` that fit into `limit` characters, with an ellipsis where some do not.
fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut out = String::new();
    for word in text.split_whitespace() {
        if out.chars().count() + word.chars().count() + 2 > limit {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.push('…');
    out
}

fn decode<'a>(path: &SourcePath, bytes: &'a [u8]) -> Result<&'a str, Diagnostic> {
    let span = |at: usize| Span::new(path, at..at + 1);
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Diagnostic::new(
            Code::Utf16,
            "the file is saved as UTF-16, which browsers and this program do not read",
        )
        .at(Span::start_of(path))
        .help("open it in your editor, choose “Save with encoding”, then UTF-8"));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        Diagnostic::new(Code::NotUtf8, "the file is not UTF-8 text: from this byte on its letters cannot be read")
            .at(span(e.valid_up_to()))
            .help("open it in your editor and save it with the encoding UTF-8")
    })?;
    if let Some(at) = memchr(b'\r', bytes)
        && memchr(b'\n', bytes).is_none()
    {
        let message = "the lines of this file end as on Macs before 2001, so that it counts as one long line";
        return Err(Diagnostic::new(Code::LineEnds, message)
            .at(span(at))
            .help("open it in your editor and save it with the line ends LF"));
    }
    match memchr(b'\0', bytes) {
        Some(at) => Err(Diagnostic::new(Code::NulByte, "the file holds a NUL byte, so it is not text")
            .at(span(at))
            .help("if it is a picture, give it the ending of its format")),
        None => Ok(text),
    }
}

fn bom_length(text: &str) -> usize {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

/// `title:`, where it says something, else the first heading where it is a `#`; that heading is not shown again.
fn title(
    front: &front::Front,
    content: &mut blocks::Content,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Inlines {
    let heading = content.blocks.iter().enumerate().find_map(|(i, block)| match block {
        Block::Heading(heading) => Some((i, heading)),
        _ => None,
    });
    let first = heading.filter(|(_, h)| h.level == 1).map(|(i, h)| (i, h.content.clone()));
    let is_said = |title: &&Inlines| !plain_text(title).trim().is_empty();
    match (front.title.as_ref().filter(is_said), first) {
        (Some(title), Some((i, words))) if plain_text(title) == plain_text(&words) => {
            content.blocks.remove(i);
            content.headings.remove(0);
            title.clone()
        }
        (Some(title), _) => title.clone(),
        (None, Some((i, words))) if !plain_text(&words).trim().is_empty() => {
            content.blocks.remove(i);
            content.headings.remove(0);
            words
        }
        (None, _) => {
            let stem = slug::split_number(path.stem()).1;
            let stem = if stem == "index" {
                slug::split_number(path.folder().rsplit('/').next().unwrap_or("")).1
            } else {
                stem
            };
            let guess = slug::as_title(stem);
            diagnostics.push(
                Diagnostic::new(Code::MissingTitle, "the page has no title")
                    .at(Span::start_of(path))
                    .help(format!("begin the text with a heading: `# {guess}`")),
            );
            Box::from([Inline::Text(guess.into())])
        }
    }
}

/// A picture alone as the first block is the page's picture, and is not shown again.
fn lead_picture(kind: Kind, blocks: &mut Vec<Block>) -> Option<Picture> {
    if matches!(kind, Kind::Worksheet | Kind::Tip) || !matches!(blocks.first(), Some(Block::Picture(_))) {
        return None;
    }
    match blocks.remove(0) {
        Block::Picture(picture) => Some(*picture),
        _ => None,
    }
}

fn page_slug(
    front: &front::Front,
    path: &SourcePath,
    place: &Place,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Box<str>, Span) {
    if let Some((slug, span)) = &front.slug {
        let good = slug::slugify(slug);
        if good != *slug || good.is_empty() {
            let mut diagnostic =
                Diagnostic::new(Code::BadSlug, format!("`{slug}` cannot stand in an address")).at(span.clone());
            let own = slug::slugify(slug::split_number(path.stem()).1);
            let example = [&good, &own].into_iter().find(|s| !s.is_empty()).map_or("first-call", String::as_str);
            diagnostic = diagnostic.help(format!("write it like this: `slug: {example}`"));
            diagnostics.push(diagnostic);
        }
        if !good.is_empty() {
            return (good.into(), span.clone());
        }
    }
    let span = Span::start_of(path);
    let name = if place.is_cover() { path.folder().rsplit('/').next().unwrap_or("") } else { path.stem() };
    let slug = slug::slugify(slug::split_number(name).1);
    if slug.is_empty() && *place != Place::Root {
        diagnostics.push(
            Diagnostic::new(Code::BadSlug, format!("the name `{name}` has no letter or digit to make an address of"))
                .at(span.clone())
                .help("set `slug:` in the front matter, or rename the file"),
        );
        return ("page".into(), span);
    }
    (slug.into(), span)
}
