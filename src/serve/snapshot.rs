//! A snapshot: the site as it was after one edit, whole and immutable, and what the server answers from it.
//!
//! In: a plan and what is wrong. Out: the answer for a path. Pages are rendered when they are asked for, and once. A path is
//! looked up in a map of the plan's files; it never names a file of the disk.

use super::Answer;
use super::tag::Tag;
use crate::diag::{self, Diagnostic, format};
use crate::output::{self, Output, Purpose, Recipe};
use crate::path::{OutPath, SourcePath};
use crate::theme::Theme;
use crate::tree::{Bytes, Tree};
use crate::{Compiled, source_text};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

/// The site after one edit.
pub struct Snapshot {
    shown: Option<Arc<Shown>>,
    said: Vec<Diagnostic>,
    errors: Vec<Diagnostic>,
    tree: Arc<Tree>,
    tag: Arc<Tag>,
    ready: Mutex<HashMap<usize, Arc<Page>>>,
}

/// What can be shown: the plan, and the theme that stands in where a template of the plan's fails.
struct Shown {
    output: Output,
    theme: Arc<Theme>,
    by_path: HashMap<String, usize>,
    tree: Arc<Tree>,
    stand_in: Option<Arc<Theme>>,
    planned_again: OnceLock<Option<Arc<Shown>>>,
    is_faulty: AtomicBool,
}

/// A page as it is served, and as a tab that shows it compares it.
struct Page {
    bytes: Bytes,
    /// A hash of the page without the names of its style sheets.
    content: String,
    styles: Vec<String>,
    /// False for the server's own page, where there is none of the site's.
    is_site: bool,
    /// What is wrong with its template.
    fault: Option<Diagnostic>,
}

/// What is rendered before anybody asks, to find what is wrong with templates, and with worksheets as PDF.
pub enum Look<'a> {
    /// All pages: the theme or the settings have changed.
    All,
    /// The pages made of these files.
    Of(&'a BTreeSet<SourcePath>),
}

impl Snapshot {
    /// The site after an edit. `compiled` is `None` where no page can be made at all: then what `before` shows stays.
    /// `said` is everything that is wrong.
    pub fn new(
        tree: &Arc<Tree>,
        compiled: Option<&Compiled>,
        mut said: Vec<Diagnostic>,
        before: Option<&Snapshot>,
        tag: &Arc<Tag>,
    ) -> Self {
        let last = before.and_then(|b| b.shown.as_ref());
        let shown = match compiled {
            None => last.cloned(),
            Some(compiled) => {
                let stand_in = last.and_then(|l| l.stand_in_after(&compiled.theme));
                match Shown::plan(compiled, tree, stand_in.clone()) {
                    Ok((shown, more)) => {
                        said.extend(more);
                        Some(Arc::new(shown))
                    }
                    Err(more) => {
                        said.extend(more);
                        let again = stand_in.map(|theme| Compiled { book: compiled.book.clone(), theme });
                        let again = again.and_then(|c| Shown::plan(&c, tree, None).ok());
                        again.map(|(shown, _)| Arc::new(shown)).or_else(|| last.cloned())
                    }
                }
            }
        };
        diag::sort(&mut said);
        let errors = said.iter().filter(|d| d.stops()).cloned().collect();
        Self { shown, said, errors, tree: tree.clone(), tag: tag.clone(), ready: Mutex::default() }
    }

    /// Everything that there is to say.
    pub fn said(&self) -> &[Diagnostic] {
        &self.said
    }

    /// Every file.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// True where `other` is shown in the same theme.
    pub fn has_theme_of(&self, other: &Snapshot) -> bool {
        match (&self.shown, &other.shown) {
            (Some(one), Some(other)) => Arc::ptr_eq(&one.theme, &other.theme),
            _ => false,
        }
    }

    /// What is wrong and would stop a build.
    pub fn errors(&self) -> &[Diagnostic] {
        &self.errors
    }

    /// The answer for a path below the base, decoded.
    pub fn answer(&self, path: &str) -> Answer {
        let Some(shown) = &self.shown else {
            return Answer::Unavailable { bytes: self.without_page(None).bytes.clone() };
        };
        match shown.find(path) {
            Found::File(index) => {
                let (file, recipe) = shown.output.nth(index);
                let file = file.as_str();
                if let Recipe::Bytes(bytes) = recipe {
                    return Answer::File { bytes: bytes.clone(), media_type: media_type(file) };
                }
                let page = self.page(shown, index);
                if !page.is_site {
                    return Answer::Unavailable { bytes: page.bytes.clone() };
                }
                Answer::File { bytes: page.bytes.clone(), media_type: media_type(file) }
            }
            Found::Folder => Answer::Redirect(format!("{path}/")),
            Found::OfStandIn(bytes) => Answer::File { bytes, media_type: media_type(path) },
            Found::Nothing => Answer::NotFound { bytes: self.not_found(shown).bytes.clone() },
        }
    }

    /// What a tab that shows `path` has to know, as a line of JSON: whether its page is another one now, which style sheets
    /// it has, and what is wrong.
    pub fn state(&self, path: &str) -> String {
        let found = self.shown.as_ref().map(|shown| (shown, shown.find(path)));
        let (page, source, gone) = match found {
            None => (Arc::new(self.without_page(None)), None, false),
            Some((shown, Found::File(index))) => (self.page(shown, index), shown.source_of(index), false),
            Some((shown, _)) => (self.not_found(shown), None, true),
        };
        let banner = self.banner(source, page.fault.as_ref());
        let state = serde_json::json!({ "page": page.content, "styles": page.styles, "banner": banner, "gone": gone });
        state.to_string()
    }

    /// Renders pages to find what only shows then, and gives that; no further where `go_on` says so.
    pub fn look(&self, look: &Look<'_>, go_on: &(dyn Fn() -> bool + Sync)) -> Vec<Diagnostic> {
        let Some(shown) = &self.shown else { return Vec::new() };
        let book = shown.output.book();
        let is_meant = |recipe: &Recipe| match (look, recipe) {
            (_, Recipe::Bytes(_) | Recipe::Redirect(_) | Recipe::SearchIndex(_)) => false,
            (_, Recipe::Pdf(leaflet)) if !leaflet.stands_for_its_sizes(book) => false,
            (Look::All, _) => true,
            (Look::Of(files), Recipe::Page(id)) => files.contains(&book.page(*id).source),
            (Look::Of(files), Recipe::Pdf(leaflet)) => leaflet.is_made_of(book, files),
            (Look::Of(_), _) => false,
        };
        let meant = (0..shown.output.files.len()).into_par_iter().filter(|i| is_meant(shown.output.nth(*i).1));
        let fault = |i: usize| {
            let fault = shown.output.render(i).err()?;
            shown.found(i);
            Some(fault)
        };
        let mut faults: Vec<Diagnostic> = meant.filter(|_| go_on()).filter_map(fault).collect();
        diag::sort(&mut faults);
        faults
    }

    fn page(&self, shown: &Shown, index: usize) -> Arc<Page> {
        if let Some(page) = self.ready.lock().ok().and_then(|ready| ready.get(&index).cloned()) {
            return page;
        }
        let page = Arc::new(self.render(shown, index));
        if let Ok(mut ready) = self.ready.lock() {
            ready.insert(index, page.clone());
        }
        page
    }

    fn render(&self, shown: &Shown, index: usize) -> Page {
        let (file, recipe) = shown.output.nth(index);
        let (path, source) = (file.as_str(), shown.source_of(index));
        match shown.output.render(index) {
            Ok(bytes) if matches!(recipe, Recipe::Redirect(_) | Recipe::SearchIndex(_) | Recipe::Pdf(_)) => {
                Page { content: hash(&bytes), bytes, styles: Vec::new(), is_site: true, fault: None }
            }
            Ok(bytes) => self.with_tag(&bytes, &shown.theme, source, None),
            // No other theme would help.
            Err(fault) if matches!(recipe, Recipe::Pdf(_)) => self.without_page(Some(fault)),
            Err(fault) => {
                shown.found(index);
                let again = shown.again();
                let last = again.as_ref().and_then(|a| {
                    let index = *a.by_path.get(path)?;
                    Some((a.output.render(index).ok()?, &a.theme))
                });
                match last {
                    Some((bytes, theme)) => self.with_tag(&bytes, theme, source, Some(fault)),
                    None => self.without_page(Some(fault)),
                }
            }
        }
    }

    /// The theme's page for an address that is not there.
    fn not_found(&self, shown: &Shown) -> Arc<Page> {
        match shown.by_path.get("404.html") {
            Some(index) => self.page(shown, *index),
            None => Arc::new(self.without_page(None)),
        }
    }

    /// A page of the server's own, for when there is none of the site's.
    fn without_page(&self, fault: Option<Diagnostic>) -> Page {
        let page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
                    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
                    <title>This page cannot be shown yet</title>\n</head>\n<body class=\"reconnect-gen-alone\">\n\
                    <h1>This page cannot be shown yet</h1>\n<p>What is wrong is told above. The page comes by itself when it \
                    is mended.</p>\n</body>\n</html>\n";
        let bytes = self.tag.insert(page, &hash(page.as_bytes()), &[], &self.banner(None, fault.as_ref()));
        Page { bytes, content: hash(page.as_bytes()), styles: Vec::new(), is_site: false, fault }
    }

    fn with_tag(&self, bytes: &[u8], theme: &Theme, source: Option<&SourcePath>, fault: Option<Diagnostic>) -> Page {
        let html = String::from_utf8_lossy(bytes);
        let sheets = theme.files_with("css").map(OutPath::encoded).filter(|f| html.contains(f.as_str()));
        let sheets: Vec<String> = sheets.collect();
        let mut plain = html.to_string();
        for sheet in &sheets {
            plain = plain.replace(sheet.as_str(), "");
        }
        let content = hash(plain.as_bytes());
        let styles: Vec<String> = sheets.iter().map(|s| self.tag.address(s)).collect();
        let banner = self.banner(source, fault.as_ref());
        Page { bytes: self.tag.insert(&html, &content, &styles, &banner), content, styles, is_site: true, fault }
    }

    /// What is wrong, for the head of a page: its own faults first. Empty where nothing is.
    fn banner(&self, source: Option<&SourcePath>, fault: Option<&Diagnostic>) -> String {
        let is_here = |d: &&Diagnostic| source.is_some() && d.span.as_ref().map(|s| &s.file) == source;
        let all: Vec<&Diagnostic> = fault.into_iter().chain(self.errors.iter().filter(|e| Some(*e) != fault)).collect();
        let (here, elsewhere): (Vec<&Diagnostic>, Vec<&Diagnostic>) = all.into_iter().partition(is_here);
        let ordered: Vec<Diagnostic> = here.into_iter().chain(elsewhere).cloned().collect();
        let texts = |path: &SourcePath| source_text(&self.tree, path);
        super::tag::banner(&ordered, |some| format::write(some, format::Format::Human, false, &texts))
    }
}

enum Found {
    File(usize),
    Folder,
    OfStandIn(Bytes),
    Nothing,
}

impl Shown {
    fn plan(
        compiled: &Compiled,
        tree: &Arc<Tree>,
        stand_in: Option<Arc<Theme>>,
    ) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let (output, said) = output::plan(&compiled.book, &compiled.theme, tree, Purpose::Preview)?;
        let by_path = output.files.iter().enumerate().map(|(i, (path, _))| (path.as_str().to_owned(), i)).collect();
        let shown = Self {
            output,
            theme: compiled.theme.clone(),
            by_path,
            tree: tree.clone(),
            stand_in,
            planned_again: OnceLock::new(),
            is_faulty: AtomicBool::new(false),
        };
        Ok((shown, said))
    }

    /// A file cannot be rendered: its template fails, unless it has none.
    fn found(&self, index: usize) {
        if !matches!(self.output.nth(index).1, Recipe::Pdf(_)) {
            self.is_faulty.store(true, Ordering::Relaxed);
        }
    }

    /// The theme that stands in for `next`: this one, unless it is known to fail.
    fn stand_in_after(&self, next: &Arc<Theme>) -> Option<Arc<Theme>> {
        let is_good = !self.is_faulty.load(Ordering::Relaxed) && !Arc::ptr_eq(&self.theme, next);
        if is_good { Some(self.theme.clone()) } else { self.stand_in.clone() }
    }

    /// The same book in the theme that stands in.
    fn again(&self) -> Option<Arc<Shown>> {
        let plan = || {
            let theme = self.stand_in.clone()?;
            let compiled = Compiled { book: self.output.book().clone(), theme };
            Shown::plan(&compiled, &self.tree, None).ok().map(|(shown, _)| Arc::new(shown))
        };
        self.planned_again.get_or_init(plan).clone()
    }

    /// The file that a page is made of.
    fn source_of(&self, index: usize) -> Option<&SourcePath> {
        match self.output.nth(index).1 {
            Recipe::Page(id) => Some(&self.output.book().page(*id).source),
            _ => None,
        }
    }

    fn find(&self, path: &str) -> Found {
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(index) = self.by_path.get(&file) {
            return Found::File(*index);
        }
        if !path.is_empty() && !path.ends_with('/') && self.by_path.contains_key(&format!("{path}/index.html")) {
            return Found::Folder;
        }
        // The pictures and styles of the theme that stands in, where one has had to.
        let again = self.planned_again.get().and_then(Option::as_ref);
        let asset = again.and_then(|a| match a.output.nth(*a.by_path.get(&file)?).1 {
            Recipe::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        });
        asset.map_or(Found::Nothing, Found::OfStandIn)
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(16).collect()
}

/// The media type by the ending, text always as UTF-8.
fn media_type(path: &str) -> String {
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = guess.type_() == "text" || matches!(guess.subtype().as_str(), "javascript" | "json" | "xml" | "svg");
    if is_text { format!("{guess}; charset=utf-8") } else { guess.to_string() }
}
