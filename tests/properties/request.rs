//! Requests: a path that a browser sends means a file of the site, or nothing.

use crate::config;
use crate::path::SourcePath;
use crate::serve::paths::{Base, Meaning};
use crate::serve::snapshot::Snapshot;
use crate::serve::tag::{Tag, without_tag};
use crate::serve::{Answer, Token};
use crate::tree::{Bytes, Tree};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a site has to be asked for, and what is there.
struct Served {
    snapshot: Snapshot,
    files: BTreeMap<String, Bytes>,
}

thread_local! {
    static SERVED: Served = Served::new();
}

/// The first line of the input is the base, the rest the path as it was sent.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (base, path) = text.split_once('\n').unwrap_or(("/", text));
    let Some(base) = Base::new(base) else { return };
    let root = base.address("");
    assert!(root.starts_with('/') && root.ends_with('/') && !root.starts_with("//"), "{root}");
    assert_eq!(base.read(&root), Some(Meaning::Below(String::new())), "the base is the site's root");
    let address = base.address(path);
    let is_clean = |address: &str| address.starts_with(&root) && !address.contains(['\\', '\r', '\n', ' ']);
    assert!(is_clean(&address), "an address stays on this server: {address}");
    match base.read(path) {
        Some(Meaning::Below(below)) => {
            is_plain(&below);
            let again = base.address(&below);
            assert_eq!(base.read(&again), Some(Meaning::Below(below.clone())), "an address means its path");
            SERVED.with(|served| served.answer(&below));
        }
        Some(Meaning::Base | Meaning::Outside) | None => {}
    }
}

fn is_plain(below: &str) {
    assert!(!below.starts_with('/') && !below.contains("//"), "{below:?}");
    assert!(!below.contains(|c: char| c == '\\' || c.is_control()), "{below:?}");
    assert!(!below.split('/').any(|part| part == "." || part == ".."), "{below:?}");
}

impl Served {
    fn new() -> Self {
        let file = |path: &str, text: &str| -> (SourcePath, Bytes) {
            (SourcePath::new(path).expect("a path"), Bytes::copy_from_slice(text.as_bytes()))
        };
        let tree = Arc::new(Tree::from_pairs([
            file("content/index.md", "# Be heard\n"),
            file("content/1-look/index.md", "# Look\n"),
            file("content/1-look/1-übung eins.md", "# Practise\n"),
            file("static/a b.txt", "A text.\n"),
        ]));
        let (config, _) = config::parse(&SourcePath::new("book.toml").expect("a path"), None).expect("settings");
        let (compiled, said) = crate::compile(&tree, &config, false);
        let compiled = compiled.expect("a book");
        let plan = crate::output::plan(&compiled.book, &compiled.theme, &tree, crate::output::Purpose::Preview);
        let (output, _) = plan.expect("a plan");
        let render = |i: usize| output.render(i).expect("a file");
        let files = (0..output.files.len()).map(|i| (output.files[i].0.as_str().to_owned(), render(i))).collect();
        let tag = Arc::new(Tag { base: "/".into(), token: Token::random().expect("a token") });
        Self { snapshot: Snapshot::new(&tree, Some(&compiled), said, None, &tag), files }
    }

    fn answer(&self, below: &str) {
        match self.snapshot.answer(below) {
            Answer::File { bytes, media_type } => {
                let is_folder = below.is_empty() || below.ends_with('/');
                let path = if is_folder { format!("{below}index.html") } else { below.to_owned() };
                let file = self.files.get(&path).unwrap_or_else(|| panic!("no file {path:?}"));
                let is_page = media_type.starts_with("text/html");
                let same = if is_page {
                    without_tag(&String::from_utf8_lossy(&bytes)).as_bytes() == &**file
                } else {
                    bytes == *file
                };
                assert!(same, "the file that was asked for: {path:?}");
            }
            Answer::Redirect(to) => {
                assert_eq!(to, format!("{below}/"));
                assert!(self.files.contains_key(&format!("{to}index.html")), "{to:?}");
            }
            Answer::NotFound { .. } => assert!(!self.files.contains_key(below), "{below:?}"),
            Answer::Unavailable { .. } => panic!("{below:?} cannot be shown"),
        }
    }
}
