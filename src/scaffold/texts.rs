//! Titles made safe for Markdown.

/// `text` in one line, without what no screen shows.
pub(super) fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `title` as the text of a heading: what Markdown would read as something else is escaped.
pub(super) fn escaped(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for (at, c) in title.char_indices() {
        let rest = &title[at + c.len_utf8()..];
        let in_word = title[..at].ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
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
