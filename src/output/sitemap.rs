//! The map of the site for search engines (sitemaps.org 0.9), and the file that tells them of it (RFC 9309).

use super::tags::xml;
use super::{Files, Recipe};
use crate::parse::Date;
use crate::path::OutPath;
use crate::resolve::Book;
use crate::site::PageId;
use std::fmt::Write;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
/// The most that one file may have: addresses, and bytes.
const MOST: Size = Size { addresses: 50_000, bytes: 52_428_800 };

#[derive(Clone, Copy)]
struct Size {
    addresses: usize,
    bytes: usize,
}

/// The files, each with its name: one map, or several and a list of them under the name of the one.
pub(super) fn files(base: &str, book: &Book, files: &Files) -> Vec<(String, String)> {
    named(base, &split(&urls(base, book, files), MOST))
}

/// What asks search engines in, and where the map is. They look for it at the top of a domain alone, so below a path it does
/// nothing, and no harm.
pub(super) fn robots(base: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n")
}

/// The public pages; drafts, the one-page view and what is made for machines are left out.
fn urls(base: &str, book: &Book, files: &Files) -> Vec<String> {
    let mut out = Vec::new();
    for (path, (recipe, _)) in &files.by_path {
        let page = match recipe {
            Recipe::Page(id) => Some(*id),
            Recipe::Tips(g) => book.site.nth_guide(*g).tips,
            Recipe::Worksheets(g) => book.site.nth_guide(*g).sheets_cover,
            Recipe::Topics(_) => None,
            _ => continue,
        };
        let meta = page.map(|id: PageId| &book.page(id).meta);
        if meta.is_none_or(|m| !m.draft) {
            out.push(url(base, path, meta.and_then(|m| m.updated)));
        }
    }
    out
}

fn url(base: &str, path: &OutPath, updated: Option<Date>) -> String {
    let mut out = format!("<url><loc>{}</loc>", xml(&path.public(base)));
    if let Some(date) = updated {
        let _ = write!(out, "<lastmod>{date}</lastmod>");
    }
    out.push_str("</url>\n");
    out
}

/// The addresses as maps, none of them larger than `most`.
fn split(urls: &[String], most: Size) -> Vec<String> {
    let open = format!("{HEAD}<urlset {NAMESPACE}>\n");
    let close = "</urlset>\n";
    let mut maps = Vec::new();
    let (mut map, mut count) = (open.clone(), 0);
    for url in urls {
        if count == most.addresses || (count > 0 && map.len() + url.len() + close.len() > most.bytes) {
            maps.push(std::mem::replace(&mut map, open.clone()) + close);
            count = 0;
        }
        map.push_str(url);
        count += 1;
    }
    maps.push(map + close);
    maps
}

fn named(base: &str, maps: &[String]) -> Vec<(String, String)> {
    if let [only] = maps {
        return vec![("sitemap.xml".into(), only.clone())];
    }
    let mut index = format!("{HEAD}<sitemapindex {NAMESPACE}>\n");
    let mut out = Vec::new();
    for (map, n) in maps.iter().zip(1..) {
        let name = format!("sitemap-{n}.xml");
        let _ = writeln!(index, "<sitemap><loc>{}</loc></sitemap>", xml(&format!("{base}{name}")));
        out.push((name, map.clone()));
    }
    index.push_str("</sitemapindex>\n");
    out.push(("sitemap.xml".into(), index));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(count: usize, most: Size) -> Vec<(String, String)> {
        let urls: Vec<String> = (0..count).map(|n| format!("<url><loc>https://a.org/{n}</loc></url>\n")).collect();
        named("https://a.org/", &split(&urls, most))
    }

    #[test]
    fn a_map_that_is_too_large_becomes_several_and_a_list_of_them() {
        let small = of(50_000, MOST);
        assert_eq!(small.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["sitemap.xml"]);
        let large = of(50_001, MOST);
        let names: Vec<_> = large.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]);
        assert_eq!(large[0].1.matches("<url>").count(), 50_000);
        assert_eq!(large[1].1.matches("<url>").count(), 1);
        assert!(large[2].1.contains("<sitemap><loc>https://a.org/sitemap-2.xml</loc></sitemap>"));
    }

    #[test]
    fn no_map_has_more_bytes_than_it_may() {
        let most = Size { addresses: 50_000, bytes: 300 };
        let maps = of(20, most);
        assert!(maps.len() > 3);
        let of_pages = maps.iter().filter(|(name, _)| name != "sitemap.xml");
        assert!(of_pages.clone().all(|(_, map)| map.len() <= most.bytes));
        assert_eq!(of_pages.map(|(_, map)| map.matches("<url>").count()).sum::<usize>(), 20);
        assert_eq!(of(0, most).len(), 1);
    }
}
