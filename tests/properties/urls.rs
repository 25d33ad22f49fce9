//! References as a browser resolves them (RFC 3986, 5), written from the standard and not from the program.

use crate::path::percent_decode;

/// The address that `reference` means on the page at `base`. Only what pages of a site hold: a reference with a scheme or a
/// host is its own address.
pub(super) fn resolve(base: &str, reference: &str) -> String {
    if has_scheme(reference) || reference.starts_with("//") {
        return reference.to_owned();
    }
    let host_end = base.find("://").map_or(0, |i| i + 3);
    let path_start = base[host_end..].find('/').map_or(base.len(), |i| host_end + i);
    let base_path = base[path_start..].split(['?', '#']).next().unwrap_or_default();
    let path_end = reference.find(['?', '#']).unwrap_or(reference.len());
    let (path, rest) = reference.split_at(path_end);
    let merged = if path.is_empty() {
        base_path.to_owned()
    } else if path.starts_with('/') {
        without_dots(path)
    } else {
        let folder = base_path.rfind('/').map_or("", |i| &base_path[..=i]);
        without_dots(&format!("{folder}{path}"))
    };
    format!("{}{merged}{rest}", &base[..path_start])
}

/// The path of a file below `base`, decoded; `None` where `address` lies elsewhere.
pub(super) fn path_below(base: &str, address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.strip_prefix(base).map(percent_decode)
}

/// The fragment, decoded, where there is one.
pub(super) fn fragment(reference: &str) -> Option<String> {
    reference.split_once('#').map(|(_, fragment)| percent_decode(fragment))
}

/// True for what begins with a scheme (RFC 3986, 3.1).
pub(super) fn has_scheme(reference: &str) -> bool {
    let end = reference.find([':', '/', '?', '#']).filter(|i| reference[*i..].starts_with(':'));
    let is_scheme = |s: &str| {
        s.starts_with(|c: char| c.is_ascii_alphabetic())
            && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    end.is_some_and(|end| is_scheme(&reference[..end]))
}

/// RFC 3986, 5.2.4.
fn without_dots(path: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let mut parts = path.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match part {
            "." | ".." => {
                if part == ".." {
                    out.pop();
                }
                if is_last {
                    out.push("");
                }
            }
            part => out.push(part),
        }
    }
    format!("/{}", out.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard() {
        for (reference, address) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("#s", "http://a/b/c/d;p#s"),
            ("g#s", "http://a/b/c/g#s"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../../g", "http://a/g"),
            ("g/../h", "http://a/b/c/h"),
            ("mailto:x", "mailto:x"),
        ] {
            assert_eq!(resolve("http://a/b/c/d;p?q", reference), address, "{reference}");
        }
    }
}
