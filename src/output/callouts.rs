//! Callouts as markup.

use super::markup::Markup;
use super::tags::escaped;
use crate::body::{Block, Callout};

impl Markup<'_> {
    /// A callout: its label, and what it says.
    pub(super) fn callout(&self, kind: Callout, blocks: &[Block], out: &mut String) {
        let key = kind.key();
        let label = escaped(&self.word(&format!("callout-{key}"), &[]));
        let open =
            format!("<aside class=\"callout callout-{key}\" role=\"note\">\n<p class=\"callout-label\">{label}</p>\n");
        let close = match kind {
            Callout::Say => self.copy_button() + "</aside>\n",
            _ => "</aside>\n".to_owned(),
        };
        self.container(&open, &close, blocks, out);
    }

    /// A button that copies the words of the callout; shown by the script, which it needs.
    fn copy_button(&self) -> String {
        let (copy, done) = (escaped(&self.word("copy", &[])), escaped(&self.word("copy-done", &[])));
        let button = format!("<button type=\"button\" data-done=\"{done}\">{copy}</button>");
        format!("<p class=\"copy\" data-part=\"copy\" hidden>{button} <span role=\"status\"></span></p>\n")
    }
}
