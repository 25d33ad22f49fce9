//! Structured data for search engines: schema.org as JSON-LD, from the same model as the pages.
//!
//! The fields of each object are in the order of the alphabet.

use super::cards::Cards;
use crate::parse::Kind;
use crate::path::OutPath;
use crate::site::{PageId, Part};
use crate::view::Html;
use serde::Serialize;

const CONTEXT: &str = "https://schema.org";

/// An object of a type that has a place among others.
#[derive(Serialize)]
struct Entry<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
    name: &'a str,
    position: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// A list of objects, with a name and a place where it is a section.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List<'a, T> {
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    context: Option<&'static str>,
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Step<'a> {
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_part_of: Option<Whole<'a>>,
    name: &'a str,
    position: usize,
    text: String,
    url: String,
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: String,
}

#[derive(Serialize)]
struct Graph<A, B> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: (A, B),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HowTo<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    in_language: &'a str,
    name: &'a str,
    step: Steps<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_time: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Steps<'a> {
    Sections(Vec<List<'a, Step<'a>>>),
    Plain(Vec<Step<'a>>),
}

/// The block of an author's page, where its kind has one: a guide's cover, or a step.
pub(super) fn of_page(cards: &Cards<'_>, id: PageId, file: &OutPath) -> Option<Html> {
    let site = &cards.book.site;
    match cards.book.page(id).kind {
        Kind::Guide => site.guide_of[id].filter(|g| site.nth_guide(*g).cover == id).and_then(|g| guide(cards, g)),
        Kind::Step => step_page(cards, id, file),
        Kind::Library => {
            let guides = site.guides.iter().zip(1..).map(|(guide, position)| Entry {
                kind: "ListItem",
                item: None,
                name: name(cards, guide.cover),
                position,
                url: Some(address(cards, guide.cover)),
            });
            let title = cards.book.title();
            Some(script(&List {
                context: Some(CONTEXT),
                kind: "ItemList",
                item_list_element: guides.collect(),
                name: Some(&title),
                position: None,
            }))
        }
        _ => None,
    }
}

/// A whole guide: `HowTo` with its parts as sections and its steps, as the cover shows them.
pub(super) fn guide(cards: &Cards<'_>, g: usize) -> Option<Html> {
    let guide = cards.book.site.nth_guide(g);
    if guide.steps.is_empty() {
        return None;
    }
    let page = cards.book.page(guide.cover);
    let mut position = 0;
    let mut steps = |ids: &[PageId]| -> Vec<Step<'_>> {
        let numbered = ids.iter().map(|id| {
            position += 1;
            step(cards, *id, position)
        });
        numbered.collect()
    };
    let section = |(part, position): (&Part, usize)| List {
        context: None,
        kind: "HowToSection",
        item_list_element: steps(&part.steps),
        name: Some(name(cards, part.cover.unwrap_or(guide.cover))),
        position: Some(position),
    };
    let step = if guide.has_parts() {
        Steps::Sections(guide.parts.iter().zip(1..).map(section).collect())
    } else {
        Steps::Plain(steps(&guide.steps))
    };
    Some(script(&HowTo {
        context: CONTEXT,
        kind: "HowTo",
        date_modified: page.meta.updated.map(|date| date.to_string()),
        description: page.description(),
        image: image(cards, guide.cover),
        in_language: &page.lang,
        name: &page.name,
        step,
        // ISO 8601 duration.
        total_time: cards.minutes(&guide.steps).map(|minutes| format!("PT{minutes}M")),
    }))
}

fn step<'a>(cards: &Cards<'a>, id: PageId, position: usize) -> Step<'a> {
    Step {
        id: None,
        kind: "HowToStep",
        image: image(cards, id),
        is_part_of: None,
        name: name(cards, id),
        position,
        // The page itself has all of it; readers with slow connections need not load that twice.
        text: cards.book.page(id).description(),
        url: address(cards, id),
    }
}

fn step_page(cards: &Cards<'_>, id: PageId, file: &OutPath) -> Option<Html> {
    let guide = cards.book.site.guide(id)?;
    let (part, _) = guide.place_of(id)?;
    let step = Step {
        id: Some(format!("{}#step", public(cards, file.url_from(cards.depth)))),
        is_part_of: Some(Whole {
            kind: "CreativeWork",
            name: name(cards, guide.cover),
            url: address(cards, guide.cover),
        }),
        ..step(cards, id, guide.number_of(id)?)
    };
    let trail = [Some(guide.cover), guide.parts.get(part)?.cover, Some(id)].into_iter().flatten();
    let items = trail.zip(1..).map(|(id, position)| Entry {
        kind: "ListItem",
        item: Some(address(cards, id)),
        name: name(cards, id),
        position,
        url: None,
    });
    let crumbs =
        List { context: None, kind: "BreadcrumbList", item_list_element: items.collect(), name: None, position: None };
    Some(script(&Graph { context: CONTEXT, graph: (step, crumbs) }))
}

fn name<'a>(cards: &Cards<'a>, id: PageId) -> &'a str {
    &cards.book.page(id).name
}

fn image(cards: &Cards<'_>, id: PageId) -> Option<String> {
    let picture = cards.book.page(id).image.as_ref()?;
    let (src, _) = cards.markup(id).picture(picture.link)?;
    Some(public(cards, src))
}

fn address(cards: &Cards<'_>, id: PageId) -> String {
    public(cards, cards.markup(id).way_to(id, None))
}

/// The public address of what is at `href` from here, where `site-url` is known; else `href` itself.
fn public(cards: &Cards<'_>, href: String) -> String {
    match &cards.book.config.site_url {
        Some(base) => format!("{base}{}", href.trim_start_matches("../")),
        None => href,
    }
}

/// JSON that can stand in a script element: no `<`, so nothing in it can end the element.
pub(crate) fn script(value: &impl Serialize) -> Html {
    let json = serde_json::to_string(value).unwrap_or_default();
    let is_safe = memchr::memchr2(b'<', b'&', json.as_bytes()).is_none();
    Html(if is_safe { json } else { json.replace('<', "\\u003c").replace('&', "\\u0026") })
}
