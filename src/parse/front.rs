//! Front matter: the YAML head of a page as typed values.
//!
//! In: the value tree of the head. Out: [`Front`]: texts as inlines with their links entered, every key checked against
//! the kind of the page. The struct [`Keys`] in [`super::keys`] is the list of keys there are.

use super::events::Source;
use super::inlines::{read_inline, refer};
use super::keys::{ChoiceKeys, HelpKeys, ImageKeys, KEYS_OF_KINDS, Keys};
use super::kind::{Kind, number_in_name};
use super::matter::{Choice, Date, GuideMatter, Help, Meta, StepMatter, Wait};
use super::yaml::{self, FrontMatter};
use crate::body::{Inlines, LinkId, Picture, Reference, Role};
use crate::diag::{Code, Diagnostic, Span};
use crate::dialect::Dialect;
use crate::path::SourcePath;
use crate::value::{self, Data, Locate, PathPart, Value};
use serde::Deserialize;
use std::ops::Range;

/// The head of a page, read.
#[derive(Default)]
pub(super) struct Front {
    pub(super) title: Option<Inlines>,
    pub(super) slug: Option<(String, Span)>,
    pub(super) image: Option<Picture>,
    pub(super) meta: Meta,
    pub(super) guide: GuideMatter,
    pub(super) step: StepMatter,
    pub(super) references: Vec<Reference>,
    kind: Option<(Kind, Span)>,
    order: Option<u32>,
    /// The keys that belong to some kinds only, with their places.
    special: Vec<(&'static str, &'static [Kind], Span)>,
}

impl Front {
    /// The number that sorts the page: `order:` counts before the number in its name.
    pub(super) fn number(&self, path: &SourcePath) -> Option<u32> {
        self.order.or_else(|| number_in_name(path))
    }

    /// Says which keys do not belong to a page of this kind.
    pub(super) fn check_kind(&self, kind: Kind, diagnostics: &mut Vec<Diagnostic>) {
        if let Some((stated, span)) = &self.kind
            && *stated != kind
        {
            let message = format!(
                "`kind: {}` contradicts the place of the file, which makes it a {}",
                stated.word(),
                kind.word()
            );
            let help = match (stated, kind) {
                (Kind::Step, Kind::Page) => {
                    "number the file to make it a step: `1-name.md`; or take the line out".to_owned()
                }
                (Kind::Library, _) => {
                    "only the `index.md` of the content folder can be a library; take the line out".to_owned()
                }
                _ => "take the line out, or move the file".to_owned(),
            };
            diagnostics.push(Diagnostic::new(Code::KindContradictsPlace, message).at(span.clone()).help(help));
        }
        for (key, kinds, span) in &self.special {
            if !kinds.contains(&kind) {
                let whose: Vec<String> = kinds.iter().map(|k| format!("{}s", k.word())).collect();
                diagnostics.push(
                    Diagnostic::new(
                        Code::MisplacedKey,
                        format!("`{key}` is for {}, and this is a {}", whose.join(" and "), kind.name()),
                    )
                    .at(span.clone())
                    .help("take it out, or move it to the page that it is for"),
                );
            }
        }
    }
}

/// The JSON Schema of front matter.
pub(super) fn schema() -> serde_json::Value {
    value::schema_of::<Keys>("Front matter")
}

/// The kind that a head states, if it can be read at all.
pub(super) fn stated_kind(matter: &FrontMatter<'_>, path: &SourcePath) -> Option<Kind> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Only {
        kind: Option<Kind>,
    }
    let (value, _) = yaml::parse(matter.yaml, matter.offset, path).ok()?;
    let Data::Map(entries) = value.data else { return None };
    let kind = entries.into_iter().filter(|e| &*e.key == "kind").collect();
    let only = Value { data: Data::Map(kind), written: None, range: None };
    let locator = yaml::YamlLocator::new(matter.yaml, matter.offset);
    value::read::<Only>(&only, &value::Source::new(path, &locator)).0.kind
}

/// Reads the head of a page. `Err` where it is not YAML at all.
pub(super) fn read(
    matter: Option<&FrontMatter<'_>>,
    file: &SourcePath,
    text: &str,
    dialect: &Dialect,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Front, Vec<Diagnostic>> {
    let Some(matter) = matter else { return Ok(Front::default()) };
    let (value, mut faults) = yaml::parse(matter.yaml, matter.offset, file)?;
    let locator = yaml::YamlLocator::new(matter.yaml, matter.offset).knowing(&value);
    let (keys, more) = value::read::<Keys>(&value, &value::Source::new(file, &locator));
    faults.extend(more);
    diagnostics.append(&mut faults);
    let mut reading = Reading { file, text, dialect, locator: &locator, references: Vec::new(), diagnostics };
    let front = reading.front(keys, &value);
    Ok(front)
}

struct Reading<'a> {
    file: &'a SourcePath,
    text: &'a str,
    dialect: &'a Dialect,
    locator: &'a dyn Locate,
    references: Vec<Reference>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// A path of keys and indices, from their short forms.
fn path(parts: &[PathPart]) -> Vec<PathPart> {
    parts.to_vec()
}

fn key(name: &str) -> PathPart {
    PathPart::Key(name.into())
}

impl Reading<'_> {
    fn front(&mut self, keys: Keys, value: &Value) -> Front {
        let special = self.special(value);
        let image = keys.image.map(|i| self.image(&i));
        let help = keys.help.map(|h| self.help(h));
        Front {
            title: keys.title.map(|t| self.inline(&t, &[key("title")])),
            slug: keys.slug.map(|s| (s, self.span(&[key("slug")]))),
            image,
            kind: keys.kind.map(|k| (k, self.span(&[key("kind")]))),
            order: keys.order,
            meta: Meta {
                summary: keys.summary.map(|t| self.inline(&t, &[key("summary")])),
                draft: keys.draft,
                aliases: self.with_spans(keys.aliases, "aliases"),
                updated: keys.updated.and_then(|d| self.date(&d, "updated")).map(|d| d.0),
                reviewed: keys.reviewed.and_then(|d| self.date(&d, "reviewed")).map(|d| d.0),
                review_by: keys.review_by.and_then(|d| self.date(&d, "review-by")),
                authors: keys.authors,
                topics: keys.topics,
                related: self.pages(&keys.related, "related", Role::Page),
                template: keys.template.map(|t| (t, self.span(&[key("template")]))),
                extra: keys.extra,
            },
            guide: GuideMatter {
                audience: keys.r#for.map(|t| self.inline(&t, &[key("for")])),
                not_for: keys.not_for.map(|t| self.inline(&t, &[key("not-for")])),
                sources: self.inlines(&keys.sources, "sources"),
                popular: self.with_spans(keys.popular, "popular"),
                help,
            },
            step: StepMatter {
                minutes: keys.minutes,
                needs: self.inlines(&keys.needs, "needs"),
                tips: self.inlines(&keys.tips, "tips"),
                warnings: self.inlines(&keys.warnings, "warnings"),
                done_when: keys.done_when.map(|t| self.inline(&t, &[key("done-when")])),
                requires: self.pages(&keys.requires, "requires", Role::Required),
                choices: self.choices(&keys.choices),
                wait: keys.wait.and_then(|w| self.wait(&w)),
            },
            references: std::mem::take(&mut self.references),
            special,
        }
    }

    fn special(&self, value: &Value) -> Vec<(&'static str, &'static [Kind], Span)> {
        let Data::Map(entries) = &value.data else { return Vec::new() };
        let of_kinds = |e: &value::Entry| KEYS_OF_KINDS.iter().find(|(k, _)| **k == *e.key);
        let found = entries.iter().filter_map(of_kinds);
        found.map(|(name, kinds)| (*name, *kinds, Span::new(self.file, self.locator.key(&[key(name)])))).collect()
    }

    fn span(&self, parts: &[PathPart]) -> Span {
        Span::new(self.file, self.locator.value(parts))
    }

    fn fault(&mut self, code: Code, message: String, parts: &[PathPart], help: String) {
        let span = self.span(parts);
        self.diagnostics.push(Diagnostic::new(code, message).at(span).help(help));
    }

    fn with_spans(&self, values: Vec<String>, name: &str) -> Vec<(String, Span)> {
        let span = |i| self.span(&[key(name), PathPart::Index(i)]);
        values.into_iter().enumerate().map(|(i, v)| (v, span(i))).collect()
    }

    /// Reads inline Markdown. Where it can hold a link, its place is looked up, so that the link can be shown to its author.
    fn inline(&mut self, text: &str, parts: &[PathPart]) -> Inlines {
        let mut shift = 0;
        let mut whole: Option<Range<usize>> = None;
        if text.contains(['[', '<', '!']) {
            let range = self.locator.value(&path(parts));
            shift =
                self.text.get(range.clone()).and_then(|s| s.find(text.trim())).map_or(range.start, |i| range.start + i);
            if self.text.get(shift..shift + text.trim().len()) != Some(text.trim()) {
                whole = Some(range);
            }
        }
        let before = self.references.len();
        let mut references = std::mem::take(&mut self.references);
        let mut found = Vec::new();
        let source = Source { file: self.file, text: self.text, offset: 0 };
        let result = read_inline(&source, text, shift, self.dialect, &mut references, &mut found);
        if let Some(whole) = whole {
            // Folded or escaped: the bytes inside cannot be told, the value can.
            let span = Span::new(self.file, whole);
            for reference in references.iter_mut().skip(before) {
                reference.span = span.clone();
                reference.target_range = None;
            }
            for fault in &mut found {
                fault.span = Some(span.clone());
            }
        }
        self.references = references;
        self.diagnostics.append(&mut found);
        result.unwrap_or_else(|fault| {
            self.diagnostics.push(fault);
            Inlines::default()
        })
    }

    fn inlines(&mut self, texts: &[String], name: &str) -> Vec<Inlines> {
        texts.iter().enumerate().map(|(i, t)| self.inline(t, &[key(name), PathPart::Index(i)])).collect()
    }

    fn refer(&mut self, target: &str, role: Role, parts: &[PathPart]) -> Option<LinkId> {
        let range = self.locator.value(parts);
        let mut references = std::mem::take(&mut self.references);
        let source = Source { file: self.file, text: self.text, offset: 0 };
        let id = refer(&source, &mut references, self.diagnostics, target, role, range);
        self.references = references;
        id
    }

    fn pages(&mut self, targets: &[String], name: &str, role: Role) -> Vec<LinkId> {
        let one = |(i, t): (usize, &String)| self.refer(t, role, &[key(name), PathPart::Index(i)]);
        targets.iter().enumerate().filter_map(one).collect()
    }

    fn choices(&mut self, choices: &[ChoiceKeys]) -> Vec<Choice> {
        let mut out = Vec::new();
        for (i, choice) in choices.iter().enumerate() {
            let label = self.inline(&choice.label, &[key("choices"), PathPart::Index(i), key("label")]);
            if let Some(to) = self.refer(&choice.to, Role::Page, &[key("choices"), PathPart::Index(i), key("to")]) {
                out.push(Choice { label, to });
            }
        }
        out
    }

    fn image(&mut self, image: &ImageKeys) -> Picture {
        let text = |this: &mut Self, text: &Option<String>, name| {
            text.as_ref().map(|t| this.inline(t, &[key("image"), key(name)])).filter(|t| !t.is_empty())
        };
        let caption = text(self, &image.caption, "caption");
        let credit = text(self, &image.credit, "credit");
        let link = self.refer(&image.src, Role::Picture, &[key("image"), key("src")]).unwrap_or(LinkId(u32::MAX));
        if image.alt.is_none() {
            let span = self.span(&[key("image"), key("src")]);
            let message = format!("the picture `{}` has no words for readers who cannot see it", image.src);
            let help = "add a line that says what it means: `alt: What it shows`; if it only decorates: `alt: \"\"`";
            self.diagnostics.push(Diagnostic::new(Code::MissingAlt, message).at(span).help(help));
        }
        let alt = image.alt.as_deref().unwrap_or_default().trim().into();
        Picture { link, alt, caption, credit }
    }

    fn help(&mut self, help: HelpKeys) -> Help {
        let url = help.url.and_then(|u| self.refer(&u, Role::Link, &[key("help"), key("url")]));
        Help { name: help.name, phone: help.phone, url, hours: help.hours }
    }

    fn date(&mut self, text: &str, name: &str) -> Option<(Date, Span)> {
        let parts = [key(name)];
        if let Some(date) = Date::from_iso(text) {
            Some((date, self.span(&parts)))
        } else {
            let shaped = text.len() == 10 && text.split('-').map(str::len).eq([4, 2, 2]);
            let why = if shaped { "there is no such day" } else { "year, month and day with hyphens between them" };
            let message = format!("`{text}` is not a date: {why}");
            self.fault(Code::BadValue, message, &parts, format!("write it like this: `{name}: 2026-01-31`"));
            None
        }
    }

    fn wait(&mut self, text: &str) -> Option<Wait> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let unit = |word: &str| match word.to_lowercase().trim_end_matches('s') {
            "day" => Some("days"),
            "week" => Some("weeks"),
            "month" => Some("months"),
            _ => None,
        };
        if let [count, word] = words.as_slice()
            && let (Ok(count @ 1..=999), Some(unit)) = (count.parse::<u32>(), unit(word))
        {
            return Some(Wait { count, unit });
        }
        let message = format!("`{text}` is not a pause: a number and days, weeks or months");
        self.fault(Code::BadValue, message, &[key("wait")], "write it like this: `wait: 2 weeks`".into());
        None
    }
}
