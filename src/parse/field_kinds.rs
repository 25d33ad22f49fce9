//! The kinds of fields of a `worksheet` block that have more to them than a label: options, scales, tables, sentences.

use super::blocks::MOST_PLACES;
use super::fields::{Item, Keys, MOST_ROWS, key};
use super::worksheet::{has_blank, has_linked_blank, is_said, numbered, same_words};
use crate::body::{FieldKind, Grid, Inline, Inlines, Scale, plain_text};
use crate::diag::{Code, Diagnostic};
use crate::value::PathPart;

/// More steps than this no scale has room for.
const MOST_STEPS: i64 = 20;

impl Item<'_, '_, '_, '_> {
    pub(super) fn number(&mut self, given: Option<u32>, name: &str, default: u32, most: u32) -> u32 {
        match given {
            None => default,
            Some(n) if (1..=most).contains(&n) => n,
            Some(n) => {
                let span = self.span(&[key(name)]);
                self.fault(
                    Code::BadValue,
                    format!("`{name}` is {n}, and must be from 1 to {most}"),
                    span,
                    format!("write it like this: `{name}: {default}`"),
                );
                default
            }
        }
    }

    fn texts(&mut self, texts: &[String], name: &str) -> Result<Vec<Inlines>, Diagnostic> {
        texts.iter().enumerate().map(|(i, t)| self.inline(t, &[key(name), PathPart::Index(i)])).collect()
    }

    pub(super) fn options(&mut self, options: &[String]) -> Result<Box<[Inlines]>, Diagnostic> {
        if options.is_empty() {
            let span = self.span(&[]);
            self.fault(
                Code::MissingKey,
                "this field has no `options` to choose from".into(),
                span,
                "add a line such as `options: [Yes, No, Not yet]`".into(),
            );
        }
        if let [one] = options
            && one.contains(", ")
        {
            let span = self.span(&[key("options")]);
            let message = format!("`{one}` is one option");
            let help =
                format!("put the options between brackets, each with a comma in it between quotes: `options: [{one}]`");
            self.fault(Code::AlmostAField, message, span, help);
        }
        let texts = self.texts(options, "options")?;
        let span = self.span(&[key("options")]);
        self.reader
            .diagnostics
            .extend(same_words(&texts, "options of one question").into_iter().map(|d| d.at(span.clone())));
        Ok(texts.into())
    }

    pub(super) fn rate(&mut self, keys: &Keys) -> Result<FieldKind, Diagnostic> {
        let (mut from, mut to) = (keys.from.unwrap_or(1), keys.to.unwrap_or(10));
        if to <= from || to.checked_sub(from).is_none_or(|steps| steps > MOST_STEPS) {
            let span = self.span(&[key(if keys.to.is_some() { "to" } else { "from" })]);
            let help = "write it like this: `from: 1` and `to: 10`".to_owned();
            self.fault(
                Code::BadValue,
                format!(
                    "a scale from {from} to {to} cannot be drawn: it has 2 to {} steps, the smaller first",
                    MOST_STEPS + 1
                ),
                span,
                help,
            );
            (from, to) = (1, 2);
        }
        if !matches!(keys.labels.len(), 0 | 2) {
            let span = self.span(&[key("labels")]);
            self.fault(
                Code::BadValue,
                "a scale has two labels, one for each end".into(),
                span,
                "write it like this: `labels: [Not yet, Ready]`".into(),
            );
        }
        let mut labels = self.texts(&keys.labels, "labels")?.into_iter();
        let labels = labels.next().zip(labels.next());
        Ok(FieldKind::Rate(Box::new(Scale { from, to, labels })))
    }

    pub(super) fn table(&mut self, keys: &Keys) -> Result<FieldKind, Diagnostic> {
        if keys.columns.is_empty() {
            let span = self.span(&[]);
            self.fault(
                Code::MissingKey,
                "this table has no `columns`".into(),
                span,
                "add a line such as `columns: [I assumed, I know]`".into(),
            );
        }
        let mut columns = self.texts(&keys.columns, "columns")?;
        let names = self.texts(&keys.row_labels, "row-labels")?;
        let default = u32::try_from(names.len()).unwrap_or(MOST_ROWS).max(if names.is_empty() { 3 } else { 1 });
        let least = if names.is_empty() { 1 } else { default };
        let mut count = self.number(keys.rows, "rows", default, MOST_ROWS).max(least);
        let most = u32::try_from(MOST_PLACES / columns.len().max(1)).unwrap_or(MOST_ROWS);
        if count > most {
            let span = self.span(&[key("columns")]);
            let message =
                format!("this table has {} columns and {count} rows: more than {MOST_PLACES} cells", columns.len());
            self.fault(Code::BadValue, message, span, "divide it, or leave out some of its rows and columns".into());
            count = most;
        }
        for (texts, name, what) in
            [(&columns, "columns", "columns of one table"), (&names, "row-labels", "rows of one table")]
        {
            let span = self.span(&[key(name)]);
            let named: Vec<Inlines> = texts.iter().filter(|t| is_said(&plain_text(t))).cloned().collect();
            self.reader.diagnostics.extend(same_words(&named, what).into_iter().map(|d| d.at(span.clone())));
        }
        let named_rows = !names.is_empty();
        let blank = columns.len();
        if named_rows {
            columns.insert(0, Inlines::default());
        }
        let mut names = names.into_iter();
        let row = |_| {
            let name = if named_rows { vec![Some(names.next().unwrap_or_default())] } else { Vec::new() };
            name.into_iter().chain(std::iter::repeat_n(None, blank)).collect()
        };
        let rows = (0..count).map(row).collect();
        Ok(FieldKind::Table(Box::new(Grid { columns: columns.into(), rows, named_rows })))
    }

    /// The sentence with its `{blanks}` numbered from 0; what stands between the braces is for the author alone.
    pub(super) fn blanks(&mut self, label: Inlines) -> (Inlines, u32) {
        let label = with_blanks(label);
        let fault = if has_linked_blank(&label) {
            Some("a blank cannot stand in the words of a link")
        } else if !has_blank(&label) {
            Some("the sentence has no blank to fill")
        } else {
            None
        };
        if let Some(message) = fault {
            let span = self.span(&[key("fill")]);
            let help = "put braces where somebody writes: `- fill: I felt {feeling} when {event}.`";
            self.fault(Code::BadValue, message.into(), span, help.into());
        }
        numbered(label.into_vec())
    }
}

/// Every `{…}` in the text as a blank.
fn with_blanks(inlines: Inlines) -> Inlines {
    let mut out = Vec::new();
    for inline in inlines.into_vec() {
        match inline {
            Inline::Text(text) => {
                let mut rest = &*text;
                while let Some((before, (_, after))) =
                    rest.split_once('{').and_then(|(b, a)| Some((b, a.split_once('}')?)))
                {
                    if !before.is_empty() {
                        out.push(Inline::Text(before.into()));
                    }
                    out.push(Inline::Blank(0));
                    rest = after;
                }
                if !rest.is_empty() {
                    out.push(Inline::Text(rest.into()));
                }
            }
            Inline::Marked(mark, inside) => out.push(Inline::Marked(mark, with_blanks(inside))),
            Inline::Link(link, inside) => out.push(Inline::Link(link, with_blanks(inside))),
            Inline::Stretch(mut stretch) => {
                stretch.2 = with_blanks(std::mem::take(&mut stretch.2));
                out.push(Inline::Stretch(stretch));
            }
            other => out.push(other),
        }
    }
    out.into()
}
