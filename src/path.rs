//! Names of files: where an author wrote something, and where a reader finds it.
//!
//! In: strings from the disk, from Markdown and from the program itself. Out: [`SourcePath`] and [`OutPath`], each with
//! one constructor that refuses what could leave its tree. Nothing here touches the disk.

use crate::byte_set;
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// A file of the author's, relative to the site's folder, with `/` between its parts: `content/1-look/2-assume.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

/// A file of the built site, relative to its root, with `/` between its parts: `look/assume.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Arc<str>);

impl SourcePath {
    /// A path whose `.` and `..` are worked out; an error where it would leave the site's folder.
    pub fn new(path: &str) -> Result<Self, String> {
        clean(path).map(|p| Self(p.into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: `2-assume.md`.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folder that holds it, without a closing `/`; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The name without its last ending: `2-assume`.
    pub fn stem(&self) -> &str {
        self.stem_and_ending().0
    }

    /// The ending in lower case, without its dot; empty where there is none.
    pub fn extension(&self) -> String {
        self.stem_and_ending().1.to_lowercase()
    }

    /// A name that begins with its only dot has no ending.
    fn stem_and_ending(&self) -> (&str, &str) {
        let name = self.name();
        name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, ""))
    }

    /// The file that `target`, as written in this file, means: relative to this file's folder, or to `root` where it begins
    /// with `/`.
    pub fn join(&self, root: &str, target: &str) -> Result<Self, String> {
        match target.strip_prefix('/') {
            Some(rest) => Self::new(&format!("{root}/{rest}")),
            None => Self::new(&format!("{}/{target}", self.folder())),
        }
    }

    /// How an author would write the way from this file to `other` (both below one folder).
    pub fn way_to(&self, other: &SourcePath) -> String {
        way(self.folder(), other.as_str())
    }
}

impl OutPath {
    /// A path below the site's root; an error where it is empty, absolute or would leave the root.
    pub fn new(path: &str) -> Result<Self, String> {
        let cleaned = clean(path)?;
        if cleaned != path {
            return Err(format!("`{path}` is not a plain path"));
        }
        Ok(Self(cleaned.into()))
    }

    /// The first page of the site.
    pub fn index() -> Self {
        Self("index.html".into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number of folders above it: 0 for `index.html`, 1 for `look/assume.html`.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }

    /// The way from a page that is `depth` folders deep to this file, percent-encoded (RFC 3986).
    pub fn url_from(&self, depth: usize) -> String {
        let mut url = String::with_capacity(3 * depth + self.0.len());
        (0..depth).for_each(|_| url.push_str("../"));
        push_percent_encoded(&self.0, &mut url);
        url
    }

    /// The public address below `base`, which ends in `/`. A folder's own page goes by the folder's address.
    pub fn public(&self, base: &str) -> String {
        let path = self.encoded();
        let is_folder = path == "index.html" || path.ends_with("/index.html");
        format!("{base}{}", if is_folder { path.trim_end_matches("index.html") } else { &path })
    }

    /// The path percent-encoded for an address (RFC 3986): the unreserved characters and `/` stay.
    pub fn encoded(&self) -> String {
        percent_encode(&self.0)
    }
}

/// For a look-up by text: paths are compared and hashed as their text is.
impl Borrow<str> for OutPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// True for a name that Windows keeps for a device, whatever follows its first dot: `con`, `aux.svg`, `COM1.txt` (Microsoft,
/// "Naming Files, Paths, and Namespaces").
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    if !(3..=7).contains(&stem.len()) {
        return false;
    }
    let stem = stem.to_ascii_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_numbered =
        numbered.is_some_and(|n| matches!(n, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"));
    is_numbered || matches!(&*stem, "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
}

/// Why a name cannot be used on every system: a clause, or nothing where it can.
pub fn unusable(name: &str) -> Option<&'static str> {
    if name.chars().any(char::is_control) {
        Some("it has a control character")
    } else if name.contains(['\\', ':', '*', '?', '"', '<', '>', '|']) {
        Some("Windows does not allow the characters \\ : * ? \" < > |")
    } else if name.ends_with(['.', ' ']) {
        Some("Windows does not keep a dot or a space at the end of a name")
    } else if is_device(name) {
        Some("Windows keeps that name for a device")
    } else {
        None
    }
}

/// `text` with every byte but RFC 3986's unreserved characters and `/` as `%XX`.
pub fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_percent_encoded(text, &mut out);
    out
}

/// True for the unreserved characters of an address, and `/`. Without branches, so that it is asked of many bytes at once.
#[expect(clippy::needless_bitwise_bool, reason = "with branches it would be asked of one byte at a time")]
const fn stays(byte: u8) -> bool {
    let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let is_digit = byte.wrapping_sub(b'0') < 10;
    is_letter | is_digit | (byte == b'-') | (byte == b'.') | (byte == b'_') | (byte == b'~') | (byte == b'/')
}

fn push_percent_encoded(text: &str, out: &mut String) {
    if byte_set::near_first(text.as_bytes(), |byte| !stays(byte)).is_none() {
        return out.push_str(text);
    }
    for byte in text.bytes() {
        if stays(byte) {
            out.push(byte as char);
        } else {
            out.push('%');
            let digits = [byte >> 4, byte & 15].into_iter().filter_map(|digit| char::from_digit(digit.into(), 16));
            out.extend(digits.map(|digit| digit.to_ascii_uppercase()));
        }
    }
}

/// `text` with `%XX` decoded; as it was where the result would not be UTF-8.
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let hex = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        let decoded = match rest {
            [b'%', high, low, after @ ..] => hex(*high).zip(hex(*low)).map(|(h, l)| (h << 4 | l, after)),
            _ => None,
        };
        let (byte, after) = decoded.unwrap_or((*first, after));
        out.push(byte);
        rest = after;
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

fn clean(path: &str) -> Result<String, String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or_else(|| format!("`{path}` leaves the folder"))?;
            }
            _ if part.contains(['\0', '\\']) => {
                return Err(format!("`{path}` holds a character that paths cannot have"));
            }
            _ => parts.push(part),
        }
    }
    if parts.is_empty() {
        return Err(format!("`{path}` names no file"));
    }
    Ok(parts.join("/"))
}

fn way(from_folder: &str, to: &str) -> String {
    let from: Vec<&str> = from_folder.split('/').filter(|p| !p.is_empty()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = to.len().saturating_sub(1);
    let same = from.iter().zip(to.iter().take(folders)).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(same).map(|_| "..");
    up.chain(to.iter().skip(same).copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_their_tree() {
        assert!(SourcePath::new("../x").is_err());
        assert!(SourcePath::new("a/../../x").is_err());
        assert!(OutPath::new("/etc/passwd").is_err());
        assert!(OutPath::new("a//b").is_err());
        assert!(OutPath::new("").is_err());
        assert_eq!(SourcePath::new("./a/./b/../c.md").unwrap().as_str(), "a/c.md");
    }

    #[test]
    fn ways_and_addresses() {
        let page = SourcePath::new("content/1-a/2-b.md").unwrap();
        let other = page.join("content", "../3-c/4-d.md").unwrap();
        assert_eq!(other.as_str(), "content/3-c/4-d.md");
        assert_eq!(page.way_to(&other), "../3-c/4-d.md");
        assert_eq!(page.join("content", "/x.svg").unwrap().as_str(), "content/x.svg");
        assert_eq!(OutPath::new("a/übung 1.html").unwrap().url_from(2), "../../a/%C3%BCbung%201.html");
        assert_eq!(percent_decode("%C3%BCbung%201"), "übung 1");
        assert_eq!(percent_decode("100%"), "100%");
    }
}
