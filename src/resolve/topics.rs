//! Topics: what pages are about, and which topics are popular.

use crate::diag::{Code, Diagnostic};
use crate::path::OutPath;
use crate::site::{PageId, PerPage, Site};
use crate::slug::{nearest, slugify};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// A topic.
#[derive(Clone, Debug)]
pub struct Topic {
    /// As the first page writes it.
    pub title: String,
    /// Its page.
    pub file: OutPath,
    /// The pages about it, in the order of the site.
    pub pages: Vec<PageId>,
}

/// How many topics are popular where nobody says which.
const POPULAR: usize = 6;

/// All topics, the popular ones of each guide and of the library, and what is wrong with them.
pub(super) fn gather(site: &Site) -> (Vec<Topic>, Vec<Vec<usize>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut by_slug: BTreeMap<String, (String, Vec<PageId>)> = BTreeMap::new();
    let mut slugs: HashMap<&str, String> = HashMap::new();
    for id in site.ids() {
        for topic in &site.page(id).meta.topics {
            let slug = slugs.entry(topic).or_insert_with(|| match slugify(topic) {
                slug if slug == "index" => "topic-index".to_owned(),
                slug => slug,
            });
            if slug.is_empty() {
                diagnostics.push(
                    Diagnostic::new(
                        Code::BadSlug,
                        format!("the topic `{topic}` has no letter or digit to make an address of"),
                    )
                    .at(crate::diag::Span::start_of(&site.page(id).source))
                    .help("name the topic in words"),
                );
                continue;
            }
            if !by_slug.contains_key(slug) {
                by_slug.insert(slug.clone(), (topic.trim().to_owned(), Vec::new()));
            }
            let Some((_, pages)) = by_slug.get_mut(slug) else { continue };
            // Pages come in order, so a topic that is named twice is the last one's.
            if pages.last() != Some(&id) {
                pages.push(id);
            }
        }
    }
    let topic = |(slug, (title, pages)): (String, (String, Vec<PageId>))| {
        OutPath::new(&format!("topics/{slug}.html")).ok().map(|file| Topic { title, file, pages })
    };
    let mut topics: Vec<Topic> = by_slug.into_iter().filter_map(topic).collect();
    topics.sort_by_cached_key(|t| (t.title.to_lowercase(), t.title.clone()));
    let counts = counts(site, &topics);
    let mut popular: Vec<Vec<usize>> =
        (0..site.guides.len()).map(|g| popular(site, &topics, &counts, Some(g), &mut diagnostics)).collect();
    popular.push(self::popular(site, &topics, &counts, None, &mut diagnostics));
    (topics, popular, diagnostics)
}

/// The topics of each page, as places in `topics`.
pub(super) fn by_page(site: &Site, topics: &[Topic]) -> PerPage<Vec<usize>> {
    let mut out = PerPage::same(&site.pages, Vec::new());
    for (index, topic) in topics.iter().enumerate() {
        topic.pages.iter().for_each(|id| out[*id].push(index));
    }
    out
}

/// How many pages of a guide have each of its topics; without a guide, of all.
type Counts = BTreeMap<Option<usize>, BTreeMap<usize, usize>>;

fn counts(site: &Site, topics: &[Topic]) -> Counts {
    let mut counts = Counts::new();
    for (index, topic) in topics.iter().enumerate() {
        for id in &topic.pages {
            for of in site.guide_of[*id].map(Some).into_iter().chain([None]) {
                *counts.entry(of).or_default().entry(index).or_insert(0) += 1;
            }
        }
    }
    counts
}

/// The topics to show first: as the guide's `popular` says, else those with the most pages of the guide.
fn popular(
    site: &Site,
    topics: &[Topic],
    counts: &Counts,
    guide: Option<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let by_hand = guide.map(|g| &site.page(site.nth_guide(g).cover).guide.popular).filter(|p| !p.is_empty());
    if let Some(names) = by_hand {
        let mut out = Vec::new();
        for (name, span) in names {
            if let Some(topic) = topics.iter().position(|t| slugify(&t.title) == slugify(name)) {
                out.push(topic);
            } else {
                let near = nearest(name, topics.iter().map(|t| t.title.as_str()));
                let help = near.map_or_else(
                    || "add it to the `topics:` of a page first".into(),
                    |n| format!("did you mean `{n}`?"),
                );
                let message = format!("no page has the topic `{name}`");
                diagnostics.push(Diagnostic::new(Code::BadValue, message).at(span.clone()).help(help));
            }
        }
        return out;
    }
    let own = counts.get(&guide).into_iter().flatten();
    let mut counted: Vec<(usize, usize)> = own.map(|(topic, n)| (*topic, *n)).collect();
    counted.sort_by_key(|(topic, n)| (Reverse(*n), *topic));
    counted.into_iter().take(POPULAR).map(|(topic, _)| topic).collect()
}
