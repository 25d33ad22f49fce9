//! book.toml: mdBook's names wherever the meaning is the same.
//!
//! In: the text of book.toml. Out: a complete [`Config`], every key checked; a key that only mdBook has is a warning.

mod keys;
mod pdf;
mod reader;

use crate::diag::{Code, Diagnostic, Level, Span};
use crate::dialect::Dialect;
use crate::path::SourcePath;
use crate::slug::nearest;
use crate::value::{self, Data, Entry, Locate, PathPart, Value};
use keys::{Keys, ONLY_MDBOOK, OutputKeys, RawHtml, ShareImageKeys};
pub use pdf::{Paper, Pdf};
pub use reader::{Reader, Safety};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// The site's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file they come from.
    pub file: SourcePath,
    /// The site's title, where it is given.
    pub title: Option<String>,
    /// Who made it.
    pub authors: Vec<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Its language (BCP 47).
    pub language: String,
    /// Its direction, where it is not the language's own.
    pub direction: Option<Direction>,
    /// The content folder, relative to the site's folder.
    pub content: SourcePath,
    /// How steps are counted for readers.
    pub step_numbers: StepNumbers,
    /// The folder to build into, relative to the site's folder; may lie outside.
    pub build_dir: String,
    /// The name of the theme.
    pub theme: (String, Option<Span>),
    /// Style sheets after the theme's.
    pub additional_css: Vec<(SourcePath, Span)>,
    /// Scripts after the theme's.
    pub additional_js: Vec<(SourcePath, Span)>,
    /// The Markdown that is spoken.
    pub markdown: Dialect,
    /// Where the sources are.
    pub repository: Option<String>,
    /// How to edit a source: `{path}` stands for its path.
    pub edit_url: Option<String>,
    /// The public address, with a closing `/`.
    pub site_url: Option<String>,
    /// The domain for GitHub Pages.
    pub cname: Option<String>,
    /// The picture for sharing where a page has none of its own.
    pub share_image: Option<ShareImage>,
    /// A page with the whole guide.
    pub print: bool,
    /// A page with all titles.
    pub search: bool,
    /// Old addresses and where they lead now.
    pub redirects: Vec<Redirect>,
    /// Worksheets as PDF files.
    pub pdf: Pdf,
    /// What is kept for readers, on their own device.
    pub reader: Reader,
    /// What protects readers whom somebody may be watching.
    pub safety: Safety,
    /// Levels by code.
    pub levels: BTreeMap<Code, Option<Level>>,
}

/// An old address and where it leads now.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// Below the site's root.
    pub from: String,
    /// As written.
    pub to: String,
    /// Where it stands.
    pub span: Span,
}

/// A picture that messengers show of a page.
#[derive(Clone, Debug)]
pub struct ShareImage {
    /// The file.
    pub src: SourcePath,
    /// Its words; empty for a decoration.
    pub alt: String,
    /// Where its file is named.
    pub span: Span,
}

/// The direction of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// How steps are counted for readers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepNumbers {
    /// Through the guide.
    #[default]
    Guide,
    /// From 1 in each part.
    Part,
}

/// Reads book.toml; without one every setting has its default. `Err` where it is not TOML.
pub fn parse(file: &SourcePath, text: Option<&str>) -> Result<(Config, Vec<Diagnostic>), Vec<Diagnostic>> {
    let tree = value::parse_toml(text.unwrap_or(""), file)?;
    let unknown = |path: &[PathPart], key: &str| mdbook_key(path, key, &tree, file);
    let (keys, mut diagnostics) = value::read::<Keys>(&tree, &value::Source::toml(file, &tree).unknown(&unknown));
    let mut reading = Reading { file, locate: &tree, diagnostics: &mut diagnostics };
    let config = reading.config(keys);
    Ok((config, diagnostics))
}

/// The JSON Schema of book.toml.
pub fn schema() -> serde_json::Value {
    value::schema_of::<Keys>("book.toml")
}

fn mdbook_key(table: &[PathPart], key: &str, locate: &dyn Locate, file: &SourcePath) -> Option<Diagnostic> {
    let mut path = table.to_vec();
    path.push(PathPart::Key(key.into()));
    let name = |p: &PathPart| if let PathPart::Key(k) = p { Some(k.to_string()) } else { None };
    let dotted = path.iter().filter_map(name).collect::<Vec<_>>().join(".");
    let known = ONLY_MDBOOK.iter().any(|k| dotted == *k || dotted.starts_with(&format!("{k}.")));
    known.then(|| {
        Diagnostic::new(Code::MdbookKey, format!("`{dotted}` is mdBook's; it has no meaning here"))
            .at(Span::new(file, locate.key(&path)))
            .help("take it out")
    })
}

struct Reading<'a> {
    file: &'a SourcePath,
    locate: &'a Value,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Reading<'a> {
    fn config(&mut self, keys: Keys) -> Config {
        let Keys { book, build, output: OutputKeys { html, pdf }, reader, safety, check } = keys;
        let default = Dialect::default();
        let share_image = html.share_image.and_then(|keys| self.share_image(keys, html.site_url.is_some()));
        Config {
            file: self.file.clone(),
            title: book.title,
            authors: book.authors,
            description: book.description,
            language: self.language(book.language),
            direction: book.text_direction,
            content: self.content(book.src.as_deref()),
            step_numbers: book.step_numbers,
            build_dir: build.build_dir.filter(|d| !d.trim().is_empty()).unwrap_or_else(|| "dist".into()),
            theme: match html.theme {
                Some(name) => (name, Some(self.span(&["output", "html", "theme"], None))),
                None => ("booklet".into(), None),
            },
            additional_css: self.files(&html.additional_css, &["output", "html", "additional-css"]),
            additional_js: self.files(&html.additional_js, &["output", "html", "additional-js"]),
            markdown: Dialect {
                smart_punctuation: html.smart_punctuation.unwrap_or(default.smart_punctuation),
                definition_lists: html.definition_lists.unwrap_or(default.definition_lists),
                admonitions: html.admonitions.unwrap_or(default.admonitions),
                trust_html: matches!(html.raw_html, Some(RawHtml::Trust)),
            },
            repository: html
                .git_repository_url
                .and_then(|u| self.address(u, &["output", "html", "git-repository-url"])),
            edit_url: html.edit_url_template.and_then(|u| self.edit_url(u)),
            site_url: html
                .site_url
                .and_then(|u| self.address(u, &["output", "html", "site-url"]))
                .map(|u| format!("{}/", u.trim_end_matches('/'))),
            cname: html.cname,
            share_image,
            print: html.print.enable.unwrap_or(true),
            search: html.search.enable.unwrap_or(true),
            redirects: self.redirects(html.redirect),
            pdf: self.pdf(pdf),
            reader: self.reader(reader, safety.sensitive),
            safety: self.safety(safety),
            levels: self.levels(check),
        }
    }

    fn span(&self, keys: &[&str], index: Option<usize>) -> Span {
        let mut path: Vec<PathPart> = keys.iter().map(|k| PathPart::Key((*k).into())).collect();
        path.extend(index.map(PathPart::Index));
        Span::new(self.file, self.locate.value(&path))
    }

    /// The entries of a table, for those that have no end: finding each by its path would look at all that are before it.
    fn entries(&self, keys: &[&str]) -> HashMap<&'a str, &'a Entry> {
        let path: Vec<PathPart> = keys.iter().map(|k| PathPart::Key((*k).into())).collect();
        match self.locate.at(&path) {
            Some((Value { data: Data::Map(entries), .. }, _)) => entries.iter().map(|e| (&*e.key, e)).collect(),
            _ => HashMap::new(),
        }
    }

    fn fault(&mut self, code: Code, message: String, span: Span, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, message).at(span).help(help));
    }

    fn language(&mut self, language: Option<String>) -> String {
        let Some(language) = language else { return "en".into() };
        // A language is two or three letters (RFC 5646, 2.2.1: longer ones are reserved); script, region and so on may follow.
        let (first, rest) = language.split_once('-').unwrap_or((&language, "x"));
        let good = (2..=3).contains(&first.len())
            && first.bytes().all(|b| b.is_ascii_alphabetic())
            && rest.split('-').all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
        if !good {
            let message = format!("`{language}` is not a language code (BCP 47)");
            self.fault(
                Code::BadValue,
                message,
                self.span(&["book", "language"], None),
                "write its short code: `language = \"en\"` for English, `\"es\"` for Spanish, `\"ar\"` for Arabic",
            );
            return "en".into();
        }
        language
    }

    fn content(&mut self, src: Option<&str>) -> SourcePath {
        let written = src.unwrap_or("content");
        SourcePath::new(written).ok().filter(|_| !written.starts_with('/')).unwrap_or_else(|| {
            let message = format!("the content folder `{written}` must lie in the site's folder");
            self.fault(
                Code::BadValue,
                message,
                self.span(&["book", "src"], None),
                "write it like this: `src = \"content\"`",
            );
            SourcePath::new("content").unwrap_or_else(|_| self.file.clone())
        })
    }

    fn files(&mut self, names: &[String], keys: &[&str]) -> Vec<(SourcePath, Span)> {
        let mut out = Vec::new();
        for (i, name) in names.iter().enumerate() {
            let span = self.span(keys, Some(i));
            out.extend(self.file(name, span));
        }
        out
    }

    fn file(&mut self, name: &str, span: Span) -> Option<(SourcePath, Span)> {
        match SourcePath::new(name) {
            Ok(path) if !name.starts_with('/') => Some((path, span)),
            _ => {
                let message = format!("`{name}` is not a file of the site");
                self.fault(Code::BadValue, message, span, "give a path relative to book.toml");
                None
            }
        }
    }

    /// Whoever shows the picture asks for it by its whole address, so without the site's it would do nothing.
    fn share_image(&mut self, keys: ShareImageKeys, has_address: bool) -> Option<ShareImage> {
        let (src, span) = self.file(&keys.src, self.span(&["output", "html", "share-image", "src"], None))?;
        if !has_address {
            let message = "`share-image` needs `site-url`: without it, nobody can find the picture".to_owned();
            let help = "add the address of the site: `site-url = \"https://example.org/guide/\"`";
            self.fault(Code::MissingKey, message, span, help);
            return None;
        }
        Some(ShareImage { src, alt: keys.alt, span })
    }

    fn address(&mut self, url: String, keys: &[&str]) -> Option<String> {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if rest.is_some_and(|r| !r.is_empty() && !r.starts_with('/')) && !url.contains([' ', '"', '<', '>']) {
            return Some(url);
        }
        let span = self.span(keys, None);
        self.fault(
            Code::BadValue,
            format!("`{url}` is not a whole address"),
            span,
            "begin it with https://, as in `https://example.org/guide/`",
        );
        None
    }

    fn edit_url(&mut self, url: String) -> Option<String> {
        if !url.contains("{path}") {
            let span = self.span(&["output", "html", "edit-url-template"], None);
            self.fault(
                Code::BadValue,
                "the template has no `{path}` in it".into(),
                span,
                "put `{path}` where the file's path belongs",
            );
            return None;
        }
        self.address(url, &["output", "html", "edit-url-template"])
    }

    fn redirects(&mut self, table: BTreeMap<String, String>) -> Vec<Redirect> {
        let entries = self.entries(&["output", "html", "redirect"]);
        let one = |(from, to): (String, String)| {
            let range = entries.get(from.as_str()).and_then(|entry| entry.value.range.clone());
            let span = Span::new(self.file, range.unwrap_or_default());
            Redirect { from: from.trim_start_matches('/').to_owned(), to, span }
        };
        table.into_iter().map(one).collect()
    }

    fn levels(&mut self, table: BTreeMap<String, String>) -> BTreeMap<Code, Option<Level>> {
        let mut out = BTreeMap::new();
        let entries = self.entries(&["check"]);
        for (slug, word) in table {
            let entry = entries.get(slug.as_str());
            let level = match word.as_str() {
                "error" => Some(Level::Error),
                "warn" => Some(Level::Warning),
                "off" => None,
                _ => {
                    let span = Span::new(self.file, entry.and_then(|e| e.value.range.clone()).unwrap_or_default());
                    self.fault(
                        Code::BadValue,
                        format!("`{word}` is not a level"),
                        span,
                        "the levels are error, warn and off",
                    );
                    continue;
                }
            };
            let span = Span::new(self.file, entry.and_then(|e| e.key_range.clone()).unwrap_or_default());
            match Code::from_slug(&slug) {
                Some(code) if code.is_fixed() && level != Some(Level::Error) => {
                    let message = format!("`{slug}` cannot be turned down: the site would be wrong without it");
                    self.fault(Code::UnknownCode, message, span, "take the line out");
                }
                Some(code) => {
                    out.insert(code, level);
                }
                None => {
                    let free = Code::ALL.iter().filter(|c| !c.is_fixed()).map(|c| c.slug());
                    let near = nearest(&slug, free.clone());
                    let help = near.map_or_else(
                        || format!("the codes are {}", free.collect::<Vec<_>>().join(", ")),
                        |n| format!("did you mean `{n}`?"),
                    );
                    self.fault(Code::UnknownCode, format!("there is no diagnostic `{slug}`"), span, &help);
                }
            }
        }
        out
    }
}

impl Config {
    /// The files that it names, wherever in the site's folder they lie.
    pub fn files(&self) -> impl Iterator<Item = &SourcePath> {
        let added = self.additional_css.iter().chain(&self.additional_js).chain(&self.pdf.fonts).map(|(path, _)| path);
        added.chain(self.share_image.iter().map(|image| &image.src))
    }

    /// The direction of the site's language.
    pub fn direction(&self) -> Direction {
        let rtl = ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];
        let primary = self.language.split('-').next().unwrap_or("").to_lowercase();
        self.direction.unwrap_or(if rtl.contains(&primary.as_str()) { Direction::Rtl } else { Direction::Ltr })
    }

    /// The diagnostic at the level that `[check]` gives its code; `None` where that is off.
    pub fn judge(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        if let Some(level) = self.levels.get(&diagnostic.code) {
            diagnostic.level = (*level)?;
        }
        Some(diagnostic)
    }
}
