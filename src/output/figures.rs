//! Pictures in a text as markup.

use super::markup::Markup;
use super::tags::{escape, push_attribute};
use crate::body::{LinkId, Picture};
use crate::resolve::Link;

impl Markup<'_> {
    pub(super) fn figure(&self, picture: &Picture, out: &mut String) {
        out.push_str("<figure class=\"picture\">");
        self.image(picture.link, &picture.alt, out);
        if let Some(caption) = &picture.caption {
            self.wrapped("figcaption", "", caption, out);
        }
        out.push_str("</figure>\n");
    }

    pub(super) fn image(&self, link: LinkId, alt: &str, out: &mut String) {
        let Some((src, size)) = self.picture(link) else {
            return self.broken(link, "picture", |out| escape(alt, out), out);
        };
        out.push_str("<img");
        push_attribute(out, "src", &src);
        push_attribute(out, "alt", alt);
        if let Some((width, height)) = size {
            out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        // On the one page everything is there to be printed.
        out.push_str(if self.here.is_none() { " loading=\"lazy\">" } else { ">" });
    }

    /// Where a picture is, and its size; `None` where it is missing.
    pub(super) fn picture(&self, link: LinkId) -> Option<(String, Option<(u32, u32)>)> {
        match self.book.link(self.page, link)? {
            Link::Asset(source) => self.book.assets.get(source).map(|a| (a.file.url_from(self.depth), a.size)),
            _ => None,
        }
    }
}
