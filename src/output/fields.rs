//! Worksheet fields: as controls of a form on their own page, as lines and boxes where a page is only printed.
//!
//! In: a field. Out: its markup. What there is to write in is asked of [`Field::controls`], so that the names of controls
//! are those of every other output. Nothing here is a style: lines, boxes and rings are the theme's.

use super::labels::{self, words};
use super::markup::{Markup, Sentence};
use super::tags::escaped;
use crate::body::{Control, Field, FieldKind, Grid, Inline, Inlines, Scale, blanks};
use std::fmt::Write;

/// Tables with more rows than this have no room on one sheet, and are divided between rows.
const MOST_ROWS: usize = 12;

/// Appends a field.
pub(super) fn push(markup: &Markup<'_>, field: &Field, out: &mut String) {
    let controls = field.controls().into_iter();
    Places { markup, field, controls }.push(out);
}

/// Appends the blank with this number, from 0, of the sentence that is being rendered.
pub(super) fn push_blank(markup: &Markup<'_>, number: u32, out: &mut String) {
    let Some(sentence) = markup.sentence.filter(|_| markup.is_form) else {
        return out.push_str("<span class=\"blank\"></span>");
    };
    let label = labels::blank(&|key, values| markup.word(key, values), sentence.words, number, sentence.total);
    let (name, label) = (escaped(&Control::blank(sentence.name, number).name), escaped(&label));
    let _ = write!(
        out,
        "<span class=\"blank write\"><textarea name=\"{name}\" rows=\"1\" aria-label=\"{label}\"{}></textarea></span>",
        sentence.described
    );
}

/// The places to write of one field.
struct Places<'a> {
    markup: &'a Markup<'a>,
    field: &'a Field,
    controls: std::vec::IntoIter<Control>,
}

impl Places<'_> {
    fn push(&mut self, out: &mut String) {
        let field = self.field;
        let is_form = self.markup.is_form;
        let is_group = matches!(field.kind, FieldKind::Check(_) | FieldKind::Choose(_) | FieldKind::Rate(_));
        let tag = if is_group && is_form { "fieldset" } else { "div" };
        let kind = kind_word(&field.kind);
        let own = || format!(" id=\"{}\"", self.id("field", &field.id));
        let id = if self.markup.is_apart { String::new() } else { own() };
        let long =
            if matches!(&field.kind, FieldKind::Table(grid) if grid.rows.len() > MOST_ROWS) { " long" } else { "" };
        let _ = write!(out, "<{tag} class=\"field field-{kind}{long}\"{id}");
        match field.kind {
            _ if !is_form => {}
            FieldKind::Table(_) => {
                let label = self.id("_l", &field.id);
                let _ = write!(out, " role=\"group\" aria-labelledby=\"{label}\"{}", self.described());
            }
            _ if is_group => out.push_str(&self.described()),
            _ => {}
        }
        out.push_str(">\n");
        self.label(is_group, out);
        // A sentence is its own label, so advice comes after it.
        let is_sentence = matches!(field.kind, FieldKind::Fill(_));
        if !is_sentence {
            self.advice(out);
        }
        self.answer(out);
        if is_sentence {
            self.advice(out);
        }
        let _ = writeln!(out, "</{tag}>");
    }

    /// An id on the page, by what it is for.
    fn id(&self, what: &str, name: &str) -> String {
        format!("{}{what}-{}", self.markup.prefix, escaped(name))
    }

    /// The attribute that names the hint and the example (WAI-ARIA 1.2, `aria-describedby`).
    fn described(&self) -> String {
        let hint = self.field.hint.as_ref().map(|_| self.id("_h", &self.field.id));
        let example = self.field.example.as_ref().map(|_| self.id("_e", &self.field.id));
        let ids: Vec<String> = hint.into_iter().chain(example).collect();
        if ids.is_empty() { String::new() } else { format!(" aria-describedby=\"{}\"", ids.join(" ")) }
    }

    fn label(&self, is_group: bool, out: &mut String) {
        let field = self.field;
        let is_form = self.markup.is_form;
        if matches!(field.kind, FieldKind::Fill(_)) || (field.stands_above && !is_form) {
            return;
        }
        let class = if field.stands_above { "field-label unseen" } else { "field-label" };
        let (tag, own) = match field.kind {
            _ if !is_form => ("p", String::new()),
            _ if is_group => ("legend", String::new()),
            FieldKind::Table(_) => ("p", format!(" id=\"{}\"", self.id("_l", &field.id))),
            _ => ("label", format!(" for=\"{}\"", self.id("_f", &field.id))),
        };
        self.markup.wrapped(tag, &format!(" class=\"{class}\"{own}"), &field.label, out);
    }

    fn advice(&self, out: &mut String) {
        let named = |what: &str| format!(" id=\"{}\"", self.id(what, &self.field.id));
        let id = |what: &str| if self.markup.is_form { named(what) } else { String::new() };
        if let Some(hint) = &self.field.hint {
            self.markup.wrapped("p", &format!(" class=\"field-hint\"{}", id("_h")), hint, out);
        }
        if let Some(example) = &self.field.example {
            let label = escaped(&self.markup.word("callout-example", &[]));
            let _ = write!(
                out,
                "<p class=\"field-example\"{}><span class=\"field-example-label\">{label}:</span> ",
                id("_e")
            );
            self.markup.push_inlines(example, out);
            out.push_str("</p>\n");
        }
    }

    fn answer(&mut self, out: &mut String) {
        let field = self.field;
        match &field.kind {
            FieldKind::Lines(rows) => self.lines(*rows, out),
            FieldKind::Date | FieldKind::Sign => self.lines(1, out),
            FieldKind::Box(height) => {
                // A line of text is a little under a centimetre high.
                let area = self.text_area(height + 1);
                let write = if area.is_some() { " write" } else { "" };
                let _ = writeln!(out, "<div class=\"box box-{height}{write}\">{}</div>", area.unwrap_or_default());
            }
            FieldKind::Check(options) => self.options(options, "checkbox", out),
            FieldKind::Choose(options) => self.options(options, "radio", out),
            FieldKind::Rate(scale) => self.scale(scale, out),
            FieldKind::Table(grid) => self.table(grid, out),
            FieldKind::Fill(total) => {
                let described = self.described();
                let sentence = Sentence { name: &field.id, words: &field.name, total: *total, described: &described };
                Markup { sentence: Some(sentence), ..*self.markup }.wrapped("p", "", &field.label, out);
            }
        }
    }

    /// The next control as a text of several lines; none where there is no form.
    fn text_area(&mut self, rows: u32) -> Option<String> {
        let control = self.controls.next().filter(|_| self.markup.is_form)?;
        let (id, name) = (self.id("_f", &control.name), escaped(&control.name));
        Some(format!("<textarea id=\"{id}\" name=\"{name}\" rows=\"{rows}\"{}></textarea>", self.described()))
    }

    /// The next control as a date; none where there is no form. The script makes it one: a browser's own date prints a
    /// pattern where nothing is filled in.
    fn date(&mut self) -> Option<String> {
        let control = self.controls.next().filter(|_| self.markup.is_form)?;
        let (id, name) = (self.id("_f", &control.name), escaped(&control.name));
        Some(format!("<input type=\"text\" id=\"{id}\" name=\"{name}\" data-date{}>", self.described()))
    }

    fn lines(&mut self, rows: u32, out: &mut String) {
        let lines = "<span class=\"line\"></span>".repeat(rows as usize);
        let control = match self.field.kind {
            FieldKind::Date => self.date(),
            _ => self.text_area(rows),
        };
        let _ = match control {
            Some(control) => {
                writeln!(out, "<div class=\"lines write\"><span class=\"rules\">{lines}</span>{control}</div>")
            }
            None => writeln!(out, "<div class=\"lines\">{lines}</div>"),
        };
    }

    fn options(&mut self, options: &[Inlines], sort: &str, out: &mut String) {
        let mark = if sort == "radio" { "ring" } else { "tick" };
        out.push_str("<ul class=\"options\">\n");
        for option in options {
            let control = self.controls.next().filter(|_| self.markup.is_form);
            let blanks = blanks(option);
            self.controls.by_ref().take(blanks as usize).for_each(drop);
            out.push_str("<li>");
            match control {
                None => {
                    let _ = write!(out, "<span class=\"{mark}\"></span> ");
                    self.markup.push_inlines(option, out);
                }
                Some(control) if blanks > 0 => self.open_option(&control, option, sort, out),
                Some(control) => {
                    let _ = write!(out, "<label>{} ", input(&control, sort, ""));
                    self.markup.push_inlines(option, out);
                    out.push_str("</label>");
                }
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }

    /// An option with blanks: its label ends before the first of them, since a label holds one control (HTML 4.10.4).
    fn open_option(&self, control: &Control, option: &[Inline], sort: &str, out: &mut String) {
        let key = control.value.as_ref().map(|key| format!("{}--{key}", control.name));
        let name = key.as_deref().unwrap_or(&control.name);
        let id = self.id("_f", name);
        let words = words(option);
        let sentence = Sentence { name, words: &words, total: blanks(option), described: "" };
        let markup = Markup { sentence: Some(sentence), ..*self.markup };
        let at = option.iter().position(|i| blanks(std::slice::from_ref(i)) > 0).unwrap_or(option.len());
        let own = format!(" id=\"{id}\"");
        let _ = write!(out, "{} <label for=\"{id}\">", input(control, sort, &own));
        markup.push_inlines(&option[..at], out);
        out.push_str("</label>");
        markup.push_inlines(&option[at..], out);
    }

    fn scale(&mut self, scale: &Scale, out: &mut String) {
        let is_form = self.markup.is_form;
        out.push_str("<div class=\"scale-box\">\n<ol class=\"scale\">\n");
        for (n, control) in (scale.from..=scale.to).zip(self.controls.by_ref()) {
            if !is_form {
                let _ = writeln!(out, "<li><span class=\"scale-number\">{n}</span></li>");
                continue;
            }
            let (name, value) = (escaped(&control.name), escaped(&control.value.unwrap_or_default()));
            let _ = write!(
                out,
                "<li><label><input type=\"radio\" name=\"{name}\" value=\"{value}\"><span class=\"scale-number\">{n}</span>"
            );
            if let Some(label) = labels::end(scale, n) {
                let _ = write!(out, "<span class=\"unseen\"> {}</span>", escaped(&words(label)));
            }
            out.push_str("</label></li>\n");
        }
        out.push_str("</ol>\n");
        if let Some((first, last)) = &scale.labels {
            // The controls say it themselves.
            let hidden = if is_form { " aria-hidden=\"true\"" } else { "" };
            let _ = write!(out, "<p class=\"scale-ends\"{hidden}><span>{} = ", scale.from);
            self.markup.push_inlines(first, out);
            let _ = write!(out, "</span> <span>{} = ", scale.to);
            self.markup.push_inlines(last, out);
            out.push_str("</span></p>\n");
        }
        out.push_str("</div>\n");
    }

    fn table(&mut self, grid: &Grid, out: &mut String) {
        // Of six columns and more each needs room; a table of many rows may be divided between them.
        let wide = if grid.columns.len() > 5 { " table-wide" } else { "" };
        // Where there are no controls, the keyboard scrolls by the frame (WCAG 2.2, 2.1.1).
        let focus = if self.markup.is_form {
            String::new()
        } else {
            format!(" tabindex=\"0\" role=\"group\" aria-label=\"{}\"", escaped(&self.field.name))
        };
        let _ = write!(out, "<div class=\"table{wide}\"{focus}>\n<table>\n<thead>\n<tr>");
        for column in &grid.columns {
            // An empty corner is no heading (HTML 4.9.10).
            let (tag, scope) = if words(column).is_empty() { ("td", "") } else { ("th", " scope=\"col\"") };
            self.markup.wrapped(tag, scope, column, out);
        }
        out.push_str("</tr>\n</thead>\n<tbody>\n");
        for (r, row) in grid.rows.iter().enumerate() {
            out.push_str("<tr>");
            let row_name = labels::row(&|key, values| self.markup.word(key, values), grid, r);
            for (i, cell) in row.iter().enumerate() {
                match cell {
                    Some(text) if i == 0 && grid.named_rows && !words(text).is_empty() => {
                        self.markup.wrapped("th", " scope=\"row\"", text, out);
                    }
                    Some(text) => self.markup.wrapped("td", "", text, out),
                    None => self.cell(grid.columns.get(i), &row_name, out),
                }
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
    }

    /// An empty cell; its label is shown where the screen is too narrow for the table's heads.
    fn cell(&mut self, column: Option<&Inlines>, row_name: &str, out: &mut String) {
        let Some(control) = self.controls.next().filter(|_| self.markup.is_form) else {
            return out.push_str("<td class=\"cell\"></td>\n");
        };
        let (id, name) = (self.id("_f", &control.name), escaped(&control.name));
        let column = column.map(|c| escaped(&words(c))).unwrap_or_default();
        let row = escaped(row_name);
        let label = if column.is_empty() { row } else { format!("{column}<span class=\"unseen\">, {row}</span>") };
        let _ = writeln!(
            out,
            "<td class=\"cell\"><label for=\"{id}\">{label}</label>\
             <div class=\"write\"><textarea id=\"{id}\" name=\"{name}\" rows=\"2\"></textarea></div></td>"
        );
    }
}

/// A box to tick or a ring to choose; `attributes` begins with a space or is empty.
fn input(control: &Control, sort: &str, attributes: &str) -> String {
    let value = control.value.as_ref().map_or_else(String::new, |v| format!(" value=\"{}\"", escaped(v)));
    format!("<input type=\"{sort}\"{attributes} name=\"{}\"{value}>", escaped(&control.name))
}

fn kind_word(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Lines(_) => "lines",
        FieldKind::Box(_) => "box",
        FieldKind::Check(_) => "check",
        FieldKind::Choose(_) => "choose",
        FieldKind::Rate(_) => "rate",
        FieldKind::Table(_) => "table",
        FieldKind::Fill(_) => "fill",
        FieldKind::Date => "date",
        FieldKind::Sign => "sign",
    }
}
