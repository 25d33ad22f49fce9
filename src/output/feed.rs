//! The feed of pages that have changed (Atom, RFC 4287): what `updated:` says, and never the time of a build.

use super::tags::xml;
use crate::parse::{Date, Page};
use crate::path::percent_encode;
use crate::resolve::Book;
use crate::site::PageId;
use std::fmt::Write;

/// Where it is.
pub(super) const NAME: &str = "feed.xml";

/// The feed; `None` where no page says when it changed.
pub(super) fn atom(base: &str, book: &Book) -> Option<String> {
    let newest = book.recent.first().and_then(|id| book.page(*id).meta.updated)?;
    let (title, self_, home) = (text(&book.title()), xml(&format!("{base}{NAME}")), xml(base));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{title}</title>\n",
        xml(&book.config.language)
    );
    if let Some(description) = &book.config.description {
        let _ = writeln!(out, "<subtitle>{}</subtitle>", text(description));
    }
    let _ = writeln!(out, "<id>{self_}</id>\n<updated>{}</updated>", at(newest));
    let _ = writeln!(out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"{self_}\"/>");
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{home}\"/>");
    // A feed must name an author (4.1.1); where none is given, the site speaks for itself.
    let own = [book.title()];
    push_authors(if book.config.authors.is_empty() { &own } else { &book.config.authors }, &mut out);
    for id in &book.recent {
        push_entry(base, book, *id, &mut out);
    }
    out.push_str("</feed>\n");
    Some(out)
}

fn push_entry(base: &str, book: &Book, id: PageId, out: &mut String) {
    let page: &Page = book.page(id);
    let Some(updated) = page.meta.updated else { return };
    let address = book.site.address(id);
    let place = address.anchor.as_ref().map_or(String::new(), |a| format!("#{}", percent_encode(a)));
    let address = xml(&format!("{}{place}", address.file.public(base)));
    let _ = writeln!(out, "<entry>\n<title>{}</title>\n<id>{address}</id>", text(&page.name));
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>");
    let _ = writeln!(out, "<updated>{}</updated>", at(updated));
    push_authors(&page.meta.authors, out);
    let _ = writeln!(out, "<summary>{}</summary>\n</entry>", text(&page.description()));
}

fn push_authors(authors: &[String], out: &mut String) {
    for author in authors {
        let _ = writeln!(out, "<author><name>{}</name></author>", text(author));
    }
}

/// Plain words for XML, one space between them.
fn text(text: &str) -> String {
    xml(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A day as RFC 3339 has it. Authors name days, so the hour is the first of the day.
fn at(date: Date) -> String {
    format!("{date}T00:00:00Z")
}
