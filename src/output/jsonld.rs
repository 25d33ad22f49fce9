//! Structured data for search engines: schema.org as JSON-LD, from the same model as the pages.

use super::cards::Cards;
use crate::body::plain_text_of_blocks;
use crate::parse::Kind;
use crate::path::OutPath;
use crate::site::PageId;
use crate::view::Html;
use serde_json::{Map, Value, json};

/// The block of an author's page, where its kind has one: a guide's cover, or a step.
pub(super) fn of_page(cards: &Cards<'_>, id: PageId, file: &OutPath) -> Option<Html> {
    let site = &cards.book.site;
    match cards.book.page(id).kind {
        Kind::Guide => site.guides.iter().position(|g| g.cover == id).and_then(|g| guide(cards, g)),
        Kind::Step => step_page(cards, id, file),
        Kind::Library => Some(script(&json!({
            "@context": "https://schema.org", "@type": "ItemList", "name": cards.book.title(),
            "itemListElement": site.guides.iter().enumerate().map(|(i, g)| json!({
                "@type": "ListItem", "position": i + 1, "name": &*cards.book.page(g.cover).name, "url": address(cards, g.cover),
            })).collect::<Vec<_>>(),
        }))),
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
    let mut how_to = Map::new();
    how_to.insert("@context".into(), json!("https://schema.org"));
    how_to.insert("@type".into(), json!("HowTo"));
    how_to.insert("name".into(), json!(&*page.name));
    how_to.insert("description".into(), json!(page.description()));
    how_to.insert("inLanguage".into(), json!(&*page.lang));
    if let Some(image) = cards.image(guide.cover) {
        how_to.insert("image".into(), json!(public(cards, &image.src)));
    }
    if let Some(minutes) = cards.minutes(&guide.steps) {
        // ISO 8601 duration.
        how_to.insert("totalTime".into(), json!(format!("PT{minutes}M")));
    }
    if let Some(date) = page.meta.updated {
        how_to.insert("dateModified".into(), json!(date.to_string()));
    }
    let mut position = 0;
    let mut steps = |ids: &[PageId]| -> Vec<Value> {
        let numbered = ids.iter().map(|id| {
            position += 1;
            Value::Object(step(cards, *id, position))
        });
        numbered.collect()
    };
    let parts: Vec<Value> = if guide.has_parts() {
        let section = |(i, p): (usize, &crate::site::Part)| {
            let name = p.cover.map_or_else(|| page.name.to_string(), |c| cards.book.page(c).name.to_string());
            json!({ "@type": "HowToSection", "name": name, "position": i + 1, "itemListElement": steps(&p.steps) })
        };
        guide.parts.iter().enumerate().map(section).collect()
    } else {
        steps(&guide.steps)
    };
    how_to.insert("step".into(), Value::Array(parts));
    Some(script(&Value::Object(how_to)))
}

fn step(cards: &Cards<'_>, id: PageId, position: usize) -> Map<String, Value> {
    let page = cards.book.page(id);
    let mut step = Map::new();
    step.insert("@type".into(), json!("HowToStep"));
    step.insert("name".into(), json!(&*page.name));
    step.insert("position".into(), json!(position));
    step.insert("text".into(), json!(page.description()));
    step.insert("url".into(), json!(address(cards, id)));
    if let Some(image) = cards.image(id) {
        step.insert("image".into(), json!(public(cards, &image.src)));
    }
    step
}

fn step_page(cards: &Cards<'_>, id: PageId, file: &OutPath) -> Option<Html> {
    let guide = cards.book.site.guide(id)?;
    let place = guide.steps.iter().position(|s| *s == id)?;
    let page = cards.book.page(id);
    let mut step = step(cards, id, place + 1);
    step.insert("text".into(), json!(plain_text_of_blocks(&page.body.blocks, &page.body.fields)));
    step.insert("@id".into(), json!(format!("{}#step", public(cards, &file.url_from(cards.depth)))));
    let cover = cards.book.page(guide.cover);
    step.insert(
        "isPartOf".into(),
        json!({ "@type": "CreativeWork", "name": &*cover.name, "url": address(cards, guide.cover) }),
    );
    let part = guide.parts.iter().find(|p| p.steps.contains(&id)).and_then(|p| p.cover);
    let trail: Vec<PageId> = [Some(guide.cover), part, Some(id)].into_iter().flatten().collect();
    let items = trail.iter().enumerate().map(|(i, id)| {
        json!({ "@type": "ListItem", "position": i + 1, "name": &*cards.book.page(*id).name, "item": address(cards, *id) })
    });
    let crumbs = json!({ "@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>() });
    Some(script(&json!({ "@context": "https://schema.org", "@graph": [step, crumbs] })))
}

fn address(cards: &Cards<'_>, id: PageId) -> String {
    public(cards, &cards.markup(id).way_to(id, None))
}

/// The public address of what is at `href` from here, where `site-url` is known; else `href` itself.
fn public(cards: &Cards<'_>, href: &str) -> String {
    match &cards.book.config.site_url {
        Some(base) => format!("{base}{}", href.trim_start_matches("../")),
        None => href.to_owned(),
    }
}

/// JSON that can stand in a script element: no `<`, so nothing in it can end the element.
pub(crate) fn script(value: &Value) -> Html {
    Html(value.to_string().replace('<', "\\u003c").replace('&', "\\u0026"))
}
