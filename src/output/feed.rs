//! Files for machines: site map, redirects of old addresses, and what hosts look for.

use super::tags::escaped;
use super::{Files, Recipe};
use crate::config::Redirect;
use crate::diag::{Code, Diagnostic, Span};
use crate::path::OutPath;
use crate::resolve::Book;
use std::fmt::Write;

/// Adds them to the plan. Redirects come last, so that none takes the place of a page.
pub(super) fn add(book: &Book, files: &mut Files) {
    if let Some(base) = &book.config.site_url {
        let map = site_map(base, book, files);
        add_text("sitemap.xml", map, files);
    }
    // GitHub Pages leaves out folders such as `_x` unless this file is there.
    add_text(".nojekyll", String::new(), files);
    if let Some(cname) = &book.config.cname {
        add_text("CNAME", format!("{}\n", cname.trim()), files);
    }
    for id in book.site.ids() {
        for (alias, span) in &book.page(id).meta.aliases {
            let address = book.site.address(id);
            let place =
                address.anchor.as_ref().map_or(String::new(), |a| format!("#{}", crate::path::percent_encode(a)));
            add_redirect(alias, span, |depth| format!("{}{place}", address.file.url_from(depth)), files);
        }
    }
    for redirect in &book.config.redirects {
        leads_somewhere(redirect, files);
        let to = |depth: usize| match redirect.to.strip_prefix('/') {
            Some(rest) if !redirect.to.starts_with("//") => format!("{}{rest}", "../".repeat(depth)),
            _ => redirect.to.clone(),
        };
        add_redirect(&redirect.from, &redirect.span, to, files);
    }
}

/// Says where a redirect leads to a page that the site does not have.
fn leads_somewhere(redirect: &Redirect, files: &mut Files) {
    let Some(path) = redirect.to.strip_prefix('/').filter(|p| !p.starts_with('/')) else { return };
    let file = path.split(['#', '?']).next().unwrap_or_default();
    let file = if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file.to_owned() };
    let is_there = OutPath::new(&crate::path::percent_decode(&file)).is_ok_and(|p| files.by_path.contains_key(&p));
    if !is_there {
        let example = files.by_path.keys().find(|p| p.as_str().ends_with(".html") && p.as_str() != "404.html");
        let help = example.map_or(String::new(), |p| format!("write the address of a page, such as `/{p}`"));
        let message = format!("there is no page `{}` in the site", redirect.to);
        files.diagnostics.push(Diagnostic::new(Code::BrokenLink, message).at(redirect.span.clone()).help(help));
    }
}

fn add_text(name: &str, text: String, files: &mut Files) {
    // A file of that name in the static folder counts.
    if let Ok(path) = OutPath::new(name) {
        files.place(path, Recipe::Bytes(text.into_bytes().into()), None);
    }
}

/// The file that an old address asked for; none where it is no address of the site.
pub(super) fn alias_file(from: &str) -> Option<OutPath> {
    let trimmed = from.trim().trim_start_matches('/');
    let name = if trimmed.ends_with(".html") {
        trimmed.to_owned()
    } else {
        format!("{}/index.html", trimmed.trim_end_matches('/'))
    };
    OutPath::new(name.trim_start_matches('/')).ok()
}

fn add_redirect(from: &str, span: &Span, to: impl Fn(usize) -> String, files: &mut Files) {
    let scheme = to(0).to_lowercase();
    let is_safe = !scheme.contains(':') || scheme.starts_with("https://") || scheme.starts_with("http://");
    match alias_file(from) {
        Some(path) if is_safe => {
            let target = to(path.depth());
            files.add(path, Recipe::Redirect(target), span);
        }
        _ => files.diagnostics.push(
            Diagnostic::new(Code::BadValue, format!("`{from}` is not an address of the site, or leads to none"))
                .at(span.clone())
                .help("write it as it stood after the domain: `old-part/old-page.html`"),
        ),
    }
}

/// A page that leads on at once, with a link for who must go by hand.
pub(super) fn redirect(to: &str) -> String {
    let to = escaped(to);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{to}</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={to}\">\n<link rel=\"canonical\" href=\"{to}\">\n\
         <meta name=\"robots\" content=\"noindex\">\n</head>\n<body>\n<p><a href=\"{to}\">{to}</a></p>\n</body>\n</html>\n"
    )
}

/// The public pages (sitemaps.org 0.9); drafts, the one-page view and what is made for machines are left out.
fn site_map(base: &str, book: &Book, files: &Files) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (path, (recipe, _)) in &files.by_path {
        let updated = match recipe {
            Recipe::Page(id) if book.page(*id).meta.draft => continue,
            Recipe::Page(id) => book.page(*id).meta.updated,
            Recipe::Tips(_) | Recipe::Worksheets(_) | Recipe::Topics(_) => None,
            _ => continue,
        };
        let _ = write!(out, "<url><loc>{}</loc>", escaped(&path.public(base)));
        if let Some(date) = updated {
            let _ = write!(out, "<lastmod>{date}</lastmod>");
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}
