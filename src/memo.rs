//! What is remembered from one compile to the next, so that an edit costs what it changes.
//!
//! In: the files of a site, again and again. Out: the same values as without a memory; a file whose bytes are those of the
//! last time is not parsed again, a theme whose files are is not loaded again, and a picture is not looked through again. While an author looks at the site, what can
//! no longer be made is kept as it last was, with what is wrong.

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::parse::{self, Page, Surroundings};
use crate::path::SourcePath;
use crate::resolve::Seen;
use crate::theme::{self, Ahead, Theme};
use crate::tree::{Bytes, Tree, is_same};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// Files that a thread takes at once. It is not stopped in the middle of them, so many would leave it alone with the last.
const MOST_IN_A_ROW: usize = 8;

/// A page, where one could be made, and what is wrong with its file.
pub type Outcome = (Option<Arc<Page>>, Vec<Diagnostic>);

/// The memory of one site: of parts that are made side by side, each its own.
#[derive(Default)]
pub struct Memo {
    pub(crate) pages: Pages,
    pub(crate) themes: Themes,
    /// What was seen of pictures.
    pub(crate) seen: Seen,
}

/// The pages as they were parsed.
#[derive(Default)]
pub struct Pages {
    keeps_last: bool,
    around: Option<Surroundings>,
    known: HashMap<SourcePath, Known>,
}

/// The theme as it was loaded.
#[derive(Default)]
pub(crate) struct Themes {
    keeps_last: bool,
    /// For the first that is loaded.
    ahead: Option<Ahead>,
    theme: Option<KnownTheme>,
}

struct Known {
    bytes: Bytes,
    outcome: Outcome,
}

struct KnownTheme {
    files: ThemeFiles,
    loaded: Result<(Arc<Theme>, Vec<Diagnostic>), Vec<Diagnostic>>,
    last: Option<Arc<Theme>>,
}

/// All that a theme is made of.
#[derive(PartialEq)]
struct ThemeFiles {
    name: String,
    language: String,
    added: Vec<SourcePath>,
    files: Vec<(SourcePath, Bytes)>,
}

impl Memo {
    /// A memory that shows what can no longer be made as it last was.
    pub fn keeping_last() -> Self {
        Self {
            pages: Pages { keeps_last: true, ..Pages::default() },
            themes: Themes { keeps_last: true, ..Themes::default() },
            seen: Seen::default(),
        }
    }

    /// The same, while another thread compiles the templates that most sites have: those are ready when the site is read.
    pub(crate) fn with_theme_ahead(mut self) -> Self {
        self.themes.ahead = Some(Ahead::begin());
        self
    }
}

impl Pages {
    /// Parses files, in parallel, those that are new or changed. `refused` are there and could not be read: a memory that keeps
    /// shows them as they last were.
    pub fn parse(
        &mut self,
        files: &[(&SourcePath, &Bytes)],
        refused: &[&SourcePath],
        around: Surroundings,
    ) -> impl Iterator<Item = (SourcePath, Outcome)> + use<> {
        let same_dialect = self.around.as_ref() == Some(&around);
        let mut before = std::mem::take(&mut self.known);
        let kept = refused.iter().filter(|_| self.keeps_last).filter_map(|path| before.remove_entry(*path));
        let kept: Vec<(SourcePath, Known)> = kept.collect();
        let parse = |(path, bytes): &(&SourcePath, &Bytes)| {
            let known = before.get(*path);
            let same = known.filter(|k| same_dialect && (is_same(&k.bytes, bytes) || k.bytes == *bytes));
            let outcome = same.map_or_else(
                || {
                    let last = known.filter(|_| self.keeps_last).and_then(|k| k.outcome.0.clone());
                    match parse::parse(path, bytes, &around) {
                        Ok((page, said)) => (Some(Arc::new(page)), said),
                        Err(said) => (last, said),
                    }
                },
                |k| k.outcome.clone(),
            );
            Known { bytes: (*bytes).clone(), outcome }
        };
        let parsed: Vec<Known> = files.par_iter().with_max_len(MOST_IN_A_ROW).map(parse).collect();
        let made: Vec<_> =
            files.iter().zip(&parsed).map(|((path, _), known)| ((*path).clone(), known.outcome.clone())).collect();
        self.known = files.iter().map(|(path, _)| (*path).clone()).zip(parsed).collect();
        self.around = Some(around);
        // Why they are not read has been said; what was wrong in them is not known any more.
        let last: Vec<_> = kept.iter().map(|(path, k)| (path.clone(), (k.outcome.0.clone(), Vec::new()))).collect();
        self.known.extend(kept);
        made.into_iter().chain(last)
    }
}

impl Themes {
    /// The theme that `config` names, loaded where a file of it has changed. `Err` where its templates cannot be used.
    pub(crate) fn theme(
        &mut self,
        config: &Config,
        tree: &Tree,
    ) -> Result<(Arc<Theme>, Vec<Diagnostic>), Vec<Diagnostic>> {
        let files = ThemeFiles::of(config, tree);
        let known = self.theme.take();
        let known = match known {
            Some(known) if known.files == files => known,
            other => {
                let loaded =
                    theme::load_with(config, tree, self.ahead.take()).map(|(theme, said)| (Arc::new(theme), said));
                let before = other.and_then(|k| k.last).filter(|_| self.keeps_last);
                let last = loaded.as_ref().ok().map(|(theme, _)| theme.clone()).or(before);
                KnownTheme { files, loaded, last }
            }
        };
        let answer = match (&known.loaded, &known.last) {
            (Err(said), Some(last)) if self.keeps_last => Ok((last.clone(), said.clone())),
            (loaded, _) => loaded.clone(),
        };
        self.theme = Some(known);
        answer
    }
}

impl ThemeFiles {
    fn of(config: &Config, tree: &Tree) -> Self {
        let added: Vec<SourcePath> =
            config.additional_css.iter().chain(&config.additional_js).map(|(path, _)| path.clone()).collect();
        let of_themes = tree.below("themes").map(|(path, bytes)| (path.clone(), bytes.clone()));
        let of_added = added.iter().filter_map(|path| Some((path.clone(), tree.get(path)?.clone())));
        let files = of_themes.chain(of_added).collect();
        Self { name: config.theme.0.clone(), language: config.language.clone(), added, files }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).expect("a path")
    }

    fn around() -> Surroundings {
        Surroundings { content: "content".into(), library: false, lang: "en".into(), dialect: Dialect::default() }
    }

    fn parse(memo: &mut Memo, text: &str) -> Outcome {
        let (path, bytes): (_, Bytes) = (path("content/index.md"), Bytes::copy_from_slice(text.as_bytes()));
        memo.pages.parse(&[(&path, &bytes)], &[], around()).next().expect("one file").1
    }

    #[test]
    fn what_did_not_change_is_the_same_page() {
        let mut memo = Memo::default();
        let (first, again) = (parse(&mut memo, "# A\n").0.unwrap(), parse(&mut memo, "# A\n").0.unwrap());
        assert!(Arc::ptr_eq(&first, &again));
        let other = parse(&mut memo, "# B\n").0.unwrap();
        assert_eq!(&*other.name, "B");
    }

    #[test]
    fn only_a_memory_that_keeps_shows_a_broken_file_as_it_was() {
        let broken = "---\ntitle: [\n---\n";
        let mut memo = Memo::default();
        parse(&mut memo, "# A\n");
        assert!(parse(&mut memo, broken).0.is_none());
        let mut memo = Memo::keeping_last();
        assert!(parse(&mut memo, broken).0.is_none());
        parse(&mut memo, "# A\n");
        for _ in 0..2 {
            let (page, said) = parse(&mut memo, broken);
            assert_eq!((&*page.unwrap().name, said.is_empty()), ("A", false));
        }
    }
}
