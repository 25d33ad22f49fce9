//! Every key of book.toml, by its type, and those of mdBook that have no meaning here.

use super::{Direction, Paper, StepNumbers};
use crate::diag::Code;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawHtml {
    /// Harmless elements are kept, all others shown as text.
    Check,
    /// All of it goes into the pages as it is written: for texts that you wrote yourself.
    Trust,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
/// The settings of a site.
pub(super) struct Keys {
    /// What the site is about, and where its texts are.
    pub(super) book: BookKeys,
    /// Where the site is built.
    pub(super) build: BuildKeys,
    /// What is built.
    pub(super) output: OutputKeys,
    /// What is kept for readers, on their own device.
    pub(super) reader: ReaderKeys,
    /// What protects readers whom somebody may be watching.
    pub(super) safety: SafetyKeys,
    /// How serious each diagnostic is, by its code (`reconnect-gen explain` lists them).
    #[schemars(schema_with = "levels")]
    pub(super) check: BTreeMap<String, String>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct BookKeys {
    /// The title of the site; else that of its cover.
    pub(super) title: Option<String>,
    /// Who wrote it.
    pub(super) authors: Vec<String>,
    /// What it is about, in one or two sentences.
    pub(super) description: Option<String>,
    /// The language of the texts (BCP 47), such as `en`; English where nothing is said.
    pub(super) language: Option<String>,
    /// The direction of the texts, where it is not the language's own.
    pub(super) text_direction: Option<Direction>,
    /// The folder with the texts; else `content`.
    pub(super) src: Option<String>,
    /// How steps are counted for readers.
    pub(super) step_numbers: StepNumbers,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct BuildKeys {
    /// The folder to build into, relative to this file; else `dist`.
    pub(super) build_dir: Option<String>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct OutputKeys {
    /// The pages of the site.
    pub(super) html: HtmlKeys,
    /// Worksheets as PDF files, to print and to fill in.
    pub(super) pdf: PdfKeys,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct HtmlKeys {
    /// The name of the theme: a built-in one, or a folder in `themes/`; else `booklet`.
    pub(super) theme: Option<String>,
    /// Style sheets after the theme's, relative to this file.
    pub(super) additional_css: Vec<String>,
    /// Scripts after the theme's, relative to this file.
    pub(super) additional_js: Vec<String>,
    /// Straight quotes, hyphens and dots become typographic ones; on where nothing is said.
    pub(super) smart_punctuation: Option<bool>,
    /// Definition lists; on where nothing is said.
    pub(super) definition_lists: Option<bool>,
    /// Callouts such as `> [!TIP]`; on where nothing is said.
    pub(super) admonitions: Option<bool>,
    /// Where the sources are: a whole address.
    pub(super) git_repository_url: Option<String>,
    /// Where a page's source can be changed: a whole address in which `{path}` stands for the file.
    pub(super) edit_url_template: Option<String>,
    /// The public address of the site.
    pub(super) site_url: Option<String>,
    /// The domain for GitHub Pages.
    pub(super) cname: Option<String>,
    /// The picture that messengers show of pages without one that they can show.
    pub(super) share_image: Option<ShareImageKeys>,
    /// What becomes of HTML in the texts.
    pub(super) raw_html: Option<RawHtml>,
    /// The page with the whole guide on it.
    pub(super) print: Switch,
    /// The search, and the page with all titles.
    pub(super) search: Switch,
    /// Old addresses, and where they lead now.
    pub(super) redirect: BTreeMap<String, String>,
}

/// A picture for sharing.
#[derive(Deserialize, JsonSchema)]
pub(super) struct ShareImageKeys {
    /// Its file, relative to this one: JPEG, PNG, GIF or WebP.
    pub(super) src: String,
    /// Words for readers who cannot see it; `""` for a picture that only decorates.
    pub(super) alt: String,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct PdfKeys {
    /// Whether there are any; on where nothing is said.
    pub(super) enable: Option<bool>,
    /// The sizes of paper, the first one offered first; else A4 and US Letter.
    #[schemars(length(min = 1))]
    pub(super) papers: Option<Vec<Paper>>,
    /// Whether each is made in large print, too: letters of 18 points; on where nothing is said.
    pub(super) large: Option<bool>,
    /// Fonts for letters and signs that the program's own lack, relative to this file: `.ttf`, `.otf` or `.ttc`.
    pub(super) fonts: Vec<String>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct ReaderKeys {
    /// A name for what is kept, since several sites may share one address; else the title makes it.
    pub(super) id: Option<String>,
    /// Readers may keep what they write on worksheets, on their own device; on where nothing is said.
    pub(super) save: Option<bool>,
    /// Readers may tick off steps, on their own device; on where nothing is said.
    pub(super) progress: Option<bool>,
    /// After how many days without a change that is deleted; else 30.
    pub(super) expiry_days: Option<u32>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct SafetyKeys {
    /// Nothing is kept unless `[reader]` says so, links that are shared do not tell what the site is about, and a page says
    /// what can be hidden and what cannot.
    pub(super) sensitive: bool,
    /// Where the link leads with which readers leave at once: a harmless page of another site.
    pub(super) exit_url: Option<String>,
    /// The title of pages of a sensitive site where a link to them is shared; else neutral words.
    pub(super) share_title: Option<String>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Switch {
    /// Whether there is one; on where nothing is said.
    pub(super) enable: Option<bool>,
}

/// Each code with the levels that it can have.
fn levels(_: &mut SchemaGenerator) -> Schema {
    let level = |code: &Code| {
        let words = if code.is_fixed() { json!(["error"]) } else { json!(["error", "warn", "off"]) };
        (code.slug().to_owned(), json!({ "enum": words, "description": code.explanation() }))
    };
    let codes: Map<String, Value> = Code::ALL.iter().map(level).collect();
    json_schema!({ "type": "object", "properties": codes })
}

/// The keys of mdBook 0.5 that have no meaning here, as paths; a table stands for all that is in it.
pub(super) const ONLY_MDBOOK: &[&str] = &[
    "rust",
    "preprocessor",
    "output.markdown",
    "output.linkcheck",
    "output.pdf-outline",
    "book.multilingual",
    "build.create-missing",
    "build.use-default-preprocessors",
    "build.extra-watch-dirs",
    "output.html.default-theme",
    "output.html.preferred-dark-theme",
    "output.html.curly-quotes",
    "output.html.mathjax-support",
    "output.html.copy-fonts",
    "output.html.google-analytics",
    "output.html.no-section-label",
    "output.html.git-repository-icon",
    "output.html.input-404",
    "output.html.live-reload-endpoint",
    "output.html.hash-files",
    "output.html.sidebar-header-nav",
    "output.html.fold",
    "output.html.playground",
    "output.html.playpen",
    "output.html.code",
    "output.html.print.page-break",
    "output.html.search.limit-results",
    "output.html.search.teaser-word-count",
    "output.html.search.use-boolean-and",
    "output.html.search.boost-title",
    "output.html.search.boost-hierarchy",
    "output.html.search.boost-paragraph",
    "output.html.search.expand",
    "output.html.search.heading-split-level",
    "output.html.search.copy-js",
    "output.html.search.chapter",
];
