//! The views: everything that a template sees, and nothing else. This is the contract with theme authors.
//!
//! In: the resolved book, through `output`. Out: plain values. A field of type [`Html`] is safe markup, made from the
//! document tree; every other text is plain and escaped by the template engine. `href`s are relative to the page.
//!
//! Every template sees `site`, `page`, `share`, `words`, and `guide` where the page belongs to one; then, by template, `cover`
//! (guide.html), `library`, `part`, `step`, `tips`, `sheets` (worksheets.html), `sheet` (worksheet.html), `print_sheets`
//! (print-sheets.html), `topics`, `search`, `print`.
//! The function `t(key="…", n=…)` gives the theme's words in the page's language (`words.some_key` those without a number),
//! `forms(key="…")` the plural forms of a text as JSON, for a script that counts.

mod kinds;

pub use kinds::*;

use serde::Serialize;

/// Markup that is safe to print as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Html(pub String);

/// A link to a page of the site.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// The page's title.
    pub title: String,
    /// Where it is.
    pub href: String,
}

/// `site`: the same on every page but for the way to it.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// The site's title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// Who made it.
    pub authors: Vec<String>,
    /// The first page.
    pub home: String,
    /// The public address of the first page, where `site-url` is known.
    pub url: Option<String>,
    /// The feed of pages that have changed, where there is one.
    pub feed: Option<String>,
    /// Style sheets, the theme's first.
    pub css: Vec<String>,
    /// Classic scripts, the theme's first.
    pub js: Vec<String>,
    /// The page for searching, with all titles from A to Z, where the site has one.
    pub search: Option<String>,
    /// The script that searches, to be loaded when a reader wants to.
    pub search_script: Option<String>,
    /// Its style sheet.
    pub search_style: Option<String>,
    /// How readers leave at once, where book.toml says where to.
    pub exit: Option<ExitView>,
    /// The page that says what can be hidden and what cannot, where the site is a sensitive one.
    pub hiding: Option<String>,
    /// True where links that are shared must not tell what the site is about.
    pub sensitive: bool,
    /// The list of topics, where there is one.
    pub topics: Option<String>,
    /// The repository of the sources, where book.toml names it.
    pub repository: Option<String>,
    /// The policy for the page's own content (W3C Content Security Policy Level 3).
    pub policy: String,
}

/// `site.exit`: how readers leave at once.
#[derive(Clone, Debug, Serialize)]
pub struct ExitView {
    /// Where to.
    pub href: String,
    /// What begins the names of all that is kept for readers, to delete it.
    pub keys: String,
}

/// `page`: what every page has.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageView {
    /// `library`, `guide`, `part`, `step`, `tips`, `worksheets`, `worksheet`, `page`, `topics`, `search`, `print`,
    /// `print-sheets`, `hiding`.
    pub kind: &'static str,
    /// The title in plain words.
    pub title: String,
    /// What stands in the browser's tab: the title and the site's.
    pub tab: String,
    /// The title as markup.
    pub heading: Html,
    /// One or two sentences, as markup.
    pub summary: Option<Html>,
    /// One or two sentences in plain words, never empty.
    pub description: String,
    /// The language (BCP 47).
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The public address, where `site-url` is known.
    pub canonical: Option<String>,
    /// True for drafts: search engines are asked to leave the page out.
    pub noindex: bool,
    /// True for drafts: a ribbon says so.
    pub draft: bool,
    /// Structured data (schema.org, JSON-LD), ready for a script element of type `application/ld+json`.
    pub json_ld: Option<Html>,
    /// When the page last changed in substance (`2026-01-31`).
    pub updated: Option<String>,
    /// When it was last read through.
    pub reviewed: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What it is about.
    pub topics: Vec<LinkView>,
    /// Pages to read with it.
    pub related: Vec<LinkView>,
    /// Where to edit the source, where book.toml has a template for it.
    pub edit_url: Option<String>,
    /// The author's own values under `extra:`.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The picture at the head.
    pub image: Option<PictureView>,
    /// The content.
    pub body: Html,
    /// What a page with places to write has, where the content is a form.
    pub form: Option<FormView>,
    /// Style sheets that this page asks for besides the site's, before them: those for places to write.
    pub css: Vec<String>,
    /// Classic scripts that this page asks for besides the site's.
    pub js: Vec<String>,
    /// The headings of the content.
    pub headings: Vec<HeadingView>,
    /// The pages above this one, the first page first.
    pub breadcrumb: Vec<LinkView>,
    /// The page before.
    pub previous: Option<LinkView>,
    /// The page after.
    pub next: Option<LinkView>,
}

/// `share`: what messengers and social networks show of a page (Open Graph, ogp.me).
#[derive(Clone, Debug, Serialize)]
pub struct ShareView {
    /// What the page is: `article`, or `website` for overviews.
    pub kind: &'static str,
    /// How large the picture is shown: `summary_large_image` or `summary`.
    pub card: &'static str,
    /// The page's title, or neutral words on a sensitive site.
    pub title: String,
    /// What it is about, or the same neutral words.
    pub description: String,
    /// The language with its country, `en_GB`, where the code of the language names one.
    pub locale: Option<String>,
    /// The picture, where `site-url` is known and there is one that messengers show.
    pub image: Option<ShareImageView>,
}

/// `share.image`: the picture of the page, or the nearest that messengers show.
#[derive(Clone, Debug, Serialize)]
pub struct ShareImageView {
    /// Its whole address.
    pub url: String,
    /// Its format: `image/jpeg`.
    pub media_type: String,
    /// Its words; empty for a decoration.
    pub alt: String,
    /// Pixels, where the file tells.
    pub width: Option<u32>,
    /// Pixels, where the file tells.
    pub height: Option<u32>,
}

/// `page.form`: how readers may keep what they write, on their own device.
#[derive(Clone, Debug, Serialize)]
pub struct FormView {
    /// What the answers of this page are kept under: the reader's id of the site, `sheet`, and the page's path.
    pub key: String,
    /// What they were kept under when the page had another address, one word each.
    pub earlier: Vec<String>,
    /// True where answers may be kept.
    pub save: bool,
    /// After how many days without a change they are deleted.
    pub days: u32,
    /// The script for answers as a file, to be loaded when a reader wants that.
    pub file_script: Option<String>,
}

/// A heading of the content.
#[derive(Clone, Debug, Serialize)]
pub struct HeadingView {
    /// 2 to 6.
    pub level: u8,
    /// The anchor.
    pub id: String,
    /// The words.
    pub text: String,
}

/// A picture.
#[derive(Clone, Debug, Serialize)]
pub struct PictureView {
    /// Where it is.
    pub src: String,
    /// Its words; empty for a decoration.
    pub alt: String,
    /// Pixels, where the file tells.
    pub width: Option<u32>,
    /// Pixels, where the file tells.
    pub height: Option<u32>,
    /// What stands below it.
    pub caption: Option<Html>,
    /// Whose it is.
    pub credit: Option<Html>,
}

/// `guide`: what every page of a guide shows of it.
#[derive(Clone, Debug, Serialize)]
pub struct GuideView {
    /// The title.
    pub title: String,
    /// The cover.
    pub href: String,
    /// How many steps it has.
    pub steps: usize,
    /// The contents with every part and step, rendered once; the current page is marked in it.
    pub contents: Html,
    /// The tips.
    pub tips: Option<String>,
    /// The list of worksheets.
    pub worksheets: Option<String>,
    /// All of it on one page.
    pub print: Option<String>,
    /// Where help is.
    pub help: Option<HelpView>,
    /// How readers tick off steps, where they may.
    pub progress: Option<ProgressView>,
}

/// `guide.progress`: how readers tick off steps, on their own device.
#[derive(Clone, Debug, Serialize)]
pub struct ProgressView {
    /// What it is kept under.
    pub key: String,
    /// After how many days without a change it is deleted.
    pub days: u32,
}

/// Where help is, the same on every page.
#[derive(Clone, Debug, Serialize)]
pub struct HelpView {
    /// Who helps.
    pub name: String,
    /// The telephone number, as written.
    pub phone: Option<String>,
    /// The telephone number for a `tel:` link.
    pub phone_href: Option<String>,
    /// A page or address.
    pub url: Option<String>,
    /// When.
    pub hours: Option<String>,
}

/// `contents` (contents.html): every part and step of a guide.
#[derive(Clone, Debug, Serialize)]
pub struct ContentsView {
    /// The cover.
    pub cover: EntryView,
    /// The parts; one without a title in a guide without parts.
    pub parts: Vec<ContentsPart>,
    /// True where a guide with parts has so many steps that a screen does not hold them.
    pub is_long: bool,
    /// Tips, worksheets and plain pages.
    pub more: Vec<EntryView>,
}

/// A part in the contents.
#[derive(Clone, Debug, Serialize)]
pub struct ContentsPart {
    /// Its number from 1.
    pub number: usize,
    /// Its cover; none in a guide without parts.
    pub entry: Option<EntryView>,
    /// Print this, unescaped, inside the tag of the part: it becomes ` data-current` on the pages of the part.
    pub current: Html,
    /// Its steps.
    pub steps: Vec<EntryView>,
}

/// A page in the contents.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// The number that readers see, for steps.
    pub number: Option<usize>,
    /// The title.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// How long it takes, for steps.
    pub minutes: Option<u32>,
    /// Print this, unescaped, inside the `a` tag: it becomes ` aria-current="page"` on that page.
    pub current: Html,
}

/// A step in a list.
#[derive(Clone, Debug, Serialize)]
pub struct StepLink {
    /// The number that readers see.
    pub number: usize,
    /// The title.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// What it is for.
    pub summary: Option<Html>,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// Its picture.
    pub image: Option<PictureView>,
}
