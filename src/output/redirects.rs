//! Redirects: pages at old addresses that lead on, without a script.

use super::pages::{POLICY, direction};
use super::tags::escaped;
use super::{Files, Output, Recipe, share};
use crate::config;
use crate::diag::{Code, Diagnostic, Span};
use crate::path::{OutPath, SourcePath, percent_decode, percent_encode};
use crate::resolve::Book;
use crate::site::PageId;

/// A page that leads on.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// Where to, from the old address.
    href: String,
    target: Target,
}

/// What a redirect leads to.
#[derive(Clone, Debug)]
enum Target {
    /// A page of an author's.
    Page(PageId),
    /// Another file of the site.
    File(OutPath),
    /// An address elsewhere.
    Elsewhere,
}

/// Adds those of `aliases` and of book.toml. They come last, so that none takes the place of a page.
pub(super) fn add(book: &Book, files: &mut Files) {
    for id in book.site.ids() {
        for (alias, span) in &book.page(id).meta.aliases {
            let address = book.site.address(id);
            let place = address.anchor.as_ref().map_or(String::new(), |a| format!("#{}", percent_encode(a)));
            let href = |depth| format!("{}{place}", address.file.url_from(depth));
            add_one(alias, span, href, Target::Page(id), files);
        }
    }
    for redirect in &book.config.redirects {
        let target = target(redirect, files);
        let href = |depth: usize| match redirect.to.strip_prefix('/') {
            Some(rest) if !redirect.to.starts_with("//") => format!("{}{rest}", "../".repeat(depth)),
            _ => redirect.to.clone(),
        };
        add_one(&redirect.from, &redirect.span, href, target, files);
    }
}

/// What a redirect of book.toml leads to; says so where that is a page which the site does not have.
fn target(redirect: &config::Redirect, files: &mut Files) -> Target {
    let to = redirect.to.as_str();
    let is_elsewhere =
        to.starts_with("//") || to.split(['/', '#', '?']).next().is_some_and(|first| first.contains(':'));
    if is_elsewhere {
        return Target::Elsewhere;
    }
    let written = to.split(['#', '?']).next().unwrap_or_default();
    let written =
        if written.is_empty() || written.ends_with('/') { format!("{written}index.html") } else { written.into() };
    // Without a slash in front it is meant from where the old page was.
    let from = alias_file(&redirect.from).and_then(|from| SourcePath::new(from.as_str()).ok());
    let path = from.and_then(|from| from.join("", &percent_decode(&written)).ok());
    let file = path.and_then(|path| OutPath::new(path.as_str()).ok());
    if let Some(file) = file.filter(|file| files.by_path.contains_key(file)) {
        return Target::File(file);
    }
    let example = files.by_path.keys().find(|p| p.as_str().ends_with(".html") && p.as_str() != "404.html");
    let help = example.map_or(String::new(), |p| format!("write the address of a page, such as `/{p}`"));
    let message = format!("there is no page `{}` in the site", redirect.to);
    files.diagnostics.push(Diagnostic::new(Code::BrokenLink, message).at(redirect.span.clone()).help(help));
    Target::Elsewhere
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

fn add_one(from: &str, span: &Span, to: impl Fn(usize) -> String, target: Target, files: &mut Files) {
    let scheme = to(0).to_lowercase();
    let is_safe = !scheme.contains(':') || scheme.starts_with("https://") || scheme.starts_with("http://");
    match alias_file(from) {
        Some(path) if is_safe => {
            let href = to(path.depth());
            files.add(path, Recipe::Redirect(Redirect { href, target }), span);
        }
        _ => files.diagnostics.push(
            Diagnostic::new(Code::BadValue, format!("`{from}` is not an address of the site, or leads to none"))
                .at(span.clone())
                .help("write it as it stood after the domain: `old-part/old-page.html`"),
        ),
    }
}

/// The page: it leads on at once, and says where to for who must go by hand.
pub(super) fn page(output: &Output, redirect: &Redirect) -> String {
    let book = &output.book;
    let file = match &redirect.target {
        Target::Page(id) => Some(&book.site.address(*id).file),
        Target::File(file) => Some(file),
        Target::Elsewhere => None,
    };
    let base = book.config.site_url.as_deref();
    let canonical = base.zip(file).map_or_else(|| redirect.href.clone(), |(base, file)| file.public(base));
    let (lang, title) = title(output, redirect);
    let is_sensitive = book.config.safety.sensitive;
    let title = if is_sensitive { share::neutral(output, &lang) } else { title };
    let referrer = if is_sensitive { "<meta name=\"referrer\" content=\"no-referrer\">\n" } else { "" };
    let (title, href, canonical) = (escaped(&title), escaped(&redirect.href), escaped(&canonical));
    let moved = escaped(&output.theme.words.say(&lang, "moved-title", &[]));
    let now = escaped(&output.theme.words.say(&lang, "moved-to", &[]));
    let (lang, dir) = (escaped(&lang), direction(&book.config));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{referrer}<title>{title}</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={href}\">\n<link rel=\"canonical\" href=\"{canonical}\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"data:,\">\n</head>\n<body>\n<main>\n<h1>{moved}</h1>\n\
         <p>{now} <a href=\"{href}\"><bdi>{title}</bdi></a></p>\n</main>\n</body>\n</html>\n"
    )
}

/// The language and the title of what a redirect leads to. A file without one goes by its name, an address by itself.
fn title(output: &Output, redirect: &Redirect) -> (String, String) {
    let book = &output.book;
    let of_page = |id: PageId| (book.page(id).lang.to_string(), book.page(id).name.to_string());
    let path = match &redirect.target {
        Target::Page(id) => return of_page(*id),
        Target::Elsewhere => return (book.config.language.clone(), redirect.href.clone()),
        Target::File(path) => path,
    };
    let recipe = output.files.binary_search_by(|(p, _)| p.cmp(path)).ok().and_then(|i| output.files.get(i));
    let recipe = recipe.map(|(_, recipe)| recipe);
    let made = |lang: &str, key: &str| (lang.to_owned(), output.theme.words.say(lang, key, &[]));
    let of_guide = |g: usize, own: Option<PageId>, key: &str| {
        let cover = book.page(book.site.nth_guide(g).cover);
        let values = [("title", cover.name.to_string())];
        own.map_or_else(|| (cover.lang.to_string(), output.theme.words.say(&cover.lang, key, &values)), of_page)
    };
    let site = &book.config.language;
    match recipe {
        Some(Recipe::Page(id)) => of_page(*id),
        Some(Recipe::Tips(g)) => of_guide(*g, book.site.nth_guide(*g).tips, "tips-title"),
        Some(Recipe::Worksheets(g)) => of_guide(*g, book.site.nth_guide(*g).sheets_cover, "worksheets-title"),
        Some(Recipe::PrintSheets(g)) => of_guide(*g, None, "print-sheets-title"),
        Some(Recipe::Print(g, None)) => of_guide(*g, None, "print-title"),
        Some(Recipe::Print(g, Some(p))) => {
            let part = book.site.nth_guide(*g).parts.get(*p).and_then(|part| part.cover).map(of_page);
            part.unwrap_or_else(|| of_guide(*g, None, "print-title"))
        }
        Some(Recipe::Topics(None)) => made(site, "topics-title"),
        Some(Recipe::Topics(Some(t))) => (site.clone(), book.nth_topic(*t).title.clone()),
        Some(Recipe::Search) => made(site, "search-title"),
        Some(Recipe::Hiding) => made(site, "hiding-title"),
        Some(Recipe::Pdf(_) | Recipe::NotFound | Recipe::Redirect(_) | Recipe::SearchIndex(_) | Recipe::Bytes(_))
        | None => {
            let name = path.as_str().rsplit('/').next().unwrap_or_default();
            (site.clone(), name.to_owned())
        }
    }
}
