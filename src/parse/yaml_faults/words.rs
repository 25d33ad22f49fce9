//! What is said of each fault in YAML, with the line as it would be right.
//!
//! In: the text, and the bytes at which the fault and its value begin. Out: the [`Fault`]. Nothing is searched for here.

use super::Fault;
use crate::diag::Code;
use crate::value::quote;
use std::ops::Range;

fn fault(code: Code, range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault { code, range, message: message.into(), help: Some(help.into()), is_certain: false }
}

fn certain(fault: Fault) -> Fault {
    Fault { is_certain: true, ..fault }
}

/// The bytes from `start` to the end of its line, without spaces at the end.
pub(super) fn line_rest(text: &str, start: usize) -> Range<usize> {
    start..start + from(text, start).len()
}

/// What stands on the line of `start` from there on, without spaces at the end.
fn from(text: &str, start: usize) -> &str {
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("").trim_end()
}

/// What stands on the line of `at` before that.
fn before(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or("");
    before.rsplit_once('\n').map_or(before, |(_, line)| line)
}

fn line_start(text: &str, at: usize) -> usize {
    at - before(text, at).len()
}

/// "write it like this: `title: "Step 3: talk"`", for the value that begins at `start`.
fn write(text: &str, start: usize, value: &str) -> String {
    let before = before(text, start).trim_start();
    if before.contains(['[', '{']) {
        return format!("write the text between quotes: `{value}`");
    }
    format!("write it like this: `{before}{value}`")
}

/// The value that begins at `start`, to the end of its line or place in a flow list.
fn value(text: &str, start: usize) -> &str {
    let rest = from(text, start);
    let is_in_flow = before(text, start).trim_end().ends_with(['[', '{', ',']);
    let value = if is_in_flow { rest.split([',', ']', '}']).next().unwrap_or(rest) } else { rest };
    value.trim_end()
}

/// "the value of `title`"
fn name(text: &str, start: usize) -> String {
    let before = before(text, start).trim().trim_start_matches("- ");
    match before.strip_suffix(':') {
        Some(key) if !key.is_empty() && !key.contains(['[', '{', ',']) => format!("the value of `{key}`"),
        _ => "this value".to_owned(),
    }
}

/// The key of a line such as `title:Talk`, whose colon lacks a space.
fn squeezed(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_word =
        key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (is_word && !value.is_empty() && !value.starts_with("//")).then_some((key, value))
}

pub(super) fn too_large(range: Range<usize>) -> Fault {
    let message = "this has more than 64 KiB, or more than 16 levels";
    certain(fault(Code::YamlTooLarge, range, message, "long texts belong into the page, below the front matter"))
}

pub(super) fn tab(text: &str, at: usize) -> Fault {
    let line = from(text, line_start(text, at)).replace('\t', "  ");
    let help = format!("put two spaces in its place: `{}`", if line.trim().is_empty() { "  " } else { &line });
    fault(Code::YamlTab, at..at + 1, "a tab stands where YAML wants spaces", help)
}

pub(super) fn documents(range: Range<usize>) -> Fault {
    let message = "this line cuts the front matter in two";
    certain(fault(Code::YamlDocuments, range, message, "take the line out"))
}

pub(super) fn list_in_line(text: &str, start: usize) -> Fault {
    let help = format!("{}; a list begins on the line below its key", write(text, start, &quote(value(text, start))));
    fault(
        Code::YamlSyntax,
        start..start + 1,
        format!("{} begins with `- `, as items of a list do", name(text, start)),
        help,
    )
}

pub(super) fn alias(text: &str, start: usize) -> Fault {
    begins(Code::YamlAlias, text, start)
}

pub(super) fn tag(text: &str, start: usize) -> Fault {
    begins(Code::YamlTag, text, start)
}

pub(super) fn bad_start(text: &str, start: usize) -> Fault {
    Fault { is_certain: false, ..begins(Code::YamlSyntax, text, start) }
}

fn begins(code: Code, text: &str, start: usize) -> Fault {
    let value = value(text, start);
    let first = value.chars().next().unwrap_or(' ');
    let message = format!("{} begins with `{first}`, which means something else in YAML", name(text, start));
    certain(fault(code, start..start + value.len(), message, write(text, start, &quote(value))))
}

/// A ` #` at `at`. `start`: of the value before it, which may be `is_whole` by itself (between quotes, in brackets).
pub(super) fn hash(text: &str, at: usize, start: usize, is_whole: bool) -> Fault {
    let message = format!("`{}` would be lost: the `#` begins a comment", from(text, at));
    let help = if is_whole {
        "write a comment on a line of its own".to_owned()
    } else if line_start(text, at) <= start {
        let line = write(text, start, &quote(from(text, start)));
        format!("{line}, or write the comment on a line of its own")
    } else {
        "put the whole text between quotes, or write the comment on a line of its own".to_owned()
    };
    certain(fault(Code::YamlHash, line_rest(text, at), message, help))
}

pub(super) fn open_quote(text: &str, start: usize) -> Fault {
    let rest = from(text, start);
    // An apostrophe at the beginning belongs to the text; a double quote is the begin of quotes.
    let inner = rest.strip_prefix('"').unwrap_or(rest);
    let message = format!("{} begins with a quote that does not end on its line", name(text, start));
    certain(fault(Code::YamlQuote, start..start + rest.len(), message, write(text, start, &quote(inner))))
}

pub(super) fn bad_escape(text: &str, start: usize, at: usize) -> Fault {
    let rest = from(text, start);
    let inner = rest.strip_prefix('"').unwrap_or(rest);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let escape: String = text.get(at..).unwrap_or("").chars().take(2).collect();
    let message = format!("between double quotes, `{escape}` means something else");
    fault(Code::YamlQuote, at..at + escape.len(), message, write(text, start, &quote(inner)))
}

/// Something stands at `at`, behind the quotes or brackets that begin at `start`.
pub(super) fn after_value(text: &str, start: usize, at: usize) -> Fault {
    let rest = from(text, start);
    let (code, mark) = match rest.chars().next() {
        Some('"' | '\'') => (Code::YamlQuote, "quote"),
        _ => (Code::YamlSyntax, "bracket"),
    };
    // `'Don't worry'`: the apostrophe ended the text.
    let inner = rest.strip_prefix('\'').and_then(|r| r.strip_suffix('\'')).unwrap_or(rest);
    let message = format!("text stands behind the closing {mark}; YAML takes nothing there");
    let mut fault = fault(code, line_rest(text, at), message, write(text, start, &quote(inner)));
    if line_start(text, at) > start {
        fault.help = Some(format!("end the line with the closing {mark}"));
    }
    fault
}

pub(super) fn open_bracket(text: &str, start: usize) -> Fault {
    let value = value(text, start);
    let help =
        format!("close it with `{}`, or put the text between quotes", if value.starts_with('{') { '}' } else { ']' });
    fault(
        Code::YamlSyntax,
        start..start + 1,
        format!("{} begins with a bracket that is never closed", name(text, start)),
        help,
    )
}

/// A colon and a space at `at`, inside the text that begins at `start`. `first_line`: that text began a line, as a key does,
/// but none was on it.
pub(super) fn colon(text: &str, start: usize, at: usize, first_line: Option<usize>) -> Fault {
    if let Some(start) = first_line.filter(|s| line_rest(text, *s).end < at) {
        return no_colon(text, start);
    }
    let message = format!("in {}, a colon and a space look like another key", name(text, start));
    let help = if line_start(text, at) <= start {
        write(text, start, &quote(from(text, start)))
    } else {
        let key = before(text, at).trim();
        format!(
            "put the whole text between quotes; or, if `{key}` is a key, give it as many spaces as the keys beside it"
        )
    };
    fault(Code::YamlColon, at..at + 1, message, help)
}

/// A line that is no `key: value`, where one must be.
pub(super) fn no_colon(text: &str, start: usize) -> Fault {
    if let Some((key, value)) = squeezed(from(text, start)) {
        let message = format!("the colon after `{key}` wants a space behind it");
        return fault(
            Code::YamlSpace,
            start + key.len()..start + key.len() + 1,
            message,
            format!("write it like this: `{key}: {value}`"),
        );
    }
    let help = "write it like this: `key: value`; a text that goes on from the line above begins with two spaces";
    fault(Code::YamlSyntax, line_rest(text, start), "this line has no key with a colon", help)
}

fn first_line(yaml: &str) -> usize {
    yaml.len() - yaml.trim_start().len()
}

/// Front matter that is something else: each line whose colon lacks a space, else the first line.
pub(in crate::parse) fn no_keys(yaml: &str, is: &str) -> Vec<Fault> {
    let mut at = 0;
    let mut faults = Vec::new();
    for line in yaml.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        if squeezed(line.trim()).is_some() {
            faults.push(certain(no_colon(yaml, start)));
        }
        at += line.len();
    }
    if faults.is_empty() {
        faults.push(certain(Fault {
            message: format!("front matter is keys with values, not {is}"),
            help: Some("write it like this: `title: My title`".to_owned()),
            ..no_colon(yaml, first_line(yaml))
        }));
    }
    faults
}

/// A block that is something else than a list.
pub(in crate::parse) fn no_list(yaml: &str) -> Fault {
    let first = first_line(yaml);
    let help = format!("begin each field with a hyphen and a space: `- {}`", from(yaml, first));
    certain(fault(Code::WorksheetSyntax, line_rest(yaml, first), "a worksheet block is a list of fields", help))
}

/// What the parser says, in plainer words. `at`: its place.
pub(in crate::parse) fn other(yaml: &str, at: usize, message: &str) -> Fault {
    let message = message.split(" at line ").next().unwrap_or(message);
    let message = message.split(" at position ").next().unwrap_or(message);
    let line = "give it as many spaces as the lines beside it, and write `key: value`";
    let (plain, help) = match message {
        m if m.contains("control characters") => {
            ("an invisible control character stands in the text", "delete it and type the text again")
        }
        m if m.contains("did not find expected key") => ("this line does not fit the lines above it", line),
        m if m.contains("expected '-'") => {
            ("this line does not fit the list above it", "begin each item with `- `, all in one column")
        }
        m if m.contains("expected ':'") => ("this line has no key with a colon", "write it like this: `key: value`"),
        m if m.contains("',' or") => {
            ("a bracket is not closed, or a comma is missing", "write lists like this: `[one, two]`")
        }
        m if m.contains("block sequence") => ("a list cannot begin here", "begin it on the line below its key"),
        m if m.contains("mapping values") => ("a key cannot stand here", line),
        m if m.contains("expected a key") => ("a key must be one word or text", "write it like this: `key: value`"),
        m if m.contains("cannot start any token") => ("a value cannot begin like this", "put the value between quotes"),
        _ => ("this cannot be read as YAML", "write each line like this: `key: value`"),
    };
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
    let at = if help.starts_with("delete") { yaml.find(control).unwrap_or(at) } else { at };
    let at = yaml.floor_char_boundary(at);
    let message = if plain.starts_with("this cannot") { format!("{plain}: {message}") } else { plain.to_owned() };
    fault(Code::YamlSyntax, line_rest(yaml, at), message, help)
}
