//! TOML files as values: book.toml, theme.toml and the words of themes.

use super::{Value, from_toml};
use crate::diag::{Code, Diagnostic, Span};
use crate::path::SourcePath;
use toml::de::DeTable;

/// The values of a TOML file. `Err` with everything that is wrong with its syntax.
pub fn parse_toml(text: &str, file: &SourcePath) -> Result<Value, Vec<Diagnostic>> {
    // A byte order mark becomes as many spaces, so that places stay true.
    let text = text.strip_prefix('\u{feff}').map_or_else(|| text.into(), |rest| format!("   {rest}"));
    let (table, errors) = DeTable::parse_recoverable(&text);
    if errors.is_empty() {
        return Ok(from_toml(&table));
    }
    let fault = |error: &toml::de::Error| {
        let span = error.span().unwrap_or(0..0);
        let message = in_plain_words(error.message(), text.get(span.clone()).unwrap_or(""));
        let code = if error.message().starts_with("duplicate key") { Code::DuplicateKey } else { Code::ConfigSyntax };
        Diagnostic::new(code, message).at(Span::new(file, span.clone())).help(cure(
            &text,
            span.start,
            code == Code::DuplicateKey,
        ))
    };
    // One that is not understood brings others with it.
    Err(errors.iter().take(MOST_FAULTS).map(fault).collect())
}

/// The crate's message, as somebody would say it who does not program.
fn in_plain_words(message: &str, written: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    match first {
        m if m.starts_with("duplicate key") => format!("`{}` stands twice", written.trim()),
        m if m.contains("string values must be quoted") => "this text stands without quotes".to_owned(),
        m if m.contains("basic string") || m.contains("literal string") => {
            "the text between quotes is never closed".to_owned()
        }
        m if m.contains("array") => "this list is never closed, or a comma is missing".to_owned(),
        m if m.contains("key with no value") => "this key has no value".to_owned(),
        _ => message.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("; "),
    }
}

/// How many faults of one file are told at once.
const MOST_FAULTS: usize = 50;

/// The longest line, in bytes, that is said again as it should be.
const LONGEST_LINE: usize = 200;

/// What to type instead, for the line that holds byte `at`.
fn cure(text: &str, at: usize, is_double: bool) -> String {
    let at = at.min(text.len());
    let start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let line = text.get(start..).and_then(|t| t.lines().next()).unwrap_or("").trim();
    // What nobody typed helps nobody, and would be said again for each fault in it.
    let line = if line.len() > LONGEST_LINE { "" } else { line };
    match line.split_once('=') {
        _ if is_double => "keep one of the two".to_owned(),
        Some((key, value)) if !value.trim().is_empty() && !value.contains(['"', '\'', '[', '{']) => {
            format!("texts stand between quotes: `{} = \"{}\"`", key.trim(), value.trim())
        }
        Some((key, value)) if value.matches('"').count() == 1 => {
            format!("close the quotes: `{} = \"{}\"`", key.trim(), value.trim().trim_matches('"'))
        }
        _ if line.starts_with('[') && !line.ends_with(']') => format!("close the bracket: `{line}]`"),
        None if !line.is_empty() && !line.starts_with('[') => {
            format!("a line is a key, `=` and a value: `{line} = \"…\"`")
        }
        _ => "texts stand between quotes, tables begin with `[name]`, each key stands once".to_owned(),
    }
}
