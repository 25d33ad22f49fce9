//! Diagnostics as text: human and short for people, json and github for programs.
//!
//! In: diagnostics and the texts of the files they point into. Out: strings. Nothing is printed here.

use super::text::{Place, Text};
use super::{Diagnostic, Level, Span};
use crate::path::SourcePath;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};
use serde::Serialize;
use std::collections::HashMap;

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

/// How wide a line may be, in characters, before only the part around the fault is shown.
const WIDEST: usize = 400;

/// The texts of files, each looked through once; and where the last fault was, since they come in order.
struct Places<'a> {
    texts: Texts<'a>,
    known: HashMap<SourcePath, Option<Text>>,
    last: Option<(SourcePath, Place)>,
}

impl Places<'_> {
    /// The place of a span, with the text that it is in. Without a text: the first line and column.
    fn of(&mut self, span: &Span) -> (Place, Option<&Text>) {
        let texts = self.texts;
        let text = self.known.entry(span.file.clone()).or_insert_with(|| texts(&span.file).map(Text::new));
        let Some(text) = text else { return (Place::START, None) };
        let last = self.last.as_ref().filter(|(file, _)| *file == span.file).map(|(_, place)| *place);
        let place = text.place(span.range.start, last);
        self.last = Some((span.file.clone(), place));
        (place, Some(text))
    }
}

/// Writes all `diagnostics`, each followed by a line break. `colour` is for terminals and [`Format::Human`] only.
pub fn write(diagnostics: &[Diagnostic], format: Format, colour: bool, texts: Texts<'_>) -> String {
    let mut out = String::new();
    let mut places = Places { texts, known: HashMap::new(), last: None };
    for diagnostic in diagnostics {
        let place = diagnostic.span.as_ref().map(|span| (span, places.of(span)));
        let written = match (format, place) {
            (Format::Human, place) => human(diagnostic, place, colour),
            (Format::Short, place) => short(diagnostic, place.map(|(span, (place, _))| (span, place))),
            (Format::Json, place) => json(diagnostic, place.map(|(_, (place, _))| place)),
            (Format::Github, place) => github(diagnostic, place.map(|(span, (place, _))| (span, place))),
        };
        out.push_str(&written);
        out.push('\n');
    }
    out
}

/// Line and column of a byte, both from 1, columns in characters; a byte order mark takes no column.
#[cfg(any(test, fuzzing))]
pub(crate) fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let Place { line, column, .. } = Text::new(text.to_owned()).place(byte, None);
    (line, column)
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Fatal | Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn human(diagnostic: &Diagnostic, place: Option<(&Span, (Place, Option<&Text>))>, colour: bool) -> String {
    let title = match diagnostic.level {
        Level::Fatal | Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    };
    let message = no_command(&printable(&diagnostic.message));
    let mut group = Group::with_title(title.primary_title(message).id(diagnostic.code.slug()));
    match place {
        Some((span, (place, Some(text)))) => {
            let (source, range) = excerpt(span, place, text);
            group = group.element(
                Snippet::source(source)
                    .path(printable(span.file.as_str()))
                    .line_start(place.line)
                    .annotation(AnnotationKind::Primary.span(range)),
            );
        }
        Some((span, (_, None))) => {
            group = group.element(annotate_snippets::Origin::path(printable(span.file.as_str())));
        }
        None => {}
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Title::HELP.message(no_command(&printable(help))));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    out.push('\n');
    out
}

/// The one line of the author's that is shown (the renderer would read the whole file), and the stretch in it. Of a line that is
/// very long, the part around the stretch.
fn excerpt(span: &Span, place: Place, text: &Text) -> (String, std::ops::Range<usize>) {
    let whole = text.line(place.line);
    let bom = if text.part(whole.clone()).starts_with('\u{feff}') { 3 } else { 0 };
    let line = (whole.start + bom).min(whole.end)..whole.end;
    let from = text.clip(span.range.start).clamp(line.start, line.end);
    let to = text.clip(span.range.end).clamp(from, line.end);
    if line.len() <= WIDEST {
        return (printable(text.part(line.clone())), from - line.start..to - line.start);
    }
    let begin = text.clip(from.saturating_sub(WIDEST / 2)).max(line.start);
    let end = text.clip(from + WIDEST / 2).clamp(from, line.end);
    let dots = |is_cut: bool| if is_cut { "..." } else { "" };
    let (before, after) = (dots(begin > line.start), dots(end < line.end));
    let at = |byte: usize| byte.min(end) - begin + before.len();
    (format!("{before}{}{after}", printable(text.part(begin..end))), at(from)..at(to))
}

/// Characters that could steer a terminal, or show a line in another order than it has, become as many visible bytes: so
/// offsets stay true.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            c if steers(c) => out.extend(std::iter::repeat_n('?', c.len_utf8())),
            c => out.push(c),
        }
    }
    out
}

/// A runner of GitHub's takes each line that begins with two colons, or with `##[`, for a command, whatever it was printed for.
pub(crate) fn no_command(text: &str) -> String {
    let line = |line: &str| {
        if ["::", "##["].iter().any(|begin| line.trim_start().starts_with(begin)) {
            format!("| {line}")
        } else {
            line.to_owned()
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Control characters, and those that turn the direction of what follows (Unicode, UAX 9: embeddings, overrides, isolates).
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn short(diagnostic: &Diagnostic, place: Option<(&Span, Place)>) -> String {
    let level = level_word(diagnostic.level);
    let code = diagnostic.code.slug();
    let message = one_line(&diagnostic.message);
    match place {
        Some((span, Place { line, column, .. })) => {
            format!("{}:{line}:{column}: {level}[{code}]: {message}", printable(span.file.as_str()))
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

fn json(diagnostic: &Diagnostic, place: Option<Place>) -> String {
    let span = diagnostic.span.as_ref();
    let record = Record {
        code: diagnostic.code.slug(),
        level: level_word(diagnostic.level),
        message: &diagnostic.message,
        file: span.map(|s| s.file.as_str()),
        line: place.map(|p| p.line),
        column: place.map(|p| p.column),
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
    let text = serde_json::to_string(&record).unwrap_or_default();
    // JSON may have them as they are (RFC 8259, 7), but whoever looks at it has a terminal, too.
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { out.push_str(&format!("\\u{:04x}", u32::from(c))) } else { out.push(c) }
    }
    out
}

/// GitHub's workflow commands: `::error file=…,line=…,col=…,title=…::message`, with its own escapes.
fn github(diagnostic: &Diagnostic, place: Option<(&Span, Place)>) -> String {
    let level = match diagnostic.level {
        Level::Note => "notice",
        level => level_word(level),
    };
    let mut properties = Vec::new();
    if let Some((span, Place { line, column, .. })) = place {
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
    printable(&text.replace('\r', "\n")).replace('%', "%25").replace('\n', "%0A")
}

fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}
