//! The manifest: what we read is what we would write, and every path in it is one that may be written to.

use crate::publish::manifest::{Entry, Manifest, is_reserved, parse, read_line, write_end, write_line};
use std::path::{Component, Path};

/// The input as a manifest, as the lines of one with the right seal, and as one line alone.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    whole(text);
    whole(&sealed(text));
    if let Some(entry) = read_line("file", text) {
        is_safe(&entry);
        let mut again = String::new();
        write_line(&mut again, "file", &entry);
        assert_eq!(again.strip_suffix('\n'), Some(text), "a line that is read is the line that is written");
    }
}

fn whole(text: &str) {
    let Some(entries) = parse(text) else { return };
    entries.iter().for_each(is_safe);
    assert!(!entries.iter().any(|entry| is_reserved(entry.path.as_str())), "no name that is not for a site");
    for pair in entries.windows(2) {
        assert!(pair[0].path < pair[1].path, "sorted, and each once");
    }
    let again = Manifest::new(entries.clone());
    assert_eq!(again.text, text, "what is read is what is written");
    for (i, entry) in entries.iter().enumerate() {
        assert_eq!(again.find(entry.path.as_str()), Some(i));
    }
}

fn is_safe(entry: &Entry) {
    let path = entry.path.as_str();
    assert!(!path.is_empty() && !path.contains(['\0', '\\']), "{path:?}");
    assert!(path.split('/').all(|part| !matches!(part, "" | "." | "..")), "{path:?}");
    assert!(Path::new(path).components().all(|part| matches!(part, Component::Normal(_))), "{path:?}");
}

/// These lines with the first and the last line of a manifest.
fn sealed(lines: &str) -> String {
    let mut text = format!("reconnect-gen manifest 2\n{lines}\n");
    write_end(&mut text);
    text
}
