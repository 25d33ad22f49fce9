//! reconnect-gen: a folder of Markdown step files becomes a guide.
//!
//! A site is a pure function from a tree of bytes to a tree of bytes plus diagnostics. The stages, in order, each from
//! one complete and immutable value to the next:
//!
//! 1. [`read`]: the disk becomes a [`tree::Tree`]; nothing else is ever opened.
//! 2. [`parse`]: each Markdown file becomes a [`parse::Page`], in parallel.
//! 3. [`site::assemble`]: pages become guides, parts and steps, each with its address.
//! 4. [`resolve::resolve`]: links, neighbours, pictures and topics make a [`resolve::Book`].
//! 5. [`output::plan`]: the book and a theme become a plan of files; each can be rendered on its own.
//! 6. [`publish`]: the files on disk, old or new and never half.
//!
//! [`compile`] is stages 2 to 4; the command line and the tests are shells around them.

#![warn(clippy::allow_attributes_without_reason)]
// Whatever an author writes, the program says what is wrong with it and never panics. What cannot fail says why it cannot.
#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::get_unwrap,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_in_result,
        clippy::unwrap_used
    )
)]

pub mod body;
mod byte_set;
pub mod cli;
pub mod config;
pub mod diag;
pub mod dialect;
mod escape;
pub mod memo;
pub mod output;
pub mod parse;
pub mod path;
pub mod picture;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
#[path = "../tests/properties/mod.rs"]
pub mod properties;
pub mod publish;
pub mod resolve;
pub mod scaffold;
#[cfg(feature = "serve")]
pub mod serve;
pub mod session;
pub mod site;
pub mod slug;
pub mod theme;
pub mod tree;
pub mod value;
pub mod view;
pub mod watch;

use config::Config;
use diag::{Code, Diagnostic, Span};
use memo::Memo;
use parse::{Page, Surroundings};
use path::SourcePath;
use picture::Format;
use resolve::Book;
use std::collections::BTreeSet;
use std::sync::Arc;
use theme::Theme;
use tree::disk::Disk;
use tree::{Bytes, Tree};

/// A site as it was read: its files, its settings where book.toml can be read, and what could not be.
pub type Read = (Tree, Option<Config>, Vec<Diagnostic>);

/// Reads the site on `disk`. What did not change since it was read before is the same [`Bytes`].
pub fn read(disk: &mut Disk) -> Read {
    read_again(disk, None)
}

/// As [`read`]; where book.toml cannot be read, the settings are those of `last`.
pub fn read_again(disk: &mut Disk, last: Option<&Config>) -> Read {
    let Ok(file) = SourcePath::new("book.toml") else { return (Tree::default(), None, Vec::new()) };
    let (tree, mut diagnostics) = disk.read_file(&file);
    // What is there and cannot be read says nothing of the settings: they are not the usual ones for that.
    let is_read = tree.get(&file).is_some() || diagnostics.is_empty();
    let configured = if is_read { configure(&tree, &file) } else { Err(Vec::new()) };
    let config = match (configured, last) {
        (Ok((config, more)), _) => {
            diagnostics.extend(more);
            config
        }
        (Err(more), last) => {
            diagnostics.extend(more);
            match last {
                Some(last) => last.clone(),
                None => return (tree, None, diagnostics),
            }
        }
    };
    let (folders, more) = disk.read_folders(&[config.content.as_str(), resolve::STATIC, "themes"]);
    diagnostics.extend(more);
    let mut tree = tree.with(folders);
    for path in config.files() {
        let (file, more) = disk.read_file(path);
        diagnostics.extend(more);
        tree = tree.with(file);
    }
    disk.forget();
    (tree, Some(config), diagnostics)
}

fn configure(tree: &Tree, file: &SourcePath) -> Result<(Config, Vec<Diagnostic>), Vec<Diagnostic>> {
    if tree.get(file).is_some() && tree.text(file).is_none() {
        let fault = Diagnostic::new(Code::NotUtf8, "book.toml is not UTF-8 text");
        return Err(vec![fault.at(Span::start_of(file)).help("save it again with the encoding UTF-8")]);
    }
    config::parse(file, tree.text(file))
}

/// Everything that is needed to render a site.
pub struct Compiled {
    /// The book.
    pub book: Arc<Book>,
    /// The theme.
    pub theme: Arc<Theme>,
}

/// Every Markdown file of the content folder on its own, before the pages are placed among each other.
pub struct Parsed {
    /// True where the root says `kind: library`.
    pub library: bool,
    /// The pages, in no order.
    pub pages: Vec<Arc<Page>>,
    /// The files of which no page could be made.
    pub failed: BTreeSet<SourcePath>,
    /// What is wrong in them.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses every Markdown file of the content folder, in parallel; those that `memo` knows are not parsed again. `None` where
/// there is none.
pub fn parse_all(tree: &Tree, config: &Config, memo: &mut memo::Pages) -> Option<Parsed> {
    let (around, files) = survey(tree, config);
    if files.is_empty() {
        return None;
    }
    let mut all =
        Parsed { library: around.library, pages: Vec::new(), failed: BTreeSet::new(), diagnostics: Vec::new() };
    let refused: Vec<&SourcePath> = tree.refused().filter(|path| path.extension() == "md").collect();
    for (path, (page, more)) in memo.parse(&files, &refused, around) {
        match page {
            Some(page) => all.pages.push(page),
            None => drop(all.failed.insert(path)),
        }
        all.diagnostics.extend(more);
    }
    Some(all)
}

/// From the tree to a book and its theme, with everything that is wrong. `None` where there is nothing to render.
pub fn compile(tree: &Tree, config: &Config, drafts: bool) -> (Option<Compiled>, Vec<Diagnostic>) {
    compile_again(tree, config, drafts, &mut Memo::default())
}

/// As [`compile`], with what `memo` remembers of the last time: what did not change is not done again.
pub fn compile_again(
    tree: &Tree,
    config: &Config,
    drafts: bool,
    memo: &mut Memo,
) -> (Option<Compiled>, Vec<Diagnostic>) {
    let content = config.content.as_str();
    let Memo { pages, themes, seen } = memo;
    let (parsed, (theme, collisions)) =
        rayon::join(|| parse_all(tree, config, pages), || (themes.theme(config, tree), tree.case_collisions()));
    let Some(Parsed { library, pages, failed, mut diagnostics }) = parsed else {
        let fault = Diagnostic::new(Code::NoBook, format!("there is no Markdown file in the folder `{content}`"));
        let help = format!("run the program in the folder that holds `{content}/`, or begin with `{content}/index.md`");
        return (None, vec![fault.help(help)]);
    };
    let plan = site::Plan { content: content.to_owned(), library, drafts };
    let (site, more) = site::assemble(pages, failed, &plan);
    diagnostics.extend(more);
    let (book, more) = resolve::resolve(config.clone(), site, tree, seen);
    diagnostics.extend(more);
    let compiled = match theme {
        Ok((theme, more)) => {
            diagnostics.extend(more);
            diagnostics.extend(unknown_templates(&book, &theme));
            Some(Compiled { book: Arc::new(book), theme })
        }
        Err(more) => {
            diagnostics.extend(more);
            None
        }
    };
    diagnostics.extend(collisions);
    if diagnostics.iter().any(Diagnostic::stops) {
        // What is wrong may be why nothing refers to a file, or why a choice is alone.
        diagnostics.retain(|d| !matches!(d.code, Code::UnusedFile | Code::LoneChoice));
    }
    (compiled, diagnostics)
}

fn survey<'a>(tree: &'a Tree, config: &Config) -> (Surroundings, Vec<(&'a SourcePath, &'a Bytes)>) {
    let content = config.content.as_str();
    let files: Vec<_> = tree.below(content).filter(|(path, _)| path.extension() == "md").collect();
    let root = SourcePath::new(&format!("{content}/index.md")).ok();
    let library = root.and_then(|r| tree.get(&r).map(|b| parse::states_library(&r, b))).unwrap_or(false);
    let around = Surroundings {
        content: content.into(),
        library,
        lang: config.language.as_str().into(),
        dialect: config.markdown.clone(),
    };
    (around, files)
}

/// What the settings make of diagnostics: their levels, in the order of the files.
pub fn judge(config: Option<&Config>, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let judged = diagnostics.into_iter().filter_map(|d| match config {
        Some(config) => config.judge(d),
        None => Some(d),
    });
    let mut judged: Vec<Diagnostic> = judged.collect();
    diag::sort(&mut judged);
    judged
}

/// The text of a file of the site or of a built-in theme, to show the line that a fault is in. Bytes that are no text become
/// `?`, one each, so that places stay true; UTF-16 would be nothing else, and pixels are no lines.
pub fn source_text(tree: &Tree, path: &SourcePath) -> Option<String> {
    let bytes = tree.get(path).cloned().or_else(|| theme::built_in_file(path))?;
    let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let shown = |c: std::str::Utf8Chunk<'_>| format!("{}{}", c.valid(), "?".repeat(c.invalid().len()));
    let is_pixels = Format::of(&bytes).is_some_and(|format| format != Format::Svg);
    (!is_utf16 && !is_pixels).then(|| bytes.utf8_chunks().map(shown).collect())
}

fn unknown_templates(book: &Book, theme: &Theme) -> Vec<Diagnostic> {
    let named = book.site.pages.iter().filter_map(|p| p.meta.template.as_ref());
    let unknown = named.filter(|(name, _)| !theme.has(name));
    unknown
        .map(|(name, span)| {
            Diagnostic::new(Code::BadValue, format!("the theme has no template `{name}`"))
                .at(span.clone())
                .help("name a file in the theme's `templates/` folder, such as `page.html`")
        })
        .collect()
}

/// What a finished site says of pages whose time for review has come (`check --today`).
pub fn reviews_due(book: &Book, today: parse::Date) -> Vec<Diagnostic> {
    let due = book.site.pages.iter().filter_map(|p| p.meta.review_by.as_ref()).filter(|(date, _)| *date <= today);
    due.map(|(date, span)| {
        Diagnostic::new(Code::ReviewDue, format!("this page was to be read through again by {date}"))
            .at(span.clone())
            .help("read it, set `reviewed:` to the day, and `review-by:` to the next one")
    })
    .collect()
}
