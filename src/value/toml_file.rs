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
        let message = error.message().lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("; ");
        let span = error.span().unwrap_or(0..0);
        Diagnostic::new(Code::ConfigSyntax, message).at(Span::new(file, span.clone())).help(cure(&text, span.start))
    };
    Err(errors.iter().map(fault).collect())
}

/// What to type instead, for the line that holds byte `at`.
fn cure(text: &str, at: usize) -> String {
    let at = at.min(text.len());
    let start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let line = text.get(start..).and_then(|t| t.lines().next()).unwrap_or("").trim();
    match line.split_once('=') {
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
