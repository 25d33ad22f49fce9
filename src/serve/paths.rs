//! The path of a request, read strictly, once.
//!
//! In: the path as it was sent, and the base. Out: what is looked up in the site, or where to go instead. A path never
//! names a file of the disk; it is read strictly all the same, so that nothing odd reaches anybody.

use crate::path::percent_encode;

/// Where the site begins: `/`, or `/sub/path/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base(String);

/// What a path means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Something of the site: its path without the base, decoded.
    Below(String),
    /// The site, but not quite: go to the base.
    Base,
    /// Somewhere else on this server, where nothing is.
    Outside,
}

impl Base {
    /// The base as book.toml has it, with the slashes that it needs; `None` where it could never be asked for.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let inside = text.trim_matches('/');
        let base = if inside.is_empty() { "/".to_owned() } else { format!("/{inside}/") };
        is_plain(&base).then_some(Self(base))
    }

    /// What `path`, as a browser sends it, means; `None` where it is malformed.
    pub(crate) fn read(&self, path: &str) -> Option<Meaning> {
        let path = decode(path).filter(|p| is_plain(p))?;
        Some(match path.strip_prefix(&self.0) {
            Some(below) => Meaning::Below(below.to_owned()),
            None if path == "/" || path == self.0.trim_end_matches('/') => Meaning::Base,
            None => Meaning::Outside,
        })
    }

    /// The address of `path` below the base: always on this server, as it begins with one slash and no backslash.
    pub(crate) fn address(&self, path: &str) -> String {
        percent_encode(&format!("{}{}", self.0, path.trim_start_matches('/')))
    }
}

/// `%XX` decoded; `None` for an escape that is none, and for what is not UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let mut digit = || bytes.next().and_then(|b| char::from(b).to_digit(16));
            let (high, low) = (digit()?, digit()?);
            out.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// True where a decoded path has nothing in it by which paths are tricked.
fn is_plain(path: &str) -> bool {
    path.starts_with('/')
        && !path.contains("//")
        && !path.contains(|c: char| c == '\\' || c.is_control())
        && !path.split('/').any(|part| part == "." || part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_strictly() {
        let base = Base::new("/").unwrap();
        let bad =
            ["", "a", "//", "/a//b", "/..", "/a/../b", "/%2e%2e/b", "/.%2E", "/a/./b", "/%5cevil", "/\\evil", "/%00"];
        for path in
            bad.iter().chain(&["/%0a", "/%7f", "/%c2%80", "/%", "/%2", "/%zz", "/%+1", "/%ff", "/%2f", "/a%2f%2e%2e"])
        {
            assert_eq!(base.read(path), None, "{path}");
        }
        for (path, below) in
            [("/", ""), ("/a/", "a/"), ("/%C3%BCber%201", "über 1"), ("/%252e%252e", "%2e%2e"), ("/...", "...")]
        {
            assert_eq!(base.read(path), Some(Meaning::Below(below.into())), "{path}");
        }
    }

    #[test]
    fn a_base_is_left_by_nothing() {
        let base = Base::new("sub/path").unwrap();
        assert_eq!(base, Base::new("/sub/path/").unwrap());
        assert_eq!(base.read("/sub/path/a"), Some(Meaning::Below("a".into())));
        assert_eq!(base.read("/sub/path/"), Some(Meaning::Below(String::new())));
        assert_eq!(base.read("/"), Some(Meaning::Base));
        assert_eq!(base.read("/sub/path"), Some(Meaning::Base));
        for path in ["/a", "/sub/", "/sub/pathology", "/SUB/path/"] {
            assert_eq!(base.read(path), Some(Meaning::Outside), "{path}");
        }
        assert!(Base::new("/a//b").is_none() && Base::new("/../").is_none());
    }

    #[test]
    fn addresses_stay_on_this_server() {
        let base = Base::new("/").unwrap();
        assert_eq!(base.address("a b/ü"), "/a%20b/%C3%BC");
        assert_eq!(base.address("//evil.example"), "/evil.example");
        assert_eq!(base.address("\\evil.example\r\nX: y"), "/%5Cevil.example%0D%0AX%3A%20y");
    }
}
