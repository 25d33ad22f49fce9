//! Every key of the front matter, by its type. The comments are what editors show (`schema`).

use super::kind::Kind;
use schemars::JsonSchema;
use serde::Deserialize;

/// Every key of the front matter, by its type.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Keys {
    /// The title; else the first `# Heading`.
    pub(super) title: Option<String>,
    /// What the page is; its place says it already.
    pub(super) kind: Option<Kind>,
    /// What the page is for, in one or two sentences.
    pub(super) summary: Option<String>,
    /// The name of the page in its address; else made from the name of the file.
    pub(super) slug: Option<String>,
    /// The number that sorts the page, instead of the one in its name.
    pub(super) order: Option<u32>,
    /// Left out by `build`.
    pub(super) draft: bool,
    /// Addresses that the page had before.
    pub(super) aliases: Vec<String>,
    /// The picture at the head of the page.
    pub(super) image: Option<ImageKeys>,
    /// The day on which the page last changed in substance: 2026-01-31.
    #[schemars(extend("format" = "date"))]
    pub(super) updated: Option<String>,
    /// The day on which somebody last read it through.
    #[schemars(extend("format" = "date"))]
    pub(super) reviewed: Option<String>,
    /// The day by which it is to be read through again (`check --today`).
    #[schemars(extend("format" = "date"))]
    pub(super) review_by: Option<String>,
    /// Who wrote it.
    pub(super) authors: Vec<String>,
    /// What it is about.
    pub(super) topics: Vec<String>,
    /// Pages to read with it: paths to their files.
    pub(super) related: Vec<String>,
    /// A template of the theme instead of the usual one.
    pub(super) template: Option<String>,
    /// Values of your own, for your theme.
    pub(super) extra: serde_json::Map<String, serde_json::Value>,
    /// On a guide: who it is for.
    pub(super) r#for: Option<String>,
    /// On a guide: who it is not for.
    pub(super) not_for: Option<String>,
    /// On a guide: what it rests on.
    pub(super) sources: Vec<String>,
    /// On a guide: the topics to show first, in this order.
    pub(super) popular: Vec<String>,
    /// On a guide: where help is, now.
    pub(super) help: Option<HelpKeys>,
    /// On a step or worksheet: how long it takes.
    pub(super) minutes: Option<u32>,
    /// On a step: what to have at hand.
    pub(super) needs: Vec<String>,
    /// On a step: what makes it easier.
    pub(super) tips: Vec<String>,
    /// On a step: what can go wrong.
    pub(super) warnings: Vec<String>,
    /// On a step: how one can tell that it worked.
    pub(super) done_when: Option<String>,
    /// On a step: the steps to do first, as paths to their files.
    pub(super) requires: Vec<String>,
    /// On a step: where it may go on.
    pub(super) choices: Vec<ChoiceKeys>,
    /// On a step: how long to wait afterwards, such as `2 weeks`.
    pub(super) wait: Option<String>,
}

/// A picture.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct ImageKeys {
    /// Its file, relative to this one.
    pub(super) src: String,
    /// Words for readers who cannot see it; `""` for a picture that only decorates.
    pub(super) alt: Option<String>,
    /// What stands below it.
    pub(super) caption: Option<String>,
    /// Who made it.
    pub(super) credit: Option<String>,
}

/// Where help is.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct HelpKeys {
    /// Who helps.
    pub(super) name: String,
    /// A telephone number.
    pub(super) phone: Option<String>,
    /// An address, or a page.
    pub(super) url: Option<String>,
    /// When they can be reached.
    pub(super) hours: Option<String>,
}

/// A branch.
#[derive(Deserialize, JsonSchema)]
pub(super) struct ChoiceKeys {
    /// When to take this way.
    pub(super) label: String,
    /// The page that it leads to: the path to its file.
    pub(super) to: String,
}

/// The keys that belong to some kinds only.
pub(super) const KEYS_OF_KINDS: &[(&str, &[Kind])] = &[
    ("for", &[Kind::Guide]),
    ("not-for", &[Kind::Guide]),
    ("sources", &[Kind::Guide]),
    ("popular", &[Kind::Guide]),
    ("help", &[Kind::Guide]),
    ("minutes", &[Kind::Step, Kind::Worksheet]),
    ("needs", &[Kind::Step]),
    ("tips", &[Kind::Step]),
    ("warnings", &[Kind::Step]),
    ("done-when", &[Kind::Step]),
    ("requires", &[Kind::Step]),
    ("choices", &[Kind::Step]),
    ("wait", &[Kind::Step]),
];
