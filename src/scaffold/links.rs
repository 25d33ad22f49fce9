//! Links to what is renamed: the numbers in them are rewritten, and nothing else.
//!
//! In: the pages with their references, and the new names. Out: edits, and notes of places that only a person can change.

use super::{Ground, renamed};
use crate::body::Reference;
use crate::diag::{Fix, Span};
use crate::parse::Page;
use crate::path::{SourcePath, percent_decode, percent_encode};

/// The edits of every link to what `renames` moves, and what has to be changed by hand.
pub(super) fn follow(ground: &Ground<'_>, renames: &[(SourcePath, SourcePath)]) -> (Vec<Fix>, Vec<String>) {
    let (mut fixes, mut notes) = (Vec::new(), Vec::new());
    for page in &ground.pages {
        for reference in &page.references {
            let root = ground.content();
            let Some(new) = rewritten(&reference.target, page.source.folder(), root, renames) else { continue };
            match &reference.target_range {
                Some(range) => fixes.push(Fix { span: Span::new(&page.source, range.clone()), text: new }),
                None => notes.push(by_hand(ground, page, reference, (&new, renames))),
            }
        }
    }
    // Several links of one page can name one definition.
    fixes.sort_by(|a, b| (&a.span.file, a.span.range.start).cmp(&(&b.span.file, b.span.range.start)));
    fixes.dedup();
    notes.dedup();
    notes.extend(ground.failed.iter().filter_map(|file| unread(ground, file, renames)));
    (fixes, notes)
}

/// What a place says that has no exact one: a text that is folded, or has escapes in it.
fn by_hand(
    ground: &Ground<'_>,
    page: &Page,
    reference: &Reference,
    (new, renames): (&str, &[(SourcePath, SourcePath)]),
) -> String {
    let before = ground.tree.text(&page.source).and_then(|t| t.get(..reference.span.range.start)).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let file = renamed(&page.source, renames);
    format!("{file}:{line}: change the link `{}` to `{new}` by hand", reference.target)
}

/// Where a page could not be read and names what is renamed, its author has to look.
fn unread(ground: &Ground<'_>, file: &SourcePath, renames: &[(SourcePath, SourcePath)]) -> Option<String> {
    let text = String::from_utf8_lossy(ground.tree.get(file)?);
    let (from, to) = renames.iter().find(|(from, _)| text.contains(from.name()))?;
    let (file, from, to) = (renamed(file, renames), from.name(), to.name());
    Some(format!("{file}: the page has a fault, so its links were left alone: change `{from}` to `{to}` by hand"))
}

/// `target`, as written in a file of `folder`, with the numbers of what was renamed; `None` where none was.
fn rewritten(target: &str, folder: &str, root: &str, renames: &[(SourcePath, SourcePath)]) -> Option<String> {
    if target.starts_with("//") {
        return None;
    }
    let end = target.find(['#', '?']).unwrap_or(target.len());
    let (path, rest) = target.split_at(end);
    let base = if path.starts_with('/') { root } else { folder };
    let mut here: Vec<String> = base.split('/').map(str::to_owned).collect();
    let mut parts: Vec<String> = Vec::new();
    let mut changed = false;
    for part in path.split('/') {
        let name = percent_decode(part);
        let mut new = part.to_owned();
        match name.as_str() {
            "" | "." => {}
            ".." => {
                here.pop()?;
            }
            _ => {
                here.push(name);
                let place = here.join("/");
                if let Some((from, to)) = renames.iter().find(|(from, _)| from.as_str() == place) {
                    new = renumbered(part, from.name(), to.name());
                    changed = true;
                }
            }
        }
        parts.push(new);
    }
    changed.then(|| format!("{}{rest}", parts.join("/")))
}

/// `part`, which spells the name `from`, with the number of `to`.
fn renumbered(part: &str, from: &str, to: &str) -> String {
    match part.strip_prefix(number(from)) {
        Some(rest) => format!("{}{rest}", number(to)),
        None => percent_encode(to),
    }
}

/// The digits that a name begins with.
pub(super) fn number(name: &str) -> &str {
    name.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renames() -> Vec<(SourcePath, SourcePath)> {
        let pair = |a: &str, b: &str| (SourcePath::new(a).unwrap(), SourcePath::new(b).unwrap());
        vec![pair("content/2-b", "content/3-b"), pair("content/1-a/09-ü x.md", "content/1-a/10-ü x.md")]
    }

    fn from(folder: &str, target: &str) -> Option<String> {
        rewritten(target, folder, "content", &renames())
    }

    #[test]
    fn only_the_number_changes() {
        let is = |s: &str| Some(s.to_owned());
        assert_eq!(from("content", "2-b/1-c.md#talk"), is("3-b/1-c.md#talk"));
        assert_eq!(from("content", "./2-b/"), is("./3-b/"));
        assert_eq!(from("content/1-a", "../2-b/bench.svg"), is("../3-b/bench.svg"));
        assert_eq!(from("content/2-b", "/2-b/../2-b/1-c.md"), is("/3-b/../3-b/1-c.md"));
        assert_eq!(from("content/1-a", "09-%C3%BC%20x.md"), is("10-%C3%BC%20x.md"));
        assert_eq!(from("content/1-a", "09-ü x.md#a/2-b"), is("10-ü x.md#a/2-b"));
        assert_eq!(from("content/1-a", "%309-ü x.md"), is("10-%C3%BC%20x.md"));
    }

    #[test]
    fn other_links_stay() {
        for target in ["1-c.md", "../2-b.md", "//host/2-b/", "https://host/2-b/", "#2-b", "9-b/1-c.md", "../../../2-b/"]
        {
            assert_eq!(from("content/1-a", target), None, "{target}");
        }
    }
}
