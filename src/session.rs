//! A session: the same site again and again, as its author edits it.
//!
//! In: the site as it was just read. Out: an [`Edit`]: the site compiled anew, which files changed, and how many pages that
//! reaches; nothing where nothing changed. What did not change is not done again.

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::memo::Memo;
use crate::parse::{Kind, Page};
use crate::path::SourcePath;
use crate::resolve::{Book, Link, STATIC};
use crate::site::PageId;
use crate::tree::Tree;
use crate::{Compiled, Read, compile_again, judge};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The memory of a session.
pub struct Session {
    memo: Memo,
    drafts: bool,
    last: Option<Last>,
}

struct Last {
    tree: Arc<Tree>,
    said: Vec<Diagnostic>,
    book: Option<Arc<Book>>,
}

/// The site after an edit.
pub struct Edit {
    /// Every file.
    pub tree: Arc<Tree>,
    /// The settings, where book.toml can be read or could be before.
    pub config: Option<Config>,
    /// What can be rendered.
    pub compiled: Option<Compiled>,
    /// Everything that is wrong, as the settings judge it.
    pub said: Vec<Diagnostic>,
    /// The files that changed, came or went. All of them the first time.
    pub changed: BTreeSet<SourcePath>,
    /// How far that reaches.
    pub reach: Reach,
}

/// How many pages an edit reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of them: the settings, the theme, or which pages there are and where.
    All(usize),
    /// So many.
    Pages(usize),
}

impl Session {
    /// A session that builds: what cannot be made is not there. Its work begins here, beside the reading of the site.
    pub fn building(drafts: bool) -> Self {
        Self { memo: Memo::default().with_theme_ahead(), drafts, last: None }
    }

    /// A session that shows: what can no longer be made stays as it last was.
    pub fn showing(drafts: bool) -> Self {
        Self { memo: Memo::keeping_last().with_theme_ahead(), drafts, last: None }
    }

    /// The site as it was just read: its files, its settings, and what could not be read. `None` where nothing changed, or
    /// where `go_on` says that a newer edit is there; what changed is then told with that one.
    pub fn edit(&mut self, (tree, config, said): Read, go_on: &dyn Fn() -> bool) -> Option<Edit> {
        let changed = match &self.last {
            Some(last) => tree.changed_since(&last.tree),
            None => tree.iter().map(|(path, _)| path.clone()).collect(),
        };
        if changed.is_empty() && self.last.as_ref().is_some_and(|last| last.said == said) {
            return None;
        }
        let made = self.make(&tree, config.as_ref());
        go_on().then(|| self.keep((tree, config, said), made, changed))
    }

    /// The site as it was read, where this is the first that the session sees of it.
    pub fn first(mut self, (tree, config, said): Read) -> Edit {
        let changed = tree.iter().map(|(path, _)| path.clone()).collect();
        let made = self.make(&tree, config.as_ref());
        self.keep((tree, config, said), made, changed)
    }

    fn make(&mut self, tree: &Tree, config: Option<&Config>) -> (Option<Compiled>, Vec<Diagnostic>) {
        config.map_or((None, Vec::new()), |config| compile_again(tree, config, self.drafts, &mut self.memo))
    }

    /// What was read and made of it, as an edit of what was there before.
    fn keep(
        &mut self,
        (tree, config, said): Read,
        (compiled, mut all): (Option<Compiled>, Vec<Diagnostic>),
        changed: BTreeSet<SourcePath>,
    ) -> Edit {
        all.extend(said.iter().cloned());
        let before = self.last.take().and_then(|last| last.book);
        let book = compiled.as_ref().map(|c| c.book.clone());
        let reach = match (&before, &book) {
            (Some(before), Some(book)) => reach(before, book, &changed),
            (_, book) => Reach::All(book.as_ref().map_or(0, |b| b.site.pages.len())),
        };
        let tree = Arc::new(tree);
        self.last = Some(Last { tree: tree.clone(), said, book: book.or(before) });
        Edit { tree, said: judge(config.as_ref(), all), config, compiled, changed, reach }
    }
}

/// The pages that show something of what changed. Two pages with one address count as two.
fn reach(before: &Book, after: &Book, changed: &BTreeSet<SourcePath>) -> Reach {
    let site = &after.site;
    let all = Reach::All(site.pages.len());
    let is_page = |path: &SourcePath| path.extension() == "md";
    let in_content = |path: &SourcePath| path.as_str().starts_with(&format!("{}/", after.config.content));
    let of_all = |path: &&SourcePath| !in_content(path) && !path.as_str().starts_with(&format!("{STATIC}/"));
    // Every page links to the feed where there is one.
    let is_feed_new = before.recent.is_empty() != after.recent.is_empty();
    if is_feed_new || before.site.addresses != site.addresses || changed.iter().any(|path| of_all(&path)) {
        return all;
    }
    let shares = |id: &PageId, path: &SourcePath| after.shared_picture(Some(*id)).is_some_and(|p| p.source == path);
    let mut reached: BTreeSet<PageId> = BTreeSet::new();
    for path in changed.iter().filter(|path| in_content(path)) {
        if !is_page(path) {
            let shows = |id: &PageId| after.links(*id).iter().any(|l| matches!(l, Link::Asset(to) if to == path));
            let has_address = after.config.site_url.is_some();
            reached.extend(site.ids().filter(|id| shows(id) || (has_address && shares(id, path))));
            continue;
        }
        let (Some(old), Some(new)) = (before.site.by_source(path), site.by_source(path)) else { return all };
        reached.insert(new);
        if !is_only_text(before.page(old), after.page(new)) {
            match site.guide_of[new] {
                Some(g) if site.library.is_none() || after.page(new).kind != Kind::Guide => {
                    reached.extend(site.ids().filter(|id| site.guide_of[*id] == Some(g)));
                }
                _ => return all,
            }
        }
    }
    Reach::Pages(reached.len())
}

/// True where only the text of a page changed, and nothing that other pages show of it.
fn is_only_text(old: &Page, new: &Page) -> bool {
    let covers = matches!(new.kind, Kind::Guide | Kind::Library);
    let shown = |page: &Page| (page.name.clone(), page.number, page.step.minutes, page.meta.draft);
    !covers
        && shown(old) == shown(new)
        && old.description() == new.description()
        && old.meta.topics == new.meta.topics
        && old.image == new.image
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::tree::Bytes;

    const STEP: &str = "---\nsummary: One thing.\n---\n# Call\n\nText.\n";

    fn site(files: &[(&str, &str)]) -> (Tree, Option<Config>, Vec<Diagnostic>) {
        let path = |text: &str| SourcePath::new(text).expect("a path");
        let first =
            [("content/index.md", "# A\n"), ("content/2-write.md", "# Write\n\nText.\n"), ("static/a.txt", "a")];
        let tree = Tree::from_pairs(
            first.iter().chain(files).map(|(name, text)| (path(name), Bytes::copy_from_slice(text.as_bytes()))),
        );
        let (config, said) = config::parse(&path("book.toml"), None).unwrap_or_else(|_| panic!("no book.toml is fine"));
        (tree, Some(config), said)
    }

    fn reach_of(files: &[(&str, &str)]) -> Option<Reach> {
        let mut session = Session::showing(true);
        session.edit(site(&[("content/1-call.md", STEP)]), &|| true).expect("the first is an edit");
        session.edit(site(files), &|| true).map(|e| e.reach)
    }

    #[test]
    fn an_edit_reaches_the_pages_that_show_it() {
        let text = STEP.replace("Text", "Other words");
        let title = STEP.replace("# Call", "# Ring");
        assert_eq!(reach_of(&[("content/1-call.md", STEP)]), None);
        assert_eq!(reach_of(&[("content/1-call.md", &text)]), Some(Reach::Pages(1)));
        assert_eq!(reach_of(&[("content/1-call.md", &title)]), Some(Reach::Pages(3)));
        assert_eq!(reach_of(&[("content/1-call.md", STEP), ("static/a.txt", "b")]), Some(Reach::Pages(0)));
        assert_eq!(reach_of(&[("content/1-ring.md", STEP)]), Some(Reach::All(3)));
        assert_eq!(reach_of(&[("content/1-call.md", STEP), ("themes/a/theme.toml", "")]), Some(Reach::All(3)));
    }

    #[test]
    fn a_picture_reaches_the_pages_that_share_it_and_a_first_date_all() {
        let cover = "# A\n\n![A river](river.gif)\n";
        let [one, two] = ["GIF89a\u{1}\0\u{1}\0\0\0\0;", "GIF89a\u{1}\0\u{2}\0\0\0\0;"];
        let dated = STEP.replace("---\nsummary", "---\nupdated: 2026-01-31\nsummary");
        let edit = |address: &str, files: [(&str, &str); 3]| {
            let mut session = Session::showing(true);
            let settings = format!("[output.html]\n{address}\n");
            let (path, settings) = (SourcePath::new("book.toml").expect("a path"), settings.as_str());
            let config = || config::parse(&path, Some(settings)).unwrap_or_else(|_| panic!("{settings}")).0;
            let mut reach = None;
            for files in [[("content/index.md", cover), ("content/river.gif", one), ("content/1-call.md", STEP)], files]
            {
                let (tree, ..) = site(&files);
                reach = session.edit((tree, Some(config()), Vec::new()), &|| true).map(|e| e.reach);
            }
            reach
        };
        let address = "site-url = \"https://example.org/\"";
        let other = [("content/index.md", cover), ("content/river.gif", two), ("content/1-call.md", STEP)];
        assert_eq!(edit("", other), Some(Reach::Pages(1)));
        assert_eq!(edit(address, other), Some(Reach::Pages(3)));
        let first = [("content/index.md", cover), ("content/river.gif", one), ("content/1-call.md", dated.as_str())];
        assert_eq!(edit("", first), Some(Reach::Pages(1)));
        assert_eq!(edit(address, first), Some(Reach::All(3)));
    }

    #[test]
    fn an_edit_that_is_overtaken_is_told_with_the_next() {
        let mut session = Session::showing(true);
        session.edit(site(&[]), &|| true).expect("the first is an edit");
        assert!(session.edit(site(&[("content/1-call.md", STEP)]), &|| false).is_none());
        let edit = session.edit(site(&[("content/1-call.md", STEP), ("content/3-wait.md", STEP)]), &|| true);
        assert_eq!(edit.expect("an edit").changed.len(), 2);
    }
}
