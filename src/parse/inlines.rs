//! Inline content: the pieces of a line.
//!
//! In: events inside a paragraph, heading, cell or front-matter text. Out: a run of [`Inline`]s; links and pictures are
//! entered into the page's references.

use super::blocks::Reader;
use super::events::{BLANK, Events, Source};
use super::html::{self, Tag as HtmlTag, Token};
use super::run::Run;
use crate::body::{Attributes, Inline, Inlines, LinkId, Mark, Reference, Role, plain_text};
use crate::byte_set::ByteSet;
use crate::diag::{Code, Diagnostic};
use crate::dialect::Dialect;
use pulldown_cmark::{Event, LinkType, Tag};
use std::ops::Range;

/// How many look-alikes of one run of text are told of: whoever meant none of them has seen enough.
const MOST_ALIKE: usize = 100;
/// How long, in bytes, an address with spaces or the name of a footnote may be to be looked at.
const LONGEST_ADDRESS: usize = 500;
const LONGEST_NOTE: usize = 41;

/// The beginning of a text, `most` bytes at most.
fn begin(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

/// An element of raw HTML that is open while the inlines inside it are collected.
pub(super) struct Open {
    tag: HtmlTag,
    range: Range<usize>,
    inside: Run,
}

impl Reader<'_, '_> {
    /// Collects inlines up to the end of the element that holds them, which is taken too.
    pub(super) fn inlines(&mut self) -> Result<Vec<Inline>, Diagnostic> {
        let (out, _) = self.inlines_while(|event| !matches!(event, Event::End(_)))?;
        self.events.next();
        Ok(out)
    }

    /// Collects inlines while `goes_on` holds for the next event.
    pub(super) fn inlines_while(
        &mut self,
        goes_on: fn(&Event<'_>) -> bool,
    ) -> Result<(Vec<Inline>, Range<usize>), Diagnostic> {
        self.enter()?;
        let mut open: Vec<Open> = Vec::new();
        let mut out = Run::default();
        let mut whole: Option<Range<usize>> = None;
        while self.events.peek().is_some_and(goes_on) {
            let Some((event, range)) = self.events.next() else { break };
            whole = Some(whole.map_or(range.start, |w| w.start)..range.end);
            if let Event::InlineHtml(code) = &event {
                self.inline_html(code, range, &mut open, &mut out);
                continue;
            }
            self.inline(event, range, innermost(&mut open, &mut out))?;
        }
        self.close_inline(open, &mut out);
        self.leave();
        let out = out.take();
        let whole = whole.unwrap_or(0..0);
        self.look_alikes(&out, &whole);
        Ok((out, whole))
    }

    /// Says where a text looks like a link whose address has a space in it, or like a footnote that nobody wrote: Markdown
    /// takes neither for more than a text.
    fn look_alikes(&mut self, inlines: &[Inline], whole: &Range<usize>) {
        let source = self.source;
        let place = |piece: &str| {
            let at = source.slice(whole.clone()).find(piece);
            at.map_or(whole.clone(), |i| whole.start + i..whole.start + i + piece.len())
        };
        for inline in inlines {
            // All that is looked for has a bracket.
            let Inline::Text(text) = inline else { continue };
            if memchr::memchr2(b'[', b']', text.as_bytes()).is_none() {
                continue;
            }
            let is_open = |before: &str| text.find('[').is_some_and(|at| at < before.len());
            let links = text.match_indices("](").filter_map(|(i, mark)| around(text, i, mark));
            for (before, after) in links.take(MOST_ALIKE) {
                let Some((address, _)) = begin(after, LONGEST_ADDRESS).split_once(')') else { continue };
                if is_open(before) && address.contains(' ') && address.contains('.') && !address.contains('[') {
                    self.diagnostics.push(
                        Diagnostic::new(Code::LinkSpaces, "this is no link, since there is a space in its address")
                            .at(self.source.span(place(address)))
                            .help(format!(
                                "put the address between pointed brackets: `(<{address}>)`; or rename the file"
                            )),
                    );
                }
            }
            let notes = text.match_indices("[^").filter_map(|(i, mark)| around(text, i, mark));
            for (_, after) in notes.take(MOST_ALIKE) {
                let Some((name, _)) = begin(after, LONGEST_NOTE).split_once(']') else { continue };
                if !name.is_empty() && !name.contains(char::is_whitespace) {
                    let note = format!("[^{name}]");
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::BrokenFootnote,
                            format!("nobody wrote the footnote `{note}`, so its brackets are shown"),
                        )
                        .at(self.source.span(place(&note)))
                        .help(format!("write it below: `{note}: …`")),
                    );
                }
            }
        }
    }

    /// What is still open at the end is shown as text.
    pub(super) fn close_inline(&mut self, mut open: Vec<Open>, out: &mut Run) {
        while let Some(mut unclosed) = open.pop() {
            self.leave();
            self.unclosed(&unclosed.tag, unclosed.range.clone());
            let target = innermost(&mut open, out);
            target.push(Inline::Text(unclosed.tag.written.into()));
            target.extend(unclosed.inside.take());
        }
    }

    /// Takes in one event, with all up to its end.
    fn inline(&mut self, event: Event<'_>, range: Range<usize>, out: &mut Run) -> Result<(), Diagnostic> {
        out.push(match event {
            Event::Text(text) => {
                self.push_text(&text, out);
                return Ok(());
            }
            Event::Code(code) => Inline::Code(code.replace(BLANK, "_").into()),
            Event::SoftBreak => Inline::SoftBreak,
            Event::HardBreak => Inline::Break,
            Event::FootnoteReference(name) => self.footnote_reference(&name, range),
            Event::Start(Tag::Emphasis) => Inline::Marked(Mark::Emphasis, self.inlines()?.into()),
            Event::Start(Tag::Strong) => Inline::Marked(Mark::Strong, self.inlines()?.into()),
            Event::Start(Tag::Strikethrough) => Inline::Marked(Mark::Strikethrough, self.inlines()?.into()),
            Event::Start(Tag::Superscript) => Inline::Marked(Mark::Superscript, self.inlines()?.into()),
            Event::Start(Tag::Subscript) => Inline::Marked(Mark::Subscript, self.inlines()?.into()),
            Event::Start(Tag::Link { dest_url, link_type, id, .. }) => {
                let content = self.inlines()?;
                let written = self.written(link_type, &id, &range);
                let Some(id) = self.refer(&dest_url, Role::Link, range, &written) else {
                    out.extend(content);
                    return Ok(());
                };
                Inline::Link(id, content.into())
            }
            Event::Start(Tag::Image { dest_url, title, link_type, id }) => {
                let alt = plain_text(&self.inlines()?);
                let written = self.written(link_type, &id, &range);
                out.extend(self.picture(&dest_url, &alt, &title, (range, written)));
                return Ok(());
            }
            Event::Start(_) => {
                out.extend(self.inlines()?);
                return Ok(());
            }
            Event::TaskListMarker(done) => {
                self.task = Some(done);
                return Ok(());
            }
            Event::Rule | Event::End(_) => return Ok(()),
            Event::Html(code) | Event::InlineHtml(code) => Inline::Text(code.as_ref().into()),
            Event::InlineMath(text) | Event::DisplayMath(text) => Inline::Code(text.as_ref().into()),
        });
        Ok(())
    }

    /// Takes in text; runs of placeholders in it are blanks to fill.
    fn push_text(&self, text: &str, out: &mut Run) {
        let mut rest = text;
        while self.worksheet
            && let Some((before, after)) = rest.split_once(BLANK)
        {
            out.push_text(before);
            rest = after.trim_start_matches(BLANK);
            out.push(Inline::Blank(0));
        }
        out.push_text(rest);
    }

    fn picture(
        &mut self,
        target: &str,
        alt: &str,
        title: &str,
        (range, written): (Range<usize>, Range<usize>),
    ) -> Vec<Inline> {
        let (alt, title) = (&*alt.replace(BLANK, "_"), &*title.replace(BLANK, "_"));
        let decorative = matches!(self.events.peek(), Some(Event::Text(t)) if t.starts_with("{.decorative}"));
        let mut rest = None;
        if decorative && let Some((Event::Text(text), _)) = self.events.next() {
            rest = text.strip_prefix("{.decorative}").filter(|r| !r.is_empty()).map(|r| Inline::Text(r.into()));
        }
        if alt.trim().is_empty() && !decorative {
            self.diagnostics.push(
                Diagnostic::new(Code::MissingAlt, format!("the picture `{target}` has no words for readers who cannot see it"))
                    .at(self.source.span(range.clone()))
                    .help(format!("say what it means: `![What it shows]({target})`; if it only decorates: `![]({target}){{.decorative}}`")),
            );
        }
        let Some(id) = self.refer(target, Role::Picture, range, &written) else {
            return vec![Inline::Text(alt.into())];
        };
        self.picture_titles.insert(id, title.into());
        let alt = if decorative { "" } else { alt };
        std::iter::once(Inline::Picture(id, alt.into())).chain(rest).collect()
    }

    /// Enters a target into the page's references. `None` for an address that could run code, which is reported.
    /// `range` is the whole link, `written` where its target is written.
    fn refer(&mut self, target: &str, role: Role, range: Range<usize>, written: &Range<usize>) -> Option<LinkId> {
        let id = refer(&self.source, &mut self.references, self.diagnostics, target, role, range)?;
        if let Some(reference) = self.references.last_mut() {
            reference.target_range = target_range(&self.source, &reference.target, written);
        }
        Some(id)
    }

    /// Where the target of a link is written: in the link itself, or in the definition that it names.
    fn written(&self, link_type: LinkType, id: &str, range: &Range<usize>) -> Range<usize> {
        match link_type {
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                self.events.definition(id).unwrap_or(range.start..range.start)
            }
            _ => range.clone(),
        }
    }

    fn inline_html(&mut self, code: &str, range: Range<usize>, open: &mut Vec<Open>, out: &mut Run) {
        let code = &*code.replace(BLANK, "_");
        if self.dialect.trust_html {
            innermost(open, out).push(Inline::Raw(code.into()));
            return;
        }
        for token in html::tokens(code) {
            match token {
                Token::Comment => {}
                Token::OpenComment(text) => {
                    self.open_comment(range.clone());
                    innermost(open, out).push(Inline::Text(text.into()));
                }
                Token::Text(text) => {
                    innermost(open, out).push(Inline::Text(text.into()));
                }
                Token::Tag(tag) => self.inline_tag(tag, range.clone(), open, out),
            }
        }
    }

    /// Takes in one inline element of raw HTML, or the beginning or end of one.
    pub(super) fn inline_tag(&mut self, tag: HtmlTag, range: Range<usize>, open: &mut Vec<Open>, out: &mut Run) {
        if tag.name == "br" || tag.name == "img" {
            let pieces = self.void_element(&tag, range);
            return innermost(open, out).extend(pieces);
        }
        if tag.is_inline() && !tag.closes && self.enters_element() {
            return open.push(Open { tag, range, inside: Run::default() });
        }
        if tag.closes
            && tag.is_inline()
            && open.last().is_some_and(|o| o.tag.name == tag.name)
            && let Some(done) = open.pop()
        {
            self.leave();
            let inline = self.element(done);
            return innermost(open, out).extend(inline);
        }
        self.unbalanced(&tag.written, range);
        innermost(open, out).push(Inline::Text(tag.written.into()));
    }

    fn void_element(&mut self, tag: &HtmlTag, range: Range<usize>) -> Vec<Inline> {
        if tag.name == "br" {
            return vec![Inline::Break];
        }
        let (src, alt) = (tag.attribute("src").unwrap_or_default(), tag.attribute("alt").unwrap_or_default());
        self.picture(&src, &alt, "", (range.clone(), range))
    }

    fn element(&mut self, mut open: Open) -> Vec<Inline> {
        let inside: Inlines = open.inside.take().into();
        let mark = |m| vec![Inline::Marked(m, inside.clone())];
        match open.tag.name.as_str() {
            "kbd" => mark(Mark::Keyboard),
            "sub" => mark(Mark::Subscript),
            "sup" => mark(Mark::Superscript),
            "mark" => mark(Mark::Highlight),
            "small" => mark(Mark::Small),
            "a" => {
                let target = open.tag.attribute("href").unwrap_or_default();
                match self.refer(&target, Role::Link, open.range.clone(), &open.range) {
                    Some(id) => vec![Inline::Link(id, inside)],
                    None => inside.into_vec(),
                }
            }
            name => vec![Inline::Stretch(Box::new((attributes(&open.tag), name == "abbr", inside)))],
        }
    }

    /// Says that an element is shown as text because nothing ends it.
    pub(super) fn unclosed(&mut self, tag: &HtmlTag, range: Range<usize>) {
        self.diagnostics.push(
            Diagnostic::new(Code::RawHtml, format!("`{}` is never closed, so it is shown as text", tag.written))
                .at(self.source.span(range))
                .help(format!("put `</{}>` where it ends", tag.name)),
        );
    }

    /// Says that a comment has no end; it would swallow the rest of the page.
    pub(super) fn open_comment(&mut self, range: Range<usize>) {
        let fault =
            Diagnostic::new(Code::RawHtml, "this comment is never closed, so it is shown as text, with all behind it");
        self.diagnostics.push(fault.at(self.source.span(range)).help("put `-->` where it ends"));
    }

    /// Says that raw HTML is shown as text.
    pub(super) fn unbalanced(&mut self, code: &str, range: Range<usize>) {
        let first = code.lines().next().unwrap_or("").trim();
        self.diagnostics.push(
            Diagnostic::new(
                Code::RawHtml,
                format!("`{first}` is shown as text, since it is not HTML that can stand here"),
            )
            .at(self.source.span(range))
            .help("write it in Markdown; if you meant the characters themselves, put them between backticks"),
        );
    }
}

/// What stands before and behind `mark`, which is at byte `at`.
fn around<'t>(text: &'t str, at: usize, mark: &str) -> Option<(&'t str, &'t str)> {
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, rest.strip_prefix(mark)?))
}

/// Enters a target into `references`. `None` for an address that could run code, which is reported.
pub(super) fn refer(
    source: &Source<'_>,
    references: &mut Vec<Reference>,
    diagnostics: &mut Vec<Diagnostic>,
    target: &str,
    role: Role,
    range: Range<usize>,
) -> Option<LinkId> {
    let target = target.trim();
    if let Some(scheme) = html::unsafe_scheme(target) {
        diagnostics.push(
            Diagnostic::new(Code::UnsafeUrl, format!("links may not begin with `{scheme}:`"))
                .at(source.span(range))
                .help("link to a page of the guide, or to an address with https, mailto, tel or sms"),
        );
        return None;
    }
    let target_range = target_range(source, target, &range);
    let id = LinkId(u32::try_from(references.len()).unwrap_or(u32::MAX));
    references.push(Reference { target: target.into(), role, span: source.span(range), target_range });
    Some(id)
}

/// The bytes of `target` in the link or definition at `written`; `None` where it is spelled in another way.
fn target_range(source: &Source<'_>, target: &str, written: &Range<usize>) -> Option<Range<usize>> {
    let text = source.slice(written.clone());
    let from = text.rfind("](").or_else(|| text.find("]:")).map_or(0, |i| i + 2);
    let at = text.get(from..)?.find(target).filter(|_| !target.is_empty())?;
    let start = written.start + from + at;
    Some(start..start + target.len())
}

/// The attributes of `tag` that carry over.
pub(super) fn attributes(tag: &HtmlTag) -> Attributes {
    let take = |name: &str| tag.attribute(name).map(Into::into);
    Attributes { lang: take("lang"), dir: take("dir"), title: take("title") }
}

/// Where inlines go to: into the element that was opened last, or else into the run itself.
pub(super) fn innermost<'a>(open: &'a mut [Open], out: &'a mut Run) -> &'a mut Run {
    open.last_mut().map_or(out, |o| &mut o.inside)
}

/// Reads a short text of the front matter: one run of inlines, whatever it begins with.
pub(super) fn read_inline(
    source: &Source<'_>,
    value: &str,
    shift: usize,
    dialect: &Dialect,
    references: &mut Vec<Reference>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Inlines, Diagnostic> {
    static MARKS: ByteSet = ByteSet::of(b"*_`[]<&\\~\"'\n!^|$");
    if MARKS.find(value.as_bytes()).is_none() && !value.contains("..") && !value.contains("--") {
        return Ok(Box::from([Inline::Text(value.trim().into())]));
    }
    // A word joiner first, so that a `#` or `1.` at the start is text and not a heading or list.
    let text = format!("\u{2060}{}", value.trim());
    let events = Events::new(&text, shift.saturating_sub('\u{2060}'.len_utf8()), dialect);
    let mut reader = Reader::new(source, events, dialect, std::mem::take(references), diagnostics);
    let mut out = Run::default();
    let mut result = Ok(());
    while let Some((event, _)) = reader.events.next() {
        if matches!(event, Event::Start(_)) {
            match reader.inlines() {
                Ok(run) => {
                    if !out.is_empty() {
                        out.push(Inline::Break);
                    }
                    out.extend(run);
                }
                Err(e) => result = Err(e),
            }
        }
    }
    *references = reader.references;
    result?;
    let mut out = out.take();
    if let Some(Inline::Text(first)) = out.first_mut() {
        *first = first.trim_start_matches('\u{2060}').into();
    }
    out.retain(|i| !matches!(i, Inline::Text(t) if t.is_empty()));
    Ok(out.into())
}
