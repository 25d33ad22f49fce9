//! What only the pages of one kind have.

use super::{Html, LinkView, PictureView, StepLink};
use serde::Serialize;

/// `step`: what only a step has.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// The number that readers see.
    pub number: usize,
    /// How many there are in what it counts through: the guide, or the part.
    pub total: usize,
    /// The two in words: "Step 3 of 10".
    pub place: String,
    /// The number of its part from 1; none in a guide without parts.
    pub part_number: Option<usize>,
    /// How many parts there are.
    pub parts: usize,
    /// The two in words: "Part 1 of 4".
    pub part_place: Option<String>,
    /// Its part.
    pub part: Option<LinkView>,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// The same in words: "About 10 minutes".
    pub time: Option<String>,
    /// What to have at hand.
    pub needs: Vec<Html>,
    /// What makes it easier.
    pub tips: Vec<Html>,
    /// What can go wrong.
    pub warnings: Vec<Html>,
    /// How one knows that it worked.
    pub done_when: Option<Html>,
    /// Steps to do first.
    pub requires: Vec<LinkView>,
    /// Where it may go on.
    pub choices: Vec<ChoiceView>,
    /// How long to wait afterwards, in words.
    pub wait: Option<String>,
    /// The same as a duration (ISO 8601): `P2W`.
    pub wait_duration: Option<String>,
    /// The script for a reminder, to be loaded when a reader wants one.
    pub wait_script: Option<String>,
    /// The worksheets that the step links to.
    pub worksheets: Vec<CardView>,
}

/// A branch.
#[derive(Clone, Debug, Serialize)]
pub struct ChoiceView {
    /// When to take it.
    pub label: Html,
    /// The page it leads to.
    pub title: String,
    /// Where it leads.
    pub href: String,
}

/// A page as a card: a worksheet, or a guide in a library.
#[derive(Clone, Debug, Serialize)]
pub struct CardView {
    /// The title.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// What it is for.
    pub summary: Option<Html>,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// How many steps it has, for a guide.
    pub steps_total: Option<usize>,
    /// The steps it belongs to, for a worksheet.
    pub steps: Vec<LinkView>,
    /// Its picture.
    pub image: Option<PictureView>,
}

/// `part`: what only a part's cover has.
#[derive(Clone, Debug, Serialize)]
pub struct PartView {
    /// Its number from 1.
    pub number: usize,
    /// How many parts there are.
    pub total: usize,
    /// Its steps.
    pub steps: Vec<StepLink>,
    /// All of it on one page.
    pub print: Option<String>,
}

/// `cover`: what only a guide's cover has.
#[derive(Clone, Debug, Serialize)]
pub struct CoverView {
    /// "12 steps, with pictures".
    pub subtitle: String,
    /// Who it is for.
    pub audience: Option<Html>,
    /// Who it is not for.
    pub not_for: Option<Html>,
    /// What it rests on.
    pub sources: Vec<Html>,
    /// The sum of the steps' minutes, where every step states them.
    pub minutes: Option<u32>,
    /// The parts; one without a title in a guide without parts.
    pub parts: Vec<PartCard>,
    /// What to have at hand, by step; steps that need nothing are left out.
    pub needs: Vec<StepNeeds>,
    /// The worksheets.
    pub worksheets: Vec<CardView>,
    /// "Popular by topic".
    pub popular: Vec<TopicLink>,
}

/// A part on a guide's cover.
#[derive(Clone, Debug, Serialize)]
pub struct PartCard {
    /// Its number from 1.
    pub number: usize,
    /// Its cover; none in a guide without parts.
    pub link: Option<LinkView>,
    /// What it is for.
    pub summary: Option<Html>,
    /// Its picture.
    pub image: Option<PictureView>,
    /// Its steps.
    pub steps: Vec<StepLink>,
}

/// What one step needs.
#[derive(Clone, Debug, Serialize)]
pub struct StepNeeds {
    /// The step.
    pub step: StepLink,
    /// The things.
    pub needs: Vec<Html>,
}

/// A topic in a list.
#[derive(Clone, Debug, Serialize)]
pub struct TopicLink {
    /// The topic.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many pages are about it.
    pub pages: usize,
}

/// `library`: what only a library's cover has.
#[derive(Clone, Debug, Serialize)]
pub struct LibraryView {
    /// The guides.
    pub guides: Vec<CardView>,
    /// "Popular by topic".
    pub popular: Vec<TopicLink>,
}

/// `tips`: a guide's tips.
#[derive(Clone, Debug, Serialize)]
pub struct TipsView {
    /// The short ones.
    pub tips: Vec<Html>,
    /// The long ones, each a section.
    pub long: Vec<LongTip>,
    /// Those of the steps.
    pub by_step: Vec<StepTips>,
    /// "Popular by topic".
    pub popular: Vec<TopicLink>,
}

/// A long tip.
#[derive(Clone, Debug, Serialize)]
pub struct LongTip {
    /// The anchor.
    pub id: String,
    /// The title, as markup.
    pub heading: Html,
    /// The text; its headings begin at the third level.
    pub body: Html,
}

/// The tips of one step.
#[derive(Clone, Debug, Serialize)]
pub struct StepTips {
    /// The step.
    pub step: StepLink,
    /// Its tips.
    pub tips: Vec<Html>,
}

/// A worksheet, or all of a guide, as a PDF file to print and to fill in.
#[derive(Clone, Debug, Serialize)]
pub struct PdfView {
    /// Its paper and print, in words: "A4, large print".
    pub label: String,
    /// Where it is.
    pub href: String,
    /// Its paper: `a4` or `letter`.
    pub paper: &'static str,
    /// True for large print.
    pub large: bool,
}

/// `sheets`: the worksheets of a guide.
#[derive(Clone, Debug, Serialize)]
pub struct SheetsView {
    /// The sheets.
    pub sheets: Vec<CardView>,
    /// All of them, empty, on one page to print; none where there is no sheet.
    pub print: Option<String>,
    /// All of them as one PDF file, for each paper and print; none where this build makes none.
    pub pdfs: Vec<PdfView>,
    /// What begins the keys of all answers that are kept for this guide.
    pub keys: String,
    /// The guide's pages with places to write.
    pub forms: Vec<FormLink>,
    /// After how many days without a change answers are deleted.
    pub days: u32,
}

/// A page with places to write.
#[derive(Clone, Debug, Serialize)]
pub struct FormLink {
    /// What they are kept under.
    pub key: String,
    /// The page's title.
    pub title: String,
    /// Where it is.
    pub href: String,
}

/// `print_sheets`: all worksheets of a guide, empty, on one page.
#[derive(Clone, Debug, Serialize)]
pub struct PrintSheetsView {
    /// The sheets in order.
    pub sheets: Vec<PrintSheet>,
    /// All of them as one PDF file, for each paper and print; none where this build makes none.
    pub pdfs: Vec<PdfView>,
}

/// A worksheet on the one page.
#[derive(Clone, Debug, Serialize)]
pub struct PrintSheet {
    /// The anchor.
    pub id: String,
    /// The title in plain words.
    pub title: String,
    /// The title, as markup.
    pub heading: Html,
    /// What it is for.
    pub summary: Option<Html>,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// The public address, where `site-url` is known.
    pub canonical: Option<String>,
    /// The text; its headings begin at the third level.
    pub body: Html,
}

/// `sheet`: what only a worksheet has.
#[derive(Clone, Debug, Serialize)]
pub struct SheetView {
    /// How long it takes.
    pub minutes: Option<u32>,
    /// The steps it belongs to.
    pub steps: Vec<LinkView>,
    /// It as a PDF file, for each paper and print; none where this build makes none.
    pub pdfs: Vec<PdfView>,
}

/// `topics`: the list of topics, or one topic.
#[derive(Clone, Debug, Serialize)]
pub struct TopicsView {
    /// The topics with their pages: all of them, or the one.
    pub topics: Vec<TopicView>,
    /// True on the page of one topic.
    pub single: bool,
}

/// A topic and its pages.
#[derive(Clone, Debug, Serialize)]
pub struct TopicView {
    /// The topic.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The pages about it; in the list of topics, the first of them.
    pub pages: Vec<TopicPage>,
    /// How many pages are about it, where the list of topics does not show them all.
    pub total: Option<usize>,
}

/// A page about a topic.
#[derive(Clone, Debug, Serialize)]
pub struct TopicPage {
    /// What it is: `step`, `worksheet`, `tips`, …
    pub kind: &'static str,
    /// The title.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// What it is for.
    pub summary: Option<Html>,
    /// The guide it belongs to, in a library.
    pub guide: Option<String>,
}

/// `search`: every page, A to Z.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The first letters, in order.
    pub letters: Vec<LetterView>,
}

/// The pages whose titles begin with one letter.
#[derive(Clone, Debug, Serialize)]
pub struct LetterView {
    /// The letter, in upper case.
    pub letter: String,
    /// The pages.
    pub pages: Vec<TopicPage>,
}

/// `print`: a whole guide on one page, or one of its parts.
#[derive(Clone, Debug, Serialize)]
pub struct PrintView {
    /// True for a whole guide.
    pub whole: bool,
    /// The subtitle of the cover; for a part the guide's title.
    pub subtitle: String,
    /// About how many pages of A4 it takes, by its words and pictures.
    pub pages: usize,
    /// The same without the pictures.
    pub pages_plain: usize,
    /// Who it is for.
    pub audience: Option<Html>,
    /// Who it is not for.
    pub not_for: Option<Html>,
    /// The parts; one without a title in a guide without parts.
    pub parts: Vec<PrintPart>,
    /// How many parts the guide has.
    pub parts_total: usize,
    /// The guide's tips.
    pub tips: Vec<Html>,
    /// The long tips; their headings begin at the fourth level.
    pub long_tips: Vec<LongTip>,
    /// What it rests on.
    pub sources: Vec<Html>,
}

/// A part on the one page.
#[derive(Clone, Debug, Serialize)]
pub struct PrintPart {
    /// Its number from 1.
    pub number: usize,
    /// The anchor.
    pub id: String,
    /// The title in plain words; none in a guide without parts.
    pub title: Option<String>,
    /// The title, as markup; none in a guide without parts.
    pub heading: Option<Html>,
    /// The text of its cover; its headings begin at the third level.
    pub body: Html,
    /// Its steps.
    pub steps: Vec<PrintStep>,
}

/// A step on the one page.
#[derive(Clone, Debug, Serialize)]
pub struct PrintStep {
    /// The anchor.
    pub id: String,
    /// The title in plain words.
    pub title: String,
    /// The title, as markup.
    pub heading: Html,
    /// What it is for.
    pub summary: Option<Html>,
    /// Its picture.
    pub image: Option<PictureView>,
    /// The text; its headings begin at the fourth level.
    pub body: Html,
    /// What only a step has.
    pub step: StepView,
}
