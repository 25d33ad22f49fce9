//! What is kept for readers, and what protects them.

use super::Reading;
use super::keys::{ReaderKeys, SafetyKeys};
use crate::diag::Code;
use crate::slug::slugify;

/// After how many days answers are deleted where nothing is said.
const DAYS: u32 = 30;
/// Ten years: more is a slip of the hand.
const MOST_DAYS: u32 = 3650;

/// What is kept for readers, on their own device.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Begins the name of all that is kept: several sites may share one origin (RFC 6454), and with it one store. Where
    /// none is given, the site's title makes it.
    pub id: Option<String>,
    /// Whether readers may keep what they write on worksheets.
    pub save: bool,
    /// Whether readers may tick off steps.
    pub progress: bool,
    /// After how many days without a change that is deleted.
    pub expiry_days: u32,
}

/// What protects readers whom somebody may be watching.
#[derive(Clone, Debug)]
pub struct Safety {
    /// Whether links that are shared do not tell what the site is about, and a page says what can be hidden.
    pub sensitive: bool,
    /// Where readers leave to: a whole address.
    pub exit_url: Option<String>,
    /// The title of pages where a link to them is shared.
    pub share_title: Option<String>,
}

impl Reading<'_> {
    /// `is_sensitive`: nothing is kept unless the settings say so.
    pub(super) fn reader(&mut self, keys: ReaderKeys, is_sensitive: bool) -> Reader {
        let id = keys.id.filter(|id| {
            let good = slugify(id);
            let is_good = !good.is_empty() && good == *id;
            if !is_good {
                let good = if good.is_empty() { "our-guide".to_owned() } else { good };
                let message = format!("`{id}` cannot begin the name of what is kept");
                let help = format!("use small letters, digits and single hyphens: `id = \"{good}\"`");
                self.fault(Code::BadValue, message, self.span(&["reader", "id"], None), &help);
            }
            is_good
        });
        let expiry_days = keys.expiry_days.filter(|days| {
            let is_good = (1..=MOST_DAYS).contains(days);
            if !is_good {
                let message = format!("`expiry-days` is {days}, and must be from 1 to {MOST_DAYS}");
                let span = self.span(&["reader", "expiry-days"], None);
                self.fault(Code::BadValue, message, span, "write it like this: `expiry-days = 30`");
            }
            is_good
        });
        Reader {
            id,
            save: keys.save.unwrap_or(!is_sensitive),
            progress: keys.progress.unwrap_or(!is_sensitive),
            expiry_days: expiry_days.unwrap_or(DAYS),
        }
    }

    pub(super) fn safety(&mut self, keys: SafetyKeys) -> Safety {
        let exit_url = keys.exit_url.and_then(|url| self.address(url, &["safety", "exit-url"]));
        Safety { sensitive: keys.sensitive, exit_url, share_title: keys.share_title }
    }
}
