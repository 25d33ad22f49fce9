//! Worksheet fields as labelled lines and boxes: what is there to read and to print.

use super::markup::Markup;
use super::tags::escaped;
use crate::body::{Field, FieldKind, Grid, Inline, Scale};

/// Appends a field.
pub(super) fn push(markup: &Markup<'_>, field: &Field, out: &mut String) {
    let (id, kind) = (escaped(&field.id), kind_word(&field.kind));
    let open = format!("<div class=\"field field-{kind}\" id=\"{}field-{id}\">\n", markup.prefix);
    out.push_str(&open);
    if !matches!(field.kind, FieldKind::Fill(_)) {
        markup.wrapped("p", " class=\"field-label\"", &field.label, out);
    }
    if let Some(hint) = &field.hint {
        markup.wrapped("p", " class=\"field-hint\"", hint, out);
    }
    if let Some(example) = &field.example {
        let label = escaped(&markup.word("callout-example", &[]));
        out.push_str(&format!("<p class=\"field-example\"><span class=\"field-example-label\">{label}:</span> "));
        markup.push_inlines(example, out);
        out.push_str("</p>\n");
    }
    answer(markup, field, out);
    out.push_str("</div>\n");
}

fn answer(markup: &Markup<'_>, field: &Field, out: &mut String) {
    match &field.kind {
        FieldKind::Lines(rows) => {
            let line = "<span class=\"line\"></span>";
            out.push_str(&format!("<div class=\"lines\">{}</div>\n", line.repeat(*rows as usize)));
        }
        FieldKind::Box(height) => {
            out.push_str(&format!("<div class=\"box box-{height}\" data-height=\"{height}\"></div>\n"));
        }
        FieldKind::Check(options) => list(markup, options, "tick", out),
        FieldKind::Choose(options) => list(markup, options, "ring", out),
        FieldKind::Rate(scale) => rate(markup, scale, out),
        FieldKind::Table(grid) => table(markup, field, grid, out),
        FieldKind::Fill(_) => markup.wrapped("p", "", &field.label, out),
        FieldKind::Date | FieldKind::Sign => out.push_str("<div class=\"lines\"><span class=\"line\"></span></div>\n"),
    }
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

fn list(markup: &Markup<'_>, options: &[Box<[Inline]>], mark: &str, out: &mut String) {
    out.push_str("<ul class=\"options\">\n");
    for option in options {
        out.push_str(&format!("<li><span class=\"{mark}\"></span> "));
        markup.push_inlines(option, out);
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

fn rate(markup: &Markup<'_>, scale: &Scale, out: &mut String) {
    out.push_str("<ol class=\"scale\">\n");
    for n in scale.from..=scale.to {
        out.push_str(&format!("<li><span class=\"scale-number\">{n}</span>"));
        let label = scale.labels.as_ref().and_then(|(first, last)| match n {
            n if n == scale.from => Some(first),
            n if n == scale.to => Some(last),
            _ => None,
        });
        if let Some(label) = label {
            out.push_str(" <span class=\"scale-label\">");
            markup.push_inlines(label, out);
            out.push_str("</span>");
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}

fn table(markup: &Markup<'_>, field: &Field, grid: &Grid, out: &mut String) {
    let label = escaped(&field.name);
    out.push_str(&format!(
        "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\">\n<table>\n<thead>\n<tr>"
    ));
    for column in &grid.columns {
        let tag = if crate::body::plain_text(column).trim().is_empty() { "td" } else { "th" };
        let scope = if tag == "th" { " scope=\"col\"" } else { "" };
        markup.wrapped(tag, scope, column, out);
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &grid.rows {
        out.push_str("<tr>");
        for (i, cell) in row.iter().enumerate() {
            match cell {
                Some(text) if i == 0 && grid.named_rows => markup.wrapped("th", " scope=\"row\"", text, out),
                Some(text) => markup.wrapped("td", "", text, out),
                None => out.push_str("<td class=\"cell\"></td>\n"),
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}
