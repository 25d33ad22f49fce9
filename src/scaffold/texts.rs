//! The texts that new files begin with, and titles made safe for Markdown and for file names.
//!
//! Hints stand in comments, which do not go online: a page that is built before its author has come to it shows its title.

use super::Refusal;
use crate::slug::{slugify, split_number};

/// Names of files are no longer than this, in characters and in bytes: titles may be. File systems take 255 bytes, of which
/// a number, an ending and the name of a temporary file are kept free.
const MOST: usize = 60;
const MOST_BYTES: usize = 200;

/// A title, and the name of a file or folder made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The title in one line.
    pub title: String,
    /// Lower-case words with hyphens between them.
    pub slug: String,
}

impl Name {
    /// From a title as typed, and perhaps the name to use instead of one made from it.
    pub fn new(title: &str, name: Option<&str>) -> Result<Self, Refusal> {
        let title = one_line(title);
        if title.is_empty() {
            return Err(Refusal::usage("the title is empty", "write it like this: \"Make the first call\""));
        }
        let slug = match name {
            None => short(&slugify(&title)),
            Some(name) if !name.is_empty() && name.len() <= MOST_BYTES && slugify(name) == name => name.to_owned(),
            Some(name) => {
                let good =
                    Some(short(&slugify(name))).filter(|s| !s.is_empty()).unwrap_or_else(|| "first-call".to_owned());
                let help = format!("write it like this: `--name {good}`; numbers and endings are added");
                return Err(Refusal::usage(format!("`{name}` cannot be the name of a page"), help));
            }
        };
        if is_reserved(&slug) {
            let message = format!("`{slug}` cannot be the name of a page: {}", reason(&slug));
            return Err(Refusal::usage(message, format!("give the file another name: `--name the-{slug}`")));
        }
        if slug.is_empty() {
            let message = format!("the title `{title}` has no letter or digit to make a file name of");
            return Err(Refusal::usage(message, "add a name for the file: `--name first-call`"));
        }
        Ok(Self { title, slug })
    }

    /// The slug for a name without a number: one that begins like a number would be taken for one.
    pub(super) fn unnumbered(&self, kind: &str) -> String {
        if split_number(&self.slug).0.is_some() { format!("{kind}-{}", self.slug) } else { self.slug.clone() }
    }
}

/// True for the cover's own name, and for the names of devices on Windows (Microsoft, "Naming Files, Paths, and Namespaces").
fn is_reserved(slug: &str) -> bool {
    let numbered =
        |device: &str| slug.strip_prefix(device).is_some_and(|n| n.len() == 1 && n != "0" && n.parse::<u8>().is_ok());
    matches!(slug, "index" | "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

fn reason(slug: &str) -> &'static str {
    if slug == "index" { "`index.md` is the cover of a folder" } else { "Windows keeps it for a device" }
}

/// `text` in one line, with spaces for control characters.
pub(super) fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a slug that fit.
fn short(slug: &str) -> String {
    let fits = |(at, c): &(usize, char)| at + c.len_utf8() <= MOST_BYTES;
    let cut: String = slug.char_indices().take(MOST).take_while(fits).map(|(_, c)| c).collect();
    if cut.len() == slug.len() {
        return cut;
    }
    cut.rsplit_once('-').map_or(cut.clone(), |(words, _)| words.to_owned())
}

/// `title` as the text of a heading: what Markdown would read as something else is escaped.
pub(super) fn escaped(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut before = None;
    let mut signs = title.chars();
    while let Some(c) = signs.next() {
        let rest = signs.as_str();
        let in_word = before.is_some_and(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
        before = Some(c);
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | '<' | '~' => true,
            '_' => !in_word,
            '&' => rest.starts_with(|c: char| c.is_alphanumeric() || c == '#'),
            // Only at the end of a heading do they mean anything.
            '#' => rest.chars().all(|c| c == '#'),
            _ => false,
        };
        // The braces of a heading's attributes cannot be escaped otherwise.
        if c == '}' && rest.is_empty() {
            out.push_str("&#125;");
            continue;
        }
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A step.
pub(super) fn step(title: &str) -> String {
    format!(
        "---\n\
         # Take the `#` away from what you use.\n\
         # summary: What this step is for, in one sentence.\n\
         # minutes: 10\n\
         # needs: [What to have at hand, Something else]\n\
         # done-when: How you can tell that it worked.\n\
         ---\n\n# {}\n\n\
         <!-- This is for you alone and does not go online. Say first what to do, in a sentence or two, then one thing at a time.\n\
         A picture stands beside this file and goes here: ![What it shows](picture.svg \"What it says\")\n\
         A link is written to the file: [the step before](1-name.md) -->\n",
        escaped(title)
    )
}

/// The cover of a part.
pub(super) fn part(title: &str) -> String {
    format!(
        "# {}\n\n<!-- This is for you alone and does not go online. Say in a sentence or two what this part is for: \
         it is the part's own page, above its steps. -->\n",
        escaped(title)
    )
}

/// The cover of a guide.
pub(super) fn guide(title: &str) -> String {
    format!(
        "---\n\
         # Take the `#` away from what you use.\n\
         # summary: What this guide is for, in one sentence.\n\
         # for: You, if …\n\
         # not-for: You, if …\n\
         ---\n\n# {}\n\n\
         <!-- This is for you alone and does not go online. Say what the guide helps with, what to expect, and what it cannot do. -->\n",
        escaped(title)
    )
}

/// A tip with a file of its own.
pub(super) fn tip(title: &str) -> String {
    format!(
        "# {}\n\n<!-- This is for you alone and does not go online. Say what helps, and why, in a short paragraph. -->\n",
        escaped(title)
    )
}

/// A worksheet with each of the easy notations once.
pub(super) fn worksheet(title: &str) -> String {
    format!(
        "# {}\n\n\
         <!-- This is for you alone and does not go online. Keep what you need: `___` alone on a line is a line to write on,\n\
         `____` in a sentence a blank, `- [ ]` something to tick, `- ( )` one choice of several. The text above is the label. -->\n\n\
         What happened, in your own words?\n___\n___\n\n\
         When ____ happened, I felt ____.\n\n\
         Tick what is true today.\n- [ ] I have a quiet quarter of an hour\n- [ ] I know what I would like to say\n\n\
         How will you begin?\n- ( ) With a call\n- ( ) With a letter\n\n\
         | What I assumed | What I know |\n|---|---|\n|   |   |\n|   |   |\n",
        escaped(title)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;
    use crate::parse::{Surroundings, parse};
    use crate::path::SourcePath;

    #[test]
    fn every_title_is_read_as_it_was_typed() {
        let titles = [
            "Talk",
            "Step 3: talk",
            "Say \"no\"",
            "C# or F#",
            "Issue #",
            "# 1",
            "#",
            "1. First",
            "- Dash",
            "> Quote",
            "**Bold** and _not_",
            "a_b_c",
            "`code`",
            "[link](x.md)",
            "![x](y.svg)",
            "<b>bold</b>",
            "&amp; & Co",
            "x {#id}",
            "{.decorative}",
            "~~struck~~",
            "back\\slash",
            "Übung für Anfänger",
            "نصيحة أولى",
            "Party 🎉",
            "What's up?",
            "---",
            "a | b",
            "100 %",
            "key: value # not a comment",
            "[!TIP]",
            "____",
            "H~2~O and x^2^",
            "trailing ##",
        ];
        let dialect = Dialect { smart_punctuation: false, ..Dialect::default() };
        let around = Surroundings { content: "content".into(), library: false, lang: "en".into(), dialect };
        let files = [
            ("content/1-a.md", step as fn(&str) -> String),
            ("content/1-a/index.md", part),
            ("content/index.md", guide),
        ];
        let more = [("content/tips/a.md", tip as fn(&str) -> String), ("content/worksheets/a.md", worksheet)];
        for title in titles {
            for (path, text) in files.into_iter().chain(more) {
                let (page, said) =
                    parse(&SourcePath::new(path).unwrap(), text(title).as_bytes(), &around).expect("a page");
                assert_eq!(&*page.name, title, "{path}");
                assert!(said.is_empty(), "{title}: {path}: {said:?}");
                assert!(page.references.is_empty(), "{title}");
            }
        }
    }

    #[test]
    fn names_are_slugs_of_titles() {
        let slug = |title: &str, name| Name::new(title, name).map(|n| n.slug);
        assert_eq!(slug("Make the\n first  call!", None).as_deref(), Ok("make-the-first-call"));
        assert_eq!(slug("نصيحة أولى", None).as_deref(), Ok("نصيحة-أولى"));
        assert_eq!(slug("🎉", Some("party")).as_deref(), Ok("party"));
        assert!(slug("🎉", None).unwrap_err().help.contains("--name"));
        assert!(slug("  ", None).is_err());
        assert!(slug("A", Some("First Call")).unwrap_err().help.contains("`--name first-call`"));
        assert_eq!(slug(&"word ".repeat(40), None).unwrap().chars().count(), 59);
        assert_eq!(Name::new("5 questions", None).unwrap().unnumbered("worksheet"), "worksheet-5-questions");
        assert_eq!(Name::new("Five questions", None).unwrap().unnumbered("worksheet"), "five-questions");
    }
}
