//! A run of inlines while it is collected.

use crate::body::Inline;

/// Inlines of which neighbouring texts become one. The last text stays open: to join each piece to one that is done would
/// take the whole text in the hand for every sign that Markdown knows.
#[derive(Default)]
pub(super) struct Run {
    done: Vec<Inline>,
    text: String,
}

impl Run {
    /// Appends `inline`.
    pub(super) fn push(&mut self, inline: Inline) {
        if let Inline::Text(text) = inline {
            self.push_text(&text);
        } else {
            self.close();
            self.done.push(inline);
        }
    }

    /// Appends text.
    pub(super) fn push_text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends each of them.
    pub(super) fn extend(&mut self, inlines: impl IntoIterator<Item = Inline>) {
        inlines.into_iter().for_each(|inline| self.push(inline));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.done.is_empty() && self.text.is_empty()
    }

    /// All that was appended; the run is empty then.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        self.close();
        std::mem::take(&mut self.done)
    }

    fn close(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        // A text that grew has up to twice the room that it needs, and most allocators would leave it that.
        let has_grown = text.capacity() > text.len() + text.len() / 4;
        self.done.push(Inline::Text(if has_grown { text.as_str().into() } else { text.into() }));
    }
}
