//! The architecture, held by a test: a file imports only from floors below its own room's.
#![allow(clippy::disallowed_methods, reason = "a test reads the sources")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The rooms and their floors, as ARCHITECTURE.md draws them.
const FLOORS: &[(&str, u8)] = &[
    ("diag", 0),
    ("byte_set", 0),
    ("escape", 1),
    ("path", 0),
    ("slug", 0),
    ("picture", 0),
    ("tree", 1),
    ("body", 1),
    ("value", 1),
    ("dialect", 1),
    ("config", 2),
    ("parse", 2),
    ("site", 3),
    ("resolve", 4),
    ("theme", 5),
    ("view", 5),
    ("memo", 6),
    ("output", 6),
    ("lib", 7),
    ("session", 8),
    ("serve", 8),
    ("publish", 8),
    ("scaffold", 8),
    ("watch", 8),
    ("cli", 9),
    ("main", 9),
];

/// `diag` names files, so it stands on `path`, which looks at bytes; all of them are on the ground floor.
const BESIDE: &[(&str, &str)] = &[("diag", "path"), ("path", "byte_set")];

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

fn room(src: &Path, file: &Path) -> String {
    let below = file.strip_prefix(src).expect("below src");
    let first = below.components().next().expect("a part").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms that a line of code names after `crate::`.
fn imports(line: &str, floors: &BTreeMap<&str, u8>) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find("crate::") {
        let before = rest[..at].chars().last();
        rest = &rest[at + 7..];
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let inside = rest.strip_prefix('{').map(|r| r.split('}').next().unwrap_or(r));
        let names: Vec<&str> = inside.map_or_else(|| vec![rest], |list| list.split(',').collect());
        for name in names {
            let word: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            // What is at the top of the crate (`crate::compile`) is the room `lib`.
            out.push(if floors.contains_key(word.as_str()) { word } else { "lib".to_owned() });
        }
    }
    out
}

#[test]
fn a_file_imports_only_from_floors_below_its_own() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 30, "the sources are there");
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for file in &files {
        let own = room(&src, file);
        let floor = *floors
            .get(own.as_str())
            .unwrap_or_else(|| panic!("the room `{own}` has no floor: name it here and in ARCHITECTURE.md"));
        let text = std::fs::read_to_string(file).expect("a source");
        let code =
            text.lines().take_while(|l| !l.contains("#[cfg(test)]")).filter(|l| !l.trim_start().starts_with("//"));
        for line in code {
            for other in imports(line, &floors) {
                seen += 1;
                let beside = BESIDE.contains(&(own.as_str(), other.as_str()));
                if other != own && !beside && floors[other.as_str()] >= floor {
                    wrong.push(format!(
                        "{} ({floor}) imports {other} ({}): {}",
                        file.display(),
                        floors[other.as_str()],
                        line.trim()
                    ));
                }
            }
        }
    }
    assert!(seen > 100, "imports were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_room_alone_knows_each_parser() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let rooms: &[(&str, &[&str])] = &[
        ("pulldown_cmark", &["src/parse/"]),
        ("serde_yaml", &["src/parse/yaml"]),
        ("krilla", &["src/output/pdf/draw", "src/output/pdf/widgets/tests"]),
        ("lopdf", &["src/output/pdf/widgets"]),
        ("parley", &["src/output/pdf/"]),
        ("tera::", &["src/theme/", "src/output/"]),
        ("imagesize::", &["src/picture"]),
        ("walkdir", &["src/publish/"]),
        ("notify::", &["src/watch/"]),
        ("axum::", &["src/serve/"]),
        ("hyper::", &["src/serve/"]),
    ];
    for (word, rooms) in rooms {
        for file in &files {
            let text = std::fs::read_to_string(file).expect("a source");
            let uses = text.lines().any(|l| l.contains(word) && !l.trim_start().starts_with("//"));
            let path = file.to_string_lossy().replace('\\', "/");
            let inside = rooms.iter().any(|room| path.contains(room));
            assert!(!uses || inside, "{} uses {word}", file.display());
        }
    }
}
