//! Addresses: where each page is in the built site, and which names are taken.

use super::{Address, Guide, PageId, PerPage, Site};
use crate::diag::{Code, Diagnostic};
use crate::parse::Kind;
use crate::path::OutPath;
use crate::tree::folded;
use std::collections::HashMap;

/// What the program makes itself at the top of a site and of a guide.
const RESERVED: &[&str] = &["index", "print", "404", "search", "topics", "tips", "worksheets"];

/// The two-letter language codes of ISO 639-1: the folders of translations.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka \
    kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr \
    nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk \
    tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// The address of every page, in the order of the pages.
pub(super) fn of(site: &Site, content: &str, diagnostics: &mut Vec<Diagnostic>) -> PerPage<Address> {
    let mut files = PerPage::same(&site.pages, String::new());
    let mut anchors: PerPage<Option<Box<str>>> = PerPage::same(&site.pages, None);
    let mut tops: Vec<PageId> = Vec::new();
    if let Some(library) = &site.library {
        files[library.cover] = "index.html".into();
        for id in &library.pages {
            files[*id] = format!("{}.html", site.page(*id).slug);
        }
        tops.extend(&library.pages);
        tops.extend(site.guides.iter().map(|g| g.cover));
    }
    for guide in &site.guides {
        of_guide(site, guide, &mut files, &mut anchors, &mut tops);
    }
    let check = || {
        reserved(site, content, &tops, diagnostics);
        same_folder(site, diagnostics);
        duplicates(site, &files, &anchors, diagnostics);
    };
    let make = || {
        PerPage::new_in_parallel(&site.pages, |id| Address {
            // A page without a guide has no address: that was reported, and it is never rendered.
            file: OutPath::new(&files[id]).unwrap_or_else(|_| OutPath::index()),
            anchor: anchors[id].clone(),
        })
    };
    rayon::join(check, make).1
}

fn of_guide(
    site: &Site,
    guide: &Guide,
    files: &mut PerPage<String>,
    anchors: &mut PerPage<Option<Box<str>>>,
    tops: &mut Vec<PageId>,
) {
    let folder = &guide.folder;
    let slug = |id: PageId| &site.page(id).slug;
    files[guide.cover] = format!("{folder}index.html");
    let mut folder_of_part: HashMap<&str, String> = HashMap::new();
    for part in &guide.parts {
        let inner = if let Some(cover) = part.cover {
            let inner = format!("{folder}{}/", slug(cover));
            files[cover] = format!("{inner}index.html");
            folder_of_part.insert(site.page(cover).source.folder(), inner.clone());
            tops.push(cover);
            inner
        } else {
            tops.extend(&part.steps);
            folder.clone()
        };
        for step in &part.steps {
            files[*step] = format!("{inner}{}.html", slug(*step));
        }
    }
    for id in &guide.plain {
        let inner = folder_of_part.get(site.page(*id).source.folder());
        if inner.is_none() {
            tops.push(*id);
        }
        files[*id] = format!("{}{}.html", inner.unwrap_or(folder), slug(*id));
    }
    for id in guide.tips.iter().chain(&guide.long_tips) {
        files[*id] = format!("{folder}tips/index.html");
    }
    for id in &guide.long_tips {
        anchors[*id] = Some(slug(*id).clone());
    }
    for id in &guide.sheets {
        files[*id] = format!("{folder}worksheets/{}.html", slug(*id));
    }
    if let Some(id) = guide.sheets_cover {
        files[id] = format!("{folder}worksheets/index.html");
    }
}

fn reserved(site: &Site, content: &str, tops: &[PageId], diagnostics: &mut Vec<Diagnostic>) {
    let sheets = site.guides.iter().flat_map(|g| &g.sheets);
    let is_top = marked(site, tops);
    let inside = site.guides.iter().flat_map(|g| g.steps.iter().chain(&g.plain)).filter(|id| !is_top[**id]);
    let mut check = |id: PageId, names: &[&str], is_top: bool| {
        let page = site.page(id);
        let parent = if page.source.name() == "index.md" { parent(page.source.folder()) } else { page.source.folder() };
        let language = is_top && parent == content && LANGUAGES.split_whitespace().any(|l| l == &*page.slug);
        if !names.contains(&&*page.slug) && !language {
            return;
        }
        let why = match (&*page.slug, page.kind) {
            _ if language => "is kept for a translation",
            ("worksheets", Kind::Worksheet) => "is kept for the file with all worksheets",
            _ => "is a page that the program makes itself",
        };
        diagnostics.push(
            Diagnostic::new(Code::ReservedName, format!("the name `{}` {why}", page.slug))
                .at(page.slug_span.clone())
                .help(format!("choose another name, or set `slug: {}-page` in the front matter", page.slug)),
        );
    };
    tops.iter().for_each(|id| check(*id, RESERVED, true));
    sheets.for_each(|id| check(*id, &["index", "print", "worksheets"], false));
    inside.for_each(|id| check(*id, &["index", "print"], false));
}

/// For every page, whether it is among `ids`: a site may have a thousand covers.
fn marked(site: &Site, ids: &[PageId]) -> PerPage<bool> {
    let mut out = PerPage::same(&site.pages, false);
    ids.iter().for_each(|id| out[*id] = true);
    out
}

/// The folder that holds a folder.
pub(super) fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(above, _)| above)
}

/// Two folders of parts or guides beside each other that become one folder.
fn same_folder(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<(&str, &str), PageId> = HashMap::new();
    let covers = site.guides.iter().flat_map(|g| {
        let own = site.library.is_some().then_some(g.cover);
        own.into_iter().chain(g.parts.iter().filter_map(|p| p.cover))
    });
    for id in covers {
        let page = site.page(id);
        if let Some(first) = taken.insert((parent(page.source.folder()), &page.slug), id) {
            collision(site, first, id, &format!("{}/", page.slug), diagnostics);
        }
    }
}

fn duplicates(
    site: &Site,
    files: &PerPage<String>,
    anchors: &PerPage<Option<Box<str>>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut taken: HashMap<(&str, &Option<Box<str>>), PageId> = HashMap::new();
    let covers: Vec<PageId> =
        site.guides.iter().flat_map(|g| g.parts.iter().filter_map(|p| p.cover).chain([g.cover])).collect();
    let is_cover = marked(site, &covers);
    for id in site.ids() {
        let key = (files[id].as_str(), &anchors[id]);
        if key.0.is_empty() || is_cover[id] {
            continue;
        }
        if let Some(first) = taken.insert(key, id) {
            collision(site, first, id, key.0, diagnostics);
        }
    }
}

fn collision(site: &Site, first: PageId, second: PageId, address: &str, diagnostics: &mut Vec<Diagnostic>) {
    let (a, b) = (site.page(first), site.page(second));
    // Names that differ in case or accents alone have been told of, with all files.
    if folded(a.source.as_str()) == folded(b.source.as_str()) {
        return;
    }
    let message = format!("`{}` and `{}` would both become `{address}`", a.source, b.source);
    let diagnostic =
        Diagnostic::new(Code::DuplicateAddress, message).help("rename one of them, or set `slug:` in its front matter");
    diagnostics.push(diagnostic.at(b.slug_span.clone()));
}
