//! PDF: worksheets on paper, from the same tree and the same fields as the pages, tagged and to be filled in.
//!
//! In: the plan and a leaflet. Out: its bytes. The pages of a leaflet are set one block after the other into chunks
//! (`blocks`, `places`, `tables`, `compose`, `typeset`), divided into pages (`flow`), drawn (`draw`), and get their fields
//! (`widgets`). No room but `draw` knows krilla, none but `faces` and `typeset` and their neighbours parley, none but
//! `widgets` lopdf.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths are small: a page has some hundred points, a table some columns"
)]

mod blocks;
mod compose;
mod draw;
mod faces;
mod flow;
mod footer;
mod letters;
mod places;
mod sheet;
mod sizes;
mod tables;
mod tags;
mod typeset;
mod widgets;
mod writer;

use super::leaflets::LeafletOf;
use super::{Leaflet, Output};
use crate::body::Inline;
use crate::diag::{Code, Diagnostic, Span};
use crate::site::PageId;
use compose::Within;
pub(in crate::output) use faces::Faces;
use footer::Footer;
pub(in crate::output) use letters::check;
use sheet::QUIET;
use sizes::Sizes;
use tags::{Role, Tags};
use typeset::Style;
use widgets::Look;
use writer::{Manner, Spot, Writer};

/// The bytes of a leaflet. `Err` where a character has no glyph, or a picture cannot be drawn.
pub(super) fn file(output: &Output, leaflet: Leaflet) -> Result<Vec<u8>, Diagnostic> {
    let book = &output.book;
    let (sheets, title, guide) = match leaflet.of {
        LeafletOf::Sheet(id) => (vec![id], book.page(id).name.to_string(), book.site.guide(id)),
        LeafletOf::Pack(g) => {
            let guide = book.site.nth_guide(g);
            let cover = book.page(guide.cover);
            let values = [("title", cover.name.to_string())];
            let title = output.theme.words.say(&cover.lang, "print-sheets-title", &values);
            (book.sheets_in_order(guide), title, Some(guide))
        }
    };
    // Said already, at its place: the same words are told once.
    let told = sheets.iter().copied().chain(guide.map(|g| g.cover)).find_map(|id| output.letters.get(&id));
    if let Some(told) = told {
        return Err(told.clone());
    }
    // A PDF has a title (ISO 14289-1, 7.1), even if it is an empty one on the page.
    let title = if title.trim().is_empty() { book.title() } else { title };
    let sizes = Sizes::of(leaflet.paper, leaflet.large);
    let lead = match leaflet.of {
        LeafletOf::Pack(g) => book.site.nth_guide(g).cover,
        LeafletOf::Sheet(id) => id,
    };
    output.faces.with(|setter| {
        let mut writer = Writer::new(book, &output.theme.words, lead, sizes, setter);
        let address = book.config.site_url.as_ref().map(|base| book.site.address(lead).file.public(base));
        let footer = writer.footer(&title, address.as_deref());
        for (n, sheet) in sheets.iter().enumerate() {
            let is_pack = matches!(leaflet.of, LeafletOf::Pack(_));
            writer.prefix = if is_pack { format!("sheet-{}--", n + 1) } else { String::new() };
            writer.sheet(*sheet, is_pack);
        }
        writer.page = lead;
        let missing = std::mem::take(&mut writer.missing);
        if let Some(c) = missing.first() {
            return Err(missing_glyph(*c, missing.len() - 1).at(Span::start_of(&book.page(lead).source)));
        }
        writer.finish(&title, &footer).map_err(|fault| {
            let message = format!("the PDF of this page cannot be made: {fault}");
            let help = "look at its pictures and at the fonts in book.toml; `enable = false` below `[output.pdf]` makes no PDF";
            Diagnostic::new(Code::PdfNotMade, message).at(Span::start_of(&book.page(lead).source)).help(help)
        })
    })
}

/// What is said of a character that no face has, and of so many others.
fn missing_glyph(c: char, others: usize) -> Diagnostic {
    let more = match others {
        0 => String::new(),
        1 => String::from(", nor one other character of this page"),
        others => format!(", nor {others} other characters of this page"),
    };
    let message = format!("the fonts of the PDF have no `{c}` (U+{:04X}){more}", u32::from(c));
    let help = "use another sign; or put a font that has it beside book.toml and write `fonts = [\"its-file.ttf\"]` below \
                `[output.pdf]`; or make no PDF: `enable = false`";
    Diagnostic::new(Code::MissingGlyph, message).help(help)
}

impl Writer<'_> {
    /// One worksheet, with its guide above and where help is below.
    fn sheet(&mut self, id: PageId, is_pack: bool) {
        self.page = id;
        let page = self.book.page(id);
        let within = if is_pack { self.tags.group(Tags::ROOT, Role::Part) } else { Tags::ROOT };
        let spot = self.spot(within);
        (self.new_page, self.level) = (true, 0);
        self.space_exactly(0.0);
        self.in_language(Some(&page.lang), None, |writer| {
            let guide = writer.book.site.guide(id);
            if let Some(guide) = guide.filter(|g| g.cover != id) {
                let (style, manner) = (writer.small(), Manner { keep: true, ..writer.manner() });
                let name = writer.book.page(guide.cover).name.to_string();
                writer.line_of_words(spot, &name, style, manner);
                writer.space(writer.sizes.body * 0.3);
            }
            writer.title(spot, 1, &page.title);
            if let Some(summary) = &page.meta.summary {
                let style = Style { ink: QUIET, ..writer.plain() };
                let manner = Manner { keep: true, ..writer.manner() };
                writer.paragraph(spot, Role::Paragraph, summary, style, manner);
            }
            if let Some(minutes) = page.step.minutes {
                let words = writer.say("minutes", &[("n", minutes.to_string())]);
                let (style, manner) = (writer.small(), Manner { keep: true, ..writer.manner() });
                writer.space(writer.sizes.body * 0.3);
                writer.line_of_words(spot, &words, style, manner);
            }
            writer.space(writer.sizes.body);
            writer.blocks(spot, &page.body.blocks);
            writer.footnotes(spot, &page.body.footnotes);
            writer.help(spot);
        });
    }

    /// Where help is, as on every page.
    fn help(&mut self, spot: Spot) {
        let Some(guide) = self.book.site.guide(self.page) else { return };
        let Some(help) = &self.book.page(guide.cover).guide.help else { return };
        // Its link is the cover's.
        let sheet = std::mem::replace(&mut self.page, guide.cover);
        let name = [Inline::Text(help.name.as_str().into())];
        let name = match help.url {
            Some(link) => vec![Inline::Link(link, Box::new(name))],
            None => name.to_vec(),
        };
        let mut rest = String::new();
        if let Some(phone) = &help.phone {
            // The number is kept from left to right among letters from right to left.
            rest.push_str(&format!(" · {} \u{200e}{phone}\u{200e}", self.say("help-phone", &[])));
        }
        if let Some(hours) = &help.hours {
            rest.push_str(&format!(" · {hours}"));
        }
        let label = format!("{}: ", self.say("help-title", &[]));
        self.space(self.sizes.body * 1.6);
        let group = self.tags.group(spot.group, Role::Paragraph);
        let inner = self.inset(spot, self.sizes.indent, 0.0);
        let x = self.start(spot, 0.0, 3.0);
        self.together(|writer| {
            writer.banded(x, 3.0, QUIET, |writer| {
                let style = writer.plain();
                let bold = Style { bold: true, ..style };
                let mut composed = writer.words(&label, &Within::new(group, bold));
                let within = Within::new(group, style);
                writer.push_inlines(&name, &within, &mut composed);
                writer.push_words(&rest, &within, &mut composed);
                let manner = writer.manner();
                writer.set(inner, &composed, manner);
            });
        });
        self.page = sheet;
    }

    /// Pages, footers, and the finished file.
    fn finish(mut self, title: &str, footer: &Footer) -> Result<Vec<u8>, String> {
        let galley = std::mem::take(&mut self.galley);
        let (mut pages, outline) = flow::paginate(galley, &self.sizes);
        let total = pages.len();
        for (n, page) in pages.iter_mut().enumerate() {
            page.items.extend(footer.lines.iter().cloned());
            page.items.extend(self.page_number(n + 1, total));
        }
        let tags = std::mem::replace(&mut self.tags, Tags::new());
        let labels = self.widgets.iter().map(|w| w.option.as_deref().unwrap_or(&w.label)).collect();
        let config = &self.book.config;
        let lang = self.book.page(self.page).lang.to_string();
        let sheet = draw::Sheet {
            title: title.to_owned(),
            authors: config.authors.clone(),
            lang: lang.clone(),
            rtl: self.rtl,
            sizes: self.sizes,
            pages,
            tags,
            outline,
            labels,
        };
        let drawn = draw::draw(&sheet, &self.setter.used)?;
        let look = Look { size: self.sizes.body, rtl: self.rtl, lang };
        widgets::fill(&drawn, &self.widgets, &look).map_err(|error| error.to_string())
    }
}
