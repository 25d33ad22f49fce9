//! The templates of the theme that most sites have, compiled before it is known whether a site has it.
//!
//! In: nothing. Out: what [`Templates::load`] makes of the built-in default theme, made by another thread while a site is read.

use super::templates::Templates;
use super::words::Spoken;
use super::{DEFAULT, embedded};
use crate::tree::Tree;
use std::sync::{Arc, Mutex, OnceLock};

/// Templates, and where they will find their words.
type Ready = (Templates, Spoken);

/// Templates that are being compiled, or are.
#[derive(Clone, Default)]
pub(crate) struct Ahead(Arc<OnceLock<Mutex<Option<Ready>>>>);

impl Ahead {
    /// Begins, beside what comes next.
    pub(crate) fn begin() -> Self {
        let ahead = Self::default();
        let job = ahead.clone();
        rayon::spawn(move || {
            job.ready();
        });
        ahead
    }

    /// The templates, for a site whose theme has these layers. Where no thread was free to make them, this one does; it shares
    /// no work with others meanwhile, so one that waits here waits for nothing that waits for it. `None` where the theme is
    /// another, or has templates of the author's: what is wrong in those is to be told.
    pub(super) fn take(self, layers: &[String], site: &Tree) -> Option<Ready> {
        let folder = usual_layer();
        let is_usual = layers == [folder.as_str()] && site.below(&format!("{folder}/templates")).next().is_none();
        is_usual.then(|| self.ready().lock().ok()?.take()).flatten()
    }

    fn ready(&self) -> &Mutex<Option<Ready>> {
        self.0.get_or_init(|| {
            let spoken = Spoken::default();
            let templates = Templates::load(&[usual_layer()], &embedded(), &spoken);
            Mutex::new(templates.ok().map(|templates| (templates, spoken)))
        })
    }
}

fn usual_layer() -> String {
    format!("themes/{DEFAULT}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;
    use crate::tree::Bytes;

    fn site(path: &str) -> Tree {
        let path = SourcePath::new(path).expect("a path");
        Tree::from_pairs([(path, Bytes::from_static(b"{# mine #}"))])
    }

    #[test]
    fn only_a_site_with_the_usual_templates_gets_them() {
        let usual = [usual_layer()];
        let mine = ["themes/mine".to_owned(), usual_layer()];
        let take = |layers: &[String], site: &Tree| Ahead::begin().take(layers, site).is_some();
        assert!(take(&usual, &Tree::default()));
        assert!(take(&usual, &site("themes/booklet/assets/more.css")));
        assert!(!take(&usual, &site("themes/booklet/templates/step.html")));
        assert!(!take(&mine, &site("themes/mine/templates/step.html")));
    }

    #[test]
    fn they_are_there_once_whether_a_thread_was_free_or_not() {
        for ahead in [Ahead::begin(), Ahead::default()] {
            let other = ahead.clone();
            let (templates, _) = ahead.take(&[usual_layer()], &Tree::default()).expect("the templates");
            assert!(templates.has("step.html"));
            assert!(other.take(&[usual_layer()], &Tree::default()).is_none());
        }
    }
}
