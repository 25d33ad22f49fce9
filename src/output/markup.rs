//! Markup: the document tree as HTML.
//!
//! In: blocks and inlines of a page, and its links. Out: HTML that is well formed and safe whatever the text holds: every
//! text is escaped here, and no attribute of an author's passes through.

use super::tags::{escape, escaped, push_all, push_attribute, push_attributes, tag_of};
use super::{Purpose, fields};
use crate::body::{Align, Block, Body, Code, Heading, Inline, Item, LinkId, List, Table, plain_text};
use crate::path::OutPath;
use crate::resolve::{Book, Link};
use crate::site::PageId;
use crate::theme::Words;
use std::collections::HashMap;

/// Renders pieces of one page for one place in the site.
#[derive(Clone, Copy)]
pub(super) struct Markup<'a> {
    /// The book.
    pub(super) book: &'a Book,
    /// The words of the theme.
    pub(super) words: &'a Words,
    /// The page whose content it is.
    pub(super) page: PageId,
    /// How many folders deep the file is that the content goes into.
    pub(super) depth: usize,
    /// Whom it is for: an author sees what is broken.
    pub(super) purpose: Purpose,
    /// Begins every id, so that several contents can share a file; empty on the page's own.
    pub(super) prefix: &'a str,
    /// Added to the level of headings.
    pub(super) shift: u8,
    /// Pages that stand in the same file, with their anchors there: links to them stay in it.
    pub(super) here: Option<&'a HashMap<PageId, String>>,
    /// True for a piece of the page that stands alone on another: it has no ids, and what it points at on its own page is
    /// there.
    pub(super) is_apart: bool,
    /// True where places to write are controls of a form; elsewhere they are only printed.
    pub(super) is_form: bool,
    /// The sentence or option whose blanks stand in the inlines.
    pub(super) sentence: Option<Sentence<'a>>,
}

/// A sentence or option with blanks in it.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'a> {
    /// What the names of its blanks begin with.
    pub(super) name: &'a str,
    /// Its words.
    pub(super) words: &'a str,
    /// How many blanks it has.
    pub(super) total: u32,
    /// The attribute that names its hint and example, or nothing.
    pub(super) described: &'a str,
}

/// True for addresses of other sites (RFC 3986, 3.1: the case of a scheme does not count).
fn is_external(address: &str) -> bool {
    address.starts_with("//") || address.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("http"))
}

impl Markup<'_> {
    /// Blocks of the page.
    pub(super) fn blocks(&self, blocks: &[Block]) -> String {
        let mut out = String::with_capacity(blocks.len() * 160);
        self.push_blocks(blocks, &mut out);
        out
    }

    /// The whole content of the page, its footnotes below.
    pub(super) fn body(&self, body: &Body) -> String {
        let mut out = self.blocks(&body.blocks);
        if !body.footnotes.is_empty() {
            self.footnotes(body, &mut out);
        }
        out
    }

    /// A run of inlines.
    pub(super) fn inlines(&self, inlines: &[Inline]) -> String {
        let mut out = String::with_capacity(inlines.len() * 24);
        self.push_inlines(inlines, &mut out);
        out
    }

    /// A word of the theme's in the page's language.
    pub(super) fn word(&self, key: &str, values: &[(&str, String)]) -> String {
        self.words.say(&self.book.page(self.page).lang, key, values)
    }

    fn push_blocks(&self, blocks: &[Block], out: &mut String) {
        for block in blocks {
            self.block(block, out);
        }
    }

    fn block(&self, block: &Block, out: &mut String) {
        match block {
            Block::Heading(heading) => self.heading(heading, out),
            Block::Paragraph(inlines) => self.wrapped("p", "", inlines, out),
            Block::Plain(inlines) => {
                self.push_inlines(inlines, out);
                out.push('\n');
            }
            Block::List(list) => self.list(list, out),
            Block::Quote(blocks) => self.container("<blockquote>\n", "</blockquote>\n", blocks, out),
            Block::Callout(kind, blocks) => self.callout(*kind, blocks, out),
            Block::Code(code) => push_code(code, out),
            Block::Table(table) => self.table(table, out),
            Block::Definitions(definitions) => {
                out.push_str("<dl>\n");
                for definition in definitions {
                    self.wrapped("dt", "", &definition.term, out);
                    for details in &definition.details {
                        self.container("<dd>", "</dd>\n", details, out);
                    }
                }
                out.push_str("</dl>\n");
            }
            Block::Rule => out.push_str("<hr>\n"),
            Block::Picture(picture) => self.figure(picture, out),
            Block::Details(details) => {
                let (summary, blocks) = &**details;
                out.push_str("<details>\n");
                self.wrapped("summary", "", summary, out);
                self.container("", "</details>\n", blocks, out);
            }
            Block::Stretch(stretch) => {
                let (attributes, blocks) = &**stretch;
                let mut open = String::from("<div");
                push_attributes(attributes, &mut open);
                open.push_str(">\n");
                self.container(&open, "</div>\n", blocks, out);
            }
            Block::Field(index) => {
                if let Some(field) = self.book.page(self.page).body.fields.get(*index) {
                    fields::push(self, field, out);
                }
            }
            Block::Raw(html) => out.push_str(html),
        }
    }

    pub(super) fn container(&self, open: &str, close: &str, blocks: &[Block], out: &mut String) {
        out.push_str(open);
        self.push_blocks(blocks, out);
        out.push_str(close);
    }

    /// `<tag …>inlines</tag>` and a line break; `attributes` begins with a space or is empty.
    pub(super) fn wrapped(&self, tag: &str, attributes: &str, inlines: &[Inline], out: &mut String) {
        push_all(out, &["<", tag, attributes, ">"]);
        self.push_inlines(inlines, out);
        push_all(out, &["</", tag, ">\n"]);
    }

    fn heading(&self, heading: &Heading, out: &mut String) {
        let tag = match heading.level.max(2) + self.shift {
            ..=2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            6.. => "h6",
        };
        let mut attributes = String::new();
        if !self.is_apart {
            push_all(&mut attributes, &[" id=\"", self.prefix]);
            escape(&heading.id, &mut attributes);
            attributes.push('"');
        }
        if !heading.classes.is_empty() {
            push_attribute(&mut attributes, "class", &heading.classes.join(" "));
        }
        self.wrapped(tag, &attributes, &heading.content, out);
    }

    fn list(&self, list: &List, out: &mut String) {
        let tasks = list.items.iter().any(|i| i.task.is_some());
        let class = if tasks { " class=\"tasks\"" } else { "" };
        let tag = if list.start.is_some() { "ol" } else { "ul" };
        push_all(out, &["<", tag]);
        if let Some(start) = list.start.filter(|start| *start != 1) {
            out.push_str(&format!(" start=\"{start}\""));
        }
        push_all(out, &[class, ">\n"]);
        list.items.iter().for_each(|item| self.item(item, out));
        push_all(out, &["</", tag, ">\n"]);
    }

    fn item(&self, item: &Item, out: &mut String) {
        out.push_str("<li>");
        if let Some(done) = item.task {
            let first = item.blocks.first().map(|b| match b {
                Block::Plain(i) | Block::Paragraph(i) => plain_text(i),
                _ => String::new(),
            });
            let label = escaped(first.unwrap_or_default().trim());
            let checked = if done { " checked" } else { "" };
            out.push_str(&format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
        }
        match &*item.blocks {
            [Block::Plain(inlines)] => self.push_inlines(inlines, out),
            blocks => self.push_blocks(blocks, out),
        }
        out.push_str("</li>\n");
    }

    fn table(&self, table: &Table, out: &mut String) {
        let label =
            table.head.iter().map(|h| plain_text(h)).filter(|h| !h.trim().is_empty()).collect::<Vec<_>>().join(", ");
        out.push_str("<div class=\"table\" tabindex=\"0\" role=\"group\"");
        push_attribute(out, "aria-label", &label);
        out.push_str(">\n<table>\n");
        let class = |i: usize| match table.align.get(i) {
            Some(Align::Center) => " class=\"center\"",
            Some(Align::End) => " class=\"end\"",
            _ => "",
        };
        out.push_str("<thead>\n<tr>");
        for (i, head) in table.head.iter().enumerate() {
            // An empty corner is no heading (HTML 4.9.10).
            let tag = if plain_text(head).trim().is_empty() { "td" } else { "th" };
            let scope = if tag == "th" { " scope=\"col\"" } else { "" };
            self.wrapped(tag, &[scope, class(i)].concat(), head, out);
        }
        out.push_str("</tr>\n</thead>\n<tbody>\n");
        for row in &table.rows {
            out.push_str("<tr>");
            row.iter().enumerate().for_each(|(i, cell)| self.wrapped("td", class(i), cell, out));
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn footnotes(&self, body: &Body, out: &mut String) {
        let heading = escaped(&self.word("footnotes", &[]));
        out.push_str(&format!("<section class=\"footnotes\" aria-label=\"{heading}\">\n<ol>\n"));
        for (index, note) in body.footnotes.iter().enumerate() {
            let (p, n) = (self.prefix, index + 1);
            out.push_str(&format!("<li id=\"{p}_fn-{n}\">\n"));
            self.push_blocks(&note.blocks, out);
            for reference in 1..=note.references {
                let label = escaped(&self.word("footnote-back", &[("n", reference.to_string())]));
                out.push_str(&format!(
                    "<a href=\"#{p}_ref-{n}-{reference}\" class=\"footnote-back\" aria-label=\"{label}\">↩\u{fe0e}</a> "
                ));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n</section>\n");
    }

    pub(super) fn push_inlines(&self, inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            self.inline(inline, out);
        }
    }

    fn inline(&self, inline: &Inline, out: &mut String) {
        match inline {
            Inline::Text(text) => escape(text, out),
            Inline::Code(code) => {
                out.push_str("<code>");
                escape(code, out);
                out.push_str("</code>");
            }
            Inline::Marked(mark, inside) => {
                let tag = tag_of(*mark);
                push_all(out, &["<", tag, ">"]);
                self.push_inlines(inside, out);
                push_all(out, &["</", tag, ">"]);
            }
            Inline::Stretch(stretch) => {
                let (attributes, abbreviation, inside) = &**stretch;
                let tag = if *abbreviation { "abbr" } else { "span" };
                push_all(out, &["<", tag]);
                push_attributes(attributes, out);
                out.push('>');
                self.push_inlines(inside, out);
                push_all(out, &["</", tag, ">"]);
            }
            Inline::Link(link, inside) => self.link(*link, inside, out),
            Inline::Picture(link, alt) => self.image(*link, alt, out),
            Inline::Footnote(index, _) if self.is_apart => {
                let n = index + 1;
                let href = escaped(&self.way_to(self.page, Some(&format!("_fn-{n}"))));
                out.push_str(&format!("<sup><a href=\"{href}\" role=\"doc-noteref\">{n}</a></sup>"));
            }
            Inline::Footnote(index, nth) => {
                let (p, n, reference) = (self.prefix, index + 1, nth + 1);
                out.push_str(&format!(
                    "<sup><a href=\"#{p}_fn-{n}\" id=\"{p}_ref-{n}-{reference}\" role=\"doc-noteref\">{n}</a></sup>"
                ));
            }
            Inline::Break => out.push_str("<br>\n"),
            Inline::SoftBreak => out.push('\n'),
            Inline::Blank(number) => fields::push_blank(self, *number, out),
            Inline::Raw(html) => out.push_str(html),
        }
    }

    fn link(&self, link: LinkId, inside: &[Inline], out: &mut String) {
        let resolved = self.book.link(self.page, link);
        let Some(href) = resolved.and_then(|l| self.href(l)) else {
            return self.broken(link, "link", |out| self.push_inlines(inside, out), out);
        };
        out.push_str("<a");
        push_attribute(out, "href", &href);
        match resolved {
            Some(Link::Address(address)) if is_external(address) => out.push_str(" rel=\"noreferrer\""),
            _ => self.address(resolved, out),
        }
        out.push('>');
        self.push_inlines(inside, out);
        out.push_str("</a>");
    }

    /// The attribute with the public address of a page, for paper; none where the site's is not known. The scheme is left
    /// out: nobody types it.
    fn address(&self, link: Option<&Link>, out: &mut String) {
        let (Some(Link::Page(id, _)), Some(base)) = (link, &self.book.config.site_url) else { return };
        if self.here.is_some_and(|h| h.contains_key(id)) {
            return;
        }
        let address = self.book.site.address(*id).file.public(base);
        let address = address.split_once("://").map_or(&*address, |(_, rest)| rest);
        push_attribute(out, "data-address", address.trim_end_matches('/'));
    }

    /// What stands for a link or picture that leads nowhere: what it says, and for its author a mark.
    pub(super) fn broken(&self, link: LinkId, what: &str, inside: impl FnOnce(&mut String), out: &mut String) {
        let target = match self.book.link(self.page, link) {
            Some(Link::Broken(target)) if self.purpose == Purpose::Preview => target,
            _ => return inside(out),
        };
        out.push_str(&format!("<span class=\"broken-{what}\" title=\"{}\">", escaped(target)));
        inside(out);
        out.push_str("</span>");
    }

    /// Where a link leads from here; `None` where it is broken.
    pub(super) fn href(&self, link: &Link) -> Option<String> {
        let site = &self.book.site;
        Some(match link {
            Link::Here(anchor) if self.is_apart => self.way_to(self.page, Some(anchor)),
            Link::Here(anchor) => format!("#{}{}", self.prefix, crate::path::percent_encode(anchor)),
            Link::Page(id, anchor) => return Some(self.way_to(*id, anchor.as_deref())),
            Link::Worksheets(guide) => OutPath::new(&format!("{}worksheets/index.html", site.nth_guide(*guide).folder))
                .ok()?
                .url_from(self.depth),
            Link::Asset(source) => self.book.assets.get(source)?.file.url_from(self.depth),
            Link::Static(file) => file.url_from(self.depth),
            // On a disk, an address without a scheme would be a file.
            Link::Address(address) if address.starts_with("//") => format!("https:{address}"),
            Link::Address(address) => address.to_string(),
            Link::Broken(_) => return None,
        })
    }

    /// The way to a page, or to a place on it.
    pub(super) fn way_to(&self, id: PageId, anchor: Option<&str>) -> String {
        let encode = crate::path::percent_encode;
        if let Some(place) = self.here.and_then(|h| h.get(&id)) {
            return match anchor {
                Some(anchor) => format!("#{place}--{}", encode(anchor)),
                None => format!("#{place}"),
            };
        }
        let address = self.book.site.address(id);
        let mut href = address.file.url_from(self.depth);
        match (&address.anchor, anchor) {
            (Some(own), Some(anchor)) => href.push_str(&format!("#{}--{}", encode(own), encode(anchor))),
            (Some(own), None) => href.push_str(&format!("#{}", encode(own))),
            (None, Some(anchor)) => href.push_str(&format!("#{}", encode(anchor))),
            (None, None) => {}
        }
        href
    }
}

fn push_code(code: &Code, out: &mut String) {
    out.push_str("<pre tabindex=\"0\"><code");
    if !code.language.is_empty() {
        push_attribute(out, "class", &format!("language-{}", code.language));
    }
    out.push('>');
    escape(&code.text, out);
    out.push_str("</code></pre>\n");
}
