//! Links: from what an author wrote to what it means.

use super::likely::Likely;
use super::{Link, STATIC};
use crate::body::{Reference, Role};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Span};
use crate::parse::{Kind, Page};
use crate::path::{OutPath, SourcePath, percent_decode};
use crate::site::{PageId, PerPage, Site};
use crate::slug::nearest;
use crate::tree::Tree;
use std::sync::OnceLock;

/// For how many faults of one page it is looked for what may have been meant.
const MOST_PROPOSALS: usize = 50;

/// Every reference of every page, in order.
pub(super) fn all(config: &Config, site: &Site, tree: &Tree) -> (PerPage<Box<[Link]>>, Vec<Diagnostic>) {
    let content = config.content.as_str();
    let resolver = Resolver { content, site, tree, likely: OnceLock::new() };
    let each = PerPage::new_in_parallel(&site.pages, |id| {
        let page = site.page(id);
        let mut said = Vec::new();
        let links: Box<[Link]> = page.references.iter().map(|r| resolver.resolve(id, page, r, &mut said)).collect();
        (links, said)
    });
    let mut diagnostics = Vec::new();
    let links = each.map(|(links, said)| {
        diagnostics.extend(said);
        links
    });
    (links, diagnostics)
}

struct Resolver<'a> {
    content: &'a str,
    site: &'a Site,
    tree: &'a Tree,
    /// The files by what they might be called; made when the first link leads nowhere.
    likely: OnceLock<Likely<'a>>,
}

impl Resolver<'_> {
    fn resolve(&self, id: PageId, page: &Page, reference: &Reference, diagnostics: &mut Vec<Diagnostic>) -> Link {
        let target = &*reference.target;
        if is_address(target) {
            return Self::address(reference, diagnostics);
        }
        if target.is_empty() {
            diagnostics.push(
                Diagnostic::new(Code::BrokenLink, "this link leads nowhere: there is nothing between its brackets")
                    .at(reference.span.clone())
                    .help("write the file that it leads to: `[text](2-call.md)`"),
            );
            return Link::Broken(reference.target.clone());
        }
        let (path, anchor) = split_anchor(target);
        if path.is_empty() && reference.role == Role::Link {
            return self.on_page(id, id, anchor, reference, diagnostics);
        }
        let path = percent_decode(path);
        let Ok(wanted) = page.source.join(self.content, &path) else {
            return self.nothing(page, reference, &path, None, diagnostics);
        };
        if let Some(link) = self.file(id, page, &wanted, &path, anchor, reference, diagnostics) {
            return link;
        }
        self.nothing(page, reference, &path, Some(&wanted), diagnostics)
    }

    fn address(reference: &Reference, diagnostics: &mut Vec<Diagnostic>) -> Link {
        let target = &reference.target;
        match reference.role {
            Role::Link => return Link::Address(target.clone()),
            Role::Picture => diagnostics.push(
                Diagnostic::new(Code::MissingPicture, format!("the picture is on another host: `{target}`"))
                    .at(reference.span.clone())
                    .help("save it beside the page and write its file name: readers' browsers should not call other hosts"),
            ),
            Role::Page | Role::Required => diagnostics.push(
                Diagnostic::new(Code::BrokenLink, format!("`{target}` is not a page of the guide"))
                    .at(reference.span.clone())
                    .help("name a file, such as `2-call.md`"),
            ),
        }
        Link::Broken(target.clone())
    }

    /// The page or file that lies at `wanted`; `None` where nothing does.
    #[allow(clippy::too_many_arguments, reason = "one reference, seen from every side")]
    fn file(
        &self,
        from: PageId,
        page: &Page,
        wanted: &SourcePath,
        written: &str,
        anchor: Option<&str>,
        reference: &Reference,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Link> {
        let folder = written.ends_with('/') || written.ends_with("..") || written == ".";
        let wanted = &if folder { SourcePath::new(&format!("{wanted}/index.md")).ok()? } else { wanted.clone() };
        if let Some(id) = self.site.by_source(wanted) {
            return Some(self.page(from, id, anchor, reference, diagnostics));
        }
        if self.site.drafts.contains(wanted) {
            diagnostics.push(
                Diagnostic::new(Code::DraftLink, format!("`{wanted}` is a draft, so it will not be there"))
                    .at(reference.span.clone())
                    .help("take `draft: true` out of it, or take this link out; `build --drafts` includes drafts"),
            );
            return Some(Link::Broken(reference.target.clone()));
        }
        if self.site.failed.contains(wanted)
            || self.tree.is_refused(wanted)
            || (wanted.extension() == "md" && self.tree.get(wanted).is_some())
        {
            return Some(Link::Broken(reference.target.clone()));
        }
        if folder && let Some(guide) = self.worksheets(wanted) {
            return Some(Link::Worksheets(guide));
        }
        if self.tree.get(wanted).is_some() && matches!(reference.role, Role::Link | Role::Picture) {
            return Some(Link::Asset(wanted.clone()));
        }
        if reference.role == Role::Link {
            let below = wanted.as_str().strip_prefix(self.content).unwrap_or("").trim_start_matches('/');
            let file = SourcePath::new(&format!("{STATIC}/{below}")).ok().filter(|p| self.tree.get(p).is_some());
            if let Some(out) = file.and_then(|_| OutPath::new(below).ok()) {
                return Some(Link::Static(out));
            }
        }
        let stale = self.stale(wanted)?;
        let link = match self.site.by_source(stale) {
            Some(id) => self.page(from, id, anchor, reference, diagnostics),
            None if self.site.failed.contains(stale) || self.site.drafts.contains(stale) => {
                Link::Broken(reference.target.clone())
            }
            None => Link::Asset(stale.clone()),
        };
        let mut way = if written.starts_with('/') {
            format!("/{}", stale.as_str().strip_prefix(self.content).unwrap_or("").trim_start_matches('/'))
        } else {
            page.source.way_to(stale)
        };
        if let Some(anchor) = anchor {
            way = format!("{way}#{anchor}");
        }
        let mut diagnostic = Diagnostic::new(Code::StaleNumber, format!("the file is now called `{}`", stale.as_str()))
            .at(reference.span.clone())
            .help(match reference.target_range {
                Some(_) => format!("write `{way}`, or let `reconnect-gen check --fix` write it"),
                None => format!("write `{way}`"),
            });
        if let Some(range) = &reference.target_range {
            diagnostic = diagnostic.fix(Span::new(&page.source, range.clone()), way);
        }
        diagnostics.push(diagnostic);
        Some(link)
    }

    fn page(
        &self,
        from: PageId,
        to: PageId,
        anchor: Option<&str>,
        reference: &Reference,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Link {
        let page = self.site.page(to);
        let fault = match reference.role {
            Role::Link | Role::Page => None,
            Role::Picture => {
                let message = format!("`{}` is a page, not a picture", page.source);
                Some((Code::MissingPicture, message, "name a picture, such as `bench.svg`"))
            }
            Role::Required if from == to => {
                Some((Code::RequiresCycle, "this step requires itself".to_owned(), "take the line out"))
            }
            Role::Required => {
                let fits = page.kind == Kind::Step && self.site.guide_of[from] == self.site.guide_of[to];
                let message = || format!("`{}` is not a step of this guide", page.source);
                let help = "`requires` takes steps of this guide; for other pages there is `related`";
                (!fits).then(|| (Code::NotAStep, message(), help))
            }
        };
        if let Some((code, message, help)) = fault {
            diagnostics.push(Diagnostic::new(code, message).at(reference.span.clone()).help(help));
            return Link::Broken(reference.target.clone());
        }
        self.on_page(from, to, anchor, reference, diagnostics)
    }

    /// A page, or a place on it.
    fn on_page(
        &self,
        from: PageId,
        to: PageId,
        anchor: Option<&str>,
        reference: &Reference,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Link {
        let Some(anchor) = anchor.map(percent_decode).filter(|a| !a.is_empty()) else { return Link::Page(to, None) };
        let page = self.site.page(to);
        let has = page.body.headings.iter().any(|h| *h.id == *anchor)
            || page.body.fields.iter().any(|f| anchor.strip_prefix("field-") == Some(&f.id));
        if !has {
            let ids: Vec<&str> = page.body.headings.iter().map(|h| &*h.id).collect();
            // Of a page with very many faults nobody reads what each might have meant, and finding it out takes long.
            let near = if diagnostics.len() < MOST_PROPOSALS { nearest(&anchor, ids.iter().copied()) } else { None };
            let help = match near {
                Some(near) => format!("did you mean `#{near}`?"),
                None if ids.is_empty() => "the page has no headings; link to the page alone".to_owned(),
                None => format!(
                    "the headings there are {}",
                    ids.iter().take(8).map(|i| format!("`#{i}`")).collect::<Vec<_>>().join(", ")
                ),
            };
            let message = format!("`{}` has no heading `#{anchor}`", page.source);
            diagnostics.push(Diagnostic::new(Code::BrokenAnchor, message).at(reference.span.clone()).help(help));
            return Link::Broken(reference.target.clone());
        }
        if from == to { Link::Here(anchor.into()) } else { Link::Page(to, Some(anchor.into())) }
    }

    fn worksheets(&self, index: &SourcePath) -> Option<usize> {
        let guide_folder = index.folder().strip_suffix("/worksheets")?;
        let of =
            |g: &crate::site::Guide| self.site.page(g.cover).source.folder() == guide_folder && !g.sheets.is_empty();
        self.site.guides.iter().position(of)
    }

    fn likely(&self) -> &Likely<'_> {
        self.likely.get_or_init(|| Likely::new(self.tree, self.content))
    }

    /// The one file whose path differs from `wanted` in its numbers alone.
    fn stale(&self, wanted: &SourcePath) -> Option<&SourcePath> {
        self.likely().with_other_numbers(wanted)
    }

    fn nothing(
        &self,
        page: &Page,
        reference: &Reference,
        written: &str,
        wanted: Option<&SourcePath>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Link {
        let code = if reference.role == Role::Picture { Code::MissingPicture } else { Code::BrokenLink };
        let what = if reference.role == Role::Picture { "picture" } else { "file" };
        let outside = wanted.is_none_or(|w| !w.as_str().starts_with(&format!("{}/", self.content)));
        let message = if outside {
            format!("`{written}` lies outside of the content folder")
        } else {
            format!("there is no {what} `{written}`")
        };
        let mut diagnostic = Diagnostic::new(code, message).at(reference.span.clone());
        if let Some(help) = wanted.and_then(|w| self.proposal(page, w)) {
            diagnostic = diagnostic.help(help);
        } else {
            diagnostic = diagnostic.help("paths are relative to this file, or begin with `/` for the content folder");
        }
        diagnostics.push(diagnostic);
        Link::Broken(reference.target.clone())
    }

    fn proposal(&self, page: &Page, wanted: &SourcePath) -> Option<String> {
        let likely = self.likely();
        if let Some(other) = likely.in_other_case(wanted) {
            return Some(format!("upper and lower case count: write `{}`", page.source.way_to(other)));
        }
        let content = format!("{}/", self.content);
        if !wanted.as_str().starts_with(&content) {
            return Some(format!("only files in `{content}` and `{STATIC}/` go online: put it there"));
        }
        // A page by its address: with `.html`, or without an ending.
        let stem = wanted.as_str().strip_suffix(".html").unwrap_or(wanted.as_str());
        for way in [format!("{stem}.md"), format!("{stem}/index.md")] {
            let file = SourcePath::new(&way).ok()?;
            if let Some(found) = self.tree.get(&file).is_some().then_some(&file).or_else(|| self.stale(&file)) {
                return Some(format!("link to the `.md` file: `{}`", page.source.way_to(found)));
            }
        }
        if wanted.name() == "index.md" && self.worksheets(wanted).is_none() {
            let folder = format!("{}/", wanted.folder());
            let inside = self.tree.below(wanted.folder()).map(|(p, _)| p).find(|p| p.as_str().starts_with(&folder));
            return inside.map(|p| format!("link to a file in the folder, such as `{}`", page.source.way_to(p)));
        }
        let near = likely.file(wanted);
        near.map(|p| format!("did you mean `{}`?", page.source.way_to(p)))
    }
}

/// True for what begins with a scheme, or with `//`.
fn is_address(target: &str) -> bool {
    let scheme = target.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
    target.starts_with("//") || (scheme > 1 && target.as_bytes().get(scheme) == Some(&b':'))
}

fn split_anchor(target: &str) -> (&str, Option<&str>) {
    match target.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (target, None),
    }
}
