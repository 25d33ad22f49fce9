//! Files for machines: site map, feed, and what hosts look for.

use super::{Files, Recipe, feed, sitemap};
use crate::path::OutPath;
use crate::resolve::Book;

/// Adds them to the plan. A file of the same name in the static folder counts.
pub(super) fn add(book: &Book, files: &mut Files) {
    if let Some(base) = &book.config.site_url {
        for (name, map) in sitemap::files(base, book, files) {
            add_text(&name, map, files);
        }
        add_text("robots.txt", sitemap::robots(base), files);
        if let Some(feed) = feed::atom(base, book) {
            add_text(feed::NAME, feed, files);
        }
    }
    // GitHub Pages leaves out folders such as `_x` unless this file is there.
    add_text(".nojekyll", String::new(), files);
    if let Some(cname) = &book.config.cname {
        add_text("CNAME", format!("{}\n", cname.trim()), files);
    }
}

fn add_text(name: &str, text: String, files: &mut Files) {
    if let Ok(path) = OutPath::new(name) {
        files.place(path, Recipe::Bytes(text.into_bytes().into()), None);
    }
}
