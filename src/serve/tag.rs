//! The tag: what the server adds to a page that it serves, and `build` never writes: the reload script, and a banner with
//! what is wrong.
//!
//! In: a page. Out: the page with one stretch of markup after `<body>`, between two comments, so that it can be taken out.

use super::Token;
use crate::diag::Diagnostic;
use crate::output::escaped;
use crate::tree::Bytes;

const OPEN: &str = "<!--reconnect-gen:live-->";
const CLOSE: &str = "<!--/reconnect-gen:live-->";

/// As many faults as are shown on a page; the terminal has them all.
const MOST_SHOWN: usize = 5;

/// What all tags of one server share.
pub struct Tag {
    /// The path that the site is below: begins and ends with `/`.
    pub base: String,
    /// Opens the reload channel.
    pub token: Token,
}

impl Tag {
    /// The address of a file below the base.
    pub(super) fn address(&self, file: &str) -> String {
        format!("{}{file}", self.base)
    }

    /// The page with the tag in it. `content` and `styles` are what the tab compares later.
    pub(super) fn insert(&self, html: &str, content: &str, styles: &[String], banner: &str) -> Bytes {
        let at = html.find("<body").and_then(|i| Some(i + html.get(i..)?.find('>')? + 1));
        let (before, after) = at.and_then(|at| html.split_at_checked(at)).unwrap_or((html, ""));
        let attribute = |name: &str, value: &str| format!(" data-{name}=\"{}\"", escaped(value));
        let base = escaped(&self.base);
        let tag = format!(
            "{OPEN}<link rel=\"stylesheet\" href=\"{base}.reconnect-gen/live.css\">\
             <aside id=\"reconnect-gen-banner\" lang=\"en\" dir=\"ltr\" aria-label=\"What is wrong\">{banner}</aside>\
             <script defer src=\"{base}.reconnect-gen/live.js\"{}{}{}{}></script>{CLOSE}",
            attribute("base", &self.base),
            attribute("token", self.token.as_str()),
            attribute("page", content),
            attribute("styles", &styles.join(" ")),
        );
        [before, &tag, after].concat().into_bytes().into()
    }
}

/// `html` without the tag: the bytes that `build` would write.
pub fn without_tag(html: &str) -> String {
    let Some((before, rest)) = html.split_once(OPEN) else { return html.to_owned() };
    let after = rest.split_once(CLOSE).map_or("", |(_, after)| after);
    format!("{before}{after}")
}

/// What is wrong as markup; empty where nothing is.
pub(super) fn banner(faults: &[Diagnostic], write: impl Fn(&[Diagnostic]) -> String) -> String {
    if faults.is_empty() {
        return String::new();
    }
    let count = faults.len();
    let title = if count == 1 { "1 error".to_owned() } else { format!("{count} errors") };
    let shown = write(faults.get(..MOST_SHOWN).unwrap_or(faults));
    let more = if count > MOST_SHOWN {
        format!("<p>{} more: the terminal shows them all.</p>", count - MOST_SHOWN)
    } else {
        String::new()
    };
    format!(
        "<details open><summary>{title}: a build would stop here</summary><pre tabindex=\"0\">{}</pre>{more}</details>",
        escaped(shown.trim_end())
    )
}
