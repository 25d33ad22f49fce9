//! Diagnostics as text: human and short for people, json and github for programs.
//!
//! In: diagnostics and the texts of the files they point into. Out: strings. Nothing is printed here.

use super::{Diagnostic, Level, Span};
use crate::path::SourcePath;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};
use serde::Serialize;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// rustc's form: code, message, file, line, caret, help.
    Human,
    /// One line each: `file:line:column: level[code]: message`.
    Short,
    /// One JSON object a line.
    Json,
    /// GitHub's workflow commands, which mark the lines of a pull request.
    Github,
}

/// Finds the text of a file that diagnostics point into.
pub type Texts<'a> = &'a dyn Fn(&SourcePath) -> Option<String>;

/// Writes all `diagnostics`, each followed by a line break. `colour` is for terminals and [`Format::Human`] only.
pub fn write(diagnostics: &[Diagnostic], format: Format, colour: bool, texts: Texts<'_>) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let text = diagnostic.span.as_ref().and_then(|s| texts(&s.file));
        match format {
            Format::Human => out.push_str(&human(diagnostic, text.as_deref(), colour)),
            Format::Short => out.push_str(&short(diagnostic, text.as_deref())),
            Format::Json => out.push_str(&json(diagnostic, text.as_deref())),
            Format::Github => out.push_str(&github(diagnostic, text.as_deref())),
        }
        out.push('\n');
    }
    out
}

/// Line and column of a byte of `text`, both from 1, columns in characters; a byte order mark takes no column.
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let byte = (0..=byte.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let before = &text[..byte];
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[start..].trim_start_matches('\u{feff}').chars().count() + 1)
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Fatal | Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn human(diagnostic: &Diagnostic, text: Option<&str>, colour: bool) -> String {
    let title = match diagnostic.level {
        Level::Fatal | Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    };
    let message = printable(&diagnostic.message);
    let mut group = Group::with_title(title.primary_title(message).id(diagnostic.code.slug()));
    match (&diagnostic.span, text) {
        (Some(span), Some(text)) => {
            let (line, source, range) = excerpt(span, text);
            group = group.element(
                Snippet::source(source)
                    .path(span.file.to_string())
                    .line_start(line)
                    .annotation(AnnotationKind::Primary.span(range)),
            );
        }
        (Some(span), None) => {
            group = group.element(annotate_snippets::Origin::path(span.file.to_string()));
        }
        _ => {}
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Title::HELP.message(printable(help)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    out.push('\n');
    out
}

/// The one line of the author's that is shown (the renderer would read the whole file), its number, and the stretch in it.
fn excerpt(span: &Span, text: &str) -> (usize, String, std::ops::Range<usize>) {
    let clip = |byte: usize| (0..=byte.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let (start, end) = (clip(span.range.start), clip(span.range.end));
    let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |i| start + i);
    let bom = if text[line_start..].starts_with('\u{feff}') { 3 } else { 0 };
    let line_start = (line_start + bom).min(line_end);
    let from = start.max(line_start);
    let to = end.clamp(from, line_end);
    let line = line_and_column(text, start).0;
    (line, printable(&text[line_start..line_end]), from - line_start..to - line_start)
}

/// Control characters could steer the terminal; each becomes as many visible bytes as it has, so that offsets stay true.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() && c != '\n' && c != '\t' {
            out.extend(std::iter::repeat_n('?', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    out
}

fn short(diagnostic: &Diagnostic, text: Option<&str>) -> String {
    let level = level_word(diagnostic.level);
    let code = diagnostic.code.slug();
    let message = one_line(&diagnostic.message);
    match &diagnostic.span {
        Some(span) => {
            let (line, column) = line_and_column(text.unwrap_or(""), span.range.start);
            format!("{}:{line}:{column}: {level}[{code}]: {message}", span.file)
        }
        None => format!("{level}[{code}]: {message}"),
    }
}

fn one_line(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Serialize)]
struct Record<'a> {
    code: &'static str,
    level: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    help: Option<&'a str>,
    fix: Option<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    file: &'a str,
    start: usize,
    end: usize,
    text: &'a str,
}

fn json(diagnostic: &Diagnostic, text: Option<&str>) -> String {
    let span = diagnostic.span.as_ref();
    let place = span.map(|s| line_and_column(text.unwrap_or(""), s.range.start));
    let record = Record {
        code: diagnostic.code.slug(),
        level: level_word(diagnostic.level),
        message: &diagnostic.message,
        file: span.map(|s| s.file.as_str()),
        line: place.map(|p| p.0),
        column: place.map(|p| p.1),
        start: span.map(|s| s.range.start),
        end: span.map(|s| s.range.end),
        help: diagnostic.help.as_deref(),
        fix: diagnostic.fix.as_ref().map(|f| Replacement {
            file: f.span.file.as_str(),
            start: f.span.range.start,
            end: f.span.range.end,
            text: &f.text,
        }),
    };
    serde_json::to_string(&record).unwrap_or_default()
}

/// GitHub's workflow commands: `::error file=…,line=…,col=…,title=…::message`, with its own escapes.
fn github(diagnostic: &Diagnostic, text: Option<&str>) -> String {
    let level = match diagnostic.level {
        Level::Note => "notice",
        level => level_word(level),
    };
    let mut properties = Vec::new();
    if let Some(span) = &diagnostic.span {
        let (line, column) = line_and_column(text.unwrap_or(""), span.range.start);
        properties.push(format!("file={}", github_property(span.file.as_str())));
        properties.push(format!("line={line},col={column}"));
    }
    properties.push(format!("title={}", diagnostic.code.slug()));
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message = format!("{message}\nhelp: {help}");
    }
    format!("::{level} {}::{}", properties.join(","), github_data(&message))
}

fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}
