//! Every key of book.toml, by its type, and those of mdBook that have no meaning here.

use super::{Direction, StepNumbers};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawHtml {
    Check,
    Trust,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Keys {
    pub(super) book: BookKeys,
    pub(super) build: BuildKeys,
    pub(super) output: OutputKeys,
    pub(super) check: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct BookKeys {
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) description: Option<String>,
    pub(super) language: Option<String>,
    pub(super) text_direction: Option<Direction>,
    pub(super) src: Option<String>,
    pub(super) step_numbers: StepNumbers,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct BuildKeys {
    pub(super) build_dir: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct OutputKeys {
    pub(super) html: HtmlKeys,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct HtmlKeys {
    pub(super) theme: Option<String>,
    pub(super) additional_css: Vec<String>,
    pub(super) additional_js: Vec<String>,
    pub(super) smart_punctuation: Option<bool>,
    pub(super) definition_lists: Option<bool>,
    pub(super) admonitions: Option<bool>,
    pub(super) git_repository_url: Option<String>,
    pub(super) edit_url_template: Option<String>,
    pub(super) site_url: Option<String>,
    pub(super) cname: Option<String>,
    pub(super) raw_html: Option<RawHtml>,
    pub(super) print: Switch,
    pub(super) search: Switch,
    pub(super) redirect: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Switch {
    pub(super) enable: Option<bool>,
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
